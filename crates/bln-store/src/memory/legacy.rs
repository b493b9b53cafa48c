//! What the network set out to change, the ledger of what came of it, and the figures that are cited.

use std::{
    collections::BTreeMap,
    ops::Bound::{Excluded, Unbounded},
};

use async_trait::async_trait;
use bln_core::{
    Figure, Id, Initiative, LegacyEntry, LegacyLedger, LegacyLine, RecordRef, Version, Versioned,
};

use super::{
    MemoryStore,
    commit::{require, unused},
    read::page,
    state::{LAST_VERSION, State},
    transaction::Transaction,
};
use crate::{Expected, LegacyStore, Page, PageSize, Rule, StoreError};

#[async_trait]
impl LegacyStore for MemoryStore {
    async fn initiative(&self, id: Id<Initiative>) -> Result<Option<Versioned<Initiative>>, StoreError> {
        Ok(self.lock().initiatives.get(&id).cloned())
    }

    async fn initiative_page(
        &self,
        after: Option<Id<Initiative>>,
        size: PageSize,
    ) -> Result<Page<Versioned<Initiative>, Id<Initiative>>, StoreError> {
        let state = self.lock();
        Ok(page(following(&state.initiatives, after), size, |stored| stored.record.id()))
    }

    async fn legacy_ledger(
        &self,
        initiative: Id<Initiative>,
    ) -> Result<Option<Versioned<LegacyLedger>>, StoreError> {
        let state = self.lock();
        let entries = state.legacy(initiative).map(|(_, entry)| entry.clone()).collect();
        let ledger = LegacyLedger::restore(initiative, entries);
        Ok(state.legacy_version(initiative).map(|version| Versioned::new(ledger, version)))
    }

    async fn figure(&self, id: Id<Figure>) -> Result<Option<Figure>, StoreError> {
        Ok(self.lock().figures.get(&id).cloned())
    }

    async fn figure_page(
        &self,
        after: Option<Id<Figure>>,
        size: PageSize,
    ) -> Result<Page<Figure, Id<Figure>>, StoreError> {
        let state = self.lock();
        Ok(page(following(&state.figures, after), size, Figure::id))
    }
}

impl Transaction<'_> {
    pub(super) fn write_figure(&mut self, figure: Figure) -> Result<(), StoreError> {
        unused(self.state().figures.contains_key(&figure.id()))?;
        self.set(|state| &mut state.figures, figure.id(), Some(figure));
        Ok(())
    }

    pub(super) fn write_initiative(
        &mut self,
        initiative: Initiative,
        expected: Expected,
    ) -> Result<(), StoreError> {
        let id = initiative.id();
        let version = self.state().next_version(RecordRef::Initiative(id), expected)?;
        for figure in initiative.moved_by() {
            self.state().require_figure(*figure)?;
        }
        self.set(|state| &mut state.initiatives, id, Some(Versioned::new(initiative, version)));
        Ok(())
    }

    pub(super) fn append_legacy(
        &mut self,
        initiative: Id<Initiative>,
        entries: Vec<LegacyEntry>,
        mut expected: Expected,
    ) -> Result<(), StoreError> {
        // The first entry finds the ledger as it was expected, and each of the others as the one before left it.
        for entry in entries {
            let version = self.state().next_version(RecordRef::Legacy(initiative), expected)?;
            require(self.state().initiatives.contains_key(&initiative), RecordRef::Initiative(initiative))?;
            self.state().require_what_is_named(&entry)?;
            self.set(|state| &mut state.indexes.legacy_ids, entry.id(), Some(initiative));
            self.set(|state| &mut state.legacies, (initiative, version), Some(entry));
            expected = Expected::At(version);
        }
        Ok(())
    }
}

impl State {
    /// The entries of a ledger, each with its number.
    pub(super) fn legacy(
        &self,
        initiative: Id<Initiative>,
    ) -> impl DoubleEndedIterator<Item = (Version, &LegacyEntry)> {
        let entries = self.legacies.range((initiative, Version::FIRST)..=(initiative, LAST_VERSION));
        entries.map(|((_, ordinal), entry)| (*ordinal, entry))
    }

    pub(super) fn legacy_version(&self, initiative: Id<Initiative>) -> Option<Version> {
        self.legacy(initiative).next_back().map(|(ordinal, _)| ordinal)
    }

    /// An entry is new, and what it names is there: earlier entries of its own ledger, figures and resources.
    fn require_what_is_named(&self, entry: &LegacyEntry) -> Result<(), StoreError> {
        let (ids, line) = (&self.indexes.legacy_ids, entry.line());
        unused(ids.contains_key(&entry.id()))?;
        let in_its_ledger = |named: Id<LegacyEntry>| ids.get(&named) == Some(&entry.initiative());
        if !line.corrects().into_iter().chain(line.refers_to()).all(in_its_ledger) {
            return Err(StoreError::Conflict { rule: Rule::WellFormed });
        }
        let LegacyLine::Outcome { evidence, .. } = line.said() else { return Ok(()) };
        let pair = evidence.before_after().into_iter().flat_map(|(before, after)| [before, after]);
        for figure in evidence.figures().iter().copied().chain(pair) {
            self.require_figure(figure)?;
        }
        for resource in evidence.resources() {
            require(self.resources.contains_key(resource), RecordRef::Resource(*resource))?;
        }
        Ok(())
    }

    pub(super) fn require_figure(&self, id: Id<Figure>) -> Result<(), StoreError> {
        require(self.figures.contains_key(&id), RecordRef::Figure(id))
    }
}

fn following<K, T: Clone>(table: &BTreeMap<Id<K>, T>, after: Option<Id<K>>) -> impl Iterator<Item = T> {
    table.range((after.map_or(Unbounded, Excluded), Unbounded)).map(|(_, stored)| stored.clone())
}
