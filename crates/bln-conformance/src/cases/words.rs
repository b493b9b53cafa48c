//! People's own words, the places that show them, and recognition.

use bln_core::{
    Line, Prose, Recognition, RecognitionDetails, RecognitionKind, RecordRef, Testimonial, TestimonialOffer,
    TestimonialParts, TestimonialState, TestimonialUse, TestimonialUseParts, Version,
    testimonial::{Channel, Channels},
};
use bln_store::{Expected, Store, Write};

use crate::{check, samples};

/// A testimonial is read back equal in every state, at every level of naming, with one channel and with all, and at its
/// full length.
pub async fn testimonial_round_trips(store: &dyn Store) {
    check::on_the_list(store, 1).await;
    let (at, words_hash) = (samples::minutes(3), samples::words_hash(1));
    let states = [
        TestimonialState::Offered,
        TestimonialState::Approved { at, words_hash },
        TestimonialState::Withdrawn { at },
    ];
    let longest = "\u{20bb7}\n".repeat(499) + "ab";
    let mut expected = Expected::New;
    for state in states {
        for attribution in samples::attributions() {
            for channels in [vec![Channel::Report], Channel::ALL.to_vec()] {
                let parts = samples::testimonial(1, 1, state).parts().clone();
                let channels = Channels::new(channels).unwrap();
                let words = Prose::parse(longest.clone()).unwrap();
                let offer =
                    TestimonialOffer { attribution: attribution.clone(), channels, words, ..parts.offer };
                let testimonial = Testimonial::restore(TestimonialParts { offer, ..parts });
                check::put(store, [Write::Testimonial(testimonial.clone(), expected)]).await;
                let stored = store.testimonial(testimonial.id()).await.unwrap().unwrap();
                assert_eq!(stored.record, testimonial);
                expected = Expected::At(stored.version);
            }
        }
    }
    assert_eq!(store.testimonial(samples::testimonial_id(2)).await.unwrap(), None);
}

/// A testimonial is new at version 1 and one higher at each change; at any other version it is not written.
pub async fn testimonial_version_rises(store: &dyn Store) {
    check::on_the_list(store, 1).await;
    check::assert_versions(store, |n, expected, written| {
        let at = samples::minutes(written.into());
        Write::Testimonial(samples::testimonial(n, 1, TestimonialState::Withdrawn { at }), expected)
    })
    .await;
}

/// A testimonial is of a person who is there.
pub async fn testimonial_of_a_missing_person_is_not_found(store: &dyn Store) {
    let missing = RecordRef::Person(samples::person_id(99));
    check::assert_not_found(store, check::writes([offered(1, 99)]), missing).await;
}

/// A person's testimonials come by identifier, and no other person's.
pub async fn testimonials_are_their_persons(store: &dyn Store) {
    check::on_the_list(store, 3).await;
    check::put(store, [(300, 1), (2, 1), (7, 2), (255, 1)].map(|(n, person)| offered(n, person))).await;
    for (person, order) in [(1, vec![2, 255, 300]), (2, vec![7]), (3, vec![])] {
        let theirs = store.testimonials_of(samples::person_id(person)).await.unwrap();
        assert!(theirs.iter().all(|stored| stored.version == Version::FIRST));
        let theirs: Vec<_> = theirs.into_iter().map(|stored| stored.record).collect();
        let expected = order.into_iter().map(|n| testimonial(n, person));
        assert_eq!(theirs, expected.collect::<Vec<_>>());
    }
}

/// Testimonials come page by page in the order of their identifiers.
pub async fn testimonial_page_follows_the_identifiers(store: &dyn Store) {
    check::on_the_list(store, 2).await;
    check::put(store, [5, 1, 600, 3].map(|n| offered(n, 1 + n % 2))).await;
    check::assert_paged(&[1, 3, 5, 600].map(samples::testimonial_id), async |after, size| {
        let page = store.testimonial_page(after, size).await.unwrap();
        for stored in &page.items {
            assert_eq!(store.testimonial(stored.record.id()).await.unwrap().as_ref(), Some(stored));
        }
        check::keys(page, |stored| stored.record.id())
    })
    .await;
}

