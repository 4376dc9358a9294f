"""What customers write, by what it is about, what it stops, and how they feel; `<a|b>` are alternatives.

`plain` sections say what a ticket is about in the usual words, the others in the words of a neighbour: a battery in a
bill, an invoice in a parcel. `urgent`, `high`, `normal` and `low` say what depends on it; `.ops` goes with running
systems, `.trade` with the rest. `loud` only sounds urgent. `settled` mentions another matter that is closed. A word
`@good` stands for one of the alternatives in `WORDS`, and in a plain section every word in `SPREAD` for one of its own:
so the usual words of a label occur in many sentences, as they do in life.
"""

from __future__ import annotations

WORDS = {  # `@word` -> its alternatives
    "@many": "Forty|Twenty|{n}|A dozen",
    "@goods": "goods|frozen goods|vaccines|medicines|fresh goods|groceries",
    "@spoil": "are spoiling|are going bad|are getting warm|are thawing",
    "@now": "right now|now|at this moment|immediately",
    "@belost": "be lost|spoil|be thrown away",
    "@All": "All sites|All shops|The whole site|All rooms|The whole company",
    "@stopped": "stopped|came to a standstill|went down",
    "@throw": "throw away|lose|have to destroy",
    "@Danger": "Danger|There is danger|Risk of injury",
    "@Several": "Several colleagues|{n} of us|{n} people|Several shops|Two departments",
    "@several": "several colleagues|{n} of us|{n} people|several shops|two departments",
    "@cannotwork": "cannot work|are blocked|cannot continue|are stuck",
    "@soon": "tomorrow|tomorrow morning|tomorrow evening|the day after tomorrow",
    "@deadline": "deadline|audit|handover|due date",
    "@workaround": "a workaround|a way around it|a second device|another way",
    "@Manage": "We manage|We can work|We cope",
    "@manage": "we manage|we can work|we cope|it is not critical",
    "@onething": "one device|one user|one room|one person|one desk|a single device",
    "@thisweek": "this week|next week|by the end of the week|in the next days",
    "@Nohurry": "No hurry|There is no hurry|It is not urgent|No rush",
    "@depends": "depends|hangs|relies",
    "@unimportant": "not important|a small thing|a trifle|of no importance|minor",
    "@whenever": "whenever you have time|some time in the next months|when it suits you|take your time",
    "@curiosity": "out of curiosity|a question out of interest|for information",
    "@thanks": "thank you|thanks|many thanks|thanks a lot",
    "@Thanks": "Thank you|Thanks|Many thanks",
    "@good": "great|good|excellent|wonderful|perfect|fantastic|very good",
    "@Good": "Great|Good|Excellent|Wonderful|Perfect|Fantastic",
    "@happy": "happy|satisfied|pleased|delighted|glad",
    "@helpful": "helpful|friendly|kind|patient",
    "@quick": "quick|fast|prompt",
    "@Quick": "Quick|Fast|Prompt",
    "@service": "service|support|help desk|hotline|customer service",
    "@angry": "angry|annoyed|disappointed|upset|frustrated|furious",
    "@bad": "bad|terrible|awful|poor|useless|dreadful",
    "@Bad": "Bad|Terrible|Awful|Poor|Dreadful",
    "@unacceptable": "unacceptable|intolerable|a scandal|outrageous|not acceptable",
}

SPREAD = {  # category -> usual word -> its alternatives
    "billing": {
        "invoice": "invoice|bill|statement",
        "invoices": "invoices|bills|statements",
        "bill": "bill|invoice|account",
        "charged": "charged|billed",
        "debited": "debited|charged",
        "amount": "amount|sum|total",
        "paid": "paid|settled",
        "reminder": "reminder|payment reminder|dunning letter",
        "payment": "payment|transfer",
    },
    "contract": {
        "contract": "contract|subscription",
        "plan": "plan|package|tariff",
        "licences": "licences|seats|user licences",
        "renewal": "renewal|new contract",
        "conditions": "conditions|terms",
        "cancel": "cancel|end|terminate",
        "term": "term|contract term",
    },
    "delivery": {
        "parcel": "parcel|package|pallet|delivery",
        "delivered": "delivered|brought|handed over",
        "shipment": "shipment|delivery|consignment",
        "courier": "courier|carrier|driver",
        "driver": "driver|courier",
        "tracking": "tracking|shipment tracking",
        "order": "order|delivery",
    },
    "returns": {
        "exchange": "exchange|swap",
        "replacement": "replacement|replacement device",
        "warranty": "warranty|guarantee",
        "damaged": "damaged|broken|faulty",
        "label": "label|form",
        "item": "item|device|product",
    },
    "hardware": {
        "device": "device|sensor|unit|probe",
        "broken": "broken|defective|faulty|damaged",
        "display": "display|screen",
        "dead": "dead|broken",
        "sensor": "sensor|device|probe",
        "battery": "battery|battery pack",
        "housing": "housing|case",
        "probe": "probe|sensor",
    },
    "connectivity": {
        "offline": "offline|disconnected",
        "connection": "connection|link",
        "signal": "signal|reception",
        "network": "network|wifi",
        "gateway": "gateway|base station",
    },
    "software": {
        "page": "page|web page|screen",
        "app": "app|mobile app",
        "dashboard": "dashboard|web interface",
        "error": "error message|error|software error",
        "screen": "screen|page",
        "version": "version|release|update",
        "button": "button|menu item",
        "browser": "browser|web browser",
    },
    "data": {
        "readings": "readings|measurements|values|measured values",
        "values": "values|readings|data",
        "curve": "curve|graph|chart",
        "report": "report|monthly report|data report",
        "history": "history|data history",
    },
    "alerts": {
        "alarm": "alarm|alert",
        "alerts": "alerts|alarms|notifications",
        "notification": "notification|alarm message|alert",
        "threshold": "threshold|limit",
        "Alarms": "Alarms|Alerts|Notifications",
    },
    "access": {
        "password": "password|login",
        "account": "account|user account",
        "login": "login|sign-in",
        "user": "user|user account",
        "rights": "rights|permissions|access rights",
        "locked": "locked|blocked",
    },
    "security": {
        "suspicious": "suspicious|strange|unknown",
        "vulnerability": "vulnerability|security hole|weakness",
        "attacked": "attacked|hacked",
        "phishing": "phishing|fraudulent|fake",
        "leak": "leak|breach",
        "leaked": "leaked|stolen",
        "stolen": "stolen|lost",
        "personal": "personal|private",
    },
    "request": {
        "function": "function|feature|option",
        "setting": "setting|option",
        "wish": "wish|suggestion|idea",
        "manual": "manual|documentation|guide",
        "add": "add|offer|build in",
    },
}

