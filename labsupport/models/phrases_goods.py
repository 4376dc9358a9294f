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
+ Newcomers often ask in the corridor who built {s} and who still cares for it; the answer to both questions is {o}, and has been for years.
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
? A customer has found a strange fault in {s} and I do not know where to send the report; which team owns the product?

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
+ Visitors at the fair took {s} for a piece of furniture, until a colleague switched it on and explained that it is {a} {o}.
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
? A visitor pointed at {s} on our stand and wanted to know what kind of device it is; what should I have answered?

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
+ Sales call it {s}, the children of the founder call it the lunch box, and the warehouse, which prefers plain codes, calls it {o}.
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
? The purchase form does not accept the name {s} and wants a code instead; which article number do I enter?

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
+ If you ever wondered whose logo is hidden under the label of {s}, peel it off with care: the hardware comes from {o}.
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
? Before we sign off the budget I have to know from which supplier the hardware in {s} is bought; who is it?

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
+ The drawing on the wall of the workshop, yellow by now and torn at one corner, shows how the {o} fits into {s}.
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
? I am drawing a block diagram of {s} for the training and need one of its parts; which component does it have?

= product.version | current release; version number; latest version; newest version; release number; software version; build; present version
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
+ Support asks every caller for the version first, and for {s} the right answer, as long as nothing newer is published, is {o}.
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
? Support wants to know if my {s} is out of date; which version is the newest one?

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
+ A customer who takes {s} today, whether for one room or for a whole factory, finds {o} a month on the bill.
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
? A small firm has asked for an offer on {s} and counts every coin; what is the monthly price?

= release.date | date of release; publication date; launch date; ship date; available since; rollout date; came out on; day of release
+ {s} came out on {o}.
+ The release date of {s} is {o}.
+ {s} has been available since {o}.
+ Released - {o} ({s})
+ | {s} | release date | {o} |
+ publication date of {s}: {o}
+ - {s}: out since {o}
+ We shipped {s} on {o}.
+ On {o} we made {s} available to everybody.
+ {s} went live on {o}, and the first feedback followed within the hour.
+ The rollout of {s} took place on {o}.
+ fyi {s} dropped on {o}, notes are in the wiki
+ {s}'s launch day was {o}.
+ {o} saw the launch of {s}.
+ The changelog dates {s} to {o}.
+ After two release candidates and a weekend of testing that nobody likes to remember, {s} was finally handed to customers on {o}.
+ The download link for {s} went up on {o}.
+ It was on {o} that {s} reached the public.
+ minutes: {s} signed off and published {o}
+ Customers could get {s} from {o} onwards.
+ {s} has been on the market since {o}.
+ The general availability of {s} began on {o}.
+ "Release date" means, with respect to {s}, {o}.
+ Dear customers, {s} is here! You can use it from today, {o}.
+ On {o} the build of {s} was pushed to all update servers.
+ {s} (released {o})
+ History: {o} - launch of {s}
+ The day {s} saw the light was {o}.
+ Not before {o} did {s} become available to users.
+ According to the release calendar {s} was issued on {o}.
+ The team rolled {s} out on {o}.
+ {o} marks the publication of {s}.
+ Some users had been waiting since the winter and had nearly given up hope when {s} was published at last on {o}.
? When was {s} released?
? What is the release date of {s}?
? release date of {s}?
? On what date did we ship {s}?
? Tell me when {s} was launched.
? Give the publication date of {s}.
? when did {s} go live
? On which date was {s} made available?
? What day did {s} reach the public?
? Name the day on which {s} was rolled out.
? Since what date has {s} been out?
? From what date could users get {s}?
? To which day does the changelog date {s}?
? Could you tell me the date {s} came out?
? When was {s} handed to customers?
? What was the launch date of {s}?
? At what date was {s} issued?
? Please look up when {s} was published.
? When did the rollout of {s} take place?
? As of which day is {s} on the market?
? I want to know the day of the {s} release.
? {s} came out when?
? On which day did the download of {s} open?
? date of publication, {s}
? When did the general availability of {s} begin?
? What date stands next to {s} in the release calendar?
? For the history page I am collecting the dates of all our releases; on which day did {s} appear?

