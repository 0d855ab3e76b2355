//! What the two programs said. Neither tells by its exit status alone whether
//! it found something or could not ask, so what they print decides. Whatever is
//! not known to be the one or the other counts as a failure of the check.

use serde_json::Value;

/// What became of a question.
#[derive(Debug, PartialEq)]
pub enum Answer {
    /// Nothing is known against what the lock file names.
    Clean,
    /// Something is.
    Found(Vec<String>),
    /// The service did not answer, or not to this question.
    Unasked(String),
    /// The question was wrong.
    Broken(String),
}

/// Reads what `cargo deny --format json check advisories` writes to standard
/// error: an object a line. A diagnostic about an advisory carries it; one about
/// the configuration does not. A summary comes only when all were looked at.
pub fn of_deny(success: bool, said: &str) -> Answer {
    let lines: Vec<Value> = said.lines().filter_map(|l| serde_json::from_str(l).ok()).collect();
    let of = |kind: &'static str| lines.iter().filter(move |l| l["type"] == kind).map(|l| &l["fields"]);
    let found: Vec<String> = of("diagnostic")
        .filter(|d| d["severity"] == "error" && d["advisory"].is_object())
        .map(|d| {
            let [id, package, title] = ["id", "package", "title"].map(|key| text(&d["advisory"][key]));
            format!("{package}: {title} ({id})")
        })
        .collect();
    if !found.is_empty() {
        return Answer::Found(found);
    }
    let errors = || of("log").filter(|l| l["level"] == "ERROR").map(|l| text(&l["message"]));
    if let Some(why) = errors().find(|m| m.starts_with("failed to fetch advisory database")) {
        // Below the first line stands the whole talk of git.
        return Answer::Unasked(why.lines().last().unwrap_or(&why).to_owned());
    }
    let summary = of("summary").find_map(|s| s["advisories"]["errors"].as_u64());
    match summary {
        Some(0) if success => Answer::Clean,
        _ => Answer::Broken(errors().chain(of("diagnostic").map(|d| text(&d["message"]))).next().unwrap_or_else(|| said.trim().to_owned())),
    }
}

/// What npm calls a service that is not there or does not answer.
const AWAY: [&str; 8] = ["ENOTFOUND", "ECONNREFUSED", "ECONNRESET", "EAI_AGAIN", "ETIMEDOUT", "ENETUNREACH", "EHOSTUNREACH", "ENOTCACHED"];

/// Reads what `npm audit --json` writes to standard output: a report, or an
/// object about the error instead.
pub fn of_npm(success: bool, said: &str) -> Answer {
    let Ok(report) = serde_json::from_str::<Value>(said) else {
        return Answer::Broken(format!("no JSON: {}", said.trim()));
    };
    let total = report["metadata"]["vulnerabilities"]["total"].as_u64();
    if let (true, Some(total)) = (report["auditReportVersion"].is_u64(), total) {
        let all = report["vulnerabilities"].as_object().into_iter().flatten();
        let found: Vec<String> = all
            // Those that merely depend on a vulnerable package name it in place of an advisory.
            .flat_map(|(name, one)| one["via"].as_array().into_iter().flatten().map(move |via| (name, via)))
            .filter(|(_, via)| via.is_object())
            .map(|(name, via)| format!("{name}: {} ({}, {})", text(&via["title"]), text(&via["severity"]), text(&via["url"])))
            .collect();
        return match (total, success) {
            (0, true) => Answer::Clean,
            (0, false) => Answer::Broken("it failed without naming a vulnerability".to_owned()),
            _ if found.is_empty() => Answer::Found(vec![format!("{total} vulnerabilities")]),
            _ => Answer::Found(found),
        };
    }
    let message = text(&report["message"]);
    let refused = report["statusCode"].is_u64();
    if refused || AWAY.iter().any(|code| message.contains(code) || report["error"]["code"] == *code) {
        return Answer::Unasked(message);
    }
    let summary = text(&report["error"]["summary"]);
    Answer::Broken(if message.is_empty() { summary } else { message })
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// On what both programs were recorded to say; names of hosts and advisories are invented.
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_deny_found_something() {
        let said = include_str!("recorded/deny-found.jsonl");
        assert_eq!(of_deny(false, said), Answer::Found(vec!["anyhow: Invented for a test (RUSTSEC-2026-0001)".into()]));
        // It counts whatever the exit status, and though another database is away.
        let both = said.to_owned() + include_str!("recorded/deny-away.jsonl");
        assert!(matches!(of_deny(true, &both), Answer::Found(_)));
    }

    #[test]
    fn cargo_deny_found_nothing() {
        let said = include_str!("recorded/deny-clean.jsonl");
        assert_eq!(of_deny(true, said), Answer::Clean);
        assert!(matches!(of_deny(false, said), Answer::Broken(_)));
    }

    #[test]
    fn cargo_deny_could_not_ask() {
        let Answer::Unasked(why) = of_deny(false, include_str!("recorded/deny-away.jsonl")) else { panic!() };
        assert!(why.contains("Could not resolve host") && why.lines().count() == 1, "{why}");
    }

    #[test]
    fn cargo_deny_was_asked_wrongly() {
        for said in [include_str!("recorded/deny-config.jsonl"), "", "error: unexpected argument\n"] {
            assert!(matches!(of_deny(false, said), Answer::Broken(_)), "{said}");
        }
        assert!(matches!(of_deny(true, ""), Answer::Broken(_)), "silence is no proof");
    }

    #[test]
    fn npm_found_something() {
        let Answer::Found(found) = of_npm(false, include_str!("recorded/npm-found.json")) else { panic!() };
        assert_eq!(found, ["bad-package: Invented for a test (high, https://advisories.invalid/1)"]);
    }

    #[test]
    fn npm_found_nothing() {
        let said = include_str!("recorded/npm-clean.json");
        assert_eq!(of_npm(true, said), Answer::Clean);
        assert!(matches!(of_npm(false, said), Answer::Broken(_)));
    }

    #[test]
    fn npm_could_not_ask() {
        for said in [
            include_str!("recorded/npm-refused.json"),
            include_str!("recorded/npm-no-connection.json"),
            include_str!("recorded/npm-no-host.json"),
        ] {
            assert!(matches!(of_npm(false, said), Answer::Unasked(_)), "{said}");
        }
    }

    #[test]
    fn npm_was_asked_wrongly() {
        let no_lock = include_str!("recorded/npm-no-lock.json");
        assert_eq!(of_npm(false, no_lock), Answer::Broken("This command requires an existing lockfile.".into()));
        for said in ["", "{}", "null", "[]"] {
            assert!(matches!(of_npm(false, said), Answer::Broken(_)), "{said}");
            assert!(matches!(of_npm(true, said), Answer::Broken(_)), "{said}");
        }
    }
}
