//! The signature itself: CMS signed data (RFC 5652 §5) as PAdES and time stamps use it: one signer, signed attributes,
//! the signer's certificate carried along.
//!
//! Reading settles the form alone. That what it says was signed is asked by [`Cms::is_signed`], and who the signer is by
//! `chain`: until then everything in here is a stranger's word.

use calendar::Instant;
use ring::digest;

use crate::{
    algorithms::{Digest, Scheme, sha1},
    bounds,
    certificate::Certificate,
    der::{Algorithm, Der, Item, tag},
    fault::Flaw,
    oid, times,
};

/// Signed data of one signer.
#[derive(Debug)]
pub struct Cms<'a> {
    /// What was signed, where it is carried along: what a time stamp says.
    pub content: Option<&'a [u8]>,
    /// Every certificate that could be read, the signer's first.
    pub certificates: Vec<Certificate<'a>>,
    /// The digest of what was signed.
    pub digest: Digest,
    /// The digest's value, as it stands in the signed attributes.
    pub message_digest: &'a [u8],
    /// When it was signed, as the signer says there.
    pub signed_at: Option<Instant>,
    /// How the signed attributes name the signer's certificate.
    pub names_signer: NamesSigner,
    /// The signature's own bytes: what a time stamp on it is of.
    pub signature: &'a [u8],
    /// Time stamps on it; they stand outside of what was signed.
    pub stamps: Vec<&'a [u8]>,
    signed: Vec<u8>,
    scheme: Scheme,
}

/// How the signed attributes name the signer's certificate (RFC 5035): with it, another certificate of the same key can't
/// be put in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamesSigner {
    /// Not at all.
    No,
    /// By SHA-1.
    BySha1,
    /// By a digest that counts.
    Well,
}

/// What the content must be said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Nothing: it stands elsewhere, in the pdf.
    Nothing,
    /// What a time stamp says.
    StampInfo,
}

impl<'a> Cms<'a> {
    /// Reads the next thing of `der`, and leaves what stands behind it there.
    pub fn read(der: &mut Der<'a>, holds: Holds) -> Result<Self, Flaw> {
        let mut info = der.take(tag::SEQUENCE)?.inside();
        if info.oid()? != oid::SIGNED_DATA {
            return Err(Flaw::Der);
        }
        let mut data = info.only(tag::ZERO)?.inside().only(tag::SEQUENCE)?.inside();
        // RFC 5652 §5.1; programs do not agree on which of them when.
        if !matches!(data.small()?, 1 | 3 | 4 | 5) {
            return Err(Flaw::Der);
        }
        let mut digests = data.take(tag::SET)?.inside();
        let content = content(data.take(tag::SEQUENCE)?, holds)?;
        let certificates = data.optional(tag::ZERO)?.map(|item| certificates(item.inside())).transpose()?;
        // Revocation lists are not asked.
        data.optional(tag::ONE)?;
        let mut signers = data.take(tag::SET)?.inside();
        data.end()?;
        let signer = signers.optional(tag::SEQUENCE)?.ok_or(Flaw::Signers)?;
        if !signers.is_empty() {
            return Err(Flaw::Signers);
        }
        let cms = Self::of_signer(signer.inside(), certificates.unwrap_or_default(), content, holds)?;
        let mut named = false;
        while !digests.is_empty() {
            named |= Digest::of(digests.algorithm()?) == Ok(cms.digest);
        }
        if named { Ok(cms) } else { Err(Flaw::Attributes) }
    }

    fn of_signer(
        mut signer: Der<'a>,
        certificates: Vec<Certificate<'a>>,
        content: Option<&'a [u8]>,
        holds: Holds,
    ) -> Result<Self, Flaw> {
        let version = signer.small()?;
        let name = SignerName::read(&mut signer, version)?;
        let digest = signer.algorithm()?;
        let digest_found = Digest::of(digest)?;
        // Without signed attributes, the bytes of some could be passed off as a document.
        let attributes = signer.optional(tag::ZERO)?.ok_or(Flaw::Attributes)?;
        let signing = signer.algorithm()?;
        let scheme = Scheme::of(signing, Some(digest_found))?;
        let signature = signer.take(tag::OCTETS)?.content;
        let unsigned = signer.optional(tag::ONE)?;
        signer.end()?;

        let signed = Attributes::read(attributes.inside())?;
        let expected = match holds {
            Holds::Nothing => oid::DATA,
            Holds::StampInfo => oid::STAMP_INFO,
        };
        if signed.one(oid::CONTENT_TYPE)?.ok_or(Flaw::Attributes)?.inside_of(tag::OID)? != expected {
            return Err(Flaw::Attributes);
        }
        let message_digest =
            signed.one(oid::MESSAGE_DIGEST)?.ok_or(Flaw::Attributes)?.inside_of(tag::OCTETS)?;
        if let Some(protection) = signed.one(oid::ALGORITHM_PROTECTION)? {
            check_protection(protection, digest, signing)?;
        }
        let signed_at = match signed.one(oid::SIGNING_TIME)? {
            Some(item) => Some(times::of_der(item).ok_or(Flaw::Attributes)?),
            None => None,
        };
        let (certificates, names_signer) = signer_first(certificates, name, &signed)?;
        // They are signed as a SET and stand here under another tag (RFC 5652 §5.4).
        let mut bytes = attributes.whole.to_vec();
        if let Some(first) = bytes.first_mut() {
            *first = tag::SET;
        }
        Ok(Self {
            content,
            certificates,
            digest: digest_found,
            message_digest,
            signed_at,
            names_signer,
            signature,
            stamps: unsigned.map(|item| stamps(item.inside())).transpose()?.unwrap_or_default(),
            signed: bytes,
            scheme,
        })
    }

