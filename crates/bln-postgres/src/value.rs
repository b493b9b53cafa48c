//! Values as PostgreSQL's binary formats, and back.
//!
//! The text forms of [`bln_sql::text`] are taken for the types that they stand for too, so that rows of an engine
//! without those types can be copied as they are.

use std::error::Error;

use bln_sql::{ConstraintKind, Value, text};
use bytes::{BufMut, BytesMut};
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Timelike, Utc};
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, WrongType, to_sql_checked};
use uuid::Uuid;

use crate::code::Fault;

/// A value to be sent.
#[derive(Debug)]
pub(crate) struct Bound<'a>(pub(crate) &'a Value);

/// A value that was received.
#[derive(Debug)]
pub(crate) struct Loaded(pub(crate) Value);

/// Seconds from 1970 to 2000, where PostgreSQL begins to count.
const EPOCH: i64 = 946_684_800;

/// Days from the first day of the year 1 to the first of 2000.
const EPOCH_DAY: i32 = 730_120;

/// The type of a value does not fit that of the column: what a strict table says of it.
const MISFIT: Fault = Fault::Constraint(ConstraintKind::Check);

/// Fails unless the value can be sent as this type.
pub(crate) fn check(value: &Value, wanted: &Type) -> Result<(), Fault> {
    if let Value::Text(text) = value
        && text.contains('\0')
    {
        return Err(Fault::Engine("value.nul"));
    }
    let year = match value {
        Value::Instant(at) => at.year(),
        Value::Date(day) => day.year(),
        Value::LocalDateTime(local) => local.year(),
        _ => 0,
    };
    if !(0..=9999).contains(&year) {
        return Err(Fault::Engine("value.out-of-range"));
    }
    match form(value, wanted) {
        Some(_) => Ok(()),
        None => Err(MISFIT),
    }
}

/// A value in the form of a type.
enum Form<'a> {
    Null,
    Bool(bool),
    Int2(i16),
    Int4(i32),
    Int8(i64),
    Bytes(&'a [u8]),
    Uuid(Uuid),
}

fn form<'a>(value: &'a Value, wanted: &Type) -> Option<Form<'a>> {
    Some(match (value, wanted) {
        (Value::Null, _) => Form::Null,
        (Value::Bool(value), &Type::BOOL) => Form::Bool(*value),
        (Value::Int(value @ (0 | 1)), &Type::BOOL) => Form::Bool(*value == 1),
        (Value::Int(value), &Type::INT8) => Form::Int8(*value),
        (Value::Int(value), &Type::INT4) => Form::Int4(i32::try_from(*value).ok()?),
        (Value::Int(value), &Type::INT2) => Form::Int2(i16::try_from(*value).ok()?),
        (Value::Text(value), wanted) if is_text(wanted) => Form::Bytes(value.as_bytes()),
        (Value::Bytes(value), &Type::BYTEA) => Form::Bytes(value),
        (Value::Uuid(value), &Type::UUID) => Form::Uuid(*value),
        (Value::Instant(value), &Type::TIMESTAMPTZ) => Form::Int8(instant(*value)?),
        (Value::LocalDateTime(value), &Type::TIMESTAMP) => Form::Int8(local_date_time(*value)?),
        (Value::Date(value), &Type::DATE) => Form::Int4(date(*value)),
        (Value::Text(value), &Type::UUID) => Form::Uuid(text::parse_uuid(value)?),
        (Value::Text(value), &Type::TIMESTAMPTZ) => Form::Int8(instant(text::parse_instant(value)?)?),
        (Value::Text(value), &Type::TIMESTAMP) => {
            Form::Int8(local_date_time(text::parse_local_date_time(value)?)?)
        }
        (Value::Text(value), &Type::DATE) => Form::Int4(date(text::parse_date(value)?)),
        _ => return None,
    })
}

const fn is_text(wanted: &Type) -> bool {
    matches!(*wanted, Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::UNKNOWN)
}

/// Microseconds since 2000. What is finer is cut off, and a leap second is the last microsecond before it: the same
/// as the text form keeps.
fn instant(value: DateTime<Utc>) -> Option<i64> {
    let micros = i64::from((value.nanosecond() / 1_000).min(999_999));
    value.timestamp().checked_sub(EPOCH)?.checked_mul(1_000_000)?.checked_add(micros)
}

