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

fn within(page: &mut Markup, known: &Known<'_>, id: Id<Figure>) {
    let Some(figure) = known.figures.get(&id) else { return page.element("p", "", MISSING) };
    let parts = figure.parts();
    page.element("p", "class=\"number\"", parts.shown.as_str());
    page.element("p", "", parts.statement.as_str());
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
