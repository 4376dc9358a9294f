# ruff: noqa: E501 -- prose, one entry a line
"""The wordings of retrieval queries. `= section` starts a bank, each further line is an entry.

`{s}` is a subject, `{q}` a whole question, `{f}` the name of a field, `{d}` a day, `{x}` a description that stands for
a subject. The banks of paraphrases name things without the words of the documents: no name, no id, no shared noun.
"""

FRAMES = """
= field
{s} {f}
{f} {s}
{f} of {s}
{f} for {s}?
{s}, {f}
look up {s} {f}
need the {f} of {s}
{s}: {f}?
Tell me the {f} of {s}.
Please check {s} and give me the {f}.
I only have the number {s}. What is the {f}?
{f}? It is about {s}.
Somebody mentioned {s}; which {f} is noted there?
For my list: {s} and its {f}
Can you find the {f} that goes with {s}?
Regarding {s}, I am missing the {f}.
I typed {s} into the search. Show me the {f}.
No {f} in my mail for {s}, what is it?
= sku
Which product has the article number {s}?
{s} which product
What is sold under {s}?
The carton says {s}. What is inside?
{s}, what is that?
Name the product with stock number {s}.
I scanned {s}, which item did I get?
Product for article number {s}
To what does the label {s} belong?
Which of our items is {s} in the list?
= lead
{q}
{q} I could not find it on the intranet.
{q} A colleague asked me and I had no answer.
Quick question: {q}
Before I ring them back: {q}
I am new here. {q}
For the slide I am making: {q}
{q} A link to the page would do.
My note from last week is unreadable. {q}
{q} I thought I knew, but two people told me two things.
One thing I need for the handover: {q}
Sorry if this was asked before. {q}
{q} It is for a letter that leaves today.
Could you help me out? {q}
{q} I have looked in my mailbox already.
While I wait for the lift: {q}
The auditor wants to know: {q}
{q} Please no guess, I need what is written down.
I forgot to write it down in the meeting. {q}
{q} I am on the phone with them.
To fill in a form I need this: {q}
{q} My manager wants it before lunch.
Help a forgetful person: {q}
{q} This is for the newcomers' booklet.
= release
When did {s} come out?
On which day did customers first get {s}?
Since when can {s} be installed?
What day was {s} shipped?
How old is {s}, counted from its first day?
When was {s} handed to customers?
Which day stands on the notes for {s}?
When did we let {s} go?
= day
{q} I mean on {d}.
As of {d}: {q}
On {d}, as it was then: {q}
{q} (as of {d})
Going back to {d}: {q}
Suppose it is {d}. {q}
{q} Answer for the day {d}, please.
State of {d}. {q}
For {d} only: {q}
The date that matters is {d}. {q}
"""

HOPS = """
= hop.incident.product
the product that {s} took down
the product that {s} knocked out
the product hit by {s}
the thing that failed in {s}
the product which {s} was about
whatever stopped working in {s}
the system behind {s}
the product named in the review of {s}
= hop.order.product
the product on order {s}
the goods ordered under {s}
the item of {s}
the goods in {s}
the thing we ship with {s}
whatever is in the box of {s}
the article that {s} asks for
the product behind order {s}
= hop.error.product
the product that shows {s}
the device that reports {s}
the product with the code {s}
whatever throws {s}
the product whose display says {s}
the thing that {s} comes from
the product to which {s} belongs
the system that complains with {s}
= hop.vulnerability.product
the product that {s} weakens
the product with the hole {s}
the product that {s} was found in
the product concerned by {s}
the thing that {s} opens to attackers
the product of the advisory {s}
whatever {s} makes unsafe
the software behind {s}
= hop.contract.product
the product that {s} covers
the service sold under {s}
the subject of {s}
the service that we provide under {s}
the product for which {s} was signed
the thing that {s} is about
whatever the agreement {s} includes
the product named in {s}
= hop.policy.owner
the team that owns {s}
the team that keeps {s}
the people who wrote {s}
whoever watches over {s}
the team behind {s}
the group that answers for {s}
the team that reviews {s}
the authors of {s}
= hop.product.owner
the team that owns {s}
the team that builds {s}
the people who look after {s}
whoever maintains {s}
the team behind {s}
the group that answers for {s}
the team carrying the pager for {s}
the makers of {s}
= hop.person.team
the team of {s}
the team that {s} belongs to
the group in which {s} works
the unit of {s}
the people whom {s} sits with
whatever team {s} is in
the team that lists {s}
the crew that {s} joined
= hop.incident.oncall
the person who was on call for {s}
whoever handled {s}
the engineer woken by {s}
the colleague who took {s}
whoever had the pager during {s}
the person who dealt with {s}
the colleague on duty when {s} came
the one who answered the alarm of {s}
= hop.contract.signatory
the person who signed {s} for us
the colleague whose name is under {s}
whoever negotiated {s}
our signatory on {s}
the one who put the pen to {s}
the person on the last page of {s}
whoever of us signed {s}
the colleague who concluded {s}
= hop.customer.manager
the account manager of {s}
the person who looks after {s}
our contact for {s}
whoever visits {s}
the colleague in charge of {s}
the one who writes the offers to {s}
the person {s} calls first
whoever speaks for us at {s}
= hop.team.lead
the lead of {s}
the person who runs {s}
the head of {s}
whoever is in charge of {s}
the boss of {s}
the one at the top of {s}
the person leading {s}
whoever decides in {s}
= hop.order.customer
the customer who placed {s}
the buyer on order {s}
whoever ordered with {s}
the firm that waits for {s}
the client behind {s}
the company billed for {s}
whoever {s} ships to
the customer on {s}
= hop.contract.customer
the customer of {s}
the firm that signed {s} with us
the other party to {s}
the client under {s}
whoever is bound by {s} besides us
the company behind {s}
the customer that holds a copy of {s}
whoever we work for under {s}
= hop.product.supplier
the supplier of {s}
the firm that makes the parts of {s}
the vendor behind {s}
our source for {s}
whoever delivers the hardware of {s}
the company whose parts are in {s}
the firm that {s} depends on
the maker of the hardware in {s}
= ask.product.owner
Which team owns {x}?
Who builds {x}?
Which team looks after {x}?
Who approves changes to {x}?
Who carries the pager for {x}?
In whose care is {x}?
Which team mends {x}?
To which team does {x} belong?
= ask.product.version
What is the newest version of {x}?
Which version do customers get of {x}?
At which release is {x} today?
Which number does the current build of {x} carry?
What was {x} last updated to?
Which release should one run of {x}?
How far has {x} got in its versions?
Which version is the latest for {x}?
= ask.product.price
How much is {x} per month?
What do we charge a month for {x}?
What is the monthly fee for {x}?
How expensive is {x} at present?
What does one pay each month for {x}?
What does the list give as the price of {x}?
What does a month cost with {x}?
Give me the current price of {x}.
= ask.product.role
What kind of product is {x}?
As what do customers use {x}?
What sort of thing is {x}?
What is {x} good for?
How does the catalogue class {x}?
What does {x} serve as?
What type of device or service is {x}?
Under which category do we sell {x}?
= ask.product.supplier
Who supplies the hardware of {x}?
From whom do the parts of {x} come?
Which vendor delivers for {x}?
At which firm do we order hardware for {x}?
Where do we buy the parts of {x}?
On whose deliveries does {x} depend?
Who makes the parts in {x}?
Which supplier stands behind {x}?
= ask.team.lead
Who leads {x}?
Who runs {x}?
Who is the head of {x}?
Who has the last word in {x}?
To whom does {x} report?
Who is in charge of {x}?
Who is the boss of {x}?
Name the lead of {x}.
= ask.team.site
Where are the desks of {x}?
At which site do I find {x}?
In which town is the office of {x}?
Where would I meet {x} in person?
To which site do parcels for {x} go?
What is the home site of {x}?
Which building houses {x}?
Where is the base of {x}?
= ask.team.channel
In which channel do I reach {x}?
Which chat is read by {x}?
Where do I post a question for {x}?
What is the chat channel of {x}?
Where online can I message {x}?
Which channel belongs to {x}?
Into which channel do requests to {x} go?
What is the name of the chat of {x}?
= ask.person.extension
What is the extension of {x}?
Which number do I dial for {x}?
How can I ring {x}?
What is the phone number of {x}?
On which line do I get {x}?
What do I dial to reach {x}?
Which internal number does {x} have?
At what extension does {x} answer?
= ask.person.role
What is the job of {x}?
Which position is held by {x}?
As what was {x} hired?
What is the role of {x}?
What is the title of {x}?
In what capacity does {x} work?
Which job title does {x} have?
What is the occupation of {x}?
= ask.person.team
In which team is {x}?
Which team lists {x}?
To which team does {x} belong?
Which group is home to {x}?
On whose staff is {x}?
In which stand-up do I meet {x}?
Which team counts {x} among its members?
What unit employs {x}?
= ask.customer.manager
Who looks after {x}?
Who is the account manager of {x}?
Who is our person for {x}?
Who visits {x}?
Whose account is {x}?
Who writes the offers to {x}?
Who speaks for us with {x}?
In whose hands is {x}?
= ask.customer.plan
On which plan is {x}?
Which package was chosen by {x}?
Which tariff does {x} have?
What plan does {x} pay for?
Under which plan do we serve {x}?
What kind of plan does {x} have?
Which conditions apply to {x}?
What did they sign up for: {x}?
= ask.customer.contact
To whom do we talk at {x}?
Who is the contact person at {x}?
For whom do I ask when I ring {x}?
Who represents {x}?
Who answers for {x}?
To whom are letters addressed at {x}?
Who decides on the side of {x}?
Name our contact at {x}.
= ask.supplier.part
What do we buy from {x}?
Which parts come from {x}?
What is delivered to us by {x}?
Which goods are made by {x}?
What arrives on pallets from {x}?
For what do we rely on {x}?
What is our frame order about with {x}?
What do we get from {x}?
"""

