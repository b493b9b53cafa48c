//! One batch of requests against one view of the seats: what to answer, and what to commit first.

use std::collections::{HashMap, HashSet};

use bln_core::{
    Action, Actor, AuditEntry, BelongingKind, Event, EventState, Facilitation, Id, Instant, Notice,
    NoticeKind, Person, RecordRef, Refusal, Registration, RegistrationState, RegistrationStep, SeatBook,
    SeatCommand, SeatFrame, SeatOutcome, Shortfall, Versioned, admission,
    visibility::{EventFacts, View, event_view, registration_view},
};
use bln_store::{Belongs, Changes, Expected, Receipt, ReceiptKey, SeatQuery, SeatView, Write};

use super::{Ask, DeskAnswer, DeskPorts, DeskRequest, Leaves, Standing, answer};
use crate::{NetworkError, as_read::PersonAsRead, ports::new_id};

/// How many expired offers one batch ends; the next takes the rest.
const DUE: u32 = 256;
/// How many live registrations one round of winding up ends.
const ROUND: u32 = 500;

/// The steps of registrations that are to be another's, as they are stored.
pub(super) type Histories = HashMap<Id<Person>, Vec<RegistrationStep>>;

pub(super) struct Plan {
    pub(super) answers: Vec<Result<DeskAnswer, NetworkError>>,
    /// Which of the answers hold only once the changes are committed.
    pub(super) decided: Vec<bool>,
    /// What to commit; `None` when nothing changed.
    pub(super) changes: Option<Changes>,
}

/// How many places a batch can set free at most, so many waiters are needed from each list.
pub(super) fn heads_for(requests: &[DeskRequest]) -> u32 {
    let freed = requests.iter().map(|request| match &request.ask {
        Ask::Seat(SeatCommand::Cancel { .. } | SeatCommand::Decline { .. } | SeatCommand::Remove { .. })
        | Ask::Transfer { .. } => 1,
        Ask::Seat(SeatCommand::Resize { .. }) | Ask::Change { .. } => 64,
        Ask::Seat(SeatCommand::ExpireDue) => DUE,
        _ => 0,
    });
    freed.sum::<u32>().saturating_add(2)
}

pub(super) fn query(event: Id<Event>, requests: &[DeskRequest], heads: u32, now: Instant) -> SeatQuery {
    let given_up = requests.iter().filter_map(|request| match request.ask {
        Ask::Transfer { from, .. } => Some(from),
        _ => None,
    });
    let mut people: Vec<_> =
        requests.iter().filter_map(|request| request.ask.person()).chain(given_up).collect();
    people.sort_unstable();
    people.dedup();
    let live_limit = requests.iter().map(|request| match request.ask {
        Ask::Wind(_) => ROUND,
        // Everybody must be told, in the commit that changes the event.
        Ask::Change { .. } => u32::MAX,
        Ask::Seat(_) | Ask::WalkUp { .. } | Ask::Transfer { .. } => 0,
    });
    SeatQuery {
        event,
        people,
        receipts: requests.iter().filter_map(|r| r.receipt.as_ref().map(|(key, _)| key.clone())).collect(),
        heads,
        due: now,
        due_limit: DUE,
        live_limit: live_limit.max().unwrap_or(0),
    }
}

/// Turns the answers that a failed commit would have made true into its error.
pub(super) fn failed(
    answers: Vec<Result<DeskAnswer, NetworkError>>,
    decided: &[bool],
    error: &NetworkError,
) -> Vec<Result<DeskAnswer, NetworkError>> {
    let answer = |(answer, decided): (_, &bool)| if *decided { Err(error.clone()) } else { answer };
    answers.into_iter().zip(decided).map(answer).collect()
}

impl Ask {
    fn person(&self) -> Option<Id<Person>> {
        match self {
            Ask::Seat(command) => person_of(*command),
            Ask::WalkUp { person, .. } | Ask::Transfer { to: person, .. } => Some(*person),
            Ask::Change { .. } | Ask::Wind(_) => None,
        }
    }
}

