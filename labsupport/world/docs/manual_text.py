# ruff: noqa: E501 -- prose, one entry a line
"""Wording of manuals. Facts: `{p}` product, `{version}`, `{d}` its release date, `{owner}`, `{channel}`, `{lead}`, `{sku}`, `{price}`,
`{supplier}`, `{prole}`, `{part}` a component. `{about}` is what a configuration key sets, `{problem}` what may go wrong."""

BANK = """
= open
This <page|chapter> describes {p} {version}<, the release of {d}|>.
{p} {version}, <manual|handbook>. Text of {day}.
<Read this first|Start here> if {p} is new to you.
For <those who install|people who run> {p}, version {version}.
<Everything|What> you need for {p} in the {version} line<. No more|>.
You have {p} {version} in front of you. <Good|Let us begin>.
<Written by|Edited by> {owner} for {p} {version}.
<Applies to|Valid for> {version} (released {d}); older ones differ <in part|in {nn} places>.
{p} is {a} {prole}. This <sheet|page> covers version {version}.
A <guide|short guide> to {p}, article {sku}.
= over
{p} {does}.
<In short|Put simply>, {p} {does}.
In daily use, {p} {does}.
<You can|It lets you> {new}.
Among other things you can {new}.
{p} was <built|made> for rooms like those of {cust}: {nn} doors, {nnn} devices, one tired planner.
It consists of <three parts|parts>: {part}, {part2} and {part3}.
The {part} {gain}.
Its hardware part is made by {supplier}.
A site of <middle|average> size has {nn} devices and sends {nk} readings a day.
{p} runs on <one host, here called {host}|two hosts, here called {host} and {host}>.
<It does not|{p} does not> replace a thermometer on the wall, <keep one|for which the law asks>.
The <name|word> {slug} in commands is always {p}.
{owner} develops it in {site}.
It is sold for {price} a month and <device|site>.
The article number is {sku}; <quote it|you need it> when you order.
What it costs is {price} a month<; discounts are in your contract|>.
= needs
<Plan|Allow> {n} cores and {nn} gigabytes for every {nnn} devices.
The disk <fills|grows> by about {nn} megabytes a day and site.
A solid disk is needed from {nnn} devices on, <below that any disk does|not before>.
Virtual hosts are fine if their clock <is kept|stays within {ms} ms>.
{p} <wants|needs> a name server that answers in {ms} ms.
<Browsers|Clients> of the last {n} years work; older ones show {nn} percent of the pages.
One gateway serves {nnn} devices within {nn} metres of air, or {n} walls.
Power: {nn} watts at rest, {nnn} <at start|with all radios on>.
Rooms below {deg} degrees need the <cold|sealed> case.
The line must carry {nn} kilobits per gateway, <more|twice that> during the first night.
Time servers are required, <two|three> of them.
<Do not|Never> put the database on a network drive; tests with {host} took {n} times as long.
Both nodes need the same <processor|amount of memory>.
= install
Log in on {host} as <root|administrator>.
Load the package of {version} and compare the sum ({serial}).
Unpack it in {paths}; <{nnn} megabytes are needed|it takes {nn} seconds>.
Run the installer and answer {n} questions.
Give the service its own account, not <root|yours>.
Choose port {main} unless something else <listens there|uses it>.
Create the database with {n} connections or more.
Enter the licence; the field takes {nn} signs.
Open {host} in a browser and <sign in|change the first password>.
Add the first site with its time zone.
Pair one device and wait {nn} seconds for its first value.
Make a backup before you go on; it is small, {n} megabytes.
Repeat all this on {host} if you want a standby.
Tell {channel} that you are done, <they like it|with the serial>.
If step {n} fails, look into /var/log/{slug}/{log}.log.
= install.note
The whole <takes|needs> about {nn} minutes.
An installation without questions is possible with a file of answers, <see the example|{nn} lines long>.
<Removing|Taking away> {p} leaves {paths} untouched.
<Install|Set up> at most {n} products on one host.
Whoever updates from an older version <skips|leaves out> step {n}.
The installer writes what it does to {paths}.
Behind a proxy, set its address <before step {n}|first>.
Nothing is sent to us during <installation|set-up>.
A second run <does no harm|repairs what is missing>.
= net
Only port {main} must be reachable <for users|from inside>.
Nothing connects from the internet to {p}; <it calls out itself|all calls go out>.
Connections idle for {nn} s are closed.
Both nodes talk over port {tcp}, <encrypted|with their own certificate>.
A firewall that drops silently costs {nn} seconds per call; <refuse instead|let it refuse>.
Names are better than numbers: {host}, {host}.
Time comes in over port 123, <do not forget it|often forgotten>.
Mail leaves through port {tcp}.
Gateways use {n} kilobits at rest and {nn} when they empty their buffer.
Packets above {nnnn} bytes are split; <some|old> routers mind.
Put gateways in a network of their own, <at best|if you can> with {nn} addresses to spare.
= conf
Settings live in {paths}, one line each.
`{key}`: {about}. <Default|We ship>: {kvalue}.
The <key|line> `{key}` ({about}) <may|should> stay at {kvalue} <until you know better|at first>.
If {circ} values look odd, check `{key}`, default {kvalue}. What it sets: {about}.
<Raise|Lower> `{key}` in small steps and wait {nn} minutes.
`{key}` <came with|has been there since> {before}. <Purpose|Use>: {about}.
A line with a mistake is reported with its number, and the service <keeps|uses> the old value.
{host} and {host} must have the same `{key}`.
Changes <are read|count> after `{slug}ctl reload`.
With `{key}` at {kvalue} a site of {nnn} devices runs <smoothly|without remark>.
Comments begin with # and are <kept|copied> by updates.
Customers who set `{key}` <themselves|by hand> should note it <in their file|in the log book>.
Of {nn} keys you will need {n}.
Shipped with `{key}` at {kvalue}<. {cust} uses another value|, which suits {nn} sites of a hundred>.
What `{key}` does: {about}.
= conf.head
<Settings of the {c}|The {c}|Configuration: {c}|Keys of the {c}|{c}>
= cli
`{cmd}` <shows|reports> what {comp} is doing.
All commands accept `--quiet` and `--json`.
A command returns 0 when it <worked|did what you asked>, {n} otherwise.
`{cmd}` <asks|waits> for up to {nn} s.
Use `{cmd}` before you <ring|write to> us.
The tab key completes all {nn} commands<, {nnn} flags|>.
<Never|Do not> run `{cmd}` on both nodes at once.
Output goes to the screen and, with `--json`, <in one line|ready for scripts>.
`{cmd}` <is harmless|changes nothing>.
Commands that change something ask once; `--yes` <answers|silences> them.
History is kept for {nnn} commands.
= api
Calls go to port {main} with a token in the header.
A page has {nnn} rows at most; follow `next` <for more|to the end>.
<More than|Above> {nn} calls a second are answered with 429 and a pause of {n} s.
Times are in UTC and <end in Z|have milliseconds>.
Fields that you do not know <should be ignored|may appear at any time>.
Numbers are <plain|never text>; temperatures have one decimal.
A token <lives|is good> for {nn} minutes.
Errors come with `code` and `text`; <show the text|log both>.
A `DELETE` is kept for {nn} days and can be taken back.
Old fields stay for {n} releases.
Send `Idempotency-Key` with every order, then repeats <do no harm|count once>.
Test against {host} first.
= logs
Logs lie in /var/log/{slug}, {nn} files of {nnn} megabytes.
A line has time, level, part and text, <in that order|always>.
WARN <means|says> that {p} helped itself, ERROR that it could not.
Turn on DEBUG for {nn} minutes at most: it writes {nnn} lines a second.
Search for the number of the device, not its name; {serial} <is better than|beats> "door {n}".
Lines from <both nodes|two nodes> are in one order only if their clocks agree within {ms} ms.
Logs are <deleted|thrown away> after {nn} days.
Send us the file, not a photograph of it.
The part in the example is {part}.
What is secret is masked by <stars|{n} stars>.
<Rotation|A new file> starts at {clock}.
= errors
Codes begin with E and stay the same <in all releases|for ever>.
A code appears on the screen, in the log and <in the answer of the interface|in mails>.
What to do stands <beside it|in the last column>.
<Codes not listed here|Others> come from parts you do not have.
If a code comes back within {nn} minutes after its remedy, <call us|write to {channel}>.
{p} has {nnn} codes; these are the ones that <people ask about|matter>.
Note the code and the time before you <restart|close the window>.
The same code from {n} devices has one cause, not {n}.
= errsay
{code}: {meaning}. <Then|What helps>: {remedy}.
When {meaning}, the {epart} shows {code}; {remedy}.
{code} comes from the {epart} and means that {meaning}. <In that case|So> {remedy}.
<On|At> {code}, {remedy}.
The {epart} reports {code} if {meaning}.
{code} tells you that {meaning}; to get rid of it, {remedy}.
Nothing is <lost|broken> at {code}: {meaning}. The way out: {remedy}.
= watch
Watch {n} numbers, not {nn}.
The health page says ok, slow or red; <slow is no alarm|red calls somebody>.
<Graphs|Curves> matter more than values: look for a bend {circ}.
Measure every {nn} s; <more often is noise|rarely is too late>.
An alarm needs somebody who answers, and a text that says <what to do|which page to open>.
The limits <are ours|come from {nn} sites>; yours may be lower.
`{cmd}` prints all of them.
Values of the standby count as well.
{owner} looks at the same numbers for {nnn} sites.
= backup
Backups run at {clock} and take {nn} minutes.
<Kept are|We keep> {n} daily, {n} weekly and {n} monthly copies.
A copy that was never restored is a <hope|wish>, try it once in {n} months.
It contains settings, rules and readings, <no passwords|but no keys>.
Restore to another host first, {host} for instance.
{nn} gigabytes come back in {nnn} minutes.
Put one copy in another <town|building>, in our case {place}.
`{cmd}` tells how old the newest one is.
If the target is full, the oldest is <kept|not deleted> and an alarm goes out.
Single sites can be restored since {before}.
The password of the copy is not stored by us.
= upgrade
Updates go from version to version; <do not jump|never leave one out> across a main number.
{p} is at {version} since {d}.
Read the notes of each release in between.
The standby goes first, and {nn} minutes later the other.
A way back exists for {n} days.
Gateways follow by night, {nn} at a time.
After an update the first page is slow for {nn} s.
Customers on {before} may <wait|stay> until {soon}.
Your own reports survive; <templates are converted|check {n} of them>.
Data is converted once: {nn} gigabytes take {nnn} minutes.
We test updates on {nn} sites before you see them.
= security
Change the first password, <at once|before anything else>.
Accounts without a sign-in for {nnn} days are locked.
Keys are {nnnn} bits long and <made on the device|never copied>.
Give each script a token of its own, good for {nn} days.
Only {n} people need the administrator role.
We publish weaknesses with a number and the version that closes them.
Report what you find to {owner}, <in confidence|not in a forum>.
Turn off what you do not use: {comp}, port {tcp}.
Traffic is encrypted <between all parts|even on the same host>.
Log in {place} shows who changed what; it <cannot be edited|is signed>.
A stolen gateway holds {nn} days of readings and nothing else.
= users
Roles are <few|simple> on purpose.
A person has one role per site and may have {n} sites.
The last administrator cannot be <removed|locked out>.
Guests see {n} rooms for {nn} hours.
Groups may contain groups, {n} levels deep.
Rights given today count <at once|within {nn} s>.
A right that nobody used for {nnn} days is shown in grey.
Names may be <masked|replaced by numbers> in exports.
If in doubt give less; <people will ask|asking is easy>.
For tests make an account called test-{nn}.
= size
The table was measured on {host} with {n} cores.
Between the rows you may <interpolate|guess>; above them, ask {owner}.
<Doubling|Twice> the rate costs {nn} percent more memory.
Alarms are cheap, charts are not: one chart costs as much as {nnn} readings.
We run {nnnn} devices on one host in {place}.
A slow disk shows first in {comp}.
What counts is the busiest minute, {clock} at most sites.
= trouble
{Problem}{circ2}: update to {version}<, it is mended there|>.
If {clue}, <look at|begin with> {comp}.
{Problem}? Restart {slug}{unitname} and <watch|wait> for {nn} s.
When {clue}: compare {host} with {host}.
Seen {circ}: {problem}. `{key}` at {kvalue} <cures it|helps>.
No values from one room: <battery|door>, then radio, then us.
No values from any room: {host}, then the line.
{Clue}? <Call us|Write to {channel}> and keep the log.
Slow pages {circ} point to {comp}.
If {problem}, somebody has changed `{key}`; it ships as {kvalue}.
<Everything|All> grey at {clock}: the clock.
Alarms without a reason: two sites use threshold {nn}, one of them by mistake.
{problem}; a known matter {circ}.
= hard
The lamp is green every {nn} seconds, yellow when {n} devices are missing, red without a line.
Case: {nn} by {nnn} by {nn} millimetres, {nnn} grams.
It works between {deg} and {nn} degrees.
Mount it {nnn} centimetres above the floor, <away from|not above> the evaporator.
The antenna points up; a bent one costs {nn} percent of the reach.
The cell lasts {nn} months at one reading a minute, {n} at one a second.
Do not paint it, do not wash it with more than {nn} bar.
The label with the serial ({serial} for example) must stay readable.
Screws: {n} of {n} millimetres, in the bag.
Old cells go into the red box, <not into the bin|please>.
Hold the magnet to the mark for {n} seconds to wake it.
Spare parts come from {supplier}.
= care
Wipe it with a damp cloth, <nothing else|no spirit>.
Check {n} devices against ice water once in {nn} weeks: 0.{n} degrees off is fine.
Look at the seal when you change the cell.
After a fall from more than {nnn} centimetres, send it in.
Frost on the case does no harm, <ice on the antenna does|water in the plug does>.
Calibration is due after {nnn} days; the date is on page {nn} of the device menu.
A device out of use for {nn} days should sleep.
Write the date of each change on the label.
In {place} they turn devices by a quarter each {month}, which helps.
= imp
The file has a header and <commas|semicolons>; {nn} columns, {n} of them required.
Save it as UTF-8<, not as a table|>.
Empty fields keep the old value.
Up to {nk} rows are read at once.
Rows with a mistake are listed <at the end|with their number>, the others count.
A trial with `{cmd}` changes nothing.
Dates as in 2025-03-1{n}<, no other form|>.
Decimal points, even where commas are usual.
The first {n} rows are shown before anything happens.
= jobs
Jobs start within {nn} s of their time.
The night belongs to export, backup and {comp}, <in that order|one after another>.
A job that runs longer than {nn} minutes is <stopped|reported>.
Missed jobs are made up for <after a restart|once>.
Do not plan anything between two and three.
`{cmd}` lists what runs and what waits.
A job may be held for {n} days, <then it is dropped|not longer>.
Results of the last {nn} runs are kept.
= pair
The standby copies everything with a delay of {n} s.
Switching takes {nn} s, by hand or <by itself|on its own> after {nn} s of silence.
Both nodes need a third that <votes|decides>: {host} will do.
Never start both as first; the younger one <loses|gives way>.
Test the switch in {month} and after each update.
The address {slug} moves with the first node.
While a node is away, exports wait.
After {nn} minutes alone, the first node raises an alarm.
{host} in {place} and {host} here: not in one rack.
= gloss
reading | one value with its time
cell | what one gateway hears; also the battery, sorry
site | a building with an address
tenant | everything of one customer
<standby|second node> | the node that waits
drain | take no more, finish what is there
lag | how far the copy is behind, in seconds
table | the corrections of one probe
rule | a condition and what follows
spool | readings that wait on disk
token | a key for a while
chain | who is called, in order
rate | readings per minute, {nn} at most
threshold | the line that must not be crossed
part | a piece of {p}, such as the {part}
grey | silent for {nn} minutes
= example
<A case from|Take> {cust}: {nn} rooms, {nnn} devices, {n} telephone numbers for the night.
They set `{key}` from {kvalue} to something else and <regretted it|wrote to us> after {nn} days.
On {lately} at {clock} room {n} rose to {deg} degrees, and {nn} s later a telephone rang.
Of {nnn} alarms in a month, {nn} were real.
The first version had {nn} rules. Now there are {n}.
{col} installed it in {nnn} minutes, coffee included.
Before, {n} people wrote down temperatures {n} times a day.
They <wanted|asked for> one number, <minutes|hours> above {n} degrees; it is {nn} a week.
The figures are <from {lately}|from room {n} in {place}|not older than {nn} days>, the name is used with consent.
What went wrong: {problem}.
Doors were the cause in {nn} of {nn2} cases.
= help
{p} is looked after by {owner}; write to {channel}.
<Head|Lead> of the team is {lead}.
{owner} looks after {p} and sits in {site}, <visitors are welcome|second floor>.
<Say|Tell us> version ({version}), host and time, and what you expected.
Extension {ext} reaches {who2} <by day|until {clock}>.
In {channel} an answer takes {nn} minutes <on average|by day>.
{who2} (extension {ext}) knows the {part} best.
Orders and prices: article {sku}, {price} a month.
Errors in this text? Tell {who2}.
A call costs nothing; <a visit does|visits are in the contract>.
= more
<Accessibility|For screen readers>: all {nn} pages can be used with the keyboard.
Languages: English, German, French; {nn} texts are still <missing|in English>.
The licence covers {nnn} devices; {n} percent more are tolerated for {nn} days.
This product contains {nn} open parts; their licences lie in {paths}.
Devices may be opened by technicians only.
Return packaging to {place}.
Radio: band {n}, {nn} milliwatts; <not for aircraft in flight|see the label>.
Times in this book are local times of the site.
{p} is not a medical device.
We change this text when {p} changes, and note it <below|on page {n}>.
The words must, should and may are meant <as they stand|literally>.
= edition
Edition of {day}, for {p} {version}.
(This text: {day}. The version it is about: {version}.)
<State|Last change>: {day}, {owner}.
{version}, {day}, checked by {lead}.
<Corrected|Looked through> on {day} by {owner}.
{owner}, {day}
Text no. {nnnn}, {day}, version {version}
<Replaces|Instead of> the text on {before}. {day}, {version}, {owner}.
= aside
page {nn}
see {comp}
on {host} as well
since {before}
new in {version}
at {cust}, for instance
tried in {place}
more in {paths}
compare `{key}`
{n} of ten people miss this
seen on {host}
asked for by {cust}
figure {nn}
<also|even> {circ}
not {circ}
see `{cmd}`
key `{key}`
step {n} in the old text
= lead
Note: 
Remember: 
As a rule, 
In {version}, 
With {p}, 
On {host} and elsewhere, 
<Since|From> {before} on: 
In short, 
For sites like {place}: 
<Important|Worth knowing>: 
After {nn} days or so you will see: 
Our advice: 
From {nnn} sites we know: 
{who2} adds: 
By experience, 
At {cust} they say: 
= h.over
<Overview|What it is|About {p}|Introduction|In brief>
= h.needs
<Requirements|Before you start|What it needs|System requirements>
= h.install
<Installation|Installing {p}|Set-up|How to install>
= h.net
<Network|Ports and lines|Network ports|Connections>
= h.conf
<Configuration|Settings|Configuration reference|Keys>
= h.cli
<Commands|Command line|{slug}ctl|The tool {slug}ctl>
= h.api
<Interface|Programming interface|API|Calls from programs>
= h.logs
<Logs|Reading the log|Log files|What the log says>
= h.errors
<Error codes|Codes|Messages|What the codes mean>
= h.watch
<Monitoring|Numbers to watch|Health|Supervision>
= h.backup
<Backup and restore|Backups|Copies|Saving data>
= h.upgrade
<Updating|Versions|Updates|Upgrade>
= h.security
<Security|Safe operation|Hardening|Security notes>
= h.users
<Users and roles|Roles|Who may do what|Rights>
= h.size
<Sizing|How large|Performance|Planning>
= h.trouble
<Troubleshooting|When it does not work|Symptoms|Faults>
= h.hard
<Hardware|Mounting|The device|Technical data>
= h.care
<Care|Maintenance|Looking after it|Upkeep>
= h.imp
<Import|Import files|Loading lists|File format>
= h.jobs
<Jobs|Scheduled work|The night|Scheduler>
= h.pair
<Two nodes|Standby|High availability|The second node>
= h.gloss
<Terms|Glossary|Words|Vocabulary>
= h.example
<Example|From practice|A worked case|A site>
= h.help
<Help|Support|Contact|Whom to ask>
= h.more
<Other|Legal and other|Notes|Small print>
= ask.over
What is {p}?
= ask.conf
Where do I change the settings?
= ask.errors
What does the code mean?
"""

