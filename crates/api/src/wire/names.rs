//! Closed lists of words as the description names them, so that a client made from it knows every word there is.
//! The words are those the types themselves write: the lists cannot drift apart from the answers.

use std::borrow::Cow;

use access::{Action, Role};
use campaign::{DutyWhat, Modality, Paper, Status, TargetState, dispute::DisputeState};
use journal::Grade;
use serde::Serialize;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

macro_rules! closed_list {
    ($schema:ident, $name:literal, $words:expr) => {
        #[doc = concat!("The words of a ", $name, ".")]
        pub struct $schema;

        impl PartialSchema for $schema {
            fn schema() -> RefOr<Schema> {
                words_of(&$words)
            }
        }

        impl ToSchema for $schema {
            fn name() -> Cow<'static, str> {
                $name.into()
            }
        }
    };
}

closed_list!(StatusName, "Status", Status::ALL);
closed_list!(RoleName, "Role", Role::ALL);
closed_list!(CellActionName, "CellAction", about_a_cell());
closed_list!(GradeName, "Grade", [Grade::Measured, Grade::Countersigned, Grade::Attested, Grade::Asserted]);
closed_list!(
    TargetStateName,
    "TargetState",
    [TargetState::Up, TargetState::Down, TargetState::Unknown, TargetState::Excluded]
);
closed_list!(DutyWhatName, "DutyWhat", [DutyWhat::Heard, DutyWhat::Told, DutyWhat::Handover, DutyWhat::Note]);
closed_list!(DisputeStateName, "DisputeState", DisputeState::ALL);
closed_list!(PaperName, "Paper", Paper::ALL);
closed_list!(ModalityName, "Modality", [Modality::Must, Modality::MustNot]);

fn about_a_cell() -> Vec<Action> {
    Action::ALL.into_iter().filter(|action| action.is_about_a_cell()).collect()
}

fn words_of<T: Serialize>(all: &[T]) -> RefOr<Schema> {
    let words = all.iter().map(|one| serde_json::to_value(one).unwrap_or_default());
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words)).into()
}
