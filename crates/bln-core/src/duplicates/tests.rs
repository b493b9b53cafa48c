use std::collections::BTreeSet;

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{Affiliation, EmailAddress, EmailAddresses, Employer, Line, OdsCode, PersonDetails, PersonName};

fn id(n: u128) -> Id<Person> {
    Id::new(Uuid::from_u128(n))
}

fn works_for(employers: impl IntoIterator<Item = Employer>) -> Vec<Affiliation> {
    let from = "2020-04-01".parse().unwrap();
    employers.into_iter().map(|employer| Affiliation::new(employer, from)).collect()
}

fn listed(code: &str) -> Employer {
    Employer::Listed(OdsCode::parse(code).unwrap())
}

fn person(n: u128, name: &str, address: &str, employers: &[Employer]) -> Person {
    let emails = EmailAddresses::new([EmailAddress::parse(address).unwrap()]).unwrap();
    let details = PersonDetails::new(PersonName::parse(name).unwrap(), emails);
    let details = details.with_affiliations(works_for(employers.iter().cloned())).unwrap();
    Person::new(id(n), details)
}

/// A person with an address of their own at Nottingham University Hospitals.
fn named(n: u128, name: &str) -> Person {
    person(n, name, &format!("person.{n}@example.org"), &[listed("RX1")])
}

fn suggested(people: &[Person]) -> Vec<Suggestion> {
    suggest(people.iter().map(Candidate::of))
}

/// What is suggested of two people of these names at one organisation.
fn of_names(one: &str, other: &str) -> Option<(Reason, u16)> {
    let found = suggested(&[named(1, one), named(2, other)]);
    found.first().map(|found| (found.reason, found.likeness.thousandths()))
}

#[test]
fn one_address_is_one_person_up_to_its_tag_and_wherever_they_work() {
    let people = [
        person(2, "Sample One", "sample.person@example.org", &[]),
        person(1, "Other Name", "sample.person+events@example.org", &[listed("RX1")]),
        person(3, "Sample One", "sample.person@example.com", &[]),
    ];
    let likeness = Likeness::SAME;
    let pair = Suggestion { a: id(1), b: id(2), reason: Reason::SameAddress, likeness };
    assert_eq!(suggested(&people), [pair]);
}

#[test]
fn a_name_counts_only_together_with_a_listed_organisation() {
    let with = |one: &[Employer], other: &[Employer]| {
        let people = [
            person(1, "Sample Person", "one@example.org", one),
            person(2, "Sample Person", "two@example.org", other),
        ];
        suggested(&people).len()
    };
    let unlisted = Employer::Unlisted(Line::parse("Sample Hospice").unwrap());
    assert_eq!(with(&[listed("RX1")], &[listed("RJZ"), listed("RX1")]), 1);
    assert_eq!(with(&[listed("RX1")], &[listed("RJZ")]), 0);
    assert_eq!(with(std::slice::from_ref(&unlisted), std::slice::from_ref(&unlisted)), 0);
    assert_eq!(with(&[], &[]), 0);
}

#[test]
fn a_name_is_the_same_in_any_order_of_its_words_and_without_some_of_them() {
    let same = Some((Reason::SameName, 1000));
    assert_eq!(of_names("Zoë Sample", "SAMPLE Zoe"), same);
    assert_eq!(of_names("Zoe Sample", "Zoe Middle Sample"), same);
    assert_eq!(of_names("Zoe", "Zoë"), same);
    // One word beside two says too little, and so do two people of one family.
    assert_eq!(of_names("Sample", "Zoe Sample"), None);
    assert_eq!(of_names("Zoe Sample", "Adam Sample"), None);
}

#[test]
fn a_name_that_is_spelled_a_little_differently_is_near() {
    for (one, other, likeness) in [
        ("Mohammed Chowdhury", "Mohamed Chowdury", 975),
        ("Muhammad Sample", "Mohammed Sample", 850),
        ("Jon Sample", "John Sample", 933),
    ] {
        assert_eq!(of_names(one, other), Some((Reason::NearName, likeness)), "{one}");
    }
}

#[test]
fn words_below_the_least_likeness_are_not_near() {
    for (one, other, likeness) in
        [("adeyemi", "adebayo", 800), ("amina", "amaka", 787), ("amina", "aisha", 760), ("17", "18", 667)]
    {
        assert_eq!(Likeness::of_words(one, other), Likeness(likeness), "{other}");
        assert_eq!(of_names(&format!("{one} Sample"), &format!("{other} Sample")), None, "{other}");
    }
    assert_eq!(Likeness::of_words("muhammad", "mohammed"), Likeness::LEAST);
}

