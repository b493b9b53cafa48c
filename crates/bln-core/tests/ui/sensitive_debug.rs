use bln_core::{EthnicGroup, Sensitive};

fn main() {
    let group = Sensitive::new(EthnicGroup::OtherArab);
    println!("{:?}", group);
}
