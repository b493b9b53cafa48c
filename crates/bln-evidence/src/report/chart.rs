//! What a chart shows, apart from how it is drawn.

use serde::Serialize;

use super::{Cell, Table};
use crate::{Interval, exact::Decimal};

/// A chart.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Chart {
    /// Percentages as bars.
    Bars(Bars),
    /// Ratios with their intervals.
    Intervals(Intervals),
    /// Percentages over years.
    Lines(Lines),
}

/// Percentages as bars, one for each series in each group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bars {
    pub(super) title: String,
    pub(super) series: Vec<String>,
    pub(super) groups: Vec<(String, Vec<Option<Decimal>>)>,
    pub(super) reference: Option<(String, Decimal)>,
}

impl Bars {
    /// A chart of these series. The title says what is shown, of whom.
    pub fn new(title: impl Into<String>, series: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let series = series.into_iter().map(Into::into).collect();
        Self { title: title.into(), series, groups: Vec::new(), reference: None }
    }

    /// Adds a group of bars: a percentage for each series, `None` for what is not shown.
    #[must_use]
    pub fn with_group(
        mut self,
        label: impl Into<String>,
        percentages: impl IntoIterator<Item = Option<Decimal>>,
    ) -> Self {
        let percentages = percentages.into_iter().chain(std::iter::repeat(None)).take(self.series.len());
        self.groups.push((label.into(), percentages.collect()));
        self
    }

    /// Draws a line across all bars, for what they are compared with.
    #[must_use]
    pub fn with_reference(mut self, label: impl Into<String>, percentage: Decimal) -> Self {
        self.reference = Some((label.into(), percentage));
        self
    }
}

/// Ratios with their 95 % intervals, on a scale on which twice and half are as far from parity.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Intervals {
    pub(super) title: String,
    pub(super) estimates: Vec<Estimate>,
    pub(super) band: [Decimal; 2],
}

/// A ratio with its interval.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Estimate {
    pub(super) label: String,
    pub(super) ratio: Option<Decimal>,
    pub(super) interval: Option<[Decimal; 2]>,
    pub(super) reading: String,
    suppressed: bool,
}

impl Estimate {
    /// One that is not shown, so that nobody can be picked out.
    pub fn suppressed(label: impl Into<String>) -> Self {
        let reading = Cell::Suppressed.shown();
        Self { label: label.into(), ratio: None, interval: None, reading, suppressed: true }
    }

    /// A ratio, `None` if there is none; the words say how it is to be read.
    pub fn new(
        label: impl Into<String>,
        ratio: Option<Decimal>,
        interval: Option<Interval>,
        reading: impl Into<String>,
    ) -> Self {
        let interval = interval.map(|interval| interval.rounded(2)).filter(|_| ratio.is_some());
        Self { label: label.into(), ratio, interval, reading: reading.into(), suppressed: false }
    }

    /// What stands where there is no number.
    fn nothing(&self) -> Cell {
        if self.suppressed { Cell::Suppressed } else { Cell::Text("none".to_owned()) }
    }
}

impl Intervals {
    /// A chart on which the ratios between the two ends of `band` are shaded.
    pub fn new(title: impl Into<String>, band: [Decimal; 2]) -> Self {
        Self { title: title.into(), estimates: Vec::new(), band }
    }

    /// Adds a ratio.
    #[must_use]
    pub fn with(mut self, estimate: Estimate) -> Self {
        self.estimates.push(estimate);
        self
    }
}

/// Percentages over years, a line for each series; a line is broken where years do not compare.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Lines {
    pub(super) title: String,
    pub(super) years: Vec<u16>,
    pub(super) series: Vec<(String, Vec<Option<Decimal>>)>,
}

impl Lines {
    /// A chart over these years.
    pub fn new(title: impl Into<String>, years: impl IntoIterator<Item = u16>) -> Self {
        Self { title: title.into(), years: years.into_iter().collect(), series: Vec::new() }
    }

    /// Adds a line: a percentage for each year, `None` for a year without one. Those that do not compare belong into
    /// series of their own, so that no line joins them.
    #[must_use]
    pub fn with_series(
        mut self,
        label: impl Into<String>,
        percentages: impl IntoIterator<Item = Option<Decimal>>,
    ) -> Self {
        let percentages = percentages.into_iter().chain(std::iter::repeat(None)).take(self.years.len());
        self.series.push((label.into(), percentages.collect()));
        self
    }
}

