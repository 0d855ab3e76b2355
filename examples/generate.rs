//! Writes what is generated from the code: rule pages, rule tables in the
//! READMEs, JSON Schemas, the rule names in the VS Code manifest.
//!
//! `cargo xtask generate` runs it; with `--check` it writes nothing and fails
//! where a file is stale.

use anyhow::{Context, Result, bail};
use nianbao::message::Lang;
use nianbao::rules::{self, page};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

fn main() -> Result<()> {
    let check = std::env::args().any(|a| a == "--check");
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut stale = Vec::new();
    for (name, text) in files(&root)? {
        let path = root.join(&name);
        let old = std::fs::read_to_string(&path).unwrap_or_default();
        if old == text {
            continue;
        }
        if check {
            stale.push(name);
        } else {
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder)?;
            }
            std::fs::write(&path, text).with_context(|| format!("cannot write {name}"))?;
            println!("wrote {name}");
        }
    }
    if !stale.is_empty() {
        bail!("stale, run `cargo xtask generate`: {}", stale.join(", "));
    }
    Ok(())
}

/// Every generated file with its text.
fn files(root: &Path) -> Result<Vec<(String, String)>> {
    let mut out = Vec::new();
    for (lang, folder) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        for rule in rules::all() {
            let text = page::markdown(rule, lang).with_context(|| format!("the page of {}", rule.name))?;
            out.push((format!("docs/{folder}/rules/{}.md", rule.name), text));
        }
        out.push((format!("docs/{folder}/rules/README.md"), index(lang)));
        out.push((format!("docs/{folder}/SUMMARY.md"), contents(root, folder, lang)?));
    }
    for (lang, name) in [(Lang::Zh, "README.zh-CN.md"), (Lang::En, "README.md")] {
        let text = read(root, name)?;
        out.push((name.to_owned(), between(&text, &page::table(lang)).with_context(|| format!("{name} has no place for the rules"))?));
    }
    let mut outline = serde_json::to_value(schemars::schema_for!(nianbao::schema::Schema))?;
    outline["title"] = json!("Outline schema of Nianbao");
    out.push(("schemas/outline.schema.json".into(), pretty(&outline)?));
    let mut citations = serde_json::to_value(schemars::schema_for!(nianbao::facts::Register))?;
    citations["title"] = json!("Documents, plenums and plan periods that reports cite");
    out.push(("schemas/citations.schema.json".into(), pretty(&citations)?));
    let mut survey = serde_json::to_value(schemars::schema_for!(nianbao::survey::Survey))?;
    survey["title"] = json!("nianbao survey --format json");
    out.push(("schemas/output/survey.schema.json".into(), pretty(&survey)?));
    out.push(("schemas/nianbao.schema.json".into(), pretty(&config_schema())?));
    let manifest = "editors/vscode/package.json";
    out.push((manifest.into(), with_rule_names(&read(root, manifest)?)?));
    Ok(out)
}

fn read(root: &Path, name: &str) -> Result<String> {
    std::fs::read_to_string(root.join(name)).with_context(|| format!("cannot read {name}"))
}

fn index(lang: Lang) -> String {
    let title = if lang == Lang::Zh { "规则" } else { "Rules" };
    let mut table = page::table(lang);
    for rule in rules::all() {
        table = table.replace(&format!("| `{}` |", rule.name), &format!("| [`{0}`]({0}.md) |", rule.name));
    }
    format!("# {title}\n\n{table}")
}

/// The chapters of the guide, in their order.
const GUIDE: [&str; 7] = ["start", "years", "word", "settings", "suppression", "ci", "editors"];

