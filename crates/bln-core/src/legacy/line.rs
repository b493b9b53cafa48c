//! What a line of the ledger says.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Body, LegacyEntry, Owner};
use crate::{
    Bulletin, Event, Figure, Id, Invalid, Prose, Refusal, Resource, Testimonial, initiative::at_most,
};

/// What a body said to an ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AnswerGiven {
    /// Yes.
    Agreed,
    /// Yes to a part of it.
    AgreedInPart,
    /// No.
    Declined,
    /// It was asked, and has said nothing: the network does not wait any longer.
    NoAnswer,
}

impl AnswerGiven {
    /// Every answer.
    pub const ALL: [AnswerGiven; 4] =
        [AnswerGiven::Agreed, AnswerGiven::AgreedInPart, AnswerGiven::Declined, AnswerGiven::NoAnswer];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            AnswerGiven::Agreed => "agreed",
            AnswerGiven::AgreedInPart => "agreed_in_part",
            AnswerGiven::Declined => "declined",
            AnswerGiven::NoAnswer => "no_answer",
        }
    }

    /// Reads a stable name; `None` for any other text.
    pub fn from_name(name: &str) -> Option<Self> {
        AnswerGiven::ALL.into_iter().find(|answer| answer.name() == name)
    }
}

/// What shows an outcome: figures of the register, one before and one after, and resources. At most
/// [`MOST`](OutcomeEvidence::MOST) figures and as many resources.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct OutcomeEvidence {
    figures: BTreeSet<Id<Figure>>,
    before_after: Option<(Id<Figure>, Id<Figure>)>,
    resources: BTreeSet<Id<Resource>>,
}

impl OutcomeEvidence {
    /// The most figures, and the most resources: this library's own choice.
    pub const MOST: usize = 50;

    /// What shows an outcome. Whether it is anything is for [`Initiative::append`](crate::Initiative::append) to say.
    ///
    /// # Errors
    ///
    /// `list.too_many` with the most.
    pub fn new(
        figures: BTreeSet<Id<Figure>>,
        before_after: Option<(Id<Figure>, Id<Figure>)>,
        resources: BTreeSet<Id<Resource>>,
    ) -> Result<Self, Invalid> {
        at_most(Self::MOST, figures.len())?;
        at_most(Self::MOST, resources.len())?;
        Ok(Self { figures, before_after, resources })
    }

    /// The figures it rests on.
    pub const fn figures(&self) -> &BTreeSet<Id<Figure>> {
        &self.figures
    }

    /// The figure from before, and the one from after.
    pub const fn before_after(&self) -> Option<(Id<Figure>, Id<Figure>)> {
        self.before_after
    }

    /// The resources that show it.
    pub const fn resources(&self) -> &BTreeSet<Id<Resource>> {
        &self.resources
    }

    /// Whether there is nothing that shows it.
    pub fn is_empty(&self) -> bool {
        self.figures.is_empty() && self.before_after.is_none() && self.resources.is_empty()
    }
}

/// Something of the network's that belongs to an initiative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Linked {
    /// An event of the programme.
    Event(Id<Event>),
    /// An issue of the bulletin.
    Bulletin(Id<Bulletin>),
    /// A resource.
    Resource(Id<Resource>),
    /// A testimonial.
    Testimonial(Id<Testimonial>),
}

impl Linked {
    /// The stable name of what it is.
    pub const fn kind(self) -> &'static str {
        match self {
            Linked::Event(_) => "event",
            Linked::Bulletin(_) => "bulletin",
            Linked::Resource(_) => "resource",
            Linked::Testimonial(_) => "testimonial",
        }
    }

    /// Which one it is, among those of its kind.
    pub const fn uuid(self) -> Uuid {
        match self {
            Linked::Event(id) => id.uuid(),
            Linked::Bulletin(id) => id.uuid(),
            Linked::Resource(id) => id.uuid(),
            Linked::Testimonial(id) => id.uuid(),
        }
    }

    /// Reads what is linked from its kind and its identifier; `None` for any other kind.
    pub fn from_parts(kind: &str, id: Uuid) -> Option<Self> {
        match kind {
            "event" => Some(Linked::Event(Id::new(id))),
            "bulletin" => Some(Linked::Bulletin(Id::new(id))),
            "resource" => Some(Linked::Resource(Id::new(id))),
            "testimonial" => Some(Linked::Testimonial(Id::new(id))),
            _ => None,
        }
    }

    /// An event, if everybody who reads the ledger may know of it.
    ///
    /// # Errors
    ///
    /// [`EventNotLinkable`](Refusal::EventNotLinkable) for an event under a [strict](crate::Confidentiality::is_strict)
    /// rule: that it moved the network tells of it, and what is appended cannot be taken back.
    pub fn event(event: &Event) -> Result<Self, Refusal> {
        if event.confidentiality().is_strict() {
            Err(Refusal::EventNotLinkable)
        } else {
            Ok(Linked::Event(event.id()))
        }
    }
}

