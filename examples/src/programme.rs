//! A year's programme: 24 events over four pillars, one of them weekly.

use bln_core::{
    Accessibility, Actor, Audience, Confidentiality, Event, EventDetails, EventKind, Invalid, JoiningLink,
    Line, Link, LocalTime, Pillar, Pillars, Places, PlacesByMode, PlannedEvent, Provision, Recurrence,
    RegistrationWindow, Repeats, Schedule, TimeZone,
};
use bln_service::Network;
use bln_store::IdempotencyKey;
use chrono::{NaiveDateTime, TimeDelta};

use crate::season::SeasonError;

mod plans;

pub use plans::PLANS;

/// An event as the network lead writes it down.
#[derive(Debug)]
pub struct Plan {
    /// Its title.
    pub title: &'static str,
    /// What sort of activity it is.
    pub kind: EventKind,
    /// The pillars it serves.
    pub pillars: &'static [Pillar],
    /// Who it is for.
    pub audience: Audience,
    /// What may be said of it afterwards.
    pub rule: Confidentiality,
    /// When it starts, in London.
    pub starts: &'static str,
    /// How long it lasts.
    pub minutes: i64,
    /// Places in a room for each 1,000 people of the network, if there is a room.
    pub in_person: Option<usize>,
    /// Places online for each 1,000 people of the network, if it is online.
    pub online: Option<usize>,
    /// How many of each 1,000 people who may come want to.
    pub interest: usize,
    /// How it repeats, if it does (RFC 5545 section 3.3.10).
    pub repeats: Option<&'static str>,
    /// What happens to it before its day.
    pub fate: Fate,
}

/// What happens to an event before its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is held as planned.
    Held,
    /// It gets more places three weeks before.
    Enlarged,
    /// It starts an hour later, decided ten days before.
    Moved,
    /// It is called off a week before.
    CalledOff,
}

/// An event that was published, and the plan it comes from.
#[derive(Debug, Clone)]
pub struct Published {
    /// The plan.
    pub plan: &'static Plan,
    /// The event as it was published.
    pub event: Event,
}

/// A published programme.
#[derive(Debug, Default)]
pub struct Programme {
    /// Every event, and every date of a series as an event of its own, in the order of the plans.
    pub events: Vec<Published>,
    /// Dates of a series that fell into the hour the clocks skip.
    pub skipped: Vec<NaiveDateTime>,
}

/// Creates and publishes every plan, with places for a network of this many people.
///
/// # Errors
///
/// When the network refuses or fails.
pub async fn publish(
    network: &Network,
    administrator: Actor,
    people: usize,
) -> Result<Programme, SeasonError> {
    let mut programme = Programme::default();
    for (number, plan) in PLANS.iter().enumerate() {
        let key = IdempotencyKey::parse(format!("programme-event-{number}"))?;
        let created = network.create_event(administrator, plan.planned(people)?, key).await;
        let created = created.map_err(|error| SeasonError::network("creating an event", error))?;
        programme.skipped.extend(created.skipped);
        for id in created.events {
            let failed = |error| SeasonError::network("publishing an event", error);
            network.publish_event(administrator, id).await.map_err(failed)?;
            let event = network.event(administrator, id).await.map_err(failed)?.record;
            programme.events.push(Published { plan, event });
        }
    }
    Ok(programme)
}

impl Plan {
    /// Whether who came must not be told, not even as a number.
    pub fn is_safe_space(&self) -> bool {
        self.kind == EventKind::SafeSpace || self.rule >= Confidentiality::ConfidentialSafeSpace
    }

    fn planned(&self, people: usize) -> Result<PlannedEvent, Invalid> {
        let places = self.places(people)?;
        let starts = LocalTime::parse(self.starts, TimeZone::LONDON)?;
        let schedule = Schedule::new(starts, starts.plus_on_the_wall(TimeDelta::minutes(self.minutes)))?;
        let before = |days: i64| Some(starts.plus_on_the_wall(TimeDelta::days(-days)));
        let mut details = EventDetails::new(
            Line::parse(self.title)?,
            self.kind.clone(),
            Pillars::new(self.pillars.iter().copied())?,
            self.audience,
            places.modes(),
            schedule,
            self.rule,
        )
        .with_window(RegistrationWindow::new(before(42), before(1))?)?;
        let mut provisions = vec![Provision::LargePrint];
        if self.in_person.is_some() {
            details = details.with_venue(Line::parse("Sample House, 1 Example Street, Leeds")?);
            provisions.extend([Provision::StepFree, Provision::HearingLoop, Provision::QuietRoom]);
        }
        if self.online.is_some() {
            details =
                details.with_joining_link(JoiningLink::new(Link::parse("https://meet.example.org/bln")?));
            provisions.push(Provision::Captions);
        }
        let repeats = self.repeats.map(Recurrence::parse).transpose()?;
        Ok(PlannedEvent {
            details: details.with_accessibility(Accessibility::new(provisions, None)),
            places,
            repeats: repeats.map(|rule| Repeats { rule, except: std::collections::BTreeSet::new() }),
        })
    }

    fn places(&self, people: usize) -> Result<PlacesByMode, Invalid> {
        // A room for fewer than ten is none.
        let number = |per_1000: usize| u32::try_from((people * per_1000 / 1_000).max(10)).unwrap_or(u32::MAX);
        let places = |per_1000: Option<usize>| per_1000.map(|share| Places::new(number(share))).transpose();
        match (places(self.in_person)?, places(self.online)?) {
            (Some(room), Some(online)) => Ok(PlacesByMode::hybrid(room, online)),
            (Some(room), None) => Ok(PlacesByMode::in_person(room)),
            (None, online) => Ok(PlacesByMode::online(online.unwrap_or(Places::NONE))),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn there_are_twenty_four_events_over_four_pillars() {
        assert_eq!(PLANS.len(), 24);
        let pillars: BTreeSet<_> = PLANS.iter().flat_map(|plan| plan.pillars).collect();
        assert_eq!(pillars.len(), 4);
        for people in [1, 300, 10_000] {
            assert!(PLANS.iter().all(|plan| plan.planned(people).is_ok()));
        }
        assert!(PLANS.iter().any(Plan::is_safe_space));
        for fate in [Fate::Held, Fate::Enlarged, Fate::Moved, Fate::CalledOff] {
            assert!(PLANS.iter().any(|plan| plan.fate == fate), "{fate:?}");
        }
    }
}
