//! What a scan reads: files, folders and standard input, unpacked and decoded.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal as _, Read as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc;

use ignore::overrides::OverrideBuilder;

use crate::finding::Finding;
use crate::text::{ByteOffset, Decoder, FileEncoding};

/// Names of files that are read in a folder. Rotated (`app.log.1`) and compressed ones count.
const NAMES: [&str; 4] = ["log", "out", "err", "txt"];

/// Something to scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Input {
    Stdin,
    File { path: PathBuf, len: u64 },
}

/// What a list of paths stands for.
#[derive(Debug, Default)]
pub(super) struct Inputs {
    pub inputs: Vec<Input>,
    /// What could not be reached, a sentence each.
    pub problems: Vec<String>,
    /// Whether a folder was walked.
    pub walked: bool,
    /// How many log files .gitignore kept out, if that left nothing to read.
    pub ignored: usize,
}

/// The inputs that the paths of the command line name.
pub(super) fn inputs(paths: &[PathBuf], no_ignore: bool) -> Inputs {
    let mut found = Inputs::default();
    let here = [PathBuf::from(if io::stdin().is_terminal() { "." } else { "-" })];
    for path in if paths.is_empty() { &here } else { paths } {
        if path.as_os_str() == "-" {
            found.inputs.push(Input::Stdin);
            continue;
        }
        match std::fs::metadata(path) {
            Ok(meta) if meta.is_dir() => {
                found.walked = true;
                let before = found.inputs.len();
                walk(path, no_ignore, &mut found);
                if found.inputs.len() == before && !no_ignore {
                    let mut all = Inputs::default();
                    walk(path, true, &mut all);
                    found.ignored += all.inputs.len();
                }
            }
            Ok(meta) => found.inputs.push(Input::File { path: path.clone(), len: meta.len() }),
            Err(error) => found.problems.push(format!("{}: {}", path.display(), plainly(&error))),
        }
    }
    found
}

fn walk(folder: &Path, no_ignore: bool, found: &mut Inputs) {
    let mut globs = OverrideBuilder::new(folder);
    for name in NAMES {
        for pattern in
            [format!("*.{name}"), format!("*.{name}.[0-9]*"), format!("*.{name}.gz"), format!("*.{name}.zst")]
        {
            // The patterns are fixed and well formed; a folder's name is not part of them.
            let _ = globs.add(&pattern);
        }
    }
    let mut walker = crate::trace::walk::walk(folder);
    walker.sort_by_file_path(Path::cmp).require_git(false);
    if no_ignore {
        walker.git_ignore(false).git_global(false).git_exclude(false).ignore(false);
    }
    let globs = globs.build().ok();
    for item in walker.build() {
        match item {
            Ok(item) if item.file_type().is_some_and(|kind| kind.is_file()) => {
                let named = globs.as_ref().is_none_or(|globs| globs.matched(item.path(), false).is_whitelist());
                if named {
                    let len = item.metadata().map_or(0, |meta| meta.len());
                    let path = item.path().strip_prefix("./").unwrap_or(item.path()).to_path_buf();
                    found.inputs.push(Input::File { path, len });
                }
            }
            Ok(_) => {}
            Err(error) => found.problems.push(error.to_string()),
        }
    }
}

impl Input {
    /// The path as the user knows it; `-` is standard input.
    pub fn name(&self) -> String {
        match self {
            Self::Stdin => "-".to_owned(),
            Self::File { path, .. } => path.display().to_string(),
        }
    }

    /// Bytes to read, as far as it is known.
    pub fn len(&self) -> u64 {
        match self {
            Self::Stdin => 0,
            Self::File { len, .. } => *len,
        }
    }

    /// Whether it is read as it comes.
    pub fn is_pipe(&self) -> bool {
        match self {
            Self::Stdin => true,
            // A named pipe, or the output of a process given by the shell.
            Self::File { path, .. } => std::fs::metadata(path).is_ok_and(|meta| !meta.is_file()),
        }
    }