    /// The signer's certificate.
    pub fn signer(&self) -> Result<&Certificate<'a>, Flaw> {
        self.certificates.first().ok_or(Flaw::Certificate)
    }

    /// Whether these bytes, one after another, are what was signed, with the key of the signer's certificate.
    pub fn is_signed(&self, content: &[&[u8]]) -> Result<bool, Flaw> {
        let made = self.signer()?.key()?.made(self.scheme, &self.signed, self.signature)?;
        Ok(made && is_digest(self.digest, content, self.message_digest))
    }
}

/// Whether this is the digest of these bytes, one after another.
pub fn is_digest(digest: Digest, content: &[&[u8]], claimed: &[u8]) -> bool {
    // No secret is compared: both are in the file.
    digest.of_parts(content).as_ref() == claimed
}

impl<'a> Item<'a> {
    fn inside_of(self, tag: u8) -> Result<&'a [u8], Flaw> {
        if self.tag == tag { Ok(self.content) } else { Err(Flaw::Attributes) }
    }
}

/// The content and what it is said to be (RFC 5652 §5.2).
fn content(item: Item<'_>, holds: Holds) -> Result<Option<&[u8]>, Flaw> {
    let mut inside = item.inside();
    let kind = inside.oid()?;
    let held = inside.optional(tag::ZERO)?;
    inside.end()?;
    match (holds, held) {
        (Holds::Nothing, None) if kind == oid::DATA => Ok(None),
        (Holds::StampInfo, Some(held)) if kind == oid::STAMP_INFO => {
            Ok(Some(held.inside().only(tag::OCTETS)?.content))
        }
        _ => Err(Flaw::Content),
    }
}

/// What is carried along (RFC 5652 §10.2.3). What is no certificate of X.509 v3, such as one of attributes, is left out.
fn certificates(mut inside: Der<'_>) -> Result<Vec<Certificate<'_>>, Flaw> {
    let mut found: Vec<Certificate<'_>> = Vec::new();
    let mut count = 0;
    while !inside.is_empty() {
        count += 1;
        if count > bounds::MAX_CARRIED {
            return Err(Flaw::Many);
        }
        let item = inside.any()?;
        // One that can't be read is nobody's; if it should have been the signer's, that is missing.
        let certificate = Some(item).filter(|item| item.tag == tag::SEQUENCE).map(|item| item.whole);
        let certificate = certificate.and_then(Certificate::read);
        found.extend(certificate.filter(|new| found.iter().all(|one| one.der() != new.der())));
    }
    Ok(found)
}

/// How a signer is named outside of what was signed (RFC 5652 §5.3).
enum SignerName<'a> {
    Issued { issuer: &'a [u8], serial: &'a [u8] },
    Key(&'a [u8]),
}

impl<'a> SignerName<'a> {
    fn read(signer: &mut Der<'a>, version: u8) -> Result<Self, Flaw> {
        if let Some(key) = signer.optional(tag::ZERO_PLAIN)? {
            return if version == 3 { Ok(Self::Key(key.content)) } else { Err(Flaw::Der) };
        }
        let mut inside = signer.take(tag::SEQUENCE)?.inside();
        let issuer = inside.take(tag::SEQUENCE)?.whole;
        let serial = inside.integer()?;
        inside.end()?;
        if version == 1 { Ok(Self::Issued { issuer, serial }) } else { Err(Flaw::Der) }
    }

    fn fits(&self, certificate: &Certificate<'_>) -> bool {
        match self {
            Self::Issued { issuer, serial } => {
                certificate.issuer() == *issuer && certificate.serial() == *serial
            }
            Self::Key(key) => certificate.key_identifier() == Some(*key),
        }
    }
}

/// Puts the signer's certificate first. Where the signed attributes name one, it must be that one.
fn signer_first<'a>(
    mut certificates: Vec<Certificate<'a>>,
    name: SignerName<'_>,
    signed: &Attributes<'_>,
) -> Result<(Vec<Certificate<'a>>, NamesSigner), Flaw> {
    let well = signed.one(oid::SIGNING_CERTIFICATE_V2)?.map(named_well).transpose()?;
    let by_sha1 = signed.one(oid::SIGNING_CERTIFICATE)?.map(named_by_sha1).transpose()?;
    let fits = |certificate: &Certificate<'_>| {
        let well = well.is_none_or(|(digest, sum)| is_digest(digest, &[certificate.der()], sum));
        let by_sha1 = by_sha1.is_none_or(|sum| sha1(certificate.der()).as_ref() == sum);
        name.fits(certificate) && well && by_sha1
    };
    let mut found = certificates.iter().enumerate().filter(|(_, one)| fits(one)).map(|(at, _)| at);
    // Two that fit would leave it to chance whose word it is.
    let (Some(at), None) = (found.next(), found.next()) else { return Err(Flaw::Certificate) };
    certificates.swap(0, at);
    let names = match (well, by_sha1) {
        (Some(_), _) => NamesSigner::Well,
        (None, Some(_)) => NamesSigner::BySha1,
        (None, None) => NamesSigner::No,
    };
    Ok((certificates, names))
}

