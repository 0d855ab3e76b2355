//! `cargo xtask play`

use std::fs;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use crate::build::{self, Profile};
use crate::{code_server, install, sh};

#[derive(clap::Args)]
pub struct Args {
    /// In the terminal: check and outline of the samples
    #[arg(long, conflicts_with_all = ["browser", "editor"])]
    cli: bool,
    /// In the browser, even when a VS Code is on PATH
    #[arg(long)]
    browser: bool,
    /// The editor to open [default: the first of code, code-insiders, codium on PATH]
    #[arg(long, value_name = "PROGRAM")]
    editor: Option<String>,
    /// Port of VS Code in the browser; another one when it is taken
    #[arg(long, default_value_t = 8024)]
    port: u16,
    /// Language of messages in the browser, where VS Code itself speaks English only
    #[arg(long, value_enum, default_value = "zh")]
    lang: Lang,
}

#[derive(Clone, Copy, ValueEnum)]
enum Lang {
    Zh,
    En,
}

pub fn run(args: &Args) -> Result<()> {
    let samples = sh::root().join("samples");
    let drafts = drafts(&samples)?;
    // A look in the terminal need not wait for the optimiser.
    let binary = build::binary(if args.cli { Profile::Dev } else { Profile::Release })?;
    if args.cli {
        return in_terminal(&binary, &drafts);
    }
    let editor = install::find_editor(args.editor.as_deref());
    match (editor, &args.editor) {
        (None, Some(name)) => bail!("there is no program “{name}”"),
        (Some(editor), _) if !args.browser => in_vscode(&editor, &build::extension(&binary)?, &samples, &drafts),
        _ => in_browser(args, &binary, &samples),
    }
}

/// The sample drafts, sorted by name; the one with planted faults (“草稿”) first, since most is to be seen there.
fn drafts(samples: &Path) -> Result<Vec<PathBuf>> {
    let mut list: Vec<PathBuf> = fs::read_dir(samples)
        .with_context(|| samples.display().to_string())?
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "txt" || e == "md"))
        .filter(|path| path.file_stem().is_none_or(|stem| !stem.eq_ignore_ascii_case("readme")))
        .collect();
    list.sort_by_key(|path| (!path.to_string_lossy().contains("草稿"), path.clone()));
    if list.is_empty() {
        bail!("no drafts in {}", samples.display());
    }
    Ok(list)
}

/// Shows what `check` and `outline` say. Findings are what is to be seen, so
/// their exit status 1 is no failure here.
fn in_terminal(binary: &Path, drafts: &[PathBuf]) -> Result<()> {
    let commands = std::iter::once(vec!["check".into(), "samples".into()]).chain(drafts.iter().map(|draft| {
        let relative = draft.strip_prefix(sh::root()).unwrap_or(draft);
        vec!["outline".into(), "--allow-unrecognised".into(), relative.as_os_str().to_owned()]
    }));
    for words in commands {
        let shown: Vec<_> = words.iter().map(|w| w.to_string_lossy()).collect();
        println!("\n$ nianbao {}", shown.join(" "));
        let status = Command::new(binary).args(&words).current_dir(sh::root()).status()?;
        if !matches!(status.code(), Some(0 | 1)) {
            bail!("nianbao {} failed ({status})", shown.join(" "));
        }
    }
    Ok(())
}

/// Opens the samples with the extension loaded from its build folder: nothing is installed.
fn in_vscode(editor: &Path, extension: &Path, samples: &Path, drafts: &[PathBuf]) -> Result<()> {
    sh::step(&format!("{} with the samples; the extension is loaded, not installed", editor.display()));
    let mut command = Command::new(editor);
    command.arg(format!("--extensionDevelopmentPath={}", extension.display())).arg(samples).args(drafts.first());
    sh::run(&mut command)
}

fn in_browser(args: &Args, binary: &Path, samples: &Path) -> Result<()> {
    let server = code_server::fetch()?;
    let vsix = sh::target().join("nianbao.vsix");
    build::vsix(binary, &vsix)?;
    let data = sh::target().join("play");
    let settings = data.join("user/User/settings.json");
    fs::create_dir_all(settings.parent().unwrap_or(&data))?;
    if !settings.exists() {
        fs::write(&settings, SETTINGS)?;
    }
    // The language is this run's choice, the rest stays as the user may have changed it.
    let locale = match args.lang {
        Lang::Zh => "zh",
        Lang::En => "en",
    };
    let text = fs::read_to_string(&settings)?;
    let other = if locale == "zh" { "en" } else { "zh" };
    let renewed = text.replace(&format!("\"nianbao.locale\": \"{other}\""), &format!("\"nianbao.locale\": \"{locale}\""));
    fs::write(&settings, renewed)?;
    sh::run_quiet(server.command(&data)?.arg("--install-extension").arg(&vsix).arg("--force"))?;

    let port = code_server::free_port(args.port)?;
    let mut command = server.command(&data)?;
    command.args(["--auth", "none", "--bind-addr", &format!("127.0.0.1:{port}"), "--ignore-last-opened"]);
    command.args(["--disable-telemetry", "--disable-update-check", "--disable-workspace-trust"]);
    command.args(["--disable-getting-started-override", "--log", "error"]).arg(samples);
    // What it lacks here (native logging, the gallery) it says at length, and it is of no use to the reader.
    let log = data.join("code-server.log");
    let file = fs::File::create(&log)?;
    let mut running = command.stdout(file.try_clone()?).stderr(file).spawn()?;
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        if let Some(status) = running.try_wait()? {
            bail!("code-server ended ({status}); see {}", log.display());
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    println!("\nVS Code with the sample drafts, until Ctrl-C:\n\n    http://127.0.0.1:{port}/\n");
    let status = running.wait()?;
    if !status.success() {
        bail!("code-server ended ({status}); see {}", log.display());
    }
    Ok(())
}

const SETTINGS: &str = r#"{
  "workbench.startupEditor": "readme",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "chat.disableAIFeatures": true,
  "telemetry.telemetryLevel": "off",
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "git.enabled": false,
  "nianbao.locale": "zh"
}
"#;
