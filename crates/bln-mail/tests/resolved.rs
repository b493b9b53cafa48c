//! What a network resolves when it sends an issue becomes a bulletin, whatever is in it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use bln_core::{Attribution, Figure, FigureParts, IssueContent, Line, Post, Prose, ResourceView};
use bln_mail::{Composed, Issue, Message};
use bln_seal::Token;
use proptest::prelude::*;
use support::resolved::{event, resolved, said, section, thanked};
use support::{figure, letterhead, line, notice, now, prose, resource, told, words};

fn issue(sections: Vec<(Line<120>, IssueContent)>) -> bln_core::Issue {
    let sections = sections.into_iter().map(|(heading, content)| section(heading, content));
    bln_core::Issue::new(line("March"), sections)
}

fn news(text: &str) -> bln_core::Issue {
    issue(vec![(line("News"), IssueContent::News(prose(text)))])
}

fn rendered(issue: &bln_core::Issue) -> (Issue, Message) {
    let letterhead = letterhead();
    let composed = Composed::of(issue, letterhead.links());
    let rendered = Issue::render(&composed, &letterhead).unwrap();
    let to = bln_core::EmailAddress::parse("sample.person.17@example.org").unwrap();
    let name = bln_core::PersonName::parse("Sample Person 17").unwrap();
    let message = rendered.message(to, &name, notice(17), &Token::from_random([7; 32]), now()).unwrap();
    (rendered, message)
}

/// A text as its words alone.
fn flat(text: &str) -> String {
    format!(" {} ", words(text).join(" "))
}

/// Everything that an issue has to say, but for its news.
fn owed(issue: &bln_core::Issue) -> Vec<String> {
    let mut owed = vec![issue.subject().as_str().to_owned()];
    for section in issue.sections() {
        owed.push(section.heading().as_str().to_owned());
        match section.content() {
            IssueContent::Events(events) => owed.extend(events.iter().take(20).flat_map(|event| {
                [event.title().as_str().to_owned(), "Thursday 15 April 2027, 6pm to 7:30pm".to_owned()]
            })),
            IssueContent::Resources(resources) => {
                owed.extend(resources.iter().flat_map(|resource| match resource {
                    ResourceView::Listed { details, .. } => [&details.title, &details.publisher].map(text),
                    ResourceView::Withdrawn(stub) => [text(&stub.title), stub.reason.as_str().to_owned()],
                }))
            }
            IssueContent::Figures(figures) => owed.extend(figures.iter().flat_map(|figure| {
                let parts = figure.parts();
                let lines = [&parts.statement, &parts.population, &parts.method, &parts.source];
                lines.map(text).into_iter().chain([text(&parts.shown), parts.year.to_string()])
            })),
            IssueContent::Testimonials(testimonials) => owed.extend(
                testimonials
                    .iter()
                    .flat_map(|it| [it.words().as_str().to_owned(), it.attribution().to_string()]),
            ),
            IssueContent::Recognitions(recognitions) => owed.extend(
                recognitions
                    .iter()
                    .flat_map(|it| [it.words().as_str().to_owned(), it.attribution().to_string()]),
            ),
            _ => {}
        }
    }
    owed
}

fn text<const MAX: usize>(line: &Line<MAX>) -> String {
    line.as_str().to_owned()
}

#[test]
fn an_issue_is_as_it_was_seen_and_found_good() {
    let (_, message) = rendered(&resolved());
    insta::assert_snapshot!("resolved_text", message.text());
}

#[test]
fn events_beyond_those_that_are_told_of_are_counted_and_pointed_to() {
    for (number, more) in [(20, None), (21, Some("There is 1 more")), (45, Some("There are 25 more"))] {
        let events = (1..=number).map(|number| event(line(&format!("Evening {number}.")))).collect();
        let (issue, message) = rendered(&issue(vec![(line("Coming up"), IssueContent::Events(events))]));
        let text = flat(&message.text());
        assert!(text.contains(" Evening 20 ") && !text.contains(" Evening 21 "), "{number}");
        assert_eq!(
            text.contains(&flat("See all events https://network.example.org/events ")),
            more.is_some()
        );
        assert!(more.is_none_or(|more| text.contains(more)), "{text}");
        assert_eq!(issue.left_out(), 0);
    }
}

#[test]
fn news_that_cannot_be_shown_as_markdown_is_shown_as_it_was_typed() {
    let deep = format!("{} deep", ">".repeat(20));
    for (typed, said) in [
        ("a&#8238;b", "a 8238 b"),
        ("<p>only</p>", "p only p"),
        (deep.as_str(), "deep"),
        (&"-\n+\n".repeat(1_000), "News"),
    ] {
        let (_, message) = rendered(&news(typed));
        assert!(flat(&message.text()).contains(&flat(said)), "{said}");
        assert_eq!(told(&message.html()), words(&message.text()), "{said}");
        assert!(message.text().contains(typed.lines().next().unwrap()), "{said}");
    }
}

#[test]
fn an_issue_of_which_nothing_is_left_says_so() {
    let (_, message) = rendered(&issue(vec![]));
    assert!(
        flat(&message.text()).contains("What this issue was going to tell you is over or has been withdrawn")
    );
}

