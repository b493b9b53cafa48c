//! What of a table may be cited: nothing but what is shown.

use chrono::Datelike;

use super::{Axis, Category, PublishedTable, Shown, ShownPercentage};
use crate::CitableFigure;

/// What stands for a total where the categories of a cell are named.
const ALL: &str = "all";

impl PublishedTable {
    /// The number of a cell or a margin, to be cited, where `None` is the total of an axis.
    ///
    /// `None` if there is no such cell, or if it is not shown: a star says nothing that could be cited.
    ///
    /// ```
    /// use bln_evidence::disclosure::{Axis, Candidate, Count, Edition, Ledger, Policy, Population, publish};
    ///
    /// let staff = Population::of("NHS staff")?.within("organisation", ["RX1"])?;
    /// let mut table = Candidate::new("Staff by group", staff, vec![Axis::new("group", ["BME", "White"])?])?;
    /// table.add(&[0], Count::of(3))?;
    /// table.add(&[1], Count::of(1_083))?;
    /// let edition = Edition::new(1, "2025-03-31".parse()?);
    /// let table = publish(table, &Policy::nhs_sub_national(), &Ledger::new(), edition)?;
    /// assert!(table.cite(&[Some(0)]).is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn cite(&self, at: &[Option<usize>]) -> Option<CitableFigure> {
        match self.margin(at)? {
            Shown::Suppressed => None,
            Shown::Number(number) => self.citing(self.names(at)?, number.to_string(), None),
        }
    }

    /// The percentage of a cell or margin, of a margin it is in, to be cited: as
    /// [`percentage`](PublishedTable::percentage) shows it. How many people it is of is as the margin is shown.
    ///
    /// `None` if there is no such cell, if it does not lie in the other, or if it is not shown.
    pub fn cite_percentage(&self, of: &[Option<usize>], whole: &[Option<usize>]) -> Option<CitableFigure> {
        match (self.percentage(of, whole)?, self.margin(whole)?) {
            (ShownPercentage::Percentage(percentage), Shown::Number(people)) => {
                let statement = format!("{}, of {}", self.names(of)?, self.names(whole)?);
                self.citing(statement, format!("{percentage}%"), Some(people))
            }
            _ => None,
        }
    }

    fn citing(&self, cell: String, shown: String, asked: Option<u64>) -> Option<CitableFigure> {
        let edition = self.edition();
        let day = edition.snapshot();
        Some(CitableFigure {
            statement: format!("{}: {cell}", self.title()),
            shown,
            population: self.population().to_string(),
            asked,
            method: format!("Published table, shown under: {}", self.policy().name()),
            year: u16::try_from(day.year()).ok()?,
            source: format!("{}, edition {} of {}", self.title(), edition.number(), day.format("%-d %B %Y")),
            indicator: None,
        })
    }

    /// The categories of a cell, as a table names them.
    fn names(&self, at: &[Option<usize>]) -> Option<String> {
        let named = self.axes().iter().zip(at).filter_map(|(axis, place)| place.map(|place| (axis, place)));
        let name = |(axis, place): (&Axis, usize)| {
            Some(axis.categories().get(place).map(Category::name)?.to_owned())
        };
        let names = named.map(name).collect::<Option<Vec<_>>>()?;
        Some(if names.is_empty() { ALL.to_owned() } else { names.join(", ") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::{Candidate, Count, Edition, Ledger, Policy, Population, publish};
    use crate::wres::Indicator;

    fn table() -> PublishedTable {
        let staff = Population::of("NHS staff").unwrap().within("organisation", ["RX1"]).unwrap();
        let axes = vec![
            Axis::new("band", ["Band 8a", "Band 8b"]).unwrap(),
            Axis::new("group", ["BME", "White"]).unwrap(),
        ];
        let mut table = Candidate::new("Staff", staff, axes).unwrap();
        for (at, people) in [([0, 0], 3), ([0, 1], 400), ([1, 0], 120), ([1, 1], 480)] {
            table.add(&at, Count::of(people)).unwrap();
        }
        let edition = Edition::new(7, "2025-03-31".parse().unwrap());
        publish(table, &Policy::fewer_than_10(), &Ledger::new(), edition).unwrap()
    }

    fn places() -> impl Iterator<Item = [Option<usize>; 2]> {
        let one = [None, Some(0), Some(1), Some(2)];
        one.into_iter().flat_map(move |band| one.map(|group| [band, group]))
    }

    #[test]
    fn what_is_not_shown_cannot_be_cited_and_what_is_shown_can() {
        let table = table();
        let (mut cited, mut refused) = (0, 0);
        for at in places() {
            match (table.margin(&at), table.cite(&at)) {
                (Some(Shown::Number(number)), Some(figure)) => {
                    assert_eq!((figure.shown(), figure.asked()), (number.to_string().as_str(), None));
                    cited += 1;
                }
                (Some(Shown::Suppressed), None) => refused += 1,
                (None, None) => assert!(at.contains(&Some(2)), "{at:?}"),
                (shown, figure) => panic!("{at:?}: {shown:?} and {figure:?}"),
            }
        }
        assert_eq!(cited + refused, 9);
        assert!(refused >= 2, "the small cell does not stand alone");
    }

    #[test]
    fn a_percentage_is_cited_as_it_is_shown_and_never_of_what_is_not() {
        let table = table();
        let mut cited = 0;
        for (of, whole) in places().flat_map(|of| places().map(move |whole| (of, whole))) {
            let shown = table.percentage(&of, &whole);
            let figure = table.cite_percentage(&of, &whole);
            match shown {
                Some(ShownPercentage::Percentage(percentage)) => {
                    assert_eq!(figure.unwrap().shown(), format!("{percentage}%"));
                    cited += 1;
                }
                _ => assert_eq!(figure, None, "{of:?} of {whole:?}"),
            }
        }
        assert!(cited > 0);
    }

    #[test]
    fn a_cited_figure_says_of_whom_when_and_under_which_policy() {
        let figure = table().cite(&[None, None]).unwrap();
        assert_eq!(figure.statement(), "Staff: all");
        assert_eq!((figure.population(), figure.year()), ("NHS staff; organisation: RX1", 2025));
        assert_eq!(figure.source(), "Staff, edition 7 of 31 March 2025");
        assert!(figure.method().ends_with(table().policy().name()));
        assert_eq!(
            (figure.indicator(), figure.of_indicator(Indicator::One).indicator()),
            (None, Some(Indicator::One))
        );
    }
}
