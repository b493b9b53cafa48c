//! Two records of one person become one.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use crate::post::{Post, answer, entry, queue_news, wording, written};
use crate::support::{World, admin, details, fewer, fresh, places};
use async_trait::async_trait;
use bln_core::{
    Action, Actor, Audience, BelongingKind, Characteristic, ConsentStatus, EmailAddress, EmailAddresses,
    EthnicGroup, Facilitation, Id, Limits, Person, Prose, PurposeCode, RecordRef, Refusal,
    SealedCharacteristics, Standing, Version, purpose,
};
use bln_seal::{PersonKey, Seal, wrap};
use bln_service::{NetworkError, Placement};
use bln_store::{Changes, Expected, PageSize, Store, StoreError, Write};
use proptest::prelude::*;

const BULLETIN: PurposeCode = PurposeCode::Bulletin;
const DIRECTORY: PurposeCode = PurposeCode::Directory;

fn refused<T>(refusal: Refusal) -> Result<T, NetworkError> {
    Err(NetworkError::Refused(refusal))
}

async fn status(world: &World, person: Id<Person>, purpose: PurposeCode) -> ConsentStatus {
    let record = world.store.person(person).await.unwrap().unwrap();
    let at = "2030-01-01T00:00:00Z".parse().unwrap();
    record.consent.map_or(ConsentStatus::NeverAsked, |stored| stored.record.status(purpose, at))
}

async fn find(world: &World, n: u32) -> Option<Id<Person>> {
    let address = EmailAddress::parse(format!("sample.person.{n}@example.org")).unwrap();
    world.store.person_by_email(&address).await.unwrap()
}

#[tokio::test]
async fn the_one_who_stays_has_the_better_registrations_of_both_and_the_seats_are_sound() {
    let world = World::new().await;
    let (keep, other, third) = (world.member(1).await, world.member(2).await, world.ally(3).await);
    let mut events = Vec::new();
    for _ in 0..4 {
        events.push(world.event(Audience::MembersAndAllies, places(1)).await);
    }
    let [better, both, only, waits] = events[..] else { unreachable!() };
    // In one the other has the place and `keep` waits, in one it is the reverse, in one only the other is registered.
    for (event, first, second) in [(better, other, keep), (both, keep, other)] {
        assert!(matches!(world.register(event, first).await.unwrap(), Placement::Confirmed { .. }));
        assert!(matches!(world.register(event, second).await.unwrap(), Placement::Waiting { .. }));
    }
    world.register(only, other).await.unwrap();
    world.register(waits, third).await.unwrap();
    world.register(waits, other).await.unwrap();
    let history = world.store.registration_history(better, other).await.unwrap();
    let told = Post::default();
    world.network.dispatch(admin(), &told, usize::MAX).await.unwrap();

    world.network.merge_people(admin(), keep, other).await.unwrap();
    for (event, state) in
        [(better, "confirmed"), (both, "confirmed"), (only, "confirmed"), (waits, "waiting")]
    {
        assert_eq!(world.state(event, keep).await, state);
        assert_eq!(world.state(event, other).await, "none");
    }
    assert_eq!(world.store.registration_history(better, keep).await.unwrap(), history);
    assert_eq!(world.store.person(other).await.unwrap(), None);
    assert_eq!((find(&world, 1).await, find(&world, 2).await), (Some(keep), Some(keep)));
    let again = Post::default();
    world.network.dispatch(admin(), &again, usize::MAX).await.unwrap();
    assert!(again.take().is_empty(), "nobody is told again what they were told");
    world.sound().await;

    // What they do next is theirs: the place that comes free is offered to them.
    world.network.cancel_registration(admin(), waits, third).await.unwrap();
    assert_eq!(world.state(waits, keep).await, "offered");
    world.sound().await;
}

#[tokio::test]
async fn the_place_that_nobody_needs_any_more_is_offered_on() {
    let world = World::new().await;
    let (keep, other, next) = (world.ally(1).await, world.ally(2).await, world.ally(3).await);
    let event = world.event(Audience::MembersAndAllies, places(2)).await;
    for person in [keep, other, next] {
        world.register(event, person).await.unwrap();
    }
    world.network.merge_people(admin(), keep, other).await.unwrap();
    assert_eq!(world.state(event, keep).await, "confirmed");
    assert_eq!(world.state(event, next).await, "offered");
    world.sound().await;
}

