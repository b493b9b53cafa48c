//! What happens when in a year.

use bln_core::{Instant, Invalid, LocalTime, TimeZone};
use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta};

use crate::{
    programme::{Fate, Programme, Published},
    season::at,
};

/// Something that happens. Events are named by their position in the programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Offers that have expired are ended.
    Sweep,
    /// People read their mail and answer offers, or do not.
    Mail,
    /// Some leave, pause or become members; those who paused in spring come back in summer.
    Spring,
    Summer,
    /// An issue of the bulletin is sent, and the initiatives move on.
    Quarter {
        number: usize,
    },
    /// People register: the first and larger part, then the rest.
    Register {
        event: usize,
        rest: bool,
    },
    /// People change their minds; the second time some come back.
    Doubt {
        event: usize,
        again: bool,
    },
    /// An event gets more places, starts later or is called off.
    Change {
        event: usize,
    },
    /// People come.
    Doors {
        event: usize,
    },
    /// The books on an event are closed.
    Close {
        event: usize,
    },
}

/// A step and its instant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) at: Instant,
    pub(super) step: Step,
}

/// The steps of a year in their order.
#[derive(Debug)]
pub(super) struct Agenda(Vec<Entry>);

impl Agenda {
    pub(super) fn of(programme: &Programme) -> Result<Self, Invalid> {
        let first = at("2026-01-08T09:00")?;
        let mut entries = vec![
            Entry { at: at("2026-04-01T08:00")?, step: Step::Spring },
            Entry { at: at("2026-07-01T08:00")?, step: Step::Summer },
        ];
        for day in days(2026) {
            entries.push(Entry { at: on(day, 9), step: Step::Sweep });
            entries.push(Entry { at: on(day, 12), step: Step::Mail });
        }
        for (number, day) in ["2026-03-25", "2026-06-25", "2026-09-25", "2026-12-15"].into_iter().enumerate()
        {
            entries.push(Entry { at: at(&format!("{day}T12:00"))?, step: Step::Quarter { number } });
        }
        for (event, published) in programme.events.iter().enumerate() {
            entries.extend(entries_of(event, published));
        }
        // Nothing happens before the programme is published; what was due before happens then.
        for entry in &mut entries {
            entry.at = entry.at.max(first);
        }
        // A stable sort: at one instant, the order in which they were written down.
        entries.sort_by_key(|entry| entry.at);
        Ok(Self(entries))
    }
}

impl IntoIterator for Agenda {
    type Item = Entry;
    type IntoIter = std::vec::IntoIter<Entry>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

fn entries_of(event: usize, published: &Published) -> Vec<Entry> {
    let schedule = published.event.schedule();
    let (starts, ends) = (schedule.starts_at(), schedule.ends_at());
    let date = schedule.starts().wall().date();
    let before = |days| on(date - TimeDelta::days(days), 15);
    let mut entries = vec![
        Entry { at: before(41), step: Step::Register { event, rest: false } },
        Entry { at: before(30), step: Step::Register { event, rest: true } },
        Entry { at: before(12), step: Step::Doubt { event, again: false } },
        Entry { at: before(4), step: Step::Doubt { event, again: true } },
    ];
    let hour = TimeDelta::hours(1);
    // An event that is moved starts an hour later than it was published.
    let doors = |late| Entry { at: starts.plus(late + TimeDelta::minutes(10)), step: Step::Doors { event } };
    let close = |late| Entry { at: ends.plus(late + TimeDelta::minutes(30)), step: Step::Close { event } };
    match published.plan.fate {
        Fate::Held => entries.extend([doors(TimeDelta::zero()), close(TimeDelta::zero())]),
        Fate::Enlarged => {
            entries.push(Entry { at: before(21), step: Step::Change { event } });
            entries.extend([doors(TimeDelta::zero()), close(TimeDelta::zero())]);
        }
        Fate::Moved => {
            entries.push(Entry { at: before(10), step: Step::Change { event } });
            entries.extend([doors(hour), close(hour)]);
        }
        Fate::CalledOff => entries.push(Entry { at: before(7), step: Step::Change { event } }),
    }
    entries
}

fn days(year: i32) -> impl Iterator<Item = NaiveDate> {
    let first = NaiveDate::from_ymd_opt(year, 1, 8);
    let next = |day: &NaiveDate| day.succ_opt();
    std::iter::successors(first, next).take_while(move |day| day.year() == year)
}

/// An hour of a day in London; none of those used is skipped or repeated.
fn on(day: NaiveDate, hour: u32) -> Instant {
    let time = NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN);
    LocalTime::new(day.and_time(time), TimeZone::LONDON).instant()
}
