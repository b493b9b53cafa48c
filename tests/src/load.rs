//! People who join and register, one after another at several doors, and what they were told while a server fails.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use bln_core::{Actor, Event, Id, ModeChoice, Person, RegistrationRequest};
use bln_service::{Network, NetworkError};
use bln_store::{IdempotencyKey, PageSize, Store};
use tokio::task::JoinHandle;

use crate::{admin, imported_application, placed};

/// How long whoever was told that something failed waits before they ask again.
const PAUSE: Duration = Duration::from_millis(5);

/// How often one request is asked again before the network is given up: for a minute at least.
const PATIENCE: u32 = 12_000;

/// What people were told.
#[derive(Debug, Default)]
pub struct Told {
    /// Those who were told that they have joined.
    pub joined: BTreeSet<Id<Person>>,
    /// Those who were told that they are registered, confirmed or waiting.
    pub registered: BTreeSet<Id<Person>>,
    /// How often somebody was told each code, and asked again with the same key.
    pub asked_again: BTreeMap<&'static str, u32>,
    /// What was refused, which nothing should be.
    pub refused: Vec<String>,
}

impl Told {
    /// How often it could not be said whether something was done.
    pub fn unknown(&self) -> u32 {
        self.asked_again.get(NetworkError::UnknownOutcome.code()).copied().unwrap_or_default()
    }

    /// How often anything had to be asked again but for a full queue.
    pub fn interrupted(&self) -> u32 {
        let busy = NetworkError::Busy.code();
        self.asked_again.iter().filter(|(code, _)| **code != busy).map(|(_, times)| times).sum()
    }

    /// How many of those who were told that they have joined or are registered a store does not know.
    pub async fn lost(&self, store: &dyn Store, event: Id<Event>) -> usize {
        let (mut people, mut after) = (BTreeSet::new(), None);
        loop {
            let page = store.person_page(after, PageSize::MAX).await.unwrap();
            people.extend(page.items.iter().map(|stored| stored.person.record.id()));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let registered: BTreeSet<u128> =
            placed(store, event).await.into_iter().map(|placed| placed.person).collect();
        let unregistered =
            self.registered.iter().filter(|person| !registered.contains(&person.uuid().as_u128()));
        self.joined.difference(&people).count() + unregistered.count()
    }
}

/// Clients who are at it until they are told to stop.
#[derive(Debug)]
pub struct Load {
    shared: Arc<Shared>,
    clients: Vec<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Shared {
    stop: AtomicBool,
    answered: AtomicUsize,
    told: Mutex<Told>,
}

impl Load {
    /// Starts clients at an event's door. `name` is used for nothing else on this network: the people and the keys
    /// are named after it.
    pub fn start(network: &Network, event: Id<Event>, name: &str, clients: usize) -> Self {
        let shared = Arc::<Shared>::default();
        let client = |number| {
            let client = Client { network: network.clone(), event, shared: Arc::clone(&shared) };
            let name = format!("{name}-{number}");
            tokio::spawn(async move { client.work(&name).await })
        };
        let clients = (0..clients).map(client).collect();
        Self { shared, clients }
    }

    /// How many requests were answered with a success.
    pub fn answered(&self) -> usize {
        self.shared.answered.load(Ordering::Relaxed)
    }

    /// Waits until this many more were.
    pub fn wait_for_more(&self, more: usize) {
        let enough = self.answered() + more;
        for _ in 0..60_000 {
            if self.answered() >= enough {
                return;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        panic!("no {more} answers within a minute: {:?}", self.shared.told.lock().unwrap().asked_again);
    }

    /// Lets every client end what it has begun, asking again until it has an answer.
    pub async fn finish(self) -> Told {
        self.shared.stop.store(true, Ordering::Relaxed);
        for client in self.clients {
            client.await.unwrap();
        }
        std::mem::take(&mut *self.shared.told.lock().unwrap())
    }
}

struct Client {
    network: Network,
    event: Id<Event>,
    shared: Arc<Shared>,
}

impl Client {
    async fn work(&self, name: &str) {
        for n in 0_u64.. {
            if self.shared.stop.load(Ordering::Relaxed) {
                return;
            }
            let name = format!("{name}-{n}");
            let key = |verb: &str| IdempotencyKey::parse(format!("{verb}-{name}")).unwrap();
            let apply = || self.network.apply(admin(), imported_application(&name), key("import"));
            let Some(person) = self.until_answered(apply).await else { continue };
            self.shared.told.lock().unwrap().joined.insert(person);
            let request = RegistrationRequest { event: self.event, person, choice: ModeChoice::Either };
            let register = || self.network.register(Actor::participant(person), request, key("register"));
            if self.until_answered(register).await.is_some() {
                self.shared.told.lock().unwrap().registered.insert(person);
            }
        }
    }

    /// Asks until there is an answer; none if it is a refusal.
    async fn until_answered<T, F>(&self, ask: impl Fn() -> F) -> Option<T>
    where
        F: Future<Output = Result<T, NetworkError>>,
    {
        for _ in 0..PATIENCE {
            match ask().await {
                Ok(answer) => {
                    self.shared.answered.fetch_add(1, Ordering::Relaxed);
                    return Some(answer);
                }
                Err(NetworkError::Refused(refusal)) => {
                    self.shared.told.lock().unwrap().refused.push(refusal.code().to_owned());
                    return None;
                }
                Err(error) => {
                    *self.shared.told.lock().unwrap().asked_again.entry(error.code()).or_default() += 1;
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
        panic!("never answered: {:?}", self.shared.told.lock().unwrap().asked_again);
    }
}