/// A testimonial that is removed is gone with the places that were ticked off. Those that show it still stay, and can be
/// ticked off then.
pub async fn removed_testimonial_leaves_its_places(store: &dyn Store) {
    places(store).await;
    let id = samples::testimonial_id(1);
    for wrong in [2, 3] {
        let remove = Write::RemoveTestimonial { id, expected: check::version(wrong) };
        check::assert_stale(store, check::writes([remove]), RecordRef::Testimonial(id)).await;
    }
    check::put(store, [Write::RemoveTestimonial { id, expected: Version::FIRST }]).await;
    assert_eq!(store.testimonial(id).await.unwrap(), None);
    assert_only_what_shows_it_is_left(store).await;
}

/// The testimonials of somebody who is erased are gone, with the places that were ticked off. Those that show them still
/// stay, and can be ticked off then. Those of others are as they were.
pub async fn erased_testimonials_leave_their_places(store: &dyn Store) {
    places(store).await;
    let (person, expected) = (samples::person_id(1), Version::FIRST);
    check::put(store, [Write::ErasePerson { person, expected }]).await;
    assert_eq!(store.testimonials_of(person).await.unwrap(), []);
    assert_eq!(store.testimonial(samples::testimonial_id(1)).await.unwrap(), None);
    assert_eq!(store.testimonials_of(samples::person_id(2)).await.unwrap().len(), 1);
    assert_only_what_shows_it_is_left(store).await;
}

/// Testimonials and recognitions of a record that becomes part of another's are the other's, one version on; and so are
/// the places that show them.
pub async fn merged_testimonials_and_recognitions_change_hands(store: &dyn Store) {
    places(store).await;
    check::put(store, [(1, 1), (2, 2)].map(|(n, person)| thanks(n, person))).await;
    let (from, into) = (samples::person_id(1), samples::person_id(2));
    check::put(store, [Write::MergePerson { from, into, expected: Version::FIRST }]).await;
    let versions = [(1, check::version(2)), (2, Version::FIRST)];
    let testimonials = store.testimonials_of(into).await.unwrap();
    assert_eq!(
        testimonials.into_iter().map(|it| (it.record, it.version)).collect::<Vec<_>>(),
        versions.map(|(n, version)| (testimonial(n, 2), version))
    );
    let recognitions = store.recognitions_of(into).await.unwrap();
    assert_eq!(
        recognitions.into_iter().map(|it| (it.record, it.version)).collect::<Vec<_>>(),
        versions.map(|(n, version)| (samples::recognition(n, 2), version))
    );
    assert_eq!(store.testimonial_uses(samples::testimonial_id(1)).await.unwrap().len(), 2);
}

/// A place is read back equal by every channel, shown and ticked off, at its full length.
pub async fn testimonial_use_round_trips(store: &dyn Store) {
    check::on_the_list(store, 1).await;
    check::put(store, [offered(1, 1)]).await;
    for (n, channel) in (1..).zip(Channel::ALL) {
        for (taken_down, expected) in [(None, Expected::New), (Some(7), Expected::At(Version::FIRST))] {
            let parts = samples::testimonial_use(n, 1, taken_down).parts().clone();
            let place = Line::parse("\u{20bb7}".repeat(200)).unwrap();
            let place = TestimonialUse::restore(TestimonialUseParts { channel, place, ..parts });
            check::put(store, [Write::TestimonialUse(place.clone(), expected)]).await;
            let stored = store.testimonial_use(place.id()).await.unwrap().unwrap();
            assert_eq!(stored.record, place);
        }
    }
    assert_eq!(store.testimonial_use(samples::testimonial_use_id(99)).await.unwrap(), None);
}

