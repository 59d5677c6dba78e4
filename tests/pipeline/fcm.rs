//! Firebase's HTTP v1 against a loopback server with the errors that it documents. No emulator of it exists.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RsaKeyPair, UnparsedPublicKey,
};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use truyvet::notify::transport::fcm::Fcm;
use truyvet::notify::transport::{Outcome, Outgoing, Transport};
use truyvet::notify::{Channel, Kind, Language, Notice, PushBy, Rendered, Settings, words};

type Log = Arc<Mutex<Vec<Value>>>;

/// A server that answers a push address as it is named, and takes one token at a time.
struct Server {
    address: std::net::SocketAddr,
    public: Vec<u8>,
    key: String,
    log: Log,
    tokens: Arc<Mutex<u32>>,
}

impl Server {
    fn new() -> Self {
        let pair = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
        let der = pair.as_der().unwrap();
        let body = STANDARD.encode(der.as_ref());
        let lines: Vec<&str> = body
            .as_bytes()
            .chunks(64)
            .map(|c| std::str::from_utf8(c).unwrap())
            .collect();
        let key = format!(
            "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
            lines.join("\n")
        );
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            public: pair.public_key().as_ref().to_vec(),
            key,
            log: Log::default(),
            tokens: Arc::default(),
        };
        let (log, tokens, public) = (
            server.log.clone(),
            server.tokens.clone(),
            server.public.clone(),
        );
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (log, tokens, public) = (log.clone(), tokens.clone(), public.clone());
                std::thread::spawn(move || serve(stream, &log, &tokens, &public));
            }
        });
        server
    }

    fn settings(&self) -> Settings {
        let account = json!({
            "type": "service_account", "project_id": "truyvet-test",
            "client_email": "push@truyvet-test.example", "private_key": self.key,
            "token_uri": format!("http://{}/token", self.address),
        });
        Settings {
            push: PushBy::Fcm,
            fcm_url: format!("http://{}", self.address),
            fcm_account: account.to_string(),
            hotline: "19009095".into(),
            timeout: 1,
            ..Settings::default()
        }
    }
}

fn reply(out: &mut TcpStream, status: &str, extra: &str, body: &Value) {
    let body = body.to_string();
    let _ = write!(
        out,
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\n{extra}Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
}

/// Whether a signed claim is what Google asks for.
fn is_claim(form: &str, public: &[u8]) -> bool {
    let token = form.split("assertion=").nth(1).unwrap();
    let (said, signature) = token.rsplit_once('.').unwrap();
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    let claims: Value = serde_json::from_slice(
        &URL_SAFE_NO_PAD
            .decode(said.split('.').nth(1).unwrap())
            .unwrap(),
    )
    .unwrap();
    let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, public);
    key.verify(said.as_bytes(), &signature).is_ok()
        && claims["iss"] == "push@truyvet-test.example"
        && claims["scope"] == "https://www.googleapis.com/auth/firebase.messaging"
        && claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap() == 3_600
        && form.starts_with("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&")
}

