//! Five hundred processes are killed in the middle of their work: nothing that was acknowledged is lost, and
//! nothing is left half-done.
//!
//! What this cannot see is a power cut: a killed process leaves what it has written to the operating system.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on should panic; it says how far it got"
)]

use std::{
    io::{BufRead as _, BufReader, Read as _},
    os::unix::process::ExitStatusExt as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use bln_core::{Audience, Event, Id, Person};
use bln_store::IdempotencyKey;
use bln_tests::{SplitMix64, World, admin, folder, imported_application, places, sqlite};
use rusqlite::Connection;
use tokio::runtime::{Builder, Runtime};

const ROUNDS: u64 = 500;
/// How many rounds share a file, before a fresh one: a file that keeps growing makes every check slower.
const ROUNDS_PER_FILE: u64 = 25;

/// When a process is killed: so long after it has said so many lines.
#[derive(Debug, Clone, Copy)]
struct Moment {
    lines: u64,
    after: Duration,
}

impl Moment {
    fn any(random: &mut SplitMix64) -> Self {
        let lines = random.below(25);
        Self { lines, after: Duration::from_micros(random.below(6_000)) }
    }
}

/// What a process said it had done before it was killed.
#[derive(Debug, Default)]
struct Acknowledged {
    people: Vec<Id<Person>>,
    places: Vec<Id<Person>>,
}

/// A file with an event in it, over several rounds.
struct Ground {
    file: PathBuf,
    event: Id<Event>,
    runtime: Runtime,
}

impl Ground {
    fn new(folder: &Path, number: u64) -> Self {
        let file = folder.join(format!("{number}.sqlite"));
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let event = runtime.block_on(async {
            let world =
                World::with_ids(sqlite(&file).await, std::sync::Arc::new(bln_service::SystemIds)).await;
            world.event(Audience::MembersAndAllies, places(10)).await
        });
        Self { file, event, runtime }
    }

    /// Lets a process work until then, kills it, and returns what it had said.
    fn kill_one(&self, name: &str, moment: Moment, early: bool) -> Acknowledged {
        let mut child = Command::new(env!("CARGO_BIN_EXE_busy-child"))
            .arg(&self.file)
            .args([self.event.to_string(), name.to_owned()])
            .args(early.then_some("early"))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut said = String::new();
        out.read_line(&mut said).unwrap();
        assert_eq!(said, "ready\n", "the process did not start");
        said.clear();
        for _ in 0..moment.lines {
            out.read_line(&mut said).unwrap();
        }
        std::thread::sleep(moment.after);
        child.kill().unwrap();
        let status = child.wait().unwrap();
        assert_eq!(status.signal(), Some(9), "the process ended by itself: {status}");
        out.read_to_string(&mut said).unwrap();
        let mut acknowledged = Acknowledged::default();
        // What follows the last line end was not said to the end.
        for line in said.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n')) {
            match line.split_once(' ').unwrap() {
                ("person", id) => acknowledged.people.push(id.parse().unwrap()),
                ("place", id) => acknowledged.places.push(id.parse().unwrap()),
                _ => panic!("{line}"),
            }
        }
        acknowledged
    }

    /// How many acknowledged people and registrations are not there.
    fn lost(&self, acknowledged: &Acknowledged) -> usize {
        self.runtime.block_on(async {
            let store = sqlite(&self.file).await;
            let mut lost = 0;
            for person in &acknowledged.people {
                lost += usize::from(store.person(*person).await.unwrap().is_none());
            }
            for person in &acknowledged.places {
                lost += usize::from(store.registration(self.event, *person).await.unwrap().is_none());
            }
            lost
        })
    }

    /// Checks the network and asks again, under the same key, for something that may or may not have been done.
    fn check(&self, name: &str) {
        self.runtime.block_on(async {
            let world =
                World::with_ids(sqlite(&self.file).await, std::sync::Arc::new(bln_service::SystemIds)).await;
            world.sound().await;
            let (key, application) =
                (format!("import-{name}-0-0"), imported_application(&format!("{name}-0-0")));
            let again =
                world.network.apply(admin(), application, IdempotencyKey::parse(key).unwrap()).await.unwrap();
            assert!(world.store.person(again).await.unwrap().is_some());
        });
        self.counts_agree();
    }

    /// Counts with SQLite alone, past all of our own code.
    fn counts_agree(&self) {
        let file = Connection::open(&self.file).unwrap();
        let count = |sql: &str| file.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
        let integrity: String = file.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(integrity, "ok");
        let registrations = count("SELECT count(*) FROM registration");
        for sql in [
            "SELECT in_person_confirmed + waiting_in_person + waiting_online + waiting_either FROM seats",
            "SELECT last_sequence FROM seats",
            "SELECT count(*) FROM registration_step",
            "SELECT count(*) FROM audit_entry WHERE action = 'registration.register'",
            "SELECT count(*) FROM receipt WHERE idempotency_key LIKE 'register-%'",
            "SELECT count(*) FROM outbox WHERE kind LIKE 'place_%'",
        ] {
            assert_eq!(count(sql), registrations, "{sql}");
        }
        let people = count("SELECT count(*) FROM person");
        for sql in [
            "SELECT count(*) FROM person_email",
            "SELECT count(*) FROM membership_spell",
            "SELECT count(*) FROM audit_entry WHERE action = 'membership.join_as_ally'",
            "SELECT count(*) FROM receipt WHERE idempotency_key LIKE 'import-%'",
            "SELECT count(*) FROM outbox WHERE kind = 'welcome'",
        ] {
            assert_eq!(count(sql), people, "{sql}");
        }
    }
}

#[test]
fn five_hundred_killed_processes_lose_nothing_that_was_acknowledged() {
    let folder = folder();
    let (mut people, mut registrations) = (0, 0);
    for file in 0..ROUNDS / ROUNDS_PER_FILE {
        let ground = Ground::new(folder.path(), file);
        let mut random = SplitMix64::new(file);
        for round in 0..ROUNDS_PER_FILE {
            let moment = Moment::any(&mut random);
            let name = format!("{file}-{round}");
            let acknowledged = ground.kill_one(&name, moment, false);
            let lost = ground.lost(&acknowledged);
            assert_eq!(lost, 0, "file {file} (the seed), round {round}, killed at {moment:?}");
            ground.check(&name);
            people += acknowledged.people.len();
            registrations += acknowledged.places.len();
        }
    }
    println!("{ROUNDS} kills, {people} people and {registrations} registrations acknowledged");
    // Processes that are killed before they have done anything would show nothing.
    assert!(people + registrations > 5_000 && registrations > 500, "{people} people, {registrations} places");
}

/// The control: a store that answers before the commit is done.
#[test]
fn a_process_that_acknowledges_before_it_commits_is_caught_losing_what_it_acknowledged() {
    let folder = folder();
    let ground = Ground::new(folder.path(), 0);
    let mut random = SplitMix64::new(1);
    for round in 0..ROUNDS {
        let acknowledged = ground.kill_one(&format!("early-{round}"), Moment::any(&mut random), true);
        if ground.lost(&acknowledged) > 0 {
            println!("caught in round {round}");
            return;
        }
    }
    panic!("{ROUNDS} rounds did not see it");
}
