"""Sentences that hold personal data, and sentences that hold what only looks like it. Slots are data and traps.

{person} a full name, {first} and {family} its parts; {who} an e-mail address made of it. Traps: order and article
numbers, dates, versions of four parts, addresses of the net in examples, test cards in code, shared mailboxes.
"""

from __future__ import annotations

ENGLISH = """
= open
Hello,
Hi {first},
Good morning,
Dear support,
To whom it may concern,
Ticket reopened:
Note from the call:
Internal:
{first}, one more thing.
Hi all,
Dear Mr {family},
For the file:
Transcript, {clock}:
Good evening,
Copy of my letter:
[{day} {clock}] chat with {first}
= close
Regards\n{person}
{person}
Thanks, {first}
Kind regards\n{first} {family}
Bye
- {first}
Yours, {person}
Sent from my phone
{person}, purchasing
Best, {first}
Cheers
{person} ({team})
(noted by {first})
Thank you\nMs {family}
End of note
Over to you, {first}.
= person
Please <call|ring> {first} at the {street} branch <before noon|today>.
The <complaint|letter> is from {person}.
Mr {family} <waited|stood> at the gate for an hour.
Ms {family} will sign, not her colleague.
{person} <forgot|left> a jacket in the meeting room.
Ask {first} or whoever is on duty.
The visitor list has {person} twice.
{first} says the key is under the mat, which it should not be.
We promised {person} a call back.
<Dear|Hello> {first}, the pallet is at the back door.
The driver was {person}, I think.
Can somebody tell {first} that the lift works again?
I spoke to Mr {family} and he is fine with Tuesday.
Signed: {person}
= email
Write to {email} <instead|please>.
<Copy|Please copy> {email} on this.
The link went to {email} and bounced.
My private address is {email}.
{email} is not read any more, use <{who}|{who} from now on>.
Reset mails for {email} <never arrive|end in spam>.
From: {email}
The account is registered under {email}.
Can you take {email} off the list?
Reply-To: {email}
Somebody signed up with {email}, a typo away from mine.
He sends it from {email}, so check the spam folder.
= phone
<Call|Ring> me <back |>on {phone}.
My <mobile|own number> is {phone}.
The night guard picks up at {phone}.
Tel. {phone}, after six
{phone} is my home line, please delete it.
You <have|keep> {phone} on file, that number is old.
If the gate is shut try {phone}.
The <caretaker|neighbour> has {phone}.
Text {phone} when the van is five minutes away.
I missed a call from {phone}, was that you?
New number: {phone}.
Her number was read out in the call: {phone}.
= address
<Send|Ship> it to {address}.
I live at {address} and am home on Fridays.
The parcel was left at {address}, with a neighbour.
My new address: {address}.
Please remove {address} from the delivery sheet, that is a flat.
He moved to {address} last month.
The letter came back from {address}.
Pick up the loan laptop at {address}.
Home address {address}, work address as before.
Nobody opened at {address}.
The technician parks in front of {address}.
Bill to my flat, {address}.
= iban
<Pay|Send> the refund to {iban}.
My account is {iban}.
The IBAN {iban} was <refused|not accepted> by the form.
You debited {iban} although the mandate is gone.
New bank details: {iban}
Expenses go to {iban} as always.
The bank file stopped at {iban}.
{iban} is the account of my mother, please correct it.
For the deposit: {iban}, and thank you.
Payee with {iban} was paid twice.
Is {iban} complete? It looks short to me.
The voucher says {iban}.
= card
<Charge|Use> my card {card}.
The card {card} was <declined|charged twice>.
I typed {card} and the page <froze|went white>.
Please take {card} off the file.
Paid with {card}, no receipt.
He read {card} aloud in the open office.
My new card is {card}, the old one expired.
{card} is blocked since yesterday.
The statement lists {card} and a sum I do not know.
Somebody wrote {card} on the delivery note.
Use {card} for the freight, the limit is high enough.
A photo of card {card} is in the ticket.
= national_id
My social security or insurance number is {national_id}.
The <pass|badge> office wants an id: {national_id}.
Payroll has {national_id}, which is <wrong by one digit|not mine>.
{national_id} stands on the scan and should not.
For customs: national id {national_id}.
Tax form, line four: {national_id}
The number {national_id} belongs to the keyholder.
I was asked for {national_id} and gave it, was that right?
Id {national_id} was <on|visible on> the shared screen.
Identity checked: {national_id}.
Please black out {national_id} in the copy.
The insurer knows the case under {national_id}, which is a personal number.
= birth_date
Born {birth_date}.
My date of birth is {birth_date}.
The form says I was born on {birth_date}, which is <right|a day off>.
DOB: {birth_date}
The keyholder, born {birth_date}, needs a pass.
For the forklift licence: birthday {birth_date}.
She turns sixty, born {birth_date}, and wants to work on.
To prove it is me: {birth_date} is my birthday.
The insurance has {birth_date} as his birth date.
Age check failed for somebody born {birth_date}.
Date of birth on the badge form: {birth_date}.
The apprentice was born {birth_date}, so no night shifts.
= ip
My laptop had {ip} when it happened.
<Add|Put> {ip} on the allow list, that is my home line.
Sign-in from {ip} under my name, and it was not me.
The log shows {ip} for my session.
I work from {ip} on Fridays.
{ip} is the line of our night guard.
Blocked: {ip} (my phone)
We traced the upload to {ip}, the flat of a colleague.
From {ip} I cannot reach you, from the office I can.
Your firewall dropped {ip}, which is me.
User agent phone, address {ip}, half past two at night.
Who is {ip}? It reads my reports.
= customer_id
My customer number is {customer_id}.
<Account|Customer> {customer_id}, as on the letter.
Please close {customer_id}, I am moving abroad.
The portal greets me with {customer_id} of somebody else.
I am {customer_id} in your books.
Two letters, one for {customer_id} and one for my wife.
Quote {customer_id} when you call me back.
{customer_id}: please stop the adverts.
Customer no. {customer_id}
On my card stands {customer_id}.
The bonus was booked to {customer_id} and that is not me.
File {customer_id} has an old name in it.
= mix
{person} asks why {card} is still stored under {customer_id}.
Move {phone} and {email} from {customer_id} to a new record.
{first} signed in from {ip} and again from home, user {who}.
The pass of {person} shows {national_id} and a birthday, {birth_date}.
Parcel {tracking} for {person}, {address}.
The refund of {sum} for {order} goes to {iban}, says Ms {family}.
Ring {first} on {phone}; if nobody answers, leave it at {address}.
Somebody changed the mail of {customer_id} to {email} on {day}.
I am {person}, {birth_date}, and my customer number is {customer_id}.
{person} can be reached at {phone} or {who}.
Refund for {person}: {iban}.
{first} lives at {address} and has {phone}.
Mr {family} paid with {card} and wants it back on {iban}.
Login of {who} from {ip} at {clock}.
{person}, {address}, born {birth_date}
For the pass: {person}, id {national_id}, born {birth_date}.
Please change {email} to {who} in account {customer_id}.
{customer_id} ({person}) was called on {phone}, no answer.
Our apprentice {first} ({phone}) waits at {address}.
The export had {person}, {who}, {phone} in one row, for everybody to see.
Write to {who}; ring {phone} if it is about order {order}.
{person} signed for {order} at {address}.
Card {card} and order {order} do not belong together, says {first}.
{first} updated to {version} and was thrown out, session from {ip}.
= form
Name: {person}\\nBorn: {birth_date}\\nId: {national_id}
Name: {person}\\nMail: {who}\\nPhone: {phone}\\nOrder: {order}
Customer no.: {customer_id}\\nIBAN: {iban}\\nReference: {order}
| name | phone | order |\\n| --- | --- | --- |\\n| {person} | {phone} | {order} |
| user | address | build |\\n| --- | --- | --- |\\n| {who} | {ip} | {version} |
name;mail;born\\n{person};{who};{birth_date}
"customer": "{customer_id}", "mail": "{who}", "sku": "{sku}"
Delivery to\\n{person}\\n{address}\\nParcel {tracking}
{day} {clock} INFO login user={who} from={ip} build={version}
{day} {clock} WARN card={card} order={order} declined
-- \\n{person}\\n{phone}\\n{who}
To: {who}\\nSubject: {order}
Visitor {person}, arrived {day} {clock}, badge {badge}
Account holder {person}\\nAccount {iban}\\nAmount {sum}
= trap
The order is {order}, <placed|dated> {day}.
We run {version} on all gateways.
Article {sku}, serial {serial}.
Parcel {tracking} was scanned on {day}.
Bind the service to {localip}, not to the outside.
Example from the manual: `ping {docip}`.
`curl http://{docip}/health` is what the runbook says, with your own address put in.
In the test suite: `card = "{testcard}"  # never charged`
Write to <{mailbox}|our shared box {mailbox}> for invoices.
Our site has the address {site}.
The {product} in cell two is offline.
Release of {product} {version} on {day}.
Case number {badge}, counter {counter}.
The sample {counter} is out of range.
Checksum {hash}.
It is the {team} that decides, in {place}.
Unit price {sum}, due {day}.
Order {order}, line 4, {counter} pieces ordered since spring.
Batch {counter} was made on {day}.
The subnet in the figure is {docip}/24 and stands for nothing real.
`DEFAULT_HOST = "{localip}"`
Use the form or {mailbox}, no names please.
Reading {counter} at {clock}, then nothing.
Deliveries to the warehouse: {site}.
Fixture data: `pan={testcard}; expect=declined`
Meeting on {day} at {clock}, {place}.
The ticket before this was {badge}.
Container {tracking}, article {sku}, {version} on the label.
Build {version} from {day} fails, build before it passes.
{product} and the {team} team are mentioned in the same paragraph.
= filler
The other branch has the same trouble.
I asked twice and got two answers.
It may be nothing.
Our guard found the paper in the printer.
The screen was visible from the street.
There was no reply to my last message.
This must not stand in a report.
The intern typed it, I only forward it.
It is in the mail of last week as well.
Since the merger nobody knows who owns this.
We have no use for it any more.
The call was bad, so I write it down.
Check it against the paper file.
The old system still shows it.
Half of the team is on leave.
I would rather not repeat it on the phone.
It was in the search results.
The spreadsheet goes to four people.
He asked me to pass it on.
I am not sure that this belongs here.
Please answer in this ticket.
That is all I have.
Thank you.
Please handle with care.
This is the second time.
The rest can wait.
I found nothing in the manual.
It worked last week 🙂.
Let me know what you need.
No hurry.
The form asked for it.
Sorry for the mess.
We close at five.
I do not want to see this in an advert.
Who reads these tickets?
Delete it when you are done.
My boss is in copy.
An answer in one line will do.
This was in the shared folder 😬 for a week.
I hope this is the right desk.
As agreed on the phone.
You asked for it.
"""

