use proptest::prelude::*;

use super::*;
use crate::WordingRef;

fn at(minute: i64) -> Instant {
    "2027-03-01T09:00:00Z".parse::<Instant>().unwrap().plus(chrono::TimeDelta::minutes(minute))
}

fn belonging(kind: BelongingKind) -> Belonging {
    Belonging::new(
        kind,
        Declaration::new(
            WordingRef::parse("declaration@1").unwrap(),
            WordingRef::parse("privacy@1").unwrap(),
            at(0),
        ),
    )
}

fn member() -> Belonging {
    belonging(BelongingKind::Member)
}

fn ally() -> Belonging {
    belonging(BelongingKind::Ally)
}

fn applied(belonging: Belonging) -> Membership {
    Membership::apply(Id::new(uuid::Uuid::from_u128(17)), belonging, at(0))
}

#[test]
fn a_member_waits_for_an_answer_and_an_ally_joins_at_once() {
    let waiting = applied(member());
    assert_eq!((waiting.current().standing(), waiting.active_kind(at(0))), (Standing::Applied, None));
    let approved = waiting.approve(at(1)).unwrap();
    assert_eq!(approved.active_kind(at(0)), None);
    assert_eq!(approved.active_kind(at(1)), Some(BelongingKind::Member));
    assert!(approved.member(at(1)).is_some() && approved.ally(at(1)).is_none());
    let joined = applied(ally());
    assert!(joined.ally(at(0)).is_some() && joined.member(at(0)).is_none());
}

#[test]
fn each_step_is_refused_where_it_does_not_fit() {
    use Refusal::*;
    let waiting = applied(member());
    let active = waiting.approve(at(1)).unwrap();
    let paused = active.pause(at(2)).unwrap();
    let left = paused.leave(at(3)).unwrap();
    let declined = waiting.decline(at(1)).unwrap();
    let now = at(9);
    type Step = fn(&Membership, Instant) -> Result<Membership, Refusal>;
    let rows: [(Step, [Option<Refusal>; 5]); 7] = [
        (
            Membership::approve,
            [None, Some(NoApplication), Some(NoApplication), Some(NoApplication), Some(NoApplication)],
        ),
        (
            Membership::decline,
            [None, Some(NoApplication), Some(NoApplication), Some(NoApplication), Some(NoApplication)],
        ),
        (Membership::pause, [Some(NotActive), None, Some(NotActive), Some(NotActive), Some(NotActive)]),
        (Membership::resume, [Some(NotPaused), Some(NotPaused), None, Some(NotPaused), Some(NotPaused)]),
        (Membership::leave, [None, None, None, Some(NotBelonging), Some(NotBelonging)]),
        (
            |m, now| m.convert(ally(), now),
            [Some(NotActive), None, None, Some(NotBelonging), Some(NotBelonging)],
        ),
        (
            |m, now| m.apply_again(member(), now),
            [Some(AlreadyBelongs), Some(AlreadyBelongs), Some(AlreadyBelongs), None, None],
        ),
    ];
    for (number, (step, expected)) in rows.into_iter().enumerate() {
        for (membership, expected) in [&waiting, &active, &paused, &left, &declined].into_iter().zip(expected)
        {
            assert_eq!(step(membership, now).err(), expected, "row {number}, {membership:?}");
        }
    }
    assert_eq!(active.convert(member(), now), Err(SameBelonging));
}

#[test]
fn an_ally_becomes_a_member_and_an_ally_again_and_nothing_is_forgotten() {
    let there = applied(ally()).convert(member(), at(1)).unwrap();
    let back = there.pause(at(2)).unwrap().convert(ally(), at(3)).unwrap();
    assert_eq!(back.active_kind(at(0)), Some(BelongingKind::Ally));
    assert_eq!(back.active_kind(at(1)), Some(BelongingKind::Member));
    assert_eq!(back.active_kind(at(3)), None);
    assert_eq!(back.current().standing(), Standing::Paused);
    assert_eq!(back.spells().count(), 4);
}

#[test]
fn a_clock_set_back_never_reverses_history() {
    let approved = applied(member()).approve(at(-60)).unwrap();
    assert_eq!(approved.current().from(), at(0));
    assert_eq!(approved.as_of(at(-1)), None);
    assert_eq!(approved.active_kind(at(0)), Some(BelongingKind::Member));
    assert_eq!(approved.spells().count(), 2);
}

