//! The walk through the document part: paragraphs, runs, tables, text boxes.

use super::numbering::{Counters, Label, Numbering, Suffix};
use super::package::{Package, join, relations_part};
use super::styles::{Styles, hides, number_properties, outline_level};
use super::xml::{Child, Element, Tree};
use super::{Block, Cell, Limits, Origin, Paragraph, Revisions, Segment, WordDocument, WordError};
use std::ops::Range;

/// The part that holds the body where the relations do not say otherwise.
const DEFAULT_BODY: &str = "word/document.xml";

/// Ends of the types of relation (transitional and strict namespaces differ in front).
mod relation {
    pub const BODY: &str = "/officeDocument";
    pub const STYLES: &str = "/styles";
    pub const NUMBERING: &str = "/numbering";
    pub const FOOTNOTES: &str = "/footnotes";
    pub const ENDNOTES: &str = "/endnotes";
    pub const COMMENTS: &str = "/comments";
    pub const HEADER: &str = "/header";
    pub const FOOTER: &str = "/footer";
}

pub(super) fn read(bytes: &[u8], revisions: Revisions, limits: Limits) -> Result<WordDocument, WordError> {
    let mut package = Package::open(bytes, limits)?;
    let of_package = relations(&mut package, "_rels/.rels", "", limits)?;
    let body_part =
        of_package.iter().find(|r| r.kind.ends_with(relation::BODY)).map_or_else(|| DEFAULT_BODY.to_owned(), |r| r.target.clone());
    let folder = body_part.rsplit_once('/').map_or("", |(folder, _)| folder);
    let relations = relations(&mut package, &relations_part(&body_part), folder, limits)?;
    let mut part = |kind: &str| -> Result<Option<(String, String)>, WordError> {
        let Some(relation) = relations.iter().find(|r| r.kind.ends_with(kind)) else { return Ok(None) };
        Ok(package.part(&relation.target)?.map(|text| (relation.target.clone(), text)))
    };

    let mut styles = Styles::default();
    if let Some((name, text)) = part(relation::STYLES)? {
        styles = Styles::read(Tree::parse(&text, &name, limits.max_depth)?.root());
    }
    let mut numbering = Numbering::default();
    if let Some((name, text)) = part(relation::NUMBERING)? {
        numbering = Numbering::read(Tree::parse(&text, &name, limits.max_depth)?.root());
        numbering.resolve_links(|style| styles.numbering(style, |_, _| None).map(|(id, _)| id));
    }
    let mut document = WordDocument { body_part: body_part.clone(), ..WordDocument::default() };
    if let Some((name, text)) = part(relation::COMMENTS)? {
        document.omitted.comments =
            Tree::parse(&text, &name, limits.max_depth)?.root().elements().filter(|e| e.name() == "comment").count();
    }
    let mut note_parts = Vec::new();
    for kind in [relation::FOOTNOTES, relation::ENDNOTES] {
        note_parts.push(part(kind)?);
    }

    let text = package.part(&body_part)?.ok_or(WordError::NoDocument)?;
    let tree = Tree::parse(&text, &body_part, limits.max_depth)?;
    let body = tree.root().child("body").ok_or(WordError::NoDocument)?;
    let mut walker = Walker::new(&styles, &numbering, revisions, document);
    walker.story(body);
    let references = std::mem::take(&mut walker.note_references);
    let mut document = walker.document;

    for (endnotes, part) in note_parts.iter().enumerate() {
        let Some((name, text)) = part else { continue };
        let tree = Tree::parse(text, name, limits.max_depth)?;
        for (_, id) in references.iter().filter(|(is_endnote, _)| usize::from(*is_endnote) == endnotes) {
            let note = tree.root().elements().find(|e| e.attribute("id").as_deref() == Some(id));
            document.notes.extend(note.map(|n| plain_text(n, &styles, &numbering, revisions)));
        }
    }
    for relation in relations.iter().filter(|r| r.kind.ends_with(relation::HEADER) || r.kind.ends_with(relation::FOOTER)) {
        let Some(text) = package.part(&relation.target)? else { continue };
        let tree = Tree::parse(&text, &relation.target, limits.max_depth)?;
        let text = plain_text(tree.root(), &styles, &numbering, revisions);
        if !text.trim().is_empty() {
            document.page_texts.push(text);
        }
    }
    Ok(document)
}

