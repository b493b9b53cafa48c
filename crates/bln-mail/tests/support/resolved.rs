//! What a network resolves when it sends an issue, made by the rules of the network.

use std::num::NonZeroU16;

use bln_core::testimonial::{Channel, Channels};
use bln_core::{
    Attribution, Audience, Confidentiality, ConsentLedger, ConsentMethod, Event, EventDetails, EventKind,
    Figure, Id, Issue, IssueContent, IssueEvent, IssueSection, Limits, Line, Modes, Person, Pillar, Pillars,
    Prose, PublishableTestimonial, PurposeCode, Recognition, RecognitionDetails, RecognitionKind,
    ResourceView, Section, SectionContent, ShownRecognition, Testimonial, TestimonialOffer, TestimonialParts,
    TestimonialState, WordingRef, WordsHash,
};

use super::{evening, figure, line, named, now, prose, resource};

fn person() -> Id<Person> {
    Id::new(uuid::Uuid::from_u128(17))
}

fn agreed(purpose: PurposeCode) -> ConsentLedger {
    let wording = WordingRef::parse("consent@1").unwrap();
    ConsentLedger::new(person()).give(purpose, wording, None, ConsentMethod::Web, None, now()).unwrap()
}

pub(crate) fn said(words: Prose<1000>, attribution: Attribution) -> PublishableTestimonial {
    let words_hash = WordsHash::new([7; 32]);
    let testimonial = Testimonial::restore(TestimonialParts {
        id: Id::new(uuid::Uuid::from_u128(1)),
        offer: TestimonialOffer {
            person: person(),
            words,
            attribution,
            channels: Channels::new([Channel::Bulletin]).unwrap(),
            expires: "2028-01-01".parse().unwrap(),
        },
        state: TestimonialState::Approved { at: now(), words_hash },
    });
    let permit = agreed(PurposeCode::Testimonial).permit(now()).unwrap();
    let today = "2027-03-31".parse().unwrap();
    testimonial.publishable(&permit, &Limits::none(person()), words_hash, Channel::Bulletin, today).unwrap()
}

pub(crate) fn thanked(words: Prose<1000>, attribution: Attribution) -> ShownRecognition {
    let details = RecognitionDetails {
        person: person(),
        kind: RecognitionKind::Appointment,
        words,
        on: "2027-03-08".parse().unwrap(),
        attribution,
    };
    let permit = agreed(PurposeCode::Recognition).permit(now()).unwrap();
    Recognition::restore(Id::new(uuid::Uuid::from_u128(1)), details)
        .shown(&permit, &Limits::none(person()))
        .unwrap()
}

pub(crate) fn to_come() -> SectionContent {
    SectionContent::EventsToCome { pillars: None, days: NonZeroU16::new(366).unwrap() }
}

pub(crate) fn event(title: Line<200>) -> IssueEvent {
    let details = EventDetails::new(
        title,
        EventKind::NetworkMeeting,
        Pillars::new([Pillar::Legacy, Pillar::Celebration]).unwrap(),
        Audience::MembersAndAllies,
        Modes::Hybrid,
        evening("2027-04-15"),
        Confidentiality::Open,
    );
    let event = Event::draft(Id::new(uuid::Uuid::from_u128(3)), details).publish(now()).unwrap();
    IssueEvent::listed(&event, &to_come(), now()).unwrap()
}

/// A section under a heading. What it was planned with does not matter once it is resolved.
pub(crate) fn section(heading: Line<120>, content: IssueContent) -> IssueSection {
    IssueSection::of(&Section::new(heading, to_come()).unwrap(), content)
}

/// One of every section.
pub(crate) fn resolved() -> Issue {
    let figures: Vec<Figure> = vec![figure()];
    let resources: Vec<ResourceView> = vec![
        resource("A report").view(),
        resource("An old report").withdraw(prose("Its figures were wrong."), now()).unwrap().view(),
    ];
    Issue::new(
        line("What we did in March"),
        [
            section(line("News"), IssueContent::News(prose("We met **twice**."))),
            section(line("Coming up"), IssueContent::Events(vec![event(line("Careers evening"))])),
            section(line("To read"), IssueContent::Resources(resources)),
            section(line("The evidence"), IssueContent::Figures(figures)),
            section(
                line("In people’s words"),
                IssueContent::Testimonials(vec![said(prose("I was heard."), named("Sample Person 17"))]),
            ),
            section(
                line("Thank you"),
                IssueContent::Recognitions(vec![thanked(
                    prose("Sample director"),
                    named("Sample Person 18"),
                )]),
            ),
        ],
    )
}
