//! Finding people by name.

use std::collections::BTreeSet;

use bln_core::{Line, Person, PersonName, search_key, search_terms, search_words};
use bln_store::{Expected, NameCursor, Page, PageSize, PersonRecord, Store, Write};

use crate::{check, samples};

/// A name is found by the beginning of any of its words, whatever the case, the accents and the apostrophes, of
/// the name and of what is searched for.
pub async fn search_folds_case_and_accents(store: &dyn Store) {
    let names = ["Zoë O\u{2019}Sample", "Anne-Marie Example", "王秀英", "İpek Sample", "SAMPLE ÅSA"];
    put_named(store, &names).await;
    for (prefix, found) in [
        ("zoe", vec![1]),
        ("ZOË", vec![1]),
        ("Zoe\u{308}", vec![1]),
        ("osam", vec![1]),
        ("O'Sample", vec![1]),
        ("anne", vec![2]),
        ("marie", vec![2]),
        ("王秀", vec![3]),
        ("ipek", vec![4]),
        ("åsa", vec![5]),
        ("asa", vec![5]),
        ("sample", vec![4, 5]),
        (" sample ", vec![4, 5]),
        ("e", vec![2]),
    ] {
        assert_eq!(search(store, prefix).await, found, "{prefix}");
    }
}

/// A word is found from its beginning only.
pub async fn search_begins_at_the_start_of_a_word(store: &dyn Store) {
    put_named(store, &["Sample Person", "Person Sampleson"]).await;
    assert_eq!(search(store, "sampleson").await, [2]);
    for prefix in ["ample", "erson", "personsample"] {
        assert_eq!(search(store, prefix).await, Vec::<u32>::new(), "{prefix}");
    }
}

/// A preferred name is found as the written one is.
pub async fn search_reads_the_preferred_name(store: &dyn Store) {
    let person = samples::person(1);
    let name = person.name().clone().with_known_as(Some(Line::parse("Kit").unwrap()));
    check::put(store, [Write::Person(person.with_name(name), Expected::New)]).await;
    assert_eq!(search(store, "kit").await, [1]);
    assert_eq!(search(store, "sample").await, [1]);
}

/// A name that was changed is found as it is now and no longer as it was.
pub async fn search_follows_a_change_of_name(store: &dyn Store) {
    put_named(store, &["Former Sample", "Former Example"]).await;
    let renamed = samples::person_named(1, "Current Sample");
    check::put(store, [Write::Person(renamed, Expected::At(check::version(1)))]).await;
    assert_eq!(search(store, "former").await, [2]);
    assert_eq!(search(store, "current").await, [1]);
    assert_eq!(search(store, "sample").await, [1]);
}

/// What has no letter or digit in it finds nobody: nothing is a wildcard.
pub async fn search_for_nothing_finds_nobody(store: &dyn Store) {
    put_named(store, &["Sample Person", "100% Sample_Person"]).await;
    for prefix in ["", " ", "%", "_", "*", "'", "-", "?"] {
        assert_eq!(search(store, prefix).await, Vec::<u32>::new(), "{prefix:?}");
    }
    assert_eq!(search(store, "s%e").await, Vec::<u32>::new());
    assert_eq!(search(store, "samplep").await, [2]);
    assert_eq!(search(store, "%sample").await, [1, 2]);
}

/// Those who are found come page by page in the order of their first word that matches, then of their identifiers,
/// each once, however many of their words match.
pub async fn search_page_follows_the_words(store: &dyn Store) {
    let names = ["Samira Sam", "Person Two", "Sample Sampson", "Samira Other", "Z Sam", "Nobody", "Sample"];
    put_named(store, &names).await;
    let order = [(1, "sam"), (5, "sam"), (4, "samira"), (3, "sample"), (7, "sample")];
    let mut order =
        order.map(|(n, word)| NameCursor { word: word.to_owned(), person: samples::person_id(n) });
    order.sort();
    check::assert_paged(&order, async |after, size| found(store, "sam", after, size).await).await;
    check::assert_paged(&[], async |after, size| found(store, "nothing", after, size).await).await;
}

