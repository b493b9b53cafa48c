//! Everything that can be wrong with an application, once each.

use serde_json::{Value, json};

/// A way to spoil an application.
pub struct Fault {
    /// The code that the import must report for it.
    pub code: &'static str,
    /// Spoils a sound application, given an address that somebody else has already.
    pub spoil: fn(Value, &str) -> Vec<u8>,
}

impl std::fmt::Debug for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fault").field("code", &self.code).finish_non_exhaustive()
    }
}

/// The faults, in the order in which they are used.
pub const FAULTS: &[Fault] = &[
    // The line itself.
    Fault { code: "json.malformed", spoil: |d, _| cut_in_half(&d) },
    Fault { code: "json.malformed", spoil: |d, _| not_utf8(&d) },
    Fault { code: "json.duplicate_field", spoil: |d, _| said_twice(&d) },
    Fault { code: "draft.too_large", spoil: |d, _| with(d, "jobTitle", json!("x".repeat(70_000))) },
    Fault { code: "draft.wrong_type", spoil: |d, _| line(&json!([d])) },
    Fault { code: "draft.wrong_type", spoil: |d, _| with(d, "name", json!(17)) },
    Fault { code: "draft.unknown_field", spoil: |d, _| with(d, "favouriteColour", json!("blue")) },
    Fault { code: "draft.missing", spoil: |d, _| without(d, "name") },
    Fault { code: "draft.missing", spoil: |d, _| without(d, "declaration") },
    Fault { code: "draft.missing", spoil: |d, _| without(d, "privacyNotice") },
    // Who.
    Fault { code: "text.empty", spoil: |d, _| with(d, "name", json!("   ")) },
    Fault { code: "text.too_long", spoil: |d, _| with(d, "name", json!("n".repeat(201))) },
    Fault { code: "text.too_long", spoil: |d, _| with(d, "knownAs", json!("n".repeat(101))) },
    Fault { code: "text.control_character", spoil: |d, _| with(d, "name", json!("Sample\u{0}Person")) },
    Fault { code: "text.hidden_character", spoil: |d, _| with(d, "name", json!("Sample \u{202e}nosreP")) },
    Fault { code: "email.format", spoil: |d, _| with(d, "emails", json!(["sample.person"])) },
    Fault { code: "email.domain", spoil: |d, _| with(d, "emails", json!(["sample.person@localhost"])) },
    Fault { code: "email.too_long", spoil: |d, _| with(d, "emails", json!([long_address()])) },
    Fault {
        code: "email.repeated",
        spoil: |d, _| with(d, "emails", json!(["a@example.org", "A@example.org"])),
    },
    Fault { code: "list.too_many", spoil: |d, _| with(d, "emails", json!(addresses(6))) },
    Fault { code: "email.duplicate", spoil: |d, taken| with(d, "emails", json!([taken.to_uppercase()])) },
    Fault { code: "belonging.unknown", spoil: |d, _| with(d, "joiningAs", json!("friend")) },
    // Where they work, and as what.
    Fault { code: "draft.organisation_both", spoil: |d, _| both(d) },
    Fault {
        code: "draft.organisation_missing",
        spoil: |d, _| without(drop(d, "organisation"), "organisationName"),
    },
    Fault { code: "ods_code.format", spoil: |d, _| at_code(d, "R-1") },
    Fault { code: "organisation.unknown", spoil: |d, _| at_code(d, "ZZZ99") },
    Fault { code: "text.too_long", spoil: |d, _| with(d, "jobTitle", json!("j".repeat(201))) },
    Fault { code: "level.unknown", spoil: |d, _| with(d, "level", json!("band 10")) },
    Fault { code: "date.format", spoil: |d, _| with(d, "inRoleSince", json!("2024-02-30")) },
    Fault { code: "professional_body.unknown", spoil: |d, _| registered(d, &json!([["gdc", "123456"]])) },
    Fault { code: "professional_number.format", spoil: |d, _| registered(d, &json!([["gmc", "12"]])) },
    Fault {
        code: "list.repeated",
        spoil: |d, _| registered(d, &json!([["gmc", "1234567"], ["gmc", "1234567"]])),
    },
    Fault { code: "list.too_many", spoil: |d, _| registered(d, &json!(nine_numbers())) },
    // What they declared and agreed to.
    Fault {
        code: "wording.name_format",
        spoil: |d, _| declared(d, json!({ "wording": "My words!", "version": 1 })),
    },
    Fault {
        code: "version.zero",
        spoil: |d, _| declared(d, json!({ "wording": "member-declaration", "version": 0 })),
    },
    Fault {
        code: "wording.unknown",
        spoil: |d, _| declared(d, json!({ "wording": "member-declaration", "version": 99 })),
    },
    Fault {
        code: "purpose.unknown",
        spoil: |d, _| {
            agreed(d, json!({ "purpose": "marketing", "wording": "bulletin-consent", "version": 1 }))
        },
    },
    Fault { code: "draft.missing", spoil: |d, _| agreed(d, json!({ "purpose": "bulletin" })) },
    Fault {
        code: "draft.number_range",
        spoil: |d, _| declared(d, json!({ "wording": "member-declaration", "version": -1 })),
    },
    Fault { code: "draft.consent_repeated", spoil: |d, _| agreed_twice(d) },
    Fault { code: "json.too_deep", spoil: |d, _| with(d, "consents", deep()) },
    Fault { code: "draft.too_many_faults", spoil: |d, _| with(d, "emails", json!(vec![17; 200])) },
    // And several at once: all of them are reported.
    Fault {
        code: "email.format",
        spoil: |d, _| with(drop(put(d, "level", json!("chief")), "declaration"), "emails", json!(["@"])),
    },
];

