//! Faults of the store as problems on the wire.

use crate::problem::Problem;
use store::{EnvironmentFault, ReadFault, RecordFault};

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
            RecordFault::Environment(fault) => fault.into(),
        }
    }
}

impl From<EnvironmentFault> for Problem {
    fn from(fault: EnvironmentFault) -> Self {
        tracing::error!(%fault, source = ?std::error::Error::source(&fault), "the store failed");
        Self::unavailable()
    }
}
