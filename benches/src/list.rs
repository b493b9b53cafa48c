//! A list of members as a spreadsheet would have it, the same for the same number of people, and its rows as
//! applications.

use std::path::Path;

use bln_core::{Application, ConsentMethod, EthnicCategory, WordingPurpose};
use bln_service::Network;
use bln_store::IdempotencyKey;
use bln_validation::{ConsentGivenDraft, MembershipDraft, Received, WordingDraft, check, read_date};
use csv::StringRecord;

use crate::Outcome;
use crate::ground::wording;

/// The columns of the list.
pub const COLUMNS: [&str; 12] = [
    "id",
    "given_name",
    "family_name",
    "email",
    "organisation",
    "ethnicity",
    "band",
    "kind",
    "consent_email",
    "joined",
    "interests",
    "bio",
];

/// The organisations of the list: NHS trusts, by ODS code.
pub const ORGANISATIONS: [(&str, &str); 8] = [
    ("RX1", "Nottingham University Hospitals NHS Trust"),
    ("RJZ", "King's College Hospital NHS Foundation Trust"),
    ("RRV", "University College London Hospitals NHS Foundation Trust"),
    ("RJ1", "Guy's and St Thomas' NHS Foundation Trust"),
    ("RTH", "Oxford University Hospitals NHS Foundation Trust"),
    ("RGT", "Cambridge University Hospitals NHS Foundation Trust"),
    ("R0A", "Manchester University NHS Foundation Trust"),
    ("RRK", "University Hospitals Birmingham NHS Foundation Trust"),
];

const ETHNICITIES: &[u8] = b"AAAAAAAABCDEFGHHJJKLMMNNNPRSZ";
const BANDS: [&str; 13] = ["2", "3", "4", "5", "6", "7", "8a", "8b", "8c", "8d", "9", "VSM", "medical"];
const LEVELS: [&str; 13] = [
    "afc_2",
    "afc_3",
    "afc_4",
    "afc_5",
    "afc_6",
    "afc_7",
    "afc_8a",
    "afc_8b",
    "afc_8c",
    "afc_8d",
    "afc_9",
    "vsm",
    "medical_consultant",
];
const INTERESTS: [&str; 6] = ["mentoring", "speaking", "allyship", "wellbeing", "policy", "writing"];
const WORDS: [&str; 16] = [
    "we",
    "want",
    "a",
    "network",
    "where",
    "every",
    "colleague",
    "is",
    "heard",
    "and",
    "careers",
    "grow",
    "fairly",
    "with",
    "steady",
    "support",
];
const SYLLABLES: [&str; 24] = [
    "ba", "chi", "da", "e", "fa", "go", "ha", "i", "ja", "ka", "lo", "ma", "na", "o", "pa", "ra", "sa", "ta",
    "u", "vi", "wa", "xi", "ya", "zo",
];

/// How many given names and how many family names there are.
const GIVEN: u64 = 4_000;
const FAMILY: u64 = 40_000;

/// Numbers that follow from a seed (SplitMix64).
#[derive(Debug)]
pub struct Numbers(u64);

impl Numbers {
    /// The numbers of a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// One below a limit.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit.max(1)
    }

    /// One of these.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let count = u64::try_from(of.len()).ok()?;
        of.get(usize::try_from(self.below(count)).ok()?)
    }

    /// A name that nobody has: the commoner the lower its number, and its number falls steeply.
    fn name(&mut self, of: u64, length: u32) -> String {
        let (one, two, three) = (self.below(1_000), self.below(1_000), self.below(1_000));
        let number = of * one * two * three / 1_000_000_000;
        name(number, length)
    }
}

/// The name with a number, made of invented syllables, so long at least.
#[must_use]
pub fn name(number: u64, length: u32) -> String {
    let mut rest = number.wrapping_mul(7_919).wrapping_add(31);
    let mut text = String::new();
    for _ in 0..length + u32::from(number.is_multiple_of(3)) {
        let syllable = usize::try_from(rest % 24).ok().and_then(|place| SYLLABLES.get(place));
        text.push_str(syllable.copied().unwrap_or_default());
        rest = rest / 24 + number % 5;
    }
    let mut letters = text.chars();
    letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}

/// A given and a family name, as often as they are in the list.
pub fn names(numbers: &mut Numbers) -> (String, String) {
    (numbers.name(GIVEN, 2), numbers.name(FAMILY, 3))
}

