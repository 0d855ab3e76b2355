//! The editor that started this process.

use std::time::Duration;
use tower_lsp::jsonrpc::Request;

/// How often it is looked whether the editor is still there.
const WATCH: Duration = Duration::from_secs(1);

/// Ends the process when the editor that started it is gone, in case it left
/// its end of the pipe to a child.
pub fn watch(runtime: &tokio::runtime::Handle, initialize: &Request) {
    let parent = initialize.params().and_then(|p| p.get("processId")).and_then(serde_json::Value::as_u64);
    let Some(parent) = parent.and_then(|id| u32::try_from(id).ok()).filter(|id| is_alive(*id)) else { return };
    runtime.spawn(async move {
        while is_alive(parent) {
            tokio::time::sleep(WATCH).await;
        }
        std::process::exit(1);
    });
}

/// Whether a process is there. Where the system cannot be asked, only the
/// parent's can be told; the end of the stream tells of the others.
fn is_alive(process: u32) -> bool {
    if cfg!(target_os = "linux") {
        let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        // `pid (name) S …`: a zombie is gone, though it is still listed.
        return stat.rsplit(')').next().is_some_and(|rest| !rest.is_empty() && !rest.trim_start().starts_with('Z'));
    }
    #[cfg(unix)]
    return std::os::unix::process::parent_id() == process;
    #[cfg(not(unix))]
    false
}
