//! What is still open at the end of the period, of all initiatives.

use bln_core::{LegacyStory, StandingAsk, StandingCommitment};

use super::{
    Known, anchor,
    initiative::{is_overdue, on},
    markup::Markup,
    words::{body, day, owner},
};

/// Writes what is still open: what is overdue first, then what else was promised, then what nobody answered.
pub(super) fn section(page: &mut Markup, story: &LegacyStory, known: &Known<'_>) {
    page.raw("<section aria-labelledby=\"open\">\n");
    page.element("h2", "id=\"open\"", "What is still open");
    let all = || story.initiatives.iter().enumerate();
    let promises = all().flat_map(|(at, it)| it.open_commitments.iter().map(move |promise| (at, promise)));
    let (overdue, open): (Vec<_>, Vec<_>) = promises.partition(|(_, it)| is_overdue(story, it));
    let asks: Vec<_> = all().flat_map(|(at, it)| it.open_asks.iter().map(move |ask| (at, ask))).collect();
    if overdue.is_empty() && open.is_empty() && asks.is_empty() {
        page.element("p", "", "Nothing is open at the end of the period.");
    }
    for (heading, promises) in [("Overdue promises", overdue), ("Promises that are not due yet", open)] {
        let rows = promises.iter().map(|(at, it)| (*at, it.words.as_str(), promise(it, known)));
        list(page, story, heading, rows.collect());
    }
    let rows = asks.iter().map(|(at, asked)| (*at, asked.words.as_str(), ask(asked, known)));
    list(page, story, "Asks without an answer", rows.collect());
    page.raw("</section>\n");
}

fn promise(it: &StandingCommitment, known: &Known<'_>) -> String {
    format!("{}, due by {}", owner(&it.owner, known), day(it.due))
}

fn ask(it: &StandingAsk, known: &Known<'_>) -> String {
    format!("{}, asked on {}", body(&it.of, known), on(it.place.at, known))
}

fn list(page: &mut Markup, story: &LegacyStory, heading: &str, rows: Vec<(usize, &str, String)>) {
    if rows.is_empty() {
        return;
    }
    page.element("h3", "", heading);
    page.raw("<ul class=\"items\">\n");
    for (at, words, who) in rows {
        page.raw("<li>\n");
        page.prose(words);
        page.raw("<p class=\"quiet\">");
        page.text(&format!("{who}. "));
        if let Some(it) = story.initiatives.get(at) {
            page.text("Initiative: ");
            page.raw(&format!("<a href=\"#{}\">", anchor(at)));
            page.text(it.title.as_str());
            page.raw("</a>");
        }
        page.raw("</p>\n</li>\n");
    }
    page.raw("</ul>\n");
}
