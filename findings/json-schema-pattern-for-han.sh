#!/usr/bin/env bash
# Packages: jsonschema 4.26.0 (PyPI), ajv 8.20.0 with ajv-formats 3.0.1 (npm),
# jsonschema 0.61.2 (crates.io)
#
# Expected: a `pattern` is a regular expression of ECMA-262 (JSON Schema 2020-12, core
# 6.4), and a validator that takes a schema tells the same as another one.
#
# Seen: no way to say "only Han" by its Unicode name works in all three. `\p{Han}`: the
# crate matches, ajv refuses to compile (ECMA-262 wants Script=), yet the format `regex`
# of ajv-formats calls the same text valid. `\p{Script=Han}`: crate and ajv match, Python
# refuses the schema. And what compiles everywhere differs: `^\d{4}$` for a year takes
# full-width ２０２４ in Python only, `^\w+$` takes 年报 in Python only.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export CARGO_TARGET_DIR="$dir/target"
mkdir -p "$dir/src"
cd "$dir"
cat > cases.json <<'JSON'
[["^\\p{Han}+$", "年报"], ["^\\p{Script=Han}+$", "年报"], ["^\\d{4}$", "２０２４"],
 ["^\\w+$", "年报"]]
JSON

python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" -q --disable-pip-version-check install jsonschema==4.26.0
cat > check.py <<'PY'
import json

from jsonschema import Draft202012Validator as Validator
from jsonschema import SchemaError

seen = []
for pattern, text in json.load(open("cases.json", encoding="utf-8")):
    schema = {"pattern": pattern}
    try:
        Validator.check_schema(schema)
        seen.append(Validator(schema).is_valid(text))
    except SchemaError:
        seen.append("error")
assert seen == ["error", "error", True, True], seen
PY
"$dir/venv/bin/python" check.py

npm --silent --no-audit --no-fund install --prefix "$dir" ajv@8.20.0 ajv-formats@3.0.1
cat > check.cjs <<'JS'
const assert = require('node:assert/strict')
const Ajv = require('ajv/dist/2020').default
const addFormats = require('ajv-formats').default
const seen = require('./cases.json').map(([pattern, text]) => {
  try {
    return new Ajv({ strictTypes: false }).validate({ pattern }, text)
  } catch {
    return 'error'
  }
})
assert.deepEqual(seen, ['error', true, false, false])
assert.equal(addFormats(new Ajv({ strictTypes: false })).validate({ format: 'regex' }, '^\\p{Han}+$'), true)
JS
node check.cjs

cat > Cargo.toml <<'TOML'
[package]
name = "check"
version = "0.0.0"
edition = "2021"

[dependencies]
jsonschema = { version = "=0.61.2", default-features = false }
serde_json = "1"
TOML
cat > src/main.rs <<'RUST'
fn main() {
    let text = std::fs::read_to_string("cases.json").unwrap();
    let cases: Vec<(String, String)> = serde_json::from_str(&text).unwrap();
    let seen: Vec<bool> = cases
        .iter()
        .map(|(pattern, text)| {
            jsonschema::is_valid(&serde_json::json!({ "pattern": pattern }), &serde_json::json!(text))
        })
        .collect();
    assert_eq!(seen, [true, true, false, false]);
    println!("\\p{{Han}}: Python error, ajv error, Rust true; \\p{{Script=Han}}: error, true, true; \\d with full-width: true, false, false");
}
RUST
cargo run --quiet
