//! A figure that was tallied from people, after disclosure control.

use serde::{Serialize, Serializer};

/// A figure that may be shown, or that is kept back because it could give somebody away.
///
/// What is shown was worked out from numbers that were themselves published ([`crate::disclosure`]): rounded parts,
/// never the numbers beneath. It is serialised as the figure, or as `"*"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Released<T> {
    /// It may be shown.
    Shown(T),
    /// It is kept back.
    Suppressed,
}

impl<T> Released<T> {
    /// The figure, if it may be shown.
    pub fn shown(self) -> Option<T> {
        match self {
            Released::Shown(figure) => Some(figure),
            Released::Suppressed => None,
        }
    }

    /// A further figure that is worked out from this one alone.
    pub fn map<U>(self, further: impl FnOnce(T) -> U) -> Released<U> {
        match self {
            Released::Shown(figure) => Released::Shown(further(figure)),
            Released::Suppressed => Released::Suppressed,
        }
    }

    /// The figure by reference.
    pub const fn as_ref(&self) -> Released<&T> {
        match self {
            Released::Shown(figure) => Released::Shown(figure),
            Released::Suppressed => Released::Suppressed,
        }
    }
}

impl<T> From<Option<T>> for Released<T> {
    fn from(figure: Option<T>) -> Self {
        figure.map_or(Released::Suppressed, Released::Shown)
    }
}

impl<T: Serialize> Serialize for Released<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Released::Shown(figure) => figure.serialize(serializer),
            Released::Suppressed => serializer.serialize_str("*"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_back_stays_so() {
        let suppressed: Released<u8> = Released::Suppressed;
        assert_eq!(suppressed.map(|figure| figure + 1).shown(), None);
        assert_eq!(serde_json::to_string(&suppressed).unwrap(), "\"*\"");
        assert_eq!(serde_json::to_string(&Released::Shown(5)).unwrap(), "5");
    }
}
