//! The kit checks itself: no case is left out of the list, and contract and cases name each other.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{collections::BTreeSet, fs, path::Path};

use bln_conformance::{CASES, FAILURES};

const MANIFEST: &str = env!("CARGO_MANIFEST_DIR");

fn listed() -> BTreeSet<String> {
    let cases = CASES.iter().map(|case| case.name).chain(FAILURES.iter().map(|case| case.name));
    cases.map(str::to_owned).collect()
}

/// The whole contract: every file of it.
fn contract() -> String {
    let read =
        |file: &str| fs::read_to_string(Path::new(MANIFEST).join("../bln-store/src").join(file)).unwrap();
    [
        "traits.rs",
        "traits/bulletin.rs",
        "traits/legacy.rs",
        "traits/privacy.rs",
        "traits/survey.rs",
        "traits/words.rs",
    ]
    .map(read)
    .concat()
}

/// The names of the public async functions of a source.
fn functions(source: &str) -> impl Iterator<Item = String> {
    let named = source.lines().filter_map(|line| line.trim().strip_prefix("pub async fn "));
    named.filter_map(|rest| rest.split_once(['(', '<'])).map(|(name, _)| name.to_owned())
}

/// The names in brackets at the end of the lines of a contract.
fn named_in(contract: &str) -> Vec<String> {
    let bracketed = contract.lines().filter_map(|line| {
        let (text, name) = line.strip_suffix(']')?.rsplit_once('[')?;
        text.trim_start().starts_with("///").then_some(name)
    });
    let is_case = |name: &&str| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    bracketed.filter(is_case).map(str::to_owned).collect()
}

#[test]
fn every_case_that_is_written_is_listed() {
    let mut written = BTreeSet::new();
    for file in fs::read_dir(Path::new(MANIFEST).join("src/cases")).unwrap() {
        written.extend(functions(&fs::read_to_string(file.unwrap().path()).unwrap()));
    }
    assert_eq!(written, listed());
}

#[test]
fn every_sentence_of_the_contract_has_a_case_and_every_case_a_sentence() {
    let contract = contract();
    let named = named_in(&contract);
    let once: BTreeSet<String> = named.iter().cloned().collect();
    assert_eq!(named.len(), once.len(), "a case stands for one sentence");
    let (listed, none) = (listed(), Vec::<&String>::new());
    assert_eq!(listed.difference(&once).collect::<Vec<_>>(), none, "cases without a sentence");
    assert_eq!(once.difference(&listed).collect::<Vec<_>>(), none, "sentences without a case");
}

#[test]
fn every_item_of_a_behavior_list_ends_with_its_case() {
    let contract = contract();
    let items = contract.lines().filter(|line| line.trim_start().starts_with("/// - ")).count();
    assert_eq!(items, named_in(&contract).len());
}

#[test]
fn no_case_is_listed_twice_and_there_are_two_hundred_and_fifty() {
    assert_eq!(listed().len(), CASES.len() + FAILURES.len());
    assert!(CASES.len() >= 250, "{}", CASES.len());
}

#[test]
fn what_the_checks_look_for_is_found_where_it_is() {
    let source = "pub async fn one(store: &dyn Store) {\nasync fn helper() {}\n    pub async fn two<T>(t: T)";
    assert_eq!(functions(source).collect::<Vec<_>>(), ["one", "two"]);
    let contract =
        "    /// - A sentence. [one]\n    ///   [two]\n    /// - A link to [`This`]\n#[async_trait]";
    assert_eq!(named_in(contract), ["one", "two"]);
}
