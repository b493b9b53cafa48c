//! A body that was written once for everybody, with places for what is one reader's own.

use crate::quoted_printable::Encoder;

/// What is one reader's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot {
    /// How they like to be addressed.
    Name,
    /// Their way out.
    Unsubscribe,
}

/// A piece of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// The same for everybody.
    Fixed(String),
    /// One reader's own.
    Own(Slot),
}

/// A body in pieces, while it is written.
#[derive(Debug, Default)]
pub(crate) struct Pieces(Vec<Piece>);

impl Pieces {
    /// Adds what is the same for everybody.
    pub(crate) fn push(&mut self, text: &str) {
        match self.0.last_mut() {
            Some(Piece::Fixed(before)) => before.push_str(text),
            _ => self.0.push(Piece::Fixed(text.to_owned())),
        }
    }

    /// Adds what is one reader's own.
    pub(crate) fn own(&mut self, slot: Slot) {
        self.0.push(Piece::Own(slot));
    }

    /// What was written.
    pub(crate) fn into_inner(self) -> Vec<Piece> {
        self.0
    }
}

/// What fills the places, each as the body's form wants it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fill<'a> {
    /// How the reader likes to be addressed.
    pub(crate) name: &'a str,
    /// Their way out; of no use where there is no place for it.
    pub(crate) unsubscribe: &'a str,
}

impl<'a> Fill<'a> {
    const fn of(self, slot: Slot) -> &'a str {
        match slot {
            Slot::Name => self.name,
            Slot::Unsubscribe => self.unsubscribe,
        }
    }
}

/// How what fills a place is written, so that it stays words.
pub(crate) type Escape = fn(Slot, &str, &mut String);

/// A body that was written once, its fixed pieces in quoted-printable (RFC 2045, 6.7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Template {
    pieces: Vec<Piece>,
    encoded: Vec<Piece>,
}

impl Template {
    /// Takes what was written. Every fixed piece ends at the beginning of a line, by a soft line break if need be, so
    /// that what fills a place can be encoded without looking at what is around it.
    pub(crate) fn new(pieces: Pieces) -> Self {
        let pieces = pieces.into_inner();
        let encoded = pieces.iter().map(|piece| match piece {
            Piece::Fixed(text) => {
                let mut encoded = Vec::with_capacity(text.len() + text.len() / 8);
                Encoder::new(&mut encoded).text(text).end_of_piece();
                Piece::Fixed(String::from_utf8_lossy(&encoded).into_owned())
            }
            own => own.clone(),
        });
        Self { encoded: encoded.collect(), pieces }
    }

    /// How many bytes the fixed pieces take in a message.
    pub(crate) fn len(&self) -> usize {
        let length = |piece: &Piece| match piece {
            Piece::Fixed(text) => text.len(),
            Piece::Own(_) => 0,
        };
        self.encoded.iter().map(length).sum()
    }

    /// The body for one reader.
    pub(crate) fn filled(&self, fill: Fill<'_>, escape: Escape) -> String {
        let mut text = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Fixed(fixed) => text.push_str(fixed),
                Piece::Own(slot) => escape(*slot, fill.of(*slot), &mut text),
            }
        }
        text
    }

    /// Adds the body for one reader to a message, in quoted-printable.
    pub(crate) fn write(&self, fill: Fill<'_>, escape: Escape, scratch: &mut String, out: &mut Vec<u8>) {
        for piece in &self.encoded {
            match piece {
                Piece::Fixed(fixed) => out.extend_from_slice(fixed.as_bytes()),
                Piece::Own(slot) => {
                    scratch.clear();
                    escape(*slot, fill.of(*slot), scratch);
                    Encoder::new(out).text(scratch).end_of_piece();
                }
            }
        }
    }
}
