//! Findings for people at a terminal: grouped by file, with the line, the marked
//! passage, what would stand there, and the places that explain it.
//!
//! Colours are always written; the stream that they go to drops them where it
//! is no terminal.

use super::format::Format;
use super::found::{Checked, Found, Mend, MentionSite, Summary};
use super::json::Place;
use super::snippet::{Window, clean, keep_start, window};
use crate::message::{Lang, Message};
use crate::rules::Severity;
use crate::rules::page::severity_name;
use crate::text::Text;
use anstyle::{AnsiColor, Style};
use std::fmt::Write as _;
use std::io;
use std::ops::Range;

/// Emphasis.
pub const BOLD: Style = Style::new().bold();
/// What may be overlooked.
pub const DIM: Style = Style::new().dimmed();
/// Places and text that a fix puts in.
pub const GREEN: Style = AnsiColor::Green.on_default();
/// Text that a fix takes out.
pub const RED: Style = AnsiColor::Red.on_default();
/// A part that is missing, a passage that was copied.
pub const YELLOW: Style = AnsiColor::Yellow.on_default();
const PLACE: Style = AnsiColor::Cyan.on_default();

/// The colour of a severity.
pub fn style(severity: Severity) -> Style {
    match severity {
        Severity::Error => AnsiColor::Red.on_default().bold(),
        Severity::Warning => AnsiColor::Yellow.on_default().bold(),
        Severity::Info => AnsiColor::Cyan.on_default().bold(),
        Severity::Hint => AnsiColor::Blue.on_default().bold(),
    }
}

/// `text` in a style.
pub fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// Writes for people, in their language.
pub struct People {
    /// The language.
    pub lang: Lang,
    /// The width of the terminal.
    pub columns: usize,
}

impl Format for People {
    fn file(&mut self, checked: &Checked) -> io::Result<String> {
        Ok(file(checked, self.lang, self.columns))
    }

    fn end(&mut self, all: &Summary) -> io::Result<String> {
        Ok(summary(all, self.lang))
    }
}

/// Everything that is said of one file; nothing where nothing was found in a
/// document that is a report for certain.
/// `columns` is the width of the terminal.
pub fn file(checked: &Checked, lang: Lang, columns: usize) -> String {
    let mut out = String::new();
    let likely = checked.report.as_ref().and_then(|report| report.likely.as_deref());
    if checked.findings.is_empty() && likely.is_none() {
        return out;
    }
    let _ = writeln!(out, "{}{}", paint(BOLD, &clean(&checked.path)), paint(DIM, &header(checked, lang)));
    if let Some(likely) = likely {
        let _ = writeln!(out, "  {}", clean(likely));
    }
    // Findings about the same words share one look at them.
    for same in checked.findings.chunk_by(|a, b| a.range == b.range) {
        findings(&mut out, checked, same, lang, columns);
    }
    out.push('\n');
    out
}

/// Title, issuer and year, as far as they are known.
fn header(checked: &Checked, lang: Lang) -> String {
    let Some(report) = &checked.report else { return String::new() };
    let year = report.report_year.map(|year| match lang {
        Lang::Zh => format!("{year}年"),
        Lang::En => year.to_string(),
    });
    let known: Vec<String> = [report.title.clone(), report.issuer.clone(), year].into_iter().flatten().collect();
    if known.is_empty() { String::new() } else { format!("  {}", clean(&known.join(" · "))) }
}

