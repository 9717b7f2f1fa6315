//! A request's body that has to come in: so long to begin with, and longer the more of it there is.
//!
//! A fixed limit would either cut off a scan sent over a slow line or let a single byte hold a connection for minutes.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use api::TooSlow;
use axum::{BoxError, body::Bytes};
use hyper::body::{Body, Frame, Incoming, SizeHint};
use tokio::time::{Instant, Sleep};

/// How long a body may take.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For its first bytes.
    pub grace: Duration,
    /// Bytes that buy another second.
    pub bytes_per_s: u32,
}

/// A body that fails with [`TooSlow`] when it does not come in.
pub struct Patient {
    body: Incoming,
    deadline: Pin<Box<Sleep>>,
    bytes_per_s: u32,
}

impl Patient {
    /// Counts from now.
    pub fn new(body: Incoming, patience: Patience) -> Self {
        Self {
            body,
            deadline: Box::pin(tokio::time::sleep(patience.grace)),
            bytes_per_s: patience.bytes_per_s,
        }
    }

    fn extend(&mut self, bytes: usize) {
        let bought = Duration::from_secs_f64(bytes as f64 / f64::from(self.bytes_per_s.max(1)));
        let deadline: Instant = self.deadline.deadline() + bought;
        self.deadline.as_mut().reset(deadline);
    }
}

impl Body for Patient {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match Pin::new(&mut self.body).poll_frame(context) {
            Poll::Ready(Some(Ok(frame))) => {
                self.extend(frame.data_ref().map_or(0, Bytes::len));
                Poll::Ready(Some(Ok(frame)))
            }
            Poll::Ready(other) => Poll::Ready(other.map(|read| read.map_err(Into::into))),
            Poll::Pending => {
                ready!(self.deadline.as_mut().poll(context));
                Poll::Ready(Some(Err(TooSlow.into())))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
