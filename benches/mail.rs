//! One issue of a bulletin for each of many people: rendered and written as messages, beside templates that are filled
//! for each.
//!
//! Each contestant is a process of its own, so that its memory is its own. The templates of the others are the issue as
//! this library renders it, with places for the same two things, so that all write the same words; the last message of
//! each is read back and compared.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use bln_benches::Outcome;
use bln_benches::figures::{Rounds, Table, Watch, number, peak_memory, say};
use bln_benches::peers::Peers;
use bln_core::{
    Attribution, EmailAddress, Figure, FigureParts, Findings, Id, Instant, Line, Link, LocalTime, Modes,
    NetworkProfile, PersonName, Pillar, Pillars, Prose, Published, RecognitionKind, ResourceDetails,
    ResourceKind, ResourceView, Schedule, TimeZone,
};
use bln_mail::{Composed, EventItem, Issue, Letterhead, Links, Markdown, Place, RecognitionItem, Section};
use bln_seal::Token;
use mail_builder::MessageBuilder;
use mail_builder::headers::raw::Raw;
use mail_parser::MessageParser;
use minijinja::{Environment, context};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const FEW: usize = 15_000;
const MESSAGES: usize = 100_000;
const ROUNDS: usize = 5;

/// Python takes minutes for all of them. It writes so many, and its rate is what counts.
const IN_PYTHON: usize = 2_000;

const SENT: &str = "2027-03-31T09:05:07Z";

/// What one run came to.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Run {
    seconds: f64,
    messages: usize,
    bytes: usize,
    peak_mib: f64,
}

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [child, contestant, folder, messages] = arguments.as_slice()
        && child == "--child"
    {
        let (folder, messages) = (Path::new(folder), messages.parse()?);
        let run = if contestant == "ours" { ours(folder, messages)? } else { templates(folder, messages)? };
        say(&serde_json::to_string(&run)?);
        return Ok(());
    }
    let messages = arguments.first().map_or(Ok(MESSAGES), |messages| messages.parse())?;
    let rounds = arguments.get(1).map_or(Ok(ROUNDS), |rounds| rounds.parse())?;
    compare(messages, rounds)
}

fn compare(messages: usize, rounds: usize) -> Outcome {
    let folder = tempfile::tempdir()?;
    let folder = folder.path();
    write_templates(folder)?;
    let peers = Peers::ready();
    let [mut mine, mut peak, mut flat, mut template, mut python, mut python_peak] =
        [const { Rounds::new() }; 6];
    let mut length = 0.0;
    for round in 1..=rounds {
        let small = child("ours", folder, FEW)?;
        let run = child("ours", folder, messages)?;
        length = number(run.bytes / run.messages);
        mine.push(rate(run));
        peak.push(run.peak_mib);
        flat.push(run.peak_mib - small.peak_mib);
        template.push(rate(child("templates", folder, messages)?));
        same(folder, messages, "templates.eml", messages)?;
        if let Some(peers) = &peers {
            let run: Run = peers.mail(folder, IN_PYTHON)?;
            python.push(rate(run));
            python_peak.push(run.peak_mib);
            child("ours", folder, IN_PYTHON)?;
            same(folder, IN_PYTHON, "python.eml", IN_PYTHON)?;
        }
        say(&format!(
            "round {round}: {:.0}, {:.0} and {:.0} a second",
            mine.last(),
            template.last(),
            python.last()
        ));
    }
    Table::new(
        "mail",
        &format!("{messages} messages of {length} bytes; messages a second, median (least to greatest)."),
    )
    .row("ours", &mine.told(0), "")
    .row("peak memory, MiB", &peak.told(1), "≤ 16")
    .row("more than for 15,000 messages, MiB", &flat.told(1), "flat")
    .row("minijinja + mail-builder", &template.told(0), "")
    .row("ours / minijinja + mail-builder", &mine.against(&template).told(2), "≥ 0.5")
    .row("jinja2 + email", &python.told(0), "")
    .row("its peak memory, MiB", &python_peak.told(1), "")
    .row("ours / jinja2 + email", &mine.against(&python).told(0), "≥ 50")
    .print();
    Ok(())
}

fn rate(run: Run) -> f64 {
    number(run.messages) / run.seconds
}

