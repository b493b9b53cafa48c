//! From joining a network to the link of its next meeting: what to read first.
//!
//! `cargo run --bin quickstart`
#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use std::{error::Error, sync::Arc};

use bln_core::{Actor, ConsentMethod, Id, ModeChoice, NetworkProfile, OdsCode, RegistrationRequest};
use bln_service::{Clock, IdSource, Network, Placement, Ports, SystemClock, SystemIds};
use bln_sqlite::SqliteStore;
use bln_store::IdempotencyKey;
use bln_validation::{EventDraft, MembershipDraft, Received, parse_json};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    // A network is a store, a profile, its keys and what the machine gives. `SqliteStore::open("network.db")` keeps
    // it, and `FileKeyRing::create("network.keys", ..)` its keys, apart from it.
    let store = Arc::new(SqliteStore::in_memory().await?);
    let network = Network::open(store, NetworkProfile::bln()?, Ports::without_kept_keys()?).await?;

    // Every verb says who asks. This is the network team; they load the trusts that people work at.
    let now = SystemClock.now();
    let team = Actor::administrator(Id::new(SystemIds.next(now)));
    let trusts = bln_examples::ods::trusts(bln_examples::ods::TRUSTS).organisations;
    network.load_organisations(team, trusts).await?;

    // Somebody fills in the form on your website. It becomes an application, or a report of every fault in it.
    let form = br#"{
        "joiningAs": "member", "name": "Sample Person 17", "emails": ["sample.person.17@example.org"],
        "organisation": "RX1", "jobTitle": "Ward manager", "level": "band 8a",
        "declaration": {"wording": "member-declaration", "version": 1},
        "privacyNotice": {"wording": "privacy-notice", "version": 1}
    }"#;
    let today = network.profile().time_zone().date(now);
    let received = Received { today, method: ConsentMethod::Web };
    let application = parse_json::<MembershipDraft>(form, &received)?;

    // Verbs that create something take a key: after a lost answer, ask again with the same one.
    let key = IdempotencyKey::parse("application-0001")?;
    let person = network.apply(Actor::public(), application, key).await?;
    network.approve(team, person).await?;
    let works_at = network.organisation(OdsCode::parse("RX1")?).await?.ok_or("RX1 was loaded above")?;
    println!("Sample Person 17 has joined. They work at {}.", works_at.name_on(today));

    // The team plans an event, in local time, and publishes it.
    let plan = br#"{
        "title": "Network meeting", "kind": "network_meeting", "pillars": ["directed_action"],
        "audience": "members", "starts": "2099-03-25T18:00", "ends": "2099-03-25T19:30",
        "timeZone": "Europe/London", "onlinePlaces": 100, "confidentiality": "chatham_house",
        "joiningLink": "https://meet.example.org/bln"
    }"#;
    let plan = parse_json::<EventDraft>(plan, &())?;
    let created = network.create_event(team, plan, IdempotencyKey::parse("event-2099-03")?).await?;
    let event = *created.events.first().ok_or("a plan without a series is one event")?;
    network.publish_event(team, event).await?;

    // The member registers and has a place at once; if there were none, a position on the waiting list.
    let member = Actor::participant(person);
    let request = RegistrationRequest { event, person, choice: ModeChoice::Online };
    match network.register(member, request, IdempotencyKey::parse("register-0001")?).await? {
        Placement::Confirmed { mode } => println!("Their place is confirmed: {}.", mode.name()),
        other => println!("They have to wait: {other:?}."),
    }

    // Only somebody with a confirmed place gets the link.
    let link = network.joining_link(member, event, person).await?;
    println!("They join at {}.", link.link().as_str());
    Ok(())
}
