# ruff: noqa: E501 -- prose, one entry a line
"""The wording of support threads: what customers report, what the desk finds and does, by category."""

# fragments that other sections nest
PARTS = """
= when
<this|yesterday> <morning|afternoon> <at|around> {clock}
on {wday} <shortly after|just before|around> {clock}
since <about |>{lately}
for {n} <days|shifts|mornings> <in a row|now>
<every|each> night <at|around> {clock}
after the <stocktake|power cut|firewall change|move> <of|on> {lately}
ever since {guy} <changed the batteries|swapped the cable|cleaned the shelf|moved the rack>
<halfway through|in the middle of> the {clock} <run|loading|shift change>
for the {nth} time <since {lately}|this quarter>
<between|from> {clock} and the end of the shift
whenever the compressor <starts|kicks in>, so about {nn} times a day
the <moment|minute> <{guy}|our driver> left, {clock}
as of {lately}
<over|during> the weekend, first seen <by {guy}|on Saturday at {clock}>
<without warning|out of the blue> on {lately}
right after <your|the> <call|visit|update> <on|of> {lately}
= spot
at {dock}
in <cold room|chamber|hall> {n}
<behind|next to|above> rack {nn}
in room {room}
at our <shop|branch|depot|kitchen> in {place}
on the <upper|lower> floor, <bay|aisle> {nn}
in the <lorry|van|trailer> with plate ending {nn}
at the far end of aisle {nn}, <under|over> the door
on <the laptop|the tablet|the old screen> of {guy}
on site {n} of our {nn}
<near|by> the {place} ramp, door {n}
in the <goods-in|dispatch|pharmacy> corner, shelf {nn}
= spot2
<at|from> our depot in {place}
at <gate|door> {n} of the {place} warehouse
<on|beside> the <returns|repair> <bench|shelf>
<with|at> the carrier's <hub|yard> near {place}
in the <test rack|lab>, slot {nn}
on our <side|end>, {host}
<in|from> the {place} <stock|cage>
= when2
<between|from> {clock} and {clock}
on {wday} <before|at> {clock}
<overnight|at night>, {clock} to be exact
<since|from> {lately}
<early|late> on {lately}
<shortly|just> after {clock}
around {clock} <today|yesterday>
= who
<my colleague|our trainee|our driver|my deputy> {guy}
{guy} from <receiving|purchasing|accounts|quality|the night shift>
{guy} at the <gate|hall {n} door>
the <night|early|weekend> crew
<the|our> <morning|late> shift
our <auditor|inspector|consultant> {guest}
the <cook|baker|chemist|florist> on duty
our new <clerk|planner|shift lead> {guy}
whoever had the <{clock}|late> shift
the <caretaker|cleaner> {guy}
= effect
{nn} <crates|boxes|trays> <had to be|were> <thrown away|moved by hand|re-labelled>
{guy} <reads|has to read> a <glass|wall> thermometer every <half hour|{nn} minutes>
our <auditor|inspector> <wants|asks for> the missing <{n} hours|curve|page>
we <sent|had to send> {n} people home
{n} pallets <went out|left> without a <record|curve>
<the|our> {clock} <lorry|tour> <left|drove off> <half empty|{nn} minutes late>
we are on paper <lists|forms> <again|since {clock}>
I spent <half|most> of {wday} <on hold|on this>
nobody <here|in {place}> trusts the <numbers|screen> any more
our own customer in {place} <refused|sent back> {nn} <boxes|crates>
<the month end|closing {month}> is <stuck|late>, and {guy} is <not amused|counting the days>
{guy} <drove|had to drive> to {place} <and back |>for nothing
we borrowed {n} <probes|units> from {cust}
the <shift lead|duty manager> rings me every <hour|{nn} minutes>
a batch worth {eur} is <on hold|blocked> until somebody signs
{nn} <readings|lines> are <missing|wrong> in the report for {wday}
<we|I> <keep|kept> the door of room {room} shut with tape
<my boss|{guy}> now asks whether we <chose|bought> the right <thing|system>
= ask
<Can|Could> <you|somebody> <look|have a look> <today|before {clock}|by {soon}>?
<What|So what> do we <do|tell {guy}> <until then|in the meantime|now>?
<Please|Kindly> <tell|let> {guy} know <by|before> {soon}, I am out from {wday}.
I need <an answer|a yes or no|a date> <before|by> {clock}, <not a form|one line is enough>.
<Who|Which of you> <takes|is taking> this? Last time it was {guy}, then nobody.
<Is|Was> this <known|normal>, <and for how long|or are we the only ones in {place}>?
<Ring|Call> {guy} <at the gate|in the office> <after|from> {clock}, <I am in the cold store|I will be driving>.
Please do not <close|merge> this before {guy} has <tested|checked> it <on {wday}|at {dock}>.
<Where|To whom> do I send the {n} <photos|screenshots>? Your form <takes|accepts> one.
<When|On which day> <is it|will it be> <fixed|sorted>? I have to write something into the log <by {clock}|for {guy}>.
<Do|Shall> we <wait|carry on>, or <send|ship> the {nn} <units|boxes> back?
A <short|written> answer for the <file|audit on {soon}>, please.
If that is not for you, pass it to <whoever knows {host}|the right desk> and <tell me|say so> by {clock}.
= sting
<Lovely|Wonderful|Marvellous>: {n} <tickets|calls>, {n} <names|people>, no <answer|idea>.
<Great|Brilliant> <timing|service> <as always|once more>, <really|honestly>, {nn} minutes of <music|waiting>.
<Thank you|Thanks> for the <survey|smiley form> that came <at {clock}|{n} minutes after nothing was solved>.
I <so|really> <enjoy|love> <explaining|typing> this <for the {nth} time|again>, <please|do> keep asking.
<What a surprise|Who would have thought>, it works <on your side|in {place}>, just not where <I pay for it|the {nn} pallets are>.
<Perfect|Fantastic>, now {guy} can <read|guess> the temperature by <hand|smell>, like in <my grandfather's time|the nineties>.
<No rush|Take your time>, it is only <food|medicine|{nn} pallets of fish>.
My <dog|{n}-year-old|toaster> answers faster<, and it does not have an {n} page form|>.
<Congratulations|Well done>, you <broke|stopped> the one thing that <worked|{guy} liked> since {month}.
I will <frame|print> your last <reply|mail> and hang it <beside {dock}|in room {room}>, as art.
<Award-winning|World class>, says your page. Which <planet|award>, for {n} hours of silence?
<Sure|Of course>, <restart it|switch it off and on>. {nn} times <so far|since {clock}>. <Any other ideas?|Next idea?>
= kind
<Otherwise|Apart from this> we are <happy|content>, {guy} <even|really> likes the <new|big> <map|screen>.
<No drama|Not the end of the world>, <just|only> so that you know; {guy} found a way round.
<Last time|In {month}> {guy} of your desk was <quick|kind|a great help>, please <pass that on|say thanks>.
The <rest|other {nn} units> <works|run> <well|nicely> since {month}, <I should say|to be fair>.
<Thanks|Thank you> in advance, you have <helped|saved> {guy} <before|more than once>.
The <technician|driver> on {wday} was <polite|good>, even with the wrong <part|box> under his arm.
Good <product|kit>, <bad|unlucky> <week|{wday}>.
= hello
<Hi|Hello> <all|there|team>,
<Good morning|Morning>,
<Dear|Hello> support,
<Hello|Hi> {agent},
Dear {agent},
To <the desk|whom it may concern>:
Hi,
<Evening|Good evening>,
Hello from {place},
<Dear Sir or Madam|Dear all>,
Hey,
<Good afternoon|Afternoon> {agent},
= bye
<Regards|Kind regards|Best regards>
<Thanks|Thank you>
<Best|Best wishes> from {place}
<Cheers|Bye for now>
With <kind|friendly> regards
<Yours|Sincerely>
<Thx|Ta>
<Waiting|Hoping> for good news
<Have a good shift|Good night from the night shift>
<Greetings|Many thanks>
= back
<Good morning|Hello|Hi> {contact},
<Dear|Hello> {contact},
{contact}, thank you for <the photos|writing|the details>.
<Thanks|Thank you> for <waiting|your patience>, {contact}.
Hi {contact}, {agent} here.
Hello {contact}, I <took this over|am covering for {col}> <this morning|today>.
<Sorry|Apologies> for the <wait|silence>, {contact}.
Hello again, {contact}.
Dear {contact}, <your message|this> landed with me <at {clock}|an hour ago>.
{contact}, <one|a> quick <word|update> <before {clock}|from the desk>.
= end
<Leave|I leave> this open until {soon}<; a short yes from you closes it|>.
<Tell|Write to> me directly if it <comes back|happens again> <before|until> {soon}.
<My|Our> shift ends at {clock}; {col} <has|keeps> the notes.
I will <look|check> again on {wday} <at|around> {clock} and write either way.
<Reply|Answer> here, not <by phone|on the chat>, so that {col} sees it too.
<If|Should> nothing <change|happen> by {clock}, ring the desk and name <case|reference> {nnn}.
<You|Your colleague> will get the <report|log> from {col} by {soon}.
I have put {n} hours of <credit|free support> on the account for the trouble<, {col} approved it|>.
The <case|ticket> stays with me<, even when I am off on {wday}|>.
<Closed|Closing this> from our side; it reopens when you <answer|write> <within {nn} days|before {soon}>.
<Next|The next> step is ours: {col} <rings|calls> <you|your gate> on {wday} at {clock}.
"""

