//! An authority of the node's own, for a local network where nobody else vouches for its name: the devices trust the
//! authority once, and every certificate it signs from then on.

use std::{
    fs::{self, OpenOptions},
    io::Write as _,
    net::IpAddr,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use calendar::Instant;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};

use crate::fault::AppFault;

/// The longest a phone takes a certificate for, signed by an authority its user installed, is 825 days (Apple's
/// requirements for trusted certificates, support article 103769); this is well below.
const NODE_DAYS: i64 = 397;
/// The authority is installed by hand on every device, and so lasts.
const AUTHORITY_DAYS: i64 = 3_650;
/// Devices whose clock is a little behind take it at once.
const BACK_DAYS: i64 = 1;
const DAY_MS: i64 = 86_400_000;
/// Beside the authority: the names it vouches for, one a line.
pub const AUTHORITY_NAMES: &str = "authority.names";

/// What was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// What devices are to trust.
    pub authority: PathBuf,
    /// The node's certificate.
    pub certificate: PathBuf,
    /// Its key.
    pub key: PathBuf,
    /// The authority was there already, and signed another certificate.
    pub again: bool,
}

/// Makes a certificate for these names, and an authority for it unless `out` has one.
pub fn make(out: &Path, names: &[String], now: Instant) -> Result<Made, AppFault> {
    let input = |what: String| AppFault::Input(what);
    if names.is_empty() {
        return Err(input("--name: at least one name or address by which devices reach the node".to_owned()));
    }
    fs::create_dir_all(out).map_err(|source| AppFault::File { path: out.to_owned(), source })?;
    let [authority, authority_key, authority_names, certificate, key] =
        ["authority.crt", "authority.key", AUTHORITY_NAMES, "node.crt", "node.key"]
            .map(|name| out.join(name));
    let again = authority.exists();
    let failed = |error: rcgen::Error| AppFault::Input(format!("the certificate cannot be made: {error}"));
    let issuer = if again {
        let vouched: Vec<String> = read(&authority_names)?.lines().map(ToOwned::to_owned).collect();
        if let Some(other) = names.iter().find(|name| !vouched.contains(name)) {
            let known = vouched.join(", ");
            let what = format!("the authority in {} vouches for {known} alone; make another", out.display());
            return Err(input(format!("--name {other}: {what}")));
        }
        let signing = KeyPair::from_pem(&read(&authority_key)?);
        let signing = signing.map_err(|error| input(format!("{}: {error}", authority_key.display())))?;
        Issuer::new(authority_params(&vouched, now), signing)
    } else {
        let (params, signing) = (authority_params(names, now), KeyPair::generate().map_err(failed)?);
        let made = params.self_signed(&signing).map_err(failed)?;
        write(&authority_key, &signing.serialize_pem(), 0o600, false)?;
        write(&authority_names, &(names.join("\n") + "\n"), 0o644, false)?;
        write(&authority, &made.pem(), 0o644, false)?;
        Issuer::new(params, signing)
    };
    let mut params =
        CertificateParams::new(names.to_vec()).map_err(|error| input(format!("--name: {error}")))?;
    params.distinguished_name.push(DnType::CommonName, names[0].as_str());
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    span(&mut params, now, NODE_DAYS);
    let own = KeyPair::generate().map_err(failed)?;
    let signed = params.signed_by(&own, &issuer).map_err(failed)?;
    write(&key, &own.serialize_pem(), 0o600, true)?;
    write(&certificate, &signed.pem(), 0o644, true)?;
    Ok(Made { authority, certificate, key, again })
}

fn authority_params(names: &[String], now: Instant) -> CertificateParams {
    let mut params = CertificateParams::default();
    let name = format!("Thông Suốt, {}", names[0]);
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    span(&mut params, now, AUTHORITY_DAYS);
    // Whoever came by its key could vouch for these names and no others.
    params.name_constraints = Some(rcgen::NameConstraints {
        permitted_subtrees: names.iter().map(|name| subtree(name)).collect(),
        excluded_subtrees: Vec::new(),
    });
    params
}

fn subtree(name: &str) -> rcgen::GeneralSubtree {
    match name.parse::<IpAddr>() {
        Ok(IpAddr::V4(address)) => {
            rcgen::GeneralSubtree::IpAddress(rcgen::CidrSubnet::from_v4_prefix(address.octets(), 32))
        }
        Ok(IpAddr::V6(address)) => {
            rcgen::GeneralSubtree::IpAddress(rcgen::CidrSubnet::from_v6_prefix(address.octets(), 128))
        }
        Err(_) => rcgen::GeneralSubtree::DnsName(name.to_owned()),
    }
}

fn span(params: &mut CertificateParams, now: Instant, days: i64) {
    let moment = |at: Instant| SystemTime::UNIX_EPOCH + Duration::from_millis(at.as_ms().unsigned_abs());
    params.not_before = moment(now.plus_ms(-BACK_DAYS * DAY_MS)).into();
    params.not_after = moment(now.plus_ms(days * DAY_MS)).into();
}

fn read(path: &Path) -> Result<String, AppFault> {
    fs::read_to_string(path).map_err(|source| AppFault::File { path: path.to_owned(), source })
}

/// Writes a file. One that may not be replaced must not be there.
fn write(path: &Path, text: &str, mode: u32, replace: bool) -> Result<(), AppFault> {
    let failed = |source| AppFault::File { path: path.to_owned(), source };
    if replace && path.exists() {
        fs::remove_file(path).map_err(failed)?;
    }
    let opened = OpenOptions::new().write(true).create_new(true).mode(mode).open(path);
    opened.and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all())).map_err(failed)
}
