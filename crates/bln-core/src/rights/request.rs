//! A person's request to have a right met.

mod steps;

pub use steps::{Extension, Pause, RequestState};

use chrono::NaiveDate;

use super::{BankHolidays, RefusalGround, ResponseClock, Right};
use crate::{Id, Invalid, InvalidKind, Person, Prose, Refusal};

/// Everything there is to a request, as a store keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RightsRequestParts {
    /// Its own identifier.
    pub id: Id<RightsRequest>,
    /// Who asks.
    pub person: Id<Person>,
    /// Which right.
    pub right: Right,
    /// The day of receipt.
    pub received: NaiveDate,
    /// Where it stands.
    pub state: RequestState,
    /// That there is more time.
    pub extension: Option<Extension>,
    /// The times for which the clock stood still, the earliest first. Only the last may still last.
    pub pauses: Vec<Pause>,
}

/// A person's request to have a right met, with its clock.
///
/// Every step takes the day on which it is taken. Should that be before the last one, because a clock was set back,
/// the step counts as taken on the day of the last.
///
/// ```
/// use bln_core::{BankHolidays, Id, rights::{Right, RightsRequest}};
/// use chrono::NaiveDate;
///
/// let holidays = BankHolidays::england_and_wales()?;
/// let day = |text: &str| text.parse::<NaiveDate>();
/// let (id, person) = (Id::new(uuid::Uuid::from_u128(1)), Id::new(uuid::Uuid::from_u128(17)));
///
/// let request = RightsRequest::receive(id, person, Right::Access, day("2024-09-03")?);
/// assert_eq!(request.due(&holidays), Some(day("2024-10-03")?));
///
/// // While the person is asked which of two people of that name they are, no time passes.
/// let request = request.pause(day("2024-09-10")?)?;
/// assert_eq!(request.due(&holidays), None);
/// let request = request.resume(day("2024-09-14")?)?;
/// assert_eq!(request.due(&holidays), Some(day("2024-10-07")?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RightsRequest(RightsRequestParts);

impl RightsRequest {
    /// A request that has come in.
    pub const fn receive(
        id: Id<RightsRequest>,
        person: Id<Person>,
        right: Right,
        received: NaiveDate,
    ) -> Self {
        Self(RightsRequestParts {
            id,
            person,
            right,
            received,
            state: RequestState::Open,
            extension: None,
            pauses: Vec::new(),
        })
    }

    /// A request as a store kept it.
    ///
    /// # Errors
    ///
    /// `history.impossible` if a step comes before the receipt, before the step it follows or after the answer, or if
    /// the right cannot be refused on the ground.
    pub fn restore(parts: RightsRequestParts) -> Result<Self, Invalid> {
        let closed_on = parts.state.closed_on();
        let in_time = |day: NaiveDate| parts.received <= day && closed_on.is_none_or(|closed| day <= closed);
        let extended = parts.extension.iter().map(|extension| extension.told_on);
        let steps = extended.chain(parts.pauses.iter().map(|pause| pause.asked_on)).chain(closed_on);
        let forward = |pause: &Pause| pause.answered_on.is_none_or(|on| pause.asked_on <= on && in_time(on));
        let after =
            |(before, next): (&Pause, &Pause)| before.answered_on.is_some_and(|on| on <= next.asked_on);
        let ground_fits = match parts.state {
            RequestState::Refused { reason, .. } => reason.applies_to(parts.right),
            RequestState::Open | RequestState::Answered { .. } => true,
        };
        let pauses = parts.pauses.iter().zip(parts.pauses.iter().skip(1)).all(after);
        if steps.into_iter().all(in_time) && parts.pauses.iter().all(forward) && pauses && ground_fits {
            Ok(Self(parts))
        } else {
            Err(Invalid::new(InvalidKind::HistoryImpossible))
        }
    }

    /// The same request with the person who asks named as `name` says: by pseudonym as a store keeps it, or by
    /// identifier as it is read.
    #[must_use]
    pub fn naming(mut self, name: impl Fn(Id<Person>) -> Id<Person>) -> Self {
        self.0.person = name(self.0.person);
        self
    }

    /// Two months more: three in all, from the day of receipt. The person is told within the first month, with the
    /// reason (UK GDPR article 12(3)).
    ///
    /// # Errors
    ///
    /// [`Refusal::RightsRequestClosed`], [`Refusal::RightsRequestExtended`], and [`Refusal::TimeToAnswerOver`] when
    /// `told_on` is after the day on which an answer was due without it.
    pub fn extend(
        &self,
        told_on: NaiveDate,
        reason: Prose<1000>,
        holidays: &BankHolidays,
    ) -> Result<Self, Refusal> {
        self.check_open()?;
        if self.0.extension.is_some() {
            return Err(Refusal::RightsRequestExtended);
        }
        let told_on = told_on.max(self.0.received);
        if self.clock(told_on).due(holidays) < told_on {
            return Err(Refusal::TimeToAnswerOver);
        }
        Ok(self.with(|parts| parts.extension = Some(Extension { told_on, reason })))
    }

