//! Whether a notice may leave, decided when it is about to.

mod occasion;

pub use occasion::{Occasion, ToldEvent};

use crate::{
    Bulletin, BulletinState, ConsentLedger, Instant, Issue, Limits, Notice, NoticeKind, Refusal,
    bounce::AddressRecord, purpose::PurposeCode,
};

/// Whom a notice is for, as they are when it is about to leave.
#[derive(Debug, Clone, Copy)]
pub enum Recipient<'a> {
    /// Nobody on the list: erased, or never there.
    Gone,
    /// Somebody on the list.
    Listed {
        /// What they said about consent, if they were ever asked.
        ledger: Option<&'a ConsentLedger>,
        /// What may not be done with their details, if anything.
        limits: Option<&'a Limits>,
        /// What is known of the address it would go to, if anything.
        address: Option<&'a AddressRecord>,
    },
}

/// What a notice tells of, as it is when it is about to leave.
#[derive(Debug, Clone, Copy)]
pub enum Topic<'a> {
    /// An event, and how the recipient stands to it.
    Event(Occasion<'a>),
    /// An issue of the bulletin, and what it shows.
    Issue(&'a Bulletin, &'a Issue),
}

/// What becomes of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dispatch {
    /// It may leave, now and in this attempt.
    Send,
    /// Not now: the issue that it brings is paused. It stays where it is.
    Wait,
    /// It must not leave, and is not tried again.
    Withhold(Withheld),
}

/// Why a notice does not leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Withheld {
    /// There is nobody to send it to.
    RecipientGone,
    /// There is no live consent for what it needs.
    Consent(Refusal),
    /// Processing is restricted.
    Restricted,
    /// What it asks the person to confirm is not open any more.
    NothingToConfirm,
    /// What it tells of an event is not so any more.
    Outdated,
    /// The issue that it brings was stopped.
    Stopped,
    /// Letters to the address fail.
    AddressHeld,
}

impl Withheld {
    /// The stable code, for logs and counts.
    pub const fn code(self) -> &'static str {
        match self {
            Withheld::RecipientGone => "dispatch.recipient_gone",
            Withheld::Consent(refusal) => refusal.code(),
            Withheld::Restricted => "dispatch.restricted",
            Withheld::NothingToConfirm => "dispatch.nothing_to_confirm",
            Withheld::Outdated => "dispatch.outdated",
            Withheld::Stopped => "dispatch.stopped",
            Withheld::AddressHeld => "dispatch.address_held",
        }
    }
}

impl Dispatch {
    /// Decides about a notice as things are `now`, whatever they were when it was written: a "no" stops what is
    /// queued (UK GDPR article 7(3)). The answer holds only with the versions it was decided on; a store that finds
    /// others refuses the commit, and it is decided again.
    ///
    /// Restriction stops what needs consent, a consent given earlier included: that it was meant to outlast the
    /// restriction is not assumed. It does not keep from a person the answer to what they asked for themselves, or
    /// that an event they are to come to is cancelled. Both are this library's own choice within article 18(2). An
    /// objection to news is a "no" in the ledger (article 21(3)), and needs nothing of its own here.
    ///
    /// What a notice tells of an event is told while it is so, and an issue is brought while it is being sent: `topic` is
    /// that event or that issue as it is now, and none is one that is not there.
    ///
    /// Nothing goes to an address that is [held](AddressRecord::is_held), nor to another of the person's in its place: they
    /// did not say that what is for them may be read there.
    ///
    /// ```
    /// use bln_core::{ConsentLedger, ConsentMethod, Dispatch, Id, Instant, Notice, NoticeKind, PurposeCode, Recipient, Refusal, Withheld};
    /// # fn id<K>(n: u128) -> Id<K> { Id::new(uuid::Uuid::from_u128(n)) }
    ///
    /// let now: Instant = "2027-03-01T09:00:00Z".parse()?;
    /// let notice = Notice::new(id(1), id(17), NoticeKind::EventChanged, now).needing(PurposeCode::Bulletin);
    /// let ledger = ConsentLedger::new(id(17)).withdraw(PurposeCode::Bulletin, ConsentMethod::Web, None, now);
    /// let recipient = Recipient::Listed { ledger: Some(&ledger), limits: None, address: None };
    /// let withheld = Withheld::Consent(Refusal::ConsentWithdrawn);
    /// assert_eq!(Dispatch::decide(&notice, recipient, None, now), Dispatch::Withhold(withheld));
    /// # Ok::<(), bln_core::Invalid>(())
    /// ```
    pub fn decide(notice: &Notice, recipient: Recipient<'_>, topic: Option<Topic<'_>>, now: Instant) -> Self {
        match leave(notice, recipient, now).and_then(|()| still_so(notice, topic, now)) {
            Ok(dispatch) => dispatch,
            Err(withheld) => Dispatch::Withhold(withheld),
        }
    }
}

