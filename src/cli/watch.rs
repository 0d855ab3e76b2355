//! `check --watch`: checks again what changes, until it is told to end.
//!
//! Events of the file system only wake it up: whether something changed is told
//! by the files themselves, so that an event too many costs nothing and one too
//! few is made good by the next tick.

use super::args::Check;
use super::check::{Run, round};
use super::gather::targets;
use super::terminal::Terminal;
use super::{FINE, Outcome, REFUSED, Stop};
use crate::message::Message;
use notify::{EventKind, RecursiveMode, Watcher as _};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

/// An editor that saves writes more than once; it is waited for so long.
const QUIET: Duration = Duration::from_millis(60);

/// How often it looks by itself, for file systems that send no events.
const TICK: Duration = Duration::from_secs(1);

/// What wakes it up.
enum Event {
    /// Something in a watched folder may have changed.
    Changed,
    /// Whoever started it wants no more of it.
    End,
}

/// Checks, and again whenever something changes. The exit status is that of the
/// last time.
pub fn run(args: &Check, run: &mut Run<'_>, terminal: &mut Terminal) -> Outcome {
    let (sender, events) = mpsc::channel();
    let handler = sender.clone();
    ctrlc::set_handler(move || drop(handler.send(Event::End))).map_err(|e| Message::new("cli.error.watch").with("cause", e.to_string()))?;
    end_with_stdin(sender.clone());
    let mut folders = Folders::new(sender);
    let mut code = FINE;
    let parent = parent();
    let mut due = true;
    let mut list = targets(args, terminal);
    loop {
        if due {
            terminal.clear();
            terminal.begin();
            code = match round(run, &list, terminal) {
                Ok(code) => code,
                Err(Stop::Unread) => return Ok(code),
                Err(Stop::Refused(message)) => {
                    terminal.complain(&message);
                    REFUSED
                }
            };
            folders.follow(args, run);
            terminal.aside(&Message::new("cli.watch.waiting"));
        }
        let event = wait(&events);
        if matches!(event, Some(Event::End)) || is_orphaned(parent) {
            return Ok(code);
        }
        // Without events every tick looks at everything.
        let look = event.is_some() || folders.blind;
        let now = if look { targets(args, terminal) } else { list.clone() };
        due = now != list || run.is_stale(&now);
        list = now;
    }
}

/// The next event once things are quiet; nothing where a tick passed without one.
fn wait(events: &Receiver<Event>) -> Option<Event> {
    let mut last = match events.recv_timeout(TICK) {
        Ok(event) => event,
        Err(RecvTimeoutError::Timeout) => return None,
        // Nobody is left who could send.
        Err(RecvTimeoutError::Disconnected) => return Some(Event::End),
    };
    while matches!(last, Event::Changed) {
        match events.recv_timeout(QUIET) {
            Ok(event) => last = event,
            Err(_) => break,
        }
    }
    Some(last)
}

/// The folders in which something may happen.
struct Folders {
    watcher: Option<notify::RecommendedWatcher>,
    watched: BTreeMap<PathBuf, RecursiveMode>,
    /// Whether a folder cannot be watched, so that it has to look by itself.
    blind: bool,
}

impl Folders {
    fn new(sender: Sender<Event>) -> Self {
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            // Reading is an event too, and we read.
            if !event.is_ok_and(|event| matches!(event.kind, EventKind::Access(_))) {
                let _ = sender.send(Event::Changed);
            }
        });
        Self { blind: watcher.is_err(), watcher: watcher.ok(), watched: BTreeMap::new() }
    }

    /// Watches what the last round read, besides what is watched already.
    fn follow(&mut self, args: &Check, run: &Run<'_>) {
        let mut wanted: BTreeMap<PathBuf, RecursiveMode> = BTreeMap::new();
        let beside = |path: &Path| match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        let files: BTreeSet<PathBuf> = run.sources().into_iter().chain(args.baseline.clone()).collect();
        for file in args.paths.iter().filter(|p| !p.is_dir()).chain(&files) {
            wanted.insert(beside(file), RecursiveMode::NonRecursive);
        }
        let here = [PathBuf::from(".")];
        let paths = if args.paths.is_empty() { here.as_slice() } else { args.paths.as_slice() };
        wanted.extend(paths.iter().filter(|p| p.is_dir()).map(|folder| (folder.clone(), RecursiveMode::Recursive)));
        for (folder, mode) in wanted {
            if self.watched.get(&folder) == Some(&mode) {
                continue;
            }
            let done = self.watcher.as_mut().is_some_and(|watcher| watcher.watch(&folder, mode).is_ok());
            self.blind |= !done;
            self.watched.insert(folder, mode);
        }
    }
}

/// Ends when standard input ends, where it is a pipe: then somebody started us
/// to stop us so. A terminal is not read, nor is `/dev/null`.
#[cfg(unix)]
fn end_with_stdin(sender: Sender<Event>) {
    use std::os::fd::AsFd as _;
    use std::os::unix::fs::FileTypeExt as _;
    let Ok(input) = std::io::stdin().as_fd().try_clone_to_owned() else { return };
    let mut input = std::fs::File::from(input);
    if !input.metadata().is_ok_and(|m| m.file_type().is_fifo() || m.file_type().is_socket()) {
        return;
    }
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut input, &mut std::io::sink());
        let _ = sender.send(Event::End);
    });
}

#[cfg(not(unix))]
fn end_with_stdin(_: Sender<Event>) {}

/// Whether the process that started us is gone.
#[cfg(unix)]
fn is_orphaned(parent: u32) -> bool {
    std::os::unix::process::parent_id() != parent
}

#[cfg(not(unix))]
fn is_orphaned(_: u32) -> bool {
    false
}

/// The process that started us.
#[cfg(unix)]
fn parent() -> u32 {
    std::os::unix::process::parent_id()
}

#[cfg(not(unix))]
fn parent() -> u32 {
    0
}
