//! Whether the store takes writes and answers questions now. Asked at most once a second, whoever wants to know: it writes
//! a row and takes it back, as nothing less meets a disk that is full.

use std::time::Duration;

use calendar::Instant;

use crate::{
    Store,
    fault::{EnvironmentFault, EnvironmentReason},
    sql::readiness as rows,
};

/// How long an answer is waited for: longer than a slow disk takes, shorter than whoever asks has patience.
pub const READY_WITHIN: Duration = Duration::from_secs(2);

/// How long an answer stands.
const STANDS_MS: i64 = 1_000;

/// The last answer, and when it was given.
pub type Answered = Option<(Instant, Result<(), EnvironmentFault>)>;

impl Store {
    /// Whether the writer and the database answer. What does not within [`READY_WITHIN`] does not.
    pub async fn check_ready(&self) -> Result<(), EnvironmentFault> {
        let mut last = self.core.ready.lock().await;
        let now = self.now();
        if let Some((at, answer)) = &*last
            && now.ms_since(*at).abs() < STANDS_MS
        {
            return answer.clone();
        }
        let within = tokio::time::timeout(READY_WITHIN, self.ask_both()).await;
        let silent = |_| EnvironmentFault::new("asking whether it is ready", EnvironmentReason::Busy);
        let answer = within.map_err(silent).and_then(|answer| answer);
        *last = Some((now, answer.clone()));
        answer
    }

    async fn ask_both(&self) -> Result<(), EnvironmentFault> {
        let failed = |error| EnvironmentFault::sql("asking whether it is ready", error);
        let mut connection = self.core.journal.acquire().await.map_err(failed)?;
        rows::read(&mut connection).await.map_err(failed)?;
        drop(connection);
        let ask = self.core.queue.run_whole("asking whether it is ready", |connection| {
            Box::pin(async move { rows::write(connection).await })
        });
        ask.await
    }
}
