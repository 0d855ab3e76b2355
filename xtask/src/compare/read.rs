//! From the JSON of `check`, `outline` and `trace` to entries. Unknown keys are passed over.

use std::collections::BTreeMap;

use serde_json::Value;

use super::entry::{Entry, Place, Subject};

/// Characters of a problem, plan or passage that are shown.
const SHOWN_CHARS: usize = 24;

/// The findings of one file of `check`.
pub fn findings(path: &str, file: &Value) -> Vec<Entry> {
    let list = file["diagnostics"].as_array().into_iter().flatten();
    let entry = |finding: &Value| {
        let end = position(&finding["end"]);
        let mut fields = Vec::new();
        for name in ["code", "severity", "message"] {
            push(&mut fields, name, finding, text);
        }
        fields.push(("end", end.clone()));
        push(&mut fields, "quote", finding, text);
        push(&mut fields, "fix", finding, fix);
        push(&mut fields, "related", finding, |related| each(related, |r| format!("{}:{}", text(&r["path"]), position(&r["start"]))));
        let start = &finding["start"];
        let place = Place { path: path.to_owned(), line: number(&start["line"]), column: number(&start["column"]) };
        let shown = format!("{} “{}” {}", text(&finding["severity"]), brief(&text(&finding["quote"])), text(&finding["message"]));
        Entry { subject: Subject::Finding, place, name: text(&finding["rule"]), end, text: shown, fields }
    };
    list.map(entry).collect()
}

/// What a file is recognised as; `null` where no schema claims it.
pub fn report(path: &str, report: &Value) -> Entry {
    let mut fields = vec![("recognised", if report.is_null() { "no" } else { "yes" }.to_owned())];
    for name in ["schema", "profile", "report_year", "plan_year", "title", "issuer", "certainty"] {
        push(&mut fields, name, report, text);
    }
    let shown = if report.is_null() { String::new() } else { format!("{} “{}”", text(&report["schema"]), text(&report["title"])) };
    Entry { subject: Subject::Report, place: at(path, 0), name: "report".into(), end: String::new(), text: shown, fields }
}

/// Parts, headings, problems and plans of `outline`.
pub fn outline(path: &str, json: &Value) -> Vec<Entry> {
    let mut list = Vec::new();
    for part in json["parts"].as_array().into_iter().flatten() {
        let mut fields = Vec::new();
        push(&mut fields, "role", part, text);
        push(&mut fields, "end_line", part, text);
        let shown = text(&part["role"]);
        list.push(outlined(path, number(&part["start_line"]), "part", shown, fields));
    }
    headings(path, &json["outline"], &mut list);
    for (key, name) in [("problems", "problem"), ("plans", "plan")] {
        for item in json[key].as_array().into_iter().flatten() {
            let words = text(&item["text"]);
            list.push(outlined(path, number(&item["line"]), name, brief(&words), vec![("text", words)]));
        }
    }
    list
}

/// A tree of headings, each before its children.
fn headings(path: &str, tree: &Value, list: &mut Vec<Entry>) {
    for heading in tree.as_array().into_iter().flatten() {
        let mut fields = Vec::new();
        for name in ["kind", "role", "level", "title", "run_in", "explicit", "end_line"] {
            push(&mut fields, name, heading, text);
        }
        push(&mut fields, "themes", heading, |themes| each(themes, text));
        let mark = text(&heading["number"]);
        let shown = brief(&text(&heading["title"]));
        list.push(outlined(path, number(&heading["start_line"]), &format!("heading {mark}"), shown, fields));
        headings(path, &heading["children"], list);
    }
}

