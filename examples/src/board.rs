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
    /// What is to be read before anything else.
    pub note: Option<&'a str>,
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
    known.note.iter().for_each(|note| page.element("p", "class=\"note\"", note));
    summary(&mut page, story);
    open::section(&mut page, story, known);
    for pillar in Pillar::ALL {
        pillar_section(&mut page, story, known, pillar);
    }
    method(&mut page, story);
    page.raw("</main>\n<footer><div>\n");
    foot(&mut page, network);
    page.raw("</div></footer>\n</body>\n</html>\n");
    page.into_string()
}

fn foot(page: &mut Markup, network: &NetworkProfile) {
    let host = network.host().map(|host| format!(", hosted by {host}")).unwrap_or_default();
    let contact = network.contact().as_str();
    page.raw("<p>");
    page.text(&format!("{}{host}. If you have a question, write to ", network.name()));
    page.raw("<a href=\"mailto:");
    page.text(contact);
    page.raw("\">");
    page.text(contact);
    page.raw("</a>.</p>\n");
}

fn summary(page: &mut Markup, story: &LegacyStory) {
    let initiatives = u64::try_from(story.initiatives.len()).unwrap_or(u64::MAX);
    page.raw("<section class=\"summary\" aria-labelledby=\"summary\">\n");
    page.element("h2", "id=\"summary\"", "Summary");
    page.raw("<dl class=\"tally\">\n");
    for (label, number) in [("Initiatives", initiatives)].into_iter().chain(numbers(story.tally)) {
        page.fact(label, &number.to_string());
    }
    page.raw("</dl>\n");
    if !story.initiatives.is_empty() {
        page.raw("<ul class=\"standing\">\n");
        for (at, it) in story.initiatives.iter().enumerate() {
            page.raw(&format!("<li><a href=\"#{}\">", anchor(at)));
            page.text(it.title.as_str());
            page.raw("</a> ");
            initiative::standing(page, it);
            page.raw("</li>\n");
        }
        page.raw("</ul>\n");
    }
    page.raw("</section>\n");
}

const fn numbers(tally: LegacyTally) -> [(&'static str, u64); 7] {
    [
        ("Asked", tally.asked),
        ("Answered", tally.answered),
        ("Promised", tally.promised),
        ("Promises kept", tally.kept),
        ("Promises not kept", tally.not_kept),
        ("Promises overdue", tally.overdue),
        ("Outcomes shown", tally.measured),
    ]
}

fn pillar_section(page: &mut Markup, story: &LegacyStory, known: &Known<'_>, pillar: Pillar) {
    let Some(told) = story.pillars.iter().find(|told| told.pillar == pillar) else { return };
    let description = known.network.pillars().of(pillar);
    page.raw(&format!("<section aria-labelledby=\"{name}\">\n", name = pillar.name()));
    page.element("h2", &format!("id=\"{}\"", pillar.name()), description.title.as_str());
    page.prose(description.text.as_str());
    let told_of = numbers(told.tally).into_iter().filter(|(_, number)| *number > 0);
    let told_of = told_of.map(|(label, number)| format!("; {}: {number}", label.to_lowercase()));
    let initiatives = count(told.initiatives, "initiative", "initiatives");
    page.element("p", "class=\"quiet\"", &format!("{initiatives}{}", told_of.collect::<String>()));
    let under = |it: &&(usize, &InitiativeStory)| it.1.pillars.contains(pillar);
    let all: Vec<_> = story.initiatives.iter().enumerate().collect();
    for (at, it) in all.iter().filter(under) {
        match home(it) {
            Some(home) if home != pillar => {
                page.raw("<p>");
                page.raw(&format!("<a href=\"#{}\">", anchor(*at)));
                page.text(it.title.as_str());
                page.raw("</a>");
                page.text(&format!(
                    " is described under {}.",
                    known.network.pillars().of(home).title.as_str()
                ));
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
