//! Visits of a nation: homes, workplaces, venues of Zipf's law, as many as asked for.
//!
//! Three visits a person and day over 21 days, in the order of their check-ins as a scan log has them; 15 % of the
//! check-outs are missing. The same options give the same bytes.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use polars::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

const DAYS: u64 = 21;
const A_DAY: u64 = 3;
/// 2021-08-01 00:00 local.
const FIRST: i64 = 1_627_750_800;
const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;
const MISSING: f64 = 0.15;
const ROWS: usize = 1 << 20;
const VENUES: [&str; 12] = [
    "shop",
    "convenience",
    "cafe",
    "restaurant",
    "market",
    "supermarket",
    "pharmacy",
    "mall",
    "bank",
    "worship",
    "clinic",
    "fuel",
];
const WORK: [&str; 4] = ["workplace", "office", "factory", "school"];

/// What is to be generated.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// About so many visits.
    pub visits: u64,
    /// Index cases.
    pub cases: u64,
    /// Exponent of the venues' popularity.
    pub zipf: f64,
    /// Share of all visits that go to one venue.
    pub hot: f64,
    /// Seed.
    pub seed: u64,
    /// Also as CSV.
    pub csv: bool,
}

struct Row {
    person: i64,
    place: i64,
    start: i64,
    end: Option<i64>,
}

/// The folder of the data, generated where it is not there yet.
pub fn folder(root: &Path, wanted: &Wanted) -> PathBuf {
    let Wanted {
        visits,
        cases,
        zipf,
        hot,
        seed,
        ..
    } = wanted;
    let folder = root.join(format!("v1-{visits}-{cases}-z{zipf}-h{hot}-s{seed}"));
    let done = folder.join(if wanted.csv { "csv.done" } else { "done" });
    if !done.exists() {
        std::fs::create_dir_all(folder.join("csv")).unwrap();
        eprintln!("generating {visits} visits");
        generate(&folder, wanted);
        File::create(done).unwrap();
        File::create(folder.join("done")).unwrap();
    }
    folder
}

/// Files of a folder to trace.
pub fn inputs(folder: &Path) -> [PathBuf; 3] {
    ["visits.parquet", "places.csv", "cases.csv"].map(|name| folder.join(name))
}

/// A workbook of the visits of a folder, as many as a sheet holds; generated where it is not there yet.
pub fn workbook(folder: &Path) -> PathBuf {
    use rust_xlsxwriter::{Format, Workbook};
    let path = folder.join("xlsx/visits.xlsx");
    if path.exists() {
        return path;
    }
    std::fs::create_dir_all(folder.join("xlsx")).unwrap();
    let file = File::open(folder.join("visits.parquet")).unwrap();
    let frame = ParquetReader::new(file).finish().unwrap();
    let column = |name: &str| {
        let column = frame.column(name).unwrap().cast(&DataType::Int64).unwrap();
        let values = column.i64().unwrap().iter().take(1_048_575);
        values.collect::<Vec<Option<i64>>>()
    };
    let mut book = Workbook::new();
    let instant = Format::new().set_num_format("dd/mm/yyyy hh:mm:ss");
    let sheet = book.add_worksheet();
    for (at, name) in ["person_id", "place_id", "check_in", "check_out"]
        .into_iter()
        .enumerate()
    {
        let at = at as u16;
        sheet.write(0, at, name).unwrap();
        for (row, value) in column(name).into_iter().enumerate() {
            let row = row as u32 + 1;
            let Some(value) = value else { continue };
            if at < 2 {
                sheet.write(row, at, value as f64).unwrap();
            } else {
                // Milliseconds to a sheet's days, in Vietnam's time.
                let days = (value as f64 / 1e3 + 7.0 * 3_600.0) / 86_400.0 + 25_569.0;
                sheet.write_with_format(row, at, days, &instant).unwrap();
            }
        }
    }
    let part = folder.join("xlsx/part");
    book.save(&part).unwrap();
    std::fs::rename(part, &path).unwrap();
    path
}

struct Town {
    people: u64,
    homes: u64,
    works: u64,
    /// Cumulative popularity.
    venues: Vec<f64>,
    hot: f64,
    seed: u64,
}

