//! One event of a calendar.

use bln_core::{Event, EventKind, EventState, Instant, JoiningLink, Line, NetworkProfile, Prose};

use crate::{
    lines::{Lines, push_mailto, push_parameter, push_text, push_uri},
    times::push_instant,
};

/// The largest number of RFC 5545 section 3.3.8.
const LARGEST: u32 = i32::MAX.unsigned_abs();

/// What all events of a calendar have in common.
#[derive(Debug)]
pub(crate) struct Common {
    /// The line that says when the calendar was written.
    stamp: String,
    /// The line that says who organises, without its end.
    organizer: String,
}

impl Common {
    pub(crate) fn new(network: &NetworkProfile, stamp: Instant) -> Self {
        let mut line = String::from("DTSTAMP:");
        push_instant(&mut line, stamp);
        line.push_str("\r\n");
        let mut organizer = String::from("ORGANIZER;CN=");
        push_parameter(&mut organizer, network.name());
        organizer.push(':');
        push_mailto(&mut organizer, network.contact().as_str());
        Self { stamp: line, organizer }
    }

    /// By what the event is known again, when it was written down, and how new it is.
    pub(crate) fn write_head(&self, lines: &mut Lines, uid: impl std::fmt::Display, sequence: u32) {
        lines.shown("UID", uid);
        lines.ready(&self.stamp);
        lines.shown("SEQUENCE", sequence.min(LARGEST));
    }

    pub(crate) fn write_organizer(&self, lines: &mut Lines) {
        lines.line(|line| line.push_str(&self.organizer));
    }
}

/// Writes an event around what is within it.
pub(crate) fn write_event(lines: &mut Lines, within: impl FnOnce(&mut Lines)) {
    lines.ready("BEGIN:VEVENT\r\n");
    within(lines);
    lines.ready("END:VEVENT\r\n");
}

/// Everything of an event that a reader sees, but for its times. Two events with the same face read the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Face<'a> {
    title: &'a str,
    summary: Option<&'a str>,
    venue: Option<&'a str>,
    kind: &'a str,
}

impl<'a> Face<'a> {
    pub(crate) fn of(event: &'a Event) -> Self {
        let kind = match event.kind() {
            EventKind::Other(words) => words.as_str(),
            named => named.general_words(),
        };
        let (summary, venue) = (event.summary().map(Prose::as_str), event.venue().map(Line::as_str));
        Self { title: event.title().as_str(), summary, venue, kind }
    }

    /// Writes it, with the link to join by if there is one: for calendars that know of such links (RFC 7986 section 5.11),
    /// and at the end of the description for people whose calendars do not.
    pub(crate) fn write(self, lines: &mut Lines, joining_link: Option<&JoiningLink>) {
        lines.text("SUMMARY", self.title);
        let link = joining_link.map(|link| link.link().as_str());
        if self.summary.is_some() || link.is_some() {
            lines.line(|line| {
                line.push_str("DESCRIPTION:");
                push_text(line, self.summary.unwrap_or_default());
                if let Some(link) = link {
                    line.push_str(if self.summary.is_some() { "\\n\\nTo join: " } else { "To join: " });
                    push_text(line, link);
                }
            });
        }
        if let Some(venue) = self.venue {
            lines.text("LOCATION", venue);
        }
        lines.text("CATEGORIES", self.kind);
        if let Some(link) = link {
            lines.line(|line| {
                line.push_str("CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO:");
                push_uri(line, link);
            });
        }
    }
}

/// The value of `STATUS` for an event in this state.
pub(crate) const fn status(state: EventState) -> &'static str {
    match state {
        EventState::Cancelled => "CANCELLED",
        EventState::Draft | EventState::Published | EventState::Completed => "CONFIRMED",
    }
}
