//! The form of a line of the legacy ledger.

use std::fmt;

use bln_core::{AnswerGiven, Body, Id, LegacyLine, Line, Linked, OdsCode, OutcomeEvidence, Owner, Prose};
use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

use super::choice::{Takes, hold, known, one_of};
use crate::{Check, Code, Draft, Field, cross_field, read_date};

const KINDS: &[&str] = &["ask", "answer", "commitment", "kept", "not_kept", "outcome", "link"];
const ANSWERS: &[&str] = &["agreed", "agreed_in_part", "declined", "no_answer"];
const LINKED: &[&str] = &["event", "bulletin", "resource", "testimonial"];

/// A line of the legacy ledger, or the correction of one.
///
/// What else a line has follows from its `kind`. A field that its kind does not have is refused: the ledger is never
/// changed, so that what was left behind could not be added. No field is for a person, and no name belongs into one.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct LegacyLineDraft {
    /// `ask`, `answer`, `commitment`, `kept`, `not_kept`, `outcome` or `link`.
    #[validate(required)]
    pub kind: Option<String>,
    /// The line that this one is true instead of, by the id of its entry. With it, this line is a correction.
    pub corrects: Option<String>,
    /// What is said, at most 1,000 characters: by every line but a `link`.
    pub words: Option<String>,
    /// Of whom an `ask` is asked, or who made a `commitment`.
    #[validate(nested)]
    pub body: Option<BodyDraft>,
    /// The role that answers for a `commitment`, at most 100 characters, if it helps.
    pub role: Option<String>,
    /// The last day on which a `commitment` is kept in time, as 2027-03-29.
    pub due: Option<String>,
    /// What an `answer` answers, by the id of its entry.
    pub ask: Option<String>,
    /// How it is answered: `agreed`, `agreed_in_part`, `declined` or `no_answer`.
    pub answer: Option<String>,
    /// What was `kept` or `not_kept`, by the id of its entry.
    pub commitment: Option<String>,
    /// The figures that show an `outcome`, by their ids; at most 50.
    pub figures: Vec<String>,
    /// The figure from before, if there is one from after.
    pub before: Option<String>,
    /// The figure from after, if there is one from before.
    pub after: Option<String>,
    /// The resources that show an `outcome`, by their ids; at most 50.
    pub resources: Vec<String>,
    /// What a `link` is to.
    #[validate(nested)]
    pub linked: Option<LinkedDraft>,
}

/// A body, named in exactly one way.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[validate(schema(function = one_body, skip_on_field_errors = false))]
pub struct BodyDraft {
    /// `true` for the network itself.
    pub network: Option<bool>,
    /// An organisation by its ODS code.
    pub organisation: Option<String>,
    /// Anything else by its name, at most 120 characters. Not a person.
    pub name: Option<String>,
}

/// Something of the network's that belongs to an initiative.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct LinkedDraft {
    /// `event`, `bulletin`, `resource` or `testimonial`.
    #[validate(required)]
    pub kind: Option<String>,
    /// Which, by its id.
    #[validate(required)]
    pub id: Option<String>,
}

impl Draft for LegacyLineDraft {
    type Noun = LegacyLine;
    type Context = ();

    const FIELDS: &'static [Field] = &[
        Field::new("", "The line", "Fill in the line"),
        Field::new("kind", "Kind of line", "Select the kind of line"),
        Field::new("corrects", "Corrected line", "Say which line this one corrects"),
        Field::new("words", "Words", "Enter the words"),
        Field::new("body", "Body", "Say which body it is"),
        Field::new("body/network", "Network", "Say whether it is the network itself"),
        Field::new("body/organisation", "Organisation code", "Enter the organisation code"),
        Field::new("body/name", "Name of the body", "Enter the name of the body"),
        Field::new("role", "Role", "Enter the role that answers for it"),
        Field::new("due", "Due date", "Enter the last day on which it is kept in time"),
        Field::new("ask", "Ask", "Say what is answered"),
        Field::new("answer", "Answer", "Select the answer"),
        Field::new("commitment", "Commitment", "Say which commitment it is about"),
        Field::new("figures", "Figures", "Select the figures"),
        Field::new("figures/*", "Figure", "Select a figure"),
        Field::new("before", "Figure from before", "Select the figure from before"),
        Field::new("after", "Figure from after", "Select the figure from after"),
        Field::new("resources", "Resources", "Select the resources"),
        Field::new("resources/*", "Resource", "Select a resource"),
        Field::new("linked", "Link", "Say what belongs to the initiative"),
        Field::new("linked/kind", "Kind of link", "Select the kind of link"),
        Field::new("linked/id", "Linked record", "Say which one belongs to the initiative"),
    ];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<LegacyLine> {
        let given = self.given();
        let pair = (self.before.is_some(), self.after.is_some());
        let kind = check.field("kind", self.kind, |kind| known(Kind::from_name(&kind), KINDS));
        if let Some(kind) = kind {
            hold(check, &given, &kind.takes());
        }
        match (kind, pair) {
            (Some(Kind::Outcome), (true, false)) => check.missing("after"),
            (Some(Kind::Outcome), (false, true)) => check.missing("before"),
            _ => {}
        }
        let corrects = check.field("corrects", self.corrects, |id| id.parse::<Id<_>>());
        let words = check.field("words", self.words, Prose::parse);
        let body = check.nested("body", self.body, body);
        let role = check.field("role", self.role, Line::parse);
        let due = check.field("due", self.due, read_date);
        let ask = check.field("ask", self.ask, |id| id.parse::<Id<_>>());
        let answer =
            check.field("answer", self.answer, |answer| known(AnswerGiven::from_name(&answer), ANSWERS));
        let commitment = check.field("commitment", self.commitment, |id| id.parse::<Id<_>>());
        let most = OutcomeEvidence::MOST;
        let figures = check.each("figures", most, self.figures, |id| id.parse::<Id<_>>());
        let before = check.field("before", self.before, |id| id.parse::<Id<_>>());
        let after = check.field("after", self.after, |id| id.parse::<Id<_>>());
        let resources = check.each("resources", most, self.resources, |id| id.parse::<Id<_>>());
        let linked = check.nested("linked", self.linked, linked);

        let line = match kind? {
            Kind::Ask => LegacyLine::Ask { of: body?, words: words? },
            Kind::Answer => LegacyLine::Answer { ask: ask?, answer: answer?, words: words? },
            Kind::Commitment => {
                LegacyLine::Commitment { owner: Owner { body: body?, role }, words: words?, due: due? }
            }
            Kind::Kept => LegacyLine::Kept { commitment: commitment?, words: words? },
            Kind::NotKept => LegacyLine::NotKept { commitment: commitment?, words: words? },
            Kind::Outcome => {
                let (figures, resources) = (figures.into_iter().collect(), resources.into_iter().collect());
                let evidence = OutcomeEvidence::new(figures, before.zip(after), resources);
                LegacyLine::Outcome { evidence: check.accept("figures", evidence)?, words: words? }
            }
            Kind::Link => LegacyLine::Link(linked?),
        };
        Some(match corrects {
            Some(of) => LegacyLine::Correction { of, line: Box::new(line) },
            None => line,
        })
    }
}

