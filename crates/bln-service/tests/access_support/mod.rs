//! Asks any verb as any role about any data, each time in a small network of its own.

mod dispatch;

use bln_core::{
    Actor, Audience, BelongingKind, ConsentAnswer, ConsentMethod, ConsentRequest, Event, Id, Modes, Person,
    Places, PlacesByMode, PlannedEvent, PurposeCode, Refusal, Role, Wording, WordingPurpose,
    access::{Verb, Whose},
};
use bln_service::NetworkError;
use bln_store::PageSize;
use uuid::Uuid;

use crate::support::{World, admin, event_details};
pub(crate) use dispatch::dispatch;

/// What a verb is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Data {
    /// What most may see: somebody who agreed to be shown, and a published event for everybody.
    Shown,
    /// Somebody who did not agree to be shown, and a draft. One's own data is never hidden.
    Hidden,
    /// What is not there.
    Missing,
}

/// What else is in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Input {
    /// Nothing is wrong with it.
    Good,
    /// An employer, a wording, an event and a version that there is not: what might be told of before it is said that
    /// the rest is not there.
    Faulty,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Done {
    /// It was done, and shows what was asked about if it shows anything.
    There,
    /// It was done, and what was asked about is not in it.
    NotThere,
    /// It was refused: all that there is to see of the error.
    Refused(String),
}

impl Done {
    /// What a verb answered: whether what was asked about is in it.
    pub(crate) fn of(answer: Result<bool, NetworkError>) -> Self {
        match answer {
            Ok(true) => Done::There,
            Ok(false) => Done::NotThere,
            Err(error) => Done::Refused(format!("{error:?} {error} {}", error.code())),
        }
    }

    /// Whether it is this refusal, to the byte.
    pub(crate) fn is(&self, refusal: Refusal) -> bool {
        *self == Done::of(Err(NetworkError::Refused(refusal)))
    }
}

/// What happened in one cell of the table.
#[derive(Debug)]
pub(crate) struct Observed {
    pub(crate) shown: Done,
    pub(crate) hidden: Done,
    pub(crate) missing: Done,
    /// The same with everything else in the request wrong.
    faulty: [Done; 3],
    /// Whether anything was written by whoever was refused.
    pub(crate) wrote: bool,
}

impl Observed {
    pub(crate) fn all(&self) -> impl Iterator<Item = &Done> {
        [&self.shown, &self.hidden, &self.missing].into_iter().chain(&self.faulty)
    }
}

pub(crate) async fn observe(verb: Verb, role: Role, whose: Whose) -> Observed {
    let mut wrote = false;
    let mut done = Vec::new();
    for input in [Input::Good, Input::Faulty] {
        for data in [Data::Shown, Data::Hidden, Data::Missing] {
            let (answer, written) = ask(verb, role, whose, data, input).await;
            wrote |= written && matches!(answer, Done::Refused(_));
            done.push(answer);
        }
    }
    let [shown, hidden, missing, faulty @ ..] = <[Done; 6]>::try_from(done).unwrap();
    Observed { shown, hidden, missing, faulty, wrote }
}

/// Whom and what a verb is asked about, and who asks.
pub(crate) struct Asked {
    pub(crate) actor: Actor,
    pub(crate) person: Id<Person>,
    pub(crate) event: Id<Event>,
    pub(crate) data: Data,
    pub(crate) input: Input,
}

/// The network in which a verb is asked.
pub(crate) struct Ground {
    pub(crate) world: World,
    own: Id<Person>,
    shown: Id<Person>,
    hidden: Id<Person>,
    /// Somebody whose place another may get.
    pub(crate) holder: Id<Person>,
    published: Id<Event>,
    draft: Id<Event>,
}

pub(crate) fn nobody() -> Id<Person> {
    Id::new(Uuid::from_u128(0xdead))
}