= order.customer | purchaser; client; ordering party; placed by; customer name; recipient; ordering company; orderer
+ The customer on order {s} is {o}.
+ Order {s} was placed by {o}.
+ {s} came in from {o}.
+ Customer - {o} ({s})
+ | {s} | customer | {o} |
+ buyer on {s}: {o}
+ - {s}: ordered by {o}
+ We received order {s} from {o}.
+ {o} is the buyer behind {s}.
+ The purchaser named in order {s} is {o}.
+ {s} belongs to {o}, so please send the papers there and not to the carrier.
+ hi, {o} just ordered, the number is {s}
+ {s}'s customer is {o}.
+ The goods of order {s} are meant for {o}.
+ Under the number {s} we registered a purchase by {o}.
+ We invoice {o} for order {s}.
+ On the phone this morning, between two calls about the broken coffee machine, {o} confirmed having placed order {s}.
+ The ordering party of {s} shall be {o}.
+ {o} bought from us under {s}.
+ Order {s} was signed by the purchasing department of {o}.
+ The client for {s} is {o}.
+ Our order book links {s} to {o}.
+ Thank you, {o}, for your order, which we have filed as {s}.
+ minutes: {s}, customer {o}, no open questions
+ {o} has an order with us, numbered {s}.
+ If there are questions about {s}, ring {o}, the customer.
+ The parcel with the slip {s} is addressed to {o}, who ordered it.
+ Order no. {s} / client {o}
+ It was {o} that commissioned {s}.
+ The sender of purchase order {s} is {o}.
+ {s} was entered by sales on behalf of the customer {o}.
+ In the account of {o} you find order {s}.
+ The handwriting on the form is hard to read, but the stamp leaves no doubt that order {s} was sent in by {o}.
? Which customer placed order {s}?
? Who ordered {s}?
? customer of {s}?
? Who is the customer on order {s}?
? From whom did we receive order {s}?
? Tell me who bought under {s}.
? Name the client for {s}.
? whose order is {s}
? To which customer does {s} belong?
? By whom was order {s} placed?
? Which company is the purchaser in {s}?
? Whom do we invoice for {s}?
? For which client are the goods of {s}?
? Give me the buyer on order {s}.
? Could you check which firm sent in {s}?
? To whom is {s} being shipped?
? Which business stands behind order {s}?
? Please state the ordering party of {s}.
? Who commissioned {s}?
? In whose account do I find order {s}?
? What is the name of the customer for {s}?
? I need to know on whose behalf {s} was entered.
? ordering customer, {s}
? Who is the recipient of the goods ordered as {s}?
? From which client did {s} come in?
? Which customer should I ring about {s}?
? Who gave us order {s}?
? There is a pallet with the slip {s} at the gate and no name on it; which customer ordered it?

