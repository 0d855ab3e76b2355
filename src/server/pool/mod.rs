//! The threads of the server.
//!
//! One of them sits at the input and reads. When what it read makes work and no
//! other message is there, it leaves its seat to a thread that rests, and does
//! the work itself, to the last byte written: on the way of a keystroke nobody
//! waits for another to wake up. Messages that came together are all taken over
//! before the work that they make is begun.
//!
//! What a client waits for comes before what it may never ask for. A thread is
//! always left that neither reads nor computes: it takes the seat, writes, and
//! goes on with what waited for an answer. A panic costs one answer.

mod task;
mod worker;

use super::outbox::Outbox;
use crate::rules::panic_text;
use crate::workspace::document::Panicked;
use crate::workspace::uri::Key;
use futures::channel::oneshot;
use futures::future::BoxFuture;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use task::Task;

type Job = Box<dyn FnOnce() + Send>;

/// Tells a job whether anybody still waits for what it does.
pub type Awaited<'a> = &'a (dyn Fn() -> bool + Sync);

/// The seat at the input.
pub trait Seat: Send {
    /// Reads a message and takes it over. Whether there may be another.
    fn read(&mut self) -> bool;
    /// Whether another whole message is there already.
    fn has_more(&self) -> bool;
}

/// Something to be done.
enum Work {
    /// Going on with a future: takes no time.
    Light(Arc<Task>),
    /// What somebody waits for, and the document that it is about while that is
    /// still to be analysed.
    Urgent(Option<Key>, Job),
    /// What nobody waits for now.
    Idle(Job),
}

#[derive(Default)]
struct Queues {
    light: VecDeque<Arc<Task>>,
    urgent: VecDeque<(Option<Key>, Job)>,
    idle: VecDeque<Job>,
    /// The seat, while nobody sits there.
    seat: Option<Box<dyn Seat>>,
    /// Threads that rest. The last to lie down is the first to be woken: its caches are warm.
    resting: Vec<usize>,
    /// What is computed about: a second job about one of these would only wait for the first.
    subjects: Vec<Key>,
    /// Threads that compute, …
    computing: usize,
    /// … of them at idle work.
    idling: usize,
    /// Threads that have not ended.
    alive: usize,
    closed: bool,
}

impl Queues {
    fn put(&mut self, work: Work) {
        match work {
            Work::Light(task) => self.light.push_back(task),
            Work::Urgent(about, job) => self.urgent.push_back((about, job)),
            Work::Idle(job) => self.idle.push_back(job),
        }
    }
}

struct Shared {
    queues: Mutex<Queues>,
    /// One for each thread, told when it is to get up.
    wake: Vec<Condvar>,
    /// Told when the last thread ends.
    ended: Condvar,
    /// How many may compute at once.
    cores: usize,
    outbox: Outbox,
}

thread_local! {
    /// What the thread at the input has gathered.
    static GATHERED: RefCell<Option<Vec<Work>>> = const { RefCell::new(None) };
    /// Whether this thread looks at the queues and the outbox before long.
    static LOOKS_SOON: Cell<bool> = const { Cell::new(false) };
}

/// Whether the thread that asks looks at the outbox before long.
pub fn looks_soon() -> bool {
    LOOKS_SOON.get()
}

/// A pool of threads. Dropping it lets running jobs end and forgets the others.
pub struct Pool {
    shared: Arc<Shared>,
}

/// A thread's stack in bytes: parsers of nested text may go deep.
const STACK: usize = 8 * 1024 * 1024;

