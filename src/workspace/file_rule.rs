//! Writing down in `nianbao.toml` which kind of report a draft is, leaving
//! everything else in the file as its author wrote it.

use super::config::{self, Config, FILE_NAME};
use super::files::{self, FileError};
use crate::message::Message;
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml::Spanned;

/// Why the kind of a draft was not written down.
#[derive(Debug, thiserror::Error)]
pub enum FileRuleError {
    /// The file cannot be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// The file is broken, or written in a way that another entry does not fit into.
    #[error("{}: cannot be added to", path.display())]
    Broken {
        /// The file.
        path: PathBuf,
    },
}

impl FileRuleError {
    /// The error for people.
    pub fn message(&self) -> Message {
        match self {
            Self::File(error) => error.message(),
            Self::Broken { path } => Message::new("config.write-entry").with("path", path.display().to_string()),
        }
    }
}

/// Writes into the file at `config`, which is made if it is not there, that a
/// draft below its folder is of `schema` (an id, or [`NOT_A_REPORT`](crate::outline::NOT_A_REPORT)).
///
/// # Errors
/// When the draft is not below the file's folder, the file cannot take the
/// entry, or it cannot be read or written.
pub fn set_schema(config: &Path, draft: &Path, schema: &str) -> Result<(), FileRuleError> {
    let broken = || FileRuleError::Broken { path: config.to_owned() };
    let below = config.parent().and_then(|folder| draft.strip_prefix(folder).ok()).ok_or_else(broken)?;
    let name = below.to_str().ok_or_else(broken)?.replace(std::path::MAIN_SEPARATOR, "/");
    files::exclusively(config, || {
        if !config.exists() {
            let text = with_schema("", &name, schema).ok_or_else(broken)?;
            return Ok(files::replace(config, text.as_bytes())?);
        }
        let read = files::read(config)?;
        let text = with_schema(&read.text, &name, schema).ok_or_else(broken)?;
        Ok(files::write(config, &text, read.encoding)?)
    })
}

#[derive(serde::Deserialize)]
struct Entries {
    #[serde(default)]
    files: Vec<Entry>,
}

#[derive(serde::Deserialize)]
struct Entry {
    glob: Spanned<String>,
    schema: Option<Spanned<String>>,
    issuer: Option<String>,
    previous: Option<String>,
}

/// The text of a config that says of the draft `name` (a path with `/` from the
/// folder of the config) that it is of `schema`; `None` where that does not fit in.
fn with_schema(source: &str, name: &str, schema: &str) -> Option<String> {
    let (before, _) = Config::parse(Path::new(FILE_NAME), source);
    let first = before?.files.iter().position(|rule| rule.glob.is_match(name));
    let entries: Entries = toml::from_str(source).ok()?;
    let glob = globset::escape(name);
    let entry = |known: Option<&Entry>| {
        let mut lines = vec!["[[files]]".to_owned(), format!("glob = {}", quoted(&glob)), format!("schema = {}", quoted(schema))];
        lines.extend(known.and_then(|k| k.issuer.as_deref()).map(|issuer| format!("issuer = {}", quoted(issuer))));
        lines.extend(known.and_then(|k| k.previous.as_deref()).map(|previous| format!("previous = {}", quoted(previous))));
        lines.join("\n") + "\n"
    };
    let mut out = source.to_owned();
    // The first entry that covers a draft counts.
    match first.map(|index| entries.files.get(index)) {
        None => {
            if !out.is_empty() {
                out.push_str(if out.ends_with('\n') { "\n" } else { "\n\n" });
            }
            out.push_str(&entry(None));
        }
        // An entry of its own is changed where it stands.
        Some(known) if is_own(&known?.glob, name) => match &known?.schema {
            Some(value) => out.replace_range(range(source, value.span())?, &quoted(schema)),
            None => {
                let end = known?.glob.span().end;
                let line_end = source.get(end..)?.find('\n').map_or(source.len(), |at| end + at);
                out.insert_str(line_end, &format!("\nschema = {}", quoted(schema)));
            }
        },
        // One for many drafts stays; what it says of this one is taken over.
        Some(known) => {
            let at = start_of_entry(source, known?.glob.span().start)?;
            out.insert_str(at, &format!("{}\n", entry(known)));
        }
    }
    let (after, problems) = Config::parse(Path::new(FILE_NAME), &out);
    let after = after.filter(|_| problems.iter().all(|p| p.usable))?;
    let rule = after.file_rule(Path::new(name))?;
    (rule.schema.as_deref() == Some(schema)).then_some(out)
}

