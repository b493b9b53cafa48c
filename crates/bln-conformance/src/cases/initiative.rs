//! What the network set out to change, and the register of figures.

use bln_core::{
    Conclusion, Figure, FigureParts, HighImpactAction, Id, Indicator, Initiative, InitiativeDetails,
    InitiativeState, Line, Pillar, Pillars, Prose, RecordRef,
};
use bln_store::{Expected, Rule, Store, Write};
use uuid::Uuid;

use crate::{check, samples};

/// An initiative is read back equal in every state, with every part there is at its full length, and with none that may
/// be left out.
pub async fn initiative_round_trips(store: &dyn Store) {
    let most = u32::try_from(InitiativeDetails::MOST_FIGURES).unwrap();
    check::put(store, (1..=most).map(|n| Write::Figure(samples::figure(n)))).await;
    let title = Line::parse("\u{20bb7}".repeat(120)).unwrap();
    let aim = Prose::parse("\u{20bb7}\n".repeat(999) + "ab").unwrap();
    let full = InitiativeDetails::new(title, aim, Pillars::new(Pillar::ALL).unwrap())
        .bearing_on(HighImpactAction::ALL, Indicator::ALL)
        .moved_by((1..=most).map(samples::figure_id))
        .unwrap();
    let reason = Prose::parse("\u{20bb7}\n".repeat(499) + "ab").unwrap();
    let at = samples::minutes(7);
    let closed = [Conclusion::Achieved, Conclusion::PartlyAchieved, Conclusion::NotAchieved { reason }]
        .map(|conclusion| InitiativeState::Closed { at, conclusion });
    let mut expected = Expected::New;
    for state in [InitiativeState::Open].into_iter().chain(closed) {
        for details in [&full, &samples::initiative_details(1)] {
            let (id, opened) = (samples::initiative_id(1), samples::minutes(-1));
            let initiative = Initiative::restore(id, details.clone(), opened, state.clone());
            check::put(store, [Write::Initiative(initiative.clone(), expected)]).await;
            let stored = store.initiative(id).await.unwrap().unwrap();
            assert_eq!(stored.record, initiative);
            expected = Expected::At(stored.version);
        }
    }
    assert_eq!(store.initiative(samples::initiative_id(2)).await.unwrap(), None);
}

/// An initiative is new at version 1 and one higher at each change; at any other version it is not written.
pub async fn initiative_version_rises(store: &dyn Store) {
    check::assert_versions(store, |n, expected, _| Write::Initiative(samples::initiative(n), expected)).await;
}

/// The figures that moved an initiative are there when it is begun, and when it is written again.
pub async fn initiative_moved_by_a_missing_figure_is_not_found(store: &dyn Store) {
    check::put(store, [Write::Figure(samples::figure(1))]).await;
    let moved_by = |figures: &[u32]| {
        let figures = figures.iter().map(|n| samples::figure_id(*n));
        let details = samples::initiative_details(1).moved_by(figures).unwrap();
        Initiative::open(samples::initiative_id(1), details, samples::now())
    };
    let mut expected = Expected::New;
    for _ in 0..2 {
        let changes = check::writes([Write::Initiative(moved_by(&[1, 99]), expected)]);
        check::assert_not_found(store, changes, RecordRef::Figure(samples::figure_id(99))).await;
        check::put(store, [Write::Initiative(moved_by(&[1]), expected)]).await;
        expected = Expected::At(check::version(1));
    }
    let stored = store.initiative(samples::initiative_id(1)).await.unwrap().unwrap();
    assert_eq!((stored.record, stored.version), (moved_by(&[1]), check::version(2)));
}

