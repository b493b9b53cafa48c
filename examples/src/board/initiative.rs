//! An initiative: its aim, the evidence that moved the network, and everything that was written under it.

use std::collections::BTreeMap;

use bln_core::{
    AnswerGiven, Conclusion, Id, Initiative, InitiativeStory, Instant, LegacyLine, LegacyStory, Linked,
    OutcomeEvidence, Resource, ResourceView, Settled, StandingAsk, StandingCommitment,
};

use super::{
    Known, figures,
    markup::Markup,
    words::{body, count, day, owner, published},
};

/// Writes an initiative.
pub(super) fn article(
    page: &mut Markup,
    story: &LegacyStory,
    known: &Known<'_>,
    it: &InitiativeStory,
    id: &str,
) {
    page.raw(&format!("<article aria-labelledby=\"{id}\">\n"));
    page.element("h3", &format!("id=\"{id}\""), it.title.as_str());
    page.raw("<p>");
    standing(page, it);
    page.raw("</p>\n");
    if let Some(Conclusion::NotAchieved { reason }) = &it.conclusion {
        page.prose(reason.as_str());
    }
    if let Some(initiative) = known.initiatives.iter().find(|known| known.id() == it.initiative) {
        aim(page, known, initiative);
    }
    asks(page, known, it);
    commitments(page, story, known, it);
    outcomes(page, known, it);
    links(page, known, it);
    page.raw("</article>\n");
}

/// Writes where an initiative stands.
pub(super) fn standing(page: &mut Markup, it: &InitiativeStory) {
    let (words, class) = match &it.conclusion {
        None => ("Under way", "tag"),
        Some(Conclusion::Achieved) => ("Ended: achieved", "tag good"),
        Some(Conclusion::PartlyAchieved) => ("Ended: partly achieved", "tag good"),
        Some(Conclusion::NotAchieved { .. }) => ("Ended: not achieved", "tag bad"),
    };
    page.element("strong", &format!("class=\"{class}\""), words);
}

fn aim(page: &mut Markup, known: &Known<'_>, initiative: &Initiative) {
    page.element("h4", "", "What we want to change");
    page.prose(initiative.aim().as_str());
    let actions = initiative.actions().iter().map(|it| format!("High-impact action: {}", it.title()));
    let indicators =
        initiative.indicators().iter().map(|it| format!("WRES indicator {}: {}", it.number(), it.heading()));
    let bears_on: Vec<String> = actions.chain(indicators).collect();
    if !bears_on.is_empty() {
        page.raw("<ul>\n");
        bears_on.iter().for_each(|it| page.element("li", "", it));
        page.raw("</ul>\n");
    }
    if !initiative.moved_by().is_empty() {
        page.element("h4", "", "Why we began");
        initiative.moved_by().iter().for_each(|id| figures::figure(page, known, *id));
    }
}

/// Each of these once, in the order in which they were first written.
fn once<'a, T>(all: impl Iterator<Item = &'a T>, place: impl Fn(&T) -> &bln_core::Place) -> Vec<&'a T> {
    let by_place: BTreeMap<_, _> = all.map(|it| ((place(it).at, place(it).first), it)).collect();
    by_place.into_values().collect()
}

fn asks(page: &mut Markup, known: &Known<'_>, it: &InitiativeStory) {
    let asks = once(it.asked.iter().chain(&it.answered).chain(&it.open_asks), |ask| &ask.place);
    if asks.is_empty() {
        return;
    }
    page.element("h4", "", "What we asked for");
    page.raw("<ul class=\"items\">\n");
    asks.iter().for_each(|asked| ask(page, known, asked));
    page.raw("</ul>\n");
}

fn ask(page: &mut Markup, known: &Known<'_>, ask: &StandingAsk) {
    page.raw("<li>\n");
    page.prose(ask.words.as_str());
    page.raw("<dl class=\"facts\">\n");
    page.fact("Asked of", &body(&ask.of, known));
    page.fact("Asked on", &on(ask.place.at, known));
    match &ask.answer {
        None => status(page, "Answer", "None yet", "tag open"),
        Some(answer) => {
            let (words, class) = match answer.answer {
                AnswerGiven::Agreed => ("Agreed", "tag good"),
                AnswerGiven::AgreedInPart => ("Agreed in part", "tag good"),
                AnswerGiven::Declined => ("Declined", "tag bad"),
                AnswerGiven::NoAnswer => ("Did not answer", "tag bad"),
            };
            status(page, "Answer", words, class);
            page.fact("Recorded on", &on(answer.at, known));
        }
    }
    page.raw("</dl>\n");
    if let Some(answer) = &ask.answer {
        said(page, answer.words.as_str());
    }
    page.raw("</li>\n");
}

fn commitments(page: &mut Markup, story: &LegacyStory, known: &Known<'_>, it: &InitiativeStory) {
    let all = it.promised.iter().chain(&it.done).chain(&it.open_commitments);
    let all = once(all, |commitment| &commitment.place);
    if all.is_empty() {
        return;
    }
    page.element("h4", "", "What was promised");
    page.raw("<ul class=\"items\">\n");
    for it in all {
        page.raw("<li>\n");
        commitment(page, story, known, it);
        page.raw("</li>\n");
    }
    page.raw("</ul>\n");
}

