// What a drafter does with the extension, in a real VS Code. Run by `cargo xtask test --only vscode`.

import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { DRAFTS, VsCode, gb18030, until } from './harness.mjs';

/** Lacks the problems part; its name matches the language's file-name patterns. */
const LACKING = '岚溪县2024年法治政府建设年度报告.txt';
/** Complete; problems and plans are paragraphs without a heading; plain text until it is recognised. */
const FLAT = '年报初稿.txt';
/** With `#` headings; lacks the problems part and jumps from 一、 to 三、. */
const MARKDOWN = '2024年法治政府建设报告.md';
/** Speaks of the annual report, but is a notice. */
const NOTICE = '关于报送2024年度法治政府建设年度报告的通知.txt';
const COPY = '岚溪县2024年法治政府建设年度报告（二稿）.txt';
/** States a percentage that its own figures contradict: 1141 of 1163 are 98.1%. */
const WRONG = '岚溪县2024年法治政府建设年度报告（三稿）.txt';
const wrong = () => draft(LACKING).replace('调解成功1141件', '调解成功1141件，成功率99.1%');
/** Says on one day what happened, which nobody can roll to the next year without a look. */
const DATED = '岚溪县2024年法治政府建设年度报告（四稿）.txt';
const dated = () => draft(LACKING).replace('评查行政处罚案卷120卷。', '评查行政处罚案卷120卷。县政府于2024年5月召开执法工作推进会。');
const NEXT = '岚溪县2025年法治政府建设年度报告.txt';
const GBK = '旧稿.txt';
const NEW = '新稿.nianbao';
/** The flat draft with a problem that nobody plans to answer. */
const UNANSWERED = '未回应的问题年度报告.txt';
/** Two years of one county: a problem is copied, and the change of a figure contradicts last year's. */
const [COUNTY, LAST_YEAR, THIS_YEAR] = ['青杨县', '青杨县2024.txt', '青杨县2025.txt'];
/** Titled by its matter alone, without a title, and of another kind. */
const [SITUATION, UNTITLED, MINUTES] = ['南坪县2024年法治政府建设情况.txt', '无题草稿.txt', '会议纪要.txt'];
const untitled = `2024年，南坪县人民政府深入学习贯彻习近平法治思想，推进法治政府建设。现将有关情况报告如下：

一、主要举措和成效

（一）履行推进法治建设第一责任人职责。县长主持召开县政府常务会议，专题研究执法装备更新3次。

（二）、优化法治化营商环境。压减证明材料17种，开通企业诉求专线，回访企业204家。

二、存在的不足和原因

（一）镇街装备老化。主要原因是经费保障渠道单一。

三、2025年工作安排

（一）加强行政执法监督。抽查执法记录仪影像300段。

`;
const UNANSWERED_EDIT = ['公众参与形式单一；三是', '公众参与形式单一；三是公证服务网点偏少；四是'];

const CHECKLIST = 'Focus on Report checklist View';
const LANGUAGE = /年度报告 \(Annual report\)/;
const draft = (name) => readFileSync(path.join(DRAFTS, name), 'utf8');
/** The 1-based line on which this stands in a draft. */
const lineOf = (name, words) => {
  const index = draft(name).split('\n').findIndex((line) => line.includes(words));
  assert.notEqual(index, -1, words);
  return index + 1;
};
/** Every line of `old` stands in `now`, in the same order. */
const keeps = (now, old) => {
  const lines = now.split('\n');
  let from = 0;
  return old.split('\n').every((line) => {
    const at = lines.indexOf(line, from);
    from = at + 1;
    return at >= 0;
  });
};

/** Shows Outline, with the file list folded away so that all its rows have room. */
async function showOutline() {
  await vs.command('View: Show Explorer');
  const files = vs.page.locator('.explorer-viewlet .pane-header[aria-expanded=true]').filter({ hasText: path.basename(vs.folder) });
  if (await files.count()) await files.click();
  await vs.focusEditor();
  await vs.command('Explorer: Focus on Outline View');
}

/** Codes of the rules that the tests speak of: missing-part, heading-sequence, problem-without-plan, percent-mismatch, placeholder, invalid-schema. */
const [MISSING_PART, SEQUENCE, UNPLANNED, PERCENT, PLACEHOLDER, SCHEMA] = [/NB101\b/, /NB201\b/, /NB401\b/, /NB502\b/, /NB710\b/, /NB902\b/];
/** copied-passage, figure-conflict, heading-mark. */
const [COPIED, CHANGE, MARK] = [/NB801\b/, /NB803\b/, /NB203\b/];

