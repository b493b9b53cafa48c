//! Writes surveys. Not by a change set: that has an audit entry with it, and so an instant and a place in an order.
//!
//! A copy that is not finished keeps change sets out by the audit. Here it is asked about.

use bln_core::TokenHash;
use bln_store::{Rule, Spending, StoreError, Survey, SurveyBatch, SurveyName};

use crate::{Batch, Failure, Query, SqlStore, Statement, Value, copy, store::MISUSED};

pub(super) const ALL: &[&str] = &[
    OPEN,
    IS_OPEN,
    ISSUE,
    SPEND,
    BALLOT,
    WRITING,
    IS_ENOUGH,
    RESPONSE,
    RESPONSES_ANEW,
    RESPONSES_BEFORE,
    WORDS,
    WORDS_ANEW,
    WORDS_BEFORE,
    CLOSE,
    FORGET_BALLOTS,
];

const OPEN: &str =
    "INSERT INTO survey (name, promise, least_batch, state, writings) VALUES (?1, ?2, ?3, 'open', 0)";
const IS_OPEN: &str = "SELECT 1 FROM survey WHERE name = ?1 AND state = 'open'";

const ISSUE: &str = "INSERT INTO survey_ballot (survey, hash, is_spent) VALUES (?1, ?2, 0)";
const SPEND: &str = "UPDATE survey_ballot SET is_spent = 1 WHERE survey = ?1 AND hash = ?2 AND is_spent = 0";
const BALLOT: &str = "SELECT is_spent FROM survey_ballot WHERE survey = ?1 AND hash = ?2";

const WRITING: &str = "UPDATE survey SET writings = writings + 1 WHERE name = ?1 AND state = 'open'";
const IS_ENOUGH: &str = "SELECT 1 FROM survey WHERE name = ?1 AND least_batch <= ?2";

// What is new is written as of no writing yet, and then with all that was there before as of this one, in the order of
// the keys. So neither the place of a row in a file nor the transaction that wrote it tells in which batch it came.
const RESPONSE: &str =
    "INSERT INTO survey_response (survey, writing, answer, choices) VALUES (?1, 0, ?2, ?3)";
const RESPONSES_ANEW: &str = "INSERT INTO survey_response (survey, writing, answer, choices) \
    SELECT r.survey, s.writings, r.answer, r.choices FROM survey_response r JOIN survey s ON s.name = r.survey \
    WHERE r.survey = ?1 AND r.writing < s.writings ORDER BY r.answer";
const RESPONSES_BEFORE: &str = "DELETE FROM survey_response WHERE survey = ?1 \
    AND writing < (SELECT s.writings FROM survey s WHERE s.name = ?1)";
const WORDS: &str =
    "INSERT INTO survey_words (survey, writing, answer, question, words) VALUES (?1, 0, ?2, ?3, ?4)";
const WORDS_ANEW: &str = "INSERT INTO survey_words (survey, writing, answer, question, words) \
    SELECT w.survey, s.writings, w.answer, w.question, w.words FROM survey_words w JOIN survey s ON s.name = w.survey \
    WHERE w.survey = ?1 AND w.writing < s.writings ORDER BY w.answer";
const WORDS_BEFORE: &str = "DELETE FROM survey_words WHERE survey = ?1 \
    AND writing < (SELECT s.writings FROM survey s WHERE s.name = ?1)";

const CLOSE: &str = "UPDATE survey SET state = 'closed', \
    issued = (SELECT count(*) FROM survey_ballot b WHERE b.survey = ?1), \
    spent = (SELECT count(*) FROM survey_ballot b WHERE b.survey = ?1 AND b.is_spent = 1) \
    WHERE name = ?1 AND state = 'open'";
const FORGET_BALLOTS: &str = "DELETE FROM survey_ballot WHERE survey = ?1";

impl SqlStore {
    pub(crate) async fn write_survey(&self, survey: &Survey) -> Result<(), StoreError> {
        let params =
            vec![named(survey.name()), survey.promise().into(), i64::from(survey.least_batch()).into()];
        self.written([(Statement::new(OPEN, params).expecting(1), Rule::IdentifierUnique)]).await
    }

