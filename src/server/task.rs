//! Calls under way. A computing thread that has what a call waits for carries
//! the call on itself, which saves waking another thread: a third of the time
//! between a keystroke and its diagnostics was such handing on.

use futures::future::BoxFuture;
use std::cell::Cell;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Wake, Waker};
use tokio::runtime::Handle;

thread_local! {
    static COMPUTES: Cell<bool> = const { Cell::new(false) };
}

/// Marks this thread as one that may carry calls on: it holds no lock when it
/// hands over a result.
pub fn computes() {
    COMPUTES.set(true);
}

const WAITING: u8 = 0;
const RUNNING: u8 = 1;
/// Something came while it ran, or it is about to run.
const WOKEN: u8 = 2;
const DONE: u8 = 3;

struct Task {
    state: AtomicU8,
    call: Mutex<Option<BoxFuture<'static, ()>>>,
    elsewhere: Handle,
}

/// Carries a call on until it is done. It must not panic.
pub fn carry_on(call: BoxFuture<'static, ()>, elsewhere: &Handle) {
    let task = Task { state: AtomicU8::new(WOKEN), call: Mutex::new(Some(call)), elsewhere: elsewhere.clone() };
    Arc::new(task).run();
}

impl Task {
    fn run(self: Arc<Self>) {
        let waker = Waker::from(self.clone());
        loop {
            self.state.store(RUNNING, Ordering::Release);
            let mut slot = self.call.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(call) = slot.as_mut() else { return };
            if call.as_mut().poll(&mut Context::from_waker(&waker)).is_ready() {
                *slot = None;
                self.state.store(DONE, Ordering::Release);
                return;
            }
            drop(slot);
            if self.state.compare_exchange(RUNNING, WAITING, Ordering::AcqRel, Ordering::Acquire).is_ok() {
                return;
            }
        }
    }
}

impl Wake for Task {
    fn wake(self: Arc<Self>) {
        if self.state.swap(WOKEN, Ordering::AcqRel) != WAITING {
            return;
        }
        if COMPUTES.get() {
            self.run();
        } else {
            // Whoever wakes here may hold a lock that the call needs.
            let elsewhere = self.elsewhere.clone();
            elsewhere.spawn(async move { self.run() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::channel::oneshot;
    use futures::future::FutureExt;

    #[test]
    fn a_call_is_carried_on_whoever_wakes_it() {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
        for inline in [false, true] {
            let mut asked = Vec::new();
            for n in 0..200 {
                let (first, a) = oneshot::channel::<i32>();
                let (second, b) = oneshot::channel::<i32>();
                let (done, result) = oneshot::channel();
                let call = async move {
                    let sum = a.await.unwrap() + b.await.unwrap();
                    done.send(sum).unwrap();
                };
                carry_on(call.boxed(), runtime.handle());
                std::thread::spawn(move || {
                    COMPUTES.set(inline);
                    first.send(n).unwrap();
                });
                std::thread::spawn(move || {
                    COMPUTES.set(inline);
                    second.send(1).unwrap();
                });
                asked.push((n, result));
            }
            for (n, result) in asked {
                assert_eq!(runtime.block_on(result), Ok(n + 1));
            }
        }
    }
}
