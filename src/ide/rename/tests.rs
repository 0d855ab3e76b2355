//! A report whose years are marked, renamed and renamed back.

use super::*;
use crate::rules::{Draft, Settings};
use crate::schema::SchemaSet;
use std::sync::Arc;

/// `{r:2024}` follows from the report year, `{p:…}` from the plan year,
/// `{s:…}` is of the signature, `{d:…}` is asked about; any other year stays.
const MARKED: &str = "云岭县人民政府关于{r:2024}年度法治政府建设情况的报告\n\n\
    {r:2024}年，县政府深入贯彻《法治政府建设实施纲要（2021—2025年）》，对照《云岭县2024年法治政府建设工作要点》推进各项工作。现将{r:2024}年度法治政府建设情况和{p:2025}年工作安排报告如下。\n\n\
    一、{r:2024}年主要举措和成效\n\n\
    （一）规范行政执法。{r:2024}年，全县评查案卷420宗，较2023年增加30宗。{d:2024}年5月，县政府召开执法工作推进会。“2024清朗”行动持续开展，“2024年护苗”专项行动收缴出版物300件。\n\n\
    （二）化解行政争议。2021年以来收到行政复议申请620件，{d:2024}年收到181件，2023年为151件。截至2024年底，累计建成调解工作室36个。自2024年起实行繁简分流。2022年至2024年办理法律援助案件900件。《云岭县调解办法》自2024年1月1日起施行。数据统计期限为{r:2024}年1月1日至{r:2024}年12月31日。\n\n\
    （三）健全制度体系。全县制定{d:2024}年立法计划，落实县委部署，{r:2024}年废止文件12件。\n\n\
    二、存在的不足和原因\n\n\
    （一）镇街执法装备老化。{r:2024}年仍有六个镇街没有配备执法记录仪。主要原因是经费保障渠道单一。\n\n\
    三、{p:2025}年工作安排\n\n\
    {p:2025}年，县政府将重点做好以下工作。\n\n\
    （一）更新执法装备。{d:2025}年6月底前为镇街配齐执法记录仪，力争到{d:2025}年底装备达标率达到100%。\n\n\
    云岭县人民政府\n\n\
    {s:2025}年1月20日\n";

fn analysis(text: &str) -> Arc<Analysis> {
    let settings = Settings { schemas: SchemaSet::built_in(), ..Settings::default() };
    Draft::new(text).analyse(&settings)
}

/// The text without its marks, and what each marked year becomes when all go on by `by`.
fn unmarked(marked: &str, by: i32, asked: bool) -> (String, String) {
    let (mut text, mut after) = (String::new(), String::new());
    let mut rest = marked;
    while let Some((before, behind)) = rest.split_once('{') {
        let (mark, behind) = behind.split_once('}').unwrap();
        let (kind, year) = mark.split_once(':').unwrap();
        let stays = kind == "d" && !asked;
        let then = if stays { year.to_owned() } else { year_like(year, parse_year(year).unwrap() + by) };
        text += &format!("{before}{year}");
        after += &format!("{before}{then}");
        rest = behind;
    }
    (text + rest, after + rest)
}

fn applied(text: &str, edits: &[Renamed]) -> String {
    let mut out = text.to_owned();
    for edit in edits.iter().rev() {
        out.replace_range(edit.edit.range.clone(), &edit.edit.text);
    }
    out
}

#[test]
fn the_year_is_rolled_where_it_follows_and_nowhere_else() {
    let (text, after) = unmarked(MARKED, 1, true);
    let analysis = analysis(&text);
    let title = text.find("2024").unwrap();
    let all = rename(&analysis, title, "2025").unwrap();
    assert_eq!(applied(&text, &all), after);
    let sure: Vec<_> = all.iter().filter(|e| e.group != Group::Doubtful).cloned().collect();
    assert_eq!(applied(&text, &sure), unmarked(MARKED, 1, false).1);
    for (kind, group) in [("{r:", Group::Report), ("{p:", Group::Plan), ("{s:", Group::Signed), ("{d:", Group::Doubtful)] {
        assert_eq!(all.iter().filter(|e| e.group == group).count(), MARKED.matches(kind).count(), "{group:?}");
    }
    // From the year of the plan all goes on as well; in any form of a year.
    let plan = text.find("2025年工作安排").unwrap();
    assert_eq!(rename(&analysis, plan + 2, "二〇二六年").unwrap(), all);
    assert_eq!(rename(&analysis, title, "2024").unwrap(), []);
    // Rolled and rolled back is the same.
    let there = self::analysis(&after);
    let back = rename(&there, title, "2024").unwrap();
    assert_eq!(applied(&after, &back), text);
}

#[test]
fn what_can_be_renamed_says_so() {
    let (text, _) = unmarked(MARKED, 1, true);
    let analysis = analysis(&text);
    let at = |words: &str| text.find(words).unwrap();
    let name = |at: usize| renamable(&analysis, at).map(|r| (text[r.range].to_owned(), r.name));
    let same = |name: &str| Some((name.to_owned(), name.to_owned()));
    assert_eq!(name(at("2024年度")), same("2024"));
    assert_eq!(name(at("年度")), same("2024"), "behind the digits");
    assert_eq!(name(at("2025年工作安排")), same("2025"));
    assert_eq!(name(at("2025年1月20日")), same("2025"));
    assert_eq!(name(at("云岭县2024年法治")), same("云岭县2024年法治政府建设工作要点"));
    for nowhere in ["云岭县人民政府关于", "2023年增加", "2021年以来", "2024年5月", "护苗", "镇街执法"] {
        assert_eq!(name(at(nowhere)), None, "{nowhere}");
    }
    assert_eq!(rename(&analysis, at("镇街执法"), "2025"), Err(Refused::Nowhere));
    assert_eq!(rename(&analysis, at("2024年度"), "明年"), Err(Refused::NoYear));
    assert_eq!(rename(&analysis, at("法治政府建设实施纲要"), "《》"), Err(Refused::NoTitle));
    assert_eq!(renamable(&self::analysis("购物清单\n\n2024年采购"), 14), None, "no report");
}

