//! Servers start, stop, crash and are copied as tests need it, and none stays.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{
    fs,
    io::{BufRead as _, BufReader},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::Duration,
};

use bln_cluster::{Cluster, Replication, Shared};

/// What can be seen of a server from outside.
#[derive(Debug)]
struct Trace {
    folder: PathBuf,
    process: u32,
}

impl Trace {
    fn of(data: &Path) -> Self {
        let lock = fs::read_to_string(data.join("postmaster.pid")).unwrap();
        Self {
            folder: data.parent().unwrap().to_owned(),
            process: lock.lines().next().unwrap().parse().unwrap(),
        }
    }

    fn of_cluster(cluster: &Cluster) -> Self {
        Self::of(Path::new(&cluster.sql("SHOW data_directory").unwrap()[0]))
    }

    /// Whether the process is there, and not only because nobody has asked how it ended.
    fn runs(&self) -> bool {
        let state =
            Command::new("ps").args(["-o", "stat=", "-p", &self.process.to_string()]).output().unwrap();
        !state.stdout.is_empty() && state.stdout[0] != b'Z'
    }

    fn is_gone(&self) -> bool {
        !self.folder.exists() && !self.runs()
    }

    fn goes(&self) -> bool {
        (0..500).any(|_| {
            sleep(Duration::from_millis(20));
            self.is_gone()
        })
    }
}

#[test]
fn a_server_answers_and_is_gone_after_it_is_dropped() {
    let Some(cluster) = Cluster::for_test() else { return };
    assert_eq!(cluster.sql("SELECT 1, 'two'").unwrap(), ["1|two"]);
    let trace = Trace::of_cluster(&cluster);
    assert!(trace.runs() && trace.folder.exists());
    let address = cluster.address();
    TcpStream::connect(address).unwrap();
    drop(cluster);
    assert!(trace.is_gone(), "{trace:?}");
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn a_server_is_gone_after_a_test_that_panics() {
    let Some(cluster) = Cluster::for_test() else { return };
    let trace = Trace::of_cluster(&cluster);
    let panicked = std::thread::spawn(move || {
        let _cluster = cluster;
        std::panic::resume_unwind(Box::new("as a failed assertion does"));
    });
    assert!(panicked.join().is_err());
    assert!(trace.is_gone(), "{trace:?}");
}

fn child(words: &[&str]) -> Option<(Child, Trace)> {
    // Skipped as any other test.
    Shared::for_tests()?;
    let mut child = Command::new(env!("CARGO_BIN_EXE_cluster-child"))
        .args(words)
        .env_remove("BLN_POSTGRES_URL")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut data = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut data).unwrap();
    let trace = Trace::of(Path::new(data.trim_end()));
    assert!(trace.runs());
    Some((child, trace))
}

#[test]
fn a_server_is_gone_after_its_process_was_killed() {
    let Some((mut child, trace)) = child(&[]) else { return };
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(trace.goes(), "{trace:?}");
}

#[test]
fn a_server_that_tests_share_is_gone_after_their_process_ended() {
    let Some((mut child, trace)) = child(&["shared"]) else { return };
    sleep(Duration::from_millis(200));
    assert!(trace.runs(), "it ended before its process did");
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
    assert!(trace.goes(), "{trace:?}");
}

#[test]
fn several_servers_run_beside_each_other() {
    let start = || std::thread::spawn(Cluster::for_test);
    let started: Vec<_> =
        [start(), start(), start()].into_iter().map(|thread| thread.join().unwrap()).collect();
    let clusters: Vec<Cluster> = started.into_iter().flatten().collect();
    for (number, cluster) in clusters.iter().enumerate() {
        cluster.sql(&format!("CREATE TABLE mark AS SELECT {number} AS number")).unwrap();
    }
    for (number, cluster) in clusters.iter().enumerate() {
        assert_eq!(cluster.sql("SELECT number FROM mark").unwrap(), [number.to_string()]);
    }
}

