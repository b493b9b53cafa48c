//! The row of a verb: what each role is answered.

use super::{Answer, Whose};
use crate::Role;

/// What one role is answered, by whose data it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cells {
    /// About the actor's own data.
    pub own: Answer,
    /// About another person's.
    pub other: Answer,
    /// About the network's.
    pub network: Answer,
}

impl Cells {
    /// Of a verb that concerns one person.
    pub const fn person(own: Answer, other: Answer) -> Self {
        Self { own, other, network: Answer::NotAsked }
    }

    /// Of a verb that concerns the network.
    pub const fn network(answer: Answer) -> Self {
        Self { own: Answer::NotAsked, other: Answer::NotAsked, network: answer }
    }

    /// The answer about one of them.
    pub const fn answer(self, whose: Whose) -> Answer {
        match whose {
            Whose::Own => self.own,
            Whose::Other => self.other,
            Whose::Network => self.network,
        }
    }
}

/// What each role is answered by one verb. A new role breaks the build until every row has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Row {
    /// Anybody, not signed in. The public has nothing of its own.
    pub public: Cells,
    /// Somebody on the list.
    pub participant: Cells,
    /// Whoever runs events on the day.
    pub facilitator: Cells,
    /// Whoever runs the network.
    pub administrator: Cells,
    /// Whoever reads numbers.
    pub analyst: Cells,
    /// Whoever checks the record of what was done.
    pub auditor: Cells,
}

impl Row {
    /// What a role is answered.
    pub const fn cells(&self, role: Role) -> Cells {
        match role {
            Role::Public => self.public,
            Role::Participant => self.participant,
            Role::Facilitator => self.facilitator,
            Role::Administrator => self.administrator,
            Role::Analyst => self.analyst,
            Role::Auditor => self.auditor,
        }
    }

    /// One cell of the table.
    pub const fn answer(&self, role: Role, whose: Whose) -> Answer {
        self.cells(role).answer(whose)
    }

    /// Whether the verb can be asked about such data by anybody.
    pub fn asks(&self, whose: Whose) -> bool {
        Role::ALL.into_iter().any(|role| self.answer(role, whose) != Answer::NotAsked)
    }
}
