//! Ways to spoil what single sentences of a clean report say: dates, citations, words.

use crate::breakage::{Base, Broken};
use crate::misspelling::characters;
use nianbao::facts::{Date, Document, earliest, register, years};
use nianbao::ide::TextEdit;
use nianbao::schema::Role;
use nianbao::syntax::Span;
use nianbao::text::width::{is_han, narrow};

fn year(base: &Base) -> Option<i32> {
    base.analysis.outline.report.as_ref()?.report_year
}

fn signed(base: &Base) -> Option<(std::ops::Range<usize>, Date)> {
    let (span, date) = base.analysis.outline.report.as_ref()?.signed.as_ref()?;
    Some((base.analysis.bytes(span), *date))
}

fn is_main(base: &Base) -> bool {
    base.analysis.outline.report.as_ref().is_some_and(|r| r.schema.id == "fazhi-zhengfu")
}

fn role_at(base: &Base, at: usize) -> Option<Role> {
    base.analysis.tree.block_at(at).map(|block| base.analysis.outline.role(block))
}

/// Places behind a full stop in the running text of the results.
fn stops(base: &Base) -> Vec<usize> {
    let at = characters(base, |c, _| (c == '。').then(String::new)).into_iter().map(|b| b.edits[0].range.end);
    at.filter(|at| role_at(base, *at) == Some(Role::Results)).collect()
}

/// Each sentence in several places, all sentences in turn.
fn sentences<S: AsRef<str>>(base: &Base, sentences: &[S]) -> Vec<Broken> {
    if sentences.is_empty() || !is_main(base) {
        return Vec::new();
    }
    let shift = base.text.len();
    let each = stops(base).into_iter().enumerate();
    each.map(|(i, at)| Broken::one(at..at, sentences[(i + shift) % sentences.len()].as_ref())).collect()
}

/// The plan, the opening or the signature names another year.
pub fn other_year(base: &Base) -> Vec<Broken> {
    let Some(year) = year(base) else { return Vec::new() };
    let mut found = Vec::new();
    for node in base.sections().iter().filter(|n| n.role == Role::Plan && n.level <= 1) {
        let heading = base.analysis.bytes(&node.heading);
        for (at, _) in years(base.words(heading.clone())).into_iter().filter(|y| y.1 == year + 1) {
            let range = heading.start + at.start..heading.start + at.end;
            found.extend([year, year - 1].map(|wrong| Broken::one(range.clone(), wrong.to_string())));
        }
    }
    for node in base.sections().iter().filter(|n| n.role == Role::Results && n.level <= 1) {
        let heading = base.analysis.bytes(&node.heading);
        for (at, _) in years(base.words(heading.clone())).into_iter().filter(|y| y.1 == year) {
            found.push(Broken::one(heading.start + at.start..heading.start + at.end, (year - 1).to_string()));
        }
    }
    if let Some((range, date)) = signed(base) {
        let written = date.year.to_string();
        if let Some(at) = base.words(range.clone()).find(&written) {
            let place = range.start + at..range.start + at + 4;
            // 2月29日 is no day of the other year.
            found.extend([year - 1, year - 2].map(|wrong| Broken::one(place.clone(), wrong.to_string()).also(&["date-form"])));
        }
    }
    let title = base.analysis.outline.report.as_ref().map_or("", |r| &r.title);
    if title.contains(&year.to_string()) {
        let lead: Vec<usize> = base.analysis.outline.text_of(Role::Lead).collect();
        let named: Vec<_> = lead.iter().flat_map(|b| years(&base.block(*b).text).into_iter().map(move |y| (*b, y))).collect();
        // Several years in the opening tell what it is about all the same.
        if let [(block, (at, _))] = named.as_slice()
            && base.block(*block).body().starts_with(&year.to_string())
        {
            let range = base.start(*block) + at.start..base.start(*block) + at.end;
            found.extend([year - 1, year - 2].map(|wrong| Broken::one(range.clone(), wrong.to_string())));
        }
    }
    found
}

/// A date in a wrong form, as the signature and in the text.
pub fn wrong_date(base: &Base) -> Vec<Broken> {
    let Some(year) = year(base) else { return Vec::new() };
    let mut found = sentences(
        base,
        &[
            format!("{year}年03月05日召开推进会。"),
            format!("{year}.6.18召开推进会。"),
            format!("{year}6月18日召开推进会。"),
            format!("{year}年2月30日召开推进会。"),
            "于05月01日起施行新的工作规则。".to_owned(),
            "6月31日前完成整改。".to_owned(),
            format!("{year}/6/18召开推进会。").replace('/', "."),
        ],
    );
    if let Some((range, date)) = signed(base).filter(|s| s.1.day < 10) {
        found.push(Broken::one(range.clone(), format!("{}年0{}月0{}日", date.year, date.month, date.day)));
    }
    if let Some((range, date)) = signed(base).filter(|s| !base.words(s.0.clone()).contains('二')) {
        let Date { year, month, day } = date;
        found.push(Broken::one(range.clone(), format!("{year}.{month}.{day}")));
        found.push(Broken::one(range.clone(), format!("{year}-{month:02}-{day:02}")));
        found.push(Broken::one(range, format!("{year}{month}月{day}日")));
    }
    found
}

