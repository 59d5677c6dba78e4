//! The investigation file under kills and failing disks: what was acknowledged is there, nothing is half there.
//!
//! A child process works on a file and tells each thing that was acknowledged; it is killed at a random moment, or its
//! system calls fail. Then the file is opened and held against what was told. `TRUYVET_LONG=1`: 2,000 kills and every
//! system call, else a short form.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rand::{RngExt as _, SeedableRng as _};
use truyvet::job::{Cancel, Progress};
use truyvet::store::audit::{Deed, Verdict};
use truyvet::store::{
    Action, Cost, Journal, NewFile, NewSource, Opening, Place, Role, Store, StoreError,
};
use zeroize::Zeroizing;

const PASSPHRASE: &str = "một cụm mật khẩu dài";
const FILE: &str = "TRUYVET_KILLS_FILE";
const MODE: &str = "TRUYVET_KILLS_MODE";

fn long() -> bool {
    std::env::var_os("TRUYVET_LONG").is_some()
}

fn opening() -> Opening {
    Opening {
        passphrase: Zeroizing::new(PASSPHRASE.into()),
        case_number: String::new(),
        purpose: "kills".into(),
        read_only: false,
        spare: None,
    }
}

fn new_file() -> NewFile {
    NewFile {
        passphrase: Zeroizing::new(PASSPHRASE.into()),
        name: "An".into(),
        title: "x".into(),
        case_number: "1".into(),
        purpose: "kills".into(),
        cost: Cost::LEAST,
        spare: None,
    }
}

/// A state is known by its number.
fn journal(last: u64) -> Journal {
    let first = last.saturating_sub(20);
    Journal {
        places: (first..=last)
            .map(|n| Place {
                state: n * 2,
                fixes: 1,
                step: (n > first).then(|| "step-filter".to_owned()),
            })
            .collect(),
        cursor: (last - first) as usize,
        texts: (first..=last)
            .map(|n| (n * 2, format!("state {n}")))
            .chain([(1, "[]".to_owned())])
            .collect(),
    }
}

/// What a file of a number holds.
fn body(number: u64, size: usize) -> Vec<u8> {
    let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(number);
    let mut out = format!("file {number}\n").into_bytes();
    out.resize_with(size, || rng.random_range(b'a'..b'f'));
    out
}

fn source<'b>(name: &str, bytes: &'b [u8]) -> NewSource<'b> {
    NewSource {
        name: name.to_owned(),
        role: None,
        found: true,
        encoding: None,
        password: None,
        bytes,
    }
}

fn make(path: &Path, number: u64) -> Result<Store, StoreError> {
    let memory = Store::in_memory()?;
    let bytes = body(number, 200_000);
    let name = format!("s{number}");
    memory.save(
        path,
        &new_file(),
        &[source(&name, &bytes)],
        &Progress::new(),
        &Cancel::new(),
    )
}

/// What was acknowledged, to the parent.
fn tell(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "@{text}");
    let _ = out.flush();
}

/// Started by the tests below in a process of its own; by itself it does nothing.
#[test]
fn child() {
    let Some(path) = std::env::var_os(FILE).map(PathBuf::from) else {
        return;
    };
    match std::env::var(MODE).as_deref() {
        Ok("save") => {
            for number in 1.. {
                let store = make(&path, number).unwrap();
                tell(&format!("saved {number}"));
                store.close().unwrap();
                tell(&format!("closed {number}"));
            }
        }
        Ok("faulty") => faulty(&path),
        _ => decide(&path),
    }
}

fn decide(path: &Path) {
    let mut store = Store::open(path, &opening()).unwrap();
    let mut last = match store.journal().unwrap() {
        Some(j) => j.places[j.cursor].state / 2,
        None => 0,
    };
    tell("open");
    loop {
        last += 1;
        store
            .decide(
                &journal(last),
                &[Deed::new(Action::Rules).on(last.to_string())],
            )
            .unwrap();
        tell(&format!("state {last}"));
        if last % 5 == 0 {
            let bytes = body(last, 300_000);
            let name = format!("s{last}");
            store
                .import(
                    &[source(&name, &bytes)],
                    &[],
                    &Progress::new(),
                    &Cancel::new(),
                )
                .unwrap();
            tell(&format!("import {last}"));
        }
        if last % 13 == 0 {
            store.backup(&path.with_extension("copy.truyvet")).unwrap();
            tell("backup");
        }
    }
}

