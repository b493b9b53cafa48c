//! Surveys: what is read of them here, and the way to what is written.

use async_trait::async_trait;
use bln_core::TokenHash;
use bln_store::{
    AnswerKey, KeptResponse, KeptWords, Page, PageSize, Spending, StoreError, Survey, SurveyBatch,
    SurveyName, SurveyState, SurveyStore,
};

use super::{
    decode::{self, Present, Read},
    first_after, one_more,
};
use crate::{Query, Row, SqlStore};

pub(super) const ALL: &[&str] = &[SURVEY, RESPONSES, WORDS];

const SURVEY: &str = "SELECT promise, least_batch, state, issued, spent FROM survey WHERE name = ?1";

const RESPONSES: &str = "SELECT r.answer, r.choices FROM survey_response r \
    JOIN survey s ON s.name = r.survey AND s.state = 'closed' AND s.writings = r.writing \
    WHERE r.survey = ?1 AND r.answer >= ?2 ORDER BY r.answer LIMIT ?3";
const WORDS: &str = "SELECT w.answer, w.question, w.words FROM survey_words w \
    JOIN survey s ON s.name = w.survey AND s.state = 'closed' AND s.writings = w.writing \
    WHERE w.survey = ?1 AND w.answer >= ?2 ORDER BY w.answer LIMIT ?3";

#[async_trait]
impl SurveyStore for SqlStore {
    async fn open_survey(&self, survey: Survey) -> Result<(), StoreError> {
        self.write_survey(&survey).await
    }

    async fn issue_ballots(&self, survey: &SurveyName, ballots: &[TokenHash]) -> Result<(), StoreError> {
        self.write_ballots(survey, ballots).await
    }

    async fn spend_ballot(&self, survey: &SurveyName, ballot: TokenHash) -> Result<Spending, StoreError> {
        self.write_spending(survey, ballot).await
    }

    async fn keep_answers(&self, batch: SurveyBatch) -> Result<(), StoreError> {
        self.write_answers(&batch).await
    }

    async fn close_survey(&self, survey: &SurveyName) -> Result<(), StoreError> {
        self.write_close(survey).await
    }

    async fn survey(&self, name: &SurveyName) -> Result<Option<(Survey, SurveyState)>, StoreError> {
        let [rows] = self.ask([Query::new(SURVEY, vec![name.as_str().into()])]).await?;
        Ok(rows.first().map(|row| survey(name, row)).transpose()?)
    }

    async fn responses(
        &self,
        survey: &SurveyName,
        after: Option<AnswerKey>,
        size: PageSize,
    ) -> Result<Page<KeptResponse, AnswerKey>, StoreError> {
        let rows = self.answers(RESPONSES, survey, after, size).await?;
        let all = rows.iter().map(response).collect::<Read<_>>()?;
        Ok(Page::from_one_more(all, size, |one: &KeptResponse| one.key))
    }

    async fn survey_words(
        &self,
        survey: &SurveyName,
        after: Option<AnswerKey>,
        size: PageSize,
    ) -> Result<Page<KeptWords, AnswerKey>, StoreError> {
        let rows = self.answers(WORDS, survey, after, size).await?;
        let all = rows.iter().map(words).collect::<Read<_>>()?;
        Ok(Page::from_one_more(all, size, |one: &KeptWords| one.key))
    }
}

impl SqlStore {
    async fn answers(
        &self,
        sql: &'static str,
        survey: &SurveyName,
        after: Option<AnswerKey>,
        size: PageSize,
    ) -> Result<Vec<Row>, StoreError> {
        let Some(first) = first_after(after.map(AnswerKey::uuid)) else { return Ok(Vec::new()) };
        let params = vec![survey.as_str().into(), first.into(), one_more(size)];
        let [rows] = self.ask([Query::new(sql, params)]).await?;
        Ok(rows)
    }
}

fn survey(name: &SurveyName, row: &Row) -> Read<(Survey, SurveyState)> {
    let least_batch = row.int(1)?.try_into().ok().present()?;
    let survey = Survey::new(name.clone(), row.text(0)?.to_owned(), least_batch).present()?;
    let state = match row.text(2)? {
        "open" => SurveyState::Open,
        "closed" => {
            SurveyState::Closed { issued: decode::long_number(row, 3)?, spent: decode::long_number(row, 4)? }
        }
        _ => return Err(decode::Unreadable),
    };
    Ok((survey, state))
}

fn response(row: &Row) -> Read<KeptResponse> {
    Ok(KeptResponse { key: key(row)?, answers: row.text(1)?.to_owned() })
}

fn words(row: &Row) -> Read<KeptWords> {
    let question = SurveyName::parse(row.text(1)?).present()?;
    Ok(KeptWords { key: key(row)?, question, words: row.text(2)?.to_owned() })
}

fn key(row: &Row) -> Read<AnswerKey> {
    AnswerKey::new(row.uuid(0)?).present()
}
