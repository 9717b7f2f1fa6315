//! The store in a directory: what was acknowledged is there again, whatever the process died of.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use calendar::Instant;
use proptest::prelude::*;
use series::{
    FileSeries, Reading, Recovery, Sample, SampleStatus, SealWhen, Segment, SeriesFault, SeriesSpan,
    SeriesStore,
};

const HOUR_MS: i64 = 3_600_000;
const EVER: (Instant, Instant) = (Instant::from_ms(0), Instant::from_ms(i64::MAX));

fn reading(series: &str, at_ms: i64, value_us: u32) -> Reading {
    Reading {
        series: series.into(),
        sample: Sample::new(Instant::from_ms(at_ms), value_us, SampleStatus::Ok),
    }
}

fn values(store: &FileSeries, series: &str) -> Vec<u32> {
    store.read(series, EVER.0, EVER.1).unwrap().iter().map(|s| s.value_us).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

fn open(dir: &Path) -> FileSeries {
    let (store, recovery) = FileSeries::open(dir).unwrap();
    assert_eq!((recovery.cut_bytes, &recovery.damaged[..]), (0, &[][..]));
    store
}

fn file_starting(dir: &Path, prefix: &str) -> PathBuf {
    let mut found: Vec<PathBuf> = fs::read_dir(dir)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.file_name().unwrap().to_str().unwrap().starts_with(prefix))
        .collect();
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

#[test]
fn tail_and_segments_are_read_as_one() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    store.append(&[reading("a", 1000, 1), reading("b", 1000, 10), reading("a", 2000, 2)]).unwrap();
    let sealed = store.seal(Instant::from_ms(3000), SealWhen::Now).unwrap().unwrap();
    store.append(&[reading("a", 3000, 3), reading("c", 500, 100)]).unwrap();
    assert_eq!(values(&store, "a"), [1, 2, 3]);
    assert_eq!(values(&store, "b"), [10]);
    assert!(values(&store, "nobody").is_empty());
    let middle = store.read("a", Instant::from_ms(2000), Instant::from_ms(3000)).unwrap();
    assert_eq!(middle.len(), 1, "the end of a range is not in it");
    assert_eq!((sealed.series, sealed.samples), (2, 3));
    assert_eq!((sealed.from.as_ms(), sealed.to.as_ms()), (1000, 2001));
    let bytes = fs::read(dir.path().join(&sealed.file)).unwrap();
    assert_eq!(sealed.bytes, bytes.len() as u64);
    let digest = Segment::parse(&bytes).unwrap().digest;
    assert_eq!(sealed.sha256, hex(&digest));
    drop(store);
    let store = open(dir.path());
    assert_eq!(values(&store, "a"), [1, 2, 3]);
    assert_eq!(store.sealed(), [sealed]);
    let spans = store.list().unwrap();
    let a = SeriesSpan {
        series: "a".into(),
        first: Instant::from_ms(1000),
        last: Instant::from_ms(3000),
        samples: 3,
    };
    assert_eq!(spans[0], a);
    assert_eq!(spans.iter().map(|s| s.series.as_str()).collect::<Vec<_>>(), ["a", "b", "c"]);
}

#[test]
fn sealing_waits_for_the_hour_or_for_eight_mebibytes() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    assert_eq!(store.seal(Instant::from_ms(9 * HOUR_MS), SealWhen::Now).unwrap(), None, "nothing to seal");
    store.append(&[reading("a", HOUR_MS + 5, 1)]).unwrap();
    assert_eq!(store.seal(Instant::from_ms(2 * HOUR_MS - 1), SealWhen::Due).unwrap(), None);
    assert_eq!(store.seal(Instant::from_ms(0), SealWhen::Due).unwrap(), None, "a clock that jumped back");
    assert!(store.seal(Instant::from_ms(2 * HOUR_MS), SealWhen::Due).unwrap().is_some());
    let batch: Vec<Reading> = (0..90_000).map(|i| reading("a", 3 * HOUR_MS + i % 7, u32::MAX)).collect();
    while store.seal(Instant::from_ms(3 * HOUR_MS), SealWhen::Due).unwrap().is_none() {
        store.append(&batch).unwrap();
    }
    let sealed = store.sealed();
    assert!(sealed[1].samples * 9 >= 8 << 20, "{sealed:?}");
}

