//! The programme of a network as a calendar.

use bln_core::{Instant, NetworkProfile, visibility::ListedEvent};

use crate::{
    lines::Lines,
    series::SeriesInstance,
    times::{LONDON, write_schedule, write_wall},
    vevent::{Common, Face, status, write_event},
};

/// What wrote a calendar (RFC 5545 section 3.7.3).
pub(crate) const PRODUCT: &str = "-//bln//bln-calendar//EN";

/// The programme of a network as a calendar to subscribe to: `METHOD:PUBLISH` (RFC 5546 section 3.2.1), without attendees
/// and without joining links.
///
/// An event that was called off stays in it as `STATUS:CANCELLED`: leaving it out would leave it in the calendars of
/// those who had it. It does not make its readers busy (`TRANSP:TRANSPARENT`), because most of them do not come.
///
/// An event is known again by its identifier, which has neither the network's name nor its domain in it (RFC 7986 section
/// 5.3), and its `SEQUENCE` is its [`Revision`](bln_core::Revision).
#[derive(Debug)]
pub struct Programme {
    pub(crate) lines: Lines,
    pub(crate) common: Common,
}

impl Programme {
    /// A programme without events. `stamp` is the time of writing, which every event carries (`DTSTAMP`).
    pub fn new(network: &NetworkProfile, stamp: Instant) -> Self {
        let mut lines = Lines::default();
        lines.ready("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n");
        lines.plain("PRODID", PRODUCT);
        lines.ready("CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n");
        lines.text("NAME", network.name());
        // Outlook, Google and Apple read the name here, where it was before RFC 7986 gave it a place.
        lines.text("X-WR-CALNAME", network.name());
        lines.ready(LONDON);
        Self { lines, common: Common::new(network, stamp) }
    }

    /// Adds an event.
    pub fn event(&mut self, listed: ListedEvent<'_>) {
        self.write(listed, None);
    }

    /// The calendar as text, to be served as `text/calendar; charset=utf-8`.
    pub fn finish(mut self) -> String {
        self.lines.ready("END:VCALENDAR\r\n");
        self.lines.finish()
    }

    /// Writes an event: by itself, or in the place of an occurrence of a series.
    pub(crate) fn write(&mut self, listed: ListedEvent<'_>, instance: Option<SeriesInstance>) {
        let (event, common) = (listed.event(), &self.common);
        write_event(&mut self.lines, |lines| {
            match instance {
                None => common.write_head(lines, event.id(), event.revision().number()),
                Some(instance) => {
                    common.write_head(lines, instance.series, instance.sequence);
                    write_wall(lines, "RECURRENCE-ID", instance.wall);
                }
            }
            write_schedule(lines, event.schedule());
            Face::of(event).write(lines, None);
            lines.plain("STATUS", status(event.state()));
            lines.plain("TRANSP", "TRANSPARENT");
            common.write_organizer(lines);
        });
    }
}