#[test]
fn the_server_keeps_what_it_acknowledges_and_does_not_sort_by_bytes() {
    let Some(cluster) = Cluster::for_test() else { return };
    for name in ["fsync", "full_page_writes", "synchronous_commit"] {
        assert_eq!(cluster.sql(&format!("SHOW {name}")).unwrap(), ["on"], "{name}");
        assert!(cluster.sql(&format!("ALTER SYSTEM SET {name} = off; SELECT pg_reload_conf()")).is_err());
    }
    assert_eq!(cluster.sql("SHOW server_encoding").unwrap(), ["UTF8"]);
    let sorted = |collate| cluster.sql(&format!("SELECT 'a' < 'B' {collate}")).unwrap();
    assert_eq!(sorted("COLLATE \"C\""), ["f"]);
    let icu = cluster.sql("SELECT datlocprovider = 'i' FROM pg_database WHERE datname = 'postgres'").unwrap();
    assert_eq!(sorted(""), icu, "by the rules of English, unless the build cannot");
    let Some(off) = Cluster::for_test_with(&["fsync=off"]) else { return };
    assert_eq!(off.sql("SHOW fsync").unwrap(), ["off"]);
}

#[test]
fn a_server_keeps_what_was_committed_through_stops_and_kills() {
    let Some(cluster) = Cluster::for_test() else { return };
    cluster.sql("CREATE TABLE kept (number int)").unwrap();
    for number in 1..=2 {
        let stop = || if number == 1 { cluster.stop_immediate() } else { cluster.kill() };
        cluster.sql(&format!("INSERT INTO kept VALUES ({number})")).unwrap();
        let trace = Trace::of_cluster(&cluster);
        stop().unwrap();
        assert!(!trace.runs() && trace.folder.exists());
        assert!(cluster.sql("SELECT 1").is_err());
        assert!(stop().is_err(), "it is not running");
        cluster.restart().unwrap();
        assert!(cluster.restart().is_err(), "it is running");
        assert_eq!(cluster.sql("SELECT count(*) FROM kept").unwrap(), [number.to_string()]);
    }
}

#[test]
fn connections_are_cut() {
    let Some(cluster) = Cluster::for_test() else { return };
    assert_eq!(cluster.terminate_backends().unwrap(), 0);
    std::thread::scope(|scope| {
        let sleeper = scope.spawn(|| cluster.sql("SELECT pg_sleep(60)"));
        let cut = (0..100).find(|_| {
            sleep(Duration::from_millis(20));
            cluster.terminate_backends().unwrap() == 1
        });
        assert!(cut.is_some());
        assert!(sleeper.join().unwrap().is_err());
    });
}

#[test]
fn a_replica_follows_takes_no_writes_and_goes_on_after_its_primary() {
    let Some(primary) = Cluster::for_test() else { return };
    primary.sql("CREATE TABLE kept (number int)").unwrap();
    let replica = primary.replica(Replication::Synchronous).unwrap();
    primary.sql("INSERT INTO kept VALUES (1)").unwrap();
    assert!(replica.sql("INSERT INTO kept VALUES (2)").is_err());
    assert_eq!(replica.sql("SELECT pg_is_in_recovery()").unwrap(), ["t"]);
    primary.kill().unwrap();
    replica.promote().unwrap();
    assert_eq!(replica.sql("SELECT pg_is_in_recovery()").unwrap(), ["f"]);
    replica.sql("INSERT INTO kept VALUES (2)").unwrap();
    assert_eq!(replica.sql("SELECT number FROM kept ORDER BY 1").unwrap(), ["1", "2"]);
}

#[test]
fn a_replica_loses_what_was_held_back_or_is_late_as_told() {
    let Some(primary) = Cluster::for_test() else { return };
    primary.sql("CREATE TABLE kept (number int)").unwrap();
    let late = primary.replica(Replication::Behind(Duration::from_secs(3))).unwrap();
    primary.sql("INSERT INTO kept VALUES (1)").unwrap();
    assert_eq!(late.sql("SELECT count(*) FROM kept").unwrap(), ["0"], "it is late");
    sleep(Duration::from_secs(5));
    assert_eq!(late.sql("SELECT count(*) FROM kept").unwrap(), ["1"], "and it follows");
    primary.hold_back_replication().unwrap();
    primary.sql("INSERT INTO kept VALUES (2)").unwrap();
    primary.kill().unwrap();
    late.promote().unwrap();
    assert_eq!(late.sql("SELECT number FROM kept").unwrap(), ["1"]);
}

#[test]
fn a_schema_has_a_name_of_its_own_and_an_address() {
    let Some(server) = Shared::for_tests() else { return };
    let (one, other) = (server.fresh_schema(), server.fresh_schema());
    assert_ne!(one.name(), other.name());
    assert!(one.url().ends_with(&format!("schema={}", one.name())), "{}", one.url());
    assert!(server.sql(&format!("CREATE SCHEMA {}", one.name())).is_ok());
}