/// Whether a pattern of file names covers no other draft than this one.
fn is_own(glob: &Spanned<String>, name: &str) -> bool {
    let glob = glob.get_ref();
    *glob == name && !name.contains(['*', '?', '[', '{']) || *glob == globset::escape(name)
}

/// Where the entry begins in which the byte `at` stands: at its header or the comments above it.
fn start_of_entry(source: &str, at: usize) -> Option<usize> {
    let mut start = source.get(..at)?.rfind("[[")?;
    start = source.get(..start)?.rfind('\n').map_or(0, |end| end + 1);
    while start > 0 {
        let above = source.get(..start - 1)?.rfind('\n').map_or(0, |end| end + 1);
        if !source.get(above..start)?.trim_start().starts_with('#') {
            break;
        }
        start = above;
    }
    Some(start)
}

/// The range, where it is one of the text.
fn range(source: &str, range: Range<usize>) -> Option<Range<usize>> {
    source.get(range.clone()).map(|_| range)
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// The file in which the entries for a draft belong: the nearest above it, else
/// one in `folder` where the draft lies below, else one beside the draft.
pub fn place(draft: &Path, folder: Option<&Path>) -> PathBuf {
    config::find_above(draft, FILE_NAME).unwrap_or_else(|| {
        let folder = folder.filter(|folder| draft.starts_with(folder)).or(draft.parent());
        folder.unwrap_or(Path::new("")).join(FILE_NAME)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_config_is_made_or_added_to() {
        let new = with_schema("", "2025/总结.txt", "none").unwrap();
        assert_eq!(new, "[[files]]\nglob = \"2025/总结.txt\"\nschema = \"none\"\n");
        let source = "# 本县\nfail-on = \"error\" # 注";
        assert_eq!(with_schema(source, "a.txt", "x").unwrap(), format!("{source}\n\n[[files]]\nglob = \"a.txt\"\nschema = \"x\"\n"));
    }

    #[test]
    fn an_entry_of_its_own_is_changed_where_it_stands() {
        let source = "[[files]]\nglob = \"a.txt\" # 甲\nschema = \"none\" # 乙\nissuer = \"云岭县\"\n";
        assert_eq!(with_schema(source, "a.txt", "x").unwrap(), source.replace("none", "x"));
        let bare = "[[files]]\nglob = \"a.txt\" # 甲\nissuer = \"云岭县\"\n";
        assert_eq!(with_schema(bare, "a.txt", "x").unwrap(), bare.replace("# 甲\n", "# 甲\nschema = \"x\"\n"));
    }

    #[test]
    fn an_entry_for_many_stays_and_hands_on_what_it_says() {
        let source = "ignore = []\n\n# 全部\n[[files]]\nschema = \"x\"\nglob = \"*.txt\"\nissuer = \"云岭县\"\nprevious = \"旧.txt\"\n";
        let own = "[[files]]\nglob = \"a.txt\"\nschema = \"none\"\nissuer = \"云岭县\"\nprevious = \"旧.txt\"\n\n";
        assert_eq!(with_schema(source, "a.txt", "none").unwrap(), source.replace("# 全部", &format!("{own}# 全部")));
    }

    #[test]
    fn a_name_is_no_pattern() {
        let text = with_schema("", "[初稿]*\"甲\".txt", "x").unwrap();
        let config = Config::parse(Path::new(FILE_NAME), &text).0.unwrap();
        assert!(config.file_rule(Path::new("[初稿]*\"甲\".txt")).is_some());
        assert!(config.file_rule(Path::new("初b\"甲\".txt")).is_none());
        // Said a second time, it is changed, not added.
        let again = with_schema(&text, "[初稿]*\"甲\".txt", "none").unwrap();
        assert_eq!(again, text.replace("\"x\"", "\"none\""));
    }

    #[test]
    fn what_the_entry_does_not_fit_into_stays() {
        assert_eq!(with_schema("files = [{ glob = \"b.txt\" }]\n", "a.txt", "x"), None);
        assert_eq!(with_schema("ignore = [", "a.txt", "x"), None);
        let dir = tempfile::tempdir().unwrap();
        let draft = dir.path().join("稿/a.txt");
        let config = place(&draft, Some(dir.path()));
        assert_eq!(config, dir.path().join(FILE_NAME));
        set_schema(&config, &draft, "none").unwrap();
        assert!(std::fs::read_to_string(&config).unwrap().contains("稿/a.txt"));
        assert_eq!(place(&draft, None), config);
        assert!(set_schema(&dir.path().join("稿/nianbao.toml"), &dir.path().join("b.txt"), "none").is_err());
    }
}
