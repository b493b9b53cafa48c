//! Reading a file: one reader, and as many who count as there are processors.

use std::collections::BTreeMap;
use std::io::Read;
use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use csv::{ByteRecord, ReaderBuilder};

use super::layout::Layout;
use super::split::{Chunk, Piece, Splitter};
use super::tallier::{Tallied, Tallier, without_line_ends};
use super::tally::Counts;
use super::{Budget, Columns, FaultCode, Faults, ReadError, Workforce};

/// What was read of a file.
#[derive(Debug, Clone)]
pub struct Reading {
    workforce: Workforce,
    faults: Faults,
    rows: u64,
}

impl Reading {
    /// The tallies of the rows without a fault.
    pub const fn workforce(&self) -> &Workforce {
        &self.workforce
    }

    /// The tallies, taken out.
    pub fn into_workforce(self) -> Workforce {
        self.workforce
    }

    /// The rows that were refused, and why.
    pub const fn faults(&self) -> &Faults {
        &self.faults
    }

    /// How many rows there are, refused ones included and the header not. Empty lines are no rows.
    pub const fn rows(&self) -> u64 {
        self.rows
    }
}

/// Reads a workforce from CSV (RFC 4180, with any delimiter and line end, and a byte order mark or none).
///
/// The file is read in pieces of 256 KiB, however large it is. The result does not depend on how many processors there
/// are, nor on how the reader gives its bytes.
///
/// # Errors
///
/// A reader that fails, a header that does not fit the mapping, a file beyond the budget. What is wrong with a row is
/// no error but one of the [`Faults`].
pub fn read(from: impl Read, columns: &Columns, budget: Budget) -> Result<Reading, ReadError> {
    let workers = thread::available_parallelism().map_or(1, NonZero::get).min(MOST_WORKERS);
    read_in_pieces(from, columns, budget, BLOCK, workers)
}

const BLOCK: usize = 256 << 10;
const MOST_WORKERS: usize = 8;

/// With pieces of `block` bytes at least, and so many workers.
pub(super) fn read_in_pieces(
    from: impl Read,
    columns: &Columns,
    mut budget: Budget,
    block: usize,
    workers: usize,
) -> Result<Reading, ReadError> {
    budget.record_bytes = budget.record_bytes.clamp(1, Budget::MOST_RECORD_BYTES);
    // A record as long as the budget allows must fit in with line ends around it and, at first, a byte order mark.
    let mut splitter = Splitter::new(from, columns.delimiter(), block.max(budget.record_bytes + 8));
    let mut first = match splitter.next().map_err(ReadError::Failed)? {
        Some(Piece::Records(chunk)) => chunk,
        Some(Piece::TooLong { .. }) => return Err(ReadError::HeaderTooLong),
        None => return Err(ReadError::HeaderMissing),
    };
    let header = take_header(&mut first, &mut splitter, columns, budget)?;
    let layout = Layout::new(columns, &header, budget)?;
    let run = Run { layout: &layout, budget, rows: AtomicU64::new(0) };
    let (passed, mut tallied) = run.all(first, &mut splitter, workers)?;
    let rows = passed.rows + tallied.iter().map(|tallied| tallied.rows).sum::<u64>();
    if rows > budget.rows {
        return Err(ReadError::TooManyRows { most: budget.rows });
    }
    tallied.push(passed);
    together(tallied, budget, rows)
}

/// Takes the header out of the first chunk, or out of those after it if it has none but empty lines.
fn take_header<R: Read>(
    chunk: &mut Chunk,
    splitter: &mut Splitter<R>,
    columns: &Columns,
    budget: Budget,
) -> Result<ByteRecord, ReadError> {
    const BYTE_ORDER_MARK: &[u8] = b"\n\xef\xbb\xbf";
    if chunk.bytes.starts_with(BYTE_ORDER_MARK) {
        chunk.bytes.drain(1..BYTE_ORDER_MARK.len());
    }
    loop {
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .delimiter(columns.delimiter())
            .from_reader(chunk.bytes.as_slice());
        let mut header = ByteRecord::new();
        let found = reader.read_byte_record(&mut header).map_err(|error| ReadError::Failed(error.into()))?;
        if found {
            let end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
            let end = end.clamp(1, chunk.bytes.len());
            if without_line_ends(chunk.bytes.get(..end).unwrap_or_default()) > budget.record_bytes {
                return Err(ReadError::HeaderTooLong);
            }
            // Two less: the reader counts from 1, and has one line end more than the file.
            chunk.line = (chunk.line + reader.position().line()).saturating_sub(2);
            chunk.bytes.drain(1..end);
            return Ok(header);
        }
        *chunk = match splitter.next().map_err(ReadError::Failed)? {
            Some(Piece::Records(chunk)) => chunk,
            Some(Piece::TooLong { .. }) => return Err(ReadError::HeaderTooLong),
            None => return Err(ReadError::HeaderMissing),
        };
    }
}

