"""The wording of meeting notes: what is reported, argued, decided and given to somebody, by topic."""

PARTS = """
= who
{col}
{col} (<by phone|on the screen|late>)
{guy} from {place}
<our|the> <trainee|auditor> {guy}
<the|our> night lead {guest}
{col} (<arms crossed|half joking>)
{guy} of the {place} <depot|desk|bench>
= when
<before|by> {soon}
next {wday}
<on|not before> {wday}
<in|within> {n} <days|weeks>
<after|right after> the <audit|stocktake|freeze>
at {clock} <on {wday}|tomorrow>
from {soon}
<once|as soon as> {guy} is back
<ahead|in front> of the {place} visit
in the <first|last> week of the quarter
= since
<since|as of> {lately}
on {lately}
<last|on> {wday}
{n} <weeks|days> ago
in {month}
<at|around> {clock} <on {wday}|yesterday>
<during|after> the <move|stocktake|night run> in {month}
<the week|the days> <before|after> {lately}
= reason
<too|so> few <hands|people> on {wday}
{guy} <is|was> ill
the <label|form|screen> <shows|has> the <old|wrong> <name|unit>
<nobody|no one> <reads|read> the <list|alarm> after {clock}
the <van|courier> <waits|leaves> at {clock}
it cost {eur} <last time|in {month}>
<two|{n}> lists, <two|{n}> truths
{host} is {n} years old
a <customer|driver> <told|showed> us first
<training|induction> took {n} <hours|days> instead of one
the <scanner|printer> at {dock} <jams|freezes>
{pct} percent of the <calls|cases> are the same
= aside
(<Laughter|Silence>; {guy} <fetched|made> coffee.)
<Side note|Aside>: {room} has <no|one> <window|working screen>.
({guy} <left|joined> at {clock}.)
<Lost|We lost> {nn} minutes to the <projector|microphone>.
{guy} asks <who|why> <ordered|needs> {nn} <mugs|chairs>. Nobody knows.
(<Break|Pause> until {clock}, <fire door|somebody> <alarmed|knocked>.)
<Somebody|{guy}> brought <plums|biscuits>, {nn} <eaten|left>.
The <clock|heating> in {room} is <wrong by {n} minutes|stuck at {deg}>.
<Discussion|This> went on <for|over> {nn} minutes, <shortened here|not minuted>.
{guy} <draws|drew> it on the <board|napkin>, photo {nnn}.
= close
<Next|Next time>: {wday}, {clock}, {room}.
<Closed|End> {clock}. <Next|Again> on {soon}.
<Over|Done> {nn} minutes late. <Minutes|Notes> to {channel}.
<Same|The same> place {@when}, <shorter|with {col}>.
Notes: {scribe}. <Corrections|Objections> {@when}.
<Left|Parked> for {wday}: the <budget|rota|labels> in {place}.
{scribe} sends this round {@when}.
<Finished|Ended> at {clock}, <for once|almost> in time.
<No|Not one> vote, <no|little> shouting. {clock}.
Carried over: {n} points, see {channel}.
= purpose
<Weekly|Regular> <round|sync> of {team}
<Review|Look back> at {month}
<Planning|Plan> for {place}
<Handover|Shift change>, {today}
<Preparation|Getting ready> for the visit of {cust}
<Risk|Open points> round
<Sprint|Fortnight> <start|close>
<Budget|Cost> talk
<Ad hoc|Short> <call|meeting> on {place}
<Lessons|Review> after the {place} <move|stocktake>
<Supplier|Parts> call
<Team|All> hands {place}
= title
{team} {today}
<Notes|Minutes> {team}
<Weekly|Round> {place}
{@Purpose}
{@Purpose}
{room}, {today} {clock}
<Notes|Memo> of {today}
<Minutes|Protocol> no. {nn}
{team}, <round|meeting> no. {nn}
{team}, {month}
<Call|Talk>, {today}
= title.customer
<Review|Call> {firm}
{firm}, {month}
<Notes|Minutes> {firm}
{firm} / {place}
<Visit|Talk>: {contact}, {firm}
{firm}: orders and {k}
<Quarter|Half year> with {firm}
{contact}, {today}
"""

