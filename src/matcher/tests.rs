use std::path::PathBuf;

use proptest::prelude::*;

use super::oracle::Oracle;
use super::*;

fn matcher(regexes: &[&str]) -> Matcher {
    Matcher::new(regexes.iter().map(|regex| plan(regex, false).unwrap()).collect())
}

/// What is found, as `signature:text` in the order of the line.
fn found(regexes: &[&str], text: &str) -> Vec<String> {
    matcher(regexes).find(text).into_iter().map(|(id, range)| format!("{}:{}", id.0, &text[range])).collect()
}

#[test]
fn an_error_is_found_where_it_stands() {
    let regexes = ["CUDA.*out of memory", r"No module named '(?P<module>[\w.]+)'", "(?i)segmentation fault"];
    assert_eq!(found(&regexes, "ModuleNotFoundError: No module named 'cv2'"), ["1:No module named 'cv2'"]);
    assert_eq!(
        found(&regexes, "CUDA error: out of memory, out of memory!"),
        ["0:CUDA error: out of memory, out of memory"]
    );
    assert_eq!(found(&regexes, "Segmentation Fault"), ["2:Segmentation Fault"]);
    assert_eq!(found(&regexes, "all is well"), [""; 0]);
}

#[test]
fn the_wording_that_comes_first_in_the_regex_wins_at_the_same_place() {
    assert_eq!(found(&["abcd|abcdef.*x|abcdef"], "abcdef x"), ["0:abcd"]);
    assert_eq!(found(&["xyz.*ab|abcd.*gh"], "abcdefgh xyz ab"), ["0:abcdefgh"]);
}

#[test]
fn a_short_signature_and_one_without_any_literal_are_found_too() {
    assert_eq!(found(&["OOM", "W/", "~", r"\d{5,}"], "W/ ~ OOM 123456"), ["1:W/", "2:~", "0:OOM", "3:123456"]);
}

#[test]
fn case_is_ignored_as_unicode_has_it() {
    // The Kelvin sign and the long s are a k and an s.
    assert_eq!(found(&["(?i)kernel task"], "\u{212a}ernel ta\u{17f}k"), ["0:\u{212a}ernel ta\u{17f}k"]);
    assert_eq!(found(&["(?i)größe"], "GRÖSSE GRÖßE"), ["0:GRÖßE"]);
    assert_eq!(found(&["[Ee]rror E1"], "ERROR E1 Error E1"), ["0:Error E1"]);
}

#[test]
fn a_signature_over_lines_anchors_on_its_rarest_line_and_is_verified_in_the_block() {
    let matcher = matcher(&["error: linker\\s.*\n.*undefined symbol: (?P<symbol>\\w+)"]);
    let text = "error: linker failed\n  undefined symbol: zq\n";
    let hits = matcher.scan(&RawLines::document(text.as_bytes()), 0..2);
    assert_eq!(hits.len(), 1, "{hits:?}");
    assert!(hits[0].anchor && matcher.is_multi_line(hits[0].signature));
    assert_eq!(matcher.verify(hits[0].signature, text), Some(0..text.len() - 1));
    assert_eq!(matcher.captures(hits[0].signature, text), [("symbol".to_owned(), 41..43)]);
}

#[test]
fn what_the_transport_put_before_a_line_is_no_part_of_it() {
    let matcher = matcher(&["2026-01-02", "^failed: .*", "failed"]);
    let text = "2026-01-02T03:04:05Z failed: disk\n\u{1b}[31mfai\u{1b}[0mled: net\n";
    let hits = matcher.scan(&RawLines::document(text.as_bytes()), 0..2);
    let found: Vec<_> = hits.iter().map(|hit| (hit.line.raw.0, hit.signature.0, hit.range.clone())).collect();
    assert_eq!(found, [(0, 2, 0..6), (0, 1, 0..12), (1, 2, 0..6), (1, 1, 0..11)]);
}

