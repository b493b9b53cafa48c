//! Looks after a network's database: backup, restore, verify, migrate, copy.
//!
//! `cargo run --release --bin steward -- help`
#![expect(clippy::print_stderr, reason = "a program talks to whoever started it")]

use std::{io, process::ExitCode};

use bln_examples::steward::{Arguments, Outcome, run};
use clap::Parser;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().build() else {
        eprintln!("The program cannot be started. Check how much memory and how many threads it may have.");
        return ExitCode::from(2);
    };
    match runtime.block_on(run(arguments, &mut io::stdout())) {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Faults(_)) => ExitCode::from(1),
        Err(stop) => {
            eprintln!("{stop}");
            ExitCode::from(2)
        }
    }
}