/// One reading.
struct Run<'a> {
    layout: &'a Layout<'a>,
    budget: Budget,
    /// The rows counted so far, by everybody.
    rows: AtomicU64,
}

impl Run<'_> {
    /// Counts everything: what was passed over, and what each worker counted.
    fn all<R: Read>(
        &self,
        first: Chunk,
        splitter: &mut Splitter<R>,
        workers: usize,
    ) -> Result<(Tallied, Vec<Tallied>), ReadError> {
        let mut passed = Tallied { faults: Faults::new(self.budget.listed), ..Tallied::default() };
        thread::scope(|scope| {
            // Whoever is free takes the next chunk; at most one waits for each.
            let (sender, receiver) = sync_channel(workers.max(1));
            let receiver = Arc::new(Mutex::new(receiver));
            let spawn = |_| {
                let receiver = Arc::clone(&receiver);
                thread::Builder::new().spawn_scoped(scope, move || self.work(&receiver)).ok()
            };
            let crew: Vec<_> =
                if workers > 1 { (0..workers).filter_map(spawn).collect() } else { Vec::new() };
            // The workers alone hold it now: if all of them are gone, sending fails instead of waiting.
            drop(receiver);
            // Where there are no threads, whoever reads counts too.
            let mut alone = crew.is_empty().then(|| Tallier::new(self.layout, self.budget));
            let mut hand_on = |chunk: Chunk| match &mut alone {
                Some(tallier) => self.count(tallier, &chunk),
                None => {
                    // A worker that is gone has failed, and says why when it is joined.
                    let _ = sender.send(chunk);
                    Ok(())
                }
            };
            let outcome = self.feed(first, splitter, &mut passed, &mut hand_on);
            drop(sender);
            let mut tallied = Vec::new();
            let mut failed = outcome.err();
            for worker in crew {
                match worker.join() {
                    Ok(Ok(counted)) => tallied.push(counted),
                    Ok(Err(error)) => failed = failed.or(Some(error)),
                    Err(panic) => resume_unwind(panic),
                }
            }
            tallied.extend(alone.map(Tallier::into_result));
            // More rows than allowed are more rows than allowed, whatever came after them.
            let too_many = self.rows.load(Ordering::Relaxed) > self.budget.rows;
            match failed {
                Some(error) if !too_many => Err(error),
                _ => Ok((passed, tallied)),
            }
        })
    }

    fn feed<R: Read>(
        &self,
        first: Chunk,
        splitter: &mut Splitter<R>,
        passed: &mut Tallied,
        hand_on: &mut impl FnMut(Chunk) -> Result<(), ReadError>,
    ) -> Result<(), ReadError> {
        hand_on(first)?;
        while self.rows.load(Ordering::Relaxed) <= self.budget.rows {
            match splitter.next().map_err(ReadError::Failed)? {
                Some(Piece::Records(chunk)) => hand_on(chunk)?,
                Some(Piece::TooLong { line }) => {
                    passed.rows += 1;
                    passed.faults.refuse(line, &[FaultCode::TooLong]);
                    self.rows.fetch_add(1, Ordering::Relaxed);
                }
                None => break,
            }
        }
        Ok(())
    }

    fn work(&self, chunks: &Mutex<Receiver<Chunk>>) -> Result<Tallied, ReadError> {
        let mut tallier = Tallier::new(self.layout, self.budget);
        loop {
            let next = chunks.lock().unwrap_or_else(PoisonError::into_inner).recv();
            match next {
                Ok(chunk) => self.count(&mut tallier, &chunk)?,
                Err(_) => return Ok(tallier.into_result()),
            }
        }
    }

    fn count(&self, tallier: &mut Tallier<'_>, chunk: &Chunk) -> Result<(), ReadError> {
        let rows = tallier.chunk(chunk).map_err(ReadError::Failed)?;
        self.rows.fetch_add(rows, Ordering::Relaxed);
        Ok(())
    }
}

fn together(tallied: Vec<Tallied>, budget: Budget, rows: u64) -> Result<Reading, ReadError> {
    let mut faults = Faults::new(budget.listed);
    let mut organisations: BTreeMap<_, Counts> = BTreeMap::new();
    let mut too_many = false;
    for one in tallied {
        too_many |= one.too_many_organisations;
        faults.merge(one.faults);
        let mut counts: Vec<_> = one.counts.into_iter().map(Some).collect();
        for (code, place) in one.places {
            let Some(counts) = counts.get_mut(place).and_then(Option::take) else { continue };
            organisations.entry(code).and_modify(|known| known.merge(&counts)).or_insert(counts);
        }
    }
    if too_many || organisations.len() > budget.organisations {
        return Err(ReadError::TooManyOrganisations { most: budget.organisations });
    }
    organisations.retain(|_, counts| !counts.is_empty());
    Ok(Reading { workforce: Workforce::new(organisations), faults, rows })
}
