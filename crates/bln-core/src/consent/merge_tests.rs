//! The laws of a merge, and merges that break them.

use std::{cell::RefCell, collections::BTreeSet};

use proptest::{prelude::*, test_runner::TestRunner};

use super::{tests::*, *};

type Merge = fn(&ConsentLedger, &ConsentLedger) -> ConsentLedger;

/// How a ledger stands from the last entry on, for every purpose.
fn statuses(ledger: &ConsentLedger) -> Vec<ConsentStatus> {
    let instants = (100..210).step_by(5);
    instants.flat_map(|now| PurposeCode::ALL.map(|purpose| ledger.status(purpose, at(now)))).collect()
}

/// All that matters of a ledger but the order of what was said: what is in it, and for each purpose the last word, the
/// open request and whether it is suppressed.
fn meaning(ledger: &ConsentLedger) -> (BTreeSet<String>, Vec<impl PartialEq + use<>>) {
    let entries = ledger.entries().iter().map(|entry| format!("{entry:?}")).collect();
    let words = PurposeCode::ALL.map(|purpose| {
        let open = ledger.open_request(purpose).cloned();
        (ledger.last_word(purpose).cloned(), open, ledger.is_suppressed(purpose))
    });
    (entries, words.into())
}

/// The laws; which one is broken, if any.
fn broken_law(merge: Merge, a: &ConsentLedger, b: &ConsentLedger, c: &ConsentLedger) -> Option<&'static str> {
    let merged = merge(a, b);
    let each = |law: &dyn Fn(PurposeCode) -> bool| PurposeCode::ALL.into_iter().all(law);
    let last = |ledger: &ConsentLedger, purpose| ledger.last_word(purpose).cloned();
    let laws: [(&str, &dyn Fn() -> bool); 10] = [
        ("commutative", &|| meaning(&merged) == meaning(&merge(b, a))),
        ("associative", &|| meaning(&merge(&merged, c)) == meaning(&merge(a, &merge(b, c)))),
        ("idempotent", &|| merge(a, a) == *a && merge(&merged, &merged) == merged),
        ("neutral", &|| merge(a, &empty()) == *a && meaning(&merge(&empty(), a)) == meaning(a)),
        ("appended to", &|| merged.entries().starts_with(a.entries())),
        ("all is kept", &|| {
            let all: BTreeSet<_> = [a, b].iter().flat_map(|ledger| meaning(ledger).0).collect();
            meaning(&merged).0 == all
        }),
        ("strictest", &|| {
            let both = statuses(a).into_iter().zip(statuses(b)).map(|(a, b)| a.strictest(b));
            both.eq(statuses(&merged))
        }),
        ("never newer", &|| {
            each(&|purpose| {
                let said = [last(a, purpose), last(b, purpose)];
                let newest = said.iter().flatten().map(ConsentEntry::at).max();
                let stands = last(&merged, purpose);
                said.contains(&stands) && stands.map(|stands| stands.at()) <= newest
            })
        }),
        ("no stays no", &|| {
            each(&|purpose| {
                let no = |ledger: &ConsentLedger| {
                    ledger.is_suppressed(purpose)
                        || last(ledger, purpose).is_some_and(|last| last.is_withdrawal())
                };
                no(&merged) == (no(a) || no(b))
                    && (!no(&merged) || merged.check(purpose, at(300)) == Err(Refusal::ConsentWithdrawn))
            })
        }),
        ("no way around", &|| {
            each(&|purpose| {
                // What could not be confirmed in a record that has an answer cannot be confirmed after the merge.
                let shut =
                    |l: &ConsentLedger| l.open_request(purpose).is_none() && l.last_word(purpose).is_some();
                !(shut(a) || shut(b)) || merged.confirm(purpose, at(300)).is_err()
            })
        }),
    ];
    laws.into_iter().find(|(_, holds)| !holds()).map(|(law, _)| law)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_merge_keeps_its_laws(a in ledgers(), b in ledgers(), c in ledgers()) {
        prop_assert_eq!(broken_law(ConsentLedger::merged_with, &a, &b, &c), None);
    }
}

