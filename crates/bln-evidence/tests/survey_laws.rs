//! What holds of every survey: nothing that is sent breaks it, and no order of arrival survives it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use bln_evidence::finding::{EvidenceBase, evidence_base};
use bln_evidence::survey::{
    Anonymity, BatchSize, Choice, Draft, Entry, FreeText, Instrument, Last, Open, OptionId, Options, Promise,
    Question, QuestionId, QuestionKind, Response, Seed, Wave, WaveId, Wording,
};
use proptest::prelude::*;

fn id(name: &str) -> QuestionId {
    QuestionId::parse(name).unwrap()
}

/// Four kinds of question, the last two asked of those who chose the first option of the first.
fn instrument(options: &[String]) -> Instrument {
    let of = |options: &[String]| Options::parse(options.iter().map(|o| (o.as_str(), o.as_str()))).unwrap();
    let alone = Choice::new(OptionId::parse("none").unwrap(), Wording::parse("none").unwrap()).alone();
    let several = Options::new([of(options).choices(), &[alone]].concat()).unwrap();
    let first = || [OptionId::parse(&options[0]).unwrap()];
    let question = |name: &str, kind| Question::new(id(name), Wording::parse(name).unwrap(), kind);
    let text = FreeText::of_at_most(4).unwrap();
    let questions = [
        question("one", QuestionKind::Single(of(options))),
        question("two", QuestionKind::Likert(of(options))),
        question("three", QuestionKind::Multiple(several)).only_if(id("one"), first()),
        question("four", QuestionKind::FreeText(text)).only_if(id("one"), first()),
    ];
    Instrument::new(Wording::parse("A survey").unwrap(), questions).unwrap()
}

fn three_options() -> Vec<String> {
    ["a", "b", "c"].map(ToOwned::to_owned).to_vec()
}

#[derive(Debug, Clone)]
enum Given {
    Chosen(Vec<String>),
    Written(String),
}

fn given() -> impl Strategy<Value = Given> {
    prop_oneof![
        prop::collection::vec("a|b|c|none|d|\\PC{0,3}", 0..4).prop_map(Given::Chosen),
        "(?s).{0,6}".prop_map(Given::Written),
    ]
}

fn draft(entries: &[(String, Given)]) -> Draft {
    entries.iter().fold(Draft::new(), |draft, (question, given)| match given {
        Given::Chosen(options) => draft.choose(question, options.iter().map(String::as_str)),
        Given::Written(text) => draft.write(question, text),
    })
}

proptest! {
    /// Whatever is sent is taken or answered with a report that quotes nothing; what is taken can be kept and read.
    #[test]
    fn any_draft_is_a_submission_or_a_report(
        entries in prop::collection::vec(("one|two|three|four|five|\\PC{0,3}", given()), 0..6),
    ) {
        let wave = open(8, &three_options());
        match wave.accept(draft(&entries)) {
            Ok(submission) => {
                // Eight of the same make a batch of which each is the same.
                let mut urn = wave.urn();
                urn.put(submission);
                for _ in 0..7 {
                    urn.put(wave.accept(draft(&entries)).unwrap());
                }
                let Last::Batch(batch) = urn.close(Seed::new([0; 32])) else { panic!("eight are a batch") };
                for response in batch.into_parts().0 {
                    let json = serde_json::to_vec(&response).unwrap();
                    prop_assert_eq!(Response::read(wave.instrument(), &json), Ok(response));
                }
            }
            Err(report) => {
                prop_assert!(!report.faults().is_empty());
                let said = report.to_string();
                prop_assert!(said.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b" ,:;._-".contains(&b)));
            }
        }
    }

    #[test]
    fn no_bytes_break_what_is_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Response::read(&instrument(&three_options()), &bytes);
        let _ = Promise::read(&bytes);
        let _ = EvidenceBase::read(&String::from_utf8_lossy(&bytes));
    }

    /// The evidence base that comes with the crate, with a piece of it overwritten: read, or refused with a reason.
    #[test]
    fn no_change_of_an_evidence_base_breaks_its_reader(at in 0.0..1.0_f64, piece in "(?s).{0,8}") {
        let shipped = serde_json::to_value(evidence_base().unwrap()).unwrap()["resources"].to_string();
        let places: Vec<usize> = shipped.char_indices().map(|(place, _)| place).collect();
        #[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "any place will do")]
        let place = places[(at * places.len() as f64) as usize];
        let rest = shipped[place..].chars().skip(piece.chars().count()).collect::<String>();
        if let Err(report) = EvidenceBase::read(&format!("{}{piece}{rest}", &shipped[..place])) {
            prop_assert!(!report.faults().is_empty());
        }
    }
}

fn open(batch: u16, options: &[String]) -> Wave<Open> {
    let promise = Anonymity::new(Entry::OpenLink, BatchSize::new(batch).unwrap());
    Wave::plan(WaveId::parse("sample-2026").unwrap(), instrument(options), promise).open()
}

/// Of every two records, how often the one that arrived first stands first: 0.5 if order tells nothing.
fn first_stands_first(arrivals: &[usize]) -> f64 {
    let (mut first, mut pairs) = (0_u32, 0_u32);
    for (at, one) in arrivals.iter().enumerate() {
        for other in &arrivals[at + 1..] {
            pairs += 1;
            first += u32::from(one < other);
        }
    }
    f64::from(first) / f64::from(pairs)
}

/// 100 people answer one after the other, each another option of 100, so that whoever sees the batches knows who is who.
fn arrivals_as_written(seed: u8) -> Vec<Vec<usize>> {
    let options: Vec<_> = (0..99).map(|n| format!("o{n}")).collect();
    let wave = open(11, &options);
    let mut urn = wave.urn();
    let mut batches = Vec::new();
    for (at, option) in (0_u8..).zip(&options) {
        urn.put(wave.accept(Draft::new().choose("two", [option.as_str()])).unwrap());
        let mut bytes = [seed; 32];
        bytes[0] = at;
        batches.extend(urn.draw(Seed::new(bytes)));
    }
    let Last::Batch(last) = urn.close(Seed::new([seed; 32])) else { panic!("99 people answered") };
    batches.push(last);
    let number = |response: &Response| {
        let chosen = response.chosen(&id("two")).first().unwrap();
        chosen.as_str()[1..].parse().unwrap()
    };
    batches.into_iter().map(|batch| batch.into_parts().0.iter().map(number).collect()).collect()
}

#[test]
fn within_a_batch_no_order_of_arrival_is_left() {
    let batches: Vec<_> = (0..20).flat_map(arrivals_as_written).collect();
    assert!(batches.iter().all(|batch| batch.len() >= 11));
    let pairs = |batch: &Vec<usize>| batch.len() * (batch.len() - 1);
    #[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "small numbers")]
    let (told, all) = batches.iter().fold((0.0, 0.0), |(told, all), batch| {
        let weight = pairs(batch) as f64;
        (told + weight * first_stands_first(batch), all + weight)
    });
    let order = told / all;
    assert!((0.45..0.55).contains(&order), "{order}");

    // The control: written as they arrived, every pair tells.
    let as_they_arrived: Vec<_> = (0..99).collect();
    assert!(first_stands_first(&as_they_arrived) > 0.99);
}
