//! What people may do with what they hear at an event.

use crate::{Invalid, InvalidKind};

/// The confidentiality rule of an event, from the most open to the strictest: `a < b` reads "b is stricter".
///
/// People decide what to say, and whether to come at all, by the rule they were told. So a rule may become
/// stricter at any time, and never looser once registration has opened
/// ([`Event::change`](crate::Event::change)).
///
/// No rule reaches further than the law: confidentiality ends where there is a risk of serious harm, and the
/// host says so at the start. The rule also protects nobody by itself: an event under it is kept confidential by
/// leaving data out of calendars, feeds and exports, since the `CLASS` property of RFC 5545 section 3.8.1.3
/// enforces nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidentiality {
    /// No rule beyond good manners.
    Open,
    /// The Chatham House Rule of 2002: a rule about attribution, not secrecy. It protects every participant and
    /// not only the speakers, so a list of who came is confidential too. The wording is that of
    /// [its owner](https://www.chathamhouse.org/about-us/chatham-house-rule), and there is only one rule.
    ChathamHouse,
    /// Nothing leaves the room but themes that those present have agreed on, none of which points to a person.
    ConfidentialSafeSpace,
    /// Nothing leaves the room at all.
    OffTheRecord,
}

impl Confidentiality {
    /// Every rule, from the most open to the strictest.
    pub const ALL: [Confidentiality; 4] = [
        Confidentiality::Open,
        Confidentiality::ChathamHouse,
        Confidentiality::ConfidentialSafeSpace,
        Confidentiality::OffTheRecord,
    ];

    /// Whether what happens there stays there. Then how many come, and who, is told to nobody; title, place and link
    /// only to whoever comes; and no number of it goes into a sum.
    ///
    /// ```
    /// use bln_core::Confidentiality;
    ///
    /// assert!(Confidentiality::ConfidentialSafeSpace.is_strict() && Confidentiality::OffTheRecord.is_strict());
    /// assert!(!Confidentiality::ChathamHouse.is_strict());
    /// ```
    pub const fn is_strict(self) -> bool {
        match self {
            Confidentiality::Open | Confidentiality::ChathamHouse => false,
            Confidentiality::ConfidentialSafeSpace | Confidentiality::OffTheRecord => true,
        }
    }

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Confidentiality::Open => "open",
            Confidentiality::ChathamHouse => "chatham_house",
            Confidentiality::ConfidentialSafeSpace => "confidential_safe_space",
            Confidentiality::OffTheRecord => "off_the_record",
        }
    }

    /// Reads a stable name.
    ///
    /// # Errors
    ///
    /// `confidentiality.unknown`.
    pub fn parse(name: &str) -> Result<Self, Invalid> {
        Confidentiality::ALL
            .into_iter()
            .find(|rule| rule.name() == name)
            .ok_or(Invalid::new(InvalidKind::ConfidentialityUnknown))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for rule in Confidentiality::ALL {
            assert_eq!(Confidentiality::parse(rule.name()), Ok(rule));
        }
        let invalid = Confidentiality::parse("chatham_house_rules").unwrap_err();
        assert_eq!(invalid.kind(), InvalidKind::ConfidentialityUnknown);
    }

    #[test]
    fn the_order_is_that_of_strictness() {
        assert!(Confidentiality::ALL.is_sorted());
        assert!(Confidentiality::ChathamHouse > Confidentiality::Open);
        assert!(Confidentiality::OffTheRecord > Confidentiality::ConfidentialSafeSpace);
    }
}
