//! `cargo xtask generate`

use anyhow::Result;

use crate::sh;

#[derive(clap::Args)]
pub struct Args {
    /// Write nothing; fail where a file is stale
    #[arg(long)]
    check: bool,
}

pub fn run(args: &Args) -> Result<()> {
    let mut command = sh::cargo();
    command.args(["run", "--quiet", "--example", "generate", "--"]);
    if args.check {
        command.arg("--check");
    }
    sh::run(&mut command)
}
