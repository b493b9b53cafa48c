//! Nothing personal gets out by the side door: every field in which something is a person's own has a mark of its own,
//! every verb is asked while each thing under it fails at each of its calls, and no mark is in anything that is said.
//!
//! What is said: every error as it is shown, as it is debugged and with the errors behind it; what a panic says; what is
//! handed out for debugging; and all that the process prints, with its backtraces and with the log at its most talkative
//! (`tokio-postgres` writes to it). There is nothing else to look into: the crates have no metrics and write no log, which
//! `non_interference.rs` holds.

use std::{
    collections::BTreeSet,
    env,
    error::Error,
    io::Write as _,
    process::Command,
    sync::{Arc, atomic::AtomicU64},
};

use crate::access_support::{Asked, Data, Ground, Input, dispatch, marked, who_succeeds};
use crate::canary::{
    failing::{Failure, Plan, Ring, Secrets, Switch},
    found::found,
    heard::{ALOUD, all_of, log_everything, with_panics},
};
use crate::support::{CountingIds, World, admin, fewer, fresh};
use crate::wrapped::Wrapped;
use base64ct::{Base64, Encoding as _};
use bln_core::{Action, AuditEntry, Id, NetworkProfile, Person, RecordRef, access::Verb};
use bln_service::{Clock as _, NetworkError};
use bln_store::{Changes, Expected, StoreError, Write};

/// At how many of its calls something fails at most, in memory and on a store of SQL, and for which verbs: there a case
/// takes a fifth of a second, and what fails is above the store. Failures of the stores themselves are the last test's.
const CALLS: (u32, u32) = (u32::MAX, 2);
const EVERY: (u32, u32) = (1, 30);

/// What came of a verb that was asked while something failed.
struct Outcome {
    /// Whether it came to that call.
    failed: bool,
    panicked: bool,
    /// None when it panicked all the way up.
    answer: Option<Result<bool, NetworkError>>,
    said: String,
}

/// Asks a verb, with everything marked, while something fails; and again once everything works.
async fn outcome(verb: Verb, plan: Option<Plan>) -> Outcome {
    let switch = Switch::default();
    let store = Arc::new(Wrapped::over(fresh().await, switch.clone()));
    let ids = Arc::new(CountingIds(AtomicU64::new(1)));
    let (secrets, ring) = (Arc::new(Secrets::new(switch.clone())), Arc::new(Ring::new(switch.clone())));
    let world = World::with_ports(store, NetworkProfile::bln().unwrap(), ids, secrets, ring).await;
    let (ground, asked) = marked_ground(world, verb).await;
    let ground = Arc::new(ground);
    if let Some(plan) = plan {
        switch.set(plan);
    }
    let (answer, panics, mut said) = answer(verb, &ground, asked.clone()).await;
    let failed = switch.off();
    // What a panic left behind is not told of either.
    if panics > 0 {
        said.extend(self::answer(verb, &ground, asked).await.2);
    }
    said.push(format!("{:?} {:#?}", ground.world.network, ground.world.store));
    said.extend(ground.heard.take());
    Outcome { failed, panicked: panics > 0, answer, said: said.join("\n") }
}

/// The answer of a verb, how often something panicked meanwhile, and what is to be seen of errors and panics.
async fn answer(
    verb: Verb,
    ground: &Arc<Ground>,
    asked: Asked,
) -> (Option<Result<bool, NetworkError>>, usize, Vec<String>) {
    let ground = Arc::clone(ground);
    let task = async move { dispatch(verb, &ground, asked).await };
    let (ended, mut said) = with_panics(async { tokio::spawn(task).await }).await;
    let panics = said.len();
    match &ended {
        Ok(answer) => said.extend(answer.as_ref().err().map(|error| all_of(error))),
        Err(panicked) => said.push(all_of(panicked)),
    }
    (ended.ok(), panics, said)
}

/// In a process of its own that says all it can: what it prints is looked at too.
#[tokio::test]
async fn no_failure_under_any_verb_tells_of_anybody() {
    if !is_alone() {
        let said = alone("canaries::no_failure_under_any_verb_tells_of_anybody");
        assert_eq!(found(&said), Vec::<String>::new());
        assert!(said.contains("the store fails on purpose") && said.contains("stack backtrace"), "{said}");
        let counted = said.lines().find(|line| line.ends_with(" marks"));
        println!("{}", counted.unwrap());
        return;
    }
    let (mut errors, mut panics, mut failures) = (BTreeSet::new(), 0, 0);
    for &verb in Verb::ALL.iter().step_by(usize::try_from(fewer(EVERY.0, EVERY.1)).unwrap()) {
        let untouched = outcome(verb, None).await;
        assert_eq!(untouched.answer, Some(Ok(true)), "{verb:?} is done with everything marked");
        assert_eq!(found(&untouched.said), Vec::<String>::new(), "{verb:?}: {}", untouched.said);
        for plan in plans() {
            for after in 0..fewer(CALLS.0, CALLS.1) {
                let plan = Plan { after, ..plan };
                let outcome = outcome(verb, Some(plan)).await;
                if !outcome.failed {
                    break;
                }
                failures += 1;
                panics += u32::from(outcome.panicked);
                errors.extend(outcome.answer.and_then(Result::err).map(|error| error.code().to_owned()));
                assert_eq!(found(&outcome.said), Vec::<String>::new(), "{verb:?} {plan:?}: {}", outcome.said);
            }
        }
    }
    let marks = marked::used().len() + marked::OTHERS.len();
    eprint(&format!("{failures} failures, {panics} panics, {} codes, {marks} marks", errors.len()));
    assert!(failures > fewer(3_000, 20) && panics > fewer(300, 2), "{failures} failures, {panics} panics");
    assert!(errors.len() > usize::try_from(fewer(6, 2)).unwrap(), "{errors:?}");
    assert!(marks > usize::try_from(fewer(60, 39)).unwrap(), "{:?}", marked::used());
}

