//! What is made of a statement before it is sent: PostgreSQL's placeholders, and a form that guards itself.

use bln_sql::Guard;

use crate::code::Fault;

/// A statement in PostgreSQL's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sql {
    /// The statement itself.
    pub(crate) plain: String,
    /// The statement, refused with a division by zero unless it affects as many rows as the last parameter says.
    pub(crate) guarded: String,
    /// How many parameters the plain form has.
    pub(crate) parameters: usize,
    /// What it does.
    pub(crate) verb: Verb,
    /// Whether it cannot affect any other number of rows than one.
    pub(crate) is_one_row: bool,
    /// Where its values go, if it does no more than to insert them.
    pub(crate) insert: Option<Insert>,
}

/// What a statement does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    /// It answers with rows.
    Query,
    /// It answers with rows, and says something of the server: it can be neither guarded nor part of a batch.
    Question,
    /// It inserts, updates or deletes.
    Change,
}

/// An insertion of one row of values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Insert {
    /// The table, and its columns in brackets.
    pub(crate) into: String,
    /// What goes into each column.
    pub(crate) items: Vec<Item>,
}

/// What an insertion puts into a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Item {
    /// The parameter at this place, from 0.
    Parameter(usize),
    /// Always the same number.
    Number(i64),
}

impl Sql {
    /// Reads a statement.
    pub(crate) fn of(sql: &str) -> Result<Self, Fault> {
        let (plain, parameters) = placeholders(sql)?;
        let words = words(&plain);
        let outer = |wanted: &str| words.iter().any(|word| word.depth == 0 && word.is(wanted));
        let verb = verb(&words)?;
        // A query's rows are those it returns; a change says which it made with `RETURNING`.
        let returning = if verb == Verb::Change && !outer("RETURNING") { " RETURNING 1" } else { "" };
        let guarded = format!(
            "WITH touched AS ({plain}{returning}) \
             SELECT 1/(CASE WHEN count(*) = ${} THEN 1 ELSE 0 END) FROM touched",
            parameters + 1
        );
        let is_insert = words.first().is_some_and(|word| word.is("INSERT"));
        let is_one_row = is_insert
            && outer("VALUES")
            && !["SELECT", "CONFLICT", "RETURNING"].into_iter().any(outer)
            && is_one_list(&plain, &words);
        let insert = if is_one_row { insert(&plain) } else { None };
        Ok(Self { plain, guarded, parameters, verb, is_one_row, insert })
    }

    /// How many rows the guarded form must be told to expect; `None` when the plain form will do.
    pub(crate) fn expects(&self, guard: Guard) -> Option<u64> {
        match guard {
            Guard::Any => None,
            Guard::Rows(1) if self.is_one_row => None,
            Guard::Rows(rows) => Some(rows),
        }
    }
}

/// A word outside quotes, and in how many brackets it stands.
struct Word<'a> {
    text: &'a str,
    depth: u32,
    end: usize,
}

impl Word<'_> {
    const fn is(&self, wanted: &str) -> bool {
        self.text.eq_ignore_ascii_case(wanted)
    }
}

/// The pieces of a statement outside quotes, each with its place. What is in quotes, `''` and `""` in it included, is
/// left out.
fn outside_quotes(sql: &str) -> impl Iterator<Item = (usize, char)> {
    let mut quote = None;
    sql.char_indices().filter(move |(_, character)| match (quote, *character) {
        (None, '\'' | '"') => {
            quote = Some(*character);
            false
        }
        (Some(open), character) if open == character => {
            quote = None;
            false
        }
        (quote, _) => quote.is_none(),
    })
}

fn words(sql: &str) -> Vec<Word<'_>> {
    let (mut words, mut depth, mut start, mut last) = (Vec::new(), 0_u32, None, 0);
    for (place, character) in outside_quotes(sql) {
        let is_letter = character.is_alphanumeric() || character == '_';
        // Something in quotes ends a word too.
        if let Some(begun) = start.filter(|_| !is_letter || place > last)
            && let Some(text) = sql.get(begun..last)
        {
            words.push(Word { text, depth, end: last });
            start = None;
        }
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if is_letter && start.is_none() => start = Some(place),
            _ => {}
        }
        last = place + character.len_utf8();
    }
    if let Some(text) = start.and_then(|begun| sql.get(begun..last)) {
        words.push(Word { text, depth, end: last });
    }
    words
}

