//! What a section lists, and how each is told of.

use std::fmt;

use bln_core::{
    Attribution, Figure, Line, Link, Modes, Prose, RecognitionKind, ResourceKind, ResourceView, Schedule,
};
use chrono::NaiveDate;

use crate::tree::{Block, Inline};
use crate::when::{date, in_words, published};

/// An event, as it is told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventItem {
    /// What it is called.
    pub title: Line<200>,
    /// When it is. It is written on its own clocks: `Thursday 4 March 2027, 6pm to 7:30pm`.
    pub when: Schedule,
    /// Where it is.
    pub place: Option<Place>,
    /// Its page.
    pub link: Option<Link>,
}

/// Where an event is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// At a place with a name.
    Venue(Line<300>),
    /// Where it can be attended, and no more is told.
    Attended(Modes),
}

/// Somebody's own words.
#[derive(Clone, PartialEq, Eq)]
pub struct TestimonialItem {
    /// The words, as they were approved.
    pub words: Prose<1000>,
    /// Whose they are, as that person chose to be named; of nobody who chose not to be, nothing is said.
    pub attribution: Attribution,
}

/// Thanks, an award or an appointment.
#[derive(Clone, PartialEq, Eq)]
pub struct RecognitionItem {
    /// What it is.
    pub kind: RecognitionKind,
    /// The day of it.
    pub on: NaiveDate,
    /// Who, as that person chose to be named.
    pub attribution: Attribution,
    /// What for.
    pub words: Prose<1000>,
}

impl EventItem {
    pub(super) fn blocks(&self) -> Vec<Block> {
        vec![Block::Heading { level: 3, words: vec![self.title()] }, self.when_and_where()]
    }

    /// A letter about the event says the same in its own words, under no heading.
    pub(crate) fn in_a_letter(&self) -> Vec<Block> {
        vec![Block::Paragraph(vec![strong(self.title())]), self.when_and_where()]
    }

    fn title(&self) -> Inline {
        match &self.link {
            Some(link) => Inline::link(self.title.as_str(), link.clone()),
            None => Inline::text(self.title.as_str()),
        }
    }

    fn when_and_where(&self) -> Block {
        let mut words = labelled("When", &in_words(&self.when));
        if let Some(place) = &self.place {
            words.push(Inline::Break);
            words.extend(labelled("Where", place.words()));
        }
        Block::Paragraph(words)
    }
}

impl Place {
    fn words(&self) -> &str {
        match self {
            Place::Venue(venue) => venue.as_str(),
            Place::Attended(Modes::InPerson) => "In person",
            Place::Attended(Modes::Online) => "Online",
            Place::Attended(Modes::Hybrid) => "In person or online",
        }
    }
}

impl TestimonialItem {
    pub(super) fn block(&self) -> Block {
        let mut words = Block::plain(self.words.as_str());
        words.extend(named(&self.attribution).map(|name| Block::Paragraph(vec![name])));
        Block::Quote(words)
    }
}

impl RecognitionItem {
    pub(super) fn blocks(&self) -> Vec<Block> {
        let kind = match self.kind {
            RecognitionKind::Thanks => "Thanks",
            RecognitionKind::Award => "Award",
            RecognitionKind::Appointment => "Appointment",
            _ => "Recognition",
        };
        let what = Inline::text(format!("{kind}, {}", date(self.on)));
        let who = named(&self.attribution).map(|name| vec![name, Inline::Break]);
        let mut blocks = vec![Block::Paragraph(who.into_iter().flatten().chain([what]).collect())];
        blocks.extend(Block::plain(self.words.as_str()));
        blocks
    }
}

/// A resource with its link; of one that was withdrawn, its title and why it was.
pub(super) fn resource(resource: &ResourceView) -> Vec<Block> {
    match resource {
        ResourceView::Listed { details, .. } => {
            let (kind, publisher) = (kind(details.kind), details.publisher.as_str());
            let about = format!(" ({kind}, {publisher}, {})", published(details.published));
            let link = Inline::link(details.title.as_str(), details.link.clone());
            vec![Block::Paragraph(vec![link, Inline::text(about)])]
        }
        ResourceView::Withdrawn(stub) => {
            let words = format!("{}: this has been withdrawn.", stub.title.as_str());
            std::iter::once(Block::paragraph(words)).chain(Block::plain(stub.reason.as_str())).collect()
        }
    }
}

