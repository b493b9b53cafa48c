//! Erasure reaches the bytes: after it and a scrub, nothing that only the erased person had is in any file of the store,
//! in its logs of changes, or in the next backup (B46).

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use bln_cluster::Cluster;
use bln_core::{
    Actor, Affiliation, Application, Audience, ConsentAnswer, ConsentMethod, ConsentRequest, EmailAddress,
    EmailAddresses, Employer, Id, Line, Person, PersonDetails, PersonName, ProfessionalBody,
    ProfessionalRegistration, PurposeCode,
};
use bln_postgres::{PostgresConfig, PostgresStore};
use bln_service::SystemIds;
use bln_sqlite::{SqliteConfig, SqliteStore};
use bln_store::{IdempotencyKey, Store};
use bln_tests::{World, admin, ally_application, folder, places, sqlite, wording};

/// What is nobody's but the person's. Each is a word that nothing else has.
const MARKS: [&str; 8] = [
    "Quivermarkname",
    "Quivermarkformer",
    "Quivermarkknown",
    "quivermarkaddress",
    "quivermarksecond",
    "Quivermarkemployer",
    "Quivermarktitle",
    "1793517",
];

fn marked_details(name: &str) -> PersonDetails {
    let emails = ["quivermarkaddress@example.org", "quivermarksecond@example.org"];
    let post = Affiliation::new(
        Employer::Unlisted(Line::parse("Quivermarkemployer").unwrap()),
        "2020-01-01".parse().unwrap(),
    )
    .with_job_title(Some(Line::parse("Quivermarktitle").unwrap()));
    let body = ProfessionalRegistration::parse(ProfessionalBody::Gmc, "1793517").ok();
    let name = PersonName::parse(name).unwrap().with_known_as(Some(Line::parse("Quivermarkknown").unwrap()));
    let details = PersonDetails::new(
        name,
        EmailAddresses::new(emails.map(|email| EmailAddress::parse(email).unwrap())).unwrap(),
    );
    details.with_affiliations(vec![post]).unwrap().with_registrations(body.into_iter().collect()).unwrap()
}

/// Somebody with a mark in every field does a bit of everything, among others who stay.
async fn marked(world: &World) -> Id<Person> {
    for n in 1..=40 {
        world.ally(n).await;
    }
    let application = Application { details: marked_details("Quivermarkformer"), ..ally_application(99) };
    let key = IdempotencyKey::parse("quivermark-apply").unwrap();
    let person = world.network.apply(Actor::public(), application, key).await.unwrap();
    let own = Actor::participant(person);
    let version = world.store.person(person).await.unwrap().unwrap().person.version;
    world.network.change_person(own, person, marked_details("Quivermarkname"), version).await.unwrap();
    for (purpose, name) in
        [(PurposeCode::Bulletin, "bulletin-consent"), (PurposeCode::Directory, "directory-consent")]
    {
        let answer = ConsentAnswer::Given(wording(name));
        let request = ConsentRequest { person, purpose, answer, method: ConsentMethod::Web };
        world.network.answer_consent(own, request).await.unwrap();
    }
    for n in 0..3 {
        let event = world.event(Audience::MembersAndAllies, places(5)).await;
        world.register(event, person).await.unwrap();
        if n == 0 {
            world.network.cancel_registration(own, event, person).await.unwrap();
        }
    }
    person
}

/// The marks of a person that are in any of the files, and their identifier, written as text or as bytes.
fn found(person: Id<Person>, files: &[PathBuf]) -> BTreeSet<String> {
    let uuid = person.uuid();
    let mut wanted: Vec<(String, Vec<u8>)> =
        MARKS.iter().map(|mark| ((*mark).to_owned(), mark.as_bytes().to_vec())).collect();
    wanted.extend(MARKS.iter().map(|mark| (format!("{mark} folded"), mark.to_lowercase().into_bytes())));
    wanted.push(("identifier".to_owned(), uuid.to_string().into_bytes()));
    wanted.push(("identifier in bytes".to_owned(), uuid.as_bytes().to_vec()));
    let mut found = BTreeSet::new();
    for file in files {
        // A file that went while the others were read has nothing in it.
        let Ok(bytes) = fs::read(file) else { continue };
        for (name, mark) in &wanted {
            if bytes.windows(mark.len()).any(|part| part == mark) {
                found.insert(name.clone());
            }
        }
    }
    found
}

fn files_under(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        match path.is_dir() {
            true => files.extend(files_under(&path)),
            false => files.push(path),
        }
    }
    files
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_an_erased_person_is_in_the_files_of_sqlite_or_the_next_backup() {
    let folder = folder();
    let file = folder.path().join("network.sqlite");
    let world = World::with_ids(sqlite(&file).await, Arc::new(SystemIds)).await;
    let person = marked(&world).await;
    // The control: while the person is there, the files have every mark.
    let there = found(person, &files_under(folder.path()));
    assert!(there.len() > MARKS.len(), "{there:?}");

    world.network.erase_person(Actor::participant(person), person).await.unwrap();
    // The second control: an erasure alone leaves the log of changes as it is.
    assert_ne!(found(person, &files_under(folder.path())), BTreeSet::new());
    world.network.scrub(admin()).await.unwrap();
    assert_eq!(found(person, &files_under(folder.path())), BTreeSet::new());

    let backup = folder.path().join("backup.sqlite");
    SqliteStore::backup(SqliteConfig::new(&file), &backup, |_| {}).await.unwrap();
    assert_eq!(found(person, &files_under(folder.path())), BTreeSet::new());
    world.sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_an_erased_person_is_in_the_files_of_postgresql() {
    // Segments of the log that are done with are removed and not written over.
    let Some(server) = Cluster::for_test_with(&["wal_recycle=off", "min_wal_size=32MB"]) else { return };
    let config = PostgresConfig::parse(&server.url("erased")).unwrap();
    let store: Arc<dyn Store> = Arc::new(PostgresStore::open(&config).await.unwrap());
    let world = World::with_ids(store, Arc::new(SystemIds)).await;
    let person = marked(&world).await;
    server.sql("CHECKPOINT").unwrap();
    let there = found(person, &files_under(&server.data()));
    assert!(there.len() > MARKS.len(), "{there:?}");

    world.network.erase_person(Actor::participant(person), person).await.unwrap();
    server.sql("CHECKPOINT").unwrap();
    assert_ne!(found(person, &files_under(&server.data())), BTreeSet::new());
    world.network.scrub(admin()).await.unwrap();
    // The log turns over: what was written before is in segments that the next checkpoints let go.
    for _ in 0..3 {
        server.sql("SELECT pg_switch_wal()").unwrap();
        server.sql("CHECKPOINT").unwrap();
    }
    assert_eq!(found(person, &files_under(&server.data())), BTreeSet::new());
    world.sound().await;
}
