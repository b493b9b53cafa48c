//! A batch while it is being made, and what each refusal of it means.

use bln_core::{Employer, Figure, Id, RecordRef, Resource};
use bln_store::{Changes, Expected, Rule, StoreError, Write};

use crate::{Batch, ConstraintKind, Failure, Statement, Value, store::MISUSED};

pub(super) const ALL: &[&str] = &[NEVER];

/// A statement that is always refused: for what can be told without asking the database, but must wait its turn.
const NEVER: &str = "SELECT 1 WHERE 1 = 0";

/// What a refusal of a statement means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The record is not at the version it was decided on.
    Stale,
    /// A rule across records is broken.
    Conflict(Rule),
    /// What the record belongs to is not there.
    NoOwner,
    /// A wording is not there.
    NoWording,
    /// An event is not there.
    NoEvent,
    /// A message is not there.
    NoMessage,
    /// This figure is not there.
    NoFigure(Id<Figure>),
    /// This resource is not there.
    NoResource(Id<Resource>),
    /// An issue of the bulletin is not there.
    NoIssue,
    /// The record itself is not there.
    Missing,
}

/// What each way of refusing a statement means.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told {
    /// It affected another number of rows.
    pub(super) guard: Meaning,
    /// A key was there already.
    pub(super) unique: Meaning,
    /// A row that it refers to is not there.
    pub(super) foreign_key: Meaning,
    /// A `CHECK`.
    pub(super) check: Meaning,
    /// A column without a value.
    pub(super) not_null: Meaning,
}

impl Told {
    /// A statement that a decision of `bln-core` never has refused.
    pub(super) const PART: Told = {
        let malformed = Meaning::Conflict(Rule::WellFormed);
        Told {
            guard: malformed,
            unique: malformed,
            foreign_key: malformed,
            check: malformed,
            not_null: malformed,
        }
    };
    /// The statement that expects a record's version, or that it is not there yet.
    pub(super) const HEAD: Told =
        Told { guard: Meaning::Stale, unique: Meaning::Stale, foreign_key: Meaning::NoOwner, ..Told::PART };
}

/// Which part of a change set a statement is about.
#[derive(Debug, Clone, Copy)]
pub(super) enum Subject {
    /// The pin at this place.
    Pin(usize),
    /// The write at this place.
    Write(usize),
    /// In the person written at this place, the affiliation at this place.
    Affiliation(usize, usize),
    /// The notice at this place.
    Notice(usize),
    /// An audit entry or a receipt, which refers to nothing.
    Log,
}

/// A batch while it is being made.
#[derive(Debug)]
pub(super) struct Plan {
    statements: Vec<Statement>,
    sites: Vec<(Subject, Told)>,
}

impl Plan {
    /// An empty batch, with room for what most changes need.
    pub(super) fn for_changes(changes: &Changes) -> Self {
        let log = changes.audit().len() + changes.outbox().len() + changes.receipts().len();
        let room = changes.pins().len() + 2 * changes.writes().len() + log + 8;
        Self { statements: Vec::with_capacity(room), sites: Vec::with_capacity(room) }
    }

    /// Adds a statement that may affect any number of rows.
    pub(super) fn run(&mut self, sql: &'static str, params: Vec<Value>, at: Subject, told: Told) {
        self.statements.push(Statement::new(sql, params));
        self.sites.push((at, told));
    }

    /// Adds a statement that must affect one row.
    pub(super) fn one(&mut self, sql: &'static str, params: Vec<Value>, at: Subject, told: Told) {
        self.statements.push(Statement::new(sql, params).expecting(1));
        self.sites.push((at, told));
    }

    /// Adds a statement that must affect no row.
    pub(super) fn none(&mut self, sql: &'static str, params: Vec<Value>, at: Subject, told: Told) {
        self.statements.push(Statement::new(sql, params).expecting(0));
        self.sites.push((at, told));
    }

    /// Adds a refusal.
    pub(super) fn refuse(&mut self, at: Subject, meaning: Meaning) {
        self.one(NEVER, Vec::new(), at, Told { guard: meaning, ..Told::PART });
    }

