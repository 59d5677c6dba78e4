//! Hearing what the gateway has to say: receipts and inbound messages, by HTTP. A receipt is answered once it is on the
//! disk; those that come at one time are written together.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use percent_encoding::percent_decode_str;
use tokio::sync::{Semaphore, oneshot};

use super::super::keeper::{Shared, locked};
use super::super::slot::Waker;
use super::lookups::{Desk, answer_inbound};
use crate::ingest::Encoding;
use crate::notify::segments::plain;
use crate::notify::transport::{TransportError, kannel};
use crate::notify::{Settings, segments};
use crate::store::outbox::Receipt;

/// Who brings inbound messages, as the gateway has it before the password.
pub const INBOUND_USER: &str = "gateway";
/// Connections at once.
const MOST: usize = 256;
/// Bytes of a request's body.
const BODY: usize = 64 << 10;
/// Receipts that are written together.
const TOGETHER: usize = 512;
/// How long a request may take to come in.
const PATIENCE: Duration = Duration::from_secs(20);

/// What was heard so far.
#[derive(Debug, Default)]
pub struct Heard {
    /// Receipts of messages that are here.
    pub receipts: AtomicU64,
    /// Receipts of others.
    pub strange: AtomicU64,
    /// Inbound messages.
    pub messages: AtomicU64,
    /// Requests that could not be written down, and were refused for now.
    pub refused: AtomicU64,
}

/// Something heard, and how it is answered.
enum Task {
    Receipt(Receipt, oneshot::Sender<bool>),
    Message {
        from: String,
        text: String,
        reply: oneshot::Sender<Result<Option<String>, ()>>,
    },
}

/// Somebody listens until this is dropped.
pub struct Listener {
    /// Where.
    pub address: SocketAddr,
    /// What was heard.
    pub heard: Arc<Heard>,
    stop: Option<oneshot::Sender<()>>,
    threads: Vec<std::thread::JoinHandle<()>>,
}

impl std::fmt::Debug for Listener {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Listener")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl Listener {
    /// Stops listening; what was heard is written first.
    pub fn close(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.close();
    }
}

/// Who may speak: this machine, and the gateway's.
fn welcome(settings: &Settings) -> Vec<IpAddr> {
    let Ok(url) = settings.kannel_url.parse::<hyper::Uri>() else {
        return Vec::new();
    };
    let host = url.host().unwrap_or_default().trim_matches(['[', ']']);
    (host, url.port_u16().unwrap_or(80))
        .to_socket_addrs()
        .map(|all| all.map(|a| a.ip()).collect())
        .unwrap_or_default()
}

/// Listens at the address that is set. Without a desk for look-ups inbound messages are refused.
///
/// # Errors
/// [`TransportError`]: the address is taken, or is none.
pub fn listen(
    store: &Shared,
    settings: &Settings,
    lookups: Option<Desk>,
    wake: &Waker,
) -> Result<Listener, TransportError> {
    let wrong = || TransportError::Setting("listen");
    let address: SocketAddr = settings.listen.parse().map_err(|_| wrong())?;
    let socket = std::net::TcpListener::bind(address).map_err(|source| TransportError::Io {
        path: settings.listen.clone().into(),
        source,
    })?;
    let address = socket.local_addr().map_err(|_| wrong())?;
    socket.set_nonblocking(true).map_err(|_| wrong())?;
    let (tasks, to_do) = channel::<Task>();
    let heard = Arc::new(Heard::default());
    let clerk = Clerk {
        store: Arc::clone(store),
        heard: Arc::clone(&heard),
        wake: wake.clone(),
    };
    let (stop, stopped) = oneshot::channel();
    let word = format!("{INBOUND_USER}:{}", settings.inbound_password);
    let door = Door {
        tasks: Arc::new(Mutex::new(tasks)),
        welcome: welcome(settings),
        // Without a password anybody on this machine could ask for anybody.
        lookups: (lookups.is_some() && !settings.inbound_password.is_empty())
            .then(|| format!("Basic {}", STANDARD.encode(word))),
    };
    let writing = std::thread::Builder::new()
        .name("receipts".into())
        .spawn(move || clerk.work(&to_do, lookups.as_ref()));
    let serving = std::thread::Builder::new()
        .name("listener".into())
        .spawn(move || serve(socket, door, stopped));
    let (Ok(writing), Ok(serving)) = (writing, serving) else {
        return Err(TransportError::Client);
    };
    Ok(Listener {
        address,
        heard,
        stop: Some(stop),
        threads: vec![serving, writing],
    })
}

/// Writes down what was heard.
struct Clerk {
    store: Shared,
    heard: Arc<Heard>,
    wake: Waker,
}

