# ruff: noqa: E501 -- prose, one entry a line
"""The wording of e-mails: what colleagues, suppliers and customers write about, by topic."""

PARTS = """
= when
<on|next> {wday} <at|around> {clock}
<before|by> {soon}
<right|just> after the {clock} <call|stand-up|van>
<in|within> the next {n} <days|hours>
between {clock} and {clock} on {wday}
{n} days before the <audit|stocktake|rollout>
<during|in> the <quiet|slow> <hour|half hour> after {clock}
<once|as soon as> {guy} is back from <the dentist|{place}>
<the moment|once> room {room} is free
<first thing|early> on {wday}
<at the latest|not later than> {soon}
<after|from> {soon}
= past
on {lately}
<early|late> on {lately}
last {wday} <at|around> {clock}
<last week|{n} days ago>, while {guy} was <at the dentist|on the train|in {place}>
<a week|{n} days> ago
<in|some time in> {month}
<shortly|just> before the {clock} <call|van> on {wday}
<the night of|the day before> {lately}
on {wday} <morning|afternoon>, <about|around> {clock}
{n} weeks ago, on a {wday}
<yesterday|on {lately}> <after|before> {clock}
during the <move|stocktake|audit> <of|in> {month}
= who
{col}
<nobody but|only> {col}
somebody <in|from> {place}
{col} <from|in> the {place} office
<everybody|whoever sits> near room {room}
<the intern|our new starter> {guy}
<the caretaker|the porter> {guy}
{cust}
= small
<PS|P.S.>: {guy} left the <cake|umbrella|charger> in room {room}, <first come|claim it by {clock}>.
<The lift|The coffee machine> on floor {n} is <out|dead> until {soon}, <stairs|tea> <only|are healthy>.
<I am|You find me> in {place} <on {wday}|until {soon}>, <signal|reception> <is poor|only after {clock}>.
<Sorry|Excuse me> for the <short|rough> <note|mail>, <typed|written> <on the {clock} train|between two doors>.
<My|The> train <stands|is stuck> <near|outside> {place}, so <expect|allow> {nn} minutes more.
<Thanks|Thank you> again for <covering|jumping in> <on {wday}|last week>, {guy} <noticed|was relieved>.
<Lunch|Soup> on {wday}? <{guy} cooks|There is a van at the gate>.
<It is|We have> {nn} degrees in room {room}, <somebody|please somebody> <fix|open> the <heating|window>.
I <owe|still owe> you the <photos|slides> <from|of> {place}, <by {soon}|promise>.
<Ignore|Forget> my mail <of|from> {clock}, <wrong attachment|half asleep>.
<Congratulations|Well done> on the <exam|baby|{n} k run>, {guy} <told|says> everybody.
<If|Should> you <see|meet> {guy}, <say|tell them> the keys are <at the desk|in drawer {n}>.
<Parking|The yard> is <closed|full> on {wday}, <come by bus|use the ramp side>.
= ask
<Can|Could> <you|one of you> <confirm|check> {@when}?
<Please|Kindly> <answer|reply> <before|by> {soon}, <silence|no answer> counts as <a yes|agreement>.
<Who|Which of you> <takes|has> this {@when}?
<Let|Tell> {@who} <know|> {@when}, <not me|I am away>.
<Do|Would> you <mind|object> if <I|{col}> called them {@when}?
<Objections|Doubts>? <Speak up|Then say so> <by|before> {soon}.
<Give|Send> me <a number|one line|a yes or no> {@when}, <the|our> slot <closes|is gone> then.
<Have|Did> you <seen|hear from> {col} <about|on> this? <I|We> <wait|have waited> since {lately}.
<What|So what> do we <say|tell> {cust}? They <ring|write> {@when}.
= yes
<Agreed|Fine with me>, {@when}.
<Done|That is done>, {@past}; {@who} <checked|has a copy>.
<Yes|Yes, please>, but <not|never> {@when}.
<I can|We could> <take|do> it {@when}, <if {col} agrees|not earlier>.
<OK|Right>. {@Who} <joins|comes along>, <room|in> {room}.
<Noted|Got it>, <thanks|{guy} writes it on the board>.
<Makes|That makes> sense. <Put|Add> {col} <in copy|on the list>.
= no
<Sorry|No>, {@when} <does not work|is impossible>, <ask {col}|{guy} is away>.
<I|We> <would|had> rather <wait|not>; <last time|in {month}> it <cost|took> {n} days.
<Not|That is not> <mine|ours>, <try|write to> {col}.
<Hm|Hold on>: {@who} <said|promised> the opposite {@past}.
<I|We> <looked|checked> {n} times and <find|found> nothing {@past}.
<Too|Far too> <late|early>, <say|let us say> {soon}.
= hello
<Hi|Hello|Hey> {to},
{to},
<Good morning|Morning> {to},
Dear {to},
<Hi|Hello> {to}, <hi all|and hello {col}>,
{to} - <quick one|one question>:
<Hello|Hi> everybody,
<Dear all|All>,
<Good afternoon|Afternoon> {to},
Hello from {place}, {to},
= bye
<Best|Best wishes>
<Regards|Kind regards>
<Thanks|Thank you>
<Cheers|See you {wday}>
<Have a good {wday}|Enjoy the weekend>
<Talk soon|Until {wday}>
<Yours|All the best>
<Bye|So long>
"""