/// What kind of thing a line says. A correction is of the kind of what it says instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LegacyKind {
    /// Something was asked.
    Ask,
    /// It was answered.
    Answer,
    /// Something was promised.
    Commitment,
    /// A promise was kept, or was not.
    Settlement,
    /// Something has changed.
    Outcome,
    /// Something of the network's belongs to it.
    Link,
}

/// What a line of the ledger says.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LegacyLine {
    /// The network asked something of a body.
    Ask {
        /// Of whom.
        of: Body,
        /// What.
        words: Prose<1000>,
    },
    /// A body answered.
    Answer {
        /// Which ask.
        ask: Id<LegacyEntry>,
        /// How.
        answer: AnswerGiven,
        /// In which words.
        words: Prose<1000>,
    },
    /// A body promised something by a day.
    Commitment {
        /// Who answers for it.
        owner: Owner,
        /// What.
        words: Prose<1000>,
        /// The last day on which it is kept in time.
        due: NaiveDate,
    },
    /// A promise was kept.
    Kept {
        /// Which.
        commitment: Id<LegacyEntry>,
        /// How.
        words: Prose<1000>,
    },
    /// A promise was not kept.
    NotKept {
        /// Which.
        commitment: Id<LegacyEntry>,
        /// What happened.
        words: Prose<1000>,
    },
    /// Something has changed, and what shows it.
    Outcome {
        /// What.
        words: Prose<1000>,
        /// What shows it.
        evidence: OutcomeEvidence,
    },
    /// Something of the network's belongs to the initiative.
    Link(Linked),
    /// What is true instead of an earlier line. It is never of another correction's inside: a correction is corrected by
    /// naming the correction.
    Correction {
        /// The line that it supersedes.
        of: Id<LegacyEntry>,
        /// What is true instead: of the same kind, and about the same ask or promise.
        line: Box<LegacyLine>,
    },
}

impl LegacyLine {
    /// What is said: for a correction, what it says instead.
    pub fn said(&self) -> &LegacyLine {
        match self {
            LegacyLine::Correction { line, .. } => line.said(),
            other => other,
        }
    }

    /// What kind of thing is said.
    pub fn kind(&self) -> LegacyKind {
        match self {
            LegacyLine::Ask { .. } => LegacyKind::Ask,
            LegacyLine::Answer { .. } => LegacyKind::Answer,
            LegacyLine::Commitment { .. } => LegacyKind::Commitment,
            LegacyLine::Kept { .. } | LegacyLine::NotKept { .. } => LegacyKind::Settlement,
            LegacyLine::Outcome { .. } => LegacyKind::Outcome,
            LegacyLine::Link(_) => LegacyKind::Link,
            LegacyLine::Correction { line, .. } => line.kind(),
        }
    }

    /// The line that a correction supersedes.
    pub const fn corrects(&self) -> Option<Id<LegacyEntry>> {
        match self {
            LegacyLine::Correction { of, .. } => Some(*of),
            _ => None,
        }
    }

    /// The ask that is answered, or the promise that is settled.
    pub fn refers_to(&self) -> Option<Id<LegacyEntry>> {
        match self.said() {
            LegacyLine::Answer { ask, .. } => Some(*ask),
            LegacyLine::Kept { commitment, .. } | LegacyLine::NotKept { commitment, .. } => Some(*commitment),
            _ => None,
        }
    }

    /// The figures that are cited, each once: those before and after among them.
    pub fn figures(&self) -> BTreeSet<Id<Figure>> {
        match self.said() {
            LegacyLine::Outcome { evidence, .. } => {
                let pair = evidence.before_after.into_iter().flat_map(|(before, after)| [before, after]);
                evidence.figures.iter().copied().chain(pair).collect()
            }
            _ => BTreeSet::new(),
        }
    }

    /// Whether it is made as a line can be: a correction says something that is no correction itself.
    pub fn is_well_formed(&self) -> bool {
        match self {
            LegacyLine::Correction { line, .. } => line.corrects().is_none(),
            _ => true,
        }
    }
}
