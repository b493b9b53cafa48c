//! Reads sealed characteristics.

use std::collections::BTreeMap;

use async_trait::async_trait;
use bln_core::{
    Characteristic, Id, KeyName, Person, SealedCharacteristics, SealedValue, Versioned, WrappedKey,
};
use bln_store::{CharacteristicsStore, Page, PageSize, StoreError};

use super::{
    decode::{self, Groups, LAST, Read},
    first_after, one_more,
};
use crate::{Query, Row, SqlStore, Value};

pub(super) const ALL: &[&str] = &[SEALED, VALUES];

/// Those of the people with identifiers from `?1` to `?2`, at most `?3`. Both statements answer in their order.
const SEALED: &str = "SELECT person, version, key_name, wrapped_key, last_edition FROM sealed_characteristics \
    WHERE person BETWEEN ?1 AND ?2 ORDER BY person LIMIT ?3";
const VALUES: &str = "SELECT person, characteristic, edition, sealed FROM sealed_value WHERE person IN \
    (SELECT person FROM sealed_characteristics WHERE person BETWEEN ?1 AND ?2 ORDER BY person LIMIT ?3) \
    ORDER BY person, characteristic";

#[async_trait]
impl CharacteristicsStore for SqlStore {
    async fn characteristics(
        &self,
        person: Id<Person>,
    ) -> Result<Option<Versioned<SealedCharacteristics>>, StoreError> {
        let params = vec![person.uuid().into(), person.uuid().into(), Value::Int(1)];
        Ok(self.sealed(params).await?.into_iter().next())
    }

    async fn characteristics_page(
        &self,
        after: Option<Id<Person>>,
        size: PageSize,
    ) -> Result<Page<Versioned<SealedCharacteristics>, Id<Person>>, StoreError> {
        let Some(first) = first_after(after.map(Id::uuid)) else {
            return Ok(Page { items: Vec::new(), next: None });
        };
        let sealed = self.sealed(vec![first.into(), LAST.into(), one_more(size)]).await?;
        Ok(Page::from_one_more(sealed, size, |stored| stored.record.person()))
    }
}

impl SqlStore {
    async fn sealed(&self, params: Vec<Value>) -> Result<Vec<Versioned<SealedCharacteristics>>, StoreError> {
        let [sealed, values] = self.ask([SEALED, VALUES].map(|sql| Query::new(sql, params.clone()))).await?;
        let mut values = Groups::new(&values);
        Ok(sealed.iter().map(|row| characteristics(row, values.of(row))).collect::<Read<_>>()?)
    }
}

fn characteristics(row: &Row, values: &[Row]) -> Read<Versioned<SealedCharacteristics>> {
    let key = WrappedKey::new(KeyName::parse(row.text(2)?)?, row.bytes(3)?.to_vec())?;
    let values = values.iter().map(value).collect::<Read<BTreeMap<_, _>>>()?;
    let sealed = SealedCharacteristics::restore(decode::id(row, 0)?, key, decode::number(row, 4)?, values)?;
    Ok(Versioned::new(sealed, decode::version(row, 1)?))
}

fn value(row: &Row) -> Read<(Characteristic, SealedValue)> {
    let value = SealedValue::new(decode::number(row, 2)?, row.bytes(3)?.to_vec())?;
    Ok((Characteristic::parse(row.text(1)?)?, value))
}
