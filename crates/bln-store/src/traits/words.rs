//! The contract, continued: people's own words, and what the network points people to.

use async_trait::async_trait;
use bln_core::{Id, Person, Recognition, Resource, Testimonial, TestimonialUse, Versioned};

use crate::{Page, PageSize, StoreError};

/// Reads people's own words, the places that show them, and recognition. Whether anything may be shown is not a store's
/// to say.
#[async_trait]
pub trait WordsStore: std::fmt::Debug + Send + Sync + 'static {
    /// A testimonial.
    ///
    /// # Behavior
    ///
    /// - A testimonial is read back equal in every state, at every level of naming and with all channels.
    ///   [testimonial_round_trips]
    /// - Its version rises by one, and one at another version is stale. [testimonial_version_rises]
    /// - Removed, it is gone with the places that were ticked off; others stay. [removed_testimonial_leaves_its_places]
    /// - It is of a person who is there. [testimonial_of_a_missing_person_is_not_found]
    async fn testimonial(&self, id: Id<Testimonial>) -> Result<Option<Versioned<Testimonial>>, StoreError>;

    /// The testimonials of a person, in the order of their identifiers.
    ///
    /// # Behavior
    ///
    /// - A person's testimonials are theirs alone, by identifier. [testimonials_are_their_persons]
    /// - They go when their person is erased, with the places that were ticked off; others stay.
    ///   [erased_testimonials_leave_their_places]
    /// - When two records become one, they are of the one that stays, one version on.
    ///   [merged_testimonials_and_recognitions_change_hands]
    async fn testimonials_of(&self, person: Id<Person>) -> Result<Vec<Versioned<Testimonial>>, StoreError>;

    /// All testimonials, in the order of their identifiers.
    ///
    /// # Behavior
    ///
    /// - Each comes once, by identifier, with a next page exactly if there is more.
    ///   [testimonial_page_follows_the_identifiers]
    async fn testimonial_page(
        &self,
        after: Option<Id<Testimonial>>,
        size: PageSize,
    ) -> Result<Page<Versioned<Testimonial>, Id<Testimonial>>, StoreError>;

    /// A place where a testimonial is or was shown.
    ///
    /// # Behavior
    ///
    /// - A place is read back equal, shown and ticked off. [testimonial_use_round_trips]
    /// - Its version rises by one, and one at another version is stale. [testimonial_use_version_rises]
    /// - It is of a testimonial that is there when it is noted; later it is written whatever became of that.
    ///   [testimonial_use_of_a_missing_testimonial_is_not_found]
    /// - Removed, it is gone. [removed_testimonial_use_is_gone]
    async fn testimonial_use(
        &self,
        id: Id<TestimonialUse>,
    ) -> Result<Option<Versioned<TestimonialUse>>, StoreError>;

    /// The places of a testimonial, shown or ticked off, in the order of their identifiers. There may be some of one that
    /// is gone.
    ///
    /// # Behavior
    ///
    /// - A testimonial's places are its own, by identifier. [testimonial_uses_are_their_testimonials]
    async fn testimonial_uses(
        &self,
        testimonial: Id<Testimonial>,
    ) -> Result<Vec<Versioned<TestimonialUse>>, StoreError>;

    /// The places that were not ticked off, of whichever testimonial, in the order of their identifiers.
    ///
    /// # Behavior
    ///
    /// - Each comes once, by identifier, with a next page exactly if there is more, and none that was ticked off.
    ///   [shown_page_has_what_was_not_ticked_off]
    async fn shown_testimonial_use_page(
        &self,
        after: Option<Id<TestimonialUse>>,
        size: PageSize,
    ) -> Result<Page<Versioned<TestimonialUse>, Id<TestimonialUse>>, StoreError>;

    /// A recognition.
    ///
    /// # Behavior
    ///
    /// - A recognition is read back equal, of every kind and at every level of naming. [recognition_round_trips]
    /// - Its version rises by one, and one at another version is stale. [recognition_version_rises]
    /// - It is of a person who is there. [recognition_of_a_missing_person_is_not_found]
    async fn recognition(&self, id: Id<Recognition>) -> Result<Option<Versioned<Recognition>>, StoreError>;

    /// The recognitions of a person, in the order of their identifiers.
    ///
    /// # Behavior
    ///
    /// - A person's recognitions are theirs alone, by identifier, and go when the person is erased.
    ///   [recognitions_are_their_persons]
    async fn recognitions_of(&self, person: Id<Person>) -> Result<Vec<Versioned<Recognition>>, StoreError>;

    /// All recognitions, in the order of their identifiers.
    ///
    /// # Behavior
    ///
    /// - Each comes once, by identifier, with a next page exactly if there is more.
    ///   [recognition_page_follows_the_identifiers]
    async fn recognition_page(
        &self,
        after: Option<Id<Recognition>>,
        size: PageSize,
    ) -> Result<Page<Versioned<Recognition>, Id<Recognition>>, StoreError>;
}

/// Reads what the network points people to.
#[async_trait]
pub trait ResourceStore: std::fmt::Debug + Send + Sync + 'static {
    /// A resource, withdrawn or not.
    ///
    /// # Behavior
    ///
    /// - A resource is read back equal, of every kind, with every part there is and with none that may be left out.
    ///   [resource_round_trips]
    /// - Its version rises by one, and one at another version is stale. [resource_version_rises]
    /// - The figures that it tells of are there, whenever it is written. [resource_with_a_missing_figure_is_not_found]
    async fn resource(&self, id: Id<Resource>) -> Result<Option<Versioned<Resource>>, StoreError>;

    /// All resources, withdrawn ones too, in the order of their identifiers.
    ///
    /// # Behavior
    ///
    /// - Each comes once, by identifier, with a next page exactly if there is more.
    ///   [resource_page_follows_the_identifiers]
    async fn resource_page(
        &self,
        after: Option<Id<Resource>>,
        size: PageSize,
    ) -> Result<Page<Versioned<Resource>, Id<Resource>>, StoreError>;
}
