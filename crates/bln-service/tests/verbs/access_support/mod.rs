//! Asks any verb as any role about any data, each time in a small network of its own.

mod dispatch;
mod legacy_and_news;
pub(crate) mod marked;

use std::{fmt::Debug, sync::Mutex};

use bln_core::{
    Action, ActionLink, Actor, Audience, AuditEntry, BelongingKind, Bulletin, ConsentAnswer, ConsentMethod,
    ConsentRequest, Event, Id, LinkAction, Modes, NoticeState, Person, Places, PlacesByMode, PlannedEvent,
    Prose, PurposeCode, RecordRef, Refusal, Right, RightsRequest, Role, Testimonial, Wording, WordingPurpose,
    access::{Verb, Whose},
    bounce::Delivery,
    limits::LimitChange,
    testimonial::Channel,
};
use bln_seal::Token;
use bln_service::{Clock as _, NetworkError};
use bln_store::{Changes, PageSize, Position, Write};
use uuid::Uuid;

use crate::support::{World, admin, event_details};
pub(crate) use dispatch::dispatch;

/// What a verb is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Data {
    /// What most may see: somebody who agreed to be shown, and a published event for everybody.
    Shown,
    /// Somebody who did not agree to be shown, and a draft. One's own data is never hidden.
    Hidden,
    /// What is not there.
    Missing,
    /// The same as what most may see, for somebody who is no part of the event: without leave and without a place.
    Apart,
}

/// What else is in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Input {
    /// Nothing is wrong with it.
    Good,
    /// An employer, a wording, an event and a version that there is not: what might be told of before it is said that
    /// the rest is not there.
    Faulty,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Done {
    /// It was done, and shows what was asked about if it shows anything.
    There,
    /// It was done, and what was asked about is not in it.
    NotThere,
    /// It was refused: all that there is to see of the error.
    Refused(String),
}

impl Done {
    /// What a verb answered: whether what was asked about is in it.
    pub(crate) fn of(answer: Result<bool, NetworkError>) -> Self {
        match answer {
            Ok(true) => Done::There,
            Ok(false) => Done::NotThere,
            Err(error) => Done::Refused(format!("{error:?} {error} {}", error.code())),
        }
    }

    /// Whether it is this refusal, to the byte.
    pub(crate) fn is(&self, refusal: Refusal) -> bool {
        *self == Done::of(Err(NetworkError::Refused(refusal)))
    }
}

/// What happened in one cell of the table.
#[derive(Debug)]
pub(crate) struct Observed {
    pub(crate) shown: Done,
    pub(crate) hidden: Done,
    pub(crate) missing: Done,
    pub(crate) apart: Done,
    /// The same with everything else in the request wrong.
    faulty: [Done; 3],
    /// Whether anything was written by whoever was refused.
    pub(crate) wrote: bool,
}

impl Observed {
    pub(crate) fn all(&self) -> impl Iterator<Item = &Done> {
        [&self.shown, &self.hidden, &self.missing, &self.apart].into_iter().chain(&self.faulty)
    }
}

pub(crate) async fn observe(verb: Verb, role: Role, whose: Whose) -> Observed {
    let mut wrote = false;
    let mut done = Vec::new();
    for input in [Input::Good, Input::Faulty] {
        for data in [Data::Shown, Data::Hidden, Data::Missing] {
            let (answer, written) = ask(verb, role, whose, data, input).await;
            wrote |= written && matches!(answer, Done::Refused(_));
            done.push(answer);
        }
    }
    let (apart, written) = ask(verb, role, whose, Data::Apart, Input::Good).await;
    wrote |= written && matches!(apart, Done::Refused(_));
    let [shown, hidden, missing, faulty @ ..] = <[Done; 6]>::try_from(done).unwrap();
    Observed { shown, hidden, missing, apart, faulty, wrote }
}

/// Whom and what a verb is asked about, and who asks.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) actor: Actor,
    pub(crate) person: Id<Person>,
    pub(crate) event: Id<Event>,
    pub(crate) data: Data,
    pub(crate) input: Input,
}

