//! `cargo xtask soak`: what takes too long for every day. 100,000 random
//! editing sessions against documents opened anew, texts made to take the
//! square of their size, and a million edits through the server, whose memory
//! must not grow.

use anyhow::Result;

use crate::sh;

#[derive(clap::Args)]
pub struct Args {
    /// Editing sessions that are compared with documents opened anew
    #[arg(long, default_value_t = 100_000)]
    sessions: u64,
    /// Edits through the server
    #[arg(long, default_value_t = 1_000_000)]
    edits: u64,
}

pub fn run(args: &Args) -> Result<()> {
    if args.sessions > 0 {
        sh::step(&format!("{} editing sessions", args.sessions));
        sh::run(
            sh::cargo()
                .args(["test", "--release", "--quiet", "--test", "robust", "--", "--ignored", "--nocapture"])
                .env("NIANBAO_SEQUENCES", args.sessions.to_string()),
        )?;
    }
    sh::step("texts that nobody writes in good faith");
    sh::run(sh::cargo().args(["bench", "--quiet", "--bench", "shapes"]))?;
    if args.edits > 0 {
        sh::step(&format!("{} edits through the server", args.edits));
        sh::run(sh::cargo().args(["bench", "--quiet", "--bench", "program", "--", "--soak", &args.edits.to_string()]))?;
    }
    Ok(())
}
