//! All lines of an initiative, and what of them stands.

use std::collections::BTreeMap;

use super::{
    Answered, LegacyEntry, LegacyKind, LegacyLine, Settled, StandingAsk, StandingCommitment, StandingLine,
};
use crate::{Id, Initiative, Instant, Refusal};

/// Everything that was written under an initiative, in the order in which it was. That order decides, also where a clock
/// was set back in between. A store must keep it.
///
/// ```
/// use bln_core::{
///     AnswerGiven, Body, Id, Initiative, InitiativeDetails, Instant, LegacyLedger, LegacyLine, Line, Pillar, Pillars,
///     Prose, Refusal,
/// };
/// use uuid::Uuid;
///
/// let now: Instant = "2027-03-01T09:00:00Z".parse()?;
/// let title = Line::parse("Fair shortlisting")?;
/// let aim = Prose::parse("Every panel has an independent member.")?;
/// let details = InitiativeDetails::new(title, aim, Pillars::new([Pillar::SystemInfluencing])?);
/// let initiative = Initiative::open(Id::new(Uuid::from_u128(1)), details, now);
///
/// let ledger = LegacyLedger::new(initiative.id());
/// let ask = LegacyLine::Ask { of: Body::Named(Line::parse("The board")?), words: Prose::parse("Change the policy.")? };
/// let ask = initiative.append(&ledger, ask, Id::new(Uuid::from_u128(2)), now)?;
/// let ledger = ledger.with(ask.clone());
/// assert!(ledger.asks()[0].answer.is_none());
///
/// let words = Prose::parse("From April on.")?;
/// let answer = LegacyLine::Answer { ask: ask.id(), answer: AnswerGiven::Agreed, words };
/// let entry = initiative.append(&ledger, answer.clone(), Id::new(Uuid::from_u128(3)), now)?;
/// let ledger = ledger.with(entry);
/// assert!(ledger.asks()[0].answer.is_some());
/// // What was answered is answered; an answer that changes is a correction.
/// let again = initiative.append(&ledger, answer, Id::new(Uuid::from_u128(4)), now);
/// assert_eq!(again, Err(Refusal::AskNotOpen));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LegacyLedger {
    initiative: Id<Initiative>,
    entries: Vec<LegacyEntry>,
}

impl LegacyLedger {
    /// The ledger of an initiative under which nothing was written.
    pub const fn new(initiative: Id<Initiative>) -> Self {
        Self::restore(initiative, Vec::new())
    }

    /// A ledger as a store kept it, in the order in which its entries were appended. Any sequence of entries is a
    /// ledger: a correction of what is not there stands by itself.
    pub const fn restore(initiative: Id<Initiative>, entries: Vec<LegacyEntry>) -> Self {
        Self { initiative, entries }
    }

    /// The same ledger with another entry at its end.
    #[must_use]
    pub fn with(mut self, entry: LegacyEntry) -> Self {
        self.entries.push(entry);
        self
    }

    /// Whose ledger it is.
    pub const fn initiative(&self) -> Id<Initiative> {
        self.initiative
    }

    /// Every entry, superseded ones too, in the order in which they were appended.
    pub fn entries(&self) -> &[LegacyEntry] {
        &self.entries
    }

    /// What stands: each line once, in its newest version, in the order in which the lines were first written.
    pub fn standing(&self) -> Vec<StandingLine> {
        self.threads().into_values().collect()
    }

    /// What was asked, with the answer where there is one.
    pub fn asks(&self) -> Vec<StandingAsk> {
        let lines = self.standing();
        let answers = self.by_what_they_refer_to(&lines, LegacyKind::Answer);
        let asks = lines.iter().filter_map(|line| match &line.line {
            LegacyLine::Ask { of, words } => Some(StandingAsk {
                place: line.place(),
                of: of.clone(),
                words: words.clone(),
                answer: answers.get(&line.first).and_then(|answer| Answered::of(answer)),
            }),
            _ => None,
        });
        asks.collect()
    }

    /// What was promised, with what came of it where that is known.
    pub fn commitments(&self) -> Vec<StandingCommitment> {
        let lines = self.standing();
        let settlements = self.by_what_they_refer_to(&lines, LegacyKind::Settlement);
        let commitments = lines.iter().filter_map(|line| match &line.line {
            LegacyLine::Commitment { owner, words, due } => Some(StandingCommitment {
                place: line.place(),
                owner: owner.clone(),
                words: words.clone(),
                due: *due,
                settled: settlements.get(&line.first).and_then(|settlement| Settled::of(settlement)),
            }),
            _ => None,
        });
        commitments.collect()
    }

    /// The outcomes.
    pub fn outcomes(&self) -> Vec<StandingLine> {
        self.of_kind(LegacyKind::Outcome)
    }

    /// What of the network's belongs to the initiative.
    pub fn links(&self) -> Vec<StandingLine> {
        self.of_kind(LegacyKind::Link)
    }

    fn of_kind(&self, kind: LegacyKind) -> Vec<StandingLine> {
        self.standing().into_iter().filter(|line| line.line.kind() == kind).collect()
    }

    /// The first entry of the line that an entry is a version of.
    fn first_of(&self, id: Id<LegacyEntry>) -> Option<Id<LegacyEntry>> {
        self.firsts().get(&id).map(|place| self.entries.get(*place)).and_then(|entry| Some(entry?.id()))
    }

