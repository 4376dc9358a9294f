# ruff: noqa: E501 -- prose, one entry a line
"""What the company's policies say: topic by topic, then what all of them have in common, then German and French."""

# * why (a noun phrase), ! the rule with its limit {n}, + details, ? special cases, > things that happened
TOPICS = """
= Annual leave
* rest that is taken and not <saved|banked>
* planning that <survives|outlives> the summer
* the same <treatment|days> for field and office
* fewer <arguments|surprises> in December
! Every full-time employee <has|is given> {n} of paid leave <a year|in each calendar year>.
! The yearly <allowance|entitlement> is {n}, <pro rata|in proportion> for part-time contracts.
! <Paid leave comes to|Leave on full pay amounts to> {n} per year, <whatever the role|at every site>.
! <Nobody is granted less than|Each contract carries> {n} of leave, public holidays <not counted|on top>.
! <You may take|There are> {n} away from work each year <without loss of pay|and your pay goes on>.
+ Up to {few} days <move|pass> into the next year if they are taken by the end of <March|April>.
+ Leave over <Christmas|the turn of the year> is agreed in the team by the {nnth} day of the <autumn|last> quarter.
+ <Half days are fine|A half day can be booked>; single hours <are not|never appear as> leave.
+ The calendar in {place} shows <names only|no reasons>, <and managers read it before they promise dates|so look there first>.
+ Two weeks <in a row|without a break> are <expected|wanted> once a year, <ideally|preferably> before {month}.
+ Falling ill on leave gives the day back, <from the first note on|once the note is in>.
+ Requests are <answered|decided> within {few} working days, and silence <counts as|is> a yes.
? In the first {few} months <of a new job|after joining> leave grows by the month.
? Stocktaking week in {place} is closed for leave, <except for weddings|unless {col} agrees>.
? Parents of school children choose first <for|during> the holidays of {month}.
? Unpaid leave of <more than|over> {few} weeks goes through the managing director.
> {Col} asked on a {wday} for the {few} days after and got them, <because the rota had a gap|since nobody else was away>.
> Last year {nn} days were lost in one team <alone|by the end of March>, <which is why the reminder comes in January now|and nobody wants that again>.
> A planner in {place} booked single hours for <the dentist|school runs>; <those are flexitime|the booking was turned into flexitime>.
> When two people wanted the same week in {month}, the lot decided, <in the open|with both watching>.
= Travel expenses
* fair treatment <on the road|of those who travel>
* <claims that can be checked in a minute|short claims and quick payment>
* trips that cost what they are worth
* no private <loan|advance> to the company
! A hotel night is <paid|refunded> up to {n}, <breakfast included|tax included>.
! We cover overnight stays <to a ceiling of|as far as> {n} a night.
! <For a room|For one night> the company pays at most {n}.
! <Book what you like|Any house will do>: {n} a night is the most that <comes back to you|finance refunds>.
! Nightly costs <beyond|above> {n} stay with the traveller <unless agreed before|>.
+ Trains come before planes wherever the journey is under {few} hours.
+ Receipts are photographed on the day, <not collected in a shoebox|with the total in the picture>.
+ Breakfast is part of the room, not a <second|separate> claim.
+ A claim older than {nn} days needs a word from <the lead|{col}>.
+ <Taxis|Hired cars> are paid after {clock} or with more than {few} cases of equipment.
+ Seats are second class; the difference is <private|yours>, <also on long rides|except on night trains>.
+ Per diem follows the table of {month}, <which finance posts|kept on the wall in accounts>.
? During the fair in {place} rooms cost more, and the ceiling is <lifted|waived> for {few} nights.
? Guests of the company travel under <their own|another> agreement.
? Whoever sleeps at a friend's home may <claim|put in> EUR {low} for a present.
? Trips <booked by a customer|paid by a supplier> are declared, not claimed.
> {Col} paid EUR {nn} for parking in {place} and forgot the slip; <the bank line was enough that time|a signed note did the job>.
> Three technicians shared a <flat|holiday house> near {place} for {few} nights and saved about {share}.
> A claim of {month} came with a photo of <the dog|a menu>; <accounts sent it back with a smile|it took a second try>.
> One room cost more than the ceiling because the site is <remote|on an island>; the lead had written "yes" the day before.
= Password change
* account safety
* secrets that <age|expire> before they leak
* knowing who holds which <key|secret>
* one habit less for <attackers|thieves>
! Passwords of service accounts are <changed|replaced> every {n}.
! No service password may be older than {n}.
! <After|At the end of> {n} a service secret <stops working|is blocked>, used or not.
! Each machine account gets a new password <at least|no later than> every {n}.
! <The lifetime of|The clock for> a service password is {n}, <counted from its making|starting when it is set>.
+ Staff accounts use a hardware key and <have no expiry|never expire>.
+ A password <seen|pasted> in a chat or a ticket is changed <at once|within the hour>.
+ Shared accounts are kept in the vault <and nowhere else|with {few} named readers>.
+ Generated passwords have <at least|no fewer than> {nn} characters; <nobody has to remember them|the vault types them>.
+ The vault warns {few} days <ahead|before the date>, first by mail, then in the channel of {team}.
+ A rotation is <done|over> when the old secret is refused on {host}, <not when the new one works|which somebody has tried>.
+ Scripts read the secret at start, <so a restart is part of the change|never from a file in the repository>.
? Devices that cannot change a password without <a visit|the service cable> are listed by {team}.
? For a break-glass account the seal is checked <each {wday}|once in {few} weeks> instead.
? During a change freeze the date <moves|may slip> by {few} days, noted in the ticket.
? Accounts of a former supplier are deleted, <not rotated|whatever their age>.
> On {host} a forgotten job kept logging in with the old secret {nnn} times <an hour|overnight>.
> {Col} found {few} copies of one password in a shared sheet, <the oldest from {past}|all still valid>.
> The rotation in {month} took {mins} minutes and <broke nothing|one dashboard>.
> A printer in {place} turned out to have <its own account|a service login>, <unknown to everybody|and a very short password>.
= Data retention
* keeping no more than <we need|is useful>
* an answer when a customer asks what we <hold|store>
* deletion that really <happens|runs>
* smaller <backups|bills> and shorter searches
! Temperature records are <kept|stored> for {n} and then deleted.
! After {n} measurements are removed from every store, <backups included|copies too>.
! <Nothing that a probe sent|No reading> is held longer than {n}.
! <We keep|Storage of> customer measurements <for|ends after> {n}, <then the nightly job takes them|without exception by habit>.
! The retention of readings is {n}, <counted from the day they arrived|day by day>.
+ A legal hold stops deletion for the records <that it names|on its list>, never for a whole tenant.
+ Deletion runs at {clock} and leaves <a line|one entry> in the audit log.
+ Customers can export their records <at any time|until the last day> before that.
+ Totals per {month} stay, <since they name nobody|because they contain no single reading>.
+ A deleted record is <gone|out of reach> from the last backup {nn} days later.
+ Copies for tests are made from <invented|generated> readings, <never from a tenant|so nothing has to be chased later>.
+ {Team} shows the count of deleted rows <every {wday}|once a month>: lately about {nk} a night.
? Calibration readings <belong|go> to the certificate and live as long as it does.
? Disputed deliveries are <frozen|set aside> until the case is closed, {few} at present.
? <A customer's own contract|A signed annex> may ask for less time, never for more.
? Readings of the lab in {place} are research data and have <their own plan|a plan of their own>.
> A tenant asked for readings of two winters ago; <the honest answer was that they were gone|there was nothing left to send>, and that ended the talk.
> In {month} the job stopped for {few} nights because <a disk was full|a lock was left>, <and caught up by {wday}|the backlog took a weekend>.
> {Col} found {nn} gigabytes of exports on a laptop; <they were deleted the same day|the laptop was wiped>.
> The auditor picked {few} random days and <found nothing|got an empty table>, which was the right result.
= Remote work
* focus and family
* an office that is <full when it matters|worth the way>
* <trust|agreements> in place of time clocks
* quiet <mornings|hours> for long thoughts
! Work from home is possible on {n} a week.
! Each week allows {n} away from the office.
! <You may spend|The team can agree on> up to {n} of the week at home.
! <Out of five|In a normal week>, {n} can be worked from <elsewhere|a desk at home>.
! Home office is <limited to|capped at> {n} per week, <probation included|from the first month>.
+ The team agrees <which day|on one day when> everybody is in, at present mostly {wday}.
+ Working from abroad needs a word with <payroll|{col}> first, {few} weeks <ahead|before the trip>.
+ A spare room is not required, a locked screen <is|always is>.
+ The company lends a <chair|monitor> against a signature, up to {euro}.
+ <Meetings with|Calls from> home have the camera <on for the first minutes|as one likes>.
+ Between {clock} and lunch people answer <within a coffee|fairly soon>, wherever they sit.
+ Paper files <stay|remain> in {place}; photographs of them count as <copies|leaving the house>.
? Warehouse, lab and van <cannot be done from a kitchen|have no remote days>; those teams get <first pick of shifts|other flexibility>.
? In a heat wave or a rail strike the lead may <double|raise> the number for {few} days.
? Trainees <come in|sit with the team> for the first {few} weeks.
? A doctor's advice <goes|comes> before this text.
> {Col} saves {few} hours on the train and <spends one of them on reviews|starts at seven>.
> One team tried {wday} as <the common day|its day in> and changed after {few} weeks, <since the canteen was too full|because of the delivery rounds>.
> A neighbour's building site made <calls impossible|the mornings useless>; a desk in {place} was found for {nn} days.
> The screen in the window of a ground-floor flat showed <a customer's name|a wall of readings>; the desk now <faces the other way|has a foil>.
= Refunds
* trust
* <an end to haggling|short talks> at the returns desk
* money back <before the customer asks twice|within a pay run>
* devices that come back <usable|complete>
! Unused hardware is refunded <within|up to> {n} <of|after> delivery.
! A customer may return devices for {n} and gets the full price back.
! <For|During> {n} after arrival anything unopened <goes back|can be returned> for its price.
! Returns are <accepted|taken> until {n} have passed <since delivery|from the delivery note>.
! <We refund what comes back|The price is paid back> inside {n}, <no reason needed|without questions>.
+ Opened probe packs are <exchanged|swapped>, not refunded, <for hygiene|because the seal proves the calibration>.
+ Money goes back <the way|by the road> it came, usually within {few} bank days.
+ Return freight is on us when the fault was <ours|in the device>, otherwise EUR {low} a parcel.
+ Each return has <a number|a form> in the portal; parcels without one wait <on shelf {sign}|at {dock}>.
+ Rental fees for days already used are <kept|not returned>, <counted to the day of posting|down to the day>.
+ The desk in {place} photographs what arrives <damaged|wet or bent>, from {few} sides.
+ Above {euro} a second person <signs|looks at the case>, <normally from {team}|in the same week>.
? Made-to-measure brackets and cables <cut to length|with special plugs> stay with the buyer.
? A goodwill refund after the time is <possible|allowed> once per customer and year, up to {euro}.
? Loaned kits are not <sold|purchases>, so nothing is refunded there.
? Where a carrier lost the parcel, <we pay first and claim later|the claim is ours to pursue>.
> {Cust} sent back {nn} tags <in their foil|with the labels on>; the credit was booked on the {wday}.
> One box held <a sandwich|gravel> in place of a gateway, which the scale at {dock} <noticed|gave away>.
> The refund for {cust} went to <a closed account|an old card> and came back after {few} weeks.
> {Col} gave a credit {few} days <late|after the line>, <because the lorry had stood in {place}|and wrote down why>.
= Guest access
* an open house with a lock
* visitors who are <online|connected> before their coffee is cold
* a network that <forgets|lets go of> its guests
* knowing who was <in the building|on the air>
! A guest code for the wireless network is <valid|good> for {n}.
! Visitors' network access ends after {n}.
! <Each code|Every slip> opens the guest network for {n}, <then it is void|not longer>.
! Guests are <online|connected> for at most {n} <per visit|on one code>.
! <Access for guests|The guest login> runs {n} <from the first use|after the first sign-in>.
+ The host <signs|answers> for the guest and stays with them in the lab.
+ Guest devices see the internet and <nothing else|no printer, no probe, no file>.
+ Codes are printed at the front desk, <{few} at a time|never in advance>.
+ The network name changes in {month}; <old leaflets are thrown away|signs in {place} follow>.
+ Logs of the guest network <live|stay> {nn} days and hold <an address and a time|no content>.
+ Speed is capped at {nn} megabits, <which is plenty for mail|so that calls of staff do not suffer>.
+ A code is for one person and <two devices|their telephone and laptop>.
? Auditors and trainers get <a code for the whole stay|one code per week>, ordered by {team}.
? For <open days|the summer party> the desk prints a common code that dies at {clock}.
? Craftsmen who need our <building controls|meter room> get a cable, not a code.
? Former colleagues are guests <like everybody|too>.
> A visitor in room {room} shared the code with <a class of pupils|the next table>, {nn} devices in an hour.
> {Col} forgot to sign a guest out; <the badge lay in the car park in {place}|the gate reported one person too many>.
> The printer at the desk ran out of paper on {wday}, and <codes were written by hand|nobody got in>.
> Somebody tried port {port} {nnn} times from the guest side; <the wall held|nothing answered>.
= Device loan
* trying before buying
* kits that come home <complete|charged>
* a fair <queue|turn> for everybody
* knowing where {nnn} devices are <tonight|on any day>
! Loan devices go out for {n}.
! A demo kit may stay with a customer for {n}.
! <The loan|A trial> ends after {n}, <with return or purchase|one way or the other>.
! <We lend for|Kits are lent for> {n} <at a stretch|per customer>.
! {n} is <how long|the time that> a lent kit may be <away|out of the house>.
+ The kit leaves with a checklist of {nn} lines and <comes back|returns> with the same one.
+ One extension is possible, <in writing|by mail to {team}>, for half the time.
+ Lost probes are charged at list price, <cables at cost|antennas at half of it>.
+ Batteries are <new|charged> on the way out; <used ones come back in the bag|their age is on the label>.
+ The shelf in {place} holds {nn} kits; <reservations go by date|who books first, gets it>.
+ Data on the device is <erased|wiped> at <{dock}|the returns desk> before the next loan.
+ A kit never goes from one customer to <the next|another> directly, <however practical|not even in the same street>.
? Schools and <food banks|hospitals in a trial> may keep a kit {few} weeks longer.
? For tenders {team} builds <a set of its own|a separate case>, outside this text.
? Staff borrow <for tests at home|over a weekend> with a line in the book.
? <Prototypes|Devices without approval> leave the lab only with {col}.
> {Cust} liked the kit so much that <the loan became an order|they bought it with the stickers on>.
> Kit {sign} spent {few} months in <a cupboard in {place}|the boot of a car>, <fully charged|still sending>.
> A probe came back from the deep end of a <fish tank|cellar>, and <worked|its log was complete>.
> The checklist was signed with {few} parts missing, <which cost us {euro}|nobody knows where>.
= On-call rest
* people who can think
* decisions made <awake|with a clear head>
* a rota that one can <keep up|live with>
* nights that are <paid and followed by sleep|counted honestly>
! After a night call there are {n} of rest before the next shift.
! Whoever was paged at night stays off work for {n}.
! <The break|Rest> after a call between ten and six is {n}, <paid|at full pay>.
! Between the end of a call and <the desk|the next task> lie {n}.
! <A paged night|One call at night> means {n} <without work|free>, <no bargaining|whatever the calendar says>.
+ The rest is paid time and <needs no form|appears in the sheet by itself>.
+ {Few} nights in a row mean the rota is <rearranged|changed by noon>.
+ Nobody is on call in the week before <parental leave|a long holiday>.
+ Morning meetings <move|are taken> by the second on the list, mostly <by {clock}|from {team}>.
+ A call of under {mins} minutes <counts|is a call> too.
+ The pager log decides, <not memory|no discussion>; it is kept in {team}.
+ Swaps are entered <before|by> {clock}, so that the right telephone <rings|wakes up>.
? In a severity 1 case the lead may <ask|beg> for one handover call, {mins} minutes at most.
? Follow-the-sun weeks with {place} <have no night|need no rest rule>.
? Volunteers <on long weekends|at New Year> choose their rest <themselves|freely>.
? Drivers follow the <law on driving hours|tachograph rules> where it is stricter.
> {Col} was paged at two, four and five and <slept until noon|came back the day after>, as it should be.
> Someone fixed a {nn} second hiccup at night and then <broke the invoice run at nine|merged the wrong branch>.
> In {month} there were {nn} night calls, {few} of them <for a full disk|from one probe>.
> The rota of {team} had one name on it for {few} weeks; <that is over|three more people were trained>.
= Purchase approval
* spending with open eyes
* small things without <paper|delay>
* two <signatures|pairs of eyes> where it hurts
* a list of what we <really pay for|have subscribed to>
! Purchases up to {n} need no second signature.
! A lead may approve spending to {n} alone.
! <From|Above> {n} on, <two people sign|a second name is needed>.
! <One signature is enough|A single yes will do> for orders of up to {n}, <tax not counted|net>.
! {n} is the line <between one signature and two|below which a lead decides>.
+ Splitting an order to stay below the line <counts as|is> breaking this policy.
+ Subscriptions are judged by their <yearly cost|cost over {few} years>.
+ Emergency spares are approved afterwards, within <the week|{few} days>.
+ Three offers are <asked|compared> from {euro} on, <kept with the order|one of them local>.
+ The company card is for <tickets and postage|things that vanish in a day>, up to EUR {nnn} a month.
+ Numbers come from {team}, <who answer in a day|usually before lunch>.
+ A new supplier is <checked|looked up> before the first order, <not with the first reminder|by two questions and a call>.
? Rent, power and <wages|insurance> run under <contracts of their own|standing approval>.
? The lab in {place} buys <reagents|dry ice> from a yearly frame of {nk} euros.
? Goods for resale follow <the price list|purchasing>, not this page.
? In the last {few} days of a year nothing is <bought to save a budget|ordered without the director>.
> {Few} chairs at EUR {nnn} each came as {few} orders, <on the same afternoon|all on one {wday}>; that talk was short.
> A licence of {euro} a month had <no users|one user> since {month}, <and renewed itself|and nobody noticed>.
> {Col} bought a pump at {clock} on a Sunday and <saved the cold store|got the yes on Monday>.
> The second signature found a <wrong voltage|missing zero> in {few} of {nn} orders last year.
= Sick notes
* getting well
* less <paper|queueing> in waiting rooms
* colleagues who can <plan|step in>
* privacy about <health|what is nobody's business>
! A doctor's note is due after {n} of illness.
! For absences longer than {n} we ask for a certificate.
! <Up to|For> {n} your word is <enough|all we need>, then a doctor's.
! <Anybody ill for more than|An absence beyond> {n} <hands in|calls for> a note.
! {n} may pass <before a certificate is needed|without any paper>.
+ A message to the lead before {clock} is enough on the first day.
+ The diagnosis is <nobody's business|never asked for>, <and is crossed out if it arrives|not even kindly>.
+ Children's illness is treated <the same way|alike>, up to {nn} days a year.
+ Notes go to <payroll|people operations> as a photo; <the paper stays at home|no post is needed>.
+ After {few} weeks there is <a talk about coming back|an offer of shorter days>.
+ Whoever <coughs|is feverish> works from bed or <not at all|sleeps>, but not from {place}.
+ Accidents at work are <reported|written up> the same day, form {sign}.
? During probation the time is <the same|not shorter>, <whatever you have heard|despite rumours>.
? On the eve of a holiday {col} may ask for a note <earlier|from day one>, with a reason.
? Blood donors and <volunteer fire crews|first aiders> are <excused|free> for the day.
? Dental visits of under {few} hours are <time off in kind|no illness>.
> In {month} a cold took out {few} of {nn} people in {team}, <half of them at once|one after the other>.
> {Col} sent a picture of <the thermometer|a tea cup> in place of a note, <which was fine|and nobody minded>.
> A note from abroad took {few} weeks to arrive; <the photo had been enough|pay went on>.
> Somebody came back too early and was <ill again by {wday}|sent home at {clock}>.
= Log retention
* finding faults without hoarding
* disks that <stay half empty|do not page us>
* enough past to <explain|understand> last month
* less <personal data|reading matter> for whoever breaks in
! Application logs live for {n}.
! We hold logs for {n}, then they <roll off|are dropped>.
! <The store keeps|Log lines stay> {n}, <oldest out first|on every node>.
! After {n} <a line is gone|log files are deleted>, <compressed or not|on all hosts>.
! <Search reaches back|You can look back> {n} and <no further|not a day more>.
+ Security logs follow <their own schedule|another text> of {team}.
+ Personal data is masked <before a line is written|in the agent>, {few} patterns at present.
+ Copies on laptops are deleted when the ticket <closes|is done>.
+ The volume on {host} takes about {nn} gigabytes <a day|between two midnights>.
+ Debug level is <allowed|on> for {few} hours, then it <falls back|turns itself off>.
+ A line has <a time, a level and a request id|four fields in front>, <or the parser drops it|as shown in the example>.
+ Excerpts in a review are kept with <the review|it>, <cut to what is needed|thirty lines at most>.
? Lines under a legal hold are <copied aside|moved to a second store>, never left in the stream.
? Probes keep <the last {nnn} lines|their own ring of lines>, which this page does not touch.
? Logs of the payment path are <halved in time|shorter lived>, by request of the bank.
? Load tests in {place} log to <a scratch volume|their own disk> that is wiped each {wday}.
> A fault of {past} could not be explained, <since its lines were a day too old|because debug had been off>.
> {Col} found mail addresses in {nnn} lines of <a retry log|an old module>, <fixed in {few} days|masked since>.
> One loop wrote {nk} lines a minute until <the disk alarm rang|somebody pulled it>.
> The search for {cust} took {mins} minutes; <an index now makes it two seconds|half of it was waiting>.
= Training budget
* staying curious
* learning that <reaches the team|is passed on>
* no <begging|waiting> for a book
* skills before they are <missing|urgent>
! Each person can spend {n} a year on courses and books.
! The yearly learning budget is {n} a head.
! <For courses, books and fairs|For learning> there are {n} <per person and year|each year>.
! <You decide|Every employee decides> how {n} a year are spent on <learning|training>.
! {n} <is set aside|stand ready> for everybody's training each year.
+ Exams are paid on top <if they are passed|at the first try>.
+ What was learned is shown to the team in <half an hour|{mins} minutes>.
+ The sum <does not roll over|ends with December>.
+ Travel to a course comes from <the same pot|this money> beyond {nn} kilometres.
+ Language lessons <count|are covered> if a {few} person team asks for them.
+ Working time for learning is {few} days a year, <entered as such|agreed with the lead>.
+ Books <belong|go> to the shelf in {place} when <read|you are done>.
? Mandatory courses, <forklift or first aid|such as fire safety>, are paid <by the site|elsewhere>.
? A degree over {few} years gets <its own agreement|a contract with payback>.
? Part-time staff have <the full sum|no cut here>, since courses cost everybody the same.
? In the last {few} months of a contract the lead <has a say|must agree>.
> {Col} learned welding, <which has nothing to do with the job|on paper a hobby>, and repaired {few} brackets in {month}.
> The course in {place} was poor; <the note on the wiki saved others EUR {nnn}|three people were warned in time>.
> Only {share} of the money was used last year, <mostly by the same people|and support used least>.
> A talk of {mins} minutes on batteries led to <a cheaper cell|fewer changes in the field>.
= Incident review
* learning without blame
* the same fault <never twice|only once>
* memory while it is <fresh|warm>
* honest <numbers|timelines>
! A review is held within {n} of every severity 1 or 2 incident.
! The write-up is due {n} after the alarm.
! <At the latest|No later than> {n} after the all-clear <everybody involved sits down|we meet>.
! <Between incident and review|From alarm to text> pass at most {n}.
! Within {n} <the causes are on paper|there is a written review>, <finished or not|with open ends if need be>.
+ The review looks for causes, <never for culprits|not for names>.
+ Actions have an owner and a date or <they are struck out|do not count>.
+ Customers get a summary <on request|of one page>, <checked by {team}|without names>.
+ The meeting takes {mins} minutes; <whoever was on call speaks first|the timeline is read aloud>.
+ Open actions are <read|counted> every {wday}, at present about {nn}.
+ Near misses are <welcome|reviewed> too, <in short form|on half a page>.
+ The text is stored <under the incident's number|beside the alarm>, <searchable by cause|for everyone>.
? For an incident at <a supplier|the power company> we write what we saw, <nothing more|no guesses>.
? If lawyers are involved, {col} decides what is <written|shared>.
? Drills <get|have> the same form, <marked as such|with the word drill on top>.
? Two incidents <of one cause|in a row> may share a review.
> In {month} a review found that <the alarm had rung for {few} weeks|two clocks disagreed by {mins} minutes>.
> {Col} brought cake and <the graph nobody had looked at|a hand-drawn timeline>, <and both helped|in that order>.
> The action "be more careful" was <struck out|deleted> {few} times last quarter.
> Only {few} of {nn} actions were late, <the oldest since {past}|all of them in one team>.
= Parental leave
* families
* coming back <without loss|to the same chair>
* a plan <before|ahead of> the birth
* the same rights for <both parents|adoption>
! Either parent may take {n} at full pay.
! We pay {n} of leave on the birth or adoption of a child.
! <Full pay goes on|The salary continues> for {n} after a birth.
! <Mothers and fathers alike|Both parents> have {n} <of paid leave|paid by us>.
! {n} <on full pay|with pay> are open to <each parent|everyone who becomes a parent>.
+ The time can be split into {few} blocks <in two years|until the second birthday>.
+ Your desk, role and pay are <waiting|kept>.
+ Tell us {few} months ahead <if you can|where possible>.
+ During the first {few} weeks back, shorter days are <a right|a call away>.
+ Contact during leave is <your choice|as you like it>; <nobody expects mail|the account may sleep>.
+ Pay rises <reach|apply to> people on leave <like anybody|as well>.
+ A room for nursing is on the {floor} in {place}, <with a lock and a fridge|number {room}>.
? Twins <add|bring> {few} weeks.
? If a birth comes early, the form <may wait|follows later>.
? For foster children the first {few} months <count|are covered>.
? In probation the leave is <the same|unchanged>.
> {Col} took {few} weeks in {month} and the rest <a year later|when the cot was outgrown>.
> The handover list of {few} pages <was the best that {team} ever had|still hangs on the wall>.
> Somebody's badge had been <blocked|archived> during leave; <that never happens again|the system now knows>.
> In one team {few} parents were away at once, <and a student filled in|with three months' notice>.
= Supplier audit
* parts we can rely on
* faults found <at the source|before the goods gate>
* talks with <the people who solder|the floor>
* papers that match the <shelf|goods>
! Every supplier of safety parts is visited once in {n}.
! No more than {n} may lie between two audits of a supplier.
! <At least every|Once in> {n} <somebody of ours|an auditor> stands in the supplier's hall.
! <The interval|The time> between two visits is {n} <at most|or less>.
! {n} after the last audit <a supplier's approval lapses|approval ends>.
+ The visit includes the store, <not only the meeting room|and the scrap bin>.
+ Findings are shared with the supplier on <the same day|the way out>.
+ A failed audit stops new orders, <not running ones|at once>.
+ Two people go, <one of them from {team}|an engineer among them>.
+ The list has {nn} questions; <the first asks about the last complaint|number {n9} is about clocks>.
+ Samples of {few} parts are <drawn|picked> by us, <sealed and numbered|from the middle of a box>.
+ Travel and sleep are <ours|paid by us>, lunch is <theirs|eaten together>.
? Suppliers with <a certificate we trust|a current quality mark> get a remote visit every second time.
? After a fire, a move or a new owner <the clock starts anew|we come at once>.
? For parts below {euro} a year a <form|questionnaire> is enough.
? Sole suppliers are visited <twice as often|by {col} in person>.
> In {place} the humidity meter had <no battery|stopped in {month}>, <as its log showed|to everyone's surprise>.
> {Col} found our drawings in <an old revision|version {n}> on {few} benches.
> One supplier had labelled {nnn} parts <in advance|before testing>; <they were tested again|all went back>.
> The audit of {past} took {few} hours and ended with <two findings|a handshake>.
= Badge return
* knowing who is in
* doors that <forget leavers|open for the right people>
* a clean <list|end>
* one drawer for all <badges|cards>
! Badges come back within {n} of the last working day.
! A leaver's badge is handed in no later than {n} after leaving.
! <Within|Not later than> {n} the badge is <on our desk|back>, <by hand or by post|sent or brought>.
! {n} after the last shift <the card must be here|no badge is out any more>.
! <The badge is due|Return is due> {n} after <the farewell|the contract ends>.
+ Lost badges are blocked <at the front desk|by telephone> in a minute.
+ Badges are not lent, <not even for the coffee corner|even to the person beside you>.
+ A forgotten badge is replaced by a day pass, <{few} times a quarter|signed by the lead>.
+ The picture is renewed <every {few} years|when nobody recognises it>.
+ The drawer at {place} is <counted|emptied> each {wday}.
+ Keys, <locker and car park card|car park card and token> come back <together|in one bag>.
+ Doors <stop opening|close> at {clock} on the last day, <whoever still holds the card|returned or not>.
? Pensioners may keep <a blank|an invalid> badge as a souvenir.
? Contractors return theirs <each evening|at the gate>.
? On garden leave the badge is due <on the day of the talk|at once>.
? Badges lost at <sea|a fair> are <reported|written off> with a note.
> {Col} found {few} badges of leavers in <a coat|one drawer>, <the oldest from {past}|two still active>.
> A badge came back from {place} in <a birthday card|a jam jar>.
> The gate counted {nnn} people in a hall with <{nn} desks|one exit>; {few} cards had been <passed back|lent>.
> It took {mins} minutes to find out whose card <lay in the snow|opened door {sign}>.
= Code review
* second pairs of eyes
* changes that <two people understand|do not wait>
* a calm <main branch|history>
* teaching <by reading|while merging>
! A review request gets its first answer within {n}.
! Nobody waits longer than {n} for a first look at a change.
! <The first comment|A first reaction> comes inside {n}, <even if it is a question|weekends aside>.
! Within {n} <somebody has read the change|a reviewer answers>.
! {n} is <the longest|as long as> a change <may lie unread|waits for eyes>.
+ Small changes are reviewed <first|before large ones>, those under {nnn} lines.
+ The author merges, the reviewer <does not|never does>.
+ Hot fixes are reviewed <after the fire is out|later>, on the same day.
+ A comment says <what and why|the reason>, <taste is marked as taste|style is left to the formatter>.
+ Above {nnn} changed lines <the change is split|somebody walks through it in person>.
+ Tests come <with|in> the change, <or a ticket number says when|not after it>.
+ Two approvals are needed <for|around> the payment path and <keys|the {sign} module>.
? Generated files and <vendored|translated> text are <skipped|not read>.
? A lone author on a holiday may merge <docs|spelling> without <eyes|a second look>.
? Pairs who wrote together <need|ask> one outsider.
? Dependency updates are read by {team}, <in a batch each {wday}|once a week>.
> {Col} found a wrong sign in line {nnn}, <two days before the release|after three others had missed it>.
> The longest wait in {month} was {nn} hours, <over a weekend|for a file nobody owned>.
> A review of {mins} minutes became <a redesign|a long walk>, <to the good of the product|and saved a table>.
> Somebody approved {few} changes in <one minute|a lift>; the log <showed it|made that visible>.
= Vehicle use
* vans that start in the morning
* a fair <price|share> for private trips
* clean <load beds|cold boxes>
* knowing who drove <where|when>
! Private use of a service van costs {n} a day.
! Taking a van home over the weekend is charged at {n} a day.
! <For|On> private days the driver pays {n}, <fuel not included|tank full>.
! <We charge|The daily rate is> {n} for a van <used privately|out of service hours>.
! {n} a day is <the price of|what we ask for> <borrowing a van|a private trip>.
+ Cold boxes are <emptied|switched off> before the van is parked.
+ Fines are paid by <whoever drove|the driver>, within {nn} days.
+ The log book lives in the door, <not in the glove box|on a string>.
+ Damage is <photographed|told> the same day, <however small|scratches too>, to {team}.
+ Tyres are <changed|swapped> in <the first week of {month}|week {wk}> at {place}.
+ Smoking, <dogs and wet paint|live animals> stay outside.
+ The tank is <left|handed back> at least half full, <electric vans above {share}|the card is in the visor>.
? Moving house is <free|without charge> once, up to {nn} kilometres.
? On call, the van <may stand at home|sleeps at home> at no cost.
? Trailers need <their own licence|a word with {col}>.
? <Spouses|Family members> drive only <with a signed form|in an emergency>.
> Van {sign} came back from a weekend with {nnn} kilometres and <sand in the cold box|a surfboard on top>.
> {Col} paid a fine of EUR {nn} from {place}, <which the camera had sent to us|after three letters>.
> The battery was flat {few} times in {month}, <always after a {wday}|the interior light was on>.
> A parking sensor saved <a gate|the fence>, <at two kilometres an hour|by a hand's breadth>.
= Overtime
* evenings
* plans that fit into <a day|eight hours>
* hours that are <seen and given back|on the books>
* warnings <before people break|in time>
! At most {n} of overtime are worked in a month.
! The monthly cap on extra hours is {n}.
! <Nobody works|No sheet shows> more than {n} beyond contract <in a month|per month>.
! <Extra hours stop at|After> {n} a month <the next task waits|work stops>.
! {n} of overtime per month is <the most we accept|the line>.
+ Overtime is <taken off|given back as time> before it is paid out.
+ Stocktaking weekends are announced {few} weeks <ahead|before>.
+ Leads look at the figures <every {wday}|before planning>.
+ The first {mins} minutes over <count|are counted> as well.
+ Travel on Sundays is <overtime|counted in full>, <reading mail is too|as is the wait at gates>.
+ Balances above {nn} hours are <talked about|cut> by the end of {month}.
+ <Ordered|Agreed> beforehand: who, <how long|until when> and for what.
? In a severity 1 case hours <count double|are booked apart>.
? Part-timers reach <their cap|it> earlier, in proportion.
? The week of the move to {place} was <excepted|outside the count>.
? <Young workers|Apprentices> have none, <without discussion|by law>.
> {Col} had {nn} hours on the sheet and was <sent home on {wday}|given a free week>.
> {Team} halved its extra hours after <dropping one report|the {clock} meeting went>.
> A rota error gave {few} people the same Sunday, <and nobody dared to ask|for a month>.
> Last {month} overtime in {place} came from <one late lorry|a broken printer>, week after week.
= Gifts
* clean hands
* choices that <nobody can buy|are ours>
* kindness without <strings|bookkeeping>
* an easy <no|answer>
! Presents worth up to {n} may be kept.
! Anything above {n} goes back with a kind letter.
! <Up to|As far as> {n} a present is <a present|nobody's business>.
! {n} is <the value at which|where> a gift becomes <a matter for the register|too much>.
! <We accept|Staff may accept> gifts of at most {n} <per giver and year|a piece>.
+ Cash is never <accepted|taken>, vouchers <count as cash|neither>.
+ A meal during a site visit is <not a gift|fine>, <a weekend is|tickets are>.
+ Fruit baskets end up in <the kitchen|room {room}>.
+ The register is <open to everybody|in the intranet>, {few} lines long at <present|the moment>.
+ During a tender {few} weeks before the decision <nothing is taken|even pens go back>.
+ <What we give|Our own presents> follow the same <line|sum>.
+ Doubts go to {col} or <the lead|{team}>, <before unwrapping|at best the same day>.
? Wedding presents from <a customer's crew|old partners> are <judged kindly|looked at case by case>.
? Refusing would <insult|hurt> in some places; then the gift <belongs to the house|is raffled>.
? Prizes <won|drawn> at a fair are kept if the draw was <public|fair>.
? Samples are <tools|for testing>, not presents, and <stay in the lab|are labelled {sign}>.
> A ham of {few} kilos from a supplier fed <the night shift in {place}|{team}>, <with a thank-you card|and was entered>.
> {Col} sent back a watch and <got a nicer letter|lost nobody>.
> The raffle in {month} brought EUR {nnn} for <the food bank|the kindergarten>.
> Somebody got {few} tickets for a match and <asked too late|paid for them>.
= Backup
* sleeping at night
* a way back from <any mistake|a bad day>
* copies that <somebody has opened|restore>
* no <hero|guess> in an emergency
! Production data is copied every {n}.
! We never stand to lose more than {n} of customer data.
! <Each|Every> {n} <a new copy starts|the copy job runs>, <day and night|without a window>.
! <Between two copies|From copy to copy> pass {n} at most.
! {n} of work is <the most|all> that <a crash may cost|could be lost>.
+ A copy that nobody has restored <does not count|is a hope>.
+ One copy is kept at another site, <now {place}|on its own power>.
+ Restore drills happen in <the first week of a quarter|week {wk}>, <by somebody new|with a stopwatch>.
+ Copies are encrypted; the key <lies|is kept> in two <safes|envelopes>.
+ The job on {host} takes {mins} minutes and moves {nn} gigabytes.
+ An alarm rings if {few} copies in a row are <missing|smaller than the one before>.
+ Old copies <go|are removed> after {nn} days, <by the same job|oldest first>.
? Search indexes are <rebuilt|not copied>, which takes {few} hours.
? Laptops are <not backed up|outside>: <work lives on the share|put it on the server>.
? Customers with <their own store|an export of their own> may opt out in writing.
? Before a migration there is <an extra copy|a copy by hand>, kept {nn} days.
> The drill in {month} took {nnn} minutes; <the password was in the system being restored|half of that was waiting for a key>.
> {Col} restored one table for {cust} in {mins} minutes, <on a {wday} evening|from the copy of {clock}>.
> For {few} nights the copy was <empty|2 kilobytes>, and <the light was green|nobody asked>.
> A digger in {place} proved why <the second site matters|two cables are not one>.
= Key handling
* signatures that mean something
* keys that <one person alone cannot use|never travel>
* a known <age|place> for each key
* devices that <trust the right sender|reject a forgery>
! Signing keys are replaced every {n}.
! A device key lives for {n} at most.
! <The life of|The span for> a signing key is {n}, <used or idle|from its ceremony on>.
! After {n} <a key is retired|signing moves to a new key>, <clean or not|no matter how well guarded>.
! <Every|At the latest after> {n} <we make a new key|a key is changed>.
+ Keys are made on the token and <never leave it|cannot be read out>.
+ {Few} people are in the room when a root key is used, <telephones outside|one of them from {team}>.
+ Old keys are kept to <check|verify> old signatures, <for {nn} months|never to sign>.
+ The safe in {place} opens with <two codes|a key and a code>, <held by different teams|changed each {month}>.
+ Each use is <a line|noted> in the paper book, <with the time|page and hand>.
+ Test keys carry <the word TEST|a red label> in their name and <sign nothing real|expire in {few} days>.
+ A lost token is <reported|called in> within {mins} minutes, <day or night|any hour>.
? Customers' own keys stay <with them|in their module>; we hold {few} at no time.
? In an emergency {col} and one director may <rotate early|skip the notice>.
? Keys in devices <already sold|in the field> follow at the next service.
? Browser certificates are <automatic|handled by the relay>.
> The ceremony of {past} lasted {few} hours, <mostly reading aloud|because a pin was wrong twice>.
> {Col} found a key on a build host, <named {sign}|in a home folder>; it was <burnt|revoked> by {clock}.
> A token fell into <a coffee|the lift shaft> and <the spare was used|its twin did the job>.
> The list had {nn} keys, the safe {n}; <the difference were copies of copies|it took a {wday} to explain>.
= Visitor parking
* space for everyone
* guests who <arrive on time|find a bay>
* a ramp free for <lorries|cold freight>
* no <towing|arguments in the rain>
! Guests may park for {n}.
! The visitor bays are free for {n}.
! <A visitor's car|One car> may stand {n}, <free of charge|with the slip behind the glass>.
! {n} of parking are <included in a visit|free for guests>.
! <The bays in front|Visitor bays> are limited to {n}.
+ Bays by the ramp are for <cold lorries|refrigerated freight> only.
+ Electric cars move once they are <full|charged>, the post shows <a green light|it>.
+ Staff who park there <buy the next cake|are asked to move>, <number plates are known|it happened {few} times in {month}>.
+ In {place} there are {nn} bays; <two of them are wide|the last one is short>.
+ Slips come from <the front desk|the host>, signed with <time and name|the hour>.
+ Bicycles stand <under the roof|by door {sign}>, <never on the escape way|with room for {nn}>.
+ After snow the far row <stays closed|is cleared last>, from {clock} on.
? Craftsmen with <tools|a ladder> may stand at {dock} <while they work|for a day>.
? Coaches are <announced|agreed> {few} days before.
? For people with a <blue badge|walking aid> there is no limit.
? On audit days bay {n} to {nn} are <kept free|reserved>.
> A driver slept {few} hours in bay {n} <with the cooler running|after a night from {place}>.
> {Col} lent a private garage to <a delegation|three guests> during the fair.
> The barrier stayed open for {few} days, <and no one abused it|because of a coin>.
> One car stood since {past}; <it belonged to a former supplier|the owner had retired>.
"""

