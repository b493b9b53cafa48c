//! The forms with which an event is run.

use bln_core::{FacilitationWindow, Mode, Places, PlacesByMode, Prose};
use bln_validation::{Check, Code, Draft, Field, cross_field};
use chrono::TimeDelta;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::{Validate, ValidationError};

/// How many places an event has, in the ways in which it can be attended.
#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[validate(schema(function = some_places, skip_on_field_errors = false))]
pub(crate) struct PlacesDraft {
    /// Places in the room, 0 to 1,000,000.
    in_person_places: Option<u32>,
    /// Places on the call, 0 to 1,000,000.
    online_places: Option<u32>,
}

impl Draft for PlacesDraft {
    type Noun = PlacesByMode;
    type Context = ();

    const FIELDS: &'static [Field] = &[
        Field::new("inPersonPlaces", "Number of places in the room", "Enter the number of places"),
        Field::new("onlinePlaces", "Number of places on the call", "Enter the number of places on the call"),
    ];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<PlacesByMode> {
        let in_person = check.field("inPersonPlaces", self.in_person_places, Places::new);
        let online = check.field("onlinePlaces", self.online_places, Places::new);
        Some(match (in_person, online) {
            (Some(in_person), Some(online)) => PlacesByMode::hybrid(in_person, online),
            (Some(in_person), None) => PlacesByMode::in_person(in_person),
            (None, online) => PlacesByMode::online(online?),
        })
    }
}

fn some_places(draft: &PlacesDraft) -> Result<(), ValidationError> {
    if draft.in_person_places.is_some() || draft.online_places.is_some() {
        return Ok(());
    }
    Err(cross_field(Code::PLACES_MISSING, &["inPersonPlaces", "onlinePlaces"]))
}

/// Somebody who came without a place.
#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct WalkUpDraft {
    /// Where they came: `in_person` or `online`.
    #[validate(required)]
    mode: Option<String>,
}

impl Draft for WalkUpDraft {
    type Noun = Mode;
    type Context = ();

    const FIELDS: &'static [Field] = &[Field::new("mode", "Way of attending", "Select where they came")];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<Mode> {
        check.field("mode", self.mode, |mode| Mode::parse(&mode))
    }
}

/// Leave to see who comes to an event, for a time around it.
#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct FacilitationDraft {
    /// How many days before the start it begins, 0 to 14; if it is left out, 7.
    days_before: Option<u32>,
    /// How many days after the end it ends, 0 to 14; if it is left out, 2.
    days_after: Option<u32>,
    /// `true`: whoever asks has checked that the facilitator manages none of those who come, however many lines up.
    #[validate(required)]
    line_management_checked: Option<bool>,
}

impl Draft for FacilitationDraft {
    type Noun = FacilitationWindow;
    type Context = ();

    const FIELDS: &'static [Field] = &[
        Field::new(
            "daysBefore",
            "Number of days before the start",
            "Enter the number of days before the start",
        ),
        Field::new("daysAfter", "Number of days after the end", "Enter the number of days after the end"),
        Field::new(
            "lineManagementChecked",
            "Check of line management",
            "Check that the facilitator manages none of those who come",
        ),
    ];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<FacilitationWindow> {
        let length = |days: u32| {
            let length = TimeDelta::days(i64::from(days));
            FacilitationWindow::new(length, length).map(FacilitationWindow::before)
        };
        let before = check.field("daysBefore", self.days_before, length);
        let after = check.field("daysAfter", self.days_after, length);
        if self.line_management_checked == Some(false) {
            check.missing("lineManagementChecked");
        }
        let usual = FacilitationWindow::WEEK_BEFORE_TWO_DAYS_AFTER;
        FacilitationWindow::new(before.unwrap_or(usual.before()), after.unwrap_or(usual.after())).ok()
    }
}

/// Words to everybody who comes to an event.
#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct MessageDraft {
    /// The words, at most 2,000 characters.
    #[validate(required)]
    words: Option<String>,
}

impl Draft for MessageDraft {
    type Noun = Prose<2000>;
    type Context = ();

    const FIELDS: &'static [Field] = &[Field::new("words", "Message", "Enter the message")];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<Prose<2000>> {
        check.field("words", self.words, Prose::parse)
    }
}
