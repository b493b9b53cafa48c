//! An issue of the bulletin sent from a network in SQLite: every letter claimed in a commit of its own, rendered, and handed to
//! a transport that keeps nothing. The memory of it is that of a page of the outbox, however many there are to be written to.
//!
//! Each size is a process of its own, so that its memory is its own.

#![expect(clippy::print_stdout, reason = "the child tells its parent what it measured")]

use std::{
    env,
    num::NonZeroU32,
    path::Path,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use async_trait::async_trait;
use bln_benches::{
    Outcome,
    applications::applications,
    figures::{Rounds, Table, Watch, number, peak_memory, say},
    ground::{Ground, administrator, open, runtime},
};
use bln_core::{
    BulletinAudience, BulletinContents, ConsentMethod, EmailAddress, Line, Link, Prose, Repeat, Section,
    SectionContent,
};
use bln_mail::{Letterhead, Links, Message, Postman, Rate, Transport, TransportError};
use bln_service::{Clock, Network, SystemClock};
use bln_sqlite::SqliteStore;
use bln_store::IdempotencyKey;
use bln_validation::{MembershipDraft, Received, parse_json, read_date};
use chrono::TimeDelta;

/// How many apply; one in three becomes somebody to write to.
const FEW: usize = 3_000;
const MANY: usize = 30_000;
const AT_ONCE: usize = 256;
const ROUNDS: usize = 3;

fn main() -> Outcome {
    let arguments: Vec<_> = env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--child") {
        let file = arguments.get(at + 1).ok_or("no file")?;
        return runtime()?.block_on(send(Path::new(file)));
    }
    let ground = runtime()?.block_on(Ground::make(1, 1))?;
    let [mut rate, mut few_peak, mut many_peak, mut more] = [const { Rounds::new() }; 4];
    let mut letters = 0.0;
    for round in 1..=ROUNDS {
        let few = measure(&ground, FEW)?;
        let many = measure(&ground, MANY)?;
        letters = many.letters;
        rate.push(many.letters / many.seconds);
        few_peak.push(few.peak_mib);
        many_peak.push(many.peak_mib);
        more.push(many.peak_mib - few.peak_mib);
        say(&format!("round {round}: {:.0} letters a second, {:.1} MiB", rate.last(), many.peak_mib));
    }
    Table::new(
        "dispatch",
        &format!("{letters} letters from a network in SQLite, synchronous=FULL; median (least to greatest)."),
    )
    .row("letters a second, each claimed in a commit", &rate.told(0), "")
    .row("peak memory, MiB", &many_peak.told(1), "")
    .row("peak memory for a tenth of them, MiB", &few_peak.told(1), "")
    .row("more for ten times as many, MiB", &more.told(1), "flat")
    .print();
    Ok(())
}

struct Run {
    letters: f64,
    seconds: f64,
    peak_mib: f64,
}

/// Makes a network in which so many applied and an issue is due, and sends all that waits in a process of its own.
fn measure(ground: &Ground, people: usize) -> Outcome<Run> {
    let file = ground.copy("dispatch.db")?;
    runtime()?.block_on(fill(&file, people))?;
    let output = Command::new(env::current_exe()?).arg("--child").arg(&file).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    let told = String::from_utf8(output.stdout)?;
    let mut figures = told.split_whitespace().map(str::parse::<f64>);
    let mut next = || -> Outcome<f64> { Ok(figures.next().ok_or("a figure is missing")??) };
    Ok(Run { letters: next()?, seconds: next()?, peak_mib: next()? })
}

async fn fill(file: &Path, people: usize) -> Outcome {
    let network = open(Arc::new(SqliteStore::open(file).await?)).await?;
    let received = Received { today: read_date("2026-11-22")?, method: ConsentMethod::Import };
    for (wave, lines) in applications(&network, people)?.chunks(AT_ONCE).enumerate() {
        let mut waiting = Vec::new();
        for (n, line) in lines.iter().enumerate() {
            let application =
                parse_json::<MembershipDraft>(line.as_bytes(), &received).map_err(|it| it.to_string())?;
            let key = IdempotencyKey::parse(format!("dispatch-{wave:05}-{n:03}"))?;
            let network = network.clone();
            waiting.push(tokio::spawn(async move { network.apply(administrator(), application, key).await }));
        }
        for applied in waiting {
            applied.await??;
        }
    }
    let news =
        SectionContent::News(Prose::parse("Of 12 trusts, **9** publish how they appoint.\n\n- Ask yours.")?);
    let sections = vec![Section::new(Line::parse("How trusts appoint")?, news)?];
    let contents = BulletinContents::new(Line::parse("November")?, sections, BulletinAudience::Everybody)?;
    let id =
        network.draft_bulletin(administrator(), contents, IdempotencyKey::parse("dispatch-issue")?).await?;
    network.schedule_bulletin(administrator(), id, SystemClock.now()).await?;
    Ok(())
}

/// Counts what it is handed, and keeps nothing.
#[derive(Debug, Default)]
struct Nowhere(AtomicUsize);

#[async_trait]
impl Transport for Nowhere {
    async fn send(&self, message: &Message) -> Result<(), TransportError> {
        self.0.fetch_add(usize::from(!message.bytes().is_empty()), Ordering::Relaxed);
        Ok(())
    }

    fn repeat(&self) -> Repeat {
        Repeat::Harmless
    }
}

async fn send(file: &Path) -> Outcome {
    let network: Network = open(Arc::new(SqliteStore::open(file).await?)).await?;
    let links = Links::new(&Link::parse("https://network.example.org")?)?;
    let from = EmailAddress::parse("bulletin@mail.example.org")?;
    let letterhead = Letterhead::new(network.profile(), from, links)?;
    let clock = Arc::new(SystemClock);
    let unbounded = Rate::new(NonZeroU32::MAX, TimeDelta::seconds(1), clock.now());
    let postman = Postman::new(Nowhere::default(), letterhead, unbounded, clock);
    let watch = Watch::start();
    network.send_bulletins(administrator()).await?;
    let sent = network.dispatch(administrator(), &postman, usize::MAX).await?.sent;
    let seconds = watch.elapsed().as_secs_f64();
    println!("{} {seconds} {}", number(sent), peak_memory()?);
    Ok(())
}
