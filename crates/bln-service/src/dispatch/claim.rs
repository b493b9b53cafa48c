//! Claiming a notice: what it rests on is read, decided on and pinned in one commit.

use bln_core::{
    Action, ActionLink, ConsentLedger, Dispatch, Event, LinkAction, NoticeKind, NoticeState, Occasion, Prose,
    PurposeCode, Recipient, RecordRef, Registration, Topic, Versioned, bounce::AddressRecord,
};
use bln_seal::Token;
use bln_store::{Changes, NoticeRecord, PersonRecord, StoreError, Write};

use super::{
    Claim,
    issues::{IssueAtHand, Issues},
};
use crate::{Letter, Network, NetworkError, as_read::as_read, gate::Entered};

/// How often a notice is decided again because something it rests on changed meanwhile.
const ATTEMPTS: u32 = 16;

/// Everything that a notice rests on, as it was read.
struct AtHand {
    person: PersonRecord,
    words: Option<Prose<2000>>,
    event: Option<Versioned<Event>>,
    registration: Option<Versioned<Registration>>,
    issue: Option<IssueAtHand>,
    address: Option<Versioned<AddressRecord>>,
}

/// What was decided about a notice, before it is committed.
enum Decided {
    /// It leaves, with these links and their tokens.
    Leaves(Vec<(ActionLink, Token)>),
    /// It does not leave.
    Withheld,
    /// It waits.
    Waits,
}

impl AtHand {
    /// What the notice tells of.
    fn topic(&self) -> Option<Topic<'_>> {
        let issue = self.issue.as_ref().map(|issue| Topic::Issue(issue.bulletin(), issue.shown()));
        issue.or_else(|| self.occasion().map(Topic::Event))
    }

    fn occasion(&self) -> Option<Occasion<'_>> {
        let registration = self.registration.as_ref().map(|stored| &stored.record);
        self.event.as_ref().map(|stored| Occasion::new(&stored.record, registration))
    }

    /// The changes, to be committed only if all of it is as it was read.
    fn pinned(&self, changes: Changes) -> Changes {
        let mut changes = as_read(changes, &self.person);
        if let Some(event) = &self.event {
            changes = changes.pin(RecordRef::Event(event.record.id()), event.version);
        }
        if let Some(own) = &self.registration {
            let (event, person) = (own.record.event(), own.record.person());
            changes = changes.pin(RecordRef::Registration { event, person }, own.version);
        }
        match &self.issue {
            Some(issue) => issue.pinned(changes),
            None => changes,
        }
    }
}

impl Network {
    /// Decides about a notice, and commits that.
    pub(super) async fn claim(
        &self,
        gate: &Entered<'_>,
        record: &NoticeRecord,
        issues: &mut Issues,
    ) -> Result<Claim, NetworkError> {
        for _ in 0..ATTEMPTS {
            let Some(at_hand) = self.at_hand(gate, record, issues).await? else {
                return Ok(Claim::Theirs);
            };
            let links = match self.decided(gate, record, &at_hand).await? {
                Decided::Leaves(links) => Some(links),
                Decided::Withheld => None,
                Decided::Waits => return Ok(Claim::Waits),
            };
            let after = NoticeState::Claimed { since: self.now() };
            let changes = self.claiming(gate, record, &at_hand, after, links.as_deref());
            match gate.commit(changes).await {
                Ok(()) => {
                    let Some(links) = links else { return Ok(Claim::Withheld) };
                    return Ok(Claim::Ours(Box::new(letter(record, at_hand, links)), after));
                }
                Err(StoreError::Stale { record: RecordRef::Network }) => return Ok(Claim::Theirs),
                Err(StoreError::Stale { .. }) => issues.forget(),
                Err(error) => return Err(error.into()),
            }
        }
        Err(NetworkError::Busy)
    }

    /// Whether the notice may leave now, and with which links.
    async fn decided(
        &self,
        gate: &Entered<'_>,
        record: &NoticeRecord,
        at_hand: &AtHand,
    ) -> Result<Decided, NetworkError> {
        let (notice, now) = (&record.notice, self.now());
        let answers = self.answers_of(gate, &at_hand.person).await?;
        let limits = at_hand.person.limits.as_ref().map(|limits| &limits.record);
        let address = at_hand.address.as_ref().map(|address| &address.record);
        let recipient = Recipient::Listed { ledger: Some(answers.ledger()), limits, address };
        match Dispatch::decide(notice, recipient, at_hand.topic(), now) {
            Dispatch::Send => {}
            Dispatch::Wait => return Ok(Decided::Waits),
            Dispatch::Withhold(_) => return Ok(Decided::Withheld),
        }
        let offer = at_hand.registration.as_ref().and_then(|stored| stored.record.state().expires());
        let mut links = Vec::new();
        for action in actions(record, answers.ledger()) {
            // An offer that has ended is not told of: what became of it is told by another notice.
            let Some(expires) = action.valid_until(now, offer) else { return Ok(Decided::Withheld) };
            let token = Token::from_random(self.ports.random()?);
            links.push((ActionLink::new(token.hash(), notice.recipient(), action, expires), token));
        }
        Ok(Decided::Leaves(links))
    }

