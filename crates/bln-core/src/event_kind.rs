//! What sort of activity an event is.

use crate::{Invalid, Line};

/// What sort of activity an event is: an open list, since networks invent new ones.
///
/// ```
/// use bln_core::EventKind;
///
/// assert_eq!(EventKind::parse("Safe space")?, EventKind::SafeSpace);
/// assert_eq!(EventKind::parse("Reading circle")?.name(), "Reading circle");
/// # Ok::<(), bln_core::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum EventKind {
    /// The regular meeting of the network.
    NetworkMeeting,
    /// A place to speak among peers, in confidence.
    SafeSpace,
    /// Peers who support one another.
    PeerSupport,
    /// Invited people around one question.
    Roundtable,
    /// Learning by doing, in an hour or a day.
    Workshop,
    /// A session of a development programme.
    DevelopmentProgramme,
    /// A half day or more with a programme of its own.
    Conference,
    /// A talk on the call, with questions.
    Webinar,
    /// A survey that is open for a while.
    Survey,
    /// An award, an anniversary, a month to mark.
    Celebration,
    /// What a policy means, and what is asked of it.
    PolicyBriefing,
    /// Anything else, in the network's own words.
    Other(OtherKind),
}

/// A kind of event in the network's own words, at most 60 characters, which is none of the kinds that
/// [`EventKind`] names.
///
/// It can only be had from [`EventKind::parse`], so a kind never has two spellings in a store.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OtherKind(Line<60>);

impl OtherKind {
    /// The words.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl EventKind {
    /// Every kind that has a name of its own.
    pub const NAMED: [EventKind; 11] = [
        EventKind::NetworkMeeting,
        EventKind::SafeSpace,
        EventKind::PeerSupport,
        EventKind::Roundtable,
        EventKind::Workshop,
        EventKind::DevelopmentProgramme,
        EventKind::Conference,
        EventKind::Webinar,
        EventKind::Survey,
        EventKind::Celebration,
        EventKind::PolicyBriefing,
    ];

    /// The stable name, or the network's own words for a kind without one.
    pub fn name(&self) -> &str {
        match self {
            EventKind::NetworkMeeting => "network_meeting",
            EventKind::SafeSpace => "safe_space",
            EventKind::PeerSupport => "peer_support",
            EventKind::Roundtable => "roundtable",
            EventKind::Workshop => "workshop",
            EventKind::DevelopmentProgramme => "development_programme",
            EventKind::Conference => "conference",
            EventKind::Webinar => "webinar",
            EventKind::Survey => "survey",
            EventKind::Celebration => "celebration",
            EventKind::PolicyBriefing => "policy_briefing",
            EventKind::Other(words) => words.as_str(),
        }
    }

    /// What the kind is called on a page, in general words: nothing of a network's own.
    pub const fn general_words(&self) -> &'static str {
        match self {
            EventKind::NetworkMeeting => "Network meeting",
            EventKind::SafeSpace => "Safe space",
            EventKind::PeerSupport => "Peer support",
            EventKind::Roundtable => "Roundtable",
            EventKind::Workshop => "Workshop",
            EventKind::DevelopmentProgramme => "Development programme",
            EventKind::Conference => "Conference",
            EventKind::Webinar => "Webinar",
            EventKind::Survey => "Survey",
            EventKind::Celebration => "Celebration",
            EventKind::PolicyBriefing => "Policy briefing",
            EventKind::Other(_) => "Event",
        }
    }

    /// Reads a kind. A stable name is known whatever its case and with spaces or hyphens for underscores; any
    /// other words are kept as they are.
    ///
    /// # Errors
    ///
    /// Those of [`Line::parse`] with at most 60 characters.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let words = Line::parse(text)?;
        let named = EventKind::NAMED.into_iter().find(|kind| same_words(kind.name(), words.as_str()));
        Ok(named.unwrap_or(EventKind::Other(OtherKind(words))))
    }
}

fn same_words(name: &str, written: &str) -> bool {
    let plain = |byte: u8| match byte {
        b' ' | b'-' => b'_',
        other => other.to_ascii_lowercase(),
    };
    name.len() == written.len() && name.bytes().eq(written.bytes().map(plain))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::InvalidKind;

    #[test]
    fn names_round_trip_and_are_known_in_peoples_spelling() {
        for kind in EventKind::NAMED {
            assert_eq!(EventKind::parse(kind.name()), Ok(kind));
        }
        for spelling in [" Peer support ", "PEER-SUPPORT", "peer_Support"] {
            assert_eq!(EventKind::parse(spelling), Ok(EventKind::PeerSupport));
        }
    }

    #[test]
    fn unknown_words_are_kept_as_they_are() {
        let kind = EventKind::parse("Cinio rhwydwaith Gŵyl Ddewi").unwrap();
        assert!(matches!(kind, EventKind::Other(_)));
        assert_eq!(kind.name(), "Cinio rhwydwaith Gŵyl Ddewi");
    }

    #[test]
    fn own_words_have_a_length_and_hide_nothing() {
        assert!(EventKind::parse(&"x".repeat(60)).is_ok());
        let kind = |text: &str| EventKind::parse(text).unwrap_err().kind();
        assert_eq!(kind(&"x".repeat(61)), InvalidKind::TextTooLong);
        assert_eq!(kind(" "), InvalidKind::TextEmpty);
        assert_eq!(kind("quiz\0"), InvalidKind::TextControl);
    }

    proptest! {
        #[test]
        fn what_is_stored_by_name_is_read_back_the_same(text in "\\PC{1,60}") {
            if let Ok(kind) = EventKind::parse(&text) {
                prop_assert_eq!(EventKind::parse(kind.name()), Ok(kind));
            }
        }
    }
}
