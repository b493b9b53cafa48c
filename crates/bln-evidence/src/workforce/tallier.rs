//! From records to counts: what each worker does.

use std::collections::BTreeMap;
use std::io;

use csv::{ByteRecord, ReaderBuilder};

use crate::terms::{EthnicCategory, OdsCode, WresGroup};
use crate::wres::{Grade, Process};

use super::columns::{Source, folded};
use super::decode::Memory;
use super::field::{APPLICANT, CLINICAL_NOT_RECORDED, NON_EXECUTIVE, STAFF, clinical_of};
use super::layout::{Layout, Part};
use super::split::Chunk;
use super::tally::{Counts, GRADES, Member, STAFF_GROUPS};
use super::{Budget, FaultCode, Faults, Field};

/// Where the organisation of a row comes from.
#[derive(Debug)]
enum Home {
    Always(OdsCode),
    Column(usize),
}

/// What was found for an organisation's text: its place among the tallies.
#[derive(Debug, Clone, Copy)]
enum Found {
    Place(usize),
    Missing,
    Unknown,
    /// There are more organisations than the budget allows; the file will be refused.
    TooMany,
}

/// Counts records. Several of them make one [`Workforce`](super::Workforce), in whatever order they are put together.
pub(super) struct Tallier<'a> {
    layout: &'a Layout<'a>,
    budget: Budget,
    home: Home,
    memory: Memory<Found>,
    rows_part: Part<'a>,
    ethnicity: Part<'a>,
    grade: Part<'a>,
    staff_group: Part<'a>,
    clinical: Part<'a>,
    board: Part<'a>,
    shortlisted: Part<'a>,
    appointed: Part<'a>,
    disciplinary: Part<'a>,
    training: Part<'a>,
    group_of: [usize; EthnicCategory::ALL.len()],
    noted: Vec<FaultCode>,
    result: Tallied,
}

/// What a tallier has counted.
#[derive(Default)]
pub(super) struct Tallied {
    pub(super) places: BTreeMap<OdsCode, usize>,
    pub(super) counts: Vec<Counts>,
    pub(super) faults: Faults,
    pub(super) rows: u64,
    pub(super) too_many_organisations: bool,
}

impl<'a> Tallier<'a> {
    pub(super) fn new(layout: &'a Layout<'a>, budget: Budget) -> Self {
        let home = match layout.columns.source(Field::Organisation) {
            Some(Source::AlwaysOrganisation(code)) => Home::Always(*code),
            // A mapping without the field, or a file without its column, is refused before.
            _ => Home::Column(layout.places.get(&Field::Organisation).copied().unwrap_or(usize::MAX)),
        };
        let group_of = EthnicCategory::ALL.map(|category| {
            WresGroup::ALL.iter().position(|group| *group == category.wres_group()).unwrap_or_default()
        });
        Self {
            layout,
            budget,
            home,
            memory: Memory::new(12, Found::Unknown),
            rows_part: layout.part(Field::Rows),
            ethnicity: layout.part(Field::Ethnicity),
            grade: layout.part(Field::Grade),
            staff_group: layout.part(Field::StaffGroup),
            clinical: layout.part(Field::Clinical),
            board: layout.part(Field::Board),
            shortlisted: layout.part(Field::Shortlisted),
            appointed: layout.part(Field::Appointed),
            disciplinary: layout.part(Field::Disciplinary),
            training: layout.part(Field::Training),
            group_of,
            noted: Vec::new(),
            result: Tallied { faults: Faults::new(budget.listed), ..Tallied::default() },
        }
    }

    pub(super) fn into_result(self) -> Tallied {
        self.result
    }

