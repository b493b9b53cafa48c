//! Imports applications and registers those who applied, for as long as it lives, telling each once it is done.
//!
//! `busy-child <file> <event> <name> [early]` prints `ready`, then `person <id>` and `place <id>` after the answer to
//! each. With `early`, the store answers before a commit is done: the known-bad control.

#![allow(clippy::unwrap_used, reason = "it panics if it cannot go on")]

use std::{io::Write as _, path::Path, sync::Arc};

use bln_core::{Event, Id};
use bln_service::SystemIds;
use bln_store::IdempotencyKey;
use bln_tests::{Sabotage, Sabotaged, World, admin, imported_application, register_until_taken, sqlite};

/// How many clients it has.
const CLIENTS: u32 = 8;

#[tokio::main]
async fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let event: Id<Event> = args[1].parse().unwrap();
    let name = args[2].clone();
    let mut store = sqlite(Path::new(&args[0])).await;
    if args.get(3).is_some_and(|word| word == "early") {
        store = Arc::new(Sabotaged::new(store, Sabotage::AnswersTooEarly));
    }
    let world = Arc::new(World::with_ids(store, Arc::new(SystemIds)).await);
    tell("ready");
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let (world, name) = (Arc::clone(&world), format!("{name}-{client}"));
            tokio::spawn(async move { work(&world, event, &name).await })
        })
        .collect();
    for client in clients {
        client.await.unwrap();
    }
}

async fn work(world: &World, event: Id<Event>, name: &str) {
    for n in 0_u64.. {
        let application = imported_application(&format!("{name}-{n}"));
        let key = |verb: &str| IdempotencyKey::parse(format!("{verb}-{name}-{n}")).unwrap();
        let person = world.network.apply(admin(), application, key("import")).await.unwrap();
        tell(&format!("person {person}"));
        register_until_taken(&world.network, event, person, key("register")).await.unwrap();
        tell(&format!("place {person}"));
    }
}

/// One whole line at a time, out of this process before anything else is done: a killed process keeps nothing.
fn tell(line: &str) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("{line}\n").as_bytes()).unwrap();
    out.flush().unwrap();
}
