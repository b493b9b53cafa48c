//! A whole season of a staff network, from real organisations and invented people.
//!
//! `cargo run --release --bin season -- --people 10000`
#![expect(clippy::print_stderr, reason = "a program talks to whoever started it")]

use std::{
    ffi::{OsStr, OsString},
    fs::{self, File},
    io::{self, BufRead, BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use bln_examples::{
    database::{Database, DatabaseError},
    progress,
    season::{self, SeasonError, Settings, Streams, Verdict},
};
use bln_store::{MemoryStore, Store, WordingStore};
use clap::Parser;

/// Runs a whole season of a staff network and reports on it.
///
/// Exit codes: 0 the season went by and its store is sound; 1 it stopped, or the store is not sound; 2 a file or an
/// argument cannot be used, and nothing was begun.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// How many people apply.
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    people: u32,
    /// Where the season is kept: a new file, a schema where no network is
    /// (postgres://user@host/database?schema=name), or `memory`.
    #[arg(long, default_value = "season.sqlite")]
    database: OsString,
    /// Where the random numbers start. The same seed gives the same report, but for lines that start with "Timing:".
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Takes the applications from this file, one JSON object to a line, instead of making them up.
    #[arg(long)]
    applications: Option<PathBuf>,
    /// Makes the applications up, writes them to that file, which must be new, and stops.
    #[arg(long, requires = "applications")]
    write_only: bool,
}

/// Why nothing was begun, or why it stopped.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{}: {reason}", path.display())]
    Unusable { path: PathBuf, reason: String },
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error(
        "There is a network in {0} already. Nothing was written to it. Name another schema with --database."
    )]
    Taken(String),
    #[error(transparent)]
    Season(#[from] SeasonError),
    #[error("The program cannot be started: {0}.")]
    Runtime(io::Error),
}

impl Failure {
    fn unusable(path: &Path, reason: impl ToString) -> Self {
        Failure::Unusable { path: path.to_owned(), reason: reason.to_string() }
    }
}

fn main() -> ExitCode {
    // One thread, so that the same seed gives the same season.
    let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(Failure::Runtime);
    match runtime.and_then(|runtime| runtime.block_on(run(&Arguments::parse()))) {
        Ok(Verdict::Sound) => ExitCode::SUCCESS,
        Ok(Verdict::Faulty(_)) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::from(if matches!(failure, Failure::Season(_) | Failure::Runtime(_)) { 1 } else { 2 })
        }
    }
}

async fn run(arguments: &Arguments) -> Result<Verdict, Failure> {
    let settings =
        Settings { seed: arguments.seed, people: usize::try_from(arguments.people).unwrap_or(usize::MAX) };
    if let (true, Some(path)) = (arguments.write_only, &arguments.applications) {
        let mut file =
            BufWriter::new(File::create_new(path).map_err(|e| Failure::unusable(path, words(&e)))?);
        season::write_applications(settings, &mut file).map_err(SeasonError::Applications)?;
        eprintln!("{} applications are in {}.", settings.people, path.display());
        return Ok(Verdict::Sound);
    }
    let mut applications = match &arguments.applications {
        Some(path) => Some(BufReader::new(File::open(path).map_err(|e| Failure::unusable(path, words(&e)))?)),
        None => None,
    };
    let Opened { store, name, faults: faults_path, mail, board: board_path } =
        open(&arguments.database).await?;
    let (mut faults, mut board) = (written(faults_path.as_deref())?, written(board_path.as_deref())?);
    let progress = progress::bar(
        "Importing applications {bar:40} {pos}/{len} {per_sec}",
        arguments.applications.is_none().then_some(u64::from(arguments.people)),
    );
    let streams = Streams {
        applications: applications.as_mut().map(|file| -> &mut dyn BufRead { file }),
        faults: &mut faults,
        report: &mut io::stdout().lock(),
        progress: &progress,
        mail: mail.clone(),
        board: &mut board,
    };
    let verdict = season::run(store, settings, streams).await?;
    if let (Some(faults), Some(mail), Some(board)) = (faults_path, mail, board_path) {
        eprintln!("The season is in {name}, the faults of the import in {}.", faults.display());
        eprintln!(
            "Open {}, the year's legacy for the board, and the letters in {}.",
            board.display(),
            mail.display()
        );
    }
    Ok(verdict)
}

/// A file to be written, if there is to be one.
fn written(path: Option<&Path>) -> Result<Box<dyn Write>, Failure> {
    Ok(match path {
        Some(path) => {
            Box::new(BufWriter::new(File::create(path).map_err(|e| Failure::unusable(path, words(&e)))?))
        }
        None => Box::new(io::sink()),
    })
}

/// An open store.
struct Opened {
    store: Arc<dyn Store>,
    /// What it is called.
    name: String,
    /// Where the faults of the import go.
    faults: Option<PathBuf>,
    /// Where the first letters of each issue of the bulletin go.
    mail: Option<PathBuf>,
    /// Where the page for the board goes.
    board: Option<PathBuf>,
}

/// Opens the store, in which there must be nothing yet.
async fn open(database: &OsStr) -> Result<Opened, Failure> {
    if database == "memory" {
        let (store, name) = (Arc::new(MemoryStore::new()), "memory".to_owned());
        return Ok(Opened { store, name, faults: None, mail: None, board: None });
    }
    let database = Database::parse(database)?;
    let beside = match &database {
        Database::Sqlite(path) if path.exists() => {
            return Err(Failure::unusable(path, refusal_of_existing(path)));
        }
        Database::Sqlite(path) => path.with_extension(""),
        Database::Postgres(config) => PathBuf::from(config.schema()),
    };
    let named = |end: &str| Some(beside.with_added_extension(end));
    let store = database.open().await?;
    // A network begins by writing its wordings.
    let wordings = store.wordings().await;
    if !wordings.map_err(|error| SeasonError::network("looking into the store", error.into()))?.is_empty() {
        return Err(Failure::Taken(database.to_string()));
    }
    let (faults, mail, board) = (named("faults.tsv"), named("mail"), named("board.html"));
    Ok(Opened { store: Arc::new(store), name: database.to_string(), faults, mail, board })
}

/// A season starts in a new file, and never writes to one that somebody may need.
fn refusal_of_existing(path: &Path) -> String {
    let mut head = [0_u8; 16];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut head));
    let is_database = read.is_ok() && head.starts_with(b"SQLite format 3\0");
    let what = if fs::metadata(path).is_ok_and(|about| about.is_dir()) {
        "is a folder"
    } else if is_database {
        "is a database that is there already"
    } else {
        "is a file that is there already, and no database"
    };
    format!("this {what}. Nothing was written to it. Name a new file with --database, or move this one away.")
}

fn words(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder. Check the path.",
        io::ErrorKind::AlreadyExists => "there is a file of that name already. Choose another name.",
        io::ErrorKind::PermissionDenied => {
            "this program may not open it. Check who may read and write there."
        }
        io::ErrorKind::ReadOnlyFilesystem => "this cannot be written to. Choose another folder.",
        io::ErrorKind::IsADirectory => "this is a folder. Name a file.",
        _ => "this cannot be opened. Check the path.",
    }
}
