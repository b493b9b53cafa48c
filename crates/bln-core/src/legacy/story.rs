//! The legacy of a period: asked, promised, done, measured, and still open.

use std::ops::AddAssign;

use bln_terms::{Pillar, Pillars};

use super::{LegacyLedger, LegacyPeriod, Settled, StandingAsk, StandingCommitment, StandingLine};
use crate::{Conclusion, Id, Initiative, InitiativeState, Instant, Line};

/// By which rules a story is told. A story names them, so that two stories that differ can be told apart; rules that
/// change are another method, beside this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum LegacyMethod {
    /// The first: see [`words`](LegacyMethod::words).
    V1,
}

impl LegacyMethod {
    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            LegacyMethod::V1 => "legacy-v1",
        }
    }

    /// The rules, for people who read a story.
    pub const fn words(self) -> &'static str {
        match self {
            LegacyMethod::V1 => {
                "A line counts in the period in which it was first written, and in the words that stand now: a corrected \
                 line counts once. An answer counts when it is written, and so does what came of a promise. What is still \
                 open is whatever was asked or promised before the end of the period and not answered or settled before \
                 it. A promise is overdue when its last day is before the day, in UTC, on which the period ends. An \
                 initiative with several pillars counts under each of them, so pillars do not add up to the whole."
            }
        }
    }
}

/// What there is of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct LegacyTally {
    /// Asks first written in the period.
    pub asked: u64,
    /// Answers written in the period, "no" and "no answer" among them.
    pub answered: u64,
    /// Promises made in the period.
    pub promised: u64,
    /// Promises that were kept, as written in the period.
    pub kept: u64,
    /// Promises that were not kept, as written in the period.
    pub not_kept: u64,
    /// Outcomes written in the period.
    pub measured: u64,
    /// Asks without an answer at the end of the period.
    pub open_asks: u64,
    /// Promises of which nothing is known at the end of the period.
    pub open_commitments: u64,
    /// Those of them whose day has passed.
    pub overdue: u64,
}

impl AddAssign for LegacyTally {
    fn add_assign(&mut self, other: Self) {
        self.asked += other.asked;
        self.answered += other.answered;
        self.promised += other.promised;
        self.kept += other.kept;
        self.not_kept += other.not_kept;
        self.measured += other.measured;
        self.open_asks += other.open_asks;
        self.open_commitments += other.open_commitments;
        self.overdue += other.overdue;
    }
}

/// What an initiative adds to the story.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct InitiativeStory {
    /// Which.
    pub initiative: Id<Initiative>,
    /// What it is called.
    pub title: Line<120>,
    /// The pillars it serves.
    pub pillars: Pillars,
    /// With what it ended, if it did so before the end of the period.
    pub conclusion: Option<Conclusion>,
    /// What there is of each kind.
    pub tally: LegacyTally,
    /// What was asked in the period, with the answer if it came before the period's end.
    pub asked: Vec<StandingAsk>,
    /// The asks, of whenever, that were answered in the period.
    pub answered: Vec<StandingAsk>,
    /// What was promised in the period.
    pub promised: Vec<StandingCommitment>,
    /// The promises, of whenever, of which it was written in the period what came of them.
    pub done: Vec<StandingCommitment>,
    /// The outcomes.
    pub measured: Vec<StandingLine>,
    /// The asks, of whenever, that are open at its end.
    pub open_asks: Vec<StandingAsk>,
    /// The promises, of whenever, that are open at its end.
    pub open_commitments: Vec<StandingCommitment>,
    /// What of the network's was linked in the period.
    pub links: Vec<StandingLine>,
}

/// What a pillar adds up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PillarStory {
    /// Which.
    pub pillar: Pillar,
    /// How many initiatives under it have something to tell.
    pub initiatives: u64,
    /// What there is of each kind under it.
    pub tally: LegacyTally,
}

/// What a network leaves behind of a period.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LegacyStory {
    /// By which rules it is told.
    pub method: LegacyMethod,
    /// Of when.
    pub period: LegacyPeriod,
    /// What there is of each kind, each initiative once.
    pub tally: LegacyTally,
    /// The pillars, in their order: those with an initiative that has something to tell.
    pub pillars: Vec<PillarStory>,
    /// The initiatives that have something to tell, in the order in which they were opened.
    pub initiatives: Vec<InitiativeStory>,
}

