//! A letter as HTML that reads without images, without scripts and without the network.
//!
//! Styles are inlined, because several mail programs take a style sheet away; the style sheet that is there holds only
//! what cannot be inlined, dark colours. There is no table: a letter is one column, and a screen reader would be told of
//! the table in programs that do not know `role`. There is no image, so that no server is told when somebody reads.

use bln_core::Link;

use super::Page;
use super::colours::{DAY, NIGHT};
use crate::template::{Pieces, Slot};
use crate::tree::{Block, Inline, Target};

const FONT: &str = "font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5";

/// Writes a letter.
pub(crate) fn write(page: &Page) -> Pieces {
    let mut html = Html(Pieces::default());
    html.head(&page.title);
    html.raw(&format!(
        "<div role=\"article\" aria-roledescription=\"email\" aria-label=\"{}\" lang=\"en-GB\" dir=\"ltr\" \
         class=\"paper\" style=\"max-width:600px;margin:0 auto;padding:24px;box-sizing:border-box;\
         background:{};color:{};overflow-wrap:break-word;word-break:break-word\">\n",
        escaped(&page.title),
        DAY.paper,
        DAY.ink,
    ));
    html.raw(&format!(
        "<p class=\"quiet\" style=\"margin:0 0 16px;font-weight:bold;color:{}\">{}</p>\n",
        DAY.quiet,
        escaped(&page.network)
    ));
    html.blocks(&page.blocks);
    html.raw("</div>\n");
    html.raw(&format!(
        "<div class=\"quiet\" role=\"contentinfo\" lang=\"en-GB\" dir=\"ltr\" style=\"max-width:600px;margin:0 auto;\
         padding:16px 24px;box-sizing:border-box;color:{};overflow-wrap:break-word;word-break:break-word\">\n",
        DAY.quiet
    ));
    html.blocks(&page.foot);
    html.raw("</div>\n</body>\n</html>\n");
    html.0
}

/// Adds what is one reader's own.
pub(crate) fn fill(_: Slot, text: &str, out: &mut String) {
    escape(text, out);
}

/// Adds words so that they stay words, in an element and in an attribute.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(text, &mut out);
    out
}

struct Html(Pieces);

impl Html {
    fn raw(&mut self, html: &str) {
        self.0.push(html);
    }

    fn text(&mut self, text: &str) {
        self.0.push(&escaped(text));
    }

    fn head(&mut self, title: &str) {
        self.raw(
            "<!DOCTYPE html>\n<html lang=\"en-GB\" dir=\"ltr\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <meta name=\"supported-color-schemes\" content=\"light dark\">\n",
        );
        self.raw(&format!("<title>{}</title>\n", escaped(title)));
        self.raw(&format!(
            "<style>\n:root{{color-scheme:light dark}}\n@media (prefers-color-scheme:dark){{\n\
             body{{background:{desk}!important;color:{ink}!important}}\n\
             .paper{{background:{paper}!important;color:{ink}!important}}\n\
             .quiet{{color:{quiet}!important}}\n\
             a{{color:{link}!important}}\n\
             .line{{border-color:{line}!important}}\n}}\n</style>\n</head>\n",
            desk = NIGHT.desk,
            ink = NIGHT.ink,
            paper = NIGHT.paper,
            quiet = NIGHT.quiet,
            link = NIGHT.link,
            line = NIGHT.line,
        ));
        self.raw(&format!(
            "<body style=\"margin:0;padding:0;background:{};color:{};{FONT}\">\n",
            DAY.desk, DAY.ink
        ));
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, words } => {
                self.raw(&format!("<h{level} style=\"{}\">", heading(*level)));
                self.words(words);
                self.raw(&format!("</h{level}>\n"));
            }
            Block::Paragraph(words) => {
                self.raw("<p style=\"margin:0 0 16px\">");
                self.words(words);
                self.raw("</p>\n");
            }
            Block::List { first, items } => {
                match first {
                    None => self.raw("<ul style=\"margin:0 0 16px;padding:0 0 0 24px\">\n"),
                    Some(first) => self.raw(&format!(
                        "<ol start=\"{first}\" style=\"margin:0 0 16px;padding:0 0 0 24px\">\n"
                    )),
                }
                for item in items {
                    self.raw("<li style=\"margin:0 0 8px\">");
                    self.item(item);
                    self.raw("</li>\n");
                }
                self.raw(if first.is_some() { "</ol>\n" } else { "</ul>\n" });
            }
            Block::Quote(blocks) => {
                self.raw(&format!(
                    "<blockquote class=\"line\" style=\"margin:0 0 16px;padding:16px 0 1px 16px;border:0 solid {};\
                     border-left-width:4px\">\n",
                    DAY.line
                ));
                self.blocks(blocks);
                self.raw("</blockquote>\n");
            }
            Block::Code(code) => {
                self.raw(
                    "<pre style=\"margin:0 0 16px;white-space:pre-wrap;font-family:monospace;font-size:16px\">",
                );
                self.text(code);
                self.raw("</pre>\n");
            }
            Block::Rule => self.raw(&format!(
                "<hr class=\"line\" style=\"margin:24px 0;border:0 solid {};border-top-width:1px\">\n",
                DAY.line
            )),
        }
    }

    /// A single paragraph of an item needs no space around it, and the first of several but little.
    fn item(&mut self, blocks: &[Block]) {
        match blocks {
            [Block::Paragraph(words)] => self.words(words),
            [Block::Paragraph(words), rest @ ..] => {
                self.raw("<p style=\"margin:0 0 8px\">");
                self.words(words);
                self.raw("</p>\n");
                self.blocks(rest);
            }
            blocks => self.blocks(blocks),
        }
    }

    fn words(&mut self, words: &[Inline]) {
        for word in words {
            match word {
                Inline::Text(text) => self.text(text),
                Inline::Strong(words) => self.within("strong", words),
                Inline::Emphasis(words) => self.within("em", words),
                Inline::Code(code) => {
                    self.raw("<code style=\"font-family:monospace;font-size:16px\">");
                    self.text(code);
                    self.raw("</code>");
                }
                Inline::Link { to, words } => {
                    self.raw("<a href=\"");
                    self.target(to);
                    self.raw(&format!("\" style=\"color:{};text-decoration:underline\">", DAY.link));
                    self.words(words);
                    self.raw("</a>");
                }
                Inline::Break => self.raw("<br>\n"),
                // A name may run from right to left; what stands after it does not.
                Inline::Name => {
                    self.raw("<bdi>");
                    self.0.own(Slot::Name);
                    self.raw("</bdi>");
                }
            }
        }
    }

    fn within(&mut self, element: &str, words: &[Inline]) {
        self.raw(&format!("<{element}>"));
        self.words(words);
        self.raw(&format!("</{element}>"));
    }

    fn target(&mut self, to: &Target) {
        match to {
            Target::Web(link) => self.text(Link::as_str(link)),
            Target::Mail(address) => self.text(&format!("mailto:{}", address.as_str())),
            Target::Unsubscribe => self.0.own(Slot::Unsubscribe),
        }
    }
}

const fn heading(level: u8) -> &'static str {
    match level {
        1 => "margin:0 0 16px;font-size:28px;line-height:1.25",
        2 => "margin:32px 0 16px;font-size:22px;line-height:1.3",
        3 => "margin:24px 0 8px;font-size:18px;line-height:1.35",
        _ => "margin:16px 0 8px;font-size:16px;line-height:1.5",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_a_meaning_in_html_is_escaped() {
        assert_eq!(escaped("<a href=\"x\">'&'</a>"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
    }
}
