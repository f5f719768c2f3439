//! XML of build tools: `pom.xml`, `*.csproj`, `NuGet.config`.

use std::ops::Range;

use super::Target;
use super::form::between;
use crate::fix::change::{self, Change, Refused};

/// Elements nested deeper than this are no build file's.
const MAX_DEPTH: usize = 64;

/// An element of a text; all places in bytes.
#[derive(Debug, Clone)]
struct Element {
    name: String,
    range: Range<usize>,
    /// The start tag, from `<` to behind `>`.
    tag: Range<usize>,
    /// What stands between its tags; empty and at the end of the tag for `<a/>`.
    content: Range<usize>,
    closed: bool,
    children: Vec<Element>,
}

impl Element {
    fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    fn text<'t>(&self, text: &'t str) -> &'t str {
        text[self.content.clone()].trim()
    }

    /// Where the value of an attribute stands.
    fn attribute(&self, text: &str, name: &str) -> Option<Range<usize>> {
        let tag = &text[self.tag.clone()];
        let mut from = 0;
        while let Some(at) = tag[from..].find(name).map(|at| from + at) {
            from = at + name.len();
            let rest = tag[from..].trim_start();
            let quoted = rest.strip_prefix('=').map(str::trim_start);
            let quote = quoted.and_then(|quoted| quoted.chars().next()).filter(|quote| matches!(quote, '"' | '\''));
            if let (Some(quoted), Some(quote), true) = (quoted, quote, tag[..at].ends_with(char::is_whitespace)) {
                let begin = tag.len() - quoted.len() + 1;
                let end = begin + quoted[1..].find(quote)?;
                return Some(self.tag.start + begin..self.tag.start + end);
            }
        }
        None
    }
}

pub(super) fn edit(target: &Target<'_>, snippet: &str) -> Result<Vec<Change>, Refused> {
    let wanted = read(snippet).ok_or_else(|| Refused::new("the entry's snippet is not XML"))?;
    let mut text = target.text.to_owned();
    let no_xml = || Refused::new(format!("{} is not XML that could be edited safely", target.file));
    for element in flat(&wanted) {
        let file = read(&text).ok_or_else(no_xml)?;
        let [root] = file.as_slice() else { return Err(no_xml()) };
        let written = &snippet[element.range.clone()];
        let change = if element.name == root.name {
            return Err(Refused::new("the entry's snippet is a whole file"));
        } else {
            let path = parents(target.file, &element.name);
            place(&text, root, &path, element, snippet, written)?
        };
        if let Some(change) = change {
            text = change::apply(&text, &change)?;
        }
    }
    let changes = between(target.text, &text);
    if changes.is_empty() {
        return Err(target.has_it());
    }
    read(&text).ok_or_else(|| Refused::new(format!("{} would not parse with it", target.file)))?;
    Ok(changes)
}

/// The elements without the groups that only hold them together in MSBuild.
fn flat(wanted: &[Element]) -> Vec<&Element> {
    let mut flat = Vec::new();
    for element in wanted {
        match element.name.as_str() {
            "ItemGroup" | "PropertyGroup" | "Project" | "project" => flat.extend(self::flat(&element.children)),
            _ => flat.push(element),
        }
    }
    flat
}

/// The elements, below the root, that hold elements of this name.
fn parents(file: &str, name: &str) -> Vec<&'static str> {
    if file.ends_with(".xml") {
        return match name {
            "repository" => vec!["repositories"],
            "pluginRepository" => vec!["pluginRepositories"],
            "dependency" => vec!["dependencies"],
            "plugin" => vec!["build", "plugins"],
            "java.version" => vec!["properties"],
            _ if name.contains('.') => vec!["properties"],
            _ => vec![],
        };
    }
    if file.ends_with("proj") || file.ends_with(".props") || file.ends_with(".targets") {
        return match name {
            "Compile" | "Content" | "EmbeddedResource" | "FrameworkReference" | "None" | "PackageReference"
            | "PackageVersion" | "ProjectReference" | "Using" => vec!["ItemGroup"],
            "Import" | "Target" => vec![],
            _ => vec!["PropertyGroup"],
        };
    }
    vec![]
}

