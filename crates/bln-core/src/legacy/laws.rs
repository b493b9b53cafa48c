use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{
    tests::{answer, ask, commitment, correction, day, entry_id, initiative, kept, not_kept, outcome},
    *,
};
use crate::{Conclusion, Initiative, Pillar};

/// One attempt: what is written, about which earlier entry, and on which day. Most are refused, as they would be.
type Attempt = (u8, u8, u32);

/// What the attempts that were allowed made. Days go up, as a clock does.
fn made(attempts: &[Attempt]) -> (Initiative, LegacyLedger) {
    let of = initiative(1, "One", &[Pillar::Legacy, Pillar::Celebration]);
    let mut ledger = LegacyLedger::new(of.id());
    let mut days: Vec<u32> = attempts.iter().map(|attempt| attempt.2).collect();
    days.sort_unstable();
    for ((number, attempt), on) in (1..).zip(attempts).zip(days) {
        let about = u128::from(attempt.1) % number;
        let plain = |which: u8| match which % 7 {
            0 => ask("An ask."),
            1 => answer(about, AnswerGiven::AgreedInPart),
            2 => commitment("2027-03-15"),
            3 => kept(about),
            4 => not_kept(about),
            _ => outcome(&[7]),
        };
        let line = match attempt.0 % 14 {
            which @ 0..7 => plain(which),
            // A correction says what the line it is of said, or something else.
            which => {
                let said = ledger.entries().iter().find(|entry| entry.id() == entry_id(about));
                let same = said.map(|entry| entry.line().said().clone());
                correction(
                    about,
                    if which == 13 { plain(attempt.1) } else { same.unwrap_or_else(|| plain(which)) },
                )
            }
        };
        if let Ok(entry) = of.append(&ledger, line, entry_id(number), day(on)) {
            ledger = ledger.with(entry);
        }
    }
    (of, ledger)
}

fn attempts() -> impl Strategy<Value = Vec<Attempt>> {
    prop::collection::vec((any::<u8>(), any::<u8>(), 1_u32..29), 0..60)
}

/// What comes to pass in a period, without what is so at its end.
fn flows(tally: LegacyTally) -> [u64; 6] {
    [tally.asked, tally.answered, tally.promised, tally.kept, tally.not_kept, tally.measured]
}

fn tally(of: &Initiative, ledger: &LegacyLedger, from: u32, until: u32) -> LegacyTally {
    legacy([(of, ledger)], LegacyPeriod::new(day(from), day(until)).unwrap()).tally
}

proptest! {
    /// An entry is either the newest version of one line or superseded by one other.
    #[test]
    fn no_entry_is_lost_or_changed_and_each_is_superseded_at_most_once(attempts in attempts()) {
        let (_, ledger) = made(&attempts);
        let standing = ledger.standing();
        let superseded: Vec<_> = ledger.entries().iter().filter_map(|entry| entry.line().corrects()).collect();
        let newest: BTreeSet<_> = standing.iter().map(|line| line.entry).collect();
        prop_assert_eq!(superseded.iter().collect::<BTreeSet<_>>().len(), superseded.len());
        for entry in ledger.entries() {
            prop_assert_ne!(newest.contains(&entry.id()), superseded.contains(&entry.id()));
        }
        for line in &standing {
            let said = ledger.entries().iter().find(|entry| entry.id() == line.entry).map(|entry| entry.line().said());
            prop_assert_eq!(said, Some(&line.line));
        }
    }

    #[test]
    fn what_was_superseded_counts_once(attempts in attempts()) {
        let (_, ledger) = made(&attempts);
        let first = ledger.entries().iter().filter(|entry| entry.line().corrects().is_none()).count();
        prop_assert_eq!(ledger.standing().len(), first);
    }

    /// Every prefix of a ledger is a ledger that was, and what was true of its entries stays so.
    #[test]
    fn what_is_appended_changes_nothing_that_was_written(attempts in attempts(), at in any::<prop::sample::Index>()) {
        let (_, ledger) = made(&attempts);
        let kept = at.index(ledger.entries().len() + 1);
        let before = LegacyLedger::restore(ledger.initiative(), ledger.entries()[..kept].to_vec());
        let firsts = |ledger: &LegacyLedger| -> Vec<_> {
            ledger.standing().into_iter().map(|line| (line.first, line.at, line.line.kind())).collect()
        };
        let (earlier, later) = (firsts(&before), firsts(&ledger));
        prop_assert_eq!(&later[..earlier.len()], &earlier[..]);
    }

    #[test]
    fn everything_asked_is_answered_or_open_and_every_promise_settled_or_open(attempts in attempts(), until in 2_u32..30) {
        let (of, ledger) = made(&attempts);
        let whole = tally(&of, &ledger, 1, until);
        prop_assert_eq!(whole.asked, whole.answered + whole.open_asks);
        prop_assert_eq!(whole.promised, whole.kept + whole.not_kept + whole.open_commitments);
        prop_assert!(whole.overdue <= whole.open_commitments);
    }

    #[test]
    fn what_comes_to_pass_adds_up_over_periods_and_what_is_open_is_that_of_the_last(
        attempts in attempts(), [from, middle, until] in prop::sample::subsequence((1..30).collect::<Vec<u32>>(), 3)
            .prop_map(|days| [days[0], days[1], days[2]]),
    ) {
        let (of, ledger) = made(&attempts);
        let (first, second) = (tally(&of, &ledger, from, middle), tally(&of, &ledger, middle, until));
        let whole = tally(&of, &ledger, from, until);
        let sum: Vec<u64> = flows(first).into_iter().zip(flows(second)).map(|(a, b)| a + b).collect();
        prop_assert_eq!(sum, flows(whole).to_vec());
        let open = |tally: LegacyTally| (tally.open_asks, tally.open_commitments, tally.overdue);
        prop_assert_eq!(open(second), open(whole));
    }

    #[test]
    fn a_closed_initiative_takes_what_an_open_one_takes_if_it_is_a_correction(attempts in attempts(), more in attempts()) {
        let (of, ledger) = made(&attempts);
        let closed = of.close(&ledger, Conclusion::NotAchieved { reason: super::tests::words("No.") }, day(29)).unwrap();
        let (_, other) = made(&more);
        for entry in other.entries() {
            let append = |of: &Initiative| of.append(&ledger, entry.line().clone(), entry_id(999), day(29));
            prop_assert_eq!(append(&closed).is_ok(), append(&of).is_ok() && entry.line().corrects().is_some());
        }
    }
}

/// The laws are of ledgers with something in them.
#[test]
fn attempts_make_every_kind_of_line_and_corrections_of_it() {
    let attempts: Vec<Attempt> = (0..2000_u32)
        .map(|n| (n.wrapping_mul(97).to_le_bytes()[0], n.wrapping_mul(61).to_le_bytes()[0], n % 28 + 1))
        .collect();
    let kinds: BTreeSet<_> = attempts
        .chunks(50)
        .flat_map(|chunk| made(chunk).1.entries().to_vec())
        .map(|entry| (entry.line().kind(), entry.line().corrects().is_some()))
        .collect();
    assert!(kinds.len() >= 10, "{kinds:?}");
}
