use bln_core::{
    Characteristics, ConsentLedger, ConsentMethod, EthnicGroup, Id, Instant, Sensitive, WordingRef,
    purpose::{EthnicityMonitoring, PurposeCode},
};

#[derive(Clone)]
struct Holder {
    group: Sensitive<EthnicGroup>,
}

fn main() {
    let now: Instant = "2027-03-01T09:00:00Z".parse().unwrap();
    let person = Id::new(uuid::Uuid::from_u128(17));
    let wording = WordingRef::parse("monitoring-consent@1").unwrap();
    let ledger = ConsentLedger::new(person)
        .give(PurposeCode::EthnicityMonitoring, wording, None, ConsentMethod::Web, None, now)
        .unwrap();
    let permit = ledger.permit::<EthnicityMonitoring>(now).unwrap();

    let holder = Holder { group: Sensitive::new(EthnicGroup::OtherArab) }.clone();
    assert_eq!(*holder.group.expose(&permit), EthnicGroup::OtherArab);

    let told = Characteristics::restore(person, Some(holder.group), None);
    assert_eq!(told.ethnic_group(&permit), Ok(Some(EthnicGroup::OtherArab)));
    println!("{told:?} {permit:?}");
}
