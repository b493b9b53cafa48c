//! A report as a workbook.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::{Cell, Report, Table};

/// A workbook could not be written: it has more than a sheet can hold.
#[derive(Debug, thiserror::Error)]
#[error("workbook.too_large")]
pub struct WorkbookError(#[source] XlsxError);

impl Report {
    /// The report as an XLSX workbook: a sheet that tells what it is, and a sheet for each table.
    ///
    /// There are words and numbers in it and nothing else: no formula, no hidden sheet, no author, no comment, no cache
    /// of what was left out. A figure that is not shown is the words "not shown".
    ///
    /// # Errors
    ///
    /// `workbook.too_large`.
    pub fn to_xlsx(&self) -> Result<Vec<u8>, WorkbookError> {
        self.workbook().map_err(WorkbookError)
    }

    fn workbook(&self) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        // A fixed date, so that the same report is the same bytes.
        let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
        workbook.set_properties(&DocProperties::new().set_title(self.title()).set_creation_datetime(&made));
        let about = workbook.add_worksheet().set_name("About")?;
        about.set_column_width(0, 100)?;
        let bold = Format::new().set_bold();
        about.write_string_with_format(0, 0, self.title(), &bold)?;
        about.write_string(1, 0, self.subject())?;
        let lines = self.summary().iter().chain(self.method());
        let sections =
            self.sections().iter().flat_map(|section| section.text().iter().chain(section.notes()));
        for (row, line) in (3..).zip(lines.chain(sections)) {
            about.write_string_with_format(row, 0, line, &Format::new().set_text_wrap())?;
        }
        let tables = self.sections().iter().flat_map(super::Section::tables);
        for (number, table) in tables.enumerate() {
            let sheet = workbook.add_worksheet().set_name(format!("Table {}", number + 1))?;
            written(sheet, table)?;
        }
        workbook.save_to_buffer()
    }
}

fn written(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold().set_text_wrap();
    sheet.set_column_width(0, 40)?;
    sheet.write_string_with_format(0, 0, table.caption(), &Format::new().set_bold())?;
    for (column, head) in (0..).zip(table.head()) {
        sheet.write_string_with_format(2, column, head, &bold)?;
    }
    let right = Format::new().set_align(FormatAlign::Right);
    for (row, cells) in (3..).zip(table.rows()) {
        sheet.write_string(row, 0, cells.head())?;
        for (column, cell) in (1..).zip(cells.cells()) {
            match cell {
                // A number of people below 2^53 is the same as a binary fraction.
                Cell::People(people) => match u32::try_from(*people) {
                    Ok(people) => sheet.write_number(row, column, people)?,
                    Err(_) => sheet.write_string(row, column, people.to_string())?,
                },
                Cell::Number(number) | Cell::Percentage(number) => {
                    let digits = usize::try_from(number.places()).unwrap_or_default();
                    let shown = match cell {
                        // The sign is a word in quotes: a percentage of 12.5 is kept as 12.5.
                        Cell::Percentage(_) => format!("0.{}\"%\"", "0".repeat(digits)),
                        _ => format!("0.{}", "0".repeat(digits)),
                    };
                    sheet.write_number_with_format(
                        row,
                        column,
                        number.to_f64(),
                        &Format::new().set_num_format(shown),
                    )?
                }
                Cell::Text(text) => sheet.write_string(row, column, text)?,
                Cell::Suppressed => sheet.write_string_with_format(row, column, cell.shown(), &right)?,
            };
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use zip::ZipArchive;

    use super::super::Section;
    use super::*;
    use crate::exact::Proportion;

    fn sample() -> Report {
        let share = Proportion::new(577, 1_000).unwrap().percentage(1);
        let table = Table::new("Staff by band", ["Band", "Staff", "BME"])
            .with_row("Band 5", [Cell::People(1_000), Cell::percentage(share)])
            .with_row("=HYPERLINK(\"https://example.org\")", [Cell::Suppressed, Cell::percentage(None)]);
        let section = Section::new("Staff").with_table(table);
        Report::new("Report", "A sample trust").with_summary("=1+1").with_section(section)
    }

    /// The names of the parts of a workbook, and all of their text.
    fn parts(workbook: &[u8]) -> (Vec<String>, String) {
        let mut archive = ZipArchive::new(Cursor::new(workbook)).unwrap();
        let (mut names, mut text) = (Vec::new(), String::new());
        for at in 0..archive.len() {
            let mut part = archive.by_index(at).unwrap();
            names.push(part.name().unwrap().into_owned());
            part.read_to_string(&mut text).unwrap();
        }
        names.sort();
        (names, text)
    }

    #[test]
    fn a_workbook_holds_its_sheets_and_nothing_beside_them() {
        let (names, text) = parts(&sample().to_xlsx().unwrap());
        let parts = [
            "[Content_Types].xml",
            "_rels/.rels",
            "docProps/app.xml",
            "docProps/core.xml",
            "xl/_rels/workbook.xml.rels",
            "xl/sharedStrings.xml",
            "xl/styles.xml",
            "xl/theme/theme1.xml",
            "xl/workbook.xml",
            "xl/worksheets/sheet1.xml",
            "xl/worksheets/sheet2.xml",
        ];
        assert_eq!(names, parts);
        // Neither a formula nor a link nor anything hidden: what begins with an equals sign is a text.
        for sign in ["<f>", "<f ", "<hyperlink", "hidden", "<definedName", "<comment"] {
            assert!(!text.contains(sign), "{sign}");
        }
        for shown in ["=1+1", "=HYPERLINK(", "not shown", "<v>57.7</v>", "<v>1000</v>"] {
            assert!(text.contains(shown), "{shown}");
        }
    }

    #[test]
    fn a_formula_would_be_seen() {
        let mut workbook = Workbook::new();
        workbook.add_worksheet().write_formula(0, 0, "=1+1").unwrap();
        assert!(parts(&workbook.save_to_buffer().unwrap()).1.contains("<f>"));
    }

    #[test]
    fn the_same_report_is_the_same_bytes() {
        assert_eq!(sample().to_xlsx().unwrap(), sample().to_xlsx().unwrap());
    }
}
