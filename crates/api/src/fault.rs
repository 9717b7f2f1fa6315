//! Faults of the store as problems on the wire.

use store::{EnvironmentFault, EnvironmentReason, ReadFault, RecordFault};

use crate::{bundle::BundleFault, problem::Problem, reporting::OrderFault};

impl From<ReadFault> for Problem {
    fn from(fault: ReadFault) -> Self {
        match fault {
            // What a role may not ask and what is not there are told apart only for one's own organisation, which
            // the store has decided by choosing the variant.
            ReadFault::NotFound(_) => Self::not_found(),
            ReadFault::Denied(_) => Self::denied(),
            ReadFault::Invalid(what) => Self::bad_request(what),
            ReadFault::Environment(fault) => fault.into(),
        }
    }
}

impl From<RecordFault> for Problem {
    fn from(fault: RecordFault) -> Self {
        match fault {
            RecordFault::NotFound(_) => Self::not_found(),
            RecordFault::Denied(_) => Self::denied(),
            RecordFault::Invalid(faults) => {
                let mut problem = Self::bad_field("", "");
                problem.fields = faults
                    .into_iter()
                    .map(|fault| crate::problem::FieldFault { field: fault.field, what: fault.what })
                    .collect();
                problem
            }
            RecordFault::UnderDispute { dispute } => Self::under_dispute(dispute.to_string()),
            RecordFault::Conflict { id } => Self::conflict(id.to_string()),
            RecordFault::Secret(refused) => Self::bad_field("body", refused.to_string()),
            RecordFault::Campaign(faults) => {
                let mut problem = Self::bad_field("", "");
                problem.fields = faults
                    .into_iter()
                    .map(|fault| crate::problem::FieldFault { field: fault.field, what: fault.what })
                    .collect();
                problem
            }
            RecordFault::TooLarge { limit } => Self::bad_field("body", format!("larger than {limit} bytes")),
            RecordFault::Environment(fault) if fault.reason == EnvironmentReason::RolledBack => {
                Self::rolled_back()
            }
            RecordFault::Environment(fault) => {
                log(&fault);
                Self::unavailable()
            }
        }
    }
}

/// Of a question; what was to be recorded and was not comes as a [`RecordFault`].
impl From<EnvironmentFault> for Problem {
    fn from(fault: EnvironmentFault) -> Self {
        if fault.reason == EnvironmentReason::RolledBack {
            return Self::rolled_back();
        }
        log(&fault);
        Self::unreadable(match fault.reason {
            EnvironmentReason::Busy => "it is busy; try again",
            EnvironmentReason::Closed => "the node is stopping; try again when it is back",
            EnvironmentReason::Damaged => "it is damaged; whoever runs the node finds where in its log",
            EnvironmentReason::DiskFull => "its disk is full; whoever runs the node has to make room",
            EnvironmentReason::Permission | EnvironmentReason::Disk | EnvironmentReason::RolledBack => {
                "whoever runs the node finds the cause in its log"
            }
        })
    }
}

impl From<OrderFault> for Problem {
    fn from(fault: OrderFault) -> Self {
        match fault {
            OrderFault::Read(fault) => fault.into(),
            OrderFault::Empty { .. } => Self::bad_field("organisation", fault.to_string()),
            OrderFault::Future { .. } => Self::bad_field("at", fault.to_string()),
        }
    }
}

impl From<BundleFault> for Problem {
    fn from(fault: BundleFault) -> Self {
        match fault {
            BundleFault::Order(fault) => fault.into(),
            BundleFault::Read(fault) => fault.into(),
            other => Self::internal(&other),
        }
    }
}

fn log(fault: &EnvironmentFault) {
    tracing::error!(%fault, source = ?std::error::Error::source(fault), "the store failed");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_read_that_fails_does_not_speak_of_recording() {
        let reasons = [
            EnvironmentReason::DiskFull,
            EnvironmentReason::Permission,
            EnvironmentReason::Disk,
            EnvironmentReason::Busy,
            EnvironmentReason::Closed,
            EnvironmentReason::Damaged,
        ];
        for reason in reasons {
            let fault = EnvironmentFault { what: "reading the journal".to_owned(), reason, source: None };
            let read = Problem::from(ReadFault::Environment(fault.clone()));
            assert_eq!((read.status, read.code), (503, "unreadable"));
            assert!(!read.title.contains("recorded") && !read.detail.is_empty());
            let written = Problem::from(RecordFault::Environment(fault));
            assert_eq!((written.status, written.code), (503, "unavailable"));
            assert!(written.title.starts_with("not recorded"));
        }
    }
}
