//! A CSV file as it grows.

use super::{Dirty, Fault, Planted};

/// A CSV file of comma separated cells that need no quotes, or have them.
pub(super) struct Text {
    name: &'static str,
    bytes: Vec<u8>,
    /// The physical line of the next record.
    line: u64,
    planted: Vec<Planted>,
}

impl Text {
    pub(super) fn new(name: &'static str, header: &[&str]) -> Self {
        let mut text = Self {
            name,
            bytes: Vec::new(),
            line: 1,
            planted: Vec::new(),
        };
        text.raw(header.join(",").as_bytes());
        text
    }

    /// A record as it is to stand there.
    pub(super) fn raw(&mut self, record: &[u8]) {
        self.bytes.extend_from_slice(record);
        self.bytes.extend_from_slice(b"\r\n");
        self.line += 1 + memchr::memchr_iter(b'\n', record).count() as u64;
    }

    pub(super) fn row(&mut self, cells: &[String]) {
        self.raw(cells.join(",").as_bytes());
    }

    /// A row with a fault.
    pub(super) fn fault(&mut self, fault: Fault, cells: &[String]) {
        self.plant(fault);
        self.row(cells);
    }

    /// The next record has a fault.
    pub(super) fn plant(&mut self, fault: Fault) {
        self.planted.push(Planted {
            fault,
            file: self.name,
            row: Some(self.line),
        });
    }

    pub(super) fn end(self, dirty: &mut Dirty) {
        dirty.planted.extend(self.planted);
        dirty.file(self.name, self.bytes);
    }
}