/// The other's entries after one's own, and no more.
fn last_appended_wins(a: &ConsentLedger, b: &ConsentLedger) -> ConsentLedger {
    let mut merged = a.clone();
    merged.suppressed.extend(&b.suppressed);
    merged.entries.extend(b.entries.iter().filter(|entry| !a.entries.contains(entry)).cloned());
    merged
}

/// The entry with the latest instant is entered again as the last.
fn newest_wins(a: &ConsentLedger, b: &ConsentLedger) -> ConsentLedger {
    let mut merged = last_appended_wins(a, b);
    for purpose in PurposeCode::ALL {
        let newest = merged.answers(purpose).max_by_key(|entry| entry.at()).cloned();
        if merged.last_word(purpose) != newest.as_ref() {
            merged.entries.extend(newest);
        }
    }
    merged
}

/// The suppression of the record that goes is forgotten with it.
fn suppression_forgotten(a: &ConsentLedger, b: &ConsentLedger) -> ConsentLedger {
    let mut merged = a.merged_with(b);
    merged.suppressed.clone_from(&a.suppressed);
    merged
}

#[test]
fn a_merge_that_is_wrong_is_seen() {
    let caught = |merge: Merge| {
        let found = RefCell::new(BTreeSet::new());
        let _ = TestRunner::deterministic().run(&(ledgers(), ledgers(), ledgers()), |(a, b, c)| {
            found.borrow_mut().extend(broken_law(merge, &a, &b, &c));
            Ok(())
        });
        found.into_inner()
    };
    assert!(caught(last_appended_wins).contains("commutative"));
    let newest = caught(newest_wins);
    assert!(newest.contains("strictest") || newest.contains("commutative"), "{newest:?}");
    assert!(caught(suppression_forgotten).contains("commutative"));
    assert_eq!(caught(ConsentLedger::merged_with), BTreeSet::new());
}

/// By hand, so that no generator hides it: the newest word is a "yes", and the "no" of the other record stands.
#[test]
fn the_newest_word_does_not_undo_a_no() {
    let no = empty().withdraw(BULLETIN, WEB, None, at(1));
    let yes = give(&empty(), None, WEB, 5).unwrap();
    assert_eq!(permit(&newest_wins(&no, &yes), 9), Ok(()), "the control is wrong, and says yes");
    assert_eq!(permit(&no.merged_with(&yes), 9), Err(Refusal::ConsentWithdrawn));
    assert_eq!(permit(&yes.merged_with(&no), 9), Err(Refusal::ConsentWithdrawn));
}

#[test]
fn of_two_that_allow_the_same_the_older_counts() {
    let [one, two] = [(1, 3), (2, 5)].map(|(version, minute)| {
        let wording = WordingRef::parse(&format!("consent@{version}")).unwrap();
        empty().give(BULLETIN, wording, None, WEB, None, at(minute)).unwrap()
    });
    for merged in [one.merged_with(&two), two.merged_with(&one)] {
        assert_eq!(merged.last_word(BULLETIN), one.last_word(BULLETIN));
    }
}

#[test]
fn a_link_on_its_way_does_not_get_past_what_was_said_to_the_other_record() {
    let asked = empty().request(BULLETIN, wording(), WEB, at(0));
    let no = empty().withdraw(BULLETIN, WEB, None, at(1));
    for merged in [asked.merged_with(&no), no.merged_with(&asked)] {
        assert_eq!(merged.confirm(BULLETIN, at(2)), Err(Refusal::ConsentWithdrawn));
    }
    assert_eq!(permit(&asked.merged_with(&empty()).confirm(BULLETIN, at(2)).unwrap(), 2), Ok(()));
    assert_eq!(permit(&empty().merged_with(&asked).confirm(BULLETIN, at(2)).unwrap(), 2), Ok(()));
}
