//! JSON: an array of objects, wherever in the file it stands, or an object a line. Objects within are flattened, their
//! names joined by dots.
//!
//! Records are cut out by brackets and parsed one by one, so that a broken one is held and the others are read.

use std::cell::Cell as Shared;
use std::fmt;

use rustc_hash::FxHashMap;
use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};

use super::{Cell, Line, TableError, damage};
use crate::ingest::Reason;
use crate::job::{Cancel, Cancelled};

/// Objects may stand in objects so deep.
const DEPTH: usize = 16;
/// No source has more columns.
const COLUMNS: usize = 4_096;
/// A record of more bytes is held.
const LONGEST: usize = 1 << 20;

/// A JSON file in memory.
pub(crate) struct Json<'b> {
    pub header: Vec<String>,
    text: &'b [u8],
    form: Form,
    rows: u64,
    first_line: u64,
}

#[derive(Debug, Clone, Copy)]
enum Form {
    /// Elements of an array; where its first one stands.
    Array(usize),
    /// A record a line.
    Lines,
}

/// What stands at a name.
#[derive(Debug, Clone, PartialEq)]
enum Scalar {
    Null,
    Text(String),
    Int(i64),
    Float(f64),
}

impl<'b> Json<'b> {
    /// Finds the records and the names in them.
    pub fn open(text: &'b [u8], cancel: &Cancel) -> Result<Self, TableError> {
        let form = form(text);
        let mut numbers: FxHashMap<String, usize> = FxHashMap::default();
        let mut header: Vec<String> = Vec::new();
        let (mut rows, mut first_line) = (0u64, 1);
        for (line, record) in Records::new(text, form) {
            if rows.is_multiple_of(1_024) {
                cancel.check()?;
            }
            if rows == 0 {
                first_line = line;
            }
            rows += 1;
            let Ok(fields) = parse(record) else { continue };
            for (name, _) in fields {
                if !numbers.contains_key(&name) && header.len() < COLUMNS {
                    numbers.insert(name.clone(), header.len());
                    header.push(name);
                }
            }
        }
        if rows == 0 || header.is_empty() {
            return Err(TableError::Empty);
        }
        super::delimited::refuse_duplicates(&header)?;
        Ok(Self {
            header,
            text,
            form,
            rows,
            first_line,
        })
    }

    pub const fn row_count(&self) -> u64 {
        self.rows
    }

    pub const fn first_line(&self) -> u64 {
        self.first_line
    }

    pub fn rows(
        &self,
        columns: &[Option<usize>],
        take: &mut dyn FnMut(Line<'_>) -> Result<(), Cancelled>,
    ) -> Result<(), Cancelled> {
        // By column of the file the places where it is asked for.
        let mut wanted: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        for (slot, column) in columns.iter().enumerate() {
            if let Some(column) = column {
                wanted.entry(&self.header[*column]).or_default().push(slot);
            }
        }
        let mut last = 0;
        for (line, record) in Records::new(self.text, self.form) {
            // Several records may stand on one line.
            let line = line.max(last + 1);
            last = line;
            let fields = match parse(record) {
                Ok(fields) => fields,
                Err(reason) => {
                    take((line, Err(damage(reason, record))))?;
                    continue;
                }
            };
            let mut cells = vec![Cell::Empty; columns.len()];
            for (name, value) in &fields {
                for &slot in wanted.get(name.as_str()).into_iter().flatten() {
                    cells[slot] = value.cell();
                }
            }
            take((line, Ok(&cells)))?;
        }
        Ok(())
    }
}

impl Scalar {
    fn cell(&self) -> Cell<'_> {
        match self {
            Self::Null => Cell::Empty,
            Self::Text(text) => Cell::text(text),
            Self::Int(number) => Cell::Int(*number),
            Self::Float(number) => Cell::Float(*number),
        }
    }
}

/// Where the records are.
fn form(text: &[u8]) -> Form {
    let start = blank(text, 0);
    match text.get(start) {
        Some(b'[') => Form::Array(start + 1),
        Some(b'{') => match array_in(text, start, 4) {
            Some(body) if !several(text, start) => Form::Array(body),
            _ => Form::Lines,
        },
        _ => Form::Lines,
    }
}

/// Whether another object follows the one that starts here.
fn several(text: &[u8], start: usize) -> bool {
    let end = value_end(text, start);
    text.get(blank(text, end)) == Some(&b'{')
}

