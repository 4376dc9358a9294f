"""Inventories of labels with things that belong to them, for training only.

`# what is asked` heads an inventory, `>` lines are frames around a thing `{x}`, the other lines are `names: things`;
names are separated by `;`, things by commas, or by ` / ` where they are sentences. Indented lines continue a line.
"""

TEXT = """
# kind of food
> I bought {x}.
> Today we serve {x}.
> {x}
> Is there any {x} left?
> Two portions of {x}, please.
> The {x} at the market was fresh.
fruit; fruits: apples, pears, plums, cherries, grapes, bananas, melons, peaches, apricots, figs, lemons, oranges,
  kiwis, mangoes, berries, raspberries, strawberries, quinces, dates, pineapple, currants
vegetables; vegetable; greens: carrots, leeks, cabbage, spinach, onions, beans, peas, beetroot, celery, broccoli,
  cucumbers, radishes, pumpkin, asparagus, lettuce, turnips, kale, sprouts, fennel, artichokes, aubergines
dairy; milk products: butter, yoghurt, cream, cheddar, curd, milk, whey, sour cream, goat cheese, brie, buttermilk,
  custard, kefir, gouda, cottage cheese
meat; butcher's goods: beef, pork chops, sausages, ham, bacon, lamb, veal, mince, steak, liver, salami, ribs,
  venison, roast beef, meatballs
fish; seafood: salmon, herring, cod, trout, tuna, prawns, mussels, eel, sardines, mackerel, oysters, crab, squid,
  pike, anchovies
bakery; bread and pastry: rye bread, rolls, croissants, bagels, toast, pretzels, baguette, buns, flat bread,
  muffins, crumpets, sourdough, pie crust, brioche, doughnuts
sweets; confectionery: chocolate, toffee, liquorice, jelly bears, marzipan, fudge, nougat, lollipops, candy canes,
  pralines, mints, marshmallows, honeycomb, caramels
drinks; beverages: lemonade, tea, coffee, apple juice, mineral water, beer, wine, cocoa, cider, iced tea, tonic,
  ginger ale, whisky, champagne, punch
# sport
> We watched {x} all evening.
> {x}
> She has taken up {x}.
> The club offers {x} on Thursdays.
> He hurt his knee at {x}.
ball games; ball sports: football, tennis, handball, basketball, volleyball, hockey, rugby, cricket, table tennis,
  golf, squash, badminton, baseball, water polo
winter sports; snow and ice: skiing, ice skating, curling, snowboarding, biathlon, bobsleigh, ski jumping, sledging,
  ice hockey, slalom, cross-country skiing
water sports; on the water: swimming, rowing, sailing, diving, surfing, canoeing, kayaking, wind surfing,
  water skiing, rafting, snorkelling
athletics; track and field: the high jump, the marathon, sprinting, the hurdles, javelin throwing, the shot put,
  the long jump, the relay race, the pole vault, hammer throwing
martial arts; combat sports: judo, karate, boxing, fencing, wrestling, aikido, taekwondo, kick boxing, sumo, kendo
motor sports; racing with engines: rally driving, karting, motorcycle racing, drag racing, speedway, motocross,
  truck racing, formula racing
# weather
> {x}
> Outlook for tomorrow: {x}
> The farmer says: {x}
sunny; fair: Not a cloud in the sky / bright all day / blue from east to west / you will need a hat and cream /
  brilliant sunshine over the bay / dry with plenty of sun / the sun burns down
rain; rainy; wet: showers from noon / it pours / take an umbrella / the gutters overflow / drizzle in the hills /
  wet streets all day / a downpour at lunch / puddles everywhere
snow; snowy; wintry: flakes as big as coins / the ploughs are out / ten centimetres of fresh white /
  children build a man with a carrot nose / the roads are white / sledges are sold out
storm; stormy; windy: roof tiles fly / gusts over a hundred / trees across the line / ferries stay in port /
  hold on to your hat / the gale tore the tent away / branches all over the road
fog; foggy; misty: one cannot see the other side of the road / visibility below fifty metres /
  the harbour lies in grey wool / planes cannot land, everything is grey and near / lamps on at noon, thick haze
heat; hot: thirty-eight in the shade / asphalt melts / schools close at noon for it is too warm /
  fans are sold out / nobody moves in this oven / tropical nights
frost; cold; freezing: minus fifteen at dawn / ice flowers on the window / pipes burst / scrape your windscreen /
  the lake carries skaters / bitterly cold
# language
> {x}
en; English: Where is the station? / I would like a cup of tea. / We are closing in ten minutes. /
  The train is late again. / My brother lives by the sea. / Have you seen my keys?
de; German; Deutsch: Wo ist der Bahnhof? / Ich hätte gern eine Tasse Tee. / Wir schließen in zehn Minuten. /
  Der Zug hat wieder Verspätung. / Mein Bruder wohnt am Meer. / Das Wetter ist heute schön.
fr; French; français: Où est la gare ? / Je voudrais une tasse de thé. / Nous fermons dans dix minutes. /
  Le train est encore en retard. / Mon frère habite au bord de la mer. / Il fait beau aujourd'hui.
es; Spanish; español: ¿Dónde está la estación? / Quisiera una taza de té. / Cerramos en diez minutos. /
  El tren llega tarde otra vez. / Mi hermano vive cerca del mar. / Hoy hace buen tiempo.
it; Italian; italiano: Dov'è la stazione? / Vorrei una tazza di tè. / Chiudiamo tra dieci minuti. /
  Il treno è di nuovo in ritardo. / Mio fratello abita al mare. / Oggi fa bel tempo.
nl; Dutch; Nederlands: Waar is het station? / Ik wil graag een kopje thee. / We sluiten over tien minuten. /
  De trein is weer te laat. / Mijn broer woont aan zee. / Het is mooi weer vandaag.
pt; Portuguese; português: Onde fica a estação? / Queria uma chávena de chá. / Fechamos daqui a dez minutos. /
  O comboio está outra vez atrasado. / O meu irmão mora à beira-mar.
sv; Swedish; svenska: Var ligger stationen? / Jag skulle vilja ha en kopp te. / Vi stänger om tio minuter. /
  Tåget är försenat igen. / Min bror bor vid havet.
pl; Polish; polski: Gdzie jest dworzec? / Poproszę herbatę. / Zamykamy za dziesięć minut. /
  Pociąg znowu się spóźnia. / Mój brat mieszka nad morzem.
# animal
> We saw {x}.
> {x}
> A picture of {x} hangs on the wall.
> The children drew {x}.
mammal; mammals: a fox, a horse, a bat, a whale, an otter, a mouse, a bear, a cow, a goat, a hedgehog, a squirrel,
  a lion, a camel, a rabbit, a dolphin, a badger
bird; birds: an owl, a robin, a stork, a duck, an eagle, a swan, a sparrow, a heron, a penguin, a parrot, a crow,
  a gull, a goose, a woodpecker
insect; insects: a bee, a wasp, an ant, a beetle, a butterfly, a mosquito, a dragonfly, a cricket, a moth,
  a grasshopper, a ladybird, a flea
reptile; reptiles: a snake, a lizard, a tortoise, a crocodile, a gecko, an adder, an iguana, a chameleon,
  an alligator
fish; fishes: a carp, a shark, a pike, a salmon, a goldfish, an eel, a trout, a perch, a sea horse
# material
> The bowl is made of {x}.
> {x}
> A sheet of {x} lay there.
> We recycle {x}.
metal; metals: steel, copper, iron, brass, zinc, tin, aluminium, lead, silver, bronze, nickel
wood; timber: oak, pine, beech, walnut, maple, birch, teak, ash wood, cedar, plywood
textile; cloth; fabric: linen, cotton, wool, silk, felt, velvet, denim, canvas, tweed
stone; stones: granite, marble, slate, sandstone, basalt, limestone, quartz
plastic; plastics: nylon, vinyl, acrylic, polystyrene, polythene, celluloid, silicone
paper; paper and board: cardboard, tissue, newsprint, wallpaper, parchment, tracing paper, corrugated board
# means of transport
> We went by {x}.
> {x}
> The {x} was late.
> A ticket for the {x} costs little.
rail; on rails: train, tram, underground, night train, express, funicular, monorail, sleeper
road; on the road: bus, taxi, lorry, motorcycle, coach, van, bicycle, minibus, scooter
water; by water: ferry, steamer, barge, canoe, yacht, water taxi, cargo ship, sailing boat
air; by air: plane, helicopter, glider, balloon, airship, seaplane, jet
# room of a house
> She found it in the room where you {x}.
> It belongs to where we {x}.
kitchen: cook, fry eggs, wash the dishes, bake bread, boil water, chop onions, keep the pans
bathroom; bath: brush teeth, take a shower, shave, wash your hair, keep the towels
bedroom: sleep, set the alarm clock, fold the blankets, snore, dream, lie ill
garage: park the car, change tyres, keep the ladder, pump up the bicycle
living room; lounge: watch television, sit on the sofa, play cards with guests, light the fire, read the paper
cellar; basement: keep the wine, store potatoes, look after the boiler, stack coal
# department of a company
> {x}
> Please forward: {x}
> From the suggestion box: {x}
human resources; HR; personnel: I would like to hand in my leave / my salary slip is missing /
  where do I report a pregnancy / she wants part-time work / the new trainee has no contract /
  how many days off are left / I need a reference / the sick note is attached
accounting; finance; bookkeeping: please book this receipt / the travel expenses have not been paid /
  the bill of the supplier is due / which cost centre is that / the quarterly figures are wanted /
  the bank statement does not add up
IT; IT support; computing: my mouse is dead / the printer on the second floor prints stripes / the screen flickers /
  I need more space on the drive / the laptop does not start / install the drawing programme for me
facilities; building services; caretaker: the lift is stuck / the light in the corridor is broken /
  it is cold in room nine / the toilet is blocked / the bin overflows / a window does not close /
  we need more chairs
marketing; advertising; communications: the brochure needs new pictures / who writes the next newsletter /
  the stand at the fair must be booked / our slogan is old / the poster has a spelling mistake
purchasing; procurement: please order a hundred pencils / three quotations for the forklift /
  the supplier raised his prices / we need a new source of cardboard / the order for desks must go out
legal; lawyers: is this clause valid / a letter from the court has come / who checks the confidentiality agreement /
  they accuse us of copying a patent / the trade mark runs out
canteen; catering: the soup was cold / are there meals without meat / please cater for twenty guests /
  the menu card is wrong / more salad, less gravy
# news section
> {x}
> Headline: {x}
politics: parliament votes on the budget / the minister resigns / mayor wins by a nose / talks on the border fail /
  party leaders quarrel / the new law passes the upper house / voters go to the polls
economy; business: shares tumble / prices rise by three per cent / the bank lowers its rate /
  merger of two breweries / fewer people out of work / the carmaker cuts jobs / exports reach a record
sport; sports: late goal saves the cup / the champion retires / coach sacked after five defeats /
  gold in the relay / the race is decided on the last lap / home side lose again
culture; arts: the opera opens with a scandal / a painting found in an attic / the novel of the year /
  queues before the museum / the director's last film / a violin for a million
science: a moon around a distant planet / how bees find home / a vaccine works in mice /
  ice core tells of old eruptions / new particle puzzles physicists / fossils of a giant bird
weather: floods after the rain / first frost in the valleys / heat until Sunday / warning of gales on the coast /
  the wettest summer for years
crime; police: burglars caught on the roof / judge sends forger to jail / thieves take only cheese /
  the stolen statue is back / police seek witnesses
travel; tourism: ten islands for the spring / night trains are back / where to hike with children /
  the cheapest huts in the hills / packing light for a month
# kind of sentence
> {x}
question; asks something: where are the keys / who has the list / is it far / what did she say / when do we leave /
  may I come in / how old is it / are you ready
command; order; instruction: close the window / bring me the book / turn left at the mill / do not touch the plate /
  wait here / send it today / add salt and stir / switch it off
statement; tells something: the window is closed / she brought the book / the mill stands on the left /
  the plate is hot / we waited here / it was sent today / he added salt
exclamation; outcry: what a day! / how lovely! / good heavens! / oh no! / what a mess! / hurrah! / well I never!
greeting: good morning to all / hello there / nice to see you / welcome home / good evening, neighbours /
  hi everyone
apology; excuse: sorry for the delay / please forgive me / I did not mean it / my apologies for the noise /
  pardon me / I regret what I said
# feeling
> {x}
> She writes: {x}
joy; happy: I could hug the world / we danced in the kitchen / what wonderful news / I laughed all the way home /
  my heart leaps / best day of the year
sadness; sad: I cried all night / the house is so empty without her / nothing cheers me up /
  tears ran down his face / I miss my old dog / he sat there and wept
anger; angry: I slammed the door / how dare they / he shouted at the whole room / my blood boils /
  I could tear it to pieces / she banged her fist on the table
fear; afraid: my hands shake at the thought / I dare not look down / what if it comes back / I hid under the bed /
  she froze at the noise / my knees turned to water
surprise; surprised: I would never have guessed / my jaw dropped / out of nowhere there he was /
  who would have thought / I rubbed my eyes
disgust; disgusted: it made me feel sick / I could not swallow a bite / there was hair in the soup, yuck /
  the smell turned my stomach / slimy and green, I left it
boredom; bored: the lecture would not end / I counted the tiles / nothing ever happens here /
  yawning, I looked at the clock again / the same film for the fifth time
# job
> My aunt can {x}.
> We look for somebody to {x}.
> All day long they {x}.
cook; chef: roast a goose, season the soup, plan the menu, run a kitchen, taste the sauce
teacher: mark the essays, explain fractions, keep a class quiet, write on the blackboard, set an exam
doctor; physician: treat a cough, set a broken leg, prescribe pills, take blood pressure, listen to lungs
gardener: prune roses, mow the lawn, plant bulbs, trim the hedge, rake leaves
mechanic: change the brakes, repair an engine, fit new tyres, mend a gearbox, grease the axle
baker: knead dough, bake rolls at night, heat the oven at three, dust loaves with flour
tailor; dressmaker: shorten trousers, sew on buttons, take measure for a suit, mend a seam
pilot: land in fog, read the altimeter, fly across the ocean, talk to the tower
# household product
> We are out of {x}.
> {x}
> Please get {x} from the shop.
> {x} is on the list.
cleaning; cleaners: soap powder, bleach, window spray, floor polish, scouring cream, washing-up liquid, a mop
stationery; office goods: paper clips, envelopes, staples, a ruler, ball pens, sticky notes, a hole punch, ink
tools; hardware tools: a hammer, screwdrivers, pliers, a spanner, a saw, a drill, sandpaper, a chisel
toiletries; body care: toothpaste, shampoo, razor blades, hand cream, cotton buds, deodorant, a comb
kitchenware: a frying pan, a whisk, a ladle, baking trays, a colander, a bread knife, a grater
electrical; electronics: light bulbs, a plug, fuses, an extension lead, headphones, a charger, a torch
clothes; clothing: socks, a scarf, a shirt, gloves, trousers, a raincoat, a belt, a cardigan
toys; toy: a doll, building blocks, a kite, a spinning top, marbles, a puzzle, a toy train
# musical instrument
> She plays {x}.
> {x}
> The solo is for {x}.
strings; string instrument: the violin, the cello, the harp, the guitar, the double bass, the lute, the banjo,
  the viola
woodwind; wind: the flute, the clarinet, the oboe, the bassoon, the recorder, the piccolo, the saxophone
brass: the trumpet, the horn, the tuba, the trombone, the cornet, the bugle
percussion; drums: the drum, the triangle, the cymbals, the xylophone, the timpani, the gong, the tambourine
keyboard; keys: the piano, the organ, the harpsichord, the spinet, the celesta
# school subject
> Homework: {x}
> {x}
> In today's lesson: {x}
mathematics; maths: solve the equation / the angles of a triangle / long division / draw the graph of the function /
  prime numbers up to fifty / add the fractions
history: the fall of the empire / when the treaty was signed / life in a castle / the causes of the war /
  kings of the north / the age of sail
geography: rivers and their mouths / name the capitals / how mountains form / read the map of the coast /
  climate of the desert
biology: parts of a flower / how the heart pumps / the cell and its wall / what owls eat / leaves in autumn
physics: falling bodies / the lever / electric current / why the prism bends light / speed and time / magnets
chemistry: acids and bases / what burns and why / the symbol of iron / salt from two liquids /
  write the formula of water
music; singing: clap the rhythm / sing in two voices / learn the notes of the scale / listen to the waltz
languages; language lessons: conjugate the verb / ten new words / the plural of the nouns / translate the dialogue /
  spell your name
# kind of text
> {x}
recipe; cooking instructions: stir in the flour and bake for an hour / simmer with two bay leaves /
  beat the eggs until stiff / season and serve at once / let the dough rise overnight
contract; agreement: the parties agree as follows / the tenant shall pay on the first /
  this clause survives termination / liability is limited to the price
letter; personal letter: my dear aunt, thank you for the socks / yours ever, with love /
  I write to you from the seaside / give my love to all
manual; user guide: press and hold the key for three seconds / insert the battery as shown / see figure four /
  remove the lid before use
advertisement; advert: buy two, pay one / the softest towel you ever touched / only this week, half price /
  try it free for a month
poem; verse: the moon leans on the silver hill / O wind that wanders through my door /
  and softly falls the evening rain / the rose remembers, so do I
minutes; meeting notes: apologies were received from two members / it was resolved to buy a stove /
  next meeting on the ninth / item three was postponed
obituary; death notice: passed away peacefully at ninety / she leaves two sons /
  the funeral takes place in silence / we shall miss him dearly
# direction of money
> {x}
> Booking: {x}
income; money in: rent from the upstairs flat / salary for June / interest on savings / sold the old bicycle /
  a grant from the city / ticket sales at the door
expense; money out: paid the plumber / new tyres for the van / electricity bill / fuel for the trip /
  bought stamps / wages for the helpers
transfer; between own accounts: moved to the savings account / from till to safe /
  top-up of petty cash from our bank account / shifted from current to deposit account
# kind of shop
> I need {x}.
> Where can I get {x}?
> {x}
chemist; pharmacy: cough syrup, plasters, eye drops, headache tablets, a thermometer, ointment
bookshop: a novel, a dictionary, a travel guide, a cookery book, an atlas, short stories
florist; flower shop: a bunch of tulips, a wreath, roses, a pot of ivy, lilies for the table
ironmonger; hardware shop: nails, a padlock, hinges, a tin of paint, a bucket, wire
baker's; bakery: a loaf, six rolls, a plum cake, a bag of crumbs, a birthday cake
shoe shop: boots, laces, sandals, slippers, heels
optician: new glasses, a lens cloth, contact lenses, an eye test
# time of day
> {x}
morning: the milkman has just been / I rubbed the sleep from my eyes / the rooster crows /
  over the first cup of coffee / breakfast is on the table / the sun comes up
noon; midday: the sun stands at its highest / lunch is served / the bell strikes twelve /
  everyone goes to the canteen
evening: supper is over / the sun goes down behind the barn / we lit the lamps / the late news begins /
  children are sent to bed
night: everybody is asleep / the owl calls under the stars / only the guard is awake /
  it is long past twelve and dark
# season
> {x}
spring: the first crocus is out / lambs on the meadow / snow melts and buds open / swallows return / seeds are sown
summer: long hot days at the lake / hay is brought in / holidays and ice cream / everyone sleeps with open windows
autumn; fall: leaves turn red / the grapes are picked / mushrooms in the woods / kites over stubble fields /
  geese fly south
winter: the pond is frozen / we wax the skis / bare trees and early dark / shovel the path / gloves and woollen hats
# part of the body
> My {x} hurts.
> The doctor looks at your {x}.
> {x}
head; head and face: nose, ear, chin, forehead, eye, cheek, jaw, lip, temple, tongue
arm; arm and hand: elbow, wrist, thumb, finger, palm, forearm, knuckle
leg; leg and foot: knee, ankle, toe, thigh, heel, calf, shin, sole
trunk; torso: belly, chest, back, hip, waist, rib, navel
# size
> It is as big as {x}.
> About like {x}.
tiny: a grain of sand, a flea, a pinhead, a crumb, a speck of dust, a poppy seed
small: a mouse, an egg, a matchbox, a plum, a teacup, a golf ball
medium: a dog, a suitcase, a chair, a bucket, a television
large; big: a horse, a wardrobe, a van, a cow, a rowing boat
huge; gigantic: a cathedral, a mountain, an ocean liner, a stadium, a tower, a whale
# kind of event
> You are invited to {x}.
> We meet at {x}.
> {x}
wedding: the marriage of our daughter, a church with bride and groom, a day of rings and vows,
  the feast of the newly wed
birthday: my fortieth with cake and candles, a party as she turns nine, grandfather's eightieth,
  a day of presents for the twins turning six
funeral: the burial of our uncle, a service for the deceased, a last farewell at the grave
concert: an evening with the quartet, songs by the choir, the orchestra's new programme, a night of jazz
conference: two days of talks and posters, a congress of engineers, keynotes and panels, sessions with name badges
match: the game against the neighbours, a cup tie, the derby on Saturday, eleven against eleven
exhibition: pictures in the gallery, the opening of the show of sculptures, photographs on the walls of the hall
# mood of a review
> {x}
> Review: {x}
good; recommended; thumbs up: could not put it down / worth every penny / I shall come again /
  the best soup in town / we laughed and cried, bravo / clean, quiet, kind
bad; not recommended; thumbs down: save your money / I left at the interval / soggy and dear /
  the bed was a torture / broke on the first day / never have I waited so long for so little
middling; average; so-so: nothing special, nothing wrong / it does the job, no more /
  some good scenes, some long ones / decent for the price / you could do worse
# kind of document request
> {x}
> Please: {x}
copy; duplicate: send me the paper again / I lost mine, one more please / a second print of the form /
  can I have it once more
correction; amendment: my name is spelled wrong / the date should read the ninth / please mend the address /
  there is a mistake in line two
translation: could I have it in French / we need an English version / please put it into Polish /
  is there one in our own tongue
signature; signing: please sign on page two / it lacks your name at the bottom /
  initial every sheet and send it back / waiting for your autograph under the paper
deletion; removal: please destroy the old one / throw away my form / remove it from the files / wipe my record
# topic of a conversation
> {x}
> Overheard: {x}
health; illness: my back again / the pills make me dizzy / she had her knee done / he coughs all night /
  the fever is down
family; relatives: my cousin had twins / grandma moves in with us / he takes after his father /
  our sister-in-law is coming / the boys quarrel
work; the job: my boss wants it by Friday / three meetings before lunch / they promoted her / overtime again /
  I gave notice
money; finances: the rent went up / we are saving for a car / prices are mad / he owes me twenty /
  the loan is paid off
holidays; vacation: two weeks by the sea / the hotel had a pool / we camped in the hills /
  the plane was full of tourists / sunburn on the first day
food; eating: the stew needs salt / try the new noodle place / I cannot stop eating nuts / what is for dinner /
  her cake is famous
gardening; garden: slugs ate the lettuce / the roses are early / time to cut the hedge / I dug up the potatoes /
  moles in the lawn
# state of an order
> {x}
> Note: {x}
new; received: just came in / the customer clicked buy a minute ago / not looked at by anyone yet
paid; payment received: the money has arrived / the bank confirms the sum / settled in full, not packed
packed; ready: in the carton and taped / waits on the ramp / lies in the box with its papers
shipped; on its way: handed to the carrier / on the lorry since noon / left our yard / travelling
delivered; arrived: the customer signed for it / handed over at the door / reached its address
cancelled; called off: the buyer does not want it any more / withdrawn before packing /
  struck from the list at the customer's wish
# kind of damage
> {x}
> Report: {x}
water; water damage: soaked through / the cellar was flooded / a pipe burst over it / drips from the ceiling
fire; fire damage: scorched on one side / burnt to ashes / smoke and soot everywhere / flames took the roof
theft; stolen: gone in the night, lock forced / somebody took it from the van / the rack is empty and the fence cut
impact; collision: a car ran into it / dropped from the crane / dented by a fork / hit by a falling branch
wear; worn out: threads bare after years / the sole is thin / rusted away with age / the belt has frayed
# level of difficulty
> {x}
easy; simple: a child can do it / done in a minute without tools / nothing to it / plug in and go / no skill needed
medium; moderate: some practice helps / an afternoon and a bit of care / follow the manual and you will manage
hard; difficult: only for experts / even masters fail at it / you need years of training / one slip and all is lost
# part of speech
> {x}
> the word: {x}
noun; nouns: table, river, window, teacher, cloud, spoon, bridge, garden, letter, mountain, shoe, candle
verb; verbs: sing, carry, forget, arrive, believe, explain, borrow, climb, decide, belong
adjective; adjectives: heavy, narrow, polite, bitter, ancient, gentle, hollow, clumsy, bright, honest
adverb; adverbs: quickly, seldom, loudly, slowly, gladly, hardly, nearly, badly, gently
preposition; prepositions: under, between, behind, beside, above, through, toward, against, beneath
pronoun; pronouns: she, they, ourselves, mine, whose, him, itself, yours
# colour family
> The walls are {x}.
> {x}
> I prefer {x}.
red; reds: scarlet, crimson, ruby, cherry red, vermilion, brick red, carmine
blue; blues: navy, azure, sky blue, cobalt, indigo, sapphire, royal blue
green; greens: olive, emerald, lime, moss green, bottle green, jade, pea green
yellow; yellows: lemon, mustard, amber yellow, straw, canary, golden yellow
brown; browns: chestnut, chocolate brown, tan, hazel, coffee brown, rust brown
grey; greys: slate grey, ash grey, charcoal, silver grey, smoke, pewter
# number class
> {x}
> The number is {x}.
even: 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 44, 58, 62, 86, 90, 104, 236, 318
odd: 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 43, 57, 61, 85, 97, 105, 237, 319
# kind of value
> {x}
> {x} was entered.
date: 2024-03-04, 12 May 2025, July 9, 2023, 2026-11-30, 1 January 2024
amount; money: EUR 12.50, 40 euros, USD 7.00, EUR 1200.00, 15.99 EUR
time: 14:05, 9 o'clock, 23:59, half past six, 07:30
length; distance: 12 km, 3 metres, 40 cm, 7 miles, 15 mm
weight: 3 kg, 200 grams, 5 tonnes, 12 pounds, 750 g
temperature: 5 degrees, minus 18 degrees, 37.2 C, 22 Celsius
percentage; share: 12 per cent, 40 %, 99.9 percent, 7.5 %
duration; period: 3 weeks, two hours, 45 minutes, 10 days, half a year
# kind of name
> {x}
> It says {x}.
e-mail; mail address: info@{p}.example, {p}.{s}@mail.example, post@{s}.example
web address; URL: https://{p}.example/start, www.{s}.example, https://docs.{p}.example
phone number; telephone: 555 0{n}1 22{n}, extension {n}4{n}, +00 55 5{n} 01{n}
file; file name: {p}.pdf, report-{n}.csv, {s}_final.docx, photo{n}.png
version; release: {n}.0.1, v2.{n}, release 1.{n}.4, {n}.3-beta
address; street address: {n} Mill Lane, {n} {s} Street, Harbour Road {n}, {n} Church Square
# programming language
> {x}
python; Python: def area(r): return r * r / print(len(names)) / for x in range(9): pass / import json /
  if not found: raise ValueError
sql; SQL: SELECT name FROM users / DELETE FROM orders WHERE id = 4 / INSERT INTO logs VALUES (1) /
  UPDATE stock SET n = 0
javascript; JavaScript: const n = items.length; / let x = () => 1; / document.title = "a"; / console.log(total);
html; HTML; markup: <p>Hello</p> / <a href="x">here</a> / <li>milk</li> / <h1>Title</h1>
shell; bash: ls -l | wc -l / cd /tmp && rm -r old / export HOME=/x / grep -n todo notes.txt
json; JSON: {"a": 1} / ["x", "y"] / {"name": null} / {"list": [1, 2]}
# log level
> {x}
> {n}:12 {x}
error; ERROR; failure: could not open the database / request failed with 500 / write refused, disk full /
  crash in worker {n} / connection lost, giving up
warning; WARN; caution: disk almost full / retrying in {n} s / deprecated option used / slow answer, {n} s /
  certificate runs out soon
info; INFO; information: server started / user logged out / {n} files read / backup complete / job finished
debug; DEBUG; trace: x={n} y=4 / entering function parse / cache miss for key {n} / buffer size {n} /
  loop counter {n}
# risk
> {x}
none; no risk: a cup of water on a table / sitting in the library / folding paper boats / reading the newspaper
low; low risk: crossing a quiet lane / cutting bread / cycling in the park / climbing three steps of a ladder
high; high risk: juggling burning torches near petrol / skating on thin ice / driving blindfolded /
  working on the roof without a rope
# kind of question
> {x}
who; person: who painted this / whose hat is that / which of the ladies sang / whom did you invite
when; time: when does it open / since which year / on what day do we meet / how long ago was it / at what hour
where; place: where is the exit / in which town / from what country / to which room
how many; quantity: how many eggs / how much flour / what number of seats / how often
why; reason: why is it late / for what reason did he leave / what made her laugh / how come it is shut
how; manner: how do I open it / in what way does it work / by what means did they get in
# intent of a chat user
> {x}
> User: {x}
greet; greeting: hi there / good morning / hello bot / hey, anyone here
thank; thanks: thanks a lot / cheers mate / that helped, thank you / very kind of you
goodbye; farewell: bye / see you tomorrow / that was all, so long / good night
human; ask for a person: let me talk to a real person / agent please / I want a human being /
  stop, connect me with your colleague
repeat; say again: what did you say / once more please / I did not get that / pardon, again
cancel; stop: never mind / forget it / stop this / drop it, please
confirm; yes: yes please / right / go ahead / sure, do that / exactly so
deny; no: no / not that one / wrong, I meant the other / nope
# topic of a rule
> {x}
> House rule: {x}
noise: no music after ten / keep your voice down in the yard / drums only before noon / please close doors softly
pets; animals: dogs on a lead / no cats in the kitchen / rabbits only in their hutch / clean up after your dog
smoking: no cigarettes on the stairs / pipes only outdoors / ash does not belong in the pots /
  this is a smoke-free house
rubbish; waste: bins out on Tuesday night / glass into the green one / no sacks in the corridor /
  flatten your cartons
parking; cars: one car for each flat / keep the drive free / visitors park in the street / no vans in the yard
laundry; washing: no washing machine on Sunday / the drying room is shared / clean the filter after use /
  hang sheets at the back only
# place
> We are {x}.
> {x}
beach; seaside: on the sand with bucket and spade, between towels and waves, where crabs run sideways,
  under a parasol by the surf
forest; woods: among the firs, under old oaks where mushrooms grow, on a mossy path, where the woodpecker knocks
city; town: between tall office blocks, in the pedestrian zone, at a crossing with six lights,
  on the escalator of the underground
mountains; hills: on the ridge above the glacier, at the hut by the summit cross, in thin air on the pass,
  roped up on the wall
desert: among dunes without a tree, far from any well, with camels and burning sand, in a dry sea of stones
farm; village: between cows and hens, in the hay loft, beside the pigsty, on the tractor
# kind of meal
> {x}
breakfast: porridge and orange juice at seven / toast with jam before school / a boiled egg and the morning paper /
  muesli in pyjamas
lunch: a sandwich at the desk at noon / the canteen's dish of the day / soup in the midday break
dinner; supper: roast and red wine at eight in the evening / stew when everyone is home from work /
  candles, three courses and night outside
snack: a handful of nuts between two meetings / a biscuit on the train / crisps in front of the film
dessert; pudding: ice cream after the main course / cheesecake to finish with / a bowl of mousse at the end
# kind of machine
> The {x} is broken.
> {x}
> We have ordered a new {x}.
cooling; refrigeration: freezer, ice machine, cold room, chiller, fridge, cool box
heating: boiler, radiator, stove, heat pump, furnace, fan heater
lifting: crane, forklift, hoist, lift, jack, winch
printing: printer, copier, label press, plotter, fax machine
measuring; measuring device: thermometer, scale, barometer, flow meter, voltmeter, hygrometer
cleaning: vacuum cleaner, dish washer, sweeper, washing machine, steam jet
# kind of change to a text
> {x}
added; addition: a paragraph on safety was put in / there is a new section at the end / two names joined the list
removed; deletion: the third paragraph is gone / they struck out the last line / the picture was taken out
moved; rearranged: chapter two now comes after five / the table went to the appendix /
  the first sentence stands last now
corrected; spelling: a missing comma was set / two letters had been swapped / the capital at the start was mended
reworded; rephrased: the same said in plainer words / long sentences became short ones with the same sense
# audience
> {x}
children; kids: can you help the little bear find his shoe / colour the fish and cut it out /
  once upon a time there was a snail
experts; specialists: the p-value after correction for multiple tests / see the proof of lemma four /
  we assume a bounded operator
customers; buyers: order before noon and we ship today / choose your size below / your basket is empty
staff; employees: please enter your hours by Friday / the canteen closes early / new desk plan from Monday /
  safety drill at ten
investors; shareholders: the dividend is proposed at two euros / earnings per share grew /
  guidance for the year is unchanged
# stance on a plan
> {x}
> Comment: {x}
for; in favour; agree: count me in / about time somebody did it / I back it fully / yes, build it / my vote you have
against; opposed; disagree: over my dead body / stop this nonsense / I object / we do not need it / a waste, vote no
undecided; unsure: I see both sides / let me think it over / maybe, maybe not /
  I need more figures before I say anything
# part of a letter
> {x}
address; addressee: To the manager of the {s} hotel / For the attention of the treasurer /
  Messrs {p} and {s}, {n} Mill Lane
date: {s}, {d} the {n}th of {m} / written on {d}, {m}
salutation; opening: Dear Ms {s}, / To whom it may concern / Dear friends / Hello {p},
closing; farewell line: Yours faithfully / With kind regards from all of us / Sincerely yours / Best wishes
postscript; PS: PS: the dog is fine / P.S. I nearly forgot the key / PS bring a coat
# kind of instruction to a model
> {x}
summarise; summary: put this into one sentence / give me the gist / shorten it to the main point /
  what does it say in brief
translate; translation: say this in German / render the letter in Spanish / how is this in French
extract; extraction: list all dates in it / pull out the names / give me the numbers from the text
rewrite; rephrasing: make it friendlier / say the same more formally / turn it into plain words
classify; labelling: is this spam or not / which of the five topics is it / sort these mails
write code; programming: a function that adds two lists / a script to rename files / fix this loop
answer; question answering: what is the capital of that country / how old do owls get / who invented the zip
# kind of fault in a car
> {x}
> The driver says: {x}
brakes: squeals when I stop / the pedal goes down to the floor / it pulls left when slowing down
engine; motor: does not start in the morning / knocks when cold / blue smoke from the exhaust / stalls at the lights
tyres; wheels: lost air over night / a nail in the tread / wobbles at high speed
lights; lamps: left headlamp is dark / the indicator blinks twice as fast / one rear bulb is gone
gearbox; transmission: the third gear jumps out / grinds when I shift / the clutch slips
air conditioning; climate: only warm air in summer / the windows steam up / it smells musty when the fan runs
body; bodywork: a scratch along the door / hail dents in the roof / rust at the wheel arch
# stage of a project
> {x}
planning; plan: we are drawing up a schedule / the budget is being estimated / who does what is still discussed
building; development: the walls go up / half of the modules are coded / the team is busy making it
testing; test: we try to break it / the last defects are being found / a pilot group uses it
launch; release: today it goes public / the ribbon is cut / doors open to everyone
maintenance; running: small repairs from time to time / it has been in service for years / we only keep it going
closed; finished: the final report is filed / the team has been dissolved / done and archived
# kind of medical visit
> {x}
> At the desk: {x}
dentist; teeth: my filling fell out / a tooth aches when I drink something cold / the gums bleed
eye doctor; eyes: letters blur at a distance / a fly floats before my left eye / I need stronger glasses
skin doctor; skin: a rash on both arms / the mole has changed its colour / itching all night
orthopaedist; bones and joints: my knee clicks / I twisted my ankle / my shoulder is stiff
ear doctor; ears: ringing in my left ear / I hear badly on the phone / water behind the drum
vet; animals: the cat limps / our dog ate a sock / the parrot has lost feathers
# certainty
> {x}
certain; sure: there is no doubt at all / it is proven / I would bet my house / definitely so
likely; probable: it looks very much like it / I expect so / the odds are good / most probably
possible; perhaps: it might be / could go either way / maybe / not excluded
unlikely; improbable: I hardly think so / the chances are slim / it would surprise me
impossible; out of the question: cannot be / no way in the world / pigs will fly first
# kind of building
> They built {x}.
> {x}
> The tour ends at {x}.
religious; worship: a chapel, a temple, a mosque, a cathedral, a synagogue, an abbey
military; defence: a fortress, barracks, a bunker, a watchtower, ramparts
commercial; trade: a department store, a market hall, an office block, a bank, a shopping arcade
residential; housing: a cottage, a block of flats, a villa, terraced houses, a bungalow
industrial; factory: a steel mill, a brewery, a power station, a sawmill, a foundry
cultural; culture: a theatre, a museum, an opera house, a library, a concert hall
# topic of a mail to a town hall
> {x}
> A citizen writes: {x}
roads; streets: the pothole before number nine grows / the zebra crossing has faded / the street lamp flickers /
  when is our lane swept / cars race past the school
water supply; water: the tap runs brown / no pressure on the third floor / the hydrant leaks / my meter was not read
registration; papers: my passport runs out / I moved and must tell you my new address /
  we need a birth certificate / where do I register a marriage
taxes; fees: the dog tax was paid twice / I object to the property tax / may I pay the fee by instalments
parks; green spaces: the swing is broken / please plant a tree in our square / the pond smells /
  who cuts the hedge at the playground
noise; complaints about noise: the bar below plays until three / building work on Sunday /
  the church bells wake me / a dog barks all night
# genre of a film
> {x}
> In this film {x}.
comedy; funny: two butlers mix up their masters and slip on soap / a mayor is mistaken for a clown /
  grandmother enters a rap contest
crime; detective story: the inspector has one night to find who poisoned the judge /
  a forger is chased across the roofs / a body lies in the library
romance; love story: she misses the train and meets him on the platform / two rivals fall for each other /
  letters reach the wrong heart
science fiction; sci-fi: a ship wakes its crew near a dying sun / robots vote for the first time /
  a colony on the red planet loses contact
western: a stranger rides into the dusty town / the sheriff waits for the noon train / cattle thieves at the river
documentary: salmon swim up the river, filmed for a year / the life of a glass blower / how a bridge was built
horror: something scratches inside the wall / the doll blinks at midnight / nobody leaves the cabin alive
# kind of game
> We played {x}.
> {x}
> The box holds {x}.
board game; board games: chess, draughts, ludo, backgammon, nine men's morris, snakes and ladders
card game; cards: poker, bridge, rummy, whist, patience, old maid
playground game; outdoors: hide and seek, tag, hopscotch, leapfrog, blind man's buff, tug of war
word game; words: charades, hangman, a crossword, word chains, anagrams
# plant
> {x}
> In the garden grows {x}.
> She drew {x}.
tree; trees: an oak, a birch, a chestnut, a willow, a spruce, a lime tree, an elm
flower; flowers: a rose, a tulip, a daisy, a lily, a sunflower, a pansy, a daffodil
herb; herbs: thyme, basil, sage, mint, parsley, chives, rosemary
cereal; grain: wheat, barley, rye, oats, maize, millet
mushroom; fungi: a chanterelle, a truffle, a toadstool, a morel, a puffball
# reason for calling off
> {x}
> I cannot come: {x}
illness; sick: I have a temperature / my stomach is upset / the doctor put me to bed / a terrible cold
transport; travel trouble: the trains are on strike / my car will not start / the flight was cancelled /
  stuck in a jam
work; business: the boss called a meeting / an urgent order came in / I must stay for the late shift
family; at home: the baby-sitter has let us down / my mother needs me / the twins have a school play
weather; too bad weather: we are snowed in / the road is under water / the storm has closed the bridge
forgot; forgotten: it slipped my mind / I thought it was next week / I had the wrong date in my book
# property of a product praised or blamed
> {x}
> From a review: {x}
price; cost: far too dear / a bargain / I have seen it for half elsewhere / worth its money
quality; workmanship: the seams came apart / solid as a rock / cheap plastic that snaps / beautifully made
size; fit: two numbers too large / fits like a glove / it does not go through the door
looks; design; appearance: the colour is hideous / an eye-catcher on the shelf / plain but elegant
service; customer service: the shop never replied / a friendly voice on the phone / they swapped it without a fuss
speed; delivery time: it was here the next day / I waited six weeks / quicker than promised
ease of use; handling: ready in a minute without the manual / the buttons make no sense / even grandpa copes
# step of a recipe
> {x}
preparation; prepare: peel and dice the potatoes / wash the berries / soak the beans overnight / grease the tin
cooking; heat: fry until golden / simmer for an hour / bring to the boil / bake at two hundred degrees
serving; serve: sprinkle with herbs and bring to the table / arrange on warm plates / pour into glasses
storing; keep: put the rest into the fridge / freeze in portions / it keeps for a week in a jar
# who is writing
> {x}
> Letter: {x}
tenant; lodger: my landlord has not fixed the heating / I pay my rent on the first / may I keep a dog in your flat
pupil; student: our teacher gave us too much to learn / my marks are better now / the exam was unfair
patient: your pills made me sleepy, doctor / the stitches itch / when may I leave the ward
traveller; guest: my suitcase went to another airport / the hotel room had no window / I want a seat by the aisle
farmer; grower: the hail took my barley / two of my cows are lame / the price of milk does not cover the feed
shopkeeper; trader: my customers ask for smaller packs / the till does not balance / stock of candles is low
# quality of a photo
> {x}
sharp; in focus: every eyelash can be seen / crisp from corner to corner / one can read the small print on the sign
blurred; out of focus: smeared as if through milk / the face is a smudge / somebody shook the camera
too dark; underexposed: black cat in a cellar / only shadows can be made out / someone forgot the flash
too bright; overexposed: the sky is burnt out / faces as white as paper / nothing but glare
cropped; cut off: the head is missing / half of the tower is outside the frame / the feet ended up off the picture
"""
