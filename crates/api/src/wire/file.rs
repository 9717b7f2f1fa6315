//! What is handed over as it is.

use utoipa::ToSchema;

/// A document or a picture, byte for byte.
// It stands in the description alone: answers carry the bytes themselves.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "described, and never made")]
pub struct File(Vec<u8>);
