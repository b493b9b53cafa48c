//! Dates and times as people write them.
//!
//! As the NHS service manual has it: `Thursday 4 March 2027`, `6pm`, `7:30pm`, `midday`, `midnight`, and `to` between two
//! times (<https://service-manual.nhs.uk/content/numbers-measurements-dates-time>).

use bln_core::{Invalid, Line, Schedule};
use chrono::{NaiveDateTime, NaiveTime, Timelike};

/// When something is, on its own clocks.
///
/// ```
/// use bln_core::{LocalTime, Schedule, TimeZone};
///
/// let at = |text| LocalTime::parse(text, TimeZone::LONDON);
/// let schedule = Schedule::new(at("2027-03-04T18:00")?, at("2027-03-04T19:30")?)?;
/// assert_eq!(bln_mail::in_words(&schedule)?.as_str(), "Thursday 4 March 2027, 6pm to 7:30pm");
/// # Ok::<(), bln_core::Invalid>(())
/// ```
///
/// # Errors
///
/// Those of [`Line::parse`], for a year that no calendar has.
pub fn in_words(schedule: &Schedule) -> Result<Line<120>, Invalid> {
    let (starts, ends) = (schedule.starts().wall(), schedule.ends().wall());
    let words = if starts.date() == ends.date() {
        format!("{}, {} to {}", day(starts), time(starts.time()), time(ends.time()))
    } else {
        format!("{} to {}", moment(starts), moment(ends))
    };
    Line::parse(words)
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
        in_words(&Schedule::new(at(starts), at(ends)).unwrap()).unwrap().as_str().to_owned()
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
}
