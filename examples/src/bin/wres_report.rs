//! From a workforce as CSV to a report of the Workforce Race Equality Standard.
//!
//! `cargo run --release --bin wres-report -- --organisation RX1`
#![expect(clippy::print_stderr, reason = "a program talks to whoever started it")]

use std::{io, process::ExitCode};

use bln_examples::wres_report::{Arguments, Outcome, run};
use clap::Parser;

fn main() -> ExitCode {
    match run(&Arguments::parse(), &mut io::stdout()) {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::RowsRefused(_)) => ExitCode::from(1),
        Err(stop) => {
            eprintln!("{stop}");
            ExitCode::from(2)
        }
    }
}
