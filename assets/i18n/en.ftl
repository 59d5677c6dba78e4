# English. Keys are the same in every language; a test compares them.

## Stages of work
stage-idle = Starting
stage-read = Reading files
stage-link = Joining people
stage-index = Indexing visits
stage-derive = Deriving contacts
stage-write = Writing results
stage-simulate = Simulating days

## Help
help-about = TruyVet: from declaration and QR-scan exports to a contact list you can defend.
help-heading-usage = Usage
help-heading-commands = Commands
help-heading-options = Options
help-heading-arguments = Arguments
help-heading-parameters = Parameters of the run
help-usage-truyvet =
    truyvet [FILES OR FOLDERS…]        (opens the window)
    truyvet [OPTIONS] COMMAND
help-usage-generate = truyvet generate [OPTIONS] --out FOLDER
help-usage-check = truyvet check [OPTIONS] INPUTS…
help-usage-trace = truyvet trace [OPTIONS] --out FOLDER INPUTS…
help-usage-why = truyvet why [OPTIONS] PERSON INPUTS…
help-usage-score = truyvet score [OPTIONS] INPUTS…
help-value-inputs = INPUTS
help-value-person = PERSON
help-help = Shows this help
help-version = Shows the version
help-lang = Language of texts: vi or en (default: the system's)
help-json = Prints a JSON summary on stdout
help-threads = Threads to use (default: all cores); the result does not depend on it
help-inputs = Files or folders, or role=FILE (visits, scans, encounters, places, people, households, cases, quarantines, declarations, health, sightings, devices, contacts, registrations)
help-as-of = What lies more than a day after this instant is held as being in the future (default: nothing is)
help-out = Folder for the results
help-check = Reads and validates only: profiles, counts, held rows with reasons
help-held = Writes the held rows to this CSV file
help-proposals = Writes what might be meant in held rows to this CSV file; look it over, then use it with --corrections
help-encoding = How text that is not UTF-8 is written: utf-8, utf-16le, utf-16be, windows-1258, tcvn3, vni (default: found out; the last three must be told)
help-mapping = Mapping of columns to fields for files that no profile knows; may be given several times
help-corrections = Corrected cells: a held.csv with a column correction
help-zip-password-file = File whose first line is the password of protected ZIP archives
help-trace = The whole run: contact list, evidence, links, cases, held rows
help-evidence = How evidence is written: none, parquet or csv (default: parquet)
help-list = Columns of the contact list: full, or brief for tier, first and last exposure and the end of quarantine alone, which is quicker at places with many people; brief writes no evidence and no links (default: full)
help-with = Columns added to contacts.csv: name,phone,address,district,ward
help-why = Explains why a person is a contact, and why not a nearer one
help-person = Person id, citizen's number or QID
help-score = Compares runs with known infections: how many each preset finds
help-truth = The file of known infections (from,to or infector,infectee); without it the one among the inputs
help-score-preset = Only this preset (default: every one)
help-generate = A synthetic outbreak where who infected whom is known, in the formats of the real sources
help-people = People (default: 2000)
help-days = Days (default: 21)
help-seed = Seed of chance; the same seed gives the same bytes (default: 2021)
help-visits = Visits at scan points wanted in all (default: about 1.2 a person and day)
help-cases = Confirmed cases wanted (default: what the outbreak gives)
help-zipf = Exponent of the venues' popularity, 0 to 4 (default: 1)
help-hot-share = Share of visits that go to one market, 0 to 0.5 (default: 0)
help-missing-out = Share of visits without a check-out scan, 0 to 1 (default: 0.15)
help-format = How scans are written: csv or parquet (default: csv)
help-dirty = Also plants every fault of the bad-input catalogue that a file can carry in files in loi/, and lists them in da_cay_loi.csv
help-preset = Rules to start from: VN-2021-08 (default), VN-2020, VN-2021-12, VN-2022-04, WHO, CDC, ECDC

## Parameters
param-pre-onset-days = Days infectious before onset
param-pre-sample-days = Days infectious before the positive sample, where no onset is known
param-post-days = Days infectious after onset or sample, where no isolation is known
param-min-minutes = Minimum minutes together, summed within any rolling 24 hours
param-lag-minutes = Minutes an enclosed space stays infectious after the source has left
param-latent-hours = Hours after its first exposure from which a contact can pass it on
param-onward-days = Days after its last exposure until which a contact can pass it on; 0: no end
param-max-tier = Highest tier to trace (1 = F1 … 5 = F5)
param-quarantine-days = Days of quarantine from the last exposure
param-households = Members of a household spend their nights together (21:00 to 06:00): on or off
param-include-suspected = Suspected cases are F0s too
param-include-weak = Encounters below the sensor's threshold count too
param-dwell = Minutes of dwell of a category, as in market=45; may stand several times

## Usage
usage-see-help = See: truyvet --help
usage-no-window = This build has no window: name a subcommand.
help-usage-window = truyvet window [OPTIONS] [FILES OR FOLDERS…]
usage-unknown-argument = There is no option { $argument }.
usage-unknown-command = There is no subcommand { $command }.
usage-missing = Missing: { $argument }.
usage-no-value = { $option } needs a value.
usage-one-of = { $option }: “{ $value }” is not allowed. Allowed: { $valid }.
usage-invalid-value = { $option }: “{ $value }” cannot be read as a value of this option.
usage-brief-evidence = --list brief looks at no pair, so there is no evidence to write: leave out --evidence or --list.
usage-twice = { $argument } is given twice, or with an option that excludes it.
usage-other = The arguments cannot be understood. { $argument }
usage-unknown-preset = There is no preset { $name }. There are: { $known }.
usage-unknown-parameter = There is no parameter { $name }.
usage-unknown-category = There is no category { $name }. There are: { $known }.
usage-out-of-range = { $option } must lie between { $least } and { $most }.

## Errors
error-cancelled = Cancelled; nothing was written.
error-open = { $path } cannot be opened: { $detail }
error-nothing-there = { $path }: there is no file that can be read as data.
error-no-rows = { $file } has no rows.
error-other-kind = { $file } is a file of another kind ({ $kind }): CSV, XLSX, XLS, ODS, JSON, Parquet, SQLite, or a ZIP or GZ of them is expected.
error-header-not-utf8 = { $file }: line 1 (the header) is not UTF-8 text. In a spreadsheet program: Save As › CSV UTF-8.
error-encoding-likely = { $file } is not UTF-8; it looks like { $encoding }. If that is right, say so: --encoding { $encoding }
error-encoding-unknown = { $file } is text of an encoding that cannot be told. Say which: --encoding with one of { $encodings }
error-too-large = { $file } would unpack to more than any export has: it is not read.
error-archive-path = { $file } holds paths that lead out of it: it is not read.
error-nested-archive = { $file } is an archive in an archive: unpack the outer one first.
error-archive-password = { $file } is protected: give its password by --zip-password-file
error-archive-password-wrong = { $file }: the password does not open it.
error-workbook-locked = { $file } is protected by a password: save it without one in its spreadsheet program.
error-changed = { $file } changed while it was read. Try again once nothing writes to it.
error-damaged-part = { $file } is damaged: { $part }. Fetch or save it once more.
damaged-archive = its archive cannot be unpacked
damaged-contents = what is in it cannot be read
damaged-xml = its XML breaks off or is none
damaged-cells = its cells cannot be read
damaged-parts = its parts cannot be read
damaged-database = it is encrypted, or no database
damaged-pages = its pages cannot be read
error-mapping-unreadable = { $file }: line { $line } is not as a mapping is written: name, role, and [columns] with the column of each field.
error-mapping-role = { $file }: there is no role “{ $word }”. There are: { $roles }.
error-mapping-field = { $file }: its role has no field “{ $word }”.
error-mapping-lacks = { $file }: no column is named for { $field }.
error-corrections-header = { $file } is no list of corrections: it needs the columns file, row, field, value and correction, as held.csv with one more.
error-corrections-line = { $file }: line { $line } cannot be read.
error-not-generated = Not written: { $path } is there already and was not generated. Choose another folder.
mapping-named = { $name }
error-duplicate-header = { $file }, line 1: columns { $first } and { $second } have the same name.
error-column-type = { $file }, column { $column }: cells of type { $kind } cannot be read.
error-unknown-role = There is no role “{ $word }”. There are: { $roles }.
error-overwrites = Not written: { $path } is one of the inputs. Choose another folder for the results.
error-not-a-file = Not written: { $path } is there and is no ordinary file.
error-own-result = { $file } is a result that this program wrote, not an input.
error-damaged = { $file } is damaged: { $detail }
error-not-recognised = { $file } is not recognised by its columns (their names must stand on line 1). Say what it is, as in visits=FILE.
error-missing-columns = { $file } looks like “{ $profile }” but lacks the column: { $columns }.
error-too-many-rows = More than 4 billion lines in all: give fewer files at a time.
error-asset = A part of the program itself is damaged: { $detail }
error-write = { $path } cannot be written: { $detail }
error-format = { $file } cannot be written: { $detail }
error-stdout = The output cannot be written: { $detail }
error-threads = Threads cannot be started: { $detail }
error-no-such-person = No record names that person. Use a person id of contacts.csv, a citizen’s number or a QID.
error-no-truth = There are no known infections among the inputs: name their file with --truth.
error-synth-write = The synthetic files cannot be written: { $detail }
error-synth-range = { $option } must lie between { $least } and { $most }.
error-synth-midnight = The first day must start at a local midnight.
error-synth-visits = { $wanted } visits are too many: at most { $most } for so many people and days.
error-synth-cases = { $wanted } cases are too many: at most { $most } for so many people.

## Notes on inputs
note-left-out = Left out: { $why }
note-not-a-table = { $file } is not a data file.
note-same-file = { $file } is { $before } once more: read once.
note-encoding = { $file }: read as { $encoding }.
note-run-folder = { $file } holds the results of an earlier run.
note-run-file = { $file } is a result of an earlier run.
note-truth = { $file } holds known infections, which are not used for tracing.
note-could-also-be = { $file } was read as { $profile }; it could also be { $rival }: say so with { $role }=FILE.
note-no-place-register = There is no place register among the inputs: every place counts as “other”.
note-no-cases = No confirmed case could be used from these inputs, so nobody could be traced.
note-no-presence = There are no visits and no encounters among the rows taken, so nobody could be traced.
note-many-held = { $held } of { $read } rows of { $file } were held back; the list may miss people. Why: held.csv
note-date-order-assumed = { $file }, column “{ $column }”: nothing proves whether the day or the month comes first; read as { $order }.
note-date-order-proven = { $file }, column “{ $column }”: a date proves { $order }; read so throughout.
note-date-order-mixed = { $file }, column “{ $column }”: some dates can only be day/month and others only month/day; read as { $order }. Check the file.
note-joined-cmnd = { $count } people were joined by old number and year of birth.
note-joined-insurance = { $count } people were joined by insurance card.
note-joined-phone = { $count } people were joined by phone and name.
note-joined-masked = { $count } people were joined by the end of their number, name and year of birth.
note-few-columns = { $file } is read as { $profile } by { $used } of its { $all } columns. If others matter, match the columns.
note-header-below = { $file }: the column names stand on line { $line }; what is above is not read.
note-corrections = { $file }: { $count } corrected cells were applied.
note-corrections-unfit = { $file }: { $count } corrections do not fit what stands there now and were not applied.
note-corrections-stray = { $count } corrections are of { $file }, which is not among the inputs.
note-key-conflicts = { $count ->
    [one] One key names two people and was used for neither.
   *[other] { $count } keys name two people each and were used for neither.
}
date-order-day-first = day/month
date-order-month-first = month/day

## Columns of the summary of files
column-file = file
column-profile = recognised as
column-read = read
column-accepted = accepted
column-warned = warned
column-merged = duplicate
column-held = held

## Profiles
profile-plain-visits = visits
profile-plain-encounters = encounters
profile-plain-places = places
profile-plain-people = people
profile-plain-households = households
profile-plain-cases = cases
profile-plain-quarantines = quarantines
profile-plain-declarations = declarations
profile-vneid-scans = VNEID QR scans
profile-vneid-declarations = VNEID movement declarations
profile-population-register = population register
profile-place-register = place register
profile-vn-cases = case report
profile-vn-quarantines = quarantine report
profile-vn-quarantine-periods = quarantine report (periods)
profile-ncovi-declarations = NCOVI health declarations
profile-tokhaiyte-declarations = VHD (tokhaiyte) health declarations
profile-bluezone-sightings = Bluezone sightings
profile-bluezone-ids = Bluezone ids and people
profile-tokhaiyte-checkins = tokhaiyte place check-ins
profile-tokhaiyte-trips = VHD domestic trips (tokhaiyte)
profile-app-registrations = app registrations
profile-godata-cases = Go.Data cases
profile-godata-people = Go.Data contacts
profile-godata-relationships = Go.Data relationships
profile-sormas-contacts = SORMAS contacts
profile-contact-links = contact list (from, to)
profile-line-list = line list
profile-node-list = node list (MicrobeTrace)
profile-truth = known infections

## Summary of a run
summary-preset = Rules: { $preset }
summary-read = { $files } { $files ->
    [one] file
   *[other] files
}, { $read } rows: { $accepted } accepted ({ $warned } with a warning), { $merged } duplicate, { $held } held
summary-records = People: { $people }   Places: { $places } (trips included)   Visits: { $visits }   Encounters: { $encounters }
summary-cases = F0: { $cases } (traced: { $traced }, without a date: { $undated }, empty window: { $empty }); suspected: { $suspected }
summary-held = Held rows: { $path }
summary-links = Evidence: { $evidence } pairs   Probable links between F0s: { $links }
summary-list = Contact list: { $path }
summary-time = { $seconds } s, { $memory } MB

## Generating
generated-people = People
generated-households = Households
generated-places = Places
generated-visits = Visits at scan points
generated-scan-rows = Scan rows
generated-declarations = Declarations
generated-infections = Infections
generated-imported = of these imported
generated-confirmed = Confirmed cases
generated-quarantines = Quarantines
generated-where = Infected at: { $list }
generated-done = Files in { $path }
generated-planted = Planted faults: { $faults } in { $files } files, listed in { $path }

## Scoring
score-preset = preset
score-found = found
score-shared-places = outside homes
score-from-cases = infector is an F0
score-linked = probable link
score-first-link = likeliest
score-listed = on the list
score-category = infected at
score-explained = Of the known infections (imported ones are left out). Found: as a probable link between F0s, or as evidence that the infector exposed the infected person. Infector is an F0: only those whose infector is a known case. On the list: the infected person is an F0 or a contact, whoever the source.

## Categories of places
category-other = other
category-pharmacy = pharmacy
category-convenience = convenience store
category-shop = shop
category-fuel = fuel station
category-checkpoint = checkpoint
category-office = office
category-bank = bank
category-market = market
category-supermarket = supermarket
category-restaurant = restaurant
category-cafe = café
category-mall = mall
category-worship = place of worship
category-clinic = clinic
category-hospital = hospital
category-school = school
category-workplace = workplace
category-factory = factory
category-home = home
category-lodging = lodging
category-vehicle = vehicle
category-imported = imported

## Grades and closeness
grade-observed = in and out recorded
grade-standing = household
grade-imputed = end estimated
grade-declared = declared
grade-day = date only, to be verified
closeness-close = close
closeness-probable = probably close
closeness-possible = same place

## Why
why-contact = { $person } is { $tier }: first exposure { $first }, last { $last }, { $minutes } in all, { $sources } { $sources ->
    [one] source
   *[other] sources
}, risk score { $risk }; quarantine until { $until }
why-index-case = { $person } is an F0.
why-episode = { $kind } { $t0 }, infectious period { $window }
why-onset = Onset
why-sample = Positive sample
why-not-traceable = Cannot be traced: no onset or sample is known, or the infectious window is empty.
why-not-listed = { $person } is not on the contact list.
why-infectious = Infectious period: { $windows }
why-onward = May have passed it on: { $windows }
why-from = from { $start }
why-place = { $place }
why-encounter = Encounter
why-household = Household { $household }
why-piece = { $at }: { $span }, { $minutes }{ $rows }
why-rule-any = Rule: any time together counts; { $minutes } in all, at most { $most } within 24 hours
why-rule-minutes = Rule: at least { $threshold } min within 24 hours; it was { $most }, { $minutes } in all
why-worth = Data quality: { $grade } (lowest: { $worst }); closeness: { $closeness }; risk score { $risk } (for prioritising only, not validated)
why-indirect = Indirect: the source had left; an enclosed space counts for { $lag } min more
miss-anything = No record shows this person near anyone who could pass it on.
miss-tier = Not { $tier }: no recorded contact with anyone one tier up.
miss-minutes = Not { $tier }: with { $source } it was { $by } within 24 hours; { $threshold } min are needed.
miss-quarantine = Not { $tier }: met { $source } on { $span }, while { $source } was in quarantine.
miss-too-early = Not { $tier }: met { $source } on { $span }, { $by } before { $source } could pass it on.
miss-too-late = Not { $tier }: met { $source } on { $span }, { $by } after { $source } could pass it on.
miss-apart = Not { $tier }: { $person } and { $source } were both at { $place }, but { $by } apart.
unit-days = { $n } d
unit-hours = { $n } h
unit-minutes = { $n } min

## Reasons
reason-invalid-utf8 = not UTF-8 text
reason-nul-in-field = a NUL in a field
reason-short-row = fewer cells than the header has
reason-long-row = more cells than the header has
reason-repeated-row = a row whose number the sheet had used before
reason-row-outside-sheet = a row number beyond the end of any sheet
reason-device-clock-skew = the device’s clock differs from those around it
reason-impossible-travel = two places too far apart for the time between
reason-results-differ = two results for one person on one day
reason-json-unreadable = a JSON record that cannot be parsed
reason-json-duplicate-key = a JSON record with one name twice
reason-json-too-deep = objects in objects, too deep
reason-unclosed-quote = a quote that is never closed
reason-cell-too-long = a cell of over 64 KB
reason-field-empty = a required field is empty
reason-placeholder = a placeholder such as #N/A where a value must be
reason-time-unreadable = not a date or time
reason-no-such-date = no such day in the calendar
reason-two-digit-year = a year of two digits
reason-buddhist-year = a year of the Buddhist calendar?
reason-time-out-of-range = before 1970 or after 2099
reason-in-future = in the future
reason-hour-24 = written as 24:00, read as 00:00 of the next day
reason-check-out-before-check-in = check-out before check-in
reason-end-before-start = end before start
reason-unmatched-out = an exit scan without an entry
reason-unknown-direction = neither in nor out
reason-cccd-leading-zero-lost = 11 digits: a leading zero of the citizen's number was lost?
reason-cccd-scientific = written as a power of ten: digits are lost for good
reason-cccd-invalid = not a citizen's number
reason-cccd-birth-year-differs = the citizen's number contradicts the birth year
reason-cccd-sex-differs = the citizen's number contradicts the sex
reason-cccd-province-unknown = the citizen's number has an unknown province
reason-cmnd-unreadable = not an old ID number of 9 digits
reason-insurance-unreadable = not an insurance card number
reason-phone-unreadable = not a phone number
reason-phone-alone = only a phone tells who it is, to be verified
reason-phone-shared = several people have this phone
reason-no-person-key = too little to tell who it is: a person id, citizen’s number, QID or insurance card, or an old number with the year of birth, or a phone is needed
reason-ambiguous-person-key = one key belongs to two people
reason-declared-differs-from-register = the declared name or year of birth is not the register’s
reason-cccd-conflict = two different citizen’s numbers for one person
reason-qr-unreadable = not a known QR code
reason-device-id-unreadable = not the id of a device in hex
reason-device-of-nobody = no table says whose device that is
reason-contact-with-oneself = a contact with oneself
reason-unknown-place = the place register lacks this place
reason-unknown-person = the register lacks this person
reason-unknown-category = not a known category of places, taken as “other”
reason-unknown-word = not a word that is known in this column
reason-unknown-status = neither confirmed, suspected nor retracted
reason-number-unreadable = not a number that is possible here
reason-coordinates-impossible = impossible coordinates
reason-place-rows-differ = conflicts with another row on this place
reason-case-without-dates = a case without an onset, sample or isolation date
reason-declared-contact-unresolved = a declared contact without a date or a known person, for review
reason-unusual-plate = not a plate as Vietnam issues them
reason-nothing-to-trace = a declaration that names no vehicle, checkpoint, place or contact
help-value-folder = FOLDER
help-value-file = FILE
help-value-name = NAME
help-value-time = TIME
help-value-form = FORM
help-value-columns = COLUMNS
help-value-encoding = ENCODING
help-value-category = CATEGORY=MINUTES
why-suspected = { $person } is a suspected case, not counted as an F0.
why-links = May have been infected by: { $sources }
unit-seconds = { $n } s
miss-touch = Not { $tier }: { $person } and { $source } were both at { $place }; the one came in the second in which the other left.

## The window: shell
view-contacts = Contacts
view-map = Map
view-network = Network
view-data = Data
rail-act-run-panel = Rules
rail-act-keys = Keys
stage-view = Looking through the time window
top-sample = Sample data
top-files = Opened files
top-menu = Open investigation
top-below = { $files ->
    [one] 1 file
   *[other] { $files } files
} · { $range }
top-search = Find people, places, commands…
top-run = Run { $number }
top-run-tip = Rules { $preset }, parameter hash { $hash }. Click to see or change them.
top-user = User: { $name }
top-theme-dark = Dark theme
top-theme-light = Light theme
top-masked = Masked
top-revealed = Revealed
top-mask-tip = ID numbers and phones are masked.
top-mask-tip-open = Click to mask everything again at once.
status-offline = Offline
status-online = Online map
status-net-tip = Data stay on this machine. Only the online map layer, when switched on, uses the network.
status-until = Data until { $at }
status-people = { $n ->
    [one] 1 person
   *[other] { $n } people
}
status-records = { $n ->
    [one] 1 record
   *[other] { $n } records
}
status-held = { $n ->
    [one] 1 held row
   *[other] { $n } held rows
}
status-held-tip = See the held rows and why
status-ready = Ready
status-version = TruyVet { $version }
status-reveals = { $n ->
    [one] 1 reveal
   *[other] { $n } reveals
}
status-reveals-tip = Reveals since the program was opened; each is on record.
word-close = Close
word-cancel = Cancel
word-stop = Stop
word-yes = yes
word-no = no
tier-none = none
tier-name-0 = F0: confirmed case
tier-name-1 = F1: contact of an F0
tier-name-2 = F2: contact of an F1
tier-name-3 = More distant contact
weekday-long-0 = Monday
weekday-long-1 = Tuesday
weekday-long-2 = Wednesday
weekday-long-3 = Thursday
weekday-long-4 = Friday
weekday-long-5 = Saturday
weekday-long-6 = Sunday
weekday-short-0 = Mon
weekday-short-1 = Tue
weekday-short-2 = Wed
weekday-short-3 = Thu
weekday-short-4 = Fri
weekday-short-5 = Sat
weekday-short-6 = Sun
length-minutes = { $n } min
length-seconds = { $n } s

## The window: commands
act-open-files = Open files
act-open-folder = Open folder
act-open-sample = Open the sample
act-add-files = Add files to the investigation
act-close = Close the investigation
act-palette = Find and run commands
act-find = Find in the list
act-inspector = Show or hide the inspector
act-back = Back to what was looked at
act-forward = Forward
act-undo = Undo
act-redo = Redo
act-run-again = Read the files and run again
act-run-panel = Rules of the run
act-export = Export the list
act-export-held = Export held rows (unmasked, on record)
act-mask-all = Mask everything
act-theme = Light or dark theme
act-language = Tiếng Việt
act-zoom-in = Larger interface
act-zoom-out = Smaller interface
act-zoom-reset = Interface at 100 %
act-play = Play or pause the clock
act-clock-back = Clock one hour back
act-clock-forward = Clock one hour on
act-clock-day-back = Clock one day back
act-clock-day-forward = Clock one day on
act-window-start = Window starts at the clock
act-window-end = Window ends at the clock
act-window-all = Show all of time
act-clear-filters = Clear all filters
act-keys = Keys and how to use
act-jobs = Background jobs and messages
step-rules = rules
step-window = window
step-filter = filter
step-search = search
step-sort = order
step-columns = columns
keys-title = Keys
keys-hint = Click a person or place anywhere to see why; every view follows. Drag the two handles under the curve to choose the window, drag the flag to set the clock.
keys-row = One person up, down; a page | Up Down PgUp PgDn
keys-check = Check the person in focus | X
keys-range = Check a range | Shift Up Down
keys-escape = Close a popover, uncheck | Esc
palette-field = Find people, places, commands; diacritics do not matter
palette-command = Command
palette-person = Person
palette-exact = Exact
palette-place = Place
palette-exposed = { $n ->
    [one] 1 person exposed
   *[other] { $n } people exposed
}
palette-nothing = Nothing found. Try fewer letters; an ID number or phone must be typed in full.
palette-more = { $n } more. Type more to narrow down.
palette-hint = Type a full ID number or phone to find exactly one person; that search is put on record.
dialog-files = Choose files to read
dialog-folder = Choose a folder to read
dialog-save = Choose where to save
dialog-list-name = contacts
dialog-held-name = held-rows
drop-here = Drop files to add them to the investigation
tray-title = Running
tray-done = Done
tray-empty = Nothing is running.
tray-seconds = { $n } s
tray-dismiss = Dismiss
work-open = Reading and deriving
work-open-done = Run { $number }: { $people } people on the list
work-open-stopped = Reading was stopped. The last result is unchanged.
work-derive = Running under other rules
work-derive-done = Run { $number }: { $people } people on the list
work-derive-stopped = Stopped. The last result and its rules are unchanged.
work-view = Filtering by the window
work-list = Filtering and sorting
work-dossier = Looking up evidence
work-network = Laying out the network
work-export = Writing the list
work-export-done = { $rows ->
    [one] 1 row
   *[other] { $rows } rows
} written to { $file } · log { $head }
work-export-stopped = Writing was stopped. No file was made.
error-internal = “{ $work }” ended because of a defect in the program. The last result is unchanged; try again.
error-no-dialog = The system's file dialog cannot be opened. Drop files on the window, or use the command line truyvet.
error-no-thread = The system allows no more background work: { $detail }
error-window = The window cannot be opened; without a screen use the command truyvet trace
error-sheet-rows = { $rows } rows are more than the { $most } that an Excel sheet holds. Export CSV instead.
help-window = Opens TruyVet's window; files or folders may be named to be read at once.
help-window-sample = Open the sample
help-window-view = The first view: contacts, map, network, data, log, settings
help-window-theme = light or dark
help-window-size = The window's size, as 1600x1000
help-window-focus = Look at the person or place of this id first
help-window-match = Match the columns of this file first
help-window-screenshot = Take a picture of the window into this PNG file once everything is shown, then end

## The window: clock and window
brush-clock = Clock (GMT+7)
brush-play = Play the clock
brush-pause = Pause the clock
brush-speed = { $speed }/s
brush-speed-name = Speed of the clock
brush-window = Window { $from } – { $to }
brush-window-all = Window: all of time
brush-onset = F0 cases by onset
brush-undated = { $n } without a date
brush-sample = by test date
brush-strip = F1 by first exposure, per 6 h
brush-summary = Epidemic curve, window { $from } to { $to }, clock { $clock }

## The window: rules
run-title = Rules of the run
run-sub = run { $number } · hash { $hash }
run-explain = Choose other rules to run again at once. The last result stays until the new one is there; Ctrl Z undoes it.
run-brief = from { $minutes } min · { $days } days before onset · to F{ $tier }
param-short-pre-onset-days = Infectious before onset (days)
param-short-pre-sample-days = Infectious before sample (days)
param-short-post-days = Infectious after onset (days)
param-short-min-minutes = Least overlap in 24 h (min)
param-short-lag-minutes = Residual time (min)
param-short-latent-hours = Latent time of an F1 (h)
param-short-onward-days = F1 passes on for (days)
param-short-max-tier = To tier
param-short-quarantine-days = Quarantine (days)
param-short-households = Households count
param-short-include-suspected = Suspected cases count
param-short-include-weak = Weak signals count

## The window: contacts
col-tier = Tier
col-name = Name
col-phone = Phone
col-home = Home
col-source = Contact of
col-place = Exposed at
col-last = Last
col-length = Length
col-risk = Risk
col-status = Status
col-first = First
col-sources = Sources
col-places = Places
col-grade = Evidence
col-until = Quarantine to
col-id = ID number
sorted-col-tier = sorted by tier
sorted-col-name = sorted by name
sorted-col-phone = sorted by phone
sorted-col-home = sorted by home
sorted-col-source = sorted by source
sorted-col-place = sorted by place
sorted-col-last = sorted by last exposure
sorted-col-length = sorted by overlap
sorted-col-risk = sorted by risk
sorted-col-status = sorted by status
sorted-col-first = sorted by first exposure
sorted-col-sources = sorted by sources
sorted-col-places = sorted by places
sorted-col-grade = sorted by evidence
sorted-col-until = sorted by end of quarantine
sorted-col-id = sorted by id
sort-falling = { $column }, sorted falling
sort-rising = { $column }, sorted rising
contacts-sort-tip = Click to sort, Shift and click for a second key
contacts-count = { $n ->
    [one] 1 person
   *[other] { $n } people
}
contacts-in-window = exposed in the window; figures are of the whole run
contacts-columns = Columns { $n }/{ $of }
contacts-export = Export list
contacts-find = Find name, home, place
contacts-find-clear = Clear the search
contacts-check = Check { $name }
contacts-check-all = Check all
contacts-checked = { $n } checked
contacts-uncheck = Uncheck
contacts-export-checked = Export checked
contacts-copy-checked = Copy as shown
contacts-nobody = Nobody matches the filters
nobody-tiers = No tier is switched on that has anybody among { $n } people.
nobody-text = The search leaves none of { $n } people.
nobody-spot = None of { $n } people was exposed at this place in the window.
nobody-source = None of { $n } people was exposed by this person in the window.
nobody-districts = None of { $n } people lives in the chosen districts.
nobody-dated = All of { $n } people have evidence by date alone.
nobody-window = None of { $n } people was exposed in the window.
nobody-together = The conditions together leave none of { $n } people.
nobody-run = This run has no F0 and no contact. Check the case list under Data.
nobody-drop = Drop this condition
nobody-drop-all = Drop all conditions
filter-district-all = District: all
filter-districts = { $n } districts
filter-place = Place: { $name }
filter-source = By: { $name }
filter-dated = Hide date-only
columns-title = Columns
columns-reset = As at first
row-met = contact of { $source } at { $place }
row-last = last { $at }
row-risk = risk { $risk }
menu-why = Why
menu-journey = Journey
menu-source = Look at the source
menu-place = Look at the place
menu-check = Check
menu-uncheck = Uncheck
status-free = Not isolated
status-over = Quarantine over
status-confined = In quarantine
status-confirmed = confirmed
status-suspected = suspected
status-retracted = retracted
spot-household = Home (household)
spot-meeting = Direct encounter

## The window: export
export-title = Export the { $n } people shown
export-title-checked = Export the { $n } people checked
export-explain = The file has exactly the rows and columns shown, in their order. The Excel file adds a sheet with the run and the filters.
export-xlsx = Excel
export-csv = CSV
export-about = What this list is
naming-masked = Masked
naming-working = Working list
naming-masked-explain = Initials and birth year, a keyed pseudonym for the ID number, the phone's last three digits.
naming-working-explain = Names and phones, for calling; ID numbers stay pseudonyms. The export is put on record with its reason.
export-col-tier = Tier
export-col-name = Name
export-col-phone = Phone
export-col-home = Home
export-col-source = Contact of
export-col-place = Exposed at
export-col-last = Last exposure
export-col-length = Minutes with that person
export-col-risk = Risk
export-col-status = Status
export-col-first = First exposure
export-col-sources = Sources
export-col-places = Places
export-col-grade = Evidence
export-col-until = Quarantine until
export-col-id = Pseudonym
about-run = Run
about-hash = Parameter hash
about-preset = Rules
about-rows = People
about-masking = Masking
about-window = Window
about-search = Search
about-districts = Districts
about-place = Place
about-source = Contact of
about-dated = Date-only evidence
about-left-out = left out
about-note = Note
about-note-text = Times are GMT+7. The risk only orders the calls; it is not validated.

## The window: inspector
inspector-close = Close the inspector
inspector-empty = Nobody is looked at
inspector-empty-hint = Click a person or place to see why, where they went and whom they met.
tab-why = Why { $tier }?
tab-why-not = Why not?
tab-place = Who infected whom
tab-profile = Profile
tab-journey = Journey
tab-log = Log
foot-contacts = List
foot-map = Map
foot-network = Network
head-case = case { $n }
head-suspected = suspected
head-no-register = Not in the register
head-place = { $visits ->
    [one] 1 visit
   *[other] { $visits } visits
} · { $people } exposed
field-id = ID number
field-phone = Phone
field-list = List with names
field-held = Held rows
field-search = Search by full number
field-unknown = unknown
field-masked = { $field }, masked, last three { $ending }
reveal-show = Reveal { $field }
reveal-hide = Mask again
reveal-left = { $field } · { $n } s left
reveal-explain = Shown for 60 seconds, put on record with the user's name and the reason.
reveal-why = Why it is needed
reveal-do = Show for 60 s
reason-call = Verify by phone
reason-link = Link identities
reason-authority = Authority asks
reason-repair = To mend the sources
error-other-run = The list now shows another run, so nothing was written. Look at it and export again.
reason-typed = The user typed the full number
log-title = Reveals in this session
log-none = No field of this person was revealed.
log-list = { $field }, { $n } people
log-note = The log lasts for the session; the investigation file will keep it for good.
list-more = { $n } more.
chain-strongest = Strongest evidence chain
chain-first = Chain of the first exposure
chain-other = Another evidence chain
chain-next = Next chain
chain-before = Previous chain
chain-of = At most 3 chains are shown; this person has { $n } sources, all in Profile.
chain-infectious = Infectious { $span }
chain-became = Became { $tier } at { $at }
chain-bars = Two presences, overlap from { $from } to { $to }
chain-rows = { $file }: rows { $lines }
chain-more = and { $n ->
    [one] 1 more overlap
   *[other] { $n } more overlaps
}
rule-infectious = Within the F0's infectious period
rule-after = { $since } after becoming { $tier }
rule-after-latent = { $since } after becoming { $tier }, at least { $hours } h
rule-any = Overlap { $most } in 24 h, any length counts
rule-minutes = Overlap { $most } in 24 h, at least { $threshold } min
rule-indirect = The source had left; closed air counts for { $lag } min more
rule-day = Only the date is known, to be verified
rule-imputed = A check-out is estimated
rule-declared = Declared by a person
rule-standing = Same household at night, by the register
risk-title = Risk { $risk }
risk-of = sum of 4 parts
risk-overlap = Overlap
risk-place = Place
risk-source = Source
risk-record = Record quality
risk-note = Only orders the calls; not validated.
miss-title = Why not { $tier }?
miss-title-case = Why not F0?
miss-title-none = What is lacking?
miss-not-case = No confirmed result is on the case list.
why-none = This person is on no tier: no contact meets the rules.
case-illness = Illness
case-window = Infectious period
case-end-assumed = No isolation is known: the end is the rule's.
case-rows = On the case list
case-number-none = No case number
case-onset = Onset
case-sample = Positive sample
case-reported = Reported
case-isolated = Isolated from
case-infected-by = Who may have infected this person
case-infected-by-none = No F0 is found who met this person before the illness.
case-infected = Which F0s this person may have infected
case-infected-none = None is found.
case-probable = probable links
profile-person = Person
profile-year = Birth year
profile-sex = Sex
profile-ward = Ward
profile-health = Health
profile-health-declared = as declared
health-no-symptom = no symptoms
health-symptom = symptoms, not named
health-exposed = met somebody ill
health-not-exposed = met nobody ill
profile-district = District
profile-province = Province
profile-exposure = Exposure
profile-whole-run = of the whole run
profile-quarantine = Quarantine
profile-household = Household: { $n ->
    [one] 1 other
   *[other] { $n } others
}
profile-exposed = Exposed { $n ->
    [one] 1 person
   *[other] { $n } people
}
profile-by-risk = by risk
profile-list-exposed = Show in the list
journey-stops = { $n ->
    [one] 1 stop
   *[other] { $n } stops
}
journey-none = No visit to a place is on record.
journey-none-in-window = No visit lies in the window.
journey-more = { $n } more stops; narrow the window to see them.
journey-note = Click a stop to move the clock there. Lines show the order, not the route.
journey-meetings = Direct encounters: { $n }
journey-together = There at the same time: { $tiers }
journey-with = Overlaps with { $name }
journey-with-more = Overlaps with { $name } and { $n } more
journey-day = date only
place-list = Filter the list by this place
place-links-none = No F0 has its likeliest source here in the window.
place-link = { $first } · { $length } · { $risk }
place-cases = F0s here while infectious: { $n }
place-case-more = { $first } and { $n } more
place-pairs = Exposures here: { $n ->
    [one] 1 pair
   *[other] { $n } pairs
}
place-from = by { $source }, { $at }
place-exposed = { $tier } exposed
group-people = { $n } people in the group
group-households = { $n ->
    [one] 1 household
   *[other] { $n } households
}
group-meetings = Direct encounters
group-no-district = District unknown
group-source = around { $name }
group-others = { $n } smaller groups
group-day = F0 of { $day }
group-undated = F0 without a date

## Categories of places

## Network
net-title = Network
net-arrange = Layout
net-by-time = By time
net-by-tier = By tier
net-group-by = Group by
net-by-place = Place
net-by-district = District
net-by-source = Source
net-chain-only = Selected chain only
net-chain-only-short = Chain only
net-chain-only-how = Choose a person to see only that person’s chain.
net-account = Drawing { $people ->
        [one] { $people } person
       *[other] { $people } people
    } and { $groups ->
        [one] { $groups } group
       *[other] { $groups } groups
    }, standing for all { $all ->
        [one] { $all } person
       *[other] { $all } people
    }.
net-account-place = People of one place are drawn as a group. No number is cut.
net-account-district = People of one district are drawn as a group. No number is cut.
net-account-source = People of one source are drawn as a group. No number is cut.
net-lines-out = { $n ->
        [one] { $n } line is not drawn
       *[other] { $n } lines are not drawn
    } (each group has those of its 3 largest sources).
net-limit = Limit { $n } items
net-limit-fit = Limit: compact
net-limit-menu = Most items drawn
net-limit-items = { $n } items
net-limit-room = Compact
net-full-list = Open the list
net-full-list-short = List
net-laying = Laying out…
net-empty = No F0 in the window
net-empty-all = The data have no F0
net-widen = See all of time
net-see-data = See what was read
net-no-time = Without time: the largest groups first
net-no-dates = Nobody has a date yet
net-cases = confirmed cases
net-cases-suspected = confirmed and suspected
net-band-groups = { $n ->
        [one] { $n } group
       *[other] { $n } groups
    }
net-band-singles = { $n ->
        [one] { $n } person
       *[other] { $n } people
    }
net-band = { $tier }: { $n ->
        [one] { $n } person
       *[other] { $n } people
    }
net-households = { $n ->
        [one] { $n } household
       *[other] { $n } households
    }
net-meetings = Met in person
net-around = around { $name }
net-around-nobody = source unknown
net-no-district = district unknown
net-others = { $n ->
        [one] { $n } smaller group
       *[other] { $n } smaller groups
    }
net-day = F0s of { $day }
net-day-none = F0s without a date
net-node-onset = F0, { $name }, onset { $day }
net-node-sample = F0, { $name }, sampled { $day }
net-node-undated = { $tier }, { $name }, no date yet
net-node-contact = { $tier }, { $name }, first exposed { $day }
net-node-group = { $tier }, { $n ->
        [one] { $n } person
       *[other] { $n } people
    }, { $label }
net-node-split = Double-click to split the group.
net-key-group = Group
net-key-wide = Wide line: many people
net-key-strong = Strongest chain
net-key-other = Other chains
net-to-focus = Go to the selection
net-split-undo = { $n ->
        [one] { $n } group split
       *[other] { $n } groups split
    } · Fold again
net-note-limit = Splitting this group makes { $items } items, over the limit of { $limit }. Choose a higher limit or fold another group.
net-note-full = { $tier } already has all the items it may have; splitting this group takes { $added } more. Choose a higher limit.
net-note-others = { $n ->
        [one] This is { $n } smaller group
       *[other] These are { $n } smaller groups
    } folded because of the limit on items. Choose a higher limit to see each.
net-note-large = The group has { $n } people of one source, who are not drawn one by one. They are listed in the panel on the right.
net-note-close = Close the note
## The map
map-follow = Follow the selected person
map-follow-help = While this is on, the map brings the selected person or place into the middle by itself.
map-offline = Offline
map-online = Online
map-online-help = The online map takes its ground from OpenStreetMap. Its server learns which area is looked at, but nothing of the investigation.
map-online-waiting = Loading the online map
map-online-nothing = The online map cannot be loaded; the offline ground is still there
map-zoom-in = Zoom in
map-zoom-out = Zoom out
map-fit-focus = Fit what is selected
map-fit-all = Show all places
map-layers = Map layers
map-layers-hide = Fold the map layers
map-layer-path = Journey
map-layer-venues = Places
map-layer-hotspots = Hotspots (350 m)
map-layer-checkpoints = Checkpoints
map-layer-homes = Homes of F0s
map-layer-names = District names
map-layer-online = Online map
map-stops-count = { $n ->
    [one] { $n } stop
   *[other] { $n } stops
}
map-legend-hot = Exposures in each cell
map-legend-sizes = People exposed at a place
map-cell = { $n ->
    [one] { $n } exposure in this cell of 350 m
   *[other] { $n } exposures in this cell of 350 m
}
map-note-unplaced = { $n ->
    [one] { $n } place without coordinates,
   *[other] { $n } places without coordinates,
} { $people ->
    [one] { $people } exposure
   *[other] { $people } exposures
}
map-note-elsewhere = Not on the map: { $homes } in households, { $meetings } in direct encounters
map-note-stops = { $n ->
    [one] { $n } stop without coordinates
   *[other] { $n } stops without coordinates
}
map-note-homes = { $n ->
    [one] { $n } F0 of no known district
   *[other] { $n } F0s of no known district
}
map-note-faint = { $n ->
    [one] { $n } cell below { $least } exposures, not coloured
   *[other] { $n } cells below { $least } exposures, not coloured
}
map-venue-name = { $place }, { $n ->
    [one] { $n } person exposed
   *[other] { $n } people exposed
}
map-venue-people = { $n ->
    [one] { $n } person exposed
   *[other] { $n } people exposed
}
map-venue-none = No exposures in the window
map-checkpoint-name = { $place }, checkpoint
map-home-name = { $district }: { $n ->
    [one] { $n } F0
   *[other] { $n } F0s
}
map-stop-name = Stop { $numbers }, { $place }, { $time }
map-stop-open = arrival or departure was not recorded
map-stop-with = { $person } was there too
map-stop-with-more = { $n ->
    [one] and { $n } more
   *[other] and { $n } more
}
map-stops-more = { $n ->
    [one] and once more
   *[other] and { $n } times more
}
map-credit = Offline ground: geoBoundaries (CC BY 3.0 IGO), Natural Earth, GeoNames
map-credit-online = © OpenStreetMap contributors
map-credit-full = Boundaries: geoBoundaries gbOpen VNM-ADM2, Government of Viet Nam and OCHA ROAP (CC BY 3.0 IGO), state of 2020. Neighbours and rivers: Natural Earth (public domain). Towns: GeoNames (CC BY 4.0). Online ground: © OpenStreetMap contributors (ODbL).
map-loading = Loading the map’s ground
map-broken = The map’s ground cannot be made; the data are still shown
map-scale-km = { $n } km
map-scale-m = { $n } m
map-summary = The map has { $places ->
    [one] { $places } place
   *[other] { $places } places
} with { $n ->
    [one] { $n } exposure
   *[other] { $n } exposures
}; the most are at { $first }, { $most }.
map-summary-empty = The map has no places of exposure in the window.
map-empty = No places in the window
map-empty-widen = Show all of time
map-empty-unplaced = No place of exposure has coordinates
map-empty-all = No places of exposure
map-empty-data = Look at the data
sex-female = F
sex-male = M

## The window: data
data-add-files = Add files
data-add-folder = Add folder
data-total-taken = rows taken
data-total-held = rows held
data-total-merged = duplicates
data-total-people = people, joined
data-total-warned = { $n ->
    [one] 1 of the rows taken has a warning
   *[other] { $n } of the rows taken have a warning
}
data-drop = Drop files here. CSV, XLSX, JSON, Parquet, ZIP.
data-status-in = Read
data-status-held = Has held rows
data-gap-day = No data on { $day }
data-gap-days = { $n } days missing
data-row-taken = { $n } taken
data-row-held = { $n } held
data-row-merged = { $n ->
    [one] 1 duplicate
   *[other] { $n } duplicates
}
data-left-out = { $n ->
    [one] 1 file of the folder left out
   *[other] { $n } files of the folder left out
}
data-rows = { $n ->
    [one] 1 row
   *[other] { $n } rows
}
data-kb = { $size } KB
data-mb = { $size } MB
data-read-again = Read again
data-sum = { $read ->
    [one] 1 row read
   *[other] { $read } rows read
} = { $accepted } taken + { $warned } taken with a warning + { $merged } duplicates + { $held } held.
data-field-profile = Kind
data-field-role = Read as
data-field-hash = SHA-256
data-copy-hash = Copy the whole SHA-256
data-role-visits = visits
data-role-scans = scans
data-role-encounters = encounters
data-role-places = places
data-role-people = people
data-role-households = households
data-role-cases = cases
data-role-quarantines = quarantines
data-role-declarations = declarations
data-role-health = health declarations
data-role-sightings = Bluetooth sightings
data-role-devices = ids of devices
data-role-contacts = contacts
data-role-registrations = app registrations
data-role-truth = known infections
data-days = Visits by day
data-day-count = { $day }: { $n ->
    [one] 1 visit
   *[other] { $n } visits
}
data-day-missing = { $day }: no visits
data-days-summary = Visits by day of { $file }, { $range }.
data-days-gaps = No visits on { $days }.
data-problems = Why held
data-export = Export CSV
data-export-tip = Writes the held rows of all files to one CSV file, word for word, unmasked.
data-kind-held = held
data-kind-warned = taken with a warning
data-pick-tip = Click to see these rows; click again for all reasons.
data-warned = Taken with a warning: { $n ->
    [one] 1 row
   *[other] { $n } rows
}
data-warned-tip = A row may have several warnings. These rows are used.
data-clean = No row was held and none has a warning.
data-notes-file = Notes on the file
data-notes-all = Notes on the investigation
data-held-rows = Held rows
data-any-reason = any reason
data-all-reasons = Show all reasons
data-col-line = Line
data-col-column = Column
data-col-value = Content, masked
data-col-reason = Reason
data-whole-row = whole row
data-empty-cell = empty
data-line = line { $n }
data-none-held = No row of this file was held.
data-identity = Identity linking
data-people = { $n ->
    [one] 1 person
   *[other] { $n } people
}
data-known = in a register: { $n }
data-strangers = only in other sources: { $n }
data-no-register = no register of people, known by their ids: { $n }
data-cases = F0: { $good } traceable, { $bad } not
data-places = Places: { $good } with coordinates, { $bad } without

## The window: first screen
welcome-name = TruyVet
welcome-sub = Contact tracing analysis
welcome-days = 14/08 15/08 16/08 17/08 18/08
welcome-picture = Illustration: from one F0 over F1 and F2 to F3 by day, with one chain in bold.
welcome-headline-1 = From declarations and scans
welcome-headline-2 = to contact chains with evidence.
welcome-sentence = Every F1 and F2 answers “why”: met whom, where, when, for how long, from which record.
welcome-local = Stays on this machine
welcome-local-text = No network needed. Data are sent nowhere.
welcome-masked = Masked by default
welcome-masked-text = ID and phone numbers show only when revealed, and each reveal is logged.
welcome-why = Always a reason
welcome-why-text = Click an F1 or F2 to see the overlap, the rule and the source record.
welcome-begin = Begin
welcome-sample = 2,000 synthetic people, nobody real
welcome-files = A saved investigation, or case lists, declarations, scans, place registers
welcome-folder = Reads every data file in the folder and recognises each kind
welcome-drop = Or drop files or a folder here
welcome-drop-now = Drop to read
welcome-drop-sources = VNEID QR scans and declarations, residents, places, cases, quarantines
welcome-drop-kinds = CSV, XLSX, JSON, Parquet, SQLite, ZIP
welcome-recent = Recent
welcome-recent-here = on this machine
welcome-recent-some = { $n } of { $all }
welcome-recent-open = Open { $name } again
welcome-steps = First time: three steps
welcome-step-1 = Open the case list
welcome-step-1-text = F0s with dates of onset, sample and isolation
welcome-step-2 = Add declarations, scans
welcome-step-2-text = See held rows and reasons in Data
welcome-step-3 = Check the chains
welcome-step-3-text = Click any F2 and read the evidence
welcome-lang-vi = Tiếng Việt
welcome-lang-en = English
welcome-reading = Reading { $name }
welcome-percent = { $n } %
welcome-failed-next = Nothing was opened and no file was changed. Mend it as said above and open it again, or choose other files.
welcome-failed-open = Choose other files
filter-clear = Clear ({ $n })
confirm-title = Put the open investigation away?
confirm-explain = The window and filters are lost; the files are unchanged and can be opened again.
place-likeliest = F0s probably infected here: { $n }
place-likeliest-note = One line for each F0: the likeliest source by the data, not a finding.
place-others = Other, weaker possibilities: { $n }
rule-elsewhere = A record puts one of them elsewhere that night, to be verified
profile-total = Total, all sources
profile-sources = Sources: { $n }
inspector-busiest = Places with the most people exposed
inspector-busiest-unit = people
nobody-contacts = There are { $n } F0s and no contact yet: add scans, declarations or households.

field-person-id = Person id
field-cccd = Citizen’s number
field-qr = QR code
field-qid = QID
field-cmnd = Old ID number
field-insurance = Insurance number
field-full-name = Full name
field-birth-date = Date of birth
field-place-id = Place
field-check-in = Check-in
field-check-out = Check-out
field-direction = Direction
field-person-a = First person
field-person-b = Second person
field-start = Start
field-end = End
field-weak = Weak
field-declared = Declared
field-name = Place name
field-category = Category
field-lat = Latitude
field-lon = Longitude
field-air = Air
field-closeness = Closeness
field-dwell-minutes = Dwell minutes
field-sex = Sex
field-address = Address
field-province = Province
field-district = District
field-ward = Ward
field-household-id = Household id
field-onset = Onset
field-sample = Sample date
field-isolation = Isolation
field-reported = Reported
field-status = Status
field-case-id = Case id
field-date = Date
field-plate = Plate or number
field-departure = Departure
field-arrival = Arrival
field-checkpoint = Checkpoint
field-passed = Passed at
field-contact = Contact
field-contact-date = Contact date
field-contact-phone = Contact’s phone
field-symptoms = Symptoms
field-any-symptom = Any symptom
field-exposed = Exposed
field-own = Own device id
field-seen = Seen device id
field-rssi = RSSI
field-time = Time
field-device = Device id
field-platform = Platform
field-first-date = First contact
field-app = App
field-push-token = Push token
field-last-seen = Last seen

wizard-file = File
wizard-columns = Columns
wizard-check = Check
wizard-take = Import
wizard-step-now = current
wizard-step-done = done
wizard-no-table = This file holds no table.
wizard-table = Table
wizard-role = Read as
wizard-dates = Dates
wizard-day-first = day/month
wizard-month-first = month/day
wizard-dates-proven = proven by the column
wizard-dates-open = not proven, please choose
wizard-dates-mixed = both orders occur, check the file
wizard-encoding = Encoding
wizard-encoding-likely = most likely
wizard-encoding-ask = The file is not UTF-8. Choose the encoding under which the lines below read as proper Vietnamese.
wizard-encoding-do = Read it like this
wizard-password = Password
wizard-password-ask = The archive is protected. The password only opens the file and is not kept.
wizard-password-wrong = That is not the password. Please try again.
wizard-password-do = Open
wizard-do-take = Import and run again
wizard-do-keep = Keep mapping
wizard-do-leave = Leave
wizard-name = Mapping
wizard-lacks = No column yet for: { $field }.
wizard-sum = { $accepted } will be taken, { $held } held, { $merged } merged. People are joined after that; held rows are not lost and can be reopened at any time.
wizard-checking = Checking the whole file…
wizard-not-yet = The check begins once the required fields have columns.
wizard-surveying = Looking the whole file over… { $seconds } s
wizard-surveying-short = Looking the whole file over…
wizard-clean = No row is held.
wizard-stay-held = Stays held
wizard-stays = held
wizard-repair = Repair by pattern ({ $n })
wizard-repair-tip = Puts the proposed value in the cell’s place. The file itself stays as it is; Ctrl Z takes it back.
wizard-repairs = Repair by pattern
wizard-col-column = Column
wizard-col-example = Example
wizard-col-field = Field
wizard-col-rule = Rule
wizard-col-fits = Fits
wizard-skip = Ignore
wizard-filled = { $n } cells filled
wizard-preview = Preview
wizard-of-rows = of { $n } rows
wizard-more-columns = { $n } more columns
wizard-rows-first = First
wizard-rows-around = Around problems
wizard-rows-held = Problems
kind-id-number = 12 digits, or 9 of an old card
kind-code = personal QR
kind-phone = brought to one form
kind-name = compared without diacritics
kind-birth = date or year
kind-time = date, time; 17h35 too
kind-sex = male, female
kind-latitude = degrees, −90 to 90
kind-longitude = degrees, −180 to 180
kind-number = number
kind-text = as it is
work-survey = Looking a file over
work-rehearse = Checking a file
step-fix = corrections of held rows
mapping-kept = Mapping “{ $name }” is kept. Files of that form will be recognised.
error-mapping-not-kept = Mapping “{ $name }” could not be written; it can be used until the program is closed.
error-mapping-unread = The mapping { $file } cannot be read.
work-open-unread = { $n } files could not be read. See the Data view.
data-match = Match columns
data-match-tip = See again which column is which field, tried on the whole file
data-see = See
data-fix = Correct
data-unfix = Undo
data-fix-hint = What is meant
data-bring-in = Bring in and run again
data-pending = { $now } cells corrected, { $before } of them in this run. Run again to bring them in.

error-encoding-likely-window = { $file } is not UTF-8; it looks like { $encoding }. Please see and confirm.
error-encoding-unknown-window = The encoding of { $file } cannot be told. Please see and choose.
error-archive-password-window = { $file } is protected. Please give its password.
error-archive-password-wrong-window = That is not the password of { $file }. Please try again.
error-not-recognised-window = { $file } is not recognised. Please match its columns.
error-missing-columns-window = { $file } looks like { $profile } but lacks: { $columns }. Please match its columns.

wizard-stopped = The check was stopped. Change a column or open the file again to check it.
wizard-who = the person (id, citizen’s number, QR, QID, old number, insurance or phone)
wizard-sum-cases = { $accepted } rows will become cases (F0), { $held } held, { $merged } merged. People are joined after that.
data-unread = { $n ->
    [one] One file or table could not be read
   *[other] { $n } files or tables could not be read
}

error-file-gone = { $file } is not where it was.

# The investigation file
file-saved = The investigation is saved and was read back ({ $seconds } s). From now on every decision is kept as it is made.
file-backed-up = A copy was made and is whole.
file-retention-set = The retention is set.
file-purged = { $rows } old rows were deleted from { $files ->
    [one] one table
   *[other] { $files } tables
  }; the run is derived anew.
user-added = { $name } can open this investigation now.
user-removed = The user was taken out and cannot open this file any more.
passphrase-changed = The passphrase is changed.
work-save = Saving the investigation
work-save-stopped = Saving was stopped; there is no file.
work-tend = Tending the file
role-viewer = viewer
role-tracer = tracer
role-approver = approver
role-auditor = auditor
error-store-not-ours = This is no investigation file, or the keys that belong to it are gone. If the program ended unexpectedly, the file that ends in "-keys" must lie beside it.
error-store-passphrase = Wrong passphrase: it opens nothing in this file.
error-store-short = A passphrase has at least { $least } characters.
error-store-taken = Another user has this passphrase; choose another one.
error-store-weak-key = The parameters of this file's key were changed to weaker or dearer ones than are accepted; it is not opened.
error-store-no-memory = There is not enough memory for the key.
error-store-damaged = The file is damaged: not all of it is what was written. Nothing of it was opened and nothing was changed; use another copy of it.
error-store-newer = The file was made by a later version of the program; nothing of it was changed.
error-store-busy = The file is open already. Close it there first.
error-store-read-only = The file is open for reading only.
error-store-read-only-place = Nothing can be written at { $path }; copy the file to another place first.
error-store-full = There is no space left on the disk.
error-store-gone = { $path } is not there. If it lies on a drive that was taken out, put the drive in again.
error-store-forbidden = The role { $role } may not do that.
error-store-name = The name is empty, or another user has it.
error-store-last-approver = An approver must stay, and nobody takes themselves out.
error-store-too-many-users = There are too many users in this file.
error-store-purpose = Say what for: a purpose is put on record with each opening (--purpose), and a case number when the file is made (--case).
error-store-held = A legal hold forbids deleting anything in this investigation.
error-store-sql = The investigation file: { $detail }
error-anchor = A printed head looks like 184-9f3a2c41b7d00e55c1aa.
error-no-passphrase = No passphrase was given: --passphrase-file, or type it in a terminal.
error-exists = { $path } is there already; with --replace it is replaced.
usage-file-alone = An investigation file is read alone, without other inputs.
usage-ending = { $path }: an investigation file ends in .truyvet.
ask-passphrase = Passphrase:{" "}
summary-saved = Saved: { $path } ({ $files } files, { $people } people), read back and whole.
summary-backup = Copied and checked: { $path }
summary-restored = Restored and checked: { $path }
summary-purged = Deleted { $rows } of { $all } movements, in { $files } tables, that ended before { $before }. Contacts that rested on them are not on the list any more.
summary-would-purge = { $rows } of { $all } movements, in { $files } tables, ended before { $before }. With --yes they are deleted for good; contacts that rest on them leave the list. Backups made before keep them.
summary-purge-file =   { $file }: { $rows }
help-save = makes an encrypted investigation file of the inputs
help-save-out = the file, ending in .truyvet
help-title = what the investigation is called
help-own-name = your name, as the log and the other users see it
help-key-cost = how dear guessing the passphrase is: full (256 MiB, three passes) or least (19 MiB, two)
help-replace = replaces a file that is there
help-backup = copies an investigation file and proves the copy whole
help-backup-out = the copy
help-restore = puts a proven copy in an investigation file's place
help-restore-out = the investigation file
help-purge = deletes movements that are older than the file keeps them
help-before = movements that ended before this; else as long ago as the file keeps them
help-yes = deletes; else only says what would be deleted
help-audit = checks or shows the log of an investigation file
help-audit-verify = checks the log, against a printed head if one is given
help-audit-show = shows the log
help-read-only = opens the file for reading only; then this opening is not on record
help-head = the head as it was printed on an export
help-heading-file = Investigation file
help-passphrase-file = a file whose first line is the passphrase; else it is asked for
help-case = the case number that the file is opened for
help-purpose = what for; it is put on record
help-file = the investigation file
help-value-text = TEXT
help-value-number = NUMBER
help-value-head = HEAD
help-usage-save = truyvet save INPUTS… --out FILE.truyvet --case NUMBER --purpose TEXT
help-usage-backup = truyvet backup FILE.truyvet --out COPY.truyvet --purpose TEXT
help-usage-restore = truyvet restore COPY.truyvet --out FILE.truyvet --purpose TEXT
help-usage-purge = truyvet purge FILE.truyvet --purpose TEXT [--before TIME] [--yes]
help-usage-audit = truyvet audit verify|show FILE.truyvet --purpose TEXT
help-usage-verify = truyvet audit verify FILE.truyvet --purpose TEXT [--head HEAD]
help-usage-show = truyvet audit show FILE.truyvet --purpose TEXT
view-log = Log
log-seq = No.
log-at = Time
log-who = Who
log-role = Role
log-action = Action
log-object = On
log-reason = Reason
log-detail = More
log-run = Run
log-hash = Hash
log-head = Head of the log
log-whole = The log is whole: { $entries } entries, head { $head }.
log-broken = The log is NOT whole: entry { $at } was changed, moved or taken out.
log-cut = The log was CUT OFF, or an older copy of the file is in its place: it has { $found } entries, the printed head tells of { $printed }.
log-other = The log is NOT the one that the printed head tells of (entry { $at }).
log-written = The log was written ({ $rows } entries).
action-create = Made
action-open = Opened
action-close = Closed
action-import = Import
action-run = Run
action-reveal = Reveal
action-search = Search by number
action-rules = Parameters
action-view = View
action-fix = Held rows corrected
action-undo = Undo
action-redo = Redo
action-case = Case decision
action-merge = Merge
action-export = Export
action-backup = Backup
action-restore = Restore
action-purge = Purge
action-hold = Legal hold
action-users = Users
action-settings = Settings
action-verify = Log checked
action-approve = Approval
action-push = Push

# The file in the window
gate-title = Open an investigation
gate-title-locked = Locked
gate-passphrase = Passphrase
gate-case = Case number
gate-case-hint = as in the file
gate-purpose = Purpose
gate-purpose-hint = what you open it for
gate-note = Opening, searching by number and revealing are put on record with this purpose. Everything stays on this machine.
gate-open = Open
gate-opening = Opening…
gate-read-only = Read only
gate-leave = Close file
save-title = Save the investigation
save-explain = One encrypted file holds the imported data, every decision and the log. From then on all is kept as it is made.
save-name = Name of the investigation
save-own = Your name
save-again = Passphrase again
save-do = Choose a place…
save-lacks-name = A name for the investigation, and yours as the log will show it.
save-lacks-purpose = A case number and a purpose: each opening is bound to them.
save-lacks-passphrase = A passphrase of at least { $least } characters. Nobody can open the file without it, not even we.
save-lacks-again = Type the same passphrase once more.
save-ready = Write the passphrase down in a safe place: without it the file is lost.
dialog-save-file = Where to save the investigation
dialog-backup = Where to put the copy
dialog-backup-name = backup
dialog-log-name = log
file-kept-already = All is kept already: this investigation is saved as it changes.
file-trouble = Not written: { $why }
act-save = Save the investigation
act-backup = Back up
act-lock = Lock
act-verify-log = Check the log
act-export-log = Export the log
view-settings = Settings
status-unsaved = Not saved
status-unsaved-tip = Only in memory. Save the investigation to keep it, encrypted.
status-saved = Saved, encrypted
status-saved-tip = Every decision is on the disk.
status-writing = Writing…
status-writing-tip = A decision is on its way to the disk.
status-read-only = Read only
status-read-only-tip = Another program has the file, or nothing can be written there. Nothing can be decided or revealed.
status-not-written = Not written
status-not-written-tip = Decisions are kept in memory and tried again.
log-below = { $n ->
    [one] one entry
   *[other] { $n } entries
  }, head { $head }
log-export = Export
log-export-role = Auditors and approvers export the log.
log-verify = Check
log-kind-all = All
log-kind-seen = Seen
log-kind-out = Went out
log-kind-decided = Decided
log-kind-file = File
log-find = Find in the log
log-anchor = Printed head, to check against
log-empty = Nothing is on record yet.
settings-look = Appearance
settings-language = Language
settings-theme = Theme
settings-light = Light
settings-dark = Dark
settings-zoom = Size
settings-lock = Lock when idle for
settings-lock-never = Never
settings-minutes = { $n } min
settings-file = Investigation
settings-unsaved = Not saved yet: it is only in memory and ends with the program. Saved, it is one encrypted file.
settings-where = File
settings-you = You
settings-pass = My passphrase
settings-pass-old = Present passphrase
settings-pass-new = New passphrase, at least { $least } characters
settings-pass-do = Change
settings-users = Users and roles
settings-users-unsaved = Users come with the file: each opens it with a passphrase of their own, in a role.
settings-users-role = Approvers manage users.
settings-own = you
settings-remove = Take { $name } out
settings-user-name = Name
settings-user-pass = Their passphrase, at least { $least } characters
settings-user-add = Add
role-viewer-may = Looks at results, everything masked.
role-tracer-may = Works the list: names, single reveals with a reason, imports, exports.
role-approver-may = All that tracers may, approves what leaves, manages users and retention.
role-auditor-may = Reads, checks and exports the log; everything else masked.
settings-keep = Retention
settings-keep-explain = Movements, encounters and declarations that ended longer ago than these days are deleted for good when you say so. Cases, quarantines and registers stay. Contacts that rest on what is deleted leave the list.
settings-days = Days kept
settings-reason = Reason, for the log
settings-hold = Legal hold: nothing is deleted
settings-reason-first = Give a reason first.
settings-purge-what = What ended before { $before } is deleted. This cannot be undone; the log says how much it was.
settings-days-do = Set days
settings-purge = Delete old data…
settings-purge-sure = Delete for good
log-nothing = No entry fits.
detail-rows = rows
detail-files = files
detail-cells = cells
detail-bytes = bytes
detail-days = days
detail-hold = hold
detail-before = before
detail-with = with
file-elsewhere = Save elsewhere…
error-store-no-answer = The disk or drive does not answer as it should.
error-saving = The investigation is being saved; wait for that first.
error-opening = Files are being read; wait for that first.
error-unwritten = Decisions are not written yet. Make room or save elsewhere first; quitting the program loses them.
error-lost = What was decided last could not be written and is lost.
error-store-purpose-window = Say what for: the purpose is put on record with each opening.
error-store-gone-window = { $path } is not there any more. If the drive was taken out, put it in again: what is not written yet is kept.
error-store-full-window = There is no space left on the disk. What is not written yet is kept and tried again; make room, or save elsewhere.
error-store-no-answer-window = The disk or drive does not answer as it should. What is not written yet is kept and tried again.
error-store-read-only-place-window = Nothing can be written at { $path }. The file can be opened for reading only, or copied to another place first.
error-store-busy-window = The file is open already, here or in another program. It can be opened for reading only.
log-whole-anchored = The log is whole and goes on from the printed head: { $entries } entries, head { $head }.
note-purged = Movements before { $before } were deleted from this investigation by order; contacts that rested on them are not listed.
usage-head = --head: a printed head looks like 184-9f3a2c41b7d00e55c1aa.
usage-file-option = An investigation file is read as it was imported: --encoding, --mapping, --corrections and --zip-password-file are said when it is made, or in the window.
usage-file-here = An investigation file is read by trace, why, audit, backup, restore and purge.
error-store-other-case = The copy is of another case than the file that it would replace; choose another name.
detail-replaced = replaced
detail-person = person
detail-whole = whole
detail-broken = broken at
detail-cut = cut off
detail-other = another at
error-store-case-number = The file is of another case number. Check that it is the file you mean; left empty, its own number is taken.

## Notifications: the command line

help-notify = drafts, approves, sends and accounts for notices; answers look-ups
help-usage-notify = truyvet notify COMMAND FILE.truyvet … --purpose TEXT
help-notify-draft = drafts a batch of notices, or says what it would be
help-usage-notify-draft = truyvet notify draft FILE.truyvet KIND --purpose TEXT [OPTIONS]
help-notify-review = looks a draft over; somebody else than whoever drafted it
help-usage-notify-review = truyvet notify review FILE.truyvet BATCH --purpose TEXT
help-notify-approve = approves a batch; an approver who did not draft it
help-usage-notify-approve = truyvet notify approve FILE.truyvet BATCH --purpose TEXT [--urgent TEXT]
help-notify-stop = stops a batch: what is not sent yet waits
help-usage-notify-stop = truyvet notify stop FILE.truyvet BATCH --purpose TEXT [--why TEXT]
help-notify-resume = takes a stopped batch up again
help-usage-notify-resume = truyvet notify resume FILE.truyvet BATCH --purpose TEXT [--why TEXT]
help-notify-cancel = gives a batch up: what is not sent is never sent
help-usage-notify-cancel = truyvet notify cancel FILE.truyvet BATCH --purpose TEXT [--why TEXT]
help-notify-push = sends what is approved
help-usage-notify-push = truyvet notify push FILE.truyvet --purpose TEXT [--batch N] [--listen]
help-notify-pack = writes an approved batch as a signed file, for a connected machine or a gateway's upload
help-usage-notify-pack = truyvet notify pack FILE.truyvet BATCH --out FOLDER --purpose TEXT
help-notify-take = takes a signed file of another station in, to be sent from here
help-usage-notify-take = truyvet notify take FILE.truyvet PACKAGE --purpose TEXT
help-notify-receipts = reads delivery receipts from a file
help-usage-notify-receipts = truyvet notify receipts FILE.truyvet RECEIPTS.csv --purpose TEXT
help-notify-status = how batches stand; the message of a code; delivery log and call list
help-usage-notify-status = truyvet notify status FILE.truyvet --purpose TEXT [--batch N] [--code CODE]
help-notify-resolve = decides on messages of which nobody knows whether they were taken
help-usage-notify-resolve = truyvet notify resolve FILE.truyvet BATCH ask|again|failed --purpose TEXT [--why TEXT]
help-notify-listen = hears receipts and answers inbound messages
help-usage-notify-listen = truyvet notify listen FILE.truyvet --purpose TEXT [--seconds N]
help-notify-answer = answers a file of messages or of a portal's requests
help-usage-notify-answer = truyvet notify answer FILE.truyvet QUESTIONS.csv --out ANSWERS.csv --purpose TEXT
help-notify-opt-out = takes note of who is to be sent nothing
help-usage-notify-opt-out = truyvet notify opt-out FILE.truyvet LIST --purpose TEXT
help-notify-gateway = shows or changes how messages leave
help-usage-notify-gateway = truyvet notify gateway FILE.truyvet --purpose TEXT [--set NAME=VALUE]… [--secret NAME=FILE]…
help-notify-notice = shows or changes the texts of a kind
help-usage-notify-notice = truyvet notify notice FILE.truyvet KIND --purpose TEXT [--text FILE.toml] [--reset]
help-notify-batch = the batch's number
help-notify-kind = what it is for: close, indirect, place, testing, isolation, clear, correction
help-notify-tiers = only these tiers, with commas between
help-notify-district = only homes in this district; may be given several times
help-notify-place = only people exposed at this place (its id)
help-notify-from = only last exposures from this time on
help-notify-to = only last exposures before this time
help-notify-closeness = only contacts at least so close
help-notify-people = only the people in this file, one id a line
help-notify-sms-lang = the language of the SMS (Vietnamese unless told)
help-notify-unaccented = SMS without diacritics, which take fewer parts
help-notify-keep-notified = also whoever was told at this level by another version of the text
help-notify-keep-opted-out = also whoever asked for no messages
help-notify-message-shared = a message to phones that several people have, in place of a call
help-notify-dry-run = drafts nothing: writes everybody it would be for, and the cost
help-notify-urgent = may be sent in quiet hours, and why
help-notify-why = why; it goes on record
help-notify-only = only this batch
help-notify-with-listen = hears receipts meanwhile
help-notify-no-wait = leaves what has to be tried again later
help-notify-linger = seconds to go on listening after the last message
help-notify-package = the signed file; its slip lies beside it
help-notify-receipts-file = CSV with id and state: accepted, queued, delivered, failed (or as SMPP and Kannel have it)
help-notify-code = the code that somebody reads out
help-notify-log = writes the delivery log of the batch
help-notify-call-list = writes who must be called, with names and phones; takes --why
help-notify-unknown = ask: asks the gateway; again: sends them again; failed: they go to the call list
help-notify-seconds = ends after so long
help-notify-questions = CSV: id, phone, text; or id, account, purpose
help-notify-answers = where the answers go
help-notify-list = phones or citizens' numbers, one a line
help-notify-set = changes a setting
help-notify-secret = changes a secret setting to what a file holds
help-notify-text = takes the texts of this file
help-notify-reset = the program's own texts again
help-value-batch = BATCH
help-value-kind = KIND
help-value-role = ROLE
help-value-setting = NAME=VALUE
help-value-secret = NAME=FILE
help-value-place = PLACE
help-value-code = CODE
help-user = who may open an investigation file
help-usage-user = truyvet user add|remove|list FILE.truyvet --purpose TEXT
help-user-add = lets somebody in
help-usage-add = truyvet user add FILE.truyvet --name NAME --role ROLE --purpose TEXT
help-user-remove = takes somebody out
help-usage-remove = truyvet user remove FILE.truyvet --name NAME --purpose TEXT
help-user-list = shows who may
help-usage-list = truyvet user list FILE.truyvet --purpose TEXT
help-user-name = the display name
help-user-role = viewer, tracer, approver or auditor
help-user-passphrase = the new user's passphrase: the first line of this file, else it is asked for
ask-new-passphrase = Passphrase of the new user:{" "}
summary-user-add = { $name } may open the file now.
summary-user-remove = { $name } may no longer open the file.
summary-draft = Batch { $batch } is drafted. Somebody else has to approve it.
summary-way = { $way }: { $n }
summary-cost = { $messages } SMS, { $parts } parts; { $cost } dong at the price set.
summary-notify-review = Batch { $batch } was reviewed.
summary-notify-approve = Batch { $batch } is approved.
summary-notify-stop = Batch { $batch } is stopped; what was handed over already is on its way.
summary-notify-resume = Batch { $batch } goes on.
summary-notify-cancel = Batch { $batch } is given up; what was not sent will not be.
summary-batch = Batch { $batch } · { $kind } · { $stage } · { $messages } messages
summary-no-batches = There are no batches yet.
summary-code = { $code }: { $kind }, batch { $batch }, person { $person }; { $state } ({ $at }).
summary-push = Accepted { $accepted }, failed { $failed }, unknown { $unknown }, left { $left }.
summary-quiet = Quiet hours: nothing is sent until { $until }.
summary-pack = What leaves as a file is written by “notify pack”.
summary-packed = { $n } messages: { $path }. Signing key { $key }.
summary-taken = { $n } messages taken, as batch { $batch }.
summary-receipts = { $read } receipts: { $known } of messages here, { $strange } of others, { $idle } that say nothing.
summary-listening = Listening at { $address }. Ctrl C ends it.
summary-heard = { $receipts } receipts, { $strange } of unknown messages, { $messages } inbound messages.
summary-answered = { $n } requests answered, { $blank } left blank: asked too often.
summary-opted-out = { $n } of { $all } are new on the list of who is sent nothing.
summary-resolve-ask = The gateway could tell of { $n } messages of batch { $batch }.
summary-resolve-again = { $n } messages of batch { $batch } will be sent again.
summary-resolve-failed = { $n } messages of batch { $batch } go to the call list.

## Notifications: words

kind-close = Close contact, F1
kind-indirect = Indirect contact, F2 and beyond
kind-place = At a public place
kind-testing = Testing order
kind-isolation = Isolation order
kind-clear = All-clear
kind-correction = Correction
way-push = Push
way-sms = SMS
way-call = Must call
way-no-phone = Must call: no phone
way-bad-phone = Must call: the phone takes no SMS
way-shared-phone = Must call: phone shared by several people
way-no-guardian = Must call: minor, no guardian's phone
way-notified = Left out: told at this level already
way-opted-out = Left out: asked for no messages
state-draft = Drafted
state-approved = Approved
state-sending = Sending, or to be tried again
state-unknown = Unknown
state-accepted = Taken by the gateway
state-queued = Waiting at the operator
state-failed = Failed
state-delivered = Delivered
state-cancelled = Cancelled
stage-of-draft = drafted
stage-of-reviewed = reviewed
stage-of-approved = approved
stage-of-cancelled = cancelled
stage-of-held = stopped
stage-send = Sending
sent-no-connection = No connection to the gateway
sent-login = The gateway does not accept user or password
sent-address = Wrong gateway address
sent-closed = The gateway is closed
sent-busy = The gateway is busy
sent-disk = The folder takes no file
sent-no-answer = No answer from the gateway
sent-gateway = The gateway failed
sent-status = An answer that is not understood
sent-interrupted = The program ended while it was sent
sent-restored = Approved before a copy was put back
sent-recipient = Number not accepted
sent-refused = Refused
sent-length = Too long
sent-receipts = Receipt address not accepted
sent-undeliverable = Phone off or out of reach
sent-rejected = Rejected by the operator
sent-unregistered = The app was removed
sent-other-sender = The app belongs to another sender
sent-argument = Push address not accepted
sent-given-up = Given up by hand
sent-phone = On the phone
sent-operator = At the operator
sent-packed = In a file
sent-file = As a file says
sent-asked = As the gateway says
sent-again = To be sent again
sent-cancelled = Cancelled
sent-stopped = Stopped
check-person = No person or case is named
check-person-not = A person of the investigation is named
check-place = No name or address of a place
check-place-not = A place of the investigation is named
check-number = No number that may be somebody's ID
check-number-not = A long number stands in the text: only fields may hold numbers
check-health = Nothing about anybody's health
check-health-not = The text speaks of somebody's health
check-hotline = Has a hotline
check-hotline-not = The hotline is missing, in a text or in the settings
check-code = Has a code
check-code-not = The code is missing in a text
check-fields = All fields are known
check-fields-not = A field is unknown or does not fit this kind
check-languages = VN and EN have the same fields
check-languages-not = VN and EN differ in their fields
check-authority-not = The sender's name is not set
check-empty-not = A text is empty
check-until = The end day fits { $days } days of quarantine
check-until-not = The rules give no days of quarantine: there is no end day
check-length = An SMS takes { $parts ->
    [one] { $parts } segment
   *[other] { $parts } segments
}
check-length-warn = { $parts } segments an SMS; fewer without diacritics
check-length-not = { $parts } segments an SMS; gateways take ten
error-notify-words = The notice may not go: { $check }.
error-notify-setting = The setting { $name } is missing or does not take this value.
error-notify-client = No connection can be made on this machine.
error-notify-io = { $path }: { $why }.
error-notify-signature = The package is not what was signed, or its station is not trusted here (trusted_keys).
error-notify-form = Line { $line } of the file is not in the form that is expected.
error-notify-stuck = Sending stopped: { $reason }. What is left stays approved; run push again.
error-store-unsaved = Save the investigation first: a batch needs a second person to approve it.
error-store-no-batch = There is no such batch.
error-store-no-code = There is no message of this code.
error-store-batch-stage = The batch is at a stage that does not take this.
error-store-own-draft = Whoever drafted a batch does not review or approve it.
error-store-nobody = Nobody is left to be sent this: all were told at this level or are left out.
action-draft = Draft
action-review = Review
action-halt = Stop
action-lookup = Look-up
work-send = Sending notices
notify-packed = { $n } messages were written as a signed file.
notify-notice-kept = The texts are kept, as version { $version }.
notify-dry-run-done = { $rows } recipients were written; nothing was sent.
notify-call-list-done = { $rows } people are on the call list.
notify-log-done = { $rows } messages were written.

## Notifications: the window

view-notify = Notices
notify-title = Notifications
notify-loading = Reading the outbox…
notify-batch = Batch { $batch }
notify-new = New batch
notify-all = All batches ({ $n })
notify-texts = Texts
notify-gateway = Gateway
notify-waits = Batch { $batch } awaits approval
notify-who = 1. Recipients
notify-from-list = From the current list
notify-from-run = From the whole run
notify-counting = Counting recipients…
notify-tier = { $tier }: { $n } people
notify-tier-left = { $n } left out
notify-tier-on = this batch
notify-tier-off = not chosen
notify-left-out = Left out
notify-no-notified = Told at this level already
notify-no-opted-out = Asked for no messages
notify-call-shared = Shared phone: call instead
notify-will = Will go out
notify-will-push = Push messages
notify-will-sms = SMS
notify-will-call = On the call list
notify-no-phone = no phone, no app
notify-bad-phone = the phone takes no SMS
notify-shared-phone = phone of several people
notify-no-guardian = minor, no guardian's phone
notify-guardians = minors, by their guardian's phone
notify-declared = phone only declared
notify-raised = told of a lower tier before
notify-total = Total
notify-adds-up = { $all } less { $left } leave { $total }. Nobody drops off the list without a reason.
notify-people = One by one
notify-what = 2. Content
notify-kind = Template: { $kind }
notify-kinds = Templates
notify-editor = Text of the SMS
notify-insert = Insert field
notify-keep-text = Keep text
notify-leave-text = Discard
notify-reset-text = Original text
notify-unaccented = SMS without diacritics
notify-with-marks = Accented
notify-without-marks = Plain
notify-parts = { $n ->
    [one] { $n } segment
   *[other] { $n } segments
}
notify-saves = { $people } people × { $parts }, saves { $saved }
notify-would-save = { $people } people × { $parts }; plain saves { $saved }
notify-each = { $people } people × { $parts }
notify-cost = { $n } dong
notify-sms-language = SMS in
notify-sms-vi = Vietnamese
notify-sms-en = English
notify-sms-both = Both
notify-size = { $coding } { $n } · { $parts } segments
notify-push = Push message
notify-push-size = title { $title }/50, text { $text }/178
notify-checks = Automatic checks
notify-shared = { $n ->
    [one] { $n } phone is shared by several people
   *[other] { $n } phones are shared by several people
}
notify-start = Starts
notify-start-at = once approved
notify-quiet = Quiet hours
notify-no-quiet = none
notify-speed = SMS rate
notify-rate = { $n }/s, { $time }
notify-no-rate = no limit
notify-retry = Retries
notify-again = { $n } times from { $seconds } s
notify-approve-title = 3. Approval and sending
notify-now = waiting
notify-step-draft = Draft
notify-step-draft-who = Whoever works the list
notify-step-review = Review
notify-step-review-who = If wanted, by another person
notify-step-review-none = Not reviewed
notify-step-approve = Approval
notify-step-approve-who = An approver, not the drafter
notify-step-send = Sending
notify-step-send-who = SMS gateway and push server
notify-cancelled = Given up
notify-held = Stopped; what is not sent waits
notify-all-out = All handed over
notify-left = { $n } to be sent
notify-left-file = { $n } to be packed as a signed file
notify-unsaved = A batch needs a second person. Save the investigation as a file first and let an approver in.
notify-text-first = Keep or discard the changed text first.
notify-nobody = Nobody is left to be sent this.
notify-blocked = The checks marked red stand against it.
notify-dry-run = Dry run
notify-draft = Draft batch
notify-own = You drafted this batch: somebody else approves it.
notify-not-approver = An approver has to approve this batch.
notify-urgent = Send in quiet hours too
notify-why = Why (goes on record)
notify-cancel = Give up
notify-review = Reviewed
notify-approve = Approve
notify-sending = { $done } of { $all } handed over…
notify-stop = Stop
notify-resume = Go on
notify-pack = Pack, signed
notify-push-now = Send now
notify-quiet-until = Quiet hours: it goes on at { $at } if the file is open then.
notify-offline = Messages leave as a signed file: take it to a connected machine, or upload it to the gateway. Receipts come back as a file.
notify-standing = How it goes
notify-heard = last word { $at }
notify-nothing-sent = No batch has been approved yet.
notify-arrived = Arrived
notify-waiting = Waiting
notify-failed = Failed
notify-causes = Batch { $batch }, what did not arrive
notify-to-calls = Call list ({ $n })
notify-unknown = { $n ->
    [one] Of { $n } message nobody knows whether it was taken. It is not sent again by itself.
   *[other] Of { $n } messages nobody knows whether they were taken. They are not sent again by themselves.
}
notify-ask = Ask
notify-again-do = Send again
notify-give-up = Call instead
notify-listens = Hearing receipts and look-ups at { $at }
notify-listen = Hear receipts and look-ups at { $at }
notify-on-record = Every draft, approval, sending and reveal goes on record and cannot be changed.
notify-show-all = All
notify-unknown-few = Unknown
notify-no-batches = No batch yet. Draft one under “New batch”.
notify-choose-batch = Choose a batch on the left.
notify-no-messages = No message is like that.
notify-code = Code, as K7Q-204
notify-find = Find
notify-found = { $code }: batch { $batch }, { $state }, { $at }
notify-entry = { $messages } messages, { $calls } calls · { $by }
notify-log = Delivery log
notify-calls = Call list
notify-receipts = Read receipts
notify-col-code = Code
notify-col-person = Person
notify-col-way = By
notify-col-address = To
notify-col-state = State
notify-col-why = Why
notify-col-at = Since
notify-version = version { $n }
notify-text-sms = SMS, and long text of the push message
notify-text-title = Title of the push message
notify-text-push = Short text of the push message
notify-texts-explain = A changed text is a new version: whoever had the version before may be sent it again. A batch keeps the text that it was drafted with.
error-notify-stuck-window = Sending stopped: { $reason }. What is left stays approved; put it right and send again.
gateway-sms = SMS
gateway-push = Push messages
gateway-pace = Pace and hours
gateway-lookups = Look-ups
gateway-by-file = Signed file
gateway-by-kannel = Kannel gateway
gateway-by-none = None
gateway-by-bluezone = Bluezone file
gateway-by-fcm = Firebase (FCM)
gateway-file-explain = For a station without network: an approved batch is written as a signed CSV for a connected machine or the gateway's own upload. Receipts are read back from a file.
gateway-push-explain = People with a registered app get a push message instead of an SMS once a way is chosen here. The Bluezone file is for the app's own server.
gateway-authority-vi = Name, Vietnamese
gateway-authority-en = Name, English
gateway-hotline = Hotline
gateway-sender = Sender
gateway-shown-as = Shown as sender
gateway-kannel-url = Address of sendsms
gateway-kannel-user = User
gateway-kannel-password = Password
gateway-receipts-url = Where the gateway finds this machine
gateway-listen = Listen at
gateway-fcm-url = Address
gateway-fcm-account = Service account (JSON)
gateway-rate = SMS a second
gateway-connections = Connections
gateway-attempts = Attempts
gateway-backoff = First wait, s
gateway-timeout = Give up after, s
gateway-price = Dong a segment
gateway-quiet-from = Quiet from, hour
gateway-quiet-to = Quiet to, hour
gateway-lookup = How a message asks
gateway-opt-out = Opt-out word
gateway-lookups-per-hour = Look-ups an hour
gateway-test-days = Days for a test
gateway-secret-kept = kept; type to replace it
gateway-keep = Keep settings
gateway-leave = Discard
gateway-secrets = Secrets stay in the investigation file: never shown again, in no address and no log.
gateway-approver = Only an approver changes the gateway.
dialog-dry-run-name = recipients
dialog-calls-name = call-list
dialog-delivery-name = delivery-log
dialog-pack = Folder for the signed file
dialog-receipts = File of receipts
notify-of-batch = Of this batch
notify-batch-people = { $n } people
notify-batch-parts = { $n } segments, { $cost } dong
way-to-correct = Left out: a nearer tier has to be corrected first
way-over = Left out: the time is over
notify-no-to-correct = Told of a nearer tier: correct first
notify-no-over = The time that it is about is over
error-store-pushing = Messages are being sent already.
notify-place = Choose the place
notify-cut = The first { $shown } messages of these; the delivery log has them all.
gateway-inbound-password = Password of inbound messages
gateway-trusted-keys = Stations whose packages are taken (signing keys)
sent-opted-out = Switched off for whoever asked for no messages
sent-settings = The gateway does not take what is set
sent-earlier-attempt = Of an earlier attempt
error-store-why = Say why (--why, --urgent): it goes on record.
error-store-why-window = Say why: it goes on record.
check-stale = Old data ({ $day }): dates may be past
summary-nothing-packed = Nothing to pack: nothing approved is left, it leaves otherwise, or it was packed before (--again writes it once more).
summary-no-lookups = Look-ups are off: set inbound_password, and give it to the gateway.
help-notify-again = writes what was packed before once more; a connected machine takes nothing twice
help-notify-remove = takes them off that list again
summary-opted-in = { $n } of { $all } are off the list of who is sent nothing.
sent-never-sent = Of a message that was never sent
notify-place-first = Choose the place first, at the left.
