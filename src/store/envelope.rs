//! The key and who may have it: one master key, wrapped once for every passphrase.
//!
//! A passphrase and the file's salt give a key by Argon2id (RFC 9106); it unwraps the master key from a slot by
//! XChaCha20-Poly1305, which binds the header, so that parameters and slots cannot be exchanged. While a file is closed
//! the envelope is its last bytes; while it is open it lies beside it (`shelter`). It tells how many slots there
//! are, and nothing of whose they are.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use sha2::{Digest as _, Sha256};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use super::StoreError;

/// How dear guessing a passphrase is: Argon2id's parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Cost {
    /// What files are made with: 256 MiB, three passes; about a second.
    pub const FULL: Self = Self {
        memory: 256 << 10,
        passes: 3,
        lanes: 1,
    };
    /// The least that is accepted: OWASP's floor for Argon2id, 19 MiB and two passes.
    pub const LEAST: Self = Self {
        memory: 19 << 10,
        passes: 2,
        lanes: 1,
    };
    /// The most: more would only keep the machine busy.
    const MOST: Self = Self {
        memory: 2 << 20,
        passes: 64,
        lanes: 16,
    };

    fn check(self) -> Result<Self, StoreError> {
        let within = |low: u32, value: u32, high: u32| (low..=high).contains(&value);
        let fine = within(Self::LEAST.memory, self.memory, Self::MOST.memory)
            && within(Self::LEAST.passes, self.passes, Self::MOST.passes)
            && within(Self::LEAST.lanes, self.lanes, Self::MOST.lanes);
        if fine {
            Ok(self)
        } else {
            Err(StoreError::WeakKey)
        }
    }
}

/// The key that the file is encrypted with; wiped when dropped. `Debug` hides it.
#[derive(Clone)]
pub(super) struct Master(Zeroizing<[u8; 32]>);

impl std::fmt::Debug for Master {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Master")
    }
}

impl Master {
    fn new() -> Self {
        Self(Zeroizing::new(rand::random()))
    }

    /// As `SQLCipher` takes a raw key.
    pub fn pragma(&self) -> Zeroizing<String> {
        let digits = Zeroizing::new(crate::model::hex(self.0.as_slice()));
        let mut out = Zeroizing::new(String::with_capacity(70));
        for part in ["x'", digits.as_str(), "'"] {
            out.push_str(part);
        }
        out
    }
}

/// A key that a passphrase gave.
struct Derived(Zeroizing<[u8; 32]>);

const MAGIC: &[u8; 8] = b"TRUYVET1";
const END: &[u8; 8] = b"TVKEYEND";
const SALT: usize = 16;
const NONCE: usize = 24;
/// Master key, slot number, and the tag.
const WRAPPED: usize = 32 + 4 + 16;
const HEAD: usize = 8 + 4 * 3 + SALT + 4;
const SLOT: usize = NONCE + WRAPPED;
/// No file has more users.
pub(super) const MOST_SLOTS: usize = 64;

#[derive(Debug, Clone, PartialEq, Eq)]
struct Slot {
    nonce: [u8; NONCE],
    wrapped: Vec<u8>,
}

/// Parameters, salt and slots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Envelope {
    cost: Cost,
    salt: [u8; SALT],
    slots: Vec<Slot>,
}

impl Envelope {
    /// A new master key in slot 0, under a passphrase.
    pub fn seal(passphrase: &str, cost: Cost) -> Result<(Self, Master), StoreError> {
        let mut envelope = Self {
            cost: cost.check()?,
            salt: rand::random(),
            slots: Vec::new(),
        };
        let master = Master::new();
        let key = envelope.derive(passphrase)?;
        envelope.put(&key, &master, 0)?;
        Ok((envelope, master))
    }

    /// The master key and the number of the slot that the passphrase opens.
    pub fn open(&self, passphrase: &str) -> Result<(Master, u32), StoreError> {
        self.cost.check()?;
        let key = self.derive(passphrase)?;
        self.unwrap(&key).ok_or(StoreError::Passphrase)
    }

