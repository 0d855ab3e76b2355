//! Last year's report of a draft: one answer for the command line, the survey
//! and the editor.

use super::files;
use super::project::Projects;
use crate::corpus::{Index, Summary};
use crate::message::Message;
use crate::rules::panic_text;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Last year's report of a draft: the file that somebody names (`named`: on the
/// command line, or [`Config::previous`](super::config::Config::previous)), else
/// the report of the same issuer in the index, else a file that is called alike
/// and turns out to be of the same issuer. `read` gives the report in a file,
/// from wherever the caller has it.
///
/// # Errors
/// As `read` says, where the file was named. One that only might have been it
/// is passed over.
pub fn find<E>(
    draft: Option<&Path>,
    summary: &Summary,
    named: Option<&Path>,
    index: &Index,
    read: &dyn Fn(&Path) -> Result<Arc<Summary>, E>,
) -> Result<Option<Arc<Summary>>, E> {
    // An entry for a whole folder covers last year's report too.
    if let Some(path) = named.filter(|path| draft.is_none_or(|draft| !is_same_file(path, draft))) {
        return read(path).map(Some);
    }
    if let Some(found) = index.previous(summary) {
        return Ok(Some(found.clone()));
    }
    let (Some(draft), Some(year)) = (draft, summary.report_year) else { return Ok(None) };
    let mut alike = by_name(draft, year).into_iter().filter_map(|path| read(&path).ok());
    Ok(alike.find(|other| other.report_year == Some(year - 1) && other.issuer.is_same(&summary.issuer)))
}

/// Reads the report in a file as the project of that file says: what is known of
/// the draft is known of another one. `source` is what the caller calls it.
///
/// # Errors
/// Where it cannot be read or holds no report.
pub fn read(path: &Path, source: &str, projects: &Mutex<Projects>) -> Result<Arc<Summary>, Message> {
    let project = projects.lock().unwrap_or_else(PoisonError::into_inner).for_file(path);
    let absolute = files::absolute(path);
    let mut settings = project.config.over(&Default::default(), Some(&absolute));
    settings.schemas = project.schemas.clone();
    let file = files::read_draft(path).map_err(|e| e.message())?;
    let found = catch_unwind(AssertUnwindSafe(|| file.draft().summary(&settings, source)))
        .map_err(|cause| Message::new("cli.error.panic").with("path", source).with("cause", panic_text(&*cause)))?;
    found.map(Arc::new).ok_or_else(|| Message::new("cli.error.no-previous").with("path", source))
}

fn is_same_file(a: &Path, b: &Path) -> bool {
    files::identity(a) == files::identity(b)
}

/// Where the report that follows the one in a file belongs: the same path with
/// the year rolled, so that this one is found by its name; `title` names it
/// where no year stands in the path.
pub fn next_name(report: &Path, year: i32, title: &str) -> PathBuf {
    let (this, next) = (year.to_string(), (year + 1).to_string());
    let roll = |part: &std::ffi::OsStr| part.to_string_lossy().replace(&this, &next);
    let name = report.file_name().map(roll).unwrap_or_default();
    let here = report.with_file_name(name);
    if here != report {
        return here;
    }
    // Only the nearest folder by year: those above it may be those of a project.
    let folder = report.parent().filter(|folder| folder.file_name().is_some_and(|n| n.to_string_lossy().contains(&this)));
    match (folder.and_then(|f| Some(f.with_file_name(roll(f.file_name()?)))), report.file_name()) {
        (Some(folder), Some(name)) => folder.join(name),
        _ => {
            let extension = report.extension().map_or_else(|| "txt".into(), |e| e.to_string_lossy().into_owned());
            report.with_file_name(format!("{title}.{extension}"))
        }
    }
}

/// The files in which the year of a path is one less, nearest first: the name
/// alone, then the folders too. Only files that are there.
fn by_name(draft: &Path, year: i32) -> Vec<PathBuf> {
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

    const REPORT: &str = "YEAR年法治政府建设年度报告\n\n一、主要成效\n\n工作取得新进展。\n\nISSUER\n\nNEXT年1月20日\n";

    fn write(dir: &Path, name: &str, issuer: &str, year: i32) -> PathBuf {
        let path = dir.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let text = REPORT.replace("YEAR", &format!("{issuer}{year}")).replace("ISSUER", issuer).replace("NEXT", &(year + 1).to_string());
        std::fs::write(&path, text).unwrap();
        path
    }

    #[test]
    fn named_then_known_then_called_alike() {
        let dir = tempfile::tempdir().unwrap();
        let draft = write(dir.path(), "2025/县.md", "云岭县人民政府", 2025);
        let alike = write(dir.path(), "2024/县.md", "云岭县人民政府", 2024);
        let known = write(dir.path(), "旧/报告.md", "云岭县人民政府", 2024);
        let named = write(dir.path(), "别处.md", "清河县人民政府", 2022);
        let projects = Mutex::new(Projects::new(true));
        let load = |path: &Path| read(path, &path.display().to_string(), &projects);
        let summary = load(&draft).unwrap();
        let found = |named: Option<&Path>, index: &Index| {
            let found = find(Some(&draft), &summary, named, index, &load).unwrap();
            found.map(|other| PathBuf::from(&*other.source))
        };
        let (empty, full) = (Index::default(), Index::from_iter([load(&known).unwrap()]));
        assert_eq!(found(Some(&named), &full), Some(named.clone()));
        assert_eq!(found(None, &full), Some(known.clone()));
        assert_eq!(found(None, &empty), Some(alike.clone()));
        // An entry that covers both files names no report as its own forerunner.
        assert_eq!(found(Some(&draft), &full), Some(known));
        // What is only called alike must be of the same issuer …
        write(dir.path(), "2024/县.md", "清河县人民政府", 2024);
        assert_eq!(found(None, &empty), None);
        // … and what is named must be a report.
        std::fs::write(&named, "购物清单").unwrap();
        assert!(find(Some(&draft), &summary, Some(&named), &full, &load).is_err());
    }

    #[test]
    fn the_next_report_stands_where_this_one_is_found_from() {
        let next = |path: &str| next_name(Path::new(path), 2024, "云岭县2025年报告").display().to_string().replace('\\', "/");
        assert_eq!(next("/p/县2024年报告.md"), "/p/县2025年报告.md");
        assert_eq!(next("/p/2024/县.txt"), "/p/2025/县.txt");
        assert_eq!(next("/2024/p/县.txt"), "/2024/p/云岭县2025年报告.txt");
        assert_eq!(next("/p/终稿.md"), "/p/云岭县2025年报告.md");
    }

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
