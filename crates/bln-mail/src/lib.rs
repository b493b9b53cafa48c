//! Letters and bulletins of a staff network: what is told becomes a message to one person, and leaves.
//!
//! Nothing here decides who may be written to; that is `bln-core`'s consent and `bln-service`'s dispatch. This crate
//! takes what is to be told, in types that hide nothing, writes it as HTML and as text that say the same, and hands it
//! to a transport.
//!
//! # A bulletin
//!
//! An issue is *composed* of sections, *rendered* once, and written for each reader:
//!
//! ```
//! use bln_core::{
//!     EmailAddress, Id, Line, Link, LocalTime, Modes, NetworkProfile, PersonName, Schedule, TimeZone,
//! };
//! use bln_mail::{Composed, EventItem, Folder, Issue, Letterhead, Links, Markdown, Place, Section, Transport};
//! use bln_seal::Token;
//!
//! # async fn send() -> Result<(), Box<dyn std::error::Error>> {
//! let news = Section::News {
//!     heading: Line::parse("Trusts tell how they appoint")?,
//!     body: Markdown::parse("Of 12 trusts, **9** publish their figures.")?,
//! };
//! let at = |wall| LocalTime::parse(wall, TimeZone::LONDON);
//! let events = Section::Events {
//!     heading: Line::parse("Coming up")?,
//!     events: vec![EventItem {
//!         title: Line::parse("Board ready")?,
//!         when: Schedule::new(at("2027-04-15T18:00")?, at("2027-04-15T19:30")?)?,
//!         place: Some(Place::Attended(Modes::Online)),
//!         link: Some(Link::parse("https://network.example.org/events/17")?),
//!     }],
//!     more: 0,
//! };
//! let composed = Composed::new(Line::parse("What we did in March")?, None, vec![news, events])?;
//!
//! let links = Links::new(&Link::parse("https://network.example.org")?)?;
//! let from = EmailAddress::parse("bulletin@mail.example.org")?;
//! let letterhead = Letterhead::new(&NetworkProfile::bln()?, from, links)?;
//! let issue = Issue::render(&composed, &letterhead)?;
//!
//! // For each reader: their address, their name, their notice, their way out.
//! let message = issue.message(
//!     EmailAddress::parse("sample.person.17@example.org")?,
//!     &PersonName::parse("Sample Person 17")?,
//!     Id::new(uuid::Uuid::from_u128(17)),
//!     &Token::from_random([7; 32]),
//!     "2027-03-31T09:00:00Z".parse()?,
//! )?;
//! # let folder = tempfile::tempdir()?;
//! # let folder = folder.path();
//! Folder::open(folder)?.send(&message).await?;
//! # Ok(())
//! # }
//! # tokio::runtime::Builder::new_current_thread().build()?.block_on(send())?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A [`Message`] has one address: one to two people cannot be made. What a network has resolved to be sent
//! ([`bln_core::Issue`]) becomes an issue by [`Composed::of`].
//!
//! # A letter
//!
//! [`Letterhead::letter`] has words for every [`NoticeKind`](bln_core::NoticeKind). With the feature `service`,
//! `Postman` is the sender of a network: it writes each letter that is dispatched and hands it to a transport, no faster
//! than its [`Rate`].
//!
//! # Transports
//!
//! | transport | feature | twice is |
//! | --- | --- | --- |
//! | [`Folder`] | | harmless |
//! | `Smtp`, a mail server | `smtp` | maybe two copies, under one identifier |
//! | `Notify`, GOV.UK Notify | `notify` | maybe two copies |
//! | your own [`Transport`] | | what it says |
//!
//! Without features there is neither an async runtime nor TLS in this crate.
//!
//! # What comes back
//!
//! [`Bounce::read`] reads a mail server's report, `Receipt::read` one of Notify's; both say what became of which notice,
//! and [`bln_core::bounce::holds_address`] when to stop. [`OneClick`] reads the request by which a mail program
//! unsubscribes its user.
//!
//! Who opens a letter or follows its links is not counted, anywhere: there is no image in a letter, and links lead where
//! they say.

mod bounce;
mod composed;
mod error;
mod folder;
mod header;
mod issue;
mod letterhead;
mod letters;
mod links;
mod markdown;
mod message;
mod message_id;
#[cfg(feature = "notify")]
mod notify;
mod one_click;
#[cfg(feature = "service")]
mod postman;
mod quoted_printable;
mod rate;
mod render;
#[cfg(feature = "smtp")]
mod smtp;
mod template;
mod transport;
mod tree;
mod when;

pub use bln_core::Repeat;
pub use bounce::{Bounce, Status};
pub use composed::{Composed, EventItem, Place, RecognitionItem, Section, TestimonialItem};
pub use error::ContentError;
pub use folder::Folder;
pub use header::HeaderText;
pub use issue::Issue;
pub use letterhead::Letterhead;
pub use letters::LetterDraft;
pub use links::Links;
pub use markdown::Markdown;
pub use message::Message;
pub use message_id::MessageId;
#[cfg(feature = "notify")]
pub use notify::{Notify, NotifyConfig, NotifyConfigError, NotifyKey, Receipt};
pub use one_click::OneClick;
#[cfg(feature = "service")]
pub use postman::Postman;
pub use rate::Rate;
#[cfg(feature = "smtp")]
pub use smtp::{Security, Smtp, SmtpConfig, SmtpConfigError};
pub use transport::{Refused, Transport, TransportError};

/// The samples of the guide to sending, compiled with the documentation tests.
#[cfg(all(doctest, feature = "smtp", feature = "notify", feature = "service"))]
#[doc = include_str!("../../../docs/how-to-send.md")]
struct HowToSend;
