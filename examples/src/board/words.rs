//! How dates, numbers and bodies are written.

use bln_core::{Body, LegacyPeriod, Owner, Published, TimeZone};
use chrono::{NaiveDate, TimeDelta};

use super::Known;

/// A day as the NHS service manual has it: `4 March 2027`.
pub(super) fn day(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// When something was published, as exactly as is known.
pub(super) fn published(at: Published) -> String {
    match at.to_string().matches('-').count() {
        0 => at.to_string(),
        1 => at.first_day().format("%B %Y").to_string(),
        _ => day(at.first_day()),
    }
}

/// A period by its first and its last day.
pub(super) fn period(period: LegacyPeriod, zone: TimeZone) -> String {
    let last = zone.wall(period.until().plus(-TimeDelta::microseconds(1)));
    format!("{} to {}", day(zone.wall(period.from()).date()), day(last.date()))
}

/// So many of something: `1 ask is`, `2 asks are`.
pub(super) fn count(number: u64, one: &str, more: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { more })
}

/// What a body is called; an organisation whose name is not known, by its code.
pub(super) fn body(body: &Body, known: &Known<'_>) -> String {
    match body {
        Body::Network => known.network.name().to_owned(),
        Body::Organisation(code) => {
            known.organisations.get(code).cloned().unwrap_or_else(|| format!("Organisation {code}"))
        }
        Body::Named(name) => name.as_str().to_owned(),
    }
}

/// Who answers for something.
pub(super) fn owner(owner: &Owner, known: &Known<'_>) -> String {
    let body = body(&owner.body, known);
    owner.role.as_ref().map_or_else(|| body.clone(), |role| format!("{}, {body}", role.as_str()))
}
