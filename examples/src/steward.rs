//! What an operator does with a network's database: back it up, restore it, verify it, bring its schema up to date,
//! move it between engines.
//!
//! Each verb says what it did in a few lines, and ends with an [`Outcome`] or with a [`Stop`] that says what to do
//! next. Nothing it says names a person, an address or a server.

mod bar;
mod carry;
mod inspect;
mod stop;

use std::{io::Write, path::PathBuf};

use clap::{Parser, Subcommand};

use crate::database::Database;

pub use stop::Stop;

/// Looks after a network's database.
///
/// A database is a file (network.db) or a schema on a PostgreSQL server
/// (postgres://user@host:port/database?schema=name).
///
/// Exit codes: 0 it is done, and no faults were found; 1 faults were found; 2 it was refused or failed, and what is
/// said tells what to do next.
#[derive(Debug, Parser)]
#[command(name = "steward", version)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Copies a network, while it is in use, into a new file.
    Backup {
        /// The network.
        database: String,
        /// The new file.
        file: PathBuf,
    },
    /// Brings a backup back: into a new file, or into a schema where no network is. Then verifies it.
    Restore {
        /// The backup. It is not changed.
        file: PathBuf,
        /// Where the network is to be.
        database: String,
    },
    /// Checks everything that can be checked: the engine's pages and references, and every rule across records.
    Verify {
        /// The network.
        database: String,
        /// Prints the number of rows and the SHA-256 of each table. Two networks with the same hold the same.
        #[arg(long)]
        contents: bool,
    },
    /// Brings the schema of a network up to date with this version.
    Migrate {
        /// The network.
        database: String,
    },
    /// Copies a network, while it is in use, into another engine or schema, and proves that both are equal.
    Copy {
        /// The network.
        from: String,
        /// A new file, or a schema where no network is.
        to: String,
    },
}

/// How a verb ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is done, and no faults were found.
    Fine,
    /// It is done, and so many faults were found.
    Faults(usize),
}

/// Does what the arguments say, and tells it.
///
/// # Errors
///
/// [`Stop`].
pub async fn run(arguments: Arguments, out: &mut (dyn Write + Send)) -> Result<Outcome, Stop> {
    match arguments.verb {
        Verb::Backup { database, file } => carry::backup(&Database::parse(database)?, &file, out).await,
        Verb::Restore { file, database } => carry::restore(&file, &Database::parse(database)?, out).await,
        Verb::Verify { database, contents } => {
            inspect::verify(&Database::parse(database)?, contents, out).await
        }
        Verb::Migrate { database } => inspect::migrate(&Database::parse(database)?, out).await,
        Verb::Copy { from, to } => carry::copy(&Database::parse(from)?, &Database::parse(to)?, out).await,
    }
}