TOPICS += """
= Complaint handling
* customers who stay
* an answer <before the second letter|while it still helps>
* faults counted <by cause|honestly>
* one <voice|hand> from start to end
! A complaint has a written answer within {n}.
! We reply to complaints in {n}, even if the reply is that we need longer.
! <No complaint waits|Nobody who complains waits> more than {n} for <a reply|our letter>.
! Within {n} <the customer hears from us|an answer goes out>, <in writing|signed by a person>.
! <The deadline|Our time> for an answer is {n} <from the first call|after receipt>.
+ The first sentence of the reply says <what went wrong|what we got wrong>.
+ Complaints are counted by cause, <not by customer|never by agent>.
+ Nobody answers a complaint about <themselves|their own work>.
+ Credits up to {euro} are given <on the spot|without asking>, <entered with the cause|then told to {team}>.
+ A call is <a complaint too|as good as a letter>, <noted in three lines|if the word falls>.
+ Each {wday} {few} cases are <read aloud|gone through> in {team}.
+ A case closes when the customer <says so|agrees>, <not when we are tired of it|or after {nn} silent days>.
? Threats and <insults|abuse> are answered once, by <the lead|{col}>.
? Press and <authorities|lawyers> have <another desk|other rules>.
? Anonymous complaints are <read|followed up>, without a reply.
? For safety matters the time is <one working day|until {clock}>.
> {Cust} complained about <a rude beep|the colour of an alarm>, and {nn} others <felt the same|had only not written>.
> {Col} drove to {place} with <a replacement|flowers>, <which cost less than three letters|and came back with an order>.
> A letter lay {few} weeks in <the wrong tray|a spam folder>; the tray is <gone|labelled now>.
> Of {nnn} complaints last year {share} were about <dates|invoices>, not devices.
= Hardware disposal
* clean desks and clean ground
* disks that <tell nothing|stay silent>
* raw materials that <come back|return>
* cupboards with <room|air>
! Retired devices are wiped and gone within {n}.
! Old hardware leaves the building after {n} at the latest.
! <From retirement|Between the last use> <to|and> the recycler lie {n} <at most|or less>.
! {n} is <the longest|as long as> a dead device <may gather dust|stays with us>.
! Within {n} of <its last day|being replaced> a device is <wiped and collected|out of the house>.
+ Batteries go into <the red box|box {sign}>, <poles taped|never with the disks>.
+ Disks are <shredded|drilled>, not sold, <with a witness|on {wday}s>.
+ A list of serial numbers goes to <accounting|{team}>.
+ Pick-up in {place} is in the week of <each quarter's end|week {wk}>, pallets at {dock}.
+ Working screens are <given|offered> to schools, {nn} last year.
+ Labels with our name are <scraped off|removed>, <customers' too|every one>.
+ The recycler's receipt is <kept|filed> {few} years.
? Devices under <dispute|a claim> wait on shelf {sign} until <it is settled|{col} frees them>.
? Loaned machines go <home|back to their owner>, not to the recycler.
? <Refrigerants|Gas> need a firm with <a permit|its own paper>.
? Museum pieces, {few} so far, stand in <the lobby in {place}|the canteen>.
> A disk from {past} came up at <a flea market|an auction>, <empty, luckily|with our sticker on it>.
> {Col} filled {few} pallets in <a week|one cellar>, and found <the missing projector|a fax>.
> {nn} probes were declared dead and <only had flat cells|worked after a reset>.
> The shredder took {mins} minutes for {nnn} disks and <one finger nail|a cable tie>.
= Price changes
* no surprises
* offers that <hold|stay true>
* time to <decide|budget>
* one list, one <day|truth>
! Customers hear of a new price {n} before it counts.
! Between notice and new price lie {n}.
! <A new price|Any increase> takes effect {n} after <the letter|its notice>.
! <We announce|Announced are> prices {n} ahead, <by letter and in the portal|in writing>.
! {n} <pass|go by> from the notice <to the first invoice|until a price is charged>.
+ Running contracts keep their price <to the end of the term|until renewal>.
+ A price cut needs no notice and <starts at once|may come overnight>.
+ Quotes already sent are <honoured|kept> for {nn} days.
+ The letter names <the old and the new price|both figures>, <in one line|first thing>.
+ Lists are changed <on the first of a month|at {clock}> by {team}, <nobody else|two people looking>.
+ Account managers get the list {few} days <before|earlier>, <with reasons|and a page of answers>.
+ Rounding is to <the half euro|fifty cents>, <upwards never|to the customer's side>.
? Freight and <customs|fuel> follow the carrier, <without notice|as billed>.
? Public tenders <stay fixed|are fixed> for {few} years.
? Errors in a list are <corrected|put right> and the lower figure <holds|counts> for orders placed.
? Tenants in {place} pay <in their currency|by another list>.
> The letter of {month} went to {nnn} addresses, {few} came back, <all of one street|two with thanks>.
> {Col} promised an old price for {few} weeks too long, and <we kept the word|it was honoured>.
> {Cust} asked for the reason and got <a page about lithium|three numbers>.
> A zero too many stood in the portal for {mins} minutes <on a {wday}|before breakfast>.
= Delivery notes
* papers that match the <box|load>
* disputes settled by <a signature|one glance>
* drivers who do not <wait|guess>
* a trail from <ramp|shelf> to invoice
! Signed delivery notes are filed within {n}.
! A delivery note is scanned no later than {n} after the goods arrived.
! <Between signature and archive|From the ramp to the file> pass {n} at most.
! {n} after delivery <the note is in the system|no note is loose>.
! <We file|Filing happens> inside {n}, <missing notes are chased|then the search begins>.
+ Driver and receiver sign <with time and name|legibly>, <initials are not enough|no stamps alone>.
+ Broken seals are <noted|written> on the paper <before|while> the lorry is still there.
+ Pallets and <boxes|cold packs> are counted <twice|by both>.
+ The scan carries the order number <in its name|first>, <page {n} too|for the search>.
+ Notes in {place} lie in tray {sign} until {clock}.
+ The temperature at the door is <written down|noted>: {deg} degrees <last {wday}|on {lately}>.
+ Paper is kept {few} years, <the scan for ever|in boxes by month>.
? Customers with <electronic|portal> notes sign on the screen.
? Night drops are signed <in the morning|by the first shift>, the camera <counts|is the witness>.
? If the driver leaves, {col} <writes the note|signs with a remark>.
? Returns have <a pink form|form {sign}>.
> {Few} boxes were short in {month}; <the note showed where|one signature decided>.
> A note for {cust} was signed by <the gate dog's owner|somebody nobody knew>.
> {Col} sorted {nnn} loose notes on <a Saturday|{wday}>, <most of them doubles|from two years>.
> The pen at {dock} was <empty for days|frozen>, which is in the log.
= Spare parts
* repairs before <the goods warm up|it gets warm>
* shelves that are <neither full nor empty|right>
* parts for <old devices too|what we sold>
* one <list|stock> for all sites
! A spare part is replaced on the shelf within {n}.
! Missing parts are ordered again in {n} or sooner.
! <The shelf|A gap on the shelf> is <full|closed> again after {n}.
! {n} is <the longest|how long> a part may be <missing|out of stock>.
! <We promise|Field service is promised> every listed part within {n}.
+ Each van carries {nn} parts, <listed inside the door|checked on {wday}>.
+ The last piece is <taken|used> only <with a word to {team}|after ordering the next>.
+ Parts for <discontinued|old> devices stay {few} years.
+ Shelf {sign} in {place} is for <radio parts|seals and cells>, {few} of each.
+ Used parts are tagged <red|with the fault> and <come back|go to the lab>.
+ Counting day is <the first {wday} of a month|in week {wk}>, {mins} minutes per aisle.
+ Lithium cells <older than {nn} months|with dents> leave the stock.
? Customers' own stock is <theirs|not counted>.
? Parts on recall are <locked away|in the cage>, <also for emergencies|no exceptions>.
? In peak season {place} may hold <twice as many|double>.
? <Borrowing|Taking> from a demo kit needs {col}.
> A seal of EUR {n} held up {few} technicians for {few} days in {month}.
> {Col} found {nnn} brackets <nobody had listed|behind a door>, <for a device long gone|two of them useful>.
> The van from {place} drove {nn} kilometres for <a fuse|one screw>.
> Since the list is <sorted by device|on the wall>, {share} fewer parts are missing.
= Customer visits
* knowing whom we <serve|work for>
* promises made <in the room|with eyes open>
* shorter <tickets|calls>
* notes that others can <use|read>
! Each large customer is visited again after {n} at most.
! A report on a visit is due within {n}.
! <Notes of a visit|The visit's notes> are <written|online> {n} after the handshake <at most|or earlier>.
! Within {n} <the visit is on paper|what was said is filed>.
! {n} after a visit <the promises are in the system|everybody can read its notes>.
+ Two people go, <one of them technical|never three>.
+ Promises are written down <before the car starts|in the lobby>, with a date.
+ The store is <walked|seen>, <not only the meeting room|gloves on>.
+ A visit is announced {few} days before, <by telephone|with the names>.
+ Lunch is <paid|ours> up to EUR {nn} a head.
+ Bad news is told <in person|first>, <by the lead|not in the last minute>.
+ The map in {place} shows <pins|dates> for {nn} customers, <red ones are late|oldest on top>.
? Sites with <animals|clean rooms> have their own <clothes|rules>.
? Video <counts|is a visit> every second time.
? After an incident somebody goes within {few} days.
? Prospects are <sales work|another list>.
> At {cust} the probe hung <behind the door|over a radiator>, <which explained a year of alarms|since the painters came>.
> {Col} listened for {mins} minutes and <said two sentences|filled a page>, <the customer renewed|and that was right>.
> On the way to {place} the van <broke down|met a flood>; the visit was <a call|held in a lay-by>.
> Of {nn} visits last quarter {few} led to <an order|a feature>.
= Screen time breaks
* eyes and backs
* fewer <headaches|typing errors> at four
* a reason to <stand up|walk>
* habits that <last|outlive a poster>
! After {n} at a screen there is a break.
! Nobody sits in front of a screen longer than {n} at a time.
! <Every|At the latest every> {n} <we look away|eyes leave the screen>, <for five minutes|far away at best>.
! {n} of screen work are <followed by|the most before> a pause.
! <A pause|Time off the screen> is due after {n}.
+ Breaks are <working time|paid>, <added to nothing|not saved up>.
+ {Mins} minutes of paper or <lab|shelf> work <count|are a break> too.
+ Screens stand <across|square> to the window, an arm <away|long>.
+ Glasses for the screen are paid to {euro}, <every {few} years|with a test>.
+ Calls can be <walked|taken standing>, the path behind {place} takes {mins} minutes.
+ The reminder tool is <optional|off by default>, <nobody reads its log|no one is measured>.
+ Desks <rise|go up> in room {room}, {few} more come in {month}.
? On watch in the control room <two people alternate|the second takes over>.
? During an incident breaks are <doubled afterwards|made up>.
? With a doctor's advice the time is <shorter|halved>.
? Forklift and <van|crane> drivers have <their law|other rules>.
> {Col} set an egg timer; <{team} now has three|it rang in a customer call>.
> The physiotherapist came {few} times in {month}, {nn} people <lay on mats|asked for more>.
> After {few} weeks <half of the headaches|the afternoon dip> in {team} <were gone|had moved>.
> Someone fixed the glare in {place} with <a cardboard box|a curtain for EUR {nn}>.
= Meeting length
* time to <do what was agreed|work>
* <talks|rooms> that start on time
* fewer people <half listening|in a row>
* decisions <on paper|by lunch>
! A meeting ends after {n}.
! No meeting is booked for more than {n}.
! <Calendar entries|Bookings> are <cut|limited> at {n}.
! {n} is <the longest|as long as> a meeting <may be|gets>.
! <After|When> {n} <have passed, people leave|the room is free>.
+ No agenda, no <meeting|coming>, <declining needs no reason|that is a fair answer>.
+ The first {few} minutes are for <reading|the paper>, <in silence|nobody presents>.
+ {Wday} mornings are <free|empty> of meetings until {clock}.
+ More than {few} people is <a talk|a lecture>, <recorded|so record it>.
+ Decisions are <posted|written> in the channel of {team} by the evening.
+ Rooms are <left|given back> with <a clean board|chairs in place>, {room} too.
+ Standing dates <die|end> after {few} months <unless renewed|by themselves>.
? Reviews of incidents and <contracts|budgets> may take <twice as long|longer>.
? Training is <not a meeting|outside>.
? With interpreters the time is <half as much again|longer by half>.
? Talks about people have <no clock|all the time they need>.
> {Team} cut its {wday} round to {mins} minutes, <standing|by a kitchen timer>, and <nobody misses the rest|it still ends early>.
> {Col} cancelled {few} standing dates in {month}, <one was missed|no one wrote>.
> In {room} a meeting ran on until <the cleaners came|{clock}>, <with one decision|about the meeting length>.
> {Nn} hours a week were <freed|won>, by our own count in {place}.
= Access review
* rights that <fit the job|are needed>
* no doors left open <by change of role|after a move>
* an answer for <auditors|the insurer>
* short <lists|groups>
! Access rights are reviewed every {n}.
! No right stays unchecked for longer than {n}.
! <Once in|At least every> {n} <each lead goes through the list|all rights are read>.
! {n} after the last look <a right expires|rights lapse>, unless confirmed.
! <The review|Checking> comes round every {n}.
+ Who does not answer in {few} weeks <loses|has lost> the right, <with a mail|politely>.
+ A change of team <starts|means> a review of that person <the same week|within {few} days>.
+ Administrators are checked <by another team|by {team}>, <never by themselves|twice>.
+ The list of {nnn} rights is <made|exported> by {host} at {clock}.
+ Machine accounts have an owner <with a name|who answers>, <not a list|one person>.
+ "Just in case" is <no reason|refused>, <asking again takes a minute|by rule>.
+ Results are <filed|kept> {few} years, <with the dates of removal|for the audit>.
? Rights of the night crew in {place} are <bundled|a role> and checked <as one|together>.
? Directors are <reviewed by the board|not excepted>.
? Emergency rights end <after {few} hours|at the next {clock}> anyway.
? Customers' administrators <manage their own|see to theirs>.
> In {month} {nnn} rights were removed, <{few} came back|two by mistake>.
> {Col} could still open <the payroll folder|door {sign}> from <a job years ago|an internship>.
> One account had not signed in since {past}, <and could delete everything|yet owned a key>.
> The review took {mins} minutes per lead, <less than a meeting about it|with the new list>.
= Contract renewal
* talks before <the last week|it is too late>
* terms both sides have <read|in mind>
* no contract that <renews in silence|lives on by accident>
* time for <a better offer|second thoughts>
! Talks on a renewal start {n} before the end of a contract.
! A customer hears from us {n} ahead of the last day.
! <The account manager|We> open the file {n} before <a term ends|expiry>.
! {n} before the end <a renewal is on the table|an offer is out>.
! <At the latest|Not later than> {n} ahead <the first call is made|both sides know the date>.
+ The offer names <the old terms beside the new|what changes>, <on one page|first>.
+ Usage of the last {nn} months is <attached|shown>, <good or bad|as a chart>.
+ Discounts over {share} need {team}, <in writing|two days>.
+ Open complaints are <settled|closed> first, <or named|at least on paper>.
+ The list of ending contracts is <read|sent> every {wday}.
+ Legal gets {few} days for <changed clauses|special wishes>.
+ Unsigned renewals <stop|end> at midnight, <devices keep measuring for {nn} days|alarms last>.
? Public bodies have <their own calendar|tender dates>.
? Contracts below {euro} a year renew <by click|in the portal>.
? After a merger <both contracts are read|the larger one holds>.
? If the customer <gave|has given> notice, {col} calls <once|one time>.
> {Cust} was called {few} weeks late and <had signed elsewhere|stayed anyway>.
> {Col} found two contracts for one hall in {place}, <each with its own price|signed by two people>.
> In {month} {nn} of {nnn} renewals were <done without a visit|signed within days>.
> The date stood in a calendar of <a leaver|someone on leave>.
= Test data
* tests that <hurt nobody|tell no secrets>
* systems without <old copies|left-overs>
* bugs found on <honest|realistic> data
* a clear <line|wall> to production
! Test data is deleted after {n}.
! No copy made for a test lives longer than {n}.
! <Whatever was made|Anything copied> for a test <goes|is wiped> within {n}.
! {n} is <the age limit|the longest life> of a test copy.
! <After|At> {n} <the cleaner empties test stores|a test copy is wiped>, <asked or not|every time>.
+ Names are <invented|generated>, <never shortened real ones|from a list of {nnn}>.
+ A masked copy of production needs {col} and <a date|an end>.
+ Test mails go to <a sink|{host}>, <no outside address|which swallows all>.
+ Load sets of {nk} rows are <built|made> from a seed, <so that a failure repeats|anyone can rebuild them>.
+ Test tenants begin with <the word test|{sign}> and are <coloured|marked yellow>.
+ On shared machines in {place} <each team has a folder|tests run after {clock}>.
+ Screenshots in tickets are <checked|cropped> too.
? A customer's own bug may be <reproduced|tried> on his data, <with his yes in the ticket|for {few} days>.
? Benchmarks <stay|are kept> for comparison, without <people in them|names>.
? Training sets are <listed|registered> by {team}.
? Simulated probes may <run for ever|stay on>.
> A test mail reached {nn} real customers of {cust}, <signed Donald from testing|about a fire in room {room}>.
> {Col} found {few} old copies on {host}, {nn} gigabytes <with real streets|from {past}>.
> The seed {nnn} <broke sorting|found a leap day>, and is <kept as a test|famous now>.
> A masked name was <guessed|recognised> by its <shoe size|delivery hours>.
= Night shifts
* sleep
* shifts that <end when they end|can be kept>
* alert eyes on <the ramp|the screens>
* a fair <spread|turn> of dark hours
! A night shift lasts no longer than {n}.
! Night work ends after {n}.
! <Whoever starts after ten|At night everybody> works {n} <at most|and not more>.
! {n} is the <longest night shift|limit of a night>, <breaks not counted|breaks included>.
! <No night|None of the night shifts> is longer than {n}.
+ Not more than {few} nights <follow one another|in a row>.
+ Food is <warm|there> at {clock}, <paid by the house|in {place} at least>.
+ Two people <share|hold> a night, <one can always rest|never one alone>.
+ The way home after {clock} is <a taxi|paid>, up to EUR {nn}.
+ The doctor <sees|checks> night workers <every {few} years|on request>.
+ Light in hall {sign} is <bluer|brighter> until four, then <warmer|down to {share}>.
+ The rota is out {few} weeks <before|ahead>, swaps <by noon|among yourselves>.
? Pregnant colleagues and <the under-eighteens|trainees> work <by day|no nights>.
? If the relief is late, {mins} minutes are <added and counted|allowed>.
? On the night of the clock change <the hour is paid|an hour is a gift>.
? Volunteers for fixed nights <sign|agree> for {few} months.
> {Col} met a fox at {dock} at {clock}, <noted in the log|and the alarm did too>.
> In {month} {few} nights ran over, <all for one late lorry|each by {mins} minutes>.
> A shift in {place} swapped <games for sleep|coffee for soup> and <made fewer slips|liked it>.
> The night crew's list had {nn} wishes; <a kettle was first|lamps won>.
= Forklift licence
* walking upright <past a forklift|through the hall>
* drivers who <are tested|know the load>
* pallets that <stay on the fork|arrive whole>
* a <paper|card> that is current
! A forklift licence is renewed every {n}.
! Drivers repeat their test after {n}.
! <The card|A licence> is valid for {n} <from the test|and not a day longer>.
! {n} after the last test <the key is taken back|driving stops>.
! <Each driver|Whoever drives> shows once in {n} <that it still works|the figure of eight>.
+ The key is <signed for|on a hook>, <never left in|by the office>.
+ Speed in the hall is {n9} kilometres an hour, <walking pace at doors|by sticker>.
+ Before the first ride {few} things are <checked|looked at>: <forks, brakes, horn|lamps among them>.
+ Nobody rides <along|on the forks>, <not for a photo|ever>.
+ A near miss is <told|written down> the same day, <without a penalty|to {team}>.
+ Charging is in <bay {sign}|the west corner>, cover <open|up>, no <sparks|smoking>.
+ Loads above {nn} hundred kilos go <low and slow|with a guide>.
? Drivers of carriers use <their own|no> truck of ours.
? Battery stackers need <a short course|{mins} minutes with {col}>.
? After an accident the test is <repeated|done again> at once.
? Outside on <ice|the slope in {place}> there are chains or <nothing moves|a ban>.
> {Col} lifted {few} pallets of <glass|eggs> without <a crack|a word>, <to applause|as the tester watched>.
> Rack {sign} got a dent of {nn} millimetres, <reported in minutes|nobody had seen it>.
> {Few} licences had <run out in {month}|lapsed>, <the keys were gone by noon|found at a spot check>.
> A pedestrian with <headphones|a ladder> crossed at {dock}; there is <a mirror now|a gate>.
= Invoice disputes
* bills that are <right|understood>
* money that <moves while we talk|is not stuck>
* arguments with <papers|numbers>
* an <end|answer>
! An invoice can be disputed for {n}.
! Objections to an invoice are accepted until {n} have passed.
! <Within|For> {n} of its date <a bill may be questioned|an objection is heard>.
! {n} after the invoice <the sum stands|it counts as accepted>.
! <A customer has|There are> {n} to <object|say no>.
+ Only the disputed lines <wait|are held>, the rest is <due|paid>.
+ The answer shows <the delivery note|papers>, <not opinions|line by line>.
+ Dunning <stops|rests> while a case is open, {nn} at present.
+ Credits above {euro} are <signed|seen> by {team}.
+ Each dispute gets <a number|one owner>, <from the first mail|and keeps it>.
+ The usual suspects: <rounding, freight, double lines|plan changes in mid-month>, {share} of all.
+ After {few} letters <somebody calls|we meet>.
? Tax and <customs|exchange rate> questions have no <limit|end date>.
? With insolvent customers <the court decides|legal takes over>.
? For instalments the time <runs|counts> per part.
? {Cust} and {few} others agreed <longer times|their own form>.
> A dispute about EUR {n} took {few} letters and <cost more in stamps|ended in laughter>.
> {Col} found that {nn} invoices of {month} had <freight twice|an old address>, <and credited all|before anybody asked>.
> The customer was right in {few} of {few} cases, <as our own count says|last {month}>.
> A scan from {place} settled in {mins} minutes <what a quarter of mails had not|the whole case>.
= Relocation
* a good start in <a new town|another place>
* help that is <agreed before the van comes|known>
* no one <poorer|out of pocket> for moving
* families that <arrive|settle>
! A move for the company is paid up to {n}.
! Relocation costs are covered to a total of {n}.
! <For van, flat and trips|All in all> <we pay|there are> {n} <at most|per household>.
! {n} is <the sum|what is> set aside <for one move|when somebody relocates>.
! <The company carries|We carry> moving costs as far as {n}.
+ {Few} free days <for the move|to carry boxes>, <one before, the rest after|as needed>.
+ Two offers from <movers|carriers>, the <cheaper|sensible> one is paid.
+ A flat for the first {few} weeks is <found|paid> by the site in {place}.
+ Who leaves within {nn} months <pays back|returns> a share.
+ School search and <language lessons|registry visits> are <helped with|paid to {euro}>.
+ Trips to look <at flats|around>: {few}, with <the partner|family>.
+ Claims <come in|are due> by the end of {month}, <one folder|with receipts>.
? Moves of less than {nn} kilometres are <private|yours>.
? Pets, <pianos and boats|beehives> go <at own cost|as extra>.
? When a site <closes|moves>, the sum is <doubled|higher>, by agreement.
? Trainees get <train tickets|a room> in place of a van.
> {Col} moved to {place} in {month} with <two cats and a lathe|{nn} boxes of books>.
> The van was {few} hours late, <and {team} carried|in the rain>, <pizza was paid|all by hand>.
> One claim had {nn} receipts for <tape|coffee>, <we asked once|that was fine>.
> A house was found by <a note in the canteen|{col}'s aunt>.
= Calibration
* numbers that are true
* trust in <the third digit|a reading>
* certificates that <can be found|hold up>
* drift <seen early|before it hurts>
! Reference probes are calibrated every {n}.
! A probe without calibration for more than {n} is taken out of service.
! <The interval|Time> between two calibrations is {n} <at most|for references>.
! After {n} <a reference goes back to the bath|the sticker turns red>.
! {n} is <how long|the time> a certificate <holds|is trusted>.
+ The certificate is filed under <the serial number|its serial>, <as scan and paper|within {few} days>.
+ Drift above half a degree is <reported to|told> the customer, <with the days affected|the same week>.
+ Ice baths are made with <distilled water|crushed ice and clean water>, stirred for {mins} minutes.
+ The bench in {place} has {few} baths, from minus {nn} to <boiling|ninety> degrees.
+ Two readings are taken, {mins} minutes <apart|between>, <by two people|both written down>.
+ Stickers show <month and sign|the date>, colour of the year: <green|blue|orange>.
+ A dropped probe is <new|unknown> until <measured|tested>, however <well it looks|small the fall>.
? Door sensors have no <temperature|reading> and no date.
? Customers with <their own lab|an accredited lab> send <the certificate|papers> only.
? If the bath is down, {col} may give {few} weeks <more|grace>.
? Probes in sealed <tanks|walls> are <compared|checked> with a second one.
> Probe {serial} was off by 0.{n} degrees, <since a fall in {month}|for {few} weeks>.
> {Col} boiled water on <the fifth floor|a hill near {place}> and <learned about pressure|got 99>.
> Of {nnn} probes {few} <drifted|failed>, <all of one batch|most of them old>.
> A certificate for {cust} was <in the van|under the printer>, <found by {clock}|after two days>.
= Cold store entry
* coming out again
* fingers and <toes|ears>
* somebody who <knows that you are inside|waits>
* work done in <short turns|one go>
! Nobody stays in the deep-freeze store longer than {n} at a time.
! A stay below minus twenty ends after {n}.
! <After|At> {n} <in the cold everyone comes out|you warm up>.
! {n} is the longest <turn|stay> in <the deep store|hall minus>.
! <The clock at the door|The timer> is set to {n}, <then it calls|and rings outside>.
+ Two people go in or <nobody does|the door stays shut>.
+ Gloves are on <the hook|shelf {sign}> by the door, {few} sizes.
+ The alarm cord is <tested|pulled> on {wday}s, <with a call to {team}|by the first shift>.
+ Warming up takes {mins} minutes, <paid|with tea>, <phones allowed|in room {room}>.
+ Doors open from inside, <always|even iced>; the hammer hangs <left|beside>.
+ Wet clothes <stay out|are changed>, beards <get a mask|freeze>.
+ The store in {place} reads {deg} degrees <at the door|near the fan>, colder <behind|at the back>.
? With a doctor's <note|limit> the turn is <half|shorter>.
? Fork drivers in <a heated cab|the cabin> count <the walks only|by cab>.
? Pacemakers and <fresh burns|open wounds> stay out.
? During defrosting <no one enters|the floor is closed>.
> {Col} dropped a pen in aisle {n} and <left it there|found it in {month}>.
> The timer rang {few} times last {month}, <each time somebody was only counting|for the same person>.
> A glove lay in the door, {deg} degrees became {n} <within {mins} minutes|over lunch>.
> The tea urn in {place} was <broken for days|repaired first>, <by vote|as the audit asked>.
= Media contact
* one voice
* answers that are <true tomorrow too|checked>
* colleagues who may <say no|pass it on>
* calm in a <storm|headline>
! Press questions are passed on within {n}.
! A journalist gets a call back in {n}.
! <Within|Not later than> {n} <the press desk knows|a question is with the right people>.
! {n} is the <time|longest> that a reporter <waits for us|stays without a call>.
! <Calls from the press|Questions by journalists> are handed over inside {n}.
+ Nobody comments on <a running incident|an open case>, <not even kindly|no numbers either>.
+ Customers are named only with <their consent|a signed yes>.
+ A friendly chat is <still an interview|on the record>, <also at {clock} in a bar|on a train too>.
+ Note <name, paper and deadline|who, where, until when>, then <hand over|{col} calls>.
+ Photos in {place} need {few} days and <a guide|clean shelves>.
+ Figures come from the <yearly report|sheet of {month}>, <rounded as there|nothing else>.
+ Private posts are <private|yours>, the logo <is not|stays out>.
? Trade papers asking for <technical detail|a recipe> get {team}.
? At a fair the stand <answers|may talk> about <products on it|what is shown>.
? In danger to life <anyone speaks|everybody warns>, first the <authorities|fire brigade>.
? School newspapers <are welcome|go to the trainees>.
> A reporter rang {few} desks in {place} until <somebody guessed|one person talked>.
> {Col} said "no idea, but I know who" and <that was perfect|was quoted with it>.
> The headline of {past} had <a wrong town|our name misspelt>, <corrected on page {nn}|never corrected>.
> In {month} {nn} calls came in {few} days, <all about one fridge|after a heat wave>.
"""

