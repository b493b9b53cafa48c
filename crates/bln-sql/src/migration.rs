//! How a schema grows: numbered steps that are never edited once they have been released.

/// What an engine calls the types of columns, so that the definition of a table is written once.
///
/// The text of a [`Migration`] names a type as a token: `{uuid}`, `{instant}`, `{date}`, `{local_date_time}`,
/// `{text}`, `{integer}`, `{boolean}`, `{bytes}`; ends a table with `{table_options}`, or with `{keyed_table_options}`
/// if the order in which rows came may not be kept; and fills a column with identifiers by `{random_uuid}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnTypes {
    /// `{uuid}`: an identifier.
    pub uuid: &'static str,
    /// `{instant}`: a moment, to the microsecond.
    pub instant: &'static str,
    /// `{date}`: a day of the calendar.
    pub date: &'static str,
    /// `{local_date_time}`: what a clock on the wall shows.
    pub local_date_time: &'static str,
    /// `{text}`: text of any length.
    pub text: &'static str,
    /// `{integer}`: a whole number of 64 bits.
    pub integer: &'static str,
    /// `{boolean}`: yes or no.
    pub boolean: &'static str,
    /// `{bytes}`: bytes of any length.
    pub bytes: &'static str,
    /// `{table_options}`: what follows a table's closing bracket, such as `STRICT`.
    pub table_options: &'static str,
    /// `{keyed_table_options}`: the same for a table whose rows lie in the order of their keys, and have no number of
    /// their own beside them: `STRICT, WITHOUT ROWID`. Empty for an engine that keeps no such number.
    pub keyed_table_options: &'static str,
    /// `{random_uuid}`: an expression that is another random identifier in each row, of version 4 (RFC 9562, section
    /// 5.4), as a column of this type keeps it.
    pub random_uuid: &'static str,
}

/// One step of a schema, in one engine's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migration {
    /// Its number: 1 for the first, then without a gap.
    pub version: u32,
    /// What it does, in a few words, for whoever looks at the table of migrations.
    pub name: &'static str,
    /// Its statements, in order. They run in one transaction.
    pub statements: Vec<String>,
}

impl Migration {
    /// A step whose statements are given with tokens for the types. A token that [`ColumnTypes`] does not have is
    /// left as it stands, and refused by the engine as a fault of syntax.
    ///
    /// # Examples
    ///
    /// ```
    /// use bln_sql::{ColumnTypes, Migration};
    ///
    /// let types = ColumnTypes {
    ///     uuid: "TEXT",
    ///     instant: "TEXT",
    ///     date: "TEXT",
    ///     local_date_time: "TEXT",
    ///     text: "TEXT",
    ///     integer: "INTEGER",
    ///     boolean: "INTEGER",
    ///     bytes: "BLOB",
    ///     table_options: "STRICT",
    ///     keyed_table_options: "STRICT, WITHOUT ROWID",
    ///     random_uuid: "gen_random_uuid()",
    /// };
    /// let step = Migration::render(1, "pools", &["CREATE TABLE pool (id {uuid} PRIMARY KEY) {table_options}"], &types);
    /// assert_eq!(step.statements, ["CREATE TABLE pool (id TEXT PRIMARY KEY) STRICT"]);
    /// ```
    #[must_use]
    pub fn render(version: u32, name: &'static str, statements: &[&str], types: &ColumnTypes) -> Self {
        let statements = statements.iter().map(|statement| types.replace(statement)).collect();
        Self { version, name, statements }
    }

    /// A number that changes when a statement does: FNV-1a of 64 bits over each statement and a NUL byte after it.
    ///
    /// It is to notice an honest mistake (an edited step), not an attack, so it needs no cryptographic hash; and it
    /// must stay the same in every release, because databases keep it.
    #[must_use]
    pub fn checksum(&self) -> u64 {
        const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
        const PRIME: u64 = 0x0000_0100_0000_01b3;
        let bytes = self.statements.iter().flat_map(|statement| statement.bytes().chain([0]));
        bytes.fold(OFFSET, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
    }
}

impl ColumnTypes {
    fn replace(&self, statement: &str) -> String {
        let tokens = [
            ("{uuid}", self.uuid),
            ("{instant}", self.instant),
            ("{date}", self.date),
            ("{local_date_time}", self.local_date_time),
            ("{text}", self.text),
            ("{integer}", self.integer),
            ("{boolean}", self.boolean),
            ("{bytes}", self.bytes),
            ("{table_options}", self.table_options),
            ("{keyed_table_options}", self.keyed_table_options),
            ("{random_uuid}", self.random_uuid),
        ];
        tokens.iter().fold(statement.to_owned(), |text, (token, name)| text.replace(token, name))
    }
}

/// A step that a database says it has been through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Applied {
    /// The step's number.
    pub version: u32,
    /// The step's [`Migration::checksum`] when it was carried out.
    pub checksum: u64,
}

