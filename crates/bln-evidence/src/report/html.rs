//! A report as one page that needs nothing else.

use std::fmt::Write as _;

use super::{Report, Section, Table, svg};

/// How a page looks. Words take the reader's own font; colours hold a contrast of 4.5 to 1 and more on white (WCAG 2.2,
/// 1.4.3 and 1.4.11).
const STYLE: &str = "\
*{box-sizing:border-box}\
body{margin:0;font:1.1875rem/1.5 system-ui,Arial,sans-serif;color:#212b32;background:#fff}\
main,header>div,footer{max-width:46rem;margin:0 auto;padding:1rem}\
header{background:#005eb8;color:#fff}\
header p{margin:0}\
h1{font-size:1.75rem;line-height:1.25;margin:0 0 .25rem}\
h2{font-size:1.5rem;line-height:1.3;margin:2.5rem 0 .5rem}\
p{margin:.5rem 0}\
a{color:#005eb8}\
a:focus{outline:3px solid #ffeb3b;background:#ffeb3b;color:#212b32}\
.skip{position:absolute;left:-999rem}\
.skip:focus{position:static;display:block;padding:.5rem}\
.summary{border:2px solid #005eb8;padding:0 1rem}\
.summary h2{margin-top:1rem}\
ul{padding-left:1.25rem}\
figure{margin:1rem 0}\
svg{display:block;overflow:visible;font-size:1rem;fill:#212b32}\
.mark{stroke:#212b32;stroke-width:1}\
.label{font-weight:600}\
.quiet{font-style:italic}\
.halo{paint-order:stroke;stroke:#fff;stroke-width:4px}\
.band{fill:#e8edee}\
.tick{stroke:#aeb7bd;stroke-width:1}\
.parity{stroke:#212b32;stroke-width:2}\
.reference{stroke:#212b32;stroke-width:2;stroke-dasharray:6 4}\
.whisker{stroke:#005eb8;stroke-width:4}\
.point{fill:#fff;stroke:#005eb8;stroke-width:3}\
.line{stroke:#005eb8;stroke-width:3}\
.dash1{stroke-dasharray:8 4;stroke:#212b32}\
.dash2{stroke-dasharray:2 4}\
.dash3{stroke-dasharray:12 4 2 4;stroke:#212b32}\
.table{overflow-x:auto}\
.table:focus{outline:3px solid #212b32}\
table{border-collapse:collapse;width:100%;font-size:1rem}\
.columns{min-width:34rem}\
caption{text-align:left;font-weight:600;padding:.5rem 0}\
th,td{border-bottom:1px solid #aeb7bd;padding:.375rem .75rem .375rem 0;text-align:left;vertical-align:top}\
thead th{border-bottom:2px solid #212b32}\
.figure{text-align:right;font-variant-numeric:tabular-nums}\
@media(max-width:30rem){.wide{display:none}body{font-size:1rem}h1{font-size:1.5rem}h2{font-size:1.25rem}svg,table{font-size:.875rem}}\
@media print{header{color:#212b32;background:none}.table{overflow:visible}section{break-inside:avoid}}";

impl Report {
    /// The report as one page: no script, no picture, font or style from elsewhere, in English as of Britain. Every word
    /// is escaped.
    pub fn to_html(&self) -> String {
        let mut page = format!(
            "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title} - {subject}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
             <a class=\"skip\" href=\"#main\">Skip to main content</a>\n\
             <header><div><h1>{title}</h1>\n<p>{subject}</p></div></header>\n<main id=\"main\">\n",
            title = escaped(self.title()),
            subject = escaped(self.subject()),
        );
        if !self.summary().is_empty() {
            page.push_str("<section class=\"summary\" aria-labelledby=\"summary\">\n<h2 id=\"summary\">Summary</h2>\n<ul>\n");
            for sentence in self.summary() {
                let _ = writeln!(page, "<li>{}</li>", escaped(sentence));
            }
            page.push_str("</ul>\n</section>\n");
        }
        for (number, part) in self.sections().iter().enumerate() {
            section(&mut page, part, number + 1);
        }
        if !self.method().is_empty() {
            page.push_str(
                "<section aria-labelledby=\"method\">\n<h2 id=\"method\">How these figures were made</h2>\n",
            );
            paragraphs(&mut page, self.method());
            page.push_str("</section>\n");
        }
        page.push_str("</main>\n</body>\n</html>\n");
        page
    }
}