# {limit} {owner} {since} {lead} {chan} are facts; {@why} is a reason of the topic; {place} a site
COMMON = """
= why
We <wrote|keep> this <text|rule> for one reason: {@reason}.
The point is {@reason}, <as {col} put it|and little else>.
Behind these lines <stands a simple wish|is one idea>: {@reason}.
What we <want|are after> is {@reason}, <and {@reason}|above all>.
This is about {@reason}; <the rest is detail|everything below follows>.
<Ask anybody in {place} and you hear|In the round of {month} it was called> "{@reason}".
Its <purpose|aim> is {@reason}, <also|even> on a bad {wday}.
The board asked for {@reason} and <got one page|received {few} pages>.
It <exists|is there> for the sake of {@reason}.
{Few} teams <wanted|asked for> {@reason}; <nobody objected|the rest agreed>.
<After the events of {month}|Since {past}> we take {@reason} <more seriously|at its word>.
If you <read|remember> only one thing: {@reason}.
Two things <are wanted|count> here, {@reason} and {@reason}.
<Good rules are short|A rule needs a reason>, and ours is {@reason}.
Nobody in {team} <writes policies for fun|likes rules>. We <like|value> {@reason}, <so here it is|hence this page>.
{Team} <counted|looked at> {nn} cases and <found|asked for> one thing to improve: {@reason}.
= scope
<Drivers|People on the road> count as staff of <the site that sends them|{place}>, <for {few} of them|in {month} too>.
{Team} and {team} have <asked|wished> to be <named|listed>: <they are in|it holds for them> <since {past}|from the start>.
<Works|Factories>, shops and <the {floor} in {place}|offices> are <covered|in>; <boats|the fair stand> <are|is> not.
It <applies to|covers> everybody <employed|on the payroll> on {since}, <and those who came after|whatever the contract>.
All <sites|{few} kinds of sites> are <covered|meant>, <{place} and {place} too|vans included>.
<Contractors and temps|Agency staff> follow it <in {place} too, from their {nnth} day|as soon as they have a badge>.
<The whole company|Every site> is meant, {place} <as much as|no less than> {place}.
<Staff in|Teams at> {place} have <an annex|one extra line>, see <the notice board|their wiki>.
It binds <leads|the people who decide> as much as <those who ask|those who work>.
<Suppliers|Partners> are <asked to follow|told about> it <in writing|at the first order>.
<Interns|Working students>, part-timers and {few} board members are <included|in>.
<Whoever works|Anybody working> for {team} <for longer than {few} weeks|on our premises> is covered.
<Nobody|No role> is exempt, <the director least of all|not even {team}>.
Subsidiaries <take it over|adopt it> {few} weeks later, <translated|in their language>.
Applies: <office, hall and lab|hall, office, van>, <{place} included|{few} partners too>. Does not apply: <customers' premises|private life>, <nor the {floor} in {place}|tenants of ours|guests of {team}>.
People <on loan|seconded> to a customer follow <the stricter|the other house's> rule, <if in doubt both|for {few} months>.
= except
<An exception|A departure> needs {lead}, <in writing|two lines by mail>, and <ends|lapses> after {nn} days.
<Whoever needs more writes to|Who needs more asks in> {chan} <before, not after|with a date>.
{Lead} may <grant|allow> exceptions; {few} were <granted|noted> <last year|since {month}>.
In an emergency <act first|do what is sensible> and tell {team} <within {mins} minutes|by {clock}>.
<No exceptions|Nothing beyond that>, except <where a law says otherwise|by order of an authority>.
Exceptions are <listed|kept> in the book of {owner}, <open to all|with reasons>.
<A lead|Your lead> can <bend|stretch> this once <per quarter|in {few} months>, <and says so|openly>.
Hard cases <go|are brought> to {col} and {col}, <who decide together|two heads>.
If two <policies|rules> collide, the <stricter|younger> one <wins|holds>, <until {owner} has decided|for the day>.
<Local law|A works agreement> in {place} may <ask for|demand> more; <it comes first|then it holds>.
<A no|Refusals> can be taken to the <managing director|next level> <once|within {nn} days>.
A <standing|permanent> exception for {place} <ended|ran out> on {past}; <there is none now|do not quote it>.
= breach
{Col} <counts|lists> breaches <by cause|without names>; <in {month}|lately> it was <forgetting|haste>, {share}.
The <talk|conversation> after a breach <lasts|takes> {mins} minutes and <has one question: what would have helped|ends with a note to {team}>.
<First|The first time>: a word from {lead}. <Second|After that>: {few} weeks <without the right|under four eyes>.
<Breaches are talked about|We talk> first, <then noted|and write later>; {few} in a year <go on file|are a pattern>.
<A slip is a slip|Mistakes happen>, <says {col}|even in {place}>; <hiding one|silence> is what <we take badly|has consequences>.
Who <ignores|works around> it gets a <letter|talk with {lead}>.
<Tell|Write to> {chan} if you see it <broken|bent>; names are <kept back|not needed>.
We <check|take> samples, about {nn} a <quarter|year>, <announced|without notice>.
Costs of a breach are <carried by the team|booked to the unit> <up to {euro}|as a reminder>.
Access is <taken away|closed> after {few} times, <by hand|for {nn} days>.
<In doubt|When unsure>, <stop and ask|ask> {team}; a question <never costs|has cost nobody> anything.
The auditor <looked|asked> {few} times in {month} and <was content|left one remark>.
<Repeated|Wilful> breaches <can end|end> the employment; it <has not happened|happened once> since {past}.
= contact
{owner} owns the text and <sits|is> <near by|two doors on>: <ask|call> in {chan}, <{col} replies mostly|{few} people read it>.
<The pen|Editing> is with {owner}, <the last word|the decision> with {lead}, <the archive|paper copies> with {col}.
<Owner|Kept by>: {owner}. <Questions|Doubts> go to {chan}.
{owner} <looks after|maintains> this text and <answers|reads mail> within {few} days.
The text belongs to {owner}, <lead|headed by> {lead}: ask <if something is unclear|before you guess>.
The <words|lines> come from {owner}; <improvements|better ones> are <welcome|taken> in {chan}.
<In|Over in> {chan} {owner} <answers|replies> until {clock}.
<Responsible|Answerable> is {owner}; <on paper|by name> {lead}<, {few} deputies|, in {place} on {wday}s|>.
<Something wrong|A mistake> here? {owner} <wants to know|corrects it> <by {wday}|within {few} days|before {later}>.
{lead} (<lead of|for> {owner}) <signs|signed> for this page.
Who <says so|decides>: {owner}. <Whom to ask|Ask>: {chan}, <not the front desk|any day but {wday}>.
<Comments|Objections> reach {owner} in {chan} until {later}.
{owner} is the owner of this page; {col} <keeps|files> the <old versions|signed copy>.
= since
In force <from|since> {since}<, {few} weeks after the vote|>.
<Valid|It counts> from {since}; <cases before that|older cases> are <left|settled> as they were.
As of {since} it <binds|holds> for <new and running|all> cases.
<The day it starts|Start>: {since}<, told {few} weeks before|, {wday} or not|>.
It <takes|took> effect on {since}<, a date chosen by {team}|, after {nn} comments|, in {few} languages|>.
<From {since} on|Starting on {since}> <nothing else applies|this is the rule><, in {place} as anywhere|, {few} drafts later|>.
{since} is the <first day|day> on which it <holds|is checked>.
Agreed in {place}, <valid|in force> from {since}<, {few} against|>.
<Effective|Effective date>: {since}, <at midnight|first shift>.
= old
It <replaces|takes the place of> {old}, which <said something else|is void>.
{old} <ends|is withdrawn> <that day|with it>; <please delete copies|take it off the wall>.
The <predecessor|earlier text> was {old}; <two sentences|the limit and {few} words> changed.
<Do not|Please do not> quote {old} any more, <the number in it is old|it is history>, <not even in {place}|{col} collects copies>.
<Compared with|Against> {old} the wording is <shorter|clearer> by {nn} words.
{old} <stays|remains> in the archive for <disputes|cases> from before.
With this, {old} <goes|moves> to the archive in {place}.
Readers of {old} will <notice|find> a new number and {few} new <lines|cases>.
= first
{Col} <kept|had> a list of {nn} <odd|open> cases since {past}; <this text is its child|now they have a rule>.
<An audit|The audit> in {month} <missed|asked for> a text, and {team} <wrote|gave> one in {few} weeks.
<Other firms|{few} customers> <lent|showed> us theirs; <a third|{share}> of the wording is <new|ours alone>.
<There was|Before this, there was> no written rule, <only custom|in {place} at least>, <and {few} opinions|as {col} found out in {month}>.
This is the first <version|text>; <it will have faults|expect a second in {month}>, <{col} collects them|says {team}>.
Until now this was <custom|habit>, <told from lead to lead|and different in each hall>.
<So far|Up to now> {few} teams had <their own notes|rules of thumb>.
It was <drafted|written> in {few} evenings by {col} and <read by {nn} people|{col}>.
<New|A new text>, <after a survey with {nnn} answers|after {few} years of talk> <in {team}|and {nn} drafts>.
The draft <hung|lay> in the canteen in {place} for {few} weeks; {nn} <notes|remarks> came in.
= review
{Col} <reads|checks> it against {nn} cases each {month}, <result in the wiki|and reports to {team}>.
<A number|The figure> will be <looked at|questioned> again after {few} months, <says|as promised by> {col}.
<Sunset|End>: <if not renewed|without a new vote> it <ends|lapses> {few} years <from now|after the start>.
<Next look|It is read again> in {month}, <or earlier if a case shows a hole|by {col}>.
{owner} <reviews|rereads> it <once a year|every {nn} months>.
<Last checked|Proofread> by {col} and {col}, <in {place}|over lunch>.
If nobody <objects|complains> until {later}, it stays <as it is|so>.
<A review|Its review> is <booked|in the calendar> for week {wk}.
The <count|number> of cases is <published|shown> in {month}: {nn} <this time|so far>.
We <measure|judge> it by <one figure|the questions>: {nn} questions in the first {few} weeks would be <too many|fine>.
<Edits|Changes> of spelling are <not announced|made quietly>; <others|the rest> get a mail.
= memo
<Dear|Good> people of {place}, {place} and <everywhere else|the vans>,
<Morning|Hello>, {few} minutes <please|of your time>,
<To the leads|Dear leads>, and to <everyone who asked {col}|all in {team}>,
<Colleagues|Dear colleagues>, <a rule about {topic}|on {topic}, briefly>:
Dear <all|colleagues>,
<Hello everybody|Hello all>,
Good morning <to all sites|everyone>,
Hi <all|folks>,
<To everyone in {place} and elsewhere|Dear colleagues in hall and office>,
<All|Team>,
Dear readers of <long mails|this list>,
= memo.start
<Short version first|The short version>: {@rule}
<This is one of those mails|A rule changes>, <so please read to the end|and it concerns you>. {@rule}
<You asked|{few} of you asked> {team} <what counts|where the line is>. {@rule}
After {few} <drafts|rounds> it is <done|settled>. {@rule}
<Tomorrow the posters change|The notice boards change this week><, in {place} on {wday}|, {nn} of them|>. {@rule}
<Please tell|Pass this on to> your <night|early> shift<, in {place} too| by {wday}|>. {@rule}
<No drama, one number|A small change>. {@rule}
{Col} and I <promised|owed> you a clear <answer|line>. {@rule}
<Many of you know|Some will have heard it> from the round on {wday}. {@rule}
= memo.end
<Those who miss|If you miss> the old text: {col} <has|keeps> {few} copies.
<The round|Our round> on {wday} at {clock} in {room} is <open|for this>, <bring cases|{mins} minutes>.
{Team} and {team} <read|tried> it <first|before you>; <their|{nn}> changes are in.
Thanks for reading <this far|to the end>, <and for the {nn} comments|and to {col} for the edit>.
<Questions to|Ask> {chan}, <please not to me|I read along>.
<The full text is on|See> page {sign} <of the handbook|in the wiki>.
<Printouts|Posters> <lie|are> at the front desk in {place}, <take one|with tape>.
<I will be|{Col} is> in the canteen on {wday} at {clock} <for questions|with coffee>.
<If it does not fit your work|If you see a hole>, write <before {later}|soon>.
<Leads|Team leads>: <please|kindly> <mention it|put it on the agenda> on {wday}.
<Sorry|Apologies> for the <second|third|fourth> mail <this month|on the subject>, {col} <counted|says>.
= memo.bye
<Regards|Best>, {col}
<Best wishes|Kind regards>\\n{col}
{col}, <for {owner}|with {team}>
<Thanks|Thank you>\\n{col}
<Yours|With regards>\\n{col}, {place}
= head.why
<Purpose|Aim>
Why <this exists|we have it>
<What it is for|Reason>
<Background|Idea>
The <reason|point>
= head.scope
<Scope|Who is meant>
For <whom|everyone>
Who <it covers|has to follow>
<Applies to|Whom it concerns>
<Range|Reach>
= head.rule
<The rule|Rule>
<What applies|What holds>
<In one sentence|The line>
<Limit|The limit>
What <is allowed|counts>
= head.detail
<Details|In detail>
<In practice|Day to day>
How <it works|to do it>
<Small print|Particulars>
<Also|Further points>
= head.except
<Exceptions|Special cases>
When <it differs|not>
<Borderline cases|Cases apart>
<If it does not fit|Hard cases>
<Otherwise|Other cases>
= head.case
<Examples|From practice>
<What has happened|Cases so far>
<Two stories|Seen in the wild>
<Why this is here|Some history>
<For illustration|As it went>
= head.end
<Validity|In force>
<Owner and dates|Dates>
<Formal|Administrative>
<Who and when|Status>
<Version|About this text>
= history
<wording|sentence> on {team} <clarified|cut>
<limit changed|new limit>, <agreed in {place}|after the vote in {month}>
<typing errors|broken link> <corrected|fixed>, {few} places
<new owner|contact> <entered|updated>
<case from {place} added|example of {month} added>
<section {n} split|paragraph {n} moved>
<first draft|draft for comments> <by {col}|from {team}>
<translated for|site note for> {place}
<review of week {wk}|yearly review>: <no change|two words>
<approved by {col}|signed>, {few} <remarks|open points>
<layout for print|table in place of text>
<comments of {nn} people|works council> <taken in|answered>
= qa.rule
What do I <tell|answer> {col} about {topic}?
<Where is|Who draws> the line in {topic}?
{Topic}: <how much|how far>?
<So what|What> is the <rule|number>?
What <is allowed|may I do> <in one sentence|exactly>?
<Where|At what point> is the <limit|line>?
<How much is it|How far can I go> <now|these days>?
<In short|Please>, what <counts|holds>?
= qa.who
<Says who|Who decided that>?
<Whom do I ask|Who answers questions>?
<Where does this come from|Who owns it>?
Who <helps|knows more>?
<Is there somebody|Anyone> to <talk to|ask>?
= qa.why
Why does {team} <care|want it>?
<What did|Did> {month} <teach us|change that>?
<Why|Why at all>?
<What is the idea|What for>?
<Is that necessary|Do we need this>?
<Who wanted that|And the reason>?
= qa.when
<Since when|From when on>?
Is that <new|already valid>?
<Does it count|Does it hold> for <old cases|me today>?
When does it <start|count>?
= qa.else
What did {col} <ask|stumble over>?
And in {place}, <on {wday}s|at {clock}>?
<Has|Did> {team} <an opinion|add anything>?
<Anything else|What else>?
<Small print|And the details>?
<What do people get wrong|Where are the traps>?
<What if|And if> <it does not fit|my case is odd>?
<An example, please|Has it ever come up>?
= leaflet
<Cut out|Fold here>: {topic} <in the van|for the locker>, no. {nn}
{Team} <shows|explains> it in {mins} minutes, room {room}
<For|Handed out on> the first day in {place}: {topic}
<All|Everything> that {col} gets asked about {topic}
Sheet {sign} <on|about> {topic}, <of {month}|print run {nnn}>
<For the notice board|Cut here and hang up>, {place}
<Pocket card|Card {sign}> for <new people|the van>
<One minute on the subject|Read this standing>
<From the handbook|Page {sign} of the handbook>, <short|in brief>
<Poster|Notice> for {room}, <A3|laminated>
<Read aloud in the {clock} round|For the shift talk on {wday}>
= leaflet.do
<Do|Yes>:
<Remember|Keep in mind>:
<Good|Fine>:
<What helps|Please>:
= leaflet.dont
<Not|No>:
<Careful|But>:
<Mind|Know>:
<Special|Odd cases>:
= approve
<Present|In the room>: {col}, {col}, <{col} by phone|and {col} for the minutes>. <Excused|Away>: {col}.
<The round|We> met in {room} at {clock}, {nn} minutes, <{few} people|short of one>.
<Vote|Show of hands>: {few} for, <none|one> against, <one abstention|{col} abstained>.
{Col} <asked|wanted to know> whether <the lab|the night shift> had been <heard|asked>; <it had|in part>.
{Col} <found|called> the number <too high|low>; <the figures of {month} settled that|outvoted>.
<Before the vote|First> {col} <read|showed> {nn} cases <from {place}|of last year>.
<Agreed|Decided> that {team} <prints|posts> it <by {wday}|in {few} languages>.
<Open|Left open>: <who tells the drivers|the wording for {place}>, {col} takes it<, until {soon}|>.
<The works council|Legal> had {few} <remarks|questions>, <all taken in|one was left out>.
<A long talk|{Mins} minutes> about one <word|comma> in line {nn}, <then coffee|which stays>.
= approve.text
<The text as agreed|Agreed wording>:
<Read out and accepted|What was accepted>:
<Result|Outcome>:
<For the record|This goes into the handbook>:
= change
<Changed|What is different>: {oldlimit} became {limit}.
<Was|Formerly> {oldlimit}, <is|now> {limit}.
In place of {oldlimit} <there is|stands> now {limit}<, says the vote|>.
We <went|moved> from {oldlimit} to {limit}<, after {few} complaints|>.
{limit} <replaces|takes the place of> {oldlimit}<; the rest reads as before|>.
= site.open
<Local version for|Wording for> {spot}. <Differences from the company text are small|Only the local lines differ>.
{spot} <uses|has> its own <copy|sheet> of the company rule, <kept at {room}|printed {few} times>.
<For the people in|Valid in> {spot} <only|and in its vans>; <other sites see the handbook|elsewhere page {sign} counts>.
<This sheet|The following> is what <hangs|is posted> in {spot}, <by the clock|at {dock}>.
<Adapted|Edited> for {spot} by {col}, <checked|read> by {col}.
= site.line
<Forms|Slips> are <in|behind> the <tray|board> at {room}, <ask for {col}|blue ones>.
<Here|Locally> the person to ask <first|by day> is {col}, <in {room}|near {dock}>.
The bell at {dock} <counts|rings> as <a signature|notice> <after {clock}|on Sundays>.
<Because the hall is shared|As we share the gate>, {few} lines are <added|set apart> by the <neighbour|gatekeeper>.
<On {wday}s|Every second {wday}> the desk <is closed|opens at {clock}>.
<The box|Drop box> {sign} by the stairs is <emptied|read> at {clock}.
<Our|The local> works council <agreed|signed> on {past}.
<In winter|From {month} on> the <side door|ramp> is shut, <use door {sign}|go round>.
The <bus|last train> leaves at {clock}, <which decides more than this page|so plan it>.
<Copies|Printed copies> in <two languages|large type> are at {room}.
"""
COMMON += """
= rule.tail
, <checked|counted> by {team}.
 (<agreed|voted> in {month}).
, in {place} as <anywhere|everywhere>.
; <{few} sites|{nn} people> <asked|voted> for it.
, <as|so> {col} <put|read> it <to|in> the round.
; <before|until then> each site had its own <number|habit>.
, <one number for all|no second list>.
, this year as <next|well as next>.
; {team} <answers|explains> <why|how>.
, <since the talks of|the result of> {month}.
; {col} has the <figures|reasons>.
, <whatever|no matter what> the <old sign|poster> in {place} says.
= tail
, <as|which> {col} <reminds us|keeps saying|wrote in {month}>.
(page {sign} of the <handbook|guide>).
; {team} <helps|can help> <with it|if it gets hard>.
, <in {place} too|{place} included>.
; <ask {col} first|{col} knows more>.
, <since|as it has been since> {past}.
; <this|that> <saves|spares> us {nn} <mails|calls> a month.
, <as|like> {few} other <firms|houses> do.
, <says|so> the note of {month}.
; {nn} <cases|people> a year are <affected|touched>.
, <which the audit of {month} liked|as the audit in {month} asked>.
; in {place} this <was noticed first|has caused {few} questions>.
(form {sign}<, from {room}|>).
, <agreed with|a wish of> {team}.
; <see the board in|there is a poster in> {room}.
, <{few} reminders a year|a reminder goes out each {month}>.
, for the <first|next> {few} months <at least|on trial>.
"""