/// The first certificate named (RFC 5035 §3): the signer's.
fn named_well(item: Item<'_>) -> Result<(Digest, &[u8]), Flaw> {
    let mut first =
        Der::new(item.inside_of(tag::SEQUENCE)?).take(tag::SEQUENCE)?.inside().take(tag::SEQUENCE)?.inside();
    let digest = match first.optional(tag::SEQUENCE)? {
        Some(algorithm) => Digest::of(Algorithm::read(algorithm)?)?,
        None => Digest::Sha256,
    };
    Ok((digest, first.take(tag::OCTETS)?.content))
}

/// As [`named_well`], in the form of RFC 2634 §5.4.
fn named_by_sha1(item: Item<'_>) -> Result<&[u8], Flaw> {
    let mut first =
        Der::new(item.inside_of(tag::SEQUENCE)?).take(tag::SEQUENCE)?.inside().take(tag::SEQUENCE)?.inside();
    let sum = first.take(tag::OCTETS)?.content;
    if sum.len() == digest::SHA1_OUTPUT_LEN { Ok(sum) } else { Err(Flaw::Attributes) }
}

/// The algorithms are those that the signer meant (RFC 6211).
fn check_protection(item: Item<'_>, digest: Algorithm<'_>, signing: Algorithm<'_>) -> Result<(), Flaw> {
    let mut inside = Der::new(item.inside_of(tag::SEQUENCE)?);
    let (of_digest, of_signing) = (inside.algorithm()?, inside.take(tag::ONE)?);
    inside.end()?;
    if of_digest == digest && Algorithm::read(of_signing)? == signing {
        Ok(())
    } else {
        Err(Flaw::Attributes)
    }
}

/// Attributes of a signer (RFC 5652 §5.3).
struct Attributes<'a>(Vec<(&'a [u8], Der<'a>)>);

impl<'a> Attributes<'a> {
    fn read(mut inside: Der<'a>) -> Result<Self, Flaw> {
        let mut found = Vec::new();
        while !inside.is_empty() {
            if found.len() == bounds::MAX_ATTRIBUTES {
                return Err(Flaw::Many);
            }
            let mut attribute = inside.take(tag::SEQUENCE)?.inside();
            let oid = attribute.oid()?;
            let values = attribute.take(tag::SET)?.inside();
            attribute.end()?;
            found.push((oid, values));
        }
        Ok(Self(found))
    }

    /// The value of an attribute that may stand once, with one value.
    fn one(&self, oid: &[u8]) -> Result<Option<Item<'a>>, Flaw> {
        let mut found = self.0.iter().filter(|(one, _)| *one == oid);
        let (Some((_, values)), None) = (found.next(), found.next()) else {
            return if self.0.iter().any(|(one, _)| *one == oid) { Err(Flaw::Attributes) } else { Ok(None) };
        };
        let mut values = *values;
        let value = values.any()?;
        values.end()?;
        Ok(Some(value))
    }
}

/// The stamps among the unsigned attributes. Anything else may stand there, since nobody signed it and nobody reads it.
fn stamps(inside: Der<'_>) -> Result<Vec<&[u8]>, Flaw> {
    let mut found = Vec::new();
    for (_, mut values) in Attributes::read(inside)?.0.into_iter().filter(|(oid, _)| *oid == oid::STAMP_TOKEN)
    {
        while !values.is_empty() {
            found.push(values.any()?.whole);
        }
    }
    if found.len() > bounds::MAX_STAMPS { Err(Flaw::Many) } else { Ok(found) }
}
