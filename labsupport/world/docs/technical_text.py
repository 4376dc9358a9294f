# ruff: noqa: E501 -- prose, one entry a line
"""What the company's engineers write about: parts of a product, kinds of product, causes of trouble, working conditions.

Sections are `what.which`. `key` lines are `name|kind|what it sets`, see `technical.default`.
"""

PARTS = """
= key.ingest queue
batch_size|n|<how many readings are written in one go|readings per write>
spool_limit|gb|<how large the spool may grow|ceiling of the spool> before <senders are slowed down|new batches are refused>
max_age|h|age at which a late reading is <dropped|set aside>
writers|few|<number of parallel writers|writers that run side by side>
lock_timeout|s|<how long a writer waits for the queue file|wait for the lock of the queue file>
drain_on_stop|bool|<finish the backlog|write what is left> before the service stops
resend_pause|s|pause before a <rejected|refused> batch is <offered|sent> again
spool_path|path|<folder|directory> of the spool
low_water|pct|fill level at which senders are let in again
= key.rule engine
cycle|s|<time between two evaluations|how often the rules are evaluated>
max_rules|nnn|rules <that may be active|allowed> per tenant
grammar|few|<version of the rule grammar|grammar level> that is accepted
hold_time|s|<how long a value must stay over the line|time over the threshold> before a rule fires
mute_after|few|identical alarms <before|after which> a rule is muted
schedule_zone|word:site,utc,tenant|whose clock decides when a schedule starts
dry_run|bool|evaluate, write to the log, <trigger nothing|send nobody anything>
trace_rules|bool|<keep|record> the inputs of every evaluation
= key.radio driver
channel|few|radio channel <at start|on power-up>
tx_power|few|transmit power step, <lower is quieter|higher reaches further>
retries|few|<requests without an answer|unanswered calls> before a device counts as silent
region|word:eu,uk,us,apac|<rules of the band|limits> that apply where the antenna hangs
beacon|s|interval of the pairing beacon
listen_window|ms|time the receiver <stays open|keeps listening> after a call
cell_limit|nn|devices <served|accepted> per cell
rssi_floor|nn|signal below which a <device|link> is marked weak
= key.token cache
lifetime|min|<how long a session token is good for|validity of a session token>
capacity|nk|tokens <held in memory|kept> at once
peer|host|<the other node of the pair|second node that mirrors the cache>
key_refresh|min|how often the list of signing keys is fetched
skew|s|<tolerated difference of clocks|clock difference that is forgiven>
single_address|bool|<bind|tie> a token to the address it was issued for
revoke_interval|s|time between two readings of the revocation list
evict|word:oldest,idle,random|which token goes first when the cache is full
= key.report builder
page_limit|nnn|pages <after which a report is split|a report may have>
workers|few|reports <built at the same time|in the making at once>
paper|word:a4,letter,a5|paper size of the printed form
logo_limit|kb|largest logo that is embedded
chart_series|nn|<series per chart|lines in one chart>
keep_drafts|d|days after which unfinished reports are thrown away
font_pack|word:latin,wide,full|fonts that travel with a report
round_to|few|decimals <shown|printed> in tables
= key.export job
window|h|period <handed over|written> by one run
start_at|clock|time of the nightly run
target|path|folder <that receives the files|the files go to>
quote_fields|word:never,auto,always|whether fields are set in quotes
time_limit|min|<minutes after which a run is stopped|longest run that is tolerated>
compress|bool|pack the files before they are copied
checksum|word:none,crc,sha|what is <written beside|sent along with> each file
keep_copies|nn|finished files <kept|left> on the host
= key.device registry
autoretire|d|days of silence after which a device is retired
strict_serials|bool|refuse serial numbers <with a wrong check digit|whose check digit is wrong>
import_limit|nk|rows <accepted|read> per import
licence_grace|d|days a device works <above the licensed number|beyond the licence>
label_prefix|word:site,zone,none|what stands in front of a device's name
sync_with|host|registry this one <follows|copies from>
lock_moves|bool|<only the old site may|let nobody but the old site> release a device
keep_history|d|days of device history <kept for look-ups|that can be looked up>
= key.map layer
tile_store|gb|<disk space for tiles|size of the tile store>
max_zoom|nn|deepest level that is <loaded|kept>
refresh|d|days between two <updates|loads> of the package
plan_limit|px|longest edge of a floor plan
offline|bool|serve from the store only, never from the network
cluster_from|nn|sites <drawn as one dot|gathered in one mark> from this number up
projection|word:web,flat|projection of the package
prefetch|few|rings of tiles fetched <ahead|around the view>
= key.calibration table
valid_for|d|days a calibration <counts|stays valid>
points|few|<measured points a table needs|points that must be measured>
warn_before|d|<lead|time> of the reminder before a table runs out
max_offset|tenth|largest correction <accepted|allowed>, in degrees
require_certificate|bool|<refuse tables without|insist on> a certificate number
recompute|bool|<correct|recalculate> stored readings when a table changes
signing_slot|few|slot of the key that signs tables
archive_old|bool|keep <superseded|earlier> tables for inspection
= key.mail relay
server|host|<mail server that takes the messages|server the messages are handed to>
submit_port|tcp|port of that server
join_within|min|<alarms of the same kind within this time|like alarms in this span> share one message
queue_limit|nnn|messages that may wait
max_attachment|mb|largest attachment, above it a link is sent
retry_for|h|how long a refused message is tried again
verify|bool|check the certificate of the mail server
quiet_hours|word:off,night,weekend|when only severe alarms are mailed
= key.audit log
retention|d|days an entry is kept
chain_every|nnn|entries <between two signatures|that share a signature>
handover|clock|time at which the day's file is handed over
volume|path|where the log lives
mask_names|bool|write <numbers|initials> in place of names
flush|ms|longest time an entry stays in memory
second_copy|host|node with the second copy
alarm_on_gap|bool|raise an alarm when the chain has a hole
= key.search index
segments|nn|segments before a merge <starts|is due>
refresh_every|s|delay until <new data|a new record> can be found
max_hits|nk|records a query may match
language|word:en,de,fr,all|word lists that are loaded
heap|mb|memory <given to|set aside for> the index
replicas|few|<copies of each part|copies>
stale_after|min|lag at which the index counts as stale
fields_from|path|profile with the fields that are indexed
= key.battery monitor
low_at|pct|charge at which a warning goes out
read_every|h|<hours between two measurements|how often the voltage is read>
cell_type|word:lithium,alkaline,pack|cell that is fitted
cold_limit|deg|temperature below which the reading is not trusted
replace_within|d|days until a warning becomes an alarm
charge_cycles|nnn|cycles after which a pack is due
ignore_missing|bool|say nothing about <a missing charger|gateways without a charger>
curve|word:flat,steep,measured|discharge curve that is assumed
= key.time sync
server_a|host|first time server
server_b|host|second time server
check_every|min|how often the clock is compared
max_step|s|largest jump that is made at once; <more is slewed|beyond it the clock is slewed>
zone_file|path|rules of the time zones
refuse_beyond|s|difference at which readings are marked doubtful
in_cold|min|interval of the check below zero degrees
trust|word:first,majority,nearest|which server wins when they disagree
= key.invoice renderer
layout|word:short,long,letter|layout of the page
rounding|word:line,document|where amounts are rounded
number_from|nk|first number of the range
tax_table|path|table with the tax keys
currency_check|bool|refuse lines in a second currency
copies|few|copies that are <stored|filed>
due_days|nn|days <printed as the term|until payment> where the contract names none
language_of|word:customer,site|whose language the invoice is written in
= key.permission check
deny_unknown|bool|refuse when <the list of rights|the directory> cannot be reached
cache_for|s|how long a decision is remembered
link_days|d|life of a shared link
min_admins|few|administrators a tenant must keep
nested_groups|few|levels of groups <that are followed|inside groups>
blocked_file|path|list of blocked addresses
log_denials|bool|write refused requests to the audit log
site_required|bool|<accounts need a site|refuse accounts without a site>

= log.ingest queue
queue depth {nnn}, oldest {nn} s, writers {n}
spool at {pct} percent on {host}
batch {nnnn} accepted, {nnn} readings, {ms} ms
batch {nnnn} cut after record {nn}
lock held by pid {nnnn} for {n} s
late reading dropped, channel {nn}, age {nnn} s
= log.rule engine
cycle finished in {ms} ms, {nnn} rules, {n} fired
rule {nnn} skipped: no unit
rule {nnn} muted after {n} alarms
loop suspected between rule {nn} and rule {nnn}
schedule {nn} has no end, treated as open
rule set {nnnn} loaded, {nn} archived
= log.radio driver
ch {nn} busy, noise -{nn} dBm
device {serial} silent after {n} calls
pairing {serial} accepted in slot {nn}
ack from {serial} in {ms} ms, rssi -{nn}
tx power cut to step {n}
cell {n} full, {nn} devices
= log.token cache
evicted {nnn} tokens, {nk} left
peer {host} gone, running alone
key list fetched, {n} keys, {ms} ms
token {serial} refused: audience
token {serial} refused: skew {nn} s
revocation list {nnnn} applied
= log.report builder
report {nnnn} done, {nn} pages, {ms} ms
report {nnnn} waits for worker {n}
chart {n} reduced to {nn} series
template {nnn} converted from an older form
logo {nnn} kB skipped
draft {nnnn} dropped after {nn} days
= log.export job
run {nnnn} started, window {nn} h
run {nnnn} wrote {nk} rows to {host}
column {nn} unknown, skipped
run {nnnn} stopped by limit after {nnn} s
host key of {host} changed
checksum mismatch on file {nnn}
= log.device registry
device {serial} retired after {nn} days
import {nnnn}: {nnn} rows, {n} refused
serial {serial} twice, rows {nn} and {nnn}
licence {nn} of {nnn} in use
move of {serial} waits for release
registry read only since {clock}
= log.map layer
package {nnnn} loaded, {nnn} MB
tile {nn}/{nnn}/{nnn} missing
store at {pct} percent
plan {nnn} scaled from {nnnn} px
site {nnn} without position
clusters rebuilt, {nn} marks
= log.calibration table
table {serial} loaded, {n} points, offset 0.{nn}
table {serial} runs out in {nn} days
certificate field empty on {serial}
recomputing {nk} readings of {serial}
point {n} outside range
signature slot {n} retired
= log.mail relay
message {nnnn} accepted by {host} in {ms} ms
message {nnnn} deferred, try {n}
{nn} alarms joined in message {nnnn}
queue {nnn}, oldest {nn} min
attachment {nn} MB replaced by a link
sender refused by {host}
= log.audit log
chain closed at entry {nk}
gap between entry {nk} and entry {nk}
file of the day handed over, {nnn} kB
flush took {ms} ms
copy on {host} behind by {nnn} entries
entry {nk} by unknown account {nnn}
= log.search index
merge of {n} segments, {ms} ms
lag {nn} min on {host}
query {nnnn} cut at {nk} hits
heap at {pct} percent
part {n} of {n} does not answer
word list {n} loaded, {nk} forms
= log.battery monitor
device {serial} at {low} percent
cell voltage 2.{nn} V on {serial}
reading of {serial} not trusted, {deg} degrees
charger missing on {host}
pack {nnn} at cycle {nnn}
curve switched on {serial}
= log.time sync
offset {ms} ms against {host}
step of {n} s refused
{host} does not answer, using {host}
zone rules {nnnn} loaded
slewing, {ms} ms to go
{nn} readings marked doubtful
= log.invoice renderer
invoice {nnnn} rendered, {n} pages
line {n} has no price, held
number range at {nnnn}
tax key {nn} not valid on this day
layout long chosen for {nn} lines
rounding difference 0.0{n}
= log.permission check
denied user {nnn} on page {nn}
group {nnn} contains itself
link {serial} expired
decision cache {pct} percent hits
rights list loaded, {nnnn} entries, {ms} ms
account {nnn} has no site

= fix.ingest queue
the last batch of <a day|an hour> was written twice
a writer kept the lock <for {nn} seconds|long> after it had finished
the spool was not emptied <below {nn} percent|after a drain>
readings from two probes <were stored under one name|swapped their channel>
the backlog counter <went below zero|showed {nnn} too many>
a batch of {nnn} readings <blocked the smaller ones|was rejected without a reason>
late readings were counted as lost<, although they had been kept|>
the queue stopped <after {nnn} days|when its file reached {n} gigabytes>
= fix.rule engine
a rule with two thresholds fired <on the lower one only|twice>
<muted|paused> rules came back to life
a schedule that crosses midnight was <skipped|cut at twelve>
copies of a rule kept the <old recipient|first site>
the evaluation of rule sets above {nnn} <rules took minutes|rules was cut short>
hold times below {nn} seconds were ignored
a rule on a removed sensor stopped all <others|rules after it>
the order of rules changed <by itself|on saving>
= fix.radio driver
probes <behind metal doors|at the edge of a cell> were polled {n} times and then forgotten
the driver stayed on a busy channel <for {nn} minutes|until it was restarted>
pairing failed <for the {nth} device in a row|with gloves on, because the window was {n} seconds>
signal strength was shown {n} steps too <high|low>
a change of region needed <two restarts|a cold start>
sleeping devices were woken <every {nn} seconds|without need>
the cell list lost its last entry
acknowledgements over {nnn} milliseconds were taken for silence
= fix.token cache
users were signed out <after {nn} minutes|in the middle of a form>
the second node answered with <old|revoked> tokens
tokens of {nnn} idle sessions were never removed
a key change locked out <integrations|all tablets> for {nn} minutes
the cache was emptied <at each reload|when its peer left>
tokens with a long audience were cut
the counter of live sessions was off by {nn}
sign-in took {n} seconds when the key server was slow
= fix.report builder
totals on the last page <were missing|repeated the page before>
reports with {nn} charts were printed <in landscape|without their legend>
the week began on <Sunday|the wrong day>
a report with an empty section <failed|came out blank>
page numbers restarted <after page {nnn}|in each section>
minimum and maximum <were swapped|came from different probes>
the name of a deleted site <stayed in the header|appeared as a number>
dates in the footer ignored the <reader's language|site's zone>
= fix.export job
the first run of a month <exported an empty file|took the previous month>
a comma in a site name <shifted the columns|split the row>
files above {n} gigabytes were <cut|copied twice>
the job reported success <although {nn} rows were missing|before the copy had ended>
a cancelled run left its lock behind
the header row was repeated every {nnn} rows
two exports at {clock} <wrote into one file|waited for each other>
the export ignored the last {nn} minutes of its window
= fix.device registry
a moved device was <listed at both sites|counted twice>
imports with {nnn} rows stopped <at an empty line|without a message>
the search for a serial number missed <lower-case letters|leading zeros>
retired devices used up <a licence|seats>
labels longer than {nn} characters were cut <in the middle of a word|without notice>
a device could be released by <the wrong site|anybody>
the history of a device began {nn} days too late
exchanged probes kept the <battery date|position> of the old one
= fix.map layer
the map jumped to <the sea|zero> for sites without a position
floor plans were <turned by ninety degrees|blurred> above {nnnn} pixels
dots of neighbouring sites hid each other
zooming past level {nn} showed a grey square
the tile store grew <by {nnn} megabytes a day|without limit>
an offline map asked the network for tiles
moving a site needed <two attempts|a reload>
the scale bar was wrong <north of the {nnth} parallel|in the flat projection>
= fix.calibration table
a new table was used <from midnight|at the next restart> and not at once
offsets below 0.{nn} degrees were rounded away
the reminder came {nn} days <late|early>
a table with {n} points showed only two
the certificate number lost its <leading zeros|last sign>
recalculated readings kept the <old mark|earlier colour>
tables could be loaded <onto the wrong probe|without a signature>
the list of due probes left out <loan devices|those in repair>
= fix.mail relay
joined alarms <named only the first site|lost their time>
messages above {nn} megabytes blocked the queue
the relay gave up after {n} tries <instead of {nn}|during a short outage>
umlauts and accents in subjects were garbled
the quiet hours ended <one hour late|at midnight>
a wrong address <stopped the whole group|cost the others {nn} minutes>
test messages went to everybody
the queue counter showed {nnn} messages <that did not exist|long after they had left>
= fix.audit log
two entries in the same millisecond <changed places|shared a number>
the file of the day was handed over <before it was closed|twice>
sign-outs after {nn} minutes were not recorded
a reader needed {nnn} megabytes to open one day
masked names appeared in the <export|search>
entries of a removed account <could not be filtered|had no owner>
the chain check stopped at entry {nk}
the log counted {n} accounts as one
= fix.search index
words with a hyphen were not found
new records appeared <after {nn} minutes|only when the index was merged>
a query with {n} filters ignored the last
merging held up <writes|the morning reports> for {nn} seconds
results were sorted by <the day of import|number, not by date>
a part on {host} was searched twice
the second page repeated {nn} hits of the first
deleted records stayed visible for {nn} minutes
= fix.battery monitor
full batteries were reported at {low} percent
a warning was sent <every {n} hours|for devices in repair>
the date of the last change was lost
cold cells raised an alarm at {deg} degrees
packs showed {nnn} cycles <on the first day|after {nn}>
the forecast was {n} weeks too <hopeful|gloomy>
gateways without a charger filled the list
voltages were read while the radio was sending
= fix.time sync
the clock <jumped back {n} seconds|stood still> at the change of servers
readings around the hour were <sorted wrongly|stamped twice>
a device without a date started in <the wrong century|1970>
the second time server was never asked
offsets over {nn} seconds were <corrected in one step|ignored>
the zone list lacked {n} entries
summer time began <a week early|on the wrong Sunday>
the check ran every {nn} seconds instead of minutes
= fix.invoice renderer
a discount of {nn} percent was printed <twice|as a surcharge>
long addresses ran <into the fold|over the total>
invoices with {nn} lines lost the carry-over
credit notes had the layout of a reminder
the sum in words did not match
numbers skipped {n} places <at the turn of the year|after a cancelled run>
the term of payment ignored holidays
lines with quantity zero were shown
= fix.permission check
a removed group kept its rights <for {nn} minutes|until the next sign-in>
readers could see the <names|number> of closed sites
shared links worked {n} days too long
a page with {nn} widgets asked the directory {nnn} times
the last administrator could remove <himself|the own role>
rights given on a folder <did not reach|skipped> its third level
new accounts saw nothing <for {nn} minutes|until they signed in twice>
the list of roles was empty for <guests|auditors>

= gain.ingest queue
writes {nn} percent more readings <per second|on the same disk>
drains a backlog of {nk} readings in {n} minutes
takes batches of up to {nnn} readings
says which <sender|gateway> it is waiting for
= gain.rule engine
evaluates {nnn} rules in {ms} ms
explains in one line why a rule <fired|stayed silent>
accepts schedules <per site|with exceptions for holidays>
shows the last {nn} evaluations of each rule
= gain.radio driver
finds a free channel in {nn} seconds
reaches probes <{nn} metres further|behind one more door>
spends {nn} percent less battery on listening
keeps a list of the {nn} weakest links
= gain.token cache
holds {nk} sessions in {nnn} megabytes
survives the loss of its peer <for {nn} minutes|without sign-outs>
renews keys {nn} minutes ahead
reports refused tokens <by reason|per tenant>
= gain.report builder
builds a monthly report in {nn} seconds
prints {nn} charts on one page
offers a short form <of two pages|without charts>
remembers the last {nn} choices of each user
= gain.export job
copies {nnn} megabytes a minute
resumes a broken run at the last <file|row>
writes a receipt with {nn} fields
lets each site choose its own hour
= gain.device registry
imports {nk} rows in {nn} seconds
finds a device by the last {n} signs of its number
shows where a device was <on any day|in the last {nnn} days>
warns {nn} days before the licence is used up
= gain.map layer
loads in {ms} ms on a <slow line|tablet>
needs {nn} percent less disk
draws up to {nnnn} sites without clusters
keeps the last view of each user
= gain.calibration table
handles tables of up to {nn} points
recalculates a month in {nn} seconds
lists probes that are due within {nn} days
prints the certificate beside the curve
= gain.mail relay
joins up to {nn} alarms in one message
delivers in {nn} seconds <on average|even at night>
tries a second server after {n} minutes
shows undelivered messages for {nn} days
= gain.audit log
answers a question about a day in {ms} ms
takes {nn} percent less room
hands over files of {nnn} megabytes
marks changes made <by scripts|at night>
= gain.search index
finds a record among {nk} in {ms} ms
forgives one wrong letter in words of {n} letters
rebuilds itself in {nn} minutes
merges at night only
= gain.battery monitor
predicts the change of a cell to within {nn} days
asks {nn} percent less often
groups devices <that are due in one round|by corridor>
knows {nn} cell types
= gain.time sync
holds the clock within {ms} ms
asks {n} servers and drops the odd one out
corrects a drift of {nn} seconds <overnight|within an hour>
writes offsets to the log every {nn} minutes
= gain.invoice renderer
renders {nnn} invoices a minute
fits {nn} lines on the first page
prints a summary <per site|by month>
marks changes against the last invoice
= gain.permission check
decides in {ms} ms
explains a refusal <with the missing right|in one sentence>
follows groups {n} levels deep
lists who could open a page {nn} days ago
"""