fn commitment(page: &mut Markup, story: &LegacyStory, known: &Known<'_>, it: &StandingCommitment) {
    page.prose(it.words.as_str());
    page.raw("<dl class=\"facts\">\n");
    page.fact("Who", &owner(&it.owner, known));
    page.fact("Promised on", &on(it.place.at, known));
    page.fact("Due by", &day(it.due));
    let settled = match &it.settled {
        Some(Settled::Kept { at, words }) => {
            status(page, "Status", "Kept", "tag good");
            Some((at, words))
        }
        Some(Settled::NotKept { at, words }) => {
            status(page, "Status", "Not kept", "tag bad");
            Some((at, words))
        }
        None => {
            let (words, class) =
                if is_overdue(story, it) { ("Overdue", "tag bad") } else { ("Open", "tag open") };
            status(page, "Status", words, class);
            None
        }
    };
    if let Some((at, _)) = settled {
        page.fact("Recorded on", &on(*at, known));
    }
    page.raw("</dl>\n");
    settled.iter().for_each(|(_, words)| said(page, words.as_str()));
}

/// Whether a promise that is open is overdue, by the rule of the method.
pub(super) fn is_overdue(story: &LegacyStory, it: &StandingCommitment) -> bool {
    it.settled.is_none() && it.due < story.period.until().utc().date_naive()
}

fn outcomes(page: &mut Markup, known: &Known<'_>, it: &InitiativeStory) {
    if it.measured.is_empty() {
        return;
    }
    page.element("h4", "", "What has changed");
    page.raw("<ul class=\"items\">\n");
    for line in &it.measured {
        let LegacyLine::Outcome { words, evidence } = line.line.said() else { continue };
        page.raw("<li>\n");
        page.prose(words.as_str());
        page.element("p", "class=\"quiet\"", &format!("Recorded on {}", on(line.at, known)));
        shown_by(page, known, evidence);
        page.raw("</li>\n");
    }
    page.raw("</ul>\n");
}

fn shown_by(page: &mut Markup, known: &Known<'_>, evidence: &OutcomeEvidence) {
    let pair = evidence.before_after();
    pair.iter().for_each(|pair| figures::before_after(page, known, *pair));
    let in_pair = |id| pair.is_some_and(|(before, after)| id == before || id == after);
    for id in evidence.figures().iter().filter(|id| !in_pair(**id)) {
        figures::figure(page, known, *id);
    }
    if !evidence.resources().is_empty() {
        page.raw("<ul>\n");
        evidence.resources().iter().for_each(|id| resource(page, known, *id));
        page.raw("</ul>\n");
    }
}

/// What of the network's belongs to the initiative: resources by their titles, all else by its number. What somebody
/// said is not on the page: consent to words in a bulletin is none to words before a board.
fn links(page: &mut Markup, known: &Known<'_>, it: &InitiativeStory) {
    let linked = || {
        it.links.iter().filter_map(|line| match line.line.said() {
            LegacyLine::Link(linked) => Some(*linked),
            _ => None,
        })
    };
    if linked().next().is_none() {
        return;
    }
    let number = |wanted: fn(Linked) -> bool| u64::try_from(linked().filter(|it| wanted(*it)).count());
    page.element("h4", "", "Linked to this initiative");
    page.raw("<ul>\n");
    for (number, one, more) in [
        (number(|it| matches!(it, Linked::Event(_))), "event", "events"),
        (number(|it| matches!(it, Linked::Bulletin(_))), "issue of the bulletin", "issues of the bulletin"),
        (number(|it| matches!(it, Linked::Testimonial(_))), "testimonial", "testimonials"),
    ] {
        let number = number.unwrap_or(u64::MAX);
        if number > 0 {
            page.element("li", "", &count(number, one, more));
        }
    }
    for linked in linked() {
        if let Linked::Resource(id) = linked {
            resource(page, known, id);
        }
    }
    page.raw("</ul>\n");
}

fn resource(page: &mut Markup, known: &Known<'_>, id: Id<Resource>) {
    page.raw("<li>");
    match known.resources.iter().find(|known| known.id() == id) {
        Some(ResourceView::Listed { details, .. }) => {
            page.raw("<a href=\"");
            page.text(details.link.as_str());
            page.raw("\">");
            page.text(details.title.as_str());
            page.raw("</a>");
            page.text(&format!(" ({}, {})", details.publisher.as_str(), published(details.published)));
        }
        Some(ResourceView::Withdrawn(stub)) => {
            page.text(&format!("{}: this has been withdrawn. {}", stub.title.as_str(), stub.reason.as_str()));
        }
        None => page.text("A resource that was not at hand for this page."),
    }
    page.raw("</li>\n");
}

/// Where something stands: in words, which its colour repeats.
fn status(page: &mut Markup, label: &str, words: &str, class: &str) {
    page.raw("<div>");
    page.element("dt", "", label);
    page.raw("<dd>");
    page.element("strong", &format!("class=\"{class}\""), words);
    page.raw("</dd></div>\n");
}

/// What was said to something.
fn said(page: &mut Markup, words: &str) {
    page.raw("<div class=\"said\">\n");
    page.prose(words);
    page.raw("</div>\n");
}

/// The day of a moment, on the network's own clocks.
pub(super) fn on(at: Instant, known: &Known<'_>) -> String {
    day(known.network.time_zone().wall(at).date())
}
