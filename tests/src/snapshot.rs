//! Everything a store can be asked, read once: two stores that are the same give the same.

use std::collections::BTreeMap;

use bln_core::{
    Event, Id, Instant, Organisation, Person, Registration, RegistrationStep, Seats, Versioned, Wording,
};
use bln_store::{
    AuditRecord, EventCursor, NoticeRecord, Page, PageSize, PersonRecord, Receipt, ReceiptKey, SeatQuery,
    SeatView, Store,
};

/// What is in a store.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    wordings: Vec<Wording>,
    organisations: Vec<Versioned<Organisation>>,
    people: Vec<PersonRecord>,
    found: Vec<Id<Person>>,
    events: Vec<Versioned<Event>>,
    seats: Vec<Option<Versioned<Seats>>>,
    registrations: Vec<(Versioned<Registration>, Vec<RegistrationStep>)>,
    by_person: Vec<(Id<Person>, Versioned<Registration>)>,
    views: Vec<Option<SeatView>>,
    due: Vec<Id<Event>>,
    audit: Vec<AuditRecord>,
    outbox: Vec<NoticeRecord>,
    receipts: Vec<Option<Receipt>>,
}

/// Reads every page of a list. The page is written where it is used: a closure cannot lend its store to a future.
macro_rules! every {
    ($ask:expr) => {{
        let (mut items, mut after) = (Vec::new(), None);
        loop {
            let Page { items: more, next } = $ask(after).await.unwrap();
            items.extend(more);
            after = next;
            if after.is_none() {
                break items;
            }
        }
    }};
}

impl Snapshot {
    /// Reads a store page by page, with pages small enough to need several; the receipts of these keys.
    pub async fn of(store: &dyn Store, now: Instant, keys: &[ReceiptKey]) -> Self {
        let size = PageSize::new(7).unwrap();
        let people = every!(|after| store.person_page(after, size));
        let who: Vec<Id<Person>> = people.iter().map(|record| record.person.record.id()).collect();
        let found = every!(|after| store.person_search("samp", after, size));
        let events: Vec<Versioned<Event>> =
            every!(|after: Option<EventCursor>| store.event_page(after, size));
        let (mut seats, mut registrations, mut views) = (Vec::new(), Vec::new(), Vec::new());
        for event in events.iter().map(|stored| stored.record.id()) {
            seats.push(store.seats(event).await.unwrap());
            for stored in every!(|after| store.registration_page(event, after, size)) {
                let person = stored.record.person();
                assert_eq!(store.registration(event, person).await.unwrap().as_ref(), Some(&stored));
                let history = store.registration_history(event, person).await.unwrap();
                registrations.push((stored, history));
            }
            views.push(view(store, event, now, &who, keys).await);
        }
        let mut by_person = Vec::new();
        for person in &who {
            let theirs = every!(|after| store.person_registrations(*person, after, size));
            by_person.extend(theirs.into_iter().map(|stored| (*person, stored)));
        }
        let mut receipts = Vec::new();
        for key in keys {
            receipts.push(store.receipt(key).await.unwrap());
        }
        Self {
            wordings: store.wordings().await.unwrap(),
            organisations: every!(|after| store.organisation_page(after, size)),
            people,
            found: found.iter().map(|record| record.person.record.id()).collect(),
            events,
            seats,
            registrations,
            by_person,
            views,
            due: every!(|after| store.events_with_due_offers(now, after, size)),
            audit: every!(|after| store.audit_page(after, size)),
            outbox: every!(|after| store.outbox_page(after, size)),
            receipts,
        }
    }

    /// How often a registration came into each state.
    pub fn states(&self) -> BTreeMap<&'static str, usize> {
        let mut states = BTreeMap::new();
        for step in self.registrations.iter().flat_map(|(_, history)| history) {
            *states.entry(step.state.name()).or_default() += 1;
        }
        states
    }
}

/// What a desk would read, in one order: the contract leaves the order open and lets records come twice.
async fn view(
    store: &dyn Store,
    event: Id<Event>,
    now: Instant,
    people: &[Id<Person>],
    keys: &[ReceiptKey],
) -> Option<SeatView> {
    let query = SeatQuery {
        event,
        people: people.iter().copied().step_by(2).collect(),
        receipts: keys.to_vec(),
        heads: 2,
        due: now,
        due_limit: 2,
        live_limit: 3,
    };
    let mut view = store.seat_view(query).await.unwrap()?;
    view.registrations.sort_by_key(|stored| stored.record.sequence());
    view.registrations.dedup();
    view.belongs.sort_by_key(|belongs| belongs.person);
    view.receipts.sort_by(|one, other| one.key.cmp(&other.key));
    // No more than zero or not is promised.
    view.live_beyond = view.live_beyond.min(1);
    Some(view)
}
