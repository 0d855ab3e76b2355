//! The rooms of `src/` and the direction of the arrows between them.
//!
//! Read from the sources: `use` lines and paths that start with `crate::` or
//! climb to it by `super::`. Test code is left out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Who stands where: a room may use those of a lower floor, and itself.
const FLOORS: [(&str, u8); 16] = [
    ("message", 0),
    ("text", 0),
    ("words", 1),
    ("syntax", 1),
    ("facts", 2),
    ("schema", 3),
    ("outline", 4),
    ("trace", 5),
    ("corpus", 6),
    ("rules", 7),
    ("ide", 8),
    ("survey", 9),
    ("workspace", 10),
    ("server", 11),
    // `nianbao server` starts the server; the server knows nothing of the terminal.
    ("cli", 12),
    // Not a room: it hands over to the rooms above it.
    ("main", 13),
];
/// What no room below the workspace may know.
const IMPURE: [&str; 9] =
    ["std::fs", "std::env", "std::process", "std::net", "std::time", "tokio::", "tower_lsp::", "std::thread::sleep", "std::io::std"];
/// From here on rooms may read files and clocks.
const WORKSPACE: u8 = 10;

fn floor(room: &str) -> Option<u8> {
    FLOORS.iter().find(|f| f.0 == room).map(|f| f.1)
}

struct Source {
    path: PathBuf,
    room: String,
    /// How many modules deep the file is: `src/rules/mod.rs` is 1.
    depth: usize,
    code: String,
}

fn sources() -> Vec<Source> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    collect(&src, &src, &mut all);
    // Modules that only exist in tests.
    let tests: Vec<PathBuf> = all.iter().flat_map(|s| test_files(&s.path)).collect();
    all.retain(|s| !tests.contains(&s.path));
    all
}

fn collect(src: &Path, folder: &Path, all: &mut Vec<Source>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(src, &path, all);
        } else if path.extension().is_some_and(|e| e == "rs") {
            let inside: Vec<String> =
                path.strip_prefix(src).unwrap().with_extension("").iter().map(|p| p.to_string_lossy().into_owned()).collect();
            let is_mod = inside.last().is_some_and(|l| l == "mod");
            let code = without_tests(&bare(&std::fs::read_to_string(&path).unwrap()));
            all.push(Source { path, room: inside[0].clone(), depth: inside.len() - usize::from(is_mod), code });
        }
    }
}

/// The files of `#[cfg(test)] mod name;`.
fn test_files(path: &Path) -> Vec<PathBuf> {
    let source = std::fs::read_to_string(path).unwrap();
    let is_mod = path.file_name().is_some_and(|n| n == "mod.rs" || n == "lib.rs");
    let folder = if is_mod { path.parent().unwrap().to_owned() } else { path.with_extension("") };
    let names = source.split("#[cfg(test)]").skip(1).filter_map(|rest| {
        let name = rest.trim_start().strip_prefix("mod ")?.split_once(';')?.0.trim();
        name.chars().all(|c| c.is_alphanumeric() || c == '_').then(|| name.to_owned())
    });
    names.flat_map(|n| [folder.join(format!("{n}.rs")), folder.join(&n).join("mod.rs")]).collect()
}

/// Code without comments and without the inside of strings.
fn bare(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut chars = source.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '/' if chars.peek() == Some(&'/') => {
                for c in chars.by_ref() {
                    if c == '\n' {
                        out.push('\n');
                        break;
                    }
                }
            }
            'r' if chars.clone().take(2).eq("#\"".chars()) => {
                // A raw string; none here has more than one #.
                out.push_str("\"\"");
                let mut last = ' ';
                for c in chars.by_ref().skip(2) {
                    if last == '"' && c == '#' {
                        break;
                    }
                    last = c;
                }
            }
            '"' => {
                out.push('"');
                while let Some(c) = chars.next() {
                    match c {
                        '\\' => drop(chars.next()),
                        '"' => break,
                        _ => {}
                    }
                }
                out.push('"');
            }
            '\'' => {
                // A character, or a lifetime.
                let mut ahead = chars.clone();
                match (ahead.next(), ahead.next()) {
                    (Some('\\'), _) => {
                        chars.next();
                        chars.next();
                        for c in chars.by_ref() {
                            if c == '\'' {
                                break;
                            }
                        }
                    }
                    (Some(_), Some('\'')) => {
                        chars.next();
                        chars.next();
                    }
                    _ => {}
                }
                out.push(' ');
            }
            _ => out.push(c),
        }
    }
    out
}

