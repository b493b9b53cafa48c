//! A stream in pieces that end where a record ends.

use std::io::{self, Read};

/// Reads a stream piece by piece, in memory of one piece.
#[derive(Debug)]
pub(super) struct Splitter<R> {
    from: R,
    delimiter: u8,
    block: usize,
    /// What was read and not given yet, after one line end of our own: it begins with a record.
    pending: Vec<u8>,
    line: u64,
    ended: bool,
}

/// A piece of a stream.
#[derive(Debug)]
pub(super) enum Piece {
    /// Whole records.
    Records(Chunk),
    /// A record that is longer than a piece: it was passed over.
    TooLong {
        /// The line that it begins on.
        line: u64,
    },
}

/// Whole records, after one line end that is not the file's. It keeps a byte order mark in the middle of a file from
/// being taken for one at its beginning.
#[derive(Debug)]
pub(super) struct Chunk {
    pub(super) bytes: Vec<u8>,
    /// The line of the first byte after that line end.
    pub(super) line: u64,
}

impl<R: Read> Splitter<R> {
    /// Pieces of at most `block` bytes.
    pub(super) fn new(from: R, delimiter: u8, block: usize) -> Self {
        Self { from, delimiter, block, pending: begun(block, &[]), line: 1, ended: false }
    }

    /// The next piece; `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Piece>> {
        self.fill()?;
        let data = after_line_end(&self.pending);
        if data.is_empty() {
            return Ok(None);
        }
        let end = if self.ended { Some(data.len()) } else { last_end(data, self.delimiter) };
        let Some(end) = end else { return self.pass_over().map(Some) };
        let rest = begun(self.block, data.get(end..).unwrap_or_default());
        let lines = lines(data.get(..end).unwrap_or_default());
        let mut bytes = std::mem::replace(&mut self.pending, rest);
        bytes.truncate(end + 1);
        let chunk = Chunk { bytes, line: self.line };
        self.line += lines;
        Ok(Some(Piece::Records(chunk)))
    }

    fn fill(&mut self) -> io::Result<()> {
        let missing = (self.block + 1).saturating_sub(self.pending.len());
        if missing == 0 || self.ended {
            return Ok(());
        }
        let missing = u64::try_from(missing).unwrap_or(u64::MAX);
        let read = self.from.by_ref().take(missing).read_to_end(&mut self.pending)?;
        self.ended = u64::try_from(read).is_ok_and(|read| read < missing);
        Ok(())
    }

    /// Passes over a record that does not end within a block.
    fn pass_over(&mut self) -> io::Result<Piece> {
        // After a piece that ended within a line end of two bytes, its second one comes first.
        let half = after_line_end(&self.pending).first() == Some(&b'\n');
        let line = self.line + u64::from(half);
        let mut place = Place::Start;
        loop {
            let data = after_line_end(&self.pending);
            let found = data.iter().position(|byte| place.step(*byte, self.delimiter));
            let (passed, rest) = data.split_at(found.map_or(data.len(), |end| end + 1));
            self.line += lines(passed);
            self.pending = begun(self.block, rest);
            if found.is_some() || self.ended {
                return Ok(Piece::TooLong { line });
            }
            self.fill()?;
        }
    }
}

/// Where in a record a byte stands, as the `csv` crate reads it: a quotation mark opens a quoted field only at the
/// beginning of one, and two of them within it are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Start,
    Unquoted,
    Quoted,
    QuoteWithin,
}

impl Place {
    /// Goes past a byte, and says whether it ends a record.
    fn step(&mut self, byte: u8, delimiter: u8) -> bool {
        *self = match (*self, byte) {
            (Place::Quoted, b'"') => Place::QuoteWithin,
            (Place::Quoted, _) | (Place::QuoteWithin | Place::Start, b'"') => Place::Quoted,
            (_, b'\r' | b'\n') => {
                *self = Place::Start;
                return true;
            }
            (_, byte) if byte == delimiter => Place::Start,
            _ => Place::Unquoted,
        };
        false
    }
}

/// Behind the last end of a record; the bytes begin with a record.
fn last_end(bytes: &[u8], delimiter: u8) -> Option<usize> {
    if !bytes.contains(&b'"')
        && let Some(last) = bytes.iter().rposition(|byte| *byte == b'\n')
    {
        return Some(last + 1);
    }
    let mut place = Place::Start;
    let ends = bytes.iter().enumerate().filter(|(_, byte)| place.step(**byte, delimiter));
    ends.last().map(|(last, _)| last + 1)
}

fn begun(block: usize, rest: &[u8]) -> Vec<u8> {
    let mut pending = Vec::with_capacity(block + 1);
    pending.push(b'\n');
    pending.extend_from_slice(rest);
    pending
}

fn after_line_end(pending: &[u8]) -> &[u8] {
    pending.get(1..).unwrap_or_default()
}

fn lines(bytes: &[u8]) -> u64 {
    let lines = bytes.iter().filter(|byte| **byte == b'\n').count();
    u64::try_from(lines).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pieces(bytes: &[u8], block: usize) -> Vec<(u64, Option<Vec<u8>>)> {
        let mut splitter = Splitter::new(bytes, b',', block);
        std::iter::from_fn(|| splitter.next().unwrap())
            .map(|piece| match piece {
                Piece::Records(chunk) => (chunk.line, Some(after_line_end(&chunk.bytes).to_vec())),
                Piece::TooLong { line } => (line, None),
            })
            .collect()
    }

    #[test]
    fn a_piece_ends_where_a_record_does() {
        let text = b"a,b\n\"1\n2\",x\n3,4";
        assert_eq!(
            pieces(text, 11),
            [(1, Some(b"a,b\n".to_vec())), (2, Some(b"\"1\n2\",x\n".to_vec())), (4, Some(b"3,4".to_vec()))]
        );
        assert_eq!(pieces(text, 100), [(1, Some(text.to_vec()))]);
        assert_eq!(pieces(b"", 8), []);
    }

    #[test]
    fn a_record_longer_than_a_piece_is_passed_over_and_the_next_is_not() {
        assert_eq!(pieces(b"123456789\nab\n", 4), [(1, None), (2, Some(b"ab\n".to_vec()))]);
        // The end of the file within a quotation.
        assert_eq!(pieces(b"a\n\"never closed\n and so on", 6), [(1, Some(b"a\n".to_vec())), (2, None)]);
        assert_eq!(pieces(b"\"a\n\"\"b\n\",c\nd\n", 5), [(1, None), (4, Some(b"d\n".to_vec()))]);
        // A piece that ends behind a delimiter ends no record.
        assert_eq!(pieces(b"abc,defg\nh\n", 4), [(1, None), (2, Some(b"h\n".to_vec()))]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_lines_are_counted(text in "[a,\"\r\n]{0,60}", block in 1_usize..40) {
            let bytes = text.as_bytes();
            let found = pieces(bytes, block);
            if found.iter().all(|(_, piece)| piece.is_some()) {
                let joined: Vec<u8> = found.iter().flat_map(|(_, piece)| piece.clone().unwrap()).collect();
                prop_assert_eq!(joined, bytes);
            }
            let mut line = 1;
            for (of_piece, piece) in found {
                prop_assert!(of_piece >= line);
                line = of_piece + piece.map_or(0, |piece| lines(&piece));
            }
        }
    }
}
