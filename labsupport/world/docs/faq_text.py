# ruff: noqa: E501 -- prose, one entry a line
"""What people ask and what they are told: by kind of product, in general, about facts, and in German and French."""

# + question => answer
ROLES = """
= gateway
+ <Where|At which height> should I <mount|hang> {prod}? => At <eye|head> height, {few} metres from <motors and lamps|any motor>, with the antenna <upright|pointing up>. Metal shelves <swallow|eat> more radio than walls do; {col} in {place} <measured|found> a third less range behind one.
+ How many probes <can one {prod} serve|does {prod} take>? => <Comfortably|Without trouble> {nnn}. Above that the <answers come late|list fills>, so <split the hall|add a second one> <before|rather than> the {wday} stocktaking.
+ What does the <blinking|slow> <amber|blue> light mean? => <Waiting|It waits> for the network. After {mins} minutes it <turns red|gives up> and <starts anew|tries the second line>; pulling the plug <does not hurry it|only starts the count again>.
+ Does {prod} <work|go on> when the internet is down? => Yes. It <keeps|stores> readings for {nn} days and <sends|delivers> them later, oldest first. Alarms by mail <wait|do not leave>, the buzzer <works|sounds> at once.
+ <Which|What> ports must the firewall <open|let through>? => <One outgoing|Only one>, number {nnn}, <to our address|encrypted>. Nothing <comes in|needs to come in> from outside, <whatever a helpful neighbour says|ever>.
+ Can I power it over the <network cable|data line>? => With the <grey|black> adapter, yes, up to {nn} metres of cable. The old plug <stays|may stay> as a second supply, <and the unit picks the better one|which has saved {cust} a night>.
+ How do I <reset|wipe> {prod} without <losing readings|data loss>? => Press <the pin|the small button> for {n} seconds, <until both lights go out|and count>. Settings go, readings <stay|remain>. {n} more seconds and <those go too|you start from nothing>.
+ Why is the case <warm|hot>? => <It has no fan|No fan inside>, so up to {nn} degrees on the lid are <normal|fine>. More than that means <a covered slot|sun on the case>; <move|lift> it and look again in {mins} minutes.
= temperature probe
+ How long does the <battery|cell> of {prod} last? => <About|Roughly> {nn} months at one reading <every {mins} minutes|per quarter hour>. Cold <halves|shortens> that; in {place} the freezers need a new one <each {month}|twice a year>.
+ Where <in the room|in a cold store> does the probe <go|hang>? => <Where the air is worst|At the warmest spot>, mostly <near the door|under the ceiling>, never <in the draught|before the fan>. Do not <tape|glue> it to a pipe.
+ Why do two {prod} <side by side|on one shelf> differ? => By up to 0.{n} degrees they <may|are allowed to>. <More|A larger gap> calls for an ice bath: {mins} minutes, stirred, both <in one bowl|together>.
+ May I <wash|clean> it? => With a <damp|wet> cloth and mild soap, <yes|gladly>. No <steam|dishwasher>, no <solvent|alcohol on the seal>; the label with the serial <must stay readable|is not waterproof>.
+ <How often|At what rate> does {prod} send? => <As set|As you choose>: from each minute to every {nn}. A reading <outside the limits|over the line> is sent <at once|in the same minute>, whatever the <setting|interval>.
+ What if it falls <down|to the floor>? => Look at the tip. <Bent|A bend> means <replace|throw it away>; straight means <compare|check> it with another for {mins} minutes. Note <the fall|it> in the book, <as the auditor asks|auditors love that>.
+ Can I <lengthen|extend> the cable? => <Up to|To> {n} metres with our <plug|coupler>. Cutting and <soldering|twisting> changes the <resistance|reading>, by {n} tenths in the case of {cust}.
+ Does {prod} work in dry ice? => Down to minus {nn}, for <hours|a shift>. <Longer|Beyond that> the <plastic|housing> goes brittle; use the steel version, <which costs more|grey tip>.
= dashboard
+ <Why|How come> is one tile of {prod} grey? => No reading for {mins} minutes. Click it: the <last|latest> time and the <likely|usual> reason are <there|shown>. In {share} of cases it is the <battery|door of the metal cupboard>.
+ Can I <show|put> {prod} on a wall screen? => Yes, <add|write> /wall to the address. It <refreshes|renews itself> each {nn} seconds and hides <names|buttons>, <so that visitors see curves only|no login on screen>.
+ How do I <compare|lay over> two months? => <Drag|Pull> the second month onto the chart. Colours <swap|change>, the scale <stays|is kept>; <print|export> it with the <sheet|small arrow> icon.
+ Who sees my <notes|comments> on a curve? => Everybody of your <tenant|company> with access to the site, <our support included|nobody else>. Since {past} notes can be <locked|private>.
+ Why does the <average|mean> differ from <my sheet|Excel-like tools>? => {prod} <weights|counts> by time, most sheets by <line|reading>. With gaps of {few} hours that <makes|is> a tenth of a degree, <rarely more|as {cust} found out>.
+ Can I change the <colours|limits> for <the colour-blind|night work>? => <Settings|Profile>, then View. There are {few} palettes; <the third|one> was <chosen with {col}|tested in {place}>, who cannot tell red from green.
+ Which browsers <are fine|work>? => <Any|All> of the last {few} years. On <tablets in the hall|old tablets> turn animation off, <first switch|on page {n}>, and it <runs|moves> smoothly.
+ How far back does the chart <go|reach>? => As far as readings are <kept|stored>. Beyond {nn} months <it thins them out|one point an hour is drawn>, which <hides|loses> short peaks; export for <proof|the raw ones>.
= connector
+ Which systems does {prod} <talk to|speak with>? => <Everything|Anything> that takes <a file, a web call or a queue|JSON or CSV>. {Few} <sample|ready> profiles are <included|in the box>, the rest is <mapping|an afternoon>.
+ What happens to records while the <other side|target> is down? => They <wait|queue> for {nn} hours, in order. Then the <oldest|first> move to <the parking folder|a file>, and a mail <goes out|tells you>.
+ How do I <test|try> a mapping without <sending|harm>? => Press Dry run. You see {nn} records <as they would leave|on the right side>, nothing is <sent|counted>. <Do it twice|Try one with umlauts>.
+ Can {prod} <rename|change> fields on the way? => Yes, <in the profile|second tab>: old name, arrow, new name. Formulas are <possible|allowed> but <kept short|please no novels>; {cust} has one of {nn} lines and <regrets it|sighs>.
+ Why are there duplicates <in the target|over there>? => The target <answered late|timed out> and {prod} sent again. Give each record <a key|an id>; then the second one <overwrites|is ignored>. {Nn} seconds of patience <help|are a good setting>, too.
+ Is the <traffic|line> encrypted? => Always. Bring <your own|a> certificate or take <ours|the built-in one>, valid <{nn} months|for two years>. The <expiry|end> is on the <first|status> page in red.
+ How much does it <send|move> per day? => <One site|A site> with {nn} probes makes about {nn} megabytes. {place} sends <more|double>, because <every door counts|of the pictures>.
+ Can two {prod} <share|use> one profile? => They can <read|load> it, one may <write|edit>. <Otherwise|If both do> the last one <wins|rules>, which took {col} {few} hours to <see|understand>.
= support console
+ How do I <merge|join> two cases in {prod}? => <Open|Take> the younger, menu, Merge, number of the older. Mails of both go to <one thread|the older>. It <cannot be undone|stays so>, {col} has tried.
+ Why did a mail open a new case <and not the old one|again>? => The number was <missing|cut> in the subject. {prod} <looks|searches> for it in the first {nnn} signs; <some|old> mail programs <drop|shorten> it.
+ Can customers see <my|internal> notes? => Only those <marked|with the> green. Yellow <stays|is> inside, <also in exports|and is stripped from mails>.
+ How are cases <given|dealt> out? => By <queue and load|who has least>, never more than {nn} a head. Birthdays are <respected|not in the system yet>.
+ May I answer in <German or French|another language>? => Yes; the <button|flag> translates <templates|greetings>, not your text. {place} has {few} colleagues who <proofread|help>.
+ What are the <stars|coloured dots>? => Promised answer times: <red|a red one> means less than {mins} minutes. They follow the <plan|contract> of the customer, <not the volume of his voice|nothing else>.
+ How do I <find|search> old cases by serial number? => Type it with a <hash|number sign> in front. Cases older than {nn} months need the <archive|second> box ticked.
+ Can a case be <reopened|opened again>? => Within {nn} days by an <answer|mail>; later it <starts|becomes> a new one, with a link.
= alerting service
+ Why did nobody get the alarm <of last night|at {clock}>? => Look at the <chain|ladder>: <first|level one> had {mins} minutes, then the next. In {few} of ten cases the <phone was silent|number is old>.
+ Can {prod} <call|ring> people? => Yes, a voice reads {few} sentences and <waits|asks> for a key. <Press|Touch> 1 to take it, 2 to pass it on, <hang up and it rings again|nothing else counts>.
+ How do I silence an alarm during <defrosting|cleaning>? => Plan a <pause|window>: site, door, from {clock}, {mins} minutes. It ends by itself, <since people forget|and says so>.
+ What is the <difference|gap> between warning and alarm? => A warning is <mail|a line in the list>, an alarm <rings|wakes somebody>. You set both; {deg} and {n} degrees are <usual|common> for milk.
+ <Can I|How do I> test the chain? => Button Test, <choose|pick> the level. The text begins with TEST, <and people still run|so warn the hall>. Do it each {month}.
+ How <long|many minutes> must it be too warm before {prod} <acts|speaks>? => {mins} minutes by default, so that an open door <passes|is forgiven>. Vaccines want <less|{n}>.
+ Are alarms <kept|logged>? => For {nn} months, with who <took|answered> them and when. {cust} <prints|files> the page for the <auditor|inspection>.
+ Does it cost <extra|more> to text? => {nnn} messages a month are <included|free>, beyond that EUR 0.0{n} each. <Calls|Voice> count double.
= archive
+ How do I get readings out of {prod} <after years|for a court>? => <Search|Look> by site and day, then Export with <seal|signature>. The file <opens|reads> without us; a checksum <proves|shows> that nobody touched it.
+ Can I <delete|remove> something from it? => Not <by hand|you, not us>. The <period|time> decides, a legal hold <stops|pauses> it. That is the <point|idea> of an archive.
+ How long does a <large|big> export take? => {nk} readings a minute, <more at night|slower on {wday}s>. You get a mail <and may close the window|with a link for {n} days>.
+ Is the <store|copy> in another place? => Yes, two places, <{nnn} kilometres apart|with different power>. One was tested in {month}: {mins} minutes to <read|open>.
+ In which <format|form> are things kept? => Plain text, <compressed|zipped>, with a <table|description> beside it. In {nn} years somebody will <still read that|thank us>.
+ Why are <pictures|floor plans> not in it? => They <change|are drawn> too often. The <plan|drawing> of the day can be <attached|pinned> to an export.
+ Who may <open|see> it? => Those with the role Archive, {few} people at most tenants. Every look <is a line|leaves a line> in the log.
+ Does it <slow|burden> the daily system? => No, it <copies|takes> at {clock}, {mins} minutes, <low priority|from the second node>.
= route planner
+ Why does {prod} <choose|take> the longer road? => It <counts|minds> door openings and heat, not <kilometres alone|only time>. Set <weights|sliders> on page {n}; {col} uses {share} for <time|cold>.
+ Can I <fix|pin> the first stop? => Yes, <drag it up|hold it> and lock. More than {few} locks make it <useless|a plain list>.
+ Does it know <tunnels|low bridges>? => If the <van|lorry> has its height <entered|on file>: {n}.{n} metres and so on. <Snow|Ice> comes from the <road service|morning import>, at {clock}.
+ How do drivers <get|receive> the plan? => On the phone, <as list and map|with the next three stops large>. Paper <works|is fine> too; {place} still <prints|likes> it.
+ What if a <customer|shop> is closed? => <Press|Tap> Skip, <choose|say> why. The rest is planned <anew|again> in {nn} seconds.
+ Can two vans <swap|exchange> stops? => Until the <first|door> seal is <opened|scanned>. After that {team} must <agree|release> it.
+ Why are times <after lunch|in the afternoon> wrong? => The <default|built-in> pause is {mins} minutes at {clock}. Change it in <the driver's|each> profile.
+ How many stops <are sensible|can it plan>? => Up to {nnn}. With more than {nn} per van it <warns|asks>, and <it is right|drivers agree>.
= door sensor
+ The door is <shut|closed> but {prod} says open. Why? => The magnet <sits|is> more than {n} millimetres away, or <ice|paint> grew between. <Move|Shift> it; a card <should|must> just fit.
+ How <fast|quickly> does it report? => Within {n} seconds, by night <too|the same>. Closing is <told|sent> as well, so the <time|minutes> open are <exact|true>.
+ Can {prod} be <fooled|tricked> with a second magnet? => <Harder than one thinks|Since the new model no>: it <feels|measures> the strength too. In a test {col} needed {mins} minutes.
+ Is it <fit|made> for freezer doors? => To minus {nn}. Use the <long|blue> screws, the <glue|tape> lets go after {few} weeks.
+ What does it count <as one opening|per day>? => Open for more than {n} seconds. {place} has {nnn} a day at {dock}, <the record|before noon>.
+ Does the <battery|cell> warn? => {nn} days before. <Change|Replace> both cells, <the order matters|plus up>, and <open the door once|test>.
+ Can I <ring|switch> something with it? => The contact takes {nn} volts, <a lamp or a bell|no motors>. Most <use|take> a strip light above {dock}.
+ Do double doors need <two|a pair>? => Yes, <one each|left and right>, <joined|coupled> in the software: open if <one|any> is.
= billing service
+ Why does my first invoice in {prod} have <odd|broken> days? => It <runs|counts> from the day of <delivery|activation>, {nn} of the month in your <case|example>. From the next on it is <whole|full> months.
+ Can I get one invoice for all sites? => Yes, <say|set> "joined". Lines are <sorted|grouped> by site; {cust} has {nn} pages and <likes it|wanted it so>.
+ Where do I put our order number? => Field <reference|{n}> in the profile, {nn} signs. It <stands|appears> above the <lines|total>.
+ When is <it|money> collected? => {nn} days after the invoice, <on a workday|never on {wday}s>. A <day|notice> before you get a mail.
+ Can {prod} <send|deliver> to two addresses? => To {few}. The first <counts|is legal>, the others <are copies|get a stamp COPY>.
+ How do I <read|understand> a credit? => Minus in front, the <old|original> invoice behind. It is <set off|used> against the next, unless you <want it paid|say so>.
+ Are devices <on loan|in repair> billed? => Not <from|after> the day the desk <books|scans> them in. <Missing|Wrong>? The note from {dock} settles it.
+ In <what|which> format do you send? => PDF and <the electronic one|XML>, both the same sums. <Paper|Letter post> costs EUR {n}.
= analytics module
+ Why does {prod} call a <normal|quiet> night unusual? => It has seen <few|{nn}> nights yet. After {few} weeks it <knows|has learned> your <defrost|cleaning> times.
+ Can I <trust|use> the forecast? => For {n} hours, <mostly|within half a degree>. Beyond that it is <weather|a guess with a line>, and drawn <dotted|paler>.
+ Which <data|readings> does it use? => Those of <your|one> tenant only, {nn} days back. <Nothing|No curve> of others <flows|goes> in.
+ How do I <exclude|leave out> the week of the <move|rebuild>? => Mark it, <right click|long press>, Ignore. The model is <made|built> anew at {clock}.
+ What is <a|the> score of {nn}? => {share} of comparable nights were <calmer|cooler>. It is not a <percentage|mark>, <though it looks so|we know>.
+ Can I <download|get> the model? => The <numbers|coefficients>, yes: {few} per sensor. The <code|rest> is in the manual, <two pages|chapter {n}>.
+ Why did last month's <figure|result> change? => Late readings <came in|arrived>, {nnn} in your case. The <date|day> of the count is <below|under> the chart.
+ Does it <need|want> a fast machine? => It runs <with us|on our side>. On <own|local> hosts give it {n} cores and {nn} gigabytes.
= access service
+ I <lost|left> my second factor. <What now|Who helps>? => Your administrator <can issue|gives> a code for {mins} minutes. <Without one|If there is none> we <call back|ask> {few} questions and need a day.
+ Can {prod} use our <own|company> sign-in? => Yes, <the usual standards|with a metadata file>. Plan {few} hours and <one quiet evening|a test group of {n}>.
+ How many <wrong tries|attempts> do I have? => {n}, then a pause of {mins} minutes. The <pause|wait> doubles, <patience wins|as burglars know>.
+ What is <the|a> role Reader allowed? => To <see|look>, <export|print> and <comment|nothing else>. It cannot <change limits|invite>.
+ How do I <close|lock> the account of a leaver? => People, name, Lock. Sessions end in {n} minutes; <tokens|keys> he made are <listed|shown> so that you can <end|delete> them.
+ Can one person <belong|be> to two tenants? => Yes, <a switch|the name> at the top right. Rights <never mix|stay apart>.
+ Why must I sign in <again|so often>? => After {nn} hours or a new <network|address>. On <shared|hall> tablets it is {mins} minutes, by <choice of {team}|design>.
+ Do you <keep|store> passwords? => Only <a hash|something that cannot be turned back>, {nn} thousand rounds. Nobody here can <read|tell> it.
= shipment tag
+ How do I <start|wake> {prod}? => <Break|Bend> the tab until it clicks, the light <blinks|shows> {n} times green. Red: <take another|put it aside>.
+ Where in the <box|parcel> does it go? => <In the middle|Between the goods>, not on the <ice|cold pack>. On it you measure the <ice|pack>, which is <always fine|no use>.
+ Can a tag be <used|started> again? => {nn} times, after <reading it out|the desk has cleared it>. The <paper|cheap> ones once.
+ How do I read it <without a gateway|on the road>? => Hold <a phone|the reader> to the mark, {few} seconds. The <curve|graph> comes as a page, no <app|login>.
+ What if the <receiver|shop> throws it away? => Then the data up to the <last gateway|ramp at {place}> <remain|is saved>. We <bill|charge> EUR {nn} for the tag.
+ Does it <hold|bear> a flight? => The radio <sleeps|is off> above {nnn} metres a minute of climb, <as airlines ask|by itself>.
+ How <exact|precise> is it? => Half a degree from minus {nn} to plus {nn}. A <certificate|paper> is in the portal under {serial}-like numbers.
+ When is it <too old|expired>? => {nn} months after the <print|date> on the back. The <cell|battery> then may <stop|fail> in cold.
= sync agent
+ Why is {prod} always {mins} minutes behind? => It <collects|gathers> and sends in <bundles|batches>. Set interval to {n}, <if the line bears it|and the line sees more traffic>.
+ Can it <run|live> on an old PC? => {n} gigabytes of memory, <any|a> system of the last {few} years. <Not|Never> on the till of {cust}, <as we learned|please>.
+ What does "conflict" <mean|say>? => Two sides changed <one|the same> thing. {prod} keeps <both|two copies> and <asks|waits>; after {nn} days the <newer|server> wins.
+ How do I <move|carry> it to a new machine? => <Install|Set up>, copy the folder <state|with the state>, start. <Do not|Never> run both, <not even for a minute|they quarrel>.
+ Which <files|folders> does it <touch|read>? => Only those <listed|in the profile>. Files above {nnn} megabytes are <skipped|left>, with a line in the log.
+ Does it <need|want> administrator rights? => For <installing|the set-up>. Afterwards it <runs|works> as a small account of its own.
+ How do I see what it <did|sent>? => Log, {nn} days. <Green|OK> lines are <done|fine>, <amber|yellow> ones will be tried <again|{n} times>.
+ Can I <pause|stop> it <on {wday}s|in busy hours>? => Yes, <plan|calendar> page; at {clock} it <catches up|resumes> by itself.
"""