    pub(crate) async fn write_ballots(
        &self,
        survey: &SurveyName,
        ballots: &[TokenHash],
    ) -> Result<(), StoreError> {
        let mut statements =
            vec![(Statement::new(IS_OPEN, vec![named(survey)]).expecting(1), Rule::SurveyOpen)];
        // In the order of the hashes: in which they are given may be that of a list of people.
        let mut hashes: Vec<_> = ballots.iter().map(TokenHash::bytes).collect();
        hashes.sort_unstable();
        statements.extend(hashes.into_iter().map(|hash| {
            let params = vec![named(survey), hash.to_vec().into()];
            (Statement::new(ISSUE, params).expecting(1), Rule::IdentifierUnique)
        }));
        self.written(statements).await
    }

    pub(crate) async fn write_spending(
        &self,
        survey: &SurveyName,
        ballot: TokenHash,
    ) -> Result<Spending, StoreError> {
        let params = || vec![named(survey), ballot.bytes().to_vec().into()];
        loop {
            let spend = Statement::new(SPEND, params()).expecting(1);
            match self.driver().write(Batch(vec![copy::none(), spend])).await {
                Ok(()) => return Ok(Spending::Spent),
                Err(Failure::Guard { statement: 1 }) => {}
                Err(failure) => return Err(told(failure, &[])),
            }
            let [rows] = self.ask([Query::new(BALLOT, params())]).await?;
            match rows.first().map(|row| row.bool(0)) {
                None => return Ok(Spending::Unknown),
                // Issued since it was tried: from then on it can only be spent or go.
                Some(Ok(false)) => {}
                Some(_) => return Ok(Spending::SpentBefore),
            }
        }
    }

    pub(crate) async fn write_answers(&self, batch: &SurveyBatch) -> Result<(), StoreError> {
        let survey = || named(batch.survey());
        let people = i64::try_from(batch.responses().len()).unwrap_or(i64::MAX);
        let mut statements = vec![
            (Statement::new(WRITING, vec![survey()]).expecting(1), Rule::SurveyOpen),
            (Statement::new(IS_ENOUGH, vec![survey(), people.into()]).expecting(1), Rule::SurveyBatch),
        ];
        let mut run = |sql, params| statements.push((Statement::new(sql, params), Rule::IdentifierUnique));
        for one in batch.responses() {
            run(RESPONSE, vec![survey(), one.key.uuid().into(), one.answers.as_str().into()]);
        }
        for one in batch.words() {
            let (question, words) = (one.question.as_str().into(), one.words.as_str().into());
            run(WORDS, vec![survey(), one.key.uuid().into(), question, words]);
        }
        for sql in [RESPONSES_ANEW, RESPONSES_BEFORE, WORDS_ANEW, WORDS_BEFORE] {
            run(sql, vec![survey()]);
        }
        self.written(statements).await
    }

    pub(crate) async fn write_close(&self, survey: &SurveyName) -> Result<(), StoreError> {
        let close = Statement::new(CLOSE, vec![named(survey)]).expecting(1);
        let forget = Statement::new(FORGET_BALLOTS, vec![named(survey)]);
        self.written([(close, Rule::SurveyOpen), (forget, Rule::WellFormed)]).await
    }

    /// Carries out statements, each with the rule by which it is refused.
    async fn written(&self, these: impl IntoIterator<Item = (Statement, Rule)>) -> Result<(), StoreError> {
        let (mut statements, mut rules) = (vec![copy::none()], Vec::new());
        for (statement, rule) in these {
            statements.push(statement);
            rules.push(rule);
        }
        self.driver().write(Batch(statements)).await.map_err(|failure| told(failure, &rules))
    }
}

fn named(survey: &SurveyName) -> Value {
    survey.as_str().into()
}

/// A driver's failure in the contract's words. The first statement asks about a copy; then each has its rule.
fn told(failure: Failure, rules: &[Rule]) -> StoreError {
    match failure {
        Failure::Busy => StoreError::Busy,
        Failure::Unknown => StoreError::UnknownOutcome,
        Failure::Engine { code } => StoreError::Backend { code },
        Failure::Guard { statement: 0 } => StoreError::Backend { code: copy::UNFINISHED },
        Failure::Guard { statement } | Failure::Constraint { statement, .. } => {
            let rule = statement.checked_sub(1).and_then(|place| rules.get(place));
            rule.map_or(MISUSED, |rule| StoreError::Conflict { rule: *rule })
        }
    }
}
