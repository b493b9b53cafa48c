//! Paging through a directory and finding people in it, at any depth and by any name.

use std::path::Path;
use std::sync::Arc;

use bln_benches::Outcome;
use bln_benches::figures::{Table, Watch, median, percentile, say};
use bln_benches::ground::{administrator, load_organisations, open, runtime};
use bln_benches::list::{self, Mapping, Numbers, names, portion};
use bln_benches::postgres;
use bln_core::Id;
use bln_postgres::{PostgresConfig, PostgresStore};
use bln_service::Network;
use bln_sqlite::SqliteStore;
use bln_store::{PageSize, Store};

const PEOPLE: usize = 15_000;
const SAMPLES: usize = 1_000;
const PAGE: u16 = 50;
const PORTION: usize = 4_000;

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let people = arguments.first().map_or(Ok(PEOPLE), |people| people.parse())?;
    let folder = tempfile::tempdir()?;
    let csv = folder.path().join("members.csv");
    let kept = arguments.get(1).map(std::path::PathBuf::from);
    let file = kept.unwrap_or_else(|| folder.path().join("network.db"));
    list::write(&csv, people)?;
    let mut table = Table::new(
        "directory",
        &format!(
            "{people} people, pages of {PAGE}, {SAMPLES} questions of each kind; ms, half and 99 of 100."
        ),
    );
    runtime()?.block_on(async {
        table = measure(table, "SQLite", Arc::new(SqliteStore::open(&file).await?), &csv).await?;
        table.clone().print();
        if let Some(server) = postgres::server()? {
            let config = PostgresConfig::parse(&server.url("bench_directory"))?;
            let store = Arc::new(PostgresStore::open(&config).await?);
            table = measure(table, "PostgreSQL", store, &csv).await?;
        }
        table.print();
        Ok(())
    })
}

async fn measure(mut table: Table, name: &str, store: Arc<dyn Store>, csv: &Path) -> Outcome<Table> {
    let network = open(Arc::clone(&store)).await?;
    if store.person_page(None, PageSize::new(1)?).await?.items.is_empty() {
        fill(&network, csv).await?;
    }
    say(&format!("{name} is ready"));
    let (asker, size) = (administrator(), PageSize::new(PAGE)?);
    let (mut numbers, mut waits) = (Numbers::new(2), Vec::new());
    // From the identifiers of the first and the last: any between them is as good a key as one that is there.
    let (first, last) = ends(&*store).await?;
    for _ in 0..SAMPLES {
        let between = u128::from(numbers.below(u64::MAX)) * ((last - first) >> 64);
        let after = Id::new(uuid::Uuid::from_u128(first.saturating_add(between)));
        let watch = Watch::start();
        network.people(asker, Some(after), size).await?;
        waits.push(watch.elapsed().as_secs_f64() * 1e3);
    }
    table = table.row(&format!("{name}: a page at any depth"), &told(&waits), "p99 ≤ 10");
    for (what, words, letters) in
        [("one letter", 1, 1), ("the first three letters", 1, 3), ("two words, three letters each", 2, 3)]
    {
        waits.clear();
        for _ in 0..SAMPLES {
            let (given, family) = names(&mut numbers);
            let typed: Vec<String> = [family, given]
                .into_iter()
                .take(words)
                .map(|name| name.chars().take(letters).collect())
                .collect();
            let watch = Watch::start();
            network.search_people(asker, &typed.join(" "), None, size).await?;
            waits.push(watch.elapsed().as_secs_f64() * 1e3);
        }
        table = table.row(&format!("{name}: search by {what}"), &told(&waits), "p99 ≤ 50");
    }
    for (what, words) in [("a family name", 1), ("a whole name", 2)] {
        waits.clear();
        for _ in 0..SAMPLES {
            let (given, family) = names(&mut numbers);
            let typed: Vec<String> =
                [family, given].into_iter().take(words).map(|name| misspelled(&name, &mut numbers)).collect();
            let watch = Watch::start();
            network.people_like(asker, &typed.join(" "), size).await?;
            waits.push(watch.elapsed().as_secs_f64() * 1e3);
        }
        table = table.row(&format!("{name}: {what} misspelled"), &told(&waits), "p99 ≤ 50");
    }
    Ok(table)
}

async fn fill(network: &Network, csv: &Path) -> Outcome {
    load_organisations(network).await?;
    let mapping = Mapping::for_network(network)?;
    let mut rows = csv::Reader::from_path(csv)?.into_records();
    loop {
        let next = portion(&mut rows, &mapping, PORTION)?;
        if next.is_empty() {
            return Ok(());
        }
        for answer in network.import(administrator(), next).await {
            answer?;
        }
    }
}

/// The first identifier, and one after the last.
async fn ends(store: &dyn Store) -> Outcome<(u128, u128)> {
    let one = PageSize::new(1)?;
    let first = store.person_page(None, one).await?;
    let first = first.items.first().ok_or("nobody is there")?.person.record.id().uuid().as_u128();
    let (mut low, mut high) = (first, u128::MAX);
    while high - low > 1 << 64 {
        let middle = low + (high - low) / 2;
        let page = store.person_page(Some(Id::new(uuid::Uuid::from_u128(middle))), one).await?;
        if page.items.is_empty() { high = middle } else { low = middle }
    }
    Ok((first, high))
}

/// A name with one letter left out that is not its first.
fn misspelled(name: &str, numbers: &mut Numbers) -> String {
    let length = u64::try_from(name.len()).unwrap_or(u64::MAX);
    let out = usize::try_from(1 + numbers.below(length.saturating_sub(1))).unwrap_or(1);
    name.chars().enumerate().filter(|(place, _)| *place != out).map(|(_, letter)| letter).collect()
}

fn told(waits: &[f64]) -> String {
    format!("{:.1} and {:.1}", median(waits), percentile(waits, 99))
}