impl From<Bars> for Chart {
    fn from(bars: Bars) -> Self {
        Chart::Bars(bars)
    }
}

impl From<Intervals> for Chart {
    fn from(intervals: Intervals) -> Self {
        Chart::Intervals(intervals)
    }
}

impl From<Lines> for Chart {
    fn from(lines: Lines) -> Self {
        Chart::Lines(lines)
    }
}

impl Chart {
    /// What it shows.
    pub fn title(&self) -> &str {
        match self {
            Chart::Bars(bars) => &bars.title,
            Chart::Intervals(intervals) => &intervals.title,
            Chart::Lines(lines) => &lines.title,
        }
    }

    /// What it looks like, for whoever does not see it: that it is a chart, of what, and from where to where. The
    /// figures themselves are in its table.
    pub fn description(&self) -> String {
        match self {
            Chart::Bars(bars) => {
                let values =
                    bars.groups.iter().flat_map(|(label, values)| values.iter().map(move |v| (label, v)));
                let shown: Vec<_> =
                    values.filter_map(|(label, value)| Some((value.as_ref()?, label))).collect();
                let order = |one: &&(&Decimal, &String), other: &&(&Decimal, &String)| {
                    one.0.to_f64().total_cmp(&other.0.to_f64())
                };
                let ends = match (shown.iter().min_by(order), shown.iter().max_by(order)) {
                    (Some((least, at)), Some((most, there))) => {
                        format!(" The lowest is {least}% ({at}), the highest {most}% ({there}).")
                    }
                    _ => " None of them is shown.".to_owned(),
                };
                format!(
                    "Bar chart of {} groups.{ends} The figures are in the table below.",
                    bars.groups.len()
                )
            }
            Chart::Intervals(intervals) => {
                let read = intervals.estimates.iter().map(|e| format!("{}: {}.", e.label, e.reading));
                let read: Vec<_> = read.collect();
                format!(
                    "Chart of ratios with their intervals. {} The figures are in the table below.",
                    read.join(" ")
                )
            }
            Chart::Lines(lines) => {
                let years = match (lines.years.first(), lines.years.last()) {
                    (Some(first), Some(last)) => format!(" from {first} to {last}"),
                    _ => String::new(),
                };
                format!(
                    "Line chart of {} series{years}. The figures are in the table below.",
                    lines.series.len()
                )
            }
        }
    }

    /// The same figures as a table.
    pub fn table(&self) -> Table {
        match self {
            Chart::Bars(bars) => {
                let head = ["Group".to_owned()].into_iter().chain(bars.series.iter().cloned());
                let mut table = Table::new(&bars.title, head);
                for (label, values) in &bars.groups {
                    table = table.with_row(label, values.iter().map(|value| Cell::percentage(*value)));
                }
                match &bars.reference {
                    Some((label, value)) => table.with_row(label, [Cell::Percentage(*value)]),
                    None => table,
                }
            }
            Chart::Intervals(intervals) => {
                let head = ["Measure", "Ratio", "95% interval, from", "to", "How to read it"];
                intervals.estimates.iter().fold(Table::new(&intervals.title, head), |table, estimate| {
                    let [from, to] = match estimate.interval {
                        Some(ends) => ends.map(Cell::Number),
                        None => [estimate.nothing(), estimate.nothing()],
                    };
                    let ratio = estimate.ratio.map_or_else(|| estimate.nothing(), Cell::Number);
                    table.with_row(&estimate.label, [ratio, from, to, Cell::Text(estimate.reading.clone())])
                })
            }
            Chart::Lines(lines) => {
                let head = ["Year".to_owned()]
                    .into_iter()
                    .chain(lines.series.iter().map(|(label, _)| label.clone()));
                let rows = lines.years.iter().enumerate();
                rows.fold(Table::new(&lines.title, head), |table, (at, year)| {
                    let values = lines.series.iter().map(|(_, values)| values.get(at).copied().flatten());
                    table.with_row(
                        year.to_string(),
                        values.map(|value| value.map_or(Cell::Text("none".to_owned()), Cell::Percentage)),
                    )
                })
            }
        }
    }
}
