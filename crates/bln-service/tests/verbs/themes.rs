//! Themes: what may leave the room, and what it takes.

use std::sync::Arc;

use crate::support::{CountingSecrets, World, admin, event_under, keys, places};
use bln_core::{
    Action, Actor, Audience, Confidentiality, ContributorBand, Event, Id, KeyName, Modes, Person,
    PlannedEvent, Prose, RecordRef, Refusal, Theme, ThemeState,
};
use bln_service::{Network, NetworkError, Ports};
use bln_store::PageSize;
use uuid::Uuid;

const ON_THE_DAY: &str = "2027-05-01T17:00:00Z";
const OVER: &str = "2027-05-01T19:00:00Z";

fn refused<T>(refusal: Refusal) -> Result<T, NetworkError> {
    Err(NetworkError::Refused(refusal))
}

fn prose(text: &str) -> Prose<500> {
    Prose::parse(text).unwrap()
}

fn words() -> Prose<500> {
    prose("Rotas are given out late.")
}

struct Room {
    world: World,
    event: Id<Event>,
    facilitator: Actor,
    there: Vec<Id<Person>>,
}

impl Room {
    /// A session on the day, with so many who come.
    async fn new(rule: Confidentiality, coming: u32) -> Self {
        let world = World::new().await;
        let facilitator = world.member(100).await;
        let plan = PlannedEvent {
            details: event_under(rule, Audience::Members, Modes::InPerson),
            places: places(40),
            repeats: None,
        };
        let event = world.network.create_event(admin(), plan, world.key()).await.unwrap().events[0];
        world.network.publish_event(admin(), event).await.unwrap();
        world.grant(event, facilitator).await.unwrap();
        let mut there = Vec::new();
        for n in 1..=coming {
            let person = world.member(n).await;
            world.register(event, person).await.unwrap();
            there.push(person);
        }
        world.clock.set(ON_THE_DAY);
        Self { world, event, facilitator: Actor::facilitator(facilitator), there }
    }

    async fn propose(&self) -> Id<Theme> {
        let network = &self.world.network;
        network.propose_theme(self.facilitator, self.event, words(), self.world.key()).await.unwrap()
    }

    async fn contribute(&self, theme: Id<Theme>, people: usize) {
        for person in &self.there[..people] {
            let me = Actor::participant(*person);
            self.world.network.contribute_to_theme(me, theme).await.unwrap();
        }
    }

    async fn written(&self) -> usize {
        self.world.store.audit_page(None, PageSize::MAX).await.unwrap().items.len()
    }
}

#[tokio::test]
async fn a_theme_leaves_with_eight_voices_and_the_check_after_the_event() {
    let room = Room::new(Confidentiality::ConfidentialSafeSpace, 8).await;
    let (network, me) = (&room.world.network, room.facilitator);
    let theme = room.propose().await;
    room.contribute(theme, 7).await;
    assert_eq!(network.release_theme(me, theme).await, refused(Refusal::EventNotOver));
    room.world.clock.set(OVER);
    assert_eq!(network.release_theme(me, theme).await, refused(Refusal::ThemeNotChecked));
    network.check_theme(me, theme, &words()).await.unwrap();
    assert_eq!(network.release_theme(me, theme).await, refused(Refusal::TooFewContributors));
    // The same seven once more are seven.
    room.contribute(theme, 7).await;
    assert_eq!(network.release_theme(me, theme).await, refused(Refusal::TooFewContributors));
    room.contribute(theme, 8).await;
    let member = Actor::participant(room.world.member(50).await);
    assert_eq!(network.themes(member, room.event).await.unwrap(), []);
    network.release_theme(me, theme).await.unwrap();
    let released = network.themes(member, room.event).await.unwrap();
    assert_eq!((released[0].words(), released[0].contributors()), (&words(), ContributorBand::AtLeast8));
    assert_eq!(network.release_theme(me, theme).await, refused(Refusal::ThemeReleased));
    let late = network.contribute_to_theme(Actor::participant(room.there[0]), theme).await;
    assert_eq!(late, refused(Refusal::ThemeReleased));
    room.world.sound().await;
}

