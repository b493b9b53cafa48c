//! Running cases: each with a store of its own, and a check of the whole store after it.

use std::{fmt, pin::Pin};

use bln_store::Store;

use crate::samples;

type Running<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

/// A case of the suite.
#[derive(Clone, Copy)]
pub struct Case {
    /// The name it has in the contract, in brackets.
    pub name: &'static str,
    #[doc(hidden)]
    pub run: for<'a> fn(&'a dyn Store) -> Running<'a>,
}

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Case({})", self.name)
    }
}

#[doc(hidden)]
#[macro_export]
macro_rules! __registry {
    ([] $($module:ident { $($case:ident)+ })+) => {
        /// Every case of the suite.
        pub const CASES: &[Case] = &[$($(
            Case { name: stringify!($case), run: |store| Box::pin($crate::cases::$module::$case(store)) },
        )+)+];
    };
}

crate::__cases!(__registry []);

/// Makes a store, runs a case on it, and asks the store whether it is sound: what [`suite!`](crate::suite) calls.
///
/// # Panics
///
/// If there is no such case, if the store breaks the contract, and if it then finds fault with itself.
pub fn run<G>(name: &str, make: impl Future<Output = G>, project: impl for<'a> Fn(&'a G) -> &'a dyn Store) {
    let case = CASES.iter().find(|case| case.name == name).unwrap();
    // Two workers, so that what a store runs in the background goes on while a case waits for its own threads.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let guard = make.await;
        let store = project(&guard);
        (case.run)(store).await;
        let faults = store.verify(samples::now()).await.unwrap();
        assert!(faults.is_empty(), "the store finds fault with itself after `{name}`: {faults:?}");
    });
}

/// Runs every case of the contract on a store: one `#[test]` for each, by its name.
///
/// The first argument is a future that makes an empty store, once for each case. The second, if the future makes
/// something that keeps a store alive, is how to get the store from it: `|guard| &guard.store`.
///
/// Where the store needs what a machine may not have, say a server, a third form comes first: an expression that looks
/// for it and gives an `Option`. A case for which it gives `None` passes without being run, so the expression must say
/// so where it is seen. What it finds goes to a function that returns the future.
///
/// ```
/// # use bln_store::MemoryStore;
/// # struct Server;
/// # impl Server { fn find() -> Option<Self> { None } }
/// # struct Guarded { store: MemoryStore, _server: Server }
/// async fn on(server: Server) -> Guarded {
///     Guarded { store: MemoryStore::new(), _server: server }
/// }
///
/// bln_conformance::suite!(Server::find(), on, |guard| &guard.store);
/// ```
#[macro_export]
macro_rules! suite {
    ($make:expr) => {
        $crate::suite!($make, |store| store);
    };
    ($make:expr, $project:expr) => {
        $crate::__cases!(__tests[[$make][$project]]);
    };
    ($find:expr, $make:expr, $project:expr) => {
        $crate::__cases!(__tests_where_found[[$find][$make][$project]]);
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __tests {
    ([[$make:expr] [$project:expr]] $($module:ident { $($case:ident)+ })+) => {
        // Once for all cases: what is generic over the store is compiled once as well.
        fn run_case(name: &str) {
            $crate::run(name, $make, $project);
        }

        $($(
            #[test]
            fn $case() {
                run_case(stringify!($case));
            }
        )+)+
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __tests_where_found {
    ([[$find:expr] [$make:expr] [$project:expr]] $($module:ident { $($case:ident)+ })+) => {
        fn run_case(name: &str) {
            let Some(found) = $find else { return };
            $crate::run(name, ($make)(found), $project);
        }

        $($(
            #[test]
            fn $case() {
                run_case(stringify!($case));
            }
        )+)+
    };
}
