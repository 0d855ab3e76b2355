//! From bytes to what a target reads. Random bytes are hardly ever Chinese, so
//! the first one chooses: the rest is text as it stands, or each byte is a
//! piece of what reports are made of.

use nianbao::rules::Settings;
use nianbao::schema::SchemaSet;
use std::sync::OnceLock;

/// A small report that every schema can be tried on.
pub const SAMPLE: &str = include_str!("../seeds/rules/report.txt");

/// What reports are made of.
pub const PIECES: &[&str] = &[
    "\n",
    "\n",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\u{B}",
    "\u{3000}\u{3000}",
    "\t",
    " ",
    "。",
    "。",
    "，",
    "，",
    "；",
    "：",
    "、",
    "！",
    "云岭县人民政府2025年法治政府建设年度报告\n",
    "云岭县司法局",
    "县委、县政府",
    "人民政府",
    "一、",
    "二、",
    "三、",
    "四、",
    "十一、",
    "（一）",
    "（二）",
    "（三）",
    "(四)",
    "1.",
    "2．",
    "3、",
    "（1）",
    "①",
    "②",
    "第一部分 ",
    "第二章",
    "第三，",
    "首先，",
    "其次，",
    "最后，",
    "一是",
    "二是",
    "三是",
    "四是",
    "一要",
    "其一，",
    "主要成效",
    "主要举措和成效",
    "存在的问题",
    "存在的问题和原因",
    "下一步工作安排",
    "2026年工作计划",
    "但仍存在一些不足：",
    "下一步，将",
    "主要原因是",
    "党政主要负责人履行推进法治建设第一责任人职责",
    "加强组织领导",
    "行政执法",
    "行政复议",
    "行政应诉",
    "规范性文件",
    "重大行政决策",
    "政务公开",
    "“放管服”改革",
    "习近平法治思想",
    "法治宣传教育",
    "2024年",
    "2025年",
    "2026年",
    "今年",
    "去年",
    "本年度",
    "“十四五”",
    "1月20日",
    "2月30日",
    "12",
    "3.5",
    "25.14%",
    "五",
    "1,200",
    "100",
    "件",
    "人次",
    "万元",
    "余",
    "约",
    "其中",
    "共",
    "同比增长",
    "占",
    "个百分点",
    "《",
    "》",
    "《法治政府建设实施纲要（2021－2025年）》",
    "《中华人民共和国行政处罚法》",
    "“",
    "”",
    "‘",
    "’",
    "（",
    "）",
    "(",
    ")",
    "【",
    "】",
    "〔2025〕3号",
    "[2025]3号",
    "国发",
    "——",
    "—",
    "-",
    "·",
    ".",
    ",",
    ":",
    ";",
    "的",
    "的的",
    "了",
    "做",
    "是",
    "县",
    "截止目前",
    "以经",
    "附件：",
    "特此报告。",
    "云岭县人民政府\n2026年1月20日\n",
    "2026年1月20日",
    "（此件公开发布）",
    "XX",
    "××",
    "……",
    "[待补]",
    "<!-- nianbao-ignore NB2 理由 -->\n",
    "// nianbao-ignore-file ALL\n",
    "// nianbao-ignore-section missing-part\n",
    "# ",
    "## ",
    "**",
    "- ",
    "> ",
    "| a | b |\n",
    "---\n",
    "```\n",
    "\u{FEFF}",
    "\u{200B}",
    "\u{FFFD}",
    "\0",
    "𠮷",
    "😀",
    "e\u{301}",
    "\u{2028}",
    "㈠",
    "Ⅱ",
    "０",
    "％",
    "％。",
    "来源：",
    "浏览次数：",
    "分享到",
    "责任编辑：",
    "发布时间：2026-01-20",
    "首页 > 政务公开",
    "扫一扫",
    "打印",
    "上级",
    "各镇人民政府，县政府各部门：\n",
    "现将",
    "如下",
    "报告如下。",
    "为",
    "等",
    "“三重一大”",
    "“1+4+N”",
    "12345热线",
    "2.0版",
    "— 3 —\n",
];

/// The settings of a project that decides nothing.
pub fn settings() -> &'static Settings {
    static SETTINGS: OnceLock<Settings> = OnceLock::new();
    SETTINGS.get_or_init(|| Settings { schemas: SchemaSet::built_in(), ..Settings::default() })
}

