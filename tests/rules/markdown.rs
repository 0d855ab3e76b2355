//! Drafts in Markdown: what of them is text, and that nothing else is changed.

use crate::structure::{REPORT, fixed, markdown, skeleton};
use crate::support::{analyse_as, apply, reports};
use nianbao::ide::{self, Effect};
use nianbao::message::Lang;
use nianbao::rules::Analysis;
use nianbao::syntax::SourceFormat::PlainText;
use proptest::prelude::*;

fn names(analysis: &Analysis) -> Vec<&'static str> {
    analysis.findings.iter().map(|f| f.rule.name).collect()
}

#[test]
fn the_report_is_clean() {
    assert_eq!(names(&markdown(REPORT)), [] as [&str; 0]);
}

#[test]
fn a_part_that_is_commented_out_is_missing() {
    let text = REPORT.replace("## 三、", "<!--\n\n## 三、").replace("12名。\n", "12名。\n\n-->\n");
    assert!(names(&markdown(&text)).contains(&"missing-part"), "{:?}", names(&markdown(&text)));
}

#[test]
fn items_of_a_list_are_problems_each() {
    let written = "（一）基层执法力量薄弱。主要原因是人员更替频繁。";
    for list in [
        "- 基层执法力量薄弱\n- 普法宣传不够深入",
        "- 基层执法力量薄弱\n\n- 普法宣传不够深入",
        "* 基层执法力量薄弱\n* 普法宣传不够深入",
        "1. 基层执法力量薄弱\n2. 普法宣传不够深入",
        "主要表现在：\n\n- 基层执法力量薄弱；\n- 普法宣传不够深入。",
        "- 基层执法力量薄弱\n- 普法宣传不够深入\n\n主要原因是人员更替频繁。",
    ] {
        let analysis = markdown(&REPORT.replace(written, list));
        let problems: Vec<_> = analysis.outline.problems.iter().map(|p| analysis.words(&p.title)).collect();
        assert_eq!(problems, ["基层执法力量薄弱", "普法宣传不够深入"], "{list}");
    }
}

#[test]
fn a_draft_is_recognised_wherever_its_title_stands() {
    let title = "# 云岭县人民政府2025年法治政府建设年度报告\n";
    let keys: String = (0..38).map(|n| format!("key{n}: 全县召开会议，研究法治工作。\n")).collect();
    for head in [
        format!("---\n{keys}---\n\n{title}"),
        "---\ntitle: 云岭县人民政府2025年法治政府建设年度报告\ntags: [法治]\n---\n".to_owned(),
        "---\nauthor: 办公室\ntitle: \"云岭县人民政府2025年法治政府建设年度报告\"\n---\n\n# 云岭县人民政府2025年法治政府建设年度报告\n"
            .to_owned(),
        "+++\ntitle = '云岭县人民政府2025年法治政府建设年度报告'\n+++\n".to_owned(),
        "# 云岭县人民政府<br>2025年法治政府建设年度报告\n".to_owned(),
        "<center>云岭县人民政府2025年法治政府建设年度报告</center>\n".to_owned(),
        "<div align=\"center\">云岭县人民政府<br/>2025年法治政府建设年度报告</div>\n".to_owned(),
        "<h1 align=\"center\">\n云岭县人民政府2025年法治政府建设年度报告\n</h1>\n".to_owned(),
        "云岭县人民政府2025年法治政府建设年度报告\n===\n".to_owned(),
    ] {
        let analysis = markdown(&REPORT.replace(title, &head));
        let report = analysis.outline.report.as_ref().unwrap_or_else(|| panic!("{head}: {:?}", analysis.outline.refusal));
        assert_eq!(report.title, "云岭县人民政府2025年法治政府建设年度报告", "{head}");
        assert_eq!(report.certainty, nianbao::outline::Certainty::Certain, "{head}");
        assert_eq!(names(&analysis), [] as [&str; 0], "{head}");
    }
}

