//! The record as a page.

use super::{ITEMS, Kept, TABLES_WITHOUT_PERSONAL_DATA};
use crate::{RetentionSchedule, retention::RetentionRule};

const INTRODUCTION: &str = "\
This annex can be pasted into a data protection impact assessment (UK GDPR article 35) or a record of processing
activities (article 30). It is made from the code, and a test fails when the two differ.

It tells of people who apply to the network, belong to it or have belonged, and of those who run it. Lawful bases and
conditions are a proposal: the network and its data protection officer settle them. They also add what only they know:
the controller and its contacts, who hosts the database and who sends the letters, whether data leaves the United
Kingdom, and the outcome of the balancing test wherever the basis is legitimate interests.
";

const PERIODS: &str = "\
Periods run by the calendar. A legal hold stops them for a person.
";

/// What a network keeps of people, and for how long by this schedule, as Markdown.
///
/// ```
/// let schedule = bln_core::RetentionSchedule::proposed()?;
/// assert!(bln_core::processing::dpia_annex(&schedule).contains("### Ethnic group"));
/// # Ok::<(), bln_core::Invalid>(())
/// ```
pub fn dpia_annex(schedule: &RetentionSchedule) -> String {
    let mut page = format!("## Annex: what is kept of people\n\n{INTRODUCTION}\n");
    for item in ITEMS {
        page.push_str(&format!("### {}\n\n", item.name));
        let condition =
            item.condition.map_or_else(String::new, |condition| format!("; {}", condition.words()));
        let retention = match item.retention {
            Kept::Until(words) => format!("until {words}"),
            Kept::For(categories) => {
                let periods = categories.iter().map(|category| period(schedule.rule(*category)));
                periods.collect::<Vec<_>>().join("; ")
            }
        };
        let tables: Vec<_> = item.kept_in.iter().map(|table| format!("`{table}`")).collect();
        for (label, text) in [
            ("What", item.what),
            ("How sensitive", item.special_category.words()),
            ("Purpose", item.purpose),
            ("Basis", &format!("{}{condition}", item.lawful_basis.words())),
            ("Kept for", &retention),
            ("Who sees it", item.recipients),
            ("Where", &format!("tables {}", tables.join(", "))),
        ] {
            page.push_str(&wrapped(&format!("- **{label}:** {text}.")));
        }
        page.push('\n');
    }
    page.push_str(&format!("## Annex: how long it is kept\n\n{PERIODS}\n"));
    for rule in schedule.rules() {
        let (kept, source) = (rule.category.kept(), rule.source.as_str().trim_end_matches('.'));
        page.push_str(&wrapped(&format!(
            "- `{}`, {kept}: {} from {}. {source}. To be looked at again on {}.",
            rule.category.name(),
            rule.keep_for,
            rule.from.words(),
            rule.review_on
        )));
    }
    let tables: Vec<_> = TABLES_WITHOUT_PERSONAL_DATA.iter().map(|table| format!("`{table}`")).collect();
    page.push_str("\n## Annex: tables without personal data\n\n");
    page.push_str(&wrapped(&format!("{}.", tables.join(", "))));
    page
}

fn period(rule: &RetentionRule) -> String {
    format!("{} from {} ({})", rule.keep_for, rule.from.words(), rule.category.kept())
}

/// A paragraph in lines of at most 120 characters, those of a list item indented.
fn wrapped(text: &str) -> String {
    let indent = if text.starts_with("- ") { "  " } else { "" };
    let mut lines = String::new();
    let mut width = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > 120 {
            lines.push('\n');
            lines.push_str(indent);
            width = indent.len();
        } else if width > 0 {
            lines.push(' ');
            width += 1;
        }
        lines.push_str(word);
        width += length;
    }
    lines.push('\n');
    lines
}
