//! The outbox: what goes in, who sends it, and what goes out.

use bln_core::{Broadcast, BroadcastContent, Id, Notice, NoticeState, Person, RecordRef};

use super::{
    commit::{following, require, unused},
    state::first_id,
    transaction::Transaction,
};
use crate::{NoticeRecord, Position, Rule, StoreError};

impl Transaction<'_> {
    pub(super) fn append_notice(&mut self, notice: Notice) -> Result<(), StoreError> {
        if let Some(issue) = notice.issue() {
            require(self.state().bulletins.contains_key(&issue), RecordRef::Bulletin(issue))?;
        }
        let key = (notice.id(), notice.recipient());
        unused(self.state().indexes.notice_ids.contains_key(&key))?;
        self.state().require_person(notice.recipient())?;
        if let Some(message) = notice.message() {
            require(self.state().messages.contains_key(&message), RecordRef::Message(message))?;
        }
        let position = following(self.state().outbox_last.get(&()).copied());
        self.set(|state| &mut state.outbox_last, (), Some(position));
        self.set(|state| &mut state.indexes.notice_ids, key, Some(position));
        let record = NoticeRecord { position, notice, state: NoticeState::Waiting };
        self.set(|state| &mut state.outbox, position, Some(record));
        Ok(())
    }

    /// In the order of the people's identifiers: another would tell in which they registered.
    pub(super) fn broadcast(&mut self, broadcast: Broadcast) -> Result<(), StoreError> {
        let event = broadcast.event();
        match broadcast.content() {
            BroadcastContent::Message(message) => {
                require(self.state().messages.contains_key(&message), RecordRef::Message(message))?;
            }
            BroadcastContent::Reminder { on } => {
                require(self.state().events.contains_key(&event), RecordRef::Event(event))?;
                if self.state().reminders.contains_key(&(event, on)) {
                    return Err(StoreError::Conflict { rule: Rule::ReminderOnce });
                }
                self.set(|state| &mut state.reminders, (event, on), Some(()));
            }
        }
        let registrations = self.state().registrations.range((event, first_id())..);
        let registrations = registrations.take_while(|((of, _), _)| *of == event);
        let notices = registrations.filter_map(|(_, stored)| broadcast.notice(&stored.record));
        let notices: Vec<Notice> = notices.collect();
        notices.into_iter().try_for_each(|notice| self.append_notice(notice))
    }

    pub(super) fn move_notice(
        &mut self,
        position: Position,
        before: NoticeState,
        after: NoticeState,
    ) -> Result<(), StoreError> {
        let as_read = self.state().outbox.get(&position).filter(|record| record.state == before);
        let Some(record) = as_read else {
            return Err(StoreError::Stale { record: RecordRef::Network });
        };
        let moved = NoticeRecord { state: after, ..record.clone() };
        self.set(|state| &mut state.outbox, position, Some(moved));
        Ok(())
    }

    pub(super) fn remove_notice(&mut self, position: Position) -> Result<(), StoreError> {
        if let Some(notice) = self.state().outbox.get(&position).map(|record| record.notice.clone()) {
            self.set(|state| &mut state.indexes.notice_ids, (notice.id(), notice.recipient()), None);
            self.set(|state| &mut state.outbox, position, None);
        }
        Ok(())
    }

    /// Gives a notice to somebody else, where it stands. One that they have already goes.
    pub(super) fn readdress_notice(
        &mut self,
        position: Position,
        recipient: Id<Person>,
    ) -> Result<(), StoreError> {
        let Some(record) = self.state().outbox.get(&position).cloned() else { return Ok(()) };
        self.remove_notice(position)?;
        let notice = addressed(&record.notice, recipient);
        let key = (notice.id(), recipient);
        if !self.state().indexes.notice_ids.contains_key(&key) {
            self.set(|state| &mut state.indexes.notice_ids, key, Some(position));
            self.set(|state| &mut state.outbox, position, Some(NoticeRecord { notice, ..record }));
        }
        Ok(())
    }
}

/// The same notice to somebody else. Of an issue of the bulletin it is the one that they would have had.
fn addressed(notice: &Notice, recipient: Id<Person>) -> Notice {
    let mut anew = match notice.issue() {
        Some(issue) => Notice::bulletin(issue, recipient, notice.at()),
        None => Notice::new(notice.id(), recipient, notice.kind(), notice.at()),
    };
    if let Some(event) = notice.event() {
        anew = anew.about(event);
    }
    if let Some(purpose) = notice.needs() {
        anew = anew.needing(purpose);
    }
    if let Some(message) = notice.message() {
        anew = anew.carrying(message);
    }
    anew
}
