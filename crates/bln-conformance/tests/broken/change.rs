//! Faults in how a store writes.

use super::*;

impl Broken {
    /// A write at whatever version its record has by now: a person's only, unless the fault is of all kinds.
    async fn at_any_version(&self, write: Write) -> Answer<Write> {
        let checks = self.is(Fault::ChecksThenWrites);
        if !checks && !matches!(write, Write::Person(..)) {
            return Ok(write);
        }
        let (record, expected) = (write.record(), expected(&write));
        let Some(expected) = expected else { return Ok(write) };
        if checks {
            if Expected::from(self.version(&record).await?) != expected {
                return Err(StoreError::Stale { record });
            }
            thread::sleep(Duration::from_millis(5));
        }
        let now = self.version(&record).await?;
        Ok(expecting(write, now.into()))
    }

    /// Does what a store does that was made to fail in this way.
    async fn commit_failing(&self, changes: Changes, how: Failing) -> Answer<()> {
        let torn = |part: &str| !self.is(Fault::TearsWhatIsUnknown) || part != "receipts";
        let (done, error) = match how {
            Failing::Busy => (self.is(Fault::DoesWhatItRefuses), StoreError::Busy),
            Failing::Backend => {
                (self.is(Fault::DoesWhatItRefuses), StoreError::Backend { code: "storage.sample" })
            }
            Failing::UnknownDone => (true, StoreError::UnknownOutcome),
            Failing::UnknownNotDone => (false, StoreError::UnknownOutcome),
        };
        if done {
            self.inner.commit(rebuilt(&changes, torn)).await?;
        }
        Err(error)
    }

    async fn version(&self, record: &RecordRef) -> Answer<Option<Version>> {
        Ok(match record {
            RecordRef::Organisation(code) => self.inner.organisation(*code).await?.map(|it| it.version),
            RecordRef::Person(id) => self.inner.person(*id).await?.map(|it| it.person.version),
            RecordRef::Membership(id) => self.inner.membership(*id).await?.map(|it| it.version),
            RecordRef::Consent(id) => self.inner.consent_ledger(*id).await?.map(|it| it.version),
            RecordRef::Event(id) => self.inner.event(*id).await?.map(|it| it.version),
            RecordRef::Seats(id) => self.inner.seats(*id).await?.map(|it| it.version),
            RecordRef::Registration { event, person } => {
                self.inner.registration(*event, *person).await?.map(|it| it.version)
            }
            RecordRef::Characteristics(id) => self.inner.characteristics(*id).await?.map(|it| it.version),
            RecordRef::Limits(id) => {
                self.inner.person(*id).await?.and_then(|record| record.limits).map(|it| it.version)
            }
            RecordRef::RightsRequest(id) => self.inner.rights_request(*id).await?.map(|it| it.version),
            RecordRef::Facilitation { event, person } => {
                self.inner.facilitation(*event, *person).await?.map(|it| it.version)
            }
            RecordRef::Theme(id) => self.inner.theme(*id).await?.map(|it| it.version),
            RecordRef::Testimonial(id) => self.inner.testimonial(*id).await?.map(|it| it.version),
            RecordRef::TestimonialUse(id) => self.inner.testimonial_use(*id).await?.map(|it| it.version),
            RecordRef::Recognition(id) => self.inner.recognition(*id).await?.map(|it| it.version),
            RecordRef::Resource(id) => self.inner.resource(*id).await?.map(|it| it.version),
            RecordRef::Initiative(id) => self.inner.initiative(*id).await?.map(|it| it.version),
            RecordRef::Legacy(id) => self.inner.legacy_ledger(*id).await?.map(|it| it.version),
            RecordRef::Bulletin(id) => self.inner.bulletin(*id).await?.map(|it| it.version),
            RecordRef::Interests(id) => self.inner.interests(*id).await?.map(|it| it.version),
            _ => None,
        })
    }

    async fn commit_in_parts(&self, changes: Changes) -> Answer<()> {
        let mut audit = changes.audit().to_vec().into_iter();
        let mut parts = vec![];
        for write in changes.writes() {
            let entry = audit.next().unwrap_or_else(bln_conformance::samples::entry);
            parts.push(Changes::new(entry).write(write.clone()));
        }
        for receipt in changes.receipts() {
            let entry = audit.next().unwrap_or_else(bln_conformance::samples::entry);
            parts.push(Changes::new(entry).answered(receipt.clone()));
        }
        for part in parts {
            self.inner.commit(part).await?;
            if self.is(Fault::TearsWhenDropped) {
                tokio::task::yield_now().await;
            } else {
                thread::sleep(Duration::from_micros(200));
            }
        }
        Ok(())
    }

