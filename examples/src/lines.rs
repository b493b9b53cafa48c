//! Lines of a file, one at a time, none of them longer than is worth reading.

use std::io::{self, BufRead};

/// Reads the next line into `line`, without its line feed. Of a line longer than `most` bytes the rest is skipped:
/// one byte more than `most` is kept, so that the reader sees that it was too long.
///
/// Returns whether there was one.
///
/// # Errors
///
/// Those of the file.
pub fn read_line(file: &mut dyn BufRead, most: usize, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    let mut began = false;
    loop {
        let chunk = file.fill_buf()?;
        if chunk.is_empty() {
            return Ok(began);
        }
        began = true;
        let end = chunk.iter().position(|byte| *byte == b'\n');
        let (text, used) = chunk.split_at(end.unwrap_or(chunk.len()));
        let room = (most + 1).saturating_sub(line.len());
        line.extend_from_slice(text.get(..room).unwrap_or(text));
        let taken = text.len() + usize::from(!used.is_empty());
        file.consume(taken);
        if end.is_some() {
            return Ok(true);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    fn lines(text: &[u8], most: usize) -> Vec<Vec<u8>> {
        // A small buffer, so that lines cross its end.
        let mut file = BufReader::with_capacity(3, text);
        let (mut lines, mut line) = (Vec::new(), Vec::new());
        while read_line(&mut file, most, &mut line).unwrap() {
            lines.push(line.clone());
        }
        lines
    }

    #[test]
    fn lines_come_one_by_one_and_a_last_one_needs_no_line_feed() {
        assert_eq!(lines(b"one\n\nthree", 100), [b"one".to_vec(), Vec::new(), b"three".to_vec()]);
        assert_eq!(lines(b"one\n", 100), [b"one".to_vec()]);
        assert!(lines(b"", 100).is_empty());
    }

    #[test]
    fn a_line_is_cut_one_byte_after_the_limit() {
        assert_eq!(lines(b"12345\n1234\n123456789\nx", 4), [&b"12345"[..], b"1234", b"12345", b"x"]);
    }
}