fn line(draft: &Value) -> Vec<u8> {
    draft.to_string().into_bytes()
}

fn put(mut draft: Value, field: &str, value: Value) -> Value {
    draft[field] = value;
    draft
}

fn drop(mut draft: Value, field: &str) -> Value {
    if let Some(fields) = draft.as_object_mut() {
        fields.remove(field);
    }
    draft
}

fn with(draft: Value, field: &str, value: Value) -> Vec<u8> {
    line(&put(draft, field, value))
}

fn without(draft: Value, field: &str) -> Vec<u8> {
    line(&drop(draft, field))
}

fn cut_in_half(draft: &Value) -> Vec<u8> {
    let mut line = line(draft);
    line.truncate(line.len() / 2);
    line
}

fn not_utf8(draft: &Value) -> Vec<u8> {
    let mut line = line(draft);
    if let Some(byte) = line.get_mut(2) {
        *byte = 0xff;
    }
    line
}

fn said_twice(draft: &Value) -> Vec<u8> {
    let mut line = line(draft);
    line.pop();
    line.extend_from_slice(br#","joiningAs":"ally"}"#);
    line
}

fn long_address() -> String {
    format!("{}@example.org", ["label"; 50].join("."))
}

fn addresses(count: usize) -> Vec<String> {
    (1..=count).map(|number| format!("sample.{number}@example.org")).collect()
}

fn both(draft: Value) -> Vec<u8> {
    with(put(draft, "organisation", json!("RX1")), "organisationName", json!("Sample Hospice"))
}

fn at_code(draft: Value, code: &str) -> Vec<u8> {
    with(drop(draft, "organisationName"), "organisation", json!(code))
}

fn registered(draft: Value, pairs: &Value) -> Vec<u8> {
    let pairs = pairs.as_array().into_iter().flatten();
    let registrations: Vec<_> = pairs.map(|pair| json!({ "body": pair[0], "number": pair[1] })).collect();
    with(draft, "professionalRegistrations", json!(registrations))
}

fn nine_numbers() -> Vec<[String; 2]> {
    (1..=9).map(|number| ["gmc".to_owned(), format!("100000{number}")]).collect()
}

fn declared(draft: Value, declaration: Value) -> Vec<u8> {
    with(draft, "declaration", declaration)
}

fn agreed(draft: Value, consent: Value) -> Vec<u8> {
    with(draft, "consents", json!([consent]))
}

fn agreed_twice(draft: Value) -> Vec<u8> {
    let consent = json!({ "purpose": "bulletin", "wording": "bulletin-consent", "version": 1 });
    with(draft, "consents", json!([consent, consent]))
}

fn deep() -> Value {
    (0..60).fold(json!("x"), |inside, _| json!([inside]))
}
