//! Of two changes decided on one version one is done, whatever is changed, and what a decision read holds.

use bln_core::{
    BelongingKind, EventState, Id, Membership, ModeChoice, Modes, Notice, NoticeKind, OrganisationName,
    Prose, PurposeCode, RecordRef, RegistrationState, RemovedRegistration, Seats, TestimonialState,
    ThemeState, Version,
};
use bln_store::{AuditRecord, Changes, Expected, PageSize, Position, Rule, Store, StoreError, Write};

use super::registration;
use crate::{check, samples};

const CANCELLED: RegistrationState = RegistrationState::Cancelled;

/// Of two changes of an organisation one is done.
pub async fn of_two_changes_of_an_organisation_one_wins(store: &dyn Store) {
    assert_one_wins(store, organisation).await;
}

/// Of two changes of a membership one is done.
pub async fn of_two_changes_of_a_membership_one_wins(store: &dyn Store) {
    on_the_list(store).await;
    assert_one_wins(store, membership).await;
}

/// Of two entries for one place in a ledger one is appended.
pub async fn of_two_changes_of_a_consent_one_wins(store: &dyn Store) {
    on_the_list(store).await;
    assert_one_wins(store, consent).await;
}

/// Of two changes of an event one is done.
pub async fn of_two_changes_of_an_event_one_wins(store: &dyn Store) {
    assert_one_wins(store, event).await;
}

/// Of two changes of an event's seats one is done: no place is given twice.
pub async fn of_two_changes_of_seats_one_wins(store: &dyn Store) {
    put_event(store).await;
    assert_one_wins(store, seats).await;
}

/// Of two changes of a registration one is done, and its steps are that one's.
pub async fn of_two_changes_of_a_registration_one_wins(store: &dyn Store) {
    registration::ground(store, 1).await;
    assert_one_wins(store, a_registration).await;
    let history = store.registration_history(samples::event_id(1), samples::person_id(1)).await.unwrap();
    assert_eq!(history.len(), 11);
}

/// Of two who write the same record first one is done, whatever kind of record it is.
pub async fn of_two_first_writes_one_wins(store: &dyn Store) {
    registration::ground(store, 1).await;
    check::put(store, samples::ground().into_iter().take(4)).await;
    let words = samples::testimonial(1, 1, TestimonialState::Offered);
    check::put(store, [Write::Event(draft(2, 0), Expected::New), Write::Testimonial(words, Expected::New)])
        .await;
    let person = |expected, n| Write::Person(samples::renamed(2, n), expected);
    let drafted = |expected, n| Write::Event(draft(3, n), expected);
    let seats =
        |expected, n| Write::Seats(Seats::new(samples::event_id(2), samples::in_person(1 + n)), expected);
    let sealed = |expected, n| Write::Characteristics(samples::sealed(1, n), expected);
    let limits = |expected, n| Write::Limits(samples::limits(1, n), expected);
    let request = |expected, _| Write::RightsRequest(samples::request(1, 1), expected);
    let facilitation = |expected, n| Write::Facilitation(samples::facilitation(2, 1, 1 + n), expected);
    let theme = |expected, _| Write::Theme(samples::theme(1, 2, ThemeState::Gathering), expected);
    let words =
        |expected, _| Write::Testimonial(samples::testimonial(2, 1, TestimonialState::Offered), expected);
    let place = |expected, _| Write::TestimonialUse(samples::testimonial_use(1, 1, None), expected);
    let thanks = |expected, _| Write::Recognition(samples::recognition(1, 1), expected);
    let resource = |expected, _| Write::Resource(samples::resource(1), expected);
    check::put(store, [Write::Initiative(samples::initiative(1), Expected::New)]).await;
    let initiative = |expected, _| Write::Initiative(samples::initiative(2), expected);
    let legacy = |expected, n| Write::Legacy {
        initiative: samples::initiative_id(1),
        entries: vec![samples::legacy_entry(n, 1, samples::ask(n))],
        expected,
    };
    let kinds: [&(dyn Fn(Expected, u32) -> Write + Sync); 18] = [
        &organisation,
        &person,
        &membership,
        &consent,
        &drafted,
        &seats,
        &a_registration,
        &sealed,
        &limits,
        &request,
        &facilitation,
        &theme,
        &words,
        &place,
        &thanks,
        &resource,
        &initiative,
        &legacy,
    ];
    for write in kinds {
        let record = write(Expected::New, 0).record();
        let outcomes = check::at_once(2, |n| store.commit(check::writes([write(Expected::New, n)])));
        assert_one(&outcomes, &StoreError::Stale { record: record.clone() });
        assert_eq!(check::stored_version(store, &record).await, Some(Version::FIRST));
    }
}

