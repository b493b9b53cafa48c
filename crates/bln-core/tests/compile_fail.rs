//! What must not compile: leaking a sensitive value, and making a permit up.
//!
//! The expected messages are those of the compiler in `rust-version`.

#[test]
fn leaks_and_forgeries_do_not_compile() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/*.rs");
    // The control: the same values, used as they are meant to be.
    cases.pass("tests/ui/pass/*.rs");
}
