//! A tree as `serde` input, with errors that know where they were.

use serde::de::value::StrDeserializer;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};

use super::tree::{Item, Member, Tree};
use super::trouble::Trouble;
use crate::faults::Step;
use crate::{Code, Param, Problem};

impl<'de> Deserializer<'de> for &'de Tree {
    type Error = Trouble;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        match self {
            Tree::Null => visitor.visit_unit(),
            Tree::Bool(value) => visitor.visit_bool(*value),
            Tree::Unsigned(value) => visitor.visit_u64(*value),
            Tree::Signed(value) => visitor.visit_i64(*value),
            Tree::Float(value) => visitor.visit_f64(*value),
            Tree::Text(value) => visitor.visit_borrowed_str(value),
            Tree::List(items) => visitor.visit_seq(Items { items, next: 0 }),
            Tree::Object(members) => visit_object(members, &[], visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        let Tree::Bool(value) = self else { return Err(Trouble::wrong_type("true or false")) };
        visitor.visit_bool(*value)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        self.whole_number(visitor, u8::MAX.into())
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        self.whole_number(visitor, u16::MAX.into())
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        self.whole_number(visitor, u32::MAX.into())
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        self.whole_number(visitor, u64::MAX)
    }

    fn deserialize_i8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        self.signed_number(visitor)
    }

    fn deserialize_i16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        self.signed_number(visitor)
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        self.signed_number(visitor)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        self.signed_number(visitor)
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        match self {
            Tree::Unsigned(_) | Tree::Signed(_) | Tree::Float(_) => self.deserialize_any(visitor),
            _ => Err(Trouble::wrong_type("a number")),
        }
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        self.deserialize_str(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        let Tree::Text(value) = self else { return Err(Trouble::wrong_type("text")) };
        visitor.visit_borrowed_str(value)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        if matches!(self, Tree::Null) { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Trouble> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        let Tree::List(items) = self else { return Err(Trouble::wrong_type("a list")) };
        visitor.visit_seq(Items { items, next: 0 })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Trouble> {
        // `serde_json` refuses what is left over; a visitor for a tuple does not look.
        match self {
            Tree::List(items) if items.len() > len => Err(Trouble::new(Code::FORMAT.into())),
            _ => self.deserialize_seq(visitor),
        }
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, Trouble> {
        self.deserialize_tuple(len, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        self.deserialize_struct("", &[], visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Trouble> {
        let Tree::Object(members) = self else { return Err(Trouble::wrong_type("an object")) };
        visit_object(members, fields, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Trouble> {
        match self {
            Tree::Text(name) => visitor.visit_enum(Variant { name, value: &Tree::Null }),
            Tree::Object(members) => match members.as_slice() {
                [Member { name, value, .. }] => visitor.visit_enum(Variant { name, value }),
                _ => Err(Trouble::new(Code::FORMAT.into())),
            },
            _ => Err(Trouble::wrong_type("text")),
        }
    }

    serde::forward_to_deserialize_any! { i128 u128 bytes byte_buf unit unit_struct ignored_any }
}

impl Tree {
    fn whole_number<'de, V: Visitor<'de>>(&'de self, visitor: V, max: u64) -> Result<V::Value, Trouble> {
        let out_of_range = || {
            let problem = Problem::new(Code::NUMBER_RANGE).with_param("min", Param::Number(0));
            Trouble::new(problem.with_param("max", Param::Number(max)))
        };
        match self {
            Tree::Unsigned(value) if *value <= max => visitor.visit_u64(*value),
            Tree::Unsigned(_) | Tree::Signed(_) => Err(out_of_range()),
            _ => Err(Trouble::wrong_type("a whole number")),
        }
    }

    fn signed_number<'de, V: Visitor<'de>>(&'de self, visitor: V) -> Result<V::Value, Trouble> {
        match self {
            Tree::Unsigned(_) | Tree::Signed(_) => self.deserialize_any(visitor),
            _ => Err(Trouble::wrong_type("a whole number")),
        }
    }
}

struct Items<'de> {
    items: &'de [Item],
    next: usize,
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Trouble;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Trouble> {
        let slot = self.next;
        let Some(item) = self.items.get(slot) else { return Ok(None) };
        self.next += 1;
        seed.deserialize(&item.value)
            .map(Some)
            .map_err(|trouble| trouble.out_of(slot, Some(Step::Index(item.index))))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len().saturating_sub(self.next))
    }
}

fn visit_object<'de, V: Visitor<'de>>(
    members: &'de [Member],
    fields: &'static [&'static str],
    visitor: V,
) -> Result<V::Value, Trouble> {
    let mut access = Members { members, fields, next: 0 };
    visitor.visit_map(&mut access).map_err(|trouble| {
        let slot = access.next.saturating_sub(1);
        trouble.out_of_object(slot, members.get(slot).map_or(0, |member| member.position))
    })
}

struct Members<'de> {
    members: &'de [Member],
    fields: &'static [&'static str],
    // One after the member whose name was read last.
    next: usize,
}

impl<'de> MapAccess<'de> for &mut Members<'de> {
    type Error = Trouble;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Trouble> {
        let Some(member) = self.members.get(self.next) else { return Ok(None) };
        self.next += 1;
        let name: StrDeserializer<'de, Trouble> = member.name.as_str().into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Trouble> {
        let slot = self.next.saturating_sub(1);
        let Some(member) = self.members.get(slot) else { return Err(Trouble::new(Code::FORMAT.into())) };
        seed.deserialize(&member.value).map_err(|trouble| {
            // The name as the form has it, not as it was written.
            let name = self.fields.iter().find(|field| **field == member.name);
            trouble.out_of(slot, name.map(|name| Step::Field(name)))
        })
    }
}

struct Variant<'de> {
    name: &'de str,
    value: &'de Tree,
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Trouble;
    type Variant = Content<'de>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Content<'de>), Trouble> {
        let name: StrDeserializer<'de, Trouble> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, Content(self.value)))
    }
}

struct Content<'de>(&'de Tree);

impl<'de> VariantAccess<'de> for Content<'de> {
    type Error = Trouble;

    fn unit_variant(self) -> Result<(), Trouble> {
        <()>::deserialize(self.0)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Trouble> {
        seed.deserialize(self.0).map_err(|trouble| trouble.out_of(0, None))
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Trouble> {
        self.0.deserialize_tuple(len, visitor).map_err(|trouble| trouble.out_of(0, None))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Trouble> {
        self.0.deserialize_struct("", fields, visitor).map_err(|trouble| trouble.out_of(0, None))
    }
}