#[tokio::test]
async fn other_words_are_checked_anew_and_only_words_that_were_read_are_checked() {
    let room = Room::new(Confidentiality::ConfidentialSafeSpace, 8).await;
    let (network, me) = (&room.world.network, room.facilitator);
    let theme = room.propose().await;
    room.contribute(theme, 8).await;
    network.check_theme(me, theme, &words()).await.unwrap();
    let other = prose("Rotas come late, and some are told last.");
    network.reword_theme(me, theme, other.clone()).await.unwrap();
    room.world.clock.set(OVER);
    assert_eq!(network.release_theme(me, theme).await, refused(Refusal::ThemeNotChecked));
    assert_eq!(network.check_theme(me, theme, &words()).await, Err(NetworkError::Changed));
    network.check_theme(me, theme, &other).await.unwrap();
    network.release_theme(me, theme).await.unwrap();
    assert_eq!(network.reword_theme(me, theme, words()).await, refused(Refusal::ThemeReleased));
}

#[tokio::test]
async fn a_facilitator_reads_what_they_are_to_check_within_their_window_and_the_audit_says_so() {
    let room = Room::new(Confidentiality::ConfidentialSafeSpace, 8).await;
    let (network, me) = (&room.world.network, room.facilitator);
    let read = async || network.unreleased_themes(me, room.event).await;
    let reads = async || {
        let audit = room.world.store.audit_page(None, PageSize::MAX).await.unwrap().items;
        let read = audit.into_iter().filter(|record| record.entry.action() == Action::ReadThemes);
        read.map(|record| (record.entry.actor(), record.entry.subject().clone())).collect::<Vec<_>>()
    };
    assert_eq!((read().await, reads().await.len()), (Ok(vec![]), 1), "also that there is nothing yet");
    let theme = room.propose().await;
    room.contribute(theme, 8).await;
    let seen = read().await.unwrap();
    assert_eq!((seen.len(), seen[0].words(), seen[0].state()), (1, &words(), ThemeState::Gathering));
    // What was read is what is checked.
    network.check_theme(me, seen[0].id(), seen[0].words()).await.unwrap();
    assert_eq!(read().await.unwrap()[0].state().name(), "checked");
    assert_eq!(reads().await, vec![(me, RecordRef::Event(room.event)); 3]);

    let before = room.written().await;
    for actor in [admin(), Actor::facilitator(room.there[0]), Actor::participant(room.there[0])] {
        for event in [room.event, Id::new(Uuid::from_u128(0xbeef))] {
            assert_eq!(
                network.unreleased_themes(actor, event).await,
                refused(Refusal::NotFound),
                "{actor:?}"
            );
        }
    }
    assert_eq!(room.written().await, before, "a refusal writes nothing");
    room.world.clock.set(OVER);
    network.release_theme(me, theme).await.unwrap();
    assert_eq!(read().await, Ok(vec![]), "what is released is with the others");
    room.world.clock.set("2027-05-03T18:59:59.999999Z");
    assert!(read().await.is_ok());
    room.world.clock.set("2027-05-03T19:00:00Z");
    assert_eq!(read().await, refused(Refusal::FacilitationOver));
}

#[tokio::test]
async fn nothing_leaves_an_event_off_the_record() {
    let room = Room::new(Confidentiality::OffTheRecord, 1).await;
    let before = room.written().await;
    let network = &room.world.network;
    let proposed = network.propose_theme(room.facilitator, room.event, words(), room.world.key()).await;
    assert_eq!(proposed, refused(Refusal::OffTheRecord));
    assert_eq!(room.written().await, before);
}

