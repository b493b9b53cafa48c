//! People's own words, the places that show them, recognition, and what the network points people to.

use std::{
    collections::BTreeMap,
    ops::Bound::{Excluded, Unbounded},
};

use async_trait::async_trait;
use bln_core::{
    Id, Person, Recognition, RecordRef, Resource, Testimonial, TestimonialUse, Version, Versioned,
};

use super::{MemoryStore, commit::require, read::page, transaction::Transaction};
use crate::{Expected, Page, PageSize, ResourceStore, StoreError, WordsStore};

/// A table in the order of identifiers.
pub(super) type ById<T> = BTreeMap<Id<T>, Versioned<T>>;

#[async_trait]
impl WordsStore for MemoryStore {
    async fn testimonial(&self, id: Id<Testimonial>) -> Result<Option<Versioned<Testimonial>>, StoreError> {
        Ok(self.lock().testimonials.get(&id).cloned())
    }

    async fn testimonials_of(&self, person: Id<Person>) -> Result<Vec<Versioned<Testimonial>>, StoreError> {
        Ok(picked(&self.lock().testimonials, |testimonial| testimonial.person() == person))
    }

    async fn testimonial_page(
        &self,
        after: Option<Id<Testimonial>>,
        size: PageSize,
    ) -> Result<Page<Versioned<Testimonial>, Id<Testimonial>>, StoreError> {
        let state = self.lock();
        Ok(page(following(&state.testimonials, after), size, |stored| stored.record.id()))
    }

    async fn testimonial_use(
        &self,
        id: Id<TestimonialUse>,
    ) -> Result<Option<Versioned<TestimonialUse>>, StoreError> {
        Ok(self.lock().testimonial_uses.get(&id).cloned())
    }

    async fn testimonial_uses(
        &self,
        testimonial: Id<Testimonial>,
    ) -> Result<Vec<Versioned<TestimonialUse>>, StoreError> {
        Ok(picked(&self.lock().testimonial_uses, |place| place.testimonial() == testimonial))
    }

    async fn shown_testimonial_use_page(
        &self,
        after: Option<Id<TestimonialUse>>,
        size: PageSize,
    ) -> Result<Page<Versioned<TestimonialUse>, Id<TestimonialUse>>, StoreError> {
        let state = self.lock();
        let shown = following(&state.testimonial_uses, after).filter(|stored| stored.record.is_shown());
        Ok(page(shown, size, |stored| stored.record.id()))
    }

    async fn recognition(&self, id: Id<Recognition>) -> Result<Option<Versioned<Recognition>>, StoreError> {
        Ok(self.lock().recognitions.get(&id).cloned())
    }

    async fn recognitions_of(&self, person: Id<Person>) -> Result<Vec<Versioned<Recognition>>, StoreError> {
        Ok(picked(&self.lock().recognitions, |recognition| recognition.person() == person))
    }

    async fn recognition_page(
        &self,
        after: Option<Id<Recognition>>,
        size: PageSize,
    ) -> Result<Page<Versioned<Recognition>, Id<Recognition>>, StoreError> {
        let state = self.lock();
        Ok(page(following(&state.recognitions, after), size, |stored| stored.record.id()))
    }
}

#[async_trait]
impl ResourceStore for MemoryStore {
    async fn resource(&self, id: Id<Resource>) -> Result<Option<Versioned<Resource>>, StoreError> {
        Ok(self.lock().resources.get(&id).cloned())
    }

    async fn resource_page(
        &self,
        after: Option<Id<Resource>>,
        size: PageSize,
    ) -> Result<Page<Versioned<Resource>, Id<Resource>>, StoreError> {
        let state = self.lock();
        Ok(page(following(&state.resources, after), size, |stored| stored.record.id()))
    }
}

