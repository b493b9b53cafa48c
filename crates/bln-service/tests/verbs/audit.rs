//! The audit against checkpoints that were kept outside: what was tampered with shows, and what people do does not.
//!
//! Somebody who can write to the store is played by building another store of the entries as they want them.

use std::sync::Arc;

use crate::support::{World, admin, fewer, fresh, places};
use bln_core::{
    AccessNeeds, Action, Actor, Audience, AuditEntry, Characteristic, ConsentAnswer, EthnicGroup, Event, Id,
    NetworkProfile, Person, Provision, PurposeCode, RecordRef, Refusal,
};
use bln_seal::{
    Checkpoint, Origin, ProofError, Tree, TreeHash, leaf_bytes, verify_consistency, verify_inclusion,
};
use bln_service::{AuditVerdict, Clock, NetworkError};
use bln_store::{AuditRecord, Changes, PageSize, Position, Store, Write};
use proptest::prelude::*;
use uuid::Uuid;

fn auditor() -> Actor {
    Actor::auditor(Id::new(Uuid::from_u128(0xa0d1)))
}

async fn kept(world: &World) -> Vec<AuditRecord> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = world.store.kept_audit_page(after, PageSize::MAX).await.unwrap();
        all.extend(page.items);
        after = page.next;
        if after.is_none() {
            return all;
        }
    }
}

async fn entries(world: &World) -> Vec<AuditEntry> {
    kept(world).await.into_iter().map(|record| record.entry).collect()
}

/// A network whose audit is of these entries, as kept.
async fn with_audit(entries: Vec<AuditEntry>) -> World {
    let store = fresh().await;
    let mut wordings: Vec<_> = NetworkProfile::bln().unwrap().wordings().iter().cloned().collect();
    for entry in entries {
        // With the first, so that opening the network has nothing to write.
        let writes = wordings.drain(..).map(Write::Wording);
        let changes = writes.fold(Changes::new(entry), Changes::write);
        store.commit(changes).await.unwrap();
    }
    let world = World::on(store).await;
    // Identifiers of this network must not be those of the other.
    for _ in 0..10_000 {
        let _ = bln_service::IdSource::next(&*world.ids, world.clock.now());
    }
    world
}

async fn verify(world: &World, checkpoints: &[Checkpoint]) -> AuditVerdict {
    world.network.verify_audit(auditor(), checkpoints).await.unwrap()
}

fn holds(verdict: &AuditVerdict) -> bool {
    matches!(verdict, AuditVerdict::Holds { .. })
}

/// A network with some history, a checkpoint of it, and some history after that.
async fn with_history() -> (World, Checkpoint) {
    let world = World::new().await;
    let (one, two) = (world.member(1).await, world.ally(2).await);
    world.agree(one, PurposeCode::Directory).await;
    let event = world.event(Audience::MembersAndAllies, places(1)).await;
    world.register(event, one).await.unwrap();
    world.register(event, two).await.unwrap();
    let checkpoint = world.network.audit_checkpoint(auditor()).await.unwrap();
    world.member(3).await;
    world.network.cancel_registration(Actor::participant(one), event, one).await.unwrap();
    (world, checkpoint)
}

#[tokio::test]
async fn a_checkpoint_covers_its_own_taking_and_holds_from_then_on() {
    let (world, checkpoint) = with_history().await;
    let last = &kept(&world).await[usize::try_from(checkpoint.size()).unwrap() - 1];
    assert_eq!((last.entry.action(), last.entry.at()), (Action::ReadAudit, checkpoint.at()));
    assert_eq!(checkpoint.origin().as_str(), "BLN/audit");
    let AuditVerdict::Holds { now } = verify(&world, std::slice::from_ref(&checkpoint)).await else {
        panic!("it holds");
    };
    assert!(now.size() > checkpoint.size());
    // In any order, with any other, from either.
    assert!(holds(&verify(&world, &[now.clone(), checkpoint.clone(), now]).await));
    assert!(holds(&world.network.verify_audit(admin(), &[]).await.unwrap()));
}