    /// Opens it.
    ///
    /// # Errors
    /// One sentence with the path and the reason.
    pub fn open(&self) -> Result<Opened, String> {
        let name = self.name();
        match self {
            Self::Stdin => Ok(Opened { name, reader: Box::new(io::stdin()), chunk: 64 << 10 }),
            Self::File { path, .. } => match File::open(path) {
                Ok(file) => Ok(Opened { name, reader: Box::new(file), chunk: 64 << 10 }),
                Err(error) => Err(format!("{name}: {}", plainly(&error))),
            },
        }
    }
}

/// An input that is open.
pub(super) struct Opened {
    name: String,
    reader: Box<dyn io::Read + Send>,
    chunk: usize,
}

/// What a pipe gives.
#[derive(Debug)]
pub(super) enum Piece {
    /// The next bytes of text, unpacked and decoded, and how they are encoded in the pipe.
    Text(FileEncoding, Vec<u8>),
    /// Nothing more; why reading ended before the end, if it did: a sentence.
    End(Option<String>),
}

/// How many pieces of a pipe are read ahead.
const PIECES_AHEAD: usize = 16;

/// What was read.
#[derive(Debug, Clone, Default)]
pub(super) struct Read {
    /// Bytes of text, unpacked and decoded.
    pub bytes: usize,
    /// Lines.
    pub lines: usize,
    /// Why reading ended before the end, if it did: a sentence.
    pub problem: Option<String>,
    /// Where the text stands in the file.
    pub offsets: FileOffsets,
    /// Whether the last line has no end.
    open: bool,
}

impl Read {
    /// Takes the next bytes of text.
    pub fn add(&mut self, encoding: FileEncoding, text: &[u8]) {
        let Some(last) = text.last() else { return };
        self.bytes += text.len();
        self.lines += memchr::memchr_iter(b'\n', text).count() + usize::from(*last != b'\n') - usize::from(self.open);
        self.open = *last != b'\n';
        self.offsets.read(encoding, text);
    }
}

/// Where the bytes of decoded text stand in their file. Decoded UTF-16 is kept for it, all of it.
#[derive(Debug, Clone, Default)]
pub(super) struct FileOffsets {
    encoding: FileEncoding,
    text: Vec<u8>,
    /// Offsets in the text, and those in the file: one for each chunk that was read.
    marks: Vec<(usize, usize)>,
}

impl FileOffsets {
    /// Takes the next decoded bytes.
    fn read(&mut self, encoding: FileEncoding, text: &[u8]) {
        self.encoding = encoding;
        if matches!(encoding, FileEncoding::Utf16Le { .. } | FileEncoding::Utf16Be { .. }) {
            let end = self.text.len();
            self.marks.push((end, self.in_file(end)));
            self.text.extend_from_slice(text);
        }
    }

    fn in_file(&self, offset: usize) -> usize {
        let Some(mark) = self.marks.partition_point(|(start, _)| *start <= offset).checked_sub(1) else {
            return offset + self.encoding.mark_len();
        };
        let (start, file) = self.marks[mark];
        file + self.encoding.file_offset(&self.text[start..offset]) - self.encoding.mark_len()
    }

    /// Makes the offsets of a finding those of the file.
    pub fn apply(&self, finding: &mut Finding) {
        if self.encoding == FileEncoding::Bytes {
            return;
        }
        let in_file = |offset: &mut ByteOffset| *offset = ByteOffset(self.in_file(offset.0));
        in_file(&mut finding.span.start);
        in_file(&mut finding.span.end);
        in_file(&mut finding.start.offset);
        in_file(&mut finding.end.offset);
        finding.places.iter_mut().for_each(|place| in_file(&mut place.offset));
    }
}

impl Opened {
    /// Reads up to so many bytes at once.
    pub fn with_chunks_of(mut self, bytes: usize) -> Self {
        self.chunk = bytes;
        self
    }

    /// Gives the text piece by piece until `each` says that it is enough. What could be read before an error is given; the error is
    /// told in the result.
    ///
    /// # Errors
    /// Those of `each`.
    pub fn each_chunk(self, mut each: impl FnMut(&[u8]) -> anyhow::Result<bool>) -> anyhow::Result<Read> {
        let mut read = Read::default();
        read.problem = self.each_piece(|encoding, text| {
            read.add(encoding, text);
            each(text)
        })?;
        Ok(read)
    }

