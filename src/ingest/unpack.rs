//! Containers: from a file to the tables in it. Archives and packed files are unpacked in memory, within bounds; workbooks
//! and databases hold several tables; text is brought to UTF-8.

use std::io::{Cursor, Read};
use std::sync::Arc;

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;
use zip::result::ZipError;

use super::IngestError;
use super::encoding::{Encoding, Found, find};
use super::input::Source;
use super::table::{
    Book, BookKind, Doubt, Part, Shared, database_tables, guard_xls, guard_xml, other_kind,
};
use crate::job::Cancel;

/// No part of an archive may be larger, in bytes.
const MOST: u64 = 4 << 30;
/// Up to so many bytes nothing is asked of how well a part is packed.
const FREE: u64 = 256 << 20;
/// No table is packed to less than one in so many bytes.
const RATIO: u64 = 150;
/// Nothing can be packed to less.
const DEFLATE_MOST: u64 = 1_032;
/// Texts that a workbook's cells share are held in memory.
const STRINGS: u64 = 1 << 30;
/// An archive of more parts is no export.
const PARTS: usize = 10_000;
/// Bytes of a part that are read at a time.
const STEP: usize = 1 << 20;

/// One table on its way to be read.
pub(super) struct Document {
    pub source: Source,
    /// As they lie in the file or the archive.
    pub bytes: Shared,
    /// Text that was not UTF-8, as UTF-8.
    pub text: Option<Vec<u8>>,
    /// How the text was written, where that was not UTF-8.
    pub encoding: Option<Encoding>,
    /// Which of several tables.
    pub part: Option<Part>,
    /// Bytes of the input that it stands for.
    pub weight: u64,
}

impl Document {
    /// The bytes that a table is made of.
    pub fn table_bytes(&self) -> &[u8] {
        self.text.as_deref().unwrap_or(&self.bytes)
    }
}

/// Takes the tables one by one: a table, or what could not be opened and why.
pub(super) type Take<'t> = &'t mut dyn FnMut(Result<Document, Refused>) -> Result<(), IngestError>;

/// What could not be opened.
pub(super) struct Refused {
    pub source: Source,
    pub error: IngestError,
    /// What it is that was not opened.
    pub bytes: Shared,
}

/// Unpacks a file.
///
/// # Errors
/// What `take` returns.
pub(super) fn unpack(
    source: Source,
    bytes: Vec<u8>,
    cancel: &Cancel,
    take: Take<'_>,
) -> Result<(), IngestError> {
    let weight = bytes.len() as u64;
    let parcel = Parcel {
        source,
        bytes: bytes.into(),
        weight,
        packed: false,
    };
    parcel.open(cancel, take)
}

/// Bytes, and what they came as.
struct Parcel {
    source: Source,
    bytes: Shared,
    weight: u64,
    /// They were packed themselves.
    packed: bool,
}