/// A figure, with all that must be said with it.
pub(super) fn figure(figure: &Figure) -> Vec<Block> {
    let parts = figure.parts();
    let who = match parts.asked {
        Some(1) => format!("{}; 1 person", parts.population.as_str()),
        Some(asked) => format!("{}; {} people", parts.population.as_str(), grouped(asked)),
        None => parts.population.as_str().to_owned(),
    };
    let mut about = Vec::new();
    for (label, said) in [
        ("Who it is about", who.as_str()),
        ("How it was found", parts.method.as_str()),
        ("Year", &parts.year.to_string()),
        ("Source", parts.source.as_str()),
    ] {
        if !about.is_empty() {
            about.push(Inline::Break);
        }
        about.extend(labelled(label, said));
    }
    let stated = stated(parts.shown.as_str(), parts.statement.as_str());
    vec![Block::Paragraph(stated), Block::Paragraph(about)]
}

/// A number and what is so; the number once, if the statement begins with it.
fn stated(number: &str, statement: &str) -> Vec<Inline> {
    let begins = statement
        .split_at_checked(number.len())
        .filter(|(first, rest)| first.eq_ignore_ascii_case(number) && rest.starts_with(' '));
    match begins {
        Some((number, rest)) => vec![strong(Inline::text(number)), Inline::text(rest)],
        None => vec![strong(Inline::text(number)), Inline::text(format!(": {statement}"))],
    }
}

/// A number with a comma at each thousand, as the NHS service manual has it.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

const fn kind(kind: ResourceKind) -> &'static str {
    match kind {
        ResourceKind::Report => "Report",
        ResourceKind::Review => "Review",
        ResourceKind::Plan => "Plan",
        ResourceKind::Briefing => "Briefing",
        ResourceKind::Video => "Video",
        ResourceKind::DataSet => "Data set",
        _ => "Page",
    }
}

/// How somebody is named; nothing for nobody.
fn named(attribution: &Attribution) -> Option<Inline> {
    let name = attribution.to_string();
    (!name.is_empty()).then(|| strong(Inline::text(name)))
}

fn labelled(label: &str, said: &str) -> Vec<Inline> {
    vec![strong(Inline::text(format!("{label}:"))), Inline::text(format!(" {said}"))]
}

fn strong(words: Inline) -> Inline {
    Inline::Strong(vec![words])
}

// What people said, and how far they chose to be named, is theirs.
impl fmt::Debug for TestimonialItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TestimonialItem(..)")
    }
}

impl fmt::Debug for RecognitionItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecognitionItem(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted() {
        for (number, text) in [(1, "1"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn a_number_that_its_statement_begins_with_is_said_once() {
        for (number, statement, first, rest) in [
            ("51%", "51% had thought of leaving.", "51%", " had thought of leaving."),
            ("more than 60%", "More than 60% had.", "More than 60%", " had."),
            ("16%", "Staff in band 8a: BME, of all", "16%", ": Staff in band 8a: BME, of all"),
            ("5", "51% had.", "5", ": 51% had."),
            ("5%", "\u{2019}5% had.", "5%", ": \u{2019}5% had."),
        ] {
            assert!(
                stated(number, statement) == [strong(Inline::text(first)), Inline::text(rest)],
                "{statement}"
            );
        }
    }

    #[test]
    fn debug_shows_neither_words_nor_how_somebody_is_named() {
        let (words, attribution) = (Prose::parse("Secret").unwrap(), Attribution::Anonymous);
        let said = TestimonialItem { words: words.clone(), attribution: attribution.clone() };
        let on = "2027-03-01".parse().unwrap();
        let thanks = RecognitionItem { kind: RecognitionKind::Thanks, on, attribution, words };
        assert_eq!(format!("{said:?} {thanks:?}"), "TestimonialItem(..) RecognitionItem(..)");
    }
}
