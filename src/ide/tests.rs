//! What editors are told at a place. `$0` marks it in the text.

use super::*;
use crate::message::Lang;
use crate::rules::{Draft, Settings};
use std::sync::Arc;

const REPORT: &str = "云岭县人民政府2025年法治政府建设年度报告

2025年，我县推进法治政府建设。

一、主要成效

（一）加强领导。落实《法治政府建设实施纲要（2021—2025年）》，信箱收信254件，已办结249件，正在处理5件。

（二）化解矛盾。落实（“一站式”）服务，调处63601件，调解成功62562件，成功率98.36%。按照《纲要》和《云岭县信用办法》开展培训。

二、存在的问题

一是能力不足，办法不多；二是宣传不够。

三、2026年工作安排

一是加强培训。二是宣传《云岭县信用办法》。

云岭县人民政府

2026年2月10日
";

/// The analysis of a text without its `$0`, and where that stood.
fn marked(text: &str) -> (Arc<Analysis>, usize) {
    let at = text.find("$0").unwrap();
    (Draft::new(&text.replace("$0", "")).analyse(&Settings::default()), at)
}

/// The report with a place in it: in front of `words`, moved by `by` characters of them.
fn at(words: &str, by: usize) -> (Arc<Analysis>, usize) {
    let place = REPORT.find(words).unwrap() + words.chars().take(by).map(char::len_utf8).sum::<usize>();
    (Draft::new(REPORT).analyse(&Settings::default()), place)
}

fn said(words: &str, by: usize) -> Option<String> {
    let (analysis, at) = at(words, by);
    let found = hover(&analysis, at, Lang::Zh)?;
    assert!(found.range.contains(&at));
    Some(found.text)
}

#[test]
fn a_figure_tells_its_computation() {
    for part in ["254件", "249件", "5件。"] {
        assert!(said(part, 0).unwrap().contains("249 + 5 = 254\n\n✓"), "{part}");
    }
    assert!(said("98.36%", 3).unwrap().contains("62562 ÷ 63601 = 98.37%\n\n△"));
    assert_eq!(said("98.36%", 6).as_deref(), None);
    assert!(said("二、存在", 0).unwrap().contains("2 个问题"));
    assert_eq!(said("\n2025年，", 0), None);
}

#[test]
fn a_citation_tells_its_document_also_by_a_short_name() {
    let whole = said("法治政府建设实施纲要（", 3).unwrap();
    assert!(whole.contains("文号：中发〔2021〕33号") && whole.contains("状态：现行"), "{whole}");
    assert_eq!(said("《纲要》", 1).as_deref(), Some(whole.as_str()));
    assert_eq!(said("云岭县信用办法", 2), None);
}

fn together(words: &str, by: usize) -> Vec<String> {
    let (analysis, at) = at(words, by);
    highlights(&analysis, at).into_iter().map(|range| REPORT[range].to_owned()).collect()
}

#[test]
fn what_belongs_together() {
    assert_eq!(together("249件", 1), ["254件", "249件", "5件"]);
    assert_eq!(together("成功率98", 3), ["63601件", "62562件", "98.36%"]);
    assert_eq!(together("云岭县信用办法", 2), ["《云岭县信用办法》"; 2]);
    assert_eq!(together("（“一站式”）", 0), ["（", "）"]);
    assert_eq!(together("“一站式”）", 4), ["“", "”"]);
    assert_eq!(together("二是宣传不够", 0), ["一是", "二是"]);
    assert_eq!(together("（二）", 1), ["（一）", "（二）"]);
    assert_eq!(together("三、2026", 0), ["一、", "二、", "三、"]);
    assert_eq!(together("推进法治", 0), [""; 0]);
}

#[test]
fn an_indicator_is_known_again_elsewhere() {
    let text = REPORT.replace("办法不多", "办理行政复议案件1$02件").replace("一是加强培训", "一是上年全县办理行政复议案件9件，培训9件");
    let (analysis, at) = marked(&text);
    let plain = text.replace("$0", "");
    let found: Vec<_> = highlights(&analysis, at).into_iter().map(|range| plain[range].to_owned()).collect();
    assert_eq!(found, ["12件", "9件"]);
}