let vs;
/** A test that leaves a picture when it fails. */
const it = (name, body) => test(name, async () => {
  try {
    await body();
  } catch (error) {
    await vs?.shot(`failed ${name.slice(0, 40).replaceAll('/', ' ')}`).catch(() => {});
    await vs?.recover().catch(() => {});
    throw error;
  }
});

before(async () => {
  vs = await VsCode.start((folder) => {
    cpSync(DRAFTS, folder, { recursive: true });
    writeFileSync(path.join(folder, COPY), draft(LACKING));
    writeFileSync(path.join(folder, WRONG), wrong());
    writeFileSync(path.join(folder, DATED), dated());
    writeFileSync(path.join(folder, UNANSWERED), draft(FLAT).replace(UNANSWERED_EDIT[0], UNANSWERED_EDIT[1]));
    writeFileSync(path.join(folder, GBK), gb18030(draft(FLAT)));
    writeFileSync(path.join(folder, NEW), '　　为贯彻');
    writeFileSync(path.join(folder, SITUATION), `南坪县2024年法治政府建设情况\n\n${untitled}`);
    writeFileSync(path.join(folder, UNTITLED), untitled);
    writeFileSync(path.join(folder, MINUTES), '南坪县人民政府第三次常务会议纪要\n\n会议听取了有关情况的汇报。\n');
  });
  await vs.load(LACKING);
});
after(() => vs?.stop());

it('a draft named as a report is in the report language, and Problems names the missing part', async () => {
  await vs.statusShows(LANGUAGE);
  await vs.command('Problems: Focus on Problems View');
  const rows = await vs.rowsWith('.markers-panel', MISSING_PART);
  const missing = rows.filter((row) => MISSING_PART.test(row.text));
  assert.equal(missing.length, 1, JSON.stringify(rows));
  assert.match(missing[0].text, /问题|不足/);
  assert.match(missing[0].text, /nianbao/i);
  assert.match(missing[0].label, /^Warning/);
});

it('the status item gives the year and what is missing', async () => {
  await vs.statusShows(/年报 2024 · 缺1/);
});

it('the checklist shows each part with its state', async () => {
  await vs.focusEditor();
  await vs.command(CHECKLIST);
  const rows = await vs.rowsWith('.tree-explorer-viewlet-tree-view', /问题|不足/);
  const state = (words) => rows.find((row) => words.test(row.text))?.label;
  assert.match(state(/问题|不足/) ?? '', /缺$/, JSON.stringify(rows));
  assert.match(state(/举措|成效/) ?? '', /有$/, JSON.stringify(rows));
  assert.ok(rows.some((row) => row.level === 2), 'themes stand below their part');
  await vs.shot('checklist');
});

it('a row of the checklist jumps to its part', async () => {
  const wanted = lineOf(LACKING, '三、2025年法治政府建设主要安排');
  await vs.page.locator('.tree-explorer-viewlet-tree-view .monaco-list-row').filter({ hasText: /安排|计划/ }).first().click();
  await vs.statusShows(new RegExp(`Ln ${wanted},`));
});

it('Outline shows the headings as a tree', async () => {
  await showOutline();
  const rows = await vs.rowsWith('.outline-tree', /依法履行政府职能/);
  const level = (words) => rows.find((row) => row.text.includes(words))?.level;
  assert.equal(level('依法履行政府职能'), level('主要举措和成效') + 1, JSON.stringify(rows));
});

it('the quick fix inserts the missing part and keeps every line, on disk', async () => {
  await vs.focusEditor();
  await vs.page.keyboard.press('Control+Home');
  await vs.page.keyboard.press('F8');
  await vs.page.locator('.zone-widget').first().waitFor();
  await vs.shot('problems');
  await vs.page.keyboard.press('Escape');
  await vs.page.locator('.zone-widget').first().waitFor({ state: 'detached' });
  await vs.command('Quick Fix...');
  const fix = vs.page.locator('.action-widget .monaco-list-row.action').filter({ hasText: /插入.*(问题|不足)/ }).first();
  await fix.waitFor();
  await vs.shot('quick-fix');
  await fix.click();
  await vs.page.locator('.tab.active.dirty').waitFor();
  const old = draft(LACKING);
  const text = await vs.saved(LACKING, (now) => now !== old && /^\s*[一二三四]、.*(问题|不足)/m.test(now));
  const body = old.split('\n').filter((line) => !/^　　[一二三四]、/.test(line)).join('\n');
  assert.ok(keeps(text, body), 'lines were lost');
  await vs.statusShows(/年报 2024(?! · 缺)/);
  assert.ok(!(await vs.problems()).some((row) => MISSING_PART.test(row.text)));
  await vs.shot('fixed');
});

