//! Cryptography of a staff network: characteristics under seal, a "no" that outlives its person, links that work
//! once, and an audit that can be proved.
//!
//! This crate encrypts, hashes and proves, and decides nothing: who may read what, and when, is the job of `bln-core`.
//! The nouns that a store keeps ([`SealedCharacteristics`](bln_core::SealedCharacteristics),
//! [`KeyedHash`](bln_core::KeyedHash), [`TokenHash`](bln_core::TokenHash)) are in `bln-core` too, so that a store
//! needs none of this. It draws no random numbers and reads no clock: keys, nonces and times are arguments.
//!
//! # Keys
//!
//! A network has keys by name in a [`KeyRing`]: in a file ([`FileKeyRing`]), in the environment
//! ([`Keys::from_environment`]), or wherever an embedder keeps secrets. They lie apart from the database and its
//! backups. Each person has a key of their own, which is kept only wrapped by one of the network's.
//!
//! ```
//! use bln_core::{Characteristic, EthnicGroup, Id, KeyName, SealedCharacteristics};
//! use bln_seal::{Keys, PersonKey, Seal, rewrap, wrap};
//!
//! # let (random, more_random, new_random) = ([1; 32], [2; 32], [3; 32]);
//! # let nonce = || [4; 12];
//! let person = Id::new(uuid::Uuid::from_u128(17));
//! let ring = Keys::generate(KeyName::parse("2026")?, random)?;
//!
//! // The first time that somebody tells something, they get a key.
//! let wrapped = wrap(&ring, person, &PersonKey::from_random(more_random), nonce())?;
//! let kept = SealedCharacteristics::new(person, wrapped);
//!
//! // What they tell is sealed with it, for this person, this characteristic and this edition.
//! let seal = Seal::open(&ring, person, kept.key())?;
//! let value = seal.seal_ethnic_group(EthnicGroup::AsianIndian, kept.next_edition(), nonce())?;
//! let kept = kept.with(Characteristic::EthnicGroup, value);
//!
//! // A new key for the network: everything opens as before, and people are moved over one by one.
//! let ring = ring.with_new(KeyName::parse("2027")?, new_random)?;
//! let moved = rewrap(&ring, person, kept.key(), nonce())?;
//! let kept = kept.rewrapped(moved);
//! assert_eq!(kept.key().by().as_str(), "2027");
//! let seal = Seal::open(&ring, person, kept.key())?;
//! let told = kept.value(Characteristic::EthnicGroup).map(|value| seal.open_ethnic_group(value));
//! assert!(matches!(told, Some(Ok(_)))); // a `Sensitive<EthnicGroup>`, which takes a permit to read
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! To erase a person's characteristics is to remove the wrapped key and the sealed values. Of an old backup the
//! values still open as long as the key that wrapped is in the ring: keep backups for a stated time, and retire
//! keys.
//!
//! # A "no" that is kept
//!
//! That somebody does not want to hear from the network has to be remembered when everything else about them is
//! gone. [`suppression_hashes`] gives the hashes by which an address is known again, and by which nobody without the
//! key finds out whose it is.
//!
//! # Links that work once
//!
//! A [`Token`] goes into a letter, and its hash into the store. Whoever copies the store has no link that works.
//!
//! # An audit that can be proved
//!
//! The entries of the audit are the leaves of a Merkle tree (RFC 6962). A [`Checkpoint`] that is kept outside pins
//! all of them: [`Replay`] goes through the entries and finds whether one was changed, removed, moved or cut off.
//! [`consistency_proof`] shows the same to somebody who has only the two checkpoints, and [`inclusion_proof`] that
//! one entry is there without showing the others.
//!
//! ```
//! use bln_core::{Action, Actor, AuditEntry, Id, Instant, RecordRef};
//! use bln_seal::*;
//!
//! let now: Instant = "2027-03-01T09:00:00Z".parse()?;
//! let person = Id::new(uuid::Uuid::from_u128(17));
//! let entry = |n| {
//!     let id = Id::new(uuid::Uuid::from_u128(n));
//!     AuditEntry::new(id, now, Actor::participant(person), Action::GiveConsent, RecordRef::Consent(person))
//! };
//! let leaves: Vec<_> = (0..100).map(|n| TreeHash::of_leaf(&leaf_bytes(n, &entry(n.into())))).collect();
//!
//! let origin = Origin::parse("network.example.org/audit")?;
//! let checkpoint = Checkpoint::of(origin, &leaves.iter().copied().collect(), now);
//! println!("{checkpoint}"); // four lines, for a mail, a repository or paper
//!
//! // "This is in your audit, in place 41": shown to somebody who has the checkpoint and this one entry.
//! let proof = inclusion_proof(&leaves, 41).ok_or("no such entry")?;
//! verify_inclusion(TreeHash::of_leaf(&leaf_bytes(41, &entry(41))), &proof, &checkpoint)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is not promised
//!
//! - Nothing is secret from whoever controls the running process: it has the keys.
//! - Keys are overwritten in memory when they are dropped, as far as that goes: not in what the operating system
//!   swapped out or dumped, nor in what the caller copied, nor texts once they are opened.
//! - That somebody told *something* shows, by the row being there, and of access needs roughly how much they wrote.
//! - An older state of one person's whole row, put back by whoever can write to the store, opens: seals do not know
//!   what the latest edition is. The audit shows that it was written.
//! - Whoever writes to the store and is never checked against a checkpoint from outside can rewrite the audit.

mod checkpoint;
mod environment;
mod file;
mod key;
mod key_error;
mod keyed_hash;
mod leaf;
mod plain;
mod proof;
mod proof_error;
mod replay;
mod ring;
mod seal;
mod seal_error;
mod sealed_bytes;
mod token;
mod tree;

pub use checkpoint::{Checkpoint, Origin};
pub use file::FileKeyRing;
pub use key::{NetworkKey, PersonKey};
pub use key_error::KeyError;
pub use keyed_hash::{contribution_hashes, suppression_hashes};
pub use leaf::leaf_bytes;
pub use proof::{
    ConsistencyProof, InclusionProof, consistency_proof, inclusion_proof, verify_consistency,
    verify_inclusion,
};
pub use proof_error::ProofError;
pub use replay::Replay;
pub use ring::{KeyRing, Keys};
pub use seal::{Nonce, Seal, rewrap, unwrap, wrap};
pub use seal_error::SealError;
pub use token::Token;
pub use tree::{Tree, TreeHash};
