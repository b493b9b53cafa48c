//! What went wrong, for whoever runs the tests.

use std::{fmt, io, process::Output};

/// A server could not be found, started or asked. Prints the same either way: it is read in the panic of a test.
pub struct Failed(String);

impl Failed {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }

    /// Turns an error of the system into one that says what was attempted.
    pub(crate) fn when(doing: &str) -> impl FnOnce(io::Error) -> Self + '_ {
        move |error| Self(format!("{doing}: {error}"))
    }

    /// The output of a program that succeeded, else what it said.
    pub(crate) fn unless_success(doing: &str, output: Output) -> Result<String, Self> {
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        Err(Self(format!("{doing}: {}: {}", output.status, said.trim())))
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failed {}
