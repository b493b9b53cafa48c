//! Initiatives, the lines of their ledger, and how they end.

use bln_core::{
    AnswerGiven, Body, Conclusion, HighImpactAction, Id, Indicator, InitiativeDetails, LegacyKind,
    LegacyLine, Line, Linked, OdsCode, Pillar, Pillars, Prose,
};
use bln_validation::{ConclusionDraft, Form, InitiativeDraft, LegacyLineDraft};
use serde_json::{Value, json};

use crate::forms::{changed, examine, owned, read};
use crate::samples::{all_sound, received, sound};

const ID: &str = "0198f3a2-7c1e-7a4b-8d5f-3e2a1b0c9d8e";

fn id<T>() -> Id<T> {
    ID.parse().unwrap()
}

fn line(json: &Value) -> LegacyLine {
    read::<LegacyLineDraft>(json, &()).unwrap()
}

/// The sound line of a kind, with changes.
fn of_kind(kind: &str, changes: &[(&str, Value)]) -> Value {
    let lines = all_sound().into_iter().map(|(_, json)| json);
    let mut json = lines.into_iter().find(|json| json.get("kind") == Some(&json!(kind))).unwrap();
    for (name, value) in changes {
        json.as_object_mut().unwrap().insert((*name).to_owned(), value.clone());
    }
    json
}

fn faults(json: &Value) -> Vec<(String, String)> {
    examine(Form::LegacyLine, json)
}

#[test]
fn an_initiative_form_becomes_what_it_is_to_change() {
    let details = InitiativeDetails::new(
        Line::parse("Fair shortlisting").unwrap(),
        Prose::parse("Every panel has\nan independent member.").unwrap(),
        Pillars::new([Pillar::SystemInfluencing, Pillar::Legacy]).unwrap(),
    )
    .bearing_on(
        [HighImpactAction::parse("HIA1").unwrap(), HighImpactAction::parse("HIA2").unwrap()],
        [Indicator::Two, Indicator::Seven],
    )
    .moved_by([id()])
    .unwrap();
    assert!(read::<InitiativeDraft>(&sound(Form::Initiative), &()).unwrap() == details);
}

#[test]
fn an_initiative_bears_on_what_there_is_and_is_moved_by_no_more_than_fifty_figures() {
    let unknown = [("actions", json!(["HIA7"])), ("indicators", json!([0, 1, 9, 10, 265]))];
    let expected = [
        ("/actions/0", "high_impact_action.unknown"),
        ("/indicators/0", "indicator.unknown"),
        ("/indicators/3", "indicator.unknown"),
        // 265 is not 9.
        ("/indicators/4", "indicator.unknown"),
    ];
    assert_eq!(examine(Form::Initiative, &changed(Form::Initiative, &unknown)), expected.map(owned));
    let moved_by = |count: usize| {
        examine(Form::Initiative, &changed(Form::Initiative, &[("movedBy", json!(vec![ID; count]))]))
    };
    assert_eq!(moved_by(50), []);
    assert_eq!(moved_by(51), [owned(("/movedBy", "list.too_many"))]);
}

#[test]
fn a_line_of_each_kind_becomes_one() {
    let LegacyLine::Ask { of, .. } = line(&of_kind("ask", &[])) else { panic!("no ask") };
    assert_eq!(of, Body::Named(Line::parse("The sample board").unwrap()));
    let LegacyLine::Answer { ask, answer, .. } = line(&of_kind("answer", &[])) else { panic!("no answer") };
    assert_eq!((ask, answer), (id(), AnswerGiven::AgreedInPart));
    let kept = line(&of_kind("kept", &[]));
    assert!(matches!(kept, LegacyLine::Kept { commitment, .. } if commitment == id()));
    let not_kept = line(&of_kind("not_kept", &[]));
    assert!(matches!(not_kept, LegacyLine::NotKept { commitment, .. } if commitment == id()));
    let LegacyLine::Outcome { evidence, .. } = line(&of_kind("outcome", &[])) else { panic!("no outcome") };
    assert_eq!(evidence.before_after(), Some((id(), id())));
    assert_eq!((evidence.figures().len(), evidence.resources().len()), (1, 1));
    for (kind, linked) in [
        ("event", Linked::Event(id())),
        ("bulletin", Linked::Bulletin(id())),
        ("resource", Linked::Resource(id())),
        ("testimonial", Linked::Testimonial(id())),
    ] {
        let json = of_kind("link", &[("linked", json!({"kind": kind, "id": ID}))]);
        assert_eq!(line(&json), LegacyLine::Link(linked));
    }
}

#[test]
fn a_line_that_corrects_another_is_a_correction() {
    let LegacyLine::Correction { of, line: said } = line(&of_kind("commitment", &[])) else {
        panic!("no correction")
    };
    assert_eq!((of, said.kind()), (id(), LegacyKind::Commitment));
    let LegacyLine::Commitment { owner, due, .. } = *said else { panic!("no commitment") };
    assert_eq!(owner.body, Body::Organisation(OdsCode::parse("RX1").unwrap()));
    assert_eq!(owner.role.map(|role| role.as_str().to_owned()).as_deref(), Some("Chief people officer"));
    assert_eq!(due.to_string(), "2027-03-31");
    assert!(line(&of_kind("commitment", &[("corrects", Value::Null)])).corrects().is_none());
}

#[test]
fn what_the_kind_of_a_line_needs_is_asked_for() {
    let cases: [(&str, &[&str]); 7] = [
        ("ask", &["/words", "/body"]),
        ("answer", &["/words", "/ask", "/answer"]),
        ("commitment", &["/words", "/body", "/due"]),
        ("kept", &["/words", "/commitment"]),
        ("not_kept", &["/words", "/commitment"]),
        ("outcome", &["/words"]),
        ("link", &["/linked"]),
    ];
    for (kind, needed) in cases {
        let expected: Vec<_> = needed.iter().map(|at| owned((at, "draft.missing"))).collect();
        assert_eq!(faults(&json!({ "kind": kind })), expected, "{kind}");
    }
}

