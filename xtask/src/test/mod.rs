//! `cargo xtask test`: Rust tests, extension tests, then the real editors, which run the optimised server that users get:
//! what depends on its speed shows in no other build.

mod debian;
mod editors;
mod extension;
mod rust;
mod tally;
mod word;

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::ValueEnum;

use crate::build::{self, Profile};
use crate::sh;
use tally::{Outcome, Report};

#[derive(clap::Args)]
pub struct Args {
    /// Install the editors that are missing (Debian: apt-get; the rest with npm, under target/)
    #[arg(long)]
    install: bool,
    /// Count an editor that is missing as a failure
    #[arg(long)]
    all_editors: bool,
    /// Run these suites only
    #[arg(long, value_enum, value_delimiter = ',', value_name = "SUITE")]
    only: Vec<Suite>,
    /// Where the screenshots go [default: target/screenshots]
    #[arg(long, value_name = "DIR")]
    screenshots: Option<PathBuf>,
    /// How the server of the editor suites is built; users get the optimised build
    #[arg(long, value_enum, default_value = "release")]
    profile: Profile,
    /// Test this server in the editors instead of building one
    #[arg(long, value_name = "FILE", conflicts_with = "profile")]
    bin: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Suite {
    Rust,
    Extension,
    Survey,
    Vscode,
    Neovim,
    Emacs,
    Word,
}

impl Suite {
    fn name(self) -> &'static str {
        match self {
            Suite::Rust => "rust",
            Suite::Extension => "extension",
            Suite::Survey => "survey",
            Suite::Vscode => "vscode",
            Suite::Neovim => "neovim",
            Suite::Emacs => "emacs",
            Suite::Word => "word",
        }
    }

    /// Whether it runs programs that have to be installed.
    fn is_editor(self) -> bool {
        matches!(self, Suite::Survey | Suite::Vscode | Suite::Neovim | Suite::Emacs | Suite::Word)
    }
}

/// What the suites need to know.
pub struct Context {
    pub screenshots: PathBuf,
    profile: Profile,
    bin: Option<PathBuf>,
}

impl Context {
    /// The server under test, built when none was named.
    fn binary(&self) -> Result<PathBuf> {
        match &self.bin {
            Some(file) => Ok(std::path::absolute(file)?),
            None => build::binary(self.profile),
        }
    }
}

pub fn run(args: &Args) -> Result<()> {
    let suites: Vec<Suite> = Suite::value_variants().iter().copied().filter(|s| args.only.is_empty() || args.only.contains(s)).collect();
    if args.install {
        debian::install(&suites)?;
    }
    let screenshots = args.screenshots.clone().unwrap_or_else(|| sh::target().join("screenshots"));
    let context = Context { screenshots, profile: args.profile, bin: args.bin.clone() };
    let mut report = Report::default();
    for suite in suites {
        println!("\n=== {} ===", suite.name());
        let outcome = match suite {
            Suite::Rust => rust::run(),
            Suite::Extension => extension::run(),
            Suite::Survey => editors::survey(&context),
            Suite::Vscode => editors::vscode(&context),
            Suite::Neovim => editors::neovim(&context),
            Suite::Emacs => editors::emacs(&context),
            Suite::Word => word::run(&context),
        };
        // A suite that could not be run at all is a failure of its own, and the others still run.
        let outcome = outcome.unwrap_or_else(|error| {
            eprintln!("{error:#}");
            Outcome::broken(format!("{error:#}"))
        });
        report.add(suite.name(), outcome, suite.is_editor() && args.all_editors);
    }
    println!("\n{report}");
    if report.failed() > 0 {
        bail!("tests failed");
    }
    Ok(())
}
