//! The relational schema, written once for every engine.

use crate::{ColumnTypes, Migration};

/// Marks a file as a staff network's: "BLN1" in ASCII. SQLite keeps it in the file's header
/// (<https://www.sqlite.org/fileformat2.html#application_id>). It never changes.
pub const APPLICATION_ID: i32 = 0x424c_4e31;

const NETWORK: &str = include_str!("schema/0001_network.sql");

/// Every step of the schema, in an engine's own types.
///
/// The tables are for people too: `docs/schema.md` says what an analyst finds in them.
///
/// # Examples
///
/// ```
/// # let types = bln_sql::ColumnTypes {
/// #     uuid: "TEXT", instant: "TEXT", date: "TEXT", local_date_time: "TEXT", text: "TEXT", integer: "INTEGER",
/// #     boolean: "INTEGER", bytes: "BLOB", table_options: "STRICT",
/// # };
/// let steps = bln_sql::migrations(&types);
/// assert_eq!(steps[0].version, 1);
/// ```
#[must_use]
pub fn migrations(types: &ColumnTypes) -> Vec<Migration> {
    vec![Migration::render(1, "network", &statements(NETWORK), types)]
}

/// The statements of a file: each ends with a semicolon at the end of a line.
fn statements(text: &str) -> Vec<&str> {
    text.split_inclusive(";\n").map(str::trim).filter(|statement| !statement.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TYPES: ColumnTypes = ColumnTypes {
        uuid: "TEXT",
        instant: "TEXT",
        date: "TEXT",
        local_date_time: "TEXT",
        text: "TEXT",
        integer: "INTEGER",
        boolean: "INTEGER",
        bytes: "BLOB",
        table_options: "STRICT",
    };

    /// The names after a phrase such as `CREATE TABLE `, in order.
    fn names(phrase: &str) -> Vec<&'static str> {
        let starts = NETWORK.lines().filter_map(|line| line.strip_prefix(phrase));
        starts.filter_map(|rest| rest.split_whitespace().next()).collect()
    }

    #[test]
    fn every_token_is_one_that_a_driver_replaces() {
        for statement in &migrations(&TYPES)[0].statements {
            assert!(!statement.contains(['{', '}']), "{statement}");
        }
    }

    #[test]
    fn every_statement_makes_one_thing() {
        let statements = statements(NETWORK);
        let made = |statement: &&str| statement.lines().filter(|line| line.starts_with("CREATE ")).count();
        assert!(statements.iter().all(|statement| made(statement) == 1 && statement.ends_with(';')));
        let things = ["CREATE TABLE ", "CREATE INDEX ", "CREATE UNIQUE INDEX ", "CREATE VIEW "];
        assert_eq!(statements.len(), things.iter().map(|thing| names(thing).len()).sum::<usize>());
    }

    #[test]
    fn every_table_has_a_primary_key_and_says_what_it_is_for() {
        for statement in statements(NETWORK).iter().filter(|statement| statement.contains("CREATE TABLE")) {
            assert!(statement.contains("PRIMARY KEY"), "{statement}");
            assert!(statement.ends_with(") {table_options};"), "{statement}");
        }
    }

    #[test]
    fn the_page_for_analysts_has_every_table_column_and_view() {
        let page = include_str!("../../../docs/schema.md");
        for table in names("CREATE TABLE ").into_iter().chain(names("CREATE VIEW ")) {
            assert!(page.contains(&format!("### `{table}`")), "docs/schema.md lacks {table}");
        }
        for line in NETWORK.lines().filter(|line| line.starts_with("    ") && line.contains(" {")) {
            let column = line.split_whitespace().next().unwrap();
            assert!(page.contains(&format!("`{column}`")), "docs/schema.md lacks the column {column}");
        }
    }
}
