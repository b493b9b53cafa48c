//! A year goes by: people register, change their minds, answer offers or leave them, and come or stay away.
//!
//! Everything happens in the order of an agenda that is drawn up beforehand, one event after another, so that the
//! same seed gives the same year on every store.

mod agenda;
mod day;

use std::collections::BTreeMap;

use bln_core::{Actor, BelongingKind, Event, Id, NoticeKind, Person, Refusal};
use bln_service::{Network, NetworkError, Placement};
use bln_store::{PageSize, Position, Store};

use crate::{
    changes::Changes,
    clock::SimulatedClock,
    news::News,
    programme::Programme,
    random::Random,
    season::SeasonError,
    waves::{WAVE, together},
};
use agenda::Agenda;

/// Where a year happens.
#[derive(Debug, Clone, Copy)]
pub struct World<'a> {
    /// The network.
    pub network: &'a Network,
    /// Its store, for what a mailer and a desk at the door read: the outbox and the list of an event.
    pub store: &'a dyn Store,
    /// Its clock.
    pub clock: &'a SimulatedClock,
    /// Who does what an administrator does.
    pub administrator: Actor,
}

/// Somebody who may take part.
#[derive(Debug, Clone, Copy)]
pub struct Participant {
    /// Who.
    pub person: Id<Person>,
    /// How they belong.
    pub kind: BelongingKind,
    /// Whether their membership is active.
    pub active: bool,
}

/// What happened, in numbers.
#[derive(Debug, Default)]
pub struct Year {
    /// Requests for places of every sort.
    pub requests: u64,
    /// Registrations that got a place at once.
    pub confirmed: u64,
    /// Registrations that had to wait.
    pub waiting: u64,
    /// Places, offers and waits that were given up.
    pub cancelled: u64,
    /// Places offered to somebody who waited.
    pub offers: u64,
    /// Offers that were accepted.
    pub accepted: u64,
    /// Offers that were turned down.
    pub declined: u64,
    /// Offers that ended because nobody answered.
    pub expired: u64,
    /// People who were checked in.
    pub checked_in: u64,
    /// People who came without a place and got one.
    pub walk_ups: u64,
    /// Requests that the network refused, by the code of the refusal.
    pub refused: BTreeMap<&'static str, u64>,
}

/// Lets the year go by.
///
/// # Errors
///
/// When the network fails. Refusals are counted.
pub async fn go_by(
    world: World<'_>,
    programme: &Programme,
    people: Vec<Participant>,
    told: (&mut News, &mut Changes),
    seed: u64,
) -> Result<Year, SeasonError> {
    let (news, changes) = told;
    let positions = people.iter().enumerate().map(|(index, person)| (person.person, index)).collect();
    let mut course = Course {
        world,
        programme,
        people,
        positions,
        news,
        changes,
        random: Random::of_part(seed, "year"),
        registered: vec![Vec::new(); programme.events.len()],
        read: None,
        year: Year::default(),
    };
    course.skip_old_mail().await?;
    for entry in Agenda::of(programme)? {
        world.clock.set(entry.at);
        course.step(entry.step).await?;
    }
    Ok(course.year)
}

/// The year while it goes by.
struct Course<'a> {
    world: World<'a>,
    programme: &'a Programme,
    people: Vec<Participant>,
    /// Where a person stands among the people.
    positions: BTreeMap<Id<Person>, usize>,
    news: &'a mut News,
    changes: &'a mut Changes,
    random: Random,
    /// Who asked for a place and has not given it up, for each event.
    registered: Vec<Vec<usize>>,
    /// How far the outbox has been read.
    read: Option<Position>,
    year: Year,
}

/// A request for a place by the person in this position.
enum Wish {
    Register(bln_core::ModeChoice, bln_store::IdempotencyKey),
    Cancel,
    Accept,
    Decline,
}

/// What became of a wish.
enum Answer {
    Placed(Placement),
    Cancelled,
    Accepted,
    Declined,
}

