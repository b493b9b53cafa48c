//! Themes, and how many contributed to them.

use bln_core::{ContributorBand, Prose, RecordRef, Theme, ThemeParts, ThemeState};
use bln_store::{Expected, Store, Write};

use crate::{check, samples};

/// A theme is read back equal in every state, at its full length, checked by somebody with a pseudonym and by somebody
/// without.
pub async fn theme_round_trips(store: &dyn Store) {
    ground(store, 1).await;
    check::put(store, [Write::Person(samples::person(2), Expected::New)]).await;
    let at = samples::minutes(3);
    let mut states = vec![ThemeState::Gathering];
    states.extend([1, 2].map(|n| ThemeState::Checked { at, by: samples::person_id(n) }));
    states.push(ThemeState::Gathering);
    states.extend(ContributorBand::ALL.map(|contributors| ThemeState::Released { at, contributors }));
    let mut expected = Expected::New;
    for state in states {
        let theme = samples::theme(1, 1, state);
        check::put(store, [Write::Theme(theme.clone(), expected)]).await;
        let stored = store.theme(theme.id()).await.unwrap().unwrap();
        assert_eq!(stored.record, theme);
        expected = Expected::At(stored.version);
    }
    let words = Prose::parse("\u{20bb7}\n".repeat(249) + "ab").unwrap();
    let longest =
        Theme::restore(ThemeParts { words, ..samples::theme(2, 1, ThemeState::Gathering).parts().clone() });
    check::put(store, [Write::Theme(longest.clone(), Expected::New)]).await;
    assert_eq!(store.theme(longest.id()).await.unwrap().unwrap().record, longest);
    assert_eq!(store.theme(samples::theme_id(3)).await.unwrap(), None);
}

/// Who checked a theme is named by pseudonym once their record is gone, and by whose it became part of.
pub async fn theme_outlives_who_checked_it(store: &dyn Store) {
    ground(store, 3).await;
    let checked = |n| {
        let by = samples::person_id(n);
        samples::theme(n, 1, ThemeState::Checked { at: samples::now(), by })
    };
    check::put(store, [1, 2].map(|n| Write::Theme(checked(n), Expected::New))).await;
    let (person, from, into) = (samples::person_id(1), samples::person_id(2), samples::person_id(3));
    let expected = check::version(1);
    check::put(store, [Write::ErasePerson { person, expected }]).await;
    check::put(store, [Write::MergePerson { from, into, expected }]).await;
    for (n, by) in [(1, samples::pseudonym(1).as_person()), (2, into)] {
        let nameless = checked(n).naming(|_| by);
        assert_eq!(store.theme(samples::theme_id(n)).await.unwrap().unwrap().record, nameless);
        assert!(store.themes(samples::event_id(1)).await.unwrap().iter().any(|it| it.record == nameless));
    }
}

/// A theme is new at version 1 and one higher at each change; at any other version it is not written.
pub async fn theme_version_rises(store: &dyn Store) {
    ground(store, 1).await;
    check::assert_versions(store, |n, expected, written| {
        let (at, by) = (samples::minutes(written.into()), samples::person_id(1));
        Write::Theme(samples::theme(n, 1, ThemeState::Checked { at, by }), expected)
    })
    .await;
}

/// A theme comes from an event that is there.
pub async fn theme_of_a_missing_event_is_not_found(store: &dyn Store) {
    let changes = check::writes([Write::Theme(samples::theme(1, 99, ThemeState::Gathering), Expected::New)]);
    check::assert_not_found(store, changes, RecordRef::Event(samples::event_id(99))).await;
}

/// An event's themes come by identifier, and no other event's.
pub async fn themes_follow_the_identifiers(store: &dyn Store) {
    ground(store, 1).await;
    check::drafted(store, 2).await;
    let of = [(300, 1), (2, 1), (7, 2), (255, 1)];
    let theme = |(n, event)| samples::theme(n, event, ThemeState::Gathering);
    check::put(store, of.map(|of| Write::Theme(theme(of), Expected::New))).await;
    for (event, order) in [(1, vec![2, 255, 300]), (2, vec![7]), (3, vec![])] {
        let themes = store.themes(samples::event_id(event)).await.unwrap();
        assert!(themes.iter().all(|stored| stored.version.number() == 1));
        let themes: Vec<_> = themes.into_iter().map(|stored| stored.record).collect();
        assert_eq!(themes, order.into_iter().map(|n| theme((n, event))).collect::<Vec<_>>());
    }
}

/// Who contributes twice to a theme counts once, in one change set and in several; and for each theme anew.
pub async fn contributor_counts_once(store: &dyn Store) {
    ground(store, 1).await;
    let theme = |n| Write::Theme(samples::theme(n, 1, ThemeState::Gathering), Expected::New);
    check::put(store, [theme(1), theme(2)]).await;
    let contribution =
        |theme, by| Write::Contribution { theme: samples::theme_id(theme), by: samples::keyed_hash(by) };
    assert_eq!(store.contributors(samples::theme_id(1)).await.unwrap(), 0);
    check::put(store, [contribution(1, 1), contribution(1, 2), contribution(1, 1)]).await;
    check::put(store, [contribution(1, 2), contribution(1, 3), contribution(2, 1)]).await;
    assert_eq!(store.contributors(samples::theme_id(1)).await.unwrap(), 3);
    assert_eq!(store.contributors(samples::theme_id(2)).await.unwrap(), 1);
    assert_eq!(store.contributors(samples::theme_id(9)).await.unwrap(), 0);
}

/// A contribution is to a theme that is there.
pub async fn contribution_to_a_missing_theme_is_not_found(store: &dyn Store) {
    let theme = samples::theme_id(1);
    let changes = check::writes([Write::Contribution { theme, by: samples::keyed_hash(1) }]);
    check::assert_not_found(store, changes, RecordRef::Theme(theme)).await;
}

async fn ground(store: &dyn Store, people: u32) {
    check::on_the_list(store, people).await;
    check::drafted(store, 1).await;
}
