//! Everything that others can ask, as every role and as other people.

use std::fmt::Debug;

use bln_core::{
    Actor, Event, Id, LegacyPeriod, Mode, ModeChoice, Person, Prose, RegistrationRequest,
    access::Verb,
    testimonial::Channel,
    visibility::{EventFacts, EventTie, View, event_view},
};
use bln_seal::Token;
use bln_service::{NetworkError, Released};
use bln_store::{IdempotencyKey, PageSize};
use uuid::Uuid;

use super::{
    Answers,
    story::{ELSEWHERE, FACILITATOR, NEWCOMER, OPEN, OTHER, PERSON, STRICT},
    told::{Told, words},
};
use crate::support::admin;

/// An answer that tells, in place of the one that is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leak {
    None,
    /// Places are counted.
    Seats,
    /// A strict event is in a sum.
    Sums,
    /// People are told the number they drew.
    Number,
    /// People are told how many come besides them.
    Company,
    /// Administrators see who is registered.
    Administrators,
    /// Why something is refused is told to whoever may not know.
    Reasons,
    /// Somebody's tie to an event is taken for the asker's.
    Titles,
    /// A list is told to any facilitator.
    Lists,
}

impl Leak {
    pub(crate) const PLANTED: [Leak; 8] = [
        Leak::Seats,
        Leak::Sums,
        Leak::Number,
        Leak::Company,
        Leak::Administrators,
        Leak::Reasons,
        Leak::Titles,
        Leak::Lists,
    ];
}

/// What one verb tells one actor, on whatever of the network it can be asked about.
pub(crate) async fn everything(told: &Told, leak: Leak) -> Answers {
    let mut answers = Answers::new();
    for (name, actor) in others(told) {
        for &verb in Verb::ALL {
            told.begin();
            let asking = Asking { told, actor, leak };
            let said = asking.verb(verb).await;
            answers.extend(said.into_iter().map(|(about, said)| (format!("{name} {verb:?} {about}"), said)));
        }
    }
    answers
}

/// What the person themselves sees of their attendance.
pub(crate) async fn own(told: &Told) -> String {
    let person = told.people[PERSON];
    show(told.world.network.registration(Actor::participant(person), told.events[STRICT], person).await)
}

/// What whoever has leave sees.
pub(crate) async fn list(told: &Told) -> String {
    told.world.clock.set("2027-05-01T16:00:00Z");
    let me = Actor::facilitator(told.people[FACILITATOR]);
    show(told.world.network.attendees(me, told.events[STRICT]).await)
}

/// All that there is to see of an answer.
pub(crate) fn show<T: Debug>(answer: Result<T, NetworkError>) -> String {
    match answer {
        Ok(answer) => format!("{answer:?}"),
        Err(error) => format!("{error:?} {error} {}", error.code()),
    }
}

/// Everybody but the person and whoever has leave to see who comes.
fn others(told: &Told) -> Vec<(&'static str, Actor)> {
    let (person, outside) = (|n: usize| told.people[n], Id::new(Uuid::from_u128(0xd00d)));
    vec![
        ("public", Actor::public()),
        ("participant 1", Actor::participant(person(1))),
        ("participant 2", Actor::participant(person(2))),
        ("ally", Actor::participant(person(4))),
        ("newcomer", Actor::participant(person(NEWCOMER))),
        ("the facilitator as a participant", Actor::participant(person(FACILITATOR))),
        ("facilitator elsewhere", Actor::facilitator(person(ELSEWHERE))),
        ("facilitator of nothing", Actor::facilitator(person(3))),
        ("administrator", admin()),
        ("administrator who is a member", Actor::administrator(person(1))),
        ("analyst", Actor::analyst(outside)),
        ("analyst who is a member", Actor::analyst(person(2))),
        ("auditor", Actor::auditor(outside)),
    ]
}

struct Asking<'a> {
    told: &'a Told,
    actor: Actor,
    leak: Leak,
}

type Said = Vec<(String, String)>;

