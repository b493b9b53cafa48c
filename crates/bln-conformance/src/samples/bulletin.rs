//! Samples of issues of the bulletin, interests, and what is known of addresses.

use std::num::NonZeroU16;

use bln_core::{
    Bulletin, BulletinAudience, BulletinContents, BulletinParts, BulletinState, Id, Interests, Line, Pillar,
    Pillars, Prose, Reached, Section, SectionContent, bounce::AddressRecord,
};
use uuid::Uuid;

use super::{minutes, person, person_id, recognition_id, resource_id, testimonial_id};

/// The identifier of a sample issue.
pub fn bulletin_id(number: u32) -> Id<Bulletin> {
    Id::new(Uuid::from_u128(0x01a8_0000_0000_7000_8000_0000_0000_0000 + u128::from(number)))
}

/// A sample issue in a state: one piece of news, for everybody.
pub fn bulletin(number: u32, state: BulletinState) -> Bulletin {
    let news =
        section(&format!("Sample news {number}"), SectionContent::News(prose("The network met: 我们.")));
    Bulletin::restore(BulletinParts {
        id: bulletin_id(number),
        contents: bulletin_contents(number, vec![news], BulletinAudience::Everybody),
        state,
    })
}

/// What a sample issue says, and to whom.
pub fn bulletin_contents(
    number: u32,
    sections: Vec<Section>,
    audience: BulletinAudience,
) -> BulletinContents {
    let subject = Line::parse(format!("Sample issue {number}")).unwrap();
    BulletinContents::new(subject, sections, audience).unwrap()
}

/// Every state of an issue.
pub fn bulletin_states() -> [BulletinState; 9] {
    let (since, person) = (minutes(2), person_id(5));
    let sending = |reached| BulletinState::Sending { since, reached };
    let paused = |reached| BulletinState::Paused { since, reached };
    [
        BulletinState::Draft,
        BulletinState::Scheduled { due: minutes(1) },
        sending(Reached::Nobody),
        sending(Reached::UpTo(person)),
        sending(Reached::Everybody),
        paused(Reached::Nobody),
        paused(Reached::UpTo(person)),
        paused(Reached::Everybody),
        BulletinState::Stopped { at: minutes(3) },
    ]
}

/// Sections of every sort, with one part and with as many as there may be.
pub fn sections() -> Vec<Section> {
    let days = |days| NonZeroU16::new(days).unwrap();
    let longest = "\u{20bb7}\n".repeat(1_999) + "ab";
    let pillars = Pillars::new([Pillar::Celebration, Pillar::Legacy]).unwrap();
    // Out of order and one twice: they are shown as they were chosen.
    let resources = (1..=19).rev().chain([3]).map(resource_id).collect();
    let contents = [
        SectionContent::News(prose("The network met.")),
        SectionContent::News(prose(&longest)),
        SectionContent::EventsToCome { pillars: None, days: days(1) },
        SectionContent::EventsToCome { pillars: Some(pillars), days: days(Section::MOST_DAYS) },
        SectionContent::EventsToCome { pillars: Pillars::new(Pillar::ALL).ok(), days: days(14) },
        SectionContent::Resources(resources),
        SectionContent::Figures(vec![Id::new(Uuid::from_u128(1))]),
        SectionContent::Testimonials([9, 1, 5].map(testimonial_id).into()),
        SectionContent::Recognitions(vec![recognition_id(1)]),
    ];
    let heading = "\u{20bb7}".repeat(119);
    (1..).zip(contents).map(|(n, content)| section(&format!("{heading}{n}"), content)).collect()
}

/// What a sample person wants to read about.
pub fn interests(person: u32, pillars: &[Pillar]) -> Interests {
    Interests::new(person_id(person), Pillars::new(pillars.iter().copied()).unwrap())
}

/// What is known of the preferred address of a sample person after so many failures in a row: three hold it.
pub fn address_record(person_number: u32, failures: u32) -> AddressRecord {
    let address = person(person_number).emails().preferred().clone();
    let held_since = (failures == 3).then(|| minutes(4));
    AddressRecord::restore(person_id(person_number), address, failures, held_since).unwrap()
}

fn section(heading: &str, content: SectionContent) -> Section {
    Section::new(Line::parse(heading).unwrap(), content).unwrap()
}

fn prose(text: &str) -> Prose<4000> {
    Prose::parse(text).unwrap()
}
