//! The books below `docs/`: every page is in the contents, every link leads
//! somewhere, every command line is one, every setting is spoken of.

use nianbao::cli::args;
use nianbao::message::Lang;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const BOOKS: [(&str, Lang); 2] = [("zh", Lang::Zh), ("en", Lang::En)];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn book(folder: &str) -> PathBuf {
    root().join("docs").join(folder)
}

fn pages(folder: &Path) -> BTreeSet<PathBuf> {
    let mut out = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            out.extend(pages(&path));
        } else if path.extension().is_some_and(|e| e == "md") {
            out.insert(path);
        }
    }
    out
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The addresses of all links of a page that lead to files.
fn links(page: &Path) -> Vec<PathBuf> {
    use pulldown_cmark::{Event, Parser, Tag};
    let text = read(page);
    let folder = page.parent().unwrap().to_owned();
    Parser::new(&text)
        .filter_map(|event| match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url.to_string()),
            _ => None,
        })
        .filter(|address| !address.is_empty() && !address.contains("://") && !address.starts_with('#'))
        .map(|address| folder.join(address.split('#').next().unwrap()))
        .collect()
}

#[test]
fn every_page_is_in_the_contents_and_every_link_leads_somewhere() {
    for (folder, _) in BOOKS {
        let book = book(folder);
        let contents: BTreeSet<PathBuf> = links(&book.join("SUMMARY.md")).into_iter().collect();
        let mut all = pages(&book);
        all.remove(&book.join("SUMMARY.md"));
        assert!(all.len() > 50);
        assert_eq!(contents, all);
        for page in all {
            for link in links(&page) {
                assert!(link.exists(), "{} leads to {}", page.display(), link.display());
            }
        }
    }
}

#[test]
fn both_books_have_the_same_chapters() {
    let names = |folder: &str| -> BTreeSet<PathBuf> {
        let book = book(folder);
        pages(&book).iter().map(|p| p.strip_prefix(&book).unwrap().to_owned()).collect()
    };
    assert_eq!(names("zh"), names("en"));
}

/// The words of each command line of ours in the shell blocks of a page.
fn commands(text: &str) -> Vec<Vec<String>> {
    let mut out = Vec::new();
    let mut fenced = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
            continue;
        }
        let line = line.trim().trim_start_matches("- run: ").trim_start_matches("- ");
        if !fenced || !line.starts_with("nianbao ") {
            continue;
        }
        let words = line.split_whitespace().take_while(|w| !w.starts_with(['#', '>', '|']));
        out.push(words.map(str::to_owned).collect());
    }
    out
}

#[test]
fn every_command_line_of_the_guide_and_the_readme_is_one() {
    let mut seen = 0;
    for (folder, lang) in BOOKS {
        let readme = if lang == Lang::Zh { "README.zh-CN.md" } else { "README.md" };
        for page in pages(&book(folder).join("guide")).into_iter().chain([root().join(readme)]) {
            for words in commands(&read(&page)) {
                seen += 1;
                if let Err(error) = args::command(lang).try_get_matches_from(&words) {
                    panic!("{}: {words:?}: {error}", page.display());
                }
            }
        }
    }
    assert!(seen > 30, "only {seen} command lines were found");
}

#[test]
fn every_setting_is_spoken_of() {
    let json = |name: &str| -> serde_json::Value { serde_json::from_str(&read(&root().join(name))).unwrap() };
    let config = json("schemas/nianbao.schema.json");
    let manifest = json("editors/vscode/package.json");
    let keys = |value: &serde_json::Value| -> Vec<String> { value.as_object().unwrap().keys().cloned().collect() };
    let mut settings = keys(&config["properties"]);
    settings.extend(keys(&config["properties"]["files"]["items"]["properties"]));
    let sections = &manifest["contributes"]["configuration"];
    for section in sections.as_array().unwrap_or(&vec![sections.clone()]) {
        settings.extend(keys(&section["properties"]));
    }
    assert!(settings.len() > 12);
    for (folder, _) in BOOKS {
        let page = read(&book(folder).join("guide/settings.md"));
        for name in &settings {
            assert!(page.contains(&format!("`{name}`")), "{folder}/guide/settings.md says nothing of {name}");
        }
    }
}

/// Reports are set beside each other: pre-commit must neither split them over
/// several runs nor refuse what is no report.
#[test]
fn the_pre_commit_hook_is_run_once_over_all_drafts() {
    let hooks = read(&root().join(".pre-commit-hooks.yaml"));
    let has = |line: &str| hooks.lines().any(|l| l.trim() == line);
    assert_eq!(hooks.matches("- id:").count(), 1);
    assert!(has("require_serial: true") && has("entry: nianbao check --allow-unrecognised"), "{hooks}");
}
