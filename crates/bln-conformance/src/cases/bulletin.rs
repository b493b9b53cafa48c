//! The bulletin, who reads it, and what is known of the addresses it goes to.

use bln_core::{
    Bulletin, BulletinAudience, BulletinContents, BulletinParts, BulletinState, EmailAddresses, Notice,
    NoticeState, Pillar, Pillars, PurposeCode, RecordRef, Section, TestimonialState, Version,
};
use bln_store::{Changes, Expected, NoticeRecord, PageSize, Position, Rule, Store, Write};

use crate::{check, samples};

/// An issue is read back equal in every state, whoever was reached.
pub async fn bulletin_round_trips_in_every_state(store: &dyn Store) {
    let states = samples::bulletin_states();
    assert_written_and_read(store, states.map(|state| samples::bulletin(1, state))).await;
    assert_eq!(store.bulletin(samples::bulletin_id(2)).await.unwrap(), None);
}

/// An issue is read back equal with sections of every sort, in their order, and with as many as there may be.
pub async fn bulletin_sections_round_trip(store: &dyn Store) {
    let sections = samples::sections();
    let reversed: Vec<Section> = sections.iter().rev().cloned().collect();
    let most: Vec<Section> = sections.iter().cycle().take(BulletinContents::MOST_SECTIONS).cloned().collect();
    let alone = sections.iter().map(|section| vec![section.clone()]);
    let all = alone.chain([sections.clone(), reversed, most]);
    assert_written_and_read(store, all.map(|sections| with(sections, BulletinAudience::Everybody))).await;
}

/// An issue is read back equal for everybody, and for whoever is interested in one pillar, in some and in all.
pub async fn bulletin_audience_round_trips(store: &dyn Store) {
    let audiences = pillars().map(BulletinAudience::InterestedIn).chain([BulletinAudience::Everybody]);
    let issues = audiences.map(|audience| with(samples::sections(), audience));
    assert_written_and_read(store, issues).await;
}

/// An issue is new at version 1 and one higher at each change; at any other version it is not written.
pub async fn bulletin_version_rises(store: &dyn Store) {
    check::assert_versions(store, |n, expected, written| {
        let due = samples::minutes(written.into());
        Write::Bulletin(samples::bulletin(n, BulletinState::Scheduled { due }), expected)
    })
    .await;
}

/// An issue may name records that are not there. One that is removed later, or erased with its person, is named still.
pub async fn bulletin_names_what_need_not_be_there(store: &dyn Store) {
    check::on_the_list(store, 1).await;
    let testimonial = samples::testimonial(1, 1, TestimonialState::Offered);
    let (id, person, expected) = (testimonial.id(), samples::person_id(1), Version::FIRST);
    let issue = with(samples::sections(), BulletinAudience::Everybody);
    check::put(
        store,
        [Write::Testimonial(testimonial, Expected::New), Write::Bulletin(issue.clone(), Expected::New)],
    )
    .await;
    check::put(store, [Write::RemoveTestimonial { id, expected }, Write::ErasePerson { person, expected }])
        .await;
    assert_eq!(store.bulletin(issue.id()).await.unwrap().unwrap().record, issue);
}

/// Issues come page by page in the order of their identifiers, each with what is its own.
pub async fn bulletin_page_follows_the_identifiers(store: &dyn Store) {
    check::assert_paged(&[], async |after, size| {
        check::keys(store.bulletin_page(after, size).await.unwrap(), |stored| stored.record.id())
    })
    .await;
    let states = samples::bulletin_states().into_iter();
    let issues = states.zip([5, 1, 600, 3]).map(|(state, n)| samples::bulletin(n, state));
    let full = with(samples::sections(), BulletinAudience::InterestedIn(pillars().last().unwrap()));
    let full = Bulletin::restore(BulletinParts { id: samples::bulletin_id(4), ..full.parts().clone() });
    check::put(store, issues.chain([full]).map(|issue| Write::Bulletin(issue, Expected::New))).await;
    check::assert_paged(&[1, 3, 4, 5, 600].map(samples::bulletin_id), async |after, size| {
        let page = store.bulletin_page(after, size).await.unwrap();
        for stored in &page.items {
            assert_eq!(store.bulletin(stored.record.id()).await.unwrap().as_ref(), Some(stored));
        }
        check::keys(page, |stored| stored.record.id())
    })
    .await;
}