fn spawn(path: &Path, mode: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["kills::child", "--exact", "--nocapture", "--test-threads=1"])
        .env(FILE, path)
        .env(MODE, mode)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// The lines that a child told until it was killed after so long, counted from its first.
fn killed(mut child: Child, after: Duration) -> Vec<String> {
    let out = child.stdout.take().unwrap();
    let (lines, told) = std::sync::mpsc::channel();
    let reader = std::thread::spawn(move || {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            // The harness writes on the line that the first word follows.
            if let Some((_, told)) = line.split_once('@') {
                let _ = lines.send(told.to_owned());
            }
        }
    });
    let mut all = Vec::new();
    let start = Instant::now();
    if let Ok(first) = told.recv_timeout(Duration::from_secs(20)) {
        all.push(first);
        std::thread::sleep(after);
    }
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "the child does not begin"
    );
    child.kill().unwrap();
    child.wait().unwrap();
    reader.join().unwrap();
    all.extend(told.try_iter());
    all
}

/// The file opens, and has what was told; each thing wholly or not at all.
fn holds(path: &Path, told: &[String]) {
    let store = Store::open(path, &opening()).unwrap();
    assert!(matches!(store.verify(None).unwrap(), Verdict::Whole(_)));
    let entries = store.entries(1).unwrap();
    let states = entries.iter().filter(|e| e.action == "rules");
    let states: Vec<u64> = states.map(|e| e.object.parse().unwrap()).collect();
    assert!(
        states.windows(2).all(|w| w[1] == w[0] + 1),
        "a decision twice or not at all"
    );
    let last = states.last().copied().unwrap_or(0);
    if let Some(journal) = store.journal().unwrap() {
        let now = &journal.places[journal.cursor];
        let text = journal.texts.iter().find(|t| t.0 == now.state).unwrap();
        assert_eq!((now.state / 2, &text.1), (last, &format!("state {last}")));
    }
    let sources = store.sources().unwrap();
    let imported = entries.iter().filter(|e| e.action == "import").count();
    assert_eq!(sources.len(), imported);
    for source in &sources {
        let number: u64 = source.name[1..].parse().unwrap();
        let bytes = store.source_bytes(source.id).unwrap();
        assert_eq!(bytes, body(number, bytes.len()));
    }
    for line in told {
        match line.split_once(' ') {
            Some(("state", n)) => assert!(last >= n.parse().unwrap(), "{line} is lost"),
            Some(("import", n)) => {
                assert!(sources.iter().any(|s| s.name[1..] == *n), "{line} is lost");
            }
            _ => {}
        }
    }
    store.close().unwrap();
}

#[test]
fn nothing_acknowledged_is_lost_and_nothing_is_half_there() {
    let rounds = if long() { 2_000 } else { 10 };
    let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(0x6b69);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.truyvet");
    make(&path, 0).unwrap().close().unwrap();
    let (mut told_all, mut empty) = (0, 0);
    for round in 0..rounds {
        // A long life makes a large file; then another one.
        if round % 60 == 59 {
            std::fs::remove_file(&path).unwrap();
            make(&path, 0).unwrap().close().unwrap();
        }
        let after = Duration::from_micros(rng.random_range(0..120_000));
        let told = killed(spawn(&path, "decide"), after);
        told_all += told.len();
        empty += usize::from(told.is_empty());
        holds(&path, &told);
        let copy = path.with_extension("copy.truyvet");
        if copy.exists() {
            holds(&copy, &[]);
        }
    }
    assert!(
        told_all > rounds * 2,
        "{told_all} acknowledged in {rounds} rounds, {empty} of them empty"
    );
    println!("{rounds} kills, {told_all} acknowledged");
}

