//! A moment as a request has it: RFC 3339 with its zone, with a fraction or without. Answers have one form of it alone.

use calendar::Instant;
use serde::{Deserialize, Deserializer, de::Error};

/// A moment that is needed.
pub fn needed<'de, D: Deserializer<'de>>(from: D) -> Result<Instant, D::Error> {
    let text = String::deserialize(from)?;
    Instant::parse_edge(&text).map_err(D::Error::custom)
}

/// A moment that may be left out.
pub fn given<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Instant>, D::Error> {
    let text = Option::<String>::deserialize(from)?;
    text.map(|text| Instant::parse_edge(&text).map_err(D::Error::custom)).transpose()
}
