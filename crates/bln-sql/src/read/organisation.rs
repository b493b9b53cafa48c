//! Reads organisations.

use async_trait::async_trait;
use bln_core::{
    DatedNames, OdsCode, OdsRole, OperationalDates, Organisation, OrganisationName, OrganisationParts,
    Region, Succession, Versioned,
};
use bln_store::{OrganisationStore, Page, PageSize, StoreError};

use super::{
    decode::{self, Groups, Present, Read, Unreadable},
    one_more,
};
use crate::{Query, Row, SqlStore, Value};

pub(super) const ALL: &[&str] = &[ORGANISATIONS, ROLES, NAMES, SUCCESSIONS];

const ORGANISATIONS: &str = "SELECT code, version, region, icb, opened_on, closed_on FROM organisation \
    WHERE code BETWEEN ?1 AND ?2 ORDER BY code LIMIT ?3";
const ROLES: &str = "SELECT organisation, role FROM organisation_role WHERE organisation IN \
    (SELECT code FROM organisation WHERE code BETWEEN ?1 AND ?2 ORDER BY code LIMIT ?3) \
    ORDER BY organisation, ordinal";
const NAMES: &str = "SELECT organisation, from_date, name FROM organisation_name WHERE organisation IN \
    (SELECT code FROM organisation WHERE code BETWEEN ?1 AND ?2 ORDER BY code LIMIT ?3) \
    ORDER BY organisation, from_date";
const SUCCESSIONS: &str = "SELECT organisation, direction, other, on_date FROM organisation_succession \
    WHERE organisation IN \
    (SELECT code FROM organisation WHERE code BETWEEN ?1 AND ?2 ORDER BY code LIMIT ?3) \
    ORDER BY organisation, direction, ordinal";

/// After every code: they are made of digits and capital letters.
pub(super) const LAST: &str = "~";

#[async_trait]
impl OrganisationStore for SqlStore {
    async fn organisation(&self, code: OdsCode) -> Result<Option<Versioned<Organisation>>, StoreError> {
        let found = self.organisations(code.as_str(), code.as_str(), Value::Int(1)).await?;
        Ok(found.into_iter().next().map(|(_, read)| read).transpose()?)
    }

    async fn organisation_page(
        &self,
        after: Option<OdsCode>,
        size: PageSize,
    ) -> Result<Page<Versioned<Organisation>, OdsCode>, StoreError> {
        let found = self.organisations(&self::after(after), LAST, one_more(size)).await?;
        let items = found.into_iter().map(|(_, read)| read).collect::<Read<Vec<_>>>()?;
        Ok(Page::from_one_more(items, size, |stored| stored.record.code()))
    }
}

/// The first code there can be after another. After RX1 that is RX10: a 0 comes before everything else in a code.
pub(super) fn after(code: Option<OdsCode>) -> String {
    code.map_or_else(String::new, |code| format!("{code}0"))
}

impl SqlStore {
    /// The organisations with codes from the first to the last, each with its code.
    pub(super) async fn organisations(
        &self,
        first: &str,
        last: &str,
        limit: Value,
    ) -> Result<Vec<(OdsCode, Read<Versioned<Organisation>>)>, StoreError> {
        let params = vec![first.into(), last.into(), limit];
        let queries = [ORGANISATIONS, ROLES, NAMES, SUCCESSIONS].map(|sql| Query::new(sql, params.clone()));
        let [organisations, roles, names, successions] = self.ask(queries).await?;
        let (mut roles, mut names, mut successions) =
            (Groups::new(&roles), Groups::new(&names), Groups::new(&successions));
        let assembled = organisations.iter().map(|row| {
            Ok((code(row, 0)?, organisation(row, roles.of(row), names.of(row), successions.of(row))))
        });
        Ok(assembled.collect::<Read<_>>()?)
    }
}

fn organisation(
    row: &Row,
    roles: &[Row],
    names: &[Row],
    successions: &[Row],
) -> Read<Versioned<Organisation>> {
    let mut roles = roles.iter().map(|row| Ok::<_, Unreadable>(OdsRole::parse(row.text(1)?)?));
    let names = names.iter().map(|row| Ok((row.date(1)?, OrganisationName::parse(row.text(2)?)?)));
    let names = DatedNames::from_parts(names.collect::<Read<Vec<_>>>()?)?;
    let mut parts = OrganisationParts::new(code(row, 0)?, roles.next().present()??, names);
    parts.other_roles = roles.collect::<Read<_>>()?;
    parts.region = row.opt_text(2)?.map(Region::parse).transpose()?;
    parts.icb = row.opt_text(3)?.map(OdsCode::parse).transpose()?;
    parts.operational = OperationalDates::new(row.opt_date(4)?, row.opt_date(5)?)?;
    for row in successions {
        let succession = Succession { code: code(row, 2)?, on: row.date(3)? };
        match row.text(1)? {
            "predecessor" => parts.predecessors.push(succession),
            "successor" => parts.successors.push(succession),
            _ => return Err(Unreadable),
        }
    }
    Ok(Versioned::new(Organisation::from_parts(parts)?, decode::version(row, 1)?))
}

fn code(row: &Row, column: usize) -> Read<OdsCode> {
    Ok(OdsCode::parse(row.text(column)?)?)
}
