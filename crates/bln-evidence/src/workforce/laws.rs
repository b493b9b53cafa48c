//! What holds of reading, whatever the file, its pieces and whoever counts.

use std::io::{self, Read};

use csv::ReaderBuilder;
use proptest::prelude::*;

use crate::terms::OdsCode;

use super::reader::read_in_pieces;
use super::{Budget, Columns, Fault, FaultCode, Field, ReadError, Reading, Workforce, read};

/// A reader that gives few bytes at a time.
struct Sips<'a>(&'a [u8], usize);

impl Read for Sips<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = self.1.min(into.len());
        self.0.read(&mut into[..most])
    }
}

const BUDGET: Budget = Budget { record_bytes: 40, columns: 8, rows: 1_000, organisations: 5, listed: 4 };

fn columns() -> Columns {
    Columns::parse(
        br#"{ "columns": {
            "organisation": { "column": "trust", "values": { "ours": "RX1" } },
            "ethnicity": { "column": "origin", "values": { "": "99" } },
            "grade": { "column": "pay" },
            "training": { "column": "trained", "values": { "attended": "yes" } }
        } }"#,
    )
    .unwrap()
}

const HEADER: &str = "trust,origin,pay,trained";

/// Two readings that say the same, whether or not they succeeded.
fn same(one: &Result<Reading, ReadError>, other: &Result<Reading, ReadError>) -> bool {
    match (one, other) {
        (Ok(one), Ok(other)) => {
            one.workforce() == other.workforce()
                && one.faults() == other.faults()
                && one.rows() == other.rows()
        }
        (Err(one), Err(other)) => one.code() == other.code(),
        _ => false,
    }
}

/// A file of cells that are mostly right, with quotation marks and line ends of all kinds where they may hurt.
fn file() -> impl Strategy<Value = String> {
    let cell = prop_oneof![
        8 => prop::sample::select(vec!["RX1", "ours", "RJZ", "A", "M", "99", "", "5", "8a", "1", "0", "attended", "\"no\""]),
        1 => prop::sample::select(vec!["\"a\nb\"", "\"\"\"\"", "x\"y", "\"open", "\r", "RX2", "RX3", "a longer text than most"]),
    ];
    let end = prop::sample::select(vec!["\n", "\r\n", "\r", "\n\n", "\r\n\r\n"]);
    let row = (prop::collection::vec(cell, 3..6), end).prop_map(|(cells, end)| cells.join(",") + end);
    let start = prop::sample::select(vec!["", "\u{feff}", "\n", "\r\n"]);
    (start, prop::sample::select(vec!["\n", "\r\n", "\r"]), prop::collection::vec(row, 0..30))
        .prop_map(|(start, end, rows)| format!("{start}{HEADER}{end}{}", rows.concat()))
}

