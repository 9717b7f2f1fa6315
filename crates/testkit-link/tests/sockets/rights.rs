//! Without the rights it needs, a link is refused with its reason, and a test that needs it fails.

use std::process::Command;

/// A test that needs a link.
const NEEDS_A_LINK: &str = "udp::both_families_and_full_packets_cross";

#[test]
fn without_rights_a_test_fails_and_says_what_it_needs() {
    // Of util-linux, which every Debian has: the same user without a single capability.
    let mut command = Command::new("setpriv");
    command.args(["--bounding-set=-all", "--inh-caps=-all"]).arg(std::env::current_exe().unwrap());
    let output = command.args(["--exact", NEEDS_A_LINK]).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(!output.status.success(), "{text}");
    assert!(text.contains("making a network namespace: Operation not permitted"), "{text}");
    assert!(text.contains("root (CAP_SYS_ADMIN, CAP_NET_ADMIN)"), "{text}");
}
