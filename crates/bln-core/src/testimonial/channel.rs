//! Where words may be shown.

use std::collections::BTreeSet;

use crate::{Invalid, InvalidKind};

/// A channel by which a network shows somebody's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Channel {
    /// A web page, the network's or its host's.
    Website,
    /// The news bulletin.
    Bulletin,
    /// A report or a briefing, on paper or as a file.
    Report,
    /// A post on social media, which others can pass on.
    SocialMedia,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Channel; 4] =
        [Channel::Website, Channel::Bulletin, Channel::Report, Channel::SocialMedia];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Channel::Website => "website",
            Channel::Bulletin => "bulletin",
            Channel::Report => "report",
            Channel::SocialMedia => "social_media",
        }
    }

    /// Reads a stable name.
    ///
    /// # Errors
    ///
    /// `channel.unknown`.
    pub fn parse(name: &str) -> Result<Self, Invalid> {
        Channel::ALL
            .into_iter()
            .find(|channel| channel.name() == name)
            .ok_or(Invalid::new(InvalidKind::ChannelUnknown))
    }
}

/// The channels that somebody agreed to: one or more. What is not among them is not agreed to.
///
/// ```
/// use bln_core::testimonial::{Channel, Channels};
///
/// let channels = Channels::new([Channel::Report, Channel::Website])?;
/// assert!(channels.contains(Channel::Report) && !channels.contains(Channel::SocialMedia));
/// assert_eq!(Channels::new([]).unwrap_err().code(), "list.missing");
/// # Ok::<(), bln_core::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Channels(BTreeSet<Channel>);

impl Channels {
    /// A set of channels.
    ///
    /// # Errors
    ///
    /// `list.missing` for none.
    pub fn new(channels: impl IntoIterator<Item = Channel>) -> Result<Self, Invalid> {
        let channels: BTreeSet<_> = channels.into_iter().collect();
        if channels.is_empty() { Err(Invalid::new(InvalidKind::Missing)) } else { Ok(Self(channels)) }
    }

    /// Whether this channel is among them.
    pub fn contains(&self, channel: Channel) -> bool {
        self.0.contains(&channel)
    }

    /// Each of them once, in a fixed order.
    pub fn iter(&self) -> impl Iterator<Item = Channel> {
        self.0.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for channel in Channel::ALL {
            assert_eq!(Channel::parse(channel.name()), Ok(channel));
        }
        assert_eq!(Channel::parse("billboard").unwrap_err().kind(), InvalidKind::ChannelUnknown);
    }

    #[test]
    fn a_set_of_channels_has_each_once_and_is_never_empty() {
        let twice = Channels::new([Channel::Report, Channel::Website, Channel::Report]).unwrap();
        assert_eq!(twice.iter().collect::<Vec<_>>(), [Channel::Website, Channel::Report]);
        assert_eq!(Channels::new([]).unwrap_err().kind(), InvalidKind::Missing);
    }
}
