//! Tables of figures.

use serde::Serialize;

use crate::exact::Decimal;

/// A table with a caption, a head and rows, each row with a head of its own.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    caption: String,
    head: Vec<String>,
    rows: Vec<Row>,
}

/// A row: what it is about, and a cell for each column but the first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    head: String,
    cells: Vec<Cell>,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// A number of people, as the policy lets it be shown.
    People(u64),
    /// A ratio or a difference.
    Number(Decimal),
    /// A percentage.
    Percentage(Decimal),
    /// Words.
    Text(String),
    /// Not shown, so that nobody can be picked out.
    Suppressed,
}

impl Cell {
    /// A percentage, or what is shown in its place.
    pub fn percentage(value: Option<Decimal>) -> Self {
        value.map_or(Cell::Suppressed, Cell::Percentage)
    }

    /// A ratio or a difference, or what is shown in its place.
    pub fn number(value: Option<Decimal>) -> Self {
        value.map_or(Cell::Suppressed, Cell::Number)
    }

    /// A number of people, or what is shown in its place.
    pub fn people(value: Option<u64>) -> Self {
        value.map_or(Cell::Suppressed, Cell::People)
    }

    /// As it is read: thousands with a comma, a per-cent sign only after a percentage.
    pub fn shown(&self) -> String {
        match self {
            Cell::People(people) => thousands(*people),
            Cell::Number(number) => number.to_string(),
            Cell::Percentage(percentage) => format!("{percentage}%"),
            Cell::Text(text) => text.clone(),
            Cell::Suppressed => "not shown".to_owned(),
        }
    }

    /// Whether it is a figure, which stands to the right.
    pub const fn is_figure(&self) -> bool {
        matches!(self, Cell::People(_) | Cell::Number(_) | Cell::Percentage(_))
    }
}

impl Table {
    /// A table of which the head names each column, that of the rows' heads first.
    pub fn new(caption: impl Into<String>, head: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let head = head.into_iter().map(Into::into).collect();
        Self { caption: caption.into(), head, rows: Vec::new() }
    }

    /// Adds a row. Cells beyond the head are left out, and those that are missing are empty, so that the table stays
    /// one.
    #[must_use]
    pub fn with_row(mut self, head: impl Into<String>, cells: impl IntoIterator<Item = Cell>) -> Self {
        let columns = self.head.len().saturating_sub(1);
        let empty = std::iter::repeat(Cell::Text(String::new()));
        let cells = cells.into_iter().chain(empty).take(columns).collect();
        self.rows.push(Row { head: head.into(), cells });
        self
    }

    /// What the table is about.
    pub fn caption(&self) -> &str {
        &self.caption
    }

    /// The names of the columns.
    pub fn head(&self) -> &[String] {
        &self.head
    }

    /// The rows.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }
}

impl Row {
    /// What the row is about.
    pub fn head(&self) -> &str {
        &self.head
    }

    /// A cell for each column but the first.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }
}

/// 12345 as 12,345.
pub(super) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut shown = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::Proportion;

    #[test]
    fn a_cell_says_what_kind_of_figure_it_is() {
        let half = Proportion::new(1, 2).unwrap().percentage(1);
        assert_eq!(Cell::percentage(half).shown(), "50.0%");
        assert_eq!(Cell::number(half).shown(), "50.0");
        assert_eq!(Cell::percentage(None).shown(), "not shown");
        let people = [0, 999, 1_000, 1_234_567].map(|people| Cell::People(people).shown());
        assert_eq!(people, ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn a_row_has_a_cell_for_each_column() {
        let table = Table::new("Sample", ["Band", "White", "BME"])
            .with_row("Band 5", [Cell::People(10)])
            .with_row("Band 6", [Cell::People(10), Cell::Suppressed, Cell::People(3)]);
        assert!(table.rows().iter().all(|row| row.cells().len() == 2));
    }
}