ENGLISH = """
= billing
The {month} sheet lists <one device more|{n} devices more> than we own.
We were charged for the month before <we started|the first box came>.
My accountant asks where our tax number <went|is hiding> on your paper.
The bank took <another amount|a few cents more> than the paper says.
Two reminders, although the transfer <went out|was made> on the {n}th.
Could our cost centre be printed on <it|the page you mail> from now on?
The credit for the dead {product} <never showed up|is not on any sheet>.
You <took|collected> the {month} amount twice, once <on|under> each of our branches.
Our mother company pays, so the name at the top has to <change|be theirs>.
For {order} we get a paper with VAT, but we are <exempt|in a free zone>.
The {product} at {site} was switched off in {month} and we still pay for it.
I need the <papers|sheets> of last year again, the auditor wants <originals|all twelve>.
The discount we agreed on is <missing|only on the first page>.
Why is there a fee for <paper|late payment>? We pay <by debit|on the day>.
The sum at the bottom is not the sum of the lines above it.
Direct debit was <returned|refused>, please try <again|once more> on Friday.
You credit us {n} months and then charge them again in the next line.
Who decides that {product} counts as {n} devices when the money is due?
The freight on {order} was quoted as free and now <costs|appears at> forty.
Please split what we owe over <two branches|both companies>.
We paid into the old account, <did it reach you|can you see it>?
The currency on the last page is not ours.
The line "setup" <comes|is there> every month. We were set up in spring.
Please send it as a file that our ledger can read, not as a picture.
A dunning letter for {order}? It was <settled|paid> before it left your dock.
The year-end statement and the {n} monthly ones do not agree.
Somebody changed our payment term from thirty to ten days on the last sheet.
Please cancel the sheet for {month} and write a new one, the purchase number is wrong.
= contract
We want to <go up|move> one plan, but only for {site}.
When does our term end, and what happens <the day after|if nobody signs>?
We are closing two branches and need <fewer licences|a smaller package> from {month}.
Please <end|stop> everything at the end of the term.
Your new terms mention a longer notice. We <did not agree|signed the old ones>.
May we <take over|inherit> what the previous tenant of {site} had with you?
What would {n} more seats cost us <per year|until the term ends>?
The paper we signed says four hours response, the annex says twelve.
Our firm was <sold|merged>, so the agreement has to be rewritten in the new name.
We would like a trial of {product} before we commit to {n} years.
Is the night service part of our package or <an extra|something on top>?
The offer of your colleague runs out on {wday} and the board meets later.
Can we pause for the winter without losing <our conditions|the old price list>?
Please <send|mail> the signed copy, ours was lost in the move.
We were told that {product} is included up to {n} pieces. Where does it say so?
The renewal came without the clause on <price increases|early exit>.
Which plan do we need if we open {n} shops next year?
Somebody signed for us who is not allowed to. Is it valid?
We want out <early|before the end>, the shop in {site} burned down.
Does a lower plan mean that the old readings are <deleted|no longer kept>?
Your competitor offers the same for two thirds. <Can you match it|What can you do>?
The minimum term was one year when we talked, now I read three.
Please add the supplement on {product} to our frame agreement.
Our legal department wants to change paragraph {n}.
Who at your end may sign a supplement?
We were moved to another plan without <asking|being asked>.
If we bundle both firms, do we get the larger package?
Please confirm <in writing|on paper> that we gave notice in {month}.
= delivery
{order} should have been here on {wday}. The dock is empty.
The tracking has said "in transit" for {n} days.
The driver left a card at {site}, but we were <there all day|in the hall>.
We got {n} of {n2} boxes and no word about the rest.
Can {order} go to the back gate? The front is a building site.
The lorry was too high for our ramp and drove off.
Please <hold|keep> {order} for a week, the cold room is not plastered.
Somebody signed for {order}. Nobody of that name works here.
The parcel with the batteries <is stuck|sits> in customs.
How long does it take to {site} if I order today?
Your mail promises {wday}, the carrier says the week after.
Our {product} went to the branch that we closed.
Is {n} o'clock possible? The yard is locked afterwards.
The pallet with our new gateways was seen at the depot on {wday}, then never again.
Half of {order} came to {site}, the other half to the head office.
Do you ship on Saturdays? We open on Monday.
The courier wants a phone number and you gave him <none|an old one>.
Please combine {order} with the one from last week, one truck is enough.
We need a pallet lift, the last man rolled it over the lawn.
There is no delivery note on the box, so the hall will not take it.
Where are the {n} sensors that your mail of {wday} calls handed over?
The address label has the old street name.
I would like to collect {order} <myself|with our own van>. Where and when?
The replacement was sent off, you wrote, but that is {n} days ago.
Customs asks for a paper about {product} that we do not have.
The box stood in the rain outside the gate because nobody rang.
Can the {product} arrive before the technician does? He is booked for {wday}.
The carrier returned it to you, "consignee unknown". We have been here for {n} years.
= returns
We ordered the white one and unpacked a grey one. How do we swap it?
Three of the {n} came with cracked lids and we do not want to keep them.
Where do I get the label to send {product} back?
It was a gift for the wrong branch, still sealed. Do you take it back?
The {product} from {order} does not fit our rails. We would like another model instead.
I sent the box to you {n} days ago. Has anybody opened it?
The swap unit arrived, so what do I do with the old one?
We have {n} too many and would rather have the money.
It died in month {n}. Is that still covered?
Your label says {n} kilos, our box has more. Will the carrier take it?
The repair came back with the same scratch and the same fault. Now I want a new one.
Who pays the freight if we ship the {product} to you?
The number on the form for sending things back is not accepted.
You wrote that {order} is beyond the thirty days. It came {n} days late!
We cancelled, the truck came all the same. Please fetch it.
I put the wrong unit in the box, please do not scrap it.
The battery lid of the exchange device is missing. Can you take the whole set back?
The pallet we refused on {wday} is still on your sheet. What happens to it?
We only opened the carton to look. Is that a problem for the refund?
May the {product} be sent in without its packaging?
The exchange for {order} was promised, a credit came instead. We need the device.
Please tell me when the {n} probes we gave to your driver are booked in.
It works, but it is louder than the sample. We would like to hand it in.
Can a shop hand in at {site} what was bought by the head office?
Your workshop found no fault. It is faulty. Please look again or replace it.
Loan unit: our own is back, <when do you fetch yours|how do we get rid of it>?
We got the set for another country, plugs and all. What now?
The warranty card has no serial number. Will you honour it?
= hardware
The housing of {product} is <warm|too hot to touch> and smells.
The display shows <half a digit|one line only>.
It blinks red and does nothing, with new cells as well.
One {product} was hit by a forklift. It still hums.
The battery lasts {n} days instead of a year.
Water got into the {product} at {site}, I can see it behind the glass.
The button on the side is stuck.
After the thunderstorm {n} of them stayed dark.
The magnet on the lid fell off and the door counts as open.
Cable to the probe is chewed through, probably mice. Is there a spare?
The screw holding the bracket is <stripped|gone>.
It rattles when I shake it.
The power supply whistles and the lamp goes on and off.
Frost has lifted the label and the seal with it.
The new cells do not fit, they are a hair too long.
The antenna broke off when the shelf was moved.
Our cleaner sprayed {product} with a hose. Nothing since.
The charging contact is green.
{product} resets itself when somebody slams the door.
The small printer in it jams at every receipt.
We dropped one. Do I have to have it checked?
The sensor tip is bent and touches the wall.
It beeps every {n} seconds and I cannot find out why.
The mounting plate came off the wall, with the plaster.
A fan in the cabinet has stopped and it is getting warm in there.
The port for the cable is loose, I have to hold it with a finger.
The lamp is green but the thing is as cold as a stone and silent.
Insects live in the {product} at {site}.
= connectivity
All {n} devices at {site} have been grey since the electrician was here.
The gateway says it is online, the ones behind it do not answer.
Readings arrive in one lump, every morning at {n}.
Since we have a new router nothing gets through.
The one in the far corner drops off whenever the lift moves.
Is there a port that our firewall has to open for {product}?
The SIM in the van <lost its network|finds no mast> behind the hill.
Signal is two bars in the hall, none in the cold room.
Our provider changed the address and you do not see us any more.
It pairs, shows a tick and forgets it within the hour.
Ping to your server works, the upload does not.
Packets go out on {wday} only. No, I cannot explain it either.
We moved the {product} three metres and it went quiet.
The cable is new, the lamp for the network is off.
The proxy in our office <eats|strips> something that your box needs.
Every day at {n} the whole row is gone for ten minutes.
The guest network works, ours does not. Same cable.
Twenty new devices joined and since then the old ones fall out.
The backup line took over and now {product} is talking to nobody.
Roaming: on the ferry it is silent until the harbour.
The name of your server cannot be resolved from {site}.
Half the shelf is reachable from the left antenna, none from the right.
Why does it need {n} attempts before a value gets through?
The metal door has been closed since spring, and since spring it has been silent.
Certificate problem, says the box, and stays outside.
It reconnects every {n} minutes, I can hear the relay.
We have a dead zone at gate {n}. Would a second gateway help?
The microwave in the canteen and your {product} do not like each other.
= software
The page with the map stays white in <one browser|my browser>.
I press export and get a file with no rows.
The app closes itself when I turn the phone.
Since {wday} the menu has been in another language.
The list jumps back to the top when I tick a box.
Saving takes {n} minutes and then says that it failed.
After the update the button for our branches is gone.
The same {product} appears twice in the tree.
The search finds {site} only if I type it in capitals.
The printout cuts off the last column.
The wall screen freezes at midnight and needs somebody with a ladder.
I can drag a widget but not drop it.
The clock in the corner of the dashboard is an hour off, the values are right.
When I open two windows the second one shows the first one's filter.
There is an error with a long number when I open the settings of {product}.
The form does not accept the umlaut in our street.
The import swallowed {n} lines and says nothing about them.
Dark mode turns the letters dark as well.
The tablet shows the old version although I updated it.
The link in the monthly mail opens an empty page.
If I sort by name, the sums stay where they were.
Undo does not undo.
The help text covers the field I have to fill in.
Since the new release it takes {n} clicks for what took two.
The scanner of the app sees the code and then shows somebody's error page.
The preview is right, the file I download is from last month.
A dialogue asks "Are you sure" and has no buttons.
The report builder loses my second page.
= data
{site} shows minus forty since the morning. It is June.
There is a gap of {n} hours on {wday} in all curves.
Two probes in the same box differ by {n} degrees.
The monthly mean is higher than every single value.
The humidity is a straight line. Nothing is that steady.
Your times are in winter time, ours are not.
After the swap of a {product} its history belongs to another door.
The door is said to have opened {n} hundred times. The shop was closed.
The values from {wday} came in again today, under today's date.
Our own thermometer says five, your curve says two.
I need the readings before {month}, the curve begins later.
The unit changed from one day to the next, nobody here did that.
The total of the year is short by {n} weeks.
Since calibration everything is half a degree lower.
Decimal point and thousands are mixed up in what you send us.
The shipment tag says that our milk was in the desert.
Values jump between two numbers as if somebody flipped a coin.
The alarm was right, but the curve does not show the peak.
The figures in the report and those on the screen are not the same for {site}.
The energy counter runs backwards at night.
One channel has been copied into the next one, same noise, same dents.
The auditor found {n} duplicate lines in our file.
The sensor was in my drawer over the weekend. Your curve shows a fine weekend in the freezer.
How is the mean computed when a probe was silent for half the day?
{product} counts a box twice when it passes the gate slowly.
Readings of the new cell carry the name of the old one.
The correction factor we entered is ignored in the history.
Rounded to whole degrees? Since when?
= alerts
The room was warm for {n} hours and nobody was called.
My phone rings at three for a door that is open by plan.
The message went to a colleague who left in {month}.
We get {n} mails for one event.
The test was green, the real thing stayed silent.
Can the night call go to the guard first and to me second?
I confirmed it and it keeps calling.
The text says "limit exceeded" but not which one and where.
It warned us after the lorry had been unloaded.
The siren at {site} starts when we defrost.
The threshold was set to eight, I was called at {n}.
During the fire drill everything was muted and nobody switched it back.
Nobody got the message on {wday}, the log says sent.
Please no calls for cell {n}, it is empty until autumn.
Escalation skipped me and woke the director.
It calms down for a minute and then starts again, all night.
The delay of ten minutes is ignored for {product}.
I receive what is meant for {site}. We are another branch.
The weekly test call has not come for {n} weeks. Is it still armed?
Voice says a number instead of the name of the room.
Three people were called at once and all three drove in.
Why did a silent probe not set off anything?
A door left open for a minute wakes {n} people, an hour of heat wakes none.
The holiday calendar is not respected.
We want to be told before the limit is reached, not after.
Since the last change I only get the all clear.
The app shows the bell but makes no sound.
Who was informed on {wday} night, and when? Our insurer wants it in writing.
= access
The reset mail never comes.
A new colleague needs to see {site}, and only that.
I can read everything, but the save button is grey for me.
The code from my phone is refused since I have a new phone.
We do not know who our administrator is. He retired.
It says that the account is locked and does not say for how long.
Please take the apprentice off the list, she left on {wday}.
I see the shops of a stranger in my list. I should see mine.
The single sign-on sends me round in a circle.
My mail address changed with my name, now I am two people.
The link to the invitation had expired before I got back from leave.
{n} of us share one password. We would like our own.
The role "viewer" cannot print. Is that intended?
I was thrown out in the middle of the audit and cannot get back in.
The temporary helper may look at the map but not at prices. How?
The portal wants a tenant name. I have never had one.
After {n} attempts it shows me a picture with traffic lights.
Can the tax adviser get a look at the monthly sheets and nothing else?
I am in, but as my predecessor.
Our directory was renamed and nobody at {site} is let in.
The key for the interface ran out, where do I get the next?
Somebody removed the last person with full rights.
The tablet in the hall asks for a login every hour, with gloves on.
My rights for {product} were gone after the weekend.
Please let the night guard confirm alarms without seeing the rest.
I typed the new password twice and it likes neither.
Two sites, two users, one head: can you merge them?
It does not know me at {site} although it knows me everywhere else.
= security
There was a sign-in at four in the night from a town I have never been to.
A mail in your name asks us to pay into a new account. Is it yours?
We found a stick next to the gateway. It is not ours.
A former colleague still gets the reports at home.
Somebody posted a picture of our wall screen, names and all.
Please delete what you hold about our driver, he asked for it.
Is {product} touched by the weakness that was in the papers?
The key of our interface was in a public folder for {n} hours.
Which of your people can look at our curves, and who checks them?
A caller said he was your technician and wanted the code of the gate.
The file you sent has the addresses of {n} other customers in it.
Our scanner says that the gateway talks an old protocol.
The tablet with the open session was stolen from the van.
I clicked on the attachment. Now I am worried.
The auditor wants to know where the backups are and who has the key.
We see requests from our own machine that nobody here made.
There is a user in our list that none of us has created.
A visitor could read the readings of the shop next door on the loan tablet.
Does the updated version close the hole in the door sensor?
Your page was shown with a warning of my browser, somebody else's name in it.
We were asked for a list of everything that you store about our staff.
The seal on the cabinet at {site} was cut, the box inside is untouched.
A printout with all our codes lay in the canteen.
Our insurer demands a test by outsiders. May they attack {product}?
The invoice mail has an odd sender and a file with two endings.
For {n} days somebody has been trying every name we have.
The camera of the neighbour points at our keypad.
How long do you keep who opened which door? Our works council asks.
= request
Is there a way to see all branches on one page?
It would be nice if the report came on Monday instead of Friday.
How do I rename a {product} without losing its past?
Do you have the manual in Polish?
Could the map show the lorry's name and not its number?
I would like to hide what belongs to {site} until we open.
What is the difference between the two modes of {product}?
A copy button for rules would save me {n} hours a month.
Where do I enter that we are closed in August?
Please think about a version for left-handed people, I mean it.
Can I try a rule without it doing anything?
How do other customers mount it on glass?
We would love a summary that our director can read in a minute.
Does it work at minus sixty? We have a new kind of freezer.
Is somebody giving a course for beginners in {month}?
Which of the two cables goes where? The drawing shows neither.
Could you sort the list by floor?
How often should I clean the tip, and with what?
I want to connect our own scale. Is there a description of the interface?
Can the monthly mail have our logo?
What do the three dots mean?
A colour for "not used at the moment" is what I miss.
May I put a label over the lamp? It disturbs our actors.
How do I take the readings with me when I change phones?
Is it planned that the app talks?
We print the curve and pin it up. Could it be in portrait?
Please show me how to compare two years.
How long may the cable be at most?
= plain.billing
The invoice amount for {product} is wrong, please send a corrected bill.
You charged us twice, the invoice of {month} was already paid.
Please charge the invoice to our other company.
We do not understand the amount on the bill, what was charged?
The payment was made in {month}, why is there a reminder?
I paid the invoice for {order}, but the payment is not booked.
Please send the missing invoice for {month}.
The VAT amount on the bill is not correct.
The invoice was charged in the wrong currency.
We were charged a fee for a late payment that was not late.
On the invoice the discount on the price is missing.
Our bookkeeper cannot match the payment with the invoice amount.
A credit note should reduce the amount of the next invoice.
How much will be debited from our account in {month}?
The bill shows charged items that nobody ordered.
Please change the payment from debit to transfer.
The <invoice|bill> for {month} is <too high|wrong>, we were charged for <devices|licences> that we returned.
Please <correct|check> the amount on the <invoice|bill> for {order}.
We <paid|transferred> the amount and got a <payment reminder|reminder> all the same.
The VAT on the last <invoice|bill> is wrong.
You debited our account twice in {month}.
I need a copy of the <invoice|bill> for {order}, our accounts department lost it.
The price on the invoice is not the price in the contract.
Where is the credit note for the returned {product}?
Our payment was <refused|returned>, can you <debit|charge> it again?
The <invoice|statement> went to the wrong company, please change the billing address.
Why were we charged for delivery? The offer said free.
Please put our purchase number on every invoice.
The monthly <bill|statement> shows {n} devices, we pay for fewer.
We received a <reminder|second reminder> for an invoice that was paid in {month}.
Can we <pay|be billed> by the year and not by the month?
The credit of last month was charged again.
The discount is missing on the invoice.
Our bookkeeper asks for the payment terms on the bill.
There is a fee on the statement that nobody can explain.
The amount debited and the amount on the invoice differ.
We need one invoice for each site, not a single bill.
Please send the invoices as a file, we no longer pay from paper.
Refund of a double payment: when will it be on our account?
The bill for {product} came without VAT number.
= plain.contract
We want to renew the contract with a smaller plan.
Please cancel our plan, the notice is attached.
The contract has {n} licences, but we use more.
What are the conditions for a longer contract term?
Please send an offer for an upgrade of our plan.
Is the notice period of our contract three months?
The plan was changed in the renewal, we want the old conditions.
Can we cancel single licences during the contract term?
We are missing the signed contract for {site}.
What does the larger plan include, and how long is the term?
The conditions of the plan do not fit us any more.
The contract names the wrong company.
We would like to extend the contract by {n} years.
Please explain the conditions for early notice.
The offer for the renewal has the wrong number of licences.
Our contract ends in {month}, we want to cancel it.
We would like to <upgrade|change> our plan from {month}.
When does the contract <end|run out>, and what is the notice period?
Please <cancel|end> the contract for {site} at the end of the term.
We need {n} more licences, what would the plan cost then?
The renewal <offer|paper> has other conditions than the old contract.
Is {product} included in our plan or is there an extra price?
Our company changed its name, please update the contract.
Your offer <runs out|ends> on {wday}, can you extend it?
I need the signed contract, we only have the offer.
We want to cancel early, what does the contract say about that?
Does the plan include support at night?
Please confirm our notice for {month}.
The price in the renewal is higher than agreed.
Can we move licences from one site to another under the same contract?
How long is the minimum term of the smaller plan?
We never agreed to the new conditions.
Please make an offer for {n} sites with the larger plan.
Who signs the contract on your side?
We were moved to another plan without notice.
The supplement to the contract is missing, please send it for signature.
Can the term start later? The site opens in {month}.
A downgrade to the basic plan would be enough for us, is that possible?
The response time in the contract differs from the one in the offer.
We want one contract for both companies.
= plain.delivery
The delivery of order {order} is late, where is the parcel?
The carrier lost a parcel of our order.
The shipment to {site} has not been delivered yet.
The tracking says delivered, but the parcel is not here.
Please tell the driver to use the other gate for the delivery.
A pallet of the order is missing.
We need a new delivery date for {order}.
The delivery address on the parcel is wrong.
The courier brought a parcel that is not ours.
When does the carrier deliver the rest of the order?
The shipment has been with the carrier for {n} days.
The parcel was delivered to the neighbour.
Please send the tracking number of the shipment.
The driver came too early and took the delivery back.
The order was shipped to the old address.
The delivery note lists {n2} parcels, {n} arrived.
Our order {order} has not <arrived|been delivered>.
The <parcel|delivery> is late, tracking has not changed for {n} days.
The <courier|driver> delivered to the wrong address.
Only {n} of {n2} <parcels|pallets> arrived.
When will the <shipment|delivery> of {product} reach {site}?
Please change the delivery address of {order}.
The carrier says that the parcel was delivered, but nothing arrived here.
Can the delivery come on {wday}? The dock is closed before.
The driver refused to unload the pallet.
There is no delivery note in the <parcel|shipment>.
The shipment is stuck in customs.
Please ship {order} together with the next order.
The tracking number for {order} does not work.
The parcel was left in the rain in front of the gate.
The replacement you sent has not arrived, where is the parcel?
The delivery date of {order} was moved without a word.
We were billed for express delivery and it came late.
The wrong branch received our pallet.
Our dock is too low for the carrier's truck.
Who is the carrier for {order}? We want to call the driver.
Please hold the shipment until {month}.
Half of the order was delivered, the rest has no date.
The courier came while we were closed, when is the next try?
Please deliver to the back door, the driver always rings at the front.
= plain.returns
Please send a return label, we want to exchange the device.
The item is damaged, we return it and want a refund.
We got the wrong item and need a replacement.
The warranty replacement for {product} has not been sent.
I returned the item {n} weeks ago and wait for the refund.
How long can we return an item from {order}?
The replacement item is damaged as well, we want to return it.
Does the warranty cover an exchange?
We want to return the whole order for a refund.
The refund for our return is too low.
Please confirm the return of {n} items.
The exchange device is the wrong model.
Where should we send the damaged item for an exchange?
A return under warranty, please send the label.
We returned two items and only one refund came.
The replacement is here, how do I return the damaged item?
I would like to <return|send back> the {product} from {order}.
We received the wrong <item|model>, how do we exchange it?
The <device|item> arrived damaged and we want a replacement.
Please send a return label for {order}.
Is the {product} still under warranty? It broke after {n} months.
When will the refund for the returned <item|device> be paid?
Has our return parcel been received?
We ordered too many and want to return {n} of them for a refund.
The replacement has the same fault, please exchange it again.
How do I send the loan unit back?
The return number is not accepted by the form.
Who pays for shipping when we return a damaged item?
The exchange was promised in {month}, nothing happened since.
The repair under warranty was refused, why?
We sent the wrong device back by mistake, please return it to us.
Can we exchange {product} for a larger model?
You refunded only {n} of {n2} returned items.
The return period is over, but the order was delivered late.
Do you take back opened boxes?
Please collect the damaged pallet and refund it.
The warranty card was missing, can we exchange it all the same?
We want a refund, not a replacement.
Our return is booked under the wrong order.
May I return an item without its box?
= plain.hardware
The battery of the sensor is dead.
The device is broken, the display stays dark.
The display of {n} devices is broken.
The probe is broken, there is water in the housing.
The sensor does not power up with a new battery.
The housing of the {product} is broken.
The power cable of the device is damaged.
The device makes a noise and gets hot.
The battery cover is broken and the battery falls out.
The lamp of the sensor is off, the battery is new.
A broken antenna on the device, it fell down.
The display of the probe shows nothing, the device is dead.
The power supply is dead, the device stays off.
The sensor housing has a crack.
The button of the probe is broken.
Two devices died after a power cut.
The <battery|battery pack> of {product} is empty after {n} days.
The <display|screen> of the device stays black.
The {product} is <broken|dead>, it does not power up.
The housing of the <sensor|probe> is cracked and water got in.
A cable of the probe is broken.
The device <gets hot|smells burnt>.
The lamp on the {product} blinks red and it does not start.
The sensor fell down and the bracket is broken.
New batteries do not help, the device stays dead.
The power supply of the gateway is broken.
The button on the device is stuck.
After the power cut {n} devices do not switch on.
The probe tip is bent, can it be repaired?
The display shows only half of the digits.
The antenna broke off the housing.
The device rattles, something is loose inside.
The battery cover of {product} does not close.
We need a spare cable for the sensor.
The fan in the housing makes a noise.
Water in the display of {n} probes.
The device restarts when somebody touches the plug.
The charging plug is worn out and the battery stays empty.
The magnet of the door sensor is missing.
The sensor at {site} was hit by a truck, the lamp is off.
= plain.connectivity
The gateway has no connection to the server.
The sensors lose the signal and go offline.
The network connection of the gateway is lost every night.
The {product} is offline, the signal is weak.
After the network change all devices are offline.
The gateway is offline since the router was replaced.
No signal at {site}, the connection is lost.
The radio signal does not reach the gateway.
The firewall blocks the connection to the server.
The connection drops, then the device is offline for {n} minutes.
The network is fine, but the gateway stays offline.
The device does not find the network any more.
How far may a sensor be from the gateway before the signal is lost?
The gateway reconnects to the network every hour.
The mobile network in the van is weak, the connection breaks.
{n} sensors are offline, the gateway is online.
The gateway at {site} is offline.
{n} devices lost their connection <this morning|after the update>.
The signal is too weak in the cold room.
Since we changed the router nothing connects.
The {product} keeps <dropping off|losing> the network.
Which firewall port does the gateway need?
The SIM in the van has no network.
The radio connection between probe and gateway breaks every hour.
All sensors at {site} are offline, but they have power.
The device connects and is offline again after {n} minutes.
The wireless network is fine, the gateway does not reach the server.
Can a second antenna improve the signal?
Our proxy blocks the connection of the gateway.
The network was down and the devices did not reconnect.
{product} shows no signal since it was moved.
The gateway changes between online and offline all day.
Pairing works, then the radio signal is gone.
We have a new provider and every gateway is offline.
The connection is slow, readings arrive {n} hours late.
The cable network works, the radio does not.
The router sees the device, the server does not.
No connection on the ferry, no roaming.
The gateway needs {n} attempts to connect.
The signal drops when the metal door is closed.
= plain.software
The page shows an error after the update.
The app does not start since the new version.
The dashboard shows an error in every browser.
A button on the screen does not react.
The app crashes with an error message.
The page is white in the new version of the browser.
The report page crashes the browser.
The update of the app failed with an error.
The dashboard is slow and the page does not load.
The screen of the app is empty after the update.
The button for the export is missing on the page.
The page does not save and shows an error.
The app shows the wrong screen after the update.
The list on the dashboard cannot be sorted, the button does nothing.
The browser says that the page has an error.
In the new version the filter button is broken.
The app <crashes|closes> when I open the <report|map>.
The <dashboard|page> does not load in my browser.
The export <button|function> gives an empty file.
After the update the <screen|page> looks broken.
The page shows an error when I save.
The search on the dashboard finds nothing.
The app is very slow since the new version.
The print view cuts the page.
The menu is in the wrong language after the update.
A button is missing on the page for {product}.
The dashboard freezes and the browser must be restarted.
The app does not scan the code of the device.
The report page shows an error with a number.
Filters on the list are lost when I go back to the page.
The map on the screen stays white.
The import stops with an error in line {n}.
The new version of the app cannot be installed.
The clock on the dashboard is wrong, the rest of the screen is right.
The page for settings does not open.
The app logs an error each time I turn the phone.
Two windows of the dashboard show different filters.
The form on the page does not accept our address.
The wall screen shows the old version of the dashboard.
Sorting does not work on the list screen.
= plain.data
The temperature values in the report are wrong.
The readings have a gap in the curve on {wday}.
The curve and the report show different values.
The readings of the sensor are too high.
Wrong values in the history since {month}.
The temperature curve is flat, the values cannot be right.
The average temperature in the report is wrong.
Readings are missing in the history.
The values of two sensors were mixed up in the report.
The readings are one hour off in the curve.
The report counts values twice.
The humidity readings are wrong after the calibration.
The history shows values from before we had the sensor.
Our thermometer and your readings differ by {n} degrees.
The values in the curve jump.
Data for {wday} are missing in the report.
The <readings|values> from {site} are wrong.
There is a gap of {n} hours in the <curve|history>.
The <temperature|humidity> in the report differs from our own thermometer.
Two probes in one room show different temperatures.
The average in the monthly report cannot be right.
The times of the readings are one hour off.
Values are missing for {wday}.
After the calibration all readings are too low.
The history of the {product} belongs to another sensor.
The curve shows a temperature that is impossible.
Some readings are in the report twice.
The sensor shows the same value for {n} hours.
The total in the report does not match the readings.
The door counter shows values although the door was closed.
We need the readings of {month}, the history begins later.
The unit of the values has changed in the curve.
The export has other values than the curve.
Humidity values jump up and down.
The readings of two rooms are mixed up.
The peak is missing in the curve.
The report shows data for a sensor that was in a drawer.
How is the average computed when values are missing?
Old readings were sent again with a new date.
The data for {site} stop in {month}, after that the curve is empty.
= plain.alerts
The alarm was not sent to my phone.
We get alarm calls every night without a reason.
The notification came late, the threshold was passed hours before.
The alert was sent to the wrong phone number.
The alarm threshold is wrong, we get too many alerts.
No alert was sent when the sensor failed.
The alarm call did not reach the guard.
Please change who is called when there is an alarm.
The alarm mail came, the phone call did not.
The alerts for {site} go to the wrong people.
The alarm did not follow the escalation.
I confirmed the alarm and the calls go on.
The threshold was passed and no alarm came.
Too many notifications, we ignore the alarms by now.
The alarm is silent on my phone.
The alert says the wrong room.
We got no alarm although it was too warm.
The alarm <came|was sent> {n} hours late.
I receive <alerts|notifications> for another site.
The <alarm|alert> goes to a colleague who left.
There are too many <alarms|notifications>, {n} for one event.
The alarm does not stop after I confirm it.
The threshold for the alarm is not respected.
The night call woke the wrong person.
Please change the phone number for alerts.
The escalation did not call the second person.
The test alarm did not arrive on {wday}.
The message does not say which room the alarm is for.
Alerts by mail arrive, calls do not.
The alarm is triggered each time we defrost.
We want a notification before the threshold is reached.
A silent sensor should trigger an alarm and did not.
The siren stays silent when an alert comes.
Three people got the same alarm call at night.
Alarms during the holidays should go to the guard.
The alert text has the wrong threshold.
The alarm was muted and nobody knows by whom.
Please stop the alerts for {product}, the room is empty.
I get the all clear, but never the alarm.
The notification on the phone has no sound.
= plain.access
My password does not work and my account is locked.
A user cannot log in since {wday}.
The password reset for my account fails.
Please unlock the account of a colleague.
The new user has the wrong rights.
I need rights for another site in my account.
The login fails although the password is right.
Please add a user with rights for {site}.
I forgot the password and the reset link does not work.
The user has left, please block the account.
The login code is refused, I cannot sign in.
My account lost its rights after the change of the mail address.
Who can change the rights of a user?
A second login for the same user is locked.
The invitation for the new account did not arrive.
The role of the user is wrong, he cannot log in to the portal.
I cannot <log in|sign in>, the password is <refused|not accepted>.
My account is <locked|blocked> after {n} attempts.
The <reset mail|password reset> does not arrive.
Please create a user for a new colleague.
My role has no rights to save.
The login code from my phone does not work.
Please remove a user who has left us.
The invitation link for the new user has expired.
I have lost the rights for {product}.
The single sign-on does not let me in.
Our administrator left and nobody can add users.
I see the data of another tenant after login.
The tablet asks for the password every hour.
The new user should only have rights for {site}.
My mail address changed and I cannot sign in with the new one.
Can several users share one account?
The account exists twice since my name changed.
Which role is allowed to print?
The interface key has expired, we cannot log in with it.
I was logged out and the password is not accepted any more.
Guests need an account without rights to change anything.
The login page asks for a tenant that I do not know.
Please give the tax adviser a user for the invoices only.
All users at {site} are locked out.
= plain.security
We think our account was hacked, there were suspicious logins.
A suspicious mail asks for our password.
There is a security hole in {product}, says our scanner.
Please check whether personal data were leaked.
The phishing mail uses your name and logo.
A security audit asks for the vulnerability list.
Personal data of our staff were visible to strangers.
The key was stolen and we fear an attack.
Please delete all personal data after the contract.
A strange user with full rights has attacked our account.
The audit found a vulnerability in the gateway.
Is our data encrypted against an attack?
A suspicious person asked for the password on the phone.
We report a data leak, personal data were sent to the wrong customer.
Was the vulnerability closed in the new version?
Our laptop with access to the portal was stolen.
There was a <suspicious|strange> login to our account at night.
We received a phishing mail that looks like yours.
Is {product} affected by the vulnerability in the press?
A tablet with an open session was stolen.
The interface key was leaked, please block it.
Please delete the personal data of our driver.
We suspect that somebody has attacked the gateway.
A former colleague still has access to our data.
Your file contains personal data of other customers.
Our audit needs proof of encryption.
Somebody opened the cabinet and touched the gateway.
Who can see our data on your side? It is for a privacy audit.
I clicked on a suspicious attachment.
An unknown user was created in our account.
A caller asked for our password in your name.
When will the vulnerability be closed?
We found a data leak on the shared drive.
Our scanner reports an old protocol, is that a vulnerability?
How long do you keep personal data?
The password list was printed and lay in the canteen.
The audit asks where the backups are stored.
Please check the log, we think that we were attacked.
Invoices with a false sender are being sent in your name.
Strange requests come from our own network.
= plain.request
How can I change a setting for all sites?
Could you add a feature to copy reports?
Is there a function to rename sensors?
We have a question: how does the setting for holidays work?
I would like to suggest a new feature.
Where in the manual is the function explained?
It would be nice to have a setting for the colours.
Is it possible to add our own logo?
Please explain how to use the function for rules.
Can you add a weekly summary? It is only a wish.
How do I find the setting for the language?
A question about how to mount the sensor.
Is a training planned, and where is the manual?
Our wish is a feature to compare sites.
How is it possible to show two curves in one page?
Could the manual explain the setting better?
How do I <rename|move> a {product}?
Is it possible to <see|show> all sites on one page?
Could you add a <function|setting> to copy rules?
Is there a manual in another language?
We would like a weekly report, is that possible?
How can I change the colour of the map?
Where is the setting for holidays?
A wish: please let us sort the list by floor.
How often does the probe need cleaning?
Do you offer training for new users?
Could the report carry our logo?
What does the setting with three dots mean?
Is a connection to our own scale possible in the future?
How do I mount the device on glass?
It would be nice to compare two years in one curve.
Can you explain the difference between the two modes?
Suggestion: a summary on the first page of the dashboard.
How long may the cable of the sensor be?
I have a question about the manual, page {n}.
Would it be possible to hide a site until it opens?
How can I test an alarm rule without calling anybody?
Please add a dark screen for the night shift.
Where can I read which function belongs to which role?
A small wish for the app: larger buttons.
= detail
The last <invoice|bill> names it as unit {n}.
It came with the delivery of {month}.
There was an alert on the same day, for another room.
Our user name is the name of the shop.
No error message, no hint.
It hangs next to the base station.
The values before that were normal.
The return of the old one was in {month}.
It is a replacement for one that we had before.
The subscription is in the name of our mother company.
We had notice of a power cut on {wday}.
The web address is the one on the sticker.
I added it to the transfer note of {month}.
The contract number is on the cabinet.
Its history goes back to {month}.
We change the battery every {month}.
It stands on the shelf beside the probe.
An alarm panel of another maker is on the same wall.
We return to the office at {n}.
The user before me worked here for {n} years.
The error was there before I came.
I alert you as my manager asked me to.
The values of our firm forbid stronger words.
It is next to the loading bay for deliveries.
It is the {product} at {site}.
We have {n} of them.
This is about {site}.
Reference {order}, if you need one.
It <began|started> on {wday}.
The model is {product}.
Same at <two other places|our second branch>.
We are the shop in {site}.
Nothing was changed <here|on our side>.
I have <a photo|pictures> if it helps.
My colleague <noticed|saw> it first.
It was fine until {month}.
That is the {n}th time <this year|since spring>.
For {product}, to be clear.
The other branch does not have this.
You find us under {order}.
It is the one by the door.
Both shifts say the same.
I looked at the manual, page {n}.
We bought it in {month}.
The technician was here on {wday} and shrugged.
My predecessor left no notes.
There are {n} people in our team.
I tried it <twice|on three days>.
The serial number is on the back, I cannot reach it.
It is all on one floor.
= settled.billing
The transfer has arrived, you confirmed it.
Every invoice of this year is paid.
What we pay is not the point here.
The credit came, thank you.
Our bookkeeper is content, for once.
No question about the price.
The invoice question from last week is solved, thanks.
I have paid, so this is not about money.
The bill is right this time.
Accounts has nothing to do with it.
= settled.contract
The subscription is paid up and the notice withdrawn.
Nobody has given notice.
The licences are enough, I counted them.
Our package covers it, says your colleague.
The term runs for two more years.
The supplement is signed as well.
Our plan stays as it is, by the way.
We renewed in spring, so that is not the point.
The contract is signed and fine.
No, we do not want to cancel.
= settled.delivery
The delivery was complete.
Every delivery of {month} came on the day.
The pallet is in the hall since {wday}.
Nothing is missing from the boxes.
Shipping is not my topic.
The courier was early, even.
The parcel itself came on time.
Delivery was quick, no complaint there.
The driver did everything right.
The order has arrived, that is done.
= settled.returns
We return nothing.
No replacement is wanted.
The warranty case of {month} is closed.
The swap unit runs well.
We keep what we have.
The refund was booked.
I do not want to send anything back.
The exchange last month went well.
No refund needed.
The old unit is with you already.
= settled.hardware
I held a second device next to it, both are fine.
The display and the buttons are all right.
The cable was replaced.
It has power.
The device itself is fine, we swapped it to be sure.
New batteries are in, that was not it.
Nothing is broken or wet.
The lamp is green and the housing whole.
= settled.connectivity
The base station has a good signal.
The base station was restarted, it is online.
The antenna is where it always was.
No outage at our provider.
The radio test is green.
It has been online without a break.
The network is up, I checked.
All gateways are online.
The signal is full.
Our router is not to blame this time.
= settled.software
There is no error message on any page.
The web page opens without an error.
The menu is fine on every machine.
Export and print do what they should.
The phone app is new and quick.
There was no update.
The page loads and the app is up to date.
I tried another browser, same thing.
The dashboard works.
It is not the new release, we are on the old one.
= settled.data
The values are what we expect.
The data history is whole, all values are there.
Both thermometers agree.
The figures were checked by our lab.
The history is complete.
I trust the values.
The readings are right.
The curve has no gaps.
Temperatures were normal all the time.
The report adds up.
= settled.alerts
No alert was missed.
Every alert reached the right phone.
The siren was tested on {wday} and it howled.
The call list is up to date.
Nobody was woken without need.
The thresholds are as we want them.
The alarm came as it should.
Notifications work.
The night call is set up correctly.
We did get the warning mail.
= settled.access
Every user can sign in.
The user account was unlocked in {month}.
The administrator let everybody in.
The single sign-on is quick.
My role is the right one.
The reset worked at once.
I can log in.
My password works.
Everybody has the rights they need.
The account is not locked.
= settled.security
Our scanner found nothing.
It was our own technician, I know him.
No data went anywhere.
The works council has agreed to everything.
Nobody broke in, do not worry.
It is no phishing, I called you back.
The leaked key was changed long ago.
The audit is behind us.
= settled.request
I found the setting.
I took the course, I know the modes.
We do not need anything new.
The drawing in the manual is clear.
I know how to do it, that is not my question.
I read the manual from cover to cover.
No wish this time.
This is no feature request.
= urgent.ops
@All @stopped and the @goods @spoil.
The @goods @spoil @now, please act within the hour.
The @goods will @belost if it is not solved within the hour.
@All @stopped and there is danger.
@many pallets of @goods @spoil @now.
The @goods at {site} are at risk and will @belost within hours.
@All @stopped @now, trucks are waiting.
We @throw @goods in {n} hours if nothing happens @now.
@Danger for people, the area is closed @now.
Goods are <spoiling|going bad> right now, {n} <pallets|rooms> are affected.
The whole site <is down|has stopped>, {n} trucks wait.
We lose goods every hour, please act <now|at once>.
All shops are down and there is no workaround.
People are in danger, we have closed the area.
The cold room is warm and the goods will be lost within {n} hours.
Production at {site} has stopped completely.
Medicines are getting warm now and patients wait for them.
We have to throw the goods away in {n} hours.
Nothing works at all {n} sites, everything has stopped.
The temperature is rising now and the room is full of goods.
Nobody can work at the whole site and goods are at risk.
There are {n} pallets of <yoghurt|vaccine|fish> behind that door and it is <getting warm|eight degrees already>.
The whole of {site} is <standing still|dark> and the trucks are at the gate.
A colleague <nearly fainted|was hurt> because of it, the area is closed off.
We are throwing goods away while I type.
If this goes on for an hour, the clinic has no <blood|vaccine> left.
Nobody can get into or out of the cold store.
The inspector is in the house and wants to seal the hall now.
All {n} shops are affected, right now, and there is no other way.
The freezer has been off since noon and its contents are worth more than the building.
We had to send the shift home.
The fire brigade is here.
Live animals are on that lorry and the driver has no readings.
The line has stopped and each minute costs a pallet.
We guard {n} rooms with torches and thermometers at the moment.
It is spreading from branch to branch as we speak.
Patients are waiting for what is locked in there.
= urgent.trade
@All @stopped, the @goods will @belost.
All @goods will @belost today if the truck does not leave @now.
@All @stopped within the last hour.
The @goods @spoil on the ramp @now.
The truck with the @goods has to leave @now, otherwise everything is lost.
@All @stopped because of this, @now.
The @goods will @belost within hours, please act @now.
@All run out of @goods today, within hours.
We lose the customer and the @goods in {n} hours.
If it is not solved within {n} hours, the goods are lost.
The truck waits now and the whole site is without goods.
All shops stop today if nothing happens within hours.
The whole company is blocked now and goods are going bad.
People wait for this medicine right now.
The site has stopped completely until this is solved.
Within {n} hours we lose the goods and the customer.
The ship leaves in {n} hours with or without us, and all goods are on it.
Everything at {site} has stopped because of this, now.
Goods are at risk today, every hour counts.
The branch opens in {n} hours and without it the doors stay shut.
The lorry is at the ramp with a running engine and <leaves at once|has to be turned back>.
At noon our account is frozen and {n} shops can order nothing.
The ship sails tonight, after that it is useless.
Goods worth a year's rent stand in the sun because of this.
The court's deadline is today at four.
If nobody acts within the hour, the whole chain stops buying.
The crane is here now and costs us by the minute.
The clinic has its last spare in use and nothing behind it.
Without an answer by this evening two hundred people are sent home tomorrow.
The fish is on the ice, the ice is melting, the paper is missing.
The customs officer destroys it tonight unless somebody calls.
Our stall at the fair opens in {n} hours and is empty.
The bailiff is in the hall.
= high.ops
@Several @cannotwork, please solve it by @soon.
@Several @cannotwork, no goods are at risk.
The @deadline is @soon and @several wait.
@Several wait for it and there is no workaround.
@Several @cannotwork and there is no workaround.
It has to be solved by @soon, @several wait for it.
The @deadline is @soon and we have no other way.
@Several are blocked until then, no workaround.
By @soon at the latest, the @deadline cannot be moved.
Several colleagues <cannot work|are blocked>, and there is no workaround.
The audit is tomorrow and we need it until then.
The whole team is blocked.
{n} people cannot work, no goods are at risk yet.
It has to work by tomorrow, and we have no other way.
Several sites are affected and we have no workaround.
Tomorrow is the deadline and the team cannot finish.
Our department is blocked until it works again.
We need it by tomorrow evening, several people wait for it.
The team works by hand and cannot go on like this beyond tomorrow.
{n} of us cannot work until it is mended.
We write temperatures by hand, every hour, and the audit is tomorrow.
The whole team is <blocked|stuck> and there is no way round it.
By tomorrow evening we have to <prove|show> every value of the week.
Two of our three lines run blind.
Our night shift starts tomorrow and cannot start like this.
Without it nobody at {site} sees what is going on.
It has to be right before the truck leaves in the morning.
Half the branches cannot close the day.
The customer comes the day after tomorrow to look at exactly this.
We stopped loading until it is sorted out; no harm yet.
Nobody in dispatch can plan tomorrow's tour.
We have one spare and it is in use.
Five colleagues sit here and wait.
It blocks the handover that is due tomorrow.
I cannot release {n} batches before this is settled.
= high.trade
@Several wait for it and the @deadline is @soon.
There is no other way, @several @cannotwork.
Please by @soon, @several wait for it.
@Several @cannotwork without it.
The @deadline is @soon, please answer before.
@Several @cannotwork until this is settled.
We need it by @soon, there is no other way.
@Several are blocked and the @deadline is @soon.
Please before @soon, no workaround exists.
The deadline is tomorrow and there is no way around it.
Several departments are blocked until this is answered.
The team needs it by tomorrow.
{n} colleagues wait and cannot go on.
We need an answer by tomorrow, several sites depend on it.
Our department is blocked, nobody can order.
The audit is the day after tomorrow and this is missing.
There is no workaround, and the fitters come tomorrow.
Several shops cannot work without it.
Tomorrow evening is the deadline for {n} sites.
The books close tomorrow and {n} people wait for it.
The board signs tomorrow, without an answer it falls through.
The fitters are booked for the day after tomorrow, {n} men.
We cannot open the second counter without it, and there is no substitute.
Purchasing has stopped all orders until this is clear.
Our department cannot finish the quarter, and it is due tomorrow.
If it is not here by the day after tomorrow, we hire from elsewhere.
Three branches wait for it and cannot start.
The tax office wants it tomorrow.
Our whole planning for next week hangs on this.
The auditor is here until tomorrow and asks every hour.
{n} shops cannot take stock until we know.
The new staff starts tomorrow and has nothing to work with.
It holds up a building site with two firms on it.
= normal
@Manage with @workaround.
Only @onething is affected, so @thisweek is fine.
Please solve it @thisweek, until then I have @workaround.
It is only @onething, the rest works.
There is @workaround for it.
I have @workaround, but please solve it @thisweek.
We have @workaround, so @manage.
Only @onething is affected, the others work.
@Manage for the moment, but @thisweek would be good.
It affects @onething, and we have @workaround.
Please solve it @thisweek, until then @manage.
There is @workaround, @thisweek is fine.
There is a workaround, so it is not critical.
Only one <user|device|room> is affected.
We have a workaround for the moment.
I am the only one with this problem.
One of our {n} devices only.
We manage with the workaround this week.
Please solve it this week or next week.
The other devices work.
Only my own work is slower.
We can work, it is only a nuisance.
It happens once a week, we manage.
Next week is early enough, we have a workaround.
We have found a way around it for now.
It concerns one <desk|device|person> only.
I can do it by hand in the meantime.
Some time this week would be good.
The others work, so we manage.
It costs me ten minutes a day.
My colleague lends me hers until then.
It is a nuisance, no more.
We use the old one until it is solved.
Only I am affected.
We can live with it for a few days.
For the moment I note it on paper, once a day.
There is a second one next to it that does the job.
By the end of next week, please.
It happens now and then and passes.
One of {n}, the rest is fine.
I restart it and then it does for a day.
It slows me down a bit.
The spare is in place.
It is only our smallest shop.
= low
@Nohurry, @whenever.
Nothing @depends on it, no hurry.
This is @unimportant, nobody is affected.
@Nohurry, only @curiosity.
It can wait, it is @unimportant.
Nobody is waiting, @whenever.
@Nohurry, nothing @depends on it.
It is @unimportant, @whenever.
@Nohurry, it is @unimportant.
Nobody is affected, @whenever.
It has no effect, so answer @whenever.
Only @curiosity, nothing @depends on it.
It is <not important|not urgent>, no hurry.
There is no hurry, whenever you have time.
It is only a question, nothing is affected.
Nothing depends on it, it is only for information.
We do not need it at the moment.
This has no effect on our work.
Whenever you have time, it is not important.
I only wanted to mention it, no hurry.
It is not in use, so take your time.
Some time in the next months is fine.
Nobody is affected.
Only a small thing, no effect on anybody.
No hurry at all, <next month is fine|whenever you like>.
It does not stop anybody.
It is a spare on a shelf, nothing depends on it.
I am only curious.
Just so that you know.
It can wait until after the holidays.
We are not using it at the moment.
It is a trifle, I know.
If it never changes we will survive.
This is for next year's planning.
Nobody but me has noticed.
Put it at the bottom of your pile.
The room is empty until {month}.
It is a matter of taste, really.
Only for the minutes.
We laughed about it and went on.
A note for your next release, nothing else.
It has been like that for years and hurt nobody.
The thing is due for the scrap heap anyway.
I ask for a colleague who is on leave until {month}.
= loud
URGENT!
Please answer at once.
ASAP please
!!! IMPORTANT !!!
I need this immediately.
Top priority.
Please treat as an emergency.
Quick, quick.
Call me NOW.
Highest importance
= positive
@Thanks, your @service is @quick and @good.
I like the @good @service and the @helpful people.
Everybody here is @happy with you.
@Good product, @thanks.
It makes me @happy how @helpful you are.
Always @quick and @helpful, @thanks.
I am @happy that we chose you.
We got @good help last time, @thanks.
@Thanks for being @helpful and @quick.
My compliments, @good work.
@Thanks for the @good support.
I am @happy with your @service.
Your @service is @good, @thanks.
We are really @happy, everything was @good and @quick.
You were very @helpful, @thanks.
A @good product and @helpful people.
The @service has been @helpful and @quick, I am @happy.
I would recommend you, @good work.
@Thanks, that was @quick and @helpful.
So far I am @happy with everything.
Thank you for the <great|good|excellent> support so far.
We are <very happy|very satisfied> with you.
Your support is always <friendly|helpful>, thank you.
The last answer was fast and helpful, great work.
We like the product very much.
Everything else works perfectly, we are happy.
I appreciate your quick help.
Thanks to your team, which is always friendly and helpful.
We are satisfied and will stay with you.
The product is excellent and so is the support.
I am really happy with the solution you found last time.
Great product, friendly people.
Thank you, the last visit was perfect.
It is good to work with people who care.
Very good service so far, thank you.
I enjoy using it every day.
You helped me so well last time, <thanks again|I have not forgotten>.
I <like|love> working with it.
Your hotline is the friendliest I know.
Keep it up.
We recommended you to our neighbours.
The last fix was perfect, thank you so much.
I was pleasantly surprised by how fast you answered.
The whole team enjoys the new screen.
It is a pleasure to have you as a partner.
Many thanks for the patience with me.
You have saved us a lot of trouble this year.
Well done with the last update.
I never had to wait, which is rare.
Happy customer here.
We are delighted with how it went so far.
Your technician was a treasure.
Best purchase we made in years.
Thank you for always being so kind on the phone.
I sleep better since we have it.
A big thank you to whoever wrote that manual.
Everybody here is glad that we switched to you.
I am impressed, honestly.
= negative
I am @angry, this is @bad.
We are not @happy, your @service is @bad.
No help, @bad answers, @unacceptable.
Why does nobody help? I am @angry.
I have waited for {n} weeks, that is @unacceptable.
A @bad @service like this makes me @angry.
I will complain, it is @unacceptable.
We are @angry about the wasted time.
Once more the @service failed us, @bad.
@Bad answers and no help, that is @unacceptable.
I am @angry about your @service.
Your @service is @bad.
We are @angry, this is @unacceptable.
It is @unacceptable how long we wait.
@Bad @service, nobody helps, I am @angry.
I find your answers @bad and @unacceptable.
We are @angry and have waited for {n} weeks.
This @service is @bad, I want to complain.
So @bad, @unacceptable, never again.
I complain about your @bad @service.
I am <very angry|really annoyed|very disappointed>.
The support is <terrible|bad|useless>.
We are <angry|annoyed|disappointed> and want an explanation.
This is the <worst|most useless> service I know.
Nobody answers, that is unacceptable.
I am disappointed by your support.
We have been ignored for {n} weeks.
It is a terrible product and the support is bad.
I am annoyed that nobody takes care of it.
Unacceptable, we pay for a service that does not exist.
We are not satisfied at all.
I am angry about wasted time.
Bad answers, no help, I am fed up.
This is ridiculous and unacceptable.
We are frustrated and think about leaving.
A useless answer after {n} days of waiting.
I am <fed up|really annoyed>.
This is <unacceptable|not what we pay for>.
Nobody ever calls back.
I have lost all trust in this.
We are deeply disappointed.
I am tired of explaining the same thing to a new person each time.
It is a disgrace.
Do not send me a link to the manual again.
I regret the day we signed.
This has to stop.
My patience is at an end.
You leave us alone with it.
I feel not taken seriously.
I was shouted at by my boss because of you.
Such carelessness makes me angry.
We will talk to our lawyer.
It is always the same misery with you.
The answer I got was an insult.
I have rarely seen such poor work.
You promised it and you broke the promise, again.
It makes us look like fools in front of our customers.
I do not accept another excuse.
= sarcastic
@Good, it fails again, as always.
@Thanks, that is exactly what I needed: another failure.
Again? How @good of you.
I am @happy to report that it is broken again, as always.
@Good @service as always, I only waited {n} weeks.
@Thanks for nothing, as always.
What would I do without such @helpful silence?
Oh @good, another day without an answer.
As always a @good solution: do nothing.
Really @quick, only {n} weeks, @thanks.
Oh @good, broken again. @Thanks a lot.
@Thanks for nothing, really @good @service.
How @good that it fails for the {n}th time.
I am so @happy that nobody answers.
What a @good @service: {n} weeks of silence, @thanks.
Really @helpful, your answer from the wrong ticket, @thanks.
@Good work, it fails again and again.
Of course it failed again, how @quick and @helpful you are.
So @happy to wait again, @thanks.
Yes, sure, @good @service, only nothing works.
<Great|Wonderful|Fantastic>, the {n}th time this month, you never disappoint.
Thank you <so much|very much> for nothing.
What a <great|wonderful|brilliant> idea to ship it without testing.
I love waiting, <great|excellent> service.
Fantastic support, after {n} weeks I know your hold music by heart.
Perfect, exactly what I needed on a {wday}.
Brilliant, it works as badly as before.
I am so happy that it fails again.
Thanks for the friendly answer that had nothing to do with my question, really helpful.
Excellent work, now it is broken in two places.
Wonderful, I always wanted to spend my {wday} like this.
How helpful to be told to turn it off and on, for the {n}th time.
We really appreciate the silence from your side.
Great service as always: no answer for {n} weeks.
Sure, blame the weather, a brilliant explanation.
I admire your patience with my problem, you have had it for {n} months.
Great job, really, <I could not have broken it better|my compliments to the chef>.
Well, at least the hold music is <getting better|a classic by now>.
I love surprises, especially at three in the morning.
Thank you so much for this exciting new hobby.
How kind of you to close my last ticket without reading it.
Wonderful, another thing I can explain to my director with pleasure.
I am delighted to be your tester, do I get a T-shirt?
Bravo.
What would my day be without you?
Perfect timing, as ever.
If this is the premium service, I cannot wait to see the basic one.
Please, take your time, it is only my job.
I suppose that this is what you call a feature.
Congratulations, you have managed to surprise even our old caretaker.
Lucky me, I had nothing else planned for the weekend.
My grandmother's notebook was faster, but less colourful.
I have framed your last answer, it says nothing so beautifully.
Five stars for suspense.
Truly, a masterpiece of reliability.
I can hardly contain my joy.
Of course it must be my fault, it always is, thanks for the reminder.
I am sure that the twelfth restart will do it.
A round of applause for whoever tested this.
So glad that we pay extra for it.
Nice touch, sending the survey before the answer.
At last a mystery for the whole team, we were getting bored.
Oh good, it is back, I had begun to miss it.
Impressive how consistently it does not work.
= mixed
@Good product, but @bad @service.
I am @happy with most things, but this is @bad.
The people are @helpful, but the result is @unacceptable.
@Thanks for the @good start, but I am @angry now.
It is @quick but @bad.
We are @happy and @angry at the same time.
@Good idea, but @bad in practice.
Your @service was @good before, but it is @bad now.
The answer was @helpful, although it came late and I am @angry.
On one side @good, on the other side @bad.
The @service is @good, but this is @unacceptable.
I am @happy with the product, but @angry about the @service.
@Thanks for the @quick answer, but it was @bad.
@Good people, @bad process.
You are @helpful on the phone, but your mails are @bad.
Mostly @happy, but @angry about this point.
The start was @good, however the rest was @bad.
I like the device, although I am @angry about the @service.
@Quick and @helpful at first, later @bad.
It is @good in general, but I am @angry today.
The product is <great|good>, but the support is <terrible|bad>.
I am happy with the device, but disappointed by the service.
Thank you for the help, but I am annoyed that it took {n} weeks.
The support was friendly, yet useless in the end.
We like the new version, although this is annoying.
Great people, terrible process.
Good product, bad service, that is my summary.
I was satisfied until {month}, now I am disappointed.
The first part went perfectly, the rest was a terrible experience.
Friendly on the phone, but unacceptable in writing.
I appreciate the quick answer, but it did not help and that is frustrating.
Most of it is excellent, this is unacceptable.
On the one hand we are happy, on the other hand we feel ignored.
Thanks for the good visit, the bad preparation was annoying though.
We love the idea and hate the bugs.
Helpful team, useless form.
I like the product, but this part of it drives me mad.
Your people are lovely, your process is not.
The first answer was quick and kind, the second never came.
Last year was excellent, this year has been a mess so far.
The idea is brilliant and the execution is poor.
I was thrilled on Monday and furious by Thursday.
Nice design, awful to use with gloves.
The technician was great, the appointment before that was a disaster.
We are happy with most of it and sick of this one thing.
Thank you for the fast reply, though it was of no use.
It is the best on the market and still not good enough.
I praise you in front of others and curse you when I am alone.
Full marks for the advice, none for what followed.
The new screen is a joy, losing my settings was not.
You solved the hard problem within a day and have ignored the easy one for weeks.
On the phone all is well, in writing nothing is.
I enjoy your newsletter more than your service, and that is half a compliment.
It looks wonderful. It just does not do what we bought it for.
Glad that you listened, sad that nothing came of it.
The old team spoiled us; the new one is learning at our expense.
= filler
I write from my phone.
The form asks for more text, so here it is.
We are a family firm.
I will be in the hall all day.
Please answer by mail, I am on the road.
I am new in this job.
My colleague is in copy.
It rains.
Do not call before nine, please.
You can reach us through the switchboard.
We close at {n}.
I could not find a better category in your form.
There is a dog in the yard, it is friendly.
I hope that I am right here.
The subject line is from my last mail, ignore it.
I typed this twice, the first one is gone.
The coffee is ready when you come.
We have {n} branches.
I am no expert.
Let me know if you need more.
I sent this to the general address as well.
The sun is shining, for once.
= open
Hello,
Hi,
Hi there,
Good morning,
Dear support,
Dear all,
Hey,
To the service desk:
Good evening,
Hello again,
Dear team,
Dear Sir or Madam,
Ticket for you:
One question:
Morning!
Greetings from {site},
= close
Thanks
Thank you
Regards
Kind regards
Best
Bye
Cheers
Have a good day
Thanks in advance
Looking forward to your answer
Yours
See you
"""

