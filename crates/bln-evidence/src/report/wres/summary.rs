//! What is read first and last.

use crate::report::table::thousands;
use crate::terms::WresGroup;
use crate::wres::{Denominator, Indicator, Process};

use super::WresSettings;
use super::tables::Tables;
use super::{grades, likelihoods};

/// Said in place of a table that would expose somebody.
pub(super) const LEFT_OUT: &str =
    "A table is not shown here: with the other tables it could tell something about single people.";

/// The heading of an indicator's section.
pub(super) fn heading(indicator: Indicator) -> String {
    format!("Indicator {}: {}", indicator.number(), indicator.heading())
}

/// The sentences that are read first.
pub(super) fn sentences(tables: &Tables, settings: &WresSettings) -> Vec<String> {
    let bme = settings.words().of(WresGroup::Bme);
    let mut sentences = Vec::new();
    if let Some(staff) = tables.staff.as_ref().and_then(|staff| grades::shares(staff, None)) {
        let share = |of| staff.percentage(WresGroup::Bme, of, 1);
        if let (Some(of_all), Some(of_known)) =
            (share(Denominator::AllStaff), share(Denominator::KnownEthnicity))
        {
            sentences.push(format!(
                "{bme} staff were {of_all}% {}, {of_known}% {}. There were {} staff on {}.",
                Denominator::AllStaff.description(),
                Denominator::KnownEthnicity.description(),
                thousands(staff.all()),
                settings.year().snapshot(Indicator::One),
            ));
        }
    }
    for process in Process::ALL {
        let Some(likelihood) = likelihoods::shown(tables, process) else { continue };
        let indicator = process.indicator();
        let said = likelihood.adverse_impact().sentence();
        sentences.push(match likelihood.ratio().finite() {
            Some(ratio) => {
                format!("Indicator {} was {}. {said}", indicator.number(), ratio.rounded(2))
            }
            None => format!("Indicator {}: {said}", indicator.number()),
        });
    }
    match tables.left_out() {
        0 => {}
        1 => sentences
            .push("One table is left out, because it could tell something about single people.".into()),
        some => sentences.push(format!(
            "{some} tables are left out, because they could tell something about single people."
        )),
    }
    sentences
}

/// How the figures were made.
pub(super) fn method(settings: &WresSettings) -> Vec<String> {
    let rules = settings.policy().rules();
    let mut sentences = vec![format!(
        "Rule for small numbers: {}. Percentages and ratios are worked out from the numbers that are shown, so they can \
         differ a little from those that are worked out from the exact ones, and so can sums.",
        settings.policy().name(),
    )];
    if rules.threshold > 0 {
        sentences.push(
            "\"Not shown\" stands for a small number, or for one from which a small number could be worked out; which \
             of the two is not told. Every table was checked together with the other tables before it was shown."
                .to_owned(),
        );
    }
    sentences.push(
        "A 95% confidence interval is worked out from the logarithm of the ratio. It tells how far chance alone could \
         move a ratio of so few people. It does not tell of errors in the records."
            .to_owned(),
    );
    sentences.push(format!(
        "Edition {} of the figures, from the records as of {}.",
        settings.edition().number(),
        settings.edition().snapshot().format("%-d %B %Y"),
    ));
    sentences
}
