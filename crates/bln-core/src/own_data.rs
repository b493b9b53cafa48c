//! Leave to read what is special about a person in order to give it to that person.

use crate::{Actor, Id, Person, Refusal, Right, RightsRequest};

/// Proof that what is read goes to the person whom it is about, who has a right to it whether they ever consented to
/// another use or not (UK GDPR articles 15 and 20).
///
/// It is had by the person themselves, or by whoever answers an open request of theirs, and in no other way:
///
/// ```compile_fail,E0451
/// use bln_core::{Id, OwnData};
///
/// let forged = OwnData { person: Id::new(uuid::Uuid::nil()) };
/// ```
///
/// What is read with it is shown to nobody else, and the reading is written to the audit like any other.
#[derive(Debug, PartialEq, Eq)]
#[must_use]
pub struct OwnData {
    person: Id<Person>,
}

impl OwnData {
    /// For somebody who asks for what is their own.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`] for anybody else.
    ///
    /// ```
    /// use bln_core::{Actor, Id, OwnData, Refusal};
    ///
    /// let (me, other) = (Id::new(uuid::Uuid::from_u128(1)), Id::new(uuid::Uuid::from_u128(2)));
    /// assert!(OwnData::asked_by(Actor::participant(me), me).is_ok());
    /// assert_eq!(OwnData::asked_by(Actor::administrator(me), other), Err(Refusal::NotFound));
    /// ```
    pub fn asked_by(actor: Actor, person: Id<Person>) -> Result<Self, Refusal> {
        if actor.is(person) { Ok(Self { person }) } else { Err(Refusal::NotFound) }
    }

    /// For somebody who answers a person's request for access or portability.
    ///
    /// # Errors
    ///
    /// [`Refusal::RightsRequestClosed`] for one that was answered; [`Refusal::NotAllowed`] for one to have another
    /// right met.
    pub fn on_request(request: &RightsRequest) -> Result<Self, Refusal> {
        match request.right() {
            Right::Access | Right::Portability if request.is_open() => Ok(Self { person: request.person() }),
            Right::Access | Right::Portability => Err(Refusal::RightsRequestClosed),
            _ => Err(Refusal::NotAllowed),
        }
    }

    /// Whose data it is.
    pub const fn person(&self) -> Id<Person> {
        self.person
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    #[test]
    fn only_an_open_request_for_access_or_portability_lets_somebody_else_read() {
        let person = Id::new(uuid::Uuid::from_u128(17));
        let day = |day| NaiveDate::from_ymd_opt(2027, 3, day).unwrap();
        for right in Right::ALL {
            let request = RightsRequest::receive(Id::new(uuid::Uuid::from_u128(1)), person, right, day(1));
            let readable = matches!(right, Right::Access | Right::Portability);
            assert_eq!(OwnData::on_request(&request).is_ok(), readable, "{right:?}");
            let closed = request.answer(day(2)).unwrap();
            let refusal = OwnData::on_request(&closed).unwrap_err();
            let expected = if readable { Refusal::RightsRequestClosed } else { Refusal::NotAllowed };
            assert_eq!(refusal, expected, "{right:?}");
        }
    }
}