/// Every field that any kind has, and which kinds have it.
const HELD: [(&str, &[&str]); 12] = [
    ("words", &["ask", "answer", "commitment", "kept", "not_kept", "outcome"]),
    ("body", &["ask", "commitment"]),
    ("role", &["commitment"]),
    ("due", &["commitment"]),
    ("ask", &["answer"]),
    ("answer", &["answer"]),
    ("commitment", &["kept", "not_kept"]),
    ("figures", &["outcome"]),
    ("before", &["outcome"]),
    ("after", &["outcome"]),
    ("resources", &["outcome"]),
    ("linked", &["link"]),
];

#[test]
fn what_the_kind_of_a_line_does_not_have_is_refused_and_not_left_behind() {
    let given = |field: &str| {
        let mut lines = all_sound().into_iter().filter(|(form, _)| *form == Form::LegacyLine);
        lines.find_map(|(_, line)| line.get(field).cloned()).unwrap()
    };
    for kind in ["ask", "answer", "commitment", "kept", "not_kept", "outcome", "link"] {
        for (field, kinds) in HELD {
            let json = of_kind(kind, &[(field, given(field))]);
            let refused =
                (!kinds.contains(&kind)).then(|| owned((&format!("/{field}"), "draft.not_with_choice")));
            assert_eq!(faults(&json), refused.into_iter().collect::<Vec<_>>(), "{kind} {field}");
        }
    }
    // Nothing is not something.
    assert_eq!(faults(&of_kind("ask", &[("due", Value::Null), ("figures", json!([]))])), []);
}

#[test]
fn before_and_after_go_together() {
    let without = |field: &str| faults(&of_kind("outcome", &[(field, Value::Null)]));
    assert_eq!(without("before"), [owned(("/before", "draft.missing"))]);
    assert_eq!(without("after"), [owned(("/after", "draft.missing"))]);
    let unreadable = of_kind("outcome", &[("before", json!("first")), ("after", Value::Null)]);
    assert_eq!(faults(&unreadable), [("/before", "id.format"), ("/after", "draft.missing")].map(owned));
    let neither = of_kind("outcome", &[("before", Value::Null), ("after", Value::Null)]);
    assert_eq!(faults(&neither), []);
}

#[test]
fn an_outcome_rests_on_no_more_than_fifty_figures_and_fifty_resources() {
    for field in ["figures", "resources"] {
        let of = |count: usize| faults(&of_kind("outcome", &[(field, json!(vec![ID; count]))]));
        assert_eq!(of(50), []);
        assert_eq!(of(51), [owned((&format!("/{field}"), "list.too_many"))]);
    }
}

#[test]
fn a_body_is_named_in_exactly_one_way() {
    let of = |body: Value| read::<LegacyLineDraft>(&of_kind("ask", &[("body", body)]), &());
    let network = of(json!({"network": true})).unwrap();
    assert!(matches!(network, LegacyLine::Ask { of: Body::Network, .. }));
    let listed = of(json!({"network": false, "organisation": "RX1"})).unwrap();
    assert!(matches!(listed, LegacyLine::Ask { of: Body::Organisation(_), .. }));
    for wrong in [
        json!({}),
        json!({"network": false}),
        json!({"network": true, "name": "The sample board"}),
        json!({"organisation": "RX1", "name": "The sample board"}),
    ] {
        let faults = faults(&of_kind("ask", &[("body", wrong)]));
        assert_eq!(faults, [owned(("/body/network", "draft.body_named"))]);
    }
    // What cannot be read was not left out.
    let faults = faults(&of_kind("ask", &[("body", json!({"organisation": 7}))]));
    assert_eq!(faults, [owned(("/body/organisation", "draft.wrong_type"))]);
}

#[test]
fn a_conclusion_has_a_reason_when_nothing_was_achieved_and_only_then() {
    let reason = Prose::parse("It was too early.").unwrap();
    let told = |json: Value| read::<ConclusionDraft>(&json, &());
    assert_eq!(told(sound(Form::Conclusion)), Ok(Conclusion::NotAchieved { reason }));
    assert_eq!(told(json!({"conclusion": "achieved"})), Ok(Conclusion::Achieved));
    assert_eq!(told(json!({"conclusion": "partly_achieved"})), Ok(Conclusion::PartlyAchieved));
    for (json, fault) in [
        (json!({"conclusion": "not_achieved"}), ("/reason", "draft.missing")),
        (json!({"conclusion": "achieved", "reason": "Because."}), ("/reason", "draft.not_with_choice")),
        (json!({"conclusion": "given up"}), ("/conclusion", "draft.unknown_choice")),
        (json!({}), ("/conclusion", "draft.missing")),
    ] {
        assert_eq!(examine(Form::Conclusion, &json), [owned(fault)]);
    }
}

#[test]
fn a_line_with_a_fault_of_every_sort_is_reported_whole() {
    let json = br#"{
        "kind": "outcome", "corrects": "17", "words": "", "body": {"network": true, "name": 7}, "role": "Sample\u0000",
        "due": "soon", "ask": 7, "answer": "perhaps", "figures": ["17", 17], "after": "17", "resources": {},
        "linked": {"kind": "person", "ident": 7}, "person": "Sample Person 17"
    }"#;
    let report = Form::LegacyLine.examine(json, &received()).unwrap_err();
    insta::assert_snapshot!(serde_json::to_string_pretty(&report).unwrap());
}