/// Outline and findings, by the lines at which they stand.
fn shape(analysis: &Analysis) -> Vec<String> {
    let line = |at: usize| analysis.text.line_of(at) + 1;
    let mut rows = Vec::new();
    analysis.outline.walk(|n| {
        rows.push(format!(
            "{:?} {:?} {} {} {}",
            n.kind,
            n.role,
            n.level,
            line(analysis.bytes(&n.heading).start),
            analysis.words(&n.heading)
        ));
    });
    let outline = &analysis.outline;
    rows.extend(
        outline
            .problems
            .iter()
            .chain(&outline.plans)
            .map(|i| format!("{} {}", line(analysis.bytes(&i.title).start), analysis.words(&i.title))),
    );
    rows.extend(
        analysis.findings.iter().map(|f| format!("{} {} {}", line(analysis.bytes(&f.span).start), f.rule.name, analysis.words(&f.span))),
    );
    rows
}

#[test]
fn a_report_in_markdown_reads_as_its_twin_in_plain_text() {
    let mut troubles = String::new();
    for (name, text) in reports() {
        // Marks of Markdown that are written in it are text to the one and marks to the other.
        if name.ends_with(".md") {
            continue;
        }
        let (plain, twin) = (shape(&analyse_as(text, PlainText)), shape(&markdown(text)));
        for row in plain.iter().filter(|row| !twin.contains(row)) {
            troubles += &format!("{name}: only .txt: {row}\n");
        }
        for row in twin.iter().filter(|row| !plain.contains(row)) {
            troubles += &format!("{name}: only .md: {row}\n");
        }
    }
    assert!(troubles.is_empty(), "{troubles}");
}

/// Chinese prose with faults that have safe fixes.
fn prose() -> impl Strategy<Value = String> {
    let clauses = prop::sample::select(vec![
        "评查案卷120卷",
        "对发现的的问题整改",
        "截止2025年底完成整改",
        "全县召开会议,研究议题",
        "出台办法 3 件",
        "落实责任；；完善机制",
        "印发文件(共3件)",
        "整改率为85%",
        "推进依法行政、、规范执法",
        "云岭县县政府部署工作",
        "《法治政府建设实施纲要(2021-2025年)》",
        "办结案件12 件",
        "加强领导",
        "一是健全机制",
        "受理咨询10~20件",
        "（一)规范执法",
        "2025年",
        "问题、",
    ]);
    (prop::collection::vec(clauses, 1..4), prop::sample::select(vec!["。", "，", ",", "", "；", "。。", "！"]))
        .prop_map(|(c, stop)| c.join("，") + stop)
}

/// Prose with marks of Markdown around and between.
fn inline() -> impl Strategy<Value = String> {
    let wrap = prop::sample::select(vec![
        ("", ""),
        ("**", "**"),
        ("__", "__"),
        ("*", "*"),
        ("~~", "~~"),
        ("[", "](附件/办法.md)"),
        ("[", "](a.md \"的的, (1)\")"),
        ("[", "][a]"),
        ("`", "`"),
        ("``", "``"),
        ("![", "](图,1.png)"),
        ("[", "](附件/附件 一.xlsx)"),
        ("<b>", "</b>"),
        ("<!-- ", " -->"),
        ("&amp;", "&nbsp;"),
        ("\\(", "\\)"),
        ("", "[^1]"),
        ("<https://a.b/的的,c>", ""),
        ("", "<br>"),
        ("", "  \n"),
        ("", "\\\n"),
        ("", "\n"),
        ("**", ""),
        ("`", ""),
        ("[", ""),
        ("<", ""),
        ("_", "_"),
        ("", "*"),
    ]);
    prop::collection::vec((wrap, prose()), 1..4)
        .prop_map(|all| all.into_iter().map(|((open, close), text)| format!("{open}{text}{close}")).collect::<String>())
}

