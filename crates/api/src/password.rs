//! Passwords: argon2id hashes, made and compared off the async threads.
//!
//! A login that does not exist costs the same time as a wrong password, so that timing does not tell which logins
//! there are. Parameters follow RFC 9106's second recommendation scaled to a small server (19 MiB, 2 passes).

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString},
};

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

fn argon2id() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Hash of a password in PHC form.
pub fn hash(password: &str, salt: [u8; 16]) -> Result<String, argon2::password_hash::Error> {
    let salt = SaltString::encode_b64(&salt)?;
    Ok(argon2id().hash_password(password.as_bytes(), &salt)?.to_string())
}

/// Whether `password` fits `stored`; with no stored hash the same work is done and the answer is no.
pub fn fits(password: &str, stored: Option<&str>) -> bool {
    let Some(parsed) = stored.and_then(|text| PasswordHash::new(text).ok()) else {
        let _ = hash(password, [0; 16]);
        return false;
    };
    argon2id().verify_password(password.as_bytes(), &parsed).is_ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_fits() {
        let stored = hash("ngựa đúng pin ghim", [7; 16]).unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(fits("ngựa đúng pin ghim", Some(&stored)));
        assert!(!fits("ngua dung pin ghim", Some(&stored)));
        assert!(!fits("ngựa đúng pin ghim", None));
        assert!(!fits("ngựa đúng pin ghim", Some("not a hash")));
    }
}
