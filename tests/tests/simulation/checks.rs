//! What must be true in the end: seats, registrations, audit, notices and receipts tell one story.

use std::collections::BTreeMap;

use bln_core::{Action, NoticeKind, RecordRef, RegistrationState};
use bln_store::{PageSize, Store};
use bln_tests::Written;

use crate::request::{Ask, Known, Request};

/// What is wrong, once everybody was answered.
pub(crate) async fn faults(store: &dyn Store, known: &Known, requests: &[Request]) -> Vec<String> {
    let (written, mut faults) = (Written::of(store).await, Vec::new());
    let mut effects: BTreeMap<RecordRef, usize> = BTreeMap::new();
    for request in requests.iter().filter(|request| request.is_keyed()) {
        let Some(receipt) = store.receipt(&request.receipt(known)).await.unwrap() else { continue };
        *effects.entry(receipt.record.clone()).or_default() += 1;
    }
    // Each receipt has its one entry, and each entry its receipt.
    let counted = |action: Action, subject: &RecordRef| written.done(action, subject).count();
    let asked = requests.iter().filter_map(|request| match request.ask {
        Ask::Register { event, person } => {
            let (event, person) = (known.events[event], known.people[person]);
            Some(RecordRef::Registration { event, person })
        }
        _ => None,
    });
    let mut subjects: Vec<_> = asked.chain(effects.keys().cloned()).collect();
    subjects.sort();
    subjects.dedup();
    for subject in &subjects {
        let receipts = effects.get(subject).copied().unwrap_or(0);
        let action = match subject {
            RecordRef::Registration { .. } => Action::Register,
            _ => Action::JoinAsAlly,
        };
        let entries = counted(action, subject);
        if receipts != entries {
            faults.push(format!("{receipts} receipts and {entries} entries for {}", action.name()));
        }
        if let RecordRef::Person(person) = subject {
            let welcomed = written.outbox.iter().filter(|notice| notice.recipient() == *person).count();
            if welcomed != 1 {
                faults.push(format!("somebody was welcomed {welcomed} times"));
            }
        }
    }
    for event in &known.events {
        let seats = store.seats(*event).await.unwrap().unwrap().record;
        let (mut registered, mut told) = (0, BTreeMap::<_, i64>::new());
        let page = store.registration_page(*event, None, PageSize::MAX).await.unwrap();
        for person in page.items.iter().map(|stored| stored.record.person()) {
            registered += counted(Action::Register, &RecordRef::Registration { event: *event, person });
            for step in store.registration_history(*event, person).await.unwrap() {
                if let Some(kind) = kind_of(step.state) {
                    *told.entry((person, kind)).or_default() += 1;
                }
            }
        }
        // Every number that was drawn was drawn by a registration, and each of those was entered.
        if seats.last_sequence().number() != u64::try_from(registered).unwrap() {
            faults.push(format!("{registered} registrations drew {} numbers", seats.last_sequence()));
        }
        for notice in written.outbox.iter().filter(|notice| notice.event() == Some(*event)) {
            let kind = match notice.kind() {
                NoticeKind::EventCancelled => NoticeKind::RegistrationCancelled,
                kind => kind,
            };
            *told.entry((notice.recipient(), kind)).or_default() -= 1;
        }
        told.retain(|_, difference| *difference != 0);
        for ((_, kind), difference) in told {
            faults.push(format!("{difference} more steps than notices of {}", kind.name()));
        }
    }
    faults
}

/// What a person is told of a step.
const fn kind_of(state: RegistrationState) -> Option<NoticeKind> {
    match state {
        RegistrationState::Confirmed { .. } => Some(NoticeKind::PlaceConfirmed),
        RegistrationState::Waiting => Some(NoticeKind::PlaceOnWaitingList),
        RegistrationState::Offered { .. } => Some(NoticeKind::PlaceOffered),
        RegistrationState::Expired => Some(NoticeKind::OfferEnded),
        RegistrationState::Cancelled => Some(NoticeKind::RegistrationCancelled),
        _ => None,
    }
}
