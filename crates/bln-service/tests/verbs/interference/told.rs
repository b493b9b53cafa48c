//! A network to which a story was told.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use bln_core::{
    Actor, Confidentiality, Event, Id, Instant, ModeChoice, Modes, Person, Places, PlacesByMode,
    PlannedEvent, Prose, RegistrationRequest, Theme,
};
use bln_service::{IdSource, SecretSource, SecretsUnavailable};
use uuid::Uuid;

use super::story::{ELSEWHERE, FACILITATOR, OPEN, OTHER, PEOPLE, STRICT, Step, Story};
use crate::support::{World, admin, event_under, fresh};

/// Identifiers and secrets that are the same for the same call, whatever was drawn before it.
#[derive(Debug, Default)]
pub(crate) struct Calls {
    call: AtomicU64,
    drawn: AtomicU64,
}

impl Calls {
    pub(crate) fn begin(&self) {
        self.call.fetch_add(1, Ordering::Relaxed);
        self.drawn.store(0, Ordering::Relaxed);
    }

    fn draw(&self) -> u128 {
        let (call, drawn) = (self.call.load(Ordering::Relaxed), self.drawn.fetch_add(1, Ordering::Relaxed));
        (u128::from(call) << 32) | u128::from(drawn)
    }
}

impl IdSource for Calls {
    fn next(&self, _now: Instant) -> Uuid {
        Uuid::from_u128((1 << 120) | (self.draw() << 16))
    }
}

impl SecretSource for Calls {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), SecretsUnavailable> {
        for part in bytes.chunks_mut(8) {
            let drawn = self.draw().to_be_bytes();
            part.copy_from_slice(&drawn[16 - part.len()..]);
        }
        Ok(())
    }
}

pub(crate) struct Told {
    pub(crate) world: World,
    pub(crate) people: Vec<Id<Person>>,
    pub(crate) events: Vec<Id<Event>>,
    calls: [Arc<Calls>; 2],
}

pub(crate) fn words() -> Prose<500> {
    Prose::parse("Rotas are given out late.").unwrap()
}

impl Told {
    /// Tells a story, with the one step that differs or without it.
    pub(crate) async fn of(story: &Story, with: bool) -> Self {
        let calls = [Arc::new(Calls::default()), Arc::new(Calls::default())];
        let (ids, secrets) = (Arc::<Calls>::clone(&calls[0]), Arc::<Calls>::clone(&calls[1]));
        let world = World::made_of(fresh().await, ids, secrets).await;
        let mut told = Self { world, people: Vec::new(), events: Vec::new(), calls };
        for n in 0..u32::try_from(PEOPLE).unwrap() {
            told.begin();
            let ally = n == 4;
            told.people.push(if ally { told.world.ally(n).await } else { told.world.member(n).await });
        }
        for rule in [story.rule, Confidentiality::ConfidentialSafeSpace, Confidentiality::Open] {
            told.begin();
            let forty = Places::new(40).unwrap();
            let plan = PlannedEvent {
                details: event_under(rule, story.audience, Modes::Hybrid),
                places: PlacesByMode::hybrid(forty, forty),
                repeats: None,
            };
            let created = told.world.network.create_event(admin(), plan, told.world.key()).await.unwrap();
            told.world.network.publish_event(admin(), created.events[0]).await.unwrap();
            told.events.push(created.events[0]);
        }
        for (event, facilitator) in [(STRICT, FACILITATOR), (OTHER, ELSEWHERE)] {
            told.begin();
            told.world.grant(told.events[event], told.people[facilitator]).await.unwrap();
        }
        for step in &story.steps {
            told.begin();
            let key = told.world.key();
            if with || !story.is_the_one(*step) {
                told.step(*step, key).await;
            }
        }
        told
    }

    /// From here on it is another call.
    pub(crate) fn begin(&self) {
        self.calls.iter().for_each(|calls| calls.begin());
    }

    pub(crate) async fn theme(&self) -> Id<Theme> {
        let themes = self.world.store.themes(self.events[STRICT]).await.unwrap();
        themes.first().map_or(Id::new(Uuid::from_u128(0xbeef)), |theme| theme.record.id())
    }

    /// Whatever is answered: what can be done depends on what was drawn before.
    async fn step(&self, step: Step, key: bln_store::IdempotencyKey) {
        let (network, clock) = (&self.world.network, &self.world.clock);
        let (person, event) = (|n: usize| self.people[n], |n: usize| self.events[n]);
        match step {
            Step::Register(n, e) => {
                let choice = if n % 2 == 0 { ModeChoice::Either } else { ModeChoice::Online };
                let request = RegistrationRequest { event: event(e), person: person(n), choice };
                drop(network.register(Actor::participant(person(n)), request, key).await);
            }
            Step::Cancel(n, e) => {
                drop(network.cancel_registration(Actor::participant(person(n)), event(e), person(n)).await);
            }
            Step::CheckIn(n, e) => {
                let facilitator = if e == OPEN { ELSEWHERE } else { FACILITATOR };
                drop(network.check_in(Actor::facilitator(person(facilitator)), event(e), person(n)).await);
            }
            Step::Propose => {
                let me = Actor::facilitator(person(FACILITATOR));
                drop(network.propose_theme(me, event(STRICT), words(), key).await);
            }
            Step::Voice(n) => {
                drop(network.contribute_to_theme(Actor::participant(person(n)), self.theme().await).await);
            }
            Step::Message => {
                let words = Prose::parse("The room has changed.").unwrap();
                network.message_attendees(admin(), event(STRICT), words, key).await.unwrap();
            }
            Step::Change => {
                let stored = network.event(admin(), event(STRICT)).await.unwrap();
                let schedule = *stored.record.schedule();
                let details = stored.record.parts().details.clone().moved_to(schedule).unwrap();
                drop(network.change_event(admin(), event(STRICT), details, stored.version).await);
            }
            Step::Sweep => drop(network.expire_offers(admin()).await),
            Step::OnTheDay => clock.set("2027-05-01T16:00:00Z"),
            Step::Over => clock.set("2027-05-01T19:30:00Z"),
            Step::Complete => network.complete_event(admin(), event(STRICT)).await.unwrap(),
        }
    }
}
