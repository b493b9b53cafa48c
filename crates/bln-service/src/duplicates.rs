//! Which records may be of one person.

use bln_core::{
    Actor,
    access::{About, Verb},
    duplicates::{Candidate, Suggestion, suggest},
};
use bln_store::PageSize;

use crate::{Network, NetworkError};

impl Network {
    /// The pairs of records that may be of one person, the strongest reason first: see [`bln_core::duplicates`].
    /// Reads everybody once, page by page, and keeps of each what is compared. Nothing is done about them: an
    /// administrator decides.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAllowed`](bln_core::Refusal::NotAllowed).
    pub async fn duplicates(&self, actor: Actor) -> Result<Vec<Suggestion>, NetworkError> {
        let gate = self.enter(Verb::Duplicates, actor, About::Network)?;
        let (mut candidates, mut after) = (Vec::new(), None);
        loop {
            let page = gate.store().person_page(after, PageSize::MAX).await?;
            candidates.extend(page.items.iter().map(|record| Candidate::of(&record.person.record)));
            after = page.next;
            if after.is_none() {
                return Ok(suggest(candidates.into_iter()));
            }
        }
    }
}
