# ruff: noqa: E501 -- prose, one entry a line
"""The wordings of every relation. `= name | field names | answer in a full sentence`, then `+` statements and `?` questions.

`{s}` is the subject, `{o}` the object, `{a}` a or an before the object. Wordings of one relation share as few words as
they can, so that a question and the sentence that answers it need not have a word in common.
"""

TEXT = """
= team.lead | team lead; lead; head of team; head | {o} leads the {s} team.
+ {o} leads the {s} team.
+ The {s} team is led by {o}.
+ {s} reports to {o}.
+ At the head of {s} is {o}.
+ Anything about {s} goes to its lead, {o}.
+ {o} took over the {s} team and still runs it.
+ Lead of {s}: {o}.
+ {s} works under {o}.
+ {o} is in charge of {s}.
+ Decisions in {s} are made by {o}.
+ For {s} the last word is with {o}.
+ {o} heads {s}.
+ The person responsible for {s} is {o}.
+ {s}, with {o} at the top, plans its own week.
+ Whoever joins {s} is welcomed by {o}, who leads it.
+ In {s} the budget and the rota are signed by {o}.
+ {o} chairs the Monday meeting of {s} as its lead.
+ {s} is {o}'s team.
+ {o} has the lead of {s}.
+ Complaints about {s} end on the desk of its head, {o}.
+ {o} manages the people of {s}.
+ The {s} crew is run by {o}.
? Who leads the {s} team?
? Who is the lead of {s}?
? Who runs {s}?
? Which person heads the {s} team?
? Who is in charge of {s}?
? Whose team is {s}?
? Under whom does {s} work?
? Who has the last word in {s}?
? Who is responsible for the {s} team?
? To whom do I take a complaint about {s}?
? Who signs the rota of {s}?
? Who is the boss of {s}?
? Name the head of {s}.

= team.site | site; location; office; place | The {s} team sits in {o}.
+ The {s} team sits in {o}.
+ {s} is based in {o}.
+ You will find {s} at our {o} site.
+ {s} works from {o}.
+ Most of the {s} team is in {o}.
+ The desks of {s} are in {o}.
+ Visitors to {s} should come to {o}.
+ {o} is home to {s}.
+ The office of {s} is the one in {o}.
+ {s} has its rooms in {o}.
+ Parcels for {s} are delivered to {o}.
+ {s} shares the building in {o} with others.
+ To meet {s} in person, travel to {o}.
+ {s} moved to {o} and stayed there.
+ Location of {s}: {o}.
+ In {o} sits {s}.
+ The home site of {s} is {o}.
? Where does the {s} team sit?
? At which site is {s} based?
? Where is {s}?
? From which office does {s} work?
? Where would I go to meet {s}?
? What is the home site of {s}?
? In which town is the {s} team?
? Where are parcels for {s} sent?
? Which building houses {s}?
? Where are the rooms of {s}?
? At what location can I visit {s}?

= team.channel | chat channel; channel; chat | The channel of {s} is {o}.
+ The chat channel of {s} is {o}.
+ Write to {s} in {o}.
+ {s} answers questions in {o}.
+ Questions for {s} belong in {o}.
+ {s} can be reached in {o} during office hours.
+ {o} is where {s} talks.
+ Post in {o} and somebody from {s} replies.
+ {s} reads {o}.
+ The quickest way to {s} is a line in {o}.
+ Requests to {s} are collected in {o}.
+ {s} announces its changes in {o}.
+ Look for {s} in {o}.
+ Please use {o}, not private messages, to contact {s}.
+ Chat of {s}: {o}.
+ For a word with {s} open {o}.
? Which channel does {s} use?
? In which channel can I reach {s}?
? What is the chat channel of {s}?
? Where do I post a question for {s}?
? Where does {s} talk?
? Which chat does {s} read?
? How do I message the {s} team?
? Where are requests to {s} collected?
? Where does {s} announce its changes?
? What is the name of the chat of {s}?
? In what room online do I find {s}?

= person.role | role; job title; job; position | {s} is {a} {o}.
+ {s} works as {a} {o}.
+ {s} is employed as {a} {o}.
+ The role of {s} is {o}.
+ {s} joined us as {a} {o}.
+ By title {s} is {a} {o}.
+ {s} holds the post of {o}.
+ {s} fills the position of {o}.
+ As {a} {o}, {s} sees most problems first.
+ {s} earns a living as {a} {o}.
+ On the business card of {s} stands {o}.
+ {s} was hired as {a} {o}.
+ The job of {s} is that of {a} {o}.
+ {s} does the work of {a} {o}.
+ Job title of {s}: {o}.
+ {s} has been with us as {a} {o} from the start.
? What is the role of {s}?
? As what does {s} work?
? What is {s}'s job?
? Which position does {s} hold?
? What is the title of {s}?
? What does {s} do here?
? What post does {s} fill?
? What stands on the business card of {s}?
? As what was {s} hired?
? What is the occupation of {s}?
? In what capacity is {s} employed?

= person.team | team; unit; group | {s} belongs to the {o} team.
+ {s} belongs to the {o} team.
+ {s} is a member of {o}.
+ {s} is part of {o}.
+ In the chart {s} stands under {o}.
+ {s} works in the {o} team.
+ {s} sits with {o}.
+ {o} counts {s} among its people.
+ {s} joined {o}.
+ The team of {s} is {o}.
+ You will meet {s} in the stand-up of {o}.
+ {s} does the work of {o}.
+ Among the members of {o} is {s}.
+ {s} is on the staff of {o}.
+ {s} represents {o}.
+ {s} plans the week together with {o}.
+ {o} has {s} on its list.
? Which team is {s} in?
? To which team does {s} belong?
? Where in the company does {s} work?
? Of which team is {s} a member?
? With whom does {s} sit?
? What team has {s} joined?
? Which group is {s} part of?
? In which stand-up will I meet {s}?
? Whom does {s} represent?
? On whose staff is {s}?
? Under what team is {s} listed?

= person.manager | manager; reports to; line manager; boss | {s} reports to {o}.
+ {s} reports to {o}.
+ The manager of {s} is {o}.
+ {o} manages {s}.
+ {o} signs the leave requests of {s}.
+ {s} has {o} as manager.
+ {s} works under {o}.
+ {o} is the line manager of {s}.
+ {s} takes questions of pay to {o}.
+ {o} holds the yearly talk with {s}.
+ {o} is the boss of {s}.
+ The direct superior of {s} is {o}.
+ {s} answers to {o}.
+ One of the people {o} looks after is {s}.
+ {o} supervises {s}.
+ Above {s} in the chart stands {o}.
+ The person {s} reports to is {o}.
? Who is the manager of {s}?
? To whom does {s} report?
? Who manages {s}?
? Who signs the leave requests of {s}?
? Under whom does {s} work?
? Who is the boss of {s}?
? Who is the line manager of {s}?
? Whom does {s} answer to?
? Who supervises {s}?
? Who stands above {s} in the chart?
? With whom does {s} discuss pay?

= person.site | site; office; location; place of work | {s} works in {o}.
+ {s} works in {o}.
+ The desk of {s} is in {o}.
+ {s} is at the {o} site.
+ You can meet {s} in {o}.
+ {s} usually works from {o}.
+ {s} has a locker in {o}.
+ On most days {s} is in {o}.
+ {s} commutes to {o}.
+ The office of {s} is in {o}.
+ {s} parks in {o}.
+ {s} is based in {o}.
+ Send post for {s} to {o}.
+ {o} is where {s} spends the week.
+ {s} badges in at {o}.
+ Site of {s}: {o}.
? Where does {s} work?
? At which site is {s}?
? Where can I meet {s}?
? Where is the desk of {s}?
? In which office do I find {s}?
? Where is {s} based?
? To which site does {s} commute?
? Where do I send post for {s}?
? What is the place of work of {s}?
? Where does {s} badge in?
? In what town does {s} sit?

= person.extension | extension; phone extension; phone; number | The extension of {s} is {o}.
+ {s} is on extension {o}.
+ The extension of {s} is {o}.
+ Call {s} on {o}.
+ To reach {s}, dial {o}.
+ {s} picks up on {o}.
+ {s} answers the telephone at {o}.
+ Ring {o} and ask for {s}.
+ The telephone of {s} has the number {o}.
+ {o} is the line of {s}.
+ For {s} press {o}.
+ The desk phone of {s} rings at {o}.
+ By phone you get {s} at {o}.
+ {s} (ext. {o}) is the person to ring.
+ Internal number of {s}: {o}.
+ If it is urgent, {s} can be called on {o}.
? What is the extension of {s}?
? On which extension is {s}?
? Which number do I dial for {s}?
? How can I call {s}?
? What is the phone number of {s}?
? Under which number does {s} pick up?
? Which line belongs to {s}?
? What do I dial to reach {s}?
? What is the internal number of {s}?
? Where can I ring {s}?
? At what extension does {s} answer?

= person.email | e-mail; mail address; e-mail address | The e-mail address of {s} is {o}.
+ The e-mail address of {s} is {o}.
+ Write to {s} at {o}.
+ {s} reads mail at {o}.
+ Mail for {s} goes to {o}.
+ Send it to {s}, {o}.
+ {o} reaches {s}.
+ {s} can be mailed at {o}.
+ The mailbox of {s} is {o}.
+ Reply to {s} under {o}.
+ You have {s} in copy with {o}.
+ In the address book {s} stands as {o}.
+ Contact {s} by mail: {o}.
? What is the e-mail address of {s}?
? How can I mail {s}?
? Which mailbox belongs to {s}?
? At which address does {s} read mail?
? Where do I send a mail for {s}?
? Under which address do I write to {s}?
? What is the mail address of {s}?
? How does {s} stand in the address book?
? Which address reaches {s}?
? Where should a reply to {s} go?

= site.address | address; street address; postal address | The address of {s} is {o}.
+ The address of {s} is {o}.
+ {s} is at {o}.
+ Our site in {s} has the address {o}.
+ Deliveries to {s} go to {o}.
+ You find the {s} building at {o}.
+ The door of {s} is at {o}.
+ Post for {s}: {o}.
+ Drivers enter {o} to get to {s}.
+ {s} receives goods at {o}.
+ The front desk of {s} is at {o}.
+ Taxi drivers know {s} as {o}.
+ {s} stands at {o}.
? What is the address of {s}?
? Where exactly is the {s} site?
? Where do deliveries to {s} go?
? At which address is {s}?
? Where do I send post for {s}?
? In which street is the {s} building?
? What do drivers enter to get to {s}?
? Where is the front desk of {s}?
? Where does {s} receive goods?
? How is {s} addressed on a parcel?

= product.owner | owner; owning team; team; responsible team | {o} owns {s}.
+ {s} is owned by the {o} team.
+ {o} owns {s}.
+ {o} builds and runs {s}.
+ The team behind {s} is {o}.
+ {s} belongs to {o}.
+ Changes to {s} are approved by {o}.
+ {o} looks after {s}.
+ {o} is responsible for {s}.
+ {s} is developed by {o}.
+ The pager for {s} is carried by {o}.
+ {o} maintains {s}.
+ Faults in {s} are mended by {o}.
+ {s} is in the care of {o}.
+ {o} answers for {s}.
+ The roadmap of {s} is written by {o}.
+ Owner of {s}: {o}.
+ {o} keeps {s} running.
+ With {s} you are dealing with {o}.
? Which team owns {s}?
? Who builds {s}?
? Which team looks after {s}?
? Who is responsible for {s}?
? Who approves changes to {s}?
? Which team is behind {s}?
? Who maintains {s}?
? Who carries the pager for {s}?
? Who mends faults in {s}?
? In whose care is {s}?
? Which team writes the roadmap of {s}?
? To which team does {s} belong?

= product.role | kind of product; type; category | {s} is {a} {o}.
+ {s} is our {o}.
+ {s} serves as {a} {o}.
+ In the catalogue {s} is listed as {a} {o}.
+ {s}, the {o}, is part of most contracts.
+ Customers use {s} as their {o}.
+ {s} does the job of {a} {o}.
+ {s} was designed as {a} {o}.
+ What we sell as {s} is {a} {o}.
+ As {a} {o}, {s} has few rivals.
+ The {o} in our range is called {s}.
+ {s} belongs to the shelf marked {o}.
+ Think of {s} as {a} {o}.
+ Type of {s}: {o}.
? What is {s}?
? What kind of product is {s}?
? What does the catalogue list {s} as?
? As what do customers use {s}?
? What was {s} designed as?
? What type is {s}?
? What job does {s} do?
? Under which category is {s} sold?
? What does {s} serve as?
? What sort of device or service is {s}?

= product.sku | article number; SKU; stock number | The article number of {s} is {o}.
+ The article number of {s} is {o}.
+ {s} is ordered as {o}.
+ On the shelf {s} carries the label {o}.
+ Order {s} under {o}.
+ {o} stands for {s}.
+ The SKU of {s} is {o}.
+ In the price list {s} has the number {o}.
+ Scan {o} and the screen shows {s}.
+ {s} is kept in stock as {o}.
+ Article {o} is {s}.
+ The carton of {s} is printed with {o}.
+ Stock number of {s}: {o}.
? What is the article number of {s}?
? Under which number is {s} ordered?
? What is the SKU of {s}?
? Which label does {s} carry on the shelf?
? Which number has {s} in the price list?
? What is printed on the carton of {s}?
? How is {s} kept in stock?
? What do I scan to get {s}?
? Which stock number stands for {s}?
? What is the order code of {s}?

= product.supplier | supplier; vendor; source | {o} supplies the hardware of {s}.
+ {o} supplies the hardware of {s}.
+ The parts of {s} come from {o}.
+ For {s} we buy from {o}.
+ {s} is built with parts from {o}.
+ {o} delivers what goes into {s}.
+ The vendor behind {s} is {o}.
+ Hardware for {s} is ordered at {o}.
+ {o} makes the parts of {s}.
+ Without {o} there would be no {s}.
+ Our source for {s} is {o}.
+ {s} depends on deliveries from {o}.
+ Supplier of {s}: {o}.
? Who supplies the hardware of {s}?
? From whom do the parts of {s} come?
? Which vendor is behind {s}?
? Where do we buy for {s}?
? Who makes the parts of {s}?
? On whose deliveries does {s} depend?
? What is our source for {s}?
? At which firm is hardware for {s} ordered?
? Which supplier delivers for {s}?
? With whose parts is {s} built?

= product.component | component; part; module | {s} has {a} {o}.
+ {s} has {a} {o}.
+ One component of {s} is the {o}.
+ {s} comes with {a} {o}.
+ Inside {s} works {a} {o}.
+ {s} contains {a} {o}.
+ The {o} is part of {s}.
+ {s} relies on its {o}.
+ Among the modules of {s} is the {o}.
+ {s} is built around {a} {o}.
+ You find {a} {o} in {s}.
+ The chapter on {s} describes its {o}.
+ {s} ships with {a} {o}.
? Name a component of {s}.
? Of what is {s} made up?
? Which module is part of {s}?
? What does {s} contain?
? On what does {s} rely?
? What works inside {s}?
? Which component comes with {s}?
? Around what is {s} built?
? What part do you find in {s}?
? Which piece ships with {s}?

= product.version | version; current version; release | The current version of {s} is {o}.
+ The current version of {s} is {o}.
+ {s} is at version {o}.
+ {s} {o} is the release in use.
+ We ship {s} in version {o}.
+ The latest release of {s} carries the number {o}.
+ Customers on {s} should run {o}.
+ {s} has reached {o}.
+ New installations get {s} {o}.
+ For {s}, {o} is the build to have.
+ {s} stands at {o}.
+ At present {s} is delivered as {o}.
+ The about page of {s} should say {o}.
+ {o} is the newest {s}.
+ Anyone installing {s} today receives {o}.
+ {s} was last updated to {o}.
+ We support {s} from {o} on.
? What is the current version of {s}?
? Which version of {s} is in use?
? At which version is {s}?
? What is the latest release of {s}?
? Which {s} should customers run?
? What number does the newest {s} carry?
? Which release of {s} do new installations get?
? What should the about page of {s} say?
? How far has {s} got?
? To what was {s} last updated?
? Which build of {s} is delivered at present?

= product.price | price; monthly price; list price; fee | {s} costs {o} a month.
+ {s} costs {o} a month.
+ The list price of {s} is {o} per month.
+ We charge {o} a month for {s}.
+ One unit of {s} is billed at {o} each month.
+ {s} is {o} per device and month.
+ For {s} the invoice shows {o} a month.
+ You pay {o} monthly for {s}.
+ A month of {s} comes to {o}.
+ {s} sells at {o} monthly.
+ The fee for {s} is {o} a month.
+ {o} is what {s} costs every month.
+ {s} is priced at {o} a month.
+ Our list gives {o} for a month of {s}.
+ Each device with {s} adds {o} to the monthly bill.
+ {s} is available from {o} a month.
? What does {s} cost?
? What is the price of {s}?
? How much is {s} per month?
? What do we charge for {s}?
? At what price is {s} billed?
? How much do customers pay for {s}?
? What is the fee for {s}?
? What does a month of {s} come to?
? How expensive is {s}?
? What does our list give for {s}?
? What does each device with {s} add to the bill?

= release.date | release date; published; out since | {s} was released on {o}.
+ {s} was released on {o}.
+ {s} came out on {o}.
+ {s} has been available since {o}.
+ We published {s} on {o}.
+ {s} left the test phase on {o}.
+ On {o} we shipped {s}.
+ The release of {s} was on {o}.
+ Since {o} customers can install {s}.
+ {s} is dated {o}.
+ {o} was the day of {s}.
? When was {s} released?
? When did {s} come out?
? On which day was {s} published?
? Since when is {s} available?
? What is the release date of {s}?
? When did we ship {s}?
? How is {s} dated?
? What was the day of {s}?
? When did {s} leave the test phase?
? Since when can customers install {s}?

= customer.plan | plan; contract plan; package; tariff | {s} is on the {o} plan.
+ {s} is on the {o} plan.
+ {s} has the {o} plan.
+ The contract of {s} covers the {o} plan.
+ {s} pays for the {o} plan.
+ We serve {s} under the {o} plan.
+ {s} chose {o}.
+ {s} is {a} {o} customer.
+ For {s} the {o} conditions apply.
+ {s} signed up for {o}.
+ {s} enjoys what {o} includes.
+ The package of {s} is {o}.
+ Under {o} we look after {s}.
+ {s} stands in the books with {o}.
+ The tariff of {s} is {o}.
? Which plan is {s} on?
? What plan does {s} have?
? Under which plan do we serve {s}?
? What package did {s} choose?
? Which conditions apply for {s}?
? What did {s} sign up for?
? What tariff has {s}?
? For which plan does {s} pay?
? What kind of customer is {s}?
? With which plan does {s} stand in the books?
? What does the contract of {s} cover?

= customer.manager | account manager; contact with us; our contact | {o} looks after {s}.
+ {o} looks after {s}.
+ The account of {s} is with {o}.
+ {s} calls {o} first.
+ {o} is the contact of {s}.
+ {s} is one of the accounts of {o}.
+ {o} manages the account of {s}.
+ For {s} our person is {o}.
+ {o} visits {s} twice a year.
+ When {s} has a wish, {o} hears it.
+ {s} is in the hands of {o}.
+ The offers to {s} are written by {o}.
+ {o} speaks for us at {s}.
+ {s} deals with {o}.
+ Account manager of {s}: {o}.
? Who looks after {s}?
? Who is the contact of {s}?
? With whom is the account of {s}?
? Who manages the account of {s}?
? Whom does {s} call first?
? Who is our person for {s}?
? Who visits {s}?
? In whose hands is {s}?
? With whom does {s} deal?
? Who writes the offers to {s}?
? Who speaks for us at {s}?

= customer.contact | contact at the customer; contact person; customer contact | The contact at {s} is {o}.
+ The contact at {s} is {o}.
+ At {s} we talk to {o}.
+ {o} represents {s}.
+ {o} answers for {s}.
+ Letters to {s} are addressed to {o}.
+ Our calls to {s} reach {o}.
+ {s} is represented by {o}.
+ {o} places the orders of {s}.
+ Ask for {o} when you ring {s}.
+ On the side of {s} it is {o} who decides.
+ {o} is the voice of {s}.
+ Contact person of {s}: {o}.
? Who is the contact at {s}?
? To whom do we talk at {s}?
? Who represents {s}?
? To whom are letters to {s} addressed?
? For whom do I ask when I ring {s}?
? Who places the orders of {s}?
? Who decides on the side of {s}?
? Who answers for {s}?
? Whom do our calls to {s} reach?
? Which person is the voice of {s}?

= supplier.part | part; supplied part; goods | {s} supplies {o}.
+ {s} supplies our {o}.
+ We buy {o} from {s}.
+ Our {o} come from {s}.
+ {s} makes {o} for us.
+ For {o} we rely on {s}.
+ {s} delivers {o}.
+ {s} sends us {o} every month.
+ Whoever needs {o} orders them at {s}.
+ The {o} in our devices are by {s}.
+ {s} is our source of {o}.
+ With {s} we have a frame order for {o}.
+ {o} arrive from {s} on pallets.
? What does {s} supply?
? What do we buy from {s}?
? Which parts come from {s}?
? What does {s} make for us?
? For what do we rely on {s}?
? What is delivered by {s}?
? What does {s} send us?
? Of what is {s} our source?
? What arrives from {s} on pallets?
? For what do we have a frame order with {s}?

= order.customer | customer; ordered by; buyer | {o} placed order {s}.
+ {o} placed order {s}.
+ Order {s} is for {o}.
+ {s} was placed by {o}.
+ Order {s} goes to {o}.
+ The buyer on {s} is {o}.
+ {o} is waiting for {s}.
+ {s} came in from {o}.
+ With {s}, {o} ordered from us.
+ The invoice of {s} is made out to {o}.
+ {s} ships to {o}.
+ {s} is an order of {o}.
+ The goods under {s} belong to {o}.
+ {o} sent us {s}.
+ On {s} the customer is {o}.
? Who placed order {s}?
? For whom is order {s}?
? Which customer is on order {s}?
? Who is the buyer on {s}?
? From whom did {s} come in?
? To whom is the invoice of {s} made out?
? Who is waiting for {s}?
? To whom does {s} ship?
? Whose order is {s}?
? Who ordered with {s}?
? Who sent us {s}?

= order.product | product; item; article | Order {s} contains {o}.
+ Order {s} contains {o}.
+ The item on order {s} is {o}.
+ With {s} we deliver {o}.
+ {o} was ordered under {s}.
+ Order {s} is about {o}.
+ {s} asks for {o}.
+ The goods of {s} are {o}.
+ {s} calls for {o}.
+ On {s} stands {o}.
+ For {s} the warehouse packs {o}.
+ {s} is filled with {o}.
+ The box for {s} holds {o}.
+ {o} is what {s} brings.
? Which product is on order {s}?
? What was ordered under {s}?
? What is the item on {s}?
? What does order {s} contain?
? What do we deliver with {s}?
? What does the warehouse pack for {s}?
? What is in the box for {s}?
? For what does {s} ask?
? What is order {s} about?
? Which goods belong to {s}?

= order.amount | amount; total; sum; invoice total | Order {s} comes to {o}.
+ Order {s} comes to {o}.
+ The total of order {s} is {o}.
+ {s} was invoiced at {o}.
+ For {s} we charge {o}.
+ The amount on {s} is {o}.
+ {s} is worth {o}.
+ The customer owes {o} for {s}.
+ The invoice for {s} says {o}.
+ {s} adds up to {o}.
+ {o} is due for {s}.
+ We billed {o} for {s}.
+ {s} has a value of {o}.
+ In the books {s} stands at {o}.
? What is the total of order {s}?
? How much is order {s}?
? What amount is on {s}?
? What is {s} worth?
? How much do we charge for {s}?
? What does the invoice for {s} say?
? At how much was {s} invoiced?
? What is due for {s}?
? What did we bill for {s}?
? To how much does {s} add up?
? What value has {s}?

= order.status | status; order status; state | Order {s} is {o}.
+ Order {s} is {o}.
+ The status of order {s} is {o}.
+ At the moment {s} is {o}.
+ {s} shows as {o}.
+ Our system lists {s} as {o}.
+ {s} stands at {o}.
+ On the screen {s} reads {o}.
+ {s} is marked {o}.
+ The state of {s} is {o}.
+ We have {s} as {o}.
+ According to the warehouse {s} is {o}.
+ {s} was set to {o}.
+ Tracking says {o} for {s}.
? What is the status of order {s}?
? How far is order {s}?
? How does {s} show in the system?
? In what state is {s}?
? What does tracking say for {s}?
? How is {s} marked?
? What has become of {s}?
? Where does {s} stand?
? What does the warehouse say about {s}?
? What is the state of {s}?
? To what was {s} set?

= order.due | due date; delivery date; promised for | Order {s} is due on {o}.
+ Order {s} is due on {o}.
+ We promised {s} for {o}.
+ Delivery of {s} is planned for {o}.
+ {s} should arrive by {o}.
+ The due date of {s} is {o}.
+ {s} has to be there on {o}.
+ The lorry with {s} is booked for {o}.
+ Expect {s} on {o}.
+ For {s} the calendar says {o}.
+ {o} is the day for {s}.
+ The customer was told {o} for {s}.
+ {s} must reach the customer no later than {o}.
? When is order {s} due?
? What is the delivery date of {s}?
? For when was {s} promised?
? When should {s} arrive?
? For which day is {s} planned?
? When can the customer expect {s}?
? What day was the customer told for {s}?
? By when must {s} be there?
? For when is the lorry with {s} booked?
? On what date do we deliver {s}?

= incident.product | product; affected product; system | {s} affected {o}.
+ {s} affected {o}.
+ During {s} {o} was down.
+ One product hit by {s} was {o}.
+ {s} took {o} out of service.
+ {o} failed in {s}.
+ {o} was struck by {s}.
+ {s} meant no {o} for a while.
+ In {s} users lost {o}.
+ {s} disturbed {o}.
+ {o} stopped answering in {s}.
+ {s} was about {o}.
+ Because of {s}, {o} could not be used.
+ {o} suffered from {s}.
? Which product did {s} affect?
? What was down during {s}?
? Which product failed in {s}?
? What did {s} take out of service?
? What stopped answering in {s}?
? Which system was hit by {s}?
? What could not be used because of {s}?
? What did users lose in {s}?
? What was disturbed by {s}?
? What suffered from {s}?

= incident.cause | cause; root cause; reason | {s} was caused by {o}.
+ {s} was caused by {o}.
+ The cause of {s} was {o}.
+ Behind {s} was {o}.
+ We traced {s} to {o}.
+ {s} goes back to {o}.
+ {o} brought about {s}.
+ What led to {s} was {o}.
+ {o} was at the root of {s}.
+ {s} started with {o}.
+ The blame for {s} lies with {o}.
+ {s} happened because of {o}.
+ In the end {o} explained {s}.
+ The review of {s} found {o}.
? What caused {s}?
? What was the cause of {s}?
? What was behind {s}?
? To what did we trace {s}?
? Why did {s} happen?
? What led to {s}?
? What was at the root of {s}?
? With what did {s} start?
? What explained {s}?
? What did the review of {s} find?
? How did {s} come about?

= incident.minutes | minutes; duration in minutes; duration | {s} lasted {o} minutes.
+ {s} lasted {o} minutes.
+ After {o} minutes {s} was over.
+ Users noticed {s} for {o} minutes.
+ It took {o} minutes to close {s}.
+ The clock on {s} stopped at {o} minutes.
+ {s} went on for {o} minutes.
+ {s} cost us {o} minutes.
+ From alarm to all clear {s} ran {o} minutes.
+ The outage of {s} was {o} minutes long.
+ {s} counts {o} minutes in the statistics.
+ {o} minutes passed before {s} was mended.
+ For {o} minutes {s} kept us busy.
? How many minutes did {s} last?
? How long was {s}?
? How long did it take to close {s}?
? For how long did users notice {s}?
? After how many minutes was {s} over?
? What was the duration of {s}?
? How many minutes did {s} cost us?
? How long did {s} go on?
? How much time passed before {s} was mended?
? What does {s} count in the statistics?

= incident.oncall | on-call; on-call engineer; handled by | {o} was on call for {s}.
+ {o} was on call for {s}.
+ {o} handled {s}.
+ The pager for {s} woke {o}.
+ {s} was worked on by {o}.
+ {o} took the call for {s}.
+ {o} answered the alarm of {s}.
+ During {s} the duty was with {o}.
+ {o} had the pager when {s} came.
+ The person who dealt with {s} was {o}.
+ {s} landed on {o}.
+ {o} led us through {s}.
+ On duty for {s}: {o}.
? Who was on call for {s}?
? Who handled {s}?
? Who took the call for {s}?
? Who had the pager when {s} came?
? Who answered the alarm of {s}?
? Whom did the pager wake for {s}?
? Who dealt with {s}?
? With whom was the duty during {s}?
? On whom did {s} land?
? Who worked on {s}?

= incident.date | date; day of the incident; day | {s} happened on {o}.
+ {s} happened on {o}.
+ The date of {s} is {o}.
+ We had {s} on {o}.
+ {s} began on {o}.
+ On {o} we opened {s}.
+ {s} dates from {o}.
+ {o} was the day of {s}.
+ The alarm of {s} came on {o}.
+ {s} fell on {o}.
+ The log of {s} starts on {o}.
+ It was {o} when {s} hit us.
? When did {s} happen?
? On which day was {s}?
? What is the date of {s}?
? When did {s} begin?
? When was {s} opened?
? From when does {s} date?
? On what day did the alarm of {s} come?
? When does the log of {s} start?
? What was the day of {s}?
? When did {s} hit us?

= vulnerability.product | product; affected product | {s} concerns {o}.
+ {s} concerns {o}.
+ {s} was found in {o}.
+ {o} is affected by {s}.
+ The weakness {s} sits in {o}.
+ {s} is a hole in {o}.
+ Users of {o} should read {s}.
+ {s} is about {o}.
+ {o} is the product behind {s}.
+ With {s}, {o} can be attacked.
+ The advisory {s} is for {o}.
+ {s} weakens {o}.
? Which product does {s} concern?
? In what was {s} found?
? What is affected by {s}?
? Where does {s} sit?
? Who should read {s}: users of what?
? What can be attacked with {s}?
? For which product is the advisory {s}?
? What does {s} weaken?
? In which product is the hole {s}?
? What is the product behind {s}?

= vulnerability.component | component; affected component; part | {s} is in the {o}.
+ {s} is in the {o}.
+ The component behind {s} is the {o}.
+ {s} hits the {o}.
+ What is weak in {s} is the {o}.
+ The {o} lets {s} happen.
+ {s} abuses the {o}.
+ The fault of {s} lies in the {o}.
+ {s} starts in the {o}.
+ Through the {o} an attacker uses {s}.
+ The {o} was mended because of {s}.
? Which component has {s}?
? What part does {s} hit?
? Where does the fault of {s} lie?
? What does {s} abuse?
? In which module does {s} start?
? What lets {s} happen?
? What was mended because of {s}?
? What is weak in {s}?
? Which component is behind {s}?
? Through what does an attacker use {s}?

= vulnerability.severity | severity; rating; risk | The severity of {s} is {o}.
+ The severity of {s} is {o}.
+ We rate {s} as {o}.
+ {s} is of {o} severity.
+ {s} counts as {o}.
+ Our rating of {s}: {o}.
+ {s} was classed {o}.
+ The risk of {s} is {o}.
+ {o} is the level of {s}.
+ On our scale {s} is {o}.
+ {s} carries the mark {o}.
? What is the severity of {s}?
? How do we rate {s}?
? How severe is {s}?
? As what does {s} count?
? How was {s} classed?
? What is the risk of {s}?
? What level has {s}?
? Which mark does {s} carry?
? Where is {s} on our scale?
? How bad is {s}?

= vulnerability.affected | affected version; vulnerable version | {s} affects version {o}.
+ {s} affects version {o}.
+ Version {o} has {s}.
+ {o} is open to {s}.
+ Installations at {o} are exposed to {s}.
+ {s} is present in {o}.
+ Whoever runs {o} has {s}.
+ {s} was shipped with {o}.
+ {o} contains the fault {s}.
+ {s} can be used against {o}.
+ Check for {o}: it is vulnerable to {s}.
? Which version has {s}?
? Which version does {s} affect?
? What is open to {s}?
? With which version was {s} shipped?
? In what version is {s} present?
? Which installations are exposed to {s}?
? Against which version can {s} be used?
? What is vulnerable to {s}?
? Which release contains {s}?
? Who has {s}: users of which version?

= vulnerability.fixed | fixed version; fixed in; safe version | {s} is fixed in version {o}.
+ {s} is fixed in version {o}.
+ Version {o} closes {s}.
+ The fix for {s} came with {o}.
+ To be safe from {s}, update to {o}.
+ {s} is gone from {o} on.
+ {o} no longer has {s}.
+ Since {o} {s} is history.
+ {s} was repaired in {o}.
+ Install {o} to get rid of {s}.
+ From {o} upwards nobody has to fear {s}.
+ {o} brings the cure for {s}.
+ The remedy for {s} is {o}.
+ {s} was mended with release {o}.
? In which version is {s} fixed?
? Which version closes {s}?
? To which version should I update because of {s}?
? With what did the fix for {s} come?
? Since which version is {s} gone?
? What brings the cure for {s}?
? What do I install to get rid of {s}?
? In which release was {s} repaired?
? From which version on is one safe from {s}?
? What is the remedy for {s}?

= policy.owner | owner; owning team; kept by | {o} owns {s}.
+ {s} is kept by {o}.
+ {o} owns {s}.
+ The owner of {s} is the {o} team.
+ Questions on {s} go to {o}.
+ {o} reviews {s} each year.
+ {o} wrote {s}.
+ {s} is in the hands of {o}.
+ Whoever doubts {s} asks {o}.
+ {o} watches over {s}.
+ Changes to {s} pass through {o}.
+ {s} was drawn up by {o}.
+ {o} explains {s} to newcomers.
+ Owner of {s}: {o}.
? Which team owns {s}?
? Who keeps {s}?
? Where do questions on {s} go?
? Who wrote {s}?
? Who reviews {s}?
? In whose hands is {s}?
? Who watches over {s}?
? Through whom do changes to {s} pass?
? Who explains {s} to newcomers?
? Which team drew up {s}?

= policy.limit | limit; allowed amount; maximum | The limit in {s} is {o}.
+ The limit in {s} is {o}.
+ {s} allows {o}.
+ Under {s} the limit is {o}.
+ {s} sets the limit at {o}.
+ Nothing above {o} is covered by {s}.
+ {s} draws the line at {o}.
+ {o} is what {s} permits.
+ According to {s} it is {o} and no more.
+ {s} names {o}.
+ The figure in {s} is {o}.
+ {s} gives {o}.
+ With {s} you have {o}.
+ {s} stops at {o}.
+ The bound of {s} is {o}.
? What is the limit in {s}?
? How much does {s} allow?
? What limit does {s} set?
? Where does {s} draw the line?
? What does {s} permit?
? Which figure is in {s}?
? At what does {s} stop?
? How much is covered by {s}?
? What is the bound of {s}?
? What does {s} give?
? What number does {s} name?

= policy.effective | effective date; valid from; in force since | {s} is valid from {o}.
+ {s} is valid from {o}.
+ {s} came into force on {o}.
+ The rules of {s} apply since {o}.
+ Since {o} we work under {s}.
+ {s} took effect on {o}.
+ {s} starts on {o}.
+ From {o} on {s} counts.
+ {o} is the first day of {s}.
+ {s} has been binding since {o}.
+ {s} became the rule on {o}.
+ We follow {s} from {o}.
? When did {s} come into force?
? From when is {s} valid?
? Since when does {s} apply?
? What is the first day of {s}?
? When did {s} take effect?
? From which day on does {s} count?
? Since when do we work under {s}?
? When does {s} start?
? Since when is {s} binding?
? When did {s} become the rule?

= contract.customer | customer; party; client | {s} is the contract with {o}.
+ {s} is the contract with {o}.
+ {o} signed {s}.
+ Under {s} we work for {o}.
+ The other party to {s} is {o}.
+ {s} binds us and {o}.
+ {s} was made with {o}.
+ {o} is our client under {s}.
+ {o} holds a copy of {s}.
+ {s} covers what we do for {o}.
+ With {s}, {o} became our customer.
? With whom is the contract {s}?
? Who signed {s} with us?
? For whom do we work under {s}?
? Who is the other party to {s}?
? With which customer was {s} made?
? Who is our client under {s}?
? Whom does {s} bind besides us?
? Whose services does {s} cover?
? Which customer holds a copy of {s}?
? Who became our customer with {s}?

= contract.product | product; subject; service | {s} covers {o}.
+ {s} covers {o}.
+ The main product under {s} is {o}.
+ {s} is about {o}.
+ With {s} the customer gets {o}.
+ {o} is what {s} is for.
+ {s} grants the use of {o}.
+ Service under {s} means {o}.
+ {s} names {o} as its subject.
+ We provide {o} under {s}.
+ {s} was signed for {o}.
? What does {s} cover?
? Which product is under {s}?
? What is {s} about?
? What does the customer get with {s}?
? What do we provide under {s}?
? The use of what does {s} grant?
? What does {s} name as its subject?
? For what was {s} signed?
? What does service under {s} mean?
? For which product is {s}?

= contract.amount | monthly amount; monthly fee; sum | {s} is worth {o} a month.
+ {s} is worth {o} a month.
+ The monthly fee under {s} is {o}.
+ Under {s} the customer pays {o} each month.
+ {s} brings {o} a month.
+ We invoice {o} monthly under {s}.
+ The sum agreed in {s} is {o} a month.
+ {s} sets the fee at {o} a month.
+ Each month {s} means {o}.
+ {o} is the monthly price in {s}.
+ The charge in {s} amounts to {o} a month.
? How much is {s} worth a month?
? What is the monthly fee under {s}?
? What does the customer pay under {s}?
? What do we invoice under {s}?
? What sum was agreed in {s}?
? What does {s} bring each month?
? At how much does {s} set the fee?
? To what does the charge in {s} amount?
? What is the monthly price in {s}?
? How much money is {s} a month?

= contract.end | end date; ends on; runs until | {s} ends on {o}.
+ {s} ends on {o}.
+ {s} runs until {o}.
+ The term of {s} is over on {o}.
+ {s} expires on {o}.
+ The last day of {s} is {o}.
+ {s} binds both sides until {o}.
+ Unless renewed, {s} is void after {o}.
+ {o} is when {s} stops.
+ {s} was concluded to {o}.
+ Until {o} {s} holds.
? When does {s} end?
? Until when does {s} run?
? When does {s} expire?
? What is the last day of {s}?
? When is the term of {s} over?
? Until when does {s} bind both sides?
? After which day is {s} void?
? To what date was {s} concluded?
? When does {s} stop?
? How long does {s} hold?

= contract.response | response time; reaction time; answer within | {s} promises an answer within {o}.
+ {s} promises an answer within {o}.
+ The response time in {s} is {o}.
+ Under {s} we react in {o}.
+ {s} gives us {o} to respond.
+ A fault reported under {s} is answered after {o} at most.
+ {o} is the reaction time of {s}.
+ With {s} the customer waits {o} at most.
+ {s} obliges us to reply in {o}.
+ We have {o} for a first reply under {s}.
+ {s} fixes the first reaction at {o}.
? What response time does {s} promise?
? How fast must we react under {s}?
? Within what time does {s} promise an answer?
? How long may a first reply take under {s}?
? What is the reaction time of {s}?
? How long does the customer wait with {s}?
? How much time does {s} give us to respond?
? At what does {s} fix the first reaction?
? In which time are faults under {s} answered?
? What does {s} oblige us to?

= contract.notice | notice period; notice | The notice period of {s} is {o}.
+ The notice period of {s} is {o}.
+ {s} can be ended with {o} of notice.
+ Whoever leaves {s} says so {o} ahead.
+ {s} asks for {o} of notice.
+ Notice under {s} is given {o} before the end.
+ {o} before its end {s} may be cancelled.
+ To cancel {s}, allow {o}.
+ {s} requires a letter {o} in advance.
+ The parties to {s} agreed on {o} of notice.
+ A way out of {s} takes {o}.
? What is the notice period of {s}?
? How much notice does {s} ask for?
? How long before its end may {s} be cancelled?
? How far ahead must one leave {s}?
? With what notice can {s} be ended?
? How much time must I allow to cancel {s}?
? When is notice under {s} given?
? How long does a way out of {s} take?
? On what notice did the parties to {s} agree?
? How far in advance does {s} require a letter?

= contract.signatory | signatory; signed by; signed for us by | {o} signed {s} for us.
+ {o} signed {s} for us.
+ Our signature under {s} is that of {o}.
+ {s} bears the name of {o}.
+ For our side {o} put the pen to {s}.
+ {o} negotiated and signed {s}.
+ {s} was signed by {o}.
+ The signatory of {s} is {o}.
+ On the last page of {s} stands {o}.
+ {o} stands for us in {s}.
+ {s} carries the signature of {o}.
? Who signed {s} for us?
? Whose signature is under {s}?
? Who put the pen to {s} on our side?
? Whose name does {s} bear?
? Who negotiated {s}?
? Who is the signatory of {s}?
? Which of us signed {s}?
? Who stands on the last page of {s}?
? Who stands for us in {s}?
? By whom was {s} signed?

= error.product | product; device; shown by | {s} is a code of {o}.
+ {s} is a code of {o}.
+ {o} shows {s}.
+ The code {s} comes from {o}.
+ You meet {s} on {o}.
+ {s} belongs to {o}.
+ {s} is documented in the manual of {o}.
+ When {o} is in trouble it may say {s}.
+ {s} is reported by {o}.
+ On the display of {o} appears {s}.
+ {o} stops with {s}.
? Which product shows {s}?
? From what does the code {s} come?
? On which device do you meet {s}?
? In whose manual is {s} documented?
? What reports {s}?
? To which product does {s} belong?
? On the display of what does {s} appear?
? What stops with {s}?
? Which of our products has the code {s}?
? What is in trouble when it says {s}?

= error.component | component; part; raised by | {s} is raised by the {o}.
+ {s} is raised by the {o}.
+ The {o} raises {s}.
+ {s} points to the {o}.
+ Behind {s} is the {o}.
+ {s} comes out of the {o}.
+ The part to look at after {s} is the {o}.
+ {s} is filed under the {o}.
+ With {s} the {o} asks for help.
+ {s} concerns the {o}.
+ The {o} is the origin of {s}.
? Which component raises {s}?
? To what does {s} point?
? Which part is behind {s}?
? Out of what does {s} come?
? At what should I look after {s}?
? Under which component is {s} filed?
? What asks for help with {s}?
? What is the origin of {s}?
? What does {s} concern?
? Which module gives {s}?

= error.meaning | meaning; explanation; description | {s} means that {o}.
+ {s} means that {o}.
+ The code {s} says that {o}.
+ {s} appears when {o}.
+ With {s} the device reports that {o}.
+ If you see {s}, {o}.
+ {s}: {o}.
+ In plain words {s} tells you that {o}.
+ {s} is shown because {o}.
+ Behind {s} is the fact that {o}.
+ You get {s} whenever {o}.
+ {s} stands for this: {o}.
? What does {s} mean?
? What does the code {s} say?
? When does {s} appear?
? Why do I see {s}?
? What is behind {s}?
? What does the device report with {s}?
? For what does {s} stand?
? How is {s} explained?
? What is wrong when {s} is shown?
? What does {s} tell me in plain words?

= error.remedy | remedy; what to do; fix | On {s}, {o}.
+ On {s}, {o}.
+ When {s} appears, {o}.
+ To clear {s}, {o}.
+ {s} goes away if you {o}.
+ What helps against {s}: {o}.
+ After {s} you should {o}.
+ The remedy for {s} is short: {o}.
+ If it is {s}, {o}.
+ Do this on {s}: {o}.
+ {s} calls for one step: {o}.
+ Whoever sees {s} has to {o}.
? What do I do on {s}?
? How do I clear {s}?
? What helps against {s}?
? What is the remedy for {s}?
? How does {s} go away?
? Which step does {s} call for?
? What should I do after {s}?
? How is {s} mended?
? What must be done when {s} appears?
? What is the cure for {s}?
"""