/// Interests in one pillar, in some and in all are read back equal, whether the person has a membership or not.
pub async fn interests_round_trip(store: &dyn Store) {
    check::on_the_list(store, 2).await;
    let mut expected = Expected::New;
    for pillars in pillars() {
        let interests = bln_core::Interests::new(samples::person_id(1), pillars);
        check::put(store, [Write::Interests(interests, expected)]).await;
        let stored = store.interests(interests.person()).await.unwrap().unwrap();
        assert_eq!(stored.record, interests);
        expected = Expected::At(stored.version);
    }
    assert_eq!(store.interests(samples::person_id(2)).await.unwrap(), None);
}

/// Interests are new at version 1 and one higher at each change; at any other version they are not written.
pub async fn interests_version_rises(store: &dyn Store) {
    check::on_the_list(store, 3).await;
    check::assert_versions(store, |n, expected, written| {
        let pillar = Pillar::ALL[usize::try_from(written).unwrap()];
        Write::Interests(samples::interests(n, &[pillar]), expected)
    })
    .await;
}

/// Interests are of a person who is there.
pub async fn interests_of_a_missing_person_are_not_found(store: &dyn Store) {
    let write = Write::Interests(samples::interests(99, &[Pillar::Legacy]), Expected::New);
    check::assert_not_found(store, check::writes([write]), RecordRef::Person(samples::person_id(99))).await;
}

/// Interests that are removed are gone, and may be said anew. At another version they are not removed.
pub async fn removed_interests_are_gone(store: &dyn Store) {
    check::on_the_list(store, 2).await;
    let interested = [1, 2].map(|n| Write::Interests(samples::interests(n, &Pillar::ALL), Expected::New));
    check::put(store, interested.clone()).await;
    let person = samples::person_id(1);
    for (person, wrong) in [(person, 2), (samples::person_id(99), 1)] {
        let remove = Write::RemoveInterests { person, expected: check::version(wrong) };
        check::assert_stale(store, check::writes([remove]), RecordRef::Interests(person)).await;
    }
    check::put(store, [Write::RemoveInterests { person, expected: Version::FIRST }]).await;
    assert_eq!(store.interests(person).await.unwrap(), None);
    assert!(store.interests(samples::person_id(2)).await.unwrap().is_some());
    let [again, _] = interested;
    check::put(store, [again]).await;
    assert_eq!(store.interests(person).await.unwrap().unwrap().version, Version::FIRST);
}

/// What an erased person wanted to read about is gone, with what is known of their addresses. Those of others are as they
/// were, and the erased person can come back as if nothing had been known.
pub async fn erased_interests_and_addresses_are_gone(store: &dyn Store) {
    interested_and_held(store).await;
    let (person, expected) = (samples::person_id(1), Version::FIRST);
    check::put(store, [Write::ErasePerson { person, expected }]).await;
    assert_only_the_second_is_known(store).await;
    check::put(store, [Write::Person(samples::person(1), Expected::New)]).await;
    assert_only_the_second_is_known(store).await;
}

/// What the one who goes wanted to read about is gone, with what is known of their addresses, though the other takes the
/// addresses over. What the other said is as it was.
pub async fn merged_interests_and_addresses_are_gone(store: &dyn Store) {
    interested_and_held(store).await;
    let (from, into) = (samples::person_id(1), samples::person_id(2));
    let both = [2, 1].map(|n| samples::person(n).emails().preferred().clone());
    let both = samples::person(2).with_emails(EmailAddresses::new(both).unwrap());
    let expected = Version::FIRST;
    check::put(
        store,
        [Write::MergePerson { from, into, expected }, Write::Person(both, Expected::At(expected))],
    )
    .await;
    assert_only_the_second_is_known(store).await;
}

/// Whoever has a membership, as a member or an ally and in every standing, comes once by identifier; nobody else does.
pub async fn reader_page_has_those_with_a_membership(store: &dyn Store) {
    check::assert_paged(&[], async |after, size| {
        check::keys(store.reader_page(after, size).await.unwrap(), bln_store::ReaderRecord::person)
    })
    .await;
    check::on_the_list(store, 7).await;
    let later = samples::minutes(1);
    let memberships = [
        samples::member(6),
        samples::ally(1),
        samples::member(3).pause(later).unwrap(),
        samples::ally(5).leave(later).unwrap(),
    ];
    check::put(store, memberships.map(|membership| Write::Membership(membership, Expected::New))).await;
    check::assert_paged(&[1, 3, 5, 6].map(samples::person_id), async |after, size| {
        check::keys(store.reader_page(after, size).await.unwrap(), bln_store::ReaderRecord::person)
    })
    .await;
}