struct Relation {
    kind: String,
    target: String,
}

/// The internal relations of a part; external ones are never followed.
fn relations(package: &mut Package<'_>, name: &str, folder: &str, limits: Limits) -> Result<Vec<Relation>, WordError> {
    let Some(text) = package.part(name.trim_start_matches('/'))? else { return Ok(Vec::new()) };
    let tree = Tree::parse(&text, name, limits.max_depth)?;
    let relations = tree.root().elements().filter(|e| e.attribute("TargetMode").as_deref() != Some("External")).filter_map(|e| {
        let target = e.attribute("Target")?;
        let target = match target.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None => join(folder, &target),
        };
        Some(Relation { kind: e.attribute("Type")?, target })
    });
    Ok(relations.collect())
}

/// The text of a note, a header or a footer.
fn plain_text(story: Element<'_>, styles: &Styles, numbering: &Numbering, revisions: Revisions) -> String {
    let mut walker = Walker::new(styles, numbering, revisions, WordDocument::default());
    walker.story(story);
    let texts: Vec<&str> = walker.document.paragraphs.iter().map(|p| p.text.trim()).filter(|t| !t.is_empty()).collect();
    texts.join("\n")
}

/// A complex field that is open.
struct Field {
    /// Whether its result has begun.
    in_result: bool,
    is_contents: bool,
}

/// The text of a paragraph while its runs are read.
#[derive(Default)]
struct Runs {
    text: String,
    segments: Vec<Segment>,
    in_contents: bool,
}

impl Runs {
    fn verbatim(&mut self, text: &str, xml: Range<usize>) {
        let start = self.text.len();
        // Word shows line ends and tabs inside a text as blanks.
        self.text.extend(text.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }));
        let range = start..self.text.len();
        match self.segments.last_mut() {
            Some(Segment { text, origin: Origin::Verbatim(bytes) }) if bytes.end == xml.start => {
                text.end = range.end;
                bytes.end = xml.end;
            }
            _ if range.is_empty() => {}
            _ => self.segments.push(Segment { text: range, origin: Origin::Verbatim(xml) }),
        }
    }

    fn replaced(&mut self, c: char, xml: Range<usize>) {
        let start = self.text.len();
        self.text.push(c);
        self.segments.push(Segment { text: start..self.text.len(), origin: Origin::Replaced(xml) });
    }
}

struct Walker<'w> {
    styles: &'w Styles,
    numbering: &'w Numbering,
    revisions: Revisions,
    counters: Counters,
    document: WordDocument,
    fields: Vec<Field>,
    /// Whether the fields of the story are well formed; if not, nothing is taken for a field's code.
    fields_balance: bool,
    /// The text of a paragraph whose end was deleted: it goes on in the next.
    carried: Runs,
    /// Whether `carried` belongs to the next paragraph.
    carries: bool,
    /// References to notes: whether to an endnote, and the id.
    note_references: Vec<(bool, String)>,
}

impl<'w> Walker<'w> {
    fn new(styles: &'w Styles, numbering: &'w Numbering, revisions: Revisions, document: WordDocument) -> Self {
        Self {
            styles,
            numbering,
            revisions,
            counters: Counters::default(),
            document,
            fields: Vec::new(),
            fields_balance: true,
            carried: Runs::default(),
            carries: false,
            note_references: Vec::new(),
        }
    }

    fn story(&mut self, story: Element<'_>) {
        self.fields_balance = field_balance(story) == Some(0);
        let mut blocks = Vec::new();
        self.blocks(story, &mut blocks);
        self.document.blocks = blocks;
    }

