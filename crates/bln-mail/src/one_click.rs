//! Unsubscribing in one step, as mail programs do it for their users (RFC 8058).

/// The request of a mail program whose user said "unsubscribe": without a cookie, a page or a second question.
///
/// A door asks [`OneClick::read`] with what it received at a link of [`Links::answer`](crate::Links::answer). With
/// `Some` it redeems the link's token and answers [`OneClick::ANSWER`], whatever came of it: a token that is unknown,
/// used or expired is answered as one that worked, because nothing is left to stop, and nobody learns which tokens
/// there are. With `None` nothing may happen. `GET` never unsubscribes: mail systems follow links by themselves.
///
/// ```
/// use bln_mail::OneClick;
///
/// let form = Some("application/x-www-form-urlencoded");
/// assert!(OneClick::read("POST", form, b"List-Unsubscribe=One-Click").is_some());
/// assert!(OneClick::read("POST", None, b"").is_some(), "GOV.UK Notify posts nothing");
/// assert!(OneClick::read("GET", None, b"").is_none());
/// assert_eq!(OneClick::ANSWER, (200, ""));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OneClick(());

impl OneClick {
    /// The answer to every such request: the status, and a body with nothing in it. It is no redirection, which
    /// RFC 8058 (3.1) rules out.
    pub const ANSWER: (u16, &'static str) = (200, "");

    /// The most bytes of a body that is looked at. The longest that says it is below 500 bytes; this library's own
    /// choice. A door reads no more of one than this and a byte.
    pub const MAX_BODY: usize = 4_096;

    /// Reads a request by its method, its content type and its body.
    ///
    /// It is one if it is a `POST` whose body is the form `List-Unsubscribe=One-Click` and nothing else, encoded as
    /// either kind of form (RFC 8058, 3.2), or is empty, as GOV.UK Notify's is.
    pub fn read(method: &str, content_type: Option<&str>, body: &[u8]) -> Option<Self> {
        // Methods are case-sensitive (RFC 9110, 9.1).
        if method != "POST" || body.len() > Self::MAX_BODY {
            return None;
        }
        if body.is_empty() {
            return Some(Self(()));
        }
        let body = std::str::from_utf8(body).ok()?;
        let content_type = content_type?;
        let kind = content_type.split(';').next()?.trim();
        let says_so = if kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            is_url_encoded(body)
        } else if kind.eq_ignore_ascii_case("multipart/form-data") {
            is_multipart(body, boundary(content_type)?)
        } else {
            false
        };
        says_so.then_some(Self(()))
    }
}

const NAME: &str = "List-Unsubscribe";
const VALUE: &str = "One-Click";

/// Neither name nor value has a character that would need encoding; the `-` may be encoded all the same.
fn is_url_encoded(body: &str) -> bool {
    let plain = body.trim().replace("%2D", "-").replace("%2d", "-");
    plain.split_once('=') == Some((NAME, VALUE))
}

fn boundary(content_type: &str) -> Option<&str> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.trim().split_once('=')?;
        let value = value.trim_matches('"');
        (name.eq_ignore_ascii_case("boundary") && (1..=70).contains(&value.len())).then_some(value)
    })
}

/// One part of that name (RFC 7578, 4.2), its value, and the end.
fn is_multipart(body: &str, boundary: &str) -> bool {
    let part = || {
        let rest = body.trim_start().strip_prefix("--")?.strip_prefix(boundary)?;
        let (headers, rest) = rest.strip_prefix("\r\n")?.split_once("\r\n\r\n")?;
        let (value, end) = rest.split_once("\r\n--")?;
        let is_end = end.strip_prefix(boundary)?.trim_end() == "--";
        let named = headers.split("\r\n").any(is_its_name);
        Some(named && value == VALUE && is_end)
    };
    part() == Some(true)
}

