use super::*;
use std::sync::mpsc::channel;

fn pool() -> Pool {
    Pool::new(Outbox::to(std::io::sink()))
}

#[test]
fn a_panic_costs_one_answer() {
    let pool = pool();
    let broken = futures::executor::block_on(pool.run(None, || -> u8 { panic!("probe") }));
    assert_eq!(broken, Err(Panicked("probe".into())));
    for n in 0..20 {
        assert_eq!(futures::executor::block_on(pool.run(None, move || n)), Ok(n));
    }
}

#[test]
fn a_job_knows_when_nobody_waits_any_more() {
    let pool = pool();
    let (begun, begins) = channel();
    let (told, tells) = channel();
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
    let pool = pool();
    let (go, wait) = channel::<()>();
    let held = pool.run_idle(move |_| wait.recv().is_ok());
    let others: Vec<_> = (0..8).map(|n| pool.run_idle(move |_| n)).collect();
    assert_eq!(futures::executor::block_on(pool.run(None, || 7)), Ok(7));
    go.send(()).unwrap();
    assert_eq!(futures::executor::block_on(held), Ok(true));
    for (n, other) in others.into_iter().enumerate() {
        assert_eq!(futures::executor::block_on(other), Ok(n));
    }
}

/// An input of steps, which are taken on whatever thread sits there.
struct Steps(std::sync::mpsc::Receiver<Step>, Vec<Step>);

type Step = Box<dyn FnOnce() + Send>;

impl Seat for Steps {
    fn read(&mut self) -> bool {
        let next = self.1.pop().map_or_else(|| self.0.recv().ok(), Some);
        let Some(step) = next else { return false };
        self.1.extend(self.0.try_recv());
        step();
        true
    }

    fn has_more(&self) -> bool {
        !self.1.is_empty()
    }
}

#[test]
fn the_input_is_read_while_every_core_computes_and_a_future_goes_on() {
    let pool = Arc::new(pool());
    let (steps, input) = channel::<Step>();
    pool.seat(Steps(input, Vec::new()));
    let (go, gate) = channel::<()>();
    let gate = Arc::new(Mutex::new(gate));
    for _ in 0..pool.shared.cores {
        let (of_it, gate) = (pool.clone(), gate.clone());
        steps.send(Box::new(move || of_it.spawn(None, move || assert!(gate.lock().unwrap().recv().is_err())))).unwrap();
    }
    // All are held, and each of these is read and driven all the same.
    for _ in 0..20 {
        let (wake, woken) = oneshot::channel::<()>();
        let (done, ends) = channel();
        let of_it = pool.clone();
        let wait = async move {
            let _ = woken.await;
            done.send(()).unwrap();
        };
        steps.send(Box::new(move || of_it.drive(Box::pin(wait)))).unwrap();
        steps.send(Box::new(move || wake.send(()).unwrap())).unwrap();
        assert_eq!(ends.recv(), Ok(()));
    }
    drop(go);
    assert_eq!(futures::executor::block_on(pool.run(None, || 7)), Ok(7));
}

#[test]
fn what_came_together_is_read_before_its_work_is_begun() {
    let pool = Arc::new(pool());
    let (steps, input) = channel::<Step>();
    let log = Arc::new(Mutex::new(Vec::new()));
    for n in 0..20 {
        let (of_it, log) = (pool.clone(), log.clone());
        let step = move || {
            log.lock().unwrap().push(format!("read {n}"));
            of_it.spawn(None, move || log.lock().unwrap().push("work".into()));
        };
        steps.send(Box::new(step)).unwrap();
    }
    let last = {
        let of_it = pool.clone();
        let (done, ends) = channel();
        steps.send(Box::new(move || of_it.spawn(None, move || done.send(()).unwrap()))).unwrap();
        ends
    };
    pool.seat(Steps(input, Vec::new()));
    assert_eq!(last.recv(), Ok(()));
    let log = log.lock().unwrap();
    let begun = log.iter().position(|l| l == "work").unwrap_or(log.len());
    assert_eq!(begun, 20, "{log:?}");
}

#[test]
fn who_would_only_wait_for_another_takes_no_thread() {
    let pool = pool();
    let key = |n: usize| Some(Key::of(&format!("file:///{n}.txt")));
    let (go, gate) = channel::<()>();
    let (begun, begins) = channel();
    let first = pool.run(key(0), move || {
        begun.send(()).unwrap();
        gate.recv().is_err()
    });
    begins.recv().unwrap();
    let behind: Vec<_> = (0..20).map(|n| pool.run(key(0), move || n)).collect();
    // Others are not kept waiting by them.
    for n in 1..20 {
        assert_eq!(futures::executor::block_on(pool.run(key(n), move || n)), Ok(n));
    }
    drop(go);
    assert_eq!(futures::executor::block_on(first), Ok(true));
    for (n, other) in behind.into_iter().enumerate() {
        assert_eq!(futures::executor::block_on(other), Ok(n));
    }
}

#[test]
fn a_step_on_which_reading_breaks_off_costs_itself_only() {
    let pool = Arc::new(pool());
    let (steps, input) = channel::<Step>();
    pool.seat(Steps(input, Vec::new()));
    steps.send(Box::new(|| panic!("probe"))).unwrap();
    let (done, ends) = channel();
    steps.send(Box::new(move || done.send(()).unwrap())).unwrap();
    assert_eq!(ends.recv(), Ok(()));
}

#[test]
fn what_is_begun_comes_to_its_end_when_the_pool_is_closed() {
    let written = Arc::new(Mutex::new(Vec::new()));
    struct Kept(Arc<Mutex<Vec<u8>>>);
    impl std::io::Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let outbox = Outbox::to(Kept(written.clone()));
    let pool = Pool::new(outbox.clone());
    let (begun, begins) = channel();
    let (go, gate) = channel::<()>();
    pool.spawn(None, move || {
        begun.send(()).unwrap();
        let _ = gate.recv();
        outbox.send(&"told");
    });
    begins.recv().unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| pool.close(Duration::from_secs(60)));
        while !pool.shared.lock().closed {
            std::thread::yield_now();
        }
        drop(go);
    });
    assert!(written.lock().unwrap().ends_with(b"\"told\""));
}
