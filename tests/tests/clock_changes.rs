//! The nights on which the clocks change: 25 October 2026 and 28 March 2027 in the United Kingdom.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::collections::BTreeSet;

use bln_core::{
    Audience, Event, EventDetails, Id, LocalTime, Modes, PlannedEvent, Recurrence, Refusal,
    RegistrationWindow, Repeats, Schedule, TimeZone,
};
use bln_service::{Created, NetworkError, Placement};
use bln_tests::{World, admin, event_details, folder, places, sqlite};
use chrono::{Datelike, NaiveTime, TimeDelta, Timelike};

fn london(text: &str) -> LocalTime {
    LocalTime::parse(text, TimeZone::LONDON).unwrap()
}

fn plan(starts: &str, ends: &str, rule: &str) -> PlannedEvent {
    let schedule = Schedule::new(london(starts), london(ends)).unwrap();
    let details = event_details(Audience::Members, Modes::InPerson).moved_to(schedule).unwrap();
    let repeats = Repeats { rule: Recurrence::parse(rule).unwrap(), except: BTreeSet::new() };
    PlannedEvent { details, places: places(10), repeats: Some(repeats) }
}

/// When each event of a series starts and ends, in UTC and on the wall.
async fn times(world: &World, created: &Created) -> Vec<Times> {
    let mut times = Vec::new();
    for id in &created.events {
        let event = world.network.event(admin(), *id).await.unwrap().record;
        let (starts, ends) = (event.schedule().starts_at(), event.schedule().ends_at());
        let wall = |at| TimeZone::LONDON.wall(at);
        times.push(Times {
            utc: starts.utc().format("%d %b %H:%M").to_string(),
            starts: wall(starts).time(),
            ends: wall(ends).time(),
            number: event.series().unwrap().1,
        });
    }
    times
}

#[derive(Debug)]
struct Times {
    utc: String,
    starts: NaiveTime,
    ends: NaiveTime,
    number: u32,
}

async fn autumn() -> (tempfile::TempDir, World) {
    let folder = folder();
    let world = World::on(sqlite(&folder.path().join("network.sqlite")).await).await;
    world.clock.set("2026-09-01T09:00:00Z");
    (folder, world)
}

#[tokio::test]
async fn a_weekly_six_in_the_evening_stays_six_in_the_evening_through_october_and_march() {
    let (_folder, world) = autumn().await;
    // Sundays, so that two of them are the very days of the change.
    let plan = plan("2026-09-06T18:00", "2026-09-06T19:30", "FREQ=WEEKLY;COUNT=40");
    let created = world.network.create_event(admin(), plan, world.key()).await.unwrap();
    assert_eq!((created.events.len(), created.skipped.len()), (40, 0));
    let times = times(&world, &created).await;
    let six = NaiveTime::from_hms_opt(18, 0, 0).unwrap();
    let half_past_seven = NaiveTime::from_hms_opt(19, 30, 0).unwrap();
    for (week, time) in (1..).zip(&times) {
        assert_eq!((time.starts, time.ends, time.number), (six, half_past_seven, week), "{time:?}");
    }
    // The control: by the sun they move, so an expansion in UTC would have been seen.
    let utc: Vec<&str> = times.iter().map(|time| time.utc.as_str()).collect();
    assert_eq!(utc[6..8], ["18 Oct 17:00", "25 Oct 18:00"]);
    assert_eq!(utc[28..30], ["21 Mar 18:00", "28 Mar 17:00"]);
    for id in created.events {
        world.network.publish_event(admin(), id).await.unwrap();
    }
    world.sound().await;
}

#[tokio::test]
async fn half_past_one_in_the_gap_is_left_out_and_reported() {
    let (_folder, world) = autumn().await;
    let plan = plan("2027-03-26T01:30", "2027-03-26T01:45", "FREQ=DAILY;COUNT=4");
    let key = world.key();
    let created = world.network.create_event(admin(), plan.clone(), key.clone()).await.unwrap();
    let skipped: Vec<String> = created.skipped.iter().map(ToString::to_string).collect();
    assert_eq!(skipped, ["2027-03-28 01:30:00"]);
    let utc: Vec<String> = times(&world, &created).await.into_iter().map(|time| time.utc).collect();
    assert_eq!(utc, ["26 Mar 01:30", "27 Mar 01:30", "29 Mar 00:30", "30 Mar 00:30"]);
    // The same key gives the same answer, with what was left out.
    assert_eq!(world.network.create_event(admin(), plan, key).await.unwrap(), created);
    world.sound().await;
}

#[tokio::test]
async fn half_past_one_in_the_fold_means_the_first() {
    let (_folder, world) = autumn().await;
    let plan = plan("2026-10-24T01:30", "2026-10-24T01:45", "FREQ=DAILY;COUNT=3");
    let created = world.network.create_event(admin(), plan, world.key()).await.unwrap();
    let utc: Vec<String> = times(&world, &created).await.into_iter().map(|time| time.utc).collect();
    assert_eq!(utc, ["24 Oct 00:30", "25 Oct 00:30", "26 Oct 01:30"]);
    assert_eq!(created.skipped, vec![]);
    world.sound().await;
}

