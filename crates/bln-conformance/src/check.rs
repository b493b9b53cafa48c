//! What many cases check in the same way.

use std::{
    fmt,
    sync::atomic::{AtomicBool, Ordering},
};

use bln_core::{EventState, Modes, RecordRef, Version};
use bln_store::{Changes, Expected, NoticeRecord, Page, PageSize, Store, StoreError, Write};

use crate::samples;

/// A change set of these writes.
pub(crate) fn writes(writes: impl IntoIterator<Item = Write>) -> Changes {
    writes.into_iter().fold(samples::changes(), Changes::write)
}

/// Commits these writes, which must pass.
pub(crate) async fn put(store: &dyn Store, these: impl IntoIterator<Item = Write>) {
    commit(store, writes(these)).await;
}

/// Commits a change set, which must pass.
pub(crate) async fn commit(store: &dyn Store, changes: Changes) {
    store.commit(changes).await.unwrap();
}

/// Commits a change set that must be refused because this record has moved, was not there, or was.
pub(crate) async fn assert_stale(store: &dyn Store, changes: Changes, record: RecordRef) {
    assert_eq!(store.commit(changes).await, Err(StoreError::Stale { record }));
}

/// Commits a change set that must be refused because it refers to this record.
pub(crate) async fn assert_not_found(store: &dyn Store, changes: Changes, record: RecordRef) {
    assert_eq!(store.commit(changes).await, Err(StoreError::NotFound { record }));
}

/// Commits a change set that must be refused by this rule.
pub(crate) async fn assert_conflict(store: &dyn Store, changes: Changes, rule: bln_store::Rule) {
    assert_eq!(store.commit(changes).await, Err(StoreError::Conflict { rule }));
}

/// A page of this many.
pub(crate) fn size(number: u16) -> PageSize {
    PageSize::new(number).unwrap()
}

/// A version by its number.
pub(crate) fn version(number: u32) -> Version {
    Version::new(number).unwrap()
}

/// The version of a record that has one, if it is there.
pub(crate) async fn stored_version(store: &dyn Store, record: &RecordRef) -> Option<Version> {
    match record {
        RecordRef::Organisation(code) => {
            store.organisation(*code).await.unwrap().map(|stored| stored.version)
        }
        RecordRef::Person(id) => store.person(*id).await.unwrap().map(|stored| stored.person.version),
        RecordRef::Membership(id) => store.membership(*id).await.unwrap().map(|stored| stored.version),
        RecordRef::Consent(id) => store.consent_ledger(*id).await.unwrap().map(|stored| stored.version),
        RecordRef::Event(id) => store.event(*id).await.unwrap().map(|stored| stored.version),
        RecordRef::Seats(id) => store.seats(*id).await.unwrap().map(|stored| stored.version),
        RecordRef::Registration { event, person } => {
            store.registration(*event, *person).await.unwrap().map(|stored| stored.version)
        }
        RecordRef::Characteristics(id) => {
            store.characteristics(*id).await.unwrap().map(|stored| stored.version)
        }
        RecordRef::Limits(id) => {
            store.person(*id).await.unwrap().and_then(|record| record.limits).map(|stored| stored.version)
        }
        RecordRef::RightsRequest(id) => store.rights_request(*id).await.unwrap().map(|stored| stored.version),
        RecordRef::Facilitation { event, person } => {
            store.facilitation(*event, *person).await.unwrap().map(|stored| stored.version)
        }
        RecordRef::Theme(id) => store.theme(*id).await.unwrap().map(|stored| stored.version),
        RecordRef::Testimonial(id) => store.testimonial(*id).await.unwrap().map(|stored| stored.version),
        RecordRef::TestimonialUse(id) => {
            store.testimonial_use(*id).await.unwrap().map(|stored| stored.version)
        }
        RecordRef::Recognition(id) => store.recognition(*id).await.unwrap().map(|stored| stored.version),
        RecordRef::Resource(id) => store.resource(*id).await.unwrap().map(|stored| stored.version),
        RecordRef::Initiative(id) => store.initiative(*id).await.unwrap().map(|stored| stored.version),
        RecordRef::Legacy(id) => store.legacy_ledger(*id).await.unwrap().map(|stored| stored.version),
        RecordRef::Bulletin(id) => store.bulletin(*id).await.unwrap().map(|stored| stored.version),
        RecordRef::Interests(id) => store.interests(*id).await.unwrap().map(|stored| stored.version),
        RecordRef::AddressRecord(id) => {
            let person = store.person(*id).await.unwrap().unwrap().person.record;
            let stored = store.address_record(person.emails().preferred()).await.unwrap();
            stored.map(|stored| stored.version)
        }
        other => panic!("a {} has no version", other.kind()),
    }
}

