//! The tables of a form that a schema describes: their rows as cells, and the sums that do not hold.

use crate::message::Message;
use crate::rules::{Found, Severity, Sight};
use crate::schema::{FormRow, FormSum, FormTable};
use crate::syntax::{Block, Span};
use crate::text::width::{is_blank, narrow};

/// A line that is longer than this, in characters, is no cell: the table is over.
const LONGEST_CELL: usize = 120;
/// What stands for nothing in a table.
const NOTHING: [&str; 6] = ["", "-", "—", "/", "无", "--"];

/// Sums of the tables of the form that do not hold.
pub(super) fn found(sight: &Sight<'_>) -> Vec<Found> {
    let tables = &sight.report.schema.tables;
    if tables.is_empty() {
        return Vec::new();
    }
    let mut reader = Reader { tables, read: Vec::new(), labels: Vec::new(), figures: Vec::new() };
    for (index, block) in sight.tree.blocks().iter().enumerate() {
        match cells(index, block) {
            Some(cells) => cells.into_iter().for_each(|cell| reader.cell(cell)),
            None => reader.close(),
        }
    }
    reader.close();
    reader.read.iter().flat_map(Table::found).collect()
}

/// A cell of a table.
#[derive(Clone, Debug)]
struct Cell<'a> {
    span: Span,
    text: &'a str,
    /// `None` for a label.
    value: Option<u64>,
}

/// A row: the labels in front of its figures, the nearest last.
struct Row<'a> {
    labels: Vec<Cell<'a>>,
    figures: Vec<Cell<'a>>,
}

struct Table<'a> {
    form: &'a FormTable,
    rows: Vec<Row<'a>>,
}

struct Reader<'a> {
    tables: &'a [FormTable],
    read: Vec<Table<'a>>,
    labels: Vec<Cell<'a>>,
    figures: Vec<Cell<'a>>,
}

impl<'a> Reader<'a> {
    fn cell(&mut self, cell: Cell<'a>) {
        if cell.value.is_some() {
            self.figures.push(cell);
            return;
        }
        self.end_row();
        if let Some(form) = self.tables.iter().find(|t| t.opens.is_match(cell.text))
            && self.read.last().is_none_or(|t| t.form.id != form.id)
        {
            self.labels.clear();
            self.read.push(Table { form, rows: Vec::new() });
        }
        self.labels.push(cell);
    }

    fn end_row(&mut self) {
        if self.figures.is_empty() {
            return;
        }
        let row = Row { labels: std::mem::take(&mut self.labels), figures: std::mem::take(&mut self.figures) };
        if let Some(table) = self.read.last_mut() {
            table.rows.push(row);
        }
    }

    /// Running text: what follows belongs to no table before it.
    fn close(&mut self) {
        self.end_row();
        self.labels.clear();
        self.figures.clear();
    }
}

/// The cells of a line; `None` for running text.
fn cells(index: usize, block: &Block) -> Option<Vec<Cell<'_>>> {
    let text = block.text.trim_matches(is_blank);
    let at = |part: &str| part.as_ptr() as usize - block.text.as_ptr() as usize;
    if text.starts_with('|') || text.contains('\t') {
        let stop = if text.starts_with('|') { '|' } else { '\t' };
        let parts: Vec<&str> = text.trim_matches('|').split(stop).collect();
        let last = parts.iter().rposition(|p| !p.trim().is_empty() && number(p).is_none() && !is_nothing(p));
        let figures = parts.iter().skip(last.map_or(0, |at| at + 1)).any(|p| number(p).is_some());
        let cells = parts.iter().enumerate().filter_map(|(at, part)| {
            let behind = last.is_none_or(|last| at > last) && figures;
            let value = number(part).or_else(|| (behind && is_nothing(part)).then_some(0));
            let label = !is_nothing(part) && !part.chars().all(|c| matches!(c, '-' | ':' | ' '));
            (behind || label && value.is_none()).then(|| Cell {
                span: span(index, block, part),
                text: part.trim(),
                value: value.filter(|_| behind),
            })
        });
        return Some(cells.collect());
    }
    if text.chars().count() > LONGEST_CELL {
        return None;
    }
    // 一、本年新收政府信息公开申请数量 26 3 0 0 2 0 31
    let parts: Vec<&str> = text.split(is_blank).filter(|p| !p.is_empty()).collect();
    let figures = parts.iter().rev().take_while(|p| number(p).is_some()).count();
    let (labels, numbers) = parts.split_at_checked(parts.len() - figures)?;
    let label = labels.first().zip(labels.last()).map(|(first, last)| {
        let start = at(first);
        let words = block.text.get(start..at(last) + last.len()).unwrap_or_default();
        Cell { span: span(index, block, words), text: words, value: None }
    });
    let numbers = numbers.iter().map(|part| Cell { span: span(index, block, part), text: part, value: number(part) });
    Some(label.into_iter().chain(numbers).collect())
}

/// The span of a part of a block's text, without the blanks around it.
fn span(index: usize, block: &Block, part: &str) -> Span {
    let inner = part.trim_matches(is_blank);
    let start = (inner.as_ptr() as usize - block.text.as_ptr() as usize) as u32;
    Span { block: index, range: start..start + inner.len() as u32 }
}

fn is_nothing(part: &str) -> bool {
    NOTHING.contains(&part.trim_matches(is_blank))
}

