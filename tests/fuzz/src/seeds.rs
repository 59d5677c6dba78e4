//! What each target starts from: small inputs that are read whole.

use super::wrap::{BOOK_XML, NEXT, SHEET_XML, STRINGS_XML, STYLES_XML};

const VISITS: &str = "person_id,place_id,check_in,check_out\n\
    A,1,2021-08-16 08:00:00,2021-08-16 09:00:00\n\
    Nguyễn,2,2021-08-16T08:30:00+07:00,\n\
    B,1,1629082800,16/08/2021\n";

/// The seeds of a target.
pub fn of(target: &str) -> Vec<Vec<u8>> {
    match target {
        "archive" => archives(),
        "bluezone" => texts(&[BLUEZONE]),
        "delimited" => texts(&TABLES),
        "encoding" => encodings(),
        "json" => texts(&JSON),
        "mapping" => texts(&MAPPINGS),
        "parquet" => vec![
            include_bytes!("../../cli/decimal_ids.parquet").to_vec(),
            include_bytes!("../../cli/odd_types.parquet").to_vec(),
            // A list in the footer that says it has two thousand million elements.
            b"PAR1\x29\xfc\xff\xff\xff\xff\x07\x00\x08\x00\x00\x00PAR1".to_vec(),
        ],
        "qr" => texts(&[CODES]),
        "sqlite" => vec![database()],
        "when" => texts(&[TIMES, "25/12/2021\n03/04/2021\n", "12/25/2021 08:00\n"]),
        "workbook" => workbooks(),
        _ => Vec::new(),
    }
}

fn texts(all: &[&str]) -> Vec<Vec<u8>> {
    all.iter().map(|text| text.as_bytes().to_vec()).collect()
}

const TABLES: [&str; 13] = [
    VISITS,
    "\u{feff}person_a;person_b;start;end;weak\r\nA;\"B \"\"b\"\"\";2021-08-16 08:00;2021-08-16 08:20;1\r\n",
    "Mã QR,Mã điểm quét,Thời gian quét,Chiều\n******912345|NGUYEN VAN AN|1985-**-**|0|QX7Z01ABCD|<1<<<,CH1,16/08/2021 08:00:00,vào\n",
    "a1a1a1a1a1a1a1a1a1a1a1a1\tb2b2b2b2b2b2b2b2b2b2b2b2\t-60\t1629075600\n",
    "Mã điểm,Tên điểm,Loại điểm,Vĩ độ,Kinh độ,Thông khí\nCH1,\"Chợ\nBến Thành\",chợ,10.77,106.69,thoáng\n",
    "Số CCCD,Mã QID,Họ và tên,Ngày sinh,Giới tính,Số điện thoại,Mã hộ\n079085912345,QX7Z01ABCD,Nguyễn Văn An,03/02/1985,Nam,0912345678,H1\n",
    "Mã ca\tSố CCCD\tNgày khởi phát\tNgày lấy mẫu\tNgày cách ly\tTrạng thái\nBN1\t079085912345\t16/08/2021\t\t17/08/2021\tnghi ngờ\n",
    "Số CCCD,Bắt đầu,Kết thúc\n079085912345,01/08/2021,15/08/2021\n",
    "Số CCCD,Mã QR,Họ và tên,Nơi đi,Nơi đến,Phương tiện,Biển số / Số hiệu,Thời gian khởi hành,Triệu chứng\n079085912345,,Nguyễn Văn An,Hà Nội,Huế,Xe khách,29B-123.45,16/08/2021 08:00,Ho\n",
    "person_id,date,place_id,contact_person_id,contact_date\nA,2021-08-16,1,B,2021-08-15\n",
    "household_id,person_id\nH1,A\nH1,B\nH1,B\n",
    "Mã Bluezone,Số CCCD,Hệ điều hành\na1a1a1a1a1a1a1a1a1a1a1a1,079085912345,Android\n",
    "infector,infectee,infected_at,place,category,infectee_confirmed\nA,B,2021-08-16T08:00:00+07:00,1,cafe,yes\n",
];

const BLUEZONE: &str = "A1A1A1A1A1A1A1A1A1A1A1A1\tc4c4c4c4c4c4c4c4c4c4c4c4\t-80\t1629075900000\n\
    c4c4c4c4c4c4c4c4c4c4c4c4\ta1a1a1a1a1a1a1a1a1a1a1a1\t-127\t1629076200\r\n\
    a1a1a1a1a1a1a1a1a1a1a1a1\txyz\t-50\t0\n";

const JSON: [&str; 3] = [
    r#"{"n":[1],"rows":[{"person_id":"A","place_id":1,"check_in":"2021-08-16 08:00"},{"person_id":"B","place_id":[1,2],"check_in":1629075600.5,"x":{"y":null}}]}"#,
    "{\"person_id\":\"A\",\"place_id\":\"1\",\"check_in\":1629075600}\n{\"person_id\":\"B\",\"place_id\":true,\"check_in\":\"2021-08-16\"}\n",
    r#"[{"household_id":"\u0048\ud83d\ude00","person_id":1e3},{"household_id":2,"household_id":3}]"#,
];

const MAPPINGS: [&str; 2] = [
    "name = \"Guest book\"\nrole = \"visits\"\nmonth_first = true\n[columns]\nperson_id = \"Guest\"\nplace_id = \"Desk\"\ncheck_in = \"From\"\ncheck_out = \"To\"\n",
    "name = \"x\"\nrole = \"places\"\ncolumns = { place_id = \"desk\", name = \"Note\" }\n",
];

