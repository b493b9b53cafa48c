//! Faults in how a store reads.

use super::*;

impl Broken {
    /// Fails if it was made to.
    pub(super) fn answer_a_read(&self) -> Answer<()> {
        match *self.failing.lock().unwrap() {
            Some(Failing::Busy) if !self.is(Fault::ReadsWhileFailing) => Err(StoreError::Busy),
            Some(Failing::Backend) => Err(StoreError::Backend { code: "storage.sample" }),
            _ => Ok(()),
        }
    }

    /// A person without the joiners in their name.
    pub(super) fn stripped(&self, mut record: PersonRecord) -> PersonRecord {
        if self.is(Fault::StripsJoiners) {
            let person = record.person.record.clone();
            let joins = |c: char| matches!(c, '\u{200c}' | '\u{200d}');
            let name = person.name().written().replace(joins, "");
            let known_as = person.name().known_as().map(|text| Line::parse(text).unwrap());
            let name = PersonName::parse(name).unwrap().with_known_as(known_as);
            record.person.record = person.with_name(name);
        }
        record
    }

    /// An event with no more than the first thousand characters of its summary.
    pub(super) fn cut(&self, event: Event) -> Event {
        let Some(summary) = event.summary().filter(|_| self.is(Fault::CutsProse)) else { return event };
        let text: String = summary.as_str().chars().take(1_000).collect();
        let details = event.parts().details.clone().with_summary(Prose::parse(text).unwrap());
        Event::restore(EventParts { details, ..event.parts().clone() }).unwrap()
    }

    /// A page that begins where as many people have gone before as when its key was given out.
    pub(super) async fn page_by_offset(
        &self,
        after: Option<Id<Person>>,
        size: PageSize,
    ) -> Answer<Page<PersonRecord, Id<Person>>> {
        let skipped = after.and_then(|after| {
            let offsets = self.offsets.lock().unwrap();
            offsets.iter().rev().find(|(id, _)| *id == after).map(|(_, skipped)| *skipped)
        });
        let skipped = skipped.unwrap_or(0);
        let all = self.inner.person_page(None, PageSize::MAX).await?.items.into_iter().skip(skipped);
        let items = all.take(usize::from(size.number()) + 1).collect();
        let page = Page::from_one_more(items, size, |record: &PersonRecord| record.person.record.id());
        if let Some(next) = page.next {
            self.offsets.lock().unwrap().push((next, skipped + page.items.len()));
        }
        Ok(page)
    }

    /// Takes `_` in an address for any character.
    pub(super) async fn match_address(&self, pattern: &EmailAddress) -> Answer<Option<Id<Person>>> {
        let alike = |address: &EmailAddress| {
            let (pattern, address) = (pattern.as_str(), address.as_str());
            let mut pairs = pattern.chars().zip(address.chars());
            pattern.len() == address.len() && pairs.all(|(p, a)| p == '_' || p == a)
        };
        let all = self.inner.person_page(None, PageSize::MAX).await?.items;
        let found = all.into_iter().find(|record| record.person.record.emails().iter().any(alike));
        Ok(found.map(|record| record.person.record.id()))
    }

    /// Waits for one of three readers, and does not give it back when nobody waits for the answer any more.
    pub(super) async fn take_reader(&self) -> Answer<()> {
        if self.is(Fault::KeepsReaders) {
            if self.reading.load(Ordering::SeqCst) == 3 {
                return Err(StoreError::Busy);
            }
            self.reading.fetch_add(1, Ordering::SeqCst);
            tokio::task::yield_now().await;
            self.reading.fetch_sub(1, Ordering::SeqCst);
        }
        Ok(())
    }

    /// Leaves out the last entry but one while a commit is under way, as if that were not done yet.
    pub(super) fn out_of_order<T, K>(&self, mut page: Page<T, K>) -> Page<T, K> {
        let under_way = self.committing.load(Ordering::SeqCst) > 0 && page.next.is_none();
        if self.is(Fault::ShowsLaterPositionsFirst) && under_way && page.items.len() > 2 {
            page.items.remove(page.items.len() - 2);
        }
        page
    }

    /// Whether a receipt is one of the last three hundred.
    pub(super) fn remembers(&self, key: &ReceiptKey) -> bool {
        let answered = self.answered.lock().unwrap();
        !self.is(Fault::ForgetsReceipts) || answered.iter().rev().take(300).any(|kept| kept == key)
    }
}

/// A receipt with its instant to the millisecond.
pub(super) fn to_the_millisecond(mut receipt: Receipt) -> Receipt {
    let micros = i64::from(receipt.at.utc().timestamp_subsec_micros() % 1_000);
    receipt.at = receipt.at.plus(TimeDelta::microseconds(-micros));
    receipt
}

/// Seats with as much of their last number as thirty-two bits hold.
pub(super) fn to_thirty_two_bits(seats: Seats) -> Seats {
    Seats::from_parts(SeatsParts {
        event: seats.event(),
        in_person: seats.pool(Mode::InPerson),
        online: seats.pool(Mode::Online),
        waiting: seats.waiting(),
        last_sequence: Sequence::new(seats.last_sequence().number() & u64::from(u32::MAX)),
        intake: seats.intake(),
    })
    .unwrap()
}
