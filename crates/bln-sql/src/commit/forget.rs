//! Forgets people, and what is old.

use bln_core::{Id, Instant, Person, Version};
use bln_store::{Discarded, Rule};

use super::{
    outbox,
    plan::{Meaning, Plan, Subject, Told},
};
use crate::Value;

pub(super) const ALL: &[&str] = &[
    PERSON,
    STAYS,
    REGISTERED,
    FACILITATES,
    RECORDED,
    RECEIPTS,
    RECEIPTS_OF_OTHERS,
    LINKS,
    NOTICES,
    TWICE,
    READDRESS,
    CHARACTERISTICS,
    LIMITS,
    INTERESTS,
    ADDRESSES,
    LEDGER,
    MEMBERSHIP,
    PSEUDONYMS,
    PASS_ON,
    PLACES,
    TESTIMONIALS,
    RECOGNITIONS,
    HAND_ON_TESTIMONIALS,
    HAND_ON_RECOGNITIONS,
    REMOVE,
    OLD_RECEIPTS,
    OLD_LINKS,
    OLD_SUPPRESSIONS,
    OLD_NOTICES,
    OLD_REQUESTS,
];

const PERSON: &str = "SELECT id FROM person WHERE id = ?1 AND version = ?2";
const STAYS: &str = "SELECT version FROM person WHERE id = ?1";
const REGISTERED: &str = "SELECT id FROM registration WHERE person = ?1 LIMIT 1";
const FACILITATES: &str = "SELECT event FROM facilitation WHERE person = ?1 LIMIT 1";

/// What they wrote down in the ledgers of others.
const RECORDED: &str = "UPDATE consent_entry SET recorded_by = \
    coalesce((SELECT n.pseudonym FROM pseudonym n WHERE n.person = ?1 ORDER BY n.pseudonym LIMIT 1), recorded_by) \
    WHERE recorded_by = ?1";

/// What was answered to them..
const RECEIPTS: &str = "DELETE FROM receipt WHERE actor = ?1";

/// ..and to others about a record of theirs, whose key is or ends in their identifier.
const RECEIPTS_OF_OTHERS: &str = "DELETE FROM receipt WHERE substr(record_id, length(record_id) - 35) = ?1 \
    AND substr(record_id, length(record_id) - 35) <> CAST(actor AS text)";

const LINKS: &str = "DELETE FROM action_link WHERE person = ?1";
const NOTICES: &str = "DELETE FROM outbox WHERE recipient = ?1";

/// The notices of `?1` that `?2` has already: one of the same identifier, which for an issue of the bulletin is the
/// issue's.
const TWICE: &str = "DELETE FROM outbox WHERE recipient = ?1 AND registration IS NULL AND EXISTS \
    (SELECT 1 FROM outbox o WHERE o.id = outbox.id AND o.recipient = ?2 AND o.registration IS NULL)";
const READDRESS: &str = "UPDATE outbox SET recipient = ?2 WHERE recipient = ?1";

/// The key of their characteristics, with what it opens.
const CHARACTERISTICS: &str = "DELETE FROM sealed_characteristics WHERE person = ?1";
const LIMITS: &str = "DELETE FROM processing_limit WHERE person = ?1";
const INTERESTS: &str = "DELETE FROM interest WHERE person = ?1";
const ADDRESSES: &str = "DELETE FROM address_record WHERE person = ?1";
const LEDGER: &str = "DELETE FROM consent_ledger WHERE person = ?1";
const MEMBERSHIP: &str = "DELETE FROM membership WHERE person = ?1";
const PSEUDONYMS: &str = "DELETE FROM pseudonym WHERE person = ?1";
const PASS_ON: &str = "UPDATE pseudonym SET person = ?2 WHERE person = ?1";

/// The places that do not show their words any more. Those that do stay.
const PLACES: &str = "DELETE FROM testimonial_use WHERE taken_down_at IS NOT NULL \
    AND testimonial IN (SELECT t.id FROM testimonial t WHERE t.person = ?1)";
const TESTIMONIALS: &str = "DELETE FROM testimonial WHERE person = ?1";
const RECOGNITIONS: &str = "DELETE FROM recognition WHERE person = ?1";
const HAND_ON_TESTIMONIALS: &str =
    "UPDATE testimonial SET person = ?2, version = version + 1 WHERE person = ?1";