fn fine_row() -> impl Strategy<Value = String> {
    let of = |words: &[&'static str]| prop::sample::select(words.to_vec());
    (
        of(&["RX1", "RJZ", "ours"]),
        of(&["A", "H", "M", "Z", ""]),
        of(&["2", "5", "8a", "vsm"]),
        of(&["1", "0"]),
    )
        .prop_map(|(trust, origin, pay, trained)| format!("{trust},{origin},{pay},{trained}\n"))
}

fn workforce(rows: &[String]) -> Workforce {
    let file = format!("{HEADER}\n{}", rows.concat());
    read(file.as_bytes(), &columns(), BUDGET).unwrap().into_workforce()
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn pieces_workers_and_sips_make_no_difference(
        file in file(), block in 1_usize..200, workers in 1_usize..4, sip in 1_usize..50,
    ) {
        let columns = columns();
        let whole = read_in_pieces(file.as_bytes(), &columns, BUDGET, 1 << 20, 1);
        let pieces = read_in_pieces(Sips(file.as_bytes(), sip), &columns, BUDGET, block, workers);
        prop_assert!(same(&whole, &pieces), "{whole:?} and {pieces:?}");
    }

    #[test]
    fn rows_and_lines_are_those_that_the_csv_crate_finds(file in file(), block in 1_usize..200) {
        let budget = Budget { record_bytes: 10_000, organisations: 100, listed: usize::MAX, ..BUDGET };
        let Ok(reading) = read_in_pieces(file.as_bytes(), &columns(), budget, block, 2) else {
            return Err(TestCaseError::fail("the header is fine"));
        };
        let mut plain = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(file.as_bytes());
        let (mut rows, mut lines) = (0, Vec::new());
        for record in plain.byte_records().skip(1) {
            let record = record.unwrap();
            rows += 1;
            if record.len() != 4 {
                // Where the record begins, past the line ends before it, of which the reader knows nothing.
                let begin = usize::try_from(record.position().unwrap().byte()).unwrap();
                let ends = file.as_bytes()[begin..].iter().take_while(|byte| b"\r\n".contains(byte)).count();
                lines.push(1 + file.as_bytes()[..begin + ends].iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>());
            }
        }
        prop_assert_eq!(reading.rows(), rows);
        let of_fields = reading.faults().first().iter().filter(|fault| fault.code() == FaultCode::Fields);
        prop_assert_eq!(of_fields.map(|fault| fault.line()).collect::<Vec<_>>(), lines);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300), block in 1_usize..200) {
        let columns = columns();
        let _ = read_in_pieces(bytes.as_slice(), &columns, BUDGET, block, 1);
        let with_header = [HEADER.as_bytes(), b"\n", &bytes].concat();
        let reading = read_in_pieces(with_header.as_slice(), &columns, BUDGET, block, 1);
        prop_assert!(reading.is_ok_and(|reading| reading.faults().rows_refused() <= reading.rows()));
    }

    #[test]
    fn a_file_with_something_changed_is_read_or_refused(
        file in file(), changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        cut in any::<prop::sample::Index>(), block in 1_usize..200,
    ) {
        let mut file = file.into_bytes();
        for (place, byte) in changes {
            let place = place.index(file.len());
            file[place] = byte;
        }
        file.truncate(cut.index(file.len() + 1));
        let _ = read_in_pieces(file.as_slice(), &columns(), BUDGET, block, 1);
    }

    #[test]
    fn putting_tallies_together_is_associative_and_commutative(
        one in prop::collection::vec(fine_row(), 0..20),
        two in prop::collection::vec(fine_row(), 0..20),
        three in prop::collection::vec(fine_row(), 0..20),
    ) {
        let all = workforce(&[one.as_slice(), &two, &three].concat());
        let [one, two, three] = [one, two, three].map(|rows| workforce(&rows));
        let left = one.clone().merge(two.clone()).merge(three.clone());
        let right = one.merge(three.merge(two));
        prop_assert!(left == all && right == all);
        prop_assert!(all.clone().merge(Workforce::default()) == all);
    }

    #[test]
    fn one_row_more_is_another_tally(rows in prop::collection::vec(fine_row(), 0..20), more in fine_row()) {
        let fewer = workforce(&rows);
        let more = workforce(&[rows, vec![more]].concat());
        prop_assert!(fewer != more);
    }
}

fn read_text(text: &str, budget: Budget) -> Result<Reading, ReadError> {
    read(text.as_bytes(), &columns(), budget)
}

/// `rows` of them in so many organisations.
fn rows_of(rows: usize, organisations: usize) -> String {
    let codes = ["RX1", "RJZ", "RX2", "RX3", "RX4", "RX5"];
    let row = |row: usize| format!("{},A,5,1\n", codes[row % organisations]);
    format!("{HEADER}\n{}", (0..rows).map(row).collect::<String>())
}

#[test]
fn a_budget_is_kept_on_both_sides_of_it() {
    assert_eq!(read_text(&rows_of(1_000, 1), BUDGET).unwrap().rows(), 1_000);
    assert_eq!(read_text(&rows_of(1_001, 1), BUDGET).unwrap_err().code(), "rows.too_many");
    assert_eq!(read_text(&rows_of(60, 5), BUDGET).unwrap().workforce().organisations().count(), 5);
    assert_eq!(read_text(&rows_of(60, 6), BUDGET).unwrap_err().code(), "organisations.too_many");
    let more = |columns: usize| format!("{HEADER}{}\n", ",".repeat(columns));
    assert!(read_text(&more(4), BUDGET).is_ok());
    assert_eq!(read_text(&more(5), BUDGET).unwrap_err().code(), "columns.too_many");
    // The row is 8 bytes without the text that grows.
    let long = |bytes: usize| format!("{HEADER}\nRX1,{},5,1\n", "A".repeat(bytes - 8));
    let faults = |text: &str| read_text(text, BUDGET).unwrap().faults().clone();
    assert_eq!(faults(&long(40)).count(FaultCode::TooLong), 0);
    assert_eq!(faults(&long(41)).count(FaultCode::TooLong), 1);
}