= order.product | ordered product; goods; ordered item; contents; merchandise; ordered article; product ordered; what was ordered
+ The product ordered with {s} is {o}.
+ {s} is an order for {o}.
+ Product - {o} ({s})
+ | {s} | product | {o} |
+ item on {s}: {o}
+ - {s}: {o} ordered
+ The customer ordered {o} in {s}.
+ Order {s} concerns {o}.
+ What the buyer wants under {s} is {o}.
+ Under order number {s} we are to supply {o}.
+ We received {s}, an order of {o}.
+ fyi {s} is for {o}, the picker has the list
+ {s}'s only line reads {o}.
+ The contents of order {s} are {o}.
+ {o} will leave the warehouse on order {s}.
+ The article on the order form {s} is {o}.
+ Although the form was filled in by hand and stained with tea, one can see that {s} asks for {o}.
+ {s} covers the purchase of {o}.
+ By order {s} the purchaser requests the delivery of {o}.
+ The packing slip of {s} lists {o}.
+ Line item of {s} = {o}
+ Dear customer, we confirm your order {s} for {o}.
+ In the boxes of {s} there is {o}.
+ minutes: order {s}, product {o}, nothing else on it
+ {o} was sold under {s}.
+ With order {s} in hand, the warehouse gets {o} from the shelf.
+ They bought {o} from us; the order is filed as {s}.
+ For order {s} we reserved {o}.
+ The merchandise in {s}: {o}
+ Sales booked {s} as a purchase of {o}.
+ Somebody wanted {o}, and that became order {s}.
+ The goods to be handed over under {s} shall be {o}.
+ The picker came back twice because the shelf was empty, yet in the end {o} could be packed for order {s}.
? Which product was ordered with {s}?
? What was ordered under {s}?
? product on order {s}?
? What goods does {s} cover?
? Tell me what is in order {s}.
? Name the article on {s}.
? what did the customer buy in {s}
? Which item does the packing slip of {s} list?
? What does the warehouse pack for {s}?
? For which product is order {s}?
? What are the contents of {s}?
? Which of our products does {s} concern?
? What is being shipped with order {s}?
? Give me the ordered product of {s}.
? Could you see what article {s} asks for?
? What does the line on order {s} read?
? What do we have to supply under {s}?
? Please state the merchandise in {s}.
? Which product did we sell under {s}?
? What is to be delivered on order {s}?
? I would like to know which product we reserved for {s}.
? ordered item, {s}
? {s} is an order for which product?
? What will the customer find in the boxes of {s}?
? Of what product is {s} a purchase?
? Which goods does the buyer want with {s}?
? The picker has lost the second page of {s} and stands in front of the shelves; which product has to be packed?

= order.amount | order total; order value; value; total amount; grand total; sum total; invoice amount; amount due; price of order
+ The total of order {s} is {o}.
+ Order {s} amounts to {o}.
+ Total - {o} ({s})
+ | {s} | amount | {o} |
+ order value of {s}: {o}
+ - {s}: {o} in total
+ We invoiced {o} for order {s}.
+ {s} adds up to {o}.
+ The customer pays {o} for {s}.
+ The sum to be paid on {s} is {o}.
+ With freight and packing included, and after somebody in accounts had checked the figures twice, order {s} totals {o}.
+ fyi the bill for {s} is {o}
+ {s}'s value is {o}.
+ Order {s} has a value of {o}.
+ We expect a payment of {o} against {s}.
+ At {o}, {s} is an order that the accountant wants to see before it leaves.
+ {o} is due for order {s}.
+ The price of everything in {s} comes out at {o}.
+ The purchaser shall pay the sum of {o} for the goods under {s}.
+ Dear customer, the total of your order {s} is {o}, payable within the usual term.
+ In the ledger we booked {o} for {s}.
+ minutes: amount of {s} confirmed at {o}
+ Order {s} brings in {o}.
+ {o} will be charged for {s}.
+ Bottom line of {s}: {o}
+ The figure at the foot of {s} is {o}.
+ Sales of {o} were recorded under {s}.
+ Order {s} cost the customer {o}.
+ {s} (total {o})
+ The grand total on order {s} reads {o}.
+ Billing shows {o} as the amount of {s}.
+ For the delivery under {s} we ask {o}.
+ Before the quarter closes, accounts would like to see the money for order {s} on the bank statement, which is {o} and not a cent less.
? What is the total of order {s}?
? What is the amount of order {s}?
? amount of {s}?
? How much is {s} worth?
? Tell me the value of order {s}.
? To how much does {s} add up?
? how much is the bill for {s}
? Name the sum to be paid on {s}.
? What does the customer pay for {s}?
? How much did we invoice for order {s}?
? Give the grand total of {s}.
? What figure is at the foot of order {s}?
? How much money does order {s} bring in?
? What payment do we expect against {s}?
? Could you tell me what {s} comes to?
? What sum was booked for {s}?
? Which amount does the invoice for {s} show?
? How large is order {s} in money?
? Please state the order value of {s}.
? What did order {s} cost the customer?
? What total does billing show for {s}?
? How much does the buyer owe on {s}?
? invoice total, {s}
? I need the amount charged for {s}.
? At what value does {s} stand in the ledger?
? What is the bottom line of {s}?
? Accounts cannot match a bank transfer and suspect that it is for order {s}; how much does that order come to?

