//! What a network sets out to change, and how it ends.

use std::{collections::BTreeSet, fmt};

use bln_terms::{HighImpactAction, Indicator, Pillars};

use crate::{Figure, Id, Instant, Invalid, InvalidKind, LegacyLedger, Line, Prose, Refusal};

/// What an initiative is to change, under which pillars, and which evidence moved the network to begin it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct InitiativeDetails {
    title: Line<120>,
    aim: Prose<2000>,
    pillars: Pillars,
    actions: BTreeSet<HighImpactAction>,
    indicators: BTreeSet<Indicator>,
    moved_by: BTreeSet<Id<Figure>>,
}

impl InitiativeDetails {
    /// The most figures that an initiative can be moved by: this library's own choice.
    pub const MOST_FIGURES: usize = 50;

    /// What is to change, and under which pillars.
    pub const fn new(title: Line<120>, aim: Prose<2000>, pillars: Pillars) -> Self {
        Self {
            title,
            aim,
            pillars,
            actions: BTreeSet::new(),
            indicators: BTreeSet::new(),
            moved_by: BTreeSet::new(),
        }
    }

    /// The same, bearing on these high-impact actions and these indicators.
    #[must_use]
    pub fn bearing_on(
        mut self,
        actions: impl IntoIterator<Item = HighImpactAction>,
        indicators: impl IntoIterator<Item = Indicator>,
    ) -> Self {
        self.actions.extend(actions);
        self.indicators.extend(indicators);
        self
    }

    /// The same, begun because of these figures of the register.
    ///
    /// # Errors
    ///
    /// `list.too_many` above [`MOST_FIGURES`](InitiativeDetails::MOST_FIGURES).
    pub fn moved_by(mut self, figures: impl IntoIterator<Item = Id<Figure>>) -> Result<Self, Invalid> {
        self.moved_by.extend(figures);
        at_most(Self::MOST_FIGURES, self.moved_by.len())?;
        Ok(self)
    }
}

/// What became of an initiative.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Conclusion {
    /// What it set out to change has changed.
    Achieved,
    /// Some of it has.
    PartlyAchieved,
    /// None of it has, and why.
    NotAchieved {
        /// Why.
        reason: Prose<1000>,
    },
}

impl Conclusion {
    /// The stable name.
    pub const fn name(&self) -> &'static str {
        match self {
            Conclusion::Achieved => "achieved",
            Conclusion::PartlyAchieved => "partly_achieved",
            Conclusion::NotAchieved { .. } => "not_achieved",
        }
    }

    /// Why nothing was achieved.
    pub const fn reason(&self) -> Option<&Prose<1000>> {
        match self {
            Conclusion::NotAchieved { reason } => Some(reason),
            Conclusion::Achieved | Conclusion::PartlyAchieved => None,
        }
    }

    /// Reads a conclusion from its name and the reason beside it; `None` when they do not belong together.
    pub fn from_parts(name: &str, reason: Option<Prose<1000>>) -> Option<Self> {
        match (name, reason) {
            ("achieved", None) => Some(Conclusion::Achieved),
            ("partly_achieved", None) => Some(Conclusion::PartlyAchieved),
            ("not_achieved", Some(reason)) => Some(Conclusion::NotAchieved { reason }),
            _ => None,
        }
    }
}

/// Whether an initiative is under way.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum InitiativeState {
    /// It is.
    Open,
    /// It has ended. Final: what was written can still be corrected, and nothing can be added.
    Closed {
        /// When.
        at: Instant,
        /// With what.
        conclusion: Conclusion,
    },
}

/// What a network set out to change under its pillars. What it asked for, what was promised and what came of it is in
/// its [`LegacyLedger`].
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Initiative {
    id: Id<Initiative>,
    details: InitiativeDetails,
    opened: Instant,
    state: InitiativeState,
}

impl Initiative {
    /// Begins an initiative.
    pub const fn open(id: Id<Initiative>, details: InitiativeDetails, now: Instant) -> Self {
        Self::restore(id, details, now, InitiativeState::Open)
    }

    /// Puts a stored initiative together again.
    pub const fn restore(
        id: Id<Initiative>,
        details: InitiativeDetails,
        opened: Instant,
        state: InitiativeState,
    ) -> Self {
        Self { id, details, opened, state }
    }

    /// Ends the initiative.
    ///
    /// # Errors
    ///
    /// [`NotFound`](Refusal::NotFound) for the ledger of another; [`InitiativeClosed`](Refusal::InitiativeClosed) when
    /// it has ended; [`OutcomeMissing`](Refusal::OutcomeMissing) when something was achieved and no outcome stands
    /// that shows it.
    pub fn close(
        &self,
        ledger: &LegacyLedger,
        conclusion: Conclusion,
        now: Instant,
    ) -> Result<Self, Refusal> {
        self.must_be_open()?;
        if ledger.initiative() != self.id {
            return Err(Refusal::NotFound);
        }
        let achieved = !matches!(conclusion, Conclusion::NotAchieved { .. });
        if achieved && ledger.outcomes().is_empty() {
            return Err(Refusal::OutcomeMissing);
        }
        Ok(Self { state: InitiativeState::Closed { at: now, conclusion }, ..self.clone() })
    }

    /// Whether something can be added to its ledger.
    pub(crate) const fn must_be_open(&self) -> Result<(), Refusal> {
        match self.state {
            InitiativeState::Open => Ok(()),
            InitiativeState::Closed { .. } => Err(Refusal::InitiativeClosed),
        }
    }

    /// Its identifier.
    pub const fn id(&self) -> Id<Initiative> {
        self.id
    }

    /// What it is called.
    pub const fn title(&self) -> &Line<120> {
        &self.details.title
    }

    /// What is to change.
    pub const fn aim(&self) -> &Prose<2000> {
        &self.details.aim
    }

    /// The pillars it serves: one or more.
    pub const fn pillars(&self) -> Pillars {
        self.details.pillars
    }

    /// The high-impact actions it bears on.
    pub const fn actions(&self) -> &BTreeSet<HighImpactAction> {
        &self.details.actions
    }

    /// The indicators of the WRES it is to move.
    pub const fn indicators(&self) -> &BTreeSet<Indicator> {
        &self.details.indicators
    }

    /// The figures because of which it was begun.
    pub const fn moved_by(&self) -> &BTreeSet<Id<Figure>> {
        &self.details.moved_by
    }

    /// All that it is to change.
    pub const fn details(&self) -> &InitiativeDetails {
        &self.details
    }

    /// When it was begun.
    pub const fn opened(&self) -> Instant {
        self.opened
    }

    /// Whether it is under way.
    pub const fn state(&self) -> &InitiativeState {
        &self.state
    }
}

// Written by hand: what a network wants is nobody's business before it says so.
impl fmt::Debug for Initiative {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.state {
            InitiativeState::Open => "open",
            InitiativeState::Closed { .. } => "closed",
        };
        write!(f, "Initiative({}, {state}, ..)", self.id)
    }
}

/// Refuses a list that has grown beyond its bound.
pub(crate) fn at_most(most: usize, len: usize) -> Result<(), Invalid> {
    if len <= most {
        Ok(())
    } else {
        Err(Invalid::with_limit(InvalidKind::TooMany, u64::try_from(most).unwrap_or(u64::MAX)))
    }
}
