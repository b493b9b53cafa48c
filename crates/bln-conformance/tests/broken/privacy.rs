//! Faults in how a store keeps what is private, and forgets.

use super::*;

/// What a store with a fault still has though it is gone, or never had though it was told.
#[derive(Debug, Default)]
pub(super) struct Left {
    receipts: Vec<Receipt>,
    links: Vec<ActionLink>,
    pseudonyms: Vec<(Id<Person>, Pseudonym)>,
    words: Vec<String>,
    notices: Vec<NoticeRecord>,
    contributions: Vec<Id<Theme>>,
    disposed: Vec<Id<Event>>,
    pub(super) testimonials: Vec<Versioned<bln_core::Testimonial>>,
    pub(super) interests: Vec<Versioned<bln_core::Interests>>,
    pub(super) addresses: Vec<Versioned<bln_core::bounce::AddressRecord>>,
    pub(super) responses: Vec<bln_store::KeptResponse>,
}

impl Broken {
    /// Commits with a fault in what is private, and none in anything else.
    pub(super) async fn commit_privately(&self, changes: Changes) -> Answer<()> {
        let mut writes = vec![];
        for write in changes.writes() {
            writes.extend(self.rewritten(write.clone()).await?);
        }
        let mut anew = change::with_writes(&changes, writes);
        for notice in self.to_all(&changes).await? {
            anew = anew.notify(notice);
        }
        let (words, notices) = self.of_who_goes(&changes).await?;
        let outcome = self.inner.commit(anew).await;
        let unique = Err(StoreError::Conflict { rule: Rule::IdentifierUnique });
        let reminded = Err(StoreError::Conflict { rule: Rule::ReminderOnce });
        let links = changes.writes().iter().any(|write| matches!(write, Write::ActionLink(_)));
        let issues = changes.outbox().iter().any(|notice| notice.issue().is_some());
        match self.fault {
            Fault::ErasesWhoHasAPlace if outcome == Err(StoreError::Conflict { rule: Rule::PersonInUse }) => {
                Ok(())
            }
            Fault::LetsHashesMeet if links && outcome == unique => Ok(()),
            Fault::RemindsTwice if outcome == reminded => Ok(()),
            Fault::SendsAnIssueTwice if issues && outcome == unique => Ok(()),
            _ => {
                if outcome.is_ok() {
                    self.remember(&changes, words, notices);
                }
                outcome
            }
        }
    }

    /// What a store with this fault does for a write.
    async fn rewritten(&self, write: Write) -> Answer<Vec<Write>> {
        Ok(match (self.fault, write) {
            (Fault::KeepsRedeemedLinks, Write::RedeemLink(_)) => vec![],
            (Fault::ClaimsWhatIsClaimed, Write::NoticeState { position, before, after }) => {
                let outbox = self.inner.outbox_page(None, PageSize::MAX).await?.items;
                let there = outbox.into_iter().find(|record| record.position == position);
                let before = there.map_or(before, |record| record.state);
                vec![Write::NoticeState { position, before, after }]
            }
            (Fault::MovesSuppressions, Write::Suppression(suppression)) => {
                let (hashes, purpose) = (vec![suppression.hash()], suppression.purpose());
                vec![Write::LiftSuppression { hashes, purpose }, Write::Suppression(suppression)]
            }
            (Fault::LiftsEveryPurpose, Write::LiftSuppression { hashes, .. }) => {
                let lift = |purpose| Write::LiftSuppression { hashes: hashes.clone(), purpose };
                PurposeCode::ALL.map(lift).into()
            }
            (Fault::DiscardsTheInstant, Write::Discard { kind, before }) => {
                vec![Write::Discard { kind, before: before.plus(TimeDelta::microseconds(1)) }]
            }
            (Fault::MergesAwayNotices, Write::MergePerson { from, into, expected }) => {
                let gone = self.notices_to(from).await?.into_iter();
                let gone = gone.map(|record| Write::RemoveNotice { position: record.position });
                gone.chain([Write::MergePerson { from, into, expected }]).collect()
            }
            (_, write) => vec![write],
        })
    }

    /// The notices of a broadcast to those who do not come any more.
    async fn to_all(&self, changes: &Changes) -> Answer<Vec<Notice>> {
        let mut notices = vec![];
        for write in changes.writes() {
            let Write::Broadcast(broadcast) = write else { continue };
            if !self.is(Fault::WritesToWhoCancelled) {
                continue;
            }
            let all = self.inner.registration_page(broadcast.event(), None, PageSize::MAX).await?.items;
            for stored in all.into_iter().filter(|stored| !stored.record.state().is_live()) {
                let (id, person) = (Id::new(stored.record.id().uuid()), stored.record.person());
                notices.push(Notice::new(id, person, NoticeKind::MessageToAttendees, broadcast.at()));
            }
        }
        Ok(notices)
    }