impl Course<'_> {
    /// Makes one event's requests, many at a time, and counts the answers. Returns who was not refused.
    async fn ask(&mut self, event: Id<Event>, wishes: Vec<(usize, Wish)>) -> Result<Vec<usize>, SeasonError> {
        let mut done = Vec::with_capacity(wishes.len());
        let mut wishes = wishes.into_iter().peekable();
        while wishes.peek().is_some() {
            let (mut asked, mut requests) = (Vec::with_capacity(WAVE), Vec::with_capacity(WAVE));
            for (position, wish) in wishes.by_ref().take(WAVE) {
                let Some(participant) = self.people.get(position) else { continue };
                asked.push(position);
                requests.push(request(self.world.network.clone(), event, participant.person, wish));
            }
            for (position, answer) in asked.into_iter().zip(together(requests).await?) {
                if self.count(answer)? {
                    done.push(position);
                }
            }
        }
        Ok(done)
    }

    fn count(&mut self, answer: Result<Answer, NetworkError>) -> Result<bool, SeasonError> {
        let year = &mut self.year;
        year.requests += 1;
        match answer {
            Ok(Answer::Placed(Placement::Confirmed { .. })) => year.confirmed += 1,
            Ok(Answer::Placed(_)) => year.waiting += 1,
            Ok(Answer::Cancelled) => year.cancelled += 1,
            Ok(Answer::Accepted) => year.accepted += 1,
            Ok(Answer::Declined) => year.declined += 1,
            Err(NetworkError::Refused(refusal)) => {
                self.refused(refusal);
                return Ok(false);
            }
            Err(error) => return Err(SeasonError::network("answering a request for a place", error)),
        }
        Ok(true)
    }

    fn refused(&mut self, refusal: Refusal) {
        *self.year.refused.entry(refusal.code()).or_insert(0) += 1;
    }

    /// Reads the outbox as a mailer does, and returns who was offered a place at which event, in a fixed order.
    async fn new_offers(&mut self) -> Result<Vec<(usize, usize)>, SeasonError> {
        let mut offers = Vec::new();
        loop {
            let page = self.world.store.outbox_page(self.read, PageSize::MAX).await;
            let page = page.map_err(|error| SeasonError::network("reading the outbox", error.into()))?;
            for record in &page.items {
                self.read = Some(record.position);
                let notice = &record.notice;
                let event = self.programme.events.iter().position(|p| Some(p.event.id()) == notice.event());
                let position = self.positions.get(&notice.recipient());
                let (Some(event), Some(position)) = (event, position) else { continue };
                let before = self.programme.events.get(event).is_some_and(|published| {
                    // A wait that ends with the event has the same notice as an offer that ends.
                    notice.at() <= published.event.schedule().starts_at()
                });
                match notice.kind() {
                    NoticeKind::PlaceOffered => {
                        self.year.offers += 1;
                        offers.push((event, *position));
                    }
                    NoticeKind::OfferEnded if before => self.year.expired += 1,
                    _ => {}
                }
            }
            if page.next.is_none() {
                offers.sort_unstable();
                return Ok(offers);
            }
        }
    }

    async fn skip_old_mail(&mut self) -> Result<(), SeasonError> {
        self.new_offers().await?;
        Ok(())
    }
}

/// The people in these positions who are in the audience of an event and have an active membership.
fn admitted(people: &[Participant], event: &Event) -> Vec<usize> {
    let may = |person: &Participant| person.active && event.audience().admits(Some(person.kind));
    people.iter().enumerate().filter(|(_, person)| may(person)).map(|(position, _)| position).collect()
}

async fn request(
    network: Network,
    event: Id<Event>,
    person: Id<Person>,
    wish: Wish,
) -> Result<Answer, NetworkError> {
    let actor = Actor::participant(person);
    match wish {
        Wish::Register(choice, key) => {
            let request = bln_core::RegistrationRequest { event, person, choice };
            network.register(actor, request, key).await.map(Answer::Placed)
        }
        Wish::Cancel => network.cancel_registration(actor, event, person).await.map(|()| Answer::Cancelled),
        Wish::Accept => network.accept_offer(actor, event, person).await.map(|_| Answer::Accepted),
        Wish::Decline => network.decline_offer(actor, event, person).await.map(|()| Answer::Declined),
    }
}
