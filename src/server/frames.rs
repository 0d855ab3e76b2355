//! Messages from the client, read off the wire. What is no message is told and
//! passed over; the stream goes on.

use std::io::{self, BufRead, Read};
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};

/// Largest message, in bytes. A draft of 32 MiB, escaped, fits.
const LARGEST: u64 = 256 * 1024 * 1024;

/// Longest header line, in bytes. What is longer is no header.
const LONGEST_LINE: u64 = 16 * 1024;

/// A message from the client.
#[derive(Debug, PartialEq)]
pub enum Incoming {
    /// A request or notification.
    Call(Request),
    /// The answer to a request of ours.
    Answer(Response),
    /// Something that is no message, and what to say about it.
    Bad(Response),
}

/// Reads the next message; `None` at the end of the stream.
///
/// # Errors
/// When the stream breaks.
pub fn next(input: &mut impl BufRead) -> io::Result<Option<Incoming>> {
    let mut length = None;
    let mut garbage = false;
    loop {
        let mut line = Vec::new();
        if input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let text = line.trim_ascii();
        if text.is_empty() {
            if length.is_some() {
                break;
            }
            if garbage {
                return Ok(Some(bad(Id::Null, ErrorCode::ParseError, "no Content-Length")));
            }
            continue;
        }
        // After a message with a wrong length its rest stands before the next header.
        match value(text) {
            Some(value) => match std::str::from_utf8(value).ok().and_then(|v| v.trim().parse::<u64>().ok()) {
                Some(bytes) => length = Some(bytes),
                None => garbage = true,
            },
            None => garbage |= !is_header(text),
        }
    }
    let length = length.unwrap_or(0);
    if length > LARGEST {
        // Not skipped: a length that is wrong must not make the server deaf. What follows is read as what it is.
        return Ok(Some(bad(Id::Null, ErrorCode::InvalidRequest, "message too large")));
    }
    // Taken as it comes: a wrong length must not reserve memory.
    let mut body = Vec::with_capacity(length.min(1 << 20) as usize);
    if (input.by_ref().take(length).read_to_end(&mut body)? as u64) < length {
        return Ok(None);
    }
    Ok(Some(read(&body)))
}

/// Whether a whole message is there: reading it does not have to wait.
pub fn is_whole(bytes: &[u8]) -> bool {
    let end = b"\r\n\r\n";
    let Some(head) = bytes.windows(end.len()).position(|w| w == end) else { return false };
    let lines = || bytes.get(..head).unwrap_or_default().split(|b| *b == b'\n').map(<[u8]>::trim_ascii);
    match lines().find_map(value) {
        Some(value) => match std::str::from_utf8(value).ok().and_then(|v| v.trim().parse::<usize>().ok()) {
            Some(length) => length as u64 > LARGEST || bytes.len() - head - end.len() >= length,
            None => true,
        },
        // What is no header is told as soon as it is read.
        None => lines().any(|line| !line.is_empty() && !is_header(line)),
    }
}

/// What stands behind the name of the header that tells the length.
fn value(line: &[u8]) -> Option<&[u8]> {
    find(line, b"content-length:").and_then(|at| line.get(at..))
}

fn is_header(line: &[u8]) -> bool {
    let name = line.split(|b| *b == b':').next().unwrap_or_default();
    name.len() < line.len() && name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
}

/// Where `needle` (lower case) ends in `line`, in any case.
fn find(line: &[u8], needle: &[u8]) -> Option<usize> {
    line.windows(needle.len()).position(|w| w.eq_ignore_ascii_case(needle)).map(|at| at + needle.len())
}

#[derive(serde::Deserialize)]
struct Envelope {
    jsonrpc: Option<serde_json::Value>,
    #[serde(default, deserialize_with = "present")]
    id: Option<serde_json::Value>,
    method: Option<String>,
    params: Option<serde_json::Value>,
    #[serde(default, deserialize_with = "present")]
    result: Option<serde_json::Value>,
    error: Option<serde_json::Value>,
}

/// `null` is a value here; only a key that is not there is `None`.
fn present<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<serde_json::Value>, D::Error> {
    serde::Deserialize::deserialize(from).map(Some)
}

