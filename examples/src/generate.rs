//! Makes up membership applications: the same ones for the same seed, and one in ten with something wrong.

mod faults;

use bln_core::OdsCode;
use serde_json::{Value, json};

pub use faults::FAULTS;

use crate::random::Random;

/// How many applications there are to one with something wrong.
const ONE_IN: usize = 10;

/// Applications as lines of JSON, without the line feed.
///
/// Everybody in them is invented, and looks it. Where they work is real.
#[derive(Debug)]
pub struct Applications {
    people: usize,
    organisations: Vec<OdsCode>,
    random: Random,
    /// Which of the next ten has something wrong.
    wrong: usize,
    made: usize,
    faults: usize,
    /// The address of the last application that was sound.
    taken: Option<String>,
}

impl Applications {
    /// As many applications as there are people, who work at these organisations.
    pub fn new(seed: u64, people: usize, organisations: Vec<OdsCode>) -> Self {
        let random = Random::of_part(seed, "applications");
        Self { people, organisations, random, wrong: 0, made: 0, faults: 0, taken: None }
    }

    fn sound(&mut self, number: usize) -> Value {
        let member = self.random.chance(82);
        let declaration = if member { "member-declaration" } else { "ally-statement" };
        let mut draft = json!({
            "joiningAs": if member { "member" } else { "ally" },
            "name": self.name(number),
            "emails": [address(number)],
            "declaration": { "wording": declaration, "version": 1 },
            "privacyNotice": { "wording": "privacy-notice", "version": 1 },
        });
        if self.random.chance(92) {
            let code = self.random.pick(&self.organisations).map(OdsCode::as_str);
            draft["organisation"] = json!(code);
        } else {
            draft["organisationName"] = json!("Sample Hospice");
        }
        if self.random.chance(70) {
            draft["jobTitle"] = json!(self.random.pick(&JOBS));
        }
        if self.random.chance(80) {
            draft["level"] = json!(self.random.pick(&LEVELS));
        }
        if self.random.chance(50) {
            let (year, month) = (2005 + self.random.below(20), 1 + self.random.below(12));
            draft["inRoleSince"] = json!(format!("{year}-{month:02}-01"));
        }
        if self.random.chance(15) {
            let number = format!("{:02}A{:04}E", number % 100, number % 10_000);
            draft["professionalRegistrations"] = json!([{ "body": "nmc", "number": number }]);
        }
        let mut consents = Vec::new();
        for (purpose, percent) in [("bulletin", 70), ("directory", 40)] {
            if self.random.chance(percent) {
                let wording = format!("{purpose}-consent");
                consents.push(json!({ "purpose": purpose, "wording": wording, "version": 1 }));
            }
        }
        draft["consents"] = json!(consents);
        draft
    }

    fn name(&mut self, number: usize) -> String {
        // Apostrophes, diacritics, one name only, other scripts: none of it is wrong with a name.
        match self.random.below(20) {
            0 => format!("Sample O'Person {number}"),
            1 => format!("Sàmplé Përsøn {number}"),
            2 => format!("Sample{number}"),
            3 => format!("示例 {number}"),
            4 => format!("عينة {number}"),
            _ => format!("Sample Person {number}"),
        }
    }
}

impl Iterator for Applications {
    type Item = Vec<u8>;

    fn next(&mut self) -> Option<Vec<u8>> {
        if self.made == self.people {
            return None;
        }
        if self.made.is_multiple_of(ONE_IN) {
            self.wrong = self.random.below(ONE_IN);
        }
        let number = self.made + 1;
        let draft = self.sound(number);
        let line = match &self.taken {
            Some(taken) if self.made % ONE_IN == self.wrong => {
                let fault = FAULTS.get(self.faults % FAULTS.len());
                self.faults += 1;
                fault.map_or_else(Vec::new, |fault| (fault.spoil)(draft, taken))
            }
            _ => {
                self.taken = Some(address(number));
                draft.to_string().into_bytes()
            }
        };
        self.made = number;
        Some(line)
    }
}

fn address(number: usize) -> String {
    format!("sample.person.{number}@example.org")
}

const JOBS: [&str; 8] = [
    "Ward manager",
    "Consultant physician",
    "Programme director",
    "Head of midwifery",
    "Community nurse",
    "Non-executive director",
    "Healthcare scientist",
    "Chief people officer",
];

const LEVELS: [&str; 11] = [
    "band 4",
    "band 5",
    "band 6",
    "band 7",
    "8a",
    "8b",
    "8c",
    "9",
    "VSM",
    "medical_consultant",
    "non_executive",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(seed: u64, people: usize) -> Vec<Vec<u8>> {
        let codes = ["RX1", "RJZ"].map(|code| OdsCode::parse(code).unwrap());
        Applications::new(seed, people, codes.to_vec()).collect()
    }

    #[test]
    fn the_same_seed_gives_the_same_lines() {
        assert_eq!(lines(1, 300), lines(1, 300));
        assert_ne!(lines(1, 300), lines(2, 300));
        assert_eq!(lines(1, 300)[..200], lines(1, 200));
    }

    #[test]
    fn one_in_ten_is_spoilt_and_a_thousand_hold_every_fault() {
        let mut applications = Applications::new(1, 1_000, vec![OdsCode::parse("RX1").unwrap()]);
        assert_eq!(applications.by_ref().count(), 1_000);
        // The very first may have been meant, and had nobody's address to take.
        assert!((99..=100).contains(&applications.faults), "{}", applications.faults);
        assert!(applications.faults >= FAULTS.len());
    }

    #[test]
    fn no_line_feed_is_inside_a_line() {
        assert!(lines(3, 1_000).iter().all(|line| !line.contains(&b'\n')));
    }
}