/// The report is signed behind the limit.
pub fn late(base: &Base) -> Vec<Broken> {
    let Some((range, date)) = signed(base).filter(|_| is_main(base)) else { return Vec::new() };
    if year(base).is_none_or(|y| y < 2019) {
        return Vec::new();
    }
    let day = |month: u32, day: u32| Broken::one(range.clone(), format!("{}年{month}月{day}日", date.year));
    vec![day(4, 9), day(5, 20), day(7, 1)]
}

/// What did not exist yet.
pub fn not_yet(base: &Base) -> Vec<Broken> {
    let Some((_, day)) = signed(base) else { return Vec::new() };
    let later = |date: &str| earliest(date).is_some_and(|d| d > day);
    let laws = register().documents.iter().filter(|d| d.re_read && !d.revision && d.date.as_deref().is_some_and(later));
    let verbs = ["认真贯彻实施", "组织开展学习", "深入宣传"];
    let mut forms: Vec<String> = laws.enumerate().map(|(i, d)| format!("{}{}。", verbs[i % 3], d.cited())).collect();
    for plenum in register().plenums.iter().filter(|p| p.re_read && p.plenum > 0 && later(&p.month)) {
        let number = |n: u32| nianbao::syntax::chinese(n);
        let name = format!("{}届{}中全会", number(plenum.congress), number(plenum.plenum));
        forms.push(format!("深入学习贯彻党的{name}精神。"));
        if plenum.plenum > 2 {
            forms.push(format!("传达学习党的{}届二中、{}中全会精神。", number(plenum.congress), number(plenum.plenum)));
        }
    }
    sentences(base, &forms)
}

/// What is said to come is past.
pub fn past_future(base: &Base) -> Vec<Broken> {
    let (Some(year), Some(_)) = (year(base), signed(base)) else { return Vec::new() };
    let forms = [
        format!("新修订的办法将于{year}年7月1日起施行。"),
        format!("平台将于{year}年9月正式启用。"),
        format!("该规定拟自{year}年10月1日起实施。"),
        format!("新的执法服装即将于{year}年5月统一启用。"),
        format!("政务服务中心将在{year}年8月投入使用。"),
    ];
    sentences(base, &forms)
}

/// A year loses its 年.
pub fn lost_year_mark(base: &Base) -> Vec<Broken> {
    let Some(year) = year(base) else { return Vec::new() };
    let mut found = Vec::new();
    for (index, block) in base.analysis.tree.blocks().iter().enumerate() {
        let role = base.analysis.outline.role(index);
        if !block.is_text() || block.is_wrapped() || !matches!(role, Role::Lead | Role::Results | Role::Problems | Role::Plan) {
            continue;
        }
        for (at, named) in years(&block.text) {
            let behind = block.text[at.end..].chars().nth(1).unwrap_or(' ');
            let before = block.text[..at.start].matches('《').count() > block.text[..at.start].matches('》').count();
            let digits = block.text[at.clone()].chars().all(|c| c.is_ascii_digit());
            let counted = "度末底初级版".contains(behind) || !(is_han(behind) || narrow(behind) == ',');
            if digits
                && (year - 1..=year + 1).contains(&named)
                && !before
                && !counted
                && block.heading.as_ref().is_none_or(|h| h.is_run_in())
            {
                let start = base.start(index) + at.end;
                found.push(Broken::one(start..start + '年'.len_utf8(), ""));
            }
        }
    }
    let forms = [
        format!("制定{year}全市法治政府建设工作要点。"),
        format!("{year}，全县办理行政复议案件明显增多。"),
        format!("{year}全县新增法律明白人队伍。"),
        format!("完成{year}法治政府建设督察。"),
    ];
    found.extend(sentences(base, &forms));
    found
}

/// A national document with years that it does not bear.
pub fn wrong_years(base: &Base) -> Vec<Broken> {
    let forms = [
        "认真落实《法治政府建设实施纲要（2018—2020年）》。",
        "对照《法治政府建设实施纲要(2020-2025年)》抓落实。",
        "贯彻《法治中国建设规划（2021—2025年）》。",
        "落实中共中央《法治社会建设实施纲要（2021－2025年）》。",
        "落实《提升行政执法质量三年行动计划（2022—2025年）》。",
        "贯彻中共中央、国务院印发的《法治政府建设实施纲要（2021—2026年）》。",
        "落实《关于开展法治宣传教育的第八个五年规划（2020—2025年）》。",
        "执行《法治政府建设实施纲要（2015～2021）》各项任务。",
    ];
    sentences(base, &forms)
}

