//! The steps of the year.

use bln_core::{
    Actor, BelongingKind, Event, FacilitationWindow, Id, LineManagementChecked, Mode, ModeChoice, Modes,
    Places, PlacesByMode, RegistrationState, Schedule, WordingRef,
};
use bln_service::NetworkError;
use bln_store::{IdempotencyKey, PageSize};
use chrono::TimeDelta;

use super::{Course, Wish, World, admitted, agenda::Step};
use crate::{
    programme::{Fate, Published},
    season::SeasonError,
};

impl<'a> Course<'a> {
    pub(super) async fn step(&mut self, step: Step) -> Result<(), SeasonError> {
        match step {
            Step::Sweep => self.sweep().await,
            Step::Mail => self.mail().await.map(drop),
            Step::Spring => self.spring().await,
            Step::Summer => self.summer().await,
            Step::Quarter { number } => self.quarter(number).await,
            Step::Register { event, rest } => self.register(event, rest).await,
            Step::Doubt { event, again } => self.doubt(event, again).await,
            Step::Change { event } => self.change(event).await,
            Step::Doors { event } => self.doors(event).await,
            Step::Close { event } => self.close(event).await,
        }
    }

    async fn sweep(&mut self) -> Result<(), SeasonError> {
        let swept = self.world.network.expire_offers(self.world.administrator).await;
        swept.map(|_| ()).map_err(|error| SeasonError::network("ending offers", error))
    }

    /// An issue of the bulletin leaves, with everything else that waits, and the initiatives move on.
    async fn quarter(&mut self, number: usize) -> Result<(), SeasonError> {
        // What has left cannot be read any more: whoever is offered a place meanwhile answers first.
        while self.mail().await? > 0 {}
        let World { network, clock, administrator, .. } = self.world;
        self.changes.quarter(number).await?;
        self.news.send(network, administrator, clock, number).await
    }

    /// Of ten who are offered a place, six take it, one or two turn it down, and the rest do not answer. Returns how many
    /// were offered one.
    async fn mail(&mut self) -> Result<usize, SeasonError> {
        let mut wishes: Vec<Vec<(usize, Wish)>> = self.programme.events.iter().map(|_| Vec::new()).collect();
        let offers = self.new_offers().await?;
        let offered = offers.len();
        for (event, position) in offers {
            let wish = match self.random.below(100) {
                0..60 => Wish::Accept,
                60..75 => Wish::Decline,
                _ => continue,
            };
            if let Some(wishes) = wishes.get_mut(event) {
                wishes.push((position, wish));
            }
        }
        for (event, wishes) in wishes.into_iter().enumerate() {
            if let Some(published) = self.published(event) {
                self.ask(published.event.id(), wishes).await?;
            }
        }
        Ok(offered)
    }

    async fn register(&mut self, event: usize, rest: bool) -> Result<(), SeasonError> {
        let Some(Published { plan, event: published }) = self.published(event) else { return Ok(()) };
        let may: Vec<_> = admitted(&self.people, published)
            .into_iter()
            .filter(|position| self.registered.get(event).is_some_and(|there| !there.contains(position)))
            .collect();
        let wanted = (may.len() * plan.interest).div_ceil(1_000);
        let share = if rest { wanted * 3 / 10 } else { wanted * 7 / 10 };
        let wishes = self.random.sample(&may, share.max(1));
        self.wish_for_places(event, published.id(), published.modes(), wishes, "first").await
    }

    async fn wish_for_places(
        &mut self,
        event: usize,
        id: Id<Event>,
        modes: Modes,
        positions: Vec<usize>,
        round: &str,
    ) -> Result<(), SeasonError> {
        let key = IdempotencyKey::parse(format!("{round}-{id}"))?;
        let choices: Vec<_> = positions.iter().map(|_| self.choice(modes)).collect();
        let wish = |(position, choice)| (position, Wish::Register(choice, key.clone()));
        let placed = self.ask(id, positions.into_iter().zip(choices).map(wish).collect()).await?;
        if let Some(registered) = self.registered.get_mut(event) {
            registered.extend(placed);
        }
        Ok(())
    }

