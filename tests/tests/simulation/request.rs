//! What clients ask for.

use bln_core::{Actor, Event, Id, ModeChoice, Person, RegistrationRequest};
use bln_service::{Network, NetworkError};
use bln_store::{IdempotencyKey, ReceiptKey};
use bln_tests::{SplitMix64, admin, ally_application, places};

/// Something that is asked of a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ask {
    Register { event: usize, person: usize },
    Apply { n: u32 },
    Cancel { event: usize, person: usize },
    Accept { event: usize, person: usize },
    Decline { event: usize, person: usize },
    Resize { event: usize, places: u32 },
    Pause { person: usize },
    Resume { person: usize },
    Leave { person: usize },
    ExpireOffers,
    CallOff { event: usize },
}

/// A request, which keeps its number and with it its key however often it is sent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Request {
    pub(crate) number: u32,
    pub(crate) ask: Ask,
}

/// Who and what there is to ask for.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) people: Vec<Id<Person>>,
    pub(crate) events: Vec<Id<Event>>,
}

impl Ask {
    /// Something to ask for.
    pub(crate) fn any(random: &mut SplitMix64, known: &Known, number: u32) -> Self {
        let mut index = |of: usize| usize::try_from(random.below(u64::try_from(of).unwrap())).unwrap();
        let (event, person) = (index(known.events.len()), index(known.people.len()));
        let places = u32::try_from(index(4)).unwrap();
        match random.below(100) {
            0..45 => Ask::Register { event, person },
            45..52 => Ask::Apply { n: 1_000 + number },
            52..64 => Ask::Cancel { event, person },
            64..76 => Ask::Accept { event, person },
            76..80 => Ask::Decline { event, person },
            80..85 => Ask::Resize { event, places },
            85..88 => Ask::Pause { person },
            88..92 => Ask::Resume { person },
            92..93 => Ask::Leave { person },
            93..99 => Ask::ExpireOffers,
            _ => Ask::CallOff { event },
        }
    }
}

impl Request {
    /// Whether asking again under the same key is answered from the receipt.
    pub(crate) const fn is_keyed(&self) -> bool {
        matches!(self.ask, Ask::Register { .. } | Ask::Apply { .. })
    }

    /// The key under which the answer is kept.
    pub(crate) fn receipt(&self, known: &Known) -> ReceiptKey {
        let actor = match self.ask {
            Ask::Register { person, .. } => Some(known.people[person]),
            _ => None,
        };
        ReceiptKey { actor, key: self.key() }
    }

    fn key(&self) -> IdempotencyKey {
        IdempotencyKey::parse(format!("simulated-{}", self.number)).unwrap()
    }

    /// Sends it to a network.
    pub(crate) async fn send(self, network: Network, known: Known) -> Result<String, NetworkError> {
        let who = |person: usize| (Actor::participant(known.people[person]), known.people[person]);
        let event = |event: usize| known.events[event];
        let done = |answer: Result<(), NetworkError>| answer.map(|()| "done".to_owned());
        match self.ask {
            Ask::Register { event: at, person } => {
                let (actor, person) = who(person);
                let request = RegistrationRequest { event: event(at), person, choice: ModeChoice::Either };
                network.register(actor, request, self.key()).await.map(|placement| format!("{placement:?}"))
            }
            Ask::Apply { n } => {
                let applied = network.apply(Actor::public(), ally_application(n), self.key()).await;
                applied.map(|person| person.to_string())
            }
            Ask::Cancel { event: at, person } => {
                let (actor, person) = who(person);
                done(network.cancel_registration(actor, event(at), person).await)
            }
            Ask::Accept { event: at, person } => {
                let (actor, person) = who(person);
                network.accept_offer(actor, event(at), person).await.map(|mode| format!("{mode:?}"))
            }
            Ask::Decline { event: at, person } => {
                let (actor, person) = who(person);
                done(network.decline_offer(actor, event(at), person).await)
            }
            Ask::Resize { event: at, places: number } => {
                done(network.resize_event(admin(), event(at), places(number)).await)
            }
            Ask::Pause { person } => done(network.pause(who(person).0, who(person).1).await),
            Ask::Resume { person } => done(network.resume(who(person).0, who(person).1).await),
            Ask::Leave { person } => done(network.leave(who(person).0, who(person).1).await),
            Ask::ExpireOffers => network.expire_offers(admin()).await.map(|swept| swept.to_string()),
            Ask::CallOff { event: at } => done(network.cancel_event(admin(), event(at)).await),
        }
    }
}