/// `?n` becomes `$n`. Every number from 1 on must be there.
fn placeholders(sql: &str) -> Result<(String, usize), Fault> {
    let (mut plain, mut copied, mut numbers) = (String::with_capacity(sql.len()), 0, Vec::new());
    for (place, _) in outside_quotes(sql).filter(|(_, character)| *character == '?') {
        let rest = sql.get(place + 1..).unwrap_or_default();
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number = rest.get(..digits).and_then(|digits| digits.parse::<usize>().ok());
        numbers.push(number.ok_or(Fault::Engine("sql.error"))?);
        plain.push_str(sql.get(copied..place).unwrap_or_default());
        plain.push('$');
        copied = place + 1;
    }
    plain.push_str(sql.get(copied..).unwrap_or_default());
    let most = numbers.iter().copied().max().unwrap_or(0);
    // A list is short, and this is done once for each statement and connection.
    if most > numbers.len() || !(1..=most).all(|number| numbers.contains(&number)) {
        return Err(Fault::Engine("sql.parameters"));
    }
    Ok((plain, most))
}

/// What a statement does, by its first word, or after `WITH` by the first verb that stands in no brackets.
fn verb(words: &[Word<'_>]) -> Result<Verb, Fault> {
    const MISUSE: Fault = Fault::Engine("sql.misuse");
    let first = words.first().ok_or(MISUSE)?;
    let with = first.is("WITH");
    let decides = |word: &&Word<'_>| {
        word.depth == first.depth
            && ["SELECT", "VALUES", "INSERT", "UPDATE", "DELETE"].into_iter().any(|verb| word.is(verb))
    };
    let main = if with { words.iter().find(decides).ok_or(MISUSE)? } else { first };
    match main.text.to_ascii_uppercase().as_str() {
        "SELECT" | "VALUES" => Ok(Verb::Query),
        "SHOW" | "EXPLAIN" => Ok(Verb::Question),
        "INSERT" | "UPDATE" | "DELETE" => Ok(Verb::Change),
        // `COMMIT` or `SET` would change what the driver relies on.
        _ => Err(MISUSE),
    }
}

