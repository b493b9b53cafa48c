//! Text comes back byte for byte, wherever it is kept and whatever it looks like.

use bln_core::{
    Accessibility, Affiliation, DatedNames, EmailAddress, EmailAddresses, Employer, EventKind, EventState,
    Line, Modes, OdsRole, Organisation, OrganisationName, OrganisationParts, PersonName, Prose,
    WordingPurpose,
};
use bln_store::{Expected, PageSize, Rule, Store, Write};

use crate::{check, samples};

/// Five thousand texts of every kind that the types accept are read back byte for byte, in names and in posts.
pub async fn five_thousand_texts_round_trip(store: &dyn Store) {
    let texts = samples::texts(7_000);
    let names: Vec<PersonName> =
        texts.iter().filter_map(|text| PersonName::parse(text.as_str()).ok()).collect();
    assert!((5_000..7_000).contains(&names.len()), "{} of the texts are names", names.len());
    let titles: Vec<Line<200>> = texts.iter().filter_map(|text| Line::parse(text.as_str()).ok()).collect();
    let people: Vec<_> = (0_u32..)
        .zip(names.iter().zip(titles.iter().rev()))
        .map(|(n, (name, title))| {
            let post = Affiliation::new(Employer::Unlisted(title.clone()), samples::day("2027-01-31"));
            let post = post.with_job_title(Some(title.clone()));
            samples::person(n).with_name(name.clone()).with_affiliations(vec![post]).unwrap()
        })
        .collect();
    for some in people.chunks(500) {
        check::put(store, some.iter().cloned().map(|person| Write::Person(person, Expected::New))).await;
    }
    let (mut after, mut read) = (None, vec![]);
    loop {
        let page = store.person_page(after, PageSize::MAX).await.unwrap();
        read.extend(page.items.into_iter().map(|record| record.person.record));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(read.len(), people.len());
    for (read, written) in read.iter().zip(&people) {
        assert_eq!(read.name().written().as_bytes(), written.name().written().as_bytes());
        assert_eq!(read, written);
    }
}

/// Every field keeps as many characters as its type allows, be they of four bytes each, marks on one letter, or
/// letters that double when they are folded.
pub async fn text_at_its_full_length_round_trips(store: &dyn Store) {
    let longest: [&dyn Fn(usize) -> String; 5] = [
        &|max| "\u{20bb7}".repeat(max),
        &|max| format!("q{}", "\u{307}".repeat(max - 1)),
        &|max| format!("q{}", "\u{10fffd}".repeat(max - 1)),
        &|max| "ﷺ".repeat(max),
        &|max| "İ".repeat(max),
    ];
    for (n, text) in (1..).zip(longest) {
        assert_kept_everywhere(store, n, text).await;
    }
}

/// Scripts that run from right to left are kept with their marks, and the joiners that scripts and emoji need.
pub async fn direction_and_joiners_round_trip(store: &dyn Store) {
    let texts = [
        "محمد عبد الله",
        "שרה \u{200f}(Sample)\u{200e} לוי",
        "\u{61c}Sample 12\u{200e}",
        "می\u{200c}خواهم",
        "ක\u{dca}\u{200d}ෂ ශ\u{dca}\u{200d}රී Sample",
        "Sample 👩🏾\u{200d}❤\u{fe0f}\u{200d}👨🏿 🏴\u{e007f}".trim_end_matches('\u{e007f}'),
    ];
    for (n, text) in (1..).zip(texts) {
        assert_kept_everywhere(store, n, &|_| text.to_owned()).await;
    }
}

/// What looks like a statement, a placeholder, a wildcard, an escape or a quotation is text, and does nothing.
pub async fn text_that_looks_like_sql_is_text(store: &dyn Store) {
    let texts = [
        "Robert'); DROP TABLE person; --",
        "a' OR 'a' = 'a",
        "$1 ?1 ?2 :name @name %s {0}",
        "100%_\\%\\_ [a-z]*",
        "\"quoted\" `name` 'it''s' \\'",
        "\\x41 \\u0041 \\0 \\n E'\\n' U&'\\0041'",
        "NULL",
        "'",
        "\\",
        "/* a */ -- b ; c #",
    ];
    for (n, text) in (1..).zip(texts) {
        // A name has a letter or digit in it.
        let text = if PersonName::parse(text).is_ok() { text.to_owned() } else { format!("{text}a") };
        assert_kept_everywhere(store, n, &|_| text.clone()).await;
    }
    assert_eq!(store.person_page(None, PageSize::MAX).await.unwrap().items.len(), texts.len());
}

/// White space within a text is kept as it was written; around it there is none by the time it comes to a store.
pub async fn white_space_within_text_is_kept(store: &dyn Store) {
    for (n, text) in (1..).zip(["a  b   c", "a\u{a0}\u{a0}b", "a\u{3000}b", "\u{2003} a \u{1680}b \u{2003}"])
    {
        assert_kept_everywhere(store, n, &|_| text.to_owned()).await;
    }
    let mut wording = samples::wording("sample@1");
    wording.text = Prose::parse("One.\r\n\r\n\tTwo,  \n three.\n\n\n\u{a0}Four.").unwrap();
    check::put(store, [Write::Wording(wording.clone())]).await;
    assert!(store.wordings().await.unwrap().contains(&wording));
}

/// A text in another normal form is the same text: writing a wording again in it changes nothing.
pub async fn equivalent_spellings_are_one_text(store: &dyn Store) {
    let pairs = [
        ("Zo\u{eb}", "Zoe\u{308}"),
        ("\u{c5}", "\u{212b}"),
        ("\u{ac01}", "\u{1100}\u{1161}\u{11a8}"),
        ("\u{1ec7}", "e\u{302}\u{323}"),
    ];
    for (n, (composed, decomposed)) in (1..).zip(pairs) {
        let [first, second] = [composed, decomposed].map(|text| {
            let mut wording = samples::wording(&format!("sample-{n}@1"));
            wording.text = Prose::parse(text).unwrap();
            wording
        });
        check::put(store, [Write::Wording(first), Write::Wording(second)]).await;
        check::put(store, [Write::Person(samples::person_named(n, decomposed), Expected::New)]).await;
        let stored = store.person(samples::person_id(n)).await.unwrap().unwrap().person.record;
        assert_eq!(stored.name().written(), composed);
    }
}

/// Texts that only look alike, or that a careless comparison takes for one, are two.
pub async fn texts_that_differ_by_a_character_are_two(store: &dyn Store) {
    let alike = [
        ("sample", "SAMPLE"),
        ("resume", "résumé"),
        ("a b", "a  b"),
        ("file", "ﬁle"),
        ("A", "Ａ"),
        ("a", "а"),
        ("strasse", "straße"),
        ("i", "ı"),
        ("می\u{200c}خ", "میخ"),
        ("a", "a\u{200e}"),
        ("a", "a\u{fe0f}"),
        ("1", "١"),
    ];
    for (n, (first, second)) in (1..).zip(alike) {
        let [first, second] = [first, second].map(|text| {
            let mut wording = samples::wording(&format!("sample-{n}@1"));
            wording.purpose = WordingPurpose::PrivacyNotice;
            wording.text = Prose::parse(text).unwrap();
            wording
        });
        check::put(store, [Write::Wording(first)]).await;
        check::assert_conflict(store, check::writes([Write::Wording(second)]), Rule::WordingImmutable).await;
    }
}

/// An address is compared byte by byte: nothing in it stands for anything else, and what differs is another's.
pub async fn addresses_are_compared_byte_by_byte(store: &dyn Store) {
    let addresses = [
        "a_b@example.org",
        "axb@example.org",
        "a%b@example.org",
        "a%@example.org",
        "a*@example.org",
        "a?@example.org",
        "a'b@example.org",
        "a+b@example.org",
        "{a}@example.org",
        "a$1@example.org",
        "a@b\u{fc}cher.example",
        "a@bucher.example",
        "a@buecher.example",
        "a-b@example.org",
        "a@example.org.example",
    ];
    let people = (1..).zip(addresses).map(|(n, address)| {
        samples::person(n).with_emails(EmailAddresses::new([samples::email(address)]).unwrap())
    });
    check::put(store, people.map(|person| Write::Person(person, Expected::New))).await;
    for (n, address) in (1..).zip(addresses) {
        let found = store.person_by_email(&samples::email(address)).await.unwrap();
        assert_eq!(found, Some(samples::person_id(n)), "{address}");
    }
    for address in ["a__@example.org", "%@example.org", "*@example.org", "ab@example.org", "a@example.org"] {
        assert_eq!(store.person_by_email(&EmailAddress::parse(address).unwrap()).await.unwrap(), None);
    }
}

/// Puts a text into every field that takes people's own words, and reads it back.
async fn assert_kept_everywhere(store: &dyn Store, n: u32, text: &dyn Fn(usize) -> String) {
    let line = || Line::parse(text(200)).unwrap();
    let name = PersonName::parse(text(PersonName::MAX_LENGTH)).unwrap();
    let name = name.with_known_as(Some(Line::parse(text(PersonName::MAX_KNOWN_AS_LENGTH)).unwrap()));
    let post = Affiliation::new(Employer::Unlisted(line()), samples::day("2027-01-31"));
    let person = samples::person(n).with_name(name);
    let person = person.with_affiliations(vec![post.with_job_title(Some(line()))]).unwrap();

    let mut wording = samples::wording(&format!("text-{n}@1"));
    wording.text = Prose::parse(text(5_000)).unwrap();

    let code = samples::code(&format!("Z{n:03}"));
    let names = DatedNames::new(OrganisationName::parse(text(200)).unwrap(), samples::day("2001-04-01"));
    let parts = OrganisationParts::new(code, OdsRole::NHS_TRUST, names);
    let organisation = Organisation::from_parts(parts).unwrap();

    let of = samples::event_details(n, Modes::Online, "2027-05-01");
    let details = bln_core::EventDetails::new(
        line(),
        EventKind::parse(&text(60)).unwrap(),
        *of.pillars(),
        of.audience(),
        of.modes(),
        *of.schedule(),
        of.confidentiality(),
    )
    .with_summary(Prose::parse(text(4_000)).unwrap())
    .with_venue(Line::parse(text(300)).unwrap())
    .with_accessibility(Accessibility::new([], Some(Prose::parse(text(1_000)).unwrap())));
    let event = samples::event_in_state(n, details, EventState::Draft);

    check::put(
        store,
        [
            Write::Wording(wording.clone()),
            Write::Organisation(organisation.clone(), Expected::New),
            Write::Person(person.clone(), Expected::New),
            Write::Event(event.clone(), Expected::New),
        ],
    )
    .await;
    assert!(store.wordings().await.unwrap().contains(&wording), "a wording");
    assert_eq!(store.organisation(code).await.unwrap().unwrap().record, organisation);
    assert_eq!(store.person(person.id()).await.unwrap().unwrap().person.record, person);
    assert_eq!(store.event(event.id()).await.unwrap().unwrap().record, event);
}