    /// The person is asked who they are or what they mean, and the clock stands still until they answer.
    ///
    /// # Errors
    ///
    /// [`Refusal::RightsRequestClosed`], [`Refusal::RightsRequestPaused`], and [`Refusal::TimeToAnswerOver`] when
    /// `asked_on` is after the [last day](ResponseClock::last_day) of the time to answer: what is over cannot stand
    /// still.
    pub fn pause(&self, asked_on: NaiveDate) -> Result<Self, Refusal> {
        self.check_open()?;
        if self.is_paused() {
            return Err(Refusal::RightsRequestPaused);
        }
        let asked_on = asked_on.max(self.last_pause_ended());
        if self.clock(asked_on).last_day() < asked_on {
            return Err(Refusal::TimeToAnswerOver);
        }
        Ok(self.with(|parts| parts.pauses.push(Pause { asked_on, answered_on: None })))
    }

    /// The person has answered, and the clock goes on.
    ///
    /// # Errors
    ///
    /// [`Refusal::RightsRequestClosed`], [`Refusal::RightsRequestNotPaused`].
    pub fn resume(&self, answered_on: NaiveDate) -> Result<Self, Refusal> {
        self.check_open()?;
        if !self.is_paused() {
            return Err(Refusal::RightsRequestNotPaused);
        }
        Ok(self.with(|parts| {
            if let Some(pause) = parts.pauses.last_mut() {
                pause.answered_on = Some(answered_on.max(pause.asked_on));
            }
        }))
    }

    /// What was asked was done, and the person told.
    ///
    /// # Errors
    ///
    /// [`Refusal::RightsRequestClosed`].
    pub fn answer(&self, on: NaiveDate) -> Result<Self, Refusal> {
        self.check_open()?;
        let on = on.max(self.last_step());
        Ok(self.with(|parts| parts.state = RequestState::Answered { on }))
    }

    /// What was asked is not done, and the person told why, and where they can complain (article 12(4)).
    ///
    /// # Errors
    ///
    /// [`Refusal::RightsRequestClosed`]; [`Refusal::GroundNotForRight`] if this right cannot be refused on it.
    pub fn refuse(&self, on: NaiveDate, ground: RefusalGround) -> Result<Self, Refusal> {
        self.check_open()?;
        if !ground.applies_to(self.0.right) {
            return Err(Refusal::GroundNotForRight);
        }
        let on = on.max(self.last_step());
        Ok(self.with(|parts| parts.state = RequestState::Refused { on, reason: ground }))
    }

    /// The day by which an answer is due, or was. `None` while the clock stands still for the person.
    pub fn due(&self, holidays: &BankHolidays) -> Option<NaiveDate> {
        (!self.is_paused()).then(|| self.clock(self.0.received).due(holidays))
    }

    /// Whether it waits for an answer that should have been given before this day.
    pub fn is_overdue(&self, today: NaiveDate, holidays: &BankHolidays) -> bool {
        self.is_open() && self.due(holidays).is_some_and(|due| due < today)
    }

    /// Whether it waits for an answer.
    pub const fn is_open(&self) -> bool {
        matches!(self.0.state, RequestState::Open)
    }

    /// Whether the clock stands still for the person.
    pub fn is_paused(&self) -> bool {
        self.is_open() && self.0.pauses.last().is_some_and(|pause| pause.answered_on.is_none())
    }

    /// Its own identifier.
    pub const fn id(&self) -> Id<RightsRequest> {
        self.0.id
    }

    /// Who asks.
    pub const fn person(&self) -> Id<Person> {
        self.0.person
    }

    /// Which right.
    pub const fn right(&self) -> Right {
        self.0.right
    }

    /// The day of receipt.
    pub const fn received(&self) -> NaiveDate {
        self.0.received
    }

    /// Where it stands.
    pub const fn state(&self) -> RequestState {
        self.0.state
    }

    /// That there is more time.
    pub const fn extension(&self) -> Option<&Extension> {
        self.0.extension.as_ref()
    }

    /// The times for which the clock stood still, the earliest first.
    pub fn pauses(&self) -> &[Pause] {
        &self.0.pauses
    }

    /// Everything there is to it, for a store to keep.
    pub const fn parts(&self) -> &RightsRequestParts {
        &self.0
    }

    /// The clock, of which a pause that lasts has taken the days up to this one.
    fn clock(&self, today: NaiveDate) -> ResponseClock {
        let today = self.0.state.closed_on().unwrap_or(today);
        let paused = self.0.pauses.iter().map(|pause| pause.days(today)).fold(0, u64::saturating_add);
        let clock = ResponseClock::new(self.0.received).paused_for(paused);
        if self.0.extension.is_some() { clock.extended() } else { clock }
    }

    fn check_open(&self) -> Result<(), Refusal> {
        if self.is_open() { Ok(()) } else { Err(Refusal::RightsRequestClosed) }
    }

    /// The day of the last pause's end, or of receipt.
    fn last_pause_ended(&self) -> NaiveDate {
        let ended = self.0.pauses.last().map(|pause| pause.answered_on.unwrap_or(pause.asked_on));
        ended.unwrap_or(self.0.received)
    }

    fn last_step(&self) -> NaiveDate {
        let told = self.0.extension.as_ref().map_or(self.0.received, |extension| extension.told_on);
        told.max(self.last_pause_ended())
    }

    fn with(&self, change: impl FnOnce(&mut RightsRequestParts)) -> Self {
        let mut parts = self.0.clone();
        change(&mut parts);
        Self(parts)
    }
}

#[cfg(test)]
mod tests;
