//! How fluid the Network page is: a node of its own with 50,000 targets in its campaign, and chromium that scrolls through
//! them. Nothing is measured there: what probes cost is a figure of its own.

use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use crate::e2e::{free_port, in_own_folder, own_example};
use crate::fault::Fault;
use crate::node::{self, Node, Places, account};
use crate::steps::read;
use crate::workspace;

/// Targets beside the example's own.
const TARGETS: u32 = 50_000;
/// Targets of one invented site.
const OF_A_SITE: u32 = 250;

/// What is run against the node.
pub const COMMAND: &str = "node web/dev/frames.mjs";

/// Starts a node with that many targets and returns what the browser saw of its Network page.
pub fn run() -> Result<String, Fault> {
    node::build(&["--release"])?;
    in_own_folder("frames", |folder| scroll_in(folder, &workspace::target().join("release")))
}

fn scroll_in(folder: &Path, programs: &Path) -> Result<String, Fault> {
    let cannot = |fault: std::io::Error| Fault::environment(format!("{}: {fault}", folder.display()));
    let example = own_example(folder)?;
    add_targets(&example).map_err(cannot)?;
    let data = folder.join("data");
    let places = Places { programs, example: &example, data: &data, logs: folder };
    let accounts = node::accounts(&places, &folder.join("accounts.json"), || {
        Ok(vec![account("cuon-bang", "regulator_desk", "skhcn-van-dai", "Trực Sở")?])
    })?;
    let address = free_port().map_err(cannot)?;
    let _node = Node::start(&places, address)?;
    let who = accounts.first().ok_or_else(|| Fault::no("nobody looks".to_owned()))?;
    let (url, who) =
        (format!("FRAMES_URL=http://{address}"), format!("FRAMES_ACCOUNT={}:{}", who.login, who.password));
    let words: Vec<&str> = ["env", &url, &who].into_iter().chain(COMMAND.split(' ')).collect();
    read(&workspace::root(), &words)
}

/// Adds them to the example's campaign, and keeps its node from measuring.
fn add_targets(example: &Path) -> std::io::Result<()> {
    let mut text = String::new();
    for number in 0..TARGETS {
        let (site, place) = (number / OF_A_SITE, number % OF_A_SITE);
        // Writing into a text fails never.
        let _ = write!(
            text,
            "\n[[target]]\nid = \"tram-{number:05}\"\ntitle = \"Trạm Bến Đò {site}, cổng {place}\"\nowner = \"song-ngan\"\n\
             kind = \"tcp\"\naddress = \"127.200.{site}.{}:15001\"\n",
            place + 1
        );
    }
    OpenOptions::new().append(true).open(example.join("campaign.toml"))?.write_all(text.as_bytes())?;
    let config = example.join("node.toml");
    let quiet = fs::read_to_string(&config)?.replace("enabled = true", "enabled = false");
    fs::write(&config, quiet)
}
