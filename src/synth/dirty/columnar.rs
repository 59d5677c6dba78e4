//! A small Parquet file of text columns, byte by byte, so that its footer can lie.

const MARK: &[u8] = b"PAR1";

/// Kinds of fields in Thrift's compact form.
const INT_32: u8 = 5;
const INT_64: u8 = 6;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const STRUCT: u8 = 12;

/// Text, of Parquet's physical types; and a plain encoding with its run lengths.
const BYTE_ARRAY: i64 = 6;
const PLAIN: i64 = 0;
const RLE: i64 = 3;

/// A Parquet file; its footer says that it has `said` rows.
pub(super) fn parquet<const N: usize>(
    header: [&str; N],
    rows: &[[String; N]],
    said: i64,
) -> Vec<u8> {
    let mut out = MARK.to_vec();
    let count = rows.len() as i64;
    let mut columns = Vec::new();
    let body = out.len();
    for (number, name) in header.iter().enumerate() {
        let at = out.len();
        out.extend(page(rows.iter().map(|row| row[number].as_str()), count));
        columns.push(column(name, count, at as i64, (out.len() - at) as i64));
    }
    let group = Record::default()
        .list(1, STRUCT, columns)
        .int(2, INT_64, (out.len() - body) as i64)
        .int(3, INT_64, count)
        .end();
    let root = Record::default()
        .text(4, "schema")
        .int(5, INT_32, N as i64)
        .end();
    let leaf = |name: &&str| {
        let leaf = Record::default().int(1, INT_32, BYTE_ARRAY);
        leaf.int(3, INT_32, 0).text(4, name).int(6, INT_32, 0).end()
    };
    let footer = Record::default()
        .int(1, INT_32, 1)
        .list(
            2,
            STRUCT,
            std::iter::once(root)
                .chain(header.iter().map(leaf))
                .collect(),
        )
        .int(3, INT_64, said)
        .list(4, STRUCT, vec![group])
        .end();
    out.extend_from_slice(&footer);
    out.extend_from_slice(&(footer.len() as u32).to_le_bytes());
    out.extend_from_slice(MARK);
    out
}

/// A page of texts with its header.
fn page<'t>(texts: impl Iterator<Item = &'t str>, count: i64) -> Vec<u8> {
    let mut data = Vec::new();
    for text in texts {
        data.extend_from_slice(&(text.len() as u32).to_le_bytes());
        data.extend_from_slice(text.as_bytes());
    }
    let size = data.len() as i64;
    let levels = Record::default()
        .int(1, INT_32, count)
        .int(2, INT_32, PLAIN)
        .int(3, INT_32, RLE)
        .int(4, INT_32, RLE)
        .end();
    let mut out = Record::default()
        .int(1, INT_32, 0)
        .int(2, INT_32, size)
        .int(3, INT_32, size)
        .record(5, &levels)
        .end();
    out.extend(data);
    out
}

/// What the footer says of a column of one page that starts at `at`.
fn column(name: &str, count: i64, at: i64, size: i64) -> Vec<u8> {
    let told = Record::default()
        .int(1, INT_32, BYTE_ARRAY)
        .list(2, INT_32, vec![varint(zigzag(PLAIN))])
        .list(3, BINARY, vec![binary(name)])
        .int(4, INT_32, 0)
        .int(5, INT_64, count)
        .int(6, INT_64, size)
        .int(7, INT_64, size)
        .int(9, INT_64, at)
        .end();
    Record::default().int(2, INT_64, at).record(3, &told).end()
}

/// A struct in Thrift's compact form, field by field.
#[derive(Default)]
struct Record {
    bytes: Vec<u8>,
    last: u8,
}

impl Record {
    fn field(mut self, id: u8, kind: u8, value: &[u8]) -> Self {
        self.bytes.push(((id - self.last) << 4) | kind);
        self.bytes.extend_from_slice(value);
        self.last = id;
        self
    }

    fn int(self, id: u8, kind: u8, value: i64) -> Self {
        self.field(id, kind, &varint(zigzag(value)))
    }

    fn text(self, id: u8, text: &str) -> Self {
        self.field(id, BINARY, &binary(text))
    }

    /// A field that is a struct, which has ended.
    fn record(self, id: u8, inner: &[u8]) -> Self {
        self.field(id, STRUCT, inner)
    }

    /// A list of fewer than fifteen.
    fn list(self, id: u8, kind: u8, items: Vec<Vec<u8>>) -> Self {
        let head = ((items.len() as u8) << 4) | kind;
        self.field(id, LIST, &[vec![head], items.concat()].concat())
    }

    fn end(mut self) -> Vec<u8> {
        self.bytes.push(0);
        self.bytes
    }
}

fn binary(text: &str) -> Vec<u8> {
    let mut out = varint(text.len() as u64);
    out.extend_from_slice(text.as_bytes());
    out
}

const fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

fn varint(mut value: u64) -> Vec<u8> {
    let mut out = Vec::new();
    while value > 0x7f {
        out.push((value as u8) | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
    out
}