    /// Counts the records of a chunk, and says how many there were.
    pub(super) fn chunk(&mut self, chunk: &Chunk) -> io::Result<u64> {
        let before = self.result.rows;
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.layout.columns.delimiter())
            .buffer_capacity(32 << 10)
            .from_reader(chunk.bytes.as_slice());
        let mut record = ByteRecord::new();
        loop {
            let begin = reader.position().clone();
            if !reader.read_byte_record(&mut record).map_err(io::Error::from)? {
                return Ok(self.result.rows - before);
            }
            self.result.rows += 1;
            let bytes = between(chunk, begin.byte(), reader.position().byte());
            self.record(&record, bytes);
            if !self.noted.is_empty() {
                let line_ends = bytes.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
                let passed = line_ends.filter(|byte| **byte == b'\n').map(|_| 1_u64).sum::<u64>();
                // Two less: the reader counts from 1, and has one line end more than the file.
                let line = (chunk.line + begin.line() + passed).saturating_sub(2);
                self.result.faults.refuse(line, &self.noted);
                self.noted.clear();
            }
        }
    }

    /// Counts a record, or notes its faults.
    fn record(&mut self, record: &ByteRecord, bytes: &[u8]) {
        // The bytes have line ends around them, so that few records need a closer look.
        if bytes.len() > self.budget.record_bytes && without_line_ends(bytes) > self.budget.record_bytes {
            self.noted.push(FaultCode::TooLong);
            return;
        }
        if record.len() != self.layout.width {
            self.noted.push(FaultCode::Fields);
            return;
        }
        let noted = &mut self.noted;
        let who = match self.rows_part {
            Part::Nowhere => STAFF,
            _ => self.rows_part.value(record, noted).unwrap_or(STAFF),
        };
        let category = self.ethnicity.place(record, 0, noted);
        let group = self.group_of.get(category).copied().unwrap_or_default();
        let is_staff = who == STAFF;
        let mut member = Member { category, group, grade: 0, side: 0, staff_group: 0 };
        let (mut role, mut discipline, mut training) = (0, None, None);
        if is_staff {
            member.grade = self.grade.place(record, GRADES - 1, noted);
            member.staff_group = self.staff_group.place(record, STAFF_GROUPS - 1, noted);
            member.side = match self.clinical {
                Part::Nowhere => {
                    let staff_group = u8::try_from(member.staff_group).unwrap_or(u8::MAX);
                    usize::from(clinical_of(staff_group))
                }
                _ => self.clinical.place(record, usize::from(CLINICAL_NOT_RECORDED), noted),
            };
            discipline = self.disciplinary.flag(record, noted);
            training = self.training.flag(record, noted);
        }
        if who != APPLICANT {
            role = self.board.place(record, 0, noted);
        }
        let (mut shortlisted, mut appointed) = (None, None);
        if who != NON_EXECUTIVE {
            shortlisted = self.shortlisted.flag(record, noted);
            appointed = self.appointed.flag(record, noted);
            if noted.is_empty() && appointed == Some(true) && shortlisted != Some(true) {
                noted.push(FaultCode::AppointedNotShortlisted);
            }
        }
        let place = self.organisation(record);
        if !self.noted.is_empty() {
            return;
        }
        let Some(counts) = place.and_then(|place| self.result.counts.get_mut(place)) else { return };
        counts.row();
        if is_staff {
            counts.member(member);
        }
        if role != 0 {
            counts.board_member(role, group);
        }
        if let (Some(true), Some(appointed)) = (shortlisted, appointed) {
            counts.process(Process::Appointment, group, appointed);
        }
        if let Some(happened) = discipline {
            counts.process(Process::Disciplinary, group, happened);
        }
        if let Some(happened) = training {
            counts.process(Process::Training, group, happened);
        }
    }

    /// The place of the organisation's counts; `None` with a fault, or if the file will be refused.
    fn organisation(&mut self, record: &ByteRecord) -> Option<usize> {
        let (result, most) = (&mut self.result, self.budget.organisations);
        let names = self.layout.columns.organisations();
        let found = match self.home {
            Home::Always(code) => result.place(code, most),
            Home::Column(column) => self.memory.recall(record.get(column).unwrap_or_default(), |cell| {
                let folded = folded(cell);
                match names.get(&folded).copied().map(Ok) {
                    None if folded.is_empty() => Found::Missing,
                    named => {
                        let code = named.unwrap_or_else(|| {
                            str::from_utf8(&folded)
                                .map_err(drop)
                                .and_then(|text| OdsCode::parse(text).map_err(drop))
                        });
                        code.map_or(Found::Unknown, |code| result.place(code, most))
                    }
                }
            }),
        };
        match found {
            Found::Place(place) => return Some(place),
            Found::Missing => self.noted.push(FaultCode::Missing(Field::Organisation)),
            Found::Unknown => self.noted.push(FaultCode::Unknown(Field::Organisation)),
            Found::TooMany => {}
        }
        None
    }
}

impl Tallied {
    fn place(&mut self, code: OdsCode, most: usize) -> Found {
        if let Some(place) = self.places.get(&code) {
            return Found::Place(*place);
        }
        if self.places.len() >= most {
            self.too_many_organisations = true;
            return Found::TooMany;
        }
        let place = self.counts.len();
        self.counts.push(Counts::new());
        self.places.insert(code, place);
        Found::Place(place)
    }
}

fn between(chunk: &Chunk, from: u64, to: u64) -> &[u8] {
    let place = |byte: u64| usize::try_from(byte).unwrap_or(usize::MAX);
    chunk.bytes.get(place(from)..place(to)).unwrap_or_default()
}

/// How long a record is without the line ends before it and the one that ends it. Within a quotation that is never
/// closed, line ends belong to the record.
pub(super) fn without_line_ends(bytes: &[u8]) -> usize {
    let is_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
    let before = bytes.iter().take_while(|byte| is_end(byte)).count();
    let ended = bytes.last().is_some_and(is_end);
    bytes.len().saturating_sub(before).saturating_sub(usize::from(ended))
}

const _: () = assert!(GRADES == Grade::ALL.len() + 1, "the last place is for what is not recorded");
