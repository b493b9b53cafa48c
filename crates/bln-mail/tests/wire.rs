//! Messages as others read them: parsed by a reader of mail that shares no code with the writer.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use std::collections::BTreeSet;

use bln_core::{EmailAddress, Line, PersonName};
use bln_mail::{Composed, Issue, Message, MessageId, Section};
use bln_seal::Token;
use mail_parser::{MessageParser, MimeHeaders};
use support::{composed, issue, letterhead, line, message, notice, now, words};

/// The names of the headers of a bulletin, as RFC 5322, 2045, 2369, 2919 and 8058 spell them.
const HEADERS: [&str; 11] = [
    "To",
    "Date",
    "Message-ID",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "From",
    "Reply-To",
    "Subject",
    "List-Id",
    "MIME-Version",
    "Content-Type",
];

/// The names of the headers as they stand in the bytes, by the rule of RFC 5322, 2.2.
fn headers(bytes: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(bytes).unwrap();
    let (head, _) = text.split_once("\r\n\r\n").unwrap();
    let names = head.split("\r\n").filter(|line| !line.starts_with([' ', '\t']));
    names.map(|line| line.split_once(':').unwrap().0.to_owned()).collect()
}

/// How many addresses a reader finds that the message goes to.
fn recipients(bytes: &[u8]) -> Vec<String> {
    let read = MessageParser::new().parse(bytes).unwrap();
    let lists = [read.to(), read.cc(), read.bcc()];
    let addresses = lists.into_iter().flatten().flat_map(|list| list.iter());
    addresses.map(|address| address.address().unwrap_or_default().to_owned()).collect()
}

fn to(issue: &Issue, number: u128, name: &str) -> Message {
    let address = EmailAddress::parse(format!("sample.person.{number}@example.org")).unwrap();
    let random: Vec<u8> = number.to_be_bytes().repeat(2);
    let token = Token::from_random(random.try_into().unwrap());
    issue.message(address, &PersonName::parse(name).unwrap(), notice(number), &token, now()).unwrap()
}

#[test]
fn a_message_is_read_as_it_was_meant() {
    let message = message(&composed());
    let bytes = message.bytes();
    assert!(bytes.is_ascii());
    assert!(
        std::str::from_utf8(&bytes)
            .unwrap()
            .split("\r\n")
            .all(|line| line.len() <= 998 && !line.contains('\n'))
    );
    assert_eq!(headers(&bytes), HEADERS);
    let read = MessageParser::new().parse(&bytes).unwrap();
    assert_eq!(read.subject(), Some("What we did in March"));
    assert_eq!(read.date().unwrap().to_rfc3339(), "2027-03-31T09:05:07Z");
    assert_eq!(MessageId::parse(read.message_id().unwrap()).unwrap(), message.id());
    let from = read.from().unwrap().first().unwrap();
    assert_eq!(from.address(), Some("bulletin@mail.example.org"));
    assert_eq!(from.name(), Some("BME Leadership Network"));
    assert_eq!(read.body_text(0).unwrap().replace("\r\n", "\n"), message.text());
    assert_eq!(read.body_html(0).unwrap().replace("\r\n", "\n"), message.html());
    let parts = &read.parts[0];
    assert_eq!(parts.content_type().unwrap().ctype(), "multipart");
    assert_eq!(parts.content_type().unwrap().subtype(), Some("alternative"));
    // The text first, the HTML last: what is last is preferred (RFC 2046, 5.1.4).
    let kinds: Vec<_> =
        read.parts.iter().skip(1).map(|part| part.content_type().unwrap().subtype().unwrap()).collect();
    assert_eq!(kinds, ["plain", "html"]);
}