#[test]
fn hints_tell_shares_that_are_not_stated_and_judge_those_that_are() {
    let analysis = Draft::new(REPORT).analyse(&Settings::default());
    let labels = |shares, citations, range: Range<usize>| -> Vec<String> {
        hints(&analysis, &range, HintOptions { shares, citations }, Lang::Zh).into_iter().map(|hint| hint.label).collect()
    };
    let all = 0..REPORT.len();
    assert_eq!(labels(true, false, all.clone()), ["98.0%", "2.0%", "≠98.37%"]);
    assert_eq!(labels(false, true, all), ["中发〔2021〕33号"; 2]);
    assert_eq!(labels(true, true, 0..REPORT.find("（一）").unwrap()), [""; 0]);
}

#[test]
fn selections_grow_over_what_a_drafter_would_select() {
    let (analysis, place) = at("办法不多", 1);
    let steps = selections(&analysis, place);
    let words: Vec<&str> = steps.iter().take(4).map(|r| &REPORT[r.clone()]).collect();
    assert_eq!(words, ["办法不多", "能力不足，办法不多；", "一是能力不足，办法不多；", "一是能力不足，办法不多；二是宣传不够。"]);
    assert!(REPORT[steps[4].clone()].starts_with("二、存在的问题"));
    assert_eq!(steps.last(), Some(&(0..REPORT.len())));
    for text in ["", "\n", "无报告", "😀"] {
        let analysis = Draft::new(text).analyse(&Settings::default());
        assert!(!selections(&analysis, 0).is_empty());
    }
}

#[test]
fn tokens_do_not_overlap_and_leave_out_other_documents() {
    let analysis = Draft::new(REPORT).analyse(&Settings::default());
    let all = tokens(&analysis, &(0..REPORT.len()));
    assert!(all.is_sorted_by(|a, b| a.range.end <= b.range.start));
    let of = |kind| all.iter().filter(|t| t.kind == kind).map(|t| &REPORT[t.range.clone()]).collect::<Vec<_>>();
    assert_eq!(of(TokenKind::Heading)[..2], ["云岭县人民政府", "法治政府建设年度报告"]);
    assert_eq!(of(TokenKind::Figure), ["254件", "249件", "5件", "63601件", "62562件", "98.36%"]);
    assert_eq!(of(TokenKind::Citation).len(), 4);
    assert_eq!(tokens(&Draft::new("会议纪要\n\n一、出席20人。\n").analyse(&Settings::default()), &(0..999)), []);
}

#[test]
fn links_lead_from_addresses_and_from_titles_with_one() {
    let text = REPORT.replace("开展培训。", "开展培训。详见https://www.example.gov.cn/a/b_1.html。");
    let found = links(&Draft::new(&text).analyse(&Settings::default()), Lang::Zh);
    assert_eq!(found.last().unwrap().target, "https://www.example.gov.cn/a/b_1.html");
    let documents = &crate::facts::register().documents;
    for link in &found[..found.len() - 1] {
        assert!(text[link.range.clone()].starts_with('《') && documents.iter().any(|d| d.url.as_ref() == Some(&link.target)));
    }
}

fn offered(text: &str) -> Vec<Completion> {
    let (analysis, at) = marked(text);
    let found = completions(&analysis, at, CompletionOptions { pinyin: true }, Lang::Zh);
    let plain = text.replace("$0", "");
    for item in &found {
        let range = &item.edit.range;
        assert!(range.start <= at && at <= range.end && !plain[range.clone()].contains('\n'), "{item:?}");
        assert!(item.filter.starts_with(&plain[range.start..at]), "{item:?}");
    }
    found
}

fn labels(text: &str) -> Vec<String> {
    offered(text).into_iter().map(|c| c.label).collect()
}

/// The text after an offer was taken.
fn taken(text: &str, label: &str) -> String {
    let item = offered(text).into_iter().find(|c| c.label == label).unwrap_or_else(|| panic!("{label} is not offered in {text}"));
    let mut plain = text.replace("$0", "");
    let mut edits: Vec<_> = item.more.into_iter().chain([item.edit]).collect();
    edits.sort_by_key(|e| std::cmp::Reverse(e.range.start));
    for edit in edits {
        plain.replace_range(edit.range, &edit.text);
    }
    plain
}

