//! Quoted-printable (RFC 2045, 6.7): text in any script as lines of at most 76 ASCII characters.

/// The most characters of a line, but for the `=` of a soft line break at its end.
const LINE: usize = 75;

const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// Adds encoded text to a buffer, from the beginning of a line on.
pub(crate) struct Encoder<'a> {
    out: &'a mut Vec<u8>,
    column: usize,
}

impl<'a> Encoder<'a> {
    /// An encoder whose buffer ends at the beginning of a line.
    pub(crate) const fn new(out: &'a mut Vec<u8>) -> Self {
        Self { out, column: 0 }
    }

    /// Adds text; each `\n` becomes CRLF.
    pub(crate) fn text(mut self, text: &str) -> Self {
        let mut bytes = text.bytes().peekable();
        while let Some(byte) = bytes.next() {
            match byte {
                b'\n' => {
                    self.out.extend_from_slice(b"\r\n");
                    self.column = 0;
                }
                // White space at the end of a line is lost on the way (RFC 2045, 6.7, rule 3).
                b' ' | b'\t' if matches!(bytes.peek(), Some(b'\n') | None) => self.escaped(byte),
                b'=' | 0..=8 | 11..=31 | 127.. => self.escaped(byte),
                // A line that begins so is changed by servers that take it for an end or a beginning (RFC 2049, 3).
                b'.' | b'F' if matches!(self.column, 0 | LINE..) => self.escaped(byte),
                _ => {
                    self.make_room(1);
                    self.out.push(byte);
                    self.column += 1;
                }
            }
        }
        self
    }

    /// Goes to the beginning of a line, without one in the text.
    pub(crate) fn end_of_piece(self) {
        if self.column > 0 {
            self.out.extend_from_slice(b"=\r\n");
        }
    }

    fn escaped(&mut self, byte: u8) {
        self.make_room(3);
        let digit = |four: u8| HEX.get(usize::from(four)).copied().unwrap_or(b'0');
        self.out.extend_from_slice(&[b'=', digit(byte >> 4), digit(byte & 15)]);
        self.column += 3;
    }

    fn make_room(&mut self, characters: usize) {
        if self.column + characters > LINE {
            self.out.extend_from_slice(b"=\r\n");
            self.column = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn encoded(text: &str) -> String {
        let mut out = Vec::new();
        Encoder::new(&mut out).text(text).end_of_piece();
        String::from_utf8(out).unwrap()
    }

    /// A decoder of its own, written from the RFC.
    fn decoded(text: &str) -> Vec<u8> {
        let mut out = Vec::new();
        let joined = text.replace("=\r\n", "");
        let mut rest = joined.as_bytes();
        while let [first, tail @ ..] = rest {
            rest = tail;
            if *first == b'=' {
                let digits = std::str::from_utf8(&tail[..2]).unwrap();
                out.push(u8::from_str_radix(digits, 16).unwrap());
                rest = &tail[2..];
            } else {
                out.push(*first);
            }
        }
        out
    }

    #[test]
    fn only_what_has_to_be_is_escaped() {
        assert_eq!(encoded("a=b\n"), "a=3Db\r\n");
        assert_eq!(encoded("é\n"), "=C3=A9\r\n");
        assert_eq!(encoded("a \nb\t\n"), "a=20\r\nb=09\r\n");
        assert_eq!(encoded("plain"), "plain=\r\n");
        assert_eq!(encoded(".a.\nFrom F\n"), "=2Ea.\r\n=46rom F\r\n");
    }

    #[test]
    fn a_line_ends_at_76_characters() {
        assert_eq!(encoded(&format!("{}\n", "a".repeat(75))), format!("{}\r\n", "a".repeat(75)));
        assert_eq!(encoded(&format!("{}\n", "a".repeat(76))), format!("{}=\r\na\r\n", "a".repeat(75)));
    }

    proptest! {
        #[test]
        fn text_comes_back_from_lines_that_every_server_takes(text in "[ -~\\t\\nÀ-žا-ي一-龥=]{0,300}") {
            let encoded = encoded(&text);
            prop_assert!(encoded.is_ascii());
            for line in encoded.split("\r\n") {
                prop_assert!(line.len() <= 76 && !line.contains(['\r', '\n']), "{line:?}");
                prop_assert!(!line.ends_with([' ', '\t']) && !line.starts_with(['.', 'F']), "{line:?}");
            }
            prop_assert_eq!(decoded(&encoded), text.replace('\n', "\r\n").into_bytes());
        }
    }
}