impl Clerk {
    fn work(&self, tasks: &std::sync::mpsc::Receiver<Task>, lookups: Option<&Desk>) {
        loop {
            let first = match tasks.recv_timeout(Duration::from_secs(1)) {
                Ok(first) => first,
                Err(RecvTimeoutError::Timeout) => continue,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            let mut receipts = Vec::new();
            let mut messages = Vec::new();
            for task in std::iter::once(first).chain(tasks.try_iter().take(TOGETHER)) {
                match task {
                    Task::Receipt(receipt, reply) => receipts.push((receipt, reply)),
                    Task::Message { from, text, reply } => messages.push((from, text, reply)),
                }
            }
            self.receipts(receipts);
            for (from, text, reply) in messages {
                self.heard.messages.fetch_add(1, Ordering::Relaxed);
                let said = match lookups {
                    Some(desk) => answer_inbound(desk, &from, &text).map_err(|_| ()),
                    None => Err(()),
                };
                if said.is_err() {
                    self.heard.refused.fetch_add(1, Ordering::Relaxed);
                }
                let _ = reply.send(said);
            }
            (self.wake)();
        }
    }

    fn receipts(&self, all: Vec<(Receipt, oneshot::Sender<bool>)>) {
        if all.is_empty() {
            return;
        }
        let (receipts, replies): (Vec<Receipt>, Vec<_>) = all.into_iter().unzip();
        let written = locked(&self.store).receive(&receipts);
        let count = receipts.len() as u64;
        match written {
            Ok(known) => {
                let known = known as u64;
                self.heard.receipts.fetch_add(known, Ordering::Relaxed);
                self.heard
                    .strange
                    .fetch_add(count - known, Ordering::Relaxed);
            }
            Err(_) => {
                self.heard.refused.fetch_add(count, Ordering::Relaxed);
            }
        }
        let fine = written.is_ok();
        for reply in replies {
            let _ = reply.send(fine);
        }
    }
}

/// What a request comes in through.
#[derive(Clone)]
struct Door {
    tasks: Arc<Mutex<Sender<Task>>>,
    welcome: Vec<IpAddr>,
    /// What whoever brings inbound messages has to say; `None`: there are no look-ups.
    lookups: Option<String>,
}

fn serve(socket: std::net::TcpListener, door: Door, stopped: oneshot::Receiver<()>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let Ok(runtime) = runtime else { return };
    runtime.block_on(async move {
        let Ok(socket) = tokio::net::TcpListener::from_std(socket) else {
            return;
        };
        let places = Arc::new(Semaphore::new(MOST));
        let mut stopped = stopped;
        loop {
            let accepted = tokio::select! {
                accepted = socket.accept() => accepted,
                _ = &mut stopped => return,
            };
            let Ok((stream, peer)) = accepted else {
                tokio::time::sleep(Duration::from_millis(20)).await;
                continue;
            };
            let ip = peer.ip().to_canonical();
            if !ip.is_loopback() && !door.welcome.contains(&ip) {
                continue;
            }
            let Ok(place) = Arc::clone(&places).acquire_owned().await else {
                return;
            };
            let door = door.clone();
            tokio::spawn(async move {
                let service = hyper::service::service_fn(move |request| {
                    let door = door.clone();
                    async move { Ok::<_, std::convert::Infallible>(door.answer(request).await) }
                });
                let _ = hyper::server::conn::http1::Builder::new()
                    .timer(TokioTimer::new())
                    .header_read_timeout(PATIENCE)
                    .max_buf_size(BODY)
                    .serve_connection(TokioIo::new(stream), service)
                    .await;
                drop(place);
            });
        }
    });
}

fn bare(status: StatusCode) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::new()));
    *response.status_mut() = status;
    response
}

impl Door {
    fn give(&self, task: Task) -> bool {
        let tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        tasks.send(task).is_ok()
    }

    async fn answer(&self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        let path = request.uri().path().to_owned();
        let word = request
            .headers()
            .get(AUTHORIZATION)
            .map(HeaderValue::as_bytes);
        let may_ask = match (&self.lookups, word) {
            (Some(wanted), Some(said)) => same(wanted.as_bytes(), said),
            _ => false,
        };
        let mut fields = form(request.uri().query().unwrap_or_default());
        let posted = match *request.method() {
            Method::GET => false,
            Method::POST => true,
            _ => return bare(StatusCode::METHOD_NOT_ALLOWED),
        };
        if posted {
            let body = Limited::new(request.into_body(), BODY).collect();
            let body = match tokio::time::timeout(PATIENCE, body).await {
                Ok(Ok(body)) => body.to_bytes(),
                Ok(Err(_)) => return bare(StatusCode::PAYLOAD_TOO_LARGE),
                Err(_) => return bare(StatusCode::REQUEST_TIMEOUT),
            };
            fields.append(&mut form(&String::from_utf8_lossy(&body)));
        }
        match path.as_str() {
            "/dlr" => self.receipt(&fields).await,
            "/sms" if may_ask => self.message(&fields).await,
            "/sms" if self.lookups.is_some() => bare(StatusCode::UNAUTHORIZED),
            _ => bare(StatusCode::NOT_FOUND),
        }
    }

