//! A network on which verbs are given up, and what each has left behind.

use std::sync::Arc;

use bln_core::{
    Actor, Audience, ConsentAnswer, ConsentMethod, ConsentRequest, Event, Id, Person, PurposeCode, RecordRef,
};
use bln_store::{IdempotencyKey, Position, ReceiptKey, Store};
use bln_tests::{World, Written, admin, all_tasks_ended, places, wording};

/// What one request is about: somebody, an event with one place, and a key.
#[derive(Debug, Clone)]
pub(crate) struct Subject {
    pub(crate) number: u32,
    pub(crate) person: Id<Person>,
    /// Somebody else, who came first where somebody must.
    pub(crate) other: Id<Person>,
    pub(crate) event: Id<Event>,
    pub(crate) key: IdempotencyKey,
}

/// What a request has left behind: the records as they stand, and what was written since it was prepared. No
/// identifier and no time is in it, so that it can be compared with that of another request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) records: String,
    pub(crate) log: Vec<String>,
}

/// A network on which verbs are given up.
pub(crate) struct Ground {
    pub(crate) world: World,
    bystander: Id<Person>,
    subjects: u32,
    since: [u64; 2],
    asked: bool,
}

impl Ground {
    pub(crate) async fn on(store: Arc<dyn Store>) -> Self {
        let world = World::on(store).await;
        let bystander = world.ally(9_999).await;
        Self { world, bystander, subjects: 0, since: [0; 2], asked: false }
    }

    /// Two allies and a published event.
    pub(crate) async fn subject(&mut self) -> Subject {
        self.world.clock.set("2027-03-01T09:00:00Z");
        self.subjects += 1;
        let number = self.subjects;
        let (person, other) = (self.world.ally(number * 2).await, self.world.ally(number * 2 + 1).await);
        let event = self.world.event(Audience::MembersAndAllies, places(1)).await;
        Subject { number, person, other, event, key: self.world.key() }
    }

    /// What is written from now on is counted.
    pub(crate) async fn begin(&mut self) {
        let written = self.written().await;
        for (since, more) in self.since.iter_mut().zip([written.audit.len(), written.outbox.len()]) {
            *since += u64::try_from(more).unwrap();
        }
    }

    async fn written(&self) -> Written {
        let [audit, outbox] = self.since.map(|since| (since > 0).then_some(Position(since)));
        Written::after(&*self.world.store, audit, outbox).await
    }

    /// Waits until nothing that was given up is still under way: no desk works any more, and the store, which
    /// commits in the order of arrival, has kept what came last. It also shows that it goes on.
    pub(crate) async fn settle(&mut self) {
        all_tasks_ended().await;
        let network = &self.world.network;
        self.asked = !self.asked;
        let answer = match self.asked {
            true => ConsentAnswer::Given(wording("bulletin-consent")),
            false => ConsentAnswer::Withdrawn,
        };
        let (purpose, method) = (PurposeCode::Bulletin, ConsentMethod::Web);
        let request = ConsentRequest { person: self.bystander, purpose, answer, method };
        network.answer_consent(Actor::participant(self.bystander), request).await.unwrap();
    }

    /// What a request has left behind.
    pub(crate) async fn mark(&self, subject: &Subject) -> Mark {
        let (store, mut records) = (&*self.world.store, Vec::new());
        for who in [subject.person, subject.other] {
            let stored = store.person(who).await.unwrap().unwrap();
            records.push(format!(
                "{:?} {:?} {:?}",
                stored.person.version,
                stored
                    .membership
                    .map(|membership| (membership.version, membership.record.current().standing())),
                stored.consent.map(|consent| consent.version),
            ));
            let place = store.registration(subject.event, who).await.unwrap();
            let place =
                place.map(|stored| (stored.version, stored.record.state().name(), stored.record.steps()));
            let steps = store.registration_history(subject.event, who).await.unwrap().len();
            records.push(format!("{place:?} {steps}"));
        }
        let event = store.event(subject.event).await.unwrap().unwrap();
        let seats = store.seats(subject.event).await.unwrap().unwrap();
        let pool = seats.record.pool(bln_core::Mode::InPerson);
        let state = (event.version, event.record.state(), event.record.revision());
        records.push(format!("{state:?} {:?} {pool:?} {:?}", seats.version, seats.record.waiting()));
        for actor in [None, Some(subject.person), admin().person()] {
            let receipt = store.receipt(&ReceiptKey { actor, key: subject.key.clone() }).await.unwrap();
            if let Some(receipt) = receipt {
                records.push(format!("{} {}", receipt.answer, self.made(&receipt.record).await));
            }
        }
        let written = self.written().await;
        let own = |record: &RecordRef| *record != RecordRef::Consent(self.bystander);
        let audit = written.audit.iter().filter(|entry| own(entry.subject()));
        let mut log: Vec<_> = audit.map(|entry| entry.action().name().to_owned()).collect();
        log.extend(written.outbox.iter().map(|notice| notice.kind().name().to_owned()));
        Mark { records: records.join("\n"), log }
    }

    /// What is there of a record that a request made.
    async fn made(&self, record: &RecordRef) -> String {
        let store = &*self.world.store;
        match record {
            RecordRef::Person(id) => {
                let stored = store.person(*id).await.unwrap();
                format!("{:?}", stored.map(|stored| stored.membership.map(|membership| membership.version)))
            }
            RecordRef::Event(id) => {
                let (event, seats) = (store.event(*id).await.unwrap(), store.seats(*id).await.unwrap());
                format!("{} {}", event.is_some(), seats.is_some())
            }
            _ => record.kind().to_owned(),
        }
    }
}