#[test]
fn a_save_that_is_killed_leaves_the_file_before_or_the_one_after() {
    let rounds = if long() { 200 } else { 6 };
    let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(0x7361);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.truyvet");
    for _ in 0..rounds {
        let after = Duration::from_micros(rng.random_range(0..250_000));
        let told = killed(spawn(&path, "save"), after);
        let saved = |word: &str| {
            let of = told.iter().filter_map(|l| l.strip_prefix(word));
            of.filter_map(|n| n.trim().parse::<u64>().ok()).max()
        };
        let Some(least) = saved("saved") else {
            continue;
        };
        let store = Store::open(&path, &opening()).unwrap();
        let sources = store.sources().unwrap();
        assert_eq!(sources.len(), 1);
        let number: u64 = sources[0].name[1..].parse().unwrap();
        assert!(
            number == least || number == least + 1,
            "{number} after {least}"
        );
        assert_eq!(store.source_bytes(1).unwrap(), body(number, 200_000));
        store.close().unwrap();
    }
}

/// What a child does while its system calls fail: each thing may be refused, none may be told that is not there.
fn faulty(path: &Path) {
    let mut store = match Store::open(path, &opening()) {
        Ok(store) => store,
        Err(error) => {
            tell(&format!("refused {error:?}"));
            return;
        }
    };
    let mut last = 0;
    for _ in 0..3 {
        let deeds = [Deed::new(Action::Rules).on((last + 1).to_string())];
        // Tried again, it is the same.
        let mark = format!("state {}", last + 1);
        match store.write_once(Some(&journal(last + 1)), &deeds, &mark) {
            Ok(()) => {
                last += 1;
                tell(&format!("state {last}"));
            }
            Err(error) => tell(&format!("refused {error:?}")),
        }
    }
    let bytes = body(5, 150_000);
    match store.import(
        &[source("s5", &bytes)],
        &[],
        &Progress::new(),
        &Cancel::new(),
    ) {
        Ok(_) => tell("import 5"),
        Err(error) => tell(&format!("refused {error:?}")),
    }
    match store.add_user("B", Role::Tracer, "mật khẩu của Bình") {
        Ok(_) => tell("user"),
        Err(error) => tell(&format!("refused {error:?}")),
    }
    match store.backup(&path.with_extension("copy.truyvet")) {
        Ok(()) => tell("backup"),
        Err(error) => tell(&format!("refused {error:?}")),
    }
    match store.close() {
        Ok(()) => tell("close"),
        Err(error) => tell(&format!("refused {error:?}")),
    }
}

/// A library that is loaded before others and makes the Nth call that changes a file fail, or that and all after it.
#[cfg(target_os = "linux")]
const SHIM: &str = r#"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/types.h>

static long calls;
static int fails(void) {
    static long at = -2, from, error;
    if (at == -2) {
        const char *a = getenv("FAIL_AT"), *f = getenv("FAIL_FROM"), *e = getenv("FAIL_ERRNO");
        from = f != NULL;
        error = e ? atol(e) : EIO;
        at = a ? atol(a) : -1;
    }
    long n = __sync_add_and_fetch(&calls, 1);
    if (at > 0 && (n == at || (from && n > at))) {
        errno = error;
        return 1;
    }
    return 0;
}
#define REAL(type, name, ...) static type (*real)(__VA_ARGS__); \
    if (!real) real = dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void *b, size_t n) {
    REAL(ssize_t, write, int, const void *, size_t);
    if (fd > 2 && fails()) return -1;
    return real(fd, b, n);
}
ssize_t pwrite64(int fd, const void *b, size_t n, off64_t o) {
    REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
    if (fails()) return -1;
    return real(fd, b, n, o);
}
ssize_t pwrite(int fd, const void *b, size_t n, off_t o) {
    REAL(ssize_t, pwrite, int, const void *, size_t, off_t);
    if (fails()) return -1;
    return real(fd, b, n, o);
}
int fsync(int fd) {
    REAL(int, fsync, int);
    return fails() ? -1 : real(fd);
}
int fdatasync(int fd) {
    REAL(int, fdatasync, int);
    return fails() ? -1 : real(fd);
}
int ftruncate(int fd, off_t n) {
    REAL(int, ftruncate, int, off_t);
    return fails() ? -1 : real(fd, n);
}
int ftruncate64(int fd, off64_t n) {
    REAL(int, ftruncate64, int, off64_t);
    return fails() ? -1 : real(fd, n);
}
int rename(const char *a, const char *b) {
    REAL(int, rename, const char *, const char *);
    return fails() ? -1 : real(a, b);
}
int unlink(const char *a) {
    REAL(int, unlink, const char *);
    return fails() ? -1 : real(a);
}
ssize_t copy_file_range(int a, off64_t *x, int b, off64_t *y, size_t n, unsigned f) {
    REAL(ssize_t, copy_file_range, int, off64_t *, int, off64_t *, size_t, unsigned);
    if (fails()) return -1;
    return real(a, x, b, y, n, f);
}
__attribute__((destructor)) static void told(void) {
    const char *p = getenv("FAIL_COUNT");
    if (!p) return;
    int fd = open(p, O_CREAT | O_WRONLY | O_TRUNC, 0600);
    char text[24];
    int n = 0;
    long c = calls;
    do { text[n++] = '0' + c % 10; c /= 10; } while (c);
    REAL(ssize_t, write, int, const void *, size_t);
    while (n--) real(fd, &text[n], 1);
    close(fd);
}
"#;

