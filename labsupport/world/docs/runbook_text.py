# ruff: noqa: E501 -- prose, one entry a line
"""Wording of runbooks. A task is a section of titles, `goal` says when it is done, `step` how; steps keep their order."""

TASKS = """
= restart
Restarting {p} | Restart without losing readings | How to restart {p} | Clean restart of {p}
= goal.restart
<Memory|The memory> of {slug}{unitname} is above {pct} percent or a release asks for it.
When {p} answers <slowly|late> and nothing else explains it, more than {n} s on {host}.
<For|After> a change of {key} that is not read while running.
If the health page on port {main} has been red for {n} minutes.
Used <about {n} times a month|rarely>, mostly on {wday}s.
= step.restart
Say in {channel} that {p} on {host} will be gone for {nn} seconds.
Look whether a backlog waits: `{slug}ctl status --node {host}`. Up to {nnnn} is <fine|normal>.
Drain the node: `{slug}ctl drain --node {host} --wait {nn}`.
Stop the service with `systemctl stop {slug}{unitname}` and count to {n}.
If process {pid} or any other of ours is left, note its number <before you end it|and ask>.
Start it: `systemctl start {slug}{unitname}`.
Watch `tail -f /var/log/{slug}/{log}.log` until the line "ready" appears, <at most {nn} seconds|usually after {nn} s>.
Ask the health page: `curl -s http://127.0.0.1:{main}/health`.
Let traffic in again, `{slug}ctl resume --node {host}`, and wait for {n} green checks.
Take the second node, but not within {nn} minutes.
= failover
Switching {p} to the standby | Fail over {p} | Moving to the second node | Standby takes over
= goal.failover
The first node does not answer, or its hardware has to be touched.
<Planned|For planned> work on {host} of more than {nn} minutes.
When latency on {host} stays above {ms} ms and the standby is <calm|below {nn} ms>.
On order of the on-call engineer, <never by script|not on your own>.
Rehearsed each <quarter|{month}>; the last time it took {nn} seconds.
= step.failover
Compare both nodes with `{slug}ctl show --node {host}`; the lag must be below {nn} s.
Stop imports and exports that run <longer than {n} minutes|at all>.
Tell {channel} which node will lead.
Freeze writes: `{slug}ctl pause --wait {nn}`.
Wait until the lag is zero, {nn} seconds at most; if it grows, <go back|stop here>.
Promote the standby, `{slug}ctl {comp} resume --node {host}`.
Turn the address of {slug} to {host} and check it from <another site|{place}>.
Release writes and watch {nnn} requests go through.
Put the old node on the list of things to be repaired, with the time ({clock}).
Switch back only by daylight.
= restore
Restoring {p} from a backup | Bringing back lost data | Restore of {p} | Getting {p} back
= goal.restore
Data was deleted or damaged, and {owner} has <confirmed|seen> it.
After a broken disk on {host}.
When somebody <deletes|empties> a site by mistake and rings within {nn} days.
A restore of {nn} gigabytes takes about {n} hours, so think first.
Also <used|done> for drills, on {host} and nowhere else.
= step.restore
Write down what is missing, from when to when, and who says so.
Find the copy: `ls -lt {paths}`; the newest is not always the right one.
Check it before use, `{slug}ctl verify --from {clock}`; it must report {nnnn} parts.
Make room for it, {nn} gigabytes on {host}.
Restore beside the live data, never over it: `{slug}ctl repair --dry-run --node {host}`.
Count rows on both sides; a difference of up to {nn} is <late data|normal>.
Let the person who missed something look at {n} samples.
Copy over what was missing, <{n} sites at a time|in parts of {nnn} rows>.
Keep the copy in {paths} for {nn} days.
Tell {channel} and close the case with both counts.
= certificate
Renewing a certificate of {p} | A new certificate for {p} | Certificates, step by step | Exchange of certificates
= goal.certificate
{nn} days before the date in the certificate; <the check|a mail> reminds you.
A browser on {host} warns about the date.
After a key was <copied|mailed> to somebody.
When the name of {host} changes.
Once a year per node, {n} nodes in all.
= step.certificate
Read the dates: `{slug}ctl inspect --node {host}`.
Ask for a new one under the exact name of {host}, {nnnn} bits or better.
Put it beside the old one, not over it, in {paths}.
Check the chain with `{slug}ctl verify --dry-run`; {n} parts, none expired.
Reload with `{slug}ctl reload --node {host}`; a restart is not needed <since the last release|any more>.
Look at it from outside: <{place}|a telephone> will do.
Repeat for the standby <after {nn} minutes|when the first is green>.
Enter the new date in the list, page {nn}.
Destroy the old key and say so in {channel}.
= disk
Disk nearly full on a node of {p} | Making room | Free space for {p} | When the volume fills up
= goal.disk
The alarm for {host} is at {pct} percent.
Writes fail on {host}, reads work.
The forecast shows less than {nn} days.
After <a debug session|an export> that nobody cleaned up.
{paths} has grown by more than {n} gigabytes <overnight|since yesterday>.
= step.disk
See what grows: `du -sh {paths}` and the same an hour later.
Delete nothing in {paths} that is younger than {nn} days.
Old exports go first: `{slug}ctl compact --all`.
Turn off debug output, `{slug}ctl reload --quiet`.
Move dumps of more than {n} gigabytes to {host}.
Rotate logs by hand if {slug}{unitname} has not done so since {clock}.
Grow the volume only if less than {low} percent are free after that.
Check that writes work again: {nn} new lines in /var/log/{slug}/{log}.log.
Note what had filled it; twice the same is a ticket.
= gateway
Exchanging a gateway | New gateway at a site | A gateway is replaced | Swap of a dead gateway
= goal.gateway
A gateway does not come back after {n} cold starts.
The site has a new one on the table and a ladder.
Its clock runs away by more than {nn} s a day.
When its case is <wet|broken> or its lamp blinks {n} times.
Spare parts lie in {place}, shelf {nn}.
= step.gateway
Ask the site to photograph the label, serial number readable.
Copy the settings: `{slug}ctl export --site {nn}`.
Send the buffered readings off, if it still answers on port {tcp}.
Pull the plug and <wait {nn} seconds|let it cool>.
Hang the new one in the same place, antenna <up|{nn} centimetres from metal>.
Give it the settings: `{slug}ctl repair --site {nn} --dry-run` first, then without.
Pair the probes, {n} at a time, those by the door first.
Compare {n} values with a hand thermometer; {low} tenths are allowed.
Retire the old serial in the registry.
Put the old box in the crate for {place} with a note on what it did.
= table
Loading a calibration table | New tables for probes | Tables after calibration | Calibration, the desk part
= goal.table
The laboratory has sent a file for {nn} probes.
A probe was <exchanged|repaired> and has its own table.
{n} days before the old table runs out.
When readings differ by {n} degrees from a hand thermometer.
Done by two people, always.
= step.table
Open the file and compare {n} serial numbers with the labels.
Look for steps and signs; an offset above {n} degrees is <an error|wrong>.
Sign it: `{slug}ctl verify --node {host}`.
Load it for {n} probes only, then wait {nn} minutes.
Look at the curves of these; a jump of {low} tenths is what you expect.
Load the rest, <{nn} at a time|site by site>.
Have readings recalculated from {clock} on, if the letter of the laboratory says so.
File the certificate under its serial.
Write the date of the next one into the list.
= index
Rebuilding the index | Search finds too little | Index of {p} from scratch | A slow search, repaired
= goal.index
Search lags by more than {nn} minutes on {host}.
Counts in the list and in search differ by {nnn}.
After a restore.
A new word list was <installed|loaded>.
When queries take longer than {n} s although {host} is idle.
= step.index
Measure first: `{slug}ctl status --limit {nnn}`.
Try a merge; `{slug}ctl compact --node {host}` takes {nn} minutes and often suffices.
Choose an hour with few people, not before {clock}.
Make sure that {nn} gigabytes are free in {paths}.
Start it: `{slug}ctl repair --depth {n} --node {host}`.
While it runs, results may be <short|old>; put a line on the page.
Follow it with `{slug}ctl trace --tail {nn}`; {nnn} records a second are normal.
If it stops twice at the same record, leave that record out and write down its number.
Compare {n} searches that you know.
Take the line off the page.
= clock
Clock trouble | Hosts that disagree about the time | Repairing the clock of {p} | Time is off
= goal.clock
Two hosts differ by more than {n} seconds.
Readings of the future appear on the screens.
After the clock change, before {clock}.
A site without a time server has run for {nn} days.
The check on {host} reports {nnn} ms or more.
= step.clock
Compare three clocks, not two: {host}, {host} and your own.
Ask for the offset: `{slug}ctl inspect --node {host}`.
Open the way to the second server, port 123.
Correct up to {nn} s by slewing; more than that in one step and only <when imports are stopped|with {owner} on the line>.
Restart {slug}{unitname} so that it <forgets|drops> the old time.
Mark readings between {clock} and now as doubtful.
See that jobs of the night run once, not twice.
Check all nodes again after {nn} minutes.
Write the offset into {channel}, with its sign.
= export
Repeating a failed export | An export did not arrive | Nightly export, by hand | Export again
= goal.export
The customer asks for a file, or the checksum is wrong.
No receipt by {clock}.
The export of {p} stopped after {nnn} rows.
When the target was away for more than {n} hours.
<Every|Each> second time it is the password of the account on {host}.
= step.export
Read how it ended: `{slug}ctl {comp} show --tail {nn}`.
Make sure that no run is active; wait up to {nn} minutes for one.
Reach the target by hand: `ssh {host} uptime`.
Remove half-written files in {paths}, those without a checksum.
Run one day as a trial: `{slug}ctl export --limit {nnn} --dry-run`.
Then the rest, <one day after another|{n} days at a time>.
Compare rows: sent {nnnn}, <received the same|or the customer will call>.
Tell the customer the name and size of the file.
If it fails again at the same row, stop and keep the file.
= mute
Muting an alarm | When alarms come in floods | Silence for {p} | Too many alarms
= goal.mute
More than {nn} alarms of a kind in {n} minutes.
A site defrosts {nn} rooms at once and has said so.
While {host} is under repair.
When one rule sets off another.
Never longer than {n} hours; <the mute ends by itself|then it is a ticket>.
= step.mute
Make sure that it is one cause, not {n}.
Confirm the newest alarm so that nobody else is called.
Mute the rule for {nn} minutes, not the site: `{slug}ctl pause --limit {nn}`.
Say in {channel} what is muted and until when.
Ring the site; somebody there reads thermometers every {nn} minutes.
Look for a circle of rules, `{slug}ctl trace --depth {n}`.
Empty the queue of unsent messages if it is above {nnn}.
Take the mute away and watch {n} cycles.
Leave a note for the next shift.
= site
A new site for {p} | Opening a site | Adding a site | First day of a site
= goal.site
A customer opens a branch, or we do.
Two weeks before the first delivery, with {nn} probes in the crate.
The order is marked "new site".
When a site is split in two.
Takes {n} hours at the desk and {n} on the ladder.
= step.site
Create it with name, address and time zone: `{slug}ctl list --site {nn}` must show it.
Give it at least {n} people who are called at night, with numbers that were tested.
Reserve a range of {nn} labels.
Prepare the gateway in the office: settings, region, radio channel {n}.
Draw rooms on the plan, doors first.
Pair {n} probes on the table and read them from {place}.
Set thresholds with the customer on the phone; copy none from another site.
Trigger one alarm and wait until somebody <answers|picks up>.
Look again after {nn} hours, then hand it over to support.
= release
Rolling out a release of {p} | Update of {p}, node by node | Rollout | New version, careful way
= goal.release
A new version is signed and has been on {host} for {n} days.
The present one is {version}; the list of changes was <read|discussed>.
On Tuesdays and Wednesdays, from {clock} on.
For a repair out of turn, with {owner} informed.
With a way back that was tried.
= step.release
Read the known issues, <all of them|even the dull ones>.
Copy the settings and the schema: `{slug}ctl export --node {host}`.
Update the standby, wait {nn} minutes, look at {nnn} lines of its log.
Send it {low} percent of the traffic.
Compare errors and times with the first node; up to {nn} ms more is noise.
Take the first node out, update it, bring it back.
Do not touch gateways on the same day.
Keep the old package in {paths} for {nn} days.
Going back: `{slug}ctl pause`, old package, `{slug}ctl resume`; {n} minutes if you do not hesitate.
Write version, time and name into {channel}.
= account
A locked account | Somebody cannot get in | Access trouble, first steps | Unlocking
= goal.account
A person was shut out after {n} attempts.
An integration is refused since {clock}.
A second factor was lost or fell into the <sea|soup>.
A group of {nn} people lost a right at once.
Never on a call from an unknown number.
= step.account
Ask for name and site, and ring back on the number we have.
Look at the last {nn} attempts: `{slug}ctl list --tail {nn}`.
If they came from {n} places, leave it locked and read on under security.
Check clock and keyboard before anything else, it is the keyboard {nn} times in a hundred.
Unlock for {n} hours, not for ever.
Watch the next sign-in together.
For a group, compare its rights with those of yesterday, `{slug}ctl show --from {clock}`.
An integration gets a new token and {nn} days for the change.
Note who asked, who decided, when.
= queue
A growing backlog | Draining the queue of {p} | Queue above the line | Backlog of {p}
= goal.queue
The queue on {host} is above {nk}.
The oldest waiting record is {nn} minutes old.
Senders report that they are slowed down.
After an outage of more than {nn} minutes.
The graph climbs without a bend for {nnn} s.
= step.queue
Find out which end is slow: `{slug}ctl {comp} status`.
If it is one sender, slow that one: {nn} batches a minute.
If it is the disk on {host}, see the runbook about space.
Add a writer, up to {n}; more of them get in each other's way.
Do not delete records, <they are somebody's cold room|whatever the alarm says>.
Set a single bad batch aside: `{slug}ctl trace --limit {n}`, then move it to {paths}.
Watch the oldest record, not the length; it must get younger within {nn} minutes.
When it is below {nnn}, take the extra writers away.
Tell {channel} how long readings were late.
"""

