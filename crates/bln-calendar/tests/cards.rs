//! Cards, read back by another library.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use bln_calendar::{organisation_card, person_card};
use bln_core::{
    Affiliation, BelongingKind, ConsentLedger, ConsentMethod, DatedNames, Directory, Employer, Level, Line,
    OdsCode, OdsRole, Organisation, OrganisationName, OrganisationParts, Person, PersonName, PurposeCode,
    WordingRef, purpose,
    visibility::{PersonFacts, ShownPerson},
};
use calcard::{
    Entry, Parser,
    vcard::{VCard, VCardProperty, VCardValue},
};
use chrono::NaiveDate;
use proptest::prelude::*;
use support::{person, stamp};

fn day() -> NaiveDate {
    "2027-05-01".parse().unwrap()
}

fn read(text: &str) -> VCard {
    let mut parser = Parser::new(text).strict();
    let Entry::VCard(card) = parser.entry() else { panic!("no card: {text}") };
    assert!(matches!(parser.entry(), Entry::Eof), "more than a card: {text}");
    card
}

fn only(card: &VCard, property: &VCardProperty) -> String {
    let [entry] = card.entries.iter().filter(|entry| entry.name == *property).collect::<Vec<_>>()[..] else {
        panic!("not one {property:?} in {card:?}");
    };
    match entry.values.as_slice() {
        [VCardValue::Component(parts)] => parts.join("|"),
        [one] => one.as_text().map_or_else(|| format!("{one:?}"), str::to_owned),
        several => several.iter().map(|one| one.as_text().unwrap_or("")).collect::<Vec<_>>().join("|"),
    }
}

fn nottingham() -> Organisation {
    let name = OrganisationName::parse("Nottingham University Hospitals NHS Trust").unwrap();
    let names = DatedNames::new(name, "2006-04-01".parse().unwrap());
    let code = OdsCode::parse("RX1").unwrap();
    Organisation::from_parts(OrganisationParts::new(code, OdsRole::NHS_TRUST, names)).unwrap()
}

fn consenting() -> ConsentLedger {
    let wording = WordingRef::parse("directory-consent@1").unwrap();
    ConsentLedger::new(support::id(17))
        .give(PurposeCode::Directory, wording, None, ConsentMethod::Web, None, stamp())
        .unwrap()
}

fn employed(name: &str, title: &str) -> Person {
    let post =
        Affiliation::new(Employer::Listed(OdsCode::parse("RX1").unwrap()), "2026-04-01".parse().unwrap())
            .with_job_title(Some(Line::parse(title).unwrap()))
            .with_level(Some(Level::Vsm));
    person(17).with_name(PersonName::parse(name).unwrap()).with_affiliations(vec![post]).unwrap()
}

/// The card of a person who consents, as others of the network get it.
fn card(person: &Person) -> String {
    let permit = consenting().permit::<purpose::Directory>(stamp()).unwrap();
    let active = Some(BelongingKind::Member);
    let facts = PersonFacts { person: person.id(), active, directory: Some(&permit), limits: None };
    let organisations = Directory::new([nottingham()]).unwrap();
    person_card(&ShownPerson::of(person, facts, day()).unwrap(), &organisations, day())
}

#[test]
fn a_card_of_a_person_has_name_job_title_and_organisation() {
    let known_as = Some(Line::parse("Sam").unwrap());
    let person = employed("Sample Person 17", "Director; of, people");
    let name = person.name().clone().with_known_as(known_as);
    let card = read(&card(&person.with_name(name)));
    assert_eq!(only(&card, &VCardProperty::Fn), "Sample Person 17");
    assert_eq!(only(&card, &VCardProperty::N), "|Sample Person 17|||");
    assert_eq!(only(&card, &VCardProperty::Nickname), "Sam");
    assert_eq!(only(&card, &VCardProperty::Org), "Nottingham University Hospitals NHS Trust");
    assert_eq!(only(&card, &VCardProperty::Title), "Director; of, people");
    // And the version, the kind, and no more.
    assert_eq!(card.entries.len(), 7, "{card:?}");
}

#[test]
fn a_card_says_neither_how_to_reach_a_person_nor_how_they_belong() {
    let text = card(&employed("Sample Person 17", "Sample director")).to_lowercase();
    for word in ["@", "mailto", "email", "tel", "member", "ally", "vsm", "bln", "network", "ethnic", "uuid"] {
        assert!(!text.contains(word), "{word}: {text}");
    }
}

#[test]
fn an_organisation_that_nobody_knows_is_left_out_and_one_without_a_code_is_named() {
    let with = |employer| {
        let post = Affiliation::new(employer, "2026-04-01".parse().unwrap());
        card(&person(17).with_affiliations(vec![post]).unwrap())
    };
    assert!(!with(Employer::Listed(OdsCode::parse("RJ1").unwrap())).contains("ORG"));
    assert!(
        with(Employer::Unlisted(Line::parse("Sample Charity").unwrap()))
            .contains("\r\nORG:Sample Charity\r\n")
    );
}

#[test]
fn the_card_of_an_organisation_is_written_line_by_line_like_this() {
    let text = organisation_card(&nottingham(), day());
    let expected = "BEGIN:VCARD\nVERSION:4.0\nKIND:org\nFN:Nottingham University Hospitals NHS Trust\n\
        ORG:Nottingham University Hospitals NHS Trust\nUID;VALUE=text:ODS RX1\nEND:VCARD\n";
    assert_eq!(text, expected.replace('\n', "\r\n"));
    assert_eq!(only(&read(&text), &VCardProperty::Org), "Nottingham University Hospitals NHS Trust");
}

proptest! {
    #[test]
    fn any_name_is_read_back_and_adds_no_property(name in "[\\\\;,:\"^A-Za-z0-9 éघ👩🏽]{1,120}", title in "\\PC{1,120}") {
        let (Ok(name), Ok(title)) = (PersonName::parse(&*name), Line::<200>::parse(&*title)) else { return Ok(()) };
        let text = card(&employed(name.written(), title.as_str()));
        prop_assert!(text.split("\r\n").all(|line| line.len() <= 75));
        let card = read(&text);
        prop_assert_eq!(card.entries.len(), 6);
        prop_assert_eq!(only(&card, &VCardProperty::Fn), name.written());
        prop_assert_eq!(only(&card, &VCardProperty::N), format!("|{}|||", name.written()));
        prop_assert_eq!(only(&card, &VCardProperty::Title), title.as_str());
    }
}
