//! Registers people for an event, as one of several processes on one network.
//!
//! `registrar <address> <event> <first> <count>` opens the store, prints `ready`, waits for a line, registers them all
//! at once, and prints what became of each.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "its output is its answer; it panics if it cannot go on"
)]

use std::sync::Arc;

use bln_core::{Event, Id};
use bln_service::{Placement, SystemIds};
use bln_tests::{World, open, person_id, register_until_taken, registration_key};

#[tokio::main]
async fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let event: Id<Event> = args[1].parse().unwrap();
    let (first, count): (u32, u32) = (args[2].parse().unwrap(), args[3].parse().unwrap());
    let world = World::with_ids(open(&args[0]).await, Arc::new(SystemIds)).await;
    println!("ready");
    std::io::stdin().read_line(&mut String::new()).unwrap();
    let register = |n| {
        let network = world.network.clone();
        tokio::spawn(
            async move { register_until_taken(&network, event, person_id(n), registration_key(n)).await },
        )
    };
    let asked: Vec<_> = (first..first + count).map(register).collect();
    for answer in asked {
        match answer.await.unwrap() {
            Ok(Placement::Confirmed { .. }) => println!("confirmed"),
            Ok(Placement::Waiting { position }) => println!("waiting {}", position.position().unwrap()),
            other => println!("unexpected {other:?}"),
        }
    }
}