/// What was handed out or answered, as it shows itself for debugging.
#[derive(Debug, Default)]
pub(crate) struct Heard(Mutex<Vec<String>>);

impl Heard {
    pub(crate) fn hear(&self, something: &dyn Debug) {
        self.0.lock().unwrap().push(format!("{something:?} {something:#?}"));
    }

    pub(crate) fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

/// An answer of a verb, which the ground hears.
trait Answered {
    fn heard(self, ground: &Ground) -> Self;
}

impl<T: Debug, E> Answered for Result<T, E> {
    fn heard(self, ground: &Ground) -> Self {
        self.inspect(|answer| ground.heard.hear(answer))
    }
}

/// The network in which a verb is asked.
pub(crate) struct Ground {
    pub(crate) world: World,
    own: Id<Person>,
    shown: Id<Person>,
    hidden: Id<Person>,
    /// Somebody whose place another may get.
    pub(crate) holder: Id<Person>,
    published: Id<Event>,
    draft: Id<Event>,
    pub(crate) heard: Heard,
}

pub(crate) fn nobody() -> Id<Person> {
    Id::new(Uuid::from_u128(0xdead))
}

/// Asks a verb in a new network: what happened, and whether anything was written.
pub(crate) async fn ask(verb: Verb, role: Role, whose: Whose, data: Data, input: Input) -> (Done, bool) {
    let ground = Ground::new(World::new().await, verb).await;
    let asked = ground.ready(verb, role, whose, data, input).await;
    let before = ground.written().await;
    let done = Done::of(dispatch(verb, &ground, asked).await);
    let wrote = ground.written().await != before;
    (done, wrote)
}

/// As whom a verb succeeds, and about whose data: an administrator, where the table lets them in at all.
pub(crate) fn who_succeeds(verb: Verb) -> (Role, Whose) {
    let mut roles = [Role::Administrator].into_iter().chain(Role::ALL);
    let found = roles.find_map(|role| {
        let mut whose = [Whose::Other, Whose::Network, Whose::Own].into_iter();
        whose.find(|it| verb.row().answer(role, *it).check().is_ok()).map(|whose| (role, whose))
    });
    found.unwrap()
}

fn actor(role: Role, person: Id<Person>) -> Actor {
    let actor = match role {
        Role::Public => Actor::public(),
        Role::Participant => Actor::participant(person),
        Role::Facilitator => Actor::facilitator(person),
        Role::Administrator => Actor::administrator(person),
        Role::Analyst => Actor::analyst(person),
        _ => Actor::auditor(person),
    };
    assert_eq!(actor.role(), role, "every role has an actor");
    actor
}

impl Ground {
    /// Brings a network to where a verb can be asked about something.
    pub(crate) async fn ready(
        &self,
        verb: Verb,
        role: Role,
        whose: Whose,
        data: Data,
        input: Input,
    ) -> Asked {
        let own = if (whose, data) == (Whose::Own, Data::Missing) { nobody() } else { self.own };
        let person = match (whose, data) {
            (Whose::Own, _) => own,
            (_, Data::Shown | Data::Apart) => self.shown,
            (_, Data::Hidden) => self.hidden,
            (_, Data::Missing) => nobody(),
        };
        let event = match (whose, data) {
            (Whose::Network, Data::Hidden) => self.draft,
            (Whose::Network, Data::Missing) => Id::new(Uuid::from_u128(0xbeef)),
            // What is published is a draft first.
            _ if verb == Verb::PublishEvent => self.draft,
            _ => self.published,
        };
        if data == Data::Shown {
            self.involve(verb, event).await;
        }
        self.prepare(verb, event, person).await;
        let event = match input {
            Input::Good => event,
            Input::Faulty => Id::new(Uuid::from_u128(0xfa11)),
        };
        Asked { actor: actor(role, own), person, event, data, input }
    }

