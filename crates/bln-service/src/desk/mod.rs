//! The registration desk: requests for one event, in the order of their arrival, a batch at a time.
//!
//! Each event with something to do has one task. It takes what has queued up, reads once, decides the whole batch
//! in order, and commits once; only then is anybody answered. First come, first served and durable before
//! acknowledged follow from the shape, and while one commit is under way the next batch gathers.
//!
//! Another process may serve the same event. Then whoever commits second finds the seats changed, reads again and
//! decides again; nobody is oversold and nobody is lost.

mod answer;
mod plan;
mod room;

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError},
};

use bln_core::{
    Action, Actor, Event, Facilitation, Id, Mode, Person, PlacesByMode, SeatCommand, SeatOutcome, Version,
    Versioned,
};
use bln_store::{Fingerprint, IdempotencyKey, ReceiptKey, Store, StoreError};
use tokio::sync::{mpsc, oneshot};

use crate::{Clock, IdSource, NetworkError, as_read::PersonAsRead};
use plan::{Histories, Plan};
use room::Room;

/// How many requests are decided together.
const BATCH: usize = 256;
/// How often a batch is decided again because another process was faster.
const ATTEMPTS: u32 = 200;

/// What a desk needs: everything it does is a function of these and of the requests.
#[derive(Debug, Clone)]
pub(crate) struct DeskPorts {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn IdSource>,
    pub(crate) offer_window: bln_core::OfferWindow,
}

/// A request as it is queued.
#[derive(Debug)]
pub(crate) struct DeskRequest {
    pub(crate) actor: Actor,
    pub(crate) action: Action,
    pub(crate) ask: Ask,
    pub(crate) standing: Standing,
    pub(crate) receipt: Option<(ReceiptKey, Fingerprint)>,
    /// The record that it was decided on to ask this.
    pub(crate) relies_on: Option<PersonAsRead>,
}

/// By what right something is asked. It matters where it concerns one person's registration for a strict event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// As far as the actor sees the registration.
    Seen,
    /// By the leave to see who comes, if the event needs it.
    Door,
    /// The network's own: a record goes, and its registrations with it.
    Network,
}

impl DeskRequest {
    pub(crate) fn new(actor: Actor, action: Action, ask: Ask) -> Self {
        Self { actor, action, ask, standing: Standing::Seen, receipt: None, relies_on: None }
    }

    /// The same request, made at the door.
    pub(crate) fn at_the_door(self) -> Self {
        Self { standing: Standing::Door, ..self }
    }

    /// The same request, made for the network.
    pub(crate) fn for_the_network(self) -> Self {
        Self { standing: Standing::Network, ..self }
    }

    /// The same request, done only while a person's record is as it was read, and otherwise [`NetworkError::Changed`].
    pub(crate) fn relying_on(self, as_read: PersonAsRead) -> Self {
        Self { relies_on: Some(as_read), ..self }
    }

    /// The same request under an idempotency key.
    pub(crate) fn keyed(self, key: IdempotencyKey, fingerprint: Fingerprint) -> Self {
        let key = ReceiptKey { actor: self.actor.person(), key };
        Self { receipt: Some((key, fingerprint)), ..self }
    }
}

/// What is asked of the desk.
#[derive(Debug, Clone)]
pub(crate) enum Ask {
    /// Something the seat machine decides about one person or about the places.
    Seat(SeatCommand),
    /// A walk-up: the audience is checked as for a registration, the registration window is not.
    WalkUp { person: Id<Person>, mode: Mode },
    /// Two people turn out to be one, who needs one registration.
    Transfer { from: Id<Person>, to: Id<Person> },
    /// The event itself changes, and its places with it if they are given. Everybody who holds or waits for a
    /// place is told, if what they must know has changed.
    Change { event: Box<Event>, expected: Version, places: Option<PlacesByMode> },
    /// One round of closing or settling; the answer says whether another is needed.
    Wind(SeatCommand),
}

/// What the desk answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DeskAnswer {
    Seat(SeatOutcome),
    /// How many live registrations are left to wind up.
    Left(u32),
}

/// The leaves to see who comes to an event, by whose they are.
pub(crate) type Leaves = HashMap<Id<Person>, Versioned<Facilitation>>;

#[derive(Debug)]
struct Ticket {
    request: DeskRequest,
    reply: oneshot::Sender<Result<DeskAnswer, NetworkError>>,
}

/// The desks that have something to do.
#[derive(Debug)]
pub(crate) struct Desks {
    ports: DeskPorts,
    open: Mutex<HashMap<Id<Event>, Desk>>,
}

#[derive(Debug)]
struct Desk {
    /// Weak, so that a desk ends when nobody waits for it any more: each waiting request holds it open.
    queue: mpsc::WeakSender<Ticket>,
    room: Arc<Room>,
}

impl Desks {
    pub(crate) fn new(ports: DeskPorts) -> Self {
        Self { ports, open: Mutex::new(HashMap::new()) }
    }

    /// Queues a request and waits for its answer. Dropping the future drops the answer, never the request.
    pub(crate) async fn ask(
        &self,
        event: Id<Event>,
        request: DeskRequest,
    ) -> Result<DeskAnswer, NetworkError> {
        let (queue, room) = self.desk(event);
        // One more than may wait is refused at once: who waits too long is not served better by waiting.
        if !room.is_there(queue.max_capacity().saturating_sub(queue.capacity())) {
            return Err(NetworkError::Busy);
        }
        let (reply, answer) = oneshot::channel();
        queue.try_send(Ticket { request, reply }).map_err(|_| NetworkError::Busy)?;
        // A desk that is gone without an answer may have committed.
        answer.await.unwrap_or(Err(NetworkError::UnknownOutcome))
    }

