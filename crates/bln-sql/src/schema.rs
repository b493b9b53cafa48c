//! The relational schema, written once for every engine.

use crate::{ColumnTypes, Migration};

/// Marks a file as a staff network's: "BLN1" in ASCII. SQLite keeps it in the file's header
/// (<https://www.sqlite.org/fileformat2.html#application_id>). It never changes.
pub const APPLICATION_ID: i32 = 0x424c_4e31;

const NETWORK: &str = include_str!("schema/0001_network.sql");
const PRIVACY: &str = include_str!("schema/0002_privacy.sql");
const SURVEYS: &str = include_str!("schema/0003_surveys.sql");
const WORDS: &str = include_str!("schema/0004_words.sql");
const REMINDERS: &str = include_str!("schema/0005_reminders.sql");
const LEGACY: &str = include_str!("schema/0006_legacy.sql");
const BULLETIN: &str = include_str!("schema/0007_bulletin.sql");
const RESOURCE_FIGURES: &str = include_str!("schema/0008_resource_figures.sql");

/// Every step of the schema, in an engine's own types.
///
/// The tables are for people too: `docs/schema.md` says what an analyst finds in them.
///
/// # Examples
///
/// ```
/// # let types = bln_sql::ColumnTypes {
/// #     uuid: "TEXT", instant: "TEXT", date: "TEXT", local_date_time: "TEXT", text: "TEXT", integer: "INTEGER",
/// #     boolean: "INTEGER", bytes: "BLOB", table_options: "STRICT", keyed_table_options: "STRICT, WITHOUT ROWID",
/// #     random_uuid: "hex(randomblob(16))",
/// # };
/// let steps = bln_sql::migrations(&types);
/// assert_eq!(steps[0].version, 1);
/// ```
#[must_use]
pub fn migrations(types: &ColumnTypes) -> Vec<Migration> {
    vec![
        Migration::render(1, "network", &statements(NETWORK), types),
        Migration::render(2, "privacy", &statements(PRIVACY), types),
        Migration::render(3, "surveys", &statements(SURVEYS), types),
        Migration::render(4, "words", &statements(WORDS), types),
        Migration::render(5, "reminders", &statements(REMINDERS), types),
        Migration::render(6, "legacy", &statements(LEGACY), types),
        Migration::render(7, "bulletin", &statements(BULLETIN), types),
        Migration::render(8, "resource_figures", &statements(RESOURCE_FIGURES), types),
    ]
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
        keyed_table_options: "STRICT, WITHOUT ROWID",
        random_uuid: "hex(randomblob(16))",
    };

    const FILES: [&str; 8] =
        [NETWORK, PRIVACY, SURVEYS, WORDS, REMINDERS, LEGACY, BULLETIN, RESOURCE_FIGURES];

    /// The names after a phrase such as `CREATE TABLE `, in order.
    fn names(text: &'static str, phrase: &str) -> Vec<&'static str> {
        let starts = text.lines().filter_map(|line| line.strip_prefix(phrase));
        starts.filter_map(|rest| rest.split_whitespace().next()).collect()
    }

    /// What a table is called after the step that makes it.
    fn at_last(table: &'static str) -> &'static str {
        let renamed = PRIVACY.lines().filter_map(|line| line.strip_prefix("ALTER TABLE "));
        let renamed = renamed.filter_map(|rest| rest.trim_end_matches(';').split_once(" RENAME TO "));
        renamed.into_iter().find(|(from, _)| *from == table).map_or(table, |(_, to)| to)
    }

    /// The verb of each line of a statement that has one.
    fn verbs(statement: &str) -> Vec<&str> {
        let verbs = ["CREATE", "INSERT", "DROP", "ALTER", "UPDATE", "DELETE"];
        statement
            .lines()
            .filter_map(|line| line.split_once(' ').map(|(verb, _)| verb))
            .filter(|verb| verbs.contains(verb))
            .collect()
    }

    #[test]
    fn every_token_is_one_that_a_driver_replaces() {
        for statement in migrations(&TYPES).iter().flat_map(|step| &step.statements) {
            assert!(!statement.contains(['{', '}']), "{statement}");
        }
    }

    #[test]
    fn every_statement_makes_one_thing() {
        for statement in FILES.into_iter().flat_map(statements) {
            assert!(verbs(statement).len() == 1 && statement.ends_with(';'), "{statement}");
        }
        let statements = statements(NETWORK);
        let things = ["CREATE TABLE ", "CREATE INDEX ", "CREATE UNIQUE INDEX ", "CREATE VIEW "];
        assert_eq!(statements.len(), things.iter().map(|thing| names(NETWORK, thing).len()).sum::<usize>());
    }

    /// A later step changes a table in one way: it makes a new one, fills it from the old, which goes, and gives it the
    /// name. Whatever else it fills, it fills from what is there, and takes nothing away but a view that it makes again.
    #[test]
    fn a_later_step_loses_nothing() {
        let dropped = names(PRIVACY, "DROP TABLE ");
        let renamed: Vec<_> =
            names(PRIVACY, "CREATE TABLE ").into_iter().filter(|table| at_last(table) != *table).collect();
        let end = |name: &&'static str| name.trim_end_matches(';');
        assert_eq!(
            dropped.iter().map(end).collect::<Vec<_>>(),
            renamed.iter().map(|table| at_last(table)).collect::<Vec<_>>()
        );
        for (new, old) in renamed.iter().zip(&dropped) {
            let place = |text: &str| PRIVACY.find(text).unwrap_or_else(|| panic!("{text}"));
            let filled = place(&format!("INSERT INTO {new}"));
            assert!(place(&format!("CREATE TABLE {new} ")) < filled);
            assert!(filled < place(&format!("DROP TABLE {old}")));
            assert!(place(&format!("DROP TABLE {old}")) < place(&format!("ALTER TABLE {new} ")));
        }
        for view in names(PRIVACY, "DROP VIEW ").iter().map(end) {
            assert!(names(PRIVACY, "CREATE VIEW ").contains(&view), "{view}");
        }
        for statement in statements(PRIVACY) {
            assert!(!["UPDATE", "DELETE"].contains(&verbs(statement)[0]), "{statement}");
        }
        assert_eq!(statements(SURVEYS).len(), names(SURVEYS, "CREATE TABLE ").len());
    }

    /// What belongs to a survey has no column by which it could be put in order, or be told to be a person's; and no
    /// number of its own that an engine would give it.
    #[test]
    fn ballots_and_answers_have_neither_an_instant_nor_a_person_nor_an_order() {
        let tables: Vec<_> =
            statements(SURVEYS).into_iter().filter(|table| !table.contains("TABLE survey (")).collect();
        assert_eq!(tables.len(), 3);
        for table in tables {
            let timed = ["{instant}", "{date}", "{local_date_time}"].iter().any(|kind| table.contains(kind));
            assert!(!timed && !table.contains("person (") && !table.contains("UNIQUE"), "{table}");
            assert!(table.ends_with(") {keyed_table_options};"), "{table}");
            assert_ne!(table.contains(" hash {bytes}"), table.contains(" answer {uuid}"), "{table}");
        }
    }

    #[test]
    fn every_table_has_a_primary_key_and_says_what_it_is_for() {
        let all = FILES.into_iter().flat_map(statements);
        for statement in all.filter(|statement| statement.contains("CREATE TABLE")) {
            assert!(statement.contains("PRIMARY KEY"), "{statement}");
            let ends = [") {table_options};", ") {keyed_table_options};"];
            assert!(ends.iter().any(|end| statement.ends_with(end)), "{statement}");
        }
    }

    #[test]
    fn the_page_for_analysts_has_every_table_column_and_view() {
        let page = include_str!("../../../docs/schema.md");
        for name in FILES.into_iter().flat_map(|text| {
            let views = names(text, "CREATE VIEW ");
            names(text, "CREATE TABLE ").into_iter().map(at_last).chain(views)
        }) {
            assert!(page.contains(&format!("### `{name}`")), "docs/schema.md lacks {name}");
        }
        let lines = FILES.into_iter().flat_map(str::lines);
        for line in lines.filter(|line| line.starts_with("    ") && line.contains(" {")) {
            let column = line.split_whitespace().next().unwrap();
            // What fills a table names types too.
            if !column.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
                continue;
            }
            assert!(page.contains(&format!("`{column}`")), "docs/schema.md lacks the column {column}");
        }
    }
}
