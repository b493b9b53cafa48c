//! Authenticated encryption of a few bytes, bound to what they are: AES-256-GCM-SIV (RFC 8452).

use aes_gcm_siv::{Aes256GcmSiv, KeyInit, aead::AeadInOut};
use zeroize::Zeroizing;

use crate::{Nonce, SealError};

/// The form of what is kept: this byte, the nonce, and the ciphertext with its tag.
const FORM: u8 = 1;

/// Encrypts `plain`, so that it opens only with the same key and the same `bound`.
pub(crate) fn seal(
    key: &[u8; 32],
    nonce: Nonce,
    bound: &[u8],
    mut plain: Zeroizing<Vec<u8>>,
) -> Result<Vec<u8>, SealError> {
    let cipher = Aes256GcmSiv::new(key.into());
    // Room for the tag, so that the plaintext is not left behind where the buffer was.
    plain.reserve_exact(16);
    // Fails only for more than 64 GiB (RFC 8452 section 6).
    cipher.encrypt_in_place((&nonce).into(), bound, &mut *plain).map_err(|_| SealError::Broken)?;
    Ok([&[FORM], nonce.as_slice(), &plain].concat())
}

/// Decrypts what [`seal`] made; any change to it, to the key or to `bound` is one and the same error.
pub(crate) fn open(key: &[u8; 32], bound: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let (form, rest) = sealed.split_first().ok_or(SealError::Broken)?;
    let (nonce, rest) = rest.split_first_chunk::<12>().ok_or(SealError::Broken)?;
    if *form != FORM {
        return Err(SealError::Broken);
    }
    let cipher = Aes256GcmSiv::new(key.into());
    let mut plain = Zeroizing::new(rest.to_vec());
    cipher.decrypt_in_place(nonce.into(), bound, &mut *plain).map_err(|_| SealError::Broken)?;
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &[u8]) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(text.to_vec())
    }

    /// RFC 8452 appendix C.2: the case with a plaintext of 8 bytes and one byte of associated data.
    #[test]
    fn the_cipher_is_the_one_of_rfc_8452() {
        let (mut key, mut nonce) = ([0; 32], [0; 12]);
        (key[0], nonce[0]) = (1, 3);
        let sealed = seal(&key, nonce, &[1], plain(&[2, 0, 0, 0, 0, 0, 0, 0])).unwrap();
        assert_eq!(sealed[..13], [&[1], nonce.as_slice()].concat());
        let expected = [
            0x1d, 0xe2, 0x29, 0x67, 0x23, 0x7a, 0x81, 0x32, 0x91, 0x21, 0x3f, 0x26, 0x7e, 0x3b, 0x45, 0x2f,
            0x02, 0xd0, 0x1a, 0xe3, 0x3e, 0x4e, 0xc8, 0x54,
        ];
        assert_eq!(sealed[13..], expected);
    }

    #[test]
    fn what_is_too_short_or_of_another_form_is_broken() {
        let sealed = seal(&[7; 32], [1; 12], b"bound", plain(b"plain")).unwrap();
        assert_eq!(*open(&[7; 32], b"bound", &sealed).unwrap(), b"plain");
        for length in 0..sealed.len() {
            assert_eq!(open(&[7; 32], b"bound", &sealed[..length]), Err(SealError::Broken));
        }
        let other_form = [&[2], &sealed[1..]].concat();
        assert_eq!(open(&[7; 32], b"bound", &other_form), Err(SealError::Broken));
    }
}
