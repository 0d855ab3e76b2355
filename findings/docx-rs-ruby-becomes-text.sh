#!/usr/bin/env bash
# Package: docx-rs 0.4.22 (crates.io)
#
# Expected: a reader keeps the reading (w:rt) of a ruby apart from its base (w:rubyBase), or
# leaves it out. ECMA-376 part 1, 17.3.3.25: the ruby text stands above the base, it is no
# part of the line.
#
# Seen: read_docx flattens both into ordinary runs, the reading first, and raises nothing.
# A document that is only read and written back has the pinyin in the sentence and no ruby
# any more: changed for every reader, although nothing was edited.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export CARGO_TARGET_DIR="$dir/target"
mkdir -p "$dir/src"
cd "$dir"
python3 - <<'PY'
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
RUBY = (
    "<w:ruby><w:rubyPr/><w:rt><w:r><w:t>Duān</w:t></w:r></w:rt>"
    "<w:rubyBase><w:r><w:t>端</w:t></w:r></w:rubyBase></w:ruby>"
)
parts = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}" Target="word/document.xml"/></Relationships>',
    "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"/>',
    "word/document.xml": f'<w:document xmlns:w="{W}"><w:body><w:p><w:r>{RUBY}</w:r>'
    "<w:r><w:t>某某出庭应诉。</w:t></w:r></w:p></w:body></w:document>",
}
with zipfile.ZipFile("draft.docx", "w") as archive:
    for name, text in parts.items():
        archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
PY
cat > Cargo.toml <<'TOML'
[package]
name = "check"
version = "0.0.0"
edition = "2021"

[dependencies]
docx-rs = { version = "=0.4.22", default-features = false }
TOML
cat > src/main.rs <<'RUST'
fn main() {
    let draft = docx_rs::read_docx(&std::fs::read("draft.docx").unwrap()).unwrap();
    draft.build().pack(std::fs::File::create("written.docx").unwrap()).unwrap();
}
RUST
cargo run --quiet

python3 - <<'PY'
import re
import zipfile

part = zipfile.ZipFile("written.docx").read("word/document.xml").decode("utf-8")
text = "".join(re.findall(r"<w:t[ >][^<]*", part))
text = re.sub(r"<w:t[^>]*>", "", text)
assert "w:ruby" not in part
assert text == "Duān端某某出庭应诉。", text
print("docx-rs read and wrote back:", text)
PY