impl Parcel {
    fn open(self, cancel: &Cancel, take: Take<'_>) -> Result<(), IngestError> {
        cancel.check()?;
        let bytes = self.bytes.clone();
        if bytes.starts_with(b"\x1f\x8b") {
            return self.gunzip(cancel, take);
        }
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
            return match workbook_kind(&bytes) {
                Some(kind) => self.workbook(kind, cancel, take),
                None => self.unzip(cancel, take),
            };
        }
        if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
            return self.workbook(BookKind::Xls, cancel, take);
        }
        if bytes.starts_with(b"SQLite format 3\0") {
            return self.database(cancel, take);
        }
        if bytes.starts_with(b"PAR1") || bytes.is_empty() {
            return take(Ok(self.whole()));
        }
        self.text(take)
    }

    fn whole(self) -> Document {
        Document {
            source: self.source,
            bytes: self.bytes,
            text: None,
            encoding: None,
            part: None,
            weight: self.weight,
        }
    }

    fn refuse(self, error: IngestError, take: Take<'_>) -> Result<(), IngestError> {
        take(Err(Refused {
            source: self.source,
            error,
            bytes: self.bytes,
        }))
    }

    fn text(self, take: Take<'_>) -> Result<(), IngestError> {
        let unsure = |file: &str, likely| IngestError::EncodingUnsure {
            file: file.to_owned(),
            likely,
        };
        let encoding = match (find(&self.bytes), self.source.how.encoding) {
            // What is told is told of all inputs: it decides where a file does not say it itself.
            (Found::Sure(Encoding::Utf8), Some(told)) if !plain_utf8(&self.bytes) => told,
            (Found::Sure(sure), _) => sure,
            (_, Some(told)) => told,
            // What is no text at all is told as that.
            _ if other_kind(&self.bytes).is_some() => Encoding::Utf8,
            (Found::Likely(likely), None) => {
                let error = unsure(&self.source.name, Some(likely));
                return self.refuse(error, take);
            }
            (Found::Unknown, None) => {
                let error = unsure(&self.source.name, None);
                return self.refuse(error, take);
            }
        };
        let mut document = self.whole();
        if encoding != Encoding::Utf8 {
            document.text = Some(encoding.to_utf8(&document.bytes).into_owned());
            document.encoding = Some(encoding);
        }
        take(Ok(document))
    }

    fn gunzip(self, cancel: &Cancel, take: Take<'_>) -> Result<(), IngestError> {
        let file = self.source.name.clone();
        if self.packed {
            return self.refuse(IngestError::NestedArchive { file }, take);
        }
        let packed = self.bytes.len() as u64;
        let reader = MultiGzDecoder::new(Cursor::new(self.bytes.clone()));
        match inflate(reader, packed, cancel) {
            Ok(bytes) => {
                let parcel = Self {
                    bytes: bytes.into(),
                    packed: true,
                    ..self
                };
                parcel.open(cancel, take)
            }
            Err(fault) => self.refuse(fault.of(file), take),
        }
    }

    fn unzip(self, cancel: &Cancel, take: Take<'_>) -> Result<(), IngestError> {
        let file = self.source.name.clone();
        if self.packed {
            return self.refuse(IngestError::NestedArchive { file }, take);
        }
        let Ok(mut archive) = ZipArchive::new(Cursor::new(self.bytes.clone())) else {
            return self.refuse(Fault::Damaged("archive").of(file), take);
        };
        if archive.len() > PARTS {
            return self.refuse(Fault::TooLarge.of(file), take);
        }
        // By name, so that the order in which it was packed decides nothing.
        let mut entries: Vec<(String, usize)> = Vec::new();
        for number in 0..archive.len() {
            let Ok(entry) = archive.by_index_raw(number) else {
                return self.refuse(Fault::Damaged("archive").of(file), take);
            };
            let name = String::from_utf8_lossy(entry.name_raw()).replace('\\', "/");
            if escapes(&name) || entry.is_symlink() {
                return self.refuse(IngestError::ArchivePath { file }, take);
            }
            let hidden = name
                .split('/')
                .any(|p| p.starts_with('.') || p == "__MACOSX");
            if !entry.is_dir() && !name.ends_with('/') && !hidden {
                entries.push((name, number));
            }
        }
        entries.sort();
        if entries.is_empty() {
            return self.refuse(IngestError::NoRows { file }, take);
        }
        let password = self.source.how.password.clone();
        for (name, number) in entries {
            cancel.check()?;
            let source = Source {
                name: format!("{file}/{name}"),
                found: true,
                ..self.source.clone()
            };
            let read = match &password {
                Some(password) => archive.by_index_decrypt(number, password.reveal().as_bytes()),
                None => archive.by_index(number),
            };
            let outcome = match read {
                Ok(entry) => {
                    let packed = entry.compressed_size();
                    inflate(entry, packed, cancel).map(|bytes| (bytes, packed))
                }
                Err(ZipError::InvalidPassword) => Err(Fault::Password { wrong: true }),
                Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                    Err(Fault::Password { wrong: false })
                }
                Err(_) => Err(Fault::Damaged("archive")),
            };
            match outcome {
                Ok((bytes, packed)) => {
                    let parcel = Self {
                        source,
                        bytes: bytes.into(),
                        weight: packed,
                        packed: true,
                    };
                    parcel.open(cancel, take)?;
                }
                // Without the password nothing of it is read.
                Err(fault @ Fault::Password { .. }) => return self.refuse(fault.of(file), take),
                Err(fault) => {
                    let error = fault.of(source.name.clone());
                    take(Err(Refused {
                        source,
                        error,
                        bytes: Vec::new().into(),
                    }))?;
                }
            }
        }
        Ok(())
    }

    fn workbook(self, kind: BookKind, cancel: &Cancel, take: Take<'_>) -> Result<(), IngestError> {
        let file = self.source.name.clone();
        if kind == BookKind::Xls
            && memchr::memmem::find(&self.bytes, &wide("EncryptedPackage")).is_some()
        {
            return self.refuse(IngestError::WorkbookLocked { file }, take);
        }
        if kind != BookKind::Xls
            && let Err(fault) = bounded(&self.bytes, cancel)
        {
            return self.refuse(fault.of(file), take);
        }
        let guarded = match kind {
            BookKind::Xls => guard_xls(&self.bytes, cancel).map_err(Fault::from),
            BookKind::Ods => sheets_end(&self.bytes, cancel),
            BookKind::Xlsx => Ok(()),
        };
        if let Err(fault) = guarded {
            return self.refuse(fault.of(file), take);
        }
        let opened = Book::open(&self.bytes, kind, cancel)
            .and_then(|book| book.sheets().map(|sheets| (book, sheets)));
        match opened {
            Ok((book, sheets)) => {
                self.tables(sheets, |sheet| Part::Sheet(Arc::clone(&book), sheet), take)
            }
            Err(error) => self.refuse(IngestError::of_table(&file, error), take),
        }
    }

    fn database(self, cancel: &Cancel, take: Take<'_>) -> Result<(), IngestError> {
        match database_tables(&self.bytes, cancel) {
            Ok(tables) => self.tables(tables, Part::Table, take),
            Err(error) => {
                let error = IngestError::of_table(&self.source.name, error);
                self.refuse(error, take)
            }
        }
    }

    /// The tables of one file: the only one goes by the file's name.
    fn tables(
        self,
        names: Vec<String>,
        part: impl Fn(String) -> Part,
        take: Take<'_>,
    ) -> Result<(), IngestError> {
        let many = names.len() as u64;
        for name in names {
            let mut source = self.source.clone();
            if many > 1 {
                source.name = format!("{}/{name}", source.name);
                source.found = true;
            }
            take(Ok(Document {
                source,
                bytes: self.bytes.clone(),
                text: None,
                encoding: None,
                part: Some(part(name)),
                weight: self.weight / many,
            }))?;
        }
        Ok(())
    }
}

