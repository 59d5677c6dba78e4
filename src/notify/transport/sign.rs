//! Who made a package: an Ed25519 signature by the investigation's own key.

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};

use super::TransportError;
use crate::model::{hex, unhex};

/// The key that packages are signed by.
#[derive(Debug)]
pub struct Signer(Ed25519KeyPair);

impl Signer {
    /// A new key.
    ///
    /// # Errors
    /// [`TransportError::Signature`] where the system gives no random numbers.
    pub fn new() -> Result<Self, TransportError> {
        let pair = Ed25519KeyPair::generate().map_err(|_| TransportError::Signature)?;
        Ok(Self(pair))
    }

    /// The key that [`Signer::to_text`] wrote.
    ///
    /// # Errors
    /// [`TransportError::Signature`].
    pub fn from_text(text: &str) -> Result<Self, TransportError> {
        let bytes = unhex(text).ok_or(TransportError::Signature)?;
        let pair = Ed25519KeyPair::from_pkcs8(&bytes).map_err(|_| TransportError::Signature)?;
        Ok(Self(pair))
    }

    /// The key as it is kept, in the investigation file alone.
    ///
    /// # Errors
    /// [`TransportError::Signature`].
    pub fn to_text(&self) -> Result<String, TransportError> {
        let bytes = self.0.to_pkcs8().map_err(|_| TransportError::Signature)?;
        Ok(hex(bytes.as_ref()))
    }

    /// What others know it by, in hex.
    #[must_use]
    pub fn public(&self) -> String {
        hex(self.0.public_key().as_ref())
    }

    /// A signature, in hex.
    #[must_use]
    pub fn sign(&self, bytes: &[u8]) -> String {
        hex(self.0.sign(bytes).as_ref())
    }
}

/// Whether a signature is that of a public key over these bytes.
#[must_use]
pub fn is_signed(public: &str, bytes: &[u8], signature: &str) -> bool {
    let (Some(public), Some(signature)) = (unhex(public), unhex(signature)) else {
        return false;
    };
    UnparsedPublicKey::new(&ED25519, public)
        .verify(bytes, &signature)
        .is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_signed_is_what_it_was() {
        let signer = Signer::new().unwrap();
        let again = Signer::from_text(&signer.to_text().unwrap()).unwrap();
        let signature = again.sign(b"batch 7");
        assert!(is_signed(&signer.public(), b"batch 7", &signature));
        assert!(!is_signed(&signer.public(), b"batch 8", &signature));
        assert!(!is_signed(
            &Signer::new().unwrap().public(),
            b"batch 7",
            &signature
        ));
        assert!(!is_signed("zz", b"", "é"));
    }
}