# the same in German and French: {topic} is the topic as the company calls it in English
GERMAN = """
= open
<Kurzfassung|Zusammenfassung> der Richtlinie {pid} ({topic}) für {place} und {place}.
<Für alle|An alle>, die lieber deutsch lesen: {pid} <in wenigen Sätzen|auf einer Seite>.
<Diese Übersetzung|Der folgende Text> hilft beim Lesen von {pid}; <verbindlich ist die englische Fassung|im Zweifel gilt das Original>.
<Aushang|Merkblatt> {sign} zu {pid}, {topic}.
<Liebe Kolleginnen und Kollegen|Hallo zusammen>, {pid} <ist neu gefasst|wurde überarbeitet>.
<Deutsche Lesehilfe|Übertragung> von {pid}, <besorgt von|geprüft durch> {col}.
Die Regel {pid} <betrifft|gilt für> alle Standorte, <auch|besonders> {place}.
<Worum geht es|Was steht drin>? Um {topic}, <Richtlinie|Nummer> {pid}.
= limit
Die Grenze <liegt bei|beträgt> {limit}<, ohne Ausnahme nach Gewohnheit|>.
<Erlaubt|Vorgesehen> sind {limit} (<so im Original|englischer Wortlaut>).
Im Original <steht|heißt es> „{limit}“, <und so ist es gemeint|nicht mehr und nicht weniger>.
<Als Obergrenze|Als Zahl> gilt: {limit}.
<Maßgeblich|Entscheidend> ist die Angabe {limit}.
<Bitte merken|Wichtigste Zahl>: {limit}.
Mehr als {limit} <gibt es nicht|ist nicht vorgesehen>.
= since
<Gültig ab|In Kraft seit> {since}.
Vom {since} an <gilt sie|wird danach gehandelt><, auch in {place}|, überall|>.
Stichtag: {since}<, ältere Fälle bleiben, wie sie sind|>.
<Beginn|Start>: {since}.
Sie <gilt|zählt> seit {since} <an jedem Standort|in Büro und Halle>.
= owner
Zuständig ist das Team {owner}, <zu erreichen in|Kanal> {chan}.
<Fragen|Rückfragen> bitte an {owner} (<Leitung|Chefin oder Chef>: {lead}).
<Gepflegt|Verfasst> wird der Text von {owner}; {lead} <unterschreibt|steht dafür gerade>.
<Wer mehr wissen will|Bei Unklarheiten>, <fragt|schreibt> in {chan}.
Zuständig ist {owner} und <antwortet|hilft> <innerhalb von {n} Tagen|bis {clock} Uhr>; {lead} <entscheidet|hat das letzte Wort>.
= body
Anträge <gehen|laufen> über das Formular {sign}, <auch am Telefon aus dem Lager|nicht per Zuruf>.
<In der Schicht|Im Lager> genügt <ein Wort an|ein Zettel für> {col}.
<Wer unsicher ist|Wer zweifelt>, fragt vorher; <das hat noch niemandem geschadet|eine Frage kostet nichts>, <sagt {col}|heißt es in {place}>.
Belege werden <fotografiert|gescannt> und spätestens nach {nn} Tagen <eingereicht|abgelegt>.
<Ausnahmen|Sonderfälle> stehen im Buch bei {col}, <mit Begründung|für alle lesbar>.
Im {month} wird <nachgezählt|geprüft>, zuletzt waren es {nn} Fälle.
<Die Spätschicht|Die Nachtschicht> bekommt <den Aushang|es> um {clock} Uhr <vorgelesen|erklärt>.
Für {place} gibt es <einen Zusatz, er hängt|eine eigene Zeile, zu finden> in {room}.
<Leiharbeiter|Aushilfen> sind <ab dem ersten Tag|nach einer Woche> eingeschlossen.
Verstöße werden <besprochen|angesprochen>, <nicht verschwiegen|erst danach notiert>, {nn} im <Vorjahr|letzten Jahr>.
<Seit|Nach> dem Vorfall im {month} <achten wir genauer darauf|fragt niemand mehr, warum>.
{col} hat den <Entwurf|Text> mit {nn} Leuten <besprochen|gelesen>, <darunter zwei Fahrer|quer durch alle Teams>.
<Die alte Regelung|Der frühere Text> <wird nicht mehr zitiert|kommt ins Archiv>, <{col} sammelt Kopien|auch in {place}>.
Wer im Außendienst ist, <ruft an|meldet sich> <bis {clock} Uhr|vor der Abfahrt>.
Die <Liste|Tabelle> liegt <am Empfang|in Raum {room}>, <in {n} Exemplaren|bitte nicht mitnehmen>.
<Gilt eine örtliche Vereinbarung|Hat der Betriebsrat etwas anderes vereinbart>, geht sie <vor|voran>.
= end
<Nächste Durchsicht|Überprüfung> im {month}.
<Stand|Fassung> {version}, übersetzt von {col}.
<Danke fürs Lesen|Vielen Dank>, {col}
<Verbesserungen|Hinweise auf Fehler> nimmt {col} <gern|bis {wday}> entgegen.
<Ausdrucke|Kopien> beim Empfang in {place}.
<Gruß|Viele Grüße>\\n{col}
"""

