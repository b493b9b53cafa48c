//! Dates as forms send them.

use bln_core::{Invalid, InvalidKind};
use chrono::NaiveDate;

/// Reads a date of the form 2026-03-29 (RFC 3339 `full-date`), for use with [`Check::field`](crate::Check::field).
///
/// ```
/// assert!(bln_validation::read_date("2028-02-29").is_ok());
/// assert_eq!(bln_validation::read_date("29/02/2028").unwrap_err().code(), "date.format");
/// ```
///
/// # Errors
///
/// `date.format`, for another form and for a day that no calendar has.
pub fn read_date(text: impl AsRef<str>) -> Result<NaiveDate, Invalid> {
    let invalid = Invalid::new(InvalidKind::DateFormat);
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = text.as_ref().as_bytes() else { return Err(invalid) };
    let number = |digits: &[&u8]| {
        digits.iter().try_fold(0_u32, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + u32::from(**digit - b'0'))
        })
    };
    let (year, month, day) = (number(&[y0, y1, y2, y3]), number(&[m0, m1]), number(&[d0, d1]));
    year.and_then(|year| i32::try_from(year).ok())
        .zip(month.zip(day))
        .and_then(|(year, (month, day))| NaiveDate::from_ymd_opt(year, month, day))
        .ok_or(invalid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_form_is_a_date() {
        assert_eq!(read_date("2026-03-29"), Ok(NaiveDate::from_ymd_opt(2026, 3, 29).unwrap()));
        for text in [
            "",
            "2026-3-29",
            "2026-02-29",
            "+026-03-29",
            "2026-03-29 ",
            "20260329",
            "2026-13-01",
            "٢٠٢٦-03-29",
        ] {
            assert_eq!(read_date(text).map_err(Invalid::kind), Err(InvalidKind::DateFormat), "{text}");
        }
    }
}
