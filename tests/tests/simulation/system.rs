//! Two processes on one store, clients who ask them, and everything that goes wrong between them, in one thread.

use std::sync::{Arc, Mutex};

use bln_core::{Audience, Instant};
use bln_service::{Clock, Network};
use bln_store::{MemoryStore, Store};
use bln_tests::{
    CountingIds, HandClock, Sabotage, Sabotaged, Snapshot, SplitMix64, World, Wrapped, admin, places,
    poll_once,
};
use chrono::TimeDelta;

use crate::{
    checks,
    faults::{Faults, Way},
    observer::{Observed, Observer},
    request::{Ask, Known, Request},
};

/// How many requests clients have.
const REQUESTS: u32 = 40;
/// How often a client sends a request before it gives up.
const ATTEMPTS: u32 = 12;
/// How many turns a client waits for an answer before it takes it for lost.
const PATIENCE: u64 = 300;

/// How a system is known to be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// A commit that took place without an answer counts as one that did not.
    ForgetsUnknown,
    /// What was done and what is to be sent is kept twice.
    CommitsTwice,
}

/// What came of a seed.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) observed: Observed,
    pub(crate) trace: u64,
}

/// A clock that is a little off another.
#[derive(Debug)]
struct Skewed(Arc<HandClock>, TimeDelta);

impl Clock for Skewed {
    fn now(&self) -> Instant {
        self.0.now().plus(self.1)
    }
}

struct Process {
    network: Network,
    faults: Arc<Faults>,
}

struct System {
    store: Arc<dyn Store>,
    world: World,
    ids: Arc<CountingIds>,
    known: Known,
    observer: Observer,
    processes: Mutex<Vec<Process>>,
    wrong: Option<Wrong>,
}

/// Runs a seed to its end.
pub(crate) fn run(seed: u64, wrong: Option<Wrong>, tells: bool) -> Ended {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let mut random = SplitMix64::new(seed);
        let system = Arc::new(System::begin(&mut random, wrong, tells).await);
        system.clients(&mut random).await;
        system.settle().await;
        let snapshot = Snapshot::of(&*system.store, system.world.clock.now(), &[]).await;
        system.observer.happened(format!("{snapshot:?}"));
        let (observed, trace) = system.observer.end();
        Ended { observed, trace }
    })
}

/// Lets this many turns pass.
async fn turns(count: u64) {
    for _ in 0..count {
        tokio::task::yield_now().await;
    }
}

/// Waits so many turns for an answer, then goes away.
async fn patiently<F: Future>(turns: u64, future: F) -> Option<F::Output> {
    let mut future = Box::pin(future);
    for _ in 0..turns {
        if let Some(answer) = poll_once(future.as_mut()).await {
            return Some(answer);
        }
        tokio::task::yield_now().await;
    }
    None
}

impl System {
    /// Six people, two events with a place or two, two processes.
    async fn begin(random: &mut SplitMix64, wrong: Option<Wrong>, tells: bool) -> Self {
        let mut store: Arc<dyn Store> = Arc::new(MemoryStore::new());
        if wrong == Some(Wrong::CommitsTwice) {
            store = Arc::new(Sabotaged::new(store, Sabotage::CommitsTwice));
        }
        let ids = Arc::new(CountingIds::default());
        let world = World::with_ids(Arc::clone(&store), ids.clone()).await;
        let (mut people, mut events) = (Vec::new(), Vec::new());
        for n in 1..=6 {
            people.push(world.ally(n).await);
        }
        for some in 1..=2 {
            events.push(world.event(Audience::MembersAndAllies, places(some)).await);
        }
        let known = Known { people, events };
        let observer = Observer::of(Arc::clone(&store), known.clone(), tells);
        let processes = Mutex::default();
        let system = Self { store, world, ids, known, observer, processes, wrong };
        for _ in 0..2 {
            let process = system.started(random).await;
            system.processes.lock().unwrap().push(process);
        }
        system
    }

    async fn started(&self, random: &mut SplitMix64) -> Process {
        let faults = Arc::new(Faults::new(random.draw(), self.wrong == Some(Wrong::ForgetsUnknown)));
        let store = Arc::new(Wrapped::over(Arc::clone(&self.store), Way(Arc::clone(&faults))));
        let skew = TimeDelta::seconds(i64::try_from(random.below(180)).unwrap() - 90);
        let clock = Arc::new(Skewed(Arc::clone(&self.world.clock), skew));
        loop {
            let profile = self.world.network.profile().clone();
            let (store, clock, ids) = (store.clone(), clock.clone(), self.ids.clone());
            if let Ok(network) = Network::open(store, profile, bln_tests::ports(clock, ids)).await {
                return Process { network, faults };
            }
        }
    }

