//! Resources with their findings, read from data.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{
    Claim, ClaimCheck, Figure, Finding, FindingError, HttpsLink, Licence, Meant, Printed, Published, Report,
    Resource, ResourceKind, Sourcing, Tags, UnitOfFigure, Wording,
};
use crate::{terms::Pillars, wres::HighImpactAction};

const EVIDENCE_BASE: &str = include_str!("evidence_base.json");

/// Resources with what they show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EvidenceBase {
    resources: Vec<Resource>,
}

/// One thing that is wrong with an evidence base, and where: a JSON pointer (RFC 6901), or a line if it is no JSON of
/// that form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseFault {
    at: String,
    reason: FindingError,
}

/// The evidence base of the BME Leadership Network: the Messenger review, the NHS equality, diversity and inclusion
/// improvement plan, the Workforce Race Equality Standard, "Excellence through equality" and "Shattered hopes".
///
/// Statements restate what the resources say, in this library's own words. Which pillars and actions they bear on is
/// this library's own reading. What was read in the press and not in the publication is marked as
/// [`Sourcing::Secondary`].
///
/// ```
/// use bln_evidence::finding::{ClaimCheck, evidence_base};
///
/// let base = evidence_base()?;
/// let shattered_hopes = base.resources().iter().find(|r| r.title().as_str().starts_with("Shattered hopes"));
/// let considered_leaving = &shattered_hopes.ok_or("not there")?.findings()[0].figures()[0];
/// assert_eq!(considered_leaving.asked(), Some(123));
/// assert_eq!(considered_leaving.check()?, Some(ClaimCheck::One(63)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// None in practice: the data is part of this crate, and its tests read it.
pub fn evidence_base() -> Result<EvidenceBase, Report<BaseFault>> {
    EvidenceBase::read(EVIDENCE_BASE)
}

impl EvidenceBase {
    /// Reads an evidence base: JSON of the form of the one that comes with this crate.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it; only where it stops being of that form if it does.
    pub fn read(json: &str) -> Result<Self, Report<BaseFault>> {
        let drafts: Vec<ResourceDraft> = serde_json::from_str(json).map_err(|error| {
            Report::of(BaseFault { at: format!("line {}", error.line()), reason: FindingError::Format })
        })?;
        let mut faults = Faults::default();
        let resources =
            (0..).zip(drafts).filter_map(|(at, draft)| draft.read(&format!("/{at}"), &mut faults));
        let resources = resources.collect();
        Report::unless_empty(faults.0, Self { resources })
    }

    /// The resources, in the order they were read.
    pub fn resources(&self) -> &[Resource] {
        &self.resources
    }

    /// Every finding that bears on an action, with its resource.
    pub fn on_action(&self, action: HighImpactAction) -> impl Iterator<Item = (&Resource, &Finding)> {
        self.resources
            .iter()
            .flat_map(|resource| resource.findings().iter().map(move |finding| (resource, finding)))
            .filter(move |(_, finding)| finding.tags().actions().contains(&action))
    }

