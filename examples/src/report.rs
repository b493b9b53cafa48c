//! What a network lead wants to know, on one screen after another.

mod events;

use std::{
    fmt::Display,
    io::{self, Write},
    time::Duration,
};

use bln_core::{Actor, Event, LocalTime, PeopleCount, Pillar};
use bln_service::{Network, Overview};
use bln_store::{Store, StoreFault};
use chrono::Datelike;

use crate::season::{Season, SeasonError};

/// Writes the report.
///
/// # Errors
///
/// When it cannot be written, or the network fails.
pub async fn write(
    out: &mut dyn Write,
    network: &Network,
    store: &dyn Store,
    administrator: Actor,
    season: &Season,
) -> Result<(), SeasonError> {
    let overview = network.overview(administrator).await;
    let overview = overview.map_err(|error| SeasonError::network("counting", error))?;
    writeln!(out, "{} ({}): the year 2026", network.profile().name(), network.profile().short_name())?;
    writeln!(
        out,
        "Seed {}, made for {} applications.",
        season.settings.seed,
        thousands(season.settings.people)
    )?;
    organisations(out, season)?;
    import(out, season)?;
    people(out, &overview)?;
    programme(out, season, &overview)?;
    clock_changes(out, season)?;
    places(out, season, &overview)?;
    events::write(out, store, season).await
}

/// Writes how fast something was. The only lines that differ from run to run.
///
/// # Errors
///
/// When it cannot be written.
pub fn timing(out: &mut dyn Write, what: &str, count: u64, took: Duration) -> io::Result<()> {
    let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX).max(1);
    let rate = count.saturating_mul(1_000) / millis;
    let (seconds, tenths) = (millis / 1_000, millis % 1_000 / 100);
    writeln!(out, "Timing: {} {what} in {seconds}.{tenths} s, {} a second", thousands(count), thousands(rate))
}

/// Writes what the store found wrong with itself.
///
/// # Errors
///
/// When it cannot be written.
pub fn verdict(out: &mut dyn Write, faults: &[StoreFault]) -> io::Result<()> {
    if faults.is_empty() {
        return writeln!(out, "\nverify: no faults");
    }
    writeln!(out, "\nverify: {} faults", faults.len())?;
    faults.iter().try_for_each(|fault| writeln!(out, "  {fault}"))
}

pub(crate) fn heading(out: &mut dyn Write, text: &str) -> io::Result<()> {
    writeln!(out, "\n{text}\n{}", "-".repeat(text.len()))
}

pub(crate) fn line(out: &mut dyn Write, label: &str, value: impl Display) -> io::Result<()> {
    writeln!(out, "  {label:<44} {value:>15}")
}

fn organisations(out: &mut dyn Write, season: &Season) -> io::Result<()> {
    let (trusts, boards) = &season.organisations;
    heading(out, "Organisations")?;
    line(out, "NHS trusts, December 2025", trusts.organisations.len())?;
    line(out, "Integrated care boards, December 2024", boards.organisations.len())?;
    line(out, "Rows that could not be read", trusts.faults.len() + boards.faults.len())?;
    let faults = trusts.faults.iter().chain(&boards.faults);
    faults.take(5).try_for_each(|fault| writeln!(out, "    {fault}"))
}

fn import(out: &mut dyn Write, season: &Season) -> io::Result<()> {
    let imported = &season.imported;
    heading(out, "Applications")?;
    line(out, "Lines read", thousands(imported.lines))?;
    line(out, "Taken", told(imported.people.len()))?;
    line(out, "Not taken", thousands(imported.faulty))?;
    if imported.codes.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n  Faults by code (lines of the file can have several)")?;
    imported.codes.iter().try_for_each(|(code, count)| line(out, &format!("  {code}"), thousands(*count)))?;
    writeln!(out, "\n  The first of them")?;
    imported.first.iter().try_for_each(|fault| {
        let field = if fault.pointer.is_empty() { "whole line" } else { &fault.pointer };
        writeln!(out, "    line {}, {field}: {} ({})", fault.line, fault.message, fault.code)
    })
}

fn people(out: &mut dyn Write, overview: &Overview) -> io::Result<()> {
    heading(out, "People at the end of the year")?;
    for ((kind, standing), count) in &overview.people {
        line(out, &format!("{}, {}", kind.name(), standing.name()), commas(*count))?;
    }
    writeln!(out, "\n  Active, by region of their organisation")?;
    for (region, count) in &overview.by_region {
        let name = region.map_or("None or not known", bln_core::Region::official_name);
        line(out, &format!("  {name}"), commas(*count))?;
    }
    writeln!(out, "\n  Active, by kind of organisation")?;
    for (kind, count) in &overview.by_organisation {
        let name = kind.map_or("not in the directory".to_owned(), |kind| kind.name().replace('_', " "));
        line(out, &format!("  {name}"), commas(*count))?;
    }
    Ok(())
}

