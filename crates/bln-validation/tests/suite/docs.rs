//! The catalogue and its page are the same.

use std::fmt::Write;
use std::path::Path;

use bln_validation::catalogue::{self, Entry, Example};

fn page() -> String {
    let mut page = String::from(
        "# Validation codes\n\n\
         Every fault in a report has one of these codes. Codes are stable: once released, a code keeps its meaning.\n\
         In messages, `{subject}` and `{ask}` stand for the words of the field, such as \"Email address\" and \"Enter\n\
         an email address\"; other names in braces are the parameters of the fault.\n\n\
         This page is written from the catalogue in `bln-validation`. To write it again after a change:\n\
         `UPDATE_DOCS=1 cargo test -p bln-validation`.\n",
    );
    for entry in catalogue::entries() {
        write_entry(&mut page, entry).unwrap();
    }
    page
}

fn write_entry(page: &mut String, entry: &Entry) -> std::fmt::Result {
    write!(page, "\n## `{}`\n\n{}\n\n> {}\n\n", entry.code(), entry.meaning(), entry.message())?;
    match entry.example() {
        Example::Form { form, json, pointer } => {
            let place =
                if pointer.is_empty() { "the form as a whole".to_owned() } else { format!("`{pointer}`") };
            writeln!(page, "Example ({}, at {place}):\n\n```json\n{json}\n```", form.name())
        }
        Example::Elsewhere(example) => writeln!(page, "Example: {example}"),
        _ => Err(std::fmt::Error),
    }
}

#[test]
fn the_page_of_codes_is_the_catalogue() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/validation-codes.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, page()).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap();
    assert!(
        written == page(),
        "docs/validation-codes.md is not the catalogue's: run the tests with UPDATE_DOCS=1"
    );
}
