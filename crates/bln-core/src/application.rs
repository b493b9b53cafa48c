//! What somebody says of themselves when they join: the noun behind the membership form.

use crate::{BelongingKind, ConsentMethod, PersonDetails, PurposeCode, WordingRef};

/// A consent given together with an application, each to its own wording.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ConsentGiven {
    /// What for.
    pub purpose: PurposeCode,
    /// The wording that was agreed to.
    pub wording: WordingRef,
}

/// An application for membership, or an ally's statement, complete and well formed.
///
/// Whether somebody is eligible is what they declare, in the wording that is named here; nothing about them is
/// ever computed from their ethnic group, which is not asked for at this point at all.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Application {
    /// Who they are.
    pub details: PersonDetails,
    /// As what they want to belong.
    pub joining_as: BelongingKind,
    /// The wording of the declaration they made.
    pub declaration: WordingRef,
    /// The privacy notice they were shown (UK GDPR article 13).
    pub privacy_notice: WordingRef,
    /// What they agreed to besides; none of it is needed to join.
    pub consents: Vec<ConsentGiven>,
    /// How all this reached the network.
    pub method: ConsentMethod,
}
