//! Writes issues of the bulletin, what people want to read about, and what is known of addresses.

use bln_core::{
    Bulletin, BulletinAudience, Id, Interests, Person, Reached, Section, SectionContent, Version,
    bounce::AddressRecord,
};
use bln_store::Expected;
use uuid::Uuid;

use super::plan::{Meaning, Plan, Subject, Told};
use crate::{Value, vocabulary};

pub(super) const ALL: &[&str] = &[
    BULLETIN,
    CHANGE_BULLETIN,
    CLEAR_PILLARS,
    PILLAR,
    CLEAR_SECTIONS,
    SECTION,
    SECTION_PILLAR,
    SECTION_RECORD,
    INTEREST,
    CHANGE_INTEREST,
    CLEAR_INTEREST_PILLARS,
    INTEREST_PILLAR,
    REMOVE_INTEREST,
    ADDRESS,
    CHANGE_ADDRESS,
    THEIRS,
];

const BULLETIN: &str = "INSERT INTO bulletin (id, version, subject, state, state_at, reached, reached_person) \
    VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6)";
const CHANGE_BULLETIN: &str = "UPDATE bulletin SET subject = ?2, state = ?3, state_at = ?4, reached = ?5, \
    reached_person = ?6, version = version + 1 WHERE id = ?1 AND version = ?7";
const CLEAR_PILLARS: &str = "DELETE FROM bulletin_pillar WHERE bulletin = ?1";
const PILLAR: &str = "INSERT INTO bulletin_pillar (bulletin, pillar) VALUES (?1, ?2)";

/// The pillars and the records of each section go with it.
const CLEAR_SECTIONS: &str = "DELETE FROM bulletin_section WHERE bulletin = ?1";
const SECTION: &str = "INSERT INTO bulletin_section (bulletin, ordinal, heading, kind, news, days) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
const SECTION_PILLAR: &str =
    "INSERT INTO bulletin_section_pillar (bulletin, section, pillar) VALUES (?1, ?2, ?3)";
const SECTION_RECORD: &str =
    "INSERT INTO bulletin_section_record (bulletin, section, ordinal, record) VALUES (?1, ?2, ?3, ?4)";

const INTEREST: &str = "INSERT INTO interest (person, version) VALUES (?1, 1)";
const CHANGE_INTEREST: &str = "UPDATE interest SET version = version + 1 WHERE person = ?1 AND version = ?2";
const CLEAR_INTEREST_PILLARS: &str = "DELETE FROM interest_pillar WHERE person = ?1";
const INTEREST_PILLAR: &str = "INSERT INTO interest_pillar (person, pillar) VALUES (?1, ?2)";

/// Its pillars go with it.
const REMOVE_INTEREST: &str = "DELETE FROM interest WHERE person = ?1 AND version = ?2";

const ADDRESS: &str = "INSERT INTO address_record (address, version, person, failures, held_since) \
    VALUES (?1, 1, ?2, ?3, ?4)";
const CHANGE_ADDRESS: &str = "UPDATE address_record SET person = ?2, failures = ?3, held_since = ?4, \
    version = version + 1 WHERE address = ?1 AND version = ?5";

/// The table does not refer to the addresses, because a person's are written anew whenever the person is.
const THEIRS: &str = "SELECT 1 FROM person_email WHERE address = ?1 AND person = ?2";