#[tokio::test]
async fn without_leave_or_a_place_a_theme_is_not_there_and_nothing_is_written() {
    let room = Room::new(Confidentiality::ConfidentialSafeSpace, 2).await;
    let (world, network) = (&room.world, &room.world.network);
    let theme = room.propose().await;
    let (outside, left) = (world.member(50).await, room.there[1]);
    network.cancel_registration(Actor::participant(left), room.event, left).await.unwrap();
    let before = room.written().await;
    for theme in [theme, Id::new(Uuid::from_u128(0xbeef))] {
        for actor in
            [admin(), Actor::facilitator(outside), Actor::participant(room.there[0]), Actor::public()]
        {
            let proposed = network.propose_theme(actor, room.event, words(), world.key()).await;
            assert_eq!(proposed, refused(Refusal::NotFound));
            assert_eq!(network.reword_theme(actor, theme, words()).await, refused(Refusal::NotFound));
            assert_eq!(network.check_theme(actor, theme, &words()).await, refused(Refusal::NotFound));
            assert_eq!(network.release_theme(actor, theme).await, refused(Refusal::NotFound));
        }
        for actor in [Actor::participant(outside), Actor::participant(left), room.facilitator, admin()] {
            assert_eq!(network.contribute_to_theme(actor, theme).await, refused(Refusal::NotFound));
        }
    }
    assert_eq!(room.written().await, before);
}

#[tokio::test]
async fn a_theme_is_proposed_once_under_one_key() {
    let room = Room::new(Confidentiality::ConfidentialSafeSpace, 1).await;
    let (network, key) = (&room.world.network, room.world.key());
    let ask = || network.propose_theme(room.facilitator, room.event, words(), key.clone());
    assert_eq!(ask().await.unwrap(), ask().await.unwrap());
    let other = network.propose_theme(room.facilitator, room.event, prose("Other words."), key.clone()).await;
    assert_eq!(other, refused(Refusal::KeyUsedForAnotherRequest));
    assert_eq!(room.world.store.themes(room.event).await.unwrap().len(), 1);
}

#[tokio::test]
async fn who_added_their_voice_is_nowhere_to_be_read() {
    let room = Room::new(Confidentiality::ConfidentialSafeSpace, 3).await;
    let theme = room.propose().await;
    room.contribute(theme, 3).await;
    let audit = room.world.store.audit_page(None, PageSize::MAX).await.unwrap().items;
    let voices: Vec<_> =
        audit.iter().filter(|record| record.entry.action() == Action::ContributeToTheme).collect();
    assert_eq!(voices.len(), 3);
    for voice in voices {
        assert_eq!((voice.entry.actor(), voice.entry.subject().person()), (Actor::public(), None));
    }
    let kept = room.world.store.theme(theme).await.unwrap().unwrap();
    assert!(!format!("{kept:?}").contains("Rotas"));
}

/// The control is the count under the current key: one person would be two.
#[tokio::test]
async fn nobody_counts_twice_after_a_new_key() {
    let room = Room::new(Confidentiality::ConfidentialSafeSpace, 1).await;
    let theme = room.propose().await;
    room.contribute(theme, 1).await;
    let rotated = keys().with_new(KeyName::parse("newer").unwrap(), [18; 32]).unwrap();
    let hashes = bln_seal::contribution_hashes(&rotated, theme.uuid(), room.there[0]).unwrap();
    assert!(hashes.len() == 2 && hashes[0] != hashes[1]);
    let ports = Ports {
        clock: Arc::<crate::support::HandClock>::clone(&room.world.clock),
        ids: Arc::new(bln_service::SystemIds),
        secrets: Arc::new(CountingSecrets::default()),
        keys: Arc::new(rotated),
    };
    let profile = room.world.network.profile().clone();
    let later = Network::open(Arc::clone(&room.world.store), profile, ports).await.unwrap();
    later.contribute_to_theme(Actor::participant(room.there[0]), theme).await.unwrap();
    assert_eq!(room.world.store.contributors(theme).await.unwrap(), 1);
}
