//! URIs as editors write them, and the one form under which a document is kept.
//!
//! Editors spell the same file in many ways (`c:` and `c%3A`, `%e6` and `%E6`,
//! Chinese written out or escaped). What a client sent is sent back verbatim;
//! a [`Key`] is only for finding the document again.

use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The name under which a document is kept: equal for every spelling of a URI.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(Arc<str>);

impl Key {
    /// The key of a URI in any spelling.
    pub fn of(uri: &str) -> Self {
        let Some((scheme, rest)) = split_scheme(uri) else {
            return Self(decode(uri).into());
        };
        let scheme = scheme.to_ascii_lowercase();
        let rest = decode(rest);
        if scheme != "file" {
            return Self(format!("{scheme}:{rest}").into());
        }
        let (host, path) = host_and_path(&rest);
        Self(format!("file://{host}{path}").into())
    }

    /// The key of a file.
    pub fn of_path(path: &Path) -> Self {
        Self::of(&from_path(path))
    }

    /// The key as text, for messages in the log.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The file that a `file:` URI names; `None` for other schemes and for files of
/// another machine where the system has no name for them.
pub fn to_path(uri: &str) -> Option<PathBuf> {
    let (scheme, rest) = split_scheme(uri)?;
    if !scheme.eq_ignore_ascii_case("file") {
        return None;
    }
    let rest = decode(rest);
    let (host, path) = host_and_path(&rest);
    if cfg!(windows) {
        if !host.is_empty() {
            return Some(PathBuf::from(format!(r"\\{host}{}", path.replace('/', r"\"))));
        }
        return Some(PathBuf::from(path.trim_start_matches('/').replace('/', r"\")));
    }
    host.is_empty().then(|| PathBuf::from(path))
}

/// The URI of a file, with everything escaped that a URI cannot hold.
pub fn from_path(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text = if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() };
    // `\\server\share` is a host and a path; `C:/x` lacks the slash that a path in a URI starts with.
    let (lead, text) = match text.strip_prefix("//") {
        Some(rest) if cfg!(windows) => ("file://", rest.to_owned()),
        _ if text.starts_with('/') => ("file://", text),
        _ => ("file:///", text),
    };
    let mut out = String::from(lead);
    escape(&text, &mut out);
    out
}

/// A path inside some folder as a reference that counts from that folder.
pub fn reference(path: &Path) -> String {
    let text = path.to_string_lossy();
    let mut out = String::new();
    escape(&if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }, &mut out);
    out
}

/// The last part of the path, for people.
pub fn file_name(uri: &str) -> String {
    let key = Key::of(uri);
    let name = key.as_str().rsplit(['/', '\\', ':']).next().unwrap_or_default();
    name.to_owned()
}

/// The same URI with everything escaped that a URI may not hold, for clients
/// that send Chinese or blanks unescaped. What is escaped already stays.
pub fn escaped(uri: &str) -> String {
    let mut out = String::with_capacity(uri.len() + 16);
    for (at, c) in uri.char_indices() {
        let hex = |i: usize| uri.as_bytes().get(at + i).is_some_and(u8::is_ascii_hexdigit);
        match c {
            '%' if hex(1) && hex(2) => out.push('%'),
            ':' | '/' | '?' | '#' | '@' | '!' | '$' | '&' | '\'' | '(' | ')' | '*' | '+' | ',' | ';' | '=' => out.push(c),
            _ => escape_char(c, &mut out),
        }
    }
    out
}

fn split_scheme(uri: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = uri.split_once(':')?;
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    (!scheme.is_empty() && scheme.chars().all(legal)).then_some((scheme, rest))
}

/// Host (lower case, empty for this machine) and path (drive letter in lower
/// case) of what follows `file:`.
fn host_and_path(rest: &str) -> (String, String) {
    let (host, path) = match rest.strip_prefix("//") {
        Some(rest) => match rest.find('/') {
            // `file:////server/share`: an empty host and a path that starts with two slashes.
            Some(0) if rest.starts_with("//") => {
                let rest = rest.trim_start_matches('/');
                rest.split_at(rest.find('/').unwrap_or(rest.len()))
            }
            Some(at) => rest.split_at(at),
            None => (rest, "/"),
        },
        None => ("", rest),
    };
    let host = host.to_ascii_lowercase();
    let host = if host == "localhost" { String::new() } else { host };
    let mut path = path.replace('\\', "/");
    let mut bytes = path.bytes();
    if let (Some(b'/'), Some(drive), Some(b':')) = (bytes.next(), bytes.next(), bytes.next())
        && drive.is_ascii_alphabetic()
    {
        path.replace_range(1..2, &char::from(drive.to_ascii_lowercase()).to_string());
    }
    (host, path)
}

/// Undoes `%XX`. Escapes that spell no UTF-8 stay, in upper case.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut at = 0;
    let hex = |i: usize| bytes.get(i).and_then(|b| char::from(*b).to_digit(16));
    while let Some(byte) = bytes.get(at) {
        match (byte, hex(at + 1), hex(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            _ => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| upper_hex(text))
}

fn upper_hex(text: &str) -> String {
    let mut left = 0;
    text.chars()
        .map(|c| {
            if c == '%' {
                left = 2;
                return c;
            }
            if left > 0 {
                left -= 1;
                return c.to_ascii_uppercase();
            }
            c
        })
        .collect()
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        if c == '/' { out.push(c) } else { escape_char(c, out) }
    }
}

fn escape_char(c: char, out: &mut String) {
    if c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~') {
        out.push(c);
        return;
    }
    let mut buffer = [0; 4];
    for byte in c.encode_utf8(&mut buffer).bytes() {
        out.push('%');
        for digit in [byte >> 4, byte & 15] {
            out.push(char::from_digit(u32::from(digit), 16).unwrap_or('0').to_ascii_uppercase());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn same(spellings: &[&str]) {
        for pair in spellings.windows(2) {
            assert_eq!(Key::of(pair[0]), Key::of(pair[1]), "{pair:?}");
        }
    }

    #[test]
    fn every_spelling_of_a_file_is_one_document() {
        same(&[
            "file:///c%3A/Users/%E6%9D%8E/%E6%8A%A5%E5%91%8A.txt",
            "file:///c:/Users/%e6%9d%8e/%e6%8a%a5%e5%91%8a.txt",
            "file:///C:/Users/李/报告.txt",
            "FILE:///C%3a/Users/李/报告.txt",
            "file://localhost/c:/Users/李/报告.txt",
            "file:/c:/Users/李/报告.txt",
        ]);
        same(&["file:///srv/a%20b%EF%BC%88%E8%8D%89%E7%A8%BF%EF%BC%89.txt", "file:///srv/a b（草稿）.txt"]);
        same(&["file:///srv/%28x%29.txt", "file:///srv/(x).txt"]);
    }

    #[test]
    fn a_share_is_the_same_share_in_any_case_of_its_host() {
        same(&["file://SERVER/share/a.txt", "file://server/share/a.txt", "file:////server/share/a.txt"]);
        assert_ne!(Key::of("file://server/share/a.txt"), Key::of("file:///share/a.txt"));
    }

    #[test]
    fn other_schemes_keep_everything_but_the_escapes() {
        same(&["untitled:Untitled-1", "UNTITLED:Untitled-1"]);
        same(&["vscode-vfs://github/a/b/%E6%8A%A5.txt", "vscode-vfs://github/a/b/报.txt"]);
        assert_ne!(Key::of("untitled:Untitled-1"), Key::of("untitled:Untitled-2"));
        assert_ne!(Key::of("git:/a.txt?x"), Key::of("file:///a.txt?x"));
    }

    #[test]
    fn different_files_stay_different() {
        assert_ne!(Key::of("file:///a/B.txt"), Key::of("file:///a/b.txt"));
        assert_ne!(Key::of("file:///a%25b.txt"), Key::of("file:///a%2525b.txt"));
        assert_ne!(Key::of("file:///a%FF.txt"), Key::of("file:///a%FE.txt"));
        same(&["file:///a%ff.txt", "file:///a%FF.txt"]);
    }

    #[test]
    #[cfg(unix)]
    fn paths_and_uris_lead_to_each_other() {
        for path in ["/srv/报告 2025（草稿）.txt", "/a%20b/c#d?.md", "/"] {
            let uri = from_path(Path::new(path));
            assert!(uri.is_ascii(), "{uri}");
            assert_eq!(to_path(&uri).as_deref(), Some(Path::new(path)), "{uri}");
            assert_eq!(Key::of(&uri), Key::of_path(Path::new(path)));
        }
        assert_eq!(to_path("untitled:Untitled-1"), None);
        assert_eq!(to_path("file://server/share/a.txt"), None);
        assert_eq!(to_path("file:///srv/报告.txt"), Some(PathBuf::from("/srv/报告.txt")));
    }

    #[test]
    fn what_a_uri_cannot_hold_is_escaped_once() {
        assert_eq!(escaped("file:///a b/报%E6.txt"), "file:///a%20b/%E6%8A%A5%E6.txt");
        assert_eq!(escaped("file:///c%3A/100%.txt"), "file:///c%3A/100%25.txt");
        assert_eq!(file_name("file:///c%3A/x/%E6%8A%A5.txt"), "报.txt");
        assert_eq!(file_name("untitled:Untitled-1"), "Untitled-1");
    }
}
