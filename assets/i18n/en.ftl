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
help-usage-truyvet = truyvet [OPTIONS] COMMAND
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
help-inputs = Files or folders, or role=FILE (visits, scans, encounters, places, people, households, cases, quarantines, declarations)
help-as-of = What lies more than a day after this instant is held as being in the future (default: nothing is)
help-out = Folder for the results
help-check = Reads and validates only: profiles, counts, held rows with reasons
help-held = Writes the held rows to this CSV file
help-trace = The whole run: contact list, evidence, links, cases, held rows
help-evidence = How evidence is written: none, parquet or csv (default: parquet)
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
usage-no-window = This version has no window yet: name a subcommand.
usage-unknown-argument = There is no option { $argument }.
usage-unknown-command = There is no subcommand { $command }.
usage-missing = Missing: { $argument }.
usage-no-value = { $option } needs a value.
usage-one-of = { $option }: “{ $value }” is not allowed. Allowed: { $valid }.
usage-invalid-value = { $option }: “{ $value }” cannot be read as a value of this option.
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
error-other-kind = { $file } is a file of another kind ({ $kind }): CSV, TSV or Parquet is expected. In a spreadsheet program: Save As → CSV UTF-8.
error-header-not-utf8 = { $file }: line 1 (the header) is not UTF-8 text. In a spreadsheet program: Save As → CSV UTF-8.
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
note-not-yet = { $file } cannot be opened by this version. In a spreadsheet program: Save As → CSV UTF-8.
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
reason-unclosed-quote = a quote that is never closed
reason-cell-too-long = a cell of over 64 KB
reason-field-empty = a required field is empty
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
reason-no-person-key = neither person id, citizen’s number nor QID (a 9-digit CMND is not used for joining)
reason-ambiguous-person-key = one key belongs to two people
reason-cccd-conflict = two different citizen’s numbers for one person
reason-qr-unreadable = not a known QR code
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
help-value-category = CATEGORY=MINUTES
why-suspected = { $person } is a suspected case, not counted as an F0.
why-links = May have been infected by: { $sources }
unit-seconds = { $n } s
miss-touch = Not { $tier }: { $person } and { $source } were both at { $place }; the one came in the second in which the other left.
