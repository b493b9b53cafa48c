//! Running the cases about failures, on a store that was arranged to fail.

use std::{fmt, pin::Pin};

use bln_store::Store;

use crate::samples;

/// How a store is made to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failing {
    /// It has too much to do: nothing is done, and nothing is read.
    Busy,
    /// It fails in a way of its own, a full disk or a broken page: nothing is done, and nothing is read.
    Backend,
    /// A change is done, and the answer that says so is lost.
    UnknownDone,
    /// A change is lost on its way, and nobody can tell.
    UnknownNotDone,
}

/// A store that can be made to fail: by what lies under it, so that what it makes of a failure is its own.
pub trait Switched {
    /// The store.
    fn store(&self) -> &dyn Store;

    /// Makes every call from now on fail in this way, or none.
    fn fail(&self, how: Option<Failing>);
}

type Running<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

/// A case about failures.
#[derive(Clone, Copy)]
pub struct FailureCase {
    /// The name it has in the contract, in brackets.
    pub name: &'static str,
    run: for<'a> fn(&'a dyn Switched) -> Running<'a>,
}

impl fmt::Debug for FailureCase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FailureCase({})", self.name)
    }
}

#[doc(hidden)]
#[macro_export]
macro_rules! __failure_cases {
    ($with:ident $arguments:tt) => {
        $crate::$with! { $arguments
            busy_change_is_not_done
            failed_change_is_not_done
            change_of_unknown_outcome_is_whole_or_nothing
            asking_again_after_an_unknown_outcome_is_safe
            failed_read_is_told
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __failure_registry {
    ([] $($case:ident)+) => {
        /// Every case about failures.
        pub const FAILURES: &[FailureCase] = &[$(
            FailureCase { name: stringify!($case), run: |on| Box::pin($crate::cases::failure::$case(on)) },
        )+];
    };
}

crate::__failure_cases!(__failure_registry []);

/// Makes a store that can be made to fail, runs a case on it, and asks the store whether it is sound.
///
/// # Panics
///
/// If there is no such case, if the store breaks the contract, and if it then finds fault with itself.
pub fn run_failure<S: Switched>(name: &str, make: impl Future<Output = S>) {
    let case = FAILURES.iter().find(|case| case.name == name).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let switched = make.await;
        (case.run)(&switched).await;
        let faults = switched.store().verify(samples::now()).await.unwrap();
        assert!(faults.is_empty(), "the store finds fault with itself after `{name}`: {faults:?}");
    });
}

/// Runs every case about failures on a store that can be made to fail: one `#[test]` for each, by its name.
///
/// The argument is a future that makes an empty store as something that is [`Switched`], once for each case.
#[macro_export]
macro_rules! failures {
    ($make:expr) => {
        $crate::__failure_cases!(__failure_tests[[$make]]);
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __failure_tests {
    ([[$make:expr]] $($case:ident)+) => {
        fn run_case(name: &str) {
            $crate::run_failure(name, $make);
        }

        $(
            #[test]
            fn $case() {
                run_case(stringify!($case));
            }
        )+
    };
}
