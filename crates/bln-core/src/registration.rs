//! A person's one state for an event, and the steps that led there.

use std::fmt;

use crate::{Event, Id, Instant, Mode, ModeChoice, Person, joining_link::ConfirmedPlace};

/// The number a registration drew when it arrived: 1 for the first at an event, one more for each after it,
/// never given twice. First come, first served is by this number and by nothing else, clocks least of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sequence(u64);

impl Sequence {
    /// The number drawn before the first registration.
    pub const START: Sequence = Sequence(0);

    /// A number read from a store.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The number after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The number.
    pub const fn number(self) -> u64 {
        self.0
    }
}

impl fmt::Display for Sequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What has become of a registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RegistrationState {
    /// A place is theirs.
    Confirmed {
        /// The pool the place is in.
        mode: Mode,
    },
    /// On the waiting list, without an offer.
    Waiting,
    /// A place is held for them until they answer or the offer expires.
    Offered {
        /// The pool the place is in.
        mode: Mode,
        /// The first instant at which the offer can no longer be accepted.
        expires: Instant,
    },
    /// They turned an offer down.
    Declined,
    /// An offer ran out unanswered, or the event ended while they waited.
    Expired,
    /// They cancelled, were removed, or the event was cancelled.
    Cancelled,
    /// They came.
    Attended {
        /// The pool of the place they took.
        mode: Mode,
    },
    /// They had a place and did not come.
    DidNotAttend {
        /// The pool of the place that stayed empty.
        mode: Mode,
    },
}

impl RegistrationState {
    /// The stable name, without mode or expiry.
    pub const fn name(self) -> &'static str {
        match self {
            RegistrationState::Confirmed { .. } => "confirmed",
            RegistrationState::Waiting => "waiting",
            RegistrationState::Offered { .. } => "offered",
            RegistrationState::Declined => "declined",
            RegistrationState::Expired => "expired",
            RegistrationState::Cancelled => "cancelled",
            RegistrationState::Attended { .. } => "attended",
            RegistrationState::DidNotAttend { .. } => "did_not_attend",
        }
    }

    /// Reads a state back from its name and the columns beside it; `None` when they do not belong together.
    pub fn from_parts(name: &str, mode: Option<Mode>, expires: Option<Instant>) -> Option<Self> {
        Some(match (name, mode, expires) {
            ("confirmed", Some(mode), None) => RegistrationState::Confirmed { mode },
            ("waiting", None, None) => RegistrationState::Waiting,
            ("offered", Some(mode), Some(expires)) => RegistrationState::Offered { mode, expires },
            ("declined", None, None) => RegistrationState::Declined,
            ("expired", None, None) => RegistrationState::Expired,
            ("cancelled", None, None) => RegistrationState::Cancelled,
            ("attended", Some(mode), None) => RegistrationState::Attended { mode },
            ("did_not_attend", Some(mode), None) => RegistrationState::DidNotAttend { mode },
            _ => return None,
        })
    }

    /// The pool in which this state occupies a place. An offered place is occupied.
    pub const fn occupies(self) -> Option<Mode> {
        match self {
            RegistrationState::Confirmed { mode }
            | RegistrationState::Offered { mode, .. }
            | RegistrationState::Attended { mode }
            | RegistrationState::DidNotAttend { mode } => Some(mode),
            RegistrationState::Waiting
            | RegistrationState::Declined
            | RegistrationState::Expired
            | RegistrationState::Cancelled => None,
        }
    }

    /// When an offer in this state expires.
    pub const fn expires(self) -> Option<Instant> {
        match self {
            RegistrationState::Offered { expires, .. } => Some(expires),
            _ => None,
        }
    }

    /// Whether something is still to come of it: confirmed, waiting or offered.
    pub const fn is_live(self) -> bool {
        matches!(
            self,
            RegistrationState::Confirmed { .. }
                | RegistrationState::Waiting
                | RegistrationState::Offered { .. }
        )
    }

    /// Whether it makes the person one of those who come or came: live, or attended.
    pub const fn takes_part(self) -> bool {
        self.is_live() || matches!(self, RegistrationState::Attended { .. })
    }
}

/// A person's registration for an event. There is one for each pair; registering again after a cancellation
/// continues it under a new [sequence number](Sequence).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    id: Id<Registration>,
    event: Id<Event>,
    person: Id<Person>,
    choice: ModeChoice,
    sequence: Sequence,
    state: RegistrationState,
    since: Instant,
    steps: u32,
}

/// The parts of a [`Registration`], as a store keeps them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistrationParts {
    /// Its identifier.
    pub id: Id<Registration>,
    /// The event registered for.
    pub event: Id<Event>,
    /// Who registered.
    pub person: Id<Person>,
    /// How they are ready to attend.
    pub choice: ModeChoice,
    /// The number they drew.
    pub sequence: Sequence,
    /// What has become of it.
    pub state: RegistrationState,
    /// Since when it is in that state.
    pub since: Instant,
    /// How many steps its history has, from 1.
    pub steps: u32,
}

