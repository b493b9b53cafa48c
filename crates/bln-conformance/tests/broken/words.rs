//! Faults in how a store keeps people's own words, and what the network points people to.

use bln_core::{
    Findings, Recognition, Resource, ResourceDetails, ResourceState, Testimonial, TestimonialOffer,
    TestimonialParts, TestimonialUse, testimonial::Channels,
};

use super::*;

#[async_trait]
impl WordsStore for Broken {
    async fn testimonial(&self, id: Id<Testimonial>) -> Answer<Option<Versioned<Testimonial>>> {
        let stored = self.inner.testimonial(id).await?;
        let left = self.left.lock().unwrap();
        let kept = left.testimonials.iter().find(|kept| kept.record.id() == id);
        let stored = stored.or_else(|| kept.filter(|_| self.is(Fault::KeepsErasedTestimonials)).cloned());
        let whole = !self.is(Fault::KeepsOneChannel);
        Ok(stored.map(|stored| if whole { stored } else { stored.map(|it| with_one_channel(&it)) }))
    }

    async fn testimonials_of(&self, person: Id<Person>) -> Answer<Vec<Versioned<Testimonial>>> {
        self.inner.testimonials_of(person).await
    }

    async fn testimonial_page(
        &self,
        after: Option<Id<Testimonial>>,
        size: PageSize,
    ) -> Answer<Page<Versioned<Testimonial>, Id<Testimonial>>> {
        self.inner.testimonial_page(after, size).await
    }

    async fn testimonial_use(&self, id: Id<TestimonialUse>) -> Answer<Option<Versioned<TestimonialUse>>> {
        self.inner.testimonial_use(id).await
    }

    async fn testimonial_uses(&self, testimonial: Id<Testimonial>) -> Answer<Vec<Versioned<TestimonialUse>>> {
        let gone = self.inner.testimonial(testimonial).await?.is_none();
        if gone && self.is(Fault::ForgetsPlacesOfTheErased) {
            return Ok(vec![]);
        }
        self.inner.testimonial_uses(testimonial).await
    }

    async fn shown_testimonial_use_page(
        &self,
        after: Option<Id<TestimonialUse>>,
        size: PageSize,
    ) -> Answer<Page<Versioned<TestimonialUse>, Id<TestimonialUse>>> {
        if !self.is(Fault::ShowsWhatWasTickedOff) {
            return self.inner.shown_testimonial_use_page(after, size).await;
        }
        let mut all = vec![];
        for stored in self.inner.testimonial_page(None, PageSize::MAX).await?.items {
            all.extend(self.inner.testimonial_uses(stored.record.id()).await?);
        }
        all.retain(|stored| after.is_none_or(|after| stored.record.id() > after));
        all.sort_by_key(|stored| stored.record.id());
        all.truncate(usize::from(size.number()) + 1);
        Ok(Page::from_one_more(all, size, |stored: &Versioned<TestimonialUse>| stored.record.id()))
    }

    async fn recognition(&self, id: Id<Recognition>) -> Answer<Option<Versioned<Recognition>>> {
        self.inner.recognition(id).await
    }

    async fn recognitions_of(&self, person: Id<Person>) -> Answer<Vec<Versioned<Recognition>>> {
        self.inner.recognitions_of(person).await
    }

    async fn recognition_page(
        &self,
        after: Option<Id<Recognition>>,
        size: PageSize,
    ) -> Answer<Page<Versioned<Recognition>, Id<Recognition>>> {
        self.inner.recognition_page(after, size).await
    }
}

#[async_trait]
impl ResourceStore for Broken {
    async fn resource(&self, id: Id<Resource>) -> Answer<Option<Versioned<Resource>>> {
        self.inner.resource(id).await
    }

    async fn resource_page(
        &self,
        after: Option<Id<Resource>>,
        size: PageSize,
    ) -> Answer<Page<Versioned<Resource>, Id<Resource>>> {
        let mut page = self.inner.resource_page(after, size).await?;
        if self.is(Fault::HidesWithdrawnResources) {
            page.items.retain(|stored| *stored.record.state() == ResourceState::Listed);
        }
        Ok(page)
    }
}

impl Broken {
    /// Leaves out the figures of which resources tell.
    pub(super) async fn keep_no_findings(&self, changes: Changes) -> Answer<()> {
        let writes = changes.writes().iter().map(|write| match write {
            Write::Resource(resource, expected) => Write::Resource(without_findings(resource), *expected),
            write => write.clone(),
        });
        let writes = writes.collect();
        self.inner.commit(change::with_writes(&changes, writes)).await
    }
}

fn without_findings(resource: &Resource) -> Resource {
    let details = ResourceDetails { figures: Findings::default(), ..resource.details().clone() };
    Resource::restore(resource.id(), details, resource.state().clone())
}

fn with_one_channel(testimonial: &Testimonial) -> Testimonial {
    let parts = testimonial.parts().clone();
    let channels = Channels::new(testimonial.channels().iter().take(1)).unwrap();
    Testimonial::restore(TestimonialParts { offer: TestimonialOffer { channels, ..parts.offer }, ..parts })
}
