//! Who did what to which record, when, and for what purpose.

use crate::{Actor, Id, Instant, Person, RecordRef, purpose::PurposeCode};

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
    /// A registration was carried over to the other record of the same person.
    TransferRegistration = "registration.transfer",
    /// Consent was asked for: by somebody who has yet to show that the address is theirs, or anew because its wording
    /// changed.
    RequestConsent = "consent.request",
    /// A characteristic was recorded.
    RecordCharacteristic = "characteristics.record",
    /// A characteristic was forgotten.
    ForgetCharacteristic = "characteristics.forget",
    /// A characteristic was read.
    ReadCharacteristic = "characteristics.read",
    /// The keys of people were wrapped with the network's current key.
    RewrapKeys = "characteristics.rewrap",
    /// Somebody may see who comes to an event, for a time.
    GrantFacilitation = "facilitation.grant",
    /// Somebody may no longer see who comes to an event.
    RevokeFacilitation = "facilitation.revoke",
    /// The people who come to an event were looked at.
    ViewAttendees = "event.view_attendees",
    /// A message was written to the people who come to an event.
    MessageAttendees = "event.message_attendees",
    /// A theme of an event was put into words.
    ProposeTheme = "theme.propose",
    /// Somebody contributed to a theme. The entry does not name them.
    ContributeToTheme = "theme.contribute",
    /// The themes of an event that were not released were read.
    ReadThemes = "theme.read",
    /// A theme was checked by a facilitator.
    CheckTheme = "theme.check",
    /// A theme was released.
    ReleaseTheme = "theme.release",
    /// An initiative was begun.
    OpenInitiative = "initiative.open",
    /// A line was appended to the legacy ledger of an initiative.
    AppendToLegacy = "legacy.append",
    /// An initiative was ended.
    CloseInitiative = "initiative.close",
    /// A released figure was put into the register.
    RegisterFigure = "figure.register",
    /// A notice was sent.
    DispatchNotice = "notice.dispatch",
    /// A notice was not sent: there was no leave to.
    WithholdNotice = "notice.withhold",
    /// Notices that were sent were taken out of the outbox.
    SettleNotices = "notice.settle",
    /// A notice was put off, to be sent later or again.
    PutOffNotice = "notice.put_off",
    /// The people who come to an event were reminded of it.
    RemindAttendees = "event.remind_attendees",
    /// Everything kept about a person was given to them.
    ExportPerson = "person.export",
    /// What may be done with a person's records was limited, or the limit lifted.
    LimitProcessing = "person.limit",
    /// Two records of one person became one.
    MergePeople = "person.merge",
    /// A request under data-protection law came in.
    ReceiveRightsRequest = "rights_request.receive",
    /// A request was given more time, or its time paused or resumed.
    RescheduleRightsRequest = "rights_request.reschedule",
    /// A request was answered or refused.
    CloseRightsRequest = "rights_request.close",
    /// What was due under the retention schedule was removed.
    ApplyRetention = "network.apply_retention",
    /// What had been removed was taken out of the files.
    Scrub = "network.scrub",
    /// The audit was read.
    ReadAudit = "audit.read",
    /// A link that was used was taken out of the records.
    RedeemLink = "link.redeem",
    /// Somebody's words were put to them for approval.
    OfferTestimonial = "testimonial.offer",
    /// Somebody approved of words of theirs.
    ApproveTestimonial = "testimonial.approve",
    /// Somebody's words were taken back.
    WithdrawTestimonial = "testimonial.withdraw",
    /// A place that shows somebody's words was noted.
    NoteTestimonialUse = "testimonial_use.note",
    /// A place no longer shows somebody's words.
    SettleTakedown = "testimonial_use.settle",
    /// Somebody was thanked, or an award or appointment of theirs recorded.
    Recognise = "recognition.record",
    /// A resource was added.
    AddResource = "resource.add",
    /// A resource was withdrawn.
    WithdrawResource = "resource.withdraw",
    /// An issue of the bulletin was drafted.
    DraftBulletin = "bulletin.draft",
    /// An issue of the bulletin was changed before it was sent.
    EditBulletin = "bulletin.edit",
    /// It was set when an issue of the bulletin is sent.
    ScheduleBulletin = "bulletin.schedule",
    /// Letters of an issue of the bulletin were put into the outbox.
    SendBulletin = "bulletin.send",
    /// An issue of the bulletin was paused on its way.
    PauseBulletin = "bulletin.pause",
    /// An issue of the bulletin went on where it was paused.
    ResumeBulletin = "bulletin.resume",
    /// An issue of the bulletin was stopped for good.
    StopBulletin = "bulletin.stop",
    /// Somebody said which pillars they want to read about, or that they want every issue again.
    SetInterests = "interests.set",
    /// It was noted what became of a letter to somebody's address.
    RecordDelivery = "address_record.note",
    /// Somebody's address is written to again.
    LiftHold = "address_record.lift",
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

    /// The same entry with every person it names, who did it and of whom the record is, named as `name` says: by
    /// pseudonym as a store keeps it, or by identifier as it is read.
    #[must_use]
    pub fn naming(self, name: impl Fn(Id<Person>) -> Id<Person>) -> Self {
        Self { actor: self.actor.naming(&name), subject: self.subject.naming(name), ..self }
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

    #[test]
    fn an_entry_can_name_its_people_otherwise_and_nothing_else_changes() {
        let at: Instant = "2027-03-01T09:00:00Z".parse().unwrap();
        let id = |number| Id::new(uuid::Uuid::from_u128(number));
        let (person, event) = (id(17), Id::new(uuid::Uuid::from_u128(2)));
        let of =
            |actor, subject| AuditEntry::new(Id::new(uuid::Uuid::nil()), at, actor, Action::CheckIn, subject);
        let other = |person: Id<Person>| Id::new(uuid::Uuid::from_u128(person.uuid().as_u128() + 100));
        let entry = of(Actor::facilitator(id(1)), RecordRef::Registration { event, person });
        let named = of(Actor::facilitator(id(101)), RecordRef::Registration { event, person: id(117) });
        assert_eq!(entry.naming(other), named);
        let nobody = of(Actor::public(), RecordRef::Event(event));
        assert_eq!(nobody.clone().naming(other), nobody);
    }
}