/// A search finds exactly those who have a word that starts like it, among two thousand names of every kind.
pub async fn search_finds_every_word_of_two_thousand_names(store: &dyn Store) {
    let texts = samples::texts(2_800);
    let names: Vec<PersonName> =
        texts.iter().filter_map(|text| PersonName::parse(text.as_str()).ok()).take(2_000).collect();
    let people: Vec<_> =
        (1..).zip(&names).map(|(n, name)| samples::person(n).with_name(name.clone())).collect();
    check::put(store, people.iter().cloned().map(|person| Write::Person(person, Expected::New))).await;
    let words: Vec<_> = names.iter().map(|name| search_words(name.written())).collect();
    let every = words.iter().flatten().step_by(29);
    let prefixes =
        every.flat_map(|word| [1, 2, 60].map(|length| word.chars().take(length).collect::<String>()));
    for prefix in prefixes {
        let key = search_key(&prefix);
        let expected = people
            .iter()
            .zip(&words)
            .filter(|(_, words)| !key.is_empty() && words.iter().any(|word| word.starts_with(&key)));
        let first =
            |words: &BTreeSet<String>| words.iter().find(|word| word.starts_with(&key)).unwrap().clone();
        let cursor = |(person, words): (&Person, _)| NameCursor { word: first(words), person: person.id() };
        let mut expected: Vec<_> = expected.map(cursor).collect();
        expected.sort();
        let (mut seen, mut after) = (vec![], None);
        loop {
            let page = found(store, &prefix, after, PageSize::MAX).await;
            seen.extend(page.items);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen, expected, "{prefix:?}");
    }
}

/// A prefix that looks like a statement, a pattern or an escape, or that is longer than any name, is only text.
pub async fn search_takes_any_text_for_text(store: &dyn Store) {
    put_named(store, &["Sample Person", "Drop Table", "1 OR 1", "A\\B"]).await;
    let long = "sample".repeat(2_000);
    for (prefix, found) in [
        ("'; DROP TABLE person; --", vec![]),
        ("' OR 1=1 --", vec![]),
        ("sample' --", vec![1]),
        ("drop\0", vec![2]),
        ("\0sample", vec![1]),
        ("[a-z]*", vec![]),
        ("?1", vec![3]),
        ("$1", vec![3]),
        ("a\\b", vec![4]),
        ("a%b", vec![4]),
        ("s_mple", vec![]),
        ("\u{10ffff}", vec![]),
        ("sample\u{10ffff}", vec![1]),
        ("sample\u{202e}", vec![1]),
        (long.as_str(), vec![]),
    ] {
        assert_eq!(search(store, prefix).await, found, "{prefix:?}");
    }
}

/// A word of any length is found by all of it and by its beginning, also one that grows when it is folded.
pub async fn search_finds_words_of_any_length(store: &dyn Store) {
    let hangul: String = ('\u{ac00}'..).step_by(37).take(PersonName::MAX_LENGTH).collect();
    let units: String = ('\u{3300}'..='\u{3357}').cycle().take(PersonName::MAX_LENGTH - 1).collect();
    let ideographs: String = ('\u{20000}'..).step_by(211).take(PersonName::MAX_LENGTH).collect();
    let names = [hangul, format!("a{units}"), ideographs, "x".repeat(PersonName::MAX_LENGTH)];
    put_named(store, &names.each_ref().map(String::as_str)).await;
    for (n, name) in (1..).zip(&names) {
        assert_eq!(search(store, name).await, [n], "{n}");
        let beginning: String = name.chars().take(150).collect();
        assert_eq!(search(store, &beginning).await, [n], "{n}");
        assert_eq!(search(store, &format!("{name}x")).await, Vec::<u32>::new(), "{n}");
    }
}

async fn put_named(store: &dyn Store, names: &[&str]) {
    let people = names.iter().zip(1..).map(|(name, n)| samples::person_named(n, name));
    check::put(store, people.map(|person| Write::Person(person, Expected::New))).await;
}

