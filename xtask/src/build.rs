//! The binary, and the extension with the binary inside.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use crate::{npm, sh};

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Profile {
    Dev,
    Release,
}

/// Builds `nianbao` and returns its path.
pub fn binary(profile: Profile) -> Result<PathBuf> {
    let mut command = sh::cargo();
    command.args(["build", "--quiet", "--package", "nianbao", "--bin", "nianbao"]);
    let dir = match profile {
        Profile::Dev => "debug",
        Profile::Release => {
            command.arg("--release");
            "release"
        }
    };
    sh::step(&format!("nianbao, {dir}"));
    sh::run(&mut command)?;
    let file = sh::target().join(dir).join(format!("nianbao{}", std::env::consts::EXE_SUFFIX));
    if !file.is_file() {
        bail!("cargo built no {}", file.display());
    }
    Ok(file)
}

/// Builds the extension around `binary`: the folder that VS Code can load as it is.
pub fn extension(binary: &Path) -> Result<PathBuf> {
    let dir = npm::project("editors/vscode", "vscode")?;
    sh::step("extension");
    sh::run_quiet(std::process::Command::new(npm::node()?).args(["scripts/build.mjs", "--minify"]).current_dir(&dir))?;
    let server = dir.join("server");
    // Anew each time: a binary that is running cannot be written over, but it can be replaced.
    if server.exists() {
        fs::remove_dir_all(&server)?;
    }
    fs::create_dir_all(&server)?;
    fs::copy(binary, server.join(format!("nianbao{}", std::env::consts::EXE_SUFFIX)))?;
    fs::copy(sh::root().join("LICENSE"), dir.join("LICENSE"))?;
    Ok(dir)
}

/// Packs the extension into `out`.
pub fn vsix(binary: &Path, out: &Path) -> Result<()> {
    let dir = extension(binary)?;
    sh::step("vsix");
    if let Some(parent) = out.parent() {
        fs::create_dir_all(parent)?;
    }
    let mut vsce = npm::bin(&dir, "vsce");
    vsce.args(["package", "--no-dependencies", "--allow-missing-repository", "--no-rewrite-relative-links"]);
    if let Some(platform) = platform() {
        vsce.args(["--target", platform]);
    }
    vsce.arg("--out").arg(std::path::absolute(out)?);
    sh::run_quiet(&mut vsce).context("the VSIX could not be packed")?;
    Ok(())
}

/// VS Code's name for this machine, since the VSIX holds a program for it.
fn platform() -> Option<&'static str> {
    match (std::env::consts::OS, std::env::consts::ARCH) {
        ("linux", "x86_64") => Some("linux-x64"),
        ("linux", "aarch64") => Some("linux-arm64"),
        ("macos", "x86_64") => Some("darwin-x64"),
        ("macos", "aarch64") => Some("darwin-arm64"),
        ("windows", "x86_64") => Some("win32-x64"),
        ("windows", "aarch64") => Some("win32-arm64"),
        _ => None,
    }
}