#[test]
fn one_process_at_a_time() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    assert!(matches!(FileSeries::open(dir.path()), Err(SeriesFault::InUse { .. })));
    drop(store);
    open(dir.path());
}

#[test]
fn a_torn_end_is_cut_off_and_said() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    store.append(&[reading("a", 1, 1)]).unwrap();
    let whole = fs::read(file_starting(dir.path(), "tail-")).unwrap().len();
    store.append(&[reading("a", 2, 2), reading("b", 2, 2)]).unwrap();
    drop(store);
    let tail = file_starting(dir.path(), "tail-");
    let bytes = fs::read(&tail).unwrap();
    for torn in whole..bytes.len() {
        fs::write(&tail, &bytes[..torn]).unwrap();
        let (store, recovery) = FileSeries::open(dir.path()).unwrap();
        let want = Recovery { tail_samples: 1, cut_bytes: (torn - whole) as u64, damaged: vec![] };
        assert_eq!(recovery, want);
        assert_eq!(values(&store, "a"), [1]);
        store.append(&[reading("a", 3, 3)]).unwrap();
        drop(store);
        assert_eq!(values(&open(dir.path()), "a"), [1, 3], "it goes on after the cut");
    }
    // A file system may leave zeros where a write never arrived.
    fs::write(&tail, [&bytes[..whole], &[0; 4096]].concat()).unwrap();
    assert_eq!(FileSeries::open(dir.path()).unwrap().1.cut_bytes, 4096);
}

#[test]
fn a_death_between_sealing_and_the_new_tail_counts_nothing_twice() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    store.append(&[reading("a", 1, 1)]).unwrap();
    let tail = file_starting(dir.path(), "tail-");
    let before = fs::read(&tail).unwrap();
    store.seal(Instant::from_ms(5), SealWhen::Now).unwrap().unwrap();
    drop(store);
    // Died after the rename: the old tail is still there.
    fs::write(&tail, &before).unwrap();
    assert_eq!(values(&open(dir.path()), "a"), [1]);
    // Died before the rename: the new tail is there already, the segment is not.
    fs::write(&tail, &before).unwrap();
    fs::remove_file(file_starting(dir.path(), "seg-")).unwrap();
    fs::write(dir.path().join("seg-0000000001.tsseg.tmp"), b"TSSEG001half").unwrap();
    let store = open(dir.path());
    assert_eq!(values(&store, "a"), [1]);
    assert_eq!(store.sealed().len(), 1, "what the last process began was finished");
    assert!(!dir.path().join("seg-0000000001.tsseg.tmp").exists());
    drop(store);
    // The segment did not survive, but its tail did.
    fs::write(&tail, &before).unwrap();
    let segment = file_starting(dir.path(), "seg-");
    let mut bytes = fs::read(&segment).unwrap();
    bytes[30] ^= 1;
    fs::write(&segment, bytes).unwrap();
    assert_eq!(values(&open(dir.path()), "a"), [1]);
}

#[test]
fn a_damaged_segment_is_named_and_its_period_is_a_gap() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    for i in 0..2 {
        store.append(&[reading("a", 1 + i, 1 + i as u32)]).unwrap();
        store.seal(Instant::from_ms(5), SealWhen::Now).unwrap().unwrap();
    }
    drop(store);
    let path = dir.path().join("seg-0000000001.tsseg");
    let mut bytes = fs::read(&path).unwrap();
    let last = bytes.len() - 40;
    bytes[last] ^= 1;
    fs::write(&path, bytes).unwrap();
    let (store, recovery) = FileSeries::open(dir.path()).unwrap();
    assert_eq!(recovery.damaged.len(), 1);
    assert_eq!(recovery.damaged[0].0, "seg-0000000001.tsseg");
    assert_eq!(values(&store, "a"), [2]);
}

#[test]
fn a_directory_from_a_newer_program_is_refused_untouched() {
    let dir = tempfile::tempdir().unwrap();
    drop(open(dir.path()));
    let tail = file_starting(dir.path(), "tail-");
    fs::write(&tail, b"TSTAIL02what comes").unwrap();
    assert!(matches!(FileSeries::open(dir.path()), Err(SeriesFault::Newer { .. })));
    assert_eq!(fs::read(&tail).unwrap(), b"TSTAIL02what comes");
    fs::remove_file(&tail).unwrap();
    fs::write(dir.path().join("seg-0000000001.tsseg"), b"TSSEG002what comes").unwrap();
    assert!(matches!(FileSeries::open(dir.path()), Err(SeriesFault::Newer { .. })));
}

