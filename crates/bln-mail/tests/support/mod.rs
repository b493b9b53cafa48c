//! A sample issue, and a reader of HTML that is not the library's.
#![allow(dead_code, reason = "each test takes what it needs")]

pub(crate) mod resolved;

use bln_core::{
    Attribution, EmailAddress, Figure, FigureParts, Findings, HighImpactAction, Id, Instant, Line, Link,
    LocalTime, Modes, NetworkProfile, Notice, PersonName, Pillar, Pillars, Post, Prose, Published,
    RecognitionKind, Resource, ResourceDetails, ResourceKind, Schedule, TimeZone,
};
use bln_mail::{
    Composed, EventItem, Issue, Letterhead, Links, Markdown, Message, Place, RecognitionItem, Section,
    TestimonialItem,
};
use bln_seal::Token;
use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};

pub(crate) fn line<const MAX: usize>(text: &str) -> Line<MAX> {
    Line::parse(text).unwrap()
}

pub(crate) fn link(text: &str) -> Link {
    Link::parse(text).unwrap()
}

pub(crate) fn now() -> Instant {
    "2027-03-31T09:05:07Z".parse().unwrap()
}

pub(crate) fn notice(number: u128) -> Id<Notice> {
    Id::new(uuid::Uuid::from_u128(number))
}

pub(crate) fn letterhead() -> Letterhead {
    let network =
        NetworkProfile::bln().unwrap().with_contact(EmailAddress::parse("team@example.org").unwrap());
    let links = Links::new(&link("https://network.example.org")).unwrap();
    Letterhead::new(&network, EmailAddress::parse("bulletin@mail.example.org").unwrap(), links).unwrap()
}

pub(crate) fn prose<const MAX: usize>(text: &str) -> Prose<MAX> {
    Prose::parse(text).unwrap()
}

/// An evening in London.
pub(crate) fn evening(day: &str) -> Schedule {
    let at = |time| LocalTime::parse(&format!("{day}T{time}"), TimeZone::LONDON).unwrap();
    Schedule::new(at("18:00"), at("19:30")).unwrap()
}

/// Somebody who agreed to be named.
pub(crate) fn named(name: &str) -> Attribution {
    Attribution::Named(line(name), Post { role: line("Sample matron"), organisation: line("Sample Trust") })
}

pub(crate) fn figure() -> Figure {
    Figure::new(FigureParts {
        id: Id::new(uuid::Uuid::from_u128(1)),
        statement: line("White applicants were more likely to be appointed from shortlisting"),
        shown: line("1.62 times"),
        population: line("Applicants to NHS trusts who were shortlisted"),
        asked: Some(1_234_567),
        method: line("Relative likelihood, as NHS England publishes it"),
        year: 2024,
        source: line("WRES 2024 data analysis report, indicator 2"),
        indicator: None,
        released_at: now(),
    })
    .unwrap()
}

pub(crate) fn resource(title: &str) -> Resource {
    let details = ResourceDetails {
        title: line(title),
        kind: ResourceKind::Report,
        publisher: line("NHS England"),
        published: Published::parse("2026-06").unwrap(),
        link: link("https://www.england.nhs.uk/wres/?year=2025&format=pdf"),
        licence: None,
        pillars: Pillars::new([Pillar::SystemInfluencing]).unwrap(),
        actions: [HighImpactAction::One].into(),
        figures: Findings::default(),
    };
    Resource::list(Id::new(uuid::Uuid::from_u128(2)), details)
}

/// One of every section.
pub(crate) fn composed() -> Composed {
    let event = |title: &str, place| EventItem {
        title: line(title),
        when: evening("2027-04-15"),
        place,
        link: Some(link("https://network.example.org/events/17")),
    };
    let body = "We asked trusts to say how they appoint to **senior posts**.\n\n\
                Of 12 trusts that answered:\n\n- 9 publish their figures\n- 3 will do so *by June*\n\n\
                > We want to be measured.\n\n# What comes next\n\n\
                1. Write to the 3.\n2. Read [the letter](https://network.example.org/letter \"title\").\n\n\
                Questions go to <team@example.org>.";
    let events = vec![
        event("Board ready: an evening for aspiring directors", Some(Place::Attended(Modes::Hybrid))),
        event("Leaders of the year", Some(Place::Venue(line("Sample Hall, Leeds")))),
        event("Mentors meet", None),
    ];
    let withdrawn = resource("A report on pay from 2024").withdraw(prose("Its figures were wrong."), now());
    let recognition = |kind, attribution, words| RecognitionItem {
        kind,
        on: "2027-03-08".parse().unwrap(),
        attribution,
        words: prose(words),
    };
    let sections = vec![
        Section::News { heading: line("Trusts tell how they appoint"), body: Markdown::parse(body).unwrap() },
        Section::Events { heading: line("Coming up"), events, more: 2 },
        Section::Resources {
            heading: line("To read"),
            resources: vec![
                resource("Workforce Race Equality Standard 2025").view(),
                withdrawn.unwrap().view(),
            ],
        },
        Section::Figures { heading: line("What the evidence shows"), figures: vec![figure()] },
        Section::Testimonials {
            heading: line("In people’s own words"),
            testimonials: vec![
                TestimonialItem {
                    words: prose("I found my mentor here.\n\nThat’s why I stayed."),
                    attribution: named("Sample Person 17"),
                },
                TestimonialItem { words: prose("I was heard."), attribution: Attribution::Anonymous },
            ],
        },
        Section::Recognitions {
            heading: line("Thank you"),
            recognitions: vec![
                recognition(
                    RecognitionKind::Thanks,
                    named("Sample Person 18"),
                    "For chairing the panel on mentoring.",
                ),
                recognition(
                    RecognitionKind::Award,
                    Attribution::Anonymous,
                    "A sample award.\n\nWell deserved.",
                ),
            ],
        },
    ];
    Composed::new(line("What we did in March"), Some(line("Nine trusts publish how they appoint.")), sections)
        .unwrap()
}

