//! A small network with a clock that is set by hand.

use std::{
    ops::RangeInclusive,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use bln_core::{
    Action, Actor, Affiliation, Application, Audience, AuditEntry, Belonging, BelongingKind, Confidentiality,
    ConsentMethod, Declaration, EmailAddress, EmailAddresses, Employer, Event, EventDetails, EventKind, Id,
    JoiningLink, Line, Link, LocalTime, Membership, ModeChoice, Modes, NetworkProfile, Person, PersonDetails,
    PersonName, Pillar, Pillars, Places, PlacesByMode, PlannedEvent, RecordRef, RegistrationRequest,
    Schedule, TimeZone, WordingRef,
};
use bln_service::{Clock, IdSource, Network, NetworkError, Placement, Ports};
use bln_store::{Changes, Expected, IdempotencyKey, Store, Write};
use uuid::Uuid;

use crate::{CountingIds, HandClock, SeededSecrets, sample_keys};

/// A network, and what it stands on.
#[derive(Debug)]
pub struct World {
    /// The network.
    pub network: Network,
    /// Its clock.
    pub clock: Arc<HandClock>,
    /// Its store.
    pub store: Arc<dyn Store>,
    keys: AtomicU64,
}

/// Ports with this clock and these identifiers, and with the sample keys.
pub fn ports(clock: Arc<dyn Clock>, ids: Arc<dyn IdSource>) -> Ports {
    Ports { clock, ids, secrets: Arc::new(SeededSecrets::default()), keys: sample_keys() }
}

/// An administrator.
pub fn admin() -> Actor {
    Actor::administrator(Id::new(Uuid::from_u128(u128::MAX)))
}

impl World {
    /// A network on 1 March 2027, nine in the morning, with identifiers that count.
    pub async fn on(store: Arc<dyn Store>) -> Self {
        Self::with_ids(store, Arc::new(CountingIds::default())).await
    }

    /// The same with identifiers of another source, as where several processes share a file.
    pub async fn with_ids(store: Arc<dyn Store>, ids: Arc<dyn IdSource>) -> Self {
        let clock = Arc::new(HandClock::at("2027-03-01T09:00:00Z"));
        let profile = NetworkProfile::bln().unwrap();
        let network = Network::open(Arc::clone(&store), profile, ports(clock.clone(), ids)).await.unwrap();
        Self { network, clock, store, keys: AtomicU64::new(0) }
    }

    /// A key that was not used before.
    pub fn key(&self) -> IdempotencyKey {
        IdempotencyKey::parse(format!("test-key-{}", self.keys.fetch_add(1, Ordering::Relaxed))).unwrap()
    }

    /// An active ally.
    pub async fn ally(&self, n: u32) -> Id<Person> {
        self.network.apply(Actor::public(), ally_application(n), application_key(n)).await.unwrap()
    }

    /// An active member.
    pub async fn member(&self, n: u32) -> Id<Person> {
        let declaration = wording("member-declaration");
        let application =
            Application { joining_as: BelongingKind::Member, declaration, ..ally_application(n) };
        let person = self.network.apply(Actor::public(), application, application_key(n)).await.unwrap();
        self.network.approve(admin(), person).await.unwrap();
        person
    }

    /// A published event on 1 May 2027, two hours from six in the evening.
    pub async fn event(&self, audience: Audience, places: PlacesByMode) -> Id<Event> {
        let plan = PlannedEvent { details: event_details(audience, places.modes()), places, repeats: None };
        let created = self.network.create_event(admin(), plan, self.key()).await.unwrap();
        self.network.publish_event(admin(), created.events[0]).await.unwrap();
        created.events[0]
    }

    /// Registers a person for whichever way of attending there is.
    ///
    /// # Errors
    ///
    /// Those of [`Network::register`].
    pub async fn register(&self, event: Id<Event>, person: Id<Person>) -> Result<Placement, NetworkError> {
        let request = RegistrationRequest { event, person, choice: ModeChoice::Either };
        self.network.register(Actor::participant(person), request, self.key()).await
    }

    /// Checks what every test must leave behind.
    pub async fn sound(&self) {
        assert_eq!(self.network.verify(admin()).await.unwrap(), vec![]);
    }
}

/// The first version of a wording.
pub fn wording(name: &str) -> WordingRef {
    WordingRef::parse(&format!("{name}@1")).unwrap()
}

/// The application of Sample Person `n` to join as an ally.
pub fn ally_application(n: u32) -> Application {
    Application {
        details: details(n),
        joining_as: BelongingKind::Ally,
        declaration: wording("ally-statement"),
        privacy_notice: wording("privacy-notice"),
        consents: Vec::new(),
        method: ConsentMethod::Web,
    }
}

/// The application of somebody on an imported list.
pub fn imported_application(name: &str) -> Application {
    let email = EmailAddress::parse(format!("sample.{name}@example.org")).unwrap();
    let details = PersonDetails::new(
        PersonName::parse(format!("Sample Person {name}")).unwrap(),
        EmailAddresses::new([email]).unwrap(),
    );
    Application { details, method: ConsentMethod::Import, ..ally_application(1) }
}

/// Who Sample Person `n` is.
pub fn details(n: u32) -> PersonDetails {
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

/// An event on 1 May 2027, two hours from six in the evening.
pub fn event_details(audience: Audience, modes: Modes) -> EventDetails {
    let london = |text| LocalTime::parse(text, TimeZone::LONDON).unwrap();
    let schedule = Schedule::new(london("2027-05-01T18:00"), london("2027-05-01T20:00")).unwrap();
    EventDetails::new(
        Line::parse("A sample event").unwrap(),
        EventKind::NetworkMeeting,
        Pillars::new([Pillar::DirectedAction]).unwrap(),
        audience,
        modes,
        schedule,
        Confidentiality::Open,
    )
    .with_joining_link(JoiningLink::new(Link::parse("https://meet.example.org/sample").unwrap()))
}

/// This many places in a room.
pub fn places(in_person: u32) -> PlacesByMode {
    PlacesByMode::in_person(Places::new(in_person).unwrap())
}

/// The identifier of the `n`th of the people that [`seed_allies`] writes.
pub fn person_id(n: u32) -> Id<Person> {
    Id::new(Uuid::from_u128((1 << 120) | u128::from(n)))
}

/// The key under which the `n`th person registers.
pub fn registration_key(n: u32) -> IdempotencyKey {
    IdempotencyKey::parse(format!("register-{n}")).unwrap()
}

/// The key under which the `n`th person applies.
fn application_key(n: u32) -> IdempotencyKey {
    IdempotencyKey::parse(format!("apply-{n:04}")).unwrap()
}

/// Writes these people as active allies, many in one commit: the ground for tests about something else.
pub async fn seed_allies(world: &World, people: RangeInclusive<u32>) {
    let now = world.clock.now();
    let numbers: Vec<u32> = people.collect();
    for chunk in numbers.chunks(500) {
        let id = Id::new(Uuid::from_u128((1 << 121) | u128::from(chunk[0])));
        let entry = AuditEntry::new(id, now, admin(), Action::ConfigureNetwork, RecordRef::Network);
        let mut changes = Changes::new(entry);
        for n in chunk {
            let declaration = Declaration::new(wording("ally-statement"), wording("privacy-notice"), now);
            let belonging = Belonging::new(BelongingKind::Ally, declaration);
            let person = person_id(*n);
            changes = changes
                .write(Write::Person(Person::new(person, details(*n)), Expected::New))
                .write(Write::Membership(Membership::apply(person, belonging, now), Expected::New));
        }
        world.store.commit(changes).await.unwrap();
    }
}
