//! One row of an answer, read by column number and type.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use uuid::Uuid;

use crate::{Value, text};

/// One row of an answer.
///
/// Each accessor takes the column's number, from 0 in the order of the `SELECT`, and accepts both the native value
/// and what an engine without that type returns for it: the text form of [`crate::text`], or 0 and 1 for a boolean.
/// The `opt_` accessors give `None` for NULL; the others refuse it.
///
/// # Examples
///
/// ```
/// use bln_sql::{Row, Value};
///
/// let row = Row::new(vec![Value::from("RX1"), Value::Null, Value::Int(1)]);
/// assert_eq!(row.text(0)?, "RX1");
/// assert_eq!(row.opt_instant(1)?, None);
/// assert!(row.bool(2)?);
/// assert!(row.int(0).is_err());
/// # Ok::<(), bln_sql::RowError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row(Vec<Value>);

/// A column that does not hold what its reader expects: the schema and the code disagree. Carries no content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("column {column} does not hold {expected}")]
pub struct RowError {
    /// The column's number, from 0.
    pub column: usize,
    /// What was expected, for a reader of a log.
    pub expected: &'static str,
}

impl Row {
    /// A row of these values, in the order of the `SELECT`.
    #[must_use]
    pub const fn new(values: Vec<Value>) -> Self {
        Self(values)
    }

    /// The values, in the order of the `SELECT`.
    #[must_use]
    pub fn values(&self) -> &[Value] {
        &self.0
    }

    /// The yes or no in a column.
    ///
    /// # Errors
    ///
    /// [`RowError`] when the column holds something else or is absent.
    pub fn bool(&self, column: usize) -> Result<bool, RowError> {
        self.present(column, "a boolean", as_bool)
    }

    /// The yes or no in a column, or `None`.
    ///
    /// # Errors
    ///
    /// [`RowError`] when the column holds something else or is absent.
    pub fn opt_bool(&self, column: usize) -> Result<Option<bool>, RowError> {
        self.optional(column, "a boolean or null", as_bool)
    }

    /// The whole number in a column.
    ///
    /// # Errors
    ///
    /// [`RowError`] when the column holds something else or is absent.
    pub fn int(&self, column: usize) -> Result<i64, RowError> {
        self.present(column, "a whole number", as_int)
    }

    /// The whole number in a column, or `None`.
    ///
    /// # Errors
    ///
    /// [`RowError`] when the column holds something else or is absent.
    pub fn opt_int(&self, column: usize) -> Result<Option<i64>, RowError> {
        self.optional(column, "a whole number or null", as_int)
    }

    /// The text in a column.
    ///
    /// # Errors
    ///
    /// [`RowError`] when the column holds something else or is absent.
    pub fn text(&self, column: usize) -> Result<&str, RowError> {
        self.present(column, "text", as_text)
    }

    /// The text in a column, or `None`.
    ///
    /// # Errors
    ///
    /// [`RowError`] when the column holds something else or is absent.
    pub fn opt_text(&self, column: usize) -> Result<Option<&str>, RowError> {
        self.optional(column, "text or null", as_text)
    }

    /// The identifier in a column.
    ///
    /// # Errors
    ///
    /// [`RowError`] when the column holds something else or is absent.
    pub fn uuid(&self, column: usize) -> Result<Uuid, RowError> {
        self.present(column, "an identifier", as_uuid)
    }

    /// The identifier in a column, or `None`.
    ///
    /// # Errors
    ///
    /// [`RowError`] when the column holds something else or is absent.
    pub fn opt_uuid(&self, column: usize) -> Result<Option<Uuid>, RowError> {
        self.optional(column, "an identifier or null", as_uuid)
    }

    /// The instant in a column.
    ///
    /// # Errors
    ///
    /// [`RowError`] when the column holds something else or is absent.
    pub fn instant(&self, column: usize) -> Result<DateTime<Utc>, RowError> {
        self.present(column, "an instant", as_instant)
    }

    /// The instant in a column, or `None`.
    ///
    /// # Errors
    ///
    /// [`RowError`] when the column holds something else or is absent.
    pub fn opt_instant(&self, column: usize) -> Result<Option<DateTime<Utc>>, RowError> {
        self.optional(column, "an instant or null", as_instant)
    }

    /// The date in a column.
    ///
    /// # Errors
    ///
    /// [`RowError`] when the column holds something else or is absent.
    pub fn date(&self, column: usize) -> Result<NaiveDate, RowError> {
        self.present(column, "a date", as_date)
    }

    /// The date in a column, or `None`.
    ///
    /// # Errors
    ///
    /// [`RowError`] when the column holds something else or is absent.
    pub fn opt_date(&self, column: usize) -> Result<Option<NaiveDate>, RowError> {
        self.optional(column, "a date or null", as_date)
    }

    /// The local date-time in a column.
    ///
    /// # Errors
    ///
    /// [`RowError`] when the column holds something else or is absent.
    pub fn local_date_time(&self, column: usize) -> Result<NaiveDateTime, RowError> {
        self.present(column, "a local date-time", as_local_date_time)
    }

    /// The local date-time in a column, or `None`.
    ///
    /// # Errors
    ///
    /// [`RowError`] when the column holds something else or is absent.
    pub fn opt_local_date_time(&self, column: usize) -> Result<Option<NaiveDateTime>, RowError> {
        self.optional(column, "a local date-time or null", as_local_date_time)
    }