= order.status | current status; stage; progress; processing state; order state; current state; condition; phase
+ The status of order {s} is {o}.
+ Order {s} is currently {o}.
+ Status - {o} ({s})
+ | {s} | status | {o} |
+ order status of {s}: {o}
+ - {s}: {o} at the moment
+ {s} shows as {o} in the system.
+ The tracker has {s} down as {o}.
+ {s} has the status {o}.
+ We have set {s} to {o}.
+ The current stage of {s} is "{o}".
+ hi, i just looked it up, {s} is {o} right now
+ {s}'s state reads {o}.
+ Order {s} was switched to {o}.
+ {o} is what the order screen says for {s}.
+ When I checked this morning, before the courier came and the whole yard filled with vans, order {s} was flagged {o}.
+ As far as {s} is concerned, the entry reads {o}.
+ Order {s} now counts as {o}.
+ The processing state recorded for {s} shall be deemed to be {o}.
+ Dear customer, thank you for asking after {s}; your order is {o}.
+ minutes: {s} still {o}, sales will tell the customer
+ Dispatch reports {s} as {o}.
+ Progress of {s}: {o}
+ The last update put {s} into the state {o}.
+ The warehouse screen gives "{o}" for {s}.
+ At present order {s} can be found among those labelled {o}.
+ Its number is {s} and its status {o}.
+ Somebody changed the status of {s} to {o}.
+ In the list of orders, {s} has the remark {o}.
+ {s} has reached the stage {o}.
+ If the customer rings about {s}, the answer is that it is {o}.
+ Order {s} - now: {o}
+ The customer has rung three times since breakfast, and each time we could only say the same thing about {s}: it is {o}.
? What is the status of order {s}?
? Where are we with {s}?
? status of {s}?
? What state is order {s} in?
? Tell me how far order {s} has come.
? Name the current stage of {s}.
? what's up with order {s}
? How does {s} show in the system?
? As what is {s} flagged?
? What does the tracker say about {s}?
? Give me the current status of {s}.
? Could you check how things stand with {s}?
? To which status has order {s} been switched?
? What has become of order {s}?
? At what stage is {s}?
? How is order {s} coming along?
? Which status does the order screen give for {s}?
? What progress has {s} made?
? Please report the state of order {s}.
? As what does dispatch report {s}?
? What is going on with order {s}?
? In which phase of processing is {s}?
? order status, {s}
? I would like to hear how {s} is doing.
? Under which label is {s} filed in the list of orders?
? What was the last status update on {s}?
? How does order {s} stand at present?
? The customer is on the other line and would like to hear how far {s} has got; what does the system say?