TEMPORAL = """
= team.lead
Who led {s} on {d}?
Who was the head of {s} as of {d}?
On {d}, who was in charge of {s}?
Back on {d}, to whom did {s} report?
Who ran {s} on {d}?
Whose team was {s} on {d}?
If I had asked on {d}: who is the boss of {s}?
Who had the last word in {s} on {d}?
A letter of {d} went to the lead of {s}. Who was that?
At {d}, who stood at the top of {s}?
= product.version
Which version of {s} was current on {d}?
On {d}, what was the newest {s}?
What did customers run on {d} if {s} was up to date?
As of {d}, how far had {s} got?
Which {s} was delivered on {d}?
A device was updated to the latest {s} on {d}. Which release is on it?
What would the about page of {s} have said on {d}?
Back on {d}, which release of {s} did new installations get?
Version of {s} as of {d}
Which build of {s} was the last one out on {d}?
= product.price
What did {s} cost on {d}?
How much was {s} a month as of {d}?
On {d}, what did we charge for {s}?
What was the fee for {s} on {d}?
An offer of {d} names the price of {s}. What should it say?
Price of {s} as of {d}
Back on {d}, how expensive was {s}?
What did a month of {s} come to on {d}?
At which price was {s} billed on {d}?
Which price stood in the list for {s} on {d}?
= customer.plan
On which plan was {s} on {d}?
What plan did {s} have as of {d}?
On {d}, which package was {s} paying for?
Under which plan did we serve {s} on {d}?
Back on {d}, what tariff did {s} have?
Plan of {s} as of {d}
Which conditions applied to {s} on {d}?
A ticket of {d} depends on the plan of {s}. Which one was it?
How did {s} stand in the books on {d}, which plan?
What had {s} signed up for on {d}, by plan?
= policy.limit
What did the {s} policy allow on {d}?
As of {d}, what was the limit in the {s} policy?
On {d}, where did our rules on {s} draw the line?
Which figure stood in the {s} policy on {d}?
A case of {d} falls under the {s} policy. Which limit held then?
Back on {d}, how much did the {s} policy permit?
Limit of the {s} policy as of {d}
What number would somebody asking about {s} have read on {d}?
Which bound did the {s} policy set on {d}?
On {d}, up to what did the {s} policy go?
"""