pub(crate) fn issue(composed: &Composed) -> Issue {
    Issue::render(composed, &letterhead()).unwrap()
}

pub(crate) fn message(composed: &Composed) -> Message {
    message_to(composed, "sample.person.17@example.org", "Sample Person 17")
}

pub(crate) fn message_to(composed: &Composed, to: &str, name: &str) -> Message {
    let (to, name) = (EmailAddress::parse(to).unwrap(), PersonName::parse(name).unwrap());
    issue(composed).message(to, &name, notice(17), &Token::from_random([7; 32]), now()).unwrap()
}

/// An issue whose only section is this news.
pub(crate) fn news(source: &str) -> Option<Composed> {
    let body = Markdown::parse(source).ok()?;
    let news = Section::News { heading: line("News"), body };
    Some(Composed::new(line("March"), None, vec![news]).unwrap())
}

/// HTML as browsers parse it.
pub(crate) fn parsed(html: &str) -> RcDom {
    html5ever::parse_document(RcDom::default(), html5ever::ParseOpts::default()).one(html)
}

/// Each element with its attributes, in the order of the document.
pub(crate) fn elements(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut found = Vec::new();
    walk(&parsed(html).document, &mut |node| {
        if let NodeData::Element { name, attrs, .. } = &node.data {
            let attributes = attrs.borrow();
            let attributes = attributes.iter().map(|a| (a.name.local.to_string(), a.value.to_string()));
            found.push((name.local.to_string(), attributes.collect()));
        }
    });
    found
}

pub(crate) fn walk(node: &Handle, see: &mut impl FnMut(&Handle)) {
    see(node);
    for child in node.children.borrow().iter() {
        walk(child, see);
    }
}

/// What somebody who reads the HTML is told, in order: words, the number of each ordered item, and where links lead.
pub(crate) fn told(html: &str) -> Vec<String> {
    let mut text = String::new();
    tell(&parsed(html).document, &mut text);
    words(&text)
}

fn tell(node: &Handle, out: &mut String) {
    let children = |out: &mut String| node.children.borrow().iter().for_each(|child| tell(child, out));
    match &node.data {
        NodeData::Text { contents } => out.push_str(&contents.borrow()),
        NodeData::Element { name, attrs, .. } => {
            let attribute = |wanted: &str| {
                let attrs = attrs.borrow();
                attrs.iter().find(|a| &*a.name.local == wanted).map(|a| a.value.to_string())
            };
            match &*name.local {
                "head" | "style" | "script" | "title" => {}
                "a" => {
                    let mut within = String::new();
                    children(&mut within);
                    let href = attribute("href").unwrap();
                    let href = href.strip_prefix("mailto:").unwrap_or(&href);
                    out.push_str(&within);
                    if within != href {
                        out.push_str(&format!(" {href} "));
                    }
                }
                "ol" => {
                    let mut number: u64 = attribute("start").unwrap().parse().unwrap();
                    for child in node.children.borrow().iter() {
                        if matches!(&child.data, NodeData::Element { .. }) {
                            out.push_str(&format!(" {number} "));
                            number += 1;
                        }
                        tell(child, out);
                    }
                }
                inline @ ("strong" | "em" | "code" | "bdi" | "span") => {
                    let _ = inline;
                    children(out);
                }
                _ => {
                    out.push(' ');
                    children(out);
                    out.push(' ');
                }
            }
        }
        _ => children(out),
    }
}

/// The words of a text, without the marks between them.
pub(crate) fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}
