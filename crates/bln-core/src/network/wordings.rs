//! What people are told and agree to, by version.

use chrono::NaiveDate;

use crate::{Invalid, InvalidKind, Prose, WordingName, WordingRef};

/// What a wording is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum WordingPurpose {
    /// What a member declares about themselves on applying.
    MemberDeclaration,
    /// What an ally declares on joining.
    AllyStatement,
    /// The privacy notice (UK GDPR article 13).
    PrivacyNotice,
    /// Consent to the news bulletin.
    BulletinConsent,
    /// Consent to being shown to other people of the network.
    DirectoryConsent,
    /// Consent to the monitoring of ethnic groups.
    EthnicityMonitoringConsent,
    /// Consent to the use of access needs.
    AccessNeedsConsent,
    /// Consent to the publication of one's own words.
    TestimonialConsent,
    /// Consent to being thanked and congratulated where others see it.
    RecognitionConsent,
    /// How far confidentiality goes, said at the start of an event under a strict rule.
    SafeSpaceLimits,
}

impl WordingPurpose {
    /// Everything a wording can be for.
    pub const ALL: [WordingPurpose; 10] = [
        WordingPurpose::MemberDeclaration,
        WordingPurpose::AllyStatement,
        WordingPurpose::PrivacyNotice,
        WordingPurpose::BulletinConsent,
        WordingPurpose::DirectoryConsent,
        WordingPurpose::EthnicityMonitoringConsent,
        WordingPurpose::AccessNeedsConsent,
        WordingPurpose::TestimonialConsent,
        WordingPurpose::RecognitionConsent,
        WordingPurpose::SafeSpaceLimits,
    ];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            WordingPurpose::MemberDeclaration => "member_declaration",
            WordingPurpose::AllyStatement => "ally_statement",
            WordingPurpose::PrivacyNotice => "privacy_notice",
            WordingPurpose::BulletinConsent => "bulletin_consent",
            WordingPurpose::DirectoryConsent => "directory_consent",
            WordingPurpose::EthnicityMonitoringConsent => "ethnicity_monitoring_consent",
            WordingPurpose::AccessNeedsConsent => "access_needs_consent",
            WordingPurpose::TestimonialConsent => "testimonial_consent",
            WordingPurpose::RecognitionConsent => "recognition_consent",
            WordingPurpose::SafeSpaceLimits => "safe_space_limits",
        }
    }

    /// Reads a stable name.
    ///
    /// # Errors
    ///
    /// `purpose.unknown`.
    pub fn parse(name: &str) -> Result<Self, Invalid> {
        WordingPurpose::ALL
            .into_iter()
            .find(|purpose| purpose.name() == name)
            .ok_or(Invalid::new(InvalidKind::PurposeUnknown))
    }
}

/// One version of a wording, with its text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Wording {
    /// Its name and version, which a declaration or consent records.
    pub reference: WordingRef,
    /// What it is for.
    pub purpose: WordingPurpose,
    /// What people read.
    pub text: Prose<5000>,
    /// The first day on which it is shown; `None` for one that was there from the beginning.
    pub in_force_from: Option<NaiveDate>,
}

/// The wordings of a network: every version, past ones among them, because people agreed to those.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Wordings(Vec<Wording>);

impl Wordings {
    /// The most versions a network may have, of all wordings together.
    pub const MAX: usize = 500;

    /// A network's wordings, in any order.
    ///
    /// # Errors
    ///
    /// `list.too_many` above 500; `list.repeated` when a version is there twice; `dates.reversed` when a later
    /// version of a wording comes into force before an earlier one, `dates.overlap` when both do on one day.
    pub fn new(wordings: impl Into<Vec<Wording>>) -> Result<Self, Invalid> {
        let mut wordings = wordings.into();
        if wordings.len() > Self::MAX {
            return Err(Invalid::with_limit(InvalidKind::TooMany, 500));
        }
        wordings.sort_by(|a, b| a.reference.cmp(&b.reference));
        for pair in wordings.windows(2) {
            let [earlier, later] = pair else { continue };
            if earlier.reference == later.reference {
                return Err(Invalid::new(InvalidKind::Repeated));
            }
            if earlier.reference.name() == later.reference.name() {
                // `None` is before every day.
                match later.in_force_from.cmp(&earlier.in_force_from) {
                    std::cmp::Ordering::Less => return Err(Invalid::new(InvalidKind::DatesReversed)),
                    std::cmp::Ordering::Equal => return Err(Invalid::new(InvalidKind::DatesOverlap)),
                    std::cmp::Ordering::Greater => {}
                }
            }
        }
        Ok(Self(wordings))
    }

