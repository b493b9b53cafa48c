//! Joining, belonging, consent and who sees whom, through the verbs.

use crate::support::{World, admin, details};
use bln_core::{
    Actor, BelongingKind, ConsentAnswer, ConsentMethod, ConsentRequest, Employer, Id, NoticeKind, OdsCode,
    Person, PersonName, PurposeCode, Refusal, Standing, Version, WordingPurpose,
};
use bln_service::{NetworkError, PersonView};
use bln_store::PageSize;

fn refused<T>(refusal: Refusal) -> Result<T, NetworkError> {
    Err(NetworkError::Refused(refusal))
}

async fn standing(world: &World, person: Id<Person>) -> (BelongingKind, Standing) {
    let membership = world.store.membership(person).await.unwrap().unwrap().record;
    (membership.current().belonging().kind(), membership.current().standing())
}

#[tokio::test]
async fn an_applicant_waits_for_an_answer_and_an_ally_does_not() {
    let world = World::new().await;
    let member = world.application(1, BelongingKind::Member);
    let member = world.network.apply(Actor::public(), member, world.key()).await.unwrap();
    let ally = world.ally(2).await;
    assert_eq!(standing(&world, member).await, (BelongingKind::Member, Standing::Applied));
    assert_eq!(standing(&world, ally).await, (BelongingKind::Ally, Standing::Active));
    world.network.approve(admin(), member).await.unwrap();
    assert_eq!(standing(&world, member).await, (BelongingKind::Member, Standing::Active));
    assert_eq!(world.network.approve(admin(), member).await, refused(Refusal::NoApplication));
    world.sound().await;
}

#[tokio::test]
async fn the_public_learns_nothing_from_applying_with_a_known_address() {
    let world = World::new().await;
    let known = world.member(1).await;
    let again = world.application(1, BelongingKind::Member);
    let answer = world.network.apply(Actor::public(), again.clone(), world.key()).await;
    let unknown = answer.unwrap();
    assert_ne!(unknown, known);
    assert_eq!(world.store.person(unknown).await.unwrap(), None);
    let outbox = world.store.outbox_page(None, PageSize::MAX).await.unwrap();
    let told = outbox.items.iter().rfind(|n| n.notice.recipient() == known).unwrap();
    assert_eq!(told.notice.kind(), NoticeKind::ApplicationReceived);
    let import = bln_core::Application { method: ConsentMethod::Import, ..again };
    assert_eq!(world.network.apply(admin(), import, world.key()).await, refused(Refusal::EmailInUse));
    world.sound().await;
}

#[tokio::test]
async fn asking_again_with_the_same_key_applies_once() {
    let world = World::new().await;
    let application = world.application(1, BelongingKind::Member);
    let key = world.key();
    let first = world.network.apply(Actor::public(), application.clone(), key.clone()).await.unwrap();
    assert_eq!(world.network.apply(Actor::public(), application, key.clone()).await, Ok(first));
    let other = world.application(2, BelongingKind::Member);
    let answer = world.network.apply(Actor::public(), other, key).await;
    assert_eq!(answer, refused(Refusal::KeyUsedForAnotherRequest));
    world.sound().await;
}

#[tokio::test]
async fn an_unknown_employer_or_wording_is_refused_and_nothing_is_written() {
    let world = World::new().await;
    let mut application = world.application(1, BelongingKind::Member);
    let employer = Employer::Listed(OdsCode::parse("RX1").unwrap());
    let post = bln_core::Affiliation::new(employer, "2020-01-01".parse().unwrap());
    application.details = application.details.with_affiliations(vec![post]).unwrap();
    let answer = world.network.apply(Actor::public(), application, world.key()).await;
    assert_eq!(answer, refused(Refusal::OrganisationUnknown));
    let mut application = world.application(1, BelongingKind::Member);
    application.declaration = world.wording("no-such-wording");
    let answer = world.network.apply(Actor::public(), application, world.key()).await;
    assert_eq!(answer, refused(Refusal::WordingUnknown));
    assert!(world.store.person_page(None, PageSize::MAX).await.unwrap().items.is_empty());
    world.sound().await;
}

