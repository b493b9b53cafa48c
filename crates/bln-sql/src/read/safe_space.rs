//! Reads what belongs to a safe space.

use async_trait::async_trait;
use bln_core::{
    ContributorBand, Event, Facilitation, Id, Message, Person, Prose, Theme, ThemeParts, ThemeState,
    Versioned,
};
use bln_store::{SafeSpaceStore, StoreError};

use super::decode::{self, Present, Read};
use crate::{Query, Row, SqlStore};

pub(super) const ALL: &[&str] =
    &[FACILITATION, FACILITATIONS, THEME, THEMES, CONTRIBUTORS, MESSAGE, TO_DISPOSE];

const FACILITATION: &str =
    "SELECT event, person, version, from_at, until_at FROM facilitation WHERE event = ?1 AND person = ?2";
const FACILITATIONS: &str =
    "SELECT event, person, version, from_at, until_at FROM facilitation WHERE person = ?1 ORDER BY event";

/// Who checked it is named by identifier, as long as anybody can tell.
const THEME: &str = "SELECT t.id, t.version, t.event, t.words, t.state, t.reached_at, \
    coalesce((SELECT n.person FROM pseudonym n WHERE n.pseudonym = t.checked_by), t.checked_by), t.contributors \
    FROM theme t WHERE t.id = ?1";
const THEMES: &str = "SELECT t.id, t.version, t.event, t.words, t.state, t.reached_at, \
    coalesce((SELECT n.person FROM pseudonym n WHERE n.pseudonym = t.checked_by), t.checked_by), t.contributors \
    FROM theme t WHERE t.event = ?1 ORDER BY t.id";

const CONTRIBUTORS: &str = "SELECT count(*) FROM theme_contribution WHERE theme = ?1";

const MESSAGE: &str = "SELECT event, words, written_at FROM message WHERE id = ?1";

/// What goes when it is disposed of, but for notices.
const TO_DISPOSE: &str = "SELECT (SELECT count(*) FROM message WHERE event = ?1) \
    + (SELECT count(*) FROM facilitation WHERE event = ?1) \
    + (SELECT count(*) FROM theme WHERE event = ?1 AND state <> 'released') \
    + (SELECT count(*) FROM theme_contribution c JOIN theme t ON t.id = c.theme WHERE t.event = ?1)";

#[async_trait]
impl SafeSpaceStore for SqlStore {
    async fn facilitation(
        &self,
        event: Id<Event>,
        person: Id<Person>,
    ) -> Result<Option<Versioned<Facilitation>>, StoreError> {
        let params = vec![event.uuid().into(), person.uuid().into()];
        let [rows] = self.ask([Query::new(FACILITATION, params)]).await?;
        Ok(rows.first().map(facilitation).transpose()?)
    }

    async fn facilitations_of(&self, person: Id<Person>) -> Result<Vec<Versioned<Facilitation>>, StoreError> {
        let [rows] = self.ask([Query::new(FACILITATIONS, vec![person.uuid().into()])]).await?;
        Ok(rows.iter().map(facilitation).collect::<Read<_>>()?)
    }

    async fn theme(&self, id: Id<Theme>) -> Result<Option<Versioned<Theme>>, StoreError> {
        let [rows] = self.ask([Query::new(THEME, vec![id.uuid().into()])]).await?;
        Ok(rows.first().map(theme).transpose()?)
    }

    async fn themes(&self, event: Id<Event>) -> Result<Vec<Versioned<Theme>>, StoreError> {
        let [rows] = self.ask([Query::new(THEMES, vec![event.uuid().into()])]).await?;
        Ok(rows.iter().map(theme).collect::<Read<_>>()?)
    }

    async fn contributors(&self, theme: Id<Theme>) -> Result<u64, StoreError> {
        let [rows] = self.ask([Query::new(CONTRIBUTORS, vec![theme.uuid().into()])]).await?;
        Ok(rows.first().map_or(Ok(0), |row| decode::long_number(row, 0))?)
    }

    async fn message(&self, id: Id<Message>) -> Result<Option<Message>, StoreError> {
        let [rows] = self.ask([Query::new(MESSAGE, vec![id.uuid().into()])]).await?;
        Ok(rows.first().map(|row| message(id, row)).transpose()?)
    }

    async fn to_dispose(&self, event: Id<Event>) -> Result<u64, StoreError> {
        let [rows] = self.ask([Query::new(TO_DISPOSE, vec![event.uuid().into()])]).await?;
        Ok(rows.first().map_or(Ok(0), |row| decode::long_number(row, 0))?)
    }
}

fn facilitation(row: &Row) -> Read<Versioned<Facilitation>> {
    let (from, until) = (decode::instant(row, 3)?, decode::instant(row, 4)?);
    let facilitation = Facilitation::restore(decode::id(row, 0)?, decode::id(row, 1)?, from, until)?;
    Ok(Versioned::new(facilitation, decode::version(row, 2)?))
}

fn theme(row: &Row) -> Read<Versioned<Theme>> {
    let band = row.opt_text(7)?.map(|name| ContributorBand::from_name(name).present()).transpose()?;
    let (at, by) = (decode::opt_instant(row, 5)?, decode::opt_id(row, 6)?);
    let parts = ThemeParts {
        id: decode::id(row, 0)?,
        event: decode::id(row, 2)?,
        words: Prose::parse(row.text(3)?)?,
        state: ThemeState::from_parts(row.text(4)?, at, by, band).present()?,
    };
    Ok(Versioned::new(Theme::restore(parts), decode::version(row, 1)?))
}

fn message(id: Id<Message>, row: &Row) -> Read<Message> {
    Ok(Message::new(id, decode::id(row, 0)?, Prose::parse(row.text(1)?)?, decode::instant(row, 2)?))
}
