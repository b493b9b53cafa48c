//! What a person chose to tell about themselves, apart from the person.

use std::fmt;

use crate::{AccessNeeds, EthnicGroup, Id, Permit, Person, Refusal, Sensitive, purpose};

/// A person's ethnic group and access needs: optional, each under its own consent, and apart from everything
/// else that is known of them.
///
/// They are written and read with a [`Permit`] of the same person. They decide nothing: no rule of this library
/// takes an ethnic group (Data Protection Act 2018, schedule 1, paragraph 8(3): no measures or decisions with
/// respect to a particular person).
#[derive(Clone)]
pub struct Characteristics {
    person: Id<Person>,
    ethnic_group: Option<Sensitive<EthnicGroup>>,
    access_needs: Option<Sensitive<AccessNeeds>>,
}

impl Characteristics {
    /// Those of a person who has told nothing.
    pub const fn new(person: Id<Person>) -> Self {
        Self { person, ethnic_group: None, access_needs: None }
    }

    /// Characteristics as a store kept them.
    pub const fn restore(
        person: Id<Person>,
        ethnic_group: Option<Sensitive<EthnicGroup>>,
        access_needs: Option<Sensitive<AccessNeeds>>,
    ) -> Self {
        Self { person, ethnic_group, access_needs }
    }

    /// Records an ethnic group, in the place of an earlier one.
    ///
    /// # Errors
    ///
    /// [`Refusal::NoConsent`] if the permit is somebody else's.
    pub fn record_ethnic_group(
        &mut self,
        group: EthnicGroup,
        permit: &Permit<purpose::EthnicityMonitoring>,
    ) -> Result<(), Refusal> {
        self.check(permit.person())?;
        self.ethnic_group = Some(Sensitive::new(group));
        Ok(())
    }

    /// Records access needs, in the place of earlier ones.
    ///
    /// # Errors
    ///
    /// [`Refusal::NoConsent`] if the permit is somebody else's.
    pub fn record_access_needs(
        &mut self,
        needs: AccessNeeds,
        permit: &Permit<purpose::AccessNeeds>,
    ) -> Result<(), Refusal> {
        self.check(permit.person())?;
        self.access_needs = Some(Sensitive::new(needs));
        Ok(())
    }

    /// Forgets the ethnic group. It needs no permit: forgetting is what follows a withdrawal.
    pub fn forget_ethnic_group(&mut self) {
        self.ethnic_group = None;
    }

    /// Forgets the access needs. It needs no permit: forgetting is what follows a withdrawal.
    pub fn forget_access_needs(&mut self) {
        self.access_needs = None;
    }

    /// Whose they are.
    pub const fn person(&self) -> Id<Person> {
        self.person
    }

    /// The ethnic group, if the person told it.
    ///
    /// # Errors
    ///
    /// [`Refusal::NoConsent`] if the permit is somebody else's.
    pub fn ethnic_group(
        &self,
        permit: &Permit<purpose::EthnicityMonitoring>,
    ) -> Result<Option<EthnicGroup>, Refusal> {
        self.check(permit.person())?;
        Ok(self.ethnic_group.as_ref().map(|group| *group.expose(permit)))
    }

    /// The access needs, if the person told them.
    ///
    /// # Errors
    ///
    /// [`Refusal::NoConsent`] if the permit is somebody else's.
    pub fn access_needs(
        &self,
        permit: &Permit<purpose::AccessNeeds>,
    ) -> Result<Option<&AccessNeeds>, Refusal> {
        self.check(permit.person())?;
        Ok(self.access_needs.as_ref().map(|needs| needs.expose(permit)))
    }

    fn check(&self, owner: Id<Person>) -> Result<(), Refusal> {
        if owner == self.person { Ok(()) } else { Err(Refusal::NoConsent) }
    }
}

impl fmt::Debug for Characteristics {
    /// Whose they are, and not whether anything was told.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Characteristics").field("person", &self.person).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Provision;

    fn person(number: u128) -> Id<Person> {
        Id::new(uuid::Uuid::from_u128(number))
    }

    fn permit<P: purpose::Purpose>(number: u128) -> Permit<P> {
        Permit::new(person(number), "2027-03-01T09:00:00Z".parse().unwrap())
    }

    #[test]
    fn what_was_told_is_read_with_a_permit_of_the_same_person() {
        let mut told = Characteristics::new(person(17));
        told.record_ethnic_group(EthnicGroup::OtherArab, &permit(17)).unwrap();
        let needs = AccessNeeds::new([Provision::StepFree], None).unwrap();
        told.record_access_needs(needs.clone(), &permit(17)).unwrap();
        assert_eq!(told.ethnic_group(&permit(17)), Ok(Some(EthnicGroup::OtherArab)));
        assert_eq!(told.access_needs(&permit(17)), Ok(Some(&needs)));
        told.forget_ethnic_group();
        told.forget_access_needs();
        assert_eq!((told.ethnic_group(&permit(17)), told.access_needs(&permit(17))), (Ok(None), Ok(None)));
    }

    #[test]
    fn a_permit_of_somebody_else_neither_writes_nor_reads() {
        let mut told = Characteristics::new(person(17));
        let refused = Err(Refusal::NoConsent);
        assert_eq!(told.record_ethnic_group(EthnicGroup::OtherArab, &permit(18)), refused);
        assert_eq!(told.ethnic_group(&permit(18)), Err(Refusal::NoConsent));
        assert_eq!(told.access_needs(&permit(18)), Err(Refusal::NoConsent));
        assert_eq!(told.ethnic_group(&permit(17)), Ok(None));
    }

    #[test]
    fn debug_does_not_tell_whether_anything_was_told() {
        let (mut told, silent) = (Characteristics::new(person(17)), Characteristics::new(person(17)));
        told.record_ethnic_group(EthnicGroup::PreferNotToSay, &permit(17)).unwrap();
        assert_eq!(format!("{told:?}"), format!("{silent:?}"));
    }
}
