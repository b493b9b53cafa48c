//! Looking organisations up, by code and by name, as on a day.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{Invalid, InvalidKind, OdsCode, Organisation, OrganisationStatus};

/// Organisations by their code, with an index of every name they have had.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Directory {
    organisations: BTreeMap<OdsCode, Organisation>,
    /// Names in lower case with their owners, sorted, none twice.
    names: Vec<(String, OdsCode)>,
}

impl Directory {
    /// A directory of these organisations.
    ///
    /// # Errors
    ///
    /// `list.repeated` when two have the same code.
    pub fn new(organisations: impl IntoIterator<Item = Organisation>) -> Result<Self, Invalid> {
        let mut by_code = BTreeMap::new();
        let mut names = Vec::new();
        for organisation in organisations {
            let code = organisation.code();
            names.extend(organisation.names().iter().map(|(_, name)| (name.as_str().to_lowercase(), code)));
            if by_code.insert(code, organisation).is_some() {
                return Err(Invalid::new(InvalidKind::Repeated));
            }
        }
        names.sort_unstable();
        names.dedup();
        Ok(Self { organisations: by_code, names })
    }

    /// How many organisations there are.
    pub fn len(&self) -> usize {
        self.organisations.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.organisations.is_empty()
    }

    /// Every organisation, in the order of the codes.
    pub fn iter(&self) -> impl Iterator<Item = &Organisation> {
        self.organisations.values()
    }

    /// The organisation with this code, open or not.
    pub fn get(&self, code: OdsCode) -> Option<&Organisation> {
        self.organisations.get(&code)
    }

    /// The organisations whose name on a day begins so, whatever the case, in the order of those names. Whether
    /// they are open that day is not asked.
    pub fn named_on(&self, prefix: &str, date: NaiveDate) -> impl Iterator<Item = &Organisation> {
        let prefix = prefix.trim().to_lowercase();
        let first = self.names.partition_point(|(name, _)| *name < prefix);
        self.names.iter().skip(first).take_while(move |(name, _)| name.starts_with(&prefix)).filter_map(
            move |(name, code)| {
                let organisation = self.get(*code)?;
                (organisation.name_on(date).as_str().to_lowercase() == *name).then_some(organisation)
            },
        )
    }

    /// The organisation that stands for a code on a day: the one with that code, or, if it is closed by then,
    /// the one that has taken over.
    ///
    /// Successors are followed as far as they are certain. Where an organisation was split between several,
    /// nobody can tell from the code alone which one is meant; there, where a successor is not in this
    /// directory, and where the successions run in a circle, it is the last one that was certain. `None` only
    /// for an unknown code.
    pub fn as_on(&self, code: OdsCode, date: NaiveDate) -> Option<&Organisation> {
        let mut current = self.get(code)?;
        let mut seen = vec![current.code()];
        while let Some(next) = self.certain_successor(current, date) {
            if seen.contains(&next.code()) {
                break;
            }
            seen.push(next.code());
            current = next;
        }
        Some(current)
    }