# A line may start with letters in brackets, the sub-topics that it fits: an answer fits what the opening was about.
# by category: how it opens (customer), what is added, what the desk finds, what it does, what the customer says last
ENGLISH = """
= delivery.open
[L] {o} was <promised|confirmed> for {due} and <it is not here|nothing came|{dock} is still empty>.
[L] <Where|Where on earth> is {o}? {q} x {item}, <due|promised> {due}, and {@who} <waited|stood> at {dock} until {clock}.
[M] The slip for {o} says {q} x {item}, <the|our> pallet says <otherwise|less>; <box|carton> {serial} is missing.
[L] The tracking for {o} <shows|has shown> the same line since {lately}, our date was {due}.
[L] <Our|The> driver <was turned away|got no papers> for {o} <at {clock}|on {lately}>, the gate <did not know it|had another number>.
[D] {o} came <opened|with a wet corner|crushed>, the {item} <inside|on top> <is|looks> <scratched|cracked>, and {@who} has <photos|signed under protest>.
[V] Please <move|push> {o} ({q} x {item}) from {due} to <a day|any day> after {soon}, {@effect}.
[W] <Wrong|The wrong> goods: {o} should be {q} x {item}, in the box <are|I find> {n} <brackets|display panels> for somebody <else|in {place}>.
[L] <Your mail|The portal> calls {o} {state}, <which|this> <is|was> not what {@who} <sees|saw> {@spot}.
[M] I <count|counted> {q} x {item} on paper and <fewer|not as many> on the pallet, order {o}, <from|of> {placed}.
[L] <Second|Third> carrier note for {o} <today|this week> and still no {item}. {@Effect}.
= delivery.more
{@Who} <called|rang> the carrier {@when} and <heard|was told> "<ask the sender|not in the system>".
The <ramp|gate> is <open|staffed> from {clock}, closed on {wday}, <so no surprises please|your driver knows>.
{@Effect}.
Our <stock|spare box> <lasts|will last> until {soon}, <not longer|then we are blind {@spot}>.
<Deliver|Drop> it {@spot}, <not|never> at the front, {guy} <signs|has the key>.
<I attach|Attached are> {n} photos <and the slip|with the label {serial}>.
The invoice <came|arrived> <punctually|on {lately}>, <funny how that works|unlike the goods>.
= delivery.look
{o} is <{state}|marked {state}>, {q} x {item}, <planned|promised> for {due}.
I <have|see> {o} in front of me: {item}, quantity {q}, total {sum}, status {state}.
The <depot|warehouse> <scanned|booked> it <at {clock}|on {lately}>; the system says {state} and <keeps|still shows> {due}.
<According to|By> the screen {o} from {placed} is {state}. <Date|The date>: {due}.
[L] It <sits|sat> at {dock} since {lately}, <behind {nn} other pallets|without a label>; officially {state}.
<Our|The> record for {o}: bought by {buyer}, {q} x {item}, {state}.
[LM] {col} <walked|went> to {dock} and <counted|found> {q} x {item} for {o}<, shrink-wrapped|>.
= delivery.fix
[L] A <new|second> label <is printed|goes on>, the <van|courier> <leaves|goes> {@spot2} <at|before> {clock}.
[VL] <I moved|We move> it to the <{wday}|{clock}> tour; {col} <rides along|has the papers>.
[M] The missing <pieces|{n}> go out <today|on {wday}> <by courier|with the {place} tour>, no charge.
[D] <A credit of|Freight of> {eur} goes <back|on the account>, and the box <is replaced|comes new> by {soon}.
[DW] Please <refuse|do not sign for> the old pallet; <its|the> number ends in {serial}.
[L] We <keep|kept> {due} as the <date|promise> and {col} <watches|tracks> it <by hand|hourly>.
[L] The <carrier|haulier> <admits|found> it {@spot2} and <drives|brings> it <on {wday} around {clock}|before {soon}>.
= delivery.last
[LM] <Arrived|It came> at {clock}, {@who} <signed|checked>, <complete|all {q} there>.
[LM] <Half|Part> of it is here. <The other half?|And the rest, by {soon}?>
[VL] <Fine|OK>, {dock}, {clock}, <I will tell {guy}|we are ready>.
[DMW] Box <is here|came>, label {serial} <matches|is right>, <close it|done>.
[L] <Nothing|Still nothing> at {clock}. {@Sting}
= billing.open
[A] <Your|The> invoice for {o} <says|shows> {sum}, <our order says|{guy} has> <{nn} percent less|another sum>.
[B] {sum} for {o} was <debited|taken> twice, on {lately} and <again|once more> {n} days later.
[P] We <pay|are charged> {price} for {prod}, <is|was> that not <another price|less> <before {month}|in our offer>?
[S] <Please|Kindly> split the bill for {o} ({sum}) <by site|over {n} cost centres>, <like|as> in {month}.
[V] Our VAT number is <missing|wrong> on the <bill|invoice> for {o}; {@effect}.
[B] <We|I> <still|also> get reminders for {o} though {sum} <went out|was paid> on {lately}.
[C] The credit for <the return|{n} probes> of {month} is <not on|missing from> the statement<, {o} is, with {sum}|>.
[V] <Accounts|{guy} in accounts> cannot <match|book> {sum}: no order number, only "{item}". <Is it {o}?|I guess {o}.>
[A] <Why|How come> does {o} cost {sum}? {q} x {item}, <I did the sum {n} times|even {guy} gets less>.
[F] <A|The> reminder fee of {eur} for {o}, <seriously|really>? {sum} <left|was sent> our bank {@when}.
= billing.more
<Our|The> bank <shows|confirms> it, <line {nn}|reference {serial}>.
{@Who} needs a corrected <copy|paper> <by|before> {soon}.
<Month end|Closing> is on {soon}, <then|after that> {guy} blocks <everything unpaid|the supplier number>.
We are on {plan}, so <freight|express> should be <free|in>, <no|right>?
<I|We> will pay the <undisputed|right> part <today|on {wday}>.
{@Effect}.
Last <year|spring> the same thing <cost|took> us {n} weeks<, ask {guy}|>.
= billing.look
[ASVC] {o} comes to {sum}, that is {q} x {item} <at list|as ordered> on {placed}.
[PA] The <list|catalogue> price of {prod} is {price} a month, <which is what|and that> the {month} invoice <uses|shows>.
[BF] <I find|There is> one payment<| only>, dated {lately}, <over|for> {sum}.
[SV] You <are|have been> on the {plan} plan, <where|under which> <splitting|a paper copy> <costs nothing|is free>.
[B] <Two|{n}> debits, same <reference|file>, {nn} minutes apart; the <bank file|batch> <ran twice|was sent again>.
[FCB] Account {firm}, {o}, {sum}, status {state}; <nothing else is open|{n} older lines are paid>.
= billing.fix
[B] The <second|doubled> amount, {sum}, <goes back|is on its way> by {soon}.
[VA] <A|The> corrected invoice <for {sum}|with your VAT number> <left|goes out> <at {clock}|tonight>, number ending {nnn}.
[FB] <I|We> <struck|took off> the fee of {eur}, <no more letters|the dunning run skips you until {soon}>.
[S] {col} from <billing|accounts> <splits|has split> it over {n} <sites|lines>.
[PA] The price <stays|stands>: {price} for {prod}, <see page {n} of the list|it changed with the new list>.
[CFB] <Nothing|There is nothing> to pay <at the moment|before {soon}>; {o} <is clear|matches>.
= billing.last
<Thank you|Thanks>, {guy} <found|sees> it now<, line {nn}|>.
[BC] {sum} is <back|in>, <closing|done>.
[APVS] <Matches|It matches> to the cent, <I admit|for once>.
[APC] <Hm|Well>. {guy} <says|insists> it was {eur}. We <will check|check> by {soon}.
[FSVA] So <we owe|it is> {sum}, <fine|paid at {clock}>.
= fault.open
[T] <One|{n}> of our {prod} <shows|reports> {deg} degrees {@spot} while the <wall|glass> thermometer <says|has> {deg}.
[R] {prod} ({serial}) <went|has been> <silent|dark> {@when}.
[B] Since <version|the update to> {ver} the {comp} of {prod} <eats|needs> <a battery|{nn} percent> a <week|day> {@spot}.
[S] The <screen|display> of {prod} {@spot} <flickers|freezes> {@when}; <restart helps for {n} hours|{guy} tried everything>.
[A] {prod} <beeps|alarms> at {deg} degrees, <though|but> the limit is {deg}. {@Effect}.
[A] <False|Wrong> alarms from {prod}, {nn} of them {@when}, <all|most> {@spot}.
[T] After <cleaning|the wash-down> <unit|device> {serial} (a {prod}) <reads|is stuck at> {deg}, <whatever|no matter what> we <do|hold to it>.
[R] {prod} <drops|loses> the <link|radio> <between {clock} and {clock}|{@when}>, port {port}.
[S] <The|Our> {prod} <on|behind> {host} sends <yesterday's|old> values, <{nn} minutes old|stamped {clock}>.
[T] <Water|Ice> in the housing of {serial}, <bought|order> {o}, {item}.
[S] Clock of {prod} {@spot} is <off|wrong> by {nn} minutes {@when}.
= fault.more
We run {ver}<, says the footer|> <with|and> {nn} <probes|devices> on it.
{@Effect}.
Swapping it with the one {@spot} <changes nothing|moves the fault along>.
<Battery|The battery> was <at|showing> {pct} percent {@when}.
{@Who} <reset|unplugged> it {n} times, {@when}.
<I can|We can> send the log, {nn} MB, <or let you in on {host}|if somebody tells me how>.
It is a <critical|small> <room|one>: <vaccines|fish|cut flowers> for {cust}.
<Photo|Video> attached, <mind|ignore> the <thumb|noise>.
= fault.look
[R] <I see|Your data shows> {n} gaps of {nn} minutes for {serial}, <all|each> {@when2}.
[SAB] {ver} is the current version of {prod}; <you are on it|{host} reports an older one>.
[R] <Signal|Radio> on port {port} <is|was> at {pct} percent <until {clock}|before the move>, <then|now> {low}.
<The|Our> {kind} {prod} is looked after by {owner}; <I showed them the curve|{col} there had a look>.
[SR] Log of {host}, {clock}: the {comp} <restarts|gives up> {n} times, <then|after that> silence.
[TB] It <looks like|is> the <batch|lot> from {month} with the parts of {maker}.
[TR] <Same|The same> <pattern|picture> as at {cust} in {month}: <cold solder|a loose plug|a worn seal>.
= fault.fix
[RS] <Please|Kindly> <press|hold> the button for {nn} seconds, <then|and> wait for {n} <blinks|beeps>.
[TBR] A <replacement|new unit> goes out on {wday}, <article|SKU> {sku}; <keep|send back> the old one in <its|the same> box.
[A] <I|We> <raised|set> the <delay|hysteresis> to {n} minutes, <the alarms should stop|watch it until {clock}>.
[RT] <Move|Hang> it {n} metres away from the <motor|evaporator> and <write|tell me> what port {port} shows.
[SBA] {owner} <has|knows> it as <defect|issue> {nnn} and <plans|wants> a fix <by {soon}|in the next release>.
[T] <Recalibrate|Check> in ice water: {n} minutes, <then read|it should say> 0.{n} or less.
[SBR] <Firmware|The firmware> of {serial} is <pushed|rolled out> tonight at {clock}; <leave|keep> {host} on.
= fault.last
[TR] <Runs|It runs> since {clock}, {deg} degrees on both.
[T] <Same|No change>, {deg} <again|as before>. {@Sting}
[RS] <Held|Pressed> it {nn} seconds, <blinked|beeped> {n} times, <alive|works>!
[TBR] <New unit|The new one> is <up|mounted> {@spot}, <thanks|serial {serial}>.
[R] It was the plug. <Embarrassing|{guy} owes me a coffee>. {@Kind}
[ASB] <Better|Much better> since {clock}, {guy} <keeps|will keep> an eye on it.
[ASB] <Quiet|All quiet> <here|{@spot}> after {clock}, <so far|touch wood>.
= error.open
<We get|I get> {e} on {eprod} {@when}. <What|What on earth> <is|does> that <mean|want>?
{e}. <Again|Nothing else>. {@Spot}, {@when}.
{eprod} <stops|halts> with code {e} <whenever|each time> {@who} <presses|clicks> <save|start>.
The <log|screen> <shows|is full of> {e}, {nn} lines <since|from> {clock}, <then|and then> {prod2} <goes quiet|restarts>.
<Your|The> manual <lists|has> {e} but <my|our> copy is from {month}, <page {nn} is missing|coffee on it>.
<After|Since> the <move|update> <of|on> {lately} {@who} <sees|reads> {e} {@spot}.
Error {e}, then a beep, then nothing. {@Effect}.
"{e}" on <a red|the> screen {@spot}, <{guy} took a photo|I wrote it down>.
Is {e} <dangerous|something to worry about>? It <came|popped up> {n} times {@when}.
= error.more
<Restart|Reboot>: <gone|quiet> for {nn} minutes, then <it returns|the same>.
{@Who} <swears|says> nobody <touched|changed> anything.
{@Effect}.
<Only|It is only> {host}; the other {n} <are fine|say nothing>.
<The line before|Just above> says {clock} and <port|channel> {port}.
<We|I> searched your pages for it and <found|got> {nn} hits, none <useful|newer than {month}>.
= error.look
{e} <means|says> that {emean}.
<That code|This one> comes from the {ecomp} of {eprod}: {emean}.
<In plain words|Translated>, {emean}. <That is all|Nothing is broken>.
The code {e} is <raised|thrown> when {emean}; the {ecomp} <then stops|then waits>.
<I looked up|Our sheet for> {e}: {emean}.
In your log at {clock}: {e}, so {emean}, <{n} times|on {host}>.
= error.fix
<Please|Kindly> {efix}.
The <cure|remedy>: {efix}, <then|and> <try|run it> again <around {clock}|once>.
<What helps|Known remedy>: {efix}. <Takes|It takes> about {nn} minutes.
<You need to|We ask you to> {efix}; <if {e} stays|after that>, send me the log of {host}.
Try this<| first>: {efix}.
<Step one|First>: {efix}. <Step two|Then>: coffee, {nn} minutes.
= error.last
<Gone|{e} is gone>, <thank you|{guy} says thanks>.
<Did|I did> that. Now {prod2} <shows|says> nothing at all. <Progress?|Is that good?>
<Worked|It worked> {@spot}, <not|still {e}> in hall {n}.
That <was|did> it, {nn} minutes as <promised|you said>.
<Nobody|No one> here <knows|dares> how to do that. <Can {agent} call {guy}?|Please ring at {clock}.>
= login.open
[L] {@Who} cannot <log in|sign in> to {prod} <any more |>{@when}.
[L] <Locked out|We are locked out> of {prod}: "<too many attempts|session ended>" after <one|the first> <try|attempt>.
[L] <The|Your> <code|token> for {prod} never <arrives|comes>, {guy} <waited|sat there> {nn} minutes.
[R] <Please|Could you> <remove|delete> the account of {guy}, <left us|gone> on {lately}, <role|rights> on {nn} <sites|rooms>.
[S] We <need|want> {n} more <seats|users> in {prod} <by|from> {soon}, on the {plan} plan.
[X] {guy} <got|gets> the <sites|rooms> of <another firm|{cust}> in {prod}, <surely|I hope> that is <not right|a mistake>.
[L] <New phone|After a phone change>, no second factor, no {prod}. {@Effect}.
[L] Single sign-on to {prod} <loops|goes round in circles> {@when}.
= login.more
<Browser|With another browser>: same. <Tablet|On the tablet {@spot}>: same.
<The|My> name in the corner is {guy}, <but|and> I am not <{guy}|him>.
{@Effect}.
<Password|The password> was changed {@when}, <by the book|{nn} characters>.
<It|This> <began|started> with {ver}<, I think|>.
<On|From> {host} it works<, from the hall it does not|>.
= login.look
[L] <I see|The log has> {nn} failed tries {@when2}, <all|mostly> from one <tablet|address>.
[L] <The|That> account <was|is> <disabled|parked> since {lately}, <after {nn} days unused|by your own admin, {contact}>.
[S] Your <plan|contract plan>, {plan}, <has|includes> {nn} seats, <{n} are free|all in use>.
[L] <Clock|The clock> of that tablet is {n} minutes <slow|fast>, so the code is <old|refused>.
[RS] {contact} is the contact we have for {firm}, so <I may act|that is fine>.
[X] <Same|The same> {comp} entry for two firms, <since|from> {lately}; <nothing|no file> was changed.
[RS] {plan} lets {contact} <decide|do> that, <I only|the desk only> <ask|notes> it.
= login.fix
[L] <Reset|The reset> is <done|out>; the link <lives|works> until {clock}.
[R] <Account|The account> closed at {clock}, {n} sessions ended, <rights|roles> <go|moved> to {contact}.
[S] {n} seats <added|are there>, <billed|charged> from {soon}.
[L] <Set|Please set> the clock, <then|and> ask for a new code <once|not {n} times>.
[XL] I <asked|told> {owner}; the <mix-up|fault> in the {comp} is <corrected|out> since {clock}.
= login.last
[L] <In|I am in>, <finally|thanks>.
[L] {guy} is in, {guy} is not. <Same link?|What now?>
[RS] <Good|Right>, and please <log|note> that {contact} asked for it.
[LX] <Works|Works again> since {clock}, <all {n} of us|even on the tablet>.
= plan.open
[P] <What|How much> would {prod} cost for {nn} <rooms|vans>? <The page says|We read> {price} a month.
[I] We are on {plan}. <Is|Does> <weekend support|{prod}> <in|included>?
[W] <Who|Which person> is our <account manager|contact> now, still {manager}?
[P] <Please|Could you> <quote|make an offer for> {nn} x {prod} for {place}, <start|from> {soon}.
[E] Our contract {k} <ends|runs out> on {kend}, <what|and what> <happens|comes> then?
[K] How fast do you have to answer under {k}? <We read|I find> {kresp} <in it|there>.
[E] <Can|Could> we <leave|step down from> {plan} before {kend}? {guy} <wants|has> to <save|cut> {eur}.
[P] Is {ver} the version we <would get|order>, and who <makes|supplies> the hardware of {prod}, {maker}?
= plan.more
<Budget|Our budget> is {eur}, <fixed|signed> by {guy} on {lately}.
<The|Your> competitor <offers|wants> {eur} for {nn} of <theirs|those>.
We <open|start> in {place} on {soon} with {nn} <rooms|doors>.
{@Who} <decides|signs>, I only <ask|collect>.
<Notice|Our notice> would be {knotice}, <if I read it right|says page {n}>.
= plan.look
[P] {prod} is {price} a month <per unit|each>, <list|without discount>.
[W] <Your|The> account manager is {manager}, <who|and> <knows|has> the history<| since {month}>.
[IE] {firm} is on {plan}; <weekends|nights> <are|count as> <extra|in>.
[E] Contract {k} runs until {kend}, <notice|with notice> of {knotice}.
[KI] {k} promises an answer within {kresp} and <costs|is> {kamt} a month.
[P] <The|That> {kind} is {prod}, now at {ver}, article {sku}.
[K] <By|Under> {k} it is {kresp}, <counted|measured> from your mail.
= plan.fix
[P] <An|The> offer for {nn} x {prod} <goes|went> out <tonight|at {clock}>, valid to {soon}.
[WEKI] {manager} <rings|calls> you on {wday} <at|about> {clock}.
[E] <Stepping|Going> down is possible <at|on> {kend}; <write|tell> us {knotice} before.
[P] <I|We> can lend you {n} units <until|for free until> {soon}.
[PI] {col} <sends|prepares> the <list|comparison>, {n} pages, <today|on {wday}>.
= plan.last
[P] <OK|Good>, {price} <it is|is what I needed>.
[P] <Too|Rather> much for {nn}. <Better for {nnn}?|{guy} says no.>
<We|Then we> wait for {manager}, {wday}, {clock}.
Thanks, {guy} <signs|decides> by {soon}.
= return.open
[R] We <want|would like> to <return|send back> <part|some> of {o} ({item}), <never opened|unused>, <too many|the shop in {place} closed>.
[R] <Return|RMA> for {serial}, please: {item} from {o}, <dead|broken> <on arrival|after {nn} days>.
[R] <Where|To which address> do I send {n} <old|broken> {item}? <Order|They were> {o}, {placed}.
[C] {o} should be <cancelled|stopped>, it is <still|just> {state}, isn't it?
[M] The box you <collected|took back> on {lately} ({o}) is not <on|in> our <account|statement>, {sum} is <open|missing>.
[X] Exchange the {item} <of|from> {o} for <the bigger ones|another {item}>, <they do not fit|{guy} measured wrong> {@spot}.
[M] <Sent|We sent> {n} probes back {@when}, tracking {serial}, and <heard|got> nothing since.
= return.more
<Seals|The seals> are <intact|broken on {n}>.
<We|I> <kept|have> the box, the foam and <even|> the {n} screws.
{@Who} <packed|wrapped> it, {nn} kilos, ready {@spot} from {clock}.
<Money|Credit> or exchange, <either|we take either>, but <before|by> {soon}.
{@Effect}.
= return.look
{o}: {q} x {item}, {sum}, {state}. Ordered on {placed}.
[M] <Goods-in|Our return desk> <booked|scanned> the {item} <at {clock}|on {lately}>, box {serial}.
[RX] <By|Under> {pol} you have {limit} <after|from> delivery; <that is fine|{n} days are left>.
[C] The order is {state}, so <it can|that can> <still|no longer> be <stopped|changed>.
= return.fix
[RX] <Label|A return label> <attached|is in your mail>, <valid|good> until {soon}, number {serial}.
[RX] <The|Our> <van|courier> <picks up|collects> {@spot2} on {wday} <after|around> {clock}.
[MRC] <Credit|The credit> for the {item}, {eur}, <shows|appears> by {soon}.
[RX] Please <write|mark> {serial} <on|outside> the box, <nothing|no paper> inside.
[MX] {col} <tests|opens> it on {wday} and <you get|I send> <a report|an exchange>.
[C] {o} is stopped <at|since> {clock}, nothing leaves {dock}.
[C] <Stopped|Cancelled> as you asked, <papers|the paper> for {o} <come|follow> by {soon}.
= return.last
[RX] <Picked|It was picked> up at {clock}, {guy} has the slip.
[MC] <Money|The money> is here, <thank you|{n} days early>.
[RX] <No van|Nobody> at {clock}. {@Ask}
[R] <Label|The label> <prints|came out> upside down, <but|it> works.
= data.open
[X] The <export|report> from {prod} for {month} <stops|ends> at {clock} on {wday}, {nn} rows <short|missing>.
[H] <How|Where> do I get {n} months of <curves|readings> out of {prod} <for|before> the audit on {soon}?
[A] {prod} <mails|sends> the weekly file to {guy}, who <left|retired> on {lately}; <please change|make that me>.
[C] <Columns|Two columns> swapped in the {prod} file since {ver}: <dock and door|min and max>.
[T] The {comp} of {prod} <writes|shows> {clock} where our clock <had|has> {clock}, <summer time|time zone> again?
[D] Please <delete|remove> all data of our branch in {place}, closed on {lately}, <from|out of> {prod}.
[H] <Can|Does> {prod} <talk|send> to our stock system? {guy} <wants|needs> {nn} fields <every|per> night.
[G] Graph of room {room} <misses|has lost> {n} hours {@when}.
= data.more
<File|The file> {serial}.csv, {nnn} KB, <opens|looks> <fine|odd> until row {nk}.
{@Who} <needs|wants> it for {cust} by {soon}.
{@Effect}.
We <tried|used> {n} browsers and <both|the> separators.
<The|Your> help page <talks about|describes> a button that {ver} <does not have|hides>.
= data.look
[XH] <The|Your> {month} file has {nk} rows, <{nn} were|the last> written <at|after> {clock}.
[TC] <Since|From> {ver} the {comp} <writes|uses> UTC, <hence|so> the <shift|hour>.
[G] <I see|There are> {n} gaps, <each|none> longer than {nn} minutes, on <port|channel> {port}.
[GX] {prod} <keeps|holds> the raw values; only the {comp} <skipped|lost> {n} hours.
[AD] {contact} is our contact for {firm}, so <I may do|we can do> that.
[H] {owner} <has|offers> a <connector|way> for that, {n} <firms|customers> use it.
[AD] <Checked|I checked>: the request <comes|came> from {contact}, <fine|all in order>.
= data.fix
[XGT] <I|We> <ran|started> it again on {host}; <link|the file> <by|before> {clock}, {nk} rows.
[HX] <Choose|Pick> "<by dock|by day>" under <reports|export>, <page {n}|{n} months at a time>.
[CH] {owner} <will|can> <map|swap> the columns back <by {soon}|in the next release>.
[A] <Address|The address> is changed to {contact}, first file <on {wday}|at {clock}>.
[D] Deletion is <booked|set> for {soon}; {col} <signs|confirms> it in writing.
= data.last
[XGH] <Complete|All {nk} rows>, thank you.
[XH] <Auditor|The auditor> <smiled|nodded>, <first time|for {n} seconds>.
[XG] <Still|It is still> {nn} short. <Look|Check> {wday}, {clock}.
<Got|I got> it, <sorted|filed> under {serial}.
= outage.open
<Is|Was> {ip} down {@when}? <Here|In {place}> <nothing|no page> <loads|moved> for {nn} minutes.
{ip} <died|stopped> on {iday}, <we heard|somebody said> {i}. <When|Where> do we <get|read> the <report|reason>?
<We|Our {nn} sites> <lost|missed> <readings|alarms> on {iday} <because of|during> {i}. {@Effect}.
<Your|The> status page was green while {ip} was <gone|dead>, {iday}, <from {clock}|for ages>.
Compensation for {i}? {nn} people <idle|waiting>, {imin} minutes, <do the sum|that is {eur}>.
<Everything|All> {@spot} <grey|empty> since {clock}. <Same|Is it the same> as {i} on {iday}?
= outage.more
{@Who} <rebooted|restarted> half the <hall|rack> before <anybody|somebody> told us.
{@Effect}.
Our contract {k} <says|promises> {kresp}. <Nobody|Not one of you> <rang|wrote> before {clock}.
<A line|One line> by mail would have <saved|spared> us {n} hours.
= outage.look
{i} hit {ip} on {iday} and <lasted|took> {imin} minutes.
<The|Our> <cause|reason> was {icause}; {ip} was <affected|down> for {imin} minutes.
{iwho} was on call <and|who> <took|answered> it; <behind it|the reason> was {icause}.
<What you saw|That> was {i}: {icause}, {imin} minutes, severity {sev}.
= outage.fix
<Readings|Your readings> were <buffered|kept> and <came|arrived> <at|by> {clock}, <check|see> room {room}.
A <written|short> report <goes|is sent> to {contact} by {soon}.
<I|We> <added|put> {contact} <to|on> the <alarm|status> list<, text and mail|>.
<Credit|The credit> is <worked out|counted> under {k}, {col} <writes|sends> it <by|on> {soon}.
= outage.last
<Curve|The curve> is <back|complete>, <thanks|{guy} is calm>.
{imin} minutes, <noted|in our file>. <Next time ring first|Please ring next time>.
Report <read|received>. <Honest|At least it is honest>, <that I like|{guy} says>.
<We|I> will <raise|mention> it on {soon} with {manager}.
= wish.open
<Could|Might> {prod} <show|print> the <dock|door> <name|number> on the <slip|label>? {guy} <writes|adds> it by hand {nn} times a day.
<Idea|A wish>: {prod} <should|might> <wait|ask> before it <rings|wakes> {guy} at {clock} for {deg} degrees.
<We|I> miss a <big|dark> <mode|font> in {prod}, {@who} <reads|stands> {n} metres away.
Is there a way to <copy|clone> the <rules|limits> of {nn} rooms in {prod}? <Typing|Clicking> takes {guy} {n} hours.
<Please|Do> bring back the <old|list> view of {prod} that {ver} took <away|from us>.
<A|One> <field|box> for the <batch|lorry> in the {comp} of {prod} would <save|spare> us {n} <calls|lists> a day.
= wish.more
<Small|It is small>, <I know|but {nn} people would use it>.
{cust} would <take|want> it too, <I asked|{guy} plays football with them>.
{@Kind}
<Until|For> now {guy} <uses|has> a <spreadsheet|sticker> {@spot}.
= wish.look
{owner} <decides|plans> what goes into {prod}; the lead there is {lead}.
<Asked|I asked> in {channel}: <{n} others want it|it is on the list for {month}>.
<In|As of> {ver} there is <half of it|a start>: menu, page {n}.
<Not|It is not> <planned|on the list> before {soon}, I <would|will> be <open|honest>.
= wish.fix
<I|We> <wrote|put> it down as <idea|request> {nnn}, <your name is on it|with your example>.
{col} <sends|shows> you a <trick|way> with the <filter|labels> that <does|covers> {pct} percent.
<You|Your {guy}> can test it <early|first> from {soon}, <if you like|on {host}>.
= wish.last
<Good|Fine>, <we|I> can wait until {soon}.
The trick <works|helps>, <{guy} smiles|{n} clicks less>.
<Pity|A pity>. <Ask again in {n} months|{guy} will ask {cust} to ask too>.
= service.open
This is a complaint. {n} <calls|mails>, {nn} minutes <on hold|of music>, and {o} is <where it was|still {state}>.
<Your|The> <agent|colleague> on {wday} at {clock} <hung up|laughed>, <when|because> I asked about {o}.
<I was|We were> told {due} for {o} by {guy}, then <{n} days later|another date> by <the next one|{guy}>. <Which|What> is it?
<A technician|Your man> <came|turned up> at {clock} instead of {clock}, without the {item}<, and parked {@spot}|>.
I <write|say> this once: {firm} <pays|is on> {plan} and <waits|queues> like <everybody|a stranger>.
<For|To> the record: promised {@when}, <called back|heard from>: never. It is about {o}.
= service.more
{@Sting}
{@Effect}.
<I want|We expect> a call from {manager}, <not|no> <form|bot>.
<Next|The next> order goes to <somebody else|whoever picks up the phone> by {soon}.
= service.look
{manager} <looks after|is the account manager of> {firm} and <has|gets> this <now|today>.
I <read|listened to> all {n} <notes|calls>: you are right about <two|{n}> of them.
{o}: {q} x {item}, {state}, {due}. <The rest|Everything else> you were told was <a guess|wrong>.
{firm} is on {plan}, so <the answer|a call> was due <the same day|within hours>.
= service.fix
{manager} <calls|rings> <you|{contact}> on {wday} at {clock}, <in person|I checked>.
<A credit|Credit> of {eur}, and {col} <stays|is> your one <name|contact> until {soon}.
<I am|We are> sorry, <plainly|without a but>. {o} <keeps|has> {due} and I <watch|follow> it.
The <call|recording> goes to {col}, who <leads|trains> the <desk|shift>.
= service.last
<We|I> will see on {wday}.
<Apology|Apologies> <taken|accepted>, date <noted|written down>: {due}.
{manager} <rang|called> at {clock}. <Good|That was decent>.
<Words|Nice words>. {@Sting}
"""

