//! `cargo xtask vsix`

use std::path::PathBuf;

use anyhow::Result;

use crate::build::{self, Profile};
use crate::sh;

#[derive(clap::Args)]
pub struct Args {
    /// Where to put it [default: target/nianbao.vsix]
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Which build of the server goes inside
    #[arg(long, value_enum, default_value = "release")]
    profile: Profile,
}

pub fn run(args: &Args) -> Result<()> {
    let out = args.out.clone().unwrap_or_else(|| sh::target().join("nianbao.vsix"));
    build::vsix(&build::binary(args.profile)?, &out)?;
    println!("{}", out.display());
    Ok(())
}
