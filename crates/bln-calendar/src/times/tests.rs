use chrono::{NaiveDate, TimeDelta};

use super::*;

fn london(text: &str) -> LocalTime {
    LocalTime::parse(text, TimeZone::LONDON).unwrap()
}

fn written(starts: LocalTime, ends: LocalTime) -> String {
    let mut lines = Lines::default();
    write_schedule(&mut lines, &Schedule::new(starts, ends).unwrap());
    lines.finish()
}

/// The last Sunday of a month, as `BYDAY=-1SU` has it.
fn last_sunday(year: i32, month: u32) -> NaiveDate {
    let last = NaiveDate::from_ymd_opt(year, month, 31).unwrap();
    last - TimeDelta::days(i64::from(last.weekday().num_days_from_sunday()))
}

#[test]
fn the_rules_agree_with_the_zone_every_hour_of_every_year_they_are_used_for() {
    // What the text says, by hand: from 01:00 of one day to 02:00 of another, on the wall before each change.
    for year in YEARS {
        let forward = last_sunday(year, 3).and_hms_opt(1, 0, 0).unwrap();
        let back = last_sunday(year, 10).and_hms_opt(1, 0, 0).unwrap();
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap().and_hms_opt(0, 0, 0).unwrap();
        for hour in 0..366 * 24 {
            let at = first + TimeDelta::hours(hour);
            let by_rule = if (forward..back).contains(&at) { TimeDelta::hours(1) } else { TimeDelta::zero() };
            assert_eq!(TimeZone::LONDON.wall(Instant::new(at.and_utc())) - at, by_rule, "{at}");
        }
    }
    // And the year before they hold, the test would see a difference: the clocks went back on 22 October 1995.
    let autumn: Instant = "1995-10-25T12:00:00Z".parse().unwrap();
    assert_eq!(TimeZone::LONDON.wall(autumn), autumn.utc().naive_utc());
    assert_eq!(last_sunday(1995, 10).to_string(), "1995-10-29");
}

#[test]
fn a_time_of_london_is_written_as_on_the_wall() {
    assert_eq!(
        written(london("2027-06-01T18:00"), london("2027-06-01T19:30")),
        "DTSTART;TZID=Europe/London:20270601T180000\r\nDTEND;TZID=Europe/London:20270601T193000\r\n"
    );
}

#[test]
fn a_time_of_another_zone_and_of_other_years_is_written_in_utc() {
    let kolkata = |text| LocalTime::parse(text, TimeZone::parse("Asia/Kolkata").unwrap()).unwrap();
    assert_eq!(
        written(kolkata("2027-06-01T18:00"), kolkata("2027-06-01T19:30")),
        "DTSTART:20270601T123000Z\r\nDTEND:20270601T140000Z\r\n"
    );
    for (from, until, local) in [
        ("1995-12-31T22:00", "1995-12-31T23:00", false),
        ("1996-01-01T00:00", "1996-01-01T01:00", true),
        ("2037-12-31T22:00", "2037-12-31T23:00", true),
        ("2037-12-31T22:00", "2038-01-01T00:00", false),
    ] {
        assert_eq!(written(london(from), london(until)).contains("TZID"), local, "{from}");
    }
}

#[test]
fn a_time_that_the_clocks_repeat_or_skip_is_written_in_utc() {
    // The first pass of half past one on 31 October 2027.
    assert!(
        written(london("2027-10-31T01:30"), london("2027-10-31T03:00"))
            .starts_with("DTSTART:20271031T003000Z")
    );
    // An end that no wall shows: half past one on 28 March 2027.
    assert!(
        written(london("2027-03-28T00:30"), london("2027-03-28T01:30"))
            .ends_with("DTEND:20270328T013000Z\r\n")
    );
    // Across the change, with both ends on the wall.
    assert!(written(london("2027-03-28T00:30"), london("2027-03-28T02:30")).contains("TZID"));
}