/// Each reader comes with the membership, the consents, the limits and the interests that are read by themselves, each
/// with its version, and with nothing of the people before and after them.
pub async fn readers_come_with_what_is_theirs(store: &dyn Store) {
    readers(store).await;
    for size in [1, 2, 20] {
        let (mut seen, mut after) = (0, None);
        loop {
            let page = store.reader_page(after, check::size(size)).await.unwrap();
            for reader in &page.items {
                let (id, person) = (reader.person(), store.person(reader.person()).await.unwrap().unwrap());
                assert_eq!(Some(&reader.membership), person.membership.as_ref());
                assert_eq!((&reader.consent, &reader.limits), (&person.consent, &person.limits));
                assert_eq!(reader.interests, store.interests(id).await.unwrap());
                assert_eq!(reader.reader().person, id);
                seen += 1;
            }
            let Some(next) = page.next else { break };
            after = Some(next);
        }
        assert_eq!(seen, 9, "in pages of {size}");
    }
}

/// What is known of an address is read back equal after any number of failures in a row, held or not, and held no more.
pub async fn address_record_round_trips(store: &dyn Store) {
    check::on_the_list(store, 2).await;
    let mut expected = Expected::New;
    for failures in [0, 1, 2, 3, 0] {
        let record = samples::address_record(1, failures);
        check::put(store, [Write::AddressRecord(record.clone(), expected)]).await;
        let stored = store.address_record(record.address()).await.unwrap().unwrap();
        assert_eq!(stored.record, record);
        expected = Expected::At(stored.version);
    }
    assert_eq!(store.address_record(samples::address_record(2, 0).address()).await.unwrap(), None);
}

/// What is known of an address is new at version 1 and one higher at each change; at any other version it is not written.
pub async fn address_record_version_rises(store: &dyn Store) {
    check::on_the_list(store, 3).await;
    check::assert_versions(store, |n, expected, written| {
        Write::AddressRecord(samples::address_record(n, written), expected)
    })
    .await;
}

/// What is known is of an address that its person has: not of nobody's, nor of somebody else's.
pub async fn record_of_an_address_of_nobody_is_not_found(store: &dyn Store) {
    check::on_the_list(store, 2).await;
    let (first, missing) = (samples::person_id(1), samples::person_id(99));
    let of = |person, n| {
        let address = samples::person(n).emails().preferred().clone();
        Write::AddressRecord(bln_core::bounce::AddressRecord::new(person, address), Expected::New)
    };
    for (person, address) in [(first, 2), (first, 3), (missing, 99), (missing, 1)] {
        check::assert_not_found(store, check::writes([of(person, address)]), RecordRef::Person(person)).await;
    }
    assert_eq!(store.address_record(samples::person(2).emails().preferred()).await.unwrap(), None);
}

/// What is known of an address goes in the commit in which its person has it no more, and is not back when they have it
/// again. What is known of their other addresses, and of other people's, stays.
pub async fn address_record_goes_with_the_address(store: &dyn Store) {
    check::on_the_list(store, 2).await;
    let address = |text: &str| samples::email(&format!("sample.person.{text}@example.org"));
    let (old, new) = (address("1"), address("1.new"));
    let having =
        |emails: &[_]| samples::person(1).with_emails(EmailAddresses::new(emails.iter().cloned()).unwrap());
    let at = |number| Expected::At(check::version(number));
    let known = |address: &bln_core::EmailAddress| {
        bln_core::bounce::AddressRecord::new(samples::person_id(1), address.clone())
    };
    let both = [old.clone(), new.clone()];
    check::put(store, [Write::Person(having(&both), at(1))]).await;
    check::put(store, both.each_ref().map(|address| Write::AddressRecord(known(address), Expected::New)))
        .await;
    check::put(store, [Write::AddressRecord(samples::address_record(2, 3), Expected::New)]).await;
    check::put(store, [Write::Person(having(&[new.clone(), old.clone()]), at(2))]).await;
    assert!(store.address_record(&old).await.unwrap().is_some());

    check::put(store, [Write::Person(having(std::slice::from_ref(&new)), at(3))]).await;
    assert_eq!(store.address_record(&old).await.unwrap(), None);
    check::put(store, [Write::Person(having(&both), at(4))]).await;
    assert_eq!(store.address_record(&old).await.unwrap(), None);
    assert_eq!(store.address_record(&new).await.unwrap().unwrap().record, known(&new));
    assert!(store.address_record(&address("2")).await.unwrap().is_some());
    assert_eq!(store.verify(samples::now()).await.unwrap(), []);
}

