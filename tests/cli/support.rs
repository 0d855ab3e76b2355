//! Running the real program.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a run ended with.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    /// The lines of standard error; each test that asks says how many there must be.
    pub fn err_lines(&self) -> Vec<&str> {
        self.err.lines().collect()
    }

    /// Standard output as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {}\n{}", self.out, self.err))
    }
}

/// The program, in `dir`, in Chinese, 80 columns wide.
pub fn command(dir: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
    command.current_dir(dir).args(arguments).env("LANG", "zh_CN.UTF-8").env("COLUMNS", "80");
    for name in ["LC_ALL", "LC_MESSAGES", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "RUST_BACKTRACE"] {
        command.env_remove(name);
    }
    command
}

/// Runs the program with nothing on standard input.
pub fn run(dir: &Path, arguments: &[&str]) -> Run {
    feed(command(dir, arguments), b"")
}

/// Runs it with these bytes on standard input.
pub fn run_with(dir: &Path, arguments: &[&str], input: &[u8]) -> Run {
    feed(command(dir, arguments), input)
}

/// Runs a command with these bytes on standard input.
pub fn feed(mut command: Command, input: &[u8]) -> Run {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut tries = 0;
    let mut child = loop {
        match command.spawn() {
            // A copy of the program is still open for writing in a child that another test has just forked.
            Err(error) if error.kind() == std::io::ErrorKind::ExecutableFileBusy && tries < 200 => {
                tries += 1;
                std::thread::sleep(std::time::Duration::from_millis(10));
            }
            child => break child.expect("the program starts"),
        }
    };
    // A program that refuses its arguments does not read its input.
    let _ = child.stdin.take().expect("a pipe").write_all(input);
    let output = child.wait_with_output().expect("the program ends");
    Run {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// A folder with these files, outside every project.
pub fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for (name, content) in files {
        put(dir.path(), name, content.as_bytes());
    }
    dir
}

/// Writes a file and the folders above it.
pub fn put(dir: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = dir.join(name);
    std::fs::create_dir_all(path.parent().expect("a folder above")).expect("folders");
    std::fs::write(&path, bytes).expect("a file");
    path
}

/// The reports that were composed for tests.
pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("fixtures")
}

/// A fixture's text, whatever its encoding.
pub fn text_of(path: &Path) -> String {
    nianbao::text::decode(&std::fs::read(path).expect("a fixture")).expect("a text").text
}

/// The text in every encoding that is read besides plain UTF-8.
pub fn encodings(text: &str) -> Vec<Vec<u8>> {
    use nianbao::text::{Encoding, encode};
    [Encoding::Gb18030, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Utf8 { bom: true }]
        .into_iter()
        .map(|encoding| encode(text, encoding).expect("it can be encoded"))
        .collect()
}

/// A short report with two faults: a stop behind a bracket (NB203, with a safe
/// fix) and a missing part (NB101).
pub const FAULTY: &str = "云岭县2023年法治政府建设年度报告

2023年，云岭县人民政府深入学习贯彻习近平法治思想，推进法治政府建设。现将有关情况报告如下：

一、主要工作和成效

（一）、履行第一责任人职责。县政府主要负责人主持召开常务会议研究法治政府建设工作4次，部署重点任务12项，协调解决执法队伍编制、经费等重要问题3个，督促有关部门落实整改。

（二）优化法治化营商环境。全年取消行政许可事项12项，办理政务服务事项4.2万件，群众满意率保持在较高水平。

二、2024年工作安排

（一）加强行政执法监督。开展案卷评查，规范行政裁量权。

（二）深化政务公开。公开重大决策事项目录。

云岭县人民政府

2024年1月15日
";
