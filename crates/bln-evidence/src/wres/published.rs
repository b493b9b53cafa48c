//! Figures of the WRES that were published, each with its source.

use crate::exact::Decimal;
use crate::terms::Region;

use super::{Indicator, Unit, WresYear};

/// What a published figure measures, within its indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Measure {
    /// BME staff, per cent of all staff.
    BmeOfAllStaff,
    /// BME staff, by headcount.
    BmeHeadcount,
    /// BME very senior managers, per cent of them.
    BmeOfVsm,
    /// BME very senior managers, by headcount.
    BmeVsmHeadcount,
    /// BME staff in band 5, per cent of the band.
    BmeOfBand5,
    /// The relative likelihood for England.
    Ratio,
    /// The relative likelihood in a region.
    RatioIn(Region),
    /// Trusts whose ratio is significantly worse for BME staff, per cent of trusts.
    TrustsSignificantlyWorse,
    /// Trusts whose ratio is 1.25 or more, per cent of trusts.
    TrustsAtOrAbove125,
    /// BME staff who said so, per cent.
    Bme,
    /// White staff who said so, per cent.
    White,
    /// Staff from a Black background who said so, per cent.
    BlackBackground,
    /// BME members of boards, per cent.
    BmeOfBoards,
}

impl Measure {
    /// In plain words.
    pub fn label(self) -> String {
        match self {
            Measure::BmeOfAllStaff => "BME staff, of all staff".into(),
            Measure::BmeHeadcount => "BME staff, headcount".into(),
            Measure::BmeOfVsm => "BME staff, of very senior managers".into(),
            Measure::BmeVsmHeadcount => "BME very senior managers, headcount".into(),
            Measure::BmeOfBand5 => "BME staff, of band 5".into(),
            Measure::Ratio => "Relative likelihood, England".into(),
            Measure::RatioIn(region) => format!("Relative likelihood, {}", region.official_name()),
            Measure::TrustsSignificantlyWorse => "Trusts significantly worse for BME staff".into(),
            Measure::TrustsAtOrAbove125 => "Trusts with a ratio of 1.25 or more".into(),
            Measure::Bme => "BME staff".into(),
            Measure::White => "White staff".into(),
            Measure::BlackBackground => "Staff from a Black background".into(),
            Measure::BmeOfBoards => "BME members, of boards".into(),
        }
    }

    /// What it is measured in.
    pub const fn unit(self) -> Unit {
        match self {
            Measure::Ratio | Measure::RatioIn(_) => Unit::Ratio,
            Measure::BmeHeadcount | Measure::BmeVsmHeadcount => Unit::People,
            _ => Unit::Percentage,
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "overall_bme_pct" => Measure::BmeOfAllStaff,
            "overall_bme_headcount" => Measure::BmeHeadcount,
            "vsm_bme_pct" => Measure::BmeOfVsm,
            "vsm_bme_headcount" => Measure::BmeVsmHeadcount,
            "afc_band5_bme_pct" => Measure::BmeOfBand5,
            "ratio" => Measure::Ratio,
            "trusts_significantly_worse_pct" => Measure::TrustsSignificantlyWorse,
            "trusts_ratio_ge_1.25_pct" => Measure::TrustsAtOrAbove125,
            "bme_pct" => Measure::Bme,
            "white_pct" => Measure::White,
            "black_background_pct" => Measure::BlackBackground,
            "board_bme_pct" => Measure::BmeOfBoards,
            other => Measure::RatioIn(Region::parse(other.strip_prefix("ratio:")?).ok()?),
        })
    }
}

/// How sure a shipped figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Read in the source that is named.
    Sourced,
    /// From general knowledge: to be checked before it is quoted.
    Provisional,
}

/// A figure as it was published.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PublishedFigure {
    indicator: Indicator,
    year: WresYear,
    measure: Measure,
    value: Decimal,
    status: Status,
    source: String,
}

impl PublishedFigure {
    /// The indicator it belongs to.
    pub const fn indicator(&self) -> Indicator {
        self.indicator
    }

    /// The year of the WRES.
    pub const fn year(&self) -> WresYear {
        self.year
    }

    /// What it measures.
    pub const fn measure(&self) -> Measure {
        self.measure
    }

    /// The figure, with the decimal places that it was published with.
    pub const fn value(&self) -> Decimal {
        self.value
    }

    /// How sure it is.
    pub const fn status(&self) -> Status {
        self.status
    }

    /// Where it was read.
    pub fn source(&self) -> &str {
        &self.source
    }

    fn of(row: &csv::StringRecord) -> Option<Self> {
        let mut fields = row.iter();
        let mut next = || fields.next();
        Some(Self {
            indicator: Indicator::from_number(next()?.parse().ok()?).ok()?,
            year: WresYear::new(next()?.parse().ok()?).ok()?,
            measure: Measure::parse(next()?)?,
            value: Decimal::parse(next()?)?,
            status: match next()? {
                "sourced" => Status::Sourced,
                "provisional" => Status::Provisional,
                _ => return None,
            },
            source: next()?.to_owned(),
        })
    }
}

const FIGURES: &str = include_str!("published.csv");

/// The figures that were published for England and its regions, as far as they were found.
///
/// What was found but contradicts itself is not among them: [`quality::known`](super::quality::known) has it.
///
/// ```
/// use bln_evidence::wres::{Indicator, Measure, Status, published};
///
/// let of_2022 = published().into_iter().find(|figure| {
///     (figure.indicator(), figure.measure(), figure.year().number()) == (Indicator::Two, Measure::Ratio, 2022)
/// });
/// let figure = of_2022.unwrap();
/// assert_eq!((figure.value().to_string().as_str(), figure.status()), ("1.54", Status::Sourced));
/// ```
pub fn published() -> Vec<PublishedFigure> {
    let mut rows = csv::Reader::from_reader(FIGURES.as_bytes());
    rows.records().filter_map(|row| PublishedFigure::of(&row.ok()?)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::wres::figure;

    #[test]
    fn no_line_of_the_file_is_lost() {
        assert_eq!(published().len(), FIGURES.lines().count() - 1);
    }

    #[test]
    fn no_figure_is_given_twice_and_each_has_a_source() {
        let figures = published();
        let keys: BTreeSet<_> = figures.iter().map(|f| (f.indicator(), f.measure(), f.year())).collect();
        assert_eq!(keys.len(), figures.len());
        assert!(figures.iter().all(|figure| !figure.source().is_empty()));
    }

    #[test]
    fn ratios_are_of_the_indicators_that_are_ratios_and_percentages_are_at_most_a_hundred() {
        for figure in published() {
            match figure.measure().unit() {
                Unit::Ratio => assert_eq!(figure.indicator().unit(), Unit::Ratio),
                Unit::Percentage => assert!(figure::is_percentage(figure.value())),
                _ => assert_eq!(figure.value().places(), 0),
            }
        }
    }

    #[test]
    fn what_has_no_source_is_provisional() {
        for figure in published() {
            assert_eq!(figure.source().contains("no source"), figure.status() == Status::Provisional);
        }
    }
}
