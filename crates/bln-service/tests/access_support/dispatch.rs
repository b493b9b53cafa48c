//! One arm for each verb: a verb without one does not compile.

use bln_core::{
    Affiliation, Audience, BelongingKind, ConsentAnswer, ConsentMethod, ConsentRequest, DatedNames, Employer,
    Mode, ModeChoice, Modes, OdsCode, OdsRole, Organisation, OrganisationName, OrganisationParts,
    PersonDetails, Places, PlacesByMode, PlannedEvent, PurposeCode, RegistrationRequest, Version,
    WordingPurpose, WordingRef, access::Verb,
};
use bln_service::{NetworkError, PersonView};
use bln_store::PageSize;

use super::{Asked, Data, Ground, Input, wording};
use crate::support::{admin, details, event_details};

/// Asks a verb. The answer is whether what was asked about is in it, for verbs that show something.
pub(crate) async fn dispatch(verb: Verb, ground: &Ground, asked: Asked) -> Result<bool, NetworkError> {
    let Asked { actor, person, event, data, input } = asked;
    let (world, network) = (&ground.world, &ground.world.network);
    let key = world.key();
    let hybrid = PlacesByMode::hybrid(Places::new(3).unwrap(), Places::new(2).unwrap());
    let reference = |purpose| match input {
        Input::Good => wording(world, purpose).reference,
        Input::Faulty => WordingRef::parse("no-such-wording@9").unwrap(),
    };
    let version = match input {
        Input::Good => network.event(admin(), event).await.map_or(Version::FIRST, |stored| stored.version),
        Input::Faulty => Version::FIRST.next().next().next(),
    };
    let is_there = |found: &[PersonView]| found.iter().any(|view| view.person() == person);
    match verb {
        Verb::Apply => {
            let mut application = world.application(9, BelongingKind::Ally);
            application.declaration = reference(WordingPurpose::AllyStatement);
            network.apply(actor, application, key).await.map(|_| true)
        }
        Verb::Import => {
            let mut application = world.application(9, BelongingKind::Ally);
            application.declaration = reference(WordingPurpose::AllyStatement);
            network.import(actor, vec![(application, key)]).await.remove(0).map(|_| true)
        }
        Verb::ChangePerson => {
            let (now, changed) = match world.store.person(person).await.unwrap() {
                Some(record) => {
                    let emails = record.person.record.emails().clone();
                    let name = record.person.record.name().clone();
                    (record.person.version, PersonDetails::new(name, emails))
                }
                None => (Version::FIRST, details(8)),
            };
            let posts = match input {
                Input::Good => vec![],
                Input::Faulty => vec![Affiliation::new(
                    Employer::Listed(OdsCode::parse("RX1").unwrap()),
                    "2020-01-01".parse().unwrap(),
                )],
            };
            let changed = changed.with_affiliations(posts).unwrap();
            network.change_person(actor, person, changed, now).await.map(|()| true)
        }
        Verb::Person => network.person(actor, person).await.map(|view| view.person() == person),
        Verb::People => network.people(actor, None, PageSize::MAX).await.map(|page| is_there(&page.items)),
        Verb::SearchPeople => {
            let page = network.search_people(actor, "sample", None, PageSize::MAX).await;
            page.map(|page| is_there(&page.items))
        }
        Verb::PeopleLike => {
            network.people_like(actor, "sampel", PageSize::MAX).await.map(|found| is_there(&found))
        }
        Verb::Approve => network.approve(actor, person).await.map(|()| true),
        Verb::Decline => network.decline(actor, person).await.map(|()| true),
        Verb::Pause => network.pause(actor, person).await.map(|()| true),
        Verb::Resume => network.resume(actor, person).await.map(|()| true),
        Verb::Leave => network.leave(actor, person).await.map(|()| true),
        Verb::Convert => {
            let declaration = reference(WordingPurpose::AllyStatement);
            let notice = reference(WordingPurpose::PrivacyNotice);
            network.convert(actor, person, BelongingKind::Ally, declaration, notice).await.map(|()| true)
        }
        Verb::AnswerConsent => {
            let method = if actor.is(person) { ConsentMethod::Web } else { ConsentMethod::Paper };
            let answer = ConsentAnswer::Given(reference(WordingPurpose::BulletinConsent));
            let request = ConsentRequest { person, purpose: PurposeCode::Bulletin, answer, method };
            network.answer_consent(actor, request).await.map(|()| true)
        }
        Verb::LoadOrganisations => {
            network.load_organisations(actor, vec![organisation()]).await.map(|_| true)
        }
        Verb::Organisation => {
            network.load_organisations(admin(), vec![organisation()]).await.unwrap();
            let code = OdsCode::parse(if data == Data::Missing { "RX2" } else { "RX1" }).unwrap();
            network.organisation(code).await.map(|found| found.is_some())
        }
        Verb::Organisations => {
            network.load_organisations(admin(), vec![organisation()]).await.unwrap();
            network.organisations(None, PageSize::MAX).await.map(|page| page.items.len() == 1)
        }
        Verb::CreateEvent => {
            let details = event_details(Audience::Members, Modes::Hybrid);
            let plan = PlannedEvent { details, places: hybrid, repeats: None };
            network.create_event(actor, plan, key).await.map(|_| true)
        }
        Verb::PublishEvent => network.publish_event(actor, event).await.map(|()| true),
        Verb::ChangeEvent => {
            let details = event_details(Audience::MembersAndAllies, Modes::Hybrid);
            network.change_event(actor, event, details, version).await.map(|()| true)
        }
        Verb::ReshapeEvent => {
            let details = event_details(Audience::Public, Modes::Hybrid);
            network.reshape_event(actor, event, details, hybrid, version).await.map(|()| true)
        }
        Verb::ResizeEvent => network.resize_event(actor, event, hybrid).await.map(|()| true),
        Verb::CancelEvent => network.cancel_event(actor, event).await.map(|()| true),
        Verb::CompleteEvent => network.complete_event(actor, event).await.map(|()| true),
        Verb::Event => network.event(actor, event).await.map(|stored| stored.record.id() == event),
        Verb::Programme => {
            let page = network.programme(actor, None, PageSize::MAX).await;
            page.map(|page| page.items.iter().any(|stored| stored.record.id() == event))
        }
        Verb::Seats => network.seats(actor, event).await.map(|_| true),
        Verb::Register => {
            let request = RegistrationRequest { event, person, choice: ModeChoice::Either };
            network.register(actor, request, key).await.map(|_| true)
        }
        Verb::CancelRegistration => network.cancel_registration(actor, event, person).await.map(|()| true),
        Verb::AcceptOffer => network.accept_offer(actor, event, person).await.map(|_| true),
        Verb::DeclineOffer => network.decline_offer(actor, event, person).await.map(|()| true),
        Verb::ExpireOffers => network.expire_offers(actor).await.map(|_| true),
        Verb::CheckIn => network.check_in(actor, event, person).await.map(|_| true),
        Verb::WalkUp => network.walk_up(actor, event, person, Mode::InPerson, key).await.map(|_| true),
        Verb::RemoveRegistration => network.remove_registration(actor, event, person).await.map(|()| true),
        Verb::Registration => network.registration(actor, event, person).await.map(|_| true),
        Verb::JoiningLink => network.joining_link(actor, event, person).await.map(|_| true),
        Verb::Overview => network.overview(actor).await.map(|_| true),
        Verb::Verify => network.verify(actor).await.map(|faults| faults.is_empty()),
    }
}

fn organisation() -> Organisation {
    let code = OdsCode::parse("RX1").unwrap();
    let name = OrganisationName::parse("Nottingham University Hospitals NHS Trust").unwrap();
    let names = DatedNames::new(name, "2006-04-01".parse().unwrap());
    Organisation::from_parts(OrganisationParts::new(code, OdsRole::NHS_TRUST, names)).unwrap()
}