fn leave(notice: &Notice, recipient: Recipient<'_>, now: Instant) -> Result<(), Withheld> {
    let Recipient::Listed { ledger, limits, address } = recipient else {
        return Err(Withheld::RecipientGone);
    };
    // A ledger of somebody else says nothing about this recipient.
    let ledger = ledger.filter(|ledger| ledger.person() == notice.recipient());
    if let Some(purpose) = notice.needs() {
        if limits.is_some_and(Limits::is_restricted) {
            return Err(Withheld::Restricted);
        }
        ledger
            .map_or(Err(Refusal::NoConsent), |ledger| ledger.check(purpose, now))
            .map_err(Withheld::Consent)?;
    }
    let asks = matches!(notice.kind(), NoticeKind::ConfirmConsent | NoticeKind::ConsentReworded);
    let open = |purpose| ledger.is_some_and(|ledger| ledger.open_request(purpose).is_some());
    // The first letter of all says nothing of a purpose: it asks for everything that is open by then.
    let answered =
        notice.needs().map_or_else(|| !PurposeCode::ALL.into_iter().any(open), |purpose| !open(purpose));
    if asks && answered {
        return Err(Withheld::NothingToConfirm);
    }
    if address.is_some_and(AddressRecord::is_held) { Err(Withheld::AddressHeld) } else { Ok(()) }
}

