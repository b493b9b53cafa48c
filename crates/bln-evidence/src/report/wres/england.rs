//! England, for comparison: figures that NHS England published.

use crate::report::{Cell, Lines, Section, Table};
use crate::wres::{Indicator, Measure, PublishedFigure, Series, Status, Unit, published};

use super::WresSettings;

/// The published figures of the year of the report, and how the shares of indicator 1 went; no section if there are no
/// figures up to that year.
pub(super) fn section(settings: &WresSettings) -> Option<Section> {
    let year = settings.year();
    let figures: Vec<_> = published().into_iter().filter(|figure| figure.year() <= year).collect();
    let latest = figures.iter().map(PublishedFigure::year).max()?;
    let mut section = Section::new("England, for comparison").with_text(format!(
        "Figures that were published for England. The latest of them are of {latest}. An organisation can differ from \
         England because of where it is and what it does."
    ));
    let shares = [Measure::BmeOfAllStaff, Measure::BmeOfVsm];
    let of = |measure| figures.iter().filter(move |figure| figure.measure() == measure).cloned();
    let mut years: Vec<u16> =
        shares.iter().flat_map(|m| of(*m)).map(|figure| figure.year().number()).collect();
    years.sort_unstable();
    years.dedup();
    let mut chart = Lines::new("BME staff in England, %", years.clone());
    for measure in shares {
        // Series that do not compare are lines of their own.
        for series in Series::apart(of(measure).filter(|figure| figure.indicator() == Indicator::One)) {
            let values = years.iter().map(|year| {
                let point = series.points().iter().find(|point| point.year().number() == *year);
                point.map(|point| point.value())
            });
            chart = chart.with_series(measure.label(), values);
        }
    }
    if !years.is_empty() {
        section = section.with_chart(chart);
    }
    let head = ["Measure", "Indicator", "Figure", "Source", "Status"];
    let table = figures.iter().filter(|figure| figure.year() == latest).fold(
        Table::new(format!("Published figures of {latest}"), head),
        |table, figure| {
            let value = match figure.measure().unit() {
                Unit::Percentage => Cell::Percentage(figure.value()),
                _ => Cell::Number(figure.value()),
            };
            let status = match figure.status() {
                Status::Sourced => "read in the source",
                Status::Provisional => "to be checked before it is quoted",
            };
            let text = |words: String| Cell::Text(words);
            let cells = [
                text(figure.indicator().number().to_string()),
                value,
                text(figure.source().to_owned()),
                text(status.to_owned()),
            ];
            table.with_row(figure.measure().label(), cells)
        },
    );
    Some(section.with_table(table))
}
