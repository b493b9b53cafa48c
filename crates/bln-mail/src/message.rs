//! One message to one person, as the bytes that leave.

use std::fmt;
use std::sync::Arc;

use bln_core::{EmailAddress, Id, Instant, Link, Notice};
use chrono::{Datelike, Timelike};

use crate::render::{Page, html, marked, text};
use crate::template::{Fill, Template};
use crate::{ContentError, HeaderText, Letterhead, MessageId};

/// What parts the two forms of a body. Its `=_` cannot be in either, because they are in quoted-printable (RFC 2045,
/// 6.7, at the end).
const BOUNDARY: &str = "=_bln";

/// What is the same in a letter for everybody: its headers and its body.
#[derive(Debug)]
pub(crate) struct Body {
    subject: HeaderText,
    return_path: EmailAddress,
    domain: Arc<str>,
    headers: String,
    text: Template,
    html: Template,
    marked: Template,
}

impl Body {
    /// The most bytes of what is the same for everybody. With a name and a link at their longest a message stays below
    /// 100,000 bytes, and is shown whole where longer ones are cut off (Gmail does so at 102 kB).
    pub(crate) const MAX_LENGTH: usize = 90_000;

    /// Writes what is the same for everybody, with headers of this kind of letter, each ended by CRLF.
    pub(crate) fn write(
        letterhead: &Letterhead,
        subject: HeaderText,
        page: &Page,
        kind: &str,
    ) -> Result<Self, ContentError> {
        let mut headers = String::new();
        letterhead.write_headers(&mut headers);
        headers.push_str("Subject: ");
        subject.write(&mut headers);
        headers.push_str("\r\n");
        headers.push_str(kind);
        headers.push_str("MIME-Version: 1.0\r\nContent-Type: multipart/alternative;\r\n boundary=\"");
        headers.push_str(BOUNDARY);
        headers.push_str("\"\r\n\r\n");
        let body = Self {
            subject,
            return_path: letterhead.return_path().clone(),
            domain: Arc::clone(letterhead.domain()),
            headers,
            text: Template::new(text::write(page)),
            html: Template::new(html::write(page)),
            marked: Template::new(marked::write(page)),
        };
        if body.headers.len() + body.text.len() + body.html.len() > Self::MAX_LENGTH {
            return Err(ContentError::TooLarge { limit: Self::MAX_LENGTH });
        }
        Ok(body)
    }
}

/// One message to one person.
///
/// It has one address by type: nobody sees who else gets it, because a message to two cannot be made.
///
/// ```compile_fail,E0308
/// use bln_core::{EmailAddress, Id, Instant, PersonName};
/// use bln_mail::{Issue, Message};
///
/// fn to_both(issue: &Issue, both: [EmailAddress; 2], name: PersonName, at: Instant) -> Option<Message> {
///     issue.message(both, &name, Id::new(uuid::Uuid::nil()), &bln_seal::Token::from_random([7; 32]), at).ok()
/// }
/// ```
///
/// It is written as RFC 5322 and MIME want it: text and HTML that say the same, ASCII in lines of at most 998
/// characters, every header one line of its own. It does not read a clock: its date is an argument, and its identifier
/// is its notice's. `Debug` shows the identifier alone.
#[derive(Clone)]
pub struct Message {
    to: EmailAddress,
    name: String,
    notice: Id<Notice>,
    date: Instant,
    unsubscribe: Option<Link>,
    body: Arc<Body>,
}

impl Message {
    pub(crate) fn new(
        body: Arc<Body>,
        to: EmailAddress,
        name: &str,
        notice: Id<Notice>,
        unsubscribe: Option<Link>,
        date: Instant,
    ) -> Self {
        Self { to, name: name.to_owned(), notice, date, unsubscribe, body }
    }

    /// The one address it goes to.
    pub const fn to(&self) -> &EmailAddress {
        &self.to
    }

    /// Where a failure is reported to.
    pub fn return_path(&self) -> &EmailAddress {
        &self.body.return_path
    }

    /// The notice that is sent by it.
    pub const fn notice(&self) -> Id<Notice> {
        self.notice
    }

    /// Its identifier: the same at each attempt.
    pub fn id(&self) -> MessageId {
        MessageId::under(self.notice, Arc::clone(&self.body.domain))
    }

