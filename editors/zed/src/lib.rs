//! Starts the language server `nianbao` for Zed.

use zed_extension_api::{self as zed, LanguageServerId, Result};

struct Nianbao;

impl zed::Extension for Nianbao {
    fn new() -> Self {
        Nianbao
    }

    fn language_server_command(&mut self, _: &LanguageServerId, worktree: &zed::Worktree) -> Result<zed::Command> {
        let command = worktree.which("nianbao").ok_or("`nianbao` is not on PATH")?;
        Ok(zed::Command { command, args: vec!["server".into(), "--stdio".into()], env: worktree.shell_env() })
    }
}

zed::register_extension!(Nianbao);