it('a click on a missing row of the checklist inserts it, and one undo takes it back', async () => {
  await vs.open(COPY);
  await vs.command(CHECKLIST);
  await vs.rowsWith('.tree-explorer-viewlet-tree-view', /(问题|不足).*缺$/);
  const row = vs.page.locator('.tree-explorer-viewlet-tree-view .monaco-list-row').filter({ hasText: /问题|不足/ }).first();
  // The list may be drawn anew under the pointer: a click that it swallows is made again, as one would.
  await until('the part inserted', async () => {
    await row.click();
    return vs.page.locator('.tab.active.dirty').waitFor({ timeout: 5000 }).then(() => true);
  });
  await vs.saved(COPY, (now) => /^\s*[一二三四]、.*(问题|不足)/m.test(now));
  await vs.page.keyboard.press('Control+z');
  await vs.saved(COPY, (now) => now === draft(LACKING));
});

it('a wrong percentage is found, explained on hover, and mended on disk', async () => {
  await vs.open(WRONG);
  const rows = await until('the finding', async () => {
    const found = (await vs.problems()).filter((row) => PERCENT.test(row.text));
    return found.length > 0 && found;
  });
  assert.equal(rows.length, 1, JSON.stringify(rows));
  assert.match(rows[0].label, /^Error/);
  await vs.command('View: Toggle Panel Visibility');
  await vs.goTo(wrong(), '99.1%', 1);
  await vs.command('Show or Focus Hover');
  const hover = vs.page.locator('.monaco-hover').filter({ hasText: '1141 ÷ 1163 = 98.1%' });
  await hover.waitFor();
  assert.match(await hover.innerText(), /文中写作“99\.1%”/);
  await vs.shot('hover-figure', { pointer: true });
  await vs.page.keyboard.press('Escape');
  await vs.focusEditor();
  await vs.command('Quick Fix...');
  const fix = vs.page.locator('.action-widget .monaco-list-row.action').filter({ hasText: '98.1%' }).first();
  await fix.waitFor();
  await fix.click();
  await vs.saved(WRONG, (now) => now === wrong().replace('99.1%', '98.1%'));
  assert.ok(!(await vs.problems()).some((row) => PERCENT.test(row.text)));
});

it('a citation is explained, coloured as one, and completed behind 《', async () => {
  await vs.open(WRONG);
  const text = readFileSync(vs.file(WRONG), 'utf8');
  await vs.goTo(text, '《法治政府建设实施纲要', 3);
  await vs.command('Show or Focus Hover');
  const hover = vs.page.locator('.monaco-hover').filter({ hasText: '中发〔2021〕33号' });
  await hover.waitFor();
  await vs.shot('hover-citation', { pointer: true });
  await vs.page.keyboard.press('Escape');
  await vs.focusEditor();
  await vs.command('Developer: Inspect Editor Tokens and Scopes');
  const inspector = vs.page.locator('.token-inspect-widget');
  await until('the semantic token', async () => /semantic token type\s*citation/.test(await inspector.innerText()));
  await vs.page.keyboard.press('Escape');
  await vs.goTo(text, '新办执法证37个');
  await vs.page.keyboard.type('落实《');
  const row = vs.page.locator('.suggest-widget.visible .monaco-list-row').filter({ hasText: '法治政府建设实施纲要（2021—2025年）' });
  await row.first().waitFor();
  await vs.shot('completion');
  await vs.page.keyboard.type('fzzf');
  await until('the title comes first', async () => /法治政府建设实施纲要（2021—2025年）/.test(await vs.page.locator('.suggest-widget.visible .monaco-list-row.focused').innerText()));
  await vs.page.keyboard.press('Enter');
  await vs.saved(WRONG, (now) => now === text.replace('新办执法证37个', '落实《法治政府建设实施纲要（2021—2025年）》新办执法证37个'));
});

it('findings of a file go from Problems when it is closed', async () => {
  await vs.open(NEW);
  await vs.command('Problems: Focus on Problems View');
  await until('no finding of closed files', async () => !(await vs.rows('.markers-panel')).some((row) => /岚溪县/.test(row.text)));
});

