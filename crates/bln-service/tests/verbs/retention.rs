//! What is kept for longer than its period, and letting it go.

use std::collections::BTreeMap;

use crate::support::{World, admin, event_under, fewer, fresh, places};
use bln_core::{
    Action, ActionLink, Actor, Audience, AuditEntry, Characteristic, Confidentiality, Event, Id, Instant,
    KeyName, KeyedHash, LinkAction, Message, Modes, NetworkParts, NetworkProfile, Person, PlannedEvent,
    Prose, PurposeCode, RecordRef, Refusal, RetentionSchedule, Right, SealedCharacteristics, SealedValue,
    Suppression, TokenHash, WrappedKey,
    limits::{LimitChange, RestrictionGround},
    retention::{Category, KeepFor, RetentionRule},
    rights::RefusalGround,
};
use bln_service::{NetworkError, Over};
use bln_store::{Changes, Expected, PageSize, Write};
use chrono::TimeDelta;
use proptest::prelude::*;
use uuid::Uuid;

/// The proposed schedule with other periods for some categories.
fn schedule(periods: &[(Category, KeepFor)]) -> RetentionSchedule {
    let rules = RetentionSchedule::proposed().unwrap();
    let rules = rules.rules().cloned().map(|rule| {
        let other = periods.iter().find(|(category, _)| *category == rule.category);
        RetentionRule { keep_for: other.map_or(rule.keep_for, |(_, keep_for)| *keep_for), ..rule }
    });
    RetentionSchedule::new(rules).unwrap()
}

async fn world_with(periods: &[(Category, KeepFor)]) -> World {
    let parts = NetworkProfile::bln().unwrap().into_parts();
    let profile = NetworkProfile::from_parts(NetworkParts { retention: schedule(periods), ..parts }).unwrap();
    World::of(fresh().await, profile).await
}

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn id<K>(n: u128) -> Id<K> {
    Id::new(Uuid::from_u128(n))
}

/// Puts a record there that no verb of this crate writes.
async fn put(world: &World, n: u128, at: Instant, action: Action, subject: RecordRef, write: Write) {
    let entry = AuditEntry::new(id(0xabc0_0000 + n), at, admin(), action, subject);
    world.store.commit(Changes::new(entry).write(write)).await.unwrap();
}

/// Access needs under a seal that nobody opens here, and the entry that says when they were said.
async fn says_needs(world: &World, person: Id<Person>, at: Instant, also: &[Characteristic]) {
    let key = WrappedKey::new(KeyName::parse("sample").unwrap(), vec![7; 40]).unwrap();
    let values = also.iter().copied().chain([Characteristic::AccessNeeds]);
    let sealed = values.zip(1..).fold(SealedCharacteristics::new(person, key), |sealed, (what, edition)| {
        sealed.with(what, SealedValue::new(edition, vec![9; 40]).unwrap())
    });
    let subject = RecordRef::Characteristics(person);
    let write = Write::Characteristics(sealed, Expected::New);
    put(world, person.uuid().as_u128() >> 16, at, Action::RecordCharacteristic, subject, write).await;
}

/// A published event under a rule, on 1 May 2027 from 18:00 to 20:00 in London.
async fn event_of(world: &World, rule: Confidentiality) -> Id<Event> {
    let details = event_under(rule, Audience::MembersAndAllies, Modes::InPerson);
    let plan = PlannedEvent { details, places: places(5), repeats: None };
    let event = world.network.create_event(admin(), plan, world.key()).await.unwrap().events[0];
    world.network.publish_event(admin(), event).await.unwrap();
    event
}

const ENDED: &str = "2027-05-01T19:00:00Z";

fn set(world: &World, at: Instant) {
    world.clock.set(&at.to_string());
}

async fn over(world: &World, category: Category) -> Over {
    world.network.retention_report(admin()).await.unwrap().over[&category]
}

async fn is_there(world: &World, person: Id<Person>) -> bool {
    world.store.person(person).await.unwrap().is_some()
}

