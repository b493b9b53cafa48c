//! How somebody is named beside their words.

use std::fmt;

use crate::{Invalid, InvalidKind, Line};

/// What somebody did and where, at the time of the words: it is kept as it was, whatever becomes of the post or the
/// organisation.
///
/// There may be one person in the country whom a job title and an organisation fit. `Debug` shows neither.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Post {
    /// The role, as it was.
    pub role: Line<100>,
    /// The organisation, by the name that it had.
    pub organisation: Line<200>,
}

impl fmt::Debug for Post {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Post(..)")
    }
}

/// How far somebody agreed to be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NamingLevel {
    /// Not at all.
    Anonymous,
    /// By role and organisation, without a name. It can tell who they are.
    RoleOnly,
    /// By name, role and organisation.
    Named,
}

impl NamingLevel {
    /// Every level, from the one that tells least.
    pub const ALL: [NamingLevel; 3] = [NamingLevel::Anonymous, NamingLevel::RoleOnly, NamingLevel::Named];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            NamingLevel::Anonymous => "anonymous",
            NamingLevel::RoleOnly => "role_only",
            NamingLevel::Named => "named",
        }
    }

    /// Reads a stable name.
    ///
    /// # Errors
    ///
    /// `naming_level.unknown`.
    pub fn parse(name: &str) -> Result<Self, Invalid> {
        NamingLevel::ALL
            .into_iter()
            .find(|level| level.name() == name)
            .ok_or(Invalid::new(InvalidKind::NamingLevelUnknown))
    }
}

/// How somebody is named beside their words, or beside thanks to them: no more than they chose, and no more is kept.
///
/// ```
/// use bln_core::{Attribution, Line, Post};
///
/// let post = Post {
///     role: Line::parse("Ward manager")?,
///     organisation: Line::parse("Nottingham University Hospitals NHS Trust")?,
/// };
/// let shown = Attribution::RoleOnly(post).to_string();
/// assert_eq!(shown, "Ward manager, Nottingham University Hospitals NHS Trust");
/// assert_eq!(Attribution::Anonymous.to_string(), "");
/// # Ok::<(), bln_core::Invalid>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum Attribution {
    /// Not at all.
    Anonymous,
    /// By role and organisation as they were at the time.
    RoleOnly(Post),
    /// By name, role and organisation as they were at the time.
    Named(Line<200>, Post),
}

impl Attribution {
    /// How far it names somebody.
    pub const fn level(&self) -> NamingLevel {
        match self {
            Attribution::Anonymous => NamingLevel::Anonymous,
            Attribution::RoleOnly(_) => NamingLevel::RoleOnly,
            Attribution::Named(..) => NamingLevel::Named,
        }
    }

    /// The name, if it was chosen to be shown.
    pub const fn name(&self) -> Option<&Line<200>> {
        match self {
            Attribution::Named(name, _) => Some(name),
            Attribution::Anonymous | Attribution::RoleOnly(_) => None,
        }
    }

    /// Role and organisation, if they were chosen to be shown.
    pub const fn post(&self) -> Option<&Post> {
        match self {
            Attribution::Named(_, post) | Attribution::RoleOnly(post) => Some(post),
            Attribution::Anonymous => None,
        }
    }

    /// Puts an attribution together from a level and what was given beside it; `None` if more or less is there than
    /// the level tells of.
    pub fn from_parts(
        level: NamingLevel,
        name: Option<Line<200>>,
        role: Option<Line<100>>,
        organisation: Option<Line<200>>,
    ) -> Option<Self> {
        let post = match (role, organisation) {
            (Some(role), Some(organisation)) => Some(Post { role, organisation }),
            (None, None) => None,
            _ => return None,
        };
        match (level, name, post) {
            (NamingLevel::Anonymous, None, None) => Some(Attribution::Anonymous),
            (NamingLevel::RoleOnly, None, Some(post)) => Some(Attribution::RoleOnly(post)),
            (NamingLevel::Named, Some(name), Some(post)) => Some(Attribution::Named(name, post)),
            _ => None,
        }
    }
}

impl fmt::Display for Attribution {
    /// `Sample Person 17, Ward manager, Nottingham University Hospitals NHS Trust`; nothing for nobody.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name().map(Line::as_str);
        let post = self.post().into_iter().flat_map(|post| [post.role.as_str(), post.organisation.as_str()]);
        let parts: Vec<_> = name.into_iter().chain(post).collect();
        f.write_str(&parts.join(", "))
    }
}

impl fmt::Debug for Attribution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Attribution({}, ..)", self.level().name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name() -> Line<200> {
        Line::parse("Sample Person 17").unwrap()
    }

    fn role() -> Line<100> {
        Line::parse("Sample manager").unwrap()
    }

    fn organisation() -> Line<200> {
        Line::parse("Sample Trust").unwrap()
    }

    #[test]
    fn names_round_trip() {
        for level in NamingLevel::ALL {
            assert_eq!(NamingLevel::parse(level.name()), Ok(level));
        }
        assert_eq!(NamingLevel::parse("full").unwrap_err().kind(), InvalidKind::NamingLevelUnknown);
    }

    #[test]
    fn an_attribution_has_what_its_level_tells_of_and_nothing_else() {
        for level in NamingLevel::ALL {
            for given in 0..8_u8 {
                let part = |bit: u8| given & bit != 0;
                let made = Attribution::from_parts(
                    level,
                    part(1).then(name),
                    part(2).then(role),
                    part(4).then(organisation),
                );
                let wanted = match level {
                    NamingLevel::Anonymous => 0,
                    NamingLevel::RoleOnly => 6,
                    NamingLevel::Named => 7,
                };
                assert_eq!(made.is_some(), given == wanted, "{level:?} {given}");
                assert_eq!(made.map_or(level, |made| made.level()), level);
            }
        }
    }

    #[test]
    fn what_is_shown_is_what_was_chosen() {
        let post = || Post { role: role(), organisation: organisation() };
        let shown = |attribution: Attribution| attribution.to_string();
        assert_eq!(
            shown(Attribution::Named(name(), post())),
            "Sample Person 17, Sample manager, Sample Trust"
        );
        assert_eq!(shown(Attribution::RoleOnly(post())), "Sample manager, Sample Trust");
        assert_eq!(shown(Attribution::Anonymous), "");
        for attribution in [Attribution::Named(name(), post()), Attribution::RoleOnly(post())] {
            assert!(!format!("{attribution:?} {:?}", attribution.post()).contains("Sample"));
        }
    }
}
