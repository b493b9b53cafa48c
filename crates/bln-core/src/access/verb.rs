//! Everything that can be asked of a network.

use super::{Row, rows};

macro_rules! verbs {
    ($($(#[doc = $doc:literal])+ $verb:ident = $name:literal: $row:expr;)+) => {
        /// Everything that can be asked of a network: one for each method of `bln_service::Network`.
        ///
        /// Exhaustive on purpose: a new verb breaks the build until everybody who has to know of it does.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Verb {
            $($(#[doc = $doc])+ $verb,)+
        }

        impl Verb {
            /// Every verb, in the order of their declaration.
            pub const ALL: &'static [Verb] = &[$(Verb::$verb,)+];

            /// The name of the method.
            pub const fn name(self) -> &'static str {
                match self { $(Verb::$verb => $name,)+ }
            }

            /// What it does, in a sentence.
            pub fn summary(self) -> &'static str {
                match self { $(Verb::$verb => concat!($($doc),+),)+ }.trim()
            }

            /// Who may ask it, and about whose data.
            pub const fn row(self) -> Row {
                match self { $(Verb::$verb => $row,)+ }
            }
        }
    };
}

// A macro for the same reason as in `audit`: one line each instead of four lists, and no verb without a row.
verbs! {
    /// Applies for membership, or joins as an ally.
    Apply = "apply": rows::ANYBODY;
    /// Makes many applications at once.
    Import = "import": rows::ANYBODY;
    /// Changes a person's details.
    ChangePerson = "change_person": rows::THEMSELVES;
    /// Shows a person.
    Person = "person": rows::PEOPLE;
    /// Lists people.
    People = "people": rows::LISTS_OF_PEOPLE;
    /// Searches people by their names.
    SearchPeople = "search_people": rows::LISTS_OF_PEOPLE;
    /// Suggests people whose names are nearly so.
    PeopleLike = "people_like": rows::LISTS_OF_PEOPLE;
    /// Approves an application for membership.
    Approve = "approve": rows::ADMINISTRATORS_OF_PEOPLE;
    /// Declines an application for membership.
    Decline = "decline": rows::ADMINISTRATORS_OF_PEOPLE;
    /// Pauses a membership.
    Pause = "pause": rows::THEMSELVES;
    /// Resumes a paused membership.
    Resume = "resume": rows::THEMSELVES;
    /// Leaves the network.
    Leave = "leave": rows::THEMSELVES;
    /// Turns an ally into a member, or the reverse.
    Convert = "convert": rows::THEMSELVES;
    /// Records consent given or withdrawn.
    AnswerConsent = "answer_consent": rows::THEMSELVES;
    /// Loads the directory of NHS organisations.
    LoadOrganisations = "load_organisations": rows::ADMINISTRATORS;
    /// Shows an organisation of the directory, which is public.
    Organisation = "organisation": rows::ANYBODY;
    /// Lists the organisations of the directory, which is public.
    Organisations = "organisations": rows::ANYBODY;
    /// Plans an event or a series.
    CreateEvent = "create_event": rows::ADMINISTRATORS;
    /// Publishes an event.
    PublishEvent = "publish_event": rows::ADMINISTRATORS;
    /// Changes an event's details.
    ChangeEvent = "change_event": rows::ADMINISTRATORS;
    /// Changes how an event can be attended.
    ReshapeEvent = "reshape_event": rows::ADMINISTRATORS;
    /// Sets the number of an event's places.
    ResizeEvent = "resize_event": rows::ADMINISTRATORS;
    /// Calls an event off.
    CancelEvent = "cancel_event": rows::ADMINISTRATORS;
    /// Closes the books on an event that has ended.
    CompleteEvent = "complete_event": rows::ADMINISTRATORS;
    /// Shows an event.
    Event = "event": rows::EVENTS;
    /// Lists events.
    Programme = "programme": rows::EVENTS;
    /// Shows how many places an event has, holds and has waiting.
    Seats = "seats": rows::ADMINISTRATORS;
    /// Registers a person for an event.
    Register = "register": rows::THEMSELVES;
    /// Gives up a place, an offer or a position on the waiting list.
    CancelRegistration = "cancel_registration": rows::THEMSELVES;
    /// Accepts an offered place.
    AcceptOffer = "accept_offer": rows::THEMSELVES;
    /// Turns an offered place down.
    DeclineOffer = "decline_offer": rows::THEMSELVES;
    /// Ends offers that were not answered in time.
    ExpireOffers = "expire_offers": rows::FACILITATORS;
    /// Records that somebody with a place came.
    CheckIn = "check_in": rows::FACILITATORS_OF_PEOPLE;
    /// Gives a free place to somebody who came without one.
    WalkUp = "walk_up": rows::FACILITATORS_OF_PEOPLE;
    /// Forgets a person's registration for an event.
    RemoveRegistration = "remove_registration": rows::ADMINISTRATORS_OF_PEOPLE;
    /// Shows a person's registration for an event.
    Registration = "registration": rows::THEIR_OWN;
    /// Shows the link to join an event online, to somebody with a confirmed place.
    JoiningLink = "joining_link": rows::THEIR_OWN;
    /// Shows the network in numbers.
    Overview = "overview": rows::NUMBERS;
    /// Checks that everything stored fits together.
    Verify = "verify": rows::ADMINISTRATORS;
    /// Gives a person everything that is kept about them.
    SubjectAccess = "subject_access": rows::THEMSELVES;
    /// Erases a person.
    ErasePerson = "erase_person": rows::THEMSELVES;
    /// Takes what was removed out of the store's files.
    Scrub = "scrub": rows::ADMINISTRATORS;
    /// Records a request to have a right under data-protection law met.
    ReceiveRightsRequest = "receive_rights_request": rows::THEMSELVES;
    /// Gives a request two months more.
    ExtendRightsRequest = "extend_rights_request": rows::ADMINISTRATORS;
    /// Stops the clock of a request while the person is asked for something.
    PauseRightsRequest = "pause_rights_request": rows::ADMINISTRATORS;
    /// Lets the clock of a request go on.
    ResumeRightsRequest = "resume_rights_request": rows::ADMINISTRATORS;
    /// Records that what was asked was done.
    AnswerRightsRequest = "answer_rights_request": rows::ADMINISTRATORS;
    /// Records that what was asked is not done, and why.
    RefuseRightsRequest = "refuse_rights_request": rows::ADMINISTRATORS;
    /// Lists the requests that wait for an answer.
    RightsRequests = "rights_requests": rows::ADMINISTRATORS;
    /// Lists a person's own requests.
    OwnRightsRequests = "own_rights_requests": rows::THEIR_OWN;
    /// Sets or lifts a limit on what may be done with a person's details.
    LimitProcessing = "limit_processing": rows::THEMSELVES;
    /// Records that a person objects to a use of their details.
    Object = "object": rows::THEMSELVES;
    /// Suggests which records may be of one person.
    Duplicates = "duplicates": rows::ADMINISTRATORS;
    /// Records the ethnic group that a person tells.
    RecordEthnicGroup = "record_ethnic_group": rows::THEMSELVES_ALONE;
    /// Records the access needs that a person tells.
    RecordAccessNeeds = "record_access_needs": rows::THEMSELVES_ALONE;
    /// Forgets what a person told about themselves.
    ForgetCharacteristic = "forget_characteristic": rows::THEMSELVES_ALONE;
    /// Shows a person what they told about themselves.
    OwnCharacteristics = "own_characteristics": rows::THEMSELVES_ALONE;
    /// Shows what somebody who comes to an event needs there.
    AccessNeedsFor = "access_needs_for": rows::FACILITATORS_OF_PEOPLE;
    /// Wraps the keys of people with the network's current key.
    RewrapKeys = "rewrap_keys": rows::ADMINISTRATORS;
    /// Takes a checkpoint of the audit, to be kept outside.
    AuditCheckpoint = "audit_checkpoint": rows::AUDIT;
    /// Checks the audit against checkpoints that were kept outside.
    VerifyAudit = "verify_audit": rows::AUDIT;
    /// Proves that an entry is in the audit.
    AuditInclusion = "audit_inclusion": rows::AUDIT;
    /// Proves that the audit of one checkpoint is the beginning of another's.
    AuditConsistency = "audit_consistency": rows::AUDIT;
    /// Lists the entries of the audit, with people under their pseudonyms.
    AuditEntries = "audit_entries": rows::AUDITORS;
    /// Gives somebody leave to see who comes to an event, for a time.
    GrantFacilitation = "grant_facilitation": rows::ADMINISTRATORS_OF_PEOPLE;
    /// Takes such leave back.
    RevokeFacilitation = "revoke_facilitation": rows::ADMINISTRATORS_OF_PEOPLE;
    /// Shows who comes to an event.
    Attendees = "attendees": rows::WITH_LEAVE;
    /// Writes to everybody who comes to an event.
    MessageAttendees = "message_attendees": rows::WITH_LEAVE_OR_ADMINISTRATORS;
    /// Puts a theme of an event into words.
    ProposeTheme = "propose_theme": rows::WITH_LEAVE;
    /// Shows the themes of an event that are not released, to whoever checks them.
    UnreleasedThemes = "unreleased_themes": rows::WITH_LEAVE;
    /// Puts a theme into other words.
    RewordTheme = "reword_theme": rows::WITH_LEAVE;
    /// Records that the words of a theme point to nobody.
    CheckTheme = "check_theme": rows::WITH_LEAVE;
    /// Lets a theme out of the room.
    ReleaseTheme = "release_theme": rows::WITH_LEAVE;
    /// Adds one's voice to a theme, for those who come or came.
    ContributeToTheme = "contribute_to_theme": rows::WITH_A_PLACE;
    /// Lists the themes of an event that were released.
    Themes = "themes": rows::EVENTS;
    /// Tells what a link in a letter would do, and does nothing.
    PeekLink = "peek_link": rows::ANYBODY;
    /// Does what a link in a letter is for, once.
    RedeemLink = "redeem_link": rows::ANYBODY;
    /// Sends the notices that may be sent.
    Dispatch = "dispatch": rows::ADMINISTRATORS;
    /// Reminds the people of events that take place tomorrow or later today.
    Remind = "remind": rows::ADMINISTRATORS;
    /// Lists notices of which nobody knows whether they were sent.
    ParkedNotices = "parked_notices": rows::ADMINISTRATORS;
    /// Says what became of a notice of which nobody knew whether it was sent.
    SettleParked = "settle_parked": rows::ADMINISTRATORS;
    /// Makes two records of one person one.
    MergePeople = "merge_people": rows::ADMINISTRATORS_OF_PEOPLE;
    /// Lists what a person agreed to in a wording that has changed since.
    ConsentsToAskAgain = "consents_to_ask_again": rows::THEIR_OWN;
    /// Asks everybody again who agreed to something in a wording that has changed since.
    AskConsentsAgain = "ask_consents_again": rows::ADMINISTRATORS;
    /// Tells what is kept for longer than its period, without removing anything.
    RetentionReport = "retention_report": rows::ADMINISTRATORS;
    /// Removes what is kept for longer than its period.
    ApplyRetention = "apply_retention": rows::ADMINISTRATORS;
    /// Tells where people can take a concern.
    SpeakingUpRoutes = "speaking_up_routes": rows::ANYBODY;
    /// Puts what a person releases into a text to take there. Nothing is kept of it.
    Referral = "referral": rows::THEIRS_ALONE;
    /// Puts somebody's words to them for approval.
    OfferTestimonial = "offer_testimonial": rows::THEMSELVES;
    /// Shows a person their own testimonials, in whatever state.
    OwnTestimonials = "own_testimonials": rows::THEIR_OWN;
    /// Approves of words of one's own.
    ApproveTestimonial = "approve_testimonial": rows::THEMSELVES_ALONE;
    /// Takes somebody's words back, and tells from where they have to be taken down.
    WithdrawTestimonial = "withdraw_testimonial": rows::THEMSELVES;
    /// Lists the testimonials that may be shown by a channel now.
    TestimonialsFor = "testimonials_for": rows::ADMINISTRATORS;
    /// Notes a place that shows a testimonial.
    RecordTestimonialUse = "record_testimonial_use": rows::ADMINISTRATORS;
    /// Lists the places from which testimonials have to be taken down.
    Takedowns = "takedowns": rows::ADMINISTRATORS;
    /// Ticks a place off that shows a testimonial no longer.
    SettleTakedown = "settle_takedown": rows::ADMINISTRATORS;
    /// Thanks somebody, or records an award or an appointment of theirs.
    Recognise = "recognise": rows::ADMINISTRATORS_OF_PEOPLE;
    /// Lists the recognitions that may be shown now.
    Recognitions = "recognitions": rows::OF_THE_NETWORK;
    /// Adds a report, a video or whatever else the network points people to.
    AddResource = "add_resource": rows::ADMINISTRATORS;
    /// Withdraws a resource.
    WithdrawResource = "withdraw_resource": rows::ADMINISTRATORS;
    /// Shows a resource, which is public.
    Resource = "resource": rows::ANYBODY;
    /// Lists the resources, which are public.
    Resources = "resources": rows::ANYBODY;
    /// Puts a figure that was released into the register.
    RegisterFigure = "register_figure": rows::ADMINISTRATORS;
    /// Lists the figures of the register.
    Figures = "figures": rows::OF_THE_NETWORK;
    /// Begins an initiative.
    OpenInitiative = "open_initiative": rows::ADMINISTRATORS;
    /// Appends a line to an initiative's ledger.
    AppendToLegacy = "append_to_legacy": rows::ADMINISTRATORS;
    /// Ends an initiative.
    CloseInitiative = "close_initiative": rows::ADMINISTRATORS;
    /// Shows an initiative with its ledger.
    Initiative = "initiative": rows::OF_THE_NETWORK;
    /// Lists the initiatives.
    Initiatives = "initiatives": rows::OF_THE_NETWORK;
    /// Tells what a period leaves behind.
    Legacy = "legacy": rows::OF_THE_NETWORK;
    /// Drafts an issue of the bulletin.
    DraftBulletin = "draft_bulletin": rows::ADMINISTRATORS;
    /// Gives an issue other contents.
    EditBulletin = "edit_bulletin": rows::ADMINISTRATORS;
    /// Sets when an issue is to be sent.
    ScheduleBulletin = "schedule_bulletin": rows::ADMINISTRATORS;
    /// Puts the letters of the issues that are due into the outbox.
    SendBulletins = "send_bulletins": rows::ADMINISTRATORS;
    /// Pauses an issue.
    PauseBulletin = "pause_bulletin": rows::ADMINISTRATORS;
    /// Goes on with an issue.
    ResumeBulletin = "resume_bulletin": rows::ADMINISTRATORS;
    /// Stops an issue for good.
    StopBulletin = "stop_bulletin": rows::ADMINISTRATORS;
    /// Shows an issue as it was drafted, and how far it is on its way.
    Bulletin = "bulletin": rows::ADMINISTRATORS;
    /// Lists all issues, in whatever state.
    Bulletins = "bulletins": rows::ADMINISTRATORS;
    /// Shows an issue as its readers would see it now.
    Issue = "issue": rows::OF_THE_NETWORK;
    /// Lists the issues that were sent.
    Issues = "issues": rows::OF_THE_NETWORK;
    /// Sets which pillars somebody wants to read about.
    SetInterests = "set_interests": rows::THEMSELVES;
    /// Shows which pillars somebody wants to read about.
    Interests = "interests": rows::THEIR_OWN;
    /// Takes note of what became of a letter.
    RecordDelivery = "record_delivery": rows::ADMINISTRATORS;
    /// Lists the addresses to which nothing is sent.
    HeldAddresses = "held_addresses": rows::ADMINISTRATORS;
    /// Lets letters go to an address again.
    LiftHold = "lift_hold": rows::ADMINISTRATORS_OF_PEOPLE;
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{
        Role,
        access::{Answer, Whose},
    };

    #[test]
    fn every_verb_has_its_own_name_and_says_what_it_does() {
        let names: BTreeSet<_> = Verb::ALL.iter().map(|verb| verb.name()).collect();
        assert_eq!(names.len(), Verb::ALL.len());
        for verb in Verb::ALL {
            assert!(verb.summary().ends_with('.') && verb.summary().trim() == verb.summary(), "{verb:?}");
        }
    }

    #[test]
    fn every_verb_can_be_asked_something_and_the_public_owns_nothing() {
        for verb in Verb::ALL {
            let row = verb.row();
            assert!(Whose::ALL.into_iter().any(|whose| row.asks(whose)), "{verb:?}");
            assert_eq!(row.answer(Role::Public, Whose::Own), Answer::NotAsked, "{verb:?}");
        }
    }

    #[test]
    fn what_can_be_asked_of_one_role_can_be_asked_of_all() {
        for verb in Verb::ALL {
            for whose in Whose::ALL.into_iter().filter(|whose| verb.row().asks(*whose)) {
                for role in Role::ALL {
                    let none = role == Role::Public && whose == Whose::Own;
                    let asked = verb.row().answer(role, whose) != Answer::NotAsked;
                    assert_eq!(asked, !none, "{verb:?} {role:?} {whose:?}");
                }
            }
        }
    }
}