ROLES = """
= does.gateway
collects readings from up to {nnn} probes and passes them on, or keeps them while the line is down
is the grey box on the wall between the cold room and the network
listens on two radio bands and speaks to the servers over one encrypted line
buffers about {nn} days of readings <when nobody answers|without a connection>
translates what probes send into what the servers read
= does.temperature probe
measures every {nn} seconds and sends once a minute unless the value moves
sits in the <cold room|pallet|lorry> and wakes up to measure
reads between minus {nn} and plus {nn} degrees with an error below half a degree
is a sealed stick with a cell that lasts about {nn} months
stores the last {nnnn} values in case the radio is out of reach
= does.dashboard
shows every cold room as a tile: green, yellow, red, and grey for silence
puts curves, alarms and doors of {nn} sites on one screen
is what the shift looks at when it comes in
draws a day, a week or a season <from the same data|without a reload>
refreshes every {nn} seconds and can hang on a wall
= does.connector
moves orders, stock and readings between our servers and the customer's own systems
speaks files, calls and messages, <whatever the other side has|as the other side prefers>
maps {nn} fields in both directions and keeps a journal of each transfer
runs at the customer's site and opens no port from outside
waits, repeats and reports when the other side is down
= does.support console
puts a caller's sites, devices and past cases on one page
is where agents <open, pass on and close|take, answer and close> cases
keeps a clock on every case and turns it yellow after {nn} minutes
finds the last {nn} conversations of a customer
hands cases over between shifts with a note
= does.alerting service
turns a reading over the line into a call, a mail or a text <within {nn} seconds|to whoever is on duty>
works through a chain of up to {n} people until somebody confirms
knows rotas, holidays and quiet hours
repeats an unconfirmed alarm every {n} minutes
counts what it sent and what was answered
= does.archive
keeps signed records for as long as the customer's contract and the law ask
stores a year of one site in about {nnn} megabytes
answers an auditor's question about any hour of the last years
holds two copies in two towns and compares them at night
never changes a record, only adds to it
= does.route planner
puts {nn} stops into an order that keeps the cold chain closed
plans tours from dock times, drivers' hours and the size of the cold box
plans again when a van is {nn} minutes late
prints the tour <as a sheet|for the cab> and sends it to the tablet
knows which ramps are too high for a van
= does.door sensor
tells an open door from a closed one and counts how often it moved
is a pair of magnets and a chip with a cell for {nn} months
raises its hand when a door stands open for {nn} seconds
sends {n} bytes per movement, <no picture, no sound|nothing else>
sleeps between two movements
= does.billing service
counts devices and months and turns them into invoices
writes about {nnn} invoices on the first night of a month
takes prices by day, discounts by contract and tax by country
books payments from the bank's file at {clock}
lets a customer see every line before it is due
= does.analytics module
finds what changed: a compressor that works harder, a door that is used more
compares {nn} weeks of a room with the {nn} before
writes a page of findings each Monday
estimates when a threshold will be reached
runs on readings only, never on names
= does.access service
knows who may open which page, and for how long
signs people in, once, for all products of the house
holds {nnnn} accounts, their groups and their second factor
answers {nnn} requests a second <in the morning|at shift change>
closes a session after {nn} idle minutes
= does.shipment tag
travels with the parcel and reports where it is and how warm it was
sends position and temperature every {nn} minutes, at sea once {n} hours
is used about {nn} times before its cell is due
wakes by shaking and sleeps on the shelf
keeps its own record and hands it over at the dock
= does.sync agent
keeps {nn} sites equal: settings, lists, rules
copies what changed since the last round, about {nn} times an hour
decides which of two changes was first and <keeps the other for review|notes the loser>
works over lines of {nn} kilobytes a second
runs as a small service on one host per site

= new.gateway
be restarted <from the device list|remotely> without losing the buffer
serve probes on two bands at once
send its own temperature along
be paired by a code of {n} digits
show the {nn} weakest links on one page
fall back to the second SIM after {nn} seconds
= new.temperature probe
store {nnnn} values on board
blink when it is <searched for|called>
measure every {n} seconds during a defrost
be renamed in the field
report the day of its last ice bath
switch to a slow rhythm on the shelf
= new.dashboard
pin up to {nn} rooms to the top
compare two weeks in one chart
hide rooms that are empty
share a view by link for {n} days
<dim at night|switch to dark colours at {clock}>
filter alarms by door, probe or person
= new.connector
skip <a bad row|single records> and carry on
send dates in the form of the other side
repeat a transfer from the journal
map a field to {n} targets
wait for a file until {clock}
test a mapping with {nn} sample rows
= new.support console
merge two cases of one caller
set a case aside until {clock}
attach curves of the last {nn} hours
see who else is reading a case
write a note for the next shift
search closed cases of the last {nn} months
= new.alerting service
call two people at once
skip somebody who is on holiday
read the room's name aloud
confirm an alarm from the lock screen
set a chain of up to {nn} steps
test a rota {nn} days ahead
= new.archive
open a year in one list
hand an auditor a link for {n} days
compare both copies on demand
search by serial number
export a signed page for a single hour
show what the law asks for <per country|at each site>
= new.route planner
keep a stop fixed at {clock}
plan around a closed ramp
swap two drivers after the start
leave {nn} minutes for washing the van
show tours on the map in {n} colours
reject stops above a weight of {nnn} kilos
= new.door sensor
count movements per hour
keep silent during deliveries
tell a knock from an opening
be mounted on sliding doors
report a weak magnet
warn after {nn} seconds <at night only|per door>
= new.billing service
split an invoice by site
show the price that was valid on any day
hold back invoices below EUR {nn}
book a bank file twice without harm
send invoices on day {n} of a month
print order numbers on each line
= new.analytics module
leave out days with a defrost
set a baseline of {nn} weeks
explain a finding with the curve behind it
compare rooms of the same size
write findings in three languages
forecast {nn} days ahead
= new.access service
sign in with a hardware key
give a guest {n} hours
see the last {nn} sign-ins of the own account
approve a role with two people
lock an account after {n} attempts
move a group with all its rights
= new.shipment tag
report the open lid
sleep aboard a plane
be read at the dock without a network
store {nnnn} positions
wake at {clock} on the day of arrival
show the warmest hour of a journey
= new.sync agent
leave out large files by day
show which site changed what
hold a change until {clock}
retry {n} times on a bad line
sync {nn} sites in one round
take over the settings of a closed site

= hurt.gateway
probes <could not send|were talking to nobody> and buffered their readings
{nn} lorries came in with gaps in their temperature curve
{nnn} devices went grey <on the screens|one after another>
the night shift <went round with hand thermometers|read {nn} rooms by hand>
two sites ran on what their gateways had stored
readings came in late, some by {nn} minutes
= hurt.temperature probe
readings froze at the last value<, which looked deceptively calm|>
{nn} warehouses went back to paper lists
{nnn} probes repeated themselves
a cold room seemed to be at {deg} degrees all the time
the first round of the morning was done with a ladder and a hand thermometer
curves turned into straight lines
= hurt.dashboard
charts stayed empty
duty managers saw a grey page <where the map should be|instead of {nn} rooms>
the wall screens showed <yesterday|the hour before>
{nn} users reloaded until it got worse
tiles appeared one by one, {nn} seconds each
shift leaders rang each other up for temperatures
= hurt.connector
orders did not reach <the customers' stock systems|{n} customers>
nightly transfers piled up to {nnn} files
{nnn} rows were delivered twice
stock figures were off by <a day|{nn} pallets>
two customers typed their orders <by hand|from the printed list>
confirmations went out for goods that had left already
= hurt.support console
agents could not open a single case
{nn} callers were asked to ring again
cases were written on paper and typed in <later|until {clock}>
the queue grew to {nn} callers
clocks on {nnn} cases stood still
two agents worked on the same case without knowing
= hurt.alerting service
warnings went out late<, the latest by {nn} minutes|>
{n} cold rooms warmed up before anybody was told
{nnn} calls were made to people who were off duty
the on-duty phone stayed silent
one freezer reached {deg} degrees
alarms were sent, but twice or three times
= hurt.archive
old reports could not be opened
an auditor sat in front of a spinning wheel <for {nn} minutes|and drank our coffee>
{nnn} records waited for their signature
the comparison of the two copies was skipped
certificates for {nn} shipments were printed the next day
searches ended with an empty page
= hurt.route planner
drivers got <yesterday's tours|no tours at all>
{n} vans headed for the same dock
{nn} stops were left for the afternoon
dispatch planned with pencil and a wall map
tours were {nn} kilometres longer than they had to be
three drivers started without a sheet
= hurt.door sensor
open doors were shown as closed
door counts doubled <overnight|at {nn} doors>
{nn} doors reported nothing
a freezer door stood open for {nn} minutes without an alarm
the lists for the doormen stayed empty
every knock counted as an opening
= hurt.billing service
{nnn} invoices were held back
{nn} invoices carried the wrong month
payments were booked a day late
customers saw a balance that was not theirs to pay
the first run of the month had to be repeated
accounts counted by hand until {clock}
= hurt.analytics module
weekly figures were missing
trend lines ended <on Tuesday|in the middle of the week>
{nn} findings were plain wrong
the Monday page came on Wednesday
forecasts jumped by {nn} percent
no room could be compared with itself
= hurt.access service
nobody could log in
sessions ended every {nn} seconds
{nnn} people stood in front of a sign-in page
those who were in stayed in, everyone else stayed out
guests had no code
the help line took {nnn} calls about passwords
= hurt.shipment tag
parcels vanished from the map
{nnn} tags reported from a port they had left
positions were {nn} minutes old
{nn} shipments arrived before their data
the lid alarm went off for <closed boxes|every box on a van>
one lorry seemed to stand in the sea
= hurt.sync agent
{nn} sites drifted apart
the same change arrived twice
new rules were missing at {n} sites
settings from last week came back
the journal filled with {nnn} conflicts
one site copied over the others
"""

