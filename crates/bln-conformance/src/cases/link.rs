//! Links in letters: kept as hashes, and for one use.

use bln_core::{ActionLink, LinkAction, PurposeCode, RecordRef};
use bln_store::{Rule, Store, StoreError, Write};

use crate::{check, samples};

/// A link is read back equal, whatever it does and for whichever purpose; a hash that nobody knows is `None`.
pub async fn action_link_round_trips(store: &dyn Store) {
    check::on_the_list(store, 1).await;
    let event = samples::event_id(99);
    let mut actions = vec![LinkAction::AcceptOffer { event }, LinkAction::DeclineOffer { event }];
    for purpose in PurposeCode::ALL {
        actions.extend([LinkAction::ConfirmConsent { purpose }, LinkAction::Unsubscribe { purpose }]);
    }
    for (n, action) in (1..).zip(actions) {
        let expires = samples::minutes(n.into());
        let link = ActionLink::new(samples::token_hash(n), samples::person_id(1), action, expires);
        check::put(store, [Write::ActionLink(link)]).await;
        assert_eq!(store.action_link(&link.hash()).await.unwrap(), Some(link));
    }
    assert_eq!(store.action_link(&samples::token_hash(99)).await.unwrap(), None);
}

/// A link that is redeemed is gone, and the others stay; redeeming it again, one that never was, or one that says
/// something else is stale and does nothing.
pub async fn action_link_is_redeemed_once(store: &dyn Store) {
    check::on_the_list(store, 2).await;
    let [link, other] = [1, 2].map(samples::link);
    check::put(store, [Write::ActionLink(link), Write::ActionLink(other)]).await;
    let record = RecordRef::Person(link.person());
    let redeem = |link| check::writes([Write::RedeemLink(link)]);
    let more = LinkAction::Unsubscribe { purpose: PurposeCode::Directory };
    let differs = [
        ActionLink::new(link.hash(), link.person(), more, link.expires()),
        ActionLink::new(link.hash(), link.person(), link.action(), samples::minutes(61)),
        ActionLink::new(samples::token_hash(3), link.person(), link.action(), link.expires()),
    ];
    for differing in differs {
        check::assert_stale(store, redeem(differing), record.clone()).await;
    }
    let anothers = ActionLink::new(link.hash(), other.person(), link.action(), link.expires());
    check::assert_stale(store, redeem(anothers), RecordRef::Person(other.person())).await;
    assert_eq!(store.action_link(&link.hash()).await.unwrap(), Some(link));

    check::commit(store, redeem(link)).await;
    assert_eq!(store.action_link(&link.hash()).await.unwrap(), None);
    assert_eq!(store.action_link(&other.hash()).await.unwrap(), Some(other));
    check::assert_stale(store, redeem(link), record).await;
}

/// Of two who redeem a link at the same time one does.
pub async fn of_two_redemptions_one_wins(store: &dyn Store) {
    check::on_the_list(store, 1).await;
    let link = samples::link(1);
    for _ in 0..10 {
        check::put(store, [Write::ActionLink(link)]).await;
        let outcomes = check::at_once(2, |_| store.commit(check::writes([Write::RedeemLink(link)])));
        let stale = Err(StoreError::Stale { record: RecordRef::Person(link.person()) });
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        assert_eq!(outcomes.iter().filter(|outcome| **outcome == stale).count(), 1, "{outcomes:?}");
        assert_eq!(store.action_link(&link.hash()).await.unwrap(), None);
    }
}

/// A hash is one link's, in one change set and in several, whoever it is for; the first stays as it is.
pub async fn hash_is_one_links(store: &dyn Store) {
    check::on_the_list(store, 2).await;
    let link = samples::link(1);
    let another = ActionLink::new(link.hash(), samples::person_id(2), link.action(), link.expires());
    let twice = check::writes([link, another].map(Write::ActionLink));
    check::assert_conflict(store, twice, Rule::IdentifierUnique).await;
    check::put(store, [Write::ActionLink(link)]).await;
    for again in [link, another] {
        let changes = check::writes([Write::ActionLink(again)]);
        check::assert_conflict(store, changes, Rule::IdentifierUnique).await;
    }
    assert_eq!(store.action_link(&link.hash()).await.unwrap(), Some(link));
}

/// A link acts for a person on the list.
pub async fn action_link_of_a_missing_person_is_not_found(store: &dyn Store) {
    let changes = check::writes([Write::ActionLink(samples::link(1))]);
    check::assert_not_found(store, changes, RecordRef::Person(samples::person_id(1))).await;
}
