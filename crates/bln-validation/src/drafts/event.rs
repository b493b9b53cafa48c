//! The form with which an event, or a series of them, is planned.

use std::collections::BTreeSet;
use std::fmt;

use bln_core::{
    Accessibility, Audience, Confidentiality, EventDetails, EventKind, Id, Invalid, InvalidKind, JoiningLink,
    Line, Link, LocalTime, Pillar, Pillars, Places, PlacesByMode, PlannedEvent, Prose, Provision, Recurrence,
    RegistrationWindow, Repeats, Schedule, Series, TimeZone,
};
use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

use crate::{Check, Code, Draft, Field, cross_field, read_date};

/// An event to be planned. Times are local, as 2026-03-29T18:00, in the zone that `time_zone` names.
///
/// How it can be attended follows from which places it has: in the room, on the call, or both.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[validate(schema(function = some_places, skip_on_field_errors = false))]
pub struct EventDraft {
    /// The title, at most 200 characters.
    #[validate(required)]
    pub title: Option<String>,
    /// What it is about, at most 4,000 characters.
    pub summary: Option<String>,
    /// The kind: `network_meeting`, `safe_space` and the like, or words of the network's own.
    #[validate(required)]
    pub kind: Option<String>,
    /// Which of the four pillars it serves; at least one.
    #[validate(length(min = 1))]
    pub pillars: Vec<String>,
    /// For whom: `members`, `members_and_allies` or `public`.
    #[validate(required)]
    pub audience: Option<String>,
    /// When it starts.
    #[validate(required)]
    pub starts: Option<String>,
    /// When it ends.
    #[validate(required)]
    pub ends: Option<String>,
    /// The time zone by its IANA name, such as `Europe/London`.
    #[validate(required)]
    pub time_zone: Option<String>,
    /// Where it takes place, at most 300 characters.
    pub venue: Option<String>,
    /// Places in the room, 0 to 1,000,000.
    pub in_person_places: Option<u32>,
    /// Places on the call, 0 to 1,000,000.
    pub online_places: Option<u32>,
    /// When registration opens; if it is left out, on publication.
    pub registration_opens: Option<String>,
    /// When registration closes; if it is left out, at the start.
    pub registration_closes: Option<String>,
    /// `open`, `chatham_house`, `confidential_safe_space` or `off_the_record`.
    #[validate(required)]
    pub confidentiality: Option<String>,
    /// What is provided for access.
    #[validate(nested)]
    pub accessibility: Option<AccessibilityDraft>,
    /// The link for those who have a place on the call.
    pub joining_link: Option<String>,
    /// How it repeats, if it does.
    #[validate(nested)]
    pub repeats: Option<RepeatsDraft>,
}

/// What is provided for access.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct AccessibilityDraft {
    /// `step_free`, `captions` and the like.
    pub provisions: Vec<String>,
    /// What else there is to say, at most 1,000 characters.
    pub note: Option<String>,
}

/// How an event repeats.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct RepeatsDraft {
    /// A recurrence rule (RFC 5545 section 3.3.10), such as `FREQ=WEEKLY;COUNT=10`.
    #[validate(required)]
    pub rule: Option<String>,
    /// The local dates on which it does not take place, as 2026-03-29.
    pub except: Vec<String>,
}

impl Draft for EventDraft {
    type Noun = PlannedEvent;
    type Context = ();

