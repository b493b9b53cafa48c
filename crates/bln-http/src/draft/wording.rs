//! Which wording somebody saw.

use bln_core::{Version, WordingName, WordingRef};
use bln_validation::{Check, WordingDraft};

/// The wording that a draft names.
pub(super) fn wording(draft: WordingDraft, check: &mut Check<'_>) -> Option<WordingRef> {
    let name = check.field("wording", draft.wording, |name| WordingName::parse(&name));
    let version = check.field("version", draft.version, Version::new);
    Some(WordingRef::new(name?, version?))
}
