use bln_core::{EthnicGroup, Sensitive};

#[derive(Hash)]
struct Holder {
    group: Sensitive<EthnicGroup>,
}

fn main() {}