    /// What is to be committed before a notice leaves; without links, so that it does not.
    fn claiming(
        &self,
        gate: &Entered<'_>,
        record: &NoticeRecord,
        at_hand: &AtHand,
        after: NoticeState,
        links: Option<&[(ActionLink, Token)]>,
    ) -> Changes {
        let (notice, position, now) = (&record.notice, record.position, self.now());
        let action = links.map_or(Action::WithholdNotice, |_| Action::DispatchNotice);
        let entry = self.entry(gate.actor(), action, RecordRef::Person(notice.recipient()), now);
        let entry = match notice.needs() {
            Some(purpose) => entry.for_purpose(purpose),
            None => entry,
        };
        let claim = Write::NoticeState { position, before: record.state, after };
        let changes = at_hand.pinned(Changes::new(entry)).write(claim);
        match links {
            Some(links) => {
                links.iter().fold(changes, |changes, (link, _)| changes.write(Write::ActionLink(*link)))
            }
            None => changes.write(Write::RemoveNotice { position }),
        }
    }

    /// What a notice rests on; `None` if it is not this notice any more: erasing somebody removes what waits for them, and
    /// merging readdresses it.
    async fn at_hand(
        &self,
        gate: &Entered<'_>,
        record: &NoticeRecord,
        issues: &mut Issues,
    ) -> Result<Option<AtHand>, NetworkError> {
        let (notice, store) = (&record.notice, gate.store());
        let Some(person) = store.person(notice.recipient()).await? else { return Ok(None) };
        let words = match notice.message() {
            Some(message) => match store.message(message).await? {
                Some(message) => Some(message.words().clone()),
                None => return Ok(None),
            },
            None => None,
        };
        let (mut event, mut registration, mut issue) = (None, None, None);
        if let Some(about) = notice.event() {
            event = store.event(about).await?;
            registration = store.registration(about, notice.recipient()).await?;
        }
        if let Some(id) = notice.issue() {
            issue = self.issue_at_hand(gate, issues, id).await?;
        }
        let address = store.address_record(person.person.record.emails().preferred()).await?;
        Ok(Some(AtHand { person, words, event, registration, issue, address }))
    }
}

fn letter(record: &NoticeRecord, at_hand: AtHand, links: Vec<(ActionLink, Token)>) -> Letter {
    let (notice, details) = (&record.notice, &at_hand.person.person.record);
    Letter {
        to: details.emails().preferred().clone(),
        name: details.name().clone(),
        notice: notice.id(),
        kind: notice.kind(),
        event: at_hand.occasion().map(|occasion| occasion.told()),
        words: at_hand.words,
        issue: at_hand.issue.map(IssueAtHand::into_shown),
        links: links.into_iter().map(|(link, token)| (link.action(), token)).collect(),
    }
}

/// What the reader of a letter can do by it.
fn actions(record: &NoticeRecord, ledger: &ConsentLedger) -> Vec<LinkAction> {
    let notice = &record.notice;
    let mut actions = Vec::new();
    match (notice.kind(), notice.event()) {
        (NoticeKind::PlaceOffered, Some(event)) => {
            actions.extend([LinkAction::AcceptOffer { event }, LinkAction::DeclineOffer { event }]);
        }
        (NoticeKind::ConfirmConsent | NoticeKind::ConsentReworded, _) => {
            let asked = |purpose: &PurposeCode| notice.needs().is_none_or(|needs| needs == *purpose);
            let open = |purpose: &PurposeCode| ledger.open_request(*purpose).is_some();
            let purposes = PurposeCode::ALL.into_iter().filter(asked).filter(open);
            actions.extend(purposes.map(|purpose| LinkAction::ConfirmConsent { purpose }));
        }
        _ => {}
    }
    // To say "no" is as easy as to say "yes" (UK GDPR article 7(3)), and takes no signing in.
    actions.extend(notice.needs().map(|purpose| LinkAction::Unsubscribe { purpose }));
    actions
}