/// Brings an element below the parents; none if it is there.
fn place(
    text: &str,
    root: &Element,
    path: &[&str],
    wanted: &Element,
    snippet: &str,
    written: &str,
) -> Result<Option<Vec<Change>>, Refused> {
    let Some((first, rest)) = path.split_first() else { return merge(text, root, wanted, snippet) };
    let holders: Vec<&Element> = root.children.iter().filter(|child| child.name == *first).collect();
    if *first == "PropertyGroup" && wanted.name == "TargetFramework" {
        let several = holders.iter().any(|group| group.child("TargetFrameworks").is_some());
        if several {
            return Err(Refused::new("the project has several target frameworks"));
        }
    }
    // MSBuild has many groups: the one that has such an element, else the first without a condition.
    let has = |holder: &&&Element| holder.children.iter().any(|child| is_same(text, child, wanted, snippet));
    let alike = |holder: &&&Element| holder.child(&wanted.name).is_some();
    let free = |holder: &&&Element| holder.attribute(text, "Condition").is_none();
    let items = *first == "ItemGroup";
    let holder = holders.iter().find(has).or_else(|| holders.iter().find(|holder| alike(holder) && free(holder)));
    let holder = holder.or_else(|| if items { None } else { holders.iter().find(free) });
    match holder {
        Some(holder) => place(text, holder, rest, wanted, snippet, written),
        None => {
            let mut whole = dedented(written, column(snippet, wanted.range.start));
            for name in path.iter().rev() {
                whole = format!("<{name}>\n{}\n</{name}>", indented(&whole, unit(text)));
            }
            Ok(Some(insert(text, root, &whole)))
        }
    }
}

/// Brings an element into its parent; none if it is there.
fn merge(text: &str, parent: &Element, wanted: &Element, snippet: &str) -> Result<Option<Vec<Change>>, Refused> {
    let Some(there) = parent.children.iter().find(|child| is_same(text, child, wanted, snippet)) else {
        let written = dedented(&snippet[wanted.range.clone()], column(snippet, wanted.range.start));
        return Ok(Some(insert(text, parent, &written)));
    };
    let mut changes = Vec::new();
    if let Some(version) = wanted.attribute(snippet, "Version") {
        let version = &snippet[version];
        match there.attribute(text, "Version") {
            Some(at) if text[at.clone()] == *version => {}
            Some(at) => changes.push(Change::replace(at, version)),
            None => return Err(Refused::new("its version is decided elsewhere: in a child element or centrally")),
        }
    }
    if wanted.children.is_empty() {
        if !wanted.text(snippet).is_empty() && there.text(text) != wanted.text(snippet) {
            if !there.children.is_empty() || !there.closed {
                return Err(Refused::new(format!("there is another `{}`", wanted.name)));
            }
            changes.push(Change::replace(there.content.clone(), wanted.text(snippet)));
        }
    } else {
        for child in &wanted.children {
            changes.extend(merge(text, there, child, snippet)?.into_iter().flatten());
        }
    }
    Ok((!changes.is_empty()).then_some(changes))
}

/// Whether two elements are about the same thing.
fn is_same(text: &str, there: &Element, wanted: &Element, snippet: &str) -> bool {
    if there.name != wanted.name {
        return false;
    }
    for key in ["Include", "key", "name"] {
        if let Some(value) = wanted.attribute(snippet, key) {
            let old = there.attribute(text, key);
            return old.is_some_and(|old| text[old].eq_ignore_ascii_case(&snippet[value]));
        }
    }
    let keys: &[&str] = match wanted.name.as_str() {
        "dependency" | "plugin" => &["groupId", "artifactId"],
        "repository" | "pluginRepository" | "execution" | "profile" => &["id"],
        _ => return true,
    };
    keys.iter().all(|key| {
        let value = |text, element: &Element| element.child(key).map(|child| child.text(text).to_owned());
        value(text, there) == value(snippet, wanted)
    })
}

