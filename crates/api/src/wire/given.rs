//! Ids that clients give to what they write.

use journal::EntryId;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{problem::Problem, says};

/// Id made by the client, so that a repeated request is one entry: a UUID of version 7 in lower case, whose random bits
/// are fresh. Made by the node where absent. Version 8 is refused: the node alone makes it, from names.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[schema(value_type = String)]
pub struct GivenId(EntryId);

impl GivenId {
    /// The id, where it is one that a client may give. One of version 8 can be known beforehand by whoever knows the
    /// names behind it: taken from a client, it would tell what others have on record under it, and block what they
    /// have not recorded yet.
    pub fn admit(given: Option<Self>) -> Result<Option<EntryId>, Problem> {
        match given {
            Some(Self(id)) if id.version() != 7 => Err(Problem::bad_field("id", says::id_not_a_client_s())),
            given => Ok(given.map(|Self(id)| id)),
        }
    }
}
