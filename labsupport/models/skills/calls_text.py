"""Text banks of the tool skills: families of tools with their arguments and requests, nouns and verbs of record keeping.

`FAMILIES` has blocks: a line `@ domain`; a head line `names | description | description`; argument lines
`key kind: names | description` (`key?` is optional; `enum(a/b)` and `bool(said when true/said when false)` carry their
values); request lines `- ...` with the keys in braces. `NOUNS` has lines `noun | plural | kind | questions`, `VERBS`
blocks like `FAMILIES` with `{n}` for the noun, `{p}` for its plural and `{x}` for the record.
"""
# ruff: noqa: E501 -- a line is a tool

FAMILIES = """
@ calendar
add_event, new_appointment, put_event, schedule_event | Puts an appointment into the calendar. | Add an entry to the diary on a given day. | Schedules something on a date.
title words: title, subject, what | what the appointment is about
day date: day, date, on_day | day of the appointment
time? time: time, start_time, at | when it begins
- Put "{title}" into my calendar on {day}.
- I have {title} on {day} at {time}, please enter it.
- Add {title} to the diary for {day}.
- New appointment on {day}: {title}
- {day}, {time}: {title}. Write that down in the calendar.
- Could you schedule {title} for {day}?
- Block {day} from {time} for {title}.
- My diary should show {title} on {day}.
free_slots, show_free_time, find_gap, open_hours_of | Shows when a person has time on a day. | Find the free hours of somebody. | Lists gaps in a person's diary.
who person: person, who, attendee | whose diary
day date: day, date, when | the day
- When is {who} free on {day}?
- Does {who} have time on {day}?
- Look for a gap in the diary of {who} on {day}.
- Which hours are still open for {who} on {day}?
- {day}: when could {who} meet us?
- I would like to see {who} on {day}, is there a slot?
- Free time of {who}, {day}
- Find out when on {day} {who} is not busy.
shift_event, move_appointment, reschedule_event | Moves an appointment to another day. | Reschedule an entry of the diary.
event id: event_id, entry, appointment | number of the entry
day date: new_day, to_date, target_day | the new day
- Move {event} to {day}.
- {event} has to be on {day} instead.
- Reschedule {event}, {day} suits everyone.
- Can {event} be shifted to {day}?
- We cannot make {event}, take {day}.
- Please put off {event} until {day}.
- {day} is the new day for {event}.
- Bring {event} forward to {day}.
set_reminder, remind, create_alarm_note | Reminds the user of something at a time. | Sets a reminder.
text words: text, about, message | what to remind of
time time: time, at, when | time of day
- Remind me at {time} of {text}.
- At {time} I must not forget {text}.
- Set a reminder: {text}, {time}
- Ping me at {time} about {text}.
- Please nudge me at {time}: {text}
- {time} reminder for {text}
- Don't let me forget {text}, tell me at {time}.
- I need a reminder about {text} at {time}.
@ weather
read_forecast, weather_ahead, show_forecast, forecast_for | Forecast of a place for the coming days. | Tells what weather is expected somewhere.
place place: place, city, location | name of the place
days? int(2-14): days, horizon, number_of_days | how many days ahead
- What will the weather be in {place}?
- Will it rain in {place}?
- Forecast for {place}, {days} days
- Do I need an umbrella in {place}?
- How warm does it get in {place} over the next {days} days?
- Tell me what sky to expect in {place}.
- We drive to {place}, sun or snow?
- Give me {days} days of forecast for {place}.
past_weather, weather_archive, lookup_climate | Weather that was measured on a past day. | Reads the weather archive.
place place: place, station, town | where it was measured
day date: day, date, past_day | the past day
- How cold was it in {place} on {day}?
- Did it rain on {day} in {place}?
- Look into the weather archive: {place}, {day}.
- What was measured in {place} on {day}?
- I need the old readings of {place} for {day}.
- {place} on {day}: how windy had it been?
- Which temperature did {place} have on {day}?
- Check whether there was snow in {place} on {day}.
warn_of_storm, subscribe_warnings, storm_alert | Sends storm warnings for a place to an address. | Subscribes somebody to weather warnings.
place place: region, place, area | region of the warnings
email email: email, address, send_to | address for the warnings
- Warn {email} of storms in {place}.
- Storm warnings for {place} should go to {email}.
- Sign up {email} for weather alerts of {place}.
- {email} wants to know when a storm hits {place}.
- Send bad weather notices about {place} to {email}.
- If there is a gale near {place}, write to {email}.
- Please subscribe {email} to warnings for {place}.
- Add {email} to the storm list of {place}.
@ bank
account_balance, read_balance, show_balance, money_left | Balance of a bank account. | Tells how much money is on an account.
account id: account, account_id, account_number | number of the account
- How much is on {account}?
- Balance of {account}
- What do I have left on {account}?
- Show me how much money {account} holds.
- Is there still something on {account}?
- Check the funds on {account}.
- Am I in the red with {account}?
- Tell me the current amount on {account}.
transfer_money, wire_sum, send_payment, move_funds | Transfers money from one account to another. | Sends a sum between accounts.
source id: from_account, source, debit | account that pays
target id: to_account, target, credit | account that receives
amount amount: amount, sum, value | sum in euros
note? words: note, purpose, reference | text for the receiver
- Transfer {amount} euros from {source} to {target}.
- Send {amount} from {source} to {target}, note: {note}
- Move {amount} euros out of {source} into {target}.
- {target} should get {amount} euros from {source}.
- Please wire {amount} to {target}, taken from {source}.
- Take {amount} off {source} and pay it to {target}.
- Pay {target} {amount} euros from account {source} with the text "{note}".
- From {source}, {amount} euros, to {target}
block_card, freeze_card, lock_bank_card | Blocks a bank card at once. | Stops all payments with a card.
card id: card, card_id, card_number | number of the card
reason? enum(lost/stolen/damaged): reason, why, cause | why it is blocked
- Block {card}, it is {reason}.
- My card {card} is {reason}!
- Please freeze {card} right away.
- Nobody should be able to pay with {card} any more.
- Stop card {card}.
- {card} was {reason}, lock it.
- I cannot find my purse, block {card} please.
- No more payments with {card}.
loan_rate, compute_instalment, monthly_rate_of_loan | Computes the monthly rate of a loan. | Works out what a credit costs each month.
amount int(1000-90000): amount, principal, loan_sum | borrowed sum
years int(1-30): years, term, duration | years to pay back
interest? amount: interest, rate, percent | yearly interest in percent
- What do I pay a month for {amount} euros over {years} years?
- Monthly rate for a loan of {amount}, {years} years, {interest} percent
- I want to borrow {amount} euros for {years} years. What is the instalment?
- Work out a credit: {amount} euros, {years} years.
- How expensive is {amount} at {interest} percent when paid back in {years} years?
- Loan of {amount} euros, term {years} years, what does it cost monthly?
- If we take {amount} and pay it back within {years} years, how much is that per month?
- Compute the rate: {years} years, {amount} euros.
@ library
lengthen_loan, extend_loan, prolong_borrowing | Renews the loan of a copy. | Gives a reader more time with a borrowed book.
item id: copy, item_id, barcode | number of the copy
days? int(3-60): days, extra_days, more_days | days to add
- Please renew {item}.
- I have not finished {item}, I need more time.
- Keep {item} on my card for {days} more days.
- May I have {item} a little longer?
- Extend {item} by {days} days.
- {item} is due but I am still reading it.
- Renewal of {item}
- Could I hold on to the book {item} for another {days} days?
search_catalogue, find_book, lookup_titles, seek_books | Searches the catalogue of the library. | Finds books by words of the title or by author.
words words: words, query, keywords | words to look for
author? person: author, writer, by | who wrote it
- Do you have books about {words}?
- Find a book on {words} by {author}.
- Is there anything in the catalogue on {words}?
- Search the shelves for {words}.
- I want to read about {words}.
- Which titles match {words}?
- {author} wrote on {words}, do we own it?
- Books: {words}
reserve_book, put_on_hold_shelf, request_copy | Reserves a book for a reader. | Holds a copy for somebody.
item id: copy, book_id, item | number of the copy
reader person: reader, member, for_person | who wants it
- Reserve {item} for {reader}.
- {reader} would like to borrow {item} when it is back.
- Put {item} aside for {reader}.
- Please keep {item} for {reader}.
- {reader} is next in line for {item}.
- Set {item} apart, {reader} will pick it up.
- Can {reader} have {item} as soon as it is returned?
- Hold shelf: {item}, {reader}
pay_fine, settle_fine, clear_late_fee | Settles the late fee of a reader. | Records that a fine was paid.
reader person: reader, member, payer | who pays
amount amount: amount, sum, paid | euros paid
- {reader} paid a late fee of {amount} euros.
- Settle {amount} euros of fines for {reader}.
- Record {amount} as paid by {reader}, it was overdue.
- The fine of {reader}, {amount} euros, is cleared.
- {reader} gave me {amount} euros for the late books.
- Book a fine: {reader}, {amount}
- Late fee paid: {amount} euros from {reader}
- Please take {amount} euros off what {reader} owes for returning late.
@ smart home
switch_light, set_lamp, toggle_lamp, light_control | Switches the light in a room. | Turns lamps on or off.
room enum(kitchen/hall/bedroom/cellar/garage/study): room, where, zone | which room
on bool(on/off): on, state, lit | true to turn it on
- Turn the light in the {room} {on}.
- Switch {on} the lamp in the {room}.
- {room} light {on}
- Lights {on} in the {room}, please.
- Could the lamp of the {room} be {on}?
- I want the {room} lights {on}.
- The lamp in the {room} should be {on} now.
- Make the light in the {room} go {on}.
set_heating, heat_room, adjust_thermostat, warm_up | Sets the temperature of a room. | Changes the thermostat.
room enum(kitchen/hall/bedroom/cellar/bathroom/study): room, where, zone | which room
degrees int(5-28): degrees, temperature, target | wanted degrees
- Heat the {room} to {degrees} degrees.
- It is too cold in the {room}, make it {degrees}.
- Set the thermostat of the {room} to {degrees}.
- {degrees} degrees in the {room} please
- The {room} should have {degrees} degrees.
- I would like {degrees} in the {room}.
- Turn the heating in the {room} to {degrees}.
- {room}: {degrees} degrees
lock_door, bolt_door, secure_door | Locks a door of the house. | Bolts a door.
door enum(front/back/garage/garden/cellar): door, which, entrance | which door
- Lock the {door} door.
- Is the {door} door open? Then bolt it.
- Please secure the {door} door for the night.
- We are leaving, lock up the {door} door.
- The {door} door should be locked.
- {door} door: lock
- Shut and lock the {door} door, will you?
- Nobody should come in through the {door} door.
start_vacuum, run_cleaner, sweep_floor | Starts the vacuum robot in a room. | Lets the cleaning robot run.
room enum(kitchen/hall/bedroom/attic/study): room, area, where | room to clean
mode? enum(quiet/normal/strong): mode, power, strength | how strongly it sucks
- Vacuum the {room}.
- Send the robot into the {room}.
- The {room} is dusty, start the cleaner in {mode} mode.
- Clean the floor of the {room}.
- Crumbs everywhere in the {room}, let the robot run.
- Run the vacuum in the {room}, {mode} please.
- Please sweep the {room}.
- Robot to the {room}, mode {mode}
blinds_position, set_blinds, move_shutters | Moves the blinds of a window. | Opens or closes shutters by percent.
window enum(east/west/south/north): window, side, where | which window
percent int(0-100): percent, position, closed | how far they are closed
- Close the blinds on the {window} side to {percent} percent.
- {window} shutters {percent} percent
- Set the {window} blinds to {percent}.
- The sun blinds me, put the {window} shutters at {percent} percent.
- Move the shutters of the {window} window to {percent} percent.
- Blinds: {window}, {percent}
- I want the {window} blinds {percent} percent shut.
- Please bring the {window} window's blinds to {percent} percent.
@ travel
find_trains, train_connections, search_rail | Finds trains between two places. | Lists rail connections.
start place: start, origin, from_station | where the trip begins
end place: end, destination, to_station | where it ends
day? date: day, date, travel_day | day of travel
- Trains from {start} to {end}
- How do I get from {start} to {end} by rail?
- I need a train to {end} from {start} on {day}.
- I am in {start} and have to be in {end}, is there a train?
- By train from {start} to {end}, {day}
- On {day} I travel from {start} to {end}, find a train.
- Look for rail connections to {end}, leaving {start}.
- What leaves {start} for {end} on the rails?
book_hotel, reserve_stay, hotel_booking, take_lodging | Books a hotel room. | Reserves nights in a hotel.
place place: place, city, town | where the hotel is
nights int(1-14): nights, number_of_nights, stay | how many nights
arrival date: arrival, check_in, from_day | day of arrival
breakfast? bool(with breakfast/without breakfast): breakfast, with_breakfast, meals | whether breakfast is wanted
- Book a hotel in {place} for {nights} nights from {arrival}.
- I need a bed in {place}, {nights} nights, arriving {arrival}, {breakfast}.
- Reserve {nights} nights in {place} {breakfast}, I come on {arrival}.
- Hotel {place}, {arrival}, {nights} nights
- We arrive in {place} on {arrival} and stay {nights} nights, get us a room.
- Find me somewhere to sleep in {place} on {arrival} for {nights} nights.
- {nights} nights in {place} starting {arrival}, {breakfast} please.
- Get a room {breakfast} in a hotel in {place} from {arrival}, {nights} nights.
flight_status, check_flight, track_flight | Tells whether a flight is on time. | Status of a flight.
flight id: flight, flight_number, code | number of the flight
- Is {flight} on time?
- When does {flight} land?
- Is flight {flight} delayed?
- Which gate does {flight} leave from?
- My sister sits in {flight}, has it landed?
- Flight {flight}?
- Any news of flight {flight}?
- Check whether {flight} has taken off.
rent_car, hire_car, car_rental | Rents a car. | Reserves a rental car for some days.
place place: place, pick_up, station | where the car is picked up
days int(1-28): days, duration, length | number of days
size enum(small/medium/large): size, category, car_class | kind of car
- Rent a {size} car in {place} for {days} days.
- I need a {size} car from {place}, {days} days.
- {days} days with a {size} rental car, picked up in {place}
- Hire us a {size} car at {place} for {days} days.
- Get a {size} car in {place}. We need it {days} days.
- For {days} days I want a {size} vehicle from {place}.
- Car hire: {place}, {size}, {days} days
- Could you arrange a {size} rental for {days} days from {place}?
visa_rules, entry_rules, check_visa | Tells whether a visa is needed. | Rules for entering a country.
country country: country, destination, to_country | country to enter
passport? country: passport, nationality, citizen_of | country of the passport
- Do I need a visa for {country}?
- What papers does {country} ask for at the border?
- Entry rules of {country}
- I hold a passport from {passport}, can I enter {country} freely?
- May one travel to {country} without a visa?
- With papers from {passport}, what does {country} require?
- Visa for {country}?
- Check how long I may stay in {country} without a permit.
@ code
open_pull_request, propose_merge, create_merge_request | Opens a pull request. | Proposes to merge one branch into another.
branch branch: branch, source_branch, head | branch with the change
target branch: target, base, into | branch to merge into
title? words: title, subject, headline | title of the request
- Open a pull request from {branch} into {target}.
- Please propose merging {branch} into {target}.
- PR: {branch} to {target}, title "{title}"
- My work on {branch} is done, make a pull request against {target}.
- I want {branch} reviewed for {target}, call it "{title}".
- Create a merge request, source {branch}, target {target}.
- Offer {branch} for merging to {target}.
- Ask for a merge of {branch} into {target}.
read_file_at, show_source, get_file_text | Shows the text of a file or document in the repository. | Reads a source file.
path path: path, file, file_path | path of the file
branch? branch: branch, ref, revision | branch to read from
- Show me {path}.
- What is written in {path}?
- Open {path} on branch {branch}.
- I want to see the source of {path}.
- Print {path} as it is on {branch}.
- Read {path} for me.
- Let me look at {path}.
- cat {path}
run_pipeline, start_build, trigger_checks | Starts the build of a branch. | Runs the checks of a branch.
branch branch: branch, ref, on_branch | branch to build
clean? bool(from scratch/with the cache): clean, no_cache, fresh_build | true to ignore the cache
- Build {branch}.
- Run the checks on {branch} again.
- Start the pipeline of {branch} {clean}.
- Kick off a build for {branch}.
- Please test {branch}.
- Rebuild {branch} {clean}.
- CI for {branch}, go
- I pushed to {branch}, start the build {clean}.
revert_commit, undo_commit, roll_back_change | Reverts a commit. | Undoes a change in the repository.
commit hash: commit, sha, revision | the commit to undo
- Undo {commit}.
- Commit {commit} broke everything, revert it.
- Roll back {commit}, please.
- Take {commit} out again.
- {commit} was a mistake.
- We have to get rid of commit {commit}.
- Revert {commit}
- Please reverse what {commit} did.
tag_release, create_tag, mark_version | Tags a version of the code. | Marks a commit as a release.
version version: version, tag, name | number of the version
commit? hash: commit, sha, at_commit | what is tagged
- Tag version {version}.
- Make {version} out of {commit}.
- We release {version} today, set the tag.
- Mark {commit} as {version}.
- Put the tag {version} on the code.
- Cut {version}.
- Label {commit} with version {version}.
- The code is ready: tag it {version}.
@ hospital
book_visit, make_doctor_appointment, reserve_consultation | Books a visit at a doctor. | Makes an appointment for a patient.
patient person: patient, for_patient, name | who is ill
doctor person: doctor, physician, with_doctor | which doctor
day date: day, date, on | day of the visit
- {patient} wants to see doctor {doctor} on {day}.
- Book {patient} in with doctor {doctor} for {day}.
- Make an appointment: patient {patient}, doctor {doctor}, {day}
- On {day}, doctor {doctor} should see {patient}.
- {patient} has a sore throat and would come to doctor {doctor} on {day}.
- Could doctor {doctor} see {patient} on {day}?
- Visit of {patient} to doctor {doctor}, {day} please
- Please give {patient} a place with doctor {doctor} on {day}.
lab_results, read_test_result, show_blood_values | Shows the laboratory results of a patient. | Reads blood values and tests.
patient person: patient, name, of_patient | whose results
test? enum(blood/urine/allergy/iron): test, kind, panel | which test
- Are the lab results of {patient} there?
- What did the {test} test of {patient} show?
- Show me the values of {patient} from the laboratory.
- {patient} asks how the {test} test came out.
- Lab: {patient}
- Has the laboratory finished with {patient}?
- I need the test results of {patient}.
- Read out the {test} findings of {patient}.
order_medicine, prescribe, write_prescription | Prescribes a medicine. | Writes a prescription for a patient.
patient person: patient, name, to_patient | who gets it
drug drug: drug, medicine, substance | name of the medicine
dose int(5-500): dose, milligrams, strength | dose in milligrams
- Prescribe {dose} milligrams of {drug} for {patient}.
- {patient} needs {drug}, {dose} milligrams.
- Write a prescription for {patient}: {drug}, {dose} mg
- {drug} {dose} mg for {patient} please
- Put {patient} on {dose} mg of {drug}.
- Give {patient} a prescription of {drug} at {dose} milligrams.
- For {patient}: {dose} milligrams {drug}
- Please make out {drug} with {dose} mg to {patient}.
find_free_bed, bed_search, available_beds | Finds a free bed on a ward. | Tells which beds of a ward are empty.
ward enum(surgery/children/heart/eye/recovery): ward, unit, department | which ward
- Is there a bed free in {ward}?
- We need a bed on the {ward} ward.
- How many empty beds does {ward} have?
- Look for a bed in the {ward} unit.
- A patient is coming to {ward}, where can we put him?
- Beds, {ward} ward
- Can the {ward} ward take one more?
- Where is room on {ward}?
@ shop
add_to_cart, put_in_basket, basket_add | Puts an article into the basket. | Adds goods to the shopping cart.
article id: article, item, sku | number of the article
count int(1-40): count, quantity, pieces | how many
- Put {count} of {article} into my basket.
- I take {count} pieces of {article}.
- Add {article} to the cart, {count} times.
- {count} x {article} please
- My basket needs {count} {article}.
- Also {count} of article {article}.
- Throw {article} into the cart, quantity {count}.
- {article}, {count} pieces, into the cart
apply_voucher, redeem_code, use_coupon | Redeems a voucher. | Applies a discount code to the basket.
code id: code, voucher, coupon | the code
- I have a voucher: {code}
- Use the discount code {code}.
- Redeem {code}.
- Does {code} give me a discount? Apply it.
- My coupon says {code}.
- Take something off with code {code}.
- Here is my gift code {code}.
- Enter {code} as voucher please.
check_stock, stock_of, in_store, count_on_shelf | Tells how many pieces of an article are in stock. | Looks whether an article is available in a shop.
article id: article, sku, item | number of the article
shop? place: shop, store, branch | which shop
- Is {article} in stock?
- How many {article} do you have in {shop}?
- Can I get {article} at the {shop} shop?
- Stock of {article}
- Are there any {article} left?
- Look whether article {article} is available.
- Do we still have {article} on the shelf?
- Tell me if {shop} has {article}.
start_return, send_back_goods, return_article | Starts the return of goods. | Registers that a buyer sends an article back.
article id: article, item, what | number of the article
reason enum(broken/unwanted/late/wrong): reason, why, cause | reason of the return
- I want to send {article} back, it is {reason}.
- Return {article}: {reason}
- {article} came {reason}, I return it.
- {article} is {reason}. How do I send it back?
- Start a return for {article}, reason {reason}.
- The buyer sends back {article} because it is {reason}.
- Please take {article} back, it was {reason}.
- Goods going back: {article}, {reason}
@ files
move_file, relocate_file, put_file_in | Moves a file to another folder. | Puts a file somewhere else.
file path: file, path, source | the file
folder folder: folder, target, to_folder | where it goes
- Move {file} to {folder}.
- {file} belongs in {folder}.
- Put {file} into {folder}.
- Please take {file} over to {folder}.
- Transfer the file {file} into folder {folder}.
- I would rather have {file} in {folder}.
- {folder} is the right place for {file}.
- mv {file} {folder}
delete_file, erase_file, remove_document_file | Deletes a file. | Removes a file for good.
file path: file, path, name | the file
- Delete {file}.
- Get rid of {file}.
- {file} can go.
- Please erase {file} for good.
- I do not need {file} any longer, remove it.
- rm {file}
- Throw away the file {file}.
- Wipe {file} from the disk.
share_file, give_access_to_file, send_link | Shares a file with somebody. | Gives a person access to a file.
file path: file, path, document | the file
email email: email, with_whom, person | who may see it
edit? bool(to edit/only to read): edit, may_edit, write_access | true if changes are allowed
- Share {file} with {email}.
- {email} should be able to open {file}, {edit}.
- Give {email} access to {file}.
- Let {email} have {file} {edit}.
- Send {email} a link to {file}.
- Please make {file} visible for {email}.
- {file} for {email}, {edit}
- Can {email} see {file}? If not, share it.
folder_size, disk_usage, measure_folder | Tells how large a folder is. | Measures the space that a folder takes.
folder folder: folder, path, directory | the folder
- How big is {folder}?
- How much space does {folder} take?
- Size of {folder}
- Measure {folder}.
- Is {folder} filling up the disk?
- Tell me how many megabytes are in {folder}.
- du {folder}
- I wonder how large {folder} has become.
zip_folder, pack_folder, make_archive | Packs a folder into an archive. | Makes one compressed file of a folder.
folder folder: folder, path, directory | what is packed
level? int(1-9): level, compression, strength | how strongly it is compressed
- Zip {folder}.
- Make an archive of {folder}.
- Pack {folder} with level {level}.
- Compress the folder {folder}.
- I need {folder} as one file.
- Squeeze {folder} at level {level}.
- Turn {folder} into a zip.
- Bundle up {folder} for me.
@ language
translate_text, put_into_language, to_language | Translates a text. | Puts words into another language.
text words: text, words, phrase | what to translate
language language: language, target, into | the wanted language
- Translate "{text}" into {language}.
- How do you say {text} in {language}?
- {text} in {language}, please
- What is "{text}" in {language}?
- I need {text} in {language}.
- Put the following into {language}: {text}
- Give me the {language} for {text}.
- Say {text} in {language}.
check_spelling, proofread, spell_check | Checks the spelling of a text. | Finds mistakes in writing.
text words: text, sentence, draft | text to check
language? language: language, lang, written_in | language of the text
- Is "{text}" spelled right?
- Check the spelling: {text}
- Any mistakes in "{text}"?
- Proofread this {language} text: {text}
- Please correct {text}.
- Look for typos in: {text}
- Did I write "{text}" correctly in {language}?
- Spelling of {text}?
define_word, dictionary_entry, explain_word | Explains a word. | Looks a word up in the dictionary.
word word: word, term, entry | the word
- What does "{word}" mean?
- Define {word}.
- Look up the word {word} in the dictionary.
- I do not know the word {word}.
- Explain "{word}" to me.
- Meaning of {word}
- What do people mean by {word}?
- Dictionary: {word}
@ maps
plan_route, find_way, directions | Plans a route between two places. | Finds the way by car, foot or bicycle.
start place: start, origin, from_place | where it begins
end place: end, goal, to_place | where it ends
mode? enum(car/bicycle/foot/bus): mode, by, means | how one travels
- How do I get from {start} to {end}?
- Route from {start} to {end} by {mode}
- Show me the way to {end}, I am in {start}.
- Which road leads from {start} to {end}?
- From {start} to {end} on the map
- I go by {mode} from {start} to {end}, which way?
- Directions to {end} starting at {start}
- Plan a trip by {mode}: {start} to {end}
distance_between, how_far, measure_distance | Distance between two places. | Tells how far apart two places are.
start place: a, first_place, start | one place
end place: b, second_place, end | the other place
- How far is it from {start} to {end}?
- How many kilometres lie between {start} and {end}?
- Distance {start} {end}
- Is {start} far from {end}?
- Measure the distance of {start} and {end}.
- Kilometres from {start} to {end}, please
- Tell me how far apart {start} and {end} are.
- What is the distance in kilometres, {start} to {end}?
nearby_places, search_around, places_near | Finds shops and services near a place. | Looks around a place for something.
place place: place, around, near | where to look
kind enum(pharmacy/bakery/garage/museum/cafe/playground): kind, category, what | what is wanted
radius? int(1-50): radius, kilometres, within | how far to look
- Is there a {kind} near {place}?
- Find a {kind} around {place}.
- {kind} within {radius} kilometres of {place}
- I am in {place} and need a {kind}.
- Show every {kind} close to {place}.
- Where is the next {kind} in {place}?
- Look {radius} kilometres around {place} for a {kind}.
- Any {kind} in the area of {place}?
@ music
play_song, start_track, listen_to | Plays a song. | Starts a piece of music.
title title: title, song, track | name of the song
artist? person: artist, singer, band | who performs it
- Play {title}.
- I want to hear {title} by {artist}.
- Put on {title}.
- Start the song {title}.
- {title} please, loud
- Can we listen to {title} of {artist}?
- Let me hear {title}.
- Music! {title} by {artist}
set_volume, change_loudness, volume_to | Sets the volume. | Makes the music louder or quieter.
level int(0-100): level, volume, percent | loudness from 0 to 100
- Volume to {level}.
- Make it {level} loud.
- Set the loudness to {level} percent.
- The neighbours complain, go to {level}.
- Turn the sound to {level}.
- Loudness {level} please
- Turn it down or up to {level}, whichever it takes.
- I can hardly hear it, volume {level}.
make_playlist, new_playlist, start_song_list | Makes a new list of songs. | Creates a playlist.
name words: name, title, list_name | name of the list
public? bool(for everyone/just for me): public, shared, visible | true if others may see it
- Make a playlist called {name}.
- New song list: {name}
- I want a playlist {name}, {public}.
- Start a list of songs named {name}.
- Create the playlist "{name}" {public}.
- Please set up {name} as a list of songs.
- Collect songs under the name {name}.
- A playlist, {public}: {name}
concerts_near, find_concerts, gigs_in | Finds concerts in a town. | Lists live music.
place place: place, town, city | where
month? enum(March/April/May/June/July/October): month, in_month, when | in which month
- Which concerts are there in {place}?
- Live music in {place}?
- What is on stage in {place} in {month}?
- Find concerts in {place}.
- Is anyone playing in {place} in {month}?
- I would like to hear a band in {place}.
- Gigs, {place}, {month}
- Who performs in {place}?
@ school
enrol_pupil, sign_up_for_course, register_student | Enrols somebody in a course. | Registers a pupil for a class.
pupil person: pupil, student, name | who takes part
course enum(algebra/drawing/chemistry/history/choir): course, subject, class_name | which course
- Enrol {pupil} in {course}.
- {pupil} wants to take {course}.
- Sign {pupil} up for {course}.
- Put {pupil} on the {course} list.
- {course} has a new pupil: {pupil}
- Please register {pupil} for {course}.
- {pupil} joins the {course} course.
- Add {pupil} to {course}.
enter_grade, record_mark, note_grade | Records the mark of a pupil. | Enters a grade.
pupil person: pupil, student, of | whose mark
grade int(1-15): grade, mark, points | the mark
subject? enum(algebra/drawing/chemistry/history/poetry): subject, course, in_subject | in which subject
- {pupil} gets a {grade}.
- Enter mark {grade} for {pupil} in {subject}.
- Grade of {pupil}: {grade}
- Note {grade} points for {pupil}.
- In {subject}, {pupil} has {grade}.
- Give {pupil} the grade {grade}.
- Write down {grade} for {pupil}.
- {pupil} earned {grade} points in {subject}.
timetable_of, show_lessons, class_schedule | Shows the timetable of a class. | Lists the lessons of a class on a weekday.
class classname: class_name, group, form | which class
weekday? enum(Monday/Tuesday/Wednesday/Thursday/Friday): weekday, day, on | which weekday
- What lessons does {class} have?
- Timetable of {class}
- When does {class} finish on {weekday}?
- What is taught in {class} on {weekday}?
- Show the lessons of class {class}.
- Which subjects does {class} have on {weekday}?
- Class {class}: timetable please
- Tell me the schedule of {class}.
report_absence, note_absent, call_in_sick_pupil | Notes that a pupil is absent. | Reports a missing pupil.
pupil person: pupil, student, who | who is absent
day date: day, date, on_day | day of absence
excused? bool(excused/not excused): excused, with_note, valid_reason | whether there is a good reason
- {pupil} is absent on {day}.
- {pupil} will not come to school on {day}, {excused}.
- Note {pupil} as missing on {day}.
- My child {pupil} stays at home on {day}.
- Absent: {pupil}, {day}, {excused}
- On {day} {pupil} cannot be in class.
- Mark {pupil} absent for {day}.
- {pupil} has a fever and misses {day}.
@ sports
match_result, final_score, read_score | Result of a match. | Tells the score of two clubs.
home clubname: home, first_team, host | club that plays at home
guest clubname: guest, second_team, visitor | the visiting club
- How did {home} play against {guest}?
- Result of {home} versus {guest}
- Who won, {home} or visiting {guest}?
- What was the score when {home} met {guest}?
- {home} - {guest}?
- Did {home} beat {guest} at home?
- Tell me the score of {home} and {guest}.
- How many goals fell between {home} and {guest}?
rent_court, reserve_pitch, hire_court | Books a court or pitch. | Reserves a place for sport.
sport enum(tennis/hockey/badminton/squash/football): sport, game, kind | which sport
day date: day, date, on_day | when
hours? int(1-4): hours, duration, length | how long
- Book a {sport} court on {day}.
- We want to play {sport} on {day}.
- Reserve a place for {sport}, {day}, {hours} hours.
- {sport} on {day}, is a court free? Take it.
- Get us {hours} hours of {sport} on {day}.
- Court for {sport}: {day}
- I need somewhere to play {sport} on {day}.
- On {day} a {sport} pitch please
log_run, record_training, note_workout | Records a training run. | Notes how far somebody ran.
distance amount: distance, kilometres, length | kilometres
minutes int(10-300): minutes, duration, time_taken | minutes it took
- I ran {distance} kilometres in {minutes} minutes.
- Log a run: {distance} km, {minutes} minutes
- Note that I did {distance} kilometres, it took {minutes} minutes.
- Today {distance} km and {minutes} minutes
- Finished {distance} kilometres after {minutes} minutes, write it down.
- My training: {minutes} minutes, {distance} kilometres
- Record {distance} km in {minutes} minutes.
- It took me {minutes} minutes for {distance} kilometres.
@ kitchen
find_recipe, search_dish, recipe_with | Finds a recipe with an ingredient. | Suggests a dish.
food food: food, ingredient, with_what | what it is made of
minutes? int(10-120): minutes, max_minutes, time_limit | longest time to cook
- What can I cook with {food}?
- Find a recipe with {food}.
- I have {food} left, any idea for dinner?
- A dish with {food} that takes at most {minutes} minutes
- Recipe: {food}
- Something with {food}, I only have {minutes} minutes.
- Suggest a meal of {food}.
- How could I use up {food}?
start_timer, kitchen_timer, count_down | Starts a timer. | Counts down some minutes.
minutes int(1-90): minutes, length, duration | how many minutes
label? food: label, name, what_for | what the timer is for
- Timer for {minutes} minutes.
- Set a timer: {minutes} minutes for the {label}
- Count down {minutes} minutes.
- Call me in {minutes} minutes.
- The {label} needs {minutes} minutes, start the clock.
- {minutes} minutes, go
- Start {minutes} minutes on the timer.
- Tell me when {minutes} minutes are over.
add_to_shopping_list, note_groceries, buy_list_add | Puts groceries on the shopping list. | Notes what to buy.
food food: food, item, what | what to buy
count? int(2-30): count, quantity, how_many | how many
- We need {food}.
- Put {food} on the shopping list.
- Buy {count} {food}.
- The {food} is finished, note it for shopping.
- {food}, {count}, for the list
- Do not forget {food} at the grocer's, write it on the list.
- Shopping: {food}
- Add {count} {food} to what we must buy.
oven_on, preheat_oven, start_oven | Heats the oven. | Turns the oven on at a temperature.
degrees int(80-260): degrees, temperature, heat | degrees
fan? bool(with the fan/without the fan): fan, hot_air, use_fan | whether the fan runs
- Oven to {degrees} degrees.
- Preheat the oven at {degrees}.
- Turn the oven on {fan}, {degrees} degrees.
- I will bake, heat it to {degrees}.
- {degrees} degrees in the oven, {fan}
- Please get the oven to {degrees} degrees.
- Make the oven {degrees} hot {fan}.
- Oven, {degrees}
@ staff
request_leave, ask_holiday, enter_vacation | Enters the holiday of an employee. | Requests days off.
person person: employee, person, who | who is away
start date: start, first_day, from_day | first day off
end date: end, last_day, to_day | last day off
- {person} is on holiday from {start} to {end}.
- Enter leave for {person}: {start} to {end}
- {person} wants days off from {start} until {end}.
- Holiday {person}, {start} - {end}
- From {start} to {end} {person} will be away.
- Please note the vacation of {person}, first day {start}, last day {end}.
- {person} asks to be off between {start} and {end}.
- Time off for {person} from {start} through {end}
pay_slip, show_salary, wage_statement | Shows the pay slip of an employee. | Reads what somebody earned in a month.
person person: employee, person, name | whose pay
month enum(January/February/March/April/May/June/July): month, for_month, period | which month
- Pay slip of {person} for {month}
- What did {person} earn in {month}?
- Show the {month} wages of {person}.
- {person} lost the salary statement of {month}.
- How much was paid to {person} in {month}?
- I need what {person} was paid in {month}.
- {month}, {person}: salary
- Get me the {month} pay slip of {person}.
invite_candidate, set_interview, plan_interview | Invites an applicant to an interview. | Arranges a talk with a candidate.
person person: candidate, applicant, who | who applies
day date: day, date, on | day of the talk
online? bool(by video/on site): online, remote, by_video | whether it is by video
- Invite {person} to an interview on {day}.
- {person} applied, we talk on {day} {online}.
- Interview with {person}, {day}
- Ask {person} to come for a job talk on {day}.
- The candidate {person} should be seen on {day}, {online}.
- Arrange a conversation with applicant {person} {online} for {day}.
- On {day} we meet {person} about the job.
- Plan the interview of {person} for {day}.
log_hours, book_working_time, note_time_sheet | Books working hours on a project. | Writes down how long somebody worked.
person person: employee, person, worker | who worked
hours int(1-12): hours, duration, worked | how many hours
project id: project, project_id, cost_unit | project that pays
- {person} worked {hours} hours on {project}.
- Book {hours} hours for {person} on {project}.
- {hours} hours, {project}, {person}
- Put {hours} hours of {person} on project {project}.
- Time sheet: {person} spent {hours} hours with {project}.
- Note {hours} working hours on {project} for {person}.
- {project} took {person} {hours} hours.
- Charge {project} with {hours} hours of {person}.
@ logistics
track_parcel, where_is_parcel, parcel_trace | Tells where a parcel is. | Tracks a shipment by its number.
parcel id: parcel, tracking_number, shipment | number of the parcel
- Where is my parcel {parcel}?
- Track {parcel}.
- Has parcel {parcel} reached the depot?
- I am waiting for a parcel, number {parcel}.
- Parcel {parcel}: how far has it come?
- Trace the shipment {parcel}.
- When will the postman bring {parcel}?
- Follow {parcel} for me.
plan_pickup, call_courier, order_pickup | Orders a courier to pick goods up. | Plans a pick-up at a place.
place place: place, address, from_place | where the goods are
day date: day, date, pickup_day | when
pallets? int(1-33): pallets, units, number_of_pallets | how many pallets
- Send a courier to {place} on {day}.
- Pick up goods in {place} on {day}.
- {pallets} pallets wait in {place}, fetch them on {day}.
- We need a pick-up at {place}, {day}.
- Courier: {place}, {day}, {pallets} pallets
- Have someone collect {pallets} pallets from {place} on {day}.
- On {day} a driver should come to {place}.
- Order a pick-up for {day} in {place}.
weigh_truck, truck_load, vehicle_weight | Tells what a truck weighs. | Reads the load of a vehicle.
truck id: truck, vehicle, plate | number of the truck
- How heavy is truck {truck}?
- What does {truck} carry?
- Weight of {truck}
- Is truck {truck} overloaded?
- Read the scales for {truck}.
- How many tonnes are on {truck}?
- Tell me the load of vehicle {truck}.
- {truck} on the scales please
assign_driver, set_driver, put_driver_on | Gives a truck a driver. | Assigns a person to a vehicle.
truck id: truck, vehicle, which | number of the truck
driver person: driver, person, who | who drives
- {driver} drives {truck}.
- Put {driver} on truck {truck}.
- Give {truck} to {driver}.
- Today {driver} takes {truck}.
- Truck {truck} needs a driver: {driver}
- Assign {driver} to vehicle {truck}.
- Let {driver} sit behind the wheel of {truck}.
- {truck}, driver {driver}
@ monitoring
read_metric, show_metric, metric_value | Reads a metric of a host. | Tells how busy a server is.
host host: host, server, machine | which server
metric enum(cpu/memory/disk/network/load): metric, measure, what | what is measured
minutes? int(5-240): minutes, window, last_minutes | how far back
- What is the {metric} of {host}?
- Show {metric} on {host} for the last {minutes} minutes.
- How is {host} doing on {metric}?
- {host} {metric}
- Check the {metric} usage at {host}.
- {metric} on server {host}, {minutes} minutes back
- Is {host} out of {metric}?
- Plot {metric} of {host} please.
restart_service, bounce_service, reboot_process | Restarts a service on a host. | Stops and starts a program.
service enum(nginx-lab/mailer/indexer/scheduler/gateway): service, process, program | what is restarted
host host: host, server, on | where it runs
- Restart {service} on {host}.
- {service} hangs on {host}, bounce it.
- Stop and start {service} at {host}.
- {host}: restart {service}
- Please give {service} on {host} a fresh start.
- The {service} of {host} does not answer, restart it.
- Reboot the {service} process on {host}.
- I changed the settings of {service}, start it anew on {host}.
silence_alert, mute_alarm, quiet_alert | Mutes an alarm for some minutes. | Silences an alert.
alert id: alert, alarm, alert_id | number of the alarm
minutes int(5-600): minutes, duration, for_minutes | how long
- Mute {alert} for {minutes} minutes.
- Silence {alert}, {minutes} minutes should do.
- {alert} drives me mad, quiet for {minutes} minutes please.
- No sound from {alert} for {minutes} minutes.
- Alarm {alert}: {minutes} minutes of silence
- Keep {alert} quiet, {minutes} minutes.
- For {minutes} minutes I do not want to hear {alert}.
- Snooze {alert} by {minutes} minutes.
search_logs, grep_logs, look_in_logs | Searches the logs of a host. | Finds lines in log files.
words words: words, pattern, text | what to look for
host? host: host, server, on_host | which server
- Search the logs for {words}.
- Is there "{words}" in the logs of {host}?
- Find {words} in the log files.
- grep {words}
- Which log lines mention {words}?
- Look into the log of {host} for {words}.
- Logs, {host}: {words}
- Did any log say {words}?
ping_host, check_reachable, test_connection | Checks whether an address answers. | Pings an address.
ip ip: ip, address, target | address
count? int(1-20): count, times, packets | how often
- Ping {ip}.
- Does {ip} answer?
- Is {ip} reachable?
- Try {ip}, {count} times.
- Test the connection to {ip}.
- Send {count} packets to {ip}.
- Can we reach {ip} at all?
- Is anybody home at {ip}?
@ database
run_query, execute_sql, ask_database | Runs a query on the database. | Executes a statement and returns the rows.
sql sql: sql, query, statement | the statement
limit? int(5-500): limit, max_rows, at_most | most rows
- Run {sql}
- Execute this: {sql}
- What does {sql} return?
- Ask the database: {sql}
- At most {limit} rows of {sql}
- Query: {sql}
- Please send {sql} to the database.
- {sql} (stop after {limit} rows)
describe_table, show_columns, table_schema | Shows the columns of a table. | Describes a table of the database.
table snake: table, table_name, of_table | the table
- Which columns does {table} have?
- Describe the table {table}.
- Schema of {table}
- What is in table {table}?
- Show me how {table} is built.
- I need the column types of {table}.
- desc {table}
- Tell me the fields of the table {table}.
back_up_table, dump_table, save_table_copy | Saves a copy of a table. | Makes a backup.
table snake: table, table_name, what | the table
compress? bool(compressed/uncompressed): compress, packed, zipped | whether it is packed
- Back up {table}.
- Dump the table {table}.
- Make a {compress} copy of table {table}.
- Save {table} before I change it.
- A backup of {table}, {compress}
- Please keep a copy of {table}.
- Write {table} to a dump file, {compress}.
- I am about to change {table}, back it up.
@ messages
send_mail, write_email, mail_to | Sends an e-mail. | Writes a letter to an address.
to email: to, recipient, address | who gets it
text words: text, body, content | what it says
subject? words: subject, headline, title | subject line
- Mail {to}: {text}
- Send an e-mail to {to} saying {text}.
- Write to {to} with the subject "{subject}": {text}
- {to} should get a mail: {text}
- E-mail for {to}, text: {text}
- Let {to} know by mail: {text}
- Please write {text} to {to}.
- Subject {subject}, to {to}: {text}
text_phone, send_sms, short_message | Sends a short message to a phone. | Texts a phone number.
phone phone: phone, number, to | number of the phone
text words: text, message, words | the message
- Text {phone}: {text}
- Send an SMS to {phone}: {text}
- {phone} should read on the phone: {text}
- Short message to {phone}: {text}
- Please text "{text}" to {phone}.
- SMS {phone} {text}
- Message the mobile {phone} with {text}.
- Tell {phone} by SMS: {text}
post_in_channel, announce_in, channel_message | Posts in a channel. | Writes a message to a chat channel.
channel channel: channel, room, where | the channel
text words: text, message, post | the message
- Post in {channel}: {text}
- Announce {text} in {channel}.
- Write into the channel {channel}: {text}
- {channel} should read: {text}
- Tell everyone in {channel}: {text}
- Put "{text}" into {channel}.
- Channel {channel}: {text}
- Let the people in {channel} know: {text}
@ numbers
convert_units, change_unit, unit_to_unit | Converts between units. | Turns kilometres into miles and the like.
value amount: value, number, amount | the number
source enum(miles/pounds/feet/pints/inches): from_unit, unit, given | the given unit
target enum(kilometres/kilograms/metres/litres/centimetres): to_unit, wanted, into | the wanted unit
- How much are {value} {source} in {target}?
- Convert {value} {source} to {target}.
- {value} {source} in {target}
- Turn {value} {source} into {target}.
- What is {value} {source}, given in {target}?
- I have {value} {source} and need {target}.
- Express {value} {source} as {target}.
- {value} {source}, how many {target}?
exchange_money, convert_currency, currency_to | Converts an amount into another currency. | Tells what money is worth abroad.
amount amount: amount, sum, value | the sum
source currency: from_currency, source, have | currency of the sum
target currency: to_currency, target, want | wanted currency
- How much is {amount} {source} in {target}?
- Change {amount} {source} into {target}.
- {amount} {source} to {target}
- What do I get in {target} for {amount} {source}?
- I have {amount} {source}, what is that in {target}?
- Exchange {amount} {source} for {target}.
- Worth of {amount} {source} in {target}?
- Convert {amount} from {source} to {target}.
calculate, work_out, evaluate_formula | Computes an expression. | A calculator.
expression expr: expression, formula, input | what to compute
- What is {expression}?
- Compute {expression}.
- {expression} = ?
- How much is {expression}?
- Work out {expression} for me.
- Calculate {expression}, please.
- I can't do {expression} in my head.
- The result of {expression}?
share_price, stock_quote, price_of_share | Price of a share at the exchange. | Tells what a stock costs.
symbol symbol: symbol, share, ticker | short name of the share
- What does the share {symbol} cost?
- How is {symbol} trading?
- Price of {symbol} at the exchange
- Did {symbol} go up today?
- Quote for {symbol}
- I hold shares of {symbol}, what are they worth?
- {symbol} now?
- Check the stock {symbol}.
@ papers
contract_of_customer, customer_contract, terms_of_customer | Reads the contract of a customer. | Shows the terms that were signed with a customer. | Finds the contract or agreement by the name of the customer.
customer firm: customer, client, customer_name | name of the customer
- Which terms did we sign with {customer}?
- May {customer} quit before summer? Check what they signed.
- How much does {customer} have to pay by contract?
- Who signed for us when {customer} became a client?
- I have to know how fast we must react when {customer} calls, by contract.
- Show the paper that {customer} signed.
- {customer} wants to leave us. How long before must they tell us?
- Open the signed terms of {customer}.
- On which day does the deal with {customer} run out?
- Contract with {customer}, please
customer_file, file_of_customer, account_card | Reads the file of a customer. | Shows who a customer is, its plan and its contacts. | Card of a client.
customer firm: customer, client, account | name of the customer
- {customer} rings, whom do they usually talk to?
- Which package has {customer} booked?
- Who in our house takes care of {customer}?
- Tell me about the client {customer}.
- Open the card of {customer}.
- I meet {customer} today, what should I know about them?
- What kind of customer is {customer}?
- Name of the person we call at {customer}?
- Is {customer} one of our clients?
- Customer card {customer}
rule_on_topic, house_rule, rules_about | Reads the house rule on a topic. | Shows what the policy says about something. | Policy by its topic.
topic topic: topic, subject, about | what the rule is about
- How much may I spend on {topic}?
- What does the company say about {topic}?
- Are there rules for {topic}?
- I am new here, how is {topic} handled?
- Which policy covers {topic}?
- Is {topic} allowed, and up to what amount?
- Somebody asks what is permitted in matters of {topic}.
- House rule: {topic}
- The new colleague wants to know how we deal with {topic}.
- From what date does the rule about {topic} apply?
meaning_of_code, explain_code, code_help | Explains a code that a device shows. | Tells what a fault code stands for and what helps.
code error: code, fault_code, shown | the code on the display
- My device shows {code}.
- {code} is blinking, what can I do?
- What stands behind {code}?
- The screen is red and says {code}.
- We rebooted and still see {code}.
- A customer reads {code} to me from the display.
- How is {code} repaired?
- {code} again, help
- Tell me the cure for {code}.
- Which part raises {code}?
outage_report, read_post_mortem, trouble_report | Reads the report on an outage. | Shows cause and length of an incident. | Post-mortem by number.
outage id: outage, incident, number | number of the outage
- Why were we down in {outage}?
- How many minutes were lost with {outage}?
- Who was called at night because of {outage}?
- Give me the story of outage {outage}.
- I need the post-mortem of {outage}.
- What did we learn from outage {outage}?
- Root of the trouble in {outage}?
- The auditor asks about outage {outage}.
@ garden
water_plants, start_sprinkler, irrigate | Waters a part of the garden. | Lets the sprinkler run.
bed enum(roses/lawn/tomatoes/hedge/herbs): bed, area, where | what is watered
minutes int(1-60): minutes, duration, how_long | how long
- Water the {bed} for {minutes} minutes.
- The {bed} look dry, {minutes} minutes of water.
- Sprinkler on the {bed}, {minutes} minutes
- Give the {bed} water for {minutes} minutes.
- {minutes} minutes for the {bed}
- Please irrigate the {bed}, {minutes} minutes.
- It has not rained, let the {bed} have {minutes} minutes.
- Run the water at the {bed} for {minutes} minutes.
identify_plant, name_plant, which_plant | Names a plant on a picture. | Recognises plants.
picture path: picture, image, photo | file with the picture
- Which plant is on {picture}?
- What grows on {picture}?
- Name the flower in {picture}.
- I took a photo of a plant: {picture}
- Identify {picture}, is it a weed?
- Look at {picture}, what plant is that?
- Plant on {picture}?
- Can you tell what flower {picture} shows?
@ cinema
film_times, showtimes, when_film_runs | Tells when a film is shown. | Lists the shows of a film.
film title: film, title, movie | the film
place? place: place, town, cinema_in | where
- When is {film} on?
- At what time does {film} run in {place}?
- Is {film} shown in {place}?
- Shows of the film {film}
- I want to watch {film}, when does it start?
- Cinema: {film}
- Which evenings can I see {film} in {place}?
- Does any cinema play {film}?
buy_tickets, order_seats, get_seats | Buys seats for a show. | Orders tickets for film or theatre.
show title: show, event, title | the show
seats int(1-12): seats, count, tickets | how many seats
row? int(1-30): row, in_row, line | wanted row
- {seats} seats for {show}.
- Buy {seats} tickets to {show}.
- We are {seats} people and want to see {show}.
- {seats} x {show}, row {row}
- Get us {seats} seats in row {row} for {show}.
- Tickets: {show}, {seats}
- I take {seats} places for {show}, row {row} if you can.
- Please order {seats} tickets for the show {show}.
@ city
pay_parking, parking_ticket, extend_parking | Pays for parking. | Buys parking time for a car.
plate id: plate, car, licence | number plate
hours int(1-12): hours, duration, how_long | hours to park
- Park {plate} for {hours} hours.
- My car {plate} stays {hours} hours.
- Buy {hours} hours of parking for {plate}.
- Parking: {plate}, {hours} hours
- {hours} more hours for the car {plate}, the meter runs out.
- I left {plate} in the street, pay {hours} hours.
- Pay the meter for {plate}, {hours} hours.
- {plate} parks here, {hours} hours please.
report_pothole, report_damage_street, street_fault | Reports damage in a street. | Tells the city about broken lamps or holes.
street title: street, road, where | the street
kind enum(hole/lamp/sign/tree/drain): kind, what, damage | what is broken
- A {kind} is broken in {street}.
- Report a damaged {kind}, {street}
- In {street} there is trouble with a {kind}.
- The city should look after the {kind} in {street}.
- {street}: {kind}
- Someone ought to fix the {kind} in {street}.
- Tell the city that a {kind} is damaged in {street}.
- I nearly fell because of the {kind} in {street}, report it.
bin_day, waste_dates, rubbish_collection | Tells when rubbish is collected. | Dates of the waste bins.
street title: street, road, address | the street
bin? enum(paper/glass/garden/grey): bin, waste, sort | kind of waste
- When are the bins emptied in {street}?
- Rubbish day for {street}?
- When do they fetch the {bin} bin in {street}?
- Which day is {bin} waste collected at {street}?
- Bins, {street}
- Do I put the {bin} bin out today in {street}?
- Waste dates for {street} please
- Our rubbish in {street} is full, when is it taken?
"""

