//! The server's own words, in the languages that cards have.

use super::deed::Scope;
use crate::card::Locale::{self, En, Zh};

/// "Looking for known errors in build.log"
pub(super) fn scanning(locale: Locale, document: &str) -> String {
    match locale {
        En => format!("Looking for known errors in {document}"),
        Zh => format!("正在 {document} 中查找已知错误"),
    }
}

/// "Loading entries"
pub(super) fn loading(locale: Locale) -> &'static str {
    match locale {
        En => "Loading entries",
        Zh => "正在加载条目",
    }
}

/// "Insert below as a comment: Install it"
pub(super) fn insert_comment(locale: Locale, action: &str) -> String {
    match locale {
        En => format!("Insert below as a comment: {action}"),
        Zh => format!("在下方插入为注释：{action}"),
    }
}

/// "Copy: pip install x"
pub(super) fn copy(locale: Locale, code: &str) -> String {
    match locale {
        En => format!("Copy: {code}"),
        Zh => format!("复制：{code}"),
    }
}

/// "Open the explanation in a new file"
pub(super) fn open_note(locale: Locale) -> &'static str {
    match locale {
        En => "Open the explanation in a new file",
        Zh => "在新文件中打开说明",
    }
}

/// "Open the documentation (docs.python.org)"
pub(super) fn open_documentation(locale: Locale, host: &str) -> String {
    match locale {
        En => format!("Open the documentation ({host})"),
        Zh => format!("打开文档（{host}）"),
    }
}

/// "Ignore python/no-module in this workspace"
pub(super) fn ignore(locale: Locale, id: &str, scope: Scope) -> String {
    match (locale, scope) {
        (En, Scope::Here) => format!("Ignore {id} here, in this document"),
        (En, Scope::Workspace) => format!("Ignore {id} in this workspace"),
        (En, Scope::Everywhere) => format!("Ignore {id} everywhere"),
        (Zh, Scope::Here) => format!("在此文档中忽略 {id}"),
        (Zh, Scope::Workspace) => format!("在此工作区中忽略 {id}"),
        (Zh, Scope::Everywhere) => format!("始终忽略 {id}"),
    }
}

/// Why an edit is confirmed: "proposed by an entry of this workspace: python/no-module"
pub(super) fn by_workspace(locale: Locale, id: &str) -> String {
    match locale {
        En => format!("Proposed by an entry of this workspace: {id}"),
        Zh => format!("由此工作区的条目提出：{id}"),
    }
}

/// Why the edits of several files are confirmed.
pub(super) fn several_files(locale: Locale) -> &'static str {
    match locale {
        En => "Changes several files",
        Zh => "会更改多个文件",
    }
}

/// "Apply the preferred fixes of this log (3 files)"
pub(super) fn fix_all(locale: Locale, files: usize) -> String {
    match (locale, files) {
        (En, 1) => "Apply the preferred fixes of this log (1 file)".to_owned(),
        (En, _) => format!("Apply the preferred fixes of this log ({files} files)"),
        (Zh, _) => format!("应用此日志的首选修复（{files} 个文件）"),
    }
}

/// "Fix in the source: Pass a timeout", of what cannot be done here.
pub(super) fn fix_in_source(locale: Locale, action: &str) -> String {
    match locale {
        En => format!("Fix in the source: {action}"),
        Zh => format!("在源码中修复：{action}"),
    }
}

/// "Write an entry for this line"
pub(super) fn write_entry(locale: Locale) -> &'static str {
    match locale {
        En => "Write an entry for this line",
        Zh => "为此行编写条目",
    }
}

/// "3 fixes"
pub(super) fn fixes(locale: Locale, count: usize) -> String {
    match (locale, count) {
        (En, 1) => "1 fix".to_owned(),
        (En, _) => format!("{count} fixes"),
        (Zh, _) => format!("{count} 个解决办法"),
    }
}

/// "explain"
pub(super) fn explain(locale: Locale) -> &'static str {
    match locale {
        En => "explain",
        Zh => "说明",
    }
}
