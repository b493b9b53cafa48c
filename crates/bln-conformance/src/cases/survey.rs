//! Surveys: ballots that are spent once, and answers that are nobody's.

use bln_core::TokenHash;
use bln_store::{
    AnswerKey, KeptResponse, KeptWords, PageSize, Rule, Spending, Store, StoreError, Survey, SurveyName,
    SurveyState,
};

use crate::{
    check,
    samples::{self, survey_batch, survey_name, token_hash},
    world,
};

const NOT_OPEN: StoreError = StoreError::Conflict { rule: Rule::SurveyOpen };
const TOO_FEW: StoreError = StoreError::Conflict { rule: Rule::SurveyBatch };
const USED: StoreError = StoreError::Conflict { rule: Rule::IdentifierUnique };

/// A survey is read back equal, and is open; one of the longest name and promise too.
pub async fn survey_round_trips(store: &dyn Store) {
    let name = SurveyName::parse(&"s".repeat(48)).unwrap();
    let promise = "p".repeat(Survey::MOST_BYTES);
    let longest = Survey::new(name, promise, Survey::MOST_BATCH).unwrap();
    for survey in [samples::survey(1), samples::survey(2), longest] {
        store.open_survey(survey.clone()).await.unwrap();
        assert_eq!(store.survey(survey.name()).await.unwrap(), Some((survey, SurveyState::Open)));
    }
}

/// A name is used once, whatever is promised under it, and also when the survey is closed. The first stays as it is.
pub async fn survey_is_opened_once(store: &dyn Store) {
    let first = samples::survey(1);
    let other = Survey::new(survey_name(1), "another promise".into(), 9).unwrap();
    store.open_survey(first.clone()).await.unwrap();
    for again in [&first, &other] {
        assert_eq!(store.open_survey(again.clone()).await, Err(USED));
    }
    store.close_survey(&survey_name(1)).await.unwrap();
    for again in [&first, &other] {
        assert_eq!(store.open_survey(again.clone()).await, Err(USED));
    }
    let closed = SurveyState::Closed { issued: 0, spent: 0 };
    assert_eq!(store.survey(&survey_name(1)).await.unwrap(), Some((first, closed)));
}

/// There is no survey under a name that was not used.
pub async fn missing_survey_is_none(store: &dyn Store) {
    store.open_survey(samples::survey(1)).await.unwrap();
    assert_eq!(store.survey(&survey_name(2)).await.unwrap(), None);
    assert_eq!(chosen(store, 2, PageSize::MAX).await, []);
    assert_eq!(written(store, 2, PageSize::MAX).await, []);
}

/// A ballot is issued once, spent or not; if one of several is there already, or twice among them, none is issued.
pub async fn ballot_is_issued_once(store: &dyn Store) {
    store.open_survey(samples::survey(1)).await.unwrap();
    issue(store, 1, &[1, 2]).await.unwrap();
    assert_eq!(spend(store, 1, 2).await, Spending::Spent);
    for numbers in [[3, 1], [2, 3], [3, 3]] {
        assert_eq!(issue(store, 1, &numbers).await, Err(USED), "{numbers:?}");
        assert_eq!(spend(store, 1, 3).await, Spending::Unknown, "{numbers:?}");
    }
    issue(store, 1, &[]).await.unwrap();
    store.close_survey(&survey_name(1)).await.unwrap();
    assert_eq!(state(store, 1).await, SurveyState::Closed { issued: 2, spent: 1 });
}

/// A ballot is spent once; one that was never issued is not, and others are as they were.
pub async fn ballot_is_spent_once(store: &dyn Store) {
    store.open_survey(samples::survey(1)).await.unwrap();
    issue(store, 1, &[1, 2]).await.unwrap();
    assert_eq!(spend(store, 1, 3).await, Spending::Unknown);
    assert_eq!(spend(store, 1, 1).await, Spending::Spent);
    for _ in 0..2 {
        assert_eq!(spend(store, 1, 1).await, Spending::SpentBefore);
    }
    assert_eq!(spend(store, 1, 2).await, Spending::Spent);
}