#[tokio::test]
async fn an_origin_can_be_set_and_a_checkpoint_of_another_is_of_another_history() {
    let (world, checkpoint) = with_history().await;
    let origin = Origin::parse("network.example.org/audit").unwrap();
    let network = world.network.clone().with_audit_origin(origin.clone());
    assert_eq!(*network.audit_checkpoint(auditor()).await.unwrap().origin(), origin);
    let verdict = network.verify_audit(auditor(), std::slice::from_ref(&checkpoint)).await.unwrap();
    assert_eq!(verdict, AuditVerdict::Fails { checkpoint, why: ProofError::Origin });
}

/// What somebody does to the entries, and whether the audit is then shorter than the checkpoint.
type Tampering = fn(&mut Vec<AuditEntry>, usize);

fn other_entry(number: u128) -> AuditEntry {
    let (id, at) = (Id::new(Uuid::from_u128(number)), "2027-03-01T09:00:00Z".parse().unwrap());
    AuditEntry::new(id, at, Actor::public(), Action::ChangePerson, RecordRef::Network)
}

/// Each leaves as many entries as the checkpoint covers, or more.
const TAMPERINGS: [(&str, Tampering); 6] = [
    ("edited", |entries, size| entries[size / 2] = other_entry(u128::MAX)),
    ("removed", |entries, size| {
        entries.remove(size / 2);
        entries.push(other_entry(u128::MAX));
    }),
    ("swapped", |entries, size| entries.swap(size / 2, size / 2 + 1)),
    ("added", |entries, size| entries.insert(size / 2, other_entry(u128::MAX))),
    ("rolled back, and went on", |entries, size| {
        entries.truncate(size - 3);
        entries.extend((0..20).map(|n| other_entry(u128::MAX - n)));
    }),
    ("the last one edited", |entries, size| entries[size - 1] = other_entry(u128::MAX)),
];

#[tokio::test]
async fn what_was_tampered_with_fails_against_one_earlier_checkpoint() {
    let (world, checkpoint) = with_history().await;
    let size = usize::try_from(checkpoint.size()).unwrap();
    let whole = entries(&world).await;
    // As it was, it holds in another store as well.
    assert!(holds(&verify(&with_audit(whole.clone()).await, std::slice::from_ref(&checkpoint)).await));
    for (what, tamper) in TAMPERINGS {
        let mut entries = whole.clone();
        tamper(&mut entries, size);
        let verdict = verify(&with_audit(entries).await, std::slice::from_ref(&checkpoint)).await;
        let why = ProofError::Changed { size: checkpoint.size() };
        assert_eq!(verdict, AuditVerdict::Fails { checkpoint: checkpoint.clone(), why }, "{what}");
    }
    // The end is cut off, or an old backup is in the place of the audit.
    for left in [size - 2, size / 2, 1] {
        let world = with_audit(whole[..left].to_vec()).await;
        let verdict = verify(&world, std::slice::from_ref(&checkpoint)).await;
        let why = ProofError::Shorter;
        assert_eq!(verdict, AuditVerdict::Fails { checkpoint: checkpoint.clone(), why });
    }
}

/// A limit of what one checkpoint shows, and why they are taken often.
#[tokio::test]
async fn what_came_after_the_last_checkpoint_is_covered_by_none() {
    let (world, checkpoint) = with_history().await;
    let mut entries = entries(&world).await;
    let last = entries.len() - 1;
    entries[last] = other_entry(u128::MAX);
    assert!(holds(&verify(&with_audit(entries).await, &[checkpoint]).await));
}

#[tokio::test]
async fn the_first_checkpoint_that_does_not_hold_is_named() {
    let (world, first) = with_history().await;
    let second = world.network.audit_checkpoint(auditor()).await.unwrap();
    let third = world.network.audit_checkpoint(auditor()).await.unwrap();
    let mut entries = entries(&world).await;
    let between = usize::try_from(first.size()).unwrap();
    entries[between] = other_entry(u128::MAX);
    let verdict = verify(&with_audit(entries).await, &[third, first, second.clone()]).await;
    let why = ProofError::Changed { size: second.size() };
    assert_eq!(verdict, AuditVerdict::Fails { checkpoint: second, why });
}

