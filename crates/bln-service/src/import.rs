//! Many applications at once: a chunk of them is one read, as many decisions and one commit.
//!
//! While a chunk is being committed the next is read and decided, so that the store always has something to do. It
//! is decided beside the one that is under way only if the two have no address and no key in common: then neither
//! answer depends on the other.

use std::collections::{BTreeSet, VecDeque};

use bln_core::{
    Actor, Application, EmailAddress, Id, Person, Role,
    access::{About, Verb},
};
use bln_store::{ApplicationQuery, Changes, IdempotencyKey, StoreError};
use tokio::task::JoinHandle;

use crate::{Network, NetworkError, applications::Asked, gate::Entered};

/// How many applications share a commit.
const CHUNK: usize = 500;

/// How many chunks are under way at most: one that is being committed, and one that is ready.
const UNDER_WAY: usize = 2;

type Answer = Result<Id<Person>, NetworkError>;

/// What can be told of an application before the store is asked.
type Prepared = Result<Asked, NetworkError>;

/// A chunk that was decided and is being committed.
struct Chunk {
    prepared: Vec<Prepared>,
    answers: Vec<Answer>,
    addresses: BTreeSet<EmailAddress>,
    keys: BTreeSet<IdempotencyKey>,
    commit: Option<JoinHandle<Result<(), StoreError>>>,
}

impl Network {
    /// Makes many applications, each under its own key, and returns the answers in their order.
    ///
    /// Every answer, and what is in the network afterwards, is what [`Network::apply`] gives when it is called for one
    /// after the other. It takes far less time: some hundred applications share a commit. Each still has its own
    /// receipt, audit entry and notice; one that is refused is refused alone; and asking again with the same keys is
    /// safe for all of them, also when this was dropped halfway.
    ///
    /// Of what is handed in, a few hundred at a time are worked on. To import more than memory should hold, call this
    /// for one part after the other. It must be called within a Tokio runtime.
    ///
    /// # Errors
    ///
    /// In the place of each answer, as [`Network::apply`].
    pub async fn import(
        &self,
        actor: Actor,
        applications: Vec<(Application, IdempotencyKey)>,
    ) -> Vec<Result<Id<Person>, NetworkError>> {
        let gate = match self.enter(Verb::Import, actor, About::Network) {
            Ok(gate) => gate,
            Err(refused) => return applications.iter().map(|_| Err(refused.clone())).collect(),
        };
        let mut answers = Vec::with_capacity(applications.len());
        if !matches!(actor.role(), Role::Public | Role::Administrator) && actor.person().is_some() {
            // One person's own applications are about one record, and cannot be decided beside each other.
            for (application, key) in applications {
                answers.push(self.apply(actor, application, key).await);
            }
            return answers;
        }
        let mut applications = applications.into_iter().peekable();
        let mut under_way: VecDeque<Chunk> = VecDeque::with_capacity(UNDER_WAY);
        while applications.peek().is_some() {
            let chunk = applications.by_ref().take(CHUNK);
            let prepared = chunk.map(|(application, key)| self.asked(actor, application, key)).collect();
            let mut chunk = Chunk::new(prepared);
            while under_way.iter().any(|other| !chunk.is_apart_from(other)) || under_way.len() == UNDER_WAY {
                let Some(first) = under_way.pop_front() else { break };
                answers.extend(self.settle(&gate, first).await);
            }
            self.decide_chunk(&gate, &mut chunk).await;
            under_way.push_back(chunk);
        }
        for chunk in under_way {
            answers.extend(self.settle(&gate, chunk).await);
        }
        answers
    }

    /// Decides a chunk and begins to commit it.
    async fn decide_chunk(&self, gate: &Entered<'_>, chunk: &mut Chunk) {
        let mut query = ApplicationQuery { actor: gate.actor().person(), ..ApplicationQuery::default() };
        chunk.prepared.iter().flatten().for_each(|asked| asked.add_to(&mut query));
        let mut known = match self.known(gate, chunk.prepared.iter().flatten(), &query).await {
            Ok(known) => known,
            Err(error) => return chunk.fail(&error),
        };
        let mut changes: Option<Changes> = None;
        let decide = |prepared: &Prepared| {
            let asked = prepared.as_ref().map_err(Clone::clone)?;
            let (new, person) = self.decide_application(asked, &mut known)?;
            if let Some(new) = new {
                changes = Some(match changes.take() {
                    Some(changes) => changes.and(new),
                    None => new,
                });
            }
            Ok(person)
        };
        chunk.answers = chunk.prepared.iter().map(decide).collect();
        chunk.commit = changes.map(|changes| gate.begin_commit(changes));
    }

    /// Waits for a chunk's commit and gives its answers. When it was refused, nothing of it was done: each of its
    /// applications is then made by itself.
    async fn settle(&self, gate: &Entered<'_>, mut chunk: Chunk) -> Vec<Answer> {
        let Some(commit) = chunk.commit.take() else { return chunk.answers };
        match commit.await {
            Ok(Ok(())) => return chunk.answers,
            Ok(Err(error @ (StoreError::Busy | StoreError::UnknownOutcome))) => chunk.fail(&error.into()),
            Ok(Err(_)) => {
                let mut answers = Vec::with_capacity(chunk.prepared.len());
                for prepared in chunk.prepared {
                    answers.push(match prepared {
                        Ok(asked) => self.answer(gate, &asked).await,
                        Err(error) => Err(error),
                    });
                }
                return answers;
            }
            // The task panicked or the runtime is being shut down.
            Err(_) => chunk.fail(&NetworkError::UnknownOutcome),
        }
        chunk.answers
    }
}

impl Chunk {
    fn new(prepared: Vec<Prepared>) -> Self {
        let asked = || prepared.iter().flatten();
        let emails = |asked: &Asked| asked.application.details.emails().iter().cloned().collect::<Vec<_>>();
        let addresses = asked().flat_map(emails).collect();
        let keys = asked().map(|asked| asked.key.clone()).collect();
        Self { prepared, answers: Vec::new(), addresses, keys, commit: None }
    }

    /// Whether no answer of one can depend on an answer of the other.
    fn is_apart_from(&self, other: &Chunk) -> bool {
        self.addresses.is_disjoint(&other.addresses) && self.keys.is_disjoint(&other.keys)
    }

    /// Answers every application that could be made with an error.
    fn fail(&mut self, error: &NetworkError) {
        let answer = |prepared: &Prepared| match prepared {
            Ok(_) => Err(error.clone()),
            Err(refused) => Err(refused.clone()),
        };
        self.answers = self.prepared.iter().map(answer).collect();
    }
}
