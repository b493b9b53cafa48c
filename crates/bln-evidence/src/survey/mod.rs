//! Surveys that are anonymous by type, and results that give nobody away.
//!
//! 1. **Ask.** An [`Instrument`] is a list of [`Question`]s with stable identifiers. A [`Wave`] is one time that it
//!    is held: planned, open, closed. What respondents are promised ([`Anonymity`]) is chosen while it is planned, and
//!    from then on there is no method that changes it. Two waves can be compared where they asked the same
//!    ([`Instrument::differences`]).
//! 2. **Answer.** A person's [`Credential`] is spent in the [`Roll`], once. Then what they sent, a [`Draft`], becomes a
//!    [`Submission`] or a [`Report`] of everything that is wrong with it, and goes into the [`Urn`].
//! 3. **Keep.** The urn takes submissions apart, into a [`Response`] and what was written, and gives them out
//!    shuffled, those of at least `k` people at a time. Neither has a person, a ballot, a time, an identifier or a
//!    place in an order.
//! 4. **Count.** Only a closed wave has [`Results`], and all that comes out of them has been through
//!    [`publish`](crate::disclosure::publish): suppressed, rounded, audited and recorded in a ledger.
//!
//! # What is not promised
//!
//! That what people write does not tell who they are. That nobody who runs the machine while the wave is open can read
//! what is in its memory. That somebody who has the list of who was sent which credential, and watches the roll, does
//! not learn who has answered; what they answered is not in it.
//!
//! ```
//! use bln_evidence::disclosure::{Edition, Ledger, Policy};
//! use bln_evidence::survey::{
//!     Anonymity, BatchSize, Credential, Draft, Entry, Instrument, Item, Last, Options, Question, QuestionId,
//!     QuestionKind, Roll, Seed, Wave, WaveId, Wording,
//! };
//!
//! let leaving = QuestionId::parse("considered-leaving")?;
//! let question = Question::new(
//!     leaving.clone(),
//!     Wording::parse("Have you considered leaving the NHS in the last 3 years?")?,
//!     QuestionKind::Single(Options::parse([("yes", "Yes"), ("no", "No")])?),
//! );
//! let instrument = Instrument::new(Wording::parse("Working in the NHS")?, [question])?;
//! let promise = Anonymity::new(Entry::Ballot, BatchSize::default());
//! let wave = Wave::plan(WaveId::parse("leaders-2022")?, instrument, promise).open();
//!
//! // Everybody invited is sent 32 random bytes of their own; what is kept of them is a hash.
//! let mut roll = Roll::new(wave.id().clone());
//! for person in 0..150 {
//!     roll.issue(&Credential::new([person; 32]))?;
//! }
//! let mut urn = wave.urn();
//! for person in 0..123 {
//!     roll.spend(&Credential::new([person; 32]))?;
//!     let answer = if person < 63 { "yes" } else { "no" };
//!     urn.put(wave.accept(Draft::new().choose("considered-leaving", [answer]))?);
//! }
//! let Last::Batch(batch) = urn.close(Seed::new([7; 32])) else { return Err("too few answered".into()) };
//! let (responses, _what_was_written) = batch.into_parts();
//!
//! let wave = wave.close();
//! let results = wave.results(Some(roll.invited()), responses)?;
//! let (policy, mut ledger) = (Policy::nhs_sub_national(), Ledger::new());
//! let edition = Edition::new(1, "2022-05-31".parse()?);
//! let statistic = results.publish(&Item::Question(leaving), &[], &policy, &mut ledger, edition)?;
//! let yes = statistic.shares().next().ok_or("no answer")?;
//! assert_eq!((yes.people().to_string().as_str(), yes.percentage().to_string().as_str()), ("65", "52"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod anonymity;
mod ballot;
mod comparison;
mod draft;
mod error;
mod instrument;
mod names;
mod question;
mod response;
mod results;
mod shuffle;
mod statistic;
mod urn;
mod wave;

pub use anonymity::{Anonymity, BatchSize, Entry};
pub use ballot::{BallotHash, BallotState, Credential, Roll};
pub use comparison::Difference;
pub use draft::{Draft, DraftFault, DraftReason};
pub use error::{Report, SurveyError};
pub use instrument::{Fingerprint, Instrument, InstrumentFault, InstrumentReason};
pub use names::{OptionId, QuestionId, WaveId, Wording};
pub use question::{Choice, Condition, FreeText, Options, Question, QuestionKind};
pub use response::{FreeAnswer, Response, Submission};
pub use results::{Item, NotPublished, Results};
pub use shuffle::Seed;
pub use statistic::{Share, Statistic};
pub use urn::{Batch, Last, Urn};
pub use wave::{Closed, Open, Planned, Promise, Wave};
