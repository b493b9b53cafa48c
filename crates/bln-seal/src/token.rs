//! Tokens: what a letter carries so that its reader, and nobody else, can answer it once.

use std::fmt;

use base64ct::{Base64UrlUnpadded, Encoding};
use bln_core::{Invalid, InvalidKind, TokenHash};
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A single-use token of 256 random bits.
///
/// Its text is 43 letters, digits, `-` and `_` (base64url without padding, RFC 4648 section 5), each token in one
/// spelling. It goes into one letter and nowhere else: a store keeps its [hash](Token::hash). A UUID would not do:
/// it is an identifier with at most 122 random bits, and appears in places where a secret must not.
///
/// `Debug` does not show it, and it cannot be displayed, so it reaches no log by accident:
///
/// ```compile_fail,E0277
/// fn print(token: bln_seal::Token) -> String {
///     format!("{token}")
/// }
/// ```
///
/// ```
/// use bln_seal::Token;
///
/// let token = Token::from_random([7; 32]);
/// let link = format!("https://network.example.org/answer/{}", token.reveal());
/// let text = link.rsplit('/').next().unwrap_or_default();
/// assert_eq!(Token::parse(text)?.hash(), token.hash());
/// # Ok::<(), bln_core::Invalid>(())
/// ```
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Token([u8; 32]);

impl Token {
    /// The number of characters of the text.
    pub const LENGTH: usize = 43;

    /// A token of 256 bits, which have to come from a cryptographically secure generator.
    pub const fn from_random(random: [u8; 32]) -> Self {
        Self(random)
    }

    /// Reads the text of a token, as it comes back.
    ///
    /// # Errors
    ///
    /// `token.format`. A door answers it as it answers a token that is unknown, used or expired.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let wrong = Invalid::new(InvalidKind::TokenFormat);
        let mut token = Self([0; 32]);
        // The decoder also refuses bits that are left over, so that a token has one spelling.
        match Base64UrlUnpadded::decode(text, &mut token.0) {
            Ok(bytes) if bytes.len() == 32 => Ok(token),
            _ => Err(wrong),
        }
    }

    /// The text, for the one letter it is made for.
    pub fn reveal(&self) -> String {
        Base64UrlUnpadded::encode_string(&self.0)
    }

    /// What a store keeps, and looks the token up by. How long the look-up takes tells of the hash, from which
    /// nobody gets to the token.
    pub fn hash(&self) -> TokenHash {
        TokenHash::new(Sha256::digest(self.0).into())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_hash_is_sha_256_and_not_the_token() {
        let token = Token::from_random([0; 32]);
        // SHA-256 of 32 zeros.
        let expected = *b"\x66\x68\x7a\xad\xf8\x62\xbd\x77\x6c\x8f\xc1\x8b\x8e\x9f\x8e\x20\
            \x08\x97\x14\x85\x6e\xe2\x33\xb3\x90\x2a\x59\x1d\x0d\x5f\x29\x25";
        assert_eq!(token.hash(), TokenHash::new(expected));
    }

    #[test]
    fn a_token_does_not_show_itself() {
        assert_eq!(format!("{:?}", Token::from_random([0xab; 32])), "Token(..)");
    }

    #[test]
    fn a_token_has_one_spelling() {
        let text = Token::from_random([0xff; 32]).reveal();
        assert_eq!((text.len(), text.as_str()), (Token::LENGTH, format!("{}8", "_".repeat(42)).as_str()));
        // The last character holds four bits of the token; the two that are left over must be zero.
        for last in ['9', '-', '_'] {
            let other = format!("{}{last}", "_".repeat(42));
            assert_eq!(Token::parse(&other).unwrap_err().kind(), InvalidKind::TokenFormat);
        }
    }

    #[test]
    fn any_other_text_is_no_token() {
        let text = Token::from_random([7; 32]).reveal();
        let others = [
            String::new(),
            text[1..].to_owned(),
            format!("{text}A"),
            format!("{text}="),
            format!(" {text}"),
            format!("{text}\n"),
            text.replacen('c', "+", 1),
            text.replacen('c', "/", 1),
            text.replacen('c', "é", 1),
            "A".repeat(100_000),
        ];
        for other in others {
            assert_ne!(other, text);
            assert_eq!(Token::parse(&other).unwrap_err().kind(), InvalidKind::TokenFormat, "{other:.50}");
        }
    }

    proptest! {
        #[test]
        fn a_token_round_trips(random in any::<[u8; 32]>()) {
            let text = Token::from_random(random).reveal();
            let read = Token::parse(&text).unwrap();
            prop_assert_eq!((read.0, read.reveal()), (random, text));
        }

        #[test]
        fn what_is_read_is_written_the_same(text in "[A-Za-z0-9_-]{43}") {
            if let Ok(token) = Token::parse(&text) {
                prop_assert_eq!(token.reveal(), text);
            }
        }
    }
}