/// Writes a list of so many people.
///
/// # Errors
///
/// Those of the file system.
pub fn write(path: &Path, people: usize) -> Outcome {
    let mut file = csv::Writer::from_path(path)?;
    file.write_record(COLUMNS)?;
    let mut numbers = Numbers::new(1);
    for number in 1..=people {
        let (given, family) = names(&mut numbers);
        let email = format!("{}.{}{number}@example.org", given.to_lowercase(), family.to_lowercase());
        let mut bio = String::new();
        if number % 50 == 0 {
            bio.push_str("Nurse, \"proud\"\n");
        }
        for _ in 0..4 + numbers.below(20) {
            bio.push_str(numbers.one(&WORDS).copied().unwrap_or_default());
            bio.push(' ');
        }
        let ethnicity = char::from(numbers.one(ETHNICITIES).copied().unwrap_or(b'Z')).to_string();
        let joined =
            format!("20{}-{:02}-{:02}", 10 + numbers.below(16), 1 + numbers.below(12), 1 + numbers.below(28));
        let kind = if numbers.below(5) == 0 { "ally" } else { "member" };
        let consent = if numbers.below(10) < 7 { "1" } else { "0" };
        let organisation = numbers.one(&ORGANISATIONS).map_or("RX1", |(code, _)| code);
        let (band, interest) = (numbers.one(&BANDS), numbers.one(&INTERESTS));
        let id = number.to_string();
        file.write_record([
            id.as_str(),
            &given,
            &family,
            &email,
            organisation,
            &ethnicity,
            band.copied().unwrap_or("5"),
            kind,
            consent,
            &joined,
            interest.copied().unwrap_or_default(),
            bio.trim_end(),
        ])?;
    }
    file.flush()?;
    Ok(())
}

/// Turns the rows of a list into applications.
#[derive(Debug, Clone)]
pub struct Mapping {
    member: WordingDraft,
    ally: WordingDraft,
    notice: WordingDraft,
    consent: WordingDraft,
    received: Received,
}

impl Mapping {
    /// In the wordings of a network.
    ///
    /// # Errors
    ///
    /// When it lacks one.
    pub fn for_network(network: &Network) -> Outcome<Self> {
        let named = |purpose| -> Outcome<WordingDraft> {
            let wording = wording(network, purpose)?;
            let (name, version) = (wording.name().to_string(), wording.version().number());
            Ok(WordingDraft { wording: Some(name), version: Some(version) })
        };
        Ok(Self {
            member: named(WordingPurpose::MemberDeclaration)?,
            ally: named(WordingPurpose::AllyStatement)?,
            notice: named(WordingPurpose::PrivacyNotice)?,
            consent: named(WordingPurpose::BulletinConsent)?,
            received: Received { today: read_date("2026-11-22")?, method: ConsentMethod::Import },
        })
    }

    /// A row as an application, or what is wrong with it.
    ///
    /// Name, address, organisation, band, kind and consent become what they are in a network, and the day of joining
    /// the day since when the post is held. Ethnicity, interests and bio have no place in an application; they are
    /// checked and dropped, as by the script that this is measured against.
    ///
    /// # Errors
    ///
    /// The codes of what is wrong.
    pub fn application(&self, row: &StringRecord) -> Outcome<(Application, IdempotencyKey)> {
        let column = |place: usize| row.get(place).ok_or("a column is missing");
        let id: u64 = column(0)?.parse()?;
        EthnicCategory::parse(column(5)?)?;
        if column(11)?.chars().count() > 2_000 {
            return Err("the bio is too long".into());
        }
        let band = column(6)?;
        let level = BANDS.iter().position(|known| *known == band).and_then(|place| LEVELS.get(place));
        let kind = column(7)?;
        let consents = match column(8)? {
            "1" => vec![ConsentGivenDraft {
                purpose: Some("bulletin".to_owned()),
                wording: self.consent.wording.clone(),
                version: self.consent.version,
            }],
            "0" => Vec::new(),
            _ => return Err("a consent is neither 1 nor 0".into()),
        };
        let draft = MembershipDraft {
            joining_as: Some(kind.to_owned()),
            name: Some(format!("{} {}", column(1)?, column(2)?)),
            emails: vec![column(3)?.to_owned()],
            organisation: Some(column(4)?.to_owned()),
            level: Some((*level.ok_or("there is no such band")?).to_owned()),
            in_role_since: Some(column(9)?.to_owned()),
            declaration: Some(if kind == "ally" { self.ally.clone() } else { self.member.clone() }),
            privacy_notice: Some(self.notice.clone()),
            consents,
            ..MembershipDraft::default()
        };
        let application = check(draft, &self.received).map_err(|report| report.to_string())?;
        Ok((application, IdempotencyKey::parse(format!("import-line-{id:08}"))?))
    }
}

/// Takes the next rows of a list.
///
/// # Errors
///
/// Those of the file, and what is wrong with a row.
pub fn portion(
    rows: &mut csv::StringRecordsIntoIter<std::fs::File>,
    mapping: &Mapping,
    size: usize,
) -> Outcome<Vec<(Application, IdempotencyKey)>> {
    rows.take(size).map(|row| mapping.application(&row?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_many_and_a_few_of_them_are_common() {
        let mut numbers = Numbers::new(1);
        let mut counts = std::collections::BTreeMap::<String, usize>::new();
        for _ in 0..20_000 {
            *counts.entry(names(&mut numbers).1).or_default() += 1;
        }
        let (most, usual) = (counts.values().max().copied().unwrap_or_default(), 20_000 / counts.len());
        assert!(counts.len() > 2_000, "{} names", counts.len());
        assert!(most >= 5 * usual.max(1), "the commonest is had by {most}, a usual one by {usual}");
    }
}