TOPICS = """
= incident.first
<As|You> <asked|wanted to know>: {i} hit {ip} on {iday} and <was over after|lasted> {imin} minutes.
<Short|Quick> note on {i}: {icause}, {imin} minutes, {iwho} <on call|had the pager>.
<For|Before> the review of {i} I need the <log|curve> of {host}, <as|because> {ip} was <gone|down> {imin} minutes.
{iwho} <writes|is writing> up {i} (<day|date> {iday}); <send|give> your notes {@when}.
{cust} <asks|asked again> about {i}. <I told them|My answer was>: {ip}, {imin} minutes, {icause}.
<Nobody|Not one of us> <liked|enjoyed> {iday}: {ip} <off|down>, {icause}, {nn} calls.
<The|Our> <draft|report> on {i} says {icause}; {col} <doubts|is not sure of> the {imin} minutes.
<Remember|You recall> {i} on {iday}? It <comes up|is> in the <audit|meeting> {@when}.
{ip} again. <This time|Now> it is {i}: {iwho} <called|woke> me at {clock}, {icause}.
<Credit|Credits> for {i}: {imin} minutes of {ip} <mean|make> about {eur} <in all|for {cust}>.
= incident.more
The <status page|banner> <stayed|was> green for {nn} minutes, <we must|please> <automate|change> that.
{@Who} <restarted|rebooted> {host} <too early|twice>, <which|and that> <ate|destroyed> the <log|evidence>.
Severity {sev}, so the <write-up|summary> is due {@when}.
<I|We> <counted|have> {nn} <affected sites|complaints>, <mostly|most> <near|around> {place}.
{col} <wants|suggests> an alarm at {pct} percent, <I agree|not at all>.
<Blame|Finger-pointing> <helps nobody|is not the point>; {icause} <could|can> <happen|hit> <anyone|us again>.
<The|Our> <spare|second> feed <took|needed> {nn} seconds, <the plan|we> <said|promised> {n}.
= incident.reply
By my <sheet|clock> it was {imin} minutes, from {clock}, and {iwho} <confirms|agrees>.
<On|It was on> {iday}, <not|never> on a weekend.
Cause: {icause}. <Nothing|No data> was lost, <says|writes> {iwho}.
<I|We> <put|have> {i} on the <agenda|list> for {wday}, {room}.
<Only|It was only> {ip}, the others <had|showed> <delays|{n} retries>.
= price.first
<From|Valid from> now {prod} is {price} a month; <old|printed> <lists|offers> <go into|belong in> the bin.
{cust} <got|was quoted> {eur} for {nn} x {prod}, <though|while> the list <says|has> {price}.
<Before|When> you quote: {prod} <costs|is> {price} a month, <article|SKU> {sku}, <version|now at> {ver}.
<Can|May> I give {cust} {low} percent on {prod} ({price})? {@Ask}
<The|Our> margin on {prod} is <thin|gone>: {price} a month and {maker} <wants|asks> more for the <parts|hardware>.
<Catalogue|Price list>, page {nn}: {prod}, {kind}, {price}, <please|kindly> <proofread|check>.
<Somebody|Who> <typed|entered> the <wrong|old> price for {prod} in <the shop|the portal>? It is {price}.
{owner} <asks|wonders> whether {price} for {prod} <covers|pays for> the <support|calls> <it makes|we get>.
= price.more
{@Who} <sold|offered> {nn} of them to {cust} {@past}.
<Discounts|Anything> above {low} percent <goes|go> <over|via> {manager}.
<Running|Signed> contracts <keep|stay at> their price, <new|fresh> ones <do not|pay list>.
<Competitors|The others> <are at|ask> {eur} <for|with> <less|half>.
<I|We> <sold|moved> {nnn} in {month}, <most|{pct} percent> to <bakeries|clinics>.
= price.reply
{price}, <confirmed|I checked {@past}>.
{sku} is the <article|number>, {price} the price, {ver} the version<, all of today|>.
{maker} <delivers|makes> the hardware, <ask|call> {owner} about {prod}.
Not below {price}, <whoever asks|not even for {cust}>.
= supplier.first
{maker} is <late|behind> with {part}: {nnn} <pieces|units> short for {prod}, <promised|now> {soon}.
<Called|I rang> {maker}: {part} <leave|go out> {@when}, <on|with> {n} pallets to {dock}.
{owner} <needs|wants> a second source for {part}, {maker} <cannot|will not> <cope|commit>.
<Goods-in|Quality> <rejected|sent back> {nn} of {nnn} {part} <from|by> {maker}, <burrs|wrong colour|bent pins>.
{maker} <raises|put up> the price for {part} by {n} percent <from|as of> {soon}.
Audit at {maker} {@when}; they <make|supply> {part}, <bring|wear> <shoes|goggles>.
<The|New> drawing for {part} <went|is with> {maker} {@past}, <rev|version> {n}.
Who <knows|has> the <contact|clerk> at {maker} for {part}? <Mine|My person> <left|retired> in {month}.
= supplier.more
Without {part} {prod} <stands still|cannot ship> <after|from> {soon}.
<Stock|The shelf> <has|holds> {nnn}, <we use|that is> {nn} a <day|week>.
{@Who} <measures|checks> {nn} samples {@when}, <room|in> {room}.
<Freight|Air freight> is {eur}, <who|which team> <pays|signs>?
The {kind} <team|people> in {owner} <must|should> <know|decide>.
= supplier.reply
{maker} <confirmed|wrote>: {nnn} <pieces|units> {@when}.
<I|We> have {nn} <boxes|trays> of {part} <in|at> {place}, <take|use> those.
{prod} gets its hardware from {maker}, <nobody|no one> else <is qualified|fits>.
= staff.first
{who} <moves|moved> to {seat2}; the extension <stays|is> {ext}.
<Please|Kindly> <correct|update> your lists: {who}, {role}, extension {ext}.
<Welcome|Say hello to> {who}, {role} in {team2}, <desk|sitting> <in|at> {room}.
{who} <is|works as> {role} in {team2} and <reports to|answers to> {boss}.
<Looking|Who looks> for {who}? <Call|Dial> {ext}, <in|at> {seat2}, <not|never> before {clock}.
<From|As of> now <leave requests|holidays> of {who} <go|are signed> <to|by> {boss}.
<Badge|The badge> of {who} ({role}, {seat2}) <opens|does not open> door {n}, {@who} <noticed|rang>.
{who} <has|celebrates> {n} years with us, <cake|coffee> {@when}, {seat2}.
= staff.more
<Laptop|The laptop> and keys are <ready|with {col}>, <paper|forms> by {soon}.
<Half|The first> {n} weeks are <training|shadowing> with {col}.
<Rota|The rota> <changes|is redone>: {col} <swaps|takes> {wday}.
<Old|The old> number <rings|goes> to {col} until {soon}.
<Chat|Write> in {channel}<| first>, <calls|phones> are for <fires|emergencies>.
= staff.reply
{ext}, <tested|I rang it> {@past}.
{boss} <knows|signed> already.
It is {role}, <not|no longer> <trainee|deputy>, <please|do> <change|fix> the page.
<In|At> {seat2}, second <door|desk> <after|behind> the printer.
= team.first
{team} <is|has been> led by {head}, <sits|based> in {seat} and <reads|answers> {channel}.
<Please|Do> <send|post> <requests|questions> for {team} to {channel}, not to {head} <directly|by mail>.
{head} <asks|wants> all of {team} <in|at> {seat} {@when}.
Who <leads|runs> {team}? {head}. <Where|And where>? {seat}. <That is all|Print it>.
<Change|News> in {team}: {head} <has|keeps> the lead, {col} <the rota|the budget>.
<Since|As of> {lately} {team} <answers|is> in {channel}; the <old|other> channel is <closed|read only>.
<Desks|The desks> of {team} in {seat} <move|shift> {n} metres {@when}, {head} <has|drew> the plan.
= team.more
<We|They> are {nn} people with {n} <chairs|screens> <too few|to spare>.
{@Who} <joins|leaves> {@when}, <tell|warn> reception.
<Standing|Weekly> meeting: {wday}, {clock}, {room}.
<Backlog|The queue>: {nnn} <items|tickets>, {low} <older|from> before {month}.
= team.reply
{head}, <of course|for years now>.
{channel}, <and|but> <patience|give it an hour>.
{seat}, <floor {n}|second floor>, <ring|knock> twice.
= policy.first
<Reminder|A reminder>: by {pol} ({topic}) the limit is {limit}<, no more|>.
{powner} <owns|keeps> {pol}; <since|in force since> {psince}, <limit|maximum> {limit}.
<Somebody|{guy}> asked about {topic}: {limit}, see {pol}.
<Read|Please read> {pol} <again|before you book>, {limit} <means|is> {limit}.
<Three|{n}> <claims|requests> <came back|were refused> in {month} because of {topic}: {pol} <allows|says> {limit}.
<The|Our> rule on {topic} <changed|is new> <with|on> {psince}: {limit}.
Is {limit} in {pol} still <right|enough>? {powner} <collects|wants> <comments|cases> {@when}.
= policy.more
<Exceptions|An exception> <go|goes> to {powner} in writing, <before|not after> the fact.
<Auditors picked|The auditor looks at> {nn} cases <from|of> {month}, <ours|one of ours> <was|is> among them.
{@Who} <pays|waits> otherwise, <really|it happened on {lately}>.
<Managers|Leads> <sign|check> this <weekly|on {wday}>.
= policy.reply
{limit}, <I looked it up|page {n}>.
{powner} says: {limit}, <no|without> exceptions <before|until> {soon}.
<Valid|In force> since {psince}, <so|hence> <yes|it applies to you>.
= release.first
{prod} {ver} is <out|live>, {owner} <watches|has> the <graphs|pager> until {clock}.
<Heads up|Warning>: {prod} <goes|went> to {ver}, <restart|reload> {host} {@when}.
{cust} is <still|stuck> on an old {prod}; <current|the current one> is {ver}.
<Thanks|Thank you>, {owner}: {ver} of {prod} <fixes|cured> the {comp}.
<Before|When> you <report|log> bugs in {prod}: <are you on|do you see> {ver}?
<Freeze|Code freeze> for {prod} {@when}, <after|on top of> {ver} only <fixes|texts>.
The {comp} of {prod} <is slower|uses {low} percent more> since {ver}, <measured|seen> on {host}.
= release.more
<Rollback|The way back> is <tested|ready>, {nn} minutes, {@who} <knows how|did it>.
<The manual|Our wiki> <lags|is> behind, page {nn} <shows|has> the old <button|menu>.
<Ring|Group> {n} of {n} is done, {nnn} <sites|devices> to go.
{lead} <signed|approved> it {@past}.
= release.reply
{ver}, <since {lately}|as of today>.
{owner} <says|writes>: <clear|empty> the cache <on|of> {host}, <then|and> try again.
<Ask|Write> in {channel}, <that is|there sits> {owner}.
= order.first
{o} for {buyer}: {q} x {item}, {sum}, <status|now> {state}, due {due}.
<Who|Which of us> has {o}? {buyer} <rang|wrote>, <date|they expect> {due}, <it says|screen says> {state}.
<Please|Can you> <expedite|push> {o}, {buyer} <opens|starts> in {place} {@when} and we <said|promised> {due}.
{buyer} <paid|has paid> {sum} for {o} <twice|without a reference>, <accounts|billing> <asks for|wants> <a note|help>.
<Stock|The shelf> for {item} is <empty|down to {nn}>, so {o} ({due}) is at risk.
{o} <stands|is> at {dock} {@past}, {q} x {item}, <nobody|no driver> <signs|comes>.
<Check|Look>: {o} is {state}, <yet|but> the <invoice|bill> ({sum}) <left|went out> {@past}.
<Return|The return> of {o}: {buyer} <keeps|sends> <half|the box>, {item}, {sum}.
= order.more
<Carrier|The carrier> <blames|says> <snow|the ramp|our label>, <reference|number> {serial}.
<Last|The last> {n} orders of theirs were <late|fine>, <careful|so be kind>.
{@Who} <has|keeps> the papers in {room}.
<Insurance|The insurer> wants photos {@when}.
= order.reply
{due}, <still|says the depot>.
<Status|It is> {state} <since|as of> {lately}, {q} x {item}.
{sum}, <booked|paid> <on {lately}|{@past}>.
<Found|I found> it at {dock}, <label|number> {serial}, <leaves|goes> {@when}.
= contract.first
{k} with {firm} <ends|runs out> on {kend}; <notice|the notice> is {knotice}, so <hurry|we talk {@when}>.
<Renewal|The renewal> of {k}: {kamt} a month, answer within {kresp}, {ksign} <signs|signed last time>.
{firm} <wants|asks for> {low} percent off {kamt} <in|under> {k}. {@Ask}
<Legal|Lawyers> of {firm} <marked|struck> {n} lines in {k}, <mostly|all> around the {kresp}.
<Mind|Remember>: {firm} has {kresp} in {k}, <we|the desk> took {nn} minutes too long {@past}.
{manager} <looks after|keeps> {firm} ({plan}) and <sees|meets> {contact} {@when}.
<Copy|The scan> of {k} is <unreadable|missing page {n}>; <end|last day> {kend}, <sum|amount> {kamt}, right?
{k} <covers|is about> {kprod}; {firm} <also|now> <uses|tests> {nn} other <devices|units>.
= contract.more
{contact} <there|on their side> <is|sounds> <friendly|tired of us>, <lunch|coffee> helps.
<Turnover|Their turnover> is EUR {nnn},000 a <month|quarter>, <up|down> {low} percent.
{@Who} <drafts|prepares> <page|annex> {n} {@when}.
<Plan|The plan> stays {plan}, <unless|if not> {manager} <hears|says> otherwise.
= contract.reply
{kend}, <as signed|I have the paper here>.
{kamt} a month, <and|with> {knotice} notice.
{kresp}, <day and night|counted from the mail>.
{contact} <said|told {manager}> yes {@past}.
= site.first
<Post|Parcels> for {loc} <go|must go> to {addr}, <please|do> <update|change> your <labels|signature>.
<Visitors|Guests> to {loc}: {addr}, <ring|buzz> <twice|{n} times>, <park|leave the car> by door {n}.
<Power|Water> <off|cut> in {loc} ({addr}) {@when}, <save|shut> <everything|the freezers first>.
<Fire drill|Drill> at {loc} {@when}, <meeting point|assemble> <opposite|behind> {addr}.
<The|Our> sign at {addr} <fell|came> down {@past}, {loc} <looks|is> closed <now|from the street>.
<Move|Moving> day in {loc}, {addr}: <boxes|crates> {@when}, <label|mark> them {room}.
= site.more
<Reception|The desk> <is|opens> <empty|late> until {clock}, {col} has the <keys|code>.
<Bikes|Bicycles> <may not|cannot> stand <at|near> door {n}, <says|so> the landlord.
{@Who} <counts|ticks off> heads, <take|bring> the list of {nn}.
= site.reply
{addr}, <yes|same as ever>.
<Fine|OK>, {nn} <boxes|crates> {@when}.
"""

