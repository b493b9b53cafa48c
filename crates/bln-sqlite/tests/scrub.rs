//! Somebody who was erased is in no byte of the files any more.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{fs, path::Path};

use bln_core::{
    Action, Actor, AuditEntry, EmailAddress, EmailAddresses, Id, Person, PersonDetails, PersonName,
    Pseudonym, RecordRef, Version,
};
use bln_sql::SqlStore;
use bln_sqlite::SqliteStore;
use bln_store::{Changes, CommitStore as _, Expected, InspectStore as _, PersonStore as _, Write};
use rusqlite::Connection;
use tokio::runtime::Builder;
use uuid::Uuid;

/// In the name and the address of everybody who is erased. As it is, and as names are searched.
const CANARY: &str = "zanzibarcanary";

fn id(number: u128) -> Uuid {
    // Spread over the whole range, as random identifiers are: pages fill up everywhere and are split.
    Uuid::from_u128(number.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835))
}

fn person(number: u128, word: &str) -> Person {
    let name = PersonName::parse(format!("Sample {word}{number} Person {number}")).unwrap();
    let email = EmailAddress::parse(format!("sample.{word}{number}@example.org")).unwrap();
    let details = PersonDetails::new(name, EmailAddresses::new(vec![email]).unwrap());
    Person::new(Id::new(id(number)), details)
}

fn changes(number: u128) -> Changes {
    let at = "2027-03-01T09:00:00Z".parse().unwrap();
    let actor = Actor::administrator(Id::new(id(1 << 40)));
    Changes::new(AuditEntry::new(Id::new(id(number)), at, actor, Action::ChangePerson, RecordRef::Network))
}

async fn add(store: &SqlStore, numbers: std::ops::Range<u128>, word: &str) {
    let mut adding = changes(numbers.start);
    for number in numbers {
        let person = person(number, word);
        let (person_id, pseudonym) = (person.id(), Pseudonym::new(id(number + (1 << 50))));
        adding = adding.write(Write::Person(person, Expected::New));
        adding = adding.write(Write::Pseudonym { person: person_id, pseudonym });
    }
    store.commit(adding).await.unwrap();
}

/// How often the canary is in the files of a folder, by file.
fn found(folder: &Path) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let (name, bytes) = {
            let entry = entry.unwrap();
            (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())
        };
        let count = bytes
            .windows(CANARY.len())
            .filter(|window| window.eq_ignore_ascii_case(CANARY.as_bytes()))
            .count();
        if count > 0 {
            found.push((name, count));
        }
    }
    found
}

#[test]
fn an_erased_person_is_in_no_byte_of_the_files_after_scrubbing() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = SqliteStore::open(folder.path().join("network.db")).await.unwrap();
        for round in 0..12 {
            add(&store, round * 100..round * 100 + 80, "Other").await;
            add(&store, round * 100 + 80..round * 100 + 100, CANARY).await;
        }
        for number in (0..12).flat_map(|round| round * 100 + 80..round * 100 + 100) {
            let expected = Version::FIRST;
            let person = Id::new(id(number));
            let erase = changes(number + 1_000_000).write(Write::ErasePerson { person, expected });
            store.commit(erase).await.unwrap();
            assert_eq!(store.person(person).await, Ok(None));
        }
        assert!(!found(folder.path()).is_empty(), "the control: they were there, and are before scrubbing");
        store.scrub().await.unwrap();
        assert_eq!(found(folder.path()), []);
        assert!(store.person(Id::new(id(79))).await.unwrap().is_some());
        assert_eq!(store.verify("2027-03-02T09:00:00Z".parse().unwrap()).await, Ok(vec![]));
    });
    assert_eq!(found(folder.path()), []);
}

/// Before any scrubbing: rows that stayed where they were are overwritten there when they go, and what is left of them is in
/// the log alone.
#[test]
fn who_is_erased_is_overwritten_where_they_lay() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("network.db");
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = SqliteStore::open(&path).await.unwrap();
        add(&store, 0..2, CANARY).await;
    });
    let fold = || {
        let connection = Connection::open(&path).unwrap();
        let busy: i64 =
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0)).unwrap();
        assert_eq!(busy, 0);
    };
    fold();
    assert!(!found(folder.path()).is_empty(), "they are in the file");
    runtime.block_on(async {
        let store = SqliteStore::open(&path).await.unwrap();
        for number in 0..2 {
            let (person, expected) = (Id::new(id(number)), Version::FIRST);
            let erase = changes(number + 1_000_000).write(Write::ErasePerson { person, expected });
            store.commit(erase).await.unwrap();
        }
    });
    fold();
    assert_eq!(found(folder.path()), []);
}

/// The control: without overwriting, what was deleted is found in the file.
#[test]
fn what_is_deleted_without_overwriting_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let connection = Connection::open(folder.path().join("network.db")).unwrap();
    connection
        .execute_batch(&format!(
            "PRAGMA secure_delete = OFF; CREATE TABLE person (name TEXT); INSERT INTO person VALUES ('{CANARY}'); \
             DELETE FROM person"
        ))
        .unwrap();
    drop(connection);
    assert_eq!(found(folder.path()), [("network.db".to_owned(), 1)]);
}
