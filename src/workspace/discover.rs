//! Finding drafts in folders.

use super::word_files::is_word_file;
use std::path::{Path, PathBuf};

/// What may be a draft that an editor opens, by the end of its name.
const TEXT_EXTENSIONS: [&str; 3] = ["md", "txt", "nianbao"];

/// Whether a file may be a draft, by its name: a text or a Word file.
pub fn is_draft(path: &Path) -> bool {
    // Word makes a hidden file beside one that is open.
    let is_owner_file = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("~$"));
    is_text_draft(path) || (is_word_file(path) && !is_owner_file)
}

/// Whether a file may be a draft that an editor opens, by its name.
pub fn is_text_draft(path: &Path) -> bool {
    let extension = path.extension().and_then(|e| e.to_str());
    extension.is_some_and(|e| TEXT_EXTENSIONS.iter().any(|known| known.eq_ignore_ascii_case(e)))
}

/// Texts of drafts below `folder`, in the order of their paths, ignore files honoured.
/// At most `limit`.
pub fn drafts(folder: &Path, limit: usize) -> Vec<PathBuf> {
    let walk = ignore::WalkBuilder::new(folder)
        .require_git(false)
        .sort_by_file_path(Ord::cmp)
        .filter_entry(|entry| entry.depth() == 0 || entry.file_name() != "node_modules")
        .build();
    walk.filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_some_and(|t| t.is_file()) && is_text_draft(entry.path()))
        .map(ignore::DirEntry::into_path)
        .take(limit)
        .collect()
}

/// Whether a folder is too wide to be searched without being asked: a home
/// folder, a drive or the root of everything.
pub fn is_too_wide(folder: &Path) -> bool {
    let folder = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let home = std::env::home_dir().map(|home| std::fs::canonicalize(&home).unwrap_or(home));
    folder.parent().is_none() || home.is_some_and(|home| home.starts_with(&folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drafts_are_found_in_order_and_ignore_files_honoured() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["b.txt", "a/c.MD", "a/d.pdf", ".hidden/e.txt", "old/f.txt", "node_modules/g.md"] {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        std::fs::write(dir.path().join(".gitignore"), "old/\n").unwrap();
        let names: Vec<_> = drafts(dir.path(), 9).iter().map(|p| p.strip_prefix(dir.path()).unwrap().to_owned()).collect();
        assert_eq!(names, [Path::new("a/c.MD"), Path::new("b.txt")]);
        assert_eq!(drafts(dir.path(), 1).len(), 1);
    }

    #[test]
    fn the_root_and_the_home_folder_are_too_wide() {
        assert!(is_too_wide(Path::new("/")));
        if let Some(home) = std::env::home_dir().filter(|h| h.exists()) {
            assert!(is_too_wide(&home));
            assert!(!is_too_wide(&home.join("some-project")));
        }
    }
}