    /// Checks the pins, and then commits without them.
    async fn check_pins_first(&self, changes: Changes) -> Answer<()> {
        for pin in changes.pins() {
            if self.version(&pin.record).await? != Some(pin.version) {
                return Err(StoreError::Stale { record: pin.record.clone() });
            }
        }
        if !changes.pins().is_empty() {
            thread::sleep(Duration::from_millis(2));
        }
        self.inner.commit(rebuilt(&changes, |part| part != "pins")).await
    }

    /// Tells what is wrong with the writes before what is wrong with the pins.
    async fn check_pins_last(&self, changes: Changes) -> Answer<()> {
        let never = Write::Organisation(bln_conformance::samples::organisation("ZZZZZZ"), Expected::New);
        let refused = never.record();
        let trial = rebuilt(&changes, |part| part == "writes").write(never.clone()).write(never);
        match self.inner.commit(trial).await {
            Err(StoreError::Stale { record }) if record == refused => self.inner.commit(changes).await,
            other => other,
        }
    }

    /// Commits the effect, and a little later the answer.
    async fn answer_apart(&self, changes: Changes) -> Answer<()> {
        let receipts = changes.receipts().to_vec();
        self.inner.commit(rebuilt(&changes, |part| part != "receipts")).await?;
        if receipts.is_empty() {
            return Ok(());
        }
        thread::sleep(Duration::from_micros(500));
        let later = Changes::new(bln_conformance::samples::entry());
        self.inner.commit(receipts.into_iter().fold(later, Changes::answered)).await
    }

    /// Leaves out a wording that is there in other letters.
    async fn fold_wordings(&self, changes: Changes) -> Answer<()> {
        let there = self.inner.wordings().await?;
        let same = |write: &Write| {
            let Write::Wording(new) = write else { return false };
            let text = |wording: &Wording| wording.text.as_str().to_lowercase();
            let alike = |old: &Wording| {
                text(old) == text(new) && Wording { text: new.text.clone(), ..old.clone() } == *new
            };
            there.iter().any(alike)
        };
        let kept: Vec<_> = changes.writes().iter().filter(|write| !same(write)).cloned().collect();
        self.inner.commit(with_writes(&changes, kept)).await
    }

    /// Gives a registration the identifier it has, whichever the change names.
    async fn let_identifiers_change(&self, changes: Changes) -> Answer<()> {
        let mut writes = changes.writes().to_vec();
        for write in &mut writes {
            let Write::Registration(change) = write else { continue };
            let new = change.registration.clone();
            let Some(old) = self.inner.registration(new.event(), new.person()).await? else { continue };
            if change.expected.is_some() {
                change.registration = Registration::from_parts(RegistrationParts {
                    id: old.record.id(),
                    event: new.event(),
                    person: new.person(),
                    choice: new.choice(),
                    sequence: new.sequence(),
                    state: new.state(),
                    since: new.since(),
                    steps: new.steps(),
                });
            }
        }
        self.inner.commit(with_writes(&changes, writes)).await
    }
}

fn expected(write: &Write) -> Option<Expected> {
    match write {
        Write::Organisation(_, expected)
        | Write::Person(_, expected)
        | Write::Membership(_, expected)
        | Write::Event(_, expected)
        | Write::Consent { expected, .. }
        | Write::Legacy { expected, .. }
        | Write::Initiative(_, expected)
        | Write::Seats(_, expected)
        | Write::Characteristics(_, expected)
        | Write::Limits(_, expected)
        | Write::RightsRequest(_, expected)
        | Write::Facilitation(_, expected)
        | Write::Theme(_, expected)
        | Write::Testimonial(_, expected)
        | Write::TestimonialUse(_, expected)
        | Write::Recognition(_, expected)
        | Write::Resource(_, expected)
        | Write::Bulletin(_, expected)
        | Write::Interests(_, expected) => Some(*expected),
        _ => None,
    }
}

fn expecting(write: Write, at: Expected) -> Write {
    match write {
        Write::Organisation(organisation, _) => Write::Organisation(organisation, at),
        Write::Person(person, _) => Write::Person(person, at),
        Write::Membership(membership, _) => Write::Membership(membership, at),
        Write::Consent { person, entries, .. } => Write::Consent { person, entries, expected: at },
        Write::Event(event, _) => Write::Event(event, at),
        Write::Seats(seats, _) => Write::Seats(seats, at),
        Write::Characteristics(sealed, _) => Write::Characteristics(sealed, at),
        Write::Limits(limits, _) => Write::Limits(limits, at),
        Write::RightsRequest(request, _) => Write::RightsRequest(request, at),
        Write::Facilitation(facilitation, _) => Write::Facilitation(facilitation, at),
        Write::Theme(theme, _) => Write::Theme(theme, at),
        Write::Testimonial(testimonial, _) => Write::Testimonial(testimonial, at),
        Write::TestimonialUse(place, _) => Write::TestimonialUse(place, at),
        Write::Recognition(recognition, _) => Write::Recognition(recognition, at),
        Write::Resource(resource, _) => Write::Resource(resource, at),
        Write::Initiative(initiative, _) => Write::Initiative(initiative, at),
        Write::Legacy { initiative, entries, .. } => Write::Legacy { initiative, entries, expected: at },
        Write::Bulletin(bulletin, _) => Write::Bulletin(bulletin, at),
        Write::Interests(interests, _) => Write::Interests(interests, at),
        other => other,
    }
}