fn still_so(notice: &Notice, topic: Option<Topic<'_>>, now: Instant) -> Result<Dispatch, Withheld> {
    match (notice.event(), notice.issue(), topic) {
        (None, None, _) => Ok(Dispatch::Send),
        (Some(event), None, Some(Topic::Event(occasion))) => {
            let so = occasion.is_of(event) && occasion.still_tells(notice.kind(), now);
            if so { Ok(Dispatch::Send) } else { Err(Withheld::Outdated) }
        }
        (None, Some(id), Some(Topic::Issue(bulletin, issue))) if bulletin.id() == id => {
            match bulletin.state() {
                // Everything that it was to show was taken back.
                BulletinState::Sending { .. } if issue.sections().is_empty() => Err(Withheld::Outdated),
                BulletinState::Sending { .. } => Ok(Dispatch::Send),
                BulletinState::Paused { .. } => Ok(Dispatch::Wait),
                BulletinState::Stopped { .. } => Err(Withheld::Stopped),
                BulletinState::Draft | BulletinState::Scheduled { .. } => Err(Withheld::Outdated),
            }
        }
        _ => Err(Withheld::Outdated),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        BulletinAudience, BulletinContents, ConsentMethod, EmailAddress, Id, IssueContent, IssueSection,
        Line, Person, Prose, Section, SectionContent, WordingRef, bounce::Delivery,
        limits::RestrictionGround,
    };

    const BULLETIN: PurposeCode = PurposeCode::Bulletin;
    const WEB: ConsentMethod = ConsentMethod::Web;

    fn at(minute: i64) -> Instant {
        "2027-03-01T09:00:00Z".parse::<Instant>().unwrap().plus(chrono::TimeDelta::minutes(minute))
    }

    fn person(n: u128) -> Id<Person> {
        Id::new(uuid::Uuid::from_u128(n))
    }

    fn wording() -> WordingRef {
        WordingRef::parse("consent@1").unwrap()
    }

    fn notice(kind: NoticeKind) -> Notice {
        Notice::new(Id::new(uuid::Uuid::nil()), person(17), kind, at(0))
    }

    fn news() -> Notice {
        notice(NoticeKind::EventChanged).needing(BULLETIN)
    }

    fn given(n: u128) -> ConsentLedger {
        ConsentLedger::new(person(n)).give(BULLETIN, wording(), None, WEB, None, at(0)).unwrap()
    }

    fn decide(
        notice: &Notice,
        ledger: Option<&ConsentLedger>,
        limits: Option<&Limits>,
    ) -> Result<(), Withheld> {
        let recipient = Recipient::Listed { ledger, limits, address: None };
        match Dispatch::decide(notice, recipient, None, at(5)) {
            Dispatch::Send => Ok(()),
            Dispatch::Wait => unreachable!("nothing here brings an issue"),
            Dispatch::Withhold(why) => Err(why),
        }
    }

    #[test]
    fn nothing_is_sent_to_nobody() {
        for notice in [news(), notice(NoticeKind::Welcome), notice(NoticeKind::ConfirmConsent)] {
            let gone = Dispatch::decide(&notice, Recipient::Gone, None, at(5));
            assert_eq!(gone, Dispatch::Withhold(Withheld::RecipientGone));
        }
    }

    #[test]
    fn what_needs_consent_leaves_with_a_live_yes_of_its_recipient_alone() {
        let refused = |refusal| Err(Withheld::Consent(refusal));
        assert_eq!(decide(&news(), Some(&given(17)), None), Ok(()));
        assert_eq!(decide(&news(), None, None), refused(Refusal::NoConsent));
        assert_eq!(decide(&news(), Some(&given(18)), None), refused(Refusal::NoConsent));
        let no = given(17).withdraw(BULLETIN, WEB, None, at(5));
        assert_eq!(decide(&news(), Some(&no), None), refused(Refusal::ConsentWithdrawn));
        let suppressed = given(17).with_suppressed([BULLETIN]);
        assert_eq!(decide(&news(), Some(&suppressed), None), refused(Refusal::ConsentWithdrawn));
        let other = notice(NoticeKind::EventChanged).needing(PurposeCode::Directory);
        assert_eq!(decide(&other, Some(&given(17)), None), refused(Refusal::NoConsent));
    }

    #[test]
    fn a_restriction_stops_what_needs_consent_and_not_the_answer_to_a_request() {
        let yes = given(17);
        let none = Limits::none(person(17));
        let restricted = none.restrict(RestrictionGround::AccuracyContested, at(1));
        assert_eq!(decide(&news(), Some(&yes), Some(&restricted)), Err(Withheld::Restricted));
        assert_eq!(decide(&news(), Some(&yes), Some(&none)), Ok(()));
        assert_eq!(decide(&news(), Some(&yes), Some(&restricted.lift_restriction())), Ok(()));
        for kind in [NoticeKind::EventCancelled, NoticeKind::PlaceOffered] {
            assert_eq!(decide(&notice(kind), None, Some(&restricted)), Ok(()));
        }
    }

    #[test]
    fn what_is_asked_is_asked_while_it_is_open() {
        let confirm = notice(NoticeKind::ConfirmConsent);
        let asked = ConsentLedger::new(person(17)).request(BULLETIN, wording(), WEB, at(1));
        assert_eq!(decide(&confirm, Some(&asked), None), Ok(()));
        let answered = asked.confirm(BULLETIN, at(2)).unwrap();
        for ledger in [Some(&answered), None] {
            assert_eq!(decide(&confirm, ledger, None), Err(Withheld::NothingToConfirm));
        }
        let reworded = notice(NoticeKind::ConsentReworded).needing(BULLETIN);
        let next = WordingRef::parse("consent@2").unwrap();
        let asked_again = answered.request(BULLETIN, next, ConsentMethod::Link, at(3));
        assert_eq!(decide(&reworded, Some(&asked_again), None), Ok(()));
        assert_eq!(decide(&reworded, Some(&answered), None), Err(Withheld::NothingToConfirm));
        let no = asked_again.withdraw(BULLETIN, WEB, None, at(4));
        let withdrawn = Err(Withheld::Consent(Refusal::ConsentWithdrawn));
        assert_eq!(decide(&reworded, Some(&no), None), withdrawn);
    }

    #[test]
    fn what_is_told_of_an_event_that_is_not_there_does_not_leave() {
        let event = Id::new(uuid::Uuid::from_u128(1));
        for kind in [NoticeKind::PlaceConfirmed, NoticeKind::EventCancelled, NoticeKind::MessageToAttendees] {
            assert_eq!(decide(&notice(kind).about(event), None, None), Err(Withheld::Outdated));
        }
    }

    fn section() -> Section {
        let words = SectionContent::News(Prose::parse("The network met.").unwrap());
        Section::new(Line::parse("News").unwrap(), words).unwrap()
    }

    fn issue(n: u128) -> Bulletin {
        let subject = Line::parse("March").unwrap();
        let contents = BulletinContents::new(subject, vec![section()], BulletinAudience::Everybody).unwrap();
        Bulletin::draft(Id::new(uuid::Uuid::from_u128(n)), contents).schedule(at(0)).unwrap()
    }

    #[test]
    fn an_issue_leaves_while_it_is_sent_waits_while_it_is_paused_and_never_leaves_when_stopped() {
        let (scheduled, yes) = (issue(1), given(17));
        let sending = scheduled.begin(at(0)).unwrap();
        let notice = Notice::bulletin(sending.id(), person(17), at(0));
        let words = IssueContent::News(Prose::parse("The network met.").unwrap());
        let shown = Issue::new(Line::parse("March").unwrap(), [IssueSection::of(&section(), words)]);
        let bare = Issue::new(Line::parse("March").unwrap(), []);
        let decide_of = |bulletin: Option<&Bulletin>, ledger, issue| {
            let recipient = Recipient::Listed { ledger, limits: None, address: None };
            Dispatch::decide(&notice, recipient, bulletin.map(|it| Topic::Issue(it, issue)), at(5))
        };
        let decide = |bulletin, ledger| decide_of(bulletin, ledger, &shown);
        let (paused, stopped) = (sending.pause().unwrap(), sending.stop(at(1)).unwrap());
        assert_eq!(decide(Some(&sending), Some(&yes)), Dispatch::Send);
        assert_eq!(decide(Some(&paused), Some(&yes)), Dispatch::Wait);
        assert_eq!(decide(Some(&stopped), Some(&yes)), Dispatch::Withhold(Withheld::Stopped));
        let another = issue(2).begin(at(0)).unwrap();
        for not_it in [None, Some(&scheduled), Some(&another)] {
            assert_eq!(decide(not_it, Some(&yes)), Dispatch::Withhold(Withheld::Outdated));
        }
        let nothing_left = decide_of(Some(&sending), Some(&yes), &bare);
        assert_eq!(nothing_left, Dispatch::Withhold(Withheld::Outdated));
        // A "no" is not kept waiting.
        let no = Dispatch::Withhold(Withheld::Consent(Refusal::NoConsent));
        assert_eq!(decide(Some(&paused), None), no);
    }

    #[test]
    fn nothing_goes_to_an_address_that_is_held() {
        let address = EmailAddress::parse("sample.person.17@example.org").unwrap();
        let failed = AddressRecord::new(person(17), address).after(Delivery::TemporaryFailure, at(0));
        let held = failed.after(Delivery::PermanentFailure, at(1));
        let decide = |record| {
            let recipient = Recipient::Listed { ledger: None, limits: None, address: Some(record) };
            Dispatch::decide(&notice(NoticeKind::Welcome), recipient, None, at(5))
        };
        assert_eq!(decide(&failed), Dispatch::Send);
        assert_eq!(decide(&held), Dispatch::Withhold(Withheld::AddressHeld));
        assert_eq!(decide(&held.lift()), Dispatch::Send);
    }

    #[test]
    fn every_reason_has_its_own_code() {
        let reasons = [
            Withheld::RecipientGone,
            Withheld::Consent(Refusal::NoConsent),
            Withheld::Restricted,
            Withheld::NothingToConfirm,
            Withheld::Outdated,
            Withheld::Stopped,
            Withheld::AddressHeld,
        ];
        let codes: std::collections::BTreeSet<_> = reasons.iter().map(|why| why.code()).collect();
        assert_eq!(codes.len(), reasons.len());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        /// However what is said and what is sent interleave, nothing that needs consent leaves after a "no".
        #[test]
        fn nothing_leaves_after_a_no(steps in prop::collection::vec((0_u8..4, 0_i64..30), 1..30)) {
            let mut ledger = ConsentLedger::new(person(17));
            let mut live = false;
            for (step, minute) in steps {
                match step {
                    0 => {
                        ledger = ledger.give(BULLETIN, wording(), None, WEB, None, at(minute)).unwrap();
                        live = true;
                    }
                    1 => {
                        ledger = ledger.withdraw(BULLETIN, WEB, None, at(minute));
                        live = false;
                    }
                    2 => ledger = ledger.request(BULLETIN, wording(), WEB, at(minute)),
                    _ => {
                        let ledger = Some(&ledger);
                        let recipient = Recipient::Listed { ledger, limits: None, address: None };
                        if Dispatch::decide(&news(), recipient, None, at(minute)) == Dispatch::Send {
                            prop_assert!(live, "sent after a no");
                        } else {
                            // By a clock that is not behind what was said, a live "yes" is enough.
                            let late = Dispatch::decide(&news(), recipient, None, at(60));
                            prop_assert_eq!(late == Dispatch::Send, live);
                        }
                    }
                }
            }
        }
    }
}