it('a recognised plain-text draft becomes an annual report', async () => {
  await vs.open(FLAT);
  await vs.statusShows(/年报 2023/);
  await vs.statusShows(LANGUAGE);
});

it('Outline holds problems and plans that nobody gave a heading', async () => {
  await showOutline();
  const rows = await vs.rowsWith('.outline-tree', /问题|不足/);
  assert.ok(rows.some((row) => row.level === 1 && /问题|不足/.test(row.text)), JSON.stringify(rows));
  assert.ok(rows.some((row) => row.level === 1 && /下一(步|年度)|安排|2024年/.test(row.text)), JSON.stringify(rows));
  await vs.shot('outline');
});

it('Go to Symbol jumps to the problems', async () => {
  await vs.focusEditor();
  await vs.page.keyboard.press('Control+Home');
  await vs.page.keyboard.press('Control+Shift+o');
  const box = vs.page.locator('.quick-input-widget input[type=text]');
  await box.waitFor({ state: 'visible' });
  await box.pressSequentially('问题');
  const row = vs.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: '问题' }).first();
  await row.waitFor();
  await vs.shot('go-to-symbol');
  await row.click();
  await vs.statusShows(new RegExp(`Ln ${lineOf(FLAT, '仍存在一些问题')},`));
  const crumbs = vs.page.locator('.breadcrumbs-control .monaco-breadcrumb-item');
  await until('the breadcrumb of the part', async () => (await crumbs.allInnerTexts()).some((crumb) => /问题|不足/.test(crumb)));
});

it('a lens above each problem names its plans, and a click shows them', async () => {
  await vs.command('Problems: Focus on Problems View');
  await vs.focusEditor();
  const lenses = vs.page.locator('.codelens-decoration a').filter({ hasText: /^对应安排：/ });
  await until('three answered problems', async () => (await lenses.count()) === 3);
  assert.match((await lenses.allInnerTexts()).join(' '), /对应安排：一是/);
  await vs.shot('lenses');
  await lenses.first().click();
  await vs.page.locator('.peekview-widget').first().waitFor();
  await vs.shot('lens-peek');
  await vs.page.keyboard.press('Escape');
  await vs.page.locator('.peekview-widget').first().waitFor({ state: 'detached' });
});

it('Go to Definition leads from a problem to its plan', async () => {
  await vs.page.locator('.outline-tree .monaco-list-row').filter({ hasText: '二是 少数部门' }).first().click();
  // All problems stand on one line: the column tells that the cursor has come.
  const line = draft(FLAT).split('\n')[lineOf(FLAT, '二是少数部门') - 1];
  const columns = ['二是少数部门', '少数部门'].map((words) => line.indexOf(words) + 1);
  await vs.statusShows(new RegExp(`Ln ${lineOf(FLAT, '二是少数部门')}, Col (${columns.join('|')})`));
  await vs.focusEditor();
  await vs.command('Go to Definition');
  await vs.statusShows(new RegExp(`Ln ${lineOf(FLAT, '将重点做好以下工作')},`));
  await vs.shot('definition');
});

it('the quick fix at a problem without a plan writes the next item of the list, and one undo takes it back', async () => {
  await vs.open(UNANSWERED);
  await vs.command('Problems: Focus on Problems View');
  await vs.rowsWith('.markers-panel', UNPLANNED);
  await vs.page.locator('.markers-panel .monaco-list-row').filter({ hasText: 'NB401' }).first().dblclick();
  await vs.page.locator('.codelens-decoration').filter({ hasText: '无对应安排' }).first().waitFor();
  await vs.focusEditor();
  await vs.command('Quick Fix...');
  const fix = vs.page.locator('.action-widget .monaco-list-row.action').filter({ hasText: '补一项安排' }).first();
  await fix.waitFor();
  await fix.click();
  await vs.page.locator('.tab.active.dirty').waitFor();
  const old = draft(FLAT).replace(UNANSWERED_EDIT[0], UNANSWERED_EDIT[1]);
  const text = await vs.saved(UNANSWERED, (now) => now !== old);
  assert.match(text, /三是加强行政复议和应诉队伍建设，配齐专职人员；四是【针对“.*公证.*”的措施】，【做什么/);
  await vs.shot('plan-stub');
  await vs.page.keyboard.press('Control+z');
  await vs.saved(UNANSWERED, (now) => now === old);
  await vs.open(FLAT);
});

