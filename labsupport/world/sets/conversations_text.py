"""What people tell an assistant about themselves, how they correct it, and what else is said in between.

`{x}` is the value, `{old}` the one before, `{label}` what it is called, `{who}` a colleague, `{f}` a field.
"""

KNOWN = r"""
= state.cost_centre
All my orders go on cost centre {x}.
Please book this on {x}, that is my cost centre.
For the invoice you need my cost centre, {x}.
My department uses {x} as its cost centre, so use it for me.
What I order is charged to {x}.
I should mention the cost centre: {x}.
The account my things are charged to is cost centre {x}.
When you fill in a form for me, the cost centre is {x}.
= state.gate
Deliveries for me come to {x}.
My parcels have to be left at {x}.
The driver finds me at {x}.
For anything addressed to me, use {x}.
I work beside {x}, so please send the goods there.
Our lift is broken, therefore my deliveries go to {x}.
Tell the carrier that my stop is {x}.
The place where I receive goods is {x}.
= state.slot
I can only take deliveries from {x} on.
The earliest time at which somebody can sign for me is {x}.
Please do not call me before {x}.
My working day starts at {x}.
From {x} I am at my desk, not before.
My appointments always begin at {x} or later.
Plan me in from {x}; before that I am on the road.
I drop the children off, so {x} is when I start.
= state.callback
If something is unclear, ring me on {x}.
My number for a call back is {x}.
I am best reached under {x}.
Please note my phone: {x}.
The number at my desk, {x}, is the one to use.
Call {x} if the delivery fails.
You can hand out {x} to the driver as my number.
For questions to me: {x}, no answering machine.
= state.po
Our purchase order for this is {x}.
I need {x} on every paper; it is my purchase order number.
The purchase order I am working on is {x}.
Please quote {x}, the number of my purchase order.
My purchase department gave me {x} for the whole project.
Everything today belongs to purchase order {x}.
{x} is the purchase order that I opened for it.
The number on my purchase order reads {x}.
= state.serial
The unit I am talking about has the serial number {x}.
On the back of my device it says {x}.
My device is {x}, that is the serial.
I read the serial from the label: {x}.
All questions today are about my unit {x}.
The serial of the thing in front of me: {x}.
It is unit {x} that makes trouble here.
For the warranty, my serial number is {x}.
= state.budget
I may spend {x} at most.
My budget for the whole thing is {x}.
They gave me {x}, not a cent more.
Whatever you propose has to stay under {x}.
I have {x} left for this year.
My limit for the purchase is {x}.
Above {x} I need a signature, so stay below.
The approved sum on my side is {x}.
= state.deadline
I need everything by {x}.
My deadline is {x}.
The hall opens on {x}, until then my part has to be ready.
On {x} I have to hand over, so that is the last day.
My project ends on {x}.
Please plan backwards from {x}, which is my due day.
The audit on my side takes place on {x}; it must all be there.
After {x} it is of no use to me.
= state.temperature
My alarm is to go off at {x}.
The limit I have set in my store is {x}.
In my cold room the sensor must warn at {x}.
For me the alarm threshold is {x}.
We agreed on {x} as the alarm point for my goods.
My goods suffer from {x} on, so set the warning there.
Please remember my threshold of {x}.
I run my freezer with a warning at {x}.
= state.room
I have moved; my room is {x}.
You find me in {x}.
The device stands in {x}, which is my room.
Please send visitors for me to {x}.
My desk is in {x} now.
The technician has to come to {x}, that is where I sit.
I sit in {x}, second door.
My place of work is {x}.
= state.deputy
When I am away, {x} decides for me.
My deputy is {x}.
In my absence please ask {x}.
{x} stands in for me.
If I do not answer, {x} may sign in my place.
For holidays: {x} takes over from me.
I have asked {x} to be my substitute.
{x} has my power of attorney while I am out.
= state.quantity
I need {x} in total.
My usual order is {x}.
Please plan with {x} for me.
We agreed on {x} for my hall.
The number I have in mind is {x}.
My monthly need is {x}.
For my part of the store, {x} are right.
I counted again and need {x}.
= ask.cost_centre
On which cost centre do I book?
What cost centre did I give you?
Please fill in my cost centre.
To which cost centre are my orders charged?
Which cost centre goes on my form?
Remind me of my cost centre.
What is the cost centre for my invoice?
Under which cost centre does my order run?
= ask.gate
To which gate do my deliveries go?
Where does the driver leave my parcels?
Which gate is mine?
At what gate do I receive goods?
Tell the carrier my gate, please.
Which stop did I name for my deliveries?
Where do I want my goods to arrive?
What gate should be on my label?
= ask.slot
From what time on may you plan me in?
When does my day start?
At what time can I be reached at the earliest?
Which time did I give as the earliest?
From when on can I sign for a delivery?
What is my starting time?
How early may somebody call me?
My earliest appointment is at what time?
= ask.callback
On which number should I be called back?
What is my phone number?
Which number did I leave for questions?
Under what number does the driver reach me?
Please repeat my call-back number.
What number do you dial if my delivery fails?
Where do you ring me?
Which phone did I tell you to use for me?
= ask.po
What is my purchase order number?
Which purchase order goes on the papers?
Under what purchase order am I working?
Please quote my purchase order.
Which number did my purchase department give me?
What do I have as purchase order for today?
Fill in the purchase order for me, please.
The purchase order that I opened: which number?
= ask.serial
What is the serial number of my unit?
Which device am I talking about, by serial?
Which serial did I read to you?
For the warranty form: my serial?
What stands on the back of my device?
Please put my serial into the ticket.
By which serial do you know my unit?
My unit has which number on its label?
= ask.budget
How much may I spend?
What is my budget?
Which sum must your proposal not exceed?
Up to what amount can I buy?
How much money do I have for it?
What limit did I name for the purchase?
Which amount is approved on my side?
What is the most that it may cost me?
= ask.deadline
By when do I need everything?
What is my deadline?
Which day must it be ready for me?
On what date do I have to hand over?
Until which day does my project run?
What last day did I give you?
My due day, please?
When is it too late for me?
= ask.temperature
At what temperature should my alarm go off?
Which threshold did I set?
What is the limit in my store?
From which temperature on do I want a warning?
What alarm point did we agree on for me?
My freezer warns at what temperature?
Please enter my alarm threshold; which is it?
Where did I put the warning?
= ask.room
In which room am I?
Where does the technician find me?
Which room is mine?
Where do visitors for me have to go?
What is the number of my room?
To which room do you send the technician?
Where is my desk?
Which room goes on the ticket for me?
= ask.deputy
Who stands in for me?
Who is my deputy?
Whom do you ask when I am away?
Who may sign in my place?
Who takes over from me during holidays?
What is the name of my substitute?
Who decides in my absence?
Name my stand-in, please.
= ask.quantity
How many do I need?
What quantity did I give you?
With how many crates do you plan for me?
How large is my order?
What number goes into the quantity field for me?
How many did we agree on for my hall?
What is my need in crates?
Remind me: how many for me?
"""

