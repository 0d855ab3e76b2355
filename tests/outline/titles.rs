//! Which titles claim a document, and what they say of it.
//!
//! Conventions of `titles.json`: `issuer` only where the title names an organ
//! (云岭县人民政府), not a place (云岭县); of joint issuers the names are parted by
//! one space; a line end parts the lines of a title.

use crate::support::{analyse, read, root};
use serde_json::{Value, json};

#[test]
fn titles_say_who_and_which_year() {
    let rows: Value = serde_json::from_str(&read(&root().join("tests/fixtures/positives-short/titles.json"))).unwrap();
    let mut troubles = Vec::new();
    let rows = rows.as_array().unwrap();
    for row in rows {
        let title = row["title"].as_str().unwrap();
        let text = format!(
            "{title}\n\n本年度，各项工作有序推进，现将有关情况报告如下。\n\n一、主要举措和成效\n\n（一）规范行政执法。评查案卷120卷。\n"
        );
        let analysis = analyse(&text);
        let got = match &analysis.outline.report {
            None => json!({"claimed": false, "issuer": null, "level": null, "body": null, "report_year": null}),
            Some(report) => json!({
                "claimed": true,
                "issuer": report.issuer,
                "level": report.level,
                "body": report.body,
                "report_year": report.report_year,
            }),
        };
        for key in ["claimed", "issuer", "level", "body", "report_year"] {
            if row[key] != got[key] {
                troubles.push(format!("{title}: {key} should be {}, is {}", row[key], got[key]));
            }
        }
        if !row["claimed"].as_bool().unwrap() && !analysis.findings.is_empty() {
            troubles.push(format!("{title}: {} findings", analysis.findings.len()));
        }
    }
    println!("{} titles", rows.len());
    assert!(troubles.is_empty(), "{troubles:#?}");
}