impl Asking<'_> {
    /// One arm for each verb: a verb without one does not compile. Deeds that others may do are in
    /// [`deeds`](super::deeds); those that nobody else may do are asked here, and refused.
    async fn verb(&self, verb: Verb) -> Said {
        let (network, actor) = (&self.told.world.network, self.actor);
        let one = |said: String| vec![(String::new(), said)];
        match verb {
            Verb::Person => self.of_people(async |person| show(network.person(actor, person).await)).await,
            Verb::People => one(show(network.people(actor, None, PageSize::MAX).await)),
            Verb::SearchPeople => {
                one(show(network.search_people(actor, "sample", None, PageSize::MAX).await))
            }
            Verb::PeopleLike => one(show(network.people_like(actor, "sampel", PageSize::MAX).await)),
            Verb::Organisation => {
                one(show(network.organisation(bln_core::OdsCode::parse("RX1").unwrap()).await))
            }
            Verb::Organisations => one(show(network.organisations(None, PageSize::MAX).await)),
            Verb::Event => self.of_events(async |event| self.event(event).await).await,
            Verb::Programme => one(show(network.programme(actor, None, PageSize::MAX).await)),
            Verb::Seats => self.of_events(async |event| self.seats(event).await).await,
            Verb::Overview => one(self.overview().await),
            Verb::Verify => one(show(network.verify(actor).await)),
            Verb::Registration => {
                self.of_pairs(async |event, person| self.registration(event, person).await).await
            }
            Verb::JoiningLink => {
                self.of_pairs(async |event, person| show(network.joining_link(actor, event, person).await))
                    .await
            }
            Verb::Attendees => self.of_events(async |event| self.attendees(event).await).await,
            Verb::UnreleasedThemes => {
                self.of_events(async |event| show(network.unreleased_themes(actor, event).await)).await
            }
            Verb::Themes => self.of_events(async |event| show(network.themes(actor, event).await)).await,
            Verb::SubjectAccess => {
                let given = async |person| {
                    let given = network.subject_access(actor, person).await;
                    show(given.map(|given| (given.to_json(), given.to_text())))
                };
                self.of_people(given).await
            }
            Verb::RightsRequests => one(show(network.rights_requests(actor, None, PageSize::MAX).await)),
            Verb::OwnRightsRequests => {
                self.of_people(async |person| show(network.own_rights_requests(actor, person).await)).await
            }
            Verb::ParkedNotices => one(show(network.parked_notices(actor).await)),
            Verb::Duplicates => one(show(network.duplicates(actor).await)),
            Verb::Register => {
                self.about_the_person(async |event, person| {
                    let request = RegistrationRequest { event, person, choice: ModeChoice::Either };
                    show(network.register(actor, request, key("register")).await)
                })
                .await
            }
            Verb::CancelRegistration => self.about_the_person(async |e, p| self.cancel(e, p).await).await,
            Verb::AcceptOffer => {
                self.about_the_person(async |e, p| show(network.accept_offer(actor, e, p).await)).await
            }
            Verb::DeclineOffer => {
                self.about_the_person(async |e, p| show(network.decline_offer(actor, e, p).await)).await
            }
            Verb::CheckIn => {
                self.about_the_person(async |e, p| show(network.check_in(actor, e, p).await)).await
            }
            Verb::WalkUp => {
                self.about_the_person(async |e, p| {
                    show(network.walk_up(actor, e, p, Mode::Online, key("walk-up")).await)
                })
                .await
            }
            Verb::RemoveRegistration => {
                self.about_the_person(async |e, p| show(network.remove_registration(actor, e, p).await)).await
            }
            Verb::ProposeTheme => one(show(
                network.propose_theme(actor, self.told.events[STRICT], words(), key("propose")).await,
            )),
            Verb::RewordTheme => {
                let other = Prose::parse("Rotas come late.").unwrap();
                one(show(network.reword_theme(actor, self.told.theme().await, other).await))
            }
            Verb::CheckTheme => {
                one(show(network.check_theme(actor, self.told.theme().await, &words()).await))
            }
            Verb::ReleaseTheme => one(show(network.release_theme(actor, self.told.theme().await).await)),
            Verb::OwnCharacteristics => {
                self.of_people(async |person| show(network.own_characteristics(actor, person).await)).await
            }
            Verb::AccessNeedsFor => {
                self.of_pairs(async |event, person| {
                    show(network.access_needs_for(actor, event, person).await)
                })
                .await
            }
            Verb::ConsentsToAskAgain => {
                self.of_people(async |person| show(network.consents_to_ask_again(actor, person).await)).await
            }
            Verb::PeekLink => one(show(network.peek_link(actor, &Token::from_random([9; 32])).await)),
            // How much is past its period is told to those who let it go.
            Verb::RetentionReport if actor.role() == bln_core::Role::Administrator => Said::new(),
            Verb::RetentionReport => one(show(network.retention_report(actor).await)),
            // How much was done is told to those who prove the audit, and to nobody else.
            Verb::AuditCheckpoint | Verb::AuditEntries if !self.proves_the_audit() => {
                let checkpoint = show(network.audit_checkpoint(actor).await);
                let entries = show(network.audit_entries(actor, None, PageSize::MAX).await);
                one(format!("{checkpoint} {entries}"))
            }
            Verb::AuditCheckpoint
            | Verb::AuditEntries
            | Verb::VerifyAudit
            | Verb::AuditInclusion
            | Verb::AuditConsistency => Said::new(),
            Verb::SpeakingUpRoutes => one(show(network.speaking_up_routes(actor))),
            Verb::Referral => {
                let route = &network.profile().speaking_up()[0];
                let text = |person| {
                    let referral = network.referral(actor, person, route, Released::default());
                    show(referral.map(|referral| referral.text()))
                };
                self.of_people(async |person| text(person)).await
            }
            Verb::OwnTestimonials => {
                self.of_people(async |person| show(network.own_testimonials(actor, person).await)).await
            }
            Verb::TestimonialsFor => {
                one(show(network.testimonials_for(actor, Channel::Website, None, PageSize::MAX).await))
            }
            Verb::Takedowns => one(show(network.takedowns(actor, None, PageSize::MAX).await)),
            Verb::Recognitions => one(show(network.recognitions(actor, None, PageSize::MAX).await)),
            Verb::Resource => one(show(network.resource(actor, Id::new(Uuid::from_u128(7))).await)),
            Verb::Resources => one(show(network.resources(actor, None, None, PageSize::MAX).await)),
            Verb::Figures => one(show(network.figures(actor, None, PageSize::MAX).await)),
            Verb::Initiative => one(show(network.initiative(actor, Id::new(Uuid::from_u128(7))).await)),
            Verb::Initiatives => one(show(network.initiatives(actor, None, None, PageSize::MAX).await)),
            Verb::Legacy => {
                let [from, until] =
                    ["2027-01-01T00:00:00Z", "2028-01-01T00:00:00Z"].map(|at| at.parse().unwrap());
                one(show(network.legacy(actor, LegacyPeriod::new(from, until).unwrap()).await))
            }
            Verb::Bulletin => one(show(network.bulletin(actor, Id::new(Uuid::from_u128(7))).await)),
            Verb::Bulletins => one(show(network.bulletins(actor, None, PageSize::MAX).await)),
            Verb::Issue => one(show(network.issue(actor, Id::new(Uuid::from_u128(7))).await)),
            Verb::Issues => one(show(network.issues(actor, None, PageSize::MAX).await)),
            Verb::Interests => {
                self.of_people(async |person| show(network.interests(actor, person).await)).await
            }
            Verb::HeldAddresses => one(show(network.held_addresses(actor, None, PageSize::MAX).await)),
            // What changes the network, and is none of the person's attendance: some of it is among the deeds.
            Verb::RecordEthnicGroup
            | Verb::RecordAccessNeeds
            | Verb::ForgetCharacteristic
            | Verb::RewrapKeys
            | Verb::RedeemLink
            | Verb::Dispatch
            | Verb::Remind
            | Verb::SettleParked
            | Verb::MergePeople
            | Verb::ApplyRetention
            | Verb::AskConsentsAgain
            | Verb::Apply
            | Verb::Import
            | Verb::ChangePerson
            | Verb::OfferTestimonial
            | Verb::ApproveTestimonial
            | Verb::WithdrawTestimonial
            | Verb::RecordTestimonialUse
            | Verb::SettleTakedown
            | Verb::Recognise
            | Verb::AddResource
            | Verb::WithdrawResource
            | Verb::RegisterFigure
            | Verb::OpenInitiative
            | Verb::AppendToLegacy
            | Verb::CloseInitiative
            | Verb::DraftBulletin
            | Verb::EditBulletin
            | Verb::ScheduleBulletin
            | Verb::SendBulletins
            | Verb::PauseBulletin
            | Verb::ResumeBulletin
            | Verb::StopBulletin
            | Verb::SetInterests
            | Verb::RecordDelivery
            | Verb::LiftHold
            | Verb::Approve
            | Verb::Decline
            | Verb::Pause
            | Verb::Resume
            | Verb::Leave
            | Verb::Convert
            | Verb::AnswerConsent
            | Verb::LoadOrganisations
            | Verb::CreateEvent
            | Verb::PublishEvent
            | Verb::ChangeEvent
            | Verb::ReshapeEvent
            | Verb::ResizeEvent
            | Verb::CancelEvent
            | Verb::CompleteEvent
            | Verb::ExpireOffers
            | Verb::ErasePerson
            | Verb::Scrub
            | Verb::ReceiveRightsRequest
            | Verb::ExtendRightsRequest
            | Verb::PauseRightsRequest
            | Verb::ResumeRightsRequest
            | Verb::AnswerRightsRequest
            | Verb::RefuseRightsRequest
            | Verb::LimitProcessing
            | Verb::Object
            | Verb::GrantFacilitation
            | Verb::RevokeFacilitation
            | Verb::MessageAttendees
            | Verb::ContributeToTheme => Said::new(),
        }
    }

    fn proves_the_audit(&self) -> bool {
        matches!(self.actor.role(), bln_core::Role::Administrator | bln_core::Role::Auditor)
    }

    async fn of_events(&self, ask: impl AsyncFn(Id<Event>) -> String) -> Said {
        let mut said = Said::new();
        for event in [STRICT, OTHER, OPEN] {
            said.push((format!("event {event}"), ask(self.told.events[event]).await));
        }
        said
    }

    async fn of_people(&self, ask: impl AsyncFn(Id<Person>) -> String) -> Said {
        let mut said = Said::new();
        for person in [PERSON, 1, 2] {
            said.push((format!("person {person}"), ask(self.told.people[person]).await));
        }
        said
    }

    async fn of_pairs(&self, ask: impl AsyncFn(Id<Event>, Id<Person>) -> String) -> Said {
        let mut said = Said::new();
        for event in [STRICT, OTHER, OPEN] {
            for person in [PERSON, 1, 2] {
                let about = format!("event {event} person {person}");
                said.push((about, ask(self.told.events[event], self.told.people[person]).await));
            }
        }
        said
    }

    async fn about_the_person(&self, ask: impl AsyncFn(Id<Event>, Id<Person>) -> String) -> Said {
        let (event, person) = (self.told.events[STRICT], self.told.people[PERSON]);
        vec![("of the person".to_owned(), ask(event, person).await)]
    }

    async fn event(&self, event: Id<Event>) -> String {
        if self.leak != Leak::Titles {
            return show(self.told.world.network.event(self.actor, event).await);
        }
        let page = self.told.world.store.registration_page(event, None, PageSize::MAX).await.unwrap();
        let anybody = page
            .items
            .iter()
            .any(|r| r.record.person() == self.told.people[PERSON] && r.record.state().takes_part());
        let stored = self.told.world.store.event(event).await.unwrap().unwrap().record;
        let tie = if anybody { EventTie::Registered } else { EventTie::None };
        match event_view(self.actor, None, EventFacts::of(&stored).tied(tie)) {
            View::Full => stored.title().as_str().to_owned(),
            view => format!("{view:?}"),
        }
    }

    async fn seats(&self, event: Id<Event>) -> String {
        match (self.leak, self.actor.role()) {
            (Leak::Seats, bln_core::Role::Administrator) => {
                format!("{:?}", self.told.world.store.seats(event).await.unwrap().unwrap().record)
            }
            _ => show(self.told.world.network.seats(self.actor, event).await),
        }
    }

    async fn overview(&self) -> String {
        if self.leak != Leak::Sums {
            return show(self.told.world.network.overview(self.actor).await);
        }
        let mut sum = 0;
        for event in &self.told.events {
            let seats = self.told.world.store.seats(*event).await.unwrap().unwrap().record;
            sum += Mode::ALL
                .into_iter()
                .filter_map(|mode| seats.pool(mode))
                .map(|pool| pool.confirmed)
                .sum::<u32>();
        }
        sum.to_string()
    }

    async fn registration(&self, event: Id<Event>, person: Id<Person>) -> String {
        let store = &self.told.world.store;
        let by_administrator = self.actor.role() == bln_core::Role::Administrator;
        match self.leak {
            Leak::Number if self.actor.is(person) => {
                format!("{:?}", store.registration(event, person).await.unwrap())
            }
            Leak::Administrators if by_administrator => {
                format!(
                    "{:?}",
                    store.registration(event, person).await.unwrap().map(|own| own.record.state())
                )
            }
            Leak::Company if self.actor.is(person) => {
                let page = store.registration_page(event, None, PageSize::MAX).await.unwrap();
                page.items.iter().filter(|r| r.record.state().is_live()).count().to_string()
            }
            _ => show(self.told.world.network.registration(self.actor, event, person).await),
        }
    }

    async fn cancel(&self, event: Id<Event>, person: Id<Person>) -> String {
        let own = self.told.world.store.registration(event, person).await.unwrap();
        match self.leak {
            Leak::Reasons => match own {
                Some(own) if own.record.state().is_live() => "registration.not_yours".to_owned(),
                _ => "registration.not_registered".to_owned(),
            },
            _ => show(self.told.world.network.cancel_registration(self.actor, event, person).await),
        }
    }

    async fn attendees(&self, event: Id<Event>) -> String {
        if self.leak != Leak::Lists || self.actor.role() != bln_core::Role::Facilitator {
            return show(self.told.world.network.attendees(self.actor, event).await);
        }
        let page = self.told.world.store.registration_page(event, None, PageSize::MAX).await.unwrap();
        let people = page.items.iter().filter(|r| r.record.state().takes_part()).map(|r| r.record.person());
        format!("{:?}", people.collect::<Vec<_>>())
    }
}

fn key(what: &str) -> IdempotencyKey {
    IdempotencyKey::parse(format!("asked-{what}")).unwrap()
}