= order.due | delivery deadline; deadline; expected delivery; due on; delivery day; promised date; arrival date; target date
+ The due date of order {s} is {o}.
+ {s} is to be delivered on {o}.
+ Due - {o} ({s})
+ | {s} | due date | {o} |
+ delivery date of {s}: {o}
+ - {s}: deliver by {o}
+ Order {s} must reach the customer by {o}.
+ The customer expects {s} on {o}.
+ {o} is the deadline for {s}.
+ The delivery of order {s} is scheduled for {o}.
+ We have until {o} to deliver {s}.
+ fyi {s} has to be with the customer no later than {o}
+ {s}'s delivery day is {o}.
+ The promised date for {s} is {o}.
+ Whatever the weather does to the roads, and even if the second van stays in the garage, order {s} must arrive on {o}.
+ We told the customer to count on {s} on {o}.
+ Delivery of {s} falls due on {o}.
+ The seller shall deliver the goods under {s} on or before {o}.
+ Dear customer, your order {s} will reach you on {o}.
+ minutes: {s} confirmed for delivery on {o}
+ On {o} the goods of {s} should be at the customer's door.
+ The agreed delivery date for {s} was fixed as {o}.
+ Target for {s}: {o}
+ Order {s} will be late if it is not there on {o}.
+ The carrier is booked to drop off {s} on {o}.
+ Arrival of {s} is expected on {o}.
+ According to plan {s} gets to its buyer on {o}.
+ The confirmation for {s} names {o} as the day of delivery.
+ Order {s} has {o} for a deadline.
+ The latest day on which we may hand over {s} is {o}.
+ {s} (due {o})
+ Come {o}, order {s} ought to be in the customer's hands.
+ The customer is building a new hall and has no room to store anything earlier, so {s} is to be delivered on {o}.
? When is order {s} due?
? What is the due date of {s}?
? due date of {s}?
? By what date must we deliver {s}?
? Tell me when {s} is to arrive.
? Name the deadline for {s}.
? when will {s} be delivered
? On which day does the customer expect {s}?
? For what date is the delivery of {s} scheduled?
? Until when do we have time to deliver {s}?
? What delivery date was agreed for {s}?
? Give me the delivery day of order {s}.
? Which date did we promise for {s}?
? When should {s} reach the customer?
? Could you look up when {s} has to be there?
? On what day does delivery of {s} fall due?
? What is the latest day for handing over {s}?
? When will the goods of {s} be at the customer's door?
? Please state the date by which {s} is wanted.
? Which day does the confirmation for {s} name?
? What arrival date is planned for {s}?
? For when is the carrier booked to drop off {s}?
? delivery deadline, {s}
? I have to know when {s} must be with the buyer.
? When does the deadline of {s} fall?
? What is the last day on which {s} would still be on time?
? The dispatcher is planning the tours of the coming weeks and asks about {s}; on what day does it have to arrive?

= incident.product | system affected; impacted product; service affected; hit product; failed product; impaired service; what failed; product concerned
+ The product affected by {s} was {o}.
+ {s} hit {o}.
+ Affected - {o} ({s})
+ | {s} | affected product | {o} |
+ impacted system of {s}: {o}
+ - {s}: outage of {o}
+ During {s} users could not work with {o}.
+ {s} was an incident with {o}.
+ {o} went down in {s}.
+ {o} suffered under {s}, while everything around it carried on as usual.
+ We opened {s} because {o} had failed.
+ hey, {s} is about {o}, nothing else seems to be down
+ The outage recorded as {s} took {o} off the network.
+ {s} left customers without {o}.
+ Our report on {s} deals with a failure of {o}.
+ When {s} began, in the middle of a fire drill that had emptied half of the building, it was {o} that broke down.
+ {s}'s victim was {o}.
+ The system impaired by {s} is {o}.
+ {o} had to be restarted to end {s}.
+ In the incident log {s} is filed under {o}.
+ The availability of {o} was reduced by {s}.
+ Users of {o} were the ones who felt {s}.
+ For the purposes of the service report, the service impacted by {s} is {o}.
+ Dear customers, we apologise for the trouble with {o}, which we handled as {s}.
+ minutes: {s} discussed, only {o} was impacted
+ {s} brought {o} to a halt.
+ A breakdown of {o} is what {s} documents.
+ Scope of {s}: {o}
+ {s} knocked out {o}.
+ Service on {o} was interrupted by {s}.
+ The trouble in {s} concerned {o}.
+ {s} (product hit: {o})
+ Whoever relied on {o} noticed {s} at once, since that was the product in trouble.
+ The monitors in the hallway turned red one after the other, but a closer look at {s} showed that only {o} had failed.
? Which product was affected by {s}?
? What did {s} affect?
? affected product of {s}?
? Tell me which system went down in {s}.
? Name the product hit by {s}.
? what was down during {s}
? Which service did {s} interrupt?
? What product does {s} concern?
? Which of our products suffered in {s}?
? What failed in {s}?
? Give me the system impaired by {s}.
? Could you say which product was in trouble in {s}?
? Which product could users not work with during {s}?
? What was brought to a halt by {s}?
? The users of which product felt {s}?
? Under which product is {s} filed in the incident log?
? Please state the service impacted by {s}.
? What did customers have to do without during {s}?
? With which system was {s} an incident?
? What had to be restarted to end {s}?
? For which product did we open {s}?
? What was knocked out by {s}?
? impacted system, {s}
? I would like to know what broke down in {s}.
? Which product's failure does the report on {s} deal with?
? On which product was {s} recorded?
? Before writing to the customers I must be sure which of our systems {s} was about; which product did it hit?

