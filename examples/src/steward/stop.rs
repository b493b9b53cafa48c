//! Why a verb stopped, and what to do next.

use std::io;

use bln_sql::CopyError;
use bln_sqlite::BackupError;
use bln_store::StoreError;

use crate::database::DatabaseError;

/// Why a verb was refused or failed: a sentence on what is the matter, and one on what to do next.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    /// The database cannot be used.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// There is no network.
    #[error("There is no network in {database}. Check the path or the schema.")]
    NoNetwork {
        /// Where none is.
        database: String,
    },
    /// The schema is an older one.
    #[error(
        "The schema of {database} is {found}, and this version's is {known}. Back it up, then bring it up to date: \
         steward migrate."
    )]
    Older {
        /// Where it is.
        database: String,
        /// Its schema.
        found: u32,
        /// The schema of this version.
        known: u32,
    },
    /// Something is where a network is to be made.
    #[error("{database} is there already. Nothing was written to it. Choose another name.")]
    Taken {
        /// Where something is.
        database: String,
    },
    /// Both names are of one database.
    #[error("Both names are of the same database. Name another one to copy to.")]
    Same,
    /// The copy of a file was refused or failed.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// A network was not copied.
    #[error("{error}", error = words(.0))]
    Copy(#[from] CopyError),
    /// A network cannot be read.
    #[error("The network cannot be read ({}). Check the disk or the server, then try again.", .0.code())]
    Store(#[from] StoreError),
    /// There is no room for a file in between.
    #[error("No file can be made in the folder of the new file. Check that it is there and has room.")]
    Folder(#[source] io::Error),
    /// What was done cannot be told.
    #[error("The report cannot be written. What it would say is done nevertheless: verify it.")]
    Report(#[from] io::Error),
}

/// What became of a copy, in the words of whoever has to do with it.
fn words(error: &CopyError) -> String {
    const REMOVE: &str = "Remove it, then copy again.";
    const BEGUN: &str = "If a copy was begun, nobody can use it: remove it, then copy again.";
    match error {
        CopyError::NotEmpty { .. } => {
            "There is a network where this one was to be copied to. Nothing was written to it. Choose another name."
                .to_owned()
        }
        CopyError::TargetUnfinished => {
            format!("A copy that did not finish is where this one was to be. Nobody can use it. {REMOVE}")
        }
        CopyError::SourceUnfinished => {
            "What was to be copied is itself a copy that did not finish. Copy from where it came from.".to_owned()
        }
        CopyError::Source(error) => format!("The network cannot be read ({}). {BEGUN}", error.code()),
        CopyError::Unreadable { table, column } => format!(
            "The network is damaged: {table}.{column} holds something else than it should. Restore a backup. {BEGUN}"
        ),
        CopyError::Target(error) => format!("The copy cannot be written ({}). {BEGUN}", error.code()),
        CopyError::Refused { table } | CopyError::Differs { table } => format!(
            "The copy is not equal to the network, in {table}. It is not finished, and nobody can use it. {REMOVE} \
             If that does not help, report a fault."
        ),
        _ => format!("The copy failed. {BEGUN}"),
    }
}
