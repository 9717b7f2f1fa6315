//! A small province, drilled for a few hours.

use std::{path::Path, sync::Arc};

use access::{Role, Scope};
use calendar::ManualClock;
use campaign::Campaign;
use drill::{Answer, Kind, Order, TroubleAnswer};
use journal::{Entry, Fact};
use store::{OpenOptions, Store};

pub const CAMPAIGN: &str = r#"schema = 1
[campaign]
id = "nho"
title = "Đợt nhỏ"
zone = "Asia/Ho_Chi_Minh"
from = 2027-02-01T00:00:00+07:00
to = 2027-02-10T00:00:00+07:00
summary_s = 300
[[organisation]]
id = "so"
kind = "regulator"
[[organisation]]
id = "di-dong"
kind = "telecom_operator"
parent = "so"
[[organisation]]
id = "buu-dien"
kind = "postal_operator"
parent = "so"
[[briefing]]
id = "quy-trinh"
sha256 = "1762bc33be7bc2cf6681b09f655c9a787d36faa488e437dfe3c40d6179cdfb8b"
[[target]]
id = "loi"
owner = "di-dong"
kind = "tcp"
address = "127.0.0.1:1"
every_s = 10
fail_after = 2
[[target]]
id = "tram"
owner = "di-dong"
kind = "tcp"
address = "127.0.0.1:2"
every_s = 10
fail_after = 2
[[target]]
id = "ten-mien"
owner = "di-dong"
kind = "dns"
address = "127.0.0.1:3"
query = "a.example"
every_s = 10
fail_after = 2
[[target]]
id = "tra-cuu"
owner = "buu-dien"
kind = "http"
address = "http://127.0.0.1:4/"
every_s = 10
fail_after = 2
[[obligation]]
id = "truc"
quote = "cử người trực"
owners = ["di-dong", "buu-dien"]
due = 2027-02-02T00:00:00+07:00
[[obligation.check]]
kind = "acknowledgement"
[[obligation.check]]
kind = "inspection"
checklist = [{ item = "nguon" }]
[[obligation.check]]
kind = "plan"
plan = "ung-cuu"
requires = "tested"
[[obligation.check]]
kind = "briefing"
briefing = "quy-trinh"
shifts = ["ca-1", "ca-2"]
[[obligation.check]]
kind = "report"
[[obligation]]
id = "thong-suot"
quote = "thông suốt"
owners = ["di-dong", "buu-dien"]
[[obligation.check]]
kind = "availability"
targets = ["loi", "tram", "tra-cuu"]
[[obligation]]
id = "tra-loi-nhanh"
quote = "trả lời nhanh"
owners = ["di-dong"]
[[obligation.check]]
kind = "quality"
targets = ["ten-mien"]
thresholds = [{ name = "rtt_us_p95", op = "<", value = 100000, unit = "us", source = "văn bản", source_date = "2027-01-01" }]
"#;

/// The drill without any trouble.
pub const CALM: &str = r#"schema = 1
[drill]
title = "Một đêm"
campaign = "campaign.toml"
from = 2027-02-03T00:00:00
to = 2027-02-03T05:00:00
[[site]]
id = "hub"
needs_one_of = ["cap-bac", "cap-nam"]
[[site]]
id = "loi"
needs = ["hub", "dien-luoi"]
[[site]]
id = "tram"
needs = ["loi"]
[[officer]]
organisation = "di-dong"
answers_after_s = 240
[[officer]]
organisation = "buu-dien"
answers_after_s = 240
"#;

pub fn campaign() -> Campaign {
    campaign::parse(CAMPAIGN, "campaign.toml").unwrap()
}

/// A trouble as it stands in the file.
pub fn trouble(id: &str, kind: &str, more: &str, at: &str, for_s: u32) -> String {
    format!("[[trouble]]\nid = \"{id}\"\nkind = \"{kind}\"\n{more}\nat = 2027-02-03T{at}\nfor_s = {for_s}\n")
}

/// The night with these troubles, to be played in a folder.
pub fn order(troubles: &[String], seed: u64, dir: &Path) -> Order {
    let text = format!("{CALM}{}", troubles.concat());
    let file = drill::parse(&text, "drill.toml", &campaign())
        .unwrap_or_else(|faults| panic!("{}", faults.iter().map(ToString::to_string).collect::<String>()));
    Order { file, campaign: CAMPAIGN.as_bytes().to_vec(), seed, data: dir.join("data") }
}

/// Plays the night with these troubles.
pub fn play(troubles: &[String], seed: u64) -> Answer {
    let dir = tempfile::tempdir_in(drill::memory()).unwrap();
    drill::play(order(troubles, seed, dir.path()), &mut |_| ()).unwrap()
}

/// The only trouble of an answer.
pub fn only(answer: &Answer) -> &TroubleAnswer {
    assert_eq!(answer.troubles.len(), 1);
    &answer.troubles[0]
}

pub fn kinds(answer: &Answer) -> Vec<Kind> {
    answer.troubles.iter().map(|trouble| trouble.kind).collect()
}

/// How many probes the summaries in the journal of a folder say were sent, and lost.
pub fn summarised(dir: &Path) -> [u64; 2] {
    let campaign = campaign();
    let clock = ManualClock::new(campaign.to);
    let options = OpenOptions::new(dir.join("data"), "dien-tap.example", Arc::new(clock));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let regulator = campaign.authority().unwrap().clone();
    let scope = Scope::new("drill", Role::RegulatorHead, regulator, &store::tree_of(&campaign));
    runtime.block_on(async {
        let store = Store::open(options).await.unwrap();
        let (mut sent, mut lost) = (0, 0);
        for organisation in &campaign.organisations {
            let mut before = None;
            loop {
                let page = store.entries(&scope, &organisation.id, before, 500).await.unwrap();
                for entry in &page.entries {
                    let entry = Entry::parse(&entry.canonical).unwrap();
                    let Some(Fact::List(lines)) = entry.facts.get("targets") else { continue };
                    let of = |field: &str| -> u64 {
                        let counts = lines.iter().map(|line| line.as_map().unwrap()[field].as_int().unwrap());
                        counts.sum::<i64>() as u64
                    };
                    (sent, lost) = (sent + of("sent"), lost + of("lost"));
                }
                before = page.next;
                if before.is_none() {
                    break;
                }
            }
        }
        store.close().await.unwrap();
        [sent, lost]
    })
}