/// Asks a verb in a new network: what happened, and whether anything was written.
pub(crate) async fn ask(verb: Verb, role: Role, whose: Whose, data: Data, input: Input) -> (Done, bool) {
    let ground = Ground::new(verb).await;
    let own = if (whose, data) == (Whose::Own, Data::Missing) { nobody() } else { ground.own };
    let person = match (whose, data) {
        (Whose::Own, _) => own,
        (_, Data::Shown) => ground.shown,
        (_, Data::Hidden) => ground.hidden,
        (_, Data::Missing) => nobody(),
    };
    let event = match (whose, data) {
        (Whose::Network, Data::Hidden) => ground.draft,
        (Whose::Network, Data::Missing) => Id::new(Uuid::from_u128(0xbeef)),
        // What is published is a draft first.
        _ if verb == Verb::PublishEvent => ground.draft,
        _ => ground.published,
    };
    ground.prepare(verb, event, person).await;
    let event = match input {
        Input::Good => event,
        Input::Faulty => Id::new(Uuid::from_u128(0xfa11)),
    };
    let asked = Asked { actor: actor(role, own), person, event, data, input };
    let before = ground.written().await;
    let done = Done::of(dispatch(verb, &ground, asked).await);
    let wrote = ground.written().await != before;
    (done, wrote)
}

fn actor(role: Role, person: Id<Person>) -> Actor {
    let actor = match role {
        Role::Public => Actor::public(),
        Role::Participant => Actor::participant(person),
        Role::Facilitator => Actor::facilitator(person),
        Role::Administrator => Actor::administrator(person),
        Role::Analyst => Actor::analyst(person),
        _ => Actor::auditor(person),
    };
    assert_eq!(actor.role(), role, "every role has an actor");
    actor
}

impl Ground {
    async fn new(verb: Verb) -> Self {
        let world = World::new().await;
        let [own, shown, hidden] = match verb {
            // An application must be waiting.
            Verb::Approve | Verb::Decline => {
                [applicant(&world, 1).await, applicant(&world, 2).await, applicant(&world, 3).await]
            }
            _ => [world.member(1).await, world.member(2).await, world.member(3).await],
        };
        let holder = world.member(4).await;
        let consent = ConsentRequest {
            person: shown,
            purpose: PurposeCode::Directory,
            answer: ConsentAnswer::Given(wording(&world, WordingPurpose::DirectoryConsent).reference),
            method: ConsentMethod::Web,
        };
        world.network.answer_consent(Actor::participant(shown), consent).await.unwrap();
        let places = PlacesByMode::hybrid(Places::new(1).unwrap(), Places::new(0).unwrap());
        let published = world.event(Audience::Public, places).await;
        let details = event_details(Audience::Public, Modes::Hybrid);
        let plan = PlannedEvent { details, places, repeats: None };
        let draft = world.network.create_event(admin(), plan, world.key()).await.unwrap().events[0];
        Self { world, own, shown, hidden, holder, published, draft }
    }

    /// Brings an event and a person to where the verb can succeed. What is not there stays so.
    async fn prepare(&self, verb: Verb, event: Id<Event>, person: Id<Person>) {
        let (network, clock) = (&self.world.network, &self.world.clock);
        match verb {
            Verb::Resume => drop(network.pause(admin(), person).await),
            Verb::CancelRegistration | Verb::RemoveRegistration | Verb::Registration | Verb::JoiningLink => {
                drop(self.world.register(event, person).await);
            }
            Verb::AcceptOffer | Verb::DeclineOffer => {
                let _ = self.world.register(event, self.holder).await;
                let _ = self.world.register(event, person).await;
                let _ = network.cancel_registration(admin(), event, self.holder).await;
            }
            Verb::CheckIn => {
                let _ = self.world.register(event, person).await;
                clock.set("2027-05-01T17:00:00Z");
            }
            Verb::WalkUp => clock.set("2027-05-01T17:00:00Z"),
            Verb::CompleteEvent => clock.set("2027-05-01T20:00:00Z"),
            _ => {}
        }
    }

    /// Everything that tells of a write: the audit and the outbox, whole.
    async fn written(&self) -> (String, String) {
        let audit = self.world.store.audit_page(None, PageSize::MAX).await.unwrap();
        let outbox = self.world.store.outbox_page(None, PageSize::MAX).await.unwrap();
        assert!(audit.next.is_none() && outbox.next.is_none(), "all of it is compared");
        (format!("{:?}", audit.items), format!("{:?}", outbox.items))
    }
}

/// Somebody who waits for an answer.
async fn applicant(world: &World, n: u32) -> Id<Person> {
    let application = world.application(n, BelongingKind::Member);
    world.network.apply(Actor::public(), application, world.key()).await.unwrap()
}

/// A wording of the network's.
pub(crate) fn wording(world: &World, purpose: WordingPurpose) -> Wording {
    world.network.profile().wordings().iter().find(|wording| wording.purpose == purpose).unwrap().clone()
}
