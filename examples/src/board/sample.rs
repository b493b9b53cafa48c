//! A story that was made up, with one of everything that a page tells.

use std::collections::{BTreeMap, BTreeSet};

use bln_core::{
    AnswerGiven, Body, Conclusion, Figure, FigureParts, Findings, HighImpactAction, Id, Indicator,
    Initiative, InitiativeDetails, Instant, LegacyEntry, LegacyLedger, LegacyLine, LegacyPeriod, LegacyStory,
    Line, Link, Linked, NetworkProfile, OdsCode, OutcomeEvidence, Owner, Pillar, Pillars, Prose, Published,
    Resource, ResourceDetails, ResourceKind, ResourceView, legacy,
};
use uuid::Uuid;

use super::Known;

/// Everything that a page is made of, in the words that it is given.
pub(super) struct Sample {
    pub(super) story: LegacyStory,
    network: NetworkProfile,
    note: String,
    initiatives: Vec<Initiative>,
    figures: BTreeMap<Id<Figure>, Figure>,
    resources: Vec<ResourceView>,
    organisations: BTreeMap<OdsCode, String>,
}

impl Sample {
    pub(super) fn known(&self) -> Known<'_> {
        Known {
            network: &self.network,
            note: Some(&self.note),
            initiatives: &self.initiatives,
            figures: &self.figures,
            resources: &self.resources,
            organisations: &self.organisations,
        }
    }
}

fn id<T>(number: u128) -> Id<T> {
    Id::new(Uuid::from_u128(number))
}

/// The days of March 2027, at noon.
fn on(day: u32) -> Instant {
    format!("2027-03-{day:02}T12:00:00Z").parse().unwrap()
}

/// Makes texts: a hostile one puts its text before each.
#[derive(Clone, Copy)]
struct Texts<'a>(&'a str);

impl Texts<'_> {
    fn line<const MAX: usize>(self, text: &str) -> Line<MAX> {
        Line::parse(format!("{}{text}", self.0)).unwrap()
    }

    fn prose<const MAX: usize>(self, text: &str) -> Prose<MAX> {
        Prose::parse(format!("{}{text}", self.0)).unwrap()
    }

    fn figure(self, number: u128, shown: &str, year: u16, statement: &str) -> (Id<Figure>, Figure) {
        let figure = Figure::new(FigureParts {
            id: id(number),
            statement: self.line(statement),
            shown: Line::parse(shown).unwrap(),
            population: self.line("Staff of Sample Trust in bands 8a and above"),
            asked: (year == 2027).then_some(1_240),
            method: self.line("Table of the workforce, counts below 10 not shown"),
            year,
            source: self.line(&format!("Sample Trust, workforce by ethnicity {year}")),
            indicator: Some(Indicator::One),
            released_at: on(1),
        });
        (id(number), figure.unwrap())
    }

    fn resource(self, number: u128, title: &str) -> Resource {
        Resource::list(
            id(number),
            ResourceDetails {
                title: self.line(title),
                kind: ResourceKind::Report,
                publisher: self.line("Sample Trust"),
                published: Published::parse("2027-02").unwrap(),
                link: Link::parse(format!("https://example.org/reports/{number}?a=1&b=2")).unwrap(),
                licence: None,
                pillars: Pillars::new([Pillar::Legacy]).unwrap(),
                actions: BTreeSet::new(),
                figures: Findings::default(),
            },
        )
    }

    fn ask(self, of: Body, words: &str) -> LegacyLine {
        LegacyLine::Ask { of, words: self.prose(words) }
    }

    fn answer(self, ask: u128, answer: AnswerGiven, words: &str) -> LegacyLine {
        LegacyLine::Answer { ask: id(ask), answer, words: self.prose(words) }
    }

    fn promise(self, body: Body, role: &str, due: &str, words: &str) -> LegacyLine {
        let owner = Owner { body, role: Some(self.line(role)) };
        LegacyLine::Commitment { owner, words: self.prose(words), due: due.parse().unwrap() }
    }

    fn shortlisting(self) -> (Initiative, LegacyLedger) {
        let details = InitiativeDetails::new(
            self.line("Fair shortlisting for senior posts"),
            self.prose(
                "Every panel for a post in band 8a and above has an independent member.\n\nThe share of BME \
                        staff in these bands is that of the whole workforce by 2030.",
            ),
            Pillars::new([Pillar::SystemInfluencing, Pillar::Legacy]).unwrap(),
        )
        .bearing_on([HighImpactAction::Two], [Indicator::One, Indicator::Two])
        .moved_by([id(1)])
        .unwrap();
        let trust = || Body::Organisation(OdsCode::parse("RX1").unwrap());
        let board = || Body::Named(self.line("The board of Sample Trust"));
        let figures = BTreeSet::from([id(1), id(2), id(3)]);
        let resources = BTreeSet::from([id(1), id(2)]);
        let evidence = OutcomeEvidence::new(figures, Some((id(1), id(2))), resources).unwrap();
        let lines = [
            (2, self.ask(board(), "Put an independent member on every panel for senior posts.")),
            (3, self.ask(trust(), "Report the ethnicity of those shortlisted to the board twice a year.")),
            (4, self.ask(Body::Named(self.line("Sample regulator")), "Ask trusts for these figures.")),
            (
                5,
                self.answer(
                    1,
                    AnswerGiven::Agreed,
                    "From the first of April, for all posts in band 8a and above.",
                ),
            ),
            (
                6,
                self.promise(
                    board(),
                    "Chief people officer",
                    "2027-03-20",
                    "Train forty independent members.",
                ),
            ),
            (
                7,
                self.promise(
                    trust(),
                    "Head of recruitment",
                    "2027-03-21",
                    "Bring the first report to the board.",
                ),
            ),
            (8, self.promise(board(), "Chair", "2027-05-31", "Publish what the panels decided.")),
            (19, LegacyLine::Kept { commitment: id(5), words: self.prose("Forty-two were trained.") }),
            (20, self.answer(3, AnswerGiven::NoAnswer, "It was asked twice, and did not answer.")),
            (
                21,
                LegacyLine::Outcome {
                    words: self.prose("More senior posts are held by BME staff."),
                    evidence,
                },
            ),
            (22, LegacyLine::Link(Linked::Event(id(1)))),
            (22, LegacyLine::Link(Linked::Event(id(2)))),
            (22, LegacyLine::Link(Linked::Resource(id(1)))),
            (22, LegacyLine::Link(Linked::Testimonial(id(1)))),
        ];
        let initiative = Initiative::open(id(1), details, on(1));
        let ledger = ledger(&initiative, 1, lines);
        let closed = initiative.close(&ledger, Conclusion::PartlyAchieved, on(23)).unwrap();
        (closed, ledger)
    }

    fn mentoring(self) -> (Initiative, LegacyLedger) {
        let details = InitiativeDetails::new(
            self.line("Reverse mentoring of boards"),
            self.prose("Every executive director has a mentor among the network's members."),
            Pillars::new([Pillar::Celebration]).unwrap(),
        );
        let lines = [
            (9, self.ask(Body::Network, "Find thirty mentors.")),
            (10, self.answer(101, AnswerGiven::AgreedInPart, "Twenty for now.")),
            (11, self.promise(Body::Network, "Chair", "2027-03-12", "Match the first ten.")),
            (
                13,
                LegacyLine::NotKept { commitment: id(103), words: self.prose("Only six could be matched.") },
            ),
            (14, self.ask(Body::Named(self.line("Sample Academy")), "Two hours a month for each mentor.")),
        ];
        let initiative = Initiative::open(id(2), details, on(2));
        let ledger = ledger(&initiative, 101, lines);
        let reason = self.prose("No executive director could find the time.");
        (initiative.close(&ledger, Conclusion::NotAchieved { reason }, on(22)).unwrap(), ledger)
    }
}