fn read(body: &[u8]) -> Incoming {
    let envelope: Envelope = match serde_json::from_slice(body) {
        Ok(envelope) => envelope,
        Err(first) => match mended(body).and_then(|body| serde_json::from_slice(&body).ok()) {
            Some(envelope) => envelope,
            None if first.is_data() => return bad(Id::Null, ErrorCode::InvalidRequest, "no JSON-RPC message"),
            None => return bad(Id::Null, ErrorCode::ParseError, &first.to_string()),
        },
    };
    let id = envelope.id.map(|id| serde_json::from_value::<Id>(id).map_err(|_| ()));
    let id = match id {
        None => None,
        Some(Ok(id)) => Some(id),
        Some(Err(())) => return bad(Id::Null, ErrorCode::InvalidRequest, "id is neither number nor string"),
    };
    if envelope.jsonrpc.as_ref().and_then(|v| v.as_str()) != Some("2.0") {
        return bad(id.unwrap_or(Id::Null), ErrorCode::InvalidRequest, "jsonrpc is not 2.0");
    }
    match (envelope.method, id) {
        (Some(method), id) => {
            let mut call = Request::build(method);
            if let Some(params) = envelope.params {
                call = call.params(params);
            }
            if let Some(id) = id {
                call = call.id(id);
            }
            Incoming::Call(call.finish())
        }
        (None, Some(id)) => match (envelope.error, envelope.result) {
            (Some(error), _) => Incoming::Answer(Response::from_error(id, answer_error(&error))),
            (None, Some(result)) => Incoming::Answer(Response::from_ok(id, result)),
            (None, None) => bad(id, ErrorCode::InvalidRequest, "neither method nor result"),
        },
        (None, None) => bad(Id::Null, ErrorCode::InvalidRequest, "neither method nor id"),
    }
}

fn answer_error(error: &serde_json::Value) -> Error {
    let code = error.get("code").and_then(serde_json::Value::as_i64).unwrap_or(-32603);
    let message = error.get("message").and_then(|m| m.as_str()).unwrap_or_default().to_owned();
    Error { code: code.into(), message: message.into(), data: None }
}

fn bad(id: Id, code: ErrorCode, message: &str) -> Incoming {
    Incoming::Bad(Response::from_error(id, Error { code, message: message.to_owned().into(), data: None }))
}