const fn person_of(command: SeatCommand) -> Option<Id<Person>> {
    match command {
        SeatCommand::Register { person, .. }
        | SeatCommand::Cancel { person }
        | SeatCommand::Accept { person }
        | SeatCommand::Decline { person }
        | SeatCommand::CheckIn { person }
        | SeatCommand::WalkUp { person, .. }
        | SeatCommand::Remove { person } => Some(person),
        SeatCommand::ExpireDue | SeatCommand::Resize { .. } | SeatCommand::Close | SeatCommand::Settle => {
            None
        }
    }
}

/// What is known while a batch is decided.
struct Sitting<'a> {
    ports: &'a DeskPorts,
    now: Instant,
    event: &'a Event,
    book: SeatBook,
    /// The version of the seats that the book was opened on.
    seats: bln_core::Version,
    belongs: HashMap<Id<Person>, Belongs>,
    receipts: HashMap<ReceiptKey, Receipt>,
    leaves: Leaves,
    live_beyond: u32,
    histories: &'a Histories,
    /// The records that are not any more as they were read.
    moved: &'a HashSet<PersonAsRead>,
    /// Whose registrations went to whom.
    transferred: Vec<(Id<Person>, Id<Person>)>,
    new_receipts: Vec<Receipt>,
    audit: Vec<AuditEntry>,
    pins: Vec<(RecordRef, bln_core::Version)>,
    changed_event: Option<Event>,
}

impl Plan {
    pub(super) fn make(
        ports: &DeskPorts,
        view: SeatView,
        leaves: Leaves,
        histories: &Histories,
        moved: &HashSet<PersonAsRead>,
        requests: &[DeskRequest],
        now: Instant,
    ) -> Result<Self, Shortfall> {
        let SeatView { event, seats, registrations, reach, belongs, receipts, live_beyond } = view;
        let seats_version = seats.version;
        let mut book = SeatBook::open(seats, SeatFrame::of(&event.record, ports.offer_window));
        for (choice, reach) in reach {
            book.loaded_waiting(choice, reach);
        }
        let mut due = false;
        for registration in registrations {
            due |= registration.record.state().expires().is_some_and(|expires| expires <= now);
            book.load(registration);
        }
        let mut sitting = Sitting {
            ports,
            now,
            event: &event.record,
            book,
            seats: seats_version,
            belongs: belongs.into_iter().map(|belongs| (belongs.person, belongs)).collect(),
            receipts: receipts.into_iter().map(|receipt| (receipt.key.clone(), receipt)).collect(),
            leaves,
            live_beyond,
            histories,
            moved,
            transferred: Vec::new(),
            new_receipts: Vec::new(),
            audit: Vec::new(),
            pins: Vec::new(),
            changed_event: None,
        };
        if due && sitting.book.apply(SeatCommand::ExpireDue, now).is_ok() {
            // What has expired is ended by whoever comes next, before anything else is decided.
            let actor = requests.first().map_or(Actor::public(), |request| request.actor);
            sitting.record(actor, Action::ExpireOffer, RecordRef::Seats(event.record.id()));
        }
        let (answers, decided): (Vec<_>, Vec<_>) =
            requests.iter().map(|request| sitting.decide(request, event.version)).unzip();
        let changes = sitting.changes(event.version)?;
        Ok(Self { answers, decided, changes })
    }
}