GERMAN = """
= open
Guten Tag,
Hallo {first},
Sehr geehrter Herr {family},
Notiz vom Anruf:
Liebes Team,
Intern:
Guten Morgen,
Nachtrag:
= close
Viele Grüße\n{person}
Danke, {first}
{person}
Gruß {first}
Mit freundlichen Grüßen\n{person}
Bis morgen
{first} {family}, Einkauf
Ende der Notiz
= mix
Bitte <rufen Sie|ruft> {first} unter {phone} zurück.
Mein Name ist {person}, geboren am {birth_date}.
Die Erstattung geht an {iban}.
Herr {family} wohnt in {address}.
Meine Kundennummer ist {customer_id}, E-Mail {who}.
Die Karte {card} wurde zweimal belastet.
Anmeldung mit {who} von {ip}, das war ich nicht.
Frau {family} unterschreibt, Telefon {phone}.
Für den Ausweis: {person}, Nummer {national_id}.
Name: {person}\\nGeboren: {birth_date}\\nKundennummer: {customer_id}
Der Brief an {address} kam zurück.
{first} ist unter {phone} zu erreichen, es geht um {order}.
Konto {iban}, Inhaber {person}.
Bitte {email} durch {who} ersetzen.
{customer_id}: bitte kündigen, {person}.
Von {ip} komme ich nicht mehr auf die Seite.
= trap
Die Bestellung {order} ist vom {day}.
Auf allen Gateways läuft {version}.
Artikel {sku}, Seriennummer {serial}.
Beispiel aus der Anleitung: `ping {docip}`.
Rechnungen bitte an {mailbox}.
Unser Lager: {site}.
Im Test steht `{testcard}`, eine Prüfnummer.
Sendung {tracking}, gescannt am {day}.
{product} in {place} ist offline.
Vorgang {badge}, Zähler {counter}.
= filler
Danke.
Bitte vertraulich behandeln.
Eilt nicht.
Das Formular wollte es so.
Wir schließen um fünf.
Wie am Telefon besprochen.
Mein Chef liest mit.
Bitte danach löschen.
"""

