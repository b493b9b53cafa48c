//! Catalogue, codes and input hold together.

use std::collections::BTreeSet;

use bln_core::{ConsentMethod, InvalidKind};
use chrono::NaiveDate;

use super::*;
use crate::{MAX_DRAFT_BYTES, Received};

fn received() -> Received {
    Received { today: NaiveDate::from_ymd_opt(2026, 3, 29).unwrap(), method: ConsentMethod::Web }
}

#[test]
fn every_code_has_one_entry() {
    let codes: BTreeSet<Code> = entries().map(Entry::code).collect();
    assert_eq!(codes.len(), entries().count());
}

#[test]
fn the_entries_of_nouns_are_the_refusals_of_nouns() {
    let listed: BTreeSet<_> = noun::ENTRIES.iter().map(Entry::code).collect();
    let declared: BTreeSet<_> = InvalidKind::ALL.iter().map(|kind| Code::from(*kind)).collect();
    assert_eq!(listed, declared);
}

#[test]
fn the_entries_of_drafts_are_the_constants() {
    let listed: BTreeSet<_> = draft::ENTRIES.iter().map(Entry::code).collect();
    assert_eq!(listed, Code::ALL.iter().copied().collect());
}

#[test]
fn every_example_brings_its_code_about_where_it_says() {
    for entry in entries() {
        if let Example::Form { form, json, pointer } = entry.example() {
            let report = form.examine(json.as_bytes(), &received()).unwrap_err();
            let found = report
                .faults()
                .iter()
                .any(|fault| fault.pointer() == pointer && fault.code() == entry.code());
            assert!(found, "{}: {report}", entry.code());
        }
    }
}

#[test]
fn examples_too_long_to_show_bring_their_codes_about() {
    let first = |json: String| {
        let report = Form::Membership.examine(json.as_bytes(), &received()).unwrap_err();
        report.faults().first().unwrap().code()
    };
    assert_eq!(first("[".repeat(40)), Code::JSON_TOO_DEEP);
    assert_eq!(first(" ".repeat(MAX_DRAFT_BYTES + 1)), Code::TOO_LARGE);
    assert_eq!(first(format!(r#"{{"emails":[{}1]}}"#, "1,".repeat(99))), Code::TOO_MANY_FAULTS);
}

#[test]
fn messages_follow_the_service_manual() {
    for entry in entries() {
        let message = entry.message();
        for word in ["please", "Please", "invalid", "error occurred", "!", "e.g."] {
            assert!(!message.contains(word), "{}: {message}", entry.code());
        }
        assert!(!message.ends_with('.'), "{}: {message}", entry.code());
        assert_eq!(message.matches('{').count(), message.matches('}').count(), "{message}");
    }
}

#[test]
fn no_message_of_an_example_has_a_hole_in_it() {
    for entry in entries() {
        if let Example::Form { form, json, .. } = entry.example() {
            for fault in form.examine(json.as_bytes(), &received()).unwrap_err().faults() {
                let message = fault.message();
                assert!(
                    !message.contains("  ") && !message.contains("This answer"),
                    "{}: {message}",
                    fault.pointer()
                );
                assert!(!message.ends_with(' ') && message.starts_with(char::is_uppercase), "{message}");
            }
        }
    }
}