CAUSES = """
= clue.an expired certificate
the log was full of refused handshakes
every client complained about trust at the same second
a browser on {host} showed a date that lay in the past
the chain ended in a file that had run out at {clock}
<a test with an open client|the plain test> worked, the encrypted one did not
= clue.a full disk
writes failed while reads went on
the machine {host} had {n} megabytes left on its data volume
the file system answered "no space" to each write since {clock}
log rotation had stopped because there was nothing to rotate into
the graph of free space had pointed to the floor for {nn} days
= clue.a wrong time zone
every stamp was off by exactly one hour
the machine {host} lived an hour ahead of its neighbours
events of the future stood at the top of the list
a comparison of two clocks on {host} and {host} gave it away
schedules had started at {clock} instead of an hour later
= clue.a missing index
one query took {nn} seconds and held up the rest
the database on {host} read {nk} rows to find one
slow queries all named the same table
the plan showed a full scan where a look-up had been
the processor of {host} was at {pct} percent with hardly any visitors
= clue.a leaking connection pool
connections were opened and never given back
the pool on {host} stood at its limit of {nn}
each retry took one more connection and kept it
sessions from {host} were counted by hand, {nnn} of them idle
a restart helped for {nn} minutes each time
= clue.a bad calibration file
values differed from a hand thermometer by {n} degrees
all wrong readings came from probes of one <lot|table>
the file on {host} had {n} points where {nn} were expected
two columns of the table had changed places
the curve made a step at {clock} that no room could make
= clue.a retry storm
requests had risen {nn}-fold within a minute
clients repeated without a pause and all at the same moment
traffic on {host} came in waves of {n} seconds
most requests were copies of the one before
every restart was greeted by {nk} waiting calls
= clue.a mistyped firewall rule
packets left {host} and never arrived
port {tcp} was open on one side only
one digit of a network in the rule set was wrong
a trace ended at the border of the server room
the change list of the evening had {nn} lines, one of them off
= clue.a deadlock in the export job
two runs waited for each other's lock
the export on {host} had not moved since {clock}
a dump showed two workers with each other's table
the queue of exports stood still with nothing at work
process {nnnn} held what process {nnnn} wanted, and the reverse
= clue.an oversized message
one message of {nn} megabytes blocked the line
the broker on {host} refused and the sender tried again
the same sequence number came up {nnn} times
everything behind one message waited
memory on {host} rose and fell with the beat of one sender
= clue.a failed power supply
the machine {host} was gone, and with it everything in the same rack
the lamp on the second supply had been out for {nn} days
a technician found a warm smell in row {n}
the management card recorded a voltage of zero at {clock}
three machines on one strip vanished together
= clue.a stale cache
users saw an answer that was {nn} minutes old
a direct question to the database gave another result
the machine {host} served what the others had forgotten long ago
the version in the header did not match the version on disk
a reload with an empty cache cured it for one user
= clue.a broken migration
a column that the new code asked for was not there
the schema on {host} stood half way between two steps
step {nn} of the migration had ended without a word
the old and the new table both had rows in them
errors began {n} minutes after the update script
= clue.a duplicated device key
two devices answered to one name
the registry saw {serial} at two sites
readings of a freezer and an office were in one curve
each of the two pushed the other out every {nn} seconds
a serial number was in the import file twice
= clue.a slow name server
each request took {n} seconds before it did anything
looking up a name on {host} needed {nnnn} milliseconds
requests by address were quick, by name they were not
the resolver asked a server that had moved
a packet trace showed questions without answers
= clue.an unpinned dependency
a library was newer on {host} than on its twin
nothing of ours had changed, yet the build was another
the lists of packages differed in {n} lines
the trouble began with the rebuild at {clock}
going back by a week made it vanish
= clue.a rejected bank file
the bank had answered with a code and nobody read it
the file lay in the folder for refused ones since {clock}
record {nnn} had one character too many
the confirmation that comes at {clock} had not come
amounts were right, the sum in the trailer was not
= clue.a looping alert rule
one alarm set off the next and that one the first
{nnnn} messages of the same wording lay in the queue
the rule engine was busy with two rules only
<each confirmation|every confirmation> raised a new alarm {n} seconds later
the list of rules had a circle of {n}
= clue.a swapped cable
port {port} and its neighbour had changed places
the counters of the two lines were each other's
the machine {host} answered under the address of its twin
a photograph from last month showed the other order
link lamps went out on the wrong side when one line was cut
= clue.a late clock change
half of the hosts had changed the clock, half had not
jobs of the night ran twice or not at all
the machine {host} was still on the old time at {clock}
records between two and three were there twice
the zone rules on {host} were {nn} months old

= mend.an expired certificate
a new certificate was put in place and the front end reloaded
{who2} signed a short one for {nn} days to get going
the certificate was renewed and copied to {n} nodes
the expired file was replaced on {host} and {host}
the spare certificate from the vault was loaded
= mend.a full disk
old exports were moved away and the volume was grown
{nn} gigabytes of forgotten dumps were deleted on {host}
{who2} added a second volume and restarted the writers
rotation was run by hand and made room for {nn} days
the largest folder was copied to {host} and emptied
= mend.a wrong time zone
the hosts were set to UTC and the affected rows shifted
the zone on {host} was corrected and {nnn} rows were stamped anew
{who2} set the clock's zone and ran the schedules again
the setting went back to what it had been before the rebuild
all {n} nodes were given the same zone, then restarted in turn
= mend.a missing index
the index was built by hand, which took {nn} minutes
{who2} created it on the standby first and switched over
the query was turned off until the index was there
the old index came back from the schema of last month
the table was indexed in {n} parts to keep it open
= mend.a leaking connection pool
the pool was recycled and its limit raised to {nnn}
{who2} closed idle connections older than {nn} seconds
the faulty call was switched off by its flag
the machine {host} was taken out, emptied and put back
the previous build of the service was started
= mend.a bad calibration file
the file of last month was loaded again and {nk} readings recalculated
{who2} corrected the two columns and signed the table
the affected probes were set to their factory table
the wrong file was withdrawn from {n} sites
readings since {clock} were marked and computed anew
= mend.a retry storm
clients were slowed down at the door until the queue was empty
{who2} let them back in, {nn} percent at a time
retries were switched off for {nn} minutes
a pause with a random part was set on the gateway side
the waiting calls were thrown away, which nobody missed
= mend.a mistyped firewall rule
the digit was corrected and the rule loaded
the rule set of the day before was brought back
{who2} opened port {tcp} by hand and then mended the list
the network people took the line out and tested from {host}
the wrong line was commented out, later put right
= mend.a deadlock in the export job
the younger run was killed and the elder finished in {nn} minutes
{who2} ended process {nnnn} and let the rest through
the exports were started again one after another
the lock table on {host} was cleared
one worker did the work of {n} until the evening
= mend.an oversized message
the message was set aside and the line moved on
the limit was raised to {nn} megabytes for an hour
{who2} split the message into {nn} parts
the sender on {host} was stopped and its spool cut
the message was parked in a file for later
= mend.a failed power supply
the supply was swapped and the rack came up in {nn} minutes
{who2} drove over with a spare
the load was moved to {host} while the part was changed
both supplies were replaced, the tired one as well
the machines were connected to the other strip
= mend.a stale cache
the cache was emptied on {n} nodes
{who2} cut its lifetime to {nn} seconds
the node that had kept the old answers was restarted
keys were given a new prefix, so that nothing old matched
the cache was bypassed until the evening
= mend.a broken migration
the missing step was run by hand on {host}
the database was brought back to {clock} and migrated again
{who2} added the column with a default and filled it later
both tables were merged under a lock of {nn} seconds
the release was taken back, schema included
= mend.a duplicated device key
the younger device was given a key of its own
{who2} retired {serial} and paired it again
readings were sorted back by their radio cell
the import file was cleaned and loaded anew
one of the two was switched off by telephone
= mend.a slow name server
the resolver was pointed at {host}
names of the {nn} most used machines were written into a file
{who2} restarted the name service and shortened its list
the dead server was taken out of the list on {nn} hosts
a local cache for names was started
= mend.an unpinned dependency
the library was set back to last week's version
{who2} rebuilt from the lock file of the previous release
the image from {clock} of the day before was started
the machine {host} got the packages of its twin, one by one
the new version was blocked in the mirror
= mend.a rejected bank file
record {nnn} was corrected and the file sent before {clock}
{who2} rang the bank and had the window held open
the file was built again with the right sum
the payments were entered by hand, {nn} of them
the bank took a second file under a new number
= mend.a looping alert rule
one of the two rules was switched off
{who2} put a delay of {nn} seconds between them
the queue of {nnnn} messages was emptied
rules above number {nnn} were muted for an hour
the circle was broken at its newest rule
= mend.a swapped cable
the two cables were put back and labelled
a colleague on site swapped them while {who2} was on the phone
the switch was told to swap them, hands followed later
port {port} was patched again from the drawing
the machine {host} moved to a free port until the morning
= mend.a late clock change
the zone rules were installed on the {nn} hosts that lacked them
double records were joined by sequence number
{who2} set the clocks and ran the jobs of the night again
the scheduler was held until all hosts agreed
jobs between two and three were started by hand

= avoid.an expired certificate
a check that warns {nn} days ahead
renewal by a job, not by a calendar entry
a list of all certificates with the day they end
one owner for certificates in every team
a test that connects with the clock set {nn} days ahead
= avoid.a full disk
an alarm at {nn} percent instead of ninety-five
a limit for exports on each volume
a forecast of free space in the weekly page
deletion of dumps after {nn} days
separate volumes for data and logs
= avoid.a wrong time zone
a start-up check on the clock's zone
UTC in the image, with no way to change it
a test that runs in {n} zones
an alarm when two hosts disagree by more than {nn} seconds
a line in the rebuild list about zones
= avoid.a missing index
a review of query plans before each release
a log of queries slower than {nnn} milliseconds
a comparison of schemas between test and production
test data of a realistic size, {nk} rows at least
an index list under version control
= avoid.a leaking connection pool
a test that counts connections before and after
a limit of {nn} seconds on idle connections
a graph of the pool beside the graph of requests
a wrapper that gives connections back by itself
a lint rule for calls outside the wrapper
= avoid.a bad calibration file
a comparison with the table before, {n} degrees at most
a signature that the loader insists on
a trial on {n} probes before the rest
a check of column names on loading
a second pair of eyes for every table
= avoid.a retry storm
growing pauses with a random part in every client
a budget for retries of {nn} percent
an answer that tells clients when to come back
a rehearsal with {nk} clients
a switch that turns retries off from here
= avoid.a mistyped firewall rule
rules made from the host list and no longer typed
a dry run that lists which flows would end
changes in daylight and in pairs
a probe on port {tcp} from outside
a roll-back by timer after {nn} minutes
= avoid.a deadlock in the export job
one order for locks, written down and tested
a time limit of {nn} seconds for waiting
a queue that lets one export of a kind run
an alarm for exports older than {nn} minutes
smaller steps with a commit after each {nnn} rows
= avoid.an oversized message
a limit of {n} megabytes at the sender
a side track for messages that fail {n} times
compression before sending
a counter of message sizes on the wall
a contract test for the largest allowed message
= avoid.a failed power supply
an alarm on the state of each supply
spares at {n} sites instead of one
two strips per rack on two circuits
a round with open eyes every {nn} days
replacement after {n} years, working or not
= avoid.a stale cache
keys that carry the version
a lifetime of {nn} seconds for everything about prices
a button that empties all nodes
a test that changes a value and reads it back
a header that says how old an answer is
= avoid.a broken migration
migrations that stop loudly
a trial on last night's copy
steps that can run twice without harm
a schema check before traffic is let in
no migration after {clock}
= avoid.a duplicated device key
a unique index on keys
keys made on the device and never copied
an import that refuses doubles
an alarm for a device seen at two sites within {nn} minutes
labels that are scanned, not typed
= avoid.a slow name server
a local cache on every host
an alarm at {nnn} milliseconds per look-up
two name servers at two sites
a short list of resolvers, checked at boot
time limits of {n} seconds in the client
= avoid.an unpinned dependency
a lock file for each service
builds from our own mirror only
a weekly update that is a change like any other
a comparison of package lists before the switch
a build that fails on open versions
= avoid.a rejected bank file
a check with the bank's own rules before sending
an alarm when no confirmation is there by {clock}
a second reader for the bank's answers
a test file on the day before month end
a sum that is computed twice, in two ways
= avoid.a looping alert rule
a search for circles when a rule is saved
a ceiling of {nn} messages per rule and hour
a rule on rules: no alarm about an alarm
a dry run of {nn} minutes for new rules
a switch that mutes a group at once
= avoid.a swapped cable
labels at both ends
a check of neighbours at boot
photographs of each rack after a visit
colours by line
an alarm when a port sees an unknown neighbour
= avoid.a late clock change
zone rules as part of the monthly update
a rehearsal on two hosts in the week before
no jobs between two and three
a page that shows the zone rules of {nn} hosts
a calendar entry, and a second person who reads it

= chain.an expired certificate
The <renewal job|renewer> had been switched off in spring. > It was switched off because it restarted the front end at noon. > Nobody had given it another hour, since the ticket was closed as "done".
The reminder went to a mailbox that <nobody reads|was closed in {month}>. > The mailbox belonged to a team that no longer exists. > When teams are joined, nobody goes through their mailboxes.
The new certificate lay on {host}, but the service still used the old one. > The service reads the file only when it starts. > Our renewal list ends with "copy the file".
The certificate was not on our list. > It was made by hand during a move. > <Moves are checked for traffic|We check moves for traffic>, not for what will run out.
= chain.a full disk
The alarm stood at {pct} percent and the last part filled in an hour. > An export had been repeated {nn} times that night. > A failed export leaves its half-written file behind.
The clean-up job had no rights on the new volume. > The volume was added by a script from before the change of rights. > Old scripts are never run against new rules until they are needed.
Debug output was on. > It was turned on for another problem {nn} days earlier. > Turning it off was nobody's task.
The forecast had shown it for weeks. > Nobody looks at the forecast unless something hurts. > It is one of {nn} graphs on a page without an owner.
= chain.a wrong time zone
The rebuilt host took the zone of the person who built it. > The image leaves the zone open. > It always was set by hand, and it always went well.
A library reads the zone once, at start. > The zone was corrected later, but nothing was restarted. > The list for rebuilds has no line about it.
Test and production are in the same town. > So a zone error cannot show in a test. > We had decided that tests in two zones were too slow.
The site sent local time. > Its gateway was configured by a partner. > The guide for partners is silent about time.
= chain.a missing index
The index was dropped to speed up a load. > The load was broken off and the last step, creating it again, never ran. > The load is a list of commands in a wiki.
The query was new in this release. > In test it took {n} milliseconds on {nnn} rows. > The test database has never been filled like the real one.
An index of the same name existed on another table. > The script saw the name and was content. > Names are chosen by hand.
The planner ignored it. > Its statistics were {nn} days old. > The job that gathers them had been moved behind the backup and never got its turn.
= chain.a leaking connection pool
One branch of the code returned early and kept its connection. > That branch runs only when a customer has no site. > The first such customer signed up <that week|on the Monday before>.
The limit of the pool was above that of the database. > It was raised during another incident. > Changes made at night are not gone over by day.
The driver waits for ever by default. > We never set a time limit. > The example that everybody copies has none.
A test would have caught it, but it is switched off. > It failed at random {n} times a week. > Finding out why was always less urgent than the next thing.
= chain.a bad calibration file
The laboratory sent a file in its new form. > Our loader takes columns by place, not by name. > The form had been the same for years, so nobody had thought of it.
A table for another lot was chosen from the list. > Both have almost the same name. > The names are made from the day of delivery.
The file was cut off during copying. > The copy has no checksum. > It was meant as a stopgap <three years ago|when the old store closed>.
The check for jumps was off. > It complained about each defrost. > The defrost was never taught to the check.
= chain.a retry storm
Clients retry at once and for ever. > The line for a pause was in the code, behind a flag. > The flag was waiting for the next release of the gateways.
A short pause of {n} seconds made all clients lose their session. > Then they all signed in at the same moment. > Nothing in the design spreads them out.
The balancer took slow nodes out. > The others got their share and slowed down as well. > Its limit was chosen for {nn} clients, there are {nnn} now.
A customer's script called us in a loop. > It read our error as "try again". > Our error says nothing else.
= chain.a mistyped firewall rule
A three became an eight. > The rule was typed from a photograph of a screen. > The tool that writes rules was down for maintenance.
The rule was right for the old network. > The new one had been in use for {nn} days. > The address plan is a spreadsheet with two copies.
The reviewer saw {nn} lines and nodded. > The one that counted was in the middle. > Nobody can review {nn} lines of numbers at {clock}.
The test after the change used the path that had not changed. > It is the test from the last change. > There is no list of what to test.
= chain.a deadlock in the export job
Two exports took the same two locks in different order. > One of them was written by another team. > The order was known but not written down.
The run of the day before had not ended. > It was waiting for a customer's server. > There was no limit on that wait.
A lock is held while files are copied. > It was the easy way to keep the list stable. > Files were small then.
Somebody started a run by hand beside the nightly one. > The page did not show that one was active. > The page shows yesterday.
= chain.an oversized message
A customer attached floor plans to <a site|each site>. > The form has no limit. > It was made for names and addresses.
A list of {nnnn} devices was sent in one piece. > The sender cuts lists at a length that it counts in rows. > Rows had grown by {nn} fields since.
A debug dump was part of the message. > It should be in test builds only. > The switch is read from a file that is copied along.
The broker's limit had been lowered. > It was lowered to stop another sender. > Nobody asked who else was above the new line.
= chain.a failed power supply
The second supply had been dead for weeks. > Its alarm went to the facility desk. > The desk thought that we had it, too.
Both supplies hung on one strip. > The other strip was full. > A test machine took the last place.
The spare did not fit. > It was ordered for the older model. > The parts list names the rack, not the model.
The fan had been loud since {month}. > Visitors noticed, we did not. > Nobody works in that room any more.
= chain.a stale cache
The message that empties the cache was lost. > It is sent once and not confirmed. > When it was built there was one node; now there are {n}.
A node that was away came back with its memory intact. > It had been suspended, not restarted. > The new host type suspends.
The key lacked the tenant. > So an answer for one was given to all. > The key had been shortened to save space.
Its lifetime was {nn} hours. > That was set on a day when the database was slow. > Nobody wrote down that it was meant for one day.
= chain.a broken migration
Step {nn} failed and the script went on. > It does not look at the result of a step. > The author expected it to be watched.
The step needed a lock that a report was holding. > The report runs at {clock}, we had planned around it. > We had started {nn} minutes late.
The old code was still writing. > One of {n} nodes had not been stopped. > It was missing from the list, having been added the week before.
The trial went well. > It ran on a copy without the large table. > The large table had been left out to save an afternoon.
= chain.a duplicated device key
A device was cloned to replace a broken one. > Cloning copies the key. > The field guide recommends it, because it is quick.
The factory printed one label twice. > The check for doubles compares within a lot. > The two were in different lots.
A device in repair was switched on at the bench. > Its key had been moved to the replacement. > The bench is part of the live network.
The importer ignored the second line and kept the device. > It warns in a log. > That log is read when something is wrong, that is: now.
= chain.a slow name server
The first server in the list was switched off for good. > The list comes from the image. > The image is rebuilt twice a year.
The service asks for each name again. > Its cache had been turned off in a search for another fault. > The ticket to turn it on again is {nn} weeks old.
A zone transfer filled the line. > It started at {clock} instead of at night. > It follows the clock of a host that is wrong.
The query for the new address type was never answered. > A firewall drops it without a word. > Nobody here had needed that type before.
= chain.an unpinned dependency
The build took the newest version it found. > The line in the file says "at least". > It was written before we had a lock file.
Only one of two hosts was rebuilt. > The other had been up for {nnn} days. > Age of hosts is something we do not look at.
A new major version appeared <that afternoon|while we slept>. > Our mirror lets everything through. > The filter was turned off for an urgent patch.
The tests passed with the old version. > They run in an image of their own. > Keeping the two equal is on a list for later.
= chain.a rejected bank file
A customer's name had a sign that the bank does not take. > Our check knows the signs of the old form. > The bank's letter about the new form lay in a tray.
The sum was computed before a correction. > Corrections are allowed until {clock}. > The file is built {nn} minutes earlier.
The answer file had a new name. > Our reader looks for the old one and found nothing to report. > Nothing to report looks like success.
The signing card had been changed. > The new one was registered with one bank of two. > The form for the second was in another folder.
= chain.a looping alert rule
Rule one watched the number of alarms. > Rule two raised an alarm about rule one. > Both were sensible, and written by different people.
A confirmation counts as an event. > Events can trigger rules. > That was asked for by a customer and made general.
The copy of a rule pointed at its origin. > Copying keeps the target. > Nobody expects to copy a rule in order to watch it.
The ceiling for messages was per rule. > There were {nn} rules in the circle. > A ceiling for all of them was planned and postponed.
= chain.a swapped cable
Both were pulled to get at a fan. > They went back in the order in which they lay. > The labels had fallen off in the warm air.
The drawing showed the rack before the move. > It was printed and hung on the door. > The current one is in a folder that nobody opens with gloves on.
The switch accepts any neighbour. > A check exists and is off. > It once shut a port on a holiday.
The visit was for another customer. > The two racks stand back to back. > Their doors have the same key.
= chain.a late clock change
The zone package was {nn} months old. > Updates leave it out because it "never changes". > A law had changed it.
Half of the hosts are built from another image. > That image has its own calendar. > It was taken over with a product we bought.
Two jobs are planned at half past two. > Once a year that time happens twice or never. > Everybody knows it and nobody looks in March.
The controllers were told to wait for the site. > The site was closed that weekend. > The list of sites had it as open.
"""