/// The same program again, as a process that writes messages.
fn child(contestant: &str, folder: &Path, messages: usize) -> Outcome<Run> {
    let output = Command::new(std::env::current_exe()?)
        .args(["--child", contestant])
        .arg(folder)
        .arg(messages.to_string())
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Stops unless the last messages of two contestants say the same, to the same person.
fn same(folder: &Path, messages: usize, other: &str, last: usize) -> Outcome {
    let ours = std::fs::read(folder.join(format!("ours-{messages}.eml")))?;
    let theirs = std::fs::read(folder.join(other))?;
    let read = |bytes: &[u8]| -> Outcome<(String, String, String, String)> {
        let message = MessageParser::new().parse(bytes).ok_or("no message")?;
        let to = message.to().and_then(|to| to.first()).and_then(|to| to.address()).ok_or("no address")?;
        let words = |text: Option<std::borrow::Cow<'_, str>>| {
            text.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).ok_or("no body")
        };
        // One of the template engines escapes slashes too, and the places have other identifiers in them.
        let html = words(message.body_html(0))?.replace("&#x2f;", "/");
        let text = words(message.body_text(0))?;
        Ok((
            to.to_owned(),
            message.subject().unwrap_or_default().to_owned(),
            own_link(&text),
            own_link(&html),
        ))
    };
    let (ours, theirs) = (read(&ours)?, read(&theirs)?);
    if ours != theirs || !ours.0.contains(&last.to_string()) {
        return Err(format!("not the same: {ours:?} and {theirs:?}").into());
    }
    Ok(())
}

/// A text with the link to its reader's way out by one name.
fn own_link(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/l/") {
        out.push_str(before);
        out.push_str("/l/TOKEN");
        rest = after.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    }
    out + rest
}

fn ours(folder: &Path, messages: usize) -> Outcome<Run> {
    let sent: Instant = SENT.parse()?;
    let watch = Watch::start();
    let issue = Issue::render(&composed()?, &letterhead()?)?;
    let (mut out, mut bytes) = (Vec::new(), 0);
    for person in 1..=messages {
        let to = EmailAddress::parse(format!("sample.person.{person}@example.org"))?;
        let name = PersonName::parse(format!("Sample Person {person}"))?;
        let number = u128::try_from(person)?;
        let mut random = [0; 32];
        random[16..].copy_from_slice(&number.to_be_bytes());
        let token = Token::from_random(random);
        out.clear();
        issue.message(to, &name, Id::new(Uuid::from_u128(number)), &token, sent)?.write(&mut out);
        bytes += out.len();
    }
    let seconds = watch.elapsed().as_secs_f64();
    std::fs::write(folder.join(format!("ours-{messages}.eml")), &out)?;
    Ok(Run { seconds, messages, bytes, peak_mib: peak_memory()? })
}

fn templates(folder: &Path, messages: usize) -> Outcome<Run> {
    let [html, text, subject] =
        ["bulletin.html", "bulletin.txt", "subject"].map(|name| std::fs::read_to_string(folder.join(name)));
    let (html, text, subject) = (html?, text?, subject?);
    let sent: Instant = SENT.parse()?;
    let watch = Watch::start();
    let mut environment = Environment::new();
    environment.add_template("bulletin.html", &html)?;
    environment.add_template("bulletin.txt", &text)?;
    let (html, text) =
        (environment.get_template("bulletin.html")?, environment.get_template("bulletin.txt")?);
    let (mut out, mut bytes) = (Vec::new(), 0);
    for person in 1..=messages {
        let name = format!("Sample Person {person}");
        let unsubscribe = format!("https://network.example.org/l/{person:043}");
        let listed = format!("<{unsubscribe}>");
        let own = context! { name, unsubscribe };
        out.clear();
        MessageBuilder::new()
            .from(("BME Leadership Network", "bulletin@mail.example.org"))
            .reply_to("team@example.org")
            .to(format!("sample.person.{person}@example.org"))
            .date(sent.utc().timestamp())
            .message_id(format!("{}@mail.example.org", Uuid::from_u128(u128::try_from(person)?)))
            .subject(subject.as_str())
            .header("List-Id", Raw::new("BLN bulletin <bulletin.mail.example.org>"))
            .header("List-Unsubscribe", Raw::new(listed))
            .header("List-Unsubscribe-Post", Raw::new("List-Unsubscribe=One-Click"))
            .text_body(text.render(&own)?)
            .html_body(html.render(&own)?)
            .write_to(&mut out)?;
        bytes += out.len();
    }
    let seconds = watch.elapsed().as_secs_f64();
    std::fs::write(folder.join("templates.eml"), &out)?;
    Ok(Run { seconds, messages, bytes, peak_mib: peak_memory()? })
}

