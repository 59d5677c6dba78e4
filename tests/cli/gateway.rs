//! A gateway on loopback with Kannel's HTTP door: as good or as faulty as it is told to be. It writes down what it took and
//! which receipts were acknowledged.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How it behaves: chances in ten thousand.
#[derive(Debug, Clone, Copy, Default)]
pub struct Faults {
    /// Takes it and answers after the sender has given up.
    pub stall: u64,
    /// Takes it and breaks the connection off.
    pub reset: u64,
    /// Takes it and breaks off within the answer's body.
    pub half: u64,
    /// Breaks off without having read all.
    pub deaf: u64,
    /// 429 with Retry-After: 0.
    pub busy: u64,
    /// 429 with Retry-After: 1.
    pub busy_long: u64,
    /// 404.
    pub not_found: u64,
    /// 503.
    pub closed: u64,
    /// Sends receipts.
    pub receipts: bool,
    /// A receipt before the answer.
    pub early: u64,
    /// A receipt twice.
    pub twice: u64,
    /// No receipt.
    pub never: u64,
    /// A receipt that it did not arrive.
    pub undelivered: u64,
}

impl Faults {
    /// All of them.
    pub const ALL: Self = Self {
        stall: 12,
        reset: 100,
        half: 100,
        deaf: 50,
        busy: 150,
        busy_long: 2,
        not_found: 40,
        closed: 40,
        receipts: true,
        early: 500,
        twice: 500,
        never: 500,
        undelivered: 300,
    };
}

/// What it knows of a message.
#[derive(Debug, Clone, Default)]
pub struct Message {
    /// How often it took it.
    pub taken: u32,
    /// To whom.
    pub to: String,
    /// The text.
    pub text: String,
    /// Where receipts are to go.
    pub url: String,
    /// It sent a receipt of this kind.
    pub sent: Vec<u32>,
    /// Receipts that were acknowledged, by kind.
    pub acknowledged: Vec<u32>,
}

/// All that it took, by the id in the receipts' address; without one by number and text.
pub type Book = Arc<Mutex<BTreeMap<String, Message>>>;

/// The gateway.
pub struct Gateway {
    pub address: SocketAddr,
    pub book: Book,
    pub requests: Arc<AtomicU64>,
    /// Receipts that are neither acknowledged nor given up.
    pub pending: Arc<AtomicU64>,
    stop: Arc<AtomicBool>,
}

struct Desk {
    book: Book,
    faults: Faults,
    requests: Arc<AtomicU64>,
    seed: AtomicU64,
    receipts: Sender<(String, String, u32)>,
    pending: Arc<AtomicU64>,
    stall: Duration,
}

impl Gateway {
    /// Opens one; `stall`: how long it keeps whoever waits.
    pub fn new(faults: Faults, seed: u64, stall: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let book = Book::default();
        let requests = Arc::new(AtomicU64::new(0));
        let stop = Arc::new(AtomicBool::new(false));
        let (receipts, to_send) = channel::<(String, String, u32)>();
        let to_send = Arc::new(Mutex::new(to_send));
        let pending = Arc::new(AtomicU64::new(0));
        for _ in 0..96 {
            let pending = pending.clone();
            let (book, to_send, stop) = (book.clone(), to_send.clone(), stop.clone());
            std::thread::spawn(move || {
                let mut line = None;
                loop {
                    let next = to_send.lock().unwrap().recv();
                    let Ok((id, url, kind)) = next else { return };
                    book.lock().unwrap().get_mut(&id).unwrap().sent.push(kind);
                    // A listener that is being started again is tried again.
                    for _ in 0..400 {
                        if stop.load(Ordering::Relaxed) {
                            return;
                        }
                        if get(&mut line, &url) == Some(200) {
                            let mut book = book.lock().unwrap();
                            book.get_mut(&id).unwrap().acknowledged.push(kind);
                            break;
                        }
                        std::thread::sleep(Duration::from_millis(50));
                    }
                    pending.fetch_sub(1, Ordering::Relaxed);
                }
            });
        }
        let desk = Arc::new(Desk {
            book: book.clone(),
            faults,
            requests: requests.clone(),
            seed: AtomicU64::new(seed),
            receipts,
            pending: pending.clone(),
            stall,
        });
        let stopped = stop.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::Relaxed) {
                    return;
                }
                let (Ok(stream), desk) = (stream, desk.clone()) else {
                    continue;
                };
                std::thread::spawn(move || desk.serve(stream));
            }
        });
        Self {
            address,
            book,
            requests,
            pending,
            stop,
        }
    }

    pub fn url(&self) -> String {
        format!("http://{}/cgi-bin/sendsms", self.address)
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(self.address);
    }
}

