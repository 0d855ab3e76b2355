//! What a project says about a draft: the nearest `nianbao.toml`, schemas and
//! baseline above it. Read once, and again when one of them changes.

use super::baseline::{self, BaselineFile};
use super::config::{self, Config, Problem};
use super::files;
use crate::message::Message;
use crate::schema::{self, Schema, SchemaSet};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// Where a project keeps its schemas.
const SCHEMAS: [&str; 2] = [".nianbao", "schemas"];

/// What counts for the drafts of one folder.
#[derive(Clone, Debug, Default)]
pub struct Project {
    /// The nearest `nianbao.toml`, or nothing.
    pub config: Arc<Config>,
    /// The built-in schemas and the project's own.
    pub schemas: SchemaSet,
    /// The nearest baseline.
    pub baseline: Option<Arc<BaselineFile>>,
    /// What is wrong in these files.
    pub problems: Vec<Problem>,
    /// The files that were read, for those who want to know whether a file belongs here.
    pub sources: Vec<PathBuf>,
}

/// What tells whether a file is still as it was: its time and size; `None` where there is none.
pub type Stamp = Option<(SystemTime, u64)>;

/// The projects of all folders that were asked for.
#[derive(Debug, Default)]
pub struct Projects {
    /// Whether the folders are trusted: schemas of others are not read.
    pub trusted: bool,
    folders: HashMap<PathBuf, Arc<Project>>,
    /// What the file said when it could last be used.
    configs: HashMap<PathBuf, Arc<Config>>,
    schemas: HashMap<PathBuf, (Arc<str>, Arc<Schema>)>,
    stamps: BTreeMap<PathBuf, Stamp>,
}

impl Projects {
    /// Projects in folders that are trusted or not.
    pub fn new(trusted: bool) -> Self {
        Self { trusted, ..Self::default() }
    }

    /// The project of a draft.
    pub fn for_file(&mut self, draft: &Path) -> Arc<Project> {
        let draft = files::absolute(draft);
        let folder = draft.parent().map(Path::to_owned).unwrap_or_default();
        if let Some(project) = self.folders.get(&folder) {
            return project.clone();
        }
        let project = Arc::new(self.read(&folder));
        self.folders.insert(folder, project.clone());
        project
    }

    /// Reads everything again when it is next asked for.
    pub fn forget(&mut self) {
        self.folders.clear();
        self.stamps.clear();
    }

    /// Whether a file that was read, or looked for, is no longer as it was.
    pub fn is_stale(&self) -> bool {
        self.stamps.iter().any(|(path, was)| stamp(path) != *was)
    }

    /// The files that the projects of all folders that were asked for are read from.
    pub fn sources(&self) -> BTreeSet<PathBuf> {
        self.folders.values().flat_map(|p| p.sources.iter().cloned()).collect()
    }

    /// What is wrong in the files of all projects that were asked for, by file.
    pub fn problems(&self) -> BTreeMap<PathBuf, Vec<Problem>> {
        let mut by_file: BTreeMap<PathBuf, Vec<Problem>> = BTreeMap::new();
        for problem in self.folders.values().flat_map(|p| &p.problems) {
            let list = by_file.entry(problem.path.clone()).or_default();
            if !list.contains(problem) {
                list.push(problem.clone());
            }
        }
        by_file
    }

    fn read(&mut self, folder: &Path) -> Project {
        let mut project = Project { schemas: SchemaSet::built_in(), ..Project::default() };
        if let Some(path) = self.find(folder, Path::new(config::FILE_NAME)) {
            self.read_config(&path, &mut project);
        }
        let schemas: PathBuf = SCHEMAS.iter().collect();
        if self.trusted
            && let Some(path) = self.find(folder, &schemas)
        {
            self.read_schemas(&path, &mut project);
        }
        if let Some(path) = self.find(folder, Path::new(baseline::FILE_NAME)) {
            project.sources.push(path.clone());
            match BaselineFile::read(&path) {
                Ok(file) => project.baseline = Some(Arc::new(file)),
                Err(error) => project.problems.push(whole_file(&path, "", error.message(), "invalid-config")),
            }
        }
        project
    }

    fn find(&mut self, folder: &Path, name: &Path) -> Option<PathBuf> {
        folder.ancestors().map(|above| above.join(name)).find(|path| {
            let found = stamp(path);
            self.stamps.insert(path.clone(), found);
            found.is_some()
        })
    }

