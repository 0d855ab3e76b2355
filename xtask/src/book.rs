//! `cargo xtask book`

use std::process::Command;

use anyhow::{Result, bail};

use crate::sh;

#[derive(clap::Args)]
pub struct Args {}

/// Builds both books into `target/book/`.
pub fn run(_: &Args) -> Result<()> {
    let Some(mdbook) = sh::which("mdbook") else { bail!("mdbook is not there; `cargo install mdbook --locked` brings it") };
    for lang in ["zh", "en"] {
        sh::run(Command::new(&mdbook).arg("build").arg(sh::root().join("docs").join(lang)))?;
        sh::step(&format!("target/book/{lang}/index.html"));
    }
    Ok(())
}
