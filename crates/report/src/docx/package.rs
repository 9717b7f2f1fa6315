//! The archive around the document: fixed parts, fixed order.

use crate::{
    ooxml::{self, PackFault},
    outline::Meta,
};

/// The parts that are the same in every report, but for the document and its properties.
const FIXED: [(&str, &str); 6] = [
    ("[Content_Types].xml", include_str!("parts/content_types.xml")),
    ("_rels/.rels", include_str!("parts/package.rels")),
    ("word/_rels/document.xml.rels", include_str!("parts/document.rels")),
    ("word/header.xml", include_str!("parts/header.xml")),
    ("word/settings.xml", include_str!("parts/settings.xml")),
    ("word/styles.xml", include_str!("parts/styles.xml")),
];

/// Packs the parts.
pub(super) fn pack(document: &str, meta: &Meta) -> Result<Vec<u8>, PackFault> {
    let properties = ooxml::core_properties(meta);
    let parts = [("docProps/core.xml", properties.as_str()), ("word/document.xml", document)];
    ooxml::pack(FIXED.into_iter().chain(parts))
}
