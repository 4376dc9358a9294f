# ruff: noqa: E501 -- prose, one entry a line
"""Wording of incident reports. Facts: `{p}` product, `{cause}`, `{min}`, `{who}` on call, `{day}`, `{owner}`, `{lead}`.

`{clue}`, `{mend}`, `{avoid}` and `{hurt}` are clauses of the cause and of the kind of product, `{t0}` the start, `{t9}` the end.
"""

BANK = """
= title
{i}: {p}
Incident report {i}
Post-mortem {i}, {p}
{p} on {day}
Review of {i}
{i}
What happened to {p} ({i})
{i} in review
{p}, {i}
Report on {i} ({p}, {day})
{i}, {day}
The {day} outage of {p}
= sum
{p} <failed|was disturbed|did not work as it should> on {day} for {min} minutes. <The cause was|Behind it was> {cause}.
On {day} {p} was <down|out|gone> from {t0} to {t9}, {min} minutes in all, because of {cause}.
<For|During> {min} minutes on {day} {hurt}. {p} had <met|run into> {cause}.
It was {cause} that <took|brought> {p} down on {day}; {min} minutes later it was back.
{i} <is about|tells of> {p}, {day}, and {cause}. Duration: {min} minutes.
<What happened|In one breath>: {cause}, then {p} without service, {min} minutes, {day}.
{p} stopped at {t0} on {day} and ran again at {t9} ({min} minutes). <Root cause|Cause>: {cause}.
<This|The following> is the story of {min} minutes without {p} on {day}. It <begins|starts> with {cause}.
On {day}, {hurt}. That lasted {min} minutes. {p} suffered from {cause}.
{min} minutes, one product ({p}), one cause ({cause}), one date: {day}.
We lost {p} for {min} minutes on {day}. <Reason|Why>: {cause}.
Between {t0} and {t9} on {day}, {p} was not <usable|available>; we count {min} minutes and blame {cause}, nobody else.
{p} had a bad <day|shift> on {day}: {min} minutes of trouble through {cause}.
The <outage|disturbance|failure> of {p} on {day} ({min} minutes) goes back to {cause}.
= open
It was {t0} on {day} when {p} <went quiet|stopped answering|left us>.
<The pager of {who} went off at|{who} was paged at> {t0} on {day}.
{Day} began like <any|every> other day. At {t0} {hurt}.
At {t0}, {host} sent the first complaint about {p}; the date was {day}.
Nobody expected anything from {p} on {day}. Then, at {t0}, {hurt}.
{who} had just <opened|finished> {drink} when {p} failed at {t0} on {day}.
On {day} at {t0} a customer rang: {hurt}. The customer was faster than our alarm, and it was about {p}.
{p} gave no sign of what was coming. On {day}, from {t0} on, {hurt}.
<Two|Three> graphs of {p} bent at {t0} on {day}.
Somebody in {place} <noticed|saw> it first: {hurt}. That was at {t0}, on {day}, and the product was {p}.
The night before had been calm. At {t0} on {day} {p} was not.
It started with {p} at {t0} on {day}, and with a remark by {col} that something <looked|felt> odd.
A red tile for {p}, {day}, {t0}.
The <backlog|queue> behind {p} reached {nnnn} at {t0} on {day}, {nn} times the usual.
= call
{who} was on call and <took over|answered> within {bit} minutes.
On call: {who}, who <saw the page|was at the keyboard> at {t1}.
{who} had the <pager|duty>. {who2} joined at {t1}.
The call went to {who}, who <woke|fetched> {who2}.
{who} <ran|led> the response from <home|{place}|a train>.
It was {who}'s week on call.
<Handled|Worked on> by {who} with help from {who2}.
As on-call {role}, {who} <kept|had> the lead throughout.
{who} answered the page from {floor}.
At {t1} {who}, on call, opened the <call|channel> and asked who else was awake.
The rota had {who} on duty; {who2} was second.
{who} was the one on call and wrote these lines the day after.
= guess
<Our|The> first idea was the network<: wrong,| around {host}; it was not,> and it cost {bit} minutes.
{who2} suspected the <release|update> of the day before and <rolled it back|went through it>, in vain.
<For|During> {bit} minutes we believed the problem was at the customer's end.
A restart of {slug}{unitname} <changed nothing|helped for {nn} seconds>.
We <looked at|stared at> {host} because it is always {host}. It was not {host}.
The dashboards <disagreed|told two stories>, so we trusted neither and lost time.
{who2} read {nnn} lines of the log from the wrong node.
{col} had <planned|announced> maintenance for that hour; that <turned out to be|was> <elsewhere|in {place}>.
The load was suspected. It was {pct} percent of the usual.
A full backup was running on {host} and got the blame for {bit} minutes.
First the database was <accused|blamed>, as so often. Its slowest answer took {ms} ms.
<Twice|{n} times> the symptoms vanished <by themselves|as soon as somebody looked at {host}>, which did not help.
We thought of an attack because {nnn} requests came from one address; they were our own probes.
The alarm named {comp}, which was a victim and not the source.
{who2} compared {host} with {host}: same packages, same settings, other behaviour.
A test call from {place} worked and <misled us|sent us the wrong way>.
We went through the runbook to step {n}, which describes <a version that is gone|something else>.
The vendor's status page was green, and <so was ours|we believed it>.
Two of us typed on {host} at the same time, <each undoing the other|without saying so>.
= found
Then it showed: {clue}.
At {t2} <it was clear|we knew>: {clue}.
{who2} found it at {t2}: {clue}.
What gave it away: {clue}.
{Clue}, <and from there it was easy|which named the culprit>.
{who} asked for <a pause|silence> and read aloud what was on the screen. {Clue}.
The <decisive|turning> moment came at {t2}, when {who2} noticed that {clue}.
Only by {t2} had somebody seen that {clue}.
The trail led to {host}: {clue}.
{Clue}. That was at {t2}.
After {bit} minutes a <look|glance> at the right place: {clue}.
A question from {col}, who is new, put us on the track: {clue}.
We had the answer on screen since {t1} without reading it: {clue}.
The diagnosis took until {t2}. {Clue}.
= ended
At {t3} {mend}, and by {t9} all was <quiet|green>.
{Mend}. <Service|{p}> was back at {t9}.
To end it, {mend}; the last customer was back at {t9}.
{Mend}. <It took|We waited> {bit} minutes until the numbers agreed, then closed at {t9}.
What helped: {mend}. End of the disturbance: {t9}.
{who} decided at {t3}; {mend}. At {t9} the <page|call> was closed.
{Mend}, first as a trial on {host}, then everywhere. {t9}: done.
It was over at {t9}, after {mend}.
In the end {mend}. <Checks|Tests> from {place} were good at {t9}.
{Mend}. The backlog of {nnnn} was gone by {t9}.
At {t9} the curves were where they belong, because {mend}.
= impact
<For our customers|Outside> this meant: {hurt}.
{Hurt}<; nobody lost data|; no reading was lost>.
{Hurt}; {hurt2}.
<What people saw|Seen from outside>: {hurt}, and {hurt2}.
About {nnn} users <noticed|were affected>: {hurt}.
{n} customers wrote to us <because|to say that> {hurt}.
{Hurt}, and the help line took {nn} calls.
The damage is small but <visible|awkward>: {hurt}.
{cust} was hit <hardest|first>, because {hurt}.
<In numbers|Counted>: {nnn} requests refused, {nn} answered late. In words: {hurt}.
{Hurt}. In {place} the shift <worked|carried on> with paper.
Nothing was lost, {hurt} all the same.
{pct} percent of calls succeeded throughout, the others did not: {hurt}.
= more
<Besides {p}, it hit|Also affected:> {also}.
{also} <suffered|was affected> as well.
<The same minutes|The same fault> touched {also}.
It <spread to|reached> {also}.
With {p} went {also}.
{also} <depends|leans> on the same machines and went along.
<On the list|Among the victims>: {also}.
= hurt
{nn} screens in {place} went grey
the help line <rang|did not stop> until {t3}
{nnn} readings arrived late
shift leaders in {place} rang each other up
somebody in {place} drew curves by hand
{n} lorries waited at {dock}
{nn} users signed in again and again
the night desk answered {nn} mails
a planned release was <put off|moved to the next day>
{cust} asked twice what was going on
{nn} jobs had to be started again
the morning list in {place} was printed with gaps
{n} customers took the trouble to write
two auditors in {place} saw more than they should
colleagues in {place} went home late
= why
The cause <of {i} was|was> {cause}.
Root cause: {cause}. <Not more, not less.|Everything else followed.>
In the end it <comes down|boils down> to {cause}.
We agreed on {cause} as the cause; {who2} wanted "the way we work" and was outvoted.
Technically it was {cause}. <Behind that|Behind it> lies the fact that {avoid} did not exist.
<It was|We call it> {cause}, plain and simple.
<The chain|It all> starts with {cause}.
{who} and {who2} <reproduced|rebuilt> it on {host}: {cause}, without doubt.
Cause: {cause}, <present since|there for> {nn} days before it mattered.
What broke {p} was {cause}.
The review names {cause} and <nobody's name|no culprit>.
It took {cause} and a busy hour; either alone would have gone unnoticed.
= link
{Link}.
{Link}<, we learned|, it turned out|, as {col} knew>.
As {who2} <found|explained>, {link}.
<The reason|Why>: {link}.
<And that because|So because> {link}.
Then again, {link}.
<Behind it|Further down>: {link}.
One step further, {link}.
{Link}, <on {host} at least|says the record|says the log of {host}>.
<Add to this|Also>: {link}.
It <so happens|is a fact> that {link}.
In {place} they remember: {link}.
= well
The <drill|rehearsal> of {month} paid off: everybody knew <their|the> part.
{who2} kept notes from the first minute, {nn} lines in all.
The status page was updated {n} times.
Nobody touched <anything|{host}> without saying so<| in the channel>.
Support had a text ready <within|after> {bit} minutes.
The standby on {host} <took|held> {pct} percent of the traffic.
The buffer in the gateways did what it is for.
A drawing on <the wall|a napkin> by {who2} saved us {bit} minutes.
Going back to the version before took {nn} seconds.
<The hand-over|Handing over> at shift change was short and complete.
{who2} asked the question that <solved it|everybody had avoided>.
Customers in {place} were called before they called us.
The new graph of {comp} showed the way.
We stopped at {t3} and ate something. It helped.
= badly
The alarm came <from a customer|from {place}>, not from our own checks.
The runbook was right and <nobody opened it|not found for {bit} minutes|lay in {paths}>.
Two people worked on the same thing <without knowing it|for {bit} minutes>.
Nobody had looked at <{host}|this part> for two years.
The status page was updated {bit} minutes late.
Access to {place} took {bit} minutes because of a <badge|key>.
Everything needed to see it coming was in the log <of the week before|of {host}>.
The phone list named {n} people who <have moved on|do other work now>.
Our {nn} alarms of that hour hid the one that counted.
The password for {host} was in a vault that was down, too.
We decided by <vote|volume>, and wrongly, at {t2}.
The <graph|panel> that would have told us is on page {n}.
{n} people asked for a summary while one was writing it.
The test for this has been switched off since {month}.
It took {n} calls to find who may sign for a change.
We had no second pair of hands until {t2}.
= luck
We were lucky with the hour; <at eight|on a Monday> it would have been {nn} times as bad.
<By chance|As luck would have it> {who2} was still in the building.
Had {host} gone as well, this <report would be longer|would be another report>.
A lorry with {nn} pallets for {cust} had left ten minutes before.
The backup of {clock} happened to be fresh.
It rained in {place}, so <half|{nn}> of the vans were <late anyway|still in the yard>.
Luck: the spare <part|machine> in {place} had been ordered for <something else|{cust}>.
{col}, the one person who remembers <the old set-up|{host}>, <answered the phone|was awake>.
The <largest|loudest> customer, {cust}, was <closed for stocktaking|on holiday|asleep>.
A colleague in {place} had the page open since {clock}.
= act
{avoid} | {who2} | {soon}
write down <what we did|the {n} commands that helped> in the runbook | {who2} | {soon}
repeat the <drill|exercise> with {n} people who were not there | {lead} | {soon}
<delete|retire> the alarm that cried {nn} times | {owner} | {soon}
give <support|the help line> a text for this case | {who2} | {soon}
test access to {place} <at night|with the new badges> | {who2} | {soon}
add {host} to the list that is checked <weekly|on Mondays> | {owner} | {soon}
ask the vendor about {comp} | {who2} | {soon}
measure how long a restart of {slug}{unitname} really takes | {owner} | {soon}
<clean up|sort out> the dashboard, {n} panels are enough | {who2} | {soon}
turn the test on again, <even if it hurts|and mend it> | {owner} | {soon}
second person on call in <weeks with a release|{month}> | {lead} | {soon}
a check of {comp} every {nn} seconds | {owner} | {soon}
<visit|call> {cust} and explain | {who2} | {soon}
update the phone list | {who2} | {soon}
read the logs of {host} for earlier signs | {who2} | {soon}
spare for {host} in {place} | {lead} | {soon}
present this at the <Wednesday|monthly> meeting | {who} | {soon}
= actline
{Task}. <Assigned to|Taken by>: {whom}, by {due}.
{whom}: {task} (until {due})
{Task}, {whom}, {due}
[ ] {task} ({whom}, due {due})
{whom} will {verbtask} by {due}.
To do: {task}. {whom} has until {due}.
{Task} -> {whom} ({due})
By {due}: {task}. {whom}.
= goal
{whom} <takes|has taken> this on: {task}. <Date|Promised for>: {due}.
<Next|Then> comes {task}, which {whom} <wants|means> to have by {due}.
By {due} {whom} <answers|is responsible> for this: {task}.
We wrote on the board: {task}, {whom}, {due}.
<One thing|A thing> for {whom} until {due}: {task}.
{whom} has promised {due} for the following: {task}.
<Agreed|Decided>: {task}. Name on it: {whom}. Day: {due}.
= lesson
<Alarms|Warnings> without an owner are <noise|decoration>.
What is done by hand on {host} every year is done wrong every <other|third> year.
A list in a wiki is not a <check|safeguard|sensor for {comp}|second pair of eyes>.
We <tend|like> to look where the light is, that is at {host}.
The repair was {bit} minutes of work; the rest was finding it.
Small things that "never change" deserve a <date|look> as well.
If {n} people have to remember it, it will be forgotten.
Our picture of the system was older than the system.
It is cheaper to ask <early|a stupid question|{col}> than to be right <late|at {t3}>.
The second failure was ours: we did not <tell|inform> anybody for {bit} minutes.
Saying "I do not know" at {t1} would have saved {bit} minutes.
Being <tired|polite|hungry at {t2}> is a risk, too.
The fix of one night is the trap of another.
Tests <mirror|show> what we thought of, nothing else.
Speed came from the one who wrote things down.
Nobody did anything foolish; the <system|set-up|way {host} is built> let a small thing grow.
We pay for a shortcut taken in {month}.
The service needs fewer heroes and more <dull|boring> checks.
= before
We had this before: {i2} <of|on> {day2}, cause {cause2}, {min2} minutes.
Compare {i2}: also {cause2}, then for {min2} minutes.
{i2} ({day2}) <looks|sounds> alike. It went back to {cause2}.
The review of {i2} asked for something that would have helped here; that time it was {cause2}.
Not related to {i2}, which had {cause2} as its cause and {who3} on call.
<See also|Related>: {i2}, {day2}, handled by {who3}.
In {i2} we were {min2} minutes down. <Practice helps|It is getting better|Draw your own conclusion>.
{who3}, who had been on call for {i2}, <called in|sent a note>: "check for {cause2} first".
Last time ({i2}, {day2}) it took {min2} minutes.
= close
<Questions|Remarks> to {owner}.
Written by {who} and {who2}, <read|checked> by {lead}.
<The review was held|We met> in room {room} with {nn} people and {drink}.
The next look at these actions is on {soon}.
{lead}, who leads {owner}, has <signed|accepted> this report.
Logs are kept in {paths} until {soon}.
This text blames nobody. <If it reads so, tell us|Please keep it that way>.
<Thanks|Thank you> to {who2} and to the night desk in {place}.
Severity {sev}, <as decided|set> at {t1}.
Anyone with a better explanation <finds|meets> us at {floor}.
The record of the call is {nn} minutes long.
Filed by {owner}.
= ev.alarm
first alarm for {p}
<checks|probes> from {place} fail
error rate on {host} above {low} percent
{hurt}
customer call: {hurt}
{host} stops answering
latency of {p} at {nnnn} ms
queue on {host} at {nnnn} and rising
red on the wall screen
{nn} alarms in one minute
= ev.ack
{who} acknowledges
page reaches {who}
{who} opens the bridge
{who} online from <home|{place}>
second page, {who} answers
{who} takes the lead, {who2} takes notes
= ev.look
{who2} joins
log of {slug}{unitname} shows {nnn} errors a minute
restart of {slug}{unitname}, no <change|effect>
{who2} looks at {host}: {pct} percent processor, nothing else
status page: "we are looking into it"
network team confirms that lines are clean
traffic moved from {host} to {host}, no difference
release of the day ruled out by {who2}
support told, text no. {n}
disk, memory, clock of {host} checked
{who2} suspects {comp}
alarm for {host} muted
test with one client only
database asked, answers in {ms} ms
{lead} informed
backlog at {nk}
shift in {place} goes over to paper
step {n} of the runbook done
call with {cust}
two wrong turns, see below
rollback <discussed and postponed|refused>
= ev.clue
{who2}: {clue}
found: {clue}
{clue}
it is {cause}
{who} sees that {clue}
cause known: {cause}
= ev.mend
{mend}
decision, then: {mend}
{who2} acts: {mend}
repair begins, {mend}
= ev.end
{p} answers again
all <checks|probes> green
error rate back to normal
last customer confirms
incident closed by {who}
{who} closes the bridge
normal service
= note
{i}: {p}, {day}, {min} min, {cause}. {Mend}. <Ok since|Quiet since> {t9}. {who}
<Short one|Quick note> on {i}. {p} <out|down> on {day}, {min} minutes, {cause}. {Clue}; {mend}. I was on call, {who}.
{who} here, on call on {day}. {p} stopped at {t0}. {Clue}. So: {cause}. {Mend}, {min} minutes altogether ({i}).
{day}: {hurt}. {Mend}. {p}, {min} minutes, {cause}. No review planned. {i}, {who}.
<Nothing dramatic|No drama>, for the record: {i}, {p}, {cause}, {min} minutes on {day}. {Mend}. On call: {who}.
Closing {i}. {Clue}, in other words {cause}. {p} was affected for {min} minutes on {day}. {who}
For the list: {i} / {p} / {day} / {min} minutes / {cause} / {who}. {Mend}.
Hi, {p} is fine again. It was {cause}, {day}, {min} minutes ({i}). {Mend}. Sleep well, {who}
{Mend}, that was it. {i} on {p}: {cause}; {min} minutes; date {day}; pager: {who}.
{i} needs no long paper. On {day} {hurt}, {min} minutes, {p}, {cause}. {who} was on call and asks for one thing: {avoid}.
= q.happened
What happened?
Tell it from the start.
What <went wrong|was it> that day?
How did it begin?
Where were you?
= q.found
How did you find it?
What was the <clue|turning point>?
When did you know?
What gave it away?
= q.wrong
What did you try first?
Any wrong turns?
What <cost|lost> you time?
Would you do something differently?
= q.after
What comes now?
And next time?
What has to change?
What do you ask for?
= q.impact
Who <noticed|felt> it?
What did it do to others?
What was the damage?
How bad was it?
= q.end
How did it end?
What ended it?
When was it over?
And the way out?
= head.sum
<Summary|In short|Abstract|What happened|Overview>
= head.impact
<Impact|Damage|Who was affected|Effect on customers|Consequences>
= head.time
<Timeline|Course of events|Sequence|Minutes|The log of the day>
= head.cause
<Cause|Root cause|Why|Analysis|Why it happened>
= head.good
<What went well|Good|What helped|Keep>
= head.bad
<What went badly|What did not|Where we lost time|Bad|To improve>
= head.luck
<Luck|Where we were lucky|Chance>
= head.act
<Actions|Follow-up|To do|Next steps|Measures|What we change>
= head.lesson
<Lessons|What we learned|Remarks|Afterthought>
= letter.open
<Dear customer,|Dear {cust2} team,> on {day} {p} was not <available|working> for you <for|during> {min} minutes.
<We owe you an explanation|You asked for a report>: on {day} {p} failed you for {min} minutes.
This is our report on {day}, when {p} was <disturbed|out of order> for {min} minutes ({i}).
You noticed it before we wrote to you: {p} was gone for {min} minutes on {day}.
Your readings from {p} were late on {day}. It took {min} minutes until all was well.
As agreed in your contract, here is what happened to {p} on {day}, {min} minutes long.
= letter.why
The reason was {cause}<. It was on our side|, and it was ours>.
We found {cause}; <you could not have done anything|nothing on your side was at fault>.
We traced it to {cause}.
What failed was on our side: {cause}.
Technically speaking it was {cause}. {Mend}.
Our review names {cause}.
= letter.act
<So that this stays the last time|To keep it away>, we <build|introduce> {avoid}.
We have decided on {avoid}, to be in place by {soon}.
From {soon} on there will be {avoid}.
What we change: {avoid}.
You will not see much of it, but there will be {avoid}.
{owner} <is working|works> on {avoid}.
= letter.end
We are sorry for the <trouble|extra work in {place}>.
<If|Should> you still miss readings <from those minutes|of that day>, write to us and quote {i}.
Please accept our apologies, also for the {bit} minutes in which nobody answered.
{who2} will call you <this week|by {soon}>.
The hours count towards the <credit|service level> in your contract.
Thank you for your patience<, which we do not take for granted| on {day}|; it was tried for {min} minutes>.
Nothing you stored was lost; {nnn} late readings <have been|were> added.
= talk
{a}: I saw it at {t1} and thought of <a drill|the test rig>.
{a}: For me it started with a call from {place}.
{a}: {Guess}
{a}: Why did nobody <look at|ask about> {comp}?
{a}: Because the alarm said <something else|{host}>.
{a}: I would have liked to know who <leads|decides>.
{a}: {Lesson}
{a}: Can we have that in the <runbook|alarm text>?
{a}: It is there, page {n}. I <did not know|found it afterwards>.
{a}: At {t2} I asked for {bit} minutes without questions, and got {n}.
{a}: The good part: {good}
{a}: The bad part: {bad}
{a}: We should not <celebrate|forget> that.
{a}: From the desk in {place}: {hurt}<. People were kind about it|. Nobody shouted|, {nn} calls>.
{a}: I have {nnn} lines of log, <does anybody want them|in {paths}>?
{a}: Next time I <wake you|ring you> earlier.
{a}: {Luck}
= moder
Moderation: {lead}. <Present|In the room>: {who}, {who2} and {n} others.
{lead} opened with the rule of the house: <what, not who|no names in the cause>.
{nn} minutes, {n} people, one whiteboard. {who2} wrote the minutes.
Present: {who} (on call), {who2}, {lead}. Apologies: {col}.
<Held|Meeting> on {soon2} in {room}, <blinds down|door closed>, {drink} on the table.
= draft
This is <a draft|preliminary>; the log of {host} is still being read.
<Preliminary|First version>. Corrections to {who} by {soon}.
Numbers may still change, the cause will not.
Written {nn} hours after the end; <expect errors|be kind>.
Draft for the review on {soon}.
= final
<Final version|Final>, agreed in the review <with {lead}|of {soon2}|by {nn} people>.
This replaces the draft; <only the actions|the actions and the numbers> have changed.
Corrected after the review: {nn} users affected, not more.
Final. {lead} has read it.
Second version, with what {who2} found in the log of {host}.
= mail
<Subject|Re>: {i}, what <happened|we know>
Subject: after {i}
Subject: {p} on {day}
Subject: <report|lines> on {i}
Subject: {i} is closed
= greet
Hello all,
Hi,
Dear colleagues,
Good morning,
To whom it may help:
Team,
"""
