//! What a link in a letter does, once, for whoever the letter was for.

use chrono::TimeDelta;

use crate::{Event, Id, Instant, Person, TokenHash, purpose::PurposeCode};

/// What a link does when it is redeemed. Following it only tells: mail systems follow links on their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum LinkAction {
    /// Confirms what was asked for in the person's name.
    ConfirmConsent {
        /// What for.
        purpose: PurposeCode,
    },
    /// Takes consent back, in one step and without signing in (RFC 8058).
    Unsubscribe {
        /// What for.
        purpose: PurposeCode,
    },
    /// Takes the place that is held for the person.
    AcceptOffer {
        /// At which event.
        event: Id<Event>,
    },
    /// Turns the place down that is held for the person.
    DeclineOffer {
        /// At which event.
        event: Id<Event>,
    },
}

/// Which of the actions it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum LinkKind {
    /// [`LinkAction::ConfirmConsent`].
    ConfirmConsent,
    /// [`LinkAction::Unsubscribe`].
    Unsubscribe,
    /// [`LinkAction::AcceptOffer`].
    AcceptOffer,
    /// [`LinkAction::DeclineOffer`].
    DeclineOffer,
}

impl LinkKind {
    /// Every kind.
    pub const ALL: [LinkKind; 4] =
        [LinkKind::ConfirmConsent, LinkKind::Unsubscribe, LinkKind::AcceptOffer, LinkKind::DeclineOffer];

    /// The stable name, as stored.
    pub const fn name(self) -> &'static str {
        match self {
            LinkKind::ConfirmConsent => "confirm_consent",
            LinkKind::Unsubscribe => "unsubscribe",
            LinkKind::AcceptOffer => "accept_offer",
            LinkKind::DeclineOffer => "decline_offer",
        }
    }
}

impl LinkAction {
    /// How long a request for consent can be confirmed: seven days, as most services that mail such links do. This
    /// library's own choice.
    pub const CONFIRM_WITHIN: TimeDelta = TimeDelta::days(7);

    /// How long the link at the foot of a bulletin works: five years. An old letter is as good a way to say "no" as
    /// a new one, and UK GDPR article 7(3) knows no end; this library's own choice is to keep no link for ever.
    pub const UNSUBSCRIBE_WITHIN: TimeDelta = TimeDelta::days(5 * 365 + 2);

    /// Reads an action back from its name and the columns beside it; `None` when they do not belong together.
    pub fn from_parts(name: &str, purpose: Option<PurposeCode>, event: Option<Id<Event>>) -> Option<Self> {
        let kind = LinkKind::ALL.into_iter().find(|kind| kind.name() == name)?;
        Some(match (kind, purpose, event) {
            (LinkKind::ConfirmConsent, Some(purpose), None) => LinkAction::ConfirmConsent { purpose },
            (LinkKind::Unsubscribe, Some(purpose), None) => LinkAction::Unsubscribe { purpose },
            (LinkKind::AcceptOffer, None, Some(event)) => LinkAction::AcceptOffer { event },
            (LinkKind::DeclineOffer, None, Some(event)) => LinkAction::DeclineOffer { event },
            _ => return None,
        })
    }

    /// Which of the actions it is.
    pub const fn kind(self) -> LinkKind {
        match self {
            LinkAction::ConfirmConsent { .. } => LinkKind::ConfirmConsent,
            LinkAction::Unsubscribe { .. } => LinkKind::Unsubscribe,
            LinkAction::AcceptOffer { .. } => LinkKind::AcceptOffer,
            LinkAction::DeclineOffer { .. } => LinkKind::DeclineOffer,
        }
    }

    /// The stable name, as stored: that of its [kind](LinkAction::kind).
    pub const fn name(self) -> &'static str {
        self.kind().name()
    }

    /// The purpose it is about, if it is about consent.
    pub const fn purpose(self) -> Option<PurposeCode> {
        match self {
            LinkAction::ConfirmConsent { purpose } | LinkAction::Unsubscribe { purpose } => Some(purpose),
            LinkAction::AcceptOffer { .. } | LinkAction::DeclineOffer { .. } => None,
        }
    }

    /// The event it is about, if it is about an offer.
    pub const fn event(self) -> Option<Id<Event>> {
        match self {
            LinkAction::AcceptOffer { event } | LinkAction::DeclineOffer { event } => Some(event),
            LinkAction::ConfirmConsent { .. } | LinkAction::Unsubscribe { .. } => None,
        }
    }

    /// The first instant at which a link made `now` no longer works: [`CONFIRM_WITHIN`](Self::CONFIRM_WITHIN) or
    /// [`UNSUBSCRIBE_WITHIN`](Self::UNSUBSCRIBE_WITHIN) from now, and with the offer for an offer, which `offer`
    /// says the end of. `None` for an offer that is not there or has ended: there is nothing to link to.
    pub fn valid_until(self, now: Instant, offer: Option<Instant>) -> Option<Instant> {
        match self {
            LinkAction::ConfirmConsent { .. } => Some(now.plus(Self::CONFIRM_WITHIN)),
            LinkAction::Unsubscribe { .. } => Some(now.plus(Self::UNSUBSCRIBE_WITHIN)),
            LinkAction::AcceptOffer { .. } | LinkAction::DeclineOffer { .. } => {
                offer.filter(|ends| now < *ends)
            }
        }
    }
}

