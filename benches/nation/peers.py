#!/usr/bin/env python3
"""Contact tracing in DuckDB and in Polars: from a folder of visits to a finished contact list.

    peers.py duckdb|polars FOLDER OUT.csv   the whole work, one JSON line
    peers.py csv-duckdb|csv-polars FILE     a typed read of visits in CSV, one JSON line
    peers.py text-polars FILE               any CSV as text, one JSON line
    peers.py read-polars FOLDER             a read of the four columns of visits.parquet, one JSON line
    peers.py versions                       which peers there are

Both follow one plan, the fastest of those that were tried:

- Instants are seconds in 32 bits, and so are keys: a key that does not fit stops the run.
- Visits outside of every possible window are not kept. Duplicates and the next visit come out of one sort.
- A level takes the sources' visits while they are active, the others' at the same places, and of the sources' those
  where others are. They meet in a hash join on (place, bucket of time). A place's bucket is half its longest stay; the
  side with fewer visits stands in each bucket in which a stay that overlaps can start, the other in that of its start.
- Overlaps are summed by (source, contact) in batches of contacts: small hash tables are faster, and memory is bounded.
"""

import importlib
import json
import resource
import sys
import time
from pathlib import Path

DAY, LOCAL = 86_400, 7 * 3_600
PRE, POST, ONWARD, THRESHOLD = 3 * DAY, 14 * DAY, 14 * DAY, 15 * 60
DWELL = {
    "pharmacy": 15, "convenience": 20, "shop": 20, "fuel": 10, "checkpoint": 10, "office": 45, "bank": 45,
    "market": 60, "supermarket": 60, "restaurant": 90, "cafe": 90, "mall": 120, "worship": 120, "clinic": 180,
    "hospital": 180, "school": 540, "workplace": 540, "factory": 540, "home": 1_440, "lodging": 1_440,
}
OTHER, LONGEST, OVERNIGHT = 120, 60 * 1_440, ("hospital", "home", "lodging")
LEAST_BATCH, MOST_BATCH, SAMPLE = 4_000_000, 64_000_000, 64


