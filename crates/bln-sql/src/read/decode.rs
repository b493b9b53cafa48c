//! From columns to values, with one error for everything that this release would not have written.

use bln_core::{
    Id, Instant, Invalid, LocalTime, Mode, ModeChoice, PurposeCode, RecordRef, Registration,
    RegistrationParts, RegistrationState, Sequence, TermError, TimeZone, Version, Versioned, WordingName,
    WordingRef,
};
use bln_store::StoreError;
use uuid::Uuid;

use crate::{Row, RowError, store::UNREADABLE};

/// What is stored cannot be read as what it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unreadable;

pub(super) type Read<T> = Result<T, Unreadable>;

impl From<RowError> for Unreadable {
    fn from(_: RowError) -> Self {
        Self
    }
}

impl From<Invalid> for Unreadable {
    fn from(_: Invalid) -> Self {
        Self
    }
}

impl From<TermError> for Unreadable {
    fn from(_: TermError) -> Self {
        Self
    }
}

impl From<Unreadable> for StoreError {
    fn from(_: Unreadable) -> Self {
        UNREADABLE
    }
}

/// A value that must be there.
pub(super) trait Present<T> {
    fn present(self) -> Read<T>;
}

impl<T> Present<T> for Option<T> {
    fn present(self) -> Read<T> {
        self.ok_or(Unreadable)
    }
}

pub(super) fn id<K>(row: &Row, column: usize) -> Read<Id<K>> {
    Ok(Id::new(row.uuid(column)?))
}

pub(super) fn opt_id<K>(row: &Row, column: usize) -> Read<Option<Id<K>>> {
    Ok(row.opt_uuid(column)?.map(Id::new))
}

pub(super) fn instant(row: &Row, column: usize) -> Read<Instant> {
    Ok(Instant::new(row.instant(column)?))
}

pub(super) fn opt_instant(row: &Row, column: usize) -> Read<Option<Instant>> {
    Ok(row.opt_instant(column)?.map(Instant::new))
}

pub(super) fn number(row: &Row, column: usize) -> Read<u32> {
    row.int(column)?.try_into().map_err(|_| Unreadable)
}

pub(super) fn opt_number(row: &Row, column: usize) -> Read<Option<u32>> {
    row.opt_int(column)?.map(u32::try_from).transpose().map_err(|_| Unreadable)
}

pub(super) fn long_number(row: &Row, column: usize) -> Read<u64> {
    row.int(column)?.try_into().map_err(|_| Unreadable)
}

pub(super) fn version(row: &Row, column: usize) -> Read<Version> {
    Ok(Version::new(number(row, column)?)?)
}

/// A wording's reference in two columns.
pub(super) fn wording(row: &Row, column: usize) -> Read<WordingRef> {
    Ok(WordingRef::new(WordingName::parse(row.text(column)?)?, version(row, column + 1)?))
}

/// A local time and its zone in two columns.
pub(super) fn opt_local(row: &Row, column: usize) -> Read<Option<LocalTime>> {
    let Some(wall) = row.opt_local_date_time(column)? else { return Ok(None) };
    Ok(Some(LocalTime::new(wall, TimeZone::parse(row.text(column + 1)?)?)))
}

pub(super) fn opt_purpose(row: &Row, column: usize) -> Read<Option<PurposeCode>> {
    Ok(row.opt_text(column)?.map(PurposeCode::parse).transpose()?)
}

/// A record's reference in two columns.
pub(super) fn record(row: &Row, column: usize) -> Read<RecordRef> {
    RecordRef::parse(row.text(column)?, row.text(column + 1)?).present()
}

/// A registration's state in three columns: its name, mode and expiry.
pub(super) fn state(row: &Row, column: usize) -> Read<RegistrationState> {
    let mode = row.opt_text(column + 1)?.map(Mode::parse).transpose()?;
    RegistrationState::from_parts(row.text(column)?, mode, opt_instant(row, column + 2)?).present()
}

/// A registration in eleven columns: id, event, person, version, choice, sequence, state, mode, expires_at, since,
/// steps.
pub(super) fn registration(row: &Row, column: usize) -> Read<Versioned<Registration>> {
    let parts = RegistrationParts {
        id: id(row, column)?,
        event: id(row, column + 1)?,
        person: id(row, column + 2)?,
        choice: ModeChoice::parse(row.text(column + 4)?)?,
        sequence: Sequence::new(long_number(row, column + 5)?),
        state: state(row, column + 6)?,
        since: instant(row, column + 9)?,
        steps: number(row, column + 10)?,
    };
    Ok(Versioned::new(Registration::from_parts(parts), version(row, column + 3)?))
}

/// Rows in the order of their first column, taken off in groups as their owners come by in the same order.
#[derive(Debug)]
pub(super) struct Groups<'a> {
    rest: &'a [Row],
}

impl<'a> Groups<'a> {
    pub(super) const fn new(rows: &'a [Row]) -> Self {
        Self { rest: rows }
    }

    /// The rows whose first column equals an owner's.
    pub(super) fn of(&mut self, owner: &Row) -> &'a [Row] {
        let key = owner.values().first();
        let length = self.rest.iter().take_while(|row| row.values().first() == key).count();
        let (group, rest) = self.rest.split_at(length);
        self.rest = rest;
        group
    }
}

/// The identifier after which there is none.
pub(super) const LAST: Uuid = Uuid::max();
