//! Where responses wait until there are enough of them.

use std::fmt;

use super::{BatchSize, FreeAnswer, Response, Seed, Submission};

/// Holds submissions, takes them apart and gives them out shuffled, those of at least `k` people at a time.
///
/// `k` is the [`BatchSize`] of the wave. While the wave is open, [`Urn::draw`] gives something only once `2k` people
/// have put something in; it then keeps back `k` responses, chosen at random, and gives out the others. So a batch is
/// not simply those who answered last, and what is left at the end is never fewer than `k`. This is the pool of a mix
/// (D. Chaum, 1981, with a pool), and the rule is this library's own choice.
///
/// [`Urn::close`] gives out what is left. If fewer than `k` people answered in all there is no batch, and what they sent
/// is **discarded**: it could not be shown, and to keep it would be to keep what can be told apart.
///
/// What is in the urn is in memory only, by design: it is lost if the machine stops, up to `2k - 1` responses of
/// people whose ballots are spent. Say so where people answer, or let them send their answers again by a new ballot.
pub struct Urn {
    least: BatchSize,
    responses: Vec<Response>,
    texts: Vec<FreeAnswer>,
}

/// Responses of at least `k` people in random order, and apart from them, in an order of its own, what they wrote.
///
/// Write the two to different tables, under random keys, in one commit for the whole batch.
pub struct Batch {
    responses: Vec<Response>,
    texts: Vec<FreeAnswer>,
}

/// What came of an urn that was closed.
#[derive(Debug)]
pub enum Last {
    /// The last batch, of at least `k` people.
    Batch(Batch),
    /// Nobody had answered.
    Nothing,
    /// Fewer than `k` people had answered. What they sent is gone.
    Discarded,
}

impl Urn {
    pub(super) const fn new(least: BatchSize) -> Self {
        Self { least, responses: Vec::new(), texts: Vec::new() }
    }

    /// Puts in what somebody sent. Spend their ballot first.
    pub fn put(&mut self, submission: Submission) {
        let (response, texts) = submission.into_parts();
        self.responses.push(response);
        self.texts.extend(texts);
    }

    /// Whether [`Urn::draw`] would give something.
    pub fn is_ready(&self) -> bool {
        self.responses.len() >= self.least.as_usize().saturating_mul(2)
    }

    /// A batch, if enough people have put something in.
    ///
    /// What they wrote is all given out, in an order of its own; what they chose, but for `k` responses.
    pub fn draw(&mut self, seed: Seed) -> Option<Batch> {
        if !self.is_ready() {
            return None;
        }
        let mut numbers = seed.numbers();
        numbers.shuffle(&mut self.responses);
        numbers.shuffle(&mut self.texts);
        let responses = self.responses.split_off(self.least.as_usize());
        Some(Batch { responses, texts: std::mem::take(&mut self.texts) })
    }

    /// Gives out what is left, or says that it was discarded.
    pub fn close(mut self, seed: Seed) -> Last {
        if self.responses.is_empty() {
            return Last::Nothing;
        }
        if self.responses.len() < self.least.as_usize() {
            return Last::Discarded;
        }
        let mut numbers = seed.numbers();
        numbers.shuffle(&mut self.responses);
        numbers.shuffle(&mut self.texts);
        Last::Batch(Batch { responses: self.responses, texts: self.texts })
    }
}

impl Batch {
    /// The responses, and what was written. Neither is in an order that means anything.
    pub fn into_parts(self) -> (Vec<Response>, Vec<FreeAnswer>) {
        (self.responses, self.texts)
    }
}

impl fmt::Debug for Urn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Urn(..)")
    }
}

