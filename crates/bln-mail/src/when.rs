//! Dates and times as people write them.
//!
//! As the NHS service manual has it: `Thursday 4 March 2027`, `6pm`, `7:30pm`, `midday`, `midnight`, and `to` between two
//! times (<https://service-manual.nhs.uk/content/numbers-measurements-dates-time>).

use bln_core::{Published, Schedule};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Timelike};

/// When something is, on its own clocks.
pub(crate) fn in_words(schedule: &Schedule) -> String {
    let (starts, ends) = (schedule.starts().wall(), schedule.ends().wall());
    if starts.date() == ends.date() {
        format!("{}, {} to {}", day(starts), time(starts.time()), time(ends.time()))
    } else {
        format!("{} to {}", moment(starts), moment(ends))
    }
}

/// A day that is over, without that of the week.
pub(crate) fn date(on: NaiveDate) -> String {
    on.format("%-d %B %Y").to_string()
}

/// When something was published, as exactly as is known.
pub(crate) fn published(at: Published) -> String {
    match at.to_string().matches('-').count() {
        0 => at.to_string(),
        1 => at.first_day().format("%B %Y").to_string(),
        _ => date(at.first_day()),
    }
}

/// One moment on a clock.
pub(crate) fn moment(at: NaiveDateTime) -> String {
    format!("{}, {}", day(at), time(at.time()))
}

fn day(at: NaiveDateTime) -> String {
    at.format("%A %-d %B %Y").to_string()
}

fn time(time: NaiveTime) -> String {
    match (time.hour(), time.minute()) {
        (0, 0) => "midnight".to_owned(),
        (12, 0) => "midday".to_owned(),
        (_, minute) => {
            let (after_midday, hour) = time.hour12();
            let half = if after_midday { "pm" } else { "am" };
            if minute == 0 { format!("{hour}{half}") } else { format!("{hour}:{minute:02}{half}") }
        }
    }
}

#[cfg(test)]
mod tests {
    use bln_core::{LocalTime, TimeZone};

    use super::*;

    fn words(starts: &str, ends: &str) -> String {
        let at = |text| LocalTime::parse(text, TimeZone::LONDON).unwrap();
        in_words(&Schedule::new(at(starts), at(ends)).unwrap())
    }

    #[test]
    fn times_are_written_as_people_say_them() {
        assert_eq!(words("2027-03-04T09:05", "2027-03-04T12:00"), "Thursday 4 March 2027, 9:05am to midday");
        assert_eq!(words("2027-03-04T12:30", "2027-03-04T13:00"), "Thursday 4 March 2027, 12:30pm to 1pm");
        assert_eq!(
            words("2027-03-04T00:00", "2027-03-04T00:30"),
            "Thursday 4 March 2027, midnight to 12:30am"
        );
    }

    #[test]
    fn what_ends_on_another_day_names_both() {
        let written = words("2027-03-04T22:00", "2027-03-05T00:00");
        assert_eq!(written, "Thursday 4 March 2027, 10pm to Friday 5 March 2027, midnight");
    }

    #[test]
    fn a_date_of_publication_says_no_more_than_is_known() {
        for (known, written) in [("2022", "2022"), ("2022-06", "June 2022"), ("2022-06-07", "7 June 2022")] {
            assert_eq!(published(Published::parse(known).unwrap()), written);
        }
    }
}
