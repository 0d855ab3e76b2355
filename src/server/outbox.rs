//! The one queue of messages to the client. Whoever puts a message in first is
//! read first; a thread of its own writes, so nobody waits for the client.

use std::collections::HashMap;
use std::io::Write;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Puts messages into the queue. Clones share it.
#[derive(Clone)]
pub struct Outbox {
    queue: Sender<Item>,
    latest: Latest,
}

/// Something that waits to be written.
enum Item {
    Frame(Vec<u8>),
    /// What stands under this name when its turn comes.
    Latest(String),
}

/// Messages that a later one of the same name replaces while they wait.
type Latest = Arc<Mutex<HashMap<String, Vec<u8>>>>;

/// Tells when everything is written.
pub struct Drain(Arc<(Mutex<bool>, Condvar)>);

impl Outbox {
    /// A queue that is written to `output` until every clone is dropped.
    pub fn to(output: impl Write + Send + 'static) -> (Self, Drain) {
        let (items, queue) = channel();
        let latest = Latest::default();
        let waiting = latest.clone();
        let done = Arc::new((Mutex::new(false), Condvar::new()));
        let flag = done.clone();
        std::thread::spawn(move || {
            write_all(output, &queue, &waiting);
            *flag.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
            flag.1.notify_all();
        });
        (Self { queue: items, latest }, Drain(done))
    }

    /// Sends a message. One to a client that is gone is dropped.
    pub fn send(&self, message: &impl serde::Serialize) {
        if let Some(frame) = frame(message) {
            self.send_frame(frame);
        }
    }

    /// Sends a message that was written with [`frame`].
    pub fn send_frame(&self, frame: Vec<u8>) {
        let _ = self.queue.send(Item::Frame(frame));
    }

    /// Sends a message in the place of one of the same name that was not written
    /// yet, so that a client that stops reading does not fill the memory.
    pub fn send_latest(&self, name: &str, frame: Vec<u8>) {
        if self.latest.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), frame).is_none() {
            let _ = self.queue.send(Item::Latest(name.to_owned()));
        }
    }

    /// Sends a notification.
    pub fn notify(&self, method: &str, params: &impl serde::Serialize) {
        self.send(&Notification { jsonrpc: "2.0", method, params });
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

impl Drain {
    /// Waits until everything is written and the queue closed, at most so long.
    pub fn wait(&self, at_most: Duration) {
        let (done, changed) = &*self.0;
        let done = done.lock().unwrap_or_else(PoisonError::into_inner);
        let _unused = changed.wait_timeout_while(done, at_most, |done| !*done);
    }
}

/// A message with its header.
pub fn frame(message: &impl serde::Serialize) -> Option<Vec<u8>> {
    // The length is not known before the body is written: it stands right-aligned in front of it.
    const ROOM: usize = 40;
    let mut bytes = vec![0; ROOM];
    if let Err(error) = serde_json::to_writer(&mut bytes, message) {
        tracing::error!("a message cannot be written: {error}");
        return None;
    }
    let head = format!("Content-Length: {}\r\n\r\n", bytes.len() - ROOM);
    let start = ROOM - head.len();
    bytes.get_mut(start..ROOM)?.copy_from_slice(head.as_bytes());
    bytes.drain(..start);
    Some(bytes)
}

fn write_all(mut output: impl Write, queue: &Receiver<Item>, latest: &Mutex<HashMap<String, Vec<u8>>>) {
    let bytes = |item| match item {
        Item::Frame(frame) => frame,
        Item::Latest(name) => latest.lock().unwrap_or_else(PoisonError::into_inner).remove(&name).unwrap_or_default(),
    };
    while let Ok(item) = queue.recv() {
        let mut frame = bytes(item);
        // What has gathered meanwhile goes out in one write.
        while frame.len() < 1 << 16 {
            match queue.try_recv() {
                Ok(more) => frame.extend_from_slice(&bytes(more)),
                Err(_) => break,
            }
        }
        if output.write_all(&frame).and_then(|()| output.flush()).is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_counts_bytes() {
        let frame = frame(&serde_json::json!("年报")).unwrap();
        assert_eq!(String::from_utf8(frame).unwrap(), "Content-Length: 8\r\n\r\n\"年报\"");
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
        let (outbox, drain) = Outbox::to(Shut(gate, written.clone()));
        outbox.send_frame(b"first;".to_vec());
        for n in 0..10_000 {
            outbox.send_latest("a", format!("a{n};").into_bytes());
            outbox.send_latest("b", format!("b{n};").into_bytes());
        }
        drop(open);
        drop(outbox);
        drain.wait(Duration::from_secs(60));
        let written = String::from_utf8(written.lock().unwrap().clone()).unwrap();
        assert!(written.starts_with("first;"), "{written}");
        assert!(written.contains("a9999;") && written.contains("b9999;"), "{written}");
        assert!(written.matches(';').count() < 10, "{written}");
    }
}
