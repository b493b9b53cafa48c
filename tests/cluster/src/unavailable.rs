//! What a test does when there is no PostgreSQL.

use std::{env, io::Write as _};

/// What is to be done about a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Use,
    Skip(&'static str),
    Fail,
}

/// Whether a test is to be skipped, which it says. `found` is whether there is a server, or a way to start one.
///
/// # Panics
///
/// If there is none and `CI` is set.
pub(crate) fn skipped(found: bool) -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    match verdict(found, set("CI"), set("BLN_WITHOUT_POSTGRES")) {
        Verdict::Use => false,
        Verdict::Skip(why) => {
            let thread = std::thread::current();
            let test = thread.name().unwrap_or("a test");
            // Not `eprintln!`, which the harness keeps to itself unless the test fails.
            let _closed = writeln!(std::io::stderr(), "SKIPPED: {test}: {why}");
            true
        }
        Verdict::Fail => panic!(
            "PostgreSQL was not found, and where CI is set this test must run. Install it (Debian: apt-get install \
             postgresql; macOS: brew install postgresql), or name the folder of its programs in PG_BIN, or give the \
             address of a server in BLN_POSTGRES_URL. BLN_WITHOUT_POSTGRES=1 skips every test that needs it."
        ),
    }
}

const fn verdict(found: bool, ci: bool, without: bool) -> Verdict {
    match (found, ci, without) {
        (_, _, true) => Verdict::Skip("BLN_WITHOUT_POSTGRES is set"),
        (true, _, false) => Verdict::Use,
        (false, true, false) => Verdict::Fail,
        (false, false, false) => {
            Verdict::Skip("PostgreSQL was not found; see the documentation of bln-cluster")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_is_skipped_without_a_server_but_fails_in_ci() {
        assert!(matches!(verdict(false, false, false), Verdict::Skip(_)));
        assert_eq!(verdict(false, true, false), Verdict::Fail);
        assert_eq!(verdict(true, false, false), Verdict::Use);
        assert_eq!(verdict(true, true, false), Verdict::Use);
    }

    #[test]
    fn a_test_is_skipped_on_request_wherever_it_runs() {
        for (found, ci) in [(false, false), (false, true), (true, false), (true, true)] {
            assert!(matches!(verdict(found, ci, true), Verdict::Skip(_)));
        }
    }
}
