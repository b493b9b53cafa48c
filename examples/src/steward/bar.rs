//! How far a copy is.

use bln_sql::{CopyPhase, CopyProgress};
use bln_sqlite::Progress;
use indicatif::ProgressBar;

use crate::progress;

/// A bar, hidden unless somebody watches.
#[derive(Debug, Clone)]
pub(super) struct Bar(ProgressBar);

impl Bar {
    pub(super) fn new() -> Self {
        Self(progress::bar("{msg:28} {bar:40} {percent:>3} % {eta}", Some(1)))
    }

    /// Shows how far the copy of a file is.
    pub(super) fn file(&self, progress: Progress) {
        match progress {
            Progress::CheckingSource => self.say("Checking the backup"),
            Progress::Copying { done, of } => self.show("Copying", done, of),
            Progress::CheckingCopy => self.say("Checking the copy"),
            Progress::Keeping => self.say("Waiting for the disk"),
            _ => {}
        }
    }

    /// Shows how far the copy of rows is.
    pub(super) fn rows(&self, progress: CopyProgress) {
        let doing = match progress.phase {
            CopyPhase::Copying => "Copying rows",
            CopyPhase::Checking => "Comparing rows",
        };
        self.show(doing, progress.done, progress.rows);
    }

    pub(super) fn say(&self, doing: &'static str) {
        self.0.set_message(doing);
        self.0.tick();
    }

    pub(super) fn clear(&self) {
        self.0.finish_and_clear();
    }

    fn show(&self, doing: &'static str, done: u64, of: u64) {
        self.0.set_message(doing);
        self.0.set_length(of.max(1));
        self.0.set_position(done);
    }
}
