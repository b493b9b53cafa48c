//! The table of access, cell by cell: every verb as every role about every kind of data, compared with what happens.

use std::collections::BTreeMap;

use crate::access_support::{Data, Done, Input, Observed, ask, observe, who_succeeds};
use crate::support::fewer;
use bln_core::{
    Refusal, Role,
    access::{Answer, Verb, Whose},
};
use bln_service::NetworkError;

type Cell = (Verb, Role, Whose);

/// Every cell of the table; on a store of SQL, where asking one takes a second, every 193rd.
fn cells() -> impl Iterator<Item = Cell> {
    let of_verb =
        |verb| Role::ALL.into_iter().flat_map(move |role| Whose::ALL.map(|whose| (verb, role, whose)));
    Verb::ALL.iter().copied().flat_map(of_verb).step_by(usize::try_from(fewer(1, 193)).unwrap())
}

/// Every cell that can be asked, and what happened there.
async fn observations() -> BTreeMap<Cell, Observed> {
    let mut observed = BTreeMap::new();
    for (verb, role, whose) in cells() {
        if verb.row().answer(role, whose) != Answer::NotAsked {
            observed.insert((verb, role, whose), observe(verb, role, whose).await);
        }
    }
    observed
}

/// Why what happened in a cell is not what the answer says; `None` if it is.
fn contradiction(answer: Answer, observed: &Observed) -> Option<&'static str> {
    let refused = |refusal: Refusal| {
        let same = observed.all().all(|done| done.is(refusal));
        (!same).then_some("is answered otherwise").or(observed.wrote.then_some("was refused and has written"))
    };
    match answer {
        Answer::Allowed => {
            let in_the_way = |done: &Done| {
                done.is(Refusal::NotFound) || done.is(Refusal::NotAllowed) || *done == Done::NotThere
            };
            [&observed.shown, &observed.hidden].into_iter().any(in_the_way).then_some("is not allowed")
        }
        Answer::Seen => {
            let let_in = matches!(observed.shown, Done::There | Done::NotThere);
            let as_missing = observed.hidden == observed.missing && observed.hidden != Done::There;
            let apart_too = matches!(observed.apart, Done::There | Done::NotThere);
            (!let_in || !as_missing || !apart_too).then_some("is told of what is hidden, or not let in")
        }
        Answer::Involved => {
            let let_in = observed.shown == Done::There;
            let others = [&observed.hidden, &observed.missing, &observed.apart];
            let as_missing = others.into_iter().all(|done| done.is(Refusal::NotFound)) && !observed.wrote;
            (!let_in || !as_missing).then_some("is told without being part of it, or not let in")
        }
        Answer::NotFound => refused(Refusal::NotFound),
        Answer::NotAllowed => refused(Refusal::NotAllowed),
        Answer::NotAsked => Some("was asked"),
    }
}

/// Every cell in which a table and what happened differ.
fn differences(
    table: impl Fn(Verb, Role, Whose) -> Answer,
    observations: &BTreeMap<Cell, Observed>,
) -> Vec<(Cell, &'static str)> {
    let mut told = Vec::new();
    for cell @ (verb, role, whose) in cells() {
        let answer = table(verb, role, whose);
        match observations.get(&cell) {
            Some(observed) => told.extend(contradiction(answer, observed).map(|why| (cell, why))),
            None if answer == Answer::NotAsked => {}
            None => told.push((cell, "cannot be asked")),
        }
    }
    told
}

fn the_table(verb: Verb, role: Role, whose: Whose) -> Answer {
    verb.row().answer(role, whose)
}

/// The second half is the known-bad control: a table with any one cell flipped to any other answer is told apart.
#[tokio::test]
async fn what_happens_is_what_the_table_says_and_every_flipped_cell_is_told() {
    let observations = observations().await;
    assert_eq!(differences(the_table, &observations), []);
    for cell @ (verb, role, whose) in cells() {
        for other in Answer::ALL.into_iter().filter(|other| *other != the_table(verb, role, whose)) {
            let flipped = |v, r, w| if (v, r, w) == cell { other } else { the_table(v, r, w) };
            let told = differences(flipped, &observations);
            assert!(told.len() == 1 && told[0].0 == cell, "{cell:?} as {other:?}: {told:?}");
        }
    }
}

/// Otherwise a cell could count as allowed because something else stands in the way. An administrator does, where the
/// table lets them in at all.
#[tokio::test]
async fn somebody_succeeds_at_every_verb_an_administrator_before_others() {
    for &verb in Verb::ALL {
        let (role, whose) = who_succeeds(verb);
        let done = ask(verb, role, whose, Data::Shown, Input::Good).await.0;
        assert_eq!(done, Done::There, "{verb:?} {role:?}");
    }
}

#[test]
fn a_refusal_is_compared_with_everything_that_it_says() {
    let not_found = Done::of(Err(NetworkError::Refused(Refusal::NotFound)));
    assert!(not_found.is(Refusal::NotFound));
    assert!(!not_found.is(Refusal::NotAllowed));
    assert!(!Done::of(Err(NetworkError::Failed { code: "not_found" })).is(Refusal::NotFound));
}
