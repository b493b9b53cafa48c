//! Why keys could not be read or kept.

use std::io;

/// Why a network's keys could not be read, made or kept. It tells of a line, and never what is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// 32 zeros are no key: whatever was to draw it gave nothing.
    #[error("key.zero: a key of zeros is no key")]
    Zero,
    /// There is no key at all.
    #[error("key.none: there is no key")]
    None,
    /// More than the budget: 64 KiB of text.
    #[error("key.too_long: more than 65,536 bytes")]
    TooLong,
    /// More than the budget: 64 keys.
    #[error("key.too_many: more than 64 keys")]
    TooMany,
    /// A line that is not a name, one space and 64 hexadecimal digits.
    #[error("key.line: line {line} is not a name, a space and 64 digits 0 to 9 and a to f")]
    Line {
        /// The number of the line, from 1.
        line: usize,
    },
    /// A line whose key is 32 zeros.
    #[error("key.line_zero: the key on line {line} is all zeros")]
    LineZero {
        /// The number of the line, from 1.
        line: usize,
    },
    /// A name, or a key under another name, that is there already.
    #[error("key.repeated: the name or the key is there already")]
    Repeated,
    /// The environment has no such variable, or its value is not text.
    #[error("key.variable: the environment variable is not set, or is not text")]
    Variable,
    /// The file is there already; keys are never written over.
    #[error("key.exists: there is a file already")]
    Exists,
    /// Others than its owner may read or write the file.
    #[error("key.exposed: others than its owner may read or write the file")]
    Exposed,
    /// The file could not be read or written.
    #[error("key.file: {0}")]
    File(io::ErrorKind),
}

impl KeyError {
    /// The stable code, for programs.
    pub const fn code(self) -> &'static str {
        match self {
            KeyError::Zero => "key.zero",
            KeyError::None => "key.none",
            KeyError::TooLong => "key.too_long",
            KeyError::TooMany => "key.too_many",
            KeyError::Line { .. } => "key.line",
            KeyError::LineZero { .. } => "key.line_zero",
            KeyError::Repeated => "key.repeated",
            KeyError::Variable => "key.variable",
            KeyError::Exists => "key.exists",
            KeyError::Exposed => "key.exposed",
            KeyError::File(_) => "key.file",
        }
    }
}

impl From<io::Error> for KeyError {
    /// The kind alone: the text of a system's error may name a path.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::AlreadyExists => KeyError::Exists,
            kind => KeyError::File(kind),
        }
    }
}
