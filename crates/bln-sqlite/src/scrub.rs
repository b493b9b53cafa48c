//! Takes what was removed out of the files.
//!
//! With `secure_delete` what is deleted is overwritten where it lies. But when rows move to another page, to make room,
//! the page they left keeps a copy of them behind its last cell, and the log keeps every page as it was before. So the
//! file is written anew, and the log is folded into it and cut off.

use std::thread;
use std::time::Duration;

use rusqlite::Connection;

use crate::code::Fault;

/// How long to sleep before asking again for a lock that somebody else holds.
const PAUSE: Duration = Duration::from_millis(1);

/// Writes the file anew, within a busy timeout for each of its two steps.
pub(crate) fn run(connection: &Connection, busy_timeout: Duration) -> Result<(), Fault> {
    until_free(busy_timeout, || Ok(connection.execute_batch("VACUUM")?))?;
    until_free(busy_timeout, || {
        // A reader of an older state needs the log: that is told in the answer (https://www.sqlite.org/pragma.html).
        let is_busy = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if is_busy { Err(Fault::Busy) } else { Ok(()) }
    })
}

fn until_free(busy_timeout: Duration, mut work: impl FnMut() -> Result<(), Fault>) -> Result<(), Fault> {
    let mut waited = Duration::ZERO;
    loop {
        match work() {
            Err(Fault::Busy) if waited < busy_timeout => {
                thread::sleep(PAUSE);
                waited += PAUSE;
            }
            done => return done,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_who_looks_at_an_older_state_makes_it_wait_and_then_gives_up() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("network.db");
        let writer = Connection::open(&path).unwrap();
        writer
            .execute_batch(
                "PRAGMA journal_mode = WAL; CREATE TABLE seat (id INTEGER); INSERT INTO seat VALUES (1)",
            )
            .unwrap();
        let reader = Connection::open(&path).unwrap();
        reader.execute_batch("BEGIN; SELECT count(*) FROM seat").unwrap();
        writer.execute_batch("PRAGMA busy_timeout = 0; DELETE FROM seat").unwrap();
        assert_eq!(run(&writer, Duration::from_millis(5)), Err(Fault::Busy));
        reader.execute_batch("ROLLBACK").unwrap();
        assert_eq!(run(&writer, Duration::from_millis(5)), Ok(()));
        assert_eq!(std::fs::metadata(folder.path().join("network.db-wal")).unwrap().len(), 0);
    }
}