/// A place is new at version 1 and one higher at each change; at any other version it is not written.
pub async fn testimonial_use_version_rises(store: &dyn Store) {
    check::on_the_list(store, 1).await;
    check::put(store, [offered(1, 1)]).await;
    check::assert_versions(store, |n, expected, written| {
        Write::TestimonialUse(samples::testimonial_use(n, 1, Some(written.into())), expected)
    })
    .await;
}

/// A place that is noted is one of a testimonial that is there.
pub async fn testimonial_use_of_a_missing_testimonial_is_not_found(store: &dyn Store) {
    let missing = RecordRef::Testimonial(samples::testimonial_id(99));
    check::assert_not_found(store, check::writes([noted(1, 99, None)]), missing).await;
}

/// A place that is removed is gone, and one at another version is not removed.
pub async fn removed_testimonial_use_is_gone(store: &dyn Store) {
    places(store).await;
    let id = samples::testimonial_use_id(1);
    let remove = |version| Write::RemoveTestimonialUse { id, expected: check::version(version) };
    check::assert_stale(store, check::writes([remove(2)]), RecordRef::TestimonialUse(id)).await;
    check::put(store, [remove(1)]).await;
    assert_eq!(store.testimonial_use(id).await.unwrap(), None);
    check::assert_stale(store, check::writes([remove(1)]), RecordRef::TestimonialUse(id)).await;
}

/// The places of a testimonial come by identifier, and no other's.
pub async fn testimonial_uses_are_their_testimonials(store: &dyn Store) {
    check::on_the_list(store, 1).await;
    check::put(store, [1, 2, 3].map(|n| offered(n, 1))).await;
    let of = [(300, 1, None), (2, 1, Some(1)), (7, 2, None), (255, 1, None)];
    check::put(store, of.map(|(n, testimonial, taken)| noted(n, testimonial, taken))).await;
    for (testimonial, order) in [(1, vec![2, 255, 300]), (2, vec![7]), (3, vec![])] {
        let places = store.testimonial_uses(samples::testimonial_id(testimonial)).await.unwrap();
        let ids: Vec<_> = places.into_iter().map(|stored| stored.record.id()).collect();
        assert_eq!(ids, order.into_iter().map(samples::testimonial_use_id).collect::<Vec<_>>());
    }
}

/// The places that were not ticked off come page by page in the order of their identifiers.
pub async fn shown_page_has_what_was_not_ticked_off(store: &dyn Store) {
    check::on_the_list(store, 1).await;
    check::put(store, [1, 2].map(|n| offered(n, 1))).await;
    let of = [(5, 1, None), (1, 2, None), (600, 1, None), (3, 1, Some(1)), (4, 2, None)];
    check::put(store, of.map(|(n, testimonial, taken)| noted(n, testimonial, taken))).await;
    check::assert_paged(&[1, 4, 5, 600].map(samples::testimonial_use_id), async |after, size| {
        let page = store.shown_testimonial_use_page(after, size).await.unwrap();
        check::keys(page, |stored| stored.record.id())
    })
    .await;
}

/// A recognition is read back equal, of every kind, at every level of naming and at its full length.
pub async fn recognition_round_trips(store: &dyn Store) {
    check::on_the_list(store, 1).await;
    let mut expected = Expected::New;
    for kind in RecognitionKind::ALL {
        for attribution in samples::attributions() {
            let words = Prose::parse("\u{20bb7}\n".repeat(499) + "ab").unwrap();
            let details = samples::recognition(1, 1).details().clone();
            let recognition = Recognition::restore(
                samples::recognition_id(1),
                RecognitionDetails { kind, attribution, words, ..details },
            );
            check::put(store, [Write::Recognition(recognition.clone(), expected)]).await;
            let stored = store.recognition(recognition.id()).await.unwrap().unwrap();
            assert_eq!(stored.record, recognition);
            expected = Expected::At(stored.version);
        }
    }
    assert_eq!(store.recognition(samples::recognition_id(2)).await.unwrap(), None);
}

