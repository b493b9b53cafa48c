//! Sound forms become nouns; faulty ones become complete reports.

use std::collections::BTreeSet;

use bln_core::{BelongingKind, Employer, ModeChoice, Modes, PurposeCode};
use bln_validation::{
    BulletinDraft, ConclusionDraft, ConsentDraft, Draft, EventDraft, Fault, Form, InitiativeDraft,
    InterestsDraft, LegacyLineDraft, MembershipDraft, OrganisationDraft, RecognitionDraft, RegistrationDraft,
    Report, ResourceDraft, TestimonialDraft, check, parse_json,
};
use chrono::NaiveDate;
use proptest::prelude::*;
use proptest::sample::subsequence;
use serde::Serialize;
use serde_json::{Value, json};

use crate::samples::{all_sound, leaves, received, sound};

pub(crate) fn read<D: Draft>(json: &Value, context: &D::Context) -> Result<D::Noun, Report> {
    parse_json::<D>(json.to_string().as_bytes(), context)
}

pub(crate) fn examine(form: Form, json: &Value) -> Vec<(String, String)> {
    match form.examine(json.to_string().as_bytes(), &received()) {
        Ok(()) => Vec::new(),
        Err(report) => told(&report),
    }
}

fn told(report: &Report) -> Vec<(String, String)> {
    report.faults().iter().map(|fault| (fault.pointer().to_owned(), fault.code().to_string())).collect()
}

pub(crate) fn changed(form: Form, changes: &[(&str, Value)]) -> Value {
    let mut json = sound(form);
    for (name, value) in changes {
        json.as_object_mut().unwrap().insert((*name).to_owned(), value.clone());
    }
    json
}

#[test]
fn a_membership_form_becomes_an_application() {
    let application = read::<MembershipDraft>(&sound(Form::Membership), &received()).unwrap();
    assert_eq!(application.joining_as, BelongingKind::Member);
    assert_eq!(application.details.name().address(), "Seventeen");
    assert_eq!(application.details.emails().preferred().as_str(), "sample.person.17@example.org");
    let post = application.details.affiliations().first().unwrap();
    assert!(matches!(post.employer(), Employer::Listed(code) if code.as_str() == "RX1"));
    assert_eq!(post.from(), NaiveDate::from_ymd_opt(2024, 2, 29).unwrap());
    assert_eq!(application.details.registrations().len(), 2);
    assert_eq!(application.declaration.to_string(), "membership-declaration@1");
    assert_eq!(application.privacy_notice.to_string(), "privacy-notice@3");
    assert_eq!(application.consents.first().unwrap().purpose, PurposeCode::Bulletin);
}

#[test]
fn a_post_without_a_date_is_held_since_the_form_arrived() {
    let json = changed(Form::Membership, &[("inRoleSince", Value::Null)]);
    let application = read::<MembershipDraft>(&json, &received()).unwrap();
    assert_eq!(application.details.affiliations().first().unwrap().from(), received().today);
}

#[test]
fn an_organisation_form_becomes_an_organisation() {
    let organisation = read::<OrganisationDraft>(&sound(Form::Organisation), &received().today).unwrap();
    assert_eq!(organisation.code().as_str(), "RX1");
    assert_eq!(organisation.operational().closed(), NaiveDate::from_ymd_opt(2030, 4, 1));
    assert_eq!((organisation.predecessors().len(), organisation.successors().len()), (1, 1));
}

#[test]
fn an_event_form_becomes_a_planned_event_in_the_modes_it_has_places_for() {
    for (in_person, online, modes) in [
        (json!(40), json!(500), Modes::Hybrid),
        (json!(0), Value::Null, Modes::InPerson),
        (Value::Null, json!(1_000_000), Modes::Online),
    ] {
        let json = changed(Form::Event, &[("inPersonPlaces", in_person), ("onlinePlaces", online)]);
        let planned = read::<EventDraft>(&json, &()).unwrap();
        assert_eq!((planned.details.modes(), planned.places.modes()), (modes, modes));
        assert_eq!(planned.repeats.unwrap().except.len(), 2);
    }
}