WORDS = """
= circ
after a restart
after an update from an older release
during an upgrade
while a backup was running
when two people saved at the same moment
when the clock was set back
on the first day of a month
on the last day of a quarter
at sites with more than {nn} gateways
for tenants with over {nnn} users
on hosts with {n} cores
over lines slower than {nn} kilobits
behind a proxy
if the network came and went
if the disk was nearly full
in the German interface
in the French interface
on tablets
on screens narrower than {nnn} pixels
with names of more than {nn} characters
with more than {nn} filters set
for sites without a time zone
for devices that were renamed
for accounts without a mail address
in installations with two nodes
on the standby node
when the licence had run out
when a site was closed
when a field was left empty
when a list was sorted by date
after {nn} hours without a sign-in
after more than {nnn} days without a restart
in periods of over {nn} days
in folders with {nnn} files or more
between {clock} and midnight
at exactly {clock}
in the week of the clock change
on 29 February
with a certificate of our own
with the old licence file
when the second node answered first
when {host} was not reachable
if a colleague had the page open
if a name contained an apostrophe
for imports without a header
for customers with two contracts
for guests
when called from a script
when the page was reloaded {n} times
when more than {n} exports ran side by side
under load
below zero degrees
with {nnn} or more devices in one cell
with the sampling rate at {n} seconds
on some older gateways
in private browser windows
for readers of the audit role
if daylight saving had just begun
with the keyboard alone
= month
January
February
March
April
May
June
September
October
November
the spring
the summer
autumn
= floor
the server room in {place}
row {n}
the lab in {place}
the second floor in {place}
the cage in {place}
the cold store in {place}
the depot in {place}
the desk next to mine
the meeting room {room}
the test corner in {place}
= drink
a cold coffee
tea
a sandwich
soup
biscuits
the last banana
noodles
a bar of chocolate
= paths
/srv/{slug}/{wd}
/var/lib/{slug}/{wd}
/opt/{slug}/{wd}
/data/{slug}/{wd}
/mnt/{wd}/{slug}
/etc/{slug}/{wd}
/var/spool/{slug}/{wd}
/home/{slug}/{wd}
= wd
spool
tables
out
work
shared
current
keep
tmp
inbox
plans
lists
state
cold
daily
= unitname
-collector
-core
-api
-worker
-agent
-front
-writer
-sync
-edge
-main
= verbs
status
check
drain
reload
list
show
verify
export
rotate
trace
inspect
pause
resume
repair
compact
flush
= flags
--since {n}h
--limit {nnn}
--quiet
--node {host}
--format json
--dry-run
--wait {nn}
--all
--site {nn}
--json
--force-read
--tail {nn}
--from {clock}
--depth {n}
"""
