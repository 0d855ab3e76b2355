use super::*;
use crate::text::Text;
use proptest::prelude::*;

/// One line a block: what was read of it.
fn shown(text: &str) -> String {
    let tree = Tree::parse(text, SourceFormat::PlainText);
    let mut out = String::new();
    for block in tree.blocks() {
        match (&block.kind, &block.heading) {
            (Kind::Text, Some(h)) => {
                let mark = h.mark.as_ref();
                out += &format!(
                    "[{}{}] {}{}{}",
                    mark.map_or("#".repeat(block.hashes as usize), |m| format!("{:?} {}", m.family, m.ordinal)),
                    mark.and_then(|m| m.oddity).map_or(String::new(), |o| format!(" {o:?}")),
                    block.get(&h.title),
                    h.stop.as_ref().map_or(String::new(), |s| format!("|{}", block.get(s))),
                    if h.overlong { "|overlong" } else { "" },
                );
                if h.is_run_in() {
                    out += &format!(" → {}", block.get(&h.rest));
                }
            }
            (Kind::Text, None) => out += block.body(),
            (kind, _) => out += &format!("<{kind:?}> {}", block.body()),
        }
        for item in &block.items {
            out += &format!("\n    {} {}: {}", item.ordinal, block.get(&item.mark), block.get(&item.title));
        }
        out.push('\n');
    }
    out
}

