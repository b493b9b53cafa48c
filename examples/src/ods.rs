//! The directory of NHS organisations, from the files the Organisation Data Service and the ONS publish.

use std::{fmt, io};

use bln_core::{
    DatedNames, Invalid, OdsCode, OdsRole, OperationalDates, Organisation, OrganisationName,
    OrganisationParts, Region,
};
use chrono::NaiveDate;
use csv::StringRecord;

/// The list of NHS trusts, December 2025 (see `data/README.md`).
pub const TRUSTS: &[u8] = include_bytes!("../data/etr_2025-12.csv");
/// The list of integrated care boards, December 2024 (see `data/README.md`).
pub const BOARDS: &[u8] = include_bytes!("../data/icb_names_codes_dec_2024.csv");

/// What a file gave: the organisations that could be read, and what was wrong with the other rows.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// In the order of the file.
    pub organisations: Vec<Organisation>,
    /// In the order of the file.
    pub faults: Vec<RowFault>,
}

/// Why a row was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    /// The line of the file, from 1.
    pub line: u64,
    /// The column, from 1; 0 when the row as a whole could not be read.
    pub column: usize,
    /// What is wrong, for programs.
    pub code: &'static str,
}

impl fmt::Display for RowFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.column {
            0 => write!(f, "line {}: {}", self.line, self.code),
            column => write!(f, "line {}, column {column}: {}", self.line, self.code),
        }
    }
}

/// Reads the `etr` list of trusts. The list says that they are trusts, and no more: which of them are foundation
/// trusts is not in it, and a name is not asked.
///
/// Operational dates are inclusive there: the last day is a day on which the trust was open.
pub fn trusts(file: impl io::Read) -> Read {
    read(file, false, |row| {
        let opened = row.date(11)?;
        let closed = row.date(12)?;
        let operational =
            OperationalDates::from_ods(opened, closed).map_err(|invalid| row.fault(12, invalid))?;
        let region = row.optional(3, Region::parse)?;
        let icb = row.optional(4, OdsCode::parse)?;
        // Today's name, told to be the name since the opening: the list keeps no other.
        let names = DatedNames::new(row.name(2)?, opened.unwrap_or(NaiveDate::MIN));
        let parts = OrganisationParts::new(row.code(1)?, OdsRole::NHS_TRUST, names);
        row.organisation(OrganisationParts { region, icb, operational, ..parts })
    })
}

/// Reads the ONS list of integrated care boards, published in December 2024.
///
/// In the directory a board is a strategic partnership whose second role makes it an integrated care board.
pub fn boards(file: impl io::Read) -> Read {
    read(file, true, |row| {
        let names = DatedNames::new(row.name(3)?, LISTED);
        let parts = OrganisationParts::new(row.code(2)?, OdsRole::STRATEGIC_PARTNERSHIP, names);
        row.organisation(OrganisationParts { other_roles: vec![OdsRole::INTEGRATED_CARE_BOARD], ..parts })
    })
}

/// When the list of boards was published.
const LISTED: NaiveDate = match NaiveDate::from_ymd_opt(2024, 12, 1) {
    Some(date) => date,
    None => NaiveDate::MIN,
};

fn read(
    file: impl io::Read,
    headers: bool,
    organisation: impl Fn(Row<'_>) -> Result<Organisation, RowFault>,
) -> Read {
    // A row that is too short or too long is a fault of that row, not the end of the file.
    // The line feed alone ends a row: with CRLF as one, the lines of faults would lag behind. Fields are trimmed.
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(headers)
        .flexible(true)
        .terminator(csv::Terminator::Any(b'\n'))
        .from_reader(file);
    let columns = if headers { 4 } else { 27 };
    let mut found = Read::default();
    let mut record = StringRecord::new();
    loop {
        let line = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(false) => return found,
            Ok(true) if record.len() != columns => {
                found.faults.push(RowFault { line, column: 0, code: "row.columns" });
            }
            Ok(true) => match organisation(Row { line, record: &record }) {
                Ok(organisation) => found.organisations.push(organisation),
                Err(fault) => found.faults.push(fault),
            },
            Err(error) => {
                let unreadable = error.is_io_error();
                let code = if unreadable { "file.unreadable" } else { "row.text" };
                found.faults.push(RowFault { line, column: 0, code });
                if unreadable {
                    return found;
                }
            }
        }
    }
}

#[derive(Clone, Copy)]
struct Row<'a> {
    line: u64,
    record: &'a StringRecord,
}

