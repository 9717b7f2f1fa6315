//! Where an API is. The address is the administrator's word in the configuration, and nothing else ever names one: no
//! message of another system, no redirect.

use std::fmt;

use axum::http::Uri;

/// Longest address, in bytes.
const MAX_BYTES: usize = 512;

/// The address of an API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiAddress {
    /// Whether over TLS.
    pub tls: bool,
    /// Host name or address, without brackets.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Path, with what follows it.
    pub path: String,
}

impl ApiAddress {
    /// Reads an address.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let uri: Uri = text.parse().map_err(|_| "is not an address")?;
        let (tls, default) = match uri.scheme_str() {
            Some("http") => (false, 80),
            Some("https") => (true, 443),
            _ => return Err("does not begin with http:// or https://"),
        };
        let authority = uri.authority().ok_or("names no host")?;
        if authority.as_str().contains('@') {
            return Err("holds a name or a password, which belong into a file");
        }
        if text.len() > MAX_BYTES || authority.host().is_empty() {
            return Err("is too long, or names no host");
        }
        Ok(Self {
            tls,
            host: authority.host().trim_start_matches('[').trim_end_matches(']').to_owned(),
            port: authority.port_u16().unwrap_or(default),
            path: uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
        })
    }

    /// Host and port, as they stand in a request.
    pub fn authority(&self) -> String {
        if self.host.contains(':') {
            format!("[{}]:{}", self.host, self.port)
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }
}

impl fmt::Display for ApiAddress {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.tls { "https" } else { "http" };
        write!(out, "{scheme}://{}{}", self.authority(), self.path)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_scheme_host_and_path_and_no_secret() {
        let read = |text: &str| ApiAddress::parse(text).map(|address| address.to_string());
        assert_eq!(read("https://zabbix.example/api").unwrap(), "https://zabbix.example:443/api");
        assert_eq!(read("http://[::1]:8081").unwrap(), "http://[::1]:8081/");
        for text in
            ["", "zabbix.example", "/api", "ftp://a/", "http://u:p@a/", "http:///a", "file:///etc/passwd"]
        {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