    /// The version of a wording that is shown on a day.
    pub fn current(&self, name: &WordingName, on: NaiveDate) -> Option<&Wording> {
        self.0
            .iter()
            .rev()
            .find(|wording| wording.reference.name() == name && wording.in_force_from <= Some(on))
    }

    /// The version of a wording that somebody agreed to, in force or not.
    pub fn get(&self, reference: &WordingRef) -> Option<&Wording> {
        let at = self.0.binary_search_by(|wording| wording.reference.cmp(reference)).ok()?;
        self.0.get(at)
    }

    /// Every version of every wording, by name and then version.
    pub fn iter(&self) -> impl Iterator<Item = &Wording> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn wording(reference: &str, from: Option<&str>) -> Wording {
        Wording {
            reference: WordingRef::parse(reference).unwrap(),
            purpose: WordingPurpose::PrivacyNotice,
            text: Prose::parse(reference).unwrap(),
            in_force_from: from.map(day),
        }
    }

    #[test]
    fn names_round_trip() {
        for purpose in WordingPurpose::ALL {
            assert_eq!(WordingPurpose::parse(purpose.name()), Ok(purpose));
        }
        assert_eq!(WordingPurpose::parse("fun").unwrap_err().kind(), InvalidKind::PurposeUnknown);
    }

    #[test]
    fn the_version_shown_changes_on_the_day_the_next_comes_into_force() {
        let wordings = Wordings::new([
            wording("notice@10", Some("2027-01-01")),
            wording("notice@2", Some("2026-01-01")),
            wording("notice@1", None),
            wording("other@1", Some("2026-01-01")),
        ])
        .unwrap();
        let shown = |name: &str, on: &str| {
            let name = WordingName::parse(name).unwrap();
            wordings.current(&name, day(on)).map(|wording| wording.reference.version().number())
        };
        assert_eq!(shown("notice", "1999-01-01"), Some(1));
        assert_eq!(shown("notice", "2025-12-31"), Some(1));
        assert_eq!(shown("notice", "2026-01-01"), Some(2));
        assert_eq!(shown("notice", "2027-01-01"), Some(10));
        assert_eq!(shown("other", "2025-12-31"), None);
        assert_eq!(shown("missing", "2027-01-01"), None);
    }

    #[test]
    fn past_versions_stay_to_be_read() {
        let wordings =
            Wordings::new([wording("notice@2", Some("2026-01-01")), wording("notice@1", None)]).unwrap();
        assert!(wordings.get(&WordingRef::parse("notice@1").unwrap()).is_some());
        assert!(wordings.get(&WordingRef::parse("notice@3").unwrap()).is_none());
        assert_eq!(wordings.iter().count(), 2);
    }

    #[test]
    fn versions_come_into_force_in_their_order() {
        let kind = |first: Wording, second: Wording| Wordings::new([first, second]).unwrap_err().kind();
        let (from, before) = (Some("2026-01-01"), Some("2025-12-31"));
        assert_eq!(kind(wording("a@1", None), wording("a@1", from)), InvalidKind::Repeated);
        assert_eq!(kind(wording("a@1", from), wording("a@2", from)), InvalidKind::DatesOverlap);
        assert_eq!(kind(wording("a@1", from), wording("a@2", before)), InvalidKind::DatesReversed);
        assert!(Wordings::new([wording("a@1", from), wording("b@1", before)]).is_ok());
    }
}
