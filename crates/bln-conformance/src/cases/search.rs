//! Finding people by name.

use bln_core::{Id, Line, Person, PersonName, search_key, search_words};
use bln_store::{Expected, Page, PageSize, Store, Write};

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
    for prefix in ["ample", "erson", "samples p", "personsample"] {
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

/// Those who are found come page by page in the order of their identifiers, each once, however many of their
/// words match.
pub async fn search_page_follows_the_identifiers(store: &dyn Store) {
    put_named(store, &["Sam Sample", "Person Two", "Sample Sam", "Samira Other", "Z Sam", "Nobody Else"])
        .await;
    let order = [1, 3, 4, 5].map(samples::person_id);
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
        let expected: Vec<_> = expected.map(|(person, _)| person.id()).collect();
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

/// The numbers of the sample people who are found.
async fn search(store: &dyn Store, prefix: &str) -> Vec<u32> {
    let found = found(store, prefix, None, PageSize::MAX).await.items;
    (1..=20).filter(|n| found.contains(&samples::person_id(*n))).collect()
}

async fn found(
    store: &dyn Store,
    prefix: &str,
    after: Option<Id<Person>>,
    size: PageSize,
) -> Page<Id<Person>, Id<Person>> {
    let page = store.person_search(prefix, after, size).await.unwrap();
    check::keys(page, |record| record.person.record.id())
}
