//! What the network points people to.

use bln_core::{
    HighImpactAction, Line, Link, Pillar, Pillars, Prose, Published, Resource, ResourceDetails, ResourceKind,
};
use bln_store::{Expected, Store, Write};

use crate::{check, samples};

/// A resource is read back equal, of every kind, listed and withdrawn, with every part there is and with none that may be
/// left out, published on a day, in a month and in a year.
pub async fn resource_round_trips(store: &dyn Store) {
    let mut expected = Expected::New;
    let full = ResourceDetails {
        title: Line::parse("\u{20bb7}".repeat(200)).unwrap(),
        link: Link::parse(format!("https://example.org/{}", "a".repeat(1_980))).unwrap(),
        licence: Some(Line::parse("Open Government Licence v3.0").unwrap()),
        pillars: Pillars::new(Pillar::ALL).unwrap(),
        actions: HighImpactAction::ALL.into(),
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

/// Resources come page by page in the order of their identifiers, withdrawn ones too.
pub async fn resource_page_follows_the_identifiers(store: &dyn Store) {
    check::assert_paged(&[], async |after, size| {
        check::keys(store.resource_page(after, size).await.unwrap(), |stored| stored.record.id())
    })
    .await;
    check::put(store, [5, 1, 600, 3].map(|n| Write::Resource(samples::resource(n), Expected::New))).await;
    let withdrawn =
        samples::resource(3).withdraw(Prose::parse("It is out of date.").unwrap(), samples::now());
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