/// Why a database cannot be brought to the schema that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MigrationError {
    /// The database has been used by a newer release. Its data could be damaged by an older one.
    #[error("the database has schema {found}, and this release knows only up to {known}")]
    Newer {
        /// The database's schema.
        found: u32,
        /// The newest schema that this release knows.
        known: u32,
    },
    /// A step is not what it was when the database went through it.
    #[error("migration {version} has changed since it was applied")]
    Changed {
        /// The step's number.
        version: u32,
    },
    /// A step is missing, among the known ones or in the database.
    #[error("migration {version} is missing")]
    Gap {
        /// The number that should be there.
        version: u32,
    },
}

/// The steps still to be carried out, in order: those of `known` that are not in `applied`.
///
/// Both lists are in ascending order of version, from 1.
///
/// # Errors
///
/// [`MigrationError`]; nothing may then be written to the database.
pub fn plan<'a>(applied: &[Applied], known: &'a [Migration]) -> Result<&'a [Migration], MigrationError> {
    let newest = no_gap(known.iter().map(|step| step.version))?;
    let found = applied.iter().map(|step| step.version).max().unwrap_or(0);
    if found > newest {
        return Err(MigrationError::Newer { found, known: newest });
    }
    no_gap(applied.iter().map(|step| step.version))?;
    if let Some((_, step)) = applied.iter().zip(known).find(|(old, step)| old.checksum != step.checksum()) {
        return Err(MigrationError::Changed { version: step.version });
    }
    Ok(known.get(applied.len()..).unwrap_or_default())
}

/// The last of the numbers 1, 2, 3.., or the first that is missing.
fn no_gap(versions: impl Iterator<Item = u32>) -> Result<u32, MigrationError> {
    let mut last = 0;
    for version in versions {
        let next = last + 1;
        if version != next {
            return Err(MigrationError::Gap { version: next });
        }
        last = next;
    }
    Ok(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TYPES: ColumnTypes = ColumnTypes {
        uuid: "u",
        instant: "i",
        date: "d",
        local_date_time: "l",
        text: "t",
        integer: "n",
        boolean: "b",
        bytes: "y",
        table_options: "o",
        keyed_table_options: "STRICT, WITHOUT ROWID",
        random_uuid: "r",
    };

    fn step(version: u32, statement: &str) -> Migration {
        Migration::render(version, "step", &[statement], &TYPES)
    }

    fn applied(steps: &[Migration]) -> Vec<Applied> {
        steps.iter().map(|step| Applied { version: step.version, checksum: step.checksum() }).collect()
    }

    #[test]
    fn every_token_is_replaced_and_an_unknown_one_is_left() {
        let text = "{uuid}{instant}{date}{local_date_time}{text}{integer}{boolean}{bytes}{table_options}{random_uuid}{uuid}{real}";
        assert_eq!(step(1, text).statements, ["uidltnbyoru{real}"]);
    }

    #[test]
    fn a_checksum_is_the_published_fnv_1a_and_so_the_same_in_every_release() {
        let no_statement = Migration { version: 1, name: "none", statements: vec![] };
        assert_eq!(no_statement.checksum(), 0xcbf2_9ce4_8422_2325);
        // "foobar" is a published test vector (draft-eastlake-fnv); one more round takes in the NUL.
        let foobar = 0x8594_4171_f739_67e8_u64.wrapping_mul(0x0000_0100_0000_01b3);
        assert_eq!(step(1, "foobar").checksum(), foobar);
    }

    #[test]
    fn a_checksum_sees_where_one_statement_ends_and_the_next_begins() {
        let one = Migration { version: 1, name: "s", statements: vec!["ab".into(), "c".into()] };
        let other = Migration { version: 1, name: "s", statements: vec!["a".into(), "bc".into()] };
        assert_ne!(one.checksum(), other.checksum());
    }

    #[test]
    fn an_empty_database_takes_every_step_and_a_current_one_none() {
        let known = [step(1, "a"), step(2, "b"), step(3, "c")];
        assert_eq!(plan(&[], &known), Ok(&known[..]));
        assert_eq!(plan(&applied(&known[..2]), &known), Ok(&known[2..]));
        assert_eq!(plan(&applied(&known), &known), Ok(&[][..]));
        assert_eq!(plan(&[], &[]), Ok(&[][..]));
    }

    #[test]
    fn a_newer_schema_is_refused() {
        let known = [step(1, "a"), step(2, "b")];
        assert_eq!(plan(&applied(&known), &known[..1]), Err(MigrationError::Newer { found: 2, known: 1 }));
    }

    #[test]
    fn a_changed_step_is_refused_and_named() {
        let before = [step(1, "a"), step(2, "b")];
        let after = [step(1, "a"), step(2, "b2"), step(3, "c")];
        assert_eq!(plan(&applied(&before), &after), Err(MigrationError::Changed { version: 2 }));
    }

    #[test]
    fn a_missing_step_is_refused_on_either_side() {
        let known = [step(1, "a"), step(2, "b"), step(3, "c")];
        let gap = Err(MigrationError::Gap { version: 2 });
        assert_eq!(plan(&[], &[known[0].clone(), known[2].clone()]), gap);
        assert_eq!(plan(&applied(&[known[0].clone(), known[2].clone()]), &known), gap);
        assert_eq!(plan(&[], &known[1..]), Err(MigrationError::Gap { version: 1 }));
    }
}
