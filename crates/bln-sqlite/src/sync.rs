//! The standard library's primitives that [`worker`](crate::worker) stands on, under one name.

pub(crate) use std::sync::{Arc, Mutex, PoisonError, mpsc};
pub(crate) use std::thread;