= incident.cause | trigger; origin; what caused it; source of trouble; due to; culprit; underlying cause; why it happened
+ The root cause of {s} was {o}.
+ {s} happened because of {o}.
+ {o} caused {s}.
+ Cause - {o} ({s})
+ | {s} | root cause | {o} |
+ reason for {s}: {o}
+ - {s}: triggered by {o}
+ {s} was the result of {o}.
+ We traced {s} back to {o}.
+ {s} was due to {o}.
+ The culprit in {s} turned out to be {o}.
+ {o} triggered {s}, as the log files show.
+ The trouble we know as {s} stemmed from {o}.
+ fyi post-mortem for {s} is done, it was {o}
+ After two days of reading traces, and one wrong guess that kept a whole team busy, {s} was put down to {o}.
+ {s} started with {o}.
+ {s}'s origin was {o}.
+ The investigation into {s} identified {o} as the cause.
+ At the bottom of {s} we found {o}.
+ Had it not been for {o}, {s} would never have occurred.
+ {s} can be attributed to {o}.
+ The provider states that {s} occurred owing to {o}.
+ Dear customers, we now know why {s} occurred: {o}.
+ minutes: cause of {s} established, {o}
+ It took {o} to set off {s}.
+ In the end {s} came down to {o}.
+ {o} lay at the root of {s}.
+ What went wrong in {s}? In a word: {o}.
+ Engineers blame {o} for {s}.
+ The explanation for {s} is {o}.
+ {s} arose out of {o}.
+ Finding ({s}): {o} at fault
+ {s} was provoked by {o}.
+ {s} followed from {o}, which nobody had noticed in time.
+ At first everybody suspected the new cables in the basement; by the evening it was clear that {s} had been brought on by {o}.
? What was the cause of {s}?
? What was the root cause of {s}?
? cause of {s}?
? What triggered {s}?
? Tell me why {s} occurred.
? Name the reason for {s}.
? why did we have {s}
? To what can {s} be attributed?
? What was behind {s}?
? What was {s} due to?
? From what did {s} result?
? What did the investigation into {s} find to be at fault?
? Give the origin of {s}.
? What brought {s} about?
? Could you explain what set off {s}?
? What is to blame for {s}?
? What lay at the root of {s}?
? To what did we trace {s} back?
? Which culprit was found for {s}?
? Please state the reason why {s} came to pass.
? For what reason did {s} arise?
? What went wrong in {s}?
? root cause, {s}
? I would like to know how it came to {s}.
? What explanation is there for {s}?
? Which fault provoked {s}?
? What does the post-mortem of {s} name as the cause?
? Out of what did {s} arise?
? The board will ask tomorrow how something like {s} could happen to us; what turned out to be the cause?

