//! Which digests and signatures count, and checking them with `ring`.
//!
//! SHA-256, 384 and 512; RSA of 2048 to 8192 bits with PKCS#1 v1.5 or PSS; ECDSA on P-256 and P-384. MD5, SHA-1 and
//! shorter keys are named as weak; everything else as unknown.

use ring::{digest, signature};

use crate::{
    bounds,
    der::{Algorithm, Der, DerFault, tag},
    oid,
};

/// Why an algorithm is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlgorithmFault {
    /// MD5, SHA-1, or a key that is too short.
    Weak,
    /// Not one of those that are checked here.
    Unknown,
    /// Its parameters are not as they should be written.
    Form,
}

impl From<DerFault> for AlgorithmFault {
    fn from(_: DerFault) -> Self {
        Self::Form
    }
}

/// A digest that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Digest {
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl Digest {
    /// By its identifier.
    pub fn of(algorithm: Algorithm<'_>) -> Result<Self, AlgorithmFault> {
        let found = match algorithm.oid {
            oid::SHA256 => Self::Sha256,
            oid::SHA384 => Self::Sha384,
            oid::SHA512 => Self::Sha512,
            oid::SHA1 | oid::MD5 => return Err(AlgorithmFault::Weak),
            _ => return Err(AlgorithmFault::Unknown),
        };
        if algorithm.parameters.is_some() { Err(AlgorithmFault::Form) } else { Ok(found) }
    }

    /// Of parts that follow one another.
    pub fn of_parts(self, parts: &[&[u8]]) -> digest::Digest {
        let mut context = digest::Context::new(match self {
            Self::Sha256 => &digest::SHA256,
            Self::Sha384 => &digest::SHA384,
            Self::Sha512 => &digest::SHA512,
        });
        for part in parts {
            context.update(part);
        }
        context.finish()
    }

    const fn bytes(self) -> u8 {
        match self {
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }
}

/// The SHA-1 of a certificate, as the first form of time stamps names their signer's. It tells certificates apart and
/// proves nothing by itself.
pub fn sha1(bytes: &[u8]) -> digest::Digest {
    digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, bytes)
}

/// A way to sign, with its digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// RSA, PKCS#1 v1.5.
    RsaPkcs1(Digest),
    /// RSA, PSS with a salt as long as the digest.
    RsaPss(Digest),
    /// ECDSA.
    Ecdsa(Digest),
}

impl Scheme {
    /// By its identifier. A certificate names the digest there; a signature names it beside, and both must be one
    /// (RFC 5652 §5.3), since what the two digests are of would otherwise rest on the weaker.
    pub fn of(algorithm: Algorithm<'_>, beside: Option<Digest>) -> Result<Self, AlgorithmFault> {
        let scheme = match (algorithm.oid, beside) {
            (oid::RSA_PSS, _) => Self::RsaPss(pss_digest(algorithm)?),
            (oid::RSA, Some(digest)) => Self::RsaPkcs1(digest),
            (oid::RSA_SHA256, _) => Self::RsaPkcs1(Digest::Sha256),
            (oid::RSA_SHA384, _) => Self::RsaPkcs1(Digest::Sha384),
            (oid::RSA_SHA512, _) => Self::RsaPkcs1(Digest::Sha512),
            (oid::ECDSA_SHA256, _) => Self::Ecdsa(Digest::Sha256),
            (oid::ECDSA_SHA384, _) => Self::Ecdsa(Digest::Sha384),
            (weak, _) if oid::WEAK_SIGNATURES.contains(&weak) => return Err(AlgorithmFault::Weak),
            _ => return Err(AlgorithmFault::Unknown),
        };
        let bare = matches!(scheme, Self::RsaPss(_)) || algorithm.parameters.is_none();
        let agree = beside.is_none_or(|digest| digest == scheme.digest());
        if bare && agree { Ok(scheme) } else { Err(AlgorithmFault::Form) }
    }

    const fn digest(self) -> Digest {
        match self {
            Self::RsaPkcs1(digest) | Self::RsaPss(digest) | Self::Ecdsa(digest) => digest,
        }
    }
}

/// The digest of PSS (RFC 4055 §3.1): one for the message and the mask, a salt of its length. What is left out there
/// means SHA-1.
fn pss_digest(algorithm: Algorithm<'_>) -> Result<Digest, AlgorithmFault> {
    let parameters = algorithm.parameters.filter(|item| item.tag == tag::SEQUENCE);
    let mut inside = parameters.ok_or(AlgorithmFault::Weak)?.inside();
    let hash = inside.optional(tag::ZERO)?.ok_or(AlgorithmFault::Weak)?;
    let hash = Digest::of(Algorithm::read(hash.inside().only(tag::SEQUENCE)?)?)?;
    let mask = inside.optional(tag::ONE)?.ok_or(AlgorithmFault::Weak)?;
    let mask = Algorithm::read(mask.inside().only(tag::SEQUENCE)?)?;
    let mask_hash = mask.parameters.filter(|item| item.tag == tag::SEQUENCE).ok_or(AlgorithmFault::Form)?;
    let mask_hash = Digest::of(Algorithm::read(mask_hash)?)?;
    // `ring` checks no other length.
    let salt = inside.optional(tag::TWO)?.map(|item| item.inside().integer()).transpose()?.unwrap_or(&[20]);
    let trailer = inside.optional(tag::THREE)?.map(|item| item.inside().small()).transpose()?.unwrap_or(1);
    inside.end()?;
    if mask.oid != oid::MGF1 || mask_hash != hash || salt != [hash.bytes()] || trailer != 1 {
        return Err(AlgorithmFault::Unknown);
    }
    Ok(hash)
}

