//! Keys of programs as they are written: `ts_`, a prefix by which the key is found, `_`, and a secret of 160 bits of
//! which only the digest is kept (OWASP ASVS 5.0, 6.5.2, asks for 112). They come as `Authorization: Bearer ts_…`.

use axum::http::{HeaderMap, header};
use sha2::{Digest, Sha256};

use crate::{code::base32, node::Node};

const MARK: &str = "ts_";
const PREFIX_BYTES: usize = 10;
const SECRET_BYTES: usize = 20;
const PREFIX_CHARS: usize = 16;
const SECRET_CHARS: usize = 32;

/// A key as a program shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// By which it is found.
    pub prefix: String,
    /// Digest of its secret.
    pub secret_hash: [u8; 32],
}

/// A fresh key: the text that is shown once, and what is kept of it.
pub fn fresh(node: &Node) -> (String, Shown) {
    let (first, second) = ((node.random)(), (node.random)());
    let prefix = base32(&first[..PREFIX_BYTES]).to_ascii_lowercase();
    let secret = base32(&second[..SECRET_BYTES]).to_ascii_lowercase();
    let shown = Shown { secret_hash: digest(&secret), prefix };
    (format!("{MARK}{}_{secret}", shown.prefix), shown)
}

/// The key that a request shows, if what it shows has the form of one.
pub fn shown(headers: &HeaderMap) -> Option<Shown> {
    read(bearer(headers)?)
}

/// What a request bears, of whatever form.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn read(token: &str) -> Option<Shown> {
    let (prefix, secret) = token.strip_prefix(MARK)?.split_once('_')?;
    let is = |text: &str, chars: usize| {
        text.len() == chars && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7'))
    };
    (is(prefix, PREFIX_CHARS) && is(secret, SECRET_CHARS))
        .then(|| Shown { prefix: prefix.to_owned(), secret_hash: digest(secret) })
}

fn digest(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;

    #[test]
    fn only_what_has_the_form_of_a_key_is_one() {
        let (prefix, secret) = ("a".repeat(PREFIX_CHARS), "7".repeat(SECRET_CHARS));
        let good = format!("ts_{prefix}_{secret}");
        let mut headers = HeaderMap::new();
        for scheme in ["Bearer", "bearer"] {
            headers.insert(header::AUTHORIZATION, format!("{scheme} {good}").parse().unwrap());
            assert_eq!(shown(&headers).unwrap().prefix, prefix);
        }
        let others = [
            format!("Basic {good}"),
            good.clone(),
            format!("Bearer {good}a"),
            format!("Bearer ts_{prefix}{secret}"),
            format!("Bearer ts_{prefix}_{}", secret.replace('7', "1")),
            format!("Bearer ts_{prefix}_{}", secret.replace('7', "é")),
            "Bearer ts__".to_owned(),
        ];
        for other in others {
            let Ok(value) = axum::http::HeaderValue::from_str(&other) else { continue };
            headers.insert(header::AUTHORIZATION, value);
            assert_eq!(shown(&headers), None, "{other}");
        }
        assert_ne!(read(&good).unwrap().secret_hash, digest("8"));
    }
}