/// Microseconds since 2000, in whole seconds.
fn local_date_time(value: NaiveDateTime) -> Option<i64> {
    value.and_utc().timestamp().checked_sub(EPOCH)?.checked_mul(1_000_000)
}

/// Days since the first of 2000.
fn date(value: NaiveDate) -> i32 {
    value.num_days_from_ce().saturating_sub(EPOCH_DAY)
}

impl ToSql for Bound<'_> {
    fn to_sql(&self, wanted: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match form(self.0, wanted).ok_or_else(|| WrongType::new::<Bound<'_>>(wanted.clone()))? {
            Form::Null => return Ok(IsNull::Yes),
            Form::Bool(value) => out.put_u8(value.into()),
            Form::Int2(value) => out.put_i16(value),
            Form::Int4(value) => out.put_i32(value),
            Form::Int8(value) => out.put_i64(value),
            Form::Bytes(value) => out.put_slice(value),
            Form::Uuid(value) => out.put_slice(value.as_bytes()),
        }
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        // Which type takes which value is up to each value.
        true
    }

    to_sql_checked!();
}

/// Whether an answer may have columns of this type.
pub(crate) fn is_readable(found: &Type) -> bool {
    const NATIVE: &[Type] = &[
        Type::BOOL,
        Type::INT2,
        Type::INT4,
        Type::INT8,
        Type::BYTEA,
        Type::UUID,
        Type::TIMESTAMPTZ,
        Type::TIMESTAMP,
        Type::DATE,
    ];
    NATIVE.contains(found) || is_text(found)
}

impl<'a> FromSql<'a> for Loaded {
    fn from_sql(found: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        load(found, raw).map(Loaded).ok_or_else(|| WrongType::new::<Loaded>(found.clone()).into())
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(Value::Null))
    }

    fn accepts(found: &Type) -> bool {
        is_readable(found)
    }
}

