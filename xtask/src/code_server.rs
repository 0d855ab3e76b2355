//! VS Code in the browser: code-server from npm, under `target/npm/`.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{npm, sh};

/// The one Node that this code-server runs on.
const NODE: &str = "24";

pub struct CodeServer {
    /// The package's folder.
    pub dir: PathBuf,
    /// A Node that it runs on.
    pub node: PathBuf,
}

/// Fetches what is not there yet.
pub fn fetch() -> Result<CodeServer> {
    if cfg!(windows) {
        bail!("code-server does not run on Windows; install VS Code");
    }
    let project = npm::project("tests/editors/vscode/code-server", "code-server")?;
    let node = node(&project)?;
    let dir = project.join("node_modules/code-server");
    // Its inner packages come by a script that wants a compiler; these two installs do without.
    let done = dir.join(".inner-packages-installed");
    if !done.exists() {
        sh::step("npm packages of VS Code itself, into target/npm/code-server");
        let path = with_first(node.parent().unwrap_or(Path::new("/")))?;
        for inner in ["lib/vscode", "lib/vscode/extensions"] {
            sh::run_quiet(
                npm::npm()
                    .args(["install", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"])
                    .env("PATH", &path)
                    .current_dir(dir.join(inner)),
            )?;
        }
        fs::write(done, "")?;
    }
    Ok(CodeServer { dir, node })
}

impl CodeServer {
    /// A command that runs it with all its data under `data`, nothing in the home folder.
    pub fn command(&self, data: &Path) -> Result<Command> {
        fs::create_dir_all(data)?;
        let config = data.join("config.yaml");
        fs::write(&config, "")?;
        let mut command = Command::new(&self.node);
        command.arg(self.dir.join("out/node/entry.js"));
        command.arg("--config").arg(config);
        command.arg("--user-data-dir").arg(data.join("user"));
        command.arg("--extensions-dir").arg(data.join("extensions"));
        Ok(command)
    }
}

/// A port that nobody listens on: `wanted` when it is free.
pub fn free_port(wanted: u16) -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", wanted)).or_else(|_| TcpListener::bind(("127.0.0.1", 0)))?;
    Ok(listener.local_addr()?.port())
}

fn node(project: &Path) -> Result<PathBuf> {
    let os = if cfg!(target_os = "macos") { "darwin" } else { "linux" };
    let arch = if cfg!(target_arch = "aarch64") { "arm64" } else { "x64" };
    let packaged = project.join(format!("node_modules/node-{os}-{arch}/bin/node"));
    if packaged.is_file() {
        return Ok(packaged);
    }
    let own = npm::node()?;
    let version = sh::run_quiet(Command::new(&own).arg("--version"))?;
    if version.starts_with(&format!("v{NODE}.")) {
        return Ok(own);
    }
    bail!("VS Code in the browser needs Node {NODE}, and npm has none for {os}-{arch}")
}

fn with_first(dir: &Path) -> Result<std::ffi::OsString> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let dirs = std::iter::once(dir.to_path_buf()).chain(std::env::split_paths(&path));
    std::env::join_paths(dirs).context("PATH")
}
