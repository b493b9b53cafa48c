//! Every verb, each with what it needs to have something to do.

use bln_core::{
    Actor, Application, Audience, BelongingKind, ConsentAnswer, ConsentMethod, ConsentRequest, DatedNames,
    Mode, ModeChoice, Modes, OdsCode, OdsRole, Organisation, OrganisationName, OrganisationParts, Places,
    PlacesByMode, PlannedEvent, PurposeCode, RegistrationRequest,
};
use bln_service::{Network, NetworkError};
use bln_store::PageSize;
use bln_tests::{World, admin, ally_application, details, event_details, places, wording};
use chrono::TimeDelta;

use crate::ground::Subject;

/// A verb that changes something, or all of those that only read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    Apply,
    Approve,
    DeclineApplication,
    Pause,
    Resume,
    Leave,
    Convert,
    GiveConsent,
    WithdrawConsent,
    ChangePerson,
    LoadOrganisations,
    CreateEvent,
    PublishEvent,
    ChangeEvent,
    ReshapeEvent,
    ResizeEvent,
    Register,
    Cancel,
    Accept,
    DeclineOffer,
    ExpireOffers,
    CheckIn,
    WalkUp,
    Remove,
    CancelEvent,
    CompleteEvent,
    Reads,
}

impl Verb {
    pub(crate) const ALL: [Verb; 27] = [
        Verb::Apply,
        Verb::Approve,
        Verb::DeclineApplication,
        Verb::Pause,
        Verb::Resume,
        Verb::Leave,
        Verb::Convert,
        Verb::GiveConsent,
        Verb::WithdrawConsent,
        Verb::ChangePerson,
        Verb::LoadOrganisations,
        Verb::CreateEvent,
        Verb::PublishEvent,
        Verb::ChangeEvent,
        Verb::ReshapeEvent,
        Verb::ResizeEvent,
        Verb::Register,
        Verb::Cancel,
        Verb::Accept,
        Verb::DeclineOffer,
        Verb::ExpireOffers,
        Verb::CheckIn,
        Verb::WalkUp,
        Verb::Remove,
        Verb::CancelEvent,
        Verb::CompleteEvent,
        Verb::Reads,
    ];

    /// Whether it is documented to go in rounds: given up between two, it goes on when it is asked again.
    pub(crate) const fn goes_in_rounds(self) -> bool {
        matches!(self, Verb::CancelEvent | Verb::CompleteEvent)
    }

    /// Brings a subject to where the verb has something to do.
    pub(crate) async fn prepare(self, world: &World, subject: &mut Subject) {
        let (network, event) = (&world.network, subject.event);
        let me = Actor::participant(subject.person);
        match self {
            Verb::Approve | Verb::DeclineApplication => {
                // An ally who has left applies to be a member.
                network.leave(me, subject.person).await.unwrap();
                let application = member_application(subject.number);
                network.apply(me, application, world.key()).await.unwrap();
            }
            Verb::Resume => network.pause(me, subject.person).await.unwrap(),
            Verb::WithdrawConsent => consent(network, subject, true).await.unwrap(),
            Verb::PublishEvent => {
                let created = network.create_event(admin(), plan(), world.key()).await.unwrap();
                subject.event = created.events[0];
            }
            Verb::Cancel
            | Verb::CheckIn
            | Verb::CancelEvent
            | Verb::CompleteEvent
            | Verb::ChangeEvent
            | Verb::Remove => {
                world.register(event, subject.person).await.unwrap();
            }
            // Somebody waits for the place that more would make, or that is offered.
            Verb::ResizeEvent => {
                world.register(event, subject.other).await.unwrap();
                world.register(event, subject.person).await.unwrap();
            }
            Verb::Accept | Verb::DeclineOffer | Verb::ExpireOffers => {
                world.register(event, subject.other).await.unwrap();
                world.register(event, subject.person).await.unwrap();
                let other = Actor::participant(subject.other);
                network.cancel_registration(other, event, subject.other).await.unwrap();
            }
            _ => {}
        }
        match self {
            Verb::ExpireOffers => world.clock.pass(TimeDelta::days(3)),
            Verb::CheckIn | Verb::WalkUp => world.clock.set("2027-05-01T17:30:00Z"),
            Verb::CompleteEvent => world.clock.set("2027-05-01T23:30:00Z"),
            _ => {}
        }
    }

