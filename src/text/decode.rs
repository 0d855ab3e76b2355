//! From bytes to text and back, losing nothing.

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

/// How a file's bytes spell its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8 {
        /// Whether the file starts with a byte order mark.
        bom: bool,
    },
    /// UTF-16, little endian, with its byte order mark.
    Utf16Le,
    /// UTF-16, big endian, with its byte order mark.
    Utf16Be,
    /// GB18030, which includes GBK and GB2312.
    Gb18030,
}

/// A text and the encoding it came in. The text holds no byte order mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text.
    pub text: String,
    /// What it was decoded from.
    pub encoding: Encoding,
}

/// Why bytes are no text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The file holds a zero byte, as programs, pictures and office files do.
    #[error("binary: zero byte at byte {at}")]
    Binary {
        /// 0-based byte.
        at: usize,
    },
    /// Neither UTF-8 nor GB18030.
    #[error("neither UTF-8, UTF-16 with a byte order mark, nor GB18030: byte {at}")]
    Unknown {
        /// 0-based byte of the first sequence that GB18030 does not have.
        at: usize,
    },
    /// UTF-16 with half a character.
    #[error("broken UTF-16 at byte {at}")]
    Utf16 {
        /// 0-based byte.
        at: usize,
    },
}

/// A character that the file's encoding cannot hold, or not so that it is known again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the character {c:?} does not exist in the encoding of the file")]
pub struct EncodeError {
    /// The character.
    pub c: char,
}

/// Reads bytes as UTF-8 (with or without a mark), UTF-16 (with its mark) or
/// GB18030.
///
/// # Errors
/// When the bytes are none of these, with the byte where that shows.
pub fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8_or_gb(rest, true, 3),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, Encoding::Utf16Le),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, Encoding::Utf16Be),
        _ => utf8_or_gb(bytes, false, 0),
    }
}

fn utf8_or_gb(bytes: &[u8], bom: bool, skipped: usize) -> Result<Decoded, DecodeError> {
    match std::str::from_utf8(bytes) {
        // A lone zero byte in a long text is odd, yet it is text; many are a program.
        Ok(text) if bytes.iter().filter(|b| **b == 0).count() * 100 <= bytes.len() => {
            Ok(Decoded { text: text.to_owned(), encoding: Encoding::Utf8 { bom } })
        }
        _ => {
            if let Some(at) = bytes.iter().position(|b| *b == 0) {
                return Err(DecodeError::Binary { at: at + skipped });
            }
            if bom {
                let at = std::str::from_utf8(bytes).err().map_or(0, |e| e.valid_up_to());
                return Err(DecodeError::Unknown { at: at + skipped });
            }
            match GB18030.decode_without_bom_handling_and_without_replacement(bytes) {
                Some(text) => Ok(Decoded { text: text.into_owned(), encoding: Encoding::Gb18030 }),
                None => Err(DecodeError::Unknown { at: first_bad_gb18030(bytes) }),
            }
        }
    }
}

/// The first byte that GB18030 cannot decode. Errors are rare, so halving is fast enough.
fn first_bad_gb18030(bytes: &[u8]) -> usize {
    let mut decoder = GB18030.new_decoder_without_bom_handling();
    let mut out = vec![0u8; 4096];
    let mut read = 0;
    loop {
        let (result, consumed, _) = decoder.decode_to_utf8_without_replacement(bytes.get(read..).unwrap_or_default(), &mut out, true);
        read += consumed;
        match result {
            encoding_rs::DecoderResult::InputEmpty => return read,
            encoding_rs::DecoderResult::OutputFull => {}
            encoding_rs::DecoderResult::Malformed(len, extra) => {
                return read.saturating_sub(usize::from(len) + usize::from(extra));
            }
        }
    }
}

