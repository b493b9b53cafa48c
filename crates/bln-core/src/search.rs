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
    text.split(|c: char| c.is_whitespace() || c == '-')
        .map(search_key)
        .filter(|word| !word.is_empty())
        .collect()
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
    fn punctuation_alone_gives_no_word() {
        assert!(search_words(" - '' ").is_empty());
    }
}