#[test]
fn the_ladder_in_both_widths() {
    insta::assert_snapshot!(shown("一、总体情况\n（一）加强领导。县政府召开会议。\n(二)完善制度。出台办法。\n1.健全机制\n（1）细化责任\n①分工\n第一部分 成效\n第二章　经费\n十一、附则"), @r"
    [Chinese 1] 总体情况
    [ChineseParen 1] 加强领导|。 → 县政府召开会议。
    [ChineseParen 2] 完善制度|。 → 出台办法。
    [Arabic 1] 健全机制
    [ArabicParen 1] 细化责任
    [Circled 1] 分工
    [Part 1] 成效
    [Chapter 2] 经费
    [Chinese 11] 附则
    ");
}

#[test]
fn odd_marks_are_read_and_named() {
    insta::assert_snapshot!(shown("一，总体情况\n（二）、加强领导。开会。\n1、健全机制\n三）完善制度\n(四推进改革\n2．落实责任\n3） 强化监督"), @r"
    [Chinese 1 WrongStop] 总体情况
    [ChineseParen 2 ExtraStop] 加强领导|。 → 开会。
    [Arabic 1 WrongStop] 健全机制
    [ChineseParen 3 HalfBracket] 完善制度
    [ChineseParen 4 HalfBracket] 推进改革
    [Arabic 2] 落实责任
    [ArabicParen 3] 强化监督
    ");
}

#[test]
fn what_only_looks_like_a_mark() {
    insta::assert_snapshot!(shown("2.0版系统上线\n一、二、三产业融合\n2024年工作\n12345热线受理\n第一时间响应\n第一章规定了总则\n三、四中全会\n（三农）工作\n1,200件"), @r"
    2.0版系统上线
    一、二、三产业融合
    2024年工作
    12345热线受理
    第一时间响应
    第一章规定了总则
    三、四中全会
    （三农）工作
    1,200件
    ");
}

#[test]
fn markdown_marks_are_set_aside() {
    insta::assert_snapshot!(shown("# 云岭县2024年报告\n## 一、成效\n## 存在的问题\n**（一）加强领导。**县政府开会。\n**二、安排**\n- 1. 要点\n| a | b |\n---\n— 3 —\n<!-- nianbao-ignore NB101 理由 -->\n// nianbao-ignore-file ALL"), @r"
    [#] 云岭县2024年报告
    [Chinese 1] 成效
    [##] 存在的问题
    [ChineseParen 1] 加强领导|。 → 县政府开会。
    [Chinese 2] 安排
    [Arabic 1] 要点
    <Table> | a | b |
    <Filler> ---
    <Filler> — 3 —
    <Directive> <!-- nianbao-ignore NB101 理由 -->
    <Directive> // nianbao-ignore-file ALL
    ");
}

#[test]
fn a_run_in_heading_without_its_stop() {
    insta::assert_snapshot!(shown("（一）推进审批改革规范事项目录清单管理，集中调整权力事项1923项、公共服务事项175项。持续推进减证便民。\n（二）加强法治宣传教育培训，努力营造办事依法、遇事找法、解决问题用法的良好环境。一是全面普法。"), @r"
    [ChineseParen 1] 推进审批改革规范事项目录清单管理|overlong → ，集中调整权力事项1923项、公共服务事项175项。持续推进减证便民。
    [ChineseParen 2] 加强法治宣传教育培训，努力营造办事依法、遇事找法、解决问题用法的良好环境|。 → 一是全面普法。
        1 一是: 全面普法
    ");
}

#[test]
fn items_stand_at_the_start_of_a_clause() {
    insta::assert_snapshot!(shown("主要表现在：一是能力不足，统一是难点。二是机制不全；三是“一要素”管理不严，四是执法不规范等。\n第一，学习不够。第二，落实不够。第一时间处置。\n首先，完善制度；其次，强化监督；最后，抓好落实。\n一要学习。二要落实。\n其一，认识不足；其二，投入不够。"), @r"
    主要表现在：一是能力不足，统一是难点。二是机制不全；三是“一要素”管理不严，四是执法不规范等。
        1 一是: 能力不足
        2 二是: 机制不全
        3 三是: “一要素”管理不严
        4 四是: 执法不规范等
    第一，学习不够。第二，落实不够。第一时间处置。
        1 第一: 学习不够
        2 第二: 落实不够
    首先，完善制度；其次，强化监督；最后，抓好落实。
        1 首先: 完善制度
        2 其次: 强化监督
        0 最后: 抓好落实
    一要学习。二要落实。
        1 一要: 学习
        2 二要: 落实
    其一，认识不足；其二，投入不够。
        1 其一: 认识不足
        2 其二: 投入不够
    ");
}

#[test]
fn lines_broken_by_a_page_are_joined() {
    let text = "云岭县2024年法治政府建设年度报告\n2024年，县政府坚持以习近平新时代中国特色社会主义思想为\n指导，深入学习贯彻习近平法治思想，扎实推进法治政府建设，\n取得积极成效。\n一、主要成效\n（一）加强组织领导。县政府主要负责同志认真履行第一责任人\n— 2 —\n职责，召开会议4次。\n云岭县人民政府\n2025年1月20日";
    insta::assert_snapshot!(shown(text), @r"
    云岭县2024年法治政府建设年度报告
    2024年，县政府坚持以习近平新时代中国特色社会主义思想为指导，深入学习贯彻习近平法治思想，扎实推进法治政府建设，取得积极成效。
    [Chinese 1] 主要成效
    [ChineseParen 1] 加强组织领导|。 → 县政府主要负责同志认真履行第一责任人职责，召开会议4次。
    云岭县人民政府
    2025年1月20日
    ");
    let tree = Tree::parse(text, SourceFormat::PlainText);
    let block = &tree.blocks()[1];
    let at = block.text.find("指导").unwrap() as u32;
    let raw = block.raw(&(at..at + 6));
    let start = tree.start(1);
    assert_eq!(&text[start + raw.start..start + raw.end], "指导");
    assert_eq!(block.local(raw.start), at);
    assert_eq!(block.raw_len(), text.find("\n一、").unwrap() - start);
}

#[test]
fn soft_line_ends_of_word_separate_and_join() {
    insta::assert_snapshot!(shown("\u{3000}\u{3000}一、成效\u{B}\u{3000}\u{3000}县政府召开会议，\u{B}部署工作。\u{B}二、问题"), @r"
    [Chinese 1] 成效
    县政府召开会议，部署工作。
    [Chinese 2] 问题
    ");
}

#[test]
fn characters_set_apart_are_read_together() {
    let text = "云 岭 县 2 0 2 5 年 报 告\n　　一 、 成 效\n　　（ 一 ） 加 强 领 导 。 县 政 府 召 开 会 议 ， 研 究 议 题 1\n2 个 ， 印 发 文 件 3 件 。\n王　伟";
    insta::assert_snapshot!(shown(text), @r"
    云岭县2025年报告
    [Chinese 1] 成效
    [ChineseParen 1] 加强领导|。 → 县政府召开会议，研究议题12个，印发文件3件。
    王　伟
    ");
    let tree = Tree::parse(text, SourceFormat::PlainText);
    let block = &tree.blocks()[2];
    assert!(block.is_spaced() && block.is_wrapped());
    let spaced: Vec<&str> = block.spaced().iter().map(|range| block.get(range)).collect();
    assert_eq!(spaced, ["（一）加强领导。县政府召开会议，研究议题1", "2个，印发文件3件。"]);
    let at = block.text.find("12个").unwrap() as u32;
    let raw = tree.bytes(&Span { block: 2, range: at..at + 5 });
    assert_eq!(&text[raw], "1\n2 个");
    assert_eq!(tree.end(2), text.rfind('\n').unwrap());
}

fn piece() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        Just("一、"),
        Just("（一）"),
        Just("(二)"),
        Just("1."),
        Just("加强领导"),
        Just("。"),
        Just("，"),
        Just("\n"),
        Just("\n"),
        Just("\r\n"),
        Just("\r"),
        Just("\u{B}"),
        Just("\n\n"),
        Just("\u{3000}"),
        Just("一是"),
        Just("二是"),
        Just("😀"),
        Just("𠮷"),
        Just("《"),
        Just("”"),
        Just("— 2 —"),
        Just("# "),
        Just("**"),
        Just("认真贯彻落实党中央国务院关于法治政府建设的决策部署，"),
        Just("2024年"),
        Just("法 治 政 府 建 设 ， "),
        Just("取 得 1 2 件 。"),
        Just(" ")
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn edits_end_where_a_fresh_reading_does(
        start in proptest::collection::vec(piece(), 0..60),
        edits in proptest::collection::vec((any::<prop::sample::Index>(), 0usize..24, proptest::collection::vec(piece(), 0..4)), 1..24),
    ) {
        let mut plain = start.concat();
        let mut text = Text::new(&plain);
        let mut tree = Tree::parse(&plain, SourceFormat::PlainText);
        let mut followers: Vec<std::sync::Arc<Block>> = tree.blocks().to_vec();
        for (place, length, insert) in edits {
            let floor = |mut at: usize| { while !plain.is_char_boundary(at) { at -= 1; } at };
            let from = floor(place.index(plain.len() + 1));
            let to = floor((from + length).min(plain.len()));
            let (from, to) = (from.min(to), to.max(from));
            let insert = insert.concat();
            plain.replace_range(from..to, &insert);
            text.replace(from..to, &insert);
            let splice = tree.edit(&text, from..to, insert.len());
            let fresh = tree.blocks()[splice.removed.start..splice.removed.start + splice.added].to_vec();
            followers.splice(splice.removed.clone(), fresh);
            let expected = Tree::parse(&plain, SourceFormat::PlainText);
            prop_assert_eq!(tree.blocks(), expected.blocks());
            prop_assert_eq!(followers.as_slice(), expected.blocks());
            for index in 0..expected.blocks().len() {
                prop_assert_eq!(tree.start(index), expected.start(index));
            }
        }
    }

    #[test]
    fn every_range_lies_in_its_block(parts in proptest::collection::vec(piece(), 0..80)) {
        let text = parts.concat();
        let tree = Tree::parse(&text, SourceFormat::PlainText);
        for (index, block) in tree.blocks().iter().enumerate() {
            let start = tree.start(index);
            prop_assert!(start + block.raw_len() <= text.len());
            for (at, c) in block.text.char_indices() {
                let raw = block.raw(&(at as u32..(at + c.len_utf8()) as u32));
                prop_assert_eq!(&text[start + raw.start..start + raw.end], c.to_string());
                prop_assert_eq!(block.local(raw.start), at as u32);
            }
            if let Some(h) = &block.heading {
                for range in [&h.title, &h.rest] {
                    prop_assert!(block.text.get(range.start as usize..range.end as usize).is_some());
                }
            }
        }
    }
}