    /// Adds the statement that writes a record's own row: the insertion of a new one, or the change of one that is
    /// there, whose last parameter is the version it must have.
    pub(super) fn head(
        &mut self,
        [insert, update]: [&'static str; 2],
        mut params: Vec<Value>,
        expected: Expected,
        at: Subject,
        told: Told,
    ) {
        let sql = match expected {
            Expected::New => insert,
            Expected::At(version) => {
                params.push(version.number().into());
                update
            }
        };
        self.one(sql, params, at, told);
    }

    /// The statements alone.
    pub(super) fn into_statements(self) -> Vec<Statement> {
        self.statements
    }

    /// The batch, and what its refusals mean.
    pub(super) fn finish(self) -> (Batch, Sites) {
        (Batch(self.statements), Sites(self.sites))
    }
}

/// What a refusal of each statement of a batch means.
#[derive(Debug, Default)]
pub(super) struct Sites(Vec<(Subject, Told)>);

impl Sites {
    /// A driver's failure in the contract's words.
    pub(super) fn explain(&self, changes: &Changes, failure: Failure) -> StoreError {
        let (statement, kind) = match failure {
            Failure::Busy => return StoreError::Busy,
            Failure::Unknown => return StoreError::UnknownOutcome,
            Failure::Engine { code } => return StoreError::Backend { code },
            Failure::Guard { statement } => (statement, None),
            Failure::Constraint { statement, kind } => (statement, Some(kind)),
        };
        let Some((subject, told)) = self.0.get(statement) else { return MISUSED };
        let meaning = match kind {
            None => told.guard,
            Some(ConstraintKind::Unique) => told.unique,
            Some(ConstraintKind::ForeignKey) => told.foreign_key,
            Some(ConstraintKind::Check) => told.check,
            Some(ConstraintKind::NotNull) => told.not_null,
        };
        error(meaning, *subject, changes).unwrap_or(MISUSED)
    }
}

fn error(meaning: Meaning, subject: Subject, changes: &Changes) -> Option<StoreError> {
    Some(match meaning {
        Meaning::Stale => StoreError::Stale { record: record(subject, changes)? },
        Meaning::Conflict(rule) => StoreError::Conflict { rule },
        Meaning::NoWording => StoreError::NotFound { record: RecordRef::Network },
        Meaning::NoEvent => match record(subject, changes)? {
            RecordRef::Registration { event, .. } | RecordRef::Facilitation { event, .. } => {
                StoreError::NotFound { record: RecordRef::Event(event) }
            }
            _ => return None,
        },
        Meaning::NoMessage => match subject {
            Subject::Notice(index) => {
                let message = changes.outbox().get(index)?.message()?;
                StoreError::NotFound { record: RecordRef::Message(message) }
            }
            _ => return None,
        },
        Meaning::NoFigure(id) => StoreError::NotFound { record: RecordRef::Figure(id) },
        Meaning::NoResource(id) => StoreError::NotFound { record: RecordRef::Resource(id) },
        Meaning::NoIssue => match subject {
            Subject::Notice(index) => {
                let issue = changes.outbox().get(index)?.issue()?;
                StoreError::NotFound { record: RecordRef::Bulletin(issue) }
            }
            _ => return None,
        },
        Meaning::Missing => StoreError::NotFound { record: record(subject, changes)? },
        Meaning::NoOwner => StoreError::NotFound { record: owner(subject, changes)? },
    })
}

fn record(subject: Subject, changes: &Changes) -> Option<RecordRef> {
    match subject {
        Subject::Pin(index) => changes.pins().get(index).map(|pin| pin.record.clone()),
        Subject::Write(index) | Subject::Affiliation(index, _) => {
            changes.writes().get(index).map(Write::record)
        }
        Subject::Notice(_) | Subject::Log => None,
    }
}

/// What a record belongs to.
fn owner(subject: Subject, changes: &Changes) -> Option<RecordRef> {
    match subject {
        Subject::Notice(index) => {
            changes.outbox().get(index).map(|notice| RecordRef::Person(notice.recipient()))
        }
        Subject::Affiliation(index, which) => match changes.writes().get(index)? {
            Write::Person(person, _) => match person.affiliations().get(which)?.employer() {
                Employer::Listed(code) => Some(RecordRef::Organisation(*code)),
                Employer::Unlisted(_) => None,
            },
            _ => None,
        },
        Subject::Write(index) => owner_of(changes.writes().get(index)?),
        Subject::Pin(_) | Subject::Log => None,
    }
}

/// What a record that is written belongs to.
fn owner_of(write: &Write) -> Option<RecordRef> {
    Some(match write {
        Write::Membership(membership, _) => RecordRef::Person(membership.person()),
        Write::Consent { person, .. } => RecordRef::Person(*person),
        Write::Seats(seats, _) => RecordRef::Event(seats.event()),
        Write::Registration(change) => RecordRef::Person(change.registration.person()),
        Write::Characteristics(sealed, _) => RecordRef::Person(sealed.person()),
        Write::Limits(limits, _) => RecordRef::Person(limits.person()),
        Write::RightsRequest(request, _) => RecordRef::Person(request.person()),
        Write::ActionLink(link) => RecordRef::Person(link.person()),
        Write::Facilitation(facilitation, _) => RecordRef::Person(facilitation.person()),
        Write::Theme(theme, _) => RecordRef::Event(theme.event()),
        Write::Message(message) => RecordRef::Event(message.event()),
        Write::Broadcast(broadcast) => broadcast.record(),
        Write::Testimonial(testimonial, _) => RecordRef::Person(testimonial.person()),
        Write::TestimonialUse(place, _) => RecordRef::Testimonial(place.testimonial()),
        Write::Recognition(recognition, _) => RecordRef::Person(recognition.person()),
        Write::Legacy { initiative, .. } => RecordRef::Initiative(*initiative),
        Write::Interests(interests, _) => RecordRef::Person(interests.person()),
        Write::AddressRecord(record, _) => RecordRef::Person(record.person()),
        Write::MergePerson { into, .. } => RecordRef::Person(*into),
        _ => return None,
    })
}
