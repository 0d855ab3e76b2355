use crate::syntax::{Block, Kind, SourceFormat, Span, Tree};
use crate::text::Text;
use proptest::prelude::*;

/// One line a block: what was read of it.
fn shown(text: &str) -> String {
    let tree = Tree::parse(text, SourceFormat::Markdown);
    let mut out = String::new();
    for block in tree.blocks() {
        match (block.kind, &block.heading) {
            (Kind::Text, Some(h)) => {
                out += &format!(
                    "[{}{}] {}{}",
                    "#".repeat(block.hashes.into()),
                    h.mark.as_ref().map_or(String::new(), |m| format!("{:?} {}", m.family, m.ordinal)),
                    block.get(&h.title),
                    h.stop.as_ref().map_or(String::new(), |s| format!("|{}", block.get(s))),
                );
                if h.is_run_in() {
                    out += &format!(" → {}", block.get(&h.rest));
                }
            }
            (Kind::Text, None) => out += block.body(),
            (kind, _) => out += &format!("<{kind:?}> {}", block.body()),
        }
        for held in &block.held {
            out += &format!(" held {:?}", block.get(held));
        }
        for comment in &block.comments {
            out += &format!(" comment {}", comment.text);
        }
        out.push('\n');
    }
    out.replace('\u{FFFC}', "■")
}

