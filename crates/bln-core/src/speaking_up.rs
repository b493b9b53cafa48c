//! Where people can take a concern, and what they choose to take there.

mod referral;

pub use referral::Referral;

use crate::{Line, Link, Prose};

/// A kind of route for speaking up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum RouteKind {
    /// Whoever leads the person's team: for most the first to ask.
    LineManager,
    /// The Freedom to Speak Up guardian of an NHS organisation.
    FreedomToSpeakUpGuardian,
    /// Human resources.
    HumanResources,
    /// A trade union's representative.
    TradeUnion,
    /// Occupational health.
    OccupationalHealth,
    /// A body that the Public Interest Disclosure (Prescribed Persons) Order 2014 names, such as the Care Quality
    /// Commission.
    PrescribedPerson,
    /// Speak Up Direct, the advice line for NHS and social care staff.
    SpeakUpDirect,
    /// The police.
    Police,
    /// Any other.
    Other,
}

impl RouteKind {
    /// Every kind.
    pub const ALL: [RouteKind; 9] = [
        RouteKind::LineManager,
        RouteKind::FreedomToSpeakUpGuardian,
        RouteKind::HumanResources,
        RouteKind::TradeUnion,
        RouteKind::OccupationalHealth,
        RouteKind::PrescribedPerson,
        RouteKind::SpeakUpDirect,
        RouteKind::Police,
        RouteKind::Other,
    ];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            RouteKind::LineManager => "line_manager",
            RouteKind::FreedomToSpeakUpGuardian => "freedom_to_speak_up_guardian",
            RouteKind::HumanResources => "human_resources",
            RouteKind::TradeUnion => "trade_union",
            RouteKind::OccupationalHealth => "occupational_health",
            RouteKind::PrescribedPerson => "prescribed_person",
            RouteKind::SpeakUpDirect => "speak_up_direct",
            RouteKind::Police => "police",
            RouteKind::Other => "other",
        }
    }

    /// Reads a stable name back; `None` for any other text.
    pub fn from_name(name: &str) -> Option<Self> {
        RouteKind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A route for speaking up, as a network tells of it: configuration, never code, since what bodies there are and how
/// they are reached changes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SpeakingUpRoute {
    /// What kind it is.
    pub kind: RouteKind,
    /// What it is called.
    pub name: Line<200>,
    /// How it is reached, as people write it: a number, an address, a room.
    pub contact: Option<Line<200>>,
    /// A page about it.
    pub link: Option<Link>,
    /// What it is for, and what can be expected of it.
    pub note: Option<Prose<1000>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for kind in RouteKind::ALL {
            assert_eq!(RouteKind::from_name(kind.name()), Some(kind));
        }
        assert_eq!(RouteKind::from_name("hr"), None);
    }
}
