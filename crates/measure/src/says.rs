//! Every sentence that can be said of a target that the engine does not take, and the advice given with it.

campaign::sentences! {
    probe_scheme(found) = "no such kind of probe: \"{found}\"; there are icmp, tcp, dns, http, https, tls";
    probe_no_url() = "a URL like tcp://host:port is needed";
    probe_other_kind(scheme, kind) = "scheme {scheme} does not fit kind {kind}";
    probe_too_long(limit) = "address is longer than {limit} bytes";
    probe_letter() = "address holds a character that is not visible ASCII";
    probe_user_name() = "address holds a user name; credentials do not belong in a target";
    probe_no_host(found) = "no host name or address: \"{found}\"";
    probe_no_port(found) = "no port: \"{found}\"";
    probe_no_path(kind) = "kind {kind} takes no path";
    probe_no_question(found) = "no DNS question: \"{found}\"";
    probe_every_bounds() = "the interval is not between 100 ms and a day";
    probe_timeout_bounds() = "the timeout is not between 1 ms and a minute";
    probe_timeout_over() = "the timeout is longer than the interval";
    probe_fail_after_bounds() = "fail_after is not between 1 and 1,000";
    none_granted(target, address, owner) = "target {target} is not measured: {address} is outside the granted ranges (none); grant its range to {owner} under [measure.granted] of the node's configuration";
    not_granted(target, address, owner, granted) = "target {target} is not measured: {address} is outside the granted ranges ({granted}); grant its range to {owner} under [measure.granted] of the node's configuration";
    probe_twice() = "is there twice";
    probe_query_form() = "write a DNS name, and a record type if it is not A, as \"tet.example AAAA\"";
    probe_address_form() = "write host, host:port or a URL in visible ASCII, without a user name";
    probe_see_reference() = "let it be as the reference of campaign files says";
}
