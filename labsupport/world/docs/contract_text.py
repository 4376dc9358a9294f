# ruff: noqa: E501 -- prose, one entry a line
"""What contracts with customers say, clause by clause, and the letters and notes around them."""

# facts: {cust} {prod} {amount} {end} {response} {notice} {signer} {plan} {contact} {manager}; words: {cid} {start} {company}
CLAUSES = """
= subject
{company} <supplies|lets> {prod} to {cust} and <keeps it running|looks after it>. <Number, place and use|The places of installation> <follow from|are listed in> schedule {n}, which both sides <signed page by page|went through on {past}>.
<The subject is|This agreement is about> {prod} for the <sites|halls> of {cust}, <with|including> installation, updates and <an answer when something fails|help by telephone>. <Consulting|Building work> <is not part of it|is ordered apart>.
{cust} <hires|rents> {prod}. <Ownership|The devices> <stays|remain> with {company}; <labels may not be removed|they carry {nnn} inventory stickers>, and <moving them|a move> between sites is <told|announced> {few} days ahead.
<What {cust} gets|The service>: {prod}, in the number of the schedule, <watched|monitored> <day and night|at the hours of the plan>, and <a report each month|one report a quarter> <to the address given|by the {nth} working day>.
The <parties|two sides> agree on {prod} as <the main product|core>, with <accessories|brackets, cables and seals> as <needed|listed>. <What is not listed|An extra> is <ordered in writing|offered first>, <from {euro} on with two signatures|never assumed, whatever {col} says|by {col} or {col}>.
{company} <takes over|undertakes> the <watching|monitoring> of {nn} <cold rooms|storage zones> with {prod}. The <choice of limits|limit values> <lies|rests> with {cust}, <who knows the goods|whose quality officer enters them>.
Under this <contract|paper> {cust} may use {prod} at <all|the {few}> sites in schedule {n}, by <its own staff|staff and carriers>, <for its own goods|not for third parties>, and <in any number of sessions|with {nnn} accounts>.
{prod} is <delivered|provided> as a service: <hardware on loan|devices stay ours>, software <by network|over the line>, <spares on the shelf in {place}|{nn} spares near by>. {cust} <owes|gives> power, a line and <a key|access between {clock} and six>.
= term
The contract <runs|lasts> from {start} to {end}. <It ends then|On that day it ends> <without notice|by itself>, unless <both sides sign a new one|a renewal is signed {few} weeks before>.
<Start|Beginning>: {start}. <Last day|End>: {end}. <Devices|Things on loan> <come back|are returned> within {nn} days <after that|of it>, <freight ours|boxes provided>.
It <begins|starts> on {start} and <is fixed|holds> until {end}; <neither side|nobody> may <leave|end it> earlier <except for cause|without a serious reason>.
<Agreed term|Term>: until {end}, <counted from|starting> {start}. <Talks|A talk> about <what follows|renewal> <begin|is held> in {month}, <at the latest|with figures on the table>.
From {start} on, <and not beyond|and up to> {end}, <both sides are bound|these terms hold>. <Use after that day|Whoever goes on using the service> <is billed by the day|pays by the day for {nn} days>, then <access closes|it stops>.
{end} is the <last day|day on which it ends>. <The first|It started> was {start}; <the trial of {few} weeks|a pilot> before <does not count|is included>.
The <parties|sides> are <bound|tied> until {end}. <A pause|Rest> of up to {nn} days, for <rebuilding|a move>, <does not lengthen|leaves> the term <unchanged|as it is>.
This paper <takes effect|is valid> on {start} and <loses effect|expires> on {end}, <whichever product is in use then|for all sites at once>.
= fee
{cust} pays {amount} a month, <net|tax not included>, <within {nn} days of the invoice|by the {nth} of the following month>. <Late payment|A delay> costs {n} percent <a year|interest>.
The <monthly fee|sum per month> is {amount}. It <covers|includes> <devices, updates and answers|all that schedule {n} lists>; <call-outs caused by the customer|visits at night outside the plan> <cost {euro} each|are billed by the hour>.
<For all this|For the service> {amount} <a month|monthly> <is due|falls due>, <in advance|at month's end>, on the account <named on the invoice|known>. <Single|Odd> days are <counted by thirtieths|charged by the day>.
Fee: {amount} per month. <Invoices|Bills> go to <the contact|accounts> at {cust} as <a file|PDF>, <with the order number of the customer|and carry reference {sign}>.
{company} <bills|invoices> {amount} <each month|monthly>; <more than {nn} extra probes|growth beyond {share}> <leads to|means> a new <table|sum>, <fewer|less> does <not|too, from the next year>.
<We agreed|The sides agreed> on {amount} a month, <after|following> {few} <rounds|offers>. <It stays|The sum is fixed> for the <whole term|first {few} months>, <index clauses are struck|then schedule {n} applies>.
<Each|Every> month {amount} <is collected|is transferred>. A <disputed|doubtful> part may be <held back|kept> up to <{share}|{nn} percent>, <until it is settled|with reasons in writing>.
{amount} a month, <that is|being> about EUR {nn} for each <room|zone>, <tax extra|plus tax>, <first|for the first time> on {start}.
= response
<When a fault is reported|After a report> {company} <answers|reacts> within {response}, <on the clock|day and night>. <An answer|That> means a person <with a name|who can act>, <not a receipt|no automatic mail>.
{response} is the <longest|most> that {cust} waits for <an answer|a first reaction> to a <serious fault|severity 1 report>; <others|smaller things> are <taken up|looked at> by {clock} of the next day.
<Response time|Time to answer>: {response}. <It starts|The clock starts> with the <call|report in the portal> and <stops|ends> with <the name of the technician|the first useful sentence>.
{company} promises <a reaction|an answer> <in|within> {response}. <Missed|If missed> {few} times in a quarter, {n} percent of <a month's fee|the fee> are <credited|given back>, <without being asked|on the next bill>.
<Faults|Reports> are <taken|received> at <the number on the sticker|the desk in {place}>, <{few} languages|day and night>. The <answer|call back> comes within {response}; <repair|restoring> is <aimed at|planned> within {nn} hours <more|after that>, <not promised|as far as parts are there>.
The <desk|on-call engineer> answers in {response}, <holidays included|also on Sundays>. <Tests of this|A trial call> are <allowed|welcome> {few} times a year, <announced to nobody|with the word test>.
<If readings are missing|If an alarm fails> the {response} of this clause <apply|count>, <even when|also if> the cause <lies|sits> at {cust}; <costs are settled later|who pays is decided afterwards>.
Within {response} of a <call|report> <somebody|a technician> <speaks|writes> to the <person on duty|hall>; {share} of last year's <cases|calls> took <half|less>.
= notice
<Notice|The notice period> is {notice} <to the end of a quarter|to month's end>, <by letter|in writing>. <Mail|A mail> <is enough|will do> if <somebody confirms it|the other side answers> <within {nn} hours|by {clock} of the next day|in its own words>.
<Either side|Both sides> may <end|terminate> with {notice} of notice <after the first {few} months|once the first year is over>, <whole or by site|for single sites too>.
{notice} <before the end|ahead of the last day> <notice is possible|either side can say no>; <silence|saying nothing> <ends|does not renew> the contract.
A <termination|notice> <needs|takes> {notice}. It <names|gives> the sites <meant|concerned>, and the <day|date>; reasons <are not asked|may stay out>.
<For cause|With serious reason> at once, <otherwise|else> with {notice}: <payment {nn} days late|a breach not cured in {nn} days> is <such a cause|enough>.
Whoever <wants to leave|ends it> gives {notice}, <to the address above|to the account manager>. <The letter counts|What counts is> when it <arrives|is handed over>, <stamp of the desk|by the date of receipt>.
Period of notice: {notice}, <the same for both|equal for both sides>. <Devices|Loaned things> are <collected|picked up> within {few} weeks <of the last day|by {company}>.
= delivery
Devices <reach|come to> {dock} of the site in <schedule {n}|the list>, <{few} days after the order|in week {wk}>. {cust} <counts|checks> them <the same day|within {nn} hours> and <signs|notes what is missing>.
{company} <mounts|installs> {nn} probes <a day|per day>, <between {clock} and six|outside loading hours>. {cust} <clears|keeps free> <the walls|a lift> and <names one person|gives a badge>.
<The load|The goods> <travel|go> at <our|the seller's> risk <to the ramp|until signed>, <from {place}|by carrier or van>. A <box|parcel> with a <broken seal|dent> is <photographed|opened> <before|while> the driver <leaves|waits>.
<Set-up|Installation> ends with a <walk|round>: each reading is <compared|seen> <on the screen|twice>, {nn} minutes <per hall|in total>, and <written down|entered> on form {sign}.
<Partial|Part> deliveries are <allowed|fine> from {share} on. <The fee|Payment> <starts|begins> with <the last box|half of the devices>, <not before {later}|whichever is sooner>.
{place} <sends|ships> <spares|replacement parts> <overnight|by courier>; what <fails|breaks> goes back in <the same box|its foil>, <freight paid|label inside>.
A <date|week> for <mounting|the work> is <moved|changed> once <for free|at no cost>, {few} days ahead; <later|after that> it costs EUR {nnn}.
= duties
{cust} <gives|provides> power, a <line|network port> and <ladders to {n} metres|a lift>, and <keeps|leaves> {nn} centimetres <free|of air> <round the gateway|above each device>.
<Limits|Limit values> and <telephone numbers|alarm chains> are <entered|kept> by {cust}. <Wrong numbers|Numbers that nobody answers> are its risk, <we check them each {month}|a test is offered>.
{cust} <names|appoints> {few} people who <may order|decide>, and <tells|informs> us of <changes|leavers> within {nn} days.
<Cells|Batteries> are <changed|replaced> by {cust} <when the light asks|within {few} days of the warning>; we <send|deliver> {nn} a year, <more cost EUR {n}|free>.
<Nobody but us|Only a technician of ours> <opens|repairs> the devices<, seals in {nn} places show it|, not even {col}|>. <Cleaning|Wiping>, <yes|with a damp cloth>; paint, steam and <screws into the case|drills>, no.
Staff of {cust} are <trained|shown> once, {mins} minutes <per shift|a group>, and <sign|are listed>. New people are <taught by the old|shown by {cust}>.
A <fault|failure> is <reported|told> <at once|within the shift>, with serial and <time|picture>. <Goods are|Stock is> <moved|saved> first, <papers later|by the customer>.
= data
<Readings|The data> belong to {cust}. {company} <uses|reads> them to <run|keep> the service <and for nothing else|only>, <totals without names excepted|in {few} named systems>.
<Data|Readings> are <stored|held> in {few} places <in one country|within the union>, <encrypted|with copies>, and <handed over|exported> within {nn} days of <a request|asking>, <in plain text|as a table>.
<Personal|All> data of {nn} users are <kept|processed> <for sign-in and alarms|as annex {n} says>, and <deleted|removed> {nn} days after <the end|leaving>.
<Access|A look> by our staff <needs|takes> an open case, <leaves|writes> a line in the log, and is <shown|listed> <each quarter|on request>.
If data <leak|get out>, {cust} <hears|is told> within {nn} hours: what, <whose|how many>, since when, and <what we did|what to do>.
At the end <everything|all data> is <given back|exported>, then <wiped|deleted> within {nn} days; a <signed note|paper> <says so|proves it>.
<Subprocessors|Helpers> are <listed|named> in annex {n}; a new one is <announced|told> {nn} days before, and {cust} may <object|refuse> <with reasons|once>.
= secret
<Both sides|The parties> keep <prices|what they learn> to themselves for {few} years. <Lawyers, insurers and auditors|Those who must know> are <excepted|free>, <the press is not|nobody else>.
What is <marked|stamped> confidential, or <obviously is|sounds so>, <stays|remains> <inside|between us>; <what everybody knows|public matters> <is not meant|are free>.
{company} may <name|list> {cust} as a customer <with a written yes|after asking>, <logo included|without figures>.
<Plans|Drawings> of the halls are <locked away|kept in a safe> in {place}, {few} people <have keys|may look>, and <come back|are burnt> at the end.
A <breach|slip> costs {sum} <each time|per case>, <more if the damage is larger|unless nobody was harmed>.
<The sum of this contract|The fee> is <nobody's business|not told to others>, <within {cust} to {few} people|not even to other tenants>.
<Visitors|Technicians> sign <the house rules|a paper> and <take no pictures|photograph devices only>.
= liability
<For intent|For intent and gross fault> without limit; <otherwise|else> up to {few} <months' fees|times the yearly fee>, <{sum} at most|per case>. <Lost profit|Spoiled goods> <follow clause {nn}|are insured by {cust}>.
{company} is <liable|answerable> for <goods|stock> that <spoil|thaw> because an alarm <did not leave|was lost> <through its fault|on its side>, to {sum} <a year|per event>.
No <side|party> <pays|answers> for <power cuts|dead telephone lines>, <if it did what was usual|unless it caused them>.
<Goods are|Stock is> <insured|covered> by {cust}. What the <insurer|policy> does not <pay|carry>, up to {sum}, is <shared|halved>.
<Claims|A claim> <must be|has to be> made within {nn} <weeks|days> of <the event|finding out>; <readings|logs> are <kept|frozen> from <then|that day> on.
A <late|missed> answer <alone|as such> <brings|gives> the credit of the <table|schedule>, <nothing more|no damages>, unless <goods were lost|it was on purpose>.
Limits <do not hold|end> where a <law|statute> says so, for <injury|people hurt>, or for <what was promised in writing|guarantees>.
= quality
Probes are <true|exact> to half a degree from minus {nn} to plus {nn}, <as the certificate shows|checked in {place}>. <Drifted|Wrong> ones are <swapped|exchanged> <free|at our cost> in {few} days.
<Availability|The service is up>: 99.{n} percent <of a quarter|per month>, <maintenance on {wday}s at {clock} not counted|measured at the desk>. <Below that|Under it> {n} percent of the fee <are returned|come back>.
Updates <come|arrive> {few} times a year, <announced {nn} days before|with notes>; {cust} may <wait|put off> one for {nn} days, <security fixes apart|but not two>.
{company} <calibrates|checks> <a tenth|{share}> of the probes <each year|in {month}>, <the lot over the term|oldest first>.
<Spare|Replacement> devices <may be used|can be refurbished>, <tested|burned in> for {nn} hours, with <the same promise|full warranty>.
<A report|Figures> on <faults, answers and uptime|how we did> <comes|is sent> by the {nth} of the month, {few} pages, <honest|also when it hurts>.
Faults of <material|making> are <mended|repaired> for the whole term, <wear included|cells excluded>, <drops and forklifts not|water not>.
= changes
Changes <need|take> writing <and two names|by both>, <on form {sign}|from {euro} on with a witness|a line of {nn} words is enough>. <A chat|A word on the phone> <changes nothing|is not enough>, <however friendly|not even with {manager}>.
More <sites|rooms> <join|are added> by <order form|amendment>, at the <price|rate> of schedule {n}; <fewer|less> <only|not before> after {few} months.
If {prod} is <replaced|followed> by a newer <product|one>, {cust} <may|can> <switch|change over> <free|for the same fee>, <within {few} months|at the next visit>.
<Prices|Fees> <rise|go up> at most {n} percent <a year|each January>, announced {nn} days <before|ahead>; then {cust} may <leave|end it>.
<If a clause is void|Should one line be void> the rest <stands|holds>, and the <gap|hole> is <filled|closed> by what <both meant|comes near>.
<The order is|In this order>: amendment, schedule, <these terms|this paper>, <offer|mails before>, <minutes of {month}|notes of {past}>. <Terms on the back|Printed terms> of <orders|bills> <do not count|are void>.
= people
<On our side|For {company}> {manager} <answers|is the contact>, <deputy|in absence> {col}. <For {cust}|On the other side> it is {contact}.
{contact} <speaks|decides> for {cust}; {manager} for {company}. <They meet|A meeting> <each {month}|once a quarter>, {mins} minutes, <minutes by turns|notes go to both>.
<Orders|Wishes> <go|are sent> to {manager}. <Bills|Invoices> to accounts in {place}, <complaints|anger> to <both|{col}>.
<Escalation|If it sticks>: first {manager}, then {col}, <after {nn} hours|within a day> <the director|a board member>.
{contact} <keeps|has> the list of <users|account holders>; <leavers|people who left> are <struck out|closed> the same day.
Changes of person are told <in a line|by mail>, and <count|hold> from <receipt|the next day>.
= audit
{cust} may <look|audit> once a year, {few} days, <announced {nn} days before|in office hours>, in {place} <or by video|too>; each side <bears|pays> its <own|part>.
<Regulators|An authority> may <come|inspect> <any time|when they must>; we <open|show> <what concerns {cust}|those files>, <not the neighbours'|nothing else>.
<Findings|Faults found> <are|get> <answered|mended> in {nn} days, <with a date|in writing>, <large ones first|two signatures>.
Certificates <of our labs|for calibration> are <in the portal|sent> <unasked|each {month}>; <old ones|those of {few} years> are kept.
<Penetration tests|Tests of security> are <welcome|allowed> on <a copy|the test tenant>, told {few} days <before|ahead>, <results shared|no publication before {nn} days>.
= force
<War, flood and strike|What nobody can stop> <free|frees> both sides <for its length|while it lasts>, <told within {few} days|once told>. After {nn} days <either may leave|the contract may be ended>.
If <the network of a country|the grid> <fails|is down>, <devices go on storing|readings wait in the probe> for {nn} days; <answers|calls> are <made as can be|best effort>.
<Shortage|Lack> of parts is <no excuse|not meant> for the first {few} <weeks|months>: the shelf in {place} <holds|keeps> {nn} sets.
<Pandemics and closed borders|Closed roads> <shift|move> visits, <not alarms|not the watch>.
= end
At the end {company} <collects|takes back> its devices within {nn} days, <leaves walls as they are|plugs the holes>, and <hands|gives> over <readings as files|all data>.
<Missing|Lost> devices are <billed|charged> at <list price|the table> less {n} percent <a year|per year used>.
<For {nn} days|During {few} weeks> after the end <exports|downloads> <work|are possible>, then <access closes|accounts are shut>.
{cust} may <buy|keep> the <brackets and cables|wiring> for {euro}; the rest <goes|comes> home.
<A last report|One more report> <comes|is due> in the month after, <with the balance|sums and faults>.
<An open credit|What is owed> is paid out within {nn} days, <both ways|set off first>.
= law
The law of the <seat of {company}|place of the head office> <holds|applies>; <disputes|quarrels> go <first|at first> to <a mediator|two elders of the trade>, {nn} days, then to the court <there|of that place>.
<Place of court|Venue> is {place}. <Before|Before that> the <managers|heads> <meet|talk> <once|in person>, <within {nn} days|lunch shared>.
<This paper|The contract> exists <twice|in two copies>, <each page initialled|signed>; <a scan|the scan> <counts|is equal>.
<English|The English text> <decides|counts>, <translations|others> <help|are for reading>.
<Headings|Titles of clauses> are for <finding|looking up>, <not for reading meaning into|they bind nobody>.
<Written|In writing> means <paper or signed file|letter or signed mail>; <chats|messages> do not <count|bind>.
= witness
<Signed|Agreed> in {place}, <each on a day of its own|at one table>. For {company}: {signer}. For {cust}: {contact}.
{signer} <signs|signed> for {company}, {contact} for {cust}, <in {few} copies|on paper and as a file>.
<For|On behalf of> {company} {signer}; <for the other side|opposite> {contact}, <read and agreed|each page seen>.
<Signature|Hand> of {signer} ({company}) and <of|that of> {contact}, {start}.
<Names|By>: {signer}, {contact}. <Witness|Present>: {col}.
{signer} <put the name under|signed> it on {start}<, with a borrowed pen|>; {contact} <followed|signed> {few} days later.
"""

