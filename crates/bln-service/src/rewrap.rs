//! Moving people's keys to the network's current key, page by page, while everything goes on.

use std::fmt;

use bln_core::{
    Action, Actor, Id, Person, RecordRef,
    access::{About, Verb},
};
use bln_seal::rewrap;
use bln_store::{Changes, Expected, PageSize, Write};

use crate::{Network, NetworkError};

/// What one page of [`Network::rewrap_keys`] did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewrapped {
    /// How many keys are now wrapped by the current key of the network, and were not before.
    pub moved: usize,
    /// How many could not be unwrapped, and are as they were: the ring lacks the key, or they were changed.
    pub left: usize,
    /// Where to go on; `None` at the end.
    pub next: Option<RewrapCursor>,
}

/// Where to go on. It shows nobody: that somebody told something about themselves is nothing to be passed around.
#[derive(Clone, PartialEq, Eq)]
pub struct RewrapCursor(Id<Person>);

impl fmt::Debug for RewrapCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RewrapCursor(..)")
    }
}

impl Network {
    /// Wraps the keys of a page of people with the network's current key; what is sealed with them stays as it is. Those
    /// that have it already are passed over, so that it can be repeated.
    ///
    /// To change the network's key without a stop: put a new current key into the ring, everywhere; go through all pages,
    /// from the beginning; take the old key out of the ring once a pass moved none and left none. Suppressions under the
    /// old key are not moved by it: see [`bln_seal::suppression_hashes`].
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAllowed`](bln_core::Refusal::NotAllowed); [`NetworkError::Busy`] when what people told keeps
    /// changing meanwhile.
    pub async fn rewrap_keys(
        &self,
        actor: Actor,
        after: Option<RewrapCursor>,
        size: PageSize,
    ) -> Result<Rewrapped, NetworkError> {
        let gate = self.enter(Verb::RewrapKeys, actor, About::Network)?;
        let after = after.map(|RewrapCursor(person)| person);
        gate.decide(|| async {
            let page = gate.store().characteristics_page(after, size).await?;
            let keys = &*self.ports.keys;
            let current = keys.current();
            let (mut writes, mut left) = (Vec::new(), 0);
            for stored in page.items {
                let (person, key) = (stored.record.person(), stored.record.key());
                if *key.by() == current {
                    continue;
                }
                match rewrap(keys, person, key, self.ports.random()?) {
                    Ok(key) => {
                        let record = stored.record.clone().rewrapped(key);
                        writes.push(Write::Characteristics(record, Expected::At(stored.version)));
                    }
                    Err(_) => left += 1,
                }
            }
            let done = Rewrapped { moved: writes.len(), left, next: page.next.map(RewrapCursor) };
            if writes.is_empty() {
                return Ok((None, done));
            }
            let entry = self.entry(actor, Action::RewrapKeys, RecordRef::Network, self.now());
            Ok((Some(writes.into_iter().fold(Changes::new(entry), Changes::write)), done))
        })
        .await
    }
}