    fn read_config(&mut self, path: &Path, project: &mut Project) {
        project.sources.push(path.to_owned());
        let read = match files::read(path) {
            Ok(decoded) => {
                let (config, problems) = Config::parse(path, &decoded.text);
                project.problems.extend(problems);
                config
            }
            Err(error) => {
                project.problems.push(whole_file(path, "", error.message(), "invalid-config"));
                None
            }
        };
        if let Some(config) = read {
            self.configs.insert(path.to_owned(), Arc::new(config));
        }
        // A broken file leaves in force what it said before.
        project.config = self.configs.get(path).cloned().unwrap_or_default();
    }

    fn read_schemas(&mut self, folder: &Path, project: &mut Project) {
        let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
            .map(|entries| entries.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "json")).collect())
            .unwrap_or_default();
        paths.sort();
        let mut own = Vec::new();
        for path in paths {
            self.stamps.insert(path.clone(), stamp(&path));
            project.sources.push(path.clone());
            let source: Arc<str> = match files::read(&path) {
                Ok(decoded) => decoded.text.into(),
                Err(error) => {
                    project.problems.push(whole_file(&path, "", error.message(), "invalid-schema"));
                    continue;
                }
            };
            // The same schema object as long as the file is the same: analyses are kept by it.
            let known = self.schemas.get(&path).filter(|(was, _)| *was == source).map(|(_, schema)| schema.clone());
            match known.map_or_else(|| schema::parse(&source).map(Arc::new), Ok) {
                Ok(schema) => {
                    self.schemas.insert(path, (source, schema.clone()));
                    own.push(schema);
                }
                Err(error) => {
                    project.problems.push(schema_problem(&path, source, &error));
                    own.extend(self.schemas.get(&path).map(|(_, schema)| schema.clone()));
                }
            }
        }
        project.schemas = SchemaSet::built_in().with(own);
    }
}

/// A broken schema as a problem at its place.
pub fn schema_problem(path: &Path, source: Arc<str>, error: &schema::SchemaError) -> Problem {
    let text = crate::text::Text::new(&source);
    let position = crate::text::Position { line: error.line.saturating_sub(1) as u32, column: error.column.saturating_sub(1) as u32 };
    let start = text.offset(position, crate::text::Units::Utf32);
    let line = text.line_range(text.line_of(start));
    let message = Message::new("schema.broken").with("cause", error.problem.as_str());
    Problem { path: path.to_owned(), range: start..line.end.max(start), source, message, rule: "invalid-schema", usable: false }
}

fn whole_file(path: &Path, source: &str, message: Message, rule: &'static str) -> Problem {
    Problem { path: path.to_owned(), source: source.into(), range: 0..0, message, rule, usable: false }
}

/// The stamp of a file as it is now.
pub fn stamp(path: &Path) -> Stamp {
    let meta = std::fs::metadata(path).ok()?;
    Some((meta.modified().unwrap_or(SystemTime::UNIX_EPOCH), meta.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_file_wins_and_a_broken_one_leaves_the_last_good() {
        let dir = tempfile::tempdir().unwrap();
        let inner = dir.path().join("2025");
        std::fs::create_dir(&inner).unwrap();
        let draft = inner.join("报告.md");
        let mut projects = Projects::new(true);
        assert!(projects.for_file(&draft).config.path.is_none());

        std::fs::write(dir.path().join(config::FILE_NAME), "fail-on = \"error\"\n").unwrap();
        assert!(projects.is_stale());
        projects.forget();
        assert_eq!(projects.for_file(&draft).config.fail_on, Some(crate::rules::Severity::Error));

        std::fs::write(inner.join(config::FILE_NAME), "fail-on = \"hint\"\n").unwrap();
        projects.forget();
        assert_eq!(projects.for_file(&draft).config.fail_on, Some(crate::rules::Severity::Hint));

        std::fs::write(inner.join(config::FILE_NAME), "fail-on = [\n").unwrap();
        projects.forget();
        let project = projects.for_file(&draft);
        assert_eq!(project.config.fail_on, Some(crate::rules::Severity::Hint));
        assert_eq!(project.problems.len(), 1);
        assert_eq!(projects.problems().len(), 1);
    }

    #[test]
    fn schemas_are_read_where_the_folder_is_trusted() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join(".nianbao").join("schemas");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("a.json"), "{ \"id\": 1 }").unwrap();
        let draft = dir.path().join("a.md");
        let problems = |trusted| Projects::new(trusted).for_file(&draft).problems.clone();
        assert_eq!(problems(true).len(), 1);
        assert_eq!(problems(true)[0].rule, "invalid-schema");
        assert!(problems(false).is_empty());
    }
}