# notes of the desk among themselves, phone notes, forms
DESK = """
= head.table
{firm}, {contact}. <Account with|Ask> {manager}.
{firm} ({plan})
Customer {firm}; <contact|caller> {contact}
{contact} for {firm}, {plan}, <with us|ours>: {manager}
{firm}, <order|about> {o}, {item}
<Log|Entries> for {firm}, {nnn}-{nn}
= hand.to
To {owner}, from the <customer|front> desk
{owner}: please <look|read>
{channel}
For {lead} ({owner})
<Hello|Hi> {owner}, one for you:
{lead}, <can|could> your people <take|see> this?
= hand.from
{contact} of {firm} writes:
<Original|Full> text from {firm}:
From {contact}:
<What|All that> {contact} <sent|wrote>:
<Words|Message> of {firm}, {clock}:
{firm} <says|asks>:
= note
<Internal|Desk only>: {contact} is <cross|tired|polite> today, <keep it short|no small talk>.
<Internal|Note>: third case {@spot2} since {lately}, tell {col} before <{clock}|the stand-up>.
<Internal|Not for the customer>: {firm} is on {plan}; {manager} <wants|asks> to be <copied|told>.
<Handover|For the late shift>: waiting for {col}, <ring|call> {contact} at {clock} <either way|if nothing came>.
<Internal|Memo>: looked at {host}, <nothing|only {n} retries> before {clock}.
<Internal|For us>: do not promise {wday}; the {place} tour is <full|cancelled>.
<Desk|Internal>: {col} says the same <happened|was reported> at {cust} in {month}.
<Internal|Aside>: I <owe|promised> {col} a coffee for <checking {dock}|this>.
<For the log|Internal>: {n} calls, {nn} minutes in all, <priority|urgency> <{n} of 10|raised>.
= call
<Took|I took> the call at {clock}, <background full of forklifts|bad line>; {guy} for {firm} <speaking fast|very calm>.
Caller: {contact}, {firm}, from {place}; <asked|wanted> <to speak to {manager}|a date>.
{firm} <rang|on the phone>, {clock}, {nn} minutes. <Mood|Tone>: <sour|fine|better at the end>.
Phone, {clock}. {contact} <reads|read> the screen to me, <letter by letter|twice>.
<Voicemail|Left on the machine> at {clock} by {contact}, <half of it|the end> <eaten by|lost in> the fan.
<Call|Second call> from {firm} <today|this week>, {guy} first, then {contact}.
{contact} at the gate of {place}, <shouting over|standing next to> a compressor, {clock}.
= told
<Told|Promised> {contact}: <mail|answer> by {clock}, no more.
<They|{contact}> <accepted|took> that, <not gladly|with a laugh>.
<Repeated|I repeated> the number {n} times, <wrote|now> {serial}.
<Asked|I asked> for {n} photos, <two came|none so far>.
<Left|I left> the <line|case> with {col} at {clock}.
<Agreed|We agreed> on {wday}, {clock}, {contact} has it <in writing|by mail>.
<Callback|Call back> on {wday} <after|before> {clock}, <ask for|not> {guy}.
= extra
<PS|One more thing>: the <mail|reminder> still goes to {guy}, who left <in {month}|us>.
<PS|Also>: the gate code of {place} changes on {soon}, <tell|warn> the driver.
<By the way|Also>, {guy} asks for {n} more <stickers|manuals> like in {month}.
<PS|And>: what is {nnn} on the bottom of your <invoices|slips>?
<Unrelated|Something else>: {guy} from {place} would <join|like> the training on {soon}.
<PS|P.S.>: our holiday is from {soon}, <{n} days|back after that>.
<And|Also> please: no calls before {clock}, <the night shift sleeps|{guy} sleeps>.
= auto
<This|Your> message was received at {clock} and has number {nnn}-{nn}. <We answer in order|{n} cases are before yours>.
<Automatic|Auto> reply: the desk is <closed|staffed thinly> until {clock}; <urgent|for alarms> press {n}.
<Thank you|Thanks>. Your request <is|has been> filed under {nnn}-{nn}; <keep|leave> the number in the subject.
<Out of office|I am away> until {soon}; {col} <reads|looks after> my cases.
<Merged|This was merged> with {nnn}-{nn}, same <sender|customer>, same {wday}.
<Reminder|Second reminder>: {nnn}-{nn} waits for your answer since {lately}.
= tiny
{o}??
<status|news> {o} <pls|please>
{o} - <where|when>?
<any|Any> update on {o}, {guy} <asks|is waiting>
<need|Need> the <invoice|slip> for {o} <today|by {clock}>
pls cancel {o}
{prod} <dead|down>, {place}, <help|call me>
{o}: {q} x {item} <or what|yes or no>?
{e} <again|since {clock}>, <call|ring> {guy}
<Wrong|wrong> address on {o}, <it is|should be> {place}, <same street|ask {guy}>
who is our <contact|account manager>, still {manager}?
{prod} <price|monthly price>, still {price}?
= tinyback
{state}, <due|planned> {due}.
{o}: {item}, {sum}, {state}. <More|The rest> <by mail|at {clock}>.
{due}, says <the depot|{col}>.
<Yes|Yes, sure>: {q} x {item}, {due}.
<Sent|Mailed> at {clock}. {agent}
{manager}, <yes|still>.
{price}, <unchanged|as listed>.
<See|Look at> case {nnn}-{nn}; short: {state}.
= subject
{o}
<Question|Problem> with {o}
{o}: <late|missing|wrong|open>
<Re|Fw>: {o}
{firm}: {@topic}
{@Topic}, {place}
{@Topic}
<URGENT|urgent|Please read>: {@topic}
{firm} / {o}
Case {nnn}-{nn}: {@topic}
{@Topic} (<second|third> try)
= topic
<delivery|goods> to {place}
<nobody|no answer> since {clock}
<a|the> <matter|thing> at {dock}
<help|advice> needed <before {clock}|by {wday}>
our <bill|statement> for {month}
<room|chamber> {room}
<callback|call> for {guy}
what {guy} <saw|found> on {wday}
<hall|shop> {n}, {place}
<{n}|two> questions
<screen|device> in {place}
{wday} <again|morning>
"""