#[tokio::test]
async fn leaving_and_coming_back_keeps_the_history() {
    let world = World::new().await;
    let person = world.ally(1).await;
    let me = Actor::participant(person);
    world.network.pause(me, person).await.unwrap();
    assert_eq!(world.network.pause(me, person).await, refused(Refusal::NotActive));
    world.network.resume(me, person).await.unwrap();
    let declaration = world.application(1, BelongingKind::Member);
    world
        .network
        .convert(me, person, BelongingKind::Member, declaration.declaration, declaration.privacy_notice)
        .await
        .unwrap();
    world.network.leave(me, person).await.unwrap();
    let again = world.application(1, BelongingKind::Member);
    assert_eq!(world.network.apply(me, again, world.key()).await, Ok(person));
    assert_eq!(standing(&world, person).await, (BelongingKind::Member, Standing::Applied));
    let membership = world.store.membership(person).await.unwrap().unwrap().record;
    assert_eq!(membership.spells().count(), 6);
    world.sound().await;
}

#[tokio::test]
async fn a_change_on_an_old_version_or_with_anothers_address_is_refused() {
    let world = World::new().await;
    let (one, two) = (world.member(1).await, world.member(2).await);
    let version = world.store.person(one).await.unwrap().unwrap().person.version;
    let me = Actor::participant(one);
    let change = async |actor, person, details, version| {
        world.network.change_person(actor, person, details, version).await
    };
    let named = |n, name: &str| details(n).with_name(PersonName::parse(name).unwrap());
    change(me, one, named(1, "Sample Person the First"), version).await.unwrap();
    let stale = change(me, one, named(1, "Sample Person One"), version).await;
    assert_eq!(stale, Err(NetworkError::Changed));
    assert_eq!(change(me, two, details(2), version).await, refused(Refusal::NotFound));
    // Whether an address is taken is told to administrators alone: it says who is on the list.
    for address in [2, 3] {
        assert_eq!(change(me, one, details(address), version.next()).await, refused(Refusal::NotAllowed));
    }
    assert_eq!(change(admin(), one, details(2), version.next()).await, refused(Refusal::EmailInUse));
    change(admin(), one, details(3), version.next()).await.unwrap();
    world.sound().await;
}

#[tokio::test]
async fn who_is_seen_depends_on_their_own_consent() {
    let world = World::new().await;
    let (shown, asker) = (world.member(1).await, world.member(2).await);
    let me = Actor::participant(asker);
    assert_eq!(world.network.person(me, shown).await, refused(Refusal::NotFound));
    let wordings = world.network.profile().wordings();
    let wording = wordings.iter().find(|w| w.purpose == WordingPurpose::DirectoryConsent).unwrap();
    let answer = |answer| ConsentRequest {
        person: shown,
        purpose: PurposeCode::Directory,
        answer,
        method: ConsentMethod::Web,
    };
    let own = Actor::participant(shown);
    let yes = ConsentAnswer::Given(wording.reference.clone());
    world.network.answer_consent(own, answer(yes)).await.unwrap();
    assert!(matches!(world.network.person(me, shown).await, Ok(PersonView::Entry(_))));
    let found = world.network.search_people(me, "sampl", None, PageSize::MAX).await.unwrap();
    let found: Vec<_> = found.items.iter().map(PersonView::person).collect();
    assert_eq!(found, [shown, asker], "the one who agreed, and oneself");
    for (text, count) in [("person SAM", 2), ("sam 1", 1), ("sam x", 0), ("' -", 0)] {
        let found = world.network.search_people(me, text, None, PageSize::MAX).await.unwrap();
        assert_eq!(found.items.len(), count, "{text}");
    }
    world.network.answer_consent(own, answer(ConsentAnswer::Withdrawn)).await.unwrap();
    world.network.answer_consent(own, answer(ConsentAnswer::Withdrawn)).await.unwrap();
    assert_eq!(world.network.person(me, shown).await, refused(Refusal::NotFound));
    for stranger in [Actor::public(), Actor::analyst(asker)] {
        assert!(world.network.people(stranger, None, PageSize::MAX).await.unwrap().items.is_empty());
        assert_eq!(world.network.person(stranger, shown).await, refused(Refusal::NotFound));
    }
    world.sound().await;
}

#[tokio::test]
async fn nobody_consents_for_another_and_no_import_turns_a_no_into_a_yes() {
    let world = World::new().await;
    let (one, two) = (world.member(1).await, world.member(2).await);
    let wordings = world.network.profile().wordings();
    let wording = wordings.iter().find(|w| w.purpose == WordingPurpose::BulletinConsent).unwrap();
    let give = |method| ConsentRequest {
        person: one,
        purpose: PurposeCode::Bulletin,
        answer: ConsentAnswer::Given(wording.reference.clone()),
        method,
    };
    let by_other = world.network.answer_consent(Actor::participant(two), give(ConsentMethod::Web)).await;
    assert_eq!(by_other, refused(Refusal::NotFound));
    let pretended = world.network.answer_consent(admin(), give(ConsentMethod::Web)).await;
    assert_eq!(pretended, refused(Refusal::NotAllowed));
    let no = ConsentRequest { answer: ConsentAnswer::Withdrawn, ..give(ConsentMethod::Web) };
    world.network.answer_consent(Actor::participant(one), no).await.unwrap();
    let import = world.network.answer_consent(admin(), give(ConsentMethod::Import)).await;
    assert_eq!(import, refused(Refusal::ImportCannotStrengthenConsent));
    world.sound().await;
}

