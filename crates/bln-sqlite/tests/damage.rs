//! What the store's check of itself finds in a file that somebody has written past the library.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use bln_conformance::samples;
use bln_sqlite::SqliteStore;
use bln_store::{CommitStore, Expected, InspectStore, PersonStore, StoreError, Write};
use rusqlite::Connection;

/// The codes that a check finds after a statement has damaged a sound network.
fn found_after(damage: &str) -> Vec<&'static str> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("network.db");
    runtime.block_on(async {
        let store = SqliteStore::open(&path).await.unwrap();
        let people = [
            Write::Person(samples::person(1), Expected::New),
            Write::Person(samples::person(2), Expected::New),
        ];
        let member = Write::Membership(samples::member(1), Expected::New);
        let writes = samples::wordings().into_iter().map(Write::Wording).chain(people).chain([member]);
        let writes = writes.chain([Write::Organisation(samples::organisation("RX9"), Expected::New)]);
        let entries = [1, 2].map(|n| samples::legacy_entry(n, 1, samples::ask(n))).to_vec();
        let writes = writes.chain([
            Write::Initiative(samples::initiative(1), Expected::New),
            Write::Legacy { initiative: samples::initiative_id(1), entries, expected: Expected::New },
        ]);
        store.commit(writes.fold(samples::changes(), |changes, write| changes.write(write))).await.unwrap();
        store.commit(samples::changes()).await.unwrap();
        assert_eq!(store.verify(samples::now()).await.unwrap(), [], "sound before");
        drop(store);

        let connection = Connection::open(&path).unwrap();
        connection
            .execute_batch(&format!(
                "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; {damage}"
            ))
            .unwrap();
        drop(connection);

        let store = SqliteStore::open(&path).await.unwrap();
        store.verify(samples::now()).await.unwrap().into_iter().map(|fault| fault.code).collect()
    })
}

#[test]
fn nothing_is_found_without_damage() {
    assert_eq!(found_after(""), Vec::<&str>::new());
}

#[test]
fn a_gap_in_the_audit_is_found() {
    assert_eq!(found_after("DELETE FROM audit_entry WHERE position = 1"), ["audit.positions"]);
}

#[test]
fn a_gap_in_a_legacy_ledger_is_found() {
    assert_eq!(found_after("DELETE FROM legacy_entry WHERE ordinal = 1"), ["legacy.ordinals"]);
}

#[test]
fn a_lost_search_word_is_found() {
    assert_eq!(found_after("DELETE FROM person_search_word WHERE word = 'person'"), ["index.differs"]);
}

#[test]
fn a_membership_without_its_history_is_found() {
    assert_eq!(found_after("DELETE FROM membership_spell"), ["record.unreadable"]);
}

#[test]
fn a_state_that_nobody_knows_is_found() {
    let damage = "UPDATE membership_spell SET standing = 'honorary'";
    assert_eq!(found_after(damage), ["storage.damaged", "record.unreadable"]);
}

#[test]
fn a_person_without_an_address_is_found_once() {
    let damage = format!("DELETE FROM person_email WHERE person = '{}'", samples::person_id(2));
    assert_eq!(found_after(&damage), ["record.unreadable"]);
}

#[test]
fn an_organisation_without_a_name_is_found() {
    assert_eq!(found_after("DELETE FROM organisation_name"), ["record.unreadable"]);
}

#[test]
fn a_damaged_page_is_found_and_the_rest_is_still_read() {
    let (runtime, folder) =
        (tokio::runtime::Builder::new_current_thread().build().unwrap(), tempfile::tempdir().unwrap());
    let path = folder.path().join("network.db");
    let open = || runtime.block_on(SqliteStore::open(&path)).unwrap();
    drop(open());
    let (page, size): (u32, u32) = Connection::open(&path)
        .unwrap()
        .query_row(
            "SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_schema
             WHERE type = 'index' AND tbl_name = 'outbox' ORDER BY rootpage LIMIT 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap();
    let mut content = std::fs::read(&path).unwrap();
    let begin = usize::try_from((page - 1) * size).unwrap();
    content[begin..][..100].fill(0x5a);
    std::fs::write(&path, content).unwrap();
    let store = open();
    let found = runtime.block_on(store.verify(samples::now())).unwrap();
    assert_eq!(found.iter().map(|fault| fault.code).collect::<Vec<_>>(), ["storage.damaged"]);
}

#[test]
fn what_cannot_be_read_is_an_error_without_content() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("network.db");
    runtime.block_on(async {
        let store = SqliteStore::open(&path).await.unwrap();
        let person = Write::Person(samples::person(1), Expected::New);
        store.commit(samples::changes().write(person)).await.unwrap();
        Connection::open(&path)
            .unwrap()
            .execute_batch("UPDATE person SET name = char(8238) || name")
            .unwrap();
        let error = store.person(samples::person_id(1)).await.unwrap_err();
        assert_eq!(error, StoreError::Backend { code: "storage.unreadable" });
    });
}