    /// Lets clients ask for things while time passes and processes end, and looks at the store after each step.
    async fn clients(self: &Arc<Self>, random: &mut SplitMix64) {
        let (mut clients, mut number) = (Vec::new(), 0);
        while number < REQUESTS {
            match random.below(100) {
                0..70 => {
                    let request = Request { number, ask: Ask::any(random, &self.known, number) };
                    let (system, own) = (Arc::clone(self), SplitMix64::new(random.draw()));
                    clients.push((request, tokio::spawn(async move { system.client(request, own).await })));
                    number += 1;
                }
                70..80 => {
                    let minutes = i64::try_from(random.below(40 * 60)).unwrap();
                    self.observer.happened(format!("{minutes} minutes pass"));
                    self.world.clock.pass(TimeDelta::minutes(minutes));
                }
                80..84 => {
                    let which = usize::try_from(random.below(2)).unwrap();
                    self.observer.happened(format!("process {which} ends, and another begins"));
                    self.processes.lock().unwrap()[which].faults.crash();
                    let process = self.started(random).await;
                    self.processes.lock().unwrap()[which] = process;
                }
                _ => turns(random.below(60)).await,
            }
            turns(random.below(8)).await;
            for fault in self.store.verify(self.world.clock.now()).await.unwrap() {
                self.observer.fault(format!("after {number} requests: {fault}"));
            }
        }
        let mut requests = Vec::new();
        for (request, client) in clients {
            client.await.unwrap();
            requests.push(request);
        }
        self.processes.lock().unwrap().iter().for_each(|process| process.faults.calm_down());
        turns(1_000).await;
        // Whoever was not answered asks once more, now that nothing goes wrong; whoever was is answered the same.
        for request in requests.iter().filter(|request| request.is_keyed()) {
            let network = self.network(0);
            let (done, known) = (self.observer.is_done(*request), self.known.clone());
            let answer = request.send(network, known).await;
            self.observer.answered(*request, &answer, false, done).await;
        }
        for fault in checks::faults(&*self.store, &self.known, &requests).await {
            self.observer.fault(fault);
        }
    }

    /// Ends what has expired and what was called off, and looks at the store for the last time.
    async fn settle(&self) {
        let network = self.network(1);
        network.expire_offers(admin()).await.unwrap();
        for event in &self.known.events {
            if self.store.event(*event).await.unwrap().unwrap().record.state()
                == bln_core::EventState::Cancelled
            {
                network.cancel_event(admin(), *event).await.unwrap();
            }
        }
        for fault in network.verify(admin()).await.unwrap() {
            self.observer.fault(format!("at the end: {fault}"));
        }
    }

    fn network(&self, which: u64) -> Network {
        self.processes.lock().unwrap()[usize::try_from(which).unwrap()].network.clone()
    }

    /// A client who asks until there is an answer.
    async fn client(self: &Arc<Self>, request: Request, mut random: SplitMix64) {
        let mut alone = true;
        for _ in 0..ATTEMPTS {
            turns(random.below(20)).await;
            if random.below(20) == 0 {
                self.observer.happened(format!("{} is lost on its way", request.number));
                continue;
            }
            if random.below(10) == 0 {
                alone = false;
                let (system, which, late) = (Arc::clone(self), random.below(2), random.below(40));
                tokio::spawn(async move {
                    turns(late).await;
                    system.ask(request, which, PATIENCE, false).await;
                });
            }
            let patience = if random.below(8) == 0 { random.below(12) } else { PATIENCE };
            match self.ask(request, random.below(2), patience, alone).await {
                Some(Ok(_) | Err(bln_service::NetworkError::Refused(_))) if random.below(6) != 0 => return,
                Some(Err(error)) if error != bln_service::NetworkError::UnknownOutcome => {}
                _ => alone = false,
            }
        }
    }

    async fn ask(
        &self,
        request: Request,
        which: u64,
        patience: u64,
        alone: bool,
    ) -> Option<Result<String, bln_service::NetworkError>> {
        let done = self.observer.is_done(request);
        let answer = patiently(patience, request.send(self.network(which), self.known.clone())).await;
        match &answer {
            Some(answer) => self.observer.answered(request, answer, alone, done).await,
            None => self.observer.happened(format!("{} is not answered", request.number)),
        }
        answer
    }
}