#[test]
fn a_stored_history_is_checked() {
    let person = Id::new(uuid::Uuid::from_u128(17));
    let spell = |belonging, standing, from, until: Option<i64>| {
        Spell::restore(belonging, standing, at(from), until.map(at)).unwrap()
    };
    let waiting = spell(member(), Standing::Applied, 0, Some(5));
    assert_eq!(Membership::restore(person, vec![]).unwrap_err().kind(), InvalidKind::Missing);
    assert!(
        Membership::restore(person, vec![waiting.clone(), spell(member(), Standing::Active, 5, None)])
            .is_ok()
    );
    for bad in [
        vec![waiting.clone()],
        vec![spell(member(), Standing::Active, 0, None)],
        vec![spell(ally(), Standing::Applied, 0, None)],
        vec![waiting.clone(), spell(member(), Standing::Active, 4, None)],
        vec![waiting.clone(), spell(member(), Standing::Active, 6, None)],
        vec![waiting.clone(), spell(ally(), Standing::Active, 5, None)],
        vec![waiting.clone(), spell(member(), Standing::Paused, 5, None)],
        vec![spell(member(), Standing::Applied, 0, None), spell(member(), Standing::Active, 5, None)],
        vec![
            spell(ally(), Standing::Active, 0, Some(1)),
            spell(ally(), Standing::Left, 1, Some(2)),
            spell(member(), Standing::Active, 2, None),
        ],
    ] {
        let invalid = Membership::restore(person, bad.clone()).unwrap_err();
        assert_eq!(invalid.kind(), InvalidKind::HistoryImpossible, "{bad:?}");
    }
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Approve,
    Decline,
    Pause,
    Resume,
    Leave,
    Convert(BelongingKind),
    Again(BelongingKind),
}

fn take(membership: &Membership, step: Step, now: Instant) -> Result<Membership, Refusal> {
    match step {
        Step::Approve => membership.approve(now),
        Step::Decline => membership.decline(now),
        Step::Pause => membership.pause(now),
        Step::Resume => membership.resume(now),
        Step::Leave => membership.leave(now),
        Step::Convert(kind) => membership.convert(belonging(kind), now),
        Step::Again(kind) => membership.apply_again(belonging(kind), now),
    }
}

fn kinds() -> impl Strategy<Value = BelongingKind> {
    prop::sample::select(&BelongingKind::ALL)
}

fn steps() -> impl Strategy<Value = Step> {
    prop_oneof![
        Just(Step::Approve),
        Just(Step::Decline),
        Just(Step::Pause),
        Just(Step::Resume),
        Just(Step::Leave),
        kinds().prop_map(Step::Convert),
        kinds().prop_map(Step::Again),
    ]
}

proptest! {
    /// Steps in any order, by a clock that may run backwards: no spell is lost or altered but for the end of
    /// the last, the spells tile time, a boundary belongs to the later spell, and a store can read it back.
    #[test]
    fn history_grows_and_tiles_time(first in kinds(), taken in prop::collection::vec((steps(), -5_i64..50), 0..30)) {
        let mut membership = applied(belonging(first));
        for (step, minute) in taken {
            let Ok(next) = take(&membership, step, at(minute)) else { continue };
            let before: Vec<_> = membership.spells().collect();
            let after: Vec<_> = next.spells().collect();
            prop_assert_eq!(after.len(), before.len() + 1);
            prop_assert_eq!(&after[..before.len() - 1], &before[..before.len() - 1]);
            prop_assert_eq!(after[before.len() - 1].from(), before[before.len() - 1].from());
            membership = next;
        }
        let spells: Vec<Spell> = membership.spells().cloned().collect();
        for pair in spells.windows(2) {
            prop_assert_eq!(pair[0].until(), Some(pair[1].from()));
        }
        for minute in -5..55 {
            let covering: Vec<_> = spells.iter().filter(|spell| spell.covers(at(minute))).collect();
            prop_assert_eq!(covering.len(), usize::from(minute >= 0));
            prop_assert_eq!(membership.as_of(at(minute)), covering.first().copied());
            let last_begun = spells.iter().rfind(|spell| spell.from() <= at(minute));
            prop_assert_eq!(membership.as_of(at(minute)), last_begun);
        }
        prop_assert_eq!(Membership::restore(membership.person(), spells), Ok(membership));
    }
}

/// A membership by random steps, of one of two people, declared at one of several times.
fn memberships() -> impl Strategy<Value = Membership> {
    let first = (kinds(), 0_i64..20);
    (first, prop::collection::vec((steps(), -5_i64..50), 0..12)).prop_map(|((kind, minute), taken)| {
        let declared = |kind, minute| {
            let [wording, notice] =
                ["declaration@1", "privacy@1"].map(|text| WordingRef::parse(text).unwrap());
            Belonging::new(kind, Declaration::new(wording, notice, at(minute)))
        };
        let person = Id::new(uuid::Uuid::from_u128(17));
        let mut membership = Membership::apply(person, declared(kind, minute), at(minute));
        for (step, minute) in taken {
            let next = match step {
                Step::Convert(kind) => membership.convert(declared(kind, minute), at(minute)),
                Step::Again(kind) => membership.apply_again(declared(kind, minute), at(minute)),
                other => take(&membership, other, at(minute)),
            };
            membership = next.unwrap_or(membership);
        }
        membership
    })
}

