//! From problems to plans and back, as it goes over the wire.

use crate::editor::{Editor, pulls};
use nianbao::server::Options;
use serde_json::{Value, json};

const URI: &str = "file:///srv/报告.txt";
const REPORT: &str = "云岭县人民政府2025年法治政府建设年度报告\n\n一、主要成效\n\n（一）加强领导。开会4次。\n\n二、存在的问题\n\n（一）行政机关负责人出庭率不高。由于重视不够。\n\n（二）公证网点偏少。由于财力有限。\n\n三、2026年工作安排\n\n（一）创新法治宣传。制作短视频。\n\n（二）提高行政应诉水平。逐案通报。\n";
const FIRST_PROBLEM: u64 = 8;
const SECOND_PROBLEM: u64 = 10;
const SECOND_PLAN: u64 = 16;

fn open(options: Value) -> Editor {
    let more = json!({ "initializationOptions": options, "locale": "zh-cn" });
    let mut capabilities = pulls();
    capabilities["workspace"]["applyEdit"] = true.into();
    capabilities["window"]["showDocument"]["support"] = true.into();
    let mut editor = Editor::with(Options { watch_parent: false, ..Options::default() }, capabilities, more);
    editor.open(URI, "annual-report", REPORT);
    editor
}

fn ask(editor: &mut Editor, method: &str, line: u64) -> Value {
    let context = json!({ "includeDeclaration": false });
    let at = json!({ "textDocument": { "uri": URI }, "position": { "line": line, "character": 5 }, "context": context });
    editor.request(method, at).unwrap()
}

fn lines(places: &Value) -> Vec<u64> {
    places.as_array().unwrap().iter().map(|l| l["range"]["start"]["line"].as_u64().unwrap()).collect()
}

fn lenses(editor: &mut Editor) -> Vec<Value> {
    editor.request("textDocument/codeLens", json!({ "textDocument": { "uri": URI } })).unwrap().as_array().unwrap().clone()
}

#[test]
fn a_problem_leads_to_its_plan_and_back() {
    let mut editor = open(json!({}));
    assert_eq!(lines(&ask(&mut editor, "textDocument/definition", FIRST_PROBLEM)), [SECOND_PLAN]);
    assert_eq!(lines(&ask(&mut editor, "textDocument/definition", SECOND_PROBLEM)), [0; 0]);
    assert_eq!(lines(&ask(&mut editor, "textDocument/references", SECOND_PLAN)), [FIRST_PROBLEM]);
    assert!(ask(&mut editor, "textDocument/definition", 4).is_null());
    let hover = ask(&mut editor, "textDocument/hover", FIRST_PROBLEM);
    assert!(hover["contents"]["value"].as_str().unwrap().contains("负责人出庭 ↔ 行政应诉"), "{hover}");
}

#[test]
fn lenses_name_the_plans_and_offer_one_where_there_is_none() {
    let mut editor = open(json!({ "placesCommand": "test.places" }));
    let all = lenses(&mut editor);
    let titles: Vec<&str> = all.iter().map(|l| l["command"]["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["对应安排：（二）", "无对应安排", "为这一问题补一项安排"]);
    assert_eq!(all[0]["command"]["command"], "test.places");
    assert_eq!(all[0]["command"]["arguments"][2][0]["start"]["line"], SECOND_PLAN);
    assert_eq!(all[1]["command"]["command"], "");
    assert_eq!(all[2]["command"]["arguments"], json!([URI, "plan:1"]));
}

#[test]
fn lenses_can_be_switched_off_and_work_without_a_command_of_the_client() {
    assert!(lenses(&mut open(json!({ "settings": { "codeLens": { "plans": false } } }))).is_empty());
    let all = lenses(&mut open(json!({})));
    assert_eq!(all[0]["command"]["command"], "nianbao.server.show");
    assert_eq!(all[0]["command"]["arguments"][1]["start"]["line"], SECOND_PLAN);
}
