//! What the program does to the world: no connection, no other program, no file
//! written but the one that is named. Watched from outside, by strace.

use crate::support::*;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

const CALLS: &str = "%network,execve,execveat,fork,vfork,open,openat,openat2,creat,unlink,unlinkat,rename,renameat,renameat2,\
     mkdir,mkdirat,rmdir,truncate,link,linkat,symlink,symlinkat,mknod,mknodat,chmod,fchmodat,chown,fchownat";

/// What a run did that leaves a trace: calls but those that read. `None` where nobody can watch.
fn traces(dir: &Path, arguments: &[&str], input: &[u8]) -> Option<Vec<String>> {
    let log = tempfile::tempdir().unwrap();
    let log = log.path().join("calls");
    let watcher = |program: &str, arguments: &[&str]| {
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-o"]).arg(&log).arg("-e").arg(format!("trace={CALLS}")).arg(program).args(arguments);
        command.current_dir(dir).env("LANG", "zh_CN.UTF-8");
        command
    };
    // Both strace and the right to use it may be missing.
    if !watcher("true", &[]).output().is_ok_and(|out| out.status.success()) {
        // Not by a macro, whose words are kept from whoever runs the tests.
        let _ = std::io::stderr().write_all(b"strace cannot watch here: what the program does was NOT looked at\n");
        return None;
    }
    feed(watcher(env!("CARGO_BIN_EXE_nianbao"), arguments), input);
    let calls = std::fs::read_to_string(&log).unwrap();
    assert!(calls.contains("execve(") && calls.contains("O_RDONLY"), "{calls}");
    let reads = |call: &&str| {
        let opened = call.contains("open(") || call.contains("openat(") || call.contains("openat2(");
        opened && !["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC"].iter().any(|flag| call.contains(flag)) || call.contains("resumed>")
    };
    // A thread that ended with the program inside a call that strace had not begun to look at.
    let reads = |call: &&str| reads(call) || call.ends_with("???( <detached ...>");
    // `12345 openat(…)`; the first call starts the program itself.
    let mut calls: Vec<String> = calls.lines().filter(|call| !reads(call)).map(str::to_owned).collect();
    assert!(calls.first().is_some_and(|call| call.contains("execve(")), "{calls:?}");
    calls.remove(0);
    Some(calls)
}

fn message(body: &str) -> String {
    format!("Content-Length: {}\r\n\r\n{body}", body.len())
}

#[test]
#[cfg(target_os = "linux")]
fn checking_reads_and_nothing_else() {
    let dir = folder(&[("报告.txt", FAULTY), ("去年/报告.txt", FAULTY), ("nianbao.toml", "select = [\"ALL\"]\n")]);
    for arguments in [
        &["check", "."][..],
        &["check", ".", "--diff"],
        &["outline", "报告.txt"],
        &["trace", "报告.txt"],
        &["survey", ".", "--format", "html"],
        &["schema", "list"],
    ] {
        if let Some(traces) = traces(dir.path(), arguments, b"") {
            assert_eq!(traces, [""; 0], "{arguments:?}");
        }
    }
}

#[test]
#[cfg(target_os = "linux")]
fn the_server_reads_and_nothing_else() {
    let dir = folder(&[("报告.txt", FAULTY), (".nianbao/schemas/坏.json", "{")]);
    let uri = format!("file://{}", dir.path().display());
    let item = serde_json::json!({ "uri": format!("{uri}/a.txt"), "languageId": "plaintext", "version": 1, "text": FAULTY });
    let session = [
        format!(r#"{{"jsonrpc":"2.0","id":1,"method":"initialize","params":{{"rootUri":"{uri}","capabilities":{{}}}}}}"#),
        r#"{"jsonrpc":"2.0","method":"initialized","params":{}}"#.to_owned(),
        serde_json::json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": item } }).to_string(),
        format!(r#"{{"jsonrpc":"2.0","id":2,"method":"textDocument/documentSymbol","params":{{"textDocument":{{"uri":"{uri}/a.txt"}}}}}}"#),
        r#"{"jsonrpc":"2.0","id":3,"method":"shutdown"}"#.to_owned(),
        r#"{"jsonrpc":"2.0","method":"exit"}"#.to_owned(),
    ];
    let wire: String = session.iter().map(|body| message(body)).collect();
    if let Some(traces) = traces(dir.path(), &["server"], wire.as_bytes()) {
        assert_eq!(traces, [""; 0]);
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_fix_writes_aside_in_the_same_folder_and_renames() {
    let dir = folder(&[("报告.txt", FAULTY), ("别的.txt", "会议纪要\n")]);
    let Some(traces) = traces(dir.path(), &["check", "--fix", "报告.txt"], b"") else { return };
    let aside = format!("{}/.nianbao-", dir.path().canonicalize().unwrap().display());
    assert_eq!(traces.len(), 2, "{traces:#?}");
    assert!(traces[0].contains("O_EXCL") && traces[0].contains(&aside), "{traces:#?}");
    assert!(traces[1].contains("rename") && traces[1].contains(&aside), "{traces:#?}");
}
