//! What is due, read from the store and decided by the schedule.

use std::collections::BTreeMap;

use bln_core::{
    Action, Characteristic, Event, Id, Instant, Limits, Person, PurposeCode, RecordRef, RetentionSchedule,
    SealedCharacteristics, Testimonial,
    retention::{self, Category},
};
use bln_store::{Discarded, Older, PageSize, PersonRecord};
use chrono::TimeDelta;

use super::{Over, RetentionReport};
use crate::{NetworkError, as_read::PersonAsRead, gate::Entered};

/// What becomes of a record whose period is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Due {
    /// It goes.
    Goes,
    /// It stays for now: [`retention::is_kept_back`].
    IsKeptBack,
}

/// One look at everything that has a period, at one instant.
pub(super) struct Sweep<'a> {
    schedule: &'a RetentionSchedule,
    now: Instant,
    over: BTreeMap<Category, Over>,
}

impl<'a> Sweep<'a> {
    pub(super) fn new(schedule: &'a RetentionSchedule, now: Instant) -> Self {
        let over = Category::ALL.into_iter().map(|category| (category, Over::default())).collect();
        Self { schedule, now, over }
    }

    pub(super) fn report(self) -> RetentionReport {
        RetentionReport { at: self.now, over: self.over }
    }

    /// Before which instant what is forgotten by its age alone is forgotten. What is at the cutoff goes as well, so it is
    /// the next instant there is; a day goes when the cutoff lies on a later one.
    pub(super) fn discards_before(&self, kind: Discarded) -> Instant {
        let Some(category) = category_of(kind) else { return self.now.plus(TimeDelta::MIN) };
        let cutoff = self.schedule.rule(category).cutoff(self.now);
        match kind {
            Discarded::RightsRequests => cutoff,
            _ => cutoff.plus(TimeDelta::microseconds(1)),
        }
    }

    pub(super) fn counts(&mut self, kind: Discarded, older: Older) {
        if let Some(category) = category_of(kind) {
            self.over.insert(category, Over { due: older.records, oldest: older.oldest, held: 0 });
        }
    }

    /// When people last said what they need, as far as the audit tells. Nothing is read unless somebody said anything.
    pub(super) async fn access_needs_said(
        &self,
        gate: &Entered<'_>,
    ) -> Result<BTreeMap<Id<Person>, Instant>, NetworkError> {
        let mut said = BTreeMap::new();
        let one = PageSize::new(1).unwrap_or(PageSize::MAX);
        if gate.store().characteristics_page(None, one).await?.items.is_empty() {
            return Ok(said);
        }
        let mut after = None;
        loop {
            let page = gate.store().audit_page(after, PageSize::MAX).await?;
            for entry in page.items.iter().map(|record| &record.entry) {
                let about = entry.purpose().is_none_or(|purpose| purpose == PurposeCode::AccessNeeds);
                if let (Action::RecordCharacteristic, RecordRef::Characteristics(person), true) =
                    (entry.action(), entry.subject(), about)
                {
                    said.entry(*person)
                        .and_modify(|at: &mut Instant| *at = entry.at().max(*at))
                        .or_insert(entry.at());
                }
            }
            after = page.next;
            if after.is_none() {
                return Ok(said);
            }
        }
    }