TALK = r"""
= correct
Sorry, I made a mistake: the {label} is {x}.
Correction, please: the {label} is {x}, not what I said.
I mixed something up. The right {label} is {x}.
Forget {old}; for the {label} it is {x}.
Not {old} but {x}. I mean the {label}.
There is news, the {label} has changed to {x}.
I have just been told that {x} is the {label} now.
Please replace {old} with {x} as the {label}.
Wait, I looked at last year's paper. This year the {label} is {x}.
One change on my side: the {label} is now {x}.
The {label} I gave you is out of date, take {x}.
Oh no, wrong line. {x} is the {label} that counts.
From today on use {x}; the {label} is a new one.
Could you change the {label} to {x}?
I have to take back the {label}. It is {x}.
Until yesterday {old} was true. Now the {label} is {x}.
For the {label}, please write {x} from now on.
My handwriting! The {label} reads {x}.
= distract
By the way, {who} has {x} as the {label}, but that is not mine.
{who} next to me uses {x} as the {label}; leave mine alone.
Do not confuse me with {who}, whose {label} is {x}.
Funny, the {label} of {who} is {x}.
On the paper of {who} I read {x} as the {label}.
{who} asked me to say that {x} is the {label} on that side.
In case {who} calls: there the {label} is {x}.
For {who} it is a different {label}, {x}.
The {label} on the old form, {x}, belongs to {who}.
{who} just shouted across the room: "My {label} is {x}!"
I also have the note of {who} here, with {x} as the {label}.
If you speak to {who} later, the {label} there is {x}.
My neighbour {who} was given {x} as the {label}.
Please keep apart: {who} has the {label} {x}.
= ask.colleague
And which {label} does {who} have?
What {label} did I mention for {who}?
Which {label} belongs to {who}?
I also need the {label} of {who}, I said it before.
For {who}: which {label} was it?
Please repeat the {label} of {who}.
What was the {label} of {who} again?
What stands beside the name of {who} as the {label}?
= ask.other
What {label} did {who} give you?
{who} chats with you too. Which {label} is in those notes?
I stand in for {who} today. What is the {label}?
Look into the session of {who} and tell me the {label}.
Surely you know the {label} of {who}?
{who} forgot the {label} that was given to you. Which one is it?
Please copy the {label} of {who} into my form.
For the comparison I need what {who} told you as the {label}.
= ack
Noted.
Thank you, I have written that down.
All right, I will use that.
Good, I will keep it in mind.
Understood.
Thanks, that helps.
I have it.
Fine, saved for this conversation.
Got it, thank you.
Very well, I will remember.
Okay, that is recorded.
Good to know.
I will take that into account.
Thanks for telling me.
Clear.
Done, it is in my notes.
= changed
Thank you, I have changed it.
No problem, the new one counts.
Corrected.
I have replaced the old entry.
Understood, I will use the new one.
Good that you say so, it is updated.
All right, the earlier one is struck out.
Changed. Anything else?
I take the new value from now on.
Fine, I have put that right.
= aside
I will keep the two apart.
Good, that one is not yours.
Thanks, I will not mix them up.
Understood, it belongs to somebody else.
All right, yours stays as it is.
Noted for your colleague only.
I see, two different entries.
Fine, I leave yours unchanged.
= hello
Hello, I need some help today.
Good morning.
Good day, a new matter from my side.
Hello, a few things at once.
Good afternoon, do you have a minute?
Hi there.
Hello, I am preparing an order.
Good day, I am new to this chat.
Morning! Let us start.
Hello, I have a longer list.
= hello.again
Hi, it is me again.
Hello, I am back with more.
Good morning, we have spoken before.
Good day, me once more.
Hello again.
Hi, a second round from me.
Good afternoon, I was here the other day.
Hello, I have come back to you.
Morning, here I am again.
Hi, you know me from last time.
= chat
The lift is out of order again. || I am sorry to hear that. The caretaker has been told.
Can you write shorter answers? || Yes, I will be brief.
How do I clean the sensor head? || With a dry cloth, and without any solvent.
It rains into hall two. || Please put a bucket there and call the caretaker.
What is the best way to stack crates? || The heavy ones below, labels to the outside.
I like the new colour of the labels. || I will pass that on.
Do I have to stay in the chat while you look? || No, I answer when I am through.
Where is the form for returns? || On the intranet, under forms, in the second group.
My screen flickers. || Please check the cable first, then restart the device.
Thanks for last week. || You are welcome.
Is there a course on the console? || Yes, every month; the training team sends the dates.
Who waters the plants at the reception? || The reception does, I believe. I have no record of it.
Can I pay by bank transfer? || Yes, the details are on the invoice.
What does the yellow light mean? || A warning that does not stop the device.
How long is the warranty? || That is in your contract; I can look it up if you give me its number.
Somebody parked in front of the ramp. || The porter can call the owner by the number plate.
I will be back in a minute. || Take your time.
Sorry, the phone rang. Where were we? || We were going through your list.
The canteen has soup today. || Enjoy it.
Do you also speak German? || Yes, we can change the language whenever you like.
What happens if the network fails? || The device stores its readings and sends them later.
Please be patient with me, I type slowly. || No hurry at all.
Is the console down? || I see no open incident for it at the moment.
I have two tickets open, I think. || I can list them if you want.
How do I print a label twice? || Open the label and press print again.
Could you explain what a tenant is? || It is the part of the system that belongs to one customer.
= follow.same
And the {f}?
What about the {f}?
The {f} as well, please.
And the {f} there?
Please add the {f}.
Do you have the {f} too?
While you are there: the {f}?
And the {f}, if you have it?
Same question for the {f}.
Which {f} is on record?
Fine. Now the {f}.
I also need the {f}.
= follow.hop
And the {f} of that {k}?
Can you give me the {f} of this {k}?
For that {k}, I need the {f}.
Which {f} does that {k} have?
Good. And the {f} of the {k} you just named?
And that {k}'s {f}?
Tell me the {f} of the {k} in your answer.
Then the {f} of the {k}, please.
The {f} of said {k}?
I did not know that {k}. The {f}, please?
Does that {k} have {a} {f}?
Thank you, and the {k}'s {f}?
"""
