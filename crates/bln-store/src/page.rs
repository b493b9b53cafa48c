//! Pages by key: the cost of a page does not depend on how many came before it.

use bln_core::{Invalid, InvalidKind};

/// How many records a page may hold: 1 to [`PageSize::MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageSize(u16);

impl PageSize {
    /// The most a page may hold.
    pub const MAX: PageSize = PageSize(500);

    /// Reads a page size.
    ///
    /// # Errors
    ///
    /// `list.missing` for 0, `list.too_many` above [`PageSize::MAX`].
    pub const fn new(size: u16) -> Result<Self, Invalid> {
        match size {
            0 => Err(Invalid::new(InvalidKind::Missing)),
            1..=500 => Ok(Self(size)),
            _ => Err(Invalid::with_limit(InvalidKind::TooMany, 500)),
        }
    }

    /// The number of records.
    pub const fn number(self) -> u16 {
        self.0
    }
}

/// Some records in the order of their key, and the key to ask for what follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T, K> {
    /// The records, at most as many as were asked for.
    pub items: Vec<T>,
    /// The key of the last record, when there may be more after it: pass it as `after` for the next page.
    pub next: Option<K>,
}

impl<T, K> Page<T, K> {
    /// A page made from one record more than was asked for, if there was one: whether there is a next page is
    /// then known and not guessed.
    pub fn from_one_more(mut items: Vec<T>, size: PageSize, key: impl FnOnce(&T) -> K) -> Self {
        let size = usize::from(size.number());
        let more = items.len() > size;
        items.truncate(size);
        let next = if more { items.last().map(key) } else { None };
        Self { items, next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_knows_whether_there_is_more() {
        let size = PageSize::new(2).unwrap();
        assert_eq!(
            Page::from_one_more(vec![1, 2, 3], size, |n| *n),
            Page { items: vec![1, 2], next: Some(2) }
        );
        assert_eq!(Page::from_one_more(vec![1, 2], size, |n| *n), Page { items: vec![1, 2], next: None });
    }

    #[test]
    fn a_page_holds_one_to_five_hundred() {
        assert!(PageSize::new(0).is_err() && PageSize::new(501).is_err());
        assert_eq!(PageSize::new(500).unwrap(), PageSize::MAX);
    }
}
