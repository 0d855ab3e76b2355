#!/usr/bin/env bash
# Packages: similar 3.2.1, diffy 0.5.2 (crates.io)
#
# Expected: what TextDiff::unified_diff prints is a patch in the unified format, whose lines
# end with LF; the docs refer to POSIX diff for it.
#
# Seen: TextDiff::from_lines takes a lone CR for an end of line and the printer adds no LF
# behind it. So two lines of the patch stand in one, and the header counts one line more than
# there are: diffy refuses the patch. Text with CR CR LF (CR LF written once more through a
# text mode) is enough. diffy's own patch of the same texts is good.
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
diffy = "=0.5.2"
similar = "=3.2.1"
TOML
cat > src/main.rs <<'RUST'
fn main() {
    let before = "一、总体情况\r\r\n办结15件\r\n";
    let after = "一、总体情况\r\r\n办结16件\r\n";
    let patch = similar::TextDiff::from_lines(before, after)
        .unified_diff()
        .header("draft.txt", "draft.txt")
        .to_string();
    assert_eq!(
        patch,
        "--- draft.txt\n+++ draft.txt\n@@ -1,3 +1,3 @@\n \
         一、总体情况\r \r\n-办结15件\r\n+办结16件\r\n"
    );
    let error = diffy::Patch::from_str(&patch).unwrap_err();

    let own = diffy::create_patch(before, after).to_string();
    let own = diffy::Patch::from_str(&own).unwrap();
    assert_eq!(diffy::apply(before, &own).unwrap(), after);
    println!("patch of similar for a text with CR CR LF: {error}");
}
RUST
cargo run --quiet