fn generate(folder: &Path, wanted: &Wanted) {
    let people = (wanted.visits / (DAYS * A_DAY)).max(10);
    let mut sum = 0.0;
    let venues = (1..=(people / 20).max(20))
        .map(|rank| {
            sum += 1.0 / (rank as f64).powf(wanted.zipf);
            sum
        })
        .collect();
    let town = Town {
        people,
        homes: people * 2 / 7 + 1,
        works: people / 20 + 1,
        venues,
        hot: wanted.hot * A_DAY as f64,
        seed: wanted.seed,
    };
    write_visits(folder, &town, wanted.csv);
    let mut rng = ChaCha8Rng::seed_from_u64(wanted.seed ^ 0xca5e);
    let mut places = BufWriter::new(File::create(folder.join("places.csv")).unwrap());
    writeln!(places, "place_id,name,category").unwrap();
    for place in 1..=town.homes {
        writeln!(places, "{place},,home").unwrap();
    }
    for place in 1..=town.works {
        let category = WORK[rng.random_range(0..WORK.len())];
        writeln!(places, "{},Work {place},{category}", town.homes + place).unwrap();
    }
    for place in 1..=town.venues.len() as u64 {
        let category = VENUES[rng.random_range(0..VENUES.len())];
        writeln!(
            places,
            "{},Venue {place},{category}",
            town.homes + town.works + place
        )
        .unwrap();
    }
    places.flush().unwrap();
    let mut cases = BufWriter::new(File::create(folder.join("cases.csv")).unwrap());
    writeln!(cases, "person_id,onset,isolation").unwrap();
    let mut chosen = std::collections::BTreeSet::new();
    while (chosen.len() as u64) < wanted.cases.min(people) {
        chosen.insert(rng.random_range(1..=people));
    }
    for person in chosen {
        let onset = rng.random_range(4..20);
        let isolated = if rng.random_bool(0.8) {
            (onset + rng.random_range(1..6)).to_string()
        } else {
            String::new()
        };
        let isolation = isolated.parse().map_or(String::new(), |day: i64| date(day));
        writeln!(cases, "{person},{},{isolation}", date(onset)).unwrap();
    }
    cases.flush().unwrap();
}

fn date(day: i64) -> String {
    if day < 31 {
        format!("2021-08-{:02}", day + 1)
    } else {
        format!("2021-09-{:02}", day - 30)
    }
}

impl Town {
    /// One person's visits of one day.
    fn day(&self, person: u64, day: u64, out: &mut Vec<Row>) {
        let mut rng = ChaCha8Rng::seed_from_u64(
            self.seed ^ (day * self.people + person).wrapping_mul(0x9e37_79b9_7f4a_7c15),
        );
        let midnight = FIRST + day as i64 * DAY;
        let mut add = |rng: &mut ChaCha8Rng, place: u64, start: i64, end: i64| {
            let end = (!rng.random_bool(MISSING)).then_some(midnight + end);
            out.push(Row {
                person: person as i64 + 1,
                place: place as i64,
                start: midnight + start,
                end,
            });
        };
        // Homes and workplaces by a multiplicative walk, so that neighbours by number share neither.
        let home = 1 + person * 2 / 7;
        let work = self.homes + 1 + (person.wrapping_mul(2_654_435_761) >> 7) % self.works;
        let free = (day + person % 7) % 7 >= 5;
        // Three shifts, and the time around them for a venue.
        let (shift, around) = [
            (7 * HOUR, 16 * HOUR..20 * HOUR),
            (6 * HOUR, 14 * HOUR..19 * HOUR),
            (12 * HOUR, 7 * HOUR..10 * HOUR),
        ][(person % 3) as usize]
            .clone();
        if free {
            let start = rng.random_range(8 * HOUR..11 * HOUR);
            let end = start + rng.random_range(HOUR / 6..2 * HOUR);
            let venue = self.venue(&mut rng);
            add(&mut rng, venue, start, end);
        } else {
            let start = shift + rng.random_range(0..HOUR / 2);
            let end = start + 8 * HOUR + rng.random_range(0..HOUR / 2);
            add(&mut rng, work, start, end);
        }
        let start = rng.random_range(around);
        let end = start + rng.random_range(HOUR / 6..HOUR);
        let venue = self.venue(&mut rng);
        add(&mut rng, venue, start, end);
        let start = rng.random_range(21 * HOUR..23 * HOUR);
        let end = DAY + rng.random_range(5 * HOUR..6 * HOUR);
        add(&mut rng, home, start, end);
    }

