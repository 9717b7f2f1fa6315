//! Faults of the store as problems on the wire.

use store::{EnvironmentFault, EnvironmentReason, ReadFault, RecordFault};
use typeset::TypesetFault;

use crate::{
    bundle::BundleFault,
    problem::Problem,
    reporting::{OrderFault, WriteFault},
    says,
};

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
                Self::bad_fields(faults.into_iter().map(|fault| (fault.field, fault.what)))
            }
            RecordFault::UnderDispute { dispute } => Self::under_dispute(dispute.to_string()),
            RecordFault::Conflict { id } => Self::conflict(id.to_string()),
            RecordFault::Unseen(fault) => Self::bad_field("body", fault.said()),
            RecordFault::Secret(_) => Self::bad_field("body", store::says::secret_words()),
            RecordFault::Campaign(faults) => {
                Self::bad_fields(faults.into_iter().map(|fault| (fault.field, fault.what)))
            }
            RecordFault::TooLarge { limit } => Self::bad_field("body", store::says::too_large(limit)),
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
            EnvironmentReason::Busy => says::storage_busy(),
            EnvironmentReason::Closed => says::storage_closed(),
            EnvironmentReason::Damaged => says::storage_damaged(),
            EnvironmentReason::Unreachable => says::storage_unreachable(),
            EnvironmentReason::DiskFull => says::storage_full(),
            EnvironmentReason::Permission | EnvironmentReason::Disk | EnvironmentReason::RolledBack => {
                says::storage_failed()
            }
        })
    }
}

impl From<OrderFault> for Problem {
    fn from(fault: OrderFault) -> Self {
        match fault {
            OrderFault::Read(fault) => fault.into(),
            OrderFault::Empty { organisation: Some(organisation), campaign } => {
                Self::bad_field("organisation", says::owes_nothing(organisation, campaign))
            }
            OrderFault::Empty { organisation: None, campaign } => {
                Self::bad_field("organisation", says::nobody_owes(campaign))
            }
            OrderFault::Future { at, now } => {
                Self::bad_field("at", says::report_of_future(at.edge(), now.edge()))
            }
        }
    }
}

/// A report too long for what was asked for is in the asker's hands; all else is a fault of the program.
impl From<WriteFault> for Problem {
    fn from(fault: WriteFault) -> Self {
        match fault {
            WriteFault::Set(TypesetFault::TooManyPixels { .. }) => {
                Self::bad_field("as", says::report_no_picture())
            }
            WriteFault::Set(TypesetFault::TooLarge { .. }) => Self::bad_field("as", says::report_too_long()),
            other => Self::internal(&other),
        }
    }
}

impl From<BundleFault> for Problem {
    fn from(fault: BundleFault) -> Self {
        match fault {
            BundleFault::Order(fault) => fault.into(),
            BundleFault::Read(fault) => fault.into(),
            BundleFault::Write(fault) => fault.into(),
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
            EnvironmentReason::Unreachable,
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
