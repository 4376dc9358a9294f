# ruff: noqa: E501 -- prose, one entry a line
"""Wording of release notes. `{p}` product, `{v}` version, `{d}` release date, `{before}` the version before, `{part}` a component."""

BANK = """
= fix
Fixed: {problem} {circ}.
{Problem} {circ}. <Corrected|Mended|Solved>.
In the {part}, {problem} {circ}.
<We were shown|It turned out|Somebody noticed> that {problem} {circ}<. It no longer happens|. That is over>.
Corrects <a fault|an old fault> by which {problem} {circ}.
{Circ}, {problem}. <Not any more|This is put right|Solved>.
The {part} <had a weak spot|was at fault>: {problem} {circ}.
<Reported|Seen|Found> in {place}: {problem} {circ}.
It <could|used to> happen that {problem}<.| {circ}.>
{Part}: {problem} {circ}.
<Puts right|Deals with|Clears up> a case in which {problem}.
Where {problem} {circ}, the {part} now <behaves|does the expected thing>.
<After {nn} reports we believe it|Took us {n} attempts>: {problem}.
A <long-standing|frequent> complaint is gone: {problem}.
<No longer true|History>: {problem} {circ}.
<Gone for good|Mended at last|Solved>: {problem}.
{Problem}<; that was ours to mend|, and nobody had told us|. Sorry>.
(#{nnnn}) the {part}: {problem}
The {part} was wrong in one place: {problem}. <Corrected|Tested with {nnn} cases>.
<{nn} sites|{n} people> wrote to us that {problem}<; thank you|>.
Repaired in the {part}, where {problem} {circ}.
The {nn}-line change behind this entry ends a nuisance: {problem} {circ}.
(#{nnnn}) {problem} {circ}
#{nnnn}: {problem} {circ}.
= gain
The {part} {gain}.
{Part}: {gain}<, up from less|, measured in our lab|>.
<Faster and calmer|Better>: the {part} now {gain}.
The {part} {gain}<, with {nn} fewer lines of code|, as measured in {place}|>.
With this version the {part} {gain}.
We rewrote <{nnn} lines of|parts of> the {part}; it now {gain}.
On <our test bench|the bench in {place}> the {part} {gain}.
Improved {part}, which {gain}.
<Little|Quiet> progress in the {part}: it {gain}.
(#{nnnn}) {part}: {gain}
The {part} got attention and {gain}.
{Gain}: that is the {part} <from now on|of today>.
= new
<You can now|It is now possible to> {new}.
New: {new}<, from any page|, at all sites|>.
{p} lets you {new}.
Users <who have waited|in {place}> can {new}.
<By popular demand|Asked for by {nn} customers>: {new}.
Administrators may {new}.
There is a <button|menu entry|switch> to {new}.
{New}: <under Settings, page {n}|in the menu of each site>.
Those who want to {new} <find it|will find the switch> under the gear wheel.
For the first time {p} can {new}.
<Small but wished for|A small thing>: {new}.
(#{nnnn}) {new}
{p} learned to {new}.
Try it: {new}.
= new.device
{p} can now {new}.
Each {slug} is able to {new}<, once switched on|>.
New in the firmware: it can {new}.
Devices with {v} {new}.
<By popular demand|Asked for by {nn} customers>: {p} can {new}.
{New}: <a switch in the profile turns it on|off unless wanted>.
It learned to {new}<.|, which saves a walk.>
(#{nnnn}) {new}
For the first time {p} can {new}.
<Small but wished for|A small thing>: it can {new}.
Optional: {new}.
If {key} says so, devices {new}.
<Tested|Tried> with {nnn} devices in {place}: {new}.
= sec
Security: {id} in the {vpart} is closed <by|in> {vfix}.
{id} (<rated|severity> {vsev}) concerned the {vpart}; {vfix} <closes it|is free of it>.
<This release removes|Removed:> {id}, a {vsev} weakness in the {vpart}. First good version: {vfix}.
Closes {id}. The {vpart} <accepted|let through> more than it should; {vfix} does not.
{vfix} fixes {id} in the {vpart}<; severity {vsev}|>.
The {vpart} contained {id}. <Update soon|Please update>, {vfix} is the version that <mends|ends> it.
<Note for auditors|For your audit>: {id}, {vpart}, {vsev}, fixed in {vfix}.
{id} is <history|settled> as of {vfix}: the {vpart} now checks what it is given.
Because of {id} (<we call it|assessed as> {vsev}) the {vpart} was tightened; {vfix} carries the change.
Vulnerability {id} of the {vpart}: repaired with {vfix}.
Installations on {vfix} are <safe from|not open to> {id}. It sat in the {vpart}.
If you read about {id}: it is the {vpart}, it is {vsev}, and it is fixed in {vfix}.
= err
<The message behind|The text of> {code} is clearer: it says that {meaning}, and suggests to {remedy}.
{code} is now raised by the {epart} <only when|when> {meaning}.
The {epart} <reports|shows> {code} <at once|without delay> if {meaning}.
For {code} ({meaning}) the help page says: {remedy}.
{code} <appears|is shown> in the status line, too. <Remedy|What helps>: {remedy}.
New wording of {code}: "{meaning}".
When {code} comes up in the {epart}, <the screen advises|the dialogue says|page {nn} of the help says>: {remedy}.
{code} no longer <hides|hangs> behind other messages. It means that {meaning}.
The {epart} <counts|logs> each {code} with its cause ({meaning}).
Support asked for it: {code} links to its remedy, "{remedy}".
= inc
<Follows from|A consequence of> {inc}: {icause} <cannot stop the whole service|is caught early> any more.
After {inc}, which went back to {icause}, we added <a check|two checks|an alarm>.
The lesson of {inc} ({icause}) is <built in|part of this version>.
{inc} was caused by {icause}; this version <copes with it|warns {nn} minutes ahead>.
<Remember|You may remember> {inc}? Behind it was {icause}<, which the start-up check looks for now|; the start-up check knows it now>.
Hardened against {icause}, see {inc}.
As promised after {inc} (cause: {icause}), the service <degrades|slows down> instead of stopping.
Test added for what happened in {inc}, namely {icause}.
= misc
Translations: {nn} texts <corrected|added> in <German|French|Dutch|Polish>.
The installer <checks for {n} gigabytes|asks for {nnn} megabytes> of free space<. Less is refused|>.
Log lines carry the <name of the host|process number> and stay below {nnn} characters.
<Removed|Dropped>: the old import of files from before {year}.
The help has {nn} new pages, {n} of them with pictures.
Start-up takes {nn} seconds where it took {nnn}.
Keyboard: Alt+{n} jumps to the <list|filter|search> field.
Memory use <fell|went down> by {nn} percent <at rest|on two cores>.
The default of {key} is now {kvalue}<. Your own value stays|, unless you have set it>.
{key} <can be changed|is read again> without a restart.
Unknown keys <in the configuration|below {key}> are <reported with their line|refused|counted>.
The <package|image> is {nn} megabytes smaller.
Screen readers announce the state of <all {nn} tiles|each list>.
Dates are shown in the <reader's|site's> zone <throughout|on {nn} more pages>.
Nightly jobs start within {nn} minutes of their time, <not all at once|spread out>.
A wizard takes new administrators through {n} steps.
<Internal|Under the hood>: {nn} old tests replaced, {nnn} added.
The interface for scripts returns at most {nnn} rows per page.
Time limits for outgoing calls are {nn} seconds <by default|unless set>.
Icons for doors were drawn again after a remark from {place}.
The search box keeps the last {nn} entries.
The sample configuration has comments <on every line|that explain {nn} keys>.
Health page answers in {nn} ms and names the slowest part.
Print view no longer wastes paper: {n} pages in place of {nn}.
Removed a <library|module> of {nnn} kilobytes that nothing used.
Thanks to the tester in {place} who <clicked|tried> {nnn} times.
Backups made by this version are <checked|read back> after writing.
Colours of charts are told apart by <all|people who do not see red>.
The tool {slug}ctl completes its {nn} commands with the tab key.
= known
Known: {problem} {circ}. <Until this is mended|Meanwhile>, restart {slug}{unitname}.
It is still possible that {problem} {circ}.
<Not solved yet|Still open>: {problem}<, mostly {circ}|>.
{Circ} the first page takes up to {nn} seconds.
The French texts of {nn} dialogues are <missing|in English for now>.
Do not <set|raise> {key} above its default {circ}.
Screens of {nnn} pixels cut the last column.
A downgrade <is not possible|needs the backup> once the new form of data is written.
Two nodes must not be updated <at the same time|within {nn} minutes of each other>.
{Problem} {circ}; we have it on the bench.
Printing from tablets <leaves a margin of {nn} millimetres|needs {n} attempts>.
While a merge runs, counts may be off by up to {nn}.
The sample script for imports expects {n} columns, the page says {n}.
Clients older than {nn} months see the former colours.
= upgrade
Make a backup <first|before anything else>: {slug}ctl export --all <takes|needs> about {nn} minutes.
Stop {slug}{unitname} on both nodes, <the standby first|one after the other>.
Allow {nn} minutes; {nnn} gigabytes of data need {n} hours.
From {before} the update is <direct|one step>; from older ones go through {before}.
Install the package and start {slug}{unitname} <again|on the standby>.
Look at port {main}: the health page must <say ok|be green> within {nn} seconds.
Compare {key} with your own value.
Keep the old package for {nn} days.
<Gateways|Clients> update themselves in the <night|hours> after.
Run {slug}ctl verify and <read|keep> its last {nn} lines.
No change of the data, so going back to {before} is <easy|one command>.
The licence file stays where it is, in {paths}.
Clear {paths} <by hand|if it holds more than {n} gigabytes>.
Tell the people on shift<| in {place}>: screens go blank for {nn} seconds.
Check free space in {paths}; the update <writes|leaves> {n} gigabytes there.
Sign in <once|on {host}> as administrator, so that the <rights|indexes|{nn} caches> are <rebuilt|filled>.
= open
{p} {v} is out since {d}.
<This is|Here is> {p} {v}, <released|published> on {d}.
{p} <reaches|arrives at|moves to> version {v} (<release day|day of release> {d}).
On {d} we released {v} of {p}.
Version {v} of {p} <has been|is> available since {d}.
{v} of {p} <follows|comes after> {before}, with a date of {d}.
The {p} people are done with {v}: {d}.
As of {d}, {p} is at {v}.
{d}: {p} {v}.
<After {nn} weeks|After a long test> {p} {v} went out on {d}.
<Download it, it is|Ready to load> since {d}: {p} {v}.
What changed in {p} between {before} and {v}, the version of {d}.
{p} {v} left the build on {d}.
We are at {v} with {p} since {d}.
= small
A <small|short|quiet> release with {nn} changes, {n} of which you will <see|notice>.
<Mostly|Largely> repairs this time.
It is a <big|full> step: {nnn} changes by {n} people.
The theme is order: {nn} old tickets are closed.
Nothing in {v} forces you to <hurry|update today|leave {before}>.
We held it back for {n} days because of one test in {place}.
<No new features|Features had to wait>; the list of faults was too long.
It was tried for {nn} days at {n} sites before it came to you.
<Half|A third|{nn} percent> of it comes from <letters|calls|visits> <of|to> customers.
<Please|Do> read <the part about updating|page {nn} of the manual> <first|before you load {v}>.
{nn} of the changes are in the {part}.
If you use scripts <against {slug}{unitname}|on port {main}>, <look at|check> the last entry.
Written in {place}, tested in {place}.
It has been running <on our own devices|at home> for {nn} days.
The previous one, {before}, stays in support for {n} months.
<The {part} has a new face|There is something to look at: the {part}>.
Those on {before} <gain most|will see little change>.
= close
Questions go to {owner}.
{owner} <is glad of|reads> every report.
<Owner|Maintained by>: {owner}.
Support for this version ends when the <third|second> one after it appears.
<Older notes|All earlier notes> are under Help, page {nn}.
If <something|{v}> breaks, say so <to {owner}|in the portal> and name <{v}|the version and the host>.
Not sure? Wait {nn} days, <nothing will happen|it will still be there>.
<Signed by|Released by> {owner}.
The checksum <begins with {serial}|ends in {serial}>.
Thank you for {nnn} reports since the last one.
The next version is planned for <{month}|{month}, if the tests in {place} agree>.
Loaded by {nn} sites <so far|in the first night>.
Text checked by {who2}.
The team behind {p} is {owner}, and it <wants to hear|would like to know> what is missing.
= subject
<New version|Release|Update>: {p} {v}
{p} {v} is <here|out|ready>
<Please update|Update for> {p}
What is new in {p}
{p}: <changes|notes> for {v}
From {before} to {v}: {p}
= greet
Dear customers,
Hello all,
Good morning,
To everybody who runs {p},
Dear administrators,
Hello from {owner},
Dear partners <in the field|in {place}>,
Hi everyone,
= hot
This is a <hotfix|single repair|correction out of turn>.
It <replaces|follows> {before} <after {gap} days|{gap} days later>.
We do not like to publish twice in a month, <but this one could not wait|and still we do>.
Only one thing has changed.
<Whoever|Everybody who> runs {before} should <take|load> it.
The update takes {nn} seconds and no restart of the host.
Nothing else was touched; {nnn} tests say so.
Found on a <Friday|Sunday>, mended by {who2}.
You need it only {circ}.
<The rest of {before}|Everything else> stays <as it is|untouched>.
= use
<For the shift|On the floor>
<For administrators|If you run {slug}{unitname}|For those with root>
<For developers|For those with scripts>
<For accounts|In the office>
<For technicians|With the screwdriver in hand|On the ladder>
<For auditors|For quality people>
<For everyone|Seen by all>
<For planners|At the planning desk>
= head.new
<Added|New|New features|What is new>
= head.gain
<Changed|Improved|Better than before|Improvements>
= head.fix
<Fixed|Repairs|Corrections|Bugs fixed|Solved>
= head.sec
<Security|Security fixes|Closed weaknesses>
= head.known
<Known issues|Open points|Still not right|Known limits>
= head.up
<Updating|How to update|Upgrade|Before you update|Installation>
"""