/// The contents of the book: the guide, then the rules by family.
fn contents(root: &Path, folder: &str, lang: Lang) -> Result<String> {
    let title = |page: &str| -> Result<String> {
        let text = read(root, &format!("docs/{folder}/{page}"))?;
        Ok(text.lines().next().unwrap_or_default().trim_start_matches("# ").to_owned())
    };
    let (summary, guide) = if lang == Lang::Zh { ("目录", "使用") } else { ("Contents", "Guide") };
    let mut out = format!("# {summary}\n\n[{}](README.md)\n\n# {guide}\n\n", title("README.md")?);
    for chapter in GUIDE {
        let page = format!("guide/{chapter}.md");
        out += &format!("- [{}]({page})\n", title(&page)?);
    }
    let rules_title = if lang == Lang::Zh { "规则" } else { "Rules" };
    let all = if lang == Lang::Zh { "全部规则" } else { "All rules" };
    out += &format!("\n# {rules_title}\n\n- [{all}](rules/README.md)\n");
    let mut family = "";
    for rule in rules::all() {
        let of = rule.code.get(..3).unwrap_or_default();
        if of != family {
            family = of;
            out += &format!("- [{of} {}]()\n", page::family_name(of, lang));
        }
        out += &format!("  - [{}](rules/{}.md)\n", rule.name, rule.name);
    }
    Ok(out)
}

/// `text` with what stands between the rule markers replaced.
fn between(text: &str, table: &str) -> Option<String> {
    let (start, end) = ("<!-- rules:start -->", "<!-- rules:end -->");
    let from = text.find(start)? + start.len();
    let to = text.find(end)?;
    Some(format!("{}\n{table}{}", text.get(..from)?, text.get(to..)?))
}

/// Names, codes and families that select rules.
fn selectors() -> Vec<String> {
    let mut families: Vec<String> = rules::all().iter().filter_map(|r| r.code.get(..3)).map(str::to_owned).collect();
    families.dedup();
    let names = rules::all().iter().map(|r| r.name.to_owned());
    let codes = rules::all().iter().map(|r| r.code.to_owned());
    std::iter::once("ALL".to_owned()).chain(families).chain(names).chain(codes).collect()
}

fn config_schema() -> Value {
    let selector = json!({ "enum": selectors() });
    let level = json!({ "enum": ["error", "warning", "info", "hint", "off"] });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "nianbao.toml",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "select": { "type": "array", "items": selector, "description": "Rules that are on: names, codes or families." },
            "ignore": { "type": "array", "items": selector, "description": "Rules that are off." },
            "fail-on": { "enum": ["error", "warning", "info", "hint"], "description": "The least severity at which `nianbao check` fails." },
            "severity": { "type": "object", "propertyNames": selector, "additionalProperties": level, "description": "Severities that differ from the rules' own." },
            "files": {
                "type": "array",
                "description": "Which drafts are what.",
                "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["glob"],
                    "properties": {
                        "glob": { "type": "string", "description": "Which drafts, from the folder of this file on." },
                        "schema": { "type": "string", "description": "Id of their outline schema." },
                        "issuer": { "type": "string", "description": "Who issues them." },
                        "previous": { "type": "string", "description": "Last year's report." }
                    }
                }
            }
        }
    })
}

/// The manifest with the rule names in its settings. Edited as text, so that
/// the order of its keys stays.
fn with_rule_names(manifest: &str) -> Result<String> {
    let names = serde_json::to_string(&selectors())?.replace("\",\"", "\", \"");
    let mut text = manifest.to_owned();
    for setting in ["nianbao.select", "nianbao.ignore"] {
        text = replace(&text, setting, "\"items\": {", &format!(" \"type\": \"string\", \"enum\": {names} "))?;
    }
    replace(&text, "nianbao.severity", "\"propertyNames\": {", &format!(" \"enum\": {names} "))
}

/// Replaces the inside of the first `{…}` behind `key` inside `setting`.
fn replace(text: &str, setting: &str, key: &str, inside: &str) -> Result<String> {
    let at = text.find(&format!("\"{setting}\"")).with_context(|| format!("no setting {setting}"))?;
    let open = at + text[at..].find(key).with_context(|| format!("{setting} has no {key}"))? + key.len();
    let close = open + text[open..].find('}').context("no end")?;
    Ok(format!("{}{inside}{}", &text[..open], &text[close..]))
}

fn pretty(value: &Value) -> Result<String> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}
