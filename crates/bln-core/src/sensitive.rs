//! A value that is read for a stated purpose or not at all.

use crate::{OwnData, Permit, purpose::Reads};

/// A special-category value about a person (UK GDPR article 9).
///
/// It is neither `Debug` nor `Display`, neither `PartialEq` nor `Hash`, neither `Serialize` nor `Deserialize`: a
/// holder that derives one of these does not compile, and so the value reaches no log, no error, no wire and no
/// comparison by accident. It is read through [`Sensitive::expose`], which takes a [`Permit`] for a purpose that
/// [`Reads`] such a value. Whoever reads it writes the purpose to the audit.
///
/// What a store keeps is sealed ([`SealedCharacteristics`](crate::SealedCharacteristics)); this is what is opened, for
/// as short as it takes to use it.
///
/// ```
/// use bln_core::{ConsentLedger, ConsentMethod, EthnicGroup, Id, Instant, Sensitive, WordingRef, purpose};
///
/// let now: Instant = "2027-03-01T09:00:00Z".parse()?;
/// let wording = WordingRef::parse("monitoring-consent@1")?;
/// let ledger = ConsentLedger::new(Id::new(uuid::Uuid::from_u128(17)));
/// let code = purpose::PurposeCode::EthnicityMonitoring;
/// let ledger = ledger.give(code, wording, None, ConsentMethod::Web, None, now)?;
///
/// let group = Sensitive::new(EthnicGroup::BlackAfrican);
/// let permit = ledger.permit::<purpose::EthnicityMonitoring>(now)?;
/// assert_eq!(*group.expose(&permit), EthnicGroup::BlackAfrican);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
#[expect(missing_debug_implementations, reason = "printing one must not compile")]
pub struct Sensitive<T>(T);

impl<T> Sensitive<T> {
    /// Puts a value away.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value, for a purpose that the person consented to.
    ///
    /// Whose value it is, this type does not know: [`Characteristics`](crate::Characteristics) checks that value
    /// and permit are of the same person.
    pub const fn expose<P: Reads<T>>(&self, _permit: &Permit<P>) -> &T {
        &self.0
    }

    /// The value, to be given to the person whom it is about and to nobody else.
    pub const fn expose_to_the_person(&self, _own: &OwnData) -> &T {
        &self.0
    }
}
