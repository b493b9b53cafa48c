//! A network in a file, ready to be measured, and copies of it: every round begins from the same bytes.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bln_core::{
    Action, Actor, Affiliation, Audience, AuditEntry, Belonging, BelongingKind, Confidentiality, Declaration,
    EmailAddress, EmailAddresses, Employer, Event, EventDetails, EventKind, Id, Instant, KeyName, Line,
    LocalTime, Membership, ModeChoice, NetworkProfile, OdsCode, OdsRole, Organisation, OrganisationName,
    OrganisationParts, Person, PersonDetails, PersonName, Pillar, Pillars, Places, PlacesByMode,
    PlannedEvent, RecordRef, RegistrationRequest, Schedule, TimeZone, WordingPurpose, WordingRef,
};
use bln_seal::Keys;
use bln_service::{Clock, IdSource, Network, Ports, SystemClock, SystemIds};
use bln_sqlite::SqliteStore;
use bln_store::{Changes, Expected, IdempotencyKey, Store, Write};
use bln_validation::read_date;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::Outcome;
use crate::figures::Watch;
use crate::list::ORGANISATIONS;

/// The organisation that everybody works for: Nottingham University Hospitals NHS Trust.
pub const ORGANISATION: &str = "RX1";

/// How many people are written in one commit.
const CHUNK: usize = 500;

/// A network in a file that nobody has open: people who are members, and a published event for them.
#[derive(Debug)]
pub struct Ground {
    folder: TempDir,
    template: PathBuf,
    event: Id<Event>,
    people: Vec<Id<Person>>,
}

/// A runtime as a server on this machine would have it.
///
/// # Errors
///
/// Those of the operating system.
pub fn runtime() -> Outcome<Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?)
}

/// A network over a store, with the machine's clock.
///
/// # Errors
///
/// Those of [`Network::open`].
pub async fn open(store: Arc<dyn Store>) -> Outcome<Network> {
    let profile = NetworkProfile::bln()?;
    let keys = Keys::generate(KeyName::parse("bench")?, [17; 32])?;
    Ok(Network::open(store, profile, Ports::system(Arc::new(keys))).await?)
}

/// Whoever may do everything.
#[must_use]
pub fn administrator() -> Actor {
    Actor::administrator(Id::new(uuid::Uuid::max()))
}

/// The wording of a network that serves a purpose.
///
/// # Errors
///
/// When it has none.
pub fn wording(network: &Network, purpose: WordingPurpose) -> Outcome<WordingRef> {
    let mut wordings = network.profile().wordings().iter();
    let found = wordings.find(|wording| wording.purpose == purpose).ok_or("there is no such wording")?;
    Ok(found.reference.clone())
}

impl Ground {
    /// Makes a network with this many members, and an event with this many places in a room.
    ///
    /// # Errors
    ///
    /// Those of the network and of the file system.
    pub async fn make(people: usize, places: u32) -> Outcome<Self> {
        let folder = tempfile::tempdir()?;
        let template = folder.path().join("template.db");
        let store: Arc<dyn Store> = Arc::new(SqliteStore::open(&template).await?);
        let network = open(Arc::clone(&store)).await?;
        network.load_organisations(administrator(), vec![organisation()?]).await?;
        let people = join(&network, &*store, people).await?;
        let event = publish(&network, places, "a-sample-event").await?;
        drop((network, store));
        Ok(Self { folder, template, event, people })
    }

    /// The file that copies are made of.
    #[must_use]
    pub fn template(&self) -> &Path {
        &self.template
    }

    /// The event.
    #[must_use]
    pub const fn event(&self) -> Id<Event> {
        self.event
    }

    /// The members, in an order that has nothing to do with that of their identifiers.
    #[must_use]
    pub fn people(&self) -> &[Id<Person>] {
        &self.people
    }

    /// A copy of the file under another name.
    ///
    /// # Errors
    ///
    /// Those of the file system.
    pub fn copy(&self, name: &str) -> Outcome<PathBuf> {
        self.copy_of(&self.template, name)
    }