    fn choice(&mut self, modes: Modes) -> ModeChoice {
        match (modes, self.random.below(100)) {
            (Modes::InPerson, _) | (Modes::Hybrid, 0..45) => ModeChoice::InPerson,
            (Modes::Online, _) | (Modes::Hybrid, 45..65) => ModeChoice::Online,
            (Modes::Hybrid, _) => ModeChoice::Either,
        }
    }

    /// Six of a hundred give up what they have, each time; the second time some who gave up come back.
    async fn doubt(&mut self, event: usize, again: bool) -> Result<(), SeasonError> {
        let Some(Published { event: published, .. }) = self.published(event) else { return Ok(()) };
        let there = self.registered.get(event).cloned().unwrap_or_default();
        let leaving = self.random.sample(&there, (there.len() * 6).div_ceil(100));
        let wishes = leaving.iter().map(|position| (*position, Wish::Cancel)).collect();
        let gone = self.ask(published.id(), wishes).await?;
        if let Some(registered) = self.registered.get_mut(event) {
            registered.retain(|position| !gone.contains(position));
        }
        if !again {
            return Ok(());
        }
        let back = self.random.sample(&gone, gone.len().div_ceil(5));
        self.wish_for_places(event, published.id(), published.modes(), back, "again").await
    }

    async fn change(&mut self, event: usize) -> Result<(), SeasonError> {
        let Some(Published { plan, event: published }) = self.published(event) else { return Ok(()) };
        let (network, administrator, id) = (self.world.network, self.world.administrator, published.id());
        let changed = match plan.fate {
            Fate::Held => Ok(()),
            Fate::CalledOff => network.cancel_event(administrator, id).await,
            Fate::Moved => match network.event(administrator, id).await {
                Ok(current) => {
                    let schedule = current.record.schedule();
                    let later = |time: bln_core::LocalTime| time.plus_on_the_wall(TimeDelta::hours(1));
                    let schedule = Schedule::new(later(schedule.starts()), later(schedule.ends()))?;
                    let details = current.record.parts().details.clone().moved_to(schedule)?;
                    network.change_event(administrator, id, details, current.version).await
                }
                Err(error) => Err(error),
            },
            Fate::Enlarged => match network.seats(administrator, id).await {
                Ok(seats) => {
                    let Some(now) = seats.places() else { return Ok(()) };
                    let more = |mode| {
                        let capacity = now.of(mode).map(Places::number);
                        capacity.map(|places| Places::new(places + places.div_ceil(10))).transpose()
                    };
                    let places = (more(Mode::InPerson)?, more(Mode::Online)?);
                    let places = PlacesByMode::new(now.modes(), places.0, places.1)?;
                    network.resize_event(administrator, id, places).await
                }
                Err(error) => Err(error),
            },
        };
        changed.map_err(|error| SeasonError::network("changing an event", error))
    }

    /// Most who have a place come; some come without one.
    async fn doors(&mut self, event: usize) -> Result<(), SeasonError> {
        let Some(Published { event: published, .. }) = self.published(event) else { return Ok(()) };
        let (network, id) = (self.world.network, published.id());
        let mut after = None;
        let mut expected = Vec::new();
        loop {
            let page = self.world.store.registration_page(id, after, PageSize::MAX).await;
            let page = page.map_err(|error| SeasonError::network("reading the list", error.into()))?;
            let holds = |state| matches!(state, RegistrationState::Confirmed { .. });
            expected.extend(
                page.items.iter().map(|r| &r.record).filter(|r| holds(r.state())).map(|r| r.person()),
            );
            let Some(next) = page.next else { break };
            after = Some(next);
        }
        let door = self.door(published).await?;
        let coming: Vec<_> = expected.into_iter().filter(|_| self.random.chance(85)).collect();
        for wave in coming.chunks(crate::waves::WAVE) {
            let arrivals = wave.iter().map(|person| {
                let (network, person) = (network.clone(), *person);
                async move { network.check_in(door, id, person).await }
            });
            for answer in crate::waves::together(arrivals).await? {
                self.came(answer, false)?;
            }
        }
        self.walk_ups(event, published, door).await
    }

