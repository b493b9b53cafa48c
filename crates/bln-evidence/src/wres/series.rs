//! Figures over the years, on one line only where they were measured alike.

use crate::exact::Decimal;

use super::{Indicator, Measure, NotComparable, PublishedFigure, WresYear, figure};

/// A figure of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Point {
    year: WresYear,
    value: Decimal,
}

impl Point {
    /// A figure of a year.
    pub const fn new(year: WresYear, value: Decimal) -> Self {
        Self { year, value }
    }

    /// The year.
    pub const fn year(self) -> WresYear {
        self.year
    }

    /// The figure.
    pub const fn value(self) -> Decimal {
        self.value
    }
}

/// Figures of one measure, in the order of their years, all by one method.
///
/// ```
/// use bln_evidence::wres::{Indicator, NotComparable, Series, published};
///
/// let sevens = || published().into_iter().filter(|figure| figure.indicator() == Indicator::Seven);
/// // 73.4 % of BME staff in 2016, and 42.2 % of staff from a Black background in 2024: no one line.
/// assert_eq!(Series::join(sevens()), Err(NotComparable::OtherMeasure));
/// assert_eq!(Series::apart(sevens()).len(), 2);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Series {
    indicator: Indicator,
    measure: Measure,
    points: Vec<Point>,
}

impl Series {
    /// Figures of one measure, in any order.
    ///
    /// # Errors
    ///
    /// `series.no_figure`, `series.year_twice` (also if both figures are equal), `series.across_methods` if the method
    /// changed between any two of the years.
    pub fn new(
        indicator: Indicator,
        measure: Measure,
        points: impl IntoIterator<Item = Point>,
    ) -> Result<Self, NotComparable> {
        let mut points: Vec<_> = points.into_iter().collect();
        points.sort_by_key(|point| point.year);
        if points.is_empty() {
            return Err(NotComparable::NoFigure);
        }
        for pair in points.array_windows() {
            let [before, after] = pair.map(|point: Point| point.year);
            if before == after {
                return Err(NotComparable::YearTwice(after));
            }
            if before.method(indicator) != after.method(indicator) {
                return Err(NotComparable::AcrossMethods { before, after });
            }
        }
        Ok(Self { indicator, measure, points })
    }

    /// Published figures as one series.
    ///
    /// # Errors
    ///
    /// As [`Series::new`]; `series.other_measure` if they are not all of one indicator and measure.
    pub fn join(figures: impl IntoIterator<Item = PublishedFigure>) -> Result<Self, NotComparable> {
        let figures: Vec<_> = figures.into_iter().collect();
        let first = figures.first().ok_or(NotComparable::NoFigure)?;
        let of = |figure: &PublishedFigure| (figure.indicator(), figure.measure());
        if figures.iter().any(|figure| of(figure) != of(first)) {
            return Err(NotComparable::OtherMeasure);
        }
        let points = figures.iter().map(|figure| Point::new(figure.year(), figure.value()));
        Self::new(first.indicator(), first.measure(), points)
    }

    /// Published figures as the fewest series that they can stand on: one for each measure and method, in the order
    /// of indicator, measure and year. Of two figures for one year the first is kept.
    pub fn apart(figures: impl IntoIterator<Item = PublishedFigure>) -> Vec<Self> {
        let mut figures: Vec<_> = figures.into_iter().collect();
        figures.sort_by_key(|figure| (figure.indicator(), figure.measure(), figure.year()));
        figures.dedup_by_key(|figure| (figure.indicator(), figure.measure(), figure.year()));
        let alike = |one: &PublishedFigure, other: &PublishedFigure| {
            let of = |figure: &PublishedFigure| {
                (figure.indicator(), figure.measure(), figure.year().method(figure.indicator()))
            };
            of(one) == of(other)
        };
        figures.chunk_by(alike).filter_map(|run| Self::join(run.iter().cloned()).ok()).collect()
    }

    /// The indicator.
    pub const fn indicator(&self) -> Indicator {
        self.indicator
    }

    /// What is measured.
    pub const fn measure(&self) -> Measure {
        self.measure
    }

    /// The figures, in the order of their years.
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// The figure of a year.
    pub fn value(&self, year: WresYear) -> Option<Decimal> {
        self.points.iter().find(|point| point.year == year).map(|point| point.value)
    }

    /// How much more it was in a later year than in an earlier one, in the unit of the figures; of percentages that
    /// is in percentage points. `None` if there is no figure for one of them.
    pub fn change(&self, from: WresYear, to: WresYear) -> Option<Decimal> {
        figure::difference(self.value(to)?, self.value(from)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(year: u16, value: &str) -> Point {
        Point::new(WresYear::new(year).unwrap(), Decimal::parse(value).unwrap())
    }

    #[test]
    fn a_series_is_in_the_order_of_its_years() {
        let series =
            Series::new(Indicator::Two, Measure::Ratio, [point(2022, "1.54"), point(2016, "1.57")]).unwrap();
        assert_eq!(series.points().iter().map(|p| p.year().number()).collect::<Vec<_>>(), [2016, 2022]);
        let [from, to] = [2016, 2022].map(|year| WresYear::new(year).unwrap());
        assert_eq!(series.change(from, to).unwrap().to_string(), "-0.03");
    }

    #[test]
    fn indicator_7_does_not_go_on_across_its_break() {
        let of = |years: &[u16]| {
            Series::new(Indicator::Seven, Measure::Bme, years.iter().map(|year| point(*year, "50")))
        };
        let [before, after] = [2021, 2022].map(|year| WresYear::new(year).unwrap());
        assert_eq!(of(&[2022, 2021]), Err(NotComparable::AcrossMethods { before, after }));
        assert!(of(&[2019, 2021]).is_ok() && of(&[2022, 2024]).is_ok());
    }

    #[test]
    fn no_figure_and_a_year_twice_are_refused() {
        assert_eq!(Series::new(Indicator::Two, Measure::Ratio, []), Err(NotComparable::NoFigure));
        let twice = [point(2016, "1.57"), point(2016, "1.57")];
        let year = WresYear::new(2016).unwrap();
        assert_eq!(Series::new(Indicator::Two, Measure::Ratio, twice), Err(NotComparable::YearTwice(year)));
    }
}
