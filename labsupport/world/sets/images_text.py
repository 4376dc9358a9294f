# ruff: noqa: E501 -- prose, one entry a line
"""What is printed on receipts and invoices: layouts, shops, articles, footers. Shops and goods are invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Layout:
    """How one kind of slip writes dates, amounts, labels and lines."""

    title: str
    labels: str  # date; receipt; order; customer; due
    total: str
    line: str
    day_form: str
    currency: str  # "{}" stands for the amount
    comma: bool = False

    def label(self, name: str) -> str:
        return dict(zip(("date", "receipt", "order", "customer", "due"), self.labels.split("; "), strict=True))[name]

    def day(self, day: date) -> str:
        return day.strftime(self.day_form)

    def amount(self, cents: int) -> str:
        text = f"{cents // 100}.{cents % 100:02d}"
        return self.currency.format(text.replace(".", ",") if self.comma else text)


RECEIPTS = (
    Layout("Receipt", "Date; No.; Order; Customer; Due", "TOTAL", "{q} x {t}", "%d.%m.%Y", "EUR {}"),
    Layout("Receipt", "Date:; Slip:; Order:; For:; Due:", "Total", "{t} ({q})", "%Y-%m-%d", "{} EUR"),
    Layout("Till", "DATE; BON; ORDER; CUSTOMER; DUE", "TO PAY", "{q} {t}", "%d/%m/%Y", "{}"),
    Layout("Slip", "On; Receipt no.; Order; Customer; Due", "Sum", "{t} x{q}", "%d %b %Y", "EUR {}", True),
    Layout("Bill", "Day; Bill; Order; Guest; Due", "Amount due", "{t}, {q}", "%d-%m-%y", "{} EUR", True),
    Layout("Receipt", "date; nr; order; customer; due", "total eur", "{q}* {t}", "%y%m%d", "{}"),
    Layout("Cash", "Printed; Ticket; Order; Customer; Due", "Balance", "{t} / {q} pc", "%b %d, %Y", "EUR {}"),
    Layout("Voucher", "Date of sale; Voucher; Order; Buyer; Due", "Payable", "{q} pc {t}", "%d.%m.%y", "{}", True),
    Layout("Receipt", "Sold on; Till slip; Order; Customer; Due", "Grand total", "{t} - {q}", "%Y/%m/%d", "EUR {}"),
    Layout("Check", "Date/time; Check; Order; Table; Due", "You pay", "{q} {t}", "%d %B %Y", "{} EUR"),
    Layout("Note", "Dated; Number; Order; Name; Due", "In total", "{t}: {q}", "%d.%m.%Y", "{} EUR", True),
    Layout("Receipt", "D; N; O; C; X", "SUM EUR", "{q}x {t}", "%d%m%Y", "{}"),
)
INVOICES = (
    Layout("Invoice", "Date; Receipt; Order; Customer; Delivery by", "Total", "{q} x {t}", "%d %B %Y", "EUR {}"),
    Layout("INVOICE", "Issued; Receipt; Our order; Bill to; Delivery due", "Amount due", "{t}, quantity {q}", "%Y-%m-%d", "{} EUR"),
    Layout("Statement", "On; Receipt; Order no.; Client; Delivery until", "Sum", "{q} pcs {t}", "%d.%m.%Y", "EUR {}", True),
    Layout("Bill", "Billing date; Receipt; Reference; For; Goods due", "To pay", "{t} x {q}", "%b %d, %Y", "{}"),
    Layout("Tax invoice", "Tax date; Receipt; Order; Sold to; Delivery date", "Invoice total", "{t} ({q})", "%d/%m/%Y", "EUR {}"),
    Layout("Invoice copy", "Dated; Receipt; Order number; Account; Delivery not after", "Balance due", "{q} of {t}", "%d %b %Y", "{} EUR"),
)  # fmt: skip
SHOPS = (
    ("Cafe", "food"), ("Hotel", "hotel"), ("Taxi", "ride"), ("Station Kiosk", "food"), ("Hardware Store", "tools"),
    ("Inn", "hotel"), ("Bakery", "food"), ("Parking", "ride"), ("Canteen", "food"), ("Tool Hire", "tools"),
    ("Guest House", "hotel"), ("Stationer", "office"), ("Copy Shop", "office"), ("Van Rental", "ride"),
    ("Electro Market", "tools"), ("Snack Bar", "food"), ("Ferry", "ride"), ("Print and Paper", "office"),
)  # fmt: skip
ARTICLES: dict[str, tuple[tuple[str, int, int], ...]] = {  # goods -> (text, least, most cents of one)
    "food": (("coffee", 180, 420), ("tea", 160, 350), ("bread roll", 90, 320), ("soup of the day", 390, 720),
             ("sandwich", 320, 690), ("apple cake", 240, 480), ("mineral water", 150, 340), ("salad plate", 590, 1290),
             ("pasta", 690, 1390), ("juice", 190, 390), ("omelette", 480, 890), ("cheese plate", 720, 1490)),
    "hotel": (("single room", 5900, 14900), ("breakfast", 790, 1890), ("city tax", 100, 420), ("garage", 600, 1900),
              ("late checkout", 1500, 3500), ("laundry", 450, 1900), ("room upgrade", 1900, 4900), ("minibar", 240, 1800)),
    "ride": (("journey", 690, 5900), ("waiting time", 200, 1500), ("night charge", 150, 600), ("luggage", 50, 300),
             ("day ticket", 390, 1290), ("parking hour", 120, 450), ("van per day", 4900, 9900), ("fuel", 1900, 8900)),
    "tools": (("cable ties", 190, 690), ("drill bit", 290, 1490), ("duct tape", 320, 890), ("gloves", 390, 1290),
              ("battery pack", 490, 1990), ("screwdriver", 590, 1890), ("extension lead", 890, 2490), ("ladder hire", 1200, 3900),
              ("wall plugs", 150, 590), ("sealing strip", 290, 990)),
    "office": (("copies", 5, 25), ("folder", 90, 390), ("label roll", 390, 1290), ("toner", 3900, 8900),
               ("marker", 120, 350), ("paper 500", 390, 890), ("binding", 250, 690), ("envelope set", 190, 790)),
}  # fmt: skip
FOOTERS: dict[str, tuple[str, ...]] = {  # what stands below: on every receipt, by goods, on invoices
    "receipt": (
        "Please keep this slip",
        "Prices include tax",
        "Paid in cash",
        "Paid by card",
        "Please check your change",
        "Thank you and see you soon",
        "Copy for the customer",
        "Thank you for your visit",
        "No refund without slip",
        "All amounts in euro",
    ),
    "food": ("Come again", "Served with care", "Open daily from seven"),
    "hotel": ("Copy for the guest", "We hope you slept well", "Questions: ask the front desk"),
    "ride": ("Have a good trip", "Drive safely", "Please keep for your records"),
    "tools": ("No exchange without slip", "Returns within 14 days", "Ask us about spare parts"),
    "office": ("No exchange of opened packs", "Returns within 14 days", "Ask us about bulk prices"),
    "invoice": (
        "Payable without deduction",
        "Goods stay ours until paid",
        "Thank you for your order",
        "Copy for your files",
        "Please quote the order number",
        "Questions: ask your account manager",
        "We look forward to your next order",
        "Prices include tax",
        "Payable within 30 days",
        "Made out by machine",
        "Please report damage within a week",
        "Delivery free of charge",
    ),
    "signed": ("Signature of the buyer below", "Signed below", "Received, signature"),
}
