//! Threads that compute. What a client waits for comes before what it may never
//! ask for; a panic costs one answer.

use crate::rules::panic_text;
use crate::workspace::document::Panicked;
use futures::channel::oneshot;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

type Job = Box<dyn FnOnce() + Send>;

/// Tells a job whether anybody still waits for what it does.
pub type Awaited<'a> = &'a (dyn Fn() -> bool + Sync);

#[derive(Default)]
struct Queues {
    urgent: VecDeque<Job>,
    idle: VecDeque<Job>,
    /// Threads that are at idle work.
    idling: usize,
    closed: bool,
}

struct Shared {
    queues: Mutex<Queues>,
    changed: Condvar,
}

/// A pool of threads. Dropping it lets running jobs end and forgets the others.
pub struct Pool {
    shared: Arc<Shared>,
}

/// A thread's stack in bytes: parsers of nested text may go deep.
const STACK: usize = 8 * 1024 * 1024;

impl Pool {
    /// A pool with as many threads as the machine has cores, at least two, so
    /// that a long analysis never stands before a short one alone.
    pub fn new() -> Self {
        let threads = std::thread::available_parallelism().map_or(2, usize::from).clamp(2, 8);
        let shared = Arc::new(Shared { queues: Mutex::default(), changed: Condvar::new() });
        for i in 0..threads {
            let shared = shared.clone();
            let spawned = std::thread::Builder::new().name(format!("nianbao-{i}")).stack_size(STACK).spawn(move || work(&shared));
            if let Err(error) = spawned {
                tracing::error!("a thread cannot be started: {error}");
            }
        }
        Self { shared }
    }

    /// Runs `job` and gives its result. A job whose result nobody awaits any
    /// more is not begun.
    pub fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> impl Future<Output = Result<T, Panicked>> + Send + 'static {
        let (answer, result) = oneshot::channel();
        self.push(
            false,
            Box::new(move || {
                if !answer.is_canceled() {
                    let outcome = catch_unwind(AssertUnwindSafe(job)).map_err(|cause| Panicked(panic_text(&*cause).into()));
                    let _ = answer.send(outcome);
                }
            }),
        );
        async move { result.await.unwrap_or_else(|_| Err(Panicked("dropped".into()))) }
    }

    /// Runs `job` soon, for nobody in particular.
    pub fn spawn(&self, job: impl FnOnce() + Send + 'static) {
        self.push(false, Box::new(job));
    }

    /// Runs `job` when there is nothing else to do, for nobody in particular.
    pub fn spawn_idle(&self, job: impl FnOnce() + Send + 'static) {
        self.push(true, Box::new(job));
    }

    /// Runs `job` when there is nothing else to do, and gives its result. The
    /// job may ask whether the result is still awaited.
    pub fn run_idle<T: Send + 'static>(
        &self,
        job: impl FnOnce(Awaited<'_>) -> T + Send + 'static,
    ) -> impl Future<Output = Result<T, Panicked>> + Send + 'static {
        let (answer, result) = oneshot::channel();
        self.push(
            true,
            Box::new(move || {
                if !answer.is_canceled() {
                    let ask = || job(&|| !answer.is_canceled());
                    let outcome = catch_unwind(AssertUnwindSafe(ask)).map_err(|cause| Panicked(panic_text(&*cause).into()));
                    let _ = answer.send(outcome);
                }
            }),
        );
        async move { result.await.unwrap_or_else(|_| Err(Panicked("dropped".into()))) }
    }

    fn push(&self, idle: bool, job: Job) {
        let mut queues = lock(&self.shared);
        if idle { &mut queues.idle } else { &mut queues.urgent }.push_back(job);
        drop(queues);
        self.shared.changed.notify_one();
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        lock(&self.shared).closed = true;
        self.shared.changed.notify_all();
    }
}

fn lock(shared: &Shared) -> MutexGuard<'_, Queues> {
    shared.queues.lock().unwrap_or_else(PoisonError::into_inner)
}

fn work(shared: &Shared) {
    let mut queues = lock(shared);
    loop {
        if queues.closed {
            return;
        }
        // One thread at most is at idle work, so that another is free at once.
        let (job, idle) = match queues.urgent.pop_front() {
            Some(job) => (job, false),
            None if queues.idling == 0 => match queues.idle.pop_front() {
                Some(job) => (job, true),
                None => {
                    queues = shared.changed.wait(queues).unwrap_or_else(PoisonError::into_inner);
                    continue;
                }
            },
            None => {
                queues = shared.changed.wait(queues).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
        };
        queues.idling += usize::from(idle);
        drop(queues);
        if catch_unwind(AssertUnwindSafe(job)).is_err() {
            tracing::error!("a job broke off");
        }
        queues = lock(shared);
        queues.idling -= usize::from(idle);
        if idle && !queues.idle.is_empty() {
            shared.changed.notify_one();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_costs_one_answer() {
        let pool = Pool::new();
        let broken = futures::executor::block_on(pool.run(|| -> u8 { panic!("probe") }));
        assert_eq!(broken, Err(Panicked("probe".into())));
        for n in 0..20 {
            assert_eq!(futures::executor::block_on(pool.run(move || n)), Ok(n));
        }
    }

    #[test]
    fn a_job_knows_when_nobody_waits_any_more() {
        let pool = Pool::new();
        let (begun, begins) = std::sync::mpsc::channel();
        let (told, tells) = std::sync::mpsc::channel();
        let result = pool.run_idle(move |awaited| {
            begun.send(awaited()).unwrap();
            while awaited() {
                std::thread::yield_now();
            }
            told.send(()).unwrap();
        });
        assert_eq!(begins.recv(), Ok(true));
        drop(result);
        assert_eq!(tells.recv(), Ok(()));
    }

    #[test]
    fn idle_work_never_takes_every_thread() {
        let pool = Pool::new();
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let held = pool.run_idle(move |_| wait.recv().is_ok());
        let others: Vec<_> = (0..8).map(|n| pool.run_idle(move |_| n)).collect();
        assert_eq!(futures::executor::block_on(pool.run(|| 7)), Ok(7));
        go.send(()).unwrap();
        assert_eq!(futures::executor::block_on(held), Ok(true));
        for (n, other) in others.into_iter().enumerate() {
            assert_eq!(futures::executor::block_on(other), Ok(n));
        }
    }
}
