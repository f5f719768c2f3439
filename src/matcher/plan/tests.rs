use super::*;

/// `a b (pure)`: the literals of each alternative, and whether it needs no regex.
fn literals(regex: &str) -> Vec<String> {
    let shown = |a: &Alternative| {
        let chain: Vec<&str> = a.chain.iter().map(Literal::text).collect();
        format!("{}{}", chain.join(" "), if a.pure.is_some() { " (pure)" } else { "" })
    };
    plan(regex, false).unwrap().alternatives.iter().map(shown).collect()
}

#[test]
fn each_alternative_gives_its_literals_in_order() {
    assert_eq!(
        literals("CUDA.*out of memory|cudaErrorMemoryAllocation"),
        ["CUDA out of memory (pure)", "cudaErrorMemoryAllocation (pure)"]
    );
    assert_eq!(literals(r"No module named '(?P<module>[\w.]+)'"), ["No module named ' '"]);
    assert_eq!(literals("(?:warning|error): unused"), ["warning: unused (pure)", "error: unused (pure)"]);
    assert_eq!(literals("colou?r"), ["colour (pure)", "color (pure)"]);
    assert_eq!(literals("[Ee]rror.+E[0-9]+"), ["error E"]);
    assert_eq!(literals("(?i)Error.*?E1.*?x"), ["error e1 x (pure)"]);
    assert_eq!(literals("(?:ab){2}c+"), ["ababc"]);
    assert_eq!(literals("a.*b.*?c"), ["a b c"]);
    assert_eq!(literals("abc.*"), ["abc (pure)"]);
}

#[test]
fn the_literal_that_logs_hold_least_is_looked_for() {
    let plan = plan("error.*ZqJx.*failed", false).unwrap();
    assert_eq!(plan.alternatives[0].rarest, 1);
}

#[test]
fn a_choice_after_a_gap_needs_the_regex_for_its_span() {
    assert_eq!(literals("panic.*(?:here|there)"), ["panic here", "panic there"]);
    assert_eq!(literals("(?:here|there).*panic"), ["here panic (pure)", "there panic (pure)"]);
}

#[test]
fn a_match_that_needs_no_literal_is_said_so() {
    assert_eq!(plan(r"\d+|foo", false).unwrap().required_literal(), None);
    assert_eq!(plan("(?:foo)?", false).unwrap().required_literal(), None);
    assert_eq!(plan("out of memory|OOM", false).unwrap().required_literal(), Some("OOM"));
    assert_eq!(plan("OUT of memory", true).unwrap().required_literal(), Some("out of memory"));
}

#[test]
fn only_a_regex_that_names_a_line_end_runs_over_blocks() {
    for regex in ["a\nb", r"a\nb", r"a[\r\n]+b", "(?s)a.*b", r"a[\s\S]*b", r"a(?:\nb)?"] {
        assert!(plan(regex, false).unwrap().multi_line, "{regex}");
    }
    for regex in [r"a\sb", r#"a[^"]*b"#, r#"a[^"\n]*b"#, r"a\Wb", "a.*b", r"(?-u:a\s*b)", "a[[:space:]]b", "(?m)^a$"] {
        assert!(!plan(regex, false).unwrap().multi_line, "{regex}");
    }
}

#[test]
fn of_a_signature_over_lines_the_literals_of_its_rarest_line_are_kept() {
    assert_eq!(literals("error: x\n  zqjx: .*kwv\n  at y"), ["  zqjx:  kwv"]);
    assert_eq!(literals(r"error\s+zqjx(?s:.*)kwv"), ["zqjx"]);
}

#[test]
fn the_fewest_literal_bytes_of_a_match_are_counted() {
    for (regex, len) in [("abc", 3), ("abc|de", 2), (r"ab\d+c", 3), ("a{3}b?", 3), ("(?i)abc", 3), (r"\w+", 0)] {
        assert_eq!(plan(regex, false).unwrap().literal_len, len, "{regex}");
    }
}

#[test]
fn an_error_points_at_its_place() {
    let error = plan("abc(def", false).unwrap_err();
    assert_eq!((error.to_string().as_str(), error.offset), ("the regex does not parse: unclosed group", Some(3)));
    let error = plan(r"naïve \p{Nope}", false).unwrap_err();
    assert_eq!(error.offset, Some(7));
    assert!(!error.message.contains('\n'), "{error}");
}

#[test]
fn a_regex_that_would_be_slow_or_large_is_refused_in_one_sentence() {
    for regex in
        ["(a{1,50}){1,20}b", r"\w{200}", "(?:.{1000}){1000}", "((((a{9}){9}){9}){9}){9}", r"(?i)(?:[^\W]{40}){12}"]
    {
        let error = plan(regex, false).unwrap_err();
        assert!(error.message.starts_with("the regex is too large: "), "{error}");
    }
    for regex in ["foo.{0,200}bar", r"\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}", "[0-9a-f]{40}", r"\w+\s\w+\s\w+"] {
        assert!(plan(regex, false).is_ok(), "{regex}: {:?}", plan(regex, false));
    }
}
