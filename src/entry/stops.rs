//! Places to fill in within a snippet: `${1:default}`.

/// Languages in which `${1:x}` is the language's own.
pub const OWN_STOPS: &[&str] = &["bash", "dockerfile", "yaml", "text"];

/// Code with its defaults in place of `${1:default}`, and the defaults in their order.
pub fn with_stops(text: &str, language: &str) -> (String, Vec<String>) {
    if OWN_STOPS.contains(&language) {
        return (text.to_owned(), Vec::new());
    }
    let mut out = String::with_capacity(text.len());
    let mut stops: Vec<(u32, String)> = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find("${") {
        let (before, inside) = rest.split_at(open);
        out.push_str(before);
        let stop = inside.find('}').and_then(|close| {
            let (number, default) = inside[2..close].split_once(':')?;
            Some((number.parse().ok()?, default, close))
        });
        match stop {
            Some((number, default, close)) => {
                out.push_str(default);
                stops.push((number, default.to_owned()));
                rest = &inside[close + 1..];
            }
            None => {
                out.push_str("${");
                rest = &inside[2..];
            }
        }
    }
    out.push_str(rest);
    stops.sort_by_key(|(number, _)| *number);
    (out, stops.into_iter().map(|(_, default)| default).collect())
}