GENERAL = """
= general
+ How do I <change|set> the language? => <Profile|Your name>, Language. {Few} are there; <reports keep their own|mails follow after a day>.
+ Who <can|may> see our readings? => People of your <company|tenant> with a role for the site, and <our support while a case is open|nobody else>. Each look by us <is logged|leaves a line>.
+ Can we <get|have> training? => Yes, {few} hours <online|by video> are free in the first year, a day in {place} costs {euro}. <Bring|Send> the people who <do the work|hold the probe>.
+ How do I <order|get> spare parts? => <In the portal|By mail> with the number on the <label|back>. What is on the shelf leaves on {wday}, <small parts by letter|before {clock}>.
+ What do I do with <old|used> batteries? => <Collect|Keep> them in the box that came with {prod} and <send|hand> it back, <postage is ours|free of charge>. Poles <taped|covered>, please.
+ Is there a <printed|paper> manual? => A <short|folded> sheet is in the box, the <long|whole> text online. {Nn} people a year <ask for|order> paper; <say so|we print it>.
+ How do I <report|tell you of> a fault? => <Best|Fastest> through the portal, with <a picture|the serial number> and what you <did last|expected>. A call is fine when <goods are warming|it burns>.
+ Do you <have|offer> a test system? => Yes, with <invented|made-up> readings of {nn} probes, emptied each {wday}.
+ How do I <cancel|stop> an e-mail from you? => The line at the <bottom|end>. Alarms <are not|cannot be> cancelled there, only in the <chain|plan>.
+ Where are our data <kept|stored>? => In {few} halls <on this continent|in one country>, <copies apart|each with its copy>. {place} is not one of them, <whatever the poster says|that is an office>.
+ Can I <rename|move> a site? => Name yes, <at any time|old reports keep the old one>. Moving devices is <drag and drop|a button>, {mins} minutes until <all lists agree|it shows>.
+ What is <the|a> good limit for <milk|vaccines>? => Not ours to say. <Ask|See> your <food officer|pharmacist>; {deg} and {n} degrees are what <many|customers like {cust}> enter.
+ Why does the <site|app> ask for my location? => To <offer|show> the nearest <hall|site>. <Refuse|Say no> and choose by hand, <nothing is lost|works as well>.
+ Do you give <discounts|better prices> to <schools|charities>? => Yes, ask with <a letter|the register number>. {Few} of {nn} wishes were <met|granted> last year.
+ How are updates <announced|made known>? => By <mail|a note in the portal> {nn} days before, security fixes <at once|later than they run>. <Devices|Probes> update at {clock}.
+ Who do I call <at night|on Sundays>? => The number on the <sticker|card>, with your plan <at hand|in mind>. Plans without nights get <a voice and a form|a call at {clock}>.
+ Can {prod} be <rented|hired> for a <harvest|season>? => From {few} months, <in boxes|as a kit>. {cust} does it each {month}.
+ What does the warranty <cover|leave out>? => Faults of <making|material> for {nn} months; not <drops|water>, <lightning|forklifts> or <dogs|paint>. Repairs cost {euro} at most, <asked before|after a yes>.
+ How do I <prove|show> calibration to an auditor? => Print the <certificate|sheet> by serial number, <newest on top|with its curve>. {Col} in {place} <sends|signs> copies.
+ Why is <support|your line> busy on {wday} mornings? => <Stocktaking|Weekend doors>. Between {clock} and four it is <calm|quick>, {mins} seconds on average.
+ Can I <talk|speak> to the people who <build|make> {prod}? => Once a quarter, {mins} minutes, <open list|first come>. The last one <drew|had> {nn} people.
+ What <happens|is done> if you <close|stop> a product? => You hear {nn} months before, parts <stay|are kept> {few} years, data <goes|moves> with you.
+ How do I <hide|archive> an <old|empty> site? => Status, Resting. It <leaves|drops from> the bill at month's end, its past <stays|remains>.
+ Is there an <interface|API>? => Yes, <read for all|with reading free>, writing with <a key|plan Plus or a key>. {nnn} calls a minute <are enough|is the limit>.
"""
GENERAL += """
+ The box <arrived|came> <wet|with a dent>. Is {prod} <still good|ruined>? => <Photograph|Take a picture of> it, {few} sides, before <opening|you cut the tape>. {Prod} itself bears {nn} centimetres of fall; the desk <decides|looks> within {few} hours.
+ Can {prod} <stand|bear> <dust|flour>? => {cust} has {nn} of them in a <bakery|mill>. Blow <it|the vents> out each {month}, <never with a wet cloth|with air, not water>.
+ Who <fits|installs> {prod} <at our place|for us>? => You <can|may>, most need {mins} minutes. {Col} <comes|drives out> for {euro}, <two weeks ahead|with tools and ladder>.
+ <How|By what> do I <tell|know> the <age|model year> of {prod}? => The {nth} sign on the label: <letters|capitals> are years, <digits|numbers> weeks. {Col} keeps a <table|list>, as the {month} models <skip|miss> one.
+ Our auditor <wants|asks for> <the software's papers|a validation>. Do you <have|send> it? => A folder of {nn} pages, <free|at no cost>, names {prod} on page {n}. {Nn} customers <used|have had> it, {few} <in this quarter|last month>.
+ May I <lend|give> {prod} to our <sister company|neighbour>? => <Tell us|With a line to us>, {mins} minutes of work. <Unannounced|Otherwise> it <stops|locks> after {nn} days <abroad|in another network>.
+ <When|At what hours> is maintenance? => <Mostly|As a rule> {wday} at {clock}, {mins} minutes. The <page|status page> says so {few} days <before|ahead>; readings are <kept|held> meanwhile.
+ Does {prod} <interfere with|disturb> <pacemakers|hearing aids>? => Keep {nn} centimetres <distance|away>, as with <any radio|a telephone>. The <paper|test report> has number {sign}, <ask for it|on request>.
+ How much <power|current> does {prod} <draw|use>? => About {n} watts, {nn} <at the start|in the first minute>. Over a year that is EUR {low} at our rate in {place}.
+ Why <did I get|was there> a <mail|letter> about {place}? => You <once|at some time> chose news of all <sites|houses>. <Profile|Settings>, page {n}, <untick|remove> it; it <stops|ends> by {wday}.
+ Can {prod} be <painted|covered> in our <colour|red>? => The lid <yes|may>, the <vents|grey strip> never. {cust} used <film|stickers> and was <glad|fined by nobody>.
+ My <colleague|boss> says {prod} <hums|clicks>. <Is that so|Normal>? => <Clicks|A click> each {mins} minutes: the relay. <Hum|Humming>: the <shelf|screw> is loose, {few} turns with {nn} millimetre.
+ How do I <teach|show> the night shift? => There is a <film|picture story> of {few} minutes and a quiz of {nn} questions, <in {few} languages|with no words>. {place} <plays|runs> it by the coffee machine.
+ What <if|happens when> a <mouse|marten> bites the cable? => It <happened|was so> {few} times in {place}. <Armoured|Steel> cable costs EUR {nn} a metre; readings <carry on|wait> in the probe.
+ Is there a <status|health> page? => Yes, under {prod} in the portal: green for {share} of the hours since {past}. <Subscribe|Ask> for mail <there|on top>.
+ How do I <give|send> feedback on {prod}? => <Thumb|Star> at the bottom, or a line to {team}. {Nnn} came <last year|since {month}>, {nn} <led to|made> a change.
+ Can {prod} <share|use> the {place}-style <rack|cupboard>? => {n} units high, {nn} deep. <Leave|Keep> one <free|empty> above, <it breathes upwards|for the warm air>.
+ We <move|change> our internet provider. What <must|do> we do for {prod}? => <Nothing|Little>, if the <new|other> line lets port {nnn} out. <Test|Try> one for {mins} minutes <first|before {wday}>.
"""