GLOBAL = """
= cause
Which of our outages go back to {s}?
Give me an overview of everything that {s} has broken.
How often has {s} hit us, and which incidents were they?
Summarise the incidents in which {s} was the root.
What do the reviews that end at {s} have in common?
Collect all failures that started with {s}.
I am preparing a talk on {s}: what happened here because of it?
What has {s} cost us so far, incident by incident?
Is {s} a pattern with us? List the cases.
Every post-mortem about {s}, please.
= outages
How stable were the products of {s}? List what went wrong and why.
What keeps breaking in the products that {s} owns?
Give an overview of the outages that {s} had to answer for, with their causes.
Which kinds of failure does {s} see across its products?
What themes run through the incidents of {s}?
Sum up the trouble with everything made by {s}.
What should {s} learn from its incidents as a whole?
For the yearly review of {s}: which causes lie behind its outages?
Why did things of {s} fail, over all incidents?
Across all reviews, what went wrong in the area of {s}?
= releases
How did {s} develop from release to release?
Give the history of {s}, with the day of each release.
Which releases of {s} have there been, and when?
Tell the story of {s} from its first version to today.
How regularly do we ship {s}? List the dates.
Draw a time line of {s}.
What is the full list of versions of {s} with their days?
How has {s} grown over the years?
Over all notes, when did which {s} appear?
Sum up the releases of {s} so far.
= weaknesses
Which security holes has {s} had, and where were they closed?
Give an overview of the advisories for {s} with the fixing versions.
How safe is {s} on the whole? List known holes and cures.
Which fixes has {s} received for security?
Collect everything that attackers could have used in {s}, and what ended it.
For the audit: all weaknesses of {s} and their repairs.
What is the security record of {s}?
Sum up the advisories about {s}.
Which updates of {s} were about security, and against what?
Over all advisories, how has {s} fared?
= codes
Which error codes can {s} show, and what do they mean?
Give an overview of the faults that {s} reports.
What can go wrong with {s}, by its codes?
Sum up the codes of {s} for a newcomer at the desk.
List every message number of {s} with its sense.
What does {s} complain about, over all manuals?
Collect the codes of {s} for a cheat sheet.
What kinds of trouble does {s} announce on its display?
Which numbers may a user of {s} read out to us?
All codes of {s}, explained.
= contracts
Which contracts have we had with {s}, and what did they cover?
Give the history of our agreements with {s}.
Sum up what {s} has signed with us.
How has our business with {s} developed, contract by contract?
List all agreements with {s}.
For the renewal talk: everything {s} has agreed to so far.
Which papers bind {s} and us, old and new?
Draw a time line of the contracts with {s}.
What does {s} get from us over all contracts?
Over the years, what was concluded with {s}?
= rules
How have our rules on {s} changed over the versions?
Give the history of the {s} policy with each limit.
Which limits have held for {s} so far?
Sum up all versions of the {s} policy.
Did the {s} policy get stricter or looser over time?
List what each {s} policy allowed.
Compare the old and the new rules on {s}.
From the first to the present one: the figures of the {s} policy.
What did people have to follow on {s}, year by year?
How often was the {s} policy changed, and to what?
= staff
Who works in {s}, and as what?
Give an overview of the people in {s} with their jobs.
Which skills are there in {s}, person by person?
List the members of {s} and their roles.
Introduce the team {s} to a newcomer: who does what?
What does the staff of {s} look like?
Sum up who does which job in {s}.
How is {s} staffed?
For the seating plan: the people of {s} and what they are.
Name everybody in {s} with a title.
"""

NONE = """
= person
Which instrument does {s} play in the orchestra? | orchestra
What is the shoe size of {s}? | shoe size
In which year did {s} run a marathon? | marathon
What is the name of the dog of {s}? | dog
Which university gave {s} a doctorate? | university, doctorate
How many patents does {s} hold? | patent
What is the star sign of {s}? | star sign, zodiac
Which languages does {s} speak besides English? | languages
What did {s} write a thesis about? | thesis
For which football club does {s} cheer? | football
What is the blood group of {s}? | blood group
Where did {s} spend the summer holidays? | summer holidays
= product
How many moving parts does {s} have? | moving parts
Which museum shows the first {s}? | museum
What is the carbon footprint of {s}? | carbon footprint
Which designer drew the logo of {s}? | logo of
How deep under water does {s} still work? | under water, underwater
Who translated {s} into Welsh? | Welsh
How many lines of code does {s} have? | lines of code
Which design prize did {s} win? | prize
What is the melting point of the case of {s}? | melting
Which film shows {s} in one scene? | film
How loud is {s} in decibels? | decibel
What was the working title of {s} before its launch? | working title
= customer
How many lorries does {s} own? | lorries of
What was the turnover of {s} last year? | turnover
In which year was {s} founded? | founded
Who audits the books of {s}? | audits the books
At which stock exchange is {s} listed? | stock exchange
How many people work at {s} worldwide? | worldwide
What colour is the logo of {s}? | logo
Which bank lends money to {s}? | lends
Who sits on the supervisory board of {s}? | supervisory board
What is the market share of {s}? | market share
Which competitor did {s} take over? | competitor
What does {s} pay as rent for its head office? | rent for
= team
What is the motto of {s}? | motto
How much did {s} spend on its last party? | party
Which song is played at the end of sprints in {s}? | song
How many left-handed people are in {s}? | left-handed
What is the yearly budget of {s} in euros? | yearly budget
Who waters the plants of {s}? | plants
Which mascot does {s} have? | mascot
When was {s} founded, and by whom? | founded
What is the average age in {s}? | average age
Which coffee does {s} buy? | coffee
What did {s} win at the company games? | company games
How many desks does {s} share? | share desks
= site
How many parking spaces does {s} have? | parking spaces
Which architect built {s}? | architect
How high is {s} above the sea? | sea level
What does the canteen of {s} serve on Fridays? | Fridays
How many steps lead to the roof of {s}? | roof
When was {s} last painted? | painted
Who owned the building in {s} before us? | owned the building
How much electricity does {s} use? | electricity
What is the wireless password in {s}? | wireless password
How many trees stand around {s}? | trees
Which bus stops in front of {s}? | bus
What is the rent of {s}? | rent
"""