/// A text.
pub fn text(data: &[u8]) -> String {
    match data.split_first() {
        None => String::new(),
        // A text that is long says no more than a short one, and takes the time of many.
        Some((0..=127, rest)) => pieces(rest.get(..4096).unwrap_or(rest)),
        Some(_) => String::from_utf8_lossy(data.get(..1 << 16).unwrap_or(data)).into_owned(),
    }
}

/// A text of which each byte is a piece. Half of them start as a report does.
pub fn pieces(data: &[u8]) -> String {
    let title = if data.first().is_some_and(|b| b % 2 == 0) { PIECES[18] } else { "" };
    data.iter().skip(1).fold(title.to_owned(), |text, byte| text + PIECES[*byte as usize % PIECES.len()])
}

const METHODS: [&str; 28] = [
    "initialize",
    "initialized",
    "shutdown",
    "exit",
    "textDocument/didOpen",
    "textDocument/didChange",
    "textDocument/didClose",
    "textDocument/didSave",
    "workspace/didChangeConfiguration",
    "workspace/didChangeWatchedFiles",
    "workspace/didChangeWorkspaceFolders",
    "textDocument/diagnostic",
    "textDocument/documentSymbol",
    "textDocument/foldingRange",
    "textDocument/hover",
    "textDocument/codeAction",
    "textDocument/completion",
    "textDocument/rename",
    "textDocument/definition",
    "textDocument/formatting",
    "textDocument/semanticTokens/full",
    "workspace/symbol",
    "workspace/executeCommand",
    "$/cancelRequest",
    "nianbao/checklist",
    "nianbao/status",
    "nianbao/newReport",
    "$/unknown",
];

/// Messages of a session. `#` begins one: the next byte is its method, the one
/// behind tells whether it is a request; what follows is its parameters, or a
/// document and a place where it is no JSON. `!` puts bytes on the wire as they are.
pub fn messages(data: &[u8]) -> Vec<u8> {
    let mut wire = Vec::new();
    let capabilities = r#"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"capabilities":{}}}"#;
    if data.first().is_some_and(|b| b % 4 != 0) {
        frame(&mut wire, capabilities);
    }
    for (number, message) in data.get(1..).unwrap_or_default().split(|b| *b == b'\n').take(64).enumerate() {
        match message {
            [b'!', raw @ ..] => wire.extend_from_slice(raw),
            [method, kind, rest @ ..] => {
                let method = METHODS[*method as usize % METHODS.len()];
                let id = if kind % 2 == 0 { String::new() } else { format!(r#""id":{number},"#) };
                let rest = String::from_utf8_lossy(rest);
                let params = match serde_json::from_str::<serde_json::Value>(&rest) {
                    Ok(params) => params.to_string(),
                    Err(_) => params(kind / 2, &rest, number),
                };
                frame(&mut wire, &format!(r#"{{"jsonrpc":"2.0",{id}"method":"{method}","params":{params}}}"#));
            }
            _ => {}
        }
    }
    wire
}

fn frame(wire: &mut Vec<u8>, body: &str) {
    wire.extend_from_slice(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
}

/// Parameters that most methods understand.
fn params(seed: u8, rest: &str, number: usize) -> String {
    let uri = ["file:///a.txt", "untitled:a", "file:///%E5%B9%B4.md", "x"][seed as usize % 4];
    let place = serde_json::json!({ "line": seed % 5, "character": u32::from(seed) * 3 });
    let end = serde_json::json!({ "line": seed % 7, "character": seed });
    let text = pieces(rest.as_bytes());
    serde_json::json!({
        "textDocument": { "uri": uri, "languageId": "plaintext", "version": number, "text": text },
        "contentChanges": [{ "range": { "start": place, "end": end }, "text": text }, { "range": { "start": end, "end": end }, "text": rest }],
        "position": place,
        "range": { "start": place, "end": end },
        "context": { "diagnostics": [] },
        "options": { "tabSize": 2, "insertSpaces": true },
        "newName": rest,
        "query": rest,
        "id": number.saturating_sub(1),
        "command": "nianbao.server.insert",
        "arguments": [uri, rest, seed],
        "settings": { "nianbao": { "select": [rest], "severity": { "missing-part": rest } } },
        "changes": [{ "uri": uri, "type": seed % 4 }],
        "event": { "added": [], "removed": [] },
    })
    .to_string()
}
