//! `caseload concepts --words`: the word list in force, and every fault of one.

use std::fs;

use crate::run::Home;

#[test]
fn every_fault_of_a_word_list_is_listed_and_the_built_in_one_stays_in_force() {
    let home = Home::new();
    let bad = home.path("concepts.toml");
    let text = "suggest-at = 0\n[effect]\n\"head count\" = 12\n[efect]\n\"a*b\" = 2\n";
    fs::write(&bad, text).unwrap();
    let name = bad.display().to_string();
    let ran = home
        .run(&["concepts", "--words", "--check", &name])
        .expect(2);
    for place in [":1:", ":3:", ":4:"] {
        assert!(ran.out.contains(&format!("{name}{place}")), "{}", ran.out);
    }
    assert!(ran.out.contains("Did you mean effect?"), "{}", ran.out);
    fs::write(&bad, "[effect]\n\"head count of mine\" = 5\n").unwrap();
    let ran = home
        .run(&["concepts", "--words", "--check", &name])
        .expect(0);
    assert!(ran.out.contains("no faults"), "{}", ran.out);
    let ran = home.run(&["concepts", "--words"]).expect(0);
    assert!(ran.out.contains("infrastructure\t"), "{}", ran.out);
    assert!(!ran.out.contains("head count of mine"), "{}", ran.out);
}
