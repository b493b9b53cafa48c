//! Finding marks in what was said, also as bytes are written down.

use base64ct::{Base64Unpadded, Base64UrlUnpadded, Encoding as _};

use crate::access_support::{mailed, marked};

/// The marks that are in a text, in whichever form. The token of a link is one of them.
pub(crate) fn found(said: &str) -> Vec<String> {
    let lower = said.to_lowercase();
    let marks = marked::OTHERS.iter().map(|mark| (*mark).to_owned());
    let marks = marks.chain([marked::STEM.to_owned(), mailed().reveal()]);
    marks.filter(|mark| lower.contains(&mark.to_lowercase()) || is_encoded(mark, said, &lower)).collect()
}

fn is_encoded(mark: &str, said: &str, lower: &str) -> bool {
    // People write their names with a capital letter.
    let mut capital = mark.to_owned();
    capital[..1].make_ascii_uppercase();
    [mark.to_owned(), capital, mark.to_uppercase()].iter().any(|mark| {
        let hex: String = mark.bytes().map(|byte| format!("{byte:02x}")).collect();
        let numbers: Vec<_> = mark.bytes().map(|byte| byte.to_string()).collect();
        lower.contains(&hex)
            || [", ", ",", ",\n    "].iter().any(|between| lower.contains(&numbers.join(between)))
            || in_base64(mark).iter().any(|encoded| said.contains(encoded))
    })
}

/// What a mark looks like in the middle of something in base 64: that depends on how many bytes come before it.
fn in_base64(mark: &str) -> Vec<String> {
    let mut all = Vec::new();
    for before in 0..3 {
        let bytes = [&vec![0; before][..], mark.as_bytes()].concat();
        let (first, last) = ((before * 8).div_ceil(6), bytes.len() * 8 / 6);
        for encoded in [Base64Unpadded::encode_string(&bytes), Base64UrlUnpadded::encode_string(&bytes)] {
            all.push(encoded[first..last].to_owned());
        }
    }
    all
}
