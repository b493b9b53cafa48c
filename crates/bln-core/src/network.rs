//! The network itself: everything that makes one network differ from another, as configuration.

mod channel;
mod pillars;
mod wordings;
mod words;

pub use channel::{Channel, ChannelKind};
pub use pillars::{PillarDescription, PillarDescriptions};
pub use wordings::{Wording, WordingPurpose, Wordings};
pub use words::{Word, Words};

use crate::{
    BankHolidays, EmailAddress, Invalid, InvalidKind, Line, Link, OfferWindow, Prose, RetentionSchedule,
    SpeakingUpRoute, TimeZone,
};

/// Everything there is to a network's profile, before its lists are checked.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NetworkParts {
    /// The full name.
    pub name: Line<200>,
    /// The short name, as on a calendar entry.
    pub short_name: Line<40>,
    /// The body that hosts the network.
    pub host: Option<Line<200>>,
    /// What it is for.
    pub purpose: Prose<2000>,
    /// What it aims at, at most [`NetworkProfile::MAX_AIMS`].
    pub aims: Vec<Prose<500>>,
    /// The words it uses for its people.
    pub words: Words,
    /// What it means by the four pillars.
    pub pillars: PillarDescriptions,
    /// Where people can write to.
    pub contact: EmailAddress,
    /// Where it can be followed, at most [`NetworkProfile::MAX_CHANNELS`].
    pub channels: Vec<Channel>,
    /// A video about its purpose.
    pub video: Option<Link>,
    /// The programme it is part of, or its own.
    pub programme_link: Option<Link>,
    /// The zone in which its plans are made.
    pub time_zone: TimeZone,
    /// What people are told and agree to, by version.
    pub wordings: Wordings,
    /// How long a place that has come free is held for the person it is offered to.
    pub offer_window: OfferWindow,
    /// How long it keeps what.
    pub retention: RetentionSchedule,
    /// The bank holidays of the nation it answers from, by which requests are answered on working days.
    pub bank_holidays: BankHolidays,
    /// Where people can take a concern, in the order in which they are told of it, at most
    /// [`NetworkProfile::MAX_ROUTES`].
    pub speaking_up: Vec<SpeakingUpRoute>,
}

/// A network as it presents itself, and the settings it runs by: configuration, never code.
///
/// ```
/// use bln_core::{EmailAddress, NetworkProfile, Pillar};
///
/// let network = NetworkProfile::bln()?.with_contact(EmailAddress::parse("team@example.org")?);
/// assert_eq!(network.short_name(), "BLN");
/// assert_eq!(network.pillars().of(Pillar::Legacy).title.as_str(), "Legacy");
/// # Ok::<(), bln_core::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NetworkProfile(NetworkParts);

impl NetworkProfile {
    /// The most aims a network may state.
    pub const MAX_AIMS: usize = 20;

    /// The most channels a network may have.
    pub const MAX_CHANNELS: usize = 20;

    /// The most routes for speaking up a network may tell of.
    pub const MAX_ROUTES: usize = 20;

    /// A profile from its parts.
    ///
    /// # Errors
    ///
    /// `list.too_many` above 20 aims, channels or routes for speaking up; `list.repeated` when a channel or a
    /// route is there twice.
    pub fn from_parts(parts: NetworkParts) -> Result<Self, Invalid> {
        if parts.aims.len() > Self::MAX_AIMS
            || parts.channels.len() > Self::MAX_CHANNELS
            || parts.speaking_up.len() > Self::MAX_ROUTES
        {
            return Err(Invalid::with_limit(InvalidKind::TooMany, 20));
        }
        if repeats(&parts.channels) || repeats(&parts.speaking_up) {
            return Err(Invalid::new(InvalidKind::Repeated));
        }
        Ok(Self(parts))
    }

    /// The same network, with another address to write to.
    #[must_use]
    pub fn with_contact(self, contact: EmailAddress) -> Self {
        Self(NetworkParts { contact, ..self.0 })
    }

    /// The same network, with other wordings.
    #[must_use]
    pub fn with_wordings(self, wordings: Wordings) -> Self {
        Self(NetworkParts { wordings, ..self.0 })
    }

    /// The full name.
    pub fn name(&self) -> &str {
        self.0.name.as_str()
    }

    /// The short name.
    pub fn short_name(&self) -> &str {
        self.0.short_name.as_str()
    }

    /// The body that hosts it.
    pub fn host(&self) -> Option<&str> {
        self.0.host.as_ref().map(Line::as_str)
    }

