//! What goes into a statement and comes out of a row.

use std::fmt;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use uuid::Uuid;

/// One value of a statement's parameters or of a row.
///
/// A driver binds each variant as its engine's own type. An engine that has no such type keeps the text form of
/// [`crate::text`], and may then return that text: [`crate::Row`] reads either.
///
/// Exhaustive on purpose: a driver must decide how to bind each of them. `Debug` prints the variant and never the
/// content, because a row can hold personal data.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// No value.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Text without a NUL character, which no engine is required to keep.
    Text(String),
    /// An identifier.
    Uuid(Uuid),
    /// A moment, to the microsecond.
    Instant(DateTime<Utc>),
    /// A day of the calendar.
    Date(NaiveDate),
    /// What a clock on the wall shows, to the second, without a zone.
    LocalDateTime(NaiveDateTime),
    /// Bytes that the engine does not look into.
    Bytes(Vec<u8>),
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "Null",
            Self::Bool(_) => "Bool(..)",
            Self::Int(_) => "Int(..)",
            Self::Text(_) => "Text(..)",
            Self::Uuid(_) => "Uuid(..)",
            Self::Instant(_) => "Instant(..)",
            Self::Date(_) => "Date(..)",
            Self::LocalDateTime(_) => "LocalDateTime(..)",
            Self::Bytes(_) => "Bytes(..)",
        })
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<i32> for Value {
    fn from(value: i32) -> Self {
        Self::Int(i64::from(value))
    }
}

impl From<u32> for Value {
    fn from(value: u32) -> Self {
        Self::Int(i64::from(value))
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<Uuid> for Value {
    fn from(value: Uuid) -> Self {
        Self::Uuid(value)
    }
}

impl From<DateTime<Utc>> for Value {
    fn from(value: DateTime<Utc>) -> Self {
        Self::Instant(value)
    }
}

impl From<NaiveDate> for Value {
    fn from(value: NaiveDate) -> Self {
        Self::Date(value)
    }
}

impl From<NaiveDateTime> for Value {
    fn from(value: NaiveDateTime) -> Self {
        Self::LocalDateTime(value)
    }
}

impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Self::Bytes(value)
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_the_variant_and_never_the_content() {
        let values = [
            Value::from("sample.person.17@example.org"),
            Value::from(1_957_i64),
            Value::from(true),
            Value::from(b"secret".to_vec()),
            Value::from(Uuid::from_u128(0x1957)),
            Value::from(NaiveDate::from_ymd_opt(1957, 3, 1)),
        ];
        let shown = format!("{values:?}");
        assert_eq!(shown, "[Text(..), Int(..), Bool(..), Bytes(..), Uuid(..), Date(..)]");
    }

    #[test]
    fn an_absent_value_is_null_and_a_present_one_is_itself() {
        assert_eq!(Value::from(None::<String>), Value::Null);
        assert_eq!(Value::from(Some("RX1")), Value::Text("RX1".to_owned()));
        assert_eq!(Value::from(Some(7_u32)), Value::Int(7));
    }
}
