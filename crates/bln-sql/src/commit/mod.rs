//! Turns a change set into one guarded batch, and a refusal of the batch back into the contract's words.
//!
//! Each statement is written so that every way in which it can be refused has one meaning: see `plan::Told`.

mod bulletin;
mod by_table;
mod characteristics;
mod consent;
mod event;
mod forget;
mod legacy;
mod limits;
mod link;
mod log;
mod membership;
mod organisation;
mod outbox;
mod person;
mod pin;
mod plan;
mod pseudonym;
mod registration;
mod rights_request;
mod safe_space;
mod seats;
mod suppression;
mod survey;
mod wording;
mod words;

use async_trait::async_trait;
use bln_store::{Changes, CommitStore, Expected, Rule, StoreError, Write};

use crate::{Batch, Failure, SqlStore};
use plan::{Meaning, Plan, Sites, Subject};

pub(crate) use by_table::statements as for_many;

/// Every statement that a commit can be made of.
pub(crate) const ALL: &[&[&str]] = &[
    bulletin::ALL,
    characteristics::ALL,
    consent::ALL,
    event::ALL,
    forget::ALL,
    legacy::ALL,
    limits::ALL,
    link::ALL,
    log::ALL,
    membership::ALL,
    organisation::ALL,
    outbox::ALL,
    person::ALL,
    pin::ALL,
    plan::ALL,
    pseudonym::ALL,
    registration::ALL,
    rights_request::ALL,
    safe_space::ALL,
    seats::ALL,
    suppression::ALL,
    survey::ALL,
    wording::ALL,
    words::ALL,
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
    let (mut known_event, mut new_person) = (None, None);
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
            Write::Person(person, expected) => {
                new_person = (*expected == Expected::New).then_some(person.id());
                person::add(&mut plan, person, *expected, index);
            }
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
            Write::Pseudonym { person, pseudonym } => {
                pseudonym::add(&mut plan, *person, *pseudonym, new_person == Some(*person), at);
            }
            Write::Characteristics(sealed, expected) => {
                characteristics::add(&mut plan, sealed, *expected, at);
            }
            Write::RemoveCharacteristics { person, expected } => {
                characteristics::add_removal(&mut plan, *person, *expected, at);
            }
            Write::Limits(limits, expected) => limits::add(&mut plan, limits, *expected, at),
            Write::RightsRequest(request, expected) => rights_request::add(&mut plan, request, *expected, at),
            Write::ActionLink(link) => link::add(&mut plan, link, at),
            Write::RedeemLink(link) => link::add_redemption(&mut plan, link, at),
            Write::Suppression(suppression) => suppression::add(&mut plan, suppression, at),
            Write::LiftSuppression { hashes, purpose } => {
                suppression::add_lifting(&mut plan, hashes, *purpose, at);
            }
            Write::Facilitation(facilitation, expected) => {
                safe_space::add_facilitation(&mut plan, facilitation, *expected, at);
            }
            Write::RemoveFacilitation { event, person, expected } => {
                safe_space::add_facilitation_removal(&mut plan, *event, *person, *expected, at);
            }
            Write::Theme(theme, expected) => safe_space::add_theme(&mut plan, theme, *expected, at),
            Write::Contribution { theme, by } => safe_space::add_contribution(&mut plan, *theme, *by, at),
            Write::Message(message) => safe_space::add_message(&mut plan, message, at),
            Write::Broadcast(broadcast) => outbox::add_broadcast(&mut plan, broadcast, at),
            Write::NoticeState { position, before, after } => {
                outbox::add_move(&mut plan, *position, [*before, *after], at);
            }
            Write::RemoveNotice { position } => outbox::add_removal(&mut plan, *position, at),
            Write::Testimonial(testimonial, expected) => {
                words::add_testimonial(&mut plan, testimonial, *expected, at);
            }
            Write::RemoveTestimonial { id, expected } => {
                words::add_testimonial_removal(&mut plan, *id, *expected, at);
            }
            Write::TestimonialUse(place, expected) => words::add_use(&mut plan, place, *expected, at),
            Write::RemoveTestimonialUse { id, expected } => {
                words::add_use_removal(&mut plan, *id, *expected, at);
            }
            Write::Recognition(recognition, expected) => {
                words::add_recognition(&mut plan, recognition, *expected, at);
            }
            Write::Resource(resource, expected) => words::add_resource(&mut plan, resource, *expected, at),
            Write::Figure(figure) => legacy::add_figure(&mut plan, figure, at),
            Write::Initiative(initiative, expected) => {
                legacy::add_initiative(&mut plan, initiative, *expected, at);
            }
            Write::Legacy { initiative, entries, expected } => {
                legacy::add_entries(&mut plan, *initiative, entries, *expected, at);
            }
            Write::Bulletin(bulletin, expected) => bulletin::add(&mut plan, bulletin, *expected, at),
            Write::Interests(interests, expected) => {
                bulletin::add_interests(&mut plan, interests, *expected, at);
            }
            Write::RemoveInterests { person, expected } => {
                bulletin::add_interests_removal(&mut plan, *person, *expected, at);
            }
            Write::AddressRecord(record, expected) => {
                bulletin::add_address_record(&mut plan, record, *expected, at);
            }
            Write::ErasePerson { person, expected } => {
                forget::add_erasure(&mut plan, *person, *expected, at);
            }
            Write::MergePerson { from, into, expected } => {
                forget::add_merge(&mut plan, *from, *into, *expected, at);
            }
            Write::DisposeSafeSpace { event } => safe_space::add_disposal(&mut plan, *event, at),
            Write::Discard { kind, before } => forget::add_discard(&mut plan, *kind, *before, at),
        }
    }
    log::add(&mut plan, changes);
    plan
}
