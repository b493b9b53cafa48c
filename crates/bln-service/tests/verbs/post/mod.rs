//! A sender that keeps what it is handed, and a few things that people say.

use std::{collections::VecDeque, sync::Mutex};

use async_trait::async_trait;
use bln_core::{
    Action, Actor, Application, AuditEntry, BelongingKind, ConsentAnswer, ConsentGiven, ConsentMethod,
    ConsentRequest, Id, LinkKind, Notice, NoticeKind, Person, PurposeCode, RecordRef, Repeat, WordingPurpose,
    WordingRef,
};
use bln_seal::Token;
use bln_service::{Letter, SendError, Sender};
use bln_store::{Changes, PageSize};
use uuid::Uuid;

use crate::support::{World, admin};

/// Keeps letters; answers with the errors it was told, first.
#[derive(Debug, Default)]
pub(crate) struct Post {
    letters: Mutex<Vec<Letter>>,
    errors: Mutex<VecDeque<SendError>>,
}

impl Post {
    pub(crate) fn failing(errors: impl IntoIterator<Item = SendError>) -> Self {
        Self { errors: Mutex::new(errors.into_iter().collect()), ..Self::default() }
    }

    pub(crate) fn take(&self) -> Vec<Letter> {
        std::mem::take(&mut *self.letters.lock().unwrap())
    }
}

#[async_trait]
impl Sender for Post {
    /// It keeps whatever it is handed, once more too.
    fn repeat(&self) -> Repeat {
        Repeat::MayDouble
    }

    async fn send(&self, letter: Letter) -> Result<(), SendError> {
        if let Some(error) = self.errors.lock().unwrap().pop_front() {
            return Err(error);
        }
        self.letters.lock().unwrap().push(letter);
        Ok(())
    }
}

/// The token of the link of this kind in the letters.
pub(crate) fn link(letters: &mut [Letter], kind: LinkKind) -> Token {
    let mut links = letters.iter_mut().flat_map(|letter| letter.links.drain(..));
    links.find(|(action, _)| action.kind() == kind).unwrap().1
}

pub(crate) fn wording(world: &World, purpose: PurposeCode) -> WordingRef {
    let purpose = match purpose {
        PurposeCode::Bulletin => WordingPurpose::BulletinConsent,
        _ => WordingPurpose::DirectoryConsent,
    };
    let wordings = world.network.profile().wordings();
    wordings.iter().find(|wording| wording.purpose == purpose).unwrap().reference.clone()
}

/// An application as an ally that asks for the bulletin.
pub(crate) fn wants_the_bulletin(world: &World, n: u32, method: ConsentMethod) -> Application {
    let purpose = PurposeCode::Bulletin;
    let consents = vec![ConsentGiven { purpose, wording: wording(world, purpose) }];
    Application { consents, method, ..world.application(n, BelongingKind::Ally) }
}

pub(crate) async fn answer(world: &World, person: Id<Person>, purpose: PurposeCode, yes: bool) {
    let answer = if yes { ConsentAnswer::Given(wording(world, purpose)) } else { ConsentAnswer::Withdrawn };
    let request = ConsentRequest { person, purpose, answer, method: ConsentMethod::Web };
    world.network.answer_consent(Actor::participant(person), request).await.unwrap();
}

/// An entry to begin a change set with that a test commits by itself.
pub(crate) fn entry(n: u128) -> AuditEntry {
    let at = "2027-03-01T09:00:00Z".parse().unwrap();
    AuditEntry::new(Id::new(Uuid::from_u128(n)), at, admin(), Action::ConfigureNetwork, RecordRef::Network)
}

/// Puts a piece of news into the outbox, which needs consent to the bulletin.
pub(crate) async fn queue_news(world: &World, n: u128, person: Id<Person>) {
    let at = "2027-03-01T09:00:00Z".parse().unwrap();
    let news = Notice::new(Id::new(Uuid::from_u128(n)), person, NoticeKind::EventChanged, at);
    let changes = Changes::new(entry(n)).notify(news.needing(PurposeCode::Bulletin));
    world.store.commit(changes).await.unwrap();
}

/// Everything that tells of a write.
pub(crate) async fn written(world: &World) -> (String, String) {
    let audit = world.store.audit_page(None, PageSize::MAX).await.unwrap();
    let outbox = world.store.outbox_page(None, PageSize::MAX).await.unwrap();
    (format!("{:?}", audit.items), format!("{:?}", outbox.items))
}

/// Sends everything that waits, to nobody who matters.
pub(crate) async fn empty_the_outbox(world: &World) {
    world.network.dispatch(admin(), &Post::default(), usize::MAX).await.unwrap();
}
