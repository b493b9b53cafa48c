use bln_core::{InitiativeStory, LegacyLine, LegacyPeriod, LegacyTally, Line, Settled};

use super::{sample::sample, *};

/// Text with a meaning in every place of a page.
const HOSTILE: &str = "</title></style><script>alert(1)</script>\"' onload='a' <img src=x> &amp; {} ";

fn page(before: &str) -> String {
    let sample = sample(before);
    board_page(&sample.story, &sample.known())
}

/// Words as they are on a page, without markup.
fn shown(page: &str) -> String {
    let mut words = String::new();
    let mut within = false;
    for letter in page.chars() {
        match letter {
            '<' => within = true,
            '>' => {
                within = false;
                words.push(' ');
            }
            letter if !within => words.push(letter),
            _ => {}
        }
    }
    let plain = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    let words = plain.iter().fold(words, |words, (escaped, plain)| words.replace(escaped, plain));
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Everything that a story has words for.
fn owed(story: &LegacyStory) -> Vec<String> {
    let of = |it: &InitiativeStory| {
        let mut owed = vec![it.title.as_str()];
        for ask in it.asked.iter().chain(&it.answered).chain(&it.open_asks) {
            owed.push(ask.words.as_str());
            owed.extend(ask.answer.iter().map(|answer| answer.words.as_str()));
        }
        for commitment in it.promised.iter().chain(&it.done).chain(&it.open_commitments) {
            owed.push(commitment.words.as_str());
            owed.extend(commitment.owner.role.iter().map(Line::as_str));
            match &commitment.settled {
                Some(Settled::Kept { words, .. } | Settled::NotKept { words, .. }) => {
                    owed.push(words.as_str())
                }
                None => {}
            }
        }
        for line in &it.measured {
            if let LegacyLine::Outcome { words, .. } = line.line.said() {
                owed.push(words.as_str());
            }
        }
        owed.iter().map(|words| flat(words)).collect::<Vec<_>>()
    };
    story.initiatives.iter().flat_map(of).collect()
}

#[test]
fn the_page_is_as_it_was_seen_and_found_good() {
    let (page, golden) = (page(""), concat!(env!("CARGO_MANIFEST_DIR"), "/src/board/golden.html"));
    if std::env::var_os("BLN_WRITE_DOCS").is_some() {
        std::fs::write(golden, &page).unwrap();
    }
    let golden = std::fs::read_to_string(golden).unwrap();
    let differ = page.lines().zip(golden.lines()).find(|(written, seen)| written != seen);
    assert_eq!(differ, None, "BLN_WRITE_DOCS=1 writes it anew");
    assert_eq!(page.len(), golden.len());
}

#[test]
fn every_ask_promise_and_outcome_of_the_story_is_on_the_page() {
    for before in ["", HOSTILE] {
        let sample = sample(before);
        let words = shown(&board_page(&sample.story, &sample.known()));
        let owed = owed(&sample.story);
        assert!(owed.len() > 20, "{}", owed.len());
        for said in owed {
            assert!(words.contains(&said), "{said}");
        }
    }
    // What is missing is found.
    let mut other = sample("");
    other.story.initiatives[0].asked.remove(0);
    other.story.initiatives[0].answered.remove(0);
    let words = shown(&board_page(&other.story, &other.known()));
    assert!(owed(&sample("").story).iter().any(|said| !words.contains(said)));
}

#[test]
fn every_figure_is_said_with_its_population_method_year_and_source() {
    let sample = sample("");
    let words = shown(&board_page(&sample.story, &sample.known()));
    for figure in sample.known().figures.values() {
        let parts = figure.parts();
        let asked = parts.asked.map(|_| " How many people 1,240").unwrap_or_default();
        let said = format!(
            "{} {} Who it is about {}{asked} How it was found {} Year {} Source {}",
            parts.shown.as_str(),
            parts.statement.as_str(),
            parts.population.as_str(),
            parts.method.as_str(),
            parts.year,
            parts.source.as_str(),
        );
        assert!(words.contains(&said), "{said}");
    }
    assert!(words.contains("Before and after Before 9.4%") && words.contains("After 12.1%"), "{words}");
}

#[test]
fn hostile_text_adds_no_markup() {
    let marks = |page: &str| ['<', '>', '"', '\''].map(|mark| page.matches(mark).count());
    let (plain, hostile) = (page(""), page(HOSTILE));
    assert_eq!(marks(&hostile), marks(&plain));
    assert!(shown(&hostile).contains("<script>alert(1)</script>"));
    assert_ne!(marks(&plain.replacen("Train", HOSTILE, 1)), marks(&plain), "what is not escaped is found");
}

#[test]
fn the_page_needs_nothing_from_elsewhere() {
    let page = page("");
    for loads in
        ["<script", "<img", "<link", "<iframe", "src=", "@import", "url(", "@font-face", "javascript:"]
    {
        assert!(!page.contains(loads), "{loads}");
    }
    assert!(page.starts_with("<!doctype html>\n<html lang=\"en-GB\">"));
}

#[test]
fn headings_follow_each_other_without_a_gap_and_links_within_the_page_lead_somewhere() {
    let page = page("");
    let levels: Vec<u32> =
        page.match_indices("<h").filter_map(|(at, _)| page[at + 2..].chars().next()?.to_digit(10)).collect();
    assert_eq!((levels[0], levels.iter().filter(|level| **level == 1).count()), (1, 1));
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
    for name in ["header", "main", "footer"] {
        assert_eq!(page.matches(&format!("<{name}")).count(), 1, "{name}");
    }
    for (_, rest) in page.match_indices("href=\"#").map(|(at, found)| page[at + found.len()..].split_at(0)) {
        let id = rest.split('"').next().unwrap();
        assert_eq!(page.matches(&format!("id=\"{id}\"")).count(), 1, "{id}");
    }
}

#[test]
fn an_initiative_with_two_pillars_is_told_of_once_and_named_under_the_other() {
    let words = shown(&page(""));
    assert_eq!(words.matches("What we want to change").count(), 2);
    assert!(words.contains("Fair shortlisting for senior posts is described under"), "{words}");
}

#[test]
fn what_is_not_at_hand_is_said_to_be_missing() {
    let sample = sample("");
    let (figures, organisations) = (BTreeMap::new(), BTreeMap::new());
    let bare = Known {
        initiatives: &[],
        figures: &figures,
        resources: &[],
        organisations: &organisations,
        ..sample.known()
    };
    let words = shown(&board_page(&sample.story, &bare));
    assert!(
        words.contains("A figure of the register that was not at hand") && words.contains("Organisation RX1")
    );
    assert!(words.contains("A resource that was not at hand"));
}

#[test]
fn an_answer_to_what_was_asked_before_the_period_is_told_with_its_ask() {
    let mut sample = sample("");
    // As the story tells it: the ask is not in the period, and the answer is.
    let asked = sample.story.initiatives[0].asked.remove(0);
    let words = shown(&board_page(&sample.story, &sample.known()));
    assert!(words.contains(&flat(asked.words.as_str())), "{words}");
}

#[test]
fn a_story_with_nothing_to_tell_says_so() {
    let mut sample = sample("");
    sample.story.tally = LegacyTally::default();
    (sample.story.pillars, sample.story.initiatives) = (Vec::new(), Vec::new());
    let words = shown(&board_page(&sample.story, &sample.known()));
    assert_eq!(words.matches("Nothing is open at the end of the period.").count(), 1);
}

#[test]
fn a_period_is_told_of_by_its_first_and_its_last_day_in_its_own_zone() {
    let of = |from: &str, until: &str| {
        let period = LegacyPeriod::new(from.parse().unwrap(), until.parse().unwrap()).unwrap();
        words::period(period, bln_core::TimeZone::LONDON)
    };
    assert_eq!(of("2027-03-01T00:00:00Z", "2027-03-31T23:00:00Z"), "1 March 2027 to 31 March 2027");
    assert_eq!(of("2027-03-31T23:00:00Z", "2027-04-01T23:00:00.000001Z"), "1 April 2027 to 2 April 2027");
}
