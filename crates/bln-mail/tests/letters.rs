//! Every letter as its reader gets it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use bln_core::{EmailAddress, Event, Id, LinkAction, Modes, NoticeKind, PersonName, Prose, PurposeCode};
use bln_mail::{EventItem, LetterDraft, Message, Place};
use bln_seal::Token;
use mail_parser::MessageParser;
use support::{evening, letterhead, line, notice, now, told, words};

fn event() -> Id<Event> {
    Id::new(uuid::Uuid::from_u128(3))
}

/// What readers can do by a letter of this kind.
fn links(kind: NoticeKind) -> Vec<(LinkAction, Token)> {
    let actions = match kind {
        NoticeKind::PlaceOffered => {
            vec![LinkAction::AcceptOffer { event: event() }, LinkAction::DeclineOffer { event: event() }]
        }
        NoticeKind::ConfirmConsent | NoticeKind::ConsentReworded => {
            [PurposeCode::Bulletin, PurposeCode::Directory]
                .map(|purpose| LinkAction::ConfirmConsent { purpose })
                .into()
        }
        NoticeKind::MessageToAttendees => vec![LinkAction::Unsubscribe { purpose: PurposeCode::Bulletin }],
        _ => vec![],
    };
    (1..).zip(actions).map(|(number, action)| (action, Token::from_random([number; 32]))).collect()
}

fn letter(kind: NoticeKind) -> Message {
    let about = matches!(
        kind,
        NoticeKind::PlaceConfirmed
            | NoticeKind::PlaceOnWaitingList
            | NoticeKind::PlaceOffered
            | NoticeKind::OfferEnded
            | NoticeKind::RegistrationCancelled
            | NoticeKind::EventChanged
            | NoticeKind::EventCancelled
            | NoticeKind::MessageToAttendees
    );
    let told = EventItem {
        title: line("Board ready: an evening for aspiring directors"),
        when: evening("2027-04-15"),
        place: Some(Place::Attended(Modes::Online)),
        link: Some(letterhead().links().event(event()).unwrap()),
    };
    let message =
        Prose::parse("The room has changed to 2.17.\n\n<b>Not bold</b>, and [no link](https://a.example).");
    let draft = LetterDraft {
        to: &EmailAddress::parse("sample.person.17@example.org").unwrap(),
        name: &PersonName::parse("Sample Person 17").unwrap(),
        notice: notice(17),
        kind,
        event: about.then(event),
        // One of the letters tells of the event itself.
        told: (kind == NoticeKind::PlaceOffered).then_some(&told),
        join: None,
        answer_by: (kind == NoticeKind::PlaceOffered).then_some("5pm on Friday 2 April 2027"),
        words: (kind == NoticeKind::MessageToAttendees).then_some(message.as_ref().unwrap()),
        links: &links(kind),
    };
    letterhead().letter(&draft, now()).unwrap()
}

#[test]
fn letters_are_as_they_were_seen_and_found_good() {
    let letters = NoticeKind::ALL.map(|kind| {
        let letter = letter(kind);
        format!("######## {}\nSubject: {}\n\n{}", kind.name(), letter.subject().as_str(), letter.text())
    });
    insta::assert_snapshot!("letters", letters.join("\n\n"));
    insta::assert_snapshot!("place_offered_html", letter(NoticeKind::PlaceOffered).html());
}

#[test]
fn html_and_text_of_each_letter_say_the_same() {
    for kind in NoticeKind::ALL {
        let letter = letter(kind);
        assert_eq!(told(&letter.html()), words(&letter.text()), "{kind:?}");
    }
}

#[test]
fn every_link_that_a_letter_was_given_is_in_it_once() {
    for kind in NoticeKind::ALL {
        let (letter, links) = (letter(kind), links(kind));
        let found = letter.text().matches("/l/").count();
        assert_eq!(found, links.len(), "{kind:?}");
        for (_, token) in links {
            let link = letterhead().links().answer(&token).unwrap();
            assert!(
                letter.text().contains(link.as_str()) && letter.html().contains(link.as_str()),
                "{kind:?}"
            );
        }
    }
}

#[test]
fn only_a_letter_that_can_be_stopped_says_so_in_its_headers() {
    for kind in NoticeKind::ALL {
        let letter = letter(kind);
        let bytes = letter.bytes();
        let head = std::str::from_utf8(&bytes).unwrap().split("\r\n\r\n").next().unwrap().to_owned();
        let can_be_stopped = kind == NoticeKind::MessageToAttendees;
        assert_eq!(head.contains("List-Unsubscribe: <https://"), can_be_stopped, "{kind:?}");
        assert_eq!(
            head.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"),
            can_be_stopped,
            "{kind:?}"
        );
        assert_eq!(letter.unsubscribe().is_some(), can_be_stopped);
        assert!(head.contains("Auto-Submitted: auto-generated") && !head.contains("List-Id"), "{kind:?}");
        let read = MessageParser::new().parse(&bytes).unwrap();
        assert_eq!(read.subject().unwrap(), letter.subject().as_str());
    }
}

#[test]
fn no_subject_tells_of_an_event() {
    for kind in NoticeKind::ALL {
        assert!(!letter(kind).subject().as_str().contains("Board ready"), "{kind:?}");
    }
}
