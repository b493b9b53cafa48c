//! What comes in between the reading and the commit: a hold, a request, something that is told. Each order is made on
//! purpose, so that it is the same each time.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};

use crate::support::{CountingSecrets, World, admin, event_under, fresh, keys, places};
use crate::wrapped::{Between, Wrapped};
use async_trait::async_trait;
use bln_core::{
    AccessNeeds, Action, ActionLink, Actor, Audience, AuditEntry, Confidentiality, ConsentAnswer,
    ConsentMethod, ConsentRequest, EthnicGroup, Event, Id, LinkAction, Modes, Person, PlannedEvent, Prose,
    Provision, PurposeCode, RecordRef, Refusal, Right,
    limits::{LimitChange, RestrictionGround},
};
use bln_seal::Token;
use bln_service::{Network, NetworkError, Ports};
use bln_store::{Changes, IdempotencyKey, Store, StoreError, Write};
use uuid::Uuid;

/// What somebody else does meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Hold,
    Restrict,
    AskForAccess,
    TellEthnicGroup,
}

/// Before which writes.
type Before = fn(&Write) -> bool;

/// Lets somebody else do something just before the first commit of a kind.
#[derive(Debug)]
struct Meanwhile {
    before: Before,
    deed: Mutex<Option<Deed>>,
    person: Id<Person>,
    other: Network,
}

#[async_trait]
impl Between for Meanwhile {
    async fn commit(&self, inner: &Arc<dyn Store>, changes: Changes) -> Result<(), StoreError> {
        let now = changes.writes().iter().any(self.before);
        let deed = if now { self.deed.lock().unwrap().take() } else { None };
        if let Some(deed) = deed {
            done(&self.other, deed, self.person).await;
        }
        inner.commit(changes).await
    }
}

async fn done(network: &Network, deed: Deed, person: Id<Person>) {
    let limit = async |change| network.limit_processing(admin(), person, change).await.unwrap();
    match deed {
        Deed::Hold => limit(LimitChange::Hold(Prose::parse("Sample claim").unwrap())).await,
        Deed::Restrict => limit(LimitChange::Restrict(RestrictionGround::LegalClaim)).await,
        Deed::AskForAccess => {
            let (key, today) = (IdempotencyKey::parse("meanwhile").unwrap(), "2027-03-01".parse().unwrap());
            network.receive_rights_request(admin(), person, Right::Access, today, key).await.unwrap();
        }
        Deed::TellEthnicGroup => {
            let me = Actor::participant(person);
            network.record_ethnic_group(me, person, EthnicGroup::OtherArab).await.unwrap();
        }
    }
}

/// The same network, for which somebody else does something in between.
async fn meanwhile(world: &World, before: Before, deed: Deed, person: Id<Person>) -> Network {
    let (deed, other) = (Mutex::new(Some(deed)), world.network.clone());
    over(world, Meanwhile { before, deed, person, other }).await
}

/// The same network with something between.
async fn over(world: &World, between: impl Between) -> Network {
    let ports = Ports {
        clock: Arc::<crate::support::HandClock>::clone(&world.clock),
        ids: Arc::clone(&world.ids),
        secrets: Arc::new(CountingSecrets::default()),
        keys: Arc::new(keys()),
    };
    let store = Arc::new(Wrapped::over(Arc::clone(&world.store), between));
    Network::open(store, world.network.profile().clone(), ports).await.unwrap()
}

fn erases(write: &Write) -> bool {
    matches!(write, Write::ErasePerson { .. })
}

fn removes_a_registration(write: &Write) -> bool {
    matches!(write, Write::RemoveRegistration(_))
}

fn forgets_what_was_told(write: &Write) -> bool {
    matches!(write, Write::RemoveCharacteristics { .. })
}

fn says_no(write: &Write) -> bool {
    matches!(write, Write::Consent { .. })
}

/// Somebody who told what they need, registered under a rule and left, when all of it is past its period.
struct Left {
    world: World,
    person: Id<Person>,
    event: Id<Event>,
}

impl Left {
    /// With limits that were lifted again, or none ever.
    async fn new(rule: Confidentiality, was_limited: bool) -> Self {
        let world = World::on(fresh().await).await;
        let person = world.member(17).await;
        let me = Actor::participant(person);
        let details = event_under(rule, Audience::Members, Modes::InPerson);
        let plan = PlannedEvent { details, places: places(5), repeats: None };
        let event = world.network.create_event(admin(), plan, world.key()).await.unwrap().events[0];
        world.network.publish_event(admin(), event).await.unwrap();
        world.register(event, person).await.unwrap();
        world.agree(person, PurposeCode::AccessNeeds).await;
        let needs = AccessNeeds::new([Provision::StepFree], None).unwrap();
        world.network.record_access_needs(me, person, needs).await.unwrap();
        if was_limited {
            done(&world.network, Deed::Hold, person).await;
            world.network.limit_processing(admin(), person, LimitChange::ReleaseHold).await.unwrap();
        }
        world.network.leave(me, person).await.unwrap();
        world.clock.set("2029-06-01T09:00:00Z");
        Self { world, person, event }
    }

    /// What is left of it: the person, the registration, what they need.
    async fn is_there(&self) -> [bool; 3] {
        let store = &self.world.store;
        [
            store.person(self.person).await.unwrap().is_some(),
            store.registration(self.event, self.person).await.unwrap().is_some(),
            store.characteristics(self.person).await.unwrap().is_some(),
        ]
    }
}

