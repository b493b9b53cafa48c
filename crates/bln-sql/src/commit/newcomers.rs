//! The change set of an import: many people who are new, each with how they belong and what they agreed to.
//!
//! As the contract orders them, the statements change from table to table with each person. Where nothing but new
//! records is written, they may as well go table by table: neighbours then have the same text, which an engine runs
//! faster (one preparation, one tree, a `COPY`). Only what is told of a change set that is refused depends on the
//! order. So one that is refused is tried again in the order of the contract, which finds what is wrong first.

use std::{collections::BTreeSet, sync::LazyLock};

use bln_store::{Changes, Expected, Write};

use super::{log, plan::Plan};
use crate::{Statement, Value};

/// From how many new people on it is worth it.
const MANY: usize = 8;

/// How many entries of a log are written by one statement.
const ROWS: usize = 50;

/// Statements that write many entries of a log at once: of the audit, and of the outbox.
static LOGS: LazyLock<[(&str, String); 2]> =
    LazyLock::new(|| [log::AUDIT, log::NOTICE].map(|one| (one, many_rows(one))));

/// The statements that only such a change set needs.
pub(crate) fn statements() -> impl Iterator<Item = &'static str> {
    LOGS.iter().map(|(_, many)| many.as_str())
}

/// Whether all that is written is people who are new and what is theirs, each after the person it belongs to.
pub(super) fn only(changes: &Changes) -> bool {
    let mut before_their_person = BTreeSet::new();
    let mut people = 0;
    for write in changes.writes() {
        let in_order = match write {
            Write::Person(person, Expected::New) => {
                people += 1;
                !before_their_person.contains(&person.id())
            }
            Write::Membership(membership, Expected::New) => {
                before_their_person.insert(membership.person());
                true
            }
            Write::Consent { person, expected: Expected::New, .. } => {
                before_their_person.insert(*person);
                true
            }
            _ => false,
        };
        if !in_order {
            return false;
        }
    }
    people >= MANY && changes.pins().is_empty()
}

/// The statements of such a plan table by table, those of a table in their order. A table comes where its first
/// statement was, so that what a row refers to comes before it.
pub(super) fn by_table(plan: Plan) -> Vec<Statement> {
    let mut tables: Vec<(&'static str, Vec<Statement>)> = Vec::new();
    for statement in plan.into_statements() {
        let known = tables.iter_mut().find(|(sql, _)| std::ptr::eq(*sql, statement.sql));
        match known {
            Some((_, statements)) => statements.push(statement),
            None => tables.push((statement.sql, vec![statement])),
        }
    }
    tables.into_iter().flat_map(|(sql, statements)| at_once(sql, statements)).collect()
}

/// The same entries of a log by fewer statements. Everything else is left as it is.
fn at_once(sql: &'static str, mut statements: Vec<Statement>) -> Vec<Statement> {
    let Some((_, many)) = LOGS.iter().find(|(one, _)| *one == sql) else { return statements };
    let whole = statements.len() / ROWS * ROWS;
    let rest = statements.split_off(whole);
    let mut fewer = Vec::with_capacity(whole / ROWS + rest.len());
    let mut params: Vec<Value> = Vec::new();
    for (row, statement) in (1..).zip(statements) {
        params.extend(statement.params);
        if row % ROWS == 0 {
            fewer.push(Statement::new(many, std::mem::take(&mut params)));
        }
    }
    fewer.extend(rest);
    fewer
}

/// The statement that does what so many of this one do: the first draws the next position, the second the one after
/// it, and so on. The last position there was is looked up once, and placeholders are numbered on.
fn many_rows(one: &str) -> String {
    let (head, row) = one.split_once(" VALUES ((SELECT ").unwrap_or((one, ""));
    let (next, rest) = row.split_once("), ?1").unwrap_or((row, ""));
    let rest = format!("?1{rest}");
    let last = next.replacen(" + 1 FROM", " AS position FROM", 1);
    let mut place = 0;
    let rows = (1..=ROWS).map(|number| {
        let mut pieces = rest.split('?');
        let mut numbered = format!("((SELECT position FROM last) + {number}, ");
        numbered.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            place += 1;
            numbered.push_str(&format!("?{place}{}", piece.trim_start_matches(|c: char| c.is_ascii_digit())));
        }
        numbered
    });
    let rows: Vec<String> = rows.collect();
    format!("WITH last AS (SELECT {last}) {head} VALUES {}", rows.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_for_many_rows_draws_positions_one_after_another() {
        let one = "INSERT INTO log (position, a, b) \
            VALUES ((SELECT coalesce(max(position), 0) + 1 FROM log), ?1, ?2)";
        let many = many_rows(one);
        let row = |n: usize| format!("((SELECT position FROM last) + {n}, ?{}, ?{})", 2 * n - 1, 2 * n);
        let rows: Vec<_> = (1..=ROWS).map(row).collect();
        let last = "WITH last AS (SELECT coalesce(max(position), 0) AS position FROM log)";
        assert_eq!(many, format!("{last} INSERT INTO log (position, a, b) VALUES {}", rows.join(", ")));
    }

    #[test]
    fn entries_of_a_log_are_written_many_at_once_and_the_rest_one_by_one() {
        let params = |n: i64| vec![Value::Int(n); 8];
        let statements =
            |count| (0..count).map(|n| Statement::new(log::AUDIT, params(n))).collect::<Vec<_>>();
        for (count, whole, rest) in [(0, 0, 0), (49, 0, 49), (50, 1, 0), (127, 2, 27)] {
            let fewer = at_once(log::AUDIT, statements(count));
            assert_eq!(fewer.len(), whole + rest, "{count}");
            let all: Vec<_> = fewer.iter().flat_map(|statement| statement.params.clone()).collect();
            assert_eq!(all, (0..count).flat_map(params).collect::<Vec<_>>());
        }
        let others = vec![Statement::new("SELECT 1", vec![]); 60];
        assert_eq!(at_once("SELECT 1", others.clone()), others);
    }
}
