//! The one queue of messages to the client: what is put in first is read first.
//!
//! No thread is there for writing only. Whoever has put something in and may
//! wait for the client writes what there is ([`Outbox::flush`]), unless another
//! is at it; whoever may not (it reads, or holds the state) rings for somebody
//! who does. So a client that does not read holds up one thread, and what is out
//! of date by the time it reads again is not kept for it.

use super::pool;
use super::raw_uris::RawUris;
use std::collections::{HashMap, VecDeque};
use std::io::Write;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use tower_lsp::jsonrpc::Id;

/// Puts messages into the queue. Clones share it.
#[derive(Clone)]
pub struct Outbox(Arc<Inner>);

struct Inner {
    queue: Mutex<Queue>,
    output: Mutex<Box<dyn Write + Send>>,
    /// Calls somebody who writes.
    bell: OnceLock<Box<dyn Fn() + Send + Sync>>,
    /// How the client writes its URIs.
    uris: RawUris,
}

#[derive(Default)]
struct Queue {
    items: VecDeque<Item>,
    /// Messages that a later one of the same name replaces while they wait.
    latest: HashMap<String, Frame>,
    /// Whether somebody is writing.
    writing: bool,
    /// Whether the client is gone.
    broken: bool,
}

/// Something that waits to be written.
enum Item {
    Frame(Frame),
    /// What stands under this name when its turn comes.
    Latest(String),
}

/// So much goes out in one write, if it has gathered.
const AT_ONCE: usize = 1 << 16;

impl Outbox {
    /// A queue that is written to `output`.
    pub fn to(output: impl Write + Send + 'static) -> Self {
        Self(Arc::new(Inner {
            queue: Mutex::default(),
            output: Mutex::new(Box::new(output)),
            bell: OnceLock::new(),
            uris: RawUris::default(),
        }))
    }

    /// How the client writes its URIs.
    pub fn uris(&self) -> &RawUris {
        &self.0.uris
    }

    /// Who is called when something waits that nobody is about to write.
    pub fn ring_for(&self, writer: impl Fn() + Send + Sync + 'static) {
        let _ = self.0.bell.set(Box::new(writer));
    }

    /// Sends a message. One to a client that is gone is dropped.
    pub fn send(&self, message: &impl serde::Serialize) {
        if let Some(frame) = Frame::of(message) {
            self.send_frame(frame);
        }
    }

    /// Sends a message that was written with [`Frame`].
    pub fn send_frame(&self, frame: Frame) {
        let frame = self.0.uris.restore(frame);
        self.put(|queue| queue.items.push_back(Item::Frame(frame)));
    }

    /// Sends a message in the place of one of the same name that was not written
    /// yet, so that a client that stops reading does not fill the memory.
    pub fn send_latest(&self, name: &str, frame: Frame) {
        let frame = self.0.uris.restore(frame);
        self.put(|queue| {
            if queue.latest.insert(name.to_owned(), frame).is_none() {
                queue.items.push_back(Item::Latest(name.to_owned()));
            }
        });
    }

    /// Sends a notification.
    pub fn notify(&self, method: &str, params: &impl serde::Serialize) {
        self.send(&Notification { jsonrpc: "2.0", method, params });
    }

    fn put(&self, put: impl FnOnce(&mut Queue)) {
        let mut queue = self.queue();
        if queue.broken {
            return;
        }
        put(&mut queue);
        let writing = queue.writing;
        drop(queue);
        if !writing
            && !pool::looks_soon()
            && let Some(ring) = self.0.bell.get()
        {
            ring();
        }
    }

    /// Whether something waits that nobody writes.
    pub fn is_waiting(&self) -> bool {
        let queue = self.queue();
        !queue.writing && !queue.items.is_empty()
    }

