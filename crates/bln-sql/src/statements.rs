//! Every statement there is, so that a driver can be tried with all of them.

/// The text of every statement that a [`SqlStore`](crate::SqlStore) and a [`copy`](crate::copy())
/// send to a driver, each once or more.
///
/// It is for the tests of a driver: each must be accepted by an empty database that has been through
/// [`migrations`](crate::migrations).
///
/// ```
/// assert!(bln_sql::statements().any(|sql| sql.starts_with("INSERT INTO registration ")));
/// ```
pub fn statements() -> impl Iterator<Item = &'static str> {
    written().chain(crate::copy::generated())
}

/// Those that are written out somewhere.
fn written() -> impl Iterator<Item = &'static str> {
    let all = crate::commit::ALL.iter().chain(crate::read::ALL).chain([&crate::copy::ALL]);
    all.flat_map(|statements| statements.iter().copied()).chain(crate::commit::for_many())
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::*;

    /// The statements in the source of a file: what follows the name of a constant, up to the closing quote.
    fn in_source(text: &str) -> Vec<String> {
        let starts = text.split(": &str =").skip(1).filter_map(|rest| rest.trim_start().strip_prefix('"'));
        let literals = starts.filter_map(|rest| rest.split_once("\";")).map(|(literal, _)| literal);
        let verbs = ["SELECT ", "INSERT ", "UPDATE ", "DELETE "];
        let statements = literals.filter(|literal| verbs.iter().any(|verb| literal.starts_with(verb)));
        // A backslash at the end of a line swallows the white space at the start of the next.
        let joined = |literal: &str| literal.split("\\\n").map(str::trim_start).collect::<String>();
        statements.map(joined).collect()
    }

    #[test]
    fn every_statement_in_the_source_is_listed() {
        let listed: BTreeSet<&str> = written().collect();
        let mut found = 0;
        for folder in ["commit", "copy", "read"] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder);
            for entry in fs::read_dir(folder).unwrap() {
                for sql in in_source(&fs::read_to_string(entry.unwrap().path()).unwrap()) {
                    assert!(listed.contains(sql.as_str()), "not listed: {sql}");
                    found += 1;
                }
            }
        }
        // The families of statements for people (twice eight, and thrice nine for those found by name) and for events
        // (twice three) are put together, and four for readers of the bulletin; so are five for many rows at once; one
        // begins with its `WITH`.
        assert_eq!(found + 59, listed.len(), "the control: as many as are listed");
    }

    #[test]
    fn placeholders_are_numbered_and_no_statement_ends_in_a_semicolon() {
        for sql in statements() {
            assert!(!sql.contains(';') && !sql.contains('$') && !sql.contains('{'), "{sql}");
            assert!(
                sql.split('?').skip(1).all(|rest| rest.starts_with(|c: char| c.is_ascii_digit())),
                "{sql}"
            );
        }
    }
}
