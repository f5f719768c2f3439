//! Blocks and frames: which lines belong together, and which places in source they name.

use std::ops::Range;

use crate::text::{CleanLine, Span};

/// What kind of text a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BlockKind {
    /// A CPython traceback, chained or grouped, also in pytest's, IPython's and rich's forms.
    Python,
    /// One log record or paragraph of no known form: the line, and the lines indented below it.
    Plain,
}

/// The lines that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What kind it is.
    pub kind: BlockKind,
    /// The lines of it, as indices into the slice given, ascending. Not every index between the first and the last:
    /// several writers may be interleaved.
    pub lines: Vec<usize>,
    /// The errors it states, one for each exception of a chain, in the order of the text.
    pub sections: Vec<Section>,
    /// Whether more text could still belong to it: it reaches the end of what was given.
    pub open: bool,
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
    /// As printed: `/app/train.py`, `C:\x\y.cs`, `src/main.rs`, `Cell In[8]`.
    pub path: String,
    /// Counts from 1.
    pub line: Option<u32>,
    /// Characters, counted from 1.
    pub column: Option<u32>,
    /// The function, method or module, as printed.
    pub function: Option<String>,
    /// Whether it is the user's own code: not an installed package, not the language's library, not the toolchain.
    pub user: bool,
    /// Where the path (with line and column) stands in the document.
    pub span: Span,
}

/// The blocks of `lines`, in order; each line is in exactly one block, blank lines between blocks in none.
pub fn blocks(lines: &[CleanLine<'_>]) -> Vec<Block> {
    (0..lines.len())
        .map(|i| Block {
            kind: BlockKind::Plain,
            lines: vec![i],
            sections: vec![Section { lines: 0..1, headline: i, frames: Vec::new(), cause: None }],
            open: i + 1 == lines.len(),
        })
        .collect()
}
