//! Brings a file up to date and ends: `migrating-child <file> [rows]`. With `rows`, the schema has one more step, which
//! writes so many. Says `begin` before it opens the file.

#![allow(clippy::unwrap_used, reason = "it panics if it cannot go on")]

use std::io::Write as _;

use bln_sqlite::{COLUMN_TYPES, SqliteConfig, SqliteDriver};
use bln_tests::with_one_more_step;

fn main() {
    let mut args = std::env::args().skip(1);
    let file = args.next().unwrap();
    let steps = args
        .next()
        .map_or_else(|| bln_sql::migrations(&COLUMN_TYPES), |rows| with_one_more_step(rows.parse().unwrap()));
    let mut out = std::io::stdout().lock();
    out.write_all(b"begin\n").unwrap();
    out.flush().unwrap();
    drop(SqliteDriver::open(&SqliteConfig::new(file), bln_sql::APPLICATION_ID, &steps).unwrap());
}
