//! Files that another system puts into a folder: taken once they are complete, all of a file or nothing, and once however
//! often the node is stopped in the middle.
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    sync::Arc,
};

use access::{Role, Scope};
use api::{SourceSpec, Sources};
use app::{FolderConfig, Place, folder::Folder};
use calendar::{Instant, ManualClock};
use journal::Slug;
use serde_json::Value;
use sources::{Kind, parse_mapping};
use store::{OpenOptions, Store};
use tempfile::TempDir;

const CAMPAIGN: &str = include_str!("campaign.toml");
const MAPPING: &str = "[event]\nid = \"ma\"\nstate = \"tt\"\ndown = [\"mất\"]\nup = [\"có\"]\ntime = \"luc\"\n\
                       [[target]]\nis = \"sn-loi\"\nwhen = { tram = \"core-1\" }\n\
                       [[target]]\nis = \"cua-nguoi-khac\"\nwhen = { tram = \"core-9\" }\n";
const GOOD: &str = "ma,tram,tt,luc\n1,core-1,mất,2027-02-01T07:00:00+07:00\n1,core-1,có,2027-02-01T07:30:00+07:00\n\
                    2,core-5,mất,2027-02-01T07:00:00+07:00\n";

fn slug(text: &str) -> Slug {
    Slug::new(text).unwrap()
}

struct Node {
    store: Store,
    clock: ManualClock,
    dir: TempDir,
    sources: Arc<Sources>,
}

impl Node {
    async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("in")).unwrap();
        let clock = ManualClock::new(Instant::parse("2027-02-01T01:00:00.000Z").unwrap());
        let options = OpenOptions::new(dir.path().join("data"), "nut.example", Arc::new(clock.clone()));
        let store = Store::open(options).await.unwrap();
        let head = Scope::new("u-1", Role::RegulatorHead, slug("so"), &store.tree());
        store.issue_campaign(&head, CAMPAIGN.as_bytes(), "tet.toml").await.unwrap();
        let spec = SourceSpec {
            id: slug("tap"),
            organisation: slug("di-dong"),
            kind: Kind::Folder,
            secret: None,
            account: None,
            acknowledged_for_min: None,
            mapping: parse_mapping(MAPPING, "tap.toml", Kind::Folder).unwrap(),
        };
        Self { store, clock, dir, sources: Arc::new(Sources::new(vec![spec], [0; 32])) }
    }

    fn incoming(&self) -> PathBuf {
        self.dir.path().join("in")
    }

    fn folder(&self) -> Folder {
        let place = Place { file: "node.toml".to_owned(), line: 1, column: 1, field: String::new() };
        let config = FolderConfig { path: (self.incoming(), place), every_s: 1 };
        Folder::new(self.store.clone(), self.sources.clone(), slug("tap"), config)
    }

    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.incoming().join(name), bytes).unwrap();
    }

    /// Looks twice, long enough apart for a file to be complete.
    async fn look(&self, folder: &mut Folder) {
        folder.look(self.clock.advance(1_000)).await.unwrap();
        folder.look(self.clock.advance(2_000)).await.unwrap();
    }

    fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.incoming().join(folder)).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap())
            .filter(|entry| !entry.file_type().unwrap().is_dir())
            .map(|entry| entry.file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn json(&self, folder: &str, end: &str) -> Value {
        let name = self.names(folder).into_iter().find(|name| name.ends_with(end)).unwrap();
        serde_json::from_slice(&fs::read(self.incoming().join(folder).join(name)).unwrap()).unwrap()
    }

    async fn turns(&self) -> usize {
        let reader = Scope::new("a-2", Role::Auditor, slug("di-dong"), &self.store.tree());
        self.store.entries(&reader, &slug("di-dong"), None, 500).await.unwrap().entries.len()
    }
}

