//! The form with which somebody gives or withdraws a consent.

use std::fmt;

use bln_core::{ConsentAnswer, ConsentMethod, ConsentRequest, Id, PurposeCode};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{Check, Code, Draft, Field, Param, Problem};

const DECISIONS: &[&str] = &["given", "withdrawn"];

/// A consent given or withdrawn.
///
/// Giving names the wording that was agreed to (UK GDPR article 7(1)). Withdrawing needs none, and has none: it
/// is as easy as giving (article 7(3)).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct ConsentDraft {
    /// The person, by their id.
    #[validate(required)]
    pub person: Option<String>,
    /// What for: `bulletin`, `directory` and the like.
    #[validate(required)]
    pub purpose: Option<String>,
    /// `given` or `withdrawn`.
    #[validate(required)]
    pub decision: Option<String>,
    /// The name of the wording that was agreed to.
    pub wording: Option<String>,
    /// Its version, from 1.
    pub version: Option<u32>,
    /// How it was said: `web`, `paper`, `verbal` or `import`.
    #[validate(required)]
    pub method: Option<String>,
}

impl Draft for ConsentDraft {
    type Noun = ConsentRequest;
    type Context = ();

    const FIELDS: &'static [Field] = &[
        Field::new("person", "Person", "Say whose consent it is"),
        Field::new("purpose", "Purpose", "Select what the consent is for"),
        Field::new("decision", "Decision", "Select whether consent is given or withdrawn"),
        Field::new("wording", "Wording", "Name the wording that was agreed to"),
        Field::new("version", "Version", "Give the version of the wording"),
        Field::new("method", "Method", "Select how it was said"),
    ];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<ConsentRequest> {
        let person = check.field("person", self.person, |id| id.parse::<Id<_>>());
        let purpose = check.field("purpose", self.purpose, |purpose| PurposeCode::parse(&purpose));
        let method = check.field("method", self.method, |method| ConsentMethod::parse(&method));
        let given = check.field("decision", self.decision, |decision| match decision.as_str() {
            "given" => Ok(true),
            "withdrawn" => Ok(false),
            _ => Err(Problem::new(Code::UNKNOWN_CHOICE).with_param("choices", Param::List(DECISIONS))),
        });
        match given {
            Some(true) => {
                require(check, "wording", self.wording.is_some());
                require(check, "version", self.version.is_some());
            }
            Some(false) if self.wording.is_some() || self.version.is_some() => {
                check.fault("wording", Code::CONSENT_WORDING);
            }
            Some(false) | None => {}
        }
        let wording = super::wording::read(self.wording, self.version, check);
        let answer = if given? { ConsentAnswer::Given(wording?) } else { ConsentAnswer::Withdrawn };
        Some(ConsentRequest { person: person?, purpose: purpose?, answer, method: method? })
    }
}

fn require(check: &mut Check<'_>, name: &'static str, there: bool) {
    if !there {
        check.missing(name);
    }
}

// What was sent is not shown: it may be anything.
impl fmt::Debug for ConsentDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ConsentDraft(..)")
    }
}
