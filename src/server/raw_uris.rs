//! URIs as the client writes them, where that is no URI: Chinese or blanks or
//! brackets that are not escaped. The types of the framework refuse these, so
//! they are escaped on the way in and written as the client knows them on the
//! way out. A client that escapes its URIs pays for a look at an empty table.

use super::convert;
use super::outbox::Frame;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

/// Keys under which parameters hold a URI that the framework's types read.
const URI_KEYS: [&str; 2] = ["uri", "targetUri"];

/// What the client writes, by the escaped URI, where the two differ.
#[derive(Default)]
pub struct RawUris(RwLock<HashMap<String, String>>);

impl RawUris {
    /// The client has opened a document or a folder by this name: from now on
    /// it is named so.
    pub fn opened(&self, raw: &str) {
        let Some(sound) = convert::uri(raw) else { return };
        let mut names = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if sound.as_str() == raw {
            names.remove(raw);
        } else {
            names.insert(sound.as_str().to_owned(), raw.to_owned());
        }
    }

    /// The client has named something so; how it was opened counts more.
    fn named(&self, sound: &str, raw: &str) {
        let mut names = self.0.write().unwrap_or_else(PoisonError::into_inner);
        names.entry(sound.to_owned()).or_insert_with(|| raw.to_owned());
    }

    /// Escapes the URIs in the parameters of a request that are none.
    pub fn escape(&self, params: &mut Value) {
        match params {
            Value::Object(fields) => {
                for (key, value) in fields {
                    match value {
                        Value::String(raw) if URI_KEYS.contains(&key.as_str()) => {
                            if let Some(sound) = convert::uri(raw).filter(|sound| sound.as_str() != raw) {
                                self.named(sound.as_str(), raw);
                                *raw = sound.as_str().to_owned();
                            }
                        }
                        value => self.escape(value),
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.escape(item)),
            _ => {}
        }
    }

    /// The message with each URI as the client writes it. Only whole JSON
    /// strings are replaced: a quotation mark inside a text is escaped there.
    pub fn restore(&self, frame: Frame) -> Frame {
        let names = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if names.is_empty() {
            return frame;
        }
        let mut body = Cow::Borrowed(frame.body());
        for (sound, raw) in names.iter() {
            let from = format!("\"{sound}\"");
            // Writing a text as JSON does not fail.
            let to = serde_json::to_vec(raw).unwrap_or_default();
            if let Some(with) = replaced(&body, from.as_bytes(), &to) {
                body = Cow::Owned(with);
            }
        }
        match body {
            Cow::Borrowed(_) => frame,
            Cow::Owned(body) => {
                let mut bytes = Frame::begin();
                bytes.extend_from_slice(&body);
                Frame::end(bytes)
            }
        }
    }
}

/// The bytes with `to` in each place of `from`; `None` where there is none.
fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Option<Vec<u8>> {
    let mut places = memchr::memmem::find_iter(bytes, from).peekable();
    places.peek()?;
    let mut out = Vec::with_capacity(bytes.len());
    let mut done = 0;
    for place in places {
        out.extend_from_slice(bytes.get(done..place).unwrap_or_default());
        out.extend_from_slice(to);
        done = place + from.len();
    }
    out.extend_from_slice(bytes.get(done..).unwrap_or_default());
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const RAW: &str = "file:///srv/报 告[1].txt";
    const SOUND: &str = "file:///srv/%E6%8A%A5%20%E5%91%8A%5B1%5D.txt";

    fn restored(uris: &RawUris, value: &Value) -> Value {
        serde_json::from_slice(uris.restore(Frame::of(value).unwrap()).body()).unwrap()
    }

    #[test]
    fn what_comes_in_raw_goes_out_raw() {
        let uris = RawUris::default();
        let mut params = json!({ "a": [{ "uri": RAW, "text": RAW }], "uri": "file:///a%20b.txt" });
        uris.escape(&mut params);
        assert_eq!(params, json!({ "a": [{ "uri": SOUND, "text": RAW }], "uri": "file:///a%20b.txt" }));
        let answer = json!({ "uri": SOUND, "changes": { SOUND: [] }, "message": format!("“{SOUND}” \"{SOUND}\"") });
        let wanted = json!({ "uri": RAW, "changes": { RAW: [] }, "message": format!("“{SOUND}” \"{SOUND}\"") });
        assert_eq!(restored(&uris, &answer), wanted);
    }

    #[test]
    fn how_a_document_was_opened_counts_most() {
        let uris = RawUris::default();
        uris.opened(RAW);
        uris.escape(&mut json!({ "uri": "file:///srv/%E6%8A%A5 告[1].txt" }));
        assert_eq!(restored(&uris, &json!(SOUND)), json!(RAW));
        uris.opened(SOUND);
        assert_eq!(restored(&uris, &json!(SOUND)), json!(SOUND));
    }

    #[test]
    fn a_frame_counts_its_bytes_anew() {
        let uris = RawUris::default();
        uris.opened(RAW);
        let frame = uris.restore(Frame::of(&json!(SOUND)).unwrap());
        let wanted = format!("Content-Length: {}\r\n\r\n\"{RAW}\"", RAW.len() + 2);
        assert_eq!(frame.bytes(), wanted.as_bytes());
    }
}