/// Of two who spend one ballot at the same time one does.
pub async fn of_two_who_spend_a_ballot_one_wins(store: &dyn Store) {
    store.open_survey(samples::survey(1)).await.unwrap();
    for ballot in 1..=10 {
        issue(store, 1, &[ballot]).await.unwrap();
        let spendings = check::at_once(2, |_| spend(store, 1, ballot));
        assert_eq!(spendings.iter().filter(|one| **one == Spending::Spent).count(), 1, "{spendings:?}");
        assert_eq!(spendings.iter().filter(|one| **one == Spending::SpentBefore).count(), 1, "{spendings:?}");
    }
}

/// The ballots of one survey are none of another, and the same hash may be of both.
pub async fn ballot_is_of_one_survey(store: &dyn Store) {
    for survey in [1, 2] {
        store.open_survey(samples::survey(survey)).await.unwrap();
    }
    issue(store, 1, &[1, 2]).await.unwrap();
    issue(store, 2, &[2]).await.unwrap();
    assert_eq!(spend(store, 2, 1).await, Spending::Unknown);
    assert_eq!(spend(store, 2, 2).await, Spending::Spent);
    assert_eq!(spend(store, 1, 2).await, Spending::Spent);
    assert_eq!(spend(store, 1, 1).await, Spending::Spent);
}

/// Answers of as many people as promised are written, and of fewer not, however many wrote something.
pub async fn answers_of_too_few_are_refused(store: &dyn Store) {
    store.open_survey(samples::survey(1)).await.unwrap();
    assert_eq!(store.keep_answers(survey_batch(1, 1..=7, 20..=30)).await, Err(TOO_FEW));
    assert_eq!(store.keep_answers(survey_batch(1, [], 20..=30)).await, Err(TOO_FEW));
    store.keep_answers(survey_batch(1, 31..=38, [])).await.unwrap();
    // Those who come later are as many again.
    assert_eq!(store.keep_answers(survey_batch(1, 41..=47, [])).await, Err(TOO_FEW));
    store.close_survey(&survey_name(1)).await.unwrap();
    assert_eq!(chosen(store, 1, PageSize::MAX).await, in_order(31..=38, samples::kept_response));
    assert_eq!(written(store, 1, PageSize::MAX).await, []);
}

/// A key is used once in a survey: a batch that has one again is not written at all. In another it may be.
pub async fn answers_are_written_all_or_none(store: &dyn Store) {
    for survey in [1, 2] {
        store.open_survey(samples::survey(survey)).await.unwrap();
    }
    store.keep_answers(survey_batch(1, 1..=8, [21])).await.unwrap();
    assert_eq!(store.keep_answers(survey_batch(1, 8..=15, [22])).await, Err(USED));
    assert_eq!(store.keep_answers(survey_batch(1, 9..=16, [22, 21])).await, Err(USED));
    store.keep_answers(survey_batch(2, 1..=8, [21])).await.unwrap();
    for survey in [1, 2] {
        store.close_survey(&survey_name(survey)).await.unwrap();
        assert_eq!(chosen(store, survey, PageSize::MAX).await, in_order(1..=8, samples::kept_response));
        assert_eq!(written(store, survey, PageSize::MAX).await, [samples::kept_words(21)]);
    }
}

/// A survey that is closed says how many ballots were issued and spent, and forgets them.
pub async fn closed_survey_counts_its_ballots(store: &dyn Store) {
    store.open_survey(samples::survey(1)).await.unwrap();
    issue(store, 1, &(1..=40).collect::<Vec<_>>()).await.unwrap();
    for ballot in 1..=17 {
        assert_eq!(spend(store, 1, ballot).await, Spending::Spent);
    }
    store.keep_answers(survey_batch(1, 1..=9, [])).await.unwrap();
    store.close_survey(&survey_name(1)).await.unwrap();
    assert_eq!(state(store, 1).await, SurveyState::Closed { issued: 40, spent: 17 });
    for ballot in [1, 40, 41] {
        assert_eq!(spend(store, 1, ballot).await, Spending::Unknown);
    }
}