/// Looks a microsecond before a period is over, and when it is: nothing is due before, and what is due then goes.
async fn goes_at(world: &World, category: Category, over_at: Instant, due: u64) {
    set(world, over_at.plus(TimeDelta::microseconds(-1)));
    assert_eq!(over(world, category).await, Over::default(), "{category:?} a microsecond before");
    let early = world.network.apply_retention(admin()).await.unwrap();
    assert_eq!(early.over[&category], Over::default(), "{category:?} a microsecond before");
    set(world, over_at);
    let report = world.network.retention_report(admin()).await.unwrap();
    assert_eq!(report.over[&category].due, due, "{category:?}");
    assert_eq!(world.network.apply_retention(admin()).await.unwrap(), report);
    assert_eq!(over(world, category).await, Over::default(), "{category:?} afterwards");
    let before = world.audited().await;
    assert!(world.network.apply_retention(admin()).await.unwrap().is_nothing_due());
    assert_eq!(world.audited().await, before, "a second time does nothing");
    world.sound().await;
}

#[tokio::test]
async fn who_left_goes_when_the_period_is_over_and_not_a_microsecond_before() {
    let world = World::new().await;
    let (gone, stays) = (world.member(17).await, world.member(18).await);
    world.network.leave(Actor::participant(gone), gone).await.unwrap();
    goes_at(&world, Category::LeftMember, at("2029-03-01T09:00:00Z"), 1).await;
    assert!(!is_there(&world, gone).await && is_there(&world, stays).await);
    assert_eq!(over(&world, Category::ApplicationNotTakenUp).await, Over::default());
}

#[tokio::test]
async fn an_application_that_came_to_nothing_goes_when_the_period_is_over() {
    let world = World::new().await;
    let application = world.application(17, bln_core::BelongingKind::Member);
    let gone = world.network.apply(Actor::public(), application, world.key()).await.unwrap();
    world.network.decline(admin(), gone).await.unwrap();
    goes_at(&world, Category::ApplicationNotTakenUp, at("2027-09-01T09:00:00Z"), 1).await;
    assert!(!is_there(&world, gone).await);
}

/// The control: a schedule that is a day off either way goes at another instant.
#[tokio::test]
async fn a_period_that_is_a_day_longer_or_shorter_is_told_apart() {
    for (days, due) in [(729, 1), (730, 1), (731, 0)] {
        let world = world_with(&[(Category::LeftMember, KeepFor::Days(days))]).await;
        let gone = world.member(17).await;
        world.network.leave(Actor::participant(gone), gone).await.unwrap();
        // 730 days after 1 March 2027.
        for (now, due) in
            [("2029-02-28T09:00:00Z", due), ("2029-02-28T08:59:59.999999Z", u64::from(days == 729))]
        {
            world.clock.set(now);
            assert_eq!(over(&world, Category::LeftMember).await.due, due, "{days} {now}");
        }
    }
}

#[tokio::test]
async fn access_needs_go_after_the_last_event_and_leave_the_rest() {
    let world = World::new().await;
    let (one, both) = (world.member(17).await, world.member(18).await);
    let event = event_of(&world, Confidentiality::Open).await;
    for person in [one, both] {
        world.register(event, person).await.unwrap();
    }
    says_needs(&world, one, at("2027-03-01T09:00:00Z"), &[]).await;
    says_needs(&world, both, at("2027-03-01T09:00:00Z"), &[Characteristic::EthnicGroup]).await;
    goes_at(&world, Category::AccessNeeds, at("2027-05-31T19:00:00Z"), 2).await;
    assert_eq!(world.store.characteristics(one).await.unwrap(), None);
    let left = world.store.characteristics(both).await.unwrap().unwrap().record;
    assert_eq!(left.values().keys().collect::<Vec<_>>(), [&Characteristic::EthnicGroup]);
}