# facts: {prod} {version} {price} {component}... {owner} {chan} {lead} {code} {meaning} {remedy} {plan} {manager}
FACTS = """
= version
+ <Which|What> is the <newest|latest> <release|version> of {prod}? => <That is|It is> {version}<, since {released}|>.
+ Am I up to date with {prod}? => If <the bottom line|the about page> says {version}, <yes|you are>. <Otherwise|If not>, <update|plan {mins} minutes>.
+ <What|Which> version should I <see|find> on {prod}? => {version}, <at the time of writing|as of {today}>.
+ When was {prod} last <renewed|updated>? => On {released}, to {version}. <Small fixes|Wording> came <later|without a number>.
+ <Do I have to|Must I> update {prod}? => <Nobody forces you|It is your choice>, but help <is for|assumes> {version}.
+ How do I read the number {version}? => <First|Left>: large changes, middle: new things, <last|right>: repairs. {prod} is there since {released}.
+ My {prod} says something <older|else>. => <Then|In that case> it missed {version}. <Restart|Plug> it <once|in> and wait until {clock}; <they update at night|it asks for itself>.
= price
+ What does {prod} cost? => {price} a month, <tax not included|net>. <Freight|Set-up> is {euro}.
+ <Is there|Do you have> a price for {prod}? => The list says {price} <per month|monthly>, <from the first unit|for each>.
+ How much <more|money> is one more {prod}? => {price} a month, <counted|billed> from <the day it speaks|its first reading>.
+ Can I buy {prod} <outright|once and for all>? => <No, we rent|Rent only>: {price} a month, <repairs and updates included|nothing on top>.
+ What will {prod} be on my invoice? => One line, {price} <a month|per month and piece>. With more than {nn} <pieces|units> <ask for|there is> a frame price.
+ Has the price of {prod} <changed|gone up>? => On {today} it is {price} a month. Running contracts <keep theirs|are not touched>.
+ <Why|How> does {prod} come to {price}? => <Radio|Licences>, service and <a share of the night desk|calibration> are in it, per month.
= component
+ What is <inside|in> {prod}? => <Among other things|Mainly> {parts}.
+ <Which|What> parts does {prod} have? => It has {parts}. <Each|Every one> has a page in the manual.
+ The <log|message> names a part of {prod}. Which are there? => {Parts}. The <first word|tag> of a line <tells|says> which.
+ Can parts of {prod} be <switched off|left out>? => No: {parts} <belong together|all have to run>. <Only|At most> the last may <rest|sleep>.
+ What do I <mention|say> when I call about {prod}? => The part, if you know it: {parts}.
+ Who <wrote|makes> the parts of {prod}? => Its parts, {parts}, are <built|made> by {owner}, <most of it|all> in {few} years.
= owner
+ Who <makes|builds> {prod}? => {owner}, <a team of {nn}|who sit together>.
+ Where do wishes for {prod} go? => To {owner}. {Few} of the last {nn} <were built|came true>.
+ Who is behind {prod}? => The {owner} team<, among others {col}|>.
+ Who decides what <comes next in|changes in> {prod}? => {owner}, <after|with> {nn} talks with customers a year.
+ Is somebody <responsible for|in charge of> {prod}? => Yes, {owner}; <they read|reading> {nn} reports a month.
+ Whom do I <thank|blame> for {prod}? => {owner}, both <times|ways>. They <hang up|print> the thanks.
= sku
+ What is the <order|article> number of {prod}? => {sku}. <With it|Then> the desk <finds|needs> nothing else.
+ The label says {sku}. What is that? => The article number of {prod}, <not the serial|the serial is below>.
+ How do I <order|reorder> {prod}? => By number: {sku}, <in the portal|on paper or by call>.
+ <Which|What> number do I put <on the form|in field {n}> for {prod}? => {sku}.
+ Where do I find the number {sku}? => On {prod}, <left of|below> the bar code, <and on the delivery note|smaller than one hopes>.
= error
+ {prod} shows {code}. What <does it want|is that>? => It means that {meaning}. <What helps|Remedy>: {remedy}.
+ What is {code}? => <A message of|It comes from> the {part}: {meaning}. <Please|Then> {remedy}.
+ <I see|We get> {code} <every {wday}|since {lately}>. => <Then|Each time> {meaning}. To <end|stop> it, {remedy}; <that took {cust} {mins} minutes|call if it returns>.
+ Is {code} <serious|dangerous>? => <Not in itself|Rarely>: {meaning}. <Still|But> do this: {remedy}.
+ How do I get rid of {code} on {prod}? => <Simply|First> {remedy}. The <reason|cause>: {meaning}.
+ Why does {prod} <stop|beep> with {code}? => Because {meaning}. <Do|Try> this: {remedy}.
+ {code}, and nothing <works|moves>. <Help|Quick>! => <Calm|One step>: {remedy}. <Behind it|Background>: {meaning} ({part}).
+ <What|Which part> raises {code}? => The {part} of {prod}, when {meaning}. <It goes|It is gone> once you {remedy}.
+ Can I <ignore|click away> {code}? => <For an hour|Today>, yes. But {meaning}, so {remedy} <soon|before {soon}>.
+ After {code} I <restarted|did nothing>. <Was that right|Wrong>? => <It does no harm|Half right>. Better: {remedy}, since {meaning}.
+ <Who knows|Has anybody seen> {code}? => {Nn} people this year. It says that {meaning}. <They|All> had to {remedy}.
+ Where is {code} <explained|in the manual>? => <Page {nn}|Chapter {n}>, under {part}. In short: {meaning}; {remedy}.
= error.open
Codes that {prod} <may show|shows>, and what <to do|helps>.
<Messages|Numbers> on the display of {prod}, <collected|noted> by {team}.
<If|When> {prod} <shows a number|beeps>, look here <first|before you call>.
<The questions|What> we <get|hear> most about messages of {prod}, as of {today}.
<Desk notes|From the desk> on {prod}: {few} calls, <same|similar> questions.
<Short|Quick> help for {prod}, to <print|keep by the device>.
= channel
+ Where <do I|can I> <ask|reach> {team}? => In {chan}, <between {clock} and five|on weekdays>.
+ How do I <get|catch> {team} <quickly|without a meeting>? => <Write|A line> in {chan}. Mails <wait|take a day>.
+ Which chat <is that of|belongs to> {team}? => {chan}. <Search|Look> there first, {nn} answers are <pinned|old friends>.
+ Does {team} have <office hours|a desk>? => <Every|Each> {wday} at {clock}; <else|otherwise> {chan}.
+ I need <something|a favour> from {team}. => <Say so|Ask> in {chan}, with a <date|reason>.
+ Where does {team} <post|announce> changes? => In {chan}, <with a red pin|the evening before>.
= lead
+ Who <leads|runs> {team}? => {lead}.
+ To whom do I <go|turn> with a <complaint|wish> about {team}? => {lead} <has an open door|reads such mail> <after {clock}|on {wday}s>.
+ Who signs for {team}? => {lead}, <in person|no deputy> up to {euro}.
+ Whose name do I put <down|on the form> for {team}? => {lead}.
+ Who <decides|has the last word> in {team}? => {lead}, <usually|after a round>.
+ I start in {team} <on {soon}|next week>. Who <meets|fetches> me? => {lead}, at <the gate|the front desk> at {clock}.
= site
+ Where does {team} sit? => In {site}, <{floor}|room {room}>.
+ How do I <visit|meet> {team}? => <Come|Travel> to {site}, <not on a {wday}|tell them before>.
+ <Where|To which house> do parcels for {team} go? => To {site}, <goods door|{dock}>.
+ Is {team} <here|in this house>? => They are in {site}, <all but {few}|except on {wday}s>.
+ Which <site|office> has {team}? => {site}<, since {past}|>.
= address
+ What is the address of {site}? => {address}. <Ring|Press> twice.
+ How do I <find|get to> {site}? => {address}; the <bus|tram> stops {mins} minutes <away|before>.
+ Where does the <taxi|van> go for {site}? => To {address}, <the low building|gate {n}>.
+ I have to <write|send> to {site}. => {address}, <no box number|with the room>.
= plan
+ Which plan <do we have|are we on>? => {cust} is on {plan}. <What it holds|Details>: page {n} of the contract.
+ What <does our plan|is> {plan} <include|worth>? => <Answers|Help> at the times in your contract, {nnn} messages a month, <and {few} trainings|reports>. You are on {plan} since <the last change|you chose it>.
+ Can we <change|leave> {plan}? => <Upwards at once|At month's end>, downwards with the <contract|term>. {cust} would <see|get> a quote in {few} days.
+ Are night calls <included|free>? => With {plan}, the plan of {cust}, <as written in the contract|see the table on page {n}>.
= manager
+ Who looks after us? => {manager}, <for {cust} alone and {few} others|by mail or in person>.
+ Whom do we <call|ask> about a contract? => {manager}. <On holiday|If away>, the desk <passes it on|knows who>.
+ <Do we have|Is there> a fixed <contact|person> at {company}? => Yes: {manager}<, in {place} most days|>.
+ Who <visits|knows> us? => {manager} <comes|is here> each {month}.
= contact
+ Who may <order|sign> on our side? => {contact} is <on file|named>. More names <by letter|with a form>.
+ Whom do you <write to|inform> here? => {contact}, unless you <tell us|name> others.
+ Who is <our|the> administrator in your <list|file>? => {contact}. <Changed|Wrong>? A mail <is enough|will do>.
+ Who <gets|receives> the invoices' notice? => {contact}, <copy to nobody|plus {few} copies>.
= limit
+ <What|How much> does {pid} allow? => {limit}. <The rest|Conditions>: see the text.
+ Where is the line <in|of> {pid} ({topic})? => At {limit}<, agreed in {place}|>.
+ I <always forget|can't recall> the number for {topic}. => {limit}, by {pid}.
+ Is there a rule on {topic}? => Yes, {pid}: {limit}. It is <kept|owned> by {owner}.
+ Who <wrote|keeps> {pid}? => {owner}. <The number|Its limit>: {limit}.
"""