PARAPHRASE = """
= frame.fault
{x} - what now?
How come that {x}?
It seems that {x}. What do I do?
What is the matter when {x}?
Oh no, {x}!
What helps if {x}?
Could it be that {x}?
What is going on if {x}?
Since this morning {x}.
Somebody rang and said that {x}.
Is it bad if {x}?
I believe {x}.
= frame.incident
What happened when {r} went dark as {c}?
{c}, and nobody could use {r}. When and how was that?
Was there ever a day on which {r} collapsed since {c}?
I remember {r} going dead while {c}. Where do I read about it?
Did {r} ever break down as {c}?
{r} broke once, I think as {c}. Is that written down?
Do we know of a crash of {r} where {c}?
They say {c} and then {r} was gone. Is that true?
Which of our disasters was that with {r}, when {c}?
How bad was it when {c} and {r} fell over?
= frame.part
Who makes {x} for us?
From where do we get {x}?
Whom do I ring about {x}?
We are out of {x}. Who has more?
Which firm outside brings us {x}?
At whose door do we knock for {x}?
Somebody sold us bad {x}. Who was it?
Where would I get more {x}?
= frame.policy.owner
Who can explain {x} to me?
Which colleagues are behind what we do on {x}?
Whom do I talk to regarding {x}?
I have a proposal for {x}. Who listens?
At whose desk do I ask about {x}?
Who decides about {x}?
Which department cares about {x}?
Who would know all about {x}?
Somebody should improve what we do on {x}, but who?
Who takes suggestions for {x}?
= frame.policy.effective
How fresh is our present stance on {x}?
When was it last decided what we do about {x}?
Since which morning do we treat {x} like this?
How long have we been doing {x} this way?
When did things change for {x}?
What was the first morning of our current habit with {x}?
How old is what we agreed about {x}?
When did {x} last change here?
Since which season have we treated {x} this way?
From which date on do we treat {x} like that?
= topic.Annual leave
holiday allowances
paid vacation
= topic.Travel expenses
hotel reimbursement
lodging on business trips
= topic.Password change
login secrets
renewing credentials
= topic.Data retention
erasing customer information
deletion deadlines
= topic.Remote work
home office
telecommuting
= topic.Refunds
money back for buyers
reimbursing purchasers
= topic.Guest access
temporary passes for visitors
letting outsiders in
= topic.Device loan
borrowing laptops
lending equipment
= topic.On-call rest
sleeping in following a pager night
recovery from standby
= topic.Purchase approval
spending without a signature
buying things on one's own
= topic.Sick notes
medical certificates
being ill at home
= topic.Log retention
keeping machine traces
deleting event histories
= topic.Training budget
money for courses
paying for conferences
= topic.Incident review
post-mortem meetings
retrospectives following outages
= topic.Parental leave
time off for a baby
maternity and paternity
= topic.Supplier audit
vendor inspections
examining manufacturers
= topic.Badge return
door cards of leavers
handing in entrance cards
= topic.Code review
pull requests
peer feedback on commits
= topic.Vehicle use
private rides in the firm's automobile
mileage money
= topic.Overtime
extra labour
staying longer than scheduled
= topic.Gifts
presents from vendors
bribes
= topic.Backup
database snapshots
disaster recovery copies
= topic.Key handling
cryptographic secrets
encryption rotation
= topic.Visitor parking
cars of outsiders
where a guest can leave the automobile
= topic.Complaint handling
unhappy clients
grievances
= topic.Hardware disposal
electronic scrap
recycling old computers
= topic.Price changes
raising tariffs
announcing higher fees
= topic.Delivery notes
shipping papers
slips that come along with goods
= topic.Spare parts
replacement components
substitutes for broken modules
= topic.Customer visits
trips to clients
dropping in on a buyer
= topic.Screen time breaks
resting one's eyes
pauses from the monitor
= topic.Meeting length
endless discussions in conference rooms
long appointments in the calendar
= topic.Access review
checking user privileges
recertification of permissions
= topic.Contract renewal
extending agreements
prolonging a deal
= topic.Test data
fake records
artificial samples in staging
= topic.Night shifts
nocturnal labour
being on duty until dawn
= topic.Forklift licence
lift truck permits
driving pallet stackers
= topic.Invoice disputes
challenging a bill
objections to what we charged
= topic.Relocation
moving house for the job
removal costs
= topic.Calibration
adjusting thermometers
comparing sensors with a standard
= topic.Cold store entry
staying in the freezer
humans at minus twenty
= topic.Media contact
journalists
newspapers and television
= policy.Annual leave
How much vacation may I have?
What is my holiday allowance?
How long can I go to the beach with full wages?
How much paid vacation does each of us get?
I want to plan my holidays: how many can I book?
Entitlement to recreation per employee
How long a summer break am I allowed to have?
My vacation balance: what is the full amount?
= policy.Travel expenses
How dear may a hotel be on a business trip?
What can I spend on a bed and dinner when the firm sends me abroad?
Up to which sum do I get lodging back?
What nightly hotel rate will be reimbursed?
Budget for accommodation on a business trip
I fly out to see a client: how costly can my room be?
Reimbursement ceiling for overnight stays
How much for dinner and lodging when I am away for business?
= policy.Password change
How often do I have to think of new login credentials?
When does my secret phrase run out?
After what time is my sign-in word too old?
When will my login secret expire?
How frequently do we renew our credentials?
Lifetime of a login secret
At which interval should I pick a new passphrase?
How old may my passphrase be?
= policy.Data retention
How long is customer information stored before it is erased?
When do we wipe old records?
At what age is stored material deleted for good?
How long do we hold on to personal information before deletion?
When does stored information of former clients get deleted?
Deletion deadline for old customer files
Storage period for archived information
When am I obliged to erase what we collected?
= policy.Remote work
How often may I stay at home and dial in?
Can I do my job from my kitchen, and how much?
What share of my week can I be away from the premises?
How much home office is allowed?
Am I permitted to do telecommuting from home?
Working from my living room: how frequently is it fine?
Telework allowance per week
Do I need to show up at my desk, or is my home fine?
= policy.Refunds
Until when does a dissatisfied buyer get money back?
How quickly are payments returned to buyers?
A purchase went wrong, how late can the sum still be paid back?
How fast does a client get money returned?
Deadline for giving a purchaser the money back
Reimbursing a purchaser: how soon?
The shopper wants money returned: how long does it take us?
Repayment to unhappy purchasers: how soon does it arrive?
= policy.Guest access
How long does a visitor pass open doors?
When does the login of an outsider run out?
Somebody from another firm came by; for how long is that person let in?
How long does a temporary pass for a visitor function?
Can a contractor use our wifi and doors overnight?
Expiry of a visitor's pass
A tradesman is coming: for how long does the pass open the entrance?
How long are strangers allowed in with a temporary pass?
= policy.Device loan
For how long may I borrow a laptop?
When must a tablet I took home come back?
Can I lend a tester some equipment, and until when?
Borrowing a notebook computer: when is it due back?
Maximum time for lending equipment to somebody
I would like to borrow a phone for a trial
Lending out hardware: when does it come home?
How long can a client borrow a demo unit?
= policy.On-call rest
How much sleep am I owed after a night with the pager?
When must I be back after standby duty woke me?
I was paged at three; how late may I come in?
Recovery time following a nightly alarm
An alarm got me out of bed: when do I start in the morning?
How long do I sleep in following a night on standby?
Standby at night: what pause am I owed?
Minimum pause following a night of alarms
= policy.Purchase approval
From which sum do I need a signature to buy something?
How much may I spend without asking my boss?
Up to what cost can a team shop freely?
At what price does my boss have to sign for a purchase?
Spending ceiling without a signature from management
I want to buy a monitor: who signs and from what price?
Ordering office stuff without asking: up to what price?
How costly can something be that I buy on my own?
= policy.Sick notes
When do I have to see a doctor if I feel ill?
For how long can I be unwell without a certificate?
I have the flu; from when is a physician's paper wanted?
When do I bring a doctor's letter if I am ill?
I am ill at home; when do you want a medical certificate?
Calling in ill without seeing a physician
How many absences for illness without a medical certificate?
Feeling unwell: when is a medical attestation required?
= policy.Log retention
How long are traces of machines kept before they are thrown away?
When do old protocol files vanish?
For what time can I still look at past system output?
How long are diagnostic traces stored?
When do machine event histories get deleted?
Storage period for system events
How far into the past do server traces reach?
Are old traces still there from last winter?
= policy.Training budget
How much can I spend on courses?
Which sum is there for my further education?
Is there money for conferences and books, and how much?
How much money does each employee have for courses?
I want to attend a conference: what will the firm pay?
Funds for learning per head
Education allowance for employees
Paying for a seminar: what is my yearly sum?
= policy.Incident review
How soon after an outage must the post-mortem take place?
When do we sit together and talk a breakdown through?
By when has the analysis of a failure to be finished?
How soon do we hold the post-mortem meeting?
Deadline for the retrospective following an outage
When is the lessons-learned discussion of an outage due?
After a breakdown, when do we analyse it together?
How fast is a retrospective scheduled?
= policy.Parental leave
I am having a baby, how long can I stay at home?
How much time off do new mothers and fathers get?
For how long may one be away after a birth?
How long can a new father stay at home?
Time off for a newborn baby
My wife is pregnant: how much time off do I have?
Maternity and paternity: how long?
Staying at home with an infant: for what period?
= policy.Supplier audit
How often do we inspect vendors?
When is the next visit at a factory we buy from due?
After what time is a manufacturer examined anew?
How frequently is each vendor inspected?
Interval between inspections of vendors
When do we visit the factory of a vendor to inspect it?
Vendor inspections: how regular?
How frequently are manufacturers examined for quality?
= policy.Badge return
How soon must a leaver hand in the key card?
I quit; until when may I hold on to my door pass?
When does somebody who resigned give up the entry card?
When do leavers give the door card back?
I resign: what is the deadline for my door card?
Deadline for handing in the entrance card
How soon is the card of somebody who quits collected?
Employee quits: when is the plastic card due?
= policy.Code review
How quickly must a colleague read my pull request?
When can I expect comments on a patch?
For how long may a merge wait for a second pair of eyes?
How soon does a pull request get looked at?
Maximum waiting time for a pull request
When do I receive feedback on my commit?
My merge request is pending: how long is normal?
Deadline for peer feedback on a commit
= policy.Vehicle use
What does a private ride in the firm's car cost me?
How much can I claim for driving?
Up to which sum is petrol for the van covered?
Driving a company car for private purposes: what is the price?
Mileage money: what do I receive?
I took the pool car on holiday: what do I owe?
Using the firm's automobile for myself
What do I pay for borrowing the van at the weekend?
= policy.Overtime
How many extra shifts may pile up?
At what point am I working too much?
How late in the evening can I stay per month?
How much additional labour per month is allowed?
Maximum of extra time beyond my normal schedule
I stayed late all month: when is it too much?
Ceiling on extra labour
How far beyond my normal schedule can I go?
= policy.Gifts
May I accept a bottle of wine from a vendor, and how dear may it be?
A client sent me chocolates; up to what value is that fine?
What worth of present counts as a bribe?
How valuable can a present from a vendor be?
A business partner offers me concert tickets: can I accept?
Accepting presents: maximum worth
Corruption rules: what presents are harmless?
A vendor mailed me a hamper for Christmas
= policy.Backup
How often are copies saved elsewhere?
How much may get lost if a server dies?
When was the last duplicate to be taken at the latest?
How frequently are snapshots of the databases made?
Interval between two snapshots
Worst case, how much recent work disappears if the disk dies?
How old is the newest copy if everything burns down?
Disaster recovery: how fresh are the copies?
= policy.Key handling
How often must secrets for encryption be renewed?
When are cryptographic credentials swapped?
For how long may one signing secret stay in use?
Rotation interval of cryptographic secrets
How frequently do we rotate encryption secrets?
When is an encryption secret too old?
Lifetime of cryptographic material
Renewing signing secrets: how frequently?
= policy.Visitor parking
How long may a guest leave the car in the lot?
When is a stranger's van towed?
My client drives here; until when can the car stand outside?
How long can somebody who visits us leave a car?
My client comes by car: where and how long can it stand?
Maximum stay of a foreign car on our premises
Can an outsider's car stand here overnight?
Time for cars of outsiders in our lot
= policy.Complaint handling
How quickly must an angry client hear from us?
Somebody is unhappy with us; by when do we react?
When is a grumbling buyer owed a response?
How soon do we respond to an unhappy client?
Response deadline for dissatisfied customers
A client is angry: how fast must I write back?
Somebody protests about our service: when do we react?
Time to a first response for grievances
= policy.Hardware disposal
When must old machines be scrapped?
How long may broken laptops lie around before recycling?
For what time can a dead server sit in the cellar?
How long do we store scrap computers until they are recycled?
Deadline for recycling old machines
Electronic scrap: when is it removed?
When does e-waste leave the house?
Throwing away a broken server: by when?
= policy.Price changes
How early must clients be warned that it gets dearer?
With what lead time do we raise tariffs?
When do buyers have to learn of a higher fee?
How far ahead do we announce higher fees?
Advance warning of a more expensive tariff
When is a client told that it becomes more expensive?
Announcement period for higher fees
We raise fees: how early do we announce it?
= policy.Delivery notes
How long do slips from lorries have to be filed?
When must the paper that came with the goods be scanned?
Until when are shipping papers handed to accounting?
Shipping papers: when are they filed?
How soon does the slip from the lorry go into the archive?
Deadline for filing shipping papers
The driver handed me a slip: until when do I file it?
How long do we store slips that come along with goods?
= policy.Spare parts
How long may a replacement take to arrive?
When should a substitute module be there?
For what time do we have a stock of components for mending?
How long until a replacement component ships?
Availability of replacement components
A component broke: when does the substitute arrive?
Waiting time for substitutes
How fast do we send a replacement for something broken?
= policy.Customer visits
How early must I announce a trip to a client?
When should I tell others before I drop in on a buyer?
With what lead time does one arrange to see a client?
I plan to travel to a client: how early do I announce it?
Advance announcement for seeing a client on site
How far ahead do I tell the account manager that I travel there?
Dropping in at a client's: how early to announce?
Announcing a trip to a client
= policy.Screen time breaks
How long may I stare at the monitor before a pause?
When should I rest my eyes?
After what stretch at the computer must I get up?
How long can I look at my monitor without a pause?
My eyes hurt at the computer: when should I pause?
Maximum stretch in front of a monitor
Ergonomics: pause after how long at the computer?
Resting my eyes: how frequently?
= policy.Meeting length
How long may a get-together in a conference room last?
When does a discussion have to end?
What is the longest that I can block colleagues in a calendar?
How long can a discussion with colleagues be scheduled?
Maximum duration of appointments in the calendar
Our weekly get-together drags on: when must we stop?
Calendar appointments: what duration is the ceiling?
How long are colleagues allowed to sit and talk?
= policy.Access review
How often is it checked who has which rights?
When do we look through permissions again?
After what time are accounts and their privileges examined?
How frequently do we check everybody's permissions?
Interval for checking user privileges
When are user permissions looked through?
Checking who can log in where: how frequently?
Recertification of privileges
= policy.Contract renewal
How early do we talk about extending an agreement?
When must we ask a client to stay before the deal runs out?
With what lead time is a prolongation offered?
How early do we begin talks on extending an agreement?
An agreement is about to expire: when do I speak to the client?
Lead time for extending agreements
Extending a deal: when do talks begin?
How far ahead of expiry do we offer an extension?
= policy.Test data
How long may samples for trying things out exist?
When are made-up records for developers erased?
For what time can I hold on to a copy used in staging?
How long can we store fake records for trying out software?
Sample records in staging: when are they deleted?
Deletion of records used for trying out software
A copy of production used for experiments: how long?
When are artificial records wiped?
= policy.Night shifts
How long may one work after midnight?
When must somebody who works in the dark go home?
What is the longest stretch between dusk and dawn?
Maximum duration of nocturnal labour
How long can somebody be on duty while others sleep?
Working from evening until dawn: how long is legal?
Nocturnal duty: what is the maximum?
On duty overnight: when is it enough?
= policy.Forklift licence
When do I have to renew my permit to drive pallets?
How often is the exam for stackers repeated?
For how long may I move loads before I am examined again?
How long is a permit for driving a lift truck good?
Truck driver permit in the warehouse: when does it expire?
Expiry of a permit for driving pallet trucks
Renewing the permit for a lift truck
When is refresher training for lift truck drivers due?
= policy.Invoice disputes
Until when can a client contest a bill?
How late may somebody object to what we charged?
A buyer says the sum is wrong; by when must that be said?
How long can a client challenge a bill?
Deadline for objections against a bill
Client thinks we charged too much: how long can that be raised?
Challenging a bill: until when?
Objecting to a wrong bill
= policy.Relocation
How much do I get for moving house?
The firm wants me in another town; what is paid for the van and boxes?
Up to which sum is a change of home covered?
How much money do I receive if I move to another city?
The firm transfers me: what will it pay for a moving van?
Moving to another city for the job: how much is reimbursed?
Removal costs: what is the ceiling?
Help with the cost of moving home
= policy.Calibration
How often must thermometers be compared with a standard?
When does an instrument have to be adjusted again?
For what time can measurements be trusted before a new certificate?
How frequently are sensors compared with a reference?
Interval between adjustments of measuring instruments
When does a thermometer go back to the laboratory?
Measuring instruments: how long is a comparison good?
Accuracy of thermometers: how frequently is it verified?
= policy.Cold store entry
How long may I stay in the freezer?
When must I come out to get warm?
What is the longest that somebody can work in the frost?
How long can a human stay at minus twenty?
Time in the deep freeze before I warm up
I am freezing in the chilled warehouse: when can I come out?
Maximum stay in the deep freeze
Working at minus twenty: how long at a stretch?
= policy.Media contact
How quickly must a journalist be passed on?
A newspaper rang; by when do I tell somebody?
When is a reporter owed an answer?
How soon do we respond to journalists?
A television crew is calling: how fast must it be forwarded?
Press inquiries: how fast?
Journalist on the phone: by when must I forward it?
Response time for newspapers
= cause.an expired certificate
a credential had run past its last day
somebody forgot to renew the TLS paper
the trust document was too old
= cause.a full disk
there was no space left on the drive
storage had run out
not one more byte could be saved
= cause.a wrong time zone
local clocks were off by several hours
the machine believed to be in another country
the offset from UTC was set badly
= cause.a missing index
the database had to read whole tables
lookups crawled through every row
nobody had told the tables how to be searched quickly
= cause.a leaking connection pool
sessions were opened and never given back
database handles ran out one by one
sockets piled up until none was left
= cause.a bad calibration file
the correction values of sensors were rubbish
offsets for measuring were broken
thermometers got nonsense for adjusting
= cause.a retry storm
clients hammered again and again
everybody repeated their calls at once
failed calls multiplied into a flood
= cause.a mistyped firewall rule
a typo blocked the traffic
packets were dropped through a slip of the keyboard
one wrong character closed the ports
= cause.a deadlock in the export job
two transfers waited for each other forever
a hand-over task was stuck against itself
a dump of data froze, each half holding a lock
= cause.an oversized message
one packet was far too large
somebody sent a giant payload
a single huge letter choked it
= cause.a failed power supply
the electricity of a machine died
a mains adapter burnt out
the current went off in one rack
= cause.a stale cache
outdated copies were served from memory
remembered answers were too old
temporary storage held yesterday's values
= cause.a broken migration
a schema upgrade stopped halfway
moving the tables to a new layout went wrong
the database conversion was botched
= cause.a duplicated device key
two gadgets shared one secret
the same credential was burnt into a pair of sensors
identical identities were given out twice
= cause.a slow name server
resolving hostnames took ages
DNS lookups crawled
translating addresses was sluggish
= cause.an unpinned dependency
a library had changed by itself overnight
a third-party package moved to a new release unasked
somebody else's update slipped into the build
= cause.a rejected bank file
the payment run was refused by the financial institute
our money transfer sheet was sent back
direct debits were turned down
= cause.a looping alert rule
warnings triggered themselves without end
an alarm kept setting itself off
a notification went round in circles
= cause.a swapped cable
two wires were plugged into the opposite sockets
somebody had mixed up the leads
the plugs were exchanged
= cause.a late clock change
summer time came at the wrong moment
daylight saving was applied too slowly
the switch to winter hours lagged
= role.gateway
the box that passes readings on
the little hub in the hall
the bridge between radio and internet
= role.temperature probe
the thermometer
the thing that feels how cold it is
the gadget measuring warmth
= role.dashboard
the overview screen
the page with all the charts
the board of live figures
= role.connector
the interface to other programs
the adapter for foreign software
the plug-in towards accounting programs
= role.support console
the helpdesk screen
the tool with which agents answer clients
the window for handling calls
= role.alerting service
the thing that sends alarms
the warning messages
the machine that rings people up
= role.archive
the long-term storage
the place for old records
the memory of past years
= role.route planner
the navigation for lorries
the tool that tells drivers where to go
the software arranging the tours
= role.door sensor
the thing that sees whether a gate is open
the contact on the cold room entrance
the opening detector
= role.billing service
the software that writes invoices
the money machine
the tool charging clients
= role.analytics module
the statistics part
the tool for evaluating figures
the number crunching
= role.access service
the login
the sign-in
the gatekeeper for accounts
= role.shipment tag
the label travelling with parcels
the small tracker on pallets
the sticker that follows freight
= role.sync agent
the program that copies between places
the background task which keeps both sides equal
the mirror software
= part.probe housings
plastic shells for thermometers
cases of the measuring sticks
covers that hold a sensor
= part.radio modules
wireless transmitters
boards that send over the air
little senders
= part.lithium cells
batteries
rechargeable energy packs
accumulators
= part.mounting brackets
holders for the wall
metal angles to screw things on
fixtures for fastening
= part.display panels
little screens
LCD glass
monitors for the front
= part.antenna cables
coax leads
wires for the aerial
cords between sender and aerial
= part.thermistors
temperature-dependent resistors
heat-sensitive elements
the tiny things that feel warmth
= part.shipping crates
wooden boxes for sending
big cases for freight
sturdy containers for parcels
= part.door magnets
the small ferrite bits that tell whether a gate is shut
attracting pieces for entrances
ferrites for hatches
= part.circuit boards
PCBs
green plates with soldered chips
printed electronics
"""