    /// All blocks of a container, and the rest of a paragraph that lost its end at the container's.
    fn blocks(&mut self, container: Element<'_>, out: &mut Vec<Block>) {
        let outer = (std::mem::take(&mut self.carried), std::mem::take(&mut self.carries));
        self.block_children(container, out);
        if self.carries && !self.carried.text.is_empty() {
            let runs = std::mem::take(&mut self.carried);
            out.push(Block::Paragraph(self.push(runs, container.span(), None, None, None)));
        }
        (self.carried, self.carries) = outer;
    }

    fn block_children(&mut self, container: Element<'_>, out: &mut Vec<Block>) {
        for element in container.elements() {
            match element.name() {
                "p" => self.paragraph(element, out),
                "tbl" => self.table(element, out),
                "sdt" => {
                    if let Some(content) = element.child("sdtContent") {
                        self.block_children(content, out);
                    }
                }
                "customXml" | "smartTag" | "ins" | "moveTo" | "del" | "moveFrom" if self.takes(element) => {
                    self.block_children(element, out)
                }
                "AlternateContent" => {
                    if let Some(content) = alternative(element) {
                        self.block_children(content, out);
                    }
                }
                "altChunk" | "subDoc" => self.document.omitted.embedded += 1,
                _ => {}
            }
        }
    }

    /// Whether the text inside a container counts, under the wanted view of tracked changes.
    fn takes(&mut self, element: Element<'_>) -> bool {
        let name = element.name();
        let added = matches!(name, "ins" | "moveTo");
        let removed = matches!(name, "del" | "moveFrom");
        self.document.omitted.open_changes += usize::from(added || removed);
        match self.revisions {
            Revisions::Accepted => !removed,
            Revisions::Original => !added,
        }
    }

    /// Whether a property says that a mark, row or cell is gone under the wanted view.
    fn is_gone(&self, properties: Option<Element<'_>>) -> bool {
        let gone: &[&str] = match self.revisions {
            Revisions::Accepted => &["del", "moveFrom", "cellDel"],
            Revisions::Original => &["ins", "moveTo", "cellIns"],
        };
        properties.is_some_and(|p| p.elements().any(|e| gone.contains(&e.name())))
    }

    fn paragraph(&mut self, element: Element<'_>, out: &mut Vec<Block>) {
        let properties = element.child("pPr");
        let style = properties
            .and_then(|p| p.child("pStyle"))
            .and_then(Element::val)
            .or_else(|| self.styles.default_paragraph().map(str::to_owned));
        let mut runs = std::mem::take(&mut self.carried);
        self.carries = false;
        let mut boxes = Vec::new();
        let hidden_by_style = style.as_deref().is_some_and(|s| self.styles.hides(s));
        self.inline(element, hidden_by_style, &mut runs, &mut boxes);
        for content in boxes {
            self.blocks(content, out);
        }
        let mark = properties.and_then(|p| p.child("rPr"));
        if self.is_gone(mark) || hides(mark) == Some(true) {
            self.carried = runs;
            self.carries = true;
            return;
        }
        let number = self.number(properties, style.as_deref());
        out.push(Block::Paragraph(self.push(runs, element.span(), properties, style.as_deref(), number)));
    }

    /// The automatic number of a paragraph, which is counted.
    fn number(&mut self, properties: Option<Element<'_>>, style: Option<&str>) -> Option<Label> {
        let (num_id, level) = number_properties(properties);
        let bound = |id: i64, style: &str| self.numbering.level_of_style(id, style);
        let (num_id, level) = match num_id {
            Some(id) => (id, level.or_else(|| self.styles.list_level(style?, id, bound))),
            None => style.and_then(|s| self.styles.numbering(s, bound)).map(|(id, of_style)| (id, level.or(Some(of_style))))?,
        };
        // 0 takes away the numbering that a style gives (17.9.18).
        if num_id == 0 {
            return None;
        }
        self.counters.next(self.numbering, num_id, level.unwrap_or(0))
    }

