//! `nianbao.toml`: reading it, and the settings that it and the editor put in
//! force for one draft.

use crate::message::{Lang, Message};
use crate::rules::{self, Settings, Severity};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use toml::Spanned;

/// The name of the file.
pub const FILE_NAME: &str = "nianbao.toml";

/// What a project or an editor decides. Rules are named by code.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The `nianbao.toml` that it was read from.
    pub path: Option<PathBuf>,
    /// The folder from which globs count.
    pub folder: PathBuf,
    /// Rules that are on, if it says so.
    pub select: Option<Vec<&'static str>>,
    /// Rules that are off, if it says so.
    pub ignore: Option<Vec<&'static str>>,
    /// The least severity at which a check fails.
    pub fail_on: Option<Severity>,
    /// Severities that differ from the rules' own; `None` switches a rule off.
    pub severity: HashMap<&'static str, Option<Severity>>,
    /// What is known of single drafts, in the order of the file.
    pub files: Vec<FileRule>,
}

/// What a `[[files]]` entry says.
#[derive(Clone, Debug)]
pub struct FileRule {
    /// Which drafts, from the folder of the config on.
    pub glob: globset::GlobSet,
    /// Their schema.
    pub schema: Option<String>,
    /// Who issues them.
    pub issuer: Option<String>,
    /// Last year's report, from the folder of the config on.
    pub previous: Option<String>,
}

/// Something wrong in a file of the project, at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub path: PathBuf,
    /// Its text.
    pub source: Arc<str>,
    /// The place, in bytes of the text.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: Message,
    /// The name of the rule that reports it: `invalid-config` or `invalid-schema`.
    pub rule: &'static str,
    /// Whether the file can be used all the same.
    pub usable: bool,
}

impl Problem {
    /// 1-based line and column (in Unicode scalar values) of the place.
    pub fn line_and_column(&self) -> (usize, usize) {
        let text = crate::text::Text::new(&self.source);
        let at = text.position(self.range.start, crate::text::Units::Utf32);
        (at.line as usize + 1, at.column as usize + 1)
    }

