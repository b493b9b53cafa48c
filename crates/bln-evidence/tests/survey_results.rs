//! What comes out of a survey: tables that were published, and nothing else.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use bln_evidence::Interval;
use bln_evidence::disclosure::{Count, Edition, Ledger, Policy, Shown, ShownPercentage};
use bln_evidence::exact::Proportion;
use bln_evidence::survey::{
    Anonymity, BatchSize, Choice, Closed, Draft, Entry, FreeText, Instrument, Item, Last, NotPublished,
    OptionId, Options, Question, QuestionId, QuestionKind, Response, Results, Seed, Statistic, SurveyError,
    Wave, WaveId, Wording,
};

fn id(name: &str) -> QuestionId {
    QuestionId::parse(name).unwrap()
}

fn option(name: &str) -> OptionId {
    OptionId::parse(name).unwrap()
}

fn question(name: &str, wording: &str, kind: QuestionKind) -> Question {
    Question::new(id(name), Wording::parse(wording).unwrap(), kind)
}

fn instrument() -> Instrument {
    let yes_or_no = || Options::parse([("yes", "Yes"), ("no", "No")]).unwrap();
    let sources = Options::parse([("peers", "Peers"), ("public", "The public")]).unwrap();
    let none = Choice::new(option("none"), Wording::parse("None of these").unwrap()).alone();
    let sources = Options::new([sources.choices(), &[none]].concat()).unwrap();
    let bands = Options::parse([("band-8a", "Band 8a"), ("band-8b", "Band 8b")]);
    let questions = [
        question("band", "What is your band?", QuestionKind::Single(bands.unwrap())),
        question("leaving", "Have you considered leaving?", QuestionKind::Single(yes_or_no())),
        question("stayed", "Did you stay as it was put right?", QuestionKind::Single(yes_or_no()))
            .only_if(id("leaving"), [option("yes")]),
        question("sources", "Who from?", QuestionKind::Multiple(sources)),
        question("words", "What else?", QuestionKind::FreeText(FreeText::of_at_most(100).unwrap())),
    ];
    Instrument::new(Wording::parse("A survey").unwrap(), questions).unwrap()
}

fn planned() -> Wave<bln_evidence::survey::Planned> {
    let promise = Anonymity::new(Entry::Ballot, BatchSize::default());
    Wave::plan(WaveId::parse("sample-2026").unwrap(), instrument(), promise)
}

/// 60 in band 8a of whom 40 considered leaving, 30 of them answering whether they stayed (12 yes); 60 in band 8b of
/// whom 3 considered leaving; 20 who left out their band. Of all, every second had it from peers, every fourth from the
/// public too, and the others left the question out.
fn drafts() -> Vec<Draft> {
    let people = (0..140).map(|n| {
        let draft = match n {
            0..12 => Draft::new().choose("stayed", ["yes"]),
            12..30 => Draft::new().choose("stayed", ["no"]),
            _ => Draft::new(),
        };
        let draft = match n {
            0..40 | 60..63 => draft.choose("leaving", ["yes"]),
            _ => draft.choose("leaving", ["no"]),
        };
        let draft = match n {
            0..60 => draft.choose("band", ["band-8a"]),
            60..120 => draft.choose("band", ["band-8b"]),
            _ => draft,
        };
        match n % 4 {
            0 => draft.choose("sources", ["peers", "public"]),
            2 => draft.choose("sources", ["peers"]),
            _ => draft,
        }
    });
    people.collect()
}

fn responses(wave: &Wave<bln_evidence::survey::Open>, seed: u8) -> Vec<Response> {
    let mut urn = wave.urn();
    for draft in drafts() {
        urn.put(wave.accept(draft).unwrap());
    }
    let Last::Batch(batch) = urn.close(Seed::new([seed; 32])) else { panic!("140 people answered") };
    batch.into_parts().0
}

fn closed(seed: u8) -> (Wave<Closed>, Vec<Response>) {
    let open = planned().open();
    let responses = responses(&open, seed);
    (open.close(), responses)
}

fn edition() -> Edition {
    Edition::new(1, "2026-05-31".parse().unwrap())
}

fn published(results: &Results<'_>, item: &Item, by: &[QuestionId]) -> Result<Statistic, NotPublished> {
    results.publish(item, by, &Policy::nhs_sub_national(), &mut Ledger::new(), edition())
}

