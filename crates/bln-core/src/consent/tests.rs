use proptest::prelude::*;

use super::*;
use crate::purpose;

pub(super) const BULLETIN: PurposeCode = PurposeCode::Bulletin;
pub(super) const WEB: ConsentMethod = ConsentMethod::Web;
pub(super) const IMPORT: ConsentMethod = ConsentMethod::Import;

pub(super) fn at(minute: i64) -> Instant {
    "2027-03-01T09:00:00Z".parse::<Instant>().unwrap().plus(chrono::TimeDelta::minutes(minute))
}

pub(super) fn wording() -> WordingRef {
    WordingRef::parse("consent@1").unwrap()
}

pub(super) fn empty() -> ConsentLedger {
    ConsentLedger::new(Id::new(uuid::Uuid::from_u128(17)))
}

pub(super) fn give(
    ledger: &ConsentLedger,
    until: Option<i64>,
    method: ConsentMethod,
    now: i64,
) -> Result<ConsentLedger, Refusal> {
    ledger.give(BULLETIN, wording(), until.map(at), method, None, at(now))
}

pub(super) fn permit(ledger: &ConsentLedger, now: i64) -> Result<(), Refusal> {
    ledger.permit::<purpose::Bulletin>(at(now)).map(|_| ())
}

#[test]
fn consent_is_live_from_its_instant_until_strictly_before_its_end() {
    let ledger = give(&empty(), Some(9), WEB, 5).unwrap();
    assert_eq!(permit(&ledger, 4), Err(Refusal::NoConsent));
    assert_eq!(permit(&ledger, 5), Ok(()));
    assert_eq!(permit(&ledger, 8), Ok(()));
    assert_eq!(permit(&ledger, 9), Err(Refusal::ConsentExpired));
    assert_eq!(give(&empty(), Some(5), WEB, 5), Err(Refusal::ConsentExpired));
}

#[test]
fn consent_for_one_purpose_is_none_for_another() {
    let ledger = give(&empty(), None, WEB, 0).unwrap();
    assert_eq!(ledger.status(PurposeCode::Directory, at(1)), ConsentStatus::NeverAsked);
    assert_eq!(ledger.permit::<purpose::Directory>(at(1)).unwrap_err(), Refusal::NoConsent);
}

#[test]
fn a_no_can_always_be_recorded_and_is_recorded_once() {
    let never_asked = empty().withdraw(BULLETIN, WEB, None, at(0));
    assert_eq!(never_asked.status(BULLETIN, at(0)), ConsentStatus::Withdrawn);
    assert_eq!(never_asked.withdraw(BULLETIN, WEB, None, at(1)), never_asked);
    let expired = give(&empty(), Some(1), WEB, 0).unwrap().withdraw(BULLETIN, IMPORT, None, at(2));
    assert_eq!(permit(&expired, 2), Err(Refusal::ConsentWithdrawn));
    assert_eq!(expired.entries().len(), 2);
}

#[test]
fn the_person_can_say_yes_again_after_a_no() {
    let ledger = empty().withdraw(BULLETIN, WEB, None, at(0));
    assert_eq!(permit(&give(&ledger, None, WEB, 1).unwrap(), 1), Ok(()));
}

#[test]
fn an_import_gives_consent_only_where_it_takes_nothing_back() {
    let import = |ledger: &ConsentLedger, until| give(ledger, until, IMPORT, 5).err();
    let refused = Some(Refusal::ImportCannotStrengthenConsent);
    assert_eq!(import(&empty(), None), None);
    let withdrawn = empty().withdraw(BULLETIN, WEB, None, at(0));
    assert_eq!(import(&withdrawn, None), refused);
    let expired = give(&empty(), Some(3), WEB, 0).unwrap();
    assert_eq!((import(&expired, None), import(&expired, Some(6))), (refused, refused));
    let live = give(&empty(), Some(9), WEB, 0).unwrap();
    assert_eq!(import(&live, None), refused);
    assert_eq!(import(&live, Some(10)), refused);
    assert_eq!((import(&live, Some(9)), import(&live, Some(8))), (None, None));
}

#[test]
fn after_a_no_there_is_no_permit_for_an_earlier_instant_either() {
    let ledger = give(&empty(), None, WEB, 0).unwrap().withdraw(BULLETIN, WEB, None, at(5));
    assert_eq!(ledger.status(BULLETIN, at(3)), ConsentStatus::Given);
    assert_eq!(permit(&ledger, 3), Err(Refusal::ConsentWithdrawn));
}

