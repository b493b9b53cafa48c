//! What a registration desk reads at once.

use std::{
    collections::BTreeSet,
    ops::Bound::{Excluded, Included, Unbounded},
};

use bln_core::{Event, Id, Instant, ModeChoice, Person, Reach, Registration, Sequence, Standing, Versioned};
use chrono::{DateTime, Utc};

use super::state::State;
use crate::{Belongs, SeatQuery, SeatView};

impl State {
    /// Everything that was asked for, and the event with its seats. Each part is read from an index in its own
    /// order and up to its own limit, so that the cost does not depend on how many people registered.
    pub(super) fn seat_view(&self, query: &SeatQuery) -> Option<SeatView> {
        let event = self.events.get(&query.event)?.clone();
        let seats = self.seats.get(&query.event)?.clone();
        let people: BTreeSet<Id<Person>> = query.people.iter().copied().collect();

        let mut wanted = people.clone();
        wanted.extend(self.due_offers(query.event, query.due).take(count(query.due_limit)));
        let reach = ModeChoice::ALL.map(|choice| {
            let (heads, reach) = self.heads(query.event, choice, count(query.heads));
            wanted.extend(heads);
            (choice, reach)
        });
        let mut live = self.live(query.event);
        wanted.extend(live.by_ref().take(count(query.live_limit)));
        let live_beyond = u32::from(query.live_limit > 0 && live.next().is_some());

        Some(SeatView {
            event,
            seats,
            registrations: self.registrations_of(query.event, &wanted),
            reach,
            belongs: people.into_iter().filter_map(|person| self.belongs(person)).collect(),
            receipts: query.receipts.iter().filter_map(|key| self.receipts.get(key).cloned()).collect(),
            live_beyond,
        })
    }

    /// Whose offers expire at or before an instant, in the order of their expiry and then of arrival.
    pub(super) fn due_offers(&self, event: Id<Event>, due: Instant) -> impl Iterator<Item = Id<Person>> {
        let from = Included((event, Instant::new(DateTime::<Utc>::MIN_UTC), Sequence::START));
        let offers = self.indexes.offers.range((from, Unbounded));
        let due = offers.take_while(move |((of, expires, _), _)| *of == event && *expires <= due);
        due.map(|(_, person)| *person)
    }

    /// The first of those who wait with a choice, and how much of that list they are.
    fn heads(&self, event: Id<Event>, choice: ModeChoice, limit: usize) -> (Vec<Id<Person>>, Reach) {
        let all = self.indexes.waiting.range((event, choice, Sequence::START)..);
        let mut all = all.take_while(|((of, with, _), _)| *of == event && *with == choice);
        let (mut heads, mut last) = (Vec::new(), Sequence::START);
        for ((_, _, sequence), person) in all.by_ref().take(limit) {
            heads.push(*person);
            last = *sequence;
        }
        let reach = if all.next().is_some() { Reach::UpTo(last) } else { Reach::All };
        (heads, reach)
    }

    /// Those of whose registrations something is still to come, in the order of arrival.
    fn live(&self, event: Id<Event>) -> impl Iterator<Item = Id<Person>> {
        let live = self.indexes.live.range((Excluded((event, Sequence::START)), Unbounded));
        live.take_while(move |((of, _), _)| *of == event).map(|(_, person)| *person)
    }

    fn registrations_of(
        &self,
        event: Id<Event>,
        people: &BTreeSet<Id<Person>>,
    ) -> Vec<Versioned<Registration>> {
        people.iter().filter_map(|person| self.registrations.get(&(event, *person)).cloned()).collect()
    }

    fn belongs(&self, person: Id<Person>) -> Option<Belongs> {
        self.people.get(&person)?;
        let membership = self.memberships.get(&person);
        let current = membership.map(|stored| stored.record.current());
        let active = current.filter(|spell| spell.standing() == Standing::Active);
        Some(Belongs {
            person,
            active: active.map(|spell| spell.belonging().kind()),
            membership: membership.map(|stored| stored.version),
        })
    }
}

fn count(limit: u32) -> usize {
    usize::try_from(limit).unwrap_or(usize::MAX)
}
