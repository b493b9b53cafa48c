//! Who may see who comes to one event, and for how long.

use chrono::TimeDelta;

use crate::{Actor, Event, EventState, Id, Instant, Invalid, InvalidKind, Person, Refusal, Role, Schedule};

/// For how long around an event its facilitator sees who comes.
///
/// No authority sets these bounds: they are this library's own choice, and short because the list of a safe space
/// is what harms most when it gets out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FacilitationWindow {
    before: TimeDelta,
    after: TimeDelta,
}

impl FacilitationWindow {
    /// From seven days before the start, to prepare, until two days after the end, to check the themes.
    pub const WEEK_BEFORE_TWO_DAYS_AFTER: FacilitationWindow =
        FacilitationWindow { before: TimeDelta::seconds(7 * DAY), after: TimeDelta::seconds(2 * DAY) };

    /// The longest it may reach to either side, in days.
    pub const MAX_DAYS: u32 = 14;

    /// A window that opens this long before the start and closes this long after the end.
    ///
    /// # Errors
    ///
    /// `facilitation_window.range`, with the limit in days, outside 0 to 14 days on either side.
    pub fn new(before: TimeDelta, after: TimeDelta) -> Result<Self, Invalid> {
        let fits =
            |length| (TimeDelta::zero()..=TimeDelta::days(i64::from(Self::MAX_DAYS))).contains(&length);
        if fits(before) && fits(after) { Ok(Self { before, after }) } else { Err(out_of_range()) }
    }

    /// How long before the start it opens.
    pub const fn before(self) -> TimeDelta {
        self.before
    }

    /// How long after the end it closes.
    pub const fn after(self) -> TimeDelta {
        self.after
    }
}

const DAY: i64 = 24 * 60 * 60;

const fn out_of_range() -> Invalid {
    Invalid::with_limit(InvalidKind::FacilitationWindowRange, 14)
}

/// An administrator's statement that a facilitator manages none of those who come, however many lines up.
///
/// Nobody speaks freely before whoever writes their appraisal. The library knows no lines of management, so it
/// takes the word of the person who asked, and the grant in the audit says whose word it was.
#[derive(Debug, PartialEq, Eq)]
#[must_use]
pub struct LineManagementChecked {
    by: Id<Person>,
}

impl LineManagementChecked {
    /// The statement of an administrator.
    ///
    /// # Errors
    ///
    /// [`NotAllowed`](Refusal::NotAllowed) for anybody else.
    pub fn stated_by(actor: Actor) -> Result<Self, Refusal> {
        match (actor.role(), actor.person()) {
            (Role::Administrator, Some(by)) => Ok(Self { by }),
            _ => Err(Refusal::NotAllowed),
        }
    }

    /// Who stated it.
    pub const fn by(&self) -> Id<Person> {
        self.by
    }
}

/// A grant to see who comes to one event, to one person, for a time.
///
/// It is the only way to a list of who comes to an event, and it is taken back by removing it. A facilitator may
/// have a place at the event as well.
///
/// ```
/// # use bln_core::*;
/// # let at = |text| LocalTime::parse(text, TimeZone::LONDON);
/// # let details = EventDetails::new(
/// #     Line::parse("Sample session")?, EventKind::SafeSpace, Pillars::new([Pillar::DirectedAction])?,
/// #     Audience::Members, Modes::Online, Schedule::new(at("2027-06-08T18:00")?, at("2027-06-08T19:30")?)?,
/// #     Confidentiality::ConfidentialSafeSpace,
/// # );
/// # let event = Event::draft(Id::new(uuid::Uuid::from_u128(1)), details);
/// let (team, facilitator) = (Id::new(uuid::Uuid::from_u128(2)), Id::new(uuid::Uuid::from_u128(3)));
/// let checked = LineManagementChecked::stated_by(Actor::administrator(team))?;
/// let window = FacilitationWindow::WEEK_BEFORE_TWO_DAYS_AFTER;
/// let now = "2027-05-01T09:00:00Z".parse()?;
/// let granted = Facilitation::grant(&event, facilitator, window, checked, now)?;
///
/// let on_the_day = "2027-06-08T17:00:00Z".parse()?;
/// assert!(granted.access(Actor::facilitator(facilitator), on_the_day).is_ok());
/// assert_eq!(granted.access(Actor::administrator(team), on_the_day), Err(Refusal::NotFound));
/// assert_eq!(granted.access(Actor::facilitator(facilitator), now), Err(Refusal::FacilitationNotOpen));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Facilitation {
    event: Id<Event>,
    person: Id<Person>,
    from: Instant,
    until: Instant,
}