/// The issue as it is rendered, with places for a name and a link.
fn write_templates(folder: &Path) -> Outcome {
    let composed = composed()?;
    let issue = Issue::render(&composed, &letterhead()?)?;
    let token = Token::from_random([7; 32]);
    let to = EmailAddress::parse("sample.person@example.org")?;
    let name = PersonName::parse("NAME-OF-THE-READER")?;
    let message = issue.message(to, &name, Id::new(Uuid::nil()), &token, SENT.parse()?)?;
    let link = message.unsubscribe().ok_or("no link")?.as_str();
    let template =
        |text: String| text.replace(link, "{{ unsubscribe }}").replace("NAME-OF-THE-READER", "{{ name }}");
    std::fs::write(folder.join("bulletin.html"), template(message.html()))?;
    std::fs::write(folder.join("bulletin.txt"), template(message.text()))?;
    std::fs::write(folder.join("subject"), message.subject().as_str())?;
    Ok(())
}

fn letterhead() -> Outcome<Letterhead> {
    let network = NetworkProfile::bln()?.with_contact(EmailAddress::parse("team@example.org")?);
    let links = Links::new(&Link::parse("https://network.example.org")?)?;
    Ok(Letterhead::new(&network, EmailAddress::parse("bulletin@mail.example.org")?, links)?)
}

/// A bulletin of an ordinary month.
fn composed() -> Outcome<Composed> {
    let body = "We asked trusts to say how they appoint to **senior posts**.\n\nOf 12 trusts that answered:\n\n\
                - 9 publish their figures\n- 3 will do so *by June*\n\n\
                Read [the letter](https://network.example.org/letter). Questions go to <team@example.org>.";
    let at = |wall| LocalTime::parse(wall, TimeZone::LONDON);
    let when = Schedule::new(at("2027-04-15T18:00")?, at("2027-04-15T19:30")?)?;
    let event = |number: usize| -> Outcome<EventItem> {
        Ok(EventItem {
            title: Line::parse(format!("Board ready: evening {number} for aspiring directors"))?,
            when,
            place: Some(Place::Attended(Modes::Online)),
            link: Some(Link::parse(format!("https://network.example.org/events/{number}"))?),
        })
    };
    let resource = ResourceDetails {
        title: Line::parse("Workforce Race Equality Standard 2025")?,
        kind: ResourceKind::Report,
        publisher: Line::parse("NHS England")?,
        published: Published::parse("2026")?,
        link: Link::parse("https://www.england.nhs.uk/wres/")?,
        licence: None,
        pillars: Pillars::new([Pillar::SystemInfluencing])?,
        actions: BTreeSet::new(),
        figures: Findings::default(),
    };
    let figure = Figure::new(FigureParts {
        id: Id::new(Uuid::nil()),
        statement: Line::parse("White applicants were more likely to be appointed from shortlisting")?,
        shown: Line::parse("1.62 times")?,
        population: Line::parse("Shortlisted applicants")?,
        asked: None,
        method: Line::parse("Relative likelihood")?,
        year: 2024,
        source: Line::parse("WRES indicator 2, 2024")?,
        indicator: None,
        released_at: SENT.parse()?,
    })?;
    let thanks = RecognitionItem {
        kind: RecognitionKind::Thanks,
        on: "2027-03-08".parse()?,
        attribution: Attribution::Anonymous,
        words: Prose::parse("For chairing the panel on mentoring")?,
    };
    let sections = vec![
        Section::News { heading: Line::parse("Trusts tell how they appoint")?, body: Markdown::parse(body)? },
        Section::Events {
            heading: Line::parse("Events: Directed action")?,
            events: vec![event(1)?, event(2)?],
            more: 0,
        },
        Section::Resources {
            heading: Line::parse("Resources")?,
            resources: vec![ResourceView::Listed { id: Id::new(Uuid::nil()), details: resource }],
        },
        Section::Figures { heading: Line::parse("What the evidence shows")?, figures: vec![figure] },
        Section::Recognitions { heading: Line::parse("Thanks and recognition")?, recognitions: vec![thanks] },
    ];
    Ok(Composed::new(
        Line::parse("What we did in March")?,
        Some(Line::parse("Nine trusts publish how.")?),
        sections,
    )?)
}
