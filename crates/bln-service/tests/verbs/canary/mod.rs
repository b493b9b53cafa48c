//! What a verb says, aloud or by the way, when something under it fails.

pub(crate) mod failing;
pub(crate) mod found;
pub(crate) mod heard;
