//! Why a decision was "no": a code, a sentence and what to do next.

use std::fmt;

macro_rules! refusals {
    ($($(#[$doc:meta])+ $name:ident = $code:literal, $sentence:literal, $next:literal;)+) => {
        /// A decision that went against what was asked.
        ///
        /// Every refusal has a stable code for programs, a sentence for people, and a next step. None carries
        /// personal data: a refusal may be shown, logged and counted.
        ///
        /// ```
        /// use bln_core::Refusal;
        ///
        /// assert_eq!(Refusal::OfferExpired.code(), "registration.offer_expired");
        /// assert_eq!(Refusal::OfferExpired.to_string(), "The offer of a place has ended.");
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Refusal {
            $($(#[$doc])+ $name,)+
        }

        impl Refusal {
            /// Every refusal, in the order of their declaration.
            pub const ALL: &'static [Refusal] = &[$(Refusal::$name,)+];

            /// The stable code: `noun.reason` in lower case.
            pub const fn code(self) -> &'static str {
                match self { $(Refusal::$name => $code,)+ }
            }

            /// What happened, in a sentence.
            pub const fn sentence(self) -> &'static str {
                match self { $(Refusal::$name => $sentence,)+ }
            }

            /// What the person can do next.
            pub const fn next_step(self) -> &'static str {
                match self { $(Refusal::$name => $next,)+ }
            }
        }
    };
}

// A macro for the same reason as in `invalid`: one line each instead of four lists.
refusals! {
    /// The record is not there, or the actor may not know that it is: the two are told apart nowhere.
    NotFound = "not_found", "We could not find that.", "Check the link, or ask the network team.";
    /// The actor may not do this.
    NotAllowed = "not_allowed", "You cannot do that with your role.", "Ask the network team to do it.";
    /// The same idempotency key came with another request.
    KeyUsedForAnotherRequest = "key.other_request", "That request key belongs to another request.", "Use a new key for a new request.";

    /// The person already belongs, or has already applied.
    AlreadyBelongs = "membership.already_belongs", "You have already joined or applied.", "Check your membership, or ask the network team.";
    /// The person does not belong in the way this needs.
    NotBelonging = "membership.not_belonging", "You do not belong to the network.", "Join as a member or an ally first.";
    /// There is no application waiting for an answer.
    NoApplication = "membership.no_application", "There is no application waiting for an answer.", "Check whether it was answered already.";
    /// Only an active membership can be paused.
    NotActive = "membership.not_active", "The membership is not active.", "Resume or apply first.";
    /// Only a paused membership can be resumed.
    NotPaused = "membership.not_paused", "The membership is not paused.", "Nothing needs to be done.";
    /// The person already belongs in this way.
    SameBelonging = "membership.same_belonging", "You already belong in that way.", "Nothing needs to be done.";
    /// An e-mail address already belongs to somebody on the list.
    EmailInUse = "person.email_in_use", "That email address is already on the list.", "Use another address, or ask the network team to check.";
    /// An organisation is not in the directory.
    OrganisationUnknown = "organisation.unknown", "We do not have an organisation with that code.", "Check the ODS code, or give the name instead.";
    /// Succession would run in a circle or from an organisation to itself.
    SuccessionCircular = "organisation.succession_circular", "An organisation cannot succeed itself.", "Check the predecessor and successor codes.";

    /// There is no live consent for this purpose.
    NoConsent = "consent.none", "You have not agreed to that.", "Ask for consent with the current wording.";
    /// Consent was given and taken back.
    ConsentWithdrawn = "consent.withdrawn", "You have withdrawn your consent for that.", "It can only be given again by the person.";
    /// Consent was given for a time that is over.
    ConsentExpired = "consent.expired", "Your consent for that has ended.", "Ask for consent with the current wording.";
    /// An import tried to give consent where the person has said no.
    ImportCannotStrengthenConsent = "consent.import_cannot_strengthen", "An import cannot give consent that was refused.", "Ask the person.";
    /// The wording is not one of the network's.
    WordingUnknown = "wording.unknown", "That version of the wording is not one of ours.", "Use the current wording.";

    /// The event is a draft and must be published first.
    EventNotPublished = "event.not_published", "The event is not published.", "Publish it first.";
    /// The event is already published.
    EventAlreadyPublished = "event.already_published", "The event is already published.", "Nothing needs to be done.";
    /// The event was cancelled.
    EventCancelled = "event.cancelled", "The event is cancelled.", "Look for another date in the programme.";
    /// The event is over.
    EventOver = "event.over", "The event is over.", "Look for another date in the programme.";
    /// The event has not ended yet.
    EventNotOver = "event.not_over", "The event has not ended yet.", "Wait until it ends.";
    /// The event starts in the past.
    EventInPast = "event.in_past", "The event starts in the past.", "Choose a later date.";
    /// A confidentiality rule cannot be loosened once registration has opened: people came under the stricter one.
    ConfidentialityLoosened = "event.confidentiality_loosened", "The confidentiality rule cannot be loosened once registration has opened.", "Keep the rule, or cancel and plan a new event.";
    /// A way of attending cannot be taken away once people hold places in it.
    ModeInUse = "event.mode_in_use", "People already hold or wait for places in that way of attending.", "Keep it, or move the people first.";
    /// The event has no way of attending like that.
    ModeNotOffered = "event.mode_not_offered", "The event cannot be attended in that way.", "Choose another way of attending.";

    /// An issue of the bulletin that is a draft, or whose time has not come.
    BulletinNotDue = "bulletin.not_due", "This issue is not due to be sent yet.", "Choose when it is to be sent, or wait until then.";
    /// An issue that is on its way, or was.
    BulletinBeingSent = "bulletin.being_sent", "This issue is being sent or was sent.", "Write another issue.";
    /// An issue that is not on its way.
    BulletinNotBeingSent = "bulletin.not_being_sent", "This issue is not being sent.", "Check whether it is paused or stopped.";
    /// An issue that is not paused.
    BulletinNotPaused = "bulletin.not_paused", "This issue is not paused.", "Nothing needs to be done.";

    /// Registration has not opened yet.
    RegistrationNotOpen = "registration.not_open", "Registration has not opened yet.", "Come back when it opens.";
    /// Registration has closed.
    RegistrationClosed = "registration.closed", "Registration has closed.", "Look for another date in the programme.";
    /// The person already has a place, an offer or a position on the waiting list.
    AlreadyRegistered = "registration.already_registered", "You are already registered for this event.", "Check your registration.";
    /// The person has no live registration for the event.
    NotRegistered = "registration.not_registered", "You are not registered for this event.", "Register first.";
    /// The event is not for this audience.
    NotInAudience = "registration.not_in_audience", "This event is not open to you.", "Look at the other events of the programme.";
    /// There is no offer to answer.
    NoOffer = "registration.no_offer", "There is no offer of a place to answer.", "Check your registration.";
    /// The offer has ended: an offer may be accepted strictly before it expires.
    OfferExpired = "registration.offer_expired", "The offer of a place has ended.", "Register again to join the waiting list.";
    /// The person does not hold a confirmed place.
    NoConfirmedPlace = "registration.no_confirmed_place", "You do not have a confirmed place.", "Accept an offer or register first.";
    /// Somebody who came without a place, and none is free.
    NoFreePlace = "registration.no_free_place", "There is no free place.", "Join the waiting list.";
    /// Check-in opens on the day of the event.
    CheckInNotOpen = "registration.check_in_not_open", "Check-in has not opened yet.", "Check in on the day of the event.";
    /// Attendance is already recorded.
    AttendanceRecorded = "registration.attendance_recorded", "Attendance is already recorded.", "Nothing needs to be done.";
    /// Fewer places than are confirmed or on offer.
    BelowOccupied = "seats.below_occupied", "There are more confirmed and offered places than that.", "Choose a higher number.";
    /// The event takes no more registrations because it was closed.
    SeatsClosed = "seats.closed", "The event takes no more registrations.", "Look for another date in the programme.";
    /// The opening of registration cannot be put off once it has opened: people came in under the rules of then.
    RegistrationHasOpened = "event.registration_has_opened", "Registration has already opened.", "Keep the opening time, or close registration earlier.";

    /// Leave to see who comes is given by somebody else: no administrator gives it to themselves.
    FacilitationForOneself = "facilitation.for_oneself", "You cannot give yourself leave to see who comes.", "Ask another administrator.";
    /// The time in which a facilitator sees who comes has not begun.
    FacilitationNotOpen = "facilitation.not_open", "You cannot see who comes yet.", "Come back nearer to the event.";
    /// The time in which a facilitator sees who comes is over.
    FacilitationOver = "facilitation.over", "The time to see who comes is over.", "Ask the network team if something is left to do.";
    /// Nothing leaves an event that is off the record.
    OffTheRecord = "theme.off_the_record", "Nothing leaves an event that is off the record.", "Keep it in the room.";
    /// The facilitator has not checked the words of a theme as they are.
    ThemeNotChecked = "theme.not_checked", "The facilitator has not checked the theme as it is worded now.", "Ask the facilitator to check it.";
    /// Too few people have added their voice to a theme; how many have is told to nobody.
    TooFewContributors = "theme.too_few_contributors", "Too few people have added their voice to the theme.", "Keep it in the room, or ask those who came whether it is theirs as well.";
    /// The theme is out, with its words and its number.
    ThemeReleased = "theme.released", "The theme has been released.", "Propose another theme.";

    /// The initiative has ended: nothing is added to its ledger, and it is not ended again.
    InitiativeClosed = "initiative.closed", "The initiative is closed.", "Correct a line that is wrong, or open another initiative.";
    /// Something is said to be achieved, and no outcome stands that shows it.
    OutcomeMissing = "initiative.outcome_missing", "No outcome has been recorded for this initiative.", "Record what came of it first, or close it as not achieved and say why.";
    /// An answer to what is no open ask of the initiative.
    AskNotOpen = "legacy.ask_not_open", "That ask is not open.", "Choose an ask that waits for an answer, or correct the answer it has.";
    /// What came of a promise that is no open one of the initiative.
    CommitmentNotOpen = "legacy.commitment_not_open", "That commitment is not open.", "Choose a commitment that is open, or correct what was recorded of it.";
    /// An outcome that nothing shows.
    EvidenceMissing = "legacy.evidence_missing", "Nothing shows this outcome yet.", "Name at least one figure of the register or one resource.";
    /// A correction of a line that is not there, or that was corrected before.
    LineNotStanding = "legacy.line_not_standing", "That line is not there, or has been corrected already.", "Correct the newest version of the line.";
    /// A correction that says another kind of thing, or is about another ask or promise.
    CorrectionOfOtherKind = "legacy.correction_of_other_kind", "A correction says the same kind of thing about the same ask or commitment.", "Correct the line with one of its own kind, or add a new line.";
    /// A figure is cited that is not in the register.
    FigureUnknown = "figure.unknown", "That figure is not in the register.", "Register the figure where it was released, then cite it.";

    /// There is no request for consent that a link could confirm.
    NothingToConfirm = "consent.nothing_to_confirm", "There is nothing to confirm.", "Ask again if you would like to agree to that.";
    /// An answer by a link in a letter is recorded when the link is used, and in no other way.
    AnsweredByLinkAlone = "consent.by_link_alone", "An answer by link is recorded when the link is used.", "Use the link in the letter, or answer in another way.";
    /// A "no" that outlived an erased record: only the person can say "yes" again.
    ConsentSuppressed = "consent.suppressed", "Somebody asked us not to use that address for this.", "Ask the person to agree themselves.";

    /// The request to have a right met was answered or refused before.
    RightsRequestClosed = "rights_request.closed", "That request has been answered already.", "Nothing needs to be done.";
    /// The time to answer can be extended once (UK GDPR article 12(3)).
    RightsRequestExtended = "rights_request.extended", "The time to answer has been extended already.", "Answer the request by the extended date.";
    /// The person has been asked for something and has not answered yet.
    RightsRequestPaused = "rights_request.paused", "The person has been asked for more already.", "Wait for what they say, or answer the request without it.";
    /// Nothing is awaited from the person.
    RightsRequestNotPaused = "rights_request.not_paused", "Nothing is awaited from the person.", "Answer the request.";
    /// The time to answer is over, and can be neither extended nor stopped.
    TimeToAnswerOver = "rights_request.time_over", "The time to answer the request is over.", "Answer the request now.";
    /// The right cannot be refused on that ground.
    GroundNotForRight = "rights_request.ground_not_for_right", "That is no ground to refuse this right.", "Choose another ground, or do what is asked.";
    /// The person has not asked for what only they may have.
    NoOpenRequest = "rights_request.none_open", "The person has no open request for their details.", "Record their request first.";
    /// The details may not be erased while there is a legal hold on them (UK GDPR article 17(3)(b) and (e)).
    LegalHold = "limits.legal_hold", "The law or a legal claim needs these details to be kept for now.", "Ask the network team for the reason. You can also complain to the Information Commissioner's Office.";
    /// The details are stored and not used (UK GDPR article 18).
    ProcessingRestricted = "limits.restricted", "The use of these details is restricted.", "Ask the network team when the restriction can be lifted.";
    /// A request has been received by today, not on a day to come.
    ReceivedInFuture = "rights_request.in_future", "A request cannot have come in on a day that is still to come.", "Give the day on which it came in.";

    /// Fewer places for a strict event: how few there can be would tell how many people come.
    PlacesOnlyGrow = "seats.only_grow", "An event under a strict rule can only be given more places.", "Keep the number, or choose a higher one.";
    /// A link that is unknown, was used or has ended: the three are told apart nowhere.
    LinkNotLive = "link.not_live", "That link does not work, or does not work any more.", "Use the link in the newest letter, or sign in.";
    /// The two records to be merged are one already.
    SameRecord = "person.same_record", "That is one record, not two.", "Choose two records of the person.";
    /// Two records have more between them than one can hold: addresses, posts or professional registrations.
    TooMuchForOneRecord = "person.too_much_for_one", "Together the two records have more addresses, posts or registrations than one can hold.", "Ask the person which are out of date, take them out, and try again.";

    /// The person has not approved of the words.
    TestimonialNotApproved = "testimonial.not_approved", "The person has not approved these words.", "Ask the person to read and approve them.";
    /// The person has approved already.
    TestimonialApproved = "testimonial.already_approved", "You have already approved these words.", "Nothing needs to be done.";
    /// The words that are kept are not those that were read or approved.
    WordsDiffer = "testimonial.words_differ", "These are not the words that were read.", "Read the words again before you go on.";
    /// The testimonial was taken back.
    TestimonialWithdrawn = "testimonial.withdrawn", "The testimonial was taken back.", "Take it down wherever it is shown.";
    /// The time for which words may be shown is over.
    TestimonialExpired = "testimonial.expired", "The time to show these words is over.", "Ask the person whether they would like to say it again.";
    /// The person did not agree to this channel.
    ChannelNotAgreed = "testimonial.channel_not_agreed", "The person did not agree to have their words shown there.", "Choose a channel that they agreed to, or ask them.";
    /// The place was ticked off before.
    TakenDown = "testimonial.taken_down", "That place has been ticked off already.", "Nothing needs to be done.";
    /// The ledger is read by everybody who belongs: that an event under a strict rule moved something is not written there.
    EventNotLinkable = "legacy.event_confidential", "An event under a strict rule cannot be linked.", "Release a theme of the event and write it in words.";
    /// The resource was withdrawn before.
    ResourceWithdrawn = "resource.withdrawn", "The resource has been withdrawn already.", "Nothing needs to be done.";
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sentence())
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_refusal_has_its_own_code_a_sentence_and_a_next_step() {
        let codes: BTreeSet<_> = Refusal::ALL.iter().map(|refusal| refusal.code()).collect();
        assert_eq!(codes.len(), Refusal::ALL.len());
        for refusal in Refusal::ALL {
            for text in [refusal.sentence(), refusal.next_step()] {
                assert!(
                    text.ends_with('.') && !text.contains("please") && !text.contains("invalid"),
                    "{text}"
                );
            }
        }
    }
}
