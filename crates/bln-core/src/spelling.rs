//! Names that are spelled nearly as somebody remembers them.

/// How many letters of a word are wrong: 0 when it is the word that was asked for.
pub type Misspelling = usize;

/// How a word differs from the one that was asked for, if it may be meant: by no letter where that has one or two
/// letters, by one where it has three to five, by two where it has six or more.
///
/// One letter left out, put in or taken for another counts one, and so do two neighbours that changed places (the
/// optimal string alignment distance). It knows letters and no language, so that a name is treated the same wherever
/// it comes from; English rules of sound would fail most of them. Both words are as [`search_words`] leaves them:
/// case and accents count for nothing.
///
/// Not found are a word with another first letter (Catherine for Kathryn), spellings further apart (Mehmet for
/// Muhammad), short forms (Bob for Robert), and names that are written in one word here and in two there.
///
/// [`search_words`]: crate::search_words
///
/// ```
/// use bln_core::misspelling;
///
/// assert_eq!(misspelling("mohamed", "mohammed"), Some(1));
/// assert_eq!(misspelling("chowdury", "chowdhury"), Some(1));
/// assert_eq!(misspelling("muhamad", "mohammed"), None);
/// assert_eq!(misspelling("li", "lo"), None);
/// ```
pub fn misspelling(asked: &str, word: &str) -> Option<Misspelling> {
    if asked.chars().next() != word.chars().next() {
        return None;
    }
    let (length, other) = (asked.chars().count(), word.chars().count());
    let most = match length {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    };
    if length.abs_diff(other) > most {
        return None;
    }
    Some(strsim::osa_distance(asked, word)).filter(|wrong| *wrong <= most)
}

/// Of some words those that may be meant, the likeliest first: by what is wrong with them, then by how much of their
/// beginning is right, then in the order of their characters.
///
/// ```
/// use bln_core::misspellings;
///
/// let words = ["mohamad", "mohamed", "mohammed", "morgan"].map(str::to_owned);
/// assert_eq!(misspellings("mohammed", &words), [(0, "mohammed"), (1, "mohamed"), (2, "mohamad")]);
/// ```
pub fn misspellings<'a>(asked: &str, words: &'a [String]) -> Vec<(Misspelling, &'a str)> {
    let beginning =
        |word: &str| asked.chars().zip(word.chars()).take_while(|(one, other)| one == other).count();
    let like = |word: &'a String| Some((misspelling(asked, word)?, word.as_str()));
    let mut found: Vec<_> = words.iter().filter_map(like).collect();
    found.sort_by_cached_key(|(wrong, word)| (*wrong, std::cmp::Reverse(beginning(word)), *word));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_left_out_put_in_taken_for_another_or_moved_by_one_counts_one() {
        for (asked, word) in [
            ("okafor", "okfor"),
            ("okafor", "okaffor"),
            ("okafor", "okefor"),
            ("okafor", "okfaor"),
            ("नमूना", "नमना"),
            ("王秀英", "王秀莹"),
        ] {
            assert_eq!((misspelling(asked, word), misspelling(word, asked)), (Some(1), Some(1)), "{asked}");
        }
    }

    #[test]
    fn how_much_may_be_wrong_grows_with_the_word() {
        for (asked, word, wrong) in [
            ("", "", Some(0)),
            ("ng", "ng", Some(0)),
            ("ng", "na", None),
            ("osei", "osie", Some(1)),
            ("patel", "ptel", Some(1)),
            ("patel", "petal", None),
            ("mensah", "mensaah", Some(1)),
            ("mensah", "mansoh", Some(2)),
            ("mensah", "mansohs", None),
            ("mohammed", "mahomed", None),
            ("kathryn", "cathryn", None),
        ] {
            assert_eq!(misspelling(asked, word), wrong, "{asked} {word}");
        }
    }

    #[test]
    fn the_likeliest_comes_first_and_equals_come_in_order() {
        let words = ["smitha", "smith", "smyth", "smith", "smits", "samith", "jones"].map(str::to_owned);
        let found = misspellings("smith", &words);
        let order = ["smith", "smith", "smitha", "smits", "smyth", "samith"];
        assert_eq!(found.iter().map(|(_, word)| *word).collect::<Vec<_>>(), order);
        assert!(misspellings("smith", &[]).is_empty());
    }
}