#[test]
fn the_strongest_reason_comes_first_and_counts_for_a_pair() {
    let people = [
        person(4, "Sample Person", "one@example.org", &[listed("RX1")]),
        person(3, "Sample Person", "one+b@example.org", &[listed("RX1")]),
        person(2, "Sample Person", "two@example.org", &[listed("RX1")]),
        person(1, "Sampel Person", "three@example.org", &[listed("RX1")]),
    ];
    let found: Vec<_> = suggested(&people).iter().map(|found| (found.reason, found.a, found.b)).collect();
    let expected = [
        (Reason::SameAddress, 3, 4),
        (Reason::SameName, 2, 3),
        (Reason::SameName, 2, 4),
        (Reason::NearName, 1, 2),
        (Reason::NearName, 1, 3),
        (Reason::NearName, 1, 4),
    ];
    assert_eq!(found, expected.map(|(reason, a, b)| (reason, id(a), id(b))));
}

#[test]
fn the_work_grows_as_the_number_of_records_even_if_all_share_everything() {
    let compared = |count: u128| {
        let people: Vec<_> = (0..count)
            .map(|n| {
                Candidate::of(&person(n, "Sample Person", &format!("one+{n}@example.org"), &[listed("RX1")]))
            })
            .collect();
        pairs(&people).count()
    };
    // One key for the address and one for the name, so twice the most for each.
    for count in [100, 1000, 2000] {
        let most = 2 * MOST_COMPARED * usize::try_from(count).unwrap();
        assert!(compared(count) <= most, "{count}");
    }
    assert_eq!(compared(2000) - compared(1000), 2 * MOST_COMPARED * 1000);
    // Fewer than share too much are all compared with one another.
    assert_eq!(compared(51), 2 * 51 * 50 / 2);
}

#[test]
fn names_with_other_first_letters_are_not_compared() {
    let people: Vec<_> =
        ('a'..='z').map(|c| Candidate::of(&named(c.into(), &format!("{c}da Sample")))).collect();
    assert_eq!(pairs(&people).count(), 0);
}

#[test]
fn debug_shows_nobody() {
    let shown = format!("{:?}", Candidate::of(&named(17, "Sample Person")));
    assert!(!shown.contains("ample") && !shown.contains("RX1"), "{shown}");
    assert_eq!(Likeness(975).to_string(), "0.975");
    assert_eq!(Likeness::SAME.to_string(), "1.000");
}

fn anybody() -> impl Strategy<Value = (String, u8, bool, bool)> {
    ("[ab][a-c]{0,4} [ab][a-c]{0,3}( [a-c]{1,3})?", 0..6_u8, any::<bool>(), any::<bool>())
}

proptest! {
    #[test]
    fn the_order_of_the_records_changes_nothing_and_nobody_is_their_own_double(
        people in prop::collection::vec(anybody(), 0..40), turn in 0..40_usize,
    ) {
        let mut people: Vec<_> = people
            .into_iter()
            .zip(1..)
            .map(|((name, address, here, there), n)| {
                let employers = [(here, "RX1"), (there, "RJZ")];
                let employers: Vec<_> = employers.iter().filter(|(works, _)| *works).map(|(_, code)| listed(code)).collect();
                person(n, &name, &format!("sample.{address}+{n}@example.org"), &employers)
            })
            .collect();
        let found = suggested(&people);
        people.reverse();
        prop_assert_eq!(&suggested(&people), &found);
        let turn = turn.min(people.len());
        people.rotate_left(turn);
        prop_assert_eq!(&suggested(&people), &found);

        prop_assert!(found.iter().all(|found| found.a < found.b));
        let once: BTreeSet<_> = found.iter().map(|found| (found.a, found.b)).collect();
        prop_assert_eq!(once.len(), found.len());
        // A record that comes twice is no double of itself.
        let twice = people.iter().chain(&people).map(Candidate::of);
        prop_assert!(suggest(twice).iter().all(|found| found.a != found.b));
    }

    #[test]
    fn likeness_is_the_same_both_ways(one in "[a-d]{1,6}( [a-d]{1,6}){0,3}", other in "[a-d]{1,6}( [a-d]{1,6}){0,3}") {
        let words = |name: &str| crate::search_terms(name);
        let likeness = Likeness::of_names(&words(&one), &words(&other));
        prop_assert_eq!(likeness, Likeness::of_names(&words(&other), &words(&one)));
        prop_assert_eq!(Likeness::of_names(&words(&one), &words(&one)), Some(Likeness::SAME));
    }
}
