use bln_core::{Purpose, PurposeCode};

enum Curiosity {}

impl Purpose for Curiosity {
    const CODE: PurposeCode = PurposeCode::Bulletin;
}

fn main() {}
