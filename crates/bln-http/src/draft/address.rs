//! The forms about addresses. An address is not asked for in an address, and neither is what a list of them goes on after.

use std::fmt;

use bln_core::{EmailAddress, bounce::Delivery};
use bln_store::PageSize;
use bln_validation::{Check, Code, Draft, Field, Param, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::page::USUAL;

const DELIVERIES: &[&str] = &["arrived", "delayed", "temporary_failure", "permanent_failure", "refused"];

/// What became of a letter.
#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct DeliveryDraft {
    /// The address that it was sent to.
    #[validate(required)]
    #[schema(example = "sample.person.17@example.org")]
    address: Option<String>,
    /// `arrived`, `delayed`, `temporary_failure`, `permanent_failure` or `refused`.
    #[validate(required)]
    #[schema(example = "permanent_failure")]
    delivery: Option<String>,
}

/// What became of a letter, read.
pub(crate) struct DeliveryNoun {
    pub(crate) address: EmailAddress,
    pub(crate) delivery: Delivery,
}

/// Which page of the addresses that are held.
#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct HeldAddressesDraft {
    /// How many addresses at most, from 1 to 500; if it is left out, 50.
    size: Option<u16>,
    /// The `next` of the page before.
    #[validate(nested)]
    after: Option<AddressDraft>,
}

/// Which page of the addresses that are held, read.
pub(crate) struct HeldAddressesNoun {
    pub(crate) size: PageSize,
    pub(crate) after: Option<EmailAddress>,
}

/// An address.
#[derive(Default, Serialize, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct AddressDraft {
    /// The address.
    #[validate(required)]
    #[schema(example = "sample.person.17@example.org")]
    address: Option<String>,
}

impl Draft for DeliveryDraft {
    type Noun = DeliveryNoun;
    type Context = ();

    const FIELDS: &'static [Field] = &[
        Field::new("", "The report", "Say what became of the letter"),
        Field::new("address", "Email address", "Enter the email address"),
        Field::new("delivery", "Delivery", "Select what became of the letter"),
    ];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<DeliveryNoun> {
        let address = check.field("address", self.address, EmailAddress::parse);
        let delivery = check.field("delivery", self.delivery, |name| {
            let known = Delivery::ALL.into_iter().find(|delivery| delivery.name() == name);
            let unknown =
                || Problem::new(Code::UNKNOWN_CHOICE).with_param("choices", Param::List(DELIVERIES));
            known.ok_or_else(unknown)
        });
        Some(DeliveryNoun { address: address?, delivery: delivery? })
    }
}

impl Draft for HeldAddressesDraft {
    type Noun = HeldAddressesNoun;
    type Context = ();

    const FIELDS: &'static [Field] = &[
        Field::new("", "The list", "Say which page is wanted"),
        Field::new("size", "How many addresses", "Say how many addresses are wanted"),
        Field::new("after", "Where to go on", "Say where to go on"),
        Field::new("after/address", "Email address", "Give the address after which to go on"),
    ];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<HeldAddressesNoun> {
        let size = check.field("size", Some(self.size.unwrap_or(USUAL)), PageSize::new);
        let goes_on = self.after.is_some();
        let after = check.nested("after", self.after, address);
        if goes_on && after.is_none() {
            return None;
        }
        Some(HeldAddressesNoun { size: size?, after })
    }
}

impl Draft for AddressDraft {
    type Noun = EmailAddress;
    type Context = ();

    const FIELDS: &'static [Field] = &[
        Field::new("", "The address", "Say which address it is"),
        Field::new("address", "Email address", "Enter the email address"),
    ];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<EmailAddress> {
        address(self, check)
    }
}

fn address(draft: AddressDraft, check: &mut Check<'_>) -> Option<EmailAddress> {
    check.field("address", draft.address, EmailAddress::parse)
}

// What was sent is not shown: it may be anything.
impl fmt::Debug for DeliveryDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeliveryDraft(..)")
    }
}

impl fmt::Debug for HeldAddressesDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HeldAddressesDraft(..)")
    }
}

impl fmt::Debug for AddressDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AddressDraft(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_choices_that_are_told_are_the_choices_there_are() {
        assert_eq!(Delivery::ALL.map(Delivery::name), DELIVERIES);
    }
}