    fn venue(&self, rng: &mut ChaCha8Rng) -> u64 {
        // 9 of 7 visits of a person and day are at venues: the hot share is of all visits.
        if self.hot > 0.0 && rng.random_bool((self.hot * 7.0 / 9.0).min(1.0)) {
            return self.homes + self.works + 1;
        }
        let sum = self.venues[self.venues.len() - 1];
        let at = rng.random_range(0.0..sum);
        let rank = self.venues.partition_point(|&c| c <= at) as u64;
        self.homes + self.works + 1 + rank.min(self.venues.len() as u64 - 1)
    }
}

fn frame(rows: &[Row]) -> DataFrame {
    let instant = |name: &str, values: Int64Chunked| {
        values
            .with_name(name.into())
            .into_datetime(TimeUnit::Milliseconds, Some(TimeZone::UTC))
            .into_column()
    };
    DataFrame::new(
        rows.len(),
        vec![
            Int64Chunked::from_iter_values("person_id".into(), rows.iter().map(|r| r.person))
                .into_column(),
            Int64Chunked::from_iter_values("place_id".into(), rows.iter().map(|r| r.place))
                .into_column(),
            instant(
                "check_in",
                rows.iter().map(|r| Some(r.start * 1_000)).collect(),
            ),
            instant(
                "check_out",
                rows.iter().map(|r| r.end.map(|e| e * 1_000)).collect(),
            ),
        ],
    )
    .unwrap()
}

fn write_visits(folder: &Path, town: &Town, csv: bool) {
    let file = BufWriter::new(File::create(folder.join("visits.parquet")).unwrap());
    let schema = frame(&[]).schema().clone();
    let mut parquet = ParquetWriter::new(file)
        .with_row_group_size(Some(1 << 18))
        .batched(&schema)
        .unwrap();
    let mut text = csv.then(|| {
        let mut file = BufWriter::with_capacity(
            1 << 20,
            File::create(folder.join("csv/visits.csv")).unwrap(),
        );
        file.write_all(b"person_id,place_id,check_in,check_out\n")
            .unwrap();
        file
    });
    for day in 0..DAYS {
        let people: Vec<u64> = (0..town.people).collect();
        let mut rows: Vec<Row> = people
            .par_chunks(4_096)
            .flat_map_iter(|some| {
                let mut out = Vec::with_capacity(some.len() * A_DAY as usize);
                some.iter()
                    .for_each(|&person| town.day(person, day, &mut out));
                out
            })
            .collect();
        rows.par_sort_unstable_by_key(|r| (r.start, r.person));
        for slice in rows.chunks(ROWS) {
            parquet.write_batch(&frame(slice)).unwrap();
            if let Some(file) = &mut text {
                let parts: Vec<Vec<u8>> = slice.par_chunks(8_192).map(lines).collect();
                parts.iter().for_each(|part| file.write_all(part).unwrap());
            }
        }
    }
    parquet.finish().unwrap();
    if let Some(mut file) = text {
        file.flush().unwrap();
    }
}

fn lines(rows: &[Row]) -> Vec<u8> {
    let iso = |at: i64| {
        let (day, second) = ((at - FIRST).div_euclid(DAY), (at - FIRST).rem_euclid(DAY));
        format!(
            "{}T{:02}:{:02}:{:02}",
            date(day),
            second / 3_600,
            second / 60 % 60,
            second % 60
        )
    };
    let mut out = Vec::with_capacity(rows.len() * 56);
    for row in rows {
        let end = row.end.map_or(String::new(), iso);
        writeln!(out, "{},{},{},{end}", row.person, row.place, iso(row.start)).unwrap();
    }
    out
}
