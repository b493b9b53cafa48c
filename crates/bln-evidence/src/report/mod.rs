//! Reports for a board: figures that may be published, with charts, as a page, a workbook or JSON.
//!
//! A [`Report`] is values and words, made once; [`Report::to_html`], `to_xlsx` and [`Report::to_json`] show the same
//! figures. Nothing goes into one but what went through a [policy](crate::disclosure::Policy): a value that is not
//! shown is `None` here already.

mod chart;
mod html;
mod json;
mod svg;
mod table;
mod wres;
#[cfg(feature = "xlsx")]
mod xlsx;

pub use chart::{Bars, Chart, Estimate, Intervals, Lines};
pub use table::{Cell, Row, Table};
pub use wres::{GroupWords, WresSettings, wres_report};
#[cfg(feature = "xlsx")]
pub use xlsx::WorkbookError;

use serde::Serialize;

/// A report: its title, what it is about, and its sections in the order in which they are read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    title: String,
    subject: String,
    summary: Vec<String>,
    sections: Vec<Section>,
    method: Vec<String>,
}

impl Report {
    /// A report without sections. The subject says whom and which time it is about.
    pub fn new(title: impl Into<String>, subject: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            subject: subject.into(),
            summary: Vec::new(),
            sections: Vec::new(),
            method: Vec::new(),
        }
    }

    /// Adds a sentence to the summary, which is read first.
    #[must_use]
    pub fn with_summary(mut self, sentence: impl Into<String>) -> Self {
        self.summary.push(sentence.into());
        self
    }

    /// Adds a section at the end.
    #[must_use]
    pub fn with_section(mut self, section: Section) -> Self {
        self.sections.push(section);
        self
    }

    /// Adds a sentence on how the figures were made, which is read last.
    #[must_use]
    pub fn with_method(mut self, sentence: impl Into<String>) -> Self {
        self.method.push(sentence.into());
        self
    }

    /// The title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Whom and which time it is about.
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// What is read first, a sentence each.
    pub fn summary(&self) -> &[String] {
        &self.summary
    }

    /// The sections.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// How the figures were made, a sentence each.
    pub fn method(&self) -> &[String] {
        &self.method
    }
}

/// A part of a report: what it says, a chart, and tables. Behind a chart there is always its table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Section {
    heading: String,
    text: Vec<String>,
    chart: Option<Chart>,
    tables: Vec<Table>,
    notes: Vec<String>,
}

impl Section {
    /// A section of a heading alone.
    pub fn new(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), text: Vec::new(), chart: None, tables: Vec::new(), notes: Vec::new() }
    }

    /// Adds a paragraph before the chart.
    #[must_use]
    pub fn with_text(mut self, paragraph: impl Into<String>) -> Self {
        self.text.push(paragraph.into());
        self
    }

    /// Shows a chart, and the table of its figures behind it.
    #[must_use]
    pub fn with_chart(mut self, chart: impl Into<Chart>) -> Self {
        let chart = chart.into();
        self.tables.insert(0, chart.table());
        self.chart = Some(chart);
        self
    }

    /// Adds a table.
    #[must_use]
    pub fn with_table(mut self, table: Table) -> Self {
        self.tables.push(table);
        self
    }

    /// Adds a note below the tables.
    #[must_use]
    pub fn with_note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// The heading.
    pub fn heading(&self) -> &str {
        &self.heading
    }

    /// What is read before the chart.
    pub fn text(&self) -> &[String] {
        &self.text
    }

    /// The chart, if there is one.
    pub const fn chart(&self) -> Option<&Chart> {
        self.chart.as_ref()
    }

    /// The tables; that of the chart is the first.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// What is read below the tables.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }
}
