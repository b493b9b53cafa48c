//! The contract, continued: what the network set out to change, and what came of it.

use async_trait::async_trait;
use bln_core::{Figure, Id, Initiative, LegacyLedger, Versioned};

use crate::{Page, PageSize, StoreError};

/// Reads initiatives, the legacy ledger of each, and the register of figures. Nothing of it refers to a person, and
/// nothing of it is ever removed.
#[async_trait]
pub trait LegacyStore: std::fmt::Debug + Send + Sync + 'static {
    /// An initiative, under way or ended.
    ///
    /// # Behavior
    ///
    /// - An initiative is read back equal in every state, with every part there is and with none that may be left out.
    ///   [initiative_round_trips]
    /// - Its version rises by one, and one at another version is stale. [initiative_version_rises]
    /// - The figures that moved it are there, whenever it is written.
    ///   [initiative_moved_by_a_missing_figure_is_not_found]
    async fn initiative(&self, id: Id<Initiative>) -> Result<Option<Versioned<Initiative>>, StoreError>;

    /// All initiatives, ended ones too, in the order of their identifiers.
    ///
    /// # Behavior
    ///
    /// - Each comes once, by identifier, with a next page exactly if there is more.
    ///   [initiative_page_follows_the_identifiers]
    async fn initiative_page(
        &self,
        after: Option<Id<Initiative>>,
        size: PageSize,
    ) -> Result<Page<Versioned<Initiative>, Id<Initiative>>, StoreError>;

    /// The ledger of an initiative. Its version is the number of its entries; one without any is not there.
    ///
    /// # Behavior
    ///
    /// - An entry is read back equal, whatever its line says. [legacy_lines_round_trip]
    /// - So is a correction of each. [legacy_corrections_round_trip]
    /// - Entries keep the order in which they were appended, whatever the clock said.
    ///   [legacy_entries_keep_their_order]
    /// - A ledger's version is the number of its entries; one that is there is not new, and one at another version is
    ///   stale. [legacy_version_counts_the_entries]
    /// - A ledger without entries is `None`. [missing_legacy_is_none]
    /// - A ledger is its initiative's alone, and takes no entry of another's. [legacies_are_their_initiatives]
    /// - It is of an initiative that is there. [legacy_of_a_missing_initiative_is_not_found]
    /// - Appending no entry at all is a conflict. [legacy_of_no_entries_is_refused]
    /// - So is a line that no decision makes: a correction of a correction's inside, a day beyond the year 9999.
    ///   [ill_formed_legacy_line_is_refused]
    /// - An entry's identifier is used once, in all ledgers. [legacy_entry_identifier_is_used_once]
    /// - What a line corrects, answers or settles is an entry before it in its own ledger; else it is a conflict.
    ///   [legacy_line_names_what_is_before_it]
    /// - The figures that a line cites are there. [legacy_line_with_a_missing_figure_is_not_found]
    /// - So are the resources. [legacy_line_with_a_missing_resource_is_not_found]
    /// - What a line links, and the organisation that it names, may be missing. [legacy_line_may_link_what_is_missing]
    async fn legacy_ledger(
        &self,
        initiative: Id<Initiative>,
    ) -> Result<Option<Versioned<LegacyLedger>>, StoreError>;

    /// A figure of the register.
    ///
    /// # Behavior
    ///
    /// - A figure is read back equal, with every part there is and with none that may be left out.
    ///   [figure_round_trips]
    /// - It is written once: another under its identifier, or itself again, is a conflict. [figure_is_written_once]
    async fn figure(&self, id: Id<Figure>) -> Result<Option<Figure>, StoreError>;

    /// The whole register, in the order of identifiers.
    ///
    /// # Behavior
    ///
    /// - Each comes once, by identifier, with a next page exactly if there is more.
    ///   [figure_page_follows_the_identifiers]
    async fn figure_page(
        &self,
        after: Option<Id<Figure>>,
        size: PageSize,
    ) -> Result<Page<Figure, Id<Figure>>, StoreError>;
}
