//! What paragraphs and runs inherit from `styles.xml`.

use super::xml::Element;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::OnceLock;

/// Styles on which a style is based are followed this far.
const MAX_BASES: usize = 32;

/// A style's own properties.
#[derive(Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    num_id: Option<i64>,
    level: Option<usize>,
    outline_level: Option<usize>,
    hidden: Option<bool>,
    is_default: bool,
}

/// The styles of a document.
#[derive(Debug, Default)]
pub struct Styles {
    styles: HashMap<String, Style>,
    default_paragraph: Option<String>,
}

/// Whether run properties hide text; `None` where they say nothing.
pub fn hides(properties: Option<Element<'_>>) -> Option<bool> {
    properties?.elements().find(|e| e.name() == "vanish").map(Element::is_on)
}

/// `w:numPr`: the list and the level, either of which may be left to the style.
pub fn number_properties(paragraph: Option<Element<'_>>) -> (Option<i64>, Option<usize>) {
    let properties = paragraph.and_then(|p| p.child("numPr"));
    let number = |name| properties.and_then(|p| p.child(name)).and_then(Element::number);
    (number("numId"), number("ilvl").and_then(|l| usize::try_from(l).ok()))
}

impl Styles {
    /// Reads the root of `styles.xml`.
    pub fn read(root: Element<'_>) -> Self {
        let mut styles = Self::default();
        for element in root.elements().filter(|e| e.name() == "style") {
            let Some(id) = element.attribute("styleId") else { continue };
            let paragraph = element.child("pPr");
            let (num_id, level) = number_properties(paragraph);
            let style = Style {
                name: element.child("name").and_then(Element::val).unwrap_or_default(),
                based_on: element.child("basedOn").and_then(Element::val),
                num_id,
                level,
                outline_level: outline_level(paragraph),
                hidden: hides(element.child("rPr")),
                is_default: element.attribute("default").is_some_and(|v| v != "0" && v != "false"),
            };
            if style.is_default && element.attribute("type").as_deref() == Some("paragraph") {
                styles.default_paragraph = Some(id.clone());
            }
            styles.styles.insert(id, style);
        }
        styles
    }

    /// The style a paragraph has without naming one.
    pub fn default_paragraph(&self) -> Option<&str> {
        self.default_paragraph.as_deref()
    }

    /// A style and those it is based on, nearest first.
    fn chain<'s>(&'s self, id: &'s str) -> impl Iterator<Item = (&'s str, &'s Style)> {
        let mut next = Some(id);
        std::iter::from_fn(move || {
            let id = next?;
            let style = self.styles.get(id)?;
            next = style.based_on.as_deref().filter(|base| *base != id);
            Some((id, style))
        })
        .take(MAX_BASES)
    }

    /// The list of a style, and its level: `bound` gives the level that a list binds to a style.
    pub fn numbering(&self, id: &str, bound: impl Fn(i64, &str) -> Option<usize>) -> Option<(i64, usize)> {
        let num_id = self.chain(id).find_map(|(_, style)| style.num_id)?;
        Some((num_id, self.list_level(id, num_id, bound).unwrap_or(0)))
    }

    /// The level of a paragraph of this style in the list `num_id`.
    pub fn list_level(&self, id: &str, num_id: i64, bound: impl Fn(i64, &str) -> Option<usize>) -> Option<usize> {
        self.chain(id).find_map(|(at, style)| bound(num_id, at).or(style.level))
    }

    /// Level (0-based) of a heading style; `None` for others.
    pub fn outline_level(&self, id: &str) -> Option<usize> {
        self.chain(id).find_map(|(_, style)| style.outline_level.or_else(|| heading_level(&style.name))).filter(|l| *l < 9)
    }

    /// Whether it is the style of a document's title.
    pub fn is_title(&self, id: &str) -> bool {
        self.chain(id).any(|(_, style)| style.name.eq_ignore_ascii_case("title"))
    }

    /// Whether text of a style is hidden.
    pub fn hides(&self, id: &str) -> bool {
        self.chain(id).find_map(|(_, style)| style.hidden).unwrap_or(false)
    }
}

/// `w:outlineLvl`, 0-based; 9 is body text.
pub fn outline_level(paragraph: Option<Element<'_>>) -> Option<usize> {
    paragraph?.child("outlineLvl").and_then(Element::number).and_then(|l| usize::try_from(l).ok())
}

#[derive(Default, Deserialize)]
struct StyleNames {
    /// Names of heading styles, in lower case, without the level.
    headings: Vec<String>,
}

fn style_names() -> &'static StyleNames {
    static NAMES: OnceLock<StyleNames> = OnceLock::new();
    NAMES.get_or_init(|| serde_json::from_str(include_str!("../../schemas/word/style-names.json")).unwrap_or_default())
}

/// Level (0-based) of a heading style by its name, `heading 1` and the like.
fn heading_level(name: &str) -> Option<usize> {
    let name = name.to_lowercase();
    let digit = style_names().headings.iter().find_map(|heading| name.strip_prefix(heading.as_str()))?.trim().parse::<usize>().ok()?;
    digit.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_read_off_names() {
        assert_eq!(
            ["heading 1", "Heading 3", "标题 2", "heading", "toc heading 1"].map(heading_level),
            [Some(0), Some(2), Some(1), None, None]
        );
    }
}
