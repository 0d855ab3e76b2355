//! A progress bar for runs that take a while, where a person watches.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal as _;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A run that is shorter than this shows none.
const PATIENCE: Duration = Duration::from_millis(700);

/// A bar on standard error, or nothing.
pub struct Bar {
    bar: Option<ProgressBar>,
    start: Instant,
    patience: Duration,
    target: Mutex<Option<ProgressDrawTarget>>,
}

impl Bar {
    /// A bar for `total` files; never one where standard error is no terminal.
    pub fn new(total: usize, unwanted: bool) -> Self {
        let wanted = !unwanted && total > 1 && std::io::stderr().is_terminal();
        Self::on(wanted.then(ProgressDrawTarget::stderr), total, PATIENCE)
    }

    /// A bar that is drawn on `target` once it has taken longer than `patience`.
    fn on(target: Option<ProgressDrawTarget>, total: usize, patience: Duration) -> Self {
        let bar = target.is_some().then(|| {
            let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {eta}");
            let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::hidden());
            bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        });
        Self { bar, start: Instant::now(), patience, target: Mutex::new(target) }
    }

    /// One more file is done.
    pub fn step(&self) {
        let Some(bar) = &self.bar else { return };
        if self.start.elapsed() >= self.patience
            && let Some(target) = self.target.lock().unwrap_or_else(PoisonError::into_inner).take()
        {
            bar.set_draw_target(target);
        }
        bar.inc(1);
    }

    /// Does something that prints, with the bar out of the way.
    pub fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        match &self.bar {
            // Before it is drawn there is nothing to put out of the way.
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use indicatif::InMemoryTerm;

    fn target(term: &InMemoryTerm) -> Option<ProgressDrawTarget> {
        Some(ProgressDrawTarget::term_like(Box::new(term.clone())))
    }

    #[test]
    fn a_bar_is_drawn_put_aside_for_what_is_printed_and_taken_away() {
        let term = InMemoryTerm::new(10, 60);
        let bar = Bar::on(target(&term), 3, Duration::ZERO);
        bar.step();
        assert!(term.contents().contains(" 1/3 "), "{}", term.contents());
        let seen = bar.aside(|| term.contents());
        assert_eq!(seen, "", "the bar stands where findings are printed");
        bar.step();
        assert!(term.contents().contains(" 2/3 "), "{}", term.contents());
        drop(bar);
        assert_eq!(term.contents(), "");
    }

    #[test]
    fn a_short_run_shows_none() {
        let term = InMemoryTerm::new(10, 60);
        let bar = Bar::on(target(&term), 3, Duration::from_secs(3600));
        (0..3).for_each(|_| bar.step());
        assert_eq!(bar.aside(|| term.contents()), "");
        drop(bar);
        assert_eq!(term.contents(), "");
        // Where nobody watches there is none, and what is printed is printed.
        assert_eq!(Bar::on(None, 3, Duration::ZERO).aside(|| 7), 7);
    }
}
