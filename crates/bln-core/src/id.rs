//! Typed identifiers: one kind per noun, so that an event's id can never be passed for a person's.

use std::{cmp::Ordering, fmt, hash, marker::PhantomData, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use crate::{Invalid, InvalidKind};

/// The identifier of one `K`: a UUID that remembers which noun it names.
///
/// Identifiers are made at the edge of the system and handed to the pure decisions as arguments; nothing in
/// this crate makes one up. UUIDv7 (RFC 9562) is the convention where order helps an index, random UUIDs where
/// the time of making would betray a person.
///
/// ```
/// use bln_core::{Event, Id, Person};
///
/// let person: Id<Person> = "0190c2f5-7b2a-7000-8000-00000000002a".parse()?;
/// assert_eq!(person.to_string(), "0190c2f5-7b2a-7000-8000-00000000002a");
/// # Ok::<(), bln_core::Invalid>(())
/// ```
///
/// Mixing two kinds does not compile:
///
/// ```compile_fail,E0308
/// use bln_core::{Event, Id, Person};
///
/// fn cancel(_event: Id<Event>) {}
/// cancel(Id::<Person>::new(uuid::Uuid::nil()));
/// ```
pub struct Id<K> {
    uuid: Uuid,
    kind: PhantomData<fn() -> K>,
}

impl<K> Id<K> {
    /// Wraps a UUID that is already known to name a `K`.
    pub const fn new(uuid: Uuid) -> Self {
        Self { uuid, kind: PhantomData }
    }

    /// The UUID within.
    pub const fn uuid(self) -> Uuid {
        self.uuid
    }
}

impl<K> FromStr for Id<K> {
    type Err = Invalid;

    /// Parses the hyphenated form of RFC 9562 and no other, so that one id has one spelling.
    fn from_str(text: &str) -> Result<Self, Invalid> {
        let invalid = || Invalid::new(InvalidKind::IdFormat);
        if text.len() != 36 {
            return Err(invalid());
        }
        Uuid::try_parse(text).map(Self::new).map_err(|_| invalid())
    }
}

// Written by hand: a derive would demand the same trait of `K`, which is only a marker here.
impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for Id<K> {}

impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.uuid == other.uuid
    }
}

impl<K> Eq for Id<K> {}

impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.uuid.cmp(&other.uuid)
    }
}

impl<K> hash::Hash for Id<K> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.uuid.hash(state);
    }
}

impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uuid.hyphenated().fmt(f)
    }
}

impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Id({})", self.uuid.hyphenated())
    }
}

impl<K> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, K> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Thing;

    #[test]
    fn an_id_has_one_spelling() {
        let id: Id<Thing> = "0190c2f5-7b2a-7000-8000-00000000002a".parse().unwrap();
        assert_eq!(id.to_string().parse::<Id<Thing>>().unwrap(), id);
        for other in ["0190c2f57b2a7000800000000000002a", "{0190c2f5-7b2a-7000-8000-00000000002a}", "", "x"] {
            assert_eq!(other.parse::<Id<Thing>>().unwrap_err().kind(), InvalidKind::IdFormat);
        }
    }

    #[test]
    fn an_id_travels_through_json_as_its_text() {
        let id: Id<Thing> = Id::new(Uuid::from_u128(7));
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(json, "\"00000000-0000-0000-0000-000000000007\"");
        assert_eq!(serde_json::from_str::<Id<Thing>>(&json).unwrap(), id);
    }
}
