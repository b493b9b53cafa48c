//! A small network in memory, with a clock that is set by hand and identifiers that count.

#![allow(dead_code, reason = "each test file uses its part")]

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU64, Ordering},
};

use bln_core::{
    Actor, Affiliation, Application, Audience, BelongingKind, Confidentiality, ConsentMethod, EmailAddress,
    EmailAddresses, Employer, Event, EventDetails, EventKind, Id, Instant, JoiningLink, Line, Link,
    LocalTime, ModeChoice, Modes, NetworkProfile, Person, PersonDetails, PersonName, Pillar, Pillars, Places,
    PlacesByMode, PlannedEvent, RegistrationRequest, Schedule, TimeZone, WordingRef,
};
use bln_service::{Clock, IdSource, Network, NetworkError, Placement};
use bln_store::{IdempotencyKey, MemoryStore, Store};
use chrono::TimeDelta;
use uuid::Uuid;

#[derive(Debug)]
pub(crate) struct HandClock(Mutex<Instant>);

impl HandClock {
    pub(crate) fn set(&self, at: &str) {
        *self.0.lock().unwrap() = at.parse().unwrap();
    }

    pub(crate) fn pass(&self, by: TimeDelta) {
        let mut now = self.0.lock().unwrap();
        *now = now.plus(by);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Instant {
        *self.0.lock().unwrap()
    }
}

#[derive(Debug, Default)]
pub(crate) struct CountingIds(AtomicU64);

impl IdSource for CountingIds {
    fn next(&self, _now: Instant) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::Relaxed)) << 16)
    }
}

pub(crate) struct World {
    pub(crate) network: Network,
    pub(crate) clock: Arc<HandClock>,
    pub(crate) store: Arc<dyn Store>,
    keys: AtomicU64,
}

pub(crate) fn admin() -> Actor {
    Actor::administrator(Id::new(Uuid::from_u128(u128::MAX)))
}

impl World {
    /// A network on 1 March 2027, nine in the morning.
    pub(crate) async fn new() -> Self {
        Self::on(Arc::new(MemoryStore::new())).await
    }

    pub(crate) async fn on(store: Arc<dyn Store>) -> Self {
        let clock = Arc::new(HandClock(Mutex::new("2027-03-01T09:00:00Z".parse().unwrap())));
        let ids = Arc::new(CountingIds(AtomicU64::new(1)));
        let profile = NetworkProfile::bln().unwrap();
        let port: Arc<dyn Clock> = Arc::<HandClock>::clone(&clock);
        let network = Network::open(Arc::clone(&store), profile, port, ids).await.unwrap();
        Self { network, clock, store, keys: AtomicU64::new(0) }
    }

    pub(crate) fn key(&self) -> IdempotencyKey {
        IdempotencyKey::parse(format!("test-key-{}", self.keys.fetch_add(1, Ordering::Relaxed))).unwrap()
    }

    pub(crate) fn wording(&self, name: &str) -> WordingRef {
        WordingRef::parse(&format!("{name}@1")).unwrap()
    }

    pub(crate) fn application(&self, n: u32, joining_as: BelongingKind) -> Application {
        let declaration = match joining_as {
            BelongingKind::Member => bln_core::WordingPurpose::MemberDeclaration,
            BelongingKind::Ally => bln_core::WordingPurpose::AllyStatement,
        };
        let find = |purpose| {
            self.network.profile().wordings().iter().find(|w| w.purpose == purpose).unwrap().reference.clone()
        };
        Application {
            details: details(n),
            joining_as,
            declaration: find(declaration),
            privacy_notice: find(bln_core::WordingPurpose::PrivacyNotice),
            consents: Vec::new(),
            method: ConsentMethod::Web,
        }
    }

    /// An active member.
    pub(crate) async fn member(&self, n: u32) -> Id<Person> {
        let application = self.application(n, BelongingKind::Member);
        let person = self.network.apply(Actor::public(), application, self.key()).await.unwrap();
        self.network.approve(admin(), person).await.unwrap();
        person
    }

    /// An active ally.
    pub(crate) async fn ally(&self, n: u32) -> Id<Person> {
        let application = self.application(n, BelongingKind::Ally);
        self.network.apply(Actor::public(), application, self.key()).await.unwrap()
    }

    /// A published event on 1 May 2027, two hours from six in the evening.
    pub(crate) async fn event(&self, audience: Audience, places: PlacesByMode) -> Id<Event> {
        let plan = PlannedEvent { details: event_details(audience, places.modes()), places, repeats: None };
        let created = self.network.create_event(admin(), plan, self.key()).await.unwrap();
        self.network.publish_event(admin(), created.events[0]).await.unwrap();
        created.events[0]
    }

    pub(crate) async fn register(
        &self,
        event: Id<Event>,
        person: Id<Person>,
    ) -> Result<Placement, NetworkError> {
        let request = RegistrationRequest { event, person, choice: ModeChoice::Either };
        self.network.register(Actor::participant(person), request, self.key()).await
    }

    pub(crate) async fn state(&self, event: Id<Event>, person: Id<Person>) -> &'static str {
        let registration = self.store.registration(event, person).await.unwrap();
        registration.map_or("none", |stored| stored.record.state().name())
    }

    /// Checks what every test of the verbs must leave behind.
    pub(crate) async fn sound(&self) {
        assert_eq!(self.network.verify(admin()).await.unwrap(), vec![]);
    }
}

pub(crate) fn details(n: u32) -> PersonDetails {
    let email = EmailAddress::parse(format!("sample.person.{n}@example.org")).unwrap();
    PersonDetails::new(
        PersonName::parse(format!("Sample Person {n}")).unwrap(),
        EmailAddresses::new([email]).unwrap(),
    )
    .with_affiliations(vec![Affiliation::new(
        Employer::Unlisted(Line::parse("A sample employer").unwrap()),
        "2020-01-01".parse().unwrap(),
    )])
    .unwrap()
}

pub(crate) fn event_details(audience: Audience, modes: Modes) -> EventDetails {
    event_under(Confidentiality::Open, audience, modes)
}

pub(crate) fn event_under(rule: Confidentiality, audience: Audience, modes: Modes) -> EventDetails {
    let london = |text| LocalTime::parse(text, TimeZone::LONDON).unwrap();
    let schedule = Schedule::new(london("2027-05-01T18:00"), london("2027-05-01T20:00")).unwrap();
    EventDetails::new(
        Line::parse("A sample event").unwrap(),
        EventKind::NetworkMeeting,
        Pillars::new([Pillar::DirectedAction]).unwrap(),
        audience,
        modes,
        schedule,
        rule,
    )
    .with_joining_link(JoiningLink::new(Link::parse("https://meet.example.org/sample").unwrap()))
}

pub(crate) fn places(in_person: u32) -> PlacesByMode {
    PlacesByMode::in_person(Places::new(in_person).unwrap())
}
