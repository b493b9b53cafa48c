//! Somebody who was erased is in no byte of the server's tables any more.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{fs, path::Path, time::Duration};

use bln_cluster::Cluster;
use bln_core::{
    Action, Actor, AuditEntry, EmailAddress, EmailAddresses, Id, Limits, Person, PersonDetails, PersonName,
    Prose, Pseudonym, RecordRef, Version,
};
use bln_postgres::{PostgresConfig, PostgresStore};
use bln_store::{
    Changes, CommitStore as _, Expected, InspectStore as _, PersonStore as _, StoreError, Write,
};
use tokio::runtime::Builder;
use uuid::Uuid;

/// In the name and the address of everybody who is erased. As it is, and as names are searched.
const CANARY: &str = "zanzibarcanary";

fn id(number: u128) -> Uuid {
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

/// How many files of the server's databases hold the canary. Its logs of changes turn over as it is configured.
fn found(cluster: &Cluster) -> usize {
    cluster.sql("CHECKPOINT").unwrap();
    let data = cluster.sql("SHOW data_directory").unwrap().remove(0);
    let holds = |path: &Path| {
        // A file may go while it is looked for.
        let bytes = fs::read(path).unwrap_or_default();
        bytes.windows(CANARY.len()).any(|window| window.eq_ignore_ascii_case(CANARY.as_bytes()))
    };
    let databases = fs::read_dir(Path::new(&data).join("base")).unwrap();
    let files = databases.flat_map(|folder| fs::read_dir(folder.unwrap().path()).unwrap());
    files.filter(|file| holds(&file.as_ref().unwrap().path())).count()
}

#[test]
fn an_erased_person_is_in_no_byte_of_the_tables_after_scrubbing() {
    let Some(cluster) = Cluster::for_test() else { return };
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let config = PostgresConfig::parse(&cluster.url("scrubbed")).unwrap();
        let store = PostgresStore::open(&config).await.unwrap();
        let mut adding = changes(1);
        for number in 0..300 {
            let person = person(number, if number % 10 == 0 { CANARY } else { "Other" });
            let (person_id, pseudonym) = (person.id(), Pseudonym::new(id(number + (1 << 50))));
            adding = adding.write(Write::Person(person, Expected::New));
            adding = adding.write(Write::Pseudonym { person: person_id, pseudonym });
        }
        store.commit(adding).await.unwrap();
        // A table that will be empty: of it the server takes no new samples.
        for number in (0..300).step_by(10) {
            let reason = Prose::parse(format!("A claim of {CANARY}{number}")).unwrap();
            let since = "2027-03-01T09:00:00Z".parse().unwrap();
            let limits = Limits::none(Id::new(id(number))).hold(reason, since);
            let limit = changes(number + 2_000_000).write(Write::Limits(limits, Expected::New));
            store.commit(limit).await.unwrap();
        }
        // As the server does by itself now and then: it takes samples of what is in the columns.
        cluster.sql("ANALYZE").unwrap();
        for number in (0..300).step_by(10) {
            let (person, expected) = (Id::new(id(number)), Version::FIRST);
            let erase = changes(number + 1_000_000).write(Write::ErasePerson { person, expected });
            store.commit(erase).await.unwrap();
        }
        let before = found(&cluster);
        assert!(before >= 4, "the control: tables, indexes and samples hold them before: {before}");
        store.scrub().await.unwrap();
        assert_eq!(found(&cluster), 0);
        assert!(store.person(Id::new(id(1))).await.unwrap().is_some());
        assert_eq!(store.verify("2027-03-02T09:00:00Z".parse().unwrap()).await, Ok(vec![]));
    });
}

#[test]
fn somebody_who_looks_at_an_older_state_makes_scrubbing_wait_and_then_it_is_busy() {
    let Some(cluster) = Cluster::for_test() else { return };
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let config = PostgresConfig::parse(&cluster.url("held")).unwrap();
        let config = config.with_lock_timeout(Duration::from_millis(100));
        let store = PostgresStore::open(&config).await.unwrap();
        let (other, link) =
            tokio_postgres::connect(&cluster.database("postgres"), tokio_postgres::NoTls).await.unwrap();
        let link = tokio::spawn(link);
        let look = "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM pg_class";
        other.batch_execute(look).await.unwrap();
        store.commit(changes(1)).await.unwrap();
        assert_eq!(store.scrub().await, Err(StoreError::Busy));
        other.batch_execute("ROLLBACK").await.unwrap();
        assert_eq!(store.scrub().await, Ok(()));
        drop(other);
        drop(link.await);
    });
}
