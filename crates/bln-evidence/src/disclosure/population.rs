//! Whom a table counts.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Label, Malformed};

/// Which values of a dimension a population has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Values {
    Only(BTreeSet<Label>),
    AllBut(BTreeSet<Label>),
}

impl Values {
    /// Whether it has a value; `None` stands for every value that is never named.
    pub(super) fn has(&self, value: Option<&Label>) -> bool {
        match self {
            Values::Only(values) => value.is_some_and(|value| values.contains(value)),
            Values::AllBut(values) => value.is_none_or(|value| !values.contains(value)),
        }
    }

    pub(super) const fn named(&self) -> &BTreeSet<Label> {
        match self {
            Values::Only(values) | Values::AllBut(values) => values,
        }
    }

    fn and(&self, other: &Values) -> Values {
        match (self, other) {
            (Values::AllBut(one), Values::AllBut(two)) => Values::AllBut(one | two),
            (Values::Only(only), rest) | (rest, Values::Only(only)) => {
                Values::Only(only.iter().filter(|value| rest.has(Some(value))).cloned().collect())
            }
        }
    }
}

/// Whom a table counts: people of one kind ("NHS staff", "people shortlisted"), narrowed by values of dimensions.
///
/// Two tables whose populations are of one kind and may share people are audited together. People of two kinds are
/// taken to have nothing to do with each other, so use one name for one kind, and narrow it.
///
/// ```
/// use bln_evidence::disclosure::Population;
///
/// let trust = Population::of("NHS staff")?.within("organisation", ["RX1"])?;
/// assert_eq!(trust.to_string(), "NHS staff; organisation: RX1");
/// let rest = Population::of("NHS staff")?.without("organisation", ["RX1"])?;
/// assert_eq!(rest.to_string(), "NHS staff; organisation: all but RX1");
/// # Ok::<(), bln_evidence::disclosure::Malformed>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Population {
    of: Label,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    narrowed: BTreeMap<Label, Values>,
}

impl Population {
    /// Everybody of one kind, in England as a whole.
    ///
    /// # Errors
    /// [`Malformed::LabelFormat`].
    pub fn of(kind: &str) -> Result<Self, Malformed> {
        Ok(Self { of: Label::parse(kind)?, narrowed: BTreeMap::new() })
    }

    /// Those of them with one of these values of a dimension.
    ///
    /// # Errors
    /// [`Malformed::LabelFormat`].
    pub fn within<'a>(
        self,
        dimension: &str,
        values: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, Malformed> {
        self.narrow(dimension, values, Values::Only)
    }

    /// Those of them with none of these values of a dimension.
    ///
    /// # Errors
    /// [`Malformed::LabelFormat`].
    pub fn without<'a>(
        self,
        dimension: &str,
        values: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, Malformed> {
        self.narrow(dimension, values, Values::AllBut)
    }

    fn narrow<'a>(
        mut self,
        dimension: &str,
        values: impl IntoIterator<Item = &'a str>,
        make: fn(BTreeSet<Label>) -> Values,
    ) -> Result<Self, Malformed> {
        let values = make(values.into_iter().map(Label::parse).collect::<Result<_, _>>()?);
        let dimension = Label::parse(dimension)?;
        let narrower =
            self.narrowed.get(&dimension).map_or_else(|| values.clone(), |known| known.and(&values));
        self.narrowed.insert(dimension, narrower);
        Ok(self)
    }

    /// What kind of people they are.
    pub fn kind(&self) -> &str {
        self.of.as_str()
    }

    /// Whether it is everybody of its kind.
    pub fn is_everybody(&self) -> bool {
        self.narrowed.is_empty()
    }

    pub(super) fn values(&self, dimension: &Label) -> Option<&Values> {
        self.narrowed.get(dimension)
    }

    pub(super) fn dimensions(&self) -> impl Iterator<Item = (&Label, &Values)> {
        self.narrowed.iter()
    }

    /// Whether somebody may be in both.
    pub(super) fn may_share_people(&self, other: &Self) -> bool {
        let apart = |(dimension, values): (&Label, &Values)| {
            other
                .narrowed
                .get(dimension)
                .is_some_and(|theirs| matches!(values.and(theirs), Values::Only(both) if both.is_empty()))
        };
        self.of == other.of && !self.narrowed.iter().any(apart)
    }
}

impl std::fmt::Display for Population {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.of.as_str())?;
        for (dimension, values) in &self.narrowed {
            let (all_but, values) = match values {
                Values::Only(values) => ("", values),
                Values::AllBut(values) => ("all but ", values),
            };
            let values: Vec<&str> = values.iter().map(Label::as_str).collect();
            write!(f, "; {dimension}: {all_but}{}", values.join(", "))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn populations_share_people_unless_a_dimension_keeps_them_apart() {
        let staff = || Population::of("NHS staff").unwrap();
        let (rx1, rha) = (
            staff().within("organisation", ["RX1"]).unwrap(),
            staff().within("organisation", ["RHA"]).unwrap(),
        );
        let rest = staff().without("organisation", ["RX1"]).unwrap();
        assert!(staff().may_share_people(&rx1) && rx1.may_share_people(&rx1) && rest.may_share_people(&rha));
        assert!(!rx1.may_share_people(&rha) && !rx1.may_share_people(&rest) && !rest.may_share_people(&rx1));
        assert!(!staff().may_share_people(&Population::of("people shortlisted").unwrap()));
        let nurses = staff().within("staff group", ["nursing"]).unwrap();
        assert!(nurses.may_share_people(&rx1));
    }

    #[test]
    fn narrowing_twice_keeps_what_is_in_both() {
        let population = Population::of("NHS staff").unwrap().within("organisation", ["RX1", "RHA"]).unwrap();
        let population = population.without("organisation", ["RHA"]).unwrap();
        assert_eq!(population.to_string(), "NHS staff; organisation: RX1");
    }
}
