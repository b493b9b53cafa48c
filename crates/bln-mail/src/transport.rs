//! The port through which messages leave.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use bln_core::Repeat;

use crate::Message;

/// Takes a message and brings it on its way.
///
/// Whoever answers `Ok` has it: it survives a crash, or a server has answered for it. A transport that does not know
/// says so ([`TransportError::Unknown`]) and does not try again by itself: whether a second copy does harm is
/// [`repeat`](Transport::repeat)'s to tell and its caller's to decide.
///
/// [How to send](https://docs.rs/bln-mail) shows one of one's own.
#[async_trait]
pub trait Transport: fmt::Debug + Send + Sync {
    /// Takes a message.
    ///
    /// # Errors
    ///
    /// [`TransportError`].
    async fn send(&self, message: &Message) -> Result<(), TransportError>;

    /// What comes of handing over the same message twice.
    fn repeat(&self) -> Repeat;
}

/// Why a message did not leave, as far as is known. It carries no address and no words of a server, which may quote one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum TransportError {
    /// Not now. It was not taken, and may be tried again.
    #[error("mail.later")]
    Later {
        /// How long to wait at least, if that was said.
        after: Option<Duration>,
    },
    /// Never: trying again would fail again.
    #[error("{0}")]
    Never(Refused),
    /// It may have left. What was sent last was not answered.
    #[error("mail.unknown")]
    Unknown,
    /// Nothing leaves until somebody changes how this is set up. It is nobody's address that is at fault.
    #[error("{code}")]
    Misconfigured {
        /// What is wrong, as a stable code.
        code: &'static str,
    },
}

/// What was refused for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Refused {
    /// The address: nobody can be written to there.
    #[error("mail.address_refused")]
    Address,
    /// The message: its content or its size.
    #[error("mail.message_refused")]
    Message,
}

impl TransportError {
    /// The stable code, for programs and logs.
    pub const fn code(self) -> &'static str {
        match self {
            TransportError::Later { .. } => "mail.later",
            TransportError::Never(Refused::Address) => "mail.address_refused",
            TransportError::Never(Refused::Message) => "mail.message_refused",
            TransportError::Unknown => "mail.unknown",
            TransportError::Misconfigured { code } => code,
        }
    }
}
