//! Nothing that was written comes back in a report.

use bln_validation::{Fault, Form};
use proptest::prelude::*;
use proptest::sample::subsequence;
use serde_json::{Value, json};

use crate::samples::{all_sound, leaves, received};

const WORD: &str = "kanarienvogel";
const NUMBER: u64 = 918_273_645;
/// How either would look if it came back, in parameters and in messages.
const WRITTEN: [&str; 3] = [WORD, "918273645", "918,273,645"];

/// Values that no field takes, each with the canary in it.
fn canary() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![
        json!(WORD),
        json!(format!("{WORD}\u{0}")),
        json!(format!("\u{202e}{WORD}")),
        json!(format!("{WORD}@{WORD}@example.org")),
        json!(WORD.repeat(400)),
        json!(format!("https://{WORD} /")),
        json!(NUMBER),
        json!({ WORD: WORD }),
        json!([WORD, { WORD: NUMBER }]),
        json!(-918_273_645),
    ])
}

fn all_that_can_be_seen(form: Form, bytes: &[u8]) -> String {
    match form.examine(bytes, &received()) {
        Ok(()) => String::new(),
        Err(report) => {
            let messages: String = report.faults().iter().map(Fault::message).collect();
            format!("{report:?} {report:#?} {report} {messages} {}", serde_json::to_string(&report).unwrap())
        }
    }
}

fn with_canaries() -> impl Strategy<Value = ((Form, Value), Vec<String>, Vec<Value>)> {
    prop::sample::select(all_sound()).prop_flat_map(|(form, json)| {
        let leaves = leaves(&json);
        let count = leaves.len();
        (Just((form, json)), subsequence(leaves, 0..=count), prop::collection::vec(canary(), count + 1))
    })
}

proptest! {
    #[test]
    fn canaries_in_any_field_never_come_back(((form, mut json), pointers, canaries) in with_canaries()) {
        for (pointer, canary) in pointers.iter().zip(&canaries) {
            *json.pointer_mut(pointer).unwrap() = canary.clone();
        }
        json.as_object_mut().unwrap().insert(WORD.to_owned(), canaries.last().unwrap().clone());
        let text = json.to_string();
        // A repeated name and a cut-off document as well.
        let twice = text.replacen('{', &format!("{{\"{WORD}\":1,\"{WORD}\":2,"), 1);
        for bytes in [text.as_bytes(), twice.as_bytes(), text.get(..text.len() - 1).unwrap_or_default().as_bytes()] {
            let seen = all_that_can_be_seen(form, bytes);
            prop_assert!(!seen.is_empty());
            prop_assert!(!WRITTEN.iter().any(|written| seen.contains(written)), "{}", seen);
        }
    }
}

#[test]
fn the_search_for_a_canary_finds_one() {
    // What `validator` itself would print holds the rejected value; so this way of looking does find it.
    use validator::Validate;
    #[derive(Debug, Validate)]
    struct Naive {
        #[validate(email)]
        email: String,
    }
    let errors = Naive { email: WORD.to_owned() }.validate().unwrap_err();
    assert!(format!("{errors:?} {errors}").contains(WORD));
}

#[test]
fn drafts_do_not_show_what_they_hold() {
    let draft = bln_validation::MembershipDraft { name: Some(WORD.to_owned()), ..Default::default() };
    assert_eq!(format!("{draft:?}"), "MembershipDraft(..)");
    let body = bln_validation::BodyDraft { name: Some(WORD.to_owned()), ..Default::default() };
    let draft = bln_validation::LegacyLineDraft { body: Some(body.clone()), ..Default::default() };
    assert_eq!(format!("{draft:?} {body:?}"), "LegacyLineDraft(..) BodyDraft(..)");
    let section = bln_validation::SectionDraft { news: Some(WORD.to_owned()), ..Default::default() };
    let draft = bln_validation::BulletinDraft { sections: vec![section.clone()], ..Default::default() };
    assert_eq!(format!("{draft:?} {section:?}"), "BulletinDraft(..) SectionDraft(..)");
}