impl Transaction<'_> {
    pub(super) fn write_testimonial(
        &mut self,
        testimonial: Testimonial,
        expected: Expected,
    ) -> Result<(), StoreError> {
        let id = testimonial.id();
        let version = self.state().next_version(RecordRef::Testimonial(id), expected)?;
        self.state().require_person(testimonial.person())?;
        self.set(|state| &mut state.testimonials, id, Some(Versioned::new(testimonial, version)));
        Ok(())
    }

    pub(super) fn remove_testimonial(
        &mut self,
        id: Id<Testimonial>,
        expected: Version,
    ) -> Result<(), StoreError> {
        self.state().require_version(RecordRef::Testimonial(id), expected)?;
        self.forget_testimonial(id);
        Ok(())
    }

    /// The testimonial is there when a place is noted; it may be gone when the place is ticked off.
    pub(super) fn write_testimonial_use(
        &mut self,
        place: TestimonialUse,
        expected: Expected,
    ) -> Result<(), StoreError> {
        let id = place.id();
        let version = self.state().next_version(RecordRef::TestimonialUse(id), expected)?;
        if expected == Expected::New {
            let of = place.testimonial();
            require(self.state().testimonials.contains_key(&of), RecordRef::Testimonial(of))?;
        }
        self.set(|state| &mut state.testimonial_uses, id, Some(Versioned::new(place, version)));
        Ok(())
    }

    pub(super) fn remove_testimonial_use(
        &mut self,
        id: Id<TestimonialUse>,
        expected: Version,
    ) -> Result<(), StoreError> {
        self.state().require_version(RecordRef::TestimonialUse(id), expected)?;
        self.set(|state| &mut state.testimonial_uses, id, None);
        Ok(())
    }

    pub(super) fn write_recognition(
        &mut self,
        recognition: Recognition,
        expected: Expected,
    ) -> Result<(), StoreError> {
        let id = recognition.id();
        let version = self.state().next_version(RecordRef::Recognition(id), expected)?;
        self.state().require_person(recognition.person())?;
        self.set(|state| &mut state.recognitions, id, Some(Versioned::new(recognition, version)));
        Ok(())
    }

    pub(super) fn write_resource(
        &mut self,
        resource: Resource,
        expected: Expected,
    ) -> Result<(), StoreError> {
        let id = resource.id();
        let version = self.state().next_version(RecordRef::Resource(id), expected)?;
        for figure in resource.details().figures.iter() {
            self.state().require_figure(figure)?;
        }
        self.set(|state| &mut state.resources, id, Some(Versioned::new(resource, version)));
        Ok(())
    }

    /// What somebody said and what they were thanked for goes with them. Places that show their words stay.
    pub(super) fn forget_words(&mut self, person: Id<Person>) {
        let theirs = picked(&self.state().testimonials, |testimonial| testimonial.person() == person);
        theirs.iter().for_each(|stored| self.forget_testimonial(stored.record.id()));
        for stored in picked(&self.state().recognitions, |recognition| recognition.person() == person) {
            self.set(|state| &mut state.recognitions, stored.record.id(), None);
        }
    }

    /// They are the other's from now on.
    pub(super) fn hand_words_on(&mut self, from: Id<Person>, into: Id<Person>) {
        for stored in picked(&self.state().testimonials, |testimonial| testimonial.person() == from) {
            let moved = Versioned::new(stored.record.of_person(into), stored.version.next());
            self.set(|state| &mut state.testimonials, moved.record.id(), Some(moved));
        }
        for stored in picked(&self.state().recognitions, |recognition| recognition.person() == from) {
            let moved = Versioned::new(stored.record.of_person(into), stored.version.next());
            self.set(|state| &mut state.recognitions, moved.record.id(), Some(moved));
        }
    }

    fn forget_testimonial(&mut self, id: Id<Testimonial>) {
        let of_it = |place: &TestimonialUse| place.testimonial() == id && !place.is_shown();
        for stored in picked(&self.state().testimonial_uses, of_it) {
            self.set(|state| &mut state.testimonial_uses, stored.record.id(), None);
        }
        self.set(|state| &mut state.testimonials, id, None);
    }
}

fn picked<T: Clone>(table: &ById<T>, is_wanted: impl Fn(&T) -> bool) -> Vec<Versioned<T>> {
    table.values().filter(|stored| is_wanted(&stored.record)).cloned().collect()
}

/// The rows of a table after an identifier.
pub(super) fn following<T: Clone>(
    table: &ById<T>,
    after: Option<Id<T>>,
) -> impl Iterator<Item = Versioned<T>> {
    table.range((after.map_or(Unbounded, Excluded), Unbounded)).map(|(_, stored)| stored.clone())
}
