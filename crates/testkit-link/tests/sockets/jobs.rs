//! Work inside a namespace: where it runs, how it ends, and what it leaves behind.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::Command;
use std::time::Duration;

use testkit_link::{Link, LinkFault, LinkSpec, Profile, Until};

use crate::{PATIENCE, open_link};

fn link() -> Link {
    open_link(&LinkSpec::both(51, Profile::default()))
}

#[test]
fn a_program_sees_the_devices_of_its_namespace_alone() {
    let link = link();
    let mut command = Command::new("cat");
    command.arg("/proc/net/dev");
    let output = link.far().output(command, PATIENCE).unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let mut devices: Vec<&str> =
        text.lines().filter_map(|line| line.split_once(':')).map(|(name, _)| name.trim()).collect();
    devices.sort_unstable();
    assert_eq!(devices, ["link0", "lo"]);
    assert!(output.status.success());
}

#[test]
fn a_program_that_does_not_end_is_killed_with_what_it_started() {
    let link = link();
    let mut command = Command::new("sh");
    // The grandchild holds the output open.
    command.args(["-c", "sleep 1000 & echo started; wait"]);
    let time = Duration::from_millis(200);
    let fault = link.near().output(command, time).unwrap_err();
    assert!(matches!(fault, LinkFault::Overran { name, limit } if name == "sh" && limit == time));
    let missing = link.near().output(Command::new("no-such-program"), PATIENCE).unwrap_err();
    assert!(missing.to_string().starts_with("running no-such-program: "));
}

#[test]
fn loopback_works_and_is_the_namespaces_own() {
    let link = link();
    let listen = || TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let listener = link.near().inside("listen", listen).unwrap();
    let address = listener.local_addr().unwrap();
    let connect = move || TcpStream::connect(address).is_ok();
    assert!(link.near().inside("connect", connect).unwrap());
    assert!(!link.far().inside("connect", connect).unwrap());
    // What belongs to the namespace is gone with it, and so are its addresses.
    let far = SocketAddr::new(link.far().v4().into(), 9);
    drop(link);
    assert!(TcpStream::connect_timeout(&far, Duration::from_millis(50)).is_err());
}

#[test]
fn work_that_is_told_to_end_ends_and_its_panic_is_ours() {
    let link = link();
    let waits = link.near().start("waits", PATIENCE, |until| {
        until.wait();
        until.left()
    });
    assert!(waits.unwrap().stop().unwrap() > Duration::ZERO, "long before its time was over");
    let breaks = link.near().start("breaks", PATIENCE, |_| -> () { panic!("as it should") }).unwrap();
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| breaks.join())).unwrap_err();
    assert_eq!(panic.downcast_ref::<&str>(), Some(&"as it should"));
}

#[test]
fn a_panic_while_a_link_is_open_leaves_no_thread_behind() {
    let names = || -> Vec<String> {
        let tasks = std::fs::read_dir("/proc/self/task").unwrap();
        // A thread may end while the list is read.
        tasks.filter_map(|task| std::fs::read_to_string(task.unwrap().path().join("comm")).ok()).collect()
    };
    let panicked = std::thread::Builder::new().name("outer".to_owned()).spawn(|| {
        let link = link();
        let _server = link.far().start("left-alone", PATIENCE, Until::wait).unwrap();
        panic!("as it should");
    });
    assert!(panicked.unwrap().join().is_err());
    assert!(!names().iter().any(|name| name.trim() == "left-alone"));
}

#[test]
fn there_are_only_so_many_jobs() {
    let link = link();
    let start = |_| link.near().start("waits", PATIENCE, Until::wait);
    let jobs: Vec<_> = (0..65).map(start).collect();
    assert!(jobs[..64].iter().all(Result::is_ok));
    assert!(matches!(jobs[64], Err(LinkFault::TooManyJobs { limit: 64 })));
}
