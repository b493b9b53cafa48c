//! Figures, each with all that must be said with it.

use bln_core::{Figure, Id};

use super::{Known, markup::Markup};
use crate::report::thousands;

const MISSING: &str = "A figure of the register that was not at hand for this page.";

/// A figure, on its own.
pub(super) fn figure(page: &mut Markup, known: &Known<'_>, id: Id<Figure>) {
    page.raw("<div class=\"figure\">\n");
    within(page, known, id);
    page.raw("</div>\n");
}

/// The figure from before and the one from after, as a table: its rows stand below each other, so that it is as wide as
/// any page.
pub(super) fn before_after(page: &mut Markup, known: &Known<'_>, pair: (Id<Figure>, Id<Figure>)) {
    page.raw("<table>\n<caption>Before and after</caption>\n<tbody>\n");
    for (label, id) in [("Before", pair.0), ("After", pair.1)] {
        page.raw("<tr>");
        page.element("th", "scope=\"row\"", label);
        page.raw("<td>\n");
        within(page, known, id);
        page.raw("</td></tr>\n");
    }
    page.raw("</tbody>\n</table>\n");
}

/// What is said of a number that stands above it: the number once, if the statement begins with it.
fn statement<'a>(number: &str, statement: &'a str) -> &'a str {
    let begins = statement.split_at_checked(number.len());
    let rest = begins.filter(|(first, _)| first.eq_ignore_ascii_case(number));
    rest.and_then(|(_, rest)| rest.strip_prefix(' ')).unwrap_or(statement)
}

fn within(page: &mut Markup, known: &Known<'_>, id: Id<Figure>) {
    let Some(figure) = known.figures.get(&id) else { return page.element("p", "", MISSING) };
    let parts = figure.parts();
    page.element("p", "class=\"number\"", parts.shown.as_str());
    page.element("p", "", statement(parts.shown.as_str(), parts.statement.as_str()));
    page.raw("<dl class=\"facts\">\n");
    page.fact("Who it is about", parts.population.as_str());
    if let Some(asked) = parts.asked {
        page.fact("How many people", &thousands(asked));
    }
    page.fact("How it was found", parts.method.as_str());
    page.fact("Year", &parts.year.to_string());
    page.fact("Source", parts.source.as_str());
    page.raw("</dl>\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_its_statement_begins_with_is_said_once() {
        assert_eq!(statement("51%", "51% had thought of leaving."), "had thought of leaving.");
        assert_eq!(statement("more than 60%", "More than 60% had."), "had.");
        for whole in ["Staff in band 8a: BME, of all", "16.5% of them", "16", ""] {
            assert_eq!(statement("16", whole), whole);
        }
    }
}