OTHER = """
= link
<Something|One thing> else:
<While|As> I <write|am at it>:
<Next|Then>,
<On|About> {place}:
<For|To> {guy}:
<From|Out of> the {clock} call:
<Also|And>:
<Before|Lest> I forget:
<Asked|Told> in the lift:
<Point|Item> {n}:
<Old|Open> since {month}:
<Last|Finally>,
= forward
<See|Have a look> below, {@who} <thinks|says> it is <for you|yours>.
<FYI|For information>, <no|without> action <needed|before {soon}>.
<Can|Could> you <take|answer> this? <I|We> <know|have> nothing <about|on> {comp2}.
<Forwarding|Passing on>, <as|because> {col} is <ill|out> until {soon}.
<Third|Second> one <this|in a> week. <Pattern|Coincidence>? {@When}?
<Please|Kindly> handle <with care|gently>, <old|big> customer, <{n} years|since {month}>.
<This|The mail> <went|came> to the wrong <box|{guy}> {@past}.
<I|We> <promised|owe> an answer <by|before> {soon}.
<Not|This is not> urgent, <but|only> {guy} <asks|asked> me {n} times.
= away
<I am|You have reached me> out <of the office |>until {soon}. <In|For> urgent cases: {col}, <else|otherwise> patience.
<Thank you|Thanks> for your mail. I <read|see> it <after|on> {soon}; {col} <covers|stands in>.
<On leave|Parental leave> <from|since> {lately}, <back|again here> {soon}. <Orders|Cases>: {col}. <Keys|Rota>: {col}.
<Training|A course> in {place} until {soon}, <mail|phone> only <before|after> {clock}.
<Ill|Sick> since {lately}. {col} <has|knows> my <list|calendar>, <the rest|everything else> can wait.
This <box|mailbox> is not read <after|since> {lately}; <write|please write> to {col}.
= single
<Where|where> is the key for {room}?
<Is|is> {col} <in|here> <today|{wday}>?
<call|Call> me, {clock}, <before|not after> the van
<ok|OK>, {wday} {clock} then, {room}
<see|See> {i}, {imin} min, {icause}
{prod} = {price}, <right|correct>?
<who|Who> leads {team} now, {head}?
{o} <done|ok>? says {state} <here|on my screen>
{who}: ext {ext}, <as asked|thx>
{pol}: {limit}. <No|Not> more.
{k} ends {kend}, <diary|put it in>!
<running|Running> {nn} min late, start without me
<lift|Lift> stuck, {n} people in it, <call|ring> {guy}
<printer|Printer> {room} <eats|ate> labels again
<latest|Latest> {prod}? {ver}, <no|not> newer
{maker}: {part}. <Yes|That one>.
<your|Your> lights are on, {place} yard, plate ending {nn}
= news.head
<What|All that> <happened|moved> in {month}
<Notes|News> from <the floor|{place}>, <issue|number> {nn}
<The|Our> monthly <sheet|letter>, {nnth} edition
<Inside|Seen> {place}: <short|brief> news
<Around|From> the docks, {wday} edition
<Cold|Cool> facts, no. {nn}
<Five|{n}> minutes of news
<Dear|Hello> readers, <here is|this was> {month}
= news.intro
<A|What a> <long|quiet|loud> {month} <ends|is over>: {nn} <rollouts|visits>, {n} <births|farewells>, {nnn} <tickets|calls> fewer.
<Coffee|Tea> in hand? <Then read|Read> on, {n} minutes, <says|timed by> {guy}.
<You|Readers> sent {nn} <tips|photos>; <the best|{n}> <made it|are below>.
{guy} <edits|typed> this issue <alone|from a train>, <errors|typos> included.
<Less|Fewer> words than in {month}, <promised|we try>: {n} items, <one|no> photo.
<Thanks|Thank you> for {nn} replies to the last <issue|letter>, {guy} <read|counted> them all.
= news.item
<New|Now> on the list: {prod}, {kind}, {price} a month, <made|cared for> by {owner}.
{prod} <reached|is at> {ver}; the {comp} <got|has> <new|quicker> <bones|legs>, <thanks|says {lead}>.
{team} <moves|settles> in {seat}; <say|write> hello in {channel}, {head} <brings|owes> cake.
{iday} <taught|showed> us <something|a lesson>: {ip} was <away|down> {imin} minutes, {icause}. {iwho} <slept|sleeps> again.
{who} <is|became> {role} in {team2}, extension {ext}.
<Reminder|Small print>: {topic} is {limit} by {pol}, <kept|owned> by {powner}.
{maker} <now|still> <sends|supplies> {part}, {nnn} a <week|month>, <fewer|less> <scratches|rejects>.
<Visit|Guests>: {cust} in {place} {@when}, {nn} people, <helmets|shoes> <please|on>.
<Running|Football|Choir> group: {wday}, {clock}, {place}, <ask|find> {col}.
<Lost|Found> in {room}: {n} <scarves|gloves>, one <tooth|drone|left shoe>.
<Canteen|Kitchen>: {guy} tries <dumplings|curry|{n} soups> {@when}.
<Thank you|Hats off> to {col}, <who|because> drove to {place} at {clock} with {nn} <probes|boxes>.
<Numbers|Figures>: {nk} <probes|readings> a <day|minute>, {pct} percent <on time|green>, {n} <complaints|fires>.
<Job|Opening>: {team} looks for <hands|help> in {seat}, <word|tip> to {head}.
<Building|House> {loc} keeps its address, {addr}, <but|only> the door <moves|is blue>.
<Quiz|Riddle>: how many <pallets|keys> fit in {room}? <Last time|In {month}> it was {nn}, {guy} won.
<Safety|Watch out>: {n} near misses at {dock}, <gloves|shoes> <on|please>.
<Courses|Training>: {wday} {clock}, {nn} seats, {guy} <teaches|shows> <forklifts|first aid>.
= news.end
<Next|The next> issue {@when}. <Tips|Photos> to {col}.
<Unsubscribe|No more of this>? <Tell|Write> {guy}, <no|without> hard feelings.
<Printed|Copies> in the {place} kitchen, {nn} of them.
<Errors|Corrections> by {soon} to {col}, <praise|cake> any time.
That was it, {clock}, <lights out|goodnight>, {guy}.
<Written|Made> by {guy} and {col}, <read|checked> by <nobody|the dog>.
= bullet
{i}: {ip}, {icause}, {imin} minutes, <review|write-up> {@when}
{o} ({buyer}): {state}, due {due}, <risk|mood> <low|{n} of 10>
{prod} <at|now> {ver}, <list|price> {price}
{k} / {firm}: <until|ends> {kend}, {kamt}, <talks|call> {@when}
{who} ({role}) <back|away> {@when}, ext. {ext}
{maker}: {nnn} {part} <late|on the way>, {@when}
{team}: {head}, {channel}, {nn} <points|tickets>
{pol}, {topic}: {limit}, <question|claim> from {col}
<rack|host> {host}: disk {pct} percent, <cleaned|grows> {@past}
<visit|call> {cust} {@when}, {col} <drives|presents>
<printer|scale> at {dock} <replaced|dead>, {eur}
<holiday|rota>: {col} <out|in> {@when}, cover {col}
budget {month}: {eur} <over|left>, {@who} <explains|checks>
= letter
<We|I> <write|refer> <to you |>about {o} of {placed}, {q} x {item}, which you <confirmed|promised> for {due}.
<Our|The> order {o} ({sum}) has <now|so far> <cost|eaten> {n} phone calls and {nn} <mails|minutes on hold>.
<Despite|In spite of> {n} reminders {o} <is|stands> {state}, and {guy} at our {place} <shop|ramp> <waits|has no answer>.
<With|By> this mail we <complain|object>: {sum} for {o} is <not|no longer> <acceptable|what was agreed> for goods <in this state|like these>.
<Under|By> contract {k} you <have|owe us> an answer within {kresp}; <we|{guy}> <waited|counted> {n} days.
Your {prod} <failed|went silent> {@past}, {nn} <boxes|trays> <spoiled|were lost>, <value|worth> {eur}.
<I|We> <must|have to> tell our <board|owner>, {guest}, why {plan} <buys|means> so little.
<Kindly|Please> <explain|state> in writing why {e} <appears|shows> on {eprod} {@past}.
= letter2
<We|I> expect <a date|{eur} back> <before|by> {soon}, <otherwise|or> {k} <is|gets> <reviewed|cancelled> on {kend}.
{manager}, our account manager<| with you>, was <kind|polite> <but|and> <powerless|not informed>.
<A|One> sentence in <plain|simple> words would <do|help>, not <form|leaflet> {nnn}.
<Photos|The photos> ({nn}) and the slip of {dock} are <attached|with {guy}>.
<Please|Do> <copy|include> {guest} in <anything|everything> after {soon}.
<I|We> <remain|am still> willing to <talk|meet> in {place} {@when}.
= care
<Thank you|Thanks> for <your mail|the plain words>, {contact}. {o} is {state}, <planned|due> {due}, and I <watch|follow> it <myself|daily>.
{contact}, <I am|we are> sorry. <What|All> I can see: {o}, {q} x {item}, {sum}, {state}.
<Your|The> account manager {manager} <calls|rings> you {@when}, <I|and I> <checked|put it in the diary>.
<You|{firm}> <are|is> on {plan}, <so|hence> the {n} hours are <free|ours to pay>.
<I|We> <asked|have asked> {owner} about {prod}: {lead} <answers|calls> {@when}.
<A|The> credit of {eur} <shows|is booked> by {soon}; <contract|under> {k} <nothing|otherwise nothing> <changes|is touched>.
<In|By> {k} the answer is due within {kresp}; <we missed it|that was late>, <plainly|no excuse>.
= offer
<As|Just as> <discussed|promised> {@past}: {nn} x {prod} at {price} a month each, <valid|good> until {soon}.
<Our|The> offer for {firm}: {prod} ({kind}), <article|SKU> {sku}, {price} a month, <start|from> {soon}.
<Your|The> contract {k} <covers|includes> {kprod} until {kend}; <adding|with> {prod} it <would be|becomes> {price} more.
<For|With> {plan} you <keep|have> an answer within {kresp}, <old|new> devices <alike|included>.
<Notice|The notice> stays {knotice}, <the|your> end date {kend}.
{manager} <brings|shows> {n} <samples|demo units> {@when}, <no|without> charge.
<Training|A course> for {n} of your people <in|at> {place} is <free|included>, {clock} to {clock}.
<Delivery|Goods> {n} weeks after <your yes|signature>, <to|at> the ramp you <named|use>, freight {eur}.
<Should|If> you <need|want> <fewer|more> than {nn}, the price of {price} <stays as it is|holds> from {n} on.
{owner} <has|keeps> {nn} units aside <for you|in {place}> until {soon}.
<With|At> {ver} the {comp} is <part|inside> of {prod}, <no|without> extra <fee|line>.
<Please|Kindly> send the signed page to {manager} {@when}.
= subject.internal
{@Tag}
{@Tag} <for|until> {wday}
<Re|RE|Fw>: {@tag}
{@Tag} / {place}
<quick|short> <question|note>: {@tag}
{@Tag} ({month})
<Question|Note> on {@tag}
<last|final> call: {@tag}
= tag
{i}
{prod}
{o}
{team}
{pol}
{k}
<desk|floor> plan {place}
<numbers|figures> {month}
<rota|cover> {wday}
{maker}
room {room}
<keys|badge> {guy}
{prod} {comp}
visit {cust}
<todo|list> {nn}
= subject.customer
{o}
<Complaint|Question>: {o}
{firm}, {@tag2}
<Re|Fw>: {@tag2}
{@Tag2}
<Your|Our> {@tag2}
<reminder|second try>: {@tag2}
= tag2
<offer|quote> {nnn}
<mail|call> of {wday}
order {o}
<invoice|delivery> {month}
<visit|meeting> in {place}
{prod} <trouble|question>
<contract|paper> {nn}/{n}
"""