/// Every failure at the first call.
fn plans() -> impl Iterator<Item = Plan> {
    Failure::ALL.into_iter().flat_map(|failure| {
        // A decision that another overtook is taken again: only when it never ends is that told.
        let retried = matches!(failure, Failure::Stale | Failure::Busy);
        let plan = move |for_good| Plan { failure, after: 0, for_good };
        [false, true].into_iter().take(1 + usize::from(retried)).map(plan)
    })
}

/// The known-bad controls: an error, an error behind one, output for debugging that was derived, a panic, and what the
/// bytes of a name look like elsewhere.
#[tokio::test]
async fn whatever_shows_a_name_is_found() {
    #[derive(Debug, thiserror::Error)]
    #[error("it was refused")]
    struct Derived {
        name: String,
        source: Option<std::io::Error>,
    }
    let name = || format!("Sample Z{}", &marked::mark(0)[1..]);
    let quotes = std::io::Error::other(format!("duplicate key ({})", name()));
    assert_eq!(found(&all_of(&quotes)), [marked::STEM]);
    let behind = Derived { name: String::new(), source: Some(std::io::Error::other(Behind(quotes))) };
    assert!(!format!("{behind:?}").contains(marked::STEM));
    assert_eq!(found(&all_of(&behind)), [marked::STEM]);
    assert_eq!(found(&all_of(&Derived { name: name(), source: None })), [marked::STEM]);

    let panics = async { tokio::spawn(async move { panic_with(&name()) }).await };
    let (ended, hooked) = with_panics(panics).await;
    assert_eq!(found(&hooked.join("\n")), [marked::STEM]);
    assert_eq!(found(&all_of(&ended.unwrap_err())), [marked::STEM]);

    for before in ["", "a", "ab", "abc"] {
        let bytes = format!("{before}{}", name()).into_bytes();
        let hex: String = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
        for said in [hex, format!("{bytes:?}"), format!("{bytes:#?}"), Base64::encode_string(&bytes)] {
            assert_eq!(found(&said), [marked::STEM], "{said}");
        }
    }
    for mark in marked::OTHERS {
        assert_eq!(found(&format!("x{}y", mark.to_uppercase())), [mark]);
    }
    assert_eq!(found(&crate::access_support::mailed().reveal()).len(), 1);
    assert_eq!(found("Nobody is told of here, not even of 7918264."), Vec::<String>::new());
}