/// Puts text (its first line not indented) into an element, as its last child.
fn insert(text: &str, parent: &Element, written: &str) -> Vec<Change> {
    let own = &text[line_start(text, parent.range.start)..parent.range.start];
    let own = if own.trim().is_empty() { own } else { "" };
    if let Some(last) = parent.children.last() {
        let before = &text[line_start(text, last.range.start)..last.range.start];
        let indent = if before.trim().is_empty() { before.to_owned() } else { format!("{own}{}", unit(text)) };
        return vec![Change::insert(last.range.end, format!("\n{}", indented(written, &indent)))];
    }
    let inner = indented(written, &format!("{own}{}", unit(text)));
    if parent.closed {
        let kept = text[parent.content.clone()].trim_end().len();
        let blank = parent.content.start + kept..parent.content.end;
        return vec![Change::replace(blank, format!("\n{inner}\n{own}"))];
    }
    // `<a/>` is opened.
    let slash = parent.tag.start + text[parent.tag.clone()].rfind('/').unwrap_or(parent.tag.len());
    vec![Change::replace(slash..parent.tag.end, format!(">\n{inner}\n{own}</{}>", parent.name))]
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |at| at + 1)
}

fn column(text: &str, at: usize) -> usize {
    at - line_start(text, at)
}

/// One step of indentation in the file.
fn unit(text: &str) -> &str {
    let indents = text.lines().map(|line| &line[..line.len() - line.trim_start().len()]);
    indents.filter(|indent| !indent.is_empty()).min_by_key(|indent| indent.len()).unwrap_or("  ")
}