# noun | plural | kind of its key | questions that reading the record answers; `{x}` is the key, some name the noun
NOUNS = """
order | orders | id | What is the state of {x}? ; Has {x} been shipped? ; Where are the goods of {x}? ; By which day do we have to deliver {x}? ; Who placed {x}? ; Is {x} late? ; What was bought with {x}? ; A buyer asks about {x}.
colleague | colleagues | person | Who is {x}? ; How can I call {x}? ; Which group does {x} belong to? ; Where does {x} sit? ; What is the job of {x}? ; Whom does {x} report to? ; I want to write to {x}. ; Phone of {x}?
employee | employees | person | Where does {x} work? ; Since when is {x} with us? ; What is {x} responsible for? ; Which number do I dial for {x}? ; Who is the boss of {x}? ; Tell me about {x} from accounting.
product | products | product | What does {x} do? ; Which release of {x} is newest? ; How much is {x}? ; Who makes the parts of {x}? ; What is {x} good for? ; I want the data sheet of {x}. ; Is {x} still sold?
article | articles | id | What does {x} weigh? ; How much do we charge for {x}? ; What is {x} made of? ; Which colour has {x}? ; Do we still sell {x}? ; What kind of thing is {x}?
team | teams | team | Who leads {x}? ; Who are the members of {x}? ; How do I reach {x}? ; What is {x} in charge of? ; In which building does {x} sit? ; Where do I post a question for {x}?
site | sites | place | Where do I find {x}? ; Which address does {x} have? ; Is {x} an office or a store? ; Who works in {x}? ; When does {x} open? ; How large is {x}?
customer | customers | firm | What does {x} buy from us? ; Which plan is {x} on? ; Who looks after {x}? ; How long has {x} been with us? ; {x} is calling, what should I know?
supplier | suppliers | firm | What do we buy from {x}? ; Who delivers for {x}? ; Which parts come from {x}? ; How reliable is {x}? ; Where is {x} based? ; Who is our buyer for {x}?
contract | contracts | id | Until when does {x} run? ; What is the notice period in {x}? ; Who signed {x}? ; What does {x} cost a year? ; Can we get out of {x}? ; What was agreed in {x}?
agreement | agreements | firm | What did we promise {x} in writing? ; How soon may {x} quit? ; Which sum did we fix with {x} per year? ; How fast do we have to answer {x} by the paper they signed? ; When does the term of {x} run out? ; Who put their name under the deal with {x}?
incident | incidents | id | What went wrong in {x}? ; How long did {x} last? ; Which service was hit in {x}? ; Why did {x} happen? ; When did {x} start? ; Was anybody hurt by the outage {x}? ; Who was on call during {x}?
error code | error codes | error | What does {x} mean? ; The display shows {x}. ; How do I get rid of {x}? ; Why does the device say {x}? ; A unit stopped with {x}. ; {x} came up again, what is the cure?
policy | policies | topic | What are we allowed to spend on {x}? ; How do we handle {x}? ; Is there a rule about {x}? ; What does the handbook say on {x}? ; Which limit applies to {x}? ; Are we free to decide on {x}?
vulnerability | vulnerabilities | id | How bad is {x}? ; Which component does {x} hit? ; Is there a fix for {x}? ; Who found {x}? ; Are we affected by {x}? ; Does the patch against {x} exist?
ticket | tickets | id | Who works on {x}? ; Is {x} solved? ; What did the user write in {x}? ; How urgent is {x}? ; Has anyone answered {x}? ; When did {x} come in?
invoice | invoices | id | Has {x} been paid? ; When is {x} payable? ; How high is {x}? ; Who has to pay {x}? ; What was billed with {x}? ; Is the tax right on {x}?
booking | bookings | id | For how many guests is {x}? ; Which room did {x} get? ; When do the guests of {x} arrive? ; Is breakfast part of {x}? ; Who stays under {x}? ; How many nights is {x}?
member | members | person | When did {x} join the club? ; Has {x} paid the yearly fee? ; Which courses does {x} take? ; Is {x} still in our club? ; When does the membership of {x} end?
patient | patients | person | What is {x} allergic to? ; In which ward does {x} lie? ; When was {x} admitted? ; Who treats {x}? ; Which insurance does {x} have?
pupil | pupils | person | Which class is {x} in? ; Who teaches {x}? ; Who are the parents of {x}? ; How does {x} get to school? ; When was {x} born?
vehicle | vehicles | id | When was {x} last inspected? ; How many kilometres has {x} run? ; Which fuel does {x} need? ; Who drives {x}? ; Is {x} in the garage?
machine | machines | id | Is {x} running? ; When was {x} serviced? ; How hot is {x}? ; Who operates {x}? ; How many pieces does {x} make an hour?
sensor | sensors | id | What does {x} measure right now? ; Is the battery of {x} low? ; Where is {x} mounted? ; When did {x} send its last value? ; Was {x} calibrated?
server | servers | host | Which system runs on {x}? ; How much memory has {x}? ; Is {x} up? ; In which rack is {x}? ; Who looks after {x}?
project | projects | id | How far is {x}? ; What is the budget of {x}? ; Who runs {x}? ; When must {x} be ready? ; What is {x} about?
task | tasks | id | Is {x} done? ; Who does {x}? ; Until when must {x} be finished? ; What has to be done in {x}? ; How long will {x} take?
meeting | meetings | id | Who takes part in {x}? ; In which room is {x}? ; What will be talked about in {x}? ; At what time is {x}? ; How long will {x} go on?
course | courses | title | Who gives {x}? ; How many places are left in {x}? ; When does {x} begin? ; What does one learn in {x}? ; What does it cost to attend {x}?
book | books | title | Who wrote {x}? ; How many pages has {x}? ; In which year was {x} printed? ; What is {x} about? ; Who published {x}?
recipe | recipes | title | What goes into {x}? ; How long must {x} bake? ; For how many people is {x}? ; Is {x} vegetarian? ; How do I make {x}?
parcel | parcels | id | Who sent {x}? ; How heavy is {x}? ; Where is {x} now? ; Who signed for {x}? ; Is {x} at the depot?
pallet | pallets | id | What lies on {x}? ; In which aisle is {x}? ; How high is {x} stacked? ; When was {x} wrapped? ; Where did {x} come from?
lease | leases | id | How much rent is due under {x}? ; Which flat belongs to {x}? ; When does {x} end? ; Who is the tenant of {x}? ; Is the deposit of {x} paid?
payment | payments | id | Did {x} arrive? ; From whom is {x}? ; How much was {x}? ; On which day was {x} made? ; What was {x} for?
refund | refunds | id | Has {x} gone out? ; How much do they get with {x}? ; Why was {x} granted? ; Who agreed to {x}? ; To which account went {x}?
warehouse | warehouses | place | How full is {x}? ; How many gates has {x}? ; Who manages the stock at {x}? ; Is {x} cooled? ; What is stored in {x}?
ship | ships | name | Where is {x} now? ; Who is the captain of {x}? ; What does {x} carry? ; When does {x} reach port? ; How long is {x}?
flat | flats | id | How many rooms has {x}? ; On which floor is {x}? ; Who lives in {x}? ; Is {x} empty? ; What is the rent of {x}?
key card | key cards | id | Which doors does {x} open? ; Who carries {x}? ; When was {x} issued? ; Is {x} still valid? ; Was {x} used last night?
licence | licences | id | For how many seats is {x}? ; When does {x} expire? ; Which program does {x} cover? ; Who uses {x}? ; What do we pay for {x}?
document | documents | path | Who is the author of {x}? ; When was {x} written? ; How long is {x}? ; What is {x} about? ; Is {x} final?
report | reports | id | What are the findings of {x}? ; Who wrote {x}? ; Which quarter does {x} cover? ; How does {x} end? ; Which figures are in {x}?
complaint | complaints | id | What is {x} about? ; Who is unhappy in {x}? ; Was {x} answered? ; How serious is {x}? ; When did we get {x}?
survey | surveys | id | How many people answered {x}? ; What did {x} ask? ; When does {x} close? ; Who set up {x}? ; What came out of {x}?
workflow | workflows | snake | Which steps are in {x}? ; Did {x} fail last night? ; Who owns {x}? ; How often does {x} run? ; What starts {x}?
dashboard | dashboards | title | What is shown on {x}? ; Who built {x}? ; How often is {x} refreshed? ; Where do the numbers of {x} come from?
release | releases | version | What is new in {x}? ; When did {x} come out? ; Which bugs are fixed in {x}? ; Is {x} stable? ; What changed with {x}?
city | cities | place | How many people live in {x}? ; In which country is {x}? ; Who is the mayor of {x}? ; Does {x} have a harbour? ; How old is {x}?
"""

