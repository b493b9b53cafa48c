//! Two records of one person, made one.

use crate::{EmailAddresses, Invalid, InvalidKind, Person};

/// The person of two records: `keep`, with what only `other` has added to it.
///
/// The name is that of `keep`, and so is the address to write to; the addresses, posts and professional registrations
/// of `other` follow, each once. What belongs to a person elsewhere is merged elsewhere: see
/// [`ConsentLedger::merged_with`](crate::ConsentLedger::merged_with),
/// [`Membership::merged_with`](crate::Membership::merged_with) and
/// [`SeatBook::transfer`](crate::SeatBook::transfer).
///
/// Nothing is left out to fit: which of six addresses goes is for the person to say.
///
/// ```
/// use bln_core::{EmailAddress, EmailAddresses, Id, Person, PersonDetails, PersonName, merge_people};
///
/// let person = |n: u128, name: &str, email: &str| {
///     let emails = EmailAddresses::new([EmailAddress::parse(email)?])?;
///     let details = PersonDetails::new(PersonName::parse(name)?, emails);
///     Ok::<_, bln_core::Invalid>(Person::new(Id::new(uuid::Uuid::from_u128(n)), details))
/// };
/// let keep = person(1, "Sample Person 17", "sample.person.17@example.org")?;
/// let other = person(2, "S Person 17", "s.person.17@example.net")?;
/// let merged = merge_people(&keep, &other)?;
/// assert_eq!((merged.id(), merged.name()), (keep.id(), keep.name()));
/// assert_eq!(merged.emails().iter().count(), 2);
/// assert_eq!(merged.emails().preferred(), keep.emails().preferred());
/// # Ok::<(), bln_core::Invalid>(())
/// ```
///
/// # Errors
///
/// `list.repeated` for a person and themselves; `email.too_many` above 5 addresses together, `list.too_many` above 20
/// posts or 8 professional registrations.
pub fn merge_people(keep: &Person, other: &Person) -> Result<Person, Invalid> {
    if keep.id() == other.id() {
        return Err(Invalid::new(InvalidKind::Repeated));
    }
    let emails = EmailAddresses::new(together(keep.emails().iter(), other.emails().iter()))?;
    let posts = together(keep.affiliations(), other.affiliations());
    let registrations = together(keep.registrations(), other.registrations());
    keep.clone().with_emails(emails).with_affiliations(posts)?.with_registrations(registrations)
}

/// All of the one, then what only the other has.
fn together<'a, T: Clone + PartialEq + 'a>(
    kept: impl IntoIterator<Item = &'a T>,
    other: impl IntoIterator<Item = &'a T>,
) -> Vec<T> {
    let mut all: Vec<T> = kept.into_iter().cloned().collect();
    for item in other {
        if !all.contains(item) {
            all.push(item.clone());
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        Affiliation, EmailAddress, Employer, Id, OdsCode, PersonDetails, PersonName, ProfessionalBody,
        ProfessionalRegistration,
    };

    fn emails(numbers: &[u32]) -> EmailAddresses {
        let address = |n: &u32| EmailAddress::parse(format!("sample.person.{n}@example.org")).unwrap();
        EmailAddresses::new(numbers.iter().map(address)).unwrap()
    }

    fn posts(numbers: &[u32]) -> Vec<Affiliation> {
        let first = chrono::NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
        let employer = || Employer::Listed(OdsCode::parse("RX1").unwrap());
        let post = |n: &u32| Affiliation::new(employer(), first + chrono::Days::new(u64::from(*n)));
        numbers.iter().map(post).collect()
    }

    fn registrations(numbers: &[u32]) -> Vec<ProfessionalRegistration> {
        let registration =
            |n: &u32| ProfessionalRegistration::parse(ProfessionalBody::Gmc, &format!("{n:07}")).unwrap();
        numbers.iter().map(registration).collect()
    }

    fn person(id: u128, mails: &[u32], worked: &[u32], registered: &[u32]) -> Person {
        let name = PersonName::parse(format!("Sample Person {id}")).unwrap();
        Person::new(Id::new(uuid::Uuid::from_u128(id)), PersonDetails::new(name, emails(mails)))
            .with_affiliations(posts(worked))
            .unwrap()
            .with_registrations(registrations(registered))
            .unwrap()
    }

    #[test]
    fn the_kept_record_comes_first_and_nothing_comes_twice() {
        let keep = person(1, &[3, 1], &[5], &[7]);
        let other = person(2, &[2, 3], &[4, 5], &[8, 7]);
        let merged = merge_people(&keep, &other).unwrap();
        assert_eq!((merged.id(), merged.name()), (keep.id(), keep.name()));
        assert_eq!(merged.emails(), &emails(&[3, 1, 2]));
        assert_eq!(merged.affiliations(), posts(&[5, 4]));
        assert_eq!(merged.registrations(), registrations(&[7, 8]));
    }

    #[test]
    fn what_does_not_fit_into_one_record_is_refused_and_not_cut() {
        let upto = |from: u32, n: u32| (from..from + n).collect::<Vec<_>>();
        let merge = |mails: u32, worked: u32, registered: u32| {
            let keep = person(1, &upto(1, 4), &upto(0, 19), &upto(0, 7));
            let other = person(2, &upto(10, mails), &upto(100, worked), &upto(100, registered));
            merge_people(&keep, &other).map(|_| ())
        };
        assert_eq!(merge(1, 1, 1), Ok(()));
        assert_eq!(merge(2, 1, 1), Err(Invalid::with_limit(InvalidKind::EmailTooMany, 5)));
        assert_eq!(merge(1, 2, 1), Err(Invalid::with_limit(InvalidKind::TooMany, 20)));
        assert_eq!(merge(1, 1, 2).unwrap_err().kind(), InvalidKind::TooMany);
        let one = person(1, &[1], &[], &[]);
        assert_eq!(merge_people(&one, &one).unwrap_err().kind(), InvalidKind::Repeated);
    }

    fn numbers(most: usize) -> impl Strategy<Value = Vec<u32>> {
        Just((0..6).collect::<Vec<u32>>())
            .prop_shuffle()
            .prop_flat_map(move |all| (0..=most).prop_map(move |n| all.iter().copied().take(n).collect()))
    }

    proptest! {
        /// Everything of both is there, and nothing else, whichever is kept.
        #[test]
        fn a_merge_holds_what_either_held(
            a in numbers(3), b in numbers(3), c in numbers(6), d in numbers(6),
        ) {
            let (one, two) = (person(1, &[&[9], &a[..]].concat(), &c, &d), person(2, &[&[9], &b[..]].concat(), &d, &c));
            for (keep, other) in [(&one, &two), (&two, &one)] {
                match merge_people(keep, other) {
                    Ok(merged) => {
                        let either = |address: &EmailAddress| keep.emails().contains(address) || other.emails().contains(address);
                        prop_assert!(merged.emails().iter().all(either));
                        prop_assert!(keep.emails().iter().chain(other.emails().iter()).all(|e| merged.emails().contains(e)));
                        prop_assert_eq!(merged.emails().preferred(), keep.emails().preferred());
                        prop_assert!(other.affiliations().iter().all(|post| merged.affiliations().contains(post)));
                        prop_assert!(merged.affiliations().starts_with(keep.affiliations()));
                        prop_assert!(other.registrations().iter().all(|r| merged.registrations().contains(r)));
                    }
                    Err(invalid) => {
                        prop_assert_eq!(invalid.kind(), InvalidKind::EmailTooMany);
                        prop_assert!(together(&a, &b).len() + 1 > EmailAddresses::MAX);
                    }
                }
            }
        }
    }
}