DE = """
= edition
Stand {day}, für {p} {version}.
(Dieser Text: {day}. Beschriebene Version: {version}.)
{version}, {day}, geprüft von {lead}.
<Korrigiert|Durchgesehen> am {day}, {owner}, Version {version}.
{owner}, {day}, {version}
= title
Handbuch {p} {version}
{p}: Kurzanleitung
{p} {version}, Betriebsanleitung
Erste Schritte mit {p}
Hinweise zu {p} {version}
= open
Diese Anleitung gilt für {p} {version}<, erschienen am {d}|>.
{p} {version}, Stand {d}.
<Für alle|Für Personen>, die {p} einrichten oder betreiben.
Dieses Blatt beschreibt {p} in der Fassung {version}.
<Lesen Sie dies zuerst|Bitte zuerst lesen>: {p} {version} vom {d}.
Willkommen bei {p}. Beschrieben wird Version {version}.
= over
{p} gehört zum Team {owner}<, das auch Fragen beantwortet|>.
Die Artikelnummer lautet {sku}.
Der Preis beträgt {price} im Monat.
Bestandteile sind „{part}“, „{part2}“ und „{part3}“.
Die Hardware liefert {supplier}.
Ein Standort mittlerer Größe hat {nn} Geräte und sendet {nnnn} Messwerte am Tag.
Der Dienst läuft auf {host} und lauscht auf Port {main}.
Zuständig ist {owner} in {site}.
Eine Meldung kommt spätestens nach {nn} Sekunden an.
Das Gerät ersetzt kein geeichtes Thermometer.
= steps
Melden Sie sich auf {host} als Administrator an.
Spielen Sie das Paket ein und vergleichen Sie die Prüfsumme ({serial}).
Wählen Sie Port {main}, <sofern er frei ist|wenn nichts dagegen spricht>.
Legen Sie den ersten Standort mit seiner Zeitzone an.
Koppeln Sie ein Gerät und warten Sie {nn} Sekunden auf den ersten Wert.
Ändern Sie das erste Kennwort sofort.
Starten Sie den Dienst mit `systemctl start {slug}{unitname}`.
Prüfen Sie die Anzeige mit `{slug}ctl status`.
Erstellen Sie eine Sicherung in {paths}.
Schrauben Sie die Halterung {nnn} cm über dem Boden an.
Tragen Sie zwei Personen ein, die nachts erreichbar sind.
Lösen Sie einen Probealarm aus und notieren Sie die Uhrzeit.
= conf
Die Einstellungen stehen in {paths}.
Änderungen gelten nach `{slug}ctl reload`.
`{key}` steht ab Werk auf {kvalue}.
Ändern Sie `{key}` nur in kleinen Schritten und warten Sie {nn} Minuten.
Beide Knoten brauchen denselben Wert für `{key}`.
Kommentare beginnen mit # und bleiben erhalten.
Wer `{key}` verstellt, sollte es <im Betriebsbuch|in der Akte> vermerken.
= err
{code} stammt aus „{epart}“; die Anzeige lautet „{meaning}“.
Bei {code} („{meaning}“) empfiehlt das Gerät: „{remedy}“.
Die Meldung {code} bedeutet „{meaning}“.
Erscheint {code}, notieren Sie Uhrzeit und Gerät. Angezeigt wird „{meaning}“.
{code}: „{remedy}“ lautet der Hinweis am Bildschirm.
= care
Reinigen Sie das Gehäuse mit einem feuchten Tuch.
Die Zelle hält etwa {nn} Monate.
Vergleichen Sie alle {nn} Wochen mit einem Eisbad; 0,{n} Grad Abweichung sind in Ordnung.
Nach einem Sturz aus mehr als {nnn} cm schicken Sie das Gerät ein.
Leere Zellen gehören in die rote Kiste.
Bei mehr als {nn} Minuten Stille wird die Kachel grau.
Sicherungen laufen um {clock} und dauern {nn} Minuten.
Protokolle werden nach {nn} Tagen gelöscht.
= help
Fragen beantwortet {owner} im Kanal {channel}.
Durchwahl {ext} führt zu {who2}.
Die Leitung von {owner} hat {lead}.
Nennen Sie Version ({version}), Rechner und Uhrzeit.
Fehler im Text? Bitte an {who2} melden.
Sie erreichen {who2} unter {ext}, {owner} unter {channel}.
= aside
Seite {nn}
auch auf {host}
siehe {comp}
Schlüssel `{key}`
seit {before}
gilt für {version}
Bild {nn}
mehr in {paths}
erprobt in {place}
Vorgabe {kvalue}
= h
<Überblick|Was es ist|Einleitung>
<Inbetriebnahme|Erste Schritte|Einrichtung>
<Einstellungen|Konfiguration>
<Fehlercodes|Meldungen>
<Pflege|Wartung|Betrieb>
<Hilfe|Kontakt|Ansprechpartner>
= head
Schlüssel | Vorgabe | Bereich
Code | Anzeige | Hinweis
"""