GERMAN = """
= billing
Auf dem Blatt für {month} steht ein Gerät mehr, als wir haben.
Die Bank hat <einen anderen Betrag|ein paar Cent mehr> abgebucht, als auf dem Papier steht.
Zwei Mahnungen, obwohl die Überweisung am {n}. hinausging.
Unsere Kostenstelle fehlt auf dem Beleg.
Für {order} steht Mehrwertsteuer drauf, wir sind befreit.
Die Gutschrift für das tote {product} ist auf keinem Blatt zu finden.
Bitte den Betrag für {month} auf zwei Firmen aufteilen.
Warum kostet die Fracht von {order} jetzt doch etwas?
= contract
Wir schließen zwei Filialen und brauchen ab {month} ein kleineres Paket.
Was passiert, wenn zum Ende der Laufzeit niemand unterschreibt?
In den neuen Bedingungen ist die Frist länger. Dem haben wir nicht zugestimmt.
Was kosten {n} weitere Plätze bis zum Ende der Laufzeit?
Unsere Firma wurde verkauft, alles muss auf den neuen Namen umgeschrieben werden.
Ist der Nachtdienst bei uns dabei oder kommt er extra dazu?
Bitte bestätigen Sie schriftlich, dass wir zu {month} aufhören.
Wir wurden ungefragt in einen anderen Tarif gesetzt.
= delivery
{order} sollte am {wday} hier sein, die Rampe ist leer.
Seit {n} Tagen heißt es "unterwegs".
Der Fahrer hat eine Karte hinterlassen, dabei waren wir alle in der Halle.
Wir haben {n} von {n2} Kartons und kein Wort zum Rest.
Kann {order} ans hintere Tor? Vorne ist Baustelle.
Jemand hat für {order} unterschrieben, den hier keiner kennt.
Auf dem Etikett steht noch die alte Straße.
Der Zoll will ein Papier zu {product}, das wir nicht haben.
= returns
Bestellt war weiß, ausgepackt haben wir grau. Wie tauschen wir das?
Wo bekomme ich den Aufkleber, um {product} zurückzuschicken?
Drei von {n} kamen mit Rissen, die wollen wir nicht behalten.
Das Tauschgerät ist da, was mache ich mit dem alten?
Kaputt nach {n} Monaten, gilt das noch?
Wir haben {n} zu viel und hätten lieber das Geld.
Vor {n} Tagen habe ich Ihnen den Karton geschickt. Hat ihn jemand geöffnet?
Ihre Werkstatt fand nichts. Bitte noch einmal ansehen oder ersetzen.
= hardware
Das Gehäuse von {product} wird heiß und riecht.
Die Anzeige zeigt nur noch eine halbe Ziffer.
Es blinkt rot, auch mit neuen Zellen.
Ein Stapler ist dagegen gefahren, es brummt noch.
Die Batterie hält {n} Tage statt ein Jahr.
Im {product} steht Wasser, ich sehe es hinter dem Glas.
Der Knopf an der Seite klemmt.
Nach dem Gewitter blieben {n} Stück dunkel.
= connectivity
Alle {n} Geräte in {site} sind grau, seit der Elektriker da war.
Seit dem neuen Router kommt nichts mehr durch.
Die Werte treffen jeden Morgen um {n} in einem Klumpen ein.
In der Halle zwei Balken, im Kühlraum keiner.
Welchen Port muss unsere Firewall für {product} öffnen?
Wir haben das {product} drei Meter versetzt, seitdem schweigt es.
Jeden Tag um {n} ist die ganze Reihe zehn Minuten weg.
Es koppelt, zeigt einen Haken und vergisst ihn wieder.
= software
Die Seite mit der Karte bleibt weiß.
Ich drücke auf Export und bekomme eine Datei ohne Zeilen.
Die App schließt sich, wenn ich das Handy drehe.
Speichern dauert {n} Minuten, dann heißt es, es ging nicht.
Nach dem Update fehlt der Knopf für unsere Filialen.
Der Ausdruck schneidet die letzte Spalte ab.
Das Formular nimmt das ß in unserer Straße nicht.
Ein Fenster fragt "Sind Sie sicher" und hat keine Knöpfe.
= data
{site} zeigt seit heute früh minus vierzig. Es ist Juni.
Am {wday} fehlen in allen Kurven {n} Stunden.
Zwei Fühler in derselben Kiste liegen {n} Grad auseinander.
Der Monatsmittelwert ist höher als jeder einzelne Wert.
Unser Thermometer sagt fünf, Ihre Kurve zwei.
Ihre Zeiten sind Winterzeit, unsere nicht.
Die Tür soll {n} hundert Mal auf gewesen sein. Es war zu.
Seit der Kalibrierung ist alles ein halbes Grad tiefer.
= alerts
Der Raum war {n} Stunden warm und niemand wurde angerufen.
Um drei klingelt mein Telefon wegen einer Tür, die planmäßig offen ist.
Die Nachricht ging an einen Kollegen, der seit {month} weg ist.
Wir bekommen {n} Mails zu einem Ereignis.
Ich habe bestätigt und es ruft weiter an.
Gewarnt wurden wir erst, als der Wagen schon leer war.
Der wöchentliche Testanruf kommt seit {n} Wochen nicht.
Kann nachts erst der Wächter und dann ich angerufen werden?
= access
Die Mail zum Zurücksetzen kommt nie an.
Eine neue Kollegin soll {site} sehen und sonst nichts.
Lesen kann ich alles, nur der Knopf zum Speichern ist grau.
Der Code vom Handy wird abgelehnt, seit ich ein neues habe.
Ich sehe die Filialen von jemand Fremdem in meiner Liste.
Bitte nehmen Sie den Azubi von der Liste, er ist seit {wday} weg.
Wir teilen uns zu {n} ein Passwort und hätten gern eigene.
Unser Verzeichnis heißt neu und in {site} kommt keiner hinein.
= security
Um vier Uhr nachts gab es eine Anmeldung aus einer Stadt, in der ich nie war.
Eine Mail in Ihrem Namen will Geld auf ein neues Konto. Ist die von Ihnen?
Neben dem Gateway lag ein Stick, der nicht uns gehört.
Ein ehemaliger Kollege bekommt die Berichte immer noch nach Hause.
Bitte löschen Sie, was Sie über unseren Fahrer gespeichert haben.
Unser Schlüssel lag {n} Stunden in einem offenen Ordner.
Das Tablet mit der offenen Sitzung wurde aus dem Wagen gestohlen.
In Ihrer Datei stehen die Adressen von {n} anderen Kunden.
= request
Kann man alle Filialen auf einer Seite sehen?
Schön wäre, wenn der Bericht montags käme statt freitags.
Wie benenne ich ein {product} um, ohne seine Vergangenheit zu verlieren?
Gibt es die Anleitung auf Polnisch?
Wo trage ich ein, dass wir im August zu haben?
Wie oft soll man die Spitze putzen, und womit?
Was ist der Unterschied zwischen den zwei Betriebsarten von {product}?
Ein Knopf zum Kopieren von Regeln würde mir {n} Stunden sparen.
= plain.billing
Die Rechnung für {month} ist <falsch|zu hoch>.
Wir haben bezahlt und trotzdem eine Mahnung bekommen.
Bitte korrigieren Sie den Betrag auf der Rechnung zu {order}.
Auf der Rechnung fehlt die Mehrwertsteuernummer.
Sie haben unser Konto zweimal belastet.
Ich brauche eine Kopie der Rechnung für die Buchhaltung.
Wo bleibt die Gutschrift für das zurückgeschickte {product}?
Die Zahlung wurde abgelehnt, bitte buchen Sie noch einmal ab.
= plain.contract
Wir möchten ab {month} in einen anderen Tarif wechseln.
Wann endet der Vertrag und wie lang ist die Kündigungsfrist?
Bitte kündigen Sie den Vertrag für {site}.
Wir brauchen {n} weitere Lizenzen.
Das Angebot zur Verlängerung hat andere Bedingungen als der alte Vertrag.
Ist {product} im Tarif enthalten?
Unsere Firma heißt neu, bitte ändern Sie den Vertrag.
Bitte bestätigen Sie die Kündigung zum Ende der Laufzeit.
= plain.delivery
Unsere Bestellung {order} wurde nicht geliefert.
Die Lieferung ist seit {n} Tagen überfällig.
Das Paket ging an die falsche Adresse.
Nur {n} von {n2} Paketen sind angekommen.
Wann kommt die Lieferung nach {site}?
Der Fahrer wollte die Palette nicht abladen.
Die Sendungsnummer von {order} funktioniert nicht.
Bitte ändern Sie die Lieferadresse von {order}.
= plain.returns
Ich möchte {product} aus {order} zurückschicken.
Wir haben den falschen Artikel bekommen und möchten umtauschen.
Bitte schicken Sie ein Rücksendeetikett.
Gilt für {product} noch die Garantie?
Wann wird der zurückgeschickte Artikel erstattet?
Das Gerät kam beschädigt an, wir wollen Ersatz.
Ist unsere Rücksendung angekommen?
Das Ersatzgerät hat denselben Fehler, bitte noch einmal umtauschen.
= plain.hardware
Die Batterie von {product} ist nach {n} Tagen leer.
Das Display des Geräts bleibt schwarz.
Das Gerät ist kaputt und geht nicht mehr an.
Das Gehäuse des Fühlers hat einen Riss.
Das Kabel des Fühlers ist gebrochen.
Das Netzteil vom Gateway ist defekt.
Neue Batterien helfen nicht, das Gerät bleibt aus.
Die Lampe am {product} blinkt rot und es startet nicht.
= plain.connectivity
Das Gateway in {site} ist offline.
{n} Geräte haben die Verbindung verloren.
Das Signal im Kühlraum ist zu schwach.
Seit dem Wechsel des Routers verbindet sich nichts.
Welchen Port der Firewall braucht das Gateway?
Die Funkverbindung bricht jede Stunde ab.
{product} verliert ständig das Netz.
Alle Sensoren sind offline, Strom haben sie.
= plain.software
Die App stürzt ab, wenn ich den Bericht öffne.
Die Seite lädt in meinem Browser nicht.
Nach dem Update sieht die Oberfläche kaputt aus.
Beim Speichern zeigt die Seite einen Fehler.
Der Export liefert eine leere Datei.
Die App ist seit der neuen Version sehr langsam.
Auf der Seite fehlt ein Knopf.
Das Dashboard friert ein.
= plain.data
Die Messwerte aus {site} sind falsch.
In der Kurve fehlen {n} Stunden.
Die Temperatur im Bericht weicht von unserem Thermometer ab.
Der Mittelwert im Monatsbericht stimmt nicht.
Nach der Kalibrierung sind alle Werte zu niedrig.
Zwei Fühler zeigen verschiedene Temperaturen.
Die Zeiten der Messwerte sind um eine Stunde verschoben.
Im Bericht sind Werte doppelt.
= plain.alerts
Es kam kein Alarm, obwohl es zu warm war.
Der Alarm kam {n} Stunden zu spät.
Ich bekomme Meldungen für einen anderen Standort.
Der Alarm hört nach der Bestätigung nicht auf.
Es gibt zu viele Alarme.
Bitte ändern Sie die Telefonnummer für Alarme.
Der Testalarm kam am {wday} nicht an.
Der Schwellwert für den Alarm wird nicht beachtet.
= plain.access
Ich kann mich nicht anmelden, das Passwort wird abgelehnt.
Mein Konto ist nach {n} Versuchen gesperrt.
Bitte legen Sie einen Benutzer für eine neue Kollegin an.
Die Mail für das neue Passwort kommt nicht an.
Meine Rolle hat keine Rechte zum Speichern.
Der Anmeldecode vom Handy funktioniert nicht.
Bitte löschen Sie den Benutzer, der uns verlassen hat.
Mir fehlen die Rechte für {product}.
= plain.security
Nachts gab es eine verdächtige Anmeldung.
Wir haben eine Phishing-Mail in Ihrem Namen bekommen.
Ist {product} von der Schwachstelle betroffen?
Ein Tablet mit offener Sitzung wurde gestohlen.
Bitte löschen Sie die personenbezogenen Daten unseres Fahrers.
Unser Schlüssel ist öffentlich geworden, bitte sperren.
Wir vermuten einen Angriff auf das Gateway.
Für die Prüfung brauchen wir Angaben zum Datenschutz.
= plain.request
Wie benenne ich ein {product} um?
Ist es möglich, alle Standorte auf einer Seite zu sehen?
Könnten Sie eine Funktion zum Kopieren ergänzen?
Gibt es die Anleitung in einer anderen Sprache?
Wo ist die Einstellung für Feiertage?
Wir wünschen uns einen Wochenbericht.
Eine Frage zur Anleitung, Seite {n}.
Bieten Sie Schulungen an?
= detail
Es geht um {product} in {site}.
Wir haben {n} davon.
Nummer {order}, falls nötig.
Angefangen hat es am {wday}.
In der anderen Filiale ist das nicht so.
Ein Foto habe ich.
Bis {month} war alles gut.
Bei uns wurde nichts geändert.
= urgent
Hinter der Tür stehen {n} Paletten und es sind schon acht Grad.
Ganz {site} steht still, die Wagen warten am Tor.
Wir werfen gerade Ware weg.
Der Wagen steht mit laufendem Motor an der Rampe.
Die Filiale macht in {n} Stunden auf und ohne das bleibt sie zu.
Alle {n} Läden sind betroffen, jetzt, und es gibt keinen anderen Weg.
Ein Kollege wurde verletzt, der Bereich ist gesperrt.
Heute um vier läuft die Frist ab, danach ist es verloren.
= high
{n} von uns können bis dahin nicht arbeiten.
Morgen ist Prüfung und wir schreiben stündlich von Hand.
Übermorgen kommen die Monteure, {n} Mann.
Die Bücher werden morgen geschlossen, alle warten darauf.
Wir haben ein Ersatzstück und das ist im Einsatz.
Zwei von drei Linien laufen blind.
Der Einkauf hat alles gestoppt, bis das klar ist.
Morgen früh muss es stimmen, sonst fährt der Wagen nicht.
= normal
Wir haben uns vorerst anders beholfen.
Es betrifft nur einen Platz.
Diese Woche wäre schön.
Es kostet mich zehn Minuten am Tag.
Die anderen gehen, wir kommen zurecht.
Es ist lästig, mehr nicht.
Das Ersatzgerät hängt schon.
Ab und zu passiert es und geht vorbei.
= low
Hat gar keine Eile.
Es hält niemanden auf.
Es liegt als Reserve im Regal.
Ich frage nur aus Neugier.
Nur zur Information.
Nach den Ferien reicht.
Das ist Geschmackssache.
Der Raum ist bis {month} leer.
= loud
Brandeilig!
Bitte heute noch.
Ich brauche das SOFORT.
Als Notfall behandeln!
DRINGEND!
Bitte sofort antworten.
Höchste Priorität.
!!! WICHTIG !!!
= positive
Letztes Mal haben Sie mir so gut geholfen, danke noch einmal.
Ich arbeite gern damit.
Ihr Telefondienst ist der freundlichste, den ich kenne.
Weiter so.
Der Techniker war ein Schatz.
Ich schlafe besser, seit wir es haben.
Wir haben Sie den Nachbarn empfohlen.
Ein großes Lob an alle.
= negative
Ich habe es satt.
Das ist nicht hinnehmbar.
Niemand ruft je zurück.
Wir sind tief enttäuscht.
Meine Geduld ist am Ende.
Es ist immer dasselbe Elend mit Ihnen.
Ihre letzte Antwort war eine Frechheit.
Ich bereue die Unterschrift.
= sarcastic
Großartig, besser hätte ich es auch nicht kaputt bekommen.
Wie nett, dass Sie meinen letzten Fall ungelesen geschlossen haben.
Bravo.
Ich liebe Überraschungen, besonders nachts um drei.
Lassen Sie sich ruhig Zeit, es ist nur meine Arbeit.
Vermutlich nennt man das eine Funktion.
Fünf Sterne für die Spannung.
Schön, dass wir dafür extra bezahlen.
= mixed
Das Produkt mag ich, aber dieser Teil treibt mich zum Wahnsinn.
Ihre Leute sind reizend, Ihre Abläufe nicht.
Die erste Antwort kam schnell, die zweite nie.
Letztes Jahr war prima, dieses Jahr ist ein Durcheinander.
Schön gestaltet, mit Handschuhen furchtbar.
Danke für die rasche Antwort, geholfen hat sie nicht.
Am Telefon ist alles gut, schriftlich gar nichts.
Mit dem meisten sind wir froh, das eine haben wir satt.
= filler
Ich schreibe vom Handy.
Wir sind ein Familienbetrieb.
Bitte nicht vor neun anrufen.
Ich bin neu hier.
Es regnet.
Der Kollege liest mit.
Das Formular will mehr Text, also bitte.
Ich bin den ganzen Tag in der Halle.
= open
Guten Tag,
Hallo,
Guten Morgen,
Liebes Team,
Moin,
Sehr geehrte Damen und Herren,
Grüße aus {site},
Eine Frage:
= close
Danke
Viele Grüße
Mit freundlichen Grüßen
Besten Dank
Gruß
Schönen Tag noch
Bis dann
Vielen Dank im Voraus
"""

