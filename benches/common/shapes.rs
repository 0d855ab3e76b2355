//! Texts that nobody writes in good faith: much of one thing, so that whatever
//! is done for each of them with all the others is seen to be so.

use std::fmt::Write as _;

/// A text of about so many bytes.
pub type Make = fn(usize) -> String;

const TITLE: &str = "云岭县人民政府2025年法治政府建设年度报告\n\n";
const PARTS: [&str; 3] = ["一、主要举措和成效\n", "二、存在的问题和原因\n", "三、2026年工作安排\n"];
const END: &str = "云岭县人民政府\n2026年1月20日\n";

/// One thing again and again, as a report's first part.
fn again(size: usize, piece: &str) -> String {
    let mut text = TITLE.to_owned() + PARTS[0];
    while text.len() < size {
        text.push_str(piece);
    }
    text + "\n" + PARTS[1] + "执法不够规范。\n" + PARTS[2] + "规范执法。\n" + END
}

/// Numbered things, so that no two are the same.
fn counted(size: usize, piece: impl Fn(&mut String, usize)) -> String {
    let mut text = TITLE.to_owned() + PARTS[0];
    let mut number = 0;
    while text.len() < size {
        number += 1;
        piece(&mut text, number);
    }
    text + "\n" + PARTS[1] + "执法不够规范。\n" + PARTS[2] + "规范执法。\n" + END
}

/// A number as it stands before a stop: 一, 二 … 九十九, and from the start again.
fn mark(n: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let n = (n - 1) % 99 + 1;
    match (n / 10, n % 10) {
        (0, one) => DIGITS[one].to_owned(),
        (1, one) => format!("十{}", DIGITS[one]),
        (ten, one) => format!("{}十{}", DIGITS[ten], DIGITS[one]),
    }
}

/// Words that differ from number to number and look like the genre's.
fn words(n: usize) -> String {
    const WORDS: [&str; 16] =
        ["执法", "监督", "复议", "应诉", "普法", "调解", "决策", "备案", "审查", "公开", "服务", "信用", "培训", "考核", "改革", "队伍"];
    let mut out = String::new();
    let mut left = n.wrapping_mul(2_654_435_761) % 1_048_576;
    for _ in 0..5 {
        out.push_str(WORDS[left % 16]);
        left /= 16;
    }
    out
}

fn halves(size: usize, open: &str, close: &str) -> String {
    let pairs = size / (open.len() + close.len());
    TITLE.to_owned() + PARTS[0] + &open.repeat(pairs) + &close.repeat(pairs) + "。\n" + PARTS[1] + "问题。\n" + PARTS[2] + "安排。\n" + END
}

/// Problems and the plans that answer them.
fn answered(size: usize, line: impl Fn(usize, bool) -> String) -> String {
    let mut text = TITLE.to_owned() + PARTS[0] + "做了工作。\n" + PARTS[1];
    let count = size / (line(1, false).len() + line(1, true).len());
    for plans in [false, true] {
        if plans {
            text.push_str(PARTS[2]);
        }
        (1..=count.max(1)).for_each(|n| text.push_str(&line(n, plans)));
    }
    text + END
}