#[test]
fn titles_come_from_the_register_and_from_the_draft() {
    let text = REPORT.replace("一是加强培训", "一是落实《$0");
    let all = labels(&text);
    // The draft cites it, so it comes first.
    assert_eq!(all[0], "法治政府建设实施纲要（2021—2025年）");
    assert!(all.contains(&"云岭县信用办法".to_owned()));
    let old = all.iter().position(|l| l == "法治政府建设实施纲要（2015—2020年）").unwrap();
    let current = all.iter().position(|l| l == "中华人民共和国民法典" || l == "民法典").unwrap();
    assert!(current < old);
    let typed = REPORT.replace("一是加强培训", "一是落实《信用$0》");
    assert!(taken(&typed, "云岭县信用办法").contains("一是落实《云岭县信用办法》。"));
    // Full-width brackets in what the draft cites: it is known as the title of the register, and offered once.
    let plan = "法治中国建设规划（2020—2025年）";
    let cites = labels(&REPORT.replace("推进法治政府建设", &format!("落实《{plan}》")).replace("一是加强培训", "一是落实《$0"));
    assert!(cites[..2].contains(&plan.to_owned()) && cites.iter().filter(|label| *label == plan).count() == 1, "{cites:?}");
    // What begins with what was typed comes before what holds it somewhere.
    let found = labels(&REPORT.replace("一是加强培训", "一是落实《fzzf$0"));
    let last = found.iter().rposition(|label| label.starts_with("法治政府")).unwrap();
    let middle = found.iter().position(|label| label.ends_with("政府组织法")).unwrap();
    assert!(last < middle, "{found:?}");
    // Nothing behind a title that is closed.
    assert!(labels(&REPORT.replace("信用办法》开展", "信用办法》$0开展")).is_empty());
}

#[test]
fn numbers_go_on_where_the_line_stands() {
    let text = REPORT.replace("二、存在的问题", "$0\n\n二、存在的问题");
    assert_eq!(labels(&text), ["（三）", "二、"]);
    assert_eq!(labels(&REPORT.replace("一、主要成效", "一、主要成效\n\n$0"))[..2], ["二、", "（一）"]);
    assert!(taken(&text, "（三）").contains("\n\n（三）\n\n二、"));
    assert_eq!(labels(&REPORT.replace("二、存在的问题", "（$0\n\n二、存在的问题")), ["（三）"]);
    assert_eq!(labels(&REPORT.replace("二是宣传不够。", "$0")), ["二是"]);
    assert_eq!(labels(&REPORT.replace("二是宣传不够。", "二是宣传不够。三$0")), ["三是"]);
    assert!(labels(&REPORT.replace("推进法治政府建设", "三$0推进法治政府建设")).is_empty());
}

#[test]
fn a_missing_part_is_written_where_the_line_stands() {
    let without = REPORT.replace("二、存在的问题\n\n一是能力不足，办法不多；二是宣传不够。", "$0").replace("三、2026", "二、2026");
    let part = offered(&without).into_iter().find(|c| c.kind == CompletionKind::Part).unwrap();
    let after = taken(&without, &part.label);
    assert!(after.contains("\n\n二、") && after.contains("\n\n三、2026年工作安排"), "{after}");
    let missing =
        |text: &str| Draft::new(text).analyse(&Settings::default()).findings.iter().filter(|f| f.rule.name == "missing-part").count();
    assert_eq!((missing(&without.replace("$0", "")), missing(&after)), (1, 0));
    // Typed in part, by its words or by their initials.
    for typed in ["二、$0", "二、存在$0", "不足$0", "问题$0", "czd$0"] {
        let text = without.replace("$0", typed);
        assert_eq!(taken(&text, &part.label), after, "{typed}");
    }
    assert!(offered(REPORT.replace("二、存在的问题", "$0\n\n二、存在的问题").as_str()).iter().all(|c| c.kind != CompletionKind::Part));
}

