//! What an attacker sees.

use std::collections::BTreeMap;

use bln_evidence::disclosure::{PublishedTable, Shown};

use crate::trust::{Place, Truth};

/// Between which numbers of people something is.
pub(crate) type Range = (i64, i64);

/// More people than there are in any table here.
pub(crate) const EVERYBODY: i64 = 100_000;

/// A table as an attacker sees it: what each cell and margin can be by itself.
pub(crate) struct View {
    pub(crate) ranges: BTreeMap<Place, Range>,
    pub(crate) stars: Vec<Place>,
}

impl View {
    /// A published table. A star says nothing; what a number says is worked out from the rule in words: nobody, or more
    /// than the threshold, to the nearest multiple of the base.
    pub(crate) fn published(table: &PublishedTable) -> Self {
        let rules = table.policy().rules();
        let [threshold, base] =
            [rules.threshold, rules.rounding].map(|number| i64::try_from(number).unwrap());
        let mut view = Self { ranges: BTreeMap::new(), stars: Vec::new() };
        for row in table.rows() {
            let range = match row.shown() {
                Shown::Number(0) => (0, 0),
                Shown::Number(number) => {
                    let number = i64::try_from(number).unwrap();
                    ((number - base / 2).max(threshold + 1), number + (base - 1) / 2)
                }
                _ => {
                    view.stars.push(row.at().to_vec());
                    (0, EVERYBODY)
                }
            };
            view.ranges.insert(row.at().to_vec(), range);
        }
        view
    }

    /// The control: a table in which 1 to the threshold are starred, and nothing else is done.
    pub(crate) fn threshold_only(truth: &Truth, threshold: i64) -> Self {
        let mut view = Self { ranges: BTreeMap::new(), stars: Vec::new() };
        for place in truth.places() {
            let people = i64::try_from(truth.of(&place)).unwrap();
            let is_small = (1..=threshold).contains(&people);
            view.ranges.insert(place.clone(), if is_small { (1, threshold) } else { (people, people) });
            if is_small {
                view.stars.push(place);
            }
        }
        view
    }
}

/// How many small cells an attacker knows more closely than by so many people.
pub(crate) fn recovered(truth: &Truth, known: &BTreeMap<Place, Range>, width: i64) -> usize {
    let is_known = |(place, (least, most)): &(&Place, &Range)| {
        let people = i64::try_from(truth.of(place)).unwrap();
        assert!((*least..=*most).contains(&people), "an attacker who errs shows nothing");
        (1..=7).contains(&people) && most - least < width
    };
    known.iter().filter(is_known).count()
}
