//! A small network, with a clock that is set by hand and identifiers that count.

mod stores;

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU64, Ordering},
};

use bln_core::{
    Action, Actor, Affiliation, Application, Audience, AuditEntry, BelongingKind, Confidentiality,
    ConsentAnswer, ConsentMethod, ConsentRequest, EmailAddress, EmailAddresses, Employer, Event,
    EventDetails, EventKind, Facilitation, FacilitationWindow, Id, Instant, JoiningLink, KeyName, KeyedHash,
    Line, LineManagementChecked, Link, LocalTime, ModeChoice, Modes, NetworkProfile, Person, PersonDetails,
    PersonName, Pillar, Pillars, Places, PlacesByMode, PlannedEvent, PurposeCode, RecordRef,
    RegistrationRequest, Schedule, Theme, TimeZone, WordingPurpose, WordingRef,
};
use bln_seal::{KeyRing, Keys};
use bln_service::{
    Clock, IdSource, Network, NetworkError, Placement, Ports, SecretSource, SecretsUnavailable,
};
use bln_store::{Changes, Expected, IdempotencyKey, PageSize, Store, Write};
use chrono::TimeDelta;
use uuid::Uuid;

#[allow(unused_imports, reason = "each test file uses its part")]
pub(crate) use stores::{fewer, fresh};

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
pub(crate) struct CountingIds(pub(crate) AtomicU64);

impl IdSource for CountingIds {
    fn next(&self, _now: Instant) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::Relaxed)) << 16)
    }
}

/// Secrets that count, and so are never the same twice.
#[derive(Debug, Default)]
pub(crate) struct CountingSecrets(AtomicU64);

impl SecretSource for CountingSecrets {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), SecretsUnavailable> {
        for part in bytes.chunks_mut(8) {
            let drawn = self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes();
            part.copy_from_slice(&drawn[8 - part.len()..]);
        }
        Ok(())
    }
}

/// The key ring of every test.
pub(crate) fn keys() -> Keys {
    Keys::generate(KeyName::parse("sample").unwrap(), [17; 32]).unwrap()
}

pub(crate) struct World {
    pub(crate) network: Network,
    pub(crate) clock: Arc<HandClock>,
    pub(crate) ids: Arc<dyn IdSource>,
    pub(crate) store: Arc<dyn Store>,
    keys: AtomicU64,
}

pub(crate) fn admin() -> Actor {
    Actor::administrator(Id::new(Uuid::from_u128(u128::MAX)))
}

impl World {
    /// A network on 1 March 2027, nine in the morning.
    pub(crate) async fn new() -> Self {
        Self::on(stores::fresh().await).await
    }

    pub(crate) async fn on(store: Arc<dyn Store>) -> Self {
        Self::with_keys(store, Arc::new(keys())).await
    }

    /// The same on a store, of a network with another profile.
    pub(crate) async fn of(store: Arc<dyn Store>, profile: NetworkProfile) -> Self {
        let ids = Arc::new(CountingIds(AtomicU64::new(1)));
        let secrets = Arc::new(CountingSecrets::default());
        Self::with_ports(store, profile, ids, secrets, Arc::new(keys())).await
    }

    pub(crate) async fn with_keys(store: Arc<dyn Store>, keys: Arc<dyn KeyRing>) -> Self {
        let ids = Arc::new(CountingIds(AtomicU64::new(1)));
        let secrets = Arc::new(CountingSecrets::default());
        Self::with_ports(store, NetworkProfile::bln().unwrap(), ids, secrets, keys).await
    }

    pub(crate) async fn made_of(
        store: Arc<dyn Store>,
        ids: Arc<dyn IdSource>,
        secrets: Arc<dyn SecretSource>,
    ) -> Self {
        Self::with_ports(store, NetworkProfile::bln().unwrap(), ids, secrets, Arc::new(keys())).await
    }

