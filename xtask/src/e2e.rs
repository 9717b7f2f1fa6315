//! The browser test: a node and a province of its own, on free ports and shifted loopback addresses, so
//! that it runs beside a demo; an account for each part; a second node without a campaign; then Node's test runner over
//! `web/e2e`.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::fault::Fault;
use crate::node::{self, Account, EmptyNode, Node, Places, account};
use crate::process::{catch_end, run_unless_ended};
use crate::{screens, workspace};

/// The second number of the example's loopback addresses is replaced by one of these.
const SHIFTS: std::ops::RangeInclusive<u8> = 101..=250;
const EXAMPLE_PREFIX: &str = "127.0.";
/// The files whose addresses are replaced: what is opened, and what is measured.
const SHIFTED: &[&str] = &["province.toml", "campaign.toml"];

/// The setting that tells the stories an account; its login, role, organisation and the name on the screens. Every role of
/// a person has one that only the pictures use, or that the stories leave as it was.
const ACCOUNTS: &[(&str, &str, &str, &str, &str)] = &[
    ("E2E_REGULATOR", "e2e-so", "regulator_desk", "skhcn-van-dai", "Trực Sở"),
    ("E2E_OPERATOR", "e2e-song-ngan", "operator_manager", "song-ngan", "Trực Sóng Ngàn"),
    ("E2E_OPERATOR2", "e2e-cap-dai", "operator_manager", "cap-dai", "Trực Cáp Đài"),
    ("E2E_ADMIN", "e2e-qt-sn", "administrator", "song-ngan", "Quản trị Sóng Ngàn"),
    ("E2E_ADMIN2", "e2e-qt-so", "administrator", "skhcn-van-dai", "Quản trị Sở"),
    ("E2E_HEAD", "e2e-gd", "regulator_head", "skhcn-van-dai", "Lãnh đạo Sở"),
    ("E2E_LOST", "e2e-mat", "duty_officer", "song-ngan", "Người Quên"),
    ("E2E_ADMINISTRATOR", "e2e-quan-tri", "administrator", "skhcn-van-dai", "Quản trị khác của Sở"),
    ("E2E_AUDITOR", "e2e-kiem-tra", "auditor", "skhcn-van-dai", "Kiểm tra Sở"),
    ("E2E_UNIT", "e2e-mang-luoi", "unit_staff", "song-ngan-mang-luoi", "Tổ trực Mạng lưới"),
    ("E2E_DUTY", "e2e-truc-ca", "duty_officer", "song-ngan", "Trực ca Sóng Ngàn"),
    ("E2E_SIGNER", "e2e-ky", "signer", "song-ngan", "Phó Giám đốc Sóng Ngàn"),
    ("E2E_FACTOR", "e2e-hai-lop", "duty_officer", "cap-dai", "Trực ca Cáp Đài"),
];

/// Builds, starts, tests, stops. `stories` are names of files in `web/e2e`; all of them where none is named.
pub fn run(stories: &[&str]) -> Result<(), Fault> {
    screens::build_if_older()?;
    node::build(&[])?;
    in_own_folder("e2e", |folder| test_in(folder, stories))
}

/// Does something in a folder of this run's own, which is removed when all went well: what a failed run left is worth
/// reading; what a good one left is not.
pub fn in_own_folder<T>(name: &str, body: impl FnOnce(&Path) -> Result<T, Fault>) -> Result<T, Fault> {
    let folder = workspace::target().join(format!("{name}-{}", std::process::id()));
    let outcome = body(&folder);
    if outcome.is_ok() {
        // A folder that stays harms nobody.
        let _ = fs::remove_dir_all(&folder);
    }
    outcome
}

/// The example in that folder, with addresses of its own.
pub fn own_example(folder: &Path) -> Result<PathBuf, Fault> {
    let cannot = |fault: std::io::Error| Fault::environment(format!("{}: {fault}", folder.display()));
    let example = folder.join("example");
    fs::create_dir_all(&example).map_err(cannot)?;
    shift_example(&workspace::root().join("examples/tet-2027"), &example).map_err(cannot)?;
    Ok(example)
}