    /// Adds a slot, or puts it in the place of the one of this number.
    pub fn set(&mut self, master: &Master, slot: u32, passphrase: &str) -> Result<(), StoreError> {
        let key = self.derive(passphrase)?;
        if let Some((_, other)) = self.unwrap(&key) {
            // Nobody could tell whose it is.
            return if other == slot {
                Ok(())
            } else {
                Err(StoreError::PassphraseTaken)
            };
        }
        self.put(&key, master, slot)
    }

    /// Takes the slot of a nonce away.
    pub fn remove(&mut self, nonce: &[u8]) {
        self.slots.retain(|slot| slot.nonce != nonce);
    }

    /// What tells the slot that was added last from others.
    pub fn last_nonce(&self) -> Vec<u8> {
        self.slots
            .last()
            .map_or_else(Vec::new, |slot| slot.nonce.to_vec())
    }

    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    fn put(&mut self, key: &Derived, master: &Master, slot: u32) -> Result<(), StoreError> {
        if self.slots.len() >= MOST_SLOTS {
            return Err(StoreError::TooManyUsers);
        }
        let nonce: [u8; NONCE] = rand::random();
        let mut plain = Zeroizing::new(Vec::with_capacity(36));
        plain.extend_from_slice(master.0.as_slice());
        plain.extend_from_slice(&slot.to_le_bytes());
        let head = self.head();
        let wrapped = cipher(key)
            .encrypt(
                &XNonce::from(nonce),
                Payload {
                    msg: &plain,
                    aad: &head,
                },
            )
            .map_err(|_| StoreError::Damaged)?;
        self.slots.push(Slot { nonce, wrapped });
        Ok(())
    }

    fn unwrap(&self, key: &Derived) -> Option<(Master, u32)> {
        let head = self.head();
        self.slots.iter().find_map(|slot| {
            let payload = Payload {
                msg: &slot.wrapped,
                aad: &head,
            };
            let plain = cipher(key).decrypt(&XNonce::from(slot.nonce), payload);
            let plain = Zeroizing::new(plain.ok()?);
            let (master, number) = plain.split_first_chunk::<32>()?;
            let number = u32::from_le_bytes(number.try_into().ok()?);
            Some((Master(Zeroizing::new(*master)), number))
        })
    }

    fn derive(&self, passphrase: &str) -> Result<Derived, StoreError> {
        let Cost {
            memory,
            passes,
            lanes,
        } = self.cost;
        let params =
            Params::new(memory, passes, lanes, Some(32)).map_err(|_| StoreError::WeakKey)?;
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        // The same letters, however the keyboard composes them.
        let mut text = Zeroizing::new(String::with_capacity(passphrase.len() * 4));
        text.extend(passphrase.nfc());
        let mut key = Zeroizing::new([0; 32]);
        argon
            .hash_password_into(text.as_bytes(), &self.salt, key.as_mut_slice())
            .map_err(|_| StoreError::NoMemory)?;
        Ok(Derived(key))
    }

    /// What every slot is bound to.
    fn head(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        for number in [self.cost.memory, self.cost.passes, self.cost.lanes] {
            out.extend_from_slice(&number.to_le_bytes());
        }
        out.extend_from_slice(&self.salt);
        out
    }