const CODES: &str = "******912345|NGUYEN VAN AN|1985-**-**|0|QX7Z01ABCD|<1<<<\n\
    079085912345|NGUYEN VAN AN|1985-02-03|0|QX7Z01ABCD|\n\
    079085912345|123456789|Nguyễn Văn An|03021985|Nam|Phường 1, Quận 1|01012021\n\
    DN4790123456789|4e677579e1bb856e|03/02/1985|1|Phường 1\n\
    QX7Z01ABCD\n\
    079085912345\n\
    https://tokhaiyte.vn/?page=Group.checkin&groupId=0123456789abcdef01234567\n";

const TIMES: &str = "2021-08-16T08:02:03.999+07:00\n\
    20210816T080203Z\n\
    16/08/2021 24:00\n\
    08:02:03, 16-08-2021\n\
    1629075723999\n\
    1629075723.9\n\
    202108160802\n\
    16.8.2564\n";

fn archives() -> Vec<Vec<u8>> {
    let households = "b/h.csv\nhousehold_id,person_id\nH1,A\n";
    let parts = ["zv.csv\n", VISITS, NEXT, households];
    let packed = ["g", VISITS];
    texts(&[&parts.concat(), &packed.concat()])
}

/// A name in each encoding, told and not told.
fn encodings() -> Vec<Vec<u8>> {
    let head = "person_id,place_id,check_in\n";
    let wide = |unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let text = format!("\u{feff}{VISITS}");
        text.encode_utf16().flat_map(unit).collect()
    };
    let row = |told: u8, name: &[u8]| -> Vec<u8> {
        let row = [name, b",1,2021-08-16\n"].concat();
        [&[told][..], head.as_bytes(), &row.repeat(4)].concat()
    };
    vec![
        [&b"\x06"[..], VISITS.as_bytes()].concat(),
        [&b"\x06"[..], &wide(u16::to_le_bytes)].concat(),
        [&b"\x06"[..], &wide(u16::to_be_bytes)].concat(),
        row(3, b"Nguy\xea\xden"),
        row(4, b"Nguy\xd4n V\xa8n \xa7\xb5n"),
        row(5, b"Nguye\xe3n Va\xean \xd1a\xf8n"),
        row(6, b"Nguy\xd4n V\xa8n \xa7\xb5n"),
    ]
}

fn database() -> Vec<u8> {
    let mut database = rusqlite::Connection::open_in_memory().unwrap();
    database
        .execute_batch(
            "PRAGMA page_size = 512;
             CREATE TABLE v (person_id TEXT, place_id INTEGER, check_in INTEGER);
             INSERT INTO v VALUES ('A', 1, 1629075600), (2.5, 1, '2021-08-16'), (x'00ff', NULL, 'x');
             CREATE TABLE trace_info (blid BLOB, blid_contact BLOB, rssi INTEGER, timestamp INTEGER);
             INSERT INTO trace_info VALUES (x'a1a1a1a1a1a1a1a1a1a1a1a1', x'b2b2b2b2b2b2b2b2b2b2b2b2', -60, 1629075600);",
        )
        .unwrap();
    let bytes = database.serialize(rusqlite::MAIN_DB).unwrap();
    bytes.to_vec()
}

fn workbooks() -> Vec<Vec<u8>> {
    let content = r#"<office:document-content><office:body><office:spreadsheet><table:table table:name="s"><table:table-row><table:table-cell office:value-type="string"><text:p>person_id</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>place_id</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>check_in</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="string"><text:p>A</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="7"/><table:table-cell office:value-type="date" office:date-value="2021-08-16T08:00:00"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#;
    let parts = [
        ("s", SHEET_XML),
        ("t", STRINGS_XML),
        ("y", STYLES_XML),
        ("w", BOOK_XML),
        ("o", content),
    ];
    let mut all: Vec<Vec<u8>> = parts
        .iter()
        .map(|(kind, xml)| format!("{kind}{xml}").into_bytes())
        .collect();
    all.push([&b"x"[..], &records()].concat());
    all
}

/// The records of an XLS of one sheet.
fn records() -> Vec<u8> {
    let record = |kind: u16, data: &[u8]| -> Vec<u8> {
        let size = data.len() as u16;
        [&kind.to_le_bytes()[..], &size.to_le_bytes(), data].concat()
    };
    let cell = |row: u8, column: u8, rest: &[u8]| -> Vec<u8> {
        [&[row, 0, column, 0, 0, 0][..], rest].concat()
    };
    let label = |row: u8, column: u8, text: &str| -> Vec<u8> {
        let text = [&[text.len() as u8, 0, 0][..], text.as_bytes()].concat();
        record(0x0204, &cell(row, column, &text))
    };
    let end = record(0x000a, &[]);
    let book = record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0]);
    let format = record(0x00e0, &[0; 20]);
    // The sheet stands behind this record of 13 bytes and the end.
    let from = (book.len() + format.len() + 13 + end.len()) as u8;
    let named = record(0x0085, &[from, 0, 0, 0, 0, 0, 1, 0, b's']);
    let sheet = [
        record(0x0809, &[0, 6, 16, 0, 0, 0, 0, 0]),
        record(0x0200, &[0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 3, 0, 0, 0]),
        label(0, 0, "person_id"),
        label(0, 1, "place_id"),
        label(0, 2, "check_in"),
        label(1, 0, "A"),
        record(0x0203, &cell(1, 1, &7f64.to_le_bytes())),
        label(1, 2, "2021-08-16 08:00"),
        end.clone(),
    ];
    [book, format, named, end, sheet.concat()].concat()
}
