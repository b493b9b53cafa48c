//! The shape of a table, as data.

use crate::{Row, RowError, Value};

/// A table of the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table {
    pub(crate) name: &'static str,
    pub(crate) columns: &'static [Column],
    /// How many of the columns, from the first, are the primary key.
    pub(crate) key: usize,
}

impl Table {
    /// Its name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Its columns, in the order of its definition.
    #[must_use]
    pub const fn columns(&self) -> &'static [Column] {
        self.columns
    }

    /// The columns of its primary key, in the order of the key. They are its first columns.
    #[must_use]
    pub const fn key(&self) -> &'static [Column] {
        self.columns.split_at(self.key).0
    }
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
}

impl Column {
    /// Its name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// What it holds.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }
}

/// What a column holds where it holds anything: one of the tokens of [`ColumnTypes`](crate::ColumnTypes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// An identifier.
    Uuid,
    /// A moment, to the microsecond.
    Instant,
    /// A day of the calendar.
    Date,
    /// What a clock on the wall shows, to the second.
    LocalDateTime,
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// Bytes.
    Bytes,
}

impl Kind {
    /// The native value of this kind in a column of a row, whichever form the engine returned it in.
    ///
    /// # Errors
    ///
    /// [`RowError`] when the column holds something else.
    ///
    /// # Examples
    ///
    /// ```
    /// use bln_sql::{Kind, Row, Value};
    ///
    /// let row = Row::new(vec!["2026-03-01T18:00:00".into()]);
    /// assert!(matches!(Kind::LocalDateTime.read(&row, 0)?, Value::LocalDateTime(_)));
    /// assert!(Kind::Date.read(&row, 0).is_err());
    /// # Ok::<(), bln_sql::RowError>(())
    /// ```
    pub fn read(self, row: &Row, column: usize) -> Result<Value, RowError> {
        Ok(match self {
            Self::Uuid => row.opt_uuid(column)?.into(),
            Self::Instant => row.opt_instant(column)?.into(),
            Self::Date => row.opt_date(column)?.into(),
            Self::LocalDateTime => row.opt_local_date_time(column)?.into(),
            Self::Text => row.opt_text(column)?.into(),
            Self::Integer => row.opt_int(column)?.into(),
            Self::Bytes => row.opt_bytes(column)?.map(<[u8]>::to_vec).into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_by_its_kind_from_either_form_and_null_from_any() {
        let row = Row::new(vec![
            "00000000-0000-0000-0000-000000000011".into(),
            "2026-03-01T18:00:00.000001Z".into(),
            "2026-03-01".into(),
            "2026-03-01T18:00:00".into(),
            "RX1".into(),
            7_i64.into(),
            vec![0_u8, 1].into(),
        ]);
        let kinds = [
            Kind::Uuid,
            Kind::Instant,
            Kind::Date,
            Kind::LocalDateTime,
            Kind::Text,
            Kind::Integer,
            Kind::Bytes,
        ];
        let native = Row::new((0..).zip(kinds).map(|(at, kind)| kind.read(&row, at).unwrap()).collect());
        assert!(matches!(
            native.values()[..4],
            [Value::Uuid(_), Value::Instant(_), Value::Date(_), Value::LocalDateTime(_)]
        ));
        for (at, kind) in kinds.into_iter().enumerate() {
            assert_eq!(kind.read(&native, at).as_ref(), Ok(&native.values()[at]), "{kind:?} of itself");
            assert_eq!(kind.read(&Row::new(vec![Value::Null]), 0), Ok(Value::Null), "{kind:?}");
            let other = if kind == Kind::Integer { Value::from("7") } else { Value::Int(7) };
            assert!(kind.read(&Row::new(vec![other]), 0).is_err(), "{kind:?}");
        }
    }
}