/// Why something packed was not unpacked.
#[derive(Clone, Copy)]
enum Fault {
    TooLarge,
    Damaged(&'static str),
    Password { wrong: bool },
    Cancelled,
}

impl From<Doubt> for Fault {
    fn from(doubt: Doubt) -> Self {
        match doubt {
            Doubt::Damaged => Self::Damaged("contents"),
            Doubt::TooLarge => Self::TooLarge,
            Doubt::Cancelled => Self::Cancelled,
        }
    }
}

/// Whether an ODS sheet's content comes to its end.
fn sheets_end(bytes: &Shared, cancel: &Cancel) -> Result<(), Fault> {
    let damaged = Fault::Damaged("archive");
    let mut archive = ZipArchive::new(Cursor::new(bytes.clone())).map_err(|_| damaged)?;
    let content = archive.by_name("content.xml").map_err(|_| damaged)?;
    guard_xml(content, cancel).map_err(|doubt| match doubt {
        Doubt::Damaged => Fault::Damaged("xml"),
        doubt => doubt.into(),
    })
}

impl Fault {
    fn of(self, file: String) -> IngestError {
        match self {
            Self::TooLarge => IngestError::TooLarge { file },
            Self::Damaged(part) => IngestError::DamagedPart { file, part },
            Self::Password { wrong } => IngestError::ArchivePassword { file, wrong },
            Self::Cancelled => IngestError::Cancelled(crate::job::Cancelled),
        }
    }
}

/// All bytes of a packed stream, within bounds.
fn inflate(reader: impl Read, packed: u64, cancel: &Cancel) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::new();
    within(reader, packed, cancel, MOST, |part| {
        out.extend_from_slice(part);
    })?;
    Ok(out)
}

