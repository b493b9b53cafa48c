//! Where a network can be followed.

use crate::{Invalid, Line, Link};

/// A kind of channel. The list is open: one that this library does not know keeps its name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ChannelKind {
    /// X, formerly Twitter.
    X,
    /// LinkedIn.
    LinkedIn,
    /// A page on the web.
    Website,
    /// Any other.
    Other(Line<60>),
}

impl ChannelKind {
    /// The stable name, or that of the other channel.
    pub fn name(&self) -> &str {
        match self {
            ChannelKind::X => "x",
            ChannelKind::LinkedIn => "linkedin",
            ChannelKind::Website => "website",
            ChannelKind::Other(name) => name.as_str(),
        }
    }

    /// Reads a stable name in any case; any other text is another channel.
    ///
    /// # Errors
    ///
    /// As [`Line::parse`].
    pub fn parse(name: &str) -> Result<Self, Invalid> {
        let line = Line::parse(name)?;
        let known = [ChannelKind::X, ChannelKind::LinkedIn, ChannelKind::Website]
            .into_iter()
            .find(|kind| kind.name().eq_ignore_ascii_case(line.as_str()));
        Ok(known.unwrap_or(ChannelKind::Other(line)))
    }
}

/// A channel on which a network can be followed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Channel {
    /// What kind it is.
    pub kind: ChannelKind,
    /// What the network is called there, such as `@NHSC_BMELeaders`.
    pub handle: Line<100>,
    /// Where it is.
    pub link: Option<Link>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip_and_unknown_ones_are_kept() {
        for name in ["x", "linkedin", "website", "Teams"] {
            assert_eq!(ChannelKind::parse(name).unwrap().name(), name);
        }
        assert_eq!(ChannelKind::parse(" LinkedIn "), Ok(ChannelKind::LinkedIn));
        assert!(ChannelKind::parse(" ").is_err());
    }
}
