//! A network on which people do things, and what came of each.

use std::{collections::BTreeMap, sync::Arc};

use bln_core::{
    Actor, Application, Audience, BelongingKind, ConsentAnswer, ConsentGiven, ConsentMethod, ConsentRequest,
    Event, Id, Instant, Modes, Person, Places, PlacesByMode, PurposeCode, RegistrationRequest,
};
use bln_service::Clock;
use bln_store::{IdempotencyKey, ReceiptKey, Store};
use bln_tests::{Snapshot, World, admin, ally_application, details, event_details, places, wording};
use chrono::TimeDelta;

use crate::verb::{PEOPLE, Verb};

/// A world with people and events, and what has happened to it.
pub(crate) struct Run {
    pub(crate) world: World,
    people: Vec<Id<Person>>,
    events: Vec<Id<Event>>,
    keys: Vec<ReceiptKey>,
    last_registration: BTreeMap<usize, (RegistrationRequest, IdempotencyKey)>,
}

impl Run {
    /// Eight people: four members, two allies, one who has applied, one who takes a break. Three events: in a
    /// room for members, hybrid for members and allies, online for anybody.
    pub(crate) async fn begin(store: Arc<dyn Store>) -> Self {
        let world = World::on(store).await;
        let mut people = Vec::new();
        for n in 101..=104 {
            people.push(world.member(n).await);
        }
        for n in 105..=106 {
            people.push(world.ally(n).await);
        }
        people.push(world.network.apply(Actor::public(), application(107, true), world.key()).await.unwrap());
        people.push(world.ally(108).await);
        world.network.pause(admin(), people[7]).await.unwrap();
        let some = |number| Places::new(number).unwrap();
        let events = vec![
            world.event(Audience::Members, places(1)).await,
            world.event(Audience::MembersAndAllies, PlacesByMode::hybrid(some(1), some(1))).await,
            world.event(Audience::Public, PlacesByMode::online(some(2))).await,
        ];
        Self { world, people, events, keys: Vec::new(), last_registration: BTreeMap::new() }
    }

