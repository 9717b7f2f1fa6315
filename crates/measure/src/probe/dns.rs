//! One DNS question over UDP (RFC 1035). The id and the question of an answer are checked, and what
//! answers something else is ignored: whoever guesses at our questions can't decide for the server.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

use hickory_proto::op::{Message, MessageType, OpCode, Query, ResponseCode};
use hickory_proto::rr::{Name, RecordType};
use tokio::net::UdpSocket;

use crate::outcome::{Cause, Ending, Outcome};
use crate::stopwatch::Stopwatch;

/// Largest answer read: what UDP carries without EDNS is 512 bytes, some servers send more.
const MAX_ANSWER_BYTES: usize = 4096;

/// What a datagram says to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DnsVerdict {
    /// Answers it.
    Answered,
    /// Answers it with an error or with nothing.
    Failed(String),
    /// Answers something else, or is no answer.
    NotOurs,
}

/// Asks `server` and waits for the answer to this very question.
pub async fn ask(server: SocketAddr, id: u16, question: &(String, String), outcome: &mut Outcome) -> Ending {
    let Some((query, packet)) = encode(id, question) else {
        return Ending::new(Cause::Error, "the question cannot be asked");
    };
    let watch = Stopwatch::start();
    match exchange(server, id, &query, &packet).await {
        Ok(verdict) => {
            outcome.phases.first_byte_us = Some(watch.elapsed_us());
            match verdict {
                DnsVerdict::Failed(what) => Ending::new(Cause::Error, what),
                DnsVerdict::Answered | DnsVerdict::NotOurs => Ending::ok(),
            }
        }
        Err(fault) => Ending::of_io(&fault),
    }
}

/// Judges a datagram as the answer to `query` with this id.
pub fn read_answer(datagram: &[u8], id: u16, query: &Query) -> DnsVerdict {
    // The id first, from the wire: what isn't ours is not worth decoding.
    if datagram.len() < 12 || datagram[..2] != id.to_be_bytes() {
        return DnsVerdict::NotOurs;
    }
    let Ok(message) = Message::from_vec(datagram) else {
        return DnsVerdict::NotOurs;
    };
    let head = &message.metadata;
    let ours = head.message_type == MessageType::Response
        && head.op_code == OpCode::Query
        && message.queries.len() == 1
        && message.queries[0].name == query.name
        && message.queries[0].query_type == query.query_type
        && message.queries[0].query_class == query.query_class;
    if !ours {
        return DnsVerdict::NotOurs;
    }
    if head.response_code != ResponseCode::NoError {
        return DnsVerdict::Failed(head.response_code.to_string());
    }
    // A truncated answer is one: the server knows, and a probe does not ask again over TCP.
    if message.answers.is_empty() && !head.truncation {
        DnsVerdict::Failed("no records".to_owned())
    } else {
        DnsVerdict::Answered
    }
}

fn encode(id: u16, (name, record): &(String, String)) -> Option<(Query, Vec<u8>)> {
    let mut name = Name::from_ascii(name).ok()?;
    name.set_fqdn(true);
    let query = Query::query(name, RecordType::from_str(record).ok()?);
    let mut message = Message::new(id, MessageType::Query, OpCode::Query);
    message.metadata.recursion_desired = true;
    message.add_query(query.clone());
    Some((query, message.to_vec().ok()?))
}

async fn exchange(server: SocketAddr, id: u16, query: &Query, packet: &[u8]) -> std::io::Result<DnsVerdict> {
    let any: SocketAddr = match server {
        SocketAddr::V4(_) => (Ipv4Addr::UNSPECIFIED, 0).into(),
        SocketAddr::V6(_) => (Ipv6Addr::UNSPECIFIED, 0).into(),
    };
    let socket = UdpSocket::bind(any).await?;
    // Connected: the system drops what others send, and tells us if the port is closed.
    socket.connect(server).await?;
    socket.send(packet).await?;
    let mut buffer = [0; MAX_ANSWER_BYTES];
    loop {
        let length = socket.recv(&mut buffer).await?;
        match read_answer(&buffer[..length], id, query) {
            DnsVerdict::NotOurs => {}
            verdict => return Ok(verdict),
        }
    }
}
