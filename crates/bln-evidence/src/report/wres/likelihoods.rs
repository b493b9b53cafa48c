//! Indicators 2 to 4: what is likelier for whom.

use crate::exact::Proportion;
use crate::report::{Cell, Estimate, Intervals, Section, Table};
use crate::terms::WresGroup;
use crate::workforce::likelihood;
use crate::wres::{AdverseImpact, Likelihood, Process};

use super::WresSettings;
use super::summary::LEFT_OUT;
use super::tables::Tables;

/// The likelihood of a process, if it may be shown.
pub(super) fn shown(tables: &Tables, process: Process) -> Option<Likelihood> {
    likelihood(tables.process(process)?, process)?.shown()
}

/// The ratios of indicators 2 to 4 with their intervals, and the numbers that they are worked out from.
pub(super) fn section(tables: &Tables, settings: &WresSettings) -> Section {
    let words = settings.words();
    let (white, bme) = (words.of(WresGroup::White), words.of(WresGroup::Bme));
    let mut section = Section::new("Indicators 2, 3 and 4: relative likelihood").with_text(format!(
        "How many times as likely something is for one group as for the other. 1 is parity. In all three a ratio above \
         1 is to the disadvantage of {bme} people: indicators 2 and 4 compare {white} people with {bme} people, \
         indicator 3 compares {bme} people with {white} people."
    ));
    section = section.with_text(
        format!(
        "The line through each point is the 95% confidence interval. The shaded band is {} to {}. A ratio says that \
         there is a difference, and not why.",
        AdverseImpact::ENDS[0],
        AdverseImpact::ENDS[1],
    )
    );
    let mut chart = Intervals::new("Relative likelihood with 95% confidence intervals", AdverseImpact::ENDS);
    let mut numbers = Table::new(
        "The numbers behind the ratios",
        ["Indicator", "Group", "People", "Of them", "Percentage"],
    );
    let mut left_out = false;
    for process in Process::ALL {
        let indicator = process.indicator();
        let name = format!("{}. {}", indicator.number(), indicator.heading());
        let likelihood = shown(tables, process);
        left_out |= tables.process(process).is_none();
        let estimate = match likelihood {
            None => Estimate::suppressed(short(process)),
            Some(likelihood) => Estimate::new(
                short(process),
                likelihood.ratio().finite().map(|ratio| ratio.rounded(2)),
                likelihood.log_interval(),
                likelihood.adverse_impact().sentence(),
            ),
        };
        chart = chart.with(estimate);
        for (group, of) in
            [(white, likelihood.map(Likelihood::white)), (bme, likelihood.map(Likelihood::bme))]
        {
            let cells = [
                Cell::Text(group.to_owned()),
                Cell::people(of.map(Proportion::whole)),
                Cell::people(of.map(Proportion::part)),
                Cell::percentage(of.and_then(|of| of.percentage(1))),
            ];
            numbers = numbers.with_row(&name, cells);
        }
    }
    section = section.with_chart(chart).with_table(numbers);
    for process in Process::ALL {
        let indicator = process.indicator();
        section = section.with_note(format!(
            "Indicator {}: {}, of {}, {}.",
            indicator.number(),
            indicator.numerator().description(),
            indicator.denominator().description(),
            settings.year().snapshot(indicator),
        ));
    }
    if left_out { section.with_note(LEFT_OUT) } else { section }
}

/// A label that fits a narrow page.
const fn short(process: Process) -> &'static str {
    match process {
        Process::Appointment => "2. Appointment",
        Process::Disciplinary => "3. Disciplinary process",
        Process::Training => "4. Training and development",
    }
}
