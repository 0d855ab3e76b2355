//! Rules, what they find, and the analysis of a draft.
//!
//! A rule is one file in the folder of its family: its page as the head
//! comment, a `RULE`, one function from what is known of the draft to findings,
//! and its tests. [`all`] is the registry.

mod among;
mod check;
mod citations;
mod corpus;
mod counts;
mod draft;
mod figures;
mod finding;
mod group;
mod guard;
mod kept;
pub mod markup;
mod numbering;
mod outline;
pub mod page;
mod plans;
mod settings;
mod suppress;
mod text;
mod time;
mod tool;

pub use among::Compared;
pub use check::{Among, BlockCheck, Check, Context, Found, Sight};
pub(crate) use citations::is_local as is_local_title;
pub use counts::SeverityCounts;
pub use draft::{Analysis, Draft};
pub use finding::{Edit, Finding, Fix, Occurrence, Related, Severity, Site, Subject};
pub use group::Group;
pub use guard::{Broken, is_guarded, panic_text};
pub use settings::Settings;

/// How a rule's findings can be mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FixKind {
    /// Not by a program.
    None,
    /// Sometimes or always, without a look.
    Safe,
    /// Sometimes or always, after a look.
    Unsafe,
}

/// A rule as it is known to users.
#[derive(Debug)]
pub struct Rule {
    /// `NB` and three digits; the first digit is the family.
    pub code: &'static str,
    /// Kebab-case name that reads well after "allow".
    pub name: &'static str,
    /// Severity unless the settings say otherwise.
    pub severity: Severity,
    /// The version that brought it.
    pub since: &'static str,
    /// Whether its findings come with a fix.
    pub fix: FixKind,
    /// How it looks at a draft.
    pub check: Check,
    /// The source of the rule's file, whose head comment is its page.
    pub source: &'static str,
}

impl Rule {
    /// Whether it can find something only where other reports are known.
    pub fn needs_others(&self) -> bool {
        matches!(self.check, Check::Corpus(_) | Check::ReportAndCorpus(..))
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

/// Every rule, by code.
pub fn all() -> &'static [&'static Rule] {
    ALL
}

static ALL: &[&Rule] = &[
    &outline::missing_part::RULE,
    &outline::missing_part_heading::RULE,
    &outline::part_order::RULE,
    &outline::empty_section::RULE,
    &outline::duplicate_section::RULE,
    &outline::missing_theme::RULE,
    &outline::missing_content::RULE,
    &outline::missing_cause::RULE,
    &outline::title_form::RULE,
    &outline::missing_signature::RULE,
    &outline::missing_date::RULE,
    &numbering::heading_sequence::RULE,
    &numbering::enumeration_sequence::RULE,
    &numbering::heading_mark::RULE,
    &numbering::heading_stop::RULE,
    &numbering::run_in_heading_stop::RULE,
    &numbering::heading_level::RULE,
    &time::year_mismatch::RULE,
    &time::date_form::RULE,
    &time::late_date::RULE,
    &time::anachronism::RULE,
    &time::stale_future::RULE,
    &time::bare_year::RULE,
    &time::stale_plenum_list::RULE,
    &plans::problem_without_plan::RULE,
    &plans::vague_problem::RULE,
    &plans::unlisted_problems::RULE,
    &plans::plan_copied_from_results::RULE,
    &figures::sum_mismatch::RULE,
    &figures::percent_mismatch::RULE,
    &figures::percent_truncated::RULE,
    &figures::part_exceeds_whole::RULE,
    &figures::list_count_mismatch::RULE,
    &figures::percent_point::RULE,
    &figures::missing_measure_word::RULE,
    &figures::conflicting_figure::RULE,
    &figures::approximate_figure::RULE,
    &figures::done_exceeds_received::RULE,
    &citations::citation_years::RULE,
    &citations::citation_title::RULE,
    &citations::citation_superseded::RULE,
    &citations::inconsistent_citation::RULE,
    &text::unbalanced_marks::RULE,
    &text::mixed_width::RULE,
    &text::stray_space::RULE,
    &text::missing_final_stop::RULE,
    &text::confusable_word::RULE,
    &text::doubled_text::RULE,
    &text::document_number::RULE,
    &text::interpunct::RULE,
    &text::set_phrase::RULE,
    &text::placeholder::RULE,
    &text::web_residue::RULE,
    &text::undecodable_character::RULE,
    &text::compatibility_character::RULE,
    &text::template_wording::RULE,
    &corpus::copied_passage::RULE,
    &corpus::unreported_plan::RULE,
    &corpus::figure_conflict::RULE,
    &corpus::foreign_place::RULE,
    &tool::unused_suppression::RULE,
    &tool::invalid_schema::RULE,
    &tool::invalid_config::RULE,
    &tool::wrong_encoding::RULE,
];

/// The rule with this code (`NB101`) or name (`missing-part`), in any case.
pub fn find(code_or_name: &str) -> Option<&'static Rule> {
    all().iter().copied().find(|r| r.code.eq_ignore_ascii_case(code_or_name) || r.name.eq_ignore_ascii_case(code_or_name))
}

/// The rules that a selector names: a code, a name, a family (`NB2`) or `ALL`.
pub fn select(selector: &str) -> Vec<&'static Rule> {
    let upper = selector.to_ascii_uppercase();
    if upper == "ALL" {
        return all().to_vec();
    }
    let family = upper.len() == 3 && upper.starts_with("NB");
    all()
        .iter()
        .copied()
        .filter(|r| r.code == upper || r.name.eq_ignore_ascii_case(selector) || (family && r.code.starts_with(&upper)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_are_unique_and_in_order() {
        let codes: Vec<_> = all().iter().map(|r| r.code).collect();
        let mut sorted = codes.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(codes, sorted);
        let mut names: Vec<_> = all().iter().map(|r| r.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), codes.len());
    }

    #[test]
    fn selectors() {
        assert_eq!(select("NB2").len(), 6);
        assert_eq!(select("missing-part").len(), 1);
        assert_eq!(select("nb101")[0].name, "missing-part");
        assert!(select("NB").is_empty());
        assert_eq!(select("ALL").len(), all().len());
    }
}