#[test]
fn who_is_not_named_is_not_spoken_of() {
    let sections = vec![
        (line("Words"), IssueContent::Testimonials(vec![said(prose("Heard."), Attribution::Anonymous)])),
        (line("Thanks"), IssueContent::Recognitions(vec![thanked(prose("Done."), Attribution::Anonymous)])),
    ];
    let (_, message) = rendered(&issue(sections));
    let text = flat(&message.text());
    assert!(text.contains(" Words Heard Thanks Appointment 8 March 2027 Done "), "{text}");
}

#[test]
fn the_largest_issue_that_can_be_planned_leaves_and_says_what_is_not_in_it() {
    let wide = "🎉".repeat(1000);
    let largest = || {
        let figure = Figure::new(FigureParts {
            statement: line(&wide),
            population: line(&wide),
            method: line(&wide),
            source: line(&wide),
            ..figure().parts().clone()
        });
        (line("Figures"), IssueContent::Figures(vec![figure.unwrap(); 20]))
    };
    let (issue, message) = rendered(&issue((0..20).map(|_| largest()).collect()));
    assert!(issue.left_out() >= 398, "{}", issue.left_out());
    assert!(message.bytes().len() < 100_000);
    assert!(flat(&message.text()).contains(&format!(" {} items are not in it ", issue.left_out())));
}

/// Text at the edges of what a length takes, and of what has a meaning somewhere.
fn any_text(most: usize) -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[a-zA-Zà-žא-ת一-丁0-9<>&\"'*_#`\\[\\](). -]{1,60}",
        1 => (prop::sample::select(vec!["a", "🎉", "&", "\"", "é "]), 1..=most)
            .prop_map(move |(text, times)| text.repeat(times.min(most / text.chars().count()))),
    ]
}

fn any_line<const MAX: usize>() -> impl Strategy<Value = Line<MAX>> {
    any_text(MAX).prop_filter_map("a line", |text| Line::parse(text).ok())
}

fn any_prose<const MAX: usize>() -> impl Strategy<Value = Prose<MAX>> {
    prop::collection::vec(any_text(MAX), 1..4)
        .prop_filter_map("prose", |paragraphs| Prose::parse(paragraphs.join("\n\n")).ok())
}

/// News at the bounds of every rule about Markdown.
fn any_news() -> impl Strategy<Value = IssueContent> {
    let pattern = prop::sample::select(vec![
        "> a\n\n",
        "-\n+\n",
        "- ",
        ">",
        "`a` ",
        "[a](https://a.example) ",
        "# a\n",
        "🎉",
        "<p>a</p>\n\n",
        "a&#8238;b ",
        "*a*",
        "1. a\n",
        "---\n",
        "![](b)",
    ]);
    let repeated = (pattern, 1_usize..=2_000).prop_map(|(pattern, times)| {
        let text: String = pattern.repeat(times).chars().take(4_000).collect();
        text
    });
    prop_oneof![2 => any_text(4_000), 1 => repeated]
        .prop_filter_map("news", |text| Prose::parse(text).ok().map(IssueContent::News))
}

fn any_attribution() -> impl Strategy<Value = Attribution> {
    (any_line(), any_line(), any_line(), 0..3).prop_map(|(name, role, organisation, level)| {
        let post = Post { role, organisation };
        match level {
            0 => Attribution::Anonymous,
            1 => Attribution::RoleOnly(post),
            _ => Attribution::Named(name, post),
        }
    })
}

fn any_figure() -> impl Strategy<Value = Figure> {
    let lines = (any_line(), any_line(), any_line(), any_line(), any_line());
    (lines, prop::option::of(1..=Figure::MOST_ASKED), 1900..=2200_u16).prop_map(|(lines, asked, year)| {
        let (statement, shown, population, method, source) = lines;
        let parts = figure().parts().clone();
        Figure::new(FigureParts { statement, shown, population, method, source, asked, year, ..parts })
            .unwrap()
    })
}

fn any_content() -> impl Strategy<Value = IssueContent> {
    let title = any_line::<200>().prop_map(|title| resource(title.as_str()));
    let any_resource = (title, prop::option::of(any_prose())).prop_map(|(resource, reason)| match reason {
        Some(reason) => resource.withdraw(reason, now()).unwrap().view(),
        None => resource.view(),
    });
    let quote = (any_prose(), any_attribution());
    let thanks = (any_prose(), any_attribution());
    prop_oneof![
        any_news(),
        prop::collection::vec(any_line().prop_map(event), 0..40).prop_map(IssueContent::Events),
        prop::collection::vec(any_resource, 0..=20).prop_map(IssueContent::Resources),
        prop::collection::vec(any_figure(), 0..=20).prop_map(IssueContent::Figures),
        prop::collection::vec(quote.prop_map(|(words, by)| said(words, by)), 0..=20)
            .prop_map(IssueContent::Testimonials),
        prop::collection::vec(thanks.prop_map(|(words, by)| thanked(words, by)), 0..=20)
            .prop_map(IssueContent::Recognitions),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_issue_that_can_be_planned_leaves_and_its_two_forms_say_the_same(
        sections in prop::collection::vec((any_line(), any_content()), 0..=20),
    ) {
        let issue = issue(sections);
        let (rendered, message) = rendered(&issue);
        prop_assert!(message.bytes().len() < 100_000);
        prop_assert_eq!(told(&message.html()), words(&message.text()));
        let text = flat(&message.text());
        prop_assert_eq!(text.contains("not in it Write to us"), rendered.left_out() > 0);
        if rendered.left_out() == 0 {
            for said in owed(&issue) {
                prop_assert!(words(&said).is_empty() || text.contains(&flat(&said)), "{}", said);
            }
        }
    }
}