    pub(crate) async fn new(world: World, verb: Verb) -> Self {
        let [own, shown, hidden] = match verb {
            // An application must be waiting.
            Verb::Approve | Verb::Decline => {
                [applicant(&world, 1).await, applicant(&world, 2).await, applicant(&world, 3).await]
            }
            _ => [world.member(1).await, world.member(2).await, world.member(3).await],
        };
        let holder = world.member(4).await;
        let consent = ConsentRequest {
            person: shown,
            purpose: PurposeCode::Directory,
            answer: ConsentAnswer::Given(wording(&world, WordingPurpose::DirectoryConsent).reference),
            method: ConsentMethod::Web,
        };
        world.network.answer_consent(Actor::participant(shown), consent).await.unwrap();
        let places = PlacesByMode::hybrid(Places::new(1).unwrap(), Places::new(0).unwrap());
        let published = world.event(Audience::Public, places).await;
        let details = event_details(Audience::Public, Modes::Hybrid);
        let plan = PlannedEvent { details, places, repeats: None };
        let draft = world.network.create_event(admin(), plan, world.key()).await.unwrap().events[0];
        Self { world, own, shown, hidden, holder, published, draft, heard: Heard::default() }
    }

    /// Makes whoever asks part of an event, where the verb is for those who are.
    async fn involve(&self, verb: Verb, event: Id<Event>) {
        match verb {
            Verb::Attendees
            | Verb::MessageAttendees
            | Verb::ProposeTheme
            | Verb::UnreleasedThemes
            | Verb::RewordTheme
            | Verb::CheckTheme
            | Verb::ReleaseTheme => self.world.grant(event, self.own).await.unwrap(),
            Verb::ContributeToTheme => drop(self.world.register(event, self.own).await.unwrap()),
            _ => {}
        }
    }

    /// A theme that is ready to be released, if the event is there.
    async fn theme(&self, event: Id<Event>) {
        if self.world.grant(event, self.holder).await.is_err() {
            return;
        }
        self.world.clock.set("2027-05-01T17:00:00Z");
        let (network, facilitator) = (&self.world.network, Actor::facilitator(self.holder));
        let theme = network.propose_theme(facilitator, event, words(), self.world.key()).await.unwrap();
        network.check_theme(facilitator, theme, &words()).await.unwrap();
        self.world.contributors(theme, 8).await;
    }