/// Of two removals of one registration one is done.
pub async fn of_two_removals_one_wins(store: &dyn Store) {
    let event = registration::ground(store, 1).await;
    let person = samples::person_id(1);
    for _ in 0..10 {
        check::put(store, [a_registration(Expected::New, 0)]).await;
        let removed = RemovedRegistration { event, person, expected: Version::FIRST };
        let outcomes =
            check::at_once(2, |_| store.commit(check::writes([Write::RemoveRegistration(removed)])));
        assert_one(&outcomes, &StoreError::Stale { record: RecordRef::Registration { event, person } });
        assert_eq!(store.registration(event, person).await.unwrap(), None);
    }
}

/// Of two texts under one reference one is kept.
pub async fn of_two_wordings_under_one_reference_one_wins(store: &dyn Store) {
    for round in 1..=10 {
        let wording = |n| {
            let mut wording = samples::wording(&format!("sample@{round}"));
            wording.text = Prose::parse(format!("The text of {n}.")).unwrap();
            wording
        };
        let outcomes = check::at_once(2, |n| store.commit(check::writes([Write::Wording(wording(n))])));
        assert_one(&outcomes, &StoreError::Conflict { rule: Rule::WordingImmutable });
        let kept = wording(if outcomes[0].is_ok() { 0 } else { 1 });
        assert!(store.wordings().await.unwrap().contains(&kept));
    }
}

/// Of two registrations with one number one is done.
pub async fn of_two_registrations_with_one_number_one_wins(store: &dyn Store) {
    let event = registration::ground(store, 20).await;
    for round in 1..=10 {
        let outcomes = check::at_once(2, |n| {
            let steps = vec![samples::step(1, round, CANCELLED, samples::now())];
            let person = samples::person_id(2 * u32::try_from(round).unwrap() - n);
            let change = registration::change(event, person, samples::fresh(), None, steps);
            store.commit(check::writes([Write::Registration(change)]))
        });
        assert_one(&outcomes, &StoreError::Conflict { rule: Rule::SequenceUnique });
    }
    assert_eq!(store.registration_page(event, None, PageSize::MAX).await.unwrap().items.len(), 10);
}

/// Nothing is sent on a consent that was withdrawn: of two hundred withdrawals with a sending at the same time that
/// pins the consent, no sending is committed after its withdrawal.
pub async fn nothing_is_sent_after_a_withdrawal(store: &dyn Store) {
    let at = samples::now();
    many_on_the_list(store, |person| {
        let entries = vec![samples::consent_given(PurposeCode::Bulletin, at)];
        vec![Write::Consent { person: samples::person_id(person), entries, expected: Expected::New }]
    })
    .await;
    assert_never_after(
        store,
        |person, changes| {
            let recipient = samples::person_id(person);
            let notice = Notice::new(samples::fresh(), recipient, NoticeKind::Welcome, at);
            changes.notify(notice.needing(PurposeCode::Bulletin))
        },
        |person| RecordRef::Consent(samples::person_id(person)),
        |person| Write::Consent {
            person: samples::person_id(person),
            entries: vec![samples::consent_withdrawn(PurposeCode::Bulletin, at)],
            expected: Expected::At(Version::FIRST),
        },
    )
    .await;
}

/// Nobody who left is registered: of two hundred who leave with a registration at the same time that pins the
/// membership, none is registered after they left.
pub async fn nobody_is_registered_after_leaving(store: &dyn Store) {
    let event = registration::ground(store, 0).await;
    many_on_the_list(store, |person| vec![Write::Membership(samples::member(person), Expected::New)]).await;
    assert_never_after(
        store,
        |person, changes| {
            // In a state that takes no place, so that the seats need no change.
            let steps = vec![samples::step(1, person.into(), CANCELLED, samples::now())];
            let id = samples::fresh();
            let change = registration::change(event, samples::person_id(person), id, None, steps);
            changes.write(Write::Registration(change))
        },
        |person| RecordRef::Membership(samples::person_id(person)),
        |person| {
            let left = samples::member(person).leave(samples::minutes(1)).unwrap();
            Write::Membership(left, Expected::At(Version::FIRST))
        },
    )
    .await;
}

const ROUNDS: u32 = 200;

/// Two hundred people, with some records each.
async fn many_on_the_list(store: &dyn Store, with: impl Fn(u32) -> Vec<Write>) {
    let mut these = samples::ground();
    for person in 1..=ROUNDS {
        these.push(Write::Person(samples::person(person), Expected::New));
        these.extend(with(person));
    }
    check::put(store, these).await;
}