#[cfg(target_os = "linux")]
#[test]
fn failing_disks_are_told_and_the_file_opens() {
    let folder = tempfile::tempdir().unwrap();
    let code = folder.path().join("shim.c");
    let shim = folder.path().join("shim.so");
    std::fs::write(&code, SHIM).unwrap();
    let made = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-w", "-o"])
        .args([&shim, &code])
        .arg("-ldl")
        .status();
    assert!(
        made.unwrap().success(),
        "a C compiler is needed: sudo apt-get install gcc libc6-dev"
    );
    let whole = folder.path().join("whole.truyvet");
    make(&whole, 0).unwrap().close().unwrap();
    let work = folder.path().join("work");
    let count = folder.path().join("count");
    let run = |faults: &[(&str, String)]| -> Vec<String> {
        let _ = std::fs::remove_dir_all(&work);
        std::fs::create_dir(&work).unwrap();
        let path = work.join("a.truyvet");
        std::fs::copy(&whole, &path).unwrap();
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["kills::child", "--exact", "--nocapture", "--test-threads=1"])
            .env(FILE, &path)
            .env(MODE, "faulty")
            .env("LD_PRELOAD", &shim)
            .env("FAIL_COUNT", &count)
            .envs(faults.iter().map(|(k, v)| (*k, v.clone())))
            .output()
            .unwrap();
        assert!(output.status.success(), "{faults:?}: {output:?}");
        let out = String::from_utf8(output.stdout).unwrap();
        out.lines()
            .filter_map(|l| l.split_once('@').map(|t| t.1.to_owned()))
            .collect()
    };
    let told = run(&[]);
    assert!(told.iter().all(|l| !l.starts_with("refused")), "{told:?}");
    assert_eq!(told.last().map(String::as_str), Some("close"));
    let calls: usize = std::fs::read_to_string(&count).unwrap().parse().unwrap();
    assert!(calls > 60, "{calls} calls");
    let (step, offset) = if long() { (1, 1) } else { (calls / 14, 3) };
    let mut refused = 0;
    for at in (offset..=calls).step_by(step) {
        for (from, errno) in [(false, 5), (false, 28), (true, 28), (true, 5)] {
            let mut faults = vec![
                ("FAIL_AT", at.to_string()),
                ("FAIL_ERRNO", errno.to_string()),
            ];
            if from {
                faults.push(("FAIL_FROM", "1".to_owned()));
            }
            let told = run(&faults);
            refused += told.iter().filter(|l| l.starts_with("refused")).count();
            if from && errno == 28 {
                // A disk that stays full is told as that, unless it shows only where nothing is written any more.
                let full = told
                    .iter()
                    .any(|l| l.contains("Full") || l.contains("NoAnswer"));
                let any = told.iter().any(|l| l.starts_with("refused"));
                assert!(full || !any, "{faults:?}: {told:?}");
            }
            // The disk works again.
            let path = work.join("a.truyvet");
            holds(&path, &told);
            let copy = path.with_extension("copy.truyvet");
            if told.iter().any(|l| l == "backup") {
                holds(&copy, &[]);
            }
            if told.iter().any(|l| l == "user") {
                let theirs = Opening {
                    passphrase: Zeroizing::new("mật khẩu của Bình".into()),
                    ..opening()
                };
                let store = Store::open(&path, &theirs).unwrap();
                assert_eq!(store.role(), Role::Tracer);
            }
        }
    }
    assert!(refused > 0);
    println!("{calls} calls, {refused} refusals");
}
