"""Instructions of more than five hundred words for the four categories of `trials`: what examples are compared with."""

from __future__ import annotations

MANUAL = """\
You sort the tickets of a company that sells sensors and gateways for cold stores. Read the whole ticket before you \
decide. A ticket has one category, and it is the one that the writer wants something done about; what is mentioned \
only in passing does not count. Greetings, order numbers, names of products and thanks at the end tell you nothing. \
Answer with the name of the category and nothing else.

billing. The ticket is about money that was charged, paid, credited or owed, or about what is printed on an \
invoice. Typical cases: an amount that is too high, an invoice that came twice or not at all, a payment that was \
returned, a discount that is missing, a tax number that has to be on the paper, a reminder for something that was \
paid long ago, a request for one bill in place of many. It is billing although the writer speaks of a delivery, as \
long as the question is what it costs or who pays for it. It is not billing when the writer asks for the goods \
themselves, even if the invoice number is the only number that is given.

delivery. The ticket is about goods on their way to the customer: when they come, where they are, how many there \
are, and the papers that travel with them. Typical cases: a parcel that is late, a box at the wrong door, a carrier \
who found nobody, an order that arrived in part, a change of the address before dispatch, a wish for another day, \
papers for customs. It is delivery although the box is damaged, if the writer wants to know what becomes of the \
shipment. It is not delivery when the goods have arrived and do not work, nor when they are on their way back.

hardware. The ticket is about a device that is broken, worn, wet, loose or does not power up. Typical cases: a \
cracked case, a display that stays dark, a battery that is empty after a week, a cable without a plug, a button \
that sticks, a sensor that fell, condensation behind the glass, a smell or a noise. It is hardware although the \
readings are missing, if the writer names something that can be touched as the reason. It is not hardware when the \
device is fine and only cannot reach the network, nor when the app shows a wrong page.

access. The ticket is about signing in, passwords, users, roles and rights. Typical cases: a password that is not \
taken, a code that does not come, an account that is locked, a colleague who left and must be removed, a new user \
who sees too little, an owner who has to be changed, a badge or key for the portal. It is access although the \
writer suspects something worse, if what is asked for is to get in or to keep somebody out. It is not access when \
everybody can sign in and a page then fails to load.

If two categories seem to fit, take the one that the first request in the ticket belongs to. If the writer \
describes a problem and names a cause, sort by the problem and not by the cause. If the writer only asks a \
question, sort by what the answer would be about. A joke or an angry word changes nothing: sort by what has to be \
done. Never invent a new category, never give two, and do not explain your choice."""
"""The manual, without the line that lists the labels."""