#[tokio::test]
async fn a_complete_file_is_taken_with_a_receipt_for_each_event() {
    let node = Node::new().await;
    let mut folder = node.folder();
    node.put("sang.csv", GOOD);
    node.look(&mut folder).await;
    assert_eq!(node.turns().await, 2);
    assert_eq!(node.names(""), Vec::<String>::new());
    let receipt = node.json("taken", ".receipt.json");
    let outcomes: Vec<&str> =
        receipt["events"].as_array().unwrap().iter().map(|one| one["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, ["recorded", "recorded", "unmatched"]);
    assert_eq!((&receipt["file"], &receipt["events"][1]["line"]), (&"sang.csv".into(), &3.into()));
    assert!(receipt["events"][0]["receipt"]["id"].is_string());

    // The same file again, and its events in another one.
    node.put("sang.csv", GOOD);
    node.put("lai.json", r#"[{"ma":1,"tram":"core-1","tt":"mất","luc":"2027-02-01T00:00:00Z"}]"#);
    node.look(&mut folder).await;
    assert_eq!(node.turns().await, 2);
    assert_eq!(node.names("taken").len(), 4);
    assert_eq!(node.json("taken", ".json.receipt.json")["events"][0]["outcome"], "repeated");
}

#[tokio::test]
async fn a_file_that_is_still_written_waits() {
    let node = Node::new().await;
    let mut folder = node.folder();
    for name in ["a.csv.part", ".b.csv", "c.csv.tmp", "d"] {
        node.put(name, GOOD);
    }
    let (half, rest) = GOOD.split_at(40);
    node.put("e.csv", half);
    folder.look(node.clock.advance(1_000)).await.unwrap();
    folder.look(node.clock.advance(1_500)).await.unwrap();
    node.put("e.csv", format!("{half}{rest}"));
    folder.look(node.clock.advance(1_500)).await.unwrap();
    assert_eq!(node.turns().await, 0);
    folder.look(node.clock.advance(2_000)).await.unwrap();
    assert_eq!(node.turns().await, 2);
    assert_eq!(node.names(""), [".b.csv", "a.csv.part", "c.csv.tmp", "d"]);
}

#[tokio::test]
async fn a_faulty_file_is_refused_as_a_whole_and_its_faults_name_line_and_field() {
    let node = Node::new().await;
    let mut folder = node.folder();
    node.put("hong.csv", format!("{GOOD}3,core-1,?,hôm qua\n4,core-9,mất,2027-02-01T07:00:00+07:00\n"));
    node.look(&mut folder).await;
    let faults = node.json("refused", ".faults.json")["faults"].clone();
    let told: Vec<(u64, &str)> = faults
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["line"].as_u64().unwrap(), one["field"].as_str().unwrap()))
        .collect();
    assert_eq!(told, [(5, "tt"), (5, "luc")]);
    // What can be read and belongs to somebody else is refused by the store, before anything is recorded.
    node.put("khac.csv", format!("{GOOD}4,core-9,mất,2027-02-01T07:00:00+07:00\n"));
    node.put("lon.csv", vec![b'x'; 3 * 1024 * 1024]);
    node.look(&mut folder).await;
    assert_eq!(node.turns().await, 0);
    assert_eq!(node.names("refused").len(), 6);
    let name = node
        .names("refused")
        .into_iter()
        .find(|name| name.starts_with("khac") && name.ends_with("faults.json"));
    let text = fs::read_to_string(node.incoming().join("refused").join(name.unwrap())).unwrap();
    assert!(text.contains("\"line\": 5") && text.contains("target"), "{text}");
}

#[tokio::test]
async fn a_node_stopped_at_any_point_records_everything_once() {
    let node = Node::new().await;
    node.put("sang.csv", GOOD);
    // Recorded and not moved: the node was stopped between the two.
    node.look(&mut node.folder()).await;
    let kept = node.names("taken").into_iter().find(|name| name.ends_with(".csv")).unwrap();
    fs::rename(node.incoming().join("taken").join(kept), node.incoming().join("sang.csv")).unwrap();
    node.look(&mut node.folder()).await;
    assert_eq!((node.turns().await, node.names("taken").len()), (2, 2));

    // Stopped in the middle of a look, wherever that is: after each await.
    let line = |n: u32| format!("{n},core-1,mất,2027-02-01T07:00:{:02}+07:00\n", n % 60);
    let many: String = (10..40).map(line).collect();
    node.put("nhieu.csv", format!("ma,tram,tt,luc\n{many}"));
    for polls in 1.. {
        let mut folder = node.folder();
        folder.look(node.clock.advance(1_000)).await.unwrap();
        let look = folder.look(node.clock.advance(2_000));
        if stopped_after(look, polls).await {
            break;
        }
    }
    assert_eq!((node.turns().await, node.names("taken").len()), (32, 4));
}

/// Drops a future after so many times it was waited for; true when it came to its end before.
async fn stopped_after(
    future: impl Future<Output = Result<(), app::folder::LookFault>>,
    polls: usize,
) -> bool {
    let mut future = Box::pin(future);
    let mut left = polls;
    std::future::poll_fn(move |context| {
        if left == 0 {
            return std::task::Poll::Ready(false);
        }
        left -= 1;
        future.as_mut().poll(context).map(|done| {
            done.unwrap();
            true
        })
    })
    .await
}

#[tokio::test]
async fn neither_links_nor_folders_lead_anywhere_else() {
    let node = Node::new().await;
    let outside = node.dir.path().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("secret.csv"), GOOD).unwrap();
    symlink(outside.join("secret.csv"), node.incoming().join("link.csv")).unwrap();
    fs::create_dir(node.incoming().join("folder.csv")).unwrap();
    node.look(&mut node.folder()).await;
    assert_eq!(node.turns().await, 0);
    assert_eq!(node.names("refused").len(), 3, "the link with its faults, and the faults of the folder");
    assert!(outside.join("secret.csv").exists());

    // The node's own folders are none if they are links.
    fs::remove_dir_all(node.incoming().join("taken")).unwrap();
    symlink(&outside, node.incoming().join("taken")).unwrap();
    node.put("sang.csv", GOOD);
    assert!(node.folder().look(node.clock.advance(1_000)).await.is_err());
    assert_eq!(fs::read_dir(&outside).unwrap().count(), 1);

    let linked = node.dir.path().join("linked");
    symlink(node.incoming(), &linked).unwrap();
    let place = Place { file: String::new(), line: 1, column: 1, field: String::new() };
    let config = FolderConfig { path: (linked, place), every_s: 1 };
    let mut folder = Folder::new(node.store.clone(), node.sources.clone(), slug("tap"), config);
    assert!(folder.look(node.clock.advance(1_000)).await.is_err());
    assert!(Path::new(&node.incoming()).join("sang.csv").exists());
}

