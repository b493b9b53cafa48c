use bln_core::{EthnicGroup, Permit, Sensitive, purpose::Bulletin};

fn read(group: &Sensitive<EthnicGroup>, permit: &Permit<Bulletin>) -> EthnicGroup {
    *group.expose(permit)
}

fn main() {}
