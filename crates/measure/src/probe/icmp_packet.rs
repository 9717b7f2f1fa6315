//! ICMP echo packets (RFC 792, RFC 4443): building a request, and reading what comes in on a socket
//! that may carry anything.

/// An echo request: header of 8 bytes, then our token.
pub const ECHO_BYTES: usize = 16;

const V4_REQUEST: u8 = 8;
const V4_REPLY: u8 = 0;
const V4_UNREACHABLE: u8 = 3;
const V6_REQUEST: u8 = 128;
const V6_REPLY: u8 = 129;
const V6_UNREACHABLE: u8 = 1;

/// Which ICMP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// ICMP for IPv4.
    V4,
    /// ICMP for IPv6.
    V6,
}

/// What identifies an echo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Echo {
    /// Identifier: ours in a raw socket, the system's in a datagram socket.
    pub ident: u16,
    /// Sequence number.
    pub seq: u16,
    /// Unpredictable content, which a reply returns.
    pub token: u64,
}

/// What a packet says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// A reply.
    Reply(Echo),
    /// A request with this identifier and sequence number could not be delivered.
    Unreachable {
        /// Its identifier.
        ident: u16,
        /// Its sequence number.
        seq: u16,
    },
}

/// The bytes of a request. For IPv6 the system fills in the checksum.
pub fn request(family: Family, echo: Echo) -> [u8; ECHO_BYTES] {
    let mut packet = [0; ECHO_BYTES];
    packet[0] = if family == Family::V4 { V4_REQUEST } else { V6_REQUEST };
    packet[4..6].copy_from_slice(&echo.ident.to_be_bytes());
    packet[6..8].copy_from_slice(&echo.seq.to_be_bytes());
    packet[8..].copy_from_slice(&echo.token.to_be_bytes());
    if family == Family::V4 {
        let sum = checksum(&packet);
        packet[2..4].copy_from_slice(&sum.to_be_bytes());
    }
    packet
}

/// Reads a packet; `with_header` says whether it begins with an IPv4 header, as raw sockets give it.
pub fn read(family: Family, with_header: bool, packet: &[u8]) -> Option<Heard> {
    let packet = if with_header { skip_v4_header(packet)? } else { packet };
    let kind = *packet.first()?;
    match (family, kind) {
        (Family::V4, V4_REPLY) | (Family::V6, V6_REPLY) => {
            let (ident, seq) = ident_and_seq(packet)?;
            let token = u64::from_be_bytes(packet.get(8..16)?.try_into().ok()?);
            Some(Heard::Reply(Echo { ident, seq, token }))
        }
        (Family::V4, V4_UNREACHABLE) => undelivered(skip_v4_header(packet.get(8..)?)?, V4_REQUEST),
        (Family::V6, V6_UNREACHABLE) => undelivered(packet.get(8 + 40..)?, V6_REQUEST),
        _ => None,
    }
}

fn undelivered(inner: &[u8], request: u8) -> Option<Heard> {
    let (ident, seq) = ident_and_seq(inner)?;
    (inner[0] == request).then_some(Heard::Unreachable { ident, seq })
}

fn ident_and_seq(packet: &[u8]) -> Option<(u16, u16)> {
    let ident = packet.get(4..6)?.try_into().ok()?;
    let seq = packet.get(6..8)?.try_into().ok()?;
    Some((u16::from_be_bytes(ident), u16::from_be_bytes(seq)))
}

fn skip_v4_header(packet: &[u8]) -> Option<&[u8]> {
    let first = *packet.first()?;
    (first >> 4 == 4).then(|| packet.get(usize::from(first & 0x0f).max(5) * 4..))?
}

/// The Internet checksum (RFC 1071) of an even number of bytes.
fn checksum(bytes: &[u8]) -> u16 {
    let sum: u32 = bytes.chunks_exact(2).map(|pair| u32::from(u16::from_be_bytes([pair[0], pair[1]]))).sum();
    let folded = (sum & 0xffff) + (sum >> 16);
    !((folded & 0xffff) + (folded >> 16)) as u16
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ECHO: Echo = Echo { ident: 0x1234, seq: 7, token: 0x0102_0304_0506_0708 };

    #[test]
    fn a_request_sums_to_zero_and_its_reply_is_recognised() {
        let mut packet = request(Family::V4, ECHO);
        assert_eq!(checksum(&packet), 0);
        assert_eq!(read(Family::V4, false, &packet), None, "a request is no reply");
        packet[0] = V4_REPLY;
        assert_eq!(read(Family::V4, false, &packet), Some(Heard::Reply(ECHO)));
        let mut header = vec![0x46; 24];
        header.extend_from_slice(&packet);
        assert_eq!(read(Family::V4, true, &header), Some(Heard::Reply(ECHO)), "options are skipped");
    }

    #[test]
    fn an_undelivered_request_is_recognised() {
        let mut packet = vec![V4_UNREACHABLE, 1, 0, 0, 0, 0, 0, 0];
        packet.extend_from_slice(&[0x45; 20]);
        packet.extend_from_slice(&request(Family::V4, ECHO)[..8]);
        assert_eq!(read(Family::V4, false, &packet), Some(Heard::Unreachable { ident: 0x1234, seq: 7 }));
        let mut packet = vec![V6_UNREACHABLE, 0, 0, 0, 0, 0, 0, 0];
        packet.extend_from_slice(&[0x60; 40]);
        packet.extend_from_slice(&request(Family::V6, ECHO));
        assert_eq!(read(Family::V6, false, &packet), Some(Heard::Unreachable { ident: 0x1234, seq: 7 }));
    }

    proptest! {
        #[test]
        fn no_packet_causes_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..80), raw in any::<bool>(), kind in 0u8..=129) {
            let _ = read(Family::V4, raw, &bytes);
            let mut typed = bytes;
            if let Some(first) = typed.first_mut() { *first = kind; }
            let _ = read(Family::V4, false, &typed);
            let _ = read(Family::V6, false, &typed);
        }
    }
}
