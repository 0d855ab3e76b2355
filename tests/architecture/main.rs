//! The rooms of `src/` and the direction of the arrows between them.
//!
//! Read from the sources: `use` lines and paths that start with `crate::` or
//! climb to it by `super::`. Test code is left out.

mod knowledge;
mod source;

use source::{Source, bare, sources, without_tests};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Who stands where: a room may use those of a lower floor, and itself.
const FLOORS: [(&str, u8); 17] = [
    ("message", 0),
    ("text", 0),
    ("words", 1),
    ("syntax", 1),
    ("word", 2),
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

/// What opens a connection or starts a program; no room may.
const NEVER: [&str; 7] = ["std::net", "tokio::net", "TcpStream", "UdpSocket", "UnixStream", "tokio::process", "Command::new("];

#[test]
fn nothing_opens_a_connection_or_starts_a_program() {
    let all = sources();
    let wrong: Vec<String> = all
        .iter()
        // The parser of the command line is built of a `clap::Command`.
        .flat_map(|s| NEVER.iter().filter(|name| s.code.replace("clap::Command::new(", "").contains(**name)).map(move |n| (n, s)))
        .map(|(name, source)| format!("{name} in {}", source.path.display()))
        .collect();
    assert!(all.len() > 150, "only {} files were read", all.len());
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
    assert_eq!(bare("a // crate::x\n\"std::fs\" '\"' b<'a>"), "a \n\"\" \"\" b<'a>");
    assert_eq!(without_tests("a #[cfg(test)] mod tests { use std::fs; { } } b"), "a  b");
    let source = |code: &str| Source { room: "rules".into(), depth: 2, code: code.into(), ..Source::default() };
    assert_eq!(rooms_named(&source("use super::super::server::X; use super::check; use crate::cli;")), ["cli", "server"]);
}