    /// The problem in one line, with its place.
    pub fn line(&self, lang: Lang) -> String {
        let (line, column) = self.line_and_column();
        format!("{}:{line}:{column}: {}", self.path.display(), self.message.render(lang))
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Raw {
    select: Option<Vec<Spanned<String>>>,
    ignore: Option<Vec<Spanned<String>>>,
    fail_on: Option<Spanned<String>>,
    #[serde(default)]
    severity: BTreeMap<Spanned<String>, Spanned<String>>,
    #[serde(default)]
    files: Vec<RawFile>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawFile {
    glob: Spanned<String>,
    schema: Option<String>,
    issuer: Option<String>,
    previous: Option<String>,
}

/// The largest `nianbao.toml` and the longest pattern of file names, in bytes:
/// a folder of a stranger must not take all time and memory.
const LARGEST: usize = 64 * 1024;
const LONGEST_GLOB: usize = 500;

/// A pattern of file names below the folder of the config; whatever is wrong with
/// it is said, since a `GlobMatcher` panics where its regular expression is too
/// large. So is a pattern that names no file below the folder, whatever there is.
fn matcher(glob: &str) -> Result<globset::GlobSet, Message> {
    let broken = |cause: String| Message::new("config.glob").with("cause", cause);
    if glob.len() > LONGEST_GLOB {
        return Err(broken(format!("> {LONGEST_GLOB}")));
    }
    let plain = without_dots(glob);
    let first = plain.split('/').next().unwrap_or_default();
    let has_drive = first.len() == 2 && first.ends_with(':');
    if plain.is_empty() || plain.starts_with('/') || plain.ends_with('/') || has_drive || first == ".." || first == "~" {
        return Err(Message::new("config.glob-outside").with("glob", glob));
    }
    let cause = |error: globset::Error| broken(error.kind().to_string());
    let glob = globset::GlobBuilder::new(&plain).literal_separator(true).build().map_err(cause)?;
    globset::GlobSet::builder().add(glob).build().map_err(cause)
}

/// The pattern without the parts `.` and `a/..`, as paths are compared with it.
/// A backslash sets parts apart on Windows only, where it escapes nothing.
fn without_dots(glob: &str) -> String {
    let glob = if cfg!(windows) { glob.replace('\\', "/") } else { glob.to_owned() };
    let mut parts: Vec<&str> = Vec::new();
    for part in glob.split('/') {
        match part {
            "." => {}
            // Only a part that is a name is left again by the next `..`.
            ".." if parts.last().is_some_and(|last| !matches!(*last, "" | "..") && !last.contains(['*', '?', '[', '{'])) => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

impl Config {
    /// Reads the text of a `nianbao.toml`. Gives what can be used and what is wrong.
    pub fn parse(path: &Path, source: &str) -> (Option<Self>, Vec<Problem>) {
        let problem = |range: Range<usize>, message: Message, usable: bool| Problem {
            path: path.to_owned(),
            source: source.into(),
            range,
            message,
            rule: "invalid-config",
            usable,
        };
        if source.len() > LARGEST {
            let message = Message::new("config.too-large").with("limit", (LARGEST / 1024).to_string());
            return (None, vec![problem(0..0, message, false)]);
        }
        let raw: Raw = match toml::from_str(source) {
            Ok(raw) => raw,
            Err(error) => {
                let range = error.span().unwrap_or(0..0);
                return (None, vec![problem(visible(source, range), syntax(&error), false)]);
            }
        };
        let mut problems = Vec::new();
        let mut config = Self { path: Some(path.to_owned()), ..Self::default() };
        config.folder = path.parent().map(Path::to_owned).unwrap_or_default();
        let mut rules = |names: &[Spanned<String>]| {
            let mut codes = Vec::new();
            for name in names {
                match selected(name.get_ref()) {
                    Some(found) => codes.extend(found),
                    None => problems.push(problem(name.span(), unknown_rule(name.get_ref()), true)),
                }
            }
            codes
        };
        config.select = raw.select.as_deref().map(&mut rules);
        config.ignore = raw.ignore.as_deref().map(&mut rules);
        let mut severity = |value: &Spanned<String>, off: bool| {
            let found = severity_named(value.get_ref()).filter(|s| off || s.is_some());
            if found.is_none() {
                let message = Message::new("config.unknown-severity").with("value", value.get_ref().as_str());
                problems.push(problem(value.span(), message, true));
            }
            found
        };
        config.fail_on = raw.fail_on.as_ref().and_then(|value| severity(value, false)).flatten();
        let severities: Vec<_> = raw.severity.iter().map(|(name, value)| (name, severity(value, true))).collect();
        for (name, severity) in severities {
            match (selected(name.get_ref()), severity) {
                (None, _) => problems.push(problem(name.span(), unknown_rule(name.get_ref()), true)),
                (Some(codes), Some(severity)) => config.severity.extend(codes.into_iter().map(|code| (code, severity))),
                (Some(_), None) => {}
            }
        }
        for file in raw.files {
            match matcher(file.glob.get_ref()) {
                Ok(glob) => {
                    config.files.push(FileRule { glob, schema: file.schema, issuer: file.issuer, previous: file.previous });
                }
                Err(message) => problems.push(problem(file.glob.span(), message, true)),
            }
        }
        (Some(config), problems)
    }

    /// What an editor's settings under `nianbao.` decide. What is no setting of
    /// this kind is passed over: editors complain about it themselves.
    pub fn from_editor(settings: &serde_json::Value, folder: &Path) -> Self {
        let get = |key: &str, other: &str| settings.get(key).or_else(|| settings.get(other));
        let rules = |key: &str| {
            let names = settings.get(key)?.as_array()?;
            Some(names.iter().filter_map(|n| selected(n.as_str()?)).flatten().collect::<Vec<_>>())
        };
        let mut config = Self { folder: folder.to_owned(), select: rules("select"), ignore: rules("ignore"), ..Self::default() };
        config.fail_on = get("failOn", "fail-on").and_then(|s| severity_named(s.as_str()?)).flatten();
        for (name, value) in settings.get("severity").and_then(|s| s.as_object()).into_iter().flatten() {
            if let (Some(codes), Some(severity)) = (selected(name), value.as_str().and_then(severity_named)) {
                config.severity.extend(codes.into_iter().map(|code| (code, severity)));
            }
        }
        for entry in settings.get("files").and_then(|f| f.as_array()).into_iter().flatten() {
            let text = |key: &str| entry.get(key).and_then(|v| v.as_str()).map(str::to_owned);
            if let Some(glob) = text("glob").and_then(|g| matcher(&g).ok()) {
                let (schema, issuer, previous) = (text("schema"), text("issuer"), text("previous"));
                config.files.push(FileRule { glob, schema, issuer, previous });
            }
        }
        config
    }

    /// The settings for a draft: this config, and under it what `editor` says
    /// where this says nothing.
    pub fn over(&self, editor: &Self, draft: Option<&Path>) -> Settings {
        let mut settings = Settings {
            select: self.select.clone().or_else(|| editor.select.clone()),
            ignore: self.ignore.clone().or_else(|| editor.ignore.clone()).unwrap_or_default(),
            severity: editor.severity.clone(),
            ..Settings::default()
        };
        settings.severity.extend(&self.severity);
        for config in [self, editor] {
            if let Some(rule) = draft.and_then(|draft| config.file_rule(draft)) {
                settings.schema = settings.schema.or_else(|| rule.schema.clone());
                settings.issuer = settings.issuer.or_else(|| rule.issuer.clone());
            }
        }
        settings
    }

    /// Last year's report of a draft, where a `[[files]]` entry names it.
    pub fn previous(&self, draft: &Path) -> Option<PathBuf> {
        let draft = super::files::absolute(draft);
        let named = self.file_rule(&draft)?.previous.as_deref()?;
        Some(self.folder.join(named))
    }

    /// The first `[[files]]` entry for a draft.
    pub fn file_rule(&self, draft: &Path) -> Option<&FileRule> {
        let relative = draft.strip_prefix(&self.folder).ok()?;
        self.files.iter().find(|rule| rule.glob.is_match(relative))
    }

    /// The settings of the nearest `nianbao.toml` above a file, or of none, and
    /// what is wrong there.
    ///
    /// # Errors
    /// When there is one and it cannot be read.
    pub fn for_file(path: &Path) -> Result<(Self, Vec<Problem>), super::files::FileError> {
        match find_above(path, FILE_NAME) {
            Some(file) => {
                let (config, problems) = Self::parse(&file, &super::files::read(&file)?.text);
                Ok((config.unwrap_or_default(), problems))
            }
            None => Ok((Self::default(), Vec::new())),
        }
    }
}

/// The nearest file or folder of this name in the folders above `path`.
pub fn find_above(path: &Path, name: &str) -> Option<PathBuf> {
    let path = super::files::absolute(path);
    path.ancestors().skip(1).map(|folder| folder.join(name)).find(|file| file.exists())
}

/// The codes that a name, a code, a family such as `NB5`, or `ALL` stands for.
pub fn selected(name: &str) -> Option<Vec<&'static str>> {
    let codes: Vec<_> = rules::select(name).into_iter().map(|rule| rule.code).collect();
    (!codes.is_empty()).then_some(codes)
}

/// The severity of this name; `Some(None)` is `off`.
pub fn severity_named(name: &str) -> Option<Option<Severity>> {
    match name.to_ascii_lowercase().as_str() {
        "error" => Some(Some(Severity::Error)),
        "warning" => Some(Some(Severity::Warning)),
        "info" => Some(Some(Severity::Info)),
        "hint" => Some(Some(Severity::Hint)),
        "off" => Some(None),
        _ => None,
    }
}

fn unknown_rule(name: &str) -> Message {
    let close = |rule: &&&rules::Rule| distance(rule.name, name) <= 2 || distance(rule.code, &name.to_ascii_uppercase()) <= 1;
    match rules::all().iter().find(close) {
        Some(rule) => Message::new("config.unknown-rule-close").with("name", name).with("close", rule.name),
        None => Message::new("config.unknown-rule").with("name", name),
    }
}

/// How many letters have to be put in, left out or changed.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = i;
        let mut left = i + 1;
        for (cell, y) in row.iter_mut().skip(1).zip(&b) {
            let best = (corner + usize::from(x != *y)).min(left + 1).min(*cell + 1);
            corner = *cell;
            *cell = best;
            left = best;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

fn syntax(error: &toml::de::Error) -> Message {
    let text = error.message();
    let unknown = text.strip_prefix("unknown field `").and_then(|rest| rest.split('`').next());
    match unknown {
        Some(name) => Message::new("config.unknown-key").with("name", name),
        None => Message::new("config.syntax").with("cause", text.lines().next().unwrap_or_default()),
    }
}

/// A range that an editor can show: at least one character, on one line.
fn visible(source: &str, range: Range<usize>) -> Range<usize> {
    let start = range.start.min(source.len());
    let start = (0..=start).rev().find(|at| source.is_char_boundary(*at)).unwrap_or(0);
    let rest = source.get(start..).unwrap_or_default();
    let line = rest.find(['\n', '\r']).unwrap_or(rest.len());
    let wish = range.end.saturating_sub(start).min(line);
    let end = rest.char_indices().map(|(at, c)| at + c.len_utf8()).find(|end| *end >= wish.max(1)).unwrap_or(0);
    start..start + end.min(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The id of a message, and its line and column.
    type Told = (String, (usize, usize));

    fn parse(source: &str) -> (Option<Config>, Vec<Told>) {
        let (config, problems) = Config::parse(Path::new("/p/nianbao.toml"), source);
        (config, problems.iter().map(|p| (p.message.id.to_owned(), p.line_and_column())).collect())
    }

    #[test]
    fn a_broken_file_is_a_problem_at_its_line() {
        let (config, problems) = parse("ignore = []\n[[[ not toml\n");
        assert!(config.is_none());
        assert_eq!(problems[0].1.0, 2, "{problems:?}");
        let (config, problems) = parse("select = [\"ALL\"]\nselct = 1\n");
        assert!(config.is_none());
        assert_eq!(problems, [("config.unknown-key".to_owned(), (2, 1))]);
    }

    #[test]
    fn what_a_stranger_may_write_has_bounds() {
        let one = |source: &str| {
            let (config, problems) = parse(source);
            assert_eq!(problems.len(), 1, "{problems:?}");
            (config.is_some(), problems.into_iter().next().unwrap().0)
        };
        let glob = |glob: String| one(&format!("[[files]]\nglob = \"{glob}\"\n"));
        assert_eq!(glob("{a,".repeat(150) + &"}".repeat(150)).1, "config.glob");
        assert_eq!(glob("[a-z]".repeat(200)).1, "config.glob");
        assert_eq!(one(&"#".repeat(LARGEST + 1)), (false, "config.too-large".to_owned()));
        for deep in ["x = ".to_owned() + &"[".repeat(20_000), "a".to_owned() + &".a".repeat(20_000) + " = 1"] {
            assert!(!one(&deep).0);
        }
        // The editor's settings have no place where it could be told.
        let settings = serde_json::json!({ "files": [{ "glob": "{a,".repeat(150) + &"}".repeat(150) }] });
        assert!(Config::from_editor(&settings, Path::new("/p")).files.is_empty());
    }

    #[test]
    fn what_is_unknown_inside_leaves_the_rest_in_force() {
        let (config, problems) =
            parse("# 注释\nignore = [\"没有这条\"]\nfail-on = \"off\"\nseverity = { nothing = \"loud\" }\n[[files]]\nglob = \"a[\"\n");
        let config = config.unwrap();
        assert_eq!(config.ignore, Some(vec![]));
        let ids: Vec<_> = problems.iter().map(|p| (p.0.as_str(), p.1)).collect();
        assert_eq!(
            ids,
            [
                ("config.unknown-rule", (2, 11)),
                ("config.unknown-severity", (3, 11)),
                ("config.unknown-severity", (4, 24)),
                ("config.unknown-rule", (4, 14)),
                ("config.glob", (6, 8)),
            ]
        );
    }

    #[test]
    fn globs_count_from_the_folder_of_the_file() {
        let (config, problems) = parse("[[files]]\nglob = \"2025/县司法局*.md\"\nschema = \"fazhi-zhengfu\"\nissuer = \"云岭县司法局\"\n");
        assert!(problems.is_empty());
        let config = config.unwrap();
        let settings = |path: &str| config.over(&Config::default(), Some(Path::new(path)));
        let inside = settings("/p/2025/县司法局（草稿）.md");
        assert_eq!((inside.schema.as_deref(), inside.issuer.as_deref()), (Some("fazhi-zhengfu"), Some("云岭县司法局")));
        assert_eq!(settings("/p/2025/x/县司法局.md").schema, None);
        assert_eq!(settings("/q/2025/县司法局.md").schema, None);
    }

    #[test]
    fn the_file_overrides_the_editor() {
        let all = Some(vec!["NB101"]);
        let editor = Config { ignore: all.clone(), select: all.clone(), ..Config::default() };
        let (file, _) = parse("ignore = []\n");
        let settings = file.unwrap().over(&editor, None);
        assert!(settings.ignore.is_empty());
        assert_eq!(settings.select, all);
    }

    #[test]
    fn a_slip_of_the_pen_is_close() {
        assert_eq!(distance("missing-part", "missing-prt"), 1);
        assert_eq!(distance("a", ""), 1);
        assert_eq!(distance("行政", "行政执法"), 2);
    }

    #[test]
    fn a_visible_range_never_splits_a_character() {
        assert_eq!(visible("键 = 1", 1..2), 0..3);
        assert_eq!(visible("a\nb", 1..2), 1..1);
        assert_eq!(visible("ab\nc", 0..4), 0..2);
        assert_eq!(visible("", 5..9), 0..0);
    }
}