PAGE = """
= open
<Questions|What people ask> about {prod}, <answered by|with answers from> {team}.
<We collected|These are> the {few} questions that come <most often|each week>.
<Before you call|First look here>: <short|plain> answers on {prod}.
<Updated|Edited> on {today}; <older copies|printouts> may <differ|be wrong>.
<Help|Support> notes, {prod}, <for everybody|public>.
{Nn} questions came in <last month|during {month}>. <The best|These> are <below|here>.
<Written|Put together> by {col} after {few} <days at the desk|long calls>.
<Not in a hurry|A quiet minute>? <Read|Try> this page. <In a hurry|Otherwise>, <call|ring>.
{prod} <in practice|day by day>, question by question.
<Collected in {place}|From the desk in {place}>, where {prod} is <used most|on every door>.
= inside.open
<For new colleagues|For your first weeks>, <by those who came before|from {team}>.
<Who is who|Where is what>, as of {today}.
<Questions|Things> nobody <dares to ask|writes down>, <with answers|so we did>.
<Internal|For staff>: {few} answers that <save|spare> you a round of calls.
<Kept|Looked after> by {col}; <wrong|old> lines <please|kindly> to {team}.
= own.open
<For|Answers for> {cust}, <put together|prepared> on {today}.
<Your questions|Questions of {cust}> from the call <on {wday}|of {lately}>.
{cust}: <who, what, when|a page to pin up>.
<Dear|Hello> {cust}, <here is what you asked|as promised>.
= end
<Not answered|Something missing>? <Write|Ask> through the portal, <we add it|{team} reads it>.
<Was this helpful|Did it help>? {share} said yes.
Last <change|edit>: {today}, {col}.
<More|Longer answers> in the manual, chapter {n}.
<Printed|Saved>? Look for a newer one <after|in> {month}.
See also: <the page on|questions about> {few} other devices.
<Answers|Text>: {col}. <Pictures|Tests>: {col}.
<This page|It> was read {nnn} times <last week|in {month}>.
= also
<Related|See also>:
<Others asked|People also asked>:
<More on|Next to> this:
<You may like|Beside that>:
= column
{Col} from {place} asks:
<A customer|Somebody> in {place} <wants to know|writes>:
<Post|Question> no. {nn}:
<Heard|Overheard> at {dock}:
<From|By> {cust}:
<On the phone|By phone>, {clock}:
= chat.hi
<hi|hello>, quick <question|one> about {prod}
<Good morning|Hello>, <anybody there|is this the right place>?
<Hi|Hey>, <me again|it's {cust}>
<sorry|excuse me>, <one more|a short question>
<hello>, {prod} <here again|is on the bench>
= chat.ok
<Thanks|thank you>, that <was it|helps>
<ok|fine>, <trying|will try> it <now|at {clock}>
<Perfect|Great>, <bye|have a good {wday}>
<hm|well>, <makes sense|let me see>
<ah|oh>, <of course|I see>
= comment
Comment <by a reader|no. {n}>, {lately}:
<A reader|Somebody> <wrote|adds>:
<Feedback|Note> from {place}:
<Below the page|Under it> {lately}:
<Guest|Visitor> ({lately}):
= tail
 (<tip|note> by {col}).
, <as|so> {cust} <told|showed> us.
; {place} <does|has> it <the same way|so too>.
, <asked|seen> {nn} times since {month}.
; more <on page|in chapter> {nn}.
, <checked|tried> by {team} on {lately}.
; <a picture|the drawing> is under {sign}.
, <though|but> {share} <never need it|ask>.
; <thanks to|by> {col} for the <question|hint>.
 (<edited|reworded> {lately}).
; <write|call> if it <differs|is otherwise> in your <hall|house>.
, at least <in|since> {month}.
; it <took|cost> {cust} {mins} minutes.
, <says|writes> {col} <from|in> {place}.
= title
{p}: questions and answers
Help: {p}
FAQ {p}
{p}, what people ask
Answers on {p}
Before you call about {p}
= title.error
{p}: messages explained
Codes of {p}
{p} shows a number
Messages of {p}, and what helps
Error codes, {p}
"""