    /// Writes all that waits, unless somebody else is at it. Returns when the
    /// client has taken it, so nobody may wait for the caller meanwhile.
    pub fn flush(&self) {
        let mut queue = self.queue();
        if queue.writing {
            return;
        }
        while let Some(frame) = queue.next() {
            queue.writing = true;
            drop(queue);
            let mut output = self.0.output.lock().unwrap_or_else(PoisonError::into_inner);
            let written = output.write_all(frame.bytes()).and_then(|()| output.flush());
            drop(output);
            queue = self.queue();
            queue.writing = false;
            if written.is_err() {
                *queue = Queue { broken: true, ..Queue::default() };
            }
        }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.0.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Queue {
    /// What is to be written next: what has gathered goes out together.
    fn next(&mut self) -> Option<Frame> {
        let mut frame = self.take()?;
        while frame.bytes.len() < AT_ONCE {
            match self.take() {
                Some(more) => frame.bytes.extend_from_slice(more.bytes()),
                None => break,
            }
        }
        Some(frame)
    }

    fn take(&mut self) -> Option<Frame> {
        Some(match self.items.pop_front()? {
            Item::Frame(frame) => frame,
            Item::Latest(name) => self.latest.remove(&name).unwrap_or_default(),
        })
    }
}

/// A notification as it goes over the wire.
#[derive(serde::Serialize)]
pub struct Notification<'a, P> {
    /// `2.0`.
    pub jsonrpc: &'static str,
    /// The method.
    pub method: &'a str,
    /// Its parameters.
    pub params: &'a P,
}

/// The answer to a request as it goes over the wire.
#[derive(serde::Serialize)]
pub struct Answer<'a, T> {
    /// `2.0`.
    pub jsonrpc: &'static str,
    /// The request's.
    pub id: &'a Id,
    /// The answer.
    pub result: &'a T,
}

/// A message with its header.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    bytes: Vec<u8>,
    start: usize,
}

impl Frame {
    /// The length is not known before the body is written: it stands right-aligned in front of it.
    const ROOM: usize = 40;

    /// A message that writes itself.
    pub fn of(message: &impl serde::Serialize) -> Option<Self> {
        let mut body = Self::begin();
        if let Err(error) = serde_json::to_writer(&mut body, message) {
            tracing::error!("a message cannot be written: {error}");
            return None;
        }
        Some(Self::end(body))
    }

    /// Where the body is written to; see [`Frame::end`].
    pub fn begin() -> Vec<u8> {
        let mut bytes = Vec::with_capacity(512);
        bytes.resize(Self::ROOM, 0);
        bytes
    }

    /// The message whose body stands behind what [`Frame::begin`] gave.
    pub fn end(mut bytes: Vec<u8>) -> Self {
        let head = format!("Content-Length: {}\r\n\r\n", bytes.len().saturating_sub(Self::ROOM));
        let start = Self::ROOM - head.len();
        if let Some(room) = bytes.get_mut(start..Self::ROOM) {
            room.copy_from_slice(head.as_bytes());
        }
        Self { bytes, start }
    }

    /// The message without its header.
    pub fn body(&self) -> &[u8] {
        self.bytes.get(Self::ROOM..).unwrap_or_default()
    }

    /// As it goes over the wire.
    pub fn bytes(&self) -> &[u8] {
        self.bytes.get(self.start..).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::{Receiver, channel};

    #[test]
    fn a_frame_counts_bytes() {
        let frame = Frame::of(&serde_json::json!("年报")).unwrap();
        assert_eq!(frame.bytes(), "Content-Length: 8\r\n\r\n\"年报\"".as_bytes());
    }

    fn frame(body: &str) -> Frame {
        let mut bytes = Frame::begin();
        bytes.extend_from_slice(body.as_bytes());
        Frame::end(bytes)
    }

    /// An output that nobody reads until the gate opens.
    struct Shut(Receiver<()>, Arc<Mutex<Vec<u8>>>);

    impl Write for Shut {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            let _ = self.0.recv();
            self.1.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn what_is_out_of_date_is_not_kept_for_a_client_that_does_not_read() {
        let (open, gate) = channel();
        let written = Arc::new(Mutex::new(Vec::new()));
        let outbox = Outbox::to(Shut(gate, written.clone()));
        outbox.send_frame(frame("first;"));
        let stuck = outbox.clone();
        let writer = std::thread::spawn(move || stuck.flush());
        while outbox.is_waiting() {
            std::thread::yield_now();
        }
        for n in 0..10_000 {
            outbox.send_latest("a", frame(&format!("a{n};")));
            outbox.send_latest("b", frame(&format!("b{n};")));
            // Nobody is held up beside the one who writes.
            outbox.flush();
        }
        drop(open);
        writer.join().unwrap();
        let written = String::from_utf8(written.lock().unwrap().clone()).unwrap();
        let bodies: Vec<_> = written.split("Content-Length: ").filter_map(|part| part.split_once("\r\n\r\n")).map(|part| part.1).collect();
        assert_eq!(bodies, ["first;", "a9999;", "b9999;"]);
    }

    #[test]
    fn who_may_not_write_rings() {
        let outbox = Outbox::to(std::io::sink());
        let (ring, rung) = channel();
        outbox.ring_for(move || ring.send(()).unwrap());
        outbox.send_frame(frame("x"));
        assert_eq!(rung.try_recv(), Ok(()));
        assert!(outbox.is_waiting());
        outbox.flush();
        assert!(!outbox.is_waiting());
    }
}