    /// A copy of another file that nobody writes to.
    ///
    /// # Errors
    ///
    /// Those of the file system.
    pub fn copy_of(&self, from: &Path, name: &str) -> Outcome<PathBuf> {
        let path = self.folder.path().join(name);
        for end in ["", "-wal", "-shm"] {
            let _not_there = fs::remove_file(self.folder.path().join(format!("{name}{end}")));
        }
        fold(from)?;
        fs::copy(from, &path)?;
        Ok(path)
    }
}

/// Registers people for an event, each as themselves, with so many clients that each wait for their answer before
/// they ask for the next. Returns each one's wait in milliseconds.
///
/// # Errors
///
/// The first refusal.
pub async fn register(
    network: &Network,
    event: Id<Event>,
    people: Arc<[Id<Person>]>,
    clients: usize,
) -> Outcome<Vec<f64>> {
    let next = Arc::new(AtomicUsize::new(0));
    let client = || {
        let (network, people, next) = (network.clone(), Arc::clone(&people), Arc::clone(&next));
        async move {
            let mut waits = Vec::new();
            while let Some(person) = people.get(next.fetch_add(1, Ordering::Relaxed)) {
                let key = IdempotencyKey::parse(person.to_string())?;
                let request = RegistrationRequest { event, person: *person, choice: ModeChoice::InPerson };
                let watch = Watch::start();
                network.register(Actor::participant(*person), request, key).await?;
                waits.push(watch.elapsed().as_secs_f64() * 1e3);
            }
            Outcome::Ok(waits)
        }
    };
    let tasks: Vec<_> = (0..clients).map(|_| tokio::spawn(client())).collect();
    let mut waits = Vec::with_capacity(people.len());
    for task in tasks {
        waits.extend(task.await??);
    }
    Ok(waits)
}

/// Folds a file's log into it: whoever had it open may still be about to.
///
/// # Errors
///
/// Those of SQLite, and when somebody keeps it in use.
pub fn fold(path: &Path) -> Outcome {
    let connection = rusqlite::Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    let busy: i64 = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if busy == 0 { Ok(()) } else { Err("the file is still in use".into()) }
}

fn organisation() -> Outcome<Organisation> {
    trust(ORGANISATION, "Nottingham University Hospitals NHS Trust")
}

fn trust(code: &str, name: &str) -> Outcome<Organisation> {
    let names = bln_core::DatedNames::new(OrganisationName::parse(name)?, read_date("2006-04-01")?);
    let parts = OrganisationParts::new(OdsCode::parse(code)?, OdsRole::NHS_TRUST, names);
    Ok(Organisation::from_parts(parts)?)
}

/// Loads the organisations of the list of members.
///
/// # Errors
///
/// Those of the network.
pub async fn load_organisations(network: &Network) -> Outcome {
    let trusts = ORGANISATIONS.iter().map(|(code, name)| trust(code, name)).collect::<Outcome<_>>()?;
    network.load_organisations(administrator(), trusts).await?;
    Ok(())
}

/// A network on any store: members, and events that they want to register for.
#[derive(Debug)]
pub struct Scene {
    network: Network,
    requests: Arc<[(Id<Event>, Id<Person>)]>,
}

impl Scene {
    /// Makes a network with so many members, and so many events with so many places each in a room. Each member wants to
    /// go to one event, and each event is wanted by as many.
    ///
    /// # Errors
    ///
    /// Those of the network.
    pub async fn make(store: Arc<dyn Store>, people: usize, (count, places): (usize, u32)) -> Outcome<Self> {
        let network = open(Arc::clone(&store)).await?;
        load_organisations(&network).await?;
        let people = join(&network, &*store, people).await?;
        let mut events = Vec::with_capacity(count);
        for number in 0..count {
            events.push(publish(&network, places, &format!("sample-event-{number}")).await?);
        }
        let requests = events.iter().cycle().copied().zip(people).collect();
        Ok(Self { network, requests })
    }

    /// Who wants to go where.
    #[must_use]
    pub fn requests(&self) -> Arc<[(Id<Event>, Id<Person>)]> {
        Arc::clone(&self.requests)
    }