    /// Brings an event and a person to where the verb can succeed. What is not there stays so.
    async fn prepare(&self, verb: Verb, event: Id<Event>, person: Id<Person>) {
        let (network, clock) = (&self.world.network, &self.world.clock);
        match verb {
            Verb::Resume => drop(network.pause(admin(), person).await),
            Verb::CancelRegistration | Verb::RemoveRegistration | Verb::Registration | Verb::JoiningLink => {
                drop(self.world.register(event, person).await);
            }
            Verb::AcceptOffer | Verb::DeclineOffer => {
                let _ = self.world.register(event, self.holder).await;
                let _ = self.world.register(event, person).await;
                let _ = network.cancel_registration(admin(), event, self.holder).await;
            }
            Verb::CheckIn => {
                let _ = self.world.register(event, person).await;
                clock.set("2027-05-01T17:00:00Z");
            }
            Verb::WalkUp => clock.set("2027-05-01T17:00:00Z"),
            Verb::SubjectAccess => drop(self.ask_for_access(person).await),
            Verb::ExtendRightsRequest
            | Verb::PauseRightsRequest
            | Verb::AnswerRightsRequest
            | Verb::RefuseRightsRequest
            | Verb::RightsRequests => drop(self.ask_for_access(self.shown).await),
            Verb::ResumeRightsRequest => {
                let request = self.ask_for_access(self.shown).await.unwrap();
                network.pause_rights_request(admin(), request).await.unwrap();
            }
            Verb::OwnRightsRequests => drop(self.ask_for_access(person).await),
            Verb::AccessNeedsFor => {
                let _ = self.world.register(event, person).await;
                if person != nobody() {
                    self.world.agree(person, PurposeCode::AccessNeeds).await;
                    let me = Actor::participant(person);
                    network.record_access_needs(me, person, dispatch::access_needs()).await.unwrap();
                    self.world.facilitate(event, self.own).await;
                }
            }
            Verb::RecordEthnicGroup | Verb::RecordAccessNeeds if person != nobody() => {
                self.world.agree(person, PurposeCode::EthnicityMonitoring).await;
                self.world.agree(person, PurposeCode::AccessNeeds).await;
            }
            Verb::CompleteEvent => clock.set("2027-05-01T20:00:00Z"),
            Verb::RevokeFacilitation => drop(self.world.grant(event, person).await),
            Verb::Attendees | Verb::ProposeTheme => clock.set("2027-05-01T17:00:00Z"),
            Verb::MessageAttendees => clock.set("2027-05-01T17:00:00Z"),
            Verb::UnreleasedThemes | Verb::RewordTheme | Verb::CheckTheme | Verb::ContributeToTheme => {
                self.theme(event).await;
            }
            Verb::ReleaseTheme => {
                self.theme(event).await;
                clock.set("2027-05-01T20:00:00Z");
            }
            Verb::PeekLink | Verb::RedeemLink => self.mail_a_link().await,
            Verb::OwnTestimonials | Verb::ApproveTestimonial | Verb::WithdrawTestimonial => {
                drop(self.offer_words(person).await);
            }
            Verb::TestimonialsFor | Verb::RecordTestimonialUse => {
                self.offer_words(self.shown).await.unwrap();
            }
            Verb::Takedowns | Verb::SettleTakedown => self.show_words(self.shown).await,
            Verb::Recognise if person != nobody() => {
                self.world.agree(person, PurposeCode::Recognition).await;
            }
            Verb::WithdrawResource | Verb::Resource | Verb::Resources => {
                network.add_resource(admin(), marked::resource(), self.world.key()).await.unwrap();
            }
            Verb::AppendToLegacy
            | Verb::CloseInitiative
            | Verb::Initiative
            | Verb::Initiatives
            | Verb::Legacy => {
                network.open_initiative(admin(), marked::initiative(), self.world.key()).await.unwrap();
            }
            Verb::EditBulletin
            | Verb::ScheduleBulletin
            | Verb::StopBulletin
            | Verb::Bulletin
            | Verb::Bulletins => drop(self.draft_an_issue().await),
            Verb::SendBulletins => self.schedule_an_issue().await,
            Verb::PauseBulletin | Verb::Issue | Verb::Issues => {
                self.schedule_an_issue().await;
                network.send_bulletins(admin()).await.unwrap();
            }
            Verb::ResumeBulletin => {
                self.schedule_an_issue().await;
                network.send_bulletins(admin()).await.unwrap();
                let page = network.bulletins(admin(), None, PageSize::MAX).await.unwrap();
                network.pause_bulletin(admin(), page.items[0].record.id()).await.unwrap();
            }
            Verb::LiftHold | Verb::HeldAddresses => {
                if let Some(record) = self.world.store.person(person).await.unwrap() {
                    let address = record.person.record.emails().preferred();
                    network.record_delivery(admin(), address, Delivery::PermanentFailure).await.unwrap();
                }
            }
            Verb::Remind => {
                let _ = self.world.register(event, person).await;
                clock.set("2027-04-30T17:00:00Z");
            }
            Verb::ParkedNotices | Verb::SettleParked => self.park_a_notice().await,
            _ => {}
        }
    }

    /// Has everybody told, in every field, what can be told from anything else.
    pub(crate) async fn mark(&self) {
        let network = &self.world.network;
        let people = [self.own, self.shown, self.hidden, self.holder];
        for (person, set) in people.into_iter().zip(marked::STORED) {
            let version = self.world.store.person(person).await.unwrap().unwrap().person.version;
            network.change_person(admin(), person, marked::details(set), version).await.unwrap();
        }
        let me = Actor::participant(self.holder);
        self.world.agree(self.holder, PurposeCode::EthnicityMonitoring).await;
        self.world.agree(self.holder, PurposeCode::AccessNeeds).await;
        network.record_ethnic_group(me, self.holder, marked::GROUP).await.unwrap();
        network.record_access_needs(me, self.holder, marked::access_needs(50)).await.unwrap();
        self.world.agree(self.holder, PurposeCode::Recognition).await;
        network.recognise(admin(), marked::recognition(self.holder), self.world.key()).await.unwrap();
        let hold = LimitChange::Hold(marked::prose(51));
        network.limit_processing(admin(), self.hidden, hold).await.unwrap();
    }

