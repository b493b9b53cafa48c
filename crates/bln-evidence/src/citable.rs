//! Figures that others may rest a claim on, because they were released.

use crate::wres::Indicator;

/// A figure that was released: it can be kept, cited, and set beside another.
///
/// It is had from two places and from nowhere else: from what is shown in a table that went through disclosure control
/// ([`PublishedTable::cite`](crate::disclosure::PublishedTable::cite) and
/// [`cite_percentage`](crate::disclosure::PublishedTable::cite_percentage)), and from what somebody else has published
/// ([`finding::Figure::cite`](crate::finding::Figure::cite)). So a register that takes nothing but these holds no
/// number that could give anybody away.
///
/// ```
/// use bln_evidence::disclosure::{Axis, Candidate, Count, Edition, Ledger, Policy, Population, publish};
///
/// let staff = Population::of("NHS staff")?.within("organisation", ["RX1"])?;
/// let mut table = Candidate::new("Staff in band 8a by group", staff, vec![Axis::new("group", ["BME", "White"])?])?;
/// table.add(&[0], Count::of(212))?;
/// table.add(&[1], Count::of(1_083))?;
/// let edition = Edition::new(1, "2025-03-31".parse()?);
/// let table = publish(table, &Policy::nhs_sub_national(), &Ledger::new(), edition)?;
///
/// let figure = table.cite_percentage(&[Some(0)], &[None]).ok_or("not shown")?;
/// assert_eq!(figure.statement(), "Staff in band 8a by group: BME, of all");
/// assert_eq!((figure.shown(), figure.asked(), figure.year()), ("16%", Some(1_295), 2025));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// It cannot be put together from a number of one's own:
///
/// ```compile_fail,E0451
/// use bln_evidence::CitableFigure;
///
/// fn leak(released: CitableFigure) -> CitableFigure {
///     CitableFigure { shown: "3".to_owned(), ..released }
/// }
/// ```
///
/// nor read from outside:
///
/// ```compile_fail,E0277
/// let figure: bln_evidence::CitableFigure = serde_json::from_str("{}").unwrap();
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CitableFigure {
    pub(crate) statement: String,
    pub(crate) shown: String,
    pub(crate) population: String,
    pub(crate) asked: Option<u64>,
    pub(crate) method: String,
    pub(crate) year: u16,
    pub(crate) source: String,
    pub(crate) indicator: Option<Indicator>,
}

impl CitableFigure {
    /// The same figure, as one of an indicator of the WRES.
    #[must_use]
    pub const fn of_indicator(mut self, indicator: Indicator) -> Self {
        self.indicator = Some(indicator);
        self
    }

    /// What is so, or of what the number is.
    pub fn statement(&self) -> &str {
        &self.statement
    }

    /// The number as it was printed, with its unit.
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// Of whom it is said.
    pub fn population(&self) -> &str {
        &self.population
    }

    /// How many people it is said of, where that was released too.
    pub const fn asked(&self) -> Option<u64> {
        self.asked
    }

    /// How it was found, and under which rule it is shown.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The year that it is about: 1900 to 9999.
    pub const fn year(&self) -> u16 {
        self.year
    }

    /// Where it was released.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The indicator of the WRES that it is a figure of, if it is one.
    pub const fn indicator(&self) -> Option<Indicator> {
        self.indicator
    }
}