it('a language that the user chose is never changed, not after a reload either', async () => {
  await vs.command('Change Language Mode');
  await vs.answer('Select Language Mode', 'Plain Text');
  await vs.statusShows(/Plain Text/);
  // The new open was answered: if the extension meant to switch, it has what it needs.
  await vs.statusShows(/年报 2023/);
  assert.match(await vs.statusBar(), /Plain Text/);
  // Another file in between: what is remembered has been written by then.
  await vs.open(NOTICE);
  await vs.statusShows(/未识别为年度报告/);
  await vs.load(FLAT);
  await vs.statusShows(/年报 2023/);
  await vs.command('Problems: Focus on Problems View');
  assert.match(await vs.statusBar(), /Plain Text/);
  assert.doesNotMatch(await vs.statusBar(), LANGUAGE);
});

it('a Markdown draft stays Markdown, is asked about, and is checked all the same', async () => {
  await vs.open(MARKDOWN);
  await vs.statusShows(/年报 2024/);
  const question = '由 Markdown 切换';
  await vs.message(question);
  await vs.command('Problems: Focus on Problems View');
  const rows = await vs.rowsWith('.markers-panel', MISSING_PART);
  assert.ok(rows.some((row) => SEQUENCE.test(row.text)), JSON.stringify(rows));
  await vs.shot('markdown');
  await vs.answerMessage(question, '保持不变');
  assert.match(await vs.statusBar(), /Markdown/);
  // Asked once per file: after a reload the status is there again, and no question.
  await vs.open(NOTICE);
  await vs.statusShows(/未识别为年度报告/);
  await vs.load(MARKDOWN);
  await vs.statusShows(/年报 2024/);
  await vs.command('Problems: Focus on Problems View');
  assert.match(await vs.statusBar(), /Markdown/);
  assert.equal(await vs.page.locator('.notification-toast').filter({ hasText: question }).count(), 0);
});

it('a notice is no report: it says so, gets no finding, and can be checked on demand', async () => {
  await vs.open(NOTICE);
  await vs.statusShows(/未识别为年度报告/);
  const problems = await vs.problems();
  assert.ok(!problems.some((row) => row.text.includes('通知')), JSON.stringify(problems));
  await vs.focusEditor();
  await vs.page.locator('.statusbar-item').filter({ hasText: '未识别为年度报告' }).click();
  await vs.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: '按年度报告检查' }).first().waitFor();
  await vs.shot('not-recognised');
  await vs.pick('法治政府建设');
  await vs.statusShows(/年报/);
  await vs.command('Problems: Focus on Problems View');
  await vs.rowsWith('.markers-panel', MISSING_PART);
});

/** Rests the pointer on the status item, and gives what shows there. */
async function statusHover(words) {
  const hover = vs.page.locator('.monaco-hover').filter({ hasText: words });
  await until(`${words} in the hover of the status item`, async () => {
    await vs.page.locator('.statusbar-item').filter({ hasText: /年报|年度报告/ }).filter({ hasNotText: 'Annual' }).hover();
    await hover.waitFor({ timeout: 3000 });
    return true;
  });
  return hover;
}

it('drafts with half a title and with none are checked, and the status item says why', async () => {
  await vs.open(SITUATION);
  await vs.statusShows(/年报 2024/);
  await vs.command('Problems: Focus on Problems View');
  await vs.rowsWith('.markers-panel', MARK);
  await vs.open(UNTITLED);
  await vs.statusShows(/疑似年报 2024/);
  await vs.command('Problems: Focus on Problems View');
  const rows = await vs.rowsWith('.markers-panel', /NB109\b/);
  assert.ok(rows.some((row) => MARK.test(row.text)), JSON.stringify(rows));
  await vs.focusEditor();
  const hover = await statusHover('按法治政府建设年度报告检查：依据');
  await vs.shot('likely', { pointer: true });
  await hover.getByText('不是年度报告').click();
  await vs.statusShows(/未识别为年度报告/);
  await until('no findings of it', async () => !(await vs.problems()).some((row) => /NB109\b/.test(row.text)));
  await vs.answerMessage('不再检查', '记住');
  await until('it is written down', () => readFileSync(vs.file('nianbao.toml'), 'utf8').includes(`glob = "${UNTITLED}"\nschema = "none"`));
});