fn programme(out: &mut dyn Write, season: &Season, overview: &Overview) -> io::Result<()> {
    heading(out, "Programme")?;
    line(out, "Events planned and published", crate::programme::PLANS.len())?;
    line(out, "Dates, each week of a series counted", season.programme.events.len())?;
    for (state, count) in &overview.events_by_state {
        line(out, &format!("  {}", state.name()), count)?;
    }
    writeln!(out, "\n  Events by pillar (an event can serve several; dates in brackets)")?;
    for pillar in Pillar::ALL {
        let plans = crate::programme::PLANS.iter().filter(|plan| plan.pillars.contains(&pillar)).count();
        let dates = overview.events_by_pillar.get(&pillar).copied().unwrap_or(0);
        line(out, &format!("  {}", pillar.name().replace('_', " ")), format!("{plans} ({dates})"))?;
    }
    Ok(())
}

/// The dates of the series around both clock changes: the wall shows the same time, UTC does not.
fn clock_changes(out: &mut dyn Write, season: &Season) -> io::Result<()> {
    let series = season.programme.events.iter().filter(|published| published.event.series().is_some());
    let dates: Vec<&Event> = series.map(|published| &published.event).collect();
    let Some(first) = dates.first() else { return Ok(()) };
    writeln!(out, "\n  \"{}\" across the clock changes", first.title().as_str())?;
    for pair in dates.windows(2) {
        let [before, after] = pair else { continue };
        let shift = |event: &Event| {
            let starts = event.schedule().starts();
            starts.wall() - starts.instant().utc().naive_utc()
        };
        if shift(before) == shift(after) {
            continue;
        }
        for event in [before, after] {
            let starts = event.schedule().starts();
            writeln!(
                out,
                "    {} in London = {} UTC",
                day_and_time(starts),
                starts.instant().utc().format("%H:%M")
            )?;
        }
    }
    for wall in &season.programme.skipped {
        writeln!(out, "    left out, because the clocks skip it: {wall}")?;
    }
    Ok(())
}

fn places(out: &mut dyn Write, season: &Season, overview: &Overview) -> io::Result<()> {
    let year = &season.year;
    heading(out, "Places over the year")?;
    for (mode, places) in &overview.places {
        let mode = mode.name().replace('_', " ");
        line(out, &format!("Places {mode}"), thousands(places.capacity))?;
        line(out, "  confirmed or attended", commas(places.confirmed))?;
    }
    for (label, count) in [
        ("Registrations confirmed at once", year.confirmed),
        ("Registrations on a waiting list", year.waiting),
        ("Given up", year.cancelled),
        ("Places offered to people who waited", year.offers),
        ("  accepted", year.accepted),
        ("  turned down", year.declined),
        ("  ended without an answer", year.expired),
        ("Checked in", year.checked_in),
        ("Came without a place and got one", year.walk_ups),
    ] {
        line(out, label, commas(PeopleCount::new(count)))?;
    }
    if !year.refused.is_empty() {
        writeln!(out, "\n  Requests refused")?;
    }
    year.refused
        .iter()
        .try_for_each(|(code, count)| line(out, &format!("  {code}"), commas(PeopleCount::new(*count))))
}

fn day_and_time(time: LocalTime) -> String {
    let wall = time.wall();
    format!("{} {} {}", wall.weekday(), wall.format("%-d %B"), wall.format("%H:%M"))
}

fn told(people: usize) -> String {
    commas(PeopleCount::new(u64::try_from(people).unwrap_or(u64::MAX)))
}

pub(crate) fn commas(people: PeopleCount) -> String {
    people.number().map_or_else(|| people.to_string(), thousands)
}

/// A number as people read it: 10,000.
pub(crate) fn thousands(number: impl ToString) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_commas_and_small_counts_of_people_are_not_told() {
        assert_eq!((thousands(999), thousands(10_000)), ("999".to_owned(), "10,000".to_owned()));
        assert_eq!((told(10), told(1_100)), ("fewer than 11".to_owned(), "1,100".to_owned()));
    }

    #[test]
    fn a_timing_is_marked_as_one() {
        let mut out = Vec::new();
        timing(&mut out, "things done", 3_000, Duration::from_millis(1_500)).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "Timing: 3,000 things done in 1.5 s, 2,000 a second\n");
    }
}
