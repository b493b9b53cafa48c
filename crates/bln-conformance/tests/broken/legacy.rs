//! Faults in how a store keeps initiatives, the legacy ledger and figures.

use bln_core::{Figure, Initiative, LegacyEntry, LegacyLedger, LegacyLine, OutcomeEvidence};

use super::*;

#[async_trait]
impl LegacyStore for Broken {
    async fn initiative(&self, id: Id<Initiative>) -> Answer<Option<Versioned<Initiative>>> {
        self.inner.initiative(id).await
    }

    async fn initiative_page(
        &self,
        after: Option<Id<Initiative>>,
        size: PageSize,
    ) -> Answer<Page<Versioned<Initiative>, Id<Initiative>>> {
        self.inner.initiative_page(after, size).await
    }

    async fn legacy_ledger(&self, initiative: Id<Initiative>) -> Answer<Option<Versioned<LegacyLedger>>> {
        let stored = self.inner.legacy_ledger(initiative).await?;
        Ok(stored.map(|stored| stored.map(|ledger| self.spoiled(&ledger))))
    }

    async fn figure(&self, id: Id<Figure>) -> Answer<Option<Figure>> {
        self.inner.figure(id).await
    }

    async fn figure_page(
        &self,
        after: Option<Id<Figure>>,
        size: PageSize,
    ) -> Answer<Page<Figure, Id<Figure>>> {
        self.inner.figure_page(after, size).await
    }
}

impl Broken {
    fn spoiled(&self, ledger: &LegacyLedger) -> LegacyLedger {
        let mut entries = ledger.entries().to_vec();
        if self.is(Fault::SortsLedgersByTheClock) {
            entries.sort_by_key(LegacyEntry::at);
        }
        if self.is(Fault::LosesThePair) {
            entries = entries.iter().map(without_pair).collect();
        }
        if self.is(Fault::ForgetsWhatIsCorrected) {
            let said = entries.iter().map(|it| with_line(it, it.line().said().clone()));
            entries = said.collect();
        }
        LegacyLedger::restore(ledger.initiative(), entries)
    }

    /// Leaves out the figures that are there.
    pub(super) async fn keep_figures_quietly(&self, changes: Changes) -> Answer<()> {
        let mut kept = vec![];
        for write in changes.writes() {
            let there = match write {
                Write::Figure(figure) => self.inner.figure(figure.id()).await?.is_some(),
                _ => false,
            };
            kept.extend((!there).then(|| write.clone()));
        }
        self.inner.commit(change::with_writes(&changes, kept)).await
    }
}

fn with_line(entry: &LegacyEntry, line: LegacyLine) -> LegacyEntry {
    LegacyEntry::restore(entry.id(), entry.initiative(), entry.at(), line)
}

fn without_pair(entry: &LegacyEntry) -> LegacyEntry {
    let LegacyLine::Outcome { words, evidence } = entry.line() else { return entry.clone() };
    let evidence = OutcomeEvidence::new(evidence.figures().clone(), None, evidence.resources().clone());
    with_line(entry, LegacyLine::Outcome { words: words.clone(), evidence: evidence.unwrap() })
}
