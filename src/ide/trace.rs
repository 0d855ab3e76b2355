//! From a problem to the plans that answer it, and back.

use super::Hover;
use crate::corpus::Place;
use crate::message::{Lang, Message, text};
use crate::outline::ListItem;
use crate::rules::{Analysis, Finding, Site};
use crate::schema::Role;
use crate::trace::{Strength, is_unwritten, mark};
use std::ops::Range;

/// Which of the two lists an item stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Problem,
    Plan,
}

/// The plans that answer a problem, shown above it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lens {
    /// The problem, in bytes.
    pub problem: Range<usize>,
    /// What is shown.
    pub title: String,
    /// The plans, in bytes; empty where none answers it.
    pub plans: Vec<Range<usize>>,
}

/// The item at the byte `at`: which list, its place there, its title in bytes.
fn item_at(analysis: &Analysis, at: usize) -> Option<(Side, usize, Range<usize>)> {
    let outline = &analysis.outline;
    let find = |side: Side, items: &[ListItem]| {
        let index = items.iter().position(|item| {
            // The mark belongs to it.
            let start = analysis.tree.bytes(&item.title).start;
            let lead = mark(&analysis.paragraphs, item).map_or(0, |m| m.len() + '、'.len_utf8());
            let range = start.saturating_sub(lead)..analysis.bytes(&item.extent).end;
            range.contains(&at) || range.end == at
        })?;
        Some((side, index, analysis.bytes(&items.get(index)?.title)))
    };
    find(Side::Problem, &outline.problems).or_else(|| find(Side::Plan, &outline.plans))
}

/// The passages of other reports that findings at `at` point to.
pub fn elsewhere(analysis: &Analysis, at: usize) -> Vec<(&str, &Place)> {
    let here = |finding: &&Finding| {
        let bytes = analysis.bytes(&finding.span);
        bytes.start <= at && at <= bytes.end
    };
    let sites = analysis.findings.iter().filter(here).flat_map(|finding| &finding.related).map(|related| &related.site);
    sites
        .filter_map(|site| match site {
            Site::There(source, place) => Some((&**source, place)),
            Site::Here(_) => None,
        })
        .collect()
}

/// What answers the problem at `at`: the title of the problem, and those of the plans.
pub fn answers(analysis: &Analysis, at: usize) -> Option<(Range<usize>, Vec<Range<usize>>)> {
    let (Side::Problem, index, origin) = item_at(analysis, at)? else { return None };
    Some((origin, plans_of(analysis, index)))
}

/// The other ends of the links of the item at `at`: the problems that a plan
/// answers, the plans that answer a problem. With `itself`, the item too. What
/// opens one of the two parts stands for all that it opens.
pub fn linked(analysis: &Analysis, at: usize, itself: bool) -> Vec<Range<usize>> {
    let Some((side, index, origin)) = item_at(analysis, at) else { return linked_parts(analysis, at) };
    let mut found = match side {
        Side::Problem => plans_of(analysis, index),
        Side::Plan => {
            let problems = analysis.links().answered_by(index);
            problems.filter_map(|(at, ..)| Some(analysis.bytes(&analysis.outline.problems.get(at)?.title))).collect()
        }
    };
    if itself {
        found.insert(0, origin);
    }
    found
}

/// From a place in one of the two parts that is no item: the other ends of all its links.
fn linked_parts(analysis: &Analysis, at: usize) -> Vec<Range<usize>> {
    let outline = &analysis.outline;
    let inside = |role| outline.of_role(role).any(|s| (analysis.byte(s.from)..=analysis.end_byte(s.to)).contains(&at));
    let links = &analysis.links().problems;
    let mut found: Vec<usize> = Vec::new();
    let items = if inside(Role::Problems) {
        found.extend(links.iter().flat_map(|link| link.answers.iter().map(|a| a.candidate)));
        &outline.plans
    } else if inside(Role::Plan) {
        found.extend(links.iter().enumerate().filter(|(_, link)| !link.answers.is_empty()).map(|(at, _)| at));
        &outline.problems
    } else {
        return Vec::new();
    };
    found.sort_unstable();
    found.dedup();
    found.into_iter().filter_map(|at| Some(analysis.bytes(&items.get(at)?.title))).collect()
}

fn plans_of(analysis: &Analysis, problem: usize) -> Vec<Range<usize>> {
    let Some(link) = analysis.links().problems.get(problem) else { return Vec::new() };
    let plan = |at: usize| Some(analysis.bytes(&analysis.outline.plans.get(at)?.title));
    link.answers.iter().filter_map(|answer| plan(answer.candidate)).collect()
}