const OPEN: Confidentiality = Confidentiality::Open;
const STRICT: Confidentiality = Confidentiality::ConfidentialSafeSpace;
const KEEPING: [Deed; 3] = [Deed::Hold, Deed::Restrict, Deed::AskForAccess];

#[tokio::test]
async fn what_is_past_its_period_goes_when_nothing_comes_in_between() {
    for rule in [OPEN, STRICT] {
        let left = Left::new(rule, true).await;
        left.world.network.apply_retention(admin()).await.unwrap();
        assert_eq!(left.is_there().await, [false; 3]);
    }
}

#[tokio::test]
async fn what_something_keeps_since_retention_looked_at_it_stays() {
    // What was there when it came in between: what went before it is gone.
    let cases: [(Before, _, _); 4] = [
        (forgets_what_was_told, STRICT, [true, true, true]),
        (removes_a_registration, STRICT, [true, true, false]),
        (removes_a_registration, OPEN, [true, true, false]),
        (erases, OPEN, [true, false, false]),
    ];
    for deed in KEEPING {
        for was_limited in [false, true] {
            for (n, (before, rule, stays)) in cases.into_iter().enumerate() {
                let left = Left::new(rule, was_limited).await;
                let network = meanwhile(&left.world, before, deed, left.person).await;
                network.apply_retention(admin()).await.unwrap();
                assert_eq!(left.is_there().await, stays, "{deed:?}, limited before: {was_limited}, case {n}");
                // And it goes on staying.
                network.apply_retention(admin()).await.unwrap();
                assert_eq!(left.is_there().await, stays, "{deed:?}, limited before: {was_limited}, case {n}");
                left.world.sound().await;
            }
        }
    }
}

#[tokio::test]
async fn a_hold_that_is_set_while_somebody_is_erased_keeps_what_is_left() {
    for was_limited in [false, true] {
        let cases: [(Before, _); 2] =
            [(removes_a_registration, [true, true, true]), (erases, [true, false, true])];
        for (before, stays) in cases {
            let left = Left::new(OPEN, was_limited).await;
            let network = meanwhile(&left.world, before, Deed::Hold, left.person).await;
            let refused = network.erase_person(admin(), left.person).await;
            assert_eq!(refused, Err(NetworkError::Refused(Refusal::LegalHold)));
            assert_eq!(left.is_there().await, stays, "limited before: {was_limited}");
            left.world.sound().await;
        }
    }
}

const MONITORING: PurposeCode = PurposeCode::EthnicityMonitoring;

/// A link to say "no" by, as it is mailed.
async fn link(world: &World, person: Id<Person>) -> Token {
    let token = Token::from_random([7; 32]);
    let until = "2028-03-01T09:00:00Z".parse().unwrap();
    let no = ActionLink::new(token.hash(), person, LinkAction::Unsubscribe { purpose: MONITORING }, until);
    let at = "2027-03-01T09:00:00Z".parse().unwrap();
    let id = Id::new(Uuid::from_u128(0x11));
    let entry = AuditEntry::new(id, at, admin(), Action::DispatchNotice, RecordRef::Network);
    world.store.commit(Changes::new(entry).write(Write::ActionLink(no))).await.unwrap();
    token
}

/// Ways to say "no".
const WAYS: [&str; 3] = ["answered", "objected", "by link"];

async fn say_no(network: &Network, way: &str, person: Id<Person>, token: &Token) -> Result<(), NetworkError> {
    match way {
        "answered" => {
            let (answer, method) = (ConsentAnswer::Withdrawn, ConsentMethod::Web);
            let request = ConsentRequest { person, purpose: MONITORING, answer, method };
            network.answer_consent(Actor::participant(person), request).await
        }
        "objected" => network.object(admin(), person, MONITORING).await,
        _ => network.redeem_link(Actor::public(), token).await.map(|_| ()),
    }
}

/// Fails after a "no" is written.
#[derive(Debug, Default)]
struct FailsAfterTheNo(AtomicBool);

#[async_trait]
impl Between for FailsAfterTheNo {
    async fn commit(&self, inner: &Arc<dyn Store>, changes: Changes) -> Result<(), StoreError> {
        match self.0.load(Ordering::Relaxed) {
            true => Err(StoreError::Busy),
            false => {
                self.0.store(changes.writes().iter().any(says_no), Ordering::Relaxed);
                inner.commit(changes).await
            }
        }
    }
}

#[tokio::test]
async fn what_was_told_before_goes_in_the_commit_of_the_no() {
    for way in WAYS {
        let world = World::on(fresh().await).await;
        let person = world.member(17).await;
        world.agree(person, MONITORING).await;
        done(&world.network, Deed::TellEthnicGroup, person).await;
        let token = link(&world, person).await;
        let network = over(&world, FailsAfterTheNo::default()).await;
        drop(say_no(&network, way, person, &token).await);
        assert_eq!(world.store.characteristics(person).await.unwrap(), None, "{way}");
    }
}

#[tokio::test]
async fn what_is_told_while_consent_is_taken_back_goes_with_it_however_the_no_is_said() {
    for way in WAYS {
        let world = World::on(fresh().await).await;
        let person = world.member(17).await;
        world.agree(person, MONITORING).await;
        let token = link(&world, person).await;
        let network = meanwhile(&world, says_no, Deed::TellEthnicGroup, person).await;
        let before = world.audited().await;
        say_no(&network, way, person, &token).await.unwrap();
        // Told, taken back, forgotten.
        assert_eq!(world.audited().await, before + 3, "{way}");
        assert_eq!(world.store.characteristics(person).await.unwrap(), None, "{way}");
    }
}
