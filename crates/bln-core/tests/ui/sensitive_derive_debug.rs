use bln_core::{EthnicGroup, Sensitive};

#[derive(Debug)]
struct Holder {
    group: Sensitive<EthnicGroup>,
}

fn main() {}
