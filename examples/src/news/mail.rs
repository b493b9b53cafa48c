//! How the season's letters leave: all of them are written, and of each issue the first are kept to be looked at.

use std::{
    num::NonZeroU32,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use async_trait::async_trait;
use bln_core::{EmailAddress, Link, NetworkProfile, Repeat};
use bln_mail::{Folder, Letterhead, Links, Message, Postman, Rate, Transport, TransportError};
use bln_service::{Clock, Letter, SendError, Sender};
use chrono::TimeDelta;

use crate::season::SeasonError;

/// Of each issue so many letters are kept.
const KEPT: u64 = 10;

/// A sender that writes bulletins as they would leave, and takes every other letter without writing it.
#[derive(Debug)]
pub(super) struct Mail {
    postman: Postman<First>,
    /// How many bulletins left since the last issue began.
    issues: AtomicU64,
    kept: Arc<AtomicU64>,
}

/// A transport that brings the first letters of each issue into a folder, and the others nowhere.
#[derive(Debug)]
struct First {
    folder: Option<Folder>,
    kept: Arc<AtomicU64>,
}

impl Mail {
    pub(super) fn open(
        network: &NetworkProfile,
        clock: Arc<dyn Clock>,
        folder: Option<PathBuf>,
    ) -> Result<Self, SeasonError> {
        let folder = folder.map(Folder::open).transpose().map_err(SeasonError::Mail)?;
        let links = Links::new(&Link::parse("https://network.example.org")?)?;
        let from = EmailAddress::parse("bulletin@mail.example.org")?;
        let letterhead = Letterhead::new(network, from, links)?;
        // A season has no mail server to be gentle with.
        let rate = Rate::new(NonZeroU32::MAX, TimeDelta::seconds(1), clock.now());
        let kept = Arc::new(AtomicU64::new(0));
        let transport = First { folder, kept: Arc::clone(&kept) };
        Ok(Self {
            postman: Postman::new(transport, letterhead, rate, clock),
            issues: AtomicU64::new(0),
            kept,
        })
    }

    pub(super) fn next_issue(&self) {
        self.issues.store(0, Ordering::Relaxed);
        self.kept.store(0, Ordering::Relaxed);
    }

    pub(super) fn issues_left(&self) -> u64 {
        self.issues.load(Ordering::Relaxed)
    }
}

#[async_trait]
impl Sender for Mail {
    async fn send(&self, letter: Letter) -> Result<(), SendError> {
        if letter.issue.is_none() {
            return Ok(());
        }
        self.postman.send(letter).await?;
        self.issues.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    fn repeat(&self) -> Repeat {
        Repeat::Harmless
    }
}

#[async_trait]
impl Transport for First {
    async fn send(&self, message: &Message) -> Result<(), TransportError> {
        match &self.folder {
            Some(folder) if self.kept.fetch_add(1, Ordering::Relaxed) < KEPT => folder.send(message).await,
            _ => Ok(()),
        }
    }

    fn repeat(&self) -> Repeat {
        Repeat::Harmless
    }
}
