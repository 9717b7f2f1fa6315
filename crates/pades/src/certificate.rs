//! One X.509 certificate: who it names, until when, and what it may be used for (RFC 5280).
//!
//! What `x509-parser` could not read of an extension that matters makes the certificate one that sets conditions nobody
//! here understands: such a one signs nothing and vouches for nobody.

use calendar::Instant;
use ring::digest;
use x509_parser::{
    extensions::{ExtendedKeyUsage, KeyUsage, ParsedExtension},
    prelude::{FromDer, X509Certificate, X509Version},
    x509::{AttributeTypeAndValue, X509Name},
};

use crate::{
    algorithms::{AlgorithmFault, Key, Scheme},
    bounds,
    der::{Algorithm, Der, tag},
    oid,
    seal::{Fingerprint, Why},
};

/// A certificate that could be read.
#[derive(Clone, Debug)]
pub struct Certificate<'a> {
    der: &'a [u8],
    x509: X509Certificate<'a>,
    not_before: Instant,
    not_after: Instant,
}

/// What a certificate is asked to be for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Signing documents.
    Documents,
    /// Signing time stamps.
    Stamps,
}

impl<'a> Certificate<'a> {
    /// Reads the DER of one certificate, whole.
    pub fn read(der: &'a [u8]) -> Option<Self> {
        if der.len() > bounds::MAX_CERTIFICATE_BYTES {
            return None;
        }
        // The outer bytes by the strict reader first: the other is lenient about what stands behind.
        Der::new(der).only(tag::SEQUENCE).ok()?;
        let (rest, x509) = X509Certificate::from_der(der).ok()?;
        // One that names two ways in which it was signed was signed in neither (RFC 5280 §4.1.1.2).
        let agrees = x509.signature_algorithm == x509.tbs_certificate.signature;
        if !rest.is_empty() || x509.version() != X509Version::V3 || !agrees {
            return None;
        }
        let (not_before, not_after) = (x509.validity().not_before, x509.validity().not_after);
        let (not_before, not_after) = (instant(not_before.timestamp()), instant(not_after.timestamp()));
        Some(Self { der, x509, not_before, not_after })
    }

    /// Its bytes.
    pub fn der(&self) -> &'a [u8] {
        self.der
    }

    /// Its SHA-256.
    pub fn fingerprint(&self) -> Fingerprint {
        let mut sum = [0; 32];
        sum.copy_from_slice(digest::digest(&digest::SHA256, self.der).as_ref());
        Fingerprint(sum)
    }

    /// Whom it names: a common name, else an organisation, else what there is.
    pub fn name(&self) -> String {
        let subject = self.x509.subject();
        let named = named(subject, oid::COMMON_NAME).or_else(|| named(subject, oid::ORGANISATION));
        named.unwrap_or_else(|| clean(&subject.to_string()))
    }

    /// The name under which whoever issued it stands, as bytes: names are compared as they are written.
    pub fn issuer(&self) -> &[u8] {
        self.x509.issuer().as_raw()
    }

    /// Its own name, as bytes.
    pub fn subject(&self) -> &[u8] {
        self.x509.subject().as_raw()
    }

    /// Its number with its issuer, as bytes.
    pub fn serial(&self) -> &'a [u8] {
        self.x509.raw_serial()
    }

    /// The name of its key.
    pub fn key_identifier(&self) -> Option<&[u8]> {
        self.x509.iter_extensions().find_map(|extension| match extension.parsed_extension() {
            ParsedExtension::SubjectKeyIdentifier(identifier) => Some(identifier.0),
            _ => None,
        })
    }

    /// Its key.
    pub fn key(&self) -> Result<Key<'_>, AlgorithmFault> {
        Key::read(self.x509.public_key().raw)
    }

    /// Whether it was signed with the key of `issuer`.
    pub fn is_signed_by(&self, issuer: &Certificate<'_>) -> Result<bool, AlgorithmFault> {
        // As it stands in the certificate, since `Scheme` reads bytes.
        let mut inside = Der::new(self.der).only(tag::SEQUENCE)?.inside();
        let signed = inside.take(tag::SEQUENCE)?.whole;
        let algorithm: Algorithm<'_> = inside.algorithm()?;
        // BIT STRING, with the count of unused bits in front: a signature has none.
        let [0, signature @ ..] = inside.take(tag::BITS)?.content else { return Err(AlgorithmFault::Form) };
        inside.end()?;
        issuer.key()?.made(Scheme::of(algorithm, None)?, signed, signature)
    }

    /// That it was in force.
    pub fn in_force(&self, at: Instant) -> Result<(), Why> {
        if at < self.not_before {
            Err(Why::NotYet { name: self.name(), from: self.not_before })
        // The last second is its own, with all its thousandths.
        } else if at > self.not_after.plus_ms(999) {
            Err(Why::Expired { name: self.name(), until: self.not_after })
        } else {
            Ok(())
        }
    }

    /// That it sets no condition that is not understood here (RFC 5280 §4.2: critical extensions).
    pub fn conditions(&self) -> Result<(), Why> {
        let fault = || Why::UnknownCondition { name: self.name() };
        let mut seen: Vec<&[u8]> = Vec::new();
        for extension in self.x509.iter_extensions() {
            let oid = extension.oid.as_bytes();
            let is_read = match extension.parsed_extension() {
                ParsedExtension::BasicConstraints(_)
                | ParsedExtension::KeyUsage(_)
                | ParsedExtension::ExtendedKeyUsage(_) => true,
                // Any policy will do, and names beside the subject's are not used.
                _ => matches!(oid, oid::POLICIES | oid::OTHER_NAMES),
            };
            // Limits of names bind whether or not they are marked so: an authority with some is not understood.
            let matters = extension.critical
                || matches!(
                    oid,
                    oid::BASIC_CONSTRAINTS | oid::KEY_USAGE | oid::PURPOSES | oid::NAME_CONSTRAINTS
                );
            if seen.contains(&oid) || (matters && !is_read) {
                return Err(fault());
            }
            seen.push(oid);
        }
        Ok(())
    }

    /// That it may issue certificates, and below how many further authorities (RFC 5280 §4.2.1.9, §4.2.1.3).
    pub fn authority(&self) -> Result<Option<u32>, Why> {
        let fault = || Why::NotAnAuthority { name: self.name() };
        let basic = self.x509.basic_constraints().ok().flatten().ok_or_else(fault)?.value;
        let usage = self.x509.key_usage().map_err(|_| fault())?;
        if basic.ca && usage.is_none_or(|usage| usage.value.key_cert_sign()) {
            Ok(basic.path_len_constraint)
        } else {
            Err(fault())
        }
    }

    /// That it may vouch for certificates of this use: an authority that is limited to some purposes has none beyond them.
    pub fn may_vouch_for(&self, what: Use) -> Result<(), Why> {
        let fault = || Why::NotAnAuthority { name: self.name() };
        let purposes = self.x509.extended_key_usage().map_err(|_| fault())?.map(|purposes| purposes.value);
        let fits = purposes.is_none_or(|purposes| match what {
            Use::Documents => is_for_documents(purposes, true),
            Use::Stamps => purposes.any || purposes.time_stamping,
        });
        if fits { Ok(()) } else { Err(fault()) }
    }

    /// That it is for this kind of signature (RFC 5280 §4.2.1.3 and §4.2.1.12, RFC 3161 §2.3, RFC 9336).
    pub fn may_sign(&self, what: Use) -> Result<(), Why> {
        let fault = || Why::NotForThis { name: self.name() };
        let usage = self.x509.key_usage().map_err(|_| fault())?.map(|usage| usage.value);
        let purposes = self.x509.extended_key_usage().map_err(|_| fault())?;
        let commits = usage.is_some_and(KeyUsage::non_repudiation);
        let signs = usage.is_none_or(|usage| usage.digital_signature() || usage.non_repudiation());
        let fits = match (what, purposes) {
            (Use::Documents, None) => true,
            (Use::Documents, Some(purposes)) => is_for_documents(purposes.value, commits),
            // That one alone, and marked as binding.
            (Use::Stamps, Some(purposes)) => purposes.critical && is_for_stamps_alone(purposes.value),
            (Use::Stamps, None) => false,
        };
        if signs && fits { Ok(()) } else { Err(fault()) }
    }
}

