use chrono::{Datelike, TimeDelta};
use proptest::prelude::*;

use super::*;
use crate::{Invalid, InvalidKind};

fn wall(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

fn rule(text: &str) -> Recurrence {
    Recurrence::parse(text).unwrap()
}

fn days(text: &str, start: &str) -> Vec<String> {
    rule(text).expand(wall(start)).take(6).map(|wall| wall.format("%y-%m-%d").to_string()).collect()
}

#[test]
fn a_rule_has_one_canonical_form() {
    for (written, canonical) in [
        ("freq=weekly;wkst=mo;byday=we,mo;interval=1", "FREQ=WEEKLY;BYDAY=MO,WE"),
        ("COUNT=10;FREQ=DAILY;INTERVAL=2", "FREQ=DAILY;INTERVAL=2;COUNT=10"),
        ("FREQ=MONTHLY;BYDAY=+2TU,-1FR,2TU", "FREQ=MONTHLY;BYDAY=-1FR,2TU"),
        ("FREQ=MONTHLY;BYDAY=TU", "FREQ=MONTHLY;BYDAY=TU"),
        ("FREQ=MONTHLY;BYMONTHDAY=15,-1,1;UNTIL=20271231", "FREQ=MONTHLY;UNTIL=20271231;BYMONTHDAY=-1,1,15"),
        (" FREQ=YEARLY;UNTIL=20300101T180000 ", "FREQ=YEARLY;UNTIL=20300101T180000"),
        ("FREQ=WEEKLY", "FREQ=WEEKLY"),
    ] {
        assert_eq!(rule(written).to_string(), canonical);
        assert_eq!(rule(canonical), rule(written));
    }
}

#[test]
fn what_is_not_supported_is_refused() {
    for text in [
        "",
        ";",
        "FREQ",
        "FREQ=",
        "FREQ=HOURLY",
        "INTERVAL=2",
        "FREQ=DAILY;",
        "FREQ=DAILY;FREQ=DAILY",
        "FREQ=DAILY;BYDAY=MO",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=1000",
        "FREQ=DAILY;INTERVAL=+2",
        "FREQ=DAILY;COUNT=-1",
        "FREQ=DAILY;COUNT=",
        "FREQ=DAILY;COUNT=2;UNTIL=20270101",
        "FREQ=DAILY;UNTIL=2027-01-01",
        "FREQ=DAILY;UNTIL=20270230",
        "FREQ=DAILY;UNTIL=20270101T180000Z",
        "FREQ=DAILY;UNTIL=+2027011",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=WEEKLY;BYDAY=",
        "FREQ=WEEKLY;BYDAY=MO,,TU",
        "FREQ=WEEKLY;WKST=SU",
        "FREQ=MONTHLY;BYDAY=6TU",
        "FREQ=MONTHLY;BYDAY=0TU",
        "FREQ=MONTHLY;BYDAY=-6TU",
        "FREQ=MONTHLY;BYDAY=2ÄÖ",
        "FREQ=MONTHLY;BYDAY=Ä",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYMONTHDAY=-32",
        "FREQ=MONTHLY;BYMONTHDAY=--1",
        "FREQ=MONTHLY;BYDAY=2TU;BYMONTHDAY=1",
        "FREQ=YEARLY;BYDAY=MO",
        "FREQ=YEARLY;BYMONTH=3",
        "RRULE:FREQ=DAILY",
    ] {
        assert_eq!(Recurrence::parse(text).unwrap_err().kind(), InvalidKind::RecurrenceFormat, "{text}");
    }
    let long = format!("FREQ=WEEKLY;BYDAY=MO{}", ",MO".repeat(200));
    assert_eq!(Recurrence::parse(&long).unwrap_err().kind(), InvalidKind::RecurrenceFormat);
}

#[test]
fn a_count_is_1_to_500() {
    assert!(Recurrence::parse("FREQ=DAILY;COUNT=1").is_ok());
    assert!(Recurrence::parse("FREQ=DAILY;COUNT=500").is_ok());
    let many = Invalid::with_limit(InvalidKind::RecurrenceTooMany, 500);
    assert_eq!(Recurrence::parse("FREQ=DAILY;COUNT=501"), Err(many));
    assert_eq!(Recurrence::parse("FREQ=DAILY;COUNT=0"), Err(Invalid::new(InvalidKind::RecurrenceEmpty)));
}

#[test]
fn weeks_begin_on_monday() {
    // The example of WKST in RFC 5545 section 3.8.5.3: every other week from Tuesday 5 August 1997.
    let weekly = days("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU", "1997-08-05T09:00:00");
    assert_eq!(weekly, ["97-08-05", "97-08-10", "97-08-19", "97-08-24"]);
}

#[test]
fn a_month_without_the_day_is_left_out() {
    let start = "2027-01-31T09:00:00";
    assert_eq!(days("FREQ=MONTHLY;COUNT=3", start), ["27-01-31", "27-03-31", "27-05-31"]);
    assert_eq!(days("FREQ=MONTHLY;COUNT=3;BYMONTHDAY=-1", start), ["27-01-31", "27-02-28", "27-03-31"]);
    let fifth = days("FREQ=MONTHLY;COUNT=3;BYDAY=5SU", start);
    assert_eq!(fifth, ["27-01-31", "27-05-30", "27-08-29"]);
    assert_eq!(days("FREQ=MONTHLY;COUNT=2;BYDAY=-5SU", start), ["27-05-02", "27-08-01"]);
}

#[test]
fn days_named_twice_are_one_day() {
    // In February of a common year the 28th is the last day, and the fourth Tuesday may be the last.
    let start = "2027-02-01T09:00:00";
    assert_eq!(days("FREQ=MONTHLY;COUNT=2;BYMONTHDAY=28,-1", start), ["27-02-28", "27-03-28"]);
    assert_eq!(days("FREQ=MONTHLY;COUNT=2;BYDAY=4TU,-1TU", start), ["27-02-23", "27-03-23"]);
}

#[test]
fn every_monday_and_the_first_monday_are_every_monday() {
    let mondays = days("FREQ=MONTHLY;COUNT=3;BYDAY=1MO,MO", "2027-02-01T09:00:00");
    assert_eq!(mondays, ["27-02-01", "27-02-08", "27-02-15"]);
}

#[test]
fn a_leap_day_comes_every_four_years_but_not_in_2100() {
    let leap = days("FREQ=YEARLY", "2092-02-29T09:00:00");
    assert_eq!(leap[..3], ["92-02-29", "96-02-29", "04-02-29"]);
}

#[test]
fn until_includes_what_falls_on_it() {
    let start = "2027-01-01T18:00:00";
    assert_eq!(days("FREQ=DAILY;UNTIL=20270102", start), ["27-01-01", "27-01-02"]);
    assert_eq!(days("FREQ=DAILY;UNTIL=20270102T180000", start), ["27-01-01", "27-01-02"]);
    assert_eq!(days("FREQ=DAILY;UNTIL=20270102T175959", start), ["27-01-01"]);
    assert!(days("FREQ=DAILY;UNTIL=20261231", start).is_empty());
}

#[test]
fn a_rule_that_never_meets_the_calendar_ends_with_it() {
    assert!(days("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=30", "2027-02-01T09:00:00").is_empty());
    assert_eq!(rule("FREQ=YEARLY").expand(wall("9998-06-01T09:00:00")).count(), 2);
    for text in ["FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=MONTHLY;BYDAY=TU", "FREQ=YEARLY"] {
        for start in [NaiveDateTime::MAX, NaiveDateTime::MIN] {
            assert!(rule(text).expand(start).take(3).count() <= 3);
            assert_eq!(rule(text).between(start, NaiveDateTime::MAX, NaiveDateTime::MAX).count(), 0);
        }
    }
}

#[test]
fn a_window_eight_thousand_years_on_is_found_by_arithmetic() {
    let daily = rule("FREQ=DAILY");
    let (start, from) = (wall("2027-01-01T18:00:00"), wall("9990-01-01T00:00:00"));
    for _ in 0..10_000 {
        assert_eq!(daily.between(start, from, from + TimeDelta::days(2)).count(), 2);
    }
}

/// Rules of every supported kind. A list never mixes `MO` with `1MO`: the oracle reads that as "those first
/// Mondays that are Mondays", where the RFC has the union. Nor is there a fifth weekday from the end, which it refuses.
fn rules() -> impl Strategy<Value = String> {
    let day = || proptest::sample::select(vec!["MO", "TU", "WE", "TH", "FR", "SA", "SU"]);
    let nth = proptest::sample::select(vec![1, 2, 3, 4, 5, -1, -2, -3, -4]);
    let days = || prop::collection::vec(day(), 1..5).prop_map(|days| days.join(","));
    let nth_days = prop::collection::vec((nth, day()).prop_map(|(nth, day)| format!("{nth}{day}")), 1..4);
    let month_day = prop_oneof![1_i8..=31, -31_i8..=-1].prop_map(|day| day.to_string());
    let pattern = prop_oneof![
        Just("FREQ=DAILY".to_owned()),
        Just("FREQ=WEEKLY".to_owned()),
        days().prop_map(|days| format!("FREQ=WEEKLY;BYDAY={days}")),
        Just("FREQ=MONTHLY".to_owned()),
        days().prop_map(|days| format!("FREQ=MONTHLY;BYDAY={days}")),
        nth_days.prop_map(|days| format!("FREQ=MONTHLY;BYDAY={}", days.join(","))),
        prop::collection::vec(month_day, 1..4)
            .prop_map(|days| format!("FREQ=MONTHLY;BYMONTHDAY={}", days.join(","))),
        Just("FREQ=YEARLY".to_owned()),
    ];
    let end = prop_oneof![
        Just(String::new()),
        (1_u32..=60).prop_map(|count| format!(";COUNT={count}")),
        (0_i64..3000).prop_map(|days| {
            let until = wall("2027-06-01T18:00:00") + TimeDelta::days(days);
            format!(";UNTIL={}", until.format("%Y%m%dT%H%M%S"))
        }),
    ];
    (pattern, 1_u16..=13, end)
        .prop_map(|(pattern, interval, end)| format!("{pattern};INTERVAL={interval}{end}"))
}

fn starts() -> impl Strategy<Value = NaiveDateTime> {
    (0_i64..4 * 366 * 24 * 60).prop_map(|minutes| wall("2024-01-01T00:00:00") + TimeDelta::minutes(minutes))
}

/// What the `rrule` crate makes of a rule, in UTC, where its clock changes cannot mislead it.
fn oracle(text: &str, start: NaiveDateTime, most: u16) -> Option<Vec<NaiveDateTime>> {
    let text = match text.split_once("UNTIL=") {
        Some((before, after)) => format!("{before}UNTIL={after}Z"),
        None => text.to_owned(),
    };
    let set = format!("DTSTART:{}Z\nRRULE:{text}", start.format("%Y%m%dT%H%M%S"));
    let set: rrule::RRuleSet = set.parse().ok()?;
    Some(set.all(most).dates.iter().map(|at| at.naive_utc()).collect())
}

#[test]
fn the_oracle_is_asked_and_can_disagree() {
    let start = wall("2027-01-12T12:30:00");
    let seconds = oracle("FREQ=MONTHLY;INTERVAL=1;BYDAY=2TU;COUNT=3", start, 10).unwrap();
    assert_eq!(seconds, rule("FREQ=MONTHLY;BYDAY=2TU;COUNT=3").expand(start).collect::<Vec<_>>());
    assert_ne!(seconds, rule("FREQ=MONTHLY;BYDAY=3TU;COUNT=3").expand(start).collect::<Vec<_>>());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_rule_survives_its_own_text(text in rules()) {
        let read = rule(&text);
        prop_assert_eq!(Recurrence::parse(&read.to_string()), Ok(read));
    }

    #[test]
    fn walls_rise_strictly_from_the_start_and_keep_its_time(text in rules(), start in starts()) {
        let walls: Vec<_> = rule(&text).expand(start).take(100).collect();
        prop_assert!(walls.is_sorted_by(|one, other| one < other));
        prop_assert!(walls.iter().all(|wall| *wall >= start && wall.time() == start.time()));
    }

    #[test]
    fn a_window_is_the_whole_filtered(text in rules(), start in starts(), skip in -400_i64..4000, width in 0_i64..400) {
        let read = rule(&text);
        let from = start + TimeDelta::days(skip) + TimeDelta::hours(skip % 24);
        let until = from + TimeDelta::days(width);
        let whole: Vec<_> =
            read.expand(start).take_while(|wall| *wall < until).filter(|wall| *wall >= from).collect();
        prop_assert_eq!(read.between(start, from, until).collect::<Vec<_>>(), whole);
    }

    #[test]
    fn nothing_that_can_be_read_makes_it_panic(text in "[A-Z0-9=;,+-]{0,40}", start in any::<(i32, u32, u32)>()) {
        let day = NaiveDate::from_yo_opt(start.0 % 262_000, 1 + start.1 % 365).unwrap();
        let start = day.and_hms_opt(start.2 % 24, 30, 0).unwrap();
        for text in [text.clone(), format!("FREQ=DAILY;{text}"), format!("FREQ=MONTHLY;BYDAY={text}")] {
            if let Ok(read) = Recurrence::parse(&text) {
                prop_assert!(read.expand(start).take(50).all(|wall| wall.year() <= 9999));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn the_rrule_crate_agrees_away_from_clock_changes(text in rules(), start in starts()) {
        // It refuses a rule that ends before it starts, where this one yields nothing.
        let Some(expected) = oracle(&text, start, 60) else {
            prop_assert!(text.contains("UNTIL") && rule(&text).expand(start).next().is_none(), "{}", text);
            return Ok(());
        };
        let walls: Vec<_> = rule(&text).expand(start).take(60).collect();
        prop_assert_eq!(walls, expected);
    }
}
