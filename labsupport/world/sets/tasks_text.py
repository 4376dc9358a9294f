# ruff: noqa: E501 -- a template is one line
"""How people ask for what `tasks` makes: one section a form, every line a whole request."""

FORMS = r"""
= order_due
When is {id} due?
The customer wants to know the due date of {id}.
Look up {id} and tell me which day we promised.
By which day must {id} <arrive|be delivered>?
I need the delivery day that is on record for {id}.
{id}: due when, please?
What date did we give for order {id}?
Could you read me the due date of {id}? I am on the phone.
Which day stands in the system for the delivery of {id}?
= policy_limit
What does the current policy on "{id}" set as the limit?
Topic: {id}. Which limit is in force today?
A new colleague asks for the figure in the policy "{id}". What is it now?
Under the "{id}" policy, how much is allowed at present?
Give me the limit from the policy that applies today to "{id}".
"{id}": <what is the number|which figure holds> right now?
Please check our rules on "{id}" and tell me the present limit.
How far does the policy in force on "{id}" let us go?
= error_remedy
A device shows {id}. What is the remedy on record?
What should the technician do about {id}?
{id} again. Look up what helps.
Tell me the documented remedy for {id}.
Which step does our list give against {id}?
I have {id} on the screen and need the fix from the list.
How do we get rid of {id}, according to the error list?
Someone at the dock reads out {id}; what do I tell them to do?
= oncall_extension
Who was on call in {id} matters to me only because I must ring them: which extension?
Give me the extension of the person who was on call for {id}.
I want to phone whoever handled {id} that night. Extension, please.
{id}: extension of the on-call colleague?
Under which four digits do I reach the on-call person of {id}?
Find the on-call name of {id} and then that person's internal number; I need the number.
For the review of {id} I have to call the engineer who was on duty. What do I dial?
Internal phone number of the one on call during {id}?
= product_channel
In which channel do I ask the owners of {id}?
Where can I write to the team that owns {id}?
The team behind {id} has a chat channel. Which one?
I have a question about {id} for its owners; which channel?
Name the channel of the team responsible for {id}.
{id}: find the owning team, then its channel.
Which chat channel belongs to those who look after {id}?
Where do the people who build {id} answer questions?
= manager_extension
Who looks after the customer of {id} for us, and above all: what is the extension?
I need to ring the account manager of the customer who placed {id}. Extension?
{id}: get me the internal number of that customer's account manager.
The buyer of {id} wants a word with their account manager. Which extension do I put them through to?
Which four digits reach our account manager for the customer behind {id}?
Before I answer on {id}, I want to call the account manager in charge. What do I dial?
Extension of the account manager of whoever ordered {id}, please.
Find the customer of {id}, then the account manager, then the extension.
= supplier_part
Which part do we buy from the supplier of the product that {id} affects?
{id} concerns one of our products. What does the supplier of its hardware deliver?
For {id}: product, then supplier, then the part they make. I need the part.
Tell me what the supplier behind the product in {id} supplies.
Purchasing asks what comes from the supplier of the product hit by {id}.
What is delivered by the firm that supplies the product named in {id}?
The product of {id} has a supplier. Which part is it that they send us?
We may have to swap the hardware because of {id}. Which part does its supplier make?
= contract_lead
Who leads the team that owns the product in the present contract of {id}?
{id} has a running contract. Name the lead of the team that owns the product in it.
I am preparing the renewal with {id}: who is the lead of the product team concerned?
Find the product in the contract of {id}, its owner, and the lead of that team; I need the lead.
Which person heads the team responsible for what {id} has under contract today?
Who is in charge, as team lead, of the product that {id} is contracted for?
The contract of {id} covers one main product. Who leads its team?
Name, please: the lead of the owners of the product under contract with {id}.
= order_lead_email
What is the e-mail address of the person who leads the team that owns the product in {id}?
I have to write to the lead of the product team for {id}. Address?
{id}: which mailbox belongs to the lead of the team that owns what was ordered?
Trace {id} to its product, the owners and their lead, and give me the e-mail address.
A complaint on {id} goes to the lead of the owning team. To which address do I send it?
Mail address of the team lead responsible for the product in {id}, please.
Where do I write if I want the head of the team that owns the product in {id}?
The product in {id} is owned by a team; I need the address of its lead.
= error_lead_address
{id}: a spare unit has to go to the site of the person who leads the team that owns the product. Street address?
Where, by postal address, sits the lead of the team owning the product that shows {id}?
I am sending a device with {id} to the lead of the owning team. What is the address of that site?
From {id} find the product, its owner, the lead, and the address of the lead's site. I need the address.
To which street do I post the broken unit with {id}, if the lead of the product's team is to get it?
Give me the site address of the lead of the team behind the product with {id}.
The label needs a street: {id}, product team, its lead, the lead's own site.
What is written on the parcel when a unit with {id} goes to the lead of its product team?
= oncall_lead_address
Whoever was on call in {id} has a team lead. What is the address of the lead's site?
{id}: I must post a letter to the lead of the on-call person's team. Which street address?
Find the on-call colleague of {id}, their team, its lead, and where that lead works; give me the address.
What is the postal address of the site of the lead of the team that the on-call engineer of {id} belongs to?
A signed report on {id} goes to the lead of the team that was on call. Where to?
The on-call person in {id} reports to a team lead who works at one of our sites. I need that address.
Street and number, please: the site where the lead of the on-call team of {id} works.
For the courier: address of the site of the lead whose team member was on call during {id}.
= manager_lead_address
{id}: customer, account manager, the manager's team, its lead, the lead's site. What is the address?
I need the street address of the site where the lead of the account manager's team works; the order is {id}.
A contract copy for {id} goes by courier to the lead of the team of the account manager. Address?
Where works the lead of the team that the account manager of the customer of {id} belongs to? Full address.
Go from {id} to the account manager of its customer, on to the lead of that team, and give me the lead's site address.
Postal address for the lead above the account manager who serves the buyer in {id}?
The buyer of {id} has an account manager in some team. Which address does that team's lead work at?
To which address do I send papers for the lead of the team of the account manager behind {id}?
= count_orders
How many orders of {customer} are {status}?
Count the orders of {customer} with the status {status}.
{customer} asks how many of their orders are {status} at the moment.
I need a number: orders of {customer}, {status}.
For the review with {customer}: how many of their orders stand at {status}?
Tell me how many {status} orders {customer} has.
What is the count of orders by {customer} that are {status}?
{customer}, status {status}: how many are there?
= cancel
Please cancel {id}.
The customer called, {id} is no longer needed. Cancel it.
{id} was ordered twice by mistake; this one can go.
Take {id} out, the customer has withdrawn it.
Withdraw order {id} for me.
We agreed with the buyer to drop {id}. Please do it.
Can you cancel order {id}? The project has ended.
{id}: cancellation, please.
= hold
Put {id} on hold until we hear from the customer.
{id} must not leave the house yet. Set it on hold.
Please pause order {id}.
The credit check for {id} is still open, so place it on hold.
Stop {id} for now, but do not cancel it.
Hold {id}, the address is being clarified.
Could you freeze {id} for the moment? It stays an order.
Let {id} wait: on hold, please.
= release
{id} may go on now. Release it.
The address for {id} is clear, take it off hold.
Please release order {id}.
Credit check passed: {id} can be opened again.
End the hold on {id}.
{id} has waited long enough, set it back to open.
We can continue with {id}; lift the hold.
Open {id} again, the customer has confirmed.
= postpone
Move the due date of {id} back by {n} days.
The dock is closed, so {id} gets {n} days more. Change the due date.
Please make {id} due {n} days later than it is now.
{id}: add {n} days to the due date.
The customer agreed to wait {n} more days for {id}. Enter it.
Postpone {id} by {n} days.
Delivery of {id} slips by {n} days; correct the due date.
Set a due date for {id} that lies {n} days after the present one.
= find_cancel
{customer} has one open order of {product}. Cancel it.
Please cancel the open {product} order of {customer}; I do not have the number.
The open order for {product} by {customer} is to be cancelled.
{customer} called about {product}: the order that is still open can go.
Find the open order of {customer} for {product} and cancel it.
Drop what {customer} still has open for {product}, it is a single order.
Cancel for {customer} the {product} order that has the status open.
There is an open order for {product} from {customer}. They no longer want it.
= cancel_tell
Cancel {id} and tell the customer's account manager by e-mail.
{id} is withdrawn. Cancel it, then write to the account manager of that customer.
Please take {id} out and let the responsible account manager know by mail.
The buyer drops {id}: cancel, and send a note to their account manager.
{id}: cancel it and mail our account manager for this customer that it is cancelled.
First cancel {id}, then inform the account manager of the customer by message.
Can you cancel {id}? The account manager of the customer should get a message about it.
Withdraw {id} and send the account manager in charge a short mail about that order.
= refund_full
Refund {id} in full.
The goods of {id} were broken, give all the money back.
Please pay back the whole amount of {id}.
{id}: full refund, agreed with the customer.
We owe the customer everything for {id}. Issue the refund.
Return the complete sum of {id} to the buyer.
The claim on {id} is accepted; refund the total.
Could you refund {id}, all of it?
= refund_part
Refund {pct} percent of {id}.
The customer keeps the goods of {id} but gets {pct} percent back.
Please pay back {pct} percent of the amount of {id}.
{id}: we agreed on a refund of {pct} percent.
Give {pct} percent of {id} back for the late delivery.
As a goodwill gesture, {pct} percent of what {id} cost is to be refunded.
Issue a part refund for {id}, {pct} percent of its amount.
Return {pct} percent of the sum of {id} to the buyer.
= refund_all_round
Refund {id} in full, open a ticket of {priority} priority with the account manager's team about it, and write to the customer's contact.
{id}: full refund, a {priority} ticket about it for the team of the account manager, and a mail to the contact of the customer.
The claim on {id} is accepted. Pay everything back, put a {priority} priority ticket with the team the account manager is in, and tell the customer's contact person by mail.
Please settle {id}: refund all of it, let the account manager's team have a ticket with priority {priority}, and message the contact at the customer.
Whole amount of {id} back to the customer; their contact gets a message, and the team of their account manager a {priority} ticket about the order.
Return the full sum of {id}. Then open a ticket ({priority}) with the team that the customer's account manager belongs to, and inform the customer's contact.
Three things for {id}: full refund, ticket of {priority} priority for the account manager's team, note to the contact at the customer.
We accept the return of {id}; refund it completely, raise a {priority} priority ticket for the team of the account manager, and write to their contact.
= incident_ticket
Open a ticket of {priority} priority about {id} with the team that owns the affected product.
{id} needs a follow-up: {priority} priority, with the owners of the product.
The team behind the product of {id} should get a {priority} ticket about it.
Please raise a {priority} priority ticket on {id} for the product's owners.
For {id}, find who owns the product and open a ticket there, priority {priority}.
A {priority} ticket concerning {id} has to go to the team that owns what broke.
Let the owning team of the product in {id} have a ticket about it, {priority} please.
{id}: new ticket, priority {priority}, team of the affected product.
= assign_lead
Give {id} to the lead of the team that owns the product.
{id} belongs on the desk of the product team's lead. Assign it.
Please reassign {id} to whoever leads the owners of the affected product.
The lead of the team responsible for the product takes over {id}.
Assign {id}: product, owning team, its lead.
Make the lead of the owning team the assignee of {id}.
Hand {id} over to the person heading the team that owns its product.
Ticket {id} should be with the lead of the team behind the product. Change the assignee.
= close_tell
Close {id} and post a note about it in the channel of the team that owns the product.
{id} is solved. Close it and tell the owning team in their channel.
Please close {id}; the team behind the product should read it in its channel.
We are finished with {id}: close the ticket, then a message to the product team's channel.
Shut ticket {id} and let the product's owners know in their chat channel.
{id} can be closed. Inform the channel of the owners of that product.
Done with {id}. Close, and drop a line in the channel of the product's team.
Set {id} to closed and announce it where the owning team of the product chats.
= late_order
Write to the account manager of the customer of {id} and give the due date.
The account manager behind {id} wants the due date by mail. Send it.
Please mail the due date of {id} to the account manager of that customer.
{id}: tell the customer's account manager in a message when it is due.
Let the responsible account manager know by e-mail which day {id} is promised for.
Send our account manager for the buyer of {id} a message with its due date.
A reminder for the account manager of the customer in {id}: due date, by mail.
When is {id} due? Do not tell me, mail it to the account manager of the customer.
= order_summary
Post a summary of {id} in the channel of the team that owns the product: customer, quantity, due date.
The owners of the product in {id} want to read customer, quantity and due date in their channel.
Summarise {id} (who, how many, by when) for the channel of the product's team.
{id}: send customer, quantity and due date to the channel of the owning team.
Please tell the team behind the product of {id} in its channel who ordered, how many, and the due date.
Write one message to the product team's channel about {id}. It must have the customer, the quantity and the due date.
Brief the owners of the product in {id} through their channel: buyer, number of units, due date.
The channel of the team that owns what {id} orders needs a note with customer, quantity, due date.
= incident_summary
Write to the manager of the person who was on call in {id}: cause and minutes, please.
The manager of the on-call colleague of {id} wants cause and duration in minutes by e-mail.
Summarise {id} in a mail to the manager of whoever was on call; cause and length in minutes must be in it.
{id}: mail the cause and the minutes to the manager of the on-call person.
Send the on-call engineer's manager a message about {id} with its cause and how many minutes it took.
Please report {id} to the manager of the colleague on call, by mail, with cause and minutes.
A short mail on {id}, with cause and minutes, to the manager of the one who was on duty.
Tell the manager of the on-call person in {id} by e-mail what caused it and how many minutes it lasted.
= warn_lead
Mail the lead of the team that owns the product in {id} which version fixes it.
{id}: the lead of the owning team has to read by e-mail which version brings the fix.
Write to whoever leads the owners of the product in {id}; the message must name the fixed version.
Please send the fixed version of {id} to the lead of the team responsible for the product.
The head of the product team concerned by {id} should get a mail with the version that closes it.
Tell the lead of the team behind the affected product, by mail, in which version {id} is fixed.
A warning about {id} to the lead of the owning team: name the fixed version in the mail.
Send a message on {id} to the product team's lead with the number of the fixed version.
= hold_if
If {id} has not left the house yet, put it on hold; otherwise tell me its status.
Check {id}: still open or picked means on hold, anything else means you only report the status.
Put {id} on hold as long as it is open or picked. If it is further, leave it and give me the status.
{id} should wait if it still can. If it cannot, what is its status?
Hold {id} unless it is gone already; in that case just say what the status is.
Is {id} still open or picked? Then hold it. If not, do nothing and name the status.
Stop {id} if it is not too late. If it is too late, I want to know the status.
See whether {id} can still be put on hold and do it; if not, the status is enough for me.
= unknown_order
Please cancel {id}.
When is {id} due, and can you put it on hold?
Refund {id} in full, the customer insists.
{id} has to be put on hold today.
The buyer of {id} wants to wait. Move the due date by a week.
Tell the account manager of the customer of {id} that it is delayed.
Take order {id} out, please, it was a mistake.
Release {id}, the credit check is through.
= too_late
Please cancel {id}, the customer has changed their mind.
{id} is not wanted any more. Cancel it.
Withdraw {id} before it goes out.
The buyer rang: drop {id}.
Can you take back order {id} and set it to cancelled?
Make sure that {id} is cancelled today.
{id}: cancel, they found another supplier.
Stop and cancel {id}, it is no longer needed.
= early_refund
Refund {id} in full, the customer has lost patience.
Please give the money for {id} back.
{id}: pay everything back now.
The customer wants a refund of {id} today, in full.
Issue a full refund for {id}, whatever its status.
Return the amount of {id} to the buyer at once.
They waited long enough: refund {id}.
We should be generous, refund {id} completely.
= too_much
Refund {amount} on {id}.
{id}: pay {amount} back to the customer.
The customer asks for {amount} on {id}. Please refund exactly that.
Issue a refund of {amount} for {id}.
Give {amount} back for {id}, freight included.
We promised {amount} for the trouble with {id}. Refund it.
Please return {amount} to the buyer of {id}.
A refund over {amount} is due on {id}; do it now.
= no_tool
Lower the price of {id} by ten percent from tomorrow.
Rename {id} in the catalogue, marketing has a better idea.
Please publish a new version of {id} tonight.
Give {id} to another team, the owners have too much to do.
Delete {id} from the catalogue.
Change the supplier of {id} to a cheaper one.
Print twenty labels for {id} on the dock printer.
Book a room for the {id} review on Thursday.
= several
{customer} wants the open order cancelled.
Cancel the open order of {customer}.
Please drop the order that {customer} still has open.
The open order by {customer} can go.
{customer} no longer needs it: cancel the open order.
Withdraw the order of {customer} that is open.
Take out the open order of {customer}, they found another supplier.
I was asked to cancel the order of {customer} that is still open.
= other_buyer
{customer} wants {id}, an order of theirs, to be put on hold.
Please cancel {id} for {customer}, who placed it.
{customer} called about their order {id} and wants it out of the books.
Put the order of {customer}, {id}, on hold.
{id} belongs to {customer}; they ask us to cancel it.
On behalf of {customer}, stop their order {id}.
The order {id} of {customer} is to be paused, they say.
{customer} has second thoughts about {id}, their order. Cancel it.
= no_telephone
What is the telephone number of the supplier of {id}?
I want to ring the firm that supplies {id}. Number?
Find the supplier of {id} and give me their telephone number.
Under which number do I reach the supplier of {id}?
Please get me the phone number of whoever supplies the hardware of {id}.
{id}: supplier's telephone, please.
The supplier of {id} must be called today. What do I dial?
Which telephone number does the supplier of {id} have?
= stranger
Send the due date of {id} to {mail}.
{mail} asks when {id} is due. Write to them.
Please mail the details of {id} to {mail}, they will collect it.
Forward what we know about {id} to {mail}.
A new forwarder, {mail}, needs the due date of {id} by message.
Write to {mail}: customer and due date of {id}.
Let {mail} have a short message about {id}.
{mail} should get a note on {id} from us.
"""

FRAMES = r"""
= before
Hi,
Hello, one thing before lunch:
Quick one.
I am standing in the warehouse without a laptop.
This came in by phone a minute ago.
From the morning meeting:
Sorry to bother you again.
A customer is waiting on the other line.
Second request today.
For the file:
Please take your time, it only has to be right.
My screen is frozen, so I ask you.
Somebody from the night shift left me a note.
I promised an answer before noon.
Could you help me out?
We talked about this yesterday.
= after
Thanks.
Thank you, that is all for now.
No need to write a report.
I will tell the others.
Use the tools, do not guess.
Many thanks in advance.
That is what the note says.
It is not urgent, but it is important.
Short reply, please.
I have to leave at four.
Nothing else has changed.
As discussed.
Let me know when you are through.
I trust the system more than my memory.
"""
