//! A change set that only adds: the people of an import, or the registrations of a desk when booking opens.
//!
//! As the contract orders them, the statements change from table to table with each record. Where nothing but new
//! records is written, they may as well go table by table: neighbours then have the same text, which an engine runs
//! faster (one preparation, one tree, many rows by one statement, a `COPY`). Only what is told of a change set that is
//! refused depends on the order. So one that is refused is tried again in the order of the contract, which finds what is
//! wrong first.

use std::{collections::BTreeSet, sync::LazyLock};

use bln_store::{Changes, Expected, Write};

use super::{log, outbox, plan::Plan, registration};
use crate::{Guard, Statement, Value};

/// From how many new records on it is worth it.
const MANY: usize = 8;

/// How many rows are written by one statement.
const ROWS: usize = 16;

/// From how many rows on an engine may be quicker with the insertions as they are: it can copy them.
const COPIED: usize = 64;

/// Statements that write one row, and those that write many of the same kind at once.
static AT_ONCE: LazyLock<[(&str, Many); 5]> = LazyLock::new(|| {
    [log::AUDIT, outbox::NOTICE, log::RECEIPT, registration::INSERT, registration::STEP]
        .map(|one| (one, Many::of(one)))
});

/// A statement that writes many rows.
#[derive(Debug, PartialEq, Eq)]
struct Many {
    sql: String,
    /// Whether it is the better one however many there are: what draws a position or looks for a row cannot be copied.
    always: bool,
}

/// The statements that only such a change set needs.
pub(crate) fn statements() -> impl Iterator<Item = &'static str> {
    AT_ONCE.iter().map(|(_, many)| many.sql.as_str())
}

/// Whether all that is written is new: people and what is theirs, each after the person it belongs to, or
/// registrations beside their event's seats.
pub(super) fn is_for(changes: &Changes) -> bool {
    are_people(changes) || are_registrations(changes)
}

