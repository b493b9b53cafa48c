//! Themes of an event, as they are sent: to those who check them, and to everybody once they are released.

use bln_core::{ReleasedTheme, Theme};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// The themes of an event that were released.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Themes", example = json!({ "themes": [{
    "theme": "0192f0c1-7a00-7000-8000-000000000007",
    "words": "Shadowing is offered to some and asked for by many.",
    "contributors": "at_least_8",
}] }))]
pub(crate) struct ThemesWire {
    themes: Vec<ReleasedThemeWire>,
}

/// A theme that left the room.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Released theme")]
struct ReleasedThemeWire {
    theme: Uuid,
    words: String,
    /// How many added their voice: `at_least_8`, `at_least_20` or `at_least_50`.
    contributors: &'static str,
}

impl From<Vec<ReleasedTheme>> for ThemesWire {
    fn from(themes: Vec<ReleasedTheme>) -> Self {
        let wire = |theme: &ReleasedTheme| ReleasedThemeWire {
            theme: theme.id().uuid(),
            words: theme.words().as_str().to_owned(),
            contributors: theme.contributors().name(),
        };
        Self { themes: themes.iter().map(wire).collect() }
    }
}

/// The themes of an event that are not released, for whoever checks them. How many added their voice is told to nobody.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Unreleased themes")]
pub(crate) struct UnreleasedThemesWire {
    themes: Vec<UnreleasedThemeWire>,
}

/// A theme that has not left the room.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Unreleased theme")]
struct UnreleasedThemeWire {
    theme: Uuid,
    words: String,
    /// `gathering`, or `checked` when these very words were.
    state: &'static str,
    /// When they were checked (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    checked: Option<String>,
}

impl From<Vec<Theme>> for UnreleasedThemesWire {
    fn from(themes: Vec<Theme>) -> Self {
        let wire = |theme: &Theme| UnreleasedThemeWire {
            theme: theme.id().uuid(),
            words: theme.words().as_str().to_owned(),
            state: theme.state().name(),
            checked: theme.state().at().map(|at| at.to_string()),
        };
        Self { themes: themes.iter().map(wire).collect() }
    }
}
