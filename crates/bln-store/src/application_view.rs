//! What is read before applications are decided, many at once: one snapshot for all of them.

use std::collections::{BTreeMap, BTreeSet};

use bln_core::{EmailAddress, Id, OdsCode, Person};

use crate::{IdempotencyKey, Receipt};

/// What to read for the applications that somebody hands in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ApplicationQuery {
    /// Who hands them in; `None` for the public.
    pub actor: Option<Id<Person>>,
    /// The keys of their requests, which may have been answered already.
    pub keys: Vec<IdempotencyKey>,
    /// The addresses that may be somebody's.
    pub addresses: Vec<EmailAddress>,
    /// The organisations that may be missing.
    pub organisations: BTreeSet<OdsCode>,
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ApplicationView {
    /// The receipts that are there, in any order.
    pub receipts: Vec<Receipt>,
    /// Whose each address is. One that is nobody's is left out.
    pub holders: BTreeMap<EmailAddress, Id<Person>>,
    /// The organisations that are there.
    pub organisations: BTreeSet<OdsCode>,
}