    /// For each entry, the place of the first entry of its line.
    fn firsts(&self) -> BTreeMap<Id<LegacyEntry>, usize> {
        let mut firsts: BTreeMap<Id<LegacyEntry>, usize> = BTreeMap::new();
        for (place, entry) in self.entries.iter().enumerate() {
            let first = entry.line().corrects().and_then(|of| firsts.get(&of).copied()).unwrap_or(place);
            firsts.insert(entry.id(), first);
        }
        firsts
    }

    /// Each line in its newest version, by the place of its first entry.
    fn threads(&self) -> BTreeMap<usize, StandingLine> {
        let firsts = self.firsts();
        let mut threads: BTreeMap<usize, StandingLine> = BTreeMap::new();
        for (place, entry) in self.entries.iter().enumerate() {
            let first = firsts.get(&entry.id()).copied().unwrap_or(place);
            let said = entry.line().said().clone();
            threads
                .entry(first)
                .and_modify(|line| (line.entry, line.line) = (entry.id(), said.clone()))
                .or_insert_with(|| StandingLine {
                    first: entry.id(),
                    entry: entry.id(),
                    at: entry.at(),
                    line: said,
                });
        }
        threads
    }

    /// Lines of a kind by the first entry of the line that they refer to. Of several the first counts.
    fn by_what_they_refer_to<'a>(
        &self,
        lines: &'a [StandingLine],
        kind: LegacyKind,
    ) -> BTreeMap<Id<LegacyEntry>, &'a StandingLine> {
        let mut by = BTreeMap::new();
        for line in lines.iter().filter(|line| line.line.kind() == kind) {
            if let Some(to) = line.line.refers_to().and_then(|to| self.first_of(to)) {
                by.entry(to).or_insert(line);
            }
        }
        by
    }

    /// The line that an entry is the newest version of.
    fn standing_at(&self, id: Id<LegacyEntry>) -> Option<StandingLine> {
        self.standing().into_iter().find(|line| line.entry == id)
    }
}

impl Initiative {
    /// Decides about a line, and makes the entry to be appended to the ledger.
    ///
    /// # Errors
    ///
    /// - [`NotFound`](Refusal::NotFound) for the ledger of another initiative;
    /// - [`InitiativeClosed`](Refusal::InitiativeClosed) for anything but a correction once it has ended;
    /// - [`AskNotOpen`](Refusal::AskNotOpen) for an answer to what is no standing ask, or was answered;
    /// - [`CommitmentNotOpen`](Refusal::CommitmentNotOpen) in the same way for a promise kept or not;
    /// - [`EvidenceMissing`](Refusal::EvidenceMissing) for an outcome that neither a figure nor a resource shows;
    /// - [`LineNotStanding`](Refusal::LineNotStanding) for a correction of what is not there, or was superseded;
    /// - [`CorrectionOfOtherKind`](Refusal::CorrectionOfOtherKind) for one that says another kind of thing, is about
    ///   another ask or promise, or is itself made of a correction.
    pub fn append(
        &self,
        ledger: &LegacyLedger,
        line: LegacyLine,
        id: Id<LegacyEntry>,
        now: Instant,
    ) -> Result<LegacyEntry, Refusal> {
        if ledger.initiative != self.id() {
            return Err(Refusal::NotFound);
        }
        match &line {
            LegacyLine::Correction { of, .. } => check_correction(ledger, *of, &line)?,
            other => {
                self.must_be_open()?;
                check_reference(ledger, other)?;
            }
        }
        match line.said() {
            LegacyLine::Outcome { evidence, .. } if evidence.is_empty() => Err(Refusal::EvidenceMissing),
            _ => Ok(LegacyEntry::restore(id, self.id(), now, line)),
        }
    }
}

fn check_reference(ledger: &LegacyLedger, line: &LegacyLine) -> Result<(), Refusal> {
    match line {
        LegacyLine::Answer { ask, .. } => {
            let open = |it: &StandingAsk| it.place.entry == *ask && it.answer.is_none();
            if ledger.asks().iter().any(open) { Ok(()) } else { Err(Refusal::AskNotOpen) }
        }
        LegacyLine::Kept { commitment, .. } | LegacyLine::NotKept { commitment, .. } => {
            let open = |it: &StandingCommitment| it.place.entry == *commitment && it.settled.is_none();
            if ledger.commitments().iter().any(open) { Ok(()) } else { Err(Refusal::CommitmentNotOpen) }
        }
        _ => Ok(()),
    }
}

fn check_correction(ledger: &LegacyLedger, of: Id<LegacyEntry>, line: &LegacyLine) -> Result<(), Refusal> {
    let superseded = ledger.standing_at(of).ok_or(Refusal::LineNotStanding)?;
    let about = |line: &LegacyLine| line.refers_to().and_then(|to| ledger.first_of(to));
    let same = superseded.line.kind() == line.kind() && about(&superseded.line) == about(line);
    // What refers to something refers to something that is there.
    let dangles = line.refers_to().is_some() && about(line).is_none();
    if same && !dangles && line.is_well_formed() { Ok(()) } else { Err(Refusal::CorrectionOfOtherKind) }
}
