//! A report as JSON.

use super::Report;

impl Report {
    /// The report as JSON: the same figures as on the page, those that are not shown left out in the same places.
    /// Decimals are texts, so that no reader rounds them again.
    pub fn to_json(&self) -> String {
        // Nothing in a report has a key that is no text or a number that is no number, so this cannot fail.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}
