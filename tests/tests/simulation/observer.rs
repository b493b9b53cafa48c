//! Somebody who sees every answer, and the store itself past everything that goes wrong.

use std::{
    collections::BTreeMap,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::{Arc, Mutex},
};

use bln_service::NetworkError;
use bln_store::Store;

use crate::request::{Known, Request};

/// What was observed.
#[derive(Debug, Default)]
pub(crate) struct Observed {
    hash: DefaultHasher,
    /// What happened, line by line, if it is to be told.
    pub(crate) lines: Option<Vec<String>>,
    /// What was wrong.
    pub(crate) faults: Vec<String>,
    /// The answers that said that something was done, by request.
    pub(crate) done: BTreeMap<u32, String>,
    /// How often each kind of answer was given.
    pub(crate) answers: BTreeMap<&'static str, usize>,
}

/// Sees every answer.
#[derive(Debug)]
pub(crate) struct Observer {
    store: Arc<dyn Store>,
    known: Known,
    observed: Mutex<Observed>,
}

impl Observer {
    /// Observes a store.
    pub(crate) fn of(store: Arc<dyn Store>, known: Known, tells: bool) -> Self {
        let observed = Observed { lines: tells.then(Vec::new), ..Observed::default() };
        Self { store, known, observed: Mutex::new(observed) }
    }

    /// Something happened: a line of the trace.
    pub(crate) fn happened(&self, line: String) {
        let mut observed = self.observed.lock().unwrap();
        line.hash(&mut observed.hash);
        if let Some(lines) = &mut observed.lines {
            lines.push(line);
        }
    }

    /// Something was wrong.
    pub(crate) fn fault(&self, fault: String) {
        self.observed.lock().unwrap().faults.push(fault);
    }

    /// Whether a request was said to be done.
    pub(crate) fn is_done(&self, request: Request) -> bool {
        self.observed.lock().unwrap().done.contains_key(&request.number)
    }

    /// A request was answered, whether or not the answer reaches anybody. `alone` when no other copy of it, and no
    /// earlier attempt without an answer, can have had an effect; `done` when it had been said to be done before
    /// this copy of it was sent.
    pub(crate) async fn answered(
        &self,
        request: Request,
        answer: &Result<String, NetworkError>,
        alone: bool,
        done: bool,
    ) {
        let keyed = request.is_keyed();
        self.happened(format!("{} {:?} -> {answer:?}", request.number, request.ask));
        let kept = match keyed {
            true => self.store.receipt(&request.receipt(&self.known)).await.unwrap().is_some(),
            false => false,
        };
        let mut observed = self.observed.lock().unwrap();
        *observed.answers.entry(answer.as_ref().map_or_else(NetworkError::code, |_| "done")).or_default() +=
            1;
        let fault = match answer {
            Ok(answer) if keyed => {
                let first = observed.done.entry(request.number).or_insert_with(|| answer.clone());
                match (*first == *answer, kept) {
                    (false, _) => Some(format!("answered {first} and then {answer}")),
                    (_, false) => Some("said to be done, and not kept".to_owned()),
                    _ => None,
                }
            }
            Err(NetworkError::Refused(refusal)) if keyed && done => {
                Some(format!("refused ({refusal:?}) after it was done"))
            }
            Err(error) if alone && kept && *error != NetworkError::UnknownOutcome => {
                Some(format!("said not to be done ({}), and done", error.code()))
            }
            _ => None,
        };
        if let Some(fault) = fault {
            observed.faults.push(format!("request {} {:?}: {fault}", request.number, request.ask));
        }
    }

    /// Ends the observation: what was observed, and the hash of the trace.
    pub(crate) fn end(&self) -> (Observed, u64) {
        let observed = std::mem::take(&mut *self.observed.lock().unwrap());
        let hash = observed.hash.finish();
        (observed, hash)
    }
}
