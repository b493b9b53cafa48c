//! A series in the programme: one entry that comes again, and one for each occurrence that is not as usual.

use std::collections::{BTreeMap, BTreeSet};

use bln_core::{EventState, Id, Occurrence, Schedule, Series, visibility::ListedEvent};
use chrono::NaiveDateTime;

use crate::{
    Programme,
    times::{is_local, push_instant, push_wall, write_schedule},
    vevent::{Face, write_event},
};

/// The occurrence of a series that an event stands in the place of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SeriesInstance {
    pub(crate) series: Id<Series>,
    pub(crate) sequence: u32,
    /// When it would have been.
    pub(crate) wall: NaiveDateTime,
}

impl Programme {
    /// Adds a series as one entry, from those of its events that may be listed.
    ///
    /// The entry shows what the first of them shows, at the times of the plan. An event that is at another time, shows
    /// something else or is called off follows under the same identifier with a `RECURRENCE-ID`, which names the
    /// occurrence it stands for. Occurrences that are not among the events (left out of the plan, in preparation,
    /// or not for these readers) are taken out by `EXDATE`, and look alike.
    ///
    /// All of them carry one `SEQUENCE`: the number of the events that are listed, and of all changes that people had to be
    /// told of. It rises when one of them changes so and when one is published. It tells nothing of those that are not
    /// listed, and so it falls when one that was listed is made a safe space or is no longer for these readers; whoever
    /// subscribes reads the whole calendar anew.
    ///
    /// The events are written one by one instead, as [`Programme::event`] does, when no rule can be written that all
    /// calendars read alike: for a series in another zone than London's, outside of the years 1996 to 2037, or with a
    /// start or an end that the clocks repeat. So are events that do not belong to the series.
    pub fn series(&mut self, series: &Series, events: &[ListedEvent<'_>]) {
        let occurrences = series.occurrences();
        let can_recur = occurrences.iter().filter_map(Occurrence::schedule).all(is_local);
        let numbers: BTreeSet<u32> = occurrences.iter().filter_map(|one| Some(held(one)?.0)).collect();
        let (mut by_number, mut alone) = (BTreeMap::new(), Vec::new());
        for listed in events {
            match listed.event().series() {
                Some((id, number)) if can_recur && id == series.id() && numbers.contains(&number) => {
                    by_number.insert(number, *listed);
                }
                _ => alone.push(*listed),
            }
        }
        if let Some(usual) = by_number.values().next().copied() {
            let told = by_number.values().map(|listed| listed.event().revision().number().saturating_add(1));
            let sequence = told.fold(0, u32::saturating_add);
            self.write_rule(series, &occurrences, &by_number, (usual, sequence));
            for (number, planned) in occurrences.iter().filter_map(held) {
                if let Some(listed) = by_number.get(&number)
                    && !is_as_usual(*listed, usual, series.first(), planned)
                {
                    let instance =
                        SeriesInstance { series: series.id(), sequence, wall: planned.starts().wall() };
                    self.write(*listed, Some(instance));
                }
            }
        }
        for listed in alone {
            self.event(listed);
        }
    }

    fn write_rule(
        &mut self,
        series: &Series,
        occurrences: &[Occurrence],
        events: &BTreeMap<u32, ListedEvent<'_>>,
        (usual, sequence): (ListedEvent<'_>, u32),
    ) {
        let common = &self.common;
        write_event(&mut self.lines, |lines| {
            common.write_head(lines, series.id(), sequence);
            write_schedule(lines, series.first());
            lines.line(|line| {
                line.push_str("RRULE:");
                line.push_str(&series.recurrence().without_end().to_string());
                // The last start and not a number of them: readers differ in whether one that the clocks skip counts.
                if let Some(last) = occurrences.iter().filter_map(Occurrence::schedule).next_back() {
                    line.push_str(";UNTIL=");
                    push_instant(line, last.starts_at());
                }
            });
            let out = left_out(series, occurrences, events);
            if !out.is_empty() {
                lines.line(|line| {
                    line.push_str("EXDATE;TZID=Europe/London:");
                    for (at, wall) in out.into_iter().enumerate() {
                        if at > 0 {
                            line.push(',');
                        }
                        push_wall(line, wall);
                    }
                });
            }
            Face::of(usual.event()).write(lines, None);
            lines.plain("STATUS", "CONFIRMED");
            lines.plain("TRANSP", "TRANSPARENT");
            common.write_organizer(lines);
        });
    }
}

fn held(occurrence: &Occurrence) -> Option<(u32, &Schedule)> {
    match occurrence {
        Occurrence::Held { number, schedule } => Some((*number, schedule)),
        Occurrence::Skipped { .. } => None,
    }
}

/// Whether the entry of the series says of an occurrence what there is to say.
fn is_as_usual(
    listed: ListedEvent<'_>,
    usual: ListedEvent<'_>,
    first: &Schedule,
    planned: &Schedule,
) -> bool {
    let event = listed.event();
    // Readers give each occurrence the duration of the first, which across a change of the clocks ends at another time
    // on the wall (RFC 5545 section 3.8.5.3).
    let lasts = |schedule: &Schedule| schedule.ends_at().utc() - schedule.starts_at().utc();
    event.state() != EventState::Cancelled
        && event.schedule() == planned
        && lasts(planned) == lasts(first)
        && Face::of(event) == Face::of(usual.event())
}

/// The starts of the rule on which nothing is to be shown, in order.
fn left_out(
    series: &Series,
    occurrences: &[Occurrence],
    events: &BTreeMap<u32, ListedEvent<'_>>,
) -> BTreeSet<NaiveDateTime> {
    let time = series.first().starts().wall().time();
    let excluded = series.excluded().iter().map(|date| date.and_time(time));
    let absent = occurrences.iter().filter_map(|occurrence| match occurrence {
        Occurrence::Skipped { wall } => Some(*wall),
        Occurrence::Held { number, .. } if events.contains_key(number) => None,
        Occurrence::Held { schedule, .. } => Some(schedule.starts().wall()),
    });
    excluded.chain(absent).collect()
}
