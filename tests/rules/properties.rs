//! What must hold of any text.

use crate::support::{analyse, reports, settings};
use nianbao::ide;
use nianbao::message::Lang;
use nianbao::outline::Node;
use nianbao::rules::{Analysis, Draft, Site};
use nianbao::text::width::{is_han, narrow, squeeze, widen};
use proptest::prelude::*;

/// Everything that is asked of an analysis; nothing may panic.
fn ask(analysis: &Analysis) -> String {
    let length = analysis.text.len();
    let _ = ide::actions(analysis, 0..length, Lang::En);
    for at in [0, length / 3, length / 2, length] {
        let _ = ide::hover(analysis, at, Lang::Zh);
    }
    let text = analysis.text.to_string();
    for at in text.match_indices(['年', '》']).map(|(at, _)| at).take(3) {
        let _ = ide::renamable(analysis, at);
        let _ = ide::rename(analysis, at, "2031");
    }
    let _ = ide::next_year(analysis, "x.txt", &ide::NextYear::default());
    let outline = &analysis.outline;
    format!(
        "{:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}",
        analysis
            .findings
            .iter()
            .map(|f| (f.rule.name, f.severity, &f.message, &f.span, &f.related, &f.fix, &f.occurrences))
            .collect::<Vec<_>>(),
        outline.stretches,
        outline.nodes,
        (&outline.problems, &outline.plans, &outline.roles, &outline.named),
        ide::symbols(analysis, Lang::Zh),
        ide::folds(analysis),
        ide::checklist(analysis, Lang::Zh),
        ide::status(analysis, Lang::Zh),
    )
}

/// Whether every span lies inside the text, on boundaries of characters.
fn spans_fit(analysis: &Analysis) -> Result<(), String> {
    let text = analysis.text.to_string();
    for finding in &analysis.findings {
        let fixes = finding.fix.iter().chain(finding.occurrences.iter().filter_map(|o| o.fix.as_ref()));
        let edits = fixes.flat_map(|f| &f.edits).map(|e| &e.span);
        for span in finding
            .spans()
            .chain(finding.related.iter().filter_map(|r| match &r.site {
                Site::Here(span) => Some(span),
                Site::There(..) => None,
            }))
            .chain(edits)
        {
            let range = analysis.bytes(span);
            if range.start > range.end || text.get(range.clone()).is_none() {
                return Err(format!("{}: {span:?} is {range:?} of {}", finding.rule.name, text.len()));
            }
        }
    }
    Ok(())
}

/// What a random edit writes.
const SNIPPETS: [&str; 34] = [
    "",
    "",
    "",
    "的",
    "，",
    "。",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "　　",
    "（二）",
    "（三）加强行政执法监督。",
    "\n三、存在的问题\n",
    "\n二、主要举措\n",
    "一是",
    "三是",
    "《",
    "》",
    "”",
    "【写明措施、责任、时限】",
    "\n## ",
    "下一步，将继续努力。",
    "但仍存在一些不足：",
    "<!-- nianbao-ignore NB2 -->\n",
    "// nianbao-ignore-file NB701\n",
    "𠮷😀",
    "\u{FFFD}",
    "\n— 3 —\n",
    "1.",
    " ",
    "评 查 案 卷 1 2 0 卷 ， 合 格 1 1 8 卷 。",
    "（三）、",
    "(合格118卷),",
];

#[derive(Clone, Debug)]
struct Change {
    at: prop::sample::Index,
    length: usize,
    snippet: &'static str,
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let length = prop_oneof![3 => Just(0usize), 3 => 1..4usize, 2 => 4..60usize, 1 => 60..1500usize];
    let change = (any::<prop::sample::Index>(), length, prop::sample::select(&SNIPPETS[..]));
    prop::collection::vec(change.prop_map(|(at, length, snippet)| Change { at, length, snippet }), 1..9)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// Edit by edit or opened anew: the same answers.
    #[test]
    fn an_edited_draft_is_as_a_fresh_one(which in any::<prop::sample::Index>(), changes in changes()) {
        let (name, text) = which.get(reports());
        let mut text = text.clone();
        let mut draft = Draft::new(&text);
        for change in changes {
            let bounds: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
            let from = change.at.index(bounds.len());
            let range = bounds[from]..bounds[(from + change.length).min(bounds.len() - 1)];
            draft.edit(range.clone(), change.snippet);
            text.replace_range(range, change.snippet);
            prop_assert_eq!(&draft.text().to_string(), &text);
            let edited = draft.analyse(settings());
            prop_assert!(spans_fit(&edited).is_ok(), "{name}: {:?}", spans_fit(&edited));
            let (edited, fresh) = (ask(&edited), ask(&analyse(&text)));
            if edited != fresh {
                let differs = edited.lines().zip(fresh.lines()).position(|(a, b)| a != b).unwrap_or(0);
                let around = |s: &str| s.lines().skip(differs.saturating_sub(6)).take(14).collect::<Vec<_>>().join("\n");
                prop_assert!(false, "{name} after {change:?}\nedited:\n{}\nfresh:\n{}", around(&edited), around(&fresh));
            }
        }
    }

