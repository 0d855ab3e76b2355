//! The program.

use std::process::ExitCode;

fn main() -> anyhow::Result<ExitCode> {
    match std::env::args().nth(1).as_deref() {
        Some("server" | "lsp") => nianbao::server::run(),
        _ => anyhow::bail!("nianbao server"),
    }
}
