//! Two ledgers that turn out to be of one person.

use std::cmp::Reverse;

use super::{ConsentEntry, ConsentLedger};
use crate::purpose::PurposeCode;

impl ConsentLedger {
    /// The ledger of one person of whom there were two records.
    ///
    /// All entries of both are kept. For each purpose the last word is the stricter of the two: a "no" beats a
    /// "yes", a "yes" that ends beats one that ends later, of two that allow the same the older counts, and never
    /// having been asked is no answer. So it is one that was said, at the instant at which it was said; where it
    /// does not come last by itself, it is entered again as it was. A suppression of either is one of both.
    ///
    /// A request stays open only where neither record has an answer, or the request came last in each: a link on
    /// its way does not get past what was said to the other record.
    ///
    /// Which of the two is merged into which makes no difference but for the order of the entries.
    #[must_use]
    pub fn merged_with(&self, other: &ConsentLedger) -> Self {
        let mut merged = self.clone();
        merged.suppressed.extend(&other.suppressed);
        merged.entries.extend(other.entries.iter().filter(|entry| !self.entries.contains(entry)).cloned());
        for purpose in PurposeCode::ALL {
            let answer =
                self.last_word(purpose).into_iter().chain(other.last_word(purpose)).max_by_key(weight);
            let last = self.about(purpose).next_back().into_iter().chain(other.about(purpose).next_back());
            // What came last in both, if that is a request; an answer closes one.
            let open =
                last.max_by_key(|last| (last.is_answer(), weight(last))).filter(|last| !last.is_answer());
            if merged.last_word(purpose) != answer {
                merged.entries.extend(answer.cloned());
            }
            let wanted = open.or(answer);
            if merged.about(purpose).next_back() != wanted {
                merged.entries.extend(wanted.cloned());
            }
        }
        merged
    }
}

/// The weight of an entry: the greater one stands. A total order, so that no order of merging matters.
fn weight<'a>(entry: &&'a ConsentEntry) -> impl Ord + use<'a> {
    let decision = entry.decision();
    let written = (decision.wording(), entry.method(), entry.recorded_by());
    (Reverse(decision.allows()), Reverse(entry.at()), written)
}
