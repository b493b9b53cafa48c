//! As much of MIME (RFC 2045, RFC 2046) as a report is made of.

/// The most parts of a report that are looked at: it has three.
const PARTS: usize = 20;

/// Headers, and what is under them. Lines end in `\n`.
pub(super) struct Part<'a> {
    headers: &'a str,
    pub(super) body: &'a str,
}

impl<'a> Part<'a> {
    pub(super) fn read(text: &'a str) -> Self {
        // A part without headers begins with the empty line.
        if let Some(body) = text.strip_prefix('\n') {
            return Self { headers: "", body };
        }
        let (headers, body) = text.split_once("\n\n").unwrap_or((text, ""));
        Self { headers, body }
    }

    /// Whether it is of this type.
    pub(super) fn is_a(&self, kind: &str) -> bool {
        header(self.headers, "Content-Type").is_some_and(|value| {
            value.split(';').next().is_some_and(|found| found.trim().eq_ignore_ascii_case(kind))
        })
    }

    /// The headers of the message that the part brings back.
    pub(super) fn returned(&self) -> Option<&'a str> {
        let kinds = ["message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"];
        kinds
            .iter()
            .any(|kind| self.is_a(kind))
            .then(|| Part::read(self.body.trim_start_matches('\n')).headers)
    }
}

/// The parts of something of this type.
pub(super) fn multipart<'a>(whole: &Part<'a>, kind: &str) -> Option<Vec<Part<'a>>> {
    let content_type = header(whole.headers, "Content-Type").filter(|_| whole.is_a(kind))?;
    let boundary = content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.trim().split_once('=')?;
        name.trim().eq_ignore_ascii_case("boundary").then(|| value.trim().trim_matches('"').to_owned())
    })?;
    if !(1..=70).contains(&boundary.len()) {
        return None;
    }
    let mark = format!("\n--{boundary}");
    // The line of the boundary may begin the body, and what stands before the first is nobody's.
    let first = whole.body.strip_prefix(mark.trim_start_matches('\n'));
    let mut pieces = whole.body.split(mark.as_str());
    let before = pieces.next();
    let first = first.and(before).and_then(|piece| piece.get(mark.len() - 1..));
    let parts = first.into_iter().chain(pieces).take(PARTS);
    // The rest of the boundary's line is white space, or `--` at the end.
    Some(parts.filter_map(|piece| piece.split_once('\n')).map(|(_, part)| Part::read(part)).collect())
}

/// The value of a header, unfolded (RFC 5322, 2.2.3).
pub(super) fn header(headers: &str, name: &str) -> Option<String> {
    let mut lines = headers.lines().peekable();
    while let Some(line) = lines.next() {
        let Some((found, value)) = line.split_once(':') else { continue };
        if !found.trim_end().eq_ignore_ascii_case(name) {
            continue;
        }
        let mut value = value.trim().to_owned();
        while let Some(more) = lines.next_if(|line| line.starts_with([' ', '\t'])) {
            value.push(' ');
            value.push_str(more.trim());
        }
        return Some(value.trim().to_owned());
    }
    None
}