fn dedented(text: &str, column: usize) -> String {
    let lines = text.lines().enumerate().map(|(i, line)| {
        let blank = line.len() - line.trim_start().len();
        if i == 0 { line } else { &line[blank.min(column)..] }
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn indented(text: &str, indent: &str) -> String {
    text.lines().map(|line| format!("{indent}{line}")).collect::<Vec<_>>().join("\n")
}

/// The elements at the top of a text; none if its tags do not fit together.
fn read(text: &str) -> Option<Vec<Element>> {
    let (mut open, mut top, mut at): (Vec<Element>, Vec<Element>, usize) = (Vec::new(), Vec::new(), 0);
    while let Some(start) = text[at..].find('<').map(|found| at + found) {
        let rest = &text[start..];
        let skipped = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">")]
            .iter()
            .find(|(begin, _)| rest.starts_with(begin));
        if let Some((begin, close)) = skipped {
            at = start + begin.len() + rest[begin.len()..].find(close)? + close.len();
            continue;
        }
        let end = start + tag_end(rest)?;
        if let Some(name) = rest.strip_prefix("</") {
            let name = name[..name.find('>')?].trim();
            let mut element = open.pop().filter(|element| element.name == name)?;
            element.content.end = start;
            element.range.end = end;
            element.closed = true;
            open.last_mut().map_or(&mut top, |parent| &mut parent.children).push(element);
        } else {
            let inner = &text[start + 1..end - 1];
            let name = inner.split(|c: char| c.is_whitespace() || c == '/').next()?.to_owned();
            let (tag, content) = (start..end, end..end);
            let element = Element { name, range: start..end, tag, content, closed: false, children: Vec::new() };
            if inner.ends_with('/') {
                open.last_mut().map_or(&mut top, |parent| &mut parent.children).push(element);
            } else if open.len() < MAX_DEPTH {
                open.push(element);
            } else {
                return None;
            }
        }
        at = end;
    }
    (open.is_empty() && !top.is_empty()).then_some(top)
}

/// The length of the tag that a text begins with; `>` in quotes ends none.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '>') => return Some(at + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::fix::manifest::fixture::{after, refused};

    #[test]
    fn elements_find_their_parent() {
        let repository = "<repository>\n  <id>vendor</id>\n  <url>https://r.example/m2</url>\n</repository>";
        for (file, before, snippet, wanted) in [
            (
                "pom.xml",
                "<?xml version=\"1.0\"?>\n<project>\n    <!-- <properties> -->\n    <artifactId>x</artifactId>\n</project>\n",
                "<maven.compiler.release>17</maven.compiler.release>",
                "<?xml version=\"1.0\"?>\n<project>\n    <!-- <properties> -->\n    <artifactId>x</artifactId>\n    <properties>\n        <maven.compiler.release>17</maven.compiler.release>\n    </properties>\n</project>\n",
            ),
            (
                "pom.xml",
                "<project>\r\n\t<properties>\r\n\t\t<maven.compiler.source>7</maven.compiler.source>\r\n\t</properties>\r\n</project>\r\n",
                "<properties>\n  <maven.compiler.source>8</maven.compiler.source>\n  <maven.compiler.target>8</maven.compiler.target>\n</properties>",
                "<project>\r\n\t<properties>\r\n\t\t<maven.compiler.source>8</maven.compiler.source>\r\n\t\t<maven.compiler.target>8</maven.compiler.target>\r\n\t</properties>\r\n</project>\r\n",
            ),
            (
                "pom.xml",
                "<project>\n  <repositories/>\n</project>",
                repository,
                "<project>\n  <repositories>\n    <repository>\n      <id>vendor</id>\n      <url>https://r.example/m2</url>\n    </repository>\n  </repositories>\n</project>",
            ),
            (
                "pom.xml",
                "<project>\n  <dependencies>\n    <dependency>\n      <groupId>g</groupId><artifactId>a</artifactId><version>1</version>\n    </dependency>\n  </dependencies>\n</project>",
                "<dependency>\n  <groupId>g</groupId>\n  <artifactId>a</artifactId>\n  <version>2</version>\n</dependency>",
                "<project>\n  <dependencies>\n    <dependency>\n      <groupId>g</groupId><artifactId>a</artifactId><version>2</version>\n    </dependency>\n  </dependencies>\n</project>",
            ),
            (
                "app.csproj",
                "<Project Sdk=\"Microsoft.NET.Sdk\">\n  <PropertyGroup>\n    <TargetFramework>net9.0</TargetFramework> <!-- new -->\n  </PropertyGroup>\n</Project>\n",
                "<TargetFramework>net8.0</TargetFramework>",
                "<Project Sdk=\"Microsoft.NET.Sdk\">\n  <PropertyGroup>\n    <TargetFramework>net8.0</TargetFramework> <!-- new -->\n  </PropertyGroup>\n</Project>\n",
            ),
            (
                "app.csproj",
                "<Project>\n  <ItemGroup>\n    <PackageReference Include=\"A\" Version=\"1.0.0\" />\n  </ItemGroup>\n</Project>\n",
                "<PackageReference Include=\"a\" Version=\"2.0.0-*\" />\n<PackageReference Include=\"B\" Version=\"1\" />",
                "<Project>\n  <ItemGroup>\n    <PackageReference Include=\"A\" Version=\"2.0.0-*\" />\n    <PackageReference Include=\"B\" Version=\"1\" />\n  </ItemGroup>\n</Project>\n",
            ),
            (
                "app.csproj",
                "<Project>\n  <PropertyGroup></PropertyGroup>\n</Project>\n",
                "<PackageReference Include=\"B\" Version=\"1\" />\n<Nullable>enable</Nullable>",
                "<Project>\n  <PropertyGroup>\n    <Nullable>enable</Nullable>\n  </PropertyGroup>\n  <ItemGroup>\n    <PackageReference Include=\"B\" Version=\"1\" />\n  </ItemGroup>\n</Project>\n",
            ),
        ] {
            assert_eq!(after(file, before, snippet).as_deref(), Ok(wanted), "{file} {snippet}");
        }
    }

    #[test]
    fn what_cannot_be_told_is_refused() {
        let several = "<Project><PropertyGroup><TargetFrameworks>a;b</TargetFrameworks></PropertyGroup></Project>";
        assert!(refused("a.csproj", several, "<TargetFramework>a</TargetFramework>").contains("several"));
        let central = "<Project><ItemGroup><PackageReference Include=\"A\"/></ItemGroup></Project>";
        assert!(refused("a.csproj", central, "<PackageReference Include=\"A\" Version=\"1\"/>").contains("elsewhere"));
        for broken in ["<project><a></project>", "", "<project", "<a/><b/>", &"<a>".repeat(100_000)] {
            assert!(refused("pom.xml", broken, "<x.y>1</x.y>").contains("not XML"));
        }
    }
}
