//! The languages of source files: their grammars, and which of a grammar's nodes mean what.

use std::path::Path;

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use tree_sitter::{Node, ParseOptions, ParseState, Parser, Tree};

/// A language that snippets and source files can have.
pub struct Language {
    /// As an entry's snippet names it.
    pub name: &'static str,
    grammar: fn() -> tree_sitter::Language,
    /// The grammar of a whole file, where it is another one than that of a snippet.
    file_grammar: Option<fn() -> tree_sitter::Language>,
    /// The ends of names of its files.
    extensions: &'static [&'static str],
    /// Snippets in these languages are at home in its files as well.
    pub kin: &'static [&'static str],
    /// What may stand around a fragment: a statement in a function, a member in a class, a field in an object.
    pub around: &'static [(&'static str, &'static str)],
    /// Nodes whose children are statements.
    pub blocks: &'static [&'static str],
    /// Statements at the top of a file that bring names in.
    pub imports: &'static [&'static str],
    /// Nodes that name something that has to be there.
    pub names: &'static [&'static str],
    /// What begins a comment to the end of the line.
    pub comment: &'static str,
    /// Names that need no definition, with blanks between them.
    globals: &'static str,
}

impl std::fmt::Debug for Language {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// The language of snippets that no grammar is there for.
pub const TEXT: &str = "text";

const JS_BLOCKS: &[&str] = &["program", "statement_block", "switch_case", "switch_default", "class_static_block"];
macro_rules! js_globals {
    () => {
        "process console require module exports globalThis global window document self undefined NaN Infinity \
    Error TypeError RangeError Promise JSON Math Object Array String Number Boolean Symbol Map Set \
    WeakMap Date RegExp Buffer URL URLSearchParams AbortController AbortSignal fetch Headers Request \
    Response setTimeout setInterval setImmediate clearTimeout clearInterval queueMicrotask \
    structuredClone parseInt parseFloat isNaN BigInt Intl TextEncoder TextDecoder Uint8Array ArrayBuffer \
    encodeURIComponent decodeURIComponent __dirname __filename arguments Reflect Proxy"
    };
}
const JS_GLOBALS: &str = js_globals!();
/// Words that name types where code is read without what it stands in: `(error: unknown)`.
const TS_GLOBALS: &str = concat!(
    js_globals!(),
    " unknown any never string number boolean bigint symbol object void Record Partial Readonly"
);
const C_BLOCKS: &[&str] = &["translation_unit", "compound_statement", "declaration_list", "case_statement"];

const LANGUAGES: &[Language] = &[
    Language {
        name: "python",
        grammar: || tree_sitter_python::LANGUAGE.into(),
        file_grammar: None,
        extensions: &["py", "pyw", "pyi"],
        kin: &["python"],
        around: &[],
        blocks: &["module", "block"],
        imports: &["import_statement", "import_from_statement", "future_import_statement"],
        names: &["identifier"],
        comment: "#",
        globals: "print len open range str int float bool list dict set tuple bytes bytearray object type \
            isinstance issubclass getattr setattr hasattr super max min sum sorted reversed enumerate zip \
            map filter any all abs round repr iter next id hash vars dir input exit quit None True False \
            __name__ __file__ Exception BaseException ValueError TypeError KeyError IndexError OSError \
            IOError RuntimeError ImportError ModuleNotFoundError FileNotFoundError AttributeError \
            UnicodeDecodeError UnicodeEncodeError StopIteration NotImplementedError ZeroDivisionError \
            RecursionError MemoryError KeyboardInterrupt SystemExit TimeoutError ConnectionError \
            PermissionError AssertionError Warning DeprecationWarning slice frozenset complex divmod pow \
            callable format chr ord property staticmethod classmethod ascii bin compile delattr eval exec globals \
            hex locals memoryview oct __import__ __doc__ __package__ NotImplemented Ellipsis EOFError \
            FileExistsError IsADirectoryError NotADirectoryError InterruptedError LookupError \
            ArithmeticError OverflowError FloatingPointError SyntaxError NameError UnicodeError \
            StopAsyncIteration GeneratorExit BrokenPipeError ConnectionResetError ConnectionRefusedError \
            ConnectionAbortedError ProcessLookupError ChildProcessError UserWarning FutureWarning \
            RuntimeWarning ResourceWarning",
    },
    Language {
        name: "javascript",
        grammar: || tree_sitter_javascript::LANGUAGE.into(),
        file_grammar: None,
        extensions: &["js", "mjs", "cjs", "jsx"],
        kin: &["javascript", "typescript"],
        around: &[],
        blocks: JS_BLOCKS,
        imports: &["import_statement"],
        names: &["identifier", "shorthand_property_identifier"],
        comment: "//",
        globals: JS_GLOBALS,
    },
    Language {
        name: "typescript",
        grammar: || tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(),
        file_grammar: None,
        extensions: &["ts", "mts", "cts"],
        kin: &["typescript", "javascript"],
        around: &[],
        blocks: JS_BLOCKS,
        imports: &["import_statement"],
        names: &["identifier", "shorthand_property_identifier"],
        comment: "//",
        globals: TS_GLOBALS,
    },
    Language {
        name: "tsx",
        grammar: || tree_sitter_typescript::LANGUAGE_TSX.into(),
        file_grammar: None,
        extensions: &["tsx"],
        kin: &["tsx", "typescript", "javascript"],
        around: &[],
        blocks: JS_BLOCKS,
        imports: &["import_statement"],
        names: &["identifier", "shorthand_property_identifier"],
        comment: "//",
        globals: TS_GLOBALS,
    },
    Language {
        name: "rust",
        grammar: || tree_sitter_rust::LANGUAGE.into(),
        file_grammar: None,
        extensions: &["rs"],
        kin: &["rust"],
        around: &[("fn f() {", "\n}")],
        blocks: &["source_file", "block", "declaration_list"],
        imports: &["use_declaration", "mod_item", "extern_crate_declaration"],
        names: &["identifier"],
        comment: "//",
        globals: "Some None Ok Err Box String Vec std core alloc crate self super Default",
    },
    Language {
        name: "go",
        grammar: || tree_sitter_go::LANGUAGE.into(),
        file_grammar: None,
        extensions: &["go"],
        kin: &["go"],
        around: &[("func f() {", "\n}")],
        blocks: &[
            "source_file",
            "block",
            "statement_list",
            "expression_case",
            "default_case",
            "type_case",
            "communication_case",
        ],
        imports: &["import_declaration"],
        names: &["identifier"],
        comment: "//",
        globals: "nil true false make len cap append new panic recover close copy delete print println string int \
            int64 int32 uint uint64 byte rune float64 bool error any min max clear iota",
    },
    Language {
        name: "java",
        grammar: || tree_sitter_java::LANGUAGE.into(),
        file_grammar: None,
        extensions: &["java"],
        kin: &["java"],
        around: &[("class C { void f() {", "\n} }"), ("class C {", "\n}")],
        blocks: &["program", "block", "constructor_body", "class_body", "switch_block_statement_group"],
        imports: &["import_declaration"],
        names: &["identifier"],
        comment: "//",
        globals: "System String Math Integer Long Double Boolean Object Thread Runtime Class Character \
            StringBuilder Iterable Float Short Byte Record Enum",
    },
    Language {
        name: "c",
        grammar: || tree_sitter_c::LANGUAGE.into(),
        file_grammar: None,
        extensions: &["c"],
        kin: &["c"],
        around: &[("void f() {", "\n}")],
        blocks: C_BLOCKS,
        imports: &["preproc_include"],
        names: &["identifier"],
        comment: "//",
        globals: "NULL stderr stdout stdin errno sizeof",
    },
    Language {
        name: "cpp",
        grammar: || tree_sitter_cpp::LANGUAGE.into(),
        file_grammar: None,
        extensions: &["cpp", "cc", "cxx", "hpp", "hh", "hxx", "h", "cu", "cuh", "ipp", "inl"],
        kin: &["cpp", "c"],
        around: &[("void f() {", "\n}")],
        blocks: C_BLOCKS,
        imports: &["preproc_include"],
        names: &["identifier"],
        comment: "//",
        globals: "std NULL nullptr stderr stdout stdin errno sizeof this",
    },
    Language {
        name: "csharp",
        grammar: || tree_sitter_c_sharp::LANGUAGE.into(),
        file_grammar: None,
        extensions: &["cs", "csx"],
        kin: &["csharp"],
        around: &[("class C { void f() {", "\n} }"), ("class C {", "\n}")],
        blocks: &["compilation_unit", "block", "declaration_list", "switch_section"],
        imports: &["using_directive"],
        names: &["identifier"],
        comment: "//",
        globals: "Console String Math Environment Convert Task Exception ArgumentNullException nameof DateTime \
            TimeSpan Guid List Dictionary File Path Directory CancellationToken",
    },
    Language {
        name: "ruby",
        grammar: || tree_sitter_ruby::LANGUAGE.into(),
        file_grammar: None,
        extensions: &["rb", "rake", "gemspec", "ru"],
        kin: &["ruby"],
        around: &[],
        blocks: &["program", "body_statement", "block_body", "then", "else", "do", "begin", "ensure", "rescue"],
        imports: &[],
        names: &["identifier"],
        comment: "#",
        globals: "puts require require_relative raise self lambda proc p print format loop",
    },
    Language {
        name: "php",
        grammar: || tree_sitter_php::LANGUAGE_PHP_ONLY.into(),
        file_grammar: Some(|| tree_sitter_php::LANGUAGE_PHP.into()),
        extensions: &["php", "phtml", "inc"],
        kin: &["php"],
        around: &[("class C {", "\n}"), ("", ";")],
        blocks: &[
            "program",
            "compound_statement",
            "declaration_list",
            "case_statement",
            "default_statement",
            "colon_block",
        ],
        imports: &["namespace_use_declaration"],
        names: &["variable_name"],
        comment: "//",
        globals: "$this $_SERVER $_GET $_POST $_ENV $_SESSION $_FILES $_COOKIE $GLOBALS",
    },
    Language {
        name: "bash",
        grammar: || tree_sitter_bash::LANGUAGE.into(),
        file_grammar: None,
        extensions: &["sh", "bash", "zsh", "ksh"],
        kin: &["bash"],
        around: &[],
        blocks: &[
            "program",
            "compound_statement",
            "do_group",
            "if_statement",
            "elif_clause",
            "else_clause",
            "case_item",
            "subshell",
        ],
        imports: &[],
        names: &[],
        comment: "#",
        globals: "",
    },
    Language {
        name: "dockerfile",
        grammar: || tree_sitter_containerfile::LANGUAGE.into(),
        file_grammar: None,
        extensions: &["dockerfile"],
        kin: &["dockerfile"],
        around: &[],
        blocks: &["source_file"],
        imports: &[],
        names: &[],
        comment: "#",
        globals: "",
    },
    Language {
        name: "yaml",
        grammar: || tree_sitter_yaml::LANGUAGE.into(),
        file_grammar: None,
        extensions: &["yaml", "yml"],
        kin: &["yaml"],
        around: &[],
        blocks: &[],
        imports: &[],
        names: &[],
        comment: "#",
        globals: "",
    },
    Language {
        name: "toml",
        grammar: || tree_sitter_toml_ng::LANGUAGE.into(),
        file_grammar: None,
        extensions: &["toml"],
        kin: &["toml"],
        around: &[],
        blocks: &[],
        imports: &[],
        names: &[],
        comment: "#",
        globals: "",
    },
    Language {
        name: "json",
        grammar: || tree_sitter_json::LANGUAGE.into(),
        file_grammar: None,
        extensions: &["json", "jsonc"],
        kin: &["json"],
        around: &[("{", "\n}")],
        blocks: &[],
        imports: &[],
        names: &[],
        comment: "//",
        globals: "",
    },
];

/// All languages of snippets.
pub fn all() -> &'static [Language] {
    LANGUAGES
}