GERMAN = """
= de.hello
<Guten Tag|Guten Morgen>,
<Hallo|Moin> zusammen,
Sehr geehrte Damen und Herren,
Hallo {agent},
Guten Tag {agent},
<Servus|Hallo>,
Liebes <Team|Support-Team>,
An den Kundendienst:
= de.delivery.open
unsere Bestellung {o} ({q} x {item}) <war|ist> für den {due} zugesagt, <am Tor steht bisher nichts|bis jetzt kam nichts>.
Wo bleibt {o}? {guy} hat <gestern|heute> bis {clock} Uhr <an der Rampe|am Tor> gewartet, Termin war {due}.
von {o} fehlt ein Teil, <laut Lieferschein|auf dem Papier> sind es {q} x {item}, Karton {serial} <ist nicht da|fehlt>.
bitte {o} auf einen Tag nach dem {soon} verschieben, <wir haben Inventur|die Halle wird gestrichen>; bisher gilt {due}.
der Karton zu {o} kam <aufgerissen|nass> an, {item} ist <zerkratzt|unbrauchbar>.
laut Portal steht {o} auf „{state}“, <davon merken wir hier nichts|stimmt das?> Termin: {due}.
{o} ging an <die alte Anschrift|das falsche Tor>, {guy} fuhr {n} Stunden <hinterher|im Kreis>; zugesagt war {due}.
können wir aus {o} ({q} x {item}) noch etwas herausnehmen, <Laden {n} hat geschlossen|wir haben zu viel bestellt>?
= de.delivery.look
{o} steht bei uns auf „{state}“, {q} x {item}, zugesagt für {due}.
im System <sehe ich|finde ich> {o} vom {placed}: {item}, Summe {sum}.
<geplant|vorgesehen> ist weiter {due}; die Ware liegt an <Tor|Rampe> {n}.
{col} war am Tor {n} und hat {q} x {item} <gezählt|gesehen>, Status „{state}“.
die Spedition nennt {clock} Uhr, <unser System|der Plan> bleibt bei {due}.
= de.delivery.fix
Ein neues Etikett ist gedruckt, der Wagen <fährt|kommt> am {soon} <vor|gegen> {clock} Uhr.
Den fehlenden Karton {serial} <bringt|nimmt> die Tour nach {place} mit.
Wir behalten {due} im Auge, {col} <meldet sich|ruft an>, falls etwas rutscht.
Ersatz geht <heute|morgen früh> raus, den alten Karton bitte <annehmen und aufheben|nicht annehmen>.
Neuer Termin nach Ihrem Wunsch: {soon}, {clock} Uhr, <Tor|Rampe> {n}.
= de.billing.open
die Rechnung zu {o} lautet über {sum}, bestellt <haben wir|hatten wir> {q} x {item} <zu einem anderen Preis|mit Rabatt>.
{sum} <wurden|sind> für {o} zweimal abgebucht, <zuletzt|einmal> am {lately}.
wer ist jetzt unser Ansprechpartner, noch immer {manager}? Es geht um <die Rechnung zu {o}|{eur} Differenz>.
für {o} kam eine Mahnung über {sum}, <bezahlt ist seit|überwiesen haben wir am> {lately}.
auf der Rechnung zu {o} ({sum}) fehlt <die Bestellnummer|unsere Steuernummer>, {guy} kann nicht buchen.
bitte {sum} für {o} auf {n} Kostenstellen aufteilen, <wie|so wie> im letzten Jahr.
wir sind im Tarif {plan}, <warum|wieso> zahlen wir bei {o} dann Fracht von {eur}?
= de.billing.look
die Summe {sum} <stimmt|ist richtig>, es sind {q} x {item} <zum Listenpreis|ohne Rabatt>.
die Buchung lief am {lately} <wirklich doppelt|in zwei Dateien>, je {sum}.
Ihr Ansprechpartner ist {manager}, der Tarif bleibt {plan}.
{prod} kostet {price} im Monat, <so steht es|das steht> in der Liste.
ich sehe <nur eine Zahlung|eine Zahlung> zu {o}, {sum}, vom {lately}.
= de.billing.fix
Die Gutschrift über {eur} <sehen Sie|erscheint> bis zum {soon}.
Eine <neue|berichtigte> Rechnung über {sum} geht um {clock} Uhr raus.
Die Mahnung ist <zurückgenommen|gestrichen>, {col} hat das Konto bis {soon} gesperrt.
{manager} ruft {guy} am {soon} <nach|um> {clock} Uhr an.
Für den Ärger schreiben wir {eur} gut, <das ist mit {col} abgestimmt|ohne Wenn und Aber>.
= de.fault.open
[T] in Halle {n} zeigt {item} seit {lately} <dauernd|ständig> {deg} Grad, <das Glasthermometer|der Koch> sagt {deg}.
[C] am Gerät {serial} <steht|erscheint> seit {clock} Uhr der Code {e}. Was heißt das<| bitte>?
[L] {guy} kommt seit {lately} nicht mehr in {prod} hinein, <auch nicht vom Handy|trotz neuem Kennwort>.
[A] {prod} piept <jede|fast jede> Nacht um {clock} Uhr, obwohl {deg} Grad <erlaubt|eingestellt> sind.
[B] der Akku von {serial} hält seit {lately} <keine {nn}|nur {nn}> Stunden, früher waren es Wochen.
[R] Kurve von Raum {room}: {n} Stunden fehlen, <genau|ausgerechnet> die vom {lately}.
[S] {prod} auf {host} <hängt|friert ein>, {nn} Fühler <stehen still|melden nichts> seit {clock} Uhr.
[C] {prod} <bleibt mit {e} stehen|steht mit {e} still>, <auch|immer noch> nach dem Neustart um {clock} Uhr.
[L] {guy} wird in {prod} <nach jeder Minute|ständig> abgemeldet, <seit dem Umzug|seit {lately}>.
[S] die Karte in {prod} bleibt <weiß|leer>, <auf {host} auch|seit {clock} Uhr>.
= de.fault.look
[TABRS] {prod} läuft bei Ihnen auf einem älteren Stand, aktuell ist {ver}.
[C] {e} gehört zu {eprod}; <das Blatt dazu|die Anleitung> <schicke ich|geht> gleich mit.
[C] der Code {e} kommt von {eprod}, <Kabel und Netz sind es nicht|der Rest ist gesund>.
[C] {e} ist ein Code von {eprod}, <Seite {nn} der Anleitung erklärt ihn|nichts geht dabei verloren>.
[L] das Konto war nach {n} falschen Versuchen gesperrt, <zuletzt|das letzte Mal> um {clock} Uhr.
[L] im Protokoll sehe ich {nn} Anmeldungen von zwei Geräten, <das sperrt|das mag das System nicht>.
[TA] laut Plan hängt der Fühler {n} Meter <neben|über> dem Verdampfer, das ist zu nah.
[AB] das Gerät sendet alle {nn} Sekunden, <vereinbart|üblich> sind Minuten.
[RS] im Protokoll von {host} sehe ich {n} Abbrüche <um|nach> {clock} Uhr.
[R] das Funksignal an Kanal {port} lag bei {low} Prozent, <zu wenig|das reicht nicht>.
um {prod} kümmert sich {owner}, <dort|da> ist der Fall bekannt.
= de.fault.fix
[RSB] <Bitte|Am besten> den Knopf {nn} Sekunden halten, dann blinkt es {n} mal.
[TABR] Ein Ersatzgerät geht <heute|morgen früh> raus, das alte bitte in <den Karton|dieselbe Schachtel>.
[L] <Ich habe|Wir haben> das Konto um {clock} Uhr neu freigeschaltet, der Link gilt {n} Stunden.
[TRA] Bitte das Gerät {n} Meter vom <Motor|Verdampfer> weg hängen und {nn} Minuten warten.
[TABRS] Heute um {clock} Uhr wird {ver} eingespielt, {host} bitte <eingeschaltet lassen|nicht ausschalten>.
[C] <Bitte|Am besten> nach Seite {nn} der Anleitung vorgehen und um {clock} Uhr noch einmal <starten|prüfen>.
[CS] {host} bitte einmal <ganz ausschalten|vom Strom nehmen>, {n} Minuten warten, wieder starten.
[L] Ein neues Kennwort <ist unterwegs|kommt gleich>, es gilt {n} Stunden.
<Ich rufe|{col} ruft> {guy} um {clock} Uhr an, dann <sehen wir es uns gemeinsam an|gehen wir es durch>.
Am {soon} <kommt {col} vorbei|ist ein Techniker in {place}>, <falls es bis dahin bleibt|mit Ersatzteilen>.
= de.more
<Inzwischen|Seitdem> <lesen wir|liest {guy}> alle {nn} Minuten von Hand ab.
<Der Prüfer|Die Prüferin> kommt am {soon} und will <die Kurve|das Protokoll> sehen.
{nn} Kisten <mussten|mussten leider> in Halle {n} umziehen.
Das ist <schon|jetzt> der {n}. Fall in diesem <Quartal|Monat>, <langsam reicht es|schön ist das nicht>.
<Toller Service|Großes Kino>, wirklich: {n} Anrufe, {nn} Minuten Warteschleife.
<Sonst|Ansonsten> sind wir zufrieden, {guy} mag vor allem <die Karte|den neuen Bildschirm>.
Fotos <hängen an|liegen bei>, Nummer {serial}.
Bitte <nicht|keinesfalls> vor {clock} Uhr anrufen, die Nachtschicht schläft.
<Eile|Es eilt>: bis {soon} brauche ich <etwas Schriftliches|einen Termin>.
Ausgetauscht haben wir <Kabel und Akku|alles bis auf die Antenne>, <ohne Erfolg|der Fehler wandert mit>.
= de.last
Danke, <ist angekommen|läuft wieder> seit {clock} Uhr.
<Na gut|Schön>, wir warten bis {soon}.
Bei uns unverändert, {deg} Grad. <Und nun?|Was jetzt?>
Passt, {guy} hat <unterschrieben|quittiert>.
<Wunderbar|Prima>, bitte schließen.
Das hilft mir bis {clock} Uhr <leider |>nicht weiter.
= de.bye
<Mit freundlichen Grüßen|Freundliche Grüße>
<Viele Grüße|Grüße> aus {place}
<Danke|Besten Dank> und Gruß
MfG
<Schönen Tag noch|Schönes Wochenende>
<Gruß|Beste Grüße>
= de.subject
{o}
<Frage|Rückfrage> zu {o}
<Lieferung|Rechnung> {o}
<dringend|Bitte lesen>: {o}
{firm}: Störung in Halle {n}
Reklamation {o}
<Nochmals|AW>: {o}
Vorgang {nnn}-{nn}
"""