TOPICS = """
= incident.say
{i}: {ip} <down|away> {imin} min on {iday}, {icause}.
{iwho} <reports|told the round> on {i}: {icause}, {imin} minutes, <all|everything> <back|green> by {clock}.
<Look back|Review>: {iday}, {ip}, {imin} minutes <without|of no> service ({i}).
{i} <hit|took> {ip} for {imin} minutes; {iwho} <had|held> the pager.
Root cause of {i} <is|stays> {icause}, <doubts|a doubt> from {@who}.
<Customers|{cust}> <saw|noticed> {i} before <us|the alarm>; {imin} min in the end.
{iwho}: "<Never|Not> again alone" after {i}, {iday}.
<Write-up|Report> of {i} ({ip}) <open|half done>, {iwho} <writes|on it>.
On {iday} {icause} <stopped|took out> {ip}.
= incident.talk
<Why|So why> {imin} minutes? {@Reason}, <says|thinks> {@who}.
{@Who} <wants|asks for> a second <pager|pair of eyes> <at night|after {clock}>.
Severity {sev} <fits|is too kind>, <argues|says> {@who}.
<Status page|Banner> {nn} min late because {@reason}.
<Luck|We were lucky>: {@reason}, still <only|just> {nn} calls.
Same <pattern|smell> as {@since}; {@who} <digs|looks> in the <log|graphs> of {host}.
= incident.decide
<Rehearse|Drill> the restart of {host} <each|every> {n} weeks.
<Alarm|Warning> at {pct} percent, <not|no longer> {low} below the <edge|limit>.
<Two|{n}> people on call until {soon}.
No <deploys|changes> on {wday} after {clock}.
{i} goes to the <board|customers> as <written|is>.
= incident.act
<finish|close> the write-up of {i}
<put|add> {host} <on|to> the wall screen
<ring|write to> {cust} about {i}
<test|try> the spare feed of {host}
<check|count> the <credits|minutes> for {i}
<move|copy> the logs of {iday} to the archive
= order.say
{o} ({buyer}): {state}, {q} x {item}, due {due}, {sum}.
{buyer} <waits|asks> for {o}; <date|promise> {due}, <state|screen> {state}.
<Risk|At risk>: {o}, {item}, {due}, because {@reason}.
{sum} for {o} <unpaid|open> {@since}, {buyer} <disputes|ignores> it.
{o} <left|went> {dock} {@since}, <papers|box> {serial}; due {due}.
<Complaint|Loud call> from {buyer} on {o}: {@reason}.
<Good news|Better>: {o} is {state}, {buyer} <calm|sent thanks>.
{item} for {buyer} ({o}, {sum}): <split|part> delivery <asked|possible>?
Dispatch <holds|keeps> {o} until {@who} <signs|answers>; {due} <stands|is the date>.
= order.talk
{@Who} <would|wants to> <fly|courier> it, {eur}. <Too dear|Hm>.
<Stock|Shelf> of {item}: {nn}, <needed|asked for> {nnn}.
<Carrier|Haulier> <blamed|says> {dock}; we say {@reason}.
<Who|Nobody> <told|promised> {buyer}? {@Who}, {@since}.
<Partial|Half> shipment {@when}? {@Who} <against|in favour>.
= order.decide
{o} <first|before all others> on the {clock} tour.
<Keep|Hold> {due}, tell {buyer} <today|tonight>.
<Credit|Write off> {eur} for {buyer}.
<Call|Ring>, <not|never> mail, {buyer} <about|on> {o}.
<No|Not one> promise below {n} days for {item}.
= order.act
<ring|call> {buyer} about {o}
<count|recount> {item} at {dock}
<print|fix> the label {serial}
<send|mail> the slip of {o}
<find|trace> box {serial}
<book|move> the {clock} van
= product.say
{prod} <is at|runs on> {ver}, {price} a month, {pct} percent <green|on time>.
{owner}: {prod} {ver} <out|stable> {@since}, <the next|more> {@when}.
<Price|List> of {prod}: {price}. <Sales|{col}> <finds|calls> it <low|brave>.
{comp} of {prod} <slow|odd> again, {nn} <complaints|tickets> {@since}.
<Demo|Shown>: {prod}, {kind}, {ver}; <applause|{n} questions>.
<Hardware|Parts> for {prod} <come|are> from {maker}, {nnn} <left|in stock>.
{lead} <shows|has> the numbers of {prod}: {nk} <devices|calls> a <day|week>.
{sku} ({prod}) <sold|moved> {nnn} <times|units> {@since} at {price}.
{cust} <tests|wants> {nn} {prod}, <quote|offer> at {price}.
= product.talk
<Cheaper|Dearer> by {n} percent? {@Who}: <fine|no>, {@reason}.
<Beta|Early> ring for {cust}? <Only|Yes> {@when}.
<Docs|Pictures> lag: {@reason}.
{@Who} <misses|wants> <dark mode|an export>, {nn} <votes|people>.
<Battery|Memory> {pct} percent {@since}, {@who} <measures|doubts>.
= product.decide
{ver} <stays|is good> for {nn} days.
<Freeze|Stop> {prod} {@when}.
{price} <stays|holds> until {@who} <has|shows> figures.
<Roll|Ship> to group {n} {@when}.
<Drop|Cut> the old <view|button> of {prod}.
= product.act
<write|draft> the note for {prod} {ver}
<measure|profile> the {comp} on {host}
<ask|chase> {maker} for {nnn} <samples|pieces>
<update|correct> page {nn} of the {prod} manual
<clean|empty> the cache of {host}
<offer|quote> {nn} {prod} to {cust}
= supplier.say
{maker} (<makes|supplies> {part}) <late|short> by {nnn}, <new|next> date {soon}.
<Visit|Audit> of {maker} {@since}: {part} <fine|so so>, {n} <findings|remarks>.
{maker} <asks|wants> {n} percent more for {part}.
{part} from {maker}: {nn} of {nnn} <rejected|bent>.
<Second|Other> source for {part}: <so far|today> only {maker}.
{maker} <called|wrote> {@since}: {part} {@when}.
{prod} <hangs|depends> on {maker} alone.
= supplier.talk
{@Who} <knows|trusts> them, {@who} <does not|less>.
<Because|Why>? {@Reason}.
<Stock|Shelf> <lasts|holds> {nn} days, <says|counts> {@who}.
Penalty of {eur}? <Rather|Better> a <visit|talk> {@when}.
= supplier.decide
<Order|Buy> {nnn} ahead.
<Invite|Ask> {maker} {@when}.
<Sort|Check> by hand, {nn} a <tray|day>.
<Accept|Refuse> the {n} percent.
= supplier.act
<measure|check> {nn} {part}
<visit|ring> {maker}
<store|count> {nnn} {part} in {place}
<write|send> the drawing to {maker}
<ask|get> {n} offers for {part}
= contract.say
{k}, {firm}: <ends|until> {kend}, {kamt} a month, <notice|period of notice> {knotice}.
{firm} ({plan}) <wants|asks> <longer|shorter> terms, {k} <ends|expires> {kend}.
{k} <promises|says> {kresp}; we <needed|took> {nn} minutes more {@since}.
{ksign} signed {k}; <renewal|next one> {@when}, {kamt} <stays|too low>.
{contact} of {firm} <unhappy|calm>: {@reason}.
{manager} on {firm}: {plan}, {kamt}, <mood|risk> {n} of 10.
<Renewal|Talks>: {firm}, {kprod}, {kend}.
= contract.talk
<Lose|Losing> them <costs|is> {kamt} a month, <warns|says> {@who}.
<Discount|Rebate> {low} percent? {@Who} <against|would>.
{contact} <compares|talks> with <others|two more>, {@since}.
{@Who}: {@reason}, <that|this> is why they <write|shout>.
= contract.decide
{manager} <sees|visits> {contact} {@when}.
<Keep|Leave> {kresp} in, <staff|rota> {wday} better.
<Offer|Propose> {n} years at {kamt}.
<No|Not a> rebate <before|without> {@when}.
= contract.act
<draft|write> annex {n} to {k}
<call|see> {contact}
<scan|file> {k}
<list|count> the late answers of {month}
<compute|check> {low} percent on {kamt}
= policy.say
{pol}: {limit}, {powner} <owns|keeps> it.
<Question|{guy} asks>: {topic}? {limit}, <by|says> {pol}, <valid|in force> from {psince}.
{topic}: {nn} cases over {limit} {@since}.
{powner} <plans|drafts> a new {pol}; today {limit}.
<Auditor|Audit> {@since}: {topic} <ok|weak>, {limit} <known|unknown> to {n} of {nn}.
= policy.talk
{limit} <hurts|fits>, <says|so> {@who}: {@reason}.
<Exception|One off> for {@who}? <Written|In writing> only.
<Nobody|Not all> <read|knows> {pol}.
<More|Less> would <cost|save> {eur}.
= policy.decide
<Stay|Stick> with {limit}.
<Ask|Tell> {powner} {@when}.
<Poster|Note> on {topic} in {room}.
{n} exceptions <noted|granted>, <no|none> more.
= policy.act
<tell|ask> {powner} about {pol}
<print|hang> {topic} in {place}
<list|count> the cases over {limit}
<train|brief> {nn} people on {topic}
= staff.say
{who}, {role}, <joins|back in> {team2}, <desk|seat> {room}, ext. {ext}.
{team}: <lead|head> {head}, {seat}, {n} <gaps|open posts>.
{who} <out|away> {@when}, {boss} <knows|agreed>.
<Rota|Cover>: {who} (ext. {ext}) <swaps|takes> {wday}.
{head} <asks|begs>: <questions|requests> to {channel}.
<Exam|Licence>: {who}, {role} in {seat2}, <passed|sat it> {@since}.
{boss} <signs|approves> the course of {who}, {eur}.
= staff.talk
<Overtime|Nights>: {nn} hours {@since}, because {@reason}.
{@Who} <offers|lends> {n} people {@when}.
<Noise|Cold> in {room}, {@who} <brings|wants> a <curtain|fan>.
<Holiday|Summer> plan <full|late>: {@reason}.
= staff.decide
<Post|Publish> the job {@when}.
{wday} is <quiet|no meeting> day in {seat}.
<Swap|Trade> {n} shifts with {place}.
Calls of {who} <go|ring> to {ext}.
= staff.act
<order|fetch> the badge of {who}
<fix|send> the rota of {month}
<book|find> {n} seats in {place}
<show|teach> {guy} the {prod} screen
<buy|order> {n} <fans|headsets>
= error.say
{e} on {eprod}, {nn} times {@since}: {emean}.
<Desk|Support> <drowns|sees {nnn}> in {e}; <means|meaning>: {emean}.
{e} (<from|raised by> the {ecomp}): <fix|cure> <known|works>, {efix}.
{cust} <sent|has> {nn} {e}; <told|we told> them: {efix}.
{eprod}: {e} <again|back>, {@reason}.
= error.talk
<Text|Wording> of {e} <confuses|scares> {@who}.
<Real|True> cause? {@Reason}, <bets|says> {@who}.
<Retry|Restart> hides it for {nn} minutes.
{@Who} <reproduced|saw> it on {host}.
= error.decide
<New|Clearer> text for {e} {@when}.
{efix}: <goes|put> on page one.
<Count|Graph> {e} per day.
= error.act
<rewrite|shorten> the help for {e}
<reproduce|trace> {e} on {host}
<tell|show> the desk the cure for {e}
<log|count> {e} for {n} days
"""