fn is_its_name(header: &str) -> bool {
    let Some((name, value)) = header.split_once(':') else { return false };
    let mut parameters = value.split(';').map(str::trim);
    name.eq_ignore_ascii_case("Content-Disposition")
        && parameters.next().is_some_and(|kind| kind.eq_ignore_ascii_case("form-data"))
        && parameters.any(|parameter| {
            parameter.split_once('=').is_some_and(|(name, value)| {
                name.eq_ignore_ascii_case("name") && value.trim_matches('"') == NAME
            })
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FORM: Option<&str> = Some("application/x-www-form-urlencoded");
    const BODY: &[u8] = b"List-Unsubscribe=One-Click";

    fn multipart(name: &str, value: &str) -> String {
        format!("--x7\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n--x7--\r\n")
    }

    fn reads(content_type: &str, body: &str) -> bool {
        OneClick::read("POST", Some(content_type), body.as_bytes()).is_some()
    }

    #[test]
    fn a_post_that_says_so_is_one_in_each_encoding() {
        for content_type in
            ["application/x-www-form-urlencoded", "Application/X-WWW-Form-Urlencoded; charset=utf-8"]
        {
            for body in [
                "List-Unsubscribe=One-Click",
                "List-Unsubscribe=One-Click\r\n",
                "List%2DUnsubscribe=One%2dClick",
            ] {
                assert!(reads(content_type, body), "{content_type} {body}");
            }
        }
        for content_type in
            ["multipart/form-data; boundary=x7", "multipart/form-data; charset=utf-8; boundary=\"x7\""]
        {
            assert!(reads(content_type, &multipart(NAME, VALUE)), "{content_type}");
        }
        assert!(OneClick::read("POST", FORM, b"").is_some());
    }

    #[test]
    fn no_other_method_is_one_whatever_it_brings() {
        for method in ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "post", "", "POST "] {
            for body in [BODY, b""] {
                assert_eq!(OneClick::read(method, FORM, body), None, "{method}");
            }
        }
    }

    #[test]
    fn a_post_that_says_something_else_is_none() {
        for body in [
            "List-Unsubscribe",
            "List-Unsubscribe=",
            "List-Unsubscribe=Two-Click",
            "list-unsubscribe=One-Click",
            "List-Unsubscribe=One-Click&a=b",
            "a=b&List-Unsubscribe=One-Click",
            "x",
            "{}",
        ] {
            assert!(!reads("application/x-www-form-urlencoded", body), "{body}");
        }
        for (content_type, body) in [
            ("text/plain", "List-Unsubscribe=One-Click".to_owned()),
            ("application/json", "{\"List-Unsubscribe\": \"One-Click\"}".to_owned()),
            ("multipart/form-data", multipart(NAME, VALUE)),
            ("multipart/form-data; boundary=x8", multipart(NAME, VALUE)),
            ("multipart/form-data; boundary=", multipart(NAME, VALUE)),
            ("multipart/form-data; boundary=x7", multipart("other", VALUE)),
            ("multipart/form-data; boundary=x7", multipart(NAME, "other")),
            ("multipart/form-data; boundary=x7", multipart(NAME, VALUE).repeat(2)),
        ] {
            assert!(!reads(content_type, &body), "{content_type} {body}");
        }
        assert_eq!(OneClick::read("POST", None, BODY), None);
        assert_eq!(OneClick::read("POST", FORM, b"List-Unsubscribe=One-Click\xff"), None);
        let long = [BODY, &vec![b' '; OneClick::MAX_BODY + 1 - BODY.len()]].concat();
        assert_eq!(OneClick::read("POST", FORM, &long), None);
        assert!(OneClick::read("POST", FORM, &long[..OneClick::MAX_BODY]).is_some());
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(kind in "[ -~]{0,60}", body in prop::collection::vec(any::<u8>(), 0..200)) {
            let _read = OneClick::read("POST", Some(&kind), &body);
            let _read = OneClick::read("POST", Some("multipart/form-data; boundary=x7"), &body);
        }
    }
}