#[test]
fn the_way_out_is_in_the_headers_as_rfc_8058_wants_it() {
    let message = message(&composed());
    let text = String::from_utf8(message.bytes()).unwrap();
    let link = message.unsubscribe().unwrap().as_str();
    assert!(link.starts_with("https://network.example.org/l/"));
    assert!(text.contains(&format!("\r\nList-Unsubscribe: <{link}>\r\n")));
    assert!(text.contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
    assert!(message.text().contains(link) && message.html().contains(link));
}

#[test]
fn ten_thousand_messages_have_one_address_each() {
    let issue = issue(&composed());
    let names = [
        "Sample Person",
        "a@example.org, b@example.org",
        "X <x@example.org>",
        "\"Q\" (c)",
        "Bcc: y@example.org",
        "=?utf-8?Q?a=40b?=",
        "样本人",
        "نمونه",
        "a;b:c,d",
        "Undisclosed: x@example.org;",
    ];
    for (number, name) in (1..=10_000).zip(names.iter().cycle()) {
        let message = to(&issue, number, name);
        let bytes = message.bytes();
        assert_eq!(recipients(&bytes), [format!("sample.person.{number}@example.org")]);
        assert_eq!(headers(&bytes).len(), HEADERS.len());
    }
}

#[test]
fn a_message_to_two_would_be_counted() {
    let bytes = String::from_utf8(message(&composed()).bytes()).unwrap();
    for header in ["Cc: b@example.org\r\n", "Bcc: b@example.org\r\n", "To: b@example.org\r\n"] {
        let two = bytes.replacen("Date:", &format!("{header}Date:"), 1);
        assert_ne!(recipients(two.as_bytes()), ["sample.person.17@example.org"], "{header}");
        assert_ne!(headers(two.as_bytes()), HEADERS);
    }
}

/// Ways to end a line, written and hinted at.
const ENDS: [&str; 20] = [
    "\r\n",
    "\r",
    "\n",
    "\u{85}",
    "\u{2028}",
    "\u{2029}",
    "\u{b}",
    "\u{c}",
    "\0",
    "\r\n\r\n",
    "\n\n",
    "%0d%0a",
    "%0a",
    "%0D",
    "\\r\\n",
    "=0D=0A",
    "&#13;&#10;",
    "\r\n ",
    "\r\n\t",
    "=?utf-8?Q?=0D=0A?=",
];

const AFTER: [&str; 10] = [
    "Bcc: evil@example.org",
    "Cc: evil@example.org",
    "To: evil@example.org",
    "Subject: other",
    "From: evil@example.org",
    "Content-Type: text/html",
    "List-Unsubscribe: <https://evil.example>",
    ".",
    "--=_bln--",
    "X-Evil: 1",
];

#[test]
fn a_thousand_line_breaks_leave_exactly_the_headers_that_belong() {
    let (mut tried, mut written) = (0, 0);
    let body = bln_mail::Markdown::parse("Sample").unwrap();
    for end in ENDS {
        for after in AFTER {
            for before in ["", "Hello", "Zoë", "a,b", "March "] {
                tried += 1;
                let text = format!("{before}{end}{after}");
                let subject = Line::parse(text.as_str());
                let name = PersonName::parse(text.as_str());
                let sections = vec![Section::News { heading: line("Sample"), body: body.clone() }];
                let Ok(composed) = Composed::new(subject.unwrap_or(line("March")), None, sections) else {
                    panic!()
                };
                let name = name.unwrap_or(PersonName::parse("Sample Person 17").unwrap());
                let message = to(&issue(&composed), 17, name.written());
                let bytes = message.bytes();
                assert_eq!(headers(&bytes), HEADERS, "{text:?}");
                assert_eq!(recipients(&bytes), ["sample.person.17@example.org"], "{text:?}");
                let read = MessageParser::new().parse(&bytes).unwrap();
                assert_eq!(read.subject().unwrap(), composed.subject(), "{text:?}");
                assert_eq!(words(&read.body_text(0).unwrap()), words(&message.text()), "{text:?}");
                assert_eq!(read.parts.len(), 3, "{text:?}");
                written += usize::from(composed.subject() != "March");
            }
        }
    }
    assert!(tried >= 1_000 && written > 300, "{tried} and {written}");
}

#[test]
fn an_address_takes_no_line_break_either() {
    for end in ENDS {
        for text in [format!("a@example.org{end}Bcc: b@example.org"), format!("a{end}@example.org")] {
            // What is percent-encoded is letters of an address, and stays them.
            if let Ok(address) = EmailAddress::parse(text.as_str()) {
                assert!(
                    address.as_str().is_ascii() && !address.as_str().contains(['\r', '\n', ' ']),
                    "{text:?}"
                );
            }
        }
    }
}

#[test]
fn messages_of_one_issue_differ_in_what_is_their_readers_own_alone() {
    let issue = issue(&composed());
    let (one, other) = (to(&issue, 1, "Sample Person 1"), to(&issue, 2, "Sample Person 2"));
    assert_eq!(one.bytes(), to(&issue, 1, "Sample Person 1").bytes(), "the same each time");
    let own = |message: &Message, number: &str| {
        let link = message.unsubscribe().unwrap().as_str().to_owned();
        let text = message.html().replace(&link, "LINK").replace(&format!("Sample Person {number}"), "NAME");
        assert!(text.contains("LINK") && text.contains("NAME"));
        text
    };
    // The sample issue tells of people 17 and 18, whose names begin with those of 1.
    assert_eq!(
        own(&one, "1").replace("NAME7", "Sample Person 17").replace("NAME8", "Sample Person 18"),
        own(&other, "2")
    );
    assert_ne!(one.id(), other.id());
}

#[test]
fn an_issue_at_its_largest_stays_below_a_hundred_thousand_bytes_and_says_what_is_not_in_it() {
    let body = |words: usize| bln_mail::Markdown::parse(&"é<ab ".repeat(words)).unwrap();
    let composed = |number: usize| {
        let news = Section::News { heading: line("News"), body: body(700) };
        Composed::new(line("March"), None, vec![news; number]).unwrap()
    };
    let rendered = |number: usize| Issue::render(&composed(number), &letterhead()).unwrap();
    let most = (1..=20).take_while(|number| rendered(*number).left_out() == 0).count();
    assert!((1..19).contains(&most), "{most}");
    for (number, left_out) in [(most, 0), (most + 1, 1), (most + 2, 2), (20, 20 - most)] {
        let issue = rendered(number);
        // What says so takes room itself.
        assert!((left_out..=left_out + usize::from(left_out > 0)).contains(&issue.left_out()), "{number}");
        let message = to(&issue, 17, &"\"".repeat(199).replacen('"', "a", 1));
        let length = message.bytes().len();
        assert!(length > 70_000 && length < 100_000, "{length}");
        let said = words(&message.text()).join(" ");
        let text = format!("{} items are not in it", issue.left_out());
        assert_eq!(said.contains(&text.replace("1 items are", "1 item is")), left_out > 0, "{number}");
        let seen: BTreeSet<_> = headers(&message.bytes()).into_iter().collect();
        assert_eq!(seen.len(), HEADERS.len());
    }
}
