//! The sources as the tests of this folder read them.

use std::path::{Path, PathBuf};

/// A file of `src/`.
#[derive(Default)]
pub struct Source {
    pub path: PathBuf,
    /// The room that it stands in.
    pub room: String,
    /// How many modules deep the file is: `src/rules/mod.rs` is 1.
    pub depth: usize,
    /// Without comments, tests and the inside of literals.
    pub code: String,
    /// Without comments and tests; each literal is its number in `literals`, in quotation marks.
    pub numbered: String,
    /// The literals of the file.
    pub literals: Vec<String>,
}

/// All files of `src/` but those of tests.
pub fn sources() -> Vec<Source> {
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
            let source = std::fs::read_to_string(&path).unwrap();
            let (numbered, literals) = numbered(&source);
            let (code, numbered) = (without_tests(&bare(&source)), without_tests(&numbered));
            all.push(Source { path, room: inside[0].clone(), depth: inside.len() - usize::from(is_mod), code, numbered, literals });
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

/// Code without comments and without the inside of literals.
pub fn bare(source: &str) -> String {
    scan(source, |out, _| out.push_str("\"\""))
}

/// Code without comments, with a number in the place of each literal, and these.
pub fn numbered(source: &str) -> (String, Vec<String>) {
    let mut literals = Vec::new();
    let code = scan(source, |out, literal| {
        out.push_str(&format!("\"{}\"", literals.len()));
        literals.push(literal);
    });
    (code, literals)
}

/// Code without comments, with what `write` makes of each string and character.
fn scan(source: &str, mut write: impl FnMut(&mut String, String)) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let is_name = out.chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_');
        if rest.starts_with("//") {
            rest = &rest[rest.find('\n').unwrap_or(rest.len())..];
        } else if let Some((literal, behind)) = raw(rest).filter(|_| !is_name).or_else(|| string(rest)).or_else(|| character(rest)) {
            write(&mut out, literal.to_owned());
            rest = behind;
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

/// A raw string and what follows it.
fn raw(rest: &str) -> Option<(&str, &str)> {
    let behind = rest.strip_prefix('r')?;
    let hashes = &behind[..behind.find(|c| c != '#')?];
    behind[hashes.len()..].strip_prefix('"')?.split_once(&format!("\"{hashes}"))
}

/// A string and what follows it.
fn string(rest: &str) -> Option<(&str, &str)> {
    let inside = rest.strip_prefix('"')?;
    let mut escaped = false;
    let end = inside.find(|c| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    })?;
    Some((&inside[..end], &inside[end + 1..]))
}

/// A character, which is no lifetime, and what follows it.
fn character(rest: &str) -> Option<(&str, &str)> {
    let inside = rest.strip_prefix('\'')?;
    if let Some(escape) = inside.strip_prefix('\\') {
        let end = 1 + escape.char_indices().skip(1).find(|(_, c)| *c == '\'')?.0;
        return Some((&inside[..end], &inside[end + 1..]));
    }
    let length = inside.chars().next()?.len_utf8();
    Some((&inside[..length], inside[length..].strip_prefix('\'')?))
}

/// Code without items under `#[cfg(test)]`.
pub fn without_tests(code: &str) -> String {
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