/// The language of this name.
pub fn named(name: &str) -> Option<&'static Language> {
    LANGUAGES.iter().find(|language| language.name == name)
}

/// The language of a file: by its name, else by the program that its first line names.
pub fn of_file(path: &Path, text: &str) -> Option<&'static Language> {
    let name = path.file_name()?.to_string_lossy().to_lowercase();
    if name == "dockerfile" || name == "containerfile" || name.starts_with("dockerfile.") {
        return named("dockerfile");
    }
    if let Some((_, extension)) = name.rsplit_once('.') {
        let found = LANGUAGES.iter().find(|language| language.extensions.contains(&extension));
        if found.is_some() {
            return found;
        }
    }
    if ["rakefile", "gemfile", "vagrantfile", "config.ru"].contains(&name.as_str()) {
        return named("ruby");
    }
    let program = text.strip_prefix("#!")?.lines().next()?;
    let programs = [("python", "python"), ("node", "javascript"), ("ruby", "ruby"), ("php", "php"), ("sh", "bash")];
    programs.iter().find(|(part, _)| program.contains(part)).and_then(|(_, language)| named(language))
}

impl Language {
    /// Parses a snippet.
    pub fn parse(&self, text: &str) -> Option<Tree> {
        parse(&(self.grammar)(), text)
    }

