//! Organisations.

use bln_core::{OdsCode, Organisation, OrganisationName, RecordRef};
use bln_store::{Expected, Page, PageSize, Store, Write};

use crate::{check, samples};

/// An organisation is read back equal, with every part there is and with none that may be left out.
pub async fn organisation_round_trips(store: &dyn Store) {
    for organisation in [samples::kings_in_full(), samples::nottingham()] {
        check::put(store, [Write::Organisation(organisation.clone(), Expected::New)]).await;
        let stored = store.organisation(organisation.code()).await.unwrap().unwrap();
        assert_eq!((stored.record, stored.version.number()), (organisation, 1));
    }
    // From every part to almost none, and nothing of the old stays.
    let bare = samples::organisation("RJZ");
    check::put(store, [Write::Organisation(bare.clone(), Expected::At(check::version(1)))]).await;
    assert_eq!(store.organisation(samples::code("RJZ")).await.unwrap().unwrap().record, bare);
}

/// An organisation that is not there is `None`.
pub async fn missing_organisation_is_none(store: &dyn Store) {
    check::put(store, [Write::Organisation(samples::nottingham(), Expected::New)]).await;
    assert_eq!(store.organisation(samples::code("RX2")).await.unwrap(), None);
    assert_eq!(store.organisation(samples::code("RX1A")).await.unwrap(), None);
}

/// An organisation is new at version 1, and one higher at each change.
pub async fn organisation_version_rises(store: &dyn Store) {
    check::assert_version_rises(store, record(), write).await;
}

/// An organisation that is there cannot be written as new.
pub async fn organisation_new_twice_is_stale(store: &dyn Store) {
    check::assert_new_twice_is_stale(store, record(), write).await;
}

/// An organisation at any other version than the one expected, or not there, is not written.
pub async fn organisation_at_another_version_is_stale(store: &dyn Store) {
    check::assert_another_version_is_stale(store, record(), write).await;
}

fn record() -> RecordRef {
    RecordRef::Organisation(samples::code("RX1"))
}

fn write(expected: Expected, written: u32) -> Write {
    let name = OrganisationName::parse(format!("Sample name {written}")).unwrap();
    let renamed = samples::nottingham().renamed(name, samples::day("2030-01-01")).unwrap();
    Write::Organisation(renamed, expected)
}

/// Organisations come page by page in the order of their codes' bytes: digits before letters, a code before those
/// it begins.
pub async fn organisation_page_follows_the_bytes_of_the_code(store: &dyn Store) {
    check::assert_paged(&[], async |after, size| codes(store, after, size).await).await;
    let order = ["0AA", "0AA1", "A1B", "AA1", "AB1", "QKK", "R0A", "RX1", "RX10", "RX1A", "RX2", "Z99ZZZ"];
    let shuffled = [7, 2, 11, 0, 9, 4, 1, 10, 3, 8, 5, 6].map(|at: usize| order[at]);
    check::put(store, shuffled.map(|c| Write::Organisation(samples::organisation(c), Expected::New))).await;
    check::assert_paged(&order.map(samples::code), async |after, size| codes(store, after, size).await).await;

    let page = store.organisation_page(None, PageSize::MAX).await.unwrap();
    let whole: Vec<Organisation> = order.map(samples::organisation).into();
    assert_eq!(page.items.into_iter().map(|stored| stored.record).collect::<Vec<_>>(), whole);
}

async fn codes(store: &dyn Store, after: Option<OdsCode>, size: PageSize) -> Page<OdsCode, OdsCode> {
    check::keys(store.organisation_page(after, size).await.unwrap(), |stored| stored.record.code())
}
