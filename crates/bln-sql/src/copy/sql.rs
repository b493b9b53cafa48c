//! The statements that read and write whole tables, put together from [`TABLES`].

use std::sync::LazyLock;

use crate::{Column, TABLES, Table};

/// The statements of one table.
#[derive(Debug)]
pub(super) struct TableSql {
    pub(super) table: &'static Table,
    count: String,
    any: String,
    first: String,
    after: String,
    insert: String,
}

static SQL: LazyLock<Vec<TableSql>> = LazyLock::new(|| TABLES.iter().map(TableSql::of).collect());

/// The statements of every table, in the order of [`TABLES`].
pub(super) fn tables() -> &'static [TableSql] {
    &SQL
}

/// Every statement that is put together here.
pub(crate) fn generated() -> impl Iterator<Item = &'static str> {
    tables().iter().flat_map(|sql| [sql.count(), sql.any(), sql.first(), sql.after(), sql.insert()])
}

impl TableSql {
    fn of(table: &'static Table) -> Self {
        let name = table.name();
        let (columns, key) = (names(table.columns()), names(table.key()));
        let values = placeholders(1..=table.columns().len());
        let (last, limit) = (table.key().len(), table.key().len() + 1);
        let after = placeholders(1..=last);
        Self {
            table,
            count: format!("SELECT count(*) FROM {name}"),
            any: format!("SELECT 1 FROM {name} LIMIT 1"),
            first: format!("SELECT {columns} FROM {name} ORDER BY {key} LIMIT ?1"),
            after: format!(
                "SELECT {columns} FROM {name} WHERE ({key}) > ({after}) ORDER BY {key} LIMIT ?{limit}"
            ),
            insert: format!("INSERT INTO {name} ({columns}) VALUES ({values})"),
        }
    }

    /// Counts the rows.
    pub(super) fn count(&'static self) -> &'static str {
        &self.count
    }

    /// Answers with one row if there are any.
    pub(super) fn any(&'static self) -> &'static str {
        &self.any
    }

    /// The first `?1` rows in the order of the key.
    pub(super) fn first(&'static self) -> &'static str {
        &self.first
    }

    /// As many rows as the last parameter says, after those whose key is the other parameters.
    pub(super) fn after(&'static self) -> &'static str {
        &self.after
    }

    /// Adds a row.
    pub(super) fn insert(&'static self) -> &'static str {
        &self.insert
    }
}

fn names(columns: &[Column]) -> String {
    columns.iter().map(Column::name).collect::<Vec<_>>().join(", ")
}

fn placeholders(numbers: impl Iterator<Item = usize>) -> String {
    numbers.map(|number| format!("?{number}")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_paged_by_its_whole_key_and_filled_by_plain_insertions() {
        let sql = tables().iter().find(|sql| sql.table.name() == "person_email").unwrap();
        assert_eq!(
            sql.first(),
            "SELECT address, person, ordinal FROM person_email ORDER BY address LIMIT ?1"
        );
        assert_eq!(sql.insert(), "INSERT INTO person_email (address, person, ordinal) VALUES (?1, ?2, ?3)");
        let sql = tables().iter().find(|sql| sql.table.name() == "event_pillar").unwrap();
        let after = "SELECT event, pillar FROM event_pillar WHERE (event, pillar) > (?1, ?2) \
            ORDER BY event, pillar LIMIT ?3";
        assert_eq!(sql.after(), after);
    }

    #[test]
    fn every_table_has_five_statements() {
        assert_eq!(generated().count(), 5 * TABLES.len());
    }
}