it('what is no report says why, is checked when the user says so, and stays so after a reload', async () => {
  await vs.open(MINUTES);
  await vs.statusShows(/未识别为年度报告/);
  const hover = await statusHover('按年度报告检查');
  assert.match(await hover.first().innerText(), /依据不足|不像|没有找到/);
  await vs.shot('not-recognised-why', { pointer: true });
  await vs.page.mouse.move(640, 400);
  await vs.page.locator('.statusbar-item').filter({ hasText: '未识别为年度报告' }).click();
  await vs.pick('法治政府建设');
  await vs.statusShows(/年报/);
  await vs.command('Problems: Focus on Problems View');
  await vs.rowsWith('.markers-panel', MISSING_PART);
  // The question about another draft may still stand beside it.
  await vs.answerMessage(`${MINUTES} 已按年度报告检查`, '记住');
  await until('it is written down', () => readFileSync(vs.file('nianbao.toml'), 'utf8').includes(`glob = "${MINUTES}"\nschema = "fazhi-zhengfu"`));
  await vs.load(MINUTES);
  await vs.statusShows(/年报/);
  assert.doesNotMatch(await vs.statusBar(), /未识别/);
  await vs.command('Problems: Focus on Problems View');
  await vs.rowsWith('.markers-panel', MISSING_PART);
  await vs.load(UNTITLED);
  await vs.statusShows(/未识别为年度报告/);
});

it('text in GB18030 opened as UTF-8 gets one message, and is readable after one click', async () => {
  await vs.open(GBK);
  await vs.message('GB18030');
  await vs.statusShows(/编码有误/);
  assert.ok(!(await vs.problems()).some((row) => MISSING_PART.test(row.text)));
  await vs.answerMessage('GB18030', '以 GB18030 重新打开');
  await until('readable text', async () => (await vs.screenText()).includes('岚溪县人民政府2023年'));
  await vs.statusShows(/年报 2023/);
  await vs.focusEditor();
  await vs.page.keyboard.press('Control+End');
  await vs.statusShows(new RegExp(`Ln ${draft(FLAT).split('\n').length},`));
  await vs.page.keyboard.insertText('初稿');
  await vs.page.keyboard.press('Control+s');
  await until('saved in its own encoding', () => new TextDecoder('gb18030').decode(readFileSync(vs.file(GBK))) === `${draft(FLAT)}初稿`);
});

it('“New annual report…” writes a skeleton that lacks nothing but text', async () => {
  await vs.command('Nianbao: New annual report…');
  await vs.pick('法治政府建设');
  await vs.answer('谁的报告', '岚溪县');
  await vs.pick('县');
  await vs.answer('哪一年', '2025');
  await vs.statusShows(/年报 2025/);
  await vs.statusShows(LANGUAGE);
  await vs.page.keyboard.press('Control+s');
  const name = await until('the new file', () => readdirSync(vs.folder).find((file) => /2025年.*报告/.test(file)));
  const text = await until('its text', () => readFileSync(vs.file(name), 'utf8'));
  assert.match(text, /岚溪县.*2025年.*法治政府建设/);
  assert.match(text, /问题|不足/);
  await vs.command('Problems: Focus on Problems View');
  const rows = await vs.rowsWith('.markers-panel', PLACEHOLDER);
  assert.ok(rows.slice(1).every((row) => /^Info/.test(row.label)), `a fresh skeleton is no wall of warnings: ${JSON.stringify(rows)}`);
});

it('marks come in pairs, and Enter keeps the paragraph’s indent', async () => {
  await vs.open(NEW);
  await vs.statusShows(LANGUAGE);
  // A key that comes while the editor is still being drawn is lost.
  await until('the cursor at the end', async () => {
    await vs.page.keyboard.press('Control+End');
    return /Ln 1, Col 6/.test(await vs.statusBar());
  });
  await vs.page.keyboard.type('《纲要');
  await vs.page.keyboard.press('End');
  await vs.page.keyboard.press('Enter');
  await vs.statusShows(/Ln 2, Col 3/);
  await vs.page.keyboard.type('（二');
  await vs.saved(NEW, (now) => now === '　　为贯彻《纲要》\n　　（二）');
});

it('a finding beside last year’s report shows in Problems, and opens the passage there', async () => {
  await vs.open(THIS_YEAR);
  await vs.statusShows(/年报 2025/);
  await vs.command('Problems: Focus on Problems View');
  await vs.rowsWith('.markers-panel', COPIED);
  await vs.shot('beside');
  const there = vs.page.locator('.markers-panel .monaco-list-row').filter({ hasText: LAST_YEAR }).filter({ hasText: '那份报告中的原文' });
  await there.first().dblclick();
  await vs.shown(LAST_YEAR);
  await vs.statusShows(/Ln 8,/);
  await vs.shot('beside-opened');
});