/// A link that was mailed, as it is kept: what it does for whom until when, under the hash of its token.
///
/// It is for one use: redeeming it removes it in the commit of what it does. One that is unknown, used or ended is
/// told apart from the others nowhere.
///
/// ```
/// use bln_core::{ActionLink, Id, Instant, LinkAction, PurposeCode, TokenHash};
///
/// let now: Instant = "2027-03-01T09:00:00Z".parse()?;
/// let action = LinkAction::ConfirmConsent { purpose: PurposeCode::Bulletin };
/// let ends = action.valid_until(now, None).ok_or("no offer")?;
/// let link = ActionLink::new(TokenHash::new([7; 32]), Id::new(uuid::Uuid::from_u128(17)), action, ends);
/// assert!(link.is_live(now) && !link.is_live("2027-03-08T09:00:00Z".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ActionLink {
    hash: TokenHash,
    person: Id<Person>,
    action: LinkAction,
    expires: Instant,
}

impl ActionLink {
    /// A link, new or as a store kept it.
    pub const fn new(hash: TokenHash, person: Id<Person>, action: LinkAction, expires: Instant) -> Self {
        Self { hash, person, action, expires }
    }

    /// The hash of its token: by this it is found.
    pub const fn hash(&self) -> TokenHash {
        self.hash
    }

    /// For whom it acts.
    pub const fn person(&self) -> Id<Person> {
        self.person
    }

    /// What it does.
    pub const fn action(&self) -> LinkAction {
        self.action
    }

    /// The first instant at which it no longer works.
    pub const fn expires(&self) -> Instant {
        self.expires
    }

    /// Whether it works at an instant: strictly before it expires.
    pub fn is_live(&self, at: Instant) -> bool {
        at < self.expires
    }

    /// What whoever holds the link may see before they redeem it; `None` when it no longer works.
    pub fn view(&self, at: Instant) -> Option<LinkView> {
        self.is_live(at).then_some(LinkView(self.action))
    }
}

/// What following a link tells: what it would do, and nothing of the person it would do it for. Letters are
/// forwarded, and read by machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LinkView(LinkAction);

impl LinkView {
    /// What it would do.
    pub const fn kind(&self) -> LinkKind {
        self.0.kind()
    }

    /// The purpose, if it is about consent.
    pub const fn purpose(&self) -> Option<PurposeCode> {
        self.0.purpose()
    }

    /// The event, if it is about an offer.
    pub const fn event(&self) -> Option<Id<Event>> {
        self.0.event()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actions() -> [LinkAction; 4] {
        let (purpose, event) = (PurposeCode::Bulletin, Id::new(uuid::Uuid::from_u128(3)));
        [
            LinkAction::ConfirmConsent { purpose },
            LinkAction::Unsubscribe { purpose },
            LinkAction::AcceptOffer { event },
            LinkAction::DeclineOffer { event },
        ]
    }

    fn at(second: i64) -> Instant {
        "2027-03-01T09:00:00Z".parse::<Instant>().unwrap().plus(TimeDelta::seconds(second))
    }

    #[test]
    fn an_action_comes_back_from_its_columns_and_no_others() {
        for (action, kind) in actions().into_iter().zip(LinkKind::ALL) {
            assert_eq!(action.kind(), kind);
            assert_eq!(LinkAction::from_parts(action.name(), action.purpose(), action.event()), Some(action));
            let (purpose, event) = (Some(PurposeCode::Bulletin), Some(Id::new(uuid::Uuid::from_u128(3))));
            assert_eq!(LinkAction::from_parts(action.name(), purpose, event), None);
            assert_eq!(LinkAction::from_parts(action.name(), None, None), None);
        }
        assert_eq!(LinkAction::from_parts("sign_in", None, None), None);
    }

    #[test]
    fn a_link_works_strictly_before_it_expires() {
        let [confirm, unsubscribe, accept, decline] = actions();
        assert_eq!(confirm.valid_until(at(0), None), Some(at(7 * 86_400)));
        assert_eq!(unsubscribe.valid_until(at(0), None), Some("2032-03-01T09:00:00Z".parse().unwrap()));
        for offer in [accept, decline] {
            assert_eq!(offer.valid_until(at(0), Some(at(1))), Some(at(1)));
            assert_eq!(offer.valid_until(at(1), Some(at(1))), None);
            assert_eq!(offer.valid_until(at(0), None), None);
        }
        let link = ActionLink::new(TokenHash::new([7; 32]), Id::new(uuid::Uuid::nil()), confirm, at(5));
        assert!(link.is_live(at(4)) && link.view(at(4)).is_some());
        assert!(!link.is_live(at(5)) && link.view(at(5)).is_none());
    }

    #[test]
    fn what_following_a_link_tells_names_nobody() {
        let person = Id::new(uuid::Uuid::from_u128(0xfeed_beef));
        for action in actions() {
            let link = ActionLink::new(TokenHash::new([0xab; 32]), person, action, at(5));
            let view = link.view(at(0)).unwrap();
            assert_eq!(
                (view.kind(), view.purpose(), view.event()),
                (action.kind(), action.purpose(), action.event())
            );
            let shown = format!("{view:?}");
            assert!(!shown.contains(&person.to_string()) && !shown.contains("TokenHash"), "{shown}");
            assert!(!format!("{link:?}").contains("171"), "the hash does not show");
        }
    }
}
