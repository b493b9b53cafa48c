//! Times on the wall of London with the rules of its zone, and every other time in UTC.
//!
//! A local time names a zone, and a calendar must bring the rules of every zone it names (RFC 5545 section 3.6.5): without
//! them Outlook moves events by an hour or refuses them. The rules of London are written out in the form that every
//! reader knows, and hold for the years 1996 to 2037. A time that they do not cover, one in another zone, and one that
//! the clocks repeat or skip, is written in UTC, which needs no rules and is the same instant.

use std::ops::RangeInclusive;

use bln_core::{Instant, LocalTime, Resolution, Schedule, TimeZone};
use chrono::{Datelike, NaiveDateTime, Timelike};

use crate::lines::Lines;

/// The rules of the United Kingdom since 1996 (today by the Summer Time Order 2002): from the last Sunday in March to the
/// last Sunday in October, at one o'clock Greenwich mean time. They are written as if they held since 1970, the form
/// that Outlook reads.
pub(crate) const LONDON: &str = "BEGIN:VTIMEZONE\r\n\
    TZID:Europe/London\r\n\
    BEGIN:DAYLIGHT\r\n\
    DTSTART:19700329T010000\r\n\
    RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n\
    TZNAME:BST\r\n\
    TZOFFSETFROM:+0000\r\n\
    TZOFFSETTO:+0100\r\n\
    END:DAYLIGHT\r\n\
    BEGIN:STANDARD\r\n\
    DTSTART:19701025T020000\r\n\
    RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n\
    TZNAME:GMT\r\n\
    TZOFFSETFROM:+0100\r\n\
    TZOFFSETTO:+0000\r\n\
    END:STANDARD\r\n\
    END:VTIMEZONE\r\n";

/// The years in which those rules are known to hold.
const YEARS: RangeInclusive<i32> = 1996..=2037;

/// Whether the times of a schedule are written as they are on the wall.
pub(crate) fn is_local(schedule: &Schedule) -> bool {
    [schedule.starts(), schedule.ends()].into_iter().all(is_plain)
}

/// Whether a time is one of London that happens once and that the rules cover.
fn is_plain(time: LocalTime) -> bool {
    time.zone() == TimeZone::LONDON
        && YEARS.contains(&time.wall().year())
        && matches!(time.resolve(), Resolution::Once(_))
}

/// The lines of start and end.
pub(crate) fn write_schedule(lines: &mut Lines, schedule: &Schedule) {
    if is_local(schedule) {
        write_wall(lines, "DTSTART", schedule.starts().wall());
        write_wall(lines, "DTEND", schedule.ends().wall());
    } else {
        lines.line(|line| push_instant_of(line, "DTSTART:", schedule.starts_at()));
        lines.line(|line| push_instant_of(line, "DTEND:", schedule.ends_at()));
    }
}

/// A line of one time on the wall of London.
pub(crate) fn write_wall(lines: &mut Lines, name: &str, wall: NaiveDateTime) {
    lines.line(|line| {
        line.push_str(name);
        line.push_str(";TZID=Europe/London:");
        push_wall(line, wall);
    });
}

/// Writes an instant in UTC, to the second.
pub(crate) fn push_instant(line: &mut String, at: Instant) {
    push_wall(line, at.utc().naive_utc());
    line.push('Z');
}

fn push_instant_of(line: &mut String, name: &str, at: Instant) {
    line.push_str(name);
    push_instant(line, at);
}

/// Writes a date and time without a zone (RFC 5545 section 3.3.5).
pub(crate) fn push_wall(line: &mut String, wall: NaiveDateTime) {
    // Formatting by hand: it is most of what writing an event costs otherwise.
    let year = u32::try_from(wall.year()).unwrap_or(0);
    for number in [year / 100, year % 100, wall.month(), wall.day()] {
        push_two(line, number);
    }
    line.push('T');
    for number in [wall.hour(), wall.minute(), wall.second()] {
        push_two(line, number);
    }
}

fn push_two(line: &mut String, number: u32) {
    for digit in [number / 10 % 10, number % 10] {
        line.extend(char::from_digit(digit, 10));
    }
}

#[cfg(test)]
mod tests;