/// Two histories that were one: each holds by itself, and not against what was seen of the other.
#[tokio::test]
async fn a_fork_shows() {
    let (world, _) = with_history().await;
    let mut entries = entries(&world).await;
    let here = with_audit(entries.clone()).await;
    entries.push(other_entry(u128::MAX));
    let there = with_audit(entries).await;
    let seen_here = here.network.audit_checkpoint(auditor()).await.unwrap();
    let seen_there = there.network.audit_checkpoint(auditor()).await.unwrap();
    assert!(holds(&verify(&here, std::slice::from_ref(&seen_here)).await));
    assert!(holds(&verify(&there, std::slice::from_ref(&seen_there)).await));
    assert!(!holds(&verify(&here, std::slice::from_ref(&seen_there)).await));
    assert!(!holds(&verify(&there, std::slice::from_ref(&seen_here)).await));
    let forked = here.network.audit_consistency(auditor(), &seen_here, &seen_there).await;
    assert!(forked.is_err());
}

#[tokio::test]
async fn an_entry_and_the_growth_of_the_audit_are_proved_to_who_has_the_checkpoints_alone() {
    let (world, old) = with_history().await;
    let new = world.network.audit_checkpoint(auditor()).await.unwrap();
    let consistency = world.network.audit_consistency(auditor(), &old, &new).await.unwrap();
    assert_eq!(verify_consistency(&old, &new, &consistency), Ok(()));
    let kept = kept(&world).await;
    for position in [1, 2, old.size() / 2, old.size()] {
        let shown = world.network.audit_inclusion(auditor(), Position(position), &old).await.unwrap();
        assert_eq!(shown.record, kept[usize::try_from(position).unwrap() - 1]);
        assert_eq!(verify_inclusion(shown.leaf(), &shown.proof, &old), Ok(()));
        assert!(verify_inclusion(TreeHash::of_leaf(b"another"), &shown.proof, &old).is_err());
    }
}

#[tokio::test]
async fn there_is_no_proof_of_what_is_not_so_and_what_is_refused_writes_nothing() {
    let (world, old) = with_history().await;
    let new = world.network.audit_checkpoint(auditor()).await.unwrap();
    let before = kept(&world).await;
    for position in [0, old.size() + 1, u64::MAX] {
        let answer = world.network.audit_inclusion(auditor(), Position(position), &old).await;
        assert_eq!(answer, Err(NetworkError::Refused(Refusal::NotFound)), "{position}");
    }
    let backwards = world.network.audit_consistency(auditor(), &new, &old).await;
    assert_eq!(backwards, Err(NetworkError::Failed { code: "proof.shorter" }));
    let other: Checkpoint = old.to_string().replace("BLN", "XYZ").parse().unwrap();
    let answer = world.network.audit_inclusion(auditor(), Position(1), &other).await;
    assert_eq!(answer, Err(NetworkError::Failed { code: "proof.origin" }));
    let member = Actor::participant(Id::new(Uuid::from_u128(5)));
    for actor in [member, Actor::analyst(Id::new(Uuid::from_u128(5))), Actor::public()] {
        assert!(world.network.audit_checkpoint(actor).await.is_err());
        assert!(world.network.verify_audit(actor, &[]).await.is_err());
        assert!(world.network.audit_inclusion(actor, Position(1), &old).await.is_err());
        assert!(world.network.audit_consistency(actor, &old, &new).await.is_err());
        assert!(world.network.audit_entries(actor, None, PageSize::MAX).await.is_err());
    }
    assert!(world.network.audit_entries(admin(), None, PageSize::MAX).await.is_err());
    assert_eq!(kept(&world).await, before);
}

#[tokio::test]
async fn an_auditor_reads_pseudonyms_page_by_page_and_each_reading_is_an_entry() {
    let (world, _) = with_history().await;
    let person = world.member(9).await;
    let before = kept(&world).await;
    let (mut read, mut after, mut pages) = (Vec::new(), None, 0);
    loop {
        let page = world.network.audit_entries(auditor(), after, PageSize::new(5).unwrap()).await.unwrap();
        (pages, after) = (pages + 1, page.next);
        read.extend(page.items);
        if after.is_none() {
            break;
        }
    }
    assert_eq!(read, kept(&world).await);
    assert_eq!(read.len(), before.len() + pages);
    for AuditRecord { entry, .. } in read {
        assert!(!entry.actor().is(person) && entry.subject().person() != Some(person));
    }
}

