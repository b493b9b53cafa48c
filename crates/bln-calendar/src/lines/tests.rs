use calcard::{Entry, Parser, icalendar::ICalendarProperty};
use proptest::prelude::*;

use super::*;

/// What a text is once it is written: line breaks of every kind as line feeds, no control characters but tabs.
fn as_written(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let breaks = ['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];
    text.replace(breaks, "\n").chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

fn calendar(write: impl FnOnce(&mut Lines)) -> String {
    let mut lines = Lines::default();
    lines.ready("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n");
    write(&mut lines);
    lines.ready("END:VEVENT\r\nEND:VCALENDAR\r\n");
    lines.finish()
}

/// The names and the text of every property of the only event, as another library reads them; `None` if it objects.
fn read(text: &str) -> Option<Vec<(ICalendarProperty, Option<String>)>> {
    if !text.replace("\r\n ", "").split_terminator("\r\n").all(is_property) {
        return None;
    }
    // Its strict mode takes no component within another for good.
    let mut parser = Parser::new(text);
    let Entry::ICalendar(calendar) = parser.entry() else { return None };
    let (Entry::Eof, [_, event]) = (parser.entry(), calendar.components.as_slice()) else { return None };
    let told = event.entries.iter().map(|entry| {
        let only = if entry.values.len() == 1 { entry.values[0].as_text() } else { None };
        (entry.name.clone(), only.map(str::to_owned))
    });
    Some(told.collect())
}

/// Whether a line begins with a name and a colon, or the semicolon of a parameter (RFC 5545 section 3.1).
fn is_property(line: &str) -> bool {
    let name = line.split([':', ';']).next().unwrap_or_default();
    name.len() < line.len()
        && !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-')
}

fn is_folded_well(text: &str) -> bool {
    text.ends_with("\r\n")
        && text.split_terminator("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n']))
}

/// Characters that break something somewhere, among others.
fn hostile() -> impl Strategy<Value = String> {
    let sharp = "\\,;:\"^=\r\n\t\0\u{85}\u{2028}\u{2029}\u{202e}\u{200d}\u{feff}BEGIN%0d0a é한👩‍🔬🏽";
    let sharp = prop::sample::select(sharp.chars().collect::<Vec<_>>());
    prop::collection::vec(prop_oneof![3 => sharp, 1 => any::<char>()], 0..300).prop_map(String::from_iter)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_text_is_read_back_as_one_property_of_the_same_text(text in hostile()) {
        let written = calendar(|lines| lines.text("SUMMARY", &text));
        prop_assert!(is_folded_well(&written), "{written:?}");
        let expected = vec![(ICalendarProperty::Summary, Some(as_written(&text)))];
        // This reader gives an empty text as no value.
        if !as_written(&text).is_empty() {
            prop_assert_eq!(read(&written), Some(expected), "{:?}", written);
        }
    }

    #[test]
    fn unfolding_gives_the_line_that_was_written(text in "[a-z 🏽é]{0,400}") {
        let written = calendar(|lines| lines.plain("X-SAMPLE", &text));
        let line = format!("\r\nX-SAMPLE:{text}\r\n");
        prop_assert!(written.replace("\r\n ", "").contains(&line));
    }

    #[test]
    fn a_parameter_cannot_end_itself(text in hostile()) {
        let mut line = String::new();
        push_parameter(&mut line, &text);
        let within = line.strip_prefix('"').and_then(|line| line.strip_suffix('"')).unwrap();
        prop_assert!(!within.contains(|c: char| c == '"' || c.is_control()));
        let mut decoded = String::new();
        let mut rest = within.chars();
        while let Some(c) = rest.next() {
            decoded.push(match (c, c == '^') {
                (_, true) if rest.next() == Some('\'') => '"',
                (c, _) => c,
            });
        }
        prop_assert_eq!(decoded, text.replace(char::is_control, "").replace('\\', "/"));
    }

    #[test]
    fn a_link_and_an_address_are_printable_ascii(text in hostile()) {
        let (mut link, mut address) = (String::new(), String::new());
        push_uri(&mut link, &text);
        push_mailto(&mut address, &text);
        prop_assert!(link.bytes().chain(address.bytes()).all(|byte| byte.is_ascii_graphic()));
        prop_assert!(!address.contains(['?', '&', '"', ';', ',']));
    }
}

#[test]
fn a_line_has_75_octets_and_the_76th_begins_the_next() {
    let written = |n: usize| {
        let mut lines = Lines::default();
        lines.plain("X", &"a".repeat(n - 2));
        lines.finish()
    };
    assert_eq!(written(75).matches("\r\n").count(), 1);
    let two = written(75 + 74);
    assert_eq!(two.lines().map(str::len).collect::<Vec<_>>(), [75, 75]);
    assert_eq!(written(75 + 75).matches("\r\n").count(), 3);
}

#[test]
fn no_character_is_cut_wherever_the_fold_falls() {
    for start in 0..80 {
        let mut lines = Lines::default();
        lines.text("SUMMARY", &format!("{}{}", "a".repeat(start), "👩🏽é한".repeat(20)));
        let written = lines.finish();
        assert!(is_folded_well(&written), "{start}");
        assert!(written.split("\r\n").all(|line| !line.contains('\u{fffd}')));
        assert!(written.replace("\r\n ", "").contains(&"👩🏽é한".repeat(20)));
    }
}

#[test]
fn line_breaks_of_every_kind_are_written_as_one() {
    let mut line = String::new();
    push_text(&mut line, "a\r\nb\nc\rd\u{85}e\u{2028}f\u{2029}g\u{b}h\u{c}i\tj\0k\\,;");
    assert_eq!(line, "a\\nb\\nc\\nd\\ne\\nf\\ng\\nh\\ni\tjk\\\\\\,\\;");
    let mut line = String::new();
    push_text(&mut line, "\r\r\n\n");
    assert_eq!(line, "\\n\\n\\n");
}

/// Writers with one thing wrong each: what the laws above are worth.
mod broken {
    use super::*;

    #[test]
    fn without_escaping_a_text_becomes_a_property_of_its_own() {
        let injected =
            calendar(|lines| lines.plain("SUMMARY", "a\r\nATTENDEE:mailto:sample.person.17@example.org"));
        assert_eq!(read(&injected).unwrap().len(), 2);
        let torn = calendar(|lines| lines.plain("SUMMARY", "a\r\nb"));
        assert_eq!(read(&torn), None);
        let split = calendar(|lines| lines.plain("SUMMARY", "a\\nb"));
        assert_ne!(read(&split).unwrap()[0].1.as_deref(), Some("a\\nb"));
    }

    #[test]
    fn a_fold_within_a_character_and_a_line_without_a_fold_are_noticed() {
        let line = format!("SUMMARY:{}", "é".repeat(60));
        let (before, after) = line.as_bytes().split_at(75);
        // The 75th octet is the first of two.
        assert!(std::str::from_utf8(before).is_err());
        let broken = [before, b"\r\n ", after, b"\r\n"].concat();
        assert!(String::from_utf8(broken).is_err());
        assert!(!is_folded_well(&format!("{line}\r\n")));
        assert!(!is_folded_well("SUMMARY:a\nb\r\n"));
    }
}