/// A public key of a kind that is checked here.
#[derive(Clone, Copy, Debug)]
pub enum Key<'a> {
    /// RSA, as PKCS#1 writes it.
    Rsa(&'a [u8]),
    /// A point on P-256.
    P256(&'a [u8]),
    /// A point on P-384.
    P384(&'a [u8]),
}

impl<'a> Key<'a> {
    /// Reads a key as certificates hold it (RFC 5280 §4.1.2.7).
    pub fn read(spki: &'a [u8]) -> Result<Self, AlgorithmFault> {
        let mut inside = Der::new(spki).only(tag::SEQUENCE)?.inside();
        let algorithm = inside.algorithm()?;
        // BIT STRING, with the count of unused bits in front: a key has none.
        let [0, key @ ..] = inside.take(tag::BITS)?.content else { return Err(AlgorithmFault::Form) };
        inside.end()?;
        let curve = algorithm.parameters.filter(|item| item.tag == tag::OID).map(|item| item.content);
        match (algorithm.oid, curve) {
            (oid::RSA, _) if algorithm.parameters.is_none() => {
                let mut numbers = Der::new(key).only(tag::SEQUENCE)?.inside();
                match bits(numbers.integer()?) {
                    0..bounds::MIN_RSA_BITS => Err(AlgorithmFault::Weak),
                    bounds::MIN_RSA_BITS..=bounds::MAX_RSA_BITS => Ok(Self::Rsa(key)),
                    _ => Err(AlgorithmFault::Unknown),
                }
            }
            (oid::EC, Some(oid::P256)) => Ok(Self::P256(key)),
            (oid::EC, Some(oid::P384)) => Ok(Self::P384(key)),
            _ => Err(AlgorithmFault::Unknown),
        }
    }

    /// Whether this key made the signature over the message. A scheme that does not go with the key did not.
    pub fn made(self, scheme: Scheme, message: &[u8], made: &[u8]) -> Result<bool, AlgorithmFault> {
        use Digest::{Sha256, Sha384, Sha512};
        let (algorithm, key): (&'static dyn signature::VerificationAlgorithm, &[u8]) = match (self, scheme) {
            (Self::Rsa(key), Scheme::RsaPkcs1(Sha256)) => (&signature::RSA_PKCS1_2048_8192_SHA256, key),
            (Self::Rsa(key), Scheme::RsaPkcs1(Sha384)) => (&signature::RSA_PKCS1_2048_8192_SHA384, key),
            (Self::Rsa(key), Scheme::RsaPkcs1(Sha512)) => (&signature::RSA_PKCS1_2048_8192_SHA512, key),
            (Self::Rsa(key), Scheme::RsaPss(Sha256)) => (&signature::RSA_PSS_2048_8192_SHA256, key),
            (Self::Rsa(key), Scheme::RsaPss(Sha384)) => (&signature::RSA_PSS_2048_8192_SHA384, key),
            (Self::Rsa(key), Scheme::RsaPss(Sha512)) => (&signature::RSA_PSS_2048_8192_SHA512, key),
            (Self::P256(key), Scheme::Ecdsa(Sha256)) => (&signature::ECDSA_P256_SHA256_ASN1, key),
            (Self::P256(key), Scheme::Ecdsa(Sha384)) => (&signature::ECDSA_P256_SHA384_ASN1, key),
            (Self::P384(key), Scheme::Ecdsa(Sha256)) => (&signature::ECDSA_P384_SHA256_ASN1, key),
            (Self::P384(key), Scheme::Ecdsa(Sha384)) => (&signature::ECDSA_P384_SHA384_ASN1, key),
            (Self::P256(_) | Self::P384(_), Scheme::Ecdsa(Sha512)) => return Err(AlgorithmFault::Unknown),
            (Self::Rsa(_), Scheme::Ecdsa(_)) => return Ok(false),
            (Self::P256(_) | Self::P384(_), Scheme::RsaPkcs1(_) | Scheme::RsaPss(_)) => return Ok(false),
        };
        Ok(signature::UnparsedPublicKey::new(algorithm, key).verify(message, made).is_ok())
    }
}

/// How many bits a number has that is not negative.
fn bits(number: &[u8]) -> usize {
    let number = number.strip_prefix(&[0]).unwrap_or(number);
    number.first().map_or(0, |first| number.len() * 8 - first.leading_zeros() as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_of_a_number_leaves_its_sign_out() {
        assert_eq!((bits(&[]), bits(&[0]), bits(&[1]), bits(&[0, 0x80]), bits(&[1, 0])), (0, 0, 1, 8, 9));
    }

    #[test]
    fn a_digest_and_a_signature_of_another_do_not_go_together() {
        let of = |oid| Algorithm { oid, parameters: None };
        assert_eq!(Scheme::of(of(oid::RSA_SHA256), Some(Digest::Sha512)), Err(AlgorithmFault::Form));
        assert_eq!(Scheme::of(of(oid::RSA), Some(Digest::Sha512)), Ok(Scheme::RsaPkcs1(Digest::Sha512)));
        assert_eq!(Scheme::of(of(oid::RSA), None), Err(AlgorithmFault::Unknown));
        assert_eq!(Scheme::of(of(oid::RSA_PSS), Some(Digest::Sha256)), Err(AlgorithmFault::Weak));
        for weak in oid::WEAK_SIGNATURES {
            assert_eq!(Scheme::of(of(weak), None), Err(AlgorithmFault::Weak));
        }
        assert_eq!(Digest::of(of(oid::SHA1)), Err(AlgorithmFault::Weak));
    }
}
