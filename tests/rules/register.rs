//! The register of national documents against facts that were put down apart from it:
//! `tests/fixtures/register.md`, and the project's page on documents of 2025 and 2026
//! where it lies beside the project.

use crate::support::root;
use nianbao::facts::{Document, earliest, register};
use nianbao::text::width::squeeze;

/// A line of facts.
#[derive(Debug)]
struct Facts {
    title: String,
    adopted: Option<String>,
    in_force: Option<String>,
    repealed: Option<String>,
    number: Option<String>,
    years: Option<(i32, i32)>,
    two_sources: bool,
}

/// What the register says otherwise.
fn troubles(facts: &[Facts]) -> Vec<String> {
    let mut found = Vec::new();
    for fact in facts {
        let named: Vec<&Document> = register().titled(&squeeze(&fact.title)).collect();
        let agrees = |document: &&&Document| {
            let is = |stated: &Option<String>, known: &Option<String>| stated.is_none() || stated == known;
            is(&fact.adopted, &document.date)
                && is(&fact.in_force, &document.in_force)
                && is(&fact.repealed, &document.repealed)
                && is(&fact.number, &document.number)
                && (fact.years.is_none() || fact.years == document.years)
                && fact.two_sources == document.re_read
        };
        if named.iter().filter(agrees).count() != 1 {
            let has = |d: &&Document| (d.date.clone(), d.in_force.clone(), d.number.clone(), d.re_read);
            found.push(format!("{fact:?}\n    in the register: {:?}", named.iter().map(has).collect::<Vec<_>>()));
        }
    }
    found
}

fn fixture() -> String {
    std::fs::read_to_string(root().join("tests/fixtures/register.md")).unwrap()
}

/// The lines `- …` below a heading.
fn below<'a>(text: &'a str, heading: &str) -> Vec<&'a str> {
    let start = text.find(&format!("## {heading}\n")).unwrap_or_else(|| panic!("no {heading}"));
    text[start..].lines().skip(1).take_while(|line| !line.starts_with("## ")).filter_map(|line| line.strip_prefix("- ")).collect()
}

#[test]
fn documents_agree_with_what_was_put_down_of_them() {
    let text = fixture();
    let mut facts = Vec::new();
    for (heading, two_sources) in [("Read in two sources", true), ("Read in one source", false)] {
        for line in below(&text, heading) {
            let mut parts = line.split(" | ");
            let title = parts.next().unwrap().to_owned();
            let parts: Vec<&str> = parts.collect();
            let part = |key: &str| parts.iter().find_map(|part| part.strip_prefix(key)).map(str::to_owned);
            let years = part("years ").map(|years| {
                let (from, to) = years.split_once('—').unwrap();
                (from.parse().unwrap(), to.parse().unwrap())
            });
            facts.push(Facts {
                title,
                adopted: part("adopted "),
                in_force: part("in force "),
                repealed: part("repealed "),
                number: part("number "),
                years,
                two_sources,
            });
        }
    }
    assert!(facts.len() >= 55);
    let troubles = troubles(&facts);
    assert!(troubles.is_empty(), "\n{}", troubles.join("\n"));
}

#[test]
fn documents_are_followed_by_those_that_took_their_place() {
    let text = fixture();
    for line in below(&text, "Followed by") {
        let (old, new) = line.split_once(" → ").unwrap();
        let follows = |d: &Document| register().successors(d).any(|next| next.title == new);
        assert!(register().titled(&squeeze(old)).any(follows), "{line}");
    }
}

#[test]
fn plenums_have_their_days_and_a_planned_one_is_marked() {
    let text = fixture();
    let mut lines = below(&text, "Plenums");
    lines.retain(|line| {
        let [name, from, to, state] = line.split(" | ").collect::<Vec<_>>()[..] else { panic!("{line}") };
        let is = |p: &&nianbao::facts::Plenum| {
            format!("{}/{}", p.congress, p.plenum) == name
                && p.days == Some((from.to_owned(), to.to_owned()))
                && p.planned == (state == "planned")
                && p.re_read
        };
        register().plenums.iter().filter(is).count() != 1
    });
    assert!(lines.is_empty(), "{lines:?}");
}

/// The cells of the tables between two headings of a page, row by row, headings of columns left out.
fn tables<'a>(page: &'a str, from: &str, to: &str) -> Vec<Vec<&'a str>> {
    let start = page.find(from).unwrap_or_else(|| panic!("no {from}"));
    let end = page[start..].find(to).map_or(page.len(), |end| start + end);
    let rows = page[start..end].lines().filter(|line| line.starts_with('|') && line.contains(|c: char| c.is_alphanumeric()));
    rows.map(|line| line.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

/// The first day in a cell.
fn day(cell: &str) -> Option<String> {
    let is_day = |word: &&str| word.len() == 10 && earliest(word).is_some() && word.matches('-').count() == 2;
    cell.split([' ', ',', '*', '（', '(']).find(is_day).map(str::to_owned)
}

#[test]
fn the_page_on_2025_and_2026_agrees_where_it_lies_beside_the_project() {
    let Ok(page) = std::fs::read_to_string(root().join("../shared/domain/2026.md")) else {
        println!("NOT RUN: no page on documents of 2025 and 2026 beside the project");
        return;
    };
    let plain = |cell: &str| cell.replace("**", "").split(" (").next().unwrap_or_default().trim().to_owned();
    let mut facts = Vec::new();
    for row in tables(&page, "### 2a. Laws", "### 2b") {
        let [name, passed, force, _, _, _, source] = row[..] else { continue };
        if name == "Law" {
            continue;
        }
        let repeal = name.strip_prefix("*repealed:*");
        facts.push(Facts {
            title: plain(repeal.unwrap_or(name)),
            adopted: day(passed).filter(|_| repeal.is_none()),
            in_force: day(force),
            repealed: day(passed).filter(|_| repeal.is_some()),
            number: None,
            years: None,
            two_sources: source.contains("V2"),
        });
    }
    for row in tables(&page, "### 2b. Regulations", "### 2c") {
        let [name, number, signed, force, _, _, source] = row[..] else { continue };
        // Decisions bear no title of their own, drafts none yet, and of one number the title was not found.
        if name == "Regulation" || name.contains("决定") || name.starts_with("*(") || signed.contains("draft") {
            continue;
        }
        let number = number.trim_matches('*');
        facts.push(Facts {
            title: plain(name),
            adopted: day(signed),
            in_force: day(force),
            repealed: None,
            number: number.chars().all(|c| c.is_ascii_digit()).then(|| format!("国务院令第{number}号")).filter(|_| !number.is_empty()),
            years: None,
            two_sources: source.contains("V2"),
        });
    }
    println!("the page: {} documents compared", facts.len());
    assert!(facts.iter().any(|f| f.two_sources) && facts.iter().any(|f| !f.two_sources) && facts.len() >= 50);
    let troubles = troubles(&facts);
    assert!(troubles.is_empty(), "\n{}", troubles.join("\n"));
}
