"""Training-only phrases of the relations of people and places: written without sight of the lab world's wordings."""

# One phrase a line, as the reader of this text expects.
# ruff: noqa: E501

TEXT = """
= team.lead | team leader; team head; chief; boss; headed by; led by; run by; in charge; supervisor; lead person
+ {o} is in charge of the {s} team.
+ The boss of {s} is {o}.
+ At the helm of {s} you will find {o}.
+ {s} has been under the direction of {o} since the spring reshuffle.
+ The captain of the {s} crew is called {o}.
+ Lead - {o} ({s})
+ | {s} | lead | {o} |
+ lead of {s}: {o}
+ - {s}: led by {o}
+ team: {s}; head: {o}
+ {o} directs the work of {s} and reports on it once a quarter.
+ As head of {s}, {o} opens the planning round.
+ Responsible for the {s} team: {o}
+ When the {s} team misses a target, it is {o} who answers for it.
+ {s} takes its orders from {o}.
+ After long talks the board appointed {o} to lead {s}.
+ Leadership of the {s} team lies with {o}.
+ {o}, who took over {s} from a colleague, now has full charge of it.
+ Hi all, quick reminder that {o} is the team lead in {s}, so please send staffing questions there.
+ fyi {o} runs {s} these days
+ Minutes, item 2: {o} was confirmed as leader of {s}.
+ The undersigned department, {s}, is represented in all internal matters by its head, {o}.
+ Although the coffee machine on that floor is still broken, {o} keeps the {s} team together as its leader.
+ {s}'s chief is {o}.
+ Supervising {s} is the job of {o}.
+ Everyone in {s} is supervised by {o}.
+ {o} steers {s} through the year.
+ {o} holds the reins of the {s} team.
+ The one who calls the shots in {s} is {o}.
+ It is {o} who oversees {s}.
+ note: {s} - {o} is head
+ In the organisation chart, the box at the top of {s} bears the name {o}.
+ Need a decision from {s}? {o} leads them and will give you one.
+ The manager of the whole {s} group goes by the name of {o}.
+ New starters in {s} get their welcome talk from {o}, the head of the team.
+ {o} was put in command of {s}.
+ Since the former leader retired, {s} has been headed by {o}, and the budget round went smoothly.
+ The team called {s} is directed by {o}.
+ Team leader {o} answers for everything that {s} does.
+ For those who missed Tuesday's announcement because of the train strike: from this week on the person at the head of the {s} team is {o}.
? Who is in charge of the {s} team?
? Who is the boss of {s}?
? Tell me who leads {s}.
? Name the head of {s}.
? lead of {s}?
? who heads {s}
? Whose team is {s}?
? Under whose leadership does {s} work?
? By whom is the {s} team led?
? Could you tell me who directs {s}, please?
? I need the name of the team leader of {s}.
? Who stands at the helm of {s}?
? Which colleague supervises the people in {s}?
? Who is the captain of the {s} crew?
? Who answers for the {s} team?
? Who was appointed to lead {s}?
? From whom does {s} take its orders?
? head of the {s} team, please
? Who oversees {s}?
? I'd like to know who is at the top of {s}.
? Whom do I ask when I want to speak with the chief of {s}?
? Who holds the reins in {s}?
? Give me the leader of {s}.
? In the organisation chart, which name stands at the head of {s}?
? Do you happen to know whom the {s} team has as its head?
? who's running {s} at the moment
? Which person is responsible for {s} as its team lead?
? With whom does the leadership of {s} lie?
? Who steers {s}?
? {s} is led by whom?
? Who calls the shots in the {s} team?

= team.site | based in; home site; home base; where they sit; seat; works from; base; premises; city
+ You will find the {s} team in {o}.
+ {s} works from {o}.
+ {s} has its home in {o}.
+ The seat of {s} is {o}.
+ Site - {o} ({s})
+ | {s} | site | {o} |
+ site of {s}: {o}
+ - {s}: located in {o}
+ team {s}, office {o}
+ The rooms used by {s} are all in {o}.
+ {o} houses the {s} team.
+ If you want to visit {s}, travel to {o}.
+ When the lease ran out, {s} moved to {o} and has been there ever since.
+ {s} operates out of {o}.
+ The people of {s} come to work in {o} every day.
+ {o} is where {s} is stationed.
+ Our {o} office accommodates {s}.
+ At our location in {o}, the {s} team has its desks next to the canteen.
+ hi, in case you want to drop by: {s} is over in {o}
+ Minutes: it was agreed that {s} stays in {o}.
+ {s} shall have its regular place of work in {o}.
+ note: find {s} in {o}
+ The base of {s} is in {o}, and parking there is free.
+ {s}, situated in {o}, welcomes guests on Thursdays.
+ {s}'s office is in {o}.
+ Whoever joins {s} will work in {o}.
+ The premises of {s} are located in {o}.
+ Among the teams that sit in {o} is {s}.
+ The building in {o} has a floor reserved for {s}.
+ For a meeting with {s} in person, book a train to {o}.
+ {s} took up quarters in {o}.
+ Headquarters of {s}: {o}
+ Even though half of its customers are abroad, the {s} team has always been located in {o}.
+ In {o}, you can knock on the door of {s}.
+ The {s} team has settled in {o}.
+ The place where {s} does its work is {o}.
+ Since the reorganisation of last autumn, in which two floors were given back to the landlord, the whole staff of the {s} team has been based in {o}.
? Where does the {s} team sit?
? Where is the {s} team based?
? At which site is {s}?
? site of {s}?
? Tell me where {s} works.
? Name the site of the {s} team.
? where do i find {s}
? Which office is home to {s}?
? In which place are the desks of {s}?
? Where is the {s} team located?
? Could you please tell me at which location {s} is?
? Which of our sites houses {s}?
? I want to visit {s}; where do I have to travel?
? What is the home base of {s}?
? Where do the people of {s} come to work?
? Out of which office does {s} operate?
? location of the {s} team
? Which site accommodates {s}?
? To which of our offices did {s} move?
? Where are the premises of {s}?
? If I join {s}, at which site will I work?
? What is the seat of {s}?
? Do you know where {s} has its office?
? Where has {s} settled?
? In what town does the {s} team work?
? Give me the place where {s} is stationed.
? Where can I knock on the door of the {s} team?
? Please look up the site at which {s} has its rooms.
? {s} sits in which office?
? Where would a meeting in person with {s} take place?

= team.channel | team channel; chat room; chat handle; messaging channel; help channel; reach them in; write in; room
+ {s} can be reached in {o}.
+ Questions for {s} go to {o}.
+ The {s} team answers in the channel {o}.
+ Channel - {o} ({s})
+ | {s} | channel | {o} |
+ channel of {s}: {o}
+ - {s}: chat in {o}
+ chat: {s} -> {o}
+ For anything about {s}, drop a message in {o}.
+ {o} is the chat room of {s}.
+ {o} is read by {s} throughout the day.
+ If you have a request for the {s} team, put it in {o}.
+ Ping {s} in {o} please
+ hey, {s} hangs out in {o}, just ask there
+ Minutes: {s} will take all requests through {o}.
+ All messages to {s} shall be posted to {o}.
+ {s} runs its conversations in {o}.
+ The messaging channel belonging to {s} is named {o}.
+ Because private messages get lost over the holidays, {s} asks everyone to write in {o} only.
+ Start a thread in {o} and the {s} team will pick it up.
+ To get hold of {s}, join {o}.
+ Support from {s} is given in {o}.
+ {s}'s channel is {o}.
+ In our chat, {s} goes by {o}.
+ {s} monitors the channel {o}.
+ {o} was opened for talks with {s}.
+ Subscribe to {o} if you want to follow what {s} is up to.
+ The {s} team posts its news in its own channel, {o}, and the lunch menu appears elsewhere.
+ note: ask {s} via {o}
+ You can contact {s} by chat: {o}
+ The room for discussions with {s} is {o}.
+ In {o}, somebody from the {s} team is always listening.
+ For chat with {s}, the place to type is {o}.
+ {s} has set up {o} as its help channel.
+ Messages in {o} land with {s}.
+ The quickest answer from {s} comes through the channel {o}, not by phone.
? What is the channel of the {s} team?
? Where in the chat do I reach {s}?
? channel of {s}?
? Name the chat channel of {s}.
? Tell me in which channel {s} answers.
? which channel for {s}
? In which chat room does the {s} team talk?
? Where do I post a question for {s}?
? To which channel should I write if I need {s}?
? Could you give me the chat channel for {s}, please?
? Which channel does {s} monitor?
? Where can I ping {s}?
? Where should I start a thread for the {s} team?
? I have a request for {s}; which channel takes it?
? What is {s} called in our chat?
? Which chat channel belongs to {s}?
? What channel do I join to get hold of {s}?
? In which channel does {s} give help?
? Where do messages to {s} belong?
? What is the name of the messaging channel that {s} uses?
? chat for {s}
? Please tell me where to message the {s} team.
? Which room in the chat is set up for {s}?
? Through which channel does {s} take requests?
? By way of which chat channel do I contact {s}?
? I would like to know where {s} posts its news in the chat.
? To what channel should one subscribe to follow {s}?
? Where does {s} hang out in chat?
? How do I reach {s} by chat?

= person.role | function; occupation; title; post; profession; works as; hired as; employed as; duty; capacity
+ {s} works as {a} {o}.
+ {s} earns a living here as {a} {o}.
+ By profession {s} is {a} {o}.
+ Role - {o} ({s})
+ | {s} | role | {o} |
+ role of {s}: {o}
+ - {s}: {o} by job title
+ name: {s}; job: {o}
+ signed: {s} ({o} by occupation)
+ The job title of {s} reads {o}.
+ Our colleague {s} acts as {a} {o}.
+ We hired {s} as {a} {o}.
+ As {a} {o}, {s} spends most of the week with colleagues from other offices.
+ {s}, {a} {o}, will be away next Friday.
+ The position that {s} fills is {o}.
+ {s} serves the company as {a} {o}.
+ {s} is on the payroll as {a} {o}.
+ {s}'s occupation: {o}
+ The contract of employment describes {s} as {a} {o}.
+ The employee {s} is engaged in the capacity of {o}.
+ hi team, meet {s}, our new {o}
+ btw {s} is {a} {o}, not a student
+ Minutes: {s} was introduced as {a} {o}.
+ The door sign of {s} shows the title {o}.
+ {s} was promoted to {o} and celebrated with cake.
+ Trained on the job, {s} became {a} {o} and never looked back.
+ {s} makes a career with us as {a} {o}.
+ The function performed by {s} is that of {a} {o}.
+ Under the signature of {s} stands the title {o}.
+ What {s} does for a living: {o}
+ Should anyone ask, {s} is {a} {o} by trade and a keen cyclist in the evenings.
+ The company employs {s} as {a} {o}.
+ For expert advice, ask {s}, who has been {a} {o} for ten years.
+ {o} is the job that {s} has.
+ The post of {o} was given to {s}.
+ note: {s} = {o} (job)
+ In the staff list, the entry for {s} gives {o} as the occupation.
+ The duties of {a} {o} fall to {s}.
? What does {s} do for a living?
? What is the job title of {s}?
? What is {s}'s role?
? As what does {s} work?
? role of {s}?
? Tell me what {s} does in the company.
? Name the job of {s}.
? what job does {s} have
? Which post was {s} given?
? What is {s} by profession?
? In which capacity is {s} employed?
? Could you tell me what position {s} fills?
? What title stands under the signature of {s}?
? What function does {s} perform?
? What kind of work does {s} do?
? What did we hire {s} as?
? I would like to know the occupation of {s}.
? As what is {s} on the payroll?
? What is written on the door sign of {s} as the title?
? What sort of professional is {s}?
? To what post was {s} promoted?
? job of {s}, please
? Which role does {s} have in our firm?
? What does the staff list give as the occupation of {s}?
? {s} is employed as what?
? What is {s}'s line of work?
? Please look up which job {s} holds.
? Give me the title of {s}.
? In the contract of employment, how is the job of {s} described?
? What does {s} act as?

= person.team | crew; squad; department; home team; member of; belongs to; division; staff of; works in
+ {s} is a member of {o}.
+ {s} is part of the {o} team.
+ {s} works inside the {o} unit.
+ Team - {o} ({s})
+ | {s} | team | {o} |
+ team of {s}: {o}
+ - {s}: member of {o}
+ {s} ({o} team)
+ The {o} team includes {s}.
+ {s} is on the staff of {o}.
+ Among the members of {o} is {s}.
+ {o} is the unit in which {s} works.
+ {s} joined {o} and stayed.
+ {s} has been assigned to the {o} team.
+ The department of {s} is {o}.
+ {s} from {o} will present the figures.
+ If you are looking for {s}, ask around in the {o} team, where everybody knows their colleague.
+ hi, i'm {s} from the {o} team
+ could someone in {o} wake up your teammate {s}, the call has started
+ Minutes: present for {o}: {s}.
+ The employee {s} is allocated to the organisational unit {o}.
+ {s} wears the jersey of {o}.
+ In {o}, {s} is one of the crew.
+ {s}'s team is {o}.
+ {s}'s colleagues are the people of {o}.
+ When {s} transferred, {o} gained a pair of hands.
+ {s} was recruited by {o} for its own ranks.
+ The group to which {s} belongs is {o}.
+ The {o} squad could not do without {s}, one of its members.
+ note: {s} -> {o} (team)
+ {s} works for the {o} team, and the summer party was organised by somebody else.
+ On the roster of {o} we find {s}.
+ {s} shares the workload with the rest of {o}.
+ {s} is one of the people in {o}.
+ Formerly a freelancer, {s} is today a permanent member of the {o} team.
+ {s} forms part of {o}.
+ You can count {s} as one of the {o} people.
+ The home team of {s} is {o}.
? Which team does {s} belong to?
? In which team does {s} work?
? Which team is {s} in?
? team of {s}?
? Tell me the team of {s}.
? Name the unit that {s} works in.
? what team is {s} on
? To what department is {s} assigned?
? Which crew has {s} as a member?
? Could you tell me which group {s} belongs to?
? Whose roster includes {s}?
? For which team does {s} work?
? I wonder which team {s} is part of.
? With which team does {s} share the workload?
? Where in the organisation does {s} belong, that is, in which team?
? Which unit employs {s}?
? Which squad is {s} in?
? To which organisational unit is {s} allocated?
? Which team did {s} join?
? What is the home team of {s}?
? {s} is a member of which team?
? Please look up the team of which {s} is part.
? What is {s}'s department?
? {s} is a teammate of the people in which team?
? Give me the name of the group in which {s} works.
? {s} - from which team?
? Which team counts {s} among its members?
? Under which team would I find {s} on the staff list?
? By which team was {s} recruited?

= person.manager | supervisor; superior; direct manager; reporting line; managed by; head; led by; answers to; senior
+ The boss of {s} is {o}.
+ {o} is the line manager of {s}.
+ {s} is managed by {o}.
+ {s} works under {o}.
+ Manager - {o} ({s})
+ | {s} | manager | {o} |
+ manager of {s}: {o}
+ - {s}, reporting to {o}
+ employee: {s}; supervisor: {o}
+ {s} (superior: {o})
+ {o} supervises {s}.
+ The yearly appraisal of {s} is written by {o}, the manager.
+ {s} has {o} as a direct superior.
+ {s} takes instructions from {o}.
+ When {s} wants a day off, {o} has to approve it as the line manager.
+ {s} belongs to the direct reports of {o}.
+ {o} has {s} as one of several direct reports.
+ The reporting line of {s} leads to {o}.
+ hi, {s} is off sick today, and as the boss {o} has been told
+ just so you know, {s}'s boss is {o}
+ Minutes: {o}, as the superior of {s}, agreed to the training course.
+ The employee {s} is subordinate to {o}.
+ For disciplinary matters the superior of {s} within the meaning of the staff handbook is {o}.
+ Pay rises for {s} are proposed by {o}, who is the manager.
+ {s}'s line manager is {o}.
+ {s} has weekly one-to-ones with {o}, who is the manager.
+ Directly above {s} in the hierarchy is {o}.
+ Under {o} works {s}.
+ Since the move to the new floor, {s} has been reporting to {o}.
+ {o} is the person to whom {s} reports.
+ {o} is responsible for {s} as supervisor.
+ note: {s} -> {o} (boss)
+ The chief of {s} goes by the name of {o}.
+ {o} guides {s} as line manager and likes to start early.
+ Sickness notes of {s} go to the line manager, {o}.
+ {s} was placed under the supervision of {o}.
+ Expenses that {s} hands in are signed off by {o}, the direct manager.
+ {o} leads {s} and three others.
+ Although the two of them sit in different buildings and meet mostly by video, it is {o} to whom {s} reports and who sets the yearly goals.
+ The direct supervisor assigned to {s} is {o}.
? Who is {s}'s boss?
? Who is {s}'s manager?
? Who is the line manager of {s}?
? manager of {s}?
? Tell me who manages {s}.
? Name the supervisor of {s}.
? who does {s} report to
? Under whom does {s} work?
? Who supervises {s}?
? By whom is {s} managed?
? Whose direct report is {s}?
? Could you tell me to whom {s} reports, please?
? From whom does {s} take instructions?
? Who is directly above {s} in the hierarchy?
? I need the name of {s}'s superior.
? Who approves the holidays of {s}?
? Who writes the appraisal of {s}?
? With whom does {s} have one-to-ones as an employee?
? To which person does the reporting line of {s} lead?
? boss of {s}, please
? Who is the direct superior of {s}?
? To whom is {s} subordinate?
? If I had a complaint about {s}, who would be the manager to talk to?
? Which manager does {s} have?
? Please find out who the chief of {s} is.
? Who has {s} among the direct reports?
? Give me the manager of {s}.
? {s} reports to whom?
? Who signs off the expenses of {s} as manager?
? Under whose supervision was {s} placed?

= person.site | workplace; works in; works at; based in; base; work location; where; desk in; branch
+ The office of {s} is in {o}.
+ {s} has a desk in {o}.
+ The workplace of {s} is {o}.
+ {o} is where {s} works.
+ Site - {o} ({s})
+ | {s} | place of work | {o} |
+ place of work of {s}: {o}
+ - {s}: sits in {o}
+ name: {s}; office: {o}
+ {s} ({o} office)
+ {s} goes to the office in {o} every morning.
+ {s} is stationed in {o}.
+ Every working day brings {s} to {o}.
+ If you would like to shake hands with {s}, come to our {o} office.
+ {s} has been located in {o} since the lease was signed.
+ {s} moved to {o} and now works there.
+ {s}, whose desk is in {o}, collects old maps.
+ {s}'s place of work is {o}.
+ {s} does the daily work from our premises in {o}.
+ Our branch in {o} employs {s}.
+ hello, {s} sits over in {o}, so better call than walk
+ {s} is in {o} btw, not with us here
+ Minutes: {s} joined by video from the usual place of work, {o}.
+ The regular place of employment of {s} is {o}.
+ Under the contract of employment, {s} performs the work in {o}.
+ Among the staff in {o} is {s}.
+ {o} has {s} on its floor plan.
+ The laptop of {s} was delivered to the office in {o}, the place where its user works.
+ A seat in {o} is reserved for {s}.
+ note: {s} at {o}
+ The location recorded for {s} is {o}.
+ {s} operates from {o}.
+ In {o}, third door on the left, sits {s}.
+ The staff directory has {s} down for {o}.
+ For a coffee with {s}, take the train to {o}.
+ {s} can be found at the {o} site.
+ Now that the parking dispute has been settled and the new bicycle stands are open, {s} is happy to come to work in {o} each day.
+ {s} was hired for our site in {o} and works there.
? In which office does {s} work?
? At which of our sites is {s} employed?
? What is the place of work of {s}?
? Where does {s} have a desk?
? work site of {s}?
? Tell me where {s} is based.
? Name the site at which {s} works.
? where does {s} sit
? Which location is {s} at?
? Which of our offices is {s} in?
? Where is {s}'s desk?
? Could you tell me the office in which {s} works, please?
? In which place can I find {s} on a working day?
? Where is {s} stationed?
? Which branch employs {s}?
? Where do I have to go if I want to see {s} at work?
? In what town does {s} work?
? At what location does {s} spend the working week?
? I would like to visit {s}; which site is it?
? What is the workplace of {s}?
? office of {s}, please
? Where does {s} go to work every morning?
? Which site does the staff directory give for {s}?
? From where does {s} operate?
? {s} works at which site?
? Give me the work location of {s}.
? On which site's floor plan is {s}?
? Where is the seat reserved for {s}?
? Please look up at which of our places {s} is located.
? For which of our sites was {s} hired?

= person.extension | phone number; telephone; dial; direct line; internal number; ext.; call; desk phone; line
+ {s} can be reached by phone on {o}.
+ Dial {o} for {s}.
+ To talk to {s}, dial {o}.
+ {s} picks up at {o}.
+ Extension - {o} ({s})
+ | {s} | ext. | {o} |
+ extension of {s}: {o}
+ - {s}: phone {o}
+ {s}, extn {o}
+ {s} (tel. {o})
+ name: {s}; extension: {o}
+ The internal number of {s} is {o}.
+ {o} is the extension of {s}.
+ {o} connects you with {s}.
+ {s}'s extension is {o}.
+ {s}'s phone number within the house: {o}
+ If you call {o}, {s} answers.
+ The desk phone of {s} rings when you dial {o}.
+ The telephone list gives {o} for {s}.
+ {s} has the direct line {o}.
+ hi, give {s} a ring on {o} when you are back
+ pls call {s}, it's {o}
+ Minutes: questions by phone to {s}, extension {o}.
+ During business hours {s} is available by telephone under the extension {o}.
+ Callers reach {s} by entering {o} after the tone.
+ Under {o} you get {s} on the line.
+ The switchboard puts calls for {s} through to {o}.
+ {s} was given the extension {o}, and a headset came with it.
+ Whoever wants to phone {s} should punch in {o}.
+ note: {s} tel {o}
+ The line of {s} carries the number {o}.
+ {s} answers the phone at extension {o}.
+ The handset on the desk of {s} is registered as {o}.
+ Got a quick question for {s}? Just call {o}.
+ On the telephone, {s} is {o}.
+ Please note the number of {s}: {o}.
+ The new telephone system has changed quite a few numbers on this floor, but {s} has kept the extension {o} and still picks up there.
+ Pick up the receiver and press {o} in order to speak to {s}.
? What is the extension of {s}?
? What is {s}'s extension?
? On which extension is {s}?
? extension of {s}?
? Tell me the phone extension of {s}.
? Name the extension on which {s} can be called.
? whats the number for {s}
? What do I dial for {s}?
? Which number do I call to reach {s}?
? How do I reach {s} by phone?
? Could you give me the telephone number of {s}, please?
? What is the internal number of {s}?
? At which number does {s} answer the phone?
? Which extension was {s} given?
? I want to ring {s}; which number is that?
? What number connects me with {s}?
? To which extension does the switchboard put calls for {s} through?
? phone of {s}, please
? Which line is {s} on?
? What is the direct line of {s}?
? What does the telephone list say for {s}?
? Under what number can {s} be called?
? Give me the extension for {s}.
? Please look up the number of {s} in the phone list.
? What must I press to speak to {s} on the telephone?
? Which number makes the desk phone of {s} ring?
? What digits do I enter to call {s}?
? I would like to know on what extension {s} picks up.
? {s} has which extension?

= person.email | mail; email; email address; mailbox; inbox; electronic mail; write to; address for mail; mail contact
+ You can write to {s} at {o}.
+ {s} reads mail at {o}.
+ {s} has the e-mail address {o}.
+ Send your message for {s} to {o}.
+ E-mail - {o} ({s})
+ | {s} | e-mail | {o} |
+ email of {s}: {o}
+ - {s} (mail: {o})
+ {s} <{o}>
+ name: {s}; mail: {o}
+ {o} is the e-mail address of {s}.
+ {o} reaches {s}.
+ What you send to {o} ends up in the inbox of {s}.
+ {s}'s e-mail: {o}
+ {s}'s mail address is {o}.
+ To e-mail {s}, use {o}.
+ Electronic mail for {s} should be directed to {o}.
+ Invitations for {s} are sent to {o}.
+ {s} signs messages with the sender {o}.
+ Please put {s} in copy ({o}).
+ hi, could you forward that to {s} at {o}? thanks
+ mail {s} -> {o}
+ Minutes: {s} collects the comments by e-mail at {o}.
+ Notices to {s} in text form are to be sent to the address {o}.
+ The account {o} is used by {s} for mail.
+ The mailbox {o} belongs to {s}.
+ Drop {s} a line at {o}.
+ The inbox of {s} has the address {o}.
+ The directory entry of {s} shows the mail address {o}.
+ Attachments for {s} may be mailed to {o}, provided they are not too large.
+ Whoever wants to contact {s} in writing sends an e-mail to {o}.
+ note: {s} - mail {o}
+ {s} is reachable by e-mail under {o}.
+ In case the phone is busy, {s} also answers at {o}.
+ The address to type in the recipient field for {s} is {o}.
+ Comments on the draft go by mail to {s}: {o}.
+ On the business card of {s} the line for e-mail says {o}.
+ As the web form has been out of order since the weekend, kindly send your application by e-mail to {s}, whose address is {o}.
+ IT set up {o} as the mail account of {s}.
? What is {s}'s e-mail?
? What is the mail address of {s}?
? email of {s}?
? Tell me the e-mail address of {s}.
? Name the mailbox of {s}.
? whats {s}'s email
? At which e-mail address can I write to {s}?
? Where do I send mail for {s}?
? To which address should I e-mail {s}?
? Could you give me the e-mail of {s}, please?
? How do I reach {s} by e-mail?
? Which address do I type to send {s} a message?
? Under which mail address is {s} reachable?
? I have a file for {s}; to what e-mail address does it go?
? What address does the inbox of {s} have?
? Which mail account does {s} use?
? e-mail of {s}, please
? Where does {s} read mail?
? What does the directory give as the e-mail of {s}?
? Which e-mail address belongs to {s}?
? What is the address for electronic mail to {s}?
? Please look up the mail address of {s}.
? Give me the e-mail address at which {s} can be contacted.
? To what address are invitations for {s} sent by mail?
? With which sender address does {s} sign messages?
? I would like to send {s} an e-mail; what is the address?
? {s} has which e-mail address?
? By which e-mail address does one contact {s}?
? What do I enter in the recipient field to mail {s}?

= site.address | street; street and number; site address; situated at; deliver to; postal; visiting address; building; full address
+ The {s} site is at {o}.
+ The street address of {s} is {o}.
+ Our building in {s} is located at {o}.
+ {o} is the address of {s}.
+ Address - {o} ({s})
+ | {s} | address | {o} |
+ address of {s}: {o}
+ - {s}: street address {o}
+ site {s}, {o}
+ site: {s}; street: {o}
+ {s}'s address is {o}.
+ {s}'s front door is at {o}.
+ To visit us in {s}, come to {o}.
+ Letters to the {s} office are addressed to {o}.
+ Our office in {s} can be found at {o}.
+ The premises of the {s} site are situated at {o}.
+ The entrance of the {s} site lies at {o}.
+ Guests of {s} are welcomed at {o}.
+ At {o} you will see the sign of our {s} office.
+ When we came to {s}, we rented rooms at {o}.
+ hi, for {s} tell the cab driver {o}
+ we're at {o} in {s}, ring twice
+ Minutes: the lease of the {s} site at {o} was extended.
+ The registered place of business in {s} is {o}.
+ Goods for the {s} site shall be handed over at {o}.
+ Parcels for {s} have to be labelled {o}.
+ Couriers bring everything for {s} to {o}.
+ The post reaches {s} under the address {o}.
+ note: {s} = {o} (street)
+ On the map, {s} is marked at {o}.
+ If you walk from the station to the {s} office, look for {o}.
+ The house we use in {s} is {o}, a former bakery.
+ {o} is where the {s} site receives visitors.
+ The letterhead of {s} shows the address {o}.
+ Take a taxi to {o} in order to reach the {s} site.
+ Visitors to {s} should report at {o}.
+ Because the old entrance is closed for building work until the end of the month, all visitors to the {s} site are asked to come to {o}.
+ The reception of our site in {s} is at {o}.
+ Invoices for the {s} office are posted to {o}.
? What is the address of {s}?
? What is the street address of the {s} site?
? address of {s}?
? Tell me the address of our {s} office.
? Name the address of the {s} site.
? what's the address for {s}
? At what address can I find the {s} office?
? In which street is the {s} site?
? To which address do I send post for {s}?
? Where do letters to the {s} office go?
? Could you give me the postal address of {s}, please?
? What address should I give the taxi driver to get to {s}?
? Where exactly is our building in {s}?
? Which address do drivers enter for {s}?
? At which street and number is the {s} office?
? I have to deliver a pallet to {s}; what is the address?
? What address does the letterhead of {s} show?
? Where are visitors to the {s} site welcomed?
? Under which address does the post reach {s}?
? What does one write on a parcel for {s}?
? Please look up the street and house number of {s}.
? Give me the full address of the site in {s}.
? Where is the entrance of the {s} site?
? street of the {s} office
? At what address do couriers hand over goods for {s}?
? Where in town is the {s} office situated?
? I would like to know the visiting address of {s}.
? {s} has which address?
? What is the delivery address of the {s} site?
? Which house do we use in {s}?

= customer.plan | subscription; service level; tier; booked plan; package booked; contracted plan; support plan; rate plan; level of service
+ {s} is subscribed to {o}.
+ {s} has booked the {o} plan.
+ {s} pays for {o}.
+ {o} is the plan of {s}.
+ Plan - {o} ({s})
+ | {s} | plan | {o} |
+ plan of {s}: {o}
+ - {s}: on {o}
+ customer: {s}; package: {o}
+ {s} ({o} plan)
+ {s} went for the {o} package.
+ {s} signed up for {o} last winter and has stayed on it.
+ The subscription held by {s} is {o}.
+ Our agreement with {s} is for the {o} tier.
+ {s}'s plan is {o}.
+ {s}'s subscription: {o}
+ Support for {s} is given at the {o} level.
+ As {a} {o} customer, {s} receives a report every month.
+ {s} upgraded to {o} and is happy with it.
+ Among the customers on {o} is {s}.
+ With {o}, {s} has picked the plan that fits its budget.
+ hi, {s} is on {o}, so please answer accordingly
+ {s} = {o} customer, just checked
+ Minutes: {s} will keep the {o} plan for another year.
+ The services are rendered to {s} according to the {o} plan.
+ The parties agree that {s} is entitled to the services of the {o} package.
+ Billing has {s} down for {o}.
+ We sold {s} the {o} plan.
+ What {s} has booked with us is {o}.
+ The bill of {s} lists the package {o}.
+ {o} was the offer that {s} accepted as its plan.
+ note: {s} -> plan {o}
+ In the customer list, the column for the plan says {o} next to {s}.
+ {s} runs on the {o} tariff, and its fiscal year ends in June.
+ The tier at which we support {s} is called {o}.
+ The account of {s} is set to the {o} plan.
+ After comparing all our packages over several weeks and asking for two rounds of discounts, {s} finally decided in favour of {o}.
+ From the range of plans on offer, {s} took {o}.
+ When {s} calls, remember that its contract plan is {o}.
? Which plan is {s} on?
? What plan does {s} have?
? On what plan is {s}?
? plan of {s}?
? Tell me the plan of {s}.
? Name the contract plan of {s}.
? what plan did {s} book
? To which plan is {s} subscribed?
? Which package has {s} booked?
? What is {s}'s tariff?
? Could you tell me which plan {s} is on, please?
? At which service level do we support {s}?
? Which of our plans did {s} choose?
? What did {s} sign up for?
? What is the subscription of {s}?
? In which tier is {s}?
? Which plan did we sell to {s}?
? I would like to know which package {s} pays for.
? Which plan is on the bill of {s}?
? tariff of {s}, please
? According to which plan are services rendered to {s}?
? What does the customer list give as the plan of {s}?
? Please look up what plan {s} holds.
? Give me the plan that the account of {s} is set to.
? {s} is on which plan?
? For which package did {s} decide?
? Which offer out of our range of plans did {s} accept?
? To what tier did {s} upgrade?
? What level of service is {s} entitled to by its plan?
? Under which tariff does {s} run?

= customer.manager | account lead; key account manager; looked after by; account owner; our side; served by; sales contact; account held by; our person
+ The account manager of {s} is {o}.
+ {o} manages the account of {s}.
+ {s} is looked after by {o}.
+ {o} is responsible for {s} on our side.
+ Account manager - {o} ({s})
+ | {s} | account manager | {o} |
+ our contact for {s}: {o}
+ - {s}: account with {o}
+ customer: {s}; account manager: {o}
+ {s} (account: {o})
+ {s}'s account manager is {o}.
+ The {s} account is in the hands of {o}.
+ The {s} account belongs to {o}.
+ {o} takes care of {s} as account manager.
+ {o} handles our business with {s}.
+ In our sales office, {o} is in charge of {s}.
+ On our side, the person for {s} is {o}.
+ {s} is served by our {o}.
+ {o} visits {s} twice a year on our behalf.
+ {o} negotiates with {s} for us.
+ If {s} complains, the complaint lands with {o}, who keeps the account.
+ hi, anything about {s} goes through {o}, our account manager there
+ fyi {o} has the {s} account now
+ Minutes: {o} of our house will continue to manage {s} as an account.
+ For the purposes of this agreement, the supplier names {o} as account manager for {s}.
+ Care of the customer {s} has been entrusted to {o}.
+ We assigned {o} to {s} as account manager.
+ The colleague of ours who attends to {s} is {o}.
+ {s} has {o} as its account manager with us.
+ Our relationship with {s} is managed by {o}.
+ In the sales list {s} is entered under {o}.
+ note: {s} - acct mgr {o}
+ {o} counts {s} among the accounts to look after.
+ Renewals with {s} are the responsibility of {o}, our account manager.
+ {s} gets its quotes from {o}.
+ For {s}, the face of our company is {o}.
+ The key account {s} is supervised by {o}.
+ After the sales territories were redrawn in January and half of the customer files changed hands, {o} ended up with the account of {s}.
+ {o} was given charge of the {s} account.
+ Whenever {s} needs something from us, it calls its account manager, {o}.
? Who is the account manager of {s}?
? Who is our account manager for {s}?
? account manager of {s}?
? Tell me who manages {s} as an account.
? Name the account manager of {s}.
? who has the {s} account
? By whom is {s} looked after?
? Which of our colleagues takes care of {s}?
? Who handles our business with {s}?
? Who in our company is responsible for the customer {s}?
? In whose hands is the {s} account?
? Could you tell me who our person for {s} is, please?
? To whom of us does {s} turn when it needs something?
? Whose account is {s}?
? Who in our sales office is in charge of {s}?
? Who negotiates with {s} for us?
? Whom did we assign to {s}?
? I need the name of the account manager who serves {s}.
? From whom does {s} get its quotes?
? On our side, who deals with {s}?
? Who visits {s} on our behalf?
? account lead for {s}, please
? To which colleague of ours has the care of {s} been entrusted?
? Under which account manager is {s} entered in the sales list?
? Please look up who keeps the account of {s}.
? Give me the account manager for the customer {s}.
? Who is the face of our company for {s}?
? Whom in our house do I ask about the customer {s}?
? {s} is managed by which account manager?
? Who is in charge of our relationship with {s}?

= customer.contact | person at the customer; contact on their side; counterpart; name at the customer; their contact; client contact; person to ask; spokesperson; point of contact
+ Our contact person at {s} is {o}.
+ At {s} we talk to {o}.
+ {o} is the contact at {s}.
+ {o} represents {s} towards us.
+ Contact - {o} ({s})
+ | {s} | contact | {o} |
+ contact at {s}: {o}
+ - {s}: speak to {o} there
+ customer: {s}; contact person: {o}
+ {s} (attn. {o})
+ {s}, attention of {o}
+ {s}'s contact person is {o}.
+ On the customer's side, {o} speaks for {s}.
+ The person to ask for at {s} is {o}.
+ Within {s}, {o} is the one we deal with.
+ {o} acts as the point of contact of {s}.
+ {s} has named {o} as its contact.
+ {o} works at {s} and receives our calls.
+ Whenever we call {s}, {o} picks up.
+ Our counterpart at {s} goes by the name of {o}.
+ {o} from {s} is the person who asks us for quotes.
+ hi, my contact at {s} is {o}, nice to talk to
+ if you write to {s}, put {o} in the greeting
+ Minutes: {s} was represented by its contact, {o}.
+ For all declarations under the contract, the customer {s} appoints {o} as its authorised contact.
+ Notices to {s} must be marked for the attention of {o}.
+ {o} buys from us in the name of {s}.
+ The spokesperson of {s} is {o}.
+ The customer {s} is represented by {o}.
+ Requests from {s} come to us through {o}.
+ note: ring {s}, ask for {o}
+ For questions to {s}, turn to {o} over there.
+ {o}, employed at {s}, is whom we keep informed.
+ We send our newsletters for {s} to {o}, the contact there.
+ At the customer {s}, the name on file is {o}.
+ The go-between for {s} and us is their {o}.
+ In the customer record of {s}, the line for the contact person shows {o}.
+ Even though the head office of the customer has moved twice in three years, we have always dealt with the same person at {s}: {o}.
+ The liaison appointed by {s} is {o}.
+ {s} lets {o} do the talking when it meets us.
? Who is the contact at {s}?
? Who is our contact person at {s}?
? contact at {s}?
? Tell me whom we talk to at {s}.
? Name the contact person of {s}.
? who do i ask for at {s}
? Who speaks for {s} when it deals with us?
? Which person at {s} receives our calls?
? Whom should I ask for when I ring {s}?
? To whom are letters to {s} addressed?
? Could you give me the name of the contact at {s}, please?
? Who acts as the point of contact of {s}?
? Who places the orders of {s}?
? By whom is the customer {s} represented?
? Who is our counterpart at {s}?
? For whose attention are notices to {s} marked?
? On the customer's side, who is the contact of {s}?
? Which person did {s} name as its contact?
? I want to call {s}; who is the person there?
? contact person for the customer {s}, please
? Whose name goes into the greeting when we write to {s}?
? Who buys from us in the name of {s}?
? With whom do we deal at {s}?
? Please look up whom {s} has appointed as contact.
? Give me the person to speak to at {s}.
? Who is the spokesperson of {s}?
? {s} is represented by whom?
? Through whom do requests from {s} come to us?
? Who at {s} is kept informed by us?
? What is the name of the contact person on file at {s}?
? Which employee of {s} is our contact there?

= supplier.part | product supplied; supplies; delivers; items; article; what we buy; material; provides; makes
+ {s} provides us with {o}.
+ We buy {o} from {s}.
+ We get our {o} from {s}.
+ {o} come from {s}.
+ Goods - {o} ({s})
+ | {s} | supplied part | {o} |
+ goods from {s}: {o}
+ - {s}: supplier of {o}
+ supplier: {s}; part: {o}
+ {s} (makers of {o})
+ {s} is our source for {o}.
+ {s} manufactures {o} for our devices.
+ {s} is the firm that sells us {o}.
+ {s} ships {o} to our warehouse.
+ {s} sends us {o} every other week.
+ The supplier of our {o} is {s}.
+ Our {o} are made by {s}.
+ Our {o} are bought in from {s}.
+ When we run out of {o}, we call {s}.
+ For {o}, we have a frame order with {s}.
+ What we purchase from {s} is {o}.
+ {s}'s deliveries to us consist of {o}.
+ {s}'s line of goods for us: {o}
+ hi, the {o} by {s} are in, please unpack them
+ reminder: order more {o} from {s}
+ Minutes: {s} promised to deliver {o} on time.
+ The supplier {s} undertakes to furnish {o} in the agreed quality.
+ Under the supply agreement, {s} shall deliver {o} to the buyer.
+ {s} produces the {o} that we build in.
+ Without {s} our workshop would have no {o}.
+ Every device of ours holds {o} from the works of {s}.
+ The pallets from {s} contain {o}.
+ We source {o} at {s}.
+ {o} are what {s} contributes to our devices.
+ note: {s} = {o} (parts)
+ As for {o}, they reach us by lorry from {s}.
+ The invoices of {s} are for {o}, payable within thirty days.
+ {s} specialises in {o} and supplies them to us.
+ Purchasing orders {o} from {s}.
+ Although two cheaper makers have sent samples and a third has announced a visit, we continue to obtain our {o} from {s}.
+ Our stock of {o} is replenished by {s}.
? What does {s} supply?
? Which part does {s} supply?
? What do we get from {s}?
? part from {s}?
? Tell me what {s} delivers to us.
? Name the goods that {s} supplies.
? what do we order from {s}
? Which parts come from {s}?
? Which goods does {s} sell us?
? What does {s} make for us?
? With what does {s} provide us?
? Could you tell me what we purchase from {s}, please?
? For which part is {s} our supplier?
? What do the deliveries of {s} consist of?
? What do the pallets from {s} contain?
? Which items does {s} ship to our warehouse?
? What kind of parts does {s} manufacture for our devices?
? When we call {s}, what have we run out of?
? What has {s} undertaken to furnish?
? I would like to know what we source at {s}.
? goods of {s}, please
? For what are the invoices of {s}?
? What does {s} contribute to our devices?
? Which material do we obtain from {s}?
? Please look up the part supplied by {s}.
? Give me the article that {s} provides.
? {s} delivers what?
? In what does {s} specialise as our supplier?
? What would our workshop lack without {s}?
? Which of the things we build in are produced by {s}?
? What does the supply agreement with {s} have them deliver?
"""