/// The same changes with other writes.
pub(super) fn with_writes(changes: &Changes, writes: Vec<Write>) -> Changes {
    let without = rebuilt(changes, |part| part != "writes");
    writes.into_iter().fold(without, Changes::write)
}

/// The same changes without some of their parts.
fn rebuilt(changes: &Changes, keep: impl Fn(&str) -> bool) -> Changes {
    let mut audit = changes.audit().iter().cloned();
    let mut anew = Changes::new(audit.next().unwrap());
    if keep("audit") {
        anew = audit.fold(anew, Changes::audited);
    }
    if keep("pins") {
        anew = changes.pins().iter().fold(anew, |anew, pin| anew.pin(pin.record.clone(), pin.version));
    }
    if keep("writes") {
        anew = changes.writes().iter().cloned().fold(anew, Changes::write);
    }
    if keep("outbox") {
        anew = changes.outbox().iter().cloned().fold(anew, Changes::notify);
    }
    if keep("receipts") {
        anew = changes.receipts().iter().cloned().fold(anew, Changes::answered);
    }
    anew
}

#[async_trait]
impl CommitStore for Broken {
    async fn commit(&self, changes: Changes) -> Answer<()> {
        let failing = *self.failing.lock().unwrap();
        if let Some(how) = failing {
            return self.commit_failing(changes, how).await;
        }
        match self.fault {
            Fault::IgnoresPins => self.inner.commit(rebuilt(&changes, |part| part != "pins")).await,
            Fault::KeepsOneAuditEntry => self.inner.commit(rebuilt(&changes, |part| part != "audit")).await,
            Fault::LosesNotices => self.inner.commit(rebuilt(&changes, |part| part != "outbox")).await,
            Fault::LosesReceipts => self.inner.commit(rebuilt(&changes, |part| part != "receipts")).await,
            Fault::CommitsInParts | Fault::TearsWhenDropped => self.commit_in_parts(changes).await,
            Fault::ChecksPinsFirst => self.check_pins_first(changes).await,
            Fault::ChecksPinsLast => self.check_pins_last(changes).await,
            Fault::AnswersApart => self.answer_apart(changes).await,
            Fault::KeepsFiguresQuietly => self.keep_figures_quietly(changes).await,
            Fault::KeepsNoFindings => self.keep_no_findings(changes).await,
            Fault::FoldsWordings => self.fold_wordings(changes).await,
            Fault::LetsIdentifiersChange => self.let_identifiers_change(changes).await,
            Fault::IgnoresVersions | Fault::ChecksThenWrites => {
                let mut writes = vec![];
                for write in changes.writes() {
                    writes.push(self.at_any_version(write.clone()).await?);
                }
                self.inner.commit(with_writes(&changes, writes)).await
            }
            Fault::CapsChangeSets => {
                let writes = changes.writes().iter().take(2_000).cloned().collect();
                self.inner.commit(with_writes(&changes, writes)).await
            }
            Fault::ReusesNumbers => match self.inner.commit(changes).await {
                Err(StoreError::Conflict { rule: Rule::SequenceUnique }) => Ok(()),
                other => other,
            },
            Fault::AcceptsAnything => match self.inner.commit(changes).await {
                Err(StoreError::Conflict { rule: Rule::WellFormed }) => Ok(()),
                other => other,
            },
            Fault::MixesActors => {
                let receipts = changes.receipts().to_vec();
                let mut anew = rebuilt(&changes, |part| part != "receipts");
                for mut receipt in receipts {
                    receipt.key.actor = None;
                    anew = anew.answered(receipt);
                }
                self.inner.commit(anew).await
            }
            Fault::ForgetsReceipts => {
                let keys: Vec<_> = changes.receipts().iter().map(|receipt| receipt.key.clone()).collect();
                self.inner.commit(changes).await?;
                self.answered.lock().unwrap().extend(keys);
                Ok(())
            }
            Fault::ShowsLaterPositionsFirst => {
                self.committing.fetch_add(1, Ordering::SeqCst);
                let outcome = self.inner.commit(changes).await;
                thread::sleep(Duration::from_micros(500));
                self.committing.fetch_sub(1, Ordering::SeqCst);
                outcome
            }
            Fault::KeepsTheLock => {
                if self.held.swap(true, Ordering::SeqCst) {
                    return Err(StoreError::Busy);
                }
                tokio::task::yield_now().await;
                let outcome = self.inner.commit(changes).await;
                self.held.store(false, Ordering::SeqCst);
                outcome
            }
            _ => self.commit_privately(changes).await,
        }
    }
}
