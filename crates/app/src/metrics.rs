//! What Prometheus may know of this node: how well it does. Nothing here names an organisation, a target or a person.

use std::fmt;

use api::Figures;
use measure::EngineFigures;
use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeMetric},
    metrics::{counter::ConstCounter, gauge::ConstGauge},
    registry::Registry,
};
use store::Store;

use crate::engines::Handles;

/// The registry of a serving node.
pub fn registry(store: Store, engines: Handles, requests: &Figures) -> Registry {
    let mut registry = Registry::with_prefix("thongsuot");
    requests.register(&mut registry);
    registry.register_collector(Box::new(NodeFigures { store, engines }));
    registry
}

struct NodeFigures {
    store: Store,
    engines: Handles,
}

impl fmt::Debug for NodeFigures {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("NodeFigures").finish_non_exhaustive()
    }
}

/// One figure of the measuring engines: its name, what it means, and where it stands.
type EngineFigure = (&'static str, &'static str, fn(&EngineFigures) -> u64);

const COUNTED: [EngineFigure; 8] = [
    ("probe_ticks", "probes that fell due and were served", |figures| figures.ticks),
    ("probe_own_late", "probes spoilt by this node's own lateness", |figures| figures.own_late),
    ("probe_missed_ticks", "probes that nobody served: gaps", |figures| figures.missed_ticks),
    ("samples_kept", "samples written", |figures| figures.samples_kept),
    ("samples_dropped", "samples lost because the disk could not take them", |figures| {
        figures.samples_dropped
    }),
    ("measured_facts_recorded", "measured facts recorded", |figures| figures.drafts_recorded),
    ("measured_facts_refused", "measured facts the journal refused", |figures| figures.drafts_refused),
    ("measured_facts_dropped", "measured facts lost because too many waited", |figures| {
        figures.drafts_dropped
    }),
];

impl Collector for NodeFigures {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let mut counter = |name: &str, help: &str, value: u64| {
            let counter = ConstCounter::new(value);
            counter.encode(encoder.encode_descriptor(name, help, None, counter.metric_type())?)
        };
        counter(
            "journal_commits",
            "transactions that added entries since the start",
            self.store.commit_count(),
        )?;
        counter(
            "break_glass_openings",
            "times somebody opened what they otherwise do not see, since the start",
            self.store.opening_count(),
        )?;
        counter(
            "journal_examinations",
            "times the whole journal was read again and held against itself, since the start",
            self.store.examination_count(),
        )?;
        counter(
            "index_rebuilds",
            "times what is derived from the journal was found damaged and built anew, since the start",
            self.store.rebuild_count(),
        )?;
        let figures: Vec<EngineFigures> = self.engines.figures();
        for (name, help, value) in COUNTED {
            counter(name, help, figures.iter().map(value).sum())?;
        }
        let late_ms = figures.iter().filter_map(|figures| figures.late_ms_p99).max().unwrap_or(0);
        let mut gauge = |name: &str, help: &str, value: u64| {
            let gauge = ConstGauge::new(i64::try_from(value).unwrap_or(i64::MAX));
            gauge.encode(encoder.encode_descriptor(name, help, None, gauge.metric_type())?)
        };
        gauge("journal_entries", "entries in all logs", self.store.entry_count())?;
        gauge(
            "journal_rolled_back",
            "1 while the journal lacks what was signed of it, and nobody has decided",
            u64::from(self.store.is_in_doubt()),
        )?;
        gauge(
            "outside_checkpoint_failing",
            "1 while the last checkpoint could not be kept outside",
            u64::from(self.store.is_outside_failing()),
        )?;
        gauge(
            "journal_damages",
            "rows of the journal that are not as they were recorded, found by reading it again",
            self.store.damage_count(),
        )?;
        gauge("targets", "targets this node probes", figures.iter().map(|figures| figures.targets).sum())?;
        gauge(
            "probes_in_flight",
            "probes running now",
            figures.iter().map(|figures| figures.in_flight).sum(),
        )?;
        gauge("probe_late_ms_p99", "how late 99 of 100 probes began at most", u64::from(late_ms))
    }
}