    /// What it is for.
    pub fn purpose(&self) -> &str {
        self.0.purpose.as_str()
    }

    /// What it aims at.
    pub fn aims(&self) -> impl Iterator<Item = &str> {
        self.0.aims.iter().map(Prose::as_str)
    }

    /// The words it uses for its people.
    pub const fn words(&self) -> &Words {
        &self.0.words
    }

    /// What it means by the four pillars.
    pub const fn pillars(&self) -> &PillarDescriptions {
        &self.0.pillars
    }

    /// Where people can write to.
    pub const fn contact(&self) -> &EmailAddress {
        &self.0.contact
    }

    /// Where it can be followed.
    pub fn channels(&self) -> &[Channel] {
        &self.0.channels
    }

    /// A video about its purpose.
    pub const fn video(&self) -> Option<&Link> {
        self.0.video.as_ref()
    }

    /// The programme it is part of, or its own.
    pub const fn programme_link(&self) -> Option<&Link> {
        self.0.programme_link.as_ref()
    }

    /// The zone in which its plans are made.
    pub const fn time_zone(&self) -> TimeZone {
        self.0.time_zone
    }

    /// What people are told and agree to, by version.
    pub const fn wordings(&self) -> &Wordings {
        &self.0.wordings
    }

    /// How long a place that has come free is held for the person it is offered to.
    pub const fn offer_window(&self) -> OfferWindow {
        self.0.offer_window
    }

    /// How long it keeps what.
    pub const fn retention(&self) -> &RetentionSchedule {
        &self.0.retention
    }

    /// The bank holidays of the nation it answers from.
    pub const fn bank_holidays(&self) -> &BankHolidays {
        &self.0.bank_holidays
    }

    /// Where people can take a concern, in the order in which they are told of it.
    pub fn speaking_up(&self) -> &[SpeakingUpRoute] {
        &self.0.speaking_up
    }

    /// Everything there is to it.
    pub const fn parts(&self) -> &NetworkParts {
        &self.0
    }

    /// Everything there is to it, to change and to check again.
    pub fn into_parts(self) -> NetworkParts {
        self.0
    }
}

fn repeats<T: PartialEq>(list: &[T]) -> bool {
    list.iter().enumerate().any(|(at, item)| list.iter().take(at).any(|earlier| earlier == item))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Pillar, RouteKind};

    fn channel(n: usize) -> Channel {
        Channel { kind: ChannelKind::X, handle: Line::parse(format!("@sample{n}")).unwrap(), link: None }
    }

    #[test]
    fn lists_are_bounded_and_hold_nothing_twice() {
        let with = |channels: Vec<Channel>, aims: usize| {
            let aims = vec![Prose::parse("Sample aim").unwrap(); aims];
            let parts = NetworkProfile::bln().unwrap().into_parts();
            NetworkProfile::from_parts(NetworkParts { channels, aims, ..parts })
        };
        assert!(with((0..20).map(channel).collect(), 20).is_ok());
        for (channels, aims) in [(21, 0), (0, 21)] {
            let invalid = with((0..channels).map(channel).collect(), aims).unwrap_err();
            assert_eq!(invalid, Invalid::with_limit(InvalidKind::TooMany, 20));
        }
        assert_eq!(with(vec![channel(1), channel(1)], 0).unwrap_err().kind(), InvalidKind::Repeated);
    }

    #[test]
    fn routes_for_speaking_up_are_bounded_and_none_is_there_twice() {
        let route = |n: usize| SpeakingUpRoute {
            kind: RouteKind::Other,
            name: Line::parse(format!("Sample route {n}")).unwrap(),
            contact: None,
            link: None,
            note: None,
        };
        let with = |speaking_up: Vec<SpeakingUpRoute>| {
            let parts = NetworkProfile::bln().unwrap().into_parts();
            NetworkProfile::from_parts(NetworkParts { speaking_up, ..parts })
        };
        assert!(with((0..20).map(route).collect()).is_ok());
        let too_many = with((0..21).map(route).collect()).unwrap_err();
        assert_eq!(too_many, Invalid::with_limit(InvalidKind::TooMany, 20));
        assert_eq!(with(vec![route(1), route(1)]).unwrap_err().kind(), InvalidKind::Repeated);
    }

    #[test]
    fn every_pillar_has_its_own_description() {
        let profile = NetworkProfile::bln().unwrap();
        for pillar in Pillar::ALL {
            let title = profile.pillars().of(pillar).title.as_str();
            assert_eq!(title.to_lowercase().replace(' ', "_"), pillar.name());
        }
    }
}