/// Reads a packed stream to its end, or to a bound.
fn within(
    mut reader: impl Read,
    packed: u64,
    cancel: &Cancel,
    most: u64,
    mut take: impl FnMut(&[u8]),
) -> Result<(), Fault> {
    let most = most.min(FREE.max(packed.saturating_mul(RATIO)));
    let mut buffer = vec![0; STEP];
    let mut sum = 0;
    loop {
        if cancel.is_cancelled() {
            return Err(Fault::Cancelled);
        }
        let read = reader
            .read(&mut buffer)
            .map_err(|_| Fault::Damaged("archive"))?;
        if read == 0 {
            return Ok(());
        }
        sum += read as u64;
        if sum > most {
            return Err(Fault::TooLarge);
        }
        take(&buffer[..read]);
    }
}

/// Whether a workbook's parts stay within bounds, whatever they say of their sizes.
fn bounded(bytes: &Shared, cancel: &Cancel) -> Result<(), Fault> {
    let damaged = Fault::Damaged("archive");
    let mut archive = ZipArchive::new(Cursor::new(bytes.clone())).map_err(|_| damaged)?;
    if archive.len() > PARTS {
        return Err(Fault::TooLarge);
    }
    for number in 0..archive.len() {
        let entry = archive.by_index_raw(number).map_err(|_| damaged)?;
        let packed = entry.compressed_size();
        let shared = entry
            .name_raw()
            .to_ascii_lowercase()
            .ends_with(b"sharedstrings.xml");
        let most = if shared { STRINGS } else { MOST };
        let bound = most.min(FREE.max(packed.saturating_mul(RATIO)));
        if entry.size() > bound {
            return Err(Fault::TooLarge);
        }
        drop(entry);
        // Only what is packed well enough to hide more than that is looked through.
        if packed.saturating_mul(DEFLATE_MOST) > bound {
            let entry = archive.by_index(number).map_err(|_| damaged)?;
            within(entry, packed, cancel, most, |_| ())?;
        }
    }
    Ok(())
}

/// The kind of workbook that an archive is, if it is one.
fn workbook_kind(bytes: &[u8]) -> Option<BookKind> {
    let has = |name: &[u8]| memchr::memmem::find(bytes, name).is_some();
    if has(b"xl/") && has(b"[Content_Types].xml") || has(b"xl/workbook.xml") {
        Some(BookKind::Xlsx)
    } else if has(b"application/vnd.oasis.opendocument.spreadsheet") {
        Some(BookKind::Ods)
    } else {
        None
    }
}

/// Whether bytes are UTF-8 from end to end, and not the zeros of UTF-16.
fn plain_utf8(bytes: &[u8]) -> bool {
    memchr::memchr(0, bytes).is_none() && std::str::from_utf8(bytes).is_ok()
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Whether a path leads out of where it is unpacked. Nothing is written anywhere; such an archive was made to harm.
fn escapes(name: &str) -> bool {
    let drive = name.as_bytes().get(1) == Some(&b':');
    drive || name.starts_with('/') || name.split('/').any(|part| part == "..")
}