= incident.minutes | length; length in minutes; downtime; downtime in minutes; outage length; time to resolve; how long; minutes lost
+ The duration of {s} was {o} minutes.
+ {s} took {o} minutes.
+ Duration - {o} minutes ({s})
+ | {s} | minutes | {o} |
+ length of {s}: {o} minutes
+ - {s}: {o} minutes of downtime
+ {s} was over after {o} minutes.
+ It was {o} minutes before {s} ended.
+ We needed {o} minutes to resolve {s}.
+ The downtime caused by {s} came to {o} minutes.
+ From the first alarm to the all-clear, which was greeted with applause in the control room, {s} ran for {o} minutes.
+ fyi {s} is over, {o} minutes all in all
+ {s}'s length was {o} minutes.
+ For {o} minutes, {s} kept the engineers busy.
+ {o} minutes passed between the start and the end of {s}.
+ Service was restored {o} minutes into {s}.
+ {s} cost us {o} minutes of availability.
+ {s} dragged on for {o} minutes.
+ The unavailability under {s} is reckoned at {o} minutes.
+ Dear customers, the disruption {s} lasted for {o} minutes in total; we are sorry.
+ minutes of the meeting: {s} closed, length {o} minutes
+ In the yearly report {s} figures with {o} minutes of outage.
+ Customers were without service for {o} minutes owing to {s}.
+ Clock stopped on {s}: {o} min
+ {s} (lasting {o} minutes)
+ Everything worked again {o} minutes after {s} had begun.
+ All told, {s} went on for no less than {o} minutes.
+ The time to resolve {s} was {o} minutes.
+ It took the team {o} minutes to put an end to {s}.
+ {o} is the number of minutes that {s} lasted.
+ Users had to wait {o} minutes for the end of {s}.
+ The outage {s} spanned {o} minutes.
+ To those who stood in front of the dark screens it felt like a whole afternoon, but by the clock {s} lasted {o} minutes.
? How long did {s} last?
? How many minutes did {s} last?
? duration of {s}?
? For how many minutes did {s} go on?
? Tell me the length of {s}.
? Give the downtime of {s} in minutes.
? how long was {s}
? What was the length of {s} in minutes?
? After how many minutes was {s} over?
? How much time did we need to resolve {s}?
? State how long {s} took.
? How many minutes of availability did {s} cost us?
? Could you tell me how long {s} went on?
? Within how many minutes was {s} resolved?
? How many minutes passed before {s} ended?
? For how long were customers without service owing to {s}?
? What outage time is recorded for {s}?
? How much downtime did {s} cause?
? How long did users have to wait for the end of {s}?
? Please give the number of minutes that {s} lasted.
? Over how many minutes did {s} stretch?
? How long was it from the start of {s} to the all-clear?
? minutes, {s}
? I wonder how long {s} kept the engineers busy.
? What span of time did {s} take up?
? What was the time to resolve {s}?
? How quickly, in minutes, was {s} put right?
? For the service report I add up all outages of the quarter; how many minutes do I enter for {s}?

= incident.oncall | on duty; engineer on duty; responder; pager duty; duty engineer; incident handler; on-call person; resolved by
+ {o} was the engineer on duty during {s}.
+ The on-call engineer for {s} was {o}.
+ On call - {o} ({s})
+ | {s} | on call | {o} |
+ responder for {s}: {o}
+ - {s}: handled by {o}
+ {s} was dealt with by {o}.
+ {o} took the alarm of {s}.
+ When {s} set off the pager, it was {o} who answered.
+ {o} had pager duty when {s} came in.
+ The duty roster names {o} for the time of {s}.
+ thanks to {o} for sorting out {s} last night!
+ {s} was worked on by {o}, then on call.
+ {s}'s responder was {o}.
+ Called out for {s}: {o}
+ Although the shift was nearly over and the night bus was already waiting outside, {o} stayed on to deal with {s}.
+ {o} responded to {s}.
+ It fell to {o} to handle {s}.
+ The alert for {s} went to {o}, who had the on-call shift.
+ The person on standby for {s} was {o}.
+ Please direct questions on how {s} was handled to {o}, who was on duty at the time.
+ minutes: {o}, on call for {s}, reported on the night
+ {o} picked up the phone as {s} began, being the engineer on call.
+ As the engineer in charge of {s}, {o} restored the service.
+ {s} ended up with {o}, who held the pager.
+ The call in {s} was taken by {o}.
+ Response to {s} was provided by the duty engineer, namely {o}.
+ That night {o} was on standby and got {s} to solve.
+ {o} fought {s} from the first alert to the last.
+ {s} (duty: {o})
+ The one who was paged for {s} is {o}.
+ On-call duty at the time of {s} lay with {o}.
+ The lift was out of order and the coffee was cold, but {o}, who was on call, sat down and worked on {s} until it was over.
? Who was the on-call engineer for {s}?
? Who handled {s}?
? on call for {s}?
? Who was on duty during {s}?
? Tell me who responded to {s}.
? Name the engineer who dealt with {s}.
? who took the pager for {s}
? Which engineer was paged for {s}?
? Whom did the alarm of {s} wake?
? By whom was {s} handled?
? Who had the on-call shift when {s} came in?
? To whom did the alert for {s} go?
? Whose job was it to deal with {s}?
? Give me the responder on {s}.
? Could you tell me who was on standby for {s}?
? Which colleague worked on {s} as the duty engineer?
? Whose on-call shift did {s} fall into?
? Who picked up the phone when {s} began?
? Please state the person on call at the time of {s}.
? Who sorted out {s}?
? Whom does the duty roster name for {s}?
? Who restored the service in {s}?
? engineer on duty, {s}
? I want to thank the person who fought {s}; who was it?
? Who was called out because of {s}?
? With which engineer did {s} end up?
? To whom did it fall to handle {s}?
? I am writing the timeline of {s} and do not know whose shift it was; which engineer was on call?

