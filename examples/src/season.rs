//! The season from the first organisation to the last check, over any store.

use std::{
    io::{self, BufRead, Write},
    path::PathBuf,
    sync::Arc,
};

use bln_core::{
    Actor, BelongingKind, Id, Instant, Invalid, NetworkProfile, OrganisationStatus, Person, TermError,
    TimeZone,
};
use bln_mail::ContentError;
use bln_service::{IdSource, Network, NetworkError};
use bln_store::Store;
use indicatif::ProgressBar;
use tokio::task::JoinError;

use crate::{
    celebration,
    changes::{self, Changes},
    clock::{SeededIds, SimulatedClock},
    generate::Applications,
    import::{Imported, import},
    keys,
    news::News,
    ods,
    privacy::{self, Asking},
    programme::{self, Programme},
    random::Random,
    report,
    stopwatch::Stopwatch,
    waves::{WAVE, together},
    year::{self, Participant, Year},
};

/// What a season is made from.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Where the random numbers start.
    pub seed: u64,
    /// How many people apply.
    pub people: usize,
}

/// Where a season reads and writes besides its store.
pub struct Streams<'a> {
    /// Applications, one to a line. They are made up if there are none.
    pub applications: Option<&'a mut dyn BufRead>,
    /// Takes the faults of the import.
    pub faults: &'a mut dyn Write,
    /// Takes the report.
    pub report: &'a mut dyn Write,
    /// Shows how far the import is.
    pub progress: &'a ProgressBar,
    /// Takes the first letters of each issue of the bulletin, one file each.
    pub mail: Option<PathBuf>,
    /// Takes the page for the board.
    pub board: &'a mut dyn Write,
}

/// How a season ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The store is sound.
    Sound,
    /// The store found this many faults in itself.
    Faulty(usize),
}

/// Everything the report tells about.
#[derive(Debug)]
pub struct Season {
    /// What it was made from.
    pub settings: Settings,
    /// What the organisation files gave: trusts, then boards.
    pub organisations: (ods::Read, ods::Read),
    /// What became of the applications.
    pub imported: Imported,
    /// The programme.
    pub programme: Programme,
    /// What happened in the year.
    pub year: Year,
}

