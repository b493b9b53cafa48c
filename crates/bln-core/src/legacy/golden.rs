//! What the first method makes of one ledger, to the letter. It must not change: another result is another method.

use std::fmt::Write;

use super::{
    tests::{answer, ask, commitment, correction, day, entry_id, initiative, kept, not_kept, outcome, words},
    *,
};
use crate::{Conclusion, Initiative, Pillar};

fn ledger(of: &Initiative, first: u128, lines: Vec<(u32, LegacyLine)>) -> LegacyLedger {
    (first..).zip(lines).fold(LegacyLedger::new(of.id()), |ledger, (number, (on, line))| {
        let entry = of.append(&ledger, line, entry_id(number), day(on)).unwrap();
        ledger.with(entry)
    })
}

fn told(story: &LegacyStory) -> String {
    let mut text = String::new();
    let number = |entry: crate::Id<LegacyEntry>| entry.uuid().as_u128();
    writeln!(text, "{}: {}", story.method.name(), story.method.words()).unwrap();
    writeln!(text, "all {:?}", story.tally).unwrap();
    for pillar in &story.pillars {
        writeln!(text, "{} {} {:?}", pillar.pillar.name(), pillar.initiatives, pillar.tally).unwrap();
    }
    for it in &story.initiatives {
        let conclusion = it.conclusion.as_ref().map(Conclusion::name);
        writeln!(text, "{} {conclusion:?} {:?}", it.title.as_str(), it.tally).unwrap();
        let answered = |ask: &StandingAsk| ask.answer.as_ref().map(|answer| answer.answer.name());
        for ask in &it.asked {
            let (words, answer) = (ask.words.as_str(), answered(ask));
            writeln!(
                text,
                "  asked {} as {} {words} {answer:?}",
                number(ask.place.first),
                number(ask.place.entry)
            )
            .unwrap();
        }
        for (name, commitments) in
            [("promised", &it.promised), ("done", &it.done), ("open", &it.open_commitments)]
        {
            for it in commitments {
                let settled = match &it.settled {
                    Some(Settled::Kept { .. }) => "kept",
                    Some(Settled::NotKept { .. }) => "not kept",
                    None => "open",
                };
                writeln!(text, "  {name} {} {settled}", number(it.place.first)).unwrap();
            }
        }
        for line in &it.measured {
            writeln!(text, "  measured {} as {}", number(line.first), number(line.entry)).unwrap();
        }
        for ask in &it.open_asks {
            writeln!(text, "  open ask {}", number(ask.place.first)).unwrap();
        }
    }
    text
}

#[test]
fn the_first_method_tells_this_ledger_so_for_ever() {
    let shortlisting = initiative(1, "Fair shortlisting", &[Pillar::SystemInfluencing, Pillar::Legacy]);
    let first = ledger(
        &shortlisting,
        1,
        vec![
            (2, ask("Independent members of panels.")),
            (3, ask("A report to the bord.")),
            (4, correction(2, ask("A report to the board."))),
            (5, answer(1, AnswerGiven::Agreed)),
            (6, commitment("2027-03-20")),
            (7, commitment("2027-03-21")),
            (8, not_kept(5)),
            (21, outcome(&[7])),
            (22, correction(7, kept(5))),
            (24, answer(3, AnswerGiven::Declined)),
            (25, ask("Too late for the story.")),
        ],
    );
    let closed = shortlisting.close(&first, Conclusion::PartlyAchieved, day(23)).unwrap();
    let mentoring = initiative(2, "Reverse mentoring", &[Pillar::Celebration, Pillar::Legacy]);
    let second = ledger(&mentoring, 101, vec![(9, ask("Time for mentors.")), (10, commitment("2027-03-30"))]);
    let silent = initiative(3, "Nothing yet", &[Pillar::DirectedAction]);
    let none = LegacyLedger::new(silent.id());
    let period = LegacyPeriod::new(day(1), day(24)).unwrap();
    let story = legacy([(&mentoring, &second), (&silent, &none), (&closed, &first)], period);
    assert_eq!(told(&story), include_str!("golden.txt"));
    assert_eq!(legacy([(&closed, &first), (&mentoring, &second)], period), story, "in any order");
    // Words are not in the golden text of promises; here is that they are in the story.
    assert_eq!(story.initiatives[0].promised[0].words, words("A promise."));
}
