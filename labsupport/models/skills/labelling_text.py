"""Messages of a support desk, written for training only: by topic, urgency and tone, without sight of any test wording.

`= key` heads a topic, `~` its names, `:` its definition, `!` the topics too close to be offered beside it. Lines are
messages, `>` marks a sentence that calls the topic settled, `de` and `fr` lines are German and French. `{p}` is a
product, `{n}` a number, `{m}` a month, `{d}` a day of the week, `{s}` a place.
"""

TOPICS = """
= access
~ access; login; sign-in problems; accounts and passwords; login and access; user rights
: signing in, passwords, users, roles
Whose login does the night shift use, and may it be renamed?
The first thing I see is "invalid credentials", and it is also the last.
We let {n} temps go and their users must be switched off.
My token generator got wet.
The window for the password closes before I finish typing.
I am not the owner of the account any more but you still treat me as one.
I cannot log in since this morning.
My password is rejected although I typed it three times.
The reset mail never comes, I looked in the spam folder too.
It says my account is locked after {n} attempts.
Please unlock the user of our new colleague.
We hired {n} people, each of them needs a login.
She left the company, her account should be closed.
I was the administrator yesterday, today I may only read.
The code from the authenticator app is not accepted.
I have a new phone and the second factor is on the old one.
Who may give me the right to edit the limits?
The page answers "you do not have permission".
My colleague sees the button, I do not. Same office, other role it seems.
Could you make me a viewer for the stores in {s}?
The invitation link had expired before I opened it.
I type my name, I press enter, and I am back where I began.
Your door does not open for me any more.
Locked out again. Third time in {m}.
Is it the old or the new password that counts? Neither works.
The single sign-on sends me round in circles.
We changed our mail domain and now nobody gets in.
I forgot what I chose as my secret word.
Two of us share one login, can we split it?
How come the trainee can delete devices and I cannot?
The session ends after {n} minutes and I have to enter everything anew.
Nobody on the night shift knows the credentials for {p}.
Please take away her rights to change settings.
I need the role of a manager for the time of his holiday.
My user name contains my maiden name, can it be changed?
The captcha cannot be read by anyone over forty.
After the marriage of two departments half of the users ended up in the wrong group.
The tablet in the kitchen asks for a PIN that nobody has.
I get in on the phone but not on the computer, wrong credentials it says.
You sent me a temporary password with an O or a zero in it. Neither is taken.
It would be nice to be let into {p} some day. I have paid for it.
Only the boss can enter, and the boss is on a boat.
Do I have to register again for the second site?
I am told that my licence is fine but my user is inactive.
The guest account should only see {s}.
Please confirm my new address so that I can sign in.
Single users work, the group login does not.
Where can I see who has which role?
A former employee still appears in the user list.
My fingerprint is refused by the app since I cut my thumb.
Somebody must have removed me from the team, the menus are gone.
de Ich kann mich nicht mehr anmelden.
de Mein Passwort wird nicht angenommen.
de Bitte richten Sie einen Zugang für unsere neue Kollegin ein.
de Der Code auf meinem Handy wird abgelehnt.
de Das Konto ist gesperrt, wer kann es freischalten?
de Mir fehlt das Recht, Grenzwerte zu ändern.
fr Je n'arrive plus à me connecter.
fr Mon mot de passe est refusé.
fr Merci de créer un compte pour notre nouvelle collègue.
fr Mon compte est bloqué depuis ce matin.
fr Je n'ai plus le droit de modifier les seuils.
> My login works again, thanks for that.
> The password matter is closed.
> Signing in is no longer the problem.
= billing
~ billing; invoices and payments; accounting; money matters; invoice; payment
: what was charged, paid, credited or printed on an invoice
On the reminder you added a fee for a letter we never had.
Our bank asks what the debit of {d} was for.
The instalments were to be {n} euros, you took the whole.
We paid for thirteen months in one year.
Kindly put the VAT on a line of its own.
The sum on the second sheet is missing its comma.
The invoice for {m} is {n} euros too high.
We were charged twice for the same month.
Your reminder crossed our payment, please check.
The VAT number on the bill is not ours.
Where do I find the bill for {m}?
Please send invoices to our accounts department from now on.
The order number is missing on the bill, so our bookkeeping sends it back.
We paid on {d} and still got a dunning letter.
Can we pay by direct debit instead of card?
The card was declined although there is money on it.
There is a fee of {n} euros on the statement that nobody here understands.
You billed {n} devices, we have fewer.
A credit note was promised to us in {m}.
Why is the total not the sum of the lines?
The address printed on top is our old one.
My accountant asks what item four stands for.
The amount you took from our account does not match any paper.
Can the bill be split between the two shops?
Our bank returned the debit, what shall we do?
I would like a copy of everything you charged us last year.
The discount we agreed on does not show up on what we have to pay.
You want money for a month in which nothing was running.
We need the statement in a format that our book-keeping programme reads.
Is there a reduction if we settle the whole year at once?
The currency is wrong, we are billed in dollars.
Two payments, one invoice. One of them should come back.
The due date is before the date of issue, are we late by birth?
I transferred the sum without the reference, can you find it?
How much is still open on our account?
Our tax office does not accept your receipt.
The PDF with the sum to pay cannot be opened.
Please stop taking {n} euros a month for the closed shop.
The price on the paper is that of last year plus something.
Nine cents. You sent a lawyer's letter about nine cents.
We are exempt from tax and you charged it all the same.
Kindly change the cost centre on the next bill to {n}.
Finance says the figures for {m} cannot be booked like this.
It looks as if you have counted the spare units as well.
How do I enter a new credit card?
The deposit has not been set off yet.
Whatever it is you subtracted on the second page, it is not our rebate.
Our treasurer has a question on the last statement.
The receipt is in a language nobody in the office reads.
Charged for {n} text messages in {m}. We do not use text messages.
de Die Rechnung für {m} stimmt nicht.
de Es wurde doppelt abgebucht.
de Auf der Rechnung fehlt unsere Bestellnummer.
de Wir haben bezahlt und trotzdem eine Mahnung bekommen.
de Bitte schicken Sie eine Gutschrift.
de Die Steuernummer auf dem Beleg ist falsch.
fr La facture de {m} est trop élevée.
fr Nous avons été débités deux fois.
fr Il manque notre numéro de commande sur la facture.
fr Nous avons payé et reçu un rappel quand même.
fr Le taux de TVA est faux.
> The invoice has been corrected, thank you.
> The payment question is settled.
> Our accounts department is happy again.
= contract
~ contract; plan and contract; subscription; terms and renewal; agreement; licence terms
: plan, term, renewal, notice, conditions, offers
! sales
We read that notice must be given three months ahead; are we too late?
The annex with the service hours was never attached.
Could our sister firm step into the agreement?
I would like to know what we committed ourselves to in {m}.
Please remove the automatic extension.
We would like to end our agreement in {m}.
What is the notice period of our plan?
Please send an offer for {n} more devices.
We want to move from the small plan to the large one.
Until when are we bound?
The renewal came without us having asked for it.
Is the support at night part of what we signed?
Our company has a new name, the papers must be changed.
We sold the shop in {s}, who takes over the subscription?
Which response time do we have under the current terms?
Please confirm in writing that we have cancelled.
Does the plan cover a second site?
We would rather have a term of one year than of three.
The lawyers want a clause on liability added.
Could we pause the subscription in winter?
I need the signed version of the document from {m}.
How many licences are included?
The price per unit falls above {n} units, doesn't it? So says the annex.
We would like to extend for two years if the conditions stay.
The new conditions that you sent last week, do they apply to us?
Our management does not want to renew.
A competitor offers the same for less, what can you do?
We need more seats than we subscribed to.
May we terminate early because we close a branch?
Who signed for us back then?
Please downgrade us to the basic package from {m}.
The data protection annex has not been countersigned.
Our purchasing department asks for a frame agreement.
What happens at the end of the term, does it run on by itself?
I read paragraph {n} three times and still do not know whether repairs are covered.
We are merging with another firm and have two subscriptions now.
Please quote for the higher service level.
The trial ends on {d}, how do we become real customers?
Is weekend service in the package or an extra?
The promised rebate for loyalty is not in the new paper.
I would like to talk about the conditions for the coming year.
Kindly take this as our notice.
Nobody told us that it renews itself unless one objects in time.
Which version of the terms is valid for those who joined in {m}?
Do we own the devices at the end or do they go back to you?
We signed for {n}, you delivered for {n} and the annex speaks of something else.
What would it cost us to leave before {m}?
Can the two agreements be put into one?
Our board asks what exactly we are entitled to.
de Wir möchten den Vertrag zum {m} kündigen.
de Wie lang ist unsere Kündigungsfrist?
de Bitte um ein Angebot für weitere Geräte.
de Wir wollen in den größeren Tarif wechseln.
de Verlängert sich der Vertrag von selbst?
fr Nous souhaitons résilier le contrat fin {m}.
fr Quel est notre délai de préavis ?
fr Merci de nous faire une offre pour d'autres appareils.
fr Nous voulons passer à la formule supérieure.
> The contract has been signed, that is done.
> The question about our plan is answered.
> As for the renewal, we have agreed with your sales people.
= delivery
~ delivery; shipping; orders and delivery; shipment; parcels; logistics
: goods on their way to the customer: when, where, how many
! returns
The lorry stood in front of the wrong warehouse.
Our shipment was split and the second half is nowhere.
The parcel shop knows nothing of a box for us.
May we have the goods a week later?
Left in the rain without ringing: two cartons.
Where is our order?
The parcel should have come on {d}.
Only {n} of the boxes arrived.
The courier left the goods with a neighbour we do not have.
Please deliver to the back door in {s}.
The tracking number is unknown to the carrier.
We got somebody else's parcel.
Can you ship earlier than {m}?
The pallet was dropped and half of it is dented.
The delivery note lists things that are not in the box.
Nobody was here when the driver rang, can he come again?
We moved, please change the address of the shipment.
It has been sitting in customs for {n} days.
Will it come in one or in two lots?
We are waiting for {n} units and the fitter is booked for {d}.
The box was empty. Well taped, but empty.
According to your page it has been handed over, to whom?
Could the van come before eight? The street is closed later.
We ordered the white ones, black ones came.
Has it left your warehouse yet?
The promised date has passed and no word from you.
Please hold the shipment until our cellar is dry.
How long does it take to {s}?
The driver wanted a signature for {n} boxes, we counted fewer.
Cable missing in the package, the rest is there.
Your van has been seen everywhere except here.
Christmas came first, then Easter, then still no boxes.
The carrier says the street does not exist. We live in it.
Can I fetch the goods at your store myself?
The label on the carton had been rained off.
We need the customs papers for the consignment.
Please tell us the weight and the number of pallets.
Our gate is only two metres wide, a lorry does not get through.
An arrival on Saturday is of no use to us.
We were told Tuesday, then Thursday, now nothing.
The sender on the parcel is you, the content is garden tools.
Is the back order of {m} still on its way?
Too many came: we asked for {n} and have twice that.
Please add the purchase order to the packing list.
The seal of the crate was broken on arrival.
Our goods went on a tour of the country, says the tracking.
When can we expect {p}?
What we ordered in {m} has not shown up.
The package is at a pick-up point an hour away.
de Wo bleibt unsere Bestellung?
de Das Paket ist nicht angekommen.
de Es fehlen drei Kartons in der Lieferung.
de Bitte liefern Sie an die neue Adresse.
de Der Fahrer hat niemanden angetroffen.
de Die Sendungsnummer ist unbekannt.
fr Où est notre commande ?
fr Le colis n'est pas arrivé.
fr Il manque trois cartons dans la livraison.
fr Merci de livrer à la nouvelle adresse.
fr Le livreur n'a trouvé personne.
> The parcel has turned up.
> Everything was delivered in the end.
> About the late shipment: forget it, it is here.
= returns
~ returns; returns and refunds; warranty; exchange; send back
: goods on their way back: exchange, refund, warranty, loan units
! delivery
The old units are packed, who picks them up?
You replaced the sensor with a used one.
How long may one try it before giving it back?
The swap you offered has not been booked.
Return slip lost, goods lost, patience lost.
Our claim under guarantee was turned down without a word.
We want to send {n} units back.
How do I get a return label?
The display broke within the warranty, please replace it.
We received the exchange, what about the old unit?
When will the money for the returned goods be paid out?
Your courier did not collect the box with the broken sensors.
I would like to swap the small one for the large one.
It was the wrong model, can it go back?
Is a two-year-old unit still covered?
We no longer need the loan device, where shall we send it?
The repair took {n} weeks, may we have our money instead?
Please take back what we did not use, it is still sealed.
We sent it back in {m} and heard nothing since.
You say it was our fault and refuse the guarantee.
Can I bring the defective part to your counter in {s}?
We were promised a replacement free of charge.
Which form do I put into the parcel back to you?
The substitute unit is smaller than the one we handed in.
Do we have to pay the postage for returning it?
The refund was less than what we had paid.
Do you buy back old gateways?
It did not fit, so we packed it up again for you.
The box for the exchange is standing at our door since {d}.
We changed our mind within the fourteen days.
A replacement for {p}, please, the first one never ran.
Serial number ends in {n}, bought in {m}, is the guarantee still good?
Return number please.
We gave two back and only one was credited to us.
Out of the box and into the box: it goes home to you.
I returned it, you returned it to me, who keeps it now?
Where is the unit that we sent in for repair?
We would like to hand back the devices of the closed shop.
Will you swap it before or after you have ours?
The spare that you lent us may be collected.
Nobody has confirmed that our parcel reached you.
The warranty card asks for a date that we do not know.
Can it be exchanged without the original packing?
Eight out of ten we keep, two we would like to give back.
Our lessor wants the old ones back with papers.
Your shop took it in and gave no receipt.
de Wir möchten das Gerät zurückschicken.
de Wo bekomme ich einen Rücksendeschein?
de Das Gerät hat noch Garantie, bitte tauschen Sie es um.
de Wann wird der Betrag für die Rücksendung erstattet?
de Das Leihgerät kann abgeholt werden.
fr Nous voulons renvoyer l'appareil.
fr Où trouver l'étiquette de retour ?
fr L'appareil est sous garantie, merci de l'échanger.
fr Quand serons-nous remboursés ?
> The exchange went well.
> Your people have the returned box, so that is done.
> The guarantee case is closed.
= hardware
~ hardware; hardware fault; broken device; device defects; equipment
: a device that is broken, worn, wet or does not start
The wall mount bends under the weight.
The card slot has swallowed the card.
After the fall the lens is loose.
It clicks, it hums, it does not measure.
Mould has grown inside the case.
The sensor does not switch on any more.
The display of {p} stays black.
Battery empty after {n} days instead of two years.
A forklift ran over one of your boxes.
There is water in the housing.
The red lamp blinks and it beeps all night.
The plug is loose, it only works if one holds it.
It smells burnt and is hot to the touch.
One of the buttons is stuck.
The antenna has been torn off by a trolley.
The power supply hums loudly.
The screen has a crack from corner to corner.
The clip on the back broke when we put it up.
We changed the batteries, no sign of life.
Since the thunderstorm the box is as dead as a doornail.
The probe cable was bitten through, mice I suppose.
Frost got into the casing and the lid has burst.
It fell from the ladder and rattles now.
Half of the digits on the screen are missing.
The charging cradle does not charge.
Rust on the contacts after one winter.
The fan in the gateway screams.
It restarts by itself every {n} minutes, with a fresh battery too.
The lock of the cabinet is jammed.
No light, no sound, no warmth. We tried another socket.
The door contact came off the frame, glue did not help.
The little door over the batteries will not close.
Our cleaner sprayed it with foam, now it is silent.
The magnet on the back is too weak and the thing slides down.
A screw is missing and the lid hangs.
The thing on the wall has gone to a better world.
The touch screen reacts only to the left half.
Moisture behind the glass.
Your device is an excellent paperweight since {d}.
The fuse blows each time we plug in {p}.
I can see the circuit board through the crack.
The printer on the scale eats the paper.
Sparks. Real sparks, out of the socket side.
The bracket broke and it dangles by its wire.
Two of five do not wake up after the move.
The battery bulges.
The housing is scratched, and the window is blind.
The siren makes a croak instead of a tone.
Whatever we press, it stays dark.
de Der Sensor lässt sich nicht mehr einschalten.
de Das Display ist gerissen.
de Die Batterie ist nach einer Woche leer.
de Im Gehäuse steht Wasser.
de Das Netzteil brummt und wird heiß.
fr Le capteur ne s'allume plus.
fr L'écran est fendu.
fr La pile est vide au bout d'une semaine.
fr Il y a de l'eau dans le boîtier.
> The broken unit has been replaced.
> The battery is new, that trouble is over.
> The crack has been mended.
= connectivity
~ connectivity; network; connection problems; offline devices; radio and network
: devices that cannot get through: radio, network, firewall
The antenna shows two bars at the door and none at the shelf.
Since the lift was modernised the boxes upstairs drop out.
The port on the switch is up, the gateway is not.
We only see the device when the window is open.
Handshake fails after the fifth try.
The gateway has been offline since {d}.
No signal in the basement.
All sensors in {s} lost contact at the same minute.
Our firewall blocks something, which ports do you need?
The wireless network was renamed and now nothing gets through.
The SIM card has no data left, it seems.
The device finds the network but gets no address.
Every night at two the link drops for {n} minutes.
The radio does not reach the cold room at the back.
We have a new router and the boxes do not come up again.
The bars show full strength and still nothing is sent.
Our provider had a fault, his line is fine again, yours is not.
The cable is in, the green light is off.
The gateway cannot reach your server.
Does {p} work behind a proxy?
The trucks disappear from the map as soon as they cross the border.
The metal door shuts the radio out.
Packets get lost between here and your cloud, our admin says.
Since the change of provider the whole branch is silent.
How far may a sensor be from the gateway?
Roaming does not work on the ferry.
It connects, holds for {n} minutes, and drops.
We put up a wall and behind it there is no reception.
Your name server does not resolve from our network.
The device shows a crossed-out antenna.
We switched to a static address and lost it.
Half of the rooms answer, half are beyond reach.
Repeater needed? The far end of the hall has no contact.
Last seen: three weeks ago. It hangs on the wall and blinks merrily.
It whispers into the void; nobody at your end hears it.
The certificate of our proxy is refused by the gateway.
The neighbour's network is stronger than ours, can we fix the channel?
After the power cut the boxes did not find their way back online.
Pings time out.
Ten metres it works, twelve it does not.
Is it on our side or yours, the line to the platform is broken.
The mobile mast near us was taken down in {m}.
Devices appear grey in the list, with an exclamation mark: not reachable.
The link light is orange instead of green.
Our second network card is not recognised by {p} for the uplink.
We can't get a connection through the guest network.
Nothing comes through from the lorry with the plate ending in {n}.
VPN up, still no contact with the boxes.
It says "no route to host".
de Das Gateway ist seit {d} offline.
de Im Keller gibt es keinen Empfang.
de Unsere Firewall blockiert die Geräte.
de Die Verbindung bricht jede Nacht ab.
de Seit dem neuen Router kommt nichts mehr durch.
fr La passerelle est hors ligne depuis {d}.
fr Il n'y a pas de réseau à la cave.
fr Notre pare-feu bloque les appareils.
fr La connexion tombe toutes les nuits.
> The line is up again.
> The gateway is back online, never mind that.
> The network trouble has been solved by our provider.
= software
~ software; app and website; application errors; user interface; bugs in the app
: the app, the page or the dashboard misbehaves
! firmware, request
The colour of the status never changes on my tablet.
The date picker ends in {m}.
A grey veil lies over the whole page.
The form empties itself when I change the tab.
Rooms cannot be dragged on the plan any more.
The app crashes when I open the map.
The dashboard stays white.
After the last update the menu is gone.
The page loads for {n} minutes and then shows an error.
I press save and nothing happens.
The calendar shows the week starting on Sunday and mixes up days.
Error {n} on the settings page.
The app eats the battery of my phone.
The search finds nothing, not even things I see in the list.
The text runs over the edge of the screen.
It freezes each time I rotate the tablet.
The drop-down for the month is empty.
The language jumps back to French after every click.
The report wizard stops at step three.
In my browser the colours are inverted since {d}.
The print view cuts off the last column.
A window pops up saying "undefined".
The new version does not start on older tablets.
Scrolling in the list of rooms jumps back to the top.
I cannot close the welcome tour, it comes back each time.
The button "next" is hidden behind the banner.
The widget turns for ever.
When I sort by name, it sorts by something else.
Your page thinks that I live in another time zone.
Dark mode makes black text on black ground.
Settings are lost each time I close the app.
Umlauts come out as question marks in {p}.
The update is stuck at {n} per cent.
Typing in the comment field takes a second for every letter.
A click on the floor plan opens the wrong room.
It logs "null pointer" and shows me the door.
I see everything twice in the menu.
Your designers must have tested this on a cinema screen, on my phone it is a postage stamp.
The start page is beautiful. If only anything behind it would open.
The app asks to be updated, I update, it asks again.
The side bar covers half of the picture.
Zooming in on the plan makes it vanish.
The notification counter says {n} but the list is empty.
The links in the footer lead nowhere.
I get a blank sheet where the overview used to be.
Copy and paste into the form is broken.
The version for phones crashes, the one for tablets is fine.
The wizard insists on a field that it does not show.
Undo does the opposite.
de Die App stürzt beim Öffnen ab.
de Die Seite bleibt weiß.
de Der Knopf zum Speichern tut nichts.
de Seit dem Update fehlt das Menü.
de Die Suche findet nichts.
fr L'application plante à l'ouverture.
fr La page reste blanche.
fr Le bouton pour enregistrer ne fait rien.
fr Le menu a disparu depuis la mise à jour.
> The app no longer crashes.
> The blank page was my browser, forget it.
> The menu is back.
= data
~ data; readings; measured values; wrong figures; data quality
: readings, curves or figures that are wrong, missing or in doubt
! calibration, export
The freezer in the chart was warmer than the oven.
Every tenth value is a blank.
We had no power for an hour and still there are values.
The weekly mean is lower than every single day.
The two tables disagree about {d}.
The curve has a hole from {n} o'clock to noon.
The values of {d} are missing in the history.
It shows minus {n} degrees in a heated office.
The humidity is above 100 per cent, which cannot be.
The average of the week is not the average of its days.
Two sensors side by side differ by {n} degrees.
The readings are an hour behind.
All values are zero since {m}.
The figures in the report and on the screen do not agree.
The line is flat as a ruler for two days, that cannot be real.
We see peaks every night that nobody can explain.
The unit has changed from Celsius to Fahrenheit by itself.
The monthly total counts {d} twice.
History before {m} has vanished.
The time stamps are in the wrong zone.
Our hand thermometer says five, yours says {n}.
The values of room one appear under room two.
I miss the measurements between the two dates.
The consumption is ten times what the meter says.
Can I trust the numbers of last night? They look odd.
The last value is from {m}, though it is marked as current.
Negative weights on the scale. We do not sell helium.
The counter went backwards.
According to the chart we had summer in the freezer.
The table lists {n} entries a day, it used to be twice that.
The percentiles in the overview are lower than the minimum.
Where have my records of last year gone?
Spikes in the graph whenever the door opens, and dents that look made up.
The minimum is higher than the maximum.
It rounds everything to whole degrees, we need tenths.
Our auditor found a gap in the log.
These results are pure fantasy.
The recorded temperature does not fit what the milk looked like.
The map puts the truck in the sea.
Same number for {n} hours. To the last digit.
There is a jump in the curve at midnight every day.
The evaluation for {s} is empty though the devices have sent.
The statistic says {n} openings of the door, we counted three.
Values come in, but with the date of 1970.
We doubt the humidity figures of {p}.
The dots are all over the place.
One decimal point too far to the left, all of them.
Our logbook and your record of {m} tell two different stories.
Yesterday's measurements are in there three times.
de Die Werte von {d} fehlen.
de Die Kurve hat eine Lücke.
de Die Anzeige weicht um drei Grad ab.
de Der Mittelwert im Bericht kann nicht stimmen.
de Alle Messwerte stehen auf null.
fr Les valeurs de {d} manquent.
fr Il y a un trou dans la courbe.
fr L'affichage est faux de trois degrés.
fr La moyenne du rapport ne peut pas être juste.
> The missing values have come in.
> The gap in the curve has been filled.
> The figures are right again.
= alerts
~ alerts; alarms; notifications; alarm messages; warnings
: alarms and messages: too many, none, late, to the wrong person
Our porter was rung up for a room that is not his.
The hooter is silent, only the mail arrives.
Thirty messages for one open door.
The second level of the call chain starts an hour late.
It tells us "resolved" while the room is still warm.
I get {n} alarm mails an hour.
The freezer was warm and nobody got a warning.
The text message came an hour too late.
The alarm goes to a colleague who left us.
It warns us although the door is shut.
Please send the warnings to the night porter as well.
The alarm cannot be switched off.
The call in the night was in a foreign language.
Why was there no message when the limit was passed?
Acknowledged alarms come back after {n} minutes.
We get the all-clear but never the alarm.
False alarm again at three in the morning.
Notifications on my phone have stopped.
I was woken {n} times for nothing.
The warning names the wrong room.
It should ring only if the door is open for longer than ten minutes.
The escalation to the second person does not happen.
Every message arrives twice.
I am on holiday and still get all of them.
The siren went off and nothing was on the screen.
The weekly test alarm failed to arrive.
Too much noise: we do not read them any more.
Silence. The one time it mattered, silence.
Your box cries wolf.
No push, no mail, no call, and the ice was soup.
The limit is at {n}, the message came at twice that.
The duty list is not respected, it always rings me.
The mail says critical, the text says normal, for one and the same event.
Is it possible that alarms are held back on {d}?
My phone buzzes every time the fridge breathes.
The voice message stops in the middle of the sentence.
The boss gets them, those who could act do not.
Low battery warnings for devices with fresh batteries.
The reminder comes before the event.
We learned of the failure from a customer, not from your messenger.
Alarms for a shop that we closed in {m}.
After the change of the threshold it beeps without end.
I confirm and confirm and it keeps on calling.
The warning light is on, yet no notification went out.
Our mail server treats your warnings as junk.
Delayed by {n} minutes: the mail about the open door.
Who is notified when the gateway is down? Nobody, as we found out.
An alarm at noon for something of the day before.
The wake-up call goes to the fax.
de Es kommen viel zu viele Alarme.
de Der Alarm kam eine Stunde zu spät.
de Es gab keine Warnung, obwohl die Grenze überschritten war.
de Die Meldungen gehen an die falsche Person.
de Schon wieder Fehlalarm in der Nacht.
fr Nous recevons beaucoup trop d'alarmes.
fr L'alarme est arrivée une heure trop tard.
fr Aucune alerte alors que la limite était dépassée.
fr Les messages partent à la mauvaise personne.
> The alarms reach the right people now.
> The false alarms have stopped.
> The matter of the late warnings is dealt with.
= security
~ security; suspected misuse; privacy and security; abuse and leaks; data protection
: suspicion of misuse, leaks, weaknesses; privacy and audits
Our insurer wants to know how you guard against intruders.
A memory stick with your software lay in our car park.
Who else can open the door remotely?
The support caller knew my full name and my password.
We must inform our customers if anything leaked, did it?
I got a mail in your name that asks for my password.
Somebody signed in from a country where we have nobody.
A laptop with access was stolen.
We found a weakness in your web form.
Can others see our data? A stranger's shop was in my list.
Please delete everything you hold on our former employee.
Our auditor asks for your certificate.
A caller claimed to be from you and wanted the code.
The key of the device is printed on the outside.
There is a list of our users on a public page.
Who has read our records in {m}? We need the log.
Is {p} hit by the hole that was in the news?
An unknown device appears in our network.
Settings were changed at night, by none of us.
Where are our data stored, and who can read them?
The link in your mail leads to a strange domain.
We want to report that tokens can be read in the page source.
My account has written messages that I did not write.
The password travels in plain text.
Our data protection officer wants to see the agreement on processing.
Someone tried {n} passwords on the admin account.
The report was sent to the wrong company, with names in it.
How long do you keep the recordings?
The certificate of your page has expired, is it really you?
A former worker may still have a key card and a token.
We think we have been hacked.
Please tell us which subcontractors handle personal records.
The USB port of the gateway is open to everyone who walks by.
Ransom note on the screen of the office computer, is your box affected?
I should like to know what you store about me.
Our penetration test found {n} issues on your side.
A man with a ladder said you sent him. Did you?
The API answers without a token.
Suspicious log entries: a user named {n} that we never made.
Is the traffic encrypted?
Someone photographed the screen with the codes and posted it.
The backup tape went missing in the move.
Anyone who knows the address of the page can open the floor plan.
We have received a fake invoice with your logo asking for gift cards.
A questionnaire on information safety must be filled in by you.
Strangers in the house, digitally speaking.
Please revoke the key at once, it was in a mail to the wrong person.
The old firmware has a known flaw, says our scanner.
The cleaning firm had the tablet for an hour and now there are odd orders.
de Wir haben eine verdächtige Mail in Ihrem Namen bekommen.
de Jemand hat sich von einem fremden Ort angemeldet.
de Ein Laptop mit Zugang wurde gestohlen.
de Bitte löschen Sie die Daten unserer früheren Mitarbeiterin.
de Unser Prüfer verlangt Ihr Zertifikat.
fr Nous avons reçu un courriel suspect à votre nom.
fr Quelqu'un s'est connecté depuis un pays inconnu.
fr Un ordinateur portable avec accès a été volé.
fr Merci d'effacer les données de notre ancienne employée.
> The stolen laptop has been found, untouched.
> The strange mail was a test by our own people.
> The audit is over.
= request
~ request; feature request; how-to; question or wish; ideas; suggestion
: how to do something, or a wish for something new
! software, contract, training
Is there a shortcut for the night view?
A list of favourites would make my day.
How would one name forty rooms without going mad?
Please let us sort the branches by region.
What is the meaning of the grey bar?
It would be great to have a dark theme.
How can I put two rooms into one group?
Could you add Polish to the languages?
Is there a way to copy the settings from one device to another?
We would love a view for the whole week.
Please consider a larger font.
How do I rename a sensor?
Can one see all branches on one page? If not, that would be a wish.
I wish the overview could be printed on one sheet.
Where do I set the opening hours?
An export to a spreadsheet with one click would save us hours.
Is there a manual for {p}?
Would it be possible to colour the rooms by floor?
How does one change the time zone?
It would help if the list could be sorted by age.
A voice command would be something for the kitchen.
Do you plan an interface for our till system?
I am looking for the place where holidays are entered.
We miss a comment field beside each entry.
Show me how to add a second gateway, please.
An idea: let the app show the weather outside next to ours.
What is the best way to mount a probe in a lorry?
Could {p} also count people?
Please put a search box on top of the list.
Can I make my own report template?
How often do you recommend to clean the contacts?
If there were a widget for the lock screen, I would use it daily.
May we suggest a key for the most used function?
Is it possible to share a plan with the architect, read only?
We would like an offline mode for the ferry.
What does the third column mean?
Step by step instructions for a new room, do you have them?
Put a map in it and we will be happy.
Support for bar codes would be welcome.
Could the tour for beginners be longer?
I have a suggestion for the next release.
How do we teach our staff to use it, is there a video?
Some day, a button that repeats the last action?
Which settings do you advise for a flower shop?
Would you think about a quiet mode?
Where can I find the explanation of the symbols?
A history of changes would be useful to us.
Is there a trick to enter many devices at once?
We dream of a watch app.
de Wie kann ich einen Sensor umbenennen?
de Schön wäre eine Ansicht für die ganze Woche.
de Gibt es eine Anleitung für {p}?
de Könnten Sie Polnisch als Sprache aufnehmen?
de Wo stelle ich die Öffnungszeiten ein?
fr Comment renommer un capteur ?
fr Une vue par semaine serait bien pratique.
fr Existe-t-il un manuel pour {p} ?
fr Pourriez-vous ajouter le polonais ?
> I found out how to rename it.
> The wish from last month has come true.
> My earlier question has been answered by the manual.
= calibration
~ calibration; adjustment and certificates; metrology; sensor calibration
: adjusting a sensor, calibration dates and certificates
! data, hardware, request
The adjustment interval in {p} is set to one year, ours is six months.
Who signs the calibration sheet on your side?
Our accredited laboratory found a deviation of {n} tenths, can you trim that?
May we put our own sticker with the due date on the probe?
The certificate for the reference probe is in the wrong name.
Do you offer a swap of calibrated sensors so that we never wait?
After dropping a probe, does it have to be verified again?
The inspector rejected the paper because the ambient conditions are missing.
We want to check at minus eighteen and at plus five, not at zero.
How do we log a comparison with the reference thermometer?
Please quote the yearly adjustment of {n} probes.
The due list shows devices that were verified only last {m}.
The correction value of plus half a degree has not been stored in the device.
A new certificate is needed since the old one was lost in the move.
When is the next calibration of our sensors due?
Please send the calibration certificate for serial {n}.
Our inspector wants proof that the probe was adjusted this year.
How do I enter the correction after adjusting?
The reference thermometer and your probe are off by the same amount each time, please readjust.
The sticker says the adjustment ran out in {m}.
Can you calibrate {n} sensors on site in {s}?
Which points do you measure when you calibrate?
The offset in the certificate has the wrong sign.
We need accredited certificates for the pharmacy.
The two-point adjustment stops after the ice bath.
How long are the sensors away for calibration?
Do you also calibrate humidity probes?
The date of the last adjustment is missing in {p}.
Recalibration was ordered in {m}, nobody came.
What tolerance do you certify?
After the adjustment it is worse than before.
The traceability to the national standard must be on the paper.
Is it enough to adjust every two years?
We did the ice test ourselves, where do we note the result?
Please remind us a month before the certificates run out.
The salt pots for adjusting the humidity probe are dry.
The uncertainty is not stated on your sheet.
Can we get the protocol of the adjustment in English?
Our quality manual demands a check against a reference twice a year.
Could the technician bring the reference instrument on {d}?
The test report names another serial number than ours.
Adjustment mode cannot be left.
de Wann ist die nächste Kalibrierung fällig?
de Bitte senden Sie das Kalibrierzertifikat.
fr Quand a lieu le prochain étalonnage ?
> The certificates have arrived.
> The adjustment was done last week.
= firmware
~ firmware; firmware update; device software; updates of devices
: new firmware for devices: installing, failing, rolling back
! software, hardware, request
Version {n} of the gateway image kills the relay output.
How long is the old device software still maintained?
The signature of the image is rejected.
Can we schedule the roll-out for Sunday night?
Please tell us the checksum of the package for {p}.
The progress bar of the upgrade has stood still since {d}.
We lost the custom configuration on the boxes after upgrading them.
Is there a release without the new radio stack?
The device shows an older build after each power cut.
After flashing, the lamp blinks blue and nothing else.
May a probe be updated while it is measuring?
One step behind: our units refuse to jump two releases at once.
Which boxes still run the build with the memory leak?
The stick with the image is not detected at boot.
The firmware update of the gateway stops at {n} per cent.
Which firmware is the newest for {p}?
After flashing the new version the sensor reports nothing.
Can we go back to the firmware before?
How do I update {n} devices at once?
The bootloader says image invalid.
The changelog of the device software is empty.
Do the boxes update by themselves at night?
One device refuses version {n} and stays on the old one.
The update over the air takes the whole night.
Please do not push new firmware during opening hours.
Since the automatic upgrade of the probes the battery lasts half as long.
Checksum error while loading the image from the stick.
We run three different releases on the same hardware, is that fine?
Is the patched image out yet for the gateway?
The flash tool does not find the port.
Half of the fleet is on the new build, half is not.
The device is stuck in update mode with a yellow lamp.
Where do I download the image for the old model?
Rollback failed, now it starts neither old nor new.
Will the upgrade erase our settings on the device?
A week of reboots, and all for a new version.
May we skip the release of {m}?
Bricked by the upgrade, as our technician puts it.
Please sign us up for the beta of the device software.
The gateway downloads the same image again and again.
de Das Update der Firmware bricht ab.
de Welche Firmware ist für {p} aktuell?
fr La mise à jour du micrologiciel échoue.
> All devices have the new firmware now.
= export
~ data export; reports and export; download of data
: getting data out: files, interfaces, reports
! data, request, software
The figures leave your system as a picture, we need numbers.
Is there a limit on how many rows a download can have?
Our data scientist asks for parquet files.
The quarterly report repeats the same chart four times.
How do I get the raw records out before we close the account?
The link to the report expires before anyone opens it.
We poll the interface every minute, is that allowed?
Please schedule the summary for the first of the month.
The authority only takes XML.
The spreadsheet opens with a warning about macros.
Pagination in the interface skips every hundredth record.
The file name should carry the date.
Header row missing in the download of {m}.
Can the reports be put on our file server instead of being mailed?
The token for the interface works, but the answer is an empty list.
Our script gets half of the history and then a time-out.
The CSV file has commas and decimal commas, so all columns are broken.
How do I export the readings of {m}?
The nightly report as PDF did not come by mail.
Our API calls return only {n} rows.
We need all records of last year for the authority.
The download stops in the middle.
The spreadsheet shows the file as one long column.
Can the export run every Monday by itself?
The interface answers 429 after a few calls.
The zip file is password protected, what is the password?
Please provide the history as JSON.
The monthly report lacks the page with the charts.
Is there a documentation of your API?
The exported file is empty except for the headings.
We want to feed our own warehouse system from yours.
The date format in the download is American.
The report should be sent to two addresses.
Large exports time out after {n} seconds.
The webhook has not called us since {d}.
Which end point gives me the list of devices?
The spreadsheet has the time in UTC, we need local time.
Could the file carry the room names and not only numbers?
The interface changed its field names without notice.
The scheduled PDF is in landscape and unreadable.
de Wie exportiere ich die Werte von {m}?
de Die CSV-Datei ist leer.
fr Comment exporter les mesures de {m} ?
> The export runs now.
= praise
~ praise; thanks; compliments; positive feedback
: somebody only says thanks or is pleased
My hat is off to your people.
We had our first quiet night in years.
Whoever wrote the handbook deserves a medal.
I wish all suppliers were like you.
The inspector was amazed by our records, thanks to you.
No need to answer, I only wanted to tell you how pleased we are.
A cake is on its way to your office.
Ten years with you and not one regret.
Your new colleague explained it with the patience of an angel.
The move went like clockwork.
You even remembered our anniversary, how charming.
Your reply came before my coffee was cold.
It was a delight to work with you on this project.
Just a short note of gratitude.
Our customers noticed how much fresher everything is.
Please tell {s} that she saved my day.
I just wanted to say thank you.
Your technician was friendly, quick and tidy.
Best support I have met in years.
The new version is a joy to use.
We saved a whole load of vaccine because of you.
Please pass on our compliments to the lady on the phone.
Keep up the good work.
Everything has run without a hitch since {m}.
My staff love {p}.
I will recommend you to our sister company.
No complaint today, only a bunch of flowers.
It does what it says, and that is rare.
Five stars from the whole kitchen.
You solved in {n} minutes what others did not in weeks.
That was kind of you, we will not forget it.
Chapeau to your developers.
The course on {d} was worth every minute.
For once a letter without a problem in it.
Thanks for calling back on a Sunday.
We are happy customers, you should hear that too.
What a pleasant surprise to get an answer so fast.
I am impressed.
Greetings and a big thank you from {s}.
The installation team left the place cleaner than they found it.
de Vielen Dank für die schnelle Hilfe!
de Ein großes Lob an Ihr Team.
fr Merci beaucoup pour votre aide.
> My colleague has already thanked you.
= training
~ training; courses; workshops and webinars; education
: courses, webinars, seats, certificates of attendance
! request
Our new starters should attend the basics in {m}.
The exercise book for the second day is missing.
Do you have a short course of an hour for managers?
I could not follow the lesson because there was no sound.
How many people fit into one workshop?
Is the seminar on alarms held again this year?
Please send the joining instructions for the class.
Our apprentice passed the test but got no diploma.
Are lunch and material part of the course fee?
I would like to become a trainer for {p} myself.
Can a webinar be watched by the whole team on one screen?
The course on {d} clashes with our stocktaking.
Is there still a seat in the course on {d}?
We would like a workshop for {n} people in {s}.
The webinar link does not arrive until it is over.
Do participants get a certificate?
Which course do you recommend for beginners?
I have to cancel my place in the seminar.
The trainer was excellent but the room was too small, can we repeat it?
Are the slides of the lesson available?
Can the course be held in French?
I missed the second lesson, is there a recording?
What does a day of training at our site cost?
We need a refresher for the night shift.
My certificate of attendance has the wrong name.
How long is the advanced class?
Please put three colleagues on the waiting list.
Is the exam at the end hard?
Could we move our workshop from {m} to the month after?
The online lessons end in the middle of chapter {n}.
Do you teach how to install as well?
Who teaches the course in {s}?
> The course is booked.
= appointment
~ appointment; visit of a technician; scheduling; on-site visit
: fixing, moving or missing the visit of a technician
! delivery
The caretaker needs to know who comes and with which car.
Could you come while the shop is closed, say on {d}?
Your man left before he had finished, when is he back?
The date you proposed is a public holiday here.
Please bring overshoes, it is a clean room.
Please confirm the time window for {d}.
The engineer stood at the gate and nobody let him in.
Is there an earlier slot for the fitting?
We need the visit report signed by your technician.
Who will come on {d}, and how many of you?
The survey of the building in {s} has to be put off.
I took half a day off for a visit that never happened.
The technician did not come on {d}.
Can the visit be moved to {m}?
We need someone to fit {n} sensors in {s}.
Please call an hour before your man arrives.
Is the appointment on {d} still valid?
Nobody told the porter that you were coming.
Your fitter came to the wrong building.
We would like to book an inspection.
Please cancel the visit, we are closed that day.
Between eight and five is not an appointment, it is a siege.
Could the engineer bring a ladder?
What time will the installation team be here?
Is a visit possible on a Saturday?
We waited all day for your colleague.
The agreed slot does not suit us any more.
Two technicians came, one after the other, for the same job.
How long does the yearly check take?
Please ring at the gate in {s}, the bell is broken.
We have to postpone the fitting by a week.
When will somebody come to look at it?
> The fitter has been here.
= job
~ job application; careers; applicants; vacancies
: someone looks for work or asks for a vacancy
I am moving to {s} and wonder whether you need somebody in the warehouse.
Do you take people without a degree?
The form for applicants does not accept my attachment.
May I ask why I was turned down?
My contract here ends in {m}; could I start with you then?
I am a trained electrician and would like to change.
What does a working day at your firm look like?
Is there a trainee programme for engineers?
I would be glad to introduce myself in person.
Two of your people told me that you are hiring.
I would like to apply for the post of technician.
Are you looking for drivers in {s}?
Please find my curriculum vitae attached.
Is the position in sales still open?
I have {n} years of experience in cold stores.
Do you take interns in {m}?
My daughter looks for an apprenticeship.
When can I expect an answer to my application?
I finished my studies and would like to join you.
What salary do you pay a junior developer?
Could I come for a trial day?
Do you employ part-time staff?
I was told to send my references to you.
Is working from home possible in your support team?
I saw your advertisement and want to know more about the role.
May I withdraw my application?
For the interview on {d}, which entrance do I take?
Do you have anything for a retired engineer?
> I have got the job, thank you.
= press
~ press; media enquiry; journalists; public relations
: journalists, interviews, pictures for the press
! request
Can I get an accreditation for the opening in {s}?
Our paper would like to print the chart from your report.
Would your chief engineer join a panel on the radio?
When is the annual press conference?
Please confirm the spelling of the name for our story.
We are making a list of the most innovative firms of the region.
I need two sentences on the recall before six.
May our photographer come on {d}?
Which agency handles your public relations?
Our broadcast on cold stores needs an expert.
I write for a trade paper and would like an interview.
Could we have a picture of {p} for our magazine?
Who speaks for the company?
We prepare a programme on food waste, may we film in {s}?
Please put me on the list for press releases.
What is your comment on the outage of {d}?
By when can you answer {n} questions for an article?
May I quote your head of research?
Is the study that you mention available to journalists?
Our readers would like to know how a cold chain works.
The figure in your press release differs from that in the annual report.
Can you send the logo in high resolution?
I am a student reporter and collect voices on the new law.
We go to print on {d}, a short statement would do.
A podcast invites your founder.
> The article has appeared.
= spam
~ spam; advertising; junk mail; unsolicited offers
: somebody sells something that nobody asked for
! sales, praise
Your site has {n} errors, buy our audit today.
Rent our holiday flat by the lake, ten per cent off for firms.
Our wine club welcomes new members with a free bottle.
Hot offer: {n} umbrellas with your logo.
We translate into forty languages, ask for our price list.
Get rich by working two hours a day from home.
Our translation bureau would love to be your partner.
Do not miss our trade fair, stands from {n} euros.
Dear friend, I have a sum of money to share with you.
Upgrade your parking lot with our barriers.
Increase your sales by {n} per cent with our lists of addresses!
Dear sir, we produce the best office chairs in the region.
Win a cruise, just click below.
Our agency will bring your page to the top of the search results.
Last chance: toner at half price.
We buy used lorries at the best prices.
You have been selected for our business award, the fee is only {n} euros.
Cheap loans without questions.
I am a specialist for logos and work day and night.
Would you like ten thousand followers by {d}?
Our calendars with your name make a lovely gift.
Invest now in a coin that triples every month.
We clean carpets, facades and solar panels.
May I show you our coffee machines in a short call?
Congratulations, your address has won.
Special offer this week: pens with your slogan.
Lose weight while you sleep.
Your domain runs out, renew with us for twice the money.
> The advertising mails have stopped.
= sales
~ sales enquiry; new customer; quotation; buying
: someone who is no customer yet wants to buy
! contract, request, spam
Would {p} be something for a museum store with paintings?
What would it take to equip a fleet of {n} vans?
I need a rough price for my boss by {d}.
Could we visit a customer who already uses it?
Which of your products fits a mushroom farm?
We are opening a branch and look for a supplier.
Is {p} available in black and how much is it?
Our current provider gives up, so we are looking around.
Do you lease or only sell?
Kindly explain the difference between the two smaller models before we decide to buy.
We run a bakery and would like to know what {p} costs.
Do you have something for monitoring wine cellars?
Please send a quotation for {n} rooms.
We compare three suppliers and would like to see a demonstration.
Is there a starter set for a small shop?
Who is your partner in our region?
I saw {p} at the fair and want to buy two.
Would your system suit a zoo?
Could a salesperson call me on {d}?
What is the smallest quantity one can order?
We are not customers yet, but perhaps soon.
Do you offer a discount for schools?
Can we try it for a month before we buy?
A friend recommended you, what would a cold room cost us?
Do you sell to private persons?
We have a tender with a deadline in {m}, will you take part?
Please send a catalogue to our office in {s}.
How do I become a reseller?
> Your salesperson has called me.
"""

