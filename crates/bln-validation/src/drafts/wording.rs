//! Which wording somebody saw.

use std::fmt;

use bln_core::{Version, WordingName, WordingRef};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::Check;

/// A wording by its name and version: `{"wording": "membership-declaration", "version": 1}`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct WordingDraft {
    /// The name of the wording: letters, digits and hyphens.
    #[validate(required)]
    pub wording: Option<String>,
    /// Its version, from 1.
    #[validate(required)]
    pub version: Option<u32>,
}

impl WordingDraft {
    /// The wording it names.
    pub(super) fn read(self, check: &mut Check<'_>) -> Option<WordingRef> {
        read(self.wording, self.version, check)
    }
}

/// A wording from its two fields, where they stand beside others.
pub(super) fn read(
    wording: Option<String>,
    version: Option<u32>,
    check: &mut Check<'_>,
) -> Option<WordingRef> {
    let name = check.field("wording", wording, |name| WordingName::parse(&name));
    let version = check.field("version", version, Version::new);
    Some(WordingRef::new(name?, version?))
}

// What was sent is not shown: it may be anything.
impl fmt::Debug for WordingDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WordingDraft(..)")
    }
}