    fn push(&mut self, runs: Runs, xml: Range<usize>, properties: Option<Element<'_>>, style: Option<&str>, label: Option<Label>) -> usize {
        let mut paragraph = Paragraph {
            text: runs.text,
            segments: runs.segments,
            in_contents: runs.in_contents,
            outline_level: outline_level(properties).or_else(|| self.styles.outline_level(style?)).filter(|l| *l < 9),
            is_title: style.is_some_and(|s| self.styles.is_title(s)),
            xml,
            ..Paragraph::default()
        };
        if let Some(label) = label {
            paragraph.is_bullet = label.is_bullet;
            let text = label_text(&label, &paragraph.text);
            let shift = text.len();
            paragraph.label_len = shift;
            paragraph.text.insert_str(0, &text);
            for segment in &mut paragraph.segments {
                segment.text = segment.text.start + shift..segment.text.end + shift;
            }
            if shift > 0 {
                paragraph.segments.insert(0, Segment { text: 0..shift, origin: Origin::Label });
            }
        }
        self.document.paragraphs.push(paragraph);
        self.document.paragraphs.len() - 1
    }

    /// The runs of a paragraph or of a container inside one. Text boxes are left for later.
    fn inline<'t>(&mut self, container: Element<'t>, hidden_by_style: bool, runs: &mut Runs, boxes: &mut Vec<Element<'t>>) {
        for element in container.elements() {
            match element.name() {
                "r" => self.run(element, hidden_by_style, runs, boxes),
                "pPr" | "rPr" | "sdtPr" | "sdtEndPr" | "customXmlPr" | "smartTagPr" | "fldData" => {}
                // The reading of a character (拼音) stands above it, not in the line.
                "ruby" => {
                    if let Some(base) = element.child("rubyBase") {
                        self.inline(base, hidden_by_style, runs, boxes);
                    }
                }
                "AlternateContent" => {
                    if let Some(content) = alternative(element) {
                        self.inline(content, hidden_by_style, runs, boxes);
                    }
                }
                "ins" | "moveTo" | "del" | "moveFrom" => {
                    if self.takes(element) {
                        self.inline(element, hidden_by_style, runs, boxes);
                    }
                }
                // A formula: its characters in order.
                "t" => self.text(element, runs),
                _ => self.inline(element, hidden_by_style, runs, boxes),
            }
        }
    }

    fn run<'t>(&mut self, run: Element<'t>, hidden_by_style: bool, runs: &mut Runs, boxes: &mut Vec<Element<'t>>) {
        let properties = run.child("rPr");
        let hidden = hides(properties).unwrap_or_else(|| {
            let by_run = properties.and_then(|p| p.child("rStyle")).and_then(Element::val).is_some_and(|s| self.styles.hides(&s));
            // A toggle property of both styles cancels out (17.7.3).
            by_run != hidden_by_style
        });
        if hidden {
            let mut unseen = Runs::default();
            self.run_content(run, &mut unseen, &mut Vec::new());
            self.document.omitted.hidden_characters += unseen.text.chars().count();
            return;
        }
        self.run_content(run, runs, boxes);
    }

    fn run_content<'t>(&mut self, run: Element<'t>, runs: &mut Runs, boxes: &mut Vec<Element<'t>>) {
        for element in run.elements() {
            let span = element.span();
            match element.name() {
                "fldChar" => self.field_character(element),
                "instrText" => self.instruction(element),
                _ if self.in_field_code() => {}
                "t" => self.text(element, runs),
                "delText" if self.revisions == Revisions::Original => self.text(element, runs),
                "tab" | "ptab" => runs.replaced('\t', span),
                "br" => match element.attribute("type").as_deref() {
                    Some("page" | "column") if runs.text.is_empty() => {}
                    _ => runs.replaced('\n', span),
                },
                "cr" => runs.replaced('\n', span),
                "noBreakHyphen" => runs.replaced('\u{2011}', span),
                "sym" => {
                    if let Some(c) = symbol(element) {
                        runs.replaced(c, span);
                    }
                }
                "footnoteReference" | "endnoteReference" => {
                    if let Some(id) = element.attribute("id") {
                        self.note_references.push((element.name() == "endnoteReference", id));
                    }
                }
                "ruby" => {
                    if let Some(base) = element.child("rubyBase") {
                        self.inline(base, false, runs, boxes);
                    }
                }
                "drawing" | "pict" | "object" => self.drawing(element, boxes),
                "AlternateContent" => {
                    if let Some(content) = alternative(element) {
                        self.run_content(content, runs, boxes);
                    }
                }
                _ => {}
            }
        }
        runs.in_contents |= self.fields.iter().any(|f| f.is_contents);
    }

    /// The text boxes of a drawing.
    fn drawing<'t>(&mut self, drawing: Element<'t>, boxes: &mut Vec<Element<'t>>) {
        let before = boxes.len();
        text_boxes(drawing, boxes);
        self.document.omitted.drawings += usize::from(boxes.len() == before);
    }

    fn text(&mut self, element: Element<'_>, runs: &mut Runs) {
        let preserve = element.attribute("space").as_deref() == Some("preserve");
        let children: Vec<Child<'_>> = element.children().collect();
        let last = children.len().saturating_sub(1);
        for (index, child) in children.into_iter().enumerate() {
            match child {
                Child::Text(text, xml) => {
                    let (mut text, mut start) = (text, xml.start);
                    let blank = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');
                    if !preserve && index == 0 {
                        let rest = text.trim_start_matches(blank);
                        start += text.len() - rest.len();
                        text = rest;
                    }
                    if !preserve && index == last {
                        text = text.trim_end_matches(blank);
                    }
                    runs.verbatim(text, start..start + text.len());
                }
                Child::Reference(c, xml) => runs.replaced(c, xml),
                Child::Element(_) => {}
            }
        }
    }

    fn field_character(&mut self, element: Element<'_>) {
        match element.attribute("fldCharType").as_deref() {
            Some("begin") => self.fields.push(Field { in_result: false, is_contents: false }),
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.in_result = true;
                }
            }
            Some("end") => {
                self.fields.pop();
            }
            _ => {}
        }
    }

    fn instruction(&mut self, element: Element<'_>) {
        let text: String = element
            .children()
            .filter_map(|c| match c {
                Child::Text(text, _) => Some(text),
                _ => None,
            })
            .collect();
        let code = text.trim_start().to_ascii_uppercase();
        if let Some(field) = self.fields.last_mut().filter(|f| !f.in_result) {
            field.is_contents |= code == "TOC" || code.starts_with("TOC ");
        }
    }

    fn in_field_code(&self) -> bool {
        self.fields_balance && self.fields.iter().any(|f| !f.in_result)
    }

    fn table(&mut self, table: Element<'_>, out: &mut Vec<Block>) {
        let mut rows = Vec::new();
        let mut elements = Vec::new();
        self.rows_of(table, &mut elements);
        for row in elements {
            let skipped = row.path(&["trPr", "gridBefore"]).and_then(Element::number);
            let mut column = skipped.and_then(|n| usize::try_from(n).ok()).unwrap_or(0).min(MAX_COLUMNS);
            let mut cells: Vec<(Cell, Element<'_>)> = Vec::new();
            let mut of_row = Vec::new();
            self.cells_of(row, &mut of_row);
            for cell in of_row {
                let properties = cell.child("tcPr");
                let span = properties
                    .and_then(|p| p.child("gridSpan"))
                    .and_then(Element::number)
                    .and_then(|n| usize::try_from(n).ok())
                    .unwrap_or(1)
                    .clamp(1, MAX_COLUMNS);
                let merge = |name| properties.and_then(|p| p.child(name)).map(|m| m.val().as_deref() != Some("restart"));
                let columns = column..(column + span).min(MAX_COLUMNS);
                column = columns.end;
                // The older form of cells merged with the one before.
                if merge("hMerge") == Some(true)
                    && let Some((before, _)) = cells.last_mut()
                {
                    before.columns.end = columns.end;
                    continue;
                }
                let paragraphs = if merge("vMerge") == Some(true) { usize::MAX..usize::MAX } else { 0..0 };
                cells.push((Cell { columns, paragraphs }, cell));
            }
            rows.push(cells);
        }
        let columns = rows.iter().flatten().map(|(cell, _)| cell.columns.end).max().unwrap_or(0);
        let mut read = Vec::new();
        for row in rows {
            let mut cells = Vec::new();
            for (mut cell, element) in row {
                let continues = cell.paragraphs.start == usize::MAX;
                let mut inner = Vec::new();
                let start = self.document.paragraphs.len();
                if !continues {
                    self.blocks(element, &mut inner);
                }
                cell.paragraphs = start..self.document.paragraphs.len();
                // A frame of one column around text is no table.
                if columns <= 1 {
                    out.append(&mut inner);
                }
                cells.push(cell);
            }
            read.push(cells);
        }
        if columns > 1 {
            out.push(Block::Table(read));
        }
    }

    fn rows_of<'t>(&mut self, container: Element<'t>, out: &mut Vec<Element<'t>>) {
        for element in container.elements() {
            match element.name() {
                "tr" if !self.is_gone(element.child("trPr")) => out.push(element),
                "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" => self.rows_of(element, out),
                _ => {}
            }
        }
    }

    fn cells_of<'t>(&mut self, container: Element<'t>, out: &mut Vec<Element<'t>>) {
        for element in container.elements() {
            match element.name() {
                "tc" if !self.is_gone(element.child("tcPr")) => out.push(element),
                "sdt" | "sdtContent" | "customXml" => self.cells_of(element, out),
                _ => {}
            }
        }
    }
}

