//! The legacy of a period, as it is sent.

use bln_core::{InitiativeStory, LegacyStory, LegacyTally, PillarStory};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    initiative::ConclusionWire,
    standing::{AskWire, CommitmentWire, StandingWire},
};

/// What the network leaves behind of a period.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Legacy of a period")]
pub(crate) struct LegacyStoryWire {
    /// The rules by which it is told, by their name.
    #[schema(example = "legacy-v1")]
    method: &'static str,
    /// The same rules, for people who read it.
    rules: &'static str,
    /// The first instant of the period (RFC 3339).
    #[schema(format = DateTime)]
    from: String,
    /// The first instant after it (RFC 3339).
    #[schema(format = DateTime)]
    until: String,
    /// What there is of each kind, each initiative once.
    tally: TallyWire,
    /// The pillars with an initiative that has something to tell. An initiative counts under each of its pillars, so that
    /// they do not add up to the whole.
    pillars: Vec<PillarStoryWire>,
    /// The initiatives that have something to tell, in the order in which they were opened.
    initiatives: Vec<InitiativeStoryWire>,
}

/// What there is of each kind.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Tally")]
struct TallyWire {
    asked: u64,
    /// "No" and "no answer" among them.
    answered: u64,
    promised: u64,
    kept: u64,
    not_kept: u64,
    measured: u64,
    /// At the end of the period.
    open_asks: u64,
    /// At the end of the period.
    open_commitments: u64,
    /// Those of them whose day has passed.
    overdue: u64,
}

/// What a pillar adds up to.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Legacy of a pillar")]
struct PillarStoryWire {
    pillar: &'static str,
    /// How many initiatives under it have something to tell.
    initiatives: u64,
    tally: TallyWire,
}

/// What an initiative adds to the story.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Legacy of an initiative")]
struct InitiativeStoryWire {
    initiative: Uuid,
    title: String,
    pillars: Vec<&'static str>,
    /// With what it ended, if it did so in the period.
    #[serde(skip_serializing_if = "Option::is_none")]
    ended: Option<ConclusionWire>,
    tally: TallyWire,
    /// What was asked in the period.
    asked: Vec<AskWire>,
    /// The asks, of whenever, that were answered in the period.
    answered: Vec<AskWire>,
    /// What was promised in the period.
    promised: Vec<CommitmentWire>,
    /// The promises, of whenever, of which it was written in the period what came of them.
    done: Vec<CommitmentWire>,
    /// The outcomes.
    measured: Vec<StandingWire>,
    /// The asks, of whenever, that are open at its end.
    open_asks: Vec<AskWire>,
    /// The promises, of whenever, that are open at its end.
    open_commitments: Vec<CommitmentWire>,
    /// What of the network's was linked in the period.
    links: Vec<StandingWire>,
}

impl From<LegacyStory> for LegacyStoryWire {
    fn from(story: LegacyStory) -> Self {
        Self {
            method: story.method.name(),
            rules: story.method.words(),
            from: story.period.from().to_string(),
            until: story.period.until().to_string(),
            tally: story.tally.into(),
            pillars: story.pillars.into_iter().map(PillarStoryWire::from).collect(),
            initiatives: story.initiatives.iter().map(InitiativeStoryWire::of).collect(),
        }
    }
}

impl From<LegacyTally> for TallyWire {
    fn from(tally: LegacyTally) -> Self {
        Self {
            asked: tally.asked,
            answered: tally.answered,
            promised: tally.promised,
            kept: tally.kept,
            not_kept: tally.not_kept,
            measured: tally.measured,
            open_asks: tally.open_asks,
            open_commitments: tally.open_commitments,
            overdue: tally.overdue,
        }
    }
}

impl From<PillarStory> for PillarStoryWire {
    fn from(story: PillarStory) -> Self {
        Self { pillar: story.pillar.name(), initiatives: story.initiatives, tally: story.tally.into() }
    }
}

impl InitiativeStoryWire {
    fn of(story: &InitiativeStory) -> Self {
        let asks = |asks: &[_]| asks.iter().map(AskWire::of).collect();
        let commitments = |them: &[_]| them.iter().map(CommitmentWire::of).collect();
        let lines = |lines: &[_]| lines.iter().map(StandingWire::of).collect();
        Self {
            initiative: story.initiative.uuid(),
            title: story.title.as_str().to_owned(),
            pillars: story.pillars.names().collect(),
            ended: story.conclusion.as_ref().map(ConclusionWire::of),
            tally: story.tally.into(),
            asked: asks(&story.asked),
            answered: asks(&story.answered),
            promised: commitments(&story.promised),
            done: commitments(&story.done),
            measured: lines(&story.measured),
            open_asks: asks(&story.open_asks),
            open_commitments: commitments(&story.open_commitments),
            links: lines(&story.links),
        }
    }
}