    fn certain_successor(&self, organisation: &Organisation, date: NaiveDate) -> Option<&Organisation> {
        if organisation.status_on(date) != OrganisationStatus::Closed {
            return None;
        }
        let mut in_force = organisation.successors().iter().filter(|after| after.on <= date);
        match (in_force.next(), in_force.next()) {
            (Some(only), None) => self.get(only.code),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DatedNames, OdsRole, OrganisationName, OrganisationParts};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn code(text: &str) -> OdsCode {
        OdsCode::parse(text).unwrap()
    }

    fn named(text: &str) -> OrganisationName {
        OrganisationName::parse(text).unwrap()
    }

    fn trust(code_text: &str, name: &str) -> Organisation {
        let names = DatedNames::new(named(name), day("2001-04-01"));
        Organisation::from_parts(OrganisationParts::new(code(code_text), OdsRole::NHS_TRUST, names)).unwrap()
    }

    fn merged(code_text: &str, into: &[&str], on: &str) -> Organisation {
        into.iter().fold(trust(code_text, code_text).closed_on(day(on)).unwrap(), |trust, after| {
            trust.succeeded_by(code(after), day(on)).unwrap()
        })
    }

    fn standing_for(directory: &Directory, text: &str, on: &str) -> Option<String> {
        directory.as_on(code(text), day(on)).map(|found| found.code().to_string())
    }

    #[test]
    fn a_code_stands_for_its_successor_from_the_day_of_the_merger() {
        let directory = Directory::new([
            merged("RRP", &["G6V2S"], "2024-11-01"),
            trust("G6V2S", "North London NHS Foundation Trust"),
        ])
        .unwrap();
        assert_eq!(standing_for(&directory, "RRP", "2024-10-31").as_deref(), Some("RRP"));
        assert_eq!(standing_for(&directory, "RRP", "2024-11-01").as_deref(), Some("G6V2S"));
        assert_eq!(standing_for(&directory, "RX1", "2024-11-01"), None);
    }

    #[test]
    fn successors_are_followed_through_several_mergers() {
        let directory = Directory::new([
            merged("AAA", &["BBB"], "2010-04-01"),
            merged("BBB", &["CCC"], "2020-04-01"),
            trust("CCC", "C"),
        ])
        .unwrap();
        assert_eq!(standing_for(&directory, "AAA", "2019-01-01").as_deref(), Some("BBB"));
        assert_eq!(standing_for(&directory, "AAA", "2021-01-01").as_deref(), Some("CCC"));
    }

    #[test]
    fn what_is_uncertain_is_not_guessed() {
        let directory = Directory::new([
            merged("AAA", &["BBB", "CCC"], "2010-04-01"),
            merged("BBB", &["CCC"], "2010-04-01"),
            merged("CCC", &["BBB"], "2010-04-01"),
            merged("DDD", &["XYZ"], "2010-04-01"),
            merged("EEE", &[], "2010-04-01"),
        ])
        .unwrap();
        // Split, circular, gone from the directory, closed for good.
        for (from, stands) in [("AAA", "AAA"), ("BBB", "CCC"), ("CCC", "BBB"), ("DDD", "DDD"), ("EEE", "EEE")]
        {
            assert_eq!(standing_for(&directory, from, "2011-01-01").as_deref(), Some(stands));
        }
    }

    #[test]
    fn names_are_found_by_their_beginning_as_they_were_that_day() {
        let kingston = trust("RAX", "Kingston Hospital NHS Foundation Trust")
            .renamed(named("Kingston and Richmond NHS Foundation Trust"), day("2024-11-01"))
            .unwrap();
        let directory = Directory::new([
            kingston,
            trust("RJZ", "King's College Hospital NHS Foundation Trust"),
            trust("RX1", "Nottingham University Hospitals NHS Trust"),
        ])
        .unwrap();
        let found = |prefix: &str, on: &str| -> Vec<String> {
            directory.named_on(prefix, day(on)).map(|found| found.code().to_string()).collect()
        };
        assert_eq!(found("king", "2025-01-01"), ["RJZ", "RAX"]);
        assert_eq!(found(" KINGSTON H", "2024-10-31"), ["RAX"]);
        assert!(found("kingston h", "2024-11-01").is_empty());
        assert_eq!(found("", "2025-01-01").len(), 3);
        assert!(found("zzz", "2025-01-01").is_empty());
    }

    #[test]
    fn a_name_taken_up_again_is_found_once() {
        let again = trust("RX1", "Old")
            .renamed(named("New"), day("2010-01-01"))
            .and_then(|trust| trust.renamed(named("Old"), day("2020-01-01")))
            .unwrap();
        let directory = Directory::new([again]).unwrap();
        assert_eq!(directory.named_on("old", day("2021-01-01")).count(), 1);
        assert_eq!(directory.named_on("old", day("2015-01-01")).count(), 0);
    }

    #[test]
    fn a_code_is_there_once() {
        let twice = Directory::new([trust("RX1", "A"), trust("RX1", "B")]);
        assert_eq!(twice.unwrap_err().kind(), InvalidKind::Repeated);
    }
}
