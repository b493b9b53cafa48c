//! One sound form of each kind, with every field filled in.

use bln_core::ConsentMethod;
use bln_validation::{Form, Received};
use chrono::NaiveDate;
use serde_json::{Value, json};

const ID: &str = "0198f3a2-7c1e-7a4b-8d5f-3e2a1b0c9d8e";

/// The circumstances in which all of them arrive.
pub(crate) fn received() -> Received {
    Received { today: NaiveDate::from_ymd_opt(2026, 3, 29).unwrap(), method: ConsentMethod::Web }
}

/// Forms without a fault: one of each kind, and one of each kind of line.
pub(crate) fn all_sound() -> Vec<(Form, Value)> {
    let forms = Form::ALL.into_iter().map(|form| (form, sound(form)));
    forms.chain(lines().into_iter().map(|line| (Form::LegacyLine, line))).collect()
}

/// A form without a fault.
pub(crate) fn sound(form: Form) -> Value {
    match form {
        Form::Membership => membership(),
        Form::Organisation => organisation(),
        Form::Event => event(),
        Form::Registration => json!({"event": ID, "person": ID, "attending": "either"}),
        Form::Consent => json!({
            "person": ID, "purpose": "bulletin", "decision": "given", "wording": "bulletin", "version": 2,
            "method": "web"
        }),
        Form::Testimonial => json!({
            "person": ID, "words": "I was heard.\nThat was new.", "naming": "named", "name": "Sample Person 17",
            "role": "Head of samples", "organisation": "Nottingham University Hospitals NHS Trust",
            "channels": ["website", "report"], "expires": "2028-03-29"
        }),
        Form::Recognition => json!({
            "person": ID, "kind": "award", "words": "For the sample programme.", "on": "2026-02-28",
            "naming": "role_only", "name": "Sample Person 17", "role": "Head of samples",
            "organisation": "Nottingham University Hospitals NHS Trust"
        }),
        Form::Resource => json!({
            "title": "Shattered hopes", "kind": "report", "publisher": "NHS Confederation",
            "published": "2022-06", "link": "https://www.nhsconfed.org/publications", "licence": "All rights reserved",
            "pillars": ["system_influencing", "legacy"], "actions": ["HIA1", "HIA6"],
            "figures": [ID]
        }),
        Form::Initiative => json!({
            "title": "Fair shortlisting", "aim": "Every panel has\nan independent member.",
            "pillars": ["system_influencing", "legacy"], "actions": ["HIA1", "HIA2"], "indicators": [2, 7],
            "movedBy": [ID]
        }),
        Form::LegacyLine => json!({
            "kind": "commitment", "corrects": ID, "words": "A member for each panel.",
            "body": {"organisation": "RX1"}, "role": "Chief people officer", "due": "2027-03-31"
        }),
        Form::Conclusion => json!({"conclusion": "not_achieved", "reason": "It was too early."}),
        Form::Bulletin => bulletin(),
        Form::Interests => json!({"pillars": ["legacy", "celebration"]}),
        other => panic!("a form without a sample: {}", other.name()),
    }
}

fn membership() -> Value {
    json!({
        "joiningAs": "member",
        "name": "Sample Person 17",
        "knownAs": "Seventeen",
        "emails": ["sample.person.17@example.org", "sample17@example.com"],
        "organisation": "RX1",
        "jobTitle": "Head of samples",
        "level": "afc_8a",
        "inRoleSince": "2024-02-29",
        "professionalRegistrations": [
            {"body": "nmc", "number": "71A2998E"}, {"body": "gphc", "number": "2033467"}
        ],
        "declaration": {"wording": "membership-declaration", "version": 1},
        "privacyNotice": {"wording": "privacy-notice", "version": 3},
        "consents": [
            {"purpose": "bulletin", "wording": "bulletin", "version": 1},
            {"purpose": "directory", "wording": "directory", "version": 1}
        ]
    })
}

fn organisation() -> Value {
    json!({
        "code": "RX1",
        "name": "NOTTINGHAM UNIVERSITY HOSPITALS NHS TRUST",
        "nameFrom": "2006-04-01",
        "primaryRole": "RO197",
        "otherRoles": ["RO57", "RO24"],
        "region": "Y60",
        "icb": "QT1",
        "opened": "2006-04-01",
        "closed": "2030-03-31",
        "predecessors": [{"code": "RFK", "on": "2006-04-01"}],
        "successors": [{"code": "RJZ", "on": "2030-04-01"}]
    })
}

fn event() -> Value {
    json!({
        "title": "Network meeting",
        "summary": "What we did\nand what comes next",
        "kind": "network_meeting",
        "pillars": ["directed_action", "legacy"],
        "audience": "members_and_allies",
        "starts": "2027-01-04T18:00",
        "ends": "2027-01-04T19:30",
        "timeZone": "Europe/London",
        "venue": "Sample House, Nottingham",
        "inPersonPlaces": 40,
        "onlinePlaces": 500,
        "registrationOpens": "2026-12-01T09:00",
        "registrationCloses": "2027-01-04T12:00",
        "confidentiality": "chatham_house",
        "accessibility": {"provisions": ["step_free", "captions"], "note": "Ask us for anything else"},
        "joiningLink": "https://example.org/call",
        "repeats": {"rule": "FREQ=WEEKLY;COUNT=20", "except": ["2027-01-11", "2027-01-18"]}
    })
}

fn bulletin() -> Value {
    json!({
        "subject": "Sample bulletin, spring",
        "sections": [
            {"heading": "News", "kind": "news", "news": "We *met*.\nIt went well."},
            {"heading": "What is on", "kind": "events", "days": 30, "pillars": ["legacy"]},
            {"heading": "To read", "kind": "resources", "records": [ID]},
            {"heading": "In numbers", "kind": "figures", "records": [ID, ID]},
            {"heading": "What people say", "kind": "testimonials", "records": [ID]},
            {"heading": "Thanks", "kind": "recognitions", "records": [ID]}
        ],
        "audience": ["legacy", "celebration"]
    })
}

/// A line of each kind but the commitment, which is the sample.
fn lines() -> Vec<Value> {
    let body = json!({"name": "The sample board"});
    vec![
        json!({"kind": "ask", "words": "Independent members of panels.", "body": body}),
        json!({"kind": "answer", "words": "From April on.", "ask": ID, "answer": "agreed_in_part"}),
        json!({"kind": "kept", "words": "Every panel has one.", "commitment": ID}),
        json!({"kind": "not_kept", "words": "No panel has one.", "commitment": ID}),
        json!({
            "kind": "outcome", "words": "Shortlisting is fairer.", "figures": [ID], "before": ID, "after": ID,
            "resources": [ID]
        }),
        json!({"kind": "link", "linked": {"kind": "event", "id": ID}}),
    ]
}

/// The JSON pointers of everything in a document that is neither a list nor an object.
pub(crate) fn leaves(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => below(items.iter().enumerate().map(|(index, item)| (index.to_string(), item))),
        Value::Object(members) => below(members.iter().map(|(name, member)| (name.clone(), member))),
        _ => vec![String::new()],
    }
}

fn below<'a>(members: impl Iterator<Item = (String, &'a Value)>) -> Vec<String> {
    members
        .flat_map(|(step, value)| leaves(value).into_iter().map(move |leaf| format!("/{step}{leaf}")))
        .collect()
}