/// Writes a record three times, each at the version the last left; `write` is told how often it was written.
pub(crate) async fn assert_version_rises(
    store: &dyn Store,
    record: RecordRef,
    write: impl Fn(Expected, u32) -> Write,
) {
    assert_eq!(stored_version(store, &record).await, None);
    put(store, [write(Expected::New, 0)]).await;
    assert_eq!(stored_version(store, &record).await, Some(Version::FIRST));
    put(store, [write(Expected::At(version(1)), 1)]).await;
    assert_eq!(stored_version(store, &record).await, Some(version(2)));
    put(store, [write(Expected::At(version(2)), 2)]).await;
    assert_eq!(stored_version(store, &record).await, Some(version(3)));
}

/// Writes a record as new twice.
pub(crate) async fn assert_new_twice_is_stale(
    store: &dyn Store,
    record: RecordRef,
    write: impl Fn(Expected, u32) -> Write,
) {
    put(store, [write(Expected::New, 0)]).await;
    for written in [0, 1] {
        assert_stale(store, writes([write(Expected::New, written)]), record.clone()).await;
    }
    assert_eq!(stored_version(store, &record).await, Some(Version::FIRST));
}

/// Writes a record at a version while it is not there, at one it has passed, and at one it has not reached.
pub(crate) async fn assert_another_version_is_stale(
    store: &dyn Store,
    record: RecordRef,
    write: impl Fn(Expected, u32) -> Write,
) {
    assert_stale(store, writes([write(Expected::At(version(1)), 0)]), record.clone()).await;
    put(store, [write(Expected::New, 0)]).await;
    put(store, [write(Expected::At(version(1)), 1)]).await;
    for wrong in [1, 3] {
        let changes = writes([write(Expected::At(version(wrong)), 2)]);
        assert_stale(store, changes, record.clone()).await;
    }
    assert_eq!(stored_version(store, &record).await, Some(version(2)));
}

/// All that versions mean, of three records that `write` numbers from 1.
pub(crate) async fn assert_versions(store: &dyn Store, write: impl Fn(u32, Expected, u32) -> Write) {
    let record = |n| write(n, Expected::New, 0).record();
    assert_version_rises(store, record(1), |expected, written| write(1, expected, written)).await;
    assert_new_twice_is_stale(store, record(2), |expected, written| write(2, expected, written)).await;
    assert_another_version_is_stale(store, record(3), |expected, written| write(3, expected, written)).await;
}

/// Puts the samples that others stand on and so many people on the list, each with their pseudonym.
pub(crate) async fn on_the_list(store: &dyn Store, people: u32) {
    let people =
        (1..=people).flat_map(|n| [Write::Person(samples::person(n), Expected::New), samples::named(n)]);
    put(store, samples::ground().into_iter().chain(people)).await;
}

/// Puts a draft of an event there, which needs no seats.
pub(crate) async fn drafted(store: &dyn Store, event: u32) {
    let details = samples::event_details(event, Modes::Online, "2027-05-01");
    let event = samples::event_in_state(event, details, EventState::Draft);
    put(store, [Write::Event(event, Expected::New)]).await;
}

/// The whole outbox.
pub(crate) async fn outbox(store: &dyn Store) -> Vec<NoticeRecord> {
    store.outbox_page(None, PageSize::MAX).await.unwrap().items
}

/// A page of which only the keys are of interest.
pub(crate) fn keys<T, K>(page: Page<T, K>, key: impl Fn(&T) -> K) -> Page<K, K> {
    Page { items: page.items.iter().map(key).collect(), next: page.next }
}

