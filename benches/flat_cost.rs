//! What a registration costs when nobody has registered, and when 100,000 have.

use std::path::Path;
use std::sync::{Arc, PoisonError};

use bln_benches::Outcome;
use bln_benches::counting::{Asked, Cost, Recorder};
use bln_benches::figures::{Rounds, Table, Watch, say};
use bln_benches::ground::{Ground, open, register, runtime};
use bln_core::{Event, Id, Person};
use bln_sqlite::SqliteStore;
use tokio::runtime::Runtime;

const CLIENTS: usize = 64;
const EXISTING: usize = 100_000;
const REQUESTS: usize = 6_400;
const ROUNDS: usize = 7;

type People = Arc<[Id<Person>]>;

fn main() -> Outcome {
    let runtime = runtime()?;
    say("making a network of 106,400 people");
    let ground = runtime.block_on(Ground::make(EXISTING + REQUESTS, u32::try_from(EXISTING / 2)?))?;
    let (existing, new) = ground.people().split_at(EXISTING);
    let full = ground.copy("full.db")?;
    time(&runtime, &full, ground.event(), existing.into())?;
    let new: People = new.into();
    let one: People = new.iter().take(1).copied().collect();

    let (empty_asked, empty_cost) = count(&runtime, &ground, ground.template(), &one)?;
    let (full_asked, full_cost) = count(&runtime, &ground, &full, &one)?;
    if empty_asked.statements() != full_asked.statements() {
        return Err("the statements differ".into());
    }
    let [mut at_none, mut at_many] = [const { Rounds::new() }; 2];
    for round in 1..=ROUNDS {
        // Each round begins with the other.
        for turn in [round, round + 1] {
            let (from, rounds) =
                if turn % 2 == 0 { (ground.template(), &mut at_none) } else { (&*full, &mut at_many) };
            let file = ground.copy_of(from, "turn.db")?;
            rounds.push(time(&runtime, &file, ground.event(), Arc::clone(&new))?);
        }
        say(&format!("round {round}: {:.2} times the cost", at_many.against(&at_none).last()));
    }
    let (questions, statements) = full_asked.counts();
    let both = |figure: fn(&Cost) -> u64| format!("{} and {}", figure(&empty_cost), figure(&full_cost));
    Table::new(
        "flat_cost",
        "A registration at 100,000 existing ones and at none; time at 64 clients, counts of a lone one.",
    )
    .row("time, at 100,000 / at none", &at_many.against(&at_none).told(2), "≤ 1.2")
    .row(
        "questions, then statements of the change",
        &format!("{questions} and {statements}, the same texts"),
        "same",
    )
    .row("steps of SQLite's machine, at none and at 100,000", &both(|cost| cost.steps.unsigned_abs()), "same")
    .row("rows scanned", &both(|cost| cost.scanned.unsigned_abs()), "0")
    .row(
        "pages read with nothing in memory",
        &both(|cost| cost.pages_read.unwrap_or_default()),
        "+ depth of the trees",
    )
    .row("pages written", &both(|cost| cost.pages_written), "+ depth of the trees")
    .print();
    Ok(())
}

/// How long registering all of them takes, in seconds.
fn time(runtime: &Runtime, file: &Path, event: Id<Event>, people: People) -> Outcome<f64> {
    runtime.block_on(async {
        let network = open(Arc::new(SqliteStore::open(file).await?)).await?;
        let watch = Watch::start();
        register(&network, event, people, CLIENTS).await?;
        Ok(watch.elapsed().as_secs_f64())
    })
}

/// What one registration asks of the driver, and what that costs on a connection of its own.
fn count(runtime: &Runtime, ground: &Ground, from: &Path, one: &People) -> Outcome<(Asked, Cost)> {
    let file = ground.copy_of(from, "asked.db")?;
    let (store, asked) = Recorder::open(&file)?;
    runtime.block_on(async {
        let network = open(Arc::new(store)).await?;
        std::mem::take(&mut *asked.lock().unwrap_or_else(PoisonError::into_inner));
        register(&network, ground.event(), Arc::clone(one), 1).await
    })?;
    let asked = asked.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let cost = asked.again(&ground.copy_of(from, "again.db")?)?;
    Ok((asked, cost))
}
