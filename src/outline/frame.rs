//! What stands around the report: navigation, title, meta lines in front;
//! signature, date, attachments and widgets behind.

use super::{Anchor, Claim, Paragraph, Report, Stretch, contents};
use crate::facts::{date_behind_name, date_line};
use crate::schema::Role;
use crate::syntax::{Block, Kind};
use crate::text::width::narrow;
use std::ops::Range;
use std::sync::Arc;

/// Block indices of what surrounds the body, and of the body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// The lines of the title.
    pub title: Vec<usize>,
    /// Behind the title, in front of the lead.
    pub meta: Range<usize>,
    /// The opening.
    pub lead: Range<usize>,
    /// Everything from the first part to the last.
    pub body: Range<usize>,
    /// 特此报告。
    pub closing: Vec<usize>,
    /// What is attached.
    pub attachment: Vec<usize>,
    /// The lines of the signature.
    pub signature: Vec<usize>,
    /// The date of the signature.
    pub date: Option<usize>,
}

/// How far from the end a signature is looked for, in blocks.
const TAIL: usize = 40;
/// The longest line of a signature, in characters.
const LONGEST_SIGNATURE: usize = 30;

/// Cuts the frame off.
pub fn cut(paragraphs: &[Arc<Paragraph>], claim: &Claim) -> Frame {
    let block = |i: usize| paragraphs.get(i).map(|p| &*p.block);
    let mut frame = Frame { title: claim.blocks.clone(), ..Frame::default() };
    let after_title = claim.blocks.last().map_or(0, |i| i + 1);
    let contents = contents::find(paragraphs);
    let mut start = after_title;
    while let Some(b) = block(start) {
        if contents.contains(&start) {
            start = contents.end;
            continue;
        }
        if !is_meta(b, claim) {
            break;
        }
        start += 1;
    }
    frame.meta = after_title..start;
    let end = tail(paragraphs, start, claim, &mut frame);
    let is_heading = |i: usize| block(i).is_some_and(|b| b.heading.is_some()) || opens_a_part(paragraphs, i, claim);
    let mut first = start;
    while first < end && !is_heading(first) {
        first += 1;
    }
    // Without any heading the first paragraph is the lead.
    if first >= end {
        first = (start + 1).min(end);
        while first < end && !block(first).is_some_and(Block::is_text) {
            first += 1;
        }
    }
    frame.lead = start..first;
    frame.body = first..end.max(first);
    frame
}

/// Whether an unnumbered line or paragraph starts a part other than the catch-all.
fn opens_a_part(paragraphs: &[Arc<Paragraph>], index: usize, claim: &Claim) -> bool {
    paragraphs.get(index).is_some_and(|p| p.is_short_line() && p.signals(&claim.schema).headings.iter().any(|h| !h.near_the_end))
}

/// Lines between title and lead: labels, document numbers, dates, salutations.
fn is_meta(block: &Block, claim: &Claim) -> bool {
    if !block.is_text() {
        return true;
    }
    let body = block.body();
    if block.heading.as_ref().is_some_and(|h| h.mark.is_some()) || claim.schema.frame.lead.iter().any(|p| p.is_match(body)) {
        return false;
    }
    if block.hashes > 0 {
        return false;
    }
    // ——在县第十八届人大常委会会议上
    if body.starts_with("—") && body.chars().count() <= 60 {
        return true;
    }
    let length = body.chars().count();
    let label = body.chars().take(8).any(|c| narrow(c) == ':');
    let stops = body.contains(['。', '；']) || body.matches(['，', ',']).count() > 0;
    (label && length <= 80 && !body.ends_with('。')) || (length < 30 && !stops)
}

/// Finds signature, date, attachments and widgets; gives the end of the body.
fn tail(paragraphs: &[Arc<Paragraph>], start: usize, claim: &Claim, frame: &mut Frame) -> usize {
    let count = enclosure(paragraphs, start, claim).unwrap_or(paragraphs.len());
    frame.attachment = (count..paragraphs.len()).collect();
    let low = start.max(count.saturating_sub(TAIL));
    let block = |i: usize| paragraphs.get(i).map(|p| &*p.block);
    let body = |i: usize| block(i).map_or("", Block::body);
    let plain = |i: usize| block(i).is_some_and(|b| b.is_text() && b.heading.is_none() && b.items.is_empty());
    let mut end = count;
    let signed = |i: usize| plain(i) && (date_line(body(i)).is_some() || date_behind_name(body(i)).is_some());
    if let Some(date) = (low..count).rev().find(|i| signed(*i)) {
        // Only what comes behind the last numbered text is a signature's date.
        let numbered_behind = (date + 1..count)
            .any(|i| block(i).is_some_and(|b| b.heading.as_ref().is_some_and(|h| h.mark.is_some()) && b.body().contains('。')));
        if !numbered_behind {
            frame.date = Some(date);
            end = date;
            if date_behind_name(body(date)).is_some() {
                frame.signature.push(date);
            }
            // One line, and those above it that name organs too.
            let organ = |i: usize| claim.schema.issuers.iter().any(|k| k.pattern.is_match(body(i).trim()));
            while end > start && is_signature(block(end - 1)) && (frame.signature.is_empty() || organ(end - 1)) && frame.signature.len() < 4
            {
                end -= 1;
                frame.signature.insert(0, end);
            }
            // Some write the date above the name.
            if frame.signature.is_empty() && date + 1 < count && is_signature(block(date + 1)) && organ(date + 1) {
                frame.signature.push(date + 1);
            }
        }
    }
    if frame.date.is_none() {
        while end > start && plain(end - 1) && is_trailing(body(end - 1), paragraphs.get(end - 1), claim) {
            end -= 1;
        }
        while end > start && block(end - 1).is_some_and(|b| !b.is_text()) {
            end -= 1;
        }
        // Directly behind the text an organ's name is a signature without date.
        if end < count
            && is_signature(block(end))
            && claim.schema.issuers.iter().any(|i| i.pattern.is_match(body(end)))
            && body(end).chars().count() >= 4
        {
            frame.signature.push(end);
        }
    }
    // Attachments and closing words stand in front of the signature, or behind it.
    for i in start.max(end.saturating_sub(12))..count {
        if plain(i) && claim.schema.frame.attachment.iter().any(|p| p.is_match(body(i)))
            || block(i).is_some_and(|b| claim.schema.frame.attachment.iter().any(|p| p.is_match(b.body())))
        {
            let mut last = i;
            while last + 1 < count
                && Some(last + 1) != frame.date
                && !frame.signature.contains(&(last + 1))
                && body(last + 1).chars().count() <= 60
                && !body(last + 1).ends_with('。')
            {
                last += 1;
            }
            frame.attachment = (i..=last).collect();
            end = end.min(i);
            break;
        }
    }
    while end > start
        && (claim.schema.frame.closing.iter().any(|p| plain(end - 1) && body(end - 1).chars().count() <= 30 && p.is_match(body(end - 1)))
            || block(end - 1).is_some_and(|b| matches!(b.kind, Kind::Filler | Kind::Directive | Kind::Markup) && end < count))
    {
        end -= 1;
        if plain(end) {
            frame.closing.insert(0, end);
        }
    }
    end
}

