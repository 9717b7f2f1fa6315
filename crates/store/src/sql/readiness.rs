//! Whether journal.db answers, and takes what is written.

use super::{Connection, Query};

/// What the row of the question holds: more than fits in the room of a page, so that room has to be found for it.
const BYTES: usize = 8 * 1024;

/// Asks something that any journal can answer.
pub async fn read(connection: &mut Connection) -> Result<(), sqlx::Error> {
    Query::new("SELECT count(*) FROM logs").fetch_one(connection).await.map(|_| ())
}

/// Writes a row and takes it back, in the caller's transaction.
pub async fn write(connection: &mut Connection) -> Result<(), sqlx::Error> {
    let put = Query::new("INSERT INTO facts_about_this_file (name, value) VALUES ('asked', ?)");
    put.bind(&[0_u8; BYTES][..]).execute(&mut *connection).await?;
    let take_back = Query::new("DELETE FROM facts_about_this_file WHERE name = 'asked'");
    take_back.execute(connection).await.map(|_| ())
}
