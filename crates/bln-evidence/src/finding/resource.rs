//! Where evidence comes from.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize, Serializer};

use super::{Figure, HttpsLink, Published, Wording};
use crate::{terms::Pillars, wres::HighImpactAction};

/// What a resource is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ResourceKind {
    /// A report of its publisher's own work.
    Report,
    /// A review that was asked for by a government or a body.
    Review,
    /// A plan of what is to be done.
    Plan,
    /// Figures that are published regularly.
    DataSet,
    /// A video.
    Video,
}

/// Under which terms a resource may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Licence {
    /// The Open Government Licence v3.0: it may be used with acknowledgement.
    OpenGovernment3,
    /// All rights are reserved: link to it, and do not copy it.
    AllRightsReserved,
    /// No terms are known here: treat it as if all rights were reserved.
    NotKnown,
}

/// What a resource or finding is about: one or more of the four pillars, and high-impact actions of the NHS equality,
/// diversity and inclusion improvement plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tags {
    #[serde(serialize_with = "names")]
    pub(super) pillars: Pillars,
    #[serde(serialize_with = "codes")]
    pub(super) actions: BTreeSet<HighImpactAction>,
}

/// Something that a resource shows, with the figures that it states.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub(super) statement: Wording,
    pub(super) tags: Tags,
    pub(super) figures: Vec<Figure>,
}

/// A report, review, plan, data set or video.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Resource {
    pub(super) title: Wording,
    pub(super) kind: ResourceKind,
    pub(super) publisher: Wording,
    #[serde(serialize_with = "text")]
    pub(super) published: Published,
    pub(super) licence: Licence,
    pub(super) link: HttpsLink,
    pub(super) tags: Tags,
    pub(super) findings: Vec<Finding>,
}

impl Tags {
    /// The pillars it serves.
    pub const fn pillars(&self) -> Pillars {
        self.pillars
    }

    /// The high-impact actions it bears on.
    pub const fn actions(&self) -> &BTreeSet<HighImpactAction> {
        &self.actions
    }
}

impl Finding {
    /// What is found, in one sentence.
    pub const fn statement(&self) -> &Wording {
        &self.statement
    }

    /// What it is about.
    pub const fn tags(&self) -> &Tags {
        &self.tags
    }

    /// The figures that bear it out.
    pub fn figures(&self) -> &[Figure] {
        &self.figures
    }
}

impl Resource {
    /// The title.
    pub const fn title(&self) -> &Wording {
        &self.title
    }

    /// What it is.
    pub const fn kind(&self) -> ResourceKind {
        self.kind
    }

    /// Who published it.
    pub const fn publisher(&self) -> &Wording {
        &self.publisher
    }

    /// When it was published; of a data set, when it was first.
    pub const fn published(&self) -> Published {
        self.published
    }

    /// Under which terms it may be used.
    pub const fn licence(&self) -> Licence {
        self.licence
    }

    /// Where it is to be found.
    pub const fn link(&self) -> &HttpsLink {
        &self.link
    }

    /// What it is about.
    pub const fn tags(&self) -> &Tags {
        &self.tags
    }

    /// What it shows.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

fn names<S: Serializer>(pillars: &Pillars, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(pillars.names())
}

fn text<S: Serializer>(published: &Published, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(published)
}

fn codes<S: Serializer>(actions: &BTreeSet<HighImpactAction>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(actions.iter().map(|action| action.code()))
}