/// Code without items under `#[cfg(test)]`.
fn without_tests(code: &str) -> String {
    let mut out = String::new();
    let mut parts = code.split("#[cfg(test)]");
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let mut depth = 0usize;
        let end = part.char_indices().find_map(|(at, c)| {
            match c {
                '{' => depth += 1,
                '}' => {
                    depth -= 1;
                    if depth == 0 {
                        return Some(at + 1);
                    }
                }
                ';' if depth == 0 => return Some(at + 1),
                _ => {}
            }
            None
        });
        out.push_str(&part[end.unwrap_or(part.len())..]);
    }
    out
}

/// The first names behind a path to the crate's root: `{a::x, b}` names two.
fn names_behind(rest: &str) -> Vec<String> {
    let name = |text: &str| text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let Some(group) = rest.strip_prefix('{') else {
        return vec![name(rest)];
    };
    let mut depth = 0;
    let mut names = Vec::new();
    let mut from = 0;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                names.push(name(&group[from..at]));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(name(&group[from..at]));
                from = at + 1;
            }
            _ => {}
        }
    }
    names.retain(|n| !n.is_empty());
    names
}

/// The rooms that a file names.
fn rooms_named(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    for start in ["crate::", "nianbao::"] {
        for (at, _) in source.code.match_indices(start) {
            let before = source.code[..at].chars().next_back();
            if before.is_none_or(|c| !c.is_alphanumeric() && c != '_') {
                found.extend(names_behind(&source.code[at + start.len()..]));
            }
        }
    }
    let mut rest = source.code.as_str();
    while let Some(at) = rest.find("super::") {
        let mut tail = &rest[at..];
        let mut climbs = 0;
        while let Some(next) = tail.strip_prefix("super::") {
            climbs += 1;
            tail = next;
        }
        if climbs >= source.depth {
            found.extend(names_behind(tail));
        }
        rest = tail;
    }
    found
}

#[test]
fn arrows_run_upwards_only() {
    let mut arrows: BTreeMap<(String, String), PathBuf> = BTreeMap::new();
    for source in sources().into_iter().filter(|s| s.room != "lib") {
        assert!(floor(&source.room).is_some(), "src/{} has no floor: give it one here and in ARCHITECTURE.md", source.room);
        for named in rooms_named(&source) {
            if floor(&named).is_some() && named != source.room {
                arrows.entry((source.room.clone(), named)).or_insert_with(|| source.path.clone());
            }
        }
    }
    // Without these the reading is broken, not the house in order.
    for (from, to) in [("rules", "outline"), ("outline", "syntax"), ("server", "workspace"), ("main", "cli")] {
        assert!(arrows.contains_key(&(from.into(), to.into())), "no arrow {from} → {to} was read");
    }
    let wrong: Vec<String> = arrows
        .iter()
        .filter(|((from, to), _)| floor(to) >= floor(from))
        .map(|((from, to), path)| format!("{from} uses {to} in {}", path.display()))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn rooms_below_the_workspace_are_pure() {
    let mut wrong = Vec::new();
    let mut pure = 0;
    for source in sources().iter().filter(|s| floor(&s.room).is_some_and(|f| f < WORKSPACE)) {
        pure += 1;
        for name in IMPURE {
            // `use std::{fs, …}` names it too.
            let (outer, inner) = name.split_once("::").unwrap_or((name, ""));
            let grouped = source.code.match_indices(&format!("{outer}::{{")).any(|(at, _)| {
                let group = &source.code[at + outer.len() + 2..];
                !inner.is_empty() && names_behind(group).contains(&inner.to_owned())
            });
            if source.code.contains(name) || grouped {
                wrong.push(format!("{name} in {}", source.path.display()));
            }
        }
        if source.code.contains("async fn") || source.code.contains(".await") {
            wrong.push(format!("async in {}", source.path.display()));
        }
    }
    assert!(pure > 40, "only {pure} files were read");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn ci_builds_the_pure_rooms_alone() {
    let script = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(".ci/run")).unwrap();
    let runs = script.lines().map(str::trim).any(|l| l == "cargo check --lib --no-default-features");
    assert!(runs, ".ci/run does not run `cargo check --lib --no-default-features`");
}

#[test]
fn the_reader_reads() {
    assert_eq!(names_behind("{outline::{A, B}, rules::C, self}"), ["outline", "rules", "self"]);
    assert_eq!(bare("a // crate::x\n\"std::fs\" '\"' b"), "a \n\"\"   b");
    assert_eq!(without_tests("a #[cfg(test)] mod tests { use std::fs; { } } b"), "a  b");
    let source = |code: &str| Source { path: PathBuf::new(), room: "rules".into(), depth: 2, code: code.into() };
    assert_eq!(rooms_named(&source("use super::super::server::X; use super::check; use crate::cli;")), ["cli", "server"]);
}