#[test]
fn an_error_in_a_line_of_megabytes_is_found() {
    for filler in ["x", "語", "error "] {
        let head = filler.repeat(300_000 / filler.len());
        let text = format!("{head}CUDA: out of memory{head}");
        assert_eq!(found(&["CUDA.*?out of memory"], &text), ["0:CUDA: out of memory"]);
        assert_eq!(matcher(&["C(.)DA"]).captures(SignatureId(0), &text), []);
        let named = matcher(&["(?P<a>U)DA"]);
        assert_eq!(named.captures(SignatureId(0), &text), [("a".to_owned(), head.len() + 1..head.len() + 2)]);
        assert_eq!(named.verify(SignatureId(0), &text), Some(head.len() + 1..head.len() + 4));
    }
}

#[test]
fn a_border_inside_a_long_line_is_not_taken_for_its_end() {
    let text = "a".repeat(200_000);
    assert_eq!(found(&["^a{3}", "a{2}$", r"\ba{4}"], &text), ["0:aaa", "2:aaaa", "1:aa"]);
    assert_eq!(matcher(&["a{2}$"]).find(&text)[0].1, 199_998..200_000);
}

#[test]
fn a_line_has_at_most_64_hits_the_leftmost() {
    let words: Vec<String> = (0..100).map(|i| format!("word{i:03}")).collect();
    let regexes: Vec<&str> = words.iter().map(String::as_str).collect();
    let text = words.iter().rev().map(String::as_str).collect::<Vec<_>>().join(" ");
    let found = found(&regexes, &text);
    assert_eq!(found.len(), 64);
    assert_eq!((found[0].as_str(), found[63].as_str()), ("99:word099", "36:word036"));
}

#[test]
fn compiled_regexes_stay_within_their_memory() {
    let plans: Vec<_> = (0..200).map(|i| plan(&format!(r"w{i}x\w+[a-z]{{3}}"), false).unwrap()).collect();
    let plans = Plans::from(plans);
    let regexes = Regexes::new(plans.len(), 1 << 20);
    for round in 0..2 {
        for id in 0..plans.len() as u32 {
            let text = format!("w{id}xabcdef");
            assert_eq!(regexes.find(&plans, id, &text, 0..text.len()), Some(0..text.len()), "{round}");
            assert!(regexes.bytes() <= 1 << 20);
        }
    }
}

#[test]
fn regexes_that_are_taken_over_are_compiled_once() {
    let regex = |i: u32| plan(&format!(r"w{i}x\w+[a-z]{{3}}"), i == 7).unwrap();
    let run = |regexes: &Regexes, plans: &Plans| {
        for (id, plan) in (0..).zip(plans.iter()) {
            let text = format!("{}xabcdef", plan.regex.split_once('x').unwrap().0);
            assert_eq!(regexes.find(plans, id, &text, 0..text.len()), Some(0..text.len()));
        }
        regexes.bytes()
    };
    let plans: Vec<_> = (0..40).map(regex).collect();
    // In another order, and one of them is another.
    let mut other: Vec<_> = plans.iter().rev().cloned().collect();
    other[3] = regex(50);
    let (plans, other) = (Plans::from(plans), Plans::from(other));
    let former = Regexes::new(plans.len(), regexes::MAX_BYTES);
    let bytes = run(&former, &plans);
    let mut next = Regexes::new(other.len(), regexes::MAX_BYTES);
    next.take_over(&other, &former, &plans);
    let more = run(&next, &other) - bytes;
    assert!(0 < more && more < bytes / 10, "{more} of {bytes}");
    // One with other case is not the same regex.
    let cased = Plans::from(vec![plan(&plans[7].regex, false).unwrap()]);
    let mut last = Regexes::new(1, regexes::MAX_BYTES);
    last.take_over(&cased, &former, &plans);
    assert_eq!(last.find(&cased, 0, "W7XABCDEF", 0..9), None);
    assert_eq!(former.find(&plans, 7, "W7XABCDEF", 0..9), Some(0..9));
    // What is held together is counted together, and what nobody holds any more is not.
    assert!(former.bytes() == next.bytes() && former.bytes() > bytes + more);
    drop((former, next));
    assert!(last.bytes() < bytes / 10);
}

