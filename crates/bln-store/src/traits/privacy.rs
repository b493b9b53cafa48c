//! The contract, continued: what is kept so that people keep their privacy.

use async_trait::async_trait;
use bln_core::{
    ActionLink, Event, Facilitation, Id, KeyedHash, Message, Person, RightsRequest, SealedCharacteristics,
    Suppression, Theme, TokenHash, Versioned,
};

use crate::{Page, PageSize, StoreError};

/// Reads sealed characteristics. A store never opens one, and has no key.
#[async_trait]
pub trait CharacteristicsStore: std::fmt::Debug + Send + Sync + 'static {
    /// What a person told about themselves, sealed.
    ///
    /// # Behavior
    ///
    /// - Characteristics are read back equal, to the byte. [characteristics_round_trip]
    /// - Their version rises by one, and one at another version is stale. [characteristics_version_rises]
    /// - Removed, they are gone with their key, and may be written anew. [removed_characteristics_are_gone]
    /// - They are of a person who is there. [characteristics_of_a_missing_person_are_not_found]
    async fn characteristics(
        &self,
        person: Id<Person>,
    ) -> Result<Option<Versioned<SealedCharacteristics>>, StoreError>;

    /// Those of everybody, in the order of their people's identifiers.
    ///
    /// # Behavior
    ///
    /// - Each comes once, by identifier, with a next page exactly if there is more.
    ///   [characteristics_page_follows_the_identifiers]
    async fn characteristics_page(
        &self,
        after: Option<Id<Person>>,
        size: PageSize,
    ) -> Result<Page<Versioned<SealedCharacteristics>, Id<Person>>, StoreError>;
}

/// Reads requests under data-protection law.
#[async_trait]
pub trait RightsStore: std::fmt::Debug + Send + Sync + 'static {
    /// One request. Of a person whose record is gone it names the pseudonym.
    ///
    /// # Behavior
    ///
    /// - A request is read back equal, with every part there is and with none that may be left out.
    ///   [rights_request_round_trips]
    /// - Its version rises by one, and one at another version is stale. [rights_request_version_rises]
    /// - It outlives its person, under the pseudonym. [rights_request_outlives_its_person]
    /// - It is of a person who is there when it comes in; later it is written whoever is there.
    ///   [rights_request_of_a_missing_person_is_not_found]
    async fn rights_request(
        &self,
        id: Id<RightsRequest>,
    ) -> Result<Option<Versioned<RightsRequest>>, StoreError>;

    /// All requests, in the order of their identifiers.
    ///
    /// # Behavior
    ///
    /// - Each comes once, by identifier, with a next page exactly if there is more.
    ///   [rights_request_page_follows_the_identifiers]
    async fn rights_request_page(
        &self,
        after: Option<Id<RightsRequest>>,
        size: PageSize,
    ) -> Result<Page<Versioned<RightsRequest>, Id<RightsRequest>>, StoreError>;

    /// The requests of one person, in the order of their identifiers; those of every record merged into theirs, too.
    ///
    /// # Behavior
    ///
    /// - A person's requests are theirs alone. [rights_requests_are_their_persons]
    async fn rights_requests_of(
        &self,
        person: Id<Person>,
    ) -> Result<Vec<Versioned<RightsRequest>>, StoreError>;
}

/// Reads what links in letters do.
#[async_trait]
pub trait LinkStore: std::fmt::Debug + Send + Sync + 'static {
    /// What the link with this hash does.
    ///
    /// # Behavior
    ///
    /// - A link is read back equal, whatever it does. [action_link_round_trips]
    /// - Redeemed, it is gone. Redeeming it again is stale, for its person; so is one that differs from what is kept.
    ///   [action_link_is_redeemed_once]
    /// - Of two who redeem it at once one does. [of_two_redemptions_one_wins]
    /// - A hash is one link's: another under it is a conflict. [hash_is_one_links]
    /// - It is of a person who is there. [action_link_of_a_missing_person_is_not_found]
    async fn action_link(&self, hash: &TokenHash) -> Result<Option<ActionLink>, StoreError>;
}

