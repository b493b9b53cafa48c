//! Processes that send the bulletin are killed in the middle of it, until one of them comes to the end: nobody is written
//! to twice, and whoever may not have been written to is left to a person.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on should panic; it says how far it got"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{BufRead as _, BufReader, Read as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
    time::Duration,
};

use bln_core::{
    Actor, BulletinAudience, BulletinContents, ConsentAnswer, ConsentMethod, ConsentRequest, Line, Prose,
    PurposeCode, Section, SectionContent,
};
use bln_service::SystemIds;
use bln_tests::{SplitMix64, World, admin, folder, sqlite, wording};
use chrono::TimeDelta;
use tokio::runtime::{Builder, Runtime};

const READERS: u32 = 120;

/// A claim that nobody settled is somebody else's to look at after ten minutes.
const BETWEEN: u64 = 11;

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// A network with an issue that is due, and its readers' addresses.
async fn ground(file: &Path) -> BTreeSet<String> {
    let world = World::with_ids(sqlite(file).await, Arc::new(SystemIds)).await;
    let (network, mut readers) = (&world.network, BTreeSet::new());
    for n in 1..=READERS {
        let person = world.ally(n).await;
        let answer = ConsentAnswer::Given(wording("bulletin-consent"));
        let (purpose, method) = (PurposeCode::Bulletin, ConsentMethod::Web);
        let request = ConsentRequest { person, purpose, answer, method };
        network.answer_consent(Actor::participant(person), request).await.unwrap();
        let record = world.store.person(person).await.unwrap().unwrap().person.record;
        readers.insert(record.emails().preferred().as_str().to_owned());
    }
    let news = SectionContent::News(Prose::parse("The network met.").unwrap());
    let sections = vec![Section::new(Line::parse("News").unwrap(), news).unwrap()];
    let subject = Line::parse("March").unwrap();
    let contents = BulletinContents::new(subject, sections, BulletinAudience::Everybody).unwrap();
    let id = network.draft_bulletin(admin(), contents, world.key()).await.unwrap();
    network.schedule_bulletin(admin(), id, bln_service::Clock::now(&*world.clock)).await.unwrap();
    readers
}

/// How a series of processes went.
struct Course {
    /// How many letters each address had.
    letters: BTreeMap<String, usize>,
    killed: u64,
    /// The minute at which the last of them stood.
    minute: u64,
}

/// Starts one process after another, kills each after some letters, and lets the last come to its end.
fn run(file: &PathBuf, kills: u64, random: &mut SplitMix64, harmless: bool) -> Course {
    let mut course = Course { letters: BTreeMap::new(), killed: 0, minute: 0 };
    for round in 0..=kills {
        course.minute = round * BETWEEN;
        let mut child = Command::new(env!("CARGO_BIN_EXE_mailing-child"))
            .arg(file)
            .arg(course.minute.to_string())
            .args(harmless.then_some("harmless"))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut said = String::new();
        out.read_line(&mut said).unwrap();
        assert_eq!(said, "ready\n", "the process did not start");
        said.clear();
        if round < kills {
            for _ in 0..random.below(6) {
                out.read_line(&mut said).unwrap();
            }
            std::thread::sleep(Duration::from_micros(random.below(3_000)));
            child.kill().unwrap();
        }
        out.read_to_string(&mut said).unwrap();
        child.wait().unwrap();
        let ended = said.ends_with("done\n");
        course.killed += u64::from(!ended);
        for line in said.lines().filter(|line| *line != "done") {
            *course.letters.entry(line.to_owned()).or_default() += 1;
        }
        if ended {
            break;
        }
    }
    course
}

#[test]
fn nobody_is_written_to_twice_however_often_the_sender_is_killed() {
    let folder = folder();
    let mut random = SplitMix64::new(7);
    let (mut kills, mut parked_at_all) = (0, 0);
    for n in 0..3 {
        let file = folder.path().join(format!("{n}.sqlite"));
        let readers = runtime().block_on(ground(&file));
        let course = run(&file, 40, &mut random, false);
        assert!(course.letters.values().all(|letters| *letters == 1), "{:?}", course.letters);
        assert!(course.letters.keys().all(|address| readers.contains(address)));
        let parked = runtime().block_on(async {
            let world = World::with_ids(sqlite(&file).await, Arc::new(SystemIds)).await;
            world.clock.pass(TimeDelta::minutes(i64::try_from(course.minute + BETWEEN).unwrap()));
            world.sound().await;
            world.network.parked_notices(admin()).await.unwrap().len()
        });
        let missing = readers.iter().filter(|reader| !course.letters.contains_key(*reader)).count();
        assert!(missing <= parked, "{missing} were not written to, and of {parked} a person decides");
        (kills, parked_at_all) = (kills + course.killed, parked_at_all + parked);
    }
    println!("{kills} processes were killed; of {parked_at_all} letters a person decides");
    assert!(kills > 30, "the control: processes were killed in the middle");
}

#[test]
fn a_sender_that_says_twice_is_harmless_writes_to_somebody_twice() {
    let folder = folder();
    let mut random = SplitMix64::new(7);
    let file = folder.path().join("control.sqlite");
    runtime().block_on(ground(&file));
    let course = run(&file, 40, &mut random, true);
    assert!(course.letters.values().any(|letters| *letters > 1), "the control: nobody was written to twice");
}
