//! The legacy of a period as one page for a board: what was asked, promised, done and measured, and what is still open.
//!
//! The page needs nothing else: no script, no picture, font or style from elsewhere. It can be read on a telephone, in the
//! dark, by a screen reader and on paper.

mod figures;
mod initiative;
mod markup;
mod open;
mod style;
mod words;

use std::collections::BTreeMap;

use bln_core::{
    Figure, Id, Initiative, InitiativeStory, LegacyStory, LegacyTally, NetworkProfile, OdsCode, Pillar,
    ResourceView,
};

use markup::Markup;
use words::{count, period};

/// What a page tells besides the story, which names it by identifier alone.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Whose story it is, and what it means by its pillars.
    pub network: &'a NetworkProfile,
    /// The initiatives of the story, for their aims and for the evidence that moved the network.
    pub initiatives: &'a [Initiative],
    /// The figures of the register that they and their outcomes cite.
    pub figures: &'a BTreeMap<Id<Figure>, Figure>,
    /// The resources that they point to, as people are shown them.
    pub resources: &'a [ResourceView],
    /// The names of organisations.
    pub organisations: &'a BTreeMap<OdsCode, String>,
}

/// Writes the page. It is the same for the same story, and every word of it is escaped.
///
/// An initiative with several pillars is told of under the first of them, and named under the others, so that every line
/// is on the page once. What is not [known](Known) is said to be missing, or named by its code.
pub fn board_page(story: &LegacyStory, known: &Known<'_>) -> String {
    let (network, period) = (known.network, period(story.period, known.network.time_zone()));
    let mut page = Markup::default();
    page.raw("<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
    page.element("title", "", &format!("What we asked for and what came of it - {}", network.name()));
    page.raw(&format!("<style>{}</style>\n</head>\n<body>\n", style::sheet()));
    page.raw("<a class=\"skip\" href=\"#main\">Skip to main content</a>\n<header><div>\n");
    page.element("p", "", network.name());
    page.element("h1", "", "What we asked for and what came of it");
    page.element("p", "", &period);
    page.raw("</div></header>\n<main id=\"main\">\n");
    summary(&mut page, story);
    for pillar in Pillar::ALL {
        pillar_section(&mut page, story, known, pillar);
    }
    open::section(&mut page, story, known);
    method(&mut page, story);
    page.raw("</main>\n<footer><div>\n");
    page.element("p", "", &host(network));
    page.raw("</div></footer>\n</body>\n</html>\n");
    page.into_string()
}

fn host(network: &NetworkProfile) -> String {
    let host = network.host().map(|host| format!(", hosted by {host}")).unwrap_or_default();
    format!("{}{host}. Questions: {}", network.name(), network.contact().as_str())
}

fn summary(page: &mut Markup, story: &LegacyStory) {
    let tally = story.tally;
    page.raw("<section class=\"summary\" aria-labelledby=\"summary\">\n");
    page.element("h2", "id=\"summary\"", "Summary");
    page.raw("<dl class=\"tally\">\n");
    for (label, number) in numbers(tally) {
        page.fact(label, &number.to_string());
    }
    page.raw("</dl>\n");
    if tally.open_asks + tally.open_commitments == 0 {
        page.element("p", "", "Nothing is open at the end of the period.");
    } else {
        page.raw("<p>");
        page.text(&format!(
            "At the end of the period {} without an answer and {} open, {} of them overdue. ",
            count(tally.open_asks, "ask is", "asks are"),
            count(tally.open_commitments, "promise is", "promises are"),
            tally.overdue,
        ));
        page.raw("<a href=\"#open\">See what is still open</a></p>\n");
    }
    page.raw("</section>\n");
}

const fn numbers(tally: LegacyTally) -> [(&'static str, u64); 7] {
    [
        ("Asked", tally.asked),
        ("Answered", tally.answered),
        ("Promised", tally.promised),
        ("Kept", tally.kept),
        ("Not kept", tally.not_kept),
        ("Overdue", tally.overdue),
        ("Outcomes shown", tally.measured),
    ]
}

fn pillar_section(page: &mut Markup, story: &LegacyStory, known: &Known<'_>, pillar: Pillar) {
    let Some(told) = story.pillars.iter().find(|told| told.pillar == pillar) else { return };
    let description = known.network.pillars().of(pillar);
    page.raw(&format!("<section aria-labelledby=\"{name}\">\n", name = pillar.name()));
    page.element("h2", &format!("id=\"{}\"", pillar.name()), description.title.as_str());
    page.prose(description.text.as_str());
    let numbers = numbers(told.tally).map(|(label, number)| format!("{} {number}", label.to_lowercase()));
    let initiatives = count(told.initiatives, "initiative", "initiatives");
    page.element("p", "class=\"quiet\"", &format!("{initiatives}: {}.", numbers.join(", ")));
    let under = |it: &&(usize, &InitiativeStory)| it.1.pillars.contains(pillar);
    let all: Vec<_> = story.initiatives.iter().enumerate().collect();
    for (at, it) in all.iter().filter(under) {
        match home(it) {
            Some(home) if home != pillar => {
                page.raw("<p>");
                page.raw(&format!("<a href=\"#{}\">", anchor(*at)));
                page.text(it.title.as_str());
                page.raw("</a>");
                page.text(&format!(" is told of under {}.", known.network.pillars().of(home).title.as_str()));
                page.raw("</p>\n");
            }
            _ => initiative::article(page, story, known, it, &anchor(*at)),
        }
    }
    page.raw("</section>\n");
}

/// The pillar that an initiative is told of under.
fn home(story: &InitiativeStory) -> Option<Pillar> {
    story.pillars.iter().next()
}

/// Where an initiative is on the page.
fn anchor(at: usize) -> String {
    format!("initiative-{}", at + 1)
}

fn method(page: &mut Markup, story: &LegacyStory) {
    page.raw("<section aria-labelledby=\"method\">\n");
    page.element("h2", "id=\"method\"", "How this was counted");
    page.prose(story.method.words());
    page.element("p", "class=\"quiet\"", &format!("Method: {}", story.method.name()));
    page.raw("</section>\n");
}

#[cfg(test)]
mod sample;

#[cfg(test)]
mod tests;
