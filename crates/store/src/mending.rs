//! Asking for what is derived to be built anew: whoever finds it damaged waits until it is whole again.

use tokio::sync::{mpsc, oneshot};

/// Those who ask.
#[derive(Clone, Debug)]
pub struct Mending(mpsc::UnboundedSender<oneshot::Sender<()>>);

/// Whoever builds it anew.
#[derive(Debug)]
pub struct Mender(mpsc::UnboundedReceiver<oneshot::Sender<()>>);

/// Both ends.
pub fn mending() -> (Mending, Mender) {
    let (asking, asked) = mpsc::unbounded_channel();
    (Mending(asking), Mender(asked))
}

impl Mending {
    /// Returns when it was built anew, could not be, or nobody does it any more.
    pub async fn ask(&self) {
        let (done, mended) = oneshot::channel();
        if self.0.send(done).is_ok() {
            // Dropped unanswered where nobody works any more.
            let _ = mended.await;
        }
    }
}

impl Mender {
    /// Waits until somebody asks.
    pub async fn asked(&mut self) -> Option<oneshot::Sender<()>> {
        self.0.recv().await
    }

    /// Answers everybody who asked until now: they all found the same damage.
    pub fn answer_all(&mut self) {
        while let Ok(done) = self.0.try_recv() {
            let _ = done.send(());
        }
    }
}
