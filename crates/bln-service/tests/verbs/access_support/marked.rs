//! What can be told from anything else, for every field in which something is a person's own: a mark each, so that
//! what shows where it should not is found, and whose it was.

use std::{collections::BTreeSet, sync::Mutex};

use bln_core::{
    AccessNeeds, Affiliation, Attribution, BulletinAudience, BulletinContents, EmailAddress, EmailAddresses,
    Employer, EthnicGroup, Findings, Id, InitiativeDetails, Line, Link, Person, PersonDetails, PersonName,
    Pillar, Pillars, Post, ProfessionalBody, ProfessionalRegistration, Prose, Provision, Published,
    RecognitionDetails, RecognitionKind, ResourceDetails, ResourceKind, Section, SectionContent,
    TestimonialOffer,
    testimonial::{Channel, Channels},
};
use bln_service::Released;

/// What every numbered mark begins with.
pub(crate) const STEM: &str = "zqcanary";

/// Marks that have to have a form of their own.
pub(crate) const OTHERS: [&str; 8] = [
    // Professional registrations.
    "7918263",
    "2918263",
    "79q1826z",
    "qz918263",
    // What is sealed, as the code and the database would name it.
    "otherarab",
    "other_arab",
    // The joining link, and the keys of requests.
    "meet.example.org",
    "test-key-",
];

/// The sets of details of those who are in the network.
pub(crate) const STORED: [usize; 4] = [0, 6, 12, 18];
/// Those of whoever applies, is imported, and changes what they told.
pub(crate) const APPLIES: usize = 24;
pub(crate) const IMPORTED: usize = 30;
pub(crate) const CHANGED: usize = 36;

pub(crate) const GROUP: EthnicGroup = EthnicGroup::OtherArab;

/// The marks that were used so far.
static USED: Mutex<BTreeSet<usize>> = Mutex::new(BTreeSet::new());

pub(crate) fn used() -> BTreeSet<usize> {
    USED.lock().unwrap().clone()
}

pub(crate) fn mark(n: usize) -> String {
    USED.lock().unwrap().insert(n);
    format!("{STEM}{n:02}")
}

pub(crate) fn prose<const MAX: usize>(n: usize) -> Prose<MAX> {
    Prose::parse(format!("Rotas are late, says {}.", mark(n))).unwrap()
}

pub(crate) fn line<const MAX: usize>(n: usize) -> Line<MAX> {
    Line::parse(format!("Sample {}", mark(n))).unwrap()
}

/// Details with a mark in every field; they take six.
pub(crate) fn details(set: usize) -> PersonDetails {
    let email = |n| EmailAddress::parse(format!("{}@example.org", mark(n))).unwrap();
    details_with(set, EmailAddresses::new([email(set + 2), email(set + 3)]).unwrap())
}

/// The same with other addresses.
pub(crate) fn details_with(set: usize, emails: EmailAddresses) -> PersonDetails {
    let name = PersonName::parse(format!("Sample {}", mark(set))).unwrap();
    let registered = |body, number| ProfessionalRegistration::parse(body, number).unwrap();
    PersonDetails::new(name.with_known_as(Some(line(set + 1))), emails)
        .with_affiliations(vec![
            Affiliation::new(Employer::Unlisted(line(set + 4)), "2020-01-01".parse().unwrap())
                .with_job_title(Some(line(set + 5))),
        ])
        .unwrap()
        .with_registrations(vec![
            registered(ProfessionalBody::Gmc, "7918263"),
            registered(ProfessionalBody::Gphc, "2918263"),
            registered(ProfessionalBody::Nmc, "79Q1826Z"),
            registered(ProfessionalBody::Hcpc, "QZ918263"),
        ])
        .unwrap()
}

pub(crate) fn access_needs(n: usize) -> AccessNeeds {
    AccessNeeds::new([Provision::StepFree], Some(prose(n))).unwrap()
}

/// Words that somebody is asked to approve of.
pub(crate) fn offer(person: Id<Person>) -> TestimonialOffer {
    TestimonialOffer {
        person,
        words: prose(61),
        attribution: Attribution::Named(line(62), post()),
        channels: Channels::new([Channel::Website]).unwrap(),
        expires: "2028-03-01".parse().unwrap(),
    }
}

/// What somebody is thanked for.
pub(crate) fn recognition(person: Id<Person>) -> RecognitionDetails {
    RecognitionDetails {
        person,
        kind: RecognitionKind::Thanks,
        words: prose(66),
        on: "2027-02-14".parse().unwrap(),
        attribution: Attribution::Named(line(67), post()),
    }
}

fn post() -> Post {
    Post { role: line(63), organisation: line(64) }
}

/// What people are pointed to. It is nobody's, and public.
pub(crate) fn resource() -> ResourceDetails {
    ResourceDetails {
        title: Line::parse("Shattered hopes").unwrap(),
        kind: ResourceKind::Report,
        publisher: Line::parse("NHS Confederation").unwrap(),
        published: Published::parse("2022-06").unwrap(),
        link: Link::parse("https://www.nhsconfed.org/publications").unwrap(),
        licence: None,
        pillars: Pillars::new([Pillar::SystemInfluencing]).unwrap(),
        actions: BTreeSet::new(),
        figures: Findings::default(),
    }
}

/// What the network sets out to change.
pub(crate) fn initiative() -> InitiativeDetails {
    InitiativeDetails::new(line(73), prose(74), Pillars::new([Pillar::Legacy]).unwrap())
}

/// An issue of the bulletin.
pub(crate) fn issue() -> BulletinContents {
    let news = Section::new(line(76), SectionContent::News(prose(77))).unwrap();
    BulletinContents::new(line(75), vec![news], BulletinAudience::Everybody).unwrap()
}

/// What somebody takes to a guardian.
pub(crate) fn released() -> Released {
    Released {
        name: Some(line(57)),
        contact: Some(line(58)),
        organisation: Some(line(59)),
        words: Some(prose(60)),
    }
}
