//! Forms of this door alone: what a verb takes for which the network has no form.

mod organisation;

pub(crate) use organisation::OrganisationsDraft;
