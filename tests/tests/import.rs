//! An import is what applying one after the other is: the same answers, and the same in the store.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use async_trait::async_trait;
use bln_core::{
    Actor, Affiliation, Application, BelongingKind, ConsentGiven, ConsentMethod, EmailAddress,
    EmailAddresses, Employer, Id, OdsCode, Person, PersonDetails, PersonName, PurposeCode, Refusal,
};
use bln_service::{Clock, NetworkError};
use bln_store::{Changes, IdempotencyKey, PageSize, ReceiptKey, Store, StoreError};
use bln_tests::{
    Between, Snapshot, World, Wrapped, admin, imported_application, memory, sqlite_in_memory, wording,
};
use proptest::{collection::vec, prelude::*};

type Asked = (Application, IdempotencyKey);
type Answer = Result<Id<Person>, NetworkError>;

/// An application as one of a list. Of a hundred, some share an address, some a key, and some are refused.
fn application(addresses: u32) -> impl Strategy<Value = Asked> {
    let parts = (0..addresses, 0..addresses, 0..100_u32, 0..100_u32, any::<bool>(), 0..addresses);
    parts.prop_map(|(first, second, which, wrong, ally, key)| {
        let address = |n: u32| EmailAddress::parse(format!("sample.person.{n}@example.org")).unwrap();
        let emails = if which < 20 && first != second { vec![first, second] } else { vec![first] };
        let emails = EmailAddresses::new(emails.into_iter().map(address)).unwrap();
        let name = PersonName::parse(format!("Sample Person {first}")).unwrap();
        let employer = if wrong < 3 { "RJZ" } else { "RX1" };
        let post = Affiliation::new(
            Employer::Listed(OdsCode::parse(employer).unwrap()),
            "2020-01-01".parse().unwrap(),
        );
        let posts = if which % 3 == 0 { vec![] } else { vec![post] };
        let (joining_as, declaration) = match ally {
            true => (BelongingKind::Ally, "ally-statement"),
            false => (BelongingKind::Member, "member-declaration"),
        };
        let consent = ConsentGiven { purpose: PurposeCode::Bulletin, wording: wording("bulletin-consent") };
        let application = Application {
            details: PersonDetails::new(name, emails).with_affiliations(posts).unwrap(),
            joining_as,
            declaration: wording(if wrong == 3 { "no-such-wording" } else { declaration }),
            privacy_notice: wording("privacy-notice"),
            consents: if which % 2 == 0 { vec![consent] } else { vec![] },
            method: if wrong == 4 { ConsentMethod::Web } else { ConsentMethod::Import },
        };
        (application, IdempotencyKey::parse(format!("import-line-{key}")).unwrap())
    })
}

/// Some of a list are asked for twice, one after the other or far from each other.
fn list(most: usize) -> impl Strategy<Value = Vec<Asked>> {
    let again = vec((0..most.max(1), 0..most.max(1)), 0..=most / 20);
    (vec(application(u32::try_from(most).unwrap() * 2), 0..most), again).prop_map(|(mut list, again)| {
        for (from, to) in again {
            if let Some(asked) = list.get(from).cloned() {
                list.insert(to.min(list.len()), asked);
            }
        }
        list
    })
}

async fn world(store: Arc<dyn Store>) -> World {
    let world = World::on(store).await;
    let organisation = bln_conformance::samples::organisation("RX1");
    world.network.load_organisations(admin(), vec![organisation]).await.unwrap();
    world
}

async fn apply_each(world: &World, actor: Actor, list: &[Asked]) -> Vec<Answer> {
    let mut answers = Vec::new();
    for (application, key) in list.iter().cloned() {
        answers.push(world.network.apply(actor, application, key).await);
    }
    answers
}

async fn contents(world: &World, actor: Actor, list: &[Asked]) -> Snapshot {
    let key = |(_, key): &Asked| ReceiptKey { actor: actor.person(), key: key.clone() };
    let keys: Vec<_> = list.iter().map(key).collect();
    Snapshot::of(&*world.store, world.clock.now(), &keys).await
}