it('what is saved in last year’s report renews this year’s findings', async () => {
  await vs.open(THIS_YEAR);
  await vs.command('Problems: Focus on Problems View');
  await vs.rowsWith('.markers-panel', CHANGE);
  await vs.open(LAST_YEAR);
  const old = readFileSync(vs.file(path.join(COUNTY, LAST_YEAR)), 'utf8');
  await vs.goTo(old, '64件');
  for (let i = 0; i < 2; i++) await vs.page.keyboard.press('Delete');
  await vs.page.keyboard.type('50');
  await vs.saved(path.join(COUNTY, LAST_YEAR), (now) => now === old.replace('64件', '50件'));
  await vs.open(THIS_YEAR);
  await vs.command('Problems: Focus on Problems View');
  await vs.rowsWith('.markers-panel', COPIED);
  await until('80 are 60% more than 50', async () => !(await vs.rows('.markers-panel')).some((row) => CHANGE.test(row.text)));
});

it('“Show survey” lists the reports of the folder, and a finding there opens its line', async () => {
  await vs.open(NOTICE);
  await vs.command('Nianbao: Show survey of all reports');
  const page = vs.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  const row = page.locator('#reports tbody tr').filter({ hasText: LACKING });
  await row.first().waitFor();
  const dark = await vs.page.locator('.monaco-workbench.vs-dark').count();
  assert.equal(await page.locator('html').getAttribute('data-theme'), dark ? 'dark' : 'light');
  await vs.shot('survey');
  await page.locator('#reports tbody tr').filter({ hasText: MARKDOWN }).getByRole('button').first().click();
  const finding = page.locator('dialog[open] li').filter({ hasText: 'heading-sequence' });
  const line = /第(\d+)行/.exec(await finding.first().textContent())[1];
  await vs.shot('survey-report');
  await finding.first().getByRole('button').click();
  await vs.shown(MARKDOWN);
  await vs.statusShows(new RegExp(`Ln ${line},`));
});

it('“Start next year’s report” hands on what this one planned and found wanting, and touches nothing', async () => {
  await vs.open(LACKING);
  await vs.statusShows(/年报 2024/);
  const old = readFileSync(vs.file(LACKING), 'utf8');
  await vs.command('Nianbao: Start next year’s report');
  await vs.shown(NEXT);
  await vs.statusShows(/年报 2025/);
  await vs.statusShows(LANGUAGE);
  assert.ok(!existsSync(vs.file(NEXT)), 'nothing is written before the drafter saves');
  await vs.page.keyboard.press('Control+s');
  const text = await until('the new file', () => readFileSync(vs.file(NEXT), 'utf8'));
  assert.match(text, /^岚溪县2025年法治政府建设年度报告\n/);
  assert.match(text, /【上年安排：/);
  assert.match(text, /【上年为\d/);
  await vs.command('Problems: Focus on Problems View');
  const notes = await until('a note for each part', async () => {
    const rows = await vs.rows('.markers-panel');
    const own = rows.slice(rows.findIndex((row) => row.level === 1 && row.text.includes(NEXT)) + 1);
    const end = own.findIndex((row) => row.level === 1);
    const found = end < 0 ? own : own.slice(0, end);
    return found.length >= 4 && found;
  });
  assert.ok(notes.every((row) => PLACEHOLDER.test(row.text) && /^Info/.test(row.label)), JSON.stringify(notes));
  await vs.shot('next-year');
  assert.equal(readFileSync(vs.file(LACKING), 'utf8'), old);
  // A second time it asks, and the file stays as it is.
  await vs.open(LACKING);
  await vs.command('Nianbao: Start next year’s report');
  await vs.answerMessage('已经存在', '打开该文件');
  await vs.shown(NEXT);
  assert.equal(readFileSync(vs.file(NEXT), 'utf8'), text);
});