    /// An issue that nobody is sent yet.
    async fn draft_an_issue(&self) -> Id<Bulletin> {
        self.world.network.draft_bulletin(admin(), marked::issue(), self.world.key()).await.unwrap()
    }

    /// An issue that is due.
    async fn schedule_an_issue(&self) {
        let (id, now) = (self.draft_an_issue().await, self.world.clock.now());
        self.world.network.schedule_bulletin(admin(), id, now).await.unwrap();
    }

    /// Words that wait for their person's approval.
    async fn offer_words(&self, person: Id<Person>) -> Result<Id<Testimonial>, NetworkError> {
        self.world.network.offer_testimonial(admin(), marked::offer(person), self.world.key()).await
    }

    /// Words that nobody approved of, and a place that shows them.
    async fn show_words(&self, person: Id<Person>) {
        let (network, place) = (&self.world.network, marked::line(65));
        let words = self.offer_words(person).await.unwrap();
        let key = self.world.key();
        network.record_testimonial_use(admin(), words, Channel::Website, place, key).await.unwrap();
    }

    /// A request for access that came in today.
    async fn ask_for_access(&self, person: Id<Person>) -> Result<Id<RightsRequest>, NetworkError> {
        let (network, key) = (&self.world.network, self.world.key());
        let today = "2027-03-01".parse().unwrap();
        network.receive_rights_request(admin(), person, Right::Access, today, key).await
    }

    async fn mail_a_link(&self) {
        let (at, action) = ("2027-03-01T09:00:00Z".parse().unwrap(), Action::DispatchNotice);
        let entry = AuditEntry::new(Id::new(Uuid::from_u128(0x11)), at, admin(), action, RecordRef::Network);
        let unsubscribe = LinkAction::Unsubscribe { purpose: PurposeCode::Directory };
        let until = "2028-03-01T09:00:00Z".parse().unwrap();
        let link = ActionLink::new(mailed().hash(), self.shown, unsubscribe, until);
        self.world.store.commit(Changes::new(entry).write(Write::ActionLink(link))).await.unwrap();
    }

    /// One notice alone waits, and nobody knows whether it was sent.
    async fn park_a_notice(&self) {
        let since = "2027-03-01T08:00:00Z".parse().unwrap();
        let entry = AuditEntry::new(
            Id::new(Uuid::from_u128(0x12)),
            since,
            admin(),
            Action::DispatchNotice,
            RecordRef::Network,
        );
        let (position, before) = (self.parked().await, NoticeState::Waiting);
        let claim = Write::NoticeState { position, before, after: NoticeState::Claimed { since } };
        self.world.store.commit(Changes::new(entry).write(claim)).await.unwrap();
    }

    /// The first notice that waits.
    pub(crate) async fn parked(&self) -> Position {
        let outbox = self.world.store.outbox_page(None, PageSize::MAX).await.unwrap();
        outbox.items.first().map_or(Position(1), |record| record.position)
    }

    /// Everything that tells of a write: the audit and the outbox, whole.
    async fn written(&self) -> (String, String) {
        let audit = self.world.store.audit_page(None, PageSize::MAX).await.unwrap();
        let outbox = self.world.store.outbox_page(None, PageSize::MAX).await.unwrap();
        assert!(audit.next.is_none() && outbox.next.is_none(), "all of it is compared");
        (format!("{:?}", audit.items), format!("{:?}", outbox.items))
    }
}

/// What a theme says.
pub(crate) fn words() -> Prose<500> {
    marked::prose(52)
}

/// The token of a link that was mailed to somebody.
pub(crate) fn mailed() -> Token {
    Token::from_random([7; 32])
}

/// Somebody who waits for an answer.
async fn applicant(world: &World, n: u32) -> Id<Person> {
    let application = world.application(n, BelongingKind::Member);
    world.network.apply(Actor::public(), application, world.key()).await.unwrap()
}

/// A wording of the network's.
pub(crate) fn wording(world: &World, purpose: WordingPurpose) -> Wording {
    world.network.profile().wordings().iter().find(|wording| wording.purpose == purpose).unwrap().clone()
}