    /// Asks for it.
    pub(crate) async fn ask(self, network: Network, subject: Subject) -> Result<(), NetworkError> {
        let Subject { number, person, event, ref key, .. } = subject;
        let (me, key) = (Actor::participant(person), key.clone());
        match self {
            Verb::Apply => {
                network.apply(Actor::public(), ally_application(number + 100_000), key).await.map(drop)
            }
            Verb::Approve => network.approve(admin(), person).await,
            Verb::DeclineApplication => network.decline(admin(), person).await,
            Verb::Pause => network.pause(me, person).await,
            Verb::Resume => network.resume(me, person).await,
            Verb::Leave => network.leave(me, person).await,
            Verb::Convert => {
                let Application { declaration, privacy_notice, .. } = member_application(number);
                network.convert(me, person, BelongingKind::Member, declaration, privacy_notice).await
            }
            Verb::GiveConsent => consent(&network, &subject, true).await,
            Verb::WithdrawConsent => consent(&network, &subject, false).await,
            Verb::ChangePerson => {
                let version = bln_core::Version::FIRST;
                network.change_person(admin(), person, details(number + 200_000), version).await
            }
            Verb::LoadOrganisations => {
                network.load_organisations(admin(), vec![nottingham(number)]).await.map(drop)
            }
            Verb::CreateEvent => network.create_event(admin(), plan(), key).await.map(drop),
            Verb::PublishEvent => network.publish_event(admin(), event).await,
            Verb::ChangeEvent => {
                let version = network.event(admin(), event).await?.version;
                let moved = event_details(Audience::MembersAndAllies, Modes::InPerson);
                let schedule = *moved.schedule();
                let later = |at: bln_core::LocalTime| at.plus_on_the_wall(TimeDelta::days(1));
                let schedule =
                    bln_core::Schedule::new(later(schedule.starts()), later(schedule.ends())).unwrap();
                network.change_event(admin(), event, moved.moved_to(schedule).unwrap(), version).await
            }
            Verb::ReshapeEvent => {
                let version = network.event(admin(), event).await?.version;
                let hybrid = event_details(Audience::MembersAndAllies, Modes::Hybrid);
                let some = Places::new(3).unwrap();
                network.reshape_event(admin(), event, hybrid, PlacesByMode::hybrid(some, some), version).await
            }
            Verb::ResizeEvent => network.resize_event(admin(), event, places(2)).await,
            Verb::Register => {
                let request = RegistrationRequest { event, person, choice: ModeChoice::Either };
                network.register(me, request, key).await.map(drop)
            }
            Verb::Cancel => network.cancel_registration(me, event, person).await,
            Verb::Accept => network.accept_offer(me, event, person).await.map(drop),
            Verb::DeclineOffer => network.decline_offer(me, event, person).await,
            Verb::ExpireOffers => network.expire_offers(admin()).await.map(drop),
            Verb::CheckIn => network.check_in(admin(), event, person).await.map(drop),
            Verb::WalkUp => network.walk_up(admin(), event, person, Mode::InPerson, key).await.map(drop),
            Verb::Remove => network.remove_registration(admin(), event, person).await,
            Verb::CancelEvent => network.cancel_event(admin(), event).await,
            Verb::CompleteEvent => network.complete_event(admin(), event).await,
            Verb::Reads => {
                network.person(admin(), person).await?;
                network.people(admin(), None, PageSize::MAX).await?;
                network.search_people(me, "sample", None, PageSize::MAX).await?;
                network.programme(me, None, PageSize::MAX).await?;
                network.organisations(None, PageSize::MAX).await?;
                network.seats(admin(), event).await?;
                network.overview(admin()).await.map(drop)
            }
        }
    }
}

async fn consent(network: &Network, subject: &Subject, given: bool) -> Result<(), NetworkError> {
    let answer = match given {
        true => ConsentAnswer::Given(wording("directory-consent")),
        false => ConsentAnswer::Withdrawn,
    };
    let (person, purpose, method) = (subject.person, PurposeCode::Directory, ConsentMethod::Web);
    let request = ConsentRequest { person, purpose, answer, method };
    network.answer_consent(Actor::participant(person), request).await
}

fn member_application(n: u32) -> Application {
    let declaration = wording("member-declaration");
    Application { joining_as: BelongingKind::Member, declaration, ..ally_application(n) }
}

fn plan() -> PlannedEvent {
    let details = event_details(Audience::MembersAndAllies, Modes::InPerson);
    PlannedEvent { details, places: places(1), repeats: None }
}

/// The same trust under a name that differs from the last.
fn nottingham(number: u32) -> Organisation {
    let name = match number % 2 {
        0 => "Nottingham University Hospitals NHS Trust",
        _ => "NOTTINGHAM UNIVERSITY HOSPITALS NHS TRUST",
    };
    let names = DatedNames::new(OrganisationName::parse(name).unwrap(), "2006-04-01".parse().unwrap());
    let code = OdsCode::parse("RX1").unwrap();
    Organisation::from_parts(OrganisationParts::new(code, OdsRole::NHS_TRUST, names)).unwrap()
}