/// Titles that can be told from a slip: longer ones that were re-read.
fn long_titles() -> impl Iterator<Item = &'static Document> {
    register().documents.iter().filter(|d| d.re_read && (9..=30).contains(&d.title.chars().count()) && !d.title.contains('〈'))
}

/// A character of a title is lost, comes twice, or changes places with its neighbour.
pub fn slip_in_title(base: &Base) -> Vec<Broken> {
    let mut forms = Vec::new();
    for (i, document) in long_titles().enumerate() {
        let title: Vec<char> = document.title.chars().collect();
        let at = 2 + i % (title.len() - 5);
        let (mut lost, mut swapped, mut other) = (title.clone(), title.clone(), title.clone());
        lost.remove(at);
        swapped.swap(at, at + 1);
        other[at] = '泽';
        for wrong in [lost, swapped, other].into_iter().filter(|w| *w != title) {
            let years = document.years.map_or(String::new(), |(from, to)| format!("（{from}—{to}年）"));
            forms.push(format!("开展《{}{years}》专题培训。", wrong.into_iter().collect::<String>()));
        }
    }
    sentences(base, &forms).into_iter().map(|b| b.also(&["anachronism"])).collect()
}

/// A document that another one has replaced is carried out.
pub fn superseded(base: &Base) -> Vec<Broken> {
    let Some(year) = year(base) else { return Vec::new() };
    let mut forms = Vec::new();
    if year >= 2022 {
        for how in ["深入贯彻落实", "严格对照", "全面落实中共中央、国务院印发的", "认真执行"] {
            forms.push(format!("{how}《法治政府建设实施纲要（2015—2020年）》，推进各项任务落地。"));
        }
    }
    if year >= 2025 {
        forms.push("严格依照《法规规章备案条例》报送备案。".to_owned());
    }
    sentences(base, &forms)
}

/// One local title in two spellings.
pub fn two_spellings(base: &Base) -> Vec<Broken> {
    let titles = [
        ("云岭县行政执法监督工作实施方案", "云岭县行政执监督工作实施方案"),
        ("青泽市优化法治化营商环境若干措施", "青泽市优化法制化营商环境若干措施"),
        ("关于加强乡镇合法性审查工作的实施意见", "关于加强乡镇合法性审核工作的实施意见"),
        ("法治云岭建设重点任务分工方案", "法治云岭建设重点任务份工方案"),
        ("关于推进包容审慎监管工作的指导意见", "关于推进包容慎审监管工作的指导意见"),
        ("云岭县重大行政决策事项目录管理办法", "云岭县重大行政策决事项目录管理办法"),
    ];
    let places = stops(base);
    let pairs = places.iter().zip(places.iter().skip(places.len() / 2)).enumerate();
    if !is_main(base) {
        return Vec::new();
    }
    pairs
        .filter(|(_, (a, b))| a < b)
        .map(|(i, (a, b))| {
            let (right, wrong) = titles[i % titles.len()];
            let edits = vec![
                TextEdit { range: *a..*a, text: format!("印发《{right}》。") },
                TextEdit { range: *b..*b, text: format!("落实《{wrong}》，细化措施。") },
            ];
            // The titles of one county are foreign in the reports of others.
            Broken::new(edits, *b..*b).also(&["foreign-place"])
        })
        .collect()
}

/// A mark in the other width.
pub fn other_width(base: &Base) -> Vec<Broken> {
    let half = base.text.matches(',').count() > base.text.matches('，').count();
    let other = move |c: char, _: char| match c {
        '，' | '；' | '：' | '（' | '）' if !half => Some(narrow(c).to_string()),
        ',' | ';' | ':' if half => Some(nianbao::text::width::widen(c).to_string()),
        _ => None,
    };
    // A report that mixes its own widths has its finding already.
    if base.analysis.findings.iter().any(|f| f.rule.name == "mixed-width") {
        return Vec::new();
    }
    characters(base, other).into_iter().step_by(7).collect()
}

/// A blank inside Chinese text.
pub fn blank(base: &Base) -> Vec<Broken> {
    let turn = std::cell::Cell::new(0);
    let spaced = |c: char, next: char| {
        let ours = |c: char| is_han(c) || matches!(c, '，' | '。' | '、' | '“' | '》');
        let figure = narrow(c).is_ascii_digit() && is_han(next);
        if !(figure || is_han(c) && (ours(next) || narrow(next).is_ascii_digit())) {
            return None;
        }
        turn.set(turn.get() + 1);
        Some(format!("{c}{}", [" ", "\u{a0}", "\u{3000}", "  "][turn.get() % 4]))
    };
    characters(base, spaced).into_iter().step_by(11).collect()
}

