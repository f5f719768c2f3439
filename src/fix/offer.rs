//! From a finding to the fixes that can be made for it, best first.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use tree_sitter::Node;

use super::call::{self, Call};
use super::change::{Change, Refused, apply};
use super::command::{self, Wanted};
use super::imports;
use super::language;
use super::site::{Lost, Site, sites};
use super::snippet::{self, Code};
use super::source::{Files, Reader, Source};
use super::statement::{self, Side};
use super::title::{Deed, title};
use super::{manifest, names, query};
use crate::card::{self, Locale};
use crate::entry::{Place, Workaround};
use crate::finding::Finding;
use crate::lore::{Layer, Lore};

/// So many fixes of one workaround are offered.
const MAX_FIXES: usize = 4;
/// So many files of one name are offered.
const MAX_FILES: usize = 3;

/// A change of one file that ends an error.
#[derive(Debug, Clone, PartialEq)]
pub struct Fix {
    /// Which workaround of the entry it is from, counted from 0.
    pub workaround: usize,
    /// What it does, for people.
    pub title: String,
    /// The file.
    pub path: PathBuf,
    /// How the file is called in the workspace.
    pub name: String,
    /// Its text before.
    pub text: Rc<str>,
    /// What changes in it.
    pub changes: Vec<Change>,
    /// Where the main change is made: the byte in the text before.
    pub at: usize,
    /// What a user may want to write otherwise, as it stands in the changes, in order.
    pub stops: Vec<String>,
    /// Whether the file does not exist yet.
    pub creates: bool,
    /// Whether it may be made without a closer look: it overwrites nothing and guesses nothing.
    pub plain: bool,
}

/// Why a workaround has no fix here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declined {
    /// Which workaround, counted from 0.
    pub workaround: usize,
    /// What would have been done, in the entry's words.
    pub action: String,
    /// A sentence.
    pub reason: String,
}

/// What there is for a finding.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Offers {
    /// What can be done, best first.
    pub fixes: Vec<Fix>,
    /// What cannot, and why.
    pub declined: Vec<Declined>,
}

impl Offers {
    /// The fix to make if nobody chooses.
    pub fn preferred(&self) -> Option<&Fix> {
        self.fixes.iter().find(|fix| fix.plain)
    }
}

/// All fixes for a finding.
pub fn offers(lore: &Lore, finding: &Finding, files: Files<'_>, locale: Locale) -> Offers {
    let entry = lore.entry(finding.entry);
    let reader = Reader::new(files);
    let sites = sites(&reader, finding);
    let mut offers = Offers::default();
    for workaround in card::ranked(entry) {
        let asked = Asked {
            reader: &reader,
            sites: &sites,
            finding,
            workaround: &entry.workarounds[workaround],
            number: workaround,
            layer: lore.layer(finding.entry),
            locale,
        };
        match asked.fixes() {
            Ok(fixes) => offers.fixes.extend(fixes),
            Err(refused) => offers.declined.push(Declined {
                workaround,
                action: entry.workarounds[workaround].action.clone(),
                reason: refused.0,
            }),
        }
    }
    offers
}

/// One workaround for one finding.
pub(super) struct Asked<'a> {
    pub reader: &'a Reader<'a>,
    pub sites: &'a [Result<Site, Lost>],
    pub finding: &'a Finding,
    pub workaround: &'a Workaround,
    /// Of the entry's workarounds, counted from 0.
    pub number: usize,
    pub layer: Layer,
    pub locale: Locale,
}