PAGE = """
= open
<Agreement|Contract> {cid} between {company} and {cust}
{company} and {cust} <agree|have agreed> as follows ({cid}):
{cid}. <Parties|Sides>: {company}, <the supplier|provider>, and {cust}, <the customer|client>.
<Service agreement|Framework contract> {cid}, <made|closed> with {cust}
<This paper|The following> <records|sets down> what {company} and {cust} <agreed|settled>, under number {cid}.
<Between|By and between> {cust} and {company}, number {cid}, <plan|under plan> {plan}
<Number|No.> {cid}. {cust} <takes|orders>, {company} <gives|provides>, <on the terms below|as follows>:
<After|Following> {few} <talks|visits> {cust} and {company} <sign|conclude> {cid}.
{cid}: {company} <serves|supplies> {cust}.
= recital
<Whereas|Since> {cust} <stores|ships> goods that <must stay cold|spoil above {n} degrees>, and <has|runs> {nn} <rooms|vehicles> to <watch|keep>,
<Whereas|Since> a trial <in {month}|of {few} weeks> with {nn} probes <satisfied|convinced> <both|the quality officer>,
<Whereas|As> an auditor <asked|called> for <complete|signed> <records|readings> from {later} on,
<Whereas|Since> {company} has <served|supplied> <the trade|halls of this kind> for {nn} years,
<Whereas|As> the former <system|supplier> <ended|stopped> and {nnn} <old loggers|clipboards> are <retired|sold>,
<Whereas|Given that> {place} is <near enough|{mins} minutes away> for <a technician|spares>,
= head.subject
<Subject|What it is about>
<Scope of service|Service>
<Object|Subject matter>
<What we provide|Supply>
= head.term
<Term|Duration>
<Start and end|From when to when>
<How long|Period>
<Validity|Term of contract>
= head.fee
<Fee|Price>
<Payment|Charges>
<What it costs|Money>
<Remuneration|Fees and invoices>
= head.response
<Response|Answering faults>
<Service times|Reaction>
<When something fails|Help>
<Service level|Times>
= head.notice
<Notice|Ending it>
<Termination|Leaving>
<How to end it|Notice period>
<Early end|Cancellation>
= head.delivery
<Delivery|Installation>
<Set-up|Mounting>
<Getting started|Supply and mounting>
<On site|Transport>
= head.duties
<Duties of the customer|What the customer does>
<Cooperation|Your part>
<Help we need|Assistance>
<Obligations|The customer's side>
= head.data
<Data|Readings and names>
<Data protection|Whose data>
<Records|Privacy>
<Ownership of data|Information>
= head.secret
<Confidentiality|Silence>
<Secrecy|Between us>
<Publicity|Names and prices>
<Trust|Not for others>
= head.liability
<Liability|If it goes wrong>
<Damages|Limits>
<Who pays for damage|Risk>
<Insurance|Loss>
= head.quality
<Quality|Warranty>
<What we promise|Accuracy and uptime>
<Standards|Performance>
<Availability|Upkeep>
= head.changes
<Changes|Amendments>
<When things change|Growth>
<Variation|Form and order>
<Additions|Later changes>
= head.people
<Contacts|People>
<Who speaks for whom|Names>
<Representatives|Contact persons>
<Escalation|Communication>
= head.audit
<Audit|Inspection>
<Looking over our shoulder|Checks>
<Right to audit|Proof>
<Tests|Supervision>
= head.force
<Force majeure|Beyond control>
<Acts of nature|When nobody can help>
<Hindrance|Outages of others>
<Emergencies|Exceptions>
= head.end
<At the end|After the end>
<Return|Giving back>
<Exit|Handover>
<Closing|When it is over>
= head.law
<Law and place|Disputes>
<Miscellaneous|Formal>
<Final terms|Last points>
<General|Language, copies, court>
= schedule
<Schedule|Annex> {sign}: <devices|what hangs where>
<List|Table> {sign}, <as counted|counted> by {col}
<Installed|Planned> places, <state of|as of> {lately}
Schedule {n}, <part of|to> {cid}
<Places|Rooms> and <limits|limit values>
= prices
<Extra services|Extras>, <per case|each>
<Rates|Price list> for what <is not included|comes on top>
<Annex|Table> of <rates|extras>, <fixed for {few} years|net>
Schedule of <charges|rates>
= extra
call-out <at night|on Sundays>
<extra|additional> training, {mins} minutes
<lost|broken> probe
<move|shift> of a gateway
<second|paper> certificate
report in <another|a third> language
<express|same day> spare
<export|copy> of {few} years
<new|spare> antenna cable, {n} metres
<battery|cell> set, {nn} pieces
wall bracket, <steel|long>
<trial|test> call with <report|minutes>
= amend.open
<Amendment|Supplement> no. {rev} to {cid}
{cid}, <change|amendment> {rev}: what <is new|changes> and what <stays|does not>
<To|For> the contract {cid} with {cust} the <parties|sides> add:
<By this|With this> paper {company} and {cust} change {cid} for the {revth} time
<Change|Addition> {rev} <of|dated> {today} to {cid}
= amend.point
<Schedule {n}|The list of places> <gets|gains> {few} <rooms|doors> in <the new hall|building {sign}>; <serials follow|devices are on the way>.
<Clause {n}|The fourth clause> <now reads|reads>: "<Reports are sent|A report goes out> by the {nn}th, <to two addresses|as a table>."
{col} <takes the place of|follows> {col} as <deputy|second contact> <on our side|at {company}>.
The <delivery|goods> address is now {dock}, <gate open from {clock}|side entrance>.
{Nn} <old loggers|probes> are <taken out|retired>; <the fee does not change|nobody pays for them from {later}>.
<Alarms|Texts> at night <go|are sent> to <a desk|the guard> <first|and then the manager>.
The <test|drill> of the chain is <moved|set> to {month}, <with|under> <both|all> shifts.
<Two|{Few}> <more|additional> users get <the right to export|accounts>, <named in a mail|by {soon}>.
<Cells|Batteries> are <changed|brought> by {company} <for {few} months|this year>, <since the hall is rebuilt|as a courtesy>.
<A pause|Rest> of {nn} days <for|during> <the move|painting> is <agreed|granted>, <alarms off in zone {sign}|devices stay>.
The <yearly|agreed> audit is <held|done> by <video|phone> <this time|once>.
<Freight|Courier> costs <of returns|up to EUR {nn}> are <ours|shared> from {later} on.
= amend.stays
<Unchanged|Not touched>: the fee of {amount}, <the end|last day> {end}.
The <contract|rest> <stays|holds> as it is, <with|including> {response} to answer and {notice} of notice.
<Everything else stands|All other clauses remain>; the term still ends on {end}.
{amount} a month, as <before|agreed>; <end|last day> {end}.
<Answer|Response> within {response}, <as so far|still>. <Notice|Leaving>: {notice}, <no change|likewise>.
<It remains|We stay> with {prod}, {amount} and {end}.
= letter.open
Dear {contact},
<Dear|Hello> {contact}, <and the team|>
{contact}, {cust}\\n\\n<Good morning|Dear customer>,
To {cust}, <attention|for> {contact}
= letter.renew
{cid} <ends|runs out> on {end}. <We would like to go on.|May we talk about the next term?>
<In {month}|Soon> your contract {cid} <comes|draws> to its end: {end} is the last day. <Enclosed|Attached> is <an offer|what we suggest>.
<A date for your diary|Please note>: {end}, <when {cid} expires|the end of {cid}>. With notice of {notice} <you can|either of us can> <leave earlier|also end it before>.
<Looking back|Over the last {few} months> we answered {nnn} calls under {cid}, <{share} in half the time|two too late>. It <lasts|runs> until {end}.
You <pay|are paying> {amount} for {prod} <at present|now>, until {end}. <The offer|What follows> <keeps the sum|adds {few} rooms>.
<Nothing is wrong|No alarm>: this letter <only|just> says that {cid} ends on {end} <and what you can do|>.
= letter.body
{manager} <calls|will ring> on {soon}, or <choose|name> a <better|quieter> hour.
<The devices|All {nn} devices> are <healthy|fine>, {few} cells are <low|old>.
<Should you|If you> wish to <stop|end it>, a <line|letter> by {later} is enough.
<New|Since last year>: <quicker answers|a second desk in {place}>, <at the same fee|no extra>.
<We owe you|There is> a credit of EUR {nnn}, <see the last bill|set off next month>.
{cust} is on {plan}; <a change|another plan> would <cost|save> {euro} a month<, says our sheet|>.
<Your|The> response time of {response} <stays|is kept> <in any case|whatever you choose>.
The <quality officer|auditor> may <like|want> to know: {share} of <readings|the year> <complete|without a gap>.
{col} <measured|visited> in {month} and <found|noted> {few} <things|points>, <none urgent|enclosed>.
= letter.bye
<Kind|Best> regards\\n{manager}
<Yours sincerely|Yours>, {manager}
{manager}, {company}, {place}
With <thanks|regards>\\n{manager}, <on the way to {place}|{clock}>
<Thank you|Sincerely>\\n{manager}, <room {room}|{place}>
= sum.open
<One page|Short form> of {cid} for <the desk|whoever takes the call>.
<Not for the customer|Inside>: {cid} in <ten lines|brief>.
<What we owe|Promises> to {cust}, <read before calling|from the contract>.
<Account sheet|File note> {cust}, {today}
<If {cust} rings|When {cust} calls>: this is <agreed|in force>.
= sum.note
<Mood|Temper>: <good since {month}|careful>, <the new chief likes figures|still talk of the {few} false alarms>.
<Pays|Payment> <on the day|{nn} days late, always>, <reference wanted|by joined invoice>.
<Watch|Look out for>: hall {sign}, <door stands open|radio is thin>, {few} calls this year.
<Next visit|Visit> {soon}, {col} <drives|goes>; <bring|take> {nn} cells.
<A competitor|Somebody else> <showed|offered> <prices|a trial> in {month}. <Call first|{manager} knows>.
They <want|wish for> {few} <more|further> rooms, <no form yet|offer out>.
<Discount|Rebate> of {n} percent is in the fee, <do not add another|agreed in {month}>.
The <night guard|gate> <answers|speaks> <only mornings|no English>, <use the form|ring twice>.
= side
<Apart from|Beside> {cid} the <sides|parties> <agree|settle>: a credit of {sum} in {month}, <not shown on the invoice|booked by hand>.
If {cust} <orders|adds> {nn} rooms by {later}, {n} percent of {amount} are <given back|credited>, <once|for a year>.
{company} <accepts|takes> {sum} for the <thawed goods|loss> of {past}, <without admitting fault|and both close the file>.
{cust} <may end|can leave> {cid} {few} months early, <before {end}|ahead of {end}>, if <its site is sold|the new owner asks>.
<Until|Up to> {later} no <other tenant|competitor> in {place} gets <this price|the pilot>, <then it is free|no promise after>.
{signer} and {contact} <know|have signed> this letter; <sales|the desk> <does not|learns only the sum>.
The <report|study> on {few} <failed alarms|nights> <stays|is kept> with <both lawyers|the boards>, {few} copies.
For {few} months answers <come|are given> in half of {response}, <as a test|unpaid>.
= seal
<Copy|Register> no. {c}, <do not duplicate|one of two>.
Kept under {c}<, in the safe|>.
<File mark|Reference> {c}, restricted.
This <letter|paper> bears {c}.
= tail
, <as schedule {n} shows|see schedule {n}>.
; <details|the rest> in annex {n}, page {nn}.
, unless <schedule {n} says otherwise|both sides write it down>.
 (<see also|compare> clause {nn}).
, <in {place} too|for the site in {place} as well>.
; {col} <keeps|has> the file.
, <to be noted|noted> on form {sign}.
, <as handled|as practised> since {past}.
; <first|next> <check|look> in {month}.
, <counted|calculated> per <site|hall>.
; <objections|questions> within {nn} days.
, <at most|no more than> {few} times a year.
; <a form|form {sign}> is attached.
, <by mail|in writing> to {col}.
= plain
<In plain words|To say it simply>: you <get|have> {prod}, you pay {amount} a month, we answer within {response}, and on {end} it is over.
You <pay|owe> {amount} <each month|monthly>, we <watch|look after> {prod}. <Problem?|A fault?> An answer in {response}. <Enough?|Had enough?> {notice} of notice.
{prod}, {amount}, {response}, {notice}, {end}: <those five|these> are the <contract|heart of it>; <the rest explains them|what follows is detail>.
<What counts|The short of it>: {prod} until {end}, {amount} a month, <a voice|an answer> in {response}.
<Before the long text|First>, the sums and dates: {amount} a month, <last day|end> {end}, notice {notice}.
"""