pub(super) fn add(plan: &mut Plan, bulletin: &Bulletin, expected: Expected, at: Subject) {
    let (id, state): (Value, _) = (bulletin.id().uuid().into(), bulletin.state());
    let reached_person = match state.reached() {
        Some(Reached::UpTo(person)) => Some(person.uuid()),
        Some(Reached::Nobody | Reached::Everybody) | None => None,
    };
    let mut params = Vec::with_capacity(7);
    params.extend([
        id.clone(),
        bulletin.contents().subject().as_str().into(),
        state.name().into(),
        state.at().map(|at| at.utc()).into(),
        state.reached().map(vocabulary::reached).into(),
        reached_person.into(),
    ]);
    plan.head([BULLETIN, CHANGE_BULLETIN], params, expected, at, Told::HEAD);
    if expected != Expected::New {
        for sql in [CLEAR_PILLARS, CLEAR_SECTIONS] {
            plan.run(sql, vec![id.clone()], at, Told::PART);
        }
    }
    if let BulletinAudience::InterestedIn(pillars) = bulletin.contents().audience() {
        for pillar in pillars.names() {
            plan.run(PILLAR, vec![id.clone(), pillar.into()], at, Told::PART);
        }
    }
    for (ordinal, section) in (1_u32..).zip(bulletin.contents().sections()) {
        add_section(plan, [id.clone(), ordinal.into()], section, at);
    }
}

fn add_section(plan: &mut Plan, place: [Value; 2], section: &Section, at: Subject) {
    let content = section.content();
    let news = match content {
        SectionContent::News(words) => Some(words.as_str()),
        _ => None,
    };
    let (pillars, days) = match content {
        SectionContent::EventsToCome { pillars, days } => (*pillars, Some(u32::from(days.get()))),
        _ => (None, None),
    };
    let mut params = place.to_vec();
    params.extend([section.heading().as_str().into(), content.name().into(), news.into(), days.into()]);
    plan.run(SECTION, params, at, Told::PART);
    for pillar in pillars.iter().flat_map(|pillars| pillars.names()) {
        let [bulletin, section] = place.clone();
        plan.run(SECTION_PILLAR, vec![bulletin, section, pillar.into()], at, Told::PART);
    }
    for (ordinal, record) in (1_u32..).zip(records(content)) {
        let [bulletin, section] = place.clone();
        plan.run(SECTION_RECORD, vec![bulletin, section, ordinal.into(), record.into()], at, Told::PART);
    }
}

/// What a section names.
fn records(content: &SectionContent) -> Vec<Uuid> {
    fn uuids<K>(ids: &[Id<K>]) -> Vec<Uuid> {
        ids.iter().map(|id| id.uuid()).collect()
    }
    match content {
        SectionContent::Resources(ids) => uuids(ids),
        SectionContent::Figures(ids) => uuids(ids),
        SectionContent::Testimonials(ids) => uuids(ids),
        SectionContent::Recognitions(ids) => uuids(ids),
        _ => Vec::new(),
    }
}

pub(super) fn add_interests(plan: &mut Plan, interests: &Interests, expected: Expected, at: Subject) {
    let person: Value = interests.person().uuid().into();
    plan.head([INTEREST, CHANGE_INTEREST], vec![person.clone()], expected, at, Told::HEAD);
    if expected != Expected::New {
        plan.run(CLEAR_INTEREST_PILLARS, vec![person.clone()], at, Told::PART);
    }
    for pillar in interests.pillars().names() {
        plan.run(INTEREST_PILLAR, vec![person.clone(), pillar.into()], at, Told::PART);
    }
}

pub(super) fn add_interests_removal(plan: &mut Plan, person: Id<Person>, expected: Version, at: Subject) {
    plan.one(REMOVE_INTEREST, vec![person.uuid().into(), expected.number().into()], at, Told::HEAD);
}

pub(super) fn add_address_record(plan: &mut Plan, record: &AddressRecord, expected: Expected, at: Subject) {
    let (address, person): (Value, Value) = (record.address().as_str().into(), record.person().uuid().into());
    let theirs = vec![address.clone(), person.clone()];
    let held_since = record.held_since().map(|since| since.utc());
    let mut params = Vec::with_capacity(5);
    params.extend([address, person, record.failures().into(), held_since.into()]);
    plan.head([ADDRESS, CHANGE_ADDRESS], params, expected, at, Told::HEAD);
    plan.one(THEIRS, theirs, at, Told { guard: Meaning::NoOwner, ..Told::PART });
}
