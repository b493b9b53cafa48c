//! Samples of people's own words, the places that show them, recognition and resources.

use std::collections::BTreeSet;

use bln_core::{
    Attribution, Findings, Id, Line, Link, Pillar, Pillars, Post, Prose, Published, Recognition,
    RecognitionDetails, RecognitionKind, Resource, ResourceDetails, ResourceKind, Testimonial,
    TestimonialOffer, TestimonialParts, TestimonialState, TestimonialUse, TestimonialUseParts, WordsHash,
    testimonial::{Channel, Channels},
};
use uuid::Uuid;

use super::{bytes, day, minutes, now, person_id};

/// The identifier of a sample testimonial.
pub fn testimonial_id(number: u32) -> Id<Testimonial> {
    Id::new(Uuid::from_u128(0x01a0_0000_0000_7000_8000_0000_0000_0000 + u128::from(number)))
}

/// A hash of words, of every value of byte.
pub fn words_hash(number: u32) -> WordsHash {
    WordsHash::new(bytes(number, 32).try_into().unwrap())
}

/// Every level of naming.
pub fn attributions() -> [Attribution; 3] {
    let post = || Post {
        role: Line::parse("Sample manager, 病房").unwrap(),
        organisation: Line::parse("Nottingham University Hospitals NHS Trust").unwrap(),
    };
    let name = Line::parse("Sample Person-O’Neill").unwrap();
    [Attribution::Anonymous, Attribution::RoleOnly(post()), Attribution::Named(name, post())]
}

/// A sample testimonial of a sample person, for the website.
pub fn testimonial(number: u32, person: u32, state: TestimonialState) -> Testimonial {
    let offer = TestimonialOffer {
        person: person_id(person),
        words: Prose::parse(format!("Sample words {number}.\nThey are mine: 我的话.")).unwrap(),
        attribution: Attribution::Anonymous,
        channels: Channels::new([Channel::Website]).unwrap(),
        expires: day("2028-02-29"),
    };
    Testimonial::restore(TestimonialParts { id: testimonial_id(number), offer, state })
}

/// The identifier of a sample place.
pub fn testimonial_use_id(number: u32) -> Id<TestimonialUse> {
    Id::new(Uuid::from_u128(0x01a1_0000_0000_7000_8000_0000_0000_0000 + u128::from(number)))
}

/// A sample place of a sample testimonial, ticked off after so many minutes or not.
pub fn testimonial_use(number: u32, testimonial: u32, taken_down: Option<i64>) -> TestimonialUse {
    TestimonialUse::restore(TestimonialUseParts {
        id: testimonial_use_id(number),
        testimonial: testimonial_id(testimonial),
        channel: Channel::ALL[usize::try_from(number).unwrap() % Channel::ALL.len()],
        place: Line::parse(format!("https://example.org/voices/{number}")).unwrap(),
        at: now(),
        taken_down: taken_down.map(minutes),
    })
}

/// The identifier of a sample recognition.
pub fn recognition_id(number: u32) -> Id<Recognition> {
    Id::new(Uuid::from_u128(0x01a2_0000_0000_7000_8000_0000_0000_0000 + u128::from(number)))
}

/// Sample thanks to a sample person.
pub fn recognition(number: u32, person: u32) -> Recognition {
    let details = RecognitionDetails {
        person: person_id(person),
        kind: RecognitionKind::Thanks,
        words: Prose::parse(format!("Sample thanks {number}: 谢谢.")).unwrap(),
        on: day("2027-02-14"),
        attribution: Attribution::Anonymous,
    };
    Recognition::restore(recognition_id(number), details)
}

/// The identifier of a sample resource.
pub fn resource_id(number: u32) -> Id<Resource> {
    Id::new(Uuid::from_u128(0x01a3_0000_0000_7000_8000_0000_0000_0000 + u128::from(number)))
}

/// What a sample resource is: it tells of no figure.
pub fn resource_details(number: u32) -> ResourceDetails {
    ResourceDetails {
        title: Line::parse(format!("Sample report {number}")).unwrap(),
        kind: ResourceKind::Report,
        publisher: Line::parse("Sample publisher").unwrap(),
        published: Published::parse("2022-06").unwrap(),
        link: Link::parse(format!("https://example.org/reports/{number}?a=b&c=d#top")).unwrap(),
        licence: None,
        pillars: Pillars::new([Pillar::SystemInfluencing]).unwrap(),
        actions: BTreeSet::new(),
        figures: Findings::default(),
    }
}

/// A sample resource.
pub fn resource(number: u32) -> Resource {
    Resource::list(resource_id(number), resource_details(number))
}
