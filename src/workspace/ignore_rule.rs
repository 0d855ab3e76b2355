//! Switching a rule off in `nianbao.toml`, leaving everything else in the file
//! as its author wrote it.

use super::config::{self, FILE_NAME};
use super::files::{self, FileError};
use crate::message::Message;
use std::path::{Path, PathBuf};
use toml::Spanned;

/// Why a rule was not switched off.
#[derive(Debug, thiserror::Error)]
pub enum IgnoreError {
    /// The file cannot be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// The file is broken, and has to be mended first.
    #[error("{}: broken", path.display())]
    Broken {
        /// The file.
        path: PathBuf,
    },
}

impl IgnoreError {
    /// The error for people.
    pub fn message(&self) -> Message {
        match self {
            Self::File(error) => error.message(),
            Self::Broken { path } => Message::new("config.mend-first").with("path", path.display().to_string()),
        }
    }
}

/// Adds a rule to `ignore` in the file at `path`, which is made if it is not there.
///
/// # Errors
/// When the file is broken, or cannot be read or written.
pub fn add(path: &Path, rule: &str) -> Result<(), IgnoreError> {
    files::exclusively(path, || {
        if !path.exists() {
            return Ok(files::replace(path, format!("ignore = [\"{rule}\"]\n").as_bytes())?);
        }
        let read = files::read(path)?;
        let text = with_ignored(&read.text, rule).ok_or_else(|| IgnoreError::Broken { path: path.to_owned() })?;
        Ok(files::write(path, &text, read.encoding)?)
    })
}

#[derive(serde::Deserialize)]
struct Ignore {
    ignore: Option<Spanned<Vec<Spanned<String>>>>,
}

/// The text with the rule under `ignore`; `None` if it is broken.
fn with_ignored(source: &str, rule: &str) -> Option<String> {
    let (config, _) = config::Config::parse(Path::new(FILE_NAME), source);
    config?;
    let found: Ignore = toml::from_str(source).ok()?;
    let Some(list) = found.ignore else {
        // Keys in front of the first table belong to the file itself.
        return Some(format!("ignore = [\"{rule}\"]\n{source}"));
    };
    if list.get_ref().iter().any(|name| name.get_ref() == rule) {
        return Some(source.to_owned());
    }
    // Behind the last name, or behind the bracket that opens the empty list.
    let (at, text) = match list.get_ref().last() {
        Some(last) => (last.span().end, format!(", \"{rule}\"")),
        None => (list.span().start + 1, format!("\"{rule}\"")),
    };
    let mut out = source.to_owned();
    out.get(at..)?;
    out.insert_str(at, &text);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_else_stays() {
        let with = |source: &str| with_ignored(source, "missing-theme").unwrap();
        assert_eq!(with(""), "ignore = [\"missing-theme\"]\n");
        assert_eq!(with("# 说明\n[[files]]\nglob = \"a\"\n"), "ignore = [\"missing-theme\"]\n# 说明\n[[files]]\nglob = \"a\"\n");
        assert_eq!(with("ignore = [ ] # 注\nfail-on = \"error\"\n"), "ignore = [\"missing-theme\" ] # 注\nfail-on = \"error\"\n");
        let many = "ignore = [\n  \"a\", # 甲\n  \"b\", # 乙\n]\n";
        assert_eq!(with(many), "ignore = [\n  \"a\", # 甲\n  \"b\", \"missing-theme\", # 乙\n]\n");
        let there = "ignore = [\"missing-theme\"]\n";
        assert_eq!(with(there), there);
        assert_eq!(with_ignored("ignore = [", "x"), None);
    }
}