#[tokio::test]
async fn the_stricter_answer_holds_and_both_histories_are_kept() {
    let world = World::new().await;
    let (keep, other) = (world.ally(1).await, world.ally(2).await);
    answer(&world, keep, BULLETIN, true).await;
    answer(&world, other, BULLETIN, true).await;
    answer(&world, other, BULLETIN, false).await;
    answer(&world, other, DIRECTORY, true).await;
    queue_news(&world, 0x77, other).await;
    world.network.merge_people(admin(), keep, other).await.unwrap();
    assert_eq!(status(&world, keep, BULLETIN).await, ConsentStatus::Withdrawn);
    assert_eq!(status(&world, keep, DIRECTORY).await, ConsentStatus::Given);
    let ledger = world.store.person(keep).await.unwrap().unwrap().consent.unwrap().record;
    let said = |name| ledger.entries().iter().filter(move |entry| entry.decision().name() == name).count();
    assert!(said("given") >= 3 && said("withdrawn") == 1, "{ledger:?}");
    assert!(ledger.entries().iter().all(|entry| entry.recorded_by() == Some(keep)));
    // What waited for the other goes to the one who stays, and so does not go out.
    let post = Post::default();
    world.network.dispatch(admin(), &post, usize::MAX).await.unwrap();
    assert!(post.take().iter().all(|letter| letter.links.is_empty()));
    world.sound().await;
}

#[tokio::test]
async fn the_audit_tells_of_either_record_as_of_the_person() {
    let world = World::new().await;
    let (keep, other) = (world.ally(1).await, world.ally(2).await);
    answer(&world, other, BULLETIN, true).await;
    let kept_before = world.store.kept_audit_page(None, PageSize::MAX).await.unwrap().items;
    world.network.merge_people(admin(), keep, other).await.unwrap();
    let kept = world.store.kept_audit_page(None, PageSize::MAX).await.unwrap().items;
    assert_eq!(kept[..kept_before.len()], kept_before[..], "no entry was changed");
    let audit = world.store.audit_page(None, PageSize::MAX).await.unwrap().items;
    assert!(audit.iter().all(|record| record.entry.subject().person() != Some(other)));
    assert!(audit.iter().all(|record| !record.entry.actor().is(other)));
    let consents = audit.iter().filter(|record| record.entry.subject() == &RecordRef::Consent(keep));
    assert_eq!(consents.count(), 1);
    assert_eq!(audit.last().unwrap().entry.action(), Action::MergePeople);
}

#[tokio::test]
async fn limits_and_belonging_of_either_are_those_of_the_person() {
    let world = World::new().await;
    let (keep, other) = (world.member(1).await, world.ally(2).await);
    world.network.leave(Actor::participant(keep), keep).await.unwrap();
    let at = "2027-03-01T09:00:00Z".parse().unwrap();
    let held = Limits::none(other).hold(Prose::parse("A claim before the employment tribunal.").unwrap(), at);
    world.store.commit(Changes::new(entry(0x99)).write(Write::Limits(held, Expected::New))).await.unwrap();
    world.network.merge_people(admin(), keep, other).await.unwrap();
    let record = world.store.person(keep).await.unwrap().unwrap();
    assert!(record.limits.unwrap().record.is_held());
    let membership = record.membership.unwrap().record;
    assert_eq!(membership.current().standing(), Standing::Active);
    assert_eq!(membership.current().belonging().kind(), BelongingKind::Ally);
    let erased = world.network.erase_person(admin(), keep).await.map(|_| ());
    assert_eq!(erased, refused(Refusal::LegalHold));
    world.sound().await;
}

#[tokio::test]
async fn what_only_the_other_told_is_sealed_anew_for_the_one_who_stays() {
    let world = World::new().await;
    let (keep, other) = (world.ally(1).await, world.ally(2).await);
    seal_group(&world, other, EthnicGroup::BlackAfrican, 0x91).await;
    world.network.merge_people(admin(), keep, other).await.unwrap();
    let sealed = world.store.characteristics(keep).await.unwrap().unwrap().record;
    assert_eq!(opened(&world, &sealed).await, EthnicGroup::BlackAfrican);
    let audit = world.store.audit_page(None, PageSize::MAX).await.unwrap().items;
    let about = audit.iter().filter(|record| record.entry.subject() == &RecordRef::Characteristics(keep));
    let actions: Vec<_> = about.map(|record| record.entry.action()).collect();
    assert_eq!(actions, [Action::ReadCharacteristic, Action::RecordCharacteristic]);

    // Of what both told, what the one who stays told stays.
    let third = world.ally(3).await;
    seal_group(&world, third, EthnicGroup::AsianChinese, 0x92).await;
    world.network.merge_people(admin(), keep, third).await.unwrap();
    let sealed = world.store.characteristics(keep).await.unwrap().unwrap().record;
    assert_eq!(opened(&world, &sealed).await, EthnicGroup::BlackAfrican);
    world.sound().await;
}