PRIORITIES = """
= urgent
~ urgent; critical; P1; emergency; immediately; highest
: people, goods or a site are at risk now or within hours
The medicine will be spoiled in an hour.
People are stuck in the cold room right now.
The whole hospital is without monitoring at this moment.
Everything stands still and the meat is getting warm.
If nothing happens before tonight we lose the harvest.
There is smoke coming out of the cabinet.
The vaccines are at twelve degrees and rising.
All of our sites are down, right now.
The blood bank has no supervision as I write this.
We have to empty the store within the hour otherwise.
Somebody may get hurt if it goes off again.
Production has stopped and the milk is souring.
At noon the goods have to be thrown away.
The truck with insulin is on the road with no cooling.
It is thirty degrees in the room with the transplants.
The fish will not last until the evening.
Our only generator is failing and {n} patients depend on it.
The entire warehouse in {s} is unprotected this very minute.
The ice is melting while we speak.
We are losing a batch worth {n} thousand euros within hours.
Water is running into the switch room.
Nobody can leave the freezer, the door will not open.
= high
~ high; P2; important; soon; pressing
: several people are blocked or a date within two days is at stake
Five of us cannot work.
The inspection is the day after tomorrow and we need it by then.
The whole team is waiting for this and has no way around it.
Our shop opens tomorrow morning and it must be done.
The deadline of the authority is tomorrow.
Nobody in the office can go on.
Tomorrow at nine the auditors are here.
The department has been idle since noon.
We have to deliver the report in two days, without it there is a fine.
All the planners are blocked.
The launch is on the day after tomorrow.
A dozen colleagues twiddle their thumbs.
There is no workaround and the shift of {n} people cannot start.
By tomorrow evening it must run, the contract says so.
The entire accounting is unable to close the month, which ends tomorrow.
Our drivers leave tomorrow at dawn and need this.
Without it none of the branch can serve customers.
Two teams are held up by it.
= normal
~ normal; medium; P3; regular; standard
: one person or device is affected, or there is a way around
Only my own screen is concerned.
We get by with a note on paper in the meantime.
It concerns one device of many.
I can use the phone of my colleague until then.
One room, the others are fine.
There is a detour, it merely takes longer.
It happens to me, not to the others.
We help ourselves with a hand thermometer.
It can be done by hand for now.
Some time this week would be good.
We have a spare one in use meanwhile.
One of our {n} shops has it.
The old way still works, only slower.
My neighbour's computer does it for me in the meantime.
Just the one sensor by the window.
It is a nuisance for one of our clerks.
= low
~ low; P4; minor; whenever; no hurry
: nothing depends on it
There is no rush at all.
Whenever you find the time.
Nothing hangs on it.
I am only curious.
It is merely cosmetic.
Next month is early enough.
Do not hurry on my account.
If you never get round to it, no harm done.
It does not disturb anybody, I just noticed.
It is for our files only.
A small thing for a quiet day.
Put it at the bottom of the pile.
Just so that you know.
It can wait until the autumn.
We can live with it for years.
You may answer after your holidays.
Nobody here needs it, I ask for the sake of order.
"""