    const FIELDS: &'static [Field] = &[
        Field::new("", "The event", "Fill in the event"),
        Field::new("title", "Title", "Enter a title"),
        Field::new("summary", "Summary", "Enter a summary"),
        Field::new("kind", "Kind of event", "Enter the kind of event"),
        Field::new("pillars", "Pillars", "Select at least one pillar"),
        Field::new("pillars/*", "Pillar", "Select a pillar"),
        Field::new("audience", "Audience", "Select who the event is for"),
        Field::new("starts", "Start", "Enter when the event starts"),
        Field::new("ends", "End", "Enter when the event ends"),
        Field::new("timeZone", "Time zone", "Enter the time zone, like Europe/London"),
        Field::new("venue", "Venue", "Enter the venue"),
        Field::new("inPersonPlaces", "Number of places in the room", "Enter the number of places"),
        Field::new("onlinePlaces", "Number of places on the call", "Enter the number of places on the call"),
        Field::new("registrationOpens", "Opening of registration", "Enter when registration opens"),
        Field::new("registrationCloses", "Close of registration", "Enter when registration closes"),
        Field::new("confidentiality", "Confidentiality rule", "Select the confidentiality rule"),
        Field::new("accessibility", "Accessibility", "Say what is provided for access"),
        Field::new("accessibility/provisions", "Provisions", "Select what is provided"),
        Field::new("accessibility/provisions/*", "Provision", "Select what is provided"),
        Field::new("accessibility/note", "Accessibility note", "Enter the accessibility note"),
        Field::new("joiningLink", "Joining link", "Enter the joining link"),
        Field::new("repeats", "Repeats", "Say how the event repeats"),
        Field::new("repeats/rule", "Rule for repeating", "Enter the rule for repeating"),
        Field::new("repeats/except", "Dates left out", "Enter the dates left out"),
        Field::new("repeats/except/*", "Date left out", "Enter the date left out"),
    ];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<PlannedEvent> {
        let title = check.field("title", self.title, Line::parse);
        let summary = check.field("summary", self.summary, Prose::parse);
        let kind = check.field("kind", self.kind, |kind| EventKind::parse(&kind));
        let pillars = check.each("pillars", Pillar::ALL.len(), self.pillars, |pillar| Pillar::parse(&pillar));
        let pillars = check.accept("pillars", Pillars::new(pillars));
        let audience = check.field("audience", self.audience, |audience| Audience::parse(&audience));
        // Without a zone that can be read, the form of the times is still checked, in any zone.
        let zone = check.field("timeZone", self.time_zone, |zone| TimeZone::parse(&zone));
        let time = |text: String| LocalTime::parse(&text, zone.unwrap_or(TimeZone::LONDON));
        let starts = check.field("starts", self.starts, time);
        let ends = check.field("ends", self.ends, time);
        let venue = check.field("venue", self.venue, Line::parse);
        let in_person = check.field("inPersonPlaces", self.in_person_places, Places::new);
        let online = check.field("onlinePlaces", self.online_places, Places::new);
        let opens = check.field("registrationOpens", self.registration_opens, time);
        let closes = check.field("registrationCloses", self.registration_closes, time);
        // A window is wrong at its close, if it has one of its own.
        let closes_itself = closes.is_some() || check.is_faulty("registrationCloses");
        let window_field = if closes_itself { "registrationCloses" } else { "registrationOpens" };
        let confidentiality =
            check.field("confidentiality", self.confidentiality, |rule| Confidentiality::parse(&rule));
        let accessibility = check.nested("accessibility", self.accessibility, accessibility);
        let link = check.field("joiningLink", self.joining_link, Link::parse);
        let repeats = check.nested("repeats", self.repeats, repeats);

        let schedule = zone.and(starts.zip(ends)).and_then(|(starts, ends)| schedule(starts, ends, check));
        let window = zone.and_then(|_| check.accept(window_field, RegistrationWindow::new(opens, closes)));
        if let (Some(schedule), Some(window)) = (&schedule, &window) {
            check.accept(window_field, window.check(schedule));
        }
        if let (Some(schedule), Some(repeats)) = (&schedule, &repeats) {
            check.nested("repeats", Some(repeats), |repeats, check| {
                check.accept("rule", fits(*schedule, repeats))
            });
        }

        let places = match (in_person, online) {
            (Some(in_person), Some(online)) => PlacesByMode::hybrid(in_person, online),
            (Some(in_person), None) => PlacesByMode::in_person(in_person),
            (None, online) => PlacesByMode::online(online?),
        };
        let (title, kind, pillars, audience) = (title?, kind?, pillars?, audience?);
        let mut details =
            EventDetails::new(title, kind, pillars, audience, places.modes(), schedule?, confidentiality?);
        if let Some(summary) = summary {
            details = details.with_summary(summary);
        }
        if let Some(venue) = venue {
            details = details.with_venue(venue);
        }
        if let Some(accessibility) = accessibility {
            details = details.with_accessibility(accessibility);
        }
        if let Some(link) = link {
            details = details.with_joining_link(JoiningLink::new(link));
        }
        let details = check.accept(window_field, details.with_window(window?))?;
        Some(PlannedEvent { details, places, repeats })
    }
}

fn some_places(draft: &EventDraft) -> Result<(), ValidationError> {
    if draft.in_person_places.is_some() || draft.online_places.is_some() {
        return Ok(());
    }
    Err(cross_field(Code::PLACES_MISSING, &["inPersonPlaces", "onlinePlaces"]))
}

fn schedule(starts: LocalTime, ends: LocalTime, check: &mut Check<'_>) -> Option<Schedule> {
    let schedule = Schedule::new(starts, ends);
    let skipped = schedule.is_err_and(|invalid| invalid.kind() == InvalidKind::LocalTimeSkipped);
    check.accept(if skipped { "starts" } else { "ends" }, schedule)
}

fn accessibility(draft: AccessibilityDraft, check: &mut Check<'_>) -> Option<Accessibility> {
    let provisions = check
        .each("provisions", Provision::ALL.len(), draft.provisions, |provision| Provision::parse(&provision));
    Some(Accessibility::new(provisions, check.field("note", draft.note, Prose::parse)))
}

fn repeats(draft: RepeatsDraft, check: &mut Check<'_>) -> Option<Repeats> {
    let rule = check.field("rule", draft.rule, |rule| Recurrence::parse(&rule));
    let most = usize::try_from(Series::MAX_OCCURRENCES).unwrap_or(usize::MAX);
    let except: BTreeSet<_> = check.each("except", most, draft.except, read_date).into_iter().collect();
    Some(Repeats { rule: rule?, except })
}

/// Whether a series can be made of it. Its id is none of this form's business, so any will do.
fn fits(first: Schedule, repeats: &Repeats) -> Result<Series, Invalid> {
    Series::new(Id::new(uuid::Uuid::nil()), first, repeats.rule.clone(), repeats.except.clone())
}

// What was sent is not shown: a joining link opens a door.
impl fmt::Debug for EventDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventDraft(..)")
    }
}

impl fmt::Debug for AccessibilityDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessibilityDraft(..)")
    }
}

impl fmt::Debug for RepeatsDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RepeatsDraft(..)")
    }
}
