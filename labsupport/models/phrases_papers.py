"""Training-only phrases of the relations of vulnerabilities, policies, contracts and error codes: written without
sight of the lab world's wordings."""

TEXT = """
= vulnerability.product | vulnerable product; product concerned; exposed product; impacted product; target; hits product
+ Security researchers reported {s} in {o} last spring, and we have been grateful for the tip ever since.
+ {o} is vulnerable to {s}.
+ {s} was discovered in {o}.
+ Anyone who runs {o} should read the notice on {s} before the weekend.
+ | {s} | affected product | {o} |
+ Product concerned by {s}: {o}
+ - {s}: flaw in {o}
+ {o} contains the security flaw known as {s}.
+ Heads-up, team: {s} is about {o}, so please stop forwarding it to the other groups.
+ The product exposed by {s} is {o}.
+ As the scanner found on its nightly round, {o} suffers from {s}.
+ What {s} puts at risk is {o}, nothing else in our range.
+ {s} ({o}) goes onto the agenda of the security round.
+ The bug tracked under {s} lives in {o}.
+ Attackers may use {s} to break into {o}.
+ {o} has a security hole; it is filed as {s}.
+ fyi {s} turned up in {o}, mail to customers is being drafted
+ Affected by {s} is {o}, as the penetration testers confirmed in writing.
+ In {o} a tester with a lot of patience came across {s}.
+ Under the heading {s} our bulletin describes a gap in {o}.
+ Customers of {o} were warned about {s}.
+ {s} makes {o} an easy target.
+ Minutes, item 4: {s} was confirmed for {o}; the press office will prepare a short text.
+ The defect behind {s} was introduced into {o} by mistake.
+ {o}'s entry in the risk register now lists {s}.
+ Exploiting {s} requires a reachable installation of {o}.
+ Dear all, {o} is the product hit by {s}; please check your own installations today.
+ Bulletin {s} -- Product: {o}
+ Of all we sell, it is {o} that {s} endangers.
+ {s} was assigned to a weakness of {o} after the hackers' weekend.
+ A breach of {o} would be possible by way of {s}.
+ The impact of {s} falls on {o}.
+ {o} cannot be called secure as long as {s} is open.
? Which product is vulnerable to {s}?
? Which of our products suffers from {s}?
? Tell me what product {s} was found in.
? Name the product hit by {s}.
? product for {s}?
? which product does the bulletin {s} talk about
? Could you say which product {s} puts at risk?
? In which of our products was {s} discovered?
? What software is exposed by {s}?
? I need to know the product concerned by {s}.
? Customers of which product have to be warned about {s}?
? {s} endangers which product?
? Into which product could somebody break with {s}?
? For what product was the identifier {s} assigned?
? What is the affected product of {s}?
? Please look up the product in which researchers reported {s}.
? Which item of our range contains the flaw {s}?
? What product does the risk register list under {s}?
? Against which product can {s} be exploited?
? Owners of which product should read about {s}?
? State the product that {s} makes insecure.
? {s}: affected product?
? The gap called {s} is a gap in which product?
? What product does {s} relate to?
? Which product is the target of {s}?
? On which product does the impact of {s} fall?
? What product has {s} in its list of weaknesses?

= vulnerability.component | vulnerable component; faulty module; weak spot; affected module; subsystem; entry point
+ The flaw {s} was traced to the {o}.
+ {s} abuses the {o}.
+ An intruder exploits {s} by way of the {o}.
+ | {s} | component | {o} |
+ Component: {o} (see {s})
+ - {s}: hole in the {o}
+ Careless code in the {o} is what opened the door to {s}.
+ The {o} is the weak spot behind {s}.
+ {s} resides in the {o}, a part few of us had looked at in years.
+ After two days with the debugger we know that the {o} contains {s}.
+ The {o} is the module with {s}.
+ The vulnerable component of {s} is the {o}.
+ For {s}, look into the {o}; everything around it is sound.
+ quick note on {s}: culprit is the {o}
+ {s}, a fault of the {o}, was found by an apprentice who typed nonsense for an hour.
+ The bug described in {s} is located in the {o}.
+ Because the {o} trusts its input too much, {s} became possible.
+ A crafted request reaches the {o} and triggers {s}.
+ Switching off the {o} protects against {s} until the update is there.
+ The {o}'s missing check is recorded as {s}.
+ Affected module in {s}: {o}
+ The subsystem to blame for {s} is the {o}.
+ {s} stems from the {o}.
+ Our developers rewrote the {o}, since that is where {s} was hiding.
+ It is the {o} that {s} makes unsafe.
+ Technical details of {s}: the defect lies within the {o}, and no configuration avoids it.
+ With {s}, the way in leads through the {o}.
+ The entry point for {s} is the {o}.
+ Hi, could somebody from development review the {o}? That is the part {s} is about.
+ {s} affects one module, the {o}.
+ The reviewers pinned {s} on the {o}.
+ The {o} mishandles long names, which the bulletin {s} explains in detail.
+ Root of {s} - {o}
? Which module contains {s}?
? Which part is the weak spot in {s}?
? What component does {s} abuse?
? Tell me the component in which {s} sits.
? Name the module behind {s}.
? component of {s}?
? which module is to blame for {s}
? To which component was {s} traced?
? Could you tell me which subsystem {s} is located in?
? Through which component does {s} let an intruder in?
? What part has to be switched off to be protected against {s}?
? Which module did the developers rewrite because of {s}?
? What is the vulnerable component in {s}?
? In what part of the software is {s} hiding?
? {s} stems from which component?
? State the entry point for {s}.
? What component is made unsafe by {s}?
? I would like to know the faulty module in {s}.
? Where inside the product is {s} located?
? On which part did the reviewers pin {s}?
? {s}: faulty part?
? Which piece of code, by component, is responsible for {s}?
? Please give the affected module of {s}.
? What module do we have to review because of {s}?
? Which component's defect is described in {s}?
? By way of which module is {s} exploited?

= vulnerability.severity | severity level; risk level; criticality; danger level; seriousness; severity class
+ {s} is {a} {o} finding.
+ The security team classified {s} as {o}.
+ {s} has been scored {o}.
+ | {s} | severity | {o} |
+ Severity ({s}): {o}
+ - {s}, level {o}
+ {s} counts as {o}, and the weekly list is sorted accordingly.
+ Rating of {s} - {o}
+ Criticality of {s}: {o}
+ The assessors put {s} down as {o}.
+ After a long debate and two pots of tea the round agreed that the danger of {s} is {o}.
+ In our register the seriousness of {s} is given as {o}.
+ {o}: that is how dangerous we consider {s}.
+ {s} was graded {o} by the reviewers.
+ The level assigned to {s} is {o}.
+ Please treat {s} as {o}, whatever the newspapers write.
+ triage done, {s} = {o}
+ {s}'s severity is {o}.
+ With a severity of {o}, {s} follows the usual patch calendar for its class.
+ Security bulletin {s} (severity {o})
+ {o} is the rating that {s} received.
+ {s} falls into the class {o}.
+ On the risk scale we have placed {s} at {o}.
+ The evaluation of {s} came out as {o}.
+ We deem {s} {o}.
+ The experts' verdict on {s} was {o}.
+ Hello everyone, the final word on {s}: it is rated {o}, so plan your week with that in mind.
+ The priority label on {s} reads {o}.
+ {s} got the grade {o} in triage.
+ A risk of {o} is attributed to {s} in the report that the auditors asked for.
+ Minutes: {s} discussed, severity set to {o}, no objections.
+ Though some colleagues would see it differently, {s} is officially {o}.
+ The colour next to {s} on the board stands for {o} severity.
? What is the severity of {s}?
? How severe is {s}?
? How serious is {s}?
? How dangerous do we consider {s}?
? Which severity level was assigned to {s}?
? Tell me how {s} was rated.
? Name the risk level of {s}.
? severity of {s}?
? how critical is {s}
? What rating did {s} receive?
? Into which class of severity does {s} fall?
? Could you look up the criticality of {s}, please?
? How was {s} graded in triage?
? What grade did the assessors give {s}?
? As how severe was {s} classified?
? State the danger level of {s}.
? I would like to know how {s} has been scored.
? What mark does {s} carry on our scale?
? {s}: rating?
? Which level of risk is attributed to {s}?
? What was the experts' verdict on the seriousness of {s}?
? How high is the danger from {s} officially?
? Under what severity does the bulletin {s} appear?
? How do we evaluate {s}?
? What does the severity column say for {s}?
? Which priority label was put on {s}?

= vulnerability.affected | affected release; vulnerable release; affected build; insecure version; at risk; flawed build
+ Installations on version {o} are vulnerable to {s}.
+ {s} is present in release {o}.
+ | {s} | affected version | {o} |
+ Affected by {s}: {o}
+ - {s}: {o} is vulnerable
+ Among the versions that suffer from {s} is {o}.
+ The scanner reports {s} on every machine that still runs {o}.
+ {o} contains {s}.
+ {s} can be exploited in version {o}.
+ Release {o} was found to be insecure because of {s}.
+ Customers still using {o} are exposed to {s}, so be kind when they ring.
+ The testers reproduced {s} on {o}.
+ The hole {s} exists in {o}.
+ if you are on {o} you have {s}, sorry
+ A vulnerable version with regard to {s} is {o}.
+ {s} works against {o}, as our own people demonstrated in the meeting room.
+ Build {o} is listed as affected in the bulletin {s}.
+ The flaw {s} is part of {o}.
+ {s} strikes version {o}.
+ Version {o} must be considered unsafe on account of {s}.
+ We know that {s} occurs in {o}.
+ {s} came to our customers in release {o}.
+ By accident, {s} went out with version {o}, although the review had been signed.
+ The version at risk from {s} is {o}.
+ With {o} installed, you are a target for {s}.
+ {s} has been confirmed for {o}.
+ To all admins: check whether you see {o} on the about page, because that version carries {s}.
+ Devices left on {o} can be attacked by means of {s}.
+ {o} does not withstand {s}.
+ The analysis of {s} names {o} as an affected release.
+ Vulnerable release for {s}: {o}
+ Version {o} bears the defect that became known as {s}.
+ {s} applies to {o}; the rest of the letter concerns parking.
? Which version is affected by {s}?
? Which version is vulnerable to {s}?
? In which release is {s} present?
? Tell me which version suffers from {s}.
? Name a version that contains {s}.
? affected version for {s}?
? what version do you have to run to be hit by {s}
? Customers on which version are exposed to {s}?
? On which version did the testers reproduce {s}?
? Which release must be considered unsafe because of {s}?
? What is the vulnerable version in {s}?
? Which build does the bulletin {s} list as affected?
? Could you tell me on what version {s} can be exploited?
? Which version carries {s}?
? For which version was {s} confirmed?
? State the affected release of {s}.
? {s}: vulnerable version?
? In which version did {s} reach the customers?
? I want to know which release has the hole {s}.
? What version number means that I have {s}?
? Which version does not withstand {s}?
? Whoever runs what version is a target for {s}?
? With what release installed am I at risk from {s}?
? Please name the insecure version in the case of {s}.
? To which version does {s} apply?
? Against which version does {s} work?

= vulnerability.fixed | patched version; patched in; fix version; repaired in; remedied in; corrected release
+ {s} was patched in {o}.
+ Version {o} closes {s}.
+ Upgrade to {o}; after that {s} is history.
+ | {s} | fixed in | {o} |
+ Patched version for {s}: {o}
+ - {s}: solved with {o}
+ With release {o} the hole {s} is plugged.
+ {o} is the first version without {s}.
+ The patch against {s} is part of {o}.
+ The developers corrected {s} in version {o}.
+ Starting with {o}, you are safe from {s}.
+ {s} no longer exists in {o}.
+ From {o} onwards nobody has to worry about {s}.
+ good news, {s} is sorted in {o}
+ The remedy for {s} is an update to version {o}.
+ {s} has been resolved in {o}, and the testers spent a quiet Friday proving it.
+ Release {o} eliminates {s}.
+ Customers who move to {o} are protected against {s}.
+ To be rid of {s}, administrators have to bring their systems up to {o}.
+ Our answer to {s} is version {o}.
+ {o} repairs {s}.
+ The correction of {s} shipped in {o}.
+ Dear customer, please install {o} as soon as you can; it removes the weakness {s}.
+ {s} remained open until {o} put an end to it.
+ Fixed version ({s}): {o}
+ The safe version as regards {s} is {o}.
+ As the change log of {o} notes, {s} has been mended.
+ The gap {s} was shut by {o}.
+ It took {o} to close {s} for good.
+ {o} heals {s}.
+ The build that cures {s} carries the number {o}.
+ Action item: roll out {o} everywhere, since it contains the fix for {s}.
+ Those who have {o} or something newer need not fear {s}.
+ The update that takes care of {s} is {o}.
? In what version was {s} patched?
? Which release fixes {s}?
? To what version must I upgrade to be safe from {s}?
? Tell me which update takes care of {s}.
? Name the version that repairs {s}.
? fix for {s} in which version?
? which version do i need so that {s} is gone
? What is the patched version for {s}?
? From which version onwards is {s} no longer a danger?
? What is the first version without {s}?
? Could you tell me where {s} has been resolved, I mean in which release?
? Which release eliminates {s}?
? In which version did the developers correct {s}?
? What should administrators install against {s}?
? Which version protects against {s}?
? {s}: fixed in?
? State the safe version as regards {s}.
? Which update puts an end to {s}?
? With which release was the hole {s} plugged?
? What version contains the patch against {s}?
? I have to get rid of {s}; what do I update to?
? Which build cures {s}?
? What version number marks the end of {s}?
? Please give me the version with the correction of {s}.
? Since which version are we safe from {s}?
? In which release was {s} mended?

= policy.owner | policy owner; responsible group; maintainer; custodian; steward; in charge
+ {s} is one of the documents that belong to {o}.
+ {o} is responsible for {s}.
+ Owner of {s}: {o}
+ | {s} | owner | {o} |
+ - {s}: maintained by {o}
+ The upkeep of {s} is the duty of {o}.
+ {o} maintains {s} and keeps the older copies in a drawer.
+ Questions about {s} should be sent to {o}, who wrote the text and look after it.
+ {s} is in the care of {o}.
+ Responsibility for {s} rests with {o}.
+ {o} answers for {s}.
+ Please ask {o} before you quote {s}; the text is theirs.
+ Accountable for {s} are the colleagues of {o}.
+ The custodian of {s} is {o}.
+ {s} ({o}) was printed on green paper this time.
+ As the team in charge, {o} may amend {s} at any time.
+ Exceptions from {s} are granted by its owner, {o}, and by nobody else.
+ The wording of {s} is looked after by {o}.
+ {s} is administered by {o}, which also runs a short course on it for beginners.
+ Minutes: {o} took over as owner of {s}, applause from the back row.
+ whoever has trouble with {s}, talk to {o}, it is their document
+ Within the company {s} is the property of {o}.
+ {s} falls under {o}.
+ {o} has {s} in its charge.
+ {s}'s steward is {o}.
+ Every sentence of {s} must be approved by its keeper, {o}.
+ Maintainer - {o} ({s})
+ {o} holds the pen for {s}.
+ The team that updates {s} is {o}.
+ Hello, a reminder that {o} is in charge of {s}, so complaints to the front desk will not help.
+ Ownership of {s} lies with {o}.
+ The upkeep and interpretation of {s} have been entrusted to {o}.
+ {o} acts as guardian of {s}.
+ Document control sheet: {s}; responsible unit: {o}
? Who owns {s}?
? Which team is responsible for {s}?
? Who maintains {s}?
? Tell me who answers for {s}.
? Name the owner of {s}.
? owner of {s}?
? who do i talk to about {s}
? To whom does {s} belong?
? Which team has {s} in its care?
? Who is the custodian of {s}?
? Whom should I ask before I quote {s}?
? Who may grant an exception from {s}?
? Could you tell me which group is in charge of {s}?
? With which team does the responsibility for {s} rest?
? Who holds the pen for {s}?
? Whose document is {s}?
? What team updates {s}?
? State the responsible unit for {s}.
? By which team is {s} administered?
? Who looks after the wording of {s}?
? {s}: maintained by?
? I have a complaint about {s}; which team should hear it?
? To which team has {s} been entrusted?
? Who is accountable for {s}?
? Under which team does {s} fall?
? Please name the steward of {s}.

= policy.limit | upper limit; ceiling; cap; threshold; allowance; permitted maximum; most allowed
+ {s} allows {o} at most.
+ The maximum under {s} is {o}.
+ Limit ({s}): {o}
+ | {s} | limit | {o} |
+ - {s}: no more than {o}
+ The ceiling fixed by {s} is {o}.
+ According to {s}, anything up to {o} is fine.
+ {s} caps it at {o}.
+ Nobody may go beyond {o}, says {s}.
+ {o} is as far as {s} lets you go.
+ {s} draws the line at {o}.
+ The allowance laid down in {s} amounts to {o}.
+ Under {s} employees are entitled to {o}.
+ quick answer re {s}: {o} max
+ Whoever needs more than {o} has to ask for an exception from {s}.
+ {s} permits up to {o}, and the form for it hangs beside the coffee machine.
+ The threshold of {s} stands at {o}.
+ A cap of {o} is written into {s}.
+ Staff may use {o} under {s}; above that a signature is required.
+ Up to {o} you are within {s}.
+ We have set the upper limit in {s} to {o}.
+ {o}: this is the limit that {s} prescribes.
+ {s} grants {o} and not a bit more.
+ {s} stipulates a maximum of {o}.
+ The rule in {s} is simple: {o} and then it stops.
+ {s} specifies a limit of {o}, which the works council found reasonable.
+ Paragraph 3 of {s} restricts us to {o}.
+ Dear colleague, I had to send your form back because {s} covers only {o}.
+ {s}'s ceiling is {o}.
+ Cases above {o} are not covered by {s}.
+ For all employees, the most that is possible under {s} is {o}.
+ As everybody learns on the first day, {o} is the limit of {s}.
+ Minutes: the figure of {o} in {s} was confirmed, next item.
+ What {s} concedes is {o}.
? What is the limit in {s}?
? What is the maximum under {s}?
? How much may I use under {s}?
? Which ceiling does {s} fix?
? Tell me the cap in {s}.
? Name the figure that {s} sets as its limit.
? limit of {s}?
? how far can i go under {s}
? Where does {s} draw the line?
? Up to what limit am I within {s}?
? What allowance does {s} lay down?
? What are employees entitled to under {s}?
? Could you look up the upper limit in {s} for me?
? At what value does {s} cap it?
? What threshold is written into {s}?
? Beyond what figure would I need an exception from {s}?
? {s}: maximum?
? State the permitted maximum according to {s}.
? What is the most that {s} grants?
? To how much does {s} restrict us?
? What limit does {s} prescribe?
? At what does the threshold of {s} stand?
? I would like to know how much {s} concedes to staff.
? Which maximum is stipulated by {s}?
? Please quote the bound given in {s}.
? What limit has been set in {s}?

= policy.effective | start date; effective from; applies from; entry into force; commencement date; in effect from
+ {s} has applied since {o}.
+ {s} takes effect on {o}.
+ Effective date of {s}: {o}
+ | {s} | valid from | {o} |
+ - {s}, in force from {o}
+ Since {o} we have all been bound by {s}.
+ {s} entered into force on {o}.
+ From {o}, {s} has to be observed by everybody, visitors included.
+ The rules of {s} count from {o} onwards.
+ As of {o}, {s} is mandatory.
+ {s} (effective {o}) replaces a folder of loose notes.
+ The start of {s} was set for {o}.
+ On {o} the rules of {s} began to apply.
+ The board put {s} into effect on {o}.
+ We have been working under {s} since {o}.
+ {s} is binding from {o}.
+ pls note {s} counts from {o}, not earlier
+ The commencement date of {s} is {o}.
+ Trips, purchases and other matters before {o} are not subject to {s}; later ones are.
+ {s} went live on {o}.
+ {o} saw {s} become effective.
+ The validity of {s} begins on {o}.
+ It was on {o} that {s} became compulsory.
+ Until {o} there was no {s}; on that day it started to apply.
+ {s}'s first day in force was {o}.
+ Dear all, may I remind you that {s} is effective from {o}, as announced at the summer party.
+ With effect from {o}, the company follows {s}.
+ Anything that happened on or after {o} is judged by {s}.
+ Management introduced {s} on {o}, and it has been valid from that day.
+ In force since {o}: {s}
+ {s} has been the law of the house since {o}.
+ The date on which {s} comes into operation is {o}.
+ {s} kicked in on {o}.
? When did {s} come into force?
? From what date is {s} valid?
? What is the effective date of {s}?
? Since which day has {s} been in force?
? Tell me when {s} starts to apply.
? Name the day on which {s} took effect.
? effective date of {s}?
? when did {s} kick in
? On which date did {s} enter into force?
? From when do we have to observe {s}?
? When was {s} put into effect?
? What is the first day of {s}?
? Could you tell me since when {s} has been mandatory?
? As of what date are we bound by {s}?
? When did {s} become the rule?
? What start date does {s} have?
? {s}: valid from?
? State the commencement date of {s}.
? On what day does the validity of {s} begin?
? When did {s} go live?
? I need the date from which {s} counts.
? From which day onwards is a case judged by {s}?
? With effect from when does the company follow {s}?
? Please give the date of entry into force of {s}.
? On which day did {s} become compulsory?
? When was {s} introduced?

= contract.customer | contracting customer; counterparty; other party; contract partner; concluded with; contract holder
+ {s} was concluded with {o}.
+ The customer in {s} is {o}.
+ Customer: {o} (contract {s})
+ | {s} | customer | {o} |
+ - {s}: agreement with {o}
+ {o} is our partner in {s}.
+ The other party to {s} is {o}.
+ {o} is bound by {s}.
+ With {s}, {o} became a client of ours.
+ The contract between us and {o} is filed under {s}.
+ {s} governs what we do for {o}.
+ {o} has an agreement with us, number {s}.
+ We made {s} with {o} after three rounds of talks and one very long lunch.
+ {s} regulates the services that {o} receives.
+ Invoices under {s} are sent to {o}.
+ {o} entered into {s} with us.
+ The counterparty of {s} is {o}, whose lawyers insisted on a blue cover.
+ found it, {s} is the {o} contract
+ In {s} the word "Customer" shall mean {o}.
+ {o}'s contract is {s}.
+ By signing {s}, {o} accepted our general terms.
+ {s} is held by {o}.
+ Our obligations towards {o} are set out in {s}.
+ The client named on the cover of {s} is {o}.
+ This agreement, {s}, is made between ourselves and {o}, hereinafter the client.
+ {o} does business with us under {s}.
+ Dear colleague, you asked about {s}: that is the one we have with {o}.
+ The party being served under {s} is {o}.
+ On the customer's side {s} was agreed by {o}.
+ {s} (client: {o}) is in the left cabinet, second shelf.
+ Among the signed papers lies {s}, our deal with {o}.
+ {o} pays us on the basis of {s}.
+ It is {o} to whom we owe the services in {s}.
+ {s} ties {o} to our company.
? Which customer has contract {s}?
? With whom was {s} concluded?
? Who is the customer in {s}?
? Tell me which client {s} belongs to.
? Name the other party to {s}.
? customer of {s}?
? which client is {s} for
? Who is our counterparty in {s}?
? For which customer do we work under {s}?
? What customer is bound by {s}?
? Whose contract is {s}?
? To which customer are invoices under {s} sent?
? Could you tell me what client we made {s} with?
? Who is the contract partner in {s}?
? Which client is named on the cover of {s}?
? {s} is an agreement with which customer?
? {s}: customer?
? State the contracting customer of {s}.
? Between us and which client was {s} made?
? Which company holds {s}?
? Which customer pays us on the basis of {s}?
? I would like to know whom we serve under {s}.
? What company entered into {s} with us?
? Please give the name of the client in {s}.
? Who receives services from us under {s}?
? Towards which customer does {s} oblige us?

= contract.product | covered product; contracted service; subject matter; scope; covered service; covers
+ {s} is a contract for {o}.
+ The subject of {s} is {o}.
+ Product: {o} (contract {s})
+ | {s} | product | {o} |
+ - {s}: {o} included
+ {o} is covered by {s}.
+ {s} entitles the client to {o}.
+ What the client buys under {s} is {o}.
+ The scope of {s} is {o}.
+ We provide {o} under {s}.
+ Through {s} the other side may use {o} in all of its buildings.
+ {s} obliges us to supply {o}.
+ {o} is what {s} is all about.
+ Article 1 of {s} names {o} as the service to be rendered.
+ {o} is being delivered on the basis of {s}.
+ {s} concerns {o}; for anything else a separate paper is needed.
+ The object of {s}, namely {o}, is described in an annex of forty pages.
+ for the record, {s} is only about {o}
+ With their signatures under {s} the parties agreed on the provision of {o}.
+ {s}'s subject matter is {o}.
+ Included in {s}: {o}
+ {s} relates to {o}.
+ As far as {s} goes, the client is a user of {o}.
+ The product sold by {s} is {o}.
+ Support and updates for {o} are part of {s}.
+ Hi, just checked the folder: {s} was made for {o}, the annexes are complete.
+ {o} forms the subject of {s}.
+ Rights to {o} are granted by {s}.
+ In {s} "the Service" means {o}.
+ We undertake in {s} to run {o} for the client.
+ {s} includes {o}, and the client's buyer smiled when she read the first page.
+ Behind the dry title of {s} is an agreement on {o}.
+ {o} comes to the client by virtue of {s}.
? Which product does {s} cover?
? What is the subject of {s}?
? Which service is contracted under {s}?
? Tell me what product {s} is about.
? Name the product in contract {s}.
? product under {s}?
? what did the client buy with {s}
? What does the client receive under {s}?
? To what product does {s} entitle the client?
? Which of our products was {s} made for?
? What do we have to supply because of {s}?
? Could you tell me which product is included in {s}?
? What is the scope of {s}, in terms of product?
? {s} grants rights to which product?
? {s}: covered product?
? State the subject matter of {s}.
? What did the parties to {s} agree we should provide?
? On the provision of what do the parties to {s} agree?
? Which product's support is part of {s}?
? Please give the service covered by {s}.
? To which of our products does {s} relate?
? What product do we run for the client under {s}?
? Which product was sold by {s}?
? I would like to know the object of {s}.
? For what service was {s} concluded?
? What does Article 1 of {s} name as the service?

= contract.amount | monthly charge; monthly rate; monthly payment; monthly price; fee per month; recurring fee
+ {s} costs the client {o} a month.
+ Month by month {s} brings in {o}.
+ Monthly amount ({s}): {o}
+ | {s} | monthly fee | {o} |
+ - {s}: {o} per month
+ We bill {o} every month for {s}.
+ The monthly charge agreed in {s} amounts to {o}.
+ On the first of each month {o} falls due under {s}.
+ {s} provides for a monthly payment of {o}.
+ The client transfers {o} monthly as laid down in {s}.
+ For the services in {s} we receive {o} a month.
+ Revenue from {s} is {o} per month, as the accountants noted with a green pen.
+ {s} has a monthly value of {o}.
+ A monthly sum of {o} was negotiated for {s}.
+ {o} a month is the price fixed by {s}.
+ Each month we invoice {o} on the strength of {s}.
+ The recurring fee of {s} is {o}, payable monthly in advance.
+ {s} comes in at {o}/month
+ {o} reaches our account every month thanks to {s}.
+ The customer shall pay a monthly remuneration of {o} in accordance with {s}.
+ Under {s} a month is charged at {o}.
+ {s}'s monthly rate is {o}.
+ Twelve times a year {s} earns us {o}.
+ According to clause 5 of {s}, the fee per month is {o} plus taxes.
+ The flat rate in {s} is {o} monthly.
+ Hello accounting, kindly set the standing invoice for {s} to {o} a month.
+ The client's monthly bill for {s} reads {o}.
+ {s} yields {o} monthly.
+ For {s} the parties settled on {o} a month, after some haggling over the window seats.
+ In the books {s} appears with monthly earnings of {o}.
+ Contract value: {o} monthly -- see {s}
+ What {s} costs is {o} for every month of service.
+ Our income from {s}, counted by the month, is {o}.
? How much does the client pay monthly under {s}?
? What does {s} cost a month?
? What monthly fee was agreed in {s}?
? Tell me how much we bill each month for {s}.
? Name the monthly charge in {s}.
? monthly amount of {s}?
? how much money does {s} bring in per month
? What is the monthly value of {s}?
? Which sum falls due every month under {s}?
? How much do we earn from {s} in a month?
? What payment does {s} provide for each month?
? At what monthly rate was {s} signed?
? Could you tell me the recurring fee of {s}?
? What do we invoice on the strength of {s}?
? {s}: fee per month?
? State the monthly remuneration under {s}.
? How high is the flat rate in {s}?
? What is the customer's monthly bill for {s}?
? On what monthly price did the parties to {s} settle?
? Please look up what {s} yields monthly.
? What amount of money reaches us every month from {s}?
? I need the monthly sum negotiated for {s}.
? What are our monthly earnings from {s}?
? How much is charged for a month under {s}?
? To what figure should the standing invoice for {s} be set?
? What do they owe us per month according to {s}?

= contract.end | expiry date; expires on; last day; valid until; termination date; end of term; expiration
+ {s} expires on {o}.
+ {s} runs until {o}.
+ End date of {s}: {o}
+ | {s} | ends | {o} |
+ - {s}, expiry {o}
+ The contract {s} is valid until {o}.
+ On {o} the agreement {s} comes to its end.
+ After {o}, {s} is no longer binding on anybody.
+ {s} lapses on {o} unless both sides sign again.
+ We are tied by {s} up to and including {o}.
+ The expiry date of {s} is {o}.
+ {o} marks the end of {s}.
+ {s} stays in force till {o}.
+ The parties concluded {s} for a fixed term that closes on {o}.
+ {s} terminates on {o}.
+ diary: {s} runs out {o}, ring the client well before
+ Nothing is owed under {s} once {o} has passed.
+ With the end of {o}, {s} ceases to have effect.
+ {s} was drawn up to last until {o}.
+ The final day of service under {s} is {o}.
+ By {o} at the latest we need a new paper, because that day {s} is over.
+ {s}'s term ends on {o}.
+ {s} will have run its course on {o}.
+ The term of this agreement ({s}) shall expire on {o}.
+ {s} covers the time up to {o}.
+ Dear partner, as {s} finishes on {o}, we would be glad to meet you for coffee in our office.
+ Services according to {s} cease on {o}.
+ Validity: until {o} (contract {s})
+ {o} is the date of expiry written into {s}.
+ When {o} is behind us, {s} will be void.
+ The duration of {s} was limited to {o}.
+ Sales has marked {o} in red, the day on which {s} runs out.
+ Our obligations from {s} last through {o}.
+ {s} concludes on {o}.
? When does {s} end?
? What is the end date of {s}?
? On which day does {s} run out?
? Tell me until when {s} is valid.
? Name the day {s} expires.
? expiry of {s}?
? when is {s} over
? How long does {s} stay in force, that is, until which date?
? Up to what date are we tied by {s}?
? What is the last day of {s}?
? When does the term of {s} close?
? On what date does {s} lapse?
? Could you look up when {s} terminates?
? What expiry date is written into {s}?
? {s}: valid until?
? State the date on which {s} ceases to have effect.
? What day is the final day of service under {s}?
? By which date do we need a new paper in place of {s}?
? Until which day do our obligations from {s} last?
? When will {s} have run its course?
? I have to know the date {s} finishes.
? After what date is nothing owed under {s}?
? To which day was the duration of {s} limited?
? Please give the end of term for {s}.
? Which date marks the end of {s}?
? When does {s} stop being binding?

= contract.response | guaranteed response; response deadline; time to respond; service level; first reply; reply within
+ Under {s} we must respond within {o}.
+ {s} guarantees a response in {o}.
+ Response time ({s}): {o}
+ | {s} | response time | {o} |
+ - {s}: reply in {o}
+ A first answer is owed within {o}, as stated in {s}.
+ {s} gives us {o} to react.
+ The reaction time agreed in {s} is {o}.
+ Customers with {s} hear from us in {o} or less.
+ Not later than {o} after a call, {s} obliges us to get in touch.
+ {s} grants support {o} before the first reply has to be out.
+ {o} is the response time promised by {s}.
+ We committed ourselves in {s} to reacting within {o}.
+ The service level in {s} demands a reply within {o}.
+ Every ticket under {s} has to be acknowledged in {o}.
+ for {s} the clock says {o}, then somebody must have called back
+ The deadline for a first response under {s} is {o}.
+ In the service annex of {s} we read {o} as the time for an initial reaction.
+ {s} fixes the maximum response time at {o}.
+ When something breaks, {s} assures the client of an engineer's answer within {o}.
+ {s}'s guaranteed response is {o}.
+ The provider shall respond to any fault report within {o} ({s}, clause 7).
+ Once a fault is reported, {o} may pass before {s} says we are late.
+ {s} stipulates {o} for the first reply.
+ Someone has to answer the customer of {s} in {o}, at night as well.
+ We have never needed the full {o} that {s} leaves us for a response.
+ Support, please remember that {s} requires us to come back to the caller within {o}.
+ The longest wait for a first answer that {s} tolerates is {o}.
+ Service level of {s} - first reaction in {o}
+ If {o} goes by without a reply, we are in breach of {s}.
+ Our promise in {s}: you hear from a human being within {o}.
+ {o} to respond, that is what {s} lays down.
+ The speed of reply we owe under {s} is {o}.
? What response time does {s} promise?
? How quickly must we respond under {s}?
? Within what time do we owe a first answer under {s}?
? Tell me the reaction time in {s}.
? Name the response deadline of {s}.
? response time for {s}?
? how fast do we have to answer with {s}
? How soon does {s} oblige us to react?
? What response does {s} guarantee?
? How long may a first reply take under {s}?
? How much time does support have to reply under {s}?
? What is the maximum response time in {s}?
? Could you tell me how long the client of {s} has to wait for an answer?
? In what time must a ticket under {s} be acknowledged?
? {s}: reply within?
? State the guaranteed response time of {s}.
? What service level for the first reply is in {s}?
? After how long without a reply are we in breach of {s}?
? By when after a fault report does {s} want somebody to get in touch?
? What is the longest wait for a reply that {s} tolerates?
? Please give the time to respond that was agreed in {s}.
? How rapid a reaction did we commit ourselves to in {s}?
? I would like to know how many hours or days {s} leaves us to respond.
? Which time for an initial reaction stands in {s}?
? How promptly do we have to call back under {s}?

= contract.notice | period of notice; cancellation period; termination notice; notice time; notice required; to cancel
+ {s} has a notice period of {o}.
+ The period of notice in {s} is {o}.
+ Notice ({s}): {o}
+ | {s} | notice period | {o} |
+ - {s}: {o} notice
+ Either side may terminate {s} with {o} of warning.
+ {s} requires {o} of notice.
+ Cancelling {s} takes {o}.
+ Anyone who wants to cancel {s} must say so {o} in advance.
+ {o} before it stops, a written notice to end {s} has to be on the table.
+ The cancellation period agreed for {s} amounts to {o}.
+ {s} may be cancelled subject to {o} of notice.
+ Termination of {s} must be announced {o} beforehand.
+ The parties to {s} owe each other {o} of notice.
+ To get out of {s} you need to give {o} of notice in writing.
+ reminder, {s} = {o} notice, registered letter only
+ For the termination of {s} a period of {o} applies.
+ A resignation from {s} becomes effective after {o}.
+ Giving notice under {s} means waiting {o} until it is over.
+ {o} is the notice that {s} asks for.
+ {s} stipulates that notice be served {o} ahead of the exit.
+ The notice to be observed in {s} is {o}.
+ This agreement ({s}) may be terminated by either party upon {o} of prior written notice.
+ We can leave {s}, but only by telling the client {o} ahead of time.
+ {s}'s notice period is {o}.
+ Clause 9 of {s}, which nobody ever reads, sets the cancellation period at {o}.
+ If the client wishes to withdraw from {s}, it has to inform us {o} earlier.
+ Hi, legal says {s} can be cancelled any time as long as we observe {o} of notice.
+ The time between a cancellation and the actual end of {s} is {o}.
+ Terminating {s} - allow {o}
+ A period of {o} must lie between the letter of cancellation and the end of {s}.
+ {s} sets a notice of {o} for both sides.
+ Without {o} of notice nobody gets released from {s}.
? How long is the notice period of {s}?
? How much notice does {s} require?
? What period of notice applies to {s}?
? Tell me how far ahead {s} must be cancelled.
? Name the cancellation period of {s}.
? notice for {s}?
? how much notice do we need to get out of {s}
? How long in advance does somebody have to terminate {s}?
? Which notice period was agreed for {s}?
? What notice must be given to end {s}?
? How long before the exit must a cancellation of {s} be announced?
? With how much warning may either side terminate {s}?
? Could you tell me the notice to be observed in {s}?
? How much time lies between a cancellation and the actual end of {s}?
? {s}: period of notice?
? State the notice time under {s}.
? What notice do the parties to {s} owe each other?
? How early must the client tell us that it withdraws from {s}?
? What cancellation period does {s} set?
? I want to leave {s}; what notice do I have to give?
? Subject to what notice may {s} be cancelled?
? How long does terminating {s} take, counted from the letter?
? Please look up the termination notice in {s}.
? After giving notice, how long are we still bound by {s}?
? What length of prior notice does {s} ask for?

= contract.signatory | signed for us; our signer; our signatory; signer; signature of; executed by; our representative
+ {s} was signed on our behalf by {o}.
+ On our side the signature in {s} comes from {o}.
+ Signed for the company: {o} (contract {s})
+ | {s} | signatory | {o} |
+ - {s}: signed by {o}
+ The signatory of {s} is {o}.
+ {o} represented us at the signing of {s}.
+ {o} put a name under {s} on behalf of the company.
+ It was {o} who signed {s} for the firm.
+ {s} bears the signature of {o}, in blue ink and hardly legible.
+ In the name of the company, {o} executed {s}.
+ {o} was authorised to sign {s}, and did.
+ Our copy of {s} is undersigned by {o}.
+ The person who signed {s} for us was {o}.
+ Under {s}, bottom left, you can read the name of our signatory {o}.
+ fyi the scribble on {s} is {o}'s, checked with legal
+ For us, {s} was inked by {o}.
+ {o} acted as our representative when {s} was concluded.
+ {s} became binding on us through the signature of {o}.
+ Our signer in {s} is {o}.
+ {o} sealed {s} for our company with a signature and a handshake.
+ We were represented in {s} by {o}, who had travelled there by night train.
+ {o}'s signature stands under {s} for our side.
+ For and on behalf of the provider, {s} is signed by {o}.
+ The pen that closed {s} for us was held by {o}.
+ On the last page of {s} {o} signed in our name.
+ Having read every page twice, {o} signed {s} for the house.
+ {s}, for which {o} signed as our representative, lies in the safe.
+ As our authorised signatory, {o} approved {s} with a signature.
+ Executed by {o} on the provider's side: {s}
+ Dear archive, the original of {s} carries our signature, given by {o}.
+ {o} is the one who committed us to {s} in writing.
+ The name of the person signing for us in {s} is {o}.
+ Our half of the signatures on {s} was provided by {o}.
? Who signed {s} on our behalf?
? Who is the signatory of {s}?
? Which of our people signed {s}?
? Tell me who put a name under {s} for the company.
? Name our signer in {s}.
? signatory of {s}?
? who signed {s} for our side
? Whose signature does {s} bear on our side?
? Who represented us at the signing of {s}?
? By which colleague was {s} signed?
? In {s}, who acted as our representative?
? Who was authorised to sign {s} for us?
? Could you tell me which colleague executed {s}?
? Whose name stands under {s} for the company?
? {s}: signed for us by?
? State the person who signed {s} in our name.
? Who sealed {s} for our company?
? Through whose signature did {s} become binding on us?
? Who committed us to {s} in writing?
? By whom were we represented in {s}?
? Please tell me the name of our authorised signatory in {s}.
? Who held the pen for us when {s} was closed?
? I cannot read the scribble on our side of {s}; whose is it?
? Which person signed {s} for the provider?
? Who undersigned our copy of {s}?

= error.product | affected device; unit; displayed by; reported on; found on; seen on; belongs to
+ {s} is an error of {o}.
+ {o} displays {s}.
+ Product: {o} (error {s})
+ | {s} | shown by | {o} |
+ - {s}: seen on {o}
+ The error {s} occurs on {o}.
+ {o} reports {s} when something goes wrong in its interior.
+ The manual of {o} explains {s} on a page of its own.
+ {s} is one of the codes that {o} can show.
+ Users of {o} sometimes see {s}, usually on a Monday morning.
+ The fault code {s} is specific to {o}.
+ {o} throws {s}.
+ If the screen says {s}, you are standing in front of {o}.
+ {s} has been defined for {o}.
+ On the display of {o} the letters {s} may light up.
+ The device that signals {s} is {o}.
+ {s} is issued by {o}.
+ caller has {s}, so it must be {o} they are using
+ Only {o} knows the code {s}.
+ Look for {s} in the handbook for {o}.
+ {o}'s list of faults includes {s}.
+ The message {s} originates from {o}, as the technician explained over the phone.
+ {s} tells the operator that {o} has a fault.
+ Our help desk files {s} under {o}.
+ Troubleshooting {o}: code {s}
+ A blinking {s} is the way in which {o} asks for attention.
+ {s} was logged by {o}.
+ Among all our products it is {o} that raises {s}.
+ When {o} fails in a certain way, it prints {s}.
+ {s} comes up in {o}.
+ The product to which {s} applies is {o}.
+ Good morning, our {o} keeps beeping and shows {s}; could somebody drop by before lunch?
+ Tickets quoting {s} concern {o}.
+ {s} stands in the code table of {o}.
? Which product shows {s}?
? Which device displays the code {s}?
? On which product does {s} occur?
? Tell me what product {s} is an error of.
? Name the product that reports {s}.
? product for code {s}?
? which of our devices throws {s}
? What product does {s} belong to?
? Whose error code is {s}, in terms of product?
? In the manual of which product do I look up {s}?
? For which product was the code {s} defined?
? By what device is {s} issued?
? Could you tell me which product the message {s} originates from?
? Users of what product see {s}?
? {s}: which product?
? State the product to which {s} applies.
? In front of which device am I when I read {s}?
? Under which product does the help desk file {s}?
? What product's list of faults includes {s}?
? Which of our products signals {s}?
? A caller reads out {s}; what product is the call about?
? In which product's code table does {s} stand?
? Please give the device that {s} was logged by.
? On what device can {s} light up?
? Which product do tickets with {s} concern?
? Where, on which product, would I meet {s}?

= error.component | faulty part; failing component; origin; source module; triggering part; culprit; sender
+ {s} is triggered by the {o}.
+ The {o} reports {s}.
+ Component: {o} (code {s})
+ | code {s} | raised by | {o} |
+ - {s}: trouble in the {o}
+ {s} points to the {o}.
+ The {o} throws {s} whenever it is unhappy.
+ It is the {o} that raises {s}.
+ When you read {s}, check the {o} first.
+ The source of {s} is the {o}.
+ {s} indicates a fault in the {o}.
+ The component responsible for {s} is the {o}.
+ {s} originates in the {o}, which sits behind the left cover and gets rather warm.
+ An error of the {o} is signalled as {s}.
+ The {o} sends {s} to the display.
+ {s} refers to the {o}.
+ The module that emits {s} is the {o}.
+ caller had {s} again, was the {o} as always
+ The fault announced by {s} lies in the {o}.
+ Part concerned by {s}: {o}
+ {s} is issued by the {o} itself.
+ Through {s} the {o} complains about its condition.
+ The {o}'s error code is {s}.
+ With {s} on the screen, the technician knows that the {o} is in trouble.
+ If the {o} fails, the result is {s}.
+ {s} has its origin in the {o}.
+ {s} can be traced back to the {o}, even though the wording on the screen suggests otherwise.
+ Responsible for {s} is the {o}; other modules merely pass it on.
+ A malfunction of the {o} produces {s}.
+ Hi, just opened the case: {s} was generated by the {o}, the rest looks fine.
+ The {o} stands behind {s}.
+ Diagnosis for {s} -- suspect the {o}
+ Whenever {s} comes up, the culprit is the {o}.
+ The subsystem that reports {s} is called the {o}.
? Which component raises {s}?
? Which part triggers {s}?
? What module reports {s}?
? Tell me which component {s} points to.
? Name the part that {s} refers to.
? component for {s}?
? which part is broken when it says {s}
? In which component does {s} originate?
? What part should I check first after {s}?
? The fault announced by {s} lies in which module?
? Which module emits {s}?
? What component is responsible for {s}?
? Could you tell me the source module of {s}?
? To which component can {s} be traced back?
? {s}: raised by which part?
? State the component whose fault is signalled as {s}.
? Which part complains by means of {s}?
? What component is in trouble when I see {s}?
? By which module is {s} generated?
? A malfunction of which part produces {s}?
? Inside the device, what sends {s} to the display?
? Which part is the culprit with {s}?
? Please give the component that stands behind {s}.
? What subsystem has {s} as its error code?
? Failure of which component results in {s}?
? Which module do I have to suspect on {s}?

= error.meaning | what it means; significance; plain text; message text; interpretation; cause shown; stands for
+ {s} tells you that {o}.
+ The meaning of {s} is that {o}.
+ Meaning ({s}): {o}
+ | {s} | meaning | {o} |
+ - {s}, in plain words: {o}
+ When {o}, the device shows {s}.
+ If {o}, you will see {s}.
+ {s} indicates that {o}.
+ The display says {s} as soon as {o}.
+ With {s} the machine lets you know that {o}.
+ In the manual {s} is explained like this: {o}.
+ {s} stands for the situation in which {o}.
+ Reading {s} on the screen, you may conclude that {o}.
+ {s} signals that {o}, which happens more often in winter.
+ Because {o}, the screen now reads {s}.
+ {s} signifies that {o}.
+ Code {s} - description: {o}
+ That {o} is what {s} is trying to say.
+ {s} is the device's way of saying that {o}.
+ caller sees {s}, told them it means {o}
+ The explanation for {s} is simple: {o}.
+ Should it happen that {o}, {s} is raised.
+ {s} informs the operator that {o}.
+ The code {s} was set because {o}.
+ Whenever {o}, the log records {s}.
+ By {s} we understand that {o}.
+ According to the code table, {s} is given out when {o}.
+ Behind the cryptic {s} hides a plain fact: {o}.
+ {s} denotes that {o}.
+ The interpretation of {s}, as printed inside the cover, is that {o}.
+ {s} warns us that {o}.
+ Dear customer, there is no need to worry about {s}; it merely says that {o}.
+ Where {o}, the system answers with {s}.
+ {o} - this is the message of {s}.
+ Seeing {s}? Then {o}.
? What does {s} mean?
? What is the meaning of {s}?
? What does {s} stand for?
? Tell me what {s} is trying to say.
? Explain the code {s}.
? meaning of {s}?
? what does it mean when the display says {s}
? What happened when the device shows {s}?
? What is {s} telling the operator?
? What does {s} indicate?
? How is {s} explained in the manual?
? What situation does {s} describe?
? Could you explain to me what {s} signifies?
? When is {s} displayed?
? In what case do I see {s}?
? {s}: meaning?
? State the meaning of code {s}.
? How should I interpret {s}?
? What has gone wrong if I get {s}?
? Under what circumstances is {s} raised?
? What may I conclude from {s}?
? Please translate {s} into plain English.
? What does the code table say {s} denotes?
? Why is {s} on the screen?
? Of what does {s} warn us?
? I would like an explanation of what {s} means.
? What message is hidden behind {s}?

= error.remedy | solution; corrective action; repair step; recommended action; what helps; how to clear; next step
+ When {s} appears, {o}.
+ In the event of {s}, {o}.
+ Remedy ({s}): {o}
+ | {s} | remedy | {o} |
+ - {s}: {o} and try again
+ To get rid of {s}, {o}.
+ The remedy for {s} is to {o}.
+ {s} goes away once you {o}.
+ If you see {s}, please {o}.
+ What helps against {s} is to {o}.
+ You can fix {s} if you {o}.
+ As soon as {s} lights up, {o}.
+ Our advice for {s}: {o}.
+ In order to resolve {s}, you need to {o}.
+ {s} can be cleared in a minute: {o}.
+ Technicians who meet {s} should {o}.
+ had {s} this morning, you just {o} and it is fine
+ The manual recommends for {s} that you {o}.
+ Whenever {s} shows up, it is enough to {o}.
+ Corrective action for {s} - {o}
+ The operator shall, upon {s}, {o}.
+ First {o}, then {s} will vanish.
+ Simply {o}; {s} should be gone afterwards.
+ {o}: that is the cure for {s}.
+ Against {s} there is one thing to do, namely {o}.
+ {s} is best answered as follows: {o}.
+ It takes little to deal with {s}; you only have to {o}.
+ Before calling us about {s}, {o}.
+ With {s} on the display, {o}, and do not forget to close the cover.
+ The right response to {s} is to {o}.
+ Do the following to make {s} disappear: {o}.
+ Dear customer, thank you for your call about {s}; please {o}, and all will be well.
+ You have to {o} to recover from {s}.
+ Troubled by {s}? Then {o}.
+ {s} requires the user to {o}.
+ Step to take on {s}: {o}
+ Nothing but this will stop {s}: {o}.
? What should I do about {s}?
? How do I clear {s}?
? What is the remedy for {s}?
? Tell me how to get rid of {s}.
? Name the step to take on {s}.
? remedy for {s}?
? how do i fix {s}
? How can {s} be resolved?
? What do I have to do when {s} appears?
? Which action does the manual recommend for {s}?
? What makes {s} disappear?
? What is the solution to {s}?
? Could you tell me how to deal with {s}?
? What should a technician do who meets {s}?
? {s}: what to do?
? State the corrective action for {s}.
? How does one recover from {s}?
? What do you advise in the event of {s}?
? What does {s} require the user to do?
? What is the right response to {s}?
? I am stuck with {s}, what now?
? Before calling support about {s}, what should I try?
? Please give the repair step for {s}.
? In what way is {s} put right?
? What must be done so that {s} goes away?
? How is the operator supposed to react to {s}?
? Which measure helps with {s}?
"""
