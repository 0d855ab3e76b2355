//! A progress bar for runs that take a while, where a person watches.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::cell::Cell;
use std::io::IsTerminal as _;
use std::time::{Duration, Instant};

/// A run that is shorter than this shows none.
const PATIENCE: Duration = Duration::from_millis(700);

/// A bar on standard error, or nothing.
pub struct Bar {
    bar: Option<ProgressBar>,
    start: Instant,
    shown: Cell<bool>,
}

impl Bar {
    /// A bar for `total` files; never one where standard error is no terminal.
    pub fn new(total: usize, unwanted: bool) -> Self {
        let wanted = !unwanted && total > 1 && std::io::stderr().is_terminal();
        let bar = wanted.then(|| {
            let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {eta}");
            let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::hidden());
            bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        });
        Self { bar, start: Instant::now(), shown: Cell::new(false) }
    }

    /// One more file is done.
    pub fn step(&self) {
        let Some(bar) = &self.bar else { return };
        if !self.shown.get() && self.start.elapsed() > PATIENCE {
            self.shown.set(true);
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        bar.inc(1);
    }

    /// Does something that prints, with the bar out of the way.
    pub fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) if self.shown.get() => bar.suspend(print),
            _ => print(),
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
