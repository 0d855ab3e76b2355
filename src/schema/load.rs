//! Reading schemas and holding them together.

use super::{Claims, Content, Passage, Schema};
use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

/// Largest schema file, in bytes.
pub const LARGEST: usize = 1 << 20;

/// Why a schema cannot be used, with its place in the file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{line}:{column}: {problem}")]
pub struct SchemaError {
    /// 1-based line.
    pub line: usize,
    /// 1-based column in Unicode scalar values.
    pub column: usize,
    /// What is wrong, as the parser says it.
    pub problem: String,
}

/// Reads a schema.
///
/// # Errors
/// When the text is no JSON, no schema, or one that contradicts itself.
pub fn parse(json: &str) -> Result<Schema, SchemaError> {
    if json.len() > LARGEST {
        return Err(SchemaError { line: 1, column: 1, problem: format!("larger than {LARGEST} bytes") });
    }
    let mut schema: Schema = serde_json::from_str(json).map_err(|e| {
        let line = json.lines().nth(e.line().saturating_sub(1)).unwrap_or_default();
        let bytes = e.column().min(line.len());
        let column = line.char_indices().take_while(|(at, _)| *at < bytes).count().max(1);
        let problem = e.to_string();
        let problem = problem.rsplit_once(" at line ").map_or(problem.clone(), |p| p.0.to_owned());
        SchemaError { line: e.line().max(1), column, problem }
    })?;
    validate(&schema).map_err(|(needle, problem)| {
        let (line, column) = json
            .lines()
            .enumerate()
            .find_map(|(i, l)| l.find(&format!("\"{needle}\"")).map(|at| (i + 1, l.get(..at).map_or(1, |s| s.chars().count() + 1))))
            .unwrap_or((1, 1));
        SchemaError { line, column, problem }
    })?;
    number_words(&mut schema);
    Ok(schema)
}

/// What serde cannot see: ids that are doubled or lead nowhere. Gives the id in
/// question and the problem.
fn validate(schema: &Schema) -> Result<(), (String, String)> {
    let kebab = |id: &str| !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if !kebab(&schema.id) {
        return Err((schema.id.clone(), format!("id '{}' is not in kebab case", schema.id)));
    }
    let mut seen = HashSet::new();
    let ids = schema
        .parts
        .iter()
        .map(|p| ("part", &p.id))
        .chain(schema.themes.iter().map(|t| ("theme", &t.id)))
        .chain(schema.content.iter().map(|c| ("content", &c.id)))
        .chain(schema.sources.iter().map(|s| ("source", &s.id)))
        .chain(schema.profiles.iter().map(|p| ("profile", &p.id)))
        .chain(schema.claims.evidence.iter().map(|e| ("evidence", &e.id)));
    for (kind, id) in ids {
        if !seen.insert((kind, id)) {
            return Err((id.clone(), format!("{kind} '{id}' is there twice")));
        }
    }
    if schema.parts.is_empty() {
        return Err((schema.id.clone(), "no parts".into()));
    }
    if schema.deadlines.iter().any(|d| !(1..=12).contains(&d.by.month) || !(1..=31).contains(&d.by.day)) {
        return Err(("deadlines".into(), "a deadline is no day of the year".into()));
    }
    for part in schema.content.iter().filter_map(|c| c.part.as_ref()) {
        if !schema.parts.iter().any(|p| p.id == *part) {
            return Err((part.clone(), format!("no part '{part}'")));
        }
    }
    if schema.claims.title.is_empty() {
        return Err((schema.id.clone(), "claims no title".into()));
    }
    for evidence in &schema.claims.evidence {
        if evidence.pattern.is_none() && !evidence.within.only_counts() {
            return Err((evidence.id.clone(), format!("evidence '{}' has no pattern", evidence.id)));
        }
    }
    let bases = schema
        .parts
        .iter()
        .flat_map(|p| &p.basis)
        .chain(schema.themes.iter().flat_map(|t| &t.basis))
        .chain(schema.content.iter().flat_map(|c| &c.basis))
        .chain(schema.deadlines.iter().flat_map(|d| &d.basis));
    for basis in bases {
        if !schema.sources.iter().any(|s| s.id == basis.source) {
            return Err((basis.source.clone(), format!("no source '{}'", basis.source)));
        }
    }
    let applies = schema
        .parts
        .iter()
        .map(|p| &p.applies)
        .chain(schema.themes.iter().map(|t| &t.applies))
        .chain(schema.content.iter().map(|c| &c.applies))
        .chain(schema.deadlines.iter().map(|d| &d.applies));
    for profile in applies.filter_map(|a| a.profiles.as_ref()).flatten() {
        if !schema.profiles.iter().any(|p| p.id == *profile) {
            return Err((profile.clone(), format!("no profile '{profile}'")));
        }
    }
    Ok(())
}

fn number_words(schema: &mut Schema) {
    let words = &mut schema.words;
    for theme in &mut schema.themes {
        // Whoever writes the theme's name speaks of it, even where no probe is a part of the name.
        let name = &theme.name.zh;
        let own = (!theme.probes.iter().any(|p| name.contains(p.as_str()))).then_some(name);
        theme.ids = theme.probes.iter().chain(own).map(|w| words.add(w)).collect();
    }
    for content in &mut schema.content {
        let Content { words: lists, ids, .. } = content;
        *ids = lists.iter().map(|list| list.iter().map(|w| words.add(w)).collect()).collect();
    }
    for cue in schema.parts.iter_mut().flat_map(|p| &mut p.cues) {
        cue.ids = cue.any.iter().map(|w| words.add(w)).collect();
    }
}

