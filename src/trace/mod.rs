//! Blocks and frames: which lines belong together, and which places in source they name.
//!
//! [`blocks`] tells the writers of a log apart, lets the recogniser of each language read its own form (one file a
//! language, all of them in `table.rs`), and makes plain records of what nobody claims. It is one forward pass: a
//! recogniser either claims the rows that it read, or gives up within a few dozen rows.

mod apt;
mod build_tools;
mod cc;
mod cmake;
mod docker;
mod dotnet;
mod draft;
mod go;
mod java;
mod kernel;
mod kubectl;
mod node;
mod origin;
mod packages;
mod pattern;
mod php;
mod plain;
mod pytest;
mod python;
mod python_group;
mod python_warning;
mod resolver;
mod ruby;
mod rust;
mod rustc;
mod sanitizer;
mod shell;
mod table;
mod terraform;
mod view;
pub(crate) mod walk;
mod web;
mod workspace;
mod writers;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;

pub use workspace::Workspace;

use std::ops::Range;

use crate::text::{CleanLine, Span};

/// The most rows that one known block may hold; a longer one goes on as another block.
pub const MAX_BLOCK_ROWS: usize = 20_000;

/// How many rows a recogniser may read beyond what it claims.
pub(crate) const LOOK_AHEAD: usize = 64;

/// What kind of text a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BlockKind {
    /// A CPython traceback, chained or grouped, also in pytest's, IPython's and rich's forms.
    Python,
    /// What Python's `warnings` module says of one line.
    PythonWarning,
    /// A stack of V8, Firefox or Safari: Node, Deno, Bun, browsers, Jest.
    Node,
    /// A diagnostic of `tsc`.
    TypeScript,
    /// A diagnostic of a bundler: webpack, Vite, Rollup, esbuild.
    Bundler,
    /// A stack of a JVM language, or a diagnostic of `javac`, `kotlinc` or `scalac`.
    Java,
    /// A Rust panic, or an error report of a Rust program (`Error: …`, `Caused by:`).
    RustPanic,
    /// A diagnostic of rustc or cargo.
    Rustc,
    /// A Go panic or fatal error with its goroutines, or an error with its stack.
    GoPanic,
    /// What `go build` or `go vet` says of one package.
    GoCompile,
    /// A failed Go test.
    GoTest,
    /// A diagnostic of gcc, clang, a linker, make, or a configure script.
    Cc,
    /// A CMake error or warning.
    CMake,
    /// A stack of a .NET language, or a diagnostic of MSBuild, csc or NuGet.
    DotNet,
    /// A PHP error with its stack.
    Php,
    /// A Ruby error with its stack.
    Ruby,
    /// What Gradle says of a failed build.
    Gradle,
    /// What Maven says of a failed build.
    Maven,
    /// The step that failed in a `docker build`.
    DockerBuild,
    /// A Terraform or OpenTofu diagnostic.
    Terraform,
    /// What a shell says of a line of a script.
    Shell,
    /// The events of a `kubectl describe`.
    Kubectl,
    /// What a package manager says of a failed step: pip, npm, yarn, pnpm, node-gyp, RubyGems, Composer.
    Packages,
    /// A report of a sanitizer: address, undefined behaviour, thread, memory, leak.
    Sanitizer,
    /// A report of the Linux kernel: oops, warning, panic, out of memory.
    Kernel,
    /// One log record or paragraph of no known form: the line, and the lines indented below it.
    Plain,
}

impl BlockKind {
    /// Whether it is what a program prints of itself when it fails: the end of a log record rather than a record.
    fn is_stack(self) -> bool {
        matches!(self, Self::Python | Self::Node | Self::Java | Self::DotNet | Self::Php | Self::Ruby | Self::GoPanic)
    }
}

/// The lines that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What kind it is.
    pub kind: BlockKind,
    /// The lines of it, as indices into the slice given, ascending. Not every index between the first and the last:
    /// several writers may be interleaved, and noise (`+ cmd` of `set -x`, a progress bar) is left out.
    pub lines: Vec<usize>,
    /// The errors it states, one for each exception of a chain, in the order of the text. Never empty. A section may
    /// lie within another: a traceback inside of what pip says, a .NET inner exception.
    pub sections: Vec<Section>,
    /// Whether more text could still belong to it: it reaches the end of what was given by its writer.
    pub open: bool,
}

impl Block {
    /// The section that says most about a line (an index into the slice given): the smallest that holds it.
    pub fn section_at(&self, line: usize) -> Option<usize> {
        let at = self.lines.binary_search(&line).ok()?;
        (0..self.sections.len())
            .filter(|&i| self.sections[i].lines.contains(&at))
            .min_by_key(|&i| self.sections[i].lines.len())
    }

    /// The section that started it all: follows [`Section::cause`] from `section` to the end.
    pub fn root_cause(&self, section: usize) -> usize {
        let mut at = section;
        // Each step takes one section, so a chain that is longer runs in a circle.
        for _ in 0..self.sections.len() {
            match self.sections.get(at).and_then(|section| section.cause) {
                Some(cause) => at = cause,
                None => break,
            }
        }
        at
    }
}

/// One exception of a chain, one diagnostic: what failed and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// First and last line of it, as a half-open range of positions in [`Block::lines`].
    pub lines: Range<usize>,
    /// The line that states the error, as an index into the slice given.
    pub headline: usize,
    /// The places in source it names, outermost call first, innermost (where it failed) last, whatever order the
    /// language prints.
    pub frames: Vec<Frame>,
    /// The section (index into [`Block::sections`]) that caused this one, if the text says so.
    pub cause: Option<usize>,
}

/// A place in source that a block names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// As printed: `/app/train.py`, `C:\x\y.cs`, `src/main.rs`, `Cell In[8]`. For the JVM, which prints no folders: the
    /// path below the source root that the class name gives, `com/foo/Bar.java`.
    pub path: String,
    /// Counts from 1.
    pub line: Option<u32>,
    /// Characters, counted from 1.
    pub column: Option<u32>,
    /// The function, method or module, as printed.
    pub function: Option<String>,
    /// Whether it is the user's own code: not an installed package, not the language's library, not the toolchain.
    pub user: bool,
    /// The source of the line, as the log quotes it, without its indentation: it tells whether the file is still the same.
    pub quote: Option<String>,
    /// Where the path (with line and column) stands in the document.
    pub span: Span,
}

/// The blocks of `lines`, ordered by their first line; each line is in at most one block: blank lines inside a block
/// belong to it, blank lines between blocks to none, every other line is in exactly one.
///
/// Takes time linear in the text. A block holds at most [`MAX_BLOCK_ROWS`] lines.
pub fn blocks(lines: &[CleanLine<'_>]) -> Vec<Block> {
    let mut blocks = Vec::new();
    for rows in writers::streams(lines) {
        let view = view::View::new(lines, rows);
        let known = table::read_all(&view);
        draft::finish(&view, known, &mut blocks);
    }
    blocks.sort_by_key(|block| block.lines[0]);
    blocks
}