FRENCH = """
= billing
Sur le relevé de {month}, il y a un appareil de plus que chez nous.
La banque a pris <un autre montant|quelques centimes de plus> que ce qui est sur le papier.
Deux rappels, alors que le virement est parti le {n}.
Notre centre de coûts manque sur la pièce.
Pour {order} il y a de la TVA, nous en sommes exemptés.
L'avoir pour le {product} hors service n'apparaît nulle part.
Merci de partager le montant de {month} entre deux sociétés.
Pourquoi le port de {order} est-il payant maintenant ?
= contract
Nous fermons deux magasins et il nous faut une formule plus petite dès {month}.
Que se passe-t-il si personne ne signe à la fin du terme ?
Vos nouvelles conditions allongent le préavis. Nous n'avons rien accepté.
Combien coûtent {n} postes de plus jusqu'à la fin du terme ?
Notre société a été vendue, tout doit passer au nouveau nom.
Le service de nuit est-il compris ou en supplément ?
Merci de confirmer par écrit que nous arrêtons en {month}.
On nous a changé de formule sans nous demander.
= delivery
{order} devait être ici {wday}, le quai est vide.
Depuis {n} jours on lit « en route ».
Le chauffeur a laissé un avis, pourtant nous étions tous là.
Nous avons {n} cartons sur {n2} et pas un mot du reste.
{order} peut-elle passer par le portail arrière ? Devant c'est un chantier.
Quelqu'un a signé pour {order}, personne ne le connaît ici.
L'étiquette porte encore l'ancienne rue.
La douane veut un papier sur {product} que nous n'avons pas.
= returns
Commandé en blanc, déballé en gris. Comment échanger ?
Où trouver l'étiquette pour renvoyer {product} ?
Trois sur {n} sont fêlés, nous n'en voulons pas.
L'appareil d'échange est là, que faire de l'ancien ?
En panne après {n} mois, est-ce encore couvert ?
Nous en avons {n} de trop et préférons l'argent.
Il y a {n} jours je vous ai renvoyé le carton. Quelqu'un l'a-t-il ouvert ?
Votre atelier n'a rien trouvé. Regardez encore ou remplacez-le.
= hardware
Le boîtier de {product} chauffe et sent le brûlé.
L'écran ne montre plus qu'un demi-chiffre.
Il clignote en rouge, même avec des piles neuves.
Un chariot l'a heurté, il ronronne encore.
La pile tient {n} jours au lieu d'un an.
Il y a de l'eau dans le {product}, je la vois derrière la vitre.
Le bouton sur le côté est coincé.
Après l'orage, {n} sont restés éteints.
= connectivity
Les {n} appareils de {site} sont gris depuis le passage de l'électricien.
Depuis le nouveau routeur, plus rien ne passe.
Les valeurs arrivent en un bloc chaque matin à {n} heures.
Deux barres dans le hall, aucune en chambre froide.
Quel port ouvrir sur notre pare-feu pour {product} ?
On a déplacé le {product} de trois mètres, il se tait.
Chaque jour à {n} heures toute la rangée disparaît dix minutes.
Il s'appaire, affiche une coche, puis l'oublie.
= software
La page avec la carte reste blanche.
J'appuie sur exporter et je reçois un fichier sans lignes.
L'application se ferme quand je tourne le téléphone.
Enregistrer prend {n} minutes, puis échoue.
Après la mise à jour, le bouton de nos magasins a disparu.
L'impression coupe la dernière colonne.
Le formulaire refuse l'accent de notre rue.
Une fenêtre demande « Êtes-vous sûr » sans aucun bouton.
= data
{site} affiche moins quarante depuis ce matin. On est en juin.
Il manque {n} heures {wday} dans toutes les courbes.
Deux sondes dans la même caisse diffèrent de {n} degrés.
La moyenne du mois dépasse chacune des valeurs.
Notre thermomètre dit cinq, votre courbe deux.
Vos heures sont en heure d'hiver, pas les nôtres.
La porte se serait ouverte {n} cents fois. Nous étions fermés.
Depuis l'étalonnage tout est un demi-degré plus bas.
= alerts
La salle a été chaude {n} heures et personne n'a été appelé.
Mon téléphone sonne à trois heures pour une porte ouverte exprès.
Le message est parti chez un collègue qui nous a quittés en {month}.
Nous recevons {n} courriels pour un seul événement.
J'ai confirmé et ça continue d'appeler.
On nous a prévenus une fois le camion vidé.
L'appel d'essai hebdomadaire ne vient plus depuis {n} semaines.
La nuit, peut-on appeler le gardien d'abord et moi ensuite ?
= access
Le courriel de réinitialisation n'arrive jamais.
Une nouvelle collègue doit voir {site}, et rien d'autre.
Je peux tout lire, mais le bouton enregistrer est gris.
Le code de mon téléphone est refusé depuis que j'en ai un neuf.
Je vois les magasins d'un inconnu dans ma liste.
Merci de retirer l'apprentie de la liste, elle est partie {wday}.
Nous sommes {n} à partager un mot de passe, nous en voudrions chacun un.
Notre annuaire a changé de nom et à {site} personne n'entre.
= security
À quatre heures du matin, une connexion d'une ville où je ne suis jamais allé.
Un courriel en votre nom veut un virement sur un nouveau compte. Est-ce vous ?
Près de la passerelle traînait une clé qui n'est pas à nous.
Un ancien collègue reçoit encore les rapports chez lui.
Merci d'effacer ce que vous gardez sur notre chauffeur.
Notre clé est restée {n} heures dans un dossier ouvert à tous.
La tablette avec la session ouverte a été volée dans le camion.
Votre fichier contient les adresses de {n} autres clients.
= request
Peut-on voir tous les magasins sur une page ?
Ce serait bien que le rapport vienne le lundi plutôt que le vendredi.
Comment renommer un {product} sans perdre son passé ?
La notice existe-t-elle en polonais ?
Où indiquer que nous fermons en août ?
Tous les combien faut-il nettoyer la pointe, et avec quoi ?
Quelle est la différence entre les deux modes de {product} ?
Un bouton pour copier les règles m'épargnerait {n} heures.
= plain.billing
La facture de {month} est <fausse|trop élevée>.
Nous avons payé et reçu un rappel malgré tout.
Merci de corriger le montant de la facture de {order}.
Le numéro de TVA manque sur la facture.
Vous avez débité notre compte deux fois.
Il me faut une copie de la facture pour la comptabilité.
Où est l'avoir pour le {product} retourné ?
Le paiement a été refusé, pouvez-vous débiter encore ?
= plain.contract
Nous voulons changer de formule dès {month}.
Quand finit le contrat et quel est le préavis ?
Merci de résilier le contrat pour {site}.
Il nous faut {n} licences de plus.
L'offre de renouvellement n'a pas les conditions de l'ancien contrat.
{product} est-il compris dans la formule ?
Notre société change de nom, merci d'adapter le contrat.
Merci de confirmer la résiliation à la fin du terme.
= plain.delivery
Notre commande {order} n'a pas été livrée.
La livraison a {n} jours de retard.
Le colis est parti à la mauvaise adresse.
Seuls {n} colis sur {n2} sont arrivés.
Quand arrive la livraison à {site} ?
Le chauffeur a refusé de décharger la palette.
Le numéro de suivi de {order} ne marche pas.
Merci de changer l'adresse de livraison de {order}.
= plain.returns
Je voudrais retourner le {product} de {order}.
Nous avons reçu le mauvais article et voulons l'échanger.
Merci d'envoyer une étiquette de retour.
{product} est-il encore sous garantie ?
Quand l'article retourné sera-t-il remboursé ?
L'appareil est arrivé abîmé, nous voulons un échange.
Notre retour est-il arrivé ?
L'appareil échangé a le même défaut, merci d'échanger encore.
= plain.hardware
La pile de {product} est vide après {n} jours.
L'écran de l'appareil reste noir.
L'appareil est cassé et ne s'allume plus.
Le boîtier de la sonde est fêlé.
Le câble de la sonde est cassé.
L'alimentation de la passerelle est en panne.
Des piles neuves n'y font rien, l'appareil reste éteint.
La lampe de {product} clignote en rouge et il ne démarre pas.
= plain.connectivity
La passerelle de {site} est hors ligne.
{n} appareils ont perdu la connexion.
Le signal est trop faible en chambre froide.
Depuis le changement de routeur rien ne se connecte.
Quel port du pare-feu faut-il à la passerelle ?
La liaison radio coupe toutes les heures.
{product} perd sans cesse le réseau.
Tous les capteurs sont hors ligne, le courant est là.
= plain.software
L'application plante quand j'ouvre le rapport.
La page ne charge pas dans mon navigateur.
Après la mise à jour l'écran est abîmé.
La page affiche une erreur quand j'enregistre.
L'export donne un fichier vide.
L'application est très lente depuis la nouvelle version.
Il manque un bouton sur la page.
Le tableau de bord se fige.
= plain.data
Les mesures de {site} sont fausses.
Il manque {n} heures dans la courbe.
La température du rapport diffère de notre thermomètre.
La moyenne du rapport mensuel est fausse.
Après l'étalonnage toutes les valeurs sont trop basses.
Deux sondes montrent des températures différentes.
Les heures des mesures sont décalées d'une heure.
Des valeurs sont en double dans le rapport.
= plain.alerts
Aucune alarme alors qu'il faisait trop chaud.
L'alarme est venue avec {n} heures de retard.
Je reçois des alertes d'un autre site.
L'alarme ne s'arrête pas après confirmation.
Il y a trop d'alarmes.
Merci de changer le numéro de téléphone des alertes.
L'alarme d'essai n'est pas arrivée {wday}.
Le seuil de l'alarme n'est pas respecté.
= plain.access
Je ne peux pas me connecter, le mot de passe est refusé.
Mon compte est bloqué après {n} essais.
Merci de créer un utilisateur pour une nouvelle collègue.
Le courriel pour le nouveau mot de passe n'arrive pas.
Mon rôle n'a pas le droit d'enregistrer.
Le code de connexion du téléphone ne marche pas.
Merci de supprimer l'utilisateur qui nous a quittés.
Il me manque les droits pour {product}.
= plain.security
Il y a eu une connexion suspecte la nuit.
Nous avons reçu un courriel d'hameçonnage en votre nom.
{product} est-il touché par la faille ?
Une tablette avec une session ouverte a été volée.
Merci d'effacer les données personnelles de notre chauffeur.
Notre clé est devenue publique, merci de la bloquer.
Nous soupçonnons une attaque de la passerelle.
Pour l'audit il nous faut des détails sur la protection des données.
= plain.request
Comment renommer un {product} ?
Est-il possible de voir tous les sites sur une page ?
Pourriez-vous ajouter une fonction pour copier ?
La notice existe-t-elle dans une autre langue ?
Où est le réglage des jours fériés ?
Nous souhaitons un rapport par semaine.
Une question sur la notice, page {n}.
Proposez-vous des formations ?
= detail
Il s'agit de {product} à {site}.
Nous en avons {n}.
Référence {order}, au besoin.
Cela a commencé {wday}.
Dans l'autre magasin, ce n'est pas le cas.
J'ai une photo.
Jusqu'en {month} tout allait bien.
Rien n'a changé chez nous.
= urgent
Derrière la porte il y a {n} palettes et déjà huit degrés.
Tout {site} est à l'arrêt, les camions attendent au portail.
Nous jetons de la marchandise en ce moment même.
Le camion est à quai, moteur allumé.
Le magasin ouvre dans {n} heures et sans cela il reste fermé.
Les {n} magasins sont touchés, maintenant, et il n'y a pas d'autre moyen.
Un collègue a été blessé, la zone est fermée.
Le délai expire aujourd'hui à quatre heures, après c'est perdu.
= high
{n} d'entre nous ne peuvent pas travailler d'ici là.
L'audit est demain et nous notons à la main chaque heure.
Les monteurs viennent après-demain, à {n}.
Les comptes ferment demain, tout le monde attend.
Nous avons une pièce de rechange et elle sert déjà.
Deux lignes sur trois tournent à l'aveugle.
Les achats ont tout arrêté jusqu'à ce que ce soit clair.
Demain matin cela doit être juste, sinon le camion ne part pas.
= normal
Nous avons trouvé une parade pour le moment.
Cela ne touche qu'un seul poste.
Cette semaine, ce serait bien.
Cela me coûte dix minutes par jour.
Les autres marchent, on se débrouille.
C'est gênant, sans plus.
L'appareil de secours est en place.
Cela arrive de temps en temps et passe.
= low
Rien ne presse.
Cela n'arrête personne.
C'est une réserve sur l'étagère.
Je demande par curiosité.
Juste pour information.
Après les vacances suffira.
C'est une affaire de goût.
La salle est vide jusqu'en {month}.
= loud
Très pressé !
Aujourd'hui encore, s'il vous plaît.
Il me le faut TOUT DE SUITE.
À traiter en priorité !
URGENT !
Répondez tout de suite.
Priorité absolue.
!!! IMPORTANT !!!
= positive
Vous m'avez si bien aidé la dernière fois, merci encore.
J'aime travailler avec.
Votre standard est le plus aimable que je connaisse.
Continuez ainsi.
Votre technicien est une perle.
Je dors mieux depuis que nous l'avons.
Nous vous avons recommandés aux voisins.
Un grand bravo à tous, sincèrement.
= negative
J'en ai assez.
C'est inacceptable.
Personne ne rappelle jamais.
Nous sommes très déçus.
Ma patience est à bout.
C'est toujours la même misère avec vous.
Votre dernière réponse était une insulte.
Je regrette d'avoir signé.
= sarcastic
Magnifique, je n'aurais pas su mieux le casser.
Comme c'est gentil d'avoir fermé mon dernier dossier sans le lire.
Chapeau.
J'adore les surprises, surtout à trois heures du matin.
Prenez votre temps, ce n'est que mon travail.
Je suppose que cela s'appelle une fonction.
Cinq étoiles pour le suspense.
Quel bonheur de payer un supplément pour cela.
= mixed
J'aime le produit, mais cette partie me rend fou.
Vos gens sont charmants, vos procédures non.
La première réponse fut rapide, la seconde n'est jamais venue.
L'an dernier c'était parfait, cette année c'est le désordre.
Bel objet, affreux avec des gants.
Merci de la réponse rapide, elle n'a servi à rien.
Au téléphone tout va bien, par écrit rien.
Nous sommes contents de presque tout et las de cette seule chose.
= filler
J'écris de mon téléphone.
Nous sommes une entreprise familiale.
Pas d'appel avant neuf heures, merci.
Je suis nouveau ici.
Il pleut.
Mon collègue est en copie.
Le formulaire veut plus de texte, le voici.
Je suis dans le hall toute la journée.
= open
Bonjour,
Bonsoir,
Chère équipe,
Madame, Monsieur,
Salut,
Re-bonjour,
Un salut de {site},
Une question :
= close
Merci
Cordialement
Bien à vous
Merci d'avance
Bonne journée
Salutations
À bientôt
Merci beaucoup
"""
