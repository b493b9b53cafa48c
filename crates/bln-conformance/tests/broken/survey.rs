//! Surveys, with their faults.

use async_trait::async_trait;
use bln_conformance::samples;
use bln_core::TokenHash;
use bln_store::{
    AnswerKey, CommitStore as _, KeptResponse, KeptWords, Page, PageSize, Rule, Spending, StoreError, Survey,
    SurveyBatch, SurveyName, SurveyState, SurveyStore,
};

use super::{Answer, Broken, Fault};

#[async_trait]
impl SurveyStore for Broken {
    async fn open_survey(&self, survey: Survey) -> Answer<()> {
        self.inner.open_survey(survey).await
    }

    async fn issue_ballots(&self, survey: &SurveyName, ballots: &[TokenHash]) -> Answer<()> {
        self.inner.issue_ballots(survey, ballots).await
    }

    async fn spend_ballot(&self, survey: &SurveyName, ballot: TokenHash) -> Answer<Spending> {
        Ok(match self.inner.spend_ballot(survey, ballot).await? {
            Spending::SpentBefore if self.is(Fault::SpendsTwice) => Spending::Spent,
            spending => spending,
        })
    }

    async fn keep_answers(&self, batch: SurveyBatch) -> Answer<()> {
        if self.is(Fault::AuditsAnswers) {
            self.inner.commit(samples::changes()).await?;
        }
        if self.is(Fault::TellsBeforeItCloses) {
            self.left.lock().unwrap().responses.extend(batch.responses().iter().cloned());
        }
        match self.inner.keep_answers(batch).await {
            Err(StoreError::Conflict { rule: Rule::SurveyBatch }) if self.is(Fault::KeepsTooFew) => Ok(()),
            kept => kept,
        }
    }

    async fn close_survey(&self, survey: &SurveyName) -> Answer<()> {
        self.inner.close_survey(survey).await
    }

    async fn survey(&self, name: &SurveyName) -> Answer<Option<(Survey, SurveyState)>> {
        Ok(match self.inner.survey(name).await? {
            Some((survey, SurveyState::Closed { issued, .. })) if self.is(Fault::CountsEveryBallotSpent) => {
                Some((survey, SurveyState::Closed { issued, spent: issued }))
            }
            found => found,
        })
    }

    async fn responses(
        &self,
        survey: &SurveyName,
        after: Option<AnswerKey>,
        size: PageSize,
    ) -> Answer<Page<KeptResponse, AnswerKey>> {
        let mut page = self.inner.responses(survey, after, size).await?;
        if page.items.is_empty() && after.is_none() {
            page.items.extend(self.left.lock().unwrap().responses.iter().cloned());
        }
        if self.is(Fault::KeepsTheOrder) {
            page.items.sort_by_key(|one| one.answers.clone());
        }
        Ok(page)
    }

    async fn survey_words(
        &self,
        survey: &SurveyName,
        after: Option<AnswerKey>,
        size: PageSize,
    ) -> Answer<Page<KeptWords, AnswerKey>> {
        self.inner.survey_words(survey, after, size).await
    }
}