    /// Parses a whole file.
    pub fn parse_file(&self, text: &str) -> Option<Tree> {
        parse(&self.file_language(), text)
    }

    /// Whether a name needs no definition.
    pub fn is_global(&self, name: &str) -> bool {
        self.globals.split_ascii_whitespace().any(|known| known == name)
    }

    /// The grammar of a whole file.
    pub fn file_language(&self) -> tree_sitter::Language {
        self.file_grammar.unwrap_or(self.grammar)()
    }
}

/// Parses a text; none if that takes longer and more steps than any file that people wrote would take: some grammars need
/// time in the square of the length for what is not of their language. Time alone does not tell: the machine may be busy.
pub(super) fn parse(grammar: &tree_sitter::Language, text: &str) -> Option<Tree> {
    const PATIENCE: Duration = Duration::from_secs(2);
    /// The parser asks whether to go on once in a hundred steps; text that people wrote needs less than one a byte.
    const STEPS_ASKED: usize = 100;
    const MOST_STEPS_A_BYTE: usize = 10;
    let most = 10_000 + text.len() * MOST_STEPS_A_BYTE / STEPS_ASKED;
    let mut asked = 0;
    let mut parser = Parser::new();
    parser.set_language(grammar).ok()?;
    let begun = Instant::now();
    let mut go_on = |_: &ParseState| {
        asked += 1;
        if asked > most && begun.elapsed() > PATIENCE { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let options = ParseOptions::new().progress_callback(&mut go_on);
    parser.parse_with_options(&mut |at, _| text.as_bytes().get(at..).unwrap_or_default(), None, Some(options))
}

/// In how many places a text is not of its language.
pub fn faults(tree: &Tree) -> usize {
    let mut count = 0;
    walk(tree.root_node(), &mut |node| {
        count += usize::from(node.is_error() || node.is_missing());
        node.has_error()
    });
    count
}

/// Visits a node and what is below it, in the order of the text; not below those for which `visit` says no.
///
/// Not recursive: a hostile file nests deeper than a stack is.
pub fn walk<'t>(from: Node<'t>, visit: &mut impl FnMut(Node<'t>) -> bool) {
    let mut cursor = from.walk();
    loop {
        if visit(cursor.node()) && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return;
            }
        }
        // A cursor does not leave the node that it began with.
    }
}

/// The children of a node that have names in the grammar.
pub fn children(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).collect()
}

/// Whether a node is a comment.
pub fn is_comment(node: Node<'_>) -> bool {
    node.kind().contains("comment")
}
