//! Serves a network over HTTP.
//!
//! `cargo run --release --bin serve`
#![expect(clippy::print_stderr, reason = "a program talks to whoever started it")]

use std::{io, process::ExitCode};

use bln_examples::serve::{Arguments, run};
use clap::Parser;

#[tokio::main]
async fn main() -> ExitCode {
    let stop = async { tokio::signal::ctrl_c().await.unwrap_or_default() };
    match run(Arguments::parse(), &mut io::stdout(), stop).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
