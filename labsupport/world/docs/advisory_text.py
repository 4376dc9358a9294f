# ruff: noqa: E501 -- prose, one entry a line
"""What security advisories say: weaknesses component by component, then what all advisories have in common."""

# ! the weakness, > what it takes or does, + workarounds, ? how to find traces
COMPONENTS = """
= ingest queue
! A batch header that <claims|announces> more than {nk} records makes the queue <reserve|set aside> memory until <the process dies|readings of other sites are refused>.
! Records are <accepted|stored> before the signature of their batch is checked, so <a forged reading|an invented temperature> stays in the {few} newest minutes.
! Two batches with <one number|the same sequence number> overwrite each other, which lets <a sender|anybody with one probe key> <hide|replace> readings of another.
! The spool file is <created|written> with rights for every account on {host}, <readings and tenant names included|so local users read along>.
! A record with a date <before 1980|far in the future> sends the writer into an endless loop, at <{share}|all> of one core.
! Compressed batches are unpacked without <a size limit|asking how large they become>; {nn} kilobytes become {nn} gigabytes.
> The sender needs a valid probe key, <which is printed on each label|of any tenant>.
> No reading is <lost|changed>, but <storage stops|alarms come late> for up to {mins} minutes.
> It works <only|just> over the local radio side, <not from the internet|unless port {nnn} is forwarded>.
> <In our test|On a bench with {few} gateways> it took {nnn} batches <to fill the disk|before the first refusal>.
> <Single|Small> installations with fewer than {nn} probes <are hardly touched|recover by themselves>.
+ Limit batches to {nnn} records <in the profile|with the setting batch.max> until the update is in.
+ <Put|Move> the spool on a volume of its own, <so that a full one harms nothing else|ten gigabytes are enough>.
+ Block <foreign|unknown> senders on port {nnn} at the <switch|site firewall>.
+ Restart the writer each night at {clock}; it <clears|drops> what hangs.
+ Set the spool rights to owner only, <one command|by hand>, on <each|every> collector.
? Look for <batches|headers> above {nk} records in the last {nn} days.
? The queue depth on the dashboard <jumps|rises> by {nnn} within a minute and <stays|does not fall>.
? <Duplicate|Repeated> sequence numbers in the audit log <are a sign|deserve a look>.
? Compare <the count of readings|stored and sent readings> per probe; a gap of {n} percent is <normal|noise>, {nn} is not.
= rule engine
! A rule name may <contain|carry> a formula, which the engine <evaluates|runs> with the rights of <the service account|its own process>.
! Nested conditions deeper than {nn} levels <exhaust|fill> the stack and <stop all rules|silence every alarm> of the tenant.
! Rules of a <deleted|closed> site keep running and <send readings|mail their alarms> to addresses that <may belong to others|were given up>.
! An expression with <a crafted pattern|{nnn} wildcards> blocks the evaluation for {mins} minutes, <and no alarm leaves in that time|alarms wait>.
! The test button <runs|tries> a rule on live data of <the last tenant viewed|another tenant>, if two windows are open.
! Imported rule sets are not <checked|verified> for their owner, so <a reader|somebody who may only read> can <switch rules off|replace them>.
> Whoever may <write|edit> rules can <do it|use it>, <by default {few} roles|site managers included>.
> Alarms are <delayed|dropped>, which is <worse|more serious> in <a cold store|pharmacy stock> than in <an office|a greenhouse>.
> Data of other tenants <cannot be read|stays closed>, <they only wait|though their rules slow down>.
> <An attacker|Somebody> has to <be signed in|hold an account>; there is <no way in from outside|no anonymous path>.
> The effect ends <with a restart|when the rule is deleted>, about {mins} minutes later <on large sites|at most>.
+ Take the right to write rules from everybody <but two people|who does not need it> for {few} days.
+ Cut rules at {n} levels, the <new|fixed> release does the <same|like>.
+ <Remove|Archive> the rules of closed sites, <the list shows them in grey|filter by status>.
+ <Disable|Hide> the test button: profile, page {n}, <last line|left column>.
+ Let a second gateway <beep|sound> locally, <independent of|without> the engine.
? <Search|Look through> the rule names for the signs = and @, <both are unusual|{few} hits are normal>.
? An evaluation above {nn} seconds is <logged|noted> with the word SLOW.
? Rules changed between {clock} and midnight <by import|without a person> are worth <a question|a look>.
? The weekly report <counts|lists> alarms per rule; a <drop|fall> to zero is <the sign|suspicious>.
= radio driver
! Pairing messages are <answered|accepted> without a nonce, so a recorded pairing can be <replayed|played again> within {nnn} metres.
! A frame of <zero|odd> length <overruns|writes past> the receive buffer, <and the gateway reboots|with a restart as the best case>.
! The driver <falls back|returns> to an unencrypted mode after {few} failed attempts, <silently|and shows no sign>.
! The region setting can be changed <over the air|by radio>, which <takes|forces> probes off their channel.
! Link keys are <derived|made> from the serial number and <a fixed word|little else>, {nn} bits in effect.
! Debug frames <contain|carry> the last {nn} bytes of memory, <at times a key|now and then part of a key>.
> The attacker must be in radio range, <about {nnn} metres|a car park away> <in the open|without walls>.
> A transmitter for {euro} <and an evening|is enough>, no <account|login> is needed.
> Readings <sent|made> during the attack are <stored in the probe|kept> and <arrive later|not lost>.
> <Forged|False> readings are possible for {few} probes per minute, <not more|as far as we could measure>.
> Cable-bound probes <and door sensors|on the same gateway> are not <concerned|affected>.
+ Keep the pairing window <closed|shut>: it is <open|active> only while the blue light blinks.
+ Switch the fallback off in the radio menu, <point {n}|third page>; old probes then need <a visit|new firmware>.
+ <Pair|Couple> again the probes in places <open to the public|near a street>, {mins} minutes for {nn} pieces.
+ Lower the transmit power at {place}-like sites <with thin walls|at the street> to {n} decibels.
+ <Set|Fix> the region on the board by <jumper|switch> J{n}.
? The driver counts <rejected|strange> frames; more than {nn} an hour is <unusual|not noise>.
? A pairing that nobody <started|announced> appears in the <event|device> list at <odd times|night>.
? The signal strength of one probe <changes|jumps> by {nn} decibels <without a move|within a minute>.
? Gateways <restart|reboot> without a power cut, <see the uptime page|with code {n} in the trace>.
= token cache
! A token stays valid for {mins} minutes after <sign-out|the account is locked>, <on the node that cached it|in memory>.
! The cache key leaves out the tenant, so that two users with <one name|the same short name> may <swap|share> a session.
! Tokens are written to <a crash dump|the trace> in full, <readable for support staff|where monitoring picks them up>.
! The check of the signing algorithm <accepts|allows> the value none <in one spelling|when written in capitals>.
! Peer nodes <exchange|send> tokens without encryption on port {nnn}.
! <Expired|Old> tokens are revived if the clock of a node <goes back|is set back> by more than {n} seconds.
> <One|A> valid account in any tenant is <enough|the start>.
> The attacker <gains|gets> the rights of the other user, <no more|administrators included>, until <the token ends|midnight>.
> It needs <luck|timing>: {few} in {nk} attempts <worked|succeeded> in our test.
> Only <clusters|set-ups> with more than one node are <open|concerned>.
> <Interactive|Browser> sessions are affected, integrations with <their own key|a long-lived key> are not.
+ Shorten the token life to {mins} minutes; users <sign in more often|will notice>.
+ <Empty|Clear> the cache after locking an account, <command cache flush|from the console>.
+ Keep peer traffic in a <separate|closed> network or <run one node|switch the second node off>.
+ Turn off <crash dumps|dumps> and delete those <older than|from before> the update.
+ Use long user names, <the part before the at sign plus site|no initials>, for <new|all> accounts.
? <Two addresses|A pair of addresses> for one session within {n} minutes <are logged|leave a line> as MOVED.
? Requests <after|later than> the sign-out line of <the same|one> session are the <clearest|best> sign.
? Search dumps and traces for <strings that start with eyJ|three parts with dots>.
? Count sessions per user; more than {few} <is rare|deserves a call>.
= report builder
! File names in a template are <resolved|opened> on the server, which <shows|reveals> files of the host <in the report|as an appendix>.
! The link to a shared report has a number <that can be counted up|in sequence>, <and no other check|nothing more>.
! Pictures in a report are <fetched|loaded> from any address, <inside networks too|so the builder can be sent to internal hosts>.
! A text field <reaches|enters> the page unescaped, so that a site name <runs|becomes> script in the reader's browser.
! Reports of <removed|former> users are still <mailed|delivered> to them, for {nn} days <on average|in one case>.
! A report over {nnn} sites <locks|blocks> the table of readings until <it is done|somebody stops it>.
> Report authors <can use it|are the only ones>, <by default everybody with write access|a small group>.
> The <reader|recipient> must open the report <in the browser|online>; PDF files are <harmless|not affected>.
> It <shows|leaks> temperatures and names of sites, <no passwords|not accounts>.
> Guessing a number takes {nnn} attempts, <which nobody counts|{mins} minutes at the old limit>.
> Hosted tenants <were protected|are shielded> by <a filter in front|our relay> since {lately}.
+ <Revoke|Withdraw> public links, the page <Shares|of shares> does it for all <at once|in one click>.
+ Allow pictures only from <your own|one> address in the <builder|report> profile.
+ Send <PDF|printed> files in place of links for {few} weeks.
+ Remove <angle brackets|quotes> from site names, <they have no use there|an export finds them>.
+ Run large reports <between {clock} and six|at night>.
? The access log shows <rising|consecutive> report numbers from <one address|a single client>.
? Look for <picture addresses|fetches> that begin with 10. or 192.168., <none is normal|they are internal>.
? Templates with <two dots|..> in a path have no <good|honest> reason.
? Compare the mailing list of <each report|reports> with <current users|the directory>.
= export job
! The job writes through a link in the target folder, so <a local user|anybody on the file server> can <overwrite|replace> files of the service.
! Cells that begin with <an equals sign|=, + or @> are <run|executed> by spreadsheet programs when <the file is opened|somebody opens it>.
! Credentials of the target are <printed|shown> in the job list to <all roles|readers>.
! A second export with the same name <appends|adds> to the first, <mixing two tenants|so one tenant receives another's rows>.
! The host key of the target is <never checked|accepted blindly>, which <invites|permits> a man in the middle.
! Temporary files stay in <a public folder|/tmp> for {nn} hours, <with all columns|before filtering>.
> An account on the <file|target> server is needed, <or a shared folder|not on our product>.
> The person who opens the file <must confirm|sees> a warning, <which {share} click away|in most programs>.
> Only <scheduled|nightly> exports are affected, <manual|those by hand> use another path.
> Rows of <up to|at most> {few} tenants could mix, <never passwords|readings only>.
> The network path between {place} and the target <decides|matters>: on a closed line <nothing happens|there is no risk>.
+ Export to <a folder per tenant|a folder of its own>, owner only, <no links|without shared rights>.
+ Choose the text format, <not the spreadsheet|semicolon and quotes>, <in the profile|for now>.
+ Change the target password <after the update|twice: now and after the update>.
+ Pin the host key by hand: <profile|target>, field {n}.
+ Empty the temporary folder <by a timer|each hour>.
? Files in the target with <another owner|a new owner> are the <trace|sign>.
? <Search|Scan> exports of the last {nn} days for cells that <start|begin> with =.
? The job log <prints|shows> key changes as HOSTKEY, <normally none|{few} a year>.
? Row counts that <differ|deviate> by more than {n} percent <from the day before|between runs> tell of mixing.
= device registry
! A device can be <claimed|registered> with its serial number alone, <by any tenant|first come, first served>.
! The search field <passes|hands> text to the database unquoted; {few} characters are <enough|needed> to <read|list> foreign devices.
! Retired devices <keep|retain> their certificate and <may|can> write <readings|data> for {nn} more days.
! The import <trusts|believes> the tenant column, so <one file|a prepared file> moves devices <between tenants|to another owner>.
! <Answers|Error messages> differ for known and unknown serials, which lets <outsiders|anyone> <count|list> devices.
! Bulk edits skip the <check of rights|permission check> after the {nnnth} row.
> A serial number is <needed|enough>, and stands on <the housing|a label visible from the aisle>.
> The true owner <sees|notices> the device vanish from <the list|his list>, {mins} minutes later.
> <Reading|Seeing> is possible, <changing is not|writing took another hole>.
> An administrator of <some|any> tenant must <start|run> it, <which narrows the circle|no anonymous access>.
> Up to {nnn} devices a minute could be <tried|tested> before the limit <stepped in|held>.
+ Switch on <claim codes|the claim code>, the option exists since {few} releases and was <off|optional>.
+ <Let|Have> only two people import; <others|the rest> send them the file.
+ Block retired devices by <hand|list>, the button is <on page|under> {n} of the device view.
+ Put a filter in front of the search: letters, digits, <hyphen, nothing else|dash>.
+ Cover the label with <a sticker|tape> where visitors <pass|walk>.
? The audit log <shows|has> claims with result TAKEN; each <needs|deserves> a call.
? Devices that <changed|switched> tenant since {past} <are listed|can be listed> with one query.
? Quotes or semicolons in <search terms|the search log> are <rare|a sign>.
? Readings from serials <marked|listed as> retired.
= map layer
! The tile path is not <normalised|cleaned>, so a request with <dots|encoded dots> <reads|fetches> files beside the store.
! Floor plans <carry|keep> the position data of the photo, <down to the metre|author included>.
! Plans of <private|closed> sites are cached under a public address for {nn} hours.
! A vector tile with {nk} points <freezes|hangs> every browser that <shows|opens> the map.
! The tile server <forwards|passes on> any header, <cookies too|which mixes answers of two users>.
! The upload <unpacks|expands> archives without <looking at paths|limits>.
> The address has to be <known or guessed|known>, <{nn} characters|a hash of the site name>.
> <What leaks|Leaks> are drawings, <doors and sensors included|no measurements>.
> Browsers <slow down|hang>, the service <goes on|does not>; a reload <helps|clears it>.
> Uploads are <open|allowed> to site managers <only|and partners>.
> Sites without a plan, about {share} in our own count, are <safe|not concerned>.
+ <Remove|Take down> plans of sensitive rooms for {few} days, <the list works without|alarms do not need them>.
+ Strip the photo data before upload, <most viewers can|saving as PNG does it>.
+ Refuse .. and %2e at the proxy, <one line|rule {n} in our example>.
+ Set the cache time to {n} minutes.
+ <Limit|Cap> tiles at {nnn} kilobytes.
? Requests with %2e in the <proxy|access> log <since|after> {past}.
? Tile answers of <more than|over> {nnn} kilobytes.
? <Downloads|Hits> of plans without a session <are|get> marked ANON.
? Browsers <report|send> timeouts for <one|a single> plan only.
= calibration table
! The signature covers the points but not <the serial number|the header>, so a table can be <moved|copied> to another probe.
! Offsets beyond {n} degrees are <accepted|taken> from the <import|file>, while the form refuses them.
! A table can be <changed|edited> while readings are stored, <without a trace|and the audit line is missing>.
! The second signer may be <the first|the same person> under an alias.
! The date of a certificate is <compared|checked> as text, so <day 9 counts as later than day 10|an expired one passes>.
! Tables are <sent|handed> to the gateway in the clear, <with the name of the lab|signed but readable>.
> Readings look <right|plausible> and are <off|wrong> by up to {n} degrees, <which is the danger|no alarm rings>.
> A <lab|calibration> account is needed, <of which most sites have {few}|with two factors by default>.
> Certificates already <printed|issued> stay <true|valid>.
> It concerns <new|imported> tables, <not those typed in|by file only>.
> Pharmacy sites should <act first|not wait>, <bakeries|others> may <plan|take> {few} days.
+ <Compare|Check> serial and certificate by eye, two people, <for new tables|until the update>.
+ Switch the import off and <type|enter> points by hand, {mins} minutes <a table|each>.
+ Lock tables during storage hours, <option freeze|a switch in the lab menu>.
+ Give each signer <a token|a card>, <aliases off|no second name>.
+ <Measure|Test> three probes in ice; more than 0.{n} degrees off is a <reason|cause> to call.
? <List|Show> tables whose serial <occurs|is used> twice.
? Offsets above two degrees in the <table|calibration> overview.
? Changes <between|from> {clock} to midnight <by lab accounts|in the table log>.
? Certificates that <share|have> one number with <different|two> dates.
= mail relay
! Line breaks in the alarm text <add|create> further headers, <recipients among them|so the relay can be used for spam>.
! The relay accepts any sender <from inside|of the local network> and <signs|vouches for> it with the company's key.
! The password of the mail account is <stored|kept> in the backup <unencrypted|in plain text>.
! A bounce to a bounce <loops|circles> until <the disk is full|{nk} mails wait>.
! Server certificates with a <wrong|foreign> name are accepted, <if they are valid otherwise|silently>.
! Links in alarms <contain|carry> a session that lasts {nn} hours, <also when forwarded|for whoever clicks>.
> <Text|The name of a rule> must be under the attacker's control, <a site manager's right|rarely the case>.
> Mails <appear|look> genuine, <since they are signed|down to the footer>.
> Alarms were <delayed|late> by {mins} minutes in the <one|only> case that we know.
> Reading mail of others is <not possible|impossible> <this way|here>.
> A forwarded alarm <gives|opens> one page, <read only|without settings>.
+ Allow the relay only <to known recipients|inside your domain>.
+ Turn link sessions off, users <sign in|log on> once more.
+ Change the mail password and <delete|replace> backups before {lately}.
+ Limit the relay to {nnn} mails an hour, <a normal site sends {nn}|which is ample>.
+ <Name|Use> a sender of its own for alarms, <so that a misuse shows|separate from staff>.
? Mails with more than {few} recipients <in the relay log|at once>.
? Rule names with <a line break|%0a>.
? Your provider's <reports|abuse desk> mention <our|the relay's> address.
? Sign-ins by <link|mail link> from two countries.
= audit log
! Entries can be <suppressed|left out> by a name of more than {nnn} characters, <which the writer drops|cut before the time>.
! The chain is checked <forward only|from the start only>, so the newest {few} entries may be <removed|cut> unseen.
! Control signs in a user name <forge|fake> a line break and <with it|so> a whole entry.
! <Export|The export> of the log needs no <second|additional> right, <every auditor of any tenant may|a reader can>.
! Times are <taken from|set by> the client, <and believed|up to {n} minutes off>.
! If the log volume is full, <actions go on|work goes on> without entries, <for {mins} minutes|until space returns>.
> It hides traces and <opens nothing|needs another hole to matter>.
> An administrator account is the <start|condition>, <so the circle is small|those are few>.
> Entries <shipped|sent> to a second system <are complete|tell the truth>.
> The <length|size> of a gap is at most {few} entries, <in our tests|by design>.
> Regulated sites may have to <report|note> it, <ask your quality officer|the text below helps>.
+ Ship the log to a second host <at once|every minute>, <as the manual advises|plain syslog will do>.
+ Limit user names to {nn} characters.
+ <Give|Leave> {n} gigabytes free and <let the alarm ring|warn> at half.
+ <Check|Verify> the chain backwards with the script <in the annex|from the support page>.
+ Take the export right from <all but two|everybody for now>.
? Count entries per hour; {few} hours <without any|of silence> on a <workday|{wday}> are odd.
? Names longer than {nn} characters <in the directory|among accounts>.
? <Times|Clock jumps> that run backwards.
? Sum of entries here and on <the second host|the copy> must <agree|match>.
= search index
! The index answers before <rights are applied|the filter>, so <the count of hits|hit numbers> <tells|gives away> what a user may not see.
! Suggestions <contain|show> words from <documents of others|other tenants>, {n} letters <are enough|typed>.
! The admin port {nnn} listens on all addresses <by default|after an update>.
! A query with {nnn} wildcards <occupies|keeps busy> {few} cores for {mins} minutes.
! Deleted documents remain <searchable|in the index> until the next <merge|rebuild>, {nn} hours on average.
! <Snapshots|Copies> of the index are <readable|open> to all services on {host}.
> Words leak, <not documents|no whole text>, <one at a time|slowly>.
> Anybody who may search <can see it|is able to>, <no tool needed|by typing>.
> From outside the port is <closed|shut> in hosted systems, <own installations must look|please check yours>.
> A slow search <hits|affects> {few} tenants on the same node.
> Names of customers were <among|part of> the suggestions in {n} of {nn} tests.
+ Turn suggestions off, <one line|search.suggest = no>, no restart.
+ Bind the port to <the local address|localhost>, <then restart|and check from outside>.
+ Start a rebuild <after deletions|each night>, {mins} minutes for {nk} documents.
+ Cap wildcards at {n} and queries at {nn} seconds.
+ <Encrypt|Move> snapshots <to a closed volume|off the shared disk>.
? Ask port {nnn} from <outside|a guest network>: <silence|no answer> is right.
? The query log <marks|shows> wildcards above {nn}.
? <Search|Look> for a word that <only another tenant|nobody in your tenant> uses.
? Load on one node <without|with no> rise in queries.
= battery monitor
! A forged battery report <puts|sends> a probe to sleep for {nn} hours, <and its alarms with it|silently>.
! The charger <accepts|takes> any profile, <one for another cell too|which can overheat a pack>.
! <Level|Charge> messages are unsigned, <even on encrypted links|as they came before the handshake>.
! A negative voltage <ends|stops> the service that <watches|reads> all packs.
! Battery history <shows|reveals> when a site is <staffed|empty>, <readable without sign-in|by anyone on the page>.
! The cut-off value can be <set|lowered> by radio <below what is safe|to zero>.
> Radio range is <needed|a must>; a <car|garden> outside {place}-size halls <may do|is close enough>.
> Packs have <their own fuse|a fuse>, so <heat is limited|no fire is possible>, {nn} degrees in our oven.
> A sleeping probe <wakes|returns> with the magnet, data <intact|complete>.
> Sites on <mains|cable> power are not <affected|concerned>.
> The pattern of life <was visible|could be read> for {few} weeks <at most|back>.
+ Set the alarm <no reading for {mins} minutes|for missing readings>, <on by default in new sites|it catches the sleep>.
+ Fix the charger profile by <dip switch|switch> {n}.
+ Visit <remote|unwatched> probes <once a week|on {wday}s> until updated.
+ Hide the battery page from <guests|public screens>.
+ <Use|Insert> packs with <the green ring|a protection board>.
? Probes with <long|{n}-hour> gaps and a full battery.
? Profiles that <do not fit|differ from> the cell type <in the list|on the label>.
? Voltage values <below zero|with a minus> in the raw data.
? Access to the battery page <without session|from outside>.
= time sync
! Answers are accepted from <any port|hosts that were never asked>, so the clock can be <moved|pushed> by {nn} minutes per packet.
! <Leap|Zone> files are loaded without <signature|a check>.
! A large jump <switches|turns> certificate checks off, <to let a dead clock recover|for {mins} minutes>.
! The service <reveals|tells> uptime and load to <everyone|any caller>.
! <Sub-second|Fractions of> times overflow after {nnn} days and <stop the service|freeze the clock>.
! A server in the list with <two addresses|a double name> counts as <two votes|a majority>.
> The attacker has to <sit|be> on the path or <guess|hit> the port, {nk} tries.
> Readings get <a wrong time|wrong stamps>, <values stay true|no value changes>.
> Tokens may <live longer|expire early>, <see there|as a consequence>.
> Gateways with <a radio clock|GPS> are <immune|safe>.
> It <was seen|happened> in a lab, <not in the field|never at a customer>.
+ Name {few} servers, <two of them yours|at least one inside>.
+ Close port 123 <inbound|from outside>, answers still <come|pass>.
+ <Restart|Reboot> once in {nnn} days, <at a quiet hour|planned>.
+ <Forbid|Disallow> jumps above {n} seconds, option slew.
+ Load zone files <by hand|from the support page>, with <checksum|the sum below>.
? Clock steps in the log, word STEP, more than {few} <a month|per gateway>.
? Compare <time stamps|the time> of two gateways in <one room|the same hall>.
? Answers from <addresses|servers> not on your list.
? Readings dated <tomorrow|in the future>.
= invoice renderer
! Markup in a customer's name <is rendered|runs>, and <fetches|includes> files from the billing host.
! Invoice numbers in the link can be <guessed|counted>, <and the link needs no sign-in|the check is missing>.
! A negative quantity <turns|changes> a bill into a credit, <accepted by the next step|unnoticed>.
! The preview <leaves|keeps> a copy of each invoice in <a shared cache|memory of the next user>.
! Fonts are loaded from <the address in the template|outside>, <which tells a third party about each bill|and leak>.
! Tax keys from an import are <believed|used> without <looking them up|a date check>.
> The name must be <changed first|edited>, which <sales|account managers> can do.
> <Names and sums|Sums, names, addresses> leak, bank data <is not on it|stays out>.
> Each guess <costs|takes> a second, {nnn} an hour with the old limit.
> Credits <still|always> pass <a person|accounts>, who <caught both tests|should notice>.
> Only tenants with <their own layout|custom layouts>, {share} of all.
+ <Send|Attach> invoices as files and <close|turn off> the links.
+ Use the <standard|built-in> layout for {few} weeks.
+ Allow letters, digits, <dots and hyphens|simple signs> in names.
+ Preview <alone|in a private window> or not at all.
+ <Let|Have> accounts check credits above {euro}.
? Links opened in <sequence|rising order> by one address.
? Names with angle brackets in the <customer|address> list.
? Credits without <a case|an order>, since {past}.
? Font requests to <hosts|servers> you <do not know|never chose>.
= permission check
! The check runs <after|behind> the cache, so an <answer|object> once allowed <stays|is served> for {mins} minutes.
! Groups inside groups <beyond|deeper than> {few} levels are <ignored|read as everybody>.
! A role with an empty name has <all rights|every right>, <as the old import made one|and may still exist>.
! The interface for mobile clients <skips|leaves out> the check of <the site|the tenant>.
! Rights are <compared|matched> without regard to case, <and two roles fall together|so Admin and admin are one>.
! An error in the directory is <taken|read> as a yes, <for at most {n} requests|until it answers again>.
> A normal account <is enough|will do>, <of the same tenant|in any role>.
> What can be <read|seen> is <limited to|only> sites of the own tenant.
> <Write|Change> access is <not affected|safe>, it asks twice.
> <The directory must be down|It needs a failing directory>, {few} minutes a year.
> A removed colleague could <look|read> until {clock} of the same day <at worst|>.
+ Sign everybody out after <removing|taking away> rights, <button on page {n}|one command>.
+ Flatten groups to {n} levels, <the report shows deeper ones|a morning's work>.
+ Delete the role <without a name|that is empty>, <if the list shows one|see the query>.
+ Block the mobile interface at the proxy, <path /m/|one rule>, for {few} days.
+ Set directory errors to deny: <auth.fail = closed|the switch is in the manual>.
? Roles with no name or <in two spellings|only blanks>.
? <Hits|Reads> by accounts after their <removal|last day>.
? Mobile requests for <sites|objects> of another <group|branch>.
? Directory <timeouts|errors> followed by <success|an allowed request>.
"""