#[tokio::test]
async fn an_event_cannot_start_in_the_gap_and_may_end_in_it_or_in_the_fold() {
    let schedule =
        |starts, ends| Schedule::new(london(starts), london(ends)).map_err(|invalid| invalid.code());
    assert_eq!(schedule("2027-03-28T01:30", "2027-03-28T03:00"), Err("local_time.skipped"));
    let ends_in_the_gap = schedule("2027-03-28T00:30", "2027-03-28T01:30").unwrap();
    assert_eq!(ends_in_the_gap.ends_at().to_string(), "2027-03-28T01:30:00.000000Z");
    let ends_in_the_fold = schedule("2026-10-25T00:30", "2026-10-25T01:30").unwrap();
    assert_eq!(ends_in_the_fold.ends_at().to_string(), "2026-10-25T00:30:00.000000Z");
}

/// An event on the day of a change, whose registration closes at a time on the wall.
async fn closing(world: &World, starts: &str, ends: &str, closes: &str) -> Id<Event> {
    let schedule = Schedule::new(london(starts), london(ends)).unwrap();
    let window = RegistrationWindow::new(None, Some(london(closes))).unwrap();
    let details: EventDetails = event_details(Audience::Members, Modes::InPerson)
        .moved_to(schedule)
        .unwrap()
        .with_window(window)
        .unwrap();
    let plan = PlannedEvent { details, places: places(10), repeats: None };
    let created = world.network.create_event(admin(), plan, world.key()).await.unwrap();
    world.network.publish_event(admin(), created.events[0]).await.unwrap();
    created.events[0]
}

#[tokio::test]
async fn a_window_that_closes_in_the_gap_or_in_the_fold_closes_at_a_stated_instant() {
    // In the gap: read with the offset before it, 01:30 is 01:30 UTC, which walls show as 02:30. In the fold: the
    // first 01:30, which is 00:30 UTC.
    for (starts, ends, closes, last, first_after) in [
        (
            "2027-03-28T10:00",
            "2027-03-28T12:00",
            "2027-03-28T01:30",
            "2027-03-28T01:29:59.999999Z",
            "2027-03-28T01:30:00Z",
        ),
        (
            "2026-10-25T10:00",
            "2026-10-25T12:00",
            "2026-10-25T01:30",
            "2026-10-25T00:29:59.999999Z",
            "2026-10-25T00:30:00Z",
        ),
    ] {
        let (_folder, world) = autumn().await;
        let (in_time, late) = (world.member(1).await, world.member(2).await);
        let event = closing(&world, starts, ends, closes).await;
        world.clock.set(last);
        assert!(matches!(world.register(event, in_time).await, Ok(Placement::Confirmed { .. })), "{last}");
        world.clock.set(first_after);
        let closed = world.register(event, late).await;
        assert_eq!(closed, Err(NetworkError::Refused(Refusal::RegistrationClosed)), "{first_after}");
        world.sound().await;
    }
}

#[tokio::test]
async fn a_series_whose_window_is_a_day_before_closes_at_the_same_time_on_the_wall_all_year() {
    let (_folder, world) = autumn().await;
    let mut plan = plan("2026-09-06T18:00", "2026-09-06T19:00", "FREQ=WEEKLY;COUNT=40");
    let window = RegistrationWindow::new(None, Some(london("2026-09-05T18:00"))).unwrap();
    plan.details = plan.details.with_window(window).unwrap();
    let created = world.network.create_event(admin(), plan, world.key()).await.unwrap();
    for id in created.events {
        let event = world.network.event(admin(), id).await.unwrap().record;
        let closes = TimeZone::LONDON.wall(event.window().closes_at(event.schedule()));
        let starts = event.schedule().starts().wall();
        assert_eq!((closes.hour(), starts - closes), (18, TimeDelta::days(1)), "{starts}");
    }
}

/// Every quarter of an hour of both nights as start, as end and as the end of registration: an outcome, never a
/// panic.
#[tokio::test]
async fn every_quarter_of_an_hour_of_both_nights_has_an_outcome() {
    let (_folder, world) = autumn().await;
    let (mut held, mut refused) = (0, 0);
    for day in ["2026-10-25T00:00", "2027-03-28T00:00"] {
        for quarter in 0..16 {
            let starts = london(day).plus_on_the_wall(TimeDelta::minutes(15 * quarter));
            for length in [15, 45, 75, 26 * 60] {
                let ends = starts.plus_on_the_wall(TimeDelta::minutes(length));
                let Ok(schedule) = Schedule::new(starts, ends) else {
                    refused += 1;
                    continue;
                };
                let closes = starts.plus_on_the_wall(TimeDelta::minutes(-60));
                let details = event_details(Audience::Members, Modes::InPerson).moved_to(schedule).unwrap();
                let window = RegistrationWindow::new(None, Some(closes)).unwrap();
                let Ok(details) = details.with_window(window) else {
                    refused += 1;
                    continue;
                };
                let rule = Recurrence::parse("FREQ=WEEKLY;COUNT=3").unwrap();
                let repeats = Some(Repeats { rule, except: BTreeSet::new() });
                let plan = PlannedEvent { details, places: places(1), repeats };
                let created = world.network.create_event(admin(), plan, world.key()).await.unwrap();
                assert_eq!(created.events.len() + created.skipped.len(), 3, "{starts} for {length} minutes");
                held += 1;
            }
        }
    }
    // In the gap start four quarters of one night; in the fold end some events before they start.
    assert!(held > 80 && refused >= 16, "{held} held, {refused} refused");
    assert_eq!(london("2027-03-28T00:00").wall().weekday(), chrono::Weekday::Sun);
    world.sound().await;
}