GERMAN = """
= de.hello
<Hallo|Hi> {to},
<Guten Morgen|Guten Tag> {to},
Liebe Kolleginnen und Kollegen,
<Moin|Servus> {to},
{to},
<Hallo|Guten Tag> zusammen,
Sehr geehrte Damen und Herren,
= de.first
{o} für {buyer} steht auf „{state}“, {q} x {item}, zugesagt <ist|war> der {due}.
{prod} kostet jetzt {price} im Monat, <alte Listen|die Zettel in {place}> bitte wegwerfen.
{who} erreicht man unter der Durchwahl {ext}, <meist|am besten> ab {clock} Uhr.
{team} <leitet|führt> {head}, <Fragen|Anfragen> bitte in {channel}.
Am {iday} war {ip} {imin} Minuten weg ({i}), <{iwho} schreibt den Bericht|Bereitschaft hatte {iwho}>.
der Vertrag {k} mit {firm} läuft bis {kend}, monatlich {kamt}.
{prod} ist in Fassung {ver} <draußen|freigegeben>, <bitte|am besten> {host} bis {soon} neu starten.
Post für {loc} geht an {addr}, <Pakete|Paletten> an Tor {n}.
{maker} liefert die Teile für {prod} erst am {soon}, <{nn} Stück fehlen|das Lager reicht für {n} Tage>.
{firm} wird von {manager} betreut, <unser|der> Kontakt dort ist {contact}.
<wer|hat jemand> weiß, warum {sum} für {o} doppelt gebucht <wurde|ist>?
der {wday} passt nicht, {guy} ist bis {soon} in {place}; zu {pol} also später, gültig seit {psince}.
= de.more
<Bitte|Gebt> bis {soon} Bescheid, sonst <nehme ich an|gilt>: einverstanden.
{col} <hat|behält> die Liste, <Raum|im Raum> {room}.
<Gestern|Heute> kamen {nn} Anrufe, {n} davon von {cust}.
<Die Kaffeemaschine|Der Aufzug> in {place} <streikt|steht> bis {soon}.
{guy} bringt am {soon} Kuchen mit, {n} Sorten.
Das kostet uns etwa {eur}, <ärgerlich|mehr nicht>.
Im {clock}-Uhr-Termin fragt {col} sicher danach.
<Ich sitze|Bin> im Zug nach {place}, Netz <wackelt|schwach>.
<Wirklich|Ganz> großartig, die {n}. Umstellung in diesem Jahr.
= de.reply
<Passt|Geht klar>, um {clock} Uhr in {room}.
Nein, <erst|leider erst> am {soon}, {col} ist krank.
<Erledigt|Ist gemacht>, {clock} Uhr.
Danke, <notiert|steht auf der Liste>, {col} bekommt <eine Kopie|Bescheid>.
Das sehe ich <auch so|genauso>, <weiter|alles Weitere> am {soon}.
<Frag|Fragt> bitte {col}, ich bin bis {soon} in {place}.
Bei mir kam <nichts|davon nichts> an, schick es bitte um {clock} Uhr <noch einmal|neu>.
<Gut|Schön>, {guy} hängt es in {room} aus.
Klingt <seltsam|merkwürdig>, ich prüfe das bis {soon} mit {col}.
= de.bye
<Gruß|Grüße> aus {place}
<Viele|Beste> Grüße
<Bis|Dann bis> {clock} Uhr
<Danke|Vielen Dank>
<Schönen Abend|Schönes Wochenende>
Mit freundlichen Grüßen
= de.subject
{o}
<Kurz|Frage>: {prod}
<AW|WG>: {o}
{firm}, <Vertrag|Termin>
<Liste|Plan> {place}
Raum {room}
<Rückmeldung bis|Frist> {soon}
"""

