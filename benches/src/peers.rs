//! The same work, done by what a Python programmer would pick.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde::Deserialize;

use crate::{Outcome, figures};

/// What one run came to.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Run {
    /// How long it ran, without starting Python and reading the file.
    seconds: f64,
    /// How many forms it took for valid.
    pub valid: usize,
}

impl Run {
    /// How long it took.
    #[must_use]
    pub fn took(self) -> Duration {
        Duration::from_secs_f64(self.seconds)
    }
}

/// A Python with the packages.
#[derive(Debug, Clone)]
pub struct Peers {
    python: PathBuf,
}

impl Peers {
    /// Makes an environment with the packages in the system's temporary folder, or takes the one that is there.
    /// Says so and gives nothing where that cannot be had.
    #[must_use]
    pub fn ready() -> Option<Self> {
        let folder = std::env::temp_dir().join("bln-bench-peers");
        let peers = Self { python: folder.join("bin").join("python") };
        if peers.has_packages() {
            return Some(peers);
        }
        let requirements = scripts().join("requirements.txt");
        let made = ran(Command::new("python3").args(["-m", "venv"]).arg(&folder))
            && ran(Command::new(&peers.python)
                .args(["-m", "pip", "install", "--quiet", "-r"])
                .arg(&requirements))
            && peers.has_packages();
        if !made {
            figures::say(
                "peers in Python left out: no Python 3 with venv here, or the packages cannot be had",
            );
        }
        made.then_some(peers)
    }

    /// Has one peer read the forms of a file.
    ///
    /// # Errors
    ///
    /// When it fails.
    pub fn run(&self, peer: &str, forms: &Path) -> Outcome<Run> {
        let output =
            Command::new(&self.python).arg(scripts().join("validate.py")).arg(peer).arg(forms).output()?;
        if !output.status.success() {
            return Err(format!("{peer}: {}", String::from_utf8_lossy(&output.stderr)).into());
        }
        Ok(serde_json::from_slice(&output.stdout)?)
    }

    /// Has the script import a list of members into an SQLite file, and gives what it printed.
    ///
    /// # Errors
    ///
    /// When it fails.
    pub fn import<T: serde::de::DeserializeOwned>(&self, list: &Path, database: &Path) -> Outcome<T> {
        self.told("import.py", &[list, database])
    }

    /// Has Polars work out the indicators of a workforce, and gives what the script printed.
    ///
    /// # Errors
    ///
    /// When it fails.
    pub fn workforce<T: serde::de::DeserializeOwned>(&self, file: &Path) -> Outcome<T> {
        self.told("workforce.py", &[file])
    }

    /// Has jinja2 and the standard library write a bulletin for each of many people, by the templates of a folder, and
    /// gives what the script printed.
    ///
    /// # Errors
    ///
    /// When it fails.
    pub fn mail<T: serde::de::DeserializeOwned>(&self, folder: &Path, messages: usize) -> Outcome<T> {
        self.told("mail.py", &[folder, Path::new(&messages.to_string())])
    }

    /// Has Python's `icalendar` write a list of events and read a calendar, and gives what the script printed.
    ///
    /// # Errors
    ///
    /// When it fails.
    pub fn calendar<T: serde::de::DeserializeOwned>(&self, events: &Path, calendar: &Path) -> Outcome<T> {
        self.told("programme.py", &[events, calendar])
    }

    fn told<T: serde::de::DeserializeOwned>(&self, script: &str, files: &[&Path]) -> Outcome<T> {
        let output = Command::new(&self.python).arg(scripts().join(script)).args(files).output()?;
        if !output.status.success() {
            return Err(format!("{script}: {}", String::from_utf8_lossy(&output.stderr)).into());
        }
        Ok(serde_json::from_slice(&output.stdout)?)
    }

    fn has_packages(&self) -> bool {
        let all = "import pydantic, msgspec, polars, jinja2, icalendar";
        ran(Command::new(&self.python).args(["-c", all]))
    }
}

/// How long SQLite's own command line takes to import a list of members unchecked into one table with three indexes, in
/// seconds. `None` where it is not installed.
///
/// # Errors
///
/// When it fails.
pub fn sqlite_import(list: &Path, database: &Path) -> Outcome<Option<f64>> {
    if !ran(Command::new("sqlite3").arg("--version")) {
        return Ok(None);
    }
    for end in ["", "-wal", "-shm"] {
        let _not_there = std::fs::remove_file(PathBuf::from(format!("{}{end}", database.display())));
    }
    let script = format!(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;\n\
         CREATE TABLE member(id INTEGER PRIMARY KEY, given_name TEXT, family_name TEXT, email TEXT, \
         organisation TEXT, ethnicity TEXT, band TEXT, kind TEXT, consent_email INT, joined TEXT, interests TEXT, \
         bio TEXT);\n\
         CREATE UNIQUE INDEX member_email ON member(email);\n\
         CREATE INDEX member_organisation ON member(organisation);\n\
         CREATE INDEX member_name ON member(family_name, given_name);\n\
         .import --csv --skip 1 {} member\n",
        list.display()
    );
    let watch = figures::Watch::start();
    let mut child =
        Command::new("sqlite3").arg(database).stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
    child.stdin.take().ok_or("no input")?.write_all(script.as_bytes())?;
    if child.wait()?.success() {
        Ok(Some(watch.elapsed().as_secs_f64()))
    } else {
        Err("sqlite3 could not import".into())
    }
}

fn scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("peers")
}

fn ran(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}