#[tokio::test]
async fn access_needs_that_were_said_after_the_last_event_or_without_one_count_from_then() {
    let world = World::new().await;
    let (without, after) = (world.member(17).await, world.member(18).await);
    let event = event_of(&world, Confidentiality::Open).await;
    world.register(event, after).await.unwrap();
    says_needs(&world, without, at("2027-06-01T09:00:00Z"), &[]).await;
    says_needs(&world, after, at("2027-06-01T09:00:00Z"), &[]).await;
    goes_at(&world, Category::AccessNeeds, at("2027-07-01T09:00:00Z"), 2).await;
}

#[tokio::test]
async fn who_came_to_a_safe_space_is_forgotten_and_who_came_to_another_event_is_not() {
    let world = World::new().await;
    let person = world.member(17).await;
    let (safe, record) = (Confidentiality::ConfidentialSafeSpace, Confidentiality::OffTheRecord);
    let strict = [event_of(&world, safe).await, event_of(&world, record).await];
    let others = [
        event_of(&world, Confidentiality::Open).await,
        event_of(&world, Confidentiality::ChathamHouse).await,
    ];
    for event in strict.into_iter().chain(others) {
        world.register(event, person).await.unwrap();
    }
    goes_at(&world, Category::SafeSpaceAttendance, at("2027-07-30T19:00:00Z"), 2).await;
    for event in strict {
        assert_eq!(world.state(event, person).await, "none");
    }
    for event in others {
        assert_eq!(world.state(event, person).await, "confirmed");
    }
}

#[tokio::test]
async fn what_was_written_for_an_event_goes_with_its_period() {
    let world = World::new().await;
    let event = event_of(&world, Confidentiality::ConfidentialSafeSpace).await;
    let message = Message::new(id(5), event, Prose::parse("The room has changed.").unwrap(), at(ENDED));
    let now = at("2027-03-01T09:00:00Z");
    put(&world, 1, now, Action::MessageAttendees, RecordRef::Message(id(5)), Write::Message(message)).await;
    goes_at(&world, Category::SafeSpaceMessages, at("2027-07-30T19:00:00Z"), 1).await;
    assert_eq!(world.store.message(id(5)).await.unwrap(), None);
}

#[tokio::test]
async fn receipts_and_notices_go_by_their_age() {
    let world = World::new().await;
    world.ally(17).await;
    let over_at = at("2027-03-31T09:00:00Z");
    set(&world, over_at.plus(TimeDelta::microseconds(-1)));
    assert!(world.network.apply_retention(admin()).await.unwrap().is_nothing_due());
    set(&world, over_at);
    for category in [Category::Receipts, Category::Notices] {
        let oldest = Some(at("2027-03-01T09:00:00Z"));
        assert_eq!(over(&world, category).await, Over { due: 1, oldest, held: 0 });
    }
    goes_at(&world, Category::Links, over_at, 0).await;
    let outbox = world.store.outbox_page(None, PageSize::MAX).await.unwrap();
    assert!(outbox.items.is_empty());
}

#[tokio::test]
async fn links_go_when_they_end_and_a_no_after_a_lifetime() {
    let world = World::new().await;
    let person = world.ally(17).await;
    let now = at("2027-03-01T09:00:00Z");
    let ends = at("2027-03-08T09:00:00Z");
    let action = LinkAction::Unsubscribe { purpose: PurposeCode::Bulletin };
    let link = ActionLink::new(TokenHash::new([3; 32]), person, action, ends);
    put(&world, 1, now, Action::DispatchNotice, RecordRef::Network, Write::ActionLink(link)).await;
    let no = Suppression::new(KeyedHash::from_bytes([4; 32]), PurposeCode::Bulletin, now);
    put(&world, 2, now, Action::RemovePerson, RecordRef::Network, Write::Suppression(no)).await;
    goes_at(&world, Category::Links, ends, 1).await;
    goes_at(&world, Category::Suppressions, at("2113-03-01T09:00:00Z"), 1).await;
}