#[test]
fn threads_share_a_matcher() {
    let matcher = matcher(&["error: .*[0-9]+", "failed.*here"]);
    let text = "error: code 12\nall good\nfailed just here\n".repeat(50);
    let raw = RawLines::document(text.as_bytes());
    let expected = matcher.scan(&raw, 0..raw.len());
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| matcher.scan(&raw, 0..raw.len()))).collect();
        for thread in threads {
            assert_eq!(thread.join().unwrap(), expected);
        }
    });
}

/// A piece of a regex and a text that it matches.
fn piece() -> impl Strategy<Value = (String, String)> {
    let word = prop::sample::select(vec![
        "error",
        "Error",
        "fail",
        "failed",
        "err",
        "or",
        "a",
        "ab",
        "abc",
        "aba",
        "ba",
        "W/",
        "not found",
        "found",
        "kick",
        "sks",
        "é",
        "größe",
        "語",
        " ",
        "x",
        "12",
        "cannot open",
        "no such file",
    ]);
    prop_oneof![
        6 => word.prop_map(|w| (regex_syntax::escape(w), w.to_owned())),
        4 => prop::sample::select(vec![(".*", " "), (".*", ""), (".*?", "x"), (".+", "ab"), (".+?", "é")])
            .prop_map(|(r, t)| (r.to_owned(), t.to_owned())),
        3 => prop::sample::select(vec![
            (r"\d+", "12"), (r"\s", " "), (r"\w*", "abc"), ("^", ""), ("$", ""), (r"\b", ""), ("[Ee]", "e"),
            ("[ab]", "a"), ("(?i:Fail)", "fAIL"), ("(?i:sKs)", "\u{17f}\u{212a}s"), ("u?", "u"), ("(?:ab){2}", "abab"),
            ("(?:ab|a)", "ab"), ("(?:a|ab)", "ab"), ("(?:x.*y|x)", "x y"), ("(?:or|err)+", "orerr"), ("[^a]", "b"),
            ("(?P<n>ab?)", "ab"), ("(?:|a)", "a"), ("x{0,2}?", "x"), (r"\n", "\n"), ("(?s:.)", "\n"), (".", "é"),
            (".*", "error 12"),
        ]).prop_map(|(r, t)| (r.to_owned(), t.to_owned())),
    ]
}

/// A regex and a text that it is likely to match.
fn signature() -> impl Strategy<Value = (String, bool, Vec<String>)> {
    let way = prop::collection::vec(piece(), 1..5);
    (prop::collection::vec(way, 1..4), prop::bool::weighted(0.2)).prop_map(|(ways, ignore_case)| {
        let join = |way: &Vec<(String, String)>| way.iter().map(|(r, _)| r.as_str()).collect::<String>();
        let text = |way: &Vec<(String, String)>| way.iter().map(|(_, t)| t.as_str()).collect::<String>();
        let regex = ways.iter().map(join).collect::<Vec<_>>().join("|");
        (regex, ignore_case, ways.iter().map(text).collect())
    })
}

/// Lines made of what signatures match, cut and mixed.
fn case() -> impl Strategy<Value = (Vec<(String, bool)>, Vec<String>)> {
    prop::collection::vec(signature(), 1..8).prop_flat_map(|signatures| {
        let texts: Vec<String> = signatures.iter().flat_map(|(_, _, texts)| texts.clone()).collect();
        let word = prop_oneof![
            5 => prop::sample::select(texts),
            1 => "[ -~]{0,6}",
            1 => prop::sample::select(vec!["é", "\u{212a}", "語", " ", "ERROR", "\t", "\u{1b}[0m", "\\n", "{\"a\": 1}", "\r", "│ ",
                "\n│ ", "2026-01-02T03:04:05Z ", "web-1  | "])
                .prop_map(str::to_owned),
        ];
        let line = prop::collection::vec(word, 0..6).prop_map(|words| words.concat());
        let signatures: Vec<_> = signatures.into_iter().map(|(regex, case, _)| (regex, case)).collect();
        (Just(signatures), prop::collection::vec(line, 1..12))
    })
}