/// Tells the legacy of a period, by [`LegacyMethod::V1`].
///
/// Every number is one of lines, and every line is in the story with its words. The order in which initiatives are given
/// does not matter; an initiative whose ledger is not its own has nothing to tell.
pub fn legacy<'a>(
    of: impl IntoIterator<Item = (&'a Initiative, &'a LegacyLedger)>,
    period: LegacyPeriod,
) -> LegacyStory {
    let own = of.into_iter().filter(|(initiative, ledger)| initiative.id() == ledger.initiative());
    let mut told: Vec<(Instant, InitiativeStory)> = own
        .map(|(initiative, ledger)| (initiative.opened(), of_initiative(initiative, ledger, period)))
        .filter(|(_, story)| story.tells())
        .collect();
    told.sort_by_key(|(opened, story)| (*opened, story.initiative));
    let initiatives: Vec<InitiativeStory> = told.into_iter().map(|(_, story)| story).collect();
    let mut tally = LegacyTally::default();
    initiatives.iter().for_each(|story| tally += story.tally);
    let pillars = Pillar::ALL.into_iter().filter_map(|pillar| of_pillar(pillar, &initiatives)).collect();
    LegacyStory { method: LegacyMethod::V1, period, tally, pillars, initiatives }
}

impl InitiativeStory {
    /// Whether there is anything to tell.
    fn tells(&self) -> bool {
        self.tally != LegacyTally::default() || !self.links.is_empty() || self.conclusion.is_some()
    }
}

fn of_initiative(initiative: &Initiative, ledger: &LegacyLedger, period: LegacyPeriod) -> InitiativeStory {
    let asks: Vec<StandingAsk> = ledger.asks().into_iter().filter_map(|ask| ask_of(ask, period)).collect();
    let commitments: Vec<StandingCommitment> =
        ledger.commitments().into_iter().filter_map(|it| commitment_of(it, period)).collect();
    let in_period = |lines: Vec<StandingLine>| -> Vec<StandingLine> {
        lines.into_iter().filter(|line| period.contains(line.at)).collect()
    };
    let conclusion = match initiative.state() {
        InitiativeState::Closed { at, conclusion } if period.contains(*at) => Some(conclusion.clone()),
        _ => None,
    };
    let (measured, links) = (in_period(ledger.outcomes()), in_period(ledger.links()));
    let last_day = period.until().utc().date_naive();
    let select = |keep: fn(&StandingCommitment, LegacyPeriod) -> bool| -> Vec<StandingCommitment> {
        commitments.iter().filter(|it| keep(it, period)).cloned().collect()
    };
    let promised = select(|it, period| period.contains(it.place.at));
    let done = select(|it, period| it.settled.as_ref().is_some_and(|settled| period.contains(settled.at())));
    let open_commitments = select(|it, _| it.settled.is_none());
    let asked: Vec<_> = asks.iter().filter(|ask| period.contains(ask.place.at)).cloned().collect();
    let open_asks: Vec<_> = asks.iter().filter(|ask| ask.answer.is_none()).cloned().collect();
    let in_time = |ask: &&StandingAsk| ask.answer.as_ref().is_some_and(|answer| period.contains(answer.at));
    let answered: Vec<_> = asks.iter().filter(in_time).cloned().collect();
    let kept = done.iter().filter(|it| matches!(it.settled, Some(Settled::Kept { .. }))).count();
    let tally = LegacyTally {
        asked: many(asked.len()),
        answered: many(answered.len()),
        promised: many(promised.len()),
        kept: many(kept),
        not_kept: many(done.len() - kept),
        measured: many(measured.len()),
        open_asks: many(open_asks.len()),
        open_commitments: many(open_commitments.len()),
        overdue: many(open_commitments.iter().filter(|it| it.due < last_day).count()),
    };
    InitiativeStory {
        initiative: initiative.id(),
        title: initiative.title().clone(),
        pillars: initiative.pillars(),
        conclusion,
        tally,
        asked,
        answered,
        promised,
        done,
        measured,
        open_asks,
        open_commitments,
        links,
    }
}

/// An ask as it was at the end of a period; `None` if it was asked later.
fn ask_of(mut ask: StandingAsk, period: LegacyPeriod) -> Option<StandingAsk> {
    ask.answer = ask.answer.filter(|answer| answer.at < period.until());
    (ask.place.at < period.until()).then_some(ask)
}

/// A promise as it was at the end of a period; `None` if it was made later.
fn commitment_of(mut it: StandingCommitment, period: LegacyPeriod) -> Option<StandingCommitment> {
    it.settled = it.settled.filter(|settled| settled.at() < period.until());
    (it.place.at < period.until()).then_some(it)
}

fn of_pillar(pillar: Pillar, stories: &[InitiativeStory]) -> Option<PillarStory> {
    let mut story = PillarStory { pillar, initiatives: 0, tally: LegacyTally::default() };
    for told in stories.iter().filter(|told| told.pillars.contains(pillar)) {
        story.initiatives += 1;
        story.tally += told.tally;
    }
    (story.initiatives > 0).then_some(story)
}

fn many(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}