FRENCH = """
= open
<Résumé|Version courte> de la règle {pid} ({topic}) pour {place} et {place}.
<Pour celles et ceux|Pour tous ceux> qui préfèrent le français : {pid} <en quelques lignes|en une page>.
<Cette traduction|Ce texte> aide à lire {pid} ; <seule la version anglaise fait foi|en cas de doute, l'original compte>.
<Affiche|Note> {sign} sur {pid}, {topic}.
<Chères et chers collègues|Bonjour à tous>, {pid} <vient d'être revue|a changé>.
<Traduction|Lecture française> de {pid}, <relue|préparée> par {col}.
La règle {pid} <concerne|vaut pour> tous les sites, <y compris|surtout> {place}.
<De quoi s'agit-il|Le sujet> ? {topic}, <règle|numéro> {pid}.
= limit
La limite <est de|reste fixée à> {limit}<, sans exception d'usage|>.
<Sont permis|On accorde> {limit} (<texte d'origine|selon l'anglais>).
L'original <dit|écrit> « {limit} », <ni plus ni moins|et c'est bien le sens>.
<Plafond|Chiffre à retenir> : {limit}.
<Au-delà de|Passé> {limit}, <il faut un accord écrit|rien n'est prévu>.
<La valeur qui compte|Le chiffre décisif> : {limit}.
Personne ne <dépasse|va au-delà de> {limit} <sans le dire|par habitude>.
= since
<Valable depuis le|En vigueur depuis le> {since}.
<À partir du|Dès le> {since}, <elle s'applique partout|plus rien d'autre ne vaut>.
<Début|Date d'effet> : {since}.
Elle <compte|s'applique> depuis le {since}<, les cas anciens restent tels quels|>.
<Le|Depuis le> {since}, <bureaux et entrepôts|tous les sites> la suivent.
= owner
L'équipe responsable est {owner}, <à joindre dans|canal> {chan}.
<Questions|Vos questions> à {owner} (<direction|responsable> : {lead}).
Le texte est <tenu|rédigé> par {owner} ; {lead} <signe|en répond>.
<Pour en savoir plus|Si un point reste obscur>, <écrivez|demandez> dans {chan}.
{lead} <tranche|a le dernier mot>, {owner} <répond|aide> <sous {n} jours|avant {clock}>.
= body
Les demandes <passent|se font> par le formulaire {sign}, <même depuis l'entrepôt|jamais de vive voix>.
<En équipe|À l'entrepôt>, un mot à {col} <suffit|fait l'affaire>.
<En cas de doute|Si vous hésitez>, demandez avant ; <cela n'a jamais nui|une question ne coûte rien>, <dit {col}|dit-on à {place}>.
Les reçus sont <photographiés|numérisés> et <déposés|rendus> sous {nn} jours.
Les <exceptions|cas à part> figurent au registre de {col}, <avec le motif|ouvert à tous>.
On <compte|vérifie> en {month} ; il y avait {nn} cas <la dernière fois|l'an passé>.
<L'équipe de nuit|L'équipe du soir> en <entend|prend> lecture à {clock}.
{place} a <une ligne à part|son annexe>, <affichée|visible> en {room}.
<Les intérimaires|Les saisonniers> sont compris <dès le premier jour|après une semaine>, <{nn} en ce moment|à {place} aussi>.
Un écart se <discute|corrige> d'abord, <puis se note|sans chercher un coupable>.
<Depuis|Après> l'affaire survenue en {month}, <on y regarde de plus près|personne ne demande pourquoi>.
{col} a <relu|discuté> le texte avec {nn} personnes, <dont deux chauffeurs|de tous les métiers>.
<L'ancien texte|La version d'avant> <part aux archives|ne se cite plus>, <{col} garde une copie|aussi à {place}>.
En tournée, on <appelle|prévient> <avant {clock}|avant de partir>.
La <liste|feuille> est à l'accueil <de {place}|en {room}>, <en {n} exemplaires|à ne pas emporter>.
<Un accord local|Ce que le comité a signé> <prime|passe avant>.
= end
<Prochaine lecture|Révision> en {month}.
<Version|Édition> {version}, traduite par {col}.
<Merci de votre lecture|Merci à tous>, {col}
<Vos corrections|Les coquilles signalées> vont à {col} <avec plaisir|avant {wday}>.
<Copies|Exemplaires> à l'accueil de {place}.
<Cordialement|Bien à vous>\\n{col}
"""