#[test]
fn requests_become_what_they_ask_for() {
    let request = read::<RegistrationDraft>(&sound(Form::Registration), &()).unwrap();
    assert_eq!(request.choice, ModeChoice::Either);
    let request = read::<ConsentDraft>(&sound(Form::Consent), &()).unwrap();
    assert_eq!(request.purpose, PurposeCode::Bulletin);
    let withdrawn = changed(
        Form::Consent,
        &[("decision", json!("withdrawn")), ("wording", Value::Null), ("version", Value::Null)],
    );
    assert!(read::<ConsentDraft>(&withdrawn, &()).is_ok());
}

#[test]
fn consent_is_given_to_a_wording_or_not_at_all() {
    let without = changed(Form::Consent, &[("wording", Value::Null), ("version", json!("two"))]);
    let faults = examine(Form::Consent, &without);
    assert_eq!(faults, [("/wording", "draft.missing"), ("/version", "draft.wrong_type")].map(owned));
}

#[test]
fn an_organisation_is_named_in_exactly_one_way() {
    let cases = [
        (json!("RX1"), json!("Sample Care"), vec![("/organisation", "draft.organisation_both")]),
        (Value::Null, Value::Null, vec![("/organisation", "draft.organisation_missing")]),
        // What cannot be read was not left out.
        (Value::Null, json!(7), vec![("/organisationName", "draft.wrong_type")]),
        (json!(7), Value::Null, vec![("/organisation", "draft.wrong_type")]),
        (Value::Null, json!("Sample Care"), vec![]),
    ];
    for (code, name, faults) in cases {
        let json = changed(Form::Membership, &[("organisation", code), ("organisationName", name)]);
        assert_eq!(examine(Form::Membership, &json), faults.into_iter().map(owned).collect::<Vec<_>>());
    }
}

#[test]
fn a_member_of_a_list_that_cannot_be_read_does_not_move_the_others() {
    let emails = json!([1, "first@example.org", {}, "second", "third@example.org"]);
    let faults = examine(Form::Membership, &changed(Form::Membership, &[("emails", emails)]));
    let expected =
        [("/emails/0", "draft.wrong_type"), ("/emails/2", "draft.wrong_type"), ("/emails/3", "email.format")];
    assert_eq!(faults, expected.map(owned));
}

#[test]
fn lists_are_bounded_and_one_more_is_too_many() {
    let registrations = |count: u32| {
        let members: Vec<_> =
            (0..count).map(|n| json!({"body": "gmc", "number": format!("{:07}", 1_000_000 + n)})).collect();
        examine(
            Form::Membership,
            &changed(Form::Membership, &[("professionalRegistrations", members.into())]),
        )
    };
    assert_eq!(registrations(8), []);
    assert_eq!(registrations(9), [owned(("/professionalRegistrations", "list.too_many"))]);
}

#[test]
fn a_window_is_wrong_at_its_close_or_at_its_opening_if_it_has_no_close() {
    let late = ("registrationOpens", json!("2027-01-04T18:30"));
    let open_late = changed(Form::Event, &[late.clone(), ("registrationCloses", Value::Null)]);
    assert_eq!(
        examine(Form::Event, &open_late),
        [owned(("/registrationOpens", "registration_window.order"))]
    );
    assert_eq!(
        examine(Form::Event, &changed(Form::Event, &[late])),
        [owned(("/registrationCloses", "registration_window.order"))]
    );
}

#[test]
fn the_empty_form_names_everything_that_is_needed() {
    let json = Form::Membership.examine(b"{}", &received()).unwrap_err();
    insta::assert_snapshot!(serde_json::to_string_pretty(&json).unwrap());
}

#[test]
fn a_form_with_a_fault_of_every_sort_is_reported_whole() {
    let json = br#"{
        "joiningAs": "friend", "name": "", "knownAs": 7, "emails": ["sample.person.17", 17, "a@example.org"],
        "organisation": "RX1", "organisationName": "Sample Care", "level": "band 12", "inRoleSince": "yesterday",
        "professionalRegistrations": [{"body": "gmc"}, ["gmc", "1234567"], {"body": "nmc", "number": "12"}],
        "declaration": {"wording": "Membership", "version": 0}, "privacyNotice": {"wording": "privacy-notice"},
        "consents": [{"purpose": "everything", "wording": "x", "version": 1, "vers": 2}], "jobTitel": "Head"
    }"#;
    let report = Form::Membership.examine(json, &received()).unwrap_err();
    insta::assert_snapshot!(serde_json::to_string_pretty(&report).unwrap());
}