#[test]
fn a_batch_with_one_bad_reading_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    assert!(matches!(store.append(&[reading("a", 1, 1), reading("Ồ", 1, 1)]), Err(SeriesFault::Name { .. })));
    assert!(matches!(store.append(&[reading("a", 1, 1), reading("b", -1, 1)]), Err(SeriesFault::Unfit(_))));
    assert!(values(&store, "a").is_empty());
    store.append(&[reading("a", 1, 1)]).unwrap();
    drop(store);
    assert_eq!(values(&open(dir.path()), "a"), [1]);
}

/// A child process appends, says so, and is killed; what it said must be there.
#[test]
#[expect(clippy::disallowed_methods, reason = "the child learns from its environment that it is the child")]
fn kill_minus_nine_loses_nothing_acknowledged() {
    if let Some(dir) = std::env::var_os("SERIES_CHILD_DIR") {
        let store = open(Path::new(&dir));
        for i in 0.. {
            store.append(&[reading("a", i64::from(i), i), reading("b", i64::from(i), i)]).unwrap();
            println!("kept {i}");
            std::io::stdout().flush().unwrap();
            if i % 50 == 49 {
                store.seal(Instant::from_ms(0), SealWhen::Now).unwrap();
            }
        }
    }
    for kept_at_least in [1, 70, 333] {
        let dir = tempfile::tempdir().unwrap();
        let mut child = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "kill_minus_nine_loses_nothing_acknowledged", "--nocapture"])
            .env("SERIES_CHILD_DIR", dir.path())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let lines = std::io::BufRead::lines(std::io::BufReader::new(child.stdout.take().unwrap()));
        let mut kept = 0;
        for line in lines {
            let line = line.unwrap();
            kept = line.rsplit_once("kept ").map_or(kept, |(_, n)| n.parse().unwrap());
            if kept >= kept_at_least {
                child.kill().unwrap();
                break;
            }
        }
        child.wait().unwrap();
        let (store, _) = FileSeries::open(dir.path()).unwrap();
        for series in ["a", "b"] {
            let found = values(&store, series);
            assert!(found.len() as u32 > kept, "{} of {kept}", found.len());
            assert!(found.iter().copied().eq(0..found.len() as u32), "each once, in order");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_tail_cut_anywhere_keeps_the_batches_before_the_cut(
        batches in proptest::collection::vec(proptest::collection::vec((0u8..4, 0i64..5_000_000, any::<u32>()), 1..6), 1..12),
        cut in any::<prop::sample::Index>(), flip in any::<bool>(),
    ) {
        let dir = tempfile::tempdir().unwrap();
        let store = open(dir.path());
        let tail = file_starting(dir.path(), "tail-");
        let mut lengths = vec![fs::metadata(&tail).unwrap().len() as usize];
        for batch in &batches {
            let batch: Vec<Reading> = batch.iter().map(|&(s, at, v)| reading(&format!("s{s}"), at, v)).collect();
            store.append(&batch).unwrap();
            lengths.push(fs::metadata(&tail).unwrap().len() as usize);
        }
        drop(store);
        let mut bytes = fs::read(&tail).unwrap();
        let at = cut.index(bytes.len());
        if flip { bytes[at] ^= 0x40 } else { bytes.truncate(at) }
        // A flip in the eight bytes of the name may also look like a newer version.
        prop_assume!(!(flip && at < 8));
        fs::write(&tail, &bytes).unwrap();
        let (store, recovery) = FileSeries::open(dir.path()).unwrap();
        let whole = lengths.iter().filter(|&&l| l <= at).count().saturating_sub(1);
        let want: usize = batches[..whole].iter().map(Vec::len).sum();
        prop_assert_eq!(recovery.tail_samples as usize, want);
        let total: usize = (0..4).map(|s| values(&store, &format!("s{s}")).len()).sum();
        prop_assert_eq!(total, want);
    }
}