/// The first array of objects in an object; where its first element stands.
fn array_in(text: &[u8], object: usize, depth: usize) -> Option<usize> {
    let mut at = object + 1;
    loop {
        at = blank(text, at);
        if text.get(at) != Some(&b'"') {
            return None;
        }
        at = blank(text, string_end(text, at));
        if text.get(at) != Some(&b':') {
            return None;
        }
        at = blank(text, at + 1);
        match text.get(at)? {
            b'[' if text.get(blank(text, at + 1)) == Some(&b'{') => return Some(at + 1),
            b'{' if depth > 0 => {
                if let Some(found) = array_in(text, at, depth - 1) {
                    return Some(found);
                }
            }
            _ => {}
        }
        at = blank(text, value_end(text, at));
        if text.get(at) != Some(&b',') {
            return None;
        }
        at += 1;
    }
}

/// The next sign that is no blank.
fn blank(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|b| b.is_ascii_whitespace()).count()
}

/// Behind the string that starts here.
fn string_end(text: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(found) = memchr::memchr2(b'"', b'\\', text.get(at..).unwrap_or_default()) {
        at += found;
        if text[at] == b'"' {
            return at + 1;
        }
        at += 2;
    }
    text.len()
}

/// Behind the value that starts here.
fn value_end(text: &[u8], start: usize) -> usize {
    let mut depth = 0usize;
    let mut at = start;
    while at < text.len() {
        match text[at] {
            b'"' => {
                at = string_end(text, at);
                if depth == 0 {
                    return at;
                }
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                if depth <= 1 {
                    return at + depth;
                }
                depth -= 1;
            }
            b',' if depth == 0 => return at,
            b if depth == 0 && b.is_ascii_whitespace() => return at,
            _ => {}
        }
        at += 1;
    }
    text.len()
}

/// The records, each with the physical line on which it starts.
struct Records<'b> {
    text: &'b [u8],
    form: Form,
    at: usize,
    line: u64,
    counted: usize,
}

impl<'b> Records<'b> {
    fn new(text: &'b [u8], form: Form) -> Self {
        let at = match form {
            Form::Array(body) => body,
            Form::Lines => 0,
        };
        Self {
            text,
            form,
            at,
            line: 1,
            counted: 0,
        }
    }

    fn line_of(&mut self, at: usize) -> u64 {
        self.line += super::delimited::line_ends(&self.text[self.counted..at]);
        self.counted = at;
        self.line
    }
}

impl<'b> Iterator for Records<'b> {
    type Item = (u64, &'b [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let mut start = blank(self.text, self.at);
        let end = match self.form {
            Form::Array(_) => {
                while self.text.get(start) == Some(&b',') {
                    start = blank(self.text, start + 1);
                }
                if matches!(self.text.get(start), None | Some(b']')) {
                    return None;
                }
                // What is no value is passed over all the same.
                value_end(self.text, start).max(start + 1)
            }
            Form::Lines => {
                if start == self.text.len() {
                    return None;
                }
                let rest = &self.text[start..];
                start + memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())
            }
        };
        self.at = end;
        Some((self.line_of(start), &self.text[start..end]))
    }
}

/// The scalars of a record by name, in its order.
fn parse(record: &[u8]) -> Result<Vec<(String, Scalar)>, Reason> {
    if record.len() > LONGEST {
        return Err(Reason::CellTooLong);
    }
    if std::str::from_utf8(record).is_err() {
        return Err(Reason::InvalidUtf8);
    }
    let mut out = Vec::new();
    let fault = Shared::new(None);
    let mut reader = serde_json::Deserializer::from_slice(record);
    let object = Flat {
        name: String::new(),
        depth: 0,
        out: &mut out,
        fault: &fault,
    };
    let read = object.deserialize(&mut reader).and_then(|()| reader.end());
    match read {
        Ok(()) if record.first() == Some(&b'{') => Ok(out),
        _ => Err(fault.get().unwrap_or(Reason::JsonUnreadable)),
    }
}

/// A value on its way into the row, under its name.
struct Flat<'f> {
    name: String,
    depth: usize,
    out: &'f mut Vec<(String, Scalar)>,
    fault: &'f Shared<Option<Reason>>,
}

impl Flat<'_> {
    fn put<E: serde::de::Error>(self, value: Scalar) -> Result<(), E> {
        if self.out.iter().any(|(name, _)| *name == self.name) {
            self.fault.set(Some(Reason::JsonDuplicateKey));
            return Err(E::custom("a name twice"));
        }
        self.out.push((self.name, value));
        Ok(())
    }

    /// What stands in this one under a name.
    fn child(&mut self, name: &str) -> Flat<'_> {
        let name = if self.name.is_empty() {
            name.to_owned()
        } else {
            format!("{}.{name}", self.name)
        };
        Flat {
            name,
            depth: self.depth + 1,
            out: self.out,
            fault: self.fault,
        }
    }

    fn too_deep<E: serde::de::Error>(&self) -> Result<(), E> {
        if self.depth < DEPTH {
            return Ok(());
        }
        self.fault.set(Some(Reason::JsonTooDeep));
        Err(E::custom("too deep"))
    }
}

