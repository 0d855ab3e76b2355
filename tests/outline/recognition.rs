//! Which documents are taken for reports on law-based government: titles over
//! bodies, drafts without a title, and whole documents of other kinds.

use crate::support::{analyse, drafts, read, root};
use nianbao::outline::Certainty;
use std::collections::BTreeMap;

const SCHEMA: &str = "fazhi-zhengfu";
const FOLDER: &str = "tests/fixtures/recognition";

/// A document with what is expected of it.
struct Sample {
    group: String,
    name: String,
    text: String,
}

fn titled() -> Vec<Sample> {
    let bodies = drafts(&format!("{FOLDER}/bodies"));
    assert!(bodies.len() >= 4);
    let table = read(&root().join(FOLDER).join("titles.tsv"));
    let rows = table.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t').collect::<Vec<_>>());
    let mut samples = Vec::new();
    for row in rows.filter(|row| matches!(row[0], "life" | "rare" | "later")) {
        let year: i32 = row.get(2).and_then(|y| y.parse().ok()).unwrap_or(2025);
        let issuer = row.get(3).filter(|i| !i.is_empty()).unwrap_or(&"清河县司法局");
        for (name, body) in &bodies {
            let title = row[1].replace("\\n", "\n");
            let body = body.replace("{issuer}", issuer).replace("{year}", &year.to_string()).replace("{next}", &(year + 1).to_string());
            samples.push(Sample { group: row[0].to_owned(), name: format!("{} × {name}", row[1]), text: format!("{title}\n\n{body}") });
        }
    }
    samples
}

/// Whole reports of one folder.
fn whole(folder: &str) -> impl Iterator<Item = Sample> {
    drafts(&format!("{FOLDER}/{folder}")).into_iter().map(move |(name, text)| Sample { group: folder.to_owned(), name, text })
}

fn others() -> Vec<Sample> {
    let packs = drafts(&format!("{FOLDER}/other"));
    let mut samples = Vec::new();
    for (kind, pack) in packs {
        for document in pack.split("<<<<<<<< ").skip(1) {
            let (name, text) = document.split_once('\n').unwrap_or((document, ""));
            samples.push(Sample { group: kind.clone(), name: format!("{kind}: {}", name.trim()), text: text.trim_start().to_owned() });
        }
    }
    samples
}

fn claim(text: &str) -> Option<(String, Certainty)> {
    analyse(text).outline.report.as_ref().map(|r| (r.schema.id.clone(), r.certainty))
}

#[test]
fn reports_are_recognised_by_title_or_body() {
    let mut count: BTreeMap<String, (usize, usize, usize)> = BTreeMap::new();
    let mut missed = Vec::new();
    for sample in titled().into_iter().chain(whole("untitled")).chain(whole("whole")) {
        let found = claim(&sample.text).filter(|(schema, _)| schema == SCHEMA);
        let row = count.entry(sample.group).or_default();
        row.0 += 1;
        row.1 += usize::from(found.is_some());
        row.2 += usize::from(found.as_ref().is_some_and(|f| f.1 == Certainty::Certain));
        if found.is_none() {
            missed.push(sample.name);
        }
    }
    for (group, (all, found, certain)) in &count {
        println!("{group}: {found} of {all} recognised, {certain} certain");
    }
    println!("{missed:#?}");
    let share = |group: &str| count[group].1 as f64 / count[group].0 as f64;
    assert!(share("life") >= 0.99, "titles in life: {}", share("life"));
    assert!(share("rare") >= 0.97, "rarer titles: {}", share("rare"));
    assert!(share("later") >= 0.97, "titles composed after the weights: {}", share("later"));
    // 18-qa-format.txt calls itself 一图读懂, as explanations of reports do.
    assert!(share("whole") >= 0.96, "whole reports composed after the weights: {}", share("whole"));
    assert!(share("untitled") >= 1.0, "without a title: {}", share("untitled"));
}

#[test]
fn documents_of_other_kinds_are_not_claimed() {
    let samples = others();
    let mut claimed = Vec::new();
    let mut count: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for sample in &samples {
        let found = claim(&sample.text).filter(|(schema, _)| schema == SCHEMA);
        let row = count.entry(sample.group.clone()).or_default();
        row.0 += 1;
        row.1 += usize::from(found.is_some());
        if let Some((_, certainty)) = found {
            claimed.push(format!("{} ({certainty:?})", sample.name));
        }
    }
    println!("{} of {} other documents claimed", claimed.len(), samples.len());
    for (kind, (all, found)) in count.iter().filter(|(_, (_, found))| *found > 0) {
        println!("{kind}: {found} of {all}");
    }
    assert!(claimed.is_empty(), "{claimed:#?}");
}

#[test]
fn titles_tell_the_year_however_they_write_it() {
    let (_, body) = drafts(&format!("{FOLDER}/bodies")).swap_remove(0);
    let table = read(&root().join(FOLDER).join("titles.tsv"));
    let rows = table.lines().map(|l| l.split('\t').collect::<Vec<_>>()).filter(|row| matches!(row[0], "life" | "rare"));
    let mut wrong = Vec::new();
    let mut asked = 0;
    for row in rows {
        // The year of the body is another one: only the title can tell.
        let Ok(year) = row[2].parse::<i32>() else { continue };
        let body = body.replace("{issuer}", "清河县司法局").replace("{year}", "2018").replace("{next}", "2019");
        let analysis = analyse(&format!("{}\n\n{body}", row[1].replace("\\n", "\n")));
        let found = analysis.outline.report.as_ref().and_then(|r| r.report_year);
        asked += 1;
        if found != Some(year) {
            wrong.push(format!("{}: {found:?}", row[1]));
        }
    }
    println!("{} of {asked} titles with another year", wrong.len());
    assert!(asked > 150 && wrong.is_empty(), "{wrong:#?}");
}
