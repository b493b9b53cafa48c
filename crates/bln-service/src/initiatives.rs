//! What the network sets out to change, and the ledger of what was asked, promised, done and measured.

use std::future::ready;

use bln_core::{
    Action, Actor, Conclusion, Id, Initiative, InitiativeDetails, LegacyEntry, LegacyLedger, LegacyLine,
    Linked, Pillar, RecordRef, Refusal, Versioned,
    access::{About, Verb},
};
use bln_store::{Changes, Expected, IdempotencyKey, Page, PageSize, Write};

use crate::{
    Network, NetworkError,
    fingerprint::fingerprint,
    gate::{Entered, UNREADABLE},
    page::filled,
};

impl Network {
    /// Begins an initiative. The figures that moved the network have to be in the register.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`] for a figure that is not in the register; [`Refusal::NotAllowed`],
    /// [`Refusal::KeyUsedForAnotherRequest`].
    pub async fn open_initiative(
        &self,
        actor: Actor,
        details: InitiativeDetails,
        key: IdempotencyKey,
    ) -> Result<Id<Initiative>, NetworkError> {
        let gate = self.enter(Verb::OpenInitiative, actor, About::Network)?;
        let asked = fingerprint("open_initiative", &details);
        gate.decide(|| async {
            if let Some(receipt) = gate.answered(&key, asked).await? {
                let RecordRef::Initiative(id) = receipt.record else { return Err(UNREADABLE) };
                return Ok((None, id));
            }
            let now = self.now();
            let initiative = Initiative::open(self.new_id(now), details.clone(), now);
            for figure in initiative.moved_by() {
                gate.store().figure(*figure).await?.ok_or(Refusal::NotFound)?;
            }
            let (id, subject) = (initiative.id(), RecordRef::Initiative(initiative.id()));
            let changes = Changes::new(self.entry(actor, Action::OpenInitiative, subject.clone(), now))
                .write(Write::Initiative(initiative, Expected::New))
                .answered(gate.receipt(&key, asked, subject, "opened", now));
            Ok((Some(changes), id))
        })
        .await
    }

    /// Appends a line to an initiative's ledger: an ask, an answer, a promise and what came of it, an outcome, a link, or
    /// a correction. Nothing of a ledger is ever changed or removed, so that no line may name a person.
    ///
    /// # Errors
    ///
    /// Those of [`Initiative::append`]; [`Refusal::NotFound`] also for a figure, a resource or whatever else is cited or
    /// linked and not there; [`Refusal::EventNotLinkable`]; [`Refusal::NotAllowed`],
    /// [`Refusal::KeyUsedForAnotherRequest`].
    pub async fn append_to_legacy(
        &self,
        actor: Actor,
        initiative: Id<Initiative>,
        line: LegacyLine,
        key: IdempotencyKey,
    ) -> Result<Id<LegacyEntry>, NetworkError> {
        let gate = self.enter(Verb::AppendToLegacy, actor, About::Network)?;
        let asked = fingerprint("append_to_legacy", &(initiative, &line));
        gate.decide(|| async {
            if let Some(receipt) = gate.answered(&key, asked).await? {
                let id = receipt.answer.parse().map_err(|_| UNREADABLE)?;
                return Ok((None, id));
            }
            let (opened, ledger) = ledger_of(&gate, initiative).await?;
            is_there(&gate, &line).await?;
            let now = self.now();
            let entry = opened.record.append(&ledger.record, line.clone(), self.new_id(now), now)?;
            let (id, subject) = (entry.id(), RecordRef::Legacy(initiative));
            let write = Write::Legacy { initiative, entries: vec![entry], expected: ledger.expected };
            let changes = Changes::new(self.entry(actor, Action::AppendToLegacy, subject.clone(), now))
                .pin(RecordRef::Initiative(initiative), opened.version)
                .write(write)
                .answered(gate.receipt(&key, asked, subject, &id.to_string(), now));
            Ok((Some(changes), id))
        })
        .await
    }

