//! Applications imported a second: from JSON to a commit, through a network, and as rows alone.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bln_benches::Outcome;
use bln_benches::applications::applications;
use bln_benches::bare::{APPLICATION, Besides, Rows, must_be_equal};
use bln_benches::figures::{Rounds, Table, Watch, rate, say};
use bln_benches::ground::{Ground, administrator, open, runtime};
use bln_core::ConsentMethod;
use bln_service::Network;
use bln_sqlite::SqliteStore;
use bln_store::IdempotencyKey;
use bln_validation::{MembershipDraft, Received, parse_json, read_date};

const APPLICATIONS: usize = 12_800;
const IN_FLIGHT: usize = 256;
const ROUNDS: usize = 7;

fn main() -> Outcome {
    let runtime = runtime()?;
    let ground = runtime.block_on(Ground::make(1, 1))?;
    let [mut ours, mut bare, mut reading] = [const { Rounds::new() }; 3];
    let mut rows_each = 0.0;
    for round in 1..=ROUNDS {
        let file = ground.copy("network.db")?;
        let (took, read) = runtime.block_on(async {
            let network = open(Arc::new(SqliteStore::open(&file).await?)).await?;
            let lines: Arc<[String]> = applications(&network, APPLICATIONS)?.into();
            let watch = Watch::start();
            for line in &*lines {
                parse_json::<MembershipDraft>(line.as_bytes(), &received()?)
                    .map_err(|report| report.to_string())?;
            }
            let read = watch.elapsed();
            let took = import(&network, lines).await?;
            let faults = network.verify(administrator()).await?;
            if faults.is_empty() { Outcome::Ok((took, read)) } else { Err("the network is not sound".into()) }
        })?;
        ours.push(rate(APPLICATIONS, took));
        reading.push(100.0 * read.as_secs_f64() / took.as_secs_f64());
        let rows = Rows::between(ground.template(), &file, APPLICATION)?;
        rows_each = rows.per_request();
        let copy = ground.copy("bare.db")?;
        bare.push(rate(APPLICATIONS, rows.write(&copy, APPLICATIONS, IN_FLIGHT, Besides::Nothing)?));
        must_be_equal(&file, &copy, APPLICATION)?;
        say(&format!("round {round}: network {:.2} of the loop", ours.against(&bare).last()));
    }
    Table::new(
        "import",
        "Applications from JSON to a commit, 256 at a time, SQLite with synchronous=FULL; median (least to greatest).",
    )
    .row("network / loop of 256 in a commit", &ours.against(&bare).told(2), "")
    .row("of its time, reading the JSON, %", &reading.told(1), "")
    .row("rows for an application", &format!("{rows_each:.1}"), "")
    .print();
    Ok(())
}

async fn import(network: &Network, lines: Arc<[String]>) -> Outcome<Duration> {
    let next = Arc::new(AtomicUsize::new(0));
    let worker = || {
        let (network, lines, next) = (network.clone(), Arc::clone(&lines), Arc::clone(&next));
        async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let Some(line) = lines.get(number) else { return Outcome::Ok(()) };
                let application = parse_json::<MembershipDraft>(line.as_bytes(), &received()?)
                    .map_err(|report| report.to_string())?;
                let key = IdempotencyKey::parse(format!("import-line-{number:08}"))?;
                network.apply(administrator(), application, key).await?;
            }
        }
    };
    let watch = Watch::start();
    let workers: Vec<_> = (0..IN_FLIGHT).map(|_| tokio::spawn(worker())).collect();
    for worker in workers {
        worker.await??;
    }
    Ok(watch.elapsed())
}

fn received() -> Outcome<Received> {
    Ok(Received { today: read_date("2026-11-22")?, method: ConsentMethod::Import })
}
