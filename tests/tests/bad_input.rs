//! Bad input: a clear error that names what and where, nothing half-written, and what comes later still works.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{fs, num::NonZeroUsize, path::Path, sync::Arc};

use bln_core::{Actor, Audience, ModeChoice, Refusal, RegistrationRequest};
use bln_service::{Network, NetworkError};
use bln_sqlite::{OpenError, SqliteConfig, SqliteStore};
use bln_store::{PageSize, Store};
use bln_tests::{
    Sabotage, Sabotaged, World, admin, folder, imported_application, memory, person_id, places, poll_once,
    register_until_taken, registration_key, seed_allies, sqlite,
};
use tokio::sync::Semaphore;

/// The number of people, memberships, audit entries and notices, and that all is sound.
async fn written(world: &World) -> (usize, usize, usize) {
    world.sound().await;
    let people = world.store.person_page(None, PageSize::MAX).await.unwrap().items;
    assert!(people.iter().all(|record| record.membership.is_some()), "half a person");
    let audit = world.store.audit_page(None, PageSize::MAX).await.unwrap().items.len();
    let outbox = world.store.outbox_page(None, PageSize::MAX).await.unwrap().items.len();
    (people.len(), audit, outbox)
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_left_as_it_is() {
    let folder = folder();
    for (name, content) in
        [("letter.txt", "Dear colleague".to_owned()), ("long.txt", "Dear colleague, ".repeat(1_000))]
    {
        let file = folder.path().join(name);
        fs::write(&file, &content).unwrap();
        let error = SqliteStore::open(&file).await.unwrap_err();
        assert_eq!(error, OpenError::NotADatabase);
        assert_eq!(error.to_string(), "The file is not a database. Check that the path is right.");
        assert_eq!(fs::read_to_string(&file).unwrap(), content);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "something was left beside them");
    let missing = SqliteStore::open(folder.path().join("nowhere/network.sqlite")).await.unwrap_err();
    assert_eq!(missing, OpenError::CannotOpen);
    // The control, and what comes later: a path where a file can be.
    let world = World::on(sqlite(&folder.path().join("network.sqlite")).await).await;
    world.ally(1).await;
    assert_eq!(written(&world).await.0, 1);
}

/// The driver's queue of one: some are refused at once, and those who ask again get in.
#[tokio::test(flavor = "multi_thread")]
async fn a_full_queue_of_the_store_refuses_at_once_and_writes_nothing() {
    let folder = folder();
    let config = SqliteConfig::new(folder.path().join("network.sqlite")).with_queue(NonZeroUsize::MIN);
    let store: Arc<dyn Store> = Arc::new(SqliteStore::open_with(config).await.unwrap());
    let world = World::on(store).await;
    let (mut busy, mut done) = (0, 0);
    let mut left: Vec<u32> = (1..=200).collect();
    while !left.is_empty() {
        let ask = |n: &u32| {
            let (network, n) = (world.network.clone(), *n);
            let application = imported_application(&n.to_string());
            let key = bln_store::IdempotencyKey::parse(format!("import-{n}")).unwrap();
            tokio::spawn(async move { (n, network.apply(admin(), application, key).await) })
        };
        let asked: Vec<_> = left.iter().map(ask).collect();
        left.clear();
        for answer in asked {
            match answer.await.unwrap() {
                (_, Ok(_)) => done += 1,
                (n, Err(error)) => {
                    assert_eq!((error.code(), error.to_string().as_str()), ("busy", "The network is busy."));
                    busy += 1;
                    left.push(n);
                }
            }
        }
    }
    assert!(busy > 0, "nobody was refused");
    assert_eq!(done, 200);
    // One entry is that of the wordings.
    assert_eq!(written(&world).await, (200, 201, 200));
}

/// The desk's queue: a commit that takes its time, and more people than may wait.
#[tokio::test]
async fn a_full_desk_refuses_at_once_and_writes_nothing() {
    const PEOPLE: u32 = 2_000;
    let (gate, inner) = (Arc::new(Semaphore::new(0)), memory());
    let world = World::on(Arc::clone(&inner)).await;
    seed_allies(&world, 1..=PEOPLE).await;
    let event = world.event(Audience::MembersAndAllies, places(10)).await;
    let slow = network_on(&world, Arc::new(Sabotaged::new(inner, Sabotage::Waits(Arc::clone(&gate))))).await;
    let (mut waiting, mut refused) = (Vec::new(), Vec::new());
    for n in 1..=PEOPLE {
        let person = person_id(n);
        let request = RegistrationRequest { event, person, choice: ModeChoice::Either };
        let mut asked = Box::pin(slow.register(Actor::participant(person), request, registration_key(n)));
        match poll_once(asked.as_mut()).await {
            None => waiting.push(asked),
            Some(answer) => {
                assert_eq!(answer, Err(NetworkError::Busy), "person {n}");
                refused.push(n);
            }
        }
    }
    assert!(waiting.len() >= 256 && !refused.is_empty(), "{} wait", waiting.len());
    gate.add_permits(1);
    for asked in waiting {
        asked.await.unwrap();
    }
    for n in &refused {
        assert_eq!(world.store.registration(event, person_id(*n)).await.unwrap(), None, "person {n}");
    }
    for n in refused {
        register_until_taken(&world.network, event, person_id(n), registration_key(n)).await.unwrap();
    }
    let seats = world.store.seats(event).await.unwrap().unwrap().record;
    assert_eq!(seats.last_sequence().number(), u64::from(PEOPLE));
    world.sound().await;
}

async fn network_on(world: &World, store: Arc<dyn Store>) -> Network {
    let clock: Arc<dyn bln_service::Clock> = world.clock.clone();
    let ids = Arc::new(bln_service::SystemIds);
    Network::open(store, world.network.profile().clone(), bln_tests::ports(clock, ids)).await.unwrap()
}

#[tokio::test]
async fn the_same_address_under_another_key_is_refused_to_an_import_and_not_told_to_the_public() {
    let folder = folder();
    let world = World::on(sqlite(&folder.path().join("network.sqlite")).await).await;
    world.network.apply(admin(), imported_application("a"), world.key()).await.unwrap();
    let before = written(&world).await;
    let again = world.network.apply(admin(), imported_application("a"), world.key()).await;
    assert_eq!(again, Err(NetworkError::Refused(Refusal::EmailInUse)));
    assert_eq!(again.unwrap_err().to_string(), "That email address is already on the list.");
    assert_eq!(written(&world).await, before);
    world.network.apply(admin(), imported_application("b"), world.key()).await.unwrap();
    assert_eq!(written(&world).await.0, before.0 + 1);
}

#[cfg(unix)]
mod unix {
    use std::{
        os::unix::{
            fs::{MetadataExt as _, PermissionsExt as _},
            process::CommandExt as _,
        },
        process::Command,
    };

    use super::*;

    fn mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    /// Nothing is read-only to root. Run by root, the test runs itself again as a user without rights, from a copy
    /// that this user can reach, and passes only if that run passes.
    fn without_rights(name: &str, body: impl Future<Output = ()>) {
        const NOBODY: u32 = 65_534;
        let scratch = folder();
        if fs::metadata(scratch.path()).unwrap().uid() != 0 {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            return runtime.block_on(body);
        }
        mode(scratch.path(), 0o755);
        let copy = scratch.path().join("bad_input");
        fs::copy(std::env::current_exe().unwrap(), &copy).unwrap();
        mode(&copy, 0o755);
        let run = Command::new(&copy)
            .args(["--exact", &format!("unix::{name}"), "--nocapture"])
            .current_dir(scratch.path())
            .env("TMPDIR", "/tmp")
            .uid(NOBODY)
            .gid(NOBODY)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&run.stdout);
        assert!(run.status.success(), "{said}{}", String::from_utf8_lossy(&run.stderr));
        assert!(said.contains("1 passed"), "the test did not run: {said}");
    }

    #[test]
    fn a_read_only_folder_is_refused_with_a_network_in_it_and_without() {
        without_rights("a_read_only_folder_is_refused_with_a_network_in_it_and_without", async {
            let folder = folder();
            let file = folder.path().join("network.sqlite");
            let world = World::on(sqlite(&file).await).await;
            world.ally(1).await;
            drop(world);
            let before = fs::read(&file).unwrap();
            mode(folder.path(), 0o500);
            for path in [file.clone(), folder.path().join("new.sqlite")] {
                let error = SqliteStore::open(&path).await.unwrap_err();
                assert_eq!(error, OpenError::ReadOnly);
                assert!(error.to_string().starts_with("The file or its folder is read-only."));
            }
            assert!(fs::read(&file).unwrap() == before, "it was written to");
            mode(folder.path(), 0o700);
            // The control, and what comes later: it is the rights that were refused.
            let world = World::on(sqlite(&file).await).await;
            world.ally(2).await;
            assert_eq!(written(&world).await.0, 2);
        });
    }
}