FRENCH = """
= open
Bonjour,
Bonjour {first},
Monsieur {family},
Note d'appel :
Chère équipe,
Interne :
Bonsoir,
Suite :
= close
Cordialement\n{person}
Merci, {first}
{person}
Bien à vous, {first}
Salutations\n{person}
À demain
{first} {family}, achats
Fin de la note
= mix
Merci de rappeler {first} au {phone}.
Je suis {person}, né le {birth_date}.
Le remboursement va sur {iban}.
M. {family} habite {address}.
Mon numéro de client est {customer_id}, adresse {who}.
La carte {card} a été débitée deux fois.
Connexion de {who} depuis {ip}, ce n'était pas moi.
Mme {family} signe, téléphone {phone}.
Pour le badge : {person}, numéro {national_id}.
Nom : {person}\\nNé le : {birth_date}\\nClient : {customer_id}
La lettre à {address} est revenue.
{first} répond au {phone}, c'est pour {order}.
Compte {iban}, titulaire {person}.
Remplacez {email} par {who}, s'il vous plaît.
{customer_id} : merci de résilier, {person}.
Depuis {ip} je n'ai plus accès au site.
= trap
La commande {order} date du {day}.
Toutes les passerelles sont en {version}.
Article {sku}, numéro de série {serial}.
Exemple de la notice : `ping {docip}`.
Factures à {mailbox}, merci.
Notre entrepôt : {site}.
Dans le test il y a `{testcard}`, un numéro d'essai.
Colis {tracking}, scanné le {day}.
{product} à {place} est hors ligne.
Dossier {badge}, compteur {counter}.
= filler
Merci.
À traiter avec discrétion.
Ce n'est pas pressé.
Le formulaire le demandait.
Nous fermons à cinq heures.
Comme convenu au téléphone.
Mon chef est en copie.
Merci d'effacer ensuite.
"""
