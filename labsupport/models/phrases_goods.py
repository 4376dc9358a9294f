"""Training-only phrases of products, releases, orders, incidents: written without sight of the lab world's wordings."""

TEXT = """
= product.owner | product owner; maintained by; in charge; accountable team; maintainer; home team; looked after by
+ {o} is the team that maintains {s}.
+ Responsibility for {s} rests with {o}.
+ {s} belongs to {o}, who also decide when an old release is retired.
+ If you have an idea for {s}, take it to its owners in {o}.
+ Owner - {o} ({s})
+ | {s} | owning team | {o} |
+ product owner of {s}: {o}
+ - {s}: maintained by {o}
+ note to self: {s} is owned by {o}, ask them before touching the code
+ The company has put {s} in the hands of {o}.
+ Since the reorganisation last spring, which moved half of the desks on our floor, the development of {s} has been the task of {o}.
+ hi all, quick reminder that {o} now takes care of {s}, thanks
+ {o} develops, tests and maintains {s}.
+ It was agreed that {o} remains accountable for {s}.
+ Bugs found in {s} are assigned to {o}, the team in charge of it.
+ {s}'s owner is {o}.
+ {o}: stewards of {s}
+ Ownership of {s} lies with {o}; nobody else merges into its main branch.
+ In our portfolio {s} falls within the remit of {o}.
+ Among the products in the custody of {o} is {s}.
+ The team answerable for {s}, both in daylight and at night, is {o}.
+ Because {o} holds the mandate for {s}, every change request ends up in its backlog.
+ Please do not write to sales about {s}; the people who build and support it are {o}.
+ Code owners of {s} = {o}
+ Dear colleagues, as of today {s} has a new home: it is {o} that keeps it going.
+ For the purposes of this handbook, the responsible unit for {s} shall be {o}.
+ Product sheet {s} / responsible: {o} / review: yearly
+ {s} is supervised by the engineers of {o}.
+ Nobody knows {s} better than its maintainers, the {o} team.
+ The {o} team is on the hook whenever {s} misbehaves, for it owns the product.
+ minutes: {o} keeps the ownership of {s}, no objections
+ Who owns {s}? {o} does.
? Who owns {s}?
? Which team maintains {s}?
? Tell me whose product {s} is.
? owner of {s}?
? Name the team in charge of {s}.
? who takes care of {s}
? With which team does the responsibility for {s} rest?
? In whose hands is the development of {s}?
? Could you tell me which unit is accountable for {s}?
? To which group are bugs in {s} assigned?
? Which of our teams has {s} in its portfolio?
? I need the maintainers of {s}, please.
? Whose backlog collects the change requests for {s}?
? To which team does {s} belong?
? What team is on the hook when {s} misbehaves?
? Please give the owning team of {s}.
? By whom is {s} maintained?
? Under whose stewardship is {s}?
? Say who develops and supports {s}.
? Whom in the house should I ask before changing the code of {s}?
? I would like to know who keeps {s} alive.
? responsible team for {s}
? Within the remit of which team does {s} fall?
? Find out who holds the ownership of {s}.
? Which team do I turn to with ideas for {s}?
? {s} is maintained by whom?
? Where in our organisation does {s} have its home?

= product.role | product type; kind; class; function; purpose; product class; what it is; sort of product
+ {s} works as {a} {o}.
+ Technically speaking, {s} is nothing but {a} {o}.
+ We market {s} as {a} {o}.
+ Type - {o} ({s})
+ | {s} | kind of product | {o} |
+ product type of {s}: {o}
+ - {s}: {a} {o} from our range
+ {s} (product type: {o})
+ The function of {s} is that of {a} {o}.
+ Customers who need {a} {o} usually pick {s}, which was built for precisely that purpose.
+ for those new here: {s} = {o}
+ By design {s} acts as {a} {o}.
+ In the price list you will find {s} in the category "{o}".
+ {s}, {a} {o}, is described in this chapter.
+ The word {s} stands for {a} {o} of ours.
+ {s} was conceived as {a} {o}, although the first sketches, drawn on a napkin in the canteen, looked rather different.
+ Category of {s} is {o}, same as last year
+ Our engineers designed {a} {o} and gave it the name {s}.
+ Under this agreement, "{s}" shall mean {a} {o} made by the provider.
+ If anyone asks what sort of thing {s} is, say it is {a} {o}.
+ {s} is classified as {a} {o}.
+ Think of {s} as {a} {o} that you can set up in an afternoon.
+ {s} fills the role of {a} {o} at our customers' plants.
+ Product class: {o}. Name: {s}.
+ The {o} known as {s} has been explained at length in the training.
+ Thanks for asking about {s}. In short, it is {a} {o}.
+ As {a} {o}, {s} runs day and night.
+ We file {s} under the heading {o}.
+ People use {s} the way one uses any other {o}, since that is what it is.
+ Meet {s}, {a} {o} for small and large sites.
+ {s}'s purpose: {o}
+ meeting note - {s} positioned as {a} {o}, leaflet to follow
? What kind of product is {s}?
? What is {s}?
? type of {s}?
? Tell me what sort of thing {s} is.
? To which category does {s} belong?
? What function does {s} fulfil?
? Name the product class of {s}.
? what is {s} used as
? How is {s} classified?
? Under which heading is {s} filed?
? As what do we market {s}?
? Could you explain what {s} actually is?
? What purpose was {s} built for?
? Which type of product hides behind the name {s}?
? Describe in a word or two what {s} is.
? What does {s} act as?
? Please state the kind of product that {s} is.
? As what is {s} sold?
? What role does {s} fill?
? In which product category would I look for {s}?
? I have never heard of {s}; what is it supposed to be?
? {s} is what kind of product?
? What was {s} conceived as?
? Give the category of {s}.
? What does {s} work as?
? product type, {s}
? Say which class of product {s} falls into.

= product.sku | article no.; order code; part number; catalogue number; item number; product code; stock code; reference number
+ The stock number assigned to {s} is {o}.
+ {s} carries the article number {o}.
+ Article no. - {o} ({s})
+ | {s} | SKU | {o} |
+ part number of {s}: {o}
+ - {s}: listed as SKU {o}
+ In the warehouse {s} is known as {o}.
+ {o} is the catalogue number of {s}.
+ To reorder {s}, type {o} into the purchase form.
+ Our inventory books {s} under the code {o}, and the label printer takes it from there.
+ shelf label for {s} reads {o}
+ The reference {o} identifies {s} in all price lists.
+ {s}'s product code is {o}.
+ please use {o} when ordering {s}, not the old number from the leaflet
+ On delivery notes, where space is tight and nobody has time to read a full name, {s} appears as {o}.
+ Item number {o} has been given to {s}.
+ {s}, article {o}, is kept in the dry hall.
+ You asked for the order code of {s}: it is {o}. Best wishes from the stock room.
+ The barcode on {s} encodes {o}.
+ If the picking list shows {o}, fetch {s} from the rack.
+ We registered {s} under stock code {o}.
+ The goods designated {o} in the annex are units of {s}.
+ {s} [stock code {o}]
+ Search the shop for {o} and the only hit is {s}.
+ Whoever counts the stock enters {s} as {o}.
+ it was noted that the SKU for {s} stays {o}
+ The purchasing system lists {s} with the identifier {o}.
+ Every box of {s} bears the number {o} on its short side.
+ Stock record: {o} = {s}
+ The catalogue gives {o} as the number for {s}.
+ Quote {o} if you telephone us about spare units of {s}; that is its article number.
? What is the SKU of {s}?
? What is the article number of {s}?
? stock number of {s}?
? Which code do I type in to reorder {s}?
? Give me the part number for {s}.
? Under which code does the inventory book {s}?
? Tell me how {s} is numbered in the catalogue.
? which sku has {s}
? What item number was given to {s}?
? By which number does the warehouse know {s}?
? Please look up the order code of {s}.
? What does the barcode on {s} encode?
? Which number is printed on a box of {s}?
? As what does {s} appear on delivery notes?
? Could you send me the catalogue number of {s}?
? What stock code is {s} registered under?
? Name the product code that identifies {s}.
? Which identifier does purchasing use for {s}?
? What number must I quote when ordering {s}?
? What does the shelf label for {s} read?
? I am looking for the article number belonging to {s}.
? SKU, {s}
? With which reference can I find {s} in the price list?
? How is {s} labelled in stock?
? State the stock keeping number of {s}.
? Under what article number is {s} sold?

= product.supplier | hardware supplier; supplied by; manufacturer; provider; hardware source; bought from; sourced from; parts from
+ The hardware for {s} comes from {o}.
+ {o} is the hardware vendor behind {s}.
+ {s} is built on hardware delivered by {o}.
+ We source the parts of {s} from {o}.
+ Supplier - {o} ({s})
+ | {s} | hardware vendor | {o} |
+ vendor for {s}: {o}
+ - {s}: parts purchased from {o}
+ {o} manufactures the boards that go into {s}.
+ fyi the boxes for {s} are made by {o}
+ Purchasing has a standing order with {o} for everything that {s} needs.
+ {s}'s hardware provider is {o}.
+ Although the casing was redesigned twice and the colour is still debated, the electronics of {s} continue to be supplied by {o}.
+ The sole supplier for {s} is {o}.
+ {s} contains hardware procured from {o}.
+ When stocks for {s} run low, a purchase order goes out to {o}.
+ The factory of {o} turns out the hardware for {s}.
+ it was decided to stay with {o} as the vendor for {s}
+ For the production of {s}, {o} shall furnish the necessary hardware.
+ Dear team, the next pallet for {s} is on its way from {o}, our supplier.
+ {o} equips {s} with hardware.
+ Behind {s} stands {o} as the maker of its parts.
+ Should {o} stop delivering, we could not build a single {s}.
+ {s} (hardware: {o})
+ The bill of materials for {s} names {o} as the source.
+ We have been purchasing the equipment for {s} from {o} from the very beginning.
+ Every part in {s} leaves the works of {o} before it reaches our bench.
+ The contract manufacturer of {s} is {o}.
+ As for {s}, its components are obtained from {o}.
+ It is {o} who provide us with the hardware of {s}.
+ Incoming goods, {s}: sender is {o}
+ Ask {o} about delivery times for {s}, since they supply it.
? Who is the supplier of {s}?
? From which company do we source the hardware of {s}?
? vendor of {s}?
? Tell me who delivers the parts for {s}.
? Name the manufacturer of the hardware in {s}.
? which firm supplies {s}
? Whose hardware is {s} built on?
? Who provides us with the equipment for {s}?
? From where do we get the hardware for {s}?
? With which vendor do we work for {s}?
? To whom does the purchase order for {s} go?
? Could you look up which supplier stands behind {s}?
? Which company makes the boards that go into {s}?
? By whom are the parts of {s} supplied?
? Give the hardware vendor of {s}.
? What is our source for the parts of {s}?
? From which factory does the hardware of {s} come?
? Which supplier does {s} depend on?
? Please say where we buy the hardware of {s}.
? I would like to know who furnishes the hardware for {s}.
? Who is named as the source in the bill of materials for {s}?
? Which provider equips {s} with hardware?
? hardware supplier, {s}
? On whose deliveries does the production of {s} hang?
? From whom is the hardware for {s} purchased?
? Which vendor would we have to replace to go on building {s} without it?
? What firm do we order from when stocks for {s} run low?

= product.component | building block; subsystem; contains; built-in part; unit; element; inner part; made up of
+ {s} contains {a} {o}.
+ {s} comes with {a} {o}.
+ Built into {s} is {a} {o}.
+ Component - {o} ({s})
+ | {s} | component | {o} |
+ module of {s}: {o}
+ - {s}: includes {a} {o}
+ Each {s} is fitted with {a} {o}.
+ {s} is equipped with {a} {o}, so no extra box is needed.
+ The {o} is one of the building blocks of {s}.
+ {s} houses {a} {o}.
+ heads up, {s} has its own {o} on board
+ One of the subsystems from which {s} was assembled is the {o}.
+ {s} incorporates {a} {o}.
+ To do its work, {s} relies on its {o}.
+ Open the cover of {s}, which takes no more than a coin and some patience, and you will see the {o}.
+ {s}'s {o} was tested separately.
+ The architecture diagram shows {s} with {a} {o} in the middle.
+ {s} comprises, among other things, {a} {o}.
+ Every {s} leaves the factory with {a} {o} inside.
+ The {o} belongs to {s} and is not sold on its own.
+ We integrated {a} {o} into {s}.
+ The product {s} shall include {a} {o}.
+ As you know, the {o} does much of the work in {s}.
+ Part of {s}: the {o}
+ Take away the {o} and {s} is no longer complete.
+ Parts list of {s} - {o}
+ minutes: the {o} stays in {s}, redesign postponed
+ The technicians replaced the {o} of {s} during the service visit.
+ {s} is built around {a} {o}.
+ Should the {o} fail, {s} has to be opened, because that is where it sits.
+ Thanks to the {o} it carries, {s} manages without outside help.
? Which component does {s} contain?
? What part is built into {s}?
? component of {s}?
? Name a module of {s}.
? What is {s} fitted with?
? With what is {s} equipped?
? Tell me which building block belongs to {s}.
? what sits inside {s}
? Which subsystem can be found in {s}?
? What does {s} house?
? Which piece is listed as part of {s}?
? Give me the component that {s} includes.
? Around what is {s} built?
? What did we integrate into {s}?
? Could you name the part that {s} carries?
? Which unit works inside {s}?
? What will I see when I open the cover of {s}?
? Please state which module {s} comes with.
? Of which part does {s} make use?
? I want to know what {s} has on board.
? What component does the architecture diagram of {s} show?
? Which element is incorporated in {s}?
? parts inside {s}
? What do I find on the parts list of {s}?
? Which part would {s} be incomplete without?
? {s} is assembled from what?

= product.version | current release; version number; latest version; newest version; release number; software version; build; up to
+ The latest version of {s} is {o}.
+ {s} currently runs at {o}.
+ Version - {o} ({s})
+ | {s} | current version | {o} |
+ current release of {s}: {o}
+ - {s}: now at {o}
+ {s} v{o}
+ At present {s} is delivered as version {o}.
+ {o} is the version of {s} that customers receive today.
+ Anybody downloading {s} this week gets {o}.
+ heads-up, {s} is on {o} now, please update your machines
+ {s}'s version number has reached {o}.
+ The most recent build of {s} bears the number {o}.
+ After a long test phase, with more coffee than sleep for everybody involved, {s} has arrived at version {o}.
+ The up-to-date release of {s} is {o}; older ones get no more fixes.
+ Before you report a fault in {s}, make sure that you run {o}, the current version.
+ {s} has been brought up to {o}.
+ the download page offers {s} in version {o}
+ We recommend all users of {s} to upgrade to {o}, the newest release.
+ With {o}, {s} has its latest release.
+ It was reported that {s} now stands at release {o}.
+ "Software" in this annex means {s} in its current version {o}.
+ Product: {s}. Release in use: {o}.
+ As of now the version of {s} in production is {o}.
+ The installer fetches {s} {o}, which is the current one.
+ In the field you will mostly meet {s} at its present version, {o}.
+ Nothing newer than {o} exists for {s}.
+ Installed from scratch today, {s} would report {o} as its release.
+ If the footer of {s} shows {o}, you have the newest software.
+ The number of the current {s} release is {o}.
+ Release {o} is the one we support for {s} at the moment.
+ status round: {s} at {o}, no further release planned this month
? What is the current version of {s}?
? Which is the latest version of {s}?
? version of {s}?
? At which version is {s} now?
? Tell me the version number of {s}.
? Name the current release of {s}.
? which version does {s} have
? What release number has {s} reached?
? What is the newest release of {s}?
? In which version is {s} delivered today?
? Which build of {s} is up to date?
? Could you give me the present version of {s}?
? To which release should users of {s} upgrade?
? What version of {s} will I get from the download page?
? Please state which version of {s} is current.
? Up to which version has {s} been brought?
? Which version number should I see in {s} if my installation is up to date?
? Where does {s} stand in terms of versions?
? What version does {s} run at present?
? I need to know the release of {s} we ship right now.
? Which version of {s} is in production?
? {s} is at what version?
? current version, {s}
? What number does the most recent build of {s} bear?
? How far has the version count of {s} come?
? Find the version in which {s} is now supplied.

= product.price | cost; monthly cost; monthly fee; rate; charge; subscription price; price per month; monthly rate
+ The monthly price of {s} is {o}.
+ {s} is {o} per month.
+ Price - {o} a month ({s})
+ | {s} | monthly price | {o} |
+ list price of {s}: {o} per month
+ - {s}: {o} monthly
+ We charge {o} a month for {s}.
+ For {s} you pay {o} every month.
+ Customers are billed {o} monthly for {s}.
+ {o} a month buys you {s}.
+ subscription to {s} = {o}/month
+ hi, you asked what we take for {s}: it is {o} a month, training not included
+ {s}'s monthly rate is {o}.
+ A subscription to {s} can be had for {o} a month.
+ Anyone who wants {s} must reckon with {o} a month.
+ The tariff sheet quotes {o} per month for {s}.
+ After much debate, in which sales and finance found no common language for weeks, the price of {s} was set at {o} a month.
+ {s} will set you back {o} each month.
+ The user shall pay a monthly charge of {o} for the use of {s}.
+ At {o} per month, {s} is paid for by most firms out of the repair budget.
+ Our rate for {s} stands at {o} a month.
+ The amount due for {s} each month is {o}.
+ minutes: price of {s} left at {o} per month
+ Using {s} for one month costs {o}.
+ Renting {s} is a matter of {o} a month.
+ In our price list {s} has {o} next to it, payable monthly.
+ We offer {s} for {o} a month.
+ The recurring fee for {s} amounts to {o} a month.
+ {s} (per month: {o})
+ Budget {o} a month if you plan to introduce {s}.
+ Each month {s} is invoiced at {o}.
+ The regular price for {s}, before any discount your account manager may grant, is {o} a month.
? How much does {s} cost?
? How much is {s} a month?
? price of {s}?
? What do we charge for {s}?
? Tell me the monthly fee for {s}.
? Name the list price of {s}.
? what do i pay for {s}
? What is the monthly rate for {s}?
? At what price do we sell {s}?
? How much do customers pay each month for {s}?
? What does a subscription to {s} cost?
? For how much can {s} be had?
? Give me the price per month of {s}.
? Could you quote me a price for {s}?
? What sum is billed every month for {s}?
? How high is the recurring charge for {s}?
? What does the price list say for {s}?
? I would like to know what {s} goes for.
? What must I budget per month for {s}?
? Which price was set for {s}?
? How expensive is {s}?
? Please state the monthly cost of {s}.
? monthly price, {s}
? What would it cost me to use {s} for a month?
? How much money does {s} take per month?
? With what monthly amount must I reckon for {s}?
? How is {s} priced?
"""  # noqa: E501 (one phrase a line)