/// Why a season stopped.
#[derive(Debug, thiserror::Error)]
pub enum SeasonError {
    /// The applications cannot be read.
    #[error("The applications cannot be read: {0}.")]
    Applications(#[source] io::Error),
    /// The list of faults cannot be written.
    #[error("The list of faults cannot be written: {0}.")]
    Faults(#[source] io::Error),
    /// The folder for letters cannot be made.
    #[error("The folder for letters cannot be made: {0}.")]
    Mail(#[source] io::Error),
    /// The page for the board cannot be written.
    #[error("The page for the board cannot be written: {0}.")]
    Board(#[source] io::Error),
    /// The report cannot be written.
    #[error("The report cannot be written: {0}.")]
    Report(#[from] io::Error),
    /// The network refused or failed.
    #[error("The network stopped while {doing}: {error} ({})", error.code())]
    Network {
        /// What was being done.
        doing: &'static str,
        /// What the network said.
        error: NetworkError,
    },
    /// The evidence base that comes with `bln-evidence` cannot be read.
    #[error("The evidence base cannot be read.")]
    Evidence,
    /// A part of the season's own plan is not well formed.
    #[error("The season is not well formed: {0}.")]
    Plan(#[from] Invalid),
    /// A letter cannot be laid out.
    #[error("A letter cannot be laid out: {0}.")]
    Letters(#[from] ContentError),
    /// A request panicked.
    #[error("A request stopped in the middle: {0}.")]
    Request(#[from] JoinError),
}

impl SeasonError {
    /// The network refused or failed while doing something.
    pub const fn network(doing: &'static str, error: NetworkError) -> Self {
        SeasonError::Network { doing, error }
    }
}

impl From<TermError> for SeasonError {
    fn from(unknown: TermError) -> Self {
        SeasonError::Plan(unknown.into())
    }
}

impl std::fmt::Debug for Streams<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Streams").finish_non_exhaustive()
    }
}

/// Runs a season. On a runtime of one thread the same settings give the same report, but for lines that start with
/// `Timing:`.
///
/// # Errors
///
/// When something cannot be read, written or stored. Faults of applications are no errors.
pub async fn run(
    store: Arc<dyn Store>,
    settings: Settings,
    streams: Streams<'_>,
) -> Result<Verdict, SeasonError> {
    let start = at("2026-01-05T09:00")?;
    let clock = Arc::new(SimulatedClock::at(start));
    let ids = Arc::new(SeededIds::new(settings.seed));
    let [administrator, auditor] = [Id::new(ids.next(start)), Id::new(ids.next(start))];
    let administrator = Actor::administrator(administrator);
    let ports = keys::seeded(settings.seed, clock.clone(), ids)?;
    let opening = Network::open(Arc::clone(&store), NetworkProfile::bln()?, ports);
    let network = opening.await.map_err(|error| SeasonError::network("opening the store", error))?;

    let organisations = (ods::trusts(ods::TRUSTS), ods::boards(ods::BOARDS));
    load(&network, administrator, &organisations).await?;
    let today = at("2026-01-05T09:00")?.utc().date_naive();
    let open = open_organisations(&organisations, today);
    let mut applications = made_up(Applications::new(settings.seed, settings.people, open));
    let lines = streams.applications.unwrap_or(&mut applications);
    let watch = Stopwatch::start();
    let imported = import(&network, administrator, today, lines, streams.faults, streams.progress).await?;
    let importing = watch.read();

    clock.set(at("2026-01-06T09:00")?);
    let people = answer(&network, administrator, settings.seed, &imported.people).await?;
    clock.set(at("2026-01-07T09:00")?);
    let programme = programme::publish(&network, administrator, settings.people).await?;

    let active: Vec<_> = people.iter().filter(|person| person.active).map(|it| it.person).take(3).collect();
    let mut celebrated = Vec::new();
    if let [_, two @ ..] = &active[..]
        && let Ok(two) = two.try_into()
    {
        celebration::show(&mut celebrated, &network, administrator, two).await?;
    }
    let mut changes = Changes::begin(&network, administrator).await?;
    let (figures, hand) = (changes.evidence.clone(), Arc::clone(&clock));
    let mut news = News::open(&network, administrator, hand, figures, streams.mail).await?;

    let watch = Stopwatch::start();
    let world = year::World { network: &network, store: &*store, clock: &clock, administrator };
    let told = (&mut news, &mut changes);
    let year = year::go_by(world, &programme, people, told, settings.seed).await?;
    let (letters, sending) = news.letters();
    let requests = watch.read().saturating_sub(sending);

    let season = Season { settings, organisations, imported, programme, year };
    report::write(streams.report, &network, &*store, administrator, &season).await?;
    streams.report.write_all(&celebrated)?;
    news.write(streams.report)?;
    let story = changes::story(&network, administrator).await?;
    changes::write(streams.report, &story)?;
    changes::write_page(streams.board, &network, administrator, &story).await?;
    if let Some(person) = active.first().copied() {
        let auditor = Actor::auditor(auditor);
        privacy::show(streams.report, &network, Asking { person, administrator, auditor }).await?;
    }
    report::timing(streams.report, "applications imported", season.imported.lines, importing)?;
    report::timing(streams.report, "requests for places answered", season.year.requests, requests)?;
    report::timing(streams.report, "letters sent, each claimed in a commit of its own", letters, sending)?;

    let failed = |error| SeasonError::network("checking the store", error);
    let found = network.verify(administrator).await.map_err(failed)?;
    report::verdict(streams.report, &found)?;
    Ok(if found.is_empty() { Verdict::Sound } else { Verdict::Faulty(found.len()) })
}

/// The applications of a season without the season, one to a line.
///
/// # Errors
///
/// When they cannot be written.
pub fn write_applications(settings: Settings, file: &mut dyn Write) -> io::Result<()> {
    let organisations = (ods::trusts(ods::TRUSTS), ods::boards(ods::BOARDS));
    let today = chrono::NaiveDate::from_ymd_opt(2026, 1, 5).unwrap_or_default();
    for line in Applications::new(settings.seed, settings.people, open_organisations(&organisations, today)) {
        file.write_all(&line)?;
        file.write_all(b"\n")?;
    }
    file.flush()
}

/// An instant of the season, from a time in London.
pub(crate) fn at(wall: &str) -> Result<Instant, Invalid> {
    Ok(bln_core::LocalTime::parse(wall, TimeZone::LONDON)?.instant())
}

async fn load(
    network: &Network,
    administrator: Actor,
    (trusts, boards): &(ods::Read, ods::Read),
) -> Result<(), SeasonError> {
    let all = trusts.organisations.iter().chain(&boards.organisations).cloned().collect();
    let loaded = network.load_organisations(administrator, all).await;
    loaded.map(|_| ()).map_err(|error| SeasonError::network("loading organisations", error))
}

fn open_organisations(
    (trusts, boards): &(ods::Read, ods::Read),
    today: chrono::NaiveDate,
) -> Vec<bln_core::OdsCode> {
    let all = trusts.organisations.iter().chain(&boards.organisations);
    // An organisation without dates, as a board in its list, is taken to be open.
    all.filter(|organisation| organisation.status_on(today) == OrganisationStatus::Open)
        .map(bln_core::Organisation::code)
        .collect()
}

/// Reads made-up applications as if they were a file, without holding all of them.
fn made_up(applications: Applications) -> impl BufRead {
    io::BufReader::new(MadeUp { applications, line: io::Cursor::new(Vec::new()) })
}

struct MadeUp {
    applications: Applications,
    line: io::Cursor<Vec<u8>>,
}

impl io::Read for MadeUp {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.line.read(into)?;
        if read > 0 || into.is_empty() {
            return Ok(read);
        }
        let Some(mut line) = self.applications.next() else { return Ok(0) };
        line.push(b'\n');
        self.line = io::Cursor::new(line);
        self.line.read(into)
    }
}

/// Answers the applications for membership: most are approved, a few declined, a few still wait. Allies need no
/// answer.
async fn answer(
    network: &Network,
    administrator: Actor,
    seed: u64,
    people: &[(Id<Person>, BelongingKind)],
) -> Result<Vec<Participant>, SeasonError> {
    let mut random = Random::of_part(seed, "answers");
    let mut participants = Vec::with_capacity(people.len());
    for wave in people.chunks(WAVE) {
        let answers = wave.iter().map(|(person, kind)| {
            let (network, person, kind) = (network.clone(), *person, *kind);
            let drawn = random.below(100);
            async move {
                let answered = match (kind, drawn) {
                    (BelongingKind::Ally, _) => Ok(true),
                    (BelongingKind::Member, 0) => {
                        network.decline(administrator, person).await.map(|()| false)
                    }
                    (BelongingKind::Member, 1 | 2) => Ok(false),
                    (BelongingKind::Member, _) => network.approve(administrator, person).await.map(|()| true),
                };
                answered.map(|active| Participant { person, kind, active })
            }
        });
        for participant in together(answers).await? {
            participants.push(participant.map_err(|error| SeasonError::network("answering", error))?);
        }
    }
    Ok(participants)
}
