//! Messages as a file: CSV for SMS, Bluezone's shape for push messages, each with a signed slip beside it. For a gateway's
//! own upload, or a connected machine that takes it in.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::sign::{Signer, is_signed};
use super::{Outcome, Outgoing, Transport, TransportError, bluezone};
use crate::model::hex;
use crate::model::time::Seconds;
use crate::notify::words::says_health;
use crate::notify::{Channel, Kind, NoticeText, Rendered};

const FORMAT: &str = "truyvet-messages-1";
const COLUMNS: [&str; 15] = [
    "id", "channel", "to", "text", "parts", "kind", "vi_title", "vi_text", "vi_long", "en_title",
    "en_text", "en_long", "coding", "code", "tier",
];

/// What is said of a package, and signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slip {
    /// The form.
    pub format: String,
    /// The batch's number.
    pub batch: i64,
    /// What it is for.
    pub kind: Kind,
    /// When it was packed, seconds since 1970.
    pub at: Seconds,
    /// How many messages.
    pub count: usize,
    /// The name of the file.
    pub file: String,
    /// Its SHA-256.
    pub sha256: String,
    /// Whose signature it is.
    pub public_key: String,
    /// Over all of the above.
    #[serde(default)]
    pub signature: String,
}

impl Slip {
    fn said(&self) -> Vec<u8> {
        let bare = Self {
            signature: String::new(),
            ..self.clone()
        };
        serde_json::to_vec(&bare).unwrap_or_default()
    }
}

/// Where a slip lies beside its file.
#[must_use]
pub fn slip_of(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".slip.json");
    name.into()
}

/// A folder that messages are written to.
#[derive(Debug)]
pub struct Files {
    folder: PathBuf,
    batch: i64,
    at: Seconds,
    signer: Signer,
}

impl Files {
    /// A folder for a batch; `at` is today.
    #[must_use]
    pub const fn new(folder: PathBuf, batch: i64, at: Seconds, signer: Signer) -> Self {
        Self {
            folder,
            batch,
            at,
            signer,
        }
    }

    /// The file that messages go to: named by what is in it, so that the same is never there twice.
    #[must_use]
    pub fn path(&self, messages: &[Outgoing]) -> PathBuf {
        let mut sum = Sha256::new();
        for message in messages {
            sum.update(message.key.as_bytes());
            sum.update(message.attempt.to_le_bytes());
        }
        let sum = hex(&sum.finalize()[..4]);
        let (word, ending) = match messages.first().map(|m| m.channel) {
            Some(Channel::Push) => ("push", "json"),
            Some(Channel::Call) => ("call", "csv"),
            _ => ("sms", "csv"),
        };
        self.folder
            .join(format!("batch-{:03}-{word}-{sum}.{ending}", self.batch))
    }

    /// Writes messages and their slip.
    ///
    /// # Errors
    /// [`TransportError::Io`]: neither is there as a whole.
    pub fn write(&self, messages: &[Outgoing]) -> Result<(), TransportError> {
        let path = self.path(messages);
        let bytes = match messages.first().map(|m| m.channel) {
            Some(Channel::Push) => {
                format!("{:#}\n", bluezone::file(messages, self.at)).into_bytes()
            }
            _ => table(messages).map_err(|e| io(&path, e))?,
        };
        let kind = messages.first().map_or(Kind::Close, |m| m.kind);
        let mut slip = Slip {
            format: FORMAT.into(),
            batch: self.batch,
            kind,
            at: self.at,
            count: messages.len(),
            file: path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
            sha256: hex(&Sha256::digest(&bytes)),
            public_key: self.signer.public(),
            signature: String::new(),
        };
        slip.signature = self.signer.sign(&slip.said());
        let text = serde_json::to_string_pretty(&slip).unwrap_or_default() + "\n";
        std::fs::create_dir_all(&self.folder).map_err(|e| io(&self.folder, e))?;
        put(&slip_of(&path), text.as_bytes())?;
        put(&path, &bytes)
    }
}

fn io(path: &Path, source: std::io::Error) -> TransportError {
    TransportError::Io {
        path: path.to_path_buf(),
        source,
    }
}

/// Writes a file beside its place and puts it there at once, on the disk.
fn put(path: &Path, bytes: &[u8]) -> Result<(), TransportError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let write = || {
        let mut draft = tempfile::Builder::new()
            .prefix(".truyvet-")
            .tempfile_in(folder)?;
        draft.write_all(bytes)?;
        draft.as_file().sync_all()?;
        draft.persist(path).map_err(|e| e.error)?;
        Ok(())
    };
    write().map_err(|e| io(path, e))
}