GERMAN = """
= open
Häufige Fragen zu {prod}, <Stand|zuletzt geändert am> {today}.
<Antworten|Kurze Antworten> des Teams {owner} auf Fragen zu {prod}.
<Bevor Sie anrufen|Erst lesen, dann rufen>: {prod} in <wenigen|{n}> Antworten.
<Gesammelt|Notiert> am Telefon in {place}, {month}.
<Hilfe|Hilfeseite> zu {prod}, deutsche Fassung von {col}.
= pair
+ <Welche Version von {prod} ist aktuell|Was ist die neueste Version von {prod}>? => {version}, <erschienen|seit> {released}.
+ <Bin ich|Ist mein Gerät> auf dem neuesten Stand? => <Ja, wenn|Nur wenn> unten {version} steht. <Sonst|Andernfalls> in der Nacht <am Strom lassen|online lassen>.
+ <Was kostet|Wie teuer ist> {prod}? => {price} <im Monat|monatlich>, <zuzüglich|ohne> Steuer.
+ <Wie hoch ist|Was ist> die Miete für {prod}? => <Laut Liste|Zurzeit> {price} je Monat, <Wartung inbegriffen|Reparatur eingeschlossen>.
+ <Wer baut|Von wem kommt> {prod}? => <Vom|Das> Team {owner}. <Wünsche|Lob und Tadel> gehen <dorthin|an dieselbe Stelle>.
+ <Welche Artikelnummer|Was> muss ich für {prod} <angeben|bestellen>? => {sku}, <sie steht auch|zu finden> auf dem <Lieferschein|Etikett>.
+ <Anzeige|Das Gerät meldet> {code}, was <nun|tun>? => <Die Meldung kommt von|Auslöser ist>: {part}. <Auf Englisch|Im Handbuch> heißt es dazu: „{remedy}“.
+ Was <bedeutet|heißt> {code} bei {prod}? => Im <Handbuch|Original>: „{meaning}“. <Betroffen ist|Es meldet sich> das Teil {part}.
+ <Wo|An welcher Stelle> hänge ich den Fühler auf? => <Dort, wo es am wärmsten ist|Nicht vor den Lüfter>, meist <neben der Tür|unter der Decke>, {n} <Meter|Schritte> von <Lampen|Motoren>.
+ <Wie lange|Wie viele Monate> hält die Batterie? => <Ungefähr|Etwa> {nn} Monate. <Kälte|Häufiges Senden> <halbiert|verkürzt> das.
+ <Warum|Weshalb> kommt der Alarm <erst spät|verzögert>? => <Eingestellt sind|Voreinstellung:> {mins} Minuten, damit eine offene Tür <nicht gleich|niemanden> weckt. <Ändern|Einstellen> unter Punkt {n}.
+ <Wie|Auf welchem Weg> melde ich einen Fehler? => <Am besten|Möglichst> im Portal, mit Foto und <Seriennummer|Uhrzeit>. <Wird die Ware warm|Im Notfall>, bitte <anrufen|telefonieren>.
+ <Kann ich|Darf man> das Gehäuse <abwaschen|reinigen>? => <Feucht|Mit Tuch und milder Seife>, ja. <Dampf|Spülmaschine> und <Lösungsmittel|Alkohol> nicht.
+ <Wer|Welche Leute> sieht unsere <Messwerte|Daten>? => Nur <Ihre Firma|Ihr Mandant>; der Support <während eines Falls|mit Protokoll>.
+ <Gibt es|Bekommen wir> eine Schulung? => {n} Stunden <online|am Bildschirm> sind frei, ein Tag in {place} kostet {euro}.
+ <Geht|Funktioniert> es ohne Internet? => <Ja|Sicher>, {nn} Tage lang <speichert das Gerät|bleiben die Werte im Gerät>, <Mails warten|der Summer geht trotzdem>.
= end
<Frage nicht dabei|Etwas fehlt>? <Schreiben Sie uns|Bitte melden>, {col} <ergänzt es|liest mit>.
<Ausgedruckt|Gespeichert>? Ab {month} <bitte neu laden|gibt es eine neue Seite>.
<Text|Übersetzung>: {col}, {place}.
<Diese Seite|Die Antworten> <half|halfen> {nn} Prozent der Leser.
= ok
<danke|vielen Dank>, das <hilft|war's>
<alles klar|gut>, <ich probiere es|bis {wday}>
<ach so|ah>, <klar|natürlich>
<prima|schön>, tschüss
"""

