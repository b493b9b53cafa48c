//! The axes of a table.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Label, Malformed};

/// One category of an axis, and the values of the dimension that fall into it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    name: Label,
    values: BTreeSet<Label>,
}

impl Category {
    /// A category of several values: "BME" of "Asian", "Black" and so on.
    ///
    /// # Errors
    /// [`Malformed::LabelFormat`] for a name that is none; [`Malformed::AxisEmpty`] if there is no value.
    pub fn of<'a>(name: &str, values: impl IntoIterator<Item = &'a str>) -> Result<Self, Malformed> {
        let values = values.into_iter().map(Label::parse).collect::<Result<BTreeSet<_>, _>>()?;
        if values.is_empty() {
            return Err(Malformed::AxisEmpty);
        }
        Ok(Self { name: Label::parse(name)?, values })
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    /// The values that fall into it.
    pub(super) const fn values(&self) -> &BTreeSet<Label> {
        &self.values
    }
}

/// Whether the categories of an axis are places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    People,
    Places,
}

/// A dimension of a table, and its categories in the order in which they are shown.
///
/// The categories of an axis are taken to be everybody: each person of the table's population is in one of them.
/// People in none of them (ethnicity not stated, say) get a category, or are left out of the
/// [`Population`](super::Population). Two tables share a dimension if they give it the same name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Wire", into = "Wire")]
pub struct Axis {
    name: Label,
    categories: Vec<Category>,
    kind: Kind,
}

impl Axis {
    /// An axis with a category for each value.
    ///
    /// # Errors
    /// Names that are none or are there twice, or no category.
    pub fn new<'a>(name: &str, values: impl IntoIterator<Item = &'a str>) -> Result<Self, Malformed> {
        let categories = values.into_iter().map(|value| Category::of(value, [value]));
        Self::checked(Label::parse(name)?, categories.collect::<Result<_, _>>()?, Kind::People)
    }

    /// An axis whose categories put values together.
    ///
    /// # Errors
    /// A name or a value that is there twice, or no category.
    pub fn grouped(name: &str, categories: impl IntoIterator<Item = Category>) -> Result<Self, Malformed> {
        Self::checked(Label::parse(name)?, categories.into_iter().collect(), Kind::People)
    }

    /// The same axis as one of places: organisations, systems or regions. A table with one is no national total.
    #[must_use]
    pub fn of_places(self) -> Self {
        Self { kind: Kind::Places, ..self }
    }

    fn checked(name: Label, categories: Vec<Category>, kind: Kind) -> Result<Self, Malformed> {
        if categories.is_empty() {
            return Err(Malformed::AxisEmpty);
        }
        let names: BTreeSet<&Label> = categories.iter().map(|category| &category.name).collect();
        let values: BTreeSet<&Label> = categories.iter().flat_map(|category| &category.values).collect();
        let told: usize = categories.iter().map(|category| category.values.len()).sum();
        if names.len() != categories.len() || values.len() != told {
            return Err(Malformed::CategoryTwice);
        }
        Ok(Self { name, categories, kind })
    }

    /// The name of the dimension.
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    /// The categories in the order in which they are shown.
    pub fn categories(&self) -> &[Category] {
        &self.categories
    }

    pub(super) const fn label(&self) -> &Label {
        &self.name
    }

    pub(super) fn is_of_places(&self) -> bool {
        self.kind == Kind::Places
    }
}

/// An axis as it is written.
#[derive(Serialize, Deserialize)]
struct Wire {
    name: Label,
    kind: Kind,
    categories: Vec<Category>,
}

impl From<Axis> for Wire {
    fn from(Axis { name, categories, kind }: Axis) -> Self {
        Self { name, kind, categories }
    }
}

impl TryFrom<Wire> for Axis {
    type Error = Malformed;

    fn try_from(Wire { name, kind, categories }: Wire) -> Result<Self, Malformed> {
        if categories.iter().any(|category| category.values.is_empty()) {
            return Err(Malformed::AxisEmpty);
        }
        Self::checked(name, categories, kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_has_categories_and_none_of_them_twice() {
        assert_eq!(Axis::new("band", []), Err(Malformed::AxisEmpty));
        assert_eq!(Axis::new("band", ["5", "5"]), Err(Malformed::CategoryTwice));
        let overlapping =
            [Category::of("BME", ["Asian", "Black"]).unwrap(), Category::of("Asian", ["Asian"]).unwrap()];
        assert_eq!(Axis::grouped("ethnicity", overlapping), Err(Malformed::CategoryTwice));
        assert_eq!(Category::of("BME", []), Err(Malformed::AxisEmpty));
    }
}
