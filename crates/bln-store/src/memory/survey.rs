//! Surveys. They are written without a commit, so that they have neither an instant nor a place in an order.

use std::{
    collections::BTreeMap,
    ops::Bound::{Excluded, Unbounded},
};

use async_trait::async_trait;
use bln_core::TokenHash;

use super::{MemoryStore, read::page};
use crate::{
    AnswerKey, KeptResponse, KeptWords, Page, PageSize, Rule, Spending, StoreError, Survey, SurveyBatch,
    SurveyName, SurveyState, SurveyStore,
};

/// Every survey.
#[derive(Default)]
pub(super) struct Surveys(BTreeMap<SurveyName, Kept>);

/// A survey, with its ballots until it is closed and its answers.
struct Kept {
    survey: Survey,
    state: SurveyState,
    ballots: BTreeMap<TokenHash, Ballot>,
    responses: BTreeMap<AnswerKey, KeptResponse>,
    words: BTreeMap<AnswerKey, KeptWords>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Ballot {
    Issued,
    Spent,
}

impl Surveys {
    fn open(&mut self, name: &SurveyName) -> Result<&mut Kept, StoreError> {
        let open = self.0.get_mut(name).filter(|kept| kept.state == SurveyState::Open);
        open.ok_or(StoreError::Conflict { rule: Rule::SurveyOpen })
    }

    fn closed(&self, name: &SurveyName) -> Option<&Kept> {
        self.0.get(name).filter(|kept| kept.state != SurveyState::Open)
    }
}

const USED: StoreError = StoreError::Conflict { rule: Rule::IdentifierUnique };

#[async_trait]
impl SurveyStore for MemoryStore {
    async fn open_survey(&self, survey: Survey) -> Result<(), StoreError> {
        let surveys = &mut self.lock().surveys.0;
        if surveys.contains_key(survey.name()) {
            return Err(USED);
        }
        let (name, state) = (survey.name().clone(), SurveyState::Open);
        let (ballots, responses, words) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        surveys.insert(name, Kept { survey, state, ballots, responses, words });
        Ok(())
    }

    async fn issue_ballots(&self, survey: &SurveyName, ballots: &[TokenHash]) -> Result<(), StoreError> {
        let surveys = &mut self.lock().surveys;
        let kept = surveys.open(survey)?;
        let mut new = BTreeMap::new();
        for ballot in ballots {
            if kept.ballots.contains_key(ballot) || new.insert(*ballot, Ballot::Issued).is_some() {
                return Err(USED);
            }
        }
        kept.ballots.append(&mut new);
        Ok(())
    }

    async fn spend_ballot(&self, survey: &SurveyName, ballot: TokenHash) -> Result<Spending, StoreError> {
        let surveys = &mut self.lock().surveys;
        let Ok(kept) = surveys.open(survey) else { return Ok(Spending::Unknown) };
        Ok(match kept.ballots.get_mut(&ballot) {
            None => Spending::Unknown,
            Some(Ballot::Spent) => Spending::SpentBefore,
            Some(state) => {
                *state = Ballot::Spent;
                Spending::Spent
            }
        })
    }

    async fn keep_answers(&self, batch: SurveyBatch) -> Result<(), StoreError> {
        let surveys = &mut self.lock().surveys;
        let kept = surveys.open(batch.survey())?;
        if !batch.is_enough(kept.survey.least_batch()) {
            return Err(StoreError::Conflict { rule: Rule::SurveyBatch });
        }
        if batch.responses().iter().any(|one| kept.responses.contains_key(&one.key))
            || batch.words().iter().any(|one| kept.words.contains_key(&one.key))
        {
            return Err(USED);
        }
        kept.responses.extend(batch.responses().iter().map(|one| (one.key, one.clone())));
        kept.words.extend(batch.words().iter().map(|one| (one.key, one.clone())));
        Ok(())
    }

    async fn close_survey(&self, survey: &SurveyName) -> Result<(), StoreError> {
        let surveys = &mut self.lock().surveys;
        let kept = surveys.open(survey)?;
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        let spent = kept.ballots.values().filter(|ballot| **ballot == Ballot::Spent).count();
        kept.state = SurveyState::Closed { issued: count(kept.ballots.len()), spent: count(spent) };
        kept.ballots.clear();
        Ok(())
    }

    async fn survey(&self, name: &SurveyName) -> Result<Option<(Survey, SurveyState)>, StoreError> {
        Ok(self.lock().surveys.0.get(name).map(|kept| (kept.survey.clone(), kept.state)))
    }

    async fn responses(
        &self,
        survey: &SurveyName,
        after: Option<AnswerKey>,
        size: PageSize,
    ) -> Result<Page<KeptResponse, AnswerKey>, StoreError> {
        let state = self.lock();
        let kept = state.surveys.closed(survey).map(|kept| &kept.responses);
        let rows =
            kept.into_iter().flat_map(|rows| rows.range((after.map_or(Unbounded, Excluded), Unbounded)));
        Ok(page(rows.map(|(_, one)| one.clone()), size, |one| one.key))
    }

    async fn survey_words(
        &self,
        survey: &SurveyName,
        after: Option<AnswerKey>,
        size: PageSize,
    ) -> Result<Page<KeptWords, AnswerKey>, StoreError> {
        let state = self.lock();
        let kept = state.surveys.closed(survey).map(|kept| &kept.words);
        let rows =
            kept.into_iter().flat_map(|rows| rows.range((after.map_or(Unbounded, Excluded), Unbounded)));
        Ok(page(rows.map(|(_, one)| one.clone()), size, |one| one.key))
    }
}
