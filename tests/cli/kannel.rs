//! Against a real Kannel: bearerbox, smsbox and fakesmsc of Debian's packages on loopback, unpacked where they are not
//! installed. Elsewhere than on Linux there are no such packages.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::notify::Post;

const PACKAGES: [&str; 9] = [
    "kannel",
    "kannel-extras",
    "libct4",
    "libhiredis0.14",
    "libmariadb3",
    "libpcre3",
    "freetds-common",
    "mysql-common",
    "mariadb-common",
];

/// Where Kannel's programs are, and the libraries that they need.
struct Kannel {
    bearerbox: PathBuf,
    smsbox: PathBuf,
    fakesmsc: PathBuf,
    libraries: String,
}

fn libraries(root: &Path, out: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(root) else {
        return;
    };
    let mut has = false;
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() && !path.is_symlink() {
            libraries(&path, out);
        } else {
            has |= path.to_string_lossy().contains(".so");
        }
    }
    if has {
        out.push(root.display().to_string());
    }
}

impl Kannel {
    fn under(root: &Path) -> Option<Self> {
        let at = |path: &str| Some(root.join(path)).filter(|p| p.exists());
        let mut all = Vec::new();
        if root != Path::new("/") {
            libraries(&root.join("usr/lib"), &mut all);
            libraries(&root.join("lib"), &mut all);
        }
        all.sort();
        Some(Self {
            bearerbox: at("usr/sbin/bearerbox")?,
            smsbox: at("usr/sbin/smsbox")?,
            fakesmsc: at("usr/lib/kannel/test/fakesmsc")?,
            libraries: all.join(":"),
        })
    }

    /// Kannel as it is installed, else as it was unpacked before, else fetched and unpacked.
    fn found() -> Self {
        if let Some(kannel) = Self::under(Path::new("/")) {
            return kannel;
        }
        let kept = std::env::var_os("TRUYVET_KANNEL").map_or_else(
            || Path::new(env!("CARGO_TARGET_TMPDIR")).join("kannel"),
            PathBuf::from,
        );
        let root = kept.join("root");
        if let Some(kannel) = Self::under(&root) {
            return kannel;
        }
        std::fs::create_dir_all(&root).unwrap();
        let line = format!(
            "sudo apt-get update && sudo apt-get install {}",
            PACKAGES.join(" ")
        );
        let fetch = || {
            let fetched = Command::new("apt-get")
                .arg("download")
                .args(PACKAGES)
                .current_dir(&kept)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status();
            fetched.is_ok_and(|s| s.success())
        };
        if !fetch() {
            // Where the lists of packages are old, or were never fetched.
            let _ = Command::new("apt-get")
                .args(["update", "-q"])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status();
            assert!(fetch(), "Kannel is not there and cannot be fetched: {line}");
        }
        for entry in std::fs::read_dir(&kept).unwrap().flatten() {
            if entry.path().extension().is_some_and(|e| e == "deb") {
                let unpacked = Command::new("dpkg")
                    .arg("-x")
                    .arg(entry.path())
                    .arg(&root)
                    .status();
                assert!(unpacked.is_ok_and(|s| s.success()), "dpkg: {line}");
            }
        }
        Self::under(&root).unwrap_or_else(|| panic!("Kannel is not in its packages: {line}"))
    }

    fn start(&self, program: &Path, arguments: &[&str]) -> Running {
        let child = Command::new(program)
            .args(arguments)
            .env("LD_LIBRARY_PATH", &self.libraries)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|e| panic!("{}: {e}", program.display()));
        Running::new(child)
    }
}

/// A program and what it has said.
struct Running {
    child: Child,
    said: Arc<Mutex<Vec<String>>>,
}

impl Running {
    fn new(mut child: Child) -> Self {
        let said = Arc::new(Mutex::new(Vec::new()));
        let (out, err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
        for stream in [
            Box::new(out) as Box<dyn std::io::Read + Send>,
            Box::new(err),
        ] {
            let said = said.clone();
            std::thread::spawn(move || {
                let mut lines = BufReader::new(stream);
                let mut line = Vec::new();
                while lines.read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
                    let text = String::from_utf8_lossy(&line).trim_end().to_owned();
                    said.lock().unwrap().push(text);
                    line.clear();
                }
                let _ = lines.read_to_end(&mut line);
            });
        }
        Self { child, said }
    }

