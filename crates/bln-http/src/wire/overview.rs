//! The network in numbers, as they are sent.

use bln_core::PeopleCount;
use bln_service::Overview;
use serde::Serialize;
use utoipa::ToSchema;

/// The network in numbers. A count of people below 11 is left out.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Overview", example = json!({
    "people": [{ "kind": "member", "standing": "active", "people": 212 }],
    "byRegion": [{ "region": "Y60", "people": 40 }, {}],
    "byOrganisation": [{ "kind": "trust", "people": 180 }],
    "eventsByPillar": [{ "pillar": "celebration", "events": 12 }],
    "eventsByState": [{ "state": "published", "events": 3 }],
    "places": [{ "mode": "online", "places": 400, "confirmed": 213 }],
}))]
pub(crate) struct OverviewWire {
    /// People by how they belong and how they stand.
    people: Vec<BelongingCountWire>,
    /// Active people by the region of the organisation they work at now.
    by_region: Vec<RegionCountWire>,
    /// Active people by the kind of organisation they work at now.
    by_organisation: Vec<OrganisationCountWire>,
    /// Events by pillar, drafts left out; one that serves several counts for each.
    events_by_pillar: Vec<PillarCountWire>,
    /// Events by what has become of them.
    events_by_state: Vec<StateCountWire>,
    /// Places at published and completed events; events whose numbers are kept are left out.
    places: Vec<PlacesCountWire>,
}

/// How many belong in one way and stand in one standing.
#[derive(Debug, Serialize, ToSchema)]
struct BelongingCountWire {
    /// `member` or `ally`.
    kind: &'static str,
    /// `applied`, `active`, `paused`, `left` or `declined`.
    standing: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    people: Option<u64>,
}

/// How many work in a region.
#[derive(Debug, Serialize, ToSchema)]
struct RegionCountWire {
    /// By its code; left out where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    people: Option<u64>,
}

/// How many work at a kind of organisation.
#[derive(Debug, Serialize, ToSchema)]
struct OrganisationCountWire {
    /// Left out where it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    people: Option<u64>,
}

/// How many events serve a pillar.
#[derive(Debug, Serialize, ToSchema)]
struct PillarCountWire {
    pillar: &'static str,
    events: u32,
}

/// How many events are in a state.
#[derive(Debug, Serialize, ToSchema)]
struct StateCountWire {
    /// `draft`, `published`, `cancelled` or `completed`.
    state: &'static str,
    events: u32,
}

/// The places in one way of attending.
#[derive(Debug, Serialize, ToSchema)]
struct PlacesCountWire {
    /// `in_person` or `online`.
    mode: &'static str,
    places: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    confirmed: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    offered: Option<u64>,
}

impl From<Overview> for OverviewWire {
    fn from(overview: Overview) -> Self {
        let number = |count: &PeopleCount| count.number();
        let people = overview.people.iter().map(|((kind, standing), people)| BelongingCountWire {
            kind: kind.name(),
            standing: standing.name(),
            people: number(people),
        });
        let regions = overview.by_region.iter().map(|(region, people)| RegionCountWire {
            region: region.map(|region| region.code()),
            people: number(people),
        });
        let organisations = overview.by_organisation.iter().map(|(kind, people)| OrganisationCountWire {
            kind: kind.map(|kind| kind.name()),
            people: number(people),
        });
        let pillars = overview
            .events_by_pillar
            .iter()
            .map(|(pillar, events)| PillarCountWire { pillar: pillar.name(), events: *events });
        let states = overview
            .events_by_state
            .iter()
            .map(|(state, events)| StateCountWire { state: state.name(), events: *events });
        let places = overview.places.iter().map(|(mode, places)| PlacesCountWire {
            mode: mode.name(),
            places: places.capacity,
            confirmed: number(&places.confirmed),
            offered: number(&places.offered),
        });
        Self {
            people: people.collect(),
            by_region: regions.collect(),
            by_organisation: organisations.collect(),
            events_by_pillar: pillars.collect(),
            events_by_state: states.collect(),
            places: places.collect(),
        }
    }
}