/// Findings about one passage: what each says, the passage, what would mend it.
fn findings(out: &mut String, checked: &Checked, same: &[Found], lang: Lang, columns: usize) {
    let Some(worst) = same.iter().min_by_key(|f| f.severity) else { return };
    let range = &worst.range;
    let place = Place::of(&checked.text, range.start);
    let at = |range: &Range<usize>| {
        let place = Place::of(&checked.text, range.start);
        paint(PLACE, &format!("{}:{}:{}", clean(&checked.path), place.line, place.column))
    };
    for found in same {
        let severity = paint(style(found.severity), severity_name(found.severity, lang));
        let (code, name) = (found.rule.code, paint(DIM, found.rule.name));
        let _ = writeln!(out, "  {} {severity} {code} {name}  {}", at(range), clean(&found.message));
    }
    // As wide as the last line's number, so that all of a file stand below each other.
    let digits = checked.text.line_count().to_string().len();
    // "    25 | "
    let room = columns.saturating_sub(digits + 7).max(16);
    let gutter = |text: &str, mark: &str| paint(DIM, &format!("    {text:>digits$} {mark}"));
    let line_range = near(&checked.text, range.start, range.start..range.end.min(range.start + FAR));
    let line = checked.text.slice(line_range.clone());
    let local = range.start.saturating_sub(line_range.start)..range.end.saturating_sub(line_range.start);
    let shown = window(&line, local, room);
    let (pad, marks) = shown.underline();
    let Window { before, marked, after } = &shown;
    let colour = style(worst.severity);
    let _ = writeln!(out, "{} {before}{}{after}", gutter(&place.line.to_string(), "|"), paint(colour, marked));
    let last = Place::of(&checked.text, range.end).line;
    let further = if last > place.line {
        format!(" {}", Message::new("cli.text.to-line").with("line", last.to_string()).render(lang))
    } else {
        String::new()
    };
    let _ = writeln!(out, "{} {:pad$}{}{further}", gutter("", "|"), "", paint(colour, &"^".repeat(marks)));
    for mend in same.iter().filter_map(|f| f.fix.as_ref()) {
        fix(out, checked, mend, lang, room, &gutter);
    }
    for places in same.iter().filter_map(|f| elsewhere(checked, f, lang)) {
        let _ = writeln!(out, "{} {places}", gutter("", "="));
    }
    for mention in same.iter().flat_map(|f| &f.related) {
        let range = match &mention.site {
            MentionSite::Here(range) => range,
            MentionSite::There(path, place) => {
                let spot = place.start.position(crate::text::Units::Utf32);
                let there = paint(PLACE, &format!("{}:{}:{}", clean(path), spot.line + 1, spot.column + 1));
                let _ = writeln!(out, "{} {there} {}", gutter("", "="), clean(&mention.message));
                continue;
            }
        };
        let quote = checked.text.slice(range.start..range.end.min(range.start + FAR));
        let quote = keep_start(&clean(quote.lines().next().unwrap_or_default().trim()), 40);
        let quote = match (quote.is_empty(), lang) {
            (true, _) => String::new(),
            (false, Lang::Zh) => format!("：{quote}"),
            (false, Lang::En) => format!(": {quote}"),
        };
        let _ = writeln!(out, "{} {} {}{quote}", gutter("", "="), at(range), clean(&mention.message));
    }
}

/// So many other places of a finding are named.
const PLACES_NAMED: usize = 12;

/// The other places of a finding by line and column, on one line; `None` for a
/// finding at one place.
pub fn elsewhere(checked: &Checked, found: &Found, lang: Lang) -> Option<String> {
    let others = found.elsewhere();
    let named = others.iter().take(PLACES_NAMED).map(|other| {
        let place = Place::of(&checked.text, other.range.start);
        format!("{}:{}", place.line, place.column)
    });
    let id = if others.len() > PLACES_NAMED { "cli.text.elsewhere-more" } else { "cli.text.elsewhere" };
    let list: Vec<String> = named.collect();
    (!list.is_empty()).then(|| Message::new(id).with("places", list.join(if lang == Lang::Zh { "、" } else { ", " })).render(lang))
}

/// What would stand there.
fn fix(out: &mut String, checked: &Checked, mend: &Mend, lang: Lang, room: usize, gutter: &dyn Fn(&str, &str) -> String) {
    let id = if mend.safe { "cli.text.fix" } else { "cli.text.unsafe-fix" };
    let title = Message::new(id).with("title", mend.title.clone()).render(lang);
    let _ = writeln!(out, "{} {}", gutter("", "="), clean(&title));
    for (line, passage) in after(checked, mend).iter().take(4) {
        let Window { before, marked, after } = window(line, passage.clone(), room);
        let _ = writeln!(out, "{} {before}{}{after}", gutter("", "+"), paint(GREEN, &marked));
    }
}

/// More of a line than this, in bytes, no terminal shows on either side of a passage.
const FAR: usize = 4000;

/// The line at a byte, or of an endless one what stands near a passage.
fn near(text: &Text, at: usize, passage: Range<usize>) -> Range<usize> {
    let line = text.line_range(text.line_of(at));
    let (from, to) = (text.boundary(passage.start.saturating_sub(FAR)), text.boundary(passage.end + FAR));
    line.start.max(from)..line.end.min(to).max(line.start)
}

