//! What others do next, and what they are answered.

use bln_core::{
    Actor, ConsentAnswer, ConsentMethod, ConsentRequest, Id, ModeChoice, Places, PlacesByMode, Prose,
    PurposeCode, RegistrationRequest,
};
use bln_store::PageSize;
use uuid::Uuid;

use super::{
    Answers,
    asked::show,
    story::{FACILITATOR, NEWCOMER, OPEN, PERSON, STRICT},
    told::{Told, words},
};
use crate::support::admin;

/// Others go on: each deed once, and then the person is erased by somebody else.
pub(crate) async fn done(told: &Told) -> Answers {
    let (network, event) = (&told.world.network, told.events[STRICT]);
    let mut answers = Answers::new();
    let mut say = |what: &str, said: String| answers.push((what.to_owned(), said));
    let newcomer = told.people[NEWCOMER];
    let me = Actor::participant(newcomer);
    let request = RegistrationRequest { event, person: newcomer, choice: ModeChoice::Either };
    say("register", show(next(told, network.register(me, request, told.world.key())).await));
    say("own registration", show(next(told, network.registration(me, event, newcomer)).await));
    say("cancel", show(next(told, network.cancel_registration(me, event, newcomer)).await));
    for places in [0, 1, 2, 5, 39, 41] {
        let places = Places::new(places).unwrap();
        let places = PlacesByMode::hybrid(places, places);
        say("resize", show(next(told, network.resize_event(admin(), event, places)).await));
    }
    let sent = Prose::parse("Bring your own cup.").unwrap();
    say("message", show(next(told, network.message_attendees(admin(), event, sent, told.world.key())).await));
    say("sweep", show(next(told, network.expire_offers(admin())).await));
    let version = next(told, network.event(admin(), event)).await.unwrap();
    let details = version.record.parts().details.clone();
    say("change", show(next(told, network.change_event(admin(), event, details, version.version)).await));
    let two = told.people[2];
    say(
        "voice",
        show(next(told, network.contribute_to_theme(Actor::participant(two), told.theme().await)).await),
    );
    let proposed = network.propose_theme(Actor::facilitator(two), event, words(), told.world.key());
    say("propose", show(next(told, proposed).await));
    let yes = ConsentRequest {
        person: two,
        purpose: PurposeCode::Directory,
        answer: ConsentAnswer::Given(told.world.wording("directory-consent")),
        method: ConsentMethod::Web,
    };
    say("consent", show(next(told, network.answer_consent(Actor::participant(two), yes)).await));
    say("pause", show(next(told, network.pause(Actor::participant(two), two)).await));
    say(
        "revoke",
        show(next(told, network.revoke_facilitation(admin(), event, told.people[FACILITATOR])).await),
    );
    say("complete", show(next(told, network.complete_event(admin(), event)).await));
    say("call off", show(next(told, network.cancel_event(admin(), event)).await));
    say("call off another", show(next(told, network.cancel_event(admin(), told.events[OPEN])).await));
    say("outbox", others_mail(told).await);
    // The certificate names an entry of the audit, by a random identifier.
    let erased = next(told, network.erase_person(admin(), told.people[PERSON])).await;
    let nobody = Id::new(Uuid::nil());
    say(
        "erase",
        show(erased.map(|certificate| bln_service::ErasureCertificate { entry: nobody, ..certificate })),
    );
    say("outbox after", others_mail(told).await);
    answers
}

async fn next<T>(told: &Told, deed: impl Future<Output = T>) -> T {
    told.begin();
    deed.await
}

/// What waits to be sent to others, without the random identifiers of notices and their positions, which nobody sees.
async fn others_mail(told: &Told) -> String {
    let page = told.world.store.outbox_page(None, PageSize::MAX).await.unwrap();
    assert!(page.next.is_none(), "all of it is compared");
    let notices = page.items.iter().map(|record| &record.notice);
    let mail = notices.filter(|notice| notice.recipient() != told.people[PERSON]);
    let mail = mail.map(|n| (n.recipient(), n.kind(), n.event(), n.message(), n.at()));
    format!("{:?}", mail.collect::<Vec<_>>())
}