/// Where an attachment starts behind the date: it is a document of its own,
/// with headings of its own.
fn enclosure(paragraphs: &[Arc<Paragraph>], start: usize, claim: &Claim) -> Option<usize> {
    let body = |i: usize| paragraphs.get(i).map_or("", |p| p.block.body());
    let dated = |i: usize| date_line(body(i)).is_some() || date_behind_name(body(i)).is_some();
    (start..paragraphs.len()).find(|i| {
        let titled = claim.schema.frame.attachment.iter().any(|p| p.is_match(body(*i))) && body(*i).chars().count() <= 40;
        titled && (i.saturating_sub(4)..*i).any(|before| before >= start && dated(before))
    })
}

fn is_signature(block: Option<&Block>) -> bool {
    block.is_some_and(|b| {
        let body = b.body();
        b.is_text()
            && b.heading.is_none()
            && b.items.is_empty()
            && (2..=LONGEST_SIGNATURE).contains(&body.chars().count())
            && !body.contains(['。', '，', ',', '；', ';', '：', ':', '！', '!'])
    })
}

/// A line behind the report that is none of its text: short, and no sentence.
fn is_trailing(body: &str, paragraph: Option<&Arc<Paragraph>>, claim: &Claim) -> bool {
    let closes = body.ends_with(['。', '；', '！', '”', '：']);
    let part = paragraph.is_some_and(|p| p.is_short_line() && p.signals(&claim.schema).headings.iter().any(|h| !h.near_the_end));
    !closes && !part && body.chars().count() < 60
}

impl Frame {
    /// Everything in order, the parts of the body in the middle.
    pub fn stretches(&self, paragraphs: &[Arc<Paragraph>], report: &Report, parts: Vec<Stretch>) -> Vec<Stretch> {
        let end = |block: usize| paragraphs.get(block).map_or(0, |p| p.block.text.len() as u32);
        let of = |role: Role, block: usize| Stretch {
            role,
            part: None,
            from: Anchor { block, at: 0 },
            to: Anchor { block, at: end(block) },
            heading: None,
        };
        let mut all: Vec<Stretch> = Vec::new();
        let push = |all: &mut Vec<Stretch>, stretch: Stretch| match all.last_mut() {
            Some(last)
                if last.role == stretch.role
                    && last.part.is_none()
                    && stretch.part.is_none()
                    && last.to.block + 1 == stretch.from.block =>
            {
                last.to = stretch.to
            }
            _ => all.push(stretch),
        };
        let first_title = self.title.first().copied().unwrap_or(self.meta.start);
        for block in 0..self.lead.end {
            let role = if self.title.contains(&block) {
                Role::Title
            } else if block < first_title {
                Role::Noise
            } else if block < self.lead.start {
                Role::Meta
            } else {
                Role::Lead
            };
            push(&mut all, of(role, block));
        }
        all.extend(parts);
        for block in self.body.end..paragraphs.len() {
            if self.date == Some(block) && self.signature.contains(&block) {
                // Name and date share a line.
                let text = paragraphs.get(block).map_or("", |p| &*p.block.text);
                let at = date_behind_name(text).unwrap_or(0) as u32;
                all.push(Stretch { to: Anchor { block, at }, ..of(Role::Signature, block) });
                all.push(Stretch { from: Anchor { block, at }, ..of(Role::Date, block) });
                continue;
            }
            let role = if self.closing.contains(&block) {
                Role::Closing
            } else if self.attachment.contains(&block) {
                Role::Attachment
            } else if self.signature.contains(&block) {
                Role::Signature
            } else if self.date == Some(block) {
                Role::Date
            } else {
                Role::Noise
            };
            push(&mut all, of(role, block));
        }
        debug_assert!(report.title_spans.len() >= self.title.len());
        all
    }
}