/// A survey that is closed, or not there, takes neither ballots nor answers, spends none, and is not closed again.
pub async fn survey_takes_nothing_unless_it_is_open(store: &dyn Store) {
    store.open_survey(samples::survey(1)).await.unwrap();
    issue(store, 1, &[1]).await.unwrap();
    store.keep_answers(survey_batch(1, 1..=8, [])).await.unwrap();
    store.close_survey(&survey_name(1)).await.unwrap();
    for survey in [1, 2] {
        assert_eq!(issue(store, survey, &[2]).await, Err(NOT_OPEN));
        assert_eq!(issue(store, survey, &[]).await, Err(NOT_OPEN));
        assert_eq!(spend(store, survey, 1).await, Spending::Unknown);
        assert_eq!(store.keep_answers(survey_batch(survey, 11..=18, [])).await, Err(NOT_OPEN));
        // What is told first does not depend on what else is wrong.
        assert_eq!(store.keep_answers(survey_batch(survey, [1], [])).await, Err(NOT_OPEN));
        assert_eq!(store.close_survey(&survey_name(survey)).await, Err(NOT_OPEN));
    }
    assert_eq!(state(store, 1).await, SurveyState::Closed { issued: 1, spent: 0 });
    assert_eq!(chosen(store, 1, PageSize::MAX).await, in_order(1..=8, samples::kept_response));
    assert_eq!(store.survey(&survey_name(2)).await.unwrap(), None);
}

/// When a survey is closed, another goes on with its ballots and answers.
pub async fn closing_a_survey_leaves_the_others(store: &dyn Store) {
    for survey in [1, 2] {
        store.open_survey(samples::survey(survey)).await.unwrap();
        issue(store, survey, &[1, 2]).await.unwrap();
        assert_eq!(spend(store, survey, 1).await, Spending::Spent);
        store.keep_answers(survey_batch(survey, 1..=8, [21])).await.unwrap();
    }
    store.close_survey(&survey_name(1)).await.unwrap();
    assert_eq!(state(store, 2).await, SurveyState::Open);
    assert_eq!(spend(store, 2, 1).await, Spending::SpentBefore);
    assert_eq!(spend(store, 2, 2).await, Spending::Spent);
    store.keep_answers(survey_batch(2, 9..=16, [22])).await.unwrap();
    store.close_survey(&survey_name(2)).await.unwrap();
    assert_eq!(state(store, 2).await, SurveyState::Closed { issued: 2, spent: 2 });
    assert_eq!(chosen(store, 1, PageSize::MAX).await, in_order(1..=8, samples::kept_response));
    assert_eq!(chosen(store, 2, PageSize::MAX).await, in_order(1..=16, samples::kept_response));
    assert_eq!(written(store, 2, PageSize::MAX).await, in_order([21, 22], samples::kept_words));
}

/// Of a survey that is open there is nothing to read, however many answers were written.
pub async fn answers_of_an_open_survey_are_not_read(store: &dyn Store) {
    store.open_survey(samples::survey(1)).await.unwrap();
    for batch in [survey_batch(1, 1..=8, [21]), survey_batch(1, 9..=16, [22])] {
        store.keep_answers(batch).await.unwrap();
        assert_eq!(chosen(store, 1, PageSize::MAX).await, []);
        assert_eq!(written(store, 1, PageSize::MAX).await, []);
    }
}

/// What was chosen comes once each, in the order of the keys and not of the batches, with a next page exactly if there
/// is more. The longest answer comes whole.
pub async fn responses_follow_their_keys(store: &dyn Store) {
    store.open_survey(samples::survey(1)).await.unwrap();
    for first in [1, 9, 17] {
        store.keep_answers(survey_batch(1, first..first + 8, [])).await.unwrap();
    }
    let longest = KeptResponse { answers: "é".repeat(50_000), ..samples::kept_response(25) };
    let more = (26..=32).map(samples::kept_response).chain([longest.clone()]).collect();
    store.keep_answers(bln_store::SurveyBatch::new(survey_name(1), more, vec![]).unwrap()).await.unwrap();
    store.close_survey(&survey_name(1)).await.unwrap();
    let all = in_order(1..=32, |n| if n == 25 { longest.clone() } else { samples::kept_response(n) });
    for size in [1, 5, 8, 16, 31, 32, 500] {
        assert_eq!(chosen(store, 1, check::size(size)).await, all, "pages of {size}");
    }
    let last = all.last().map(|one| one.key);
    let page = store.responses(&survey_name(1), last, PageSize::MAX).await.unwrap();
    assert!(page.items.is_empty() && page.next.is_none());
}