VERBS = """
get, read, fetch, show, lookup, view, load | Reads one {n}. | Returns the data of a {n}. | Looks up a single {n}. | Everything we know about one {n}. | Get the record of a {n}.
- Show me the {n} {x}.
- I need to see {n} {x}.
- Look up the {n} {x}.
- What do we know about the {n} {x}?
- Open {n} {x} please.
- Read me the data of {n} {x}.
- {n} {x}?
- Fetch everything on the {n} {x}.
list, find_all, search, browse, all | Lists the {p} of a month. | Finds all {p} of a given month.
month month: month, period, in_month | which month
- Which {p} do we have for {month}?
- List the {p} of {month}.
- Show all {p} from {month}.
- Give me every {n} of {month}.
- {p}, {month}
- Are there any {p} in {month}?
- I want an overview of the {p} in {month}.
- Go through the {p} of {month}.
create, add, new, register, make | Creates a {n}. | Adds a new {n}. | Registers one more {n}.
label words: title, label, name | what it is called
- Create a {n} called {label}.
- We need a new {n}: {label}
- Add a {n} with the name {label}.
- Make a {n}, title {label}.
- Register {label} as a new {n}.
- Please set up a {n} named {label}.
- new {n}: {label}
- Start a {n} under the title {label}.
cancel, call_off, withdraw | Cancels a {n}. | Calls off a {n} before it is carried out. | Withdraws a {n}.
- Cancel the {n} {x}.
- Please call off {n} {x}.
- The {n} {x} shall not go ahead.
- We do not need the {n} {x} after all.
- Withdraw {n} {x}.
- Stop {n} {x}, they changed their mind.
- {n} {x}: cancel
- Let us drop the {n} {x}.
hold, pause, suspend, freeze | Puts a {n} on hold. | Pauses a {n} until further notice. | Suspends a {n}.
until? date: until, until_day, resume_on | day on which it goes on
- Put {n} {x} on hold.
- Pause the {n} {x} until {until}.
- Nothing may happen with {n} {x} for the time being.
- Suspend {n} {x}.
- The {n} {x} has to rest until {until}.
- Freeze the {n} {x}.
- Keep {n} {x} waiting.
- {n} {x}: on hold until {until}
release, resume, unfreeze, let_go | Releases a {n} that was on hold. | Lets a paused {n} go on. | Resumes a {n}.
- Release the {n} {x}.
- {n} {x} may go on.
- Take {n} {x} off hold.
- Resume {n} {x}.
- The {n} {x} has waited long enough, let it proceed.
- Let {n} {x} continue.
- Unfreeze the {n} {x}.
- {n} {x} is cleared, carry on.
delete, remove, erase, drop | Deletes a {n} from the records. | Removes a {n} for ever.
- Delete {n} {x}.
- Remove the {n} {x} from the records.
- Erase {n} {x} for ever.
- The {n} {x} is a duplicate, delete it.
- Get {n} {x} out of the system.
- Wipe the record of {n} {x}.
- {n} {x} can be deleted.
- Please take the {n} {x} out of the list for good.
rename, relabel, retitle | Renames a {n}. | Gives a {n} another name.
label words: new_name, title, label | the new name
- Rename the {n} {x} to {label}.
- {n} {x} is now called {label}.
- Give {n} {x} the name {label}.
- The {n} {x} should be called {label}.
- Change the title of {n} {x} to {label}.
- Call the {n} {x} {label} from now on.
- New name for {n} {x}: {label}
- Relabel {n} {x}: {label}
assign, hand_over, delegate, give | Assigns a {n} to a person. | Hands a {n} over to somebody. | Makes a person responsible for a {n}.
person person: person, assignee, to | who takes care of it
- Assign {n} {x} to {person}.
- {person} takes care of {n} {x}.
- Hand the {n} {x} over to {person}.
- Give {n} {x} to {person}.
- {person} is responsible for the {n} {x} from today.
- Let {person} deal with {n} {x}.
- Put {n} {x} on the desk of {person}.
- {n} {x} goes to {person}.
move, postpone, reschedule, shift | Moves the date of a {n}. | Postpones a {n} to another day. | Changes the due date of a {n}.
day date: day, new_date, to_day | the new day
- Move {n} {x} to {day}.
- Postpone the {n} {x}, new day {day}.
- {n} {x} is now due on {day}.
- Set the date of {n} {x} to {day}.
- The {n} {x} will be on {day} instead.
- Shift {n} {x} to {day}.
- {day} is the new date of {n} {x}.
- Please change the day of the {n} {x}: {day}
comment, annotate, add_note_to, remark | Adds a note to a {n}. | Writes a comment on a {n}.
text words: text, note, comment | the note
- Note on {n} {x}: {text}
- Add the comment "{text}" to {n} {x}.
- Write "{text}" on the {n} {x}.
- Put a note on {n} {x}: {text}
- {n} {x}, remark: {text}
- Please attach the note {text} to {n} {x}.
- Comment {n} {x} with {text}.
- Under {n} {x} it should say: {text}
approve, accept, sign_off, confirm | Approves a {n}. | Confirms that a {n} is accepted.
- Approve {n} {x}.
- {n} {x} is fine, accept it.
- I agree with the {n} {x}, sign it off.
- Give your blessing to {n} {x}.
- Yes to {n} {x}.
- Please confirm the {n} {x}.
- {n} {x}: approved
- The {n} {x} has my approval, enter it.
reject, refuse, decline, turn_down | Rejects a {n}. | Refuses a {n} and says why.
reason? words: reason, why, explanation | why it is refused
- Reject {n} {x}.
- We say no to the {n} {x}.
- Decline {n} {x} because of {reason}.
- Turn down the {n} {x}.
- {n} {x} is refused, reason: {reason}
- Refuse {n} {x}.
- The {n} {x} cannot be accepted.
- No to {n} {x}, explanation: {reason}
print, put_on_paper, hardcopy | Prints a {n}. | Puts a {n} on paper.
copies? int(2-20): copies, count, times | how many copies
- Print {n} {x}.
- I need the {n} {x} on paper.
- {copies} copies of {n} {x}, printed
- Put {n} {x} on paper, {copies} times.
- Send the {n} {x} to the printer.
- Paper copy of {n} {x}
- Run off {copies} copies of {n} {x} at the printer.
- Please print out the {n} {x}.
export, download, save_as_file | Exports a {n} to a file. | Saves a {n} in a file format.
format enum(csv/pdf/xlsx/json/xml): format, file_type, as | format of the file
- Export {n} {x} as {format}.
- I need {n} {x} as a {format} file.
- Save the {n} {x} in {format}.
- Download {n} {x}, format {format}
- {n} {x} to {format}
- Give me a {format} of {n} {x}.
- Write {n} {x} into a {format} file.
- Turn the {n} {x} into {format}.
copy, duplicate, clone | Makes a copy of a {n}. | Duplicates a {n} under another name.
label? words: name, copy_name, title | name of the copy
- Duplicate {n} {x}.
- Make a second {n} just like {x}.
- Clone the {n} {x} as {label}.
- A copy of the {n} {x}, called {label}
- Copy {n} {x}.
- Take {n} {x} as a model for a new one.
- Start from {n} {x} and name the copy {label}.
- I want another {n} identical to {x}.
watch, follow, subscribe_to, notify_about | Tells a person about every change of a {n}. | Subscribes an address to a {n}.
email email: email, address, subscriber | who is told
- Tell {email} whenever {n} {x} changes.
- {email} wants to follow {n} {x}.
- Subscribe {email} to {n} {x}.
- Keep {email} informed about the {n} {x}.
- News on {n} {x} should go to {email}.
- Notify {email} of changes to {n} {x}.
- {email} watches {n} {x} from now on.
- Put {email} on the mailing list of {n} {x}.
count, number_of, how_many, tally | Counts the {p} of a month. | Tells how many {p} there were.
month month: month, period, in_month | which month
- How many {p} were there in {month}?
- Count the {p} of {month}.
- Number of {p}, {month}
- Tell me how many {p} {month} had.
- What is the number of {p} for {month}?
- In {month}, how many {p} did we have?
- Tally the {p} of {month}.
- {month}: how many {p}?
link, connect, relate, tie | Links a {n} to another one. | Connects two {p}.
other other: other, related, to | the other {n}
- Link {n} {x} with {other}.
- {x} and {other} belong together, connect these {p}.
- Connect the {n} {x} to {other}.
- Tie {n} {x} to {other}.
- Note that {n} {x} is related to {other}.
- The {n} {x} goes with {other}, link them.
- Relate the {p} {x} and {other}.
- Please make a link from {n} {x} to {other}.
rank, prioritise, set_priority, weight | Sets the priority of a {n}. | Tells how urgent a {n} is.
level enum(low/normal/high/critical): level, priority, urgency | how urgent
- Set the priority of {n} {x} to {level}.
- {n} {x} is {level}.
- Make the {n} {x} {level} priority.
- Treat {n} {x} as {level}.
- The priority of {n} {x} should be {level}.
- Rank {n} {x} as {level}.
- {n} {x}: priority {level}
- From now on {n} {x} has {level} priority.
"""

