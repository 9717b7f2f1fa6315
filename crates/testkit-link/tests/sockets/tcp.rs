//! TCP gets its bytes through a link that loses, repeats and reorders them.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use testkit_link::{Direction, Fate, Held, LinkSpec, Profile};

use crate::{PATIENCE, open_link};

#[test]
fn a_transfer_survives_loss_duplicates_and_reordering() {
    let profile = Profile {
        loss_ppm: 30_000,
        duplicate_ppm: 20_000,
        held: Held { ppm: 20_000, hold: Duration::from_millis(3) },
        ..Profile::delayed(Duration::from_millis(5))
    };
    let link = open_link(&LinkSpec::both(21, profile));
    let address = SocketAddr::new(link.far().v4().into(), 0);
    let listener = link.far().inside("listen", move || TcpListener::bind(address)).unwrap().unwrap();
    let address = listener.local_addr().unwrap();
    let sent: Vec<u8> = (0..300_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let bytes = sent.clone();
    let server = link.far().start("server", PATIENCE, move |until| {
        let (mut stream, _) = listener.accept().unwrap();
        stream.set_write_timeout(Some(until.left())).unwrap();
        stream.write_all(&bytes).unwrap();
    });
    let client = link.near().start("client", PATIENCE, move |until| {
        let mut stream = TcpStream::connect_timeout(&address, until.left()).unwrap();
        stream.set_read_timeout(Some(until.left())).unwrap();
        let mut got = Vec::new();
        stream.read_to_end(&mut got).unwrap();
        got
    });
    assert!(client.unwrap().join().unwrap() == sent, "all bytes, in order");
    server.unwrap().join().unwrap();
    let truth = link.truth().unwrap();
    assert!(truth.count(Direction::Back, Fate::Lost) > 0);
    assert!(truth.of(Direction::Back).any(|record| record.decision.copies == 2));
    assert!(truth.of(Direction::Back).any(|record| record.decision.is_held));
    assert!(truth.of(Direction::Forth).next().unwrap().label.is_syn());
}