fn shown(statistic: &Statistic) -> Vec<String> {
    let text = |share: bln_evidence::survey::Share| {
        let names: Vec<_> =
            share.categories().iter().map(|name| name.clone().unwrap_or("all".into())).collect();
        format!("{}: {} ({} %)", names.join(", "), share.people(), share.percentage())
    };
    statistic.shares().map(text).collect()
}

#[test]
fn a_question_is_shown_rounded_with_its_non_response() {
    let (wave, responses) = closed(1);
    let results = wave.results(None, responses).unwrap();
    let statistic = published(&results, &Item::Question(id("leaving")), &[]).unwrap();
    assert_eq!(shown(&statistic), ["Yes: 45 (32 %)", "No: 95 (68 %)"]);
    let whether = statistic.whether_answered().unwrap();
    assert_eq!((whether.cell(&[0]), whether.cell(&[2])), (Some(Shown::Number(140)), None));
    assert_eq!(statistic.answers().axes()[0].name(), "leaving");
}

#[test]
fn those_who_were_not_asked_are_told_from_those_who_did_not_answer() {
    let (wave, responses) = closed(1);
    let results = wave.results(None, responses).unwrap();
    let statistic = published(&results, &Item::Question(id("stayed")), &[]).unwrap();
    assert_eq!(shown(&statistic), ["Yes: 10 (33 %)", "No: 20 (67 %)"]);
    let whether = statistic.whether_answered().unwrap();
    let numbers: Vec<_> =
        whether.rows().map(|row| (row.categories()[0].map(str::to_owned), row.shown())).collect();
    let named = |name: &str, number| (Some(name.to_owned()), Shown::Number(number));
    assert_eq!(
        numbers,
        [
            named("Answered", 30),
            named("Not answered", 15),
            named("Not asked", 95),
            (None, Shown::Number(140))
        ]
    );
}

#[test]
fn an_option_of_a_multiple_choice_is_chosen_or_not_by_those_who_answered() {
    let (wave, responses) = closed(1);
    let results = wave.results(None, responses).unwrap();
    let statistic = published(&results, &Item::Option(id("sources"), option("public")), &[]).unwrap();
    assert_eq!(shown(&statistic), ["Chosen: 35 (50 %)", "Not chosen: 35 (50 %)"]);
    assert_eq!(statistic.whether_answered().unwrap().cell(&[1]), Some(Shown::Number(70)));
}

#[test]
fn a_small_cell_of_a_cross_section_is_not_shown_nor_its_percentage_nor_its_interval() {
    let (wave, responses) = closed(1);
    let results = wave.results(None, responses).unwrap();
    let statistic = published(&results, &Item::Question(id("leaving")), &[id("band")]).unwrap();
    let small = statistic.shares().find(|share| share.at() == [Some(0), Some(1)]).unwrap();
    assert_eq!(small.people(), Shown::Suppressed, "3 people of band 8b considered leaving");
    assert_eq!((small.percentage(), small.interval()), (ShownPercentage::Suppressed, None));
    let large = statistic.shares().find(|share| share.at() == [Some(0), Some(0)]).unwrap();
    assert_eq!(large.categories(), [Some("Yes".to_owned()), Some("Band 8a".to_owned())]);
}

/// The control for the last test: without a policy that suppresses, the three people are there to be seen.
#[test]
fn a_policy_that_suppresses_nothing_shows_the_small_cell() {
    let (wave, responses) = closed(1);
    let results = wave.results(None, responses).unwrap();
    let nothing = bln_evidence::disclosure::Rules {
        threshold: 0,
        rounding: 1,
        zero: bln_evidence::disclosure::ZeroShown::AsZero,
        least_width: 0,
        smallest_group: 0,
    };
    let policy = Policy::own("Nothing suppressed", nothing).unwrap();
    let item = Item::Question(id("leaving"));
    let statistic = results.publish(&item, &[id("band")], &policy, &mut Ledger::new(), edition()).unwrap();
    let small = statistic.shares().find(|share| share.at() == [Some(0), Some(1)]).unwrap();
    assert_eq!(small.people(), Shown::Number(3));
}

#[test]
fn an_interval_is_that_of_the_numbers_shown() {
    let (wave, responses) = closed(1);
    let results = wave.results(None, responses).unwrap();
    let statistic = published(&results, &Item::Question(id("leaving")), &[]).unwrap();
    let yes = statistic.shares().next().unwrap();
    assert_eq!(yes.interval(), Interval::wilson(Proportion::new(45, 140).unwrap()));
    let json = serde_json::to_value(&statistic).unwrap();
    assert_eq!(json["shares"][0]["interval_95_percent"], serde_json::json!(["25", "40"]));
    assert_eq!(json["shares"][0]["percentage"], "32");
}