/// Reads a list page by page, with pages of one, of a few, of all and of the most a page may hold. It must come
/// in this order, each record once, with a next page exactly if there is more; and after its end there is nothing.
pub(crate) async fn assert_paged<K: Clone + PartialEq + fmt::Debug>(
    expected: &[K],
    read: impl AsyncFn(Option<K>, PageSize) -> Page<K, K>,
) {
    let all = u16::try_from(expected.len()).unwrap();
    for number in [1, 2, 3, all.max(1), all + 1, PageSize::MAX.number()] {
        let size = usize::from(number);
        let (mut seen, mut pages, mut after) = (Vec::new(), 0, None);
        loop {
            let page = read(after, self::size(number)).await;
            pages += 1;
            assert!(page.items.len() <= size, "a page of {number} holds {}", page.items.len());
            seen.extend(page.items);
            assert!(pages <= expected.len() + 1, "paging by {number} does not end");
            let Some(next) = page.next else { break };
            assert_eq!(seen.last(), Some(&next), "the next page is asked for by the last key of this one");
            after = Some(next);
        }
        assert_eq!(seen, expected, "in pages of {number}");
        assert_eq!(pages, expected.len().div_ceil(size).max(1), "how many pages of {number}");
    }
    if let Some(last) = expected.last() {
        let beyond = read(Some(last.clone()), size(10)).await;
        assert_eq!(beyond, Page { items: vec![], next: None }, "after the last");
    }
}

/// Reads a list page by page to its end while it may change. Its keys must rise from page to page and in each: then
/// none comes twice.
pub(crate) async fn walk<K: Clone + PartialOrd + fmt::Debug>(
    number: u16,
    read: impl AsyncFn(Option<K>, PageSize) -> Page<K, K>,
) -> Vec<K> {
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = read(after, size(number)).await;
        assert!(page.items.len() <= usize::from(number), "a page of {number} holds {}", page.items.len());
        seen.extend(page.items);
        after = page.next;
        if after.is_none() {
            break;
        }
        assert_eq!(seen.last(), after.as_ref(), "the next page is asked for by the last key of this one");
    }
    assert!(seen.is_sorted_by(|a, b| a < b), "out of order or twice, in pages of {number}: {seen:?}");
    seen
}

/// Asserts that of these keys none is missing.
pub(crate) fn assert_includes<K: PartialEq + fmt::Debug>(seen: &[K], all: &[K]) {
    for key in all {
        assert!(seen.contains(key), "{key:?} was there all the time, and was missed");
    }
}

/// Runs this many at once, each on a thread of its own, and returns what they returned in their order.
pub(crate) fn at_once<T: Send, F: Future<Output = T>>(number: u32, run: impl Fn(u32) -> F + Sync) -> Vec<T> {
    let runtime = tokio::runtime::Handle::current();
    let run = &run;
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..number)
            .map(|n| {
                let runtime = runtime.clone();
                scope.spawn(move || runtime.block_on(run(n)))
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

/// Runs `write` on a thread of its own and `read` on two others, over and over until `write` is done and once more.
pub(crate) fn while_writing<W, R>(write: impl Fn() -> W + Sync, read: impl Fn() -> R + Sync)
where
    W: Future<Output = ()>,
    R: Future<Output = ()>,
{
    let written = AtomicBool::new(false);
    let (written, write, read) = (&written, &write, &read);
    at_once(3, |n| async move {
        if n == 0 {
            let _written = SetOnDrop(written);
            return write().await;
        }
        loop {
            let last = written.load(Ordering::Acquire);
            read().await;
            if last {
                return;
            }
            tokio::task::yield_now().await;
        }
    });
}

/// What the store answers once it is not busy, within ten seconds: one that waits for what was dropped never does.
pub(crate) async fn in_time<T>(ask: impl AsyncFn() -> Result<T, StoreError>) -> Result<T, StoreError> {
    let limit = std::time::Duration::from_secs(10);
    let answered = async {
        loop {
            match ask().await {
                Err(StoreError::Busy) => tokio::time::sleep(std::time::Duration::from_millis(1)).await,
                other => return other,
            }
        }
    };
    let answer = tokio::time::timeout(limit, answered).await;
    answer.unwrap_or_else(|_| panic!("the store did not answer within 10 seconds"))
}

/// Lets readers have a look between two writes; it holds up the thread, which is the writer's own.
pub(crate) fn pause() {
    std::thread::sleep(std::time::Duration::from_millis(1));
}

/// Also when a writer panics: its readers would wait for ever.
struct SetOnDrop<'a>(&'a AtomicBool);

impl Drop for SetOnDrop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}
