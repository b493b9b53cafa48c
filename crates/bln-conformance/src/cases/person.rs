//! People.

use bln_core::{
    Affiliation, EmailAddresses, Employer, Id, Line, Person, PersonDetails, PersonName, PurposeCode,
    RecordRef,
};
use bln_store::{Expected, Page, PageSize, Rule, Store, Write};

use crate::{check, samples};

/// A person is read back equal, with every part there is and with none that may be left out.
pub async fn person_round_trips(store: &dyn Store) {
    check::put(store, samples::ground()).await;
    for person in [samples::person_in_full(1), samples::person(2)] {
        check::put(store, [Write::Person(person.clone(), Expected::New)]).await;
        let stored = store.person(person.id()).await.unwrap().unwrap();
        assert_eq!((stored.person.record, stored.person.version.number()), (person, 1));
    }
    // From every part to almost none, and nothing of the old stays.
    check::put(store, [Write::Person(samples::person(1), Expected::At(check::version(1)))]).await;
    assert_eq!(store.person(samples::person_id(1)).await.unwrap().unwrap().person.record, samples::person(1));
}

/// Text is read back as it was written, in any script, beyond the basic plane, and at its full length.
pub async fn text_of_any_script_round_trips(store: &dyn Store) {
    let longest = "\u{20bb7}".repeat(PersonName::MAX_LENGTH);
    let names = [
        "王秀英",
        "محمد عبد الله",
        "می\u{200c}خواهم",
        "Nguyễn Văn Ánh",
        "தமிழ் செல்வி",
        "𠮷野家",
        "Ọlá",
        "O'Sample; --",
        "\"quoted\" 'name' \\ %_?1 $1",
        "Sample 👩🏾‍⚕️",
        "ǅ ﬁ İı ſ",
        longest.as_str(),
    ];
    for (name, n) in names.into_iter().zip(1..) {
        let person = samples::person_named(n, name);
        let title = Line::parse(name.to_owned()).unwrap();
        let affiliation = Affiliation::new(Employer::Unlisted(title.clone()), samples::day("2027-01-31"));
        let person = person.with_affiliations(vec![affiliation.with_job_title(Some(title))]).unwrap();
        check::put(store, [Write::Person(person.clone(), Expected::New)]).await;
        let stored = store.person(person.id()).await.unwrap().unwrap().person.record;
        assert_eq!(stored, person);
        assert_eq!(stored.name().written(), person.name().written());
    }
}

/// A person comes with how they belong and what they agreed to, each with its own version, or without.
pub async fn person_comes_with_membership_and_consent(store: &dyn Store) {
    let mut these = samples::ground();
    these.extend([1, 2].map(|n| Write::Person(samples::person(n), Expected::New)));
    check::put(store, these).await;
    let person = samples::person_id(1);
    let given = samples::consent_given(PurposeCode::Bulletin, samples::now());
    let withdrawn = samples::consent_withdrawn(PurposeCode::Bulletin, samples::minutes(1));
    check::put(
        store,
        [
            Write::Membership(samples::member(1), Expected::New),
            Write::Consent { person, entries: vec![given, withdrawn], expected: Expected::New },
        ],
    )
    .await;
    let page = store.person_page(None, PageSize::MAX).await.unwrap().items;
    let found = store.person_search("sample", None, PageSize::MAX).await.unwrap().items;
    assert_eq!(page, found);
    for record in [store.person(person).await.unwrap().unwrap(), page[0].clone()] {
        let membership = record.membership.unwrap();
        assert_eq!((membership.record, membership.version.number()), (samples::member(1), 1));
        assert_eq!(record.consent, store.consent_ledger(person).await.unwrap());
        assert_eq!(record.consent.unwrap().version.number(), 2);
    }
    let other = store.person(samples::person_id(2)).await.unwrap().unwrap();
    assert_eq!((other.membership.as_ref(), other.consent.as_ref()), (None, None));
    assert_eq!(page[1], other);
}

/// A person who is not there is `None`.
pub async fn missing_person_is_none(store: &dyn Store) {
    check::put(store, [Write::Person(samples::person(1), Expected::New)]).await;
    assert_eq!(store.person(samples::person_id(2)).await.unwrap(), None);
    assert_eq!(store.person_by_email(&samples::email("nobody@example.org")).await.unwrap(), None);
}

/// A person is new at version 1, and one higher at each change.
pub async fn person_version_rises(store: &dyn Store) {
    check::assert_version_rises(store, record(), write).await;
}

/// A person who is there cannot be written as new.
pub async fn person_new_twice_is_stale(store: &dyn Store) {
    check::assert_new_twice_is_stale(store, record(), write).await;
}

/// A person at any other version than the one expected, or not there, is not written.
pub async fn person_at_another_version_is_stale(store: &dyn Store) {
    check::assert_another_version_is_stale(store, record(), write).await;
}

