//! Nothing unfinished, nothing skipped, no waiting for a while.

use super::{Fault, Source};

/// Put together here, so that this file is not found by its own rule.
const UNFINISHED: [&str; 3] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
];

pub(crate) fn unfinished(sources: &[Source]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for source in sources
        .iter()
        .filter(|source| !source.path.starts_with("demo-data/"))
    {
        for (line, text) in (1..).zip(source.text.lines()) {
            let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
            for word in words.filter(|word| UNFINISHED.contains(word)) {
                faults.push(source.fault(line, format!("{word}: finish it or file an issue")));
            }
        }
        if source.is_rust() {
            faults.extend(unfinished_calls(source));
        }
    }
    faults
}

fn unfinished_calls(source: &Source) -> Vec<Fault> {
    let tokens = source.tokens();
    let calls = tokens.windows(2).filter(|pair| {
        let called = pair[0].is("todo") || pair[0].is("unimplemented");
        called && pair[1].mark('!')
    });
    let skipped = tokens
        .windows(3)
        .filter(|three| three[0].mark('#') && three[1].mark('[') && three[2].is("ignore"));
    let calls = calls.map(|pair| source.fault(pair[0].line, "not finished"));
    let skipped = skipped.map(|three| source.fault(three[0].line, "a test that is skipped"));
    calls.chain(skipped).collect()
}

/// Tests wait until something is so, never for a while.
pub(crate) fn waiting(sources: &[Source]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for source in sources
        .iter()
        .filter(|source| source.is_rust() && is_test(&source.path))
    {
        let tokens = source.tokens();
        let sleeps = tokens
            .windows(2)
            .filter(|pair| pair[0].is("sleep") && pair[1].mark('('));
        faults.extend(sleeps.map(|pair| source.fault(pair[0].line, "a test that sleeps")));
    }
    faults
}

fn is_test(path: &str) -> bool {
    path.starts_with("tests/") || path.ends_with("/tests.rs") || path.contains("/tests/")
}

#[test]
fn unfinished_skipped_and_sleeping_are_found() {
    let found = |text: &str| super::lines(unfinished, "src/x.rs", text);
    for word in UNFINISHED {
        assert_eq!(found(&format!("// {word}: later")), [1]);
    }
    assert_eq!(found("fn f() {\n    todo!()\n}"), [2]);
    assert_eq!(found("#[ignore = \"slow\"]\n#[test]"), [1]);
    assert_eq!(found("/// The to-do list.\nlet todo = 1;"), [0; 0]);
    let waits = |path, text| super::lines(waiting, path, text);
    assert_eq!(waits("tests/x.rs", "std::thread::sleep(ms);"), [1]);
    assert_eq!(waits("src/hub/tests.rs", "sleep(ms);"), [1]);
    assert_eq!(waits("src/hub.rs", "thread::sleep(ms);"), [0; 0]);
}
