//! How far something is, shown to people and to nobody else.

use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressStyle};

/// A bar with this template, hidden unless somebody watches. Without a length it turns and tells none.
pub fn bar(template: &str, length: Option<u64>) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    length.map_or_else(ProgressBar::new_spinner, |length| ProgressBar::new(length).with_style(style))
}