/// The state of each row of the checklist, children behind their part, by id.
fn states(text: &str) -> Vec<(String, State)> {
    let rows = checklist(&Draft::new(text).analyse(&Settings::default()), Lang::Zh);
    let all = rows.iter().flat_map(|row| std::iter::once(row).chain(&row.children)).filter(|row| row.kind != "theme");
    all.map(|row| (row.id.clone(), row.state)).collect()
}

#[test]
fn a_prompt_fulfils_nothing() {
    let schema = crate::schema::SchemaSet::built_in();
    let schema = schema.get("fazhi-zhengfu").unwrap();
    let new = schema.new_report(&crate::schema::Commission { place: "云岭县", level: None, year: 2025, last: None }).text;
    let analysis = Draft::new(&new).analyse(&Settings::default());
    for (id, state) in states(&new) {
        assert_eq!(state, State::Unwritten, "{id}");
    }
    let themes = checklist(&analysis, Lang::Zh).into_iter().flat_map(|row| row.children).filter(|row| row.kind == "theme");
    assert!(themes.into_iter().all(|row| row.state != State::There));
    let status = status(&analysis, Lang::Zh);
    assert_eq!((status.missing, status.unwritten), (0, 3));
    assert!(lenses(&analysis, Lang::Zh).is_empty());
    // One part is written: what is left waits.
    let results = new.split("二、存在").next().unwrap();
    let written = results
        .replace(
            "【写明党政主要负责人主持会议、部署任务、协调问题、督促落实的具体情况】",
            "县长主持召开常务会议4次，听取法治政府建设情况汇报",
        )
        .replace(
            "【按纲要任务分项写明本年度举措和成效】。【写明具体做法、文件、数据】",
            "规范行政执法。评查行政处罚案卷120卷，合格118卷，反馈问题并督促整改54个，整改情况全部通报，办理行政复议案件62件，调解和解19件，负责人出庭应诉率保持在九成以上，举办执法人员培训班6期",
        );
    let text = new.replace(results, &written);
    let states: std::collections::HashMap<_, _> = states(&text).into_iter().collect();
    assert_eq!((states["part:results"], states["content:first-responsible"]), (State::There, State::There), "{states:?}");
    assert_eq!((states["part:problems"], states["part:plan"]), (State::Unwritten, State::Unwritten));
}

#[test]
fn a_content_item_that_waits_is_neither_there_nor_missing() {
    let text = REPORT.replace("（二）化解矛盾。", "（二）履行推进法治建设第一责任人职责。【写明党政主要负责人主持会议、部署任务、协调问题、督促落实的具体情况】。\n\n（三）化解矛盾。");
    let states: std::collections::HashMap<_, _> = states(&text).into_iter().collect();
    assert_eq!((states["part:results"], states["content:first-responsible"]), (State::There, State::Unwritten));
}

fn inserted(text: &str, id: &str) -> String {
    let analysis = Draft::new(text).analyse(&Settings::default());
    let (edits, _) = insert(&analysis, id).unwrap();
    let mut new = text.to_owned();
    for edit in edits.iter().rev() {
        new.replace_range(edit.range.clone(), &edit.text);
    }
    new
}

#[test]
fn content_of_a_part_goes_into_that_part() {
    let parts =
        ["一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况"];
    let first = parts.map(|heading| format!("{heading}\n\n全年各项工作按计划完成。\n\n")).join("");
    let text = format!(
        "云岭县人民政府2025年政府信息公开工作年度报告\n\n{first}五、存在的主要问题及改进情况\n\n一是政策解读的深度不够。针对上述问题，将推行带头解读。\n\n\
         六、其他需要报告的事项\n\n全年办理建议提案12件。\n\n云岭县人民政府\n\n2026年1月20日\n"
    );
    let new = inserted(&text, "content:fees");
    let (before, behind) = new.split_once("六、其他需要报告的事项").unwrap();
    assert!(
        !before.contains('【') && behind.contains("办理建议提案12件。\n\n【写明本年度收取信息处理费的情况】。\n\n云岭县人民政府"),
        "{new}"
    );
    let new = inserted(&text, "content:supervision");
    assert!(new.split_once("二、主动公开").unwrap().0.contains('【'), "{new}");
}