/// Half a surrogate pair, which JavaScript can send and Rust cannot hold, as
/// U+FFFD: it has the same length in UTF-16, so that later edits still fit.
fn mended(body: &[u8]) -> Option<Vec<u8>> {
    let unit = |at: usize| -> Option<u32> {
        let digits = body.get(at..at + 6)?.strip_prefix(b"\\u")?;
        u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    };
    let mut out = Vec::with_capacity(body.len());
    let mut at = 0;
    let mut found = false;
    while let Some(byte) = body.get(at) {
        let (taken, replace) = match (byte, unit(at)) {
            (b'\\', Some(0xD800..=0xDBFF)) => match unit(at + 6) {
                Some(0xDC00..=0xDFFF) => (12, false),
                _ => (6, true),
            },
            (b'\\', Some(0xDC00..=0xDFFF)) => (6, true),
            (b'\\', _) => (2, false),
            _ => (1, false),
        };
        if replace {
            out.extend_from_slice(b"\\ufffd");
            found = true;
        } else {
            out.extend_from_slice(body.get(at..(at + taken).min(body.len())).unwrap_or_default());
        }
        at += taken;
    }
    found.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(bytes: &[u8]) -> Vec<Incoming> {
        let mut input = bytes;
        std::iter::from_fn(|| next(&mut input).unwrap()).collect()
    }

    fn framed(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    const GOOD: &str = r#"{"jsonrpc":"2.0","method":"a","params":{"b":"年"}}"#;

    fn good() -> Incoming {
        Incoming::Call(Request::build("a").params(serde_json::json!({"b": "年"})).finish())
    }

    #[test]
    fn headers_in_any_case_and_order() {
        let body = GOOD.len();
        let wire = format!("content-type: x; charset=utf-8\r\nCONTENT-LENGTH:  {body}\r\n\r\n{GOOD}{}", framed(GOOD));
        assert_eq!(all(wire.as_bytes()), [good(), good()]);
    }

    #[test]
    fn after_a_bad_message_the_next_is_read() {
        let bad = [
            framed("{\"jsonrpc\":"),
            framed("[]"),
            framed("{\"jsonrpc\":\"2.0\",\"id\":{}}"),
            framed("{\"jsonrpc\":\"1.0\",\"method\":\"a\"}"),
            framed(&"[".repeat(500)),
            format!("Content-Length: {}\r\n\r\n{GOOD}", GOOD.len() - 5),
            "Content-Length: x\r\n\r\n".to_owned(),
            "nonsense\r\n\r\n".to_owned(),
        ];
        for bad in bad {
            let got = all([&bad, framed(GOOD).as_str()].concat().as_bytes());
            assert_eq!(got.last(), Some(&good()), "{bad}: {got:?}");
            assert!(matches!(got[0], Incoming::Bad(_)), "{bad}: {got:?}");
        }
    }

    #[test]
    fn a_length_that_is_too_long_costs_one_message() {
        let long = format!("Content-Length: {}\r\n\r\n{GOOD}", GOOD.len() + 10);
        let got = all([&long, &framed(GOOD), &framed(GOOD)].map(String::as_str).concat().as_bytes());
        assert_eq!(got.last(), Some(&good()));
    }

    #[test]
    fn a_message_is_whole_when_its_last_byte_is_there() {
        let wire = [framed(GOOD), framed(GOOD)].concat();
        let one = wire.len() / 2;
        for end in 0..wire.len() {
            assert_eq!(is_whole(&wire.as_bytes()[..end]), end >= one, "{end}");
        }
        assert!(is_whole(b"nonsense\r\n\r\n") && is_whole(b"Content-Length: x\r\n\r\n"));
        assert!(!is_whole(b"Content-Type: x\r\n\r\n"));
        assert!(is_whole(b"Content-Length: 999999999999\r\n\r\n"));
    }

    #[test]
    fn a_length_beyond_all_bounds_is_told_at_once_and_nobody_is_waited_for() {
        for length in ["999999999999", "18446744073709551615", "99999999999999999999999", "-1"] {
            let wire = format!("Content-Length: {length}\r\n\r\n{GOOD}{}", framed(GOOD));
            let got = all(wire.as_bytes());
            assert!(matches!(got[0], Incoming::Bad(_)), "{length}: {got:?}");
            assert_eq!(got.last(), Some(&good()), "{length}");
        }
    }

    #[test]
    fn bytes_that_are_no_utf8_are_told() {
        let body = b"{\"jsonrpc\":\"2.0\",\"method\":\"a\",\"params\":\"\xff\"}";
        let mut wire = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
        wire.extend_from_slice(body);
        wire.extend_from_slice(framed(GOOD).as_bytes());
        let got = all(&wire);
        assert!(matches!(got[0], Incoming::Bad(_)));
        assert_eq!(got[1], good());
    }

    #[test]
    fn half_a_surrogate_pair_is_one_unit() {
        let body = r#"{"jsonrpc":"2.0","method":"a","params":["\ud83d\ude00","\ud83d","\\ud83d"]}"#;
        let Incoming::Call(call) = read(body.as_bytes()) else { panic!("not read") };
        assert_eq!(call.params(), Some(&serde_json::json!(["😀", "\u{fffd}", "\\ud83d"])));
    }

    #[test]
    fn answers_and_their_errors() {
        let answer = |body: &str| read(body.as_bytes());
        assert_eq!(
            answer(r#"{"jsonrpc":"2.0","id":1,"result":null}"#),
            Incoming::Answer(Response::from_ok(Id::Number(1), serde_json::Value::Null))
        );
        let Incoming::Answer(error) = answer(r#"{"jsonrpc":"2.0","id":"x","error":{"code":-32601,"message":"no","more":1}}"#) else {
            panic!("not read")
        };
        assert_eq!(error.error().unwrap().code, ErrorCode::MethodNotFound);
        assert!(matches!(answer(r#"{"jsonrpc":"2.0","id":1}"#), Incoming::Bad(_)));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            all(&bytes);
            all(&[&b"Content-Length: 20\r\n\r\n"[..], &bytes].concat());
        }
    }
}