#[test]
fn years_keep_their_form_and_titles_may_lack_the_character() {
    for (title, after) in [
        ("云岭县二〇二四年法治政府建设年度报告", "云岭县二〇二五年法治政府建设年度报告"),
        ("云岭县法治政府建设年度报告（2024）", "云岭县法治政府建设年度报告（2025）"),
    ] {
        let text =
            format!("{title}\n\n全县扎实推进法治政府建设。现将有关情况报告如下。\n\n一、主要成效\n\n（一）规范行政执法。评查案卷420宗。\n");
        let analysis = analysis(&text);
        let year = title.char_indices().find(|(_, c)| "二2".contains(*c)).unwrap().0;
        let edits = rename(&analysis, year, "2025").unwrap_or_else(|e| panic!("{title}: {e:?}"));
        assert_eq!(applied(&text, &edits).lines().next(), Some(after));
    }
}

#[test]
fn years_in_lists_and_in_cited_titles_stay() {
    let text = "云岭县2024年度法治政府建设情况报告\n\n对照2023年度和2024年度考核反馈，现将有关情况报告如下。\n\n\
        一、主要成效\n\n（一）规范行政执法。评查案卷420宗。\n";
    let edits = rename(&analysis(text), text.find("2024").unwrap(), "2025").unwrap();
    let after = applied(text, &edits.into_iter().filter(|e| e.group != Group::Doubtful).collect::<Vec<_>>());
    assert!(after.starts_with("云岭县2025年度") && after.contains("2023年度和2024年度"), "{after}");
    let text = "云岭县贯彻《法治政府建设实施纲要（2021—2025年）》情况汇报\n\n全县扎实推进法治政府建设，现将有关情况报告如下。\n\n\
        一、主要成效\n\n（一）规范行政执法。评查案卷420宗。\n\n云岭县人民政府\n2025年1月20日\n";
    let settings = Settings { schemas: SchemaSet::built_in(), schema: Some(String::new()), ..Settings::default() };
    let analysis = Draft::new(text).analyse(&settings);
    let edits = rename(&analysis, text.find("2025年1月").unwrap(), "2026").unwrap();
    let after = applied(text, &edits);
    assert!(after.contains("（2021—2025年）") && after.contains("2026年1月20日"), "{after}");
}

#[test]
fn a_title_is_renamed_wherever_it_is_cited() {
    let text = "云岭县2024年法治政府建设年度报告\n\n全县落实《行政执法监督平台建设方案》（以下简称《方案》）。现将有关情况报告如下。\n\n\
        一、主要成效\n\n（一）规范行政执法。按照《方案》要求完成《方案》任务，方案评审通过。\n";
    let analysis = analysis(text);
    let edits = rename(&analysis, text.find("《方案》").unwrap() + 4, "《实施方案》").unwrap();
    assert_eq!(edits.len(), 3);
    let after = applied(text, &edits);
    assert!(after.contains("（以下简称《实施方案》）") && after.contains("方案评审") && after.contains("建设方案》（"), "{after}");
}

#[test]
fn a_day_that_the_next_year_does_not_have_is_asked_about() {
    let text = |day: &str| {
        format!(
            "云岭县2027年法治政府建设年度报告\n\n全县扎实推进法治政府建设。现将有关情况报告如下。\n\n\
             一、主要成效\n\n（一）规范行政执法。评查案卷420宗。\n\n三、2028年工作安排\n\n（一）加强监督。\n\n云岭县人民政府\n\n{day}\n"
        )
    };
    let title = text("").find("2027").unwrap();
    for (day, wanted) in [
        ("2028年2月29日", "2029年2月28日"),
        ("2028年 2月 29日", "2029年 2月 28日"),
        ("２０２８年２月２９日", "２０２９年２月２８日"),
        ("二〇二八年二月二十九日", "二〇二九年二月二十八日"),
    ] {
        let text = text(day);
        let analysis = analysis(&text);
        let edits = rename(&analysis, title, "2028").unwrap();
        let sure: Vec<_> = edits.iter().filter(|e| e.group != Group::Doubtful).cloned().collect();
        assert!(applied(&text, &sure).ends_with(&format!("{day}\n")), "{day}: {sure:?}");
        assert!(applied(&text, &sure).contains("2029年工作安排"), "{day}");
        assert!(applied(&text, &edits).ends_with(&format!("{wanted}\n")), "{day}: {edits:?}");
        // Four years on there is such a day again.
        let edits = rename(&analysis, title, "2031").unwrap();
        assert!(edits.iter().all(|e| e.group != Group::Doubtful), "{day}: {edits:?}");
    }
    let text = text("2028年2月28日");
    assert!(rename(&analysis(&text), title, "2028").unwrap().iter().all(|e| e.group != Group::Doubtful));
}
