//! The contract, continued: surveys, of which nobody can tell who answered what.

use async_trait::async_trait;
use bln_core::TokenHash;

use crate::{
    AnswerKey, KeptResponse, KeptWords, Page, PageSize, Spending, StoreError, Survey, SurveyBatch,
    SurveyName, SurveyState,
};

/// Keeps surveys.
///
/// # Contract
///
/// This is written apart from [`CommitStore::commit`](super::CommitStore::commit), because what a commit writes has an
/// audit entry with it: an instant, and a place in the order of commits. Nothing here has either. A ballot that is
/// spent and an answer are never written by one call, and no table holds both. An answer has a random key and no other
/// mark. As long as its survey is open nobody can read it through the port. When answers are added, all of their survey
/// are written anew in the order of their keys, so that neither where a row lies nor which transaction wrote it tells in
/// which batch it came: the cost of adding some grows with how many there are, and this is what it is for. When a survey
/// closes, its ballots go.
///
/// What an engine keeps of earlier states, in freed pages and logs, goes with [`scrub`](super::InspectStore::scrub):
/// ask for it after each batch, and when a survey was closed. Until then who reads the files can tell batches apart, and
/// never who is who within one.
///
/// # Atomicity and concurrency
///
/// Each call is done wholly or not at all, and as if alone.
#[async_trait]
pub trait SurveyStore: std::fmt::Debug + Send + Sync + 'static {
    /// Opens a survey. What it promises is never changed.
    ///
    /// # Behavior
    ///
    /// - A survey is read back equal, and is open. [survey_round_trips]
    /// - A name is used once: to open it again is a conflict, with the same promise or another, and also when it is
    ///   closed. [survey_is_opened_once]
    async fn open_survey(&self, survey: Survey) -> Result<(), StoreError>;

    /// Issues ballots of a survey.
    ///
    /// # Behavior
    ///
    /// - A ballot is issued once, spent or not: if one is there already, none is issued. [ballot_is_issued_once]
    async fn issue_ballots(&self, survey: &SurveyName, ballots: &[TokenHash]) -> Result<(), StoreError>;

    /// Spends a ballot of a survey.
    ///
    /// # Behavior
    ///
    /// - A ballot is spent once, and what was never issued not at all. [ballot_is_spent_once]
    /// - Of two who spend one ballot at once one does. [of_two_who_spend_a_ballot_one_wins]
    /// - A ballot of one survey is none of another. [ballot_is_of_one_survey]
    async fn spend_ballot(&self, survey: &SurveyName, ballot: TokenHash) -> Result<Spending, StoreError>;

    /// Writes answers of several people.
    ///
    /// # Behavior
    ///
    /// - Answers of fewer people than the survey promised are refused. [answers_of_too_few_are_refused]
    /// - They are written all or none: a key is used once. [answers_are_written_all_or_none]
    async fn keep_answers(&self, batch: SurveyBatch) -> Result<(), StoreError>;

    /// Closes a survey.
    ///
    /// # Behavior
    ///
    /// - It then says how many ballots were issued and spent, and has forgotten them.
    ///   [closed_survey_counts_its_ballots]
    /// - From then on it takes neither ballots nor answers, and neither does one that is not there; nor is it closed
    ///   again. [survey_takes_nothing_unless_it_is_open]
    /// - Another survey goes on as it was. [closing_a_survey_leaves_the_others]
    async fn close_survey(&self, survey: &SurveyName) -> Result<(), StoreError>;

    /// A survey, and how far it is.
    ///
    /// # Behavior
    ///
    /// - There is none under another name. [missing_survey_is_none]
    async fn survey(&self, name: &SurveyName) -> Result<Option<(Survey, SurveyState)>, StoreError>;

    /// What was chosen, in the order of the keys.
    ///
    /// # Behavior
    ///
    /// - Of an open survey there is nothing to read. [answers_of_an_open_survey_are_not_read]
    /// - Of a closed one each comes once, by its key, with a next page exactly if there is more.
    ///   [responses_follow_their_keys]
    /// - Nothing of a survey is in the audit, the outbox or the receipts. [survey_leaves_no_trace_elsewhere]
    async fn responses(
        &self,
        survey: &SurveyName,
        after: Option<AnswerKey>,
        size: PageSize,
    ) -> Result<Page<KeptResponse, AnswerKey>, StoreError>;

    /// What was written, in the order of the keys.
    ///
    /// # Behavior
    ///
    /// - Of a closed survey each comes once, by its key, with a next page exactly if there is more.
    ///   [words_follow_their_keys]
    async fn survey_words(
        &self,
        survey: &SurveyName,
        after: Option<AnswerKey>,
        size: PageSize,
    ) -> Result<Page<KeptWords, AnswerKey>, StoreError>;
}