/// What was written comes once each, in the order of the keys, with a next page exactly if there is more.
pub async fn words_follow_their_keys(store: &dyn Store) {
    store.open_survey(samples::survey(1)).await.unwrap();
    store.keep_answers(survey_batch(1, 1..=8, 101..=112)).await.unwrap();
    store.keep_answers(survey_batch(1, 9..=16, 113..=115)).await.unwrap();
    store.close_survey(&survey_name(1)).await.unwrap();
    let all = in_order(101..=115, samples::kept_words);
    for size in [1, 5, 14, 15, 16] {
        assert_eq!(written(store, 1, check::size(size)).await, all, "pages of {size}");
    }
}

/// Whatever is done in a survey, nothing else that can be read changes: no entry of the audit, no notice, no receipt.
pub async fn survey_leaves_no_trace_elsewhere(store: &dyn Store) {
    world::build(store).await;
    let before = world::see(store).await;
    store.open_survey(samples::survey(1)).await.unwrap();
    issue(store, 1, &[1, 2, 3]).await.unwrap();
    assert_eq!(spend(store, 1, 1).await, Spending::Spent);
    store.keep_answers(survey_batch(1, 1..=8, [21])).await.unwrap();
    assert_eq!(world::see(store).await, before);
    store.close_survey(&survey_name(1)).await.unwrap();
    store.scrub().await.unwrap();
    assert_eq!(world::see(store).await, before);
    assert_eq!(chosen(store, 1, PageSize::MAX).await, in_order(1..=8, samples::kept_response));
}

async fn issue(store: &dyn Store, survey: u32, numbers: &[u32]) -> Result<(), StoreError> {
    let ballots: Vec<TokenHash> = numbers.iter().map(|n| token_hash(*n)).collect();
    store.issue_ballots(&survey_name(survey), &ballots).await
}

async fn spend(store: &dyn Store, survey: u32, ballot: u32) -> Spending {
    store.spend_ballot(&survey_name(survey), token_hash(ballot)).await.unwrap()
}

async fn state(store: &dyn Store, survey: u32) -> SurveyState {
    store.survey(&survey_name(survey)).await.unwrap().unwrap().1
}

/// Samples in the order of their keys.
fn in_order<T: Keyed>(numbers: impl IntoIterator<Item = u32>, sample: impl Fn(u32) -> T) -> Vec<T> {
    let mut all: Vec<_> = numbers.into_iter().map(sample).collect();
    all.sort_by_key(Keyed::key);
    all
}

/// All that was chosen, page by page.
async fn chosen(store: &dyn Store, survey: u32, size: PageSize) -> Vec<KeptResponse> {
    let (name, mut all, mut after) = (survey_name(survey), vec![], None);
    loop {
        let page = store.responses(&name, after, size).await.unwrap();
        assert!(page.items.len() == usize::from(size.number()) || page.next.is_none());
        all.extend(page.items);
        after = page.next;
        if after.is_none() {
            return all;
        }
    }
}

/// All that was written, page by page.
async fn written(store: &dyn Store, survey: u32, size: PageSize) -> Vec<KeptWords> {
    let (name, mut all, mut after) = (survey_name(survey), vec![], None);
    loop {
        let page = store.survey_words(&name, after, size).await.unwrap();
        assert!(page.items.len() == usize::from(size.number()) || page.next.is_none());
        all.extend(page.items);
        after = page.next;
        if after.is_none() {
            return all;
        }
    }
}

trait Keyed {
    fn key(&self) -> AnswerKey;
}

impl Keyed for KeptResponse {
    fn key(&self) -> AnswerKey {
        self.key
    }
}

impl Keyed for KeptWords {
    fn key(&self) -> AnswerKey {
        self.key
    }
}