impl Pool {
    /// A pool in which as many threads compute as the machine has cores, at
    /// least two, so that a long analysis never stands before a short one alone.
    /// One more reads and one is left for whatever must not wait.
    pub fn new(outbox: Outbox) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from).clamp(2, 8);
        let threads = cores + 2;
        let wake = (0..threads).map(|_| Condvar::new()).collect();
        let shared = Arc::new(Shared { queues: Mutex::default(), wake, ended: Condvar::new(), cores, outbox });
        for me in 0..threads {
            let of_it = shared.clone();
            shared.lock().alive += 1;
            let spawned =
                std::thread::Builder::new().name(format!("nianbao-{me}")).stack_size(STACK).spawn(move || worker::work(&of_it, me));
            if let Err(error) = spawned {
                tracing::error!("a thread cannot be started: {error}");
                shared.lock().alive -= 1;
            }
        }
        let writers = Arc::downgrade(&shared);
        shared.outbox.ring_for(move || {
            if let Some(shared) = writers.upgrade() {
                shared.call_one(shared.lock());
            }
        });
        Self { shared }
    }

    /// Puts a seat at the input; the threads take turns on it until it has nothing more to read.
    pub fn seat(&self, seat: impl Seat + 'static) {
        let mut queues = self.shared.lock();
        queues.seat = Some(Box::new(seat));
        self.shared.call_one(queues);
    }

    /// Runs `job` and gives its result. A job whose result nobody awaits any
    /// more is not begun, nor is one about a document while another is at it.
    pub fn run<T: Send + 'static>(
        &self,
        about: Option<Key>,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> impl Future<Output = Result<T, Panicked>> + Send + 'static {
        self.awaited(|job| Work::Urgent(about, job), move |_| job())
    }

    /// Runs `job` when there is nothing else to do, and gives its result. The
    /// job may ask whether the result is still awaited.
    pub fn run_idle<T: Send + 'static>(
        &self,
        job: impl FnOnce(Awaited<'_>) -> T + Send + 'static,
    ) -> impl Future<Output = Result<T, Panicked>> + Send + 'static {
        self.awaited(Work::Idle, job)
    }

    fn awaited<T: Send + 'static>(
        &self,
        kind: impl FnOnce(Job) -> Work,
        job: impl FnOnce(Awaited<'_>) -> T + Send + 'static,
    ) -> impl Future<Output = Result<T, Panicked>> + Send + 'static {
        let (answer, result) = oneshot::channel();
        self.shared.push(kind(Box::new(move || {
            if !answer.is_canceled() {
                let ask = || job(&|| !answer.is_canceled());
                let outcome = catch_unwind(AssertUnwindSafe(ask)).map_err(|cause| Panicked(panic_text(&*cause).into()));
                let _ = answer.send(outcome);
            }
        })));
        async move { result.await.unwrap_or_else(|_| Err(Panicked("dropped".into()))) }
    }

    /// Runs `job` soon, for nobody in particular.
    pub fn spawn(&self, about: Option<Key>, job: impl FnOnce() + Send + 'static) {
        self.shared.push(Work::Urgent(about, Box::new(job)));
    }

    /// Runs `job` when there is nothing else to do, for nobody in particular.
    pub fn spawn_idle(&self, job: impl FnOnce() + Send + 'static) {
        self.shared.push(Work::Idle(Box::new(job)));
    }

    /// Takes the first steps of a future here and now, and drives it on when it
    /// is woken. A panic in it ends it.
    pub fn drive(&self, future: BoxFuture<'static, ()>) {
        Task::new(future, &self.shared).poll();
    }

    /// Forgets what is not begun and waits until what is has come to its end
    /// and is told, at most so long.
    pub fn close(&self, at_most: Duration) {
        self.shared.end();
        let queues = self.shared.lock();
        let _unused = self.shared.ended.wait_timeout_while(queues, at_most, |queues| queues.alive > 0);
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.shared.end();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Queues> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn push(&self, work: Work) {
        let left = GATHERED.with_borrow_mut(|gathered| match gathered {
            Some(gathered) => {
                gathered.push(work);
                None
            }
            None => Some(work),
        });
        if let Some(work) = left {
            let mut queues = self.lock();
            queues.put(work);
            if !LOOKS_SOON.get() {
                self.call_one(queues);
            }
        }
    }

    /// Wakes a thread, if any rests: those that do not will look before they do.
    fn call_one(&self, mut queues: MutexGuard<'_, Queues>) {
        let next = queues.resting.pop();
        drop(queues);
        if let Some(wake) = next.and_then(|next| self.wake.get(next)) {
            wake.notify_one();
        }
    }

    fn end(&self) {
        let mut queues = self.lock();
        queues.closed = true;
        queues.resting.clear();
        let left = (std::mem::take(&mut queues.light), std::mem::take(&mut queues.urgent), std::mem::take(&mut queues.idle));
        drop(queues);
        // Dropped without the lock: a job that is forgotten may wake who awaits it.
        drop(left);
        self.wake.iter().for_each(Condvar::notify_one);
    }
}

#[cfg(test)]
mod tests;