    /// Gives the text as it comes, read by a thread of its own, so that its reader sees when nothing comes. The last piece is
    /// [`Piece::End`].
    pub fn in_background(self) -> mpsc::Receiver<Piece> {
        let (sender, receiver) = mpsc::sync_channel(PIECES_AHEAD);
        std::thread::spawn(move || {
            // Where nobody receives any more, it was enough.
            let read = self
                .each_piece(|encoding, text| Ok(sender.send(Piece::Text(encoding, text.to_vec())).is_ok()))
                .unwrap_or_else(|error| Some(error.to_string()));
            drop(sender.send(Piece::End(read)));
        });
        receiver
    }

    /// Gives each piece and its encoding; gives back what could not be read.
    fn each_piece(
        self,
        mut each: impl FnMut(FileEncoding, &[u8]) -> anyhow::Result<bool>,
    ) -> anyhow::Result<Option<String>> {
        let mut reader = match unpacked(self.reader) {
            Ok(reader) => reader,
            Err(error) => return Ok(Some(format!("{}: {}", self.name, plainly(&error)))),
        };
        let mut problem = None;
        let mut decoder = Decoder::new();
        let mut chunk = vec![0; self.chunk];
        let (mut text, mut bytes) = (Vec::new(), 0);
        loop {
            let got = match reader.read(&mut chunk) {
                Ok(got) => got,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    problem = Some(format!(
                        "{}: {} (after {bytes} bytes of text; what came before was scanned)",
                        self.name,
                        plainly(&error),
                    ));
                    0
                }
            };
            text.clear();
            if got == 0 {
                decoder.finish(&mut text);
            } else {
                decoder.feed(&chunk[..got], &mut text);
            }
            bytes += text.len();
            let enough = !text.is_empty() && !each(decoder.encoding().unwrap_or_default(), &text)?;
            if got == 0 || enough {
                return Ok(problem);
            }
        }
    }
}

/// The reader, with gzip and Zstandard unpacked; told by the first bytes, not by the name.
fn unpacked(reader: Box<dyn io::Read + Send>) -> io::Result<Box<dyn io::Read>> {
    let mut reader = BufReader::with_capacity(64 << 10, reader);
    let start = loop {
        match reader.fill_buf() {
            Ok(start) => break start,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    };
    if start.starts_with(&[0x1f, 0x8b]) {
        return Ok(Box::new(flate2::bufread::MultiGzDecoder::new(reader)));
    }
    if start.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        return Ok(Box::new(Zstd { source: reader, frame: None }));
    }
    Ok(Box::new(reader))
}

/// Zstandard, frame after frame.
struct Zstd<R: BufRead> {
    source: R,
    frame: Option<ruzstd::decoding::FrameDecoder>,
}

impl<R: BufRead> io::Read for Zstd<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let broken = |error: &dyn std::fmt::Display| io::Error::new(io::ErrorKind::InvalidData, error.to_string());
        loop {
            let frame = match &mut self.frame {
                Some(frame) => frame,
                None => {
                    if self.source.fill_buf()?.is_empty() {
                        return Ok(0);
                    }
                    let mut frame = ruzstd::decoding::FrameDecoder::new();
                    frame.init(&mut self.source).map_err(|error| broken(&error))?;
                    self.frame.insert(frame)
                }
            };
            while frame.can_collect() == 0 && !frame.is_finished() {
                let upto = ruzstd::decoding::BlockDecodingStrategy::UptoBytes(buffer.len().max(1));
                frame.decode_blocks(&mut self.source, upto).map_err(|error| broken(&error))?;
            }
            let got = frame.read(buffer)?;
            if got > 0 || buffer.is_empty() {
                return Ok(got);
            }
            self.frame = None;
        }
    }
}

/// The reason of an error without the system's number.
fn plainly(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "is a folder".to_owned(),
        io::ErrorKind::UnexpectedEof => "the compressed data ends too early".to_owned(),
        _ => error.to_string(),
    }
}