#[tokio::test]
async fn requests_go_by_the_day_they_were_closed_on_and_open_ones_never() {
    let world = World::new().await;
    let (person, network) = (world.member(17).await, &world.network);
    let today = "2027-03-01".parse().unwrap();
    let receive = || network.receive_rights_request(admin(), person, Right::Access, today, world.key());
    let (closed, open) = (receive().await.unwrap(), receive().await.unwrap());
    network.refuse_rights_request(admin(), closed, RefusalGround::Excessive).await.unwrap();
    goes_at(&world, Category::RightsRequests, at("2030-03-02T00:00:00Z"), 1).await;
    world.clock.set("2199-01-01T00:00:00Z");
    network.apply_retention(admin()).await.unwrap();
    assert_eq!(world.store.rights_request(closed).await.unwrap(), None);
    assert!(world.store.rights_request(open).await.unwrap().is_some());
}

#[tokio::test]
async fn what_a_hold_a_restriction_or_an_open_request_keeps_is_counted_and_stays() {
    let world = World::new().await;
    let network = &world.network;
    let (held, restricted, asks) = (world.member(17).await, world.member(18).await, world.member(19).await);
    let goes = world.member(20).await;
    let event = event_of(&world, Confidentiality::ConfidentialSafeSpace).await;
    for person in [held, restricted, asks, goes] {
        world.register(event, person).await.unwrap();
        says_needs(&world, person, at("2027-03-01T09:00:00Z"), &[]).await;
        network.leave(Actor::participant(person), person).await.unwrap();
    }
    let hold = LimitChange::Hold(Prose::parse("Sample claim").unwrap());
    network.limit_processing(admin(), held, hold).await.unwrap();
    let restrict = LimitChange::Restrict(RestrictionGround::LegalClaim);
    network.limit_processing(admin(), restricted, restrict).await.unwrap();
    let (today, key) = ("2027-03-01".parse().unwrap(), world.key());
    let request = network.receive_rights_request(admin(), asks, Right::Access, today, key).await.unwrap();

    world.clock.set("2029-06-01T09:00:00Z");
    let done = network.apply_retention(admin()).await.unwrap();
    for category in [Category::LeftMember, Category::AccessNeeds, Category::SafeSpaceAttendance] {
        assert_eq!((done.over[&category].due, done.over[&category].held), (1, 3), "{category:?}");
    }
    for person in [held, restricted, asks] {
        assert!(is_there(&world, person).await);
        assert!(world.store.characteristics(person).await.unwrap().is_some());
        assert_ne!(world.state(event, person).await, "none");
    }
    assert!(!is_there(&world, goes).await);
    world.sound().await;

    // Once nothing keeps them they go.
    network.limit_processing(admin(), held, LimitChange::ReleaseHold).await.unwrap();
    network.limit_processing(admin(), restricted, LimitChange::LiftRestriction).await.unwrap();
    network.answer_rights_request(admin(), request).await.unwrap();
    assert_eq!(network.apply_retention(admin()).await.unwrap().over[&Category::LeftMember].due, 3);
    world.sound().await;
}

#[tokio::test]
async fn each_commit_says_that_retention_was_applied_and_others_may_not_ask() {
    let world = World::new().await;
    let gone = world.member(17).await;
    world.network.leave(Actor::participant(gone), gone).await.unwrap();
    world.clock.set("2029-03-01T09:00:00Z");
    let before = world.audited().await;
    for actor in [Actor::public(), Actor::participant(gone), Actor::analyst(gone), Actor::auditor(gone)] {
        for answer in
            [world.network.retention_report(actor).await, world.network.apply_retention(actor).await]
        {
            assert_eq!(answer.unwrap_err(), NetworkError::Refused(Refusal::NotAllowed));
        }
    }
    world.network.retention_report(admin()).await.unwrap();
    assert_eq!(world.audited().await, before);
    world.network.apply_retention(admin()).await.unwrap();
    let entries = world.store.audit_page(None, PageSize::MAX).await.unwrap().items;
    // Receipts, notices, and the person.
    assert_eq!(entries.len(), before + 3);
    for record in &entries[before..] {
        assert_eq!(record.entry.action(), Action::ApplyRetention);
        assert_ne!(record.entry.subject().person(), Some(gone));
    }
}