/// What is held comes page by page in the order of the addresses; what is not held, or is held no more, does not.
pub async fn held_address_page_has_what_is_held(store: &dyn Store) {
    let page = async |after: Option<bln_core::EmailAddress>, size| {
        let page = store.held_address_page(after.as_ref(), size).await.unwrap();
        assert!(page.items.iter().all(|stored| stored.record.is_held()));
        check::keys(page, |stored| stored.record.address().clone())
    };
    check::assert_paged(&[], page).await;
    check::on_the_list(store, 12).await;
    let failures = |n: u32| if n.is_multiple_of(2) { 3 } else { n % 3 };
    let records = (1..=12).map(|n| samples::address_record(n, failures(n)));
    check::put(store, records.map(|record| Write::AddressRecord(record, Expected::New))).await;
    let lifted = samples::address_record(4, 3).lift();
    check::put(store, [Write::AddressRecord(lifted, Expected::At(Version::FIRST))]).await;
    let held = [10, 12, 2, 6, 8].map(|n| samples::address_record(n, 3).address().clone());
    check::assert_paged(&held, page).await;
}

/// A notice that brings an issue is read back equal, and can be claimed; the issue is there.
pub async fn notice_of_an_issue_round_trips(store: &dyn Store) {
    check::on_the_list(store, 2).await;
    let missing = RecordRef::Bulletin(samples::bulletin_id(1));
    let notices = [1, 2].map(|n| of_issue(1, n));
    let both = |changes: Changes| notices.iter().cloned().fold(changes, Changes::notify);
    check::assert_not_found(store, both(samples::changes()), missing).await;
    assert_eq!(check::outbox(store).await, []);
    check::commit(store, both(check::writes([begun(1)]))).await;
    let claimed = NoticeState::Claimed { since: samples::minutes(1) };
    let (position, before) = (Position(1), NoticeState::Waiting);
    check::put(store, [Write::NoticeState { position, before, after: claimed }]).await;
    let [first, second] = notices;
    let record = |position, notice, state| NoticeRecord { position: Position(position), notice, state };
    let expected = [record(1, first, claimed), record(2, second, NoticeState::Waiting)];
    assert_eq!(check::outbox(store).await, expected);
}

/// A second notice of an issue for a person is refused, also one made at another time; a notice of another issue, or for
/// another person, is not.
pub async fn notice_of_an_issue_is_written_once(store: &dyn Store) {
    check::on_the_list(store, 2).await;
    check::commit(store, check::writes([begun(1), begun(2)]).notify(of_issue(1, 1))).await;
    let later = Notice::bulletin(samples::bulletin_id(1), samples::person_id(1), samples::minutes(9));
    let changes = samples::changes().notify(of_issue(2, 2)).notify(later);
    check::assert_conflict(store, changes, Rule::IdentifierUnique).await;
    let others = [(1, 2), (2, 1), (2, 2)].map(|(issue, person)| of_issue(issue, person));
    check::commit(store, others.into_iter().fold(samples::changes(), Changes::notify)).await;
    let twice = samples::changes().notify(of_issue(2, 1));
    check::assert_conflict(store, twice, Rule::IdentifierUnique).await;
    assert_eq!(check::outbox(store).await.len(), 4);
}

/// When two records become one, a notice of an issue that both were to be sent stays once, where the one who stays had
/// it; one that only the other had is theirs, as if it had been made for them, so that they are sent no second.
pub async fn merged_people_have_one_notice_of_an_issue(store: &dyn Store) {
    check::on_the_list(store, 3).await;
    let changes = check::writes([begun(1), begun(2)]);
    let notices = [(1, 1), (2, 1), (1, 2), (2, 3)].map(|(issue, person)| of_issue(issue, person));
    check::commit(store, notices.into_iter().fold(changes, Changes::notify)).await;
    let (from, into) = (samples::person_id(1), samples::person_id(2));
    check::put(store, [Write::MergePerson { from, into, expected: Version::FIRST }]).await;
    let left: Vec<_> = check::outbox(store).await.into_iter().map(|it| (it.position.0, it.notice)).collect();
    assert_eq!(left, [(2, of_issue(2, 2)), (3, of_issue(1, 2)), (4, of_issue(2, 3))]);
    let again = samples::changes().notify(of_issue(2, 2));
    check::assert_conflict(store, again, Rule::IdentifierUnique).await;
    assert_eq!(store.verify(samples::now()).await.unwrap(), []);
}

