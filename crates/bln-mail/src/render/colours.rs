//! Colours of a letter, by day and by night. Each pair that meets is told apart as WCAG 2.2 wants at level AA.

/// The colours of one scheme.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scheme {
    /// Around the letter.
    pub(super) desk: &'static str,
    /// Behind the words.
    pub(super) paper: &'static str,
    /// Words.
    pub(super) ink: &'static str,
    /// Words that matter less.
    pub(super) quiet: &'static str,
    /// Words that lead somewhere.
    pub(super) link: &'static str,
    /// Lines beside and between.
    pub(super) line: &'static str,
}

/// The NHS identity's colours on white, which most people's mail programs show.
pub(super) const DAY: Scheme = Scheme {
    desk: "#f0f4f5",
    paper: "#ffffff",
    ink: "#212b32",
    quiet: "#4c6272",
    link: "#005eb8",
    line: "#768692",
};

/// For people whose device asks for dark colours.
pub(super) const NIGHT: Scheme = Scheme {
    desk: "#11181d",
    paper: "#1c262d",
    ink: "#f0f4f5",
    quiet: "#b8c4cc",
    link: "#8ec8ff",
    line: "#8295a3",
};

#[cfg(test)]
mod tests {
    use super::*;

    /// The relative luminance of WCAG 2.2.
    fn luminance(colour: &str) -> f64 {
        let part = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn contrast_is_as_the_standard_works_it_out() {
        assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 1e-9);
        assert!((contrast("#777777", "#ffffff") - 4.48).abs() < 0.005, "the well-known grey that just fails");
    }

    #[test]
    fn words_and_lines_are_told_apart_from_what_is_behind_them() {
        for scheme in [DAY, NIGHT] {
            for words in [scheme.ink, scheme.quiet, scheme.link] {
                assert!(contrast(words, scheme.paper) >= 4.5, "1.4.3 contrast (minimum): {words}");
            }
            assert!(contrast(scheme.quiet, scheme.desk) >= 4.5);
            assert!(contrast(scheme.line, scheme.paper) >= 3.0, "1.4.11 non-text contrast");
        }
    }
}