    /// To bytes: header, slots, their SHA-256, the length of all that, and an end mark.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = self.head();
        out.extend_from_slice(&(self.slots.len() as u32).to_le_bytes());
        for slot in &self.slots {
            out.extend_from_slice(&slot.nonce);
            out.extend_from_slice(&slot.wrapped);
        }
        let digest = Sha256::digest(&out);
        out.extend_from_slice(&digest);
        let length = out.len() as u32;
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(END);
        out
    }

    /// From the end of some bytes; also how many they are. `None`: there is no envelope, or it is damaged.
    pub fn at_end(bytes: &[u8]) -> Option<(Self, usize)> {
        let (rest, end) = bytes.split_at_checked(bytes.len().checked_sub(END.len())?)?;
        let (rest, length) = rest.split_last_chunk::<4>()?;
        let length = u32::from_le_bytes(*length) as usize;
        if end != END {
            return None;
        }
        let body = rest.split_at_checked(rest.len().checked_sub(length)?)?.1;
        let (body, digest) = body.split_last_chunk::<32>()?;
        if Sha256::digest(body).as_slice() != digest {
            return None;
        }
        let envelope = Self::parse(body)?;
        Some((envelope, length + 4 + END.len()))
    }

    fn parse(body: &[u8]) -> Option<Self> {
        let (head, slots) = body.split_at_checked(HEAD)?;
        let number = |at: usize| {
            let bytes = head.get(at..at + 4)?.try_into().ok()?;
            Some(u32::from_le_bytes(bytes))
        };
        let count = number(HEAD - 4)? as usize;
        if !head.starts_with(MAGIC) || count > MOST_SLOTS || slots.len() != count * SLOT {
            return None;
        }
        let slot = |bytes: &[u8]| {
            let (nonce, wrapped) = bytes.split_first_chunk::<NONCE>()?;
            Some(Slot {
                nonce: *nonce,
                wrapped: wrapped.to_vec(),
            })
        };
        Some(Self {
            cost: Cost {
                memory: number(8)?,
                passes: number(12)?,
                lanes: number(16)?,
            },
            salt: head.get(20..20 + SALT)?.try_into().ok()?,
            slots: slots.chunks(SLOT).map(slot).collect::<Option<_>>()?,
        })
    }

    /// The most bytes that an envelope takes.
    pub const MOST: usize = HEAD + MOST_SLOTS * SLOT + 32 + 4 + 8;
}

fn cipher(key: &Derived) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&Key::from(*key.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_passphrase_opens_its_own_slot() {
        let (mut envelope, master) = Envelope::seal("một cụm từ dài", Cost::LEAST).unwrap();
        envelope.set(&master, 7, "another one").unwrap();
        let (again, slot) = envelope.open("another one").unwrap();
        assert_eq!((again.0, slot), (master.0.clone(), 7));
        // Composed otherwise, it is the same passphrase.
        let nfd: String = "một cụm từ dài".nfd().collect();
        assert_eq!(envelope.open(&nfd).unwrap().1, 0);
        assert!(matches!(
            envelope.open("wrong"),
            Err(StoreError::Passphrase)
        ));
        assert!(matches!(
            envelope.set(&master, 8, "another one"),
            Err(StoreError::PassphraseTaken)
        ));
        let bytes = [b"pages".as_slice(), &envelope.to_bytes()].concat();
        let (read, length) = Envelope::at_end(&bytes).unwrap();
        assert_eq!((read, length), (envelope.clone(), bytes.len() - 5));
        envelope.remove(&envelope.last_nonce());
        assert!(envelope.open("another one").is_err());
    }

    #[test]
    fn no_byte_of_it_can_be_changed() {
        let (envelope, _) = Envelope::seal("a passphrase", Cost::LEAST).unwrap();
        let bytes = envelope.to_bytes();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            let read = Envelope::at_end(&changed);
            assert!(read.is_none(), "byte {at}");
        }
        for length in 0..bytes.len() {
            assert!(Envelope::at_end(&bytes[..length]).is_none());
        }
    }

    #[test]
    fn weaker_or_other_parameters_open_nothing() {
        let (envelope, _) = Envelope::seal("a passphrase", Cost::LEAST).unwrap();
        let mut weak = envelope.clone();
        weak.cost.memory = 8;
        assert!(matches!(
            weak.open("a passphrase"),
            Err(StoreError::WeakKey)
        ));
        let mut other = envelope.clone();
        other.cost.passes += 1;
        assert!(matches!(
            other.open("a passphrase"),
            Err(StoreError::Passphrase)
        ));
        let mut endless = envelope;
        endless.cost.memory = u32::MAX;
        assert!(matches!(
            endless.open("a passphrase"),
            Err(StoreError::WeakKey)
        ));
        let cost = Cost {
            passes: 1,
            ..Cost::LEAST
        };
        assert!(Envelope::seal("a", cost).is_err());
    }
}
