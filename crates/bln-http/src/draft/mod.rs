//! Forms of this door alone: what a verb takes for which the network has no form.

mod address;
mod audit;
mod belonging;
mod bulletin;
mod characteristics;
mod directory;
mod event;
mod limits;
mod link;
mod organisation;
mod parked;
mod person;
mod purpose;
mod referral;
mod resource;
mod rights;
mod testimonial;
mod theme;
mod wording;

pub(crate) use address::{AddressDraft, DeliveryDraft, DeliveryNoun, HeldAddressesDraft, HeldAddressesNoun};
pub(crate) use audit::{CheckpointsDraft, ConsistencyDraft, InclusionDraft};
pub(crate) use belonging::{ConversionDraft, ConversionNoun};
pub(crate) use bulletin::ScheduleDraft;
pub(crate) use characteristics::{AccessNeedsDraft, EthnicGroupDraft};
pub(crate) use directory::{LikeDraft, LikeNoun, SearchDraft, SearchNoun};
pub(crate) use event::{FacilitationDraft, MessageDraft, PlacesDraft, WalkUpDraft};
pub(crate) use limits::LimitDraft;
pub(crate) use link::LinkDraft;
pub(crate) use organisation::OrganisationsDraft;
pub(crate) use parked::ParkedAnswerDraft;
pub(crate) use person::PersonDetailsDraft;
pub(crate) use purpose::PurposeDraft;
pub(crate) use referral::{ReferralDraft, ReferralNoun};
pub(crate) use resource::ResourceWithdrawalDraft;
pub(crate) use rights::{
    ExtensionDraft, MergeDraft, RightsRefusalDraft, RightsRequestDraft, RightsRequestNoun,
};
pub(crate) use testimonial::{ApprovalDraft, TestimonialUseDraft, TestimonialUseNoun};
pub(crate) use theme::ThemeDraft;