/// Asks for an address on a line that is kept; the status.
fn get(line: &mut Option<BufReader<TcpStream>>, url: &str) -> Option<u16> {
    let rest = url.strip_prefix("http://")?;
    let (host, path) = rest.split_once('/')?;
    if line.is_none() {
        let stream = TcpStream::connect(host).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
        *line = Some(BufReader::new(stream));
    }
    let open = line.as_mut()?;
    let asked = write!(
        open.get_mut(),
        "GET /{path} HTTP/1.1\r\nHost: {host}\r\n\r\n"
    );
    let mut status = None;
    if asked.is_ok() {
        let mut length = 0;
        let mut text = String::new();
        while open.read_line(&mut text).is_ok_and(|n| n > 0) {
            let row = text.trim().to_ascii_lowercase();
            if row.starts_with("http/") {
                status = row.split(' ').nth(1).and_then(|s| s.parse().ok());
            }
            if let Some(n) = row.strip_prefix("content-length:") {
                length = n.trim().parse().unwrap_or(0);
            }
            text.clear();
            if row.is_empty() {
                let mut body = vec![0; length];
                if open.read_exact(&mut body).is_err() {
                    status = None;
                }
                break;
            }
        }
    }
    if status.is_none() {
        *line = None;
    }
    status
}

impl Desk {
    fn chance(&self) -> u64 {
        // SplitMix64: the faults are the same in each run of the same order.
        let mut z = self
            .seed
            .fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % 10_000
    }

    fn serve(&self, stream: TcpStream) {
        let Ok(mut out) = stream.try_clone() else {
            return;
        };
        let _ = out.set_nodelay(true);
        let mut lines = BufReader::new(stream);
        loop {
            let mut head = BTreeMap::new();
            let mut line = String::new();
            if lines.read_line(&mut line).is_ok_and(|n| n == 0) || line.is_empty() {
                return;
            }
            loop {
                line.clear();
                if lines.read_line(&mut line).is_err() {
                    return;
                }
                let row = line.trim();
                if row.is_empty() {
                    break;
                }
                if let Some((name, value)) = row.split_once(':') {
                    head.insert(name.to_ascii_lowercase(), value.trim().to_owned());
                }
            }
            let f = &self.faults;
            self.requests.fetch_add(1, Ordering::Relaxed);
            let length = head
                .get("content-length")
                .and_then(|l| l.parse().ok())
                .unwrap_or(0_usize);
            let chance = self.chance();
            let mut edge = 0;
            let mut falls = |width: u64| {
                edge += width;
                edge - width <= chance && chance < edge
            };
            if falls(f.deaf) {
                return;
            }
            let mut body = vec![0; length];
            if lines.read_exact(&mut body).is_err() {
                return;
            }
            let text = String::from_utf8_lossy(&body).into_owned();
            for (width, status, extra) in [
                (f.busy, "429 Too Many Requests", "Retry-After: 0\r\n"),
                (f.busy_long, "429 Too Many Requests", "Retry-After: 1\r\n"),
                (f.not_found, "404 Not Found", ""),
                (f.closed, "503 Service Unavailable", ""),
            ] {
                if falls(width) {
                    let _ = write!(out, "HTTP/1.1 {status}\r\n{extra}Content-Length: 0\r\n\r\n");
                }
            }
            if chance >= f.deaf && chance < f.deaf + f.busy + f.busy_long + f.not_found + f.closed {
                continue;
            }
            let url = head.get("x-kannel-dlr-url").cloned().unwrap_or_default();
            let to = head.get("x-kannel-to").cloned().unwrap_or_default();
            let id = url
                .split("id=")
                .nth(1)
                .and_then(|r| r.split('&').next())
                .map_or_else(|| format!("{to} {text}"), str::to_owned);
            {
                let mut book = self.book.lock().unwrap();
                let message = book.entry(id.clone()).or_default();
                message.taken += 1;
                message.to = to;
                message.text = text;
                message.url.clone_from(&url);
            }
            let early = self.chance() < f.early;
            if early {
                self.receipt(&id, &url);
                std::thread::sleep(Duration::from_millis(2));
            }
            let (stalls, resets, halves) = (falls(f.stall), falls(f.reset), falls(f.half));
            if stalls {
                std::thread::sleep(self.stall);
            }
            let answered = if resets {
                Err(std::io::ErrorKind::ConnectionReset.into())
            } else if halves {
                let _ = write!(
                    out,
                    "HTTP/1.1 202 Accepted\r\nContent-Length: 24\r\n\r\n0: Acc"
                );
                Err(std::io::ErrorKind::ConnectionReset.into())
            } else {
                write!(
                    out,
                    "HTTP/1.1 202 Accepted\r\nContent-Length: 24\r\n\r\n0: Accepted for delivery"
                )
            };
            if !early {
                self.receipt(&id, &url);
            }
            if answered.is_err() {
                return;
            }
        }
    }

    /// Sends the receipts of a message, as it likes.
    fn receipt(&self, id: &str, url: &str) {
        let f = &self.faults;
        if !f.receipts || url.is_empty() || self.chance() < f.never {
            return;
        }
        let end = if self.chance() < f.undelivered { 2 } else { 1 };
        let mut kinds = vec![8, end];
        if self.chance() < 2_500 {
            kinds.reverse();
        }
        if self.chance() < f.twice {
            kinds.push(end);
        }
        for kind in kinds {
            let url = url
                .replace("%d", &kind.to_string())
                .replace("%A", "stat%3Aok");
            self.pending.fetch_add(1, Ordering::Relaxed);
            let _ = self.receipts.send((id.to_owned(), url, kind));
        }
    }
}