/// Writes the issues over each other, and reads each.
async fn assert_written_and_read(store: &dyn Store, issues: impl IntoIterator<Item = Bulletin>) {
    let mut expected = Expected::New;
    for issue in issues {
        check::put(store, [Write::Bulletin(issue.clone(), expected)]).await;
        let stored = store.bulletin(issue.id()).await.unwrap().unwrap();
        assert!(stored.record == issue, "{issue:?} {:?}", issue.contents());
        expected = Expected::At(stored.version);
    }
}

fn with(sections: Vec<Section>, audience: BulletinAudience) -> Bulletin {
    Bulletin::draft(samples::bulletin_id(1), samples::bulletin_contents(1, sections, audience))
}

/// One pillar, some and all.
fn pillars() -> impl Iterator<Item = Pillars> {
    let one = Pillar::ALL.map(|pillar| vec![pillar]);
    let more = [vec![Pillar::Legacy, Pillar::DirectedAction], Pillar::ALL.into()];
    one.into_iter().chain(more).map(|pillars| Pillars::new(pillars).unwrap())
}

fn begun(issue: u32) -> Write {
    let reached = bln_core::Reached::Nobody;
    let state = BulletinState::Sending { since: samples::now(), reached };
    Write::Bulletin(samples::bulletin(issue, state), Expected::New)
}

fn of_issue(issue: u32, person: u32) -> Notice {
    Notice::bulletin(samples::bulletin_id(issue), samples::person_id(person), samples::now())
}

/// Two people who said what they want to read about, and whose addresses are held.
async fn interested_and_held(store: &dyn Store) {
    check::on_the_list(store, 2).await;
    for n in [1, 2] {
        let interests = Write::Interests(samples::interests(n, &[Pillar::Legacy]), Expected::New);
        let held = Write::AddressRecord(samples::address_record(n, 3), Expected::New);
        check::put(store, [interests, held]).await;
    }
}

async fn assert_only_the_second_is_known(store: &dyn Store) {
    assert_eq!(store.interests(samples::person_id(1)).await.unwrap(), None);
    assert_eq!(store.address_record(samples::address_record(1, 0).address()).await.unwrap(), None);
    let second = store.interests(samples::person_id(2)).await.unwrap().unwrap();
    assert_eq!(second.record, samples::interests(2, &[Pillar::Legacy]));
    let held = store.held_address_page(None, PageSize::MAX).await.unwrap().items;
    let held: Vec<_> = held.into_iter().map(|stored| stored.record).collect();
    assert_eq!(held, [samples::address_record(2, 3)]);
}

/// Nine people with a membership and two without, among whom consents, limits and interests are there in all ways
/// that they can be.
async fn readers(store: &dyn Store) {
    check::on_the_list(store, 11).await;
    for n in 1..=11_u32 {
        let mut these = vec![];
        if n % 4 != 0 {
            these.push(Write::Membership(samples::member(n), Expected::New));
        }
        if n & 1 != 0 {
            let entries = vec![
                samples::consent_given(PurposeCode::Bulletin, samples::now()),
                samples::consent_withdrawn(PurposeCode::Bulletin, samples::minutes(n.into())),
            ];
            these.push(Write::Consent { person: samples::person_id(n), entries, expected: Expected::New });
        }
        if n & 2 != 0 {
            these.push(Write::Limits(samples::limits(n, n), Expected::New));
        }
        if n % 3 != 0 {
            let pillars = [Pillar::ALL[usize::try_from(n % 4).unwrap()], Pillar::Legacy];
            these.push(Write::Interests(samples::interests(n, &pillars), Expected::New));
        }
        check::put(store, these).await;
    }
    let person = samples::person_id(11);
    check::put(store, [Write::RemoveInterests { person, expected: Version::FIRST }]).await;
}