/// Initiatives come page by page in the order of their identifiers, ended ones too, each with what is its own.
pub async fn initiative_page_follows_the_identifiers(store: &dyn Store) {
    check::assert_paged(&[], async |after, size| {
        check::keys(store.initiative_page(after, size).await.unwrap(), |stored| stored.record.id())
    })
    .await;
    for n in [5, 1, 600, 3] {
        let details = samples::initiative_details(n)
            .bearing_on([HighImpactAction::ALL[usize::try_from(n % 6).unwrap()]], [Indicator::Two])
            .moved_by([samples::figure_id(n)])
            .unwrap();
        let at = samples::now();
        let closed = InitiativeState::Closed { at, conclusion: Conclusion::Achieved };
        let state = if n == 3 { closed } else { InitiativeState::Open };
        let initiative = Initiative::restore(samples::initiative_id(n), details, at, state);
        let figure = Write::Figure(samples::figure(n));
        check::put(store, [figure, Write::Initiative(initiative, Expected::New)]).await;
    }
    check::assert_paged(&[1, 3, 5, 600].map(samples::initiative_id), async |after, size| {
        let page = store.initiative_page(after, size).await.unwrap();
        for stored in &page.items {
            assert_eq!(store.initiative(stored.record.id()).await.unwrap().as_ref(), Some(stored));
        }
        check::keys(page, |stored| stored.record.id())
    })
    .await;
}

/// A figure is read back equal, of each indicator and of none, with every part at its bounds and with none that may be
/// left out.
pub async fn figure_round_trips(store: &dyn Store) {
    let long = || Line::parse("\u{20bb7}".repeat(1000)).unwrap();
    let indicators = Indicator::ALL.map(Some).into_iter().chain([None]);
    let bounds = [(None, 1900), (Some(1), 2200), (Some(Figure::MOST_ASKED), 2025)];
    for (n, (indicator, (asked, year))) in (1..).zip(indicators.zip(bounds.into_iter().cycle())) {
        let whole = FigureParts {
            statement: long(),
            shown: Line::parse("\u{20bb7}".repeat(40)).unwrap(),
            population: long(),
            asked,
            method: long(),
            year,
            source: long(),
            indicator,
            ..samples::figure_parts(n)
        };
        let figure = Figure::new(whole).unwrap();
        check::put(store, [Write::Figure(figure.clone())]).await;
        assert_eq!(store.figure(figure.id()).await.unwrap(), Some(figure));
    }
    check::put(store, [Write::Figure(samples::figure(50))]).await;
    assert_eq!(store.figure(samples::figure_id(50)).await.unwrap(), Some(samples::figure(50)));
    assert_eq!(store.figure(Id::new(Uuid::nil())).await.unwrap(), None);
}

/// A figure is written once: another under its identifier, and itself again, is a conflict, and it stays as it was.
pub async fn figure_is_written_once(store: &dyn Store) {
    check::put(store, [Write::Figure(samples::figure(1))]).await;
    let parts = FigureParts { year: 2026, ..samples::figure_parts(1) };
    for figure in [samples::figure(1), Figure::new(parts).unwrap()] {
        let changes = check::writes([Write::Figure(figure)]);
        check::assert_conflict(store, changes, Rule::IdentifierUnique).await;
    }
    let twice = check::writes([2, 2].map(|n| Write::Figure(samples::figure(n))));
    check::assert_conflict(store, twice, Rule::IdentifierUnique).await;
    assert_eq!(store.figure(samples::figure_id(1)).await.unwrap(), Some(samples::figure(1)));
    assert_eq!(store.figure(samples::figure_id(2)).await.unwrap(), None);
}

/// Figures come page by page in the order of their identifiers.
pub async fn figure_page_follows_the_identifiers(store: &dyn Store) {
    check::assert_paged(&[], async |after, size| {
        check::keys(store.figure_page(after, size).await.unwrap(), Figure::id)
    })
    .await;
    check::put(store, [5, 1, 600, 3].map(|n| Write::Figure(samples::figure(n)))).await;
    check::assert_paged(&[1, 3, 5, 600].map(samples::figure_id), async |after, size| {
        let page = store.figure_page(after, size).await.unwrap();
        for figure in &page.items {
            assert_eq!(store.figure(figure.id()).await.unwrap().as_ref(), Some(figure));
        }
        check::keys(page, Figure::id)
    })
    .await;
}
