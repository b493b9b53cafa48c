//! The audit, for those who check it: checkpoints to keep outside, what they prove, and the entries as they are kept.

use bln_core::{
    Action, Actor, AuditEntry, Id, RecordRef, Refusal,
    access::{About, Verb},
};
use bln_seal::{
    Checkpoint, ConsistencyProof, InclusionProof, Origin, ProofError, Replay, Tree, TreeHash,
    consistency_proof, inclusion_proof, leaf_bytes, verify_consistency,
};
use bln_store::{AuditRecord, Changes, Page, PageSize, Position};

use crate::{Network, NetworkError, gate::Entered};

/// Whether the audit is what it was when checkpoints were taken.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum AuditVerdict {
    /// Every checkpoint holds.
    Holds {
        /// A new one, of the audit as it is now.
        now: Checkpoint,
    },
    /// One does not: what it covers was edited, removed or moved, was cut off, or is of another history.
    Fails {
        /// The one with the fewest entries of those that do not hold.
        checkpoint: Checkpoint,
        /// What is wrong.
        why: ProofError,
    },
}

/// An entry of the audit, and proof that it is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditProof {
    /// The entry as it is kept, with people under their pseudonyms.
    pub record: AuditRecord,
    /// That it is among the entries that the checkpoint covers: for [`bln_seal::verify_inclusion`].
    pub proof: InclusionProof,
}

impl AuditProof {
    /// The node of the entry, which the proof is about.
    pub fn leaf(&self) -> TreeHash {
        leaf(&self.record)
    }
}

impl Network {
    /// The same network, whose checkpoints name another origin: by convention the network's domain and a path. Without
    /// it, it is the network's short name and `/audit`.
    #[must_use]
    pub fn with_audit_origin(mut self, origin: Origin) -> Self {
        self.audit_origin = origin;
        self
    }

    /// A checkpoint of the audit, to be kept where nobody who can write to the store can write. It covers the entry of
    /// its own taking, which is the last. Reads the whole audit, page by page, and keeps next to nothing of it.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAllowed`], and those of the store.
    pub async fn audit_checkpoint(&self, actor: Actor) -> Result<Checkpoint, NetworkError> {
        let gate = self.enter(Verb::AuditCheckpoint, actor, About::Network)?;
        let entry = self.reading(&gate).await?;
        let mut tree = Tree::new();
        up_to(&gate, entry.id(), |leaf| tree.push(leaf)).await?;
        Ok(Checkpoint::of(self.audit_origin.clone(), &tree, entry.at()))
    }

    /// Checks the audit against earlier checkpoints, in any order. One is enough to notice that among the entries it
    /// covers one was edited, removed or moved, that the end was cut off, that an old backup is in the place of the audit,
    /// or that it was written anew from some point on.
    ///
    /// Reads the whole audit, as [`Network::audit_checkpoint`] does.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAllowed`], and those of the store. That a checkpoint does not hold is no error.
    pub async fn verify_audit(
        &self,
        actor: Actor,
        checkpoints: &[Checkpoint],
    ) -> Result<AuditVerdict, NetworkError> {
        let gate = self.enter(Verb::VerifyAudit, actor, About::Network)?;
        let entry = self.reading(&gate).await?;
        if let Some(other) = checkpoints.iter().find(|it| *it.origin() != self.audit_origin) {
            return Ok(AuditVerdict::Fails { checkpoint: other.clone(), why: ProofError::Origin });
        }
        let mut replay = Replay::new(checkpoints.iter().cloned());
        up_to(&gate, entry.id(), |leaf| replay.push(leaf)).await?;
        let fails = replay.fails_at().cloned();
        match (replay.finish(), fails) {
            (Ok(tree), _) => {
                Ok(AuditVerdict::Holds { now: Checkpoint::of(self.audit_origin.clone(), &tree, entry.at()) })
            }
            (Err(why), Some(checkpoint)) => Ok(AuditVerdict::Fails { checkpoint, why }),
            (Err(why), None) => Err(why.into()),
        }
    }

    /// An entry as it is kept, with proof that it is among those that a checkpoint covers. The proof convinces somebody
    /// who has the checkpoint and sees no other entry. Holds a hash of 32 bytes for each entry up to the checkpoint.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`] for a position that the checkpoint does not cover; [`Refusal::NotAllowed`];
    /// [`NetworkError::Failed`] with `proof.origin`, `proof.shorter` or `proof.consistency` when the checkpoint itself
    /// does not hold.
    pub async fn audit_inclusion(
        &self,
        actor: Actor,
        position: Position,
        checkpoint: &Checkpoint,
    ) -> Result<AuditProof, NetworkError> {
        let gate = self.enter(Verb::AuditInclusion, actor, About::Network)?;
        let index = position.0.checked_sub(1).filter(|index| *index < checkpoint.size());
        let index = index.ok_or(Refusal::NotFound)?;
        let leaves = self.leaves(&gate, checkpoint).await?;
        let before = index.checked_sub(1).map(|before| Position(before + 1));
        let record = gate.store().kept_audit_page(before, ONE).await?.items.into_iter().next();
        let record = record.filter(|record| record.position == position).ok_or(Refusal::NotFound)?;
        let proof = inclusion_proof(&leaves, index).ok_or(ProofError::Place)?;
        // What is told was written down before.
        self.reading(&gate).await?;
        Ok(AuditProof { record, proof })
    }

