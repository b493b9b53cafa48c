//! Turns a change set into one guarded batch, and a refusal of the batch back into the contract's words.
//!
//! Each statement is written so that every way in which it can be refused has one meaning: see `plan::Told`.

mod by_table;
mod consent;
mod event;
mod log;
mod membership;
mod organisation;
mod person;
mod pin;
mod plan;
mod registration;
mod seats;
mod wording;

use async_trait::async_trait;
use bln_store::{Changes, CommitStore, Rule, StoreError, Write};

use crate::{Batch, Failure, SqlStore};
use plan::{Meaning, Plan, Sites, Subject};

pub(crate) use by_table::statements as for_many;

/// Every statement that a commit can be made of.
pub(crate) const ALL: &[&[&str]] = &[
    consent::ALL,
    event::ALL,
    log::ALL,
    membership::ALL,
    organisation::ALL,
    person::ALL,
    pin::ALL,
    plan::ALL,
    registration::ALL,
    seats::ALL,
    wording::ALL,
];

#[async_trait]
impl CommitStore for SqlStore {
    async fn commit(&self, changes: Changes) -> Result<(), StoreError> {
        if by_table::is_for(&changes) {
            let batch = Batch(by_table::by_table(plan(&changes)));
            match self.driver().write(batch).await {
                Ok(()) => return Ok(()),
                Err(Failure::Guard { .. } | Failure::Constraint { .. }) => {}
                Err(failure) => return Err(Sites::default().explain(&changes, failure)),
            }
        }
        let (batch, sites) = plan(&changes).finish();
        let Err(failure) = self.driver().write(batch).await else { return Ok(()) };
        Err(sites.explain(&changes, failure))
    }
}

/// The statements of a change set, in the order of the contract.
fn plan(changes: &Changes) -> Plan {
    let mut plan = Plan::for_changes(changes);
    for (index, pin) in changes.pins().iter().enumerate() {
        pin::add(&mut plan, pin, index);
    }
    let mut known_event = None;
    for (index, write) in changes.writes().iter().enumerate() {
        let at = Subject::Write(index);
        if !write.fits() {
            plan.refuse(at, Meaning::Conflict(Rule::WellFormed));
            continue;
        }
        match write {
            Write::Wording(wording) => wording::add(&mut plan, wording, at),
            Write::Organisation(organisation, expected) => {
                organisation::add(&mut plan, organisation, *expected, at);
            }
            Write::Person(person, expected) => person::add(&mut plan, person, *expected, index),
            Write::Membership(membership, expected) => membership::add(&mut plan, membership, *expected, at),
            Write::Consent { person, entries, expected } => {
                consent::add(&mut plan, *person, entries, *expected, at);
            }
            Write::Event(event, expected) => event::add(&mut plan, event, *expected, at),
            Write::Seats(seats, expected) => seats::add(&mut plan, seats, *expected, at),
            Write::Registration(change) => {
                let event = change.registration.event();
                if change.expected.is_none() && known_event.replace(event) != Some(event) {
                    registration::add_event(&mut plan, event, at);
                }
                registration::add(&mut plan, change, at);
            }
            Write::RemoveRegistration(removed) => registration::add_removal(&mut plan, removed, at),
        }
    }
    log::add(&mut plan, changes);
    plan
}
