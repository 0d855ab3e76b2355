//! The forms in which findings are written down: one file a form.

mod github;
mod gitlab;
mod junit;
mod sarif;

use super::args::{Check, CheckFormat};
use super::found::{Checked, Summary};
use super::{json, statistics, text};
use crate::message::Lang;
use crate::rules::Severity;
use crate::workspace::uri;
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::io;
use std::path::{Component, Path, PathBuf};

/// A form of writing findings down. Files come one by one, in order.
pub trait Format {
    /// What is printed of the next file, at once.
    fn file(&mut self, checked: &Checked) -> io::Result<String>;

    /// Something was not done as asked: a line for people.
    fn trouble(&mut self, _line: &str) {}

    /// What is printed behind the last file.
    fn end(&mut self, summary: &Summary) -> io::Result<String>;
}

/// The form that was asked for.
pub fn of(args: &Check, lang: Lang, columns: usize) -> Box<dyn Format> {
    match args.format {
        CheckFormat::Text if args.statistics => Box::new(statistics::Table::new(lang)),
        CheckFormat::Text => Box::new(text::People { lang, columns }),
        CheckFormat::Json => Box::new(json::Whole::new(args.statistics)),
        CheckFormat::Jsonl => Box::new(json::Lines),
        CheckFormat::Sarif => Box::new(sarif::Sarif::new(lang, Root::here())),
        CheckFormat::Github => Box::new(github::Github { root: Root::here(), lang }),
        CheckFormat::Gitlab => Box::new(gitlab::Gitlab::new(Root::here())),
        CheckFormat::Junit => Box::new(junit::Junit::new(Root::here(), lang)),
    }
}

/// The folder from which paths count for the programs of a forge.
pub struct Root(PathBuf);

impl Root {
    fn here() -> Self {
        Self(std::env::current_dir().unwrap_or_default())
    }

    /// The path from the folder on; `None` for a file that lies elsewhere.
    fn inside(&self, path: &Path) -> Option<PathBuf> {
        let whole = plain(&std::path::absolute(path).unwrap_or_else(|_| path.to_owned()));
        whole.strip_prefix(plain(&self.0)).ok().map(Path::to_owned)
    }

    /// The path with `/`, from the folder on where it lies below.
    pub fn path(&self, path: &Path) -> String {
        let inside = self.inside(path).unwrap_or_else(|| path.to_owned());
        inside.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
    }

    /// The path as a URI, and whether it counts from the folder on.
    pub fn uri(&self, path: &Path) -> (String, bool) {
        match self.inside(path) {
            Some(inside) => (uri::reference(&inside), true),
            None => (uri::from_path(&plain(&std::path::absolute(path).unwrap_or_else(|_| path.to_owned()))), false),
        }
    }

    /// The folder itself.
    pub fn folder(&self) -> String {
        let uri = uri::from_path(&self.0);
        if uri.ends_with('/') { uri } else { format!("{uri}/") }
    }
}

/// The path without `.` and `..`, by its words alone.
fn plain(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut out, part| {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            _ => out.push(part),
        }
        out
    })
}

/// For each finding of a file a fingerprint that stays while text is written
/// above it: from its rule, its words and what it says of them, and of equals
/// by their order. `salt` tells files apart where one list holds many.
pub fn fingerprints(checked: &Checked, salt: &str) -> Vec<String> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let of = |found: &super::found::Found, nth: usize| {
        let digest = Sha256::digest(format!("{salt}\u{1f}{}\u{1f}{nth}", found.identity));
        digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    };
    let mut out = Vec::with_capacity(checked.findings.len());
    for found in &checked.findings {
        let nth = seen.entry(&found.identity).and_modify(|n| *n += 1).or_insert(0);
        out.push(of(found, *nth));
    }
    out
}

/// Whether a finding makes the check fail.
pub fn fails(checked: &Checked, severity: Severity) -> bool {
    checked.fail_on.is_some_and(|least| severity <= least)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn paths_count_from_the_folder_where_they_lie_below_it() {
        let root = Root("/srv/稿 件".into());
        assert_eq!(root.uri(Path::new("/srv/稿 件/./2025/../报告#1.md")), ("%E6%8A%A5%E5%91%8A%231.md".into(), true));
        assert_eq!(root.path(Path::new("/srv/稿 件/2025/报告.md")), "2025/报告.md");
        assert_eq!(root.uri(Path::new("/tmp/a.md")), ("file:///tmp/a.md".into(), false));
        assert_eq!(root.folder(), "file:///srv/%E7%A8%BF%20%E4%BB%B6/");
        assert_eq!(Root("/".into()).folder(), "file:///");
    }
}
