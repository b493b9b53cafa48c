//! The text forms of typed values, for an engine that has no native type for them.
//!
//! Each form has one spelling only, and every form sorts bytewise in the order of what it stands for, so that an
//! index on a text column is an index on the value.
//!
//! | value | form |
//! | --- | --- |
//! | identifier | `018f0d2e-7c1a-7b3e-9f00-0123456789ab`: hyphenated, lower case (RFC 9562, section 4) |
//! | instant | `2026-03-01T18:00:00.000000Z`: UTC, always six digits of a second (RFC 3339) |
//! | date | `2026-03-01` (RFC 3339, `full-date`) |
//! | local date-time | `2026-03-01T18:00:00`: what a clock on the wall shows, whole seconds |
//!
//! The writers take a buffer that they clear first, so that a driver can bind thousands of values with one
//! allocation.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc};
use uuid::Uuid;

/// A date whose year has no four-digit form (before 0000 or after 9999), so that it would not sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the year is outside 0000 to 9999")]
pub struct OutOfRange;

/// Writes an identifier's text form.
pub fn write_uuid(value: Uuid, out: &mut String) {
    out.clear();
    out.push_str(value.hyphenated().encode_lower(&mut Uuid::encode_buffer()));
}

/// Writes an instant's text form. What is finer than a microsecond is cut off, as PostgreSQL keeps no more; a leap
/// second is written as the last microsecond before it.
///
/// # Errors
///
/// [`OutOfRange`] when the year has no four-digit form.
///
/// # Examples
///
/// ```
/// use bln_sql::text;
/// use chrono::{DateTime, Utc};
///
/// let instant = DateTime::<Utc>::from_timestamp(1_772_388_000, 0).unwrap_or_default();
/// let mut out = String::new();
/// text::write_instant(instant, &mut out)?;
/// assert_eq!(out, "2026-03-01T18:00:00.000000Z");
/// assert_eq!(text::parse_instant(&out), Some(instant));
/// # Ok::<(), text::OutOfRange>(())
/// ```
pub fn write_instant(value: DateTime<Utc>, out: &mut String) -> Result<(), OutOfRange> {
    let local = value.naive_utc();
    write_local_date_time(local, out)?;
    out.push('.');
    push_digits(out, (local.nanosecond() / 1_000).min(999_999), 6);
    out.push('Z');
    Ok(())
}

/// Writes a date's text form.
///
/// # Errors
///
/// [`OutOfRange`] when the year has no four-digit form.
pub fn write_date(value: NaiveDate, out: &mut String) -> Result<(), OutOfRange> {
    let year = u32::try_from(value.year()).ok().filter(|year| *year <= 9999).ok_or(OutOfRange)?;
    out.clear();
    push_digits(out, year, 4);
    out.push('-');
    push_digits(out, value.month(), 2);
    out.push('-');
    push_digits(out, value.day(), 2);
    Ok(())
}

/// Writes a local date-time's text form. What is finer than a second is cut off.
///
/// # Errors
///
/// [`OutOfRange`] when the year has no four-digit form.
pub fn write_local_date_time(value: NaiveDateTime, out: &mut String) -> Result<(), OutOfRange> {
    write_date(value.date(), out)?;
    out.push('T');
    push_digits(out, value.hour(), 2);
    out.push(':');
    push_digits(out, value.minute(), 2);
    out.push(':');
    push_digits(out, value.second(), 2);
    Ok(())
}

/// Reads an identifier's text form, and no other spelling.
#[must_use]
pub fn parse_uuid(text: &str) -> Option<Uuid> {
    let lower = !text.bytes().any(|byte| byte.is_ascii_uppercase());
    (text.len() == 36 && lower).then(|| Uuid::try_parse(text).ok()).flatten()
}

/// Reads an instant's text form, and no other spelling.
#[must_use]
pub fn parse_instant(text: &str) -> Option<DateTime<Utc>> {
    let bytes = text.as_bytes();
    if bytes.len() != 27 || bytes[19] != b'.' || bytes[26] != b'Z' {
        return None;
    }
    let time = time_at(bytes)?.with_nanosecond(digits(&bytes[20..26])? * 1_000)?;
    Some(date_at(bytes)?.and_time(time).and_utc())
}

/// Reads a date's text form, and no other spelling.
#[must_use]
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    if bytes.len() == 10 { date_at(bytes) } else { None }
}

/// Reads a local date-time's text form, and no other spelling.
#[must_use]
pub fn parse_local_date_time(text: &str) -> Option<NaiveDateTime> {
    let bytes = text.as_bytes();
    if bytes.len() == 19 { Some(date_at(bytes)?.and_time(time_at(bytes)?)) } else { None }
}

/// The date in the first ten bytes of at least ten.
fn date_at(bytes: &[u8]) -> Option<NaiveDate> {
    if bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let year = i32::try_from(digits(&bytes[..4])?).ok()?;
    NaiveDate::from_ymd_opt(year, digits(&bytes[5..7])?, digits(&bytes[8..10])?)
}