type Merge = fn(&Membership, &Membership) -> Membership;
type Stood = (Standing, Belonging);

/// What was in force at every instant at which something may have changed.
fn in_force(membership: &Membership) -> Vec<Option<Stood>> {
    let stood = |spell: &Spell| (spell.standing(), spell.belonging().clone());
    (-6..51).map(|minute| membership.as_of(at(minute)).map(stood)).collect()
}

const fn belongs(standing: Standing) -> bool {
    matches!(standing, Standing::Active | Standing::Paused)
}

/// The laws of a merge; which one is broken, if any.
fn broken_law(merge: Merge, a: &Membership, b: &Membership, c: &Membership) -> Option<&'static str> {
    let merged = merge(a, b);
    let spells: Vec<Spell> = merged.spells().cloned().collect();
    let both = || in_force(a).into_iter().zip(in_force(b)).zip(in_force(&merged));
    let standing = |value: &Option<Stood>| value.as_ref().map(|(standing, _)| *standing);
    let laws: [(&str, &dyn Fn() -> bool); 7] = [
        ("restored", &|| Membership::restore(a.person(), spells.clone()) == Ok(merged.clone())),
        ("commutative", &|| merged == merge(b, a)),
        ("associative", &|| merge(&merged, c) == merge(a, &merge(b, c))),
        ("idempotent", &|| in_force(&merge(a, a)) == in_force(a) && merge(&merged, &merged) == merged),
        ("earliest", &|| {
            spells[0].from()
                == a.past
                    .first()
                    .unwrap_or(&a.current)
                    .from()
                    .min(b.past.first().unwrap_or(&b.current).from())
        }),
        ("nothing is made up", &|| both().all(|((a, b), merged)| [a, b].contains(&merged))),
        ("who belonged belongs", &|| {
            both().all(|((a, b), merged)| {
                let did = |value| standing(value).is_some_and(belongs);
                did(&merged) == (did(&a) || did(&b))
            })
        }),
    ];
    laws.into_iter().find(|(_, holds)| !holds()).map(|(law, _)| law)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_merge_keeps_its_laws(a in memberships(), b in memberships(), c in memberships()) {
        prop_assert_eq!(broken_law(Membership::merged_with, &a, &b, &c), None);
    }
}

/// The control: merges that look right, and break a law each.
#[test]
fn a_merge_that_is_wrong_is_seen() {
    let caught = |merge: Merge| {
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        let found = std::cell::RefCell::new(std::collections::BTreeSet::new());
        let _ = runner.run(&(memberships(), memberships(), memberships()), |(a, b, c)| {
            found.borrow_mut().extend(broken_law(merge, &a, &b, &c));
            Ok(())
        });
        found.into_inner()
    };
    // The record that is kept wins.
    assert!(caught(|a, _| a.clone()).contains("commutative"));
    // The later of the two begins where the earlier is: without leading over.
    let spliced = caught(|a, b| {
        let mut spells: Vec<Spell> = a.past.clone();
        spells.push(Spell { until: Some(a.current.from.max(b.current.from)), ..a.current.clone() });
        let current = Spell { from: a.current.from.max(b.current.from), ..b.current.clone() };
        Membership { person: a.person, past: spells, current }
    });
    assert!(spliced.contains("restored"), "{spliced:?}");
    assert_eq!(caught(Membership::merged_with), Default::default());
}

#[test]
fn an_application_in_one_record_takes_nothing_from_the_other() {
    let active = applied(member()).approve(at(1)).unwrap();
    let again = Membership::apply(active.person(), ally(), at(5)).leave(at(8)).unwrap();
    assert_eq!(active.merged_with(&again), active);
    assert_eq!(again.merged_with(&active), active);
}

#[test]
fn who_came_back_under_another_address_belongs_without_a_gap_in_the_history() {
    let first = applied(ally()).leave(at(5)).unwrap();
    let second = Membership::apply(first.person(), member(), at(20)).approve(at(30)).unwrap();
    let merged = first.merged_with(&second);
    let told: Vec<_> = merged.spells().map(|spell| (spell.standing(), spell.from())).collect();
    use Standing::{Active, Applied, Left};
    assert_eq!(told, [(Active, at(0)), (Left, at(5)), (Applied, at(20)), (Active, at(30))]);
}

#[test]
fn an_ally_in_one_record_whose_application_in_the_other_is_approved_is_a_member_from_then_on() {
    let application = applied(member()).approve(at(9)).unwrap();
    let ally = Membership::apply(application.person(), ally(), at(4));
    let merged = application.merged_with(&ally);
    let kinds = [0, 4, 8, 9].map(|minute| merged.active_kind(at(minute)));
    let (ally, member) = (Some(BelongingKind::Ally), Some(BelongingKind::Member));
    assert_eq!(kinds, [None, ally, ally, member]);
}