    /// The words and the notices of who is erased.
    async fn of_who_goes(&self, changes: &Changes) -> Answer<(Vec<String>, Vec<NoticeRecord>)> {
        let (mut words, mut notices) = (vec![], vec![]);
        for write in changes.writes() {
            let Write::ErasePerson { person, .. } = write else { continue };
            let record = self.inner.person(*person).await?;
            words.extend(record.into_iter().flat_map(|record| record.person.record.name().words()));
            notices.extend(self.notices_to(*person).await?);
        }
        Ok((words, notices))
    }

    async fn notices_to(&self, person: Id<Person>) -> Answer<Vec<NoticeRecord>> {
        let mut outbox = self.inner.outbox_page(None, PageSize::MAX).await?.items;
        outbox.retain(|record| record.notice.recipient() == person);
        Ok(outbox)
    }

    fn remember(&self, changes: &Changes, words: Vec<String>, notices: Vec<NoticeRecord>) {
        let mut left = self.left.lock().unwrap();
        left.words.extend(words);
        left.notices.extend(notices);
        left.receipts.extend(changes.receipts().iter().cloned());
        for write in changes.writes() {
            match write {
                Write::ActionLink(link) => left.links.push(*link),
                Write::Pseudonym { person, pseudonym } => left.pseudonyms.push((*person, *pseudonym)),
                Write::Contribution { theme, .. } => left.contributions.push(*theme),
                Write::DisposeSafeSpace { event } => left.disposed.push(*event),
                Write::Testimonial(testimonial, _) => {
                    left.testimonials.push(Versioned::new(testimonial.clone(), Version::FIRST));
                }
                Write::Interests(interests, _) => {
                    left.interests.push(Versioned::new(*interests, Version::FIRST));
                }
                Write::AddressRecord(record, _) => {
                    left.addresses.push(Versioned::new(record.clone(), Version::FIRST));
                }
                _ => {}
            }
        }
    }

    pub(super) fn with_words_left(&self, mut words: Vec<String>, prefix: &str) -> Vec<String> {
        if self.is(Fault::KeepsErasedWords) {
            let left = self.left.lock().unwrap();
            words.extend(left.words.iter().filter(|word| word.starts_with(prefix)).cloned());
            words.sort();
            words.dedup();
        }
        words
    }

    pub(super) fn with_receipt_left(&self, receipt: Option<Receipt>, key: &ReceiptKey) -> Option<Receipt> {
        let left = self.left.lock().unwrap();
        let kept =
            || left.receipts.iter().find(|kept| kept.key == *key && self.is(Fault::KeepsErasedReceipts));
        receipt.or_else(|| kept().cloned())
    }

    pub(super) fn with_pseudonym_left(
        &self,
        name: Option<Pseudonym>,
        person: Id<Person>,
    ) -> Option<Pseudonym> {
        let left = self.left.lock().unwrap();
        let mut kept =
            left.pseudonyms.iter().filter(|(of, _)| *of == person && self.is(Fault::KeepsErasedPseudonyms));
        name.or_else(|| kept.next().map(|(_, pseudonym)| *pseudonym))
    }

    /// The outbox with notices of who is gone, or numbered anew.
    pub(super) async fn outbox_with_faults(
        &self,
        after: Option<Position>,
        size: PageSize,
    ) -> Answer<Page<NoticeRecord, Position>> {
        let mut all = self.inner.outbox_page(None, PageSize::MAX).await?.items;
        if self.is(Fault::KeepsErasedNotices) {
            all.extend(self.left.lock().unwrap().notices.iter().cloned());
            all.sort_by_key(|record| record.position);
        } else {
            (1..).map(Position).zip(&mut all).for_each(|(position, record)| record.position = position);
        }
        let rest = all.into_iter().filter(|record| after.is_none_or(|after| record.position > after));
        let rest = rest.take(usize::from(size.number()) + 1).collect();
        Ok(Page::from_one_more(rest, size, |record: &NoticeRecord| record.position))
    }

    /// What is kept, with everybody under the pseudonym they have by now.
    pub(super) async fn renamed_anew(
        &self,
        page: Page<AuditRecord, Position>,
    ) -> Answer<Page<AuditRecord, Position>> {
        let mut items = vec![];
        for record in page.items {
            let named = [record.entry.actor().person(), record.entry.subject().person()];
            let mut names = vec![];
            for person in named.into_iter().flatten() {
                names.push((person, self.inner.pseudonym(person).await?));
            }
            let name = |person| {
                let known = names.iter().find(|(of, _)| *of == person).and_then(|(_, name)| *name);
                known.map_or(person, Pseudonym::as_person)
            };
            items.push(AuditRecord { entry: record.entry.naming(name), ..record });
        }
        Ok(Page { items, next: page.next })
    }