#[tokio::test]
async fn an_answer_by_link_is_recorded_by_the_link_alone() {
    let world = World::new().await;
    let person = world.member(1).await;
    world.agree(person, PurposeCode::Bulletin).await;
    let before = world.audited().await;
    for actor in [admin(), Actor::administrator(person), Actor::participant(person)] {
        for answer in [ConsentAnswer::Withdrawn, ConsentAnswer::Given(world.wording("bulletin-consent"))] {
            let purpose = PurposeCode::Bulletin;
            let request = ConsentRequest { person, purpose, answer, method: ConsentMethod::Link };
            let told = world.network.answer_consent(actor, request).await;
            assert_eq!(told, refused(Refusal::AnsweredByLinkAlone), "{actor:?}");
        }
    }
    assert_eq!(world.audited().await, before, "a refusal writes nothing");
}

#[tokio::test]
async fn a_page_says_nothing_of_who_is_hidden() {
    let world = World::new().await;
    let mut people = Vec::new();
    for n in 1..=20 {
        people.push(world.member(n).await);
    }
    let wordings = world.network.profile().wordings();
    let wording = wordings.iter().find(|w| w.purpose == WordingPurpose::DirectoryConsent).unwrap();
    for shown in [people[7], people[15]] {
        let yes = ConsentRequest {
            person: shown,
            purpose: PurposeCode::Directory,
            answer: ConsentAnswer::Given(wording.reference.clone()),
            method: ConsentMethod::Web,
        };
        world.network.answer_consent(Actor::participant(shown), yes).await.unwrap();
    }
    let one = PageSize::new(1).unwrap();
    let me = Actor::participant(people[7]);
    let first = world.network.people(me, None, one).await.unwrap();
    assert_eq!((first.items.len(), first.next), (1, Some(people[7])));
    let second = world.network.people(me, first.next, one).await.unwrap();
    assert_eq!((second.items[0].person(), second.next), (people[15], None));
    let all = world.network.people(admin(), None, PageSize::MAX).await.unwrap();
    assert_eq!((all.items.len(), all.next), (20, None));
}

#[tokio::test]
async fn a_name_that_was_heard_is_found_by_those_who_may_see_it() {
    let world = World::new().await;
    let version = Version::FIRST;
    for (n, name) in
        [(1, "Mohammed Sample"), (2, "Mohamed Example"), (3, "Mo Sample"), (4, "Sample Mahommed")]
    {
        let person = world.member(n).await;
        let named = details(n).with_name(PersonName::parse(name).unwrap());
        world.network.change_person(admin(), person, named, version).await.unwrap();
    }
    let like = async |actor, text: &str, size| {
        let found = world.network.people_like(actor, text, PageSize::new(size).unwrap()).await.unwrap();
        let name = |view: &PersonView| match view {
            PersonView::Full(record) => record.person.record.name().written().to_owned(),
            PersonView::Entry(entry) => entry.name.written().to_owned(),
        };
        found.iter().map(name).collect::<Vec<_>>()
    };
    for (text, found) in [
        ("Mohammed", vec!["Mohammed Sample", "Mohamed Example", "Sample Mahommed"]),
        ("Mohamed", vec!["Mohamed Example", "Mohammed Sample"]),
        ("mohamad", vec!["Mohamed Example", "Mohammed Sample"]),
        ("smaple mohamed", vec!["Mohammed Sample"]),
        ("Mahomed Sampel", vec!["Sample Mahommed"]),
        ("mo", vec!["Mo Sample"]),
        ("nobody", vec![]),
        ("' -", vec![]),
    ] {
        assert_eq!(like(admin(), text, 20).await, found, "{text}");
        assert_eq!(like(admin(), text, 1).await, found.get(..1).unwrap_or_default(), "{text}, one");
    }
    let stranger = world.member(5).await;
    assert!(like(Actor::participant(stranger), "Mohammed", 20).await.is_empty(), "nobody agreed to be seen");
    assert!(like(Actor::public(), "Mohammed", 20).await.is_empty());
    world.sound().await;
}