/// Whether what follows `VALUES` is one list in brackets and nothing else.
fn is_one_list(sql: &str, words: &[Word<'_>]) -> bool {
    let values = words.iter().find(|word| word.depth == 0 && word.is("VALUES"));
    let rest = values.and_then(|values| sql.get(values.end..)).unwrap_or_default();
    let mut depth = 0_u32;
    let mut lists = 0;
    for (_, character) in outside_quotes(rest) {
        match character {
            '(' => {
                lists += u32::from(depth == 0);
                depth += 1;
            }
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    lists == 1
}

/// Reads `INSERT INTO table (column, ..) VALUES ($1, ..)`, with nothing but parameters and numbers in its list.
fn insert(plain: &str) -> Option<Insert> {
    let (into, list) = plain.strip_prefix("INSERT INTO ")?.split_once(" VALUES ")?;
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_, ()".contains(c);
    let (_, columns) = into.split_once(" (")?;
    let columns = columns.strip_suffix(')')?.split(',').count();
    let items = list.strip_prefix('(')?.strip_suffix(')')?.split(',').map(|item| {
        let item = item.trim();
        match item.strip_prefix('$') {
            Some(number) => Some(Item::Parameter(number.parse::<usize>().ok()?.checked_sub(1)?)),
            None => Some(Item::Number(item.parse().ok()?)),
        }
    });
    let items = items.collect::<Option<Vec<_>>>()?;
    (into.chars().all(is_name) && items.len() == columns).then(|| Insert { into: into.to_owned(), items })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(sql: &str) -> Sql {
        Sql::of(sql).unwrap()
    }

    #[test]
    fn placeholders_are_renamed_outside_quotes_only() {
        let sql = of(
            "UPDATE pool SET label = ?2, note = 'why?1 it''s ?9' WHERE \"a?3\" = ?1 OR id = ?10 + ?3 + ?4 \
                      + ?5 + ?6 + ?7 + ?8 + ?9",
        );
        assert_eq!(
            sql.plain,
            "UPDATE pool SET label = $2, note = 'why?1 it''s ?9' WHERE \"a?3\" = $1 OR id = $10 + $3 + $4 + $5 + $6 \
             + $7 + $8 + $9"
        );
        assert_eq!(sql.parameters, 10);
    }

    #[test]
    fn a_placeholder_without_a_number_or_with_a_gap_before_it_is_refused() {
        assert_eq!(Sql::of("SELECT ?"), Err(Fault::Engine("sql.error")));
        assert_eq!(Sql::of("SELECT ?2"), Err(Fault::Engine("sql.parameters")));
        assert_eq!(Sql::of("SELECT ?1 + ?3 + ?3"), Err(Fault::Engine("sql.parameters")));
        assert_eq!(of("SELECT ?2 + ?1 + ?1").parameters, 2);
    }

    #[test]
    fn the_guarded_form_counts_what_a_change_makes_and_what_a_query_returns() {
        let change = of("UPDATE pool SET taken = 1 WHERE id = ?1");
        assert_eq!(
            change.guarded,
            "WITH touched AS (UPDATE pool SET taken = 1 WHERE id = $1 RETURNING 1) \
             SELECT 1/(CASE WHEN count(*) = $2 THEN 1 ELSE 0 END) FROM touched"
        );
        let returning = of("DELETE FROM pool RETURNING id").guarded;
        assert_eq!(returning.matches("RETURNING").count(), 1);
        assert!(of("SELECT 1 FROM pool").guarded.starts_with("WITH touched AS (SELECT 1 FROM pool) SELECT"));
        // In quotes and in brackets it is no clause of the statement.
        for sql in
            ["UPDATE pool SET label = 'RETURNING'", "DELETE FROM pool WHERE id = (1) /* ( RETURNING ) */"]
        {
            assert!(of(sql).guarded.contains(" RETURNING 1)"), "{sql}");
        }
    }

    #[test]
    fn what_a_statement_does_is_told_by_its_verb_and_what_ends_a_transaction_is_refused() {
        for (sql, verb) in [
            ("SELECT 1", Verb::Query),
            (" \n select 1", Verb::Query),
            ("VALUES (1)", Verb::Query),
            ("SHOW fsync", Verb::Question),
            ("INSERT INTO pool VALUES (1)", Verb::Change),
            ("WITH a AS (SELECT 1) UPDATE pool SET taken = 1", Verb::Change),
            ("WITH a AS (DELETE FROM pool RETURNING id) SELECT id FROM a", Verb::Query),
        ] {
            assert_eq!(of(sql).verb, verb, "{sql}");
        }
        for sql in ["", "COMMIT", "ROLLBACK", "SET ROLE x", "LOCK TABLE pool", "WITH", "'SELECT'", "BEGIN"] {
            assert_eq!(Sql::of(sql), Err(Fault::Engine("sql.misuse")), "{sql}");
        }
    }

    #[test]
    fn only_an_insertion_of_one_list_of_values_always_makes_one_row() {
        for (sql, is_one_row) in [
            ("INSERT INTO pool (id, taken) VALUES (?1, 0)", true),
            ("INSERT INTO pool (id) VALUES ((SELECT max(id) + 1 FROM pool))", true),
            ("INSERT INTO pool (label) VALUES ('(), (')", true),
            ("INSERT INTO pool (id) VALUES (1), (2)", false),
            ("INSERT INTO pool (id) VALUES (1) ON CONFLICT DO NOTHING", false),
            ("INSERT INTO pool (id) SELECT 1", false),
            ("INSERT INTO pool (id) VALUES (1) RETURNING id", false),
            ("UPDATE pool SET taken = 1", false),
        ] {
            assert_eq!(of(sql).is_one_row, is_one_row, "{sql}");
        }
        let insert = of("INSERT INTO pool (id) VALUES (?1)");
        assert_eq!(insert.expects(Guard::Rows(1)), None);
        assert_eq!(insert.expects(Guard::Rows(2)), Some(2));
        assert_eq!(of("DELETE FROM pool").expects(Guard::Rows(1)), Some(1));
        assert_eq!(of("DELETE FROM pool").expects(Guard::Any), None);
    }

    #[test]
    fn an_insertion_of_parameters_and_numbers_says_where_they_go() {
        let insert = of("INSERT INTO person (id, version, name) VALUES (?1, 1, ?2)").insert.unwrap();
        assert_eq!(insert.into, "person (id, version, name)");
        assert_eq!(insert.items, [Item::Parameter(0), Item::Number(1), Item::Parameter(1)]);
        for sql in [
            "INSERT INTO pool (id) VALUES (?1 + 1)",
            "INSERT INTO pool (id) VALUES ((SELECT max(id) FROM pool))",
            "INSERT INTO pool (id, label) VALUES (?1)",
            "INSERT INTO pool (label) VALUES ('a')",
            "INSERT INTO pool VALUES (?1)",
            "INSERT INTO pool (id) VALUES (?1) ON CONFLICT DO NOTHING",
            "INSERT INTO pool (id) SELECT ?1",
        ] {
            assert_eq!(of(sql).insert, None, "{sql}");
        }
    }
}