    /// Whether somebody's access needs are due: counted from their last event, or from when they said it if that is
    /// later. Of whom neither is known nothing is due.
    pub(super) async fn access_needs(
        &mut self,
        gate: &Entered<'_>,
        sealed: &SealedCharacteristics,
        said: &BTreeMap<Id<Person>, Instant>,
    ) -> Result<Option<Due>, NetworkError> {
        let person = sealed.person();
        if sealed.value(Characteristic::AccessNeeds).is_none() {
            return Ok(None);
        }
        let mut since = said.get(&person).copied();
        let mut after = None;
        loop {
            let page = gate.store().person_registrations(person, after, PageSize::MAX).await?;
            for stored in page.items {
                let event = gate.store().event(stored.record.event()).await?;
                since = since.max(event.map(|event| event.record.schedule().ends_at()));
            }
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        match since.filter(|since| self.is_over(Category::AccessNeeds, *since)) {
            Some(since) => {
                let due = kept_back(gate, person).await?;
                Ok(Some(self.note(Category::AccessNeeds, due, since, 1)))
            }
            None => Ok(None),
        }
    }

    /// Whether somebody's words are due: those that may not be shown any more, and are shown nowhere.
    pub(super) async fn testimonial(
        &mut self,
        gate: &Entered<'_>,
        testimonial: &Testimonial,
    ) -> Result<Option<Due>, NetworkError> {
        let places = gate.store().testimonial_uses(testimonial.id()).await?;
        let places = places.iter().map(|stored| &stored.record);
        let Some(since) = retention::of_testimonial(testimonial, places, self.schedule, self.now) else {
            return Ok(None);
        };
        let due = kept_back(gate, testimonial.person()).await?;
        Ok(Some(self.note(Category::Testimonials, due, since, 1)))
    }

    /// Whether what was written for an event is due, and there is any. It is of nobody in particular, so no hold keeps it.
    pub(super) async fn messages(
        &mut self,
        gate: &Entered<'_>,
        event: &Event,
    ) -> Result<Option<Due>, NetworkError> {
        let ended = event.schedule().ends_at();
        if !self.is_over(Category::SafeSpaceMessages, ended) {
            return Ok(None);
        }
        match gate.store().to_dispose(event.id()).await? {
            0 => Ok(None),
            records => Ok(Some(self.note(Category::SafeSpaceMessages, Due::Goes, ended, records))),
        }
    }

    /// Whether it is time to forget who came to an event: of safe spaces alone.
    pub(super) fn attendance_is_over(&self, event: &Event) -> bool {
        let ended = event.schedule().ends_at();
        event.confidentiality().is_strict() && self.is_over(Category::SafeSpaceAttendance, ended)
    }

    /// What becomes of a registration for an event of which that is over.
    pub(super) async fn attendance(
        &mut self,
        gate: &Entered<'_>,
        event: &Event,
        person: Id<Person>,
    ) -> Result<Due, NetworkError> {
        let due = kept_back(gate, person).await?;
        Ok(self.note(Category::SafeSpaceAttendance, due, event.schedule().ends_at(), 1))
    }

    /// Whether somebody who does not belong any more is due, and as what.
    pub(super) async fn person(
        &mut self,
        gate: &Entered<'_>,
        record: &PersonRecord,
    ) -> Result<Option<(Due, Category)>, NetworkError> {
        let Some(membership) = record.membership.as_ref().map(|membership| &membership.record) else {
            return Ok(None);
        };
        let Some(category) = retention::of_membership(membership, self.schedule, self.now) else {
            return Ok(None);
        };
        let limits = record.limits.as_ref().map(|limits| &limits.record);
        let due = kept_back_by(gate, record.person.record.id(), limits).await?;
        Ok(Some((self.note(category, due, membership.current().from(), 1), category)))
    }

    fn is_over(&self, category: Category, since: Instant) -> bool {
        self.schedule.rule(category).is_over(since, self.now)
    }

    fn note(&mut self, category: Category, due: Due, since: Instant, records: u64) -> Due {
        let over = self.over.entry(category).or_default();
        match due {
            Due::Goes => {
                over.due = over.due.saturating_add(records);
                over.oldest = Some(over.oldest.map_or(since, |oldest| oldest.min(since)));
            }
            Due::IsKeptBack => over.held = over.held.saturating_add(records),
        }
        due
    }
}

/// As which category a kind is forgotten. `None`: by no rule, and so never.
const fn category_of(kind: Discarded) -> Option<Category> {
    match kind {
        Discarded::Receipts => Some(Category::Receipts),
        Discarded::Links => Some(Category::Links),
        Discarded::Suppressions => Some(Category::Suppressions),
        Discarded::Notices => Some(Category::Notices),
        Discarded::RightsRequests => Some(Category::RightsRequests),
        _ => None,
    }
}

/// The record of somebody whose details go, as it is now; `None` if something keeps them by now. What is done away on
/// this must find the record as it was read.
pub(super) async fn still_goes(
    gate: &Entered<'_>,
    person: Id<Person>,
) -> Result<Option<PersonAsRead>, NetworkError> {
    let Some(record) = gate.store().person(person).await? else { return Ok(None) };
    let limits = record.limits.as_ref().map(|limits| &limits.record);
    let due = kept_back_by(gate, person, limits).await?;
    Ok((due == Due::Goes).then(|| PersonAsRead::of(&record)))
}

async fn kept_back(gate: &Entered<'_>, person: Id<Person>) -> Result<Due, NetworkError> {
    let record = gate.store().person(person).await?;
    let limits = record.as_ref().and_then(|record| record.limits.as_ref()).map(|limits| &limits.record);
    kept_back_by(gate, person, limits).await
}

async fn kept_back_by(
    gate: &Entered<'_>,
    person: Id<Person>,
    limits: Option<&Limits>,
) -> Result<Due, NetworkError> {
    let requests = gate.store().rights_requests_of(person).await?;
    let kept = retention::is_kept_back(limits, requests.iter().map(|stored| &stored.record));
    Ok(if kept { Due::IsKeptBack } else { Due::Goes })
}
