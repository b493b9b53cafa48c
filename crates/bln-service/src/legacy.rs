//! What a period leaves behind.

use bln_core::{
    Actor, LegacyLedger, LegacyPeriod, LegacyStory,
    access::{About, Verb},
    legacy,
};
use bln_store::PageSize;

use crate::{Network, NetworkError};

impl Network {
    /// The story of a period: asked, promised, done, measured, and still open, of every initiative and pillar. Active
    /// members and allies read it, and those who run the network; for anybody else there is nothing to tell.
    ///
    /// # Errors
    ///
    /// Only those of the store.
    pub async fn legacy(&self, actor: Actor, period: LegacyPeriod) -> Result<LegacyStory, NetworkError> {
        let gate = self.enter(Verb::Legacy, actor, About::Network)?;
        if !gate.is_of_the_network().await? {
            return Ok(legacy([], period));
        }
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let page = gate.store().initiative_page(after, PageSize::MAX).await?;
            for initiative in page.items {
                let id = initiative.record.id();
                let ledger = gate.store().legacy_ledger(id).await?;
                let ledger = ledger.map_or_else(|| LegacyLedger::new(id), |stored| stored.record);
                all.push((initiative.record, ledger));
            }
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        Ok(legacy(all.iter().map(|(initiative, ledger)| (initiative, ledger)), period))
    }
}
