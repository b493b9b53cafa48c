//! Durable registrations a second on three stores: on one event that everybody wants, and on a hundred.

use std::path::Path;
use std::sync::Arc;

use bln_benches::Outcome;
use bln_benches::bare::{Besides, REGISTRATION, Rows};
use bln_benches::figures::{Rounds, Table, rate, say};
use bln_benches::ground::{Scene, fold, runtime};
use bln_benches::postgres::{self, Server, Way, register_bare};
use bln_postgres::{PostgresConfig, PostgresStore};
use bln_sqlite::SqliteStore;
use bln_store::MemoryStore;
use tokio::runtime::Runtime;

const CLIENTS: usize = 64;
const REQUESTS: usize = 6_400;
/// One commit for each takes long on a slow disk, so there are fewer.
const LONE: usize = 1_280;
const ROUNDS: usize = 5;

/// What one number of events came to.
#[derive(Default)]
struct Figures {
    memory: Rounds,
    sqlite: Rounds,
    sqlite_lone: Rounds,
    postgres: Rounds,
    transaction: Rounds,
    function: Rounds,
}

fn main() -> Outcome {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let rounds = arguments.next().map_or(Ok(ROUNDS), |rounds| rounds.parse())?;
    let runtime = runtime()?;
    let server = postgres::server()?;
    let mut table = Table::new(
        "events",
        "Registrations a second at 64 clients, each on the disk; ratios of one round, median (least to greatest).",
    );
    for (events, name) in [(1, "one event"), (100, "100 events")] {
        let mut figures = Figures::default();
        for round in 1..=rounds {
            measure(&runtime, server.as_ref(), events, &mut figures)?;
            say(&format!("{name}, round {round}"));
        }
        let aim = if events == 1 { "≥ 5" } else { "" };
        let row =
            |table: Table, what: &str, value: String, aim| table.row(&format!("{name}: {what}"), &value, aim);
        table = row(table, "memory, a second", figures.memory.told(0), "");
        table = row(table, "SQLite, a second", figures.sqlite.told(0), "");
        let ratio = figures.sqlite.against(&figures.sqlite_lone).told(1);
        table = row(table, "SQLite / one transaction each", ratio, "");
        table = row(table, "PostgreSQL, a second", figures.postgres.told(0), "");
        let ratio = figures.postgres.against(&figures.transaction).told(1);
        table = row(table, "PostgreSQL / one transaction each", ratio, aim);
        let ratio = figures.postgres.against(&figures.function).told(1);
        table = row(table, "PostgreSQL / one function call each", ratio, "");
    }
    table.print();
    Ok(())
}

fn measure(runtime: &Runtime, server: Option<&Server>, events: usize, figures: &mut Figures) -> Outcome {
    let places = u32::try_from(REQUESTS / events / 2)?;
    runtime.block_on(async {
        let scene = Scene::make(Arc::new(MemoryStore::new()), REQUESTS, (events, places)).await?;
        figures.memory.push(rate(REQUESTS, scene.register(CLIENTS).await?));
        Outcome::Ok(())
    })?;

    let folder = tempfile::tempdir()?;
    let (file, template) = (folder.path().join("network.db"), folder.path().join("template.db"));
    let took = runtime.block_on(async {
        let store = Arc::new(SqliteStore::open(&file).await?);
        let scene = Scene::make(store, REQUESTS, (events, places)).await?;
        copy(&file, &template)?;
        scene.register(CLIENTS).await
    })?;
    figures.sqlite.push(rate(REQUESTS, took));
    let rows = Rows::between(&template, &file, REGISTRATION)?;
    figures.sqlite_lone.push(rate(LONE, rows.write(&template, LONE, 1, Besides::Seats)?));

    let Some(server) = server else { return Ok(()) };
    let schema = server.fresh();
    runtime.block_on(async {
        let store = Arc::new(PostgresStore::open(&PostgresConfig::parse(&server.url(&schema))?).await?);
        let scene = Scene::make(store, REQUESTS, (events, places)).await?;
        figures.postgres.push(rate(REQUESTS, scene.register(CLIENTS).await?));
        let requests = scene.requests();
        let took = register_bare(server, &schema, &requests, places, (CLIENTS, Way::Transaction)).await?;
        figures.transaction.push(rate(REQUESTS, took));
        let took = register_bare(server, &schema, &requests, places, (CLIENTS, Way::Function)).await?;
        figures.function.push(rate(REQUESTS, took));
        Outcome::Ok(())
    })?;
    server.sql(&format!("DROP SCHEMA {schema} CASCADE"))?;
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Outcome {
    fold(from)?;
    std::fs::copy(from, to)?;
    Ok(())
}
