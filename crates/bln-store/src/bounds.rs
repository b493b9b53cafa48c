//! What every store can keep: days, numbers and answers that all engines write, read and sort alike.

use bln_core::{
    Event, Id, Initiative, LegacyEntry, LegacyLine, LocalTime, Organisation, Person, RegistrationChange,
    RightsRequest, Sequence,
};
use chrono::{Datelike, NaiveDate};

use crate::{Receipt, Write};

impl Write {
    /// Whether every store can keep this: its days lie in the years 0 to 9999, the numbers drawn in it from 1 to
    /// 2⁶³ − 1, a registration has taken a step, a record is not merged into itself, and what is appended to a legacy
    /// ledger is well formed, that ledger's own and something. What does not fit breaks
    /// [`Rule::WellFormed`](crate::Rule::WellFormed), before anything else about the write is looked at.
    ///
    /// Decisions make nothing else. A form or a file can: a first day in the year 20206, say.
    pub fn fits(&self) -> bool {
        match self {
            Write::Wording(wording) => wording.in_force_from.is_none_or(is_kept),
            Write::Organisation(organisation, _) => organisation_fits(organisation),
            Write::Person(person, _) => person_fits(person),
            Write::Event(event, _) => event_fits(event),
            Write::Seats(seats, _) => seats.last_sequence().number() <= LAST_NUMBER,
            Write::Registration(change) => registration_fits(change),
            Write::RightsRequest(request, _) => request_fits(request),
            Write::NoticeState { position, .. } | Write::RemoveNotice { position } => {
                (1..=LAST_NUMBER).contains(&position.0)
            }
            Write::MergePerson { from, into, .. } => from != into,
            Write::Testimonial(testimonial, _) => is_kept(testimonial.expires()),
            Write::Recognition(recognition, _) => is_kept(recognition.details().on),
            Write::Legacy { initiative, entries, .. } => legacy_fits(*initiative, entries),
            // What they hold is bounded where it is made.
            Write::Membership(..)
            | Write::Consent { .. }
            | Write::RemoveRegistration(_)
            | Write::Pseudonym { .. }
            | Write::Characteristics(..)
            | Write::RemoveCharacteristics { .. }
            | Write::Limits(..)
            | Write::ActionLink(_)
            | Write::RedeemLink(_)
            | Write::Suppression(_)
            | Write::LiftSuppression { .. }
            | Write::Facilitation(..)
            | Write::RemoveFacilitation { .. }
            | Write::Theme(..)
            | Write::Contribution { .. }
            | Write::Message(_)
            | Write::RemoveTestimonial { .. }
            | Write::TestimonialUse(..)
            | Write::RemoveTestimonialUse { .. }
            | Write::Resource(..)
            | Write::Figure(_)
            | Write::Initiative(..)
            | Write::Bulletin(..)
            | Write::Interests(..)
            | Write::RemoveInterests { .. }
            | Write::AddressRecord(..)
            | Write::Broadcast(_)
            | Write::ErasePerson { .. }
            | Write::DisposeSafeSpace { .. }
            | Write::Discard { .. } => true,
        }
    }
}

impl Receipt {
    /// Whether every store can keep this: an answer of at most 64 ASCII characters that are not control
    /// characters, and an actor who is somebody (the nil UUID is nobody's, RFC 9562 section 5.9). What does not
    /// fit breaks [`Rule::WellFormed`](crate::Rule::WellFormed).
    pub fn fits(&self) -> bool {
        let shown = self.answer.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
        let somebody = self.key.actor.is_none_or(|actor| !actor.uuid().is_nil());
        self.answer.len() <= 64 && shown && somebody
    }
}

/// The largest number drawn: the largest that a signed column of 64 bits holds.
const LAST_NUMBER: u64 = i64::MAX.unsigned_abs();

fn is_kept(day: NaiveDate) -> bool {
    (0..=9999).contains(&day.year())
}

fn is_drawn(number: Sequence) -> bool {
    (1..=LAST_NUMBER).contains(&number.number())
}