    /// Whatever is thrown at it.
    #[test]
    fn nothing_panics_on_garbage(
        title in prop::bool::ANY,
        garbage in prop::collection::vec(prop::sample::select(&[
            "一", "、", "（", "）", "(", ")", "1", ".", "第", "部分", "章", "是", "要", "首先，", "《", "》", "“", "”", "〈", "\n", "\r", "\r\n",
            "\u{B}", "\u{3000}", "\t", "#", "##", "**", "- ", "> ", "|", "<!--", "-->", "nianbao-ignore", "//", "ALL", "，", "。", "：", "的", "的的",
            "2025年", "2月30日", "存在的问题", "下一步", "主要成效", "附件：", "特此报告。", "人民政府", "①", "㈠", " ", "法 治 政 府 建 设 ，", "1 2 件", "\u{FEFF}", "\u{200B}", "\u{FFFD}", "𠮷", "e\u{301}", "【", "】", "\0",
        ][..]), 0..220),
    ) {
        let head = if title { "云岭县人民政府2025年法治政府建设年度报告\n" } else { "" };
        let text = format!("{head}{}", garbage.concat());
        let analysis = analyse(&text);
        prop_assert!(spans_fit(&analysis).is_ok(), "{:?}", spans_fit(&analysis));
        ask(&analysis);
    }
}

#[test]
fn large_and_odd_texts_are_answered() {
    let title = "云岭县人民政府2025年法治政府建设年度报告\n\n";
    let odd = [
        format!("{title}一、主要成效\n{}", "《".repeat(3000)),
        format!("{title}{}", "（一）".repeat(3000)),
        format!("{title}{}", "一是".repeat(3000)),
        format!("{title}{}", "的".repeat(3000)),
        format!("{title}{}", "#".repeat(3000)),
        format!("{title}{}", "一、\n".repeat(3000)),
        title.trim().to_owned(),
        String::new(),
        "\r\r\r".to_owned(),
        "\u{FEFF}".to_owned(),
    ];
    for text in odd {
        let started = std::time::Instant::now();
        let analysis = analyse(&text);
        spans_fit(&analysis).unwrap();
        ask(&analysis);
        // Unoptimised and on a busy machine; what is quadratic takes minutes.
        assert!(started.elapsed().as_secs() < 30, "{}: {:?}", text.chars().skip(24).take(8).collect::<String>(), started.elapsed());
    }
}

#[test]
fn line_ends_do_not_matter() {
    for (name, text) in reports().iter().filter(|r| !r.1.contains('\r')) {
        let rows = |text: &str| analyse(text).findings.iter().map(|f| (f.rule.name, f.span.block)).collect::<Vec<_>>();
        let plain = (shape(&analyse(text)), rows(text));
        for line_end in ["\r", "\r\n"] {
            let other = text.replace('\n', line_end);
            assert_eq!((shape(&analyse(&other)), rows(&other)), plain, "{name} with {line_end:?}");
        }
    }
}

/// What must not depend on width.
fn shape(analysis: &Analysis) -> Vec<String> {
    let outline = &analysis.outline;
    let line = |at: usize| analysis.text.line_of(at);
    let mut rows = vec![squeeze(outline.report.as_ref().map_or("", |r| &r.title))];
    let mut visit = |n: &Node| {
        let block = &analysis.tree.blocks()[n.heading.block];
        let number = n.number.as_ref().map_or(String::new(), |m| squeeze(block.get(m)));
        rows.push(format!(
            "{:?} {} {} {:?} {number} {}",
            n.kind,
            line(analysis.bytes(&n.heading).start),
            n.level,
            n.role,
            squeeze(block.get(&n.title))
        ));
    };
    outline.walk(&mut visit);
    rows.extend(outline.stretches.iter().map(|s| format!("{:?} {}..{}", s.role, s.from.block, s.to.block)));
    let lists = outline.problems.iter().chain(&outline.plans);
    rows.extend(lists.map(|i| format!("{} {}", line(analysis.bytes(&i.title).start), squeeze(analysis.words(&i.title)))));
    rows
}

/// ASCII marks beside Chinese text in full width, brackets in pairs.
fn to_full(text: &str) -> String {
    let old: Vec<char> = text.chars().collect();
    let mut new = old.clone();
    let han = |i: usize| old.get(i).is_some_and(|c| is_han(*c));
    let mut open = Vec::new();
    for (i, c) in old.iter().enumerate() {
        match c {
            '\n' => open.clear(),
            '(' => open.push(i),
            ')' => {
                if let Some(from) = open.pop().filter(|f: &usize| [f.wrapping_sub(1), f + 1, i - 1, i + 1].into_iter().any(han)) {
                    (new[from], new[i]) = ('（', '）');
                }
            }
            ',' | ':' | ';' | '!' | '?' if han(i.wrapping_sub(1)) || han(i + 1) => new[i] = widen(*c),
            _ => {}
        }
    }
    new.into_iter().collect()
}

#[test]
fn the_outline_is_the_same_in_half_and_full_width() {
    let to_half = |text: &str| text.chars().map(|c| if "，：；（）！？".contains(c) { narrow(c) } else { c }).collect::<String>();
    for (name, text) in reports() {
        let own = shape(&analyse(text));
        for (width, other) in [("half", to_half(text)), ("full", to_full(text))] {
            assert_eq!(shape(&analyse(&other)), own, "{name} in {width} width");
        }
    }
}