SYSTEMS = (
    "You are a helpful assistant.", "Use a tool when one fits.", "You may call one function.", "Pick the right tool and fill in its arguments.",
    "Answer with a tool call if possible.", "You work at a help desk. Use the tools.", "Call the function that does what the user wants.",
    "You are the assistant of a small office.", "Choose a tool by its description.", "Help the user with the functions below.",
    "Be brief.", "Never invent values: copy them from the message.", "If no tool fits, say: None of the tools can do that.",
    "Take only what the user said; leave other arguments out.", "You control the systems of this house.",
    "Reply with one tool call, or with: None of the tools can do that.", "Read the tools first, then act.", "Act on the last message.",
)  # fmt: skip

WRAPS = (  # around a request
    "Hi, {r}", "Hello! {r}", "{r} Thanks!", "{r} Thank you.", "Please help: {r}", "Good morning. {r}", "Quick one: {r}", "{r} It is urgent.",
    "I am in a hurry. {r}", "Before I forget: {r}", "One more thing. {r}", "We had a long meeting and my coffee is cold. {r}",
    "The printer is broken again, but never mind. {r}", "{r} Then I can go home.", "My colleague asked me to pass this on: {r}",
    "{r} No need to explain.", "Sorry, it is me again. {r}", "It rained all day here. {r}", "{r} I promised it this morning.",
    "ok so {r}", "Not sure if you can do this. {r}", "{r} Cheers", "hey {r}", "As discussed: {r}", "{r} That would help a lot.",
    "I was away last week and have to catch up. {r}", "The boss is waiting. {r}", "Now the next one. {r}", "{r} Nothing else for today.",
)  # fmt: skip
TRAPS = (  # around a request: {o} is another value of the same kind, which must not be used
    "Forget {o}, that was a mistake. {r}", "{o} is already done. {r}", "Yesterday it was {o}. {r}", "{r} ({o} comes later.)",
    "Not {o} this time. {r}", "I will write about {o} tomorrow. {r}", "Somebody else looks after {o}. {r}", "{r} We leave {o} as it is.",
)  # fmt: skip