fn serve(stream: TcpStream, log: &Log, tokens: &Mutex<u32>, public: &[u8]) {
    let mut out = stream.try_clone().unwrap();
    let mut lines = BufReader::new(stream);
    loop {
        let (mut first, mut length, mut bearer) = (String::new(), 0, String::new());
        if lines.read_line(&mut first).is_ok_and(|n| n == 0) || first.is_empty() {
            return;
        }
        loop {
            let mut line = String::new();
            if lines.read_line(&mut line).is_err() {
                return;
            }
            let Some((name, value)) = line.trim().split_once(':') else {
                break;
            };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.trim().parse().unwrap(),
                "authorization" => value.trim().clone_into(&mut bearer),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        lines.read_exact(&mut body).unwrap();
        if first.starts_with("POST /token") {
            let text = String::from_utf8(body).unwrap();
            if is_claim(&text, public) {
                let mut count = tokens.lock().unwrap();
                *count += 1;
                let granted =
                    json!({ "access_token": format!("secret-{count}"), "expires_in": 3_600 });
                reply(&mut out, "200 OK", "", &granted);
            } else {
                reply(
                    &mut out,
                    "400 Bad Request",
                    "",
                    &json!({ "error": "invalid_grant" }),
                );
            }
            continue;
        }
        let message: Value = serde_json::from_slice(&body).unwrap();
        let message = message["message"].clone();
        let to = message["token"].as_str().unwrap().to_owned();
        log.lock().unwrap().push(message);
        assert!(
            first.starts_with("POST /v1/projects/truyvet-test/messages:send "),
            "{first}"
        );
        let now = format!("Bearer secret-{}", tokens.lock().unwrap());
        let error = |status: &str, code: &str| {
            json!({ "error": { "code": 0, "status": status, "details": [
                { "@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", "errorCode": code }] } })
        };
        match to.as_str() {
            _ if bearer != now => reply(
                &mut out,
                "401 Unauthorized",
                "",
                &error("UNAUTHENTICATED", ""),
            ),
            "gone" => reply(
                &mut out,
                "404 Not Found",
                "",
                &error("NOT_FOUND", "UNREGISTERED"),
            ),
            "bad" => reply(
                &mut out,
                "400 Bad Request",
                "",
                &error("INVALID_ARGUMENT", "INVALID_ARGUMENT"),
            ),
            "other" => reply(
                &mut out,
                "403 Forbidden",
                "",
                &error("PERMISSION_DENIED", "SENDER_ID_MISMATCH"),
            ),
            "quota" => reply(
                &mut out,
                "429 Too Many Requests",
                "Retry-After: 7\r\n",
                &error("RESOURCE_EXHAUSTED", "QUOTA_EXCEEDED"),
            ),
            "quota-bare" => reply(
                &mut out,
                "429 Too Many Requests",
                "",
                &error("RESOURCE_EXHAUSTED", "QUOTA_EXCEEDED"),
            ),
            "down" => reply(
                &mut out,
                "503 Service Unavailable",
                "Retry-After: 3\r\n",
                &error("UNAVAILABLE", "UNAVAILABLE"),
            ),
            "broken" => reply(
                &mut out,
                "500 Internal Server Error",
                "",
                &error("INTERNAL", "INTERNAL"),
            ),
            "stall" => std::thread::sleep(Duration::from_millis(1_600)),
            "reset" => return,
            "half" => {
                let _ = write!(
                    out,
                    "HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{{\"name\":"
                );
                return;
            }
            "renew" => {
                *tokens.lock().unwrap() += 1;
                reply(
                    &mut out,
                    "200 OK",
                    "",
                    &json!({ "name": "projects/truyvet-test/messages/1" }),
                );
            }
            _ => reply(
                &mut out,
                "200 OK",
                "",
                &json!({ "name": "projects/truyvet-test/messages/1" }),
            ),
        }
    }
}

fn message(settings: &Settings, to: &str) -> Outgoing {
    let notice = Notice::builtin(Kind::Close);
    Outgoing {
        id: 1,
        key: "0123456789abcdef0123456789abcdef".into(),
        channel: Channel::Push,
        address: to.into(),
        kind: Kind::Close,
        text: Rendered::new(&notice, &words::sample(settings), Language::Vi, false),
        parts: 0,
        attempt: 1,
        code: "K7Q-204".into(),
        tier: 1,
    }
}

#[test]
fn every_documented_answer() {
    let server = Server::new();
    let settings = server.settings();
    let fcm = Fcm::new(&settings).unwrap();
    let send = |to: &str| fcm.send(&[message(&settings, to)]).remove(0);
    let seconds = |n| Some(Duration::from_secs(n));
    let taken = Outcome::Accepted("projects/truyvet-test/messages/1".into());
    assert_eq!(send("fine"), taken);
    assert_eq!(send("gone"), Outcome::Permanent("unregistered"));
    assert_eq!(send("bad"), Outcome::Permanent("argument"));
    assert_eq!(send("other"), Outcome::Permanent("other-sender"));
    assert_eq!(send("quota"), Outcome::RetryAfter(seconds(7), "busy"));
    assert_eq!(send("quota-bare"), Outcome::RetryAfter(seconds(60), "busy"));
    assert_eq!(send("down"), Outcome::RetryAfter(seconds(3), "closed"));
    assert_eq!(send("broken"), Outcome::Unknown("status"));
    assert_eq!(send("stall"), Outcome::Unknown("no-answer"));
    assert_eq!(send("reset"), Outcome::Unknown("no-answer"));
    // The head said that it was taken.
    assert_eq!(send("half"), Outcome::Accepted(String::new()));
    assert_eq!(
        *server.tokens.lock().unwrap(),
        1,
        "one token for all of them"
    );
    // A token that ends before its time: nothing was taken, and the next message asks for another.
    assert_eq!(send("renew"), taken);
    assert_eq!(send("fine"), Outcome::RetryAfter(None, "login"));
    assert_eq!(send("fine"), taken);
    let log = server.log.lock().unwrap();
    assert_eq!(
        log[0]["notification"]["title"],
        "Thông báo tiếp xúc gần (F1)"
    );
    assert_eq!(log[0]["data"]["level"], "1");
    assert!(
        log[0]["data"]["bigTextEn"]
            .as_str()
            .unwrap()
            .contains("close contact")
    );
    let told = format!("{fcm:?} {settings:?}");
    assert!(
        !told.contains("PRIVATE") && !told.contains("secret-"),
        "{told}"
    );
}

#[test]
fn nobody_there_is_a_clear_refusal() {
    let server = Server::new();
    let mut settings = server.settings();
    let closed = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    settings.fcm_url = format!("http://{closed}");
    let fcm = Fcm::new(&settings).unwrap();
    let outcome = fcm.send(&[message(&settings, "fine")]).remove(0);
    assert_eq!(outcome, Outcome::RetryAfter(None, "no-connection"));
    settings.fcm_account = settings
        .fcm_account
        .replace("BEGIN PRIVATE", "BEGIN PUBLIC");
    assert!(Fcm::new(&settings).is_err());
    settings.fcm_url = "http://fcm.example".into();
    assert!(
        Fcm::new(&settings).is_err(),
        "not without TLS, but to this machine"
    );
}
