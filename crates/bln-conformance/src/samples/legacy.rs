//! Samples of released figures, initiatives and lines of the legacy ledger.

use std::collections::BTreeSet;

use bln_core::{
    AnswerGiven, Body, Figure, FigureParts, Id, Initiative, InitiativeDetails, LegacyEntry, LegacyLine, Line,
    Linked, OutcomeEvidence, Owner, Pillar, Pillars, Prose,
};
use uuid::Uuid;

use super::{code, day, event_id, fresh, minutes, now, resource_id, testimonial_id};

/// The identifier of a sample figure.
pub fn figure_id(number: u32) -> Id<Figure> {
    Id::new(Uuid::from_u128(0x01a4_0000_0000_7000_8000_0000_0000_0000 + u128::from(number)))
}

/// What a sample figure is made of, without the parts that may be left out.
pub fn figure_parts(number: u32) -> FigureParts {
    FigureParts {
        id: figure_id(number),
        statement: Line::parse("Staff in band 8a by group: BME, of all").unwrap(),
        shown: Line::parse(format!("{number}%")).unwrap(),
        population: Line::parse("Sample staff; organisation: RX1").unwrap(),
        asked: None,
        method: Line::parse("Sample table").unwrap(),
        year: 2025,
        source: Line::parse("Sample staff by group, edition 1 of 2025-03-31").unwrap(),
        indicator: None,
        released_at: now(),
    }
}

/// A sample figure.
pub fn figure(number: u32) -> Figure {
    Figure::new(figure_parts(number)).unwrap()
}

/// The identifier of a sample initiative.
pub fn initiative_id(number: u32) -> Id<Initiative> {
    Id::new(Uuid::from_u128(0x01a5_0000_0000_7000_8000_0000_0000_0000 + u128::from(number)))
}

/// What a sample initiative is to change, moved by no figure.
pub fn initiative_details(number: u32) -> InitiativeDetails {
    let title = Line::parse(format!("Sample initiative {number}")).unwrap();
    let aim = Prose::parse("Every sample panel has an independent member.\n公平.").unwrap();
    InitiativeDetails::new(title, aim, Pillars::new([Pillar::SystemInfluencing]).unwrap())
}

/// A sample initiative that is under way.
pub fn initiative(number: u32) -> Initiative {
    Initiative::open(initiative_id(number), initiative_details(number), now())
}

/// The identifier of a sample entry.
pub fn legacy_entry_id(number: u32) -> Id<LegacyEntry> {
    Id::new(Uuid::from_u128(0x01a6_0000_0000_7000_8000_0000_0000_0000 + u128::from(number)))
}

/// A sample entry of the ledger of a sample initiative, written so many minutes after [`now`] as its number says.
pub fn legacy_entry(number: u32, initiative: u32, line: LegacyLine) -> LegacyEntry {
    LegacyEntry::restore(legacy_entry_id(number), initiative_id(initiative), minutes(i64::from(number)), line)
}

/// Somebody is asked something.
pub fn ask(number: u32) -> LegacyLine {
    let words = Prose::parse(format!("Sample ask {number}.\n请求.")).unwrap();
    LegacyLine::Ask { of: Body::Network, words }
}

/// A line of every kind, and of every body, answer, way of being shown and thing linked: in this order they can be
/// the entries of a ledger from number 1 on. They cite figures 1 to 3 and resources 1 and 2.
pub fn legacy_lines() -> Vec<LegacyLine> {
    let words = || Prose::parse("\u{20bb7}\n".repeat(499) + "ab").unwrap();
    let bodies = [
        Body::Network,
        Body::Organisation(code("RX1")),
        Body::Named(Line::parse("\u{20bb7}".repeat(120)).unwrap()),
    ];
    let roles = [None, Some(Line::parse("Sample chair, 主席").unwrap())];
    let mut lines: Vec<_> =
        bodies.iter().map(|of| LegacyLine::Ask { of: of.clone(), words: words() }).collect();
    for (body, role) in bodies.iter().flat_map(|body| roles.iter().map(move |role| (body, role))) {
        let owner = Owner { body: body.clone(), role: role.clone() };
        let due = day(if role.is_some() { "0000-01-01" } else { "9999-12-31" });
        lines.push(LegacyLine::Commitment { owner, words: words(), due });
    }
    let ask = legacy_entry_id(2);
    lines.extend(AnswerGiven::ALL.map(|answer| LegacyLine::Answer { ask, answer, words: words() }));
    lines.push(LegacyLine::Kept { commitment: legacy_entry_id(4), words: words() });
    lines.push(LegacyLine::NotKept { commitment: legacy_entry_id(5), words: words() });
    let figures = |all: &[u32]| all.iter().map(|n| figure_id(*n)).collect::<BTreeSet<_>>();
    let resources = BTreeSet::from([1, 2].map(resource_id));
    let pair = |before, after| Some((figure_id(before), figure_id(after)));
    for (figures, pair, resources) in [
        (figures(&[1, 3]), None, BTreeSet::new()),
        (figures(&[]), pair(2, 1), BTreeSet::new()),
        (figures(&[]), pair(1, 1), BTreeSet::new()),
        (figures(&[]), None, resources.clone()),
        (figures(&[1, 2, 3]), pair(1, 3), resources),
    ] {
        let evidence = OutcomeEvidence::new(figures, pair, resources).unwrap();
        lines.push(LegacyLine::Outcome { words: words(), evidence });
    }
    lines.extend(linked().map(LegacyLine::Link));
    lines
}

/// One of everything that can be linked.
pub fn linked() -> [Linked; 4] {
    [
        Linked::Event(event_id(9)),
        Linked::Bulletin(fresh()),
        Linked::Resource(resource_id(9)),
        Linked::Testimonial(testimonial_id(9)),
    ]
}
