//! Writes figures, initiatives, and the legacy ledger of each, whose version is the number of its entries.

use bln_core::{
    Body, Figure, Id, Initiative, InitiativeState, LegacyEntry, LegacyLine, Line, Linked, OutcomeEvidence,
    Prose,
};
use bln_store::{Expected, Rule};
use chrono::NaiveDate;

use super::plan::{Meaning, Plan, Subject, Told};
use crate::Value;

pub(super) const ALL: &[&str] = &[
    FIGURE,
    INITIATIVE,
    CHANGE_INITIATIVE,
    CLEAR_PILLARS,
    CLEAR_ACTIONS,
    CLEAR_INDICATORS,
    CLEAR_FIGURES,
    PILLAR,
    ACTION,
    INDICATOR,
    MOVED_BY,
    BEGUN,
    AT_VERSION,
    THERE,
    ENTRY,
    CITED,
    SHOWN_BY,
];

const FIGURE: &str = "INSERT INTO figure (id, statement, shown, population, asked, method, year, source, indicator, \
    released_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";

const INITIATIVE: &str = "INSERT INTO initiative (id, version, title, aim, opened_at, state, closed_at, conclusion, \
    reason) VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
const CHANGE_INITIATIVE: &str = "UPDATE initiative SET title = ?2, aim = ?3, opened_at = ?4, state = ?5, \
    closed_at = ?6, conclusion = ?7, reason = ?8, version = version + 1 WHERE id = ?1 AND version = ?9";

const CLEAR_PILLARS: &str = "DELETE FROM initiative_pillar WHERE initiative = ?1";
const CLEAR_ACTIONS: &str = "DELETE FROM initiative_action WHERE initiative = ?1";
const CLEAR_INDICATORS: &str = "DELETE FROM initiative_indicator WHERE initiative = ?1";
const CLEAR_FIGURES: &str = "DELETE FROM initiative_figure WHERE initiative = ?1";
const PILLAR: &str = "INSERT INTO initiative_pillar (initiative, pillar) VALUES (?1, ?2)";
const ACTION: &str = "INSERT INTO initiative_action (initiative, action) VALUES (?1, ?2)";
const INDICATOR: &str = "INSERT INTO initiative_indicator (initiative, indicator) VALUES (?1, ?2)";
const MOVED_BY: &str = "INSERT INTO initiative_figure (initiative, figure) VALUES (?1, ?2)";

/// A ledger has entries.
const BEGUN: &str = "SELECT 1 FROM legacy_entry WHERE initiative = ?1 AND ordinal = 1";

/// A ledger has so many entries.
pub(super) const AT_VERSION: &str = "SELECT 1 FROM initiative WHERE id = ?1 \
    AND (SELECT max(ordinal) FROM legacy_entry WHERE initiative = ?1) = ?2";

/// Asked by itself, because an entry refers to other entries too, and the engine does not say which is missing.
const THERE: &str = "SELECT 1 FROM initiative WHERE id = ?1";
const ENTRY: &str = "INSERT INTO legacy_entry (initiative, ordinal, id, written_at, corrects, kind, refers_to, words, \
    body, organisation, body_name, role, due_on, answer, linked_kind, linked_id) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";
const CITED: &str = "INSERT INTO legacy_entry_figure (entry, cited_as, figure) VALUES (?1, ?2, ?3)";
const SHOWN_BY: &str = "INSERT INTO legacy_entry_resource (entry, resource) VALUES (?1, ?2)";

/// A statement whose identifier is used once.
const NEW: Told = Told { unique: Meaning::Conflict(Rule::IdentifierUnique), ..Told::PART };

pub(super) fn add_figure(plan: &mut Plan, figure: &Figure, at: Subject) {
    let parts = figure.parts();
    let mut params = Vec::with_capacity(10);
    params.extend([
        parts.id.uuid().into(),
        parts.statement.as_str().into(),
        parts.shown.as_str().into(),
        parts.population.as_str().into(),
        parts.asked.map(|asked| i64::try_from(asked).unwrap_or(-1)).into(),
        parts.method.as_str().into(),
        u32::from(parts.year).into(),
        parts.source.as_str().into(),
        parts.indicator.map(|indicator| u32::from(indicator.number())).into(),
        parts.released_at.utc().into(),
    ]);
    plan.run(FIGURE, params, at, NEW);
}

pub(super) fn add_initiative(plan: &mut Plan, initiative: &Initiative, expected: Expected, at: Subject) {
    let id: Value = initiative.id().uuid().into();
    let (state, closed_at, conclusion) = match initiative.state() {
        InitiativeState::Open => ("open", None, None),
        InitiativeState::Closed { at, conclusion } => ("closed", Some(at.utc()), Some(conclusion)),
    };
    let mut params = Vec::with_capacity(9);
    params.extend([
        id.clone(),
        initiative.title().as_str().into(),
        initiative.aim().as_str().into(),
        initiative.opened().utc().into(),
        state.into(),
        closed_at.into(),
        conclusion.map(|conclusion| conclusion.name()).into(),
        conclusion.and_then(|conclusion| conclusion.reason()).map(Prose::as_str).into(),
    ]);
    plan.head([INITIATIVE, CHANGE_INITIATIVE], params, expected, at, Told::HEAD);
    if expected != Expected::New {
        for sql in [CLEAR_PILLARS, CLEAR_ACTIONS, CLEAR_INDICATORS, CLEAR_FIGURES] {
            plan.run(sql, vec![id.clone()], at, Told::PART);
        }
    }
    for pillar in initiative.pillars().names() {
        plan.run(PILLAR, vec![id.clone(), pillar.into()], at, Told::PART);
    }
    for action in initiative.actions() {
        plan.run(ACTION, vec![id.clone(), action.code().into()], at, Told::PART);
    }
    for indicator in initiative.indicators() {
        plan.run(INDICATOR, vec![id.clone(), u32::from(indicator.number()).into()], at, Told::PART);
    }
    for figure in initiative.moved_by() {
        let told = Told { foreign_key: Meaning::NoFigure(*figure), ..Told::PART };
        plan.run(MOVED_BY, vec![id.clone(), figure.uuid().into()], at, told);
    }
}

