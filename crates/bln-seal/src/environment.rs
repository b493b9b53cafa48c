//! A ring of keys from the environment of the process.

use zeroize::Zeroizing;

use crate::{KeyError, Keys};

impl Keys {
    /// Reads the text of a ring from an environment variable, as [`Keys::parse`] does.
    ///
    /// Who may look into the process can read its environment, and so can what it starts; a file that only its
    /// owner reads ([`FileKeyRing`](crate::FileKeyRing)) is the better place where there is one.
    ///
    /// # Errors
    ///
    /// `key.variable` if it is not set or not text, and as [`Keys::parse`].
    pub fn from_environment(variable: &str) -> Result<Self, KeyError> {
        let text = std::env::var(variable).map_err(|_| KeyError::Variable)?;
        Self::parse(&Zeroizing::new(text))
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;
    use crate::KeyRing;

    const VARIABLE: &str = "BLN_SEAL_TEST_KEYS";

    /// A process cannot safely change its own environment, so this test runs itself again with another one.
    #[test]
    fn keys_are_read_from_a_variable() {
        if std::env::var_os(VARIABLE).is_some() {
            assert_eq!(Keys::from_environment(VARIABLE).unwrap().current().as_str(), "first");
            return;
        }
        let run = |value: String| {
            let mut again = Command::new(std::env::current_exe().unwrap());
            again.args(["--exact", "environment::tests::keys_are_read_from_a_variable"]).env(VARIABLE, value);
            let output = again.output().unwrap();
            assert!(String::from_utf8_lossy(&output.stdout).contains("running 1 test"));
            output.status.success()
        };
        assert!(run(format!("first {}\nsecond {}", "5a".repeat(32), "c3".repeat(32))));
        assert!(!run(format!("second {}", "5a".repeat(32))));
    }

    #[test]
    fn a_variable_that_is_not_set_or_holds_no_keys_is_refused() {
        let error = |variable| Keys::from_environment(variable).unwrap_err();
        assert_eq!(error("BLN_SEAL_TEST_NOT_SET"), KeyError::Variable);
        assert_eq!(error("CARGO_PKG_NAME"), KeyError::Line { line: 1 });
    }
}
