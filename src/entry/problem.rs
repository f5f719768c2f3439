//! What can be wrong with an entry, and where.

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::{EntryId, Severity};

/// A place in an entry file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// Counts from 1.
    pub line: usize,
    /// Characters, counted from 1.
    pub column: usize,
    /// Bytes of the file, its byte-order mark counted.
    pub span: Range<usize>,
}

/// Something wrong with an entry, or with a file or folder of entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file or folder.
    pub path: PathBuf,
    /// Where in the file; `None` if the file or folder as a whole could not be taken.
    pub location: Option<Location>,
    /// The entry, where its id could be read.
    pub entry: Option<EntryId>,
    /// What kind of problem it is.
    pub kind: ProblemKind,
    /// What is wrong and what to do, in one sentence.
    pub message: String,
}

impl Problem {
    /// A problem of a whole file or folder.
    pub fn of_path(path: &Path, kind: ProblemKind, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), location: None, entry: None, kind, message: message.into() }
    }

    /// How grave it is: [`Severity::Error`] or [`Severity::Warning`].
    pub fn severity(&self) -> Severity {
        self.kind.severity()
    }

    /// What problems are sorted by: path, place, kind, message.
    pub fn order(&self, other: &Self) -> std::cmp::Ordering {
        fn key(problem: &Problem) -> (&Path, usize, usize, &str, &str) {
            let span = problem.location.as_ref().map_or(0..0, |location| location.span.clone());
            (&problem.path, span.start, span.end, problem.kind.name(), &problem.message)
        }
        key(self).cmp(&key(other))
    }
}

/// `path:line:column: message`
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.path.display())?;
        if let Some(location) = &self.location {
            write!(f, "{}:{}:", location.line, location.column)?;
        }
        write!(f, " {}", self.message)
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident $name:literal $severity:ident,)*) => {
        /// The kinds of problem. Each has a name that does not change, for filters and tests.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ProblemKind {
            $($(#[$doc])* $kind,)*
        }

        impl ProblemKind {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$kind,)*];

            /// The name, in kebab case.
            pub fn name(self) -> &'static str {
                match self { $(Self::$kind => $name,)* }
            }

            /// How grave it is: [`Severity::Error`] or [`Severity::Warning`].
            pub fn severity(self) -> Severity {
                match self { $(Self::$kind => Severity::$severity,)* }
            }
        }
    };
}

kinds! {
    /// A file or folder cannot be read, is too large, or is not UTF-8.
    Unreadable "unreadable" Error,
    /// A file is not JSON, or holds no record.
    Syntax "syntax" Error,
    /// A record has no id, or one that is not of the form `<domain>/<slug>`.
    InvalidId "invalid-id" Error,
    /// A value is not of its field's type and cannot be taken for it.
    WrongType "wrong-type" Error,
    /// A value is written otherwise than the format says, but its meaning is clear.
    Untidy "untidy" Warning,
    /// The format has no such field.
    UnknownField "unknown-field" Warning,
    /// A field stands twice in one object; the last one counts.
    DuplicateField "duplicate-field" Error,
    /// The id is not the one that folder and file name give.
    IdNotPath "id-not-path" Error,
    /// The domain is not the first part of the id.
    DomainNotId "domain-not-id" Error,
    /// Two records have the same id.
    DuplicateId "duplicate-id" Error,
    /// The entry has no title.
    NoSignature "no-signature" Error,
    /// The entry has no regex, so nothing finds it.
    NoRegex "no-regex" Error,
    /// A regex does not compile.
    InvalidRegex "invalid-regex" Error,
    /// A regex can match without a literal of four bytes.
    NoLiteral "no-literal" Error,
    /// All that a regex asks for is digits or words that stand in every log.
    CommonWords "common-words" Error,
    /// No entry has this id.
    DanglingId "dangling-id" Error,
    /// An entry names itself where another one is meant.
    SelfReference "self-reference" Error,
    /// Entries refine each other in a circle.
    CyclicRefines "cyclic-refines" Error,
    /// A rate does not say how it is known.
    RateWithoutBasis "rate-without-basis" Error,
    /// Nothing is named that a rate comes from.
    RateWithoutSource "rate-without-source" Error,
    /// A snippet has a placeholder that no signature captures.
    UnknownPlaceholder "unknown-placeholder" Error,
    /// A workaround says where a snippet goes, and has none.
    PlaceWithoutSnippet "place-without-snippet" Error,
    /// The Chinese workarounds are not as many as the English ones.
    TranslationLength "translation-length" Error,
    /// A day that is still to come.
    FutureDate "future-date" Error,
    /// Fewer than two samples.
    FewSamples "few-samples" Warning,
    /// A snippet does not parse in its language.
    SnippetSyntax "snippet-syntax" Error,
    /// A fix does not change the file that it is tried on, or would change it twice.
    FixFails "fix-fails" Error,
    /// There is nothing to try a fix on.
    FixWithoutFixture "fix-without-fixture" Error,
    /// A snippet's language is none that snippets can have.
    UnknownLanguage "unknown-language" Error,
    /// The entry is not found in its own sample.
    SampleNotMatched "sample-not-matched" Error,
    /// The entry is found in text that must not match.
    NearMissMatched "near-miss-matched" Error,
    /// An unrelated entry is preferred in a sample of this one.
    SampleClaimed "sample-claimed" Error,
    /// The entry is found in a log of something that went well.
    OverBroad "over-broad" Error,
}
