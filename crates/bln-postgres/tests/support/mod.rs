//! What every test of the driver needs.

#![allow(dead_code, reason = "each test binary uses its own part of this")]

use std::future::Future;

pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}
