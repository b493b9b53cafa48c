//! What a network means by the four pillars.

use crate::{Line, Pillar, Prose};

/// What a network means by a pillar.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PillarDescription {
    /// Its title.
    pub title: Line<60>,
    /// What it is, in a sentence or two.
    pub text: Prose<1000>,
}

/// What a network means by each of the four pillars.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PillarDescriptions {
    /// Of [`Pillar::DirectedAction`].
    pub directed_action: PillarDescription,
    /// Of [`Pillar::SystemInfluencing`].
    pub system_influencing: PillarDescription,
    /// Of [`Pillar::Celebration`].
    pub celebration: PillarDescription,
    /// Of [`Pillar::Legacy`].
    pub legacy: PillarDescription,
}

impl PillarDescriptions {
    /// What the network means by this pillar.
    pub const fn of(&self, pillar: Pillar) -> &PillarDescription {
        match pillar {
            Pillar::DirectedAction => &self.directed_action,
            Pillar::SystemInfluencing => &self.system_influencing,
            Pillar::Celebration => &self.celebration,
            Pillar::Legacy => &self.legacy,
        }
    }
}
