//! Python with its own reader of calendars, in an environment that is made for the tests.

use std::{
    collections::BTreeSet,
    env,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::LazyLock,
};

use serde_json::{Value, json};

static PYTHON: LazyLock<Option<PathBuf>> = LazyLock::new(ready);

/// What Python's reader makes of some calendars, and of the first one's zone at some hours since 1970. `None` where there
/// is no Python with its packages, which is said past the test harness; where `CI` is set the test fails.
pub(crate) fn told(calendars: &[String], hours: &[i64]) -> Option<Value> {
    asked(&json!({ "calendars": calendars, "hours": hours, "expand": false }))
}

/// When everything takes place in each of some calendars, start and end in UTC, as Python expands them. `None` as [`told`].
pub(crate) fn expanded(calendars: &[String]) -> Option<Vec<BTreeSet<(String, String)>>> {
    let told = asked(&json!({ "calendars": calendars, "hours": [], "expand": true }))?;
    Some(serde_json::from_value(told["times"].clone()).unwrap())
}

fn asked(question: &Value) -> Option<Value> {
    let Some(python) = &*PYTHON else {
        let why =
            "no Python 3 with venv here, or the packages in tests/readers/requirements.txt cannot be had";
        assert!(
            env::var_os("CI").is_none_or(|value| value.is_empty()),
            "where CI is set this test must run: {why}"
        );
        let thread = std::thread::current();
        let test = thread.name().unwrap_or("a test");
        // Not `eprintln!`, which the harness keeps to itself unless the test fails.
        let _closed = writeln!(std::io::stderr(), "SKIPPED: {test}: {why}");
        return None;
    };
    let mut child = Command::new(python)
        .arg(readers().join("read.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(question.to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

/// Makes the environment, or takes the one that is there.
fn ready() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("calendar-readers");
    let python = folder.join("bin").join("python");
    let runs = |command: &mut Command| command.output().is_ok_and(|output| output.status.success());
    let has_it = || runs(Command::new(&python).args(["-c", "import icalendar, recurring_ical_events"]));
    if has_it() {
        return Some(python);
    }
    let made = runs(Command::new("python3").args(["-m", "venv"]).arg(&folder))
        && runs(
            Command::new(&python)
                .args(["-m", "pip", "install", "--quiet", "-r"])
                .arg(readers().join("requirements.txt")),
        )
        && has_it();
    made.then_some(python)
}

fn readers() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("readers")
}
