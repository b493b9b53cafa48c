//! Forms of this door alone: what a verb takes for which the network has no form.

mod organisation;
mod resource;

pub(crate) use organisation::OrganisationsDraft;
pub(crate) use resource::ResourceWithdrawalDraft;
