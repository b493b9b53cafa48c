use super::*;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// Easter Sunday by the Gregorian computus (the algorithm of Meeus, Jones and Butcher).
fn easter(year: i32) -> NaiveDate {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - b / 4 - g + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let at = h + l - 7 * m + 114;
    day(year, u32::try_from(at / 31).unwrap(), u32::try_from(at % 31 + 1).unwrap())
}

/// The bank holidays of a year by the standing rules alone.
fn by_the_rules(year: i32) -> BTreeSet<NaiveDate> {
    let monday = |month, nth| NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, nth);
    let last_monday = |month| monday(month, 5).or(monday(month, 4)).unwrap();
    let good_friday = easter(year).checked_sub_days(chrono::Days::new(2)).unwrap();
    let mut dates = BTreeSet::from([
        good_friday,
        easter(year).succ_opt().unwrap(),
        monday(5, 1).unwrap(),
        last_monday(5),
        last_monday(8),
    ]);
    let fixed = [day(year, 1, 1), day(year, 12, 25), day(year, 12, 26)];
    let (weekends, weekdays): (Vec<_>, Vec<_>) =
        fixed.into_iter().partition(|date| matches!(date.weekday(), Weekday::Sat | Weekday::Sun));
    dates.extend(weekdays);
    for lost in weekends {
        let free = |date: &NaiveDate| {
            !matches!(date.weekday(), Weekday::Sat | Weekday::Sun) && !dates.contains(date)
        };
        let substitute = lost.iter_days().find(free).unwrap();
        dates.insert(substitute);
    }
    dates
}

#[test]
fn the_file_agrees_with_the_standing_rules_and_the_days_that_were_proclaimed() {
    let holidays = BankHolidays::england_and_wales().unwrap();
    let moved_from = [day(2020, 5, 4), day(2022, 5, 30)];
    let proclaimed = [day(2020, 5, 8), day(2022, 6, 2), day(2022, 6, 3), day(2022, 9, 19), day(2023, 5, 8)];
    let mut expected: BTreeSet<_> = (2019..=2028).flat_map(by_the_rules).collect();
    for date in moved_from {
        assert!(expected.remove(&date), "{date}");
    }
    for date in proclaimed {
        assert!(expected.insert(date), "{date}");
    }
    assert_eq!(holidays.dates().collect::<BTreeSet<_>>(), expected);
}

#[test]
fn the_computus_knows_the_earliest_and_the_latest_easters_of_two_centuries() {
    for (year, month, date) in [(1818, 3, 22), (1943, 4, 25), (2000, 4, 23), (2008, 3, 23), (2038, 4, 25)] {
        assert_eq!(easter(year), day(year, month, date));
    }
}

#[test]
fn the_next_working_day_is_the_day_itself_or_the_first_after_a_weekend_and_holidays() {
    let holidays = BankHolidays::england_and_wales().unwrap();
    for (date, next) in [
        (day(2025, 12, 24), day(2025, 12, 24)),
        (day(2025, 12, 25), day(2025, 12, 29)),
        (day(2025, 12, 27), day(2025, 12, 29)),
        (day(2025, 12, 29), day(2025, 12, 29)),
        (day(2026, 8, 29), day(2026, 9, 1)),
    ] {
        assert_eq!(holidays.next_working_day(date), next, "{date}");
    }
}

#[test]
fn after_the_last_year_that_is_known_only_weekends_are_no_working_days() {
    let holidays = BankHolidays::england_and_wales().unwrap();
    assert_eq!(holidays.known_until(), Some(day(2028, 12, 31)));
    assert!(!holidays.is_working_day(day(2028, 12, 26)));
    // New Year's Day 2029 is a Monday; the file does not have it.
    assert!(holidays.is_working_day(day(2029, 1, 1)) && !holidays.is_working_day(day(2029, 1, 6)));
    assert_eq!(BankHolidays::new([]).known_until(), None);
}

#[test]
fn the_end_of_the_calendar_is_answered_with_itself() {
    let holidays = BankHolidays::new([NaiveDate::MAX]);
    assert_eq!(holidays.next_working_day(NaiveDate::MAX), NaiveDate::MAX);
}

#[test]
fn what_is_not_a_list_of_dates_is_refused() {
    for (text, kind) in [
        ("date,name\n2026-02-30,Sample", InvalidKind::DateFormat),
        ("25/12/2026,Christmas Day", InvalidKind::DateFormat),
        ("2026-12-25,Christmas Day\ndate,name", InvalidKind::DateFormat),
        ("2026-12-25,Christmas Day\n2026-12-25,Again", InvalidKind::Repeated),
        ("date,name\n# nothing else", InvalidKind::Missing),
        ("", InvalidKind::Missing),
    ] {
        assert_eq!(BankHolidays::parse(text).unwrap_err().kind(), kind, "{text}");
    }
    let two = BankHolidays::parse("\n# Sample\n2026-12-28\r\n2026-12-25,Christmas Day\r\n").unwrap();
    assert_eq!(two, BankHolidays::new([day(2026, 12, 25), day(2026, 12, 28)]));
}
