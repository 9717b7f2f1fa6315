//! What the headers of an IP packet say, as far as the truth log tells packets apart by it.
//! Bytes that are no packet, and extension headers, are labelled as what they are and never refused:
//! the link carries whatever the system hands it.

use std::net::{Ipv4Addr, Ipv6Addr};

/// What an IP packet carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// ICMP or `ICMPv6`.
    Icmp,
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
    /// Another, by IANA's number.
    Other(u8),
}

/// What tells packets of a log apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Label {
    /// What it carries.
    pub protocol: Protocol,
    /// Source port; for ICMP echo the identifier.
    pub from: u16,
    /// Destination port; for ICMP echo the sequence.
    pub to: u16,
    /// TCP flags, or the ICMP type; 0 otherwise.
    pub detail: u8,
    /// Bytes after the header of TCP, UDP or ICMP.
    pub payload_bytes: u16,
    /// The first two of these bytes; 0 if there are fewer. The id of a DNS message, for one.
    pub tag: u16,
}

impl Label {
    /// TCP's flag that opens a connection.
    pub const SYN: u8 = 0x02;

    /// Whether it opens a TCP connection, or answers that it is open.
    pub fn is_syn(&self) -> bool {
        self.protocol == Protocol::Tcp && self.detail & Self::SYN != 0
    }

    /// Whether it is an ICMP echo request or reply of this sequence.
    pub fn is_echo(&self, sequence: u16) -> bool {
        // Types of RFC 792 and RFC 4443: what else there is has other fields in these places.
        self.protocol == Protocol::Icmp && matches!(self.detail, 0 | 8 | 128 | 129) && self.to == sequence
    }

    /// Reads it from a packet.
    pub fn read(packet: &[u8]) -> Self {
        let (protocol, inner) = split(packet).unwrap_or((0xff, &[]));
        let word = |at: usize| inner.get(at..at + 2).map_or(0, |two| u16::from_be_bytes([two[0], two[1]]));
        let byte = |at: usize| inner.get(at).copied().unwrap_or(0);
        let (protocol, from, to, detail, header) = match protocol {
            1 | 58 => (Protocol::Icmp, word(4), word(6), byte(0), 8),
            6 => (Protocol::Tcp, word(0), word(2), byte(13), usize::from(byte(12) >> 4) * 4),
            17 => (Protocol::Udp, word(0), word(2), 0, 8),
            other => (Protocol::Other(other), 0, 0, 0, 0),
        };
        let payload_bytes = u16::try_from(inner.len().saturating_sub(header)).unwrap_or(u16::MAX);
        Self { protocol, from, to, detail, payload_bytes, tag: word(header) }
    }
}

/// Whether a packet goes to one host. What is sent to many is the system looking for routers and
/// neighbours, at moments of its own.
pub fn is_unicast(packet: &[u8]) -> bool {
    match packet.first().map(|first| first >> 4) {
        Some(4) => packet.get(16..20).is_some_and(|to| {
            let to = Ipv4Addr::from(<[u8; 4]>::try_from(to).unwrap_or_default());
            !to.is_multicast() && !to.is_broadcast()
        }),
        Some(6) => packet
            .get(24..40)
            .is_some_and(|to| !Ipv6Addr::from(<[u8; 16]>::try_from(to).unwrap_or_default()).is_multicast()),
        _ => false,
    }
}

/// The number of the protocol inside, and its header and payload.
fn split(packet: &[u8]) -> Option<(u8, &[u8])> {
    match packet.first()? >> 4 {
        4 => Some((*packet.get(9)?, packet.get(usize::from(packet[0] & 0x0f) * 4..)?)),
        6 => Some((*packet.get(6)?, packet.get(40..)?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ports_flags_and_sequences_are_read_in_both_families() {
        let mut v4 = vec![0_u8; 20];
        (v4[0], v4[9], v4[16]) = (0x45, 17, 192);
        v4.extend([0x30, 0x39, 0, 53, 0, 12, 0, 0, 1, 2, 3, 4]);
        let udp =
            Label { protocol: Protocol::Udp, from: 12345, to: 53, detail: 0, payload_bytes: 4, tag: 0x0102 };
        assert_eq!(Label::read(&v4), udp);
        assert!(is_unicast(&v4));
        let mut v6 = vec![0_u8; 40];
        (v6[0], v6[6], v6[24]) = (0x60, 58, 0x20);
        v6.extend([128, 0, 0, 0, 0, 7, 1, 0]);
        let echo = Label::read(&v6);
        assert!(echo.is_echo(256) && echo.from == 7 && !echo.is_echo(7));
        v6[24] = 0xff;
        assert!(!is_unicast(&v6));
    }

    proptest! {
        #[test]
        fn bytes_that_are_no_packet_are_labelled_and_never_refused(
            bytes in proptest::collection::vec(any::<u8>(), 0..80),
        ) {
            let _ = (Label::read(&bytes), is_unicast(&bytes));
        }
    }
}