/// A person's certificate is often for mail and for signing in; one for signing in alone signs documents only where its
/// key is for what binds (content commitment).
fn is_for_documents(purposes: &ExtendedKeyUsage<'_>, commits: bool) -> bool {
    let named = purposes.other.iter().any(|other| oid::DOCUMENT_SIGNING.contains(&other.as_bytes()));
    purposes.any || purposes.email_protection || named || (purposes.client_auth && commits)
}

fn is_for_stamps_alone(purposes: &ExtendedKeyUsage<'_>) -> bool {
    let others = purposes.any
        || purposes.server_auth
        || purposes.client_auth
        || purposes.code_signing
        || purposes.email_protection
        || purposes.ocsp_signing;
    purposes.time_stamping && !others && purposes.other.is_empty()
}

/// The last of the names of this kind: the one nearest to the person.
fn named(name: &X509Name<'_>, oid: &[u8]) -> Option<String> {
    let of_kind = name.iter_attributes().filter(|attribute| attribute.attr_type().as_bytes() == oid);
    of_kind.last().and_then(text).map(|text| clean(&text)).filter(|text| !text.is_empty())
}

/// A name in one of the alphabets of X.520.
fn text(attribute: &AttributeTypeAndValue<'_>) -> Option<String> {
    let bytes = attribute.attr_value().data;
    match attribute.attr_value().tag().0 {
        // UTF8String, NumericString, PrintableString, IA5String.
        12 | 18 | 19 | 22 => std::str::from_utf8(bytes).ok().map(str::to_owned),
        // TeletexString, which programs fill with Latin-1.
        20 => Some(bytes.iter().copied().map(char::from).collect()),
        // BMPString: two bytes a letter.
        30 => {
            let units: Vec<u16> = bytes
                .chunks_exact(2)
                .map(|pair| pair.iter().fold(0, |unit, byte| unit << 8 | u16::from(*byte)))
                .collect();
            Some(String::from_utf16_lossy(&units))
        }
        _ => None,
    }
}

/// Bounded, on one line, and without marks that turn the direction of writing: it comes from whoever issued it.
fn clean(text: &str) -> String {
    let turns =
        |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().filter(|c| !c.is_control() && !turns(*c)).take(bounds::MAX_NAME_CHARS).collect()
}

/// Dates beyond the calendar become its nearest end: before everything, or after.
fn instant(seconds: i64) -> Instant {
    Instant::from_ms(seconds.saturating_mul(1000))
}
