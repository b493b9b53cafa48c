//! The HTML and the text of a message say the same, to a reader of HTML that shares no code with the writer.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use proptest::prelude::*;
use support::{composed, message, message_to, news, told, words};

#[test]
fn the_html_and_the_text_of_an_issue_say_the_same() {
    let message = message(&composed());
    assert_eq!(told(&message.html()), words(&message.text()));
}

#[test]
fn both_are_as_they_were_seen_and_found_good() {
    let message = message(&composed());
    insta::assert_snapshot!("issue_text", message.text());
    insta::assert_snapshot!("issue_html", message.html());
    insta::assert_snapshot!("issue_marked", message.marked());
}

#[test]
fn a_form_that_leaves_something_out_is_found() {
    let message = message(&composed());
    let html = message.html();
    for (left_out, instead) in [
        ("senior posts", ""),
        ("<li style=\"margin:0 0 8px\">3 will do so <em>by June</em></li>", ""),
        ("href=\"https://network.example.org/letter\"", "href=\"https://other.example.org/letter\""),
        ("<ol start=\"1\"", "<ol start=\"2\""),
    ] {
        assert!(html.contains(left_out), "{left_out}");
        assert_ne!(told(&html.replacen(left_out, instead, 1)), words(&message.text()), "{left_out}");
    }
}

/// Markdown of every kind that a letter shows, within each other.
fn markdown() -> impl Strategy<Value = String> {
    let word = "[a-zA-Zà-žא-ת一-丁0-9]{1,9}[.,!?&<'\"]?";
    let span = prop_oneof![
        4 => word.prop_map(String::from),
        1 => word.prop_map(|word| format!("**{word}**")),
        1 => word.prop_map(|word| format!("*{word}*")),
        1 => word.prop_map(|word| format!("`{word}`")),
        1 => ("[a-z]{1,9}", word).prop_map(|(path, word)| format!("[{word}](https://example.org/{path}?a=1&b=2)")),
        1 => "[a-z]{1,9}".prop_map(|name| format!("<{name}@example.org>")),
        1 => "[a-z]{1,9}".prop_map(|path| format!("<https://example.org/{path}>")),
    ];
    let words = prop::collection::vec(span, 1..30).prop_map(|spans| spans.join(" "));
    let block = prop_oneof![
        words.clone(),
        (1_usize..6, words.clone()).prop_map(|(level, words)| format!("{} {words}", "#".repeat(level))),
        prop::collection::vec(words.clone(), 1..5)
            .prop_map(|items| items.iter().map(|item| format!("- {item}\n")).collect()),
        (1_usize..20, prop::collection::vec(words.clone(), 1..5)).prop_map(|(first, items)| {
            items.iter().enumerate().map(|(at, item)| format!("{}. {item}\n", first + at)).collect()
        }),
        words.clone().prop_map(|words| format!("> {words}\n>\n> - {words}")),
        words.clone().prop_map(|words| format!("    {words}")),
        Just("---".to_owned()),
        words.prop_map(|words| format!("<b>{words}</b>")),
    ];
    prop::collection::vec(block, 1..8).prop_map(|blocks| blocks.join("\n\n"))
}

proptest! {
    #[test]
    fn whatever_an_editor_writes_both_forms_say_it(source in markdown(), name in "[a-zA-Zà-žא-ת&<>\"']{1,30}") {
        prop_assume!(name.chars().any(char::is_alphanumeric));
        if let Some(composed) = news(&source) {
            let message = message_to(&composed, "sample.person.17@example.org", &name);
            prop_assert_eq!(told(&message.html()), words(&message.text()));
        }
    }
}