#[test]
fn marks_are_no_text() {
    insta::assert_snapshot!(shown("**200**卷，其中合格**150**卷。见[公告](a.md \"题\")和[办法][b]、[通知]，![图](图 1.png)`截止`的[^1]\\(一\\)&amp;甲<b>乙</b>~~丙~~10~20件。\n"), @r#"
    200卷，其中合格150卷。见公告和办法、[通知]，■■的(一)■甲乙丙10~20件。 held "办法" held "(" held ")"
    "#);
}

#[test]
fn headings_in_marks_are_headings() {
    insta::assert_snapshot!(shown("__二、存在的问题__\n\n## [二、主要成效](#x)\n\n**一、总体情况**\n\n**（一）加强领导。**县政府开会。\n\n**（二）加强领导**县政府开会。\n\n1. **力量不足**：人员少。\n\n- **宣传不够**\n- 投入不够\n  1. 内层\n\n云岭县年度报告\n===\n\n<a id=\"x\"></a>三、安排\n"), @r#"
    [Chinese 2] 存在的问题
    [##Chinese 2] 主要成效
    [Chinese 1] 总体情况
    [ChineseParen 1] 加强领导|。 → 县政府开会。
    [ChineseParen 2] 加强领导 → 县政府开会。
    [Arabic 1] 力量不足|： → 人员少。 held "1. "
    宣传不够
    投入不够
    [Arabic 1] 内层 held "1. "
    [#] 云岭县年度报告
    <Filler> ===
    [Chinese 3] 安排
    "#);
}

#[test]
fn what_is_no_text_at_all() {
    insta::assert_snapshot!(shown("---\ntitle: \"云岭县2025年报告\"\nkeys: 甲\n---\n\n# 一、成效\n\n```\n九、示例\n```\n\n<!-- 三、注\n\n释 -->\n\n[a]: x.md\n[^1]: 来源\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n***\n\n    let x = 1;\n\n字。\n\n    缩进的一段话。\n\n- [ ] 任务一\n\n<div align=\"center\">云岭县人民政府<br>年度报告</div>\n\n<table><tr><td>甲</td></tr></table>\n"), @r#"
    <Markup> 
    云岭县2025年报告 held "云岭县2025年报告"
    <Markup> 
    [#Chinese 1] 成效
    <Markup> 
    <Markup> 
    <Markup> 
    <Table> | 甲 | 乙 |
    <Table> |---|---|
    <Table> | 1 | 2 |
    <Filler> ***
    <Markup> 
    字。
    缩进的一段话。
    任务一
    云岭县人民政府 held "云岭县人民政府"
    年度报告 held "年度报告"
    <Markup>
    "#);
}

#[test]
fn lines_join_where_a_sentence_goes_on() {
    insta::assert_snapshot!(shown("（一）健全政府机构职能体系。\n动态调整事项。其中合格150卷，\n合格率为85%。印发《纲要（2021—\n2025年）》。\n一、总体情况\n县政府开会，研究\n议题4个。\n云岭县人民政府\n2026年1月20日\n\n> 引用的话，\n> 第二行。\n\n第一行，  \n第二行。第三行，<br>第四行。\n"), @r#"
    [ChineseParen 1] 健全政府机构职能体系|。 → 动态调整事项。其中合格150卷，合格率为85%。印发《纲要（2021—2025年）》。
    [Chinese 1] 总体情况
    县政府开会，研究议题4个。
    云岭县人民政府
    2026年1月20日
    引用的话，第二行。
    第一行，
    第二行。第三行，
    第四行。
    "#);
}

#[test]
fn comments_to_nianbao() {
    insta::assert_snapshot!(shown("<!-- nianbao-ignore NB101 -->\n甲。 <!-- nianbao-ignore NB1 --><!-- nianbao-ignore NB2 -->\n\n- 乙<!-- nianbao-ignore NB3 -->丙。\n\n  <!-- nianbao-ignore NB4 -->\n\n> <!-- nianbao-ignore NB5 -->\n> 丁。\n\n`<!-- nianbao-ignore NB6 -->`\n\n// nianbao-ignore NB7\n"), @r#"
    <Directive> <!-- nianbao-ignore NB101 -->
    甲。
    乙丙。 comment <!-- nianbao-ignore NB3 -->
    <Directive> <!-- nianbao-ignore NB4 -->
    <Directive> <!-- nianbao-ignore NB5 -->
    丁。
    <Filler> ■
    <Directive> // nianbao-ignore NB7
    "#);
}

fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "一、",
        "（一）",
        "1. ",
        "2) ",
        "- ",
        "* ",
        "  ",
        "    ",
        "\t",
        "> ",
        "# ",
        "## ",
        "加强领导",
        "县政府召开会议，研究议题",
        "。",
        "，",
        "\n",
        "\n",
        "\n",
        "\n\n",
        "\r\n",
        "\u{B}",
        "\u{3000}",
        "一是",
        "**",
        "*",
        "_",
        "__",
        "`",
        "``",
        "```\n",
        "~~~\n",
        "~~",
        "~",
        "[",
        "]",
        "](x)",
        "][a]",
        "![",
        "(",
        ")",
        "[^1]",
        "[^1]: ",
        "[a]: b\n",
        "<!--",
        "-->",
        "<!-- nianbao-ignore NB101 -->",
        "<b>",
        "</b>",
        "<br>",
        "<div>",
        "</div>",
        "<center>",
        "<",
        ">",
        "&amp;",
        "&",
        "\\",
        "\\(",
        "---\n",
        "===\n",
        "+++\n",
        "title: 年报\n",
        "| 甲 | 乙 |\n",
        "|---|---|\n",
        "|",
        "- [ ] ",
        "  \n",
        "https://a.b/c",
        "😀",
        "2024年",
        "《",
        "》",
        "— 2 —",
        "法 治 政 府 ， ",
        "a",
        "1",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn edits_end_where_a_fresh_reading_does(
        start in proptest::collection::vec(piece(), 0..60),
        edits in proptest::collection::vec((any::<prop::sample::Index>(), 0usize..24, proptest::collection::vec(piece(), 0..4)), 1..24),
    ) {
        let mut plain = start.concat();
        let mut text = Text::new(&plain);
        let mut tree = Tree::parse(&plain, SourceFormat::Markdown);
        let mut followers: Vec<std::sync::Arc<Block>> = tree.blocks().to_vec();
        for (place, length, insert) in edits {
            let floor = |mut at: usize| { while !plain.is_char_boundary(at) { at -= 1; } at };
            let from = floor(place.index(plain.len() + 1));
            let to = floor((from + length).min(plain.len()));
            let (from, to) = (from.min(to), to.max(from));
            let insert = insert.concat();
            let before = plain.clone();
            plain.replace_range(from..to, &insert);
            text.replace(from..to, &insert);
            let splice = tree.edit(&text, from..to, insert.len());
            let fresh = tree.blocks()[splice.removed.start..splice.removed.start + splice.added].to_vec();
            followers.splice(splice.removed.clone(), fresh);
            let expected = Tree::parse(&plain, SourceFormat::Markdown);
            prop_assert_eq!(tree.blocks(), expected.blocks(), "{:?} {}..{} {:?}", before, from, to, insert);
            prop_assert_eq!(followers.as_slice(), expected.blocks());
            for index in 0..expected.blocks().len() {
                prop_assert_eq!(tree.start(index), expected.start(index));
            }
        }
    }

    #[test]
    fn every_range_leads_back_to_its_bytes(parts in proptest::collection::vec(piece(), 0..80)) {
        let text = parts.concat();
        let tree = Tree::parse(&text, SourceFormat::Markdown);
        let mut end = 0;
        for (index, block) in tree.blocks().iter().enumerate() {
            let start = tree.start(index);
            prop_assert!(end <= start, "{:?}", text);
            end = tree.end(index);
            prop_assert!(end <= text.len());
            for (at, c) in block.text.char_indices() {
                let range = at as u32..(at + c.len_utf8()) as u32;
                let raw = tree.bytes(&Span { block: index, range: range.clone() });
                let written = text.get(raw.clone());
                let same = written == Some(&*c.to_string()) || c == crate::syntax::OBJECT && written.is_some();
                prop_assert!(same, "{:?} at {} of {:?} in {:?}", written, at, block, text);
                prop_assert_eq!(block.local(raw.start - start), at as u32);
            }
            let mut ranges = vec![block.body.clone(), block.content()];
            ranges.extend(block.heading.iter().flat_map(|h| [h.title.clone(), h.rest.clone()]));
            ranges.extend(block.held.iter().cloned());
            for range in ranges {
                prop_assert!(block.text.get(range.start as usize..range.end as usize).is_some());
            }
        }
    }

    #[test]
    fn what_is_read_as_text_is_text_to_the_parser(parts in proptest::collection::vec(piece(), 0..40)) {
        // Code, targets and HTML are never taken for text that is checked.
        let text = format!("首行\n\n{}", parts.concat());
        let tree = Tree::parse(&text, SourceFormat::Markdown);
        let mut code: Vec<std::ops::Range<usize>> = Vec::new();
        let mut fenced = false;
        for (event, range) in pulldown_cmark::Parser::new_ext(&text, super::leaf::options()).into_offset_iter() {
            match event {
                pulldown_cmark::Event::Start(pulldown_cmark::Tag::CodeBlock(kind)) => fenced = kind.is_fenced(),
                pulldown_cmark::Event::Text(_) if fenced => code.push(range),
                pulldown_cmark::Event::End(pulldown_cmark::TagEnd::CodeBlock) => fenced = false,
                pulldown_cmark::Event::Code(_) => code.push(range),
                _ => {}
            }
        }
        for (index, block) in tree.blocks().iter().enumerate().filter(|(_, b)| b.is_text()) {
            for (at, c) in block.text.char_indices().filter(|(_, c)| *c != crate::syntax::OBJECT && !c.is_whitespace()) {
                let raw = tree.bytes(&Span { block: index, range: at as u32..(at + c.len_utf8()) as u32 });
                prop_assert!(!code.iter().any(|code| code.contains(&raw.start)), "{:?} at {} in {:?}", c, raw.start, text);
            }
        }
    }
}