    /// A ledger in which whoever is gone is named all the same.
    pub(super) fn recorded_by_name(&self, ledger: ConsentLedger) -> ConsentLedger {
        if !self.is(Fault::NamesWhoRecorded) {
            return ledger;
        }
        let left = self.left.lock().unwrap();
        let name = |kept: Id<Person>| {
            let known = left.pseudonyms.iter().find(|(_, pseudonym)| pseudonym.as_person() == kept);
            known.map_or(kept, |(person, _)| *person)
        };
        let entries = ledger.entries().iter().cloned().map(|entry| entry.naming(name));
        ConsentLedger::restore(ledger.person(), entries.collect())
    }
}

#[async_trait]
impl CharacteristicsStore for Broken {
    async fn characteristics(&self, person: Id<Person>) -> Answer<Option<Versioned<SealedCharacteristics>>> {
        let stored = self.inner.characteristics(person).await?;
        let whole = !self.is(Fault::CutsSealedValues);
        Ok(stored.map(|stored| if whole { stored } else { stored.map(cut) }))
    }

    async fn characteristics_page(
        &self,
        after: Option<Id<Person>>,
        size: PageSize,
    ) -> Answer<Page<Versioned<SealedCharacteristics>, Id<Person>>> {
        self.inner.characteristics_page(after, size).await
    }
}

#[async_trait]
impl RightsStore for Broken {
    async fn rights_request(&self, id: Id<RightsRequest>) -> Answer<Option<Versioned<RightsRequest>>> {
        let Some(stored) = self.inner.rights_request(id).await? else { return Ok(None) };
        let theirs = self.inner.person(stored.record.person()).await?.is_some();
        Ok(Some(stored).filter(|_| theirs || !self.is(Fault::ErasesRequests)))
    }

    async fn rights_request_page(
        &self,
        after: Option<Id<RightsRequest>>,
        size: PageSize,
    ) -> Answer<Page<Versioned<RightsRequest>, Id<RightsRequest>>> {
        self.inner.rights_request_page(after, size).await
    }

    async fn rights_requests_of(&self, person: Id<Person>) -> Answer<Vec<Versioned<RightsRequest>>> {
        self.inner.rights_requests_of(person).await
    }
}

#[async_trait]
impl LinkStore for Broken {
    async fn action_link(&self, hash: &TokenHash) -> Answer<Option<ActionLink>> {
        let link = self.inner.action_link(hash).await?;
        let left = self.left.lock().unwrap();
        let kept = left.links.iter().find(|link| link.hash() == *hash && self.is(Fault::KeepsErasedLinks));
        Ok(link.or_else(|| kept.copied()))
    }
}

#[async_trait]
impl SuppressionStore for Broken {
    async fn suppressions(&self, hashes: &[KeyedHash]) -> Answer<Vec<Suppression>> {
        self.inner.suppressions(hashes).await
    }
}

#[async_trait]
impl SafeSpaceStore for Broken {
    async fn facilitation(
        &self,
        event: Id<Event>,
        person: Id<Person>,
    ) -> Answer<Option<Versioned<Facilitation>>> {
        self.inner.facilitation(event, person).await
    }

    async fn facilitations_of(&self, person: Id<Person>) -> Answer<Vec<Versioned<Facilitation>>> {
        self.inner.facilitations_of(person).await
    }

    async fn theme(&self, id: Id<Theme>) -> Answer<Option<Versioned<Theme>>> {
        self.inner.theme(id).await
    }

    async fn themes(&self, event: Id<Event>) -> Answer<Vec<Versioned<Theme>>> {
        let disposed = self.left.lock().unwrap().disposed.contains(&event);
        if disposed && self.is(Fault::DisposesReleasedThemes) {
            return Ok(vec![]);
        }
        self.inner.themes(event).await
    }

    async fn contributors(&self, theme: Id<Theme>) -> Answer<u64> {
        if self.is(Fault::CountsContributions) {
            let left = self.left.lock().unwrap();
            return Ok(u64::try_from(left.contributions.iter().filter(|to| **to == theme).count()).unwrap());
        }
        self.inner.contributors(theme).await
    }

    async fn message(&self, id: Id<Message>) -> Answer<Option<Message>> {
        self.inner.message(id).await
    }

    async fn to_dispose(&self, event: Id<Event>) -> Answer<u64> {
        let counted = self.inner.to_dispose(event).await?;
        Ok(if self.is(Fault::CountsLess) { counted.min(1) } else { counted })
    }
}

/// Characteristics of which each value has no more than its first four thousand bytes.
fn cut(sealed: SealedCharacteristics) -> SealedCharacteristics {
    let values = sealed.values().iter().map(|(characteristic, value)| {
        let bytes = value.bytes().iter().copied().take(4_000).collect();
        (*characteristic, SealedValue::new(value.edition(), bytes).unwrap())
    });
    let key = sealed.key().clone();
    SealedCharacteristics::restore(sealed.person(), key, sealed.last_edition(), values.collect()).unwrap()
}
