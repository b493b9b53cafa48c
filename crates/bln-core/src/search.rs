//! Finding people by name: one folding for the words of a name and for what is typed.

use std::collections::BTreeSet;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Folds text for searching: lower case, without accents, so that "zoe" finds "Zoë" and "obrien" finds "O'Brien".
///
/// Letters that are letters of their own in some alphabet (ø, ł, ß) are left as Unicode decomposes them.
///
/// ```
/// assert_eq!(bln_core::search_key("Zoë"), "zoe");
/// assert_eq!(bln_core::search_key("O’Brien"), "obrien");
/// ```
pub fn search_key(text: &str) -> String {
    text.nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric() || c.is_whitespace())
        .collect::<String>()
        .trim()
        .to_owned()
}

/// The folded words of a text, each once.
///
/// ```
/// let words: Vec<_> = bln_core::search_words("Anne-Marie  O'Brien").into_iter().collect();
/// assert_eq!(words, ["anne", "marie", "obrien"]);
/// ```
pub fn search_words(text: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for part in text.split(|c: char| c.is_whitespace() || c == '-') {
        // A sign that stands by itself can become a space of its own.
        words.extend(search_key(part).split_whitespace().map(str::to_owned));
    }
    words
}

/// How many words of a text are looked for at most.
const TERMS: usize = 4;

/// The words of a text to look for: the four longest, the longest first, since it leaves the fewest names to look at.
///
/// ```
/// assert_eq!(bln_core::search_terms("Jo van der Sample-Example"), ["example", "sample", "der", "van"]);
/// ```
pub fn search_terms(text: &str) -> Vec<String> {
    let mut terms: Vec<String> = search_words(text).into_iter().collect();
    terms.sort_by_key(|term| std::cmp::Reverse(term.len()));
    terms.truncate(TERMS);
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_twice_is_folding_once() {
        for text in ["Zoë", "ÅNGSTRÖM", "Nguyễn Văn", "İstanbul", "王秀英", "’Aisha"] {
            assert_eq!(search_key(&search_key(text)), search_key(text), "{text}");
        }
    }

    #[test]
    fn no_word_has_a_space_in_it() {
        assert_eq!(search_words("a\u{a8}b\u{2017}c").into_iter().collect::<Vec<_>>(), ["a", "b", "c"]);
    }

    #[test]
    fn the_four_longest_words_are_looked_for_the_longest_first() {
        assert_eq!(search_terms("a bb ccc dddd eeeee bb"), ["eeeee", "dddd", "ccc", "bb"]);
        assert_eq!(search_terms("Sam Per Lee"), ["lee", "per", "sam"]);
        assert!(search_terms("' -").is_empty());
    }

    #[test]
    fn punctuation_alone_gives_no_word() {
        assert!(search_words(" - '' ").is_empty());
    }
}