impl Asked<'_> {
    /// Its fixes, best first; none where it is not meant for a file.
    pub fn fixes(&self) -> Result<Vec<Fix>, Refused> {
        let codes = snippet::codes(self.workaround, &self.finding.captures)?;
        let mut fixes: Vec<Fix> = Vec::new();
        let mut refused = None;
        for code in &codes {
            let made = match &code.place {
                Place::Call => self.calls(code),
                Place::Before => self.beside(code, Side::Before),
                Place::After => self.beside(code, Side::After),
                Place::Wrap | Place::Replace => self.queried(code),
                Place::File(name) => self.file(code, name),
                Place::Shell => Ok(Vec::new()),
            };
            match made {
                Ok(made) => fixes.extend(made),
                // A guess that leads nowhere is not worth a word.
                Err(reason) if !code.guessed => refused = refused.or(Some(reason)),
                Err(_) => {}
            }
        }
        fixes.dedup_by(|a, b| a.path == b.path && a.changes == b.changes);
        fixes.truncate(MAX_FIXES);
        match refused {
            Some(reason) if fixes.is_empty() => Err(reason),
            _ => Ok(fixes),
        }
    }

    /// The reason of the innermost frame that leads nowhere.
    fn lost(&self) -> Option<Refused> {
        self.sites.iter().find_map(|site| site.as_ref().err().map(|lost| lost.reason().clone()))
    }

    /// The sites in files that code of this language can stand in.
    fn places<'s>(&'s self, code: &'s Code) -> impl Iterator<Item = &'s Site> {
        let fits = |site: &&Site| site.source.language.is_some_and(|language| snippet::fits(code, language));
        self.sites.iter().filter_map(|site| site.as_ref().ok()).filter(fits)
    }

    fn calls(&self, code: &Code) -> Result<Vec<Fix>, Refused> {
        let mut name = None;
        for site in self.places(code) {
            let source = &*site.source;
            let (Some(language), Some(tree)) = (source.language, source.tree()) else { continue };
            if language.name == "bash" {
                return self.commands(site, code);
            }
            let parts = imports::parts(language, &code.text);
            let Some(snippet_tree) = language.parse(&parts.code) else { continue };
            let Some(wanted) = call::one_call(snippet_tree.root_node(), &parts.code) else { continue };
            if code.guessed && wanted.list.items.iter().all(|item| item.name.is_none()) {
                continue;
            }
            let Some(statement) = statement::at(source, site) else { continue };
            name = Some(wanted.name.clone());
            let found = calls_at(source, tree.root_node(), site, statement, &wanted);
            if found.is_empty() {
                continue;
            }
            let mut fixes = Vec::new();
            let mut refused = None;
            for call in found.iter().take(MAX_FIXES) {
                let shown = call.shown(source, found.len() > 1);
                match self.merged(site, (call, shown), &parts, &wanted, code) {
                    Ok(fix) => fixes.push(fix),
                    Err(reason) => refused = refused.or(Some(reason)),
                }
            }
            return match refused {
                Some(reason) if fixes.is_empty() => Err(reason),
                _ => Ok(fixes),
            };
        }
        let place = self.places(code).next();
        match (self.lost(), name, place) {
            (Some(lost), _, None) => Err(lost),
            (_, Some(name), Some(site)) => Err(Refused::new(format!("{name}(…) is not called at {}", site.name()))),
            (Some(lost), ..) => Err(lost),
            _ => Ok(Vec::new()),
        }
    }

    fn commands(&self, site: &Site, code: &Code) -> Result<Vec<Fix>, Refused> {
        let source = &*site.source;
        let wanted = source.language.and_then(|language| Wanted::of(language, &code.text));
        let (Some(wanted), Some(tree)) = (wanted, source.tree()) else { return Ok(Vec::new()) };
        // A shell names the line where a command begins, or the one where it ends.
        let line = source.line(site.line);
        let within = statement::at(source, site).map_or(line.clone(), |statement| {
            let whole = statement.byte_range();
            whole.start.min(line.start)..whole.end.max(line.end)
        });
        let found = command::same_commands(source, tree.root_node(), &within, &wanted);
        let on_line = |command: &command::Command<'_>| {
            let range = command.node.byte_range();
            source.line_at(range.start) <= site.line && site.line <= source.line_at(range.end)
        };
        let any = found.iter().any(on_line);
        let mut fixes = Vec::new();
        let mut refused = Refused::new(format!("{} is not called at {}", wanted.name(), site.name()));
        for command in found.iter().filter(|command| !any || on_line(command)).take(MAX_FIXES) {
            let made = command::merge(source, command, &wanted).and_then(|merge| {
                let plain = merge.changed.is_empty() && !merge.unsure;
                let deed = Deed::Options { added: merge.added, changed: merge.changed, command: wanted.name() };
                self.fix(source, merge.changes, command.node.start_byte(), &deed, code, plain)
            });
            match made {
                Ok(fix) => fixes.push(fix),
                Err(reason) => refused = reason,
            }
        }
        if fixes.is_empty() { Err(refused) } else { Ok(fixes) }
    }

    fn merged(
        &self,
        site: &Site,
        (call, shown): (&Call<'_>, String),
        parts: &imports::Parts,
        wanted: &Call<'_>,
        code: &Code,
    ) -> Result<Fix, Refused> {
        let source = &*site.source;
        let merge = call::merge(source, call, &parts.code, wanted)?;
        for value in &merge.values {
            names::check(source, call.node.start_byte(), value, &parts.imports)?;
        }
        let mut changes: Vec<Change> =
            parts.imports.iter().filter_map(|import| imports::import(site, import)).collect();
        let plain = merge.changed.is_empty() && !merge.unsure;
        changes.extend(merge.changes);
        let at = call.node.start_byte();
        let deed = Deed::Call { added: merge.added, changed: merge.changed, call: shown };
        self.fix(source, changes, at, &deed, code, plain)
    }

    fn beside(&self, code: &Code, side: Side) -> Result<Vec<Fix>, Refused> {
        let mut site = None;
        for at in self.sites {
            match at {
                // What goes beside the failing statement does not go beside its caller.
                Err(Lost::Gone(reason)) => return Err(reason.clone()),
                Err(Lost::Closed(_)) => {}
                Ok(at) if at.source.language.is_some_and(|language| snippet::fits(code, language)) => {
                    site = Some(at);
                    break;
                }
                Ok(_) => {}
            }
        }
        let Some(site) = site else { return self.lost().map_or(Ok(Vec::new()), Err) };
        let source = &*site.source;
        let Some(language) = source.language else { return Ok(Vec::new()) };
        let parts = imports::parts(language, &code.text);
        let at = statement::at(source, site).map_or(source.line(site.line).start, |statement| statement.start_byte());
        names::check(source, at, &parts.code, &parts.imports)?;
        let mut changes: Vec<Change> = parts.first.iter().filter_map(|line| imports::first(source, line)).collect();
        changes.extend(parts.imports.iter().filter_map(|import| imports::import(site, import)));
        let mut at = changes.first().map_or(0, |change| change.range.start);
        let mut deed = Deed::Top(parts.first.iter().chain(&parts.imports).cloned().collect::<Vec<_>>().join(" "));
        if !parts.code.is_empty() {
            let written = super::quotes::as_in(source, &parts.code);
            let change = statement::insert(site, &written, side)?;
            at = source.line(site.line).start;
            changes.push(change);
            deed = match side {
                Side::Before => Deed::Before(parts.code),
                Side::After => Deed::After(parts.code),
            };
        }
        if changes.is_empty() {
            return Err(Refused::new(format!("{} has it already", source.name)));
        }
        Ok(vec![self.fix(source, changes, at, &deed, code, true)?])
    }

    fn queried(&self, code: &Code) -> Result<Vec<Fix>, Refused> {
        let mut refused = None;
        for site in self.places(code) {
            match query::edits(site, code) {
                Ok(edits) => {
                    return edits
                        .into_iter()
                        .map(|edit| {
                            let deed = match code.place {
                                Place::Wrap => Deed::Wrap(edit.shown),
                                _ => Deed::Replace(edit.old, edit.shown),
                            };
                            self.fix(&site.source, edit.changes, edit.at, &deed, code, true)
                        })
                        .collect();
                }
                Err(reason) => refused = refused.or(Some(reason)),
            }
        }
        refused.or_else(|| self.lost()).map_or(Ok(Vec::new()), Err)
    }

    fn file(&self, code: &Code, name: &str) -> Result<Vec<Fix>, Refused> {
        let workspace = self.reader.files.workspace;
        let failed = self.sites.iter().find_map(|site| site.as_ref().ok());
        let near = failed.map(|site| site.source.path.as_path());
        let found = manifest::find(workspace, name, near);
        if found.is_empty() {
            return self.new_file(code, name).map(|fix| fix.into_iter().collect());
        }
        let mut fixes = Vec::new();
        let mut refused = None;
        for (i, path) in found.iter().take(MAX_FILES).enumerate() {
            match self.manifest(code, name, path) {
                // Only the nearest is sure to be meant.
                Ok(fix) => fixes.push(Fix { plain: fix.plain && i == 0, ..fix }),
                Err(reason) => refused = refused.or(Some(reason)),
            }
            if i == 0 && refused.is_some() {
                break;
            }
        }
        match refused {
            Some(reason) if fixes.is_empty() => Err(reason),
            _ => Ok(fixes),
        }
    }

    fn manifest(&self, code: &Code, name: &str, path: &Path) -> Result<Fix, Refused> {
        let source = self.reader.source(path)?;
        let frame = self.finding.frames.iter().rev().find(|frame| {
            frame.line.is_some() && self.reader.files.workspace.files_of(frame).iter().any(|file| file == path)
        });
        let near = manifest::Near {
            line: frame.and_then(|frame| frame.line),
            text: frame.and_then(|frame| frame.quote.as_deref()),
        };
        let changes = manifest::edit_near(name, path, &source.text, &code.text, &near)?;
        let at = changes.iter().map(|change| change.range.start).min().unwrap_or(0);
        self.fix(&source, changes, at, &self.named(code), code, true)
    }

    /// What is said of a change of a manifest.
    fn named(&self, code: &Code) -> Deed {
        match code.text.trim() {
            text if !text.contains('\n') => Deed::Into(text.to_owned()),
            text if self.workaround.action.trim().is_empty() => Deed::Into(text.to_owned()),
            _ => Deed::Words(self.workaround.action.replace('`', "")),
        }
    }

    /// The file that an entry wants and the workspace does not have.
    fn new_file(&self, code: &Code, name: &str) -> Result<Option<Fix>, Refused> {
        let plain_name = manifest::may_create(name) && !name.starts_with('/') && !name.contains("..");
        let Some(folder) = self.reader.files.workspace.folders().next().filter(|_| plain_name) else { return Ok(None) };
        let path = folder.join(name);
        // Something else of this name is there: a folder, a link that leads out.
        let free = path.symlink_metadata().is_err();
        let parent = path.parent().and_then(|parent| parent.canonicalize().ok());
        let real = folder.canonicalize().ok();
        if !free || !parent.zip(real).is_some_and(|(parent, real)| parent.starts_with(real)) {
            return Ok(None);
        }
        let changes = manifest::edit_near(name, &path, "", &code.text, &manifest::Near::default())?;
        let source = Source::new(path, name.to_owned(), String::new());
        let fix = self.fix(&source, changes, 0, &Deed::Create(name.to_owned()), code, false)?;
        Ok(Some(Fix { creates: true, ..fix }))
    }

    /// The fix, if the file reads no worse with it.
    fn fix(
        &self,
        source: &Source,
        changes: Vec<Change>,
        at: usize,
        deed: &Deed,
        code: &Code,
        plain: bool,
    ) -> Result<Fix, Refused> {
        let after = apply(&source.text, &changes)?;
        if let (Some(language), Some(before)) = (source.language, source.tree()) {
            let worse =
                language.parse_file(&after).is_none_or(|tree| language::faults(&tree) > language::faults(before));
            // A file of a dialect that its grammar does not know is judged by who edited it.
            if worse && !matches!(code.place, Place::File(_)) {
                return Err(Refused::new(format!("{} would not parse any more", source.name)));
            }
        }
        let place = match deed {
            Deed::Into(_) | Deed::Words(_) | Deed::Top(_) | Deed::Create(_) => source.name.clone(),
            _ => format!("{}:{}", source.name, source.line_at(at) + 1),
        };
        Ok(Fix {
            workaround: self.number,
            title: title(self.locale, deed, &place, self.layer),
            path: source.path.clone(),
            name: source.name.clone(),
            text: source.text.clone(),
            changes,
            at,
            stops: code.stops.clone(),
            creates: false,
            plain: plain && self.layer != Layer::Workspace && !(code.guessed && self.layer == Layer::Builtin),
        })
    }
}