FAULTS = """
readings arrive faster than they are written | measurements pile up quicker than the storage takes them; values come in more rapidly than we can save them
a reading was older than the queue accepts | a measurement came in too late to be taken; some value had a past timestamp and was thrown out
the queue file could not be locked | two programs fight over one buffer; something else holds the buffer open
a batch was cut off before its last record | a bundle of measurements ended too early; half of the packet is gone
the queue was closed while records still waited | it was shut down with values pending; somebody stopped it before everything was processed
a record names a channel that nobody reads | values go to an unknown destination; measurements are addressed to no listener
the spool has reached its size limit | the buffer is full; the temporary storage overflows
two senders use the same batch number | a pair of collectors count alike; numbering of bundles collides
a rule refers to a sensor that was removed | an automatic reaction points at a gadget that is gone; something watches a thermometer we took down
two rules trigger each other | automatic reactions call one another without end; alarms set one another off for ever
a threshold has no unit | a boundary value is a bare number; nobody said whether it is Celsius or humidity
a rule was saved without an action | an automation fires and nothing follows; a condition is there but no consequence
the rule set is larger than the engine can hold | there are too many automations; we defined more conditions than fit
a schedule ends before it begins | the calendar entry is the wrong way round; start comes after finish
the evaluation took longer than one cycle | checking the conditions is too slow; computing a condition does not finish in time
a rule was written for a newer grammar | an automation uses syntax that is not known yet; a condition came from a later program
the antenna is short-circuited | the aerial shows zero ohms; a damaged wire at the aerial
the channel is taken by another gateway | a neighbour already occupies our frequency; somebody else sends on the same frequency
the radio got no answer to three requests | a sensor stays silent however often we call; nothing comes back over the air
the transmit power is above the local limit | we send too strongly for this country; the wireless signal is stronger than the law permits
the pairing key was rejected | coupling with a gadget does not go through; bonding is refused
the radio firmware does not match the driver | wireless software of two ages does not fit together; the chip runs other code than the host expects
more devices answer than the cell can serve | too many gadgets in one area; the neighbourhood is overcrowded with senders
the noise on the band is too high | there is a lot of interference; disturbances drown the signal
a session token ran out in the middle of a request | I was thrown out while clicking; my login expired while saving
the token was issued for another tenant | my login belongs to a different organisation; I came in with the credentials of a foreign firm
the cache holds more tokens than allowed | too many logins are remembered; there are more sign-ins stored than permitted
the signing key of a token is not known here | nobody can verify who made this login; the signature of a login cannot be checked
a token was used from two addresses at once | one login shows up in two places at the same time; somebody else seems to browse with my credentials
the cache could not reach its peer | two memories cannot talk to one another; the twin machine is not to be contacted
a token is not valid yet | my login starts in the future; a credential is too early
a revoked token was presented again | a withdrawn credential is back; something still uses a cancelled login
a report covers a period without data | my statistics page is empty; there are no values for those weeks
the template of the report is from an older release | the form for statistics is outdated; the layout was made with past software
the page limit of the report was passed | my PDF gets too long; the statistics have too many sheets
a chart has more series than colours | too many lines in one diagram; the graph cannot tell all curves apart
the report refers to a deleted folder | the statistics want to go into a directory that is gone; the target directory no longer exists
two reports write to the same file name | one evaluation overwrites the other; both PDFs end up being one
the logo is too large to embed | our company picture does not fit; the image on top is too heavy
the font for the chosen language is missing | characters show up as squares; foreign letters cannot be printed
the target folder refused the file | the destination does not let us write; permission denied while saving the dump
a column of the export is unknown | some heading of the dump is not recognised; the spreadsheet wants a value that does not exist
the export was stopped by its time limit | the dump takes too long and dies; the transfer was killed as too slow
an earlier run is still active | the previous one has not finished; it is busy with the last attempt
the checksum of the copied file is wrong | the transferred content is damaged; bytes got corrupted on the way
the separator occurs inside a value | a comma in a text breaks the spreadsheet; semicolons within cells shift everything
the target host key has changed | SSH warns that the other side is not who it was; the fingerprint of the destination is different
nothing was selected for the export | the dump would be empty; zero rows are chosen
a serial number is registered twice | the same gadget is listed two times; an identity is on file in duplicate
a device reports a type that its licence does not cover | we have not paid for this sort of gadget; hardware of a kind that was not bought
the registry is read only during a migration | the inventory cannot be edited as it is being moved; changes are blocked while the inventory moves
a device was moved without being released | a gadget turned up elsewhere unasked; somebody carried hardware to a different place
the serial number has a wrong check digit | I must have mistyped the identity of the gadget; the characters on the sticker do not add up
an import row has no site | a line of my spreadsheet says nothing about the place; the location is empty in one line
a retired device is still sending | scrapped hardware keeps talking; a gadget we took out of use goes on broadcasting
the number of licensed devices is used up | we cannot add more gadgets; every paid place is taken
the map layer is out of date | the geographic picture shows old streets; the background of the geographic view is old
a site has no coordinates | a place cannot be drawn as its position is unknown; latitude and longitude are empty
the tile store is full | no space for more geographic images; the picture memory overflows
the tile package is for another projection | the geographic images are distorted; pictures of the world do not line up
a floor plan is larger than allowed | the drawing of our building is too big; the blueprint has too many pixels
the tile server asked for a newer client | the geographic view wants a fresh browser; my program is too old to see the streets
two sites share one position | a pair of places lie on top of one another; two pins sit at one point
a zoom level is missing from the package | I cannot go closer into the streets; the picture turns grey when I magnify
the calibration of a probe has expired | a thermometer was not compared with a standard for too long; a sensor is overdue for adjusting
a calibration point lies outside the range | the reference temperature is too extreme; a comparison value is implausible
the table was signed with a retired key | the signature beneath the corrections is no longer trusted; an abolished signature approves the corrections
the offset is larger than two degrees | the thermometer is way off; the deviation of a sensor is huge
the table belongs to another serial number | the corrections are for a different thermometer; somebody mixed up the corrections
only one point was entered | a single comparison is not sufficient; there is just one reference
the certificate number is empty | somebody left the paper's identity blank; the proof of adjusting is not named
the table was changed while readings were stored | corrections were edited during recording; values before and after differ as somebody edited the corrections
the mail server refused the sender | our messages are not accepted by the post office machine; outgoing letters bounce as we are not trusted
an alert mail has no recipient | a warning goes to nobody; an alarm is addressed to no one
too many alert mails waited in the queue | warnings pile up unsent; a flood of alarms is pending
the server certificate could not be verified | TLS with the post office fails; the other side cannot prove its identity
an attachment was larger than the server takes | the enclosed PDF is too heavy; an enclosure is too big to go out
an address in the group does not exist | one of the receivers is unknown; somebody on the distribution list has left
the relay was asked to send in a loop | messages go round in circles; an out-of-office note bounces to and fro
the server answers but accepts no encryption | TLS is declined; only plain text goes through
the audit log cannot be written | who did what is not recorded any more; the protocol of actions stopped
an entry of the audit log has a broken signature | somebody may have tampered with the protocol; a line of the protocol seems forged
the time in the audit log ran backwards | later actions seem to come before earlier ones; the protocol is out of sequence
an entry was made by an unknown account | a stranger did something; nobody knows the user behind an action
the log was not handed over for a day | the protocol has not been shipped since yesterday; the transfer of the protocol was forgotten
the chain of entries has a gap | some lines of the protocol are lost; there is a hole in the history of actions
the log is kept for less time than agreed | the protocol is erased too early; traces vanish sooner than promised
an export of the log was not confirmed | somebody took out the protocol without an okay; a dump of the protocol awaits approval
the search index lags behind the data | new things cannot be found; what I typed in a moment ago does not show up when looking
a query used a field that is not indexed | looking by that property is impossible; I cannot filter on this property
the index was built by a newer release | the lookup structure comes from later software; a machine is too old for what its neighbour made
one part of the index does not answer | a shard is dead; looking things up gives only some results
a query matched too many records | I get thousands of hits; the result list is endless
the word list of a language is missing | words with umlauts cannot be found; looking in French gives nothing
the index volume is nearly full | the drive of the lookup machine is running out of space; little room is left for looking things up
a document could not be read for indexing | one PDF cannot be opened by the machine; a damaged text is skipped when looking
the battery of a probe is below its limit | a sensor is running out of juice; power of a thermometer is almost gone
the battery reports an impossible voltage | power values make no sense; a gadget claims thousands of volts
the charger of a gateway is missing | the hub is not plugged in; mains adapter of the hub is gone
the battery is too cold to deliver current | power collapses in the freezer; frost makes the gadget die
the battery type was not set after a change | nobody said which sort of cells are in there now; after swapping the cells it does not know the kind
the charge fell by half within a day | power drains extremely quickly; the gadget is empty after a short while
the battery has reached its last charging cycle | the accumulator is worn out; the power pack is at the end of its life
the backup cell of the clock is empty | it forgets the hour when unplugged; the coin on the circuit is dead
the clock differs from the time server by more than a minute | the hour shown is off; the machine lives in the past
no time server answers | NTP is dead; nobody tells the machine what hour it is
the time zone of a site is not set | it does not know in which country it stands; local hours of a place are unknown
two time servers contradict each other | NTP sources do not agree; there are two opinions on what hour it is
the clock jumped during a measurement | the hour leapt while recording; timestamps skip ahead
the summer time rules are outdated | daylight saving is wrong; it does not know about the new daylight saving law
the device has lost its date | the gadget thinks it is 1970; the calendar is reset
the clock runs slow in the cold | frost makes the hours drag; it loses seconds in the freezer
a line of the invoice has no price | an item on the bill is without an amount; something is billed at nothing
the invoice number was used before | two bills look like one; the bill has the identity of an earlier one
the tax key is not valid at the day of the invoice | VAT on the bill is out of force; the VAT rate did not exist back then
the address has no country | the bill does not say to which nation it goes; the nation of the client is blank
the rounding of the lines differs from the total | cents on the bill do not add up; the sum is a cent off
the layout has no room for the discount line | the rebate does not fit on the bill; there is no place to print a rebate
a credit note refers to an unknown invoice | a refund points at a bill nobody has; money is given back for a bill that does not exist
the currency of a line differs from the header | dollars and euros are mixed on a bill; one item is in foreign money
the role lacks the right for this page | I am not allowed to see that; forbidden when I open it
a group contains itself | a circle of members within members; a team is inside its own list
a shared link has expired | the URL my colleague sent is dead; an invitation no longer opens
the account belongs to no site | my user is not attached to any place; I can log in but see no location
the last administrator was about to be removed | nobody would be left with full control; I cannot delete the only superuser
a right was granted by a role that no longer exists | permission comes from something long deleted; somebody may do things by way of an abolished function
the request came from a blocked address | my IP is banned; the firewall throws me out
the list of rights could not be loaded | nobody can open anything as permissions are unavailable; the directory of who may do what is down
"""

STOP = """
a about above after again against all almost along already also although always am an and another any anybody anyone anything
are as ask at away back bad be became because been before behind being below best between both but by call came can cannot
case come comes could day days did do does doing done down during each early else end ever every everybody everyone everything
far few find first for forever from full gave get gets give given go goes going gone good got had happen happened has have he
hear help helps her here him his hold hour hours how however i if in inside into is it its itself just keep keeps kept know
known knows last late later least left less let like little long longest look looks lot made make makes many matter may me
mean might mine more most much must my near need needs never new next no nobody none nor not nothing now of off often old on
once one only open or other others our out outside over own part past per place please point put quick quickly rather read
really run said same saw say says second see seem seems seen sent set she should show since so some somebody someone
something somewhere soon still such take taken takes tell than that the their them then there these they thing things think
this those though three through thus till time to today together told too took towards two under until up upon us use used
uses using very want wanted was way we well went were what whatever when where whether which while who whoever whole whom
whose why will with within without work works would wrong year yes yet you your
"""