    fn desk(&self, event: Id<Event>) -> (mpsc::Sender<Ticket>, Arc<Room>) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(Desk { queue, room }) = open.get(&event)
            && let Some(queue) = queue.upgrade()
        {
            return (queue, Arc::clone(room));
        }
        open.retain(|_, desk| desk.queue.strong_count() > 0);
        let (queue, inbox) = mpsc::channel(Room::MOST);
        let room = Arc::new(Room::new());
        open.insert(event, Desk { queue: queue.downgrade(), room: Arc::clone(&room) });
        tokio::spawn(serve(self.ports.clone(), event, inbox, Arc::clone(&room)));
        (queue, room)
    }
}

async fn serve(ports: DeskPorts, event: Id<Event>, mut inbox: mpsc::Receiver<Ticket>, room: Arc<Room>) {
    let mut batch = Vec::with_capacity(BATCH);
    while inbox.recv_many(&mut batch, BATCH).await > 0 {
        let (requests, replies): (Vec<_>, Vec<_>) =
            batch.drain(..).map(|ticket| (ticket.request, ticket.reply)).unzip();
        let began = ports.clock.now();
        let answers = decide(&ports, event, &requests).await;
        room.learn(requests.len(), began, ports.clock.now());
        for (reply, answer) in replies.into_iter().zip(answers) {
            // Nobody may be waiting any more; what was decided is decided.
            let _ = reply.send(answer);
        }
    }
}

/// Decides a batch and commits it, again from the start whenever somebody else was faster.
async fn decide(
    ports: &DeskPorts,
    event: Id<Event>,
    requests: &[DeskRequest],
) -> Vec<Result<DeskAnswer, NetworkError>> {
    let mut heads = plan::heads_for(requests);
    for _ in 0..ATTEMPTS {
        let now = ports.clock.now();
        let query = plan::query(event, requests, heads, now);
        let view = match ports.store.seat_view(query).await {
            Ok(Some(view)) => view,
            Ok(None) => return all(requests, &NetworkError::Refused(bln_core::Refusal::NotFound)),
            Err(error) => return all(requests, &error.into()),
        };
        let leaves = match leaves(ports, &view.event.record, requests).await {
            Ok(leaves) => leaves,
            Err(error) => return all(requests, &error.into()),
        };
        let histories = match histories(ports, event, requests).await {
            Ok(histories) => histories,
            Err(error) => return all(requests, &error.into()),
        };
        let moved = match moved(ports, requests).await {
            Ok(moved) => moved,
            Err(error) => return all(requests, &error.into()),
        };
        let Ok(plan) = Plan::make(ports, view, leaves, &histories, &moved, requests, now) else {
            heads = heads.saturating_mul(8);
            continue;
        };
        let Some(changes) = plan.changes else { return plan.answers };
        match ports.store.commit(changes).await {
            Ok(()) => return plan.answers,
            Err(bln_store::StoreError::Stale { .. } | bln_store::StoreError::NotFound { .. }) => {}
            Err(bln_store::StoreError::Conflict { rule: bln_store::Rule::IdempotencyKeyUnique }) => {}
            Err(error) => return plan::failed(plan.answers, &plan.decided, &error.into()),
        }
        // Somebody else was faster: let them finish what they do before reading again.
        tokio::task::yield_now().await;
    }
    all(requests, &NetworkError::Busy)
}

/// The leaves to see who comes, of those who stand at the door of a strict event.
async fn leaves(ports: &DeskPorts, event: &Event, requests: &[DeskRequest]) -> Result<Leaves, StoreError> {
    let mut leaves = Leaves::new();
    let doors = requests.iter().filter(|request| request.standing == Standing::Door);
    for person in doors.filter_map(|request| request.actor.person()) {
        if event.confidentiality().is_strict()
            && !leaves.contains_key(&person)
            && let Some(leave) = ports.store.facilitation(event.id(), person).await?
        {
            leaves.insert(person, leave);
        }
    }
    Ok(leaves)
}

/// The records that requests rely on and that are not any more as they were read.
async fn moved(ports: &DeskPorts, requests: &[DeskRequest]) -> Result<HashSet<PersonAsRead>, StoreError> {
    let mut moved = HashSet::new();
    for as_read in requests.iter().filter_map(|request| request.relies_on) {
        let record = ports.store.person(as_read.person()).await?;
        if record.as_ref().map(PersonAsRead::of) != Some(as_read) {
            moved.insert(as_read);
        }
    }
    Ok(moved)
}

/// The steps of registrations that are to be another's. A plan finds out if they have taken more since the view.
async fn histories(
    ports: &DeskPorts,
    event: Id<Event>,
    requests: &[DeskRequest],
) -> Result<Histories, bln_store::StoreError> {
    let mut histories = Histories::new();
    for request in requests {
        if let Ask::Transfer { from, .. } = request.ask {
            histories.insert(from, ports.store.registration_history(event, from).await?);
        }
    }
    Ok(histories)
}

fn all(requests: &[DeskRequest], error: &NetworkError) -> Vec<Result<DeskAnswer, NetworkError>> {
    requests.iter().map(|_| Err(error.clone())).collect()
}