LOUD = """
URGENT!!!
Please reply immediately!
HELP!
Top priority, as always.
Answer NOW.
This is important to me!!
ASAP!!!
I expect a call today.
Very urgent, thank you.
I will not wait any longer!
"""

TONES = """
= positive
~ positive; happy; satisfied; friendly; pleased
: the writer is pleased or grateful
I am very happy with you otherwise.
You have always helped us quickly, thank you for that.
What a lovely piece of work {p} is.
Your colleague on the phone was wonderful.
We enjoy working with it every day.
Thank you so much, you are great.
I was delighted by your last answer.
Our people are full of praise.
Once more: great service.
It has been a pleasure from the first day.
I appreciate your patience and your good humour.
The new layout is a real step forward, well done.
We would choose you again at any time.
You made our week.
It is reassuring to have you at the other end.
Such fast and kind help deserves a thank you.
I am glad that we came to you.
Everybody here likes the new sheet.
My compliments to the workshop.
Excellent, as usual.
I love how simple it has become.
Honestly the best tool in our kitchen.
That you answered on a Sunday touched us.
Fantastic support so far!
= negative
~ negative; angry; dissatisfied; annoyed; unhappy
: the writer is annoyed, disappointed or angry
I am fed up with this.
This is the fourth time and nobody listens.
We are deeply disappointed.
I have had enough of excuses.
Such poor service I have rarely seen.
It makes me furious.
We regret having chosen you.
That is not what we pay for.
Nobody ever calls back, it is a disgrace.
My patience is at an end.
I am really annoyed now.
We feel let down.
It is unacceptable.
What a waste of time and money.
I will look for another supplier.
Your hotline hung up on me twice, how rude.
It gets worse with each month.
We have complained before and were ignored.
This is a mess.
I have lost all confidence.
Never again.
It is beyond me how one can sell such a thing.
The whole staff is upset.
I am sick of waiting.
= neutral
~ neutral; factual; matter-of-fact; none; plain
: the writer shows no feeling
I am writing about the following.
Our customer number is {n}.
The devices are in {s}.
It concerns {p}.
We use it since {m}.
The person to contact is our caretaker.
We are open from eight to five.
Please note our new telephone number.
It was first seen on {d}.
There are {n} rooms on two floors.
A photograph is attached.
The serial number ends in {n}.
I send this on behalf of my colleague.
For information, the unit hangs beside the door.
We have the version of {m}.
The room is used as a store.
The shop is on the ground floor.
See the table below.
Our ticket from {m} had the number {n}.
The contract is held by our head office.
= sarcastic
~ sarcastic; ironic; mocking; ironical
: praise that is meant as blame
Congratulations, you have outdone yourselves once more.
How nice of you to let us do the testing.
I so enjoy spending my weekends with your hotline music.
Bravo, only three weeks for a reply.
Great, another surprise. I was getting bored.
Thanks a lot for nothing.
What a brilliant idea to hide the only button that matters.
Wonderful, now it does not even fail properly.
Of course it broke on a Friday, one can rely on that.
I am thrilled: a new fault, and we had just got used to the old one.
Please go on like this, our competitors are delighted.
Your reliability is legendary, it fails every day at nine.
Well done, truly, the record for the longest silence is yours.
I admire your courage to call this a service.
Nothing says quality like a lid that falls off.
Who needs sleep when there is your product.
Sure, take your time, we only run a hospital here.
I bow to whoever tested this, if anyone did.
A masterpiece: it costs twice as much and does half.
Such fun, I tell my children about it.
My heartfelt thanks for the free exercise, I run to the cellar every hour.
Lovely. Simply lovely. The third replacement is as dead as the first.
= mixed
~ mixed; both good and bad; ambivalent; mixed feelings
: praise and blame side by side
Your people are kind, but the product drives me mad.
I like the new look, yet the speed is a disgrace.
Great device, dreadful manual.
The repair was quick, the bill was a shock.
On the one hand we love it, on the other it fails too often.
Friendly as ever, but no solution, which disappoints me.
The idea is excellent, the execution is poor.
I am grateful for the call, though angry that it took a week.
Everything else is fine, this one thing is awful.
Good work on the app; the alarms are a nightmare.
We are glad about the price and unhappy with the quality.
Well packed and well made, but the wait was far too long.
My praise to the technician, not to your planning.
It used to annoy me, now half of it delights me.
The first part went beautifully and the second was a mess.
I enjoy working with it when it works, which is too rare.
Super hotline. Miserable web page.
Nice surprise to hear from you, bad surprise to read the content.
Thank you for the effort, the outcome is still unsatisfactory.
You are the best and the slowest.
"""

FILLER = """
We are a small shop in {s}.
I tried to phone you first.
My colleague told me to write here.
We use {p} in {n} rooms.
I have attached a picture.
This is my first message to you.
You may call me in the afternoon.
I looked into the handbook before writing.
Our reference is {n}.
I write from my phone, excuse the spelling.
We have been customers since {m}.
My predecessor dealt with this.
I hope this is the right address.
Please answer by mail.
Feel free to call me on {d}.
The same form was used as last time.
I could not find a better category in the menu.
The caretaker knows the details.
"""

OPEN = """
Hello,
Dear team,
Hi there,
Good morning,
Dear Sir or Madam,
Hi,
Hello support,
To whom it may concern,
Good evening,
Hey,
"""
CLOSE = """
Best regards
Thanks
Thank you
Regards
Cheers
Kind regards
Yours sincerely
Bye
See you
Have a nice day
Greetings from {s}
"""
