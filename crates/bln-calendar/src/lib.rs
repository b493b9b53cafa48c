//! Events of a staff network for calendars, and its organisations and people for address books.
//!
//! The programme becomes iCalendar (RFC 5545, RFC 5546 and RFC 7986), a card becomes vCard 4.0 (RFC 6350). This crate writes
//! text and reads none. It decides nothing, either: what may be written, and for whom, is said by
//! [`bln_core::visibility`], whose types are the only input. It reads no clock: the time of writing is an argument.
//!
//! # A programme to subscribe to
//!
//! [`Programme`] is there for all readers of one kind: the public, members, or allies. It takes events that
//! [`Event::listed_for`](bln_core::Event::listed_for) has let through, and that lets no safe space through for anybody.
//!
//! ```
//! use bln_calendar::Programme;
//! use bln_core::{
//!     Audience, Confidentiality, Event, EventDetails, EventKind, Id, Line, LocalTime, Modes, NetworkProfile, Pillar,
//!     Pillars, Schedule, TimeZone,
//! };
//!
//! let network = NetworkProfile::bln()?;
//! let at = |text| LocalTime::parse(text, TimeZone::LONDON);
//! let details = EventDetails::new(
//!     Line::parse("Careers, sponsors and luck")?,
//!     EventKind::Webinar,
//!     Pillars::new([Pillar::DirectedAction])?,
//!     Audience::Public,
//!     Modes::Online,
//!     Schedule::new(at("2027-06-01T18:00")?, at("2027-06-01T19:30")?)?,
//!     Confidentiality::Open,
//! );
//! let now = "2027-05-01T09:00:00Z".parse()?;
//! let event = Event::draft(Id::new(uuid::Uuid::from_u128(17)), details).publish(now)?;
//!
//! let mut programme = Programme::new(&network, now);
//! for listed in [&event].into_iter().filter_map(|event| event.listed_for(None)) {
//!     programme.event(listed);
//! }
//! let text = programme.finish();
//!
//! assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
//! assert!(text.contains("\r\nSUMMARY:Careers\\, sponsors and luck\r\n"));
//! assert!(text.contains("\r\nDTSTART;TZID=Europe/London:20270601T180000\r\n"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`Programme::series`] writes an event that comes again as one entry, with one more for each occurrence that was moved,
//! changed or called off.
//!
//! # A place of one's own
//!
//! [`own_place`] writes what one person's own calendar may hold of their place, from the
//! [`OwnEntry`](bln_core::visibility::OwnEntry) that [`Event::entry_for`](bln_core::Event::entry_for) makes of event,
//! registration and person: the invitation with the joining link for who has a confirmed place, and what takes it out
//! of the calendar for who gave it back. Of a safe space it shows that the person is busy, and nothing else.
//!
//! ```
//! use bln_core::{Event, Instant, NetworkProfile, Person, Registration};
//!
//! /// The media type and the text of what is sent to the person, if there is anything to send.
//! fn attachment(
//!     network: &NetworkProfile,
//!     event: &Event,
//!     registration: &Registration,
//!     person: &Person,
//!     now: Instant,
//! ) -> Option<(String, String)> {
//!     let entry = event.entry_for(registration, person)?;
//!     let method = bln_calendar::Method::of(&entry);
//!     let parameter = method.map_or(String::new(), |method| format!("; method={}", method.name()));
//!     let text = bln_calendar::own_place(network, &entry, now);
//!     Some((format!("text/calendar; charset=utf-8{parameter}"), text))
//! }
//! ```
//!
//! `Network::event` of `bln-service` gives events without their joining links. Who has the link by `Network::joining_link`
//! adds it with [`OwnEntry::with_joining_link`](bln_core::visibility::OwnEntry::with_joining_link), which wants the
//! place as proof.
//!
//! # Cards
//!
//! [`organisation_card`] and [`person_card`]. The latter takes a [`ShownPerson`](bln_core::visibility::ShownPerson), which is
//! had with live consent alone. No card says how somebody belongs to the network, nor how to reach them.
//!
//! # Times
//!
//! Times of London are written as they are on the wall, with the rules of the zone for the years 1996 to 2037. Other
//! times are written in UTC: those of other zones and years, and those in an hour that the clocks skip or repeat.
//!
//! Why the text is written here and not by a library: decision 0025.

mod card;
mod lines;
mod own_place;
mod programme;
mod series;
mod times;
mod vevent;

pub use card::{organisation_card, person_card};
pub use own_place::{Method, own_place};
pub use programme::Programme;