    /// Ends an initiative, with what became of it.
    ///
    /// # Errors
    ///
    /// Those of [`Initiative::close`]; [`Refusal::NotFound`], [`Refusal::NotAllowed`].
    pub async fn close_initiative(
        &self,
        actor: Actor,
        id: Id<Initiative>,
        conclusion: Conclusion,
    ) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::CloseInitiative, actor, About::Network)?;
        gate.decide(|| async {
            let (stored, ledger) = ledger_of(&gate, id).await?;
            let now = self.now();
            let closed = stored.record.close(&ledger.record, conclusion.clone(), now)?;
            let entry = self.entry(actor, Action::CloseInitiative, RecordRef::Initiative(id), now);
            let changes = Changes::new(entry).write(Write::Initiative(closed, Expected::At(stored.version)));
            // What it ends with rests on the outcomes that stand.
            let changes = match ledger.expected {
                Expected::At(version) => changes.pin(RecordRef::Legacy(id), version),
                Expected::New => changes,
            };
            Ok((Some(changes), ()))
        })
        .await
    }

    /// An initiative with all that was written under it. Active members and allies read it, and those who run the network.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`] when it is not there or not the actor's to see.
    pub async fn initiative(
        &self,
        actor: Actor,
        id: Id<Initiative>,
    ) -> Result<(Initiative, LegacyLedger), NetworkError> {
        let gate = self.enter(Verb::Initiative, actor, About::Network)?;
        if !gate.is_of_the_network().await? {
            return Err(Refusal::NotFound.into());
        }
        let (initiative, ledger) = ledger_of(&gate, id).await?;
        Ok((initiative.record, ledger.record))
    }

    /// The initiatives, or those that serve a pillar, in the order of their identifiers. Active members and allies read
    /// them, and those who run the network; nobody else sees any.
    ///
    /// # Errors
    ///
    /// Only those of the store.
    pub async fn initiatives(
        &self,
        actor: Actor,
        pillar: Option<Pillar>,
        after: Option<Id<Initiative>>,
        size: PageSize,
    ) -> Result<Page<Initiative, Id<Initiative>>, NetworkError> {
        let gate = self.enter(Verb::Initiatives, actor, About::Network)?;
        if !gate.is_of_the_network().await? {
            return Ok(Page { items: Vec::new(), next: None });
        }
        let read = |after| gate.store().initiative_page(after, PageSize::MAX);
        let serves = |stored: Versioned<Initiative>| {
            let initiative = stored.record;
            let serves = pillar.is_none_or(|pillar| initiative.pillars().contains(pillar));
            ready(Ok(serves.then_some(initiative)))
        };
        filled(after, size, Initiative::id, read, serves).await
    }
}

/// A ledger, and how it is to be found when it is written to.
pub(crate) struct LedgerAsRead {
    pub(crate) record: LegacyLedger,
    pub(crate) expected: Expected,
}

/// An initiative with its ledger.
async fn ledger_of(
    gate: &Entered<'_>,
    id: Id<Initiative>,
) -> Result<(Versioned<Initiative>, LedgerAsRead), NetworkError> {
    let initiative = gate.store().initiative(id).await?.ok_or(Refusal::NotFound)?;
    let ledger = match gate.store().legacy_ledger(id).await? {
        Some(stored) => LedgerAsRead { record: stored.record, expected: Expected::At(stored.version) },
        None => LedgerAsRead { record: LegacyLedger::new(id), expected: Expected::New },
    };
    Ok((initiative, ledger))
}

/// Sees that everything is there that a line cites or links.
async fn is_there(gate: &Entered<'_>, line: &LegacyLine) -> Result<(), NetworkError> {
    let store = gate.store();
    for figure in line.figures() {
        store.figure(figure).await?.ok_or(Refusal::NotFound)?;
    }
    match line.said() {
        LegacyLine::Outcome { evidence, .. } => {
            for resource in evidence.resources() {
                store.resource(*resource).await?.ok_or(Refusal::NotFound)?;
            }
        }
        LegacyLine::Link(linked) => match linked {
            Linked::Event(id) => {
                Linked::event(&store.event(*id).await?.ok_or(Refusal::NotFound)?.record)?;
            }
            Linked::Bulletin(id) => drop(store.bulletin(*id).await?.ok_or(Refusal::NotFound)?),
            Linked::Resource(id) => drop(store.resource(*id).await?.ok_or(Refusal::NotFound)?),
            Linked::Testimonial(id) => drop(store.testimonial(*id).await?.ok_or(Refusal::NotFound)?),
            _ => {}
        },
        _ => {}
    }
    Ok(())
}
