//! The programme as a calendar, read back by another library.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use bln_calendar::Programme;
use bln_core::{Confidentiality, Event, EventDetails, EventKind, Line, NetworkParts, NetworkProfile, Prose};
use support::{
    CANARIES, MEMBER, READERS, canary, details, events, method, network, only, published, read, stamp,
};

fn programme<'a>(listed: impl IntoIterator<Item = &'a Event>) -> String {
    let mut programme = Programme::new(&network(), stamp());
    for event in listed {
        programme.event(event.listed_for(None).unwrap());
    }
    programme.finish()
}

fn whole() -> EventDetails {
    details("Careers, sponsors; and luck", Confidentiality::Open)
        .with_summary(Prose::parse("Three speakers.\nThen questions: bring yours.").unwrap())
        .with_venue(Line::parse("Main Hall, Nottingham").unwrap())
}

#[test]
fn an_event_is_written_line_by_line_like_this() {
    let text = programme([&published(17, whole())]);
    let expected = "\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//bln//bln-calendar//EN
CALSCALE:GREGORIAN
METHOD:PUBLISH
NAME:BME Leadership Network
X-WR-CALNAME:BME Leadership Network
BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19700329T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19701025T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:00000000-0000-0000-0000-000000000011
DTSTAMP:20270501T090000Z
SEQUENCE:0
DTSTART;TZID=Europe/London:20270601T180000
DTEND;TZID=Europe/London:20270601T193000
SUMMARY:Careers\\, sponsors\\; and luck
DESCRIPTION:Three speakers.\\nThen questions: bring yours.
LOCATION:Main Hall\\, Nottingham
CATEGORIES:Webinar
STATUS:CONFIRMED
TRANSP:TRANSPARENT
ORGANIZER;CN=\"BME Leadership Network\":mailto:team@example.org
END:VEVENT
END:VCALENDAR
";
    assert_eq!(text, expected.replace('\n', "\r\n"));
}

#[test]
fn another_library_reads_what_was_meant() {
    let calendar = read(&programme([&published(17, whole())]));
    assert_eq!(method(&calendar).as_deref(), Some("PUBLISH"));
    let [event] = events(&calendar).try_into().unwrap();
    assert_eq!(only(&event, "SUMMARY"), "Careers, sponsors; and luck");
    assert_eq!(only(&event, "DESCRIPTION"), "Three speakers.\nThen questions: bring yours.");
    assert_eq!(only(&event, "DTSTART"), "2027-06-01T18:00:00");
    assert_eq!(only(&event, "DTSTAMP"), "2027-05-01T09:00:00Z");
    assert_eq!(only(&event, "ORGANIZER"), "mailto:team@example.org");
    assert!(!event.contains_key("ATTENDEE"));
}

#[test]
fn the_sequence_rises_on_a_material_change_and_on_no_other() {
    let (first, now) = (published(17, whole()), "2027-01-01T09:00:00Z".parse().unwrap());
    let retold = first.change(whole().with_summary(Prose::parse("In other words").unwrap()), now).unwrap();
    let moved = retold.change(whole().with_venue(Line::parse("Small Hall").unwrap()), now).unwrap();
    let off = moved.cancel().unwrap();
    let told = [&first, &retold, &moved, &off].map(|event| {
        let [event] = events(&read(&programme([event]))).try_into().unwrap();
        [only(&event, "SEQUENCE"), only(&event, "STATUS"), only(&event, "UID")].map(str::to_owned)
    });
    let uid = "00000000-0000-0000-0000-000000000011";
    assert_eq!(told[0], ["0", "CONFIRMED", uid]);
    assert_eq!(told[1], ["0", "CONFIRMED", uid]);
    assert_eq!(told[2], ["1", "CONFIRMED", uid]);
    assert_eq!(told[3], ["2", "CANCELLED", uid]);
}

#[test]
fn no_word_of_a_safe_space_is_in_a_programme_whoever_reads_it() {
    for readers in READERS {
        let mut programme = Programme::new(&network(), stamp());
        for strict in [Confidentiality::ConfidentialSafeSpace, Confidentiality::OffTheRecord] {
            let event = canary(1, strict);
            let forms = [event.clone(), event.clone().outlined(), event.cancel().unwrap()];
            for listed in forms.iter().filter_map(|event| event.listed_for(readers)) {
                programme.event(listed);
            }
        }
        let text = programme.finish();
        assert!(!CANARIES.iter().any(|word| text.contains(word)), "{text}");
        assert!(!text.contains("BEGIN:VEVENT") && !text.contains("CLASS"));
    }
    // The words are in the programme once the same event is no safe space, so the test would see them.
    let mut programme = Programme::new(&network(), stamp());
    programme.event(canary(1, Confidentiality::Open).listed_for(MEMBER).unwrap());
    let text = programme.finish();
    assert!(CANARIES.iter().filter(|word| **word != "canary-link").all(|word| text.contains(word)));
}

#[test]
fn a_joining_link_is_in_no_programme() {
    let event = published(1, whole().with_joining_link(support::link("canary-link")));
    assert!(!programme([&event]).contains("canary-link"));
}

#[test]
fn the_network_s_own_words_are_escaped_like_everybody_s() {
    let parts = network().into_parts();
    let name = Line::parse("Sample \"network\"; of, all^ \\").unwrap();
    let network = NetworkProfile::from_parts(NetworkParts { name, ..parts }).unwrap();
    let kind = EventKind::parse("Quiz, with; prizes").unwrap();
    let plain = details("Sample quiz", Confidentiality::Open);
    let quiz = EventDetails::new(
        plain.title().clone(),
        kind,
        *plain.pillars(),
        plain.audience(),
        plain.modes(),
        *plain.schedule(),
        plain.confidentiality(),
    );
    let mut programme = Programme::new(&network, stamp());
    programme.event(published(1, quiz).listed_for(None).unwrap());
    let text = programme.finish();
    assert!(text.contains("\r\nNAME:Sample \"network\"\\; of\\, all^ \\\\\r\n"), "{text}");
    assert!(
        text.contains("\r\nORGANIZER;CN=\"Sample ^'network^'; of, all^^ /\":mailto:team@example.org\r\n")
    );
    let [event] = events(&read(&text)).try_into().unwrap();
    assert_eq!(only(&event, "CATEGORIES"), "Quiz, with; prizes");
    assert_eq!(only(&event, "ORGANIZER"), "mailto:team@example.org");
}
