use bln_core::{EthnicGroup, Sensitive};

#[derive(PartialEq)]
struct Holder {
    group: Sensitive<EthnicGroup>,
}

fn main() {}