impl Row<'_> {
    fn text(&self, column: usize) -> &str {
        self.record.get(column - 1).unwrap_or_default().trim()
    }

    fn fault(&self, column: usize, invalid: impl Into<Invalid>) -> RowFault {
        RowFault { line: self.line, column, code: invalid.into().code() }
    }

    fn code(&self, column: usize) -> Result<OdsCode, RowFault> {
        OdsCode::parse(self.text(column)).map_err(|invalid| self.fault(column, invalid))
    }

    fn name(&self, column: usize) -> Result<OrganisationName, RowFault> {
        OrganisationName::parse(self.text(column)).map_err(|invalid| self.fault(column, invalid))
    }

    fn optional<T, E: Into<Invalid>>(
        &self,
        column: usize,
        parse: fn(&str) -> Result<T, E>,
    ) -> Result<Option<T>, RowFault> {
        match self.text(column) {
            "" => Ok(None),
            text => parse(text).map(Some).map_err(|invalid| self.fault(column, invalid)),
        }
    }

    fn date(&self, column: usize) -> Result<Option<NaiveDate>, RowFault> {
        match self.text(column) {
            "" => Ok(None),
            text => NaiveDate::parse_from_str(text, "%Y%m%d")
                .ok()
                .filter(|_| text.len() == 8)
                .map(Some)
                .ok_or(RowFault { line: self.line, column, code: "date.format" }),
        }
    }

    fn organisation(&self, parts: OrganisationParts) -> Result<Organisation, RowFault> {
        Organisation::from_parts(parts).map_err(|invalid| self.fault(0, invalid))
    }
}

#[cfg(test)]
mod tests {
    use bln_core::{OrganisationKind, OrganisationStatus};

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_files_give_every_trust_and_every_board() {
        let (trusts, boards) = (trusts(TRUSTS), boards(BOARDS));
        assert_eq!((trusts.organisations.len(), trusts.faults.len()), (273, 0));
        assert_eq!((boards.organisations.len(), boards.faults.len()), (42, 0));
        let kinds = |read: &Read, kind| read.organisations.iter().filter(|o| o.kind() == kind).count();
        assert_eq!(kinds(&trusts, OrganisationKind::Trust), 273);
        assert_eq!(kinds(&boards, OrganisationKind::IntegratedCareBoard), 42);
        let today = day("2025-12-29");
        let closed = trusts.organisations.iter().filter(|o| o.status_on(today) == OrganisationStatus::Closed);
        assert_eq!(closed.count(), 68);
        assert_eq!(trusts.organisations.iter().filter(|o| o.region().is_none()).count(), 3);
    }

    #[test]
    fn a_trust_is_read_with_its_name_region_board_and_dates() {
        let trusts = trusts(TRUSTS).organisations;
        let trust = |code: &str| trusts.iter().find(|o| o.code().as_str() == code).unwrap();
        let nottingham = trust("RX1");
        assert_eq!(
            nottingham.name_on(day("2026-01-01")).as_str(),
            "NOTTINGHAM UNIVERSITY HOSPITALS NHS TRUST"
        );
        assert_eq!(
            (nottingham.region(), nottingham.icb()),
            (Some(Region::Midlands), OdsCode::parse("QT1").ok())
        );
        // Open from 1 March to 26 March 2020, both days included.
        let nightingale = trust("R0C");
        assert_eq!(nightingale.status_on(day("2020-03-26")), OrganisationStatus::Open);
        assert_eq!(nightingale.status_on(day("2020-03-27")), OrganisationStatus::Closed);
    }

    #[test]
    fn a_bad_row_is_named_and_the_next_one_is_read() {
        let text = std::str::from_utf8(TRUSTS).unwrap();
        let good: Vec<_> = text.lines().take(5).collect();
        let file = [
            good[0].to_owned(),
            good[1].replace("R0A", "R-0A"),
            good[2].replace("20190401", "20190431"),
            "\"R9Z\",\"TOO SHORT\"".to_owned(),
            good[3].replace("20200326", "20190326"),
            good[4].replace("Y58", "Y99"),
            good[4].to_owned(),
        ]
        .join("\r\n");
        let read = trusts(file.as_bytes());
        let faults: Vec<_> = read.faults.iter().map(ToString::to_string).collect();
        assert_eq!(
            faults,
            [
                "line 2, column 1: ods_code.format",
                "line 3, column 11: date.format",
                "line 4: row.columns",
                "line 5, column 12: dates.reversed",
                "line 6, column 3: region.unknown",
            ]
        );
        assert_eq!(read.organisations.len(), 2);
    }

    #[test]
    fn bytes_that_are_no_text_are_a_fault_of_their_row() {
        let mut file = b"\"R\xff1\"".to_vec();
        file.extend_from_slice(b"\n");
        file.extend_from_slice(TRUSTS);
        let read = trusts(file.as_slice());
        assert_eq!(read.faults, [RowFault { line: 1, column: 0, code: "row.text" }]);
        assert_eq!(read.organisations.len(), 273);
    }
}
