//! Who did what to which record, when, and for what purpose.

use crate::{Actor, Id, Instant, RecordRef, purpose::PurposeCode};

macro_rules! actions {
    ($($(#[$doc:meta])+ $action:ident = $name:literal,)+) => {
        /// What was done: one per verb that changes something.
        ///
        /// Names are stable: once released, a name keeps its meaning and is never used for another.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Action {
            $($(#[$doc])+ $action,)+
        }

        impl Action {
            /// Every action, in the order of their declaration.
            pub const ALL: &'static [Action] = &[$(Action::$action,)+];

            /// The stable name, as stored: `noun.verb`.
            pub const fn name(self) -> &'static str {
                match self { $(Action::$action => $name,)+ }
            }
        }
    };
}

// A macro for the same reason as in `invalid`: one line each instead of three lists.
actions! {
    /// Somebody asked to join as a member.
    ApplyForMembership = "membership.apply",
    /// An application was approved.
    ApproveApplication = "membership.approve",
    /// An application was declined.
    DeclineApplication = "membership.decline",
    /// Somebody joined as an ally.
    JoinAsAlly = "membership.join_as_ally",
    /// Somebody took a break.
    PauseMembership = "membership.pause",
    /// Somebody came back from a break.
    ResumeMembership = "membership.resume",
    /// Somebody left the network.
    LeaveNetwork = "membership.leave",
    /// Somebody went from one way of belonging to the other.
    ConvertMembership = "membership.convert",
    /// A person's details were changed.
    ChangePerson = "person.change",
    /// A person was removed from the network's records.
    RemovePerson = "person.remove",
    /// Consent was given.
    GiveConsent = "consent.give",
    /// Consent was withdrawn.
    WithdrawConsent = "consent.withdraw",
    /// The network was configured.
    ConfigureNetwork = "network.configure",
    /// Organisations were loaded into the directory.
    LoadOrganisations = "organisation.load",
    /// An event was drafted.
    CreateEvent = "event.create",
    /// An event was published.
    PublishEvent = "event.publish",
    /// An event was changed.
    ChangeEvent = "event.change",
    /// An event was given more or fewer places.
    ResizeEvent = "event.resize",
    /// An event was cancelled.
    CancelEvent = "event.cancel",
    /// An event was closed after it had taken place.
    CompleteEvent = "event.complete",
    /// Somebody registered for an event.
    Register = "registration.register",
    /// A registration was cancelled.
    CancelRegistration = "registration.cancel",
    /// An offered place was accepted.
    AcceptOffer = "registration.accept_offer",
    /// An offered place was declined.
    DeclineOffer = "registration.decline_offer",
    /// An offered place was not answered in time.
    ExpireOffer = "registration.expire_offer",
    /// Attendance was recorded.
    CheckIn = "registration.check_in",
}

impl Action {
    /// Reads a stored name back; `None` for any other text.
    pub fn from_name(name: &str) -> Option<Action> {
        Action::ALL.iter().copied().find(|action| action.name() == name)
    }
}

/// One line of the audit: written in the same commit as what it tells of, never changed and never removed.
///
/// It holds who, what, when and for which purpose. It has no field for what was read or written, so that no
/// special-category value can get into it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AuditEntry {
    id: Id<AuditEntry>,
    at: Instant,
    actor: Actor,
    action: Action,
    subject: RecordRef,
    purpose: Option<PurposeCode>,
}

impl AuditEntry {
    /// An entry without a purpose: all but the use of what somebody consented to.
    pub const fn new(
        id: Id<AuditEntry>,
        at: Instant,
        actor: Actor,
        action: Action,
        subject: RecordRef,
    ) -> Self {
        Self { id, at, actor, action, subject, purpose: None }
    }

    /// The same entry, done for a purpose, or about the consent to it.
    #[must_use]
    pub const fn for_purpose(mut self, purpose: PurposeCode) -> Self {
        self.purpose = Some(purpose);
        self
    }

    /// The entry's own identifier.
    pub const fn id(&self) -> Id<AuditEntry> {
        self.id
    }

    /// When it was done.
    pub const fn at(&self) -> Instant {
        self.at
    }

    /// Who did it.
    pub const fn actor(&self) -> Actor {
        self.actor
    }

    /// What was done.
    pub const fn action(&self) -> Action {
        self.action
    }

    /// What it was done to.
    pub const fn subject(&self) -> &RecordRef {
        &self.subject
    }

    /// For which purpose, where consent is concerned.
    pub const fn purpose(&self) -> Option<PurposeCode> {
        self.purpose
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_action_has_its_own_name_and_is_read_back() {
        let names: BTreeSet<_> = Action::ALL.iter().map(|action| action.name()).collect();
        assert_eq!(names.len(), Action::ALL.len());
        for action in Action::ALL {
            assert_eq!(Action::from_name(action.name()), Some(*action));
        }
        assert_eq!(Action::from_name("membership.guess"), None);
    }

    #[test]
    fn an_entry_keeps_what_it_was_told() {
        let at: Instant = "2027-03-01T09:00:00Z".parse().unwrap();
        let person = Id::new(uuid::Uuid::from_u128(17));
        let (id, actor) = (Id::new(uuid::Uuid::from_u128(1)), Actor::participant(person));
        let entry = AuditEntry::new(id, at, actor, Action::GiveConsent, RecordRef::Consent(person));
        assert_eq!(entry.purpose(), None);
        let entry = entry.for_purpose(PurposeCode::Bulletin);
        assert_eq!((entry.id(), entry.at(), entry.actor()), (id, at, actor));
        assert_eq!((entry.action(), entry.subject()), (Action::GiveConsent, &RecordRef::Consent(person)));
        assert_eq!(entry.purpose(), Some(PurposeCode::Bulletin));
    }
}
