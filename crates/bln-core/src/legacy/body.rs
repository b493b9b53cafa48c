//! Who is asked, and who promises: bodies, and never people.

use bln_terms::OdsCode;

use crate::Line;

/// A body that a network asks something of, or that promises something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Body {
    /// The network itself.
    Network,
    /// An organisation by its ODS code. It need not be in the directory: a body that was asked years ago may have closed
    /// before the directory was loaded.
    Organisation(OdsCode),
    /// Anything else by its name: a board, a committee, a government department. Not a person: see [`Owner`].
    Named(Line<120>),
}

impl Body {
    /// The stable name of what it is.
    pub const fn kind(&self) -> &'static str {
        match self {
            Body::Network => "network",
            Body::Organisation(_) => "organisation",
            Body::Named(_) => "named",
        }
    }

    /// Reads a body from what it is and the code or the name beside it; `None` when they do not belong together.
    pub fn from_parts(kind: &str, code: Option<OdsCode>, name: Option<Line<120>>) -> Option<Self> {
        match (kind, code, name) {
            ("network", None, None) => Some(Body::Network),
            ("organisation", Some(code), None) => Some(Body::Organisation(code)),
            ("named", None, Some(name)) => Some(Body::Named(name)),
            _ => None,
        }
    }
}

/// Who answers for a promise: a body and, where it helps, a role in it ("chief people officer").
///
/// There is no field for a person's name, and no name belongs into the role. The ledger is append-only, so that a name in
/// it could not be erased (UK GDPR article 17), and a promise outlasts whoever held the post when it was made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Owner {
    /// The body.
    pub body: Body,
    /// The role in it.
    pub role: Option<Line<100>>,
}
