//! The port through which letters leave.

use std::{fmt, sync::Arc};

use async_trait::async_trait;
use bln_core::{
    EmailAddress, Id, Issue, LinkAction, Notice, NoticeKind, PersonName, Prose, Repeat, ToldEvent,
};
use bln_seal::Token;
use chrono::TimeDelta;

/// Takes letters and brings them to their recipients: a mail server, or the queue of one.
///
/// What became of a letter that was handed over and not settled, because the process ended in between, is not known. A
/// sender that knows a repetition by its [identifier](Letter::notice) is handed it again, with new links; those of before
/// go on working. Of any other sender a person decides: see [`Network::parked_notices`](crate::Network::parked_notices).
#[async_trait]
pub trait Sender: fmt::Debug + Send + Sync {
    /// Takes a letter. Whoever answers `Ok` has it, and sees to it that it is not lost.
    ///
    /// # Errors
    ///
    /// [`SendError`]. After [`Later`](SendError::Later) and [`Never`](SendError::Never) the letter must not arrive.
    async fn send(&self, letter: Letter) -> Result<(), SendError>;

    /// What handing over the same letter twice does.
    fn repeat(&self) -> Repeat;
}

/// Why a letter was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum SendError {
    /// Not now: it is tried again, but not before so long.
    #[error("the letter was not taken; it is tried again later")]
    Later {
        /// How long to wait.
        after: TimeDelta,
    },
    /// Not to this address: it is not tried again.
    #[error("the letter was refused for good")]
    Never,
    /// It may have been taken, or not: the connection was lost before the answer. It is not tried again unless a person
    /// decides so.
    #[error("nobody knows whether the letter was taken")]
    Unknown,
}

impl SendError {
    /// Not now, and not before ten minutes have passed: for a sender that was told nothing better.
    pub const LATER: SendError = SendError::Later { after: TimeDelta::minutes(10) };
}

/// One letter to one person.
///
/// It is used up by sending it: it holds the only copy of its links' tokens, so it cannot be cloned. `Debug` shows
/// neither the recipient nor a token.
pub struct Letter {
    /// Where it goes: to one address by type, so that no recipient sees another.
    pub to: EmailAddress,
    /// The name to address the person by.
    pub name: PersonName,
    /// The identifier of the notice, the same at each attempt: for a Message-ID (RFC 5322, 3.6.4).
    pub notice: Id<Notice>,
    /// What it tells. The words are a template's business.
    pub kind: NoticeKind,
    /// The event that it is about, as it is when the letter leaves.
    pub event: Option<ToldEvent>,
    /// The words of the message that it brings.
    pub words: Option<Prose<2000>>,
    /// The issue of the bulletin that it brings, as it is when the letter leaves: one for all its readers.
    pub issue: Option<Arc<Issue>>,
    /// What its reader can do by it, each once. A letter with [`LinkAction::Unsubscribe`] names that link in
    /// `List-Unsubscribe` as well (RFC 8058).
    pub links: Vec<(LinkAction, Token)>,
}

impl fmt::Debug for Letter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let links: Vec<_> = self.links.iter().map(|(action, _)| action.kind()).collect();
        f.debug_struct("Letter")
            .field("notice", &self.notice)
            .field("kind", &self.kind)
            .field("event", &self.event)
            .field("links", &links)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use bln_core::{Line, PurposeCode};

    use super::*;

    #[test]
    fn a_letter_shows_neither_its_recipient_nor_what_it_says_nor_a_token() {
        let token = Token::from_random([0xab; 32]);
        let text = token.reveal();
        let letter = Letter {
            to: EmailAddress::parse("sample.person.17@example.org").unwrap(),
            name: PersonName::parse("Sample Person 17").unwrap(),
            notice: Id::new(uuid::Uuid::from_u128(1)),
            kind: NoticeKind::MessageToAttendees,
            event: None,
            words: Some(Prose::parse("The room has changed").unwrap()),
            issue: Some(Arc::new(Issue::new(Line::parse("Nine trusts").unwrap(), []))),
            links: vec![(LinkAction::Unsubscribe { purpose: PurposeCode::Bulletin }, token)],
        };
        let shown = format!("{letter:?}");
        for secret in ["sample", "Sample", "room", "Nine", &text, "171"] {
            assert!(!shown.contains(secret), "{shown}");
        }
        assert!(shown.contains("Unsubscribe") && shown.contains("MessageToAttendees"), "{shown}");
    }
}