def batches(pairs, rows):
    """How many batches, each of at least as many pairs as there are rows to pass over for it."""
    return max(1, -(-pairs // min(max(rows, LEAST_BATCH), MOST_BATCH)))


def quoted(path):
    return "'" + str(path).replace("'", "''") + "'"


def duckdb_trace(duckdb, folder, out, clock):
    db = duckdb.connect()
    db.execute("SET TimeZone = 'UTC'; SET preserve_insertion_order = false")
    with open(folder / "cases.csv", encoding="utf-8") as file:
        isolation = "isolation" if "isolation" in file.readline() else "NULL"
    # Several rows of one person are one window.
    db.execute(f"""
        CREATE TABLE cases AS
        SELECT person_id::UINTEGER person, min(epoch(onset::DATE) - {LOCAL + PRE})::UINTEGER a,
               max(coalesce(epoch({isolation}::DATE) + {DAY}, epoch(onset::DATE) + {POST}) - {LOCAL})::UINTEGER b
        FROM read_csv({quoted(folder / "cases.csv")}, header = true, all_varchar = true) GROUP BY ALL""")
    low, high = db.execute("SELECT coalesce(min(a), 0), coalesce(max(b), 0) FROM cases").fetchone()
    db.execute(f"""
        CREATE TABLE raw AS
        SELECT * FROM (
            SELECT person_id::UINTEGER person, place_id::UINTEGER place,
                   (epoch_ms(check_in) // 1000)::UINTEGER s, (epoch_ms(check_out) // 1000)::UINTEGER e
            FROM read_parquet({quoted(folder / "visits.parquet")}) WHERE check_out IS NULL OR check_out >= check_in)
        WHERE s < {high + ONWARD} AND coalesce(e, s + {LONGEST}) > {low}""")
    values = ", ".join(f"('{key}', {minutes * 60}, {key in OVERNIGHT})" for key, minutes in DWELL.items())
    db.execute(f"""
        CREATE TABLE places AS
        SELECT place_id::UINTEGER place, dwell::UINTEGER dwell, overnight
        FROM read_csv({quoted(folder / "places.csv")}, header = true, all_varchar = true)
        LEFT JOIN (VALUES {values}) AS t(category, dwell, overnight) USING (category)""")
    clock("read")
    db.execute(f"""
        CREATE TABLE visits AS
        SELECT person, place, s, coalesce(e, least(next, s + coalesce(dwell, {OTHER * 60}),
                   CASE WHEN overnight IS NOT TRUE
                        THEN (s + {LOCAL}) // {DAY} * {DAY} + {DAY - LOCAL} END))::UINTEGER e
        FROM (
            SELECT person, place, s, e,
                   lag(s) OVER w = s AND lag(place) OVER w = place AND lag(e) OVER w IS NOT DISTINCT FROM e twice,
                   first_value(s) OVER (
                       PARTITION BY person ORDER BY s GROUPS BETWEEN 1 FOLLOWING AND 1 FOLLOWING) next
            FROM raw WINDOW w AS (PARTITION BY person ORDER BY s, place, e))
        LEFT JOIN places USING (place) WHERE twice IS NOT TRUE;
        DROP TABLE raw;
        CREATE TABLE widths AS
        SELECT place, max(e - s) longest, greatest(max(e - s) // 2, 60)::UINTEGER width FROM visits GROUP BY place""")
    clock("clean")
    duckdb_level(db, "cases", "cases", "f1")
    clock("f1")
    db.execute(f"CREATE TABLE active AS SELECT person, a, b + {ONWARD} b FROM f1")
    db.execute("CREATE TABLE known AS SELECT person FROM cases UNION ALL SELECT person FROM f1")
    duckdb_level(db, "active", "known", "f2")
    clock("f2")

    def local(at):
        return f"strftime(make_timestamp(({at}::BIGINT + {LOCAL}) * 1000000), '%Y-%m-%dT%H:%M:%S+07:00')"

    db.execute(f"""
        COPY (SELECT person AS person_id, tier, {local("a")} AS first, {local("b")} AS last, sources,
                     seconds // 60 AS minutes
              FROM (SELECT *, 1 tier FROM f1 UNION ALL SELECT *, 2 tier FROM f2) ORDER BY tier, person)
        TO {quoted(out)} (FORMAT csv, HEADER)""")
    clock("write")
    return [db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("f1", "f2")]


def duckdb_level(db, windows, known, found):
    def count(table):
        return db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]

    db.execute(f"""
        CREATE OR REPLACE TABLE mine AS
        SELECT person, place, greatest(s, a) s, least(e, b) e FROM visits JOIN {windows} USING (person)
        WHERE greatest(s, a) < least(e, b)""")
    low, high = db.execute("SELECT coalesce(min(s), 0), coalesce(max(e), 0) FROM mine").fetchone()
    db.execute(f"""
        CREATE OR REPLACE TABLE theirs AS
        SELECT person, place, s, e
        FROM visits SEMI JOIN (SELECT DISTINCT place FROM mine) USING (place) ANTI JOIN {known} USING (person)
        WHERE s < {high} AND e > {low} AND s < e;
        CREATE OR REPLACE TABLE mine AS
        SELECT * FROM mine SEMI JOIN (SELECT DISTINCT place FROM theirs) USING (place)""")
    few, many = sorted(("mine", "theirs"), key=count)
    each = "unnest(range((s - least(longest, s)) // width, (e - 1) // width + 1))"
    for table, bucket in ((few, each), (many, "s // width")):
        db.execute(f"""
            CREATE OR REPLACE TABLE {table} AS
            SELECT person, s, e, (place::UBIGINT << 32) + ({bucket})::UBIGINT cell
            FROM {table} JOIN widths USING (place)""")
    shared = "FROM mine m JOIN theirs t ON m.cell = t.cell AND t.s < m.e AND t.e > m.s"
    pairs = count(f"(SELECT 1 {shared} WHERE t.person % {SAMPLE} = 0)") * SAMPLE
    parts = batches(pairs, count("mine") + count("theirs"))
    db.execute(f"CREATE TABLE {found} (person UINTEGER, a UINTEGER, b UINTEGER, sources UINTEGER, seconds UBIGINT)")
    for part in range(parts):
        # CASE is several times as fast as least and greatest.
        db.execute(f"""
            INSERT INTO {found}
            SELECT person, min(a), max(b), count(*), sum(seconds) FROM (
                SELECT person, min(a) a, max(b) b, sum(b - a) AS seconds FROM (
                    SELECT m.person source, t.person person, CASE WHEN m.s > t.s THEN m.s ELSE t.s END a,
                           CASE WHEN m.e < t.e THEN m.e ELSE t.e END b
                    {shared} WHERE t.person % {parts} = {part})
                GROUP BY source, person HAVING seconds >= {THRESHOLD})
            GROUP BY person""")


def duckdb_csv(duckdb, file):
    db = duckdb.connect()
    columns = "{'person_id': 'BIGINT', 'place_id': 'BIGINT', 'check_in': 'TIMESTAMP', 'check_out': 'TIMESTAMP'}"
    db.execute(f"CREATE TABLE visits AS SELECT * FROM read_csv({quoted(file)}, header = true, columns = {columns})")
    return db.execute("SELECT count(*) FROM visits").fetchone()[0]


def run(plan):
    return plan.collect(engine="streaming")


def packed(pl, high, low):
    return pl.col(high).cast(pl.UInt64) * 2**32 + pl.col(low)


def polars_trace(pl, folder, out, clock):
    key, col = pl.UInt32, pl.col
    cases = pl.scan_csv(folder / "cases.csv", infer_schema=False)
    if "isolation" not in cases.collect_schema():
        cases = cases.with_columns(isolation=pl.lit(None, pl.String))
    onset, isolation = (col(name).str.to_date().cast(pl.Int64) * DAY - LOCAL for name in ("onset", "isolation"))
    # Several rows of one person are one window.
    cases = run(
        cases.select(person=col("person_id").cast(key), a=onset - PRE, b=pl.coalesce(isolation + DAY, onset + POST))
        .group_by("person").agg(col("a").min().cast(key), col("b").max().cast(key)))
    low, high = cases["a"].min() or 0, cases["b"].max() or 0
    s, e = ((col(name).to_physical() // 1_000).cast(key) for name in ("check_in", "check_out"))
    visits = run(
        pl.scan_parquet(folder / "visits.parquet")
        .select(person=col("person_id").cast(key), place=col("place_id").cast(key), s=s, e=e)
        .filter(col("e").is_null() | (col("e") >= col("s")), col("s") < high + ONWARD,
                col("e").fill_null(col("s") + LONGEST) > low))
    dwell = col("category").replace_strict(DWELL, default=OTHER, return_dtype=key) * 60
    places = run(
        pl.scan_csv(folder / "places.csv", infer_schema=False)
        .select(place=col("place_id").cast(key), dwell=dwell, overnight=col("category").is_in(OVERNIGHT)))
    clock("read")
    visits = polars_clean(pl, visits, places)
    widths = run(
        visits.lazy().group_by("place").agg(longest=(col("e") - col("s")).max())
        .with_columns(width=pl.max_horizontal(col("longest") // 2, 60)))
    clock("clean")
    f1 = polars_level(pl, visits, widths, cases, cases.select("person"))
    clock("f1")
    known = pl.concat([cases.select("person"), f1.select("person")])
    f2 = polars_level(pl, visits, widths, f1.select("person", "a", col("b") + ONWARD), known)
    clock("f2")
    first, last = (
        pl.from_epoch(col(at).cast(pl.Int64) + LOCAL).dt.strftime("%Y-%m-%dT%H:%M:%S+07:00") for at in ("a", "b"))
    contacts = pl.concat([f.lazy().sort("person").with_columns(tier=tier) for f, tier in ((f1, 1), (f2, 2))])
    minutes = col("seconds") // 60
    contacts.select(col("person").alias("person_id"), "tier", first.alias("first"), last.alias("last"), "sources",
                    minutes.alias("minutes")).sink_csv(out)
    clock("write")
    return [f1.height, f2.height]


def polars_clean(pl, visits, places):
    col = pl.col
    later, last = col("s").shift(-1), col("person") != col("person").shift(-1)
    tie = ((col("person") == col("person").shift(1)) & (col("s") == col("s").shift(1))).fill_null(False)
    visits = visits.sort(packed(pl, "person", "s")).with_columns(
        next=pl.when(last).then(2**32 - 1).when(later > col("s")).then(later).cast(pl.UInt32).backward_fill(),
        tie=tie | tie.shift(-1, fill_value=False),
    )
    # What is there twice starts at one time.
    ties = visits.filter("tie")
    if ties.height:
        visits = pl.concat([visits.filter(~col("tie")), ties.unique()])
    midnight = pl.when(col("overnight").not_().fill_null(True)).then((col("s") + LOCAL) // DAY * DAY + (DAY - LOCAL))
    end = pl.min_horizontal("next", col("s") + col("dwell").fill_null(OTHER * 60), midnight).cast(pl.UInt32)
    kept = visits.lazy().filter(col("e").is_not_null()).select("person", "place", "s", "e")
    missing = visits.lazy().filter(col("e").is_null()).join(places.lazy(), on="place", how="left")
    return run(pl.concat([kept, missing.select("person", "place", "s", e=end)]))


def polars_level(pl, visits, widths, windows, known):
    col = pl.col

    def where(plan, others):
        return plan.join(others.lazy().select("place").unique(), on="place", how="semi")

    mine = run(
        visits.lazy().join(windows.lazy(), on="person")
        .select("person", "place", s=pl.max_horizontal("s", "a"), e=pl.min_horizontal("e", "b"))
        .filter(col("s") < col("e")))
    low, high = mine["s"].min() or 0, mine["e"].max() or 0
    theirs = run(
        where(visits.lazy().filter(col("s") < high, col("e") > low, col("s") < col("e")), mine)
        .join(known.lazy(), on="person", how="anti"))
    mine = run(where(mine.lazy(), theirs))

    def cells(visits, few):
        plan = visits.lazy().join(widths.lazy(), on="place")
        if few:
            first = (col("s") - pl.min_horizontal("longest", "s")) // col("width")
            each = pl.int_ranges(first, (col("e") - 1) // col("width") + 1, dtype=pl.UInt32)
            plan = plan.with_columns(bucket=each).explode("bucket")
        else:
            plan = plan.with_columns(bucket=col("s") // col("width"))
        return run(plan.select("person", "s", "e", cell=packed(pl, "place", "bucket")))

    few = mine.height <= theirs.height
    mine, theirs = cells(mine, few), cells(theirs, not few)

    def shared(parts, part):
        return (
            mine.lazy().join(theirs.lazy().filter(col("person") % parts == part), on="cell", suffix="_t")
            .filter(col("s_t") < col("e"), col("e_t") > col("s"))
        )

    pairs = run(shared(SAMPLE, 0).select(pl.len())).item() * SAMPLE
    parts = batches(pairs, mine.height + theirs.height)
    # One key of 64 bits is faster to group by than two of 32.
    start, end = pl.max_horizontal("s", "s_t"), pl.min_horizontal("e", "e_t")
    return pl.concat(
        run(
            shared(parts, part).select(pair=packed(pl, "person", "person_t"), a=start, b=end)
            .group_by("pair").agg(col("a").min(), col("b").max(), seconds=(col("b") - col("a")).sum())
            .filter(col("seconds") >= THRESHOLD)
            .group_by(person=(col("pair") & (2**32 - 1)).cast(pl.UInt32))
            .agg(col("a").min(), col("b").max(), sources=pl.len(), seconds=col("seconds").cast(pl.UInt64).sum()))
        for part in range(parts))


def polars_csv(pl, file):
    ids, instants = pl.col("person_id", "place_id"), pl.col("check_in", "check_out")
    text = pl.read_csv(file, infer_schema=False)
    return text.select(ids.cast(pl.Int64), instants.str.to_datetime("%Y-%m-%dT%H:%M:%S")).height


def polars_text(pl, file):
    return pl.read_csv(file, infer_schema=False).height


def polars_read(pl, folder):
    columns = ["person_id", "place_id", "check_in", "check_out"]
    return pl.read_parquet(folder / "visits.parquet", columns=columns).height


def peak_memory_mb():
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        kilobytes = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(kilobytes / 1_024, 1)


def load(name):
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def measure(name, work):
    """Runs a peer's work, which is given its module and a clock, and prints what it came to."""
    module = load(name)
    if module is None:
        print(f"{name} is not installed", file=sys.stderr)
        sys.exit(3)
    result, laps = {"peer": name, "version": module.__version__}, {}
    began = lap = time.perf_counter()

    def clock(part):
        nonlocal lap
        now = time.perf_counter()
        laps[part], lap = round(now - lap, 4), now

    try:
        found = work(module, clock)
        total = round(time.perf_counter() - began, 4)
        result |= {"seconds": laps | {"total": total} if laps else total, **found}
    except Exception as error:
        if not isinstance(error, MemoryError) and type(error).__name__ != "OutOfMemoryException":
            raise
        result["error"] = "out of memory"
    print(json.dumps(result | {"peak_memory_mb": peak_memory_mb()}))


def main(arguments):
    traces = {"duckdb": duckdb_trace, "polars": polars_trace}
    reads = {
        "csv-duckdb": duckdb_csv, "csv-polars": polars_csv, "text-polars": polars_text, "read-polars": polars_read}
    match arguments:
        case ["versions"]:
            print(json.dumps({name: module.__version__ for name in traces if (module := load(name))}))
        case [name, folder, out] if name in traces:
            def work(module, clock):
                return dict(zip(("f1", "f2"), traces[name](module, Path(folder), Path(out), clock)))
            measure(name, work)
        case [name, path] if name in reads:
            measure(name.split("-")[1], lambda module, _: {"rows": reads[name](module, Path(path))})
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
