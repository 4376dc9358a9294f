# ruff: noqa: E501 -- prose, one entry a line
"""The wording around the lists of the directory: what teams, sites, suppliers and customers are like."""

TEXT = """
= team.about
<We|The {n} of us> <look after|keep an eye on> {prod} and the {nn} <requests|questions> that <come|land> here <every|each> {wday}.
<Need|Looking for> us? {room}, {floor} floor, <kettle|tea> on at {clock}.
<Ask|Write> before {clock} and the answer comes <the same day|before the {wday} van>.
About {nnn} <cases|questions> a month end <here|on our desks>, {pct} percent of them <before|within> {n} <hours|days>.
<Formed|Put together> in {past}, from {n} people and one <broken|borrowed> printer.
<Most|{pct} percent> of our time goes into {prod}, the rest into <coffee|{wday} calls> and <labels|lists>.
On {wday} we <swap|trade> desks for an hour; <visitors|guests> <may|can> join, room {room}.
<Our|The> {wday} round starts at {clock} and <ends|is over> after {nn} minutes, <sand timer|{guy} has the bell>.
{guy} <keeps|waters> the plants, {guy} the <rota|budget>, <both|each> with a <hard|light> hand.
<Requests|Wishes> for {prod} go <into the list|on the board> by {wday} {clock}, <else|or> they wait {n} days.
We sit <between|near> the <canteen|lift> and {room}; <follow|mind> the <cables|blue line>.
<Half|{n}> of us <drive|drove> to {place} <each|every> week, so <ring|call> before you come.
<Rule|Our rule> number {n}: <write it down|no calls after {clock}>, <says|thank> {guy}.
If {host} <beeps|is red>, <come|knock> at once; everything else <can|may> wait for {wday}.
<New|Fresh> people <start|begin> with {nn} <old|closed> cases and a walk <around|past> {dock}.
<What|Things> we do not do: <printers|parking>, <keys|badges>, <travel|{guy}'s homework>.
We <share|split> the {place} <night|early> shift with {team2}, <odd|even> weeks <ours|theirs>.
<Figures|Numbers> hang in {room}, <good|bad> ones <too|first>, <updated|changed> {wday}s at {clock}.
= site.about
<Ring|Buzz> at <door|gate> {n}, the <bell|button> on the <left|right> <sticks|is loose>; {guy} <opens|answers> until {clock}.
Bus {nn} stops <opposite|in front>, <every|each> {low} minutes until {clock}.
<Parking|Cars>: {nn} bays, {n} for <guests|cold lorries>, <barrier|gate> code from reception.
<Canteen|Kitchen> <from|open> {clock}, {wday} is <soup|pancake> day, {guy} <cooks|rules>.
{n} docks, <number|dock> {n} for <frozen|returned> goods only.
<Meeting|Assembly> point is the <lamp|tree> behind {dock}, <fire wardens|wardens> {guy} and {guy}.
<First|The first> aid box <hangs|is> beside {room}, defibrillator <at|near> {dock}.
<Wireless|Guest network>: code at the desk, <valid|good> {n} hours, <slow|weak> in {room}.
<The|Our> <lift|goods lift> takes {nnn} kilos and <stops|sulks> <twice|{n} times> a week.
Chamber {n} runs at {deg} degrees, <gloves|coats> on the <hook|rack> by door {n}.
<Smokers|Phone calls> <behind|beside> the bike shed, <not|never> at {dock}.
<Deliveries|Parcels> before {clock}, on {wday} <until|only to> {clock}.
<Quiet|Prayer> room: {room}. <Showers|Lockers>: {room}, <bring|own> towel.
<Heating|Cooling> of the office is set to {nn} degrees and <guarded|locked> by {guy}.
<Built|Opened> {past}, <extended|repainted> {past}, <leaks|drips> since.
<Letters|Parcels> <go|leave> at {clock}; <stamps|labels> with {guy} in {room}.
<Key|Keyholder> at night: <desk|control room>, extension <on the door|on the card>.
<Visitors|Groups> above {n} <people|heads> need a word with {col}, {n} days ahead.
= supplier.about
<Lead|Delivery> time {n} to {nn} weeks, <shorter|faster> if {guy} there <is asked|gets a call> before {clock}.
<Last|Latest> audit {lately}: {n} remarks, <all|two> closed, <auditor|visited by> {col}.
<Packs|Ships> in trays of {nn}, <label|lot number> on the <short|long> side.
<Minimum|Smallest> lot {nnn}, <price|rebate> steps at {nk}.
<Contact|Clerk> there: {guest}, <better|best> before {clock}, <speaks|writes> <slowly|plainly>.
<Reject|Defect> rate {n} in {nnn} <over|in> the last {n} quarters.
<Freight|Transport> via {place}, customs papers <with|by> {col}.
<Invoices|Bills> come <late|on paper>, {guy} <scans|enters> them on {wday}.
<Closed|Factory holiday> {n} weeks from {soon}.
<Second|Other> source: none <so far|approved>, <samples|tests> in room {room}.
<Payment|Terms>: {nn} days, {n} percent <off|less> within {n}.
<Rated|Score> {pct} of 100 in {month}, <down|up> {n} points.
<Drawings|Specs> <kept|filed> under {serial}, revision {n}.
= account.about
{contact} <prefers|likes> <mail|a call> before {clock}, <never|not> on {wday}.
<About|Roughly> {nnn} probes in {nn} <rooms|vans>, <most|half> near {place}.
<Visited|Last visit> {lately}, <mood|tone> {n} of 10, <cake|coffee> <good|weak>.
<Decides|Signs> there: {guest}, <budget|cheque> up to {eur}.
<Complaint|Trouble> in {month} about <dates|invoices>, <settled|closed> with {eur}.
<Wants|Asks for> <dark mode|a batch field|weekend calls>, <noted|passed on> {lately}.
<Reference|Story> allowed, <name|logo> yes, <photos|figures> no.
<Opens|Plans> {n} more <shops|halls> by {soon}.
<Competes|Works> with {cust}, <so|hence> <careful|no names> in {place}.
<Pays|Paid> after {nn} days <on average|mostly>.
<Ships|Receives> {wday}s at {dock}, <gate|door> code with {guy}.
<Speaks|Reads> German and <French|English>; <forms|invoices> in <either|English>.
= site.kind
<It is|This is> <our|an old> {use}<|, open to all>.
We <use|run> it as our {use}<| with a ramp behind>.
<Our|The> {use} <has|counts> {nn} <doors|windows> and {n} <stairs|exits>.
{Use} of {nk} square <metres|paces>, <says|so> {guy}.
<Kind|Use>: {use}, <shared|rented> <since|from> {past}.
<From|Since> {past} <our|the> {use}, before that a <mill|bus depot|school>.
= account.paper
{k} runs until {kend} at {kamt} a month, answer within {kresp}.
<Paper|Contract>: {k}, {kamt} a month, to {kend}; we answer within {kresp}.
With {k} ({kamt}, until {kend}) they <get|have> an answer within {kresp}.
{kresp} to answer, {kamt} a month, last day {kend}: that is {k}.
{ksign} signed {k}: {kprod}, {kamt} a month, until {kend}, notice {knotice}.
<Before|By> {kend} {k} is to be renewed; today {kamt}, answer {kresp}, notice {knotice}.
= account.card
{firm} / {plan} / {manager}
{firm}, {plan}. Ours: {manager}. Theirs: {contact}.
{manager} for {firm} ({contact}), {plan}
{plan}: {firm}, <ask|see> {contact}
{contact}, {firm} (<looked after by|with> {manager})
{firm} [{plan}] {manager} <and|with> {contact}
= account.card2
{k}: {kamt}, ends {kend}, answer {kresp}
{k} to {kend}, {kamt} a month
{kprod}, {k}: answer within {kresp}, to {kend}, {kamt}
{k} (signed {ksign}), <until|to> {kend}, notice {knotice}
{kamt} / {kend} / {k}
<Ends|Last day> {kend}: {k}, {kamt}, <answer|reply> {kresp}
= roster.head
{team}, {channel}
{team} ({seat}), lead {head}
<Questions|Swaps>: {head}, {channel}
<Who|Whom> to <wake|ring> for {team}, {seat}
{head} <plans|signs> this <page|rota>, {channel}
{team} at night, {channel}, <desk|lead> {head}
= roster.rules
<Handover|Change> on {wday} at {clock}, <phone|pager> and <keys|laptop> in {room}.
<First|The first> answer within {nn} minutes, <then|else> it <rings|goes> to the second name.
<Swaps|Trades> <go|are written> <into|in> this page, <not|never> on <paper|a napkin>.
<Pager|Phone> number <ends|is> in {nnn}, <battery|charger> in drawer {n}.
<Nobody|No one> takes more than {n} nights in a row, <ask|tell> {col}.
<Called|Woken> after {clock}? <Sleep|Come> in, <tell|write> {channel}.
<Test|Trial> call each {wday} {clock}, <short|one> ring.
{host} and {prod} first, <the rest|{team2}> after.
<Escalate|Pass on> after {nn} minutes, <no|without> <shame|heroes>.
<Log|Write> every call in {channel}, <time|minute> and <cause|door>.
= list.note
<Printed|Copied> {lately}; the <screen|page> is <newer|right> when they differ.
<Corrections|Changes> to {col} by {wday}, {clock}.
<Dial|From outside> 0 and {n} <before|in front of> the number <from the docks|from {place}>.
<Mobile|Private> numbers are not <listed|here>, <ask|see> {col}.
<Sorted|Listed> by <hand|{guy}>, <errors|gaps> <included|possible>.
Door codes <left|moved> this list in {month}.
{nn} people <left out|missing> on <request|purpose>, {n} <trainees|temps>.
<Next|New> edition {soon}.
<Fax|Pager> column <dropped|removed>, <nobody|only {guy}> <missed|used> it.
= title.team
{team}
<Team|Who we are>: {team}
{team}, <people|contact>
<About|Meet> {team}
{team} (<team page|desk>)
{channel}
= title.site
<Site|House> {loc}
{loc}
{loc}: <how to find us|practical things>
<Visiting|Coming to> {loc}
{loc}, <doors|docks> and people
= title.supplier
{maker}
<Supplier|Vendor> {maker}
{maker}, {part}
<Sheet|Card>: {maker}
{part} (<supplier|source>)
= title.account
{firm}
<Account|Customer> {firm}
{firm}, <account sheet|overview>
{firm} ({plan})
<Sheet|Card> {firm}
= title.roster
<On call|Rota> {team} {label}
{team}: <on-call|pager> {label}
<Pager|Nights> {team}
<Roster|Plan> {label}, {team}
= title.goods
<Products|Price list>, {label}
<What|Goods> {label} <has|have>
<Catalogue|Overview> {label}
<Articles|Devices>: {label}
= title.list
<Phone list|People> {label}
{label}: <who is who|names and numbers>
<Extensions|Numbers> {label}
<Directory|List>, {label}
"""
