//! Writes canonical JSON (RFC 8785): no white space, keys in byte order (which a `BTreeMap` of ASCII
//! keys has by itself), the shortest escapes.

use crate::fact::{Fact, Facts};

/// Appends a string with its quotes.
pub(crate) fn push_string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let bytes = text.as_bytes();
    let mut copied = 0;
    for (at, byte) in bytes.iter().enumerate() {
        if *byte >= 0x20 && *byte != b'"' && *byte != b'\\' {
            continue;
        }
        out.extend_from_slice(&bytes[copied..at]);
        copied = at + 1;
        let short = match byte {
            b'"' => b'"',
            b'\\' => b'\\',
            0x08 => b'b',
            0x09 => b't',
            0x0a => b'n',
            0x0c => b'f',
            0x0d => b'r',
            _ => {
                out.extend_from_slice(b"\\u00");
                crate::hash::push_hex(out, &[*byte]);
                continue;
            }
        };
        out.extend_from_slice(&[b'\\', short]);
    }
    out.extend_from_slice(&bytes[copied..]);
    out.push(b'"');
}

/// Appends an integer.
pub(crate) fn push_integer(out: &mut Vec<u8>, value: i64) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    let mut rest = value.unsigned_abs();
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if value < 0 {
        out.push(b'-');
    }
    out.extend_from_slice(&digits[at..]);
}

/// Appends a value.
pub(crate) fn push_fact(out: &mut Vec<u8>, fact: &Fact) {
    match fact {
        Fact::Null => out.extend_from_slice(b"null"),
        Fact::Bool(true) => out.extend_from_slice(b"true"),
        Fact::Bool(false) => out.extend_from_slice(b"false"),
        Fact::Int(value) => push_integer(out, *value),
        Fact::Text(text) => push_string(out, text),
        Fact::Map(map) => push_facts(out, map),
        Fact::List(list) => {
            out.push(b'[');
            for (at, item) in list.iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                push_fact(out, item);
            }
            out.push(b']');
        }
    }
}

/// Appends a map.
pub(crate) fn push_facts(out: &mut Vec<u8>, facts: &Facts) {
    out.push(b'{');
    for (at, (key, value)) in facts.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        push_string(out, key);
        out.push(b':');
        push_fact(out, value);
    }
    out.push(b'}');
}
