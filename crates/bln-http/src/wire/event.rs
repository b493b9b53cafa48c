//! Events, as they are sent.

use bln_core::{Event, Fullness, Mode, ModeChoice, Seats, SeatsView};
use bln_service::Created;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// An event of the programme, as far as the asker may see it. Of one under a strict rule what is not theirs to see is left
/// out, and the link to join is never here.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Event", example = json!({
    "id": "0192f0c1-7a00-7000-8000-000000000007",
    "title": "Black History Month celebration",
    "kind": "celebration",
    "state": "published",
    "pillars": ["celebration"],
    "audience": "members_and_allies",
    "attendance": "hybrid",
    "venue": "Sample Hall, 1 Sample Street",
    "startsAt": "2027-10-14T12:00:00Z",
    "endsAt": "2027-10-14T14:00:00Z",
    "timeZone": "Europe/London",
    "confidentiality": "open",
    "provisions": ["step_free_access"],
    "revision": 1,
}))]
pub(crate) struct EventWire {
    id: Uuid,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    /// What sort of event it is.
    #[schema(example = "network_meeting")]
    kind: String,
    /// `draft`, `published`, `cancelled` or `completed`.
    #[schema(example = "published")]
    state: &'static str,
    /// The pillars it serves.
    pillars: Vec<&'static str>,
    /// Who may come: `members`, `members_and_allies` or `public`.
    #[schema(example = "members_and_allies")]
    audience: &'static str,
    /// How it can be attended: `in_person`, `online` or `hybrid`.
    #[schema(example = "hybrid")]
    attendance: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    venue: Option<String>,
    /// When it starts (RFC 3339).
    #[schema(format = DateTime)]
    starts_at: String,
    /// When it ends (RFC 3339).
    #[schema(format = DateTime)]
    ends_at: String,
    /// The zone of the place (IANA).
    time_zone: &'static str,
    /// The rule under which it is held.
    #[schema(example = "open")]
    confidentiality: &'static str,
    /// What is provided for access.
    provisions: Vec<&'static str>,
    /// What else there is to know about access.
    #[serde(skip_serializing_if = "Option::is_none")]
    access_note: Option<String>,
    /// Rises with what people must be told of.
    revision: u32,
    /// The series it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    series: Option<Uuid>,
}

impl EventWire {
    pub(crate) fn of(event: &Event) -> Self {
        let (schedule, access) = (event.schedule(), event.accessibility());
        Self {
            id: event.id().uuid(),
            title: event.title().as_str().to_owned(),
            summary: event.summary().map(|summary| summary.as_str().to_owned()),
            kind: event.kind().name().to_owned(),
            state: event.state().name(),
            pillars: event.pillars().iter().map(|pillar| pillar.name()).collect(),
            audience: event.audience().name(),
            attendance: event.modes().name(),
            venue: event.venue().map(|venue| venue.as_str().to_owned()),
            starts_at: schedule.starts_at().to_string(),
            ends_at: schedule.ends_at().to_string(),
            time_zone: schedule.zone().name(),
            confidentiality: event.confidentiality().name(),
            provisions: access.provisions().iter().map(|provision| provision.name()).collect(),
            access_note: access.note().map(|note| note.as_str().to_owned()),
            revision: event.revision().number(),
            series: event.series().map(|(series, _)| series.uuid()),
        }
    }
}

/// What was created.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Created events")]
pub(crate) struct CreatedWire {
    /// The events, in the order of their dates: one, or one for each date of a series.
    events: Vec<Uuid>,
    /// Dates of a series that fall into the hour the clocks skip, and so have no event.
    skipped: Vec<String>,
}

impl From<Created> for CreatedWire {
    fn from(created: Created) -> Self {
        Self {
            events: created.events.iter().map(|event| event.uuid()).collect(),
            skipped: created.skipped.iter().map(|wall| wall.format("%Y-%m-%dT%H:%M").to_string()).collect(),
        }
    }
}

/// The places of an event. Where its numbers are kept, `confirmed`, `offered` and `waiting` are left out.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Seats")]
pub(crate) struct SeatsWire {
    #[serde(skip_serializing_if = "Option::is_none")]
    in_person: Option<PoolWire>,
    #[serde(skip_serializing_if = "Option::is_none")]
    online: Option<PoolWire>,
    /// How many wait.
    #[serde(skip_serializing_if = "Option::is_none")]
    waiting: Option<u64>,
}

/// The places in one way of attending.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Places")]
struct PoolWire {
    places: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    confirmed: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    offered: Option<u32>,
    /// Whether a place is left for who comes now.
    free: bool,
}

impl SeatsWire {
    pub(crate) fn of(view: &SeatsView) -> Self {
        match view {
            SeatsView::Counted(seats) => Self {
                in_person: counted(seats, Mode::InPerson),
                online: counted(seats, Mode::Online),
                waiting: Some(seats.waiting().total().into()),
            },
            SeatsView::Kept { places, in_person, online } => {
                let kept = |mode, left: &Option<Fullness>| {
                    let left = left.as_ref().copied()?;
                    let places = places.of(mode)?.number();
                    Some(PoolWire {
                        places,
                        confirmed: None,
                        offered: None,
                        free: left == Fullness::PlacesFree,
                    })
                };
                Self {
                    in_person: kept(Mode::InPerson, in_person),
                    online: kept(Mode::Online, online),
                    waiting: None,
                }
            }
        }
    }
}

fn counted(seats: &Seats, mode: Mode) -> Option<PoolWire> {
    let pool = seats.pool(mode)?;
    let choice = match mode {
        Mode::InPerson => ModeChoice::InPerson,
        Mode::Online => ModeChoice::Online,
    };
    Some(PoolWire {
        places: pool.capacity.number(),
        confirmed: Some(pool.confirmed),
        offered: Some(pool.offered),
        free: Fullness::of(seats, choice) == Fullness::PlacesFree,
    })
}