#[test]
fn a_header_is_found_behind_marks_and_empty_lines_or_refused() {
    for start in ["", "\u{feff}", "\n\r\n", "\u{feff}\n"] {
        let reading = read_text(&format!("{start}{HEADER}\nRX1,A,5,1\n"), BUDGET).unwrap();
        assert_eq!((reading.rows(), reading.faults().rows_refused()), (1, 0), "{start:?}");
    }
    for nothing in ["", "\n\n", "\u{feff}"] {
        assert_eq!(read_text(nothing, BUDGET).unwrap_err().code(), "header.missing", "{nothing:?}");
    }
    assert_eq!(read_text(&"x".repeat(41), BUDGET).unwrap_err().code(), "header.too_long");
    assert_eq!(read_text(&"x".repeat(1_000), BUDGET).unwrap_err().code(), "header.too_long");
    match read_text("trust,pay,Trust\n", BUDGET) {
        Err(ReadError::Columns { missing, twice }) => {
            assert_eq!(
                (missing, twice),
                (vec![Field::Ethnicity, Field::Training], vec![Field::Organisation])
            );
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_fault_of_a_row_is_told_with_its_line_and_the_row_is_counted_nowhere() {
    let file = format!(
        "{HEADER}\nRX1,A,5,1\n,Q,,maybe\nRX1,A,5\n\n\"ours\",\"\",5,ATTENDED\nRX1,A,5,1,\"\n\"\nRX1,A,99,0\n"
    );
    let budget = Budget { listed: 100, ..BUDGET };
    let reading = read_text(&file, budget).unwrap();
    let told: Vec<_> = reading.faults().first().iter().map(|fault| (fault.line(), fault.code())).collect();
    assert_eq!(
        told,
        [
            (3, FaultCode::Missing(Field::Organisation)),
            (3, FaultCode::Missing(Field::Grade)),
            (3, FaultCode::Unknown(Field::Ethnicity)),
            (3, FaultCode::Unknown(Field::Training)),
            (4, FaultCode::Fields),
            (7, FaultCode::Fields),
            (9, FaultCode::Unknown(Field::Grade)),
        ]
    );
    assert_eq!((reading.rows(), reading.faults().rows_refused()), (6, 4));
    let fine = workforce(&["RX1,A,5,1\n".into(), "ours,,5,1\n".into()]);
    assert!(*reading.workforce() == fine);
    assert_eq!(read_text(&file, BUDGET).unwrap().faults().first().len(), BUDGET.listed);
    assert_eq!(reading.faults().counts().map(|(_, count)| count).sum::<u64>(), 7);
}

#[test]
fn nothing_that_a_row_says_is_told() {
    let file = format!("{HEADER}\nSampleTrust17,SampleOrigin17,SamplePay17,SampleAnswer17\nRX1,A,5,1\n");
    let reading = read_text(&file, BUDGET).unwrap();
    assert_eq!(reading.faults().rows_refused(), 1);
    let told = format!("{reading:?} {:?}", reading.workforce().all());
    assert!(!told.to_lowercase().contains("sample"), "{told}");
    let refused = read_text("SampleTrust17,SampleOrigin17\n", BUDGET).unwrap_err();
    assert!(!format!("{refused:?} {refused}").to_lowercase().contains("sample"));
}

#[test]
fn somebody_appointed_was_shortlisted() {
    let columns = Columns::parse(
        br#"{ "columns": {
            "organisation": { "always": "RX1" }, "ethnicity": { "column": "e" },
            "shortlisted": { "column": "s" }, "appointed": { "column": "a" }
        } }"#,
    )
    .unwrap();
    let reading =
        read(b"e,s,a\nA,1,1\nA,0,1\nA,not_recorded,1\nA,0,0\n".as_slice(), &columns, BUDGET).unwrap();
    let lines: Vec<_> = reading.faults().first().iter().map(|fault: &Fault| fault.line()).collect();
    assert_eq!(lines, [3, 4]);
    assert_eq!(reading.faults().count(FaultCode::AppointedNotShortlisted), 2);
}

#[test]
fn a_reader_that_fails_is_told_of() {
    struct Fails;
    impl Read for Fails {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("no more"))
        }
    }
    let start = rows_of(3, 1);
    let failed = read(start.as_bytes().chain(Fails), &columns(), BUDGET).unwrap_err();
    assert_eq!(failed.code(), "file.failed");
    assert!(
        OdsCode::parse("RX1").is_ok_and(|code| read_text(&start, BUDGET)
            .unwrap()
            .workforce()
            .of(code)
            .is_some())
    );
}