fn ledger(of: &Initiative, first: u128, lines: impl IntoIterator<Item = (u32, LegacyLine)>) -> LegacyLedger {
    (first..).zip(lines).fold(LegacyLedger::new(of.id()), |ledger, (number, (day, line))| {
        let entry: Id<LegacyEntry> = id(number);
        let entry = of.append(&ledger, line, entry, on(day)).unwrap();
        ledger.with(entry)
    })
}

/// A story of March 2027, with this before each text.
pub(super) fn sample(before: &str) -> Sample {
    let texts = Texts(before);
    let (shortlisting, first) = texts.shortlisting();
    let (mentoring, second) = texts.mentoring();
    let period =
        LegacyPeriod::new("2027-03-01T00:00:00Z".parse().unwrap(), "2027-03-31T23:00:00Z".parse().unwrap());
    let statement = "of those in bands 8a and above are BME staff";
    let old = texts.resource(2, "Workforce report, first version");
    let withdrawn = old.withdraw(texts.prose("Two directorates were missing."), on(5)).unwrap();
    Sample {
        story: legacy([(&shortlisting, &first), (&mentoring, &second)], period.unwrap()),
        network: NetworkProfile::bln().unwrap(),
        note: format!("{before}This page is an example."),
        initiatives: vec![shortlisting, mentoring],
        figures: [
            texts.figure(1, "9.4%", 2025, statement),
            texts.figure(2, "12.1%", 2027, statement),
            texts.figure(
                3,
                "1.31 times",
                2027,
                "as likely were White applicants to be appointed from shortlisting",
            ),
        ]
        .into(),
        resources: vec![texts.resource(1, "Workforce report").view(), withdrawn.view()],
        organisations: [(OdsCode::parse("RX1").unwrap(), format!("{before}Sample Trust"))].into(),
    }
}
