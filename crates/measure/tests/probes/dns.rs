//! DNS: the answer to our question, and what is no answer to it.

use std::net::{Ipv4Addr, SocketAddr};

use hickory_proto::op::{Message, MessageType, Query, ResponseCode};
use hickory_proto::rr::{Name, RData, Record, RecordType};
use measure::{Cause, DnsVerdict, read_answer};
use series::SampleStatus;
use tokio::net::UdpSocket;

use crate::probe;

/// Answers each question with the messages `answer` makes of it.
async fn dns_server(answer: impl Fn(Message) -> Vec<Message> + Send + 'static) -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap();
    tokio::spawn(async move {
        let mut buffer = [0; 512];
        while let Ok((length, from)) = socket.recv_from(&mut buffer).await {
            for message in answer(Message::from_vec(&buffer[..length]).unwrap()) {
                socket.send_to(&message.to_vec().unwrap(), from).await.unwrap();
            }
        }
    });
    address
}

fn answered(mut message: Message) -> Message {
    message.metadata.message_type = MessageType::Response;
    let name = message.queries[0].name().clone();
    message.add_answer(Record::from_rdata(name, 60, RData::A(Ipv4Addr::new(192, 0, 2, 1).into())));
    message
}

#[tokio::test]
async fn an_answer_with_records_is_ok() {
    let server = dns_server(|question| {
        assert!(question.metadata.recursion_desired);
        assert_eq!(question.queries[0].query_type(), RecordType::A);
        vec![answered(question)]
    })
    .await;
    let outcome = probe(&format!("dns://{server}/tet.example"), 5000).await;
    assert_eq!((outcome.status, outcome.cause), (SampleStatus::Ok, Cause::Ok));
    assert_eq!(Some(outcome.value_us), outcome.phases.first_byte_us);
}

#[tokio::test]
async fn answers_to_other_questions_are_passed_over() {
    let server = dns_server(|question| {
        let mut other_id = answered(question.clone());
        other_id.metadata.id ^= 1;
        other_id.metadata.response_code = ResponseCode::ServFail;
        let mut other_name = answered(question.clone());
        other_name.queries[0].set_name(Name::from_ascii("other.example.").unwrap());
        let mut other_type = answered(question.clone());
        other_type.queries[0].set_query_type(RecordType::AAAA);
        let mut no_question = answered(question.clone());
        no_question.queries.clear();
        vec![other_id, other_name, other_type, no_question, question.clone(), answered(question)]
    })
    .await;
    let outcome = probe(&format!("dns://{server}/tet.example"), 5000).await;
    assert_eq!(outcome.cause, Cause::Ok);
}

#[tokio::test]
async fn an_answer_without_what_was_asked_for_is_an_error() {
    let server = dns_server(|mut question| {
        question.metadata.message_type = MessageType::Response;
        if question.queries[0].query_type() == RecordType::A {
            question.metadata.response_code = ResponseCode::NXDomain;
        }
        vec![question]
    })
    .await;
    let outcome = probe(&format!("dns://{server}/tet.example"), 5000).await;
    assert_eq!(outcome.cause, Cause::Error);
    assert_eq!(outcome.detail, ResponseCode::NXDomain.to_string());
    let outcome = probe(&format!("dns://{server}/tet.example?type=MX"), 5000).await;
    assert_eq!((outcome.cause, outcome.detail.as_str()), (Cause::Error, "no records"));
}

#[tokio::test]
async fn a_silent_server_times_out_and_a_closed_port_refuses() {
    let server = dns_server(|_| vec![]).await;
    let outcome = probe(&format!("dns://{server}/tet.example"), 80).await;
    assert_eq!((outcome.cause, outcome.phases.first_byte_us), (Cause::Timeout, None));
    let closed = UdpSocket::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    assert_eq!(probe(&format!("dns://{closed}/tet.example"), 5000).await.cause, Cause::Refused);
}

#[test]
fn what_is_no_message_is_not_ours() {
    let query = Query::query(Name::from_ascii("tet.example.").unwrap(), RecordType::A);
    for bytes in [&[][..], &[0, 7], &[0, 7, 0x80, 0, 0, 1, 0, 0, 0, 0, 0, 0], &[0xff; 600]] {
        assert_eq!(read_answer(bytes, 7, &query), DnsVerdict::NotOurs);
    }
}
