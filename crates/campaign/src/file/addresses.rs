//! Targets against what their probe needs: an address of the right form, a name to ask for, time to wait.

use std::net::Ipv4Addr;

use super::{Beside, Faults, build, letters::ProbeFault, node::Node, says, shape};
use crate::Said;

/// Checks the address, the query and the timing of a target.
pub fn check(node: &Node<'_>, faults: &mut Faults<'_>) {
    let kind = node.word("kind").unwrap_or_default();
    if let Some(address) = node.word("address")
        && let Some(wanted) = address_fault(kind, address)
    {
        let what = says::no_address(address, kind);
        faults.add(node.place_of("address"), &node.path_of("address"), what, Some(wanted));
    }
    let path = node.path_of("query");
    match (kind, node.item("query")) {
        ("dns", None) => {
            faults.add(node.place, &path, says::missing(), Some(says::say_query()));
        }
        ("dns", Some(_)) | (_, None) => {}
        (_, Some(_)) => faults.add(node.place_of_key("query"), &path, says::only_for_dns(), None),
    }
    let every_ms = i64::from(node.count("every_s").unwrap_or(shape::EVERY_S)) * 1_000;
    let timeout_ms = i64::from(node.count("timeout_ms").unwrap_or(shape::TIMEOUT_MS));
    if timeout_ms > every_ms {
        let place = node.place_of(if node.item("timeout_ms").is_some() { "timeout_ms" } else { "every_s" });
        let what = says::waits_too_long(timeout_ms, every_ms);
        faults.add(place, &node.path_of("timeout_ms"), what, Some(says::timeout_within()));
    }
}

/// What is asked of a file that is to be issued: no name that is an address gone wrong, and nothing that the measuring
/// engine refuses when it starts. A target with a fault already has no second one.
pub fn check_issued(node: &Node<'_>, beside: Option<&dyn Beside>, faults: &mut Faults<'_>) {
    let inside = format!("{}.", node.path);
    if faults.concern(&inside) {
        return;
    }
    let (Some(kind), Some(address)) = (node.word("kind"), node.word("address")) else { return };
    let host = host_of(kind, address);
    if ends_in_number(host) && host.parse::<Ipv4Addr>().is_err() {
        let (what, hint) = (says::no_ip_or_name(host), says::ip_or_name_form());
        faults.add(node.place_of("address"), &node.path_of("address"), what, Some(hint));
        return;
    }
    let (Some(beside), Some(target)) = (beside, build::target(node)) else { return };
    if let Err(ProbeFault { field, what, hint }) = beside.probe(&target) {
        faults.add(node.place_of(field), &node.path_of(field), what, Some(hint));
    }
}

/// The host in an address that has the form of its kind.
fn host_of<'a>(kind: &str, address: &'a str) -> &'a str {
    let authority = match address.split_once("://") {
        Some((_, rest)) => rest.split(['/', '?', '#']).next().unwrap_or_default(),
        None => address,
    };
    match authority.rsplit_once(':') {
        Some((host, _)) if kind != "icmp" => host,
        _ => authority,
    }
}

/// The WHATWG URL standard's "ends in a number": such a host is an IPv4 address or wrong, for no top-level domain is a
/// number (RFC 1123, section 2.1).
fn ends_in_number(host: &str) -> bool {
    if host.contains(':') {
        return false;
    }
    let host = host.strip_suffix('.').unwrap_or(host);
    let last = host.rsplit('.').next().unwrap_or_default();
    let hex = last.strip_prefix("0x").or_else(|| last.strip_prefix("0X"));
    let is_decimal = !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
    is_decimal || hex.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// What an address of this kind looks like, if this is none.
fn address_fault(kind: &str, address: &str) -> Option<Said> {
    let is_host = |host: &str| {
        let named = !host.is_empty()
            && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
        named || host.parse::<std::net::Ipv6Addr>().is_ok()
    };
    let has_port = |authority: &str| {
        authority.rsplit_once(':').is_some_and(|(host, port)| {
            let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
            let bracketed = bare.len() < host.len();
            is_host(bare)
                && (bracketed || !bare.contains(':'))
                && port.parse::<u16>().is_ok_and(|port| port > 0)
        })
    };
    let is_url = |scheme: &str| {
        address.strip_prefix(scheme).is_some_and(|rest| {
            let authority = rest.split(['/', '?']).next().unwrap_or_default();
            is_host(authority)
                || has_port(authority)
                || authority.starts_with('[') && authority.ends_with(']')
        }) && !address.contains(char::is_whitespace)
    };
    match kind {
        "icmp" => (!is_host(address)).then(says::host_form),
        "tcp" | "dns" | "tls" => (!has_port(address)).then(says::host_port_form),
        "http" => (!is_url("http://")).then(|| says::url_form("http://portal.example/")),
        "https" => (!is_url("https://")).then(|| says::url_form("https://portal.example/")),
        _ => None,
    }
}
