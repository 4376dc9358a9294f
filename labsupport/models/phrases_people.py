"""Training-only phrases of the relations of teams, persons, sites, customers and suppliers: written without sight of
the lab world's wordings."""
# ruff: noqa: E501 - one phrase a line, as the reader of this text expects

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
+ The {s} team is a {o} team, so to speak: its whole staff is based there.
? Where does the {s} team sit?
? Where is {s} based?
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

= team.channel | team channel; chat room; chat handle; messaging channel; help channel; reach us in; write to; thread
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
? Who are the teammates of {s}, I mean: which team?
? Give me the name of the group in which {s} works.
? {s} - from which team?
? Which team counts {s} among its members?
? Under which team would I find {s} on the staff list?
? By which team was {s} recruited?
"""
