//! A DNS responder (RFC 1035) that knows one answer: every A question gets the specification's address,
//! every other question an empty answer.

use std::net::Ipv4Addr;
use std::sync::Arc;

use tokio::net::UdpSocket;
use tokio::task::JoinSet;

use super::service::Served;

const HEADER_BYTES: usize = 12;
const TYPE_A: [u8; 2] = [0, 1];
const TTL_S: u32 = 60;
/// Answers that wait at the same time; a question beyond it is dropped.
const PENDING_LIMIT: usize = 256;

/// Answers until it is dropped.
pub async fn serve(socket: UdpSocket, served: Arc<Served>) {
    let socket = Arc::new(socket);
    let mut pending = JoinSet::new();
    let mut packet = [0_u8; 512];
    loop {
        while pending.try_join_next().is_some() {}
        // A refused earlier answer shows up as an error here; the next question is as good as any.
        let Ok((length, peer)) = socket.recv_from(&mut packet).await else {
            continue;
        };
        if served.silent || pending.len() >= PENDING_LIMIT {
            continue;
        }
        let Some(answer) = answer(&packet[..length], served.answer) else {
            continue;
        };
        let (socket, delay) = (Arc::clone(&socket), served.delay);
        pending.spawn(async move {
            tokio::time::sleep(delay).await;
            let _ = socket.send_to(&answer, peer).await;
        });
    }
}

/// The answer to a query with one question; nothing for what is no such query.
fn answer(query: &[u8], address: Ipv4Addr) -> Option<Vec<u8>> {
    let is_query = query.len() > HEADER_BYTES && query[2] & 0x80 == 0;
    if !is_query || query[4..6] != [0, 1] {
        return None;
    }
    let name = query[HEADER_BYTES..].iter().scan(0_u8, |left, byte| {
        // Walk the labels: a length, that many bytes, until a zero length.
        if *left > 0 {
            *left -= 1;
            return Some(true);
        }
        *left = *byte;
        Some(*byte != 0)
    });
    let name_length = name.take_while(|inside| *inside).count() + 1;
    let question_end = HEADER_BYTES + name_length + 4;
    let question = query.get(HEADER_BYTES..question_end)?;
    let asks_a = question[name_length..name_length + 2] == TYPE_A;
    let mut out = Vec::with_capacity(question_end + 16);
    out.extend_from_slice(&query[..2]);
    // Response, recursion desired as asked, recursion available, no error.
    out.extend_from_slice(&[0x80 | query[2] & 0x01, 0x80, 0, 1, 0, u8::from(asks_a), 0, 0, 0, 0]);
    out.extend_from_slice(question);
    if asks_a {
        out.extend_from_slice(&[0xc0, HEADER_BYTES as u8, 0, 1, 0, 1]);
        out.extend_from_slice(&TTL_S.to_be_bytes());
        out.extend_from_slice(&[0, 4]);
        out.extend_from_slice(&address.octets());
    }
    Some(out)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]
mod tests {
    use super::*;

    fn query(kind: u8) -> Vec<u8> {
        let mut q = vec![0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        q.extend_from_slice(b"\x03dns\x07example\x00");
        q.extend_from_slice(&[0, kind, 0, 1]);
        q
    }

    #[test]
    fn an_a_question_gets_the_address_and_another_an_empty_answer() {
        let a = answer(&query(1), Ipv4Addr::new(192, 0, 2, 1)).unwrap();
        assert_eq!(&a[..8], &[0x12, 0x34, 0x81, 0x80, 0, 1, 0, 1]);
        assert_eq!(&a[a.len() - 4..], &[192, 0, 2, 1]);
        let mx = answer(&query(15), Ipv4Addr::LOCALHOST).unwrap();
        assert_eq!(&mx[4..8], &[0, 1, 0, 0]);
    }

    #[test]
    fn what_is_no_query_gets_no_answer() {
        assert_eq!(answer(&[], Ipv4Addr::LOCALHOST), None);
        assert_eq!(answer(&query(1)[..20], Ipv4Addr::LOCALHOST), None);
        let mut response = query(1);
        response[2] |= 0x80;
        assert_eq!(answer(&response, Ipv4Addr::LOCALHOST), None);
    }
}
