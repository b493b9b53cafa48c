//! Reads requests under data-protection law: by whose they are, as long as anybody can tell.

use async_trait::async_trait;
use bln_core::{
    Id, Person, Prose, Right, RightsRequest, Versioned,
    rights::{Extension, Pause, RefusalGround, RequestState, RightsRequestParts},
};
use bln_store::{Page, PageSize, RightsStore, StoreError};

use super::{
    decode::{self, Groups, LAST, Present, Read, Unreadable},
    first_after, one_more,
};
use crate::{Query, Row, SqlStore, Value};

pub(super) const ALL: &[&str] = &[BY_ID, PAUSES_BY_ID, BY_PERSON, PAUSES_BY_PERSON];

/// Those with identifiers from `?1` to `?2`, at most `?3`, and in the same order the pauses of each.
const BY_ID: &str = "SELECT r.id, r.version, \
    coalesce((SELECT n.person FROM pseudonym n WHERE n.pseudonym = r.requester), r.requester), r.asked_for, \
    r.received_on, r.state, r.closed_on, r.refusal_ground, r.extension_told_on, r.extension_reason \
    FROM rights_request r WHERE r.id BETWEEN ?1 AND ?2 ORDER BY r.id LIMIT ?3";
const PAUSES_BY_ID: &str = "SELECT request, asked_on, answered_on FROM rights_request_pause WHERE request IN \
    (SELECT id FROM rights_request WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3) ORDER BY request, ordinal";

/// Those of the person `?1`, under any of their pseudonyms or, if they had none, under their identifier.
const BY_PERSON: &str = "SELECT r.id, r.version, \
    coalesce((SELECT n.person FROM pseudonym n WHERE n.pseudonym = r.requester), r.requester), r.asked_for, \
    r.received_on, r.state, r.closed_on, r.refusal_ground, r.extension_told_on, r.extension_reason \
    FROM rights_request r WHERE r.requester = ?1 \
    OR r.requester IN (SELECT p.pseudonym FROM pseudonym p WHERE p.person = ?1) ORDER BY r.id";
const PAUSES_BY_PERSON: &str = "SELECT a.request, a.asked_on, a.answered_on FROM rights_request_pause a \
    WHERE a.request IN (SELECT r.id FROM rights_request r WHERE r.requester = ?1 \
    OR r.requester IN (SELECT p.pseudonym FROM pseudonym p WHERE p.person = ?1)) ORDER BY a.request, a.ordinal";

#[async_trait]
impl RightsStore for SqlStore {
    async fn rights_request(
        &self,
        id: Id<RightsRequest>,
    ) -> Result<Option<Versioned<RightsRequest>>, StoreError> {
        let params = vec![id.uuid().into(), id.uuid().into(), Value::Int(1)];
        Ok(self.requests([BY_ID, PAUSES_BY_ID], params).await?.into_iter().next())
    }

    async fn rights_request_page(
        &self,
        after: Option<Id<RightsRequest>>,
        size: PageSize,
    ) -> Result<Page<Versioned<RightsRequest>, Id<RightsRequest>>, StoreError> {
        let Some(first) = first_after(after.map(Id::uuid)) else {
            return Ok(Page { items: Vec::new(), next: None });
        };
        let params = vec![first.into(), LAST.into(), one_more(size)];
        let requests = self.requests([BY_ID, PAUSES_BY_ID], params).await?;
        Ok(Page::from_one_more(requests, size, |stored| stored.record.id()))
    }

    async fn rights_requests_of(
        &self,
        person: Id<Person>,
    ) -> Result<Vec<Versioned<RightsRequest>>, StoreError> {
        let params = vec![person.uuid().into()];
        let mut requests = self.requests([BY_PERSON, PAUSES_BY_PERSON], params).await?;
        // What is asked for as if it were an identifier may be somebody's pseudonym.
        requests.retain(|stored| stored.record.person() == person);
        Ok(requests)
    }
}

impl SqlStore {
    async fn requests(
        &self,
        sql: [&'static str; 2],
        params: Vec<Value>,
    ) -> Result<Vec<Versioned<RightsRequest>>, StoreError> {
        let [requests, pauses] = self.ask(sql.map(|sql| Query::new(sql, params.clone()))).await?;
        let mut pauses = Groups::new(&pauses);
        Ok(requests.iter().map(|row| request(row, pauses.of(row))).collect::<Read<_>>()?)
    }
}

fn request(row: &Row, pauses: &[Row]) -> Read<Versioned<RightsRequest>> {
    let extension = match (row.opt_date(8)?, row.opt_text(9)?) {
        (Some(told_on), Some(reason)) => Some(Extension { told_on, reason: Prose::parse(reason)? }),
        (None, None) => None,
        _ => return Err(Unreadable),
    };
    let parts = RightsRequestParts {
        id: decode::id(row, 0)?,
        person: decode::id(row, 2)?,
        right: Right::parse(row.text(3)?)?,
        received: row.date(4)?,
        state: state(row)?,
        extension,
        pauses: pauses.iter().map(pause).collect::<Read<_>>()?,
    };
    Ok(Versioned::new(RightsRequest::restore(parts)?, decode::version(row, 1)?))
}

fn state(row: &Row) -> Read<RequestState> {
    let ground = row.opt_text(7)?.map(|name| RefusalGround::from_name(name).present()).transpose()?;
    match (row.text(5)?, row.opt_date(6)?, ground) {
        ("open", None, None) => Ok(RequestState::Open),
        ("answered", Some(on), None) => Ok(RequestState::Answered { on }),
        ("refused", Some(on), Some(reason)) => Ok(RequestState::Refused { on, reason }),
        _ => Err(Unreadable),
    }
}

fn pause(row: &Row) -> Read<Pause> {
    Ok(Pause { asked_on: row.date(1)?, answered_on: row.opt_date(2)? })
}
