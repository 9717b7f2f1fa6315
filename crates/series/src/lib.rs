//! Samples and windows: how measurements are kept, one format for every backend.
//!
//! A *sample* is one probe's result at an instant. Samples wait in an open tail that survives the
//! death of the process, and are sealed hourly (or at 8 MiB) into immutable segments of format
//! `TSSEG001`, whose digest goes to the journal. What was not measured is absent: a gap stays a
//! gap in windows and charts, and nothing here interpolates.

mod block;
mod chart;
mod fault;
mod file_series;
pub mod fuzz;
mod sample;
pub mod segment;
mod sketch;
mod store;
mod tail;
mod varint;
mod window;

pub use chart::{Chart, ChartBuilder, ChartSpan, MAX_POINTS};
pub use fault::{SegmentFault, SeriesFault};
pub use file_series::FileSeries;
pub use sample::{MAX_SERIES_NAME_BYTES, Reading, Sample, SampleStatus, is_series_name};
pub use segment::{Segment, SegmentWriter};
pub use sketch::Sketch;
pub use store::{Recovery, SealWhen, Sealed, SeriesSpan, SeriesStore};
pub use window::{MINUTE_MS, Window, roll_up, windows};