/// A checkpoint over the names that are read, and not those that are kept: the known-bad control of erasure.
async fn checkpoint_of_names_as_read(store: &Arc<dyn Store>) -> Checkpoint {
    let page = store.audit_page(None, PageSize::MAX).await.unwrap();
    let leaf = |record: &AuditRecord| TreeHash::of_leaf(&leaf_bytes(record.position.0, &record.entry));
    let tree: Tree = page.items.iter().map(leaf).collect();
    Checkpoint::of(Origin::parse("BLN/audit").unwrap(), &tree, "2027-03-01T09:00:00Z".parse().unwrap())
}

#[tokio::test]
async fn a_tree_over_the_names_as_they_are_read_would_change_with_an_erasure() {
    let world = World::new().await;
    let person = world.member(1).await;
    let before = checkpoint_of_names_as_read(&world.store).await;
    let kept = world.network.audit_checkpoint(auditor()).await.unwrap();
    world.network.erase_person(admin(), person).await.unwrap();
    let page = world.store.audit_page(None, PageSize::MAX).await.unwrap();
    let covered = page.items.iter().take(usize::try_from(before.size()).unwrap());
    let leaves = covered.map(|record| TreeHash::of_leaf(&leaf_bytes(record.position.0, &record.entry)));
    assert_ne!(leaves.collect::<Tree>().root(), before.root());
    assert!(holds(&verify(&world, &[kept]).await));
}

/// Another known-bad control: a checkpoint that compares only how many entries there are.
async fn holds_by_size(world: &World, checkpoint: &Checkpoint) -> bool {
    u64::try_from(kept(world).await.len()).unwrap() >= checkpoint.size()
}

#[tokio::test]
async fn a_checkpoint_of_the_size_alone_lets_all_but_truncation_pass() {
    let (world, checkpoint) = with_history().await;
    let size = usize::try_from(checkpoint.size()).unwrap();
    let whole = entries(&world).await;
    for (what, tamper) in TAMPERINGS {
        let mut entries = whole.clone();
        tamper(&mut entries, size);
        let tampered = with_audit(entries).await;
        assert!(holds_by_size(&tampered, &checkpoint).await, "{what} passes by its size");
        assert!(!holds(&verify(&tampered, std::slice::from_ref(&checkpoint)).await), "{what}");
    }
    let cut = with_audit(whole[..size - 2].to_vec()).await;
    assert!(!holds_by_size(&cut, &checkpoint).await);
}

/// Something that somebody does.
#[derive(Debug, Clone)]
enum Step {
    Join,
    Agree(usize, bool),
    Withdraw(usize, bool),
    TellGroup(usize),
    TellNeeds(usize),
    Read(usize),
    Forget(usize),
    Register(usize),
    Cancel(usize),
    Pause(usize),
    Checkpoint,
    Erase(usize),
    Rewrap,
}

fn step() -> impl Strategy<Value = Step> {
    let who = || 0..6_usize;
    prop_oneof![
        4 => Just(Step::Join),
        3 => (who(), any::<bool>()).prop_map(|(who, which)| Step::Agree(who, which)),
        1 => (who(), any::<bool>()).prop_map(|(who, which)| Step::Withdraw(who, which)),
        2 => who().prop_map(Step::TellGroup),
        2 => who().prop_map(Step::TellNeeds),
        2 => who().prop_map(Step::Read),
        1 => who().prop_map(Step::Forget),
        3 => who().prop_map(Step::Register),
        1 => who().prop_map(Step::Cancel),
        1 => who().prop_map(Step::Pause),
        2 => Just(Step::Checkpoint),
        2 => who().prop_map(Step::Erase),
        1 => Just(Step::Rewrap),
    ]
}

/// A history in the making.
struct History {
    world: World,
    event: Id<Event>,
    people: Vec<Id<Person>>,
    checkpoints: Vec<Checkpoint>,
}

impl History {
    async fn new() -> Self {
        let world = World::new().await;
        let event = world.event(Audience::MembersAndAllies, places(2)).await;
        let people = vec![world.member(0).await];
        Self { world, event, people, checkpoints: Vec::new() }
    }