/// The schemas that documents are recognised by: a project's own first, then
/// the built-in ones. One with the id of a built-in takes its place.
#[derive(Clone, Debug)]
pub struct SchemaSet {
    schemas: Arc<[Arc<Schema>]>,
}

impl Default for SchemaSet {
    fn default() -> Self {
        Self::built_in()
    }
}

const BUILT_IN: [(&str, &str); 2] = [
    ("fazhi-zhengfu", include_str!("../../schemas/fazhi-zhengfu.json")),
    ("zhengfu-xinxi-gongkai", include_str!("../../schemas/zhengfu-xinxi-gongkai.json")),
];

impl Schema {
    /// Whether it came with the program.
    pub fn is_built_in(&self) -> bool {
        SchemaSet::built_in().get(&self.id).is_some_and(|own| std::ptr::eq(&**own, self))
    }

    /// Whether documents are weighed for it, instead of being claimed by title alone.
    pub fn is_weighed(&self) -> bool {
        !self.claims.evidence.is_empty()
    }
}

impl Claims {
    /// The sum from which on a document is a report beyond doubt.
    pub fn certain(&self) -> i32 {
        self.certain.unwrap_or(i32::MAX)
    }

    /// The sum from which on a document is taken for a report.
    pub fn likely(&self) -> i32 {
        self.likely.unwrap_or_else(|| self.certain())
    }
}

impl Passage {
    /// Whether it only counts what the outline finds, without a pattern.
    pub fn only_counts(self) -> bool {
        matches!(self, Self::Year | Self::Themes | Self::Parts | Self::Years | Self::Titles)
    }
}

impl SchemaSet {
    /// The built-in schemas.
    pub fn built_in() -> Self {
        static SET: OnceLock<SchemaSet> = OnceLock::new();
        SET.get_or_init(|| Self {
            schemas: super::pattern::trusted(|| BUILT_IN.iter().filter_map(|(_, json)| parse(json).ok()).map(Arc::new).collect()),
        })
        .clone()
    }

    /// The JSON of a built-in schema.
    pub fn built_in_source(id: &str) -> Option<&'static str> {
        BUILT_IN.iter().find(|(name, _)| *name == id).map(|(_, json)| *json)
    }

    /// These schemas with a project's own in front.
    #[must_use]
    pub fn with(&self, own: impl IntoIterator<Item = Arc<Schema>>) -> Self {
        let mut schemas: Vec<Arc<Schema>> = own.into_iter().collect();
        let rest: Vec<_> = self.schemas.iter().filter(|s| !schemas.iter().any(|o| o.id == s.id)).cloned().collect();
        schemas.extend(rest);
        Self { schemas: schemas.into() }
    }

    /// The schema with this id.
    pub fn get(&self, id: &str) -> Option<&Arc<Schema>> {
        self.schemas.iter().find(|s| s.id == id)
    }

    /// All of them, in the order in which they are tried.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Schema>> {
        self.schemas.iter()
    }

    /// Whether both hold the very same schemas.
    pub fn is_same(&self, other: &Self) -> bool {
        self.schemas.len() == other.schemas.len() && self.schemas.iter().zip(&*other.schemas).all(|(a, b)| Arc::ptr_eq(a, b))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Part, Pattern};
    use super::*;

    #[test]
    fn the_built_in_schemas_read() {
        for (id, json) in BUILT_IN {
            let schema = parse(json).unwrap_or_else(|e| panic!("{id}: {e}"));
            assert_eq!(schema.id, id);
            let of_part = |p: &Part| -> Vec<Pattern> {
                let headings = [&p.headings, &p.last_headings, &p.not_headings, &p.aside_headings].into_iter().flatten();
                let cues = p.cues.iter().flat_map(|c| c.starts.iter().chain(&c.has).chain(&c.lacks));
                headings.chain(cues).cloned().collect()
            };
            let claims = schema.claims.title.iter().chain(&schema.claims.except).chain(&schema.claims.except_issuers).cloned();
            let patterns = claims.chain(schema.parts.iter().flat_map(of_part)).chain(schema.issuers.iter().map(|i| i.pattern.clone()));
            let tables = schema.tables.iter().flat_map(|t| t.rows.iter().map(|r| &r.label).chain([&t.opens])).cloned();
            for pattern in patterns.chain(tables) {
                assert!(pattern.walks(), "{id}: {} would be compiled at start-up", pattern.source());
            }
        }
    }

    #[test]
    fn errors_name_their_place() {
        let error = parse("{\n  \"id\": \"x\",\n  \"名\": 1\n}").unwrap_err();
        assert_eq!((error.line, error.column), (3, 5));
        let error = parse("{\"id\":\"x\",\"name\":{\"zh\":\"某\"},\"claims\":{\"title\":[\"(\"]},\"parts\":[]}").unwrap_err();
        assert!(error.problem.contains("unclosed group"), "{error}");
        let error = parse(
            "{\"id\":\"x\",\"name\":{\"zh\":\"某\"},\"claims\":{\"title\":[\"报告$\"]},\"parts\":[\n{\"id\":\"a\",\"role\":\"plan\",\"name\":{\"zh\":\"某\"},\"heading\":\"某\",\"basis\":[{\n\"source\":\"没有\"}]}]}",
        )
        .unwrap_err();
        assert_eq!((error.line, error.column), (3, 10));
    }
}