/// Of several words each must begin a word of whoever is found, in any order; they come by the longest.
pub async fn search_finds_those_with_every_word(store: &dyn Store) {
    let names = ["Sam Example Person", "Person Samira", "Sample Examples", "Sam Other", "O'Sam d'Example"];
    put_named(store, &names).await;
    for (text, found) in [
        ("sam per", vec![1, 2]),
        ("PER sam", vec![1, 2]),
        ("examp sam", vec![1, 3]),
        ("sam sam", vec![1, 2, 3, 4]),
        ("s sa sam samp sample", vec![3]),
        ("sam x", vec![]),
        ("person sam exam p s", vec![1]),
        ("sam-per", vec![1, 2]),
    ] {
        assert_eq!(search(store, text).await, found, "{text}");
    }
    let order = [(1, "example"), (3, "examples")];
    let order = order.map(|(n, word)| NameCursor { word: word.to_owned(), person: samples::person_id(n) });
    check::assert_paged(&order, async |after, size| found(store, "s exam", after, size).await).await;
}

/// The words of names that begin so come once each, whoever has them, in the order of their bytes, up to the limit.
pub async fn name_words_come_once_in_order(store: &dyn Store) {
    put_named(store, &["Sam Sample", "Sample Person", "Sámuel Other", "Ärger 王秀英", "Same-Sam 王"]).await;
    let words = async |prefix: &str, at_most| store.name_words(prefix, at_most).await.unwrap();
    assert_eq!(words("sam", 100).await, ["sam", "same", "sample", "samuel"]);
    assert_eq!(words("sam", 4).await.len(), 4);
    assert_eq!(words("sam", 3).await, ["sam", "same", "sample"]);
    assert_eq!(words("sam", 0).await, Vec::<String>::new());
    assert_eq!(words("王", 9).await, ["王", "王秀英"]);
    assert_eq!(words("x", 9).await, Vec::<String>::new());
    let all = ["arger", "other", "person", "sam", "same", "sample", "samuel", "王", "王秀英"];
    assert_eq!(words("", 100).await, all);
    let renamed = samples::person_named(1, "Current");
    check::put(store, [Write::Person(renamed, Expected::At(check::version(1)))]).await;
    assert_eq!(words("sam", 100).await, ["sam", "same", "sample", "samuel"]);
    assert_eq!(words("c", 100).await, ["current"]);
}

/// Who is found by whole words has each of them, in any order, and comes once by identifier.
pub async fn people_named_have_every_word(store: &dyn Store) {
    let names = ["Sam Sample", "Sample Person Sam", "Samuel Sample", "Sam", "Sample-Sam Sam"];
    put_named(store, &names).await;
    for (words, found) in [
        (vec!["sam"], vec![1, 2, 4, 5]),
        (vec!["sample", "sam"], vec![1, 2, 5]),
        (vec!["sam", "sample"], vec![1, 2, 5]),
        (vec!["sam", "sam", "sam", "sample"], vec![1, 2, 5]),
        (vec!["sam", "sample", "person"], vec![2]),
        (vec!["samp"], vec![]),
        (vec!["sam", "nobody"], vec![]),
        (vec![], vec![]),
    ] {
        let people = store.people_named(&words, PageSize::MAX).await.unwrap();
        let people: Vec<_> = people.iter().map(|record| record.person.record.id()).collect();
        let found: Vec<_> = found.into_iter().map(samples::person_id).collect();
        assert_eq!(people, found, "{words:?}");
        let first = store.people_named(&words, check::size(1)).await.unwrap();
        assert_eq!(first.len(), found.len().min(1), "{words:?}");
    }
}

/// The numbers of the sample people who are found.
async fn search(store: &dyn Store, text: &str) -> Vec<u32> {
    let found = found(store, text, None, PageSize::MAX).await.items;
    (1..=20).filter(|n| found.iter().any(|cursor| cursor.person == samples::person_id(*n))).collect()
}

async fn found(
    store: &dyn Store,
    text: &str,
    after: Option<NameCursor>,
    size: PageSize,
) -> Page<NameCursor, NameCursor> {
    let page = store.person_search(text, after, size).await.unwrap();
    check::keys(page, |record| cursor(text, record))
}

/// Where somebody comes among those who are found.
pub(crate) fn cursor(text: &str, record: &PersonRecord) -> NameCursor {
    let person = &record.person.record;
    let terms = search_terms(text);
    let word = person.name().words().into_iter().find(|word| word.starts_with(&terms[0]));
    NameCursor { word: word.unwrap(), person: person.id() }
}
