//! Faults in how a store keeps issues of the bulletin, interests, and what is known of addresses.

use bln_core::{
    Bulletin, BulletinAudience, BulletinContents, BulletinParts, Interests, bounce::AddressRecord,
};

use super::*;

#[async_trait]
impl BulletinStore for Broken {
    async fn bulletin(&self, id: Id<Bulletin>) -> Answer<Option<Versioned<Bulletin>>> {
        let stored = self.inner.bulletin(id).await?;
        Ok(stored.map(|stored| stored.map(|it| self.changed(it))))
    }

    async fn bulletin_page(
        &self,
        after: Option<Id<Bulletin>>,
        size: PageSize,
    ) -> Answer<Page<Versioned<Bulletin>, Id<Bulletin>>> {
        let page = self.inner.bulletin_page(after, size).await?;
        let items = page.items.into_iter().map(|stored| stored.map(|it| self.changed(it))).collect();
        Ok(Page { items, ..page })
    }

    async fn interests(&self, person: Id<Person>) -> Answer<Option<Versioned<Interests>>> {
        let stored = self.inner.interests(person).await?;
        let left = self.left.lock().unwrap();
        let kept = left.interests.iter().find(|kept| kept.record.person() == person);
        Ok(stored.or_else(|| kept.filter(|_| self.is(Fault::KeepsErasedInterests)).cloned()))
    }

    async fn reader_page(
        &self,
        after: Option<Id<Person>>,
        size: PageSize,
    ) -> Answer<Page<ReaderRecord, Id<Person>>> {
        let mut page = self.inner.reader_page(after, size).await?;
        if self.is(Fault::ListsReadersWithoutInterests) {
            page.items.iter_mut().for_each(|reader| reader.interests = None);
        }
        if self.is(Fault::ListsActiveReadersAlone) {
            let now = bln_conformance::samples::minutes(10);
            page.items.retain(|reader| reader.membership.record.active_kind(now).is_some());
        }
        Ok(page)
    }

    async fn address_record(&self, address: &EmailAddress) -> Answer<Option<Versioned<AddressRecord>>> {
        self.inner.address_record(address).await
    }

    async fn held_address_page(
        &self,
        after: Option<&EmailAddress>,
        size: PageSize,
    ) -> Answer<Page<Versioned<AddressRecord>, EmailAddress>> {
        let mut page = self.inner.held_address_page(after, size).await?;
        if self.is(Fault::ListsEveryAddress) && after.is_none() {
            let known = self.left.lock().unwrap().addresses.clone();
            page.items.extend(known.into_iter().filter(|stored| !stored.record.is_held()));
        }
        Ok(page)
    }
}

impl Broken {
    fn changed(&self, bulletin: Bulletin) -> Bulletin {
        let parts = bulletin.parts().clone();
        let contents = &parts.contents;
        let one = self.is(Fault::KeepsOneSection);
        let kept = if one { 1 } else { contents.sections().len() };
        let sections = contents.sections().iter().take(kept).cloned().collect();
        let audience = match contents.audience() {
            BulletinAudience::InterestedIn(_) if self.is(Fault::ForgetsTheAudience) => {
                BulletinAudience::Everybody
            }
            audience => audience,
        };
        let contents = BulletinContents::new(contents.subject().clone(), sections, audience).unwrap();
        Bulletin::restore(BulletinParts { contents, ..parts })
    }
}

/// The same notice, of no issue.
pub(super) fn without_issue(notice: &Notice) -> Notice {
    match notice.issue() {
        Some(_) => Notice::new(notice.id(), notice.recipient(), notice.kind(), notice.at())
            .needing(PurposeCode::Bulletin),
        None => notice.clone(),
    }
}
