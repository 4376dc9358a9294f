# ruff: noqa: E501 -- prose, one entry a line
"""What people ask the assistant about, by topic, with openers as they type them and a German part."""

from __future__ import annotations

# topic -> (weight on a plain day, relations asked about)
TOPICS: dict[str, tuple[float, tuple[str, ...]]] = {
    "orders": (26, ("order.status", "order.due", "order.product", "order.customer")),
    "billing": (14, ("order.amount", "contract.amount", "product.price", "contract.end")),
    "faults": (18, ("error.meaning", "error.remedy", "error.component", "incident.product")),
    "people": (12, ("person.extension", "person.team", "person.site", "team.lead", "team.channel")),
    "products": (14, ("product.version", "product.owner", "product.role", "product.sku")),
    "policies": (8, ("policy.limit", "policy.effective", "policy.owner")),
    "security": (5, ("vulnerability.fixed", "vulnerability.severity", "vulnerability.product")),
    "accounts": (3, ("customer.plan", "customer.manager", "contract.response", "contract.notice")),
}

OPENERS = (
    "Quick one:", "Hi, can you tell me,", "Sorry to bother you again.", "I am on the phone with a customer:",
    "For the monthly report:", "Please check:", "Good morning!", "Short question,", "My colleague is away, so:",
    "Before I call anybody:", "Hello,", "I looked everywhere.", "Need this for a mail:", "Asking for the night shift:",
    "Not urgent:", "Urgent!", "Just to be sure,", "One more thing.", "Hey,", "A driver is waiting:", "Thanks in advance.",
    "The page does not load, so I ask here:", "Again,", "Could you look up for me:", "In the meeting they asked:",
    "Hm,", "I forgot:", "For a training slide:", "Customer wants to know:", "It says nothing in the manual.",
)  # fmt: skip

GERMAN: dict[str, tuple[str, ...]] = {
    "order.status": ("Wie ist der Stand von {s}?", "Was ist mit {s}?", "Ist {s} schon raus?", "Status von {s}, bitte.",
                     "Wo bleibt {s}?", "Ist {s} noch offen?"),
    "order.due": ("Wann kommt {s}?", "Bis wann sollte {s} da sein?", "Liefertermin von {s}?", "Für wann ist {s} zugesagt?",
                  "Wann wird {s} geliefert?", "Wann ist mit {s} zu rechnen?"),
    "order.product": ("Was ist in {s}?", "Welches Produkt steht auf {s}?", "Was wurde mit {s} bestellt?",
                      "Worum geht es bei {s}?", "Welcher Artikel gehört zu {s}?"),
    "order.customer": ("Wer hat {s} bestellt?", "Für wen ist {s}?", "Von welchem Kunden ist {s}?",
                       "An wen geht {s}?", "Wer ist der Besteller von {s}?"),
    "order.amount": ("Wie hoch ist die Rechnung zu {s}?", "Was kostet {s} insgesamt?", "Gesamtbetrag von {s}?",
                     "Welche Summe steht auf {s}?", "Wie viel ist für {s} offen?"),
    "product.price": ("Was kostet {s} im Monat?", "Wie teuer ist {s}?", "Preis von {s}?", "Was verlangen wir für {s}?",
                      "Wie viel zahlt man für {s}?"),
    "error.meaning": ("Was bedeutet {s}?", "Die Anzeige sagt {s}, was heißt das?", "Wofür steht {s}?",
                      "Warum sehe ich {s}?", "Was will mir {s} sagen?"),
    "error.remedy": ("Was tun bei {s}?", "Wie werde ich {s} los?", "Was hilft gegen {s}?", "Wie behebe ich {s}?",
                     "Was mache ich, wenn {s} kommt?"),
    "person.extension": ("Welche Durchwahl hat {s}?", "Wie erreiche ich {s}?", "Telefonnummer von {s}?",
                         "Unter welcher Nummer ist {s} zu erreichen?", "Was wähle ich für {s}?"),
    "team.lead": ("Wer leitet {s}?", "Wer ist der Chef von {s}?", "Wer führt das Team {s}?",
                  "An wen wende ich mich bei {s}?", "Wer hat bei {s} das Sagen?"),
    "product.version": ("Welche Version hat {s}?", "Was ist die neueste Version von {s}?", "Welcher Stand von {s} ist aktuell?",
                        "Auf welcher Version läuft {s}?", "Welche Ausgabe von {s} liefern wir?"),
    "product.owner": ("Wer ist für {s} zuständig?", "Welches Team betreut {s}?", "Wem gehört {s}?",
                      "Wer entwickelt {s}?", "Wer kümmert sich um {s}?"),
    "product.role": ("Was ist {s}?", "Wozu dient {s}?", "Was für ein Produkt ist {s}?", "Was macht {s}?",
                     "Als was verkaufen wir {s}?"),
    "product.sku": ("Artikelnummer von {s}?", "Unter welcher Nummer bestelle ich {s}?", "Wie ist die Bestellnummer von {s}?",
                    "Welche Nummer trägt {s} im Lager?", "Was steht auf dem Karton von {s}?"),
    "policy.limit": ("Was erlaubt {s}?", "Welche Grenze setzt {s}?", "Wie viel ist nach {s} erlaubt?",
                     "Was ist das Limit in {s}?", "Wo zieht {s} die Grenze?"),
    "vulnerability.fixed": ("In welcher Version ist {s} behoben?", "Welche Version schließt {s}?",
                            "Worauf muss ich wegen {s} aktualisieren?", "Seit wann ist {s} weg?", "Was beseitigt {s}?"),
    "customer.plan": ("Welchen Tarif hat {s}?", "In welchem Plan ist {s}?", "Was hat {s} gebucht?",
                      "Zu welchen Bedingungen bedienen wir {s}?", "Welches Paket hat {s}?"),
}  # fmt: skip