FR = """
= edition
Édition du {day}, pour {p} {version}.
(Ce texte : {day}. Version décrite : {version}.)
{version}, {day}, relu par {lead}.
<Corrigé|Revu> le {day}, {owner}, version {version}.
{owner}, {day}, {version}
= title
Manuel de {p} {version}
{p} : guide rapide
Premiers pas avec {p}
{p} {version}, mode d'emploi
Notes sur {p} {version}
= open
Ce manuel décrit {p} {version}<, paru le {d}|>.
{p} {version}, état du {d}.
<Pour celles et ceux|Pour les personnes> qui installent ou exploitent {p}.
Cette fiche concerne {p} dans sa version {version}.
<À lire d'abord|Commencez ici> : {p} {version} du {d}.
Bienvenue dans {p}. La version décrite est {version}.
= over
{p} est suivi par l'équipe {owner}<, qui répond aussi aux questions|>.
Le numéro d'article est {sku}.
Le prix est de {price} par mois.
Il comprend « {part} », « {part2} » et « {part3} ».
Le matériel vient de {supplier}.
Un site moyen compte {nn} appareils et envoie {nnnn} mesures par jour.
Le service tourne sur {host} et écoute sur le port {main}.
L'équipe responsable, {owner}, se trouve à {site}.
Une alerte arrive en {nn} secondes au plus.
L'appareil ne remplace pas un thermomètre étalonné.
= steps
Connectez-vous à {host} comme administrateur.
Chargez le paquet et comparez la somme ({serial}).
Choisissez le port {main}, <s'il est libre|sauf raison contraire>.
Créez le premier site avec son fuseau horaire.
Associez un appareil et attendez {nn} secondes la première valeur.
Changez aussitôt le premier mot de passe.
Démarrez le service avec `systemctl start {slug}{unitname}`.
Contrôlez l'état avec `{slug}ctl status`.
Faites une sauvegarde dans {paths}.
Fixez le support à {nnn} cm du sol.
Inscrivez deux personnes joignables la nuit.
Déclenchez une alerte d'essai et notez l'heure.
= conf
Les réglages se trouvent dans {paths}.
Les changements comptent après `{slug}ctl reload`.
`{key}` vaut {kvalue} à la livraison.
Ne changez `{key}` que par petits pas et attendez {nn} minutes.
Les deux nœuds doivent avoir la même valeur pour `{key}`.
Les commentaires commencent par # et sont conservés.
Notez tout changement de `{key}` <dans le journal|dans le dossier>.
= err
{code} vient de « {epart} » ; l'écran affiche « {meaning} ».
Pour {code} (« {meaning} »), l'appareil conseille : « {remedy} ».
Le message {code} veut dire « {meaning} ».
Si {code} apparaît, notez l'heure et l'appareil. L'écran montre « {meaning} ».
{code} : le conseil affiché est « {remedy} ».
= care
Nettoyez le boîtier avec un chiffon humide.
La pile dure environ {nn} mois.
Comparez toutes les {nn} semaines avec un bain de glace ; 0,{n} degré d'écart est normal.
Après une chute de plus de {nnn} cm, renvoyez l'appareil.
Les piles vides vont dans la caisse rouge.
Après {nn} minutes de silence, la tuile devient grise.
Les sauvegardes partent à {clock} et durent {nn} minutes.
Les journaux sont effacés après {nn} jours.
= help
L'équipe {owner} répond dans {channel}.
Le poste {ext} est celui de {who2}.
{lead} dirige {owner}.
Indiquez la version ({version}), la machine et l'heure.
Une erreur dans ce texte ? Dites-le à {who2}.
Vous joignez {who2} au {ext} et {owner} dans {channel}.
= aside
page {nn}
aussi sur {host}
voir {comp}
clé `{key}`
depuis {before}
valable pour {version}
figure {nn}
plus dans {paths}
essayé à {place}
valeur {kvalue}
= h
<Aperçu|Présentation|Introduction>
<Mise en service|Premiers pas|Installation>
<Réglages|Configuration>
<Codes d'erreur|Messages>
<Entretien|Exploitation>
<Aide|Contacts>
= head
Clé | Valeur | Plage
Code | Affichage | Conseil
"""

