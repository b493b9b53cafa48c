//! Addresses to which nothing more is sent, as they are sent to those who run the network.

use bln_core::{EmailAddress, bounce::AddressRecord};
use bln_store::Page;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A page of the addresses that are held.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Held addresses", example = json!({
    "items": [{
        "person": "0192f0c1-7a00-7000-8000-000000000017",
        "address": "sample.person.17@example.org",
        "since": "2027-03-01T09:00:00.000000Z",
    }],
}))]
pub(crate) struct HeldAddressesWire {
    items: Vec<HeldAddressWire>,
    /// What to send as `after` for the page that follows; not there on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<AddressWire>,
}

/// An address to which nothing more is sent.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Held address")]
struct HeldAddressWire {
    person: Uuid,
    address: String,
    /// Since when (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    since: Option<String>,
}

/// What a list of addresses goes on after.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Address")]
struct AddressWire {
    address: String,
}

impl From<Page<AddressRecord, EmailAddress>> for HeldAddressesWire {
    fn from(page: Page<AddressRecord, EmailAddress>) -> Self {
        let held = |record: &AddressRecord| HeldAddressWire {
            person: record.person().uuid(),
            address: record.address().as_str().to_owned(),
            since: record.held_since().map(|since| since.to_string()),
        };
        Self {
            items: page.items.iter().map(held).collect(),
            next: page.next.map(|address| AddressWire { address: address.as_str().to_owned() }),
        }
    }
}