FRENCH = """
= fr.hello
<Bonjour|Bonsoir>,
Bonjour {agent},
Madame, Monsieur,
<Bonjour|Salut> à tous,
Chère équipe,
Au service client :
Bonjour le support,
Bonjour de {place},
= fr.delivery.open
notre commande {o} ({q} x {item}) était promise pour le {due}, <rien n'est arrivé|le quai est vide>.
où en est {o} ? {guy} a attendu au quai jusqu'à {clock}, la date était le {due}.
il manque un carton de {o}, le bon <indique|parle de> {q} x {item}, étiquette {serial}.
merci de repousser {o} après le {soon}, <nous faisons l'inventaire|le hall sera fermé> ; la date actuelle est le {due}.
le portail donne « {state} » pour {o}, <ce n'est pas ce que voit {guy}|est-ce juste> ? Date prévue : {due}.
le carton de {o} est arrivé <mouillé|ouvert>, {item} est <rayé|fendu>.
{o} est parti à l'ancienne adresse, {guy} a roulé {n} heures <pour rien|derrière> ; prévu le {due}.
peut-on encore réduire {o} ({q} x {item}), <le magasin {n} ferme|nous en avons trop> ?
= fr.delivery.look
{o} est au statut « {state} », {q} x {item}, prévu le {due}.
je <vois|trouve> {o} du {placed} : {item}, total {sum}.
la date reste le {due} ; la palette <attend|est> au quai {n}.
{col} est allé au quai {n} : {q} x {item}, état « {state} ».
le transporteur parle de {clock}, <notre plan|l'écran> garde le {due}.
= fr.delivery.fix
Une nouvelle étiquette est imprimée, le camion passe le {soon} vers {clock}.
Le carton {serial} <part|suit> avec la tournée de {place}.
Nous gardons le {due}, {col} vous appelle si cela glisse.
Le remplacement part <ce soir|demain>, <refusez|gardez> l'ancien carton {serial}.
Nouvelle date selon votre souhait : le {soon}, {clock}, quai {n}.
= fr.billing.open
la facture de {o} indique {sum}, <or|pourtant> nous avions <un autre prix|une remise> pour {q} x {item}.
{sum} ont été prélevés deux fois pour {o}, <dont une|la dernière> le {lately}.
qui suit notre compte, toujours {manager} ? C'est au sujet de <la facture de {o}|{eur} d'écart>.
nous recevons un rappel de {sum} pour {o}, <payé|réglé> le {lately}.
il manque <le numéro de commande|notre numéro fiscal> sur la facture de {o} ({sum}), {guy} ne peut rien saisir.
merci de répartir {sum} pour {o} sur {n} centres de coûts.
nous avons la formule {plan}, pourquoi {eur} de port sur {o} ?
= fr.billing.look
le montant de {sum} est <juste|correct>, soit {q} x {item} au tarif.
deux prélèvements le {lately}, {sum} chacun, <c'est notre faute|le fichier est parti deux fois>.
votre interlocuteur est {manager}, la formule <reste|est> {plan}.
{prod} coûte {price} par mois, <c'est le tarif|voyez la liste>.
je vois un seul paiement pour {o}, {sum}, du {lately}.
= fr.billing.fix
L'avoir de {eur} <paraît|sera visible> avant le {soon}.
Une facture corrigée de {sum} part à {clock}.
Le rappel est annulé, {col} a bloqué les relances jusqu'au {soon}.
{manager} appelle {guy} le {soon} à {clock}.
Pour la gêne, {eur} d'avoir, <validé par|d'accord avec> {col}.
= fr.fault.open
[T] dans la chambre {n}, {item} affiche {deg} degrés depuis le {lately}, le thermomètre mural donne {deg}.
[C] l'appareil {serial} montre le code {e} depuis {clock}. <Que faire|Qu'est-ce que c'est> ?
[L] {guy} ne peut plus ouvrir {prod} depuis le {lately}, <même avec|malgré> un nouveau mot de passe.
[A] {prod} sonne chaque nuit à {clock}, alors que {deg} degrés sont permis.
[B] la pile de {serial} tient {nn} heures depuis le {lately}, avant c'étaient des semaines.
[R] courbe de la salle {room} : il manque {n} heures, <justement|hélas> celles du {lately}.
[S] {prod} se fige sur {host}, {nn} sondes se taisent depuis {clock}.
[C] {prod} s'arrête sur {e}, <même après|malgré> un redémarrage à {clock}.
[L] {prod} déconnecte {guy} <à chaque minute|sans cesse> depuis le {lately}.
[S] la carte de {prod} reste <blanche|vide>, <sur {host} aussi|depuis {clock}>.
= fr.fault.look
[TABRS] la version actuelle de {prod} est {ver}, <la vôtre est plus ancienne|il faut mettre à jour>.
[C] {e} vient de {eprod} ; <la fiche suit|je joins la page>.
[C] le code {e} appartient à {eprod}, <le réseau n'y est pour rien|le reste est sain>.
[C] {e} est un code de {eprod}, <la page {nn} l'explique|rien n'est perdu>.
[L] le compte était bloqué après {n} essais, <le dernier|le tout dernier> à {clock}.
[L] je vois {nn} connexions depuis deux appareils, <cela bloque|le système n'aime pas>.
[TA] d'après le plan, la sonde est à {n} mètres du ventilateur, c'est trop près.
[AB] l'appareil envoie toutes les {nn} secondes, <on avait dit|d'habitude c'est> toutes les minutes.
[RS] le journal de {host} montre {n} coupures vers {clock}.
[R] le signal du canal {port} est à {low} pour cent, <c'est peu|trop faible>.
{owner} s'occupe de {prod}, <le cas y est connu|je leur ai montré la courbe>.
= fr.fault.fix
[RSB] Tenez le bouton {nn} secondes, puis {n} clignotements.
[TABR] Un appareil neuf part <ce soir|demain>, gardez <le carton|l'ancien> pour le retour.
[L] Le compte est rouvert depuis {clock}, le lien vaut {n} heures.
[TRA] Éloignez-le de {n} mètres du <moteur|ventilateur>, puis attendez {nn} minutes.
[TABRS] La {ver} sera installée à {clock}, laissez {host} allumé.
[C] <Suivez|Merci de suivre> la page {nn} de la notice, puis relancez à {clock}.
[CS] Éteignez {host}, attendez {n} minutes et rallumez.
[L] Un nouveau mot de passe <part|arrive> tout de suite, il vaut {n} heures.
<J'appelle|{col} appelle> {guy} à {clock}, nous <regarderons|verrons cela> ensemble.
Le {soon}, <{col} passe|un technicien est> à {place}, <si cela dure|avec des pièces>.
= fr.more
En attendant, {guy} relève la température toutes les {nn} minutes.
<L'inspecteur|L'auditrice> passe le {soon} et veut voir la courbe.
{nn} caisses ont dû <changer de chambre|partir à {place}>.
C'est le {n}e cas <ce mois-ci|ce trimestre>, <cela suffit|je commence à compter>.
<Bravo|Magnifique>, {nn} minutes de musique et {n} interlocuteurs.
<Sinon|Pour le reste> tout va bien, {guy} aime <la carte|le nouvel écran>.
Photos jointes, étiquette {serial}.
Pas d'appel avant {clock}, l'équipe de nuit dort.
Il me faut <une date|un mot écrit> avant le {soon}.
Nous avons changé <le câble|la pile> et le port {port}, <sans effet|rien n'y fait>.
= fr.last
Merci, <reçu|tout marche> depuis {clock}.
<Bien|Bon>, nous attendons le {soon}.
Rien de neuf ici, {deg} degrés. <Et maintenant|Que fait-on> ?
C'est signé par {guy}, merci.
<Parfait|Très bien>, vous pouvez clore.
Cela ne m'aide pas avant {clock}.
= fr.bye
Cordialement
<Bien à vous|Salutations>
Bonne <journée|soirée> de {place}
<Merci|Merci d'avance>
Avec mes <remerciements|salutations>
À <bientôt|demain>
= fr.subject
{o}
<Question|Relance> : {o}
<Livraison|Facture> {o}
<urgent|À lire> : {o}
{firm} : panne, chambre {n}
Réclamation {o}
<Encore|Suite> : {o}
Dossier {nnn}-{nn}
"""
