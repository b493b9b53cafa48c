//! A whole network, from one engine to another.
//!
//! A copy is made in portions, each a batch of its own, so that it needs the memory of one portion whatever the
//! network's size; and so it can stop half-way. What is then there must not be taken for a network. The first batch
//! therefore checks that nothing is there and, in one go with that, takes the last position of the audit. From then on
//! nobody can append to the audit, and so nobody can commit anything; a second copy is refused; and `verify` finds
//! `copy.unfinished`. The last batch, after the target was read back and is what the source was, gives the position back.

mod contents;
mod error;
mod mark;
mod portions;
mod sql;

use crate::{Batch, SqlStore, Statement, store::of_read};

use contents::Digest;
pub use contents::{Contents, TableContents, contents};
pub use error::{CopyError, CopyPhase, CopyProgress};
use error::{of_source, of_target};
pub(crate) use mark::{ALL, UNFINISHED, asked, none};
use portions::Portions;
pub(crate) use sql::generated;

/// Copies a whole network into an empty one, in another engine or the same.
///
/// It copies one state of the source, however much is written there meanwhile, and answers with the [`Contents`] of
/// that state. Everything is copied as it is, positions and versions too. Before it answers it has read the target
/// again and found the same there.
///
/// The memory it needs does not grow with the network.
///
/// # Errors
///
/// [`CopyError`]. Where it says that the copy is not finished, or when the future is dropped or the process ends, the
/// target is left in a state in which no network can write to it, a second copy is refused, and
/// [`verify`](bln_store::InspectStore::verify) finds `copy.unfinished`: remove it and begin anew. The source is never
/// changed.
pub async fn copy(
    from: &SqlStore,
    to: &SqlStore,
    mut progress: impl FnMut(CopyProgress) + Send,
) -> Result<Contents, CopyError> {
    let mut source = from.driver().snapshot().await.map_err(of_source)?;
    let marks = source.read(vec![mark::asked()]).await.map_err(of_source)?;
    if marks.iter().any(|rows| !rows.is_empty()) {
        return Err(CopyError::SourceUnfinished);
    }
    let rows = contents::count(&mut *source).await.map_err(CopyError::Source)?;
    mark::set(to).await?;
    let (mut done, mut digests) = (0, Vec::with_capacity(sql::tables().len()));
    for sql in sql::tables() {
        let table = sql.table.name();
        let mut digest = Digest::of(sql.table);
        let mut portions = Portions::of(sql);
        while let Some(portion) = portions.next(&mut *source, CopyError::Source).await? {
            digest.add(&portion);
            done += u64::try_from(portion.len()).unwrap_or(u64::MAX);
            let batch =
                portion.into_iter().map(|row| Statement::new(sql.insert(), row).expecting(1)).collect();
            to.driver().write(Batch(batch)).await.map_err(|failure| of_target(failure, table))?;
            progress(CopyProgress { phase: CopyPhase::Copying, table, done, rows });
        }
        digests.push(digest);
    }
    drop(source);
    check(to, digests.clone(), rows, &mut progress).await?;
    mark::remove(to).await?;
    Ok(Contents::of(digests))
}

/// Reads the target and compares it with what was read from the source, the mark aside.
async fn check(
    to: &SqlStore,
    mut expected: Vec<Digest>,
    rows: u64,
    progress: &mut (impl FnMut(CopyProgress) + Send),
) -> Result<(), CopyError> {
    let audit = expected.iter_mut().filter(|digest| digest.table() == mark::TABLE);
    audit.for_each(|digest| digest.add(&[mark::row()]));
    let failed = |failure| CopyError::Target(of_read(failure));
    let mut target = to.driver().snapshot().await.map_err(failed)?;
    let mut report = |table, done: u64| {
        progress(CopyProgress { phase: CopyPhase::Checking, table, done: done.min(rows), rows });
    };
    let found = contents::digests(&mut *target, CopyError::Target, &mut report).await?;
    let expected = Contents::of(expected);
    match expected.first_difference(&Contents::of(found)) {
        None => Ok(()),
        Some(table) => Err(CopyError::Differs { table }),
    }
}