    async fn receipt(&self, fields: &BTreeMap<String, Vec<u8>>) -> Response<Full<Bytes>> {
        let text = |name: &str| {
            let bytes = fields.get(name).map(Vec::as_slice).unwrap_or_default();
            String::from_utf8_lossy(bytes).trim().to_owned()
        };
        let kind = text("type").parse().ok().and_then(kannel::receipt);
        let Some((event, word)) = kind else {
            return bare(StatusCode::BAD_REQUEST);
        };
        let receipt = Receipt {
            key: text("id"),
            event,
            detail: word.to_owned(),
            attempt: text("n").parse().ok(),
        };
        let (reply, said) = oneshot::channel();
        if self.give(Task::Receipt(receipt, reply)) && said.await.unwrap_or(false) {
            bare(StatusCode::OK)
        } else {
            bare(StatusCode::SERVICE_UNAVAILABLE)
        }
    }

    async fn message(&self, fields: &BTreeMap<String, Vec<u8>>) -> Response<Full<Bytes>> {
        let bytes = |name: &str| fields.get(name).map(Vec::as_slice).unwrap_or_default();
        let charset = String::from_utf8_lossy(bytes("charset")).into_owned();
        let from = String::from_utf8_lossy(bytes("from")).trim().to_owned();
        let text = decoded(bytes("text"), &charset);
        let (reply, said) = oneshot::channel();
        if !self.give(Task::Message { from, text, reply }) {
            return bare(StatusCode::SERVICE_UNAVAILABLE);
        }
        match said.await {
            Ok(Ok(None)) => bare(StatusCode::OK),
            Ok(Ok(Some(said))) => {
                // Without diacritics: two parts in place of four.
                let said = plain(&said);
                debug_assert_eq!(segments::measure(&said).coding, segments::Coding::Gsm7);
                let mut response = Response::new(Full::new(Bytes::from(said)));
                response.headers_mut().insert(
                    CONTENT_TYPE,
                    HeaderValue::from_static("text/plain; charset=UTF-8"),
                );
                response
            }
            _ => bare(StatusCode::SERVICE_UNAVAILABLE),
        }
    }
}

/// Whether two secrets are one, in a time that tells nothing of where they differ.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |all, (x, y)| all | (x ^ y)) == 0
}

/// The fields of a query, as bytes: what they are written in stands in another field.
fn form(query: &str) -> BTreeMap<String, Vec<u8>> {
    let mut out = BTreeMap::new();
    for pair in query.split('&').filter(|p| !p.is_empty()).take(64) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = value.replace('+', " ");
        let bytes: Vec<u8> = percent_decode_str(&value).collect();
        out.entry(name.to_owned()).or_insert(bytes);
    }
    out
}

fn decoded(bytes: &[u8], charset: &str) -> String {
    let charset = charset.to_ascii_uppercase();
    if charset.starts_with("UTF-16") || charset.starts_with("UCS-2") {
        let little = charset.ends_with("LE");
        let wide = if little {
            Encoding::Utf16Le
        } else {
            Encoding::Utf16Be
        };
        return String::from_utf8_lossy(&wide.to_utf8(bytes)).into_owned();
    }
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_a_query() {
        let fields = form("from=%2B84912345678&text=TC+0010&charset=UTF-8&from=2");
        assert_eq!(fields["from"], b"+84912345678");
        assert_eq!(fields["text"], b"TC 0010");
        let wide: Vec<u8> = "TC hà".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decoded(&wide, "UTF-16BE"), "TC hà");
        assert_eq!(decoded("TC hà".as_bytes(), ""), "TC hà");
    }

    #[test]
    fn the_gateways_own_address_is_welcome() {
        let at = |url: &str| {
            welcome(&Settings {
                kannel_url: url.into(),
                ..Settings::default()
            })
        };
        assert_eq!(
            at("https://10.1.2.3/x"),
            ["10.1.2.3".parse::<IpAddr>().unwrap()]
        );
        assert_eq!(
            at("https://10.1.2.3:13013/x"),
            ["10.1.2.3".parse::<IpAddr>().unwrap()]
        );
        assert!(at("").is_empty());
    }
}