FRENCH = """
= open
Questions fréquentes sur {prod}, <à jour au|version du> {today}.
<Réponses|Courtes réponses> de l'équipe {owner} sur {prod}.
<Avant d'appeler|Lire d'abord> : {prod} en <peu de|{n}> réponses.
<Notées|Recueillies> au téléphone à {place}, {month}.
<Aide|Page d'aide> pour {prod}, texte français de {col}.
= pair
+ <Quelle est la dernière version|Quelle version> de {prod} ? => {version}, <sortie|depuis> le {released}.
+ <Suis-je|Mon appareil est-il> à jour ? => <Oui, si|Seulement si> la dernière ligne dit {version}. <Sinon|Autrement>, laissez-le <branché|en ligne> la nuit.
+ <Combien coûte|Quel est le prix de> {prod} ? => {price} <par mois|chaque mois>, <hors taxe|sans la taxe>.
+ <Quel est le loyer|À combien revient la location> de {prod} ? => <Selon la liste|En ce moment> {price} par mois, <entretien compris|réparations comprises>.
+ <Qui fabrique|D'où vient> {prod} ? => <De l'équipe|C'est> {owner}. <Vos souhaits|Éloges et plaintes> <vont|arrivent> là.
+ <Quelle référence|Que> dois-je <indiquer|commander> pour {prod} ? => {sku}, <écrite aussi|à lire> sur <le bon|l'étiquette>.
+ <L'écran affiche|Nous voyons> {code}, <que faire|et maintenant> ? => <Le message vient de|La source> : {part}. Le manuel <anglais dit|écrit> : « {remedy} ».
+ Que <veut dire|signifie> {code} sur {prod} ? => D'après <le manuel|l'original> : « {meaning} ». <La pièce concernée|En cause> : {part}.
+ <Où|À quel endroit> poser la sonde ? => <Là où il fait le plus chaud|Jamais devant le ventilateur>, souvent <près de la porte|sous le plafond>, à {n} <mètres|pas> des <lampes|moteurs>.
+ <Combien de temps|Combien de mois> tient la pile ? => <Environ|À peu près> {nn} mois. <Le froid|L'envoi fréquent> <réduit|divise> cela.
+ <Pourquoi|D'où vient que> l'alarme <tarde|arrive tard> ? => <Le réglage est de|Par défaut> {mins} minutes, pour qu'une porte ouverte <n'alerte personne|ne réveille pas>. <Changez-le|À régler> au point {n}.
+ <Comment|Par où> signaler une panne ? => <De préférence|Plutôt> par le portail, avec photo et <numéro de série|heure>. <Si la marchandise chauffe|En urgence>, <appelez|téléphonez>.
+ <Puis-je|Peut-on> <laver|nettoyer> le boîtier ? => <Chiffon humide|Avec un savon doux>, oui. Pas de <vapeur|lave-vaisselle> ni <solvant|alcool>.
+ <Qui voit|Quelles personnes voient> nos <mesures|données> ? => <Votre société|Votre entreprise> seule ; l'assistance <pendant un dossier|avec une trace>.
+ <Y a-t-il|Avez-vous> une formation ? => {n} heures <en ligne|à l'écran> sont gratuites, une journée à {place} coûte {euro}.
+ <Est-ce que cela|L'appareil> marche sans internet ? => <Oui|Bien sûr>, {nn} jours <en mémoire|restent dans l'appareil>, <les courriels attendent|le signal sonore suit quand même>.
= end
<Pas de réponse|Il manque un point> ? <Écrivez-nous|Dites-le>, {col} <l'ajoute|lit tout>.
<Imprimé|Enregistré> ? À partir de {month}, <rechargez la page|il y en aura une autre>.
<Texte|Traduction> : {col}, {place}.
<Cette page|L'aide> a servi à {nn} pour cent des lecteurs.
= ok
<merci|merci beaucoup>, <c'est bon|ça m'aide>
<très bien|parfait>, <j'essaie|à {wday}>
<ah|d'accord>, <je vois|bien sûr>
<bon|entendu>, au revoir
"""
