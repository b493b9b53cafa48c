//! Indicator 1, who works at each level, and the race disparity ratio.

use crate::disclosure::PublishedTable;
use crate::exact::{Decimal, RatioOutcome};
use crate::report::{Bars, Cell, Section, Table};
use crate::terms::{Clinical, WresGroup};
use crate::workforce::{disparity, representation, representation_of_side};
use crate::wres::{Cluster, Denominator, Indicator, Released, Representation};

use super::WresSettings;
use super::summary::{LEFT_OUT, heading};
use super::tables::Tables;

/// The shares of a table, of a level or of all, if they may be shown.
pub(super) fn shares(table: &PublishedTable, level: Option<Cluster>) -> Option<Representation> {
    representation(table, level.map(Cluster::label))?.shown()
}

fn bme_of_all(shares: Option<Representation>) -> Option<Decimal> {
    shares?.percentage(WresGroup::Bme, Denominator::AllStaff, 1)
}

/// Indicator 1: the share of BME staff at each level, clinical and non-clinical, beside that of all staff.
pub(super) fn by_level(tables: &Tables, settings: &WresSettings) -> Section {
    let words = settings.words();
    let bme = words.of(WresGroup::Bme);
    let section = Section::new(heading(Indicator::One)).with_text(format!(
        "The share of {bme} staff at each level, {}, on {}. The dashed line is their share of all staff: a bar that \
         ends before it is a level at which they are fewer than in the whole workforce.",
        Denominator::AllStaff.description(),
        settings.year().snapshot(Indicator::One),
    ));
    let Some(staff) = tables.staff.as_ref() else { return section.with_note(LEFT_OUT) };
    let sides = [("Non-clinical", Clinical::NonClinical), ("Clinical", Clinical::Clinical)];
    let title = format!("{bme} staff at each level, % {}", Denominator::AllStaff.description());
    let mut bars = Bars::new(title, sides.map(|(name, _)| name));
    for level in Cluster::ALL.into_iter().filter(|level| !is_medical(*level)) {
        let of_sides = sides.map(|(_, side)| {
            bme_of_all(representation_of_side(staff, side, Some(level.label())).and_then(Released::shown))
        });
        bars = bars.with_group(level.label(), of_sides);
    }
    if let Some(all) = bme_of_all(shares(staff, None)) {
        bars = bars.with_reference("All staff", all);
    }
    section
        .with_chart(bars)
        .with_table(numbers(staff, settings))
        .with_note("Doctors and dentists are in the second table alone: all of them are clinical.")
}

const fn is_medical(level: Cluster) -> bool {
    matches!(level, Cluster::SeniorDoctors | Cluster::ResidentDoctors | Cluster::OtherDoctors)
}

/// How many there are at each level, with both denominators that are in use.
fn numbers(table: &PublishedTable, settings: &WresSettings) -> Table {
    let words = settings.words();
    let bme = words.of(WresGroup::Bme);
    let mut head = vec!["Level".to_owned()];
    head.extend(WresGroup::ALL.map(|group| words.of(group).to_owned()));
    head.push("All staff".to_owned());
    head.extend(Denominator::ALL.map(|of| format!("{bme}, % {}", of.description())));
    let mut shown = Table::new("Numbers of staff at each level", head);
    let levels = Cluster::ALL.into_iter().map(Some).chain([None]);
    for level in levels {
        let name = level.map_or("All levels", Cluster::label);
        let Some(shares) = shares(table, level) else {
            shown = shown.with_row(name, [const { Cell::Suppressed }; 6]);
            continue;
        };
        let people = WresGroup::ALL.map(|group| {
            let part = shares.share(group, Denominator::AllStaff).map(crate::exact::Proportion::part);
            Cell::people(part)
        });
        let percentages = Denominator::ALL.map(|of| match shares.all() {
            0 => Cell::Text("none".to_owned()),
            _ => Cell::percentage(shares.percentage(WresGroup::Bme, of, 1)),
        });
        shown =
            shown.with_row(name, people.into_iter().chain([Cell::People(shares.all())]).chain(percentages));
    }
    shown
}

/// The race disparity ratio between three tiers of bands.
pub(super) fn disparity_between_tiers(tables: &Tables, settings: &WresSettings) -> Section {
    let words = settings.words();
    let (white, bme) = (words.of(WresGroup::White), words.of(WresGroup::Bme));
    let section = Section::new("Race disparity ratio").with_text(format!(
        "How many times as likely {white} staff are as {bme} staff to be in a higher tier of bands rather than a lower \
         one. 1 is parity; above 1, {bme} staff are fewer in the higher tier than their number in the lower one \
         would lead to expect. Doctors and dentists are not in it."
    ));
    let Some(table) = tables.tiers.as_ref() else { return section.with_note(LEFT_OUT) };
    let ratios = disparity(table).and_then(|released| released.shown());
    let outcomes = ratios.map(|r| [r.lower_to_middle(), r.middle_to_upper(), r.lower_to_upper()].map(Some));
    let rows = ["Lower to middle tier", "Middle to upper tier", "Lower to upper tier"];
    let mut shown = Table::new("Race disparity ratio", ["Between", "Ratio"]);
    for (name, outcome) in rows.into_iter().zip(outcomes.unwrap_or_default()) {
        let cell = match outcome {
            Some(RatioOutcome::Finite(ratio)) => Cell::Number(ratio.rounded(2)),
            Some(RatioOutcome::Infinite) => Cell::Text(format!("no {bme} staff in the higher tier")),
            Some(RatioOutcome::Undefined) => Cell::Text("cannot be worked out: a tier has nobody".to_owned()),
            None => Cell::Suppressed,
        };
        shown = shown.with_row(name, [cell]);
    }
    section.with_table(shown).with_note(format!("The tiers: {}.", settings.tiers().description()))
}