const HAND_ON_RECOGNITIONS: &str =
    "UPDATE recognition SET person = ?2, version = version + 1 WHERE person = ?1";

/// Addresses, posts, professional numbers and the words of the name go with the person.
const REMOVE: &str = "DELETE FROM person WHERE id = ?1";

const OLD_RECEIPTS: &str = "DELETE FROM receipt WHERE answered_at < ?1";
const OLD_LINKS: &str = "DELETE FROM action_link WHERE expires_at < ?1";
const OLD_SUPPRESSIONS: &str = "DELETE FROM suppression WHERE since < ?1";
const OLD_NOTICES: &str = "DELETE FROM outbox WHERE written_at < ?1";

/// Those that are open were closed on no day. The times for which the clock stood still go with them.
const OLD_REQUESTS: &str = "DELETE FROM rights_request WHERE closed_on < ?1";

pub(super) fn add_erasure(plan: &mut Plan, person: Id<Person>, expected: Version, at: Subject) {
    let id: Value = person.uuid().into();
    require(plan, person, expected, None, at);
    outbox::keep_last(plan, at);
    for sql in [NOTICES, PLACES, TESTIMONIALS, RECOGNITIONS] {
        plan.run(sql, vec![id.clone()], at, Told::PART);
    }
    forget(plan, person, at);
    plan.run(PSEUDONYMS, vec![id.clone()], at, Told::PART);
    plan.one(REMOVE, vec![id], at, Told::PART);
}

pub(super) fn add_merge(plan: &mut Plan, from: Id<Person>, into: Id<Person>, expected: Version, at: Subject) {
    let (gone, stays): (Value, Value) = (from.uuid().into(), into.uuid().into());
    require(plan, from, expected, Some(into), at);
    outbox::keep_last(plan, at);
    for sql in [TWICE, READDRESS, HAND_ON_TESTIMONIALS, HAND_ON_RECOGNITIONS] {
        plan.run(sql, vec![gone.clone(), stays.clone()], at, Told::PART);
    }
    forget(plan, from, at);
    plan.run(PASS_ON, vec![gone.clone(), stays], at, Told::PART);
    plan.one(REMOVE, vec![gone], at, Told::PART);
}

pub(super) fn add_discard(plan: &mut Plan, kind: Discarded, before: Instant, at: Subject) {
    let sql = match kind {
        Discarded::Receipts => OLD_RECEIPTS,
        Discarded::Links => OLD_LINKS,
        Discarded::Suppressions => OLD_SUPPRESSIONS,
        Discarded::Notices => {
            outbox::keep_last(plan, at);
            OLD_NOTICES
        }
        Discarded::RightsRequests => {
            let day = before.utc().date_naive();
            return plan.run(OLD_REQUESTS, vec![day.into()], at, Told::PART);
        }
        // A kind that this release does not know cannot be told from another.
        _ => return plan.refuse(at, Meaning::Conflict(Rule::WellFormed)),
    };
    plan.run(sql, vec![before.utc().into()], at, Told::PART);
}

/// Refuses unless the person is there at this version, who stays is there, and the person has no place anywhere.
fn require(plan: &mut Plan, person: Id<Person>, expected: Version, stays: Option<Id<Person>>, at: Subject) {
    let id: Value = person.uuid().into();
    plan.one(PERSON, vec![id.clone(), expected.number().into()], at, Told::HEAD);
    if let Some(stays) = stays {
        plan.one(STAYS, vec![stays.uuid().into()], at, Told { guard: Meaning::NoOwner, ..Told::PART });
    }
    let in_use = Told { guard: Meaning::Conflict(Rule::PersonInUse), ..Told::PART };
    for sql in [REGISTERED, FACILITATES] {
        plan.none(sql, vec![id.clone()], at, in_use);
    }
}

/// Takes out everything of a person's but their words, their notices, their pseudonyms and the person.
fn forget(plan: &mut Plan, person: Id<Person>, at: Subject) {
    let id: Value = person.uuid().into();
    let text: Value = person.to_string().into();
    plan.run(RECORDED, vec![id.clone()], at, Told::PART);
    plan.run(RECEIPTS_OF_OTHERS, vec![text], at, Told::PART);
    for sql in [RECEIPTS, LINKS, CHARACTERISTICS, LIMITS, INTERESTS, ADDRESSES, LEDGER, MEMBERSHIP] {
        plan.run(sql, vec![id.clone()], at, Told::PART);
    }
}
