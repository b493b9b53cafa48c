//! Indicators 5 to 8: what staff said in the NHS Staff Survey.

use crate::report::{Bars, Cell, Section, Table};
use crate::terms::WresGroup;
use crate::wres::{Direction, Given};

use super::WresSettings;

/// What was given of the staff survey; no section if nothing was.
pub(super) fn section(settings: &WresSettings) -> Option<Section> {
    let figures = settings.staff_survey();
    let first = figures.first()?;
    let words = settings.words();
    let groups = [words.of(WresGroup::White), words.of(WresGroup::Bme)];
    let mut bars = Bars::new("NHS Staff Survey, % of those who answered", groups);
    let mut table = Table::new(
        "NHS Staff Survey, with 95% intervals where it is known how many answered",
        ["Indicator", "Group", "Percentage", "Answered", "From", "To"],
    );
    for figure in figures {
        let indicator = figure.indicator();
        let name = format!("{}. {}", indicator.number(), indicator.heading());
        bars = bars.with_group(&name, [figure.white(), figure.bme()].map(|given| Some(given.percentage())));
        for (group, given) in groups.into_iter().zip([figure.white(), figure.bme()]) {
            table = table.with_row(&name, row(group, given));
        }
    }
    let mut section = Section::new("Indicators 5 to 8: NHS Staff Survey")
        .with_text(format!(
            "What staff said in the NHS Staff Survey, {}. The percentages are those that the organisation was given.",
            first.year().snapshot(first.indicator()),
        ))
        .with_chart(bars)
        .with_table(table);
    for figure in figures {
        let indicator = figure.indicator();
        let better = match indicator.direction() {
            Direction::LowerIsWorse => "a higher percentage is better",
            _ => "a lower percentage is better",
        };
        section = section.with_note(format!("Indicator {}: {better}.", indicator.number()));
    }
    Some(section)
}

fn row(group: &str, given: Given) -> [Cell; 5] {
    let unknown = || Cell::Text("not known".to_owned());
    let [from, to] = match given.interval() {
        Some(interval) => interval.percentages(1).map(Cell::Percentage),
        None => [unknown(), unknown()],
    };
    let answered = given.answered().map_or_else(unknown, Cell::People);
    [Cell::Text(group.to_owned()), Cell::Percentage(given.percentage()), answered, from, to]
}