/// A recognition is new at version 1 and one higher at each change; at any other version it is not written.
pub async fn recognition_version_rises(store: &dyn Store) {
    check::on_the_list(store, 1).await;
    check::assert_versions(store, |n, expected, _| Write::Recognition(samples::recognition(n, 1), expected))
        .await;
}

/// A recognition is of a person who is there.
pub async fn recognition_of_a_missing_person_is_not_found(store: &dyn Store) {
    let missing = RecordRef::Person(samples::person_id(99));
    check::assert_not_found(store, check::writes([thanks(1, 99)]), missing).await;
}

/// A person's recognitions come by identifier, and no other person's; and are gone when the person is erased.
pub async fn recognitions_are_their_persons(store: &dyn Store) {
    check::on_the_list(store, 2).await;
    check::put(store, [(300, 1), (2, 1), (7, 2)].map(|(n, person)| thanks(n, person))).await;
    let of = async |person| {
        let theirs = store.recognitions_of(samples::person_id(person)).await.unwrap();
        theirs.into_iter().map(|stored| stored.record).collect::<Vec<_>>()
    };
    assert_eq!(of(1).await, [samples::recognition(2, 1), samples::recognition(300, 1)]);
    let (person, expected) = (samples::person_id(1), Version::FIRST);
    check::put(store, [Write::ErasePerson { person, expected }]).await;
    assert_eq!(of(1).await, []);
    assert_eq!(store.recognition(samples::recognition_id(2)).await.unwrap(), None);
    assert_eq!(of(2).await, [samples::recognition(7, 2)]);
}

/// Recognitions come page by page in the order of their identifiers.
pub async fn recognition_page_follows_the_identifiers(store: &dyn Store) {
    check::on_the_list(store, 2).await;
    check::put(store, [5, 1, 600, 3].map(|n| thanks(n, 1 + n % 2))).await;
    check::assert_paged(&[1, 3, 5, 600].map(samples::recognition_id), async |after, size| {
        check::keys(store.recognition_page(after, size).await.unwrap(), |stored| stored.record.id())
    })
    .await;
}

/// Two people with a testimonial each, of which the first is shown in one place and was in another.
async fn places(store: &dyn Store) {
    check::on_the_list(store, 2).await;
    check::put(
        store,
        [offered(1, 1), offered(2, 2), noted(1, 1, None), noted(2, 1, Some(1)), noted(3, 2, Some(1))],
    )
    .await;
}

/// Of the first testimonial there is the place that shows it still, which can be ticked off; the others are as they were.
async fn assert_only_what_shows_it_is_left(store: &dyn Store) {
    let left = store.testimonial_uses(samples::testimonial_id(1)).await.unwrap();
    let left: Vec<_> = left.into_iter().map(|stored| stored.record).collect();
    assert_eq!(left, [samples::testimonial_use(1, 1, None)]);
    assert_eq!(store.testimonial_use(samples::testimonial_use_id(2)).await.unwrap(), None);
    assert_eq!(store.testimonial_uses(samples::testimonial_id(2)).await.unwrap().len(), 1);
    let ticked_off = samples::testimonial_use(1, 1, Some(5));
    check::put(store, [Write::TestimonialUse(ticked_off, Expected::At(Version::FIRST))]).await;
}

fn testimonial(number: u32, person: u32) -> Testimonial {
    samples::testimonial(number, person, TestimonialState::Offered)
}

fn offered(number: u32, person: u32) -> Write {
    Write::Testimonial(testimonial(number, person), Expected::New)
}

fn noted(number: u32, testimonial: u32, taken_down: Option<i64>) -> Write {
    Write::TestimonialUse(samples::testimonial_use(number, testimonial, taken_down), Expected::New)
}

fn thanks(number: u32, person: u32) -> Write {
    Write::Recognition(samples::recognition(number, person), Expected::New)
}