    /// The bytes in a column.
    ///
    /// # Errors
    ///
    /// [`RowError`] when the column holds something else or is absent.
    pub fn bytes(&self, column: usize) -> Result<&[u8], RowError> {
        self.present(column, "bytes", as_bytes)
    }

    /// The bytes in a column, or `None`.
    ///
    /// # Errors
    ///
    /// [`RowError`] when the column holds something else or is absent.
    pub fn opt_bytes(&self, column: usize) -> Result<Option<&[u8]>, RowError> {
        self.optional(column, "bytes or null", as_bytes)
    }

    fn present<'a, T>(
        &'a self,
        column: usize,
        expected: &'static str,
        read: impl Fn(&'a Value) -> Option<T>,
    ) -> Result<T, RowError> {
        self.0.get(column).and_then(read).ok_or(RowError { column, expected })
    }

    fn optional<'a, T>(
        &'a self,
        column: usize,
        expected: &'static str,
        read: impl Fn(&'a Value) -> Option<T>,
    ) -> Result<Option<T>, RowError> {
        match self.0.get(column) {
            Some(Value::Null) => Ok(None),
            _ => self.present(column, expected, read).map(Some),
        }
    }
}

const fn as_bool(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(value) => Some(*value),
        Value::Int(0) => Some(false),
        Value::Int(1) => Some(true),
        _ => None,
    }
}

const fn as_int(value: &Value) -> Option<i64> {
    if let Value::Int(value) = value { Some(*value) } else { None }
}

const fn as_text(value: &Value) -> Option<&str> {
    if let Value::Text(value) = value { Some(value.as_str()) } else { None }
}

const fn as_bytes(value: &Value) -> Option<&[u8]> {
    if let Value::Bytes(value) = value { Some(value.as_slice()) } else { None }
}

fn as_uuid(value: &Value) -> Option<Uuid> {
    match value {
        Value::Uuid(value) => Some(*value),
        Value::Text(value) => text::parse_uuid(value),
        _ => None,
    }
}

fn as_instant(value: &Value) -> Option<DateTime<Utc>> {
    match value {
        Value::Instant(value) => Some(*value),
        Value::Text(value) => text::parse_instant(value),
        _ => None,
    }
}

fn as_date(value: &Value) -> Option<NaiveDate> {
    match value {
        Value::Date(value) => Some(*value),
        Value::Text(value) => text::parse_date(value),
        _ => None,
    }
}

fn as_local_date_time(value: &Value) -> Option<NaiveDateTime> {
    match value {
        Value::LocalDateTime(value) => Some(*value),
        Value::Text(value) => text::parse_local_date_time(value),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_reads_the_same_from_its_native_and_its_text_form() {
        let date = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
        let local = date.and_hms_opt(18, 0, 0).unwrap();
        let id = Uuid::from_u128(17);
        let native =
            Row::new(vec![id.into(), local.and_utc().into(), date.into(), local.into(), true.into()]);
        let stored = Row::new(vec![
            "00000000-0000-0000-0000-000000000011".into(),
            "2026-03-01T18:00:00.000000Z".into(),
            "2026-03-01".into(),
            "2026-03-01T18:00:00".into(),
            1_i64.into(),
        ]);
        for row in [native, stored] {
            assert_eq!(row.uuid(0), Ok(id));
            assert_eq!(row.opt_uuid(0), Ok(Some(id)));
            assert_eq!(row.instant(1), Ok(local.and_utc()));
            assert_eq!(row.opt_instant(1), Ok(Some(local.and_utc())));
            assert_eq!(row.date(2), Ok(date));
            assert_eq!(row.opt_date(2), Ok(Some(date)));
            assert_eq!(row.local_date_time(3), Ok(local));
            assert_eq!(row.opt_local_date_time(3), Ok(Some(local)));
            assert_eq!(row.bool(4), Ok(true));
            assert_eq!(row.opt_bool(4), Ok(Some(true)));
        }
    }

    #[test]
    fn text_numbers_and_bytes_read_as_themselves() {
        let row = Row::new(vec!["RJZ".into(), 7_i64.into(), vec![0_u8, 1].into()]);
        assert_eq!((row.text(0), row.opt_text(0)), (Ok("RJZ"), Ok(Some("RJZ"))));
        assert_eq!((row.int(1), row.opt_int(1)), (Ok(7), Ok(Some(7))));
        assert_eq!((row.bytes(2), row.opt_bytes(2)), (Ok([0, 1].as_slice()), Ok(Some([0, 1].as_slice()))));
        assert_eq!(row.values().len(), 3);
    }

    #[test]
    fn null_is_none_where_it_may_be_and_an_error_where_it_may_not() {
        let row = Row::new(vec![Value::Null]);
        assert_eq!(row.opt_text(0), Ok(None));
        assert_eq!(row.text(0), Err(RowError { column: 0, expected: "text" }));
    }

    #[test]
    fn an_absent_column_is_an_error_even_where_null_is_allowed() {
        let row = Row::new(vec![]);
        assert_eq!(row.opt_int(0), Err(RowError { column: 0, expected: "a whole number or null" }));
    }

    #[test]
    fn an_error_names_the_column_and_never_what_it_holds() {
        let row = Row::new(vec![Value::from("sample.person.17@example.org"), Value::Int(2)]);
        let error = row.instant(0).unwrap_err();
        assert_eq!(error.to_string(), "column 0 does not hold an instant");
        assert!(!format!("{error:?}{row:?}").contains("sample"));
        assert_eq!(row.bool(1).unwrap_err().to_string(), "column 1 does not hold a boolean");
    }
}
