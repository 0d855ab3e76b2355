//! A build under comparison and the commands it is asked to run.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::entry::Entry;
use super::read;
use crate::sh;

/// A binary and the language of its messages.
pub struct Build {
    binary: PathBuf,
    lang: String,
}

/// What `check` says of a folder.
pub struct Checked {
    /// Findings and recognition of all files.
    pub entries: Vec<Entry>,
    /// `report` by path, `null` where no schema claims the file.
    pub reports: BTreeMap<String, Value>,
}

impl Build {
    pub fn new(binary: &Path, lang: &str) -> Result<Self> {
        let found = if binary.is_file() { Some(std::path::absolute(binary)?) } else { binary.to_str().and_then(sh::which) };
        let binary = found.with_context(|| format!("there is no program {}", binary.display()))?;
        Ok(Self { binary, lang: lang.to_owned() })
    }

    /// `check` of a folder or file.
    pub fn check(&self, path: &Path) -> Result<Checked> {
        let json = self.json(&["check", "--fail-on", "never", "--no-progress"], path)?;
        let files = json["files"].as_array().with_context(|| format!("{} check printed no files", self.binary.display()))?;
        let mut checked = Checked { entries: Vec::new(), reports: BTreeMap::new() };
        for file in files {
            let path = file["path"].as_str().unwrap_or_default().to_owned();
            checked.entries.append(&mut read::findings(&path, file));
            checked.entries.push(read::report(&path, &file["report"]));
            checked.reports.insert(path, file["report"].clone());
        }
        Ok(checked)
    }

    /// Parts, headings, problems and plans of a file.
    pub fn outline(&self, path: &str) -> Result<Vec<Entry>> {
        Ok(read::outline(path, &self.json(&["outline"], Path::new(path))?))
    }

    /// Problem → plan links of a file, and what became of last year's plans.
    pub fn links(&self, path: &str) -> Result<Vec<Entry>> {
        Ok(read::links(path, &self.json(&["trace"], Path::new(path))?))
    }

    /// Runs a command on a path of the repository. The exit statuses 1 (findings) and 2 (a file was passed over) are
    /// no trouble as long as JSON was printed.
    fn json(&self, words: &[&str], path: &Path) -> Result<Value> {
        let mut command = Command::new(&self.binary);
        command.args(words).args(["--format", "json", "--lang", &self.lang]).arg(path).current_dir(sh::root()).stdin(Stdio::null());
        let output = command.output().with_context(|| format!("{} could not be started", self.binary.display()))?;
        let named = || format!("{} {} {}", self.binary.display(), words.join(" "), path.display());
        if !matches!(output.status.code(), Some(0..=2)) {
            bail!("{} ended badly ({})\n{}", named(), output.status, String::from_utf8_lossy(&output.stderr).trim_end());
        }
        serde_json::from_slice(&output.stdout)
            .with_context(|| format!("{} printed no JSON\n{}", named(), String::from_utf8_lossy(&output.stderr).trim_end()))
    }
}
