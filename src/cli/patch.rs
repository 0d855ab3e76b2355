//! Unified diffs that `patch -p0` and `git apply -p0` take.

use super::text::{DIM, GREEN, RED, paint};
use std::fmt::Write as _;
use std::path::Path;

/// What turns one text of the file at `path` into another, in colours; nothing
/// where nothing changes.
pub fn between(path: &Path, before: &str, after: &str) -> String {
    if before == after {
        return String::new();
    }
    let name = header_name(&from_here(path));
    let mut form = diffy::DiffOptions::new();
    form.set_original_filename("before").set_modified_filename("after");
    let plain = form.create_patch(before, after).to_string();
    let hunks = plain.find("@@").and_then(|at| plain.get(at..)).unwrap_or_default();
    let whole = format!("--- {name}\n+++ {name}\n{hunks}");
    whole.split_inclusive('\n').fold(String::new(), |mut out, line| {
        let style = match line.as_bytes().first() {
            Some(b'+') => GREEN,
            Some(b'-') => RED,
            Some(b'@') => DIM,
            _ => anstyle::Style::new(),
        };
        let (bare, end) = line.strip_suffix('\n').map_or((line, ""), |bare| (bare, "\n"));
        out.push_str(&paint(style, bare));
        out.push_str(end);
        out
    })
}

/// The path with `/`, from the current folder on where the file lies below it:
/// `patch` takes no path from the root, `git` none with `.` or `..` in it.
fn from_here(path: &Path) -> String {
    let whole = crate::workspace::files::absolute(path);
    let here = std::env::current_dir().ok();
    let inside = here.as_deref().and_then(|here| whole.strip_prefix(here).ok());
    let name = inside.unwrap_or(path).to_string_lossy();
    if cfg!(windows) { name.replace('\\', "/") } else { name.into_owned() }
}

/// The name as it stands in a header. One with a blank ends with a tab, behind
/// which a time may stand (else it would end at the blank). One that a line
/// cannot hold is quoted as C quotes strings, bytes that are no printable ASCII
/// in octal. Source: GNU diffutils manual, "Unified Format", and the comment on
/// quoted names in git's documentation of `core.quotePath`.
fn header_name(name: &str) -> String {
    let needs_quotes = |c: char| c.is_control() || matches!(c, '"' | '\\');
    if !name.contains(needs_quotes) {
        return if name.contains(char::is_whitespace) { format!("{name}\t") } else { name.to_owned() };
    }
    let mut out = String::from("\"");
    for byte in name.bytes() {
        match byte {
            b'"' | b'\\' => out.extend(['\\', char::from(byte)]),
            b'\t' => out.push_str("\\t"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b' '..=b'~' => out.push(char::from(byte)),
            _ => drop(write!(out, "\\{byte:03o}")),
        }
    }
    out + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_patch_and_git_read_them() {
        assert_eq!(header_name("2025/年报.md"), "2025/年报.md");
        assert_eq!(header_name("子 目录/年 报.md"), "子 目录/年 报.md\t");
        assert_eq!(header_name("全　角.md"), "全　角.md\t");
        assert_eq!(header_name("a\"b\\c\n年.md"), "\"a\\\"b\\\\c\\n\\345\\271\\264.md\"");
    }

    #[test]
    fn a_last_line_without_its_end_is_said_to_be_one() {
        let diff = between(Path::new("a.md"), "甲\n乙", "甲\n丙");
        let plain = anstream::adapter::strip_str(&diff).to_string();
        assert_eq!(
            plain,
            "--- a.md\n+++ a.md\n@@ -1,2 +1,2 @@\n 甲\n-乙\n\\ No newline at end of file\n+丙\n\\ No newline at end of file\n"
        );
        assert_eq!(between(Path::new("a.md"), "甲", "甲"), "");
    }
}