    /// Proof that the audit of an old checkpoint is the beginning of a new one's, for whoever has only the two. Holds a
    /// hash of 32 bytes for each entry up to the new one.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAllowed`]; [`NetworkError::Failed`] with `proof.origin`, `proof.shorter` or `proof.consistency` when
    /// one of them does not hold, or the old one is the larger: then there is no proof.
    pub async fn audit_consistency(
        &self,
        actor: Actor,
        old: &Checkpoint,
        new: &Checkpoint,
    ) -> Result<ConsistencyProof, NetworkError> {
        let gate = self.enter(Verb::AuditConsistency, actor, About::Network)?;
        let leaves = self.leaves(&gate, new).await?;
        let proof = consistency_proof(&leaves, old.size()).ok_or(ProofError::Shorter)?;
        verify_consistency(old, new, &proof)?;
        self.reading(&gate).await?;
        Ok(proof)
    }

    /// Entries of the audit as they are kept, in the order of commits, with people under their pseudonyms. Each page is a
    /// reading, and adds an entry: ask for more than one at a time, or the end stays where it is.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAllowed`], and those of the store.
    pub async fn audit_entries(
        &self,
        actor: Actor,
        after: Option<Position>,
        size: PageSize,
    ) -> Result<Page<AuditRecord, Position>, NetworkError> {
        let gate = self.enter(Verb::AuditEntries, actor, About::Network)?;
        self.reading(&gate).await?;
        Ok(gate.store().kept_audit_page(after, size).await?)
    }

    /// Writes down that the audit is read.
    async fn reading(&self, gate: &Entered<'_>) -> Result<AuditEntry, NetworkError> {
        let entry = self.entry(gate.actor(), Action::ReadAudit, RecordRef::Network, self.now());
        gate.commit(Changes::new(entry.clone())).await?;
        Ok(entry)
    }

    /// The nodes of the entries that a checkpoint covers, if it holds.
    async fn leaves(
        &self,
        gate: &Entered<'_>,
        checkpoint: &Checkpoint,
    ) -> Result<Vec<TreeHash>, NetworkError> {
        if *checkpoint.origin() != self.audit_origin {
            return Err(ProofError::Origin.into());
        }
        let mut leaves = Vec::new();
        let mut after = None;
        while len(&leaves) < checkpoint.size() {
            let page = gate.store().kept_audit_page(after, PageSize::MAX).await?;
            let missing = checkpoint.size() - len(&leaves);
            let missing = usize::try_from(missing).unwrap_or(usize::MAX);
            leaves.extend(page.items.iter().take(missing).map(leaf));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        if len(&leaves) < checkpoint.size() {
            return Err(ProofError::Shorter.into());
        }
        let tree: Tree = leaves.iter().copied().collect();
        if tree.root() == checkpoint.root() { Ok(leaves) } else { Err(ProofError::Consistency.into()) }
    }
}

/// The origin of a network that was given none: its short name and `/audit`, with `-` for what an origin cannot hold.
pub(crate) fn default_origin(short_name: &str) -> Result<Origin, ProofError> {
    let plain = |c: char| if c.is_ascii_graphic() { c } else { '-' };
    Origin::parse(short_name.chars().map(plain).chain("/audit".chars()).collect::<String>())
}

const ONE: PageSize = match PageSize::new(1) {
    Ok(one) => one,
    Err(_) => PageSize::MAX,
};

fn leaf(record: &AuditRecord) -> TreeHash {
    TreeHash::of_leaf(&leaf_bytes(record.position.0, &record.entry))
}

fn len(leaves: &[TreeHash]) -> u64 {
    u64::try_from(leaves.len()).unwrap_or(u64::MAX)
}

/// Goes through the audit from the beginning to the entry that says so, which is there: whatever is appended meanwhile,
/// it comes to an end.
async fn up_to(
    gate: &Entered<'_>,
    last: Id<AuditEntry>,
    mut take: impl FnMut(TreeHash) + Send,
) -> Result<(), NetworkError> {
    let mut after = None;
    loop {
        let page = gate.store().kept_audit_page(after, PageSize::MAX).await?;
        for record in &page.items {
            take(leaf(record));
            if record.entry.id() == last {
                return Ok(());
            }
        }
        after = page.next;
        if after.is_none() {
            // It was committed, and is not there: the store is not what it was a moment ago.
            return Err(ProofError::Shorter.into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_origin_is_made_of_the_short_name_whatever_is_in_it() {
        assert_eq!(default_origin("BLN").unwrap().as_str(), "BLN/audit");
        assert_eq!(default_origin("Réseau Noir").unwrap().as_str(), "R-seau-Noir/audit");
        assert_eq!(default_origin(&"é".repeat(40)).unwrap().as_str().len(), 46);
    }
}
