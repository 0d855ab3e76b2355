//! `cargo xtask install`

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::build::{self, Profile};
use crate::sh;

#[derive(clap::Args)]
pub struct Args {
    /// The editor to install into [default: the first of code, code-insiders, codium on PATH]
    #[arg(long, value_name = "PROGRAM")]
    editor: Option<String>,
}

pub fn run(args: &Args) -> Result<()> {
    let editor = find_editor(args.editor.as_deref());
    let out = sh::target().join("nianbao.vsix");
    build::vsix(&build::binary(Profile::Release)?, &out)?;
    let Some(editor) = editor else {
        bail!("no VS Code is on PATH. The extension is built: install {} with “Extensions: Install from VSIX…”", out.display());
    };
    sh::run(Command::new(editor).arg("--install-extension").arg(&out).arg("--force"))
}

/// The VS Code on PATH, or the program named.
pub fn find_editor(named: Option<&str>) -> Option<PathBuf> {
    match named {
        Some(name) if PathBuf::from(name).is_file() => Some(PathBuf::from(name)),
        Some(name) => sh::which(name),
        None => ["code", "code-insiders", "codium"].into_iter().find_map(sh::which),
    }
}