fn organisation_fits(organisation: &Organisation) -> bool {
    let operational = organisation.operational();
    let mut days = organisation.names().iter().map(|(from, _)| from);
    let successions = organisation.predecessors().iter().chain(organisation.successors());
    days.all(is_kept)
        && operational.opened().is_none_or(is_kept)
        && operational.closed().is_none_or(is_kept)
        && successions.map(|succession| succession.on).all(is_kept)
}

fn request_fits(request: &RightsRequest) -> bool {
    let told = request.extension().map(|extension| extension.told_on);
    let closed = request.state().closed_on();
    let mut pauses = request.pauses().iter();
    is_kept(request.received())
        && told.into_iter().chain(closed).all(is_kept)
        && pauses.all(|pause| is_kept(pause.asked_on) && pause.answered_on.is_none_or(is_kept))
}

fn legacy_fits(initiative: Id<Initiative>, entries: &[LegacyEntry]) -> bool {
    let fits = |line: &LegacyLine| match line.said() {
        LegacyLine::Commitment { due, .. } => is_kept(*due),
        _ => true,
    };
    let mut of_it = entries.iter();
    !entries.is_empty()
        && of_it.all(|it| it.initiative() == initiative && it.line().is_well_formed() && fits(it.line()))
}

fn person_fits(person: &Person) -> bool {
    let mut affiliations = person.affiliations().iter();
    affiliations.all(|affiliation| is_kept(affiliation.from()) && affiliation.until().is_none_or(is_kept))
}

fn event_fits(event: &Event) -> bool {
    let (schedule, window) = (event.schedule(), event.window());
    let times = [Some(schedule.starts()), Some(schedule.ends()), window.opens(), window.closes()];
    times.into_iter().flatten().map(LocalTime::wall).all(|wall| is_kept(wall.date()))
}

fn registration_fits(change: &RegistrationChange) -> bool {
    is_drawn(change.registration.sequence())
        && change.registration.steps() >= 1
        && change.steps.iter().all(|step| is_drawn(step.sequence))
}

#[cfg(test)]
mod tests {
    use bln_core::{Id, RecordRef};
    use uuid::Uuid;

    use super::*;
    use crate::{Fingerprint, IdempotencyKey, ReceiptKey};

    fn receipt(answer: &str) -> Receipt {
        Receipt {
            key: ReceiptKey { actor: None, key: IdempotencyKey::parse("sample-key-1").unwrap() },
            fingerprint: Fingerprint::new([0; 16]),
            record: RecordRef::Network,
            answer: answer.into(),
            at: "2027-03-01T09:00:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn an_answer_is_short_and_can_be_seen() {
        assert!(receipt("").fits() && receipt(&"a".repeat(64)).fits() && receipt("waiting 3").fits());
        for answer in ["a".repeat(65), "naïve".into(), "a\0b".into(), "a\nb".into()] {
            assert!(!receipt(&answer).fits(), "{answer:?}");
        }
    }

    #[test]
    fn nobody_has_the_nil_identifier() {
        let mut receipt = receipt("confirmed");
        receipt.key.actor = Some(Id::new(Uuid::from_u128(1)));
        assert!(receipt.fits());
        receipt.key.actor = Some(Id::new(Uuid::nil()));
        assert!(!receipt.fits());
    }

    #[test]
    fn a_day_has_a_year_of_four_digits() {
        for (year, kept) in [(-1, false), (0, true), (9999, true), (10_000, false)] {
            assert_eq!(is_kept(NaiveDate::from_ymd_opt(year, 1, 1).unwrap()), kept, "{year}");
        }
    }

    #[test]
    fn numbers_count_from_one_to_the_largest_of_sixty_three_bits() {
        for (number, drawn) in [(0, false), (1, true), (LAST_NUMBER, true), (LAST_NUMBER + 1, false)] {
            assert_eq!(is_drawn(Sequence::new(number)), drawn, "{number}");
        }
    }
}
