//! Durable registrations a second on one event, through a network and through the least program.

use std::sync::Arc;

use bln_benches::bare::{Besides, REGISTRATION, Rows, must_be_equal};
use bln_benches::figures::{Rounds, Table, median, percentile, rate, say};
use bln_benches::ground::{Ground, open, register, runtime};
use bln_benches::{Outcome, figures};
use bln_core::{Actor, Id};
use bln_sqlite::SqliteStore;

const CLIENTS: usize = 64;
const REQUESTS: usize = 12_800;
/// One commit for each takes long on a slow disk, so there are fewer.
const LONE: usize = 1_280;
const ROUNDS: usize = 7;

fn main() -> Outcome {
    let runtime = runtime()?;
    // Half of them get a place, and half wait.
    let places = u32::try_from(REQUESTS / 2)?;
    let ground = runtime.block_on(Ground::make(REQUESTS, places))?;
    let (mut ours, mut lone, mut grouped, mut large) =
        (Rounds::default(), Rounds::default(), Rounds::default(), Rounds::default());
    let (mut half, mut slowest, mut rows_each) = (Rounds::default(), Rounds::default(), 0.0);
    for round in 1..=ROUNDS {
        let file = ground.copy("network.db")?;
        let people: Arc<[_]> = ground.people().into();
        let (took, waits) = runtime.block_on(async {
            let network = open(Arc::new(SqliteStore::open(&file).await?)).await?;
            let watch = figures::Watch::start();
            let waits = register(&network, ground.event(), people, CLIENTS).await?;
            let took = watch.elapsed();
            let faults = network.verify(Actor::administrator(Id::new(uuid::Uuid::max()))).await?;
            if faults.is_empty() {
                Outcome::Ok((took, waits))
            } else {
                Err("the network is not sound".into())
            }
        })?;
        ours.push(rate(REQUESTS, took));
        half.push(median(&waits));
        slowest.push(percentile(&waits, 99));

        let rows = Rows::between(ground.template(), &file, REGISTRATION)?;
        rows_each = rows.per_request();
        let bare = ground.copy("grouped.db")?;
        grouped.push(rate(REQUESTS, rows.write(&bare, REQUESTS, CLIENTS, Besides::Seats)?));
        must_be_equal(&file, &bare, REGISTRATION)?;
        let bare = ground.copy("large.db")?;
        large.push(rate(REQUESTS, rows.write(&bare, REQUESTS, 256, Besides::Seats)?));
        let bare = ground.copy("lone.db")?;
        lone.push(rate(LONE, rows.write(&bare, LONE, 1, Besides::Seats)?));
        say(&format!(
            "round {round}: network {:.2} of the loop, {:.1} times one commit each",
            ours.against(&grouped).last(),
            ours.against(&lone).last()
        ));
    }
    Table::new(
        "registrations",
        "Durable registrations on one event at 64 clients, SQLite with synchronous=FULL; median (least to greatest).",
    )
    .row("network / loop of 64 in a commit", &ours.against(&grouped).told(2), "≥ 0.5")
    .row("network / loop of 256 in a commit", &ours.against(&large).told(2), "")
    .row("network / one commit each", &ours.against(&lone).told(1), "")
    .row("wait of a client, half of them, ms", &half.told(1), "")
    .row("wait of a client, 99 of 100, ms", &slowest.told(1), "≤ 50")
    .row("rows for a registration, without the seats", &format!("{rows_each:.1}"), "")
    .print();
    Ok(())
}