/// The lines that an edit leaves, each with what is new in it (bytes).
fn after(checked: &Checked, mend: &Mend) -> Vec<(String, Range<usize>)> {
    let text = &checked.text;
    let mut out = Vec::new();
    let mut edits = mend.edits.iter().peekable();
    while let Some((range, with)) = edits.next() {
        let start = near(text, range.start, range.clone());
        let mut end = near(text, range.end, range.clone());
        let mut new = text.slice(start.start..range.start);
        let passage = new.len()..new.len() + with.len();
        new.push_str(with);
        let mut at = range.end;
        // Edits of one line are shown as one line, with the first one marked.
        while let Some((next, with)) = edits.next_if(|(next, _)| next.start <= end.end) {
            new.push_str(&text.slice(at..next.start));
            new.push_str(with);
            at = next.end;
            end = near(text, next.end, next.clone());
        }
        new.push_str(&text.slice(at..end.end));
        let mut from = 0;
        for line in new.split_inclusive(['\n', '\r']) {
            let to = from + line.len();
            let bare = line.trim_end_matches(['\n', '\r']);
            let marked = passage.start.clamp(from, to) - from..passage.end.clamp(from, to) - from;
            let touched = passage.is_empty() || passage.start < to && passage.end > from;
            if touched && !bare.trim().is_empty() {
                out.push((bare.to_owned(), marked));
            }
            from = to;
        }
    }
    out
}

/// The last line: what was read and what was found.
pub fn summary(summary: &Summary, lang: Lang) -> String {
    let count = |severity| {
        let text = format!("{} {}", severity_name(severity, lang), summary.counts.get(severity));
        if summary.counts.get(severity) > 0 { paint(style(severity), &text) } else { paint(DIM, &text) }
    };
    let read = Message::new("cli.text.read").with("files", summary.files).with("reports", summary.reports).render(lang);
    let mut line = paint(BOLD, &read);
    if summary.counts.total() == 0 {
        // Silence about documents that are no reports must not look like praise.
        let id = match summary.reports {
            0 => "cli.text.no-reports",
            _ if summary.in_baseline > 0 => "cli.text.nothing-new",
            _ => "cli.text.nothing",
        };
        line.push_str(&Message::new(id).render(lang));
    } else {
        let counts = Severity::ALL.map(count);
        line.push_str(&counts.join(if lang == Lang::Zh { "，" } else { ", " }));
        if summary.fixable > 0 {
            line.push_str(&Message::new("cli.text.fixable").with("count", summary.fixable).render(lang));
        }
    }
    line.push('\n');
    line
}

#[cfg(test)]
mod tests {
    use super::super::found::{Mention, MentionSite, Report};
    use super::*;
    use crate::rules::{Check, FixKind, Rule};
    use crate::text::Text;

    static RULE: Rule = Rule {
        code: "NB502",
        name: "percent-mismatch",
        severity: Severity::Error,
        since: "0.1.0",
        fix: FixKind::Safe,
        check: Check::Tool,
        source: "",
    };

    fn place(text: &str, passage: &str) -> Range<usize> {
        let at = text.find(passage).unwrap();
        at..at + passage.len()
    }

