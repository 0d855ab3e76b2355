#!/usr/bin/env bash
# Packages: quick-junit 0.8.0, roxmltree 0.21.1 (crates.io), junitparser 5.0.3 (PyPI)
#
# Expected: a message with two lines that is written to JUnit XML is read back with two
# lines. quick-junit replaces what XML forbids; a line feed is allowed in an attribute.
#
# Seen: quick-junit writes the line feed as it is into the attribute `message`, and into
# names likewise. XML 1.0 (3.3.3) makes every reader turn such a character into a blank;
# only `&#10;` stays. So the lines run together in each CI that shows them. A tab, which XML
# allows, is deleted: the words beside it join. junitparser writes `&#10;` and `&#09;`.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export CARGO_TARGET_DIR="$dir/target"
mkdir -p "$dir/src"
cd "$dir"
cat > Cargo.toml <<'TOML'
[package]
name = "check"
version = "0.0.0"
edition = "2021"

[dependencies]
quick-junit = "=0.8.0"
roxmltree = "=0.21.1"
TOML
cat > src/main.rs <<'RUST'
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

fn main() {
    let message = "缺章节\n应有：\t下一步打算";
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    status.set_message(message);
    let mut suite = TestSuite::new("年报");
    suite.add_test_case(TestCase::new("章节", status));
    let mut report = Report::new("check");
    report.add_test_suite(suite);
    let xml = report.to_string().unwrap();
    let document = roxmltree::Document::parse(&xml).unwrap();
    let failure = document.descendants().find(|node| node.has_tag_name("failure")).unwrap();
    let read = failure.attribute("message").unwrap();
    assert_eq!(read, "缺章节 应有：下一步打算");
    println!("quick-junit wrote {message:?}, an XML reader gets {read:?}");
}
RUST
cargo run --quiet

python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" -q --disable-pip-version-check install junitparser==5.0.3
"$dir/venv/bin/python" - <<'PY'
from junitparser import Failure, JUnitXml, TestCase, TestSuite

case, suite, report = TestCase("章节"), TestSuite("年报"), JUnitXml()
case.result = [Failure("缺章节\n应有：\t下一步打算")]
suite.add_testcase(case)
report.add_testsuite(suite)
assert 'message="缺章节&#10;应有：&#09;下一步打算"' in report.tostring().decode("utf-8")
PY
