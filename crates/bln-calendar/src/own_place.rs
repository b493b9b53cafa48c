//! A person's own place at an event, for their own calendar.

use bln_core::{
    Instant, NetworkProfile,
    visibility::{EntryState, OwnContent, OwnEntry},
};

use crate::{
    lines::{Lines, push_mailto},
    programme::PRODUCT,
    times::{LONDON, write_schedule},
    vevent::{Common, Face, write_event},
};

/// What wrote a calendar that is not to say what it is about.
const NO_PRODUCT: &str = "-//calendar//EN";

/// What an entry is called that shows nothing.
const BUSY: &str = "Busy";

/// What a calendar asks of the person's own calendar (RFC 5546). A mail that brings it says the same in its media type:
/// `text/calendar; charset=utf-8; method=REQUEST` (RFC 6047 section 2.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// To take the entry in, or in the place of an older one.
    Request,
    /// To take it out.
    Cancel,
}

impl Method {
    /// What [`own_place`] asks by an entry. `None` where it asks nothing, because the entry shows that somebody is busy.
    pub const fn of(entry: &OwnEntry<'_>) -> Option<Self> {
        match (entry.state(), entry.content()) {
            (EntryState::Held, OwnContent::Busy) => None,
            (EntryState::Held, OwnContent::Event(_)) => Some(Method::Request),
            (EntryState::Withdrawn, _) => Some(Method::Cancel),
        }
    }

    /// The name in the calendar and in the media type.
    pub const fn name(self) -> &'static str {
        match self {
            Method::Request => "REQUEST",
            Method::Cancel => "CANCEL",
        }
    }
}

/// A calendar with one entry: a person's own place at an event.
///
/// - They have the place: `METHOD:REQUEST` (RFC 5546 section 3.2.2), accepted, with the joining link if the entry holds it.
/// - It is given back, or the event called off: `METHOD:CANCEL` (section 3.2.5). Neither link nor description is in it.
/// - The event is under a strict rule: the entry says "Busy", and when. It names no organiser, since the organiser's name
///   says what it is about, and so it has no `METHOD`, which would ask for one. Only the `CANCEL` that takes it out of the
///   calendar names who sends it.
///
/// There is one attendee line at most, that of the person themselves. The entry is known again by its registration, so
/// what is written later of the same place takes its place; `stamp` is the time of writing (`DTSTAMP`).
pub fn own_place(network: &NetworkProfile, entry: &OwnEntry<'_>, stamp: Instant) -> String {
    let common = Common::new(network, stamp);
    let mut lines = Lines::default();
    lines.ready("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n");
    lines.plain("PRODID", if entry.content() == OwnContent::Busy { NO_PRODUCT } else { PRODUCT });
    lines.ready("CALSCALE:GREGORIAN\r\n");
    let method = Method::of(entry);
    if let Some(method) = method {
        lines.plain("METHOD", method.name());
    }
    lines.ready(LONDON);
    write_event(&mut lines, |lines| {
        common.write_head(lines, entry.registration(), entry.sequence());
        write_schedule(lines, entry.schedule());
        match (entry.content(), entry.state()) {
            (OwnContent::Busy, _) => lines.plain("SUMMARY", BUSY),
            (OwnContent::Event(event), EntryState::Held) => {
                Face::of(event).write(lines, entry.joining_link())
            }
            (OwnContent::Event(event), EntryState::Withdrawn) => {
                lines.text("SUMMARY", event.title().as_str())
            }
        }
        lines.plain("STATUS", if entry.state() == EntryState::Held { "CONFIRMED" } else { "CANCELLED" });
        lines.plain("TRANSP", "OPAQUE");
        if method.is_some() {
            common.write_organizer(lines);
            lines.line(|line| {
                let held = entry.state() == EntryState::Held;
                line.push_str(if held { "ATTENDEE;PARTSTAT=ACCEPTED;RSVP=FALSE:" } else { "ATTENDEE:" });
                push_mailto(line, entry.attendee().as_str());
            });
        }
    });
    lines.ready("END:VCALENDAR\r\n");
    lines.finish()
}