/// A paragraph loses its last stop.
pub fn lost_final_stop(base: &Base) -> Vec<Broken> {
    let mut found = Vec::new();
    for (index, block) in base.analysis.tree.blocks().iter().enumerate() {
        let role = base.analysis.outline.role(index);
        let long = block.body().chars().count() > 70;
        let ours = matches!(role, Role::Lead | Role::Results | Role::Problems | Role::Plan);
        if block.is_text() && ours && long && !block.is_wrapped() && block.body().ends_with('。') {
            let end = base.analysis.bytes(&Span { block: index, range: block.body.clone() }).end;
            found.push(Broken::one(end - '。'.len_utf8()..end, ""));
            if block.body().chars().rev().nth(1).is_some_and(is_han) {
                found.push(Broken::one(end - '。'.len_utf8()..end, "，"));
            }
        }
    }
    found
}

/// A word for another.
pub fn other_word(base: &Base) -> Vec<Broken> {
    let Some(year) = year(base) else { return Vec::new() };
    let forms = [
        format!("截止{year}年底，任务全部完成。"),
        "截止目前，整改全部到位。".to_owned(),
        "截止到12月底，案件全部办结。".to_owned(),
        "动态调整部门权利清单。".to_owned(),
        "强化对行政权利运行的监督。".to_owned(),
        "全面推进法制政府建设。".to_owned(),
        "持续优化法制化营商环境。".to_owned(),
        "增强运用法制思维解决问题的能力。".to_owned(),
        "各项制度得以健全，较好的落实到位。".to_owned(),
        "各单位能够严格的落实法制审核要求。".to_owned(),
        "大部份问题已经整改。".to_owned(),
        "一如继往支持企业发展。".to_owned(),
    ];
    sentences(base, &forms)
}

/// A document number in a wrong form.
pub fn wrong_number(base: &Base) -> Vec<Broken> {
    let Some(year) = year(base) else { return Vec::new() };
    let forms = [
        format!("印发工作方案（云政办发[{year}]3号）。"),
        format!("印发工作方案（云政发【{year}】12号）。"),
        format!("印发云府办函({year})25号文件。"),
        format!("印发工作要点（云法委办发〔{year}〕第3号）。"),
        format!("印发实施意见（云政规〔{year}〕03号）。"),
        format!("转发省政府文件（江政发［{year}］8号）。"),
    ];
    sentences(base, &forms)
}

/// Another dot for the interpunct.
pub fn wrong_dot(base: &Base) -> Vec<Broken> {
    let forms = [
        "开展“12.4”国家宪法日宣传。",
        "组织“3•15”消费维权活动。",
        "组织6.26国际禁毒日宣传。",
        "开展“4・15”全民国家安全教育日活动。",
        "打造“法治•云岭”品牌。",
        "举办“宪法‧你我他”主题宣讲。",
    ];
    sentences(base, &forms)
}

/// A set phrase in other words or marks.
pub fn wrong_phrase(base: &Base) -> Vec<Broken> {
    let forms = [
        "深化“双随机一公开”监管。",
        "落实“谁执法，谁普法”责任制。",
        "落实“谁主管、谁普法”要求。",
        "推进严格、规范、公正、文明执法。",
        "坚持依法治国，依法执政，依法行政共同推进。",
        "推进科学立法，严格执法，公正司法，全民守法。",
        "坚定“四个意识”，做到令行禁止。",
        "推进法治国家，法治政府，法治社会一体建设。",
    ];
    sentences(base, &forms)
}

/// A figure, name or date still waits.
pub fn left_blank(base: &Base) -> Vec<Broken> {
    let Some(year) = year(base) else { return Vec::new() };
    let forms = [
        "办理行政复议案件XX件。".to_owned(),
        "举办培训××场。".to_owned(),
        format!("{year}年×月×日召开推进会。"),
        format!("印发工作要点（云政办发〔{year}〕×号）。"),
        "XX县司法局牵头推进。".to_owned(),
        "投入资金___万元。".to_owned(),
        "培训执法人员××人次。".to_owned(),
    ];
    sentences(base, &forms)
}

/// What a web page leaves behind the text.
pub fn residue(base: &Base) -> Vec<Broken> {
    if base.analysis.findings.iter().any(|f| f.rule.name == "web-residue") || signed(base).is_none() {
        return Vec::new();
    }
    let at = base.text.trim_end().len();
    // Behind an attachment nothing is told apart.
    if !matches!(role_at(base, at.saturating_sub(3)), Some(Role::Date | Role::Signature)) {
        return Vec::new();
    }
    ["【打印】【关闭】", "分享到：", "上一篇：云岭县司法局2024年工作总结", "责任编辑：李明", "浏览次数：128"]
        .map(|line| Broken::one(at..at, format!("\n\n{line}\n")))
        .into()
}