# facts: {prod} {comp} {sev} {fixed} {affected} {owner} {chan} {released}; words: {vid} {score} {role}
COMMON = """
= open
<We have published|Today we publish> {vid}, a weakness of {sev} severity in the {comp} of {prod}.
{prod}, our {role}, has a fault in its {comp}. <We rate it|Its rating is> {sev}; the number is {vid}.
This <notice|advisory> is about {vid} and <concerns|is for> everybody who runs {prod} {affected}.
<If you run|Do you run> {prod} {affected}<, please read on|? Then this is for you>.
<During a review|While testing> {team} <found|came upon> a fault in the {comp} of {prod}. It is <fixed|closed> in {fixed}.
A <customer|visitor of a fair> <told|wrote to> us on {past}: the {comp} of {prod} <did something it should not|could be misused>. The report was right.
{vid} <describes|is> a fault of {sev} severity; {prod} {fixed} <removes|repairs> it.
The {comp} of {prod} <needs|wants> an update. Severity: {sev}, score {score}.
<Short notice|In short>: {prod}, {comp}, {sev}, <repaired|fixed> with {fixed}.
<Administrators|Whoever looks after gateways> should <plan|find> {mins} minutes for {prod}: {vid} is rated {sev}.
There is <a fix|an update> for {prod}. It closes {vid} in the {comp}, <rated|a case of severity> {sev}.
<Nobody|As far as we know nobody> has used {vid} <in earnest|in the wild>, and with {fixed} of {prod} <nobody will|it stays so>.
We <made|found> a mistake in the {comp} of {prod}<, it is ours|>, and <here is|this is> what to do.
<Three facts|Facts first>: product {prod}, part {comp}, severity {sev}.
<Since {released}|From {released} on> {prod} {fixed} <is out|can be had>. One reason to take it is {vid}.
= affected
<Affected|Concerned>: {affected}. <Fixed|Repaired> in: {fixed}.
<Carrying the fault|Open>: {affected}; {fixed} is <clean|repaired>.
The fault is in {affected}; <it went|it is gone> with {fixed}.
<You are safe|Nothing to do> on {fixed} <and later|or newer>. <Not so on|Act on> {affected}.
We <tested|tried> {affected} and found the fault <in each|there>; {fixed} <passed|held>.
<Check|Look at> your version: {affected} means <update|act>, {fixed} means <done|no action>.
{fixed}, <out|released> on {released}, <closes it|has the repair>; <still open|in need of it>: {affected}.
It is only <in|found in> {affected}. <Older ones|Releases before that> <lack|do not have> the code<, we looked at {few} of them|>.
Code of this kind came <in|with> {affected} and <left|went> with {fixed}.
From {affected} to {fixed} <little else changed|it is {few} small changes><, so nobody has to wait|>.
<Open|Vulnerable>: {affected}. <Not open|Not vulnerable>: {fixed}.
= fix
<Update|Go> to {fixed}; the <package|image> lies <where it always lies|in the portal> and <takes|needs> {mins} minutes.
Install {fixed}. <Settings are kept|Nothing has to be entered again>, <probes follow by themselves|gateways first>.
The update to {fixed} <restarts|stops> the {comp} once, for about {nn} seconds.
<Hosted|Cloud> tenants <were updated|got {fixed}> on {lately}; <own|local> installations do it <themselves|by hand>.
{fixed} <can be installed|goes in> over <any|each> of the affected releases, <no step between|directly>.
<We advise|Our advice>: {fixed} within {few} days, <and the workaround until then|sooner if doors are open to the public>.
{owner} <built|prepared> {fixed} <for this|with nothing else in it>, so <tests can be short|it is a small step>.
<Those who cannot update|Without an update>: see the workaround, it <holds|lasts> for {few} weeks.
Take a backup, <install|load> {fixed}, <look at|check> the version line, <done|finished> in {mins} minutes.
<Offline sites|Sites without a line> get {fixed} on <a stick|a card> from {owner}, <by post|ask in the portal>.
= no.workaround
There is no <good|real> workaround; <update|the update is the way>.
<We looked for|{team} tried> a workaround and found <none that holds|only half measures>.
Settings of the {comp} do not <help|reach it>. <Please update|Only {fixed} does>.
<Short of|Apart from> switching the {comp} off, nothing <helps|works>.
No setting <closes|covers> it; {team} <went through|tried> {nn} of them <in {few} days|by hand>.
A <proxy|filter> in front <catches|sees> about {share}, <too little to rely on|the rest passes>.
Until the update, <watch|read> the log <twice a day|at {clock} and at night>; more <cannot be done|we have not found>.
The {comp} cannot be <shielded|protected> from outside <without breaking|and still serve> {few} other parts.
= credit
<Found|Reported> by <a student|a tester> who <asked not to be named|wants no name here>; <thank you|a cake is on its way>.
<Thanks go to|We thank> {col} of {team}, who <read the code|ran the test> on a <free|rainy> {wday}.
<A customer|{cust}> <saw|noticed> it first and <kept quiet|told only us> for {nn} days. <Thank you|That was kind>.
<Our own|An inner> review <found|turned up> the fault, <{nn} days before the fix|by chance>.
The report came <through|by> the form, with <a proof|a recording> of {nn} seconds.
<Credit|Honour>: {col} and {col}, <over coffee|while looking for something else>.
It was <found|met> in <a drill|the yearly test> by a <firm|lab> we <hire|pay> for that.
<A partner|An integrator> in {place} <asked a question|wrote one line> that led here.
= status
We know of no <misuse|attack>, <neither|and> our sensors nor customers <report one|saw anything>.
<No sign|Not a trace> of use <in the logs|at hosted sites> since {past}.
{Few} <sites|tenants> showed <something like it|a trace>; <all were tests|each was called>.
<So far|Until now> nobody has published <a tool|details>, <as of {lately}|says {team}>.
A <description|sketch> has been <public|on a forum> since {lately}, <so do not wait|please hurry>.
We <searched|went through> {nn} days of logs and <found nothing|saw only our own tests>.
<Use in the wild|Real use>: none known <on {lately}|at {clock} today>, <{nn} sensors agree|{team} watches>.
A scan of {nnn} <public|reachable> gateways on {lately} <found|met> {few} that <answered|would be open>, <all ours|their owners know>.
{Team} <keeps|has> a trap on {host} since {lately}; <it is quiet|{nn} knocks, no entry>.
<Two|A pair of> <forums|mailing lists> <mention|discuss> it, <without code|from hearsay>, <as of {lately}|last read {lately}>.
{Share} of hosted systems <run|have> {fixed} <this morning|by now>.
= contact
Questions: {owner}, <through support|by the portal>, <days and nights|office hours> for {sev} cases.
<Write|Mail> to security@{mail}, <encrypted if you like|key on the support page>, <we answer in {few} hours|{col} reads it first>.
{owner} <keeps|maintains> this text and <will add|adds> what <comes up|we learn>.
<Staff|Colleagues> ask in {chan}, customers <their account manager|the desk>.
The next <update|note> comes <on {soon}|when there is something to say>.
<Something unclear|Doubts>? Call <the desk|support>, say {vid}, and <you get|they find> {owner}.
Please <do not post|keep> details <in public|to yourselves> until <most have updated|{later}>.
<Call|Ring> {clock} to {clock}, <say the number|keep {vid} at hand>, <or write|better than mail>.
{col} of {owner} <answers|reads> <what comes in|questions> <until {soon}|this week>.
<Partners|Integrators> get {few} <extra|more> pages from {owner} <on request|if they ask>.
<We are sorry|Our apologies> for the <work|extra hour>.
<Corrections|Additions> to security@{mail}, <we print them|with thanks>.
= score
Score {score} of 10: <reachable|it works> <by radio|from the network>, <little skill|some skill>, no <click|help> by a user.
<We score|The score is> {score}; <half of it|most> for <loss of alarms|what can be read>.
{score} <looks|may look> high, <but cold goods wait for nobody|as alarms depend on it>.
<By the usual table|Counted as usual> {score}, which <falls under|means> {sev}.
Two people scored it <apart|alone> and <met at|agreed on> {score}.
{score} by our count; <yours may differ|lower> if <the site is closed|no guest can enter>.
= timeline
<report|letter> <received|read>, <night|day> shift
<call|mail> of a customer, {mins} minutes
<first|own> test <shows|confirms> it
<severity set|score agreed>
<answer|reply> to the finder
<cause found|line of code found> by {col}
<second|other> way in <found|closed>
<freeze|holiday> week, no work
fix <written|drafted>, {nn} lines
fix <reviewed|read> by {col}
<test at|trial in> {place}, {few} gateways
<build|package> signed
<translation|text> ready
<partners|large customers> told
hosted systems <updated|done>
<night|weekend> on call <doubled|arranged>
= title
{vid}: {p}, {c}
Security notice {vid} ({p})
{p}: update to {f}
{vid}, severity {s}
Fault in the {c} of {p}
{p} {f} closes {vid}
[{s}] {p} {c}
Advisory {vid}
{c}: what {p} administrators should do
Security bulletin, {p} before {f}
= head.what
<What is wrong|The fault>
<Description|Summary>
<Weakness|Problem>
What <happened|we found>
<In brief|Details>
= head.who
<Affected versions|Versions>
<Who is concerned|Are you affected>
<Product status|Status>
<Where it is|Which releases>
= head.do
<What to do|Remedy>
<Solution|Fix>
<Action|Steps>
<Now|Do this>
<Repair|Mitigation>
= head.see
<Finding traces|Detection>
<Have we been hit|Signs>
<How to check|Checks>
<Traces|Look here>
= head.more
<Background|Notes>
<Timeline|Course of events>
<Thanks and dates|How it went>
<Credits|Finder>
<Also|History>
= mail.hello
Dear <administrators|customers>,
<Hello|Good morning>,
To <all who run|everybody with> {prod},
Dear <readers of this list|partners>,
<Hi all|Hello all>,
= mail.bye
<Regards|Kind regards>\\n{owner}
<Thanks for acting|Thank you>\\n{owner}, {prod}
{owner} <for the security desk|and support>
<Yours|Best>\\nthe {owner} team
With <regards|thanks>, {owner}
= q.what
What is <wrong|the problem>?
<What happened|What did you find>?
<Why this mail|Why am I reading this>?
<So what is it|What is {vid}>?
= q.me
Am I <affected|concerned>?
<Which versions|Who> is <hit|it>?
<Do I have to act|Does it concern my site>?
<How do I know|What should I look at>?
= q.do
What <do I do|must I do> now?
<How do I fix it|What helps>?
<And now|The remedy>?
<What is the quickest way out|How long does it take>?
= q.bad
How <bad|serious> is it?
<Should I worry|Is it dangerous>?
<What could somebody do|The worst case>?
<Could it wait|May I finish my coffee>?
= q.trace
<Has somebody used it|Were we attacked>?
<How do I see|Where are> traces?
<Can I check|How can I be sure>?
<What do logs show|Which log>?
= look
<What to look for|Worth a search>:
<Signs of use|Traces of use>:
<In the logs|In your logs>:
<Traces|How it shows>:
<Check this|Please check>:
<To be sure|If you want to know>:
<An hour well spent|First look>:
= revised
<Revision|Version> {rev}, {today}: {@revision}
<Changed on|Edited> {today} (no. {rev}): {@revision}
{today}, <edition|revision> {rev}. {@revision}
<Update|Second edition> of {today}. {@revision}
<What is new|New> in version {rev} of this page ({today}): {@revision}
= revision
A <workaround|sentence> was <wrong|too short> and is <replaced|longer>.
<Traces|Detection> added, <after|thanks to> {few} questions.
<Hosted systems|All hosted tenants> are <done|updated>, {share} of the <rest|others> too.
The <first|old> text <forgot|left out> the <second|other> workaround.
We <now know|have learned> how long it was <open|there>: since {past}.
<Wording|Spelling> only; <versions and severity|facts> are as <before|they were>.
<Answers|Replies> to {nn} mails <are worked in|stand below>.
= digest
Security notices of {month}, <one line each|in the order of their date>.
<What was fixed|Fixes> lately: {count} notices, <longest first|nothing else>.
<For those who read one mail|For the busy>: {count} cases <on one page|in a table>.
Digest of {today}; <details|the whole text> under each number.
<Administrators asked for|You asked for> a <list|summary>, here are {count} lines.
= digest.line
{vid}: {prod}, {comp}, {sev}. <Go to|Take> {fixed}.
{prod} ({comp}) -- {vid}, {sev}, <fixed in|closed by> {fixed}
{vid} <hits|is about> the {comp} of {prod}; {sev}; {fixed} <helps|is safe>.
<Update|Please update> {prod} to {fixed}: {vid}, {comp}, {sev}.
In {prod} the {comp} ({vid}, {sev}) is <repaired|in order> from {fixed} on.
{vid}, {sev}: {comp} of {prod}, <affected|open> {affected}, <fixed|closed> {fixed}.
= digest.end
<Missing a number|Not in the list>? It was <older|in the last digest>, or <the product is not yours|it is still open>.
Next digest in {month}, <sooner if one is critical|same day of the week>.
<Print it|Hang it up>: {nn} people <told|wrote> us they do.
<Compiled|Put together> by {col}, <checked|read> by {col}.
= embargo
Embargo until <the notice is out|{soon}>; <known to|shared with> {nn} people, <listed below the text|no forwarding>.
<Not for customers|Inside only> before the <public|official> text. <Speak|Write> in person, <not by chat|never by ticket>.
<Restricted|Closed circle>. {col}, {col} and {lead} <know|have read> this.
<Please|Do> keep it <off the wiki|out of mail>; <questions to|ask> {lead}.
= embargo.note
A proof takes {nn} lines and <works|worked> on {few} of {few} test gateways<, see the sealed folder|>.
{cust} is <the most exposed|open to the street>; {col} <calls|rings> them first.
<Sales|Account managers> get <two sentences|a text> at {clock} on the day, <not earlier|no sooner>.
If it leaks, <publish at once|go out the same hour>; the <draft|text> is ready.
The <finder|reporter> asks for <{few} more days|a date>; we <said yes|offered one>.
<Insurance|The insurer> was told on {lately}, <as the contract asks|case {nnn}>.
Hosted nodes are <patched|done> in the night of {soon}, {few} people <on call|awake>.
We <argued|talked> {mins} minutes about the <rating|severity>; {sev} <stays|won>.
= seal
<Copy|Register> number of this note: {c}.
This copy carries {c}<, quote it in questions|>.
<Sealed under|Filed as> {c}.
<Reference|Control number> {c}, do not <copy|retype>.
= tail
; {team} <measured|saw> {nn} percent <more or less|either way>.
, as <a test|one run|the trial> on {host} <shows|showed>.
 (<case|note> {sign}).
, <{few} times|once> in our <lab|own> tests.
, <says|writes> the <test|report> of {month}.
; <with {few}|beyond {nn}> gateways <it takes longer|it is slower>.
, <at least|so far> in {place}.
; the <support|help> page shows <how|a picture>, step {n}.
, <{mins} minutes|less> by our <clock|watch>.
; <ask|call> the desk <if unsure|when it differs>.
"""