HEADS = {  # of tables: a word of each group between slashes is drawn, `_` is a blank
    "needs": "Devices/Sensors/Probes/Up_to_devices Cores/Processors/CPU Memory/RAM Disk/Volume/Storage Line/Network/Uplink",
    "net": "For/Use/Purpose/What Port/Number/Port_no. Direction/Way/Flow Protocol/Type/Kind Example/Host/Seen_on/Such_as",
    "conf": "Key/Setting/Name/Line Default/Shipped/Value/At_first Range/Allowed/Limits/From_-_to Meaning/What_it_does/Sets/Purpose",
    "api": "Field/Name/Key Type/Kind Example/Such_as/Value",
    "watch": "Number/What/Value/Figure Normal/Usual/By_day/Expected Alarm_at/Too_much/Limit/Call_somebody_at Read_at/First_seen/Peak_at/Sampled",
    "upgrade": "Version/Release/Number Released/Date/Out_since Takes/Downtime/Pause Supported_for/Support/Way_back",
    "security": "Number/Id/Weakness Component/Part/Where Severity/Rating/How_bad Fixed_in/Safe_from/First_good_version",
    "users": "Role/Name/Group Sees/Reads/Looks_at Changes/Writes/May_edit Sites/At_most_sites/People",
    "size": "Devices/Readings_an_hour/Sensors/Rooms First_page/Delay/Answer Month_report/Start-up/Export Memory/Peak_memory/RAM",
    "errors": "Code/Error Part/Raised_by/Component Meaning/It_says_that/Explanation Remedy/What_helps/Fix/Do_this",
    "errors3": "Code/Error/Message Meaning/Explanation/It_means Remedy/What_helps/Fix/Way_out",
}
TITLES = {
    "book": (
        "{p} {v}: the manual",
        "{p} handbook, {v}",
        "Administrator's guide to {p}",
        "{p} from A to Z",
        "The {p} book, {v}",
    ),
    "page": (
        "{p} {v}",
        "{p}: manual page",
        "{p} {v}, reference",
        "Using {p}",
        "{p}, notes for operators",
        "{p} in practice",
        "Notes on {p} {v}",
    ),
}
QUESTIONS = (
    ("conf", "How do I change <a setting|`{lastkey}`>?"), ("trouble", "<What if it does not work|What if {p} does not answer|Something is odd. What now>?"),
    ("backup", "<Is my data safe|Where are the backups>?"), ("upgrade", "<Which version of {p} do I need|How do I update from {before}>?"),
    ("users", "<Who may do what|How do I give rights>?"), ("net", "<Which ports do I open|What about the firewall|Is port {main} enough>?"),
    ("needs", "<Is {host} large enough|What does {p} run on>?"), ("help", "<Whom can I ask|Who answers questions about {p}>?"),
    ("logs", "<Where are the logs|How do I read the log of {p}>?"), ("over", "<What is it for|What does {p} do>?"),
)  # fmt: skip
# words of tables, used by both sides
PURPOSES = ("users", "standby", "gateways", "time", "mail", "database", "export", "monitoring", "backup", "printer")
FIELDS = (  # name:kind of value
    "site:n",
    "room:n",
    "value:t",
    "min:t",
    "max:t",
    "serial:hex",
    "rate:n",
    "since:clock",
    "battery:n",
    "rssi:n",
    "label:hex",
    "mode:word",
    "door:flag",
    "seen:clock",
    "queue:n",
    "alarm:flag",
    "gateway:host",
    "owner:word",
    "lag:n",
    "muted:flag",
    "node:host",
)
THINGS = ("sites", "devices", "alarms", "readings", "rules", "tours", "cases", "jobs")
NUMBERS = (  # what is watched:its unit
    "queue length:",
    "lag:s",
    "memory:MB",
    "answers per second:",
    "oldest record:s",
    "free space:GB",
    "silent devices:",
    "open alarms:",
    "sign-ins:per minute",
    "slow queries:per hour",
    "late readings:per hour",
    "battery warnings:a day",
    "failed jobs:a week",
    "clock offset:ms",
    "first page:ms",
    "open sessions:",
    "log size:MB",
    "refused calls:per minute",
    "merge time:s",
    "radio retries:percent",
)
ROLES_OF_USERS = ("reader", "shift", "planner", "administrator", "auditor", "technician", "guest", "script", "owner")
