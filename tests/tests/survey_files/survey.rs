//! A survey that is held: people with ballots, and an urn between them and a store.

use bln_core::TokenHash;
use bln_evidence::survey::{
    Anonymity, BatchSize, Credential, Draft, Entry, Instrument, Last, Open, Options, Question, QuestionId,
    QuestionKind, Seed, Wave, WaveId, Wording,
};
use bln_sql::SqlStore;
use bln_store::{AnswerKey, KeptResponse, Spending, Survey, SurveyBatch, SurveyName, SurveyStore as _};
use bln_tests::SplitMix64;
use uuid::{Builder, Uuid};

/// How many people answer.
pub(crate) const PEOPLE: usize = 200;

/// Everybody asked. Each chooses an option that nobody else does, so that it can be checked whose an answer is: which
/// of them is whose is drawn, and tells the attacker nothing.
pub(crate) struct Respondents {
    run: u64,
    /// The option of each.
    options: Vec<usize>,
    /// Who answers first, who next.
    order: Vec<usize>,
}

impl Respondents {
    pub(crate) fn new(run: u64, random: &mut SplitMix64) -> Self {
        Self { run, options: shuffled(random), order: shuffled(random) }
    }

    pub(crate) fn run(&self) -> u64 {
        self.run
    }

    pub(crate) fn in_order(&self) -> Vec<usize> {
        self.order.clone()
    }

    /// What somebody chooses: an option that is found among bytes.
    pub(crate) fn choice(&self, person: usize) -> String {
        mark(self.run, self.options[person])
    }

    /// For each option, which place in the order of answering whoever chooses it has.
    pub(crate) fn turns(&self) -> Vec<usize> {
        let mut turns = vec![0; PEOPLE];
        for (turn, person) in self.order.iter().enumerate() {
            turns[self.options[*person]] = turn;
        }
        turns
    }
}

fn mark(run: u64, option: usize) -> String {
    format!("mark{run:02}{option:04}")
}

fn shuffled(random: &mut SplitMix64) -> Vec<usize> {
    let mut all: Vec<usize> = (0..PEOPLE).collect();
    for last in (1..all.len()).rev() {
        let other = random.below(last as u64 + 1);
        all.swap(last, other as usize);
    }
    all
}

fn random_bytes(random: &mut SplitMix64) -> [u8; 32] {
    let mut bytes = [0; 32];
    for eight in bytes.chunks_exact_mut(8) {
        eight.copy_from_slice(&random.draw().to_be_bytes());
    }
    bytes
}

/// A key of 122 random bits.
pub(crate) fn random_key(random: &mut SplitMix64) -> Uuid {
    let bytes = random_bytes(random);
    Builder::from_random_bytes(bytes[..16].try_into().unwrap()).into_uuid()
}

fn secret(run: u64, person: usize) -> [u8; 32] {
    random_bytes(&mut SplitMix64::new((run << 32) + person as u64 + 1))
}

/// The ballot of somebody, as it is kept.
pub(crate) fn ballot(run: u64, person: usize) -> [u8; 32] {
    *Credential::new(secret(run, person)).ballot(&wave_id()).bytes()
}

fn wave_id() -> WaveId {
    WaveId::parse("unlinkable").unwrap()
}

/// What stands between people and a store.
pub(crate) struct Urn {
    run: u64,
    wave: Wave<Open>,
    urn: bln_evidence::survey::Urn,
    choices: Vec<String>,
}

impl Urn {
    /// Opens a survey and gives everybody a ballot.
    pub(crate) async fn open(
        store: &SqlStore,
        name: &SurveyName,
        by: &Respondents,
        least_batch: u16,
    ) -> Self {
        let options: Vec<String> = (0..PEOPLE).map(|option| mark(by.run, option)).collect();
        let questions = options.chunks(Options::MOST).map(|options| {
            let choices =
                Options::parse(options.iter().map(|option| (option.as_str(), option.as_str()))).unwrap();
            let id = QuestionId::parse(&question(&options[0])).unwrap();
            Question::new(id, Wording::parse("Which?").unwrap(), QuestionKind::Single(choices))
        });
        let instrument = Instrument::new(Wording::parse("A sample survey").unwrap(), questions).unwrap();
        let promise = Anonymity::new(Entry::Ballot, BatchSize::new(least_batch).unwrap());
        let wave = Wave::plan(wave_id(), instrument, promise).open();
        let promise = serde_json::to_string(&wave.promise()).unwrap();
        store.open_survey(Survey::new(name.clone(), promise, least_batch).unwrap()).await.unwrap();
        let ballots: Vec<_> = (0..PEOPLE).map(|person| TokenHash::new(ballot(by.run, person))).collect();
        store.issue_ballots(name, &ballots).await.unwrap();
        Self { run: by.run, urn: wave.urn(), wave, choices: (0..PEOPLE).map(|n| by.choice(n)).collect() }
    }

    /// Somebody answers: the ballot is spent, and then what they chose goes into the urn.
    pub(crate) async fn answer(&mut self, store: &SqlStore, person: usize) {
        let hash = TokenHash::new(ballot(self.run, person));
        assert_eq!(store.spend_ballot(&name(), hash).await, Ok(Spending::Spent));
        let choice = self.choices[person].as_str();
        let draft = Draft::new().choose(&question(choice), [choice]);
        self.urn.put(self.wave.accept(draft).unwrap());
    }

    /// Writes a batch if there are enough for one.
    pub(crate) async fn draw(&mut self, store: &SqlStore, random: &mut SplitMix64) -> bool {
        let Some(batch) = self.urn.draw(Seed::new(random_bytes(random))) else { return false };
        keep(store, batch, random).await;
        true
    }

    /// Writes what is left.
    pub(crate) async fn close(self, store: &SqlStore, random: &mut SplitMix64) {
        let Last::Batch(batch) = self.urn.close(Seed::new(random_bytes(random))) else { panic!("no batch") };
        keep(store, batch, random).await;
    }
}

async fn keep(store: &SqlStore, batch: bln_evidence::survey::Batch, random: &mut SplitMix64) {
    let (responses, _) = batch.into_parts();
    let kept = responses.iter().map(|response| {
        let key = AnswerKey::new(random_key(random)).unwrap();
        KeptResponse { key, answers: serde_json::to_string(response).unwrap() }
    });
    store.keep_answers(SurveyBatch::new(name(), kept.collect(), vec![]).unwrap()).await.unwrap();
}

fn name() -> SurveyName {
    SurveyName::parse("unlinkable").unwrap()
}

/// At which question an option is: each has as many as one can have.
fn question(option: &str) -> String {
    let number: usize = option[option.len() - 4..].parse().unwrap();
    format!("which-{}", number / Options::MOST)
}