/// One lens a problem, where there are plans to answer them.
pub fn lenses(analysis: &Analysis, lang: Lang) -> Vec<Lens> {
    let outline = &analysis.outline;
    if outline.plans.is_empty() {
        return Vec::new();
    }
    let lens = |(index, problem): (usize, &ListItem)| {
        if is_unwritten(outline, &analysis.paragraphs, problem) {
            return None;
        }
        let link = analysis.links().problems.get(index)?;
        let mut named: Vec<usize> = link.answers.iter().map(|a| a.candidate).collect();
        named.sort_unstable();
        let names: Vec<String> = named.iter().filter_map(|at| Some(name(analysis, *at, outline.plans.get(*at)?, lang))).collect();
        // （二）（五） need nothing between them.
        let bracketed = names.iter().all(|n| n.ends_with(['）', ')']));
        let plans = names.join(if bracketed {
            ""
        } else if lang == Lang::Zh {
            "、"
        } else {
            ", "
        });
        let title = match link.strength {
            Strength::Strong => Message::new("lens.answered").with("plans", plans).render(lang),
            Strength::Weak => Message::new("lens.weak").with("plans", plans).render(lang),
            Strength::None => text("lens.none", lang).to_owned(),
        };
        Some(Lens { problem: analysis.bytes(&problem.title), title, plans: plans_of(analysis, index) })
    };
    outline.problems.iter().enumerate().filter_map(lens).collect()
}

/// What a plan is called for short: its mark, else its number.
fn name(analysis: &Analysis, at: usize, plan: &ListItem, lang: Lang) -> String {
    match mark(&analysis.paragraphs, plan) {
        Some(mark) => mark.to_owned(),
        None => Message::new("lens.nth").with("n", at + 1).render(lang),
    }
}