impl Facilitation {
    /// Grants a view of who comes to an event. If the event is moved, a new grant replaces this one.
    ///
    /// Two people are needed: nobody grants it to themselves, or an administrator would have every list.
    ///
    /// # Errors
    ///
    /// [`FacilitationForOneself`](Refusal::FacilitationForOneself),
    /// [`EventCancelled`](Refusal::EventCancelled), and [`FacilitationOver`](Refusal::FacilitationOver) when the
    /// window has passed.
    pub fn grant(
        event: &Event,
        person: Id<Person>,
        window: FacilitationWindow,
        checked: LineManagementChecked,
        now: Instant,
    ) -> Result<Self, Refusal> {
        if checked.by() == person {
            return Err(Refusal::FacilitationForOneself);
        }
        if event.state() == EventState::Cancelled {
            return Err(Refusal::EventCancelled);
        }
        let from = event.schedule().starts_at().plus(-window.before());
        let until = event.schedule().ends_at().plus(window.after());
        if until <= now {
            Err(Refusal::FacilitationOver)
        } else {
            Ok(Self { event: event.id(), person, from, until })
        }
    }

    /// Puts a stored grant together again.
    ///
    /// # Errors
    ///
    /// `dates.reversed` when it does not start before it ends; `facilitation_window.range` when it lasts longer
    /// than any grant can.
    pub fn restore(
        event: Id<Event>,
        person: Id<Person>,
        from: Instant,
        until: Instant,
    ) -> Result<Self, Invalid> {
        if until <= from {
            return Err(Invalid::new(InvalidKind::DatesReversed));
        }
        // An event lasts so long on the wall, and up to a day more or less when the clocks of a zone change.
        let longest = i64::from(Schedule::MAX_DAYS) + 2 * i64::from(FacilitationWindow::MAX_DAYS) + 1;
        if until > from.plus(TimeDelta::days(longest)) {
            return Err(out_of_range());
        }
        Ok(Self { event, person, from, until })
    }

    /// The event whose attendees may be seen.
    pub const fn event(&self) -> Id<Event> {
        self.event
    }

    /// Who may see them.
    pub const fn person(&self) -> Id<Person> {
        self.person
    }

    /// The first instant at which they may be seen.
    pub const fn from(&self) -> Instant {
        self.from
    }

    /// The first instant at which they may no longer be seen.
    pub const fn until(&self) -> Instant {
        self.until
    }

    /// Leave to see who comes, at one instant. Each is for one use, and each use is one entry of the audit.
    ///
    /// # Errors
    ///
    /// [`NotFound`](Refusal::NotFound) for anybody but the person it was granted to, acting as a facilitator;
    /// [`FacilitationNotOpen`](Refusal::FacilitationNotOpen) before the window and
    /// [`FacilitationOver`](Refusal::FacilitationOver) after it.
    pub fn access(&self, actor: Actor, at: Instant) -> Result<AttendeeAccess, Refusal> {
        if actor.role() != Role::Facilitator || !actor.is(self.person) {
            Err(Refusal::NotFound)
        } else if at < self.from {
            Err(Refusal::FacilitationNotOpen)
        } else if at >= self.until {
            Err(Refusal::FacilitationOver)
        } else {
            Ok(AttendeeAccess { event: self.event, facilitator: self.person, at })
        }
    }
}

/// Leave to see who comes to one event, at one instant.
///
/// It is had from [`Facilitation::access`] and in no other way. It is not `Clone` and has no wire form, so that what
/// waits has to ask again. Nobody can make one up:
///
/// ```compile_fail,E0451
/// use bln_core::{AttendeeAccess, Event, Id, Instant, Person};
///
/// fn forge(event: Id<Event>, facilitator: Id<Person>, at: Instant) -> AttendeeAccess {
///     AttendeeAccess { event, facilitator, at }
/// }
/// ```
///
/// And nobody can keep a copy:
///
/// ```compile_fail,E0599
/// fn twice(access: bln_core::AttendeeAccess) -> (bln_core::AttendeeAccess, bln_core::AttendeeAccess) {
///     (access.clone(), access)
/// }
/// ```
#[derive(Debug, PartialEq, Eq)]
#[must_use]
pub struct AttendeeAccess {
    event: Id<Event>,
    facilitator: Id<Person>,
    at: Instant,
}

impl AttendeeAccess {
    /// The event whose attendees may be seen.
    pub const fn event(&self) -> Id<Event> {
        self.event
    }

    /// Who sees them.
    pub const fn facilitator(&self) -> Id<Person> {
        self.facilitator
    }

    /// The instant for which leave was given.
    pub const fn taken_at(&self) -> Instant {
        self.at
    }
}

#[cfg(test)]
mod tests;
