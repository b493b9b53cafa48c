//! What letters say.

use bln_core::{NoticeKind, PurposeCode};

/// The words of a letter around what is its reader's own.
pub(super) struct Wording {
    /// What happened, in a few words: the subject and the heading.
    pub(super) subject: &'static str,
    /// What happened, in a sentence or two.
    pub(super) before: &'static [&'static str],
    /// What comes next.
    pub(super) after: &'static [&'static str],
}

impl Wording {
    /// The words for a kind of notice.
    pub(super) const fn of(kind: NoticeKind) -> Self {
        let (subject, before, after): (_, &[_], &[_]) = match kind {
            NoticeKind::ApplicationReceived => (
                "We have your application",
                &["Thank you for applying to join the network."],
                &[
                    "We will read your application and write to you about what happens next. You do not need to do anything.",
                ],
            ),
            NoticeKind::Welcome => (
                "Welcome to the network",
                &["You now belong to the network."],
                &[
                    "You can book places at events and choose what you hear from us. We look forward to meeting you.",
                ],
            ),
            NoticeKind::ApplicationDeclined => (
                "Your application",
                &["We have read your application to join the network. We could not accept it this time."],
                &[
                    "Write to us if you would like to know why, or if something has changed. You can apply again.",
                ],
            ),
            NoticeKind::PlaceConfirmed => (
                "You have a place",
                &["Your place at the event is confirmed."],
                &["If you cannot come, cancel your place. Somebody else can then have it."],
            ),
            NoticeKind::EventReminder => (
                "Your event is soon",
                &["You have a place at an event that is soon."],
                &["If you cannot come, cancel your place. Somebody else can then have it."],
            ),
            NoticeKind::PlaceOnWaitingList => (
                "You are on the waiting list",
                &["All places at the event are taken. You are on the waiting list."],
                &[
                    "If a place comes free for you, we will write to you. You do not need to do anything until then.",
                ],
            ),
            NoticeKind::PlaceOffered => (
                "A place is free for you",
                &["A place has come free at an event you are waiting for. We are keeping it for you."],
                &[
                    "Each link opens a page where you choose. Nothing happens until you do.",
                    "If you do not answer in time, we will offer the place to the next person.",
                ],
            ),
            NoticeKind::OfferEnded => (
                "We are no longer keeping a place for you",
                &["We were keeping a place at an event for you. The time to answer has ended."],
                &["If you still want to come, you can register again."],
            ),
            NoticeKind::RegistrationCancelled => (
                "Your registration is cancelled",
                &["You are no longer registered for the event."],
                &["If you did not ask for this or have changed your mind, you can register again."],
            ),
            NoticeKind::EventChanged => (
                "An event has changed",
                &["Something has changed about an event you are registered for."],
                &["Check that the event still suits you. If you can no longer come, cancel your place."],
            ),
            NoticeKind::EventCancelled => (
                "An event is cancelled",
                &["An event you are registered for will not take place. We are sorry."],
                &["Your registration has ended. You do not need to do anything."],
            ),
            NoticeKind::MessageToAttendees => (
                "A message about an event",
                &["The people who run an event you are registered for write:"],
                &[],
            ),
            NoticeKind::ConfirmConsent => (
                "Confirm what you asked for",
                &[
                    "Somebody gave us this email address and asked for the following. If it was you, confirm it.",
                ],
                &[
                    "Each link opens a page where you confirm. Nothing happens until you do.",
                    "If it was not you, you do not need to do anything.",
                ],
            ),
            NoticeKind::ConsentReworded => (
                "Tell us if you still agree",
                &[
                    "We have changed the wording of something you agreed to. If you still want it, agree again.",
                ],
                &[
                    "Each link opens a page with the new wording, where you choose. Nothing happens until you do.",
                    "If you do nothing, we will stop.",
                ],
            ),
            NoticeKind::RestrictionLifted => (
                "We will use your details again",
                &["You asked us to limit how we use your details. That limit has ended."],
                &["We will use your details as you agreed before. If you do not want that, write to us."],
            ),
            // The issue itself is no letter of this sort: this only says that there is one.
            NoticeKind::Bulletin => (
                "A new bulletin",
                &["There is a new issue of the bulletin."],
                &["Sign in to read it, or write to us."],
            ),
            // A kind that is newer than this release is told of in words that hold for any.
            _ => OTHER,
        };
        Self { subject, before, after }
    }
}

const OTHER: (&str, &[&str], &[&str]) = (
    "News about you and the network",
    &["Something that concerns you has changed."],
    &["Sign in to see what it is, or write to us."],
);

/// What somebody agrees to, after "Yes, ".
pub(super) const fn agreed_to(purpose: PurposeCode) -> &'static str {
    match purpose {
        PurposeCode::Bulletin => "send me the bulletin",
        PurposeCode::Directory => "show me to other people of the network",
        PurposeCode::EthnicityMonitoring => "count me when you look at who the network reaches",
        PurposeCode::AccessNeeds => "use my access needs to prepare events",
        PurposeCode::Testimonial => "publish my words",
        PurposeCode::Recognition => "tell others of thanks and awards that I am given",
        _ => "I agree",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_kind_has_words_of_its_own() {
        let subjects: BTreeSet<_> =
            NoticeKind::ALL.into_iter().map(|kind| Wording::of(kind).subject).collect();
        assert_eq!(subjects.len(), NoticeKind::ALL.len());
        assert!(!subjects.contains(OTHER.0));
        let purposes: BTreeSet<_> = PurposeCode::ALL.into_iter().map(agreed_to).collect();
        assert_eq!(purposes.len(), PurposeCode::ALL.len());
        assert!(!purposes.contains("I agree"));
    }

    #[test]
    fn words_are_those_of_the_nhs_service_manual() {
        for kind in NoticeKind::ALL {
            let wording = Wording::of(kind);
            let words = [&[wording.subject], wording.before, wording.after].concat().join(" ").to_lowercase();
            for avoided in
                ["please", "invalid", "error", "failed", "dear ", "kindly", "click here", "e-mail", "bme"]
            {
                assert!(!words.contains(avoided), "{kind:?}: {avoided}");
            }
            for sentence in words.split_inclusive(['.', ':']) {
                // The manual: sentences of at most 20 words.
                assert!(sentence.split_whitespace().count() <= 20, "{sentence}");
            }
        }
    }
}
