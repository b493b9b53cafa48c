//! Every statement there is, so that a driver can be tried with all of them.

/// The text of every statement that a [`SqlStore`](crate::SqlStore) sends to its driver, each once or more.
///
/// It is for the tests of a driver: each must be accepted by an empty database that has been through
/// [`migrations`](crate::migrations).
///
/// ```
/// assert!(bln_sql::statements().any(|sql| sql.starts_with("INSERT INTO registration ")));
/// ```
pub fn statements() -> impl Iterator<Item = &'static str> {
    crate::commit::ALL.iter().chain(crate::read::ALL).flat_map(|statements| statements.iter().copied())
}
