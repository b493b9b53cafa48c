use bln_core::{EthnicGroup, Sensitive};

fn main() {
    let group = Sensitive::new(EthnicGroup::OtherArab);
    let guess = Sensitive::new(EthnicGroup::WhiteIrish);
    assert!(group == guess);
}