/// Every shape by its name.
pub const SHAPES: &[(&str, Make)] = &[
    // Marks that open and never close, or close far away.
    ("brackets-open", |n| again(n, "（")),
    ("brackets-close", |n| again(n, "）")),
    ("brackets-nested", |n| halves(n, "（", "）")),
    ("brackets-mixed", |n| again(n, "（《“【")),
    ("titles-open", |n| again(n, "《")),
    ("titles-nested", |n| halves(n, "《", "》")),
    ("quotes-open", |n| again(n, "“")),
    ("quotes-straight", |n| again(n, "\"法\"")),
    ("brackets-pairs", |n| again(n, "（）")),
    ("dashes", |n| again(n, "—")),
    ("dots", |n| again(n, "……")),
    ("asterisks", |n| again(n, "**")),
    ("backticks", |n| again(n, "`")),
    ("hashes", |n| again(n, "#")),
    ("comments-open", |n| again(n, "<!-- ")),
    // Lines without an end.
    ("line-of-one-letter", |n| again(n, "县")),
    ("line-of-one-word", |n| again(n, "法治")),
    ("line-of-clauses", |n| again(n, "推进依法行政，")),
    ("line-of-sentences", |n| again(n, "推进依法行政。")),
    ("line-of-enumeration", |n| again(n, "执法、")),
    ("line-of-latin", |n| again(n, "a")),
    ("line-of-latin-words", |n| again(n, "law ")),
    ("line-of-unlike-sentences", |n| counted(n, |t, i| write!(t, "{}工作{i}次推进。", words(i)).unwrap())),
    ("line-of-stops", |n| again(n, "。")),
    ("line-of-commas", |n| again(n, "，")),
    ("line-of-spaces", |n| again(n, " ")),
    ("line-of-spaced-letters", |n| again(n, "法 治 ")),
    ("line-of-wide-spaces", |n| again(n, "\u{3000}")),
    ("line-of-halfwidth", |n| again(n, "法治,政府.")),
    // Numbers.
    ("digits", |n| again(n, "1")),
    ("digits-grouped", |n| again(n, "1,")),
    ("digits-dotted", |n| again(n, "1.")),
    ("digits-full-width", |n| again(n, "１")),
    ("numerals", |n| again(n, "一")),
    ("numerals-places", |n| again(n, "万")),
    ("percents", |n| again(n, "%")),
    ("percentages", |n| again(n, "12.5%，")),
    ("figures", |n| again(n, "12件，")),
    ("figures-unlike", |n| counted(n, |t, i| write!(t, "{i}件，").unwrap())),
    ("figures-of-which", |n| again(n, "其中12件，")),
    ("figures-in-all", |n| counted(n, |t, i| write!(t, "共{i}件，其中{}3件，", words(i)).unwrap())),
    ("figures-shares", |n| counted(n, |t, i| write!(t, "{i}件，占0%，").unwrap())),
    ("figures-growth", |n| counted(n, |t, i| write!(t, "办理{i}件，同比增长{i}%，").unwrap())),
    ("figures-paragraphs", |n| counted(n, |t, i| writeln!(t, "{}共{i}件，其中甲{i}件、乙3件，占5%。", words(i)).unwrap())),
    ("figures-conflict", |n| counted(n, |t, i| writeln!(t, "全年办理行政复议案件{i}件。").unwrap())),
    ("figures-list", |n| counted(n, |t, i| write!(t, "{}{i}件、", words(i)).unwrap())),
    ("figures-huge", |n| again(n, &("9".repeat(400) + "件，占" + &"9".repeat(400) + "%，"))),
    ("measureless", |n| again(n, "共有12，")),
    ("list-counts", |n| again(n, "以下三项：一是甲；二是乙；")),
    // Days and years.
    ("years", |n| again(n, "2025年")),
    ("years-bare", |n| again(n, "25年")),
    ("years-unlike", |n| counted(n, |t, i| write!(t, "{}年，", 1000 + i % 9000).unwrap())),
    ("dates", |n| again(n, "2025年2月30日，")),
    ("dates-half", |n| again(n, "年月日")),
    ("dates-lines", |n| again(n, "2025年2月30日\n")),
    ("year-words", |n| again(n, "今年去年")),
    // Citations.
    ("citations", |n| again(n, "《中华人民共和国行政处罚法》")),
    ("citations-unlike", |n| counted(n, |t, i| write!(t, "《云岭县{}办法{i}》、", words(i)).unwrap())),
    ("citations-near", |n| counted(n, |t, i| writeln!(t, "《云岭县{}办法》。", words(i)).unwrap())),
    ("citations-years", |n| counted(n, |t, i| write!(t, "《法治政府建设实施纲要（{}—{}年）》", 1990 + i % 50, 1995 + i % 50).unwrap())),
    ("document-numbers", |n| again(n, "〔2025〕3号")),
    ("document-numbers-odd", |n| again(n, "国发[2025]3号")),
    // The same again.
    ("paragraphs-alike", |n| again(n, "全面推进依法行政，建设法治政府，各项工作取得新的成效。\n")),
    ("paragraphs-unlike", |n| counted(n, |t, i| writeln!(t, "{}工作扎实推进，第{i}号事项全部办结。", words(i)).unwrap())),
    ("doubled-words", |n| again(n, "推进推进")),
    ("doubled-letters", |n| again(n, "的的")),
    ("lines-broken", |n| again(n, "全面推进依法行政建设法治政府各项工作\n")),
    ("lines-of-one-letter", |n| again(n, "法\n")),
    ("lines-empty", |n| again(n, "\n")),
    ("lines-of-spaces", |n| again(n, " \n")),
    ("lines-carriage-return", |n| again(n, "法\r")),
    ("lines-vertical-tab", |n| again(n, "法\u{B}")),
    ("table-rows", |n| again(n, "| 甲 | 1 |\n")),
    ("table-cells", |n| again(n, "| 甲 ")),
    ("residue", |n| again(n, "浏览次数：12\n来源：本站\n")),
    // Headings and items.
    ("headings", |n| counted(n, |t, i| writeln!(t, "{}、{}", mark(i), words(i)).unwrap())),
    ("headings-alike", |n| again(n, "一、主要举措和成效\n")),
    ("headings-second", |n| counted(n, |t, i| writeln!(t, "（{}）{}", mark(i), words(i)).unwrap())),
    ("headings-run-in", |n| counted(n, |t, i| writeln!(t, "（{}）{}。扎实推进。", mark(i), words(i)).unwrap())),
    ("headings-third", |n| counted(n, |t, i| writeln!(t, "{i}.{}", words(i)).unwrap())),
    ("headings-hash", |n| counted(n, |t, i| writeln!(t, "{} {}", "#".repeat(i % 6 + 1), words(i)).unwrap())),
    ("headings-deep", |n| counted(n, |t, i| writeln!(t, "{}{}", ["一、", "（一）", "1.", "（1）", "①"][i % 5], words(i)).unwrap())),
    ("headings-parts", |n| counted(n, |t, i| writeln!(t, "{}、{}", mark(i), ["主要成效", "存在的问题", "下一步工作安排"][i % 3]).unwrap())),
    ("headings-empty", |n| again(n, "一、\n")),
    ("headings-backwards", |n| counted(n, |t, i| writeln!(t, "{}、{}", mark(100 - i % 99), words(i)).unwrap())),
    ("items-in-line", |n| counted(n, |t, i| write!(t, "{}是推进{}。", mark(i), words(i)).unwrap())),
    ("items-lines", |n| counted(n, |t, i| writeln!(t, "{}是推进{}。", mark(i), words(i)).unwrap())),
    ("items-alike", |n| again(n, "一是推进。")),
    ("titles", |n| again(n, TITLE)),
    ("signatures", |n| again(n, "云岭县人民政府\n2026年1月20日\n")),
    ("lead-cues", |n| again(n, "现将有关情况报告如下。\n")),
    ("plan-cues", |n| again(n, "下一步，将推进依法行政。\n")),
    ("problem-cues", |n| again(n, "但仍存在一些不足：执法不规范。\n")),
    ("leader-duties", |n| again(n, "党政主要负责人履行推进法治建设第一责任人职责，")),
    // Problems and plans.
    ("problems-alike", |n| {
        answered(n, |_, plan| if plan { "一是规范行政执法。\n" } else { "一是行政执法不够规范。\n" }.into())
    }),
    ("problems-unlike", |n| answered(n, |i, plan| format!("{}是{}{}。\n", mark(i), words(i), if plan { "要加强" } else { "还不够" }))),
    ("problems-in-line", |n| answered(n, |i, plan| format!("{}是{}{}；", mark(i), words(i), if plan { "要加强" } else { "还不够" }))),
    ("problems-long", |n| {
        answered(n, |i, plan| format!("（{}）{}。{}{}。\n", mark(i), words(i), words(i * 7), if plan { "要加强" } else { "还不够" }))
    }),
    ("plans-as-results", |n| {
        let mut text = TITLE.to_owned() + PARTS[0];
        let line = |i: usize| format!("推进{}，完成{}改革任务，健全工作机制。\n", words(i), words(i * 3));
        let count = n / 2 / line(1).len();
        (1..=count).for_each(|i| text.push_str(&line(i)));
        text.push_str(PARTS[1]);
        text.push_str("问题。\n");
        text.push_str(PARTS[2]);
        (1..=count).for_each(|i| text.push_str(&line(i)));
        text + END
    }),
    // Comments to the checker.
    ("ignore-lines", |n| again(n, "// nianbao-ignore NB2 理由\n")),
    ("ignore-comments", |n| again(n, "<!-- nianbao-ignore NB2 理由 -->推进，\n")),
    ("ignore-names", |n| again(1, &("// nianbao-ignore ".to_owned() + &"NB2,".repeat(n / 4)))),
    ("prompts", |n| again(n, "【填写工作情况】")),
    ("placeholders", |n| again(n, "XX")),
    // Characters.
    ("nul", |n| again(n, "\0")),
    ("astral", |n| again(n, "𠮷")),
    ("combining", |n| again(n, "e\u{301}\u{302}")),
    ("combining-only", |n| again(n, "\u{301}")),
    ("bidi", |n| again(n, "\u{202E}法\u{202C}")),
    ("zero-width", |n| again(n, "法\u{200B}")),
    ("replacement", |n| again(n, "\u{FFFD}")),
    ("byte-order-marks", |n| again(n, "\u{FEFF}")),
    ("separators", |n| again(n, "法\u{2028}")),
    ("controls", |n| again(n, "\u{1B}[2J")),
];