async fn seal_group(world: &World, person: Id<Person>, group: EthnicGroup, n: u128) {
    let key = PersonKey::from_random([7; 32]);
    let wrapped = wrap(&crate::support::keys(), person, &key, [8; 12]).unwrap();
    let value = Seal::new(person, key).seal_ethnic_group(group, 1, [9; 12]).unwrap();
    let sealed = SealedCharacteristics::new(person, wrapped).with(Characteristic::EthnicGroup, value);
    let changes = Changes::new(entry(n)).write(Write::Characteristics(sealed, Expected::New));
    world.store.commit(changes).await.unwrap();
}

async fn opened(world: &World, sealed: &SealedCharacteristics) -> EthnicGroup {
    let seal = Seal::open(&crate::support::keys(), sealed.person(), sealed.key()).unwrap();
    let value = seal.open_ethnic_group(sealed.value(Characteristic::EthnicGroup).unwrap()).unwrap();
    let at = "2027-03-01T09:00:00Z".parse().unwrap();
    let purpose = PurposeCode::EthnicityMonitoring;
    let ledger = bln_core::ConsentLedger::new(sealed.person())
        .give(purpose, wording(world, purpose), None, bln_core::ConsentMethod::Web, None, at)
        .unwrap();
    *value.expose(&ledger.permit::<purpose::EthnicityMonitoring>(at).unwrap())
}

#[tokio::test]
async fn leave_to_see_who_comes_goes_over() {
    let world = World::new().await;
    let (keep, other) = (world.ally(1).await, world.ally(2).await);
    let event = world.event(Audience::MembersAndAllies, places(2)).await;
    let [from, until] = ["2027-04-28T18:00:00Z", "2027-05-03T20:00:00Z"].map(|at| at.parse().unwrap());
    let leave = Facilitation::restore(event, other, from, until).unwrap();
    let changes = Changes::new(entry(0x99)).write(Write::Facilitation(leave, Expected::New));
    world.store.commit(changes).await.unwrap();
    world.network.merge_people(admin(), keep, other).await.unwrap();
    let moved = world.store.facilitation(event, keep).await.unwrap().unwrap().record;
    assert_eq!((moved.from(), moved.until()), (from, until));
    assert_eq!(world.store.facilitation(event, other).await.unwrap(), None);
    world.sound().await;
}

#[tokio::test]
async fn what_cannot_be_merged_is_refused_and_nothing_is_written() {
    let world = World::new().await;
    let (keep, other) = (world.ally(1).await, world.ally(2).await);
    let event = world.event(Audience::MembersAndAllies, places(2)).await;
    world.register(event, other).await.unwrap();
    let addresses = (10..15).map(|n| EmailAddress::parse(format!("sample.person.{n}@example.org")).unwrap());
    let many = details(1).with_emails(EmailAddresses::new(addresses).unwrap());
    world.network.change_person(admin(), keep, many, Version::FIRST).await.unwrap();
    let nobody = Id::new(uuid::Uuid::from_u128(0xdead));
    let before = written(&world).await;
    let merge = |actor, keep, other| world.network.merge_people(actor, keep, other);
    assert_eq!(merge(admin(), keep, keep).await, refused(Refusal::SameRecord));
    assert_eq!(merge(admin(), keep, nobody).await, refused(Refusal::NotFound));
    assert_eq!(merge(admin(), nobody, keep).await, refused(Refusal::NotFound));
    assert_eq!(merge(admin(), nobody, nobody).await, refused(Refusal::NotFound));
    assert_eq!(merge(admin(), keep, other).await, refused(Refusal::TooMuchForOneRecord));
    for actor in [Actor::public(), Actor::participant(keep), Actor::facilitator(other)] {
        assert_eq!(merge(actor, keep, other).await, refused(Refusal::NotAllowed));
    }
    assert_eq!(written(&world).await, before);
    assert_eq!(world.state(event, other).await, "confirmed");
}

/// Fails the first commit that would make the two one.
#[derive(Debug, Default)]
struct FailsOnce(AtomicBool);

#[async_trait]
impl crate::wrapped::Between for FailsOnce {
    async fn commit(&self, inner: &Arc<dyn Store>, changes: Changes) -> Result<(), StoreError> {
        let merges = changes.writes().iter().any(|write| matches!(write, Write::MergePerson { .. }));
        if merges && !self.0.swap(true, Ordering::Relaxed) {
            return Err(StoreError::Busy);
        }
        inner.commit(changes).await
    }
}