impl<'de> DeserializeSeed<'de> for Flat<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Flat<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: serde::de::Error>(self, yes: bool) -> Result<(), E> {
        self.put(Scalar::Text(yes.to_string()))
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<(), E> {
        self.put(Scalar::Int(number))
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<(), E> {
        let value = i64::try_from(number).map_or(Scalar::Float(number as f64), Scalar::Int);
        self.put(value)
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<(), E> {
        self.put(Scalar::Float(number))
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        self.put(Scalar::Text(text.to_owned()))
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        self.put(Scalar::Null)
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        self.too_deep()?;
        let mut names: Vec<String> = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            if names.contains(&name) {
                self.fault.set(Some(Reason::JsonDuplicateKey));
                return Err(A::Error::custom("a name twice"));
            }
            map.next_value_seed(self.child(&name))?;
            names.push(name);
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        self.too_deep()?;
        let mut texts: Vec<String> = Vec::new();
        let mut number = 0usize;
        let from = self.out.len();
        while seq
            .next_element_seed(self.child(&number.to_string()))?
            .is_some()
        {
            number += 1;
        }
        // A list of plain values is one cell.
        let name = |n: usize| format!("{}.{n}", self.name);
        let plain = self.out.len() - from == number
            && self.out[from..]
                .iter()
                .zip(0..)
                .all(|(f, n)| f.0 == name(n));
        if !plain || self.name.is_empty() {
            return Ok(());
        }
        for (_, value) in self.out.drain(from..) {
            match value {
                Scalar::Null => {}
                Scalar::Text(text) => texts.push(text),
                Scalar::Int(number) => texts.push(number.to_string()),
                Scalar::Float(number) => texts.push(number.to_string()),
            }
        }
        self.put(Scalar::Text(texts.join("; ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Got = (u64, Result<String, Reason>);

    fn table(text: &str) -> (Vec<String>, Vec<Got>) {
        let json = Json::open(text.as_bytes(), &Cancel::new())
            .map_err(|e| e.to_string())
            .unwrap();
        let columns: Vec<Option<usize>> = (0..json.header.len()).map(Some).collect();
        let mut out = Vec::new();
        json.rows(&columns, &mut |(line, cells)| {
            out.push((line, cells.map(|c| format!("{c:?}")).map_err(|d| d.reason)));
            Ok(())
        })
        .unwrap();
        (json.header, out)
    }

    #[test]
    fn arrays_wrappers_and_lines_are_tables() {
        let want = |first| {
            let rows = [
                "[Int(1), Text(\"x\"), Empty]",
                "[Empty, Text(\"y\"), Text(\"p; 2\")]",
            ];
            rows.map(|r| Ok(r.to_owned()))
                .into_iter()
                .zip(first..)
                .map(|(r, l)| (l, r))
                .collect::<Vec<(u64, _)>>()
        };
        let one = r#"{"a":1,"b":{"c":"x"}}"#;
        let two = r#"{"d":["p",2],"b":{"c":" y "},"a":null}"#;
        for (text, first) in [
            (format!("[{one},\n{two}]"), 1),
            (
                format!("{{\"n\":[1],\"data\":{{\"rows\":[\n{one},\n{two}]}}}}"),
                2,
            ),
            (format!("{one}\r\n{two}\r\n"), 1),
        ] {
            let (header, rows) = table(&text);
            assert_eq!(header, ["a", "b.c", "d"], "{text}");
            assert_eq!(rows, want(first), "{text}");
        }
    }

    #[test]
    fn what_is_broken_is_held_and_the_rest_read() {
        let deep = format!("{}1{}", "{\"a\":".repeat(40), "}".repeat(40));
        let text =
            format!("{{\"a\":1}}\n{{\"a\":1,\"a\":2}}\n{deep}\n{{\"a\":\n[1]\n{{\"a\":2}}\n");
        let (_, rows) = table(&text);
        let reasons: Vec<_> = rows.into_iter().map(|r| r.1.err()).collect();
        assert_eq!(
            reasons,
            [
                None,
                Some(Reason::JsonDuplicateKey),
                Some(Reason::JsonTooDeep),
                Some(Reason::JsonUnreadable),
                Some(Reason::JsonUnreadable),
                None
            ]
        );
    }
}