fn section(page: &mut String, part: &Section, number: usize) {
    let heading = escaped(part.heading());
    let _ = writeln!(page, "<section aria-labelledby=\"s{number}\">\n<h2 id=\"s{number}\">{heading}</h2>");
    paragraphs(page, part.text());
    if let Some(chart) = part.chart() {
        let _ = writeln!(page, "<figure>\n{}</figure>", svg::drawn(chart, &format!("c{number}")));
    }
    for (at, table) in part.tables().iter().enumerate() {
        table_shown(page, table, &format!("t{number}-{at}"));
    }
    paragraphs(page, part.notes());
    page.push_str("</section>\n");
}

fn paragraphs(page: &mut String, sentences: &[String]) {
    for sentence in sentences {
        let _ = writeln!(page, "<p>{}</p>", escaped(sentence));
    }
}

/// A table, in a region that the keyboard can scroll where it is wider than the page (WCAG 2.2, 2.1.1).
fn table_shown(page: &mut String, table: &Table, id: &str) {
    let _ = writeln!(
        page,
        "<div class=\"table\" role=\"region\" aria-labelledby=\"{id}\" tabindex=\"0\">\n<table{}>\n\
         <caption id=\"{id}\">{}</caption>\n<thead><tr>",
        // Many columns are scrolled on a narrow page, rather than squeezed to a letter each.
        if table.head().len() > 3 { " class=\"columns\"" } else { "" },
        escaped(table.caption())
    );
    let figures = |column: usize| {
        let mut cells = table.rows().iter().filter_map(|row| row.cells().get(column.checked_sub(1)?));
        cells.any(super::Cell::is_figure)
    };
    for (column, head) in table.head().iter().enumerate() {
        let class = if figures(column) { " class=\"figure\"" } else { "" };
        let _ = write!(page, "<th scope=\"col\"{class}>{}</th>", escaped(head));
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    for row in table.rows() {
        let _ = write!(page, "<tr><th scope=\"row\">{}</th>", escaped(row.head()));
        for (column, cell) in row.cells().iter().enumerate() {
            let class = if figures(column + 1) { " class=\"figure\"" } else { "" };
            let _ = write!(page, "<td{class}>{}</td>", escaped(&cell.shown()));
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody>\n</table>\n</div>\n");
}

/// A text in which nothing is markup, within an element and within an attribute in quotes.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // What no page may hold, and what would turn the words around.
            control
                if control.is_control()
                    || matches!(control, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') =>
            {
                safe.push('\u{fffd}');
            }
            letter => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Bars, Cell};
    use super::*;

    proptest! {
        #[test]
        fn no_word_becomes_markup(text in any::<String>()) {
            let report = Report::new(&text, &text).with_summary(&text).with_method(&text).with_section(
                Section::new(&text)
                    .with_chart(Bars::new(&text, [&text]).with_group(&text, [None]))
                    .with_table(Table::new(&text, [&text, &text]).with_row(&text, [Cell::Text(text.clone())]))
                    .with_note(&text),
            );
            let plain = Report::new("a", "a").with_summary("a").with_method("a").with_section(
                Section::new("a")
                    .with_chart(Bars::new("a", ["a"]).with_group("a", [None]))
                    .with_table(Table::new("a", ["a", "a"]).with_row("a", [Cell::Text("a".to_owned())]))
                    .with_note("a"),
            );
            let marks = |page: &str| page.chars().filter(|c| matches!(c, '<' | '>' | '"' | '\'')).collect::<String>();
            prop_assert_eq!(marks(&report.to_html()), marks(&plain.to_html()));
        }
    }

    #[test]
    fn a_page_needs_nothing_from_elsewhere() {
        let page = Report::new("Report", "RX1").to_html();
        for outside in ["<script", "<link", "<img", "url(http", "@import", "src="] {
            assert!(!page.contains(outside), "{outside}");
        }
        assert!(page.contains("<html lang=\"en-GB\">"));
    }
}