#[test]
fn drafts_round_trip_and_name_every_field() {
    fn round_trip<D: Draft + Serialize + PartialEq>(form: Form, context: &D::Context)
    where
        D::Noun: PartialEq,
    {
        for (_, json) in all_sound().into_iter().filter(|(of, _)| *of == form) {
            round_trip_of::<D>(&json, context);
        }
    }
    fn round_trip_of<D: Draft + Serialize + PartialEq>(json: &Value, context: &D::Context)
    where
        D::Noun: PartialEq,
    {
        let draft: D = serde_json::from_value(json.clone()).unwrap();
        assert!(serde_json::from_value::<D>(serde_json::to_value(&draft).unwrap()).unwrap() == draft);
        // Every name that a form has is one that the list of fields has words for.
        let written = serde_json::to_value(&draft).unwrap();
        let named: BTreeSet<_> = D::FIELDS.iter().map(|field| field.path()).collect();
        for leaf in leaves(&written) {
            let path: Vec<_> = leaf
                .split('/')
                .skip(1)
                .map(|step| if step.parse::<u8>().is_ok() { "*" } else { step })
                .collect();
            assert!(named.contains(path.join("/").as_str()), "{leaf} has no words");
        }
        assert!(check(draft, context) == read::<D>(json, context));
    }
    round_trip::<MembershipDraft>(Form::Membership, &received());
    round_trip::<OrganisationDraft>(Form::Organisation, &received().today);
    round_trip::<EventDraft>(Form::Event, &());
    round_trip::<RegistrationDraft>(Form::Registration, &());
    round_trip::<ConsentDraft>(Form::Consent, &());
    round_trip::<TestimonialDraft>(Form::Testimonial, &());
    round_trip::<RecognitionDraft>(Form::Recognition, &());
    round_trip::<ResourceDraft>(Form::Resource, &());
    round_trip::<InitiativeDraft>(Form::Initiative, &());
    round_trip::<LegacyLineDraft>(Form::LegacyLine, &());
    round_trip::<ConclusionDraft>(Form::Conclusion, &());
    round_trip::<BulletinDraft>(Form::Bulletin, &());
    round_trip::<InterestsDraft>(Form::Interests, &());
}

pub(crate) fn owned((pointer, code): (&str, &str)) -> (String, String) {
    (pointer.to_owned(), code.to_owned())
}

fn broken() -> impl Strategy<Value = ((Form, Value), Vec<String>, Vec<Value>)> {
    prop::sample::select(all_sound()).prop_flat_map(|(form, json)| {
        let leaves = leaves(&json);
        let count = leaves.len();
        let wrong = prop::sample::select(vec![json!(true), json!([[]]), json!({"x": 1}), json!(1.5)]);
        (Just((form, json)), subsequence(leaves, 1..=count), prop::collection::vec(wrong, count))
    })
}

proptest! {
    #[test]
    fn no_fault_hides_another(((form, mut json), pointers, wrong) in broken()) {
        for (pointer, wrong) in pointers.iter().zip(wrong) {
            *json.pointer_mut(pointer).unwrap() = wrong;
        }
        let report = form.examine(json.to_string().as_bytes(), &received()).unwrap_err();
        for pointer in &pointers {
            prop_assert_eq!(report.at(pointer).map(|fault| fault.code().as_str()), Some("draft.wrong_type"), "{}", pointer);
        }
        // And nothing is told of the fields that are sound.
        let extra: Vec<_> = report.faults().iter().map(Fault::pointer).filter(|at| !pointers.iter().any(|p| p == at)).collect();
        prop_assert!(extra.is_empty(), "{extra:?}");
    }

    #[test]
    fn the_order_of_a_report_does_not_depend_on_the_order_of_the_document(seed in any::<prop::sample::Index>()) {
        let members = [r#""name":7"#, r#""emails":[1]"#, r#""level":"x""#, r#""jobTitle":"""#];
        let mut turned = members.to_vec();
        turned.rotate_left(seed.index(members.len()));
        let report = |members: &[&str]| {
            Form::Membership.examine(format!("{{{}}}", members.join(",")).as_bytes(), &received()).unwrap_err()
        };
        prop_assert_eq!(report(&members), report(&turned));
    }
}