/// The calls that a snippet's call may mean at a site: on the very line, in its statement, in the heads of what is
/// around it, and where what the statement uses was made.
fn calls_at<'t>(
    source: &'t Source,
    root: Node<'t>,
    site: &Site,
    statement: Node<'t>,
    wanted: &Call<'_>,
) -> Vec<Call<'t>> {
    let whole = statement.byte_range();
    let head = statement::head(source, statement);
    let on_line = |call: &Call<'_>| {
        source.line_at(call.node.start_byte()) <= site.line && site.line <= source.line_at(call.node.end_byte())
    };
    for range in [head, whole] {
        let found = call::same_calls(source, root, &range, wanted);
        if found.iter().any(on_line) {
            return found.into_iter().filter(on_line).collect();
        }
        if !found.is_empty() {
            return found;
        }
    }
    for outer in statement::around(source, statement) {
        let found = call::same_calls(source, root, &statement::head(source, outer), wanted);
        if !found.is_empty() {
            return found;
        }
    }
    // Where something that the line uses was made: `f = open(p)` above `f.read()`.
    let mut used = HashSet::new();
    let heads = statement::around(source, statement).into_iter().map(|outer| statement::head(source, outer));
    for range in heads.chain([statement.byte_range()]) {
        language::walk(root, &mut |node| {
            if node.kind().ends_with("identifier") && range.start <= node.start_byte() && node.end_byte() <= range.end {
                used.insert(source.of(node));
            }
            node.start_byte() < range.end && range.start < node.end_byte()
        });
    }
    let function = statement::function_of(statement);
    let is_used = |call: &Call<'_>, own: bool| {
        let made = statement::statement_of(source, call.node)
            .map(|made| &source.text[made.start_byte()..call.node.start_byte()]);
        made.and_then(|made| made.rsplit_once('=')).is_some_and(|(name, _)| {
            // Of another function only what outlives it counts: `self.client = …`.
            let lasting = own || name.contains("self.") || name.contains("this.");
            let mut words = name.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty());
            lasting && words.next_back().is_some_and(|word| used.contains(word))
        })
    };
    let before = function.start_byte()..statement.start_byte();
    let mut found = call::same_calls(source, root, &before, wanted);
    found.retain(|call| is_used(call, true));
    if found.is_empty() {
        found = call::same_calls(source, root, &root.byte_range(), wanted);
        found.retain(|call| is_used(call, statement::function_of(call.node) == root));
    }
    found.into_iter().next_back().into_iter().collect()
}
