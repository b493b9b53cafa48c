//! A workforce that nobody is in: CSV of any size, the same for the same seed on every machine.
//!
//! Sizes and inequality are of the kind that is published, and no trust's own: organisations of 1,000 to 20,000 people,
//! a share of BME staff that differs between them and falls up the bands, a likelihood of appointment that is lower for
//! BME people. Of every share only the kind is meant to be realistic.

use std::io::{self, Write};

use crate::terms::OdsCode;

use super::{Columns, MappingFaults};

/// A generator of rows for some organisations.
///
/// ```
/// use bln_evidence::terms::OdsCode;
/// use bln_evidence::workforce::{Budget, generate::Generator, read};
///
/// let mut file = Vec::new();
/// Generator::new(7, vec![OdsCode::parse("RX1")?, OdsCode::parse("RJZ")?]).write(1_000, &mut file)?;
/// let reading = read(file.as_slice(), &Generator::columns()?, Budget::default())?;
/// assert_eq!((reading.rows(), reading.faults().rows_refused()), (1_000, 0));
/// assert_eq!(reading.workforce().organisations().count(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Generator {
    random: Random,
    organisations: Vec<Organisation>,
}

/// An organisation as the generator sees it.
#[derive(Debug, Clone, Copy)]
struct Organisation {
    code: OdsCode,
    /// How much of the workforce is in it.
    weight: u64,
    /// BME staff in a thousand.
    bme: u64,
}

const HEADER: &str =
    "organisation,ethnicity,grade,staff_group,clinical,board,shortlisted,appointed,disciplinary,training";

const MAPPING: &str = r#"{ "columns": {
    "organisation": { "column": "organisation" },
    "ethnicity": { "column": "ethnicity" },
    "grade": { "column": "grade" },
    "staff_group": { "column": "staff_group" },
    "clinical": { "column": "clinical", "values": { "1": "clinical", "0": "non_clinical" } },
    "board": { "column": "board", "values": { "": "none" } },
    "shortlisted": { "column": "shortlisted" },
    "appointed": { "column": "appointed" },
    "disciplinary": { "column": "disciplinary" },
    "training": { "column": "training" }
} }"#;

impl Generator {
    /// For these organisations, which are given sizes of their own; real codes are the caller's to give.
    pub fn new(seed: u64, organisations: Vec<OdsCode>) -> Self {
        let mut random = Random(seed);
        let organisations = organisations.into_iter().map(|code| {
            // The product of two draws: many small organisations, and few large ones.
            let weight = 1_000 + random.below(140) * random.below(140);
            Organisation { code, weight, bme: 60 + random.below(240) + random.below(240) }
        });
        let organisations = organisations.collect();
        Self { random, organisations }
    }

    /// The mapping of its columns.
    ///
    /// # Errors
    ///
    /// None: it is a mapping that is tested.
    pub fn columns() -> Result<Columns, MappingFaults> {
        Columns::parse(MAPPING.as_bytes())
    }

    /// Writes a header and so many rows, a row at a time: each organisation's together, and the organisations in the
    /// order in which they were given. Without organisations there are no rows.
    ///
    /// # Errors
    ///
    /// Those of the writer.
    pub fn write(mut self, rows: u64, mut to: impl Write) -> io::Result<()> {
        writeln!(to, "{HEADER}")?;
        let all: u64 = self.organisations.iter().map(|organisation| organisation.weight).sum();
        let (mut weight, mut written) = (0, 0);
        for organisation in std::mem::take(&mut self.organisations) {
            weight += organisation.weight;
            // Up to where this organisation's part ends, so that the last one ends with the last row.
            let until = u128::from(rows) * u128::from(weight) / u128::from(all.max(1));
            let until = u64::try_from(until).unwrap_or(rows);
            for row in written..until {
                self.row(organisation, row - written, &mut to)?;
            }
            written = until;
        }
        to.flush()
    }

    fn row(&mut self, organisation: Organisation, place: u64, to: &mut impl Write) -> io::Result<()> {
        let random = &mut self.random;
        // The first of an organisation are its board: executive directors, then non-executive ones.
        let (board, grades) = match place {
            0..5 => ("voting_executive", GRADES_OF_BOARDS),
            5..7 => ("executive", GRADES_OF_BOARDS),
            7..14 => ("voting", GRADES_OF_BOARDS),
            _ => ("", GRADES),
        };
        let grade = random.of(grades);
        // Half as likely at the top as in band 5, where it is highest.
        let bme = random.below(1_000) < organisation.bme * grade.bme / 100;
        let ethnicity = match (random.below(100), bme) {
            (0..4, _) => random.of(&UNKNOWN).code,
            (_, true) => random.of(&BME).code,
            (_, false) => random.of(&WHITE).code,
        };
        let group = random.of(if grade.medical { &MEDICAL } else { &STAFF_GROUPS });
        let shortlisted = random.below(100) < 20;
        let appointed = shortlisted && random.below(100) < if bme { 19 } else { 30 };
        let disciplined = random.below(1_000) < if bme { 7 } else { 5 };
        let trained = random.below(100) < if bme { 38 } else { 40 };
        let flag = u8::from;
        writeln!(
            to,
            "{},{ethnicity},{},{},{},{board},{},{},{},{}",
            organisation.code,
            grade.name,
            group.code,
            flag(group.clinical),
            flag(shortlisted),
            flag(appointed),
            flag(disciplined),
            flag(trained),
        )
    }
}

