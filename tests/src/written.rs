//! Everything that a store keeps in the order of its commits.

use bln_core::{Action, AuditEntry, Notice, RecordRef};
use bln_store::{PageSize, Position, Store};

/// What was written, oldest first.
#[derive(Debug, Default)]
pub struct Written {
    /// The audit.
    pub audit: Vec<AuditEntry>,
    /// The outbox.
    pub outbox: Vec<Notice>,
}

impl Written {
    /// Reads everything after these positions of audit and outbox.
    pub async fn after(store: &dyn Store, audit: Option<Position>, outbox: Option<Position>) -> Self {
        let (mut written, mut after) = (Self::default(), audit);
        loop {
            let page = store.audit_page(after, PageSize::MAX).await.unwrap();
            written.audit.extend(page.items.into_iter().map(|record| record.entry));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        after = outbox;
        loop {
            let page = store.outbox_page(after, PageSize::MAX).await.unwrap();
            written.outbox.extend(page.items.into_iter().map(|record| record.notice));
            after = page.next;
            if after.is_none() {
                return written;
            }
        }
    }

    /// Reads everything.
    pub async fn of(store: &dyn Store) -> Self {
        Self::after(store, None, None).await
    }

    /// Where in the audit something was done to a record, from 0, each time.
    pub fn done<'a>(&'a self, action: Action, subject: &'a RecordRef) -> impl Iterator<Item = usize> + 'a {
        let this = move |entry: &AuditEntry| entry.action() == action && entry.subject() == subject;
        self.audit.iter().enumerate().filter(move |(_, entry)| this(entry)).map(|(place, _)| place)
    }
}
