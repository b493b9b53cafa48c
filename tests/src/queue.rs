//! What must be true of a full event: nobody oversold, nobody lost, and a queue without a hole.

use std::collections::BTreeSet;

use bln_core::{Event, Id, RegistrationState};
use bln_store::{PageSize, Store};

/// One registration, as far as the check needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// Who.
    pub person: u128,
    /// The number drawn on arrival.
    pub sequence: u64,
    /// Whether the place is confirmed; else they wait.
    pub confirmed: bool,
}

/// The registrations of an event, read from its store. Whoever neither has a place nor waits is left out, so
/// that the check misses them.
pub async fn placed(store: &dyn Store, event: Id<Event>) -> Vec<Placed> {
    let (mut placed, mut after) = (Vec::new(), None);
    loop {
        let page = store.registration_page(event, after, PageSize::MAX).await.unwrap();
        placed.extend(page.items.iter().filter_map(|stored| {
            let (person, sequence) = (stored.record.person().uuid(), stored.record.sequence());
            let confirmed = match stored.record.state() {
                RegistrationState::Confirmed { .. } => true,
                RegistrationState::Waiting => false,
                _ => return None,
            };
            Some(Placed { person: person.as_u128(), sequence: sequence.number(), confirmed })
        }));
        after = page.next;
        if after.is_none() {
            return placed;
        }
    }
}

/// What is wrong when `people` have registered for `places` and nobody has cancelled. `positions` are those told
/// to the people who wait.
pub fn queue_faults(placed: &[Placed], positions: &[u64], places: usize, people: usize) -> Vec<String> {
    let mut faults = Vec::new();
    let mut check = |holds: bool, fault: String| {
        if !holds {
            faults.push(fault);
        }
    };
    let confirmed = placed.iter().filter(|placed| placed.confirmed).count();
    check(confirmed == places.min(people), format!("{confirmed} confirmed for {places} places"));
    let waiting = placed.len() - confirmed;
    check(waiting == people.saturating_sub(places), format!("{waiting} waiting"));
    let who: BTreeSet<_> = placed.iter().map(|placed| placed.person).collect();
    check(
        who.len() == people && placed.len() == people,
        format!("{} people in {} rows", who.len(), placed.len()),
    );
    check(dense(placed.iter().map(|placed| placed.sequence), people), "the numbers are not dense".to_owned());
    check(dense(positions.iter().copied(), waiting), "the positions are not dense".to_owned());
    let last_in = placed.iter().filter(|placed| placed.confirmed).map(|placed| placed.sequence).max();
    let first_out = placed.iter().filter(|placed| !placed.confirmed).map(|placed| placed.sequence).min();
    let in_order = last_in.zip(first_out).is_none_or(|(last_in, first_out)| last_in < first_out);
    check(in_order, "somebody waits behind somebody who came later".to_owned());
    faults
}

/// Whether these are 1, 2, 3 and so on up to `count`, in any order.
fn dense(numbers: impl Iterator<Item = u64>, count: usize) -> bool {
    let mut numbers: Vec<_> = numbers.collect();
    numbers.sort_unstable();
    numbers.len() == count && numbers.into_iter().eq((1..).take(count))
}