/// Something that is drawn as often as its weight says.
trait Weighted {
    fn weight(&self) -> u64;
}

struct GradeShare {
    name: &'static str,
    weight: u64,
    /// How likely BME staff are in it, of a hundred for the organisation as a whole.
    bme: u64,
    medical: bool,
}

struct Code {
    code: &'static str,
    weight: u64,
    clinical: bool,
}

impl Weighted for GradeShare {
    fn weight(&self) -> u64 {
        self.weight
    }
}

impl Weighted for Code {
    fn weight(&self) -> u64 {
        self.weight
    }
}

const fn grade(name: &'static str, weight: u64, bme: u64) -> GradeShare {
    GradeShare { name, weight, bme, medical: false }
}

const fn medical(name: &'static str, weight: u64, bme: u64) -> GradeShare {
    GradeShare { name, weight, bme, medical: true }
}

const fn code(code: &'static str, weight: u64) -> Code {
    Code { code, weight, clinical: false }
}

const fn clinical(code: &'static str, weight: u64) -> Code {
    Code { code, weight, clinical: true }
}

const GRADES: &[GradeShare] = &[
    grade("under_1", 5, 90),
    grade("1", 5, 110),
    grade("2", 140, 105),
    grade("3", 120, 90),
    grade("4", 90, 80),
    grade("5", 200, 150),
    grade("6", 170, 100),
    grade("7", 100, 75),
    grade("8a", 40, 65),
    grade("8b", 18, 60),
    grade("8c", 9, 55),
    grade("8d", 5, 50),
    grade("9", 2, 45),
    grade("vsm", 3, 45),
    medical("resident", 45, 170),
    medical("specialty", 15, 190),
    medical("consultant", 40, 150),
    medical("other_medical", 3, 120),
];

const GRADES_OF_BOARDS: &[GradeShare] = &[grade("vsm", 1, 45)];

const WHITE: [Code; 3] = [code("A", 88), code("B", 2), code("C", 10)];

const BME: [Code; 13] = [
    code("D", 3),
    code("E", 2),
    code("F", 3),
    code("G", 3),
    code("H", 22),
    code("J", 9),
    code("K", 4),
    code("L", 13),
    code("M", 6),
    code("N", 21),
    code("P", 4),
    code("R", 3),
    code("S", 7),
];

const UNKNOWN: [Code; 2] = [code("Z", 70), code("99", 30)];

const STAFF_GROUPS: [Code; 7] = [
    clinical("03", 35),
    clinical("04", 8),
    clinical("05", 5),
    clinical("06", 3),
    clinical("07", 20),
    code("08", 22),
    code("09", 7),
];

const MEDICAL: [Code; 1] = [clinical("01", 1)];

/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014): one addition and
/// three mixing steps a number. Good enough for making people up, and for nothing secret.
#[derive(Debug, Clone)]
struct Random(u64);

impl Random {
    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number below a bound, which is not 0.
    const fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// One of some things, each as often as its weight says. There is at least one.
    fn of<'a, T: Weighted>(&mut self, things: &'a [T]) -> &'a T {
        let all: u64 = things.iter().map(Weighted::weight).sum();
        let mut drawn = self.below(all.max(1));
        for thing in things {
            if drawn < thing.weight() {
                return thing;
            }
            drawn -= thing.weight();
        }
        &things[0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(seed: u64, rows: u64, codes: &[&str]) -> String {
        let codes = codes.iter().map(|code| OdsCode::parse(code).unwrap()).collect();
        let mut file = Vec::new();
        Generator::new(seed, codes).write(rows, &mut file).unwrap();
        String::from_utf8(file).unwrap()
    }

    #[test]
    fn the_numbers_are_those_of_the_reference_implementation() {
        // <https://prng.di.unimi.it/splitmix64.c> from seed 1234567.
        let mut random = Random(1_234_567);
        let numbers = [random.next(), random.next(), random.next()];
        assert_eq!(
            numbers,
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]
        );
    }

    #[test]
    fn a_seed_is_a_file() {
        assert_eq!(file(1, 500, &["RX1", "RJZ"]), file(1, 500, &["RX1", "RJZ"]));
        assert_ne!(file(1, 500, &["RX1", "RJZ"]), file(2, 500, &["RX1", "RJZ"]));
    }

    #[test]
    fn there_are_as_many_rows_as_are_asked_for() {
        for rows in [0, 1, 7, 1_000] {
            let lines = file(3, rows, &["RX1", "RJZ", "G6V2S"]).lines().count();
            assert_eq!(u64::try_from(lines).unwrap(), rows + 1);
        }
        assert_eq!(file(3, 10, &[]).lines().count(), 1);
    }
}