impl LegacyLineDraft {
    /// The fields that hang on the kind, and whether each is given.
    const fn given(&self) -> [(&'static str, bool); 12] {
        [
            ("words", self.words.is_some()),
            ("body", self.body.is_some()),
            ("role", self.role.is_some()),
            ("due", self.due.is_some()),
            ("ask", self.ask.is_some()),
            ("answer", self.answer.is_some()),
            ("commitment", self.commitment.is_some()),
            ("figures", !self.figures.is_empty()),
            ("before", self.before.is_some()),
            ("after", self.after.is_some()),
            ("resources", !self.resources.is_empty()),
            ("linked", self.linked.is_some()),
        ]
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Ask,
    Answer,
    Commitment,
    Kept,
    NotKept,
    Outcome,
    Link,
}

impl Kind {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "ask" => Kind::Ask,
            "answer" => Kind::Answer,
            "commitment" => Kind::Commitment,
            "kept" => Kind::Kept,
            "not_kept" => Kind::NotKept,
            "outcome" => Kind::Outcome,
            "link" => Kind::Link,
            _ => return None,
        })
    }

    /// What a line of this kind has. That an outcome rests on something is for `Initiative::append` to say.
    const fn takes(self) -> Takes {
        match self {
            Kind::Ask => Takes { needs: &["words", "body"], may: &[] },
            Kind::Answer => Takes { needs: &["words", "ask", "answer"], may: &[] },
            Kind::Commitment => Takes { needs: &["words", "body", "due"], may: &["role"] },
            Kind::Kept | Kind::NotKept => Takes { needs: &["words", "commitment"], may: &[] },
            Kind::Outcome => Takes { needs: &["words"], may: &["figures", "before", "after", "resources"] },
            Kind::Link => Takes { needs: &["linked"], may: &[] },
        }
    }
}

fn one_body(draft: &BodyDraft) -> Result<(), ValidationError> {
    let ways = [draft.network == Some(true), draft.organisation.is_some(), draft.name.is_some()];
    if ways.into_iter().filter(|given| *given).count() == 1 {
        return Ok(());
    }
    Err(cross_field(Code::BODY_NAMED, &["network", "organisation", "name"]))
}

fn body(draft: BodyDraft, check: &mut Check<'_>) -> Option<Body> {
    let organisation = check.field("organisation", draft.organisation, |code| OdsCode::parse(&code));
    let name = check.field("name", draft.name, Line::parse);
    if draft.network == Some(true) {
        return Some(Body::Network);
    }
    organisation.map(Body::Organisation).or(name.map(Body::Named))
}

fn linked(draft: LinkedDraft, check: &mut Check<'_>) -> Option<Linked> {
    let kind = check.field("kind", draft.kind, |kind| one_of(&kind, LINKED));
    let id = check.field("id", draft.id, |id| id.parse::<Id<Linked>>());
    Linked::from_parts(kind?, id?.uuid())
}

// What was sent is not shown: it may be anything.
impl fmt::Debug for LegacyLineDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LegacyLineDraft(..)")
    }
}

impl fmt::Debug for BodyDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BodyDraft(..)")
    }
}

impl fmt::Debug for LinkedDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkedDraft(..)")
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn the_choices_that_are_told_are_the_choices_there_are() {
        assert!(KINDS.iter().all(|kind| Kind::from_name(kind).is_some()));
        assert!(LINKED.iter().all(|kind| Linked::from_parts(kind, Uuid::nil()).is_some()));
        assert_eq!(AnswerGiven::ALL.map(AnswerGiven::name), ANSWERS);
    }
}