fn are_people(changes: &Changes) -> bool {
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
            Write::Consent { person, expected: Expected::New, .. } | Write::Pseudonym { person, .. } => {
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

/// What is pinned beside registrations is read before anything is written, in either order.
fn are_registrations(changes: &Changes) -> bool {
    let mut registrations = 0;
    for write in changes.writes() {
        match write {
            Write::Registration(change) if change.expected.is_none() => registrations += 1,
            Write::Seats(_, Expected::At(_)) => {}
            _ => return false,
        }
    }
    registrations >= MANY
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

/// The same rows by fewer statements. Everything else is left as it is.
fn at_once(sql: &'static str, mut statements: Vec<Statement>) -> Vec<Statement> {
    let Some((_, many)) = AT_ONCE.iter().find(|(one, _)| *one == sql) else { return statements };
    if !many.always && statements.len() >= COPIED {
        return statements;
    }
    let whole = statements.len() / ROWS * ROWS;
    let rest = statements.split_off(whole);
    let mut fewer = Vec::with_capacity(whole / ROWS + rest.len());
    let (mut params, mut affected): (Vec<Value>, _) = (Vec::new(), Some(0));
    for (row, statement) in (1..).zip(statements) {
        params.extend(statement.params);
        affected = match statement.guard {
            Guard::Rows(rows) => affected.map(|before| before + rows),
            Guard::Any => None,
        };
        if row % ROWS == 0 {
            let all = Statement::new(&many.sql, std::mem::take(&mut params));
            fewer.push(match affected.replace(0) {
                Some(rows) => all.expecting(rows),
                None => all,
            });
        }
    }
    fewer.extend(rest);
    fewer
}

impl Many {
    /// The statement that does what so many of this one do, its placeholders numbered on. Where a position is drawn, the
    /// last there was is looked up once, and the rows follow it.
    fn of(one: &str) -> Self {
        let (head, row) = one.split_once(" VALUES (").unwrap_or((one, ""));
        let (row, end) = row.split_once(") ON CONFLICT ").unwrap_or((row.trim_end_matches(')'), ""));
        let end = if end.is_empty() { String::new() } else { format!(" ON CONFLICT {end}") };
        let drawn = row.strip_prefix("(SELECT ").and_then(|row| row.split_once("), ?1"));
        let (with, rows) = match drawn {
            Some((next, rest)) => {
                let last = next.replacen(" + 1 FROM", " AS position FROM", 1);
                let row = |number| format!("(SELECT position FROM last) + {number}, ?1{rest}");
                (format!("WITH last AS (SELECT {last}) "), (1..=ROWS).map(row).collect::<Vec<_>>())
            }
            None => (String::new(), vec![row.to_owned(); ROWS]),
        };
        let places = placeholders(row).into_iter().max().unwrap_or_default();
        let rows = (0..).zip(rows).map(|(before, row)| format!("({})", numbered_on(&row, before * places)));
        let rows: Vec<String> = rows.collect();
        let always = drawn.is_some() || !end.is_empty();
        Self { sql: format!("{with}{head} VALUES {}{end}", rows.join(", ")), always }
    }
}

/// The numbers of the placeholders of a text.
fn placeholders(text: &str) -> Vec<usize> {
    let digits = |rest: &str| rest.chars().take_while(char::is_ascii_digit).collect::<String>();
    text.split('?').skip(1).filter_map(|rest| digits(rest).parse().ok()).collect()
}

/// The same text with each placeholder so much further on.
fn numbered_on(text: &str, by: usize) -> String {
    let mut pieces = text.split('?');
    let mut numbered = pieces.next().unwrap_or_default().to_owned();
    for (piece, number) in pieces.zip(placeholders(text)) {
        let rest = piece.trim_start_matches(|c: char| c.is_ascii_digit());
        numbered.push_str(&format!("?{}{rest}", number + by));
    }
    numbered
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rows of a statement of many, made by hand.
    fn rows(row: impl Fn(usize) -> String) -> String {
        (0..ROWS).map(row).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn a_statement_for_many_rows_has_their_placeholders_one_after_another() {
        let many = Many::of("INSERT INTO log (a, b) VALUES (?1, ?2)");
        let row = |n: usize| format!("(?{}, ?{})", 2 * n + 1, 2 * n + 2);
        let sql = format!("INSERT INTO log (a, b) VALUES {}", rows(row));
        assert_eq!(many, Many { sql, always: false });
    }

    #[test]
    fn a_statement_for_many_rows_draws_positions_one_after_another() {
        let one = "INSERT INTO log (position, a, b) \
            VALUES ((SELECT coalesce(max(position), 0) + 1 FROM log), ?1, ?2)";
        let row =
            |n: usize| format!("((SELECT position FROM last) + {}, ?{}, ?{})", n + 1, 2 * n + 1, 2 * n + 2);
        let last = "WITH last AS (SELECT coalesce(max(position), 0) AS position FROM log)";
        let sql = format!("{last} INSERT INTO log (position, a, b) VALUES {}", rows(row));
        assert_eq!(Many::of(one), Many { sql, always: true });
    }

    #[test]
    fn what_is_done_about_a_conflict_is_said_once() {
        let one =
            "INSERT INTO a (x, y) VALUES (CASE WHEN ?1 > ?2 THEN ?1 END, ?2) ON CONFLICT (x) DO NOTHING";
        let row = |n: usize| {
            let (x, y) = (2 * n + 1, 2 * n + 2);
            format!("(CASE WHEN ?{x} > ?{y} THEN ?{x} END, ?{y})")
        };
        let sql = format!("INSERT INTO a (x, y) VALUES {} ON CONFLICT (x) DO NOTHING", rows(row));
        assert_eq!(Many::of(one), Many { sql, always: true });
    }

    #[test]
    fn rows_are_written_many_at_once_and_the_rest_one_by_one() {
        let params = |n: i64| vec![Value::Int(n); 9];
        let statements = |sql, count| (0..count).map(|n| Statement::new(sql, params(n))).collect::<Vec<_>>();
        for (count, whole, rest) in [(0, 0, 0), (15, 0, 15), (16, 1, 0), (103, 6, 7)] {
            let fewer = at_once(log::AUDIT, statements(log::AUDIT, count));
            assert_eq!(fewer.len(), whole + rest, "{count}");
            let all: Vec<_> = fewer.iter().flat_map(|statement| statement.params.clone()).collect();
            assert_eq!(all, (0..count).flat_map(params).collect::<Vec<_>>());
        }
        let others = statements("SELECT 1", 60);
        assert_eq!(at_once("SELECT 1", others.clone()), others);
    }

    #[test]
    fn what_can_be_copied_is_left_for_it_when_there_is_enough() {
        let statements = |count| vec![Statement::new(log::RECEIPT, vec![Value::Int(1); 7]); count];
        assert_eq!(at_once(log::RECEIPT, statements(63)).len(), 3 + 15);
        assert_eq!(at_once(log::RECEIPT, statements(64)).len(), 64);
    }

    #[test]
    fn guards_are_added_up() {
        let one = Statement::new(registration::INSERT, vec![Value::Int(1); 10]).expecting(1);
        let fewer = at_once(registration::INSERT, vec![one; 33]);
        let guards: Vec<_> = fewer.iter().map(|statement| statement.guard).collect();
        assert_eq!(guards, [Guard::Rows(16), Guard::Rows(16), Guard::Rows(1)]);
    }
}