/// An error that shows itself for debugging without what it holds, and has that behind it.
#[derive(Debug, thiserror::Error)]
#[error("something else failed")]
struct Behind(#[source] std::io::Error);

fn panic_with(name: &str) {
    panic!("nobody is called {name}");
}

/// The known-bad control of what is printed: a name in the log and one that is printed are found.
#[test]
fn a_name_that_is_printed_or_logged_is_found() {
    if is_alone() {
        let name = marked::mark(usize::from(env::var_os("RUST_LOG").is_none()));
        log::trace!("logged {name}");
        eprint(&format!("printed {name}"));
        return;
    }
    let said = alone("canaries::a_name_that_is_printed_or_logged_is_found");
    assert_eq!(found(&said), [marked::STEM]);
    assert!(said.contains("logged zq") && said.contains("printed zq"), "{said}");
}

/// Real failures of a real file: a row that breaks a constraint, and pages that are not there any more.
#[tokio::test]
async fn sqlite_that_refuses_or_is_broken_tells_of_nobody() {
    if !is_in_memory() {
        return;
    }
    if !is_alone() {
        let said = alone("canaries::sqlite_that_refuses_or_is_broken_tells_of_nobody");
        assert_eq!(found(&said), Vec::<String>::new());
        assert!(said.contains("email_address_unique") && said.contains("verbs failed"), "{said}");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = |verb: Verb| folder.path().join(format!("{verb:?}.db"));
    let verbs = || Verb::ALL.iter().copied().step_by(4);
    let mut failed = 0;
    for verb in verbs() {
        let store = bln_sqlite::SqliteStore::open(path(verb)).await.unwrap();
        let (ground, asked) = marked_ground(World::on(Arc::new(store)).await, verb).await;
        say(&add_somebody_again(&ground).await);
        for ending in ["", "-wal"] {
            let mut file = path(verb).into_os_string();
            file.push(ending);
            std::fs::OpenOptions::new().write(true).open(file).unwrap().set_len(0).unwrap();
        }
        failed += fails(verb, ground, asked).await;
    }
    assert!(failed > 10, "{failed} verbs failed");
    eprint(&format!("{failed} verbs failed"));
}

/// Real failures of a real server: rows that break constraints, which it quotes, and a server that is gone.
#[tokio::test]
async fn postgresql_that_refuses_or_is_gone_tells_of_nobody() {
    if !is_in_memory() {
        return;
    }
    if !is_alone() {
        let said = alone("canaries::postgresql_that_refuses_or_is_gone_tells_of_nobody");
        if let Some(skipped) = said.lines().find(|line| line.starts_with("SKIPPED: ")) {
            eprint(skipped);
            return;
        }
        assert_eq!(found(&said), Vec::<String>::new());
        let logged = said.contains("TRACE tokio_postgres") && said.contains("with parameters: [");
        assert!(logged && said.contains("email_address_unique") && said.contains("verbs failed"), "{said}");
        return;
    }
    let Some(cluster) = bln_cluster::Cluster::for_test() else { return };
    let mut grounds = Vec::new();
    for (n, verb) in Verb::ALL.iter().copied().enumerate().step_by(9) {
        let config = bln_postgres::PostgresConfig::parse(&cluster.url(&format!("network_{n}"))).unwrap();
        let store = bln_postgres::PostgresStore::open(&config).await.unwrap();
        let (ground, asked) = marked_ground(World::on(Arc::new(store)).await, verb).await;
        say(&add_somebody_again(&ground).await);
        // The server quotes the whole row that it refuses.
        let never = format!("ALTER TABLE network_{n}.person ADD CHECK (length(name) < 1) NOT VALID");
        cluster.sql(&never).unwrap();
        let person = Person::new(Id::new(uuid::Uuid::from_u128(77)), marked::details(marked::IMPORTED));
        say(&commit(&ground, 78, person).await);
        grounds.push((verb, ground, asked));
    }
    cluster.stop_immediate().unwrap();
    // All at once: each waits for a while for the server to come back.
    let ask = |(verb, ground, asked)| tokio::spawn(fails(verb, ground, asked));
    let mut failed = 0;
    for asking in grounds.into_iter().map(ask).collect::<Vec<_>>() {
        failed += asking.await.unwrap();
    }
    assert!(failed > 5, "{failed} verbs failed");
    eprint(&format!("{failed} verbs failed"));
}

/// Where a verb is about to be asked, with everything marked.
async fn marked_ground(world: World, verb: Verb) -> (Ground, Asked) {
    let ground = Ground::new(world, verb).await;
    ground.mark().await;
    let (role, whose) = who_succeeds(verb);
    let asked = ground.ready(verb, role, whose, Data::Shown, Input::Good).await;
    (ground, asked)
}

/// A person with the addresses of another: what the database says of that quotes them.
async fn add_somebody_again(ground: &Ground) -> StoreError {
    commit(ground, 76, Person::new(Id::new(uuid::Uuid::from_u128(75)), marked::details(0))).await
}

async fn commit(ground: &Ground, entry: u128, person: Person) -> StoreError {
    let (at, subject) = (ground.world.clock.now(), RecordRef::Person(person.id()));
    let entry = Id::new(uuid::Uuid::from_u128(entry));
    let entry = AuditEntry::new(entry, at, admin(), Action::ChangePerson, subject);
    let changes = Changes::new(entry).write(Write::Person(person, Expected::New));
    ground.world.store.commit(changes).await.unwrap_err()
}

/// Asks a verb, says what it answers, and whether it failed.
async fn fails(verb: Verb, ground: Ground, asked: Asked) -> u32 {
    let answer = tokio::spawn(async move { dispatch(verb, &ground, asked).await }).await;
    match answer {
        Ok(Ok(_)) => 0,
        Ok(Err(error)) => {
            say(&error);
            1
        }
        Err(panicked) => {
            say(&panicked);
            1
        }
    }
}

/// Prints all that there is to see of an error.
fn say(error: &(dyn Error + 'static)) {
    eprint(&all_of(error));
}

/// Prints past the capture of the harness.
fn eprint(text: &str) {
    std::io::stderr().write_all(format!("{text}\n").as_bytes()).unwrap();
}

/// Runs one test of this binary in a process of its own that says all it can, and tells what it printed.
fn alone(test: &str) -> String {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args([test, "--exact", "--nocapture"]).env(ALOUD, "1");
    command.env("RUST_LOG", "trace").env("RUST_BACKTRACE", "full");
    let output = command.output().unwrap();
    let said =
        [output.stdout, output.stderr].map(|said| String::from_utf8_lossy(&said).into_owned()).concat();
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
    said
}

/// Whether the other tests run in memory. What has a store of its own is the same whatever they run on.
fn is_in_memory() -> bool {
    fewer(1, 0) == 1
}

/// Whether this is such a process.
fn is_alone() -> bool {
    log_everything();
    env::var_os(ALOUD).is_some()
}
