//! Issues of the bulletin, and what people want to read about.

use bln_core::{BulletinAudience, BulletinContents, Pillar, Pillars, SectionContent};
use bln_validation::{BulletinDraft, Form, InterestsDraft, MAX_DRAFT_BYTES};
use serde_json::{Value, json};

use crate::forms::{changed, examine, owned, read};
use crate::samples::{received, sound};

const ID: &str = "0198f3a2-7c1e-7a4b-8d5f-3e2a1b0c9d8e";

fn issue(json: &Value) -> BulletinContents {
    read::<BulletinDraft>(json, &()).unwrap()
}

/// The sample with these sections.
fn with(sections: Value) -> Value {
    changed(Form::Bulletin, &[("sections", sections)])
}

/// What is wrong with a section, in an issue of nothing else.
fn faults(section: Value) -> Vec<(String, String)> {
    examine(Form::Bulletin, &with(json!([section])))
}

#[test]
fn a_bulletin_form_becomes_an_issue_with_its_sections_in_order() {
    let issue = issue(&sound(Form::Bulletin));
    assert_eq!(issue.subject().as_str(), "Sample bulletin, spring");
    let named: Vec<_> = issue.sections().iter().map(|section| section.content().name()).collect();
    assert_eq!(named, ["news", "events", "resources", "figures", "testimonials", "recognitions"]);
    let events = issue.sections().get(1).unwrap().content();
    let legacy = Pillars::new([Pillar::Legacy]).ok();
    assert!(
        matches!(events, SectionContent::EventsToCome { pillars, days } if *pillars == legacy && days.get() == 30)
    );
    let figures = issue.sections().get(3).unwrap().content();
    assert!(matches!(figures, SectionContent::Figures(ids) if *ids == [ID.parse().unwrap(); 2]));
}

#[test]
fn an_issue_is_for_everybody_unless_it_names_pillars() {
    let pillars = Pillars::new([Pillar::Legacy, Pillar::Celebration]).unwrap();
    assert_eq!(issue(&sound(Form::Bulletin)).audience(), BulletinAudience::InterestedIn(pillars));
    for none in [json!([]), Value::Null] {
        let mut json = sound(Form::Bulletin);
        match none {
            Value::Null => drop(json.as_object_mut().unwrap().remove("audience")),
            none => json = changed(Form::Bulletin, &[("audience", none)]),
        }
        assert_eq!(issue(&json).audience(), BulletinAudience::Everybody);
    }
    // Pillars that cannot be read are not none.
    let unknown = changed(Form::Bulletin, &[("audience", json!(["pillow"]))]);
    assert_eq!(examine(Form::Bulletin, &unknown), [owned(("/audience/0", "pillar.unknown"))]);
}

#[test]
fn an_issue_has_from_1_to_20_sections() {
    let of = |count: usize| {
        let section = json!({"heading": "News", "kind": "news", "news": "We met."});
        examine(Form::Bulletin, &with(json!(vec![section; count])))
    };
    assert_eq!(of(0), [owned(("/sections", "list.missing"))]);
    assert_eq!((of(1), of(20)), (vec![], vec![]));
    assert_eq!(of(21), [owned(("/sections", "list.too_many"))]);
}

#[test]
fn what_the_kind_of_a_section_needs_is_asked_for() {
    for (kind, needed) in [
        ("news", "news"),
        ("events", "days"),
        ("resources", "records"),
        ("figures", "records"),
        ("testimonials", "records"),
        ("recognitions", "records"),
    ] {
        let expected = [owned((&format!("/sections/0/{needed}"), "draft.missing"))];
        assert_eq!(faults(json!({"heading": "A heading", "kind": kind})), expected, "{kind}");
    }
}

