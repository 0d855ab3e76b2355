//! Where last year's report of a draft may stand, by the name of the file.

use std::path::{Path, PathBuf};

/// The files in which the year of a path is one less, nearest first: the name
/// alone, then the folders too. Only files that are there.
pub fn by_name(draft: &Path, year: i32) -> Vec<PathBuf> {
    let (this, last) = (year.to_string(), (year - 1).to_string());
    let name = draft.file_name().map(|n| n.to_string_lossy().replace(&this, &last));
    let here = name.as_deref().map(|name| draft.with_file_name(name));
    let folders: PathBuf = draft.iter().map(|part| part.to_string_lossy().replace(&this, &last)).collect();
    // 2025/2025年报告.md may also be 2024/2025年报告.md, where only folders are by year.
    let kept = draft.file_name().map(|name| folders.with_file_name(name));
    let mut found: Vec<PathBuf> = Vec::new();
    for path in here.into_iter().chain([folders]).chain(kept) {
        if path != draft && path.is_file() && !found.contains(&path) {
            found.push(path);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_is_rolled_in_names_and_folders() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["2024/县.md", "2025/县.md", "县2024年报告.txt", "县2025年报告.txt"] {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        assert_eq!(by_name(&dir.path().join("2025/县.md"), 2025), [dir.path().join("2024/县.md")]);
        assert_eq!(by_name(&dir.path().join("县2025年报告.txt"), 2025), [dir.path().join("县2024年报告.txt")]);
        assert_eq!(by_name(&dir.path().join("2024/县.md"), 2024), [] as [PathBuf; 0]);
    }
}
