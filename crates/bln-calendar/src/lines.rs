//! Content lines: the form that iCalendar and vCard share.

use std::fmt;

/// The most octets of a line, without its line break (RFC 5545 section 3.1, RFC 6350 section 3.2).
const MOST_OCTETS: usize = 75;

/// Text made of content lines, each ended by CR LF, and folded where it would be longer than 75 octets.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    text: String,
    /// The line that is being written, if it has to be folded: kept to be filled again.
    folding: String,
}

impl Lines {
    /// A line of a name, with its parameters, and a value that is written as it is: nothing in it may break a line.
    pub(crate) fn plain(&mut self, name: &str, value: &str) {
        self.line(|line| {
            line.push_str(name);
            line.push(':');
            line.push_str(value);
        });
    }

    /// A line of a name and a text (RFC 5545 section 3.3.11).
    pub(crate) fn text(&mut self, name: &str, value: &str) {
        self.line(|line| {
            line.push_str(name);
            line.push(':');
            push_text(line, value);
        });
    }

    /// A line of what can be shown, such as a number.
    pub(crate) fn shown(&mut self, name: &str, value: impl fmt::Display) {
        self.line(|line| push_shown(line, format_args!("{name}:{value}")));
    }

    /// Lines that are known to be ended and not too long.
    pub(crate) fn ready(&mut self, lines: &str) {
        self.text.push_str(lines);
    }

    /// A line as `write` writes it.
    pub(crate) fn line(&mut self, write: impl FnOnce(&mut String)) {
        let start = self.text.len();
        write(&mut self.text);
        if self.text.len() - start > MOST_OCTETS {
            self.fold(start);
        }
        self.text.push_str("\r\n");
    }

    /// The whole text.
    pub(crate) fn finish(self) -> String {
        self.text
    }

    /// Breaks the line from `start` on into lines of at most 75 octets, each but the first begun by a space, and never
    /// within a character: readers that unfold characters and not octets would find broken ones.
    fn fold(&mut self, start: usize) {
        self.folding.clear();
        self.folding.push_str(self.text.get(start..).unwrap_or_default());
        self.text.truncate(start);
        let mut rest = self.folding.as_str();
        let mut room = MOST_OCTETS;
        loop {
            let (line, after) = rest.split_at(rest.floor_char_boundary(room));
            self.text.push_str(line);
            if after.is_empty() {
                return;
            }
            self.text.push_str("\r\n ");
            // The space counts.
            (rest, room) = (after, MOST_OCTETS - 1);
        }
    }
}

/// Writes a text so that it is one value: backslashes, semicolons and commas escaped, line breaks of every kind as `\n`,
/// and no control character but the tab, which is all that RFC 5545 section 3.3.11 allows.
pub(crate) fn push_text(line: &mut String, text: &str) {
    if !text.bytes().any(needs_care) {
        line.push_str(text);
        return;
    }
    let mut after_return = false;
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                line.push('\\');
                line.push(c);
            }
            // The second half of a CR LF.
            '\n' if after_return => {}
            // Everything that some reader takes for a line break (UAX 14, class BK, and NEL).
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => line.push_str("\\n"),
            c if c.is_control() && c != '\t' => {}
            c => line.push(c),
        }
        after_return = c == '\r';
    }
}

/// Whether a byte may belong to something that is not written as it is: also the first byte of U+0080 to U+009F, and of
/// the line breaks at U+2028.
const fn needs_care(byte: u8) -> bool {
    byte < b' ' || matches!(byte, b'\\' | b';' | b',' | 0x7f | 0xc2 | 0xe2)
}

/// Writes the value of a parameter, in quotes (RFC 5545 section 3.2), with what cannot stand in quotes by a caret
/// (RFC 6868).
pub(crate) fn push_parameter(line: &mut String, text: &str) {
    line.push('"');
    for c in text.chars() {
        match c {
            '^' => line.push_str("^^"),
            '"' => line.push_str("^'"),
            // Some readers take it for the escape of the quote after it, though it is none there.
            '\\' => line.push('/'),
            c if c.is_control() => {}
            c => line.push(c),
        }
    }
    line.push('"');
}

/// Writes a link, with everything beyond ASCII as percent-encoded octets of UTF-8 (RFC 3987 section 3.1): a value of the
/// type URI has no other characters.
pub(crate) fn push_uri(line: &mut String, link: &str) {
    for c in link.chars() {
        if c.is_ascii_graphic() { line.push(c) } else { push_encoded(line, c) }
    }
}

/// Writes a mail address as a link (RFC 6068), with everything encoded that would be more than an address in one.
pub(crate) fn push_mailto(line: &mut String, address: &str) {
    line.push_str("mailto:");
    for c in address.chars() {
        if c.is_ascii_alphanumeric() || "-._~!$'*+@".contains(c) {
            line.push(c)
        } else {
            push_encoded(line, c)
        }
    }
}

fn push_encoded(line: &mut String, c: char) {
    for octet in c.encode_utf8(&mut [0; 4]).bytes() {
        push_shown(line, format_args!("%{octet:02X}"));
    }
}

/// Writes what can be shown.
pub(crate) fn push_shown(line: &mut String, shown: fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = fmt::Write::write_fmt(line, shown);
}

#[cfg(test)]
mod tests;