/// What one of the people of a property test does.
#[derive(Debug, Clone)]
struct Someone {
    leaves_after: Option<u16>,
    is_held: bool,
    says_needs: bool,
    registers: bool,
}

fn someone() -> impl Strategy<Value = Someone> {
    let leaves = prop::option::of(0..400_u16);
    (leaves, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        |(leaves_after, is_held, says_needs, registers)| Someone {
            leaves_after,
            is_held,
            says_needs,
            registers,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(fewer(64, 4)))]

    /// What is reported is what goes; a second time nothing does; nothing goes within its period, and nothing that is
    /// held; and everything else goes.
    #[test]
    fn what_is_reported_goes_once_and_never_within_its_period(
        people in prop::collection::vec(someone(), 1..5),
        looks in prop::collection::vec(0..300_u16, 1..4),
        left_days in 1..400_u16,
        needs_days in 1..40_u16,
        more_days in 0..40_u16,
        ages in 1..90_u16,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let days = KeepFor::Days;
            let attendance_days = needs_days + more_days;
            let world = world_with(&[
                (Category::LeftMember, days(left_days)),
                (Category::AccessNeeds, days(needs_days)),
                (Category::SafeSpaceAttendance, days(attendance_days)),
                (Category::Receipts, days(ages)),
                (Category::Notices, days(ages)),
            ]).await;
            let start = at("2027-03-01T09:00:00Z");
            let after = |days: u16| start.plus(TimeDelta::days(i64::from(days)));
            let ended = at(ENDED);
            let event = event_of(&world, Confidentiality::ConfidentialSafeSpace).await;
            let mut ids = Vec::new();
            for (n, someone) in (17..).zip(&people) {
                let person = world.member(n).await;
                if someone.registers {
                    world.register(event, person).await.unwrap();
                }
                if someone.says_needs {
                    says_needs(&world, person, start, &[]).await;
                }
                if someone.is_held {
                    let hold = LimitChange::Hold(Prose::parse("Sample claim").unwrap());
                    world.network.limit_processing(admin(), person, hold).await.unwrap();
                }
                ids.push(person);
            }
            let mut leaving: Vec<_> = people.iter().zip(&ids)
                .filter_map(|(someone, person)| someone.leaves_after.map(|days| (days, *person)))
                .collect();
            leaving.sort_unstable();
            for (days, person) in leaving {
                set(&world, after(days));
                world.network.leave(Actor::participant(person), person).await.unwrap();
            }
            let mut day = 400;
            for look in looks {
                day += look;
                let now = after(day);
                set(&world, now);
                let report = world.network.retention_report(admin()).await.unwrap();
                let before = world.audited().await;
                assert_eq!(world.network.apply_retention(admin()).await.unwrap(), report);
                assert_eq!(world.audited().await > before, !report.is_nothing_due());
                let again = world.network.apply_retention(admin()).await.unwrap();
                assert!(again.is_nothing_due(), "{again}");
                let held = |report: &bln_service::RetentionReport| -> BTreeMap<_, _> {
                    report.over.iter().map(|(category, over)| (*category, over.held)).collect()
                };
                assert_eq!(held(&again), held(&report));

                let is_over = |since: Instant, days: u16| since.plus(TimeDelta::days(i64::from(days))) <= now;
                for (someone, person) in people.iter().zip(&ids) {
                    let left = someone.leaves_after.is_some_and(|days| is_over(after(days), left_days));
                    let gone = left && !someone.is_held;
                    assert_eq!(!is_there(&world, *person).await, gone, "{someone:?} on day {day}");
                    let last = if someone.registers { ended } else { start };
                    let needs = someone.says_needs
                        && !gone
                        && (someone.is_held || !is_over(last, needs_days));
                    let stored = world.store.characteristics(*person).await.unwrap();
                    assert_eq!(stored.is_some(), needs, "{someone:?} on day {day}");
                    let came = someone.registers
                        && !gone
                        && (someone.is_held || !is_over(ended, attendance_days));
                    assert_eq!(world.state(event, *person).await != "none", came, "{someone:?} on day {day}");
                }
                world.sound().await;
            }
        });
    }
}
