//! Loading the directory of NHS organisations.

use bln_core::{
    Action, Actor, OdsCode, Organisation, RecordRef, Versioned,
    access::{About, Verb},
};
use bln_store::{Changes, Expected, Page, PageSize, Write};

use crate::{Network, NetworkError, gate::Entered};

/// How many organisations are written in one commit.
const CHUNK: usize = 100;

/// What became of the organisations that were loaded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Not there before.
    pub added: usize,
    /// There, and different.
    pub changed: usize,
    /// There, and the same.
    pub unchanged: usize,
}

impl Network {
    /// Loads organisations: adds what is new, replaces what has changed, leaves what is the same. Loading the
    /// same again changes nothing, so asking again after a lost answer is safe without a key.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAllowed`](bln_core::Refusal::NotAllowed). After a failure in the middle some are loaded and
    /// some are not; load them again.
    pub async fn load_organisations(
        &self,
        actor: Actor,
        organisations: Vec<Organisation>,
    ) -> Result<Loaded, NetworkError> {
        let gate = self.enter(Verb::LoadOrganisations, actor, About::Network)?;
        let mut loaded = Loaded::default();
        for chunk in organisations.chunks(CHUNK) {
            let part = gate.decide(|| self.load_chunk(&gate, chunk)).await?;
            loaded.added += part.added;
            loaded.changed += part.changed;
            loaded.unchanged += part.unchanged;
        }
        Ok(loaded)
    }

    /// One organisation. The directory is public: it says nothing about who belongs to the network.
    ///
    /// # Errors
    ///
    /// Only those of the store.
    pub async fn organisation(&self, code: OdsCode) -> Result<Option<Organisation>, NetworkError> {
        let gate = self.enter(Verb::Organisation, Actor::public(), About::Network)?;
        Ok(gate.store().organisation(code).await?.map(|stored| stored.record))
    }

    /// Organisations in the order of their codes.
    ///
    /// # Errors
    ///
    /// Only those of the store.
    pub async fn organisations(
        &self,
        after: Option<OdsCode>,
        size: PageSize,
    ) -> Result<Page<Versioned<Organisation>, OdsCode>, NetworkError> {
        let gate = self.enter(Verb::Organisations, Actor::public(), About::Network)?;
        Ok(gate.store().organisation_page(after, size).await?)
    }

    async fn load_chunk(
        &self,
        gate: &Entered<'_>,
        chunk: &[Organisation],
    ) -> Result<(Option<Changes>, Loaded), NetworkError> {
        let mut loaded = Loaded::default();
        let entry = self.entry(gate.actor(), Action::LoadOrganisations, RecordRef::Network, self.now());
        let mut changes = Changes::new(entry);
        for organisation in chunk {
            let expected = match gate.store().organisation(organisation.code()).await? {
                Some(stored) if stored.record == *organisation => {
                    loaded.unchanged += 1;
                    continue;
                }
                Some(stored) => {
                    loaded.changed += 1;
                    Expected::At(stored.version)
                }
                None => {
                    loaded.added += 1;
                    Expected::New
                }
            };
            changes = changes.write(Write::Organisation(organisation.clone(), expected));
        }
        Ok(((!changes.writes().is_empty()).then_some(changes), loaded))
    }
}
