//! Reads how a person belongs.

use async_trait::async_trait;
use bln_core::{Belonging, BelongingKind, Declaration, Id, Membership, Person, Spell, Standing, Versioned};
use bln_store::{MembershipStore, StoreError};

use super::{
    decode::{self, Present, Read},
    person::BY_ID,
};
use crate::{Query, Row, SqlStore, Value};

#[async_trait]
impl MembershipStore for SqlStore {
    async fn membership(&self, person: Id<Person>) -> Result<Option<Versioned<Membership>>, StoreError> {
        let params = vec![person.uuid().into(), person.uuid().into(), Value::Int(1)];
        let [memberships, spells] =
            self.ask([BY_ID.memberships, BY_ID.spells].map(|sql| Query::new(sql, params.clone()))).await?;
        Ok(memberships.first().map(|row| membership(row, &spells)).transpose()?)
    }
}

/// A membership from its row and those of its spells.
pub(super) fn membership(row: &Row, spells: &[Row]) -> Read<Versioned<Membership>> {
    let spells = spells.iter().map(spell).collect::<Read<_>>()?;
    Ok(Versioned::new(Membership::restore(decode::id(row, 0)?, spells)?, decode::version(row, 1)?))
}

fn spell(row: &Row) -> Read<Spell> {
    let declaration =
        Declaration::new(decode::wording(row, 3)?, decode::wording(row, 5)?, decode::instant(row, 7)?);
    let belonging = Belonging::new(BelongingKind::parse(row.text(1)?)?, declaration);
    let standing = Standing::from_name(row.text(2)?).present()?;
    Ok(Spell::restore(belonging, standing, decode::instant(row, 8)?, decode::opt_instant(row, 9)?)?)
}
