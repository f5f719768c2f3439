//! A document as text: offsets, raw lines, and the clean view of a line that everything else reads.

mod classes;
mod clean;
mod decode;
mod document;
mod plain;
mod position;
mod raw;

pub use clean::{CleanLine, Level, LineId, Segment, clean};
pub use decode::{Decoder, FileEncoding, decode};
pub use document::{Document, Edit, LineEnds, RawPart};
pub use plain::{is_plain, unplain_runs};
pub use position::{ByteOffset, Encoding, LineIndex, Position, Span};
pub use raw::RawLines;