    async fn walk_ups(&mut self, event: usize, published: &Event, door: Actor) -> Result<(), SeasonError> {
        let there = self.registered.get(event).cloned().unwrap_or_default();
        let mut others = admitted(&self.people, published);
        others.retain(|position| !there.contains(position));
        let mode = if published.modes().contains(Mode::InPerson) { Mode::InPerson } else { Mode::Online };
        let key = IdempotencyKey::parse(format!("walk-up-{}", published.id()))?;
        for position in self.random.sample(&others, 1 + there.len() / 50) {
            let Some(person) = self.people.get(position).map(|person| person.person) else { continue };
            // A key of its own for each person: all of them are asked for by the one at the door.
            let key = IdempotencyKey::parse(format!("{}-{position}", key.as_str()))?;
            let answer = self.world.network.walk_up(door, published.id(), person, mode, key).await;
            self.came(answer, true)?;
        }
        Ok(())
    }

    fn came(&mut self, answer: Result<Mode, NetworkError>, walked_up: bool) -> Result<(), SeasonError> {
        self.year.requests += 1;
        match answer {
            Ok(_) if walked_up => self.year.walk_ups += 1,
            Ok(_) => self.year.checked_in += 1,
            Err(NetworkError::Refused(refusal)) => self.refused(refusal),
            Err(error) => return Err(SeasonError::network("checking people in", error)),
        }
        Ok(())
    }

    async fn close(&mut self, event: usize) -> Result<(), SeasonError> {
        let Some(Published { event: published, .. }) = self.published(event) else { return Ok(()) };
        let completed = self.world.network.complete_event(self.world.administrator, published.id()).await;
        completed.map_err(|error| SeasonError::network("completing an event", error))
    }

    /// Of a hundred active people two leave and one pauses; of a hundred allies two become members.
    async fn spring(&mut self) -> Result<(), SeasonError> {
        let (declaration, notice) =
            (WordingRef::parse("member-declaration@1")?, WordingRef::parse("privacy-notice@1")?);
        let network = self.world.network;
        for participant in self.people.iter_mut().filter(|participant| participant.active) {
            let person = participant.person;
            let actor = Actor::participant(person);
            let changed = match (self.random.below(100), participant.kind) {
                (0 | 1, _) => network.leave(actor, person).await.map(|()| participant.active = false),
                (2, _) => network.pause(actor, person).await.map(|()| participant.active = false),
                (3 | 4, BelongingKind::Ally) => {
                    let (declaration, notice) = (declaration.clone(), notice.clone());
                    let member = BelongingKind::Member;
                    let converted = network.convert(actor, person, member, declaration, notice).await;
                    converted.map(|()| participant.kind = member)
                }
                _ => Ok(()),
            };
            changed.map_err(|error| SeasonError::network("changing a membership", error))?;
        }
        Ok(())
    }

    /// Who paused comes back; who left, or was never active, is refused and stays as they are.
    async fn summer(&mut self) -> Result<(), SeasonError> {
        for participant in self.people.iter_mut().filter(|participant| !participant.active) {
            let person = participant.person;
            match self.world.network.resume(Actor::participant(person), person).await {
                Ok(()) => participant.active = true,
                Err(NetworkError::Refused(_)) => {}
                Err(error) => return Err(SeasonError::network("resuming a membership", error)),
            }
        }
        Ok(())
    }

    /// Whoever stands at the door: at a safe space somebody who was given leave to see who comes to it, and elsewhere
    /// whoever runs the network.
    async fn door(&self, published: &Event) -> Result<Actor, SeasonError> {
        let (network, administrator) = (self.world.network, self.world.administrator);
        if !published.confidentiality().is_strict() {
            return Ok(administrator.person().map_or(administrator, Actor::facilitator));
        }
        let active = self.people.iter().find(|participant| participant.active);
        let facilitator = active.map(|participant| participant.person);
        let (Some(facilitator), Ok(checked)) = (facilitator, LineManagementChecked::stated_by(administrator))
        else {
            return Ok(administrator);
        };
        let window = FacilitationWindow::WEEK_BEFORE_TWO_DAYS_AFTER;
        let granted =
            network.grant_facilitation(administrator, published.id(), facilitator, window, checked).await;
        granted.map_err(|error| SeasonError::network("giving leave to see who comes", error))?;
        Ok(Actor::facilitator(facilitator))
    }

    fn published(&self, event: usize) -> Option<&'a Published> {
        self.programme.events.get(event)
    }
}