fn test_in(folder: &Path, stories: &[&str]) -> Result<(), Fault> {
    let cannot = |fault: std::io::Error| Fault::environment(format!("{}: {fault}", folder.display()));
    let example = own_example(folder)?;
    declare_source(&example).map_err(cannot)?;
    owe_every_check(&example).map_err(cannot)?;
    let address = free_port().map_err(cannot)?;
    let programs = workspace::target().join("debug");
    let data = folder.join("data");
    let places = Places { programs: &programs, example: &example, data: &data, logs: folder };
    let accounts = node::accounts(&places, &folder.join("accounts.json"), test_accounts)?;
    let end = catch_end()?;
    let node = Node::start(&places, address)?;
    // Beside it one that nobody has given a campaign yet, with its administrator and the head of its authority.
    let empty_data = folder.join("empty");
    let empty_example = node::empty_example();
    let empty = Places { programs: &programs, example: &empty_example, data: &empty_data, logs: folder };
    let first_accounts = node::accounts(&empty, &folder.join("empty.json"), || {
        Ok(vec![
            account("e2e-quan-tri", "administrator", "skhcn-van-dai", "Quản trị nút")?,
            account("e2e-truong", "regulator_head", "skhcn-van-dai", "Trưởng Sở")?,
        ])
    })?;
    let empty_address = free_port().map_err(cannot)?;
    let _empty = EmptyNode::start(&empty, empty_address)?;
    let web = workspace::root().join("web");
    let sign_in = |account: &Account| format!("{}:{}", account.login, account.password);
    let mut command = Command::new("npm");
    command
        .args(["run", "--silent", "e2e", "--"])
        .args(stories)
        .current_dir(&web)
        .env("E2E_URL", format!("http://{address}"))
        .envs(ACCOUNTS.iter().zip(&accounts).map(|((name, ..), account)| (*name, sign_in(account))))
        .env("E2E_NAMED", "song-ngan")
        .env("E2E_FIRST_URL", format!("http://{empty_address}"))
        .env("E2E_FIRST_ADMINISTRATOR", sign_in(&first_accounts[0]))
        .env("E2E_FIRST_HEAD", sign_in(&first_accounts[1]))
        .env("E2E_FIRST_EXAMPLE", &example)
        .env("E2E_CONTROL", node.control())
        .env("E2E_SHOTS", workspace::target().join("e2e-shots"));
    let status = run_unless_ended("the browser test", &mut command, &end)?;
    if status.success() {
        return Ok(());
    }
    Err(Fault::no(format!("the browser test failed; logs and pictures are in {}", folder.display())))
}

fn test_accounts() -> Result<Vec<Account>, Fault> {
    ACCOUNTS
        .iter()
        .map(|(_, login, role, organisation, name)| account(login, role, organisation, name))
        .collect()
}

/// A source of the first operator's, so that the page of sources has one to show.
fn declare_source(example: &Path) -> std::io::Result<()> {
    let secret = example.join("prom.secret");
    fs::write(&secret, "khong-phai-bi-mat-cua-ai-ca")?;
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o600))?;
    fs::write(
        example.join("prom.toml"),
        "[[target]]\nis = \"sn-loi\"\nwhen = { \"labels.instance\" = \"loi\" }\n",
    )?;
    let mut node = OpenOptions::new().append(true).open(example.join("node.toml"))?;
    write!(
        node,
        "\n[[source]]\nid = \"prom\"\norganisation = \"song-ngan\"\nkind = \"alertmanager\"\n\
         secret_file = \"prom.secret\"\nmapping = \"prom.toml\"\n"
    )
}

/// An obligation with every check that a form of the screens answers, which the authority owns too, and a unit: so every
/// form is there for every role that has it. `web/e2e/listed.mjs` names it.
fn owe_every_check(example: &Path) -> std::io::Result<()> {
    let mut campaign = OpenOptions::new().append(true).open(example.join("campaign.toml"))?;
    campaign.write_all(
        r#"
[[obligation]]
id = "moi-cach-chung-minh"
title = "Việc có mọi cách chứng minh"
quote = "Các đơn vị chứng minh bằng mọi cách đã nêu trong văn bản này."
sector = "tổ chức"
owners = ["skhcn-van-dai", "song-ngan", "song-ngan-mang-luoi", "cap-dai"]
modality = "must"
due = 2027-02-20T00:00:00+07:00

[[obligation.check]]
kind = "acknowledgement"

[[obligation.check]]
kind = "inspection"
checklist = [
    { item = "nguon", title = "Nguồn điện dự phòng chạy thử đủ 30 phút" },
    { item = "so-truc", title = "Sổ trực mở, ghi đủ giờ phát hiện" },
]

[[obligation.check]]
kind = "plan"
plan = "moi-cach"
requires = "tested"

[[obligation.check]]
kind = "briefing"
briefing = "bao-su-co"
shifts = ["ca-1", "ca-2"]

[[obligation.check]]
kind = "report"
"#
        .as_bytes(),
    )
}

/// Copies the example with other loopback addresses, whose control port is free.
fn shift_example(from: &Path, to: &Path) -> std::io::Result<()> {
    let province = fs::read_to_string(from.join("province.toml"))?;
    let shift = SHIFTS
        .map(|shift| format!("127.{shift}."))
        .find(|prefix| all_free(&province.replace(EXAMPLE_PREFIX, prefix)))
        .ok_or_else(|| std::io::Error::other("no loopback range is free for the province"))?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let Some(name) = path.file_name() else {
            continue;
        };
        if SHIFTED.iter().any(|shifted| path.ends_with(shifted)) {
            fs::write(to.join(name), fs::read_to_string(&path)?.replace(EXAMPLE_PREFIX, &shift))?;
        } else {
            fs::copy(&path, to.join(name))?;
        }
    }
    Ok(())
}

/// Whether every address of a province file can be listened on.
fn all_free(province: &str) -> bool {
    let quoted = province.split('"').skip(1).step_by(2);
    quoted
        .filter_map(|text| text.parse::<SocketAddr>().ok())
        .all(|address| TcpListener::bind(address).is_ok())
}

/// A port nobody listens on.
pub fn free_port() -> std::io::Result<SocketAddr> {
    TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0)))?.local_addr()
}
