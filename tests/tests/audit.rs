//! The audit in a file, to which somebody else writes: whatever they do to its rows shows against one earlier
//! checkpoint. And a million entries are verified in seconds.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test that cannot go on should panic; it says how long it took"
)]

use std::{
    fs,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use bln_core::{Action, Actor, AuditEntry, Id, RecordRef};
use bln_seal::{Checkpoint, ProofError};
use bln_service::{AuditVerdict, IdSource, SystemIds};
use bln_store::{Changes, Position};
use bln_tests::{World, admin, ally_application, folder, registration_key, sqlite};
use rusqlite::Connection;

async fn world(path: &Path) -> World {
    World::with_ids(sqlite(path).await, Arc::new(SystemIds)).await
}

/// A copy of a file, as a backup.
fn copy(from: &Path, to: &Path) {
    Connection::open(from).unwrap().execute("VACUUM INTO ?1", [to.to_str().unwrap()]).unwrap();
}

/// Whether there are as many entries as before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Size {
    Kept,
    Less,
}

/// What somebody does to a file of which a checkpoint covers many more than seven entries, and whether as many are left.
const TAMPERINGS: [(&str, &str, Size); 6] = [
    ("edited", "UPDATE audit_entry SET action = 'person.change' WHERE position = 7", Size::Kept),
    (
        "said to be of another",
        "UPDATE audit_entry SET subject_person = '0fffffff-ffff-7fff-bfff-fffffffffffe' WHERE position = 7",
        Size::Kept,
    ),
    ("removed", "DELETE FROM audit_entry WHERE position = 7", Size::Less),
    (
        "removed, and the gap closed",
        "DELETE FROM audit_entry WHERE position = 7; UPDATE audit_entry SET position = -position WHERE position > 7; \
         UPDATE audit_entry SET position = -position - 1 WHERE position < 0",
        Size::Less,
    ),
    (
        "swapped",
        "UPDATE audit_entry SET position = 1000000 WHERE position = 7; \
         UPDATE audit_entry SET position = 7 WHERE position = 8; \
         UPDATE audit_entry SET position = 8 WHERE position = 1000000",
        Size::Kept,
    ),
    ("cut off", "DELETE FROM audit_entry WHERE position > 7", Size::Less),
];

/// The known-bad control: what a checkpoint would tell that compares only how many entries there are.
fn size_alone(path: &Path, checkpoint: &Checkpoint) -> Size {
    let connection = Connection::open(path).unwrap();
    let count = "SELECT count(*) FROM audit_entry";
    let entries: u32 = connection.query_row(count, [], |row| row.get(0)).unwrap();
    if u64::from(entries) >= checkpoint.size() { Size::Kept } else { Size::Less }
}

async fn verdict(path: &Path, checkpoint: &Checkpoint) -> AuditVerdict {
    let world = world(path).await;
    world.network.verify_audit(admin(), std::slice::from_ref(checkpoint)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_writes_to_the_file_is_found_out() {
    let folder = folder();
    let path = folder.path().join("network");
    let (backup, checkpoint) = {
        let world = world(&path).await;
        let mut people = Vec::new();
        for n in 1..=12 {
            people.push(world.ally(n).await);
        }
        let backup = folder.path().join("backup");
        copy(&path, &backup);
        world.network.pause(admin(), people[0]).await.unwrap();
        world.network.erase_person(admin(), people[1]).await.unwrap();
        (backup, world.network.audit_checkpoint(admin()).await.unwrap())
    };
    let whole = folder.path().join("whole");
    copy(&path, &whole);
    assert!(matches!(verdict(&whole, &checkpoint).await, AuditVerdict::Holds { .. }));

    for (n, (what, statements, size)) in TAMPERINGS.into_iter().enumerate() {
        let file = folder.path().join(format!("tampered-{n}"));
        copy(&path, &file);
        let connection = Connection::open(&file).unwrap();
        // The checks of the schema keep nobody out who has the file.
        connection.execute_batch("PRAGMA ignore_check_constraints = ON").unwrap();
        connection.execute_batch(statements).unwrap();
        drop(connection);
        assert_eq!(size_alone(&file, &checkpoint), size, "{what}");
        let verdict = verdict(&file, &checkpoint).await;
        let AuditVerdict::Fails { checkpoint: failed, why } = verdict else { panic!("{what}") };
        assert_eq!(failed, checkpoint, "{what}");
        let expected = [ProofError::Shorter, ProofError::Changed { size: checkpoint.size() }];
        assert!(expected.contains(&why), "{what}: {why}");
    }

    // An old backup in the place of the file, as it was and after it went on.
    assert_eq!(size_alone(&backup, &checkpoint), Size::Less);
    let rolled_back = verdict(&backup, &checkpoint).await;
    assert_eq!(rolled_back, AuditVerdict::Fails { checkpoint: checkpoint.clone(), why: ProofError::Shorter });
    let gone_on = world(&backup).await;
    for n in 100..=120 {
        let joins = gone_on.network.apply(Actor::public(), ally_application(n), registration_key(n));
        joins.await.unwrap();
    }
    assert_eq!(size_alone(&backup, &checkpoint), Size::Kept, "by its size it is the same audit");
    let went_on = verdict(&backup, &checkpoint).await;
    let why = ProofError::Changed { size: checkpoint.size() };
    assert_eq!(went_on, AuditVerdict::Fails { checkpoint, why });
}

const ENTRIES: u64 = 1_000_000;
const A_COMMIT: u64 = 1_000;

/// The bar: a million entries in seconds, and no more memory than a page takes. Run it in a release build.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "writes a million entries first: cargo test --release -p bln-tests --test audit -- --ignored --nocapture"]
async fn a_million_entries_are_verified_in_seconds() {
    let folder = folder();
    let path = folder.path().join("network");
    let world = world(&path).await;
    let at: bln_core::Instant = "2027-03-01T09:00:00Z".parse().unwrap();
    let entry = || {
        let (id, who) = (Id::new(SystemIds.next(at)), Id::new(SystemIds.next(at)));
        AuditEntry::new(id, at, Actor::participant(who), Action::GiveConsent, RecordRef::Consent(who))
    };
    let begun = Instant::now();
    for _ in 0..ENTRIES / A_COMMIT {
        let changes = (1..A_COMMIT).fold(Changes::new(entry()), |changes, _| changes.audited(entry()));
        world.store.commit(changes).await.unwrap();
    }
    println!("{ENTRIES} entries written in {:?}", begun.elapsed());

    let begun = Instant::now();
    let checkpoint = world.network.audit_checkpoint(admin()).await.unwrap();
    println!("checkpoint of {} entries in {:?}", checkpoint.size(), begun.elapsed());
    assert!(checkpoint.size() > ENTRIES);

    let before = peak_memory();
    let begun = Instant::now();
    let verdict = world.network.verify_audit(admin(), std::slice::from_ref(&checkpoint)).await.unwrap();
    let took = begun.elapsed();
    println!("verified in {took:?}, peak memory {before:?} kB before and {:?} kB after", peak_memory());
    assert!(matches!(verdict, AuditVerdict::Holds { .. }));
    assert!(took < Duration::from_secs(30), "{took:?}");

    let begun = Instant::now();
    let proof = world.network.audit_inclusion(admin(), Position(ENTRIES / 3), &checkpoint).await.unwrap();
    println!("proof of one entry, of {} nodes, in {:?}", proof.proof.nodes().len(), begun.elapsed());
}

/// The most memory this process has used, in kB, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