/// Imports a list into one store, applies it one by one to another, and compares.
fn must_be_the_same<F>(store: impl Fn() -> F, actor: Actor, list: &[Asked]) -> Result<(), TestCaseError>
where
    F: Future<Output = Arc<dyn Store>>,
{
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
    runtime.block_on(async {
        let (imported, applied) = (world(store().await).await, world(store().await).await);
        let answers = imported.network.import(actor, list.to_vec()).await;
        prop_assert_eq!(answers, apply_each(&applied, actor, list).await);
        // Not printed: it is long.
        let same = contents(&imported, actor, list).await == contents(&applied, actor, list).await;
        prop_assert!(same, "the stores differ");
        imported.sound().await;
        Ok(())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn an_import_of_any_list_is_applying_one_by_one(list in list(1_800)) {
        must_be_the_same(async || memory(), admin(), &list)?;
    }

    #[test]
    fn an_import_by_the_public_is_applying_one_by_one(mut list in list(700)) {
        for (application, _) in &mut list {
            application.method = ConsentMethod::Web;
        }
        must_be_the_same(async || memory(), Actor::public(), &list)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, ..ProptestConfig::default() })]

    #[test]
    fn an_import_into_sqlite_is_applying_one_by_one(list in list(1_200)) {
        must_be_the_same(sqlite_in_memory, admin(), &list)?;
    }
}

/// Sample people with addresses of their own.
fn strangers(count: usize) -> Vec<Asked> {
    let key = |n: usize| IdempotencyKey::parse(format!("import-line-{n}")).unwrap();
    (0..count).map(|n| (imported_application(&format!("stranger{n}")), key(n))).collect()
}

/// What happens to change sets that are larger than one application.
#[derive(Debug, Clone, Copy)]
enum Trouble {
    /// They are never committed.
    Refused(fn() -> StoreError),
    /// They are committed, and nobody learns of it.
    Unheard,
}

#[derive(Debug)]
struct Troubled {
    trouble: Trouble,
    large: AtomicUsize,
}

#[async_trait]
impl Between for Troubled {
    async fn commit(&self, inner: &Arc<dyn Store>, changes: Changes) -> Result<(), StoreError> {
        if changes.audit().len() == 1 {
            return inner.commit(changes).await;
        }
        self.large.fetch_add(1, Ordering::Relaxed);
        match self.trouble {
            Trouble::Refused(error) => Err(error()),
            Trouble::Unheard => {
                inner.commit(changes).await?;
                Err(StoreError::UnknownOutcome)
            }
        }
    }
}

async fn people(world: &World) -> usize {
    let (mut count, mut after) = (0, None);
    loop {
        let page = world.store.person_page(after, PageSize::MAX).await.unwrap();
        count += page.items.len();
        after = page.next;
        if after.is_none() {
            return count;
        }
    }
}

#[tokio::test]
async fn a_chunk_that_is_refused_is_made_one_by_one() {
    let stale = || StoreError::Stale { record: bln_core::RecordRef::Network };
    let trouble = Troubled { trouble: Trouble::Refused(stale), large: AtomicUsize::new(0) };
    let store = Arc::new(Wrapped::over(memory(), trouble));
    let world = world(store).await;
    let mut list = strangers(1_100);
    list[700].0 = list[3].0.clone();
    let answers = world.network.import(admin(), list).await;
    let refused: Vec<_> = (0..1_100).filter(|n| answers[*n].is_err()).collect();
    assert_eq!(refused, [700]);
    assert_eq!(answers[700], Err(NetworkError::Refused(Refusal::EmailInUse)));
    assert_eq!(people(&world).await, 1_099);
    world.sound().await;
}

#[tokio::test]
async fn what_is_not_known_is_said_and_asking_again_does_nothing_twice() {
    let trouble = Troubled { trouble: Trouble::Unheard, large: AtomicUsize::new(0) };
    let world = world(Arc::new(Wrapped::over(memory(), trouble))).await;
    let list = strangers(600);
    let answers = world.network.import(admin(), list.clone()).await;
    assert!(answers.iter().all(|answer| *answer == Err(NetworkError::UnknownOutcome)));
    let again = world.network.import(admin(), list.clone()).await;
    assert!(again.iter().all(Result::is_ok));
    assert_eq!(again, world.network.import(admin(), list).await);
    assert_eq!(people(&world).await, 600);
    world.sound().await;
}

#[tokio::test]
async fn a_busy_store_is_told_and_nothing_is_done() {
    let trouble = Troubled { trouble: Trouble::Refused(|| StoreError::Busy), large: AtomicUsize::new(0) };
    let world = world(Arc::new(Wrapped::over(memory(), trouble))).await;
    let answers = world.network.import(admin(), strangers(600)).await;
    assert!(answers.iter().all(|answer| *answer == Err(NetworkError::Busy)));
    assert_eq!(people(&world).await, 0);
}