#[test]
fn a_clock_set_back_does_not_hide_a_no() {
    let ledger = give(&empty(), None, WEB, 0).unwrap();
    let ahead = give(&ledger, None, WEB, 60).unwrap().withdraw(BULLETIN, WEB, None, at(5));
    assert_eq!(ahead.status(BULLETIN, at(5)), ConsentStatus::Withdrawn);
    assert_eq!(ahead.status(BULLETIN, at(90)), ConsentStatus::Withdrawn);
    let no_ahead = ledger.withdraw(BULLETIN, WEB, None, at(60)).withdraw(BULLETIN, WEB, None, at(5));
    assert_eq!(no_ahead.status(BULLETIN, at(5)), ConsentStatus::Withdrawn);
}

#[test]
fn a_merge_keeps_every_entry_and_lets_the_no_stand() {
    let no = give(&empty(), None, WEB, 0).unwrap().withdraw(BULLETIN, WEB, None, at(1));
    let yes = give(&empty(), None, ConsentMethod::Paper, 2).unwrap();
    for merged in [no.merged_with(&yes), yes.merged_with(&no)] {
        assert_eq!(permit(&merged, 3), Err(Refusal::ConsentWithdrawn));
        assert!(no.entries().iter().chain(yes.entries()).all(|entry| merged.entries().contains(entry)));
    }
    assert_eq!(permit(&empty().merged_with(&yes), 3), Ok(()));
    assert_eq!(no.merged_with(&no), no);
}

#[derive(Debug, Clone, Copy)]
enum Word {
    Give { until: Option<i64>, method: ConsentMethod },
    Withdraw,
    Request,
    Confirm,
}

type Said = (PurposeCode, Word, u32, i64);

fn words() -> impl Strategy<Value = Said> {
    let until = prop::option::of(0_i64..200);
    let method = prop::sample::select(&ConsentMethod::ALL);
    let word = prop_oneof![
        3 => (until, method).prop_map(|(until, method)| Word::Give { until, method }),
        2 => Just(Word::Withdraw),
        1 => Just(Word::Request),
        1 => Just(Word::Confirm),
    ];
    (prop::sample::select(&PurposeCode::ALL[..2]), word, 1_u32..3, 0_i64..100)
}

fn say(ledger: ConsentLedger, (purpose, word, version, now): Said) -> ConsentLedger {
    let wording = WordingRef::parse(&format!("consent@{version}")).unwrap();
    match word {
        Word::Withdraw => ledger.withdraw(purpose, WEB, None, at(now)),
        Word::Give { until, method } => {
            ledger.give(purpose, wording, until.map(at), method, None, at(now)).unwrap_or(ledger)
        }
        Word::Request => ledger.request(purpose, wording, WEB, at(now)),
        Word::Confirm => ledger.confirm(purpose, at(now)).unwrap_or(ledger),
    }
}

pub(super) fn ledgers() -> impl Strategy<Value = ConsentLedger> {
    let suppressed = prop::collection::vec(prop::sample::select(&PurposeCode::ALL[..2]), 0..2);
    (suppressed, prop::collection::vec(words(), 0..8))
        .prop_map(|(suppressed, words)| words.into_iter().fold(empty().with_suppressed(suppressed), say))
}

proptest! {
    /// By any clock, whatever was said before.
    #[test]
    fn after_a_no_nobody_gets_a_permit(ledger in ledgers(), now in 0_i64..100, asked in -10_i64..300) {
        let ledger = ledger.withdraw(BULLETIN, WEB, None, at(now));
        prop_assert_eq!(permit(&ledger, asked), Err(Refusal::ConsentWithdrawn));
    }

    #[test]
    fn an_import_never_strengthens(ledger in ledgers(), until in prop::option::of(0_i64..200), now in 100_i64..110) {
        if ledger.last_word(BULLETIN).is_none() {
            return Ok(());
        }
        let Ok(imported) = give(&ledger, until, IMPORT, now) else { return Ok(()) };
        for asked in now..300 {
            prop_assert!(permit(&imported, asked).is_err() || permit(&ledger, asked).is_ok());
        }
    }

    #[test]
    fn a_permit_is_never_had_without_a_live_yes(ledger in ledgers(), asked in -10_i64..300) {
        if permit(&ledger, asked).is_ok() {
            prop_assert_eq!(ledger.status(BULLETIN, at(asked)), ConsentStatus::Given);
        }
    }
}