fn table(messages: &[Outgoing]) -> std::io::Result<Vec<u8>> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(COLUMNS)?;
    for m in messages {
        let coding = crate::notify::segments::measure(&m.text.sms).coding.name();
        let parts = m.parts.to_string();
        let tier = m.tier.to_string();
        let fields: [&str; 15] = [
            &m.key,
            m.channel.key(),
            &m.address,
            &m.text.sms,
            &parts,
            m.kind.key(),
            &m.text.vi.title,
            &m.text.vi.text,
            &m.text.vi.sms,
            &m.text.en.title,
            &m.text.en.text,
            &m.text.en.sms,
            coding,
            &m.code,
            &tier,
        ];
        out.write_record(fields)?;
    }
    out.into_inner().map_err(csv::IntoInnerError::into_error)
}

/// Reads a package that was signed by a key that is trusted: the slip and its messages.
///
/// # Errors
/// [`TransportError`]: changed, signed by another, or not a package.
pub fn read(
    path: &Path,
    trusts: impl Fn(&str) -> bool,
) -> Result<(Slip, Vec<Outgoing>), TransportError> {
    let bytes = std::fs::read(path).map_err(|e| io(path, e))?;
    let slip_path = slip_of(path);
    let slip = std::fs::read(&slip_path).map_err(|e| io(&slip_path, e))?;
    let slip: Slip = serde_json::from_slice(&slip).map_err(|_| TransportError::Signature)?;
    let mine = trusts(&slip.public_key);
    let same = slip.sha256 == hex(&Sha256::digest(&bytes)) && slip.format == FORMAT;
    if !mine || !same || !is_signed(&slip.public_key, &slip.said(), &slip.signature) {
        return Err(TransportError::Signature);
    }
    let mut out = Vec::new();
    let mut rows = csv::Reader::from_reader(bytes.as_slice());
    for (n, row) in rows.records().enumerate() {
        let form = || TransportError::Form(n + 2);
        let row = row.map_err(|_| form())?;
        let cell = |n: usize| row.get(n).unwrap_or_default().to_owned();
        let text = |title, short, long| NoticeText {
            title: cell(title),
            text: cell(short),
            sms: cell(long),
        };
        let key = cell(0);
        // What is taken in is looked over as far as it can be here.
        let channel = Channel::parse(&cell(1)).ok_or_else(form)?;
        let reachable = channel != Channel::Sms || crate::ingest::phone::mobile(&cell(2)).is_some();
        if !reachable || says_health(&cell(3)) {
            return Err(form());
        }
        if key.len() != 32 || !key.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(form());
        }
        out.push(Outgoing {
            id: 0,
            key,
            channel,
            address: cell(2),
            kind: Kind::parse(&cell(5)).ok_or_else(form)?,
            text: Rendered {
                sms: cell(3),
                vi: text(6, 7, 8),
                en: text(9, 10, 11),
            },
            parts: cell(4).parse().map_err(|_| form())?,
            attempt: 1,
            code: cell(13),
            tier: cell(14).parse().unwrap_or_default(),
        });
    }
    if out.len() != slip.count {
        return Err(TransportError::Signature);
    }
    Ok((slip, out))
}

impl Transport for Files {
    fn key(&self) -> &'static str {
        "file"
    }

    fn send(&self, messages: &[Outgoing]) -> Vec<Outcome> {
        let outcome = match self.write(messages) {
            Ok(()) => Outcome::Accepted(String::new()),
            // A file that has no name yet was handed to nobody.
            Err(_) => Outcome::RetryAfter(None, "disk"),
        };
        vec![outcome; messages.len()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notify::{Language, Notice, Settings, words};

    fn message(n: usize) -> Outgoing {
        let notice = Notice::builtin(Kind::Close);
        let settings = Settings {
            hotline: "19009095".into(),
            ..Settings::default()
        };
        let values = words::sample(&settings);
        Outgoing {
            id: n as i64,
            key: format!("{n:032x}"),
            channel: Channel::Sms,
            address: format!("+8491234{n:04}"),
            kind: Kind::Close,
            text: Rendered::new(&notice, &values, Language::Both, false),
            parts: 4,
            attempt: 1,
            code: "K7Q-204".into(),
            tier: 1,
        }
    }

    #[test]
    fn a_package_comes_back_or_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let signer = Signer::new().unwrap();
        let public = signer.public();
        let files = Files::new(folder.path().to_path_buf(), 7, 0, signer);
        let messages: Vec<Outgoing> = (0..5).map(message).collect();
        let sent = files.send(&messages);
        assert_eq!(sent, vec![Outcome::Accepted(String::new()); 5]);
        let path = files.path(&messages);
        let (slip, read_back) = read(&path, |key| key == public).unwrap();
        assert_eq!((slip.batch, slip.count), (7, 5));
        let same = read_back.iter().zip(&messages);
        for (got, was) in same {
            assert_eq!(
                (&got.key, &got.address, &got.text),
                (&was.key, &was.address, &was.text)
            );
        }
        let other = Signer::new().unwrap().public();
        assert!(matches!(
            read(&path, |key| key == other),
            Err(TransportError::Signature)
        ));
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, text.replace("0003", "0009")).unwrap();
        assert!(matches!(
            read(&path, |key| key == public),
            Err(TransportError::Signature)
        ));
    }
}
