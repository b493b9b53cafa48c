//! What the network points people to.

use bln_core::{
    Findings, HighImpactAction, Line, Link, Pillar, Pillars, Prose, Published, RecordRef, Resource,
    ResourceDetails, ResourceKind,
};
use bln_store::{Expected, Store, Write};

use crate::{check, samples};

/// A resource is read back equal, of every kind, listed and withdrawn, with every part there is and with none that may be
/// left out, published on a day, in a month and in a year.
pub async fn resource_round_trips(store: &dyn Store) {
    let figures = || 1..=u32::try_from(Findings::MOST).unwrap();
    check::put(store, figures().map(|n| Write::Figure(samples::figure(n)))).await;
    let mut expected = Expected::New;
    let full = ResourceDetails {
        title: Line::parse("\u{20bb7}".repeat(200)).unwrap(),
        link: Link::parse(format!("https://example.org/{}", "a".repeat(1_980))).unwrap(),
        licence: Some(Line::parse("Open Government Licence v3.0").unwrap()),
        pillars: Pillars::new(Pillar::ALL).unwrap(),
        actions: HighImpactAction::ALL.into(),
        figures: Findings::new(figures().map(samples::figure_id)).unwrap(),
        ..samples::resource_details(1)
    };
    for kind in ResourceKind::ALL {
        for (published, whole) in
            [("2022", &full), ("2022-06", &samples::resource_details(1)), ("2022-06-17", &full)]
        {
            let details =
                ResourceDetails { kind, published: Published::parse(published).unwrap(), ..whole.clone() };
            let listed = Resource::list(samples::resource_id(1), details);
            let reason = Prose::parse("\u{20bb7}\n".repeat(149) + "ab").unwrap();
            let withdrawn = listed.withdraw(reason, samples::minutes(1)).unwrap();
            for resource in [listed, withdrawn] {
                check::put(store, [Write::Resource(resource.clone(), expected)]).await;
                let stored = store.resource(resource.id()).await.unwrap().unwrap();
                assert_eq!(stored.record, resource);
                expected = Expected::At(stored.version);
            }
        }
    }
    assert_eq!(store.resource(samples::resource_id(2)).await.unwrap(), None);
}

/// A resource is new at version 1 and one higher at each change; at any other version it is not written.
pub async fn resource_version_rises(store: &dyn Store) {
    check::assert_versions(store, |n, expected, _| Write::Resource(samples::resource(n), expected)).await;
}

/// The figures that a resource tells of are there when it is added, and when it is written again.
pub async fn resource_with_a_missing_figure_is_not_found(store: &dyn Store) {
    check::put(store, [Write::Figure(samples::figure(1))]).await;
    let of = |figures: &[u32]| telling_of(1, figures);
    let mut expected = Expected::New;
    for _ in 0..2 {
        let changes = check::writes([Write::Resource(of(&[1, 99]), expected)]);
        check::assert_not_found(store, changes, RecordRef::Figure(samples::figure_id(99))).await;
        check::put(store, [Write::Resource(of(&[1]), expected)]).await;
        expected = Expected::At(check::version(1));
    }
    let stored = store.resource(samples::resource_id(1)).await.unwrap().unwrap();
    assert_eq!((stored.record, stored.version), (of(&[1]), check::version(2)));
}

/// Resources come page by page in the order of their identifiers, withdrawn ones too, each with what is its own.
pub async fn resource_page_follows_the_identifiers(store: &dyn Store) {
    check::assert_paged(&[], async |after, size| {
        check::keys(store.resource_page(after, size).await.unwrap(), |stored| stored.record.id())
    })
    .await;
    for n in [5, 1, 600, 3] {
        let figure = Write::Figure(samples::figure(n));
        check::put(store, [figure, Write::Resource(telling_of(n, &[n]), Expected::New)]).await;
    }
    let withdrawn = telling_of(3, &[3]).withdraw(Prose::parse("It is out of date.").unwrap(), samples::now());
    let expected = Expected::At(check::version(1));
    check::put(store, [Write::Resource(withdrawn.unwrap(), expected)]).await;
    check::assert_paged(&[1, 3, 5, 600].map(samples::resource_id), async |after, size| {
        let page = store.resource_page(after, size).await.unwrap();
        for stored in &page.items {
            assert_eq!(store.resource(stored.record.id()).await.unwrap().as_ref(), Some(stored));
        }
        check::keys(page, |stored| stored.record.id())
    })
    .await;
}

/// A sample resource that tells of these sample figures.
fn telling_of(number: u32, figures: &[u32]) -> Resource {
    let figures = Findings::new(figures.iter().map(|n| samples::figure_id(*n))).unwrap();
    let details = ResourceDetails { figures, ..samples::resource_details(number) };
    Resource::list(samples::resource_id(number), details)
}
