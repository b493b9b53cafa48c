//! The tables of a report, published one after the other.

use crate::disclosure::{Candidate, Ledger, Malformed, PublishedTable, Refused, publish};
use crate::workforce::Tally;
use crate::wres::Process;

use super::WresSettings;

/// The tables; `None` is one that would expose somebody.
#[derive(Debug)]
pub(super) struct Tables {
    pub(super) staff: Option<PublishedTable>,
    pub(super) tiers: Option<PublishedTable>,
    pub(super) processes: [(Process, Option<PublishedTable>); 3],
    pub(super) board: Option<PublishedTable>,
}

impl Tables {
    /// Publishes each, audited against the ledger and those before it, and puts them down there if none is refused for
    /// another reason than exposure.
    pub(super) fn publish(
        tally: &Tally,
        settings: &WresSettings,
        ledger: &mut Ledger,
    ) -> Result<Self, Refused> {
        let mut press = Press { settings, ledger: ledger.clone() };
        let tables = Self {
            staff: press.publish(tally.by_cluster_and_side())?,
            processes: [
                (Process::Appointment, press.publish(tally.process(Process::Appointment))?),
                (Process::Disciplinary, press.publish(tally.process(Process::Disciplinary))?),
                (Process::Training, press.publish(tally.process(Process::Training))?),
            ],
            tiers: press.publish(tally.by_tier(settings.tiers(), None))?,
            board: press.publish(tally.board())?,
        };
        *ledger = press.ledger;
        Ok(tables)
    }

    /// The table of a process.
    pub(super) fn process(&self, process: Process) -> Option<&PublishedTable> {
        self.processes.iter().find(|(other, _)| *other == process)?.1.as_ref()
    }

    /// How many are left out because they would expose somebody.
    pub(super) fn left_out(&self) -> usize {
        let of_staff = [&self.staff, &self.tiers, &self.board];
        let processes = self.processes.iter().map(|(_, table)| table);
        of_staff.into_iter().chain(processes).filter(|table| table.is_none()).count()
    }
}

struct Press<'a> {
    settings: &'a WresSettings,
    ledger: Ledger,
}

impl Press<'_> {
    fn publish(
        &mut self,
        candidate: Result<Candidate, Malformed>,
    ) -> Result<Option<PublishedTable>, Refused> {
        match publish(candidate?, self.settings.policy(), &self.ledger, self.settings.edition()) {
            Ok(table) => {
                self.ledger.record(&table);
                Ok(Some(table))
            }
            Err(Refused::Exposed { .. } | Refused::Unproved { .. }) => Ok(None),
            Err(refused) => Err(refused),
        }
    }
}
