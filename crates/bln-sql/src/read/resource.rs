//! Reads what the network points people to.

use async_trait::async_trait;
use bln_core::{
    Findings, HighImpactAction, Id, Line, Link, Pillars, Prose, Published, Resource, ResourceDetails,
    ResourceKind, ResourceState, Versioned,
};
use bln_store::{Page, PageSize, ResourceStore, StoreError};

use super::{
    decode::{self, Groups, LAST, Present, Read},
    first_after, one_more,
};
use crate::{Query, Row, SqlStore, Value};

pub(super) const ALL: &[&str] = &[BY_ID, PILLARS, ACTIONS, FIGURES];

/// Those with identifiers from `?1` to `?2`, at most `?3`, and in the same order the pillars, the actions and the figures
/// of each.
const BY_ID: &str = "SELECT id, version, title, kind, publisher, published, link, licence, state, withdrawn_at, \
    reason FROM resource WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3";
const PILLARS: &str = "SELECT resource, pillar FROM resource_pillar WHERE resource IN \
    (SELECT id FROM resource WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3) ORDER BY resource, pillar";
const ACTIONS: &str = "SELECT resource, action FROM resource_action WHERE resource IN \
    (SELECT id FROM resource WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3) ORDER BY resource, action";
const FIGURES: &str = "SELECT resource, figure FROM resource_figure WHERE resource IN \
    (SELECT id FROM resource WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3) ORDER BY resource, figure";

#[async_trait]
impl ResourceStore for SqlStore {
    async fn resource(&self, id: Id<Resource>) -> Result<Option<Versioned<Resource>>, StoreError> {
        let params = vec![id.uuid().into(), id.uuid().into(), Value::Int(1)];
        Ok(self.resources(params).await?.into_iter().next())
    }

    async fn resource_page(
        &self,
        after: Option<Id<Resource>>,
        size: PageSize,
    ) -> Result<Page<Versioned<Resource>, Id<Resource>>, StoreError> {
        let Some(first) = first_after(after.map(Id::uuid)) else {
            return Ok(Page { items: Vec::new(), next: None });
        };
        let resources = self.resources(vec![first.into(), LAST.into(), one_more(size)]).await?;
        Ok(Page::from_one_more(resources, size, |stored| stored.record.id()))
    }
}

impl SqlStore {
    async fn resources(&self, params: Vec<Value>) -> Result<Vec<Versioned<Resource>>, StoreError> {
        let sql = [BY_ID, PILLARS, ACTIONS, FIGURES];
        let [resources, pillars, actions, figures] =
            self.ask(sql.map(|sql| Query::new(sql, params.clone()))).await?;
        let mut sets = [&pillars, &actions, &figures].map(|rows| Groups::new(rows));
        let resources = resources.iter().map(|row| resource(row, sets.each_mut().map(|set| set.of(row))));
        Ok(resources.collect::<Read<_>>()?)
    }
}

fn resource(row: &Row, [pillars, actions, figures]: [&[Row]; 3]) -> Read<Versioned<Resource>> {
    let pillars = pillars.iter().map(|row| Ok(row.text(1)?)).collect::<Read<Vec<_>>>()?;
    let actions =
        actions.iter().map(|row| Ok(HighImpactAction::parse(row.text(1)?)?)).collect::<Read<_>>()?;
    let figures = figures.iter().map(|row| decode::id(row, 1)).collect::<Read<Vec<_>>>()?;
    let details = ResourceDetails {
        title: Line::parse(row.text(2)?)?,
        kind: ResourceKind::parse(row.text(3)?)?,
        publisher: Line::parse(row.text(4)?)?,
        published: Published::parse(row.text(5)?)?,
        link: Link::parse(row.text(6)?)?,
        licence: row.opt_text(7)?.map(Line::parse).transpose()?,
        pillars: Pillars::parse(pillars)?,
        actions,
        figures: Findings::new(figures)?,
    };
    let reason = row.opt_text(10)?.map(Prose::parse).transpose()?;
    let state = ResourceState::from_parts(row.text(8)?, decode::opt_instant(row, 9)?, reason).present()?;
    Ok(Versioned::new(Resource::restore(decode::id(row, 0)?, details, state), decode::version(row, 1)?))
}