impl Sitting<'_> {
    /// Decides one request: the answer, and whether it holds only after the commit.
    fn decide(
        &mut self,
        request: &DeskRequest,
        version: bln_core::Version,
    ) -> (Result<DeskAnswer, NetworkError>, bool) {
        if let Err(refusal) = self.may_ask(request) {
            return (Err(refusal.into()), false);
        }
        if request.relies_on.is_some_and(|as_read| self.moved.contains(&as_read)) {
            return (Err(NetworkError::Changed), false);
        }
        if let Some((key, fingerprint)) = &request.receipt
            && let Some(receipt) = self.receipts.get(key)
        {
            // Answered before: in an earlier batch, or a moment ago in this one.
            let fresh = self.new_receipts.iter().any(|new| new.key == *key);
            return if receipt.fingerprint != *fingerprint {
                (Err(Refusal::KeyUsedForAnotherRequest.into()), false)
            } else if let Some(outcome) = answer::from_text(&receipt.answer) {
                (Ok(DeskAnswer::Seat(outcome)), fresh)
            } else {
                (Err(NetworkError::Failed { code: "receipt.unreadable" }), false)
            };
        }
        match self.try_decide(request, version) {
            Ok(answer) => (Ok(answer), true),
            Err(error) => (Err(self.as_told(request, error)), false),
        }
    }

    /// Whether the actor may ask this about that person, before anything is told: not even that it was asked before.
    fn may_ask(&self, request: &DeskRequest) -> Result<(), Refusal> {
        let Some(person) = request.ask.person() else { return Ok(()) };
        match request.standing {
            Standing::Network => Ok(()),
            Standing::Seen => match registration_view(request.actor, person, self.event.confidentiality()) {
                View::Full => Ok(()),
                View::Entry | View::Outline | View::Hidden => Err(Refusal::NotFound),
            },
            Standing::Door => {
                let leave = self.leave_of(request).map(|leave| &leave.record);
                admission::door(self.event, request.actor, leave, self.now)
            }
        }
    }

    /// The leave to see who comes that a request at the door is made by.
    fn leave_of(&self, request: &DeskRequest) -> Option<&Versioned<Facilitation>> {
        request.actor.person().and_then(|person| self.leaves.get(&person))
    }

    /// What is not theirs to see is not there: whoever may not see the event, and is not on its list, is not told why
    /// they were refused.
    fn as_told(&self, request: &DeskRequest, error: NetworkError) -> NetworkError {
        let (Some(person), NetworkError::Refused(_)) = (request.ask.person(), &error) else { return error };
        if self.book.registration(person).is_some() {
            return error;
        }
        let asker = self.active(person).ok().flatten().filter(|_| request.actor.is(person));
        match event_view(request.actor, asker, EventFacts::of(self.event)) {
            View::Hidden => Refusal::NotFound.into(),
            _ => error,
        }
    }

    fn try_decide(
        &mut self,
        request: &DeskRequest,
        version: bln_core::Version,
    ) -> Result<DeskAnswer, NetworkError> {
        let event = self.event.id();
        let mut subject = RecordRef::Seats(event);
        let command = match &request.ask {
            Ask::Seat(command) => {
                if let SeatCommand::Register { person, .. } = command {
                    let active = self.active(*person)?;
                    admission::registration(self.event, active, self.now)?;
                }
                *command
            }
            Ask::WalkUp { person, mode } => {
                let active = self.active(*person)?;
                admission::walk_up(self.event, active)?;
                let id = new_id(&*self.ports.ids, self.now);
                SeatCommand::WalkUp { person: *person, mode: *mode, id }
            }
            Ask::Transfer { from, to } => {
                let history = self.histories.get(from).map_or(&[][..], Vec::as_slice);
                self.book.transfer(*from, *to, history, self.now);
                self.transferred.push((*from, *to));
                self.record(request.actor, request.action, RecordRef::Registration { event, person: *to });
                return Ok(DeskAnswer::Seat(SeatOutcome::Done));
            }
            Ask::Change { event, expected, places } => {
                if *expected != version || self.changed_event.is_some() {
                    return Err(NetworkError::Changed);
                }
                if let Some(places) = *places {
                    self.book.apply(SeatCommand::Resize { places }, self.now)?;
                }
                self.record(request.actor, request.action, RecordRef::Event(event.id()));
                self.changed_event = Some((**event).clone());
                return Ok(DeskAnswer::Seat(SeatOutcome::Done));
            }
            Ask::Wind(command) => *command,
        };
        let outcome = self.book.apply(command, self.now)?;
        let relied_on = request.relies_on.into_iter().flat_map(PersonAsRead::pins);
        self.pins.extend(relied_on.map(|pin| (pin.record, pin.version)));
        if let Some(person) = person_of(command) {
            subject = RecordRef::Registration { event, person };
            let leave = self.leave_of(request).filter(|_| request.standing == Standing::Door);
            if let Some((person, version)) = leave.map(|leave| (leave.record.person(), leave.version)) {
                self.pins.push((RecordRef::Facilitation { event, person }, version));
            }
            if let Some(membership) = self.belongs.get(&person).and_then(|belongs| belongs.membership)
                && matches!(command, SeatCommand::Register { .. } | SeatCommand::WalkUp { .. })
            {
                self.pins.push((RecordRef::Membership(person), membership));
            }
        }
        if let Some((key, fingerprint)) = &request.receipt {
            let receipt = Receipt {
                key: key.clone(),
                fingerprint: *fingerprint,
                record: subject.clone(),
                answer: answer::to_text(outcome),
                at: self.now,
            };
            self.receipts.insert(key.clone(), receipt.clone());
            self.new_receipts.push(receipt);
        }
        self.record(request.actor, request.action, subject);
        Ok(match request.ask {
            Ask::Wind(_) => DeskAnswer::Left(self.live_beyond),
            _ => DeskAnswer::Seat(outcome),
        })
    }

    fn active(&self, person: Id<Person>) -> Result<Option<BelongingKind>, Refusal> {
        self.belongs.get(&person).map(|belongs| belongs.active).ok_or(Refusal::NotFound)
    }

    fn record(&mut self, actor: Actor, action: Action, subject: RecordRef) {
        let id = new_id(&*self.ports.ids, self.now);
        self.audit.push(AuditEntry::new(id, self.now, actor, action, subject));
    }

    fn changes(self, version: bln_core::Version) -> Result<Option<Changes>, Shortfall> {
        let Self { ports, now, event, book, seats, histories, transferred, new_receipts, .. } = self;
        let (audit, pins, changed_event) = (self.audit, self.pins, self.changed_event);
        // What somebody was told before is not told again because their record has another name.
        let told_before = |person, step: &RegistrationStep| {
            let from = transferred.iter().filter(|(_, to)| *to == person);
            let mut histories = from.filter_map(|(from, _)| histories.get(from));
            histories.any(|history| history.contains(step))
        };
        let told: Vec<_> = match &changed_event {
            Some(changed) if changed.revision() != event.revision() => {
                book.registrations().filter(|r| r.state().is_live()).map(Registration::person).collect()
            }
            _ => Vec::new(),
        };
        let seat_changes = book.finish()?;
        let mut audit = audit.into_iter();
        let Some(first) = audit.next() else { return Ok(None) };
        let mut changes = audit.fold(Changes::new(first), Changes::audited);
        changes = match changed_event {
            Some(changed) => changes.write(Write::Event(changed, Expected::At(version))),
            None => changes.pin(RecordRef::Event(event.id()), version),
        };
        for person in told {
            let notice = Notice::new(new_id(&*ports.ids, now), person, NoticeKind::EventChanged, now);
            changes = changes.notify(notice.about(event.id()));
        }
        changes = pins.into_iter().fold(changes, |changes, (record, version)| changes.pin(record, version));
        changes = match seat_changes.seats {
            Some(changed) => changes.write(Write::Seats(changed.record, Expected::At(changed.version))),
            // Nobody registers between the reading and the commit without being seen here.
            None => changes.pin(RecordRef::Seats(event.id()), seats),
        };
        for removed in seat_changes.removed {
            changes = changes.write(Write::RemoveRegistration(removed));
        }
        for change in seat_changes.registrations {
            let person = change.registration.person();
            for step in &change.steps {
                if let Some(kind) =
                    notice_of(step.state, event.state()).filter(|_| !told_before(person, step))
                {
                    let id = new_id(&*ports.ids, now);
                    changes = changes.notify(Notice::new(id, person, kind, step.at).about(event.id()));
                }
            }
            changes = changes.write(Write::Registration(change));
        }
        Ok(Some(new_receipts.into_iter().fold(changes, Changes::answered)))
    }
}

/// What a person is told when their registration reaches a state.
const fn notice_of(state: RegistrationState, event: EventState) -> Option<NoticeKind> {
    match state {
        RegistrationState::Cancelled if matches!(event, EventState::Cancelled) => {
            Some(NoticeKind::EventCancelled)
        }
        RegistrationState::Confirmed { .. } => Some(NoticeKind::PlaceConfirmed),
        RegistrationState::Waiting => Some(NoticeKind::PlaceOnWaitingList),
        RegistrationState::Offered { .. } => Some(NoticeKind::PlaceOffered),
        RegistrationState::Expired => Some(NoticeKind::OfferEnded),
        RegistrationState::Cancelled => Some(NoticeKind::RegistrationCancelled),
        RegistrationState::Declined
        | RegistrationState::Attended { .. }
        | RegistrationState::DidNotAttend { .. } => None,
    }
}
