//! A JSON document as a tree that keeps what `serde_json::Value` loses: repeated names, their order, and where
//! everything stood before something was taken out.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;

use crate::{Code, Param, Problem};

/// How deep lists and objects may go into one another. No form comes near it.
const MAX_DEPTH: u8 = 32;

/// A JSON value.
pub(super) enum Tree {
    Null,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    Text(String),
    List(Vec<Item>),
    Object(Vec<Member>),
}

/// A member of a list, with its position as written, from 0.
pub(super) struct Item {
    pub(super) index: usize,
    pub(super) value: Tree,
}

/// A member of an object, with its position as written, from 0.
pub(super) struct Member {
    pub(super) position: usize,
    pub(super) name: String,
    pub(super) value: Tree,
}

impl Tree {
    /// Takes out the node at these slots, one for each level; `false` for the root, which cannot be taken out.
    pub(super) fn take_out(&mut self, slots: &[usize]) -> bool {
        match (slots, self) {
            ([slot], Tree::List(items)) if *slot < items.len() => {
                items.remove(*slot);
                true
            }
            ([slot], Tree::Object(members)) if *slot < members.len() => {
                members.remove(*slot);
                true
            }
            ([slot, rest @ ..], Tree::List(items)) => {
                items.get_mut(*slot).is_some_and(|item| item.value.take_out(rest))
            }
            ([slot, rest @ ..], Tree::Object(members)) => {
                members.get_mut(*slot).is_some_and(|member| member.value.take_out(rest))
            }
            _ => false,
        }
    }
}

/// Reads a whole document.
pub(super) fn parse(bytes: &[u8]) -> Result<Tree, Problem> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    Level(MAX_DEPTH).deserialize(&mut json).and_then(|tree| json.end().map(|()| tree)).map_err(|error| {
        // The only error of our own is the depth; the text of either is left behind.
        if error.classify() == Category::Data {
            return Problem::new(Code::JSON_TOO_DEEP).with_param("max", Param::Number(MAX_DEPTH.into()));
        }
        let number = |number: usize| Param::Number(u64::try_from(number).unwrap_or(u64::MAX));
        Problem::new(Code::JSON_MALFORMED)
            .with_param("line", number(error.line()))
            .with_param("column", number(error.column()))
    })
}

/// How many more levels there may be.
#[derive(Clone, Copy)]
struct Level(u8);

impl Level {
    fn below<E: de::Error>(self) -> Result<Self, E> {
        self.0.checked_sub(1).map(Level).ok_or_else(|| E::custom("too deep"))
    }
}

impl<'de> DeserializeSeed<'de> for Level {
    type Value = Tree;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Level {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::Unsigned(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Signed(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Tree, E> {
        Ok(Tree::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Tree, E> {
        Ok(Tree::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Tree, E> {
        Ok(Tree::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Tree, A::Error> {
        let below = self.below()?;
        let mut items = Vec::new();
        while let Some(value) = list.next_element_seed(below)? {
            items.push(Item { index: items.len(), value });
        }
        Ok(Tree::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Tree, A::Error> {
        let below = self.below()?;
        let mut members = Vec::new();
        while let Some(name) = object.next_key()? {
            let value = object.next_value_seed(below)?;
            members.push(Member { position: members.len(), name, value });
        }
        Ok(Tree::Object(members))
    }
}