    async fn take(&mut self, step: &Step) -> Result<(), NetworkError> {
        let (world, event) = (&self.world, self.event);
        let network = &world.network;
        let who = |n: &usize| self.people[n % self.people.len()];
        let purpose = |which: &bool| {
            if *which { PurposeCode::EthnicityMonitoring } else { PurposeCode::AccessNeeds }
        };
        match step {
            Step::Join => {
                let n = u32::try_from(self.people.len()).unwrap();
                let person = world.member(n).await;
                self.people.push(person);
                Ok(())
            }
            Step::Agree(n, which) => {
                let name = if *which { "ethnicity-monitoring-consent" } else { "access-needs-consent" };
                let answer = ConsentAnswer::Given(world.wording(name));
                world.say(who(n), purpose(which), answer).await
            }
            Step::Withdraw(n, which) => world.say(who(n), purpose(which), ConsentAnswer::Withdrawn).await,
            Step::TellGroup(n) => {
                let (me, group) = (Actor::participant(who(n)), EthnicGroup::BlackAfrican);
                network.record_ethnic_group(me, who(n), group).await
            }
            Step::TellNeeds(n) => {
                let needs = AccessNeeds::new([Provision::Captions], None).unwrap();
                network.record_access_needs(Actor::participant(who(n)), who(n), needs).await
            }
            Step::Read(n) => network.access_needs_for(admin(), event, who(n)).await.map(drop),
            Step::Forget(n) => {
                let told = Characteristic::EthnicGroup;
                network.forget_characteristic(Actor::participant(who(n)), who(n), told).await
            }
            Step::Register(n) => world.register(event, who(n)).await.map(drop),
            Step::Cancel(n) => network.cancel_registration(Actor::participant(who(n)), event, who(n)).await,
            Step::Pause(n) => network.pause(admin(), who(n)).await,
            Step::Checkpoint => {
                let checkpoint = network.audit_checkpoint(auditor()).await?;
                self.checkpoints.push(checkpoint);
                Ok(())
            }
            Step::Erase(n) => network.erase_person(admin(), who(n)).await.map(drop),
            Step::Rewrap => network.rewrap_keys(admin(), None, PageSize::MAX).await.map(drop),
        }
    }

    /// All that tells of a write but the audit.
    async fn state(&self) -> String {
        let store = &self.world.store;
        let mut told = format!("{:?}", store.outbox_page(None, PageSize::MAX).await.unwrap());
        for person in &self.people {
            let record = store.person(*person).await.unwrap();
            let sealed = store.characteristics(*person).await.unwrap().map(|it| (it.version, it.record));
            let sealed = sealed.map(|(version, it)| (version, it.key().clone(), it.last_edition()));
            let registration = store.registration(self.event, *person).await.unwrap();
            told.push_str(&format!("{record:?} {sealed:?} {registration:?}"));
        }
        format!("{told} {:?}", store.seats(self.event).await.unwrap())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(fewer(48, 4)))]

    /// Erasure, then verify: whatever people do, every checkpoint of the past holds. What changes something has an
    /// entry, and what is refused has neither changed anything nor an entry.
    #[test]
    fn whatever_people_do_every_checkpoint_holds(steps in prop::collection::vec(step(), 1..40)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let mut history = History::new().await;
            for step in &steps {
                let (entries, state) = (kept(&history.world).await, history.state().await);
                let done = history.take(step).await;
                let (after, now) = (kept(&history.world).await, history.state().await);
                // Nobody is new in the middle of a step but by joining.
                let changed = matches!(step, Step::Join) || now != state;
                assert_eq!(after[..entries.len()], entries[..], "{step:?}");
                match done {
                    Ok(()) if changed => assert!(after.len() > entries.len(), "{step:?}"),
                    Ok(()) => {}
                    Err(NetworkError::Refused(_)) => {
                        assert_eq!((after.len(), changed), (entries.len(), false), "{step:?}");
                    }
                    Err(error) => panic!("{step:?}: {error}"),
                }
            }
            assert!(holds(&verify(&history.world, &history.checkpoints).await));
            // Of one history, each is the beginning of the next.
            for pair in history.checkpoints.windows(2) {
                let network = &history.world.network;
                let proof = network.audit_consistency(auditor(), &pair[0], &pair[1]).await.unwrap();
                assert_eq!(verify_consistency(&pair[0], &pair[1], &proof), Ok(()));
            }
        });
    }
}