/// A block of a document.
fn document_block() -> impl Strategy<Value = String> {
    let lead = prop::sample::select(vec![
        "",
        "",
        "",
        "# ",
        "### ",
        "- ",
        "* ",
        "1. ",
        "3) ",
        "- [x] ",
        "> ",
        "> > ",
        "- - ",
        "    ",
        "　　",
        "（一）",
        "一、",
        "  - ",
        "[^1]: ",
        "> - ",
        "\t",
    ]);
    prop_oneof![
        6 => (lead, inline()).prop_map(|(lead, text)| format!("{lead}{text}")),
        1 => prose().prop_map(|text| format!("```\n{text}\n九、示例\n```")),
        1 => prose().prop_map(|text| format!("~~~text {text}\n{text}\n~~~")),
        1 => prose().prop_map(|text| format!("<!--\n{text}\n\n{text}\n-->")),
        1 => prose().prop_map(|text| format!("<div>\n{text}\n</div>")),
        1 => prose().prop_map(|text| format!("<table><tr><td>{text}</td></tr></table>")),
        1 => (prose(), prose()).prop_map(|(a, b)| format!("| 项目 | 数量 |\n|:--|--:|\n| {a} | **{b}** |")),
        1 => prose().prop_map(|text| format!("[a]: a.md \"{text}\"")),
        1 => prop::sample::select(vec!["---", "***", "===", "```", "    let x = 的的;"]).prop_map(str::to_owned),
        1 => prose().prop_map(|text| format!("{text}\n---")),
        1 => (prose(), inline()).prop_map(|(a, b)| format!("- {a}\n\n  {b}\n  - {a}\n\n      {b}")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn fixes_change_nothing_but_text(blocks in prop::collection::vec((document_block(), prop::sample::select(vec!["\n\n", "\n\n", "\n", "\r\n", "\n\n\n"])), 1..12)) {
        let written = "县政府主要负责人主持召开常务会议，研究法治政府建设议题4个。";
        let body: String = blocks.iter().map(|(text, end)| format!("{text}{end}")).collect();
        let text = REPORT.replace(written, &format!("{body}\n\n[a]: a.md\n\n{written}"));
        let after = fixed(&text);
        prop_assert_eq!(skeleton(&text), skeleton(&after), "{}\n=====\n{}", text, after);
    }
}

#[test]
fn a_comment_from_the_editor_works_where_it_is_put() {
    let written = "县政府主要负责人主持召开常务会议，研究法治政府建设议题4个。";
    for (body, with) in [
        ("对发现的的问题整改。", "<!-- nianbao-ignore doubled-text -->\n对发现的的问题整改。"),
        ("> 对发现的的问题整改。", "> <!-- nianbao-ignore doubled-text -->\n> 对发现的的问题整改。"),
        (
            "- 评查案卷120卷。\n\n  对发现的的问题整改。",
            "- 评查案卷120卷。\n\n  <!-- nianbao-ignore doubled-text -->\n  对发现的的问题整改。",
        ),
        (
            "- 评查案卷120卷。\n- 对发现的的问题整改。\n- 印发文件3件。",
            "- 评查案卷120卷。\n- 对发现的的问题整改。 <!-- nianbao-ignore doubled-text -->\n- 印发文件3件。",
        ),
        ("1. 对发现的**的问题整改**", "1. 对发现的**的问题整改** <!-- nianbao-ignore doubled-text -->"),
        ("\u{3000}\u{3000}对发现的的问题整改。", "<!-- nianbao-ignore doubled-text -->\n\u{3000}\u{3000}对发现的的问题整改。"),
    ] {
        let report = |body: &str| REPORT.replace(written, &format!("{body}\n\n{written}"));
        let text = report(body);
        let analysis = markdown(&text);
        assert_eq!(names(&analysis), ["doubled-text"], "{body}");
        let at = analysis.bytes(&analysis.findings[0].span);
        let title = nianbao::message::Message::new("action.suppress").with("rule", "doubled-text").render(Lang::Zh);
        let action = ide::actions(&analysis, at, Lang::Zh).into_iter().find(|a| a.title == title).unwrap();
        let Effect::Edit(edits) = action.effect else { panic!() };
        let after = apply(&text, &edits);
        assert_eq!(after, report(with));
        assert_eq!(names(&markdown(&after)), [] as [&str; 0], "{after}");
    }
}