#[test]
fn what_the_kind_of_a_section_does_not_have_is_refused_and_not_left_behind() {
    let all = json!({
        "heading": "A heading", "news": "We met.", "days": 30, "pillars": ["legacy"], "records": [ID]
    });
    for (kind, held) in [
        ("news", &["news"][..]),
        ("events", &["days", "pillars"]),
        ("resources", &["records"]),
        ("figures", &["records"]),
        ("testimonials", &["records"]),
        ("recognitions", &["records"]),
    ] {
        let mut section = all.clone();
        section.as_object_mut().unwrap().insert("kind".to_owned(), json!(kind));
        let refused =
            ["news", "days", "pillars", "records"].into_iter().filter(|field| !held.contains(field));
        let expected: Vec<_> =
            refused.map(|field| owned((&format!("/sections/0/{field}"), "draft.not_with_choice"))).collect();
        assert_eq!(faults(section), expected, "{kind}");
    }
}

#[test]
fn a_section_names_from_1_to_20_records() {
    let of =
        |count: usize| faults(json!({"heading": "To read", "kind": "resources", "records": vec![ID; count]}));
    assert_eq!(of(0), [owned(("/sections/0/records", "draft.missing"))]);
    assert_eq!((of(1), of(20)), (vec![], vec![]));
    assert_eq!(of(21), [owned(("/sections/0/records", "list.too_many"))]);
    // A record that cannot be read is not one too few.
    let unreadable = faults(json!({"heading": "To read", "kind": "resources", "records": [17]}));
    assert_eq!(unreadable, [owned(("/sections/0/records/0", "draft.wrong_type"))]);
}

#[test]
fn events_are_listed_for_1_to_366_days() {
    let of = |days: u32| faults(json!({"heading": "What is on", "kind": "events", "days": days}));
    assert_eq!((of(1), of(366)), (vec![], vec![]));
    for days in [0, 367, 65_537] {
        assert_eq!(of(days), [owned(("/sections/0/days", "draft.number_range"))], "{days}");
    }
}

#[test]
fn twenty_sections_of_news_fit_in_any_script() {
    // A letter of Gothic is four bytes in UTF-8.
    let section = json!({"heading": "News", "kind": "news", "news": "\u{10330}".repeat(4_000)});
    let json = with(json!(vec![section; 20]));
    assert!(json.to_string().len() > MAX_DRAFT_BYTES);
    assert_eq!(issue(&json).sections().len(), 20);
}

#[test]
fn interests_are_taken_back_by_an_empty_list_and_not_by_leaving_them_out() {
    let told = |json: Value| read::<InterestsDraft>(&json, &());
    let pillars = Pillars::new([Pillar::Legacy, Pillar::Celebration]).unwrap();
    assert_eq!(told(sound(Form::Interests)), Ok(Some(pillars)));
    assert_eq!(told(json!({"pillars": []})), Ok(None));
    for left_out in [json!({}), json!({"pillars": null})] {
        assert_eq!(examine(Form::Interests, &left_out), [owned(("/pillars", "draft.missing"))]);
    }
    // What cannot be read takes nothing back.
    for (wrong, fault) in [
        (json!([7]), ("/pillars/0", "draft.wrong_type")),
        (json!(["pillow"]), ("/pillars/0", "pillar.unknown")),
        (json!("legacy"), ("/pillars", "draft.wrong_type")),
    ] {
        assert_eq!(examine(Form::Interests, &json!({ "pillars": wrong })), [owned(fault)]);
    }
}

#[test]
fn an_issue_with_a_fault_of_every_sort_is_reported_whole() {
    let json = br#"{
        "subject": "Sample\nbulletin",
        "sections": [
            {"kind": "news", "news": "", "records": ["17"]}, 17, {"heading": "On", "kind": "events", "days": 400},
            {"heading": "Read", "kind": "papers", "records": ["17", 17]}, {"heading": "Said", "kind": "testimonials"},
            {"heading": "Said", "kind": "testimonials", "people": ["Sample Person 17"]}
        ],
        "audience": ["legacy", "everybody"]
    }"#;
    let report = Form::Bulletin.examine(json, &received()).unwrap_err();
    insta::assert_snapshot!(serde_json::to_string_pretty(&report).unwrap());
}
