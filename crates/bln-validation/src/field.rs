//! What the fields of a form are called by the people who fill it in.

/// The words for one field of a form.
///
/// A draft lists its fields once, in the order in which people see them; a report names and orders its faults
/// by that list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Field {
    path: &'static str,
    subject: &'static str,
    ask: &'static str,
}

impl Field {
    /// The words for a field that is not in the list.
    pub(crate) const UNNAMED: Field = Field::new("", "This answer", "Answer this question");

    /// The words for the form as a whole, if the list has none.
    pub(crate) const FORM: Field = Field::new("", "The form", "Fill in the form");

    /// A field and its words: its path (`"name"`, `"emails/*"`, `"registrations/*/number"`, or `""` for the form
    /// as a whole), what starts a sentence about it (`"Email address"`), and what asks for it (`"Enter your
    /// email address"`). The path has the names of the JSON form, and `*` for any position in a list.
    pub const fn new(path: &'static str, subject: &'static str, ask: &'static str) -> Self {
        Self { path, subject, ask }
    }

    /// The path inside the form.
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// What starts a sentence about it: `"Email address"`.
    pub const fn subject(&self) -> &'static str {
        self.subject
    }

    /// What asks for it: `"Enter your email address"`.
    pub const fn ask(&self) -> &'static str {
        self.ask
    }

    /// The parts of the path; none for the form as a whole.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &'static str> {
        self.path.split('/').filter(|part| !part.is_empty())
    }
}

/// The words for what stands at these steps.
pub(crate) fn words(fields: &[Field], tokens: &[&str]) -> Field {
    let unnamed = if tokens.is_empty() { Field::FORM } else { Field::UNNAMED };
    fields
        .iter()
        .find(|field| field.parts().count() == tokens.len() && leads_to(field, tokens))
        .copied()
        .unwrap_or(unnamed)
}

/// The place of these steps in the order of the form: for each step, the first field that begins like it, then
/// the position in a list.
pub(crate) fn rank(fields: &[Field], tokens: &[&str]) -> Vec<(usize, usize)> {
    (1..=tokens.len())
        .map(|depth| {
            let (begin, last) = (tokens.get(..depth).unwrap_or_default(), tokens.get(depth - 1));
            let field = fields.iter().position(|field| leads_to(field, begin)).unwrap_or(fields.len());
            (field, last.and_then(|token| token.parse().ok()).unwrap_or(0))
        })
        .collect()
}

/// The name that a form uses for a member of a Rust struct below these steps, whatever its case.
pub(crate) fn wire_name(fields: &[Field], at: &[&str], member: &'static str) -> &'static str {
    let of_member = |field: &Field| {
        let part = leads_to(field, at).then(|| field.parts().nth(at.len()))??;
        letters(part).eq(letters(member)).then_some(part)
    };
    fields.iter().find_map(of_member).unwrap_or(member)
}

fn leads_to(field: &Field, begin: &[&str]) -> bool {
    let mut parts = field.parts();
    begin
        .iter()
        .all(|token| parts.next().is_some_and(|part| part == *token || (part == "*" && is_position(token))))
}

fn is_position(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit())
}

fn letters(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().filter(|byte| *byte != b'_' && *byte != b'-').map(|byte| byte.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: &[Field] = &[
        Field::new("knownAs", "Name you like", "Enter the name you like"),
        Field::new("emails/*", "Email address", "Enter your email address"),
        Field::new("posts/*/jobTitle", "Job title", "Enter your job title"),
    ];

    #[test]
    fn words_are_found_by_path_and_position() {
        assert_eq!(words(FIELDS, &["emails", "12"]).subject(), "Email address");
        assert_eq!(words(FIELDS, &["emails"]), Field::UNNAMED);
        assert_eq!(words(FIELDS, &["emails", "x"]), Field::UNNAMED);
        assert_eq!(words(FIELDS, &[]), Field::FORM);
    }

    #[test]
    fn the_form_decides_the_order_and_then_the_position() {
        let at = |tokens: &[&str]| rank(FIELDS, tokens);
        assert!(at(&["knownAs"]) < at(&["emails", "0"]));
        assert!(at(&["emails", "2"]) < at(&["emails", "10"]));
        assert!(at(&["emails"]) < at(&["emails", "0"]));
        assert!(at(&["posts", "0", "jobTitle"]) < at(&["somewhereElse"]));
    }

    #[test]
    fn members_are_found_in_whatever_case_the_form_has_them() {
        assert_eq!(wire_name(FIELDS, &[], "known_as"), "knownAs");
        assert_eq!(wire_name(FIELDS, &["posts", "3"], "job_title"), "jobTitle");
        assert_eq!(wire_name(FIELDS, &[], "not_listed"), "not_listed");
    }
}