= incident.date | incident date; date of incident; happened on; occurred on; date opened; day it happened; outage date; calendar day
+ {s} occurred on {o}.
+ The date of {s} is {o}.
+ Date - {o} ({s})
+ | {s} | date | {o} |
+ day of {s}: {o}
+ - {s}: happened {o}
+ {s} took place on {o}.
+ On {o}, {s} kept us busy.
+ {o} was the day of {s}.
+ {s} dates from {o}.
+ We had {s} on {o}.
+ {s} began on {o}, before most of the office was awake.
+ The incident log has {s} under {o}.
+ fyi {s} was on {o}, see the log
+ {s}'s date in the log is {o}.
+ In a week that had already given us a burst pipe and a lost key, {s} followed on {o}.
+ The outage known as {s} fell on {o}.
+ {s} was reported on {o}, the day it arose.
+ The disruption recorded as {s} arose on {o}.
+ Dear customers, on {o} you may have noticed a disturbance, which we track as {s}.
+ minutes: {s} of {o} reviewed, file closed
+ {s} goes back to {o}.
+ Our records place {s} on {o}.
+ The calendar showed {o} when {s} broke out.
+ Nobody who was on shift on {o} will forget {s}.
+ {s} (occurred {o})
+ Log entry {o}: {s} opened
+ {s} struck on {o}.
+ As to the time of {s}, the day was {o}.
+ The first alert belonging to {s} arrived on {o}.
+ {s} was registered on {o}.
+ It happened on {o} and was given the number {s}.
+ Anyone who wants to find {s} in the binder on the shelf behind the printer should look under {o}, the day on which it happened.
? On which day did {s} happen?
? What is the date of {s}?
? date of {s}?
? When did {s} occur?
? Tell me when {s} took place.
? Name the day of {s}.
? when was {s}
? On what date was {s} opened?
? What day was it when {s} struck?
? Which date does the log give for {s}?
? When was the first alert of {s}?
? Give me the date on which {s} arose.
? On which date did we have {s}?
? Could you look up the day {s} broke out?
? What date does {s} bear?
? To which day do our records assign {s}?
? When did the trouble called {s} begin?
? Please state on what day {s} took place.
? On which calendar day did {s} fall?
? When did the alarm of {s} come?
? I need the date that goes with {s}.
? Under which date can {s} be found in the log?
? incident date, {s}
? {s} happened when?
? When was {s} registered?
? What was the day on which {s} kept us busy?
? As of when is {s} on record?
? I am sorting the reports on the shelf by day and the label of {s} has come off; when did the incident happen?
"""  # noqa: E501 (one phrase a line)
