"""Training-only phrases of the relations of vulnerabilities, policies, contracts and error codes: written without
sight of the lab world's wordings."""

TEXT = """
= vulnerability.product | vulnerable product; product concerned; exposed product; impacted product; found in product; target
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

= vulnerability.affected | affected release; vulnerable release; affected build; insecure version; flawed version; at risk
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

= policy.owner | policy owner; responsible group; maintainer; custodian; steward; answerable team; person or team in charge
+ {s} belongs to {o}.
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

= policy.effective | start date; effective from; applies from; entry into force; commencement date; binding since; in effect from
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

= contract.customer | contracting customer; counterparty; other party; contract partner; concluded with; signed with; contract holder
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
"""
