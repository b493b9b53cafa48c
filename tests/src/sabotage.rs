//! Stores that are wrong on purpose, so that the checks are seen to fail.

use std::sync::Arc;

use async_trait::async_trait;
use bln_core::{AuditEntry, Id, Notice};
use bln_store::{Changes, Pin, Receipt, Store, StoreError, Write};
use tokio::sync::{Mutex, Semaphore};
use uuid::Uuid;

use crate::{Between, Wrapped};

/// How a store is wrong.
#[derive(Debug, Clone)]
pub enum Sabotage {
    /// The last step of every second and later change of a registration is not kept.
    LosesASecondStep,
    /// What is to be sent is not kept.
    LosesNotices,
    /// What was answered is not kept.
    LosesReceipts,
    /// What was done and what is to be sent is kept twice.
    CommitsTwice,
    /// The notices and receipts come in a commit of their own, after the rest.
    CommitsInHalves,
    /// Pins are not looked at.
    IgnoresPins,
    /// Neither are versions: who writes last has written.
    IgnoresVersions,
    /// The answer to a commit comes before it is done.
    AnswersTooEarly,
    /// Not wrong, but held up: a commit waits for a permit of this semaphore.
    Waits(Arc<Semaphore>),
}

/// A store that is wrong on purpose.
pub type Sabotaged = Wrapped<Saboteur>;

/// Makes a store wrong.
#[derive(Debug)]
pub struct Saboteur {
    sabotage: Sabotage,
    /// Held while a commit that was answered too early is under way, so that reads see it nevertheless; and while
    /// the versions are read that a commit is to find.
    under_way: Arc<Mutex<()>>,
}

impl Sabotaged {
    /// A store over a good one.
    pub fn new(inner: Arc<dyn Store>, sabotage: Sabotage) -> Self {
        Wrapped::over(inner, Saboteur { sabotage, under_way: Arc::default() })
    }
}

#[async_trait]
impl Between for Saboteur {
    async fn commit(&self, inner: &Arc<dyn Store>, changes: Changes) -> Result<(), StoreError> {
        let mut parts = Parts::of(changes);
        match &self.sabotage {
            Sabotage::LosesASecondStep => {
                for write in &mut parts.writes {
                    if let Write::Registration(change) = write
                        && change.expected.is_some()
                    {
                        change.steps.pop();
                    }
                }
            }
            Sabotage::LosesNotices => parts.outbox.clear(),
            Sabotage::LosesReceipts => parts.receipts.clear(),
            Sabotage::CommitsTwice => {
                let (audit, outbox) = (parts.audit.clone(), parts.outbox.clone());
                parts.audit.extend(audit.into_iter().map(again));
                parts.outbox.extend(outbox.into_iter().map(sent_again));
            }
            Sabotage::CommitsInHalves => {
                let late = Parts {
                    outbox: std::mem::take(&mut parts.outbox),
                    receipts: std::mem::take(&mut parts.receipts),
                    ..Parts::of(Changes::new(again(parts.audit[0].clone())))
                };
                inner.commit(parts.together()).await?;
                tokio::task::yield_now().await;
                return inner.commit(late.together()).await;
            }
            Sabotage::IgnoresPins => parts.pins.clear(),
            Sabotage::IgnoresVersions => {
                let _alone = self.under_way.lock().await;
                parts.pins.clear();
                for write in &mut parts.writes {
                    expect_what_is_there(&**inner, write).await?;
                }
                return inner.commit(parts.together()).await;
            }
            Sabotage::AnswersTooEarly => {
                let guard = Arc::clone(&self.under_way).lock_owned().await;
                let inner = Arc::clone(inner);
                tokio::spawn(async move {
                    let _nobody_is_told = inner.commit(parts.together()).await;
                    drop(guard);
                });
                return Ok(());
            }
            Sabotage::Waits(semaphore) => {
                let permit = semaphore.acquire().await;
                let committed = inner.commit(parts.together()).await;
                drop(permit);
                return committed;
            }
        }
        inner.commit(parts.together()).await
    }

    async fn before_read(&self) -> Result<(), StoreError> {
        drop(self.under_way.lock().await);
        Ok(())
    }
}

/// A change set taken apart.
struct Parts {
    pins: Vec<Pin>,
    writes: Vec<Write>,
    audit: Vec<AuditEntry>,
    outbox: Vec<Notice>,
    receipts: Vec<Receipt>,
}

impl Parts {
    fn of(changes: Changes) -> Self {
        let pins = changes.pins().to_vec();
        let (writes, audit, outbox, receipts) = changes.into_parts();
        Self { pins, writes, audit, outbox, receipts }
    }

    fn together(self) -> Changes {
        let mut audit = self.audit.into_iter();
        let first = Changes::new(audit.next().unwrap());
        let mut changes = audit.fold(first, Changes::audited);
        changes = self.pins.into_iter().fold(changes, |changes, pin| changes.pin(pin.record, pin.version));
        changes = self.writes.into_iter().fold(changes, Changes::write);
        changes = self.outbox.into_iter().fold(changes, Changes::notify);
        self.receipts.into_iter().fold(changes, Changes::answered)
    }
}

/// An identifier that follows from another, and that nobody else has.
fn other<K>(id: Id<K>) -> Id<K> {
    Id::new(Uuid::from_u128(id.uuid().as_u128() ^ (1 << 127)))
}

fn again(entry: AuditEntry) -> AuditEntry {
    AuditEntry::new(other(entry.id()), entry.at(), entry.actor(), entry.action(), entry.subject().clone())
}

fn sent_again(notice: Notice) -> Notice {
    let copy = Notice::new(other(notice.id()), notice.recipient(), notice.kind(), notice.at());
    match notice.event() {
        Some(event) => copy.about(event),
        None => copy,
    }
}

/// Makes a write expect the version that is there now.
async fn expect_what_is_there(store: &dyn Store, write: &mut Write) -> Result<(), StoreError> {
    match write {
        Write::Person(person, expected) => {
            *expected = store.person(person.id()).await?.map(|stored| stored.person.version).into();
        }
        Write::Membership(membership, expected) => {
            *expected = store.membership(membership.person()).await?.map(|stored| stored.version).into();
        }
        Write::Event(event, expected) => {
            *expected = store.event(event.id()).await?.map(|stored| stored.version).into();
        }
        Write::Seats(seats, expected) => {
            *expected = store.seats(seats.event()).await?.map(|stored| stored.version).into();
        }
        Write::Consent { person, expected, .. } => {
            *expected = store.consent_ledger(*person).await?.map(|stored| stored.version).into();
        }
        Write::Registration(change) => {
            let (event, person) = (change.registration.event(), change.registration.person());
            change.expected = store.registration(event, person).await?.map(|stored| stored.version);
            let known = store.registration_history(event, person).await?.len();
            for (step, ordinal) in change.steps.iter_mut().zip(u32::try_from(known).unwrap() + 1..) {
                step.ordinal = ordinal;
            }
        }
        Write::Characteristics(sealed, expected) => {
            *expected = store.characteristics(sealed.person()).await?.map(|stored| stored.version).into();
        }
        // The others are not written by what is sabotaged.
        _ => {}
    }
    Ok(())
}