BANK = """
= warn
<Read to the end|Read all of it|Read as far as step {n}> before you type.
Two people<, {who2} and you|>: one types, one reads <aloud|along>.
Do not do this in the hour after {clock}, <lorries are unloading|exports run>.
You need <root|the operator role> on {host} and a second screen.
Costs {nn} minutes if nothing goes wrong.
If you have been awake for more than {nn} hours, call somebody else.
Nothing here is urgent enough to skip a step.
<Valid|Tried> with {version}; older ones differ in step {n}.
The commands are for {host}. On other nodes change the name, <not the order|nothing else>.
Wrong node, wrong day: that is how <the last trouble|the trouble with {host}|{lately}> began.
Have the number of {owner} at hand.
Customers notice step {n}, so tell them.
Safe to repeat from the start.
Not safe to repeat: after step {n} continue or go back, do not begin again.
A drill on {host} takes {nn} minutes and harms nobody.
This was written after a bad night; improve it after yours.
= check
`{slug}ctl status` shows {n} nodes, all <green|up>
lag below {nn} s
no line with ERROR in the last {nnn} of /var/log/{slug}/{log}.log
`curl -s http://127.0.0.1:{main}/health` answers within {ms} ms
{nn} test readings arrive in {place}
free space on {host} above {low} percent
the queue falls below {nnn}
clock of {host} within {ms} ms
port {main} reachable from {host}
memory of {slug}{unitname} below {nnnn} MB
{key} is {kvalue}
both nodes report {version}
last backup younger than {nn} hours
no alarm muted for longer than {n} hours
sign-in works from {place}
yesterday's report has {nn} pages
= cond
{clue}
lag above {nn} s and growing
one node down, the other below {pct} percent load
both nodes <down|silent|red> <since {clock}|for {n} minutes>
only {place} is affected
errors on {comp} alone
disk above {pct} percent
no change after {nn} minutes
customer has a delivery within {n} hours
a release went out today
the same alarm for the {nth} time this week
memory above {nnnn} MB
health page red for {nn} s, users happy
users <in {place}|at {n} sites> unhappy, health page green
{host} answers to ping only
log silent since {clock}
more than {nnn} alarms
anything you do not understand <within {nn} minutes|on {host}|at night>
= then
restart {slug}{unitname}, once
go to step {n}
fail over <to {host}|at once>, then look
wait {nn} minutes and measure again
call {who2}
wake {lead}
mute for {nn} minutes, write it down
roll back <to the version before|within {nn} minutes>
drain {host}
ring the site in {place}
stop and think aloud in {channel}
open an incident <of severity <1|2|3>|and call {who2}>
leave it until morning, with a note
take the node out and continue on one
free {n} gigabytes, no more
switch on tracing for {nn} s, then off
read the log from {clock} on
check {key}, it should be {kvalue}
= escalate
After {nn} minutes without progress call {who2}, extension {ext}.
{lead} <decides|has the say> about anything that stops deliveries.
The team behind {p} is {owner}; <write|post> to {channel} first.
At night: {who2} ({ext}), then {lead}.
{owner} <owns|looks after> {p} and sits in {site}. By day, walk over.
Extension {ext} reaches {who2}; <let it ring|be patient>.
If {who2} ({ext}) does not answer within {n} minutes, try {lead}.
Ask in {channel}. <Silence|No answer> for {nn} minutes means: ring {ext} and ask for {who2}.
<Lead|Head> of {owner} is {lead}, who wants to <know|hear> about outages over {nn} minutes.
Hardware comes from {supplier}; <their hotline|the contract> is in {paths}.
For {comp} ask {who2} on {ext}.
Customers are told by support, not by you; <text {n}|text {nn}> is ready.
Two people can stop a rollout: {lead} and {who2} (ext. {ext}).
Do not call {who2} at {ext} for things that {channel} can answer.
= after
<Write|Put> time, host and what you saw into {channel}.
Close the alarm; do not leave it <confirmed|yellow>.
Look again after {nn} minutes and <the next morning|at {clock}>.
If a step was wrong, correct this page <now|before you sleep>.
Give back the operator role<| on {host}| within {n} hours>.
Remove test readings of {place}.
Add {n} lines to the log book: what, why, who.
Send the {nn} lines of log to {owner}.
Thank whoever was woken up<| before {clock}|, {who2} above all>.
Undo the mutes. All {n} of them.
Delete {paths} after {nn} days.
Count: was it faster than {nn} minutes?
= past
Last used for {i2}: {cause2}, {min2} minutes, {who3} on call.
{i2} was such a case. <Cause|Behind it>: {cause2}.
In {i2} it took {min2} minutes, because of {cause2}.
Learned the hard way in {i2} (<cause|reason>: {cause2}).
{who3} <wrote|added> step {n} after {i2}, when {cause2} kept {p} away for {min2} minutes.
<Compare|See> {i2} with {cause2}; {min2} minutes without {p}.
Why so careful? {i2}, {min2} minutes, {cause2}.
Before {i2} nobody believed in {cause2}.
= code
{code}: {meaning}. <Do this|Then>: {remedy}.
If you see {code}, the {epart} says that {meaning}; {remedy}.
{code} (<raised by|from> the {epart}) <asks|calls> for one thing: {remedy}.
<Screen shows|Message> {code}? Then {remedy}.
{code} means that {meaning}.
On {code}, {remedy}, then continue with step {n}.
Ignore {code} in step {n}<, it will go away| for {nn} seconds>; later it means that {meaning}.
Stop at {code}. It means: {meaning}.
= facts
{p} belongs to {owner}. <Lead|Its lead>: {lead}.
{p} (article {sku}) is {version} today.
<Owner|Responsible>: {owner}, {channel}.
{p}, {a} {prole}, is kept by {owner} in {site}.
Current version {version}, owner {owner}.
Parts of {p}: {part}, {part2}, {part3}.
The hardware part of {p} comes from {supplier}.
Ask {owner} ({channel}) about {p}; {lead} leads the team.
= intro
For whoever is on call for {p} and sees this for the first time.
{who2} wrote this down after the {nth} time.
A page about {p} on {host} and {host}.
<Keep it short|Short>: what to do, when to stop <(after {nn} minutes)|(step {n})>, whom to call.
The old text had {nn} steps; <half|most> of them were wrong.
Tested in {place} on {lately}.
Works <for|on> both nodes<, {host} and {host},| of {p}> unless a step says otherwise.
You will need {nn} minutes, a terminal and {drink}.
<Print|Save> it<| and hang it in {room}>, you may have to read it without a network.
Read it once on a quiet <day|{wday}|evening>, {nn} minutes are enough.
I have done this {nn} times; the order matters.
This is about {p} only; its neighbours have pages of their own.
= chat
Ok, {p}. <Here is how I do it|My way>.
You asked how I do this with {p}. <Like so|So>:
Before I leave for {n} weeks, this is what I know about {p}:
Nobody wrote it down, so I do. {p}:
Notes from sitting beside {who2}, who does it <in his sleep|with two fingers>:
For {col}, who will have {p} next week:
<Hand-over|Handover> of {p}, part {n}:
What the manual does not tell about {p}:
My crib for {p}, corrected {n} times:
Things about {p} I had to learn at {clock}:
= aside
{nn} seconds
<{clock} at the latest|before {clock}>
<ask {who2} if unsure|{who2} knows how>
was step {n} in the old text
<on {host} as well|on {host} too>
at most {n} tries
not from a telephone
<note the time|write down the time>
needs {nn} minutes on a slow line
<see also|look at> {comp}
skip it in a drill
{n} of ten people forget this
{host} first
usually {nn} s, once {nnn}
with {owner} listening
if {key} allows it
= phase
Before | During | After
Prepare | Do | Check
The day before | The hour | The day after
Desk | Terminal | Telephone
Look | Act | Tell
First ten minutes | The next hour | Until morning
Quiet | Busy | Done
= ifthen
If {cond}: {then}.
{Cond}? {Then}.
<When|Whenever> {cond}, {then}.
{Then} if {cond}.
{Cond} -> {then}
In case of "{cond}" {then}<, not earlier|>.
<Should you find this|Seen>: {cond}. Then {then}.
Sign: {cond}. <Answer|Move>: {then}.
= drill
Drill on {lately}, {host}, <rain outside|nobody was told>. {n} people.
We practised on {host} with {who2} as the one who <breaks things|knows nothing>.
<Exercise|Rehearsal> no. {nn}. Start {clock}.
Played through at the table in {room}, {nn} minutes.
Once a quarter we do it for show. <This time|Today> on {host}, from {clock} on.
{who2} pulled the cable at {clock} and said nothing.
= drillnote
took {nn} s, planned {nn}
hesitation of {nn} s, the command was not <in the text|on the page>
forgot to tell {channel}
meant {host}, said {host}
clean, {nn} s
stopped at {clock} to ask
{who2} asked for step {n} twice
fine<, {nn} s| on {host}>
typed on {host} by mistake, no harm
the password had changed
too early by {n} minutes
had to look up the port ({main})
done by heart, wrong order
nobody knew where {paths} is
= head.when
<When|When to use this|Occasion|Trigger|Use it if>
= head.steps
<Steps|Procedure|What to do|How|Do this>
= head.check
<Check|How to tell that it worked|Proof|Done when|Signs of success>
= head.decide
<Decide|Decision table|What if|Branches|Which way>
= head.call
<Escalation|Whom to call|Help|Contacts|If you are stuck>
= head.after
<Afterwards|After|Clean up|When it is over|Before you go home>
= head.warn
<Careful|Warning|Before you start|Conditions|Mind this>
"""