/// A whole number as tables write it: 1,234, 12件.
fn number(part: &str) -> Option<u64> {
    let part = part.trim_matches(|c| is_blank(c) || c == '*');
    let part = part.strip_suffix('件').unwrap_or(part);
    let digits: String = part.chars().map(narrow).filter(|c| *c != ',').collect();
    let plain = !digits.is_empty() && digits.len() <= 12 && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

impl Table<'_> {
    fn found(&self) -> Vec<Found> {
        let columns = self.form.columns;
        if columns < 3 {
            return Vec::new();
        }
        let whole = self.rows.iter().filter(|r| r.figures.len().is_multiple_of(columns));
        let rows: Vec<Found> = whole.flat_map(|row| row.figures.chunks(columns).filter_map(row_total)).collect();
        // A figure that is wrong in its row is wrong in its column as well: one of the two is told.
        if rows.is_empty() { self.form.sums.iter().flat_map(|sum| self.columns(sum)).collect() } else { rows }
    }

    /// What kind of row it is.
    fn kind(&self, row: &Row<'_>) -> Option<&FormRow> {
        row.labels.iter().rev().find_map(|cell| self.form.rows.iter().find(|r| r.label.is_match(cell.text)))
    }

    fn columns(&self, sum: &FormSum) -> Vec<Found> {
        let Some((parts, whole)) = self.rows_of(sum) else { return Vec::new() };
        // The rows add up, so that the last column only says it again.
        (0..self.form.columns - 1).filter_map(|at| column(&parts, &whole, at)).collect()
    }

    /// The rows of both sides of a sum; `None` where one is not there as it should be.
    fn rows_of(&self, sum: &FormSum) -> Option<(Vec<&Row<'_>>, Vec<&Row<'_>>)> {
        let mut parts: Vec<&Row<'_>> = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        let mut summed = false;
        for row in &self.rows {
            let named = row.labels.iter().flat_map(|cell| self.form.rows.iter().filter(|r| r.label.is_match(cell.text)));
            seen.extend(named.map(|r| r.id.as_str()));
            let Some(kind) = self.kind(row).filter(|k| sum.parts.contains(&k.id)) else { continue };
            if row.figures.len() != self.form.columns {
                return None;
            }
            let is_part = kind.within.is_some();
            // The row above has its own figures unless it stands, without any, among the labels of this one.
            let opens =
                row.labels.iter().any(|c| self.form.rows.iter().any(|r| Some(&r.id) == kind.within.as_ref() && r.label.is_match(c.text)));
            summed = if is_part { summed && !opens } else { true };
            if !is_part || !summed {
                parts.push(row);
            }
        }
        let enough = match sum.least {
            Some(least) => seen.iter().filter(|id| sum.parts.first().is_some_and(|p| p == *id)).count() >= least,
            None => sum.parts.iter().all(|id| seen.iter().filter(|s| *s == id).count() == 1) && parts.len() == sum.parts.len(),
        };
        let one = |id: &String| {
            let mut of = self.rows.iter().filter(|r| self.kind(r).is_some_and(|k| k.id == *id));
            of.next().filter(|r| r.figures.len() == self.form.columns && of.next().is_none())
        };
        let whole: Option<Vec<&Row<'_>>> = sum.whole.iter().map(one).collect();
        enough.then_some((parts, whole?))
    }
}

fn total(cells: &[&Cell<'_>]) -> u64 {
    cells.iter().filter_map(|c| c.value).sum()
}

fn terms(cells: &[&Cell<'_>]) -> String {
    let some: Vec<String> = cells.iter().filter_map(|c| c.value).filter(|v| *v > 0).map(|v| v.to_string()).collect();
    if some.is_empty() { "0".to_owned() } else { some.join("+") }
}

/// The last figure of a row, which is the sum of the others.
fn row_total(cells: &[Cell<'_>]) -> Option<Found> {
    let (last, others) = cells.split_last()?;
    let others: Vec<&Cell<'_>> = others.iter().collect();
    let sum = total(&others);
    (last.value != Some(sum)).then(|| mismatch(last, &others, sum))
}

/// A column of two sides that must be equal.
fn column(parts: &[&Row<'_>], whole: &[&Row<'_>], at: usize) -> Option<Found> {
    let left: Vec<&Cell<'_>> = parts.iter().filter_map(|r| r.figures.get(at)).collect();
    let right: Vec<&Cell<'_>> = whole.iter().filter_map(|r| r.figures.get(at)).collect();
    let (sum, other) = (total(&left), total(&right));
    let first = *right.first()?;
    if sum == other {
        return None;
    }
    if right.len() == 1 {
        return Some(mismatch(first, &left, sum));
    }
    let message = Message::new("sum-mismatch.balance")
        .with("terms", terms(&left))
        .with("sum", sum.to_string())
        .with("others", terms(&right))
        .with("other", other.to_string());
    let found = Found { severity: Some(Severity::Warning), ..Found::new(first.span.clone(), message) };
    let beside = left.iter().chain(right.iter().skip(1));
    Some(beside.fold(found, |f, cell| f.related(cell.span.clone(), Message::new("figure.part"))))
}

fn mismatch(whole: &Cell<'_>, parts: &[&Cell<'_>], sum: u64) -> Found {
    let message =
        Message::new("sum-mismatch").with("terms", terms(parts)).with("sum", sum.to_string()).with("whole", whole.text.to_owned());
    let found = Found { severity: Some(Severity::Warning), ..Found::new(whole.span.clone(), message) };
    let some = parts.iter().filter(|c| c.value.is_some_and(|v| v > 0));
    some.fold(found, |f, cell| f.related(cell.span.clone(), Message::new("figure.part")))
}
