//! Reading a draft from JSON: at once when all is well, and in as many attempts as there are faults when not.
//!
//! `serde` stops at the first thing it cannot read. So when it does, the document is read into a tree, the fault
//! is remembered, the node that caused it is taken out, and the rest is tried again.

mod read;
mod strict;
mod tree;
mod trouble;

use serde::de::DeserializeOwned;

use crate::faults::Faults;
use crate::{Code, Param, Problem};
use strict::Strict;
use tree::Tree;

/// How often a document is tried again. More structural faults than this are not listed.
const MAX_ATTEMPTS: usize = 64;

/// Reads a draft; `None` when there is nothing left to look into.
pub(crate) fn read<D: DeserializeOwned>(bytes: &[u8], max: usize, faults: &mut Faults) -> Option<D> {
    if bytes.len() > max {
        let max = u64::try_from(max).unwrap_or(u64::MAX);
        faults.push_written(Vec::new(), Problem::new(Code::TOO_LARGE).with_param("max", Param::Number(max)));
        return None;
    }
    let mut json = serde_json::Deserializer::from_slice(bytes);
    if let Ok(draft) = D::deserialize(Strict(&mut json))
        && json.end().is_ok()
    {
        return Some(draft);
    }
    match tree::parse(bytes) {
        Ok(tree) => repair(tree, faults),
        Err(problem) => {
            faults.push_written(Vec::new(), problem);
            None
        }
    }
}

// Cold, so that the common path stays small.
#[cold]
fn repair<D: DeserializeOwned>(mut tree: Tree, faults: &mut Faults) -> Option<D> {
    for _ in 0..MAX_ATTEMPTS {
        let told = match D::deserialize(&tree) {
            Ok(draft) => return Some(draft),
            Err(trouble) => trouble.told(),
        };
        faults.push_written(told.at, told.problem);
        if let Some((list, index)) = told.left_out {
            faults.leave_out(list, index);
        }
        if !tree.take_out(&told.slots) {
            return None;
        }
    }
    faults.mark_full();
    None
}

#[cfg(test)]
mod tests;
