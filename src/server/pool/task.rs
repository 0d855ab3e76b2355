//! A future that the threads of the pool drive.

use super::{Shared, Work};
use futures::future::BoxFuture;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::task::{Context, Wake, Waker};

/// A future and the pool that goes on with it whenever it is woken.
pub(super) struct Task {
    future: Mutex<Option<BoxFuture<'static, ()>>>,
    pool: Weak<Shared>,
}

impl Task {
    pub fn new(future: BoxFuture<'static, ()>, pool: &Arc<Shared>) -> Arc<Self> {
        Arc::new(Self { future: Mutex::new(Some(future)), pool: Arc::downgrade(pool) })
    }

    /// Goes on with the future as far as it can.
    pub fn poll(self: Arc<Self>) {
        let waker = Waker::from(self.clone());
        let mut slot = self.future.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(future) = slot.as_mut() else { return };
        let polled = catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(&mut Context::from_waker(&waker))));
        match polled {
            Ok(poll) if poll.is_pending() => {}
            Ok(_) => *slot = None,
            Err(_) => {
                tracing::error!("an answer broke off");
                *slot = None;
            }
        }
    }
}

impl Wake for Task {
    fn wake(self: Arc<Self>) {
        if let Some(pool) = self.pool.upgrade() {
            pool.push(Work::Light(self));
        }
    }
}
