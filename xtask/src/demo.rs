//! `make demo`: from sources to a running campaign that a browser can open.
//! Builds the screens and the programs, opens the example's sockets, starts a node on the embedded
//! default with a data directory of its own, and says where to look and how to sign in. Beside it stands
//! an empty node on the next port, where a first campaign is begun. Everything is stopped when this
//! program is told to end.

use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use crate::fault::Fault;
use crate::node::{self, Account, EmptyNode, Node, Places, account};
use crate::process::catch_end;
use crate::{screens, tools, workspace};

const DEFAULT_PORT: u16 = 8080;
/// How often the servers are looked at.
const LOOK: Duration = Duration::from_millis(500);
/// The target whose socket is closed from the start, named in the closing hint.
const CLOSED_TARGET: &str = "cd-truc-nam";

/// Builds and runs the demo until it is told to end.
pub fn run() -> Result<(), Fault> {
    let address = address()?;
    tools::check_node()?;
    let first_address = beside(address)?;
    refuse_taken(address)?;
    refuse_taken(first_address)?;
    screens::build_if_older()?;
    node::build(&["--profile", "demo"])?;
    let end = catch_end()?;
    let data = workspace::target().join("demo-data");
    let example = workspace::root().join("examples/tet-2027");
    let places = Places {
        programs: &workspace::target().join("demo"),
        example: &example,
        data: &data,
        logs: &node::logs_beside(&data),
    };
    let accounts = node::accounts(&places, &data.with_extension("accounts.json"), demo_accounts)?;
    let first_data = workspace::target().join("demo-first");
    let first_example = node::empty_example();
    let first = Places {
        example: &first_example,
        data: &first_data,
        logs: &node::logs_beside(&first_data),
        ..places
    };
    let first_accounts = node::accounts(&first, &first_data.with_extension("accounts.json"), first_accounts)?;
    let mut node = Node::start(&places, address)?;
    let _first = EmptyNode::start(&first, first_address)?;
    println!("ready http://{address}");
    tell(&accounts, &node);
    println!("\nwithout a campaign, to begin a first one: http://{first_address}, as");
    tell_accounts(&first_accounts);
    println!("\nCtrl-C stops everything");
    while end.recv_timeout(LOOK).is_err() {
        node.check()?;
    }
    println!("stopping");
    Ok(())
}

/// Who begins a first campaign.
fn first_accounts() -> Result<Vec<Account>, Fault> {
    Ok(vec![
        account("truong", "regulator_head", "skhcn-van-dai", "Trưởng Sở Khoa học và Công nghệ")?,
        account("quan-tri", "administrator", "skhcn-van-dai", "Quản trị nút")?,
    ])
}

fn address() -> Result<SocketAddr, Fault> {
    let port = match std::env::var("PORT") {
        Ok(text) => text.parse().map_err(|_| Fault::usage(format!("PORT is `{text}`, not a port number")))?,
        Err(_) => DEFAULT_PORT,
    };
    Ok(SocketAddr::from(([127, 0, 0, 1], port)))
}

/// The next port: the empty node's.
fn beside(address: SocketAddr) -> Result<SocketAddr, Fault> {
    let port = address
        .port()
        .checked_add(1)
        .ok_or_else(|| Fault::usage("there is no port after PORT".to_owned()))?;
    Ok(SocketAddr::new(address.ip(), port))
}

/// A taken port is named before minutes of building, not after.
fn refuse_taken(address: SocketAddr) -> Result<(), Fault> {
    match TcpListener::bind(address) {
        Ok(_) => Ok(()),
        Err(fault) => Err(Fault::environment(format!("{address} cannot be listened on: {fault}"))
            .hint("choose another port: PORT=8090 make demo")),
    }
}

fn demo_accounts() -> Result<Vec<Account>, Fault> {
    Ok(vec![
        account("so", "regulator_desk", "skhcn-van-dai", "Trực Sở Khoa học và Công nghệ")?,
        account("song-ngan", "operator_manager", "song-ngan", "Trực điều hành Sóng Ngàn")?,
        account("cap-dai", "operator_manager", "cap-dai", "Trực điều hành Cáp Đài")?,
        account("buu-van", "operator_manager", "buu-van", "Trực điều hành Bưu Vân")?,
    ])
}

fn tell(accounts: &[Account], node: &Node) {
    println!("\nsign in as:");
    tell_accounts(accounts);
    let control = node.control();
    println!("\nthe sockets of the province: curl {control}/targets");
    println!("close or open one:           curl -X POST '{control}/open?target={CLOSED_TARGET}'");
}

fn tell_accounts(accounts: &[Account]) {
    for account in accounts {
        println!(
            "  {:<10} {}   ({}, {})",
            account.login, account.password, account.role, account.organisation
        );
    }
}