fn outlined(path: &str, line: u64, name: &str, text: String, fields: Vec<(&'static str, String)>) -> Entry {
    Entry { subject: Subject::Outline, place: at(path, line), name: name.trim_end().to_owned(), end: String::new(), text, fields }
}

/// The links of `trace`. Problems and plans are named by line and words, since their ids shift with every item before.
pub fn links(path: &str, json: &Value) -> Vec<Entry> {
    let named = |key: &str| -> BTreeMap<u64, (u64, String)> {
        let items = json[key].as_array().into_iter().flatten();
        items.map(|item| (number(&item["id"]), (number(&item["line"]), brief(&text(&item["text"]))))).collect()
    };
    let (problems, plans) = (named("problems"), named("plans"));
    let mut list = Vec::new();
    for link in json["links"].as_array().into_iter().flatten() {
        let (line, words) = problems.get(&number(&link["problem"])).cloned().unwrap_or_default();
        let plan = |id: &Value| plans.get(&number(id)).map_or(text(id), |(line, words)| format!("{line} {words}"));
        let mut fields = Vec::new();
        push(&mut fields, "strength", link, text);
        push(&mut fields, "plans", link, |ids| each(ids, plan));
        let shown = format!("{words} → {}", each(&link["plans"], plan));
        list.push(Entry { subject: Subject::Link, place: at(path, line), name: "link".into(), end: words, text: shown, fields });
    }
    for plan in json["carried_over"].as_array().into_iter().flatten() {
        let words = brief(&text(&plan["text"]));
        let mut fields = Vec::new();
        push(&mut fields, "strength", plan, text);
        push(&mut fields, "results", plan, |results| each(results, |r| format!("{} {}", number(&r["line"]), brief(&text(&r["text"])))));
        let place = at(path, number(&plan["line"]));
        list.push(Entry { subject: Subject::Link, place, name: "last year's plan".into(), end: words.clone(), text: words, fields });
    }
    list
}

fn at(path: &str, line: u64) -> Place {
    Place { path: path.to_owned(), line, column: 0 }
}

/// Adds a field if the object has it.
fn push(fields: &mut Vec<(&'static str, String)>, name: &'static str, object: &Value, show: impl Fn(&Value) -> String) {
    if let Some(value) = object.get(name) {
        fields.push((name, show(value)));
    }
}

/// A fix in one line: whether it is safe, and its edits.
fn fix(fix: &Value) -> String {
    if fix.is_null() {
        return "none".to_owned();
    }
    let edit = |edit: &Value| format!("{}–{} “{}”", position(&edit["start"]), position(&edit["end"]), text(&edit["text"]));
    let safe = if fix["safe"] == Value::Bool(true) { "safe" } else { "unsafe" };
    format!("{safe}: {} ({})", each(&fix["edits"], edit), text(&fix["title"]))
}

fn each(list: &Value, show: impl Fn(&Value) -> String) -> String {
    let items: Vec<String> = list.as_array().into_iter().flatten().map(show).collect();
    if items.is_empty() { "none".to_owned() } else { items.join(", ") }
}

fn position(at: &Value) -> String {
    format!("{}:{}", number(&at["line"]), number(&at["column"]))
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_default()
}

/// A value in words; `null` is empty.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The first characters, on one line.
fn brief(text: &str) -> String {
    let line = text.replace(['\n', '\r'], "⏎");
    if line.chars().count() <= SHOWN_CHARS { line } else { line.chars().take(SHOWN_CHARS).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::super::entry::{Difference, compare};
    use super::*;
    use serde_json::json;

    fn finding(severity: &str, message: &str, fix: &Value) -> Value {
        json!({ "code": "NB706", "rule": "stray-space", "severity": severity, "message": message, "quote": " ", "related": [],
            "start": { "line": 3, "column": 9 }, "end": { "line": 3, "column": 10 }, "fix": fix })
    }

    fn file(list: &[Value]) -> Value {
        json!({ "path": "a.md", "diagnostics": list })
    }

    /// The fields that changed, where one entry did.
    fn changed(old: &[Entry], new: &[Entry]) -> Vec<&'static str> {
        match compare(old, new).as_slice() {
            [Difference::Changed(_, fields)] => fields.iter().map(|(name, ..)| *name).collect(),
            other => panic!("one change was expected: {other:?}"),
        }
    }

    #[test]
    fn a_finding_has_its_place_and_words() {
        let list = findings("a.md", &file(&[finding("warning", "多余的空格", &Value::Null)]));
        let [entry] = list.as_slice() else { panic!("{list:?}") };
        assert_eq!((entry.place.line, entry.place.column, entry.name.as_str()), (3, 9, "stray-space"));
        assert_eq!(entry.text, "warning “ ” 多余的空格");
    }

    #[test]
    fn severity_message_and_fix_are_changes() {
        let repair = json!({ "title": "删去", "safe": true, "edits": [{ "start": { "line": 3, "column": 9 },
            "end": { "line": 3, "column": 10 }, "text": "" }] });
        let old = findings("a.md", &file(&[finding("warning", "一", &Value::Null)]));
        let new = findings("a.md", &file(&[finding("hint", "二", &repair)]));
        assert_eq!(changed(&old, &new), ["severity", "message", "fix"]);
    }

    #[test]
    fn keys_of_a_later_build_are_no_difference() {
        let old = findings("a.md", &file(&[finding("warning", "一", &Value::Null)]));
        let mut later = finding("warning", "一", &Value::Null);
        later["group"] = json!(1);
        assert!(compare(&old, &findings("a.md", &file(&[later]))).is_empty());
        let report_of = |more: Value| {
            let mut base = json!({ "schema": "fazhi-zhengfu", "profile": "2021", "title": "甲", "report_year": 2025 });
            base.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            [report("a.md", &base)]
        };
        assert!(compare(&report_of(json!({})), &report_of(json!({ "certainty": "likely", "reasons": [1] }))).is_empty());
    }

    #[test]
    fn recognition_is_a_change_of_the_report() {
        let claimed = report("a.md", &json!({ "schema": "fazhi-zhengfu", "title": "甲", "report_year": 2025 }));
        let other = report("a.md", &json!({ "schema": "fazhi-zhengfu", "title": "乙", "report_year": 2024 }));
        let none = report("a.md", &Value::Null);
        assert_eq!(changed(std::slice::from_ref(&none), std::slice::from_ref(&claimed)), ["recognised"]);
        assert_eq!(changed(&[claimed], &[other]), ["report_year", "title"]);
        assert!(compare(std::slice::from_ref(&none), std::slice::from_ref(&none)).is_empty());
    }

    #[test]
    fn headings_are_compared_by_line_and_mark() {
        let tree = |title: &str, children: Value| {
            json!({ "parts": [{ "role": "results", "start_line": 3, "end_line": 9 }], "outline": [{ "kind": "section", "role": "results",
                "level": 1, "number": "一、", "title": title, "start_line": 3, "end_line": 9, "themes": ["甲"], "children": children }] })
        };
        let child =
            json!([{ "kind": "item", "role": "results", "level": 2, "number": "一是", "title": "乙", "start_line": 4, "end_line": 4 }]);
        let old = outline("a.md", &tree("主要成效", json!([])));
        assert_eq!(changed(&old, &outline("a.md", &tree("成效", json!([])))), ["title"]);
        let differences = compare(&old, &outline("a.md", &tree("主要成效", child)));
        assert!(
            matches!(differences.as_slice(), [Difference::OnlyNew(e)] if e.name == "heading 一是" && e.place.line == 4),
            "{differences:?}"
        );
    }

    #[test]
    fn links_do_not_depend_on_ids() {
        let trace = |shift: u64, answer: u64| {
            json!({ "problems": [{ "id": 1 + shift, "line": 8, "text": "力量不足" }],
                "plans": [{ "id": 1 + shift, "line": 10, "text": "充实力量" }, { "id": 2 + shift, "line": 11, "text": "加强培训" }],
                "links": [{ "problem": 1 + shift, "plans": [answer + shift], "strength": "strong", "because": [shift] }] })
        };
        let old = links("a.md", &trace(0, 1));
        assert!(compare(&old, &links("a.md", &trace(4, 1))).is_empty());
        assert_eq!(changed(&old, &links("a.md", &trace(4, 2))), ["plans"]);
        let mut none = trace(0, 1);
        none["links"][0]["plans"] = json!([]);
        none["links"][0]["strength"] = json!("none");
        assert_eq!(changed(&old, &links("a.md", &none)), ["strength", "plans"]);
    }
}
