//! What brings a missing editor.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use super::tally::Outcome;
use super::{Suite, editors, word};
use crate::sh;

/// Installs what the suites lack, with apt-get.
pub fn install(suites: &[Suite]) -> Result<()> {
    let packages: Vec<&str> = suites.iter().flat_map(|suite| missing(*suite)).collect();
    if packages.is_empty() {
        return Ok(());
    }
    if !is_debian() {
        bail!("--install knows Debian and its relatives only; install these by hand: {}", packages.join(" "));
    }
    sh::step(&format!("apt-get install {}", packages.join(" ")));
    sh::run_quiet(apt().arg("update"))?;
    sh::run_quiet(apt().args(["install", "-y", "--no-install-recommends"]).args(&packages))?;
    Ok(())
}

/// An editor that is not there, with the one command that brings it.
pub fn not_run(why: &str, suite: Suite) -> Outcome {
    let remedy = if is_debian() {
        format!("cargo xtask test --install --only {}", suite.name())
    } else {
        match suite {
            Suite::Neovim => "install Neovim 0.7 or newer",
            Suite::Emacs => "install Emacs 29 or newer",
            Suite::Word => "install LibreOffice Writer, poppler and python-docx",
            _ => "install Chromium or Chrome",
        }
        .to_owned()
    };
    Outcome::NotRun { why: why.to_owned(), remedy }
}

/// Debian's packages for what this suite lacks.
fn missing(suite: Suite) -> Vec<&'static str> {
    let mut list = Vec::new();
    match suite {
        Suite::Rust | Suite::Extension => {}
        Suite::Survey | Suite::Vscode => {
            if editors::chromium().is_none() {
                list.push("chromium");
            }
            if !has_chinese_font() {
                list.push("fonts-noto-cjk");
            }
        }
        Suite::Neovim => {
            if sh::which("nvim").is_none() {
                list.push("neovim");
            }
        }
        Suite::Emacs => {
            if sh::which("emacs").is_none() {
                list.push("emacs-nox");
            }
            if !has_eglot() {
                list.push("elpa-eglot");
            }
        }
        Suite::Word => {
            if sh::which("soffice").is_none() {
                list.push("libreoffice-writer");
            }
            if sh::which("pdftotext").is_none() {
                list.push("poppler-utils");
            }
            if !word::has_python_docx() {
                list.push("python3-docx");
            }
            if !has_chinese_font() {
                list.push("fonts-noto-cjk");
            }
        }
    }
    list
}

fn has_chinese_font() -> bool {
    Command::new("fc-list").arg(":lang=zh-cn").output().is_ok_and(|out| !out.stdout.is_empty())
}

/// Emacs has it built in from 29 on; for older ones it is a package.
fn has_eglot() -> bool {
    if Path::new("/usr/share/doc/elpa-eglot").exists() {
        return true;
    }
    let find = ["-Q", "--batch", "--eval", "(kill-emacs (if (locate-library \"eglot\") 0 1))"];
    sh::which("emacs").is_some_and(|emacs| Command::new(emacs).args(find).status().is_ok_and(|s| s.success()))
}

fn is_debian() -> bool {
    Path::new("/etc/debian_version").exists() && sh::which("apt-get").is_some()
}

/// apt-get, through sudo for who is not root.
fn apt() -> Command {
    let root = Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout.trim_ascii() == b"0");
    let mut command = if root || sh::which("sudo").is_none() {
        Command::new("apt-get")
    } else {
        let mut sudo = Command::new("sudo");
        sudo.arg("apt-get");
        sudo
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}
