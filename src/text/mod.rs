//! A document as text: offsets, raw lines, and the clean view of a line that everything else reads.

mod clean;
mod position;
mod raw;

pub use clean::{CleanLine, Level, LineId, Segment, clean};
pub use position::{ByteOffset, LineIndex, Span};
pub use raw::RawLines;