pub(super) fn add_entries(
    plan: &mut Plan,
    initiative: Id<Initiative>,
    entries: &[LegacyEntry],
    expected: Expected,
    at: Subject,
) {
    let id: Value = initiative.uuid().into();
    let before = match expected {
        Expected::New => {
            plan.none(BEGUN, vec![id.clone()], at, Told::HEAD);
            0
        }
        Expected::At(version) => {
            plan.one(AT_VERSION, vec![id.clone(), version.number().into()], at, Told::HEAD);
            i64::from(version.number())
        }
    };
    plan.one(THERE, vec![id.clone()], at, Told { guard: Meaning::NoOwner, ..Told::PART });
    for (ordinal, entry) in (before + 1..).zip(entries) {
        let Some(said) = said(entry.line().said()) else {
            return plan.refuse(at, Meaning::Conflict(Rule::WellFormed));
        };
        let mut params = Vec::with_capacity(16);
        params.extend([
            id.clone(),
            ordinal.into(),
            entry.id().uuid().into(),
            entry.at().utc().into(),
            entry.line().corrects().map(Id::uuid).into(),
            said.kind.into(),
            entry.line().refers_to().map(Id::uuid).into(),
        ]);
        params.extend(said.columns());
        plan.run(ENTRY, params, at, NEW);
        if let Some(evidence) = said.evidence {
            add_evidence(plan, entry.id(), evidence, at);
        }
    }
}

fn add_evidence(plan: &mut Plan, entry: Id<LegacyEntry>, evidence: &OutcomeEvidence, at: Subject) {
    let entry: Value = entry.uuid().into();
    let figures = evidence.figures().iter().map(|figure| ("evidence", *figure));
    let pair = evidence.before_after().map(|(before, after)| [("before", before), ("after", after)]);
    for (cited_as, figure) in figures.chain(pair.into_iter().flatten()) {
        let told = Told { foreign_key: Meaning::NoFigure(figure), ..Told::PART };
        plan.run(CITED, vec![entry.clone(), cited_as.into(), figure.uuid().into()], at, told);
    }
    for resource in evidence.resources() {
        let told = Told { foreign_key: Meaning::NoResource(*resource), ..Told::PART };
        plan.run(SHOWN_BY, vec![entry.clone(), resource.uuid().into()], at, told);
    }
}

/// What a line says besides what it corrects and refers to.
#[derive(Default)]
struct Said<'a> {
    kind: &'static str,
    words: Option<&'a Prose<1000>>,
    body: Option<&'a Body>,
    role: Option<&'a Line<100>>,
    due: Option<NaiveDate>,
    answer: Option<&'static str>,
    linked: Option<Linked>,
    evidence: Option<&'a OutcomeEvidence>,
}

/// `None` for what this release has no columns for.
fn said(line: &LegacyLine) -> Option<Said<'_>> {
    let of_kind = |kind, words| Said { kind, words: Some(words), ..Said::default() };
    Some(match line {
        LegacyLine::Ask { of, words } => Said { body: Some(of), ..of_kind("ask", words) },
        LegacyLine::Answer { answer, words, .. } => {
            Said { answer: Some(answer.name()), ..of_kind("answer", words) }
        }
        LegacyLine::Commitment { owner, words, due } => Said {
            body: Some(&owner.body),
            role: owner.role.as_ref(),
            due: Some(*due),
            ..of_kind("commitment", words)
        },
        LegacyLine::Kept { words, .. } => of_kind("kept", words),
        LegacyLine::NotKept { words, .. } => of_kind("not_kept", words),
        LegacyLine::Outcome { words, evidence } => {
            Said { evidence: Some(evidence), ..of_kind("outcome", words) }
        }
        LegacyLine::Link(linked) => Said { kind: "link", linked: Some(*linked), ..Said::default() },
        _ => return None,
    })
}

impl Said<'_> {
    /// The words, the body in three columns, its role, the day, the answer, and what is linked in two.
    fn columns(&self) -> [Value; 9] {
        let (organisation, name) = match self.body {
            Some(Body::Organisation(code)) => (Some(code.as_str()), None),
            Some(Body::Named(name)) => (None, Some(name.as_str())),
            Some(Body::Network) | None => (None, None),
        };
        [
            self.words.map(Prose::as_str).into(),
            self.body.map(Body::kind).into(),
            organisation.into(),
            name.into(),
            self.role.map(Line::as_str).into(),
            self.due.into(),
            self.answer.into(),
            self.linked.map(Linked::kind).into(),
            self.linked.map(Linked::uuid).into(),
        ]
    }
}
