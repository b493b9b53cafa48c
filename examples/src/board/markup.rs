//! A page while it is written: markup that is this library's, and words that are others' and stay words.

/// A page while it is written.
#[derive(Debug, Default)]
pub(super) struct Markup(String);

impl Markup {
    /// Adds markup.
    pub(super) fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    /// Adds words, in which nothing is markup, within an element and within an attribute in quotes.
    pub(super) fn text(&mut self, words: &str) {
        for letter in words.chars() {
            match letter {
                '&' => self.raw("&amp;"),
                '<' => self.raw("&lt;"),
                '>' => self.raw("&gt;"),
                '"' => self.raw("&quot;"),
                '\'' => self.raw("&#39;"),
                letter => self.0.push(letter),
            }
        }
    }

    /// Adds an element with words in it.
    pub(super) fn element(&mut self, name: &str, attributes: &str, words: &str) {
        let space = if attributes.is_empty() { "" } else { " " };
        self.raw(&format!("<{name}{space}{attributes}>"));
        self.text(words);
        self.raw(&format!("</{name}>\n"));
    }

    /// Adds words as people write them: a paragraph ends at an empty line, and a line at its end.
    pub(super) fn prose(&mut self, words: &str) {
        let mut open = false;
        for line in words.lines().map(str::trim) {
            match (line.is_empty(), open) {
                (true, true) => self.raw("</p>\n"),
                (false, true) => self.raw("<br>\n"),
                (false, false) => self.raw("<p>"),
                (true, false) => {}
            }
            open = !line.is_empty();
            self.text(line);
        }
        if open {
            self.raw("</p>\n");
        }
    }

    /// Adds a row of a list of facts.
    pub(super) fn fact(&mut self, label: &str, words: &str) {
        self.raw("<div>");
        self.element("dt", "", label);
        self.element("dd", "", words);
        self.raw("</div>\n");
    }

    /// What was written.
    pub(super) fn into_string(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_paragraphs_are_kept_and_words_stay_words() {
        let mut page = Markup::default();
        page.prose("a\nb <i>\n\n\n'c'");
        assert_eq!(page.into_string(), "<p>a<br>\nb &lt;i&gt;</p>\n<p>&#39;c&#39;</p>\n");
    }
}
