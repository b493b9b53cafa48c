use bln_core::{Permit, purpose::Bulletin};

fn keep(permit: &Permit<Bulletin>) -> Permit<Bulletin> {
    permit.clone()
}

fn main() {}