    /// Does what is asked and tells what came of it.
    pub(crate) async fn run(&mut self, verb: Verb) -> String {
        let network = self.world.network.clone();
        let me = |person: usize| Actor::participant(self.people[person]);
        match verb {
            Verb::Wait { minutes } => {
                self.world.clock.pass(TimeDelta::minutes(minutes));
                String::new()
            }
            Verb::ToTheDay => {
                let noon = "2027-05-01T12:00:00Z".parse().unwrap();
                self.world
                    .clock
                    .pass((Instant::utc(noon) - self.world.clock.now().utc()).max(TimeDelta::zero()));
                String::new()
            }
            Verb::Apply { member, n, twice } => {
                let key = self.world.key();
                let ask = || network.apply(Actor::public(), application(n, member), key.clone());
                let first = ask().await;
                let again = if twice { Some(ask().await) } else { None };
                self.keys.push(ReceiptKey { actor: None, key });
                tell((first, again))
            }
            Verb::ApplyAgain { person, member } => {
                let (actor, key) = (me(person), self.world.key());
                self.keys.push(ReceiptKey { actor: actor.person(), key: key.clone() });
                tell(network.apply(actor, application(1, member), key).await)
            }
            Verb::Approve { person } => tell(network.approve(admin(), self.people[person]).await),
            Verb::DeclineApplication { person } => tell(network.decline(admin(), self.people[person]).await),
            Verb::Pause { person } => tell(network.pause(me(person), self.people[person]).await),
            Verb::Resume { person } => tell(network.resume(me(person), self.people[person]).await),
            Verb::Leave { person } => tell(network.leave(me(person), self.people[person]).await),
            Verb::Convert { person, member } => {
                let Application { joining_as, declaration, privacy_notice, .. } = application(1, member);
                let who = self.people[person];
                tell(network.convert(me(person), who, joining_as, declaration, privacy_notice).await)
            }
            Verb::GiveConsent { person, purpose, import } => {
                let (actor, method) = match import {
                    true => (admin(), ConsentMethod::Import),
                    false => (me(person), ConsentMethod::Web),
                };
                let answer = ConsentAnswer::Given(wording("bulletin-consent"));
                let purpose = PurposeCode::ALL[purpose];
                let request = ConsentRequest { person: self.people[person], purpose, answer, method };
                tell(network.answer_consent(actor, request).await)
            }
            Verb::WithdrawConsent { person, purpose } => {
                let (answer, method) = (ConsentAnswer::Withdrawn, ConsentMethod::Web);
                let purpose = PurposeCode::ALL[purpose];
                let request = ConsentRequest { person: self.people[person], purpose, answer, method };
                tell(network.answer_consent(me(person), request).await)
            }
            Verb::ChangePerson { person, n } => {
                let who = self.people[person];
                let version = self.world.store.person(who).await.unwrap().unwrap().person.version;
                // Nobody but an administrator may change an address.
                let actor = if n % 3 == 0 { me(person) } else { admin() };
                tell(network.change_person(actor, who, details(n), version).await)
            }
            Verb::Register { event, person, choice } => {
                let (actor, key) = (me(person), self.world.key());
                let request =
                    RegistrationRequest { event: self.events[event], person: self.people[person], choice };
                self.keys.push(ReceiptKey { actor: actor.person(), key: key.clone() });
                self.last_registration.insert(person, (request, key.clone()));
                tell(network.register(actor, request, key).await)
            }
            Verb::RegisterAgain { person } => match self.last_registration.get(&person) {
                Some((request, key)) => tell(network.register(me(person), *request, key.clone()).await),
                None => String::new(),
            },
            Verb::Cancel { event, person } => {
                let person = self.one_who_is("confirmed", event, person).await;
                tell(network.cancel_registration(me(person), self.events[event], self.people[person]).await)
            }
            Verb::Accept { event, person } => {
                let person = self.one_who_is("offered", event, person).await;
                tell(network.accept_offer(me(person), self.events[event], self.people[person]).await)
            }
            Verb::DeclineOffer { event, person } => {
                let person = self.one_who_is("offered", event, person).await;
                tell(network.decline_offer(me(person), self.events[event], self.people[person]).await)
            }
            Verb::ExpireOffers => tell(network.expire_offers(admin()).await),
            Verb::CheckIn { event, person } => {
                let person = self.one_who_is("confirmed", event, person).await;
                tell(network.check_in(admin(), self.events[event], self.people[person]).await)
            }
            Verb::WalkUp { event, person, mode } => {
                let key = self.world.key();
                self.keys.push(ReceiptKey { actor: admin().person(), key: key.clone() });
                tell(network.walk_up(admin(), self.events[event], self.people[person], mode, key).await)
            }
            Verb::Resize { event, in_person, online } => {
                let (in_person, online) = (Places::new(in_person).unwrap(), Places::new(online).unwrap());
                let places = [
                    PlacesByMode::in_person(in_person),
                    PlacesByMode::hybrid(in_person, online),
                    PlacesByMode::online(online),
                ];
                tell(network.resize_event(admin(), self.events[event], places[event]).await)
            }
            Verb::Remove { event, person } => {
                tell(network.remove_registration(admin(), self.events[event], self.people[person]).await)
            }
            Verb::MoveEvent { event, days } => {
                let stored = self.world.store.event(self.events[event]).await.unwrap().unwrap();
                let schedule = *stored.record.schedule();
                let moved = |at: bln_core::LocalTime| at.plus_on_the_wall(TimeDelta::days(days));
                let schedule =
                    bln_core::Schedule::new(moved(schedule.starts()), moved(schedule.ends())).unwrap();
                let modes = [Modes::InPerson, Modes::Hybrid, Modes::Online][event];
                let details = event_details(stored.record.audience(), modes).moved_to(schedule).unwrap();
                tell(network.change_event(admin(), self.events[event], details, stored.version).await)
            }
            Verb::CancelEvent { event } => tell(network.cancel_event(admin(), self.events[event]).await),
            Verb::CompleteEvent { event } => tell(network.complete_event(admin(), self.events[event]).await),
        }
    }

    /// Mostly somebody in this state, if there is anybody: a person taken at random hardly ever has an offer.
    async fn one_who_is(&self, state: &str, event: usize, person: usize) -> usize {
        for next in (0..PEOPLE - 1).map(|step| (person + step) % PEOPLE) {
            let stored = self.world.store.registration(self.events[event], self.people[next]).await.unwrap();
            if stored.is_some_and(|stored| stored.record.state().name() == state) {
                return next;
            }
        }
        person
    }

    /// Everything that its store can be asked.
    pub(crate) async fn snapshot(&self) -> Snapshot {
        Snapshot::of(&*self.world.store, self.world.clock.now(), &self.keys).await
    }
}

fn application(n: u32, member: bool) -> Application {
    let application = ally_application(n);
    if !member {
        return application;
    }
    let declaration = wording("member-declaration");
    let consents =
        vec![ConsentGiven { purpose: PurposeCode::Bulletin, wording: wording("bulletin-consent") }];
    Application { joining_as: BelongingKind::Member, declaration, consents, ..application }
}

fn tell(answer: impl std::fmt::Debug) -> String {
    format!("{answer:?}")
}