OTHER = """
= stand.done
<closed|finished> {n} <tickets|cases>, one <ugly|old>
<drove|went> to {place}, <label|door> {serial} <fixed|replaced>
{i} <notes|log>, {nn} lines
<called|met> {cust}, {nn} min
<cleaned|patched> {host}
<counted|moved> {nnn} <boxes|probes> at {dock}
<review|test> of {prod} {ver}
<answered|sorted> {o}, {state}
<training|course> {place}
<wrote|sent> the {month} <figures|list>
{e}: <showed|told> {guy} how
<quote|offer> {cust}, {prod} at {price}
= stand.next
{o} <again|to the end>, due {due}
<visit|ring> {cust} {@when}
<rack|cables> in {room}
{k} <renewal|papers>, {kend}
<test|compare> {nn} {part}
<interview|tour> at {clock}
<second half|rest> of {i}
<batteries|labels> {dock}
<paperwork|forms> for {guy}
{prod}: {comp}
<nothing|half day>, <dentist|school> {clock}
{pol} <text|slide>
= stand.block
<waits|waiting> for {col} since {lately}
no <key|rights> for {room}
{@reason}
<parts|papers> of {maker}
{host} <slow|full>, {pct} percent
<answer|yes> of {contact}
<none|nothing>
-
<van|lift> <broken|taken>
= retro.keep
<pairing|two at the {dock} gate> <on|every> {wday}
<short|{n} minute> calls with {cust}
the <list|board> in {room}
{guy} <as|being> host on {wday}
<asking|writing> {channel} first
<labels|photos> before <shipping|the van> leaves
{prod} <tests|checks> at {clock}
<cake|soup> after {nn} closed cases
= retro.stop
<mails|calls> after {clock}
<promising|saying> {n} days when it is {nn}
<fixing|restarting> {host} without a note
{@reason}, and we <shrug|laugh>
<two|{n}> lists for {place}
<skipping|cutting> the {wday} check
<blaming|waiting for> {maker}
<reports|slides> that {cust} never reads
= retro.start
<counting|timing> the calls about {prod}
<swapping|rotating> the pager on {wday}
<one|a> page per <incident|customer>, like {i}
<lunch|visits> with {team}
<drills|rehearsals> in {place}
<reading|printing> {pol} <aloud|once>
<photos|video> of {dock} at {clock}
<asking|ringing> {contact} before {kend}
= open.prose
{team} met <on|for an hour on> {day} in {room}. 
On {day} the round came together, {n} chairs too few. 
{@Purpose}, {day}. 
It was {clock} on {day} when <we|{team}> began. 
<Notes|A summary> of {day}, written <from memory|the same night>. 
{day}: {team} <sat|gathered> in {room} until {clock}. 
{head} opened at {clock} on {day}, <without|with> slides. 
= open.customer
<Review|Talk> with {firm}, 
{firm} and us, 
<Quarterly|Half-yearly> call {firm}, 
{contact} ({firm}) in {place}, 
<Visit|Guests>: {firm}, 
<Round|Table> with {firm} in {room}, 
= open.call
Call, {day}, with {col}
Dial-in {day}, {n} people, one echo
{day}, <telephone|by phone>
<Phone|Video> with {place}, {day}, {clock}
<Line|Bridge> {nn}, {day}, <bad|good> sound
{day}: <who was on|on the line> {col} and {n} more
= open.decisions
Decisions, {team}
What {team} <decided|settled>
<Log|List> of decisions {team}
{@Purpose}: <decisions|results>
{team}, <results|outcomes>
<Settled|Fixed> in {room}
= open.retro
<Look back|Looking back>, {team}
<Retro|Retrospective> {team}
{team}: what <went well|we learned>
{@Purpose}
<Half time|Stock taking>, {team}
{team} in {room}
= open.minutes
{team}, 
<Minutes|Protocol>, {team}, 
<Meeting|Round> of {team} on 
{@Purpose}, 
{seat}, {team}, 
<Record|Minutes> no. {nn}, 
= open.place
<Place|Where>: {seat}, {room}
{room}, {clock} <to|till> {clock}
<Chair|Led by>: {head}
Start {clock}
{seat}, <floor|level> {n}
<Channel|Questions>: {channel}
= open.board
Restricted round, 
<Small|Closed> circle, 
Board <preparation|round>, 
Closed session, 
<Four|{n}> eyes, 
Behind <closed|shut> doors, 
= head
<Present|Attendees|There>: {x}
<Round|Who>: {x}
<With|In the room>: {x}
<Participants|Here>: {x}
{x} <in|around> {room}
<At the table|On the line>: {x}
= board
<Confidential|Not for the channel>: {kamt} a month <rests|hangs> on {firm}, {k} <ends|is up> {kend}.
<Head count|Posts>: {n} <fewer|more> in {place} {@when}, <nobody|no team> <knows|has been told> yet.
<Offer|Bid> for {maker}: {eur} <too low|refused>, <second|next> round {@when}.
<Salary|Pay> round: {n} percent for {team}, {head} <informs|tells> them {@when}.
<Claim|Lawyer's letter> by {cust} over {i}: {eur}, <settle|answer> {@when}.
{ip} may <end|be sold> {@when}; {iwho} and {n} others know.
<Liquidity|Cash>: {nn} days, <bank|lender> asks {@when}.
<Security|Quiet>: key of {room} <missing|copied> {@since}, locks <changed|ordered>.
"""