    /// What it is called.
    pub fn subject(&self) -> &HeaderText {
        &self.body.subject
    }

    /// The link by which its reader stops what it is one of, in one step (RFC 8058).
    pub const fn unsubscribe(&self) -> Option<&Link> {
        self.unsubscribe.as_ref()
    }

    /// What it says, as text.
    pub fn text(&self) -> String {
        self.body.text.filled(self.fill(), text::fill)
    }

    /// What it says, as HTML.
    pub fn html(&self) -> String {
        self.body.html.filled(self.fill(), html::fill)
    }

    /// What it says, in the Markdown of GOV.UK Notify, without its subject.
    pub fn marked(&self) -> String {
        self.body.marked.filled(self.fill(), marked::fill)
    }

    /// The message as it leaves: RFC 5322 with CRLF.
    pub fn bytes(&self) -> Vec<u8> {
        let mut out =
            Vec::with_capacity(self.body.headers.len() + self.body.text.len() + self.body.html.len() + 2_048);
        self.write(&mut out);
        out
    }

    /// Adds the message to a buffer, which may be used again for the next.
    pub fn write(&self, out: &mut Vec<u8>) {
        let mut scratch = String::with_capacity(256);
        self.write_headers(&mut scratch);
        out.extend_from_slice(scratch.as_bytes());
        out.extend_from_slice(self.body.headers.as_bytes());
        part(out, "text/plain");
        self.body.text.write(self.fill(), text::fill, &mut scratch, out);
        part(out, "text/html");
        self.body.html.write(self.fill(), html::fill, &mut scratch, out);
        out.extend_from_slice(b"\r\n--");
        out.extend_from_slice(BOUNDARY.as_bytes());
        out.extend_from_slice(b"--\r\n");
    }

    /// The headers that are this message's own.
    fn write_headers(&self, out: &mut String) {
        out.push_str("To: ");
        out.push_str(self.to.as_str());
        out.push_str("\r\nDate: ");
        write_date(self.date, out);
        out.push_str("\r\nMessage-ID: <");
        out.push_str(self.notice.uuid().hyphenated().encode_lower(&mut [0; 36]));
        out.push('@');
        out.push_str(&self.body.domain);
        out.push_str(">\r\n");
        if let Some(link) = &self.unsubscribe {
            out.push_str("List-Unsubscribe: <");
            out.push_str(link.as_str());
            out.push_str(">\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
        }
    }

    fn fill(&self) -> Fill<'_> {
        Fill { name: &self.name, unsubscribe: self.unsubscribe.as_ref().map_or("", Link::as_str) }
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message").field("notice", &self.notice).finish_non_exhaustive()
    }
}

fn part(out: &mut Vec<u8>, kind: &str) {
    for text in [
        "\r\n--",
        BOUNDARY,
        "\r\nContent-Type: ",
        kind,
        "; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n",
    ] {
        out.extend_from_slice(text.as_bytes());
    }
}

/// A date in UTC (RFC 5322, 3.3), by hand because the general writer takes as long as the rest of the message.
fn write_date(at: Instant, out: &mut String) {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let at = at.utc();
    let named = |names: &[&'static str], index: u32| {
        usize::try_from(index).ok().and_then(|index| names.get(index).copied()).unwrap_or_default()
    };
    out.push_str(named(&DAYS, at.weekday().num_days_from_monday()));
    out.push_str(", ");
    digits(at.day(), 2, out);
    out.push(' ');
    out.push_str(named(&MONTHS, at.month0()));
    out.push(' ');
    digits(at.year().unsigned_abs(), 4, out);
    for (before, number) in [(' ', at.hour()), (':', at.minute()), (':', at.second())] {
        out.push(before);
        digits(number, 2, out);
    }
    out.push_str(" +0000");
}

fn digits(number: u32, places: u32, out: &mut String) {
    for place in (0..places).rev() {
        let digit = number / 10_u32.pow(place) % 10;
        out.push(char::from_digit(digit, 10).unwrap_or('0'));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_date_is_what_the_general_writer_writes(second in 0_i64..32_503_680_000) {
            let at = Instant::new(chrono::DateTime::from_timestamp(second, 0).unwrap());
            let mut out = String::new();
            write_date(at, &mut out);
            prop_assert_eq!(out, at.utc().format("%a, %d %b %Y %H:%M:%S +0000").to_string());
        }
    }
}
