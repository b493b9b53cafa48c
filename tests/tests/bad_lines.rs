//! A list of applications, one JSON object to a line, with something wrong in most of them: each fault is named
//! with its line and place, nothing of a faulty line is written, and the lines after it are imported.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use bln_core::{
    ConsentMethod, DatedNames, OdsCode, OdsRole, Organisation, OrganisationName, OrganisationParts, Refusal,
};
use bln_service::NetworkError;
use bln_store::{IdempotencyKey, PageSize};
use bln_tests::{World, admin, folder, sqlite};
use bln_validation::{Code, Draft as _, Fault, MembershipDraft, Received, parse_json};

/// A line of the list: with this name, this address and this organisation, as JSON text.
fn line(name: &str, email: &str, organisation: &str) -> String {
    format!(
        r#"{{"joiningAs":"ally","name":{name},"emails":[{email}],{organisation},"declaration":{{"wording":"ally-statement","version":1}},"privacyNotice":{{"wording":"privacy-notice","version":1}}}}"#
    )
}

fn good(n: u32) -> String {
    let (name, email) = (format!("\"Sample Person {n}\""), format!("\"sample.person.{n}@example.org\""));
    line(&name, &email, r#""organisation":"RX1""#)
}

/// Imports a list of this name; the number of every line that was not, with where and why.
async fn import(world: &World, list: &str, lines: &[String]) -> Vec<(usize, String, String)> {
    let received = Received { today: "2027-03-01".parse().unwrap(), method: ConsentMethod::Import };
    let mut faults = Vec::new();
    for (number, line) in (1..).zip(lines) {
        let mut tell = |fault: &Fault| {
            assert!(!fault.message().is_empty());
            faults.push((number, fault.pointer().to_owned(), fault.code().as_str().to_owned()));
        };
        let application = match parse_json::<MembershipDraft>(line.as_bytes(), &received) {
            Ok(application) => application,
            Err(report) => {
                report.faults().iter().for_each(&mut tell);
                continue;
            }
        };
        let key = IdempotencyKey::parse(format!("{list}-line-{number}")).unwrap();
        let (pointer, code) = match world.network.apply(admin(), application, key).await {
            Ok(_) => continue,
            Err(NetworkError::Refused(Refusal::EmailInUse)) => ("/emails/0", Code::EMAIL_DUPLICATE),
            Err(NetworkError::Refused(Refusal::OrganisationUnknown)) => {
                ("/organisation", Code::ORGANISATION_UNKNOWN)
            }
            Err(error) => panic!("line {number}: {error}"),
        };
        tell(&Fault::new(pointer, code, MembershipDraft::FIELDS));
    }
    faults
}

#[tokio::test]
async fn every_faulty_line_is_named_with_its_fault_and_the_others_are_imported() {
    let folder = folder();
    let world = World::on(sqlite(&folder.path().join("network.sqlite")).await).await;
    world.network.load_organisations(admin(), vec![nottingham()]).await.unwrap();
    let long = format!("\"{}\"", "x".repeat(201));
    let lines = [
        good(1),
        r#"{"joiningAs": "ally", "name": "Sample Person 2","#.to_owned(),
        good(3),
        line(r#""Sample Person 4""#, r#""sample.person.4@example.org""#, r#""organisation":"ZZ9""#),
        good(5),
        line(r#""Sample Person 6""#, r#""Sample.Person.5@EXAMPLE.org""#, r#""organisation":"RX1""#),
        good(7),
        line(&long, r#""sample.person.8@example.org""#, r#""organisation":"RX1""#),
        good(9),
        line(r#""Sample\u0000Person 10""#, r#""sample.person.10@example.org""#, r#""organisation":"RX1""#),
        good(11),
        "Sample Person 12\0".to_owned(),
        good(13),
        line(&long, r#""sample.person.14""#, r#""organisation":"R X 1","organisationName":"Sample""#),
        String::new(),
        good(16),
    ];
    let faults = import(&world, "list", &lines).await;
    let told: Vec<(usize, &str, &str)> =
        faults.iter().map(|(line, pointer, code)| (*line, pointer.as_str(), code.as_str())).collect();
    assert_eq!(
        told,
        [
            (2, "", "json.malformed"),
            (4, "/organisation", "organisation.unknown"),
            (6, "/emails/0", "email.duplicate"),
            (8, "/name", "text.too_long"),
            (10, "/name", "text.control_character"),
            (12, "", "json.malformed"),
            // Everything that is wrong with it, one fault for each field, and not the first thing only.
            (14, "/name", "text.too_long"),
            (14, "/emails/0", "email.format"),
            (14, "/organisation", "draft.organisation_both"),
            (15, "", "json.malformed"),
        ]
    );
    let people = world.store.person_page(None, PageSize::MAX).await.unwrap().items;
    let names: Vec<&str> = people.iter().map(|person| person.person.record.name().written()).collect();
    assert_eq!(names, [1, 3, 5, 7, 9, 11, 13, 16].map(|n| format!("Sample Person {n}")));
    assert!(people.iter().all(|person| person.membership.is_some()));
    // One for the wordings and one for the organisation.
    assert_eq!(world.store.audit_page(None, PageSize::MAX).await.unwrap().items.len(), 2 + people.len());
    assert_eq!(world.store.outbox_page(None, PageSize::MAX).await.unwrap().items.len(), people.len());
    world.sound().await;
    // The same list again: the good lines are not imported twice, and the faults are the same.
    assert_eq!(import(&world, "list", &lines).await, faults);
    assert_eq!(world.store.person_page(None, PageSize::MAX).await.unwrap().items.len(), people.len());
}

/// The control: without a report of every line, a fault would be taken for a good line.
#[tokio::test]
async fn a_list_without_a_fault_has_none_reported() {
    let folder = folder();
    let world = World::on(sqlite(&folder.path().join("network.sqlite")).await).await;
    let unlisted = |n| {
        let (name, email) = (format!("\"Sample Person {n}\""), format!("\"sample.person.{n}@example.org\""));
        line(&name, &email, r#""organisationName":"A sample employer""#)
    };
    assert_eq!(import(&world, "first", &[unlisted(1), unlisted(2)]).await, vec![]);
    // The organisation is not loaded, so the same lines as above are refused.
    assert_eq!(import(&world, "second", &[good(1)]).await[0].2, "organisation.unknown");
}

fn nottingham() -> Organisation {
    let name = OrganisationName::parse("Nottingham University Hospitals NHS Trust").unwrap();
    let names = DatedNames::new(name, "2006-04-01".parse().unwrap());
    let code = OdsCode::parse("RX1").unwrap();
    Organisation::from_parts(OrganisationParts::new(code, OdsRole::NHS_TRUST, names)).unwrap()
}
