//! What each thread of the pool does, over and over.

use super::{GATHERED, LOOKS_SOON, Queues, Seat, Shared, Work};
use crate::rules::panic_text;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{MutexGuard, PoisonError};

/// So much work is gathered at the input before it is begun, though more is there.
const MOST_GATHERED: usize = 256;

/// Takes the seat, works, writes or rests, whatever is to be done first.
pub(super) fn work(shared: &Shared, me: usize) {
    let mut queues = shared.lock();
    let mut left_seat = false;
    while !queues.closed {
        // Who has just left the seat does first what it left it for.
        if !left_seat && let Some(seat) = queues.seat.take() {
            drop(queues);
            left_seat = sit(shared, seat);
            queues = shared.lock();
            continue;
        }
        left_seat = false;
        queues = match queues.next(shared.cores) {
            Some(work) => {
                // Others take what is left.
                if queues.is_ready(shared.cores) {
                    shared.call_one(queues);
                } else {
                    drop(queues);
                }
                let (computes, idles) = (!matches!(work, Work::Light(_)), matches!(work, Work::Idle(_)));
                let about = if let Work::Urgent(about, _) = &work { about.clone() } else { None };
                run(shared, work);
                let mut queues = shared.lock();
                queues.subjects.retain(|subject| Some(subject) != about.as_ref());
                queues.computing -= usize::from(computes);
                queues.idling -= usize::from(idles);
                queues
            }
            None if shared.outbox.is_waiting() => {
                drop(queues);
                shared.outbox.flush();
                shared.lock()
            }
            None => rest(shared, queues, me),
        };
    }
    drop(queues);
    shared.outbox.flush();
    let mut queues = shared.lock();
    queues.alive -= 1;
    if queues.alive == 0 {
        shared.ended.notify_all();
    }
}

fn rest<'a>(shared: &'a Shared, mut queues: MutexGuard<'a, Queues>, me: usize) -> MutexGuard<'a, Queues> {
    queues.resting.push(me);
    while queues.resting.contains(&me) {
        let Some(wake) = shared.wake.get(me) else { break };
        queues = wake.wait(queues).unwrap_or_else(PoisonError::into_inner);
    }
    queues
}

fn run(shared: &Shared, work: Work) {
    // Idle work may take long: others write for it meanwhile.
    LOOKS_SOON.set(!matches!(work, Work::Idle(_)));
    let done = catch_unwind(AssertUnwindSafe(|| match work {
        Work::Light(task) => task.poll(),
        Work::Urgent(_, job) | Work::Idle(job) => job(),
    }));
    if done.is_err() {
        tracing::error!("a job broke off");
    }
    LOOKS_SOON.set(false);
    shared.outbox.flush();
}

/// Reads until there is work and somebody who takes the seat. Whether the seat
/// was left to another; it is not where nothing more can be read.
fn sit(shared: &Shared, mut seat: Box<dyn Seat>) -> bool {
    LOOKS_SOON.set(true);
    let mut gathered = Vec::new();
    loop {
        GATHERED.set(Some(std::mem::take(&mut gathered)));
        let read = catch_unwind(AssertUnwindSafe(|| seat.read()));
        gathered = GATHERED.take().unwrap_or_default();
        // A message on which reading broke off is passed over.
        let open = read.unwrap_or_else(|cause| {
            tracing::error!("a message broke off: {}", panic_text(&*cause));
            true
        });
        if open && seat.has_more() && gathered.len() < MOST_GATHERED {
            continue;
        }
        if open && gathered.is_empty() && !shared.outbox.is_waiting() {
            continue;
        }
        let mut queues = shared.lock();
        gathered.drain(..).for_each(|work| queues.put(work));
        if !open {
            break;
        }
        if !queues.resting.is_empty() && queues.is_worth_leaving(shared) {
            queues.seat = Some(seat);
            LOOKS_SOON.set(false);
            shared.call_one(queues);
            return true;
        }
    }
    LOOKS_SOON.set(false);
    false
}

impl Queues {
    /// What is to be done next, if anything may be begun.
    fn next(&mut self, cores: usize) -> Option<Work> {
        if let Some(task) = self.light.pop_front() {
            return Some(Work::Light(task));
        }
        if self.computing >= cores {
            return None;
        }
        let urgent = self.first_urgent().and_then(|at| self.urgent.remove(at)).map(|(about, job)| Work::Urgent(about, job));
        if let Some(Work::Urgent(Some(about), _)) = &urgent {
            self.subjects.push(about.clone());
        }
        // One thread at most is at idle work, so that another is free at once.
        let idles = urgent.is_none() && self.idling == 0;
        let next = urgent.or_else(|| if idles { self.idle.pop_front().map(Work::Idle) } else { None });
        self.computing += usize::from(next.is_some());
        self.idling += usize::from(matches!(next, Some(Work::Idle(_))));
        next
    }

    /// The first job that would not wait for another.
    fn first_urgent(&self) -> Option<usize> {
        self.urgent.iter().position(|(about, _)| about.as_ref().is_none_or(|about| !self.subjects.contains(about)))
    }

    /// Whether anything may be begun.
    fn is_ready(&self, cores: usize) -> bool {
        let computes = self.first_urgent().is_some() || self.idling == 0 && !self.idle.is_empty();
        !self.light.is_empty() || computes && self.computing < cores
    }

    /// Whether there is something to do for a thread that leaves the seat.
    fn is_worth_leaving(&self, shared: &Shared) -> bool {
        self.is_ready(shared.cores) || shared.outbox.is_waiting()
    }
}