fn plans(signatures: &[(String, bool)]) -> Vec<SignaturePlan> {
    signatures.iter().filter_map(|(regex, ignore_case)| plan(regex, *ignore_case).ok()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn a_scan_finds_what_every_regex_over_every_line_finds((signatures, lines) in case()) {
        let plans = plans(&signatures);
        let oracle = Oracle::new(plans.clone());
        let matcher = Matcher::new(plans);
        let text = lines.join("\n");
        let raw = RawLines::document(text.as_bytes());
        prop_assert_eq!(matcher.scan(&raw, 0..raw.len()), oracle.scan(&raw, 0..raw.len()));
        for line in &lines {
            let found: Vec<_> = oracle.line(line).into_iter().map(|(id, range, _)| (id, range)).collect();
            prop_assert_eq!(matcher.find(line), found);
        }
    }

    #[test]
    fn every_regex_that_is_taken_compiles(regex in "[abx.*+?|()\\[\\]{},0-9\\\\wds^$-]{0,24}") {
        if let Ok(plan) = plan(&regex, false) {
            let compiled = regexes::compile(&plan, regex_automata::nfa::thompson::WhichCaptures::All);
            prop_assert!(compiled.is_ok(), "{} {:?}", regex, compiled);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn a_long_line_is_searched_as_the_naive_way_does_it((signatures, lines) in case(), filler in "[a-zé ]{1,9}", n in 1usize..60) {
        let plans = plans(&signatures);
        let oracle = Oracle::new(plans.clone());
        let matcher = Matcher::new(plans);
        let filler = filler.repeat(n * 1024 / filler.len());
        let text = lines.iter().map(|line| line.replace('\n', " ")).collect::<Vec<_>>().join(&filler);
        let found: Vec<_> = oracle.line(&text).into_iter().map(|(id, range, _)| (id, range)).collect();
        prop_assert_eq!(matcher.find(&text), found);
    }
}

/// Real regexes over real text. Runs only where `LOGLORE_CORPUS` names a folder with `patterns.jsonl` (an object with
/// a `regex` a line), `dev.jsonl` (one with a `text`) and the folder `clean`.
#[test]
fn real_regexes_over_real_logs_give_the_hits_of_the_naive_way() {
    let Some(folder) = std::env::var_os("LOGLORE_CORPUS").map(PathBuf::from) else { return };
    let read = |path: PathBuf| String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
    let field = |line: &str, field: &str| {
        let object: serde_json::Value = serde_json::from_str(line).unwrap();
        object[field].as_str().unwrap().to_owned()
    };
    let regexes: Vec<_> = read(folder.join("patterns.jsonl")).lines().map(|line| field(line, "regex")).collect();
    let mut texts: Vec<_> = read(folder.join("dev.jsonl")).lines().map(|line| field(line, "text")).collect();
    let files = std::fs::read_dir(folder.join("clean")).unwrap().map(|file| file.unwrap().path());
    texts.extend(files.filter(|path| path.extension().is_none_or(|e| e != "json")).map(read));
    texts.push(read(folder.join("patterns.jsonl")));

    let plans: Vec<_> = regexes.iter().filter_map(|regex| plan(regex, false).ok()).collect();
    assert_eq!(plans.len(), regexes.len(), "each of them is taken");
    let oracle = Oracle::new(plans.clone());
    let matcher = Matcher::new(plans);
    for text in texts {
        let raw = RawLines::document(text.as_bytes());
        assert_eq!(matcher.scan(&raw, 0..raw.len()), oracle.scan(&raw, 0..raw.len()));
    }
}