    fn lines(&self) -> Vec<String> {
        self.said.lock().unwrap().clone()
    }

    #[track_caller]
    fn wait_for(&self, what: &str, fits: impl Fn(&[String]) -> bool) {
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(30) {
            if fits(&self.lines()) {
                return;
            }
            std::thread::sleep(Duration::from_millis(30));
        }
        panic!("{what}: {:#?}", self.lines());
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn port() -> u16 {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    free.local_addr().unwrap().port()
}

fn reachable(port: u16) {
    let start = Instant::now();
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(
            start.elapsed() < Duration::from_secs(30),
            "port {port} stays closed"
        );
        std::thread::sleep(Duration::from_millis(30));
    }
}

/// The bytes of what fakesmsc prints, percent-encoded with + for blanks.
fn decoded(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut bytes = text.bytes();
    while let Some(b) = bytes.next() {
        match b {
            b'%' => {
                let hex = [bytes.next().unwrap(), bytes.next().unwrap()];
                let hex = std::str::from_utf8(&hex).unwrap();
                out.push(u8::from_str_radix(hex, 16).unwrap());
            }
            b'+' => out.push(b' '),
            b => out.push(b),
        }
    }
    out
}

/// The texts that fakesmsc got for a phone, parts put together, as UCS-2.
fn texts(lines: &[String], phone: &str) -> Vec<String> {
    let mut parts: std::collections::BTreeMap<(u8, u8), Vec<u8>> =
        std::collections::BTreeMap::new();
    let mut whole = Vec::new();
    for line in lines {
        let Some((_, message)) = line.split_once(&format!("{phone} ")) else {
            continue;
        };
        let message = message.trim_end_matches('>');
        if let Some(rest) = message.strip_prefix("udh ") {
            let (udh, data) = rest.split_once(" data ").unwrap();
            let udh = decoded(udh);
            parts.insert((udh[3], udh[5]), decoded(data));
        } else if let Some(data) = message.strip_prefix("data ") {
            whole.push(decoded(data));
        } else if let Some(text) = message.strip_prefix("text ") {
            whole.push(text.encode_utf16().flat_map(u16::to_be_bytes).collect());
        }
    }
    let mut joined: std::collections::BTreeMap<u8, Vec<u8>> = std::collections::BTreeMap::new();
    for ((of, _), data) in parts {
        joined.entry(of).or_default().extend(data);
    }
    whole.extend(joined.into_values());
    whole
        .iter()
        .map(|bytes| {
            let units: Vec<u16> = bytes
                .chunks_exact(2)
                .map(|p| u16::from_be_bytes([p[0], p[1]]))
                .collect();
            String::from_utf16_lossy(&units)
        })
        .collect()
}

#[test]
fn a_real_kannel_carries_every_letter_and_brings_receipts_home() {
    let kannel = Kannel::found();
    let post = Post::of(3);
    let [admin, boxes, smsc, http] = [port(), port(), port(), port()];
    let listen = post.through(&format!("http://127.0.0.1:{http}/cgi-bin/sendsms"));
    for folder in ["store", "dlr"] {
        std::fs::create_dir(post.0.path(folder)).unwrap();
    }
    let at = |name: &str| post.0.path(name).display().to_string();
    let conf = format!(
        "group = core\nadmin-port = {admin}\nadmin-password = bar\nsmsbox-port = {boxes}\n\
         box-deny-ip = \"*.*.*.*\"\nbox-allow-ip = \"127.0.0.1\"\nstore-type = spool\nstore-location = \"{}\"\n\
         dlr-storage = spool\ndlr-spool = \"{}\"\n\n\
         group = smsc\nsmsc = fake\nsmsc-id = FAKE\nhost = 127.0.0.1\nport = {smsc}\nconnect-allow-ip = \"127.0.0.1\"\n\n\
         group = smsbox\nbearerbox-host = 127.0.0.1\nsendsms-port = {http}\nglobal-sender = BYT\n\
         http-request-retry = 20\nhttp-queue-delay = 1\n\n\
         group = sendsms-user\nusername = tester\npassword = foobar\nconcatenation = true\nmax-messages = 10\n\n\
         group = sms-service\nkeyword = default\ncatch-all = true\n\
         get-url = \"http://gateway:tieng-vong@127.0.0.1:{listen}/sms?from=%p&charset=%C&text=%b\"\n\
         max-messages = 3\nconcatenation = true\nomit-empty = true\n",
        at("store"),
        at("dlr"),
    );
    post.0.put("kannel.conf", conf.as_bytes());
    let conf = at("kannel.conf");
    let _bearerbox = kannel.start(&kannel.bearerbox, &[&conf]);
    reachable(boxes);
    reachable(smsc);
    let operator = |extra: &[&str]| {
        let own = ["-H", "127.0.0.1", "-r", &smsc.to_string()].map(str::to_owned);
        let own: Vec<&str> = own
            .iter()
            .map(String::as_str)
            .chain(extra.iter().copied())
            .collect();
        kannel.start(&kannel.fakesmsc, &own)
    };
    let phones = operator(&["-m", "0", "0 0 text nop"]);
    let _smsbox = kannel.start(&kannel.smsbox, &[&conf]);
    reachable(http);
    // Out, in Vietnamese and in plain letters, and the receipts home.
    post.notify("an", "draft close --sms-lang both");
    post.notify("binh", "approve 1");
    let sent = post.notify("an", "push --listen --linger 4");
    assert_eq!(
        (&sent["accepted"], &sent["unknown"]),
        (&3.into(), &0.into()),
        "{sent}"
    );
    phones.wait_for("three messages", |lines| {
        texts(lines, "+84920000002").len() == 1 && texts(lines, "+84920000000").len() == 1
    });
    let wanted = "TTYT Thanh Xuân: Anh/chị đã tiếp xúc gần (F1) với ca COVID-19 ngày 02/08/2021. Đề nghị ở tại nơi cư trú \
                  đến hết 16/08/2021, khai báo y tế và chờ trạm y tế liên hệ. Sốt, ho, khó thở: gọi 1900 9095. Mã: ";
    let log = post.log(1);
    for n in 0..3 {
        let arrived = texts(&phones.lines(), &format!("+8492000000{n}"));
        assert_eq!(arrived.len(), 1, "{arrived:?}");
        assert!(arrived[0].starts_with(wanted), "{}", arrived[0]);
        assert!(
            arrived[0].contains("\nThanh Xuan Health Centre: You had close contact"),
            "{}",
            arrived[0]
        );
        let code = log.values().find(|m| arrived[0].contains(&m["code"]));
        assert!(code.is_some(), "its code is in it");
    }
    assert!(log.values().all(|m| m["state"] == "delivered"), "{log:#?}");
    // In: a look-up through the gateway, by the registered phone and by another.
    post.0.put("inbound", b"tieng-vong\n");
    let secret = [
        "notify",
        "gateway",
        "a.truyvet",
        "--secret",
        "inbound_password=inbound",
    ];
    post.by("an", &secret).ok();
    drop(phones);
    let mut listening = post.command("an", &["notify", "listen", "a.truyvet", "--seconds", "25"]);
    let listening = Running::new(
        listening
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    reachable(listen);
    let asking = operator(&[
        "-m",
        "1",
        "-i",
        "0.1",
        "+84920000001 1414 text TC+001185000001",
    ]);
    asking.wait_for("an answer", |lines| {
        lines
            .iter()
            .any(|l| l.contains("Da dang ky cong dan. Chua co khai bao."))
    });
    drop(asking);
    let other = operator(&[
        "-m",
        "1",
        "-i",
        "0.1",
        "+84933333333 1414 text TC+001185000001",
    ]);
    other.wait_for("a miss", |lines| {
        lines
            .iter()
            .any(|l| l.contains("Phone number or citizen does not exist"))
    });
    drop(listening);
}
