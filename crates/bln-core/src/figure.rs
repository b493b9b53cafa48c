//! A figure of the network's register: a number that was released, with what must be said with it.

use bln_terms::Indicator;

use crate::{Id, Instant, Invalid, InvalidKind, Line};

/// A figure that was released, as the network's register keeps it: never changed, and never removed.
///
/// An [outcome](crate::LegacyLine::Outcome) cites figures of the register and no others, so that it cites no number that
/// disclosure control kept back. The verbs put nothing into the register but what was released: see
/// `bln_evidence::CitableFigure`. A figure that turns out to be wrong stays; the right one is registered beside it, and
/// the outcome that cites it is corrected.
///
/// It is of a population and of nobody: it is shown by `Debug`, but for its words.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Figure {
    parts: FigureParts,
}

/// A figure taken apart: what it is made of, and what a store writes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FigureParts {
    /// Its identifier.
    pub id: Id<Figure>,
    /// What is so, or of what the number is.
    pub statement: Line<1000>,
    /// The number as it was printed, with its unit.
    pub shown: Line<40>,
    /// Of whom it is said.
    pub population: Line<1000>,
    /// How many people it is said of, where that was released too: 1 to [`Figure::MOST_ASKED`].
    pub asked: Option<u64>,
    /// How it was found.
    pub method: Line<1000>,
    /// The year that it is about: 1900 to 2200.
    pub year: u16,
    /// Where it was released.
    pub source: Line<1000>,
    /// The indicator of the WRES that it is a figure of, if it is one.
    pub indicator: Option<Indicator>,
    /// When it was put into the register.
    pub released_at: Instant,
}

impl Figure {
    /// The most people that a figure can be of: more than there are. This library's own choice.
    pub const MOST_ASKED: u64 = 100_000_000_000;

    /// A figure of its parts.
    ///
    /// # Errors
    ///
    /// `figure.year` outside 1900 to 2200; `figure.asked` of nobody or of too many, with the most.
    pub fn new(parts: FigureParts) -> Result<Self, Invalid> {
        if !(1900..=2200).contains(&parts.year) {
            return Err(Invalid::new(InvalidKind::FigureYear));
        }
        if parts.asked.is_some_and(|asked| !(1..=Self::MOST_ASKED).contains(&asked)) {
            return Err(Invalid::with_limit(InvalidKind::FigureAsked, Self::MOST_ASKED));
        }
        Ok(Self { parts })
    }

    /// Its identifier.
    pub const fn id(&self) -> Id<Figure> {
        self.parts.id
    }

    /// What is so, or of what the number is.
    pub const fn statement(&self) -> &Line<1000> {
        &self.parts.statement
    }

    /// The number as it was printed, with its unit.
    pub const fn shown(&self) -> &Line<40> {
        &self.parts.shown
    }

    /// The year that it is about.
    pub const fn year(&self) -> u16 {
        self.parts.year
    }

    /// All of it.
    pub const fn parts(&self) -> &FigureParts {
        &self.parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(year: u16, asked: Option<u64>) -> Result<Figure, Invalid> {
        let line = |text| Line::parse(text).unwrap();
        Figure::new(FigureParts {
            id: Id::new(uuid::Uuid::from_u128(1)),
            statement: line("Staff in band 8a by group: BME, of all"),
            shown: Line::parse("16%").unwrap(),
            population: line("NHS staff; organisation: RX1"),
            asked,
            method: line("Published table"),
            year,
            source: line("Staff in band 8a by group, edition 1 of 2025-03-31"),
            indicator: Some(Indicator::One),
            released_at: "2027-03-01T09:00:00Z".parse().unwrap(),
        })
    }

    #[test]
    fn a_figure_is_of_a_year_from_1900_to_2200() {
        for (year, fits) in [(1899, false), (1900, true), (2200, true), (2201, false)] {
            assert_eq!(figure(year, None).is_ok(), fits, "{year}");
        }
        assert_eq!(figure(1899, None).unwrap_err().code(), "figure.year");
    }

    #[test]
    fn a_figure_is_of_somebody_and_of_no_more_people_than_there_can_be() {
        for (asked, fits) in
            [(0, false), (1, true), (Figure::MOST_ASKED, true), (Figure::MOST_ASKED + 1, false)]
        {
            assert_eq!(figure(2025, Some(asked)).is_ok(), fits, "{asked}");
        }
        assert_eq!(figure(2025, Some(0)).unwrap_err().code(), "figure.asked");
    }
}