    pub(crate) async fn with_ports(
        store: Arc<dyn Store>,
        profile: NetworkProfile,
        ids: Arc<dyn IdSource>,
        secrets: Arc<dyn SecretSource>,
        keys: Arc<dyn KeyRing>,
    ) -> Self {
        let clock = Arc::new(HandClock(Mutex::new("2027-03-01T09:00:00Z".parse().unwrap())));
        let ports = Ports { clock: Arc::<HandClock>::clone(&clock), ids: Arc::clone(&ids), secrets, keys };
        let network = Network::open(Arc::clone(&store), profile, ports).await.unwrap();
        Self { network, clock, ids, store, keys: AtomicU64::new(0) }
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

    /// Consent that the person gives on the web.
    pub(crate) async fn agree(&self, person: Id<Person>, purpose: PurposeCode) {
        let wording = match purpose {
            PurposeCode::Bulletin => WordingPurpose::BulletinConsent,
            PurposeCode::Directory => WordingPurpose::DirectoryConsent,
            PurposeCode::EthnicityMonitoring => WordingPurpose::EthnicityMonitoringConsent,
            PurposeCode::AccessNeeds => WordingPurpose::AccessNeedsConsent,
            PurposeCode::Recognition => WordingPurpose::RecognitionConsent,
            _ => WordingPurpose::TestimonialConsent,
        };
        let mut wordings = self.network.profile().wordings().iter();
        let wording = wordings.find(|it| it.purpose == wording).unwrap().reference.clone();
        self.say(person, purpose, ConsentAnswer::Given(wording)).await.unwrap();
    }

    /// An answer to the question for consent, by the person on the web.
    pub(crate) async fn say(
        &self,
        person: Id<Person>,
        purpose: PurposeCode,
        answer: ConsentAnswer,
    ) -> Result<(), NetworkError> {
        let request = ConsentRequest { person, purpose, answer, method: ConsentMethod::Web };
        self.network.answer_consent(Actor::participant(person), request).await
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

    /// Leave to see who comes to an event, from a day ago for two days.
    pub(crate) async fn facilitate(&self, event: Id<Event>, person: Id<Person>) {
        let now = self.clock.now();
        let (from, until) = (now.plus(-TimeDelta::days(1)), now.plus(TimeDelta::days(1)));
        let leave = Facilitation::restore(event, person, from, until).unwrap();
        let (id, subject) = (Id::new(self.ids.next(now)), RecordRef::Facilitation { event, person });
        let entry = AuditEntry::new(id, now, admin(), Action::GrantFacilitation, subject);
        let changes = Changes::new(entry).write(Write::Facilitation(leave, Expected::New));
        self.store.commit(changes).await.unwrap();
    }

    /// Leave for somebody to see who comes to an event.
    pub(crate) async fn grant(&self, event: Id<Event>, person: Id<Person>) -> Result<(), NetworkError> {
        let checked = LineManagementChecked::stated_by(admin()).unwrap();
        let window = FacilitationWindow::WEEK_BEFORE_TWO_DAYS_AFTER;
        self.network.grant_facilitation(admin(), event, person, window, checked).await
    }

    /// So many voices for a theme.
    pub(crate) async fn contributors(&self, theme: Id<Theme>, voices: u8) {
        let subject = RecordRef::Theme(theme);
        let id = Id::new(Uuid::from_u128((1 << 100) | u128::from(voices)));
        let entry =
            AuditEntry::new(id, self.clock.now(), Actor::public(), Action::ContributeToTheme, subject);
        let voice = |n| Write::Contribution { theme, by: KeyedHash::from_bytes([n; 32]) };
        let changes = (0..voices).fold(Changes::new(entry), |changes, n| changes.write(voice(n)));
        self.store.commit(changes).await.unwrap();
    }

    pub(crate) async fn state(&self, event: Id<Event>, person: Id<Person>) -> &'static str {
        let registration = self.store.registration(event, person).await.unwrap();
        registration.map_or("none", |stored| stored.record.state().name())
    }

    /// How many entries the audit has: nothing is written without one.
    pub(crate) async fn audited(&self) -> usize {
        let (mut entries, mut after) = (0, None);
        loop {
            let page = self.store.audit_page(after, PageSize::MAX).await.unwrap();
            entries += page.items.len();
            after = page.next;
            if after.is_none() {
                return entries;
            }
        }
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
