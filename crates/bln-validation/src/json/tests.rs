//! What one fault must not hide.

use serde::Deserialize;

use super::*;

#[derive(Debug, Default, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
struct Form {
    name: Option<String>,
    age: Option<u8>,
    words: Vec<String>,
    parts: Vec<Part>,
    colour: Option<Colour>,
}

#[derive(Debug, Default, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
struct Part {
    size: Option<u32>,
    note: Option<String>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Colour {
    Red,
    Blue,
}

#[derive(Debug, Default, Deserialize)]
struct Needy {
    #[serde(default)]
    inner: Vec<NeedyPart>,
}

#[derive(Debug, Default, Deserialize)]
struct NeedyPart {
    #[expect(dead_code, reason = "its absence is what is tested")]
    must: u8,
}

fn told<D: DeserializeOwned>(json: &str) -> (Option<D>, String) {
    let mut faults = Faults::default();
    let draft = read(json.as_bytes(), 10_000, &mut faults);
    (draft, faults.into_report(&[]).map(|report| report.to_string()).unwrap_or_default())
}

#[test]
fn a_sound_document_has_no_fault() {
    let (form, report) =
        told::<Form>(r#" {"name":"A","age":null,"words":["b"],"parts":[{"size":1}],"colour":"red"} "#);
    let form = form.unwrap();
    assert_eq!((form.name.as_deref(), form.colour, report.as_str()), (Some("A"), Some(Colour::Red), ""));
}

#[test]
fn every_structural_fault_is_told_at_once_and_the_rest_is_kept() {
    let (form, report) = told::<Form>(
        r#"{"name":7,"age":300,"words":[1,"kept",{},"too"],"parts":[{"size":-1},[2],{"size":3,"size":4,"nte":5}],
            "colour":"green","mood":"x"}"#,
    );
    let form = form.unwrap();
    assert_eq!(form.words, ["kept", "too"]);
    assert_eq!(form.parts.iter().map(|part| part.size).collect::<Vec<_>>(), [None, Some(3)]);
    assert_eq!(
        report.split("; ").collect::<std::collections::BTreeSet<_>>(),
        std::collections::BTreeSet::from([
            "draft.unknown_field",
            "/name draft.wrong_type",
            "/age draft.number_range",
            "/words/0 draft.wrong_type",
            "/words/2 draft.wrong_type",
            "/parts/0/size draft.number_range",
            "/parts/1 draft.wrong_type",
            "/parts/2/size json.duplicate_field",
            "/parts/2 draft.unknown_field",
            "/colour draft.unknown_choice",
        ])
    );
}

#[test]
fn a_struct_is_an_object_and_never_a_list() {
    for (json, report) in [
        (r#"["A", 1, [], [], null]"#, "draft.wrong_type"),
        (r#"{"parts": [[1, "x"]]}"#, "/parts/0 draft.wrong_type"),
        ("7", "draft.wrong_type"),
        ("null", "draft.wrong_type"),
    ] {
        assert_eq!(told::<Form>(json).1, report, "{json}");
    }
}

#[test]
fn what_is_not_json_is_one_fault_with_its_place() {
    for json in [
        "",
        "{",
        r#"{"name":"A"} x"#,
        r#"{"name":"\ud800"}"#,
        "{\"name\":\"\n\"}",
        r#"{"mood":[1,}"#,
        "{'a':1}",
    ] {
        let (form, report) = told::<Form>(json);
        assert_eq!((form, report.as_str()), (None, "json.malformed"), "{json}");
    }
    let mut faults = Faults::default();
    read::<Form>(b"{\n  \"name\": }", 100, &mut faults);
    let report = faults.into_report(&[]).unwrap();
    let params = report.faults().first().unwrap().params().to_vec();
    assert_eq!(params, [("line", Param::Number(2)), ("column", Param::Number(11))]);
}

#[test]
fn size_and_depth_have_an_end() {
    let deep = |levels: usize| format!(r#"{{"mood":{}{}}}"#, "[".repeat(levels), "]".repeat(levels));
    assert_eq!(told::<Form>(&deep(31)).1, "draft.unknown_field");
    assert_eq!(told::<Form>(&deep(32)).1, "json.too_deep");
    assert_eq!(told::<Form>(&"[".repeat(10_000)).1, "json.too_deep");
    assert_eq!(told::<Form>(&" ".repeat(10_001)).1, "draft.too_large");
    assert_eq!(told::<Form>(&format!("{{}}{}", " ".repeat(9_998))).1, "");
}

#[test]
fn a_document_of_nothing_but_faults_has_an_end() {
    let (form, report) = told::<Form>(&format!(r#"{{"words":[{}1]}}"#, "1,".repeat(1_000)));
    assert_eq!(form, None);
    assert!(report.starts_with("draft.too_many_faults; /words/0 draft.wrong_type"), "{report}");
    assert_eq!(report.split("; ").count(), MAX_ATTEMPTS + 1);
}

#[test]
fn a_member_that_a_struct_insists_on_is_told_missing() {
    let (needy, report) = told::<Needy>(r#"{"inner":[{"must":1},{},{"must":"x"}]}"#);
    assert_eq!(needy.unwrap().inner.len(), 1);
    assert_eq!(report, "/inner/1/must draft.missing; /inner/2/must draft.wrong_type");
}