/// The time in bytes 10 to 18 (`T18:00:00`) of at least nineteen.
fn time_at(bytes: &[u8]) -> Option<NaiveTime> {
    if bytes[10] != b'T' || bytes[13] != b':' || bytes[16] != b':' {
        return None;
    }
    NaiveTime::from_hms_opt(digits(&bytes[11..13])?, digits(&bytes[14..16])?, digits(&bytes[17..19])?)
}

fn digits(bytes: &[u8]) -> Option<u32> {
    bytes.iter().try_fold(0_u32, |sum, byte| {
        byte.is_ascii_digit().then(|| sum.checked_mul(10)?.checked_add(u32::from(byte - b'0')))?
    })
}

fn push_digits(out: &mut String, value: u32, width: u32) {
    for place in (0..width).rev() {
        let digit = value / 10_u32.pow(place) % 10;
        out.push(char::from_digit(digit, 10).unwrap_or('0'));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instant(seconds: i64, nanoseconds: u32) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, nanoseconds).unwrap()
    }

    fn instant_text(value: DateTime<Utc>) -> String {
        let mut out = String::from("left over");
        write_instant(value, &mut out).unwrap();
        out
    }

    #[test]
    fn an_instant_always_has_six_digits_of_a_second() {
        assert_eq!(instant_text(instant(1_772_388_000, 0)), "2026-03-01T18:00:00.000000Z");
        assert_eq!(instant_text(instant(1_772_388_000, 1_999)), "2026-03-01T18:00:00.000001Z");
        assert_eq!(instant_text(instant(1_772_388_000, 999_999_999)), "2026-03-01T18:00:00.999999Z");
    }

    #[test]
    fn a_leap_second_is_the_last_microsecond_before_it() {
        let leap = NaiveDate::from_ymd_opt(2016, 12, 31).unwrap().and_hms_nano_opt(23, 59, 59, 1_500_000_000);
        assert_eq!(instant_text(leap.unwrap().and_utc()), "2016-12-31T23:59:59.999999Z");
    }

    #[test]
    fn instants_sort_bytewise_in_the_order_of_time() {
        let order = [
            instant(-62_167_219_200, 0),
            instant(-1, 0),
            instant(0, 0),
            instant(0, 1_000),
            instant(0, 10_000),
            instant(9, 0),
            instant(10, 0),
            instant(1_772_388_000, 0),
            instant(253_402_300_799, 999_999_000),
        ];
        let texts: Vec<_> = order.iter().map(|value| instant_text(*value)).collect();
        assert!(texts.is_sorted(), "{texts:?}");
        for (text, value) in texts.iter().zip(order) {
            assert_eq!(parse_instant(text), Some(value));
        }
    }

    #[test]
    fn a_year_without_four_digits_is_out_of_range_on_both_sides() {
        let mut out = String::new();
        assert_eq!(write_instant(instant(-62_167_219_201, 0), &mut out), Err(OutOfRange));
        assert_eq!(write_instant(instant(-62_167_219_200, 0), &mut out), Ok(()));
        assert_eq!(write_instant(instant(253_402_300_799, 0), &mut out), Ok(()));
        assert_eq!(write_instant(instant(253_402_300_800, 0), &mut out), Err(OutOfRange));
    }

    #[test]
    fn a_date_and_a_local_date_time_come_back_as_written() {
        let date = NaiveDate::from_ymd_opt(2028, 2, 29).unwrap();
        let local = date.and_hms_opt(1, 30, 59).unwrap();
        let mut out = String::new();
        write_date(date, &mut out).unwrap();
        assert_eq!(out, "2028-02-29");
        assert_eq!(parse_date(&out), Some(date));
        write_local_date_time(local, &mut out).unwrap();
        assert_eq!(out, "2028-02-29T01:30:59");
        assert_eq!(parse_local_date_time(&out), Some(local));
    }

    #[test]
    fn an_identifier_comes_back_as_written() {
        let value = Uuid::from_u128(0x018f_0d2e_7c1a_7b3e_9f00_0123_4567_89ab);
        let mut out = String::new();
        write_uuid(value, &mut out);
        assert_eq!(out, "018f0d2e-7c1a-7b3e-9f00-0123456789ab");
        assert_eq!(parse_uuid(&out), Some(value));
    }

    #[test]
    fn any_other_spelling_is_not_read() {
        for text in ["018F0D2E-7C1A-7B3E-9F00-0123456789AB", "018f0d2e7c1a7b3e9f000123456789ab", ""] {
            assert_eq!(parse_uuid(text), None, "{text}");
        }
        for text in [
            "2026-03-01T18:00:00Z",
            "2026-03-01 18:00:00.000000Z",
            "2026-03-01T18:00:00.000000+",
            "2026-03-01T24:00:00.000000Z",
            "2026-03-01T18:00:60.000000Z",
            "+026-03-01T18:00:00.000000Z",
            "\u{e9}26-03-01T18:00:00.000000Z",
        ] {
            assert_eq!(parse_instant(text), None, "{text}");
        }
        for text in ["2026-3-01", "2026-02-29", "2026/03/01", "2026-03-011"] {
            assert_eq!(parse_date(text), None, "{text}");
        }
        for text in ["2026-03-01T18:00", "2026-03-01T18:60:00", "2026-03-01T18.00.00"] {
            assert_eq!(parse_local_date_time(text), None, "{text}");
        }
    }
}