fn load(found: &Type, raw: &[u8]) -> Option<Value> {
    let micros = || raw.try_into().ok().map(i64::from_be_bytes)?.checked_add(EPOCH * 1_000_000);
    Some(match *found {
        Type::BOOL => Value::Bool(raw.first().is_some_and(|byte| *byte != 0)),
        Type::INT2 => Value::Int(i16::from_be_bytes(raw.try_into().ok()?).into()),
        Type::INT4 => Value::Int(i32::from_be_bytes(raw.try_into().ok()?).into()),
        Type::INT8 => Value::Int(i64::from_be_bytes(raw.try_into().ok()?)),
        Type::BYTEA => Value::Bytes(raw.to_vec()),
        Type::UUID => Value::Uuid(Uuid::from_slice(raw).ok()?),
        // A date that is "infinity" has no value of ours, and does not fit the calendar.
        Type::TIMESTAMPTZ => Value::Instant(DateTime::from_timestamp_micros(micros()?)?),
        Type::TIMESTAMP => Value::LocalDateTime(DateTime::from_timestamp_micros(micros()?)?.naive_utc()),
        Type::DATE => {
            let days = TimeDelta::try_days(i32::from_be_bytes(raw.try_into().ok()?).into())?;
            Value::Date(DateTime::from_timestamp(EPOCH, 0)?.date_naive().checked_add_signed(days)?)
        }
        _ => Value::Text(std::str::from_utf8(raw).ok()?.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(value: &Value, wanted: &Type) -> Option<Vec<u8>> {
        check(value, wanted).unwrap();
        let mut out = BytesMut::new();
        match Bound(value).to_sql(wanted, &mut out).unwrap() {
            IsNull::Yes => None,
            IsNull::No => Some(out.to_vec()),
        }
    }

    fn local(text: &str) -> NaiveDateTime {
        text::parse_local_date_time(text).unwrap()
    }

    #[test]
    fn every_value_comes_back_as_it_was_sent() {
        let at = DateTime::from_timestamp_micros(-86_400_000_001).unwrap();
        for (value, wanted) in [
            (Value::Bool(true), Type::BOOL),
            (Value::Int(i64::MIN), Type::INT8),
            (Value::Int(-7), Type::INT4),
            (Value::Int(-7), Type::INT2),
            (Value::from("Zoë"), Type::TEXT),
            (Value::Bytes(vec![0, 255]), Type::BYTEA),
            (Value::Uuid(Uuid::from_u128(0x1957)), Type::UUID),
            (Value::Instant(at), Type::TIMESTAMPTZ),
            (Value::LocalDateTime(local("0000-01-01T00:00:00")), Type::TIMESTAMP),
            (Value::LocalDateTime(local("9999-12-31T23:59:59")), Type::TIMESTAMP),
            (Value::Date(NaiveDate::from_ymd_opt(1957, 3, 1).unwrap()), Type::DATE),
            (Value::Date(NaiveDate::from_ymd_opt(0, 1, 1).unwrap()), Type::DATE),
        ] {
            let raw = sent(&value, &wanted).unwrap();
            assert!(load(&wanted, &raw) == Some(value), "{wanted}");
        }
        assert_eq!(sent(&Value::Null, &Type::UUID), None);
    }

    #[test]
    fn the_formats_are_those_of_the_server() {
        // From the server: `SELECT encode(timestamptz_send('2026-03-01 18:00:00.000001Z'), 'hex')`, and so on.
        let at = text::parse_instant("2026-03-01T18:00:00.000001Z").unwrap();
        assert_eq!(sent(&at.into(), &Type::TIMESTAMPTZ).unwrap(), 825_703_200_000_001_i64.to_be_bytes());
        let day = NaiveDate::from_ymd_opt(2000, 1, 2);
        assert_eq!(sent(&day.into(), &Type::DATE).unwrap(), [0, 0, 0, 1]);
    }

    #[test]
    fn what_is_finer_than_is_kept_is_cut_off_on_either_side_of_the_epoch() {
        for (nanoseconds, micros) in [(1_999, 1), (1_000_000_999, 999_999)] {
            for seconds in [-1_000_000_001_i64, 1_000_000_001] {
                let at =
                    DateTime::from_timestamp(seconds - seconds.rem_euclid(60) + 59, nanoseconds).unwrap();
                let whole = DateTime::from_timestamp(at.timestamp(), 0).unwrap();
                assert_eq!(instant(at).unwrap() - instant(whole).unwrap(), micros);
            }
        }
        let half = local("2026-03-01T18:00:00") + TimeDelta::milliseconds(500);
        assert_eq!(local_date_time(half), local_date_time(local("2026-03-01T18:00:00")));
    }

    #[test]
    fn text_forms_are_sent_as_the_types_they_stand_for() {
        let id = Value::from("018f0d2e-7c1a-7b3e-9f00-0123456789ab");
        assert_eq!(sent(&id, &Type::UUID).unwrap()[..2], [0x01, 0x8f]);
        assert_eq!(sent(&Value::from("2000-01-01"), &Type::DATE).unwrap(), [0; 4]);
        assert_eq!(sent(&Value::Int(1), &Type::BOOL).unwrap(), [1]);
    }

    #[test]
    fn what_does_not_fit_is_refused_before_it_is_sent() {
        let year_10_000 = Value::from(NaiveDate::from_ymd_opt(10_000, 1, 1));
        assert_eq!(check(&year_10_000, &Type::DATE), Err(Fault::Engine("value.out-of-range")));
        assert_eq!(check(&Value::from("a\0"), &Type::TEXT), Err(Fault::Engine("value.nul")));
        for (value, wanted) in [
            (Value::from("many"), Type::INT8),
            (Value::Int(2), Type::BOOL),
            (Value::Int(1 << 40), Type::INT4),
            (Value::Int(1), Type::TEXT),
            (Value::from("not an identifier"), Type::UUID),
            (Value::Int(1), Type::NUMERIC),
        ] {
            assert_eq!(check(&value, &wanted), Err(MISFIT), "{value:?} as {wanted}");
        }
    }

    #[test]
    fn what_has_no_value_of_ours_is_refused_and_not_rounded() {
        assert!(!is_readable(&Type::NUMERIC) && !is_readable(&Type::FLOAT8) && is_readable(&Type::INT4));
        for infinity in [i64::MAX, i64::MIN] {
            assert!(load(&Type::TIMESTAMPTZ, &infinity.to_be_bytes()).is_none());
        }
        assert!(load(&Type::DATE, &i32::MAX.to_be_bytes()).is_none());
    }
}