    /// Every figure that no number of people can stand for, with its resource: not to be repeated before its source
    /// has been asked.
    pub fn flagged(&self) -> impl Iterator<Item = (&Resource, &Figure)> {
        self.resources
            .iter()
            .flat_map(|resource| {
                resource.findings().iter().flat_map(Finding::figures).map(move |figure| (resource, figure))
            })
            .filter(|(_, figure)| figure.check() == Ok(Some(ClaimCheck::Impossible)))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ResourceDraft {
    title: String,
    kind: ResourceKind,
    publisher: String,
    published: String,
    licence: Licence,
    link: String,
    tags: TagsDraft,
    findings: Vec<FindingDraft>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TagsDraft {
    pillars: Vec<String>,
    actions: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FindingDraft {
    statement: String,
    tags: TagsDraft,
    figures: Vec<FigureDraft>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FigureDraft {
    statement: String,
    meant: Meant,
    value: String,
    unit: UnitOfFigure,
    population: String,
    asked: Option<u64>,
    method: String,
    year: u16,
    source: String,
    sourcing: Sourcing,
}

#[derive(Default)]
struct Faults(Vec<BaseFault>);

impl Faults {
    /// The value, or a fault at this field.
    fn take<T, E>(&mut self, read: Result<T, E>, at: &str, field: &str, reason: FindingError) -> Option<T> {
        read.map_err(|_| self.0.push(BaseFault { at: format!("{at}/{field}"), reason })).ok()
    }

    fn text(&mut self, text: &str, at: &str, field: &str) -> Option<Wording> {
        self.take(Wording::parse(text), at, field, FindingError::TextFormat)
    }
}

// Every field is read before one that failed ends it, so that the report is complete.
impl ResourceDraft {
    fn read(self, at: &str, faults: &mut Faults) -> Option<Resource> {
        let title = faults.text(&self.title, at, "title");
        let publisher = faults.text(&self.publisher, at, "publisher");
        let published = Published::parse(&self.published);
        let published = faults.take(published, at, "published", FindingError::PublishedFormat);
        let link = faults.take(HttpsLink::parse(&self.link), at, "link", FindingError::LinkFormat);
        let tags = self.tags.read(at, faults);
        let findings = (0..).zip(self.findings);
        let findings: Vec<_> =
            findings.map(|(n, finding)| finding.read(&format!("{at}/findings/{n}"), faults)).collect();
        Some(Resource {
            title: title?,
            kind: self.kind,
            publisher: publisher?,
            published: published?,
            licence: self.licence,
            link: link?,
            tags: tags?,
            findings: findings.into_iter().collect::<Option<_>>()?,
        })
    }
}

impl TagsDraft {
    fn read(self, at: &str, faults: &mut Faults) -> Option<Tags> {
        let pillars = Pillars::parse(self.pillars.iter().map(String::as_str));
        let pillars = faults.take(pillars, at, "tags/pillars", FindingError::PillarUnknown);
        let actions = self.actions.iter().map(|code| HighImpactAction::parse(code)).collect::<Result<_, _>>();
        let actions = faults.take(actions, at, "tags/actions", FindingError::ActionUnknown);
        Some(Tags { pillars: pillars?, actions: actions? })
    }
}

impl FindingDraft {
    fn read(self, at: &str, faults: &mut Faults) -> Option<Finding> {
        let statement = faults.text(&self.statement, at, "statement");
        let tags = self.tags.read(at, faults);
        let figures = (0..).zip(self.figures);
        let figures: Vec<_> =
            figures.map(|(n, figure)| figure.read(&format!("{at}/figures/{n}"), faults)).collect();
        Some(Finding {
            statement: statement?,
            tags: tags?,
            figures: figures.into_iter().collect::<Option<_>>()?,
        })
    }
}

impl FigureDraft {
    fn read(self, at: &str, faults: &mut Faults) -> Option<Figure> {
        let statement = faults.text(&self.statement, at, "statement");
        let population = faults.text(&self.population, at, "population");
        let method = faults.text(&self.method, at, "method");
        let source = faults.text(&self.source, at, "source");
        let value = faults.take(Printed::parse(&self.value), at, "value", FindingError::NumberFormat);
        let year = (1900..=2200).contains(&self.year).then_some(self.year).ok_or(());
        let year = faults.take(year, at, "year", FindingError::YearRange);
        let asked = if self.asked == Some(0) { Err(()) } else { Ok(self.asked) };
        let asked = faults.take(asked, at, "asked", FindingError::NobodyAsked);
        // Whether or not it is known how many were asked, a percentage is one of somebody.
        let percentage = match (self.unit, value) {
            (UnitOfFigure::Percent, Some(value)) => Claim::new(value, 1).map(|_| ()),
            _ => Ok(()),
        };
        let percentage = faults.take(percentage, at, "value", FindingError::PercentageRange);
        percentage?;
        Some(Figure {
            statement: statement?,
            meant: self.meant,
            value: value?,
            unit: self.unit,
            population: population?,
            asked: asked?,
            method: method?,
            year: year?,
            source: source?,
            sourcing: self.sourcing,
        })
    }
}

impl BaseFault {
    /// Where: a JSON pointer, or `line 17`.
    pub fn at(&self) -> &str {
        &self.at
    }

    /// What is wrong.
    pub const fn reason(&self) -> FindingError {
        self.reason
    }
}

impl fmt::Display for BaseFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.reason.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped() -> EvidenceBase {
        evidence_base().unwrap()
    }

    fn figures(base: &EvidenceBase) -> impl Iterator<Item = &Figure> {
        base.resources().iter().flat_map(Resource::findings).flat_map(Finding::figures)
    }

    fn faults(json: &str) -> Vec<String> {
        EvidenceBase::read(json).unwrap_err().faults().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_evidence_base_of_the_network_can_be_read() {
        let base = shipped();
        let published: Vec<_> = base.resources().iter().map(|r| r.published().to_string()).collect();
        assert_eq!(published, ["2022-06-17", "2024-04-10", "2015", "2023-06", "2022-06-08"]);
        assert!(base.resources().iter().all(|resource| !resource.findings().is_empty()));
        for action in HighImpactAction::ALL {
            assert!(base.on_action(action).next().is_some(), "{action:?}");
        }
    }

    #[test]
    fn every_figure_that_can_be_checked_is_a_whole_number_of_people() {
        let base = shipped();
        let checks: Vec<_> = figures(&base).filter_map(|figure| figure.check().unwrap()).collect();
        assert_eq!(checks, [63, 71, 12].map(ClaimCheck::One));
        assert_eq!(base.flagged().count(), 0);
    }

    #[test]
    fn a_figure_is_flagged_when_nobodys_count_gives_it() {
        let json = EVIDENCE_BASE.replacen("\"asked\": 123", "\"asked\": 12", 1);
        let base = EvidenceBase::read(&json).unwrap();
        let flagged: Vec<_> = base.flagged().map(|(_, figure)| figure.value().to_string()).collect();
        assert_eq!(flagged, ["51"], "of 12 people 6 are 50 % and 7 are 58 %");
    }

    #[test]
    fn a_figure_is_cited_as_it_was_printed_unless_it_is_flagged() {
        let base = shipped();
        let cited: Vec<_> = figures(&base).map(|figure| figure.cite().unwrap()).collect();
        assert!(cited.iter().any(|figure| (figure.shown(), figure.asked()) == ("51%", Some(123))));
        for (figure, cited) in figures(&base).zip(&cited) {
            let secondary = cited.source().ends_with("(read there, not in the publication)");
            assert_eq!(secondary, figure.sourcing() == Sourcing::Secondary);
            assert!(cited.shown().contains(&figure.value().to_string()) && cited.year() == figure.year);
        }
        let json = EVIDENCE_BASE.replacen("\"asked\": 123", "\"asked\": 12", 1);
        let base = EvidenceBase::read(&json).unwrap();
        assert_eq!(figures(&base).filter(|figure| figure.cite().is_none()).count(), 1);
    }

    #[test]
    fn what_was_read_in_the_press_is_marked_so() {
        let base = shipped();
        let sourcing = |source: &str| {
            let of: Vec<_> = figures(&base).filter(|f| f.source().as_str().starts_with(source)).collect();
            assert!(!of.is_empty(), "{source}");
            of.into_iter().map(Figure::sourcing).collect::<Vec<_>>()
        };
        for press in ["HSJ", "Managers in Partnership", "National Health Executive", "NHS Employers"] {
            assert!(sourcing(press).iter().all(|s| *s == Sourcing::Secondary), "{press}");
        }
        assert!(sourcing("NHS Confederation, page of the report").iter().all(|s| *s == Sourcing::Primary));
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once_and_where() {
        let json = EVIDENCE_BASE
            .replacen("2022-06-17", "17 June 2022", 1)
            .replacen("https://", "http://", 1)
            .replacen("\"HIA1\"", "\"HIA7\"", 1)
            .replacen("\"value\": \"51\"", "\"value\": \"151\"", 1)
            .replacen("\"year\": 2022", "\"year\": 22", 1)
            .replacen("\"asked\": 123", "\"asked\": 0", 1);
        assert_eq!(
            faults(&json),
            [
                "/0/published: published.format",
                "/0/link: link.format",
                "/0/tags/actions: action.unknown",
                "/0/findings/0/figures/0/year: year.range",
                "/0/findings/0/figures/0/asked: asked.nobody",
                "/0/findings/0/figures/0/value: percentage.range",
            ]
        );
    }

    #[test]
    fn what_has_another_form_is_refused_by_line_without_quoting_it() {
        assert_eq!(faults("[\n{\"secret\": 1}]"), ["line 2: evidence_base.format"]);
        assert_eq!(faults(""), ["line 1: evidence_base.format"]);
    }

    /// What is written out is what was read, so that an evidence base can be kept and sent.
    #[test]
    fn an_evidence_base_survives_being_written_and_read() {
        let base = shipped();
        let json = serde_json::to_value(&base).unwrap();
        assert_eq!(EvidenceBase::read(&json["resources"].to_string()), Ok(base));
    }
}
