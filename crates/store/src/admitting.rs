//! What comes in as bytes, held against the rule on secrecy marks before anything else is done with it.

use crate::{
    Store,
    fault::{EnvironmentFault, RecordFault},
};

/// What bytes are for whoever sent them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Incoming {
    /// A document, a picture, a message: a mark is a line that says nothing else.
    File,
    /// A table, as text or as a workbook: a cell that says nothing else is a mark, too.
    Sheet,
}

impl Store {
    /// Gives the bytes back if this node may have them: whatever takes a file calls this first. Unpacking takes up to
    /// a second, a pdf longer, and is done on a thread that answers nobody.
    pub async fn admit<B>(&self, bytes: B, incoming: Incoming) -> Result<B, RecordFault>
    where
        B: AsRef<[u8]> + Send + 'static,
    {
        let taking = *self.core.taking();
        let looked = tokio::task::spawn_blocking(move || {
            match incoming {
                Incoming::File => intake::admit(bytes.as_ref(), &taking)?,
                Incoming::Sheet => intake::admit_sheet(bytes.as_ref(), &taking)?,
            }
            Ok(bytes)
        });
        looked.await.map_err(|_| EnvironmentFault::closed())?
    }
}