    fn plain(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    /// A file with one finding on `passage`, which `with` would replace, and a mention.
    fn checked(content: &str, passage: &str, with: &str, mention: &str) -> Checked {
        let range = place(content, passage);
        Checked {
            path: "云岭县.txt".into(),
            source: "云岭县.txt".into(),
            fail_on: None,
            text: Text::new(content),
            report: Some(Report {
                schema: "fazhi-zhengfu".into(),
                profile: Some("2021".into()),
                title: Some("云岭县2023年法治政府建设年度报告".into()),
                issuer: Some("云岭县人民政府".into()),
                report_year: Some(2023),
                plan_year: Some(2024),
                certainty: crate::outline::Certainty::Certain,
                reasons: Vec::new(),
                likely: None,
            }),
            findings: vec![Found {
                rule: &RULE,
                severity: Severity::Error,
                message: "12 件占 42 件的 28.57%，文中写作“25%”".into(),
                range: range.clone(),
                related: vec![Mention { site: MentionSite::Here(place(content, mention)), message: "总数".into() }],
                fix: Some(Mend { title: "改为“28.57%”".into(), safe: true, edits: vec![(range, with.into())] }),
                identity: String::new(),
                occurrences: Vec::new(),
            }],
        }
    }

    #[test]
    fn a_short_line_is_shown_with_its_mark_its_fix_and_its_mention() {
        let content = "标题\n\n\u{3000}\u{3000}受理复议案件42件，纠错12件，占25%。\n";
        let shown = plain(&file(&checked(content, "25%", "28.57%", "42件"), Lang::Zh, 100));
        insta::assert_snapshot!(shown, @r#"
        云岭县.txt  云岭县2023年法治政府建设年度报告 · 云岭县人民政府 · 2023年
          云岭县.txt:3:20 错误 NB502 percent-mismatch  12 件占 42 件的 28.57%，文中写作“25%”
            3 | 　　受理复议案件42件，纠错12件，占25%。
              |                                   ^^^
              = 可自动修改：改为“28.57%”
              + 　　受理复议案件42件，纠错12件，占28.57%。
              = 云岭县.txt:3:9 总数：42件
        "#);
    }

    #[test]
    fn a_long_line_is_cropped_around_the_passage() {
        let content = format!("{}受理复议案件42件，纠错12件，占25%，{}。\n", "扎实推进各项工作，".repeat(30), "成效明显".repeat(30));
        let shown = plain(&file(&checked(&content, "25%", "28.57%", "42件"), Lang::En, 60));
        assert!(shown.lines().skip(2).all(|line| super::super::snippet::width(line) <= 60), "{shown}");
        insta::assert_snapshot!(shown, @r#"
        云岭县.txt  云岭县2023年法治政府建设年度报告 · 云岭县人民政府 · 2023
          云岭县.txt:1:288 error NB502 percent-mismatch  12 件占 42 件的 28.57%，文中写作“25%”
            1 | …，纠错12件，占25%，成效明显成效明显成效明显成效明…
              |                ^^^
              = fix: 改为“28.57%”
              + …，纠错12件，占28.57%，成效明显成效明显成效明显成效…
              = 云岭县.txt:1:277 总数: 42件
        "#);
    }

    #[test]
    fn edits_on_several_lines_show_what_would_stand_on_each() {
        let content = "(一)、甲\n正文\n(二)、乙\n";
        let mut one = checked(content, "(一)、", "（一）", "正文");
        one.findings[0].fix.as_mut().unwrap().edits.push((place(content, "(二)、"), "（二）".into()));
        insta::assert_snapshot!(plain(&file(&one, Lang::Zh, 80)), @r#"
        云岭县.txt  云岭县2023年法治政府建设年度报告 · 云岭县人民政府 · 2023年
          云岭县.txt:1:1 错误 NB502 percent-mismatch  12 件占 42 件的 28.57%，文中写作“25%”
            1 | (一)、甲
              | ^^^^^^
              = 可自动修改：改为“28.57%”
              + （一）甲
              + （二）乙
              = 云岭县.txt:2:1 总数：正文
        "#);
    }

    #[test]
    fn a_passage_over_several_lines_says_where_it_ends() {
        let content = "法治政府\n建设报告\n正文\n";
        let shown = plain(&file(&checked(content, "政府\n建设", "", "正文"), Lang::Zh, 80));
        insta::assert_snapshot!(shown, @r#"
        云岭县.txt  云岭县2023年法治政府建设年度报告 · 云岭县人民政府 · 2023年
          云岭县.txt:1:3 错误 NB502 percent-mismatch  12 件占 42 件的 28.57%，文中写作“25%”
            1 | 法治政府
              |     ^^^^ （到第 2 行）
              = 可自动修改：改为“28.57%”
              + 法治报告
              = 云岭县.txt:3:1 总数：正文
        "#);
    }

    #[test]
    fn the_mark_stands_below_the_passage_whatever_stands_before_it() {
        for before in ["甲乙", "a", "\u{3000}\u{3000}", "e\u{301}", "２０２３年，", "“”…"] {
            let content = format!("{before}占25%。");
            let shown = plain(&file(&checked(&content, "占25%", "占28.57%", "。"), Lang::Zh, 80));
            let lines: Vec<&str> = shown.lines().collect();
            let at = lines[2].find("占25%").unwrap();
            let mark = lines[3].find('^').unwrap();
            let width = super::super::snippet::width;
            assert_eq!(width(&lines[2][..at]), width(&lines[3][..mark]), "{shown}");
            assert_eq!(lines[3].matches('^').count(), 5);
        }
    }

    #[test]
    fn colours_are_written_and_can_be_taken_away() {
        let content = "占25%。";
        let shown = file(&checked(content, "25%", "28%", "占"), Lang::Zh, 80);
        assert!(shown.contains("\u{1b}[1m\u{1b}[31m错误"), "{shown:?}");
        assert!(!plain(&shown).contains('\u{1b}'));
    }

    #[test]
    fn the_summary_counts() {
        let mut all = Summary::default();
        all.add(&checked("占25%。", "25%", "28%", "占"));
        insta::assert_snapshot!(plain(&summary(&all, Lang::Zh)), @r#"1 个文件，1 篇报告：错误 1，警告 0，提示 0，建议 0；其中 1 处可用 --fix 自动修改"#);
        insta::assert_snapshot!(plain(&summary(&all, Lang::En)), @r#"files 1, reports 1: error 1, warning 0, info 0, hint 0; 1 can be fixed with --fix"#);
        let none = Summary { files: 2, ..Summary::default() };
        insta::assert_snapshot!(plain(&summary(&none, Lang::Zh)), @r#"2 个文件，0 篇报告：没有可检查的报告"#);
    }
}