impl fmt::Debug for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Batch(..)")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::super::{Draft, FreeText, Instrument, Options, Question, QuestionId, QuestionKind, Wording};
    use super::*;

    const LEAST: u16 = 8;

    fn question() -> QuestionId {
        QuestionId::parse("who").unwrap()
    }

    /// Each respondent chooses an option of their own, so that they can be told apart, and every third writes.
    fn submissions(n: usize) -> Vec<Submission> {
        let names: Vec<_> = (0..100).map(|n| format!("o{n}")).collect();
        let options = Options::parse(names.iter().map(|name| (name.as_str(), name.as_str()))).unwrap();
        let words = QuestionKind::FreeText(FreeText::of_at_most(10).unwrap());
        let questions = [
            Question::new(question(), Wording::parse("Who?").unwrap(), QuestionKind::Single(options)),
            Question::new(QuestionId::parse("words").unwrap(), Wording::parse("What?").unwrap(), words),
        ];
        let instrument = Instrument::new(Wording::parse("A survey").unwrap(), questions).unwrap();
        let draft = |n: usize| {
            let draft = Draft::new().choose("who", [names[n].as_str()]);
            if n.is_multiple_of(3) { draft.write("words", &n.to_string()) } else { draft }
        };
        (0..n).map(|n| instrument.accept(draft(n)).unwrap()).collect()
    }

    fn number(response: &Response) -> usize {
        let chosen = response.chosen(&question()).first().unwrap();
        chosen.as_str()[1..].parse().unwrap()
    }

    fn seed(n: u64) -> Seed {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&n.to_be_bytes());
        Seed::new(bytes)
    }

    /// Everybody answers in order; the urn is drawn from after each. The batches, and what came of closing it.
    fn held(n: usize, seeds: u64) -> (Vec<Batch>, Last) {
        let mut urn = Urn::new(BatchSize::new(LEAST).unwrap());
        let mut batches = Vec::new();
        for (at, submission) in (0_u64..).zip(submissions(n)) {
            urn.put(submission);
            batches.extend(urn.draw(seed(seeds * 1_000 + at)));
        }
        (batches, urn.close(seed(seeds * 1_000 + 999)))
    }

    #[test]
    fn fewer_than_the_least_are_discarded_and_as_many_are_kept() {
        assert!(matches!(held(0, 1).1, Last::Nothing));
        assert!(matches!(held(7, 1), (batches, Last::Discarded) if batches.is_empty()));
        assert!(
            matches!(held(8, 1), (batches, Last::Batch(last)) if batches.is_empty() && last.responses.len() == 8)
        );
    }

    #[test]
    fn a_batch_is_drawn_when_twice_the_least_have_answered() {
        assert_eq!(held(15, 1).0.len(), 0);
        assert_eq!(held(16, 1).0.len(), 1);
    }

    /// Who comes first in the first batch of 16 answers: each as likely as any other (chi-squared, 15 degrees of
    /// freedom, above 37.7 once in a thousand; the seeds are fixed).
    #[test]
    fn the_first_response_of_a_batch_is_anybodys() {
        let mut first: BTreeMap<usize, f64> = BTreeMap::new();
        for seeds in 0..1_600 {
            let (batches, _) = held(16, seeds);
            *first.entry(number(&batches[0].responses[0])).or_default() += 1.0;
        }
        let chi_squared: f64 = (0..16).map(|n| (first.get(&n).unwrap_or(&0.0) - 100.0).powi(2) / 100.0).sum();
        assert!(chi_squared < 37.7, "{chi_squared}");
    }

    proptest! {
        #[test]
        fn every_batch_is_of_enough_people_and_everybody_is_in_one(n in 8_usize..100, seeds in 0_u64..1 << 40) {
            let (mut batches, last) = held(n, seeds);
            let Last::Batch(last) = last else { panic!("the last batch is missing") };
            batches.push(last);
            let mut people = Vec::new();
            let mut texts = Vec::new();
            for (responses, written) in batches.into_iter().map(Batch::into_parts) {
                prop_assert!(responses.len() >= usize::from(LEAST));
                people.extend(responses.iter().map(number));
                texts.extend(written.iter().map(|text| text.text().parse::<usize>().unwrap()));
            }
            people.sort_unstable();
            texts.sort_unstable();
            prop_assert_eq!(people, (0..n).collect::<Vec<_>>());
            prop_assert_eq!(texts, (0..n).step_by(3).collect::<Vec<_>>());
        }
    }
}
