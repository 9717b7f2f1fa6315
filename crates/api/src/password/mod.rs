//! Passwords: argon2id hashes, made and compared off the async threads.
//!
//! A login that does not exist costs the same time as a wrong password, so that timing does not tell which logins
//! there are. Parameters follow RFC 9106's second recommendation scaled to a small server (19 MiB, 2 passes). What is
//! hashed is the NFKC form (NIST SP 800-63B, 5.1.1.2), so that keyboards that compose Vietnamese differently agree.

pub mod rule;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString},
};
use unicode_normalization::UnicodeNormalization;

use crate::{node::Node, problem::Problem};

/// The longest password looked at: beyond it hashing would be a way to keep the node busy.
pub const MAX_BYTES: usize = 1_024;

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

fn argon2id() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The form a password is hashed in.
pub fn normal(password: &str) -> String {
    password.nfkc().collect()
}

/// Hash of a password in PHC form.
pub fn hash(password: &str, salt: [u8; 16]) -> Result<String, argon2::password_hash::Error> {
    let salt = SaltString::encode_b64(&salt)?;
    Ok(argon2id().hash_password(normal(password).as_bytes(), &salt)?.to_string())
}

/// Whether `password` fits `stored`; with no stored hash the same work is done and the answer is no.
pub fn fits(password: &str, stored: Option<&str>) -> bool {
    let parsed = stored.and_then(|text| PasswordHash::new(text).ok());
    let normal = normal(password);
    let tried = |password: &str| {
        if let Some(parsed) = &parsed {
            return argon2id().verify_password(password.as_bytes(), parsed).is_ok();
        }
        // For the time it takes alone.
        let _ = hash(password, [0; 16]);
        false
    };
    // Hashes made before passwords were normalised hold the form they were typed in.
    tried(&normal) || (normal != password && tried(password))
}

/// [`fits`] on a thread of its own: argon2 takes tens of milliseconds of a core.
pub async fn fits_unhurried(password: String, stored: Option<String>) -> Result<bool, Problem> {
    if password.len() > MAX_BYTES {
        return Ok(false);
    }
    let fits = tokio::task::spawn_blocking(move || fits(&password, stored.as_deref()));
    fits.await.map_err(|fault| Problem::internal(&fault))
}

/// [`hash`] on a thread of its own, with fresh salt.
pub async fn hash_unhurried(node: &Node, password: String) -> Result<String, Problem> {
    let mut salt = [0; 16];
    salt.copy_from_slice(&(node.random)()[..16]);
    let made = tokio::task::spawn_blocking(move || hash(&password, salt));
    let made = made.await.map_err(|fault| Problem::internal(&fault))?;
    made.map_err(|fault| Problem::internal(&fault))
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
    #[test]
    fn composed_and_decomposed_letters_are_one_password() {
        let composed = "ngựa đúng pin ghim";
        let decomposed: String = composed.nfd().collect();
        assert_ne!(composed, decomposed);
        let stored = hash(&decomposed, [7; 16]).unwrap();
        assert!(fits(composed, Some(&stored)) && fits(&decomposed, Some(&stored)));
        let salt = SaltString::encode_b64(&[7; 16]).unwrap();
        let before = argon2id().hash_password(decomposed.as_bytes(), &salt).unwrap().to_string();
        assert!(fits(&decomposed, Some(&before)), "a hash made of what was typed still opens");
    }
}