fn utf16(bytes: &[u8], encoding: Encoding) -> Result<Decoded, DecodeError> {
    let kind = if encoding == Encoding::Utf16Le { UTF_16LE } else { UTF_16BE };
    match kind.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok(Decoded { text: text.into_owned(), encoding }),
        None => {
            let read = |pair: &[u8]| match pair {
                [a, b] if encoding == Encoding::Utf16Le => u16::from_le_bytes([*a, *b]),
                [a, b] => u16::from_be_bytes([*a, *b]),
                _ => 0xD800,
            };
            let mut at = 2;
            for unit in char::decode_utf16(bytes.chunks(2).map(read)) {
                match unit {
                    Ok(c) => at += 2 * c.len_utf16(),
                    Err(_) => break,
                }
            }
            Err(DecodeError::Utf16 { at })
        }
    }
}

/// The bytes of `text` in `encoding`, its byte order mark included.
///
/// # Errors
/// When the encoding has no such character; nothing is ever replaced.
pub fn encode(text: &str, encoding: Encoding) -> Result<Vec<u8>, EncodeError> {
    Ok(match encoding {
        Encoding::Utf8 { bom: false } => text.as_bytes().to_vec(),
        Encoding::Utf8 { bom: true } => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        Encoding::Utf16Le => [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect(),
        Encoding::Utf16Be => [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect(),
        Encoding::Gb18030 => {
            let mut encoder = GB18030.new_encoder();
            let size = encoder.max_buffer_length_from_utf8_without_replacement(text.len());
            let mut out = Vec::with_capacity(size.unwrap_or(text.len() * 4));
            match encoder.encode_from_utf8_to_vec_without_replacement(text, &mut out, true).0 {
                encoding_rs::EncoderResult::Unmappable(c) => return Err(EncodeError { c }),
                // A few characters can spell another text in UTF-8, as which they would be read again.
                _ => match text.chars().find(|c| !c.is_ascii()) {
                    Some(c) if std::str::from_utf8(&out).is_ok() => return Err(EncodeError { c }),
                    _ => out,
                },
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "云岭县2025年法治政府建设年度报告（草稿）\r\n一、“放管服”—〔2025〕3号𠮷";

    #[test]
    fn every_encoding_comes_back_byte_for_byte() {
        for encoding in
            [Encoding::Utf8 { bom: false }, Encoding::Utf8 { bom: true }, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Gb18030]
        {
            let bytes = encode(SAMPLE, encoding).unwrap();
            let back = decode(&bytes).unwrap();
            assert_eq!(back, Decoded { text: SAMPLE.to_owned(), encoding });
            assert_eq!(encode(&back.text, encoding).unwrap(), bytes);
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_refused_with_their_place() {
        assert_eq!(decode(b"PK\x03\x04\x00\x00\xff\x80"), Err(DecodeError::Binary { at: 4 }));
        assert_eq!(decode(b"\x01bin\x00"), Err(DecodeError::Binary { at: 4 }));
        assert_eq!(decode(b"abc\xff\xff"), Err(DecodeError::Unknown { at: 3 }));
        assert_eq!(decode(b"\xff\xfea\x00\x00\xd8"), Err(DecodeError::Utf16 { at: 4 }));
    }

    #[test]
    fn what_would_be_read_as_another_text_is_not_written() {
        let odd = decode(&[0xE7, 0xB8, 0x80, 0xA6, 0xA5]).unwrap();
        assert_eq!((odd.text.as_str(), odd.encoding), ("绺€Ε", Encoding::Gb18030));
        assert_eq!(encode(&odd.text, odd.encoding), Err(EncodeError { c: '绺' }));
        assert!(encode("plain", Encoding::Gb18030).is_ok());
    }

    #[test]
    fn gb18030_without_a_mark_is_recognised() {
        let bytes = [0xB7, 0xA8, 0xD6, 0xCE];
        assert_eq!(decode(&bytes).unwrap(), Decoded { text: "法治".into(), encoding: Encoding::Gb18030 });
    }
}
