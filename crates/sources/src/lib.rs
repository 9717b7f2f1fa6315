//! Other systems as sources: what an alarm of another system says, and the fact it becomes.
//!
//! Pure: bytes, a mapping and `now` go in; readings and drafts come out. Whoever calls it has the network, the clock
//! and the store. Which object of the other system is which target is data in a mapping file, never code.

mod acknowledged;
mod alertmanager;
mod attending;
mod deposit;
mod draft;
mod event;
mod evidence;
mod evidence_file;
pub mod fuzz;
mod inspections;
mod mapping;
mod mapping_file;
mod path;
mod proof;
mod reading;
pub mod says;
mod table;
mod text;
mod unmatched;
mod webhook;
mod workbook;
mod zabbix;
pub mod zabbix_api;

pub use acknowledged::{Acknowledged, BY_A_NODE};
pub use attending::{Act, Deed, OpenProblems, event_of};
pub use deposit::{DepositFault, DepositKind, Deposited, MAX_DEPOSIT_BYTES, read_deposit};
pub use draft::{Writer, source_label};
pub use event::{External, FieldFault, State};
pub use evidence::{EvidenceKind, ExternalEvidence};
pub use inspections::{Inspection, Inspections, MAX_ROWS, Row, read_inspections};
pub use mapping::{EventPaths, Mapping, Object};
pub use mapping_file::{MAX_MAPPING_BYTES, parse_mapping};
pub use path::{JsonPath, PathFault};
pub use proof::{Presented, Secret, SecretFault, sign};
pub use reading::{BodyFault, Kind, MAX_BODY_BYTES, MAX_EVENTS, Reading, Says, read};
pub use table::{Line, MAX_COLUMNS, Note, Sheet, SheetFault, Table, read_table};
pub use unmatched::{Unmatched, UnmatchedList};
pub use workbook::{MAX_WORKBOOK_BYTES, cell_name};
