#!/usr/bin/env bash
# Packages: globset 0.4.22, glob 0.3.4, wax 0.7.0 (crates.io)
#
# Expected: `?` matches one character; the docs of all three crates say so.
#
# Seen: globset compiles a glob to a regular expression over bytes. `?报.md` does not match
# 年报.md, three question marks (the bytes of 年) do. A range of Han (`[一-龥]`) is taken
# apart to bytes as well (for classes an open report, ripgrep 2873, has it): it matches é.
# A pattern of files in a setting, `rg -g` and a line of an ignore file go this way. glob
# and wax count characters.
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
glob = "=0.3.4"
globset = { version = "=0.4.22", default-features = false }
wax = { version = "=0.7.0", default-features = false }
TOML
cat > src/main.rs <<'RUST'
use wax::Program;

fn main() {
    // Pattern, file name, and what globset, glob and wax say.
    let cases = [
        ("?报.md", "年报.md", [false, true, true]),
        ("???报.md", "年报.md", [true, false, false]),
        ("年[报告].md", "年报.md", [false, true, true]),
        ("[一-龥].md", "年.md", [false, true, true]),
        ("[一-龥]?.md", "é.md", [true, false, false]),
        ("?eport.md", "report.md", [true, true, true]),
    ];
    for (pattern, name, expected) in cases {
        let seen = [
            globset::Glob::new(pattern).unwrap().compile_matcher().is_match(name),
            glob::Pattern::new(pattern).unwrap().matches(name),
            wax::Glob::new(pattern).unwrap().is_match(name),
        ];
        assert_eq!(seen, expected, "{pattern} {name}");
    }
    println!("globset: ?报.md misses 年报.md and ???报.md matches it; glob and wax the other way round");
}
RUST
cargo run --quiet
