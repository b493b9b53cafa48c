//! What is kept outside, so that a history cannot be rewritten unseen.

use std::{fmt, str::FromStr};

use bln_core::Instant;

use crate::{ProofError, Tree, TreeHash, proof::decimal};

/// Which history a checkpoint is of: 1 to 100 visible ASCII characters, by convention the network's domain and a
/// path, as `network.example.org/audit`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin(String);

impl Origin {
    /// Reads an origin.
    ///
    /// # Errors
    ///
    /// `proof.format`.
    pub fn parse(text: impl Into<String>) -> Result<Self, ProofError> {
        let text = text.into();
        let visible = text.bytes().all(|b| b.is_ascii_graphic());
        if (1..=100).contains(&text.len()) && visible { Ok(Self(text)) } else { Err(ProofError::Format) }
    }

    /// The origin.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How long a history was and what its tree's root was, at a time.
///
/// Kept where nobody who can write to the store can write (in a mail to an auditor, in a repository, on paper), it
/// pins every entry up to then. It is not signed: who keeps it knows where they had it from. It holds no personal
/// data.
///
/// Its text is four lines, in each the one spelling there is:
///
/// ```
/// use bln_seal::{Checkpoint, Origin, Tree};
///
/// let origin = Origin::parse("network.example.org/audit")?;
/// let checkpoint = Checkpoint::of(origin, &Tree::new(), "2027-03-01T09:00:00Z".parse()?);
/// let text = "network.example.org/audit\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\
///     2027-03-01T09:00:00.000000Z\n";
/// assert_eq!(checkpoint.to_string(), text);
/// assert_eq!(text.parse::<Checkpoint>()?, checkpoint);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    origin: Origin,
    size: u64,
    root: TreeHash,
    at: Instant,
}

impl Checkpoint {
    /// The checkpoint of a tree as it is at a time.
    pub fn of(origin: Origin, tree: &Tree, at: Instant) -> Self {
        Self { origin, size: tree.size(), root: tree.root(), at }
    }

    /// Which history it is of.
    pub const fn origin(&self) -> &Origin {
        &self.origin
    }

    /// How many entries the history had.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The root of the tree of those entries.
    pub const fn root(&self) -> TreeHash {
        self.root
    }

    /// When it was taken, by the clock of whoever took it: a word, and not a proof.
    pub const fn at(&self) -> Instant {
        self.at
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}\n{}\n{}\n", self.origin, self.size, self.root, self.at)
    }
}

impl FromStr for Checkpoint {
    type Err = ProofError;

    fn from_str(text: &str) -> Result<Self, ProofError> {
        let mut lines = text.split('\n');
        let mut line = || lines.next().ok_or(ProofError::Format);
        let origin = Origin::parse(line()?)?;
        let size = decimal(line()?).ok_or(ProofError::Format)?;
        let root = TreeHash::parse(line()?).ok_or(ProofError::Format)?;
        let at: Instant = line()?.parse().map_err(|_| ProofError::Format)?;
        let checkpoint = Self { origin, size, root, at };
        // The rest of the text, and every other spelling of the time.
        if checkpoint.to_string() == text { Ok(checkpoint) } else { Err(ProofError::Format) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEXT: &str = "network.example.org/audit\n12\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\
        2027-03-01T09:00:00.000000Z\n";

    #[test]
    fn an_origin_has_1_to_100_visible_characters() {
        for origin in ["a", "network.example.org/audit", &"o".repeat(100)] {
            assert_eq!(Origin::parse(origin).unwrap().as_str(), origin);
        }
        for origin in ["", "a b", "a\n", "é", &"o".repeat(101)] {
            assert_eq!(Origin::parse(origin), Err(ProofError::Format));
        }
    }

    #[test]
    fn a_text_has_one_spelling() {
        let checkpoint: Checkpoint = TEXT.parse().unwrap();
        assert_eq!((checkpoint.size(), checkpoint.to_string().as_str()), (12, TEXT));
        for other in [
            String::new(),
            TEXT.trim_end().to_owned(),
            format!("{TEXT}\n"),
            format!("{TEXT}more"),
            format!(" {TEXT}"),
            TEXT.replace('\n', "\r\n"),
            TEXT.replace("\n12\n", "\n012\n"),
            TEXT.replace("\n12\n", "\n+12\n"),
            TEXT.replace("\n12\n", "\n-12\n"),
            TEXT.replace("\n12\n", "\n18446744073709551616\n"),
            TEXT.replace("FU=", "FU"),
            TEXT.replace("FU=", "FV="),
            TEXT.replace("+/", "-_"),
            TEXT.replace(".000000Z", "Z"),
            TEXT.replace(".000000Z", ".000000+00:00"),
        ] {
            assert_ne!(other, TEXT);
            assert_eq!(other.parse::<Checkpoint>(), Err(ProofError::Format), "{other}");
        }
    }

    proptest! {
        #[test]
        fn a_checkpoint_round_trips(
            origin in "[!-~]{1,100}", size: u64, root: [u8; 32], second in 0..4_000_000_000_i64,
        ) {
            let at: Instant = "1970-01-01T00:00:00Z".parse().unwrap();
            let at = Instant::new(at.utc() + std::time::Duration::from_secs(second.unsigned_abs()));
            let origin = Origin::parse(origin).unwrap();
            let checkpoint = Checkpoint { origin, size, root: TreeHash::from_bytes(root), at };
            prop_assert_eq!(checkpoint.to_string().parse::<Checkpoint>(), Ok(checkpoint));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,10}\n[0-9]{0,3}\n[A-Za-z0-9+/=]{0,50}\n\\PC{0,30}\n") {
            prop_assert_eq!(text.parse::<Checkpoint>(), Err(ProofError::Format));
        }
    }
}
