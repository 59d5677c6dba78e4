//! ZIP archives byte by byte: with paths that lead out, with parts that swell, and with a password; the same bytes each
//! time.

use std::io::Write as _;

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

/// 1 August 2021, as archives write days.
const DATE: u16 = 0x5301;
/// Packed by deflate.
const DEFLATED: u16 = 8;
/// The version of the format that reads it.
const VERSION: u16 = 20;

/// A part, packed.
pub(super) struct Packed {
    bytes: Vec<u8>,
    crc: u32,
    size: u32,
}

impl Packed {
    pub(super) fn of(data: &[u8]) -> std::io::Result<Self> {
        Ok(Self {
            bytes: deflate(data, true)?,
            crc: crc(data).sum(),
            size: data.len() as u32,
        })
    }

    /// A part whose middle stands there many times: packed once, it takes no time.
    pub(super) fn swelling(
        head: &[u8],
        middle: &[u8],
        times: u32,
        tail: &[u8],
    ) -> std::io::Result<Self> {
        let mut bytes = deflate(head, false)?;
        let packed = deflate(middle, false)?;
        let (mut sum, middle_sum) = (crc(head), crc(middle));
        for _ in 0..times {
            bytes.extend_from_slice(&packed);
            sum.combine(&middle_sum);
        }
        bytes.extend(deflate(tail, true)?);
        sum.combine(&crc(tail));
        let size = head.len() + middle.len() * times as usize + tail.len();
        Ok(Self {
            bytes,
            crc: sum.sum(),
            size: size as u32,
        })
    }
}

fn crc(data: &[u8]) -> Crc {
    let mut crc = Crc::new();
    crc.update(data);
    crc
}

/// Packs a piece by itself. One that is not the last ends with a whole byte, so that another may follow.
fn deflate(piece: &[u8], last: bool) -> std::io::Result<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(piece)?;
    if last {
        return encoder.finish();
    }
    encoder.flush()?;
    Ok(encoder.get_ref().clone())
}

/// An archive as it grows.
#[derive(Default)]
pub(super) struct Archive {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    count: u16,
}

impl Archive {
    pub(super) fn add(&mut self, name: &str, part: &Packed) {
        self.put(name, part, &part.bytes, 0);
    }

    /// A part that only a password opens.
    pub(super) fn add_sealed(&mut self, name: &str, part: &Packed, password: &str) {
        let sealed = seal(part, password.as_bytes());
        self.put(name, part, &sealed, 1);
    }

    fn put(&mut self, name: &str, part: &Packed, bytes: &[u8], flags: u16) {
        let at = self.bytes.len() as u32;
        let mut told = halves(&[VERSION, flags, DEFLATED, 0, DATE]);
        told.extend(words(&[part.crc, bytes.len() as u32, part.size]));
        told.extend(halves(&[name.len() as u16, 0]));
        for piece in [&b"PK\x03\x04"[..], &told, name.as_bytes(), bytes] {
            self.bytes.extend_from_slice(piece);
        }
        self.directory.extend_from_slice(b"PK\x01\x02");
        self.directory.extend(halves(&[VERSION]));
        self.directory.extend(told);
        self.directory.extend(halves(&[0, 0, 0]));
        self.directory.extend(words(&[0, at]));
        self.directory.extend_from_slice(name.as_bytes());
        self.count += 1;
    }

    pub(super) fn end(mut self) -> Vec<u8> {
        let (at, size) = (self.bytes.len() as u32, self.directory.len() as u32);
        self.bytes.extend(self.directory);
        self.bytes.extend_from_slice(b"PK\x05\x06");
        self.bytes.extend(halves(&[0, 0, self.count, self.count]));
        self.bytes.extend(words(&[size, at]));
        self.bytes.extend(halves(&[0]));
        self.bytes
    }
}

fn halves(numbers: &[u16]) -> Vec<u8> {
    numbers.iter().flat_map(|n| n.to_le_bytes()).collect()
}

fn words(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|n| n.to_le_bytes()).collect()
}

/// The old cipher of ZIP, which every tool opens. It is weak, and here without the random bytes that would hide little.
fn seal(part: &Packed, password: &[u8]) -> Vec<u8> {
    let mut keys: [u32; 3] = [0x1234_5678, 0x2345_6789, 0x3456_7890];
    password.iter().for_each(|&byte| turn(&mut keys, byte));
    let mut head = [0_u8; 12];
    // By this one a reader tells whether the password is right.
    head[11] = (part.crc >> 24) as u8;
    let plain = head.iter().chain(&part.bytes);
    plain
        .map(|&byte| {
            let key = (keys[2] | 2) as u16;
            turn(&mut keys, byte);
            byte ^ (key.wrapping_mul(key ^ 1) >> 8) as u8
        })
        .collect()
}

/// Turns the cipher's keys by one plain byte.
fn turn(keys: &mut [u32; 3], byte: u8) {
    keys[0] = crc_step(keys[0], byte);
    keys[1] = keys[1]
        .wrapping_add(keys[0] & 0xff)
        .wrapping_mul(134_775_813)
        .wrapping_add(1);
    keys[2] = crc_step(keys[2], (keys[1] >> 24) as u8);
}

fn crc_step(crc: u32, byte: u8) -> u32 {
    (0..8).fold(crc ^ u32::from(byte), |crc, _| {
        let bit = if crc & 1 == 1 { 0xedb8_8320 } else { 0 };
        (crc >> 1) ^ bit
    })
}
