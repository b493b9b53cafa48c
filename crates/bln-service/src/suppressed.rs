//! A "no" that outlived its record, where somebody with one of its addresses is given consent.

use std::collections::{BTreeMap, BTreeSet};

use bln_core::{ConsentLedger, EmailAddress, KeyedHash, PurposeCode};
use bln_seal::suppression_hashes;
use bln_store::{Changes, Expected, PersonRecord, Write};

use crate::{Network, NetworkError, gate::Entered};

/// What somebody said about consent, with what their addresses are suppressed for.
#[derive(Debug)]
pub(crate) struct Answers {
    ledger: ConsentLedger,
    expected: Expected,
    /// Of all of the person's addresses, under all of the network's keys.
    hashes: Vec<KeyedHash>,
}

impl Answers {
    /// Of somebody new, whose addresses are suppressed for these purposes.
    pub(crate) fn of_somebody_new(
        ledger: ConsentLedger,
        suppressed: impl IntoIterator<Item = PurposeCode>,
    ) -> Self {
        Self { ledger: ledger.with_suppressed(suppressed), expected: Expected::New, hashes: Vec::new() }
    }

    /// The ledger as it was read.
    pub(crate) const fn ledger(&self) -> &ConsentLedger {
        &self.ledger
    }

    /// The changes, with what is new in the ledger, and with what the person has lifted by it.
    pub(crate) fn write(&self, changes: Changes, after: &ConsentLedger) -> Changes {
        let entries = after.entries().get(self.ledger.entries().len()..).unwrap_or_default().to_vec();
        if entries.is_empty() {
            return changes;
        }
        let person = self.ledger.person();
        let changes = changes.write(Write::Consent { person, entries, expected: self.expected });
        let lifted = PurposeCode::ALL
            .into_iter()
            .filter(|purpose| self.ledger.is_suppressed(*purpose) && !after.is_suppressed(*purpose));
        lifted.fold(changes, |changes, purpose| {
            changes.write(Write::LiftSuppression { hashes: self.hashes.clone(), purpose })
        })
    }
}

impl Network {
    /// What somebody on the list said about consent.
    pub(crate) async fn answers_of(
        &self,
        gate: &Entered<'_>,
        record: &PersonRecord,
    ) -> Result<Answers, NetworkError> {
        let person = &record.person.record;
        let (ledger, expected) = match &record.consent {
            Some(stored) => (stored.record.clone(), Expected::At(stored.version)),
            None => (ConsentLedger::new(person.id()), Expected::New),
        };
        let hashes = self.hashes_of(person.emails().iter())?.into_keys().collect::<Vec<_>>();
        let suppressed = gate.store().suppressions(&hashes).await?;
        let ledger = ledger.with_suppressed(suppressed.iter().map(|suppression| suppression.purpose()));
        Ok(Answers { ledger, expected, hashes })
    }

    /// For what each of these addresses is suppressed.
    pub(crate) async fn suppressed_of(
        &self,
        gate: &Entered<'_>,
        addresses: impl IntoIterator<Item = &EmailAddress>,
    ) -> Result<BTreeMap<EmailAddress, BTreeSet<PurposeCode>>, NetworkError> {
        let mut suppressed: BTreeMap<EmailAddress, BTreeSet<PurposeCode>> = BTreeMap::new();
        let hashes = self.hashes_of(addresses)?;
        if hashes.is_empty() {
            return Ok(suppressed);
        }
        let asked: Vec<_> = hashes.keys().copied().collect();
        for suppression in gate.store().suppressions(&asked).await? {
            if let Some(address) = hashes.get(&suppression.hash()) {
                suppressed.entry((*address).clone()).or_default().insert(suppression.purpose());
            }
        }
        Ok(suppressed)
    }

    fn hashes_of<'a>(
        &self,
        addresses: impl IntoIterator<Item = &'a EmailAddress>,
    ) -> Result<BTreeMap<KeyedHash, &'a EmailAddress>, NetworkError> {
        let mut hashes = BTreeMap::new();
        for address in addresses {
            let of_address = suppression_hashes(&*self.ports.keys, address)?;
            hashes.extend(of_address.into_iter().map(|hash| (hash, address)));
        }
        Ok(hashes)
    }
}
