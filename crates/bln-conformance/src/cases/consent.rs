//! Consent ledgers: only ever appended to.

use bln_core::{ConsentDecision, ConsentEntry, ConsentMethod, PurposeCode, RecordRef, WordingRef};
use bln_store::{Expected, Rule, Store, Write};

use crate::{check, samples};

/// A ledger is read back equal: every purpose, decision and method, with and without an end, and with and without
/// somebody who wrote it down.
pub async fn consent_round_trips(store: &dyn Store) {
    on_the_list(store).await;
    let mut entries = vec![];
    for (purpose, n) in PurposeCode::ALL.into_iter().cycle().zip(0..20) {
        let at = samples::minutes(n);
        let method = ConsentMethod::ALL[usize::try_from(n % 5).unwrap()];
        let wording = WordingRef::parse("bulletin-consent@1").unwrap();
        let decision = match n % 4 {
            0 => ConsentDecision::Given { wording, until: None },
            1 => ConsentDecision::Given { wording, until: Some(samples::minutes(n + 1)) },
            2 => ConsentDecision::Requested { wording },
            _ => ConsentDecision::Withdrawn,
        };
        let by = (n % 2 == 0).then(|| samples::person_id(901));
        entries.push(ConsentEntry::restore(purpose, decision, method, at, by).unwrap());
    }
    append(store, Expected::New, entries.clone()).await;
    let stored = store.consent_ledger(samples::person_id(1)).await.unwrap().unwrap();
    assert_eq!(stored.record.person(), samples::person_id(1));
    assert_eq!(stored.record.entries(), entries);
}

/// Entries come in the order in which they were appended, whatever their clocks said.
pub async fn consent_entries_keep_their_order(store: &dyn Store) {
    on_the_list(store).await;
    let entry = |at| samples::consent_given(PurposeCode::Bulletin, samples::minutes(at));
    append(store, Expected::New, vec![entry(5), entry(3), entry(4)]).await;
    append(store, Expected::At(check::version(3)), vec![entry(1), entry(2), entry(2)]).await;
    let stored = store.consent_ledger(samples::person_id(1)).await.unwrap().unwrap();
    assert_eq!(stored.record.entries(), [5, 3, 4, 1, 2, 2].map(entry));
}

/// A ledger's version is the number of its entries.
pub async fn consent_version_counts_the_entries(store: &dyn Store) {
    on_the_list(store).await;
    check::assert_version_rises(store, record(), write).await;
    let entry = samples::consent_withdrawn(PurposeCode::Directory, samples::now());
    append(store, Expected::At(check::version(3)), vec![entry; 4]).await;
    assert_eq!(check::stored_version(store, &record()).await, Some(check::version(7)));
    assert_eq!(store.consent_ledger(samples::person_id(1)).await.unwrap().unwrap().record.entries().len(), 7);
}

/// A ledger that is there cannot be begun.
pub async fn consent_new_twice_is_stale(store: &dyn Store) {
    on_the_list(store).await;
    check::assert_new_twice_is_stale(store, record(), write).await;
}

/// A ledger with any other number of entries than expected, or none, is not appended to.
pub async fn consent_at_another_version_is_stale(store: &dyn Store) {
    on_the_list(store).await;
    check::assert_another_version_is_stale(store, record(), write).await;
}

/// Appending nothing is a conflict.
pub async fn consent_of_no_entries_is_refused(store: &dyn Store) {
    on_the_list(store).await;
    let person = samples::person_id(1);
    let nothing = check::writes([Write::Consent { person, entries: vec![], expected: Expected::New }]);
    check::assert_conflict(store, nothing, Rule::WellFormed).await;
    assert_eq!(store.consent_ledger(person).await.unwrap(), None);
}

/// A ledger that is not there is `None`, of somebody on the list and of nobody.
pub async fn missing_consent_is_none(store: &dyn Store) {
    on_the_list(store).await;
    assert_eq!(store.consent_ledger(samples::person_id(1)).await.unwrap(), None);
    assert_eq!(store.consent_ledger(samples::person_id(2)).await.unwrap(), None);
}

async fn on_the_list(store: &dyn Store) {
    let mut these = samples::ground();
    these.push(Write::Person(samples::person(1), Expected::New));
    check::put(store, these).await;
}

async fn append(store: &dyn Store, expected: Expected, entries: Vec<ConsentEntry>) {
    check::put(store, [Write::Consent { person: samples::person_id(1), entries, expected }]).await;
}

fn record() -> RecordRef {
    RecordRef::Consent(samples::person_id(1))
}

fn write(expected: Expected, written: u32) -> Write {
    let entry = samples::consent_given(PurposeCode::Bulletin, samples::minutes(written.into()));
    Write::Consent { person: samples::person_id(1), entries: vec![entry], expected }
}