it('renaming the year rolls what follows from it, and shows what is in doubt first', async () => {
  await vs.open(DATED);
  await vs.statusShows(/年报 2024/);
  await vs.goTo(dated(), '2024年法治政府建设年度报告', 1);
  await vs.command('Rename Symbol');
  const box = vs.page.locator('.rename-box input');
  await box.waitFor();
  assert.equal(await box.inputValue(), '2024');
  await box.fill('2025');
  await vs.page.keyboard.press('Enter');
  const panel = vs.page.locator('.bulk-edit-panel');
  await panel.waitFor();
  await vs.rowsWith('.bulk-edit-panel', /召开执法工作推进会/);
  await vs.page.locator('.action-label[aria-label="Group Changes By Type"]').first().click();
  // The others stand below, where the panel ends.
  for (const group of ['存疑', '报告年份']) await vs.rowsWith('.bulk-edit-panel', new RegExp(group));
  await vs.shot('rename-preview');
  await panel.locator('.monaco-button').filter({ hasText: 'Apply' }).click();
  await vs.page.locator('.tab.active.dirty').waitFor();
  const text = await vs.saved(DATED, (now) => now !== dated());
  const rolled = dated().replaceAll('2025年法治政府建设主要安排', '2026年法治政府建设主要安排').replace('2025年2月', '2026年2月')
    .replace('县2024年法治', '县2025年法治').replace('　　2024年，', '　　2025年，').replace('一、2024年', '一、2025年');
  assert.equal(text, rolled);
});

it('the server can be restarted, and goes on as before', async () => {
  await vs.open(MARKDOWN);
  await vs.statusShows(/年报 2024/);
  await vs.command('Nianbao: Restart server');
  await vs.statusShows(/年报 2024/);
  await vs.command('Problems: Focus on Problems View');
  await vs.rowsWith('.markers-panel', MISSING_PART);
});

it('the code of a finding opens the page of its rule, as a page', async () => {
  await vs.open(WRONG);
  await vs.command('Problems: Focus on Problems View');
  await vs.rowsWith('.markers-panel', MISSING_PART);
  await vs.page.locator('.markers-panel .monaco-list-row').filter({ hasText: 'NB101' }).locator('a').filter({ hasText: 'NB101' }).click();
  await vs.page.locator('.tab').filter({ hasText: 'missing-part' }).waitFor();
  await until('the page of the rule', async () => {
    for (const frame of vs.page.frames()) {
      if (/检查什么/.test(await frame.locator('body').innerText({ timeout: 500 }).catch(() => ''))) return true;
    }
    return false;
  });
  await vs.shot('rule-page');
});

it('with nianbao.run = manual, a draft is checked when asked', async () => {
  mkdirSync(path.join(vs.folder, '.vscode'), { recursive: true });
  writeFileSync(path.join(vs.folder, '.vscode/settings.json'), JSON.stringify({ 'nianbao.run': 'manual' }));
  writeFileSync(vs.file(COPY), draft(LACKING));
  await vs.load(COPY);
  await vs.statusShows(LANGUAGE);
  // The outline is there, so the server knows the draft; of findings it says nothing yet.
  await showOutline();
  await vs.rowsWith('.outline-tree', /依法履行政府职能/);
  assert.ok(!(await vs.problems()).some((row) => MISSING_PART.test(row.text)));
  await vs.focusEditor();
  await vs.command('Nianbao: Check now');
  await vs.command('Problems: Focus on Problems View');
  await vs.rowsWith('.markers-panel', MISSING_PART);
});

test('in a folder that is not trusted, its server path is not used and its schemas are not read', async () => {
  const restricted = await VsCode.start((folder) => {
    cpSync(path.join(DRAFTS, LACKING), path.join(folder, LACKING));
    const mark = path.join(folder, 'was-run');
    const program = path.join(folder, 'evil.sh');
    writeFileSync(program, `#!/bin/sh\ntouch '${mark}'\n`, { mode: 0o755 });
    mkdirSync(path.join(folder, '.vscode'));
    writeFileSync(path.join(folder, '.vscode/settings.json'), JSON.stringify({ 'nianbao.server.path': program }));
    mkdirSync(path.join(folder, '.nianbao/schemas'), { recursive: true });
    writeFileSync(path.join(folder, '.nianbao/schemas/broken.json'), '{');
  }, { trusted: false });
  try {
    await restricted.load(LACKING);
    await restricted.statusShows(/Restricted Mode/);
    await restricted.statusShows(/年报 2024 · 缺1/);
    await restricted.command('Problems: Focus on Problems View');
    const rows = await restricted.rowsWith('.markers-panel', MISSING_PART);
    assert.ok(!rows.some((row) => SCHEMA.test(row.text)), JSON.stringify(rows));
    assert.ok(!existsSync(restricted.file('was-run')));
  } catch (error) {
    await restricted.shot('failed restricted').catch(() => {});
    throw error;
  } finally {
    await restricted.stop();
  }
});