#[tokio::test]
async fn a_merge_that_failed_in_the_middle_goes_on_where_it_stopped() {
    let store = crate::wrapped::Wrapped::over(fresh().await, FailsOnce::default());
    let world = World::on(Arc::new(store)).await;
    let (keep, other) = (world.ally(1).await, world.ally(2).await);
    let event = world.event(Audience::MembersAndAllies, places(1)).await;
    world.register(event, other).await.unwrap();
    answer(&world, other, BULLETIN, false).await;
    assert_eq!(world.network.merge_people(admin(), keep, other).await, Err(NetworkError::Busy));
    world.sound().await;
    world.network.merge_people(admin(), keep, other).await.unwrap();
    assert_eq!(world.state(event, keep).await, "confirmed");
    assert_eq!(status(&world, keep, BULLETIN).await, ConsentStatus::Withdrawn);
    world.sound().await;
}

/// Says no for the other record just before the two become one.
#[derive(Debug, Default)]
struct SaysNoInBetween(AtomicBool);

#[async_trait]
impl crate::wrapped::Between for SaysNoInBetween {
    async fn commit(&self, inner: &Arc<dyn Store>, changes: Changes) -> Result<(), StoreError> {
        let merged = changes.writes().iter().find_map(|write| match write {
            Write::MergePerson { from, .. } => Some(*from),
            _ => None,
        });
        if let Some(person) = merged
            && !self.0.swap(true, Ordering::Relaxed)
        {
            let at = "2027-03-01T09:00:00Z".parse().unwrap();
            let no = bln_core::ConsentLedger::new(person);
            let no = no.withdraw(BULLETIN, bln_core::ConsentMethod::Web, Some(person), at);
            let consent = Write::Consent { person, entries: no.entries().to_vec(), expected: Expected::New };
            inner.commit(Changes::new(entry(0x55)).write(consent)).await.unwrap();
        }
        inner.commit(changes).await
    }
}

#[tokio::test]
async fn a_first_no_that_is_said_in_between_is_not_lost() {
    let store = crate::wrapped::Wrapped::over(fresh().await, SaysNoInBetween::default());
    let world = World::on(Arc::new(store)).await;
    let (keep, other) = (world.ally(1).await, world.ally(2).await);
    answer(&world, keep, BULLETIN, true).await;
    world.network.merge_people(admin(), keep, other).await.unwrap();
    assert_eq!(status(&world, keep, BULLETIN).await, ConsentStatus::Withdrawn);
}

#[derive(Debug, Clone, Copy)]
struct Said {
    by_other: bool,
    purpose: PurposeCode,
    yes: bool,
}

fn said() -> impl Strategy<Value = Said> {
    (any::<bool>(), prop::sample::select(vec![BULLETIN, DIRECTORY]), any::<bool>())
        .prop_map(|(by_other, purpose, yes)| Said { by_other, purpose, yes })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(fewer(64, 4)))]

    /// Two records, then one, are as one record to which the stricter answers were given; also in all that follows.
    #[test]
    fn a_merged_person_is_one_who_gave_the_stricter_answers(
        before in prop::collection::vec(said(), 0..8),
        after in prop::collection::vec(said(), 0..4),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let (two, one) = (World::new().await, World::new().await);
            let (keep, other, single) = (two.ally(1).await, two.ally(2).await, one.ally(1).await);
            for said in &before {
                answer(&two, if said.by_other { other } else { keep }, said.purpose, said.yes).await;
            }
            for purpose in [BULLETIN, DIRECTORY] {
                let last = |by_other| {
                    let theirs = |said: &&Said| said.by_other == by_other && said.purpose == purpose;
                    before.iter().rfind(theirs).map(|said| said.yes)
                };
                let stricter = match (last(false), last(true)) {
                    (Some(a), Some(b)) => Some(a && b),
                    (a, b) => a.or(b),
                };
                if let Some(yes) = stricter {
                    answer(&one, single, purpose, yes).await;
                }
            }
            two.network.merge_people(admin(), keep, other).await.unwrap();
            for step in 0..=after.len() {
                for purpose in [BULLETIN, DIRECTORY] {
                    assert_eq!(status(&two, keep, purpose).await, status(&one, single, purpose).await);
                }
                if let Some(said) = after.get(step) {
                    answer(&two, keep, said.purpose, said.yes).await;
                    answer(&one, single, said.purpose, said.yes).await;
                }
            }
            two.sound().await;
        });
    }
}
