//! The record of processing activities (UK GDPR article 30): what a network keeps of people, why, on which basis, for
//! how long, and where.
//!
//! It is data beside the types it tells of. A test holds it and the tables of the schema together, so that nothing is
//! kept that is not told here. Bases and conditions are **this library's proposal**: the network and its data
//! protection officer settle them, and add what only they know.

mod annex;
mod items;

pub use annex::dpia_annex;
pub use items::ITEMS;

use crate::retention::Category;

/// How sensitive an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sensitivity {
    /// Personal data that tells nothing of article 9.
    Ordinary,
    /// Being among those of whom it is kept tends to reveal ethnicity: treated as special-category data.
    RevealsByInference,
    /// Special-category data (UK GDPR article 9(1)).
    SpecialCategory,
}

impl Sensitivity {
    /// In words for people.
    pub const fn words(self) -> &'static str {
        match self {
            Sensitivity::Ordinary => "ordinary personal data",
            Sensitivity::RevealsByInference => {
                "treated as special-category data, since being on the list can reveal ethnicity"
            }
            Sensitivity::SpecialCategory => "special-category data (UK GDPR article 9(1))",
        }
    }
}

/// On which basis it is processed (UK GDPR article 6(1)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LawfulBasis {
    /// The person has agreed (point a).
    Consent,
    /// A law wants it (point c).
    LegalObligation,
    /// The network has an interest in it that is not outweighed (point f).
    LegitimateInterests,
}

impl LawfulBasis {
    /// In words for people.
    pub const fn words(self) -> &'static str {
        match self {
            LawfulBasis::Consent => "consent (article 6(1)(a))",
            LawfulBasis::LegalObligation => "legal obligation (article 6(1)(c))",
            LawfulBasis::LegitimateInterests => "legitimate interests (article 6(1)(f))",
        }
    }
}

/// On which condition special-category data is processed (UK GDPR article 9(2)). Point (d), for bodies with a
/// political, philosophical, religious or trade-union aim, is no condition of a staff network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Condition {
    /// The person has agreed in words (point a).
    ExplicitConsent,
    /// To establish, exercise or defend legal claims (point f): to be able to show what was done.
    LegalClaims,
}

impl Condition {
    /// In words for people.
    pub const fn words(self) -> &'static str {
        match self {
            Condition::ExplicitConsent => "explicit consent (article 9(2)(a))",
            Condition::LegalClaims => "legal claims (article 9(2)(f))",
        }
    }
}

/// How long an item is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// For the periods of these categories of the retention schedule.
    For(&'static [Category]),
    /// As these words say.
    Until(&'static str),
}

/// One thing that a network keeps of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DataItem {
    /// What it is called.
    pub name: &'static str,
    /// What is kept.
    pub what: &'static str,
    /// How sensitive it is.
    pub special_category: Sensitivity,
    /// What it is kept for.
    pub purpose: &'static str,
    /// The basis of article 6.
    pub lawful_basis: LawfulBasis,
    /// The condition of article 9. None: it is ordinary.
    pub condition: Option<Condition>,
    /// How long it is kept.
    pub retention: Kept,
    /// Who gets to see it, or is sent it.
    pub recipients: &'static str,
    /// The tables that hold it.
    pub kept_in: &'static [&'static str],
}

/// The tables that hold nothing about people: wordings, organisations, events and their numbers, and the position of
/// the last letter, what surveys promised, what the network points people to and of which figures that tells, what it
/// set out to change, and what the bulletin says of it.
pub const TABLES_WITHOUT_PERSONAL_DATA: &[&str] = &[
    "wording",
    "organisation",
    "organisation_role",
    "organisation_name",
    "organisation_succession",
    "event",
    "event_pillar",
    "event_provision",
    "seats",
    "outbox_last",
    "reminder",
    "bulletin_pillar",
    "bulletin_section",
    "bulletin_section_pillar",
    "survey",
    "resource",
    "resource_pillar",
    "resource_action",
    "figure",
    "initiative",
    "initiative_pillar",
    "initiative_action",
    "initiative_indicator",
    "initiative_figure",
    "legacy_entry",
    "legacy_entry_figure",
    "legacy_entry_resource",
    "resource_figure",
];

#[cfg(test)]
mod tests;