    /// Has so many clients register everybody, and checks the network. Returns how long the registrations took.
    ///
    /// # Errors
    ///
    /// The first refusal, and when the network is not sound.
    pub async fn register(&self, clients: usize) -> Outcome<Duration> {
        let next = Arc::new(AtomicUsize::new(0));
        let client = || {
            let (network, requests, next) =
                (self.network.clone(), Arc::clone(&self.requests), Arc::clone(&next));
            async move {
                while let Some((event, person)) = requests.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let key = IdempotencyKey::parse(person.to_string())?;
                    let request =
                        RegistrationRequest { event: *event, person: *person, choice: ModeChoice::InPerson };
                    network.register(Actor::participant(*person), request, key).await?;
                }
                Outcome::Ok(())
            }
        };
        let watch = Watch::start();
        let tasks: Vec<_> = (0..clients).map(|_| tokio::spawn(client())).collect();
        for task in tasks {
            task.await??;
        }
        let took = watch.elapsed();
        let faults = self.network.verify(administrator()).await?;
        if faults.is_empty() { Ok(took) } else { Err("the network is not sound".into()) }
    }
}

/// Members who have been approved, many in one commit: how they came is not what is measured here.
async fn join(network: &Network, store: &dyn Store, people: usize) -> Outcome<Vec<Id<Person>>> {
    let now = SystemClock.now();
    let declaration = Declaration::new(
        wording(network, WordingPurpose::MemberDeclaration)?,
        wording(network, WordingPurpose::PrivacyNotice)?,
        now,
    );
    let mut ids = Vec::with_capacity(people);
    while ids.len() < people {
        let entry =
            AuditEntry::new(new_id(now), now, administrator(), Action::ConfigureNetwork, RecordRef::Network);
        let mut changes = Changes::new(entry);
        for number in ids.len()..people.min(ids.len() + CHUNK) {
            let id = new_id(now);
            let belonging = Belonging::new(BelongingKind::Member, declaration.clone());
            let membership = Membership::apply(id, belonging, now).approve(now)?;
            changes = changes
                .write(Write::Person(Person::new(id, details(number)?), Expected::New))
                .write(Write::Membership(membership, Expected::New));
            ids.push(id);
        }
        store.commit(changes).await?;
    }
    // By their random ends: people do not register in the order in which they joined.
    ids.sort_by_key(|id| id.uuid().as_u128().reverse_bits());
    Ok(ids)
}

fn details(number: usize) -> Outcome<PersonDetails> {
    let email = EmailAddress::parse(format!("sample.person.{number}@example.org"))?;
    let name = PersonName::parse(format!("Sample Person {number}"))?;
    let employer = Employer::Listed(OdsCode::parse(ORGANISATION)?);
    let affiliation = Affiliation::new(employer, read_date("2020-01-01")?);
    Ok(PersonDetails::new(name, EmailAddresses::new([email])?).with_affiliations(vec![affiliation])?)
}

async fn publish(network: &Network, places: u32, key: &str) -> Outcome<Id<Event>> {
    let london = |text| LocalTime::parse(text, TimeZone::LONDON);
    let schedule = Schedule::new(london("2035-05-01T18:00")?, london("2035-05-01T20:00")?)?;
    let places = PlacesByMode::in_person(Places::new(places)?);
    let details = EventDetails::new(
        Line::parse("A sample event")?,
        EventKind::NetworkMeeting,
        Pillars::new([Pillar::DirectedAction])?,
        Audience::Members,
        places.modes(),
        schedule,
        Confidentiality::Open,
    );
    let plan = PlannedEvent { details, places, repeats: None };
    let created = network.create_event(administrator(), plan, IdempotencyKey::parse(key)?).await?;
    let event = *created.events.first().ok_or("no event was created")?;
    network.publish_event(administrator(), event).await?;
    Ok(event)
}

fn new_id<K>(now: Instant) -> Id<K> {
    Id::new(SystemIds.next(now))
}