#[tokio::test]
async fn nothing_more_is_taken_while_too_much_waits_to_be_looked_at() {
    let node = Node::new().await;
    fs::create_dir(node.incoming().join("refused")).unwrap();
    for n in 0..2_000 {
        fs::write(node.incoming().join("refused").join(format!("{n}.csv")), "").unwrap();
    }
    node.put("sang.csv", GOOD);
    let told = node.folder().look(node.clock.advance(1_000)).await.unwrap_err().to_string();
    assert!(told.contains("nothing more is taken"), "{told}");
    assert_eq!(node.names(""), ["sang.csv"]);
}

#[tokio::test]
async fn a_marked_file_is_refused_and_nothing_of_it_is_recorded() {
    let node = Node::new().await;
    let mut folder = node.folder();
    let cells = "<sst><si><t>MẬT</t></si></sst>";
    node.put("a.csv", "TỐI MẬT\n".to_owned() + GOOD);
    node.put("b.csv", GOOD.replace("core-5", "MẬT"));
    node.put("c.xlsx", intake::fuzz::archive_of(&[("xl/sharedStrings.xml", cells.as_bytes())]));
    node.put("d.json", r#"[{ "ma": "1", "ghi-chu": "TUYỆT MẬT" }]"#);
    node.look(&mut folder).await;
    assert_eq!(node.turns().await, 0);
    assert_eq!(node.names("taken"), Vec::<String>::new());
    let refused = node.names("refused");
    let faults: Vec<&String> = refused.iter().filter(|name| name.ends_with(".faults.json")).collect();
    assert_eq!(faults.len(), 4, "{refused:?}");
    for name in faults {
        let told = fs::read_to_string(node.incoming().join("refused").join(name)).unwrap();
        assert!(told.contains(store::says::secret_words().as_str()), "{told}");
        assert!(!told.contains("core-1"), "{told}");
    }
}