/// For each of the people two at once: something that pins a record, and the write that moves it. The first is done
/// before the second, or not at all.
async fn assert_never_after(
    store: &dyn Store,
    pinning: impl Fn(u32, Changes) -> Changes + Sync,
    record: impl Fn(u32) -> RecordRef + Sync,
    moving: impl Fn(u32) -> Write + Sync,
) {
    let mut done = 0;
    let mut entries = vec![];
    for person in 1..=ROUNDS {
        let pair = [samples::entry(), samples::entry()];
        entries.push(pair.each_ref().map(bln_core::AuditEntry::id));
        let outcomes = check::at_once(2, |n| {
            // Turn about, so that each is first as often as the other.
            let pins = n == person % 2;
            let changes = Changes::new(pair[usize::from(!pins)].clone());
            store.commit(if pins {
                pinning(person, changes).pin(record(person), Version::FIRST)
            } else {
                changes.write(moving(person))
            })
        });
        let pins = usize::try_from(person % 2).unwrap();
        assert_eq!(outcomes[1 - pins], Ok(()), "what pins nothing is done");
        match &outcomes[pins] {
            Ok(()) => done += 1,
            stale => assert_eq!(stale, &Err(StoreError::Stale { record: record(person) })),
        }
    }
    let log = whole_audit(store).await;
    let position = |id| log.iter().find(|record| record.entry.id() == id).map(|record| record.position);
    let pairs = entries.iter().map(|pair| pair.map(position));
    let in_order = |[pinned, moved]: &[Option<Position>; 2]| pinned.is_none_or(|at| Some(at) < *moved);
    assert_eq!(pairs.clone().filter(|[pinned, _]| pinned.is_some()).count(), done);
    assert_eq!(pairs.filter(|pair| !in_order(pair)).count(), 0, "done on what was no longer so");
}

async fn whole_audit(store: &dyn Store) -> Vec<AuditRecord> {
    let (mut all, mut after) = (vec![], None);
    loop {
        let page = store.audit_page(after, PageSize::MAX).await.unwrap();
        all.extend(page.items);
        after = page.next;
        if after.is_none() {
            return all;
        }
    }
}

/// Writes a record, and then ten times two others of it at once, both decided on the version it has.
async fn assert_one_wins(store: &dyn Store, write: impl Fn(Expected, u32) -> Write + Sync) {
    let record = write(Expected::New, 0).record();
    check::put(store, [write(Expected::New, 0)]).await;
    for round in 1..=10 {
        let outcomes = check::at_once(2, |n| {
            store.commit(check::writes([write(Expected::At(check::version(round)), 2 * round + n)]))
        });
        assert_one(&outcomes, &StoreError::Stale { record: record.clone() });
        assert_eq!(check::stored_version(store, &record).await, Some(check::version(round + 1)));
    }
}

fn assert_one(outcomes: &[Result<(), StoreError>], other: &StoreError) {
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    assert_eq!(outcomes.iter().filter(|outcome| outcome.as_ref() == Err(other)).count(), 1, "{outcomes:?}");
}

async fn on_the_list(store: &dyn Store) {
    check::put(store, samples::ground()).await;
    check::put(store, [Write::Person(samples::person(1), Expected::New)]).await;
}

async fn put_event(store: &dyn Store) {
    check::put(store, [Write::Event(samples::event(1, Modes::InPerson), Expected::New)]).await;
}

fn organisation(expected: Expected, n: u32) -> Write {
    let name = OrganisationName::parse(format!("Sample name {n}")).unwrap();
    let renamed = samples::organisation("ZZ1").renamed(name, samples::day("2030-01-01")).unwrap();
    Write::Organisation(renamed, expected)
}

fn membership(expected: Expected, n: u32) -> Write {
    let declared = samples::declaration(BelongingKind::Ally, samples::minutes(n.into()));
    Write::Membership(
        Membership::apply(samples::person_id(1), declared, samples::minutes(n.into())),
        expected,
    )
}

fn consent(expected: Expected, n: u32) -> Write {
    let entries = vec![samples::consent_given(PurposeCode::Bulletin, samples::minutes(n.into()))];
    Write::Consent { person: samples::person_id(1), entries, expected }
}

fn draft(event: u32, n: u32) -> bln_core::Event {
    let details = samples::event_details(1_000 + n, Modes::InPerson, "2027-05-01");
    samples::event_in_state(event, details, EventState::Draft)
}

fn event(expected: Expected, n: u32) -> Write {
    Write::Event(draft(1, n), expected)
}

fn seats(expected: Expected, n: u32) -> Write {
    Write::Seats(Seats::new(samples::event_id(1), samples::in_person(1 + n)), expected)
}

/// The sample registration's first step, or the one that follows the version it is at.
fn a_registration(expected: Expected, n: u32) -> Write {
    let version = match expected {
        Expected::New => None,
        Expected::At(version) => Some(version),
    };
    let mut step =
        samples::step(1 + version.map_or(0, Version::number), 1, CANCELLED, samples::minutes(n.into()));
    step.choice = ModeChoice::ALL[usize::try_from(n % 3).unwrap()];
    let (event, person) = (samples::event_id(1), samples::person_id(1));
    let id = Id::new(samples::person_id(1).uuid());
    Write::Registration(registration::change(event, person, id, version, vec![step]))
}