fn record() -> RecordRef {
    RecordRef::Person(samples::person_id(1))
}

fn write(expected: Expected, written: u32) -> Write {
    Write::Person(samples::renamed(1, written), expected)
}

/// Every one of a person's addresses finds them, for as long as it is theirs.
pub async fn address_finds_its_person(store: &dyn Store) {
    check::put(store, samples::ground()).await;
    let person = samples::person_in_full(1);
    check::put(store, [Write::Person(person.clone(), Expected::New)]).await;
    for address in person.emails().iter() {
        assert_eq!(store.person_by_email(address).await.unwrap(), Some(person.id()));
    }
    let kept = person.emails().iter().nth(1).unwrap().clone();
    let fewer = person.clone().with_emails(EmailAddresses::new([kept.clone()]).unwrap());
    check::put(store, [Write::Person(fewer, Expected::At(check::version(1)))]).await;
    for address in person.emails().iter() {
        let expected = (*address == kept).then_some(person.id());
        assert_eq!(store.person_by_email(address).await.unwrap(), expected);
    }
}

/// An address that is somebody else's is a conflict, preferred or not, for a new person and for one that is there.
pub async fn address_belongs_to_one_person(store: &dyn Store) {
    let (first, second) = (samples::person(1), samples::person(2));
    check::put(store, [first.clone(), second.clone()].map(|p| Write::Person(p, Expected::New))).await;
    let claimed = [second.emails().preferred().clone(), first.emails().preferred().clone()];
    let claimed = EmailAddresses::new(claimed).unwrap();
    let change = Write::Person(second.with_emails(claimed.clone()), Expected::At(check::version(1)));
    check::assert_conflict(store, check::writes([change]), Rule::EmailAddressUnique).await;
    let new =
        Person::new(samples::person_id(3), PersonDetails::new(samples::person(3).name().clone(), claimed));
    let new = check::writes([Write::Person(new, Expected::New)]);
    check::assert_conflict(store, new, Rule::EmailAddressUnique).await;
    assert_eq!(store.person_by_email(first.emails().preferred()).await.unwrap(), Some(first.id()));
}

/// An address that one person gave up can become another's, also in the same change set.
pub async fn address_can_pass_to_another_person(store: &dyn Store) {
    let (first, second) = (samples::person(1), samples::person(2));
    check::put(store, [first.clone(), second.clone()].map(|p| Write::Person(p, Expected::New))).await;
    let spare = EmailAddresses::new([samples::email("spare@example.org")]).unwrap();
    let at = |number| Expected::At(check::version(number));
    check::put(
        store,
        [
            Write::Person(first.clone().with_emails(spare), at(1)),
            Write::Person(second.clone().with_emails(first.emails().clone()), at(1)),
        ],
    )
    .await;
    assert_eq!(store.person_by_email(first.emails().preferred()).await.unwrap(), Some(second.id()));
    check::put(store, [Write::Person(first.clone().with_emails(second.emails().clone()), at(2))]).await;
    assert_eq!(store.person_by_email(second.emails().preferred()).await.unwrap(), Some(first.id()));
}

/// People come page by page in the order of their identifiers.
pub async fn person_page_follows_the_identifiers(store: &dyn Store) {
    check::assert_paged(&[], async |after, size| ids(store, after, size).await).await;
    let shuffled = [3, 1, 256, 7, 2, 65_536, 255];
    check::put(store, shuffled.map(|n| Write::Person(samples::person(n), Expected::New))).await;
    let order = [1, 2, 3, 7, 255, 256, 65_536].map(samples::person_id);
    check::assert_paged(&order, async |after, size| ids(store, after, size).await).await;
}

/// A page begins after its key, whether or not that key is there any more, or ever was; what is added in between
/// comes if it lies after the key, and nothing comes twice.
pub async fn person_page_goes_on_after_its_key(store: &dyn Store) {
    check::put(store, [2, 4, 6].map(|n| Write::Person(samples::person(n), Expected::New))).await;
    let first = ids(store, None, check::size(2)).await;
    assert_eq!(
        first,
        Page { items: [2, 4].map(samples::person_id).into(), next: Some(samples::person_id(4)) }
    );
    check::put(store, [3, 5, 7].map(|n| Write::Person(samples::person(n), Expected::New))).await;
    let rest = ids(store, first.next, check::size(10)).await;
    assert_eq!(rest, Page { items: [5, 6, 7].map(samples::person_id).into(), next: None });
    let from_nobody = ids(store, Some(samples::person_id(1)), check::size(1)).await;
    assert_eq!(from_nobody, Page { items: vec![samples::person_id(2)], next: Some(samples::person_id(2)) });
}

async fn ids(store: &dyn Store, after: Option<Id<Person>>, size: PageSize) -> Page<Id<Person>, Id<Person>> {
    check::keys(store.person_page(after, size).await.unwrap(), |record| record.person.record.id())
}