/// Reads what was refused for good.
#[async_trait]
pub trait SuppressionStore: std::fmt::Debug + Send + Sync + 'static {
    /// What was refused under any of these hashes, each once, in the order of the bytes of hash and of the purpose's
    /// name.
    ///
    /// # Behavior
    ///
    /// - A suppression is read back equal; written again, it keeps the earlier of the two instants.
    ///   [suppression_round_trips]
    /// - It is kept whoever is erased, until it is lifted. [suppression_outlives_its_person]
    /// - Lifted, it is gone for that purpose alone; lifting what is not there does nothing.
    ///   [suppression_is_lifted_for_one_purpose]
    async fn suppressions(&self, hashes: &[KeyedHash]) -> Result<Vec<Suppression>, StoreError>;
}

/// Reads what belongs to a safe space.
#[async_trait]
pub trait SafeSpaceStore: std::fmt::Debug + Send + Sync + 'static {
    /// Whether and when somebody may see who comes to an event.
    ///
    /// # Behavior
    ///
    /// - A facilitation is read back equal. [facilitation_round_trips]
    /// - Its version rises by one, and one at another version is stale. [facilitation_version_rises]
    /// - Removed, it is gone. [removed_facilitation_is_gone]
    /// - It is for an event and of a person who are there. [facilitation_of_nobody_or_for_nothing_is_not_found]
    async fn facilitation(
        &self,
        event: Id<Event>,
        person: Id<Person>,
    ) -> Result<Option<Versioned<Facilitation>>, StoreError>;

    /// All facilitations of a person, in the order of their events' identifiers.
    ///
    /// # Behavior
    ///
    /// - A person's facilitations are theirs alone, by event. [facilitations_of_a_person_follow_the_events]
    async fn facilitations_of(&self, person: Id<Person>) -> Result<Vec<Versioned<Facilitation>>, StoreError>;

    /// A theme. Who checked it is named by pseudonym once their record is gone.
    ///
    /// # Behavior
    ///
    /// - A theme is read back equal in every state. [theme_round_trips]
    /// - Who checked it is kept under their pseudonym. [theme_outlives_who_checked_it]
    /// - Its version rises by one, and one at another version is stale. [theme_version_rises]
    /// - It is of an event that is there. [theme_of_a_missing_event_is_not_found]
    async fn theme(&self, id: Id<Theme>) -> Result<Option<Versioned<Theme>>, StoreError>;

    /// The themes of an event, in the order of their identifiers.
    ///
    /// # Behavior
    ///
    /// - An event's themes are its own, by identifier. [themes_follow_the_identifiers]
    async fn themes(&self, event: Id<Event>) -> Result<Vec<Versioned<Theme>>, StoreError>;

    /// How many have contributed to a theme.
    ///
    /// # Behavior
    ///
    /// - Who contributes twice counts once. [contributor_counts_once]
    /// - A contribution is to a theme that is there. [contribution_to_a_missing_theme_is_not_found]
    async fn contributors(&self, theme: Id<Theme>) -> Result<u64, StoreError>;

    /// What was written to the people who come to an event.
    ///
    /// # Behavior
    ///
    /// - A message is read back equal. [message_round_trips]
    /// - Its identifier is used once: another under it, or itself again, is a conflict.
    ///   [message_identifier_is_used_once]
    /// - It is about an event that is there. [message_about_a_missing_event_is_not_found]
    /// - It is put into the outbox once for each live registration of its event, in the order of the people's
    ///   identifiers, and for nobody else. [broadcast_reaches_each_live_registration_once]
    /// - One that is not there reaches nobody: it is not found. [broadcast_of_a_missing_message_is_not_found]
    /// - To nobody, it is written and sends nothing. [broadcast_to_nobody_sends_nothing]
    /// - What belongs to a safe space goes when it is disposed of, and released themes stay.
    ///   [disposed_safe_space_keeps_released_themes]
    async fn message(&self, id: Id<Message>) -> Result<Option<Message>, StoreError>;

    /// How many messages, facilitations, themes and contributions
    /// [`Write::DisposeSafeSpace`](crate::Write::DisposeSafeSpace) would remove.
    ///
    /// # Behavior
    ///
    /// - It counts what would go, and of what is disposed of there is nothing. [what_would_be_disposed_of_is_counted]
    async fn to_dispose(&self, event: Id<Event>) -> Result<u64, StoreError>;
}
