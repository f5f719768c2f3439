//! The languages of a card, and its own words in them.

/// The language of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Locale {
    /// English
    #[default]
    En,
    /// Chinese, simplified
    Zh,
}

impl Locale {
    /// The language that a tag (`zh-CN`, `zh_CN.UTF-8`, `en`) names; English for every other.
    pub fn of_tag(tag: &str) -> Self {
        let language = tag.split(['-', '_', '.', '@']).next().unwrap_or("");
        if language.eq_ignore_ascii_case("zh") { Self::Zh } else { Self::En }
    }

    /// "line 12"
    pub(super) fn line(self, line: usize) -> String {
        match self {
            Self::En => format!("line {line}"),
            Self::Zh => format!("第 {line} 行"),
        }
    }

    /// "goes into requirements.txt"
    pub(super) fn into_file(self, name: &str) -> String {
        match self {
            Self::En => format!("goes into {name}"),
            Self::Zh => format!("写入 {name}"),
        }
    }

    /// "3 observations"
    pub(super) fn observations(self, count: u64) -> String {
        match (self, count) {
            (Self::En, 1) => "1 observation".to_owned(),
            (Self::En, _) => format!("{count} observations"),
            (Self::Zh, _) => format!("{count} 次观察"),
        }
    }
}

macro_rules! words {
    ($($name:ident: $en:literal, $zh:literal;)*) => {
        /// A word or heading of a card.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Word { $($name),* }

        impl Locale {
            /// A word in this language.
            pub(super) fn word(self, word: Word) -> &'static str {
                match (self, word) {
                    $((Self::En, Word::$name) => $en, (Self::Zh, Word::$name) => $zh,)*
                }
            }
        }
    };
}

words! {
    Cause: "Why", "原因";
    Here: "Here", "本次";
    Works: "What works", "有效的办法";
    Fails: "Known not to work", "已知无效的办法";
    When: "when", "适用";
    Cost: "costs", "代价";
    IntoCall: "goes into the call", "加入该调用";
    BeforeFailing: "goes before the failing statement", "放在出错语句之前";
    AfterFailing: "goes after the failing statement", "放在出错语句之后";
    AroundFailing: "goes around the failing statement", "包裹出错语句";
    InPlaceOf: "replaces what failed", "替换出错的代码";
    InShell: "in a shell", "在终端执行";
    In: "in", "于";
    Source: "source", "源码位置";
    CausedBy: "caused by", "起因";
    Repeated: "repeated", "重复";
    Lines: "lines", "行";
    ByProof: "by proof", "经实测";
    ByDocumentation: "by documentation", "据文档";
    ByReports: "by reports", "据反馈";
    ByEstimate: "estimated", "估计";
    Versions: "Versions", "版本";
    OnlyOn: "Only on", "仅限";
    ComesNext: "May come next", "之后可能出现";
    ComesBefore: "Often comes after", "常在其后出现";
    ConfusedWith: "Often confused with", "容易混淆";
    Also: "Also matches", "同时匹配";
    Sources: "Sources", "出处";
    Evidence: "Evidence", "依据";
    Proved: "proved by a run", "经运行验证";
    Reviewed: "reviewed by a person", "经人工审核";
    Documented: "documented", "有文档依据";
    Reported: "reported", "有用户反馈";
    MachineWritten: "machine-written", "机器生成";
    Unverified: "not verified", "未验证";
    LastConfirmed: "last confirmed", "最近确认";
    OfUser: "your own entry", "用户条目";
    OfWorkspace: "entry of this workspace", "工作区条目";
    OfFolder: "entry of a given folder", "指定目录条目";
    Documentation: "Documentation", "文档";
    Separator: " · ", " · ";
    Colon: ": ", "：";
}