#[test]
fn the_order_of_the_responses_changes_nothing() {
    let [one, other] = [1, 2].map(|seed| {
        let (wave, responses) = closed(seed);
        let results = wave.results(None, responses).unwrap();
        published(&results, &Item::Question(id("leaving")), &[id("band")]).unwrap()
    });
    assert_eq!(one, other);
}

#[test]
fn turnout_is_a_table_like_any_other() {
    let (wave, responses) = closed(1);
    let results = wave.results(Some(Count::of(200)), responses).unwrap();
    let mut ledger = Ledger::new();
    let turnout = results.turnout(&Policy::nhs_sub_national(), &mut ledger, edition()).unwrap().unwrap();
    assert_eq!((turnout.cell(&[0]), turnout.cell(&[1])), (Some(Shown::Number(140)), Some(Shown::Number(60))));
    assert_eq!(turnout.percentage(&[Some(0)], &[None]).unwrap().to_string(), "70");
    assert_eq!(ledger.len(), 1);

    let (wave, responses) = closed(1);
    let too_few = wave.results(Some(Count::of(139)), responses).map(|_| ());
    assert_eq!(too_few, Err(SurveyError::TurnoutImpossible));
    let (wave, responses) = closed(1);
    let by_link = wave.results(None, responses).unwrap();
    assert_eq!(by_link.turnout(&Policy::nhs_sub_national(), &mut Ledger::new(), edition()), Ok(None));
}

#[test]
fn what_cannot_be_a_table_is_refused_and_nothing_recorded() {
    let (wave, responses) = closed(1);
    let results = wave.results(None, responses).unwrap();
    let refused = |item: &Item, by: &[QuestionId]| published(&results, item, by).map(|_| ());
    let survey = |error: SurveyError| Err(NotPublished::Survey(error));
    let leaving = Item::Question(id("leaving"));
    assert_eq!(refused(&Item::Question(id("words")), &[]), survey(SurveyError::QuestionNotCounted));
    assert_eq!(refused(&Item::Question(id("sources")), &[]), survey(SurveyError::QuestionNotCounted));
    assert_eq!(refused(&leaving, &[id("sources")]), survey(SurveyError::QuestionNotCounted));
    assert_eq!(refused(&leaving, &[id("words")]), survey(SurveyError::QuestionNotCounted));
    assert_eq!(refused(&leaving, &[id("leaving")]), survey(SurveyError::QuestionRepeated));
    assert_eq!(refused(&leaving, &[id("band"), id("band")]), survey(SurveyError::QuestionRepeated));
    assert_eq!(refused(&Item::Question(id("nothing")), &[]), survey(SurveyError::QuestionUnknown));
    let unknown = Item::Option(id("sources"), option("managers"));
    assert_eq!(refused(&unknown, &[]), survey(SurveyError::OptionUnknown));
    let single = Item::Option(id("leaving"), option("yes"));
    assert_eq!(refused(&single, &[]), survey(SurveyError::QuestionNotCounted));

    // A policy for totals of England is no policy for a survey.
    let mut ledger = Ledger::new();
    let national = results.publish(&leaving, &[], &Policy::national_totals(), &mut ledger, edition());
    assert!(matches!(national, Err(NotPublished::Disclosure(_))));
    assert!(ledger.is_empty());
}

#[test]
fn responses_to_other_questions_are_not_counted() {
    let (_, responses) = closed(1);
    let kind = QuestionKind::Single(Options::parse([("yes", "Yes"), ("perhaps", "Perhaps")]).unwrap());
    let other = Instrument::new(
        Wording::parse("Another survey").unwrap(),
        [question("leaving", "Have you considered leaving?", kind)],
    );
    let wave = planned().with_instrument(other.unwrap()).open().close();
    assert_eq!(wave.results(None, responses).map(|_| ()), Err(SurveyError::ResponseFormat));
}

#[test]
fn a_response_that_was_kept_is_counted_like_a_new_one() {
    let (wave, responses) = closed(1);
    let kept = responses.iter().map(|response| serde_json::to_vec(response).unwrap());
    let read: Vec<_> = kept.map(|json| Response::read(wave.instrument(), &json).unwrap()).collect();
    let item = Item::Question(id("leaving"));
    let before = published(&wave.results(None, responses.clone()).unwrap(), &item, &[id("band")]);
    assert_eq!(published(&wave.results(None, read).unwrap(), &item, &[id("band")]), before);
}