/// What answers the problem, or is answered by the plan, whose title is at `at`, with the words
/// that tell.
pub(super) fn hover(analysis: &Analysis, at: usize, lang: Lang) -> Option<Hover> {
    let (side, index, range) = item_at(analysis, at).filter(|(_, _, title)| title.contains(&at))?;
    let outline = &analysis.outline;
    if outline.plans.is_empty() || outline.problems.is_empty() {
        return None;
    }
    let row = |item: &ListItem, words: String| {
        let mark = mark(&analysis.paragraphs, item).unwrap_or_default();
        let row = Message::new("hover.trace.row").with("mark", mark).with("text", analysis.words(&item.title)).with("words", words);
        format!("- {}", row.render(lang))
    };
    let (heading, rows): (&str, Vec<String>) = match side {
        Side::Problem => {
            let link = analysis.links().problems.get(index)?;
            let heading = match link.strength {
                Strength::Strong => text("hover.trace.problem", lang),
                Strength::Weak => text("hover.trace.weak", lang),
                Strength::None => text("hover.trace.none", lang),
            };
            (heading, link.answers.iter().filter_map(|a| Some(row(outline.plans.get(a.candidate)?, a.words()))).collect())
        }
        Side::Plan => {
            let rows: Vec<_> = analysis
                .links()
                .answered_by(index)
                .filter_map(|(at, _, answer)| Some(row(outline.problems.get(at)?, answer.words())))
                .collect();
            let heading = if rows.is_empty() { text("hover.trace.plan.none", lang) } else { text("hover.trace.plan", lang) };
            (heading, rows)
        }
    };
    let text = std::iter::once(heading.to_owned()).chain((!rows.is_empty()).then(|| rows.join("\n"))).collect::<Vec<_>>().join("\n\n");
    Some(Hover { range, text })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::{actions, insert};
    use crate::rules::{Draft, Settings};
    use std::sync::Arc;

    /// A report whose second problem nobody plans to answer.
    fn report(plans: &str) -> String {
        format!(
            "云岭县人民政府2025年法治政府建设年度报告\n\n一、主要成效\n\n主要负责人开会4次，研究法治建设。\n\n二、存在的问题\n\n\
             （一）出庭率不高。由于重视不够。\n\n（二）公证网点偏少。由于财力有限。\n\n三、2026年工作安排\n\n{plans}\n\n云岭县人民政府\n\n2026年2月10日\n"
        )
    }

    fn analyse(text: &str) -> Arc<Analysis> {
        Draft::new(text).analyse(&Settings::default())
    }

    fn names(analysis: &Analysis) -> Vec<(&'static str, String)> {
        analysis.findings.iter().map(|f| (f.rule.name, analysis.words(&f.span).to_owned())).collect()
    }

    #[test]
    fn a_stub_takes_the_form_of_the_list_and_the_next_number() {
        for (plans, wanted) in [
            ("（一）提高应诉水平。逐案通报。", "\n\n（二）【针对“公证网点偏少”的措施】。【做什么、做到什么程度、何时完成】。\n\n云岭县"),
            (
                "（一）提高应诉水平\n\n逐案通报，按季分析。",
                "按季分析。\n\n（二）【针对“公证网点偏少”的措施】\n\n【做什么、做到什么程度、何时完成】。\n\n",
            ),
            ("1.提高应诉水平。逐案通报。\n\n2.创新普法。拍短视频。", "拍短视频。\n\n3.【针对"),
            ("一是提高应诉水平，逐案通报。\n\n二是创新普法，拍短视频。", "拍短视频。\n\n三是【针对“公证网点偏少”的措施】，【做什么"),
            ("一是提高应诉水平；二是创新普法。", "二是创新普法；三是【针对“公证网点偏少”的措施】，【做什么、做到什么程度、何时完成】。\n"),
            ("第一，提高应诉水平，逐案通报。\n\n第二，创新普法，拍短视频。", "拍短视频。\n\n第三，【针对"),
        ] {
            let text = report(plans);
            let analysis = analyse(&text);
            let (edits, range) = insert(&analysis, "plan:1").unwrap();
            let mut after = text.clone();
            for edit in edits.iter().rev() {
                after.replace_range(edit.range.clone(), &edit.text);
            }
            assert!(after.contains(wanted), "{after}");
            assert!(after[range].contains("【针对“公证网点偏少”的措施】"));
            let now = analyse(&after);
            assert_eq!(now.outline.plans.len(), analysis.outline.plans.len() + 1, "{after}");
            let new: Vec<_> = names(&now).into_iter().filter(|n| !names(&analysis).contains(n)).collect();
            assert!(new.iter().all(|n| n.0 == "placeholder"), "{new:?} in {after}");
            // A stub answers nothing; what is written in its place does.
            assert_eq!(now.links().problems[1].strength, Strength::None, "{after}");
            assert!(insert(&now, "plan:1").is_none(), "{after}");
            let written = after
                .replace("【针对“公证网点偏少”的措施】", "增设公证联络点")
                .replace("【做什么、做到什么程度、何时完成】", "年内建成两处");
            assert_eq!(analyse(&written).links().problems[1].strength, Strength::Strong, "{written}");
        }
    }

    #[test]
    fn the_stub_is_offered_at_the_problem_and_is_no_fix() {
        let text = report("（一）提高应诉水平。逐案通报。");
        let analysis = analyse(&text);
        let finding = analysis.findings.iter().position(|f| f.rule.name == "problem-without-plan").unwrap();
        assert!(analysis.findings[finding].fix.is_none());
        let at = analysis.bytes(&analysis.findings[finding].span);
        assert!(actions(&analysis, at, Lang::Zh).iter().any(|a| a.finding == Some(finding) && a.title == "为这一问题补一项安排"));
    }

    #[test]
    fn both_ends_of_a_link_tell_of_each_other() {
        let text = report("（一）提高应诉水平。逐案通报。");
        let analysis = analyse(&text);
        let at = |words: &str| text.find(words).unwrap();
        let (origin, plans) = answers(&analysis, at("由于重视")).unwrap();
        assert_eq!((&text[origin], &text[plans[0].clone()]), ("出庭率不高", "提高应诉水平"));
        assert_eq!(answers(&analysis, at("提高应诉")), None);
        let back: Vec<&str> = linked(&analysis, at("提高应诉"), true).into_iter().map(|r| &text[r]).collect();
        assert_eq!(back, ["提高应诉水平", "出庭率不高"]);
        let all: Vec<&str> = linked(&analysis, at("三、2026"), false).into_iter().map(|r| &text[r]).collect();
        assert_eq!(all, ["出庭率不高"]);
        let all: Vec<&str> = linked(&analysis, at("二、存在"), false).into_iter().map(|r| &text[r]).collect();
        assert_eq!(all, ["提高应诉水平"]);
        assert!(hover(&analysis, at("出庭率"), Lang::Zh).unwrap().text.contains("- （一）提高应诉水平（出庭率 ↔ 应诉水平"));
        assert!(hover(&analysis, at("提高应诉"), Lang::En).unwrap().text.contains("出庭率不高"));
        assert!(hover(&analysis, at("主要负责人"), Lang::Zh).is_none());
        let titles: Vec<String> = lenses(&analysis, Lang::Zh).into_iter().map(|l| l.title).collect();
        assert_eq!(titles, ["对应安排：（一）", "无对应安排"]);
        assert!(lenses(&analyse("# 说明\n\n一是提高。\n"), Lang::Zh).is_empty());
    }
}