FRENCH = """
= fr.hello
Bonjour {to},
<Bonjour|Salut> à tous,
{to},
Chers collègues,
Bonsoir {to},
<Bonjour|Bonne journée> de {place}, {to},
Madame, Monsieur,
= fr.first
{o} pour {buyer} est au statut « {state} », {q} x {item}, <promis|prévu> pour le {due}.
{prod} coûte désormais {price} par mois, jetez <les vieux tarifs|les feuilles de {place}>.
{who} se joint au poste {ext}, <plutôt|surtout> après {clock}.
l'équipe {team} est dirigée par {head}, écrivez dans {channel}.
le {iday}, {ip} est tombé {imin} minutes ({i}), <{iwho} rédige le rapport|{iwho} était d'astreinte>.
le contrat {k} avec {firm} finit le {kend}, {kamt} par mois.
{prod} passe en {ver}, <redémarrez|merci de relancer> {host} avant le {soon}.
le courrier pour {loc} va au {addr}, les palettes à la porte {n}.
{maker} ne livre les pièces de {prod} que le {soon}, <il en manque {nn}|le stock tient {n} jours>.
{manager} suit {firm}, notre contact là-bas est {contact}.
qui sait pourquoi {sum} ont été comptés deux fois pour {o} ?
{guy} est à {place} jusqu'au {soon} ; pour {pol}, en vigueur depuis le {psince}, voyez {col}.
= fr.more
Sans réponse avant le {soon}, <c'est oui|je commande>.
{col} garde la liste, salle {room}.
<Hier|Ce matin> il y a eu {nn} appels, dont {n} de {cust}.
L'ascenseur de {place} est en panne jusqu'au {soon}.
{guy} apporte {n} gâteaux le {soon}.
Cela nous coûte environ {eur}, <hélas|pas plus>.
{col} posera la question à {clock}.
Je suis dans le train de {place}, <peu de réseau|ça coupe>.
<Magnifique|Bravo>, la {n}e réorganisation de l'année.
= fr.reply
<D'accord|Entendu>, à {clock}, salle {room}.
Non, pas avant le {soon}, {col} est malade.
<Fait|C'est fait>, à {clock}.
Merci, c'est noté, {col} reçoit une copie.
Je suis du même avis, la suite le {soon}.
Demande à {col}, je suis à {place} jusqu'au {soon}.
Je n'ai rien reçu, <renvoie|peux-tu renvoyer> tout cela à {clock} ?
<Bien|Parfait>, {guy} l'affiche en salle {room}.
C'est <étrange|curieux>, je vérifie avec {col} avant le {soon}.
= fr.bye
<Cordialement|Bien à vous>
<Merci|Merci à tous>
À <demain|bientôt>
Bonne <journée|soirée>
<Salutations|Amitiés> de {place}
Avec mes remerciements
= fr.subject
{o}
<Question|Rappel> : {prod}
<TR|RE> : {o}
{firm}, <contrat|visite>
<Liste|Plan> {place}
Salle {room}
<Avant le|Réponse pour le> {soon}
"""