impl Registration {
    /// Reassembles a registration that a store kept. Every combination of parts is a registration somebody
    /// could have; whether it agrees with its event is for [`SeatAudit`](crate::SeatAudit).
    pub const fn from_parts(parts: RegistrationParts) -> Self {
        let RegistrationParts { id, event, person, choice, sequence, state, since, steps } = parts;
        Self { id, event, person, choice, sequence, state, since, steps }
    }

    /// Its identifier.
    pub const fn id(&self) -> Id<Registration> {
        self.id
    }

    /// The event registered for.
    pub const fn event(&self) -> Id<Event> {
        self.event
    }

    /// Who registered.
    pub const fn person(&self) -> Id<Person> {
        self.person
    }

    /// How they are ready to attend.
    pub const fn choice(&self) -> ModeChoice {
        self.choice
    }

    /// The number they drew when they last registered.
    pub const fn sequence(&self) -> Sequence {
        self.sequence
    }

    /// What has become of it.
    pub const fn state(&self) -> RegistrationState {
        self.state
    }

    /// Since when it is in that state.
    pub const fn since(&self) -> Instant {
        self.since
    }

    /// How many steps its history has.
    pub const fn steps(&self) -> u32 {
        self.steps
    }

    /// The place this registration holds, as proof for [`Event::joining_link`]. Only a confirmed place counts,
    /// or one that was taken up: an offer that may yet be declined opens no door.
    pub const fn confirmed_place(&self) -> Option<ConfirmedPlace> {
        match self.state {
            RegistrationState::Confirmed { .. } | RegistrationState::Attended { .. } => {
                Some(ConfirmedPlace::new(self.event, self.person))
            }
            _ => None,
        }
    }

    /// The step the registration is on, as its history records it.
    pub const fn step(&self) -> RegistrationStep {
        RegistrationStep {
            ordinal: self.steps,
            choice: self.choice,
            sequence: self.sequence,
            state: self.state,
            at: self.since,
        }
    }

    pub(crate) const fn begin(
        id: Id<Registration>,
        event: Id<Event>,
        person: Id<Person>,
        step: RegistrationStep,
    ) -> Self {
        let RegistrationStep { ordinal, choice, sequence, state, at } = step;
        Self { id, event, person, choice, sequence, state, since: at, steps: ordinal }
    }

    /// The same registration without the number that was drawn: as it is told where a number would tell how many others
    /// there are.
    #[must_use]
    pub const fn unnumbered(mut self) -> Self {
        self.sequence = Sequence::START;
        self
    }

    /// Moves to a state. Time never runs backwards within one history, whatever the clock says.
    pub(crate) fn advance(&mut self, state: RegistrationState, at: Instant) {
        self.state = state;
        self.since = self.since.max(at);
        self.steps = self.steps.saturating_add(1);
    }

    /// The same registration, of another record of its person.
    pub(crate) const fn held_by(mut self, person: Id<Person>) -> Self {
        self.person = person;
        self
    }

    pub(crate) fn renew(&mut self, choice: ModeChoice, sequence: Sequence) {
        self.choice = choice;
        self.sequence = sequence;
    }
}

/// One step of a registration's history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RegistrationStep {
    /// Its place in the history, from 1.
    pub ordinal: u32,
    /// How the person was ready to attend.
    pub choice: ModeChoice,
    /// The number that counted.
    pub sequence: Sequence,
    /// The state reached.
    pub state: RegistrationState,
    /// When.
    pub at: Instant,
}

impl RegistrationStep {
    /// The same step without the number that counted.
    #[must_use]
    pub const fn unnumbered(mut self) -> Self {
        self.sequence = Sequence::START;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_its_number_a_registration_is_the_same_whoever_came_before() {
        let at: Instant = "2027-05-01T10:00:00Z".parse().unwrap();
        let numbered = |number| {
            let id = Id::new(uuid::Uuid::from_u128(1));
            let (event, person) = (Id::new(uuid::Uuid::from_u128(2)), Id::new(uuid::Uuid::from_u128(3)));
            let (sequence, state) = (Sequence::new(number), RegistrationState::Waiting);
            let step = RegistrationStep { ordinal: 1, choice: ModeChoice::Online, sequence, state, at };
            (Registration::begin(id, event, person, step), step)
        };
        let ((one, first), (two, second)) = (numbered(1), numbered(17));
        assert!(one != two && first != second);
        assert_eq!((one.unnumbered(), first.unnumbered()), (two.unnumbered(), second.unnumbered()));
    }

    #[test]
    fn a_state_comes_back_from_its_columns_and_no_others() {
        let expires: Instant = "2027-05-01T10:00:00Z".parse().unwrap();
        let mode = Mode::Online;
        for state in [
            RegistrationState::Confirmed { mode },
            RegistrationState::Waiting,
            RegistrationState::Offered { mode, expires },
            RegistrationState::Declined,
            RegistrationState::Expired,
            RegistrationState::Cancelled,
            RegistrationState::Attended { mode },
            RegistrationState::DidNotAttend { mode },
        ] {
            let back = RegistrationState::from_parts(state.name(), state.occupies(), state.expires());
            assert_eq!(back, Some(state));
        }
        assert_eq!(RegistrationState::from_parts("waiting", Some(mode), None), None);
        assert_eq!(RegistrationState::from_parts("offered", Some(mode), None), None);
        assert_eq!(RegistrationState::from_parts("gone", None, None), None);
    }
}