/// Columns of a table: Word has at most 63.
const MAX_COLUMNS: usize = 1000;

/// The content of `mc:AlternateContent` that is read: one of them, or boxes come twice.
fn alternative(element: Element<'_>) -> Option<Element<'_>> {
    element.child("Choice").or_else(|| element.child("Fallback"))
}

/// The outermost text boxes inside an element.
fn text_boxes<'t>(element: Element<'t>, boxes: &mut Vec<Element<'t>>) {
    for child in element.elements() {
        match child.name() {
            "txbxContent" => boxes.push(child),
            "AlternateContent" => {
                if let Some(content) = alternative(child) {
                    text_boxes(content, boxes);
                }
            }
            _ => text_boxes(child, boxes),
        }
    }
}

/// How many complex fields a story leaves open; `None` where one ends that never began.
fn field_balance(story: Element<'_>) -> Option<usize> {
    fn walk(element: Element<'_>, open: &mut Option<usize>) {
        for child in element.elements() {
            match (child.name(), child.attribute("fldCharType").as_deref()) {
                ("fldChar", Some("begin")) => *open = open.map(|n| n + 1),
                ("fldChar", Some("end")) => *open = open.and_then(|n| n.checked_sub(1)),
                _ => walk(child, open),
            }
        }
    }
    let mut open = Some(0);
    walk(story, &mut open);
    open
}

/// `w:sym`: the code point, or for the private characters of symbol fonts what they look like.
fn symbol(element: Element<'_>) -> Option<char> {
    let code = u32::from_str_radix(&element.attribute("char")?, 16).ok()?;
    char::from_u32(code)
}

/// A label in front of its text. A tab or a space behind it is a blank only behind
/// Latin marks: behind 、 and ） a drafter writes none.
fn label_text(label: &Label, text: &str) -> String {
    let apart = label.suffix != Suffix::Nothing && !text.is_empty() && label.text.ends_with(|c: char| c.is_ascii());
    format!("{}{}", label.text, if apart { " " } else { "" })
}
